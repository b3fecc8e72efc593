/* coverage.c - what tests have seen of rules and tables: verdicts, both sides of clauses, exceptions that exempt, rows that keys
 * fell in. What is missing is told by gaps.c. */
#include <assert.h>

#include "testing/testing.h"

/* ### what there is */

static uint32_t outcomes_of(const pl_rule *rule) {
    return rule->outcome ? rule->outcome->type.members->members.len : 0;
}

static pl_rule_seen rule_seen(pl_arena *arena, const pl_rule *rule) {
    return (pl_rule_seen){.rule = rule,
                          .clauses = PL_MAKE_ARRAY(arena, pl_clause_seen, rule->clauses.len + 1),
                          .exceptions = PL_MAKE_ARRAY(arena, bool, rule->exceptions.len + 1),
                          .outcomes = PL_MAKE_ARRAY(arena, bool, outcomes_of(rule) + 1),
                          .needs = PL_MAKE_ARRAY(arena, bool, rule->needs.len + 1)};
}

static pl_table_seen table_seen(pl_arena *arena, const pl_table *table) {
    pl_table_seen seen = {.table = table,
                          .rows = PL_MAKE_ARRAY(arena, bool *, table->versions.len + 1)};

    for (uint32_t v = 0; v < table->versions.len; v++)
        seen.rows[v] = PL_MAKE_ARRAY(arena, bool, table->versions.items[v].rows.len + 1);
    return seen;
}

/* ### tables that data decide a row of */

static void look_for_tables(void *context, const pl_expr *e) {
    pl_coverage *coverage = context;
    bool given = e->kind == PL_EXPR_LOOKUP;

    for (uint32_t i = 0; i < e->count; i++) {
        if (e->kids[i])
            look_for_tables(context, e->kids[i]);
        given = given && e->kids[i] && e->kids[i]->kind == PL_EXPR_CONST;
    }
    if (e->kind != PL_EXPR_LOOKUP || given)
        return;
    for (uint32_t i = 0; i < coverage->tables.len; i++)
        if (coverage->tables.items[i].table == e->table)
            coverage->tables.items[i].asked = true;
}

static void find_asked_tables(pl_coverage *coverage, const pl_model *model) {
    for (uint32_t i = 0; i < model->measures.len; i++)
        if (model->measures.items[i]->definition)
            look_for_tables(coverage, model->measures.items[i]->definition);
    for (uint32_t i = 0; i < model->rules.len; i++) {
        pl_rule_each_expr(model->rules.items[i], look_for_tables, coverage);
        if (model->rules.items[i]->deadline)
            pl_deadline_each_expr(model->rules.items[i]->deadline, look_for_tables, coverage);
    }
}

void pl_coverage_begin(pl_coverage *coverage, pl_arena *arena, const pl_model *model,
                       const pl_testing_scope *scope) {
    assert(coverage->rules.len == 0 && coverage->tables.len == 0);
    for (uint32_t i = 0; i < model->rules.len; i++)
        if (scope->asked(scope->session, model->rules.items[i]->span.source))
            PL_PUSH(arena, &coverage->rules, rule_seen(arena, model->rules.items[i]));
    for (uint32_t i = 0; i < model->tables.len; i++)
        if (scope->asked(scope->session, model->tables.items[i]->span.source))
            PL_PUSH(arena, &coverage->tables, table_seen(arena, model->tables.items[i]));
    find_asked_tables(coverage, model);
}

/* ### what a run touched */

static void add_row(pl_rule_seen *seen, const pl_rule_result *result, uint32_t row) {
    uint32_t part = result->part[row];
    pl_cause cause = (pl_cause)result->cause[row];

    seen->verdicts[result->verdict[row]] = true;
    if (result->outcome && cause == PL_CAUSE_CLAUSES && result->outcome->state[row] == PL_OK)
        seen->outcomes[pl_amounts_index(result->outcome, row)] = true;
    if (cause == PL_CAUSE_EXCEPTION && result->verdict[row] == PL_VERDICT_EXEMPT &&
        part < result->rule->exceptions.len)
        seen->exceptions[part] = true;
    if (cause == PL_CAUSE_NEED && part < result->rule->needs.len)
        seen->needs[part] = true;
    for (uint32_t k = 0; cause == PL_CAUSE_CLAUSES && k < result->rule->clauses.len; k++) {
        const pl_clause_result *clause = &result->clauses[k];

        if (clause->applies[row] != PL_TRUE)
            continue;
        seen->clauses[k].met = seen->clauses[k].met || clause->holds[row] == PL_TRUE;
        seen->clauses[k].not_met = seen->clauses[k].not_met || clause->holds[row] == PL_FALSE;
    }
}

static void add_rule(pl_coverage *coverage, const pl_rule_result *result) {
    for (uint32_t i = 0; i < coverage->rules.len; i++) {
        pl_rule_seen *seen = &coverage->rules.items[i];

        if (seen->rule != result->rule)
            continue;
        seen->tested = true;
        for (uint32_t row = 0; row < result->rows; row++)
            if (result->verdict[row] != PL_VERDICT_SKIPPED)
                add_row(seen, result, row);
    }
}

static void add_lookup(pl_coverage *coverage, const pl_lookup *lookup, const bool *touched) {
    for (uint32_t i = 0; i < coverage->tables.len; i++) {
        pl_table_seen *seen = &coverage->tables.items[i];
        uint32_t version;

        if (seen->table != lookup->table)
            continue;
        version = (uint32_t)(lookup->version - lookup->table->versions.items);
        assert(version < lookup->table->versions.len);
        for (uint32_t r = 0; r < lookup->version->rows.len; r++)
            seen->rows[version][r] = seen->rows[version][r] || touched[r];
    }
}

void pl_coverage_add(pl_coverage *coverage, const pl_program *program, const pl_run *run) {
    assert(run->touched);
    for (uint32_t i = 0; i < run->rules.len; i++)
        add_rule(coverage, &run->rules.items[i]);
    for (uint32_t i = 0; i < program->lookups.len; i++)
        add_lookup(coverage, &program->lookups.items[i], run->touched[i]);
}

/* ### so many of so many */

bool pl_coverage_may_give(const pl_expr *cases, uint32_t member) {
    for (uint32_t i = 0; i < cases->count; i += 2)
        if (cases->kids[i]->kind != PL_EXPR_CONST || cases->kids[i]->value.index == (int32_t)member)
            return true;
    return false;
}

/* A grade or decision has no other side: every value stands for one. */
static bool gives_all(const pl_rule_seen *seen) {
    for (uint32_t k = 0; k < outcomes_of(seen->rule); k++)
        if (!seen->outcomes[k] && pl_coverage_may_give(seen->rule->outcome, k))
            return false;
    return true;
}

/* Late is neither; what has no term is never overdue. */
static bool saw_deadline(const pl_rule_seen *seen, pl_verdict side) {
    const bool *verdicts = seen->verdicts;

    if (side == PL_VERDICT_MET)
        return verdicts[PL_VERDICT_DONE];
    if (side == PL_VERDICT_NOT_MET)
        return verdicts[PL_VERDICT_OVERDUE] || verdicts[PL_VERDICT_NOT_MET_WAIVED] ||
            (verdicts[PL_VERDICT_DUE] && !seen->rule->deadline->has_timing);
    return verdicts[side];
}

bool pl_coverage_saw(const pl_rule_seen *seen, pl_verdict side) {
    const bool *verdicts = seen->verdicts;

    assert(side == PL_VERDICT_MET || side == PL_VERDICT_NOT_MET || side == PL_VERDICT_UNKNOWN);
    if (seen->rule->deadline)
        return saw_deadline(seen, side);
    if (side == PL_VERDICT_MET)
        return verdicts[PL_VERDICT_MET] || verdicts[PL_VERDICT_DECIDED];
    if (side == PL_VERDICT_NOT_MET)
        return verdicts[PL_VERDICT_NOT_MET] || verdicts[PL_VERDICT_NOT_MET_WAIVED] ||
            (seen->rule->outcome && gives_all(seen));
    return verdicts[side];
}

bool pl_coverage_wants(const pl_rule *rule, pl_verdict side) {
    return side == PL_VERDICT_NOT_MET ? rule->attestation == NULL
        : side == PL_VERDICT_UNKNOWN  ? rule->deadline == NULL
                                      : true;
}

/* One of the sides that are to be seen. */
static void count_side(const pl_rule_seen *seen, pl_verdict side, uint32_t *count, uint32_t *of) {
    if (!pl_coverage_wants(seen->rule, side))
        return;
    *count += pl_coverage_saw(seen, side);
    ++*of;
}

pl_covered pl_coverage_count(const pl_coverage *coverage) {
    pl_covered c = {.of = coverage->rules.len};

    for (uint32_t i = 0; i < coverage->rules.len; i++) {
        const pl_rule_seen *seen = &coverage->rules.items[i];

        c.rules += seen->tested;
        c.met += pl_coverage_saw(seen, PL_VERDICT_MET);
        count_side(seen, PL_VERDICT_NOT_MET, &c.not_met, &c.not_met_of);
        count_side(seen, PL_VERDICT_UNKNOWN, &c.unknown, &c.unknown_of);
        c.clauses_of += seen->rule->clauses.len;
        for (uint32_t k = 0; k < seen->rule->clauses.len; k++)
            c.clauses += seen->clauses[k].met && seen->clauses[k].not_met;
        c.exceptions_of += seen->rule->exceptions.len + seen->rule->needs.len;
        for (uint32_t k = 0; k < seen->rule->exceptions.len; k++)
            c.exceptions += seen->exceptions[k];
        for (uint32_t k = 0; k < seen->rule->needs.len; k++)
            c.exceptions += seen->needs[k];
    }
    for (uint32_t i = 0; i < coverage->tables.len; i++) {
        const pl_table_seen *seen = &coverage->tables.items[i];

        for (uint32_t v = 0; seen->asked && v < seen->table->versions.len; v++)
            for (uint32_t r = 0; r < seen->table->versions.items[v].rows.len; r++) {
                c.rows_of++;
                c.rows += seen->rows[v][r];
            }
    }
    assert(c.rules <= c.of && c.clauses <= c.clauses_of && c.rows <= c.rows_of);
    return c;
}
