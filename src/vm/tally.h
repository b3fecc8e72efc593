/* tally.h - rows counted for many accumulators in one pass: for each row a bit of every lane, for
 * each parent how many rows have it. Only rows that weigh one and are surely for or against. */
#ifndef PL_VM_TALLY_H
#define PL_VM_TALLY_H

#include "vm/accumulate.h"
#include "vm/forecast.h"

#define PL_TALLY_LANES 16

typedef struct pl_tally {
    const pl_entity *parent;
    uint32_t lanes; /* so many are used */
    struct {
        uint32_t gathering;
        bool against; /* counts rows against the predicate; else those for it */
    } lane[PL_TALLY_LANES];
    pl_forecast *last; /* the instruction after which the chunk is counted */
    uint8_t *masks[2]; /* [row of the chunk]: bits of lanes 0..7 and 8..15; [1] NULL: few lanes */
    uint64_t *counts;  /* [parent][words]: a byte for each lane, below 128 */
    uint32_t words;    /* 1 or 2 */
} pl_tally;

/* A lane for a count of the gathering. */
uint32_t pl_tally_lane(pl_tally *tally, uint32_t gathering, bool against);
/* Memory for the block that the machine is about to run; the lanes are known. */
void pl_tally_open(pl_machine *m, pl_tally *tally);
/* Marks the rows of the chunk; false when some row is not surely for or against: then none is. */
bool pl_tally_mark(pl_machine *m, const pl_forecast *step, const uint8_t *filter,
                   const uint8_t *predicate);
/* Adds the marks of the chunk to the counts. */
void pl_tally_count(pl_machine *m, pl_tally *tally);
/* Behind the last chunk: what is counted goes to the gatherings. */
void pl_tally_close(pl_machine *m, pl_tally *tally);

#endif
