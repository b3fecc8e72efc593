/* receipt.h - what a run was made of: the SHA-256 of each rule file and data file, the engine and
 * the evaluation date.
 * Whoever has the same receipt has the same answer. */
#ifndef PL_REPORT_RECEIPT_H
#define PL_REPORT_RECEIPT_H

#include "base/date.h"

typedef struct pl_receipt_file {
    const char *name; /* as given, or as the dataset block has it */
    const char *sha256;
} pl_receipt_file;

typedef struct pl_receipt {
    const char *version; /* of the engine */
    pl_date date;        /* evaluation date */
    PL_VEC(pl_receipt_file) rules;
    PL_VEC(pl_receipt_file) data;
} pl_receipt;

/* One JSON object; each line after the first begins with `indent` blanks. No line end after it. */
void pl_receipt_json(pl_buffer *out, const pl_receipt *receipt, int indent);

#endif
