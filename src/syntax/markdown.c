/* markdown.c - a handbook that is a Markdown document: its fenced blocks marked `peil` are the
 * rules.
 * All other bytes become blanks, so that every offset, line and column is the document's.
 * Reports fences that are nearly marked peil and fences that are not closed; reads nothing else of
 * Markdown. */
#include <assert.h>
#include <string.h>

#include "syntax/tree.h"

#define SHORTEST_FENCE 3
#define MARK "peil"

typedef struct fence {
    char sign; /* ` or ~; 0: no fence */
    size_t length;
    pl_str info; /* what stands behind it */
} fence;

typedef struct document {
    pl_compiler *compiler;
    const pl_source *source;
    char *out;
    fence open; /* sign 0: outside of blocks */
    pl_span opened_at;
    bool is_ours;
} document;

static pl_span span_of(const document *d, pl_str part) {
    uint32_t start = (uint32_t)(part.ptr - d->source->text.ptr);

    assert(start + part.len <= d->source->text.len);
    return (pl_span){d->source, start, start + (uint32_t)part.len};
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

static bool is_nearly_ours(document *d, pl_str word) {
    pl_str bare = without_marks(word);
    const char *small = pl_str_small(d->compiler->arena, bare);

    return pl_text_distance((pl_str){small, bare.len}, pl_str_of(MARK), 1) <= 1;
}

static void open_block(document *d, const fence *f, pl_str line) {
    pl_str word = first_word(f->info);

    assert(d->open.sign == 0 && f->length >= SHORTEST_FENCE);
    d->open = *f;
    d->opened_at = span_of(d, pl_str_trim(line));
    d->is_ours = pl_str_equal(word, pl_str_of(MARK));
    if (d->is_ours || !is_nearly_ours(d, word))
        return;
    PL_REPORT(&d->compiler->diags, FENCE_MISSPELT, span_of(d, word),
              pl_arena_copy(d->compiler->arena, word.ptr, word.len));
    d->is_ours = true;
}

static bool closes(const document *d, const fence *f) {
    return f->sign == d->open.sign && f->length >= d->open.length && f->info.len == 0;
}

static void read_line(document *d, pl_str line) {
    fence f = fence_of(line);
    size_t offset = (size_t)(line.ptr - d->source->text.ptr);

    if (d->open.sign == 0) {
        if (f.sign != 0)
            open_block(d, &f, line);
    } else if (closes(d, &f)) {
        d->open.sign = 0;
    } else if (d->is_ours) {
        memcpy(d->out + offset, line.ptr, line.len);
    }
}

static size_t line_length(pl_str text, size_t from) {
    size_t length = 0;

    while (from + length < text.len && text.ptr[from + length] != '\n' &&
           text.ptr[from + length] != '\r')
        length++;
    return length;
}

pl_str pl_markdown_blank(pl_compiler *compiler, const pl_source *source) {
    pl_str text = source->text;
    document d = {.compiler = compiler,
                  .source = source,
                  .out = pl_arena_copy(compiler->arena, text.ptr, text.len)};

    for (size_t at = 0; at < text.len;) {
        size_t length = line_length(text, at);

        memset(d.out + at, ' ', length);
        read_line(&d, (pl_str){text.ptr + at, length});
        at += length;
        while (at < text.len && (text.ptr[at] == '\n' || text.ptr[at] == '\r'))
            at++;
    }
    if (d.open.sign != 0)
        PL_REPORT0(&compiler->diags, FENCE_UNCLOSED, d.opened_at);
    return (pl_str){d.out, text.len};
}
