/* page.h - what the parts of the page of a handbook share. doc.c has the order of things, prose.c the
 * Markdown around the rules and pipes.c tables in it, pieces.c divides rules in declarations and lays each out, written.c shows
 * them as they are written, tables.c has tables of norms and lists of rules, figures.c what a run gave,
 * register.c which items of the source stand where. */
#ifndef PL_DOC_PAGE_H
#define PL_DOC_PAGE_H

#include "doc/doc.h"
#include "report/page.h"
#include "report/sheets.h"

/* What a run gave for one rule. */
typedef struct pl_doc_figures {
    const pl_rule_result *result; /* NULL: it was not evaluated on the date */
    pl_tally tally;
    const pl_sheet *sheet;    /* NULL: no data gives an answer */
    uint32_t number;          /* in the sheet */
    const pl_entity *lost;    /* no file gives it: without a sheet; else NULL */
    PL_VEC(const char *) bad; /* markup: subjects that it counts against, the first so many */
} pl_doc_figures;

typedef struct pl_doc_entry {
    uint32_t level;
    const char *id, *title;
} pl_doc_entry;

/* What the page says of one item of a source. */
typedef struct pl_doc_item {
    const char *id;                /* of its row in the register */
    PL_VEC(pl_doc_entry) mentions; /* where it is cited or left out; the level says nothing */
} pl_doc_item;

typedef struct pl_doc {
    const pl_doc_input *input;
    pl_arena *arena;
    pl_buffer *out;
    pl_wording wording;
    pl_map ids;             /* every id of the page, once */
    const char **rule_ids;  /* [model->rules.len] */
    const pl_rule **placed; /* the same many, by file and place */
    uint32_t level;         /* of the heading above, 1..6 */
    uint32_t top;           /* level of the file's own title: 1 or 2 */
    bool titled;            /* the title of the page was one of the file's own */
    PL_VEC(pl_doc_entry) contents;
    pl_doc_item **items; /* [model->handbooks.len][items]: NULL for a handbook of another file */
    pl_sheets sheets;
    pl_doc_figures *figures; /* [model->rules.len]; NULL: there is no run */
} pl_doc;

/* One declaration with its clauses, and the comments right above it. */
typedef struct pl_doc_piece {
    const pl_source *source;
    const pl_node *node;
    uint32_t start, end; /* bytes */
} pl_doc_piece;

/* ---- doc.c ---- */

/* An id that stands nowhere yet on the page, made from a text: letters, digits, `_`, `-`, `.` and `/` stay. */
const char *pl_doc_id(pl_doc *doc, const char *text);
/* A heading of the document: an entry of the contents. `level` 2..6; made less deep where it would skip one. */
void pl_doc_open_heading(pl_doc *doc, uint32_t level, const char *title, pl_buffer *out);
void pl_doc_close_heading(const pl_doc *doc, pl_buffer *out);

/* ---- prose.c ---- */

/* Appends a Markdown document: its text without raw HTML and without links that could run anything, its
 * blocks of rules by pl_doc_pieces. */
void pl_doc_prose(pl_doc *doc, const pl_doc_file *file);

/* ---- pipes.c ---- */

/* Are these lines, from 1, of a paragraph a table as GitHub has it? */
bool pl_doc_is_pipes(const pl_source *source, uint32_t first, uint32_t last);
void pl_doc_put_pipes(pl_doc *doc, const pl_source *source, uint32_t first, uint32_t last);

/* ---- pieces.c ---- */

/* Appends the declarations of a part of a file. `plain`: no Markdown around them, so sections are headings. */
void pl_doc_pieces(pl_doc *doc, const pl_doc_file *file, uint32_t start, uint32_t end, bool plain);
/* The first rule that stands in the piece, *count in all, in the order of their places. */
const pl_rule *const *pl_doc_rules_of(const pl_doc *doc, const pl_doc_piece *piece,
                                      uint32_t *count);

/* ---- written.c ---- */

/* Appends text of a file as it is written: lines with their numbers, keywords and comments marked. Blank lines at both
 * ends are left out, and the notes, citations and owners of the declaration `told`, if one is given: the page has them beside it. */
void pl_doc_written(pl_doc *doc, const pl_source *source, uint32_t start, uint32_t end,
                    const pl_node *told);

/* ---- tables.c ---- */

/* A table of norms as a table. */
void pl_doc_table(pl_doc *doc, const pl_doc_piece *piece);
/* Rules of one declaration as a table, a row for each. */
void pl_doc_rule_list(pl_doc *doc, const char *caption, const pl_rule *const *rules,
                      uint32_t count);

/* ---- register.c ---- */

/* Gives each item of the handbooks of these files its place in the register. */
void pl_doc_open_register(pl_doc *doc);
/* Appends a citation; items that it names lead to the register, and the register back to `where`. */
void pl_doc_put_cite(pl_doc *doc, const char *text, const char *where, const char *title);
/* Appends the register: each item of a source, and what on the page is about it. */
void pl_doc_put_register(pl_doc *doc);

/* ---- figures.c ---- */

/* Collects what the run gave; nothing when there is none. */
void pl_doc_find_figures(pl_doc *doc);
/* "9 met · 3 not met" and a bar; or why there is nothing to count. */
void pl_doc_tally(pl_doc *doc, const pl_rule *rule);
/* The same, with who is flagged for what and why there are no verdicts. */
void pl_doc_figures_of(pl_doc *doc, const pl_rule *rule);

#endif
