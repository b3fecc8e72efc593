/* date.h - calendar days. */
#ifndef PL_BASE_DATE_H
#define PL_BASE_DATE_H

#include "base/text.h"

typedef int32_t pl_date; /* days since 1970-01-01 */

/* False unless the day exists; years 1 to 9999. */
bool pl_date_make(int year, int month, int day, pl_date *out);
/* Any day, also one outside the years that pl_date_make gives. */
void pl_date_split(pl_date date, int *year, int *month, int *day);
/* ISO "2021-11-05" only. */
bool pl_date_parse(pl_str s, pl_date *out);
void pl_date_print(pl_buffer *out, pl_date date);

/* 1 is Monday, 7 is Sunday. */
int pl_date_weekday(pl_date date);
/* The Monday of its week; weeks run from Monday to Sunday. */
pl_date pl_date_monday(pl_date date);
/* The same day `months` later (earlier when negative), or the last day of that month when it is too
 * short: 31 January and one month is 28 or 29 February. */
pl_date pl_date_add_months(pl_date date, int months);

#endif
