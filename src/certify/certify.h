/* certify.h - the certificate of a run: each verdict with its steps as data, and before them all that
 * is needed to work them out again without the engine: rule texts, checked expressions, tables, where
 * each column comes from, and the cells that were read. JSON Lines; doc/formats.md has the format,
 * tools/recheck reads it. */
#ifndef PL_CERTIFY_CERTIFY_H
#define PL_CERTIFY_CERTIFY_H

#include "load/load.h"
#include "report/receipt.h"
#include "vm/result.h"

/* What a certificate is of. */
typedef struct pl_certified {
    pl_arena *arena;
    const pl_run *run;       /* of a program that records; deadlines and waivers are settled */
    const bool *asked;       /* [run->rules.len]: rules whose verdicts are certified */
    const pl_needed *needed; /* what the program read */
    const pl_receipt *receipt;
    PL_VEC(const pl_source *) sources; /* all rule files */
} pl_certified;

/* Marks what a certificate shows besides what a run reads: the fields that lead to a parent. */
void pl_certificate_need(const pl_model *model, pl_needed *needed);
/* Appends the certificate: whole lines. */
void pl_certificate_write(const pl_certified *what, pl_buffer *out);

#endif
