/* html_trend.c - a sheet whose subjects are of several school years (--all-years): for each rule and
 * year how many were met, not met and open, as bars with their figures. */
#include <assert.h>
#include <stdlib.h>

#include "base/gettext.h"
#include "report/html.h"

typedef struct trend {
    const pl_html_sheet *s;
    pl_buffer *out;
    const int16_t *of_rows; /* school year of each row */
    PL_VEC(int) years;      /* ascending */
} trend;

static int by_number(const void *left, const void *right) {
    int a = *(const int *)left, b = *(const int *)right;

    return (a > b) - (a < b);
}

static bool find_years(trend *t) {
    const pl_sheet *sheet = t->s->sheet;
    uint32_t kept = 0;

    t->of_rows = pl_data_rows(t->s->html->report->run->data, sheet->entity)->years;
    if (!t->of_rows || sheet->subjects.len == 0)
        return false;
    for (uint32_t i = 0; i < sheet->subjects.len; i++)
        PL_PUSH(t->s->html->report->arena, &t->years, t->of_rows[sheet->subjects.items[i].row]);
    qsort(t->years.items, t->years.len, sizeof *t->years.items, by_number);
    for (uint32_t i = 0; i < t->years.len; i++)
        if (kept == 0 || t->years.items[kept - 1] != t->years.items[i])
            t->years.items[kept++] = t->years.items[i];
    t->years.len = kept;
    return kept > 1;
}

static pl_tally count(const trend *t, uint32_t rule, int year) {
    const pl_sheet *sheet = t->s->sheet;
    pl_tally tally = {0};

    for (uint32_t i = 0; i < sheet->subjects.len; i++) {
        const pl_sheet_subject *subject = &sheet->subjects.items[i];

        if (t->of_rows[subject->row] != year || subject->verdicts[rule] == PL_VERDICT_SKIPPED)
            continue;
        tally.verdicts[subject->verdicts[rule]]++;
        tally.subjects++;
    }
    return tally;
}

static void push_cell(const trend *t, uint32_t rule, int year) {
    pl_count_column columns[PL_COUNT_COLUMNS];
    pl_html_part parts[PL_COUNT_COLUMNS];
    uint32_t columns_count = pl_sheet_choose_counts(t->s->sheet, columns);
    const pl_rule_result *result = t->s->sheet->rules.items[rule];
    pl_tally tally = count(t, rule, year);
    bool any = false;

    pl_buffer_puts(t->out, "<td>");
    for (uint32_t c = 0; c < columns_count; c++) {
        uint32_t n = pl_count_figure(&columns[c], result, &tally);

        parts[c] = (pl_html_part){pl_page_class(columns[c].verdict, result->flagging), n};
        if (n == 0)
            continue;
        pl_buffer_printf(t->out, pl_count_is_bad(&columns[c]) ? "%s<b>%u " : "%s%u ",
                         any ? ", " : "", n);
        pl_page_put(t->out, "", columns[c].header, pl_count_is_bad(&columns[c]) ? "</b>" : "");
        any = true;
    }
    if (any)
        pl_html_bar(t->out, parts, columns_count);
    pl_buffer_puts(t->out, "</td>");
}

static void push_rule(const trend *t, uint32_t rule) {
    pl_buffer_puts(t->out, "<tr><th scope=\"row\"><code>");
    pl_page_put_name(t->out, t->s->sheet->rules.items[rule]->rule->name);
    pl_buffer_puts(t->out, "</code></th>");
    for (uint32_t y = 0; y < t->years.len; y++)
        push_cell(t, rule, t->years.items[y]);
    pl_buffer_puts(t->out, "</tr>\n");
}

void pl_html_trend(const pl_html_sheet *s) {
    trend t = {.s = s, .out = s->html->out};

    if (!find_years(&t))
        return;
    assert(t.years.len > 1);
    pl_buffer_printf(t.out,
                     "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
                     "aria-labelledby=\"y%u\">\n<table class=\"trend\">\n<caption id=\"y%u\">",
                     s->number, s->number);
    pl_page_put(t.out, "", _("From year to year"), "</caption>\n<thead><tr>");
    pl_page_put(t.out, "<th scope=\"col\">", _("Rule"), "</th>");
    for (uint32_t y = 0; y < t.years.len; y++) {
        pl_buffer_puts(t.out, "<th scope=\"col\">");
        pl_schooljaar_print(t.out, t.years.items[y]);
        pl_buffer_puts(t.out, "</th>");
    }
    pl_buffer_puts(t.out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < s->sheet->rules.len; i++)
        push_rule(&t, i);
    pl_buffer_puts(t.out, "</tbody>\n</table>\n</div>\n");
}
