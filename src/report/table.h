/* table.h - `peil table`: one row for each subject with the values that were asked for, written as
 * csv writes them. A row is made of texts that were written once for each distinct value where that
 * can be, and goes to the file in large parts, which several threads make: ten million rows take a
 * third of a second. What is written does not depend on their number. */
#ifndef PL_REPORT_TABLE_H
#define PL_REPORT_TABLE_H

#include "base/io.h"
#include "sema/outputs.h"
#include "vm/result.h"

typedef struct pl_table_options {
    char separator;
    bool header;
    bool all_years;         /* rows of every school year up to that of the evaluation */
    const uint32_t *chosen; /* [count]: columns of run->outputs, in this order */
    uint32_t count;
    uint32_t jobs; /* so many threads at most; 0: as many as there are processors */
} pl_table_options;

/* Rows in the order of the data, which takes neither time nor memory. A cell is empty where a value
 * is not known or there is none; a verdict always says something. What cannot be written is for
 * pl_writing_end to say. */
void pl_table_write(const pl_run *run, const pl_table_options *options, pl_writing *out);

#endif
