/* holidays.c - the table of holidays, by region and school year.
 * That a row lies in its season is checked as it comes in; all else rests on it: the holidays of a
 * year cannot overlap, nor change places, and one look at the season of a day is enough. */
#include "calendar/holidays.h"

#include <assert.h>

#define KINDS PL_HOLIDAY_OTHER /* those that a year needs */

typedef struct days {
    pl_date first, last;
} days;

typedef struct region_year {
    int schooljaar;
    bool known[KINDS];
    days holidays[KINDS];
    PL_VEC(days) others;
} region_year;

struct pl_region {
    const char *name;
    PL_VEC(region_year) years;
};

/* In the order of the school year; a season begins on this day and ends where the next begins. */
static const struct {
    const char *name;
    int month, day;
} seasons[KINDS] = {
    {"zomer", 7, 1}, {"herfst", 10, 1}, {"kerst", 12, 12}, {"voorjaar", 2, 1}, {"mei", 4, 15},
};

const char *pl_holiday_name(pl_holiday_kind kind) {
    assert(kind < KINDS);
    return seasons[kind].name;
}

static pl_holiday_kind kind_of(pl_str name) {
    for (int k = 0; k < KINDS; k++)
        if (pl_str_equal(name, pl_str_of(seasons[k].name)))
            return (pl_holiday_kind)k;
    return PL_HOLIDAY_OTHER;
}

static int school_year_and_month(pl_date date, int *month, int *day) {
    int year;

    pl_date_split(date, &year, month, day);
    return *month >= 7 ? year : year - 1; /* with the summer before it */
}

pl_gap pl_holiday_season(pl_date date) {
    int month, day, kind = KINDS - 1;
    pl_gap gap = {.schooljaar = school_year_and_month(date, &month, &day)};
    int into = (month + 5) % 12 * 31 + day; /* July first */

    while (kind > 0 && into < (seasons[kind].month + 5) % 12 * 31 + seasons[kind].day)
        kind--;
    gap.kind = (pl_holiday_kind)kind;
    return gap;
}

/* ### what is known */

const char *pl_region_name(const pl_region *region) {
    return region->name;
}

const pl_region *pl_holidays_find(const pl_holidays *holidays, pl_str region) {
    for (uint32_t i = 0; i < holidays->regions.len; i++)
        if (pl_str_equal(pl_str_of(holidays->regions.items[i]->name), region))
            return holidays->regions.items[i];
    return NULL;
}

static const region_year *year_of(const pl_region *region, int schooljaar) {
    for (uint32_t i = 0; i < region->years.len; i++)
        if (region->years.items[i].schooljaar == schooljaar)
            return &region->years.items[i];
    return NULL;
}

static bool is_known(const region_year *year, pl_holiday_kind kind) {
    return year && year->known[kind];
}

static bool holds(days off, pl_date date) {
    return off.first <= date && date <= off.last;
}

bool pl_region_is_holiday(const pl_region *region, pl_date date, bool *is, pl_gap *gap) {
    pl_gap season = pl_holiday_season(date);
    const region_year *year = year_of(region, season.schooljaar);
    const region_year *own = year_of(region, pl_schooljaar_of(date));

    assert(season.kind < KINDS);
    if (!is_known(year, season.kind)) {
        *gap = season;
        return false;
    }
    *is = holds(year->holidays[season.kind], date);
    for (uint32_t i = 0; own && i < own->others.len; i++)
        *is = *is || holds(own->others.items[i], date);
    return true;
}

bool pl_region_summer(const pl_region *region, int schooljaar, pl_date *last, pl_gap *gap) {
    const region_year *year = year_of(region, schooljaar);

    if (!is_known(year, PL_HOLIDAY_SUMMER)) {
        *gap = (pl_gap){schooljaar, PL_HOLIDAY_SUMMER};
        return false;
    }
    *last = year->holidays[PL_HOLIDAY_SUMMER].last;
    assert(*last >= pl_schooljaar_start(schooljaar));
    return true;
}

/* ### rows */

void pl_holidays_init(pl_holidays *holidays, pl_arena *arena) {
    *holidays = (pl_holidays){.arena = arena};
}

static bool in_season(pl_date date, int schooljaar, pl_holiday_kind kind) {
    pl_gap season = pl_holiday_season(date);

    return season.schooljaar == schooljaar && season.kind == kind;
}

static pl_holiday_fault fault_of(const pl_holiday *row, pl_holiday_kind kind) {
    pl_date august = pl_schooljaar_start(row->schooljaar);

    if (row->last < row->first)
        return PL_HOLIDAY_BACKWARDS;
    if (kind == PL_HOLIDAY_OTHER)
        return pl_schooljaar_of(row->first) == row->schooljaar &&
                pl_schooljaar_of(row->last) == row->schooljaar
            ? PL_HOLIDAY_FINE
            : PL_HOLIDAY_OUT_OF_SEASON;
    if (!in_season(row->first, row->schooljaar, kind) ||
        !in_season(row->last, row->schooljaar, kind))
        return PL_HOLIDAY_OUT_OF_SEASON;
    /* So no week has school days of two school years. */
    if (kind == PL_HOLIDAY_SUMMER &&
        (row->first > august || row->last < august || row->last - row->first < 6))
        return PL_HOLIDAY_NO_SUMMER;
    return PL_HOLIDAY_FINE;
}

static pl_region *region_for(pl_holidays *holidays, pl_str name) {
    pl_region *region = (pl_region *)pl_holidays_find(holidays, name);

    if (!region) {
        region = PL_MAKE(holidays->arena, pl_region);
        region->name = pl_arena_copy(holidays->arena, name.ptr, name.len);
        PL_PUSH(holidays->arena, &holidays->regions, region);
    }
    return region;
}

static region_year *year_for(pl_holidays *holidays, pl_region *region, int schooljaar) {
    if (!year_of(region, schooljaar))
        PL_PUSH(holidays->arena, &region->years, (region_year){.schooljaar = schooljaar});
    return (region_year *)year_of(region, schooljaar);
}

pl_holiday_fault pl_holidays_push(pl_holidays *holidays, const pl_holiday *row) {
    pl_holiday_kind kind = kind_of(row->name);
    pl_holiday_fault fault = fault_of(row, kind);
    const pl_region *before = pl_holidays_find(holidays, row->region);
    region_year *year;

    assert(row->schooljaar >= 1 && row->schooljaar <= 9998);
    if (fault != PL_HOLIDAY_FINE)
        return fault;
    if (before && kind != PL_HOLIDAY_OTHER && is_known(year_of(before, row->schooljaar), kind))
        return PL_HOLIDAY_TWICE;
    year = year_for(holidays, region_for(holidays, row->region), row->schooljaar);
    if (kind == PL_HOLIDAY_OTHER) {
        PL_PUSH(holidays->arena, &year->others, ((days){row->first, row->last}));
        return PL_HOLIDAY_FINE;
    }
    year->known[kind] = true;
    year->holidays[kind] = (days){row->first, row->last};
    return PL_HOLIDAY_FINE;
}
