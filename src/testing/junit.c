/* junit.c - tests as JUnit XML: one suite, a case for each test, its class the file that it stands in. English; no times, so that
 * equal runs give equal bytes. */
#include "testing/testing.h"

static void print_miss(pl_buffer *out, const pl_test_check *check, const pl_test_miss *miss) {
    pl_buffer words = {0};

    pl_testing_miss(&words, check, miss);
    pl_buffer_put_markup(out, words.ptr);
    pl_buffer_putc(out, '\n');
    pl_buffer_fini(&words);
}

static void print_failure(pl_buffer *out, const pl_test_result *result) {
    pl_buffer_puts(out, "      <failure message=\"the verdict is not the one that is expected\">");
    for (uint32_t i = 0; i < result->checks.len; i++)
        for (uint32_t m = 0; m < result->checks.items[i].misses.len; m++)
            print_miss(out, &result->checks.items[i], &result->checks.items[i].misses.items[m]);
    pl_buffer_puts(out, "</failure>\n");
}

static void print_case(pl_buffer *out, const pl_test_result *result) {
    pl_span span = result->test->span;

    pl_buffer_puts(out, "    <testcase classname=\"");
    pl_buffer_put_markup(out, span.source ? span.source->name : "");
    pl_buffer_puts(out, "\" name=\"");
    pl_buffer_put_markup(out, result->test->title);
    pl_buffer_printf(out, "\" line=\"%u\"%s>\n", pl_testing_line(span), result->passed ? "/" : "");
    if (result->passed)
        return;
    print_failure(out, result);
    pl_buffer_puts(out, "    </testcase>\n");
}

static void print_gaps(const pl_testing *t, pl_buffer *out) {
    pl_gaps gaps = {0};

    pl_coverage_gaps(&t->coverage, pl_wording_fixed(), t->arena, &gaps);
    pl_buffer_puts(out, "    <system-out>");
    for (uint32_t i = 0; i < gaps.len; i++) {
        pl_buffer_put_markup(out, pl_span_place(t->arena, gaps.items[i].span));
        pl_buffer_puts(out, ": ");
        pl_buffer_put_markup(out, gaps.items[i].words);
        pl_buffer_putc(out, '\n');
    }
    pl_buffer_puts(out, "</system-out>\n");
}

void pl_testing_write_junit(const pl_testing *t, const pl_testing_options *options,
                            pl_buffer *out) {
    pl_buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    pl_buffer_printf(out,
                     "  <testsuite name=\"peil test\" tests=\"%u\" failures=\"%u\" errors=\"0\">\n",
                     t->results.len, t->failed);
    for (uint32_t i = 0; i < t->results.len; i++)
        print_case(out, &t->results.items[i]);
    if (options->coverage)
        print_gaps(t, out);
    pl_buffer_puts(out, "  </testsuite>\n</testsuites>\n");
}
