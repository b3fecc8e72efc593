/* oracle_rules.c - verdicts, grades and decisions as values of other rules: the rule is judged again, there and then. And how many of a
 * set of conditions hold. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>

static oracle_answer judge(oracle *o, const pl_rule *rule, uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, rule->entity);
    if (rows->years && rows->years[row] != o->year)
        return (oracle_answer){.verdict = PL_VERDICT_SKIPPED, .part = 255, .member = -1};
    oracle_clause *clauses = calloc(rule->clauses.len + (size_t)1, sizeof *clauses);
    if (!clauses)
        pl_out_of_memory();
    oracle_answer a = oracle_judge_into(o, rule, row, clauses);
    free(clauses);
    a.clauses = NULL;
    return a;
}

/* An unknown verdict may become any other; but only scope and exceptions make one exempt. */
pl_truth oracle_asked(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_answer a = judge(o, expr->rule, row);
    bool open = a.verdict == PL_VERDICT_UNKNOWN;
    bool scope_open = a.cause == PL_CAUSE_SCOPE || a.cause == PL_CAUSE_EXCEPTION;
    bool is = false;
    if (a.verdict == PL_VERDICT_SKIPPED)
        return PL_UNKNOWN;
    switch (expr->asked) {
    case PL_ASKED_UNKNOWN: return open ? PL_TRUE : PL_FALSE;
    case PL_ASKED_EXEMPT:
        open = open && scope_open;
        is = a.verdict == PL_VERDICT_EXEMPT;
        break;
    case PL_ASKED_MET: is = a.verdict == PL_VERDICT_MET; break;
    case PL_ASKED_NOT_MET: is = a.verdict == PL_VERDICT_NOT_MET; break;
    case PL_ASKED_NO_NORM: is = a.verdict == PL_VERDICT_NO_NORM; break;
    }
    return open ? PL_UNKNOWN : is ? PL_TRUE : PL_FALSE;
}

oracle_value oracle_outcome(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_answer a = judge(o, expr->rule, row);
    if (a.member >= 0)
        return (oracle_value){.state = PL_OK, .index = a.member};
    return oracle_state(
        a.verdict == PL_VERDICT_NO_NORM || a.verdict == PL_VERDICT_EXEMPT ? PL_EMPTY : PL_MISSING);
}
