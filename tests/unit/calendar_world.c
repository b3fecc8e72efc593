/* calendar_world.c - reads the rows of the table in stdlib/vakanties.peil, as they are written: a row
 * is a line, a set of regions stands for a row of each. Tests run in the folder of the build. */
#include "calendar_world.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "tap.h"

#define TABLE "share/peil/stdlib/vakanties.peil"
#define CELLS 5

pl_date cal_day(const char *iso) {
    pl_date date = 0;

    if (!pl_date_parse(pl_str_of(iso), &date))
        tap_ok(false, "%s is a day", iso);
    return date;
}

pl_holiday_fault cal_push(pl_holidays *holidays, int schooljaar, const char *name,
                          const char *region, const char *first, const char *last) {
    pl_holiday row = {schooljaar, pl_str_of(name), pl_str_of(region), cal_day(first),
                      cal_day(last)};

    return pl_holidays_push(holidays, &row);
}

/* The cells between the bars; false for a line that is no row of days. */
static bool split_row(char *line, pl_str *cells) {
    char *p = strtok(line, "|");
    int count = 0;

    for (p = strtok(NULL, "|"); p && count < CELLS; p = strtok(NULL, "|"))
        cells[count++] = pl_str_trim(pl_str_of(p));
    return count == CELLS && cells[0].len == 9 && cells[0].ptr[0] == '2';
}

/* A region at a time; returns how many rows were refused. */
static unsigned push_row(pl_holidays *holidays, const pl_str *cells, unsigned *rows) {
    pl_holiday row = {.name = cells[2]};
    const char *p = cells[1].ptr, *end = p + cells[1].len;
    unsigned wrong = !pl_schooljaar_parse(cells[0], &row.schooljaar) ||
        !pl_date_parse(cells[3], &row.first) || !pl_date_parse(cells[4], &row.last);

    for (; p < end; p += row.region.len) {
        p += strspn(p, "{}, ");
        row.region = (pl_str){p, strcspn(p, "{}, ")};
        if (p >= end || wrong)
            break;
        wrong += pl_holidays_push(holidays, &row) != PL_HOLIDAY_FINE;
        ++*rows;
    }
    return wrong;
}

void cal_world(pl_holidays *holidays, pl_arena *arena) {
    FILE *file = fopen(TABLE, "r");
    char line[200];
    unsigned wrong = 0, rows = 0;

    pl_holidays_init(holidays, arena);
    while (file && fgets(line, sizeof line, file)) {
        pl_str cells[CELLS];

        if (line[0] == ' ' && split_row(line, cells))
            wrong += push_row(holidays, cells, &rows);
    }
    if (file)
        fclose(file);
    tap_ok(rows == 60 && wrong == 0, "the table has the sixty attested holidays, %u of them wrong",
           wrong);
}

const pl_region *cal_region(const pl_holidays *holidays, const char *name) {
    const pl_region *region = pl_holidays_find(holidays, pl_str_of(name));

    if (!region)
        tap_ok(false, "%s is a region", name);
    assert(region);
    return region;
}

bool cal_is_day(pl_date got, const char *iso, const char *name) {
    pl_buffer text;
    bool same;

    pl_buffer_init(&text);
    pl_date_print(&text, got);
    same = tap_is_string(text.ptr, iso, "%s", name);
    pl_buffer_fini(&text);
    return same;
}
