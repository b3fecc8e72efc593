/* report.h - one interface of events for every output format. pl_report_write walks a finished run
 * in one fixed order (handbook, rule in file order, subject) and tells the format; formats.c has
 * the table of formats. A format decides how things look, never what they are. */
#ifndef PL_REPORT_REPORT_H
#define PL_REPORT_REPORT_H

#include "base/io.h"
#include "report/receipt.h"
#include "trace/trace.h"
#include "vm/flags.h"

typedef struct pl_report_options {
    const char *columns; /* csv: comma-separated names; NULL: all */
    char separator;      /* csv */
    bool header;         /* csv */
    bool colour;         /* text */
    uint32_t width;      /* text: columns of the page */
} pl_report_options;

/* One rule run again with all its values kept, for a page that unfolds its answers: by those who stand
 * above the reports. */
typedef struct pl_report_unfolding {
    void *session;
    /* The run, until close; `also`: another rule whose values are kept too, or NULL. NULL: it cannot be
     * run for the date. */
    const pl_run *(*open)(void *session, const pl_rule *rule, const pl_rule *also);
    /* Markup: how the verdict for a row came to be; with `change` what would have to change. Nothing
     * for a row of another school year. */
    void (*steps)(void *session, uint32_t row, bool change, pl_buffer *out);
    void (*close)(void *session);
} pl_report_unfolding;

/* What is reported. */
typedef struct pl_report {
    pl_arena *arena; /* of the report */
    const pl_run *run;
    pl_trace *trace;
    const bool *asked; /* [run->rules.len]: rules of the files asked for, not of what these use */
    const bool *asked_statements; /* [model->statements.len]: the same of tasks and the like */
    uint32_t out_of_force;        /* rules asked for that are not valid on the date */
    const pl_receipt *receipt;
    const pl_report_unfolding *unfolding;
    pl_writing *file; /* that parts go to as they are made; NULL: none */
    pl_report_options options;
} pl_report;

/* An amount, and whether there is one. */
typedef struct pl_report_amount {
    bool known;
    pl_value value;
    pl_type type;
} pl_report_amount;

typedef struct pl_report_amounts {
    pl_report_amount measured, norm, count, total;
} pl_report_amounts;

typedef enum pl_report_what {
    PL_REPORT_MEASURED,
    PL_REPORT_NORM,
    PL_REPORT_COUNT,
    PL_REPORT_TOTAL
} pl_report_what;

typedef enum pl_report_printed {
    PL_PRINTED_NOTHING, /* there is no such amount */
    PL_PRINTED_NUMBER,
    PL_PRINTED_WORDS
} pl_report_printed;

/* One rule for one subject. */
typedef struct pl_report_verdict {
    const pl_run *run;
    pl_arena *arena; /* of the report */
    const pl_rule_result *result;
    uint32_t row;
    bool has_subject;            /* false: no data gives any subject, the verdict is unknown */
    struct pl_report_keys *keys; /* of the walk: ask pl_report_subject */
    pl_verdict verdict;
    const pl_reason *reason;
    const pl_task *task;            /* of a deadline: the occurrence that decides, or NULL */
    const pl_waiver_result *waiver; /* that is for this subject, or NULL */
    bool despite_bounds; /* met or not met, with cells in it that are known within bounds only */
} pl_report_verdict;

/* The key of its subject, made when a format asks; NULL: it has none. */
const char *pl_report_subject(const pl_report_verdict *verdict);
/* The amounts that decide: those of a clause, or of an occurrence. */
pl_report_amounts pl_report_decided(const pl_report_verdict *verdict);
/* One of them in machine form, as csv and json have it. */
pl_report_printed pl_report_amount_print(pl_buffer *out, const pl_report_verdict *verdict,
                                         pl_report_what what);
/* The school year that a verdict is about: that of its row, else that of the evaluation. */
int pl_report_year(const pl_report *report, const pl_report_verdict *verdict);

/* Has any of its verdicts such an amount? */
bool pl_report_has_amount(const pl_rule_result *result, pl_report_what what);

/* How often, for one rule. */
typedef struct pl_tally {
    uint32_t verdicts[PL_VERDICT_SKIPPED];
    uint32_t subjects;
    uint32_t open_by_bounds; /* unknown, and only bounded cells are to blame */
    uint32_t despite_bounds; /* met or not met with bounded cells in it */
} pl_tally;

typedef struct pl_report_format {
    /* Gives the writer that the others get; it lives in the report's arena. */
    void *(*begin)(const pl_report *report, pl_buffer *out);
    void (*rule)(void *writer, const pl_rule_result *result); /* NULL: nothing is written then */
    void (*verdict)(void *writer, const pl_report_verdict *verdict);
    /* The rule's tally, after its last verdict; may be NULL too. */
    void (*rule_end)(void *writer, const pl_rule_result *result, const pl_tally *tally);
    void (*end)(void *writer);
} pl_report_format;

extern const pl_report_format pl_format_text, pl_format_csv, pl_format_json, pl_format_html,
    pl_format_markdown, pl_format_jsonl, pl_format_tap, pl_format_junit, pl_format_sarif;

/* Every format of `peil check`. Ends with a name of NULL. */
typedef struct pl_format_entry {
    const char *name;
    const pl_report_format *format;
    bool flows; /* it does not look back at what it wrote */
    const char *help;
} pl_format_entry;
const pl_format_entry *pl_report_formats(void);

/* Appends the whole report; with a file, parts of it go there, and `out` holds what is left. */
void pl_report_write(const pl_report *report, const pl_report_format *format, pl_buffer *out);

/* The amounts of one clause for one row. */
pl_report_amounts pl_report_clause_amounts(const pl_clause_result *clause, uint32_t row,
                                           pl_arena *arena);
/* One of them in machine form, as csv and json have it. */
pl_report_printed pl_report_clause_print(pl_buffer *out, const pl_clause_result *clause,
                                         uint32_t row, pl_report_what what, pl_arena *arena);
/* Those of the clause that decided; nothing is known where none did. */
pl_report_amounts pl_report_decided_amounts(const pl_rule_result *result, uint32_t row,
                                            pl_arena *arena);
/* Those of one occurrence of a deadline. */
pl_report_amounts pl_report_task_amounts(const pl_run *run, const pl_rule *rule,
                                         const pl_task *task, pl_arena *arena);
/* The entity that no file gives and without which the rule has no subject or no verdict; NULL when
 * there is none such. */
const pl_entity *pl_report_unmapped(const pl_run *run, const pl_rule *rule);
const char *pl_verdict_word(pl_verdict verdict); /* "not_met" */

/* What a verdict is to those who count tests and findings. */
typedef enum pl_finding {
    PL_FINDING_PASS,
    PL_FINDING_FAIL,     /* it counts against the subject */
    PL_FINDING_EXPECTED, /* not met, but an ambition, provisional, or waived */
    PL_FINDING_OPEN,     /* unknown, or due */
    PL_FINDING_NONE      /* nothing is asked, or not yet */
} pl_finding;
pl_finding pl_report_finding(const pl_report_verdict *verdict);
/* "not_met: measured 0.881 (37 of 42), norm 0.9; waived until ..": one line for machine formats. */
void pl_report_sentence(pl_buffer *out, const pl_report_verdict *verdict);
/* The verdict as formats for machines write it: "not_met", "grade:rood", "value:geen NIO". */
void pl_report_verdict_print(pl_buffer *out, const pl_report_verdict *verdict);
void pl_report_answer_print(pl_buffer *out, const pl_rule_result *result, uint32_t row);
/* The name of what a grade or decision gives the row; NULL where it gives none. */
const char *pl_report_outcome(const pl_rule_result *result, uint32_t row);
/* Why there is no met or not met, what became of a waiver, whether the rule is provisional: English, joined by "; ". */
void pl_report_note(pl_buffer *out, const pl_report_verdict *verdict);
/* Name of the rule's handbook, "" when it stands in none. */
const char *pl_report_handbook(const pl_rule *rule);

/* Is this a field that reports show beside the verdicts: the subject's name (`naam`), or how many
 * pupils it has (`leerlingen..`)? */
bool pl_report_shows(const pl_field *field);

/* Columns of csv, NULL at the end; for refusing an unknown one before the run. */
const char *const *pl_csv_columns(void);

#endif
