/* test_teaching_weeks.c - teaching weeks and school days counted by hand from the published
 * holidays, and laws that hold for every day of the years that are whole. */
#include "calendar/teaching_weeks.h"

#include "calendar/term.h"
#include "calendar_world.h"
#include "tap.h"

/* Noord 2021/2022, by hand. The summer ends on Sunday 22 August. Mondays of the teaching weeks:
 *    1 08-23   2 08-30   3 09-06   4 09-13   5 09-20   6 09-27   7 10-04   8 10-11  (herfst 10-18)
 *    9 10-25  10 11-01  11 11-08  12 11-15  13 11-22  14 11-29  15 12-06  16 12-13  17 12-20
 *   (kerst 12-27, 01-03)  18 01-10  19 01-17  20 01-24  21 01-31  22 02-07  23 02-14
 *   (voorjaar 02-21)  24 02-28  25 03-07  26 03-14  27 03-21  28 03-28  29 04-04  30 04-11
 *   31 04-18  32 04-25  (mei 05-02)  33 05-09  34 05-16  35 05-23  36 05-30  37 06-06  38 06-13
 *   39 06-20  40 06-27  41 07-04  42 07-11, and the summer begins on Saturday 16 July.
 * That is 42 weeks of five days, less Easter Monday (04-18), King's Day (Wednesday 04-27),
 * Ascension (05-26) and Whit Monday (06-06): 206 school days. */
static const struct {
    const char *region;
    int schooljaar, week;
    const char *monday;
} by_hand[] = {
    {"Noord", 2021, 1, "2021-08-23"},  {"Noord", 2021, 8, "2021-10-11"},
    {"Noord", 2021, 9, "2021-10-25"},  {"Noord", 2021, 10, "2021-11-01"},
    {"Noord", 2021, 17, "2021-12-20"}, {"Noord", 2021, 18, "2022-01-10"},
    {"Noord", 2021, 20, "2022-01-24"}, {"Noord", 2021, 24, "2022-02-28"},
    {"Noord", 2021, 30, "2022-04-11"}, {"Noord", 2021, 31, "2022-04-18"},
    {"Noord", 2021, 33, "2022-05-09"}, {"Noord", 2021, 40, "2022-06-27"},
    {"Noord", 2021, 42, "2022-07-11"}, {"Midden", 2021, 1, "2021-08-30"},
    {"Midden", 2021, 8, "2021-10-25"}, {"Midden", 2021, 10, "2021-11-08"},
    {"Zuid", 2021, 1, "2021-09-06"},   {"Zuid", 2021, 7, "2021-10-18"},
    {"Zuid", 2021, 8, "2021-11-01"},   {"Zuid", 2021, 10, "2021-11-15"},
    {"Zuid", 2021, 41, "2022-07-18"},  {"Noord", 2020, 1, "2020-08-17"},
    {"Noord", 2020, 10, "2020-10-26"}, {"Noord", 2023, 1, "2023-09-04"},
    {"Noord", 2023, 10, "2023-11-13"}, {"Noord", 2023, 41, "2024-07-15"},
    {"Noord", 2022, 10, "2022-11-07"},
};

static void test_by_hand(const pl_holidays *holidays) {
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++) {
        const pl_region *region = cal_region(holidays, by_hand[i].region);
        pl_date monday = 0;
        pl_gap gap;
        int number = 0;

        tap_is_int(pl_teaching_week(region, by_hand[i].schooljaar, by_hand[i].week, &monday, &gap),
                   PL_CALENDAR_KNOWN, "%s %d: week %d is known", by_hand[i].region,
                   by_hand[i].schooljaar, by_hand[i].week);
        cal_is_day(monday, by_hand[i].monday, "its Monday");
        tap_ok(pl_teaching_week_of(region, monday + 6, &number, &gap) == PL_CALENDAR_KNOWN &&
                   number == by_hand[i].week,
               "its Sunday is in that week");
    }
}

static void test_ends(const pl_holidays *holidays) {
    const pl_region *noord = cal_region(holidays, "Noord");
    pl_date day = 0;
    pl_gap gap;
    int count = 0;

    tap_is_int(pl_teaching_week(noord, 2021, 43, &day, &gap), PL_CALENDAR_NO_WEEK,
               "Noord 2021/2022 has no week 43");
    tap_is_int(pl_teaching_week(cal_region(holidays, "Zuid"), 2021, 42, &day, &gap),
               PL_CALENDAR_NO_WEEK, "Zuid 2021/2022 has no week 42");
    pl_first_school_day(noord, 2021, &day, &gap);
    cal_is_day(day, "2021-08-23", "the first school day of Noord 2021/2022");
    tap_ok(pl_school_days_between(noord, pl_schooljaar_start(2021), pl_schooljaar_end(2021), &count,
                                  &gap) == PL_CALENDAR_KNOWN &&
               count == 206,
           "Noord 2021/2022 has 206 school days");
    pl_school_days_between(noord, cal_day("2022-05-09"), cal_day("2022-05-08"), &count, &gap);
    tap_is_int(count, 0, "no days from a day to the day before it");
    pl_school_days_between(noord, cal_day("2022-04-15"), cal_day("2022-04-28"), &count, &gap);
    tap_is_int(count, 8, "from Good Friday to the day after King's Day");
    pl_teaching_week_of(noord, cal_day("2021-10-20"), &count, &gap);
    tap_is_int(count, 0, "the autumn holiday is no teaching week");
    pl_teaching_week_of(noord, cal_day("2022-04-18"), &count, &gap);
    tap_is_int(count, 31, "Easter Monday is in week 31");
}

static void is_gap(pl_calendar_status status, pl_gap gap, int schooljaar, pl_holiday_kind kind,
                   const char *name) {
    tap_ok(status == PL_CALENDAR_GAP && gap.schooljaar == schooljaar && gap.kind == kind,
           "%s wants %s %d", name, pl_holiday_name(kind), schooljaar);
}

/* 2022/2023 of Noord is known up to 14 April: from 29 August 2022 on there are 33 weeks up to that of
 * 10 April, four of them holidays before it, so it is week 29; the next is in the season of the May
 * holiday. */
static void test_gaps(const pl_holidays *holidays) {
    const pl_region *noord = cal_region(holidays, "Noord");
    pl_calendar_status status;
    pl_gap gap = {0};
    pl_date day = 0;
    int count = 0;
    bool is;

    status = pl_teaching_week(noord, 2022, 29, &day, &gap);
    tap_ok(status == PL_CALENDAR_KNOWN, "week 29 of 2022/2023 is before all that is missing");
    cal_is_day(day, "2023-04-10", "its Monday is Easter Monday");
    status = pl_teaching_week(noord, 2022, 30, &day, &gap);
    is_gap(status, gap, 2022, PL_HOLIDAY_MAY, "week 30 of 2022/2023");
    status = pl_teaching_week_of(noord, cal_day("2023-05-10"), &count, &gap);
    is_gap(status, gap, 2022, PL_HOLIDAY_MAY, "2023-05-10");
    status = pl_teaching_week_of(noord, cal_day("2023-07-05"), &count, &gap);
    is_gap(status, gap, 2022, PL_HOLIDAY_MAY, "the number of the week of 2023-07-05");
    tap_ok(pl_is_school_day(noord, cal_day("2023-07-05"), &is, &gap) == PL_CALENDAR_KNOWN && is,
           "that 2023-07-05 is a school day is known");
    tap_ok(pl_is_school_day(noord, cal_day("2031-06-07"), &is, &gap) == PL_CALENDAR_KNOWN && !is,
           "a Saturday of any year is none");
    status = pl_first_school_day(noord, 2019, &day, &gap);
    is_gap(status, gap, 2019, PL_HOLIDAY_SUMMER, "the first day of 2019/2020");
    status = pl_first_school_day(noord, 2025, &day, &gap);
    is_gap(status, gap, 2025, PL_HOLIDAY_SUMMER, "the first day of 2025/2026");
    status =
        pl_school_days_between(noord, cal_day("2024-09-02"), cal_day("2024-10-02"), &count, &gap);
    is_gap(status, gap, 2024, PL_HOLIDAY_AUTUMN, "September and a day of 2024");
    status = pl_school_days_after(noord, cal_day("2024-09-02"), 100, &day, &gap);
    is_gap(status, gap, 2024, PL_HOLIDAY_AUTUMN, "a hundred school days on");
    status = pl_school_weeks_after(noord, cal_day("2024-09-02"), 400, &day, &gap);
    is_gap(status, gap, 2024, PL_HOLIDAY_AUTUMN, "four hundred weeks on");
}

static void after(const pl_region *region, const char *from, int64_t count, const char *unit,
                  const char *wanted) {
    pl_term term = {0};
    pl_date day = 0;
    pl_gap gap;

    tap_is_int(pl_term_make(count, pl_str_of(unit), &term), PL_TERM_FINE, "%d %s from %s",
               (int)count, unit, from);
    tap_is_int(pl_term_after(term, region, cal_day(from), &day, &gap), PL_CALENDAR_KNOWN, "known");
    cal_is_day(day, wanted, "the day");
}

static void test_terms(const pl_holidays *holidays) {
    const pl_region *noord = cal_region(holidays, "Noord");
    pl_term term;

    after(NULL, "2022-01-31", 1, "months", "2022-02-28");
    after(NULL, "2022-01-31", 1, "quarters", "2022-04-30");
    after(NULL, "2020-02-29", 4, "years", "2024-02-29");
    after(NULL, "2022-01-31", 6, "weeks", "2022-03-14");
    after(NULL, "2022-01-31", 10, "days", "2022-02-10");
    after(noord, "2022-01-31", 0, "school days", "2022-01-31");
    after(noord, "2022-02-18", 1, "school days", "2022-02-28"); /* over the spring holiday */
    after(noord, "2022-02-16", 5, "school days", "2022-03-02");
    after(noord, "2022-02-16", 1, "school weeks", "2022-03-02");
    after(noord, "2022-02-23", 1, "school weeks", "2022-03-07"); /* as from Monday 28 February */
    after(noord, "2021-07-07", 2, "school weeks", "2021-09-01"); /* over the summer */
    after(noord, "2022-02-19", 1, "school weeks", "2022-03-05"); /* the Saturday of week 23 */
    tap_is_int(pl_term_make(1, pl_str_of("euro"), &term), PL_TERM_NO_TIME, "euros are no time");
    tap_is_int(pl_term_make(1, pl_str_of("hours"), &term), PL_TERM_NO_TIME, "hours are too short");
    tap_is_int(pl_term_make(-1, pl_str_of("days"), &term), PL_TERM_NEGATIVE, "nor a day back");
    tap_is_int(pl_term_make(100, pl_str_of("years"), &term), PL_TERM_FINE, "a hundred years");
    tap_is_int(pl_term_make(101, pl_str_of("years"), &term), PL_TERM_TOO_LONG, "101 years");
    tap_is_int(pl_term_make(INT64_MAX, pl_str_of("quarters"), &term), PL_TERM_TOO_LONG,
               "the longest number");
}

/* Every school day is in one teaching week of its year, whose Monday leads back to it; weeks follow
 * each other without a hole. */
static void test_laws(const pl_region *region, int schooljaar) {
    unsigned wrong = 0, days = 0;
    int highest = 0, all = 0;
    pl_gap gap;

    for (pl_date d = pl_schooljaar_start(schooljaar); d <= pl_schooljaar_end(schooljaar); d++) {
        int number = -1;
        pl_date monday = 0;
        bool is = false;

        wrong += pl_is_school_day(region, d, &is, &gap) != PL_CALENDAR_KNOWN ||
            pl_teaching_week_of(region, d, &number, &gap) != PL_CALENDAR_KNOWN;
        wrong += number < 0 || number > PL_WEEKS_MOST || (is && number == 0);
        if (number > 0)
            wrong +=
                pl_teaching_week(region, schooljaar, number, &monday, &gap) != PL_CALENDAR_KNOWN ||
                monday != pl_date_monday(d) || number > highest + 1;
        highest = number > highest ? number : highest;
        days += is;
    }
    pl_school_days_between(region, pl_schooljaar_start(schooljaar), pl_schooljaar_end(schooljaar),
                           &all, &gap);
    tap_ok(wrong == 0 && highest >= 40 && (int)days == all,
           "%s %d: %d weeks, %u days, all in order", pl_region_name(region), schooljaar, highest,
           days);
}

/* A few teaching weeks, or school days, there and back by number. */
static void test_walks(const pl_region *region) {
    unsigned wrong = 0;
    pl_gap gap;

    for (int i = 0; i < 500; i++) {
        pl_date from = cal_day("2020-08-17") + (pl_date)tap_random(600), day = 0, same = 0;
        int count = 1 + (int)tap_random(8), between = 0;
        bool is = false;

        pl_school_days_after(region, from, count, &day, &gap);
        pl_school_days_between(region, from + 1, day, &between, &gap);
        pl_is_school_day(region, day, &is, &gap);
        wrong += between != count || !is;
        pl_school_weeks_after(region, from, count, &day, &gap);
        pl_school_weeks_after(region, from, 1, &same, &gap);
        pl_school_weeks_after(region, same, count - 1, &same, &gap);
        wrong += day != same;
    }
    tap_is_int((long long)wrong, 0, "%s: days and weeks ahead add up", pl_region_name(region));
}

/* A summer that ends in the middle of a week makes that week the first; a year that is one holiday
 * has no weeks. */
static void test_odd_years(pl_arena *arena) {
    pl_holidays holidays;
    const pl_region *region;
    pl_date day = 0;
    pl_gap gap;
    int number = 0;

    pl_holidays_init(&holidays, arena);
    cal_push(&holidays, 2021, "zomer", "R", "2021-07-10", "2021-08-25");
    cal_push(&holidays, 2021, "studie", "R", "2021-09-06", "2021-09-10");
    region = cal_region(&holidays, "R");
    pl_first_school_day(region, 2021, &day, &gap);
    cal_is_day(day, "2021-08-26", "a summer up to Wednesday ends before Thursday");
    pl_teaching_week(region, 2021, 1, &day, &gap);
    cal_is_day(day, "2021-08-23", "whose week is the first");
    pl_teaching_week_of(region, cal_day("2021-09-13"), &number, &gap);
    tap_is_int(number, 3, "a whole week of other days off is no teaching week");
    cal_push(&holidays, 2021, "dicht", "R", "2021-08-01", "2022-07-31");
    cal_push(&holidays, 2021, "herfst", "R", "2021-10-16", "2021-10-24");
    cal_push(&holidays, 2021, "kerst", "R", "2021-12-25", "2022-01-09");
    cal_push(&holidays, 2021, "voorjaar", "R", "2022-02-26", "2022-03-06");
    cal_push(&holidays, 2021, "mei", "R", "2022-04-30", "2022-05-08");
    cal_push(&holidays, 2022, "zomer", "R", "2022-07-16", "2022-08-28");
    tap_is_int(pl_first_school_day(region, 2021, &day, &gap), PL_CALENDAR_NO_WEEK,
               "a year that is a holiday has no first day");
    tap_is_int(pl_teaching_week(region, 2021, 1, &day, &gap), PL_CALENDAR_NO_WEEK,
               "nor a first week");
}

int main(void) {
    static const char *const regions[] = {"Noord", "Midden", "Zuid"};
    pl_holidays holidays;
    pl_arena arena;

    pl_arena_init(&arena);
    cal_world(&holidays, &arena);
    test_by_hand(&holidays);
    test_ends(&holidays);
    test_gaps(&holidays);
    test_terms(&holidays);
    for (int r = 0; r < 3; r++) {
        test_laws(cal_region(&holidays, regions[r]), 2020);
        test_laws(cal_region(&holidays, regions[r]), 2021);
        test_laws(cal_region(&holidays, regions[r]), 2023);
        test_walks(cal_region(&holidays, regions[r]));
    }
    test_odd_years(&arena);
    pl_arena_fini(&arena);
    return tap_done();
}
