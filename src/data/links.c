/* links.c - making frames of links, and reading many of them. Rows are gathered in the open frame,
 * which is made narrow when it is full. */
#include "data/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/kernel.h"

/* ### loops over a frame */

PL_KERNEL static void find_range(const int32_t *rows, uint32_t n, int32_t *least, int32_t *most) {
    int32_t lo = INT32_MAX, hi = INT32_MIN;

    for (uint32_t i = 0; i < n; i++) {
        lo = rows[i] < lo ? rows[i] : lo;
        hi = rows[i] > hi ? rows[i] : hi;
    }
    *least = lo;
    *most = hi;
}

PL_KERNEL static void narrow_1(uint8_t *above, const int32_t *rows, int32_t least, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        above[i] = (uint8_t)(rows[i] - least);
}

PL_KERNEL static void narrow_2(uint16_t *above, const int32_t *rows, int32_t least, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        above[i] = (uint16_t)(rows[i] - least);
}

PL_KERNEL static void widen_0(int32_t *rows, int32_t least, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        rows[i] = least;
}

PL_KERNEL static void widen_1(int32_t *rows, const uint8_t *above, int32_t least, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        rows[i] = least + above[i];
}

PL_KERNEL static void widen_2(int32_t *rows, const uint16_t *above, int32_t least, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        rows[i] = least + above[i];
}

/* ### one frame */

/* Of rows of one frame, from its row `at` on. */
static void read_frame(const pl_frame *frame, uint32_t at, uint32_t count, int32_t *rows) {
    switch (frame->width) {
    case 0: widen_0(rows, frame->least, count); return;
    case 1: widen_1(rows, (const uint8_t *)frame->above + at, frame->least, count); return;
    case 2: widen_2(rows, (const uint16_t *)frame->above + at, frame->least, count); return;
    default: memcpy(rows, (const int32_t *)frame->above + at, count * sizeof *rows);
    }
}

/* ### making */

static uint8_t width_of(int32_t least, int32_t most) {
    uint32_t range = (uint32_t)most - (uint32_t)least;

    assert(least <= most);
    if (range == 0)
        return 0;
    if (range <= UINT8_MAX)
        return 1;
    return range <= UINT16_MAX ? 2 : 4;
}

static pl_frame make_frame(pl_arena *arena, const int32_t *rows, uint32_t count) {
    pl_frame frame = {0};
    int32_t most;

    assert(count > 0 && count <= PL_FRAME_ROWS);
    find_range(rows, count, &frame.least, &most);
    frame.width = width_of(frame.least, most);
    if (frame.width > 0)
        frame.above = pl_arena_alloc(arena, count, frame.width);
    if (frame.width == 1)
        narrow_1(frame.above, rows, frame.least, count);
    else if (frame.width == 2)
        narrow_2(frame.above, rows, frame.least, count);
    if (frame.width < 4)
        return frame;
    memcpy(frame.above, rows, count * sizeof *rows);
    frame.least = 0;
    return frame;
}

static pl_frame *last_frame(pl_links *links) {
    assert(links->frames.len > 0);
    return &links->frames.items[links->frames.len - 1];
}

static void open_frame(pl_links *links, pl_arena *arena) {
    if (!links->open)
        links->open = pl_heap_resize(NULL, PL_FRAME_ROWS * sizeof *links->open);
    PL_PUSH(arena, &links->frames, ((pl_frame){.above = links->open, .width = 4}));
}

/* Where up to `count` rows more are put, as many as come back; see put_open. */
static int32_t *find_open(pl_links *links, pl_arena *arena, uint32_t *count) {
    uint32_t at = links->count % PL_FRAME_ROWS;

    if (at == 0)
        open_frame(links, arena);
    if (*count > PL_FRAME_ROWS - at)
        *count = PL_FRAME_ROWS - at;
    assert(last_frame(links)->above == links->open);
    return links->open + at;
}

static void put_open(pl_links *links, pl_arena *arena, uint32_t count) {
    links->count += count;
    if (links->count % PL_FRAME_ROWS == 0)
        *last_frame(links) = make_frame(arena, links->open, PL_FRAME_ROWS);
}

void pl_links_push(pl_links *links, pl_arena *arena, const int32_t *rows, uint32_t count) {
    for (uint32_t done = 0, some; done < count; done += some) {
        int32_t *open;

        some = count - done;
        open = find_open(links, arena, &some);
        memcpy(open, rows + done, some * sizeof *rows);
        put_open(links, arena, some);
    }
}

void pl_links_push_same(pl_links *links, pl_arena *arena, int32_t row, uint32_t count) {
    for (uint32_t done = 0, some; done < count; done += some) {
        int32_t *open;

        some = count - done;
        open = find_open(links, arena, &some);
        widen_0(open, row, some);
        put_open(links, arena, some);
    }
}

static bool is_open(const pl_links *links, const pl_frame *frame) {
    return links->open && frame->above == links->open;
}

static uint32_t rows_of_frame(const pl_links *links, uint32_t first) {
    return links->count - first < PL_FRAME_ROWS ? links->count - first : PL_FRAME_ROWS;
}

void pl_links_set(pl_links *links, pl_arena *arena, uint32_t row, int32_t ancestor) {
    pl_frame *frame = &links->frames.items[row / PL_FRAME_ROWS];
    uint32_t first = row - row % PL_FRAME_ROWS, count = rows_of_frame(links, first);
    int32_t rows[PL_FRAME_ROWS];

    assert(row < links->count && links->open);
    if (pl_links_at(links, row) == ancestor)
        return;
    if (frame->width == 4) {
        ((int32_t *)frame->above)[row - first] = ancestor;
        return;
    }
    read_frame(frame, 0, count, rows);
    rows[row - first] = ancestor;
    *frame = (pl_frame){.above = pl_arena_alloc(arena, count, sizeof *rows), .width = 4};
    memcpy(frame->above, rows, count * sizeof *rows);
}

void pl_links_close(pl_links *links, pl_arena *arena) {
    uint32_t rest = links->count % PL_FRAME_ROWS;

    if (rest > 0 && is_open(links, last_frame(links)))
        *last_frame(links) = make_frame(arena, links->open, rest);
    pl_links_fini(links);
}

void pl_links_fini(pl_links *links) {
    free(links->open);
    links->open = NULL;
}

pl_links pl_links_make(pl_arena *arena, const int32_t *rows, uint32_t count) {
    pl_links links = {0};

    pl_links_push(&links, arena, rows, count);
    pl_links_close(&links, arena);
    return links;
}

/* ### reading */

const int32_t *pl_links_read(const pl_links *links, uint32_t from, uint32_t count, int32_t *room) {
    const pl_frame *frame = &links->frames.items[from / PL_FRAME_ROWS];
    uint32_t at = from % PL_FRAME_ROWS, done = 0;

    assert(count > 0 && count <= links->count && from <= links->count - count);
    if (frame->width == 4 && at + count <= PL_FRAME_ROWS)
        return (const int32_t *)frame->above + at;
    for (; done < count; frame++, at = 0) {
        uint32_t some = PL_FRAME_ROWS - at;

        some = count - done < some ? count - done : some;
        read_frame(frame, at, some, room + done);
        done += some;
    }
    return room;
}
