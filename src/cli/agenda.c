/* agenda.c - `peil agenda`: options to calls of the engine, the list to where it belongs. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <unistd.h>

#include "cli/table.h"

static peil_agenda_options read_options(const pl_arguments *arguments) {
    const char *format = arguments->values[PL_OPTION_FORMAT];

    return (peil_agenda_options){
        .format = format ? format : "text",
        .roles = arguments->roles,
        .schools = arguments->schools,
        .statuses = arguments->statuses,
        .from = arguments->values[PL_OPTION_FROM],
        .until = arguments->values[PL_OPTION_UNTIL],
        .colour = !arguments->given[PL_OPTION_OUTPUT] && pl_has_colour(STDOUT_FILENO),
        .width = pl_page_width(),
    };
}

static peil_status check_choices(peil *p, const pl_arguments *arguments,
                                 const peil_agenda_options *options) {
    const char *date = arguments->values[PL_OPTION_DATE], *why = "";

    if (arguments->operand_count == 0)
        return pl_usage_error(PL_COMMAND_AGENDA, "%s", _("which RULES? Name files or folders"));
    if (date && !peil_set_date(p, date))
        return pl_usage_error(PL_COMMAND_AGENDA, _("`%s` is not a day: write it as 2021-11-05"),
                              date);
    if (!arguments->given[PL_OPTION_DATA] && !arguments->given[PL_OPTION_DATASET])
        return pl_usage_error(PL_COMMAND_AGENDA, "%s",
                              _("on what data? Name the snapshot, the folder with the data: "
                                "--data SNAPSHOT"));
    if (peil_check_agenda(p, options, &why) != PEIL_OK)
        return pl_usage_error(PL_COMMAND_AGENDA, "%s", why);
    return PEIL_OK;
}

static peil_status list(peil *p, const pl_arguments *arguments,
                        const peil_agenda_options *options) {
    const char *output = arguments->values[PL_OPTION_OUTPUT], *bytes, *why = "";
    peil_status status, written = PEIL_OK;
    size_t length;

    status = peil_agenda(p, options, &bytes, &length, &why);
    if (status == PEIL_USAGE)
        return pl_usage_error(PL_COMMAND_AGENDA, "%s", why);
    if (output || !arguments->given[PL_OPTION_QUIET])
        written = pl_write_out(output, bytes, length);
    return written == PEIL_OK ? status : written;
}

static peil_status agenda(peil *p, const pl_arguments *arguments) {
    peil_agenda_options options = read_options(arguments);
    peil_status status = check_choices(p, arguments, &options);

    if (status != PEIL_OK)
        return status;
    status = pl_prepare(p, arguments, 0);
    if (status == PEIL_OK)
        status = pl_evaluate(p);
    pl_say_diagnostics(p);
    return status == PEIL_OK ? list(p, arguments, &options) : status;
}

peil_status pl_agenda_command(const pl_arguments *arguments, const char *stdlib) {
    peil *p = peil_new(stdlib);
    peil_status status = agenda(p, arguments);

    peil_free(p);
    return status;
}
