/* doc.c - the public side of the page of a handbook: which files it is about, with a run or without. */
#include <assert.h>

#include "api/session.h"
#include "doc/doc.h"

const char *peil_doc(peil *p, size_t *length) {
    pl_doc_input input = {.arena = &p->run, .model = p->model};
    pl_buffer out = {0};
    pl_report report;

    assert(p->model && p->compiler.diags.errors == 0);
    for (uint32_t i = 0; i < p->files.len; i++) {
        const pl_session_file *file = p->files.items[i];

        if (file->asked)
            PL_PUSH(&p->run, &input.files, ((pl_doc_file){file->source, file->tree}));
    }
    pl_progress_enter(&p->progress, PL_PROGRESS_WRITE, NULL);
    if (p->result) {
        report = pl_session_report(p, false, 0);
        input.report = &report;
    }
    pl_doc_html(&input, &out);
    *length = out.len;
    return pl_buffer_take(&out, &p->run);
}
