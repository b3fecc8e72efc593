/* lexicon.h - the cells of a column that were read before, by their bytes, and what they say. Most
 * columns hold few different texts; a column of which nearly all cells are new is soon left alone. */
#ifndef PL_LOAD_LEXICON_H
#define PL_LOAD_LEXICON_H

#include "load/cells.h"

#define PL_LEXICON_LONGEST 16u /* bytes of a cell that is remembered */

typedef struct pl_lexeme {
    uint64_t words[2]; /* its bytes, zeros behind them: no text holds a byte 0, .. */
    int64_t value;     /* a code, or a scaled number; 0 where the state is not PL_OK */
    uint8_t scale;
    uint8_t state; /* PL_OK, PL_MISSING, or PL_UNSET: blank */
    bool used;     /* .. but words that are not used begin with one */
} pl_lexeme;

typedef struct pl_lexicon {
    pl_lexeme *slots; /* on the heap */
    uint32_t cap;     /* a power of two: */
    unsigned shift;   /* 2^(64 - shift) */
    uint32_t count;
    uint32_t asked, added; /* in this trial */
    bool closed;           /* it is not worth it, or full: nothing is added any more */
} pl_lexicon;

void pl_lexicon_init(pl_lexicon *lexicon);
void pl_lexicon_fini(pl_lexicon *lexicon);
void pl_lexicon_clear(pl_lexicon *lexicon);
/* Adds what a cell says that was not found, at `at`, which pl_lexicon_find gave. */
void pl_lexicon_add(pl_lexicon *lexicon, uint32_t at, pl_lexeme lexeme);

static inline uint32_t pl_lexicon_home(const pl_lexicon *lexicon, uint64_t a, uint64_t b) {
    return (uint32_t)(((a ^ (b << 29 | b >> 35)) * 0x9E3779B97F4A7C15u) >> lexicon->shift);
}

/* Where these bytes are looked for first. */
static inline const pl_lexeme *pl_lexicon_first(const pl_lexicon *lexicon, uint64_t a, uint64_t b) {
    return &lexicon->slots[pl_lexicon_home(lexicon, a, b)];
}

/* The slot of these bytes, or the free one where they belong. */
static inline uint32_t pl_lexicon_find(const pl_lexicon *lexicon, uint64_t a, uint64_t b) {
    uint32_t mask = lexicon->cap - 1, at = pl_lexicon_home(lexicon, a, b);

    while (lexicon->slots[at].used &&
           (lexicon->slots[at].words[0] != a || lexicon->slots[at].words[1] != b))
        at = (at + 1) & mask;
    return at;
}

/* The lexeme at `at` is likely to be asked for again: it goes where it is looked for first. */
void pl_lexicon_prefer(pl_lexicon *lexicon, uint32_t at);

#endif
