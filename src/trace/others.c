/* others.c - who a row is surely not compared with by a percentile: the rows with another value of a
 * field that has to be the same. What takes computing is not at hand here: such rows may be others. */
#include <assert.h>
#include <string.h>

#include "trace/trace.h"

bool pl_trace_field_at(pl_trace *trace, const pl_expr *expr, const pl_entity *entity, uint32_t row,
                       pl_value *value) {
    const pl_run *run = pl_trace_run(trace);
    int32_t at = (int32_t)row;

    for (; expr->kind == PL_EXPR_UP && expr->kids[0]->entity; expr = expr->kids[0]) {
        at = pl_trace_up(trace, entity, (uint32_t)at, expr->kids[0]->entity);
        if (at == PL_NO_ROW)
            return false;
        entity = expr->kids[0]->entity;
    }
    if (expr->kind != PL_EXPR_FIELD)
        return false;
    *value = pl_trace_cell(trace, pl_data_field(run->data, expr->field, pl_trace_year(trace)),
                           (uint32_t)at);
    return true;
}

static bool differ(const pl_value *a, const pl_value *b) {
    if (a->state != PL_OK || b->state != PL_OK)
        return false;
    assert(a->base == b->base);
    switch (a->base) {
    case PL_NUMBER:
        return pl_number_compare(a->hi, b->lo) < 0 || pl_number_compare(b->hi, a->lo) < 0;
    case PL_TEXT: return strcmp(a->text, b->text) != 0;
    case PL_TRUTH: return a->truth != b->truth;
    default: return a->index != b->index;
    }
}

/* The membership is no norm: with a key that is unknown such a row may belong all the same. */
static bool has_no_norm(pl_trace *trace, const pl_expr *among, uint32_t row) {
    const pl_population_result *members;

    if (among->kind != PL_EXPR_MEASURE || !among->measure->population)
        return false;
    members = pl_trace_members(trace, among->measure->population);
    return members && members->membership[row] == PL_NONE;
}

bool pl_trace_is_no_other(pl_trace *trace, const pl_expr *percentile, uint32_t row,
                          uint32_t other) {
    const pl_expr *among = percentile->kids[1];
    const pl_entity *entity = percentile->entity;
    bool open = false;
    pl_value own, its;

    assert(percentile->kind == PL_EXPR_PERCENTILE);
    if (row == other)
        return true;
    for (uint32_t k = 2; k < percentile->count; k++) {
        if (!pl_trace_field_at(trace, percentile->kids[k], entity, row, &own) ||
            !pl_trace_field_at(trace, percentile->kids[k], entity, other, &its))
            continue;
        if (differ(&own, &its))
            return true;
        open |= own.state == PL_MISSING || its.state == PL_MISSING;
    }
    return pl_trace_left_out(trace, among, other) && !(open && has_no_norm(trace, among, other));
}
