/* run.c - one test after the other: its rules to a program, its rows to a snapshot, the verdicts held against what it expects.
 * A test sees nothing of the others, so their order does not matter. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "load/load.h"
#include "lower/lower.h"
#include "report/report.h"
#include "testing/testing.h"
#include "trace/doubled.h"
#include "vm/flags.h"
#include "vm/vm.h"

#define ROWS_AT_ONCE 64 /* a test gives few */

/* ### why a verdict is what it is */

/* With its sign of percent in every wording: it is for people in machine formats too. */
static void print_amount(pl_buffer *out, pl_wording wording, const pl_report_amount *amount,
                         const pl_report_amount *against) {
    const pl_value *value = &amount->value;
    const pl_number *other =
        against->known && against->value.base == PL_NUMBER ? &against->value.lo : NULL;

    if (value->base == PL_NUMBER && pl_number_compare(value->lo, value->hi) == 0)
        pl_figure_number(out, wording, value->lo, amount->type.unit, other);
    else
        pl_figure_value(out, wording, value, amount->type, other);
}

static void print_measured(pl_buffer *out, pl_wording wording, const pl_report_amounts *amounts) {
    if (!amounts->measured.known)
        return;
    pl_buffer_puts(out, pl_said(wording, N_("measured ")));
    print_amount(out, wording, &amounts->measured, &amounts->norm);
    if (!amounts->norm.known)
        return;
    pl_buffer_puts(out, pl_said(wording, N_(", norm ")));
    pl_figure_norm(out, wording, &amounts->norm.value, amounts->norm.type);
}

static const char *why(pl_arena *arena, pl_trace *trace, const pl_rule_result *result, uint32_t row,
                       pl_wording wording) {
    pl_reason reason = pl_reason_find(trace, result, row);
    pl_report_amounts amounts = pl_report_decided_amounts(result, row, pl_trace_arena(trace));
    pl_buffer out = {0};

    pl_reason_print(&out, wording, &reason, false);
    if (reason.kind == PL_REASON_NONE)
        print_measured(&out, wording, &amounts);
    return pl_buffer_take(&out, arena);
}

/* ### one expectation */

static const pl_rule_result *result_of(const pl_run *run, const pl_rule *rule) {
    for (uint32_t i = 0; i < run->rules.len; i++)
        if (run->rules.items[i].rule == rule)
            return &run->rules.items[i];
    assert(!"sema holds that every rule of a test is valid on its day");
    return NULL;
}

static const char *answer(pl_arena *arena, const pl_rule_result *result, uint32_t row) {
    pl_buffer out = {0};

    pl_report_answer_print(&out, result, row);
    return pl_buffer_take(&out, arena);
}

/* Of a grade the name of it, or whether it is met. */
static bool is_as_expected(pl_arena *arena, const pl_rule_result *result, uint32_t row,
                           const char *expected) {
    return strcmp(pl_verdict_word((pl_verdict)result->verdict[row]), expected) == 0 ||
        strcmp(answer(arena, result, row), expected) == 0;
}

static void add_miss(pl_arena *arena, pl_test_check *check, pl_trace *trace,
                     const pl_rule_result *result, uint32_t row) {
    const pl_run *run = pl_trace_run(trace);
    pl_buffer subject = {0};
    pl_test_miss miss = {.verdict = answer(arena, result, row)};

    pl_data_subject(&subject, run->data, result->rule->entity, row);
    miss.subject = pl_buffer_take(&subject, arena);
    miss.why = why(arena, trace, result, row, pl_wording_reader());
    miss.why_fixed = why(arena, trace, result, row, pl_wording_fixed());
    PL_PUSH(arena, &check->misses, miss);
}

static bool is_meant(const pl_run *run, const pl_expectation *expectation, uint32_t row) {
    pl_buffer subject = {0};
    bool same;

    if (!expectation->subject)
        return true;
    pl_data_subject(&subject, run->data, expectation->rule->entity, row);
    same = strcmp(subject.ptr, expectation->subject) == 0;
    pl_buffer_fini(&subject);
    return same;
}

static pl_test_check check_one(pl_arena *arena, pl_trace *trace,
                               const pl_expectation *expectation) {
    const pl_run *run = pl_trace_run(trace);
    const pl_rule_result *result = result_of(run, expectation->rule);
    const uint32_t *order = pl_data_subject_order(run->data, expectation->rule->entity);
    pl_test_check check = {.expectation = expectation};
    uint32_t judged = 0;

    for (uint32_t i = 0; i < result->rows; i++) {
        uint32_t row = order[i];

        if (result->verdict[row] == PL_VERDICT_SKIPPED || !is_meant(run, expectation, row))
            continue;
        judged++;
        if (!is_as_expected(pl_trace_arena(trace), result, row, expectation->verdict))
            add_miss(arena, &check, trace, result, row);
    }
    if (judged == 0)
        PL_PUSH(arena, &check.misses, ((pl_test_miss){.subject = NULL}));
    return check;
}

/* ### one test */

static bool *rules_of(pl_arena *arena, const pl_model *model, const pl_test *test) {
    bool *rules = PL_MAKE_ARRAY(arena, bool, model->rules.len + 1);

    for (uint32_t i = 0; i < test->expectations.len; i++)
        rules[test->expectations.items[i].rule->index] = true;
    return rules;
}

/* NULL when it cannot be run; the reason has been reported. */
static pl_run *evaluate(pl_arena *scratch, pl_diags *diags, const pl_model *model,
                        const pl_test *test, uint32_t chunk_rows, const pl_program **program) {
    pl_lower_options options = {
        .date = test->date, .dataset = test->dataset, .rules = rules_of(scratch, model, test)};
    uint32_t errors = diags->errors;
    pl_needed needed;
    pl_data *data;
    pl_run *run;
    bool *asked;

    *program = pl_lower(scratch, diags, model, &options);
    if (diags->errors > errors)
        return NULL;
    needed = pl_lower_needed(scratch, *program);
    data = pl_load(scratch, diags, model, test->dataset, &needed);
    if (diags->errors > errors || !pl_doubled_report(scratch, diags, *program, data))
        return NULL;
    run = pl_vm_run_watched(scratch, *program, data, chunk_rows);
    if (pl_vm_report_faults(diags, run))
        return NULL;
    run->alone = true;
    asked = PL_MAKE_ARRAY(scratch, bool, run->rules.len + 1);
    memset(asked, true, run->rules.len);
    pl_flags_settle(scratch, run, asked);
    return run;
}

static void run_test(pl_testing *t, pl_diags *diags, const pl_model *model, const pl_test *test,
                     uint32_t chunk_rows) {
    pl_test_result result = {.test = test, .passed = true};
    const pl_program *program;
    pl_arena scratch;
    pl_trace *trace;
    pl_run *run;

    pl_arena_init(&scratch);
    run = evaluate(&scratch, diags, model, test, chunk_rows, &program);
    if (!run)
        PL_REPORT(diags, TEST_BROKEN, test->span, test->title);
    for (uint32_t i = 0; run && i < test->expectations.len; i++) {
        pl_test_check check;

        trace = pl_trace_make(&scratch, run);
        check = check_one(t->arena, trace, &test->expectations.items[i]);
        result.passed = result.passed && check.misses.len == 0;
        PL_PUSH(t->arena, &result.checks, check);
    }
    if (run)
        pl_coverage_add(&t->coverage, program, run);
    pl_arena_fini(&scratch);
    t->failed += !result.passed;
    PL_PUSH(t->arena, &t->results, result);
}

/* ### all tests */

static bool is_filtered(const pl_testing_scope *scope, const pl_test *test) {
    if (!scope->filter || strstr(test->title, scope->filter))
        return false;
    for (uint32_t i = 0; i < test->expectations.len; i++)
        if (strstr(test->expectations.items[i].rule->name, scope->filter))
            return false;
    return true;
}

pl_testing *pl_testing_run(pl_arena *arena, pl_diags *diags, const pl_model *model,
                           const pl_testing_scope *scope) {
    pl_testing *t = PL_MAKE(arena, pl_testing);
    uint32_t chunk_rows = scope->chunk_rows < ROWS_AT_ONCE ? scope->chunk_rows : ROWS_AT_ONCE;

    assert(scope->chunk_rows >= 1);
    t->arena = arena;
    pl_coverage_begin(&t->coverage, arena, model, scope);
    for (uint32_t i = 0; i < model->tests.len; i++) {
        const pl_test *test = model->tests.items[i];

        if (!scope->asked(scope->session, test->span.source))
            continue;
        if (is_filtered(scope, test))
            t->left_out++;
        else
            run_test(t, diags, model, test, chunk_rows);
    }
    assert(t->failed <= t->results.len);
    return t;
}
