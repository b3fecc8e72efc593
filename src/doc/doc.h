/* doc.h - a handbook as a page: its text, its rules as written, and beside them the figures of a run. */
#ifndef PL_DOC_DOC_H
#define PL_DOC_DOC_H

#include "report/report.h"
#include "syntax/tree.h"

/* A rule file that was checked without an error. */
typedef struct pl_doc_file {
    const pl_source *source;
    const pl_node *tree;
} pl_doc_file;

typedef struct pl_doc_input {
    pl_arena *arena; /* of the page */
    const pl_model *model;
    PL_VEC(pl_doc_file) files; /* those asked for; one at least */
    const pl_report *report;   /* of a finished run of these; NULL: no figures, no receipt */
} pl_doc_input;

/* Appends the whole page, in the reader's language. */
void pl_doc_html(const pl_doc_input *input, pl_buffer *out);

#endif
