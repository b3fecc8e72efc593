/* school_year.h - school years: 1 August to 31 July (WPO). */
#ifndef PL_CALENDAR_SCHOOL_YEAR_H
#define PL_CALENDAR_SCHOOL_YEAR_H

#include "base/date.h"

/* A school year is named by the calendar year it starts in: 2021 is 2021/2022. */
int pl_schooljaar_of(pl_date date);
/* Its 1 August; schooljaar 0..10000. */
pl_date pl_schooljaar_start(int schooljaar);
/* Its 31 July; schooljaar 0..9999. */
pl_date pl_schooljaar_end(int schooljaar);
/* The day in it that bears this month (1..12) and day (1..31, and a day that the month has in some
 * year): 31 January of 2021/2022 is 2022-01-31. 29 February is the 28th where there is none.
 * schooljaar 0..9999. */
pl_date pl_schooljaar_day(int schooljaar, int month, int day);
/* "2021/2022" or "2021-2022"; the second year must be the first + 1. */
bool pl_schooljaar_parse(pl_str s, int *out);
void pl_schooljaar_print(pl_buffer *out, int schooljaar); /* 2021/2022 */

#endif
