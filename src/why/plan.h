/* plan.h - what the files share that work out what would have to change: changed data, runs on it,
 * levers and the search for the smallest amount that turns a condition. Every answer is a run of the
 * rule on changed data; a formula only says where to look first. */
#ifndef PL_WHY_PLAN_H
#define PL_WHY_PLAN_H

#include "why/steps.h"

/* ### changed.c: a snapshot with other cells */

/* One cell: of a field, of a measure that the data gives, or, neither, how many a row stands for. */
typedef struct pl_change {
    const pl_entity *entity;
    const pl_field *field;
    const pl_measure *measure;
    int year; /* of the column */
    uint32_t row;
    pl_value value; /* state OK or MISSING */
} pl_change;

typedef PL_VEC(pl_change) pl_changes;

/* The snapshot as it is but for these cells, the last of several changes of one cell holding. Shares
 * all else with `data`; lives in `arena`. */
pl_data *pl_why_changed(pl_arena *arena, const pl_data *data, const pl_changes *changes);

/* ### trial.c: runs on changed data */

typedef struct pl_trial {
    pl_arena arena;
    const pl_run *run;
    const pl_rule_result *result;
    pl_verdict verdict;
} pl_trial;

void pl_trial_begin(pl_trial *trial, const pl_why_case *about, const pl_changes *changes);
void pl_trial_end(pl_trial *trial);
/* The truth of a condition for a row in that run. */
pl_truth pl_trial_truth(pl_trial *trial, const pl_expr *condition, pl_why_at at, int year);
/* The truth of what a leaf or a kept expression gave; UNKNOWN when it was not kept. */
pl_truth pl_why_truth_in(const pl_run *run, const pl_expr *condition, pl_why_at at, int year,
                         pl_arena *arena);

/* ### levers.c: what can be changed, in whole units */

typedef enum pl_lever_kind {
    PL_LEVER_CELL,  /* a cell of the subject: in steps of its last decimal, members, days */
    PL_LEVER_ROWS,  /* rows of an aggregate that come to count for it, or no longer do */
    PL_LEVER_COUNT, /* more rows, or fewer */
    PL_LEVER_SHIFT  /* the value of every row of an aggregate, alike */
} pl_lever_kind;

typedef struct pl_lever {
    pl_lever_kind kind;
    const pl_expr *expr; /* the leaf, or the aggregate */
    pl_why_at at;
    int year;
    int sign;            /* 1: more, -1: fewer, lower */
    pl_number unit;      /* CELL of a number, SHIFT: one step */
    int64_t most;        /* so many units at most */
    const pl_expr *leaf; /* SHIFT: what is added up */
    uint32_t *rows;      /* ROWS, COUNT, SHIFT */
    uint32_t row_count;
    pl_change *flips; /* ROWS: what makes the row count, or not */
    bool whole;       /* ROWS: all rows of the aggregate are of a known side */
    bool weighted;    /* ROWS: rows stand for several; `flips` then takes from a row .. */
    int64_t *weights; /* .. at most this many .. */
    uint32_t other;   /* .. and gives them to this row, which stands for .. */
    pl_number other_weight;
} pl_lever;

typedef PL_VEC(pl_lever) pl_levers;

/* Expressions whose cells stay as they are: conditions, exceptions, needs, keys of tables. */
typedef struct pl_fixed {
    PL_VEC(const void *) names; /* pl_field, pl_measure */
} pl_fixed;

void pl_fixed_find(pl_why *why, pl_fixed *fixed);
/* What can be changed about an expression for the subject; `changes` hold already. */
void pl_levers_find(pl_why *why, const pl_fixed *fixed, const pl_expr *expr, pl_why_at at,
                    const pl_changes *changes, pl_levers *levers);
/* The changes that `amount` units make. */
void pl_lever_push(pl_why *why, const pl_lever *lever, int64_t amount, pl_changes *changes);

/* ### flips.c */

/* For each of the rows a change of one cell of its own that gives `condition` the wanted truth;
 * rows without one are taken out of the list. */
void pl_flips_find(pl_why *why, const pl_fixed *fixed, const pl_expr *aggregate, pl_truth wanted,
                   const pl_changes *changes, pl_lever *lever);

/* ### search.c */

/* One lever, moved as far as is needed and no further. */
typedef struct pl_move {
    pl_lever lever;
    int64_t amount;
    const pl_expr *atom; /* the condition that it turns */
    uint32_t clause;
} pl_move;

typedef struct pl_plan {
    PL_VEC(pl_move) moves;
    pl_verdict verdict; /* after all of them */
    bool found;         /* it is the one that was looked for, and with a unit less it is not */
} pl_plan;

/* The smallest moves that give the requirement of a clause the wanted truth, added to the plan;
 * false when none do. */
bool pl_plan_clause(pl_why *why, const pl_fixed *fixed, uint32_t clause, bool wanted,
                    pl_plan *plan);
/* All changes of the plan, the move `less` (or none: UINT32_MAX) one unit short. */
void pl_plan_changes(pl_why *why, const pl_plan *plan, uint32_t less, pl_changes *changes);
/* From not met to met, or from met to not met, over all clauses together. */
pl_plan pl_plan_find(pl_why *why, const pl_fixed *fixed);

/* ### open.c */

/* Adds what would decide an unknown verdict: cells that are missing, and which values lead where. */
void pl_why_explain_open(pl_why *why, const pl_fixed *fixed);

#endif
