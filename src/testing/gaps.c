/* gaps.c - what no test has seen, each with its place, in words.
 * Of a rule that no test names that is the only thing said; of a single clause the verdicts say all. */
#include <assert.h>

#include "base/gettext.h"
#include "testing/testing.h"

typedef struct listing {
    pl_wording wording;
    pl_arena *arena;
    pl_gaps *gaps;
} listing;

static void add(listing *l, pl_span span, const char *words) {
    PL_PUSH(l->arena, l->gaps, ((pl_test_gap){span, words}));
}

#define SAY(l, text, ...) pl_arena_format((l)->arena, pl_said((l)->wording, text), __VA_ARGS__)

/* ### rules */

static bool lacks(const pl_rule_seen *seen, pl_verdict side) {
    return pl_coverage_wants(seen->rule, side) && !pl_coverage_saw(seen, side);
}

static void list_outcomes(listing *l, const pl_rule_seen *seen) {
    const pl_expr *cases = seen->rule->outcome;
    const pl_enum *members = cases->type.members;

    for (uint32_t k = 0; k < members->members.len; k++)
        if (!seen->outcomes[k] && pl_coverage_may_give(cases, k))
            add(l, seen->rule->span,
                SAY(l, N_("%s: no test gives %s"), seen->rule->name, members->members.items[k]));
    if (lacks(seen, PL_VERDICT_UNKNOWN))
        add(l, seen->rule->span, SAY(l, N_("%s: never unknown"), seen->rule->name));
}

static const char *side_words(const pl_rule *rule, bool good) {
    if (!rule->deadline)
        return good ? N_("%s: never met") : N_("%s: never not met");
    if (good)
        return N_("%s: never done");
    return rule->deadline->has_timing ? N_("%s: never overdue") : N_("%s: never due");
}

static void list_verdicts(listing *l, const pl_rule_seen *seen) {
    const pl_rule *rule = seen->rule;

    if (rule->outcome) {
        list_outcomes(l, seen);
        return;
    }
    if (lacks(seen, PL_VERDICT_MET))
        add(l, rule->span, SAY(l, side_words(rule, true), rule->name));
    if (lacks(seen, PL_VERDICT_NOT_MET))
        add(l, rule->span, SAY(l, side_words(rule, false), rule->name));
    if (lacks(seen, PL_VERDICT_UNKNOWN))
        add(l, rule->span, SAY(l, N_("%s: never unknown"), rule->name));
}

static void list_clause(listing *l, const pl_rule *rule, uint32_t k, const pl_clause_seen *seen) {
    pl_span span = rule->clauses.items[k].span;

    if (!seen->met && !seen->not_met)
        add(l, span, SAY(l, N_("%s: no test decides this clause"), rule->name));
    else if (!seen->met)
        add(l, span, SAY(l, N_("%s: this clause is never met"), rule->name));
    else if (!seen->not_met)
        add(l, span, SAY(l, N_("%s: this clause is never not met"), rule->name));
}

static void list_rule(listing *l, const pl_rule_seen *seen) {
    const pl_rule *rule = seen->rule;

    if (!seen->tested) {
        add(l, rule->span, SAY(l, N_("%s: no test"), rule->name));
        return;
    }
    list_verdicts(l, seen);
    for (uint32_t k = 0; k < rule->exceptions.len; k++)
        if (!seen->exceptions[k])
            add(l, rule->exceptions.items[k]->span,
                SAY(l, N_("%s: nobody is exempt by this exception"), rule->name));
    for (uint32_t k = 0; k < rule->needs.len; k++)
        if (!seen->needs[k])
            add(l, rule->needs.items[k].span,
                SAY(l, N_("%s: no test lacks what is needed here"), rule->name));
    for (uint32_t k = 0; rule->clauses.len > 1 && k < rule->clauses.len; k++)
        list_clause(l, rule, k, &seen->clauses[k]);
}

/* ### tables */

static void list_table(listing *l, const pl_table_seen *seen) {
    const pl_table *table = seen->table;

    for (uint32_t v = 0; seen->asked && v < table->versions.len; v++)
        for (uint32_t r = 0; r < table->versions.items[v].rows.len; r++)
            if (!seen->rows[v][r])
                add(l, table->versions.items[v].rows.items[r].span,
                    SAY(l, N_("%s: no test comes in this row"), table->name));
}

void pl_coverage_gaps(const pl_coverage *coverage, pl_wording wording, pl_arena *arena,
                      pl_gaps *gaps) {
    listing l = {.wording = wording, .arena = arena, .gaps = gaps};

    assert(gaps->len == 0);
    for (uint32_t i = 0; i < coverage->rules.len; i++)
        list_rule(&l, &coverage->rules.items[i]);
    for (uint32_t i = 0; i < coverage->tables.len; i++)
        list_table(&l, &coverage->tables.items[i]);
}
