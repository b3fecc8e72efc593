/* steps.h - what the files of why/ share: making steps, and the values that were kept. */
#ifndef PL_WHY_STEPS_H
#define PL_WHY_STEPS_H

#include "why/why.h"

/* A row of an entity that something is looked at for, in the school year of the trace. */
typedef struct pl_why_at {
    const pl_entity *entity;
    uint32_t row;
} pl_why_at;

/* ### steps.c */

/* A new last step below `parent`; its address is that of the parent, a dot, and `name`. */
pl_why_step *pl_why_add(pl_why *why, pl_why_step *parent, pl_why_kind kind, const char *name,
                        const char *label);
/* printf, in the reader's words or fixed ones: pl_why_say(why, N_("..")), arguments. */
#define pl_why_say(why, ...) pl_why_format((why), __VA_ARGS__)
const char *pl_why_format(pl_why *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A text of the source in the words of `why`. */
const char *pl_why_word(const pl_why *why, const char *text) __attribute__((format_arg(2)));
/* A value in words: also that it is missing. */
const char *pl_why_figure(pl_why *why, const pl_value *value, pl_type type,
                          const pl_number *against);
const char *pl_why_norm(pl_why *why, const pl_value *value, pl_type type);
/* How far two figures are apart: "1.3 points" of percentages. */
const char *pl_why_distance(pl_why *why, pl_number distance, pl_type type);
const char *pl_why_day(pl_why *why, pl_date date);
/* The expression as the author wrote it. */
const char *pl_why_written(pl_why *why, const pl_expr *expr);

/* What was kept of an expression for a row; false when nothing was. */
bool pl_why_kept(const pl_why *why, const pl_expr *expr, pl_why_at at, pl_record_aspect aspect,
                 pl_value *value);
/* Which value of an expression is meant: for which school year, and inside which window of days,
 * PL_NO_INDEX for none. */
typedef struct pl_why_when {
    int year;
    uint32_t window;
} pl_why_when;
/* The same of any run. */
bool pl_why_kept_in(const pl_run *run, const pl_expr *expr, pl_why_at at, pl_why_when when,
                    pl_record_aspect aspect, pl_arena *arena, pl_value *value);
/* Does the data give this measure itself? */
bool pl_why_is_supplied(const pl_why *why, const pl_measure *measure);
/* The column of a FIELD, or of a MEASURE that the data gives, in the year of the trace; NULL when
 * there is none. */
const pl_column *pl_why_column(const pl_why *why, const pl_expr *leaf);

/* ### values.c */

/* Unfolds the value of an expression below `parent`; nothing for a constant. */
void pl_why_explain(pl_why *why, pl_why_step *parent, const char *name, const pl_expr *expr,
                    pl_why_at at);

/* ### rows.c */

/* The rows that an aggregate or quantifier with a child was over, by what they count for. */
void pl_why_explain_rows(pl_why *why, pl_why_step *parent, const pl_expr *expr, pl_why_at at);
/* Rows of the aggregate in its period that its `where` does not surely leave out; in the arena. */
const uint32_t *pl_why_rows(pl_why *why, const pl_expr *expr, pl_why_at at, uint32_t *count);

/* ### windows.c */

/* The window of a quantifier over windows of days that says most. */
void pl_why_explain_windows(pl_why *why, pl_why_step *step, const pl_expr *expr, pl_why_at at);

/* ### tables.c */

void pl_why_explain_table(pl_why *why, pl_why_step *step, const pl_expr *lookup, pl_why_at at);
/* "since 1 August 2020 until ..": of what holds for some time; NULL when it always does. */
const char *pl_why_since(pl_why *why, bool has_from, pl_date from, bool has_until, pl_date until);

/* ### verdict.c */

const char *pl_why_verdict_word(const pl_why *why, pl_verdict verdict);

/* ### change.c */

/* Adds what would have to change, the margin, or what is open. */
void pl_why_explain_change(pl_why *why);

#endif
