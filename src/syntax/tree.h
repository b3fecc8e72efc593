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
    uint32_t height; /* steps down to the deepest leaf; about 200 at most: recursion is safe */
    pl_node **kids;  /* never NULL entries; PL_NODE_ABSENT for what is left out */
};

/* A rule file of more bytes is refused: rules are written by hand. */
#define PL_LARGEST_FILE (4u << 20)

/* What the stages of a compilation share. */
typedef struct pl_compiler {
    pl_arena *arena; /* compilation lifetime */
    pl_names names;
    pl_diags diags;
} pl_compiler;

/* A node without number and kids. `text` is interned or NULL. */
pl_node *pl_node_make(pl_arena *arena, pl_node_kind kind, pl_span span, const char *text);
/* `kid` becomes the last one of `parent`; it is complete: what is pushed into it later does not
 * count in the height of `parent`. */
void pl_node_push(pl_arena *arena, pl_node *parent, pl_node *kid);
const char *pl_node_kind_name(pl_node_kind kind); /* as in dumps */

/* Reads one source; always gives a PL_NODE_FILE; what could not be read stands as PL_NODE_ERROR
 * with diagnostics in compiler->diags. The grammar itself is grammar/. */
pl_node *pl_parse(pl_compiler *compiler, const pl_source *source);
/* The fenced blocks of a Markdown document are read in place: the text keeps the document's offsets, all else is blanked.
 * Notes the headings in source->document; reports near-miss and unclosed fences. Returns the blanked text. */
pl_str pl_markdown_blank(pl_compiler *compiler, const pl_source *source);

/* The month 1..12 that a word names, in Dutch or English, long or short; 0 when it names none. */
int pl_month_of(const char *word);

/* --dump=tokens and --dump=tree. */
void pl_dump_tokens(pl_compiler *compiler, const pl_source *source, FILE *out);
void pl_dump_tree(const pl_node *node, FILE *out);

#endif
