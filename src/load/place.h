/* place.h - the records of a batch become rows: links to the rows of ancestors, rows of their own,
 * values into columns. Does what read.c does a record at a time, for mappings of the usual kind:
 * each record gives one new row of an entity that no other mapping is of. */
#ifndef PL_LOAD_PLACE_H
#define PL_LOAD_PLACE_H

#include "load/batch.h"
#include "load/read.h"

/* Is the mapping of this kind? */
bool pl_place_knows(const pl_load_state *state, const pl_plan *plan);

typedef struct pl_placing pl_placing;

pl_placing *pl_placing_new(pl_load_state *state, pl_plan *plan);
void pl_placing_free(pl_placing *placing);
/* How many records there will be, as far as is known. */
void pl_placing_expect(pl_placing *placing, uint32_t count);
/* Makes a batch the one whose records are placed. Its texts get their numbers in the dataset:
 * `shared`, which the caller keeps with the batch (all zero at first, see pl_shared_fini). */
typedef struct pl_shared {
    uint32_t *numbers; /* [known]: in data->texts; on the heap */
    uint32_t known, room;
} pl_shared;
void pl_shared_fini(pl_shared *shared);
void pl_placing_begin(pl_placing *placing, pl_batch *batch, pl_shared *shared);
/* Places records from `from` on; gives the first that is for the record reader, or scan.rows when
 * there is none. `lines`: of each record. */
uint32_t pl_placing_run(pl_placing *placing, uint32_t from, const uint32_t *lines);

#endif
