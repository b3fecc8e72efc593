/* grid.h - subjects against rules, as words: the same in every report for people. A format lays it out. */
#ifndef PL_REPORT_GRID_H
#define PL_REPORT_GRID_H

#include "report/sheets.h"

typedef struct pl_grid_cell {
    const char *text;   /* "< 90% below", "88.1%"; "" where there is nothing */
    const char *reason; /* why there is no met or not met, or who said so; NULL */
    const char *waiver; /* what became of it; NULL: none is for this subject */
    pl_verdict verdict; /* SKIPPED: not a rule's, or none */
    bool flagged;
} pl_grid_cell;

typedef struct pl_grid_column {
    const char *header;
    const pl_rule_result *result; /* NULL: not a rule's */
    bool first_of_group;          /* what was measured; the rules that measure it follow */
    bool right;
    pl_grid_cell *cells; /* [shown] */
} pl_grid_column;

typedef struct pl_grid_name {
    const char *key, *name; /* name "": none */
    const char *small;      /* that there are few pupils; NULL */
} pl_grid_name;

typedef struct pl_grid {
    const pl_sheets *sheets;
    const pl_sheet *sheet;
    uint32_t shown;                 /* the first so many subjects of the sheet */
    uint32_t *group;                /* [rules of the sheet]: the first rule of its group */
    pl_grid_name *names;            /* [shown] */
    PL_VEC(pl_grid_column) context; /* fields that decide which norm holds */
    PL_VEC(pl_grid_column) columns; /* group by group */
} pl_grid;

/* Fills all columns for the first `shown` subjects of a sheet, one at least. */
void pl_grid_fill(pl_grid *g, const pl_sheets *sheets, const pl_sheet *sheet, uint32_t shown);

#endif
