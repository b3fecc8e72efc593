/* figures.c - what a run gave for each rule: how often each answer, who is flagged with what was measured
 * and the norm, and why there is no answer. Told of the run as every report is; judges nothing. */
#include <assert.h>

#include "base/gettext.h"
#include "doc/page.h"
#include "report/html.h"

#define MOST_NAMED 10
#define MOST_REASONS 4

/* ### collecting */

/* What the walk is given: a report, and behind it for whom. */
typedef struct told {
    pl_report report;
    pl_doc *doc;
} told;

static void *begin(const pl_report *report, pl_buffer *out) {
    pl_doc *doc = ((const told *)report)->doc;

    (void)out;
    pl_sheets_begin(&doc->sheets, report);
    return doc;
}

static void rule_begin(void *state, const pl_rule_result *result) {
    pl_doc *doc = state;

    doc->figures[result->rule->index].result = result;
    pl_sheets_rule(&doc->sheets, result);
}

static void put_amount(pl_buffer *out, pl_wording wording, const pl_report_amount *amount,
                       const pl_report_amount *norm) {
    pl_figure_value(out, wording, &amount->value, amount->type,
                    norm && norm->known && norm->type.base == PL_NUMBER ? &norm->value.lo : NULL);
}

/* Of `at least 4 of these` the count is what is measured: it is said once. */
static bool is_count(const pl_report_amounts *amounts) {
    return amounts->count.known && amounts->total.known &&
        amounts->measured.type.base == PL_NUMBER && amounts->measured.type.unit == PL_UNIT_PLAIN &&
        pl_number_compare(amounts->measured.value.lo, amounts->count.value.lo) == 0;
}

/* "66,7% (12 of 18); norm 68%" */
static void put_amounts(pl_buffer *out, pl_wording wording, const pl_report_amounts *amounts) {
    pl_buffer count = {0}, total = {0}, norm = {0};
    bool measured = amounts->measured.known && !is_count(amounts);

    if (measured)
        put_amount(out, wording, &amounts->measured, &amounts->norm);
    if (amounts->count.known && amounts->total.known) {
        put_amount(&count, wording, &amounts->count, NULL);
        put_amount(&total, wording, &amounts->total, NULL);
        pl_buffer_puts(out, measured ? " (" : "");
        pl_buffer_printf(out, _("%s of %s"), count.ptr, total.ptr);
        pl_buffer_puts(out, measured ? ")" : "");
    }
    if (amounts->norm.known) {
        pl_figure_norm(&norm, wording, &amounts->norm.value, amounts->norm.type);
        pl_buffer_puts(out, out->len > 0 ? "; " : "");
        pl_buffer_printf(out, _("norm %s"), norm.ptr);
    }
    pl_buffer_fini(&count);
    pl_buffer_fini(&total);
    pl_buffer_fini(&norm);
}

static void put_answer(pl_buffer *out, pl_wording wording, const pl_report_verdict *verdict) {
    const char *outcome = pl_report_outcome(verdict->result, verdict->row);
    pl_report_amounts amounts;

    if (verdict->task)
        pl_task_print(out, wording, verdict->run, verdict->result->rule, verdict->task);
    else if (outcome)
        pl_buffer_puts(out, outcome);
    else {
        amounts = pl_report_decided(verdict);
        put_amounts(out, wording, &amounts);
    }
}

static const char *name_subject(pl_doc *doc, const pl_report_verdict *verdict) {
    pl_flagging flagging = verdict->result->flagging;
    pl_buffer out = {0}, key = {0}, name = {0}, answer = {0};

    pl_sheet_name_subject(&doc->sheets, doc->sheets.current, verdict->row, &key, &name);
    put_answer(&answer, doc->wording, verdict);
    pl_buffer_printf(&out, "<li class=\"%s\"><p>", pl_page_class(verdict->verdict, flagging));
    pl_page_put_sign(&out, verdict->verdict, flagging);
    pl_page_put(&out, "<strong>", key.len > 0 ? key.ptr : "", "");
    pl_page_put(&out, name.len > 0 ? " " : "", name.len > 0 ? name.ptr : "", "</strong>");
    pl_page_put(&out, answer.len > 0 ? ": " : "", answer.len > 0 ? answer.ptr : "", "</p></li>\n");
    pl_buffer_fini(&key);
    pl_buffer_fini(&name);
    pl_buffer_fini(&answer);
    return pl_buffer_take(&out, doc->arena);
}

static void take_verdict(void *state, const pl_report_verdict *verdict) {
    pl_doc *doc = state;
    pl_doc_figures *figures = &doc->figures[verdict->result->rule->index];

    pl_sheets_verdict(&doc->sheets, verdict);
    if (verdict->has_subject && figures->bad.len < MOST_NAMED &&
        (verdict->verdict == PL_VERDICT_NOT_MET || verdict->verdict == PL_VERDICT_OVERDUE))
        PL_PUSH(doc->arena, &figures->bad, name_subject(doc, verdict));
}

static void rule_end(void *state, const pl_rule_result *result, const pl_tally *tally) {
    pl_doc *doc = state;

    doc->figures[result->rule->index].tally = *tally;
    pl_sheets_rule_end(&doc->sheets, result, tally);
}

static void place_in_sheets(pl_doc *doc) {
    for (uint32_t i = 0; i < doc->sheets.list.len; i++) {
        const pl_sheet *sheet = doc->sheets.list.items[i];

        for (uint32_t r = 0; r < sheet->rules.len; r++) {
            pl_doc_figures *figures = &doc->figures[sheet->rules.items[r]->rule->index];

            assert(figures->result && !figures->sheet);
            figures->sheet = sheet;
            figures->number = r;
        }
        for (uint32_t l = 0; l < sheet->lost.len; l++)
            doc->figures[sheet->lost.items[l].rule->index].lost = sheet->lost.items[l].entity;
    }
}

static void end(void *state) {
    pl_doc *doc = state;

    pl_sheets_end(&doc->sheets);
    place_in_sheets(doc);
}

void pl_doc_find_figures(pl_doc *doc) {
    static const pl_report_format format = {begin, rule_begin, take_verdict, rule_end, end};
    told *walk = PL_MAKE(doc->arena, told);

    if (!doc->input->report)
        return;
    doc->figures = PL_MAKE_ARRAY(doc->arena, pl_doc_figures, doc->input->model->rules.len + 1);
    *walk = (told){*doc->input->report, doc};
    pl_report_write(&walk->report, &format, doc->out);
}

/* ### on the page */

static void put_counts(pl_doc *doc, const pl_doc_figures *figures) {
    pl_count_column columns[PL_COUNT_COLUMNS];
    pl_html_part parts[PL_COUNT_COLUMNS];
    uint32_t count = pl_sheet_choose_counts(figures->sheet, columns);
    pl_buffer words = {0};

    assert(figures->number < figures->sheet->rules.len);
    for (uint32_t c = 0; c < count; c++) {
        uint32_t n = pl_count_figure(&columns[c], figures->result, &figures->tally);

        parts[c] = (pl_html_part){pl_page_class(columns[c].verdict, figures->result->flagging), n};
        if (n > 0)
            pl_buffer_printf(&words, "%s%u %s", words.len > 0 ? " · " : "", n, columns[c].header);
    }
    pl_page_put(doc->out, "<p class=\"tally\">", words.len > 0 ? words.ptr : _("nobody to judge"),
                "</p>\n");
    if (figures->tally.subjects > 0)
        pl_html_bar(doc->out, parts, count);
    words.len = 0;
    if (figures->result->rule->outcome)
        pl_sheet_outcomes_print(figures->sheet, figures->number, &words);
    if (words.len > 0)
        pl_page_put(doc->out, "<p class=\"left\">", words.ptr, "</p>\n");
    pl_buffer_fini(&words);
}

void pl_doc_tally(pl_doc *doc, const pl_rule *rule) {
    const pl_doc_figures *figures = &doc->figures[rule->index];
    pl_buffer line = {0};

    assert(doc->figures && (!figures->sheet || figures->result));
    if (figures->sheet) {
        put_counts(doc, figures);
        return;
    }
    if (figures->lost)
        pl_buffer_printf(&line, _("unknown: no data for %s"), figures->lost->name);
    else
        pl_buffer_puts(&line, _("not valid on this date"));
    pl_page_put(doc->out, "<p class=\"left\">", line.ptr, "</p>\n");
    pl_buffer_fini(&line);
}

static void put_bad(pl_doc *doc, const pl_doc_figures *figures) {
    uint32_t all = pl_sheet_flagged(&figures->tally);

    assert(figures->bad.len <= all);
    if (figures->bad.len == 0)
        return;
    pl_buffer_puts(doc->out, "<ul class=\"cases\">\n");
    for (uint32_t i = 0; i < figures->bad.len; i++)
        pl_buffer_puts(doc->out, figures->bad.items[i]);
    pl_buffer_puts(doc->out, "</ul>\n");
    if (figures->bad.len == all)
        return;
    pl_buffer_puts(doc->out, "<p class=\"left\">");
    pl_buffer_printf(doc->out, _("and %u more"), all - figures->bad.len);
    pl_buffer_puts(doc->out, "</p>\n");
}

/* Why some have no answer: the most frequent first. */
static void put_reasons(pl_doc *doc, const pl_doc_figures *figures) {
    const pl_sheet *sheet = figures->sheet;
    uint32_t listed = 0;

    for (uint32_t i = 0; i < sheet->reasons.len && listed < MOST_REASONS; i++) {
        const pl_sheet_reason *reason = &sheet->reasons.items[i];

        if (reason->counts[figures->number] == 0 || reason->verdict == PL_VERDICT_EXEMPT)
            continue;
        pl_buffer_puts(doc->out, listed++ == 0 ? "<ul class=\"note\">\n" : "");
        pl_page_put(doc->out, "<li>", pl_verdict_words(reason->verdict), "");
        pl_page_put(doc->out, ": ", reason->text, "");
        pl_buffer_printf(doc->out, " (%u)</li>\n", reason->counts[figures->number]);
    }
    pl_buffer_puts(doc->out, listed > 0 ? "</ul>\n" : "");
}

void pl_doc_figures_of(pl_doc *doc, const pl_rule *rule) {
    const pl_doc_figures *figures = &doc->figures[rule->index];

    pl_doc_tally(doc, rule);
    if (!figures->sheet)
        return;
    if (figures->result->flagging == PL_FLAGGING_PROVISIONAL) {
        pl_buffer line = {0};

        pl_provisional_print(&line, doc->wording, rule);
        pl_page_put(doc->out, "<p class=\"note\">", line.ptr, "</p>\n");
        pl_buffer_fini(&line);
    }
    put_bad(doc, figures);
    put_reasons(doc, figures);
}
