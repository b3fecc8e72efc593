/* lexicon.c - open addressing, at most half full; it grows up to what a cache holds. */
#include "load/lexicon.h"

#include <assert.h>
#include <stdlib.h>

#include "load/columns.h"

#define FIRST_SLOTS 64u
#define MOST_SLOTS 65536u
#define TRIAL 4096u /* cells added after which .. */
#define LEAST 5120u /* .. it must have been asked so many times */

static void make_slots(pl_lexicon *lexicon, uint32_t cap) {
    lexicon->cap = cap;
    lexicon->slots = pl_heap_resize(NULL, cap * sizeof *lexicon->slots);
    for (uint32_t i = 0; i < cap; i++)
        lexicon->slots[i] = (pl_lexeme){.state = PL_UNSET};
}

void pl_lexicon_init(pl_lexicon *lexicon) {
    *lexicon = (pl_lexicon){0};
    make_slots(lexicon, FIRST_SLOTS);
}

void pl_lexicon_fini(pl_lexicon *lexicon) {
    free(lexicon->slots);
    *lexicon = (pl_lexicon){0};
}

void pl_lexicon_clear(pl_lexicon *lexicon) {
    pl_lexicon_fini(lexicon);
    pl_lexicon_init(lexicon);
}

static void grow(pl_lexicon *lexicon) {
    pl_lexeme *old = lexicon->slots;
    uint32_t cap = lexicon->cap;

    make_slots(lexicon, cap * 2);
    for (uint32_t i = 0; i < cap; i++)
        if (old[i].used)
            lexicon->slots[pl_lexicon_find(lexicon, old[i].words[0], old[i].words[1])] = old[i];
    free(old);
}

void pl_lexicon_add(pl_lexicon *lexicon, uint32_t at, pl_lexeme lexeme) {
    assert(at < lexicon->cap && !lexicon->slots[at].used);
    if (lexicon->closed)
        return;
    lexeme.used = true;
    lexicon->slots[at] = lexeme;
    lexicon->count++;
    lexicon->added++;
    if (lexicon->count > lexicon->cap / 2 && lexicon->cap < MOST_SLOTS)
        grow(lexicon);
    if (lexicon->count > lexicon->cap / 2 || (lexicon->added == TRIAL && lexicon->asked < LEAST))
        lexicon->closed = true;
    if (lexicon->added == TRIAL)
        lexicon->added = lexicon->asked = 0;
    assert(lexicon->count < lexicon->cap);
}
