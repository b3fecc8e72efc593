/* doc.c - `peil doc`: the handbook as a page, with the figures of a snapshot when one is named. */
#include "cli/table.h"

static peil_status check_choices(peil *p, const pl_arguments *arguments) {
    const char *date = arguments->values[PL_OPTION_DATE];

    if (arguments->operand_count == 0)
        return pl_usage_error(PL_COMMAND_DOC, "%s", _("which RULES? Name files or folders"));
    if (date && !peil_set_date(p, date))
        return pl_usage_error(PL_COMMAND_DOC, _("`%s` is not a day: write it as 2021-11-05"), date);
    return PEIL_OK;
}

static peil_status doc(peil *p, const pl_arguments *arguments) {
    peil_status status = check_choices(p, arguments);
    pl_progress_line *progress;
    const char *bytes;
    size_t length;

    if (status != PEIL_OK)
        return status;
    status = pl_prepare(p, arguments, 0);
    if (status == PEIL_OK &&
        (arguments->given[PL_OPTION_DATA] || arguments->given[PL_OPTION_DATASET]))
        status = pl_evaluate(p);
    pl_say_diagnostics(p);
    if (status != PEIL_OK)
        return status;
    progress = pl_progress_begin(p);
    bytes = peil_doc(p, &length);
    pl_progress_end(progress);
    return pl_write_out(arguments->values[PL_OPTION_OUTPUT], bytes, length);
}

peil_status pl_doc_command(const pl_arguments *arguments, const char *stdlib) {
    peil *p = peil_new(stdlib);
    peil_status status = doc(p, arguments);

    peil_free(p);
    return status;
}
