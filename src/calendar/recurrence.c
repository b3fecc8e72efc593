/* recurrence.c - the days of the occurrences of each form. A form is a function that fills in one
 * occurrence or pushes those of a year; what they cannot know they leave as a gap. */
#include "calendar/recurrence.h"

#include <assert.h>

typedef struct making {
    const pl_rhythm *rhythm;
    const pl_region *region;
    int schooljaar, grace;
    pl_arena *arena;
    pl_occurrences list;
} making;

/* ### one occurrence */

static pl_occurrence window(pl_date opens, pl_date due, pl_date ends, pl_date closes) {
    assert(opens <= due);
    return (pl_occurrence){.number = 1,
                           .opens = opens,
                           .due = due,
                           .ends = ends > due ? ends : due,
                           .closes = closes > ends ? closes : ends,
                           .times = 1};
}

static pl_occurrence no_days(pl_calendar_status status, pl_gap gap) {
    assert(status != PL_CALENDAR_KNOWN);
    return (pl_occurrence){.status = status, .gap = gap, .number = 1, .times = 1};
}

static pl_occurrence after_anchor(const pl_rhythm *rhythm, const pl_region *region, pl_date anchor,
                                  pl_date closes, int grace) {
    const pl_term patience = {grace, PL_TERM_SCHOOL_WEEKS};
    pl_calendar_status status;
    pl_date due, overdue;
    pl_gap gap = {0};

    status = pl_term_after(rhythm->term, region, anchor, &due, &gap);
    if (rhythm->term.count == 0)
        due++;
    if (status == PL_CALENDAR_KNOWN)
        status = pl_term_after(patience, region, due, &overdue, &gap);
    if (status != PL_CALENDAR_KNOWN)
        return no_days(status, gap);
    return window(anchor, due, overdue - 1, closes);
}

static pl_occurrence within_anchor(const pl_rhythm *rhythm, const pl_region *region, pl_date anchor,
                                   pl_date closes) {
    pl_calendar_status status;
    pl_date ends;
    pl_gap gap = {0};

    status = pl_term_after(rhythm->term, region, anchor, &ends, &gap);
    if (status != PL_CALENDAR_KNOWN)
        return no_days(status, gap);
    return window(anchor, anchor, ends, closes);
}

static pl_occurrence before_anchor(pl_date anchor, pl_date closes) {
    pl_date first = pl_schooljaar_start(pl_schooljaar_of(anchor - 1));

    return window(first, first, anchor - 1, closes);
}

static pl_occurrence anchored(const pl_rhythm *rhythm, const pl_region *region, pl_date anchor,
                              pl_date closes, int grace) {
    if (rhythm->kind == PL_RHYTHM_AFTER)
        return after_anchor(rhythm, region, anchor, closes, grace);
    if (rhythm->kind == PL_RHYTHM_WITHIN)
        return within_anchor(rhythm, region, anchor, closes);
    assert(rhythm->kind == PL_RHYTHM_BEFORE);
    return before_anchor(anchor, closes);
}

pl_occurrence pl_occurrence_of(const pl_rhythm *rhythm, const pl_region *region, pl_date event,
                               int grace) {
    assert(pl_rhythm_has_event(rhythm) && grace >= 0);
    assert(region || !pl_rhythm_needs_region(rhythm, grace));
    return anchored(rhythm, region, event, PL_NEVER, grace);
}

/* ### those of a year */

static void push(making *m, pl_occurrence occurrence, int number) {
    occurrence.number = number;
    PL_PUSH(m->arena, &m->list, occurrence);
}

static pl_date year_end(const making *m) {
    return pl_schooljaar_end(m->schooljaar);
}

static pl_date earlier(pl_date a, pl_date b) {
    return a < b ? a : b;
}

/* The Sunday of a teaching week, or the end of the year when it has fewer. */
static pl_calendar_status week_end(const making *m, int week, pl_date *sunday, pl_gap *gap) {
    pl_calendar_status status = pl_teaching_week(m->region, m->schooljaar, week, sunday, gap);

    if (status == PL_CALENDAR_NO_WEEK) {
        *sunday = year_end(m);
        return PL_CALENDAR_KNOWN;
    }
    *sunday = earlier(*sunday + 6, year_end(m));
    return status;
}

/* `opens`: when it has no window. */
static pl_occurrence after_week(const making *m, pl_week_range range, pl_date opens) {
    int last = range.last > 0 ? range.last : range.first + m->grace;
    pl_calendar_status status;
    pl_date monday, due, ends;
    pl_gap gap = {0};

    status = pl_teaching_week(m->region, m->schooljaar, range.first, &monday, &gap);
    if (status == PL_CALENDAR_KNOWN)
        status = week_end(m, last, &ends, &gap);
    if (status != PL_CALENDAR_KNOWN)
        return no_days(status, gap);
    due = earlier(monday + 7, year_end(m));
    return window(range.last > 0 ? due : earlier(opens, due), due, ends, year_end(m));
}

static void push_weeks(making *m) {
    pl_date opens = pl_schooljaar_start(m->schooljaar);

    for (uint32_t i = 0; i < m->rhythm->week_count; i++) {
        pl_occurrence occurrence = after_week(m, m->rhythm->weeks[i], opens);

        push(m, occurrence, m->rhythm->weeks[i].first);
        if (occurrence.status == PL_CALENDAR_KNOWN)
            opens = occurrence.ends + 1;
    }
}

/* The anchor in this school year; false when it has none. */
static bool own_anchor(const making *m, pl_date *anchor) {
    pl_anchor stated = m->rhythm->anchor;
    bool before = m->rhythm->kind == PL_RHYTHM_BEFORE;

    if (stated.kind == PL_ANCHOR_DATE) {
        *anchor = stated.date;
        return pl_schooljaar_of(stated.date - before) == m->schooljaar;
    }
    assert(stated.kind == PL_ANCHOR_DAY);
    *anchor = pl_schooljaar_day(m->schooljaar, stated.month, stated.day);
    if (before && *anchor == pl_schooljaar_start(m->schooljaar))
        *anchor = pl_schooljaar_start(m->schooljaar + 1);
    return true;
}

static void push_anchored(making *m) {
    pl_calendar_status status = PL_CALENDAR_KNOWN;
    pl_gap gap = {0};
    pl_date anchor;

    if (m->rhythm->anchor.kind == PL_ANCHOR_START)
        status = pl_first_school_day(m->region, m->schooljaar, &anchor, &gap);
    else if (!own_anchor(m, &anchor))
        return;
    push(m,
         status == PL_CALENDAR_KNOWN ? anchored(m->rhythm, m->region, anchor, year_end(m), m->grace)
                                     : no_days(status, gap),
         1);
}

/* Parts of so many months, from 1 August. */
static void push_parts(making *m, int months, int times) {
    pl_date start = pl_schooljaar_start(m->schooljaar);

    assert(months >= 1 && months <= 12);
    for (int part = 0; (part + 1) * months <= 12; part++) {
        pl_date first = pl_date_add_months(start, part * months);
        pl_date last = pl_date_add_months(start, (part + 1) * months) - 1;
        pl_occurrence occurrence = window(first, first, last, year_end(m));

        occurrence.times = times;
        push(m, occurrence, part + 1);
    }
}

static void push_month(making *m) {
    pl_date first = pl_schooljaar_day(m->schooljaar, m->rhythm->month, 1);

    push(m, window(first, first, pl_date_add_months(first, 1) - 1, year_end(m)), 1);
}

/* The gap is none of this year: the days asked for lie in the autumn after it or later. */
static bool is_beyond(const making *m, pl_gap gap) {
    return gap.schooljaar > m->schooljaar && gap.kind != PL_HOLIDAY_SUMMER;
}

/* The term that begins with `first`: the day on which its last unit begins, its last day, and the
 * day on which the next one begins. */
static pl_calendar_status lay_term(const making *m, pl_date first, pl_date *last, pl_date *next,
                                   pl_gap *gap) {
    pl_term most = m->rhythm->term, one = {1, most.unit};
    bool weeks = most.unit == PL_TERM_WEEKS || most.unit == PL_TERM_SCHOOL_WEEKS;
    pl_calendar_status status;

    most.count--;
    *next = PL_NEVER;
    status = pl_term_after(most, m->region, first, last, gap);
    if (status == PL_CALENDAR_KNOWN && *last <= year_end(m))
        status = pl_term_after(one, m->region, *last, next, gap);
    *last += weeks ? 6 : 0;
    return status;
}

/* Terms end to end from the first school day, a holiday between two going with the first of them; a
 * gap is the last. */
static void push_terms(making *m) {
    pl_gap gap = {0};
    pl_date first, last, next;
    pl_calendar_status status = pl_first_school_day(m->region, m->schooljaar, &first, &gap);

    if (m->rhythm->term.unit == PL_TERM_SCHOOL_WEEKS && status == PL_CALENDAR_KNOWN)
        first = pl_date_monday(first);
    for (int number = 1; status == PL_CALENDAR_KNOWN; number++, first = next) {
        status = lay_term(m, first, &last, &next, &gap);
        if (status == PL_CALENDAR_KNOWN && last > year_end(m))
            return;
        if (status == PL_CALENDAR_KNOWN)
            push(m, window(first, first, earlier(next - 1, year_end(m)), year_end(m)), number);
    }
    if (!is_beyond(m, gap))
        push(m, no_days(status, gap), (int)m->list.len + 1);
}

static void push_every(making *m) {
    pl_term term = m->rhythm->term;

    if (pl_rhythm_lapses(term))
        push(m, (pl_occurrence){.times = 1, .lapse = term}, 1);
    else if (term.unit == PL_TERM_MONTHS)
        push_parts(m, term.count, 1);
    else
        push_terms(m);
}

pl_occurrences pl_occurrences_in(const pl_rhythm *rhythm, const pl_region *region, int schooljaar,
                                 int grace, pl_arena *arena) {
    making m = {.rhythm = rhythm,
                .region = region,
                .schooljaar = schooljaar,
                .grace = grace,
                .arena = arena};

    assert(pl_rhythm_check(rhythm, NULL) == PL_RHYTHM_FINE && !pl_rhythm_has_event(rhythm));
    assert(schooljaar >= 1 && schooljaar <= 9998 && grace >= 0);
    assert(region || !pl_rhythm_needs_region(rhythm, grace));
    switch (rhythm->kind) {
    case PL_RHYTHM_WEEKS: push_weeks(&m); break;
    case PL_RHYTHM_AFTER:
    case PL_RHYTHM_WITHIN:
    case PL_RHYTHM_BEFORE: push_anchored(&m); break;
    case PL_RHYTHM_TIMES: push_parts(&m, rhythm->months, rhythm->times); break;
    case PL_RHYTHM_IN_MONTH: push_month(&m); break;
    case PL_RHYTHM_EVERY: push_every(&m); break;
    }
    return m.list;
}
