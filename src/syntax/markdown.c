/* markdown.c - a handbook that is a Markdown document: its fenced blocks marked `peil` are the rules, its headings their place.
 * libcmark says where the blocks and headings are. All other bytes become blanks, so that every offset, line and column is the
 * document's. Reports fences marked or placed so that nobody can tell whether rules are meant, and fences that are not closed. */
#include <assert.h>
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/tree.h"

#define SHORTEST_FENCE 3
#define MARK "peil"

typedef struct fence {
    char sign; /* ` or ~; 0: no fence */
    size_t length;
    pl_str info; /* what stands behind it */
} fence;

typedef struct reading {
    pl_compiler *compiler;
    const pl_source *source;
    char *out;
    PL_VEC(pl_str) lines;
    uint32_t quotes;   /* block quotations around the place */
    bool in_heading;   /* one of the document itself */
    pl_buffer heading; /* its text so far */
} reading;

/* ### lines and fences */

static pl_span span_of(const reading *r, pl_str part) {
    uint32_t start = (uint32_t)(part.ptr - r->source->text.ptr);

    assert(start + part.len <= r->source->text.len);
    return (pl_span){r->source, start, start + (uint32_t)part.len};
}

/* The line with this number, from 1, from this column, from 1; empty where there is none. */
static pl_str line_from(const reading *r, int number, int column) {
    pl_str line = {r->source->text.ptr + r->source->text.len, 0};
    size_t skipped = column > 1 ? (size_t)column - 1 : 0;

    if (number < 1 || (uint32_t)number > r->lines.len)
        return line;
    line = r->lines.items[number - 1];
    if (skipped > line.len)
        skipped = line.len;
    return (pl_str){line.ptr + skipped, line.len - skipped};
}

/* Lines end as libcmark and pl_source_position have it: LF, CR LF, or a CR alone. */
static void divide_in_lines(reading *r) {
    pl_str text = r->source->text;

    for (size_t at = 0; at < text.len;) {
        size_t end = at;

        while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r')
            end++;
        PL_PUSH(r->compiler->arena, &r->lines, ((pl_str){text.ptr + at, end - at}));
        if (end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n')
            end++;
        at = end + 1;
    }
}

static fence fence_of(pl_str line) {
    size_t at = 0, first;
    fence f = {0};

    while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
        at++;
    if (at == line.len || (line.ptr[at] != '`' && line.ptr[at] != '~'))
        return f;
    first = at;
    while (at < line.len && line.ptr[at] == line.ptr[first])
        at++;
    if (at - first < SHORTEST_FENCE)
        return f;
    f.info = pl_str_trim((pl_str){line.ptr + at, line.len - at});
    /* A line such as ```peil``` is code inside a sentence. */
    if (line.ptr[first] == '`' && memchr(f.info.ptr, '`', f.info.len))
        return f;
    f.sign = line.ptr[first];
    f.length = at - first;
    return f;
}

static pl_str first_word(pl_str info) {
    size_t length = 0;

    while (length < info.len && info.ptr[length] != ' ' && info.ptr[length] != '\t')
        length++;
    return (pl_str){info.ptr, length};
}

static pl_str without_marks(pl_str word) {
    while (word.len > 0 && strchr("{.", word.ptr[0])) {
        word.ptr++;
        word.len--;
    }
    while (word.len > 0 && word.ptr[word.len - 1] == '}')
        word.len--;
    return word;
}

static bool is_nearly_ours(reading *r, pl_str word) {
    pl_str bare = without_marks(word);
    const char *small = pl_str_small(r->compiler->arena, bare);

    return pl_text_distance((pl_str){small, bare.len}, pl_str_of(MARK), 1) <= 1;
}

/* ### blocks */

static bool closes(const fence *open, pl_str line) {
    fence f = fence_of(line);

    return f.sign == open->sign && f.length >= open->length && f.info.len == 0;
}

/* False when the block is no rules, which most often is meant. */
static bool is_ours(reading *r, const fence *f) {
    pl_str word = first_word(f->info);

    if (pl_str_equal(word, pl_str_of(MARK)))
        return true;
    if (!is_nearly_ours(r, word))
        return false;
    PL_REPORT(&r->compiler->diags, FENCE_MISSPELT, span_of(r, word),
              pl_arena_copy(r->compiler->arena, word.ptr, word.len));
    return true;
}

static void copy_lines(reading *r, int from, int to) {
    for (; from <= to; from++) {
        pl_str line = line_from(r, from, 1);

        memcpy(r->out + (line.ptr - r->source->text.ptr), line.ptr, line.len);
    }
}

/* An indented block has no mark for libcmark, also where its first line looks like a fence. A block that its list ends
 * is said to reach one line further than the list: to the line that ended both. */
static void take_block(reading *r, cmark_node *node) {
    int first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);
    pl_str line = line_from(r, first, cmark_node_get_start_column(node));
    pl_span place = span_of(r, pl_str_trim(line));
    fence f = fence_of(line);
    bool cut = last > cmark_node_get_end_line(cmark_node_parent(node));
    bool closed = !cut && last > first && closes(&f, line_from(r, last, 1));

    if (f.sign == 0)
        return;
    if (f.info.len > 0 && *cmark_node_get_fence_info(node) == '\0') {
        if (is_nearly_ours(r, first_word(f.info)))
            PL_REPORT0(&r->compiler->diags, FENCE_INDENTED, place);
        return;
    }
    if (is_ours(r, &f)) {
        if (r->quotes > 0) {
            PL_REPORT0(&r->compiler->diags, FENCE_QUOTED, place);
            return;
        }
        copy_lines(r, first + 1, closed || cut ? last - 1 : last);
    }
    if (!closed && r->quotes == 0)
        PL_REPORT0(&r->compiler->diags, FENCE_UNCLOSED, place);
}

/* ### headings */

/* A heading inside a quotation or a list is none of the document. */
static bool is_of_document(cmark_node *node) {
    return cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_DOCUMENT;
}

static void end_heading(reading *r, cmark_node *node) {
    pl_str line = line_from(r, cmark_node_get_start_line(node), 1);
    pl_str text = pl_str_trim((pl_str){r->heading.ptr, r->heading.len});
    pl_heading heading = {.start = span_of(r, line).start,
                          .level = (uint32_t)cmark_node_get_heading_level(node),
                          .text = pl_arena_copy(r->compiler->arena, text.ptr, text.len)};

    assert(heading.level >= 1 && heading.level <= PL_HEADING_LEVELS);
    r->in_heading = false;
    if (text.len > 0)
        PL_PUSH(r->compiler->arena, &r->source->document->headings, heading);
}

static void enter(reading *r, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE: r->quotes++; break;
    case CMARK_NODE_CODE_BLOCK: take_block(r, node); break;
    case CMARK_NODE_HEADING:
        r->in_heading = is_of_document(node);
        r->heading.len = 0;
        pl_buffer_puts(&r->heading, "");
        break;
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        if (r->in_heading)
            pl_buffer_puts(&r->heading, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        if (r->in_heading)
            pl_buffer_putc(&r->heading, ' ');
        break;
    default: break;
    }
}

static void leave(reading *r, cmark_node *node) {
    if (cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE)
        r->quotes--;
    else if (cmark_node_get_type(node) == CMARK_NODE_HEADING && r->in_heading)
        end_heading(r, node);
}

/* ### the document */

static void *zeroed(size_t count, size_t size) {
    size_t bytes = count * size;
    void *memory = pl_heap_resize(NULL, bytes > 0 ? bytes : 1);

    assert(size == 0 || bytes / size == count);
    return memset(memory, 0, bytes);
}

static void walk(reading *r) {
    /* Lack of memory leaves through the one exit, inside libcmark too. */
    cmark_mem memory = {zeroed, pl_heap_resize, free};
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_VALIDATE_UTF8, &memory);
    cmark_node *root;
    cmark_iter *iter;
    cmark_event_type event;

    cmark_parser_feed(parser, r->source->text.ptr, r->source->text.len);
    root = cmark_parser_finish(parser);
    iter = cmark_iter_new(root);
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        if (event == CMARK_EVENT_ENTER)
            enter(r, cmark_iter_get_node(iter));
        else
            leave(r, cmark_iter_get_node(iter));
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    cmark_parser_free(parser);
}

pl_str pl_markdown_blank(pl_compiler *compiler, const pl_source *source) {
    pl_str text = source->text;
    reading r = {.compiler = compiler,
                 .source = source,
                 .out = pl_arena_copy(compiler->arena, text.ptr, text.len)};

    assert(source->document);
    source->document->headings.len = 0; /* a document may be read twice, for a dump */
    divide_in_lines(&r);
    for (uint32_t i = 0; i < r.lines.len; i++)
        memset(r.out + (r.lines.items[i].ptr - text.ptr), ' ', r.lines.items[i].len);
    /* A larger one is refused; it need not be understood first. */
    if (text.len <= PL_LARGEST_FILE)
        walk(&r);
    assert(r.quotes == 0 && !r.in_heading);
    pl_buffer_fini(&r.heading);
    return (pl_str){r.out, text.len};
}
