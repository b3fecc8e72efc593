/* teaching_weeks.c - counts by walking: a year has few weeks, and a walk meets a gap exactly where
 * the answer would begin to rest on it. A week is asked for its days from Monday on, up to the first
 * school day; mostly that is Monday itself. */
#include "calendar/teaching_weeks.h"

#include <assert.h>

#include "calendar/general_holidays.h"

#define SATURDAY 6

pl_calendar_status pl_is_school_day(const pl_region *region, pl_date date, bool *is, pl_gap *gap) {
    bool holiday;

    if (pl_date_weekday(date) >= SATURDAY || pl_is_general_holiday(date)) {
        *is = false;
        return PL_CALENDAR_KNOWN;
    }
    if (!pl_region_is_holiday(region, date, &holiday, gap))
        return PL_CALENDAR_GAP;
    *is = !holiday;
    return PL_CALENDAR_KNOWN;
}

/* The first school day of first..last; last + 1 when there is none. */
static pl_calendar_status first_school_day(const pl_region *region, pl_date first, pl_date last,
                                           pl_date *day, pl_gap *gap) {
    bool is;

    for (*day = first; *day <= last; ++*day) {
        if (pl_is_school_day(region, *day, &is, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        if (is)
            return PL_CALENDAR_KNOWN;
    }
    return PL_CALENDAR_KNOWN;
}

static pl_calendar_status is_teaching_week(const pl_region *region, pl_date monday, bool *is,
                                           pl_gap *gap) {
    pl_date day;

    assert(pl_date_weekday(monday) == 1);
    if (first_school_day(region, monday, monday + 4, &day, gap) != PL_CALENDAR_KNOWN)
        return PL_CALENDAR_GAP;
    *is = day <= monday + 4;
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_first_school_day(const pl_region *region, int schooljaar, pl_date *day,
                                       pl_gap *gap) {
    pl_date summer, last = pl_schooljaar_end(schooljaar);

    if (!pl_region_summer(region, schooljaar, &summer, gap))
        return PL_CALENDAR_GAP;
    if (first_school_day(region, summer + 1, last, day, gap) != PL_CALENDAR_KNOWN)
        return PL_CALENDAR_GAP;
    return *day <= last ? PL_CALENDAR_KNOWN : PL_CALENDAR_NO_WEEK;
}

/* From the Monday of a teaching week to that of the `count`-th one after it, none of them later than
 * `last`. */
static pl_calendar_status walk_weeks(const pl_region *region, pl_date *monday, int count,
                                     pl_date last, pl_gap *gap) {
    bool teaching;

    while (count > 0) {
        *monday += 7;
        if (*monday > last)
            return PL_CALENDAR_NO_WEEK;
        if (is_teaching_week(region, *monday, &teaching, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        count -= teaching;
    }
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_teaching_week(const pl_region *region, int schooljaar, int number,
                                    pl_date *monday, pl_gap *gap) {
    pl_calendar_status status = pl_first_school_day(region, schooljaar, monday, gap);
    pl_date last = pl_schooljaar_end(schooljaar);

    assert(number >= 1);
    if (status != PL_CALENDAR_KNOWN)
        return status;
    *monday = pl_date_monday(*monday);
    return walk_weeks(region, monday, number - 1, last, gap);
}

pl_calendar_status pl_teaching_week_of(const pl_region *region, pl_date date, int *number,
                                       pl_gap *gap) {
    pl_date wanted = pl_date_monday(date), day, monday;
    pl_calendar_status status = first_school_day(region, wanted, wanted + 4, &day, gap);

    *number = 0;
    if (status != PL_CALENDAR_KNOWN || day > wanted + 4)
        return status;
    status = pl_first_school_day(region, pl_schooljaar_of(day), &monday, gap);
    if (status != PL_CALENDAR_KNOWN)
        return status;
    monday = pl_date_monday(monday);
    for (*number = 1; monday < wanted; ++*number)
        if (walk_weeks(region, &monday, 1, wanted, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
    assert(monday == wanted);
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_school_days_between(const pl_region *region, pl_date first, pl_date last,
                                          int *count, pl_gap *gap) {
    *count = 0;
    for (pl_date day = first; day <= last; day++) {
        bool is;

        if (pl_is_school_day(region, day, &is, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        *count += is;
    }
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_school_days_after(const pl_region *region, pl_date date, int count,
                                        pl_date *day, pl_gap *gap) {
    assert(count >= 1);
    for (*day = date; count > 0;) {
        bool is;

        if (pl_is_school_day(region, ++*day, &is, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        count -= is;
    }
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_school_weeks_after(const pl_region *region, pl_date date, int count,
                                         pl_date *day, pl_gap *gap) {
    pl_date monday = pl_date_monday(date), weekday = date - monday;
    pl_calendar_status status;
    bool teaching;

    assert(count >= 0);
    status = is_teaching_week(region, monday, &teaching, gap);
    if (status == PL_CALENDAR_KNOWN && !teaching) {
        weekday = 0;
        count++;
    }
    if (status == PL_CALENDAR_KNOWN)
        status = walk_weeks(region, &monday, count, INT32_MAX - 7, gap);
    assert(status != PL_CALENDAR_NO_WEEK);
    *day = monday + weekday;
    return status;
}
