/* proofs.h - the rows of evidence of a deadline, and what their days say. Deadlines that read the same days
 * share what these say. */
#ifndef PL_VM_PROOFS_H
#define PL_VM_PROOFS_H

#include "vm/result.h"

/* ---- of a row ---- */

/* The row of an ancestor, or the row itself; PL_NO_ROW when it is not linked. */
static inline int32_t pl_row_above(const pl_run *run, const pl_entity *entity, uint32_t row,
                                   const pl_entity *above) {
    return entity == above ? (int32_t)row
                           : pl_links_at(&pl_data_rows(run->data, entity)->up[above->depth], row);
}

/* False and day 0 where it is not known. */
static inline bool pl_date_at(const pl_amounts *dates, uint32_t row, pl_date *date) {
    *date = dates->state[row] == PL_OK ? pl_amounts_index(dates, row) : 0;
    return dates->state[row] == PL_OK;
}

/* ---- proofs ---- */

/* A row that may be evidence. */
typedef struct pl_proof {
    uint32_t subject, row;
    pl_date day;
    bool dated, sure;
} pl_proof;

/* What may be evidence for a school year, by subject, dated first, by day. */
typedef struct pl_proofs {
    PL_VEC(pl_proof) list;
    uint32_t at; /* behind those of the subject that was asked for last */
} pl_proofs;

/* Those of a deadline; `counted`: pl_truth of each row of its evidence, NULL: all count. */
pl_proofs pl_proofs_collect(pl_arena *arena, const pl_run *run, const pl_rule_result *result,
                            const uint8_t *counted);

/* Room for the days of one subject after the other. */
typedef struct pl_proof_room {
    pl_date *days, *perhaps;
    uint32_t *rows; /* of days */
} pl_proof_room;

/* Enough for any subject of either. */
pl_proof_room pl_proof_room_for(pl_arena *arena, const pl_proofs *a, const pl_proofs *b);
/* Those of a subject as lists of days in the room, good until it is used again; room->rows gets the row of
 * each sure day. Subjects are asked for in the order of their rows. */
pl_evidence pl_proofs_of(pl_proofs *proofs, uint32_t subject, pl_date known_from,
                         pl_proof_room *room);

/* ---- days of evidence ---- */

/* What the days of rows of evidence say to every deadline that reads them. */
typedef struct pl_dated_rows {
    const pl_entity *evidence;
    const pl_amounts *day;
    pl_date known_from; /* the first day of the school year of the first */
    bool before;        /* is there any of the school year before that of the run? */
    PL_VEC(const pl_entity *) subjects;
    PL_VEC(const uint8_t *) there; /* of each, see pl_dated_there */
} pl_dated_rows;

typedef PL_VEC(pl_dated_rows *) pl_dated_list;

/* Those that a deadline reads, from the list or new in it. */
pl_dated_rows *pl_dated_rows_of(pl_arena *arena, const pl_run *run, const pl_rule_result *result,
                                pl_dated_list *list);
/* pl_rows_there of the subjects of the deadline, for the year before that of the run. */
const uint8_t *pl_dated_there(pl_arena *arena, const pl_run *run, const pl_rule_result *result,
                              pl_dated_rows *dated);

#endif
