/* windows.c - periods of days: `over last 30 days`, and `every 4 successive school weeks has C`, where C
 * is asked of each window of four weeks in a row, its aggregates being over the rows of these weeks.
 * Which days a window has is not known here: see stretches.c. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* ### units */

/* The number of units in a row; false after a diagnostic. */
static bool read_count(pl_checker *ck, const pl_node *node, int *count) {
    const pl_node *number = pl_sema_kid(node, 0);

    *count = pl_sema_whole(number, 0);
    if (*count >= 1 && *count <= PL_STRETCH_MOST)
        return true;
    PL_REPORT(ck->diags, HOW_MANY_UNITS, number->span, pl_sema_written(ck, number));
    return false;
}

static const pl_field *region_field(const pl_checker *ck, pl_entity *school) {
    const pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, school,
                                           pl_intern(&ck->compiler->names, pl_str_of("regio")));
    const pl_field *field = symbol && symbol->kind == PL_SYMBOL_FIELD ? symbol->object : NULL;

    return field && field->type.base == PL_MEMBER ? field : NULL;
}

static pl_entity *school_above(pl_entity *entity) {
    while (entity && strcmp(entity->name, "school") != 0)
        entity = entity->parent;
    return entity;
}

/* Whose calendar it is, for rows of `at`. False after a diagnostic; NULL where the units are the same
 * everywhere. */
static bool find_region(pl_checker *ck, pl_entity *at, pl_stretch_unit unit, pl_span span,
                        pl_expr **region) {
    pl_entity *school = school_above(at);
    const pl_field *field = school ? region_field(ck, school) : NULL;
    pl_expr *expr;

    *region = NULL;
    if (!pl_stretch_is_of_school(unit))
        return true;
    if (!school) {
        PL_REPORT(ck->diags, NO_REGION, span, at->name);
        return false;
    }
    if (!ck->model->holidays || !field) {
        if (!ck->parts_unread)
            PL_REPORT(ck->diags, UNITS_WITHOUT_HOLIDAYS, span, pl_stretch_word(unit));
        return false;
    }
    expr = pl_sema_make(ck, PL_EXPR_FIELD, field->type, school, span);
    expr->field = field;
    *region = pl_sema_lift(ck, at, school, expr);
    return true;
}

/* ### rows of some days */

static void set_rows(pl_checker *ck, pl_entity *at, const pl_entity *child, const pl_field *day,
                     pl_stretch_unit unit, pl_span span, pl_period *period) {
    pl_entity *rows = ck->model->entities.items[child->index];

    assert(rows == child && day->entity == child);
    period->day = day;
    if (find_region(ck, at, unit, span, &period->region) && period->region)
        (void)find_region(ck, rows, unit, span, &period->row_region);
}

bool pl_sema_in_window(pl_checker *ck, pl_entity *at, const pl_entity *child, pl_span span,
                       pl_period *period) {
    const pl_expr *around = ck->chain.len == ck->around_chain ? ck->around : NULL;
    const pl_field *day = around ? pl_sema_date_of(child) : NULL;

    if (!day)
        return false;
    *period = (pl_period){.kind = PL_PERIOD_WINDOW, .around = around};
    set_rows(ck, at, child, day, around->period.unit, span, period);
    return true;
}

pl_period pl_sema_last_units(pl_checker *ck, pl_entity *at, const pl_entity *child,
                             const pl_node *node) {
    pl_period period = {.kind = PL_PERIOD_DAYS};
    const pl_field *day = pl_sema_date_of(child);

    assert(pl_sema_is(node, PL_NODE_LAST_UNITS));
    period.including_this = pl_sema_whole(node, 0) == 1;
    if (!read_count(ck, node, &period.years))
        period.years = 1;
    if (node->count > 1)
        PL_REPORT(ck->diags, UNITS_LEFT_OUT, node->span, node->text);
    if (!pl_stretch_find(node->text, &period.unit))
        PL_REPORT(ck->diags, NO_LAST_UNIT, node->span, node->text);
    else if (!day)
        PL_REPORT(ck->diags, ROWS_WITHOUT_DAY, node->span, child->name, node->text);
    else
        set_rows(ck, at, child, day, period.unit, node->span, &period);
    return period;
}

/* ### what more rows can do to a condition */

/* May a value rise, or a condition become true, when rows are added to a window; may it fall? */
typedef struct turn {
    bool rise, fall;
} turn;

static turn turn_of(const pl_expr *expr, const pl_expr *around);

static turn back(turn t) {
    return (turn){t.fall, t.rise};
}

static turn both(turn a, turn b) {
    return (turn){a.rise || b.rise, a.fall || b.fall};
}

static turn turn_of_kids(const pl_expr *expr, const pl_expr *around) {
    turn all = {false, false};

    for (uint32_t k = 0; k < expr->count; k++)
        if (expr->kids[k])
            all = both(all, turn_of(expr->kids[k], around));
    return all;
}

/* Something that turns in a way that nobody follows may turn both ways. */
static turn any_way(turn t) {
    bool turns = t.rise || t.fall;

    return (turn){turns, turns};
}

static turn turn_of_compare(const pl_expr *expr, const pl_expr *around) {
    turn left = turn_of(expr->kids[0], around), right = turn_of(expr->kids[1], around);

    switch (expr->compare) {
    case PL_GT:
    case PL_GE: return both(left, back(right));
    case PL_LT:
    case PL_LE: return both(back(left), right);
    case PL_EQ:
    case PL_NE: break;
    }
    return any_way(both(left, right));
}

/* A sum is taken to grow, unless the domain of what is added lies below zero somewhere. */
static bool may_be_negative(const pl_expr *x) {
    while (x->kind == PL_EXPR_UP)
        x = x->kids[0];
    return x->kind == PL_EXPR_FIELD && x->field->has_domain &&
        pl_number_sign(x->field->domain_lo) < 0;
}

/* Rows come to it; conditions about each of them do not turn. */
static turn turn_of_window(const pl_expr *expr) {
    if (expr->kind == PL_EXPR_QUANTIFIER) {
        if (expr->percent || expr->quantity == PL_Q_EXACTLY)
            return (turn){true, true};
        return expr->quantity == PL_Q_AT_LEAST || expr->quantity == PL_Q_MORE_THAN
            ? (turn){true, false}
            : (turn){false, true};
    }
    switch (expr->aggregate) {
    case PL_AGG_COUNT:
    case PL_AGG_HIGHEST: return (turn){true, false};
    case PL_AGG_LOWEST: return (turn){false, true};
    case PL_AGG_SUM: return (turn){true, may_be_negative(expr->kids[1])};
    case PL_AGG_SHARE:
    case PL_AGG_AVERAGE: break;
    }
    return (turn){true, true};
}

static turn turn_of_rows(const pl_expr *expr, const pl_expr *around) {
    turn parts = turn_of_kids(expr, around);

    if (expr->period.kind != PL_PERIOD_WINDOW || expr->period.around != around)
        return any_way(parts);
    return both(turn_of_window(expr), any_way(parts));
}

static turn turn_of(const pl_expr *expr, const pl_expr *around) {
    switch (expr->kind) {
    case PL_EXPR_UP:
    case PL_EXPR_ADD:
    case PL_EXPR_ROUND:
    case PL_EXPR_AND:
    case PL_EXPR_OR: return turn_of_kids(expr, around);
    case PL_EXPR_SUB:
        return both(turn_of(expr->kids[0], around), back(turn_of(expr->kids[1], around)));
    case PL_EXPR_NOT:
    case PL_EXPR_NEGATE: return back(turn_of_kids(expr, around));
    case PL_EXPR_COMPARE: return turn_of_compare(expr, around);
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER: return turn_of_rows(expr, around);
    case PL_EXPR_MEASURE:
    case PL_EXPR_VERDICT:
    case PL_EXPR_OUTCOME: return (turn){false, false}; /* they know of no window */
    default: break;
    }
    return any_way(turn_of_kids(expr, around));
}

/* ### windows in a row */

static bool read_unit(pl_checker *ck, const pl_node *node, pl_period *period) {
    if (pl_stretch_find(node->text, &period->unit) && period->unit != PL_STRETCH_DAYS)
        return true;
    PL_REPORT(ck->diags, NO_WINDOW_UNIT, node->span, node->text);
    return false;
}

/* `last 4 weeks`, where the rows stand. */
static bool read_each(pl_checker *ck, const pl_node *node, pl_period *period) {
    period->kind = PL_PERIOD_EACH;
    period->including_this = pl_sema_whole(node, 0) == 1;
    if (node->count > 1)
        PL_REPORT(ck->diags, UNITS_LEFT_OUT, node->span, node->text);
    else if (pl_stretch_find(node->text, &period->unit))
        return true;
    else
        PL_REPORT(ck->diags, NO_LAST_UNIT, node->span, node->text);
    return false;
}

bool pl_sema_windows(pl_checker *ck, pl_entity *at, const pl_node *node, pl_period *period) {
    bool each = pl_sema_is(node, PL_NODE_LAST_UNITS);

    *period = (pl_period){.kind = PL_PERIOD_SUCCESSIVE};
    if (ck->around && ck->chain.len == ck->around_chain) {
        PL_REPORT0(ck->diags, NESTED_WINDOWS, node->span);
        return false;
    }
    assert(each || pl_sema_is(node, PL_NODE_SUCCESSIVE));
    return read_count(ck, node, &period->years) &&
        (each ? read_each(ck, node, period) : read_unit(ck, node, period)) &&
        find_region(ck, at, period->unit, node->span, &period->region);
}

pl_around pl_sema_enter_window(pl_checker *ck, const pl_expr *around) {
    pl_around before = {ck->around, ck->around_chain};

    ck->around = around;
    ck->around_chain = ck->chain.len;
    return before;
}

void pl_sema_leave_window(pl_checker *ck, pl_around before) {
    ck->around = before.expr;
    ck->around_chain = before.chain;
}

bool pl_sema_over_windows(pl_checker *ck, pl_expr *expr, const pl_node *having) {
    turn t = turn_of(expr->kids[1], expr);

    assert(pl_period_has_windows(&expr->period) && expr->count == 2);
    expr->period.can_rise = t.rise;
    expr->period.can_fall = t.fall;
    if (t.rise || t.fall)
        return true;
    PL_REPORT(ck->diags, SAME_IN_WINDOWS, having->span, pl_sema_written(ck, having),
              pl_stretch_word(expr->period.unit));
    return false;
}
