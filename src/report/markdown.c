/* markdown.c - the report for a pull request, in the Markdown of GitHub: how many have a flag, how often
 * each answer was given, who is flagged for what, why there is no verdict, and the receipt. Texts of
 * rules and data are escaped: they are no markup, mention nobody and refer to nothing. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/grid.h"

#define MOST_ROWS 100 /* of flagged answers, for each sheet */
#define MOST_REASONS 20

typedef struct writer {
    pl_sheets sheets; /* first: the events of the walk go to it */
    const pl_report *report;
    pl_buffer *out;
} writer;

_Static_assert(offsetof(writer, sheets) == 0, "the writer of pl_sheets_rule and the others");

/* ### texts */

static void put_text(pl_buffer *out, const char *text) {
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|~", *text))
            pl_buffer_putc(out, '\\');
        if (*text == '&')
            pl_buffer_puts(out, "&amp;");
        else if (*text == '@' || *text == '#') /* else it may notify someone, or name an issue */
            pl_buffer_printf(out, "%c<!-- -->", *text);
        else if (*text == '\n' || *text == '\r' || *text == '\t')
            pl_buffer_putc(out, ' ');
        else if ((unsigned char)*text < 0x20 || *text == 0x7f)
            pl_buffer_puts(out, "\xEF\xBF\xBD");
        else
            pl_buffer_putc(out, *text);
    }
}

static void put(pl_buffer *out, const char *before, const char *text, const char *after) {
    pl_buffer_puts(out, before);
    put_text(out, text);
    pl_buffer_puts(out, after);
}

/* Writes and empties the line; nothing when it is empty. */
static void put_line(pl_buffer *out, const char *before, pl_buffer *line, const char *after) {
    if (line->len > 0)
        put(out, before, line->ptr, after);
    line->len = 0;
}

/* ### tables */

static void put_head(pl_buffer *out, const char *const *headers, uint32_t count, uint32_t numbers) {
    for (uint32_t i = 0; i < count; i++)
        put(out, i == 0 ? "\n| " : " ", headers[i], " |");
    for (uint32_t i = 0; i < count; i++)
        pl_buffer_printf(out, "%s%s", i == 0 ? "\n|" : "", i < numbers ? "---|" : "--:|");
    pl_buffer_putc(out, '\n');
}

static void put_overview(writer *w) {
    const char *const headers[] = {_("About"),
                                   _("Handbook"),
                                   _("In all"),
                                   pl_sheet_rank_words(PL_RANK_FLAGGED),
                                   pl_sheet_rank_words(PL_RANK_UNDECIDED),
                                   pl_sheet_rank_words(PL_RANK_WAIVED),
                                   pl_sheet_rank_words(PL_RANK_FINE)};

    put_head(w->out, headers, sizeof headers / sizeof *headers, 2);
    for (uint32_t i = 0; i < w->sheets.list.len; i++) {
        const pl_sheet *sheet = w->sheets.list.items[i];

        if (sheet->rules.len == 0)
            continue;
        put(w->out, "| ", sheet->entity->name, "");
        put(w->out, " | ", sheet->handbook ? sheet->handbook->name : "", " | ");
        pl_buffer_printf(w->out, "%u |", sheet->subjects.len);
        for (uint32_t r = 0; r < PL_RANK_COUNT; r++)
            pl_buffer_printf(w->out,
                             r == PL_RANK_FLAGGED && sheet->ranks[r] > 0 ? " **%u** |" : " %u |",
                             sheet->ranks[r]);
        pl_buffer_putc(w->out, '\n');
    }
}

static void put_counts(writer *w, const pl_sheet *sheet) {
    pl_count_column columns[PL_COUNT_COLUMNS];
    const char *headers[PL_COUNT_COLUMNS + 2] = {_("Rule"), _("What it asks")};
    uint32_t count = pl_sheet_choose_counts(sheet, columns);

    for (uint32_t c = 0; c < count; c++)
        headers[c + 2] = columns[c].header;
    put_head(w->out, headers, count + 2, 2);
    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        const pl_rule *rule = sheet->rules.items[i]->rule;

        put(w->out, "| ", rule->name, "");
        put(w->out, " | ", rule->title ? rule->title : "", " |");
        for (uint32_t c = 0; c < count; c++) {
            uint32_t n =
                pl_count_figure(&columns[c], sheet->rules.items[i], &sheet->tallies.items[i]);

            pl_buffer_printf(w->out, n > 0 && pl_count_is_bad(&columns[c]) ? " **%u** |" : " %u |",
                             n);
        }
        pl_buffer_putc(w->out, '\n');
    }
}

/* ### flagged */

static void put_flagged_row(writer *w, const pl_grid *grid, uint32_t at, const char *measured,
                            const pl_grid_column *c) {
    const pl_grid_cell *cell = &c->cells[at];

    put(w->out, "| ", grid->names[at].key, "");
    put(w->out, *grid->names[at].name ? " " : "", grid->names[at].name, "");
    put(w->out, " | ", c->result->rule->name, "");
    put(w->out, " | ", measured, " | ✗ ");
    put(w->out, "", cell->text, "");
    put(w->out, cell->reason ? "; " : "", cell->reason ? cell->reason : "", " |\n");
}

/* How many answers are flagged, of which so many got a row. */
static uint32_t put_flagged_rows(writer *w, const pl_grid *grid) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < grid->shown; i++) {
        const char *measured = "";

        for (uint32_t c = 0; c < grid->columns.len; c++) {
            const pl_grid_column *column = &grid->columns.items[c];

            if (column->first_of_group)
                measured = column->cells[i].text;
            if (column->cells[i].flagged && count++ < MOST_ROWS)
                put_flagged_row(w, grid, i, measured, column);
        }
    }
    return count;
}

static void put_flagged(writer *w, const pl_sheet *sheet) {
    const char *const headers[] = {sheet->entity->name, _("Rule"), _("measured"), _("Answer")};
    uint32_t count;
    pl_grid grid;

    if (sheet->ranks[PL_RANK_FLAGGED] == 0)
        return;
    pl_grid_fill(&grid, &w->sheets, sheet, sheet->ranks[PL_RANK_FLAGGED]);
    put(w->out, "\n#### ", pl_sheet_rank_words(PL_RANK_FLAGGED), "\n");
    put_head(w->out, headers, sizeof headers / sizeof *headers, 4);
    count = put_flagged_rows(w, &grid);
    assert(count > 0);
    if (count <= MOST_ROWS)
        return;
    pl_buffer_putc(w->out, '\n');
    pl_buffer_printf(w->out,
                     PL_PLURAL("and %u more flagged; --format csv has all\n",
                               "and %u more flagged; --format csv has all\n", count - MOST_ROWS),
                     count - MOST_ROWS);
}

/* ### lists */

static void put_reasons(writer *w, const pl_sheet *sheet) {
    pl_buffer line = {0};

    for (uint32_t i = 0; i < sheet->reasons.len && i < MOST_REASONS; i++) {
        const pl_sheet_reason *reason = &sheet->reasons.items[i];

        if (i == 0 || reason->verdict != reason[-1].verdict)
            put(w->out, "\n#### ", pl_sheet_reason_title(reason->verdict), "\n\n");
        pl_sheet_reason_print(sheet, reason, &line);
        put_line(w->out, "- ", &line, "\n");
    }
    if (sheet->reasons.len > MOST_REASONS) {
        pl_buffer_puts(w->out, "- ");
        pl_buffer_printf(w->out, _("and %u more"), sheet->reasons.len - MOST_REASONS);
        pl_buffer_putc(w->out, '\n');
    }
    if (pl_sheet_bounds_print(&w->sheets, sheet, &line))
        put_line(w->out, "\n", &line, "\n");
    pl_buffer_fini(&line);
}

static void put_outcomes(writer *w, const pl_sheet *sheet) {
    pl_buffer line = {0};

    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        const pl_rule_result *result = sheet->rules.items[i];

        if (result->rule->outcome)
            pl_sheet_outcomes_print(sheet, i, &line);
        put_line(w->out, "\n", &line, "\n");
        if (result->flagging == PL_FLAGGING_PROVISIONAL) {
            pl_buffer_printf(&line, "%s: ", result->rule->name);
            pl_provisional_print(&line, w->sheets.wording, result->rule);
        }
        put_line(w->out, "\n", &line, "\n");
    }
    pl_buffer_fini(&line);
}

static void put_lost(writer *w, const pl_sheet *sheet) {
    pl_buffer line = {0};

    for (uint32_t i = 0; i < sheet->lost.len; i++) {
        pl_sheet_lost_print(sheet, i, &line);
        put_line(w->out, "\n", &line, "\n");
    }
    pl_buffer_fini(&line);
}

static void put_waivers(writer *w, bool expired, const char *open, const char *title,
                        const char *bullet) {
    pl_buffer line = {0};
    bool any = false;

    for (uint32_t at = 0; pl_sheets_waiver_print(&w->sheets, expired, &at, &line);) {
        if (!any)
            put(w->out, open, title, expired ? "\n>\n" : "\n\n");
        any = true;
        put_line(w->out, bullet, &line, "\n");
    }
    pl_buffer_fini(&line);
}

static void put_populations(writer *w) {
    const pl_run *run = w->report->run;

    if (run->populations.len > 0)
        put(w->out, "\n## ", _("Populations"), "\n\n");
    for (uint32_t i = 0; i < run->populations.len; i++) {
        pl_left_out counts =
            pl_left_out_count(w->report->trace, &run->populations.items[i], NULL, 0);
        pl_buffer line = {0};

        pl_buffer_printf(&line, "%s: ", run->populations.items[i].population->name);
        pl_left_out_print(&line, w->sheets.wording, &counts);
        put_line(w->out, "- ", &line, "\n");
        pl_buffer_fini(&line);
    }
}

/* ### the page */

static void put_handbook(writer *w, const pl_handbook *handbook) {
    pl_buffer line = {0};

    put(w->out, "\n## ", handbook->title ? handbook->title : handbook->name, "\n");
    pl_handbook_source_print(&line, w->sheets.wording, handbook);
    put_line(w->out, "\n", &line, "\n");
    pl_buffer_fini(&line);
}

static void put_sheet(writer *w, const pl_sheet *sheet) {
    pl_buffer line = {0};

    if (sheet->rules.len > 0) {
        pl_sheet_totals_print(sheet, &line);
        put_line(w->out, "\n### ", &line, "\n");
        put_flagged(w, sheet);
        put_counts(w, sheet);
        put_outcomes(w, sheet);
        put_reasons(w, sheet);
    }
    put_lost(w, sheet);
    pl_buffer_fini(&line);
}

static void put_files(pl_buffer *out, const pl_receipt_file *files, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        put(out, "| ", files[i].name, "");
        pl_buffer_printf(out, " | `%s` |\n", files[i].sha256);
    }
}

static void put_receipt(writer *w) {
    const pl_receipt *receipt = w->report->receipt;
    const char *const headers[] = {_("File"), "SHA-256"};

    put(w->out, "\n<details><summary>", _("Receipt"), "");
    pl_buffer_printf(w->out, ": Peil %s, ", receipt->version);
    pl_date_print(w->out, receipt->date);
    pl_buffer_puts(w->out, "</summary>\n");
    put_head(w->out, headers, 2, 2);
    put_files(w->out, receipt->rules.items, receipt->rules.len);
    put_files(w->out, receipt->data.items, receipt->data.len);
    pl_buffer_puts(w->out, "\n</details>\n");
}

static void *begin(const pl_report *report, pl_buffer *out) {
    writer *w = PL_MAKE(report->arena, writer);

    w->report = report;
    w->out = out;
    pl_sheets_begin(&w->sheets, report);
    return w;
}

static void end(void *state) {
    writer *w = state;
    const pl_handbook *handbook = NULL;
    pl_buffer line = {0};

    pl_sheets_end(&w->sheets);
    put(w->out, "# ", _("Report"), "\n\n");
    pl_sheets_date_print(&w->sheets, &line);
    put_line(w->out, "", &line, "\n");
    put_waivers(w, true, "\n> [!WARNING]\n> ", _("Waivers that have expired"), "> - ");
    put_overview(w);
    for (uint32_t i = 0; i < w->sheets.list.len; i++) {
        const pl_sheet *sheet = w->sheets.list.items[i];

        if (sheet->handbook && sheet->handbook != handbook)
            put_handbook(w, sheet->handbook);
        handbook = sheet->handbook;
        put_sheet(w, sheet);
    }
    if (pl_sheets_out_of_force_print(&w->sheets, &line))
        put_line(w->out, "\n", &line, "\n");
    put_populations(w);
    put_waivers(w, false, "\n## ", _("Waivers"), "- ");
    put_receipt(w);
    pl_buffer_fini(&line);
}

const pl_report_format pl_format_markdown = {begin, pl_sheets_rule, pl_sheets_verdict,
                                             pl_sheets_rule_end, end};
