/* wording.h - in whose words an answer is told: the reader's language, or the fixed English of
 * machine formats.
 * The same code writes both, so they cannot say different things. */
#ifndef PL_TRACE_WORDING_H
#define PL_TRACE_WORDING_H

#include "base/date.h"
#include "types/type.h"

typedef struct pl_wording {
    bool reader; /* through gettext; else the English of the source */
    char point;  /* decimal sign */
} pl_wording;

/* English and a decimal point, whatever the locale. */
pl_wording pl_wording_fixed(void);
/* The reader's language; its catalogue also gives the decimal sign. */
pl_wording pl_wording_reader(void);

/* One text in these words. Mark it: pl_said(wording, N_("text")). */
const char *pl_said(pl_wording wording, const char *text) __attribute__((format_arg(2)));
/* A number for people: a percentage with its sign and one decimal, other numbers with two, more
 * where fewer would not tell it from `against` (NULL: nothing to tell it from). */
void pl_figure_number(pl_buffer *out, pl_wording wording, pl_number number, pl_unit unit,
                      const pl_number *against);
/* A norm, as the author wrote it: all its decimals when there are no more than four. */
void pl_figure_norm(pl_buffer *out, pl_wording wording, const pl_value *value, pl_type type);
/* A value of any type in these words; numbers known within bounds as `lo..hi`. Fixed wording gives
 * exact decimals, or p/q. */
void pl_figure_value(pl_buffer *out, pl_wording wording, const pl_value *value, pl_type type,
                     const pl_number *against);
/* "5 November 2021"; ISO in fixed wording. */
void pl_figure_date(pl_buffer *out, pl_wording wording, pl_date date);

#endif
