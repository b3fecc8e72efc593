/* testing.h - the tests of rule files: each run on the rows that it gives, held against what it expects, and what all of them
 * together have touched of the rules. The formats write it. */
#ifndef PL_TESTING_TESTING_H
#define PL_TESTING_TESTING_H

#include "code/program.h"
#include "trace/wording.h"
#include "vm/result.h"

/* ---- results: in the arena of pl_testing_run ---- */

/* A subject whose verdict is not the one that is expected. */
typedef struct pl_test_miss {
    const char *subject; /* NULL: there is none to judge */
    const char *verdict; /* as outputs write it; NULL with the subject */
    const char
        *why; /* what was measured, or the reason; in the reader's words, "" where there is none */
    const char *why_fixed; /* the same in the words of machine formats */
} pl_test_miss;

typedef struct pl_test_check {
    const pl_expectation *expectation;
    PL_VEC(pl_test_miss) misses; /* none: it is as expected */
} pl_test_check;

typedef struct pl_test_result {
    const pl_test *test;
    bool passed;
    PL_VEC(pl_test_check) checks;
} pl_test_result;

/* ---- coverage: what any test has seen ---- */

typedef struct pl_clause_seen {
    bool met, not_met;
} pl_clause_seen;

typedef struct pl_rule_seen {
    const pl_rule *rule;
    bool tested;
    bool verdicts[PL_VERDICT_SKIPPED];
    pl_clause_seen *clauses; /* [rule->clauses.len] */
    bool *exceptions;        /* [rule->exceptions.len]: someone was exempt by it */
    bool *outcomes;          /* [members of a grade or decision]: it was given */
    bool *needs;             /* [rule->needs.len]: someone had no verdict for it */
} pl_rule_seen;

typedef struct pl_table_seen {
    const pl_table *table;
    bool asked;  /* some expression looks a value up in it; keys that are written out are no test */
    bool **rows; /* [version][row]: a key fell in it */
} pl_table_seen;

typedef struct pl_coverage {
    PL_VEC(pl_rule_seen) rules;   /* of the files asked for, in file order */
    PL_VEC(pl_table_seen) tables; /* the same */
} pl_coverage;

/* Which sources are asked for: their tests run, their rules and tables are to be covered. */
typedef struct pl_testing_scope {
    bool (*asked)(const void *session, const pl_source *source);
    const void *session;
    const char *
        filter; /* part of the title of a test, or of the name of a rule that it tests; NULL: all */
    uint32_t chunk_rows;
} pl_testing_scope;

typedef struct pl_testing {
    pl_arena *arena;
    PL_VEC(pl_test_result) results; /* in file order */
    uint32_t failed;
    uint32_t left_out; /* by the filter */
    pl_coverage coverage;
} pl_testing;

/* ---- run.c, coverage.c ---- */

/* Runs all tests of the model that the scope asks for. When diags->errors rose, a test could not be run: the answer is not to be
 * used. */
pl_testing *pl_testing_run(pl_arena *arena, pl_diags *diags, const pl_model *model,
                           const pl_testing_scope *scope);

void pl_coverage_begin(pl_coverage *coverage, pl_arena *arena, const pl_model *model,
                       const pl_testing_scope *scope);
/* What one run of a test touched. */
void pl_coverage_add(pl_coverage *coverage, const pl_program *program, const pl_run *run);

/* Was the rule seen on this side: MET (or done, or given), NOT_MET (or due, overdue, all other values
 * given), UNKNOWN? */
bool pl_coverage_saw(const pl_rule_seen *seen, pl_verdict side);
/* Is this side to be seen? What a person attests need not be denied, and a deadline need not be
 * unknown. */
bool pl_coverage_wants(const pl_rule *rule, pl_verdict side);
/* Can some case of a grade or decision give this member? */
bool pl_coverage_may_give(const pl_expr *cases, uint32_t member);

/* ---- gaps.c: what is not covered ---- */

typedef struct pl_test_gap {
    pl_span span;
    const char *words; /* one sentence without a full stop */
} pl_test_gap;

typedef PL_VEC(pl_test_gap) pl_gaps;

/* What no test has seen, in file order: a rule not tested, a verdict, a clause, an exception, a need, a row of a table. */
void pl_coverage_gaps(const pl_coverage *coverage, pl_wording wording, pl_arena *arena,
                      pl_gaps *gaps);

/* So many of so many. */
typedef struct pl_covered {
    uint32_t of, rules, met; /* rules */
    uint32_t not_met, not_met_of, unknown, unknown_of;
    uint32_t clauses, clauses_of;       /* seen both met and not met */
    uint32_t exceptions, exceptions_of; /* `except where` and `needs` */
    uint32_t rows, rows_of;             /* of tables */
} pl_covered;
pl_covered pl_coverage_count(const pl_coverage *coverage);

/* ---- formats ---- */

typedef struct pl_testing_options {
    bool coverage; /* the list of what is not covered too */
    bool colour;   /* text */
} pl_testing_options;

typedef struct pl_testing_format {
    const char *name, *help;
    void (*write)(const pl_testing *testing, const pl_testing_options *options, pl_buffer *out);
} pl_testing_format;

/* Ends with a name of NULL. */
const pl_testing_format *pl_testing_formats(void);

void pl_testing_write_text(const pl_testing *testing, const pl_testing_options *options,
                           pl_buffer *out);
void pl_testing_write_tap(const pl_testing *testing, const pl_testing_options *options,
                          pl_buffer *out);
void pl_testing_write_junit(const pl_testing *testing, const pl_testing_options *options,
                            pl_buffer *out);
void pl_testing_write_json(const pl_testing *testing, const pl_testing_options *options,
                           pl_buffer *out);

/* "minimum_1F of "04VF": expected met, came not_met: 66%, norm 68%": one miss, for machine formats. */
void pl_testing_miss(pl_buffer *out, const pl_test_check *check, const pl_test_miss *miss);
/* The line of a place in its file. */
uint32_t pl_testing_line(pl_span span);

#endif
