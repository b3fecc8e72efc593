/* years.c - values of other school years: the same expression is lowered again for another year,
 * with that year's columns, tables and parameters. Over the years of a window that is a constant
 * number of times. A quantifier or aggregate over years adds each year to an accumulator of the
 * subject itself, as if the years were its rows. */
#include <assert.h>

#include "lower/lowering.h"

/* ### one other year */

uint32_t pl_stage_in_years(pl_lowering *l, const pl_expr *e) {
    uint32_t stage = 0;

    for (uint32_t k = 0; k < e->count; k++)
        if (e->kids[k] != NULL) {
            uint32_t kid = pl_stage_of(l, e->kids[k]) + (pl_expr_changes_row(e->kids[k]) ? 1 : 0);

            stage = kid > stage ? kid : stage;
        }
    return stage;
}

static pl_draft_value emit_other_row(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                     uint32_t back) {
    static const pl_opcode ops[PL_CLASS_COUNT] = {PL_OP_BACK_N, PL_OP_BACK_T, PL_OP_BACK_I};
    pl_draft *own = pl_draft_at(l, draft->entity, pl_stage_of(l, e));
    pl_draft_value value = pl_emit_expr(l, own, e);

    assert(own->stage < draft->stage && back > 0);
    return pl_emit(l, draft, e->span, ops[pl_class_of(e->type)],
                   pl_pool_stored(l, own, value, e->type, e->span, "of a year"), back, 0, 0);
}

int pl_lower_year(pl_lowering *l, int year) {
    int before = l->year;

    assert(year <= l->program->schooljaar);
    l->year = year;
    l->date = pl_date_in_year(year, l->program->date);
    return before;
}

pl_draft_value pl_emit_in_year(pl_lowering *l, pl_draft *draft, const pl_expr *e, int year) {
    int before = pl_lower_year(l, year);
    pl_draft_value value;

    if (before > year && pl_expr_changes_row(e))
        value = emit_other_row(l, draft, e, (uint32_t)(before - year));
    else
        value = pl_emit_expr(l, draft, e);
    pl_lower_year(l, before);
    return value;
}

pl_draft_value pl_emit_year(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    assert(e->count == 1);
    return pl_emit_in_year(l, draft, e->kids[0], pl_expr_year_before(e, l->year));
}

/* ### windows */

typedef struct window {
    int *years;
    uint32_t count;
} window;

static window window_of(pl_lowering *l, const pl_expr *e) {
    window w = {PL_MAKE_ARRAY(l->arena, int, (size_t)e->period.years), 0};

    w.count = pl_expr_years(e, l->year, w.years);
    return w;
}

uint32_t pl_window_years(pl_lowering *l, const pl_expr *e) {
    window w = window_of(l, e);

    return pl_pool_years(l, w.years, w.count);
}

/* ### trends */

/* One below the other for each two years, not only for neighbours: where a value between is
 * missing, those beside it may tell. */
static pl_draft_value trend_of_years(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const pl_expr *x = e->kids[0];
    window w = window_of(l, e);
    pl_compare how = e->rising ? PL_LT : PL_GT;
    pl_draft_value all = pl_emit_truth(l, draft, e->span, w.count < 2 ? PL_UNKNOWN : PL_TRUE);

    for (uint32_t later = 1; later < w.count; later++)
        for (uint32_t earlier = later; earlier-- > 0;) {
            pl_draft_value a = pl_emit_in_year(l, draft, x, w.years[earlier]);
            pl_draft_value b = pl_emit_in_year(l, draft, x, w.years[later]);
            pl_draft_value one = pl_emit_compare(l, draft, e->span, x->type, how, a, b);

            all = pl_emit(l, draft, e->span, PL_OP_AND, all, one, 0, 0);
        }
    return all;
}

static pl_draft_value index_constant(pl_lowering *l, pl_draft *draft, pl_span span, pl_base base,
                                     int32_t index) {
    const pl_expr constant = {.kind = PL_EXPR_CONST,
                              .type = {.base = base},
                              .span = span,
                              .value = {.base = base, .index = index}};

    return pl_emit_expr(l, draft, &constant);
}

/* Rows by their day, or school year, up to the one that is evaluated for. */
static pl_draft_value trend_of_rows(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_draft *rows = pl_draft_at(l, e->child, pl_stage_of(l, e) - 1);
    const pl_expr *x = e->kids[0];
    pl_draft_value value = pl_emit_expr(l, rows, x), order, last;
    pl_number count = pl_number_make(l->arena, e->period.years, 1);

    if (pl_class_of(x->type) == PL_CLASS_I)
        value = pl_emit(l, rows, x->span, PL_OP_AS_NUMBER, value, 0, 0, 0);
    if (e->order != NULL) {
        order = pl_emit(l, rows, e->span, PL_OP_LOAD_I, pl_pool_field(l, e->order), 0, 0, 0);
        last = index_constant(l, rows, e->span, PL_DATE, l->date);
    } else {
        order = pl_emit(l, rows, e->span, PL_OP_YEAR, 0, 0, 0, 0);
        last = index_constant(l, rows, e->span, PL_SCHOOLJAAR, l->year);
    }
    pl_added row = {{pl_emit(l, rows, e->span, PL_OP_LE_I, order, last, 0, 0), order, value}};
    pl_accumulator like = {.parent = e->entity, .years = PL_NO_INDEX};
    uint32_t latest = pl_pool_accumulator(l, rows, e->span, PL_OP_ADD_LATEST, like, &row, 1);

    return pl_emit(l, draft, e->span, PL_OP_TREND, latest, pl_pool_number(l, count),
                   e->rising ? PL_TRUE : PL_FALSE, 0);
}

pl_draft_value pl_emit_trend(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    assert(e->count == 1 && e->period.years >= 2);
    return e->child != NULL ? trend_of_rows(l, draft, e) : trend_of_years(l, draft, e);
}

/* ### years as rows */

static pl_added add_year(pl_lowering *l, pl_draft *rows, const pl_expr *e, pl_opcode add,
                         int year) {
    const pl_expr *where = e->kids[0], *x = e->kids[1];
    pl_added row;

    if (where != NULL)
        row.operands[0] = pl_emit_in_year(l, rows, where, year);
    else
        row.operands[0] = pl_emit_truth(l, rows, e->span, PL_TRUE);
    row.operands[1] = pl_emit_in_year(l, rows, x, year);
    if (add != PL_OP_ADD_SIDES)
        row.operands[1] = pl_emit_added(l, rows, x, row.operands[1]);
    row.operands[2] = pl_emit_number(l, rows, e->span, PL_NUMBER_ONE);
    return row;
}

uint32_t pl_accumulate_years(pl_lowering *l, pl_draft *rows, const pl_expr *e, pl_opcode add) {
    window w = window_of(l, e);
    pl_added *added = PL_MAKE_ARRAY(l->arena, pl_added, w.count + 1);
    pl_accumulator like = {.parent = e->entity, .closed = true};

    assert(e->child == NULL && rows->entity == e->entity && e->kids[1] != NULL);
    like.years = pl_pool_years(l, w.years, w.count);
    for (uint32_t y = 0; y < w.count; y++)
        added[y] = add_year(l, rows, e, add, w.years[y]);
    if (w.count == 0) { /* no school year begins so early: nothing is added */
        added[w.count++] = add_year(l, rows, e, add, l->year);
        added[0].operands[0] = pl_emit_truth(l, rows, e->span, PL_FALSE);
    }
    return pl_pool_accumulator(l, rows, e->span, add, like, added, w.count);
}
