/* testing.c - the tests of the files that were added: what the command `peil test` asks of the engine. */
#include <assert.h>
#include <string.h>

#include "api/session.h"

static bool is_asked(const void *session, const pl_source *source) {
    const pl_session_file *file = pl_session_file_of(session, source);

    return file && file->asked;
}

const peil_format *peil_test_formats(peil *p) {
    const pl_testing_format *table = pl_testing_formats();
    uint32_t count = 0;

    if (p->test_formats)
        return p->test_formats;
    while (table[count].name)
        count++;
    p->test_formats = PL_MAKE_ARRAY(&p->compilation, peil_format, count + 1);
    for (uint32_t i = 0; i < count; i++)
        p->test_formats[i] = (peil_format){table[i].name, table[i].help};
    return p->test_formats;
}

peil_status peil_test(peil *p, const char *filter) {
    const pl_testing_scope scope = {
        .asked = is_asked, .session = p, .filter = filter, .chunk_rows = p->chunk_rows};
    uint32_t errors = p->compiler.diags.errors;

    assert(p->model && !p->testing && !p->result);
    p->testing = pl_testing_run(&p->run, &p->compiler.diags, p->model, &scope);
    if (p->compiler.diags.errors > errors)
        return PEIL_BAD_RULES;
    return p->testing->failed > 0 ? PEIL_FLAGGED : PEIL_OK;
}

const char *peil_test_report(peil *p, const peil_test_options *options, size_t *length) {
    const pl_testing_options choices = {options->coverage, options->colour};
    const pl_testing_format *format = pl_testing_formats();
    pl_buffer out = {0};

    assert(p->testing);
    while (format->name && strcmp(format->name, options->format) != 0)
        format++;
    assert(format->name);
    format->write(p->testing, &choices, &out);
    *length = out.len;
    return pl_buffer_take(&out, &p->run);
}
