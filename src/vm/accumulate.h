/* accumulate.h - accumulators of a run: one line of cells for each row of the parent, to which
 * rows of the child are added. Cells are scaled integers; what would overflow, and what is no
 * scaled integer, goes to exact numbers beside them. Where every row weighs one and is surely in or
 * out, cells are not needed: rows are counted (tally.c), values added up (totals.c), and counted.c
 * reads that. The first row that is otherwise makes the cells. */
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

/* VALUES of rows that weigh one and are surely there. */
typedef struct pl_total {
    int64_t sum; /* at the scale of the gathering */
    int64_t rows;
} pl_total;

typedef struct pl_gathering {
    bool open;  /* for every parent: rows may be absent from the data */
    bool asked; /* RANGES: by more than a mean, which only needs them where rows may count */
    uint32_t parents;
    bool has_format;
    bool checked;                /* sums may overflow: the weights so far do not exclude it */
    pl_format weights, values;   /* of the cells; a quotient: all of it is in `exact`. A value of
                                  another format, of another school year, is too */
    int32_t *self;               /* [rows of a chunk]: of rows that are added to themselves */
    int64_t (*cells)[PL_CELLS];  /* NULL: all of it stands in what follows */
    uint32_t *counted, *against; /* SIDES: rows of each parent; NULL: none, or moved to the cells */
    pl_total *totals;            /* VALUES: the same */
    /* NULL, or exact parts: of sums to be added to the cell, of ranges instead of it. */
    pl_number (*exact)[PL_CELL_FLAGS];
    int32_t *kept;      /* ROWS: of each parent the row, PL_NO_ROW without one */
    pl_map group_index; /* GROUPS: parent and key -> group */
    PL_VEC(pl_group) groups;
    PL_VEC(pl_latest) latest; /* LATEST: sorted by parent and order when first read */
    bool sorted;
    pl_interval *fullest; /* GROUPS, when asked for: the greatest weights of each parent */
} pl_gathering;

/* The cells, made when they are first needed. */
void pl_gathering_cells(pl_machine *m, pl_gathering *g);
/* Behind the last row: moves what was counted to the cells, where there are any. */
void pl_gathering_settle(pl_machine *m, pl_gathering *g);
/* The gathering to read: it has cells, or counts. */
const pl_gathering *pl_gathering_read(pl_machine *m, uint32_t index);

/* totals.c: adds the values of the chunk to totals; false when some row is not known enough. */
bool pl_totals_add(pl_machine *m, const pl_instruction *i);
/* What a sum of `values` weighed by `weights` has. */
pl_format pl_format_of_sums(pl_format weights, pl_format values);

/* counted.c: what finish.c gives, of a gathering without cells. */
void pl_counted_share(pl_machine *m, pl_number_register *d, const pl_gathering *g);
void pl_counted_weight(pl_machine *m, pl_number_register *d, const pl_gathering *g, bool total);
void pl_counted_any(const pl_machine *m, uint8_t *d, const pl_gathering *g);
/* `zero`: what no row is added to is 0, else nothing. */
void pl_counted_sum(pl_machine *m, pl_number_register *d, const pl_gathering *g, bool zero);
void pl_counted_mean(pl_machine *m, pl_number_register *d, const pl_gathering *g);
/* Rows for (or `against`) the predicate, and all, of one parent. */
static inline uint32_t pl_counted_side(const pl_gathering *g, uint32_t parent, bool against) {
    const uint32_t *side = against ? g->against : g->counted;

    return side != NULL ? side[parent] : 0;
}
static inline uint32_t pl_counted_all(const pl_gathering *g, uint32_t parent) {
    return pl_counted_side(g, parent, false) + pl_counted_side(g, parent, true);
}

/* A sum, exact. */
pl_number pl_cell_number(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell);
/* An end of a range. */
pl_number pl_cell_range(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell);

#endif
