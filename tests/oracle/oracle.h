/* oracle.h - the slow evaluator: walks the typed tree row by row, in exact GMP rationals, to check the machine against.
 * Written from doc/semantics.md; shares no evaluation code with src/code, src/lower or src/vm. Not fast, not meant to be. */
#ifndef PL_TESTS_ORACLE_H
#define PL_TESTS_ORACLE_H

#include <gmp.h>

#include "data/data.h"
#include "vm/result.h"

/* A value at one row: an interval of numbers, a truth, or an index; what `type` of the expression says. */
typedef struct oracle_value {
    pl_state state;
    mpq_ptr lo, hi; /* numbers, state PL_OK */
    pl_truth truth; /* truths */
    int64_t index;  /* members, dates, school years; texts: index into data->texts */
} oracle_value;

typedef struct oracle_clause {
    pl_truth applies, holds;
    bool compared; /* measured and norm are set */
    bool counted;  /* count and total are set */
    oracle_value measured, norm, count, total;
} oracle_clause;

typedef struct oracle_answer {
    pl_verdict verdict;
    pl_cause cause;
    uint8_t part; /* 255: none */
    bool bounded;
    int member;             /* that a grade or decision gives; -1: none */
    oracle_clause *clauses; /* [rule->clauses.len]; only set when cause is PL_CAUSE_CLAUSES */
} oracle_answer;

typedef struct oracle oracle;

/* q = number. */
void oracle_set_number(mpq_ptr q, pl_number number);

/* all_years: rows of yearly entities are judged in the year that each has, not in that of the date only. */
oracle *oracle_new(const pl_model *model, pl_data *data, pl_date date, bool all_years);
void oracle_free(oracle *o);
/* The verdict of one rule for one row; valid until the next call. */
oracle_answer oracle_judge(oracle *o, const pl_rule *rule, uint32_t row);

#endif
