/* oracle_internal.h - what the files of the slow evaluator share. */
#ifndef PL_TESTS_ORACLE_INTERNAL_H
#define PL_TESTS_ORACLE_INTERNAL_H

#include "oracle.h"

#define MAX_YEARS 256

typedef struct year_set {
    bool all;
    int years[MAX_YEARS];
    uint32_t count;
} year_set;

/* The last `count` years of a period, latest first. */
year_set oracle_last_years(const oracle *o, const pl_expr *expr, int count);
bool oracle_is_skipped(const pl_expr *expr, int year);

/* The child rows below each row of an ancestor: rows of parent p are items[start[p]] .. items[start[p + 1] - 1]. */
typedef struct oracle_children {
    const pl_entity *child, *parent;
    uint32_t *start, *items;
} oracle_children;

/* The first days of the units of a school year that have begun. */
typedef struct oracle_units {
    pl_stretch_unit unit;
    const pl_region *region;
    int year, count;
    pl_date first[366];
} oracle_units;

struct oracle {
    const pl_model *model;
    pl_data *data;
    pl_date date;
    bool all_years;
    int this_year; /* the school year of the date */
    /* What is looked at: year and date of the evaluation, but inside values of other years. */
    pl_date now;
    int year;
    oracle_units *units;
    uint32_t units_len;
    int window; /* of days, inside the condition of a quantifier over windows */
    mpq_t **pool;
    uint32_t pool_used, pool_cap;
    oracle_children *children; /* made when first asked for */
    uint32_t children_len, children_cap;
    const char **texts; /* of rules that no cell holds */
    uint32_t texts_len;
    oracle_clause *clauses;
    uint32_t clauses_cap;
    const pl_rule *known; /* the deadline whose evidence is complete from these days */
    pl_date known_from, known_before;
};

/* Valid until the next call. */
const oracle_children *oracle_children_of(oracle *o, const pl_entity *child,
                                          const pl_entity *parent);

mpq_ptr oracle_q(oracle *o);
mpq_ptr oracle_from_number(oracle *o, pl_number number);
oracle_value oracle_number(mpq_ptr lo, mpq_ptr hi);
oracle_value oracle_state(pl_state state);
oracle_value oracle_truth(pl_truth truth);
oracle_value oracle_constant(oracle *o, const pl_value *value);
oracle_value oracle_cell(oracle *o, const pl_column *column, uint32_t row);
oracle_value oracle_eval(oracle *o, const pl_expr *expr, uint32_t row);
/* The expression as it is in another school year, for a row of this one. */
oracle_value oracle_in_year(oracle *o, const pl_expr *expr, uint32_t row, int year);
oracle_value oracle_previous(oracle *o, const pl_expr *expr, uint32_t row);
oracle_value oracle_trend(oracle *o, const pl_expr *expr, uint32_t row);
oracle_value oracle_times(oracle *o, oracle_value a, oracle_value b);
oracle_value oracle_either(pl_base base, oracle_value a, oracle_value b);
pl_truth oracle_not(pl_truth t);
pl_truth oracle_and(pl_truth a, pl_truth b);
pl_truth oracle_or(pl_truth a, pl_truth b);
pl_truth oracle_compare(pl_compare compare, pl_base base, oracle_value a, oracle_value b);
pl_truth oracle_compare_numbers(pl_compare compare, oracle_value a, oracle_value b);
pl_truth oracle_in_range(oracle *o, const pl_cell *range, pl_base base, oracle_value x);

/* VERDICT and OUTCOME at a row; oracle_rules.c. */
pl_truth oracle_asked(oracle *o, const pl_expr *expr, uint32_t row);
oracle_value oracle_outcome(oracle *o, const pl_expr *expr, uint32_t row);
/* The verdict of a rule, its clauses in an array of this size; empties no pool. */
oracle_answer oracle_judge_into(oracle *o, const pl_rule *rule, uint32_t row,
                                oracle_clause *clauses);

/* An AGGREGATE or QUANTIFIER at a row of its entity. count and total, where not NULL, get how many and of how many. */
oracle_value oracle_aggregate(oracle *o, const pl_expr *expr, uint32_t row, oracle_value *count,
                              oracle_value *total);

/* Does a row of the child lie in a period of days? */
pl_truth oracle_in_days(oracle *o, const pl_expr *expr, uint32_t row);
/* The school years that must be in the data for it, and whether some row has its day in one. */
year_set oracle_days_years(oracle *o, const pl_expr *expr);
bool oracle_has_day_in(oracle *o, const pl_expr *expr, int year);
/* Calls `visit` for each window of what is over windows: does it count, and what is its condition or value? */
typedef void oracle_window_visit(void *context, pl_truth in, oracle_value x);
void oracle_each_window(oracle *o, const pl_expr *expr, uint32_t subject,
                        oracle_window_visit *visit, void *context);

/* An ATTESTED: the judgement of the row that decides. */
oracle_value oracle_attested(oracle *o, const pl_expr *expr, uint32_t row);
/* The value of a PICK at a row of its entity. */
oracle_value oracle_pick(oracle *o, const pl_expr *expr, uint32_t row);
/* How many conditions of a TALLY hold, and what its amount is compared with. */
void oracle_tally(oracle *o, const pl_expr *expr, uint32_t row, oracle_value *count,
                  oracle_value *measured);

/* Is a row of the source in a group of the derived entity? U: it may be. */
pl_truth oracle_in_group(oracle *o, const pl_entity *derived, uint32_t group, uint32_t row);
/* May more rows be in the group than those that surely are? */
bool oracle_group_is_unsure(oracle *o, const pl_entity *derived, uint32_t group);
/* May there be groups, of these years, below a row of an ancestor that nobody knows of? */
typedef bool oracle_has_year(const void *years, int year);
bool oracle_group_may_lack(oracle *o, const pl_entity *derived, const pl_entity *above,
                           uint32_t subject, oracle_has_year *has_year, const void *years);

/* Is the row a subject of the deadline: one of the year, or of the year before? */
bool oracle_is_deadline_subject(const oracle *o, const pl_rule *rule, uint32_t row);
/* The verdict of a deadline for a row that scope, exceptions and needs leave to it, in the year of the row; SKIPPED when a row of the
 * year before left nothing open. oracle_deadlines.c. */
pl_verdict oracle_deadline(oracle *o, const pl_rule *rule, uint32_t row);

/* A CALL of an extension at a row of its entity. */
oracle_value oracle_call(oracle *o, const pl_expr *expr, uint32_t row);

/* A PERCENTILE at a row of its entity. */
oracle_value oracle_percentile(oracle *o, const pl_expr *expr, uint32_t row);

#endif
