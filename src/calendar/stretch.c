/* stretch.c - units of time one after the other: what holds a day, then a step on or back. Units of
 * schools are found among the days or weeks of the calendar by asking each whether there is school. */
#include "calendar/stretch.h"

#include <assert.h>
#include <string.h>

static const char *const words[PL_STRETCH_UNITS] = {
    [PL_STRETCH_DAYS] = "days",
    [PL_STRETCH_WEEKS] = "weeks",
    [PL_STRETCH_MONTHS] = "months",
    [PL_STRETCH_QUARTERS] = "quarters",
    [PL_STRETCH_SCHOOL_DAYS] = "school days",
    [PL_STRETCH_SCHOOL_WEEKS] = "school weeks",
};

const char *pl_stretch_word(pl_stretch_unit unit) {
    assert(unit < PL_STRETCH_UNITS);
    return words[unit];
}

bool pl_stretch_find(const char *word, pl_stretch_unit *unit) {
    for (int u = 0; u < PL_STRETCH_UNITS; u++)
        if (strcmp(words[u], word) == 0) {
            *unit = (pl_stretch_unit)u;
            return true;
        }
    return false;
}

bool pl_stretch_is_of_school(pl_stretch_unit unit) {
    return unit == PL_STRETCH_SCHOOL_DAYS || unit == PL_STRETCH_SCHOOL_WEEKS;
}

/* ### one unit of the calendar */

/* So many months from the one that begins at `first`, which 1 August of some year is a multiple of. */
static pl_stretch months_at(pl_date day, int months) {
    pl_date first = pl_schooljaar_start(pl_schooljaar_of(day)), next;

    while ((next = pl_date_add_months(first, months)) <= day)
        first = next;
    return (pl_stretch){first, next - 1};
}

/* What holds the day, of a school day or week whether there is school in it or not. */
static pl_stretch holding(pl_stretch_unit unit, pl_date day) {
    switch (unit) {
    case PL_STRETCH_DAYS:
    case PL_STRETCH_SCHOOL_DAYS:
    case PL_STRETCH_UNITS: break;
    case PL_STRETCH_WEEKS:
    case PL_STRETCH_SCHOOL_WEEKS: return (pl_stretch){pl_date_monday(day), pl_date_monday(day) + 6};
    case PL_STRETCH_MONTHS: return months_at(day, 1);
    case PL_STRETCH_QUARTERS: return months_at(day, 3);
    }
    return (pl_stretch){day, day};
}

/* Is there school in it? Of other units always. */
static pl_calendar_status counts(pl_stretch_unit unit, const pl_region *region, pl_stretch s,
                                 bool *does, pl_gap *gap) {
    pl_date last = unit == PL_STRETCH_SCHOOL_WEEKS ? s.first + 4 : s.last;

    *does = true;
    if (!pl_stretch_is_of_school(unit))
        return PL_CALENDAR_KNOWN;
    assert(region && last - s.first <= 4);
    *does = false;
    for (pl_date day = s.first; day <= last && !*does; day++)
        if (pl_is_school_day(region, day, does, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
    return PL_CALENDAR_KNOWN;
}

/* ### several */

/* From unit to unit, back in time. */
typedef struct walk {
    pl_stretch_unit unit;
    const pl_region *region;
    pl_stretch at; /* looked at next */
} walk;

static walk start(pl_stretch_unit unit, const pl_region *region, bool including, pl_date day) {
    walk w = {unit, region, holding(unit, day)};

    if (!including)
        w.at = holding(unit, w.at.first - 1);
    return w;
}

/* The unit at or before; *found false where no school year lies. */
static pl_calendar_status step_back(walk *w, pl_stretch *unit, bool *found, pl_gap *gap) {
    pl_date earliest = pl_schooljaar_start(1); /* no school year lies before the year 1 */

    *found = false;
    while (!*found && w->at.first >= earliest) {
        if (counts(w->unit, w->region, w->at, found, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        *unit = w->at;
        w->at = holding(w->unit, w->at.first - 1);
    }
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_stretch_back(pl_arena *arena, pl_stretch_unit unit, const pl_region *region,
                                   int count, bool including, pl_date day, pl_stretches *out,
                                   pl_gap *gap) {
    walk w = start(unit, region, including, day);
    pl_stretch one;
    bool found = true;

    assert(count >= 1 && count <= PL_STRETCH_MOST && out->len == 0);
    while ((int)out->len < count && found) {
        if (step_back(&w, &one, &found, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        one.last = one.last < day ? one.last : day;
        if (found)
            PL_PUSH(arena, out, one);
    }
    for (uint32_t a = 0, b = out->len; a + 1 < b; a++, b--) {
        one = out->items[a];
        out->items[a] = out->items[b - 1];
        out->items[b - 1] = one;
    }
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_stretch_last(pl_stretch_unit unit, const pl_region *region, int count,
                                   bool including, pl_date day, pl_stretch *out, pl_gap *gap) {
    walk w = start(unit, region, including, day);
    pl_stretch one;
    bool found = true;

    assert(count >= 1 && count <= PL_STRETCH_MOST);
    *out = (pl_stretch){day, day - 1};
    for (int n = 0; n < count && found; n++) {
        if (step_back(&w, &one, &found, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        if (found && n == 0)
            out->last = one.last < day ? one.last : day;
        if (found)
            out->first = one.first;
    }
    return PL_CALENDAR_KNOWN;
}

pl_calendar_status pl_stretch_list(pl_arena *arena, pl_stretch_unit unit, const pl_region *region,
                                   int schooljaar, pl_date day, pl_stretches *out, pl_gap *gap) {
    pl_date start = pl_schooljaar_start(schooljaar), end = pl_schooljaar_end(schooljaar);
    pl_stretch at = holding(unit, start);
    bool does;

    if (at.first < start)
        at = holding(unit, at.last + 1);
    for (; at.first <= day && at.first <= end; at = holding(unit, at.last + 1)) {
        if (counts(unit, region, at, &does, gap) != PL_CALENDAR_KNOWN)
            return PL_CALENDAR_GAP;
        if (does)
            PL_PUSH(arena, out, at);
    }
    return PL_CALENDAR_KNOWN;
}
