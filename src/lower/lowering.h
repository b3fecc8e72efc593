/* lowering.h - what the files of lower/ share: drafts of blocks, in which every instruction
 * gives a new value, and what is known to be computed already. Drafts become blocks of the
 * program in drafts.c, where values get registers. A draft is one pass over the rows of an
 * entity at a stage; it may read what drafts of lower stages left behind. */
#ifndef PL_LOWER_LOWERING_H
#define PL_LOWER_LOWERING_H

#include "base/map.h"
#include "lower/lower.h"

/* A value of a draft: the index of the instruction that gives it, so to speak; it has a class
 * and is never written again. */
typedef uint32_t pl_draft_value;

typedef struct pl_draft {
    const pl_entity *entity;
    uint32_t stage;
    uint32_t index;               /* in pl_lowering.drafts */
    PL_VEC(pl_instruction) setup; /* constants */
    PL_VEC(pl_instruction) code;
    PL_VEC(pl_class) classes; /* [value] */
    pl_map known;             /* opcode and operands -> value */
} pl_draft;

typedef PL_VEC(int) pl_year_list;

typedef struct pl_lowering {
    pl_arena *arena;
    pl_diags *diags;
    const pl_model *model;
    const pl_dataset *dataset;
    const bool *rules; /* [model->rules.len]: those asked for; NULL: all */
    pl_program *program;
    /* What is being lowered is lowered for this school year, and reads tables and parameters as of
     * this day: those of the program, but for values of other years. See years.c. */
    int year;
    pl_date date;
    /* The window of days that is lowered for, of the quantifier over windows around it; PL_NO_INDEX
     * outside. See windows.c. */
    uint32_t window;
    bool gap_told; /* that a holiday is missing, once is enough */
    const pl_lower_options *options;
    pl_year_list
        judged; /* years that rows of the rule that is lowered are judged in; one at least */
    PL_VEC(pl_draft *) drafts;
    pl_map draft_index; /* entity, stage -> draft */
    pl_map number_index, constant_index, slot_index, stored_index, accumulator_index;
    pl_map emitted;   /* expression, draft, year and window -> value: none is walked twice */
    uint32_t *stages; /* [measure]: 1 + stage of its definition; 0: not yet known */
    bool *peopled;    /* [population]: something evaluated is about it */
    struct pl_rule_place *places;                /* [rule], by rules.c */
    PL_VEC(struct pl_rule_place *) other_places; /* of rules judged for other years */
} pl_lowering;

/* ### drafts.c */

pl_draft *pl_draft_at(pl_lowering *l, const pl_entity *entity, uint32_t stage);
/* The value of an instruction: an earlier one where it is the same, else a new one. */
pl_draft_value pl_emit(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op, uint32_t a,
                       uint32_t b, uint32_t c, uint32_t d);
/* An instruction without a value. */
void pl_emit_effect(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op, uint32_t a,
                    uint32_t b, uint32_t c, uint32_t d);
/* A lookup is told apart by its table, version, column and keys. */
pl_draft_value pl_emit_lookup(pl_lowering *l, pl_draft *draft, pl_span span, pl_lookup lookup);
/* A call is told apart by its extension and arguments. */
pl_draft_value pl_emit_call(pl_lowering *l, pl_draft *draft, pl_span span, pl_call call);
/* Puts the drafts into the program, by stage, with registers for values. */
void pl_drafts_finish(pl_lowering *l);

/* ### pools.c */

uint32_t pl_pool_number(pl_lowering *l, pl_number number);
uint32_t pl_pool_index(pl_lowering *l, pl_index_constant constant);
uint32_t pl_pool_years(pl_lowering *l, const int *years, uint32_t count);
uint32_t pl_pool_field(pl_lowering *l, const pl_field *field);
uint32_t pl_pool_measure(pl_lowering *l, const pl_measure *measure);
/* The column that a value of a draft is stored in; emits the store the first time. `name` is for
 * dumps. */
uint32_t pl_pool_stored(pl_lowering *l, pl_draft *draft, pl_draft_value value, pl_type type,
                        pl_span span, const char *name);
/* What one ADD_* instruction adds: filter, what is judged, weight. */
typedef struct pl_added {
    pl_draft_value operands[3];
} pl_added;

/* The accumulator of ADD_* instructions in draft `from`, for rows of `parent`; emits them the
 * first time. Several only where the parent is the entity of the draft itself. Of `like` the
 * parent, the years and closed are read. */
uint32_t pl_pool_accumulator(pl_lowering *l, pl_draft *from, pl_span span, pl_opcode add,
                             pl_accumulator like, const pl_added *added, uint32_t count);

/* ### stages.c */

/* The lowest stage at which the expression can be computed for rows of its entity. */
uint32_t pl_stage_of(pl_lowering *l, const pl_expr *e);
uint32_t pl_stage_of_measure(pl_lowering *l, const pl_measure *measure);
/* The stage of the pass over the child rows of an aggregate or quantifier, or over the others of a
 * percentile. */
uint32_t pl_stage_of_rows(pl_lowering *l, const pl_expr *e);
/* Is the measure a column of the dataset? */
bool pl_is_supplied(const pl_lowering *l, const pl_measure *measure);

/* ### expressions.c */

/* The expression for the rows of the draft; the draft's stage is at least pl_stage_of. */
pl_draft_value pl_emit_expr(pl_lowering *l, pl_draft *draft, const pl_expr *e);
pl_draft_value pl_emit_number(pl_lowering *l, pl_draft *draft, pl_span span, pl_number number);
pl_draft_value pl_emit_truth(pl_lowering *l, pl_draft *draft, pl_span span, pl_truth truth);
pl_draft_value pl_emit_compare(pl_lowering *l, pl_draft *draft, pl_span span, pl_type type,
                               pl_compare how, pl_draft_value a, pl_draft_value b);
/* A value of an ancestor's draft, seen from the rows of `draft`. */
pl_draft_value pl_emit_gather(pl_lowering *l, pl_draft *draft, pl_draft *above,
                              pl_draft_value value, pl_type type, pl_span span, const char *name);

/* ### years.c */

/* The expression for the rows of the draft, as it is in another school year: a row that has a year
 * of its own stands for the row with the same key that lies as many years away. */
pl_draft_value pl_emit_in_year(pl_lowering *l, pl_draft *draft, const pl_expr *e, int year);
/* Goes to another school year, for the rows as they are; gives the one to go back to. */
int pl_lower_year(pl_lowering *l, int year);
/* The lowest stage at which a kid of `e`, which is a YEAR, a TREND or over school years, can be had
 * for any year. */
uint32_t pl_stage_in_years(pl_lowering *l, const pl_expr *e);
pl_draft_value pl_emit_year(pl_lowering *l, pl_draft *draft, const pl_expr *e);
pl_draft_value pl_emit_trend(pl_lowering *l, pl_draft *draft, const pl_expr *e);
/* The years of a window over school years, ascending, for dumps; see pl_pool_years. */
uint32_t pl_window_years(pl_lowering *l, const pl_expr *e);
/* The accumulator of an ADD_* instruction for each school year of a window, each year being a row
 * that stands for one. Filled in the draft `rows`, of the same entity. */
uint32_t pl_accumulate_years(pl_lowering *l, pl_draft *rows, const pl_expr *e, pl_opcode add);

/* ### windows.c */

/* Does the day of a row lie in the period of `e`, which is one of days? */
pl_draft_value pl_emit_in_days(pl_lowering *l, pl_draft *rows, const pl_expr *e);
/* The school years that the days of the period lie in. */
uint32_t pl_days_years(pl_lowering *l, const pl_expr *e);
/* The accumulator of an ADD_* instruction for each window of what is over windows. */
uint32_t pl_accumulate_windows(pl_lowering *l, pl_draft *rows, const pl_expr *e, pl_opcode add);

/* ### aggregates.c */

/* What is added to an accumulator for the kid [1] of an aggregate: a number. */
pl_draft_value pl_emit_added(pl_lowering *l, pl_draft *rows, const pl_expr *x,
                             pl_draft_value given);

/* What is asked of an aggregate or quantifier: its value, or the weight for its predicate and of
 * all rows. */
typedef enum pl_aspect { PL_ASPECT_VALUE, PL_ASPECT_YES, PL_ASPECT_TOTAL } pl_aspect;

pl_draft_value pl_emit_aggregate(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                 pl_aspect aspect);
/* The share that a quantifier with a percentage compares. */
pl_draft_value pl_emit_quantifier_share(pl_lowering *l, pl_draft *draft, const pl_expr *e);

/* ### attested.c */

/* Rows, days of subjects, rows again: then the judgement can be read. */
#define PL_ATTESTED_STAGE 3
pl_draft_value pl_emit_attested(pl_lowering *l, pl_draft *draft, const pl_expr *e);
pl_draft_value pl_emit_judged(pl_lowering *l, pl_draft *draft, const pl_expr *e);
/* The filter of an aggregate, quantifier or pick over the rows of its child, its period in it. */
pl_draft_value pl_emit_filter(pl_lowering *l, pl_draft *rows, const pl_expr *e);
/* Is what was measured as the quantifier (none of `every`) says? */
pl_draft_value pl_emit_amount(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                              pl_draft_value measured);

/* ### pick.c */

pl_draft_value pl_emit_pick(pl_lowering *l, pl_draft *draft, const pl_expr *e);
pl_draft_value pl_emit_tally(pl_lowering *l, pl_draft *draft, const pl_expr *e);
/* How many hold, of how many; and what is compared: that number, or the share. */
pl_draft_value pl_emit_tally_count(pl_lowering *l, pl_draft *draft, const pl_expr *e);
pl_draft_value pl_emit_tally_total(pl_lowering *l, pl_draft *draft, const pl_expr *e);
pl_draft_value pl_emit_tally_measured(pl_lowering *l, pl_draft *draft, const pl_expr *e);
pl_draft_value pl_emit_needs(pl_lowering *l, pl_draft *draft, const pl_expr *e);

/* ### percentile.c */

pl_draft_value pl_emit_percentile(pl_lowering *l, pl_draft *draft, const pl_expr *e);

/* ### outputs.c */

/* NULL: none. */
void pl_lower_outputs(pl_lowering *l, const pl_outputs *outputs);

/* ### verdicts.c */

/* [rule]: those that are asked for, and those whose verdicts these need. */
bool *pl_asked_rules(pl_lowering *l);
/* Verdicts and outcomes of other rules. */
pl_draft_value pl_emit_verdict(pl_lowering *l, pl_draft *draft, const pl_expr *e);

/* ### rules.c */

/* Where a rule is judged. */
typedef struct pl_rule_place {
    bool valid;          /* on the date; the others are not lowered */
    uint32_t number;     /* in program->rules */
    uint32_t stage_next; /* 1 + the stage at which it can be judged; 0: not yet known */
    pl_draft *draft;     /* NULL: not lowered yet */
    const pl_rule *rule; /* in other_places: which, and for which school year */
    int year;
} pl_rule_place;

void pl_lower_rules(pl_lowering *l);
/* The expression for the rows of the draft: each gets that of its own year, of those in l->judged. */
pl_draft_value pl_emit_own(pl_lowering *l, pl_draft *draft, const pl_expr *e);
uint32_t pl_stage_of_rule(pl_lowering *l, const pl_rule *rule);
/* Is it valid on the date of the program, whatever year its verdict is asked for? */
bool pl_may_be_asked(const pl_lowering *l, const pl_rule *rule);
/* The rule is judged in this draft, by an instruction that stands there now. The rule is valid. */
const pl_rule_place *pl_judged_at(pl_lowering *l, const pl_rule *rule);

/* ### recording.c */

/* Keeps the value of the expression for the rows of the draft, and what an aggregate counted. */
void pl_record_expr(pl_lowering *l, pl_draft *draft, const pl_expr *e, pl_draft_value value);

/* ### populations.c */

/* Stores who belongs to the populations that the rules are about, and what leaves out the others.
 * Stands after pl_lower_rules. */
void pl_lower_populations(pl_lowering *l);

/* ### deadlines.c */

/* May it carry something over from the school year before that of the evaluation? */
bool pl_deadline_looks_back(const pl_lowering *l, const pl_rule *rule);

/* The lowest stage at which what a deadline needs of the rule's entity can be computed. */
uint32_t pl_stage_of_deadline(pl_lowering *l, const pl_rule *rule);
/* Stores what it needs, in the draft of the rule and in drafts of its own. */
pl_program_deadline *pl_lower_deadline(pl_lowering *l, pl_draft *draft, const pl_rule *rule);
/* Finds the grace on the date of the program. */
void pl_lower_grace(pl_lowering *l);

#endif
