/* batch.h - the records of one stretch of a file as values: a loop for each column, made for its
 * type. A batch knows no rows and no dataset: texts get numbers of its own, so that several batches
 * can be read at once. A record with anything out of the ordinary (a fault, a bounded cell, a key
 * without value) is marked odd, and is for the record reader. */
#ifndef PL_LOAD_BATCH_H
#define PL_LOAD_BATCH_H

#include "load/digits.h"
#include "load/handful.h"
#include "load/lexicon.h"
#include "load/plan.h"
#include "load/scan.h"

typedef struct pl_batch_column {
    const pl_load_source *source;
    bool key;      /* of a row that the record links to, or its year: must have a value */
    bool digits;   /* NUMBER: most cells are digits that mean what they say */
    bool quoted;   /* digits: some cell was in quotes */
    uint8_t shift; /* digits: decimals that `in percent` adds */
    bool bounded;  /* digits: by the domain, as scaled integers: */
    int64_t lo, hi;
    uint8_t lo_scale, hi_scale;
    pl_digits_form form;   /* digits: of most cells so far */
    bool wide;             /* all others: some cell was longer than eight bytes */
    pl_handful handful;    /* the texts that it is full of at present, .. */
    uint32_t rest;         /* .. which is left alone for so many batches: they are too many */
    uint32_t unordered;    /* not looked for in the order of before, for so many batches */
    int64_t *numbers;      /* NUMBER: value * 10^scale of each record, 0 where there is none */
    int32_t *codes;        /* all others: as a column has them; TEXT: number in texts.texts */
    uint8_t *states;       /* PL_OK, PL_MISSING, or PL_UNSET where a cell is blank */
    bool known;            /* all are PL_OK */
    uint8_t scale;         /* the smallest that holds all numbers so far */
    pl_digits_range range; /* of the numbers of this batch */
    pl_lexicon lexicon;
} pl_batch_column;

typedef struct pl_batch {
    const pl_plan *plan;
    pl_scan scan;
    pl_batch_column *columns; /* [plan->sources.len]; those that are not read have no source */
    uint8_t *odd;             /* of each record: not 0 */
    uint32_t room;            /* records that the arrays hold */
    uint32_t *bare[2];        /* [2 * room]: ends of cells without a CR, and without quotes */
    pl_data texts;            /* not a dataset: only texts and an arena */
    uint32_t most_texts;      /* when there are more, they are forgotten */
    pl_arena arena;
    pl_buffer unquoted;
} pl_batch;

/* `width`: fields of a record. */
void pl_batch_init(pl_batch *batch, const pl_plan *plan, uint32_t width, const pl_load_ways *ways);
void pl_batch_fini(pl_batch *batch);
/* Forgets all texts when there are many; their numbers begin anew. False: nothing was forgotten. */
bool pl_batch_forget(pl_batch *batch);
/* The values of all records that batch->scan found in `text`, before which 16 bytes and behind
 * which PL_SCAN_PADDING bytes are readable. */
void pl_batch_read(pl_batch *batch, const char *text);

#endif
