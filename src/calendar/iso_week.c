/* iso_week.c - a week belongs to the year of its Thursday. */
#include "calendar/iso_week.h"

int pl_iso_week_of(pl_date date, int *year) {
    pl_date thursday = pl_date_monday(date) + 3, january;
    int month, day;

    pl_date_split(thursday, year, &month, &day);
    january = pl_date_add_months(thursday, 1 - month) - (day - 1);
    return (thursday - january) / 7 + 1;
}

bool pl_iso_week_monday(int year, int week, pl_date *monday) {
    pl_date fourth; /* of January: always in week 1 */
    int back;

    if (year < 2 || year > 9998 || week < 1 || week > 53 || !pl_date_make(year, 1, 4, &fourth))
        return false;
    *monday = pl_date_monday(fourth) + (week - 1) * 7;
    return pl_iso_week_of(*monday, &back) == week && back == year;
}
