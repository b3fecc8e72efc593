/* pick.c - what is asked of one row below, of named members one by one, and of a definition with `needs`, to instructions. Which row of the child it is
 * that has the keys is kept for each row above; its value is read from there. */
#include <assert.h>

#include "lower/lowering.h"

/* ### one row below */

/* The column of the child that holds the value. */
static uint32_t value_column(pl_lowering *l, const pl_entity *child, const pl_expr *value) {
    pl_draft *rows = pl_draft_at(l, child, pl_stage_of(l, value));

    if (value->kind == PL_EXPR_FIELD)
        return pl_pool_field(l, value->field);
    return pl_pool_stored(l, rows, pl_emit_expr(l, rows, value), value->type, value->span,
                          value->kind == PL_EXPR_MEASURE ? value->measure->name : "picked");
}

pl_draft_value pl_emit_pick(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    static const pl_opcode picks[PL_CLASS_COUNT] = {PL_OP_PICK_N, PL_OP_PICK_T, PL_OP_PICK_I};
    pl_draft *rows = pl_draft_at(l, e->child, pl_stage_of(l, e->kids[0]));
    const pl_accumulator like = {.parent = draft->entity, .years = PL_NO_INDEX, .closed = true};
    const pl_added row = {{pl_emit_filter(l, rows, e), 0, 0}};
    uint32_t column = value_column(l, e->child, e->kids[1]);
    uint32_t found = pl_pool_accumulator(l, rows, e->span, PL_OP_ADD_ROW, like, &row, 1);

    assert(e->kind == PL_EXPR_PICK && draft->stage > rows->stage);
    return pl_emit(l, draft, e->span, picks[pl_class_of(e->type)], column, found, 0, 0);
}

/* ### named members */

static const pl_expr *condition_at(const pl_expr *e, uint32_t k) {
    assert(k < e->count);
    return e->kids[k];
}

pl_draft_value pl_emit_tally_count(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_draft_value sum = 0;

    for (uint32_t k = 0; k < e->count; k++) {
        const pl_expr *condition = condition_at(e, k);
        pl_draft_value holds = pl_emit_expr(l, draft, condition);
        pl_draft_value one = pl_emit(l, draft, e->span, PL_OP_AS_COUNT, holds, 0, 0, 0);

        sum = k == 0 ? one : pl_emit(l, draft, e->span, PL_OP_ADD, sum, one, 0, 0);
    }
    return sum;
}

pl_draft_value pl_emit_tally_total(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    return pl_emit_number(l, draft, e->span, pl_number_make(l->arena, e->count, 1));
}

pl_draft_value pl_emit_tally_measured(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_draft_value count = pl_emit_tally_count(l, draft, e);

    if (!e->percent)
        return count;
    return pl_emit(l, draft, e->span, PL_OP_DIV, count, pl_emit_tally_total(l, draft, e), 0, 0);
}

pl_draft_value pl_emit_tally(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    assert(e->kind == PL_EXPR_TALLY);
    if (e->quantity == PL_Q_EVERY)
        return pl_emit(l, draft, e->span, PL_OP_LE_N, pl_emit_tally_total(l, draft, e),
                       pl_emit_tally_count(l, draft, e), 0, 0);
    return pl_emit_amount(l, draft, e, pl_emit_tally_measured(l, draft, e));
}

/* ### needs */

pl_draft_value pl_emit_needs(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    static const pl_opcode selects[PL_CLASS_COUNT] = {PL_OP_SELECT_N, PL_OP_SELECT_T,
                                                      PL_OP_SELECT_I};
    const pl_expr missing = {
        .kind = PL_EXPR_CONST,
        .type = e->type,
        .span = e->span,
        .value = {.base = e->type.base, .state = PL_MISSING, .truth = PL_UNKNOWN}};
    pl_draft_value all = pl_emit_expr(l, draft, e->kids[1]);

    assert(e->kind == PL_EXPR_NEEDS && e->count >= 2);
    for (uint32_t k = 2; k < e->count; k++)
        all = pl_emit(l, draft, e->span, PL_OP_AND, all, pl_emit_expr(l, draft, e->kids[k]), 0, 0);
    pl_draft_value value = pl_emit_expr(l, draft, e->kids[0]);

    return pl_emit(l, draft, e->span, selects[pl_class_of(e->type)], all, value,
                   pl_emit_expr(l, draft, &missing), 0);
}
