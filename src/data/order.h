/* order.h - inside data/: the order of subjects by ranks of the parts of their names. */
#ifndef PL_DATA_ORDER_H
#define PL_DATA_ORDER_H

#include "data/data.h"

/* The key of one row of an entity, as it stands in a subject: parts joined by '-'. */
void pl_subject_key(pl_buffer *out, const pl_data *data, const pl_rows *rows, uint32_t row,
                    pl_arena *arena);

/* Fills order[rows] with row numbers in the order of their subject texts, equal ones by number.
 * False when ranks cannot tell: then nothing is in it, and the texts themselves must be sorted. */
bool pl_order_by_ranks(const pl_data *data, const pl_entity *entity, uint32_t *order);

#endif
