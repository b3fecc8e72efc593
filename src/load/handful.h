/* handful.h - the few texts that a column is full of at present (members, levels, the school of
 * some hundred pupils), eight at most: those of eight cells are looked up at once, in vectors. */
#ifndef PL_LOAD_HANDFUL_H
#define PL_LOAD_HANDFUL_H

#include "load/strip.h"

#define PL_HANDFUL_MOST 8u
#define PL_HANDFUL_LONGEST 16u /* bytes of a text */

typedef struct pl_handful_text {
    uint64_t first, last; /* its first eight bytes, 0 where it has no more; its last, at the end */
    uint32_t length;
    int32_t code;
} pl_handful_text;

typedef struct pl_handful {
    pl_handful_text texts[PL_HANDFUL_MOST];
    uint32_t count;
    bool wide; /* some are longer than eight bytes */
    /* Each text has a place of its own among eight, which its last bytes give by these factors: */
    uint32_t factors[2];
    uint32_t last[2][PL_HANDFUL_MOST], first[2][PL_HANDFUL_MOST]; /* halves of words */
    uint32_t lengths[PL_HANDFUL_MOST];                            /* + 1; 0: no text */
    int32_t codes[PL_HANDFUL_MOST];
} pl_handful;

/* Can it be asked by vectors of this kind? */
bool pl_handful_helps(pl_scan_level level);
/* Adds a text of 1 to PL_HANDFUL_LONGEST bytes, that is not in it. When there is no room for it, it
 * alone is left. All zero: there are none. */
void pl_handful_add(pl_handful *handful, pl_str text, int32_t code);
/* The codes of cells from the first on that are in it, as long as there are eight or more; gives
 * how many. */
uint32_t pl_handful_read(const pl_handful *handful, pl_strip strip, int32_t *codes);

#endif
