/* tree.h - the syntax tree: what the parser read, before any name is looked up.
 * Uniform nodes; nodes.def says for each kind what its fields and children hold. */
#ifndef PL_SYNTAX_TREE_H
#define PL_SYNTAX_TREE_H

#include <stdio.h>

#include "base/diag.h"
#include "base/number.h"

typedef enum pl_node_kind {
#define PL_NODE(kind, name, holds) PL_NODE_##kind,
#include "syntax/nodes.def"
#undef PL_NODE
    PL_NODE_COUNT
} pl_node_kind;

typedef struct pl_node pl_node;
struct pl_node {
    pl_node_kind kind;
    pl_span span;
    const char *text; /* interned, or NULL */
    pl_number number; /* den 0 and big NULL: no number */
    uint32_t count, cap;
    uint32_t
        height; /* steps down to the deepest leaf; about 200 at most, so that recursion over a tree is safe */
    pl_node **kids; /* never NULL entries; PL_NODE_ABSENT for what is left out */
};

/* What the stages of a compilation share. */
typedef struct pl_compiler {
    pl_arena *arena; /* compilation lifetime */
    pl_names names;
    pl_diags diags;
} pl_compiler;

pl_node *pl_node_make(pl_arena *arena, pl_node_kind kind, pl_span span, const char *text);
void pl_node_push(pl_arena *arena, pl_node *parent, pl_node *kid);
const char *pl_node_kind_name(pl_node_kind kind);

/* Reads one source; always gives a PL_NODE_FILE; what could not be read stands as PL_NODE_ERROR with diagnostics in compiler->diags.
 * Lives in grammar/parser.y. */
pl_node *pl_parse(pl_compiler *compiler, const pl_source *source);
/* The sources of a Markdown document's fenced blocks are read in place: the text keeps the document's offsets, all else is blanked.
 * Reports near-miss and unclosed fences. Returns the blanked text; the headings above each block come as nodes later. */
pl_str pl_markdown_blank(pl_compiler *compiler, const pl_source *source);

/* --dump=tokens and --dump=tree. */
void pl_dump_tokens(pl_compiler *compiler, const pl_source *source, FILE *out);
void pl_dump_tree(const pl_node *node, FILE *out);

#endif
