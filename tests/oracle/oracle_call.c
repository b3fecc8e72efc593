/* oracle_call.c - a call of an extension: each in a sandbox made for it alone, so that nothing but the arguments can matter. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>

/* The argument as a value; false with its state when it is not known exactly. */
static bool argument(oracle *o, pl_arena *arena, pl_base base, const oracle_value *from,
                     pl_value *value, pl_state *state) {
    *value = (pl_value){.base = base, .state = PL_OK, .index = (int32_t)from->index};
    *state = from->state;
    if (base == PL_TRUTH) {
        *state = from->truth == PL_UNKNOWN ? PL_MISSING : from->truth == PL_NONE ? PL_EMPTY : PL_OK;
        value->truth = from->truth;
    } else if (*state != PL_OK) {
        return false;
    } else if (base == PL_NUMBER) {
        if (!mpq_equal(from->lo, from->hi))
            *state = PL_MISSING;
        char *text = mpz_get_str(NULL, 10, mpq_numref(from->lo));
        char *under = mpz_get_str(NULL, 10, mpq_denref(from->lo));
        pl_number num = PL_NUMBER_ZERO, den = PL_NUMBER_ONE;
        bool read = pl_number_parse(arena, pl_str_of(text), '.', &num) &&
            pl_number_parse(arena, pl_str_of(under), '.', &den);
        assert(read);
        (void)read;
        value->lo = value->hi = pl_number_div(arena, num, den);
        free(text);
        free(under);
    } else if (base == PL_TEXT) {
        value->text =
            from->index < 0 ? o->texts[-1 - from->index] : o->data->texts.items[from->index];
    }
    return *state == PL_OK;
}

oracle_value oracle_call(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_extend_function *function = &expr->extension->function;
    pl_value *values = calloc(expr->count, sizeof *values), result;
    pl_state worst = PL_OK, state;
    pl_extend_fault fault;
    pl_arena arena;

    if (!values)
        pl_out_of_memory();
    pl_arena_init(&arena);
    for (uint32_t k = 0; k < expr->count; k++) {
        oracle_value x = oracle_eval(o, expr->kids[k], row);
        if (!argument(o, &arena, function->inputs[k].base, &x, &values[k], &state) && state > worst)
            worst = state;
    }
    oracle_value answer = oracle_state(worst);
    if (worst == PL_OK) {
        pl_extend_host *host = pl_extend_open(&arena, function, &fault);
        bool done = host && pl_extend_call(host, &arena, values, &result, &fault);
        assert(done);
        (void)done;
        answer = oracle_constant(o, &result);
        pl_extend_close(host);
    }
    free(values);
    pl_arena_fini(&arena);
    return answer;
}
