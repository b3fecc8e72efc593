/* trace.h - what a verdict rests on: the cells that are missing or known only within bounds, and
 * the reason why there is no met or not met. Reads a finished run; evaluates nothing, so it cannot
 * disagree with the verdict. */
#ifndef PL_TRACE_TRACE_H
#define PL_TRACE_TRACE_H

#include "base/map.h"
#include "trace/wording.h"
#include "vm/deadlines.h"

/* A finished run with what is looked up once: which child rows belong to which subject. */
typedef struct pl_trace pl_trace;

/* Lives in `arena`, which may not be rewound while the trace is used. */
pl_trace *pl_trace_make(pl_arena *arena, const pl_run *run);

/* ---- missing.c: the cells ---- */

typedef enum pl_lack_kind {
    PL_LACK_CELL,       /* a cell is blank, or its mark says that it is missing */
    PL_LACK_COLUMN,     /* no file gives the field at all */
    PL_LACK_LINK,       /* the row is not linked to a row of `entity` */
    PL_LACK_ENTITY,     /* no file gives rows of `entity` */
    PL_LACK_YEAR,       /* `year` is nowhere: no row of `entity`, or no value of its field `name` */
    PL_LACK_INCOMPLETE, /* rows of `entity` are declared incomplete */
    PL_LACK_ROW,        /* no row of `entity` has the keys `name` */
    PL_LACK_NEED,       /* what a definition needs, in the words of `name`, does not hold */
    PL_LACK_GROUP,      /* rows of `entity` have no key, so they may be of any `name` */
    PL_LACK_NORM,       /* in an aggregate over `entity`: table `name` gives nothing for a row */
    PL_LACK_UNATTESTED, /* nobody said anything in the block of the evaluation date */
    PL_LACK_DOUBT,      /* what was said is neither yes nor no */
    PL_LACK_ABSENT,     /* the row of `entity` is not there in `year` */
    PL_LACK_EMPTY,      /* of `year`: no row of `entity` to judge */
    PL_LACK_HOLIDAYS,   /* no holidays are declared for region `name` */
    PL_LACK_CALL,       /* the extension `name` gives nothing */
    PL_LACK_BOUNDS      /* a cell is known within bounds only */
} pl_lack_kind;

typedef struct pl_lack {
    pl_lack_kind kind;
    const pl_entity *entity;
    const char *name; /* field or measure; "count": what a row stands for; NULL: the whole entity */
    uint32_t rows, of; /* in an aggregate: so many of its rows; of 0: one cell */
    pl_place place;    /* of the first such cell; file NULL when it has none */
    int year;          /* LACK_YEAR, _ROW, _EMPTY; else: of a value of another year, or 0 */
    const pl_attestation *attestation; /* UNATTESTED, DOUBT */
    pl_date first;                     /* UNATTESTED: of the block */
    uint32_t last;                     /* row that was counted last; inside missing.c only */
} pl_lack;

typedef PL_VEC(pl_lack) pl_lacks;

/* Every cell that the given expression reads for this row of its entity and that is missing or
 * bounded, each once, aggregates as counts. Added to *lacks, in the order of the expression. */
void pl_lacks_find(pl_trace *trace, const pl_expr *expr, const pl_entity *entity, uint32_t row,
                   pl_lacks *lacks);
/* The same for a `needs`, where `x is known` fails on a cell of x. */
void pl_lacks_find_need(pl_trace *trace, const pl_expr *expr, const pl_entity *entity, uint32_t row,
                        pl_lacks *lacks);

/* Is one of them known within bounds only? Looks no further than the first. */
bool pl_trace_reads_bounds(pl_trace *trace, const pl_expr *expr, const pl_entity *entity,
                           uint32_t row);

/* ---- lack_words.c ---- */

/* The name of how many a row stands for, in a lack; compared by pointer. */
extern const char pl_count_name[];
/* Is it missing rather than bounded? */
bool pl_lack_is_missing(const pl_lack *lack);
/* "school.weging (bijlage-1.csv:4 Schoolweging)", "3 of 26 eindtoets.niveau": where it stands
 * included. */
void pl_lack_print(pl_buffer *out, pl_wording wording, const pl_lack *lack);
/* "weging is missing", "eindtoets: numbers known within bounds only": the same for all subjects, to
 * group by. */
void pl_lack_summary(pl_buffer *out, pl_wording wording, const pl_lack *lack);

/* ---- attested.c ---- */

/* The row that decides an attestation for a subject. */
typedef struct pl_attested {
    bool found; /* false: nothing was said in the block; the rest is empty */
    uint32_t row;
    pl_date date;
    pl_value judgement; /* perhaps missing */
    const char *who;    /* NULL: not said */
    pl_place place;     /* file NULL: none */
} pl_attested;

/* `row`: of the attestation's entity. */
pl_attested pl_trace_attested(pl_trace *trace, const pl_attestation *a, uint32_t row);

/* ---- population.c ---- */

/* Of some rows of a population's entity: who belongs to it, and what leaves out the others. A row
 * that several tests leave out is counted for the first, the scope before the exceptions. */
typedef struct pl_left_out {
    pl_trace *trace;
    const pl_population *population;
    uint32_t of, members, unknown;
    uint32_t outside;     /* of the scope */
    uint32_t *exceptions; /* [population->exceptions.len] */
} pl_left_out;

/* All rows, or the `count` rows of `list` where that is not NULL. */
pl_left_out pl_left_out_count(pl_trace *trace, const pl_population_result *result,
                              const uint32_t *list, uint32_t count);
/* "41 of 50 leerling; left out: 6 where IQ < 80, 2 where ..; unknown: 1". */
void pl_left_out_print(pl_buffer *out, pl_wording wording, const pl_left_out *counts);
/* An expression as the author wrote it, on one line: the same pointer for the same expression. */
const char *pl_trace_written(pl_trace *trace, const pl_expr *expr);
/* NULL when nothing evaluated is about the population. */
const pl_population_result *pl_trace_members(const pl_trace *trace,
                                             const pl_population *population);

/* ---- reason.c: why a verdict is not met or not met, and who said that it is ---- */

typedef enum pl_reason_kind {
    PL_REASON_NONE,      /* met or not met: the clauses say it */
    PL_REASON_ATTESTED,  /* met or not met: see attested */
    PL_REASON_NO_DATA,   /* no file gives rows of `entity`: no subject at all */
    PL_REASON_SCOPE,     /* exempt: outside `for each .. where`; text = the condition */
    PL_REASON_EXCEPTION, /* exempt by `except where`; text = the condition */
    PL_REASON_NEED,      /* unknown: a `needs` does not hold; text = its reason */
    PL_REASON_LACKS,     /* unknown: see the lacks */
    PL_REASON_UNDECIDED, /* unknown, though every cell is known: a division by zero, say */
    PL_REASON_NO_CLAUSE, /* no norm: no clause applies */
    PL_REASON_NO_CASE,   /* no norm: no case of a grade or decision applies */
    PL_REASON_OUTSIDE, /* no norm: no band of clauses or of table `text` covers `value` of `key` */
    PL_REASON_NO_CELL, /* no norm: table `text` leaves the norm open for these keys */
    PL_REASON_NOT_IN_FORCE, /* no norm: no version of table `text` is in force on the date */
    PL_REASON_NO_ROW,       /* no norm: table `text` has no row for these keys */
    PL_REASON_EMPTY, /* no norm: no row of `entity` to judge; text: with this condition, or NULL */
    PL_REASON_ALONE, /* no norm: there is no other `entity` to compare with */
    PL_REASON_TOO_FEW,   /* no norm: too few rows of `entity` for a trend; text: the trend */
    PL_REASON_NO_YEAR,   /* no norm: condition `text` holds in no school year of the window */
    PL_REASON_NO_WINDOW, /* no norm: no window of `text` counts: none is over */
    PL_REASON_NOTHING,   /* no norm: there is nothing to judge */
    /* deadlines */
    PL_REASON_NOT_YEAR,     /* no norm: nothing falls in this school year */
    PL_REASON_NO_EVENT,     /* no norm: `text`, which it counts from, has not happened */
    PL_REASON_RULE_HOLDS,   /* exempt: a consequence; rule `text` is not `not met` */
    PL_REASON_RULE_UNKNOWN, /* unknown: a consequence; rule `text` is unknown */
    PL_REASON_HOLIDAY,      /* unknown: a holiday is not in the table */
    PL_REASON_EVIDENCE      /* unknown: rows of `entity` that could decide may be missing */
} pl_reason_kind;

typedef struct pl_reason pl_reason;
struct pl_reason {
    pl_reason_kind kind;
    const char *text;
    const pl_entity *entity;
    const char *key; /* OUTSIDE: name of what the bands are of */
    pl_value value;  /* OUTSIDE: its value, state PL_OK */
    pl_type type;
    bool has_below, has_above; /* OUTSIDE: the nearest ends of bands on either side of the value */
    pl_number below, above;
    pl_left_out left_out;  /* EMPTY: of a population, else population NULL */
    bool below_open;       /* that end itself is left out */
    pl_date date;          /* NOT_IN_FORCE */
    const pl_table *table; /* NOT_IN_FORCE: its versions; NO_CELL, NO_ROW: the table */
    const pl_reason *keys; /* NO_CELL, NO_ROW: of each key; NULL: not at hand */
    pl_attested attested;  /* ATTESTED */
    const pl_attestation *attestation;
    pl_lacks lacks; /* NEED, LACKS, and exceptions that are open: what is missing or bounded */
};

/* Why the rule has this verdict for this row. Strings and lacks live in the trace's arena. */
pl_reason pl_reason_find(pl_trace *trace, const pl_rule_result *result, uint32_t row);
/* The same for all subjects of a rule when no file gives an entity that it needs. */
pl_reason pl_reason_no_data(const pl_entity *entity);
/* One sentence without a full stop; nothing for PL_REASON_NONE. `general` leaves the subject's own
 * values out, so that equal reasons of different subjects give equal texts. */
void pl_reason_print(pl_buffer *out, pl_wording wording, const pl_reason *reason, bool general);
/* Are the words of a reason those of its kind, text and entity alone? Then rows with the same reason
 * have the same text by pointer. */
bool pl_reason_is_plain(const pl_reason *reason);
/* Did cells known only within bounds take part in a verdict that is met or not met? */
bool pl_trace_uses_bounds(pl_trace *trace, const pl_rule_result *result, uint32_t row);
/* Unknown only because of bounded cells: no cell is missing. */
bool pl_reason_is_bounds(const pl_reason *reason);

/* ---- deadline.c ---- */

/* Why a deadline is no norm, unknown or exempt for a row; false when the reason is that of any rule. */
bool pl_reason_of_deadline(pl_trace *trace, const pl_rule_result *result, uint32_t row,
                           pl_reason *reason);
/* Of what is carried over "of school year 2020/2021" comes first.
 * "due from 2021-11-22, on time until 2021-12-05; done on 2021-11-29 (evaluaties.csv:14)". */
void pl_task_print(pl_buffer *out, pl_wording wording, const pl_run *run, const pl_rule *rule,
                   const pl_task *task);

/* ---- waiver.c ---- */

/* "waived until 2022-07-31 (bestuurder): Verbeterplan": what became of it, its last day, owners and reason, without a full stop. */
void pl_waiver_print(pl_buffer *out, pl_wording wording, const pl_waiver_result *result);
/* "provisional until 2022-08-01: flags nobody before". */
void pl_provisional_print(pl_buffer *out, pl_wording wording, const pl_rule *rule);

/* ---- used inside trace/ ---- */

/* One cell; an absent column (NULL) gives a missing one. */
pl_value pl_trace_cell(pl_trace *trace, const pl_column *column, uint32_t row);
/* Does a plain `where FIELD = value` surely leave this row out? NULL leaves out nothing; what takes
 * computing is not sure. */
bool pl_trace_left_out(pl_trace *trace, const pl_expr *where, uint32_t row);
/* The cell of a field, perhaps of an ancestor; false when the expression is none, or there is no
 * link. */
bool pl_trace_field_at(pl_trace *trace, const pl_expr *expr, const pl_entity *entity, uint32_t row,
                       pl_value *value);
/* Is `row` surely not compared with `other` by the percentile? */
bool pl_trace_is_no_other(pl_trace *trace, const pl_expr *percentile, uint32_t row, uint32_t other);
/* Does the row surely stand for nobody: a count of 0? */
bool pl_trace_is_nobody(pl_trace *trace, const pl_rows *rows, uint32_t row);
/* Row numbers of `child` that belong to a row of its ancestor `parent`. */
const uint32_t *pl_trace_children(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                                  uint32_t row, uint32_t *count);
/* Of those the first with a text in a column, by its index in the texts of the data, and the one behind
 * it with the same: in their order; PL_MAP_NONE: there is none. */
uint32_t pl_trace_first_with(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                             uint32_t row, const pl_column *words, uint32_t text);
uint32_t pl_trace_next_with(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                            uint32_t row, const pl_column *words);
/* The row of an ancestor, PL_NO_ROW when there is no link. */
int32_t pl_trace_up(const pl_trace *trace, const pl_entity *entity, uint32_t row,
                    const pl_entity *ancestor);
const pl_run *pl_trace_run(const pl_trace *trace);
/* Words that are the same for every row, kept under what they are of; NULL: none yet. */
const char *pl_trace_text(pl_trace *trace, const void *what);
void pl_trace_keep_text(pl_trace *trace, const void *what, const char *text);
/* Is any number of the data known within bounds only? */
bool pl_trace_has_bounds(const pl_trace *trace);
/* The answers of a rule in the year of the trace; NULL when it was not evaluated. */
const pl_rule_result *pl_trace_result(const pl_trace *trace, const pl_rule *rule);
pl_arena *pl_trace_arena(pl_trace *trace);
/* The school year that is looked at, and its day: those of the run, but inside values of other
 * years. */
int pl_trace_year(const pl_trace *trace);
pl_date pl_trace_date(const pl_trace *trace);
/* Goes to another school year; gives the one to go back to. */
int pl_trace_enter(pl_trace *trace, int year);
/* The row that `expr` is looked at for in a school year, when it is `row` in the one that is looked
 * at; PL_NO_ROW when it is not there. */
int32_t pl_trace_row_in(pl_trace *trace, const pl_expr *expr, uint32_t row, int year);
/* The rows that a TREND over rows of a child compares for this row, latest first; NULL when there are
 * too few. A row without a date stands before all. */
const uint32_t *pl_trace_latest(pl_trace *trace, const pl_expr *trend, const pl_entity *entity,
                                uint32_t row, uint32_t *count);
/* The school years that the kids of a YEAR, a TREND, or something over school years are evaluated
 * for; in the trace's arena. */
const int *pl_trace_years(pl_trace *trace, const pl_expr *expr, uint32_t *count);
/* The period of an aggregate for this row, its small-n switch decided: the longer one where the
 * subject may be small. */
pl_period pl_trace_window(pl_trace *trace, const pl_expr *aggregate, const pl_entity *entity,
                          uint32_t row);
/* The windows of a quantifier over them, for a row of its entity, as pl_period_windows gives them; none
 * when nobody knows where its region lies. */
const pl_stretch *pl_trace_windows(pl_trace *trace, const pl_expr *quantifier,
                                   const pl_entity *entity, uint32_t row, uint32_t *count);
/* The region of a row, when no holidays are declared for it; else NULL. */
const char *pl_trace_without_holidays(pl_trace *trace, const pl_expr *region,
                                      const pl_entity *entity, uint32_t row);
/* The window that is looked at, by its place among them. */
#define PL_TRACE_NO_WINDOW UINT32_MAX
uint32_t pl_trace_at_window(const pl_trace *trace);
/* Goes to another one; gives the one to go back to. */
uint32_t pl_trace_enter_window(pl_trace *trace, uint32_t window);
/* Does a period without small-n switch take in this row of the child of the aggregate, or perhaps? */
bool pl_trace_takes(pl_trace *trace, const pl_expr *aggregate, const pl_period *period,
                    uint32_t row);
/* Of an aggregate over some days: a school year that they lie in, for that row of the child, and of which
 * the data has no row; 0: none. */
int pl_trace_uncovered(pl_trace *trace, const pl_expr *aggregate, uint32_t row);
/* Does a period without small-n switch take in rows of this school year? */
bool pl_trace_in_period(const pl_period *period, const pl_expr *aggregate, int evaluated, int year);
/* Does this lookup surely give nothing for this row: no version in force, no row, or a cell without
 * norm? */
bool pl_trace_gives_nothing(pl_trace *trace, const pl_expr *lookup, const pl_entity *entity,
                            uint32_t row);
/* Has an aggregate over rows of a child surely none for this row? */
bool pl_trace_is_empty(pl_trace *trace, const pl_expr *aggregate, const pl_entity *entity,
                       uint32_t row);

#endif
