/* writer.h - what the files of certify/ share: the certificate being written, and the parts of its
 * lines. */
#ifndef PL_CERTIFY_WRITER_H
#define PL_CERTIFY_WRITER_H

#include "certify/certify.h"

typedef PL_VEC(const pl_expr *) pl_certified_steps;
typedef PL_VEC(pl_expr *) pl_exprs;

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
    const pl_certified_steps *steps; /* of the rule that is written; else NULL */
    pl_map records; /* expression, entity, year and aspect -> index in run->recorded */
    uint32_t lines, verdicts;
} pl_certifier;

/* ### uses.c */

/* Marks what the rules asked for rest on: rules, measures, tables and parameters. */
void pl_certify_find_uses(pl_certifier *w);
/* The names of the parameters that the expressions of one rule rest on, as a JSON list. */
void pl_certify_parameters(pl_certifier *w, const pl_rule *rule);

/* ### places.c: a figure is {"figure": VALUE, "type": TYPE, "at": PLACE}, where its words stand first */

/* From there to the end of its file. */
pl_span pl_certify_rest(pl_span from);
const char *pl_certify_figure(pl_certifier *w, pl_type type, const pl_value *value, pl_span within);
const char *pl_certify_number(pl_certifier *w, pl_number number, pl_span within);
/* A sign of comparison, which the text may say in words. */
const char *pl_certify_sign(pl_certifier *w, const char *sign, const char *words, pl_span within);
/* A whole number as JSON has them. */
const char *pl_certify_count(pl_certifier *w, int count, pl_span within);
/* A school year, by its first calendar year. */
const char *pl_certify_year(pl_certifier *w, int year, pl_span within);
/* null when it is not known. */
const char *pl_certify_day_in(pl_certifier *w, bool known, pl_date day, pl_span within);
/* Does the text say so many? */
bool pl_certify_finds(pl_certifier *w, int count, pl_span within);

/* ### exprs.c */

/* {"op": .., ..}: a checked expression, or null. */
void pl_certify_expr(pl_certifier *w, const pl_expr *expr);
/* "NAME": EXPR */
void pl_certify_root(pl_certifier *w, const char *name, const pl_expr *expr);
/* [file, start, end] in bytes of a rule file; null for what has no place. */
void pl_certify_place(pl_certifier *w, pl_span span);
/* A value as a JSON text: a number exact, bounds as lo..hi; null when missing, false when there is
 * nothing. */
void pl_certify_value(pl_certifier *w, pl_type type, const pl_value *value);
void pl_certify_put_value(pl_buffer *out, pl_type type, const pl_value *value);
/* What a truth is: "true", "false", "unknown", "none". */
const char *pl_certify_truth(pl_truth truth);
/* The names by which lines refer to each other. */
const char *pl_certify_type(pl_certifier *w, pl_type type);
const char *pl_certify_measure(pl_certifier *w, const pl_measure *measure);
const char *pl_certify_rule(pl_certifier *w, const pl_rule *rule);
const char *pl_certify_table(pl_certifier *w, const pl_table *table);
/* "2021-11-05", or null. */
void pl_certify_date(pl_certifier *w, bool known, pl_date day);

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

/* ### mappings.c */

/* The files behind the rows: a line for each that was opened. */
void pl_certify_mappings(pl_certifier *w);

/* ### rules.c */

/* The line of a rule. */
void pl_certify_rule_line(pl_certifier *w, const pl_rule *rule, bool asked);

/* ### terms.c */

/* "occurrences": [..]: when a deadline falls due, as terms of days. */
void pl_certify_occurrences(pl_certifier *w, const pl_deadline *deadline);

/* ### steps.c */

/* Notes where the values that were kept stand. */
void pl_certify_find_records(pl_certifier *w);
/* The parts of the rule's expressions that are about the row of the subject, each once. */
pl_certified_steps pl_certify_steps(pl_certifier *w, const pl_rule *rule);
/* , "step": N where the expression is the n-th of w->steps. */
void pl_certify_put_step(pl_certifier *w, const pl_expr *expr);
/* What a step was for a row, judged in this school year. */
void pl_certify_step(pl_certifier *w, const pl_expr *step, const pl_entity *entity, uint32_t row,
                     int year);

/* ### rows.c */

/* The cells that were read: for each entity a line with its columns, and a line for each row. */
void pl_certify_rows(pl_certifier *w);

#endif
