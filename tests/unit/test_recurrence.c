/* test_recurrence.c - the windows of every form, worked out by hand on the calendar of Noord
 * 2021/2022 (see test_teaching_weeks.c), what a gap leaves of them, and rhythms that are none. */
#include "calendar/recurrence.h"

#include "calendar_world.h"
#include "tap.h"

#define GRACE 2

typedef struct world {
    pl_arena *arena;
    const pl_region *noord, *zuid;
} world;

/* "opens due ends closes", `never` for a day that never comes. */
static void is_window(const pl_occurrence *o, const char *wanted, const char *name) {
    const pl_date days[] = {o->opens, o->due, o->ends, o->closes};
    pl_buffer text;

    pl_buffer_init(&text);
    for (int i = 0; i < 4; i++) {
        pl_buffer_puts(&text, i > 0 ? " " : "");
        if (days[i] == PL_NEVER)
            pl_buffer_puts(&text, "never");
        else
            pl_date_print(&text, days[i]);
    }
    tap_ok(o->status == PL_CALENDAR_KNOWN, "%s: known", name);
    tap_is_string(text.ptr, wanted, "%s", name);
    pl_buffer_fini(&text);
}

static pl_occurrences in_year(const world *w, pl_rhythm rhythm, int schooljaar, uint32_t count,
                              const char *name) {
    pl_occurrences list;

    tap_is_int(pl_rhythm_check(&rhythm, NULL), PL_RHYTHM_FINE, "%s: a rhythm", name);
    list = pl_occurrences_in(&rhythm, pl_rhythm_needs_region(&rhythm, GRACE) ? w->noord : NULL,
                             schooljaar, GRACE, w->arena);
    tap_is_int(list.len, count, "%s: so many", name);
    return list;
}

static pl_rhythm after_weeks(const pl_week_range *weeks, uint32_t count) {
    return (pl_rhythm){.kind = PL_RHYTHM_WEEKS, .weeks = weeks, .week_count = count};
}

static void test_weeks(const world *w) {
    static const pl_week_range two[] = {{10, 0}, {30, 0}}, range[] = {{10, 12}},
                               late[] = {{20, 0}, {40, 0}, {42, 0}, {43, 0}},
                               close[] = {{10, 0}, {11, 0}},
                               mixed[] = {{10, 12}, {12, 0}, {41, 45}};
    pl_occurrences list = in_year(w, after_weeks(two, 2), 2021, 2, "after school week 10, 30");

    is_window(&list.items[0], "2021-08-01 2021-11-08 2021-11-21 2022-07-31", "week 10");
    is_window(&list.items[1], "2021-11-22 2022-04-18 2022-05-01 2022-07-31", "week 30");
    tap_is_int(list.items[1].number, 30, "it knows its week");
    list = in_year(w, after_weeks(range, 1), 2021, 1, "after school week 10..12");
    is_window(&list.items[0], "2021-11-08 2021-11-08 2021-11-21 2022-07-31", "week 10..12");
    list = in_year(w, after_weeks(late, 4), 2021, 4, "after school week 20, 40, 42, 43");
    is_window(&list.items[1], "2022-02-14 2022-07-04 2022-07-17 2022-07-31", "week 40");
    is_window(&list.items[2], "2022-07-18 2022-07-18 2022-07-31 2022-07-31", "the last week");
    tap_is_int(list.items[3].status, PL_CALENDAR_NO_WEEK, "there is no week 43");
    list = in_year(w, after_weeks(close, 2), 2021, 2, "after school week 10, 11");
    is_window(&list.items[1], "2021-11-15 2021-11-15 2021-11-28 2022-07-31", "within a grace");
    list = in_year(w, after_weeks(mixed, 3), 2021, 3, "after school week 10..12, 12, 41..45");
    is_window(&list.items[1], "2021-11-22 2021-11-22 2021-12-05 2022-07-31", "after the window");
    is_window(&list.items[2], "2022-07-11 2022-07-11 2022-07-31 2022-07-31", "cut by the year");
}

static pl_rhythm anchored(pl_rhythm_kind kind, pl_anchor anchor, int64_t count, const char *unit) {
    pl_rhythm rhythm = {.kind = kind, .anchor = anchor};

    pl_term_make(count, pl_str_of(unit), &rhythm.term);
    return rhythm;
}

static void test_anchors(const world *w) {
    const pl_anchor start = {.kind = PL_ANCHOR_START},
                    january = {.kind = PL_ANCHOR_DAY, .month = 1, .day = 31},
                    august = {.kind = PL_ANCHOR_DAY, .month = 8, .day = 1},
                    march = {.kind = PL_ANCHOR_DATE, .date = cal_day("2022-03-01")},
                    summer = {.kind = PL_ANCHOR_DATE, .date = cal_day("2022-08-01")};
    pl_occurrences list;

    list = in_year(w, anchored(PL_RHYTHM_AFTER, start, 10, "weeks"), 2021, 1, "after 10 weeks");
    is_window(&list.items[0], "2021-08-23 2021-11-01 2021-11-14 2022-07-31", "after 10 weeks");
    list = in_year(w, anchored(PL_RHYTHM_AFTER, january, 0, "days"), 2021, 1, "after 31 jan");
    is_window(&list.items[0], "2022-01-31 2022-02-01 2022-02-14 2022-07-31", "after 31 jan");
    list = in_year(w, anchored(PL_RHYTHM_WITHIN, january, 10, "school days"), 2021, 1, "within");
    is_window(&list.items[0], "2022-01-31 2022-01-31 2022-02-14 2022-07-31",
              "within 10 school days after 31 jan");
    list = in_year(w, anchored(PL_RHYTHM_BEFORE, january, 0, "days"), 2021, 1, "before 31 jan");
    is_window(&list.items[0], "2021-08-01 2021-08-01 2022-01-30 2022-07-31", "before 31 jan");
    list = in_year(w, anchored(PL_RHYTHM_BEFORE, august, 0, "days"), 2021, 1, "before 1 aug");
    is_window(&list.items[0], "2021-08-01 2021-08-01 2022-07-31 2022-07-31", "before 1 aug");
    list = in_year(w, anchored(PL_RHYTHM_BEFORE, march, 0, "days"), 2021, 1, "before 2022-03-01");
    is_window(&list.items[0], "2021-08-01 2021-08-01 2022-02-28 2022-07-31", "before 2022-03-01");
    in_year(w, anchored(PL_RHYTHM_BEFORE, march, 0, "days"), 2022, 0, "in another year");
    in_year(w, anchored(PL_RHYTHM_BEFORE, summer, 0, "days"), 2022, 0, "before 2022-08-01");
    in_year(w, anchored(PL_RHYTHM_BEFORE, summer, 0, "days"), 2021, 1, "in the year it ends");
    in_year(w, anchored(PL_RHYTHM_AFTER, summer, 0, "days"), 2022, 1, "after 2022-08-01");
}

static void test_events(const world *w) {
    const pl_anchor event = {.kind = PL_ANCHOR_EVENT};
    pl_rhythm rhythm = anchored(PL_RHYTHM_WITHIN, event, 1, "weeks");
    pl_occurrence o = pl_occurrence_of(&rhythm, NULL, cal_day("2022-06-08"), GRACE);

    tap_ok(pl_rhythm_has_event(&rhythm), "it hangs on an event");
    tap_ok(!pl_rhythm_needs_region(&rhythm, GRACE), "and needs no region");
    is_window(&o, "2022-06-08 2022-06-08 2022-06-15 never", "within 1 week after an event");
    rhythm = anchored(PL_RHYTHM_WITHIN, event, 2, "school weeks");
    o = pl_occurrence_of(&rhythm, w->noord, cal_day("2022-02-16"), GRACE);
    is_window(&o, "2022-02-16 2022-02-16 2022-03-09 never", "within 2 school weeks");
    rhythm = anchored(PL_RHYTHM_AFTER, event, 0, "days");
    o = pl_occurrence_of(&rhythm, w->noord, cal_day("2022-07-14"), GRACE);
    is_window(&o, "2022-07-14 2022-07-15 2022-09-08 never", "a grace over the summer");
    o = pl_occurrence_of(&rhythm, NULL, cal_day("2022-07-14"), 0);
    is_window(&o, "2022-07-14 2022-07-15 2022-07-15 never", "no grace");
    rhythm = anchored(PL_RHYTHM_AFTER, event, 6, "months");
    o = pl_occurrence_of(&rhythm, w->noord, cal_day("2022-11-30"), GRACE);
    tap_ok(o.status == PL_CALENDAR_GAP && o.gap.schooljaar == 2022 && o.gap.kind == PL_HOLIDAY_MAY,
           "a grace in what is not known");
    rhythm = anchored(PL_RHYTHM_BEFORE, event, 0, "days");
    o = pl_occurrence_of(&rhythm, NULL, cal_day("2022-08-01"), GRACE);
    is_window(&o, "2021-08-01 2021-08-01 2022-07-31 never", "before an event of 1 August");
}

static pl_rhythm times(int count, int months) {
    return (pl_rhythm){.kind = PL_RHYTHM_TIMES, .times = count, .months = months};
}

static void test_parts(const world *w) {
    pl_occurrences list = in_year(w, times(1, 3), 2021, 4, "every quarter");

    is_window(&list.items[0], "2021-08-01 2021-08-01 2021-10-31 2022-07-31", "first quarter");
    is_window(&list.items[1], "2021-11-01 2021-11-01 2022-01-31 2022-07-31", "second quarter");
    is_window(&list.items[2], "2022-02-01 2022-02-01 2022-04-30 2022-07-31", "third quarter");
    is_window(&list.items[3], "2022-05-01 2022-05-01 2022-07-31 2022-07-31", "fourth quarter");
    list = in_year(w, times(2, 12), 2021, 1, "2 times per schooljaar");
    is_window(&list.items[0], "2021-08-01 2021-08-01 2022-07-31 2022-07-31", "the whole year");
    tap_is_int(list.items[0].times, 2, "on two days");
    list = in_year(w, times(1, 1), 2023, 12, "every month");
    is_window(&list.items[6], "2024-02-01 2024-02-01 2024-02-29 2024-07-31", "February");
    list = in_year(w, (pl_rhythm){.kind = PL_RHYTHM_IN_MONTH, .month = 4}, 2021, 1, "in april");
    is_window(&list.items[0], "2022-04-01 2022-04-01 2022-04-30 2022-07-31", "in april");
    list = in_year(w, (pl_rhythm){.kind = PL_RHYTHM_IN_MONTH, .month = 9}, 2021, 1, "in september");
    is_window(&list.items[0], "2021-09-01 2021-09-01 2021-09-30 2022-07-31", "in september");
}

static pl_rhythm every(int64_t count, const char *unit) {
    pl_rhythm rhythm = {.kind = PL_RHYTHM_EVERY};

    pl_term_make(count, pl_str_of(unit), &rhythm.term);
    return rhythm;
}

/* Six school weeks: weeks 1, 7, 13, 19, 25, 31 and 37 begin one. */
static void test_every(const world *w) {
    pl_occurrences list = in_year(w, every(6, "school weeks"), 2021, 7, "every 6 school weeks");

    is_window(&list.items[0], "2021-08-23 2021-08-23 2021-10-03 2022-07-31", "weeks 1 to 6");
    is_window(&list.items[2], "2021-11-22 2021-11-22 2022-01-16 2022-07-31", "weeks 13 to 18");
    is_window(&list.items[6], "2022-06-06 2022-06-06 2022-07-31 2022-07-31", "weeks 37 to 42");
    list = in_year(w, every(6, "weeks"), 2021, 8, "every 6 weeks");
    is_window(&list.items[1], "2021-10-04 2021-10-04 2021-11-14 2022-07-31", "weeks 7 to 12");
    list = in_year(w, every(100, "school days"), 2021, 2, "every 100 school days");
    in_year(w, every(5, "months"), 2021, 2, "every 5 months");
    in_year(w, every(2, "quarters"), 2021, 2, "every 2 quarters");
    in_year(w, every(1, "years"), 2021, 1, "every 1 years");
    in_year(w, every(36, "school weeks"), 2023, 1, "every 36 school weeks");
    in_year(w, every(170, "school days"), 2023, 1, "every 170 school days");
    list = in_year(w, every(4, "years"), 2021, 1, "every 4 years");
    tap_is_int(list.items[0].lapse.count, 48, "settled for 48 months");
    list = in_year(w, every(60, "weeks"), 2021, 1, "every 60 weeks");
    tap_is_int(list.items[0].lapse.count, 60, "settled for 60 weeks");
    in_year(w, every(6, "school weeks"), 2023, 6, "41 weeks hold six of them");
}

static void is_gap(const pl_occurrence *o, int schooljaar, pl_holiday_kind kind, const char *name) {
    tap_ok(o->status == PL_CALENDAR_GAP && o->gap.schooljaar == schooljaar && o->gap.kind == kind,
           "%s wants %s %d", name, pl_holiday_name(kind), schooljaar);
}

static void test_gaps(const world *w) {
    static const pl_week_range weeks[] = {{10, 0}, {26, 0}, {28, 0}, {30, 0}};
    const pl_anchor start = {.kind = PL_ANCHOR_START};
    pl_occurrences list = in_year(w, after_weeks(weeks, 4), 2022, 4, "weeks of 2022/2023");

    is_window(&list.items[0], "2022-08-01 2022-11-14 2022-11-27 2023-07-31", "week 10");
    is_window(&list.items[1], "2022-11-28 2023-03-27 2023-04-09 2023-07-31", "week 26");
    is_gap(&list.items[2], 2022, PL_HOLIDAY_MAY, "week 28, for its grace,");
    is_gap(&list.items[3], 2022, PL_HOLIDAY_MAY, "week 30");
    list = in_year(w, every(6, "school weeks"), 2022, 5, "every 6 school weeks of 2022/2023");
    is_window(&list.items[3], "2023-01-23 2023-01-23 2023-03-12 2023-07-31", "weeks 19 to 24");
    is_gap(&list.items[4], 2022, PL_HOLIDAY_MAY, "weeks 25 to 30");
    list = in_year(w, anchored(PL_RHYTHM_AFTER, start, 1, "weeks"), 2025, 1, "an unknown year");
    is_gap(&list.items[0], 2025, PL_HOLIDAY_SUMMER, "its first day");
    list = in_year(w, every(6, "school weeks"), 2025, 1, "every 6 school weeks of it");
    is_gap(&list.items[0], 2025, PL_HOLIDAY_SUMMER, "its first day");
    in_year(w, times(1, 3), 2025, 4, "quarters of an unknown year");
}

static void faulty(pl_rhythm rhythm, pl_rhythm_fault wanted, uint32_t place, const char *name) {
    uint32_t at = 0;

    tap_is_int(pl_rhythm_check(&rhythm, &at), wanted, "%s", name);
    tap_is_int(at, place, "%s: where", name);
}

static void test_faults(void) {
    static const pl_week_range none[] = {{0, 0}}, many[] = {{10, 0}, {53, 0}}, back[] = {{12, 10}},
                               empty[] = {{10, 10}}, order[] = {{30, 0}, {10, 0}},
                               same[] = {{10, 0}, {10, 0}}, overlap[] = {{10, 12}, {11, 14}},
                               below[] = {{10, -1}}, touch[] = {{10, 12}, {12, 14}},
                               again[] = {{10, 0}, {10, 12}};
    const pl_anchor never = {.kind = PL_ANCHOR_DAY, .month = 4, .day = 31},
                    leap = {.kind = PL_ANCHOR_DAY, .month = 2, .day = 29},
                    month = {.kind = PL_ANCHOR_DAY, .month = 13, .day = 1};

    faulty(after_weeks(none, 1), PL_RHYTHM_NO_WEEK, 0, "week 0");
    faulty(after_weeks(none, 0), PL_RHYTHM_NO_WEEK, 0, "no week at all");
    faulty(after_weeks(many, 2), PL_RHYTHM_NO_WEEK, 1, "week 53");
    faulty(after_weeks(below, 1), PL_RHYTHM_NO_WEEK, 0, "a last week below 0");
    faulty(after_weeks(back, 1), PL_RHYTHM_EMPTY_WINDOW, 0, "12..10");
    faulty(after_weeks(empty, 1), PL_RHYTHM_EMPTY_WINDOW, 0, "10..10");
    faulty(after_weeks(order, 2), PL_RHYTHM_WEEK_ORDER, 1, "30, 10");
    faulty(after_weeks(same, 2), PL_RHYTHM_WEEK_ORDER, 1, "10, 10");
    faulty(after_weeks(again, 2), PL_RHYTHM_WEEK_ORDER, 1, "10, 10..12");
    faulty(after_weeks(overlap, 2), PL_RHYTHM_WEEK_ORDER, 1, "10..12, 11..14");
    faulty(after_weeks(touch, 2), PL_RHYTHM_FINE, 0, "10..12, 12..14");
    faulty(times(0, 12), PL_RHYTHM_NO_TIMES, 0, "0 times per schooljaar");
    faulty(times(29, 1), PL_RHYTHM_NO_TIMES, 0, "29 times per month");
    faulty(times(28, 1), PL_RHYTHM_FINE, 0, "28 times per month");
    faulty(times(1, 5), PL_RHYTHM_NO_PERIOD, 0, "once in 5 months");
    faulty(times(1, 0), PL_RHYTHM_NO_PERIOD, 0, "once in no time");
    faulty(anchored(PL_RHYTHM_BEFORE, never, 0, "days"), PL_RHYTHM_NO_DAY, 0, "before 31 apr");
    faulty(anchored(PL_RHYTHM_AFTER, month, 0, "days"), PL_RHYTHM_NO_DAY, 0, "month 13");
    faulty(anchored(PL_RHYTHM_AFTER, leap, 0, "days"), PL_RHYTHM_FINE, 0, "after 29 feb");
    faulty((pl_rhythm){.kind = PL_RHYTHM_IN_MONTH, .month = 0}, PL_RHYTHM_NO_DAY, 0, "month 0");
    faulty(every(0, "weeks"), PL_RHYTHM_NO_TERM, 0, "every 0 weeks");
    faulty(every(45, "weeks"), PL_RHYTHM_LONG_TERM, 0, "every 45 weeks");
    faulty(every(53, "weeks"), PL_RHYTHM_FINE, 0, "every 53 weeks");
    faulty(every(300, "days"), PL_RHYTHM_LONG_TERM, 0, "every 300 days");
    faulty(every(37, "school weeks"), PL_RHYTHM_LONG_TERM, 0, "every 37 school weeks");
    faulty(every(171, "school days"), PL_RHYTHM_LONG_TERM, 0, "every 171 school days");
}

/* The windows of one year lie in the order of their days. */
static void test_laws(const world *w) {
    static const char *const units[] = {"days", "weeks", "months", "school days", "school weeks"};
    unsigned wrong = 0, made = 0;

    for (int i = 0; i < 400; i++) {
        pl_rhythm rhythm = every(1 + tap_random(60), units[tap_random(5)]);
        const pl_region *region = tap_random(2) ? w->noord : w->zuid;
        int schooljaar = 2020 + (int)tap_random(4);
        pl_occurrences list;

        if (pl_rhythm_check(&rhythm, NULL) != PL_RHYTHM_FINE || pl_rhythm_lapses(rhythm.term))
            continue;
        list = pl_occurrences_in(&rhythm, region, schooljaar, GRACE, w->arena);
        wrong += list.len == 0;
        for (uint32_t k = 0; k < list.len; k++) {
            const pl_occurrence *o = &list.items[k];

            if (o->status != PL_CALENDAR_KNOWN) {
                wrong += k + 1 != list.len || schooljaar != 2022;
                continue;
            }
            wrong += o->opens > o->due || o->due > o->ends || o->ends > o->closes ||
                pl_schooljaar_of(o->opens) != schooljaar ||
                pl_schooljaar_of(o->ends) != schooljaar || o->number != (int)k + 1 ||
                (k > 0 && o->opens != list.items[k - 1].ends + 1);
            made++;
        }
    }
    tap_ok(wrong == 0 && made > 1000, "%u windows of terms follow each other", made);
}

int main(void) {
    pl_holidays holidays;
    pl_arena arena;
    world w = {.arena = &arena};

    pl_arena_init(&arena);
    cal_world(&holidays, &arena);
    w.noord = cal_region(&holidays, "Noord");
    w.zuid = cal_region(&holidays, "Zuid");
    test_weeks(&w);
    test_anchors(&w);
    test_events(&w);
    test_parts(&w);
    test_every(&w);
    test_gaps(&w);
    test_faults();
    test_laws(&w);
    pl_arena_fini(&arena);
    return tap_done();
}
