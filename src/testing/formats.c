/* formats.c - the table of formats of tests, and what several of them write alike. */
#include "base/gettext.h"
#include "testing/testing.h"

static const pl_testing_format formats[] = {
    {"text", N_("failures and coverage for people, in their language"), pl_testing_write_text},
    {"tap", N_("Test Anything Protocol"), pl_testing_write_tap},
    {"junit", N_("JUnit XML, for continuous integration"), pl_testing_write_junit},
    {"json", N_("every test and the whole coverage"), pl_testing_write_json},
    {NULL, NULL, NULL},
};

const pl_testing_format *pl_testing_formats(void) {
    return formats;
}

uint32_t pl_testing_line(pl_span span) {
    return span.source ? pl_source_position(span.source, span.start).line : 0;
}

void pl_testing_miss(pl_buffer *out, const pl_test_check *check, const pl_test_miss *miss) {
    const pl_expectation *expectation = check->expectation;

    pl_buffer_puts(out, expectation->rule->name);
    if (!miss->subject) {
        pl_buffer_printf(out, ": expected %s, but nothing is judged", expectation->verdict);
        return;
    }
    pl_buffer_printf(out, " of \"%s\": expected %s, came %s", miss->subject, expectation->verdict,
                     miss->verdict);
    if (*miss->why_fixed)
        pl_buffer_printf(out, ": %s", miss->why_fixed);
}
