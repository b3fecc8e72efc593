/* html.c - the report as one page that stands on its own: what was judged and how it went at a glance,
 * then each sheet with its table and its rules, who belongs to the populations, waivers, the agenda,
 * and the receipt. Words and figures follow the reader's language. */
#include "report/html.h"

#include <assert.h>

#include "base/gettext.h"
#include "report/agenda.h"

/* With more subjects than ALL the table has the flagged, and no more than MOST; others up to FEW. */
#define ALL_SUBJECTS 150
#define MOST_SUBJECTS 600
#define FEW_SUBJECTS 100

static void *begin(const pl_report *report, pl_buffer *out) {
    pl_html *html = PL_MAKE(report->arena, pl_html);

    html->report = report;
    html->out = out;
    pl_sheets_begin(&html->sheets, report);
    return html;
}

/* ### at a glance */

static void push_overview_row(pl_html *html, uint32_t i) {
    const pl_sheet *sheet = html->sheets.list.items[i];
    const uint32_t *ranks = sheet->ranks;
    const pl_html_part parts[] = {{"flag", ranks[PL_RANK_FLAGGED]},
                                  {"open", ranks[PL_RANK_UNDECIDED]},
                                  {"waived", ranks[PL_RANK_WAIVED]},
                                  {"met", ranks[PL_RANK_FINE]}};
    pl_buffer *out = html->out;

    if (sheet->rules.len == 0)
        return;
    pl_buffer_printf(out, "<tr><th scope=\"row\"><a href=\"#s%u\">", i + 1);
    pl_page_put(out, "", sheet->entity->name, "</a></th>");
    pl_page_put(out, "<td>", sheet->handbook ? sheet->handbook->name : "", "</td>");
    pl_buffer_printf(out, "<td class=\"num\">%u</td>", sheet->subjects.len);
    for (uint32_t r = 0; r < PL_RANK_COUNT; r++)
        pl_buffer_printf(out,
                         ranks[r] == 0              ? "<td class=\"num zero\">%u</td>"
                             : r == PL_RANK_FLAGGED ? "<td class=\"num\"><b>%u</b></td>"
                                                    : "<td class=\"num\">%u</td>",
                         ranks[r]);
    pl_buffer_puts(out, "<td>");
    pl_html_bar(out, parts, sizeof parts / sizeof *parts);
    pl_buffer_puts(out, "</td></tr>\n");
}

static void push_overview(pl_html *html) {
    const char *const headers[] = {_("About"), _("Handbook"), _("In all")};
    pl_buffer *out = html->out;

    pl_page_put(out, "<section id=\"overview\">\n<h2>", _("At a glance"), "</h2>\n");
    pl_page_put(out,
                "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"o\">\n"
                "<table>\n<caption id=\"o\">",
                _("How many have a flag, and how many do not"), "</caption>\n<thead><tr>");
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        pl_page_put(out, i < 2 ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"num\">",
                    headers[i], "</th>");
    for (uint32_t r = 0; r < PL_RANK_COUNT; r++)
        pl_page_put(out, "<th scope=\"col\" class=\"num\">", pl_sheet_rank_words((pl_sheet_rank)r),
                    "</th>");
    pl_page_put(out, "<th scope=\"col\">", _("Parts"), "</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < html->sheets.list.len; i++)
        push_overview_row(html, i);
    pl_buffer_puts(out, "</tbody>\n</table>\n</div>\n</section>\n");
}

/* The signs that the tables have. */
static void push_key(pl_html *html) {
    static const pl_verdict verdicts[] = {
        PL_VERDICT_MET,    PL_VERDICT_NOT_MET,        PL_VERDICT_UNKNOWN,  PL_VERDICT_NO_NORM,
        PL_VERDICT_EXEMPT, PL_VERDICT_NOT_MET_WAIVED, PL_VERDICT_UPCOMING, PL_VERDICT_DUE};
    pl_buffer *out = html->out;

    pl_buffer_puts(out, "<ul class=\"key\">\n");
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        pl_buffer_puts(out, "<li>");
        pl_page_put_sign(out, verdicts[i], PL_FLAGGING_YES);
        pl_page_put(out, "", pl_verdict_words(verdicts[i]), "</li>\n");
    }
    pl_buffer_puts(out, "<li>");
    pl_page_put_sign(out, PL_VERDICT_NOT_MET, PL_FLAGGING_NOT_YET);
    pl_page_put(out, "", _("not yet"), "</li>\n</ul>\n");
}

/* ### waivers and populations */

static void push_waivers(pl_html *html, bool expired, const char *open, const char *title) {
    pl_buffer line = {0};
    bool any = false;

    for (uint32_t at = 0; pl_sheets_waiver_print(&html->sheets, expired, &at, &line);) {
        if (!any)
            pl_page_put(html->out, open, title, "</h2>\n<ul>\n");
        any = true;
        pl_page_put(html->out, "<li>", line.ptr, "</li>\n");
        line.len = 0;
    }
    pl_buffer_puts(html->out, any ? "</ul>\n</section>\n" : "");
    pl_buffer_fini(&line);
}

static void push_populations(pl_html *html) {
    const pl_run *run = html->report->run;

    if (run->populations.len == 0)
        return;
    pl_page_put(html->out, "<section id=\"populations\">\n<h2>", _("Populations"), "</h2>\n<ul>\n");
    for (uint32_t i = 0; i < run->populations.len; i++) {
        pl_left_out counts =
            pl_left_out_count(html->report->trace, &run->populations.items[i], NULL, 0);
        pl_buffer line = {0};

        pl_left_out_print(&line, html->sheets.wording, &counts);
        pl_page_put(html->out, "<li><b>", run->populations.items[i].population->name, "</b>: ");
        pl_page_put(html->out, "", line.ptr, "</li>\n");
        pl_buffer_fini(&line);
    }
    pl_buffer_puts(html->out, "</ul>\n</section>\n");
}

/* ### a sheet */

static uint32_t shown_of(const pl_sheet *sheet) {
    uint32_t flagged = sheet->ranks[PL_RANK_FLAGGED];

    if (sheet->subjects.len <= ALL_SUBJECTS)
        return sheet->subjects.len;
    return flagged > MOST_SUBJECTS ? MOST_SUBJECTS
        : flagged < FEW_SUBJECTS   ? FEW_SUBJECTS
                                   : flagged;
}

static void push_line(pl_html *html, const char *open, pl_buffer *line, const char *close) {
    if (line->len > 0)
        pl_page_put(html->out, open, line->ptr, close);
    line->len = 0;
}

/* What bounded cells leave open, and why there is no verdict. */
static void push_reasons(pl_html *html, const pl_sheet *sheet) {
    pl_buffer line = {0};

    if (pl_sheet_bounds_print(&html->sheets, sheet, &line)) {
        push_line(html, "<p>", &line, "</p>\n<ul>\n");
        for (uint32_t i = 0; i < sheet->rules.len; i++) {
            pl_sheet_rule_bounds_print(sheet, i, &line);
            push_line(html, "<li>", &line, "</li>\n");
        }
        pl_buffer_puts(html->out, "</ul>\n");
    }
    for (uint32_t i = 0; i < sheet->reasons.len; i++) {
        const pl_sheet_reason *reason = &sheet->reasons.items[i];

        if (i == 0 || reason->verdict != reason[-1].verdict) {
            pl_buffer_puts(html->out, i > 0 ? "</ul>\n" : "");
            pl_page_put(html->out, "<h4>", pl_sheet_reason_title(reason->verdict), "</h4>\n<ul>\n");
        }
        pl_sheet_reason_print(sheet, reason, &line);
        push_line(html, "<li>", &line, "</li>\n");
    }
    pl_buffer_puts(html->out, sheet->reasons.len > 0 ? "</ul>\n" : "");
    pl_buffer_fini(&line);
}

static void push_outcomes(pl_html *html, const pl_sheet *sheet) {
    pl_buffer line = {0};

    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        if (sheet->rules.items[i]->rule->outcome)
            pl_sheet_outcomes_print(sheet, i, &line);
        push_line(html, "<p>", &line, "</p>\n");
        if (sheet->rules.items[i]->flagging == PL_FLAGGING_PROVISIONAL) {
            pl_buffer_printf(&line, "%s: ", sheet->rules.items[i]->rule->name);
            pl_provisional_print(&line, html->sheets.wording, sheet->rules.items[i]->rule);
        }
        push_line(html, "<p>", &line, "</p>\n");
    }
    pl_buffer_fini(&line);
}

static void push_rules(pl_html *html, const pl_sheet *sheet, uint32_t number) {
    pl_html_sheet s = {.html = html, .sheet = sheet, .number = number};

    if (sheet->subjects.len > 0) {
        pl_grid_fill(&s.grid, &html->sheets, sheet, shown_of(sheet));
        pl_html_study(&s);
    }
    pl_html_table(&s);
    pl_html_trend(&s);
    pl_html_rules(&s);
    push_outcomes(html, sheet);
    push_reasons(html, sheet);
}

static void push_sheet(pl_html *html, uint32_t i) {
    const pl_sheet *sheet = html->sheets.list.items[i];
    pl_buffer line = {0};

    pl_sheet_totals_print(sheet, &line);
    pl_buffer_printf(html->out, "<section id=\"s%u\" aria-labelledby=\"g%u\">\n<h3 id=\"g%u\">",
                     i + 1, i + 1, i + 1);
    push_line(html, "", &line, "</h3>\n");
    push_rules(html, sheet, i + 1);
    pl_buffer_puts(html->out, "</section>\n");
    pl_buffer_fini(&line);
}

/* ### a handbook */

/* The only one there is, or NULL. */
static const pl_handbook *only_handbook(const pl_html *html) {
    const pl_handbook *only =
        html->sheets.list.len > 0 ? html->sheets.list.items[0]->handbook : NULL;

    for (uint32_t i = 1; i < html->sheets.list.len; i++)
        if (html->sheets.list.items[i]->handbook != only)
            return NULL;
    return only;
}

/* An only handbook with a title gives the page its own. */
static void push_handbook(pl_html *html, const pl_handbook *handbook) {
    bool only = only_handbook(html) != NULL && handbook->title;
    pl_buffer line = {0};

    pl_page_put(html->out, "<h2>",
                only                  ? _("Outcomes")
                    : handbook->title ? handbook->title
                                      : handbook->name,
                "</h2>\n");
    pl_handbook_source_print(&line, html->sheets.wording, handbook);
    push_line(html, "<p class=\"meta\">", &line, "</p>\n");
    push_key(html);
    pl_buffer_fini(&line);
}

/* Rules of a handbook that no data gives an answer of. */
static void push_lost(pl_html *html, const pl_handbook *handbook) {
    bool any = false;
    pl_buffer line = {0};

    for (uint32_t i = 0; i < html->sheets.list.len; i++) {
        const pl_sheet *sheet = html->sheets.list.items[i];

        for (uint32_t k = 0; sheet->handbook == handbook && k < sheet->lost.len; k++) {
            if (!pl_sheet_lost_print(sheet, k, &line))
                continue;
            if (!any)
                pl_page_put(html->out, "<section>\n<h3>", _("Without an answer for want of data"),
                            "</h3>\n<ul>\n");
            any = true;
            push_line(html, "<li>", &line, "</li>\n");
        }
    }
    pl_buffer_puts(html->out, any ? "</ul>\n</section>\n" : "");
    pl_buffer_fini(&line);
}

static void push_sheets(pl_html *html) {
    const pl_handbook *handbook = NULL;

    for (uint32_t i = 0; i < html->sheets.list.len; i++) {
        const pl_sheet *sheet = html->sheets.list.items[i];

        if (handbook && sheet->handbook != handbook)
            push_lost(html, handbook);
        if (sheet->handbook != handbook)
            push_handbook(html, sheet->handbook);
        handbook = sheet->handbook;
        if (sheet->rules.len > 0)
            push_sheet(html, i);
    }
    if (handbook)
        push_lost(html, handbook);
}

/* ### the page */

static bool has_deadlines(const pl_report *report) {
    for (uint32_t i = 0; i < report->run->rules.len; i++)
        if (report->asked[i] && report->run->rules.items[i].rule->deadline)
            return true;
    return false;
}

static void push_nav(pl_html *html) {
    pl_buffer *out = html->out;

    pl_page_put(out, "<nav aria-label=\"", _("Contents"), "\">\n<ul>\n");
    pl_page_put(out, "<li><a href=\"#overview\">", _("At a glance"), "</a></li>\n");
    for (uint32_t i = 0; i < html->sheets.list.len; i++) {
        if (html->sheets.list.items[i]->rules.len == 0)
            continue;
        pl_buffer_printf(out, "<li><a href=\"#s%u\">", i + 1);
        pl_page_put(out, "", html->sheets.list.items[i]->entity->name, "</a></li>\n");
    }
    if (has_deadlines(html->report))
        pl_page_put(out, "<li><a href=\"#agenda\">", _("Agenda"), "</a></li>\n");
    pl_page_put(out, "<li><a href=\"#receipt\">", _("Receipt"), "</a></li>\n</ul>\n</nav>\n");
}

static const char *title_of(const pl_html *html) {
    const pl_dataset *dataset = html->report->run->data->dataset;
    const pl_handbook *only = only_handbook(html);

    if (only && only->title)
        return only->title;
    return dataset && dataset->title ? dataset->title : dataset ? dataset->name : _("Report");
}

static void end(void *state) {
    pl_html *html = state;
    pl_buffer line = {0};

    pl_sheets_end(&html->sheets);
    pl_sheets_date_print(&html->sheets, &line);
    pl_page_begin(html->out, _("Report"), title_of(html), line.ptr);
    line.len = 0;
    push_nav(html);
    push_waivers(html, true, "<section class=\"alert\">\n<h2>", _("Waivers that have expired"));
    push_overview(html);
    push_sheets(html);
    if (pl_sheets_out_of_force_print(&html->sheets, &line))
        push_line(html, "<p>", &line, "</p>\n");
    push_populations(html);
    push_waivers(html, false, "<section id=\"waivers\">\n<h2>", _("Waivers"));
    if (has_deadlines(html->report))
        pl_agenda_html_section(pl_agenda_make(html->report, &(pl_agenda_filter){0}), html->out);
    pl_page_end(html->out, html->report->receipt);
    pl_buffer_fini(&line);
}

const pl_report_format pl_format_html = {begin, pl_sheets_rule, pl_sheets_verdict,
                                         pl_sheets_rule_end, end};
