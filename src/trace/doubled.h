/* doubled.h - a measure has one source for each subject: the column that the data gives, or the rows that
 * its definition is over, never both. */
#ifndef PL_TRACE_DOUBLED_H
#define PL_TRACE_DOUBLED_H

#include "trace/trace.h"

/* Reports each subject for which a column gives a measure that the program uses, and for which there
 * are rows that its definition would use; a few of each measure. The rows must have been loaded: see
 * pl_lower_needed. False when there are any. */
bool pl_doubled_report(pl_arena *arena, pl_diags *diags, const pl_program *program, pl_data *data);

#endif
