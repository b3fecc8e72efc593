/* test_holidays.c - computed holidays against the calendars of real years, the seasons, and rows
 * that no table may hold. */
#include "calendar/holidays.h"

#include "calendar/general_holidays.h"
#include "calendar_world.h"
#include "tap.h"

/* From church calendars; 1818 and 2038 have the earliest and the latest Easter there is. */
static void test_easter(void) {
    static const char *const sundays[] = {"1818-03-22", "1943-04-25", "1961-04-02", "2000-04-23",
                                          "2008-03-23", "2021-04-04", "2022-04-17", "2023-04-09",
                                          "2024-03-31", "2025-04-20", "2038-04-25"};
    unsigned wrong = 0;

    for (size_t i = 0; i < sizeof sundays / sizeof *sundays; i++) {
        int year, month, day;

        pl_date_split(cal_day(sundays[i]), &year, &month, &day);
        cal_is_day(pl_easter(year), sundays[i], "Easter");
    }
    for (int y = 1; y <= 9999; y++)
        wrong += pl_date_weekday(pl_easter(y)) != 7;
    tap_is_int((long long)wrong, 0, "Easter is a Sunday in every year");
}

static void general(const char *iso, bool wanted, const char *name) {
    tap_ok(pl_is_general_holiday(cal_day(iso)) == wanted, "%s: %s is %s", iso, name,
           wanted ? "one" : "none");
}

static void test_general_holidays(void) {
    int count = 0;

    general("2022-01-01", true, "New Year");
    general("2022-04-18", true, "Easter Monday");
    general("2022-04-15", false, "Good Friday");
    general("2022-04-27", true, "King's Day");
    general("2025-04-26", true, "King's Day on Saturday");
    general("2025-04-27", false, "the Sunday it gave up");
    general("2013-04-30", true, "Queen's Day");
    general("2013-04-27", false, "27 April before there was a king");
    general("2006-04-29", true, "Queen's Day on Saturday");
    general("2022-05-26", true, "Ascension");
    general("2022-05-27", false, "the Friday after Ascension");
    general("2020-05-05", true, "Liberation Day in a fifth year");
    general("2022-05-05", false, "Liberation Day in another year");
    general("2008-05-01", true, "Ascension in a year with an early Easter");
    general("2022-06-06", true, "Whit Monday");
    general("2038-06-14", true, "Whit Monday at its latest");
    general("2024-04-01", true, "Easter Monday in a year with an early Easter");
    general("2022-12-25", true, "Christmas");
    general("2022-12-26", true, "the day after Christmas");
    general("2022-12-24", false, "the day before Christmas");
    for (pl_date d = cal_day("2022-01-01"); d <= cal_day("2022-12-31"); d++)
        count += pl_is_general_holiday(d);
    tap_is_int(count, 7, "2022 has seven");
}

static void season(const char *iso, int schooljaar, pl_holiday_kind kind) {
    pl_gap gap = pl_holiday_season(cal_day(iso));

    tap_ok(gap.schooljaar == schooljaar && gap.kind == kind, "%s is a day of %s %d", iso,
           pl_holiday_name(kind), schooljaar);
}

static void test_seasons(void) {
    season("2021-07-01", 2021, PL_HOLIDAY_SUMMER);
    season("2021-07-31", 2021, PL_HOLIDAY_SUMMER);
    season("2021-08-01", 2021, PL_HOLIDAY_SUMMER);
    season("2021-09-30", 2021, PL_HOLIDAY_SUMMER);
    season("2021-10-01", 2021, PL_HOLIDAY_AUTUMN);
    season("2021-12-11", 2021, PL_HOLIDAY_AUTUMN);
    season("2021-12-12", 2021, PL_HOLIDAY_CHRISTMAS);
    season("2022-01-31", 2021, PL_HOLIDAY_CHRISTMAS);
    season("2022-02-01", 2021, PL_HOLIDAY_SPRING);
    season("2022-04-14", 2021, PL_HOLIDAY_SPRING);
    season("2022-04-15", 2021, PL_HOLIDAY_MAY);
    season("2022-06-30", 2021, PL_HOLIDAY_MAY);
    season("2022-07-01", 2022, PL_HOLIDAY_SUMMER);
}

static void in_holiday(const pl_region *region, const char *iso, bool wanted) {
    bool is = !wanted;
    pl_gap gap;

    tap_ok(pl_region_is_holiday(region, cal_day(iso), &is, &gap) && is == wanted, "%s: %s %s",
           pl_region_name(region), iso, wanted ? "is in a holiday" : "is in none");
}

static void gap_at(const pl_region *region, const char *iso, int schooljaar, pl_holiday_kind kind) {
    bool is;
    pl_gap gap = {0};

    tap_ok(!pl_region_is_holiday(region, cal_day(iso), &is, &gap) && gap.schooljaar == schooljaar &&
               gap.kind == kind,
           "%s: %s wants %s %d", pl_region_name(region), iso, pl_holiday_name(kind), schooljaar);
}

static void test_table(pl_arena *arena) {
    pl_holidays holidays;
    const pl_region *noord;
    pl_gap gap;
    pl_date last = 0;

    cal_world(&holidays, arena);
    noord = cal_region(&holidays, "Noord");
    in_holiday(noord, "2021-07-09", false);
    in_holiday(noord, "2021-07-10", true);
    in_holiday(noord, "2021-08-22", true);
    in_holiday(noord, "2021-08-23", false);
    in_holiday(noord, "2022-01-09", true);
    in_holiday(noord, "2022-01-10", false);
    in_holiday(cal_region(&holidays, "Zuid"), "2021-10-18", false);
    gap_at(noord, "2023-05-10", 2022, PL_HOLIDAY_MAY);
    gap_at(noord, "2020-06-10", 2019, PL_HOLIDAY_MAY);
    gap_at(noord, "2024-10-01", 2024, PL_HOLIDAY_AUTUMN);
    in_holiday(noord, "2024-09-02", false);
    tap_ok(pl_region_summer(noord, 2024, &last, &gap), "the summer before 2024/2025 is there");
    cal_is_day(last, "2024-09-01", "its last day");
    tap_ok(!pl_region_summer(noord, 2025, &last, &gap) && gap.schooljaar == 2025 &&
               gap.kind == PL_HOLIDAY_SUMMER,
           "the next is not");
    tap_ok(!pl_holidays_find(&holidays, pl_str_of("Oost")), "there is no Oost");
    tap_ok(!pl_holidays_find(&holidays, pl_str_of("noord")), "nor a noord");
}

static void refused(pl_holidays *holidays, const char *name, const char *first, const char *last,
                    pl_holiday_fault wanted) {
    tap_is_int(cal_push(holidays, 2021, name, "Noord", first, last), wanted, "%s %s..%s", name,
               first, last);
}

static void test_bad_rows(pl_arena *arena) {
    pl_holidays holidays;

    pl_holidays_init(&holidays, arena);
    refused(&holidays, "herfst", "2021-10-24", "2021-10-16", PL_HOLIDAY_BACKWARDS);
    refused(&holidays, "herfst", "2021-09-30", "2021-10-08", PL_HOLIDAY_OUT_OF_SEASON);
    refused(&holidays, "herfst", "2022-10-15", "2022-10-23", PL_HOLIDAY_OUT_OF_SEASON);
    refused(&holidays, "kerst", "2021-12-25", "2022-02-01", PL_HOLIDAY_OUT_OF_SEASON);
    refused(&holidays, "mei", "2021-05-01", "2021-05-09", PL_HOLIDAY_OUT_OF_SEASON);
    refused(&holidays, "zomer", "2022-07-16", "2022-08-28", PL_HOLIDAY_OUT_OF_SEASON);
    refused(&holidays, "zomer", "2021-08-02", "2021-08-22", PL_HOLIDAY_NO_SUMMER);
    refused(&holidays, "zomer", "2021-07-10", "2021-07-31", PL_HOLIDAY_NO_SUMMER);
    refused(&holidays, "zomer", "2021-07-28", "2021-08-02", PL_HOLIDAY_NO_SUMMER);
    refused(&holidays, "studiedag", "2021-07-31", "2021-08-02", PL_HOLIDAY_OUT_OF_SEASON);
    tap_ok(!pl_holidays_find(&holidays, pl_str_of("Noord")), "and none of them makes a region");
    refused(&holidays, "herfst", "2021-10-16", "2021-10-24", PL_HOLIDAY_FINE);
    refused(&holidays, "herfst", "2021-10-16", "2021-10-24", PL_HOLIDAY_TWICE);
    tap_is_int(cal_push(&holidays, 2021, "herfst", "Midden", "2021-10-16", "2021-10-24"),
               PL_HOLIDAY_FINE, "another region may have the same holiday");
    refused(&holidays, "studiedag", "2022-05-27", "2022-05-27", PL_HOLIDAY_FINE);
    refused(&holidays, "studiedag", "2022-06-07", "2022-06-07", PL_HOLIDAY_FINE);
}

/* Other days off count, but fill no gap. */
static void test_other_days(pl_arena *arena) {
    pl_holidays holidays;

    cal_world(&holidays, arena);
    in_holiday(cal_region(&holidays, "Noord"), "2022-05-27", false);
    cal_push(&holidays, 2021, "brugdag", "Noord", "2022-05-27", "2022-05-27");
    in_holiday(cal_region(&holidays, "Noord"), "2022-05-27", true);
    in_holiday(cal_region(&holidays, "Midden"), "2022-05-27", false);
    cal_push(&holidays, 2022, "brugdag", "Noord", "2023-05-19", "2023-05-19");
    gap_at(cal_region(&holidays, "Noord"), "2023-05-19", 2022, PL_HOLIDAY_MAY);
}

int main(void) {
    pl_arena arena;

    pl_arena_init(&arena);
    test_easter();
    test_general_holidays();
    test_seasons();
    test_table(&arena);
    test_bad_rows(&arena);
    test_other_days(&arena);
    pl_arena_fini(&arena);
    return tap_done();
}
