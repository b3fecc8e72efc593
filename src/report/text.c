/* text.c - the report for people on a terminal: prints for each sheet its head, table and summary, and
 * the receipt. Few subjects: the table comes first and has them all. Many: the summary comes first and
 * the table has those that are flagged. Words and figures follow the reader's language. */
#include "report/text.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "base/utf8.h"

/* With more subjects than this nobody reads the whole table. */
#define FEW_SUBJECTS 60
#define MOST_FLAGGED 40

static void *begin(const pl_report *report, pl_buffer *out) {
    pl_text *text = PL_MAKE(report->arena, pl_text);

    text->report = report;
    text->out = out;
    text->wording = pl_wording_reader();
    pl_sheets_begin(&text->sheets, report);
    return text;
}

/* ### shared printing */

static const char *style_code(pl_text_style style) {
    switch (style) {
    case PL_STYLE_STRONG: return "\033[1m";
    case PL_STYLE_BAD: return "\033[1;31m";
    case PL_STYLE_OPEN: return "\033[33m";
    case PL_STYLE_FAINT: return "\033[2m";
    case PL_STYLE_PLAIN: break;
    }
    return "";
}

size_t pl_text_width(const char *string) {
    return pl_utf8_width(pl_str_of(string));
}

static void pad(pl_buffer *out, size_t width) {
    for (size_t i = 0; i < width; i++)
        pl_buffer_putc(out, ' ');
}

void pl_text_pad(pl_text *text, const char *string, size_t width, bool right, pl_text_style style) {
    pl_str s = pl_str_of(string);
    bool cut = width > 0 && pl_utf8_width(s) > width;
    size_t length = cut ? pl_utf8_fitting(s, width - 1) : s.len;
    size_t used = pl_utf8_width((pl_str){s.ptr, length}) + cut;
    bool styled = style != PL_STYLE_PLAIN && length > 0 && text->report->options.colour;

    assert(used <= width);
    if (right)
        pad(text->out, width - used);
    if (styled)
        pl_buffer_puts(text->out, style_code(style));
    pl_buffer_push(text->out, s.ptr, length);
    if (cut)
        pl_buffer_puts(text->out, "…");
    if (styled)
        pl_buffer_puts(text->out, "\033[0m");
    if (!right)
        pad(text->out, width - used);
}

void pl_text_wrap(pl_text *text, const char *string, size_t indent, size_t hanging) {
    size_t page = text->report->options.width, column = indent;
    bool first = true;

    assert(indent <= hanging);
    pad(text->out, indent);
    while (*string) {
        size_t length = strcspn(string, " ");
        size_t width = pl_utf8_width((pl_str){string, length});

        if (!first && column + 1 + width > page) {
            pl_buffer_putc(text->out, '\n');
            pad(text->out, hanging);
            column = hanging;
        } else if (!first) {
            pl_buffer_putc(text->out, ' ');
            column++;
        }
        pl_buffer_push(text->out, string, length);
        column += width;
        first = false;
        string += length;
        string += strspn(string, " ");
    }
    pl_buffer_putc(text->out, '\n');
}

/* ### the page */

static void print_handbook(pl_text *text, const pl_handbook *handbook) {
    pl_buffer line = {0};

    if (!handbook)
        return;
    pl_text_wrap(text, handbook->title ? handbook->title : handbook->name, 0, 0);
    pl_handbook_source_print(&line, text->wording, handbook);
    if (line.len > 0)
        pl_text_wrap(text, line.ptr, 0, 0);
    pl_buffer_fini(&line);
}

static void print_date(pl_text *text) {
    pl_buffer line = {0};

    pl_sheets_date_print(&text->sheets, &line);
    pl_text_wrap(text, line.ptr, 0, 0);
    pl_buffer_fini(&line);
}

static void print_totals(pl_text *text, const pl_sheet *sheet) {
    pl_buffer line = {0};

    pl_sheet_totals_print(sheet, &line);
    pl_buffer_putc(text->out, '\n');
    pl_text_pad(text, line.ptr, pl_text_width(line.ptr), false, PL_STYLE_STRONG);
    pl_buffer_putc(text->out, '\n');
    pl_buffer_fini(&line);
}

static void print_lost(pl_text *text, const pl_sheet *sheet) {
    if (sheet->lost.len > 0)
        pl_buffer_putc(text->out, '\n');
    for (uint32_t i = 0; i < sheet->lost.len; i++) {
        pl_buffer line = {0};

        if (pl_sheet_lost_print(sheet, i, &line))
            pl_text_wrap(text, line.ptr, 0, 2);
        pl_buffer_fini(&line);
    }
}

static void print_sheet(pl_text *text, const pl_sheet *sheet) {
    if (sheet->rules.len > 0) {
        print_totals(text, sheet);
        if (sheet->subjects.len <= FEW_SUBJECTS) {
            pl_text_print_table(text, sheet, FEW_SUBJECTS);
            pl_text_print_summary(text, sheet, true);
        } else {
            pl_text_print_summary(text, sheet, false);
            if (sheet->ranks[PL_RANK_FLAGGED] > 0)
                pl_text_print_table(text, sheet, MOST_FLAGGED);
        }
    }
    print_lost(text, sheet);
}

static void print_files(pl_text *text, const pl_receipt_file *files, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        pl_buffer_printf(text->out, "  %s  %s\n", files[i].sha256, files[i].name);
}

void pl_text_print_receipt(pl_text *text) {
    const pl_receipt *receipt = text->report->receipt;
    pl_buffer date = {0};

    pl_date_print(&date, receipt->date);
    pl_buffer_printf(text->out, _("\nReceipt: Peil %s, evaluated on %s, SHA-256 of each file:\n"),
                     receipt->version, date.ptr);
    print_files(text, receipt->rules.items, receipt->rules.len);
    print_files(text, receipt->data.items, receipt->data.len);
    pl_buffer_fini(&date);
}

static void print_out_of_force(pl_text *text) {
    pl_buffer line = {0};

    if (pl_sheets_out_of_force_print(&text->sheets, &line))
        pl_buffer_printf(text->out, "\n%s\n", line.ptr);
    pl_buffer_fini(&line);
}

static void end(void *state) {
    pl_text *text = state;
    const pl_handbook *handbook = NULL;

    pl_sheets_end(&text->sheets);
    for (uint32_t i = 0; i < text->sheets.list.len; i++) {
        const pl_sheet *sheet = text->sheets.list.items[i];

        if (i > 0 && sheet->handbook != handbook)
            pl_buffer_putc(text->out, '\n');
        if (i == 0 || sheet->handbook != handbook) {
            print_handbook(text, sheet->handbook);
            print_date(text);
        }
        if (i == 0)
            pl_text_print_expired(text);
        handbook = sheet->handbook;
        print_sheet(text, sheet);
    }
    if (text->sheets.list.len == 0) {
        print_date(text);
        pl_text_print_expired(text);
    }
    pl_text_print_populations(text);
    pl_text_print_waivers(text);
    print_out_of_force(text);
    pl_text_print_receipt(text);
}

const pl_report_format pl_format_text = {begin, pl_sheets_rule, pl_sheets_verdict,
                                         pl_sheets_rule_end, end};
