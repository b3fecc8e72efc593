/* forecast.h - what can be said of the instructions of a block before it runs, from the columns that it
 * reads: which additions count rows only, so that they are counted together (tally.c), and which
 * nobody will ask for. */
#ifndef PL_VM_FORECAST_H
#define PL_VM_FORECAST_H

#include "vm/machine.h"

struct pl_tally;

/* One instruction of the block. */
typedef struct pl_forecast {
    bool unit; /* ADD_*: every row weighs one */
    bool all;  /* ADD_*: the filter is T in every row */
    bool idle; /* ADD_RANGE: nobody will ask for it */
    /* LOOKUP_N: what its result is compared with; width 0: nothing, or not known */
    uint8_t scale, width;
    /* ADD_SIDES whose rows are counted: NULL when they are not. */
    struct pl_tally *tally;
    uint32_t yes, no; /* its lanes in the tally; no: PL_NO_INDEX when no row can be against */
    bool first, last; /* of the tally: opens it, counts the chunk */
} pl_forecast;

/* [block->code.len], for the block that the machine is about to run. */
pl_forecast *pl_forecast_block(pl_machine *m);
/* Behind the last chunk of the block. */
void pl_forecast_close(pl_machine *m);

static inline const pl_forecast *pl_forecast_of(const pl_machine *m, const pl_instruction *i) {
    return &m->forecasts[i - m->block->code.items];
}

#endif
