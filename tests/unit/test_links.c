/* test_links.c - frames of links say what an array of rows would, however wide they are: pushed in
 * stretches of any size, changed, closed, and read in stretches of any size. */
#include <stdlib.h>

#include "data/links.h"
#include "tap.h"

#define ROWS 30000u

/* Rows of a stretch are near each other, or anywhere below `range`; some have none. */
static int32_t random_row(uint32_t i, uint32_t range, uint32_t loose) {
    if (loose > 0 && tap_random(loose) == 0)
        return PL_NO_ROW;
    return (int32_t)(range > 0 ? tap_random(range) : i / 5000);
}

static bool is_same(const pl_links *links, const int32_t *rows, uint32_t count) {
    int32_t *room = malloc(count * sizeof *room);
    bool same = links->count == count;

    for (uint32_t row = 0; row < count; row++)
        same = same && pl_links_at(links, row) == rows[row];
    for (uint32_t from = 0, some; from < count && same; from += some) {
        const int32_t *read;

        some = 1 + tap_random(3 * PL_FRAME_ROWS);
        some = some < count - from ? some : count - from;
        read = pl_links_read(links, from, some, room);
        for (uint32_t i = 0; i < some; i++)
            same = same && read[i] == rows[from + i];
    }
    free(room);
    return same;
}

static void change(pl_links *links, pl_arena *arena, int32_t *rows, uint32_t count,
                   uint32_t times) {
    for (uint32_t i = 0; i < times; i++) {
        uint32_t row = tap_random(count);

        rows[row] = random_row(row, 200000, 3);
        pl_links_set(links, arena, row, rows[row]);
    }
}

static void try(uint32_t count, uint32_t range, uint32_t loose, uint32_t changes,
                const char *name) {
    int32_t *rows = malloc(ROWS * sizeof *rows);
    pl_links links = {0}, made;
    pl_arena arena;

    pl_arena_init(&arena);
    for (uint32_t i = 0; i < count; i++)
        rows[i] = random_row(i, range, loose);
    for (uint32_t from = 0, some; from < count; from += some) {
        some = 1 + tap_random(2 * PL_FRAME_ROWS);
        some = some < count - from ? some : count - from;
        pl_links_push(&links, &arena, rows + from, some);
    }
    tap_ok(is_same(&links, rows, count), "%s, while rows are added", name);
    change(&links, &arena, rows, count, changes);
    pl_links_close(&links, &arena);
    tap_ok(is_same(&links, rows, count), "%s", name);
    made = pl_links_make(&arena, rows, count);
    tap_ok(is_same(&made, rows, count), "%s, all at once", name);
    pl_arena_fini(&arena);
    free(rows);
}

static void test_widths(void) {
    const int32_t rows[] = {7, 7, 262, 65542, 65543, PL_NO_ROW};
    const uint8_t widths[] = {0, 0, 1, 2, 4, 4};
    pl_arena arena;

    pl_arena_init(&arena);
    for (uint32_t i = 0; i < 6; i++) {
        int32_t pair[] = {7, rows[i]};
        pl_links links = pl_links_make(&arena, i == 5 ? (int32_t[]){65543, PL_NO_ROW} : pair, 2);

        tap_is_int(links.frames.items[0].width, widths[i], "width of a frame up to %d", rows[i]);
    }
    pl_arena_fini(&arena);
}

int main(void) {
    test_widths();
    try(1, 0, 0, 0, "one row");
    try(PL_FRAME_ROWS, 0, 0, 0, "a frame");
    try(PL_FRAME_ROWS + 1, 0, 0, 0, "a frame and a row");
    try(ROWS, 0, 0, 0, "few in order");
    try(ROWS, 0, 0, 50, "few in order, some changed");
    try(ROWS, 0, 2000, 50, "few in order, some changed and some without");
    try(ROWS, 250, 0, 20, "one byte");
    try(ROWS, 60000, 4, 20, "two bytes");
    try(ROWS, 2000000, 4, 20, "four bytes");
    try(ROWS, 1, 1, 20, "all without");
    return tap_done();
}
