/* lexicon.h - the cells of a column that were read before, by their bytes, and what they say. Most
 * columns hold few different texts, or those of a file before in the same order; a column of which
 * nearly all cells are new is soon left alone. */
#ifndef PL_LOAD_LEXICON_H
#define PL_LOAD_LEXICON_H

#include "load/cells.h"

#define PL_LEXICON_LONGEST 16u /* bytes of a cell that is remembered */

typedef struct pl_lexeme {
    uint64_t words[2]; /* its bytes, zeros behind them: no text holds a byte 0 */
    int64_t value;     /* a code, or a scaled number; 0 where the state is not PL_OK */
    uint8_t scale;
    uint8_t state; /* PL_OK, PL_MISSING, or PL_UNSET: blank */
} pl_lexeme;

typedef struct pl_lexicon {
    /* In the order in which they were added. The first, and the one behind the last, are none:
     * their words are those of no text. */
    pl_lexeme *lexemes; /* on the heap */
    uint32_t count, room;
    uint32_t last;         /* number of the lexeme that was found or added last; 0: none was */
    uint32_t *slots;       /* numbers of lexemes, 0 where there is none; on the heap */
    uint32_t cap;          /* of them, a power of two: */
    unsigned shift;        /* 2^(64 - shift) */
    uint32_t asked, added; /* in this trial */
    bool closed;           /* it is not worth it, or full: nothing is added any more */
} pl_lexicon;

void pl_lexicon_init(pl_lexicon *lexicon);
void pl_lexicon_fini(pl_lexicon *lexicon);
void pl_lexicon_clear(pl_lexicon *lexicon);
/* The lexeme of these bytes; NULL: there is none, and *slot is for pl_lexicon_add. */
const pl_lexeme *pl_lexicon_find(pl_lexicon *lexicon, const uint64_t words[2], uint32_t *slot);
void pl_lexicon_add(pl_lexicon *lexicon, uint32_t slot, pl_lexeme lexeme);

static inline uint32_t pl_lexicon_home(const pl_lexicon *lexicon, const uint64_t words[2]) {
    uint64_t mixed = words[0] ^ (words[1] << 29 | words[1] >> 35);

    return (uint32_t)((mixed * 0x9E3779B97F4A7C15u) >> lexicon->shift);
}

static inline bool pl_lexeme_has(const pl_lexeme *lexeme, const uint64_t words[2]) {
    return lexeme->words[0] == words[0] && lexeme->words[1] == words[1];
}

/* The lexeme where these bytes are looked for first: it need not be theirs. */
static inline const pl_lexeme *pl_lexicon_first(const pl_lexicon *lexicon,
                                                const uint64_t words[2]) {
    return &lexicon->lexemes[lexicon->slots[pl_lexicon_home(lexicon, words)]];
}

#endif
