/* pools.c - what instructions refer to by index: constants, sets of years, columns and
 * accumulators, each of them once. */
#include <assert.h>
#include <string.h>

#include "lower/lowering.h"

static pl_str bytes_of(const void *bytes, size_t length) {
    return (pl_str){bytes, length};
}

uint32_t pl_pool_number(pl_lowering *l, pl_number number) {
    const int64_t key[] = {number.num, number.den};
    bool added = true;
    uint32_t at = l->program->numbers.len;

    if (number.big == NULL)
        at = pl_map_add(&l->number_index, bytes_of(key, sizeof key), at, &added);
    if (added)
        PL_PUSH(l->arena, &l->program->numbers, number);
    return at;
}

uint32_t pl_pool_index(pl_lowering *l, pl_index_constant constant) {
    pl_buffer key;
    bool added;

    pl_buffer_init(&key);
    pl_buffer_printf(&key, "%d:%d:%s", (int)constant.base, constant.index,
                     constant.text != NULL ? constant.text : "");
    uint32_t at =
        pl_map_add(&l->constant_index, bytes_of(key.ptr, key.len), l->program->indexes.len, &added);

    pl_buffer_fini(&key);
    if (added)
        PL_PUSH(l->arena, &l->program->indexes, constant);
    return at;
}

/* Periods are few. */
uint32_t pl_pool_years(pl_lowering *l, const int *years, uint32_t count) {
    for (uint32_t s = 0; s < l->program->years.len; s++) {
        const pl_year_set *set = &l->program->years.items[s];

        if (set->years.len == count &&
            (count == 0 || memcmp(set->years.items, years, count * sizeof *years) == 0))
            return s;
    }
    pl_year_set set = {0};

    for (uint32_t y = 0; y < count; y++) {
        assert(y == 0 || years[y - 1] < years[y]);
        PL_PUSH(l->arena, &set.years, years[y]);
    }
    PL_PUSH(l->arena, &l->program->years, set);
    return l->program->years.len - 1;
}

/* ### columns */

static uint32_t pool_slot(pl_lowering *l, pl_slot slot, uint32_t which) {
    const uint32_t key[] = {slot.kind, slot.entity->index, which, (uint32_t)slot.year};
    bool added;
    uint32_t at =
        pl_map_add(&l->slot_index, bytes_of(key, sizeof key), l->program->slots.len, &added);

    if (added)
        PL_PUSH(l->arena, &l->program->slots, slot);
    return at;
}

uint32_t pl_pool_field(pl_lowering *l, const pl_field *field) {
    pl_slot slot = {.kind = PL_SLOT_FIELD,
                    .class = pl_class_of(field->type),
                    .type = field->type,
                    .entity = field->entity,
                    .field = field,
                    .year = field->yearly ? l->year : l->program->schooljaar};

    return pool_slot(l, slot, field->index);
}

uint32_t pl_pool_measure(pl_lowering *l, const pl_measure *measure) {
    pl_slot slot = {.kind = PL_SLOT_MEASURE,
                    .class = pl_class_of(measure->type),
                    .type = measure->type,
                    .entity = measure->entity,
                    .measure = measure,
                    .year = l->year};

    return pool_slot(l, slot, measure->index);
}

uint32_t pl_pool_stored(pl_lowering *l, pl_draft *draft, pl_draft_value value, pl_type type,
                        pl_span span, const char *name) {
    static const pl_opcode stores[PL_CLASS_COUNT] = {PL_OP_STORE_N, PL_OP_STORE_T, PL_OP_STORE_I};
    const uint32_t key[] = {draft->index, value};
    bool added;
    uint32_t at =
        pl_map_add(&l->stored_index, bytes_of(key, sizeof key), l->program->slots.len, &added);
    pl_class class = draft->classes.items[value];

    if (!added)
        return at;
    pl_slot slot = {.kind = PL_SLOT_STORED,
                    .class = class,
                    .type = type,
                    .entity = draft->entity,
                    .name = name};

    PL_PUSH(l->arena, &l->program->slots, slot);
    pl_emit_effect(l, draft, span, stores[class], at, value, 0, 0);
    return at;
}

/* ### accumulators */

static pl_accumulator_kind kind_of(pl_opcode add) {
    pl_arg arg = pl_op_infos[add].operands[0];

    assert(arg >= PL_ARG_WS && arg <= PL_ARG_WP);
    return (pl_accumulator_kind)(arg - PL_ARG_WS);
}

uint32_t pl_pool_accumulator(pl_lowering *l, pl_draft *from, pl_span span, pl_opcode add,
                             pl_accumulator like, const pl_added *added, uint32_t count) {
    const uint32_t about[] = {from->index, add,     like.parent->index, like.years, like.closed,
                              like.by_day, like.day};
    size_t length = sizeof about + count * sizeof *added;
    char *key = pl_arena_alloc(l->arena, length, 1);
    bool is_new;

    assert(count > 0 && (count == 1 || like.parent == from->entity));
    memcpy(key, about, sizeof about);
    memcpy(key + sizeof about, added, count * sizeof *added);
    uint32_t at = pl_map_add(&l->accumulator_index, bytes_of(key, length),
                             l->program->accumulators.len, &is_new);

    if (!is_new)
        return at;
    like.kind = kind_of(add);
    like.child = from->entity;
    PL_PUSH(l->arena, &l->program->accumulators, like);
    for (uint32_t a = 0; a < count; a++)
        pl_emit_effect(l, from, span, add, at, added[a].operands[0], added[a].operands[1],
                       added[a].operands[2]);
    return at;
}
