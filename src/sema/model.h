/* model.h - the checked program: every name looked up, every expression typed. What lowering, the
 * loader, the reports and the slow evaluator of the tests read. Made by pl_check; immutable
 * afterwards; lives in the compilation arena. */
#ifndef PL_SEMA_MODEL_H
#define PL_SEMA_MODEL_H

#include "base/diag.h"
#include "base/map.h"
#include "calendar/recurrence.h"
#include "calendar/stretch.h"
#include "extend/extend.h"
#include "types/type.h"

typedef struct pl_entity pl_entity;
typedef struct pl_field pl_field;
typedef struct pl_measure pl_measure;
typedef struct pl_population pl_population;
typedef struct pl_parameter pl_parameter;
typedef struct pl_extension pl_extension;
typedef struct pl_table pl_table;
typedef struct pl_expr pl_expr;
typedef struct pl_rule pl_rule;
typedef struct pl_attestation pl_attestation;
typedef struct pl_handbook pl_handbook;

/* ---- what there is to speak of ---- */

struct pl_field {
    const char *name;
    pl_entity *entity;
    pl_type type;
    bool yearly; /* one value for each schooljaar (only on entities that are not yearly) */
    bool key;
    bool has_domain; /* numbers: closed range lo..hi */
    pl_number domain_lo, domain_hi;
    const pl_value *default_value; /* NULL: none */
    bool absent_false; /* `absent means not taken`: what is compared with a blank does not hold */
    const pl_field
        *origin;    /* of a derived entity: the field of its source, or above that; else NULL */
    uint32_t index; /* in entity->fields */
    pl_span span;
};

struct pl_entity {
    const char *name;
    pl_entity *parent; /* NULL at the top */
    bool by_reference; /* `in`: fields lead to the parent, whose key is no part of this one's */
    PL_VEC(pl_field *)
    reference;                 /* these fields, as pl_entity_full_key of the parent has its keys */
    uint32_t depth;            /* 0 at the top; number of ancestors */
    bool yearly;               /* its rows carry a school year, part of the key */
    PL_VEC(pl_field *) fields; /* keys first, in key order */
    uint32_t key_count;
    PL_VEC(int) skipped_years; /* `without {2019/2020}` */
    PL_VEC(pl_measure *) measures;
    /* Derived: a row is a group of rows of `source`, those that agree in its parent, its keys and,
     * if it is yearly, their school year. NULL: data gives the rows. */
    pl_entity *source;
    pl_expr *counted;   /* derived: which rows of the source count; NULL: all */
    pl_expr *inhabited; /* derived: is there one that counts? A group of none is not there */
    uint32_t index;     /* in model->entities */
    pl_span span;
};

struct pl_measure {
    const char *name;
    const char *title; /* NULL: none */
    pl_entity *entity;
    bool defined;                    /* by `define`: never a column of a dataset */
    bool ranged;                     /* a norm that is a range: this is one of its ends */
    const pl_population *population; /* whose members it tells; else NULL */
    pl_type type;
    pl_expr *definition; /* in the context of entity */
    uint32_t index;      /* in model->measures; it uses only those before it */
    pl_span span;
};

/* Some of the rows of an entity: those in the scope that no exception leaves out. */
struct pl_population {
    const char *name, *title; /* title NULL: none */
    pl_entity *entity;
    pl_expr *scope; /* for each E where C; NULL: all */
    PL_VEC(pl_expr *) exceptions;
    const pl_measure *membership; /* a truth for each row of entity, made of the above */
    uint32_t index;               /* in model->populations */
    pl_span span;
};

typedef struct pl_dated_value {
    pl_value value;
    bool has_from, has_until;
    pl_date from, until; /* until is the last day */
    pl_span span;
} pl_dated_value;

struct pl_parameter {
    const char *name;
    pl_type type;
    bool ranges; /* some value is a range, with both its ends */
    PL_VEC(pl_dated_value) values;
    pl_span span;
};

/* A function in Lua. */
struct pl_extension {
    const char *name;
    PL_VEC(const char *) inputs; /* names of function.inputs */
    pl_extend_function function;
    bool sound;     /* its types are known */
    uint32_t index; /* in model->extensions */
    pl_span span;
};

/* ---- tables ---- */

typedef enum pl_overlap {
    PL_OVERLAP_ERROR,
    PL_OVERLAP_HIGHEST,
    PL_OVERLAP_LOWEST,
    PL_OVERLAP_FIRST
} pl_overlap;

typedef enum pl_cell_kind { PL_CELL_NO_NORM, PL_CELL_VALUE, PL_CELL_RANGE } pl_cell_kind;

/* In a key column: what matches. A range of numbers (or of ordered members, by index in lo/hi). In
 * a value column: VALUE, NO_NORM, or a norm that is a RANGE with both its ends. */
typedef struct pl_cell {
    pl_cell_kind kind;
    bool has_lo, has_hi, open_hi; /* RANGE: open_hi leaves the upper end out */
    pl_value lo, hi;              /* VALUE: lo */
    pl_span span;
} pl_cell;

typedef struct pl_table_row {
    pl_cell *cells; /* keys first, then value columns */
    pl_span span;
} pl_table_row;

typedef struct pl_table_version {
    bool has_from, has_until;
    pl_date from, until;
    PL_VEC(pl_table_row) rows;
    pl_span span;
} pl_table_version;

typedef struct pl_table_column {
    const char *name;
    pl_type type;
    const pl_field *field; /* key columns: the field that gives domain, or NULL */
    bool ranges;           /* value columns: some norm in some version is a range */
} pl_table_column;

struct pl_table {
    const char *name, *title;
    pl_overlap overlap;
    uint32_t key_count;
    PL_VEC(pl_table_column) columns;   /* keys first, in the order of lookups */
    PL_VEC(pl_table_version) versions; /* by from; one without from is alone */
    const char *cite, *note;
    /* `by`: the last key stands in the headers, and there is one column of values. The columns with
     * names are a table of their own, `named`, looked up by the other keys; NULL: there are none. */
    bool by;
    pl_table *named;
    const pl_table *whole; /* of a `named`: the table it belongs to; else NULL */
    uint32_t index;
    pl_span span;
};

/* Which end of a norm a lookup gives; of a single number both are that number. */
typedef enum pl_norm_end { PL_NORM_SINGLE, PL_NORM_LOW, PL_NORM_HIGH } pl_norm_end;

/* The value of a cell that is one, or that end of it. */
const pl_value *pl_cell_end(const pl_cell *cell, pl_norm_end end);

/* ---- expressions ---- */

typedef enum pl_expr_kind {
#define PL_EXPR(kind, name, holds) PL_EXPR_##kind,
#include "sema/exprs.def"
#undef PL_EXPR
    PL_EXPR_COUNT
} pl_expr_kind;

typedef enum pl_compare { PL_EQ, PL_NE, PL_LT, PL_LE, PL_GT, PL_GE } pl_compare;

typedef enum pl_aggregate {
    PL_AGG_SHARE,
    PL_AGG_COUNT,
    PL_AGG_SUM,
    PL_AGG_AVERAGE,
    PL_AGG_LOWEST,
    PL_AGG_HIGHEST
} pl_aggregate;

/* Which rows of a child entity an aggregate is over: by their school year, or by their day. */
typedef enum pl_period_kind {
    PL_PERIOD_ALL,
    PL_PERIOD_THIS,
    PL_PERIOD_LAST,
    PL_PERIOD_RANGE,
    PL_PERIOD_DAYS,   /* of the last `years` units */
    PL_PERIOD_WINDOW, /* of the window that the quantifier `around` is evaluated for */
    /* Without child, windows of days in place of rows: */
    PL_PERIOD_SUCCESSIVE, /* of a QUANTIFIER: `years` units in a row */
    PL_PERIOD_EACH        /* each of the last `years` units */
} pl_period_kind;

typedef struct pl_period {
    pl_period_kind kind;   /* ALL: the child is not yearly. THIS: the year of the evaluation */
    int years;             /* LAST; DAYS, SUCCESSIVE, EACH: units */
    bool including_this;   /* LAST, DAYS, EACH */
    PL_VEC(int) without;   /* LAST: school years that are left out as well */
    int first, last;       /* RANGE: school years */
    int small_years;       /* 0: no small-n switch; else the number of years when few */
    pl_number small_below; /* .. if fewer than this */
    const pl_entity *small_entity; /* of these: the child or an ancestor of it below the subject */
    pl_stretch_unit unit;          /* DAYS, SUCCESSIVE, EACH */
    const pl_field *day;           /* DAYS, WINDOW: of the child */
    /* DAYS, WINDOW, SUCCESSIVE, EACH: a member, for the subject, and for rows of the child; NULL: the units
     * do not differ from region to region. */
    pl_expr *region, *row_region;
    const pl_expr *around;   /* WINDOW */
    bool can_rise, can_fall; /* SUCCESSIVE: more rows may make the kid [1] true, or false */
} pl_period;

/* `has` and `have`, and what an amount is compared with. EVERY has no amount; SOME is AT_LEAST 1,
 * NO is AT_MOST 0. */
typedef enum pl_quantity {
    PL_Q_EVERY,
    PL_Q_AT_LEAST,
    PL_Q_AT_MOST,
    PL_Q_MORE_THAN,
    PL_Q_FEWER_THAN,
    PL_Q_EXACTLY
} pl_quantity;

/* What is asked of the verdict of a rule: `x is met`. */
typedef enum pl_asked {
    PL_ASKED_MET,
    PL_ASKED_NOT_MET,
    PL_ASKED_UNKNOWN,
    PL_ASKED_NO_NORM,
    PL_ASKED_EXEMPT
} pl_asked;

struct pl_expr {
    pl_expr_kind kind;
    pl_type type;
    pl_entity *entity; /* the rows it is evaluated for; NULL: the same for all (constants, ..) */
    pl_span span;
    pl_value value;                /* CONST */
    const pl_field *field;         /* FIELD */
    const pl_measure *measure;     /* MEASURE */
    const pl_parameter *parameter; /* PARAMETER */
    const pl_extension *extension; /* CALL */
    const pl_table *table;         /* LOOKUP */
    uint32_t column;               /* LOOKUP: index of the value column in table->columns */
    pl_norm_end end;               /* LOOKUP, PARAMETER: SINGLE when no norm of it is a range */
    pl_compare compare;            /* COMPARE */
    pl_cell range;                 /* IN_RANGE: kind RANGE, number or ordered member */
    pl_aggregate aggregate;        /* AGGREGATE */
    pl_quantity quantity;          /* QUANTIFIER, TALLY */
    bool percent;                  /* QUANTIFIER, TALLY: the amount is a share */
    pl_number amount;              /* QUANTIFIER, TALLY, ROUND (the step) */
    bool strict;                   /* CASES: a condition that judges nothing ends the list: NONE */
    const pl_rule *rule;           /* VERDICT, OUTCOME: of `entity` */
    pl_asked asked;                /* VERDICT */
    /* AGGREGATE, QUANTIFIER: over its rows. NULL: over the school years of the period, for each of
     * which the kids are evaluated, in the context of `entity`. */
    pl_entity *child;
    pl_period period;
    const pl_attestation *attestation; /* ATTESTED */
    uint32_t back; /* YEAR: so many school years before; 0: the nearest that is not skipped */
    bool rising;   /* TREND */
    /* TREND over the last rows of `child`: what orders them, a date; NULL: their school year. */
    const pl_field *order;
    /* YEAR, TREND, and over school years: entities that the kids rest on for the very year they are
     * evaluated for. A school year that one of these is `without` is skipped. */
    PL_VEC(const pl_entity *) rests;
    const char *const *reasons; /* NEEDS: one for each condition, the author's or as written */
    uint32_t count;
    pl_expr **kids; /* see exprs.def; NULL entries only where it says "or NULL" */
};

/* ---- attestations: what only a person can judge ---- */

/* How often it is judged again: blocks of `months` from 1 August, or so many school years, this one
 * included. One of the two is 0. */
typedef struct pl_cadence {
    int months, years;
} pl_cadence;

/* The latest row of `rows` with this indicator, for a subject, in the block that holds the evaluation
 * date and not after it, decides. */
struct pl_attestation {
    const char *name;      /* what the cell of `indicator` says */
    const char *qualified; /* "handbook.name", said there as well; NULL: by `attest` */
    pl_entity *entity;     /* that it is about */
    pl_entity *rows;       /* a child of entity: attestatie */
    const pl_field *indicator, *date, *judgement;
    const pl_field *who; /* NULL: the rows do not say */
    int32_t yes, no;     /* members of judgement */
    pl_cadence cadence;
    PL_VEC(const char *) roles;
    pl_span span;
};

/* The first day of the block that holds `date`. */
pl_date pl_cadence_start(pl_cadence cadence, pl_date date);
void pl_cadence_print(pl_buffer *out, pl_cadence cadence); /* "schooljaar", "quarter", "4 years" */

/* ---- what is no rule ---- */

typedef enum pl_statement_kind { PL_DEFINITION, PL_ROLE, PL_TASK } pl_statement_kind;

typedef struct pl_statement {
    pl_statement_kind kind;
    const char *name, *title;    /* title NULL: none */
    const pl_handbook *handbook; /* NULL: of a module */
    PL_VEC(const char *) roles;  /* TASK: who does it */
    pl_entity *entity;           /* TASK: for each of these; NULL: not said */
    PL_VEC(const char *) cites;
    PL_VEC(const char *) notes;
    pl_span span;
} pl_statement;

/* ---- rules ---- */

/* A decision gives a value and asks nothing: it never flags. */
typedef enum pl_rule_kind {
    PL_STANDARD,
    PL_INDICATOR,
    PL_AMBITION,
    PL_TARGET,
    PL_DECISION,
    PL_DEADLINE /* has a `deadline` and no clauses */
} pl_rule_kind;

typedef struct pl_clause {
    pl_expr *condition; /* NULL: always */
    pl_expr *requirement;
    pl_span span;
} pl_clause;

typedef struct pl_need {
    pl_expr *condition;
    const char *reason; /* the author's text, or the condition as written */
    pl_span span;
} pl_need;

typedef enum pl_phase {
    PL_PHASE_NONE,
    PL_PHASE_PLAN,
    PL_PHASE_DO,
    PL_PHASE_CHECK,
    PL_PHASE_ACT
} pl_phase;

/* What a deadline counts from besides the calendar. */
typedef enum pl_event_kind {
    PL_EVENT_NONE,
    PL_EVENT_VALUE, /* a day of the subject */
    PL_EVENT_ROWS,  /* each day in rows of another entity */
    PL_EVENT_DUE    /* each day on which another deadline is due */
} pl_event_kind;

/* What a rule of kind DEADLINE asks: something done at a time, for which a row is the evidence. */
typedef struct pl_deadline {
    pl_phase phase;
    bool has_timing;  /* false: a consequence without a term, due until there is evidence */
    pl_rhythm rhythm; /* FINE, where there is a timing */
    pl_event_kind event_kind;
    pl_expr *event;              /* a date; VALUE: of the rule's entity; ROWS: of `event_rows` */
    const pl_entity *event_rows; /* ROWS */
    const pl_entity
        *event_top; /* ROWS: the entity, above both, that the subject and the row share */
    const pl_rule *event_rule; /* DUE: of the rule's entity or an ancestor of it */
    pl_expr *region; /* a member, of the rule's entity; NULL: no school is at or above it */
    const pl_entity *evidence;              /* the rule's entity or below it */
    pl_expr *evidence_day, *evidence_where; /* of `evidence`; where NULL: every row */
    const pl_rule *failed; /* a consequence: of this rule, for what does not meet it; else NULL */
    PL_VEC(const char *) roles;
    pl_span span; /* of the timing */
} pl_deadline;

struct pl_rule {
    pl_rule_kind kind;
    const pl_deadline *deadline; /* DEADLINE; else NULL */
    const char *name, *title;    /* title NULL: none */
    pl_handbook *handbook;
    const char *section, *section_title; /* else the nearest heading of the document, or NULL */
    PL_VEC(const char *) place;          /* the headings above it in a document, outermost first */
    pl_entity *entity;
    const pl_population *population; /* for each POPULATION: its scope and exceptions come first */
    pl_expr *scope;                  /* for each E where C; NULL: all */
    PL_VEC(pl_expr *) exceptions;
    PL_VEC(pl_need) needs;
    PL_VEC(pl_clause) clauses;         /* none when there is an outcome */
    const pl_attestation *attestation; /* NULL: not attested; else its clause is the first */
    pl_expr *outcome; /* of a grade or decision: strict CASES that give a member; else NULL */
    bool *flags;      /* [members of a grade]: counts as not met; NULL for a decision */
    bool used;        /* some expression asks for its verdict or outcome */
    PL_VEC(const char *) cites; /* what it cites; in a document, else the headings above it */
    PL_VEC(const char *) notes;
    PL_VEC(const char *) owners;
    bool has_from, has_until; /* valid from .. until: outside it the rule is not evaluated */
    pl_date from, until;
    bool has_provisional;
    pl_date provisional; /* the first day on which the rule flags */
    uint32_t index;      /* in model->rules */
    pl_span span;
};

/* What the source has to say, by the id that its reader gave it. */
typedef struct pl_item {
    const char *id;
    uint32_t list; /* which `items` clause of the handbook it stands in */
    pl_span span;
} pl_item;

/* A text that may name items: of `cite`, of the headings that stand for it, or of `omit`. */
typedef struct pl_citation {
    const char *text;
    pl_span span;
    const char *omitted; /* the reason of `omit`; NULL: it cites */
} pl_citation;

struct pl_handbook {
    const char *name, *title;
    const char *source; /* text, NULL: none */
    bool has_source_date, has_from, has_until;
    pl_date source_date, from, until;
    PL_VEC(pl_item) items; /* in the order of its files */
    uint32_t item_lists;
    pl_map item_map; /* from an id to its place in items; not made when there are none */
    PL_VEC(pl_citation) citations;
    pl_span span;
};

/* One subject that a rule is not held against for a while. */
typedef struct pl_waiver {
    const pl_rule *rule;
    const char *key; /* of a row of rule->entity, as pl_data_subject gives it */
    pl_date until;   /* the last day */
    const char *reason;
    PL_VEC(const char *) owners; /* one at least */
    pl_span span;
} pl_waiver;

/* ---- where the data comes from ---- */

typedef enum pl_target_kind {
    PL_TARGET_FIELD,
    PL_TARGET_MEASURE,
    PL_TARGET_SCHOOLJAAR,
    PL_TARGET_COUNT
} pl_target_kind;

/* A cell of a mapped file goes to a field (a key of the entity or of an ancestor, or a field of the
 * entity), a measure, the row's year, or its weight. */
typedef struct pl_target {
    pl_target_kind kind;
    const pl_field
        *field; /* FIELD: field->entity may be an ancestor (then it is one of its keys) */
    const pl_measure *measure; /* MEASURE */
} pl_target;

/* PERCENT, FRACTIONS: what a figure of a percentage without its sign is: in hundredths, or a part
 * of one. Never both. */
typedef enum pl_step_kind {
    PL_STEP_BEFORE,
    PL_STEP_AFTER,
    PL_STEP_ROUNDED,
    PL_STEP_PERCENT,
    PL_STEP_FRACTIONS
} pl_step_kind;

typedef struct pl_step {
    pl_step_kind kind;
    const char *text; /* BEFORE, AFTER: the mark; what stands before, after its first occurrence */
    pl_number step;   /* ROUNDED: the printed figure stands for figure - step/2 .. + step/2 */
} pl_step;

typedef struct pl_map_column {
    pl_target target;
    const char *header;
    const pl_value *given; /* the value itself, in the row that a test gives; NULL in a file */
    PL_VEC(pl_step) steps;
    pl_span span;
} pl_map_column;

typedef struct pl_map_rows_source {
    pl_value *values; /* one for each target but count */
    const char *header;
    pl_span span;
} pl_map_rows_source;

/* "<5" is 1..4: what a printed cell stands for. */
typedef struct pl_map_cell {
    const char *printed;
    bool missing;
    bool percent; /* lo and hi were written with a % sign */
    pl_number lo, hi;
} pl_map_cell;

/* What a data file is, by its name, or because a table of it is named. */
typedef enum pl_file_form { PL_FORM_CSV, PL_FORM_JSON_LINES, PL_FORM_TABLE } pl_file_form;

/* What it is packed by, which the last ending of its name says. */
typedef enum pl_packing {
    PL_PACKING_NONE,
#define PL_PACKING(name, ...) PL_PACKING_##name,
#include "sema/packings.def"
#undef PL_PACKING
} pl_packing;

typedef struct pl_mapping {
    pl_entity *entity;
    bool given;       /* one row that a test gives: its columns hold the values */
    const char *file; /* relative to the file of the block; of a given row: the rule file */
    pl_file_form form;
    pl_packing packing;
    const char *table;    /* TABLE: its name; then file NULL is the database that is the snapshot */
    char separator;       /* ',' when not said */
    char decimal;         /* '.' when not said */
    const char *encoding; /* utf-8, windows-1252; NULL: UTF-8, Windows-1252 where that is invalid */
    bool has_year;
    int year;
    bool incomplete;
    PL_VEC(pl_map_column) columns;
    PL_VEC(pl_target) row_targets; /* `rows`: without count; empty when there is no rows part */
    PL_VEC(pl_map_rows_source) row_sources;
    PL_VEC(pl_map_cell) cells;
    pl_span span;
} pl_mapping;

typedef struct pl_dataset {
    const char *name, *title;
    const char *directory;         /* folder of the file the block stands in */
    PL_VEC(pl_mapping *) mappings; /* in file order */
    pl_span span;
} pl_dataset;

/* ---- tests ---- */

typedef struct pl_expectation {
    const pl_rule *rule;
    const char *verdict; /* as outputs write it: "not_met" */
    const char *subject; /* its key; NULL: all there are */
    pl_span span;
} pl_expectation;

typedef struct pl_test {
    const char *title;
    pl_date date;        /* evaluation date */
    pl_dataset *dataset; /* the rows that are given, a mapping for each */
    PL_VEC(pl_expectation) expectations;
    pl_span span; /* of the title */
} pl_test;

/* ---- all of it ---- */

typedef struct pl_model {
    PL_VEC(pl_entity *) entities; /* a parent before its children */
    PL_VEC(pl_enum *) enums;
    PL_VEC(pl_measure *) measures; /* ordered: uses only earlier ones */
    PL_VEC(pl_population *) populations;
    PL_VEC(pl_parameter *) parameters;
    PL_VEC(pl_extension *) extensions;
    PL_VEC(pl_table *) tables;
    PL_VEC(pl_handbook *) handbooks;
    PL_VEC(pl_rule *) rules;           /* in file order */
    PL_VEC(pl_waiver *) waivers;       /* in file order */
    PL_VEC(pl_statement *) statements; /* in file order */
    PL_VEC(pl_dataset *) datasets;
    PL_VEC(pl_test *) tests;     /* in file order */
    const pl_holidays *holidays; /* of the table `vakanties`; NULL: there is none */
    const pl_parameter *grace;   /* in school weeks; NULL: PL_GRACE */
} pl_model;

#define PL_GRACE 2 /* school weeks after which what is due is overdue, where nothing else is said */

/* Is it the table that school holidays are read from? */
bool pl_table_is_holidays(const pl_table *table);
/* The version of a table in force on a date, NULL when there is none. */
const pl_table_version *pl_table_in_force(const pl_table *table, pl_date date);
/* The value of a parameter in force on a date, NULL when there is none. */
const pl_dated_value *pl_parameter_in_force(const pl_parameter *parameter, pl_date date);
/* That end of a value, which may be a single one. */
pl_value pl_dated_end(const pl_dated_value *value, pl_norm_end end);
/* The fields that `operand` of a comparison is made of, by themselves or by arithmetic, and of which
 * a blank makes the comparison false: calls `visit` with each, a FIELD, and the UP that it is seen
 * through, or the FIELD itself. */
void pl_expr_absent(const pl_expr *operand, void (*visit)(void *, const pl_expr *), void *context);
/* The entity whose key comes before its own in the key of a row; NULL: its own is all. */
pl_entity *pl_entity_holder(const pl_entity *entity);
/* The depth of the first entity in the key of a row; the last is the entity itself. */
uint32_t pl_entity_key_depth(const pl_entity *entity);
/* Calls `visit` for the root of each expression that the rule is judged by, in the order of its parts;
 * what a deadline has besides is not among them. */
typedef void pl_rule_visit(void *context, const pl_expr *root);
void pl_rule_each_expr(const pl_rule *rule, pl_rule_visit *visit, void *context);
/* The same for those: what it counts from, and which rows are evidence. */
void pl_deadline_each_expr(const pl_deadline *deadline, pl_rule_visit *visit, void *context);
/* Is `above` an ancestor of `below`, or the same? */
bool pl_entity_is_within(const pl_entity *below, const pl_entity *above);
/* May an aggregate for a row of `above` be over rows of `below`: those of a descendant, or of the
 * source of a derived entity? */
bool pl_entity_is_below(const pl_entity *below, const pl_entity *above);
/* The day that an expression of kind DAY is in a school year. */
pl_date pl_expr_day(const pl_expr *expr, int schooljaar);
/* The entity that files give: of a derived one its source, or the source of that. */
const pl_entity *pl_entity_given(const pl_entity *entity);
/* Do rows of the child, which data give, say in which school years a row of the parent was there? */
bool pl_entity_tells_years(const pl_entity *child, const pl_entity *parent);
/* The share that an expression is, written out or through names of measures; NULL when it is none.
 * A share lies in 0%..100%. */
const pl_expr *pl_expr_share(const pl_expr *expr);
const char *pl_statement_word(pl_statement_kind kind); /* "role" */
/* Is the school year left out of what an AGGREGATE or QUANTIFIER is over, or skipped by a YEAR or
 * TREND? */
bool pl_expr_skips(const pl_expr *expr, int year);
/* The school years of a window over years (a TREND, AGGREGATE or QUANTIFIER without child) when
 * `year` is that of the evaluation: ascending, `years` has room for period.years. How many. */
uint32_t pl_expr_years(const pl_expr *expr, int year, int *years);
/* Are the rows of the period those of some days? */
bool pl_period_has_days(const pl_period *period);
/* Of DAYS: the days, for a region of the table (NULL: none is needed) and the day that is evaluated
 * for. GAP or KNOWN. */
pl_calendar_status pl_period_days(const pl_period *period, const pl_region *region, pl_date day,
                                  pl_stretch *out, pl_gap *gap);
/* Are there windows of days in place of rows? */
bool pl_period_has_windows(const pl_period *period);
/* Of SUCCESSIVE: the windows of a school year that have begun on the day, added to *out; the last day
 * of one that is not over is PL_DATE_NEVER. Of EACH: the last units, none of which ends after the day. */
#define PL_DATE_NEVER INT32_MAX
pl_calendar_status pl_period_windows(pl_arena *arena, const pl_period *period,
                                     const pl_region *region, int schooljaar, pl_date day,
                                     pl_stretches *out, pl_gap *gap);
/* The region of the table of holidays that a member is; NULL when the table has none. */
const pl_region *pl_model_region(const pl_model *model, const pl_expr *region, int32_t member);
/* The school year that the operand of a YEAR is evaluated for. */
int pl_expr_year_before(const pl_expr *expr, int year);
/* Does its value in another school year stand on another row: is it of rows with a year of their
 * own? */
bool pl_expr_changes_row(const pl_expr *expr);
/* The day on which tables and parameters are read for a school year: the evaluation date in its own
 * school year, else the last day of that year. */
pl_date pl_date_in_year(int year, pl_date evaluated);
const char *pl_rule_kind_word(pl_rule_kind kind);      /* "standard" */
const char *pl_asked_word(pl_asked asked);             /* "not met" */
const char *pl_compare_sign(pl_compare compare);       /* "<=" */
const char *pl_aggregate_word(pl_aggregate aggregate); /* "share" */
const char *pl_target_name(pl_target target);          /* as the dataset block writes it */
pl_type pl_target_type(pl_target target);              /* of what its cells hold */
bool pl_target_same(pl_target a, pl_target b);
/* Is the rule, and the handbook around it, valid on the date? */
bool pl_rule_in_force(const pl_rule *rule, pl_date date);

#endif
