/* text_page.h - one table of the text report while it is made: its columns, what stands in their
 * cells, and the notes under it.
 * text_columns.c fills it, text_table.c lays it out on the page. */
#ifndef PL_REPORT_TEXT_PAGE_H
#define PL_REPORT_TEXT_PAGE_H

#include "report/grid.h"
#include "report/text.h"

#define PL_TEXT_FLAG_MARK "✗ "

typedef struct pl_text_cell {
    const char *text;
    pl_text_style style;
    bool flagged;
} pl_text_cell;

typedef struct pl_text_column {
    const char *header;
    const pl_rule_result *result; /* NULL: not a rule's */
    bool first_of_group;          /* what was measured; the rules that measure it follow */
    bool right, marks;
    size_t width;        /* of the widest cell and the header */
    pl_text_cell *cells; /* [grid.shown] */
} pl_text_column;

typedef struct pl_text_page {
    pl_text *text;
    pl_grid grid;
    pl_text_column key, name;
    const char **suffixes;          /* [grid.shown]: marks of notes behind the names */
    PL_VEC(pl_text_column) context; /* fields that decide which norm holds */
    PL_VEC(pl_text_column) columns; /* group by group */
    PL_VEC(const char *) notes;
} pl_text_page;

/* Fills all columns; text and grid are filled. */
void pl_text_fill_page(pl_text_page *p);

#endif
