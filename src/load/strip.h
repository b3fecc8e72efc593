/* strip.h - the cells of one field, record by record. */
#ifndef PL_LOAD_STRIP_H
#define PL_LOAD_STRIP_H

#include <assert.h>

#include "base/text.h"
#include "load/scan.h"

/* Sixteen bytes before each cell, and PL_SCAN_PADDING behind, are readable. */
typedef struct pl_strip {
    const char *text;
    const uint32_t *ends; /* record r lies from ends[r * step] + 1 to ends[r * step + 1] */
    uint32_t step, count;
} pl_strip;

static inline __attribute__((always_inline)) pl_str pl_strip_cell(const pl_strip *strip,
                                                                  uint32_t record) {
    const uint32_t *ends = strip->ends + (size_t)record * strip->step;
    uint32_t start = ends[0] + 1; /* the one before the first byte of all wraps around */

    return (pl_str){strip->text + start, ends[1] - start};
}

/* Those from `done` on. */
static inline pl_strip pl_strip_from(pl_strip strip, uint32_t done) {
    assert(done <= strip.count);
    strip.ends += (size_t)done * strip.step;
    strip.count -= done;
    return strip;
}

/* The same cells without a CR at their end, or without the quotes around them. Their ends go to
 * `room`, [2 * count], where those of the strip itself may be. */
pl_strip pl_strip_without_returns(pl_strip strip, uint32_t *room);
pl_strip pl_strip_without_quotes(pl_strip strip, uint32_t *room);

#endif
