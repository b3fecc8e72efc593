/* there.h - which subjects there were in an earlier school year, as far as the data can tell. */
#ifndef PL_VM_THERE_H
#define PL_VM_THERE_H

#include "vm/result.h"

/* For each row of `entity`, which carries no school year, 1 when it was there in the school year: when
 * a yearly field of it is known for that year, when it is the parent of rows of that year, or evidence
 * from before the year was over. When the data hold nothing of that year but evidence, all were there.
 * `days` are those of the rows of `evidence`, the entity itself or one below it. */
const uint8_t *pl_rows_there(pl_arena *arena, const pl_data *data, const pl_entity *entity,
                             const pl_entity *evidence, const pl_amounts *days, int schooljaar);

#endif
