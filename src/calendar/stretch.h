/* stretch.h - the days, weeks, months, quarters, school days and school weeks that rows with a day are
 * taken from: the last so many of them, and all that have begun in a school year.
 * A week runs from Monday to Sunday and lies in the school year of its Monday; a quarter is three months,
 * counted from 1 August. A school week is a teaching week, see teaching_weeks.h. */
#ifndef PL_CALENDAR_STRETCH_H
#define PL_CALENDAR_STRETCH_H

#include "calendar/teaching_weeks.h"

typedef enum pl_stretch_unit {
    PL_STRETCH_DAYS,
    PL_STRETCH_WEEKS,
    PL_STRETCH_MONTHS,
    PL_STRETCH_QUARTERS,
    PL_STRETCH_SCHOOL_DAYS,
    PL_STRETCH_SCHOOL_WEEKS,
    PL_STRETCH_UNITS
} pl_stretch_unit;

#define PL_STRETCH_MOST 366 /* units in a row; so that the cost of a rule is known */

/* Days from first to last, both included; none when first > last. */
typedef struct pl_stretch {
    pl_date first, last;
} pl_stretch;

typedef PL_VEC(pl_stretch) pl_stretches;

/* As keywords.def has the unit: "school weeks". */
const char *pl_stretch_word(pl_stretch_unit unit);
/* False when the word is no such unit. */
bool pl_stretch_find(const char *word, pl_stretch_unit *unit);
/* Does it differ from region to region? */
bool pl_stretch_is_of_school(pl_stretch_unit unit);

/* From the first day of the last `count` units, those before the one that holds the day, to the last
 * of these; with `including` the one that holds it is the last, and `last` is the day. GAP or KNOWN;
 * only units of schools look at the region, which may be NULL for others. count 1..PL_STRETCH_MOST. */
pl_calendar_status pl_stretch_last(pl_stretch_unit unit, const pl_region *region, int count,
                                   bool including, pl_date day, pl_stretch *out, pl_gap *gap);
/* The same units one by one, earliest first, added to *out; the last of them ends on the day at the latest. */
pl_calendar_status pl_stretch_back(pl_arena *arena, pl_stretch_unit unit, const pl_region *region,
                                   int count, bool including, pl_date day, pl_stretches *out,
                                   pl_gap *gap);
/* The units of a school year that have begun on the day, one after the other, added to *out. */
pl_calendar_status pl_stretch_list(pl_arena *arena, pl_stretch_unit unit, const pl_region *region,
                                   int schooljaar, pl_date day, pl_stretches *out, pl_gap *gap);

#endif
