/* general_holidays.c - Easter by the anonymous Gregorian algorithm (Meeus, Jones, Butcher), and the
 * days that hang on it. */
#include "calendar/general_holidays.h"

#include <assert.h>

#define EASTER_MONDAY 1 /* days after Easter Sunday */
#define ASCENSION 39
#define WHIT_MONDAY 50

#define FIRST_KINGS_DAY 2014

static pl_date day_of(int year, int month, int day) {
    pl_date date = 0;
    bool exists = pl_date_make(year, month, day, &date);

    assert(exists);
    (void)exists;
    return date;
}

pl_date pl_easter(int year) {
    int golden = year % 19, century = year / 100, of_century = year % 100;
    int moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    int sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    int late = (golden + 11 * moon + 22 * sunday) / 451;
    int day = moon + sunday - 7 * late + 114;

    assert(year >= 1 && year <= 9999);
    assert(day / 31 == 3 || day / 31 == 4);
    return day_of(year, day / 31, day % 31 + 1);
}

static bool hangs_on_easter(pl_date date, int year) {
    pl_date after = date - pl_easter(year);

    return after == EASTER_MONDAY || after == ASCENSION || after == WHIT_MONDAY;
}

/* A Sunday gives way to the Saturday before it. */
static bool is_kings_day(pl_date date, int year) {
    pl_date day = day_of(year, 4, year >= FIRST_KINGS_DAY ? 27 : 30);

    return date == (pl_date_weekday(day) == 7 ? day - 1 : day);
}

bool pl_is_general_holiday(pl_date date) {
    int year, month, day;

    pl_date_split(date, &year, &month, &day);
    if (year < 1 || year > 9999)
        return false;
    switch (month) {
    case 1: return day == 1;
    case 12: return day == 25 || day == 26;
    case 3:
    case 6: return hangs_on_easter(date, year);
    case 4: return is_kings_day(date, year) || hangs_on_easter(date, year);
    case 5: return (day == 5 && year % 5 == 0) || hangs_on_easter(date, year);
    default: return false;
    }
}
