/* oracle_windows.c - periods of days: the units that have begun, found by walking from day to day, and the windows of a quantifier. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- units ---- */

/* The first day of the unit of the calendar that holds the day. */
static pl_date first_of(pl_stretch_unit unit, pl_date day) {
    int year, month, of_month;
    switch (unit) {
    case PL_STRETCH_WEEKS:
    case PL_STRETCH_SCHOOL_WEEKS: return day - (pl_date_weekday(day) - 1);
    case PL_STRETCH_MONTHS:
    case PL_STRETCH_QUARTERS:
        for (;; day--) {
            pl_date_split(day, &year, &month, &of_month);
            if (of_month == 1 && (unit == PL_STRETCH_MONTHS || month % 3 == 2))
                return day; /* February, May, August, November */
        }
    default: return day;
    }
}

static pl_date last_of(pl_stretch_unit unit, pl_date day) {
    pl_date first = first_of(unit, day);
    while (first_of(unit, day + 1) == first)
        day++;
    return day;
}

/* Is there school in the unit that begins on this day? Of units of the calendar: yes. */
static bool has_school(pl_stretch_unit unit, const pl_region *region, pl_date first) {
    pl_gap gap;
    bool is = false;
    if (unit != PL_STRETCH_SCHOOL_DAYS && unit != PL_STRETCH_SCHOOL_WEEKS)
        return true;
    for (pl_date day = first; day <= last_of(unit, first) && !is; day++)
        if (pl_is_school_day(region, day, &is, &gap) != PL_CALENDAR_KNOWN)
            return false;
    return is;
}

/* *known false: the row lies in no region, or in one without holidays. */
static const pl_region *region_at(oracle *o, const pl_expr *region, uint32_t row, bool *known) {
    *known = true;
    if (!region)
        return NULL;
    oracle_value member = oracle_eval(o, region, row);
    const pl_region *found = NULL;
    if (member.state == PL_OK)
        found = pl_holidays_find(o->model->holidays,
                                 pl_str_of(region->type.members->members.items[member.index]));
    *known = found != NULL;
    return found;
}

/* ---- the last units ---- */

/* The n-th of the last units, counted back from 0. */
static pl_stretch unit_back(const oracle *o, const pl_period *period, const pl_region *region,
                            int n) {
    pl_date first = first_of(period->unit, o->now);
    if (!period->including_this)
        first = first_of(period->unit, first - 1);
    while (!has_school(period->unit, region, first) || n-- > 0)
        first = first_of(period->unit, first - 1);
    pl_stretch found = {first, last_of(period->unit, first)};
    if (found.last > o->now)
        found.last = o->now;
    return found;
}

static pl_stretch last_units(const oracle *o, const pl_period *period, const pl_region *region) {
    pl_stretch earliest = unit_back(o, period, region, period->years - 1),
               latest = unit_back(o, period, region, 0);
    return (pl_stretch){earliest.first, latest.last};
}

/* ---- windows ---- */

/* The first days of the units of the school year that have begun; found once. */
static const oracle_units *units_of(oracle *o, pl_stretch_unit unit, const pl_region *region) {
    for (uint32_t i = 0; i < o->units_len; i++)
        if (o->units[i].unit == unit && o->units[i].region == region && o->units[i].year == o->year)
            return &o->units[i];
    o->units = realloc(o->units, (o->units_len + 1) * sizeof *o->units);
    if (!o->units)
        pl_out_of_memory();
    oracle_units *list = &o->units[o->units_len++];
    *list = (oracle_units){.unit = unit, .region = region, .year = o->year};
    for (pl_date day = pl_schooljaar_start(o->year); day <= o->now; day++)
        if (first_of(unit, day) == day && has_school(unit, region, day))
            list->first[list->count++] = day;
    return list;
}

/* Where the n-th unit of the school year begins; false when it has not begun. */
static bool nth_unit(oracle *o, pl_stretch_unit unit, const pl_region *region, int n,
                     pl_date *first) {
    const oracle_units *list = units_of(o, unit, region);
    if (n >= list->count)
        return false;
    *first = list->first[n];
    return true;
}

/* Window n of a quantifier; false when it has not begun. *over: its last day has been. */
static bool nth_window(oracle *o, const pl_period *period, const pl_region *region, int n,
                       pl_stretch *days, bool *over) {
    pl_date last = 0;
    *over = period->kind == PL_PERIOD_EACH;
    if (*over) {
        *days = unit_back(o, period, region, period->years - 1 - n);
        return true;
    }
    if (!nth_unit(o, period->unit, region, n, &days->first))
        return false;
    days->last = o->now;
    if (nth_unit(o, period->unit, region, n + period->years - 1, &last))
        *over = last_of(period->unit, last) <= o->now;
    if (*over)
        days->last = last_of(period->unit, last);
    return true;
}

/* ---- rows ---- */

static bool days_of(oracle *o, const pl_expr *expr, const pl_region *region, pl_stretch *days) {
    bool over;
    if (expr->period.kind == PL_PERIOD_DAYS)
        *days = last_units(o, &expr->period, region);
    else
        return nth_window(o, &expr->period.around->period, region, o->window, days, &over);
    return days->first <= days->last;
}

pl_truth oracle_in_days(oracle *o, const pl_expr *expr, uint32_t row) {
    bool known;
    const pl_region *region = region_at(o, expr->period.row_region, row, &known);
    pl_stretch days;
    if (!known)
        return PL_UNKNOWN;
    if (!days_of(o, expr, region, &days))
        return PL_FALSE;
    oracle_value day = oracle_cell(o, pl_data_field(o->data, expr->period.day, o->year), row);
    if (day.state != PL_OK)
        return PL_UNKNOWN;
    return day.index >= days.first && day.index <= days.last ? PL_TRUE : PL_FALSE;
}

/* The school years of the last units in any region; of a window that of the evaluation. */
year_set oracle_days_years(oracle *o, const pl_expr *expr) {
    const pl_expr *region = expr->period.region;
    uint32_t count = region ? region->type.members->members.len : 1;
    year_set set = {.years = {o->year}, .count = 1};
    int first = o->year;
    bool within = expr->period.kind == PL_PERIOD_WINDOW &&
        expr->period.around->period.kind == PL_PERIOD_SUCCESSIVE;
    for (uint32_t r = 0; !within && r < count; r++) {
        const pl_region *in = region
            ? pl_holidays_find(o->model->holidays,
                               pl_str_of(region->type.members->members.items[r]))
            : NULL;
        pl_stretch days;
        if ((!region || in) && days_of(o, expr, in, &days) && pl_schooljaar_of(days.first) < first)
            first = pl_schooljaar_of(days.first);
    }
    for (int year = first; year < o->year; year++) {
        assert(set.count < MAX_YEARS);
        set.years[set.count++] = year;
    }
    return set;
}

bool oracle_has_day_in(oracle *o, const pl_expr *expr, int year) {
    const pl_column *column = pl_data_field(o->data, expr->period.day, o->year);
    uint32_t count = pl_data_rows(o->data, expr->child)->count;
    for (uint32_t r = 0; r < count; r++) {
        oracle_value day = oracle_cell(o, column, r);
        if (day.state == PL_OK && pl_schooljaar_of((pl_date)day.index) == year)
            return true;
    }
    return false;
}

/* ---- each window as a row of weight 1 ---- */

/* How many windows have begun in the region where most have. */
static int most_windows(oracle *o, const pl_expr *expr) {
    const pl_expr *region = expr->period.region;
    uint32_t count = region ? region->type.members->members.len : 1;
    int most = 0;
    if (expr->period.kind == PL_PERIOD_EACH)
        return expr->period.years;
    for (uint32_t r = 0; r < count; r++) {
        const pl_region *in = region
            ? pl_holidays_find(o->model->holidays,
                               pl_str_of(region->type.members->members.items[r]))
            : NULL;
        pl_date first;
        while ((!region || in) && nth_unit(o, expr->period.unit, in, most, &first))
            most++;
    }
    return most;
}

static pl_truth counts(oracle *o, const pl_expr *expr, uint32_t subject, pl_truth holds) {
    const pl_period *period = &expr->period;
    bool known, over;
    const pl_region *region = region_at(o, period->region, subject, &known);
    pl_stretch days;
    if (!known)
        return PL_UNKNOWN;
    if (!nth_window(o, period, region, o->window, &days, &over))
        return PL_FALSE;
    if (over)
        return PL_TRUE;
    if (!period->can_fall)
        return holds;
    return period->can_rise ? PL_FALSE : oracle_not(holds);
}

void oracle_each_window(oracle *o, const pl_expr *expr, uint32_t subject,
                        oracle_window_visit *visit, void *context) {
    int before = o->window, most = most_windows(o, expr);
    for (int n = 0; n < most; n++) {
        o->window = n;
        oracle_value x = oracle_eval(o, expr->kids[1], subject);
        pl_truth in = counts(o, expr, subject, x.truth);
        if (expr->kids[0])
            in = oracle_and(in, oracle_eval(o, expr->kids[0], subject).truth);
        visit(context, in, x);
    }
    o->window = before;
}
