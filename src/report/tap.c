/* tap.c - every verdict as a line of the Test Anything Protocol, version 14: not ok is what counts against
 * a subject; an ambition, a waiver and what is provisional are TODO; what is open or not asked is skipped.
 * English, whatever the locale. */
#include "report/tap.h"

#include "report/json_text.h"
#include "report/report.h"

typedef struct writer {
    pl_buffer *out;
    uint32_t count;
} writer;

void pl_tap_title(pl_buffer *out, const char *title) {
    for (; *title; title++) {
        if (*title == '#' || *title == '\\')
            pl_buffer_putc(out, '\\');
        pl_buffer_putc(out, (unsigned char)*title < 0x20 ? ' ' : *title);
    }
}

static void *begin(const pl_report *report, pl_buffer *out) {
    writer *w = PL_MAKE(report->arena, writer);

    w->out = out;
    pl_buffer_puts(out, "TAP version 14\n");
    return w;
}

/* What did not pass, as a block of YAML. */
static void push_block(pl_buffer *out, const pl_rule *rule, const char *sentence) {
    const pl_source *source = rule->span.source;

    pl_buffer_puts(out, "  ---\n  message: ");
    pl_json_text(out, sentence);
    pl_buffer_puts(out, "\n  severity: fail\n  at: ");
    pl_json_text(out, source ? source->name : "");
    pl_buffer_printf(out, "\n  line: %u\n  ...\n",
                     source ? pl_source_position(source, rule->span.start).line : 0);
}

static void verdict_line(void *state, const pl_report_verdict *verdict) {
    static const char *const directives[] = {"", "", " # TODO ", " # SKIP ", " # SKIP "};
    writer *w = state;
    const pl_rule *rule = verdict->result->rule;
    pl_finding finding = pl_report_finding(verdict);
    pl_buffer title = {0}, sentence = {0};

    if (*pl_report_handbook(rule))
        pl_buffer_printf(&title, "%s.", pl_report_handbook(rule));
    pl_buffer_printf(&title, "%s %s", rule->name,
                     verdict->has_subject ? pl_report_subject(verdict) : "");
    pl_report_sentence(&sentence, verdict);
    pl_buffer_puts(w->out,
                   finding == PL_FINDING_FAIL || finding == PL_FINDING_EXPECTED ? "not " : "");
    pl_buffer_printf(w->out, "ok %u - ", ++w->count);
    pl_tap_title(w->out, title.ptr);
    pl_buffer_puts(w->out, directives[finding]);
    if (*directives[finding])
        pl_tap_title(w->out, sentence.ptr);
    pl_buffer_putc(w->out, '\n');
    if (finding == PL_FINDING_FAIL)
        push_block(w->out, rule, sentence.ptr);
    pl_buffer_fini(&title);
    pl_buffer_fini(&sentence);
}

static void end(void *state) {
    const writer *w = state;

    pl_buffer_printf(w->out, "1..%u\n", w->count);
}

const pl_report_format pl_format_tap = {begin, NULL, verdict_line, NULL, end};
