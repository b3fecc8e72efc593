/* sarif.c - findings as SARIF 2.1.0, for code scanning: what counts against a subject, what is waived, and
 * what is unknown, each at the line of its rule, with the cells that matter as related places. Verdicts
 * that are no finding are counted with their rule. English, whatever the locale. */
#include <assert.h>
#include <string.h>

#include "report/json_text.h"
#include "report/report.h"

typedef struct writer {
    const pl_report *report;
    pl_buffer *out;
    pl_buffer rules; /* written before the results */
    pl_buffer results;
    uint32_t rule_count, result_count;
} writer;

/* ### texts */

/* A path as a reference of RFC 3986. */
static void push_uri(pl_buffer *out, const char *path) {
    pl_buffer_puts(out, "\"uri\": \"");
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            strchr("-._~/", c) != NULL;

        pl_buffer_printf(out, plain ? "%c" : "%%%02X", c);
    }
    pl_buffer_putc(out, '"');
}

static void push_text(pl_buffer *out, const char *name, const char *text) {
    pl_buffer_printf(out, "\"%s\": {\"text\": ", name);
    pl_json_text(out, text);
    pl_buffer_putc(out, '}');
}

static const char *id_of(const writer *w, const pl_rule *rule) {
    return *pl_report_handbook(rule)
        ? pl_arena_format(w->report->arena, "%s.%s", pl_report_handbook(rule), rule->name)
        : rule->name;
}

/* ### rules */

static const char *level_of(const pl_rule *rule) {
    switch (rule->kind) {
    case PL_STANDARD: return "error";
    case PL_INDICATOR:
    case PL_DEADLINE: return "warning";
    case PL_AMBITION:
    case PL_TARGET:
    case PL_DECISION: break;
    }
    return "note";
}

static void push_counts(pl_buffer *out, const pl_tally *tally) {
    pl_buffer_printf(out, "\"subjects\": %u", tally->subjects);
    for (int v = 0; v < PL_VERDICT_SKIPPED; v++)
        if (tally->verdicts[v] > 0)
            pl_buffer_printf(out, ", \"%s\": %u", pl_verdict_word((pl_verdict)v),
                             tally->verdicts[v]);
}

static void rule_end(void *state, const pl_rule_result *result, const pl_tally *tally) {
    writer *w = state;
    const pl_rule *rule = result->rule;

    pl_buffer_puts(&w->rules, w->rule_count++ > 0 ? ",\n            {" : "\n            {");
    pl_json_member(&w->rules, "id", id_of(w, rule));
    pl_buffer_puts(&w->rules, ", ");
    push_text(&w->rules, "shortDescription", rule->title ? rule->title : rule->name);
    if (rule->cites.len > 0) {
        pl_buffer_puts(&w->rules, ", ");
        push_text(&w->rules, "help", rule->cites.items[0]);
    }
    pl_buffer_printf(&w->rules, ", \"defaultConfiguration\": {\"level\": \"%s\"}", level_of(rule));
    pl_buffer_puts(&w->rules, ", \"properties\": {");
    pl_json_member(&w->rules, "kind", pl_rule_kind_word(rule->kind));
    pl_buffer_puts(&w->rules, ", \"counts\": {");
    push_counts(&w->rules, tally);
    pl_buffer_puts(&w->rules, "}}}");
}

/* ### results */

static void push_place(pl_buffer *out, const char *file, uint32_t line) {
    pl_buffer_puts(out, "\"physicalLocation\": {\"artifactLocation\": {");
    push_uri(out, file);
    pl_buffer_printf(out, "}, \"region\": {\"startLine\": %u}}", line > 0 ? line : 1);
}

static void push_location(pl_buffer *out, const pl_report_verdict *verdict) {
    const pl_rule *rule = verdict->result->rule;
    const pl_source *source = rule->span.source;

    pl_buffer_puts(out, "\"locations\": [{");
    if (source) {
        push_place(out, source->name, pl_source_position(source, rule->span.start).line);
        pl_buffer_puts(out, ", ");
    }
    pl_buffer_puts(out, "\"logicalLocations\": [{");
    pl_json_member(out, "name",
                   verdict->has_subject ? pl_report_subject(verdict) : rule->entity->name);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "kind", rule->entity->name);
    pl_buffer_puts(out, "}]}]");
}

/* Cells that are missing or bounded, where they stand. */
static void push_cells(pl_buffer *out, const pl_lacks *lacks) {
    bool any = false;

    for (uint32_t i = 0; i < lacks->len; i++) {
        const pl_lack *lack = &lacks->items[i];
        pl_buffer words = {0};

        if (!lack->place.file)
            continue;
        pl_lack_print(&words, pl_wording_fixed(), lack);
        pl_buffer_puts(out, any ? ", {" : ", \"relatedLocations\": [{");
        push_text(out, "message", words.ptr);
        pl_buffer_puts(out, ", ");
        push_place(out, lack->place.file, lack->place.line);
        pl_buffer_putc(out, '}');
        pl_buffer_fini(&words);
        any = true;
    }
    pl_buffer_puts(out, any ? "]" : "");
}

static void push_waiver(pl_buffer *out, const pl_report_verdict *verdict) {
    if (verdict->verdict != PL_VERDICT_NOT_MET_WAIVED || !verdict->waiver)
        return;
    pl_buffer_puts(out, ", \"suppressions\": [{\"kind\": \"external\", \"status\": \"accepted\", ");
    pl_json_member(out, "justification", verdict->waiver->waiver->reason);
    pl_buffer_puts(out, "}]");
}

static void push_result(writer *w, const pl_report_verdict *verdict, bool fails) {
    const pl_rule *rule = verdict->result->rule;
    bool yet = verdict->result->flagging != PL_FLAGGING_YES;
    const char *level = !fails ? "none" : yet ? "note" : level_of(rule);
    pl_buffer *out = &w->results, words = {0};

    if (verdict->has_subject)
        pl_buffer_printf(&words, "%s: ", pl_report_subject(verdict));
    pl_report_sentence(&words, verdict);
    pl_buffer_puts(out, w->result_count++ > 0 ? ",\n        {" : "\n        {");
    pl_json_member(out, "ruleId", id_of(w, rule));
    pl_buffer_printf(out, ", \"ruleIndex\": %u, \"kind\": \"%s\", \"level\": \"%s\", ",
                     w->rule_count, fails ? "fail" : "open", level);
    push_text(out, "message", words.ptr);
    pl_buffer_puts(out, ",\n         ");
    push_location(out, verdict);
    push_cells(out, &verdict->reason->lacks);
    push_waiver(out, verdict);
    pl_buffer_puts(out, ", \"partialFingerprints\": {");
    words.len = 0;
    pl_buffer_printf(&words, "%s/%s", id_of(w, rule),
                     verdict->has_subject ? pl_report_subject(verdict) : "");
    pl_json_member(out, "verdict/v1", words.ptr);
    pl_buffer_puts(out, "}}");
    pl_buffer_fini(&words);
}

static void take_verdict(void *state, const pl_report_verdict *verdict) {
    switch (pl_report_finding(verdict)) {
    case PL_FINDING_FAIL:
    case PL_FINDING_EXPECTED: push_result(state, verdict, true); break;
    case PL_FINDING_OPEN: push_result(state, verdict, false); break;
    case PL_FINDING_PASS:
    case PL_FINDING_NONE: break;
    }
}

/* ### the log */

static void *begin(const pl_report *report, pl_buffer *out) {
    writer *w = PL_MAKE(report->arena, writer);

    *w = (writer){.report = report, .out = out};
    return w;
}

static void end(void *state) {
    writer *w = state;
    pl_buffer *out = w->out;

    assert((w->result_count == 0) == (w->results.len == 0));
    pl_buffer_puts(out,
                   "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                   "  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n"
                   "      \"tool\": {\"driver\": {\"name\": \"Peil\", ");
    pl_json_member(out, "version", w->report->receipt->version);
    pl_buffer_puts(out, ", \"rules\": [");
    pl_buffer_push(out, w->rules.ptr, w->rules.len);
    pl_buffer_puts(out, w->rule_count > 0 ? "\n      ]}},\n" : "]}},\n");
    pl_buffer_puts(out, "      \"results\": [");
    pl_buffer_push(out, w->results.ptr, w->results.len);
    pl_buffer_puts(out, w->result_count > 0 ? "\n      ],\n" : "],\n");
    pl_buffer_puts(out, "      \"properties\": {\"receipt\": ");
    pl_receipt_json(out, w->report->receipt, 6);
    pl_buffer_puts(out, "}\n    }\n  ]\n}\n");
    pl_buffer_fini(&w->rules);
    pl_buffer_fini(&w->results);
}

const pl_report_format pl_format_sarif = {begin, NULL, take_verdict, rule_end, end};
