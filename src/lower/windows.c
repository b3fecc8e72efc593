/* windows.c - periods of days: the days are worked out here, for each region, from the date and the table
 * of holidays; the program only asks where the day of a row lies. A quantifier over windows adds each
 * window to an accumulator of the subject itself, as if windows were its rows: so its condition is lowered
 * once for each of them, and the cost is linear in rows. The meaning is in doc/semantics.md. */
#include <assert.h>
#include <string.h>

#include "lower/lowering.h"

/* ### days of each region */

static void tell_gap(pl_lowering *l, const pl_expr *e, const pl_region *region, pl_gap gap) {
    pl_buffer year;

    if (l->gap_told)
        return;
    l->gap_told = true;
    pl_buffer_init(&year);
    pl_schooljaar_print(&year, gap.schooljaar);
    PL_REPORT(l->diags, HOLIDAY_GAP, e->span, pl_stretch_word(e->period.unit),
              pl_holiday_name(gap.kind), year.ptr, pl_region_name(region));
    pl_buffer_fini(&year);
}

/* What is asked for one region; KNOWN or GAP. */
typedef pl_calendar_status find_days(pl_lowering *l, const pl_expr *e, const pl_region *region,
                                     pl_stretch *out, pl_gap *gap);

static pl_calendar_status last_days(pl_lowering *l, const pl_expr *e, const pl_region *region,
                                    pl_stretch *out, pl_gap *gap) {
    return pl_period_days(&e->period, region, l->date, out, gap);
}

/* That of the window that is lowered for. */
static pl_calendar_status window_days(pl_lowering *l, const pl_expr *e, const pl_region *region,
                                      pl_stretch *out, pl_gap *gap) {
    pl_stretches windows = {0};
    pl_calendar_status status =
        pl_period_windows(l->arena, &e->period, region, l->year, l->date, &windows, gap);

    assert(l->window != PL_NO_INDEX);
    *out = (pl_stretch){0, -1};
    if (status == PL_CALENDAR_KNOWN && l->window < windows.len)
        *out = windows.items[l->window];
    return status;
}

static pl_days_standing standing_of(const pl_lowering *l, pl_stretch days) {
    if (days.first > days.last)
        return PL_DAYS_NONE;
    return days.last <= l->date ? PL_DAYS_OVER : PL_DAYS_BEGUN;
}

static void find_in_region(pl_lowering *l, const pl_expr *e, find_days *find,
                           pl_regional_days *days, uint32_t at) {
    const pl_region *region =
        e->period.region ? pl_model_region(l->model, e->period.region, (int32_t)at) : NULL;
    pl_stretch *found = &days->days[at];
    pl_gap gap;

    *found = (pl_stretch){0, -1};
    if (e->period.region && !region)
        return; /* no holidays are given for it: unknown */
    days->standing[at] = PL_DAYS_NONE;
    if (find(l, e, region, found, &gap) != PL_CALENDAR_KNOWN) {
        tell_gap(l, e, region, gap);
        *found = (pl_stretch){0, -1};
        return;
    }
    days->standing[at] = standing_of(l, *found);
    if (found->last > l->date)
        found->last = l->date;
}

static pl_regional_days days_of(pl_lowering *l, const pl_expr *e, find_days *find) {
    const pl_expr *region = e->period.region;
    pl_regional_days days = {.count = region ? region->type.members->members.len : 1};

    assert(days.count > 0);
    days.days = PL_MAKE_ARRAY(l->arena, pl_stretch, days.count);
    days.standing = PL_MAKE_ARRAY(l->arena, pl_days_standing, days.count);
    for (uint32_t at = 0; at < days.count; at++)
        find_in_region(l, e, find, &days, at);
    return days;
}

/* The quantifier whose window, or the expression itself whose days, its rows are of. */
static pl_regional_days days_of_rows(pl_lowering *l, const pl_expr *e) {
    if (e->period.kind == PL_PERIOD_DAYS)
        return days_of(l, e, last_days);
    assert(e->period.kind == PL_PERIOD_WINDOW);
    return days_of(l, e->period.around, window_days);
}

static bool same_days(const pl_regional_days *a, const pl_regional_days *b) {
    return a->count == b->count && memcmp(a->days, b->days, a->count * sizeof *a->days) == 0 &&
        memcmp(a->standing, b->standing, a->count * sizeof *a->standing) == 0;
}

static uint32_t pool_days(pl_lowering *l, pl_regional_days days) {
    for (uint32_t d = 0; d < l->program->days.len; d++)
        if (same_days(&l->program->days.items[d], &days))
            return d;
    PL_PUSH(l->arena, &l->program->days, days);
    return l->program->days.len - 1;
}

/* ### where rows lie */

pl_draft_value pl_emit_in_days(pl_lowering *l, pl_draft *rows, const pl_expr *e) {
    uint32_t days = pool_days(l, days_of_rows(l, e));
    pl_draft_value day =
        pl_emit(l, rows, e->span, PL_OP_LOAD_I, pl_pool_field(l, e->period.day), 0, 0, 0);

    if (!e->period.row_region)
        return pl_emit(l, rows, e->span, PL_OP_IN_DAYS, day, days, 0, 0);
    return pl_emit(l, rows, e->span, PL_OP_IN_DAYS_OF, day,
                   pl_emit_expr(l, rows, e->period.row_region), days, 0);
}

uint32_t pl_days_years(pl_lowering *l, const pl_expr *e) {
    pl_regional_days days = days_of_rows(l, e);
    bool within_year =
        e->period.kind == PL_PERIOD_WINDOW && e->period.around->period.kind == PL_PERIOD_SUCCESSIVE;
    int first = l->year, *years;
    uint32_t count = 0;

    for (uint32_t d = 0; d < days.count; d++)
        if (days.days[d].first <= days.days[d].last && pl_schooljaar_of(days.days[d].first) < first)
            first = pl_schooljaar_of(days.days[d].first);
    years = PL_MAKE_ARRAY(l->arena, int, (size_t)(l->year - first) + 1);
    for (int year = first; year <= l->year; year++)
        if (year == l->year || !within_year)
            years[count++] = year;
    return pl_pool_years(l, years, count);
}

/* ### windows */

/* How many windows have begun, in the region where most have. */
static uint32_t count_windows(pl_lowering *l, const pl_expr *e) {
    const pl_expr *region = e->period.region;
    uint32_t regions = region ? region->type.members->members.len : 1, most = 0;

    for (uint32_t at = 0; at < regions; at++) {
        const pl_region *in = region ? pl_model_region(l->model, region, (int32_t)at) : NULL;
        pl_stretches windows = {0};
        pl_gap gap;

        if (region && !in)
            continue;
        if (pl_period_windows(l->arena, &e->period, in, l->year, l->date, &windows, &gap) !=
            PL_CALENDAR_KNOWN)
            tell_gap(l, e, in, gap);
        most = windows.len > most ? windows.len : most;
    }
    return most;
}

/* Can the answer for a window that is not over no longer change? */
static pl_draft_value is_final(pl_lowering *l, pl_draft *rows, const pl_expr *e,
                               pl_draft_value holds) {
    if (!e->period.can_fall)
        return holds;
    if (e->period.can_rise)
        return pl_emit_truth(l, rows, e->span, PL_FALSE);
    return pl_emit(l, rows, e->span, PL_OP_NOT, holds, 0, 0, 0);
}

/* Where the days of a region do not matter. */
static pl_draft_value counts_anywhere(pl_lowering *l, pl_draft *rows, const pl_expr *e,
                                      const pl_regional_days *days, pl_draft_value holds) {
    if (days->standing[0] == PL_DAYS_OVER || e->period.kind == PL_PERIOD_EACH)
        return pl_emit_truth(l, rows, e->span, PL_TRUE);
    return is_final(l, rows, e, holds);
}

/* A window counts when it is over, or once its answer is final. */
static pl_draft_value counts(pl_lowering *l, pl_draft *rows, const pl_expr *e,
                             pl_draft_value holds) {
    pl_regional_days days = days_of(l, e, window_days);
    pl_draft_value region, begun, over, final;

    if (!e->period.region)
        return counts_anywhere(l, rows, e, &days, holds);
    uint32_t pooled = pool_days(l, days);

    region = pl_emit_expr(l, rows, e->period.region);
    over = pl_emit(l, rows, e->span, PL_OP_OVER, region, pooled, 0, 0);
    if (e->period.kind == PL_PERIOD_EACH)
        return over; /* the last units are, or are asked for as far as they go */
    begun = pl_emit(l, rows, e->span, PL_OP_BEGUN, region, pooled, 0, 0);
    final = pl_emit(l, rows, e->span, PL_OP_AND, begun, is_final(l, rows, e, holds), 0, 0);
    return pl_emit(l, rows, e->span, PL_OP_OR, over, final, 0, 0);
}

static pl_added add_window(pl_lowering *l, pl_draft *rows, const pl_expr *e, pl_opcode add) {
    pl_added row;

    row.operands[1] = pl_emit_expr(l, rows, e->kids[1]);
    row.operands[0] = counts(l, rows, e, row.operands[1]);
    if (add != PL_OP_ADD_SIDES)
        row.operands[1] = pl_emit_added(l, rows, e->kids[1], row.operands[1]);
    if (e->kids[0])
        row.operands[0] = pl_emit(l, rows, e->span, PL_OP_AND, row.operands[0],
                                  pl_emit_expr(l, rows, e->kids[0]), 0, 0);
    row.operands[2] = pl_emit_number(l, rows, e->span, PL_NUMBER_ONE);
    return row;
}

uint32_t pl_accumulate_windows(pl_lowering *l, pl_draft *rows, const pl_expr *e, pl_opcode add) {
    uint32_t count = count_windows(l, e), before = l->window;
    pl_added *added = PL_MAKE_ARRAY(l->arena, pl_added, count + 1);
    pl_accumulator like = {.parent = e->entity, .years = PL_NO_INDEX, .closed = true};

    assert(e->child == NULL && rows->entity == e->entity && e->count == 2);
    for (l->window = 0; l->window < count; l->window++)
        added[l->window] = add_window(l, rows, e, add);
    if (count == 0) { /* none has begun: nothing is added */
        l->window = 0;
        added[count++] = add_window(l, rows, e, add);
        added[0].operands[0] = pl_emit_truth(l, rows, e->span, PL_FALSE);
    }
    l->window = before;
    return pl_pool_accumulator(l, rows, e->span, add, like, added, count);
}
