/* written.c - rules as they are written, for a page: each line with its number in the file, keywords and
 * comments marked. Words are known by the table of keywords, so a name that is a keyword elsewhere may
 * be marked as the first of its line; nothing is left out or changed. */
#include <assert.h>
#include <string.h>

#include "doc/page.h"

typedef enum word_class {
    RESERVED,
    DUTCH,
    HINT,
    DECLARATION,
    CONTEXTUAL,
    SUFFIX,
    FOLLOWED,
    PAIR,
    UNIT,
    MONTH
} word_class;

typedef struct keyword {
    const char *text;
    word_class class;
} keyword;

static const keyword keywords[] = {
#define PL_WORD(token, text, class, place, means) {text, class},
#include "syntax/keywords.def"
#undef PL_WORD
};

static bool is_letter(char c) {
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
        (c >= '0' && c <= '9') || c == '_';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Behind the first word of a line only what is never a name is surely a keyword. */
static bool is_keyword(pl_str word, bool first) {
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        word_class class = keywords[i].class;

        if ((class == RESERVED ||
             (first && (class == DECLARATION || class == CONTEXTUAL || class == FOLLOWED))) &&
            pl_str_equal(word, pl_str_of(keywords[i].text)))
            return true;
    }
    return false;
}

static void put(pl_buffer *out, const char *open, pl_str text, const char *close) {
    pl_buffer copy = {0};

    pl_buffer_push(&copy, text.ptr, text.len);
    pl_buffer_putc(&copy, '\0');
    pl_page_put(out, open, copy.ptr, close);
    pl_buffer_fini(&copy);
}

static size_t word_end(pl_str line, size_t at) {
    while (at < line.len && is_letter(line.ptr[at]))
        at++;
    return at;
}

static size_t text_end(pl_str line, size_t at) {
    for (at++; at < line.len && line.ptr[at] != '"';)
        at++;
    return at < line.len ? at + 1 : at;
}

static void put_line(pl_buffer *out, pl_str line) {
    bool first = true, row = pl_str_trim(line).len > 0 && pl_str_trim(line).ptr[0] == '|';

    for (size_t at = 0, end; at < line.len; at = end) {
        const char *open = "", *close = "";

        end = at + 1;
        if (line.ptr[at] == '#') {
            end = line.len;
            open = "<i>";
            close = "</i>";
        } else if (line.ptr[at] == '"') {
            end = text_end(line, at);
        } else if (is_letter(line.ptr[at])) {
            end = word_end(line, at);
            if (!row && is_keyword((pl_str){line.ptr + at, end - at}, first)) {
                open = "<b>";
                close = "</b>";
            }
        }
        first = first && is_blank(line.ptr[at]);
        put(out, open, (pl_str){line.ptr + at, end - at}, close);
    }
}

/* ### lines */

typedef struct numbered {
    pl_str text;
    uint32_t number;
} numbered;

typedef PL_VEC(numbered) lines_list;

static size_t indent_of(pl_str line) {
    size_t at = 0;

    while (at < line.len && line.ptr[at] == ' ')
        at++;
    return at;
}

static bool is_empty(pl_str line) {
    return pl_str_trim(line).len == 0;
}

/* Notes, citations and owners stand beside the text. */
static bool is_said(const pl_node *node, uint32_t start, uint32_t end) {
    for (uint32_t i = 0; node && i < node->count; i++) {
        const pl_node *kid = node->kids[i];

        if ((kid->kind == PL_NODE_NOTE || kid->kind == PL_NODE_CITE ||
             kid->kind == PL_NODE_OWNER) &&
            kid->span.start < end && start < kid->span.end)
            return true;
    }
    return false;
}

static void divide(pl_doc *doc, const pl_source *source, uint32_t start, uint32_t stop,
                   const pl_node *told, lines_list *lines) {
    pl_str text = {source->text.ptr, stop};
    uint32_t number = pl_source_position(source, start).line;

    for (size_t at = start; at < text.len; number++) {
        size_t end = at;

        while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r')
            end++;
        if (!is_said(told, (uint32_t)at, (uint32_t)end))
            PL_PUSH(doc->arena, lines, ((numbered){{text.ptr + at, end - at}, number}));
        end += end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n';
        at = end + 1;
    }
}

/* What all lines of a block in a list stand to the right. */
static size_t common_indent(const lines_list *lines, uint32_t first, uint32_t last) {
    size_t least = SIZE_MAX;

    for (uint32_t i = first; i < last; i++)
        if (!is_empty(lines->items[i].text) && indent_of(lines->items[i].text) < least)
            least = indent_of(lines->items[i].text);
    return least;
}

void pl_doc_written(pl_doc *doc, const pl_source *source, uint32_t start, uint32_t end,
                    const pl_node *told) {
    lines_list lines = {0};
    uint32_t first = 0, last;
    size_t indent;

    assert(start <= end && end <= source->text.len);
    divide(doc, source, start, end, told, &lines);
    last = lines.len;
    while (first < last && is_empty(lines.items[first].text))
        first++;
    while (last > first && is_empty(lines.items[last - 1].text))
        last--;
    indent = common_indent(&lines, first, last);
    pl_buffer_puts(doc->out, "<pre class=\"written\"><code>");
    for (uint32_t i = first; i < last; i++) {
        pl_str line = lines.items[i].text;
        size_t skipped = line.len < indent ? line.len : indent;

        pl_buffer_printf(doc->out, "<span data-line=\"%u\">", lines.items[i].number);
        put_line(doc->out, (pl_str){line.ptr + skipped, line.len - skipped});
        pl_buffer_puts(doc->out, "\n</span>");
    }
    pl_buffer_puts(doc->out, "</code></pre>\n");
}
