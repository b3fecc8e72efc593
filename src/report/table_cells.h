/* table_cells.h - inside the writer of tables: what a column writes for the rows of a block, as csv
 * writes it. A column has cells by number; each is written once, and then copied to the rows. */
#ifndef PL_REPORT_TABLE_CELLS_H
#define PL_REPORT_TABLE_CELLS_H

#include "data/data.h"
#include "sema/outputs.h"
#include "vm/result.h"

#define PL_TABLE_BLOCK 256 /* rows */
#define PL_CELL_SHORT 15

/* A cell and the separator behind it. length 0: not written yet, or longer than this; ask
 * pl_cells_text. */
typedef struct pl_table_cell {
    char text[PL_CELL_SHORT];
    uint8_t length;
} pl_table_cell;

/* The cells of a column, and which of them each row of the block has; -1: an empty one. */
typedef struct pl_cells {
    pl_table_cell *cells;
    const int32_t *number; /* [row of the block] */
} pl_cells;

/* Rows of the table that are written together. */
typedef struct pl_table_block {
    uint32_t from, count;
    const int32_t *rows; /* [count]; NULL: from, from + 1 .. */
} pl_table_block;

/* What a column gives, and with that what its cells are numbered by. */
typedef enum pl_cells_kind {
    PL_TABLE_NOTHING, /* no column of the data */
    PL_TABLE_VERDICT, /* a word */
    PL_TABLE_CODES,   /* computed: choices between constants */
    PL_TABLE_INDEXES, /* computed: texts, members */
    PL_TABLE_TEXT_CELLS,
    PL_TABLE_MEMBER_CELLS, /* of the data */
    PL_TABLE_TRUTHS,
    PL_TABLE_SHORT_CELLS, /* numbers of two bytes */
    PL_TABLE_YEARS,
    PL_TABLE_WIDE_CELLS, /* other scaled integers, by row of the block from here on */
    PL_TABLE_NUMBERS,    /* computed: the same */
    PL_TABLE_ANY         /* anything else */
} pl_cells_kind;

typedef struct pl_cells_source {
    pl_cells made;
    pl_cells_kind kind;
    const pl_output *output;
    pl_type type;
    const pl_links *up;         /* rows of the ancestor that it is of; NULL: the table's own */
    const pl_rows *rows;        /* of the entity that it is of */
    const pl_column *cells;     /* of the data; NULL: it has none for this year */
    const pl_amounts *amounts;  /* computed: numbers and indexes */
    const uint8_t *truths;      /* computed: truths */
    const pl_rule_result *rule; /* a verdict */
    const uint8_t *state;       /* pl_state of cells or amounts; NULL: all are OK */
    int32_t *numbers;           /* [PL_TABLE_BLOCK]: what made.number points to */
} pl_cells_source;

/* Who makes cells. */
typedef struct pl_cells_maker {
    pl_arena arena; /* of cells that stay */
    pl_arena block; /* of those of a block */
    const pl_run *run;
    char separator;
    pl_table_cell *texts; /* by index, for all columns that have texts; NULL: none yet */
    pl_buffer text, out;  /* one cell before and after it is quoted */
} pl_cells_maker;

void pl_cells_maker_init(pl_cells_maker *maker, const pl_run *run, char separator);
void pl_cells_maker_fini(pl_cells_maker *maker);
/* Finds the kind of a column of which all that it gives is filled in, and makes room. */
void pl_cells_prepare(pl_cells_maker *maker, pl_cells_source *column);
/* To be called before the columns of each block: what was made for the last one is gone. */
void pl_cells_forget(pl_cells_maker *maker);
/* Fills column->made for a block. */
void pl_cells_number(pl_cells_maker *maker, pl_cells_source *column, const pl_table_block *block);
/* A cell of length 0 with its separator, which is written now where it was not. */
pl_str pl_cells_text(pl_cells_maker *maker, pl_cells_source *column, int32_t number);

#endif
