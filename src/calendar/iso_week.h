/* iso_week.h - weeks of the calendar (ISO 8601): week 1 holds the first Thursday of its year. */
#ifndef PL_CALENDAR_ISO_WEEK_H
#define PL_CALENDAR_ISO_WEEK_H

#include "base/date.h"

/* The week 1..53 of a day, and the year that the week counts to: 2022-01-01 is in week 52 of 2021. */
int pl_iso_week_of(pl_date date, int *year);
/* The Monday of a week; false unless the year (2..9998) has that week. */
bool pl_iso_week_monday(int year, int week, pl_date *monday);

#endif
