/* oracle_derive.c - grouped tables for the slow evaluator: which rows of the source belong to a group, by comparing the cells of their keys; the links
 * that loading made are not looked at. Rows that a key is missing of may belong to any group that agrees with the keys they have. */
#include "oracle_internal.h"

#include <assert.h>

/* ---- keys ---- */

/* What the row of the source has for a key of the group. */
static oracle_value source_key(oracle *o, const pl_entity *source, const pl_field *origin,
                               uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, source);
    int32_t at = (int32_t)row;
    int year = origin->yearly ? rows->years[row] : PL_ANY_YEAR;
    if (origin->entity != source)
        at = pl_links_at(&rows->up[origin->entity->depth], row);
    if (at == PL_NO_ROW)
        return oracle_state(PL_MISSING);
    return oracle_cell(o, pl_data_field(o->data, origin, year), (uint32_t)at);
}

static bool is_known(pl_base base, oracle_value v) {
    if (base == PL_TRUTH)
        return v.truth == PL_TRUE || v.truth == PL_FALSE;
    return v.state == PL_OK && (base != PL_NUMBER || mpq_equal(v.lo, v.hi) != 0);
}

static int32_t parent_of(oracle *o, const pl_entity *derived, uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, derived->source);
    return derived->parent ? pl_links_at(&rows->up[derived->parent->depth], row) : PL_NO_ROW;
}

/* ---- rows and groups ---- */

/* T: the row is of the group; F: it is not; U: a key is missing, and it may be. */
pl_truth oracle_in_group(oracle *o, const pl_entity *derived, uint32_t group, uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, derived->source),
                  *groups = pl_data_rows(o->data, derived);
    pl_truth answer = PL_TRUE;
    assert(derived->source && row < rows->count && group < groups->count);
    if (derived->parent) {
        int32_t parent = parent_of(o, derived, row);
        if (parent == PL_NO_ROW)
            answer = PL_UNKNOWN;
        else if (parent != pl_links_at(&groups->up[derived->parent->depth], group))
            return PL_FALSE;
    }
    if (derived->yearly && rows->years[row] != groups->years[group])
        return PL_FALSE;
    for (uint32_t k = 0; k < derived->key_count; k++) {
        const pl_field *field = derived->fields.items[k];
        pl_base base = field->type.base;
        oracle_value have = source_key(o, derived->source, field->origin, row);
        oracle_value want = oracle_cell(o, pl_data_field(o->data, field, o->year), group);
        if (!is_known(base, have))
            answer = PL_UNKNOWN;
        else if (oracle_compare(PL_EQ, base, have, want) != PL_TRUE)
            return PL_FALSE;
    }
    return answer;
}

bool oracle_group_is_unsure(oracle *o, const pl_entity *derived, uint32_t group) {
    const pl_rows *rows = pl_data_rows(o->data, derived->source);
    for (uint32_t r = 0; r < rows->count; r++)
        if (oracle_in_group(o, derived, group, r) == PL_UNKNOWN)
            return true;
    return false;
}

static bool has_all_keys(oracle *o, const pl_entity *derived, uint32_t row) {
    if (derived->parent && parent_of(o, derived, row) == PL_NO_ROW)
        return false;
    for (uint32_t k = 0; k < derived->key_count; k++) {
        const pl_field *field = derived->fields.items[k];
        if (!is_known(field->type.base, source_key(o, derived->source, field->origin, row)))
            return false;
    }
    return true;
}

/* The row of `above` that the row of the source hangs below: PL_NO_ROW when it is not known. */
static bool may_be_below(oracle *o, const pl_entity *derived, uint32_t row, const pl_entity *above,
                         uint32_t subject) {
    int32_t parent = parent_of(o, derived, row);
    if (parent == PL_NO_ROW)
        return true;
    if (derived->parent != above)
        parent = pl_links_at(&pl_data_rows(o->data, derived->parent)->up[above->depth],
                             (uint32_t)parent);
    return parent == (int32_t)subject;
}

bool oracle_group_may_lack(oracle *o, const pl_entity *derived, const pl_entity *above,
                           uint32_t subject, oracle_has_year *has_year, const void *years) {
    const pl_rows *rows = pl_data_rows(o->data, derived->source);
    for (uint32_t r = 0; r < rows->count; r++)
        if (!has_all_keys(o, derived, r) && may_be_below(o, derived, r, above, subject) &&
            (!derived->yearly || has_year(years, rows->years[r])))
            return true;
    return false;
}
