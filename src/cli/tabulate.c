/* tabulate.c - `peil table`: options to calls of the engine; rows go to the file as they are made. */
#include "cli/table.h"

static peil_status check_operands(const pl_arguments *arguments) {
    if (arguments->operand_count == 0)
        return pl_usage_error(PL_COMMAND_TABLE, "%s",
                              _("a table of what? Name the entity that has a row each"));
    if (arguments->operand_count == 1)
        return pl_usage_error(PL_COMMAND_TABLE, "%s",
                              _("which columns? Name fields, measures or rules: brin,weging"));
    if (arguments->operand_count == 2)
        return pl_usage_error(PL_COMMAND_TABLE, "%s", _("which RULES? Name files or folders"));
    return PEIL_OK;
}

static peil_status choose(peil *p, const pl_arguments *arguments) {
    const char *why = "";
    peil_status status = peil_choose_table(p, arguments->operands[0], arguments->operands[1], &why);

    if (status == PEIL_OK)
        status = peil_choose_columns(p, arguments->values[PL_OPTION_COLUMNS], &why);
    return status == PEIL_OK ? status : pl_usage_error(PL_COMMAND_TABLE, "%s", why);
}

static peil_status evaluate(peil *p) {
    pl_progress_line *progress = pl_progress_begin(p);
    peil_status status = peil_evaluate_table(p);

    pl_progress_end(progress);
    return status;
}

static peil_status write_table(peil *p, const pl_arguments *arguments,
                               const peil_report_options *options) {
    const char *output = arguments->values[PL_OPTION_OUTPUT], *why = "";
    pl_progress_line *progress = pl_progress_beside(p, output);
    peil_status status = peil_write_table(p, options, output, &why);

    pl_progress_end(progress);
    if (status != PEIL_OK)
        pl_say_unwritten(output, why);
    return status;
}

static peil_status table(peil *p, const pl_arguments *arguments) {
    peil_report_options options = {.format = "csv",
                                   .no_header = arguments->given[PL_OPTION_NO_HEADER]};
    peil_status status = check_operands(arguments);

    if (status == PEIL_OK)
        status = pl_read_separator(arguments, &options.separator);
    if (status == PEIL_OK)
        status = pl_read_run(p, arguments);
    if (status != PEIL_OK)
        return status;
    status = pl_prepare(p, arguments, 2);
    if (status == PEIL_OK)
        status = choose(p, arguments);
    if (status == PEIL_OK)
        status = evaluate(p);
    if (status != PEIL_USAGE)
        pl_say_diagnostics(p);
    return status == PEIL_OK ? write_table(p, arguments, &options) : status;
}

peil_status pl_table_command(const pl_arguments *arguments, const char *stdlib) {
    peil *p = pl_open(arguments, stdlib);
    peil_status status = table(p, arguments);

    pl_close(p);
    return status;
}
