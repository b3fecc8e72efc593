/* rhythm.c - is a rhythm one that has occurrences? Asked once, before anything is computed from it. */
#include <assert.h>

#include "calendar/recurrence.h"

#define DAYS_OF_SHORT_MONTH 28

static pl_rhythm_fault check_weeks(const pl_rhythm *rhythm, uint32_t *at) {
    int before = 0; /* the last week of the range before this one */

    for (*at = 0; *at < rhythm->week_count; ++*at) {
        pl_week_range range = rhythm->weeks[*at];

        if (range.first < 1 || range.first > PL_WEEKS_MOST || range.last < 0 ||
            range.last > PL_WEEKS_MOST)
            return PL_RHYTHM_NO_WEEK;
        if (range.last > 0 && range.last <= range.first)
            return PL_RHYTHM_EMPTY_WINDOW;
        if (range.first < before || (range.first == before && rhythm->weeks[*at - 1].last == 0))
            return PL_RHYTHM_WEEK_ORDER;
        before = range.last > 0 ? range.last : range.first;
    }
    *at = 0;
    return rhythm->week_count > 0 ? PL_RHYTHM_FINE : PL_RHYTHM_NO_WEEK;
}

/* A leap year has all days. */
static bool is_day(int month, int day) {
    pl_date unused;

    return pl_date_make(2000, month, day, &unused);
}

static pl_rhythm_fault check_anchor(const pl_rhythm *rhythm) {
    pl_anchor anchor = rhythm->anchor;

    assert(rhythm->kind != PL_RHYTHM_BEFORE || anchor.kind != PL_ANCHOR_START);
    return anchor.kind != PL_ANCHOR_DAY || is_day(anchor.month, anchor.day) ? PL_RHYTHM_FINE
                                                                            : PL_RHYTHM_NO_DAY;
}

static pl_rhythm_fault check_times(const pl_rhythm *rhythm) {
    if (rhythm->months < 1 || rhythm->months > 12 || 12 % rhythm->months != 0)
        return PL_RHYTHM_NO_PERIOD;
    return rhythm->times >= 1 && rhythm->times <= rhythm->months * DAYS_OF_SHORT_MONTH
        ? PL_RHYTHM_FINE
        : PL_RHYTHM_NO_TIMES;
}

/* Longer than `most`, but not longer than `year`. */
static bool is_between(int count, int most, int year) {
    return count > most && count <= year;
}

static pl_rhythm_fault check_every(pl_term term) {
    bool too_long = false;

    if (term.count < 1)
        return PL_RHYTHM_NO_TERM;
    switch (term.unit) {
    case PL_TERM_DAYS: too_long = is_between(term.count, PL_EVERY_MOST_DAYS, 366); break;
    case PL_TERM_WEEKS: too_long = is_between(term.count, PL_EVERY_MOST_WEEKS, 52); break;
    case PL_TERM_MONTHS: break;
    case PL_TERM_SCHOOL_DAYS: too_long = term.count > PL_EVERY_MOST_SCHOOL_DAYS; break;
    case PL_TERM_SCHOOL_WEEKS: too_long = term.count > PL_EVERY_MOST_SCHOOL_WEEKS; break;
    }
    return too_long ? PL_RHYTHM_LONG_TERM : PL_RHYTHM_FINE;
}

pl_rhythm_fault pl_rhythm_check(const pl_rhythm *rhythm, uint32_t *at) {
    uint32_t unused;

    switch (rhythm->kind) {
    case PL_RHYTHM_WEEKS: return check_weeks(rhythm, at ? at : &unused);
    case PL_RHYTHM_AFTER:
    case PL_RHYTHM_WITHIN:
    case PL_RHYTHM_BEFORE: return check_anchor(rhythm);
    case PL_RHYTHM_TIMES: return check_times(rhythm);
    case PL_RHYTHM_IN_MONTH: return is_day(rhythm->month, 1) ? PL_RHYTHM_FINE : PL_RHYTHM_NO_DAY;
    case PL_RHYTHM_EVERY: return check_every(rhythm->term);
    }
    assert(!"a kind of rhythm");
    return PL_RHYTHM_FINE;
}

bool pl_rhythm_lapses(pl_term term) {
    switch (term.unit) {
    case PL_TERM_DAYS: return term.count > PL_EVERY_MOST_DAYS;
    case PL_TERM_WEEKS: return term.count > PL_EVERY_MOST_WEEKS;
    case PL_TERM_MONTHS: return term.count > PL_EVERY_MOST_MONTHS;
    case PL_TERM_SCHOOL_DAYS:
    case PL_TERM_SCHOOL_WEEKS: break;
    }
    return false;
}

static bool has_anchor(const pl_rhythm *rhythm) {
    return rhythm->kind == PL_RHYTHM_AFTER || rhythm->kind == PL_RHYTHM_WITHIN ||
        rhythm->kind == PL_RHYTHM_BEFORE;
}

bool pl_rhythm_has_event(const pl_rhythm *rhythm) {
    return has_anchor(rhythm) && rhythm->anchor.kind == PL_ANCHOR_EVENT;
}

bool pl_rhythm_needs_region(const pl_rhythm *rhythm, int grace) {
    bool school_term = rhythm->term.unit >= PL_TERM_SCHOOL_DAYS && rhythm->term.count > 0;

    switch (rhythm->kind) {
    case PL_RHYTHM_WEEKS: return true;
    case PL_RHYTHM_AFTER: return school_term || grace > 0 || rhythm->anchor.kind == PL_ANCHOR_START;
    case PL_RHYTHM_WITHIN: return school_term || rhythm->anchor.kind == PL_ANCHOR_START;
    case PL_RHYTHM_EVERY:
        return rhythm->term.unit != PL_TERM_MONTHS && !pl_rhythm_lapses(rhythm->term);
    case PL_RHYTHM_BEFORE:
    case PL_RHYTHM_TIMES:
    case PL_RHYTHM_IN_MONTH: return false;
    }
    return false;
}
