/* html.h - what the parts of the report as a page share. html.c has the head and the order of things,
 * html_table.c subjects against rules, html_trend.c years, html_rules.c each rule with what has to be
 * explained, html_study.c finds that, html_plot.c draws a rule's subjects against its norm, which
 * html_bands.c finds. */
#ifndef PL_REPORT_HTML_H
#define PL_REPORT_HTML_H

#include "report/grid.h"
#include "report/page.h"

typedef struct pl_html {
    pl_sheets sheets; /* first: the events of the walk go to it */
    const pl_report *report;
    pl_buffer *out;
    uint64_t work; /* rows looked at for what would have to change */
} pl_html;

_Static_assert(offsetof(pl_html, sheets) == 0, "the writer of pl_sheets_rule and the others");

/* From one end to the other the norm is this; without an end it goes on. */
typedef struct pl_html_band {
    bool has_lo, has_hi;
    double lo, hi, norm;
    pl_number exact; /* the norm */
} pl_html_band;

typedef struct pl_html_bands {
    const pl_rule *rule, *by; /* whose norm it is; whose key it is drawn by, NULL: its own */
    const pl_expr *key;       /* FIELD or MEASURE, of the rule's entity or an ancestor */
    bool drawn; /* the list says it all; else a norm is something else than a number by the key */
    bool more;  /* what is more is better: met above the norm; else below it */
    bool one_sided; /* of the two */
    PL_VEC(pl_html_band) list;
} pl_html_bands;

typedef enum pl_html_mark {
    PL_MARK_DOT,
    PL_MARK_DIAMOND,
    PL_MARK_TRIANGLE,
    PL_MARK_SQUARE,
    PL_MARK_COUNT
} pl_html_mark;

typedef struct pl_html_point {
    uint32_t at; /* subject of the sheet */
    pl_html_mark mark;
    double x, y;
} pl_html_point;

/* A rule by its subjects. */
typedef struct pl_html_picture {
    pl_html_bands bands;
    PL_VEC(pl_html_point) points;
    uint32_t counts[PL_MARK_COUNT], without; /* a figure or the key */
    pl_type measured;
} pl_html_picture;

/* One sheet while it is written. */
typedef struct pl_html_sheet {
    pl_html *html;
    const pl_sheet *sheet;
    uint32_t number;        /* among all sheets: part of its ids */
    pl_grid grid;           /* of the subjects that are shown; none when grid.shown is 0 */
    const bool **explained; /* [grid.columns.len][grid.shown]: this answer is, below the table */
    uint32_t
        *unchanged; /* [sheet->rules.len]: so many unfolded without what would have to change */
    const char ***steps; /* [sheet->rules.len][grid.shown]: how it came to be, as markup; NULL */
    pl_html_picture *pictures; /* [sheet->rules.len] */
} pl_html_sheet;

/* ---- html_table.c ---- */

/* Subjects against rules, a table for each so many columns, with what is left out. */
void pl_html_table(const pl_html_sheet *s);
/* The words of a cell without a sign before them, since the page has its own. */
const char *pl_html_words(const pl_grid_cell *cell);

/* ---- html_trend.c ---- */

/* How often each answer was given in each school year; nothing when there is one year only. */
void pl_html_trend(const pl_html_sheet *s);

/* ---- html_study.c ---- */

/* Says which answers are explained: what counts against a subject, is waived, due, or open, up to some
 * number for each rule; runs each rule again for their steps and its picture. */
void pl_html_study(pl_html_sheet *s);
/* The column of a rule, and the one of what was measured for it. */
uint32_t pl_html_column_of(const pl_html_sheet *s, uint32_t rule, const pl_grid_column **measured);

/* ---- html_rules.c ---- */

/* How often each verdict was given, by rule; then each rule with something to explain or to draw. */
void pl_html_rules(const pl_html_sheet *s);
/* A bar of the parts of a whole; those that are 0 take no place. */
typedef struct pl_html_part {
    const char *name; /* class of the style */
    uint32_t count;
} pl_html_part;
void pl_html_bar(pl_buffer *out, const pl_html_part *parts, uint32_t count);

/* ---- html_bands.c: a rule's norm by one number ---- */

/* Only for a picture: what is judged is never a double. False when it is too large. */
bool pl_html_double(pl_number number, double *value);
/* The name of the key. */
const char *pl_html_key_name(const pl_expr *key);
/* key NULL: nothing to draw by. */
pl_html_bands pl_html_bands_of(const pl_html_sheet *s, uint32_t rule);
/* The value of the key for a row of the sheet; the middle where it is known within bounds. `recorded`: a
 * run that kept it, where the data does not hold it. */
bool pl_html_key_value(const pl_html_sheet *s, const pl_run *recorded, const pl_expr *key,
                       uint32_t row, double *value);

/* ---- html_plot.c ---- */

/* Fills the picture of a rule; one without points is not drawn. */
void pl_html_find_points(pl_html_sheet *s, uint32_t rule, const pl_run *recorded);
/* Every subject by what decides its norm, with the bands drawn in. */
void pl_html_draw(const pl_html_sheet *s, uint32_t rule);

#endif
