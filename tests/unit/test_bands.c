/* test_bands.c - gaps and overlaps: the bands of a handbook, ends that are left out, no ends at all, and against a slow check of
 * every point. */
#include "sema/bands.h"

#include <string.h>

#include "tap.h"

static pl_arena arena;

static pl_number whole(int n) {
    return pl_number_make(&arena, n, 1);
}

static pl_band closed(int lo, int hi) {
    return (pl_band){.has_lo = true, .has_hi = true, .lo = whole(lo), .hi = whole(hi)};
}

static pl_band half_open(int lo, int hi) {
    pl_band band = closed(lo, hi);

    band.open_hi = true;
    return band;
}

static const pl_band everything;

/* ### words */

static void push_band(pl_buffer *out, const pl_band *band) {
    if (out->len > 0)
        pl_buffer_puts(out, "; ");
    pl_band_print(out, band);
}

static void is_report(pl_band_report report, const char *gaps, const char *overlaps,
                      const char *name) {
    pl_buffer g, o;

    pl_buffer_init(&g);
    pl_buffer_init(&o);
    pl_buffer_puts(&g, "");
    pl_buffer_puts(&o, "");
    for (uint32_t i = 0; i < report.gaps.len; i++)
        push_band(&g, &report.gaps.items[i].band);
    for (uint32_t i = 0; i < report.overlaps.len; i++) {
        push_band(&o, &report.overlaps.items[i].band);
        pl_buffer_printf(&o, " (%u, %u)", report.overlaps.items[i].first,
                         report.overlaps.items[i].second);
    }
    tap_is_string(g.ptr, gaps, "gaps: %s", name);
    tap_is_string(o.ptr, overlaps, "overlaps: %s", name);
    pl_buffer_fini(&g);
    pl_buffer_fini(&o);
}

static void is_words(pl_band band, const char *wanted) {
    pl_buffer out;

    pl_buffer_init(&out);
    pl_band_print(&out, &band);
    tap_is_string(out.ptr, wanted, "printed: %s", wanted);
    pl_buffer_fini(&out);
}

static void test_words(void) {
    pl_band open = closed(22, 23), above = closed(33, 40), percent;
    pl_buffer out;

    is_words(closed(20, 22), "20..22");
    is_words(closed(30, 30), "30");
    is_words(half_open(20, 22), "20..<22");
    open.open_lo = open.open_hi = true;
    is_words(open, "between 22 and 23");
    above.open_lo = true;
    is_words(above, "above 33, to 40");
    above.has_hi = false;
    is_words(above, "above 33");
    above.open_lo = false;
    is_words(above, "33 and above");
    is_words((pl_band){.has_hi = true, .hi = whole(20)}, "20 and below");
    is_words((pl_band){.has_hi = true, .hi = whole(20), .open_hi = true}, "below 20");
    is_words(everything, "every value");
    percent = (pl_band){.has_lo = true, .lo = pl_number_make(&arena, 405, 1000)};
    pl_buffer_init(&out);
    pl_band_print_as(&out, &percent, (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PERCENT});
    tap_is_string(out.ptr, "40.5% and above", "printed in percent");
    pl_buffer_fini(&out);
}

/* ### known answers */

static void test_handbook(void) {
    pl_band bands[] = {closed(20, 22), closed(23, 26), closed(27, 30), closed(30, 33)};
    pl_band halves[] = {half_open(20, 30), half_open(30, 40)};
    pl_band twice[] = {closed(20, 40), closed(20, 40), closed(20, 40)};
    pl_band outside[] = {closed(0, 10), closed(50, 60)};

    is_report(pl_bands_sweep(&arena, bands, 4, closed(20, 40)),
              "between 22 and 23; between 26 and 27; above 33, to 40", "30 (2, 3)",
              "the bands of a handbook");
    is_report(pl_bands_sweep(&arena, halves, 2, closed(20, 40)), "40", "",
              "half-open bands leave the last value");
    is_report(pl_bands_sweep(&arena, twice, 3, closed(20, 40)), "",
              "20..40 (0, 1); 20..40 (0, 2); 20..40 (1, 2)", "three times the same");
    is_report(pl_bands_sweep(&arena, outside, 2, closed(20, 40)), "20..40", "",
              "bands outside the domain");
    is_report(pl_bands_sweep(&arena, NULL, 0, closed(20, 40)), "20..40", "", "no band");
}

static void test_without_ends(void) {
    pl_band below = {.has_hi = true, .hi = whole(20), .open_hi = true};
    pl_band above = {.has_lo = true, .lo = whole(20), .open_lo = true};
    pl_band both[] = {below, above}, empty[] = {half_open(5, 5), closed(7, 6)};

    is_report(pl_bands_sweep(&arena, both, 2, everything), "20", "", "one point is left");
    both[1].open_lo = false;
    is_report(pl_bands_sweep(&arena, both, 2, everything), "", "", "two halves of everything");
    is_report(pl_bands_sweep(&arena, empty, 2, everything), "every value", "",
              "bands that hold nothing");
    is_report(pl_bands_sweep(&arena, both, 2, half_open(3, 3)), "", "", "a domain of nothing");
}

static void test_meet_and_hold(void) {
    pl_band a = closed(20, 30), b = half_open(30, 40), c = half_open(20, 30), both;

    tap_ok(pl_band_meet(&a, &b, &both), "20..30 and 30..<40 meet");
    is_words(both, "30");
    tap_ok(!pl_band_meet(&c, &b, &both), "20..<30 and 30..<40 do not");
    tap_ok(pl_band_holds(&a, &c) && !pl_band_holds(&c, &a),
           "20..30 holds 20..<30, not the reverse");
    tap_ok(pl_band_holds(&everything, &a) && !pl_band_holds(&a, &everything),
           "everything holds all");
}

/* ### against every point */

#define POINTS 41 /* quarters of 0..10 */
#define MOST 6

static pl_band random_band(void) {
    int lo = (int)tap_random(11), hi = (int)tap_random(11);

    return (pl_band){
        .has_lo = tap_random(8) > 0,
        .has_hi = tap_random(8) > 0,
        .lo = whole(lo < hi ? lo : hi),
        .hi = whole(lo < hi ? hi : lo),
        .open_lo = tap_random(3) == 0,
        .open_hi = tap_random(3) == 0,
    };
}

static bool holds(const pl_band *band, pl_number at) {
    int lo = band->has_lo ? pl_number_compare(at, band->lo) : 1;
    int hi = band->has_hi ? pl_number_compare(at, band->hi) : -1;

    return (lo > 0 || (lo == 0 && !band->open_lo)) && (hi < 0 || (hi == 0 && !band->open_hi));
}

static bool in_gaps(const pl_band_report *report, pl_number at) {
    for (uint32_t i = 0; i < report->gaps.len; i++)
        if (holds(&report->gaps.items[i].band, at))
            return true;
    return false;
}

static bool in_overlap(const pl_band_report *report, uint32_t a, uint32_t b, pl_number at) {
    for (uint32_t i = 0; i < report->overlaps.len; i++)
        if (report->overlaps.items[i].first == a && report->overlaps.items[i].second == b)
            return holds(&report->overlaps.items[i].band, at);
    return false;
}

/* The number of points where the report and the bands themselves disagree. */
static unsigned disagreements(const pl_band *bands, uint32_t count, pl_band domain) {
    pl_band_report report = pl_bands_sweep(&arena, bands, count, domain);
    unsigned wrong = 0;

    for (int p = 0; p < POINTS; p++) {
        pl_number at = pl_number_make(&arena, p, 4);
        bool inside = holds(&domain, at), covered = false;

        for (uint32_t i = 0; i < count; i++) {
            covered = covered || holds(&bands[i], at);
            for (uint32_t k = i + 1; k < count; k++)
                wrong += in_overlap(&report, i, k, at) !=
                    (inside && holds(&bands[i], at) && holds(&bands[k], at));
        }
        wrong += in_gaps(&report, at) != (inside && !covered);
    }
    return wrong;
}

static void test_every_point(void) {
    unsigned wrong = 0;

    for (int round = 0; round < 20000; round++) {
        pl_arena_mark mark = pl_arena_save(&arena);
        pl_band bands[MOST];
        uint32_t count = tap_random(MOST + 1);

        for (uint32_t i = 0; i < count; i++)
            bands[i] = random_band();
        wrong += disagreements(bands, count, random_band());
        pl_arena_rewind(&arena, mark);
    }
    tap_is_int(wrong, 0, "20000 random sets of bands agree with every point");
}

static void test_many(void) {
    pl_band *bands = PL_MAKE_ARRAY(&arena, pl_band, 3000);
    pl_band_report report;

    for (int i = 0; i < 3000; i++)
        bands[i] = closed(0, 1);
    report = pl_bands_sweep(&arena, bands, 3000, everything);
    tap_is_int(report.overlaps.len, PL_BANDS_OVERLAPS, "the list of overlaps is bounded");
    tap_is_int(report.gaps.len, 2, "the gaps are still found");
}

int main(void) {
    pl_arena_init(&arena);
    test_words();
    test_handbook();
    test_without_ends();
    test_meet_and_hold();
    test_every_point();
    test_many();
    pl_arena_fini(&arena);
    return tap_done();
}
