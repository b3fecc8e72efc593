/* tap.c - tests as the Test Anything Protocol: a line for each, its misses as a block of diagnostics. English, whatever the locale. */
#include "report/tap.h"
#include "report/json_text.h"
#include "testing/testing.h"

static void print_misses(pl_buffer *out, const pl_test_result *result) {
    pl_span span = result->test->span;

    pl_buffer_puts(out, "  ---\n  at: ");
    pl_json_text(out, span.source ? span.source->name : "");
    pl_buffer_printf(out, "\n  line: %u\n  messages:\n", pl_testing_line(span));
    for (uint32_t i = 0; i < result->checks.len; i++)
        for (uint32_t m = 0; m < result->checks.items[i].misses.len; m++) {
            pl_buffer words = {0};

            pl_testing_miss(&words, &result->checks.items[i],
                            &result->checks.items[i].misses.items[m]);
            pl_buffer_puts(out, "    - ");
            pl_json_text(out, words.ptr);
            pl_buffer_putc(out, '\n');
            pl_buffer_fini(&words);
        }
    pl_buffer_puts(out, "  ...\n");
}

static void print_gaps(const pl_testing *t, pl_buffer *out) {
    pl_gaps gaps = {0};

    pl_coverage_gaps(&t->coverage, pl_wording_fixed(), t->arena, &gaps);
    for (uint32_t i = 0; i < gaps.len; i++)
        pl_buffer_printf(out, "# %s: %s\n", pl_span_place(t->arena, gaps.items[i].span),
                         gaps.items[i].words);
}

void pl_testing_write_tap(const pl_testing *t, const pl_testing_options *options, pl_buffer *out) {
    pl_buffer_printf(out, "TAP version 14\n1..%u\n", t->results.len);
    for (uint32_t i = 0; i < t->results.len; i++) {
        const pl_test_result *result = &t->results.items[i];

        pl_buffer_printf(out, "%sok %u - ", result->passed ? "" : "not ", i + 1);
        pl_tap_title(out, result->test->title);
        pl_buffer_putc(out, '\n');
        if (!result->passed)
            print_misses(out, result);
    }
    if (options->coverage)
        print_gaps(t, out);
}
