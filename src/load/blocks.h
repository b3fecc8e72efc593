/* blocks.h - the records of one mapped file, many at a time: in blocks of the file that are read as
 * a batch each, while what is out of the ordinary goes record by record through read.c. The answer is
 * that of pl_read_records, whatever the size of the blocks. */
#ifndef PL_LOAD_BLOCKS_H
#define PL_LOAD_BLOCKS_H

#include "load/place.h"

/* Can they be read in blocks: is it a delimited file, the mapping one that pl_place_knows? */
bool pl_blocks_know(const pl_load_state *state, const pl_plan *plan, const pl_records *records);
/* Reads all records; the plan is sound. False: the file is read in parts, and one of them is not
 * text in UTF-8, or not there any more. */
bool pl_read_blocks(pl_load_state *state, pl_plan *plan, pl_records *records);

#endif
