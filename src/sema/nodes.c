/* nodes.c - reading the syntax tree without trusting its shape: a parser that recovers from errors
 * leaves holes anywhere.
 * Knows nothing of names or types. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

static const pl_node absent = {.kind = PL_NODE_ABSENT};

const pl_node *pl_sema_kid(const pl_node *node, uint32_t index) {
    assert(node && (index >= node->count || node->kids[index]));
    return index < node->count ? node->kids[index] : &absent;
}

bool pl_sema_is(const pl_node *node, pl_node_kind kind) {
    return node->kind == kind;
}

bool pl_sema_given(const pl_node *node) {
    return node->kind != PL_NODE_ABSENT && node->kind != PL_NODE_ERROR;
}

bool pl_sema_has_error(const pl_node *node) {
    for (uint32_t i = 0; i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), PL_NODE_ERROR))
            return true;
    return false;
}

int pl_sema_whole(const pl_node *node, int otherwise) {
    pl_number n = node->number;

    if (n.big || n.den != 1 || n.num < INT32_MIN || n.num > INT32_MAX)
        return otherwise;
    return (int)n.num;
}

static bool is_name_byte(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
        (c & 0x80);
}

static bool stands_alone(pl_str text, size_t at, size_t length) {
    bool before = at > 0 && is_name_byte(text.ptr[at - 1]);
    bool after = at + length < text.len && is_name_byte(text.ptr[at + length]);

    return !before && !after;
}

pl_span pl_sema_name_span(const pl_node *node) {
    pl_str text;
    size_t length;

    if (!node->span.source || !node->text || !node->text[0])
        return node->span;
    text = pl_span_text(node->span);
    length = strlen(node->text);
    for (size_t i = 0; i + length <= text.len; i++) {
        if (memcmp(text.ptr + i, node->text, length) == 0 && stands_alone(text, i, length)) {
            uint32_t start = node->span.start + (uint32_t)i;
            return (pl_span){node->span.source, start, start + (uint32_t)length};
        }
    }
    return node->span;
}

const char *pl_sema_written(pl_checker *ck, const pl_node *node) {
    pl_buffer out;
    bool blank = false;
    pl_str text;

    if (!node->span.source)
        return node->text ? node->text : "";
    text = pl_str_trim(pl_span_text(node->span));
    pl_buffer_init(&out);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';

        if (is_blank && !blank)
            pl_buffer_putc(&out, ' ');
        else if (!is_blank)
            pl_buffer_putc(&out, c);
        blank = is_blank;
    }
    return pl_buffer_take(&out, ck->arena);
}

void pl_sema_each(pl_checker *ck, pl_node_kind kind, void (*visit)(pl_checker *, const pl_node *)) {
    for (uint32_t f = 0; f < ck->files.len; f++)
        for (uint32_t i = 0; i < ck->files.items[f]->count; i++)
            if (pl_sema_is(pl_sema_kid(ck->files.items[f], i), kind))
                visit(ck, pl_sema_kid(ck->files.items[f], i));
}

void pl_sema_each_under(pl_checker *ck, pl_node_kind kind,
                        void (*visit)(pl_checker *, const pl_node *, const char *own)) {
    for (uint32_t f = 0; f < ck->files.len; f++) {
        const char *own = NULL;

        for (uint32_t i = 0; i < ck->files.items[f]->count; i++) {
            const pl_node *node = pl_sema_kid(ck->files.items[f], i);

            if (pl_sema_is(node, PL_NODE_HANDBOOK) && node->text)
                own = node->text;
            else if (pl_sema_is(node, kind) && node->text)
                visit(ck, node, own);
        }
    }
}
