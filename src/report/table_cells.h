/* table_cells.h - inside the writer of tables: the cells of one column for a block of rows, as csv
 * writes them. */
#ifndef PL_REPORT_TABLE_CELLS_H
#define PL_REPORT_TABLE_CELLS_H

#include "data/data.h"
#include "sema/outputs.h"
#include "vm/result.h"

#define PL_TABLE_BLOCK 256 /* rows */
/* So many bytes of a cell can be read, whatever its length. */
#define PL_CELL_READABLE 16

/* What a column gives, and with that how its cells are written. */
typedef enum pl_cells_kind {
    PL_TABLE_NOTHING, /* no column of the data */
    PL_TABLE_VERDICT, /* a word, or what the rule gives */
    PL_TABLE_CODES,   /* computed: choices between constants */
    PL_TABLE_INDEXES, /* computed: texts, members */
    PL_TABLE_NUMBERS, /* computed: exact scaled integers */
    PL_TABLE_TEXT_CELLS,
    PL_TABLE_MEMBER_CELLS,
    PL_TABLE_NUMBER_CELLS, /* of the data, as the two above */
    PL_TABLE_ANY           /* anything else */
} pl_cells_kind;

typedef struct pl_cells_source {
    pl_cells_kind kind;
    const pl_output *output;
    pl_type type;
    const int32_t *up;          /* rows of the ancestor that it is of; NULL: the table's own */
    const pl_rows *rows;        /* of the entity that it is of */
    const pl_column *cells;     /* of the data; NULL: it has none for this year */
    const pl_amounts *amounts;  /* computed: numbers and indexes */
    const uint8_t *truths;      /* computed: truths */
    const pl_rule_result *rule; /* a verdict */
    const uint8_t *state;       /* pl_state of cells or amounts; NULL: all are OK */
    char after;                 /* what stands behind its cells, and is part of them here */
    pl_str none;                /* a cell of nothing */
    pl_str *written;            /* cells by index: of texts, members, codes or verdicts */
    pl_buffer made;             /* cells of the block that are no copies of those */
} pl_cells_source;

/* Who makes cells. */
typedef struct pl_cells_maker {
    pl_arena *arena;
    const pl_run *run;
    char separator;
    pl_str *texts;  /* [run->text_count]: as cells before the separator; ptr NULL: not yet */
    pl_buffer cell; /* one cell before it is quoted */
} pl_cells_maker;

/* Finds kind, state and `written` of a column of which all else is filled in. */
void pl_cells_prepare(pl_cells_maker *maker, pl_cells_source *column);
/* Cells of these rows of the table, at most a block of them, until the next block: that of row r is
 * cells[r * stride]. Gives how many bytes they have. */
size_t pl_cells_make(pl_cells_maker *maker, pl_cells_source *column, const uint32_t *rows,
                     uint32_t count, pl_str *cells, uint32_t stride);

#endif
