/* derive.h - the rows of grouped tables, made once all files are read: one for each combination of parent, school year and keys that occurs among the
 * rows of the source. */
#ifndef PL_LOAD_DERIVE_H
#define PL_LOAD_DERIVE_H

#include "data/data.h"

/* Fills the rows of a derived entity, those of its source being there, and the links of the source to them. Rows of the source that some key is missing
 * of (or known within bounds only) are in no group: the groups that they may be of are `unsure`, and where they may make one of their own is `unplaced`. */
void pl_load_derive(pl_data *data, const pl_entity *entity);

#endif
