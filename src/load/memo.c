/* memo.c - a small table by the bytes of a cell, the newer taking the place of the older. Faults are
 * not remembered: each is reported with its own line. */
#include "load/memo.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CELLS 512u
#define FEW 64u     /* cells before which there is no memo */
#define TRIAL 4096u /* cells after which a memo must have found .. */
#define LEAST 4u    /* .. one in so many */

void pl_memo_init(pl_memo *memo) {
    *memo = (pl_memo){0};
}

void pl_memo_fini(pl_memo *memo) {
    free(memo->cells);
    *memo = (pl_memo){0};
}

static uint64_t load(const char *bytes, size_t count) {
    uint64_t word8;
    uint32_t word4;

    if (count == sizeof word8) {
        memcpy(&word8, bytes, sizeof word8);
        return word8;
    }
    memcpy(&word4, bytes, sizeof word4);
    return word4;
}

/* Both ends, which overlap: with the length they say all, and nothing behind the cell is read. */
static void take_words(pl_str cell, uint64_t words[2]) {
    size_t size = cell.len >= 8 ? 8 : 4;

    words[0] = words[1] = 0;
    assert(cell.len <= PL_MEMO_LONGEST);
    if (cell.len >= 4) {
        words[0] = load(cell.ptr, size);
        words[1] = load(cell.ptr + cell.len - size, size);
        return;
    }
    for (size_t i = 0; i < cell.len; i++)
        words[0] = words[0] << 8 | (unsigned char)cell.ptr[i];
}

static pl_memo_cell *cell_for(const pl_memo *memo, const uint64_t words[2], size_t length) {
    uint64_t mixed = (words[0] ^ words[1] * 3 ^ length) * 0x9E3779B97F4A7C15u;

    return &memo->cells[mixed >> 32 & (CELLS - 1)];
}

/* Is it worth it? A short file is over before it is; later the memo must have found enough. */
static bool is_used(pl_memo *memo) {
    memo->asked++;
    if (!memo->cells && memo->asked == FEW) {
        memo->cells = pl_heap_resize(NULL, CELLS * sizeof *memo->cells);
        memset(memo->cells, 0, CELLS * sizeof *memo->cells);
    }
    if (memo->asked < TRIAL || !memo->cells)
        return memo->cells != NULL;
    if (memo->found < TRIAL / LEAST)
        pl_memo_fini(memo);
    memo->found = 0;
    memo->asked = FEW; /* not to begin anew */
    return memo->cells != NULL;
}

pl_read_fault pl_memo_read(pl_memo *memo, const pl_cell_format *format, pl_data *data, pl_str cell,
                           pl_reading *room, const pl_reading **out) {
    uint64_t words[2];
    pl_memo_cell *place;
    pl_read_fault fault;

    *out = room;
    if (cell.len > PL_MEMO_LONGEST || !is_used(memo))
        return pl_cell_read(format, data, cell, room);
    take_words(cell, words);
    place = cell_for(memo, words, cell.len);
    if (place->used && place->words[0] == words[0] && place->words[1] == words[1] &&
        place->length == cell.len) {
        memo->found++;
        *out = &place->reading;
        return PL_READ_FINE;
    }
    fault = pl_cell_read(format, data, cell, room);
    if (fault == PL_READ_FINE)
        *place = (pl_memo_cell){.words = {words[0], words[1]},
                                .length = (uint8_t)cell.len,
                                .used = true,
                                .reading = *room};
    return fault;
}
