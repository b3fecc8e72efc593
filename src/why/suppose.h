/* suppose.h - "school.weging = 29": another value for one cell of the subject or of a row above it. */
#ifndef PL_WHY_SUPPOSE_H
#define PL_WHY_SUPPOSE_H

#include "base/diag.h"
#include "why/plan.h"

/* Finds what the text names, before the data is loaded: false after a diagnostic. The row and the value are still to come. */
bool pl_suppose_find(pl_arena *arena, pl_diags *diags, const pl_rule *rule,
                     const pl_dataset *dataset, const pl_model *model, const char *text,
                     pl_change *change);
/* Reads the value, for the subject in `row`: false after a diagnostic. Texts are added to `data`. */
bool pl_suppose_read(pl_arena *arena, pl_diags *diags, const pl_rule *rule, pl_data *data,
                     uint32_t row, const char *text, pl_change *change);

#endif
