/* days.c - which rows a period takes, by their school year or by their day, and the windows of a
 * quantifier over them: what the program asked of each row, asked again of one. */
#include <assert.h>

#include "trace/trace.h"

/* The region that a subject or a row lies in: *known false when it is missing, or has no holidays. NULL
 * where none is needed. */
static const pl_region *region_of(pl_trace *trace, const pl_expr *region, const pl_entity *entity,
                                  uint32_t row, bool *known) {
    pl_value member;
    const pl_region *found;

    *known = true;
    if (!region)
        return NULL;
    *known = pl_trace_field_at(trace, region, entity, row, &member) && member.state == PL_OK;
    found = *known ? pl_model_region(pl_trace_run(trace)->model, region, member.index) : NULL;
    *known = found != NULL;
    return found;
}

const char *pl_trace_without_holidays(pl_trace *trace, const pl_expr *region,
                                      const pl_entity *entity, uint32_t row) {
    pl_value member;

    if (!pl_trace_field_at(trace, region, entity, row, &member) || member.state != PL_OK ||
        pl_model_region(pl_trace_run(trace)->model, region, member.index))
        return NULL;
    return region->type.members->members.items[member.index];
}

const pl_stretch *pl_trace_windows(pl_trace *trace, const pl_expr *quantifier,
                                   const pl_entity *entity, uint32_t row, uint32_t *count) {
    bool known;
    const pl_region *region = region_of(trace, quantifier->period.region, entity, row, &known);
    pl_stretches windows = {0};
    pl_gap gap;

    assert(pl_period_has_windows(&quantifier->period));
    if (known)
        (void)pl_period_windows(pl_trace_arena(trace), &quantifier->period, region,
                                pl_trace_year(trace), pl_trace_date(trace), &windows, &gap);
    *count = windows.len;
    return windows.items;
}

/* The days that the rows of an aggregate are taken from, as the row lies. Outside a window those of all
 * windows. False when nobody knows. */
static bool days_of(pl_trace *trace, const pl_expr *aggregate, uint32_t row, pl_stretch *days) {
    const pl_period *period = &aggregate->period;
    uint32_t window = pl_trace_at_window(trace);
    pl_date today = pl_trace_date(trace);
    pl_stretches windows = {0};
    bool known;
    const pl_region *region = region_of(trace, period->row_region, aggregate->child, row, &known);
    pl_gap gap;

    *days = (pl_stretch){pl_schooljaar_start(pl_trace_year(trace)), today};
    if (!known)
        return false;
    if (period->kind == PL_PERIOD_DAYS)
        return pl_period_days(period, region, today, days, &gap) == PL_CALENDAR_KNOWN;
    if (window == PL_TRACE_NO_WINDOW)
        return true;
    if (pl_period_windows(pl_trace_arena(trace), &period->around->period, region,
                          pl_trace_year(trace), today, &windows, &gap) != PL_CALENDAR_KNOWN)
        return false;
    *days = window < windows.len ? windows.items[window] : (pl_stretch){0, -1};
    if (days->last > today)
        days->last = today;
    return true;
}

static bool takes_day(pl_trace *trace, const pl_expr *aggregate, const pl_rows *rows,
                      uint32_t row) {
    const pl_column *column =
        pl_data_field(pl_trace_run(trace)->data, aggregate->period.day, pl_trace_year(trace));
    pl_value day = pl_trace_cell(trace, column, row);
    pl_stretch days;

    if (!days_of(trace, aggregate, row, &days))
        return true;
    if (days.first > days.last)
        return false;
    if (rows->years &&
        (rows->years[row] < pl_schooljaar_of(days.first) ||
         rows->years[row] > pl_schooljaar_of(days.last)))
        return false;
    return day.state != PL_OK || (day.index >= days.first && day.index <= days.last);
}

bool pl_trace_takes(pl_trace *trace, const pl_expr *aggregate, const pl_period *period,
                    uint32_t row) {
    const pl_rows *rows = pl_data_rows(pl_trace_run(trace)->data, aggregate->child);

    assert(row < rows->count);
    if (pl_period_has_days(period))
        return takes_day(trace, aggregate, rows, row);
    return !rows->years ||
        pl_trace_in_period(period, aggregate, pl_trace_year(trace), rows->years[row]);
}

/* Has some row its day in that school year? */
static bool has_day_in(pl_trace *trace, const pl_expr *aggregate, const pl_rows *rows, int year) {
    const pl_column *days = pl_data_field(pl_trace_run(trace)->data, aggregate->period.day, year);

    for (uint32_t row = 0; days && row < rows->count; row++) {
        pl_value day = pl_trace_cell(trace, days, row);

        if (day.state == PL_OK && pl_schooljaar_of(day.index) == year)
            return true;
    }
    return false;
}

int pl_trace_uncovered(pl_trace *trace, const pl_expr *aggregate, uint32_t row) {
    const pl_rows *rows = pl_data_rows(pl_trace_run(trace)->data, aggregate->child);
    int first = pl_trace_year(trace);
    pl_stretch days;

    assert(pl_period_has_days(&aggregate->period));
    if (row < rows->count && days_of(trace, aggregate, row, &days) && days.first <= days.last)
        first = pl_schooljaar_of(days.first);
    for (int year = first; year <= pl_trace_year(trace); year++)
        if (rows->years ? !pl_rows_cover(rows, year) : !has_day_in(trace, aggregate, rows, year))
            return year;
    return 0;
}
