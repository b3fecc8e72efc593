/* pipes.c - tables in the Markdown of GitHub, which libcmark takes for paragraphs: lines of cells between
 * `|`, the second of dashes. Cells are text. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "doc/page.h"

/* The next cell of a row; *line moves behind it. False at its end. */
static bool next_cell(pl_str *line, pl_str *cell) {
    size_t end = 0;

    if (line->len == 0)
        return false;
    while (end < line->len && (line->ptr[end] != '|' || (end > 0 && line->ptr[end - 1] == '\\')))
        end++;
    *cell = pl_str_trim((pl_str){line->ptr, end});
    end += end < line->len;
    *line = (pl_str){line->ptr + end, line->len - end};
    return true;
}

static pl_str line_of(const pl_source *source, uint32_t number) {
    pl_str text = source->text, line;
    uint32_t start = source->lines.items[number - 1];
    uint32_t end = number < source->lines.len ? source->lines.items[number] : (uint32_t)text.len;

    assert(number >= 1 && start <= end);
    line = pl_str_trim((pl_str){text.ptr + start, end - start});
    if (line.len > 0 && line.ptr[0] == '|')
        line = (pl_str){line.ptr + 1, line.len - 1};
    return line;
}

static bool is_rule(pl_str line) {
    pl_str cell;
    bool any = false;

    while (next_cell(&line, &cell)) {
        any = true;
        if (cell.len == 0)
            return false;
        for (size_t i = 0; i < cell.len; i++)
            if (cell.ptr[i] != '-' && (cell.ptr[i] != ':' || (i > 0 && i + 1 < cell.len)))
                return false;
    }
    return any;
}

bool pl_doc_is_pipes(const pl_source *source, uint32_t first, uint32_t last) {
    uint32_t start;

    if (first >= last || last > source->lines.len)
        return false;
    start = source->lines.items[first - 1];
    return source->text.ptr[start] == '|' && is_rule(line_of(source, first + 1));
}

static void put_cell(pl_doc *doc, const char *open, pl_str cell, const char *close) {
    pl_buffer text = {0};

    pl_buffer_puts(&text, "");
    for (size_t i = 0; i < cell.len; i++)
        if (cell.ptr[i] != '\\' || i + 1 == cell.len || cell.ptr[i + 1] != '|')
            pl_buffer_putc(&text, cell.ptr[i]);
    pl_page_put(doc->out, open, text.ptr, close);
    pl_buffer_fini(&text);
}

/* At least so many cells; how many. */
static uint32_t put_row(pl_doc *doc, pl_str line, bool header, uint32_t least) {
    uint32_t count = 0;
    pl_str cell;

    pl_buffer_puts(doc->out, "<tr>");
    for (; next_cell(&line, &cell); count++)
        put_cell(doc, header ? "<th scope=\"col\">" : "<td>", cell, header ? "</th>" : "</td>");
    for (; count < least; count++)
        pl_buffer_puts(doc->out, "<td></td>");
    pl_buffer_puts(doc->out, "</tr>\n");
    return count;
}

/* The heading above says what it is about. */
void pl_doc_put_pipes(pl_doc *doc, const pl_source *source, uint32_t first, uint32_t last) {
    const char *id = pl_doc_id(doc, "table");
    uint32_t headings = doc->contents.len, width;

    assert(pl_doc_is_pipes(source, first, last));
    pl_page_put(doc->out, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"",
                id, "\">\n<table>\n");
    pl_page_put(doc->out, "<caption id=\"", id, "\">");
    pl_page_put(doc->out, "", headings > 0 ? doc->contents.items[headings - 1].title : _("Table"),
                "</caption>\n<thead>");
    width = put_row(doc, line_of(source, first), true, 0);
    pl_buffer_puts(doc->out, "</thead>\n<tbody>\n");
    for (uint32_t line = first + 2; line <= last; line++)
        (void)put_row(doc, line_of(source, line), false, width);
    pl_buffer_puts(doc->out, "</tbody>\n</table>\n</div>\n");
}
