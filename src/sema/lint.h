/* lint.h - what the files of lint share; private to this folder. */
#ifndef PL_SEMA_LINT_H
#define PL_SEMA_LINT_H

#include "base/gettext.h"
#include "sema/bands.h"
#include "sema/check.h"

typedef struct pl_lint_run {
    pl_arena *arena;
    pl_diags *diags;
    const pl_model *model;
} pl_lint_run;

/* The values of one field or measure for which a condition holds: the union of its bands. */
typedef struct pl_band_set {
    const pl_expr *subject; /* a FIELD or MEASURE, or one seen UP */
    PL_VEC(pl_band) bands;
} pl_band_set;

/* False when the condition is about anything but one number; bands that hold nothing are left
 * out. */
bool pl_lint_bands_of(pl_lint_run *run, const pl_expr *condition, pl_band_set *out);
/* What is in both; what is in none. Of the same subject. */
pl_band_set pl_lint_intersect(pl_lint_run *run, const pl_band_set *a, const pl_band_set *b);
pl_band_set pl_lint_complement(pl_lint_run *run, const pl_band_set *set);
bool pl_lint_same_subject(const pl_expr *a, const pl_expr *b);
/* From the declared domain; open at both ends when there is none. */
pl_band pl_lint_domain(const pl_expr *subject);
pl_band pl_lint_field_domain(const pl_field *field);
/* The smallest band that holds all of them; there is one at least. */
pl_band pl_lint_hull(const pl_band *bands, uint32_t count);
/* "between 22 and 23; above 33, to 40"; there is a gap at least. */
const char *pl_lint_gap_words(pl_lint_run *run, const pl_band_report *report, pl_type type);
const char *pl_lint_band_words(pl_lint_run *run, const pl_band *band, pl_type type);
/* Is this ours to advise on? What belongs to the standard library is not. */
bool pl_lint_is_own(pl_span span);
/* As pl_expr_print writes it. */
const char *pl_lint_written(pl_lint_run *run, const pl_expr *expr);

/* Gaps and overlaps of the clauses of a rule. */
void pl_lint_clauses(pl_lint_run *run, const pl_rule *rule);
/* Conditions and cases within an expression that can never hold, and case lists that leave values
 * open. */
void pl_lint_conditions(pl_lint_run *run, const pl_expr *expr);
/* Coverage of the source, when the handbook lists its items. */
void pl_lint_items(pl_lint_run *run, const pl_handbook *handbook);
/* Gaps, overlaps and rows that are never found. */
void pl_lint_table(pl_lint_run *run, const pl_table *table);

#endif
