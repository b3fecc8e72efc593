/* formats.c - the table of output formats. */
#include "base/gettext.h"
#include "report/report.h"

static const pl_format_entry formats[] = {
    {"text", &pl_format_text, false, N_("tables for people, in their language")},
    {"csv", &pl_format_csv, true, N_("one row for each verdict")},
    {"json", &pl_format_json, true, N_("every verdict with every clause, and the receipt")},
    {"jsonl", &pl_format_jsonl, true, N_("the verdicts as JSON Lines")},
    {"tap", &pl_format_tap, false, N_("Test Anything Protocol")},
    {"junit", &pl_format_junit, false, N_("JUnit XML, for continuous integration")},
    {"sarif", &pl_format_sarif, false, N_("SARIF, for code scanning")},
    {"markdown", &pl_format_markdown, false, N_("tables for a pull request")},
    {"html", &pl_format_html, false, N_("one page that works without a network")},
    {NULL, NULL, false, NULL},
};

const pl_format_entry *pl_report_formats(void) {
    return formats;
}
