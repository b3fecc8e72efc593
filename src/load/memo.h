/* memo.h - what cells said before. Most columns hold few different texts, so the reading of a cell is
 * mostly that of an earlier one with the same bytes. Short cells only; a column of which nearly all
 * cells are new is soon left alone. */
#ifndef PL_LOAD_MEMO_H
#define PL_LOAD_MEMO_H

#include "load/cells.h"

#define PL_MEMO_LONGEST 16u /* bytes of a cell that is remembered */

typedef struct pl_memo_cell {
    uint64_t words[2]; /* its bytes: with the length, all of them */
    uint8_t length;
    bool used;
    pl_reading reading;
} pl_memo_cell;

typedef struct pl_memo {
    pl_memo_cell *cells; /* on the heap; NULL: not used yet, or not any more */
    uint32_t asked, found;
} pl_memo;

void pl_memo_init(pl_memo *memo);
void pl_memo_fini(pl_memo *memo);
/* Reads a cell as pl_cell_read does. *out points to what it says, until the next cell of this memo;
 * `room` holds it where nothing is remembered. */
pl_read_fault pl_memo_read(pl_memo *memo, const pl_cell_format *format, pl_data *data, pl_str cell,
                           pl_reading *room, const pl_reading **out);

#endif
