/* texts.h - the distinct texts of a snapshot, each stored once and numbered in the order in which
 * they were met. */
#ifndef PL_DATA_TEXTS_H
#define PL_DATA_TEXTS_H

#include "data/data.h"

/* Before the first text. */
void pl_texts_init(pl_data *data);
/* The index of `text` in data->texts, added when it is new. `text` holds no NUL; it is copied. */
uint32_t pl_texts_add(pl_data *data, pl_str text);

#endif
