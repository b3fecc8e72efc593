/* result.h - what a run answers: for each rule and subject a verdict, and for each clause what
 * was measured against what. Full-length columns over the rows of the rule's entity; lives in
 * the run's arena. */
#ifndef PL_VM_RESULT_H
#define PL_VM_RESULT_H

#include "calendar/standing.h"
#include "code/program.h"
#include "data/data.h"
#include "sema/outputs.h"

typedef enum pl_verdict {
    PL_VERDICT_MET,
    PL_VERDICT_NOT_MET,
    PL_VERDICT_UNKNOWN,
    PL_VERDICT_NO_NORM,
    PL_VERDICT_EXEMPT,
    PL_VERDICT_DECIDED,        /* a decision gives its value */
    PL_VERDICT_NOT_MET_WAIVED, /* not met or overdue, and a waiver is in force; by flags.c */
    PL_VERDICT_DONE,           /* of deadlines, from here on; by deadlines.c */
    PL_VERDICT_DONE_LATE,
    PL_VERDICT_UPCOMING,
    PL_VERDICT_DUE,
    PL_VERDICT_OVERDUE,
    PL_VERDICT_SKIPPED /* not a subject: a row of another school year */
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
    /* MEMBER, DATE, SCHOOLJAAR, TEXT: an index for each row, or a code for each row and what it
     * stands for. Ask pl_amounts_index. */
    int32_t *index;
    uint8_t *codes;
    int32_t *picks; /* [pick_count] */
    uint32_t pick_count;
    const char *const *texts; /* TEXT: by index */
} pl_amounts;

static inline int32_t pl_amounts_index(const pl_amounts *a, uint32_t row) {
    return a->codes != NULL ? a->picks[a->codes[row]] : a->index[row];
}

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

/* Why a deadline asks nothing of a subject, or is unknown for it. */
typedef enum pl_deadline_why {
    PL_WHY_NOTHING,      /* an occurrence decides */
    PL_WHY_NO_DATA,      /* unknown: no file gives the evidence, or the rows it counts from */
    PL_WHY_NOT_YEAR,     /* no norm: nothing falls in this school year */
    PL_WHY_NO_EVENT,     /* no norm: what it counts from has not happened */
    PL_WHY_RULE_HOLDS,   /* exempt: a consequence of a rule that is not `not met` */
    PL_WHY_RULE_UNKNOWN, /* unknown: a consequence of a rule that is unknown */
    PL_WHY_EVENT,        /* unknown: no data give the event */
    PL_WHY_REGION,       /* unknown: the region is missing */
    PL_WHY_HOLIDAY,      /* unknown: a holiday is not in the table; reported as an error */
    PL_WHY_EVIDENCE,     /* unknown: evidence that could decide may be missing, or has no day */
    PL_WHY_YEAR          /* unknown: no row of evidence of this school year is in the data */
} pl_deadline_why;

/* One occurrence for one subject. */
typedef struct pl_task {
    pl_occurrence occurrence;
    pl_standing standing;
    uint32_t evidence; /* row of the last evidence that counts for it; PL_NO_EVIDENCE: none */
    int schooljaar; /* of the run, or the one before it: carried over, as it was not settled then */
} pl_task;

typedef struct pl_deadline_result {
    const pl_amounts *region, *event, *day; /* NULL: not needed */
    const uint8_t *counts;                  /* pl_truth of each row of evidence; NULL: all count */
    const uint8_t *counts_before;           /* the same for the school year before */
    const uint8_t *asked_before; /* pl_truth of each subject: asked in the school year before; NULL:
                                  * nothing is carried over, or rows are of one year */
    bool settled;
    PL_VEC(pl_task) tasks;  /* of a subject in the order of their days */
    uint32_t *first;        /* [rows + 1]: where the tasks of a subject begin */
    uint32_t *deciding;     /* [rows]: the worst of its tasks; UINT32_MAX when it has none */
    uint8_t *why;           /* [rows]: pl_deadline_why */
    PL_VEC(pl_date) before; /* pl_deadline_due of those of the school year before, settled or not */
    uint32_t *before_first; /* [rows + 1]: where those of a subject begin */
} pl_deadline_result;

/* A holiday that an answer rests on and that the table does not hold. */
typedef struct pl_holiday_gap {
    const pl_rule *rule;
    const char *region;
    pl_gap gap;
} pl_holiday_gap;

typedef struct pl_rule_result {
    const pl_rule *rule;
    pl_deadline_result *deadline; /* NULL: the rule is none */
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

/* What was computed for a column of a table: one of the two, none where the data holds it. */
typedef struct pl_output_value {
    const pl_entity *entity; /* for whose rows */
    const pl_amounts *amounts;
    const uint8_t *truths;
} pl_output_value;

/* What an expression gave for each row of an entity: one of amounts and truths is NULL. */
typedef struct pl_recorded {
    const pl_expr *expr;
    const pl_entity *entity;
    int year;
    uint32_t window; /* of days; PL_NO_INDEX: none */
    pl_record_aspect aspect;
    const pl_amounts *amounts;
    const uint8_t *truths; /* pl_truth */
} pl_recorded;

/* A call of an extension that failed, at the first row of the data for which it does. */
typedef struct pl_call_fault {
    const pl_extension *extension;
    const pl_entity *entity;
    uint32_t row;
    pl_span span;          /* of the call */
    const char *arguments; /* "score = 85, dl = 20" */
    pl_extend_fault fault;
} pl_call_fault;

typedef struct pl_run {
    const pl_model *model;
    pl_data *data;
    pl_date date;
    int schooljaar;
    int grace;  /* in school weeks */
    bool alone; /* of a test: what is given is all there is, also of entities without a row */
    PL_VEC(pl_call_fault)
    faults; /* of extensions: one for a call in the rules; when there is one no verdict counts */
    PL_VEC(pl_holiday_gap) gaps; /* each once; by deadlines.c */
    PL_VEC(pl_rule_result)
    rules; /* rules of the handbooks asked for that are valid on the date, in file order */
    PL_VEC(pl_other_result) others;           /* rules of other school years, that these ask for */
    PL_VEC(pl_population_result) populations; /* that these rules are about */
    PL_VEC(pl_waiver_result) waivers;         /* all of the model, in file order; by flags.c */
    PL_VEC(pl_recorded) recorded;             /* of a program that records */
    bool *
        *touched; /* [lookup of the program][row of its table]: a key fell in it; NULL: not asked */
    const pl_outputs *outputs;      /* columns of a table; NULL: none was asked for */
    pl_output_value *output_values; /* [outputs->list.len] */
    uint32_t text_count;            /* indexes of texts are below this, in data and amounts */
} pl_run;

/* One amount of one row. */
pl_value pl_amounts_value(const pl_amounts *amounts, uint32_t row, pl_arena *arena);

#endif
