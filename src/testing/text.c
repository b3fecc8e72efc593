/* text.c - tests for people: each that fails with its reasons, then how many passed, then what is covered. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "testing/testing.h"

#define RED "\033[31m"
#define GREEN "\033[32m"
#define PLAIN "\033[0m"

static void coloured(pl_buffer *out, bool colour, const char *sign, const char *text) {
    pl_buffer_printf(out, "%s%s%s", colour ? sign : "", text, colour ? PLAIN : "");
}

/* A verdict in the reader's words, from its word in outputs. */
static const char *verdict_words(const char *word) {
    static const char *const words[][2] = {
        {"met", N_("met")},         {"not_met", N_("not met")},
        {"unknown", N_("unknown")}, {"no_norm", N_("no norm")},
        {"exempt", N_("exempt")},   {"not_met_waived", N_("not met, waived")}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i][0]) == 0)
            return _(words[i][1]);
    return strchr(word, ':') ? strchr(word, ':') + 1 : word; /* of a grade or decision: its name */
}

/* ### failures */

static void print_place(pl_buffer *out, pl_span span) {
    pl_buffer_printf(out, "%s:%u", span.source ? span.source->name : "", pl_testing_line(span));
}

static void print_miss(pl_buffer *out, const pl_test_check *check, const pl_test_miss *miss) {
    const pl_expectation *expectation = check->expectation;

    pl_buffer_puts(out, "  ");
    print_place(out, expectation->span);
    pl_buffer_printf(out, "  %s", expectation->rule->name);
    if (!miss->subject && expectation->subject)
        pl_buffer_printf(out, _(": there is no %s \"%s\" to judge\n"),
                         expectation->rule->entity->name, expectation->subject);
    else if (!miss->subject)
        pl_buffer_printf(out, _(": there is no %s to judge\n"), expectation->rule->entity->name);
    if (!miss->subject)
        return;
    pl_buffer_printf(out, _(" of \"%s\": expected %s, came %s\n"), miss->subject,
                     verdict_words(expectation->verdict), verdict_words(miss->verdict));
    if (*miss->why)
        pl_buffer_printf(out, "    %s\n", miss->why);
}

static void print_failure(pl_buffer *out, const pl_test_result *result, bool colour) {
    coloured(out, colour, RED, _("FAILS"));
    pl_buffer_printf(out, "  %s\n", result->test->title);
    for (uint32_t i = 0; i < result->checks.len; i++)
        for (uint32_t m = 0; m < result->checks.items[i].misses.len; m++)
            print_miss(out, &result->checks.items[i], &result->checks.items[i].misses.items[m]);
    pl_buffer_puts(out, _("  evaluated for "));
    pl_date_print(out, result->test->date);
    pl_buffer_puts(out, "\n\n");
}

/* ### sums */

static void print_sum(const pl_testing *t, pl_buffer *out, bool colour) {
    uint32_t count = t->results.len;

    if (count == 0 && t->left_out == 0) {
        pl_buffer_puts(out, _("no tests\n"));
        return;
    }
    pl_buffer_printf(out, PL_PLURAL("%u test: ", "%u tests: ", count), count);
    if (t->failed == 0)
        coloured(out, colour, GREEN, count > 0 ? _("all pass") : _("none"));
    else
        pl_buffer_printf(out, _("%u pass, %u fail"), count - t->failed, t->failed);
    if (t->left_out > 0)
        pl_buffer_printf(out, _("; %u not run"), t->left_out);
    pl_buffer_putc(out, '\n');
}

static void print_covered(pl_buffer *out, const char *what, uint32_t count, uint32_t of) {
    if (of > 0)
        pl_buffer_printf(out, "  %5u / %-5u %s\n", count, of, what);
}

static void print_coverage(const pl_testing *t, pl_buffer *out) {
    pl_covered c = pl_coverage_count(&t->coverage);

    if (c.of == 0)
        return;
    pl_buffer_printf(out, "\n%s\n", _("Covered"));
    print_covered(out, _("rules with a test"), c.rules, c.of);
    print_covered(out, _("rules seen met, or done"), c.met, c.of);
    print_covered(out, _("rules seen not met, or overdue"), c.not_met, c.not_met_of);
    print_covered(out, _("rules seen unknown"), c.unknown, c.unknown_of);
    print_covered(out, _("clauses seen met and not met"), c.clauses, c.clauses_of);
    print_covered(out, _("exceptions and needs seen at work"), c.exceptions, c.exceptions_of);
    print_covered(out, _("rows of tables"), c.rows, c.rows_of);
}

static void print_gaps(const pl_testing *t, pl_buffer *out) {
    pl_gaps gaps = {0};

    pl_coverage_gaps(&t->coverage, pl_wording_reader(), t->arena, &gaps);
    pl_buffer_printf(out, "\n%s\n",
                     gaps.len > 0 ? _("Not covered") : _("Nothing is left uncovered"));
    for (uint32_t i = 0; i < gaps.len; i++) {
        pl_buffer_puts(out, "  ");
        print_place(out, gaps.items[i].span);
        pl_buffer_printf(out, "  %s\n", gaps.items[i].words);
    }
}

void pl_testing_write_text(const pl_testing *t, const pl_testing_options *options, pl_buffer *out) {
    for (uint32_t i = 0; i < t->results.len; i++)
        if (!t->results.items[i].passed)
            print_failure(out, &t->results.items[i], options->colour);
    print_sum(t, out, options->colour);
    if (t->left_out == 0 || options->coverage)
        print_coverage(t, out);
    if (options->coverage)
        print_gaps(t, out);
}
