/* html_rules.c - the rules of a sheet on a page: how often each verdict was given, and for each rule
 * with something to explain its source, its plot and the explanations, the flagged first. What is in
 * order is told by its count. */
#include <assert.h>

#include "base/gettext.h"
#include "report/html.h"

#define MOST_CLAUSES 12
#define FEW_CASES 8 /* stand beside the picture */

/* ### bars */

void pl_html_bar(pl_buffer *out, const pl_html_part *parts, uint32_t count) {
    pl_buffer_puts(out, "<div class=\"bar\" aria-hidden=\"true\">");
    for (uint32_t i = 0; i < count; i++)
        if (parts[i].count > 0)
            pl_buffer_printf(out, "<span class=\"%s\" style=\"flex:%u\"></span>", parts[i].name,
                             parts[i].count);
    pl_buffer_puts(out, "</div>\n");
}

/* ### counts */

static bool has_article(const pl_html_sheet *s, uint32_t rule);

static void push_count_row(const pl_html_sheet *s, uint32_t rule, const pl_count_column *columns,
                           uint32_t count) {
    const pl_rule_result *result = s->sheet->rules.items[rule];
    bool linked = has_article(s, rule);
    pl_buffer *out = s->html->out;

    pl_buffer_printf(out, "<tr id=\"n%u\"><th scope=\"row\"><code>", result->rule->index);
    if (linked)
        pl_buffer_printf(out, "<a href=\"#r%u\">", result->rule->index);
    pl_page_put_name(out, result->rule->name);
    pl_page_put(out, linked ? "</a></code></th><td>" : "</code></th><td>",
                result->rule->title ? result->rule->title : "", "</td>");
    for (uint32_t c = 0; c < count; c++) {
        uint32_t n = pl_count_figure(&columns[c], result, &s->sheet->tallies.items[rule]);

        if (n == 0)
            pl_buffer_puts(out, "<td class=\"num zero\">0</td>");
        else
            pl_buffer_printf(out,
                             pl_count_is_bad(&columns[c]) ? "<td class=\"num\"><b>%u</b></td>"
                                                          : "<td class=\"num\">%u</td>",
                             n);
    }
    pl_buffer_puts(out, "</tr>\n");
}

static void push_counts(const pl_html_sheet *s) {
    pl_count_column columns[PL_COUNT_COLUMNS];
    uint32_t count = pl_sheet_choose_counts(s->sheet, columns);
    pl_buffer *out = s->html->out;

    pl_buffer_printf(out,
                     "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
                     "aria-labelledby=\"c%u\">\n<table>\n<caption id=\"c%u\">",
                     s->number, s->number);
    pl_page_put(out, "", _("How often each answer was given"), "</caption>\n<thead><tr>");
    pl_page_put(out, "<th scope=\"col\">", _("Rule"), "</th>");
    pl_page_put(out, "<th scope=\"col\">", _("What it asks"), "</th>");
    for (uint32_t c = 0; c < count; c++)
        pl_page_put(out, "<th scope=\"col\" class=\"num\">", columns[c].header, "</th>");
    pl_buffer_puts(out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < s->sheet->rules.len; i++)
        push_count_row(s, i, columns, count);
    pl_buffer_puts(out, "</tbody>\n</table>\n</div>\n");
}

/* ### the rule as written */

static void push_clause(pl_buffer *out, pl_trace *trace, const pl_clause *clause) {
    pl_page_put(out, "<li><code>require ", pl_trace_written(trace, clause->requirement), "");
    if (clause->condition)
        pl_page_put(out, " when ", pl_trace_written(trace, clause->condition), "");
    pl_buffer_puts(out, "</code></li>\n");
}

static void push_clauses(const pl_html_sheet *s, const pl_rule *rule) {
    pl_trace *trace = s->html->report->trace;
    pl_buffer *out = s->html->out;
    uint32_t shown = rule->clauses.len < MOST_CLAUSES ? rule->clauses.len : MOST_CLAUSES;

    if (shown == 0)
        return;
    pl_page_put(out, "<details><summary>", _("The rule as it is written"), "</summary>\n<ul>\n");
    for (uint32_t i = 0; i < shown; i++)
        push_clause(out, trace, &rule->clauses.items[i]);
    if (shown < rule->clauses.len) {
        pl_buffer_puts(out, "<li>");
        pl_buffer_printf(out, _("and %u more"), rule->clauses.len - shown);
        pl_buffer_puts(out, "</li>\n");
    }
    pl_buffer_puts(out, "</ul>\n</details>\n");
}

static void push_source(const pl_html_sheet *s, const pl_rule *rule) {
    const pl_source *source = rule->span.source;
    const char *section = rule->section_title ? rule->section_title : rule->section;
    pl_buffer *out = s->html->out;

    pl_buffer_puts(out, "<p class=\"meta\">");
    if (section)
        pl_page_put(out, "", section, " · ");
    for (uint32_t i = 0; i < rule->cites.len; i++)
        pl_page_put(out, "", rule->cites.items[i], " · ");
    if (source) {
        pl_page_put(out, "<span class=\"place\">", source->name, "");
        pl_buffer_printf(out, ":%u</span>", pl_source_position(source, rule->span.start).line);
    }
    pl_buffer_puts(out, "</p>\n");
}

/* ### explanations */

static void push_amounts(const pl_html_sheet *s, const pl_rule_result *result, uint32_t row) {
    pl_report_amounts amounts = pl_report_decided_amounts(result, row, s->html->report->arena);
    pl_wording wording = s->html->sheets.wording;
    pl_buffer count = {0}, total = {0}, words = {0};

    if (!amounts.measured.known || !amounts.count.known || !amounts.total.known)
        return;
    pl_figure_value(&count, wording, &amounts.count.value, amounts.count.type, NULL);
    pl_figure_value(&total, wording, &amounts.total.value, amounts.total.type, NULL);
    pl_buffer_printf(&words, _("%s of %s"), count.ptr, total.ptr);
    pl_page_put(s->html->out, " (", words.ptr, ")");
    pl_buffer_fini(&count);
    pl_buffer_fini(&total);
    pl_buffer_fini(&words);
}

static void push_lacks(const pl_html_sheet *s, const pl_rule_result *result, uint32_t row) {
    pl_reason reason = pl_reason_find(s->html->report->trace, result, row);
    pl_buffer *out = s->html->out;

    if (reason.lacks.len == 0)
        return;
    pl_page_put(out, "<details><summary>", _("What is missing, and where"), "</summary>\n<ul>\n");
    for (uint32_t i = 0; i < reason.lacks.len; i++) {
        pl_buffer words = {0};

        pl_lack_print(&words, s->html->sheets.wording, &reason.lacks.items[i]);
        pl_page_put(out, "<li>", words.ptr, "</li>\n");
        pl_buffer_fini(&words);
    }
    pl_buffer_puts(out, "</ul>\n</details>\n");
}

/* "✗ 23EM De Duif: 70.8% < 90% below" */
static void push_answer(const pl_html_sheet *s, const pl_grid_column *c, const char *measured,
                        uint32_t at) {
    const pl_grid_name *name = &s->grid.names[at];
    pl_buffer *out = s->html->out;

    pl_page_put_sign(out, c->cells[at].verdict, c->result->flagging);
    pl_page_put(out, "<strong>", name->key, "");
    pl_page_put(out, *name->name ? " " : "", name->name, "</strong>: ");
    if (*measured) {
        pl_page_put(out, "", measured, "");
        push_amounts(s, c->result, s->sheet->subjects.items[at].row);
        pl_buffer_putc(out, ' ');
    }
    pl_page_put(out, "", *measured ? c->cells[at].text : pl_html_words(&c->cells[at]), "");
}

static void push_case(const pl_html_sheet *s, const pl_grid_column *c, const char *measured,
                      uint32_t at, const char *steps) {
    const pl_grid_cell *cell = &c->cells[at];
    uint32_t row = s->sheet->subjects.items[at].row;
    pl_buffer *out = s->html->out;

    pl_buffer_printf(out, "<li id=\"e%u-%u\" class=\"%s\">\n<p><a class=\"back\" href=\"#s%u-%u\">",
                     c->result->rule->index, row, pl_page_class(cell->verdict, c->result->flagging),
                     s->number, row);
    pl_page_put(out, "", _("to the table"), "</a>");
    push_answer(s, c, measured, at);
    pl_buffer_puts(out, "</p>\n");
    if (cell->reason)
        pl_page_put(out, "<p class=\"note\">", cell->reason, "</p>\n");
    if (cell->waiver)
        pl_page_put(out, "<p class=\"note\">", cell->waiver, "</p>\n");
    if (steps)
        pl_buffer_puts(out, steps);
    else
        push_lacks(s, c->result, row);
    pl_buffer_puts(out, "</li>\n");
}

static uint32_t count_cases(const pl_html_sheet *s, uint32_t column) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < s->grid.shown; i++)
        count += s->explained[column][i];
    return count;
}

/* Of one rule: what counts against a subject, then what is open. */
static void push_cases(const pl_html_sheet *s, uint32_t rule) {
    const pl_grid_column *measured = NULL;
    uint32_t column = pl_html_column_of(s, rule, &measured), count = count_cases(s, column);
    const pl_grid_column *c = &s->grid.columns.items[column];

    if (count == 0)
        return;
    pl_buffer_printf(s->html->out, "<ul class=\"cases%s\">\n", count > FEW_CASES ? " long" : "");
    for (int flagged = 1; flagged >= 0; flagged--)
        for (uint32_t i = 0; i < s->grid.shown; i++)
            if (s->explained[column][i] && c->cells[i].flagged == flagged)
                push_case(s, c, measured->cells[i].text, i, s->steps[rule][i]);
    pl_buffer_puts(s->html->out, "</ul>\n");
}

/* How many of a kind of answer are not explained on the page. */
static void push_unexplained(const pl_html_sheet *s, uint32_t rule, uint32_t column,
                             pl_verdict verdict) {
    const pl_grid_column *c = &s->grid.columns.items[column];
    uint32_t all = s->sheet->tallies.items[rule].verdicts[verdict], told = 0;
    pl_buffer words = {0};

    for (uint32_t i = 0; i < s->grid.shown; i++)
        told += s->explained[column][i] && c->cells[i].verdict == verdict;
    assert(told <= all);
    if (told == all)
        return;
    pl_buffer_printf(&words, _("%u more %s are not explained here; peil why explains each."),
                     all - told, pl_verdict_words(verdict));
    pl_page_put(s->html->out, "<p class=\"left\">", words.ptr, "</p>\n");
    pl_buffer_fini(&words);
}

static void push_left_out(const pl_html_sheet *s, uint32_t rule, uint32_t column) {
    const pl_rule_result *result = s->sheet->rules.items[rule];

    if (result->flagging == PL_FLAGGING_YES)
        push_unexplained(s, rule, column,
                         result->deadline ? PL_VERDICT_OVERDUE : PL_VERDICT_NOT_MET);
    push_unexplained(s, rule, column, PL_VERDICT_UNKNOWN);
    if (!result->deadline)
        push_unexplained(s, rule, column, PL_VERDICT_NO_NORM);
    if (s->unchanged[rule] == 0)
        return;
    pl_buffer_puts(s->html->out, "<p class=\"left\">");
    pl_buffer_printf(s->html->out,
                     _("What would have to change was not worked out for %u of these: there are "
                       "many rows. peil why tells it."),
                     s->unchanged[rule]);
    pl_buffer_puts(s->html->out, "</p>\n");
}

/* ### a rule */

/* Is there something to explain or to draw? */
static bool has_article(const pl_html_sheet *s, uint32_t rule) {
    const pl_grid_column *measured = NULL;
    uint32_t column;

    if (s->grid.shown == 0)
        return false;
    column = pl_html_column_of(s, rule, &measured);
    return count_cases(s, column) > 0 || s->pictures[rule].points.len > 0;
}

static void push_tally(const pl_html_sheet *s, uint32_t rule) {
    pl_count_column columns[PL_COUNT_COLUMNS];
    pl_html_part parts[PL_COUNT_COLUMNS];
    uint32_t count = pl_sheet_choose_counts(s->sheet, columns);
    const pl_rule_result *result = s->sheet->rules.items[rule];
    pl_buffer *out = s->html->out, words = {0};

    for (uint32_t c = 0; c < count; c++) {
        uint32_t n = pl_count_figure(&columns[c], result, &s->sheet->tallies.items[rule]);

        parts[c] = (pl_html_part){pl_page_class(columns[c].verdict, result->flagging), n};
        if (n > 0)
            pl_buffer_printf(&words, "%s%u %s", words.len > 0 ? " · " : "", n, columns[c].header);
    }
    pl_page_put(out, "<p class=\"tally\">", words.len > 0 ? words.ptr : "", "</p>\n");
    pl_html_bar(out, parts, count);
    pl_buffer_fini(&words);
}

static void push_rule(const pl_html_sheet *s, uint32_t rule) {
    const pl_rule_result *result = s->sheet->rules.items[rule];
    const pl_grid_column *measured = NULL;
    uint32_t column = pl_html_column_of(s, rule, &measured);
    pl_buffer *out = s->html->out;

    pl_buffer_printf(out,
                     "<article class=\"rule\" id=\"r%u\" aria-labelledby=\"h%u\">\n<h4 id=\"h%u\">",
                     result->rule->index, result->rule->index, result->rule->index);
    pl_page_put(out, "", result->rule->title ? result->rule->title : result->rule->name, " ");
    pl_buffer_puts(out, "<code>");
    pl_page_put_name(out, result->rule->name);
    pl_buffer_puts(out, "</code></h4>\n");
    push_source(s, result->rule);
    push_tally(s, rule);
    push_clauses(s, result->rule);
    pl_buffer_puts(out, "<div class=\"beside\">\n");
    pl_html_draw(s, rule);
    pl_buffer_puts(out, "<div>\n");
    push_cases(s, rule);
    push_left_out(s, rule, column);
    pl_buffer_puts(out, "</div>\n</div>\n</article>\n");
}

void pl_html_rules(const pl_html_sheet *s) {
    push_counts(s);
    for (uint32_t i = 0; i < s->sheet->rules.len; i++)
        if (has_article(s, i))
            push_rule(s, i);
}
