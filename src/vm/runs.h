/* runs.h - rows of a chunk that have the same parent and stand behind each other. */
#ifndef PL_VM_RUNS_H
#define PL_VM_RUNS_H

#include "vm/machine.h"

typedef struct pl_runs {
    const pl_rows *rows; /* whose parents these are, from row `base` on; NULL: nothing yet */
    uint32_t base;
    bool listed;       /* what follows `up` holds for the chunk too */
    const int32_t *up; /* rows of the parent; PL_NO_ROW for a whole run without one */
    bool scattered;    /* so many runs that they are not listed */
    bool linked;       /* no row is without a parent */
    uint32_t count;
    uint32_t *starts; /* [count + 1], the last one being the number of rows of the chunk */
    int32_t *room;    /* for `up` where the links have them narrower */
} pl_runs;

#define PL_ROWS_AHEAD 16 /* so far ahead scattered parents are fetched */
/* So much memory of all parents that it is not at hand anyway. */
#define PL_FAR_BYTES ((size_t)1 << 18)

/* Of each row of the chunk its row of `parent`, an ancestor or derived; until the next chunk. */
const int32_t *pl_parents_of(pl_machine *m, const pl_entity *parent);
/* Of the chunk, until the next one. */
const pl_runs *pl_runs_of(pl_machine *m, const pl_entity *parent);

#endif
