/* lower.h - from the checked program to bytecode, for one evaluation date and one dataset. */
#ifndef PL_LOWER_LOWER_H
#define PL_LOWER_LOWER_H

#include "base/diag.h"
#include "code/program.h"
#include "load/load.h"

typedef struct pl_lower_options {
    pl_date date;              /* evaluation date */
    const pl_dataset *dataset; /* NULL: none; which measures come as columns */
    const bool *rules;         /* [model->rules.len]: only these, unless NULL */
    bool record;               /* keep the value of every expression: see pl_program.records */
    /* Of yearly entities rows of every school year are judged, each as of its own year: by the
     * rules that are valid in it. `years`: ascending, up to that of the date. NULL: not known yet;
     * all rules are lowered, for the date, and read what they will read. */
    bool all_years;
    const int *years;
    uint32_t year_count;
    const pl_outputs *outputs; /* what a table asks for besides; NULL: nothing */
} pl_lower_options;

/* Always gives a program; do not run it when diags->errors rose (a parameter out of force ..).
 * Lives in `arena`. */
pl_program *pl_lower(pl_arena *arena, pl_diags *diags, const pl_model *model,
                     const pl_lower_options *options);
/* Which fields, measures and entities the program reads. */
pl_needed pl_lower_needed(pl_arena *arena, const pl_program *program);

#endif
