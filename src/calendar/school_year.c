/* school_year.c - the school year that a day lies in, and the days that a school year has.
 * Knows nothing of holidays: a school year is twelve whole months everywhere. */
#include "calendar/school_year.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define AUGUST 8

int pl_schooljaar_of(pl_date date) {
    int year, month, day;

    pl_date_split(date, &year, &month, &day);
    return month >= AUGUST ? year : year - 1;
}

/* The first of a month; 1970-01-01 is day 0. */
static pl_date first_of_month(int year, int month) {
    return pl_date_add_months(0, (year - 1970) * 12 + month - 1);
}

pl_date pl_schooljaar_start(int schooljaar) {
    assert(schooljaar >= 0 && schooljaar <= 10000); /* those of the days that can be written */
    return first_of_month(schooljaar, AUGUST);
}

pl_date pl_schooljaar_end(int schooljaar) {
    return pl_schooljaar_start(schooljaar + 1) - 1;
}

pl_date pl_schooljaar_day(int schooljaar, int month, int day) {
    pl_date first = first_of_month(month >= AUGUST ? schooljaar : schooljaar + 1, month);
    pl_date last = pl_date_add_months(first, 1) - 1;

    assert(schooljaar >= 0 && schooljaar <= 9999);
    assert(month >= 1 && month <= 12 && day >= 1 && day <= 31);
    return first + day - 1 < last ? first + day - 1 : last;
}

bool pl_schooljaar_parse(pl_str s, int *out) {
    char next[12];
    int first = 0;

    if (s.len != 9 || (s.ptr[4] != '/' && s.ptr[4] != '-'))
        return false;
    for (int i = 0; i < 4; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        first = first * 10 + (s.ptr[i] - '0');
    }
    if (first < 1 || first > 9998)
        return false;
    snprintf(next, sizeof next, "%04d", first + 1);
    if (memcmp(s.ptr + 5, next, 4) != 0)
        return false;
    *out = first;
    return true;
}

void pl_schooljaar_print(pl_buffer *out, int schooljaar) {
    pl_buffer_put_padded(out, schooljaar, 4);
    pl_buffer_putc(out, '/');
    pl_buffer_put_padded(out, schooljaar + 1, 4);
}
