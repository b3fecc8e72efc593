/* aggregates.c - aggregates and quantifiers to instructions: a pass over the child's rows that
 * adds to accumulators of the parent, and the finished accumulators read by a later pass over
 * the parent. Same rows, filter and predicate: same accumulator. The meaning is in
 * doc/semantics.md. */
#include <assert.h>

#include "lower/lowering.h"

/* ### periods */

/* `count` school years back from the evaluation's, skipped ones not counted. No school year
 * begins before the year 1. */
static uint32_t last_years(pl_lowering *l, const pl_expr *e, int count) {
    int year = l->year - (e->period.including_this ? 0 : 1);
    PL_VEC(int) years = {0};

    for (; (int)years.len < count && year >= 1; year--)
        if (!pl_expr_skips(e, year))
            PL_PUSH(l->arena, &years, year);
    for (uint32_t a = 0, b = years.len; a + 1 < b; a++, b--) {
        int swap = years.items[a];

        years.items[a] = years.items[b - 1];
        years.items[b - 1] = swap;
    }
    return pl_pool_years(l, years.items, years.len);
}

static uint32_t years_between(pl_lowering *l, const pl_expr *e) {
    PL_VEC(int) years = {0};

    for (int year = e->period.first; year <= e->period.last; year++)
        if (!pl_expr_skips(e, year))
            PL_PUSH(l->arena, &years, year);
    return pl_pool_years(l, years.items, years.len);
}

/* The years that rows are taken from: PL_NO_INDEX when they have none. `count`: of
 * PL_PERIOD_LAST. */
static uint32_t years_of(pl_lowering *l, const pl_expr *e, int count) {
    if (pl_period_has_windows(&e->period))
        return PL_NO_INDEX;
    if (e->child == NULL)
        return pl_window_years(l, e);
    if (pl_period_has_days(&e->period))
        return pl_days_years(l, e);
    if (!e->child->yearly || e->period.kind == PL_PERIOD_ALL)
        return PL_NO_INDEX;
    switch (e->period.kind) {
    case PL_PERIOD_LAST: return last_years(l, e, count);
    case PL_PERIOD_RANGE: return years_between(l, e);
    case PL_PERIOD_THIS:
    case PL_PERIOD_ALL:
    case PL_PERIOD_DAYS:
    case PL_PERIOD_WINDOW:
    case PL_PERIOD_SUCCESSIVE:
    case PL_PERIOD_EACH: break;
    }
    return pl_pool_years(l, &l->year, 1);
}

/* ### the pass over the child's rows */

static pl_draft *rows_draft(pl_lowering *l, const pl_expr *e) {
    return pl_draft_at(l, e->child != NULL ? e->child : e->entity, pl_stage_of_rows(l, e));
}

/* By their day, and where they have one also by their school year. */
static pl_draft_value in_days(pl_lowering *l, pl_draft *rows, const pl_expr *e, uint32_t years) {
    pl_draft_value in = pl_emit_in_days(l, rows, e);

    if (!e->child->yearly)
        return in;
    return pl_emit(l, rows, e->span, PL_OP_AND, in,
                   pl_emit(l, rows, e->span, PL_OP_IN_YEARS, years, 0, 0, 0), 0, 0);
}

static pl_draft_value in_period(pl_lowering *l, pl_draft *rows, const pl_expr *e, uint32_t years) {
    if (pl_period_has_days(&e->period))
        return in_days(l, rows, e, years);
    if (years == PL_NO_INDEX)
        return pl_emit_truth(l, rows, e->span, PL_TRUE);
    return pl_emit(l, rows, e->span, PL_OP_IN_YEARS, years, 0, 0, 0);
}

static pl_draft_value filter(pl_lowering *l, pl_draft *rows, const pl_expr *e, uint32_t years) {
    if (e->kids[0] == NULL)
        return in_period(l, rows, e, years);
    pl_draft_value where = pl_emit_expr(l, rows, e->kids[0]);

    if (years == PL_NO_INDEX)
        return where;
    return pl_emit(l, rows, e->kids[0]->span, PL_OP_AND, in_period(l, rows, e, years), where, 0, 0);
}

static pl_draft_value weight(pl_lowering *l, pl_draft *rows, const pl_expr *e) {
    return pl_emit(l, rows, e->span, PL_OP_WEIGHT, 0, 0, 0, 0);
}

/* A field by its name alone may stand for its whole domain where it is missing. */
pl_draft_value pl_emit_added(pl_lowering *l, pl_draft *rows, const pl_expr *x,
                             pl_draft_value given) {
    const pl_expr *plain = x;

    while (plain->kind == PL_EXPR_UP)
        plain = plain->kids[0];
    if (pl_class_of(x->type) == PL_CLASS_I)
        return pl_emit(l, rows, x->span, PL_OP_AS_NUMBER, given, 0, 0, 0);
    if (plain->kind != PL_EXPR_FIELD || !plain->field->has_domain)
        return given;
    return pl_emit(l, rows, x->span, PL_OP_FILL, given, pl_pool_number(l, plain->field->domain_lo),
                   pl_pool_number(l, plain->field->domain_hi), 0);
}

static uint32_t accumulate(pl_lowering *l, const pl_expr *e, const pl_entity *parent,
                           uint32_t years, pl_opcode add) {
    pl_draft *rows = rows_draft(l, e);
    pl_accumulator like = {.parent = parent, .years = years};

    if (pl_period_has_windows(&e->period))
        return pl_accumulate_windows(l, rows, e, add);
    if (e->child == NULL)
        return pl_accumulate_years(l, rows, e, add);
    like.by_day = pl_period_has_days(&e->period);
    like.day = like.by_day ? pl_pool_field(l, e->period.day) : 0;
    pl_added row = {{filter(l, rows, e, years), 0, 0}};

    if (e->kids[1] == NULL)
        row.operands[1] = pl_emit_truth(l, rows, e->span, PL_TRUE);
    else
        row.operands[1] = pl_emit_expr(l, rows, e->kids[1]);
    if (add != PL_OP_ADD_SIDES)
        row.operands[1] = pl_emit_added(l, rows, e->kids[1], row.operands[1]);
    row.operands[2] = weight(l, rows, e);
    return pl_pool_accumulator(l, rows, e->span, add, like, &row, 1);
}

/* ### reading what was added up */

static pl_draft_value finish(pl_lowering *l, pl_draft *draft, const pl_expr *e, pl_opcode op,
                             uint32_t accumulator) {
    return pl_emit(l, draft, e->span, op, accumulator, 0, 0, 0);
}

pl_draft_value pl_emit_amount(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                              pl_draft_value share) {
    pl_draft_value amount = pl_emit_number(l, draft, e->span, e->amount);

    switch (e->quantity) {
    case PL_Q_AT_LEAST: return pl_emit(l, draft, e->span, PL_OP_LE_N, amount, share, 0, 0);
    case PL_Q_AT_MOST: return pl_emit(l, draft, e->span, PL_OP_LE_N, share, amount, 0, 0);
    case PL_Q_MORE_THAN: return pl_emit(l, draft, e->span, PL_OP_LT_N, amount, share, 0, 0);
    case PL_Q_FEWER_THAN: return pl_emit(l, draft, e->span, PL_OP_LT_N, share, amount, 0, 0);
    case PL_Q_EXACTLY: return pl_emit(l, draft, e->span, PL_OP_EQ_N, share, amount, 0, 0);
    case PL_Q_EVERY: break;
    }
    assert(!"`every` has no percentage");
    return share;
}

static pl_draft_value finish_quantifier(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                        uint32_t sides) {
    if (e->percent)
        return pl_emit_amount(l, draft, e, finish(l, draft, e, PL_OP_SHARE, sides));
    uint32_t amount = pl_pool_number(l, e->quantity == PL_Q_EVERY ? PL_NUMBER_ZERO : e->amount);

    return pl_emit(l, draft, e->span, PL_OP_QUANTITY, sides, amount, (uint32_t)e->quantity, 0);
}

static pl_draft_value finish_extreme(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                     uint32_t years, pl_opcode op) {
    pl_draft_value extreme =
        finish(l, draft, e, op, accumulate(l, e, draft->entity, years, PL_OP_ADD_RANGE));

    if (pl_class_of(e->type) == PL_CLASS_N)
        return extreme;
    return pl_emit(l, draft, e->span, PL_OP_AS_INDEX, extreme, 0, 0, 0);
}

static pl_draft_value finish_average(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                     uint32_t years) {
    uint32_t values = accumulate(l, e, draft->entity, years, PL_OP_ADD_VALUE);
    uint32_t ranges = accumulate(l, e, draft->entity, years, PL_OP_ADD_RANGE);

    return pl_emit(l, draft, e->span, PL_OP_AVERAGE, values, ranges, 0, 0);
}

static uint32_t sides_of(pl_lowering *l, pl_draft *draft, const pl_expr *e, uint32_t years) {
    return accumulate(l, e, draft->entity, years, PL_OP_ADD_SIDES);
}

static pl_draft_value finish_value(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                   uint32_t years) {
    if (e->kind == PL_EXPR_QUANTIFIER)
        return finish_quantifier(l, draft, e, sides_of(l, draft, e, years));
    switch (e->aggregate) {
    case PL_AGG_SHARE: return finish(l, draft, e, PL_OP_SHARE, sides_of(l, draft, e, years));
    case PL_AGG_COUNT: return finish(l, draft, e, PL_OP_YES, sides_of(l, draft, e, years));
    case PL_AGG_SUM:
        return finish(l, draft, e, PL_OP_SUM,
                      accumulate(l, e, draft->entity, years, PL_OP_ADD_VALUE));
    case PL_AGG_AVERAGE: return finish_average(l, draft, e, years);
    case PL_AGG_LOWEST: return finish_extreme(l, draft, e, years, PL_OP_LOWEST);
    case PL_AGG_HIGHEST: return finish_extreme(l, draft, e, years, PL_OP_HIGHEST);
    }
    assert(!"no such aggregate");
    return 0;
}

/* What of the aggregate is wanted, for one set of years. */
typedef enum wanted { VALUE, YES, TOTAL, SHARE } wanted;

static pl_draft_value over_years(pl_lowering *l, pl_draft *draft, const pl_expr *e, uint32_t years,
                                 wanted what) {
    switch (what) {
    case VALUE: return finish_value(l, draft, e, years);
    case YES: return finish(l, draft, e, PL_OP_YES, sides_of(l, draft, e, years));
    case TOTAL: return finish(l, draft, e, PL_OP_TOTAL, sides_of(l, draft, e, years));
    case SHARE: return finish(l, draft, e, PL_OP_SHARE, sides_of(l, draft, e, years));
    }
    assert(!"nothing is wanted");
    return 0;
}

/* ### the small-n switch */

static pl_draft_value key_of(pl_lowering *l, pl_draft *rows, const pl_expr *e) {
    const pl_field *key = e->child->fields.items[0];
    static const pl_opcode loads[PL_CLASS_COUNT] = {PL_OP_LOAD_N, PL_OP_LOAD_T, PL_OP_LOAD_I};

    assert(e->child->key_count > 0);
    pl_draft_value loaded =
        pl_emit(l, rows, e->span, loads[pl_class_of(key->type)], pl_pool_field(l, key), 0, 0, 0);

    if (pl_class_of(key->type) != PL_CLASS_T)
        return loaded;
    return pl_emit(l, rows, e->span, PL_OP_SELECT_N, loaded,
                   pl_emit_number(l, rows, e->span, PL_NUMBER_ONE),
                   pl_emit_number(l, rows, e->span, PL_NUMBER_ZERO), 0);
}

/* Rows of the counted entity that some row of the period is linked to. */
static pl_draft_value count_linked(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                   uint32_t years) {
    const pl_entity *counted = e->period.small_entity;
    pl_draft *rows = rows_draft(l, e), *between = pl_draft_at(l, counted, rows->stage + 1);
    pl_draft_value yes = pl_emit_truth(l, rows, e->span, PL_TRUE);
    const pl_added per_counted = {{in_period(l, rows, e, years), yes, weight(l, rows, e)}};
    uint32_t found =
        pl_pool_accumulator(l, rows, e->span, PL_OP_ADD_SIDES,
                            (pl_accumulator){.parent = counted, .years = years}, &per_counted, 1);
    const pl_added per_subject = {{
        pl_emit_truth(l, between, e->span, PL_TRUE),
        finish(l, between, e, PL_OP_ANY_ROW, found),
        pl_emit_number(l, between, e->span, PL_NUMBER_ONE),
    }};
    const pl_accumulator counts = {.parent = draft->entity, .years = PL_NO_INDEX, .closed = true};
    uint32_t subjects =
        pl_pool_accumulator(l, between, e->span, PL_OP_ADD_SIDES, counts, &per_subject, 1);

    return finish(l, draft, e, PL_OP_YES, subjects);
}

/* Rows of the period that are linked to none: the fullest of the groups by the first key. */
static pl_draft_value count_unlinked(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                     uint32_t years) {
    pl_draft *rows = rows_draft(l, e);
    pl_draft_value linked =
        pl_emit(l, rows, e->span, PL_OP_LINKED, e->period.small_entity->depth, 0, 0, 0);
    pl_draft_value loose = pl_emit(l, rows, e->span, PL_OP_NOT, linked, 0, 0, 0);
    pl_draft_value key = key_of(l, rows, e);
    const pl_added row = {{
        pl_emit(l, rows, e->span, PL_OP_AND, in_period(l, rows, e, years), loose, 0, 0),
        key,
        weight(l, rows, e),
    }};
    pl_opcode add = rows->classes.items[key] == PL_CLASS_N ? PL_OP_ADD_GROUP_N : PL_OP_ADD_GROUP_I;

    return finish(l, draft, e, PL_OP_FULLEST,
                  pl_pool_accumulator(l, rows, e->span, add,
                                      (pl_accumulator){.parent = draft->entity, .years = years},
                                      &row, 1));
}

static pl_draft_value small_count(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                  uint32_t years) {
    pl_draft *rows = rows_draft(l, e);
    const pl_added all = {{
        in_period(l, rows, e, years),
        pl_emit_truth(l, rows, e->span, PL_TRUE),
        weight(l, rows, e),
    }};
    uint32_t sides =
        pl_pool_accumulator(l, rows, e->span, PL_OP_ADD_SIDES,
                            (pl_accumulator){.parent = draft->entity, .years = years}, &all, 1);
    pl_draft_value everything = finish(l, draft, e, PL_OP_TOTAL, sides);

    if (e->period.small_entity == e->child)
        return everything;
    pl_draft_value linked = count_linked(l, draft, e, years);
    pl_draft_value counted =
        pl_emit(l, draft, e->span, PL_OP_ADD, linked, count_unlinked(l, draft, e, years), 0, 0);
    /* The total is asked for its state: what is open may hide rows of the counted entity too. */
    pl_draft_value zero = pl_emit_number(l, draft, e->span, PL_NUMBER_ZERO);

    return pl_emit(l, draft, e->span, PL_OP_ADD, counted,
                   pl_emit(l, draft, e->span, PL_OP_MUL, everything, zero, 0, 0), 0, 0);
}

static pl_draft_value with_switch(pl_lowering *l, pl_draft *draft, const pl_expr *e, wanted what) {
    uint32_t years = years_of(l, e, e->period.years);
    static const pl_opcode selects[PL_CLASS_COUNT] = {PL_OP_SELECT_N, PL_OP_SELECT_T,
                                                      PL_OP_SELECT_I};

    if (e->period.small_years == 0)
        return over_years(l, draft, e, years, what);
    pl_draft_value many = over_years(l, draft, e, years, what);
    pl_draft_value few = over_years(l, draft, e, years_of(l, e, e->period.small_years), what);
    pl_draft_value limit = pl_emit_number(l, draft, e->span, e->period.small_below);
    pl_draft_value is_small =
        pl_emit(l, draft, e->span, PL_OP_LT_N, small_count(l, draft, e, years), limit, 0, 0);

    return pl_emit(l, draft, e->span, selects[draft->classes.items[many]], is_small, few, many, 0);
}

/* ### what others ask */

pl_draft_value pl_emit_filter(pl_lowering *l, pl_draft *rows, const pl_expr *e) {
    assert(rows->entity == e->child && e->period.small_years == 0);
    return filter(l, rows, e, years_of(l, e, e->period.years));
}

pl_draft_value pl_emit_aggregate(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                 pl_aspect aspect) {
    static const wanted wants[] = {
        [PL_ASPECT_VALUE] = VALUE, [PL_ASPECT_YES] = YES, [PL_ASPECT_TOTAL] = TOTAL};

    assert(e->kind == PL_EXPR_AGGREGATE || e->kind == PL_EXPR_QUANTIFIER);
    assert(draft->stage >= pl_stage_of(l, e));
    return with_switch(l, draft, e, wants[aspect]);
}

pl_draft_value pl_emit_quantifier_share(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    assert(e->kind == PL_EXPR_QUANTIFIER && e->percent);
    return with_switch(l, draft, e, SHARE);
}
