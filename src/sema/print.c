/* print.c - expressions as they are written in the language, with every pair of parentheses.
 * Reads the model only; the whole of it is dump.c's. */
#include <assert.h>
#include <string.h>

#include "sema/check.h"

static const char *const quantity_words[] = {"every",     "at least",   "at most",
                                             "more than", "fewer than", "exactly"};

/* ### small parts */

static void print_number(pl_buffer *out, pl_type type, pl_number number) {
    pl_value value = {.base = PL_NUMBER, .lo = number, .hi = number};

    pl_value_print(out, type, &value);
}

static void print_range(pl_buffer *out, pl_type type, const pl_cell *range) {
    if (range->has_lo)
        pl_value_print(out, type, &range->lo);
    pl_buffer_puts(out, range->open_hi ? "..<" : "..");
    if (range->has_hi)
        pl_value_print(out, type, &range->hi);
}

static void print_window(pl_buffer *out, const pl_period *period) {
    pl_buffer_printf(out, " last %d schooljaar%s", period->years,
                     period->including_this ? " including this" : "");
    for (uint32_t i = 0; i < period->without.len; i++) {
        pl_buffer_puts(out, i == 0 ? " without {" : ", ");
        pl_schooljaar_print(out, period->without.items[i]);
    }
    pl_buffer_puts(out, period->without.len > 0 ? "}" : "");
}

static void print_last(pl_buffer *out, const pl_period *period) {
    pl_buffer_puts(out, " over");
    print_window(out, period);
    if (period->small_years == 0)
        return;
    pl_buffer_printf(out, ", %d if fewer than ", period->small_years);
    pl_number_print(out, period->small_below);
    pl_buffer_printf(out, " %s", period->small_entity->name);
}

static void print_period(pl_buffer *out, const pl_period *period) {
    switch (period->kind) {
    case PL_PERIOD_ALL: break;
    case PL_PERIOD_THIS: pl_buffer_puts(out, " over this schooljaar"); break;
    case PL_PERIOD_LAST: print_last(out, period); break;
    case PL_PERIOD_RANGE:
        pl_buffer_puts(out, " over ");
        pl_schooljaar_print(out, period->first);
        pl_buffer_puts(out, "..");
        pl_schooljaar_print(out, period->last);
        break;
    case PL_PERIOD_DAYS:
        pl_buffer_printf(out, " over last %d %s%s", period->years, pl_stretch_word(period->unit),
                         period->including_this ? " including this" : "");
        break;
    case PL_PERIOD_EACH:
        pl_buffer_printf(out, " last %d %s%s", period->years, pl_stretch_word(period->unit),
                         period->including_this ? " including this" : "");
        break;
    case PL_PERIOD_WINDOW: pl_buffer_puts(out, " over the window"); break;
    case PL_PERIOD_SUCCESSIVE:
        pl_buffer_printf(out, " %d successive %s", period->years, pl_stretch_word(period->unit));
        break;
    }
}

/* ### expressions */

static void print_joined(pl_buffer *out, const pl_expr *expr, uint32_t first, const char *between) {
    for (uint32_t i = first; i < expr->count; i++) {
        if (i > first)
            pl_buffer_puts(out, between);
        pl_expr_print(out, expr->kids[i]);
    }
}

static void print_infix(pl_buffer *out, const pl_expr *expr, const char *sign) {
    pl_buffer_putc(out, '(');
    print_joined(out, expr, 0, sign);
    pl_buffer_putc(out, ')');
}

/* A name of an ancestor says whose it is; anything else seen from below is written as it is. */
static void print_up(pl_buffer *out, const pl_expr *expr) {
    const pl_expr *kid = expr->kids[0];
    bool named = kid->kind == PL_EXPR_FIELD || kid->kind == PL_EXPR_MEASURE ||
        kid->kind == PL_EXPR_SCHOOLJAAR;

    if (named && kid->entity)
        pl_buffer_printf(out, "%s.", kid->entity->name);
    pl_expr_print(out, kid);
}

static void print_cases(pl_buffer *out, const pl_expr *expr) {
    assert(expr->count >= 2 && expr->count % 2 == 0);
    pl_buffer_putc(out, '(');
    for (uint32_t i = 0; i + 1 < expr->count; i += 2) {
        if (i > 0)
            pl_buffer_puts(out, ", ");
        pl_expr_print(out, expr->kids[i]);
        if (expr->kids[i + 1]) {
            pl_buffer_puts(out, " when ");
            pl_expr_print(out, expr->kids[i + 1]);
        } else {
            pl_buffer_puts(out, " otherwise");
        }
    }
    pl_buffer_putc(out, ')');
}

static void print_parameter(pl_buffer *out, const pl_expr *expr) {
    static const char *const ends[] = {"%s", "low(%s)", "high(%s)"};

    pl_buffer_printf(out, ends[expr->end], expr->parameter->name);
}

static void print_lookup(pl_buffer *out, const pl_expr *expr) {
    static const char *const ends[] = {"", "low(", "high("};
    const pl_table *table = expr->table;

    assert(expr->count == table->key_count && expr->column >= table->key_count);
    pl_buffer_printf(out, "%s%s[", ends[expr->end], table->name);
    print_joined(out, expr, 0, ", ");
    if (table->whole || table->columns.len > table->key_count + 1)
        pl_buffer_printf(out, ", %s", table->columns.items[expr->column].name);
    pl_buffer_puts(out, expr->end == PL_NORM_SINGLE ? "]" : "])");
}

/* The filter without what the declaration of a grouped table adds to it. */
static const pl_expr *written_where(const pl_expr *expr) {
    const pl_expr *where = expr->kids[0], *added;

    if (!expr->child)
        return where;
    added = expr->entity->source == expr->child ? expr->entity->counted : expr->child->inhabited;
    if (!added || !where) /* whether there is a row that counts is itself asked of all */
        return where;
    if (where == added)
        return NULL;
    assert(where->kind == PL_EXPR_AND && where->kids[0] == added);
    return where->kids[1];
}

/* Over which rows, or school years. */
static void print_source(pl_buffer *out, const pl_expr *expr) {
    const pl_expr *where = written_where(expr);

    if (expr->child) {
        pl_buffer_printf(out, " %s", expr->child->name);
        print_period(out, &expr->period);
    } else if (pl_period_has_windows(&expr->period)) {
        print_period(out, &expr->period);
    } else {
        print_window(out, &expr->period);
    }
    if (!where)
        return;
    pl_buffer_puts(out, " where ");
    pl_expr_print(out, where);
}

/* A key that a PICK is found by, or all of them. */
static void print_picked(pl_buffer *out, const pl_expr *which) {
    if (which->kind == PL_EXPR_COMPARE) {
        pl_expr_print(out, which->kids[1]);
        return;
    }
    for (uint32_t k = 0; k < which->count; k++) {
        pl_buffer_puts(out, k > 0 ? ", " : "");
        pl_expr_print(out, which->kids[k]->kids[1]);
    }
}

static void print_pick(pl_buffer *out, const pl_expr *expr) {
    pl_buffer_printf(out, "%s.", expr->child->name);
    pl_expr_print(out, expr->kids[1]);
    pl_buffer_putc(out, '[');
    print_picked(out, written_where(expr));
    pl_buffer_putc(out, ']');
}

static void print_tally(pl_buffer *out, const pl_expr *expr) {
    pl_type type = {.base = PL_NUMBER, .unit = expr->percent ? PL_UNIT_PERCENT : PL_UNIT_PLAIN};

    pl_buffer_printf(out, "(%s ", quantity_words[expr->quantity]);
    if (expr->quantity != PL_Q_EVERY) {
        print_number(out, type, expr->amount);
        pl_buffer_puts(out, " of ");
    }
    pl_buffer_putc(out, '{');
    print_joined(out, expr, 0, ", ");
    pl_buffer_puts(out, "} hold)");
}

static void print_needs(pl_buffer *out, const pl_expr *expr) {
    assert(expr->count >= 2);
    pl_buffer_putc(out, '(');
    pl_expr_print(out, expr->kids[0]);
    pl_buffer_puts(out, " needs ");
    print_joined(out, expr, 1, ", ");
    pl_buffer_putc(out, ')');
}

static void print_aggregate(pl_buffer *out, const pl_expr *expr) {
    bool counts = expr->aggregate == PL_AGG_SHARE || expr->aggregate == PL_AGG_COUNT;

    assert(expr->count == 2 && (counts || expr->kids[1]));
    pl_buffer_printf(out, "(%s ", pl_aggregate_word(expr->aggregate));
    if (!counts) {
        pl_expr_print(out, expr->kids[1]);
        pl_buffer_putc(out, ' ');
    }
    pl_buffer_puts(out, "of");
    print_source(out, expr);
    if (counts && expr->kids[1]) {
        pl_buffer_puts(out, " having ");
        pl_expr_print(out, expr->kids[1]);
    }
    pl_buffer_putc(out, ')');
}

static void print_percentile(pl_buffer *out, const pl_expr *expr) {
    assert(expr->count >= 2);
    pl_buffer_puts(out, "(percentile of ");
    pl_expr_print(out, expr->kids[0]);
    pl_buffer_puts(out, " among ");
    if (expr->kids[1])
        pl_expr_print(out, expr->kids[1]);
    else
        pl_buffer_puts(out, expr->entity->name);
    if (expr->count > 2)
        pl_buffer_puts(out, " with same ");
    print_joined(out, expr, 2, ", ");
    pl_buffer_putc(out, ')');
}

static void print_quantifier(pl_buffer *out, const pl_expr *expr) {
    bool every = expr->quantity == PL_Q_EVERY;
    pl_type type = {.base = PL_NUMBER, .unit = expr->percent ? PL_UNIT_PERCENT : PL_UNIT_PLAIN};

    assert((size_t)expr->quantity < sizeof quantity_words / sizeof *quantity_words);
    assert(expr->count == 2 && expr->kids[1]);
    pl_buffer_printf(out, "(%s", quantity_words[expr->quantity]);
    if (!every) {
        pl_buffer_putc(out, ' ');
        print_number(out, type, expr->amount);
        pl_buffer_puts(out, " of");
    }
    print_source(out, expr);
    pl_buffer_puts(out, every ? " has " : " have ");
    pl_expr_print(out, expr->kids[1]);
    pl_buffer_putc(out, ')');
}

static void print_postfix(pl_buffer *out, const pl_expr *expr) {
    pl_buffer_putc(out, '(');
    pl_expr_print(out, expr->kids[0]);
    if (expr->kind == PL_EXPR_ROUND) {
        pl_buffer_puts(out, " rounded to ");
        print_number(out, expr->type, expr->amount);
    } else if (expr->kind == PL_EXPR_IN_RANGE) {
        pl_buffer_puts(out, " in ");
        print_range(out, expr->kids[0]->type, &expr->range);
    } else if (expr->kind == PL_EXPR_IN_SET) {
        pl_buffer_puts(out, " in {");
        print_joined(out, expr, 1, ", ");
        pl_buffer_putc(out, '}');
    } else {
        assert(expr->kind == PL_EXPR_IS_KNOWN);
        pl_buffer_puts(out, " is known");
    }
    pl_buffer_putc(out, ')');
}

static void print_compare(pl_buffer *out, const pl_expr *expr) {
    pl_buffer_putc(out, '(');
    pl_expr_print(out, expr->kids[0]);
    pl_buffer_printf(out, " %s ", pl_compare_sign(expr->compare));
    pl_expr_print(out, expr->kids[1]);
    pl_buffer_putc(out, ')');
}

/* `attested by schoolleider every schooljaar in attestatie`. */
static void print_attested(pl_buffer *out, const pl_expr *expr) {
    const pl_attestation *a = expr->attestation;

    pl_buffer_printf(out, "(%s attested by ", a->name);
    for (uint32_t i = 0; i < a->roles.len; i++)
        pl_buffer_printf(out, "%s%s", i > 0 ? ", " : "", a->roles.items[i]);
    pl_buffer_puts(out, " every ");
    pl_cadence_print(out, a->cadence);
    pl_buffer_printf(out, " in %s)", a->rows->name);
}

static void print_year(pl_buffer *out, const pl_expr *expr) {
    assert(expr->count == 1);
    if (expr->back == 0)
        pl_buffer_puts(out, "previous ");
    pl_expr_print(out, expr->kids[0]);
    if (expr->back > 0)
        pl_buffer_printf(out, "[schooljaar - %u]", expr->back);
}

static void print_trend(pl_buffer *out, const pl_expr *expr) {
    pl_buffer_putc(out, '(');
    pl_expr_print(out, expr->kids[0]);
    pl_buffer_printf(out, " is %s across", expr->rising ? "rising" : "falling");
    if (expr->child)
        pl_buffer_printf(out, " last %d %s", expr->period.years, expr->child->name);
    else
        print_window(out, &expr->period);
    pl_buffer_putc(out, ')');
}

static void print_call(pl_buffer *out, const pl_expr *expr) {
    pl_buffer_printf(out, "%s(", expr->extension->name);
    print_joined(out, expr, 0, ", ");
    pl_buffer_putc(out, ')');
}

static void print_prefix(pl_buffer *out, const pl_expr *expr, const char *sign) {
    pl_buffer_puts(out, sign);
    pl_expr_print(out, expr->kids[0]);
    pl_buffer_putc(out, ')');
}

/* As it may be written: `31 jan`. */
static void print_day(pl_buffer *out, const pl_expr *expr) {
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};

    assert(expr->value.index >= 101 && expr->value.index <= 1231);
    pl_buffer_printf(out, "%d %s", (int)expr->value.index % 100,
                     months[expr->value.index / 100 - 1]);
}

void pl_expr_print(pl_buffer *out, const pl_expr *expr) {
    switch (expr->kind) {
    case PL_EXPR_CONST: pl_value_print(out, expr->type, &expr->value); break;
    case PL_EXPR_FIELD: pl_buffer_puts(out, expr->field->name); break;
    case PL_EXPR_SCHOOLJAAR: pl_buffer_puts(out, "schooljaar"); break;
    case PL_EXPR_DAY: print_day(out, expr); break;
    case PL_EXPR_MEASURE: pl_buffer_puts(out, expr->measure->name); break;
    case PL_EXPR_PARAMETER: print_parameter(out, expr); break;
    case PL_EXPR_UP: print_up(out, expr); break;
    case PL_EXPR_NEGATE: print_prefix(out, expr, "(-"); break;
    case PL_EXPR_ADD: print_infix(out, expr, " + "); break;
    case PL_EXPR_SUB: print_infix(out, expr, " - "); break;
    case PL_EXPR_MUL: print_infix(out, expr, " * "); break;
    case PL_EXPR_DIV: print_infix(out, expr, " / "); break;
    case PL_EXPR_COMPARE: print_compare(out, expr); break;
    case PL_EXPR_ROUND:
    case PL_EXPR_IN_RANGE:
    case PL_EXPR_IN_SET:
    case PL_EXPR_IS_KNOWN: print_postfix(out, expr); break;
    case PL_EXPR_NOT: print_prefix(out, expr, "(not "); break;
    case PL_EXPR_AND: print_infix(out, expr, " and "); break;
    case PL_EXPR_OR: print_infix(out, expr, " or "); break;
    case PL_EXPR_ATTESTED: print_attested(out, expr); break;
    case PL_EXPR_JUDGED: pl_expr_print(out, expr->kids[0]); break;
    case PL_EXPR_CASES: print_cases(out, expr); break;
    case PL_EXPR_ELSE: print_infix(out, expr, " else "); break;
    case PL_EXPR_YEAR: print_year(out, expr); break;
    case PL_EXPR_TREND: print_trend(out, expr); break;
    case PL_EXPR_NEEDS: print_needs(out, expr); break;
    case PL_EXPR_PICK: print_pick(out, expr); break;
    case PL_EXPR_TALLY: print_tally(out, expr); break;
    case PL_EXPR_CALL: print_call(out, expr); break;
    case PL_EXPR_LOOKUP: print_lookup(out, expr); break;
    case PL_EXPR_AGGREGATE: print_aggregate(out, expr); break;
    case PL_EXPR_QUANTIFIER: print_quantifier(out, expr); break;
    case PL_EXPR_PERCENTILE: print_percentile(out, expr); break;
    case PL_EXPR_VERDICT:
        pl_buffer_printf(out, "(%s is %s)", expr->rule->name, pl_asked_word(expr->asked));
        break;
    case PL_EXPR_OUTCOME: pl_buffer_puts(out, expr->rule->name); break;
    case PL_EXPR_COUNT: assert(!"no expression is of this kind"); break;
    }
}
