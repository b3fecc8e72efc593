/* checker.h - what the files of this folder share while they check a program; no other folder
 * includes it.
 * pl_check runs the stages in this order: read, declare (levels, entities, parameters, tables,
 * measures), then the bodies.
 * Anything that could not be made sense of is NULL or of type PL_POISON; whoever meets that says
 * nothing more. */
#ifndef PL_SEMA_CHECKER_H
#define PL_SEMA_CHECKER_H

#include "base/gettext.h"
#include "base/map.h"
#include "sema/bands.h"
#include "sema/check.h"

typedef enum pl_symbol_kind {
    PL_SYMBOL_ENTITY,
    PL_SYMBOL_TABLE,
    PL_SYMBOL_POPULATION,
    PL_SYMBOL_EXTENSION,
    PL_SYMBOL_PARAMETER, /* these five share one space of names */
    PL_SYMBOL_LEVELS,
    PL_SYMBOL_FIELD,
    PL_SYMBOL_MEASURE, /* definitions too; fields and measures of an entity share one */
    PL_SYMBOL_INDEXED, /* definitions with an index stand there too */
    PL_SYMBOL_HANDBOOK,
    PL_SYMBOL_RULE,
    PL_SYMBOL_DATASET,
    PL_SYMBOL_ROLE,
    PL_SYMBOL_STATEMENT, /* definitions and tasks: of a handbook, or of the source of a module */
    PL_SYMBOL_LIST       /* indicators that others take over */
} pl_symbol_kind;

/* Bodies are checked when they are first needed: BUSY again means a circle. */
typedef enum pl_progress { PL_WAITING, PL_BUSY, PL_DONE } pl_progress;

/* A name that stands for a value while an expression is checked: `vak` of `define LR[vak]`. */
typedef struct pl_binding {
    const char *name;
    pl_type type;
    pl_value value;
    bool used;
} pl_binding;

typedef struct pl_symbol pl_symbol;
struct pl_symbol {
    pl_symbol_kind kind;
    const char *name;
    const void *owner; /* the entity of a field or measure, the handbook of a rule; else NULL */
    void *object;      /* pl_entity, pl_table, .. as the kind says */
    const pl_node *node;
    pl_span span;         /* of the name in its declaration */
    pl_progress progress; /* measures, tables and rules */
    pl_norm_end end;      /* measures: HIGH for the upper end of a definition that is a range */
    pl_symbol *upper;     /* .. which is this one, once it is asked for */
    bool broken;          /* part of it is lost: a name that is not found in it is not reported */
    PL_VEC(const pl_node *) versions; /* tables: every declaration of it */
    PL_VEC(pl_binding) bindings;      /* measures: for this value of a definition with an index */
    pl_symbol *next_named;            /* rules: the next of the same name, in another handbook */
};

/* A deadline between its declaration and the reading of its timing. */
typedef struct pl_open_deadline {
    pl_rule *rule;
    pl_deadline *deadline;
    const pl_node *node;
} pl_open_deadline;

typedef struct pl_checker {
    pl_compiler *compiler;
    pl_arena *arena;
    pl_diags *diags;
    pl_model *model;
    const pl_use_finder *uses;
    PL_VEC(const pl_node *) files;     /* a module before those that use it; each once */
    PL_VEC(const pl_source *) sources; /* of the files */
    pl_map symbol_map;
    pl_map rule_names; /* by address: the first rule of that name, in symbols */
    PL_VEC(pl_symbol *) symbols;
    PL_VEC(pl_symbol *) chain; /* measures and rules that are being checked, for circles */
    PL_VEC(pl_symbol *) rules; /* also those that could not be declared */
    PL_VEC(pl_binding) bindings;
    uint32_t bound;    /* only bindings from here on are seen: those of the definition at hand */
    bool parts_unread; /* a whole declaration was lost to a syntax error */
    uint32_t depth;    /* of expressions within expressions, and of measures within measures */
    PL_VEC(pl_open_deadline) deadlines; /* whose timing is not read yet */
    /* The quantifier over windows whose condition is being checked, when the chain is as long: what is
     * checked on the way, because it is used, is in no window. */
    const pl_expr *around;
    uint32_t around_chain;
    pl_norm_end
        end; /* which end the values of the cases, or of the `else`, that are checked next give */
    bool saw_range;                 /* some value that was asked for an end is a range */
    const char *schooljaar, *count; /* interned */
    const char
        *aggregated; /* "average" while X of `average X of E` is checked and a name, else NULL */
} pl_checker;

#define PL_SEMA_DEPTH 2000 /* expressions nested deeper are refused */

/* ---- nodes: no shape of tree is trusted ---- */

/* The child, or a PL_NODE_ABSENT where the node has fewer. */
const pl_node *pl_sema_kid(const pl_node *node, uint32_t index);
bool pl_sema_is(const pl_node *node, pl_node_kind kind);
/* Neither absent nor lost to a syntax error. */
bool pl_sema_given(const pl_node *node);
/* Does an unread part stand anywhere directly below it? */
bool pl_sema_has_error(const pl_node *node);
/* A whole number that fits, else `otherwise`. */
int pl_sema_whole(const pl_node *node, int otherwise);
/* The place of the node's name inside it; the node's own span when that is not found. */
pl_span pl_sema_name_span(const pl_node *node);
/* The node as the author wrote it, on one line. */
const char *pl_sema_written(pl_checker *ck, const pl_node *node);
/* Calls `visit` for every declaration of this kind in all files, in order. */
void pl_sema_each(pl_checker *ck, pl_node_kind kind, void (*visit)(pl_checker *, const pl_node *));
/* The same for those with a text, each with the name of the handbook that it stands under in its file;
 * NULL: none. */
void pl_sema_each_under(pl_checker *ck, pl_node_kind kind,
                        void (*visit)(pl_checker *, const pl_node *, const char *own));

/* ---- names ---- */

/* NULL, after a diagnostic that names both places, when the name is taken. */
pl_symbol *pl_sema_declare(pl_checker *ck, pl_symbol_kind kind, const void *owner,
                           const pl_node *node, void *object);
/* NULL when there is none. A kind stands for its whole space of names. */
pl_symbol *pl_sema_find(const pl_checker *ck, pl_symbol_kind kind, const void *owner,
                        const char *name);
pl_symbol *pl_sema_find_entity(const pl_checker *ck, const char *name);
/* The first rule of an interned name, those of other handbooks behind it by next_named; or NULL. */
pl_symbol *pl_sema_rules_named(const pl_checker *ck, const char *name);
/* The entity, or NULL after saying that there is none. */
pl_entity *pl_sema_need_entity(pl_checker *ck, const char *name, pl_span span);
/* Field or measure of the entity or of the nearest ancestor that has one; *at gets that entity. */
pl_symbol *pl_sema_find_upward(const pl_checker *ck, pl_entity *from, const char *name,
                               pl_entity **at);
/* Is something lost of the entity or of one above it? */
bool pl_sema_is_broken(const pl_checker *ck, const pl_entity *entity);
/* "the field `weging` of school", "the table `minimum`". */
const char *pl_sema_symbol_words(pl_checker *ck, const pl_symbol *symbol);

/* ---- guesses: all give a sentence for `help` ---- */

typedef struct pl_guess {
    const char *wanted;
    const char *best;        /* NULL: nothing near */
    const pl_symbol *symbol; /* what best names, when it is a symbol */
    uint32_t distance;
} pl_guess;

void pl_guess_start(pl_guess *guess, const char *wanted);
void pl_guess_offer(pl_guess *guess, const char *name, const pl_symbol *symbol);

/* A way out for a name that means nothing to `entity` in an expression. */
const char *pl_sema_hint_name(pl_checker *ck, const pl_entity *entity, const char *name);
const char *pl_sema_hint_field(pl_checker *ck, const pl_entity *entity, const char *name);
/* Is there a name like it among those that an expression for `entity` may use? */
bool pl_sema_has_near_name(pl_checker *ck, const pl_entity *entity, const char *name);
/* A member as it is written: quoted where it is no name. */
const char *pl_sema_member_written(pl_checker *ck, const pl_enum *e, uint32_t index);
const char *pl_sema_hint_entity(pl_checker *ck, const char *name);
const char *pl_sema_hint_member(pl_checker *ck, const pl_enum *e, const char *name);
/* "did you mean `best`?" or the list of all names. */
const char *pl_sema_hint_list(pl_checker *ck, const pl_guess *guess, const char *const *names,
                              uint32_t count);
/* "`1F` or `1S/2F`": names of percentages near `entity`, those most like `name` first, without
 * `but`; NULL when there are none. */
const char *pl_sema_percent_names(pl_checker *ck, pl_entity *entity, const char *name,
                                  const char *but);
/* "below school: groep, leerling, eindtoets". */
const char *pl_sema_relations_below(pl_checker *ck, const pl_entity *entity);

/* The type that a NAME or SET stands for where fields are declared; poison after a diagnostic. */
pl_type pl_sema_type(pl_checker *ck, const pl_node *node);

/* Sets that are written out twice are two: have these the same members, in the same order? */
bool pl_sema_same_members(pl_type a, pl_type b);

/* ---- literals ---- */

/* The value of a literal (with units, a sign, or a / b) and its type; a NAME is none. False,
 * without a diagnostic, when it is no literal. */
bool pl_sema_literal(pl_checker *ck, const pl_node *node, pl_value *value, pl_type *type);
/* A literal or member where a value of type `want` must stand. A bare number takes the unit of
 * `want`, except percent.
 * False after a diagnostic; `quiet` asks without one. */
bool pl_sema_literal_as(pl_checker *ck, const pl_node *node, pl_type want, bool quiet,
                        pl_value *value);
/* A RANGE of numbers or ordered members of type `want`: an end left open gives has_lo or has_hi
 * false. */
bool pl_sema_range_as(pl_checker *ck, const pl_node *node, pl_type want, bool quiet, pl_cell *cell);
/* The first and last day of `from .. until`; a school year stands for its first or last day. */
typedef struct pl_days {
    bool has_from, has_until;
    pl_date from, until;
} pl_days;
pl_days pl_sema_days(pl_checker *ck, const pl_node *from, const pl_node *until);
/* Sorts periods by their first day and ends an open one where the next begins. False after saying
 * which two overlap. */
bool pl_sema_sort_periods(pl_checker *ck, pl_days *days, const pl_span *spans, uint32_t *order,
                          uint32_t count, const char *what);

/* ---- stages ---- */

void pl_sema_read_modules(pl_checker *ck, pl_node **files, uint32_t count);
/* How to get at a name that a module of the standard library declares which is not used; NULL: none
 * does. An ENTITY, a ROLE, or a NAME that can stand in an expression about `entity`. */
const char *pl_sema_hint_module(pl_checker *ck, const char *name, pl_node_kind kind,
                                const pl_entity *entity);
void pl_sema_declare_levels(pl_checker *ck);
void pl_sema_declare_entities(pl_checker *ck);
void pl_sema_declare_parameters(pl_checker *ck);
void pl_sema_declare_extensions(pl_checker *ck);
void pl_sema_declare_tables(pl_checker *ck);
void pl_sema_check_tables(pl_checker *ck);
void pl_sema_declare_populations(pl_checker *ck);
void pl_sema_declare_measures(pl_checker *ck);
void pl_sema_check_measures(pl_checker *ck);
void pl_sema_declare_rules(pl_checker *ck);
void pl_sema_check_rules(pl_checker *ck);
void pl_sema_check_calendar(pl_checker *ck);
void pl_sema_check_deadlines(pl_checker *ck);
void pl_sema_check_waivers(pl_checker *ck);
void pl_sema_check_datasets(pl_checker *ck);
void pl_sema_check_tests(pl_checker *ck);

/* The children of a TABLE: title? LIST-of-keys by-NAME? from? until? LIST-of-ROW clause* */
enum {
    PL_TABLE_NODE_TITLE,
    PL_TABLE_NODE_KEYS,
    PL_TABLE_NODE_BY,
    PL_TABLE_NODE_FROM,
    PL_TABLE_NODE_UNTIL,
    PL_TABLE_NODE_ROWS,
    PL_TABLE_NODE_CLAUSES
};

/* What a key column may hold, by the fields, measures or parameters of its name. */
typedef struct pl_key_type {
    pl_type type;
    const pl_field *field; /* NULL: a measure, a parameter, the school year */
} pl_key_type;

typedef PL_VEC(pl_key_type) pl_key_types;

void pl_sema_key_types(pl_checker *ck, const char *name, pl_key_types *list);
/* Could the cell stand in a key column of this type? Says nothing. */
bool pl_sema_cell_fits(pl_checker *ck, const pl_node *cell, pl_type type);
/* Writes out the versions of a table `by` a key as versions of two tables without: *whole has that
 * key as its last column and one column of values, *named the columns that have a name of their own
 * (no versions when there are none). False after a diagnostic. */
bool pl_sema_unfold_by(pl_checker *ck, const pl_symbol *symbol, pl_symbol *whole, pl_symbol *named);
/* Checks a table, measure or rule now if it was not yet. False when it is being checked just now. */
bool pl_sema_check_table(pl_checker *ck, pl_symbol *symbol);
bool pl_sema_check_measure(pl_checker *ck, pl_symbol *symbol);
bool pl_sema_check_rule(pl_checker *ck, pl_symbol *symbol);
/* "a -> b -> a": the way round, from what is being checked to itself. */
const char *pl_sema_circle(const pl_checker *ck, const pl_symbol *symbol);
/* The cells of one version; false when a row was wrong. `places` says for each header which column
 * it is. */
bool pl_sema_check_rows(pl_checker *ck, const pl_node *node, pl_table *table,
                        const uint32_t *places, pl_table_version *version);
/* Rows whose every key overlaps, for a table that has no word for it. */
void pl_sema_check_row_overlaps(pl_checker *ck, const pl_table *table,
                                const pl_table_version *version);
/* A key cell as a band: numbers as they are, other values by their index. `texts` numbers the
 * texts; one map for all cells that are compared. The cell is no NO_NORM. */
pl_band pl_sema_key_band(const pl_cell *cell, pl_map *texts);
/* Do two rows of `count` keys share values in every one of them? *first gets those of the first. */
bool pl_sema_share_keys(const pl_band *a, const pl_band *b, uint32_t count, pl_band *first);

/* The rule that a NAME or QUALIFIED node means; `own`: the handbook that is looked in first, else
 * the file of the node. NULL after a diagnostic, or when the rule itself is wrong. */
const pl_rule *pl_sema_find_rule(pl_checker *ck, const pl_node *node, const char *own);

/* ---- roles, and what only people can say ---- */

void pl_sema_declare_roles(pl_checker *ck);
void pl_sema_declare_lists(pl_checker *ck);
/* A definition or task; a role's handbook. handbook: NULL in a module. */
void pl_sema_state(pl_checker *ck, const pl_handbook *handbook, const pl_node *node);
/* Reports the names of a LIST, OWNER or BY that are no role, when any role is declared. */
void pl_sema_need_roles(pl_checker *ck, const pl_node *names);
/* ATTESTED of a rule: a condition that is what the attestation says; NULL after a diagnostic. */
pl_attestation *pl_sema_attested(pl_checker *ck, pl_entity *entity, const pl_node *clause);
/* The value that an ATTEST gives, a judgement. */
pl_expr *pl_sema_attest(pl_checker *ck, pl_entity *entity, const pl_node *node);
/* The judgement as a condition: yes is true, no is false, all else is unknown. Anything else as it is. */
pl_expr *pl_sema_judged(pl_checker *ck, pl_expr *value);
pl_expr *pl_sema_attested_expr(pl_checker *ck, const pl_attestation *attestation);

/* The RULE nodes that the rows of INDICATORS are short for; `visit` is called for each, in order. */
typedef void pl_indicator_visit(pl_checker *ck, void *context, const pl_node *rule);
void pl_sema_each_indicator(pl_checker *ck, const pl_node *node, pl_indicator_visit *visit,
                            void *context);
/* ---- grouped tables (derive.c) ---- */

void pl_sema_derive_entities(pl_checker *ck);
void pl_sema_check_all_derived(pl_checker *ck);
/* Which rows of its source count, if that was not checked yet; false when it is being checked just
 * now. */
bool pl_sema_check_derived(pl_checker *ck, pl_symbol *symbol);
/* The DERIVE that a `define` without `for` stands under, or NULL. */
const pl_node *pl_sema_derive_above(const pl_checker *ck, const pl_node *define);
/* Its entity; NULL with *found when that is lost. */
pl_entity *pl_sema_derived_for(const pl_checker *ck, const pl_node *define, bool *found);
/* `where`, which may be NULL, and that the row is there at all; NULL: it always is. */
pl_expr *pl_sema_inhabited(pl_checker *ck, const pl_entity *entity, pl_expr *where);
/* The filter of an aggregate for `at` over `child`, with what the declaration of either leaves
 * out; `where` and the result may be NULL. */
pl_expr *pl_sema_present(pl_checker *ck, const pl_entity *at, const pl_entity *child,
                         pl_expr *where);

/* ---- what stands for one value at a time (index.c, indexed.c, members.c) ---- */

/* The value that the name stands for just now, as a member of that set if it has it (NULL: as it
 * is); NULL when it is no such name. */
pl_expr *pl_sema_bound(pl_checker *ck, const pl_node *name, const pl_enum *members);
/* `x[..]`: a definition with an index, a table, or a field or measure of one row below. */
pl_expr *pl_sema_index(pl_checker *ck, pl_entity *at, const pl_node *node);
void pl_sema_declare_indexed(pl_checker *ck);
/* Those that nothing uses are checked for one value. */
void pl_sema_check_indexed(pl_checker *ck);
/* `LR[taal]`. */
pl_expr *pl_sema_instance(pl_checker *ck, pl_entity *at, pl_symbol *symbol, const pl_node *node);
/* "`LR[vak]`", as it is declared. */
const char *pl_sema_indexed_words(pl_checker *ck, const pl_symbol *symbol);
/* `at least 4 of code in {DMT3, RW4} have ..` */
pl_expr *pl_sema_named_members(pl_checker *ck, pl_entity *at, const pl_node *node);
/* The word and the amount of a quantifier; false after a diagnostic. */
bool pl_sema_quantity(pl_checker *ck, const pl_node *node, pl_expr *expr);
/* The entity of a MEASURE, DEFINE or INDEXED, whose name is that kid; NULL after a diagnostic. */
pl_entity *pl_sema_entity_of(pl_checker *ck, const pl_node *node, uint32_t kid);

/* ---- populations ---- */

/* The entity or the population of this name: the entity whose rows are meant, and *population, NULL
 * for all of them. NULL after saying that there is no such name. */
pl_entity *pl_sema_need_rows(pl_checker *ck, const char *name, pl_span span,
                             const pl_population **population);
/* `where` of an aggregate over a population, NULL for none: that and to belong to it. */
pl_expr *pl_sema_members(pl_checker *ck, const pl_population *population, pl_expr *where,
                         pl_span span);
/* Whether a row belongs to it: the definition of its membership. */
pl_expr *pl_sema_membership(pl_checker *ck, const pl_symbol *symbol);
/* Its scope and exceptions, checked; false when it is being checked just now, or is wrong. */
bool pl_sema_check_population(pl_checker *ck, const pl_population *population, pl_span span);

/* ---- rules ---- */

/* The same as pl_sema_find_rule, whatever is wrong with the rule. */
pl_symbol *pl_sema_find_rule_symbol(pl_checker *ck, const pl_node *node, const char *own);
bool pl_sema_is_rule_name(const pl_checker *ck, const char *name);
/* The handbook of the rules of a file, NULL when there are none. */
const char *pl_sema_own_handbook(const pl_checker *ck, const pl_source *source);
/* Entity, dates, cites, notes and owners of a rule that is declared. */
void pl_sema_read_head(pl_checker *ck, pl_rule *rule, const pl_node *node);
/* The cases of a grade or decision: the rule's outcome. */
void pl_sema_grade(pl_checker *ck, pl_rule *rule, const pl_node *grade);
void pl_sema_decision(pl_checker *ck, pl_rule *rule, const pl_node *decision);
/* ---- deadlines ---- */

/* A rule of kind DEADLINE and the node that it is read from: pl_sema_check_deadlines fills in the rest
 * when all rules are known. */
void pl_sema_begin_deadline(pl_checker *ck, pl_rule *rule, const pl_node *node);
/* The `on failure` of a rule: a deadline of its own for each plan and evaluation, behind the rule. */
void pl_sema_read_failure(pl_checker *ck, const pl_rule *rule, const pl_node *failure);
/* The TIMING node to rhythm and event of the deadline; false after a diagnostic. */
bool pl_sema_timing(pl_checker *ck, const pl_rule *rule, pl_deadline *deadline,
                    const pl_node *timing);
/* `2 school weeks`; false after a diagnostic. */
bool pl_sema_term(pl_checker *ck, const pl_node *node, pl_term *term);
/* The day of a row: the field `datum`, or the only date; NULL after a diagnostic at `span`. */
pl_expr *pl_sema_day_of(pl_checker *ck, pl_entity *entity, pl_span span);

/* ---- items of the source ---- */

/* The `items` of a handbook or section. */
void pl_sema_list_items(pl_checker *ck, pl_handbook *handbook, const pl_node *declaration);
void pl_sema_omit_items(pl_checker *ck, pl_handbook *handbook, const pl_node *omit);
/* The `cite`s of any declaration. */
void pl_sema_note_cites(pl_checker *ck, pl_handbook *handbook, const pl_node *declaration);

/* ---- expressions ---- */

/* Never NULL. Evaluated for rows of `at`; `members`: the set that a name may be a member of, or
 * NULL. */
pl_expr *pl_sema_expr(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members);
/* The same, where a condition must stand. */
pl_expr *pl_sema_condition(pl_checker *ck, pl_entity *at, const pl_node *node);
/* What stands for an expression that is wrong; an error was reported before. */
pl_expr *pl_sema_poison(pl_checker *ck, pl_span span);
/* Without children; at: NULL when it is the same for all rows, as far as is known yet. */
pl_expr *pl_sema_make(pl_checker *ck, pl_expr_kind kind, pl_type type, pl_entity *at, pl_span span);
/* Gives `parent` its children, once; it depends on the row when one of them does. */
void pl_sema_adopt(pl_checker *ck, pl_expr *parent, pl_expr *const *kids, uint32_t count);
/* DAYMONTH: that day of the school year that is evaluated for. */
pl_expr *pl_sema_day(pl_checker *ck, const pl_node *node);
pl_expr *pl_sema_constant(pl_checker *ck, pl_type type, pl_value value, pl_span span);
/* a and b, either of which may be NULL: no condition. They need not stand side by side: its span is
 * that of a. */
pl_expr *pl_sema_both(pl_checker *ck, pl_expr *a, pl_expr *b);
/* The opposite of a condition; poison stays poison. */
pl_expr *pl_sema_not(pl_checker *ck, pl_expr *condition);
/* `expr`, in the context of `from`, seen from `at` below it. */
pl_expr *pl_sema_lift(pl_checker *ck, pl_entity *at, pl_entity *from, pl_expr *expr);
bool pl_sema_is_poison(const pl_expr *expr);
/* The measure of a symbol, seen from `at`; poison when it is being checked just now. */
pl_expr *pl_sema_measure(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_span span);
/* The same, whether it is a range or not: of a definition that is one, its lower end. */
pl_expr *pl_sema_measure_end(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_span span);
/* The value of a parameter, or that end of it; poison after a diagnostic. */
pl_expr *pl_sema_parameter(pl_checker *ck, const pl_parameter *parameter, pl_span span,
                           pl_norm_end end);

pl_expr *pl_sema_binary(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_negate(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_rounded(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_compare(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_in(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_else(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members);
pl_expr *pl_sema_cases(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members);
pl_expr *pl_sema_lookup(pl_checker *ck, pl_entity *at, const pl_node *node);
/* The same, of a norm that may be a range. */
pl_expr *pl_sema_lookup_end(pl_checker *ck, pl_entity *at, const pl_node *node, pl_norm_end end);

/* ---- norms that are ranges (ends.c) ---- */

/* May one of the values that the expression gives be a range? Only asking for an end tells: saw_range. */
bool pl_sema_may_be_ranged(pl_checker *ck, pl_entity *at, const pl_node *node);
/* That end of it, or of the value that is no range. */
pl_expr *pl_sema_end_of(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members,
                        pl_norm_end end);
/* `low(..)` and `high(..)` of a lookup, a parameter, or a definition that gives one. */
pl_expr *pl_sema_norm_end(pl_checker *ck, pl_entity *at, const pl_node *node, pl_norm_end end);
pl_expr *pl_sema_aggregate(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_quantifier(pl_checker *ck, pl_entity *at, const pl_node *node);
/* A call of the extension that the symbol is; its bare name; a call of nothing that is known, which are errors. */
pl_expr *pl_sema_call(pl_checker *ck, pl_entity *at, const pl_symbol *symbol, const pl_node *node);
pl_expr *pl_sema_bare_extension(pl_checker *ck, const pl_symbol *symbol, pl_span span);
pl_expr *pl_sema_unknown_call(pl_checker *ck, const pl_node *node);
pl_expr *pl_sema_percentile(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_previous(pl_checker *ck, pl_entity *at, const pl_node *node);
pl_expr *pl_sema_trend(pl_checker *ck, pl_entity *at, const pl_node *node);
/* Is it `x[schooljaar - 1]`, or meant so, rather than a look into a table? */
bool pl_sema_is_year_index(const pl_checker *ck, const pl_node *node);
pl_expr *pl_sema_year_index(pl_checker *ck, pl_entity *at, const pl_node *node);
/* `at most 1 of {a, b, c} hold`. */
pl_expr *pl_sema_hold(pl_checker *ck, pl_entity *at, const pl_node *node);
/* `x is met`, `x is not met`, `x is unknown` .. of a rule. */
pl_expr *pl_sema_verdict(pl_checker *ck, pl_entity *at, const pl_node *node);
/* What the grade or decision of that name gives, seen from `at`; poison after a diagnostic. */
pl_expr *pl_sema_outcome(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_span span);
/* The word and the amount of a QUANTIFIER or HOLD into the expression; false after a diagnostic. */
bool pl_sema_quantity(pl_checker *ck, const pl_node *node, pl_expr *expr);

/* ---- periods ---- */

/* Are all rows of a group of the school year of the group? */
bool pl_sema_is_of_one_year(const pl_entity *at, const pl_entity *child);
/* The school years that rows of `child` are taken from, below `at`. */
pl_period pl_sema_period(pl_checker *ck, pl_entity *at, const pl_entity *child,
                         const pl_node *node);
/* `last 3 schooljaar`, a PERIOD node, where it stands for the years themselves. */
pl_period pl_sema_window(pl_checker *ck, const pl_node *node);
/* The day of a row: a date that is a key, the field `datum`, or the only date it has. NULL: none, or
 * nobody can tell. */
const pl_field *pl_sema_date_of(const pl_entity *entity);

/* ---- periods of days (windows.c) ---- */

/* A LAST_UNITS: which rows of `child` are taken, below `at`. */
pl_period pl_sema_last_units(pl_checker *ck, pl_entity *at, const pl_entity *child,
                             const pl_node *node);
/* Inside the condition of a window, rows of `child` that have a day are those of the window: then true,
 * with the period. */
bool pl_sema_in_window(pl_checker *ck, pl_entity *at, const pl_entity *child, pl_span span,
                       pl_period *period);
/* A SUCCESSIVE, or LAST_UNITS one by one; false after a diagnostic. */
bool pl_sema_windows(pl_checker *ck, pl_entity *at, const pl_node *node, pl_period *period);
/* What is checked in between is about the windows of `around`, a QUANTIFIER over them; `enter` gives
 * what to go back to. */
typedef struct pl_around {
    const pl_expr *expr;
    uint32_t chain;
} pl_around;
pl_around pl_sema_enter_window(pl_checker *ck, const pl_expr *around);
void pl_sema_leave_window(pl_checker *ck, pl_around before);
/* Finds whether more rows can make the condition true, or false. False after a diagnostic: nothing in
 * it is of the windows. */
bool pl_sema_over_windows(pl_checker *ck, pl_expr *expr, const pl_node *having);
/* Finds what the kids of a YEAR, a TREND or something over school years rest on. False after a
 * diagnostic: they can have no value in another year, or have the same in all. */
bool pl_sema_over_years(pl_checker *ck, pl_entity *at, pl_expr *expr);

#endif
