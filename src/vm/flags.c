/* flags.c - waivers, rules that are provisional, and kinds of rules that do not flag: what becomes of "not met".
 * Judges nothing: verdicts are those of judge.c. */
#include "vm/flags.h"

#include <assert.h>
#include <string.h>

#include "vm/deadlines.h"

/* ### rules */

bool pl_flags_counts(pl_verdict verdict) {
    return verdict == PL_VERDICT_NOT_MET || verdict == PL_VERDICT_OVERDUE;
}

static pl_flagging flagging_of(const pl_rule *rule, pl_date date) {
    if (rule->has_provisional && date < rule->provisional)
        return PL_FLAGGING_PROVISIONAL;
    return rule->kind == PL_AMBITION || rule->kind == PL_TARGET ? PL_FLAGGING_NOT_YET
                                                                : PL_FLAGGING_YES;
}

bool pl_flags_rule(const pl_rule_result *result, const char *const *fail_on) {
    if (result->flagging != PL_FLAGGING_NOT_YET)
        return result->flagging == PL_FLAGGING_YES;
    for (; fail_on && *fail_on; fail_on++)
        if (strcmp(*fail_on, pl_rule_kind_word(result->rule->kind)) == 0)
            return true;
    return false;
}

/* ### waivers */

static pl_rule_result *result_of(pl_run *run, const pl_rule *rule, const bool *asked) {
    for (uint32_t i = 0; i < run->rules.len; i++)
        if (run->rules.items[i].rule == rule)
            return asked[i] ? &run->rules.items[i] : NULL;
    return NULL;
}

/* The last day is a day on which it holds. */
static pl_waiver_state state_at(const pl_run *run, const pl_waiver *waiver, pl_verdict verdict) {
    if (verdict == PL_VERDICT_SKIPPED)
        return PL_WAIVER_NO_SUBJECT;
    if (run->date > waiver->until)
        return PL_WAIVER_EXPIRED;
    return pl_flags_counts(verdict) ? PL_WAIVER_WAIVES : PL_WAIVER_NOT_NEEDED;
}

static pl_waiver_state settle_waiver(pl_arena *arena, pl_run *run, uint32_t number,
                                     pl_rule_result *result) {
    const pl_waiver *waiver = run->waivers.items[number].waiver;
    pl_waiver_state state;
    uint32_t row;

    if (!result)
        return PL_WAIVER_NOT_EVALUATED;
    if (!pl_data_find_subject(run->data, result->rule->entity, pl_str_of(waiver->key), &row))
        return PL_WAIVER_NO_SUBJECT;
    assert(row < result->rows);
    state = state_at(run, waiver, (pl_verdict)result->verdict[row]);
    if (!result->waiver)
        result->waiver = PL_MAKE_ARRAY(arena, uint32_t, result->rows);
    result->waiver[row] = number + 1;
    if (state == PL_WAIVER_WAIVES)
        result->verdict[row] = PL_VERDICT_NOT_MET_WAIVED;
    return state;
}

/* Of deadlines, or of all other rules. */
static void settle_waivers(pl_arena *arena, pl_run *run, const bool *asked, bool deadlines) {
    for (uint32_t i = 0; i < run->waivers.len; i++) {
        const pl_rule *rule = run->waivers.items[i].waiver->rule;

        if ((rule->kind == PL_DEADLINE) == deadlines)
            run->waivers.items[i].state = settle_waiver(arena, run, i, result_of(run, rule, asked));
    }
}

/* A waiver of a rule takes its consequences along, so these are settled after it. */
void pl_flags_settle(pl_arena *arena, pl_run *run, const bool *asked) {
    assert(run->waivers.len == 0);
    for (uint32_t i = 0; i < run->rules.len; i++)
        run->rules.items[i].flagging = flagging_of(run->rules.items[i].rule, run->date);
    for (uint32_t i = 0; i < run->model->waivers.len; i++)
        PL_PUSH(arena, &run->waivers,
                ((pl_waiver_result){run->model->waivers.items[i], PL_WAIVER_NOT_EVALUATED}));
    settle_waivers(arena, run, asked, false);
    pl_deadlines_settle(arena, run);
    settle_waivers(arena, run, asked, true);
}

const pl_waiver_result *pl_flags_waiver(const pl_run *run, const pl_rule_result *result,
                                        uint32_t row) {
    uint32_t number = result->waiver ? result->waiver[row] : 0;

    assert(number <= run->waivers.len);
    return number > 0 ? &run->waivers.items[number - 1] : NULL;
}
