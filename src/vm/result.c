/* result.c - one amount of one row of a result, as a value. */
#include "vm/result.h"

#include <assert.h>

static pl_number number_at(const pl_numbers *numbers, uint32_t row, pl_arena *arena) {
    if (numbers->den != NULL)
        return pl_number_make(arena, numbers->num[row], numbers->den[row]);
    return pl_number_scaled(arena, numbers->num[row], numbers->scale);
}

static void read_number(const pl_amounts *a, uint32_t row, pl_arena *arena, pl_value *value) {
    if (a->big != NULL && (a->big[row][0].den != 0 || a->big[row][0].big != NULL)) {
        value->lo = a->big[row][0];
        value->hi = a->big[row][1];
        return;
    }
    value->lo = number_at(&a->lo, row, arena);
    value->hi = a->hi.num == a->lo.num ? value->lo : number_at(&a->hi, row, arena);
}

pl_value pl_amounts_value(const pl_amounts *amounts, uint32_t row, pl_arena *arena) {
    pl_value value = {.base = amounts->type.base, .state = (pl_state)amounts->state[row]};

    value.lo = value.hi = PL_NUMBER_ZERO;
    if (value.state != PL_OK)
        return value;
    if (amounts->type.base == PL_NUMBER) {
        read_number(amounts, row, arena, &value);
        return value;
    }
    assert(amounts->index != NULL || amounts->codes != NULL);
    value.index = pl_amounts_index(amounts, row);
    if (amounts->type.base == PL_TEXT)
        value.text = amounts->texts[value.index];
    return value;
}
