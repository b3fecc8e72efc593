/* test_base_date.c - days: every day of two centuries, the edges, hostile text. */
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
                    !pl_date_parse((pl_str){b.ptr, b.len}, &again) || again != date;
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

static void test_weekdays(void) {
    pl_date first = day(1900, 1, 1); /* a Monday */
    unsigned wrong = 0;

    for (int i = 0; i < 73414; i++)
        wrong += pl_date_weekday(first + i) != i % 7 + 1 ||
            pl_date_monday(first + i) != first + i - i % 7;
    tap_is_int((long long)wrong, 0, "seven days follow each other for two centuries");
    tap_is_int(pl_date_weekday(day(2021, 11, 5)), 5, "2021-11-05 is a Friday");
    tap_is_int(pl_date_weekday(day(1, 1, 1)), 1, "0001-01-01 is a Monday");
}

static void test_months(void) {
    is_text(pl_date_add_months(day(2022, 1, 31), 1), "2022-02-28");
    is_text(pl_date_add_months(day(2024, 1, 31), 1), "2024-02-29");
    is_text(pl_date_add_months(day(2024, 2, 29), 12), "2025-02-28");
    is_text(pl_date_add_months(day(2024, 2, 29), -48), "2020-02-29");
    is_text(pl_date_add_months(day(2021, 12, 15), 1), "2022-01-15");
    is_text(pl_date_add_months(day(2022, 1, 15), -1), "2021-12-15");
    is_text(pl_date_add_months(day(2022, 1, 15), -13), "2020-12-15");
    is_text(pl_date_add_months(day(2022, 3, 1), 0), "2022-03-01");
}

int main(void) {
    test_two_centuries();
    test_known_days();
    test_hostile_dates();
    test_weekdays();
    test_months();
    return tap_done();
}
