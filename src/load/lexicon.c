/* lexicon.c - open addressing, sparsely filled so that most lexemes stand where they are looked for
 * first; it grows up to what a cache holds. */
#include "load/lexicon.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "load/columns.h"

#define NO_TEXT 0x0100u /* begins with a byte 0 in any order of bytes */
#define FIRST_ROOM 16u
#define FIRST_SLOTS 64u
#define MOST_SLOTS 65536u
#define SPARSE 4u   /* slots for each lexeme, as long as there may be more */
#define ROOMY 4096u /* slots that few lexemes may have so that each stands at its own place */
#define TRIAL 4096u /* cells added after which .. */
#define LEAST 5120u /* .. it must have been asked so many times */

static void make_slots(pl_lexicon *lexicon, uint32_t cap) {
    assert((cap & (cap - 1)) == 0);
    free(lexicon->slots);
    lexicon->cap = cap;
    lexicon->shift = 64 - (unsigned)__builtin_ctz(cap);
    lexicon->slots = pl_heap_resize(NULL, cap * sizeof *lexicon->slots);
    memset(lexicon->slots, 0, cap * sizeof *lexicon->slots);
}

/* Behind all others. */
static void push(pl_lexicon *lexicon, pl_lexeme lexeme) {
    if (lexicon->count + 2 > lexicon->room) {
        lexicon->room = lexicon->room > 0 ? lexicon->room * 2 : FIRST_ROOM;
        lexicon->lexemes =
            pl_heap_resize(lexicon->lexemes, lexicon->room * sizeof *lexicon->lexemes);
    }
    lexicon->lexemes[lexicon->count++] = lexeme;
    lexicon->lexemes[lexicon->count] = (pl_lexeme){.words = {NO_TEXT}};
    assert(lexicon->count < lexicon->room);
}

void pl_lexicon_init(pl_lexicon *lexicon) {
    *lexicon = (pl_lexicon){0};
    make_slots(lexicon, FIRST_SLOTS);
    push(lexicon, (pl_lexeme){.words = {NO_TEXT}});
}

void pl_lexicon_fini(pl_lexicon *lexicon) {
    free(lexicon->lexemes);
    free(lexicon->slots);
    *lexicon = (pl_lexicon){0};
}

void pl_lexicon_clear(pl_lexicon *lexicon) {
    pl_lexicon_fini(lexicon);
    pl_lexicon_init(lexicon);
}

/* The slot of these bytes, or the free one where they belong. */
static uint32_t find_slot(const pl_lexicon *lexicon, const uint64_t words[2]) {
    uint32_t slot = pl_lexicon_home(lexicon, words);

    while (lexicon->slots[slot] != 0 &&
           !pl_lexeme_has(&lexicon->lexemes[lexicon->slots[slot]], words))
        slot = (slot + 1) & (lexicon->cap - 1);
    return slot;
}

/* What was found is likely to be asked for again: it goes where it is looked for first. Nothing is
 * ever taken out, so all slots from there on to its own are used, and no lexeme is lost that
 * changes places among them. */
const pl_lexeme *pl_lexicon_find(pl_lexicon *lexicon, const uint64_t words[2], uint32_t *slot) {
    uint32_t home = pl_lexicon_home(lexicon, words), number;

    *slot = find_slot(lexicon, words);
    number = lexicon->slots[*slot];
    if (number == 0)
        return NULL;
    lexicon->slots[*slot] = lexicon->slots[home];
    lexicon->slots[home] = number;
    lexicon->last = number;
    return &lexicon->lexemes[number];
}

/* False: not all lexemes stand at their own place. */
static bool grow(pl_lexicon *lexicon) {
    bool roomy = true;

    make_slots(lexicon, lexicon->cap * 2);
    for (uint32_t i = 1; i < lexicon->count; i++) {
        const uint64_t *words = lexicon->lexemes[i].words;
        uint32_t slot = find_slot(lexicon, words);

        assert(lexicon->slots[slot] == 0);
        lexicon->slots[slot] = i;
        roomy = roomy && slot == pl_lexicon_home(lexicon, words);
    }
    return roomy;
}

static void make_room(pl_lexicon *lexicon, bool roomy) {
    while ((lexicon->count > lexicon->cap / SPARSE && lexicon->cap < MOST_SLOTS) ||
           (!roomy && lexicon->cap < ROOMY))
        roomy = grow(lexicon);
}

void pl_lexicon_add(pl_lexicon *lexicon, uint32_t slot, pl_lexeme lexeme) {
    assert(slot < lexicon->cap && lexicon->slots[slot] == 0);
    if (lexicon->closed)
        return;
    lexicon->last = lexicon->slots[slot] = lexicon->count;
    lexicon->added++;
    push(lexicon, lexeme);
    make_room(lexicon, slot == pl_lexicon_home(lexicon, lexeme.words));
    if (lexicon->count > lexicon->cap / 2 || (lexicon->added == TRIAL && lexicon->asked < LEAST))
        lexicon->closed = true;
    if (lexicon->added == TRIAL)
        lexicon->added = lexicon->asked = 0;
    assert(lexicon->count < lexicon->cap);
}
