/* bands.c - find the values that no band, or more than one, covers.
 * An end of a band becomes a cut: a place just before or just after a number. Between cuts every
 * band is half open, so one sorted sweep is exact whatever ends are left out. Knows nothing of
 * rules: the caller names the field and prints the answer. */
#include "sema/bands.h"

#include <assert.h>
#include <stdlib.h>

#include "base/gettext.h"

/* The place just before `at` (after 0) or just after it (after 1); beyond all numbers when side is
 * not 0. */
typedef struct cut {
    int side; /* -1: below all numbers, 1: above */
    pl_number at;
    int after;
} cut;

/* All values from one cut to the next. */
typedef struct stretch {
    cut from, to;
    uint32_t band;
} stretch;

static int compare_cuts(cut a, cut b) {
    int order;

    if (a.side != b.side)
        return a.side < b.side ? -1 : 1;
    if (a.side != 0)
        return 0;
    order = pl_number_compare(a.at, b.at);
    return order != 0 ? order : a.after - b.after;
}

static cut later(cut a, cut b) {
    return compare_cuts(a, b) >= 0 ? a : b;
}

static cut earlier(cut a, cut b) {
    return compare_cuts(a, b) <= 0 ? a : b;
}

static stretch stretch_of(const pl_band *band, uint32_t index) {
    return (stretch){
        band->has_lo ? (cut){0, band->lo, band->open_lo ? 1 : 0} : (cut){.side = -1},
        band->has_hi ? (cut){0, band->hi, band->open_hi ? 0 : 1} : (cut){.side = 1},
        index,
    };
}

static pl_band band_of(cut from, cut to) {
    return (pl_band){
        .has_lo = from.side == 0,
        .has_hi = to.side == 0,
        .lo = from.side == 0 ? from.at : PL_NUMBER_ZERO,
        .hi = to.side == 0 ? to.at : PL_NUMBER_ZERO,
        .open_lo = from.side == 0 && from.after == 1,
        .open_hi = to.side == 0 && to.after == 0,
    };
}

static bool is_empty(stretch s) {
    return compare_cuts(s.from, s.to) >= 0;
}

static int by_start(const void *left, const void *right) {
    const stretch *a = left, *b = right;
    int order = compare_cuts(a->from, b->from);

    return order != 0 ? order : (a->band > b->band) - (a->band < b->band);
}

static int by_bands(const void *left, const void *right) {
    const pl_band_overlap *a = left, *b = right;

    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->second > b->second) - (a->second < b->second);
}

/* The bands that hold a value of the domain, cut to it, by where they begin. */
static uint32_t clip(stretch *out, const pl_band *bands, uint32_t count, stretch domain) {
    uint32_t kept = 0;

    for (uint32_t i = 0; i < count; i++) {
        stretch s = stretch_of(&bands[i], i);

        s.from = later(s.from, domain.from);
        s.to = earlier(s.to, domain.to);
        if (!is_empty(s))
            out[kept++] = s;
    }
    if (kept > 0)
        qsort(out, kept, sizeof *out, by_start);
    return kept;
}

static void find_gaps(pl_arena *arena, pl_band_report *report, const stretch *sorted,
                      uint32_t count, stretch domain) {
    cut covered = domain.from;

    assert(!is_empty(domain));
    for (uint32_t i = 0; i < count; i++) {
        if (compare_cuts(covered, sorted[i].from) < 0)
            PL_PUSH(arena, &report->gaps, (pl_band_gap){band_of(covered, sorted[i].from)});
        covered = later(covered, sorted[i].to);
    }
    if (compare_cuts(covered, domain.to) < 0)
        PL_PUSH(arena, &report->gaps, (pl_band_gap){band_of(covered, domain.to)});
}

static void push_overlap(pl_arena *arena, pl_band_report *report, stretch a, stretch b) {
    pl_band_overlap overlap = {
        band_of(later(a.from, b.from), earlier(a.to, b.to)),
        a.band < b.band ? a.band : b.band,
        a.band < b.band ? b.band : a.band,
    };

    assert(a.band != b.band);
    assert(compare_cuts(later(a.from, b.from), earlier(a.to, b.to)) < 0);
    if (report->overlaps.len < PL_BANDS_OVERLAPS)
        PL_PUSH(arena, &report->overlaps, overlap);
}

/* `open` holds the bands that have begun; those that ended before this one begins leave it, the
 * others share values with it. */
static void find_overlaps(pl_arena *arena, pl_band_report *report, const stretch *sorted,
                          uint32_t count) {
    uint32_t *open = PL_MAKE_ARRAY(arena, uint32_t, count), open_count = 0;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t still = 0;

        assert(i == 0 || compare_cuts(sorted[i - 1].from, sorted[i].from) <= 0);
        for (uint32_t k = 0; k < open_count; k++) {
            if (compare_cuts(sorted[open[k]].to, sorted[i].from) <= 0)
                continue;
            push_overlap(arena, report, sorted[open[k]], sorted[i]);
            open[still++] = open[k];
        }
        open[still++] = i;
        open_count = still;
        if (report->overlaps.len == PL_BANDS_OVERLAPS)
            return;
    }
}

pl_band_report pl_bands_sweep(pl_arena *arena, const pl_band *bands, uint32_t count,
                              pl_band domain) {
    pl_band_report report = {0};
    stretch whole = stretch_of(&domain, 0);
    stretch *sorted = PL_MAKE_ARRAY(arena, stretch, count + 1);
    uint32_t kept = clip(sorted, bands, count, whole);

    if (is_empty(whole))
        return report;
    find_gaps(arena, &report, sorted, kept, whole);
    find_overlaps(arena, &report, sorted, kept);
    if (report.overlaps.len > 0)
        qsort(report.overlaps.items, report.overlaps.len, sizeof *report.overlaps.items, by_bands);
    return report;
}

bool pl_band_meet(const pl_band *a, const pl_band *b, pl_band *both) {
    stretch x = stretch_of(a, 0), y = stretch_of(b, 0);
    stretch shared = {later(x.from, y.from), earlier(x.to, y.to), 0};

    *both = band_of(shared.from, shared.to);
    return !is_empty(shared);
}

bool pl_band_holds(const pl_band *outer, const pl_band *inner) {
    stretch x = stretch_of(outer, 0), y = stretch_of(inner, 0);

    assert(!is_empty(y)); /* nothing lies in everything, which is not what is asked */
    return compare_cuts(x.from, y.from) <= 0 && compare_cuts(y.to, x.to) <= 0;
}

/* ### printing */

static const char *end_text(pl_arena *arena, pl_number number, pl_type type) {
    pl_value value = {.base = PL_NUMBER, .lo = number, .hi = number};
    pl_buffer text;

    pl_buffer_init(&text);
    pl_value_print(&text, type, &value);
    return pl_buffer_take(&text, arena);
}

static void print_bounded(pl_buffer *out, const pl_band *band, const char *lo, const char *hi) {
    if (band->open_lo && band->open_hi)
        pl_buffer_printf(out, _("between %s and %s"), lo, hi);
    else if (band->open_lo)
        pl_buffer_printf(out, _("above %s, to %s"), lo, hi);
    else if (!band->open_hi && pl_number_compare(band->lo, band->hi) == 0)
        pl_buffer_puts(out, lo);
    else
        pl_buffer_printf(out, "%s..%s%s", lo, band->open_hi ? "<" : "", hi);
}

void pl_band_print_as(pl_buffer *out, const pl_band *band, pl_type type) {
    pl_arena arena;
    const char *lo, *hi;

    assert(type.base == PL_NUMBER);
    pl_arena_init(&arena);
    lo = band->has_lo ? end_text(&arena, band->lo, type) : NULL;
    hi = band->has_hi ? end_text(&arena, band->hi, type) : NULL;
    if (lo && hi)
        print_bounded(out, band, lo, hi);
    else if (lo)
        pl_buffer_printf(out, band->open_lo ? _("above %s") : _("%s and above"), lo);
    else if (hi)
        pl_buffer_printf(out, band->open_hi ? _("below %s") : _("%s and below"), hi);
    else
        pl_buffer_puts(out, _("every value"));
    pl_arena_fini(&arena);
}

void pl_band_print(pl_buffer *out, const pl_band *band) {
    pl_band_print_as(out, band, (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PLAIN});
}
