/* date.h - calendar days and school years (1 August to 31 July, WPO). */
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

/* A school year is named by the calendar year it starts in: 2021 is 2021/2022. */
int pl_schooljaar_of(pl_date date);
/* Its 1 August; schooljaar 0..10000. */
pl_date pl_schooljaar_start(int schooljaar);
/* "2021/2022" or "2021-2022"; the second year must be the first + 1. */
bool pl_schooljaar_parse(pl_str s, int *out);
void pl_schooljaar_print(pl_buffer *out, int schooljaar); /* 2021/2022 */

#endif
