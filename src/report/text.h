/* text.h - what the parts of the text report share: text.c prints the page, text_table.c subjects
 * against rules, text_summary.c the counts and reasons. */
#ifndef PL_REPORT_TEXT_H
#define PL_REPORT_TEXT_H

#include "report/sheets.h"

typedef struct pl_text {
    pl_sheets sheets; /* first: the events of the walk go to it */
    const pl_report *report;
    pl_buffer *out;
    pl_wording wording;
} pl_text;

_Static_assert(offsetof(pl_text, sheets) == 0, "the writer of pl_sheets_rule and the others");

/* Subjects against rules: the norms, what was measured, a word where it is not met. At most `most`
 * subjects. */
void pl_text_print_table(pl_text *text, const pl_sheet *sheet, uint32_t most);
/* Counts for each rule, who is flagged for what (when `names`), what bounded cells leave open, why
 * there is no verdict. */
void pl_text_print_summary(pl_text *text, const pl_sheet *sheet, bool names);

/* Who belongs to the populations, and who is left out by what. Nothing where there are none. */
void pl_text_print_populations(pl_text *text);
/* Waivers that have expired, loudly; and all others. Nothing where there are none. */
void pl_text_print_expired(pl_text *text);
void pl_text_print_waivers(pl_text *text);

/* The files that the run was made of. */
void pl_text_print_receipt(pl_text *text);

/* ---- shared printing ---- */

typedef enum pl_text_style {
    PL_STYLE_PLAIN,
    PL_STYLE_STRONG,
    PL_STYLE_BAD,
    PL_STYLE_OPEN,
    PL_STYLE_FAINT
} pl_text_style;

/* `text` in `width` columns, cut with an ellipsis where it is longer, padded where it is
 * shorter. */
void pl_text_pad(pl_text *text, const char *string, size_t width, bool right, pl_text_style style);
/* Words wrapped at the page's width; every line after the first begins with `indent` blanks, as
 * does the first. */
void pl_text_wrap(pl_text *text, const char *string, size_t indent, size_t hanging);
/* Columns that a text takes on a terminal. */
size_t pl_text_width(const char *string);
#endif
