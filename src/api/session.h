/* session.h - what stands behind a peil *: three arenas by lifetime, the files, and what has become
 * of them.
 * Only src/api and tests include it. */
#ifndef PL_API_SESSION_H
#define PL_API_SESSION_H

#include "base/progress.h"
#include "base/timings.h"
#include "certify/certify.h"
#include "code/program.h"
#include "load/load.h"
#include "peil.h"
#include "report/report.h"
#include "syntax/tree.h"
#include "testing/testing.h"
#include "why/why.h"

/* A rule file, read once however often it is named. */
typedef struct pl_session_file {
    const char *real; /* absolute path, to know it again */
    const char *path; /* to open it */
    const pl_source *source;
    pl_node *tree; /* of the files asked for and the dataset's */
    bool asked;    /* named on the command line; its rules are judged */
} pl_session_file;

struct peil {
    pl_arena compilation, data, run;
    pl_compiler compiler;
    const char *stdlib; /* NULL: none */
    PL_VEC(pl_session_file *) files;
    pl_session_file *dataset_file; /* NULL: no data was set */
    const char *dataset_name;      /* NULL: the only one */
    const char *snapshot;          /* the database that holds the data; NULL: a folder does */
    pl_model *model;               /* after peil_check_rules */
    const pl_dataset *dataset;
    bool has_date;
    pl_date date;
    bool all_years;
    uint32_t chunk_rows;
    pl_load_ways ways; /* how data are read: the answer is the same */
    pl_timings timings;
    pl_progress progress;
    const bool *rules;         /* [model->rules.len]: only these are evaluated; NULL: all */
    const pl_outputs *outputs; /* of peil_choose_table; NULL: no table is asked for */
    PL_VEC(uint32_t) table_columns;
    pl_program *program; /* after pl_session_load */
    pl_data *loaded;
    const pl_run *result; /* after peil_evaluate */
    bool *asked;          /* [result->rules.len] */
    uint32_t out_of_force;
    pl_receipt receipt;
    peil_format *formats, *test_formats, *agenda_formats;
    bool certifies;             /* every value is kept, for peil_certificate */
    pl_needed needed;           /* what the program reads; after pl_session_load */
    const pl_testing *testing;  /* after peil_test */
    struct pl_session_why *why; /* after peil_why */
};

/* ---- session.c ---- */

/* What peil_evaluate hands to the machine: for the tests, which hand it to the slow evaluator as
 * well. */
typedef struct pl_session_view {
    const pl_model *model;
    pl_data *data;
    const pl_program *program;
    pl_date date;
    bool all_years;
} pl_session_view;

/* Everything of peil_evaluate but the evaluation; the same statuses. */
peil_status pl_session_load(peil *p, pl_session_view *view);
/* The evaluation date: the one that was set, else today, from now on. */
pl_date pl_session_date(peil *p);

/* ---- files.c ---- */

/* The file with this path, read now or before; NULL and *why when it cannot be read. `shown` is its
 * name in messages. */
pl_session_file *pl_session_open(peil *p, const char *path, const char *shown, const char **why);
/* A file that is no file of its own: this text, copied, by this name. */
pl_session_file *pl_session_take(peil *p, const char *name, pl_str text);
/* For pl_use_finder: the folder of the file that uses comes first, then the standard library. */
const pl_source *pl_session_find_module(void *session, const char *name, const pl_source *from,
                                        const char **why);
/* The same: the names of the modules of the standard library, sorted; in the compilation's arena. */
const char *const *pl_session_modules(void *session, uint32_t *count);
/* For pl_use_finder: a file beside the one that names it. */
const pl_source *pl_session_find_file(void *session, const char *path, const pl_source *from,
                                      const char **why);
/* The file that a source came from. */
pl_session_file *pl_session_file_of(const peil *p, const pl_source *source);

/* ---- dataset.c ---- */

/* Finds p->dataset in the model. PEIL_OK, PEIL_BAD_DATA or PEIL_USAGE. */
peil_status pl_session_choose_dataset(peil *p);

/* Is it a rule of the files asked for, not of what these use? */
bool pl_session_is_asked(const peil *p, const pl_rule *rule);
/* A holiday that an answer rests on and that nobody stated is an error: no answer may stand in for it. False when there is one. */
bool pl_session_report_gaps(peil *p);
/* PEIL_OK; or, after saying which calls of extensions failed, PEIL_BAD_RULES, or PEIL_NO_OUTPUT when one reached a limit. */
peil_status pl_session_report_faults(peil *p, const pl_run *run);
/* Fields that reports show beside the verdicts, although no rule asks for them. */
void pl_session_need_shown(const peil *p, pl_needed *needed);

/* ---- output.c ---- */

/* What every report of a finished run is made from; width 0: that of a page. */
pl_report pl_session_report(peil *p, bool colour, uint32_t width);
/* Runs rules of the finished run again, one at a time, for pages. */
const pl_report_unfolding *pl_session_unfolding(peil *p);
/* The file that output goes to: "-" and NULL are standard output. */
const char *pl_session_target(const char *path);
/* Of a finished run. */
void pl_session_make_receipt(peil *p);

#endif
