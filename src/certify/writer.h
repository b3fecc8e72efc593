/* writer.h - what the files of certify/ share: the certificate being written, and the parts of its
 * lines. */
#ifndef PL_CERTIFY_WRITER_H
#define PL_CERTIFY_WRITER_H

#include "certify/certify.h"

typedef struct pl_certifier {
    const pl_certified *of;
    pl_arena *arena;
    const pl_model *model;
    pl_buffer *out;
    /* What the certified rules use, by index in the model: marked by uses.c. */
    bool *rules, *measures;
    bool calendar;                   /* something is counted in school days or weeks */
    PL_VEC(const pl_table *) tables; /* a named part of a table stands here beside the whole */
    PL_VEC(const pl_parameter *) parameters;
    pl_map records; /* expression, entity, year and aspect -> index in run->recorded */
    uint32_t lines, verdicts;
} pl_certifier;

/* ### uses.c */

/* Marks what the rules asked for rest on: rules, measures, tables and parameters. */
void pl_certify_find_uses(pl_certifier *w);

/* ### exprs.c */

/* {"op": .., ..}: a checked expression, or null. */
void pl_certify_expr(pl_certifier *w, const pl_expr *expr);
/* "NAME": {"written": "..", "is": EXPR}, as the language writes it and as it is checked; or null. */
void pl_certify_root(pl_certifier *w, const char *name, const pl_expr *expr);
/* [file, start, end] in bytes of a rule file; null for what has no place. */
void pl_certify_place(pl_certifier *w, pl_span span);
/* A value as a JSON text: a number exact, bounds as lo..hi; null when missing, false when there is
 * nothing. */
void pl_certify_value(pl_certifier *w, pl_type type, const pl_value *value);
/* What a truth is: "true", "false", "unknown", "none". */
const char *pl_certify_truth(pl_truth truth);
/* The names by which lines refer to each other. */
const char *pl_certify_type(pl_certifier *w, pl_type type);
const char *pl_certify_measure(pl_certifier *w, const pl_measure *measure);
const char *pl_certify_rule(pl_certifier *w, const pl_rule *rule);
const char *pl_certify_table(pl_certifier *w, const pl_table *table);
/* "2021-11-05", or null. */
void pl_certify_date(pl_certifier *w, bool known, pl_date day);
/* "NAME": "2021-11-05", or null. */
void pl_certify_day(pl_certifier *w, const char *name, bool known, pl_date day);

/* ### definitions.c */

/* The lines before the rules: receipt, rule files, levels, entities, tables, parameters, measures,
 * mappings. */
void pl_certify_definitions(pl_certifier *w);
/* Ends a line. */
void pl_certify_line(pl_certifier *w);
/* Were its rows read, or made from the keys of others? */
bool pl_certify_has_rows(const pl_certifier *w, const pl_entity *entity);
/* Was the field read, so that something may rest on it? Keys always are. */
bool pl_certify_is_read(const pl_certifier *w, const pl_field *field);

/* ### rules.c */

/* The line of a rule. */
void pl_certify_rule_line(pl_certifier *w, const pl_rule *rule, bool asked);

/* ### steps.c */

/* One value of the verdicts of a rule: the expression at an address below the rule. */
typedef struct pl_certified_step {
    const char *address; /* "clauses.0.require.1" */
    const pl_expr *expr;
} pl_certified_step;

typedef PL_VEC(pl_certified_step) pl_certified_steps;

/* Notes where the values that were kept stand. */
void pl_certify_find_records(pl_certifier *w);
/* The parts of the rule's expressions that are about the row of the subject. */
pl_certified_steps pl_certify_steps(pl_certifier *w, const pl_rule *rule);
/* What a step was for a row, judged in this school year. */
void pl_certify_step(pl_certifier *w, const pl_certified_step *step, const pl_entity *entity,
                     uint32_t row, int year);

/* ### rows.c */

/* The cells that were read: for each entity a line with its columns, and a line for each row. */
void pl_certify_rows(pl_certifier *w);

#endif
