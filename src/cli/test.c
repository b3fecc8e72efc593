/* test.c - `peil test`: options to calls of the engine, the report to where it belongs. */
#include <string.h>
#include <unistd.h>

#include "cli/table.h"

static peil_status check_format(peil *p, const char *format) {
    const char *names[16] = {NULL};
    const char *nearest;
    size_t count = 0;

    for (const peil_format *f = peil_test_formats(p); f->name; f++) {
        if (strcmp(f->name, format) == 0)
            return PEIL_OK;
        if (count + 1 < sizeof names / sizeof *names)
            names[count++] = f->name;
    }
    nearest = peil_nearest(format, names);
    if (nearest)
        return pl_usage_error(PL_COMMAND_TEST, _("there is no format `%s`; did you mean `%s`?"),
                              format, nearest);
    return pl_usage_error(PL_COMMAND_TEST,
                          _("tests have no format `%s`: it is text, tap, junit or json"), format);
}

static peil_status write_report(peil *p, const pl_arguments *arguments, const char *format) {
    const char *output = arguments->values[PL_OPTION_OUTPUT], *bytes;
    const peil_test_options options = {.format = format,
                                       .coverage = arguments->given[PL_OPTION_COVERAGE],
                                       .colour = !output && pl_has_colour(STDOUT_FILENO)};
    size_t length;

    if (!output && arguments->given[PL_OPTION_QUIET])
        return PEIL_OK;
    bytes = peil_test_report(p, &options, &length);
    return pl_write_out(output, bytes, length);
}

static peil_status test(peil *p, const pl_arguments *arguments) {
    const char *format = arguments->values[PL_OPTION_FORMAT];
    peil_status status, written;

    format = format ? format : "text";
    if (arguments->operand_count == 0)
        return pl_usage_error(PL_COMMAND_TEST, "%s", _("which RULES? Name files or folders"));
    status = check_format(p, format);
    if (status != PEIL_OK)
        return status;
    status = pl_add_rules(p, arguments, 0);
    if (status == PEIL_OK)
        status = peil_check_rules(p);
    if (status == PEIL_OK)
        status = peil_test(p, arguments->values[PL_OPTION_FILTER]);
    pl_say_diagnostics(p);
    if (status != PEIL_OK && status != PEIL_FLAGGED)
        return status;
    written = write_report(p, arguments, format);
    return written == PEIL_OK ? status : written;
}

peil_status pl_test_command(const pl_arguments *arguments, const char *stdlib) {
    peil *p = peil_new(stdlib);
    peil_status status = test(p, arguments);

    peil_free(p);
    return status;
}
