/* test_school_year.c - school years: the edges, their days, hostile text; weeks of the calendar. */
#include "calendar/school_year.h"

#include "calendar/iso_week.h"
#include "calendar_world.h"
#include "tap.h"

static void test_school_years(void) {
    static const char *const refused[] = {
        "",          "2021",       "2021/22",   "2021/2023", "2021/2021", "2021 /2022",
        "2021_2022", "2021/2022 ", "0000/0001", "-001/0000", "2022/2021", "abcd/efgh",
    };
    pl_buffer b;
    int year = 0;

    tap_is_int(pl_schooljaar_of(cal_day("2021-07-31")), 2020, "31 July is the last day");
    tap_is_int(pl_schooljaar_of(cal_day("2021-08-01")), 2021, "1 August is the first");
    tap_is_int(pl_schooljaar_start(2021), cal_day("2021-08-01"), "2021/2022 begins on 2021-08-01");
    tap_ok(pl_schooljaar_parse(pl_str_of("2021/2022"), &year) && year == 2021, "2021/2022");
    tap_ok(pl_schooljaar_parse(pl_str_of("2019-2020"), &year) && year == 2019, "2019-2020");
    tap_ok(pl_schooljaar_parse(pl_str_of("1999/2000"), &year) && year == 1999, "1999/2000");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        tap_ok(!pl_schooljaar_parse(pl_str_of(refused[i]), &year), "refused: %s", refused[i]);
    pl_buffer_init(&b);
    pl_schooljaar_print(&b, 2021);
    tap_is_string(b.ptr, "2021/2022", "printed");
    pl_buffer_fini(&b);
}

static void test_days(void) {
    unsigned wrong = 0;

    cal_is_day(pl_schooljaar_end(2021), "2022-07-31", "the last day of 2021/2022");
    cal_is_day(pl_schooljaar_day(2021, 1, 31), "2022-01-31", "31 jan of 2021/2022");
    cal_is_day(pl_schooljaar_day(2021, 8, 1), "2021-08-01", "1 aug begins it");
    cal_is_day(pl_schooljaar_day(2021, 7, 31), "2022-07-31", "31 jul ends it");
    cal_is_day(pl_schooljaar_day(2023, 2, 29), "2024-02-29", "29 feb of 2023/2024");
    cal_is_day(pl_schooljaar_day(2021, 2, 29), "2022-02-28", "29 feb of a year without it");
    for (int y = 0; y <= 9999; y++)
        wrong += pl_schooljaar_of(pl_schooljaar_start(y)) != y ||
            pl_schooljaar_of(pl_schooljaar_end(y)) != y ||
            pl_schooljaar_end(y) + 1 != pl_schooljaar_start(y + 1);
    tap_is_int((long long)wrong, 0, "each year from 0 to 9999 ends where the next begins");
}

static void is_week(const char *iso, int wanted_year, int wanted) {
    int year, week = pl_iso_week_of(cal_day(iso), &year);

    tap_ok(year == wanted_year && week == wanted, "%s is in week %d of %d", iso, wanted,
           wanted_year);
}

/* The known days are those that ISO 8601 is usually explained with. */
static void test_iso_weeks(void) {
    pl_date monday = 0;
    unsigned wrong = 0;

    is_week("2020-12-31", 2020, 53);
    is_week("2021-01-03", 2020, 53);
    is_week("2021-01-04", 2021, 1);
    is_week("2022-01-01", 2021, 52);
    is_week("2024-12-30", 2025, 1);
    is_week("2008-12-29", 2009, 1);
    is_week("2010-01-03", 2009, 53);
    tap_ok(pl_iso_week_monday(2022, 10, &monday), "2022 has a week 10");
    cal_is_day(monday, "2022-03-07", "its Monday");
    tap_ok(pl_iso_week_monday(2020, 53, &monday), "2020 has a week 53");
    cal_is_day(monday, "2020-12-28", "its Monday");
    tap_ok(!pl_iso_week_monday(2021, 53, &monday), "2021 has none");
    tap_ok(!pl_iso_week_monday(2021, 0, &monday) && !pl_iso_week_monday(2021, 54, &monday) &&
               !pl_iso_week_monday(1, 1, &monday) && !pl_iso_week_monday(9999, 1, &monday),
           "nor is there a week 0 or 54, or a week of a year beyond all days");
    for (pl_date d = cal_day("1995-01-01"); d < cal_day("2045-01-01"); d++) {
        int year, week = pl_iso_week_of(d, &year);

        wrong += !pl_iso_week_monday(year, week, &monday) || monday != pl_date_monday(d);
    }
    tap_is_int((long long)wrong, 0, "week and Monday are each other's inverse for fifty years");
}

int main(void) {
    test_school_years();
    test_days();
    test_iso_weeks();
    return tap_done();
}
