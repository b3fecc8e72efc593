/* term.c - the units of time, each with what it stands for, and how to go a term ahead. */
#include "calendar/term.h"

#include <assert.h>

static const struct {
    const char *word;
    pl_term_unit unit;
    int each; /* how many of `unit` it is */
    int most; /* of them in a term */
} units[] = {
    {"days", PL_TERM_DAYS, 1, 36525},
    {"weeks", PL_TERM_WEEKS, 1, 5218},
    {"months", PL_TERM_MONTHS, 1, 1200},
    {"quarters", PL_TERM_MONTHS, 3, 1200},
    {"years", PL_TERM_MONTHS, 12, 1200},
    {"school days", PL_TERM_SCHOOL_DAYS, 1, 2000},
    {"school weeks", PL_TERM_SCHOOL_WEEKS, 1, 400},
};

pl_term_fault pl_term_make(int64_t count, pl_str unit, pl_term *term) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!pl_str_equal(unit, pl_str_of(units[i].word)))
            continue;
        if (count < 0)
            return PL_TERM_NEGATIVE;
        if (count > units[i].most / units[i].each)
            return PL_TERM_TOO_LONG;
        *term = (pl_term){(int32_t)count * units[i].each, units[i].unit};
        return PL_TERM_FINE;
    }
    return PL_TERM_NO_TIME;
}

pl_calendar_status pl_term_after(pl_term term, const pl_region *region, pl_date date, pl_date *day,
                                 pl_gap *gap) {
    assert(term.count >= 0);
    *day = date;
    if (term.count == 0)
        return PL_CALENDAR_KNOWN;
    assert(region || term.unit < PL_TERM_SCHOOL_DAYS);
    switch (term.unit) {
    case PL_TERM_DAYS: *day += term.count; break;
    case PL_TERM_WEEKS: *day += term.count * 7; break;
    case PL_TERM_MONTHS: *day = pl_date_add_months(date, term.count); break;
    case PL_TERM_SCHOOL_DAYS: return pl_school_days_after(region, date, term.count, day, gap);
    case PL_TERM_SCHOOL_WEEKS: return pl_school_weeks_after(region, date, term.count, day, gap);
    }
    return PL_CALENDAR_KNOWN;
}
