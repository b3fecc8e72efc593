/* vm_world.h - small models and snapshots made by hand, for tests of lowering and of the
 * machine: no file is read. Cells are written as text: "1.5", "1..4" (bounds), "" or NULL
 * (missing); lists end with the number of rows that the entity has. Everything lives in the
 * world's arena. */
#ifndef PL_TESTS_VM_WORLD_H
#define PL_TESTS_VM_WORLD_H

#include "lower/lower.h"
#include "vm/vm.h"

typedef struct world {
    pl_arena arena;
    pl_diags diags;
    pl_model *model;
    pl_data *data;
    pl_dataset *dataset;
    pl_handbook *handbook;
    pl_date date; /* 2023-11-05: school year 2023 */
} world;

enum { THIS_YEAR = 2023 };

void world_init(world *w);
void world_fini(world *w);

/* An entity with `rows` rows and a text key `id`. parent NULL: top. up: rows of the parent, -1
 * for none; NULL when there is no parent. */
pl_entity *world_entity(world *w, const char *name, pl_entity *parent, uint32_t rows,
                        const int32_t *up);
/* Makes it yearly. */
void world_years(world *w, pl_entity *entity, const int16_t *years);
void world_weights(world *w, pl_entity *entity, const char *const *cells);

/* Fields with their column. Numbers take the narrowest width that holds them. */
pl_field *world_numbers(world *w, pl_entity *entity, const char *name, const char *const *cells);
/* Without a column. */
pl_field *world_field(world *w, pl_entity *entity, const char *name, pl_type type);
/* 'T', 'F', 'U' for each row. */
pl_field *world_truths(world *w, pl_entity *entity, const char *name, const char *truths);
/* Members of a set a, b, c, ..; '-' is missing. */
pl_field *world_members(world *w, pl_entity *entity, const char *name, const char *members);
pl_column *world_column(world *w, const char *const *cells, uint32_t rows);
pl_number world_number(world *w, const char *text);

/* Expressions. */
pl_expr *e_number(world *w, const char *text);
pl_expr *e_truth(world *w, pl_truth truth);
pl_expr *e_member(world *w, const pl_field *like, char member);
pl_expr *e_field(world *w, pl_field *field);
pl_expr *e_measure(world *w, pl_measure *measure);
/* kid seen from rows of `below`. */
pl_expr *e_up(world *w, pl_entity *below, pl_expr *kid);
/* Kinds with one or two operands: NEGATE, ADD, SUB, MUL, DIV, NOT, AND, OR, IS_KNOWN. b NULL:
 * one operand. */
pl_expr *e_make(world *w, pl_expr_kind kind, pl_expr *a, pl_expr *b);
pl_expr *e_compare(world *w, pl_compare how, pl_expr *a, pl_expr *b);
pl_expr *e_round(world *w, pl_expr *a, const char *step);
pl_expr *e_range(world *w, pl_expr *a, const char *lo, const char *hi, bool open_hi);
/* value, condition, .., NULL-terminated after an even number; a NULL condition only as the last:
 * written as e_otherwise. */
extern pl_expr *const e_otherwise;
pl_expr *e_cases(world *w, pl_expr *const *kids, uint32_t count);
pl_expr *e_aggregate(world *w, pl_entity *at, pl_aggregate kind, pl_entity *child, pl_expr *where,
                     pl_expr *what);
pl_expr *e_quantifier(world *w, pl_entity *at, pl_quantity quantity, const char *amount,
                      bool percent, pl_entity *child, pl_expr *where, pl_expr *have);
pl_expr *e_lookup(world *w, pl_table *table, uint32_t column, pl_expr *const *keys);

pl_measure *world_measure(world *w, pl_entity *entity, const char *name, pl_expr *definition);
/* A table of one number key and one percentage; rows as {"20", "22", "68"}: lo, hi, value; "-"
 * for no norm; "<22": open upper end. */
pl_table *world_table(world *w, const char *name, pl_overlap overlap, const char *const (*rows)[3],
                      uint32_t count);

/* A rule with one clause; more with world_clause. */
pl_rule *world_rule(world *w, pl_entity *entity, const char *name, pl_expr *requirement,
                    pl_expr *condition);
void world_clause(world *w, pl_rule *rule, pl_expr *requirement, pl_expr *condition);

/* Lowers and runs all rules. */
pl_run *world_run(world *w, uint32_t chunk_rows);
pl_program *world_program(world *w);
/* The verdicts of a rule, a letter a row: M met, N not met, U unknown, - no norm, E exempt, D decided, S
 * skipped. */
const char *world_verdicts(world *w, const pl_run *run, const pl_rule *rule);
/* The truths of a clause: T F U N. */
const char *world_truth_text(world *w, const uint8_t *truths, uint32_t rows);
/* Amounts, "1.5 2..3 ? -" : ? missing, - none. */
const char *world_amounts(world *w, const pl_amounts *amounts, uint32_t rows);
/* Everything that a run says, to compare runs. */
const char *world_report(world *w, const pl_run *run);

#endif
