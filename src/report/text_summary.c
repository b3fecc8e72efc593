/* text_summary.c - what stands under the table, or above it when there are many subjects: counts
 * for each rule, who is flagged for what, what bounded cells leave open, and why there is no
 * verdict. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/text.h"

#define GAP 2
#define MOST_NAMES 12 /* of flagged subjects, for each rule */
#define TITLE_LEAST 12

/* ### counts */

static size_t rule_width(const pl_sheet *sheet) {
    size_t width = pl_text_width(_("Rule"));

    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        size_t name = pl_text_width(sheet->rules.items[i]->rule->name);

        width = name > width ? name : width;
    }
    return width;
}

static size_t title_width(const pl_text *text, const pl_sheet *sheet, size_t used) {
    size_t page = text->report->options.width, width = 0;

    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        const char *title = sheet->rules.items[i]->rule->title;
        size_t natural = title ? pl_text_width(title) : 0;

        width = natural > width ? natural : width;
    }
    if (used + GAP + TITLE_LEAST > page)
        return 0;
    assert(page > used + GAP);
    return width > page - used - GAP ? page - used - GAP : width;
}

static void push_gap(pl_text *text) {
    pl_buffer_puts(text->out, "  ");
}

static void print_count(pl_text *text, const pl_count_column *c, const pl_rule_result *result,
                        const pl_tally *tally) {
    size_t width = pl_text_width(c->header);
    uint32_t n = pl_count_figure(c, result, tally);
    char figure[16] = "-";

    if (n > 0)
        (void)snprintf(figure, sizeof figure, "%u", n);
    push_gap(text);
    pl_text_pad(text, figure, width < 5 ? 5 : width, true,
                n > 0 && pl_count_is_bad(c) ? PL_STYLE_BAD : PL_STYLE_PLAIN);
}

static void print_counts(pl_text *text, const pl_sheet *sheet) {
    pl_count_column columns[PL_COUNT_COLUMNS];
    uint32_t count = pl_sheet_choose_counts(sheet, columns);
    size_t name = rule_width(sheet), used = name, title;

    for (uint32_t c = 0; c < count; c++) {
        size_t width = pl_text_width(columns[c].header);

        used += GAP + (width < 5 ? 5 : width);
    }
    title = title_width(text, sheet, used);
    pl_buffer_putc(text->out, '\n');
    pl_text_pad(text, _("Rule"), name + (title > 0 ? GAP + title : 0), false, PL_STYLE_STRONG);
    for (uint32_t c = 0; c < count; c++) {
        size_t width = pl_text_width(columns[c].header);

        push_gap(text);
        pl_text_pad(text, columns[c].header, width < 5 ? 5 : width, true, PL_STYLE_PLAIN);
    }
    pl_buffer_putc(text->out, '\n');
    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        const pl_rule *rule = sheet->rules.items[i]->rule;

        pl_text_pad(text, rule->name, name, false, PL_STYLE_PLAIN);
        if (title > 0) {
            push_gap(text);
            pl_text_pad(text, rule->title ? rule->title : "", title, false, PL_STYLE_PLAIN);
        }
        for (uint32_t c = 0; c < count; c++)
            print_count(text, &columns[c], sheet->rules.items[i], &sheet->tallies.items[i]);
        pl_buffer_putc(text->out, '\n');
    }
}

/* ### grades and decisions */

static void print_outcomes(pl_text *text, const pl_sheet *sheet) {
    bool any = false;

    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        const pl_rule *rule = sheet->rules.items[i]->rule;
        pl_buffer line = {0};

        if (!rule->outcome)
            continue;
        if (!any)
            pl_buffer_putc(text->out, '\n');
        any = true;
        pl_sheet_outcomes_print(sheet, i, &line);
        pl_text_wrap(text, line.ptr, 0, 2);
        pl_buffer_fini(&line);
    }
}

/* ### flagged */

static void push_flagged(pl_text *text, const pl_sheet *sheet, uint32_t rule, pl_buffer *line) {
    uint32_t named = 0, total = pl_sheet_flagged(&sheet->tallies.items[rule]);

    assert(rule < sheet->rules.len && total > 0);
    for (uint32_t i = 0; i < sheet->subjects.len && named < MOST_NAMES; i++) {
        pl_buffer key = {0}, name = {0};

        if (!pl_flags_counts((pl_verdict)sheet->subjects.items[i].verdicts[rule]))
            continue;
        pl_sheet_name_subject(&text->sheets, sheet, sheet->subjects.items[i].row, &key, &name);
        pl_buffer_printf(line, "%s%s", named > 0 ? ", " : " ", key.ptr);
        if (name.len > 0)
            pl_buffer_printf(line, " %s", name.ptr);
        pl_buffer_fini(&key);
        pl_buffer_fini(&name);
        named++;
    }
    assert(named > 0 && named <= total);
    if (named < total)
        pl_buffer_printf(line, _(" and %u more"), total - named);
}

static void print_flagged(pl_text *text, const pl_sheet *sheet) {
    bool any = false;

    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        const pl_rule *rule = sheet->rules.items[i]->rule;
        pl_buffer line = {0};

        if (!pl_sheet_flags(sheet->rules.items[i]) ||
            pl_sheet_flagged(&sheet->tallies.items[i]) == 0)
            continue;
        if (!any) {
            pl_buffer_putc(text->out, '\n');
            pl_text_pad(text, _("Flagged"), pl_text_width(_("Flagged")), false, PL_STYLE_STRONG);
            pl_buffer_putc(text->out, '\n');
        }
        any = true;
        pl_buffer_printf(&line, "%s:", rule->name);
        push_flagged(text, sheet, i, &line);
        pl_text_wrap(text, line.ptr, 2, 4);
        pl_buffer_fini(&line);
    }
}

static void print_provisional(pl_text *text, const pl_sheet *sheet) {
    bool any = false;

    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        const pl_rule_result *result = sheet->rules.items[i];
        pl_buffer line = {0};

        if (result->flagging != PL_FLAGGING_PROVISIONAL)
            continue;
        if (!any)
            pl_buffer_putc(text->out, '\n');
        any = true;
        pl_buffer_printf(&line, "%s: ", result->rule->name);
        pl_provisional_print(&line, text->wording, result->rule);
        pl_text_wrap(text, line.ptr, 0, 2);
        pl_buffer_fini(&line);
    }
}

/* ### bounded cells */

static void print_bounds_by_rule(pl_text *text, const pl_sheet *sheet) {
    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        pl_buffer line = {0};

        if (pl_sheet_rule_bounds_print(sheet, i, &line))
            pl_buffer_printf(text->out, "  %s\n", line.ptr);
        pl_buffer_fini(&line);
    }
}

static void print_bounds(pl_text *text, const pl_sheet *sheet) {
    pl_buffer line = {0};

    if (pl_sheet_bounds_print(&text->sheets, sheet, &line)) {
        pl_buffer_putc(text->out, '\n');
        pl_text_wrap(text, line.ptr, 0, 0);
        print_bounds_by_rule(text, sheet);
    }
    pl_buffer_fini(&line);
}

/* ### reasons */

static void print_reason(pl_text *text, const pl_sheet *sheet, const pl_sheet_reason *reason) {
    pl_buffer line = {0};

    pl_sheet_reason_print(sheet, reason, &line);
    pl_text_wrap(text, line.ptr, 2, 4);
    pl_buffer_fini(&line);
}

static void print_reasons(pl_text *text, const pl_sheet *sheet) {
    for (uint32_t i = 0; i < sheet->reasons.len; i++) {
        const pl_sheet_reason *reason = &sheet->reasons.items[i];

        if (i == 0 || reason->verdict != reason[-1].verdict) {
            const char *title = pl_sheet_reason_title(reason->verdict);

            pl_buffer_putc(text->out, '\n');
            pl_text_pad(text, title, pl_text_width(title), false, PL_STYLE_STRONG);
            pl_buffer_putc(text->out, '\n');
        }
        print_reason(text, sheet, reason);
    }
}

void pl_text_print_summary(pl_text *text, const pl_sheet *sheet, bool names) {
    assert(sheet->tallies.len == sheet->rules.len);
    print_counts(text, sheet);
    print_outcomes(text, sheet);
    if (names)
        print_flagged(text, sheet);
    print_provisional(text, sheet);
    print_bounds(text, sheet);
    print_reasons(text, sheet);
}
