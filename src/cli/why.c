/* why.c - `peil why`: options to calls of the engine, the explanation to where it belongs. */
#include <string.h>
#include <unistd.h>

#include "cli/table.h"

#define DEPTH 2
#define MOST_DEPTH 99

static peil_status read_numbers(peil *p, const pl_arguments *arguments, peil_why_options *why) {
    const char *depth = arguments->values[PL_OPTION_DEPTH];
    const char *chunk = arguments->values[PL_OPTION_CHUNK_SIZE];
    uint32_t count;

    why->depth = DEPTH;
    if (depth && !pl_read_count(depth, MOST_DEPTH, &why->depth))
        return pl_usage_error(PL_COMMAND_WHY, _("`%s` is not a depth: give 1 to %d"), depth,
                              MOST_DEPTH);
    if (chunk && (!pl_read_count(chunk, UINT32_MAX, &count) || !peil_set_chunk_rows(p, count)))
        return pl_usage_error(PL_COMMAND_WHY, _("`%s` is not a number of rows: give 1 to 2048"),
                              chunk);
    return PEIL_OK;
}

static peil_status read_options(peil *p, const pl_arguments *arguments, peil_why_options *why) {
    const char *date = arguments->values[PL_OPTION_DATE];
    bool json = arguments->given[PL_OPTION_JSON], html = arguments->given[PL_OPTION_HTML];

    if (arguments->operand_count < 3)
        return pl_usage_error(PL_COMMAND_WHY, "%s",
                              _("which verdict? Name a RULE, a SUBJECT, then files or folders "
                                "with the RULES"));
    if (json && html)
        return pl_usage_error(PL_COMMAND_WHY, "%s", _("--json or --html, not both"));
    if (date && !peil_set_date(p, date))
        return pl_usage_error(PL_COMMAND_WHY, _("`%s` is not a day: write it as 2021-11-05"), date);
    if (!arguments->given[PL_OPTION_DATA] && !arguments->given[PL_OPTION_DATASET])
        return pl_usage_error(PL_COMMAND_WHY, "%s",
                              _("on what data? Name the snapshot, the folder with the data: "
                                "--data SNAPSHOT"));
    *why = (peil_why_options){.rule = arguments->operands[0],
                              .subject = arguments->operands[1],
                              .suppose = (const char *const *)arguments->suppose,
                              .format = json ? "json"
                                  : html     ? "html"
                                             : "text",
                              .width = pl_page_width()};
    why->colour = !arguments->given[PL_OPTION_OUTPUT] && pl_has_colour(STDOUT_FILENO);
    return read_numbers(p, arguments, why);
}

static peil_status prepare(peil *p, const pl_arguments *arguments) {
    peil_status rules = PEIL_OK, snapshot;

    for (int i = 2; i < arguments->operand_count; i++)
        if (peil_add_rules(p, arguments->operands[i]) != PEIL_OK)
            rules = PEIL_BAD_RULES;
    snapshot =
        peil_set_data(p, arguments->values[PL_OPTION_DATA], arguments->values[PL_OPTION_DATASET]);
    if (rules == PEIL_OK)
        rules = peil_check_rules(p);
    return rules != PEIL_OK ? rules : snapshot;
}

static peil_status why(peil *p, const pl_arguments *arguments) {
    peil_why_options options;
    peil_status status = read_options(p, arguments, &options);
    pl_progress_line *progress;
    const char *bytes;
    size_t length;

    if (status != PEIL_OK)
        return status;
    status = prepare(p, arguments);
    progress = pl_progress_begin(p);
    if (status == PEIL_OK)
        status = peil_why(p, &options);
    pl_progress_end(progress);
    pl_say_diagnostics(p);
    if (status != PEIL_OK)
        return status;
    bytes = peil_why_report(p, &options, &length);
    return pl_write_out(arguments->values[PL_OPTION_OUTPUT], bytes, length);
}

peil_status pl_why_command(const pl_arguments *arguments, const char *stdlib) {
    peil *p = peil_new(stdlib);
    peil_status status = why(p, arguments);

    peil_free(p);
    return status;
}
