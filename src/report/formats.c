/* formats.c - the table of output formats: what there is, and what is not built yet. */
#include "base/gettext.h"
#include "report/report.h"

static const pl_format_entry formats[] = {
    {"text", &pl_format_text, N_("tables for people, in their language")},
    {"csv", &pl_format_csv, N_("one row for each verdict")},
    {"json", &pl_format_json, N_("every verdict with every clause, and the receipt")},
    {"jsonl", NULL, N_("the verdicts as JSON Lines")},
    {"tap", NULL, N_("Test Anything Protocol")},
    {"junit", NULL, N_("JUnit XML, for continuous integration")},
    {"sarif", NULL, N_("SARIF, for code scanning")},
    {"markdown", &pl_format_markdown, N_("tables for a pull request")},
    {"html", &pl_format_html, N_("one page that works without a network")},
    {"ics", NULL, N_("deadlines for a calendar")},
    {NULL, NULL, NULL},
};

const pl_format_entry *pl_report_formats(void) {
    return formats;
}
