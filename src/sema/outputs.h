/* outputs.h - the columns that a table asks for: names, and what they stand for over the rows of one
 * entity. Whoever has found them gives them to lowering, which computes what the data does not
 * hold, and to the writer of the table. */
#ifndef PL_SEMA_OUTPUTS_H
#define PL_SEMA_OUTPUTS_H

#include "sema/model.h"

typedef enum pl_output_kind {
    PL_OUTPUT_FIELD,
    PL_OUTPUT_MEASURE,    /* of the data, or its definition */
    PL_OUTPUT_SCHOOLJAAR, /* of the row, or of the evaluation */
    PL_OUTPUT_RULE        /* its verdict */
} pl_output_kind;

typedef struct pl_output {
    pl_output_kind kind;
    const char *name;          /* as asked for */
    const pl_entity *entity;   /* that it is of: the table's, or an ancestor of it */
    const pl_field *field;     /* FIELD */
    const pl_measure *measure; /* MEASURE */
    const pl_rule *rule;       /* RULE: about the table's entity */
} pl_output;

typedef struct pl_outputs {
    const pl_entity *entity;
    PL_VEC(pl_output) list;
} pl_outputs;

#endif
