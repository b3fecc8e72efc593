/* test_base_date.c - days and school years: every day of two centuries, the edges, hostile text. */
#include "base/date.h"

#include <string.h>

#include "tap.h"

static pl_date day(int year, int month, int of_month) {
    pl_date date = 0;

    if (!pl_date_make(year, month, of_month, &date))
        tap_ok(false, "%d-%d-%d exists", year, month, of_month);
    return date;
}

static void is_text(pl_date date, const char *wanted) {
    pl_buffer b;

    pl_buffer_init(&b);
    pl_date_print(&b, date);
    tap_is_string(b.ptr, wanted, "printed %s", wanted);
    pl_buffer_fini(&b);
}

/* Each day follows the one before it, and reads back from its own text. */
static void test_two_centuries(void) {
    pl_date expected = day(1900, 1, 1);
    unsigned wrong = 0, days = 0;
    pl_buffer b;

    pl_buffer_init(&b);
    for (int y = 1900; y <= 2100; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= 31; d++) {
                pl_date date, again;
                int year, month, of_month;

                if (!pl_date_make(y, m, d, &date))
                    continue;
                pl_date_split(date, &year, &month, &of_month);
                b.len = 0;
                pl_date_print(&b, date);
                wrong += date != expected++ || year != y || month != m || of_month != d ||
                    !pl_date_parse((pl_str){b.ptr, b.len}, &again) || again != date ||
                    pl_schooljaar_of(date) != (m >= 8 ? y : y - 1);
                days++;
            }
    pl_buffer_fini(&b);
    tap_is_int((long long)wrong, 0, "every day of 1900..2100 goes there and back");
    tap_is_int((long long)days, 73414, "and there are as many as there should be");
}

static void test_known_days(void) {
    pl_date unused;

    tap_is_int(day(1970, 1, 1), 0, "the first day");
    tap_is_int(day(2000, 3, 1), 11017, "2000-03-01");
    tap_is_int(day(1, 1, 1), -719162, "0001-01-01");
    tap_is_int(day(9999, 12, 31), 2932896, "9999-12-31");
    is_text(0, "1970-01-01");
    is_text(-1, "1969-12-31");
    is_text(day(1, 1, 1), "0001-01-01");
    is_text(day(2021, 11, 5), "2021-11-05");
    tap_ok(pl_date_make(2000, 2, 29, &unused), "2000 is a leap year");
    tap_ok(pl_date_make(2024, 2, 29, &unused), "2024 is a leap year");
    tap_ok(!pl_date_make(1900, 2, 29, &unused), "1900 is none");
    tap_ok(!pl_date_make(2023, 2, 29, &unused), "2023 is none");
    tap_ok(!pl_date_make(0, 1, 1, &unused) && !pl_date_make(10000, 1, 1, &unused),
           "years 1 to 9999 only");
}

static void test_hostile_dates(void) {
    static const char *const refused[] = {
        "",           "2021-11-5",  "2021-1-05",        "21-11-05",
        "2021/11/05", "05-11-2021", "2021-13-01",       "2021-00-10",
        "2021-02-30", "2021-04-31", " 2021-11-05",      "2021-11-05 ",
        "2021-11-0x", "-021-11-05", "+021-11-05",       "0000-01-01",
        "2021-11--5", "20211105",   "2021-11-05T00:00",
    };
    pl_date date;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        tap_ok(!pl_date_parse(pl_str_of(refused[i]), &date), "refused: %s", refused[i]);
}

static void test_school_years(void) {
    static const char *const refused[] = {
        "",          "2021",       "2021/22",   "2021/2023", "2021/2021", "2021 /2022",
        "2021_2022", "2021/2022 ", "0000/0001", "-001/0000", "2022/2021", "abcd/efgh",
    };
    pl_buffer b;
    int year = 0;

    tap_is_int(pl_schooljaar_of(day(2021, 7, 31)), 2020, "31 July is the last day");
    tap_is_int(pl_schooljaar_of(day(2021, 8, 1)), 2021, "1 August is the first");
    tap_is_int(pl_schooljaar_start(2021), day(2021, 8, 1), "2021/2022 begins on 2021-08-01");
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

int main(void) {
    test_two_centuries();
    test_known_days();
    test_hostile_dates();
    test_school_years();
    return tap_done();
}
