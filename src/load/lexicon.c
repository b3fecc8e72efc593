/* lexicon.c - open addressing, sparsely filled so that most lexemes stand where they are looked for
 * first; it grows up to what a cache holds. */
#include "load/lexicon.h"

#include <assert.h>
#include <stdlib.h>

#include "load/columns.h"

#define UNUSED 0x0100u /* begins with a byte 0 in any order of bytes */
#define FIRST_SLOTS 64u
#define MOST_SLOTS 65536u
#define SPARSE 4u   /* slots for each lexeme, as long as there may be more */
#define ROOMY 4096u /* slots that few lexemes may have so that each stands at its own place */
#define TRIAL 4096u /* cells added after which .. */
#define LEAST 5120u /* .. it must have been asked so many times */

static void make_slots(pl_lexicon *lexicon, uint32_t cap) {
    assert((cap & (cap - 1)) == 0);
    lexicon->cap = cap;
    lexicon->shift = 64 - (unsigned)__builtin_ctz(cap);
    lexicon->slots = pl_heap_resize(NULL, cap * sizeof *lexicon->slots);
    for (uint32_t i = 0; i < cap; i++)
        lexicon->slots[i] = (pl_lexeme){.words = {UNUSED}};
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

/* False: not all lexemes stand at their own place. */
static bool grow(pl_lexicon *lexicon) {
    pl_lexeme *old = lexicon->slots;
    uint32_t cap = lexicon->cap;
    bool roomy = true;

    make_slots(lexicon, cap * 2);
    for (uint32_t i = 0; i < cap; i++) {
        const uint64_t *words = old[i].words;
        uint32_t at;

        if (!old[i].used)
            continue;
        at = pl_lexicon_find(lexicon, words[0], words[1]);
        roomy = roomy && at == pl_lexicon_home(lexicon, words[0], words[1]);
        lexicon->slots[at] = old[i];
    }
    free(old);
    return roomy;
}

static void make_room(pl_lexicon *lexicon, bool roomy) {
    while ((lexicon->count > lexicon->cap / SPARSE && lexicon->cap < MOST_SLOTS) ||
           (!roomy && lexicon->cap < ROOMY))
        roomy = grow(lexicon);
}

/* Nothing is ever taken out, so all slots from the first on to `at` are used, and no lexeme is lost
 * that changes places among them. */
void pl_lexicon_prefer(pl_lexicon *lexicon, uint32_t at) {
    pl_lexeme lexeme = lexicon->slots[at];
    uint32_t home = pl_lexicon_home(lexicon, lexeme.words[0], lexeme.words[1]);

    assert(lexeme.used && lexicon->slots[home].used);
    lexicon->slots[at] = lexicon->slots[home];
    lexicon->slots[home] = lexeme;
}

void pl_lexicon_add(pl_lexicon *lexicon, uint32_t at, pl_lexeme lexeme) {
    assert(at < lexicon->cap && !lexicon->slots[at].used);
    if (lexicon->closed)
        return;
    lexeme.used = true;
    lexicon->slots[at] = lexeme;
    lexicon->count++;
    lexicon->added++;
    make_room(lexicon, at == pl_lexicon_home(lexicon, lexeme.words[0], lexeme.words[1]));
    if (lexicon->count > lexicon->cap / 2 || (lexicon->added == TRIAL && lexicon->asked < LEAST))
        lexicon->closed = true;
    if (lexicon->added == TRIAL)
        lexicon->added = lexicon->asked = 0;
    assert(lexicon->count < lexicon->cap);
}
