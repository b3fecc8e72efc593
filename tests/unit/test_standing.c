/* test_standing.c - the status of occurrences day by day, which evidence settles which, and that
 * uncertain evidence never decides. The windows are those of test_recurrence.c: Noord 2021/2022. */
#include "calendar/standing.h"

#include <string.h>

#include "calendar_world.h"
#include "tap.h"

#define MOST 8

typedef struct world {
    pl_arena *arena;
    const pl_region *noord;
    pl_occurrences occurrences;
    pl_evidence evidence;
    pl_date days[MOST], perhaps[MOST];
} world;

static void occur(world *w, pl_rhythm rhythm) {
    w->occurrences = pl_occurrences_in(&rhythm, w->noord, 2021, 2, w->arena);
    w->evidence = (pl_evidence){.days = w->days, .perhaps = w->perhaps, .known_from = INT32_MIN};
}

/* Days that are sure, in the form "2021-11-10 2021-11-25". */
static uint32_t read_days(pl_date *days, const char *text) {
    uint32_t count = 0;

    for (; *text; text += text[10] ? 11 : 10) {
        char iso[11] = "";

        memcpy(iso, text, 10);
        days[count++] = cal_day(iso);
    }
    return count;
}

static const char *word(pl_deadline_status status) {
    static const char *const words[] = {"done", "late", "upcoming", "unknown", "due", "overdue"};

    return words[status];
}

/* The statuses of all occurrences on a day, given the sure evidence. */
static void stands(world *w, const char *days, const char *date, const char *wanted) {
    pl_standing standings[16];
    pl_buffer text;

    w->evidence.count = read_days(w->days, days);
    pl_stand(w->occurrences.items, w->occurrences.len, &w->evidence, cal_day(date), w->arena,
             standings);
    pl_buffer_init(&text);
    for (uint32_t i = 0; i < w->occurrences.len; i++)
        pl_buffer_printf(&text, "%s%s", i > 0 ? " " : "", word(standings[i].status));
    tap_is_string(text.ptr, wanted, "on %s with {%s}", date, days);
    pl_buffer_fini(&text);
}

/* Weeks 10 and 30: due 8 November and 18 April, not overdue up to 21 November and 1 May. */
static void test_weeks(world *w) {
    static const pl_week_range weeks[] = {{10, 0}, {30, 0}}, range[] = {{10, 12}};

    occur(w, (pl_rhythm){.kind = PL_RHYTHM_WEEKS, .weeks = weeks, .week_count = 2});
    stands(w, "", "2021-11-07", "upcoming upcoming");
    stands(w, "", "2021-11-08", "due upcoming");
    stands(w, "", "2021-11-21", "due upcoming");
    stands(w, "", "2021-11-22", "overdue upcoming");
    stands(w, "", "2022-05-02", "overdue overdue");
    stands(w, "2021-11-10", "2021-11-09", "due upcoming");
    stands(w, "2021-11-10", "2021-11-10", "done upcoming");
    stands(w, "2021-09-01", "2021-09-01", "done upcoming");
    stands(w, "2021-07-31", "2021-12-01", "overdue upcoming");
    stands(w, "2021-11-25", "2021-12-01", "late upcoming");
    stands(w, "2022-04-20", "2022-05-02", "overdue done");
    stands(w, "2021-11-25 2022-04-20", "2022-05-02", "late done");
    stands(w, "2022-04-20 2022-04-21", "2022-05-02", "late done");
    stands(w, "2021-11-10 2021-11-25", "2021-12-01", "done done");
    stands(w, "2021-11-10 2021-11-10", "2021-12-01", "done upcoming");
    stands(w, "2022-07-31", "2022-07-31", "late overdue");
    stands(w, "2022-08-01", "2022-08-01", "overdue overdue");
    occur(w, (pl_rhythm){.kind = PL_RHYTHM_WEEKS, .weeks = range, .week_count = 1});
    stands(w, "2021-11-07", "2021-11-21", "due");
    stands(w, "2021-11-07", "2021-11-22", "overdue");
    stands(w, "2021-11-07 2021-11-08", "2021-11-22", "done");
    stands(w, "2021-11-07 2021-11-22", "2021-11-22", "late");
}

static void test_times(world *w) {
    pl_standing standing;

    occur(w, (pl_rhythm){.kind = PL_RHYTHM_TIMES, .times = 2, .months = 12});
    stands(w, "", "2021-08-01", "due");
    stands(w, "2021-10-01 2021-10-01", "2022-07-31", "due");
    stands(w, "2021-10-01 2021-10-01", "2022-08-01", "overdue");
    stands(w, "2021-10-01 2021-10-01 2022-07-31 2022-07-31", "2022-08-01", "done");
    pl_stand(w->occurrences.items, 1, &w->evidence, cal_day("2022-07-31"), w->arena, &standing);
    tap_ok(standing.evidence == 2 && standing.found == 2, "settled by the first of the second day");
    pl_stand(w->occurrences.items, 1, &w->evidence, cal_day("2022-07-30"), w->arena, &standing);
    tap_ok(standing.evidence == 0 && standing.found == 1, "before it, one of two is found");
    occur(w, (pl_rhythm){.kind = PL_RHYTHM_TIMES, .times = 1, .months = 3});
    stands(w, "", "2022-02-01", "overdue overdue due upcoming");
    stands(w, "2021-12-01", "2022-02-01", "overdue done due upcoming");
    stands(w, "2021-12-01 2021-12-02", "2022-02-01", "late done due upcoming");
}

/* Done on 1 March 2018, for four years: due in the school year of 1 March 2022. */
static void test_lapse(world *w) {
    pl_rhythm rhythm = {.kind = PL_RHYTHM_EVERY, .term = {48, PL_TERM_MONTHS}};
    pl_standing standing;

    occur(w, rhythm);
    stands(w, "2018-03-01", "2018-02-28", "overdue");
    stands(w, "2018-03-01", "2018-03-01", "done");
    stands(w, "2018-03-01", "2021-07-31", "done");
    stands(w, "2018-03-01", "2021-08-01", "due");
    stands(w, "2018-03-01", "2022-03-01", "due");
    stands(w, "2018-03-01", "2022-03-02", "overdue");
    stands(w, "2014-03-01 2021-09-01", "2022-03-02", "done");
    stands(w, "", "2022-03-02", "overdue");
    w->evidence.known_from = cal_day("2018-03-02");
    stands(w, "", "2022-03-01", "unknown");
    stands(w, "", "2022-03-02", "overdue");
    stands(w, "2014-03-01", "2022-03-01", "unknown");
    stands(w, "2014-03-01", "2022-03-02", "overdue");
    stands(w, "2018-03-02", "2022-03-02", "due");
    w->evidence.known_from = PL_NEVER;
    stands(w, "", "2022-03-01", "unknown");
    w->evidence.known_from = INT32_MIN;
    w->evidence.perhaps_count = read_days(w->perhaps, "2019-10-01");
    stands(w, "2018-03-01", "2022-03-02", "unknown");
    stands(w, "2018-03-01", "2021-07-31", "done");
    w->evidence.perhaps_count = read_days(w->perhaps, "2010-10-01");
    stands(w, "", "2022-03-02", "overdue");
    w->evidence.undated = 1;
    stands(w, "", "2022-03-02", "unknown");
    w->evidence.undated = w->evidence.perhaps_count = 0;
    pl_stand(w->occurrences.items, 1, &w->evidence, cal_day("2022-03-02"), w->arena, &standing);
    tap_ok(!standing.has_days && standing.evidence == PL_NO_EVIDENCE, "never done, it has no days");
    w->evidence.count = read_days(w->days, "2018-03-01");
    pl_stand(w->occurrences.items, 1, &w->evidence, cal_day("2021-09-01"), w->arena, &standing);
    tap_ok(standing.has_days && standing.evidence == 0, "done once, it has days");
    cal_is_day(standing.due, "2021-08-01", "due from");
    cal_is_day(standing.ends, "2022-03-01", "and ends");
}

static void test_uncertain(world *w) {
    static const pl_week_range weeks[] = {{10, 0}};

    occur(w, (pl_rhythm){.kind = PL_RHYTHM_WEEKS, .weeks = weeks, .week_count = 1});
    w->evidence.perhaps_count = read_days(w->perhaps, "2021-11-10");
    stands(w, "", "2021-11-09", "due");
    stands(w, "", "2021-11-10", "unknown");
    stands(w, "2021-11-25", "2021-12-01", "unknown");
    stands(w, "2021-11-09", "2021-12-01", "done");
    w->evidence.perhaps_count = read_days(w->perhaps, "2021-09-10");
    stands(w, "", "2021-11-07", "upcoming");
    stands(w, "", "2021-11-08", "unknown");
    w->evidence.perhaps_count = read_days(w->perhaps, "2021-11-26");
    stands(w, "2021-11-25", "2021-12-01", "late");
    w->evidence.perhaps_count = 0;
    w->evidence.undated = 1;
    stands(w, "", "2021-12-01", "unknown");
    stands(w, "2021-11-25", "2021-12-01", "unknown");
    stands(w, "2021-11-10", "2021-12-01", "done");
    stands(w, "", "2021-11-07", "upcoming");
    w->evidence.undated = 0;
    w->evidence.known_from = cal_day("2021-08-02");
    stands(w, "", "2021-12-01", "unknown");
    w->evidence.known_from = cal_day("2021-08-01");
    stands(w, "", "2021-12-01", "overdue");
    occur(w, (pl_rhythm){.kind = PL_RHYTHM_TIMES, .times = 3, .months = 12});
    w->evidence.undated = 1;
    stands(w, "2021-11-10", "2022-08-01", "overdue");
    stands(w, "2021-11-10 2021-11-11", "2022-08-01", "unknown");
}

static void test_no_days(world *w) {
    static const pl_week_range weeks[] = {{10, 0}, {43, 0}};
    pl_standing standings[2];

    occur(w, (pl_rhythm){.kind = PL_RHYTHM_WEEKS, .weeks = weeks, .week_count = 2});
    stands(w, "2021-11-10 2021-11-11", "2021-12-01", "done unknown");
    pl_stand(w->occurrences.items, 2, &w->evidence, cal_day("2021-12-01"), w->arena, standings);
    tap_ok(!standings[1].has_days && standings[1].found == 0, "what has no days takes no evidence");
}

/* ### uncertain evidence, against every way in which it could be settled */

static uint32_t random_days(pl_date *days, uint32_t most) {
    uint32_t count = tap_random(most + 1);

    for (uint32_t i = 0; i < count; i++) {
        pl_date day = cal_day("2021-07-20") + (pl_date)tap_random(380);
        uint32_t at = i;

        for (; at > 0 && days[at - 1] > day; at--)
            days[at] = days[at - 1];
        days[at] = day;
    }
    return count;
}

/* The sure days with those of the uncertain ones that the bits of `chosen` name. */
static uint32_t merge(const world *w, unsigned chosen, pl_date *out) {
    const pl_evidence *e = &w->evidence;
    uint32_t count = 0, sure = 0;

    for (uint32_t i = 0; i < e->perhaps_count; i++) {
        if (!(chosen >> i & 1))
            continue;
        while (sure < e->count && e->days[sure] <= e->perhaps[i])
            out[count++] = e->days[sure++];
        out[count++] = e->perhaps[i];
    }
    while (sure < e->count)
        out[count++] = e->days[sure++];
    return count;
}

static unsigned count_wrong(world *w, pl_date date) {
    pl_standing got[16], base[16], other[16];
    bool differs[16] = {false};
    unsigned wrong = 0;

    for (unsigned chosen = 0; chosen < 1U << w->evidence.perhaps_count; chosen++) {
        pl_date days[2 * MOST];
        pl_evidence evidence = {.days = days, .known_from = INT32_MIN};

        evidence.count = merge(w, chosen, days);
        pl_stand(w->occurrences.items, w->occurrences.len, &evidence, date, w->arena,
                 chosen ? other : base);
        for (uint32_t i = 0; chosen && i < w->occurrences.len; i++) {
            wrong += other[i].status > base[i].status;
            differs[i] = differs[i] || other[i].status != base[i].status;
        }
    }
    pl_stand(w->occurrences.items, w->occurrences.len, &w->evidence, date, w->arena, got);
    for (uint32_t i = 0; i < w->occurrences.len; i++)
        wrong += got[i].status !=
            (differs[i] && base[i].status != PL_DEADLINE_UPCOMING ? PL_DEADLINE_UNKNOWN
                                                                  : base[i].status);
    return wrong;
}

static void test_every_subset(world *w) {
    static const pl_week_range weeks[] = {{10, 0}, {30, 0}}, range[] = {{10, 12}, {20, 25}};
    const pl_rhythm rhythms[] = {
        {.kind = PL_RHYTHM_WEEKS, .weeks = weeks, .week_count = 2},
        {.kind = PL_RHYTHM_WEEKS, .weeks = range, .week_count = 2},
        {.kind = PL_RHYTHM_TIMES, .times = 2, .months = 12},
        {.kind = PL_RHYTHM_TIMES, .times = 1, .months = 3},
        {.kind = PL_RHYTHM_TIMES, .times = 2, .months = 3},
        {.kind = PL_RHYTHM_EVERY, .term = {6, PL_TERM_SCHOOL_WEEKS}},
        {.kind = PL_RHYTHM_EVERY, .term = {24, PL_TERM_MONTHS}},
    };
    unsigned wrong = 0;

    for (int i = 0; i < 7000; i++) {
        occur(w, rhythms[i % 7]);
        w->evidence.count = random_days(w->days, 5);
        w->evidence.perhaps_count = random_days(w->perhaps, 4);
        wrong += count_wrong(w, cal_day("2021-08-01") + (pl_date)tap_random(420));
    }
    tap_is_int((long long)wrong, 0,
               "more evidence is never worse, and unknown is what it could change");
}

int main(void) {
    pl_holidays holidays;
    pl_arena arena;
    world w = {.arena = &arena};

    pl_arena_init(&arena);
    cal_world(&holidays, &arena);
    w.noord = cal_region(&holidays, "Noord");
    test_weeks(&w);
    test_times(&w);
    test_lapse(&w);
    test_uncertain(&w);
    test_no_days(&w);
    test_every_subset(&w);
    pl_arena_fini(&arena);
    return tap_done();
}
