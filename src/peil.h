/* peil.h - the public interface of the engine; the command line uses nothing else.
 * A session holds everything: rule files are added, checked, evaluated against a snapshot, and
 * reported.
 * Strings are UTF-8; every pointer given out lives until peil_free. No global state but the
 * messages' language, which is the process's locale: sessions in different threads do not meet. */
#ifndef PEIL_H
#define PEIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit statuses of the command line; what the functions below return. */
typedef enum peil_status {
    PEIL_OK = 0,        /* evaluated; nothing flagged */
    PEIL_FLAGGED = 1,   /* a standard or indicator is not met, or a deadline is overdue */
    PEIL_UNDECIDED = 2, /* nothing flagged, something undecided, and strict was asked */
    PEIL_BAD_RULES = 3,
    PEIL_BAD_DATA = 4,
    PEIL_NO_OUTPUT = 5, /* output could not be written, out of memory, or a limit was reached */
    PEIL_USAGE = 64
} peil_status;

typedef struct peil peil;

/* ---- a session ---- */

/* stdlib_folder: where `use NAME` finds the standard library; NULL: nowhere. Lack of memory ends
 * the process with status 5. */
peil *peil_new(const char *stdlib_folder);
void peil_free(peil *p);

/* A rule file (.peil, .peil.md) or a folder of them (sorted by name, not recursive). PEIL_OK or
 * PEIL_BAD_RULES; a file that was added before is not added again. */
peil_status peil_add_rules(peil *p, const char *path);
/* The snapshot is a folder with dataset.peil in it; `dataset` = FILE or FILE:NAME says where the
 * dataset block stands instead.
 * Either may be NULL, not both. PEIL_OK, PEIL_BAD_DATA, PEIL_USAGE (a kind of snapshot that is not
 * built). */
peil_status peil_set_data(peil *p, const char *snapshot, const char *dataset);
/* Parses and checks all that was added, once. PEIL_OK or PEIL_BAD_RULES; PEIL_BAD_DATA, PEIL_USAGE
 * when no dataset block can be chosen. */
peil_status peil_check_rules(peil *p);
/* After peil_check_rules: adds advice to the diagnostics. */
void peil_lint(peil *p);

/* The evaluation date "2021-11-05"; false when there is no such day. Not set: today. */
bool peil_set_date(peil *p, const char *iso);
/* Rows of yearly entities are judged in each school year up to that of the date, not in that only. */
void peil_set_all_years(peil *p);
/* The value of every expression is kept, for peil_certificate; not together with all years. */
void peil_set_certificate(peil *p);
/* Rows evaluated at once, 1..2048 (2048); the answer does not depend on it. False when out of
 * range. */
bool peil_set_chunk_rows(peil *p, uint32_t rows);
/* Threads that read data (as many as there are processors, which 0 asks for again); the answer does
 * not depend on it. */
void peil_set_jobs(peil *p, uint32_t jobs);

/* From now on the time of each stage is measured, for peil_print_timings. */
void peil_set_timings(peil *p);

/* After peil_check_rules gave PEIL_OK and data was set: loads the data and evaluates. PEIL_OK,
 * PEIL_BAD_RULES (no rule, something out of force on this date, an extension that failed), PEIL_BAD_DATA, PEIL_NO_OUTPUT (an
 * extension that took too long). */
peil_status peil_evaluate(peil *p);
/* After peil_evaluate: PEIL_OK, PEIL_FLAGGED or PEIL_UNDECIDED by what was found. fail_on: kinds
 * that flag beside standard and indicator ("ambition", "target"), NULL-terminated, or NULL. */
peil_status peil_outcome(const peil *p, bool strict, const char *const *fail_on);

/* ---- reports ---- */

typedef struct peil_report_options {
    const char *format;  /* one of peil_formats */
    const char *columns; /* csv: comma-separated names; NULL: all */
    char separator;      /* csv; 0: a comma */
    bool no_header;      /* csv */
    bool colour;         /* text */
    uint32_t width;      /* text: columns of the page; 0: 100 */
} peil_report_options;

/* Could such a report be written? PEIL_OK; or PEIL_USAGE and *why, a sentence, when the format or a
 * column is unknown. */
peil_status peil_check_report(peil *p, const peil_report_options *options, const char **why);
/* After peil_evaluate, with options that peil_check_report accepts: the report to a path as
 * peil_write does, but csv and JSON in parts as they are made. */
peil_status peil_write_report(peil *p, const peil_report_options *options, const char *path,
                              const char **why);
/* After peil_evaluate: the receipt as JSON. */
const char *peil_receipt(peil *p, size_t *length);
/* The same, after peil_set_certificate: each verdict with its steps, as JSON Lines. */
const char *peil_certificate(peil *p, size_t *length);

/* The formats; ends with a name of NULL. `help` is a text to be translated. */
typedef struct peil_format {
    const char *name;
    const char *help;
} peil_format;
const peil_format *peil_formats(peil *p);

/* After peil_check_rules. stage: "tokens", "tree", "types", "code"; PEIL_USAGE when it is none of
 * these. */
peil_status peil_dump(peil *p, const char *stage, FILE *out);

/* ---- the agenda ---- */

/* Which tasks of deadlines are listed; NULL: all. Lists end with NULL, days are "2021-11-05". A task
 * is listed when some day from the one it is due on to its last one lies from `from` until `until`. */
typedef struct peil_agenda_options {
    const char *format; /* "text", "csv", "json", "html", "ics" */
    const char *const *roles, *const *schools, *const *statuses;
    const char *from, *until;
    bool colour;
    uint32_t width; /* text: columns of the page; 0: 100 */
} peil_agenda_options;

/* The formats of the agenda; as peil_formats. */
const peil_format *peil_agenda_formats(peil *p);
/* Before the run: PEIL_OK, or PEIL_USAGE and *why when the format, a status or a day is none. */
peil_status peil_check_agenda(peil *p, const peil_agenda_options *options, const char **why);
/* After peil_evaluate, with options that peil_check_agenda accepts: the list, *length bytes. PEIL_OK,
 * or PEIL_FLAGGED when a task that is listed is overdue; PEIL_USAGE and *why when no deadline names a
 * role, or no data a school, that was asked for. */
peil_status peil_agenda(peil *p, const peil_agenda_options *options, const char **bytes,
                        size_t *length, const char **why);

/* ---- tables ---- */

/* Instead of peil_evaluate, after peil_check_rules gave PEIL_OK and data was set: peil_choose_table,
 * peil_choose_columns, peil_evaluate_table, peil_write_table, in this order. */

/* One row for each subject of an entity, in the order of the data. names: fields, measures, definitions, `schooljaar` of the
 * entity or of an ancestor of it (perhaps as ENTITY.NAME), and rules about it (perhaps as
 * HANDBOOK.RULE), with commas between. PEIL_OK; or PEIL_USAGE and *why, a sentence. */
peil_status peil_choose_table(peil *p, const char *entity, const char *names, const char **why);
/* Which of these names are written, in which order; NULL: all. PEIL_OK or PEIL_USAGE and *why. */
peil_status peil_choose_columns(peil *p, const char *columns, const char **why);
/* Loads and evaluates only what these names need. Statuses as peil_evaluate. */
peil_status peil_evaluate_table(peil *p);
/* Writes the rows to a path as peil_write does; of the options separator and no_header count. */
peil_status peil_write_table(peil *p, const peil_report_options *options, const char *path,
                             const char **why);

/* ---- tests in rule files ---- */

typedef struct peil_test_options {
    const char *format; /* "text", "tap", "junit", "json" */
    bool coverage;      /* list what is not covered */
    bool colour;        /* text */
} peil_test_options;

/* The formats of tests; as peil_formats. */
const peil_format *peil_test_formats(peil *p);
/* Instead of peil_evaluate, after peil_check_rules gave PEIL_OK: runs the tests in the files that were added. PEIL_OK: all pass, or
 * there are none; PEIL_FLAGGED: one fails; PEIL_BAD_RULES: one cannot be run. */
/* `filter`: part of a title or of the name of a rule that is tested; NULL: all. */
peil_status peil_test(peil *p, const char *filter);
/* After peil_test, unless it gave PEIL_BAD_RULES: the report. The format is one of peil_test_formats. */
const char *peil_test_report(peil *p, const peil_test_options *options, size_t *length);

/* ---- the handbook as a page ---- */

/* After peil_check_rules gave PEIL_OK: the files that were added as a page of HTML, *length bytes; after peil_evaluate with the
 * figures of each rule, and the receipt. */
const char *peil_doc(peil *p, size_t *length);

/* ---- one verdict unfolded ---- */

typedef struct peil_why_options {
    const char *rule;           /* its name, or "handbook.rule" */
    const char *subject;        /* its key, as in reports */
    const char *const *suppose; /* "school.weging = 29", NULL-terminated; or NULL */
    const char *format;         /* "text", "json", "html" */
    uint32_t depth;             /* text: steps below are folded */
    bool colour;                /* text */
    uint32_t width;             /* text: columns of the page; 0: 80 */
} peil_why_options;

/* Instead of peil_evaluate: evaluates the one rule, with all that leads to its verdict. PEIL_OK; PEIL_USAGE when there is no
 * such rule or subject; PEIL_BAD_RULES, PEIL_BAD_DATA. */
peil_status peil_why(peil *p, const peil_why_options *options);
/* After peil_why gave PEIL_OK, with the same options: the explanation, *length bytes. */
const char *peil_why_report(peil *p, const peil_why_options *options, size_t *length);

/* ---- how far it is ---- */

typedef enum peil_stage {
    PEIL_STAGE_NONE,
    PEIL_STAGE_LOADING,
    PEIL_STAGE_EVALUATING,
    PEIL_STAGE_WRITING
} peil_stage;

typedef struct peil_progress {
    peil_stage stage;
    const char *file;   /* LOADING: which, as the dataset block names it */
    uint64_t done, all; /* LOADING: of its bytes; else of the work; all 0: not known */
} peil_progress;
/* How far a call is that another thread has not come back from: the one function that may be called meanwhile. */
void peil_watch(const peil *p, peil_progress *out);

/* ---- messages and files ---- */

/* Diagnostics so far; with advice when asked. */
void peil_print_diagnostics(peil *p, bool advice, bool colour, FILE *out);
/* One line, when peil_set_timings was called. */
void peil_print_timings(peil *p, FILE *out);
uint32_t peil_error_count(const peil *p);
uint32_t peil_advice_count(const peil *p);

const char *peil_version(void);
/* What can be done only with a library that a build may lack; ends with a name of NULL. `name` is a text to be translated. */
typedef struct peil_ability {
    const char *name;    /* "extensions" */
    const char *library; /* "Lua 5.4" */
    bool built;
} peil_ability;
const peil_ability *peil_abilities(void);
/* The name in `known` (NULL-terminated) that `word` was probably meant to be, or NULL. */
const char *peil_nearest(const char *word, const char *const *known);
/* Whole bytes to a path, whole or not at all; "-" or NULL is standard output. PEIL_OK, or
 * PEIL_NO_OUTPUT and *why. */
peil_status peil_write(const char *path, const char *bytes, size_t length, const char **why);

#endif
