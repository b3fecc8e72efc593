/* accumulate.h - accumulators of a run: one line of cells for each row of the parent, to which
 * rows of the child are added. Cells are scaled integers; what would overflow, and what is no
 * scaled integer, goes to exact numbers beside them. */
#ifndef PL_VM_ACCUMULATE_H
#define PL_VM_ACCUMULATE_H

#include "vm/machine.h"

enum {
    /* SIDES: sums of weights, as in doc/semantics.md */
    PL_CELL_YLO,
    PL_CELL_YHI,
    PL_CELL_NLO,
    PL_CELL_NHI,
    /* SIDES and VALUES */
    PL_CELL_TLO,
    PL_CELL_THI,
    PL_CELL_FLAGS,
    PL_CELLS = 8,
    /* VALUES */
    PL_CELL_SUM_LO = 0,
    PL_CELL_SUM_HI = 1,
    /* RANGES: over all rows that may count, and over those that surely do */
    PL_CELL_ALL_LO = 0,
    PL_CELL_SURE_HI = 1,
    PL_CELL_SURE_LO = 2,
    PL_CELL_ALL_HI = 3
};

enum {
    PL_FLAG_OPEN = 1,     /* a count is missing */
    PL_FLAG_UNUSABLE = 2, /* a value is not OK */
    PL_FLAG_ANY = 4,      /* RANGES: there is a row that may count */
    PL_FLAG_SURE = 8,     /* RANGES: there is a row that surely counts */
    PL_FLAG_LOOSE = 16    /* VALUES: a weight is bounded, or a row may count */
};

typedef struct pl_group {
    int32_t parent;
    pl_number lo, hi;
} pl_group;

/* A row of LATEST: what it is ordered by, and its value. */
typedef struct pl_latest {
    int32_t parent;
    int32_t order;
    bool sure; /* false: where it stands is not known */
    pl_interval value;
} pl_latest;

typedef struct pl_gathering {
    bool open; /* for every parent: rows may be absent from the data */
    uint32_t parents;
    bool has_format;
    bool checked;              /* sums may overflow: the weights so far do not exclude it */
    pl_format weights, values; /* of the cells; a quotient: all of it is in `exact`. A value of
                                  another format, of another school year, is too */
    int32_t *self;             /* [rows of a chunk]: of rows that are added to themselves */
    int64_t (*cells)[PL_CELLS];
    /* NULL, or exact parts: of sums to be added to the cell, of ranges instead of it. */
    pl_number (*exact)[PL_CELL_FLAGS];
    int32_t *kept;      /* ROWS: of each parent the row, PL_NO_ROW without one */
    pl_map group_index; /* GROUPS: parent and key -> group */
    PL_VEC(pl_group) groups;
    PL_VEC(pl_latest) latest; /* LATEST: sorted by parent and order when first read */
    bool sorted;
    pl_interval *fullest; /* GROUPS, when asked for: the greatest weights of each parent */
} pl_gathering;

/* A sum, exact. */
pl_number pl_cell_number(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell);
/* An end of a range. */
pl_number pl_cell_range(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell);

#endif
