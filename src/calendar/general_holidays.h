/* general_holidays.h - the days on which no school in the country is open, computed for any year. */
#ifndef PL_CALENDAR_GENERAL_HOLIDAYS_H
#define PL_CALENDAR_GENERAL_HOLIDAYS_H

#include "base/date.h"

/* Easter Sunday of a calendar year 1..9999, by the Gregorian rule. */
pl_date pl_easter(int year);
/* New Year, Easter Monday, King's Day, Liberation Day, Ascension, Whit Monday, Christmas (two days).
 * King's Day is 27 April, and 26 April when that is a Sunday; before 2014 Queen's Day, 30 April and
 * then 29 April. Liberation Day, 5 May, is a day off once in five years: in years that 5 divides
 * (2020, 2025), as most agreements read it. Good Friday and the Friday after Ascension are none:
 * a region or school that closes on them lists them. */
bool pl_is_general_holiday(pl_date date);

#endif
