/* stretches.c - the days that a period of a checked program stands for, on one day and in one region:
 * what lowering, explanations and reports ask alike. */
#include <assert.h>

#include "sema/model.h"

bool pl_period_has_days(const pl_period *period) {
    return period->kind == PL_PERIOD_DAYS || period->kind == PL_PERIOD_WINDOW;
}

pl_calendar_status pl_period_days(const pl_period *period, const pl_region *region, pl_date day,
                                  pl_stretch *out, pl_gap *gap) {
    assert(period->kind == PL_PERIOD_DAYS);
    return pl_stretch_last(period->unit, region, period->years, period->including_this, day, out,
                           gap);
}

bool pl_period_has_windows(const pl_period *period) {
    return period->kind == PL_PERIOD_SUCCESSIVE || period->kind == PL_PERIOD_EACH;
}

pl_calendar_status pl_period_windows(pl_arena *arena, const pl_period *period,
                                     const pl_region *region, int schooljaar, pl_date day,
                                     pl_stretches *out, pl_gap *gap) {
    pl_stretches units = {0};
    uint32_t wide = (uint32_t)period->years;
    pl_calendar_status status;

    assert(pl_period_has_windows(period) && wide > 0);
    if (period->kind == PL_PERIOD_EACH)
        return pl_stretch_back(arena, period->unit, region, period->years, period->including_this,
                               day, out, gap);
    status = pl_stretch_list(arena, period->unit, region, schooljaar, day, &units, gap);
    for (uint32_t u = 0; status == PL_CALENDAR_KNOWN && u < units.len; u++) {
        pl_stretch window = {units.items[u].first, PL_DATE_NEVER};

        if (u + wide <= units.len && units.items[u + wide - 1].last <= day)
            window.last = units.items[u + wide - 1].last;
        PL_PUSH(arena, out, window);
    }
    return status;
}

const pl_region *pl_model_region(const pl_model *model, const pl_expr *region, int32_t member) {
    assert(region->type.base == PL_MEMBER && model->holidays);
    assert(member >= 0 && (uint32_t)member < region->type.members->members.len);
    return pl_holidays_find(model->holidays,
                            pl_str_of(region->type.members->members.items[member]));
}
