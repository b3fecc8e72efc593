/* changes.c - the changes that `peil why` names, held against the slow evaluator: on the changed data it must give the other
 * verdict, and with one unit less it must not. */
#include "changes.h"

#include <stdlib.h>

#include "lower/lower.h"
#include "oracle.h"
#include "vm/vm.h"
#include "why/plan.h"

#define MOST_ROWS 4 /* of each rule */

static pl_verdict judge(const pl_session_view *view, pl_why *why, const pl_plan *plan,
                        uint32_t less) {
    pl_changes changes = {0};
    pl_arena arena;
    oracle *o;
    pl_verdict verdict;

    pl_arena_init(&arena);
    pl_plan_changes(why, plan, less, &changes);
    o = oracle_new(view->model, pl_why_changed(&arena, view->data, &changes), view->date, false);
    verdict = oracle_judge(o, why->about.rule, why->about.row).verdict;
    oracle_free(o);
    pl_arena_fini(&arena);
    return verdict;
}

static bool check_plan(const pl_session_view *view, pl_why *why, const pl_plan *plan,
                       changes_seen *seen) {
    bool met = why->result->verdict[why->about.row] == PL_VERDICT_MET;
    pl_verdict wanted = met ? PL_VERDICT_NOT_MET : PL_VERDICT_MET;

    if (judge(view, why, plan, UINT32_MAX) != wanted) {
        fprintf(stderr, "# %s, row %u: the change does not turn the verdict\n",
                why->about.rule->name, why->about.row);
        return false;
    }
    for (uint32_t i = 0; i < plan->moves.len; i++) {
        seen->moves[plan->moves.items[i].lever.kind]++;
        if (plan->moves.items[i].amount == 0 || judge(view, why, plan, i) != wanted)
            continue;
        fprintf(stderr, "# %s, row %u: one unit less turns it too (move %u)\n",
                why->about.rule->name, why->about.row, i);
        return false;
    }
    return true;
}

static bool check_row(const pl_session_view *view, const pl_program *program, const pl_run *run,
                      const pl_rule_result *result, uint32_t row, changes_seen *seen) {
    static const pl_why_options options = {.most_rows = 3};
    const pl_why_case about = {.program = program,
                               .data = view->data,
                               .rule = result->rule,
                               .row = row,
                               .chunk_rows = PL_CHUNK_ROWS};
    pl_fixed fixed = {0};
    pl_arena arena;
    pl_plan plan;
    pl_why *why;
    bool good = true;

    pl_arena_init(&arena);
    why = pl_why_unfold(&arena, &about, run, pl_wording_fixed(), &options, NULL);
    pl_fixed_find(why, &fixed);
    plan = pl_plan_find(why, &fixed);
    seen->verdicts++;
    seen->found += plan.found;
    if (plan.found)
        good = check_plan(view, why, &plan, seen);
    pl_arena_fini(&arena);
    return good;
}

bool check_changes(const pl_session_view *view, const pl_dataset *dataset, changes_seen *seen) {
    const pl_lower_options options = {.date = view->date, .dataset = dataset, .record = true};
    pl_arena arena;
    pl_diags diags;
    bool good = true;

    pl_arena_init(&arena);
    pl_diags_init(&diags, &arena);
    pl_program *program = pl_lower(&arena, &diags, view->model, &options);
    pl_run *run = pl_vm_run(&arena, program, view->data, PL_CHUNK_ROWS);
    pl_run *plain = pl_vm_run(&arena, view->program, view->data, PL_CHUNK_ROWS);

    for (uint32_t r = 0; good && r < run->rules.len; r++) {
        const pl_rule_result *result = &run->rules.items[r];
        uint32_t looked = 0;

        for (uint32_t row = 0; good && row < result->rows; row++) {
            pl_verdict verdict = (pl_verdict)result->verdict[row];

            good = verdict == (pl_verdict)plain->rules.items[r].verdict[row];
            if (!good)
                fprintf(stderr, "# %s, row %u: recording changed the verdict\n", result->rule->name,
                        row);
            if (good && result->rule->clauses.len > 0 && looked < MOST_ROWS &&
                (verdict == PL_VERDICT_MET || verdict == PL_VERDICT_NOT_MET)) {
                looked++;
                good = check_row(view, program, run, result, row, seen);
            }
        }
    }
    pl_arena_fini(&arena);
    return good;
}
