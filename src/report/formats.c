/* formats.c - the table of output formats. */
#include "base/gettext.h"
#include "report/report.h"

static const pl_format_entry formats[] = {
    {"text", &pl_format_text, N_("tables for people, in their language")},
    {"csv", &pl_format_csv, N_("one row for each verdict")},
    {"json", &pl_format_json, N_("every verdict with every clause, and the receipt")},
    {"jsonl", &pl_format_jsonl, N_("the verdicts as JSON Lines")},
    {"tap", &pl_format_tap, N_("Test Anything Protocol")},
    {"junit", &pl_format_junit, N_("JUnit XML, for continuous integration")},
    {"sarif", &pl_format_sarif, N_("SARIF, for code scanning")},
    {"markdown", &pl_format_markdown, N_("tables for a pull request")},
    {"html", &pl_format_html, N_("one page that works without a network")},
    {NULL, NULL, NULL},
};

const pl_format_entry *pl_report_formats(void) {
    return formats;
}
