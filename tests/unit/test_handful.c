/* test_handful.c - cells that are looked up eight at once have the codes of the texts that they are,
 * up to the first that is none of the handful: for random texts, many of them nearly the same. */
#include "load/handful.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tap.h"

#define MOST_TEXTS 12u
#define MOST_CELLS 70u

typedef struct world {
    char texts[MOST_TEXTS][20]; /* number i has code 100 + i */
    uint32_t count;
    pl_buffer bytes; /* `front` of them before the first record */
    uint32_t ends[MOST_CELLS * 3 + 1];
    pl_strip strip;
    pl_handful handful;
} world;

/* ### random cells */

static bool is_new(const world *w, const char *text) {
    for (uint32_t i = 0; i < w->count; i++)
        if (strcmp(w->texts[i], text) == 0)
            return false;
    return true;
}

/* Often only longer or shorter than another, or with one byte changed. */
static void random_text(const world *w, uint32_t longest, char *text) {
    static const char bytes[] = "aab01\x01\x80\xFF-";
    uint32_t length = 1 + tap_random(longest);

    memset(text, 0, 20);
    if (w->count > 0 && tap_random(2))
        strcpy(text, w->texts[tap_random(w->count)]);
    for (uint32_t i = (uint32_t)strlen(text); i < length; i++)
        text[i] = bytes[tap_random(sizeof bytes - 1)];
    if (tap_random(2))
        text[tap_random((uint32_t)strlen(text))] = bytes[tap_random(sizeof bytes - 1)];
}

static void make_texts(world *w) {
    uint32_t longest = tap_random(2) ? 8 : PL_HANDFUL_LONGEST, wanted = 1 + tap_random(MOST_TEXTS);

    w->count = 0;
    for (int i = 0; i < 100 && w->count < wanted; i++) {
        char text[20];

        random_text(w, longest, text);
        if (is_new(w, text))
            strcpy(w->texts[w->count++], text);
    }
}

static void push_cell(world *w, uint32_t usual) {
    if (tap_random(50) > 0) {
        pl_buffer_puts(&w->bytes, w->texts[tap_random(usual)]);
        return;
    }
    for (uint32_t i = tap_random(20); i > 0; i--)
        pl_buffer_putc(&w->bytes, "ab01"[tap_random(4)]);
}

static void make_cells(world *w, uint32_t front) {
    uint32_t step = 1 + tap_random(3), field = tap_random(step), count = tap_random(MOST_CELLS + 1);
    uint32_t usual = 1 + tap_random(w->count), end = 0;

    w->bytes.len = 0;
    while (w->bytes.len < front)
        pl_buffer_putc(&w->bytes, 'a');
    w->ends[0] = UINT32_MAX;
    for (uint32_t r = 0; r < count; r++) {
        for (uint32_t f = 0; f < step; f++) {
            if (f == field)
                push_cell(w, usual);
            w->ends[++end] = (uint32_t)w->bytes.len - front;
            pl_buffer_putc(&w->bytes, f + 1 < step ? ';' : '\n');
        }
    }
    while (w->bytes.len < front + w->ends[end] + 1 + PL_SCAN_PADDING)
        pl_buffer_putc(&w->bytes, 'b');
    w->strip = (pl_strip){w->bytes.ptr + front, w->ends + field, step, count};
}

/* ### what is right */

/* False: it is none of the handful. */
static bool has(const world *w, pl_str cell, int32_t *code) {
    for (uint32_t i = 0; i < w->handful.count; i++) {
        *code = w->handful.texts[i].code;
        if (pl_str_equal(cell, pl_str_of(w->texts[*code - 100])))
            return true;
    }
    return false;
}

static bool reads(const world *w, pl_strip strip, uint32_t *done) {
    int32_t codes[MOST_CELLS], code;

    *done = pl_handful_read(&w->handful, strip, codes);
    for (uint32_t r = 0; r < *done; r++)
        if (!has(w, pl_strip_cell(&strip, r), &code) || code != codes[r])
            return false;
    return *done + 8 > strip.count || !has(w, pl_strip_cell(&strip, *done), &code);
}

static void add_cell(world *w, pl_str cell) {
    for (uint32_t i = 0; i < w->count; i++)
        if (pl_str_equal(cell, pl_str_of(w->texts[i])))
            pl_handful_add(&w->handful, cell, 100 + (int32_t)i);
}

static bool read_all(world *w) {
    uint32_t r = 0, done;

    while (reads(w, pl_strip_from(w->strip, r), &done)) {
        r += done;
        if (r + 8 > w->strip.count)
            return true;
        add_cell(w, pl_strip_cell(&w->strip, r++));
    }
    return false;
}

static void test_random(void) {
    world w = {.count = 0};
    bool fine = true;

    pl_buffer_init(&w.bytes);
    for (int turn = 0; turn < 10000 && fine; turn++) {
        w.handful = (pl_handful){.count = 0};
        make_texts(&w);
        for (int i = 0; i < 3 && fine; i++) {
            make_cells(&w, 16 + tap_random(8));
            fine = read_all(&w);
        }
        if (!fine)
            printf("# turn %d\n", turn);
    }
    tap_ok(fine, "cells have the codes of their texts");
    pl_buffer_fini(&w.bytes);
}

/* Texts that only their first bytes tell apart have no places of their own; the last one is left. */
static void test_no_room(void) {
    pl_handful handful = {.count = 0};

    pl_handful_add(&handful, pl_str_of("1-abcdefgh"), 1);
    pl_handful_add(&handful, pl_str_of("2-abcdefgh"), 2);
    tap_is_int(handful.count, 1, "two texts with the same end");
    tap_is_int(handful.texts[0].code, 2, "the one that came last");
    for (int i = 0; i < 9; i++) {
        char text[] = "text 0";

        text[5] = (char)('0' + i);
        pl_handful_add(&handful, pl_str_of(text), i);
    }
    tap_ok(handful.count <= PL_HANDFUL_MOST, "a ninth text");
}

int main(void) {
    if (pl_scan_has(PL_SCAN_32) && pl_handful_helps(PL_SCAN_32)) {
        test_random();
        test_no_room();
    } else {
        tap_skip("eight cells at once", "this machine has no vectors for it");
    }
    return tap_done();
}
