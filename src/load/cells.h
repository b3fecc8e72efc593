/* cells.h - from the text of one cell to a typed value, as the dataset block says to read it. Knows
 * no files, rows or columns. Nothing is guessed: what cannot be read is a fault, never a zero. */
#ifndef PL_LOAD_CELLS_H
#define PL_LOAD_CELLS_H

#include "data/data.h"
#include "load/faults.h"

/* How the cells of one source column are read. */
typedef struct pl_cell_format {
    pl_type type;
    char decimal; /* '.' or ',' */
    const pl_step *steps;
    uint32_t step_count;
    const pl_map_cell *printed; /* "<5" is 1..4, "*" is missing */
    uint32_t printed_count;
    bool has_domain;
    pl_number domain_lo, domain_hi;
    bool share; /* a measure that is one: its domain is no author's choice */
    bool whole; /* a count: a whole number, zero or more */
    bool key;   /* a value known only within bounds is refused */
} pl_cell_format;

typedef enum pl_reading_kind {
    PL_READING_BLANK,
    PL_READING_MISSING, /* printed as missing */
    PL_READING_VALUE
} pl_reading_kind;

/* What a cell says. Numbers as scaled integers where they fit in 64 bits with a common scale up to
 * 18, else exact. */
typedef struct pl_reading {
    pl_reading_kind kind;
    bool scaled;
    uint8_t scale;                /* smallest that holds both ends */
    int64_t lo, hi;               /* scaled: value * 10^scale */
    pl_number exact_lo, exact_hi; /* not scaled; limbs in the data's arena */
    int32_t index; /* TEXT: in data->texts; MEMBER; TRUTH: pl_truth; DATE: days; SCHOOLJAAR */
} pl_reading;

typedef enum pl_read_fault {
    PL_READ_FINE,
    PL_READ_NO_NUMBER,
    PL_READ_OTHER_DECIMAL, /* it has the decimal sign that the mapping does not have */
    PL_READ_GROUPED,       /* signs between thousands */
    PL_READ_PERCENT_SIGN,  /* a % sign where no percentage belongs */
    PL_READ_BARE_FIGURE,   /* a percentage without % sign, `in percent` or `in fractions` */
    PL_READ_BARE_MEANING,  /* the same, of what a printed cell stands for */
    PL_READ_NO_TRUTH,
    PL_READ_NO_DATE,
    PL_READ_NO_SCHOOLJAAR,
    PL_READ_NO_MEMBER,
    PL_READ_NO_MARK, /* the text of `before` or `after` is not in it */
    PL_READ_OUTSIDE, /* of the domain */
    PL_READ_NO_COUNT,
    PL_READ_BOUNDED_KEY
} pl_read_fault;

/* Reads a cell; texts are added to `data`. *out is set only when the answer is PL_READ_FINE. */
pl_read_fault pl_cell_read(const pl_cell_format *format, pl_data *data, pl_str cell,
                           pl_reading *out);
/* Makes *out a number, scaled where that is possible. */
void pl_reading_set_number(pl_reading *out, pl_number lo, pl_number hi);
/* A constant of the dataset block as a reading. */
pl_reading pl_reading_make(pl_data *data, const pl_value *value);
/* "30.04", or "1..4" where it is known within bounds. */
void pl_reading_print_number(pl_buffer *out, const pl_reading *reading, pl_arena *arena);
/* The same value? Both of one type; only two values can be the same. */
bool pl_reading_same(const pl_reading *a, const pl_reading *b, pl_base base);

/* Reports what pl_cell_read found. `name` is what the cell is for, as the author knows it
 * ("weging"). */
void pl_cell_report(pl_faults *faults, const pl_cell_format *format, const char *name,
                    uint32_t line, const char *header, pl_str cell, pl_read_fault fault);

#endif
