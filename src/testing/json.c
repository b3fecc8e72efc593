/* json.c - tests as one JSON object: each test with what it missed, what was seen of each rule, and all that is not covered. */
#include "report/json_text.h"
#include "report/report.h"
#include "testing/testing.h"

static void print_place(pl_buffer *out, pl_span span) {
    pl_buffer_puts(out, "\"file\": ");
    pl_json_text(out, span.source ? span.source->name : NULL);
    pl_buffer_printf(out, ", \"line\": %u", pl_testing_line(span));
}

/* ### tests */

static void print_miss(pl_buffer *out, const pl_test_check *check, const pl_test_miss *miss) {
    pl_buffer_puts(out, "{\"rule\": ");
    pl_json_text(out, check->expectation->rule->name);
    pl_buffer_puts(out, ", \"expected\": ");
    pl_json_text(out, check->expectation->verdict);
    pl_buffer_puts(out, ", \"subject\": ");
    pl_json_text(out, miss->subject);
    pl_buffer_puts(out, ", \"came\": ");
    pl_json_text(out, miss->verdict);
    pl_buffer_puts(out, ", \"why\": ");
    pl_json_text(out, miss->subject && *miss->why_fixed ? miss->why_fixed : NULL);
    pl_buffer_putc(out, '}');
}

static void print_test(pl_buffer *out, const pl_test_result *result) {
    uint32_t count = 0;

    pl_buffer_puts(out, "    {\"title\": ");
    pl_json_text(out, result->test->title);
    pl_buffer_puts(out, ", ");
    print_place(out, result->test->span);
    pl_buffer_puts(out, ", \"date\": \"");
    pl_date_print(out, result->test->date);
    pl_buffer_printf(out, "\", \"passed\": %s, \"misses\": [", result->passed ? "true" : "false");
    for (uint32_t i = 0; i < result->checks.len; i++)
        for (uint32_t m = 0; m < result->checks.items[i].misses.len; m++) {
            pl_buffer_puts(out, count++ > 0 ? ", " : "");
            print_miss(out, &result->checks.items[i], &result->checks.items[i].misses.items[m]);
        }
    pl_buffer_puts(out, "]}");
}

/* ### coverage */

static void print_rule(pl_buffer *out, const pl_rule_seen *seen) {
    uint32_t count = 0;

    pl_buffer_puts(out, "      {\"handbook\": ");
    pl_json_text(out, pl_report_handbook(seen->rule));
    pl_buffer_puts(out, ", \"rule\": ");
    pl_json_text(out, seen->rule->name);
    pl_buffer_printf(out, ", \"tested\": %s, \"verdicts\": [", seen->tested ? "true" : "false");
    for (int v = 0; v < PL_VERDICT_SKIPPED; v++) {
        if (!seen->verdicts[v])
            continue;
        pl_buffer_puts(out, count++ > 0 ? ", " : "");
        pl_json_text(out, pl_verdict_word((pl_verdict)v));
    }
    pl_buffer_puts(out, "]}");
}

static void print_gap(pl_buffer *out, const pl_test_gap *gap) {
    pl_buffer_puts(out, "      {");
    print_place(out, gap->span);
    pl_buffer_puts(out, ", \"gap\": ");
    pl_json_text(out, gap->words);
    pl_buffer_putc(out, '}');
}

static void print_sums(pl_buffer *out, const pl_covered *c) {
    pl_buffer_printf(
        out,
        "    \"rules\": %u, \"tested\": %u, \"met\": %u, \"not_met\": %u, \"not_met_of\": %u, "
        "\"unknown\": %u, \"unknown_of\": %u,\n",
        c->of, c->rules, c->met, c->not_met, c->not_met_of, c->unknown, c->unknown_of);
    pl_buffer_printf(out, "    \"clauses\": %u, \"clauses_both_sides\": %u,\n", c->clauses_of,
                     c->clauses);
    pl_buffer_printf(out, "    \"exceptions\": %u, \"exceptions_at_work\": %u,\n", c->exceptions_of,
                     c->exceptions);
    pl_buffer_printf(out, "    \"table_rows\": %u, \"table_rows_touched\": %u,\n", c->rows_of,
                     c->rows);
}

static void print_coverage(const pl_testing *t, pl_buffer *out) {
    pl_covered covered = pl_coverage_count(&t->coverage);
    pl_gaps gaps = {0};

    pl_coverage_gaps(&t->coverage, pl_wording_fixed(), t->arena, &gaps);
    pl_buffer_puts(out, "  \"coverage\": {\n");
    print_sums(out, &covered);
    pl_buffer_puts(out, "    \"seen\": [");
    for (uint32_t i = 0; i < t->coverage.rules.len; i++) {
        pl_buffer_puts(out, i > 0 ? ",\n" : "\n");
        print_rule(out, &t->coverage.rules.items[i]);
    }
    pl_buffer_puts(out, t->coverage.rules.len > 0 ? "\n    ],\n" : "],\n");
    pl_buffer_puts(out, "    \"gaps\": [");
    for (uint32_t i = 0; i < gaps.len; i++) {
        pl_buffer_puts(out, i > 0 ? ",\n" : "\n");
        print_gap(out, &gaps.items[i]);
    }
    pl_buffer_puts(out, gaps.len > 0 ? "\n    ]\n  }\n" : "]\n  }\n");
}

void pl_testing_write_json(const pl_testing *t, const pl_testing_options *options, pl_buffer *out) {
    (void)options;
    pl_buffer_printf(out, "{\n  \"passed\": %u, \"failed\": %u, \"not_run\": %u,\n  \"tests\": [",
                     t->results.len - t->failed, t->failed, t->left_out);
    for (uint32_t i = 0; i < t->results.len; i++) {
        pl_buffer_puts(out, i > 0 ? ",\n" : "\n");
        print_test(out, &t->results.items[i]);
    }
    pl_buffer_puts(out, t->results.len > 0 ? "\n  ],\n" : "],\n");
    print_coverage(t, out);
    pl_buffer_puts(out, "}\n");
}
