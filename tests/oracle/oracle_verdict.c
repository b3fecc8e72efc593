/* oracle_verdict.c - the verdict of one rule for one subject: scope, exceptions, needs, clauses, and which of them decides. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>

oracle *oracle_new(const pl_model *model, pl_data *data, pl_date date, bool all_years) {
    oracle *o = calloc(1, sizeof *o);
    if (!o)
        pl_out_of_memory();
    o->model = model;
    o->data = data;
    o->date = date;
    o->all_years = all_years;
    o->year = o->this_year = pl_schooljaar_of(date);
    o->now = date;
    return o;
}

void oracle_free(oracle *o) {
    for (uint32_t i = 0; i < o->pool_cap; i++) {
        mpq_clear(*o->pool[i]);
        free(o->pool[i]);
    }
    for (uint32_t i = 0; i < o->children_len; i++) {
        free(o->children[i].start);
        free(o->children[i].items);
    }
    free(o->pool);
    free(o->children);
    free(o->units);
    free(o->clauses);
    free(o->texts);
    free(o);
}

/* The share or quantifier behind an expression, seen through measures and UP; NULL when there is none.
 * *row moves with it; PL_NO_ROW when the row is linked to none. */
static const pl_expr *aggregate_behind(const oracle *o, const pl_expr *expr, int32_t *row) {
    for (;;) {
        if (expr->kind == PL_EXPR_QUANTIFIER ||
            (expr->kind == PL_EXPR_AGGREGATE && expr->aggregate == PL_AGG_SHARE))
            return expr;
        if (expr->kind == PL_EXPR_UP && expr->kids[0]->entity) {
            if (*row != PL_NO_ROW)
                *row = pl_links_at(
                    &pl_data_rows(o->data, expr->entity)->up[expr->kids[0]->entity->depth],
                    (uint32_t)*row);
            expr = expr->kids[0];
        } else if (expr->kind == PL_EXPR_MEASURE &&
                   !(o->data->dataset && pl_dataset_supplies(o->data->dataset, expr->measure))) {
            expr = expr->measure->definition;
        } else {
            return NULL;
        }
    }
}

static void count_clause(oracle *o, oracle_clause *clause, const pl_expr *measured, uint32_t row) {
    int32_t at = (int32_t)row;
    const pl_expr *aggregate = aggregate_behind(o, measured, &at);
    if (!aggregate)
        return;
    clause->counted = true;
    clause->count = clause->total = oracle_state(PL_MISSING);
    if (at != PL_NO_ROW)
        oracle_aggregate(o, aggregate, (uint32_t)at, &clause->count, &clause->total);
}

/* The end of the range that the middle of the value is nearest to, the lower one on a tie. */
static oracle_value nearer_end(oracle *o, const pl_cell *range, pl_base base, oracle_value x) {
    if (!range->has_lo)
        return oracle_constant(o, &range->hi);
    oracle_value lo = oracle_constant(o, &range->lo);
    if (!range->has_hi || x.state != PL_OK)
        return lo;
    oracle_value hi = oracle_constant(o, &range->hi);
    if (base != PL_NUMBER)
        return 2 * x.index <= lo.index + hi.index ? lo : hi;
    mpq_ptr twice = oracle_q(o), ends = oracle_q(o);
    mpq_add(twice, x.lo, x.hi);
    mpq_add(ends, lo.lo, hi.lo);
    return mpq_cmp(twice, ends) <= 0 ? lo : hi;
}

static void measure_quantifier(oracle *o, oracle_clause *clause, const pl_expr *quantifier,
                               uint32_t row) {
    count_clause(o, clause, quantifier, row);
    if (quantifier->quantity == PL_Q_EVERY)
        return;
    clause->compared = true;
    mpq_ptr k = oracle_from_number(o, quantifier->amount);
    clause->norm = oracle_number(k, k);
    clause->measured = clause->count;
    if (!quantifier->percent)
        return;
    pl_expr share = *quantifier;
    share.kind = PL_EXPR_AGGREGATE;
    share.aggregate = PL_AGG_SHARE;
    clause->measured = oracle_aggregate(o, &share, row, NULL, NULL);
}

static void measure_tally(oracle *o, oracle_clause *clause, const pl_expr *tally, uint32_t row) {
    mpq_ptr total = oracle_q(o), k = oracle_from_number(o, tally->amount);
    oracle_value measured;
    clause->counted = true;
    oracle_tally(o, tally, row, &clause->count, &measured);
    mpq_set_ui(total, tally->count, 1);
    clause->total = oracle_number(total, total);
    if (tally->quantity == PL_Q_EVERY)
        return;
    clause->compared = true;
    clause->measured = measured;
    clause->norm = oracle_number(k, k);
}

static void measure_clause(oracle *o, oracle_clause *clause, const pl_expr *requirement,
                           uint32_t row) {
    const pl_expr *left = requirement->count ? requirement->kids[0] : NULL;
    if (requirement->kind == PL_EXPR_TALLY) {
        measure_tally(o, clause, requirement, row);
    } else if (requirement->kind == PL_EXPR_QUANTIFIER) {
        measure_quantifier(o, clause, requirement, row);
    } else if (requirement->kind == PL_EXPR_IN_RANGE ||
               (requirement->kind == PL_EXPR_COMPARE && left->type.base != PL_TRUTH)) {
        clause->compared = true;
        clause->measured = oracle_eval(o, left, row);
        clause->norm = requirement->kind == PL_EXPR_COMPARE
            ? oracle_eval(o, requirement->kids[1], row)
            : nearer_end(o, &requirement->range, left->type.base, clause->measured);
        count_clause(o, clause, left, row);
    }
}

static bool inexact(const oracle_value *v) {
    return v->state == PL_OK && v->lo && !mpq_equal(v->lo, v->hi);
}

/* Did a number known only within bounds take part in this condition? Looks at what is compared or given to an extension, not into aggregates, keys or measures. */
static bool bounded_in(oracle *o, const pl_expr *expr, uint32_t row) {
    if (expr->kind == PL_EXPR_QUANTIFIER) {
        oracle_value count, total;
        oracle_aggregate(o, expr, row, &count, &total);
        return inexact(&count) || inexact(&total);
    }
    if (expr->kind == PL_EXPR_UP) {
        int32_t above = expr->kids[0]->entity
            ? pl_links_at(&pl_data_rows(o->data, expr->entity)->up[expr->kids[0]->entity->depth],
                          row)
            : 0;
        return above != PL_NO_ROW && bounded_in(o, expr->kids[0], (uint32_t)above);
    }
    if (expr->kind == PL_EXPR_AGGREGATE || expr->kind == PL_EXPR_LOOKUP ||
        expr->kind == PL_EXPR_PERCENTILE || expr->kind == PL_EXPR_YEAR ||
        expr->kind == PL_EXPR_TREND || expr->kind == PL_EXPR_PICK)
        return false;
    if (expr->kind == PL_EXPR_TALLY) {
        oracle_value count, measured;
        oracle_tally(o, expr, row, &count, &measured);
        if (inexact(&count))
            return true;
    }
    bool tests = expr->kind == PL_EXPR_CALL || expr->kind == PL_EXPR_COMPARE ||
        expr->kind == PL_EXPR_IN_RANGE || expr->kind == PL_EXPR_IN_SET;
    for (uint32_t i = 0; i < expr->count; i++) {
        const pl_expr *kid = expr->kids[i];
        if (!kid)
            continue;
        if (tests && kid->type.base == PL_NUMBER) {
            oracle_value x = oracle_eval(o, kid, row);
            oracle_clause c = {.applies = PL_TRUE};
            count_clause(o, &c, kid, row);
            if (inexact(&x) || (c.counted && (inexact(&c.count) || inexact(&c.total))))
                return true;
        }
        if (bounded_in(o, kid, row))
            return true;
    }
    return false;
}

static bool clause_bounded(oracle *o, const oracle_clause *c, const pl_clause *clause,
                           uint32_t row) {
    if (c->applies != PL_TRUE && c->applies != PL_UNKNOWN)
        return false;
    return bounded_in(o, clause->requirement, row) ||
        (clause->condition && bounded_in(o, clause->condition, row));
}

/* Like a clause of its own: met, unknown, not met, no norm, "met if it applies", or not applicable. */
typedef enum standing { NOT_MET, OPEN, WITHOUT_NORM, MET, MAYBE_MET, NOT_APPLICABLE } standing;

static standing standing_of(const oracle_clause *c) {
    switch (c->applies) {
    case PL_FALSE: return NOT_APPLICABLE;
    case PL_NONE: return WITHOUT_NORM;
    case PL_UNKNOWN: return c->holds == PL_TRUE ? MAYBE_MET : OPEN;
    default: break;
    }
    return c->holds == PL_FALSE  ? NOT_MET
        : c->holds == PL_UNKNOWN ? OPEN
        : c->holds == PL_NONE    ? WITHOUT_NORM
                                 : MET;
}

static uint8_t first_of(const pl_rule *rule, const oracle_clause *clauses, standing wanted) {
    for (uint32_t i = 0; i < rule->clauses.len; i++)
        if (standing_of(&clauses[i]) == wanted)
            return (uint8_t)i;
    return 255;
}

static bool margin_of(oracle *o, const oracle_clause *c, mpq_ptr margin) {
    if (!c->compared || c->measured.state != PL_OK || c->norm.state != PL_OK || !c->measured.lo ||
        !c->norm.lo)
        return false;
    mpq_ptr above = oracle_q(o), below = oracle_q(o), zero = oracle_q(o);
    mpq_sub(above, c->measured.lo, c->norm.hi);
    mpq_sub(below, c->norm.lo, c->measured.hi);
    mpq_set(margin, mpq_cmp(above, below) > 0 ? above : below);
    if (mpq_sgn(margin) < 0)
        mpq_set(margin, zero);
    return true;
}

/* Of the clauses that are met, the one with the smallest margin; one without a margin only when there is no other. */
static uint8_t closest(oracle *o, const pl_rule *rule, const oracle_clause *clauses) {
    mpq_ptr best = NULL;
    uint8_t part = first_of(rule, clauses, MET);
    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        mpq_ptr margin = oracle_q(o);
        if (standing_of(&clauses[i]) != MET || !margin_of(o, &clauses[i], margin))
            continue;
        if (!best || mpq_cmp(margin, best) < 0) {
            best = margin;
            part = (uint8_t)i;
        }
    }
    return part;
}

static void judge_clauses(oracle *o, oracle_answer *a, const pl_rule *rule) {
    static const struct {
        standing standing;
        pl_verdict verdict;
    } order[] = {{NOT_MET, PL_VERDICT_NOT_MET},
                 {OPEN, PL_VERDICT_UNKNOWN},
                 {WITHOUT_NORM, PL_VERDICT_NO_NORM},
                 {MET, PL_VERDICT_MET},
                 {MAYBE_MET, PL_VERDICT_UNKNOWN}};
    a->cause = PL_CAUSE_CLAUSES;
    a->verdict = PL_VERDICT_NO_NORM;
    a->part = 255;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        uint8_t part = first_of(rule, a->clauses, order[i].standing);
        if (part == 255)
            continue;
        a->verdict = order[i].verdict;
        a->part = a->verdict == PL_VERDICT_MET ? closest(o, rule, a->clauses)
            : a->verdict == PL_VERDICT_NO_NORM ? 255
                                               : part;
        return;
    }
}

static bool decide(oracle_answer *a, pl_cause cause, uint32_t part, pl_verdict verdict) {
    a->cause = cause;
    a->part = (uint8_t)part;
    a->verdict = verdict;
    return true;
}

static bool excepted(oracle *o, oracle_answer *a, const pl_rule *rule, uint32_t row,
                     pl_truth wanted, pl_verdict verdict) {
    for (uint32_t i = 0; i < rule->exceptions.len; i++)
        if (oracle_eval(o, rule->exceptions.items[i], row).truth == wanted)
            return decide(a, PL_CAUSE_EXCEPTION, i, verdict);
    return false;
}

static bool decided_before_clauses(oracle *o, oracle_answer *a, const pl_rule *rule, uint32_t row) {
    pl_truth scope = rule->scope ? oracle_eval(o, rule->scope, row).truth : PL_TRUE;
    if (scope == PL_FALSE || scope == PL_NONE)
        return decide(a, PL_CAUSE_SCOPE, 255, PL_VERDICT_EXEMPT);
    if (excepted(o, a, rule, row, PL_TRUE, PL_VERDICT_EXEMPT))
        return true;
    if (scope == PL_UNKNOWN)
        return decide(a, PL_CAUSE_SCOPE, 255, PL_VERDICT_UNKNOWN);
    if (excepted(o, a, rule, row, PL_UNKNOWN, PL_VERDICT_UNKNOWN))
        return true;
    for (uint32_t i = 0; i < rule->needs.len; i++)
        if (oracle_eval(o, rule->needs.items[i].condition, row).truth != PL_TRUE)
            return decide(a, PL_CAUSE_NEED, i, PL_VERDICT_UNKNOWN);
    return false;
}

/* Grades and decisions: what the case list gives, and what that means. */
static void judge_outcome(oracle *o, oracle_answer *a, const pl_rule *rule, uint32_t row) {
    oracle_value v = oracle_eval(o, rule->outcome, row);
    a->cause = PL_CAUSE_CLAUSES;
    a->part = 255;
    if (v.state != PL_OK) {
        a->verdict = v.state == PL_EMPTY ? PL_VERDICT_NO_NORM : PL_VERDICT_UNKNOWN;
        return;
    }
    a->member = (int)v.index;
    if (rule->kind == PL_DECISION)
        a->verdict = PL_VERDICT_DECIDED;
    else
        a->verdict = rule->flags[v.index] ? PL_VERDICT_NOT_MET : PL_VERDICT_MET;
}

static bool valid_on(bool has_from, pl_date from, bool has_until, pl_date until, pl_date day) {
    return !(has_from && day < from) && !(has_until && day > until);
}

/* Goes to the year that the row is judged in; false when it is no subject. */
static bool enter_row(oracle *o, const pl_rule *rule, const pl_rows *rows, uint32_t row) {
    const pl_handbook *h = rule->handbook;
    o->year = rows->years ? rows->years[row] : o->this_year;
    o->now = o->year == o->this_year ? o->date : pl_schooljaar_start(o->year + 1) - 1;
    if (rule->deadline)
        return oracle_is_deadline_subject(o, rule, row);
    if (!rows->years || (!o->all_years && o->year == o->this_year))
        return true;
    return o->all_years && o->year <= o->this_year &&
        (!h || valid_on(h->has_from, h->from, h->has_until, h->until, o->now)) &&
        valid_on(rule->has_from, rule->from, rule->has_until, rule->until, o->now);
}

oracle_answer oracle_judge_into(oracle *o, const pl_rule *rule, uint32_t row,
                                oracle_clause *clauses) {
    oracle_answer a = {.part = 255, .member = -1, .clauses = clauses};
    bool bounded = false;
    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        const pl_clause *clause = &rule->clauses.items[i];
        oracle_clause c = {.applies = PL_TRUE};
        if (clause->condition)
            c.applies = oracle_eval(o, clause->condition, row).truth;
        c.holds = oracle_eval(o, clause->requirement, row).truth;
        measure_clause(o, &c, clause->requirement, row);
        a.clauses[i] = c;
        bounded |= clause_bounded(o, &c, clause, row);
    }
    if (decided_before_clauses(o, &a, rule, row))
        return a;
    if (rule->outcome) {
        judge_outcome(o, &a, rule, row);
    } else {
        judge_clauses(o, &a, rule);
        a.bounded = bounded;
    }
    return a;
}

oracle_answer oracle_judge(oracle *o, const pl_rule *rule, uint32_t row) {
    o->pool_used = 0;
    const pl_rows *rows = pl_data_rows(o->data, rule->entity);
    if (!enter_row(o, rule, rows, row))
        return (oracle_answer){.verdict = PL_VERDICT_SKIPPED, .part = 255, .member = -1};
    if (rule->clauses.len > o->clauses_cap) {
        o->clauses_cap = rule->clauses.len;
        o->clauses = realloc(o->clauses, o->clauses_cap * sizeof *o->clauses);
        if (!o->clauses)
            pl_out_of_memory();
    }
    oracle_answer a = oracle_judge_into(o, rule, row, o->clauses);
    bool open = a.verdict == PL_VERDICT_NO_NORM && a.cause == PL_CAUSE_CLAUSES;
    if (rule->deadline && open)
        a.verdict = oracle_deadline(o, rule, row);
    else if (rule->deadline && o->year != o->this_year)
        a = (oracle_answer){.verdict = PL_VERDICT_SKIPPED, .part = 255, .member = -1};
    return a;
}
