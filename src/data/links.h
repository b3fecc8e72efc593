/* links.h - of each row the row of an ancestor. Kept by frames of rows that stand behind each other:
 * the least of a frame once, and what the others are above it in as many bytes as that takes: none
 * where all rows of the frame have the same ancestor, one or two where the files go by ancestors,
 * four where rows come in no order at all. */
#ifndef PL_DATA_LINKS_H
#define PL_DATA_LINKS_H

#include <assert.h>
#include <stdint.h>

#include "base/arena.h"

#define PL_NO_ROW (-1)
#define PL_FRAME_ROWS 256u /* a power of two; so few that those of a school year fill several */

typedef struct pl_frame {
    void *above;   /* [rows of the frame], without sign; of width 4 the rows themselves */
    int32_t least; /* width 4: 0 */
    uint8_t width; /* 0, 1, 2, 4 */
} pl_frame;

typedef struct pl_links {
    PL_VEC(pl_frame) frames;
    uint32_t count; /* rows */
    int32_t *open;  /* the last frame, of width 4, while rows are added; on the heap; else NULL */
} pl_links;

/* Adds rows behind the others. Between pl_links_close and the next pl_links_fini none is added. */
void pl_links_push(pl_links *links, pl_arena *arena, const int32_t *rows, uint32_t count);
/* The same ancestor for all of them. */
void pl_links_push_same(pl_links *links, pl_arena *arena, int32_t row, uint32_t count);
/* Another ancestor for a row that is there. */
void pl_links_set(pl_links *links, pl_arena *arena, uint32_t row, int32_t ancestor);
/* No row is added or set any more. */
void pl_links_close(pl_links *links, pl_arena *arena);
/* Frees what is on the heap. */
void pl_links_fini(pl_links *links);
/* All at once, closed. */
pl_links pl_links_make(pl_arena *arena, const int32_t *rows, uint32_t count);

/* Of `count` rows from `from` on: where they are, or in `room`. */
const int32_t *pl_links_read(const pl_links *links, uint32_t from, uint32_t count, int32_t *room);

/* The row of the ancestor, or PL_NO_ROW. */
static inline int32_t pl_links_at(const pl_links *links, uint32_t row) {
    const pl_frame *frame = &links->frames.items[row / PL_FRAME_ROWS];
    uint32_t at = row % PL_FRAME_ROWS;

    assert(row < links->count);
    switch (frame->width) {
    case 0: return frame->least;
    case 1: return frame->least + ((const uint8_t *)frame->above)[at];
    case 2: return frame->least + ((const uint16_t *)frame->above)[at];
    default: return ((const int32_t *)frame->above)[at];
    }
}

#endif
