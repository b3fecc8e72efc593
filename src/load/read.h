/* read.h - the records of one mapped file into the row tables. */
#ifndef PL_LOAD_READ_H
#define PL_LOAD_READ_H

#include "load/plan.h"

/* What is being filled. */
typedef struct pl_load_state {
    pl_data *data;
    pl_diags *diags;
    const pl_needed *needed;
    pl_row_table **tables;       /* [model->entities.len]; NULL: not needed */
    pl_builder_series *measures; /* [model->measures.len] */
} pl_load_state;

/* Reads all records; the plan is sound, and found its columns in them. Bad cells, keys and records
 * are reported. */
void pl_read_records(pl_load_state *state, pl_plan *plan, pl_records *records);

/* The same a record at a time, for those who go through the file in another way. */
typedef struct pl_pass pl_pass;
pl_pass *pl_pass_new(pl_load_state *state, pl_plan *plan, pl_records *records);
/* The one that `records` has read. */
void pl_pass_record(pl_pass *pass);
/* `count`: how many there were in the file. */
void pl_pass_free(pl_pass *pass, uint32_t count);

/* The one row that a test gives; its line is that of the rule file. Keys that lead nowhere are reported. */
void pl_read_given(pl_load_state *state, pl_plan *plan);

#endif
