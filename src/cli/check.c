/* check.c - `peil check` and `peil lint`: options to calls of the engine, diagnostics to standard error, the report to where it
 * belongs. Nothing is written before all of it is known. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/table.h"

#define WIDTH_LEAST 60
#define WIDTH_MOST 400
#define MOST_JOBS 1024

/* ### the terminal */

bool pl_has_colour(int file) {
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");

    return isatty(file) && !(no && *no) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* COLUMNS when it is exported, else the terminal's own, else 0: the engine's choice. */
uint32_t pl_page_width(void) {
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    unsigned long width = 0;

    if (columns && *columns)
        width = strtoul(columns, NULL, 10);
    else if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0)
        return 0;
    return (uint32_t)(width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : width);
}

void pl_say_diagnostics(peil *p) {
    peil_print_diagnostics(p, false, pl_has_colour(STDERR_FILENO), stderr);
}

void pl_say_unwritten(const char *path, const char *why) {
    if (path)
        fprintf(stderr, _("peil: %s cannot be written: %s\n"), path, why);
    else
        fprintf(stderr, _("peil: standard output cannot be written: %s\n"), why);
}

peil_status pl_write_out(const char *path, const char *bytes, size_t length) {
    const char *why = "";
    peil_status status = peil_write(path, bytes, length, &why);

    if (status != PEIL_OK)
        pl_say_unwritten(path, why);
    return status;
}

/* ### options */

bool pl_read_count(const char *text, uint32_t most, uint32_t *out) {
    char *end;
    unsigned long value = strtoul(text, &end, 10);

    if (*end != '\0' || text[0] < '0' || text[0] > '9' || value < 1 || value > most)
        return false;
    *out = (uint32_t)value;
    return true;
}

peil_status pl_read_separator(const pl_arguments *arguments, char *out) {
    const char *text = arguments->values[PL_OPTION_SEPARATOR];
    bool tab = text && (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0);

    *out = 0;
    if (!text)
        return PEIL_OK;
    *out = tab ? '\t' : text[0];
    if (!tab && (text[1] != '\0' || (unsigned char)text[0] >= 0x80 || strchr("\"\r\n", text[0])))
        return pl_usage_error(arguments->command,
                              _("`%s` cannot separate fields: give one sign, or tab"), text);
    return PEIL_OK;
}

static peil_status check_kinds(const char *const *kinds) {
    static const char *const known[] = {"standard", "indicator", "ambition",
                                        "target",   "deadline",  NULL};

    for (; *kinds; kinds++) {
        const char *nearest = peil_nearest(*kinds, known);
        const char *const *kind = known;

        while (*kind && strcmp(*kind, *kinds) != 0)
            kind++;
        if (*kind)
            continue;
        if (nearest)
            return pl_usage_error(PL_COMMAND_CHECK,
                                  _("there is no kind of rule `%s`; did you mean `%s`?"), *kinds,
                                  nearest);
        return pl_usage_error(
            PL_COMMAND_CHECK,
            _("there is no kind of rule `%s`: it is standard, indicator, ambition, target or "
              "deadline"),
            *kinds);
    }
    return PEIL_OK;
}

static peil_status check_stage(const char *stage) {
    static const char *const known[] = {"tokens", "tree", "types", "code", NULL};

    for (const char *const *s = known; *s; s++)
        if (strcmp(*s, stage) == 0)
            return PEIL_OK;
    return pl_usage_error(PL_COMMAND_CHECK,
                          _("there is no stage `%s`: it is tokens, tree, types or code"), stage);
}

/* Options of csv say nothing about other formats. */
static peil_status check_csv_options(const pl_arguments *arguments, const char *format) {
    static const pl_option csv[] = {PL_OPTION_COLUMNS, PL_OPTION_SEPARATOR, PL_OPTION_NO_HEADER};

    for (size_t i = 0; i < sizeof csv / sizeof *csv; i++)
        if (arguments->given[csv[i]] && strcmp(format, "csv") != 0)
            return pl_usage_error(PL_COMMAND_CHECK, _("the option `--%s` goes with --format csv"),
                                  pl_options[csv[i]].name);
    return PEIL_OK;
}

static peil_status read_report(peil *p, const pl_arguments *arguments,
                               peil_report_options *report) {
    const char *format = arguments->values[PL_OPTION_FORMAT], *why;
    peil_status status;

    *report = (peil_report_options){.format = format ? format : "text",
                                    .columns = arguments->values[PL_OPTION_COLUMNS],
                                    .no_header = arguments->given[PL_OPTION_NO_HEADER]};
    report->colour = !arguments->given[PL_OPTION_OUTPUT] && pl_has_colour(STDOUT_FILENO);
    report->width = pl_page_width();
    if (peil_check_report(p, report, &why) != PEIL_OK)
        return pl_usage_error(PL_COMMAND_CHECK, "%s", why);
    status = pl_read_separator(arguments, &report->separator);
    return status == PEIL_OK ? check_csv_options(arguments, report->format) : status;
}

static peil_status read_counts(peil *p, const pl_arguments *arguments) {
    const char *chunk = arguments->values[PL_OPTION_CHUNK_SIZE];
    const char *jobs = arguments->values[PL_OPTION_JOBS];
    uint32_t count;

    if (jobs && !pl_read_count(jobs, MOST_JOBS, &count))
        return pl_usage_error(arguments->command,
                              _("`%s` is not a number of threads: give 1 to %d"), jobs, MOST_JOBS);
    if (jobs)
        peil_set_jobs(p, count);
    if (chunk && (!pl_read_count(chunk, UINT32_MAX, &count) || !peil_set_chunk_rows(p, count)))
        return pl_usage_error(arguments->command, _("`%s` is not a number of rows: give 1 to 2048"),
                              chunk);
    return PEIL_OK;
}

peil_status pl_read_run(peil *p, const pl_arguments *arguments) {
    const char *date = arguments->values[PL_OPTION_DATE];

    if (date && !peil_set_date(p, date))
        return pl_usage_error(arguments->command, _("`%s` is not a day: write it as 2021-11-05"),
                              date);
    if (!arguments->given[PL_OPTION_DATA] && !arguments->given[PL_OPTION_DATASET] &&
        !arguments->given[PL_OPTION_DUMP])
        return pl_usage_error(arguments->command, "%s",
                              _("on what data? Name the snapshot, the folder with the data: "
                                "--data SNAPSHOT"));
    if (arguments->given[PL_OPTION_ALL_YEARS])
        peil_set_all_years(p);
    return read_counts(p, arguments);
}

static peil_status read_choices(peil *p, const pl_arguments *arguments) {
    const char *stage = arguments->values[PL_OPTION_DUMP];
    peil_status status = check_kinds(arguments->fail_on);

    if (arguments->operand_count == 0)
        return pl_usage_error(PL_COMMAND_CHECK, "%s", _("which RULES? Name files or folders"));
    if (arguments->given[PL_OPTION_CERTIFICATE] && arguments->given[PL_OPTION_ALL_YEARS])
        return pl_usage_error(PL_COMMAND_CHECK, "%s",
                              _("a certificate is of one school year: leave `--all-years` out"));
    if (arguments->given[PL_OPTION_CERTIFICATE])
        peil_set_certificate(p);
    if (status == PEIL_OK && stage)
        status = check_stage(stage);
    return status == PEIL_OK ? pl_read_run(p, arguments) : status;
}

/* ### stages */

peil_status pl_add_rules(peil *p, const pl_arguments *arguments, int first) {
    peil_status status = PEIL_OK;

    for (int i = first; i < arguments->operand_count; i++)
        if (peil_add_rules(p, arguments->operands[i]) != PEIL_OK)
            status = PEIL_BAD_RULES;
    return status;
}

/* Rules and data are both looked at before anything is said: several mistakes in one run. */
peil_status pl_prepare(peil *p, const pl_arguments *arguments, int first) {
    const char *data = arguments->values[PL_OPTION_DATA];
    const char *dataset = arguments->values[PL_OPTION_DATASET];
    peil_status rules = pl_add_rules(p, arguments, first), snapshot = PEIL_OK;

    if (data || dataset)
        snapshot = peil_set_data(p, data, dataset);
    if (rules == PEIL_OK)
        rules = peil_check_rules(p);
    return rules != PEIL_OK ? rules : snapshot;
}

static peil_status dump(peil *p, const pl_arguments *arguments) {
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    peil_status status;

    if (!out)
        return PEIL_NO_OUTPUT;
    status = peil_dump(p, arguments->values[PL_OPTION_DUMP], out);
    if (fclose(out) != 0)
        status = PEIL_NO_OUTPUT;
    pl_say_diagnostics(p);
    if (status == PEIL_OK)
        status = pl_write_out(arguments->values[PL_OPTION_OUTPUT], bytes, length);
    free(bytes);
    return status;
}

static peil_status write_report(peil *p, const pl_arguments *arguments,
                                const peil_report_options *options) {
    const char *output = arguments->values[PL_OPTION_OUTPUT];
    const char *receipt = arguments->values[PL_OPTION_RECEIPT];
    const char *certificate = arguments->values[PL_OPTION_CERTIFICATE];
    peil_status status = PEIL_OK;
    pl_progress_line *progress;
    const char *bytes, *why = "";
    size_t length;

    if (output || !arguments->given[PL_OPTION_QUIET]) {
        progress = pl_progress_beside(p, output);
        status = peil_write_report(p, options, output, &why);
        pl_progress_end(progress);
        if (status != PEIL_OK)
            pl_say_unwritten(output, why);
    }
    if (status == PEIL_OK && receipt) {
        bytes = peil_receipt(p, &length);
        status = pl_write_out(receipt, bytes, length);
    }
    if (status == PEIL_OK && certificate) {
        progress = pl_progress_begin(p);
        bytes = peil_certificate(p, &length);
        pl_progress_end(progress);
        status = pl_write_out(certificate, bytes, length);
    }
    return status;
}

peil_status pl_evaluate(peil *p) {
    pl_progress_line *progress = pl_progress_begin(p);
    peil_status status = peil_evaluate(p);

    pl_progress_end(progress);
    return status;
}

static peil_status evaluate(peil *p, const pl_arguments *arguments,
                            const peil_report_options *report) {
    peil_status status = pl_evaluate(p);

    pl_say_diagnostics(p);
    if (status == PEIL_OK)
        status = write_report(p, arguments, report);
    if (status == PEIL_OK)
        status = peil_outcome(p, arguments->given[PL_OPTION_STRICT], arguments->fail_on);
    return status;
}

/* ### the commands */

peil *pl_open(const pl_arguments *arguments, const char *stdlib) {
    peil *p = peil_new(stdlib);

    if (arguments->given[PL_OPTION_TIMINGS])
        peil_set_timings(p);
    return p;
}

void pl_close(peil *p) {
    peil_print_timings(p, stderr);
    peil_free(p);
}

static peil_status check(peil *p, const pl_arguments *arguments) {
    peil_report_options report;
    peil_status status = read_choices(p, arguments);

    if (status == PEIL_OK)
        status = read_report(p, arguments, &report);
    if (status != PEIL_OK)
        return status;
    status = pl_prepare(p, arguments, 0);
    if (status == PEIL_OK && !arguments->given[PL_OPTION_DUMP])
        return evaluate(p, arguments, &report);
    if (arguments->given[PL_OPTION_DUMP] && status == PEIL_OK)
        return dump(p, arguments);
    pl_say_diagnostics(p);
    return status;
}

peil_status pl_check_command(const pl_arguments *arguments, const char *stdlib) {
    peil *p = pl_open(arguments, stdlib);
    peil_status status = check(p, arguments);

    pl_close(p);
    return status;
}

static peil_status write_advice(peil *p, const pl_arguments *arguments) {
    const char *output = arguments->values[PL_OPTION_OUTPUT];
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    peil_status status;

    if (!out)
        return PEIL_NO_OUTPUT;
    peil_print_diagnostics(p, true, !output && pl_has_colour(STDOUT_FILENO), out);
    if (peil_advice_count(p) == 0)
        fputs(_("no advice\n"), out);
    status = fclose(out) == 0 ? pl_write_out(output, bytes, length) : PEIL_NO_OUTPUT;
    free(bytes);
    return status;
}

static peil_status lint(peil *p, const pl_arguments *arguments) {
    peil_status status;

    if (arguments->operand_count == 0)
        return pl_usage_error(PL_COMMAND_LINT, "%s", _("which RULES? Name files or folders"));
    status = pl_add_rules(p, arguments, 0);
    if (status == PEIL_OK)
        status = peil_check_rules(p);
    if (status != PEIL_OK) {
        pl_say_diagnostics(p);
        return status;
    }
    peil_lint(p);
    if (arguments->given[PL_OPTION_QUIET] && !arguments->given[PL_OPTION_OUTPUT])
        return PEIL_OK;
    return write_advice(p, arguments);
}

peil_status pl_lint_command(const pl_arguments *arguments, const char *stdlib) {
    peil *p = peil_new(stdlib);
    peil_status status = lint(p, arguments);

    peil_free(p);
    return status;
}
