/* holidays.h - the school holidays of each region, as a table states them; what it does not state is a gap.
 * Five holidays make a school year: the summer before it, autumn, Christmas, spring, May. Each has a
 * season of its own, so that a day says which holiday one must know to know it:
 *
 *   zomer 1 July .. 30 September   herfst 1 October .. 11 December   kerst 12 December .. 31 January
 *   voorjaar 1 February .. 14 April   mei 15 April .. 30 June
 *
 * A day in July lies in the season of the summer before the next school year. */
#ifndef PL_CALENDAR_HOLIDAYS_H
#define PL_CALENDAR_HOLIDAYS_H

#include "calendar/school_year.h"

typedef enum pl_holiday_kind {
    PL_HOLIDAY_SUMMER, /* before the school year; it holds 1 August */
    PL_HOLIDAY_AUTUMN,
    PL_HOLIDAY_CHRISTMAS,
    PL_HOLIDAY_SPRING,
    PL_HOLIDAY_MAY,
    PL_HOLIDAY_OTHER, /* any other days off; no year needs them */
} pl_holiday_kind;

/* One row of the table. The days are included; the names are those of pl_holiday_name, and any
 * other name is other days off. */
typedef struct pl_holiday {
    int schooljaar; /* the year that the summer is before */
    pl_str name, region;
    pl_date first, last;
} pl_holiday;

typedef enum pl_holiday_fault {
    PL_HOLIDAY_FINE,
    PL_HOLIDAY_BACKWARDS,     /* it ends before it begins */
    PL_HOLIDAY_OUT_OF_SEASON, /* a day of it is outside its season of that school year */
    PL_HOLIDAY_NO_SUMMER,     /* a summer without 1 August, or shorter than a week */
    PL_HOLIDAY_TWICE,         /* the region has this holiday in this year already */
} pl_holiday_fault;

/* What a question about a day wanted to know and the table does not state. */
typedef struct pl_gap {
    int schooljaar;
    pl_holiday_kind kind; /* not OTHER */
} pl_gap;

typedef struct pl_region pl_region;

typedef struct pl_holidays {
    pl_arena *arena;
    PL_VEC(pl_region *) regions;
} pl_holidays;

void pl_holidays_init(pl_holidays *holidays, pl_arena *arena);
/* Copies the row; anything but FINE leaves the table as it was. Rows may come in any order;
 * schooljaar 1..9998. */
pl_holiday_fault pl_holidays_push(pl_holidays *holidays, const pl_holiday *row);
/* NULL when no row names it. It sees the rows that are pushed later. */
const pl_region *pl_holidays_find(const pl_holidays *holidays, pl_str region);

const char *pl_region_name(const pl_region *region);
/* zomer, herfst, kerst, voorjaar, mei; not of OTHER. */
const char *pl_holiday_name(pl_holiday_kind kind);
/* The holiday whose season holds the day. */
pl_gap pl_holiday_season(pl_date date);
/* Is the day in a holiday of the region? False, with the gap, when the holiday of its season is not
 * in the table. Knows nothing of weekends and general holidays. */
bool pl_region_is_holiday(const pl_region *region, pl_date date, bool *is, pl_gap *gap);
/* The summer before a school year; false, with the gap, when it is not in the table. */
bool pl_region_summer(const pl_region *region, int schooljaar, pl_date *last, pl_gap *gap);

#endif
