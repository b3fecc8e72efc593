/* tree.c - nodes of the syntax tree, and reading one source into a tree.
 * What the kinds hold is in nodes.def; the reading itself is grammar/'s. */
#include "syntax/tree.h"

#include <assert.h>

#include "grammar/parser.h"
#include "syntax/reader.h"

#define FIRST_KIDS 4

pl_node *pl_node_make(pl_arena *arena, pl_node_kind kind, pl_span span, const char *text) {
    pl_node *node = PL_MAKE(arena, pl_node);

    assert(kind < PL_NODE_COUNT);
    node->kind = kind;
    node->span = span;
    node->text = text;
    return node;
}

/* The kids end with NULL, so that they can be given on as a list. */
static void grow(pl_arena *arena, pl_node *parent) {
    uint32_t cap = parent->cap > 0 ? parent->cap * 2 : FIRST_KIDS;
    pl_node **kids = pl_arena_object(arena, cap, sizeof *kids);

    for (uint32_t i = 0; i < parent->count; i++)
        kids[i] = parent->kids[i];
    parent->kids = kids;
    parent->cap = cap;
    assert(parent->count + 1 < parent->cap);
}

void pl_node_push(pl_arena *arena, pl_node *parent, pl_node *kid) {
    assert(kid && kid != parent);
    if (parent->count + 1 >= parent->cap)
        grow(arena, parent);
    assert(!parent->kids[parent->count]);
    parent->kids[parent->count++] = kid;
    parent->kids[parent->count] = NULL;
    if (parent->height <= kid->height)
        parent->height = kid->height + 1;
}

const char *pl_node_kind_name(pl_node_kind kind) {
    static const char *const names[] = {
#define PL_NODE(kind, name, holds) name,
#include "syntax/nodes.def"
#undef PL_NODE
    };

    assert(kind < PL_NODE_COUNT);
    return names[kind];
}

/* ### reading */

void pl_reader_init(pl_reader *reader, pl_compiler *compiler, const pl_source *source) {
    pl_str text = source->document ? pl_markdown_blank(compiler, source) : source->text;

    *reader = (pl_reader){
        .compiler = compiler,
        .source = source,
        .begun = UINT32_MAX,
        .failed_at = UINT32_MAX,
        .declaration = UINT32_MAX,
    };
    pl_arena_init(&reader->arena);
    reader->bytes = (pl_str){pl_arena_copy(&reader->arena, text.ptr, text.len), text.len};
    assert(!reader->bytes.ptr[reader->bytes.len]);
    assert(text.len == source->text.len); /* spans are those of the source */
    pl_reader_scan(reader);
    pl_reader_place(reader);
}

void pl_reader_fini(pl_reader *reader) {
    assert(reader->bytes.ptr);
    pl_arena_fini(&reader->arena);
}

pl_span pl_token_span(const pl_reader *reader, uint32_t index) {
    const pl_token *token;

    assert(reader->tokens.len > 0);
    token = &reader->tokens.items[index < reader->tokens.len ? index : reader->tokens.len - 1];
    return (pl_span){reader->source, token->start, token->end};
}

pl_node *pl_parse(pl_compiler *compiler, const pl_source *source) {
    pl_span start = {source, 0, 0};
    pl_reader reader;

    pl_reader_init(&reader, compiler, source);
    reader.file = pl_node_make(compiler->arena, PL_NODE_FILE, start, NULL);
    pl_grammar_parse(&reader);
    assert(reader.file->kind == PL_NODE_FILE);
    pl_reader_fini(&reader);
    return reader.file;
}
