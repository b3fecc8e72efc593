/* teaching_weeks.h - school days and teaching weeks of a region.
 * A school day is a Monday to Friday in no holiday of the region and no general holiday. A teaching
 * week is a week (Monday to Sunday) with at least one school day; the weeks of a school year are
 * counted from the first school day after the summer, its first week being 1. Every school day is
 * in one teaching week.
 * Every question says whether the table of holidays could answer it: one that must look at a day
 * whose holiday is not in the table ends with the gap, never with a guess. */
#ifndef PL_CALENDAR_TEACHING_WEEKS_H
#define PL_CALENDAR_TEACHING_WEEKS_H

#include "calendar/holidays.h"

#define PL_WEEKS_MOST 52 /* no school year has more teaching weeks */

typedef enum pl_calendar_status {
    PL_CALENDAR_KNOWN,
    PL_CALENDAR_GAP,     /* `gap` names the holiday that is not in the table */
    PL_CALENDAR_NO_WEEK, /* the school year ends before that week */
} pl_calendar_status;

/* Results are set when KNOWN is returned; `gap` when GAP is. A schooljaar is 0..9998. */

pl_calendar_status pl_is_school_day(const pl_region *region, pl_date date, bool *is, pl_gap *gap);
/* The Monday after the summer holiday, unless there is no school on it; NO_WEEK when the whole year
 * is a holiday. */
pl_calendar_status pl_first_school_day(const pl_region *region, int schooljaar, pl_date *day,
                                       pl_gap *gap);
/* The Monday of teaching week `number`, 1 or more; its Friday is four days later. */
pl_calendar_status pl_teaching_week(const pl_region *region, int schooljaar, int number,
                                    pl_date *monday, pl_gap *gap);
/* The number of the teaching week that holds the day; 0 when its week is none. */
pl_calendar_status pl_teaching_week_of(const pl_region *region, pl_date date, int *number,
                                       pl_gap *gap);
/* How many school days there are from `first` to `last`, both included. */
pl_calendar_status pl_school_days_between(const pl_region *region, pl_date first, pl_date last,
                                          int *count, pl_gap *gap);
/* The `count`-th school day after the day; count 1 or more. */
pl_calendar_status pl_school_days_after(const pl_region *region, pl_date date, int count,
                                        pl_date *day, pl_gap *gap);
/* The same weekday `count` (0 or more) teaching weeks later, holidays not counted. A day in a week
 * without school stands for the Monday of the next teaching week. */
pl_calendar_status pl_school_weeks_after(const pl_region *region, pl_date date, int count,
                                         pl_date *day, pl_gap *gap);

#endif
