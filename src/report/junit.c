/* junit.c - every verdict as a case of JUnit XML, a suite for each rule: a failure is what counts against
 * a subject; what is open, not asked, not yet or waived is skipped and says why. English; no times, so
 * that equal runs give equal bytes. */
#include <assert.h>

#include "report/report.h"

typedef struct writer {
    const pl_report *report;
    pl_buffer *out;
    pl_buffer cases; /* of the rule */
    uint32_t tests, failures, skipped;
} writer;

static void put(pl_buffer *out, const char *before, const char *text, const char *after) {
    pl_buffer_puts(out, before);
    pl_buffer_put_markup(out, text);
    pl_buffer_puts(out, after);
}

static void *begin(const pl_report *report, pl_buffer *out) {
    writer *w = PL_MAKE(report->arena, writer);

    w->report = report;
    w->out = out;
    pl_buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"peil\">\n");
    return w;
}

static void rule_begin(void *state, const pl_rule_result *result) {
    writer *w = state;

    (void)result;
    assert(w->cases.len == 0);
    w->tests = w->failures = w->skipped = 0;
}

static void put_class(pl_buffer *out, const pl_rule *rule) {
    if (*pl_report_handbook(rule))
        put(out, "", pl_report_handbook(rule), ".");
    pl_buffer_put_markup(out, rule->name);
}

static void put_place(pl_buffer *out, const pl_rule *rule) {
    const pl_source *source = rule->span.source;

    put(out, " file=\"", source ? source->name : "", "\"");
    pl_buffer_printf(out, " line=\"%u\"",
                     source ? pl_source_position(source, rule->span.start).line : 0);
}

static void verdict_case(void *state, const pl_report_verdict *verdict) {
    writer *w = state;
    const pl_rule *rule = verdict->result->rule;
    pl_finding finding = pl_report_finding(verdict);
    pl_buffer sentence = {0};

    pl_report_sentence(&sentence, verdict);
    w->tests++;
    w->failures += finding == PL_FINDING_FAIL;
    w->skipped += finding > PL_FINDING_FAIL;
    pl_buffer_puts(&w->cases, "    <testcase classname=\"");
    put_class(&w->cases, rule);
    put(&w->cases, "\" name=\"", verdict->has_subject ? pl_report_subject(verdict) : "-", "\"");
    put_place(&w->cases, rule);
    if (finding == PL_FINDING_PASS)
        pl_buffer_puts(&w->cases, "/>\n");
    else
        put(&w->cases,
            finding == PL_FINDING_FAIL ? ">\n      <failure message=\""
                                       : ">\n      <skipped message=\"",
            sentence.ptr, "\"/>\n    </testcase>\n");
    pl_buffer_fini(&sentence);
}

static void rule_end(void *state, const pl_rule_result *result, const pl_tally *tally) {
    writer *w = state;

    (void)tally;
    pl_buffer_puts(w->out, "  <testsuite name=\"");
    put_class(w->out, result->rule);
    pl_buffer_printf(w->out, "\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n",
                     w->tests, w->failures, w->skipped);
    pl_buffer_push(w->out, w->cases.ptr, w->cases.len);
    pl_buffer_puts(w->out, "  </testsuite>\n");
    w->cases.len = 0;
}

static void end(void *state) {
    writer *w = state;

    pl_buffer_puts(w->out, "</testsuites>\n");
    pl_buffer_fini(&w->cases);
}

const pl_report_format pl_format_junit = {begin, rule_begin, verdict_case, rule_end, end};
