/* result.h - what a run answers: for each rule and subject a verdict, and for each clause what
 * was measured against what. Full-length columns over the rows of the rule's entity; lives in
 * the run's arena. */
#ifndef PL_VM_RESULT_H
#define PL_VM_RESULT_H

#include "data/data.h"

typedef enum pl_verdict {
    PL_VERDICT_MET,
    PL_VERDICT_NOT_MET,
    PL_VERDICT_UNKNOWN,
    PL_VERDICT_NO_NORM,
    PL_VERDICT_EXEMPT,
    PL_VERDICT_DECIDED,        /* a decision gives its value */
    PL_VERDICT_NOT_MET_WAIVED, /* not met, and a waiver is in force; by flags.c */
    PL_VERDICT_SKIPPED         /* not a subject: a row of another school year */
} pl_verdict;

/* Why a verdict is not met or not: which test decided. */
typedef enum pl_cause {
    PL_CAUSE_CLAUSES, /* the clauses decided */
    PL_CAUSE_SCOPE,   /* exempt: outside `for each .. where`; or unknown because that is unknown */
    PL_CAUSE_EXCEPTION, /* exempt by, or unknown because of, exception number `part` */
    PL_CAUSE_NEED       /* unknown because need number `part` does not hold */
} pl_cause;

/* Numbers as a column: value = num / den, den NULL means den is 10^scale for all rows. */
typedef struct pl_numbers {
    int64_t *num, *den;
    uint8_t scale;
} pl_numbers;

/* A measured amount or norm for each row: numbers as an interval, anything else as an index. */
typedef struct pl_amounts {
    pl_type type;
    uint8_t *state; /* pl_state for each row */
    /* NUMBER: hi.num == lo.num when no row is bounded. They say nothing of a row that is not PL_OK,
     * or that stands in big. */
    pl_numbers lo, hi;
    /* NULL, or for rows whose value does not fit: lo, hi (den 0 and big NULL elsewhere). */
    pl_number (*big)[2];
    int32_t *index;           /* MEMBER, DATE, SCHOOLJAAR, TEXT */
    const char *const *texts; /* TEXT: by index */
} pl_amounts;

typedef struct pl_clause_result {
    uint8_t *applies;                  /* pl_truth */
    uint8_t *holds;                    /* pl_truth */
    const pl_amounts *measured, *norm; /* NULL when the requirement is no comparison */
    const pl_amounts *count, *total;   /* NULL unless what is measured is a share or a quantifier */
} pl_clause_result;

/* What `not met` of a rule leads to on the date of the run. */
typedef enum pl_flagging {
    PL_FLAGGING_YES,
    PL_FLAGGING_NOT_YET,    /* an ambition or target: flags only when that is asked for */
    PL_FLAGGING_PROVISIONAL /* the rule is provisional still: flags nobody */
} pl_flagging;

/* What became of a waiver. */
typedef enum pl_waiver_state {
    PL_WAIVER_WAIVES,       /* the rule is not met, and that is waived */
    PL_WAIVER_EXPIRED,      /* its last day is over */
    PL_WAIVER_NOT_NEEDED,   /* the verdict is something else than not met */
    PL_WAIVER_NO_SUBJECT,   /* the rule has no such subject */
    PL_WAIVER_NOT_EVALUATED /* the rule was not evaluated, or is not reported */
} pl_waiver_state;

typedef struct pl_waiver_result {
    const pl_waiver *waiver;
    pl_waiver_state state;
} pl_waiver_result;

typedef struct pl_rule_result {
    const pl_rule *rule;
    uint32_t rows;
    uint8_t *verdict; /* pl_verdict */
    uint8_t *cause;   /* pl_cause */
    uint8_t *part;    /* index of the deciding clause, exception or need; 255: none */
    uint8_t *bounded; /* 1: a value known only within bounds took part in a clause that applied */
    pl_clause_result *clauses; /* [rule->clauses.len] */
    const pl_amounts
        *outcome;         /* of a grade or decision, met, not met or decided by it; else NULL */
    pl_flagging flagging; /* by flags.c */
    uint32_t *
        waiver; /* [rows] number in run->waivers, from 1; 0: none. NULL: no row has one. By flags.c */
} pl_rule_result;

/* A rule as it is in another school year, which others ask for; no report has it. */
typedef struct pl_other_result {
    int schooljaar;
    pl_rule_result result;
} pl_other_result;

/* Who belongs to a population: pl_truth for each row of its entity. */
typedef struct pl_population_result {
    const pl_population *population;
    const uint8_t *membership;
    const uint8_t *scope;       /* NULL: it has none */
    const uint8_t **exceptions; /* [population->exceptions.len] */
} pl_population_result;

typedef struct pl_run {
    const pl_model *model;
    pl_data *data;
    pl_date date;
    int schooljaar;
    PL_VEC(pl_rule_result)
    rules; /* rules of the handbooks asked for that are valid on the date, in file order */
    PL_VEC(pl_other_result) others;           /* rules of other school years, that these ask for */
    PL_VEC(pl_population_result) populations; /* that these rules are about */
    PL_VEC(pl_waiver_result) waivers;         /* all of the model, in file order; by flags.c */
    bool *
        *touched; /* [lookup of the program][row of its table]: a key fell in it; NULL: not asked */
} pl_run;

/* One amount of one row. */
pl_value pl_amounts_value(const pl_amounts *amounts, uint32_t row, pl_arena *arena);

#endif
