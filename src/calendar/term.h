/* term.h - lengths of time as rules write them: `6 weeks`, `2 school weeks`, `4 years`. */
#ifndef PL_CALENDAR_TERM_H
#define PL_CALENDAR_TERM_H

#include "calendar/teaching_weeks.h"

typedef enum pl_term_unit {
    PL_TERM_DAYS,
    PL_TERM_WEEKS,
    PL_TERM_MONTHS, /* a quarter is three, a year twelve */
    PL_TERM_SCHOOL_DAYS,
    PL_TERM_SCHOOL_WEEKS,
} pl_term_unit;

typedef struct pl_term {
    int32_t count; /* 0 or more */
    pl_term_unit unit;
} pl_term;

typedef enum pl_term_fault {
    PL_TERM_FINE,
    PL_TERM_NO_TIME,  /* no unit of time */
    PL_TERM_TOO_LONG, /* over a hundred years, or ten years of school days or weeks */
    PL_TERM_NEGATIVE,
} pl_term_fault;

/* `unit` is the word that keywords.def gives a unit: days, weeks, months, quarters, years, school
 * days, school weeks. */
pl_term_fault pl_term_make(int64_t count, pl_str unit, pl_term *term);
/* The day that lies one term after `date`. Months go from day to day, or to the last day of a
 * shorter month; school days and weeks as teaching_weeks.h says; a term of nothing is the day
 * itself. Only school days and weeks look at the region, which may be NULL for the others; GAP or
 * KNOWN. */
pl_calendar_status pl_term_after(pl_term term, const pl_region *region, pl_date date, pl_date *day,
                                 pl_gap *gap);

#endif
