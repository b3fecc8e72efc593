/* search.c - the smallest amount of a lever that turns a condition, found by running the rule on changed
 * data: with that amount it turns, with one unit less it does not. A guess from what was measured
 * saves most of the runs; where the guess fails the amount is halved in. */
#include <assert.h>

#include "why/plan.h"

#define MOST_SCANNED 64

typedef struct search {
    pl_why *why;
    const pl_fixed *fixed;
    pl_plan *plan;
    uint32_t clause;
} search;

/* ### trying an amount */

typedef struct target {
    search *s;
    const pl_lever *lever;
    const pl_changes *before;
    const pl_expr *atom;
    pl_why_at at;
    pl_truth wanted;
} target;

static bool turns(const target *t, int64_t amount) {
    pl_why *why = t->s->why;
    pl_changes changes = {0};
    pl_trial trial;
    bool turned;

    if (amount < 0 || amount > t->lever->most)
        return false;
    for (uint32_t i = 0; i < t->before->len; i++)
        PL_PUSH(why->arena, &changes, t->before->items[i]);
    pl_lever_push(why, t->lever, amount, &changes);
    pl_trial_begin(&trial, &why->about, &changes);
    turned = pl_trial_truth(&trial, t->atom, t->at, t->lever->year) == t->wanted;
    pl_trial_end(&trial);
    return turned;
}

/* ### a first guess */

/* What an operand is in the run as it is; false when it is not one exact number. */
static bool number_of(pl_why *why, const pl_expr *e, pl_why_at at, pl_number *out) {
    pl_value value = {.state = PL_MISSING};

    while (e->kind == PL_EXPR_UP && e->kids[0]->entity == at.entity)
        e = e->kids[0];
    if (e->type.base != PL_NUMBER)
        return false;
    if (e->kind == PL_EXPR_CONST)
        value = e->value;
    else if (e->kind == PL_EXPR_FIELD)
        value = pl_trace_cell(why->trace, pl_why_column(why, e), at.row);
    else if (e->kind == PL_EXPR_PARAMETER) {
        const pl_dated_value *dated =
            pl_parameter_in_force(e->parameter, pl_trace_date(why->trace));

        if (!dated)
            return false;
        value = pl_dated_end(dated, e->end);
    } else if (!pl_why_kept(why, e, at, PL_RECORD_VALUE, &value))
        return false;
    *out = value.lo;
    return value.state == PL_OK && pl_number_compare(value.lo, value.hi) == 0;
}

/* How far the measured value is from turning, in units of the value; false when that is not known. */
static bool distance_of(const target *t, pl_number *distance) {
    pl_why *why = t->s->why;
    const pl_expr *atom = t->atom;
    pl_number measured, norm;

    if (atom->kind == PL_EXPR_QUANTIFIER) {
        pl_value count, total;

        if (!pl_why_kept(why, atom, t->at, PL_RECORD_COUNT, &count) ||
            !pl_why_kept(why, atom, t->at, PL_RECORD_TOTAL, &total) || count.state != PL_OK ||
            total.state != PL_OK)
            return false;
        norm = atom->percent ? pl_number_mul(why->arena, atom->amount, total.lo) : atom->amount;
        if (atom->quantity == PL_Q_EVERY)
            norm = total.lo;
        *distance = pl_number_sub(why->arena, norm, count.lo);
        return true;
    }
    if (atom->kind == PL_EXPR_IN_RANGE) {
        if (!number_of(why, atom->kids[0], t->at, &measured))
            return false;
        norm = atom->range.has_lo ? atom->range.lo.lo : atom->range.hi.lo;
        if (atom->range.has_hi && t->lever->sign < 0)
            norm = atom->range.hi.lo;
    } else if (atom->kind != PL_EXPR_COMPARE || !number_of(why, atom->kids[0], t->at, &measured) ||
               !number_of(why, atom->kids[1], t->at, &norm)) {
        return false;
    }
    *distance = pl_number_sub(why->arena, norm, measured);
    return true;
}

/* The distance in units of the lever, rounded up. */
static int64_t guess(const target *t) {
    pl_why *why = t->s->why;
    pl_number distance;
    pl_value total;

    if (!distance_of(t, &distance))
        return 1;
    if (pl_number_sign(distance) < 0)
        distance = pl_number_negate(why->arena, distance);
    if (t->lever->kind == PL_LEVER_ROWS && t->atom->kind != PL_EXPR_QUANTIFIER &&
        t->lever->expr->aggregate == PL_AGG_SHARE &&
        pl_why_kept(why, t->lever->expr, t->lever->at, PL_RECORD_TOTAL, &total) &&
        total.state == PL_OK)
        distance = pl_number_mul(why->arena, distance, total.lo);
    distance = pl_number_div(why->arena, distance, t->lever->unit);
    if (distance.big)
        return t->lever->most;
    return (distance.num + distance.den - 1) / distance.den;
}

/* ### the smallest amount */

/* Does not turn at `lo`, turns at `hi`. */
static int64_t halve(const target *t, int64_t lo, int64_t hi) {
    assert(lo < hi && hi <= t->lever->most);
    while (hi - lo > 1) {
        int64_t middle = lo + (hi - lo) / 2;

        if (turns(t, middle))
            hi = middle;
        else
            lo = middle;
    }
    return hi;
}

/* 0: no amount does it. */
static int64_t smallest(const target *t) {
    int64_t near = guess(t), most = t->lever->most;

    for (int64_t k = near > 1 ? near : 1; k <= near + 1 && k <= most; k++)
        if (turns(t, k))
            return k == 1 || !turns(t, k - 1) ? k : halve(t, 0, k - 1);
    if (turns(t, most))
        return halve(t, 0, most);
    for (int64_t k = 1; k <= most && k <= MOST_SCANNED; k++)
        if (turns(t, k))
            return k;
    return 0;
}

/* ### conditions */

static bool goal(search *s, const pl_expr *expr, pl_why_at at, bool wanted);

static void current_changes(search *s, pl_changes *changes) {
    pl_plan_changes(s->why, s->plan, UINT32_MAX, changes);
}

static bool move_atom(search *s, const pl_expr *atom, pl_why_at at, bool wanted) {
    pl_changes before = {0};
    pl_levers levers = {0};

    current_changes(s, &before);
    pl_levers_find(s->why, s->fixed, atom, at, &before, &levers);
    for (uint32_t i = 0; i < levers.len; i++) {
        target t = {s, &levers.items[i], &before, atom, at, wanted ? PL_TRUE : PL_FALSE};
        pl_move move = {levers.items[i], smallest(&t), atom, s->clause};

        if (move.amount == 0)
            continue;
        PL_PUSH(s->why->arena, &s->plan->moves, move);
        return true;
    }
    return false;
}

static bool is_already(search *s, const pl_expr *expr, pl_why_at at, bool wanted) {
    pl_changes changes = {0};
    pl_trial trial;
    pl_truth truth;

    current_changes(s, &changes);
    pl_trial_begin(&trial, &s->why->about, &changes);
    truth = pl_trial_truth(&trial, expr, at, pl_trace_year(s->why->trace));
    pl_trial_end(&trial);
    return truth == (wanted ? PL_TRUE : PL_FALSE);
}

/* All of the kids have to turn, or one of them. */
static bool join(search *s, const pl_expr *expr, pl_why_at at, bool wanted, bool all) {
    uint32_t kept = s->plan->moves.len;

    assert(expr->kind == PL_EXPR_AND || expr->kind == PL_EXPR_OR);
    for (uint32_t k = 0; k < expr->count; k++) {
        bool done = is_already(s, expr->kids[k], at, wanted) || goal(s, expr->kids[k], at, wanted);

        if (done && !all)
            return true;
        if (!done && all) {
            s->plan->moves.len = kept;
            return false;
        }
    }
    return all;
}

static bool goal(search *s, const pl_expr *expr, pl_why_at at, bool wanted) {
    switch (expr->kind) {
    case PL_EXPR_AND: return join(s, expr, at, wanted, wanted);
    case PL_EXPR_OR: return join(s, expr, at, wanted, !wanted);
    case PL_EXPR_NOT: return goal(s, expr->kids[0], at, !wanted);
    case PL_EXPR_MEASURE:
        if (!pl_why_is_supplied(s->why, expr->measure))
            return goal(s, expr->measure->definition, at, wanted);
        return move_atom(s, expr, at, wanted);
    case PL_EXPR_CONST: return false;
    default: return move_atom(s, expr, at, wanted);
    }
}

bool pl_plan_clause(pl_why *why, const pl_fixed *fixed, uint32_t clause, bool wanted,
                    pl_plan *plan) {
    search s = {why, fixed, plan, clause};
    const pl_expr *x = why->about.rule->clauses.items[clause].requirement;
    pl_why_at at = {why->about.rule->entity, why->about.row};

    assert(clause < why->about.rule->clauses.len);
    return is_already(&s, x, at, wanted) || goal(&s, x, at, wanted);
}

/* ### all clauses together */

void pl_plan_changes(pl_why *why, const pl_plan *plan, uint32_t less, pl_changes *changes) {
    for (uint32_t i = 0; i < plan->moves.len; i++)
        pl_lever_push(why, &plan->moves.items[i].lever,
                      plan->moves.items[i].amount - (i == less ? 1 : 0), changes);
}

static pl_verdict verdict_of(pl_why *why, const pl_plan *plan, uint32_t less) {
    pl_changes changes = {0};
    pl_trial trial;

    pl_plan_changes(why, plan, less, &changes);
    pl_trial_begin(&trial, &why->about, &changes);
    pl_trial_end(&trial);
    return trial.verdict;
}

/* Another clause may ask more of the same, so that a unit of an earlier move is one too many. */
static void tighten(pl_why *why, pl_plan *plan, pl_verdict wanted) {
    for (uint32_t i = 0; i < plan->moves.len; i++)
        while (plan->moves.items[i].amount > 0 && verdict_of(why, plan, i) == wanted)
            plan->moves.items[i].amount--;
}

/* Of not met all clauses have to turn; of met the one with the smallest amount will do. */
static bool plan_clauses(pl_why *why, const pl_fixed *fixed, bool wanted, pl_plan *plan) {
    const pl_rule *rule = why->about.rule;

    for (uint32_t k = 0; k < rule->clauses.len; k++) {
        const pl_clause_result *clause = &why->result->clauses[k];
        bool holds = clause->holds[why->about.row] == PL_TRUE;

        if (clause->applies[why->about.row] != PL_TRUE || holds == wanted)
            continue;
        if (clause->holds[why->about.row] != (wanted ? PL_FALSE : PL_TRUE))
            return false;
        if (!pl_plan_clause(why, fixed, k, wanted, plan))
            return false;
        if (!wanted)
            return true;
    }
    return true;
}

pl_plan pl_plan_find(pl_why *why, const pl_fixed *fixed) {
    pl_verdict now = (pl_verdict)why->result->verdict[why->about.row];
    bool wanted = now == PL_VERDICT_NOT_MET || now == PL_VERDICT_NOT_MET_WAIVED;
    pl_verdict goal_verdict = wanted ? PL_VERDICT_MET : PL_VERDICT_NOT_MET;
    pl_plan plan = {.verdict = now};

    assert(why->about.rule->clauses.len > 0);

    assert(wanted || now == PL_VERDICT_MET);
    if (!plan_clauses(why, fixed, wanted, &plan) || plan.moves.len == 0)
        return plan;
    plan.verdict = verdict_of(why, &plan, UINT32_MAX);
    if (plan.verdict != goal_verdict)
        return plan;
    tighten(why, &plan, goal_verdict);
    plan.found = true;
    return plan;
}
