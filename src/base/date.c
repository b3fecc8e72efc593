/* date.c - days of the proleptic Gregorian calendar, counted from 1970-01-01.
 * Inside, a year runs from March to February, so that the leap day is its last; 400 years are one
 * cycle of 146,097 days. No time zones and no clock: a day is a day. */
#include "base/date.h"

#include <assert.h>

#define CYCLE_DAYS 146097
#define EPOCH_DAYS 719468 /* from 0000-03-01 to 1970-01-01 */

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    assert(month >= 1 && month <= 12);
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

static pl_date day_number(int year, int month, int day) {
    int from_march = month > 2 ? month - 3 : month + 9;
    int shifted = month > 2 ? year : year - 1;
    int cycle = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int of_cycle = shifted - cycle * 400;
    int of_year = (153 * from_march + 2) / 5 + day - 1;

    assert(of_cycle >= 0 && of_cycle < 400 && of_year >= 0 && of_year < 366);
    return cycle * CYCLE_DAYS + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year -
        EPOCH_DAYS;
}

bool pl_date_make(int year, int month, int day, pl_date *out) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month))
        return false;
    *out = day_number(year, month, day);
    return true;
}

void pl_date_split(pl_date date, int *year, int *month, int *day) {
    int64_t days = (int64_t)date + EPOCH_DAYS;
    int64_t cycle = (days >= 0 ? days : days - (CYCLE_DAYS - 1)) / CYCLE_DAYS;
    int64_t of_cycle = days - cycle * CYCLE_DAYS;
    int64_t years =
        (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / (CYCLE_DAYS - 1)) / 365;
    int64_t of_year = of_cycle - (365 * years + years / 4 - years / 100);
    int64_t from_march = (5 * of_year + 2) / 153;

    assert(of_year >= 0 && of_year < 366 && from_march < 12);
    *day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(years + cycle * 400 + (*month <= 2));
    assert(*month >= 1 && *month <= 12 && *day >= 1 && *day <= 31);
}

/* `count` digits as a number, or -1. */
static int digits(const char *p, int count) {
    int value = 0;

    assert(count <= 9); /* what an int holds */
    for (int i = 0; i < count; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

bool pl_date_parse(pl_str s, pl_date *out) {
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-')
        return false;
    return pl_date_make(digits(s.ptr, 4), digits(s.ptr + 5, 2), digits(s.ptr + 8, 2), out);
}

void pl_date_print(pl_buffer *out, pl_date date) {
    int year, month, day;

    pl_date_split(date, &year, &month, &day);
    assert(month > 0 && day > 0);
    pl_buffer_put_padded(out, year, 4);
    pl_buffer_putc(out, '-');
    pl_buffer_put_padded(out, month, 2);
    pl_buffer_putc(out, '-');
    pl_buffer_put_padded(out, day, 2);
}

int pl_date_weekday(pl_date date) {
    int of_week = (int)(((int64_t)date + 3) % 7); /* 1970-01-01 was a Thursday */

    return (of_week < 0 ? of_week + 7 : of_week) + 1;
}

pl_date pl_date_monday(pl_date date) {
    return date - (pl_date_weekday(date) - 1);
}

pl_date pl_date_add_months(pl_date date, int months) {
    int year, month, day, from_start, length;

    pl_date_split(date, &year, &month, &day);
    from_start = month - 1 + months;
    year += (from_start >= 0 ? from_start : from_start - 11) / 12;
    month = (from_start % 12 + 12) % 12 + 1;
    length = month_length(year, month);
    return day_number(year, month, day < length ? day : length);
}
