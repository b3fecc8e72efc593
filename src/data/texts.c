/* texts.c - an open-addressing index over data->texts; the bytes are packed into blocks of the
 * dataset arena. At most half full; slots keep 32 bits of the hash, so that a miss seldom looks at
 * a text. Nothing is ever removed. */
#include "data/texts.h"

#include <assert.h>
#include <string.h>

#define BLOCK_BYTES 65536u
#define FIRST_SLOTS 64u

typedef struct slot {
    uint32_t hash;
    uint32_t number; /* index + 1; 0: free */
} slot;

struct pl_text_index {
    slot *slots;
    uint32_t cap;
    uint64_t seed;
    char *block;
    size_t left; /* bytes free at block */
};

void pl_texts_init(pl_data *data) {
    struct pl_text_index *index = PL_MAKE(data->arena, struct pl_text_index);

    assert(data->texts.len == 0);
    index->cap = FIRST_SLOTS;
    index->slots = PL_MAKE_ARRAY(data->arena, slot, index->cap);
    /* Where memory lies differs from run to run: nobody can prepare texts that collide. */
    index->seed = (uint64_t)(uintptr_t)index->slots;
    data->text_index = index;
}

/* The slot of `text`, or the free one where it belongs. */
static slot *probe(const pl_data *data, pl_str text, uint32_t hash) {
    const struct pl_text_index *index = data->text_index;
    uint32_t mask = index->cap - 1;

    assert((index->cap & mask) == 0 && data->texts.len < index->cap);
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        slot *s = &index->slots[i];

        if (s->number == 0)
            return s;
        if (s->hash == hash && pl_str_equal(pl_str_of(data->texts.items[s->number - 1]), text))
            return s;
    }
}

static void grow(pl_data *data) {
    struct pl_text_index *index = data->text_index;
    slot *old = index->slots;
    uint32_t old_cap = index->cap;

    if (old_cap > UINT32_MAX / 2)
        pl_out_of_memory();
    index->cap = old_cap * 2;
    index->slots = PL_MAKE_ARRAY(data->arena, slot, index->cap);
    for (uint32_t i = 0; i < old_cap; i++) {
        uint32_t at = old[i].hash & (index->cap - 1);

        if (old[i].number == 0)
            continue;
        while (index->slots[at].number != 0)
            at = (at + 1) & (index->cap - 1);
        index->slots[at] = old[i];
    }
}

static const char *keep(pl_data *data, pl_str text) {
    struct pl_text_index *index = data->text_index;
    char *kept;

    if (text.len >= BLOCK_BYTES / 4)
        return pl_arena_copy(data->arena, text.ptr, text.len);
    if (index->left < text.len + 1) {
        index->block = PL_MAKE_ARRAY(data->arena, char, BLOCK_BYTES);
        index->left = BLOCK_BYTES;
    }
    kept = index->block;
    assert(kept && text.len < index->left);
    if (text.len > 0)
        memcpy(kept, text.ptr, text.len);
    kept[text.len] = '\0';
    index->block += text.len + 1;
    index->left -= text.len + 1;
    return kept;
}

uint32_t pl_texts_add(pl_data *data, pl_str text) {
    uint32_t hash = (uint32_t)pl_str_hash(text, data->text_index->seed);
    slot *s = probe(data, text, hash);

    assert(text.len == 0 || !memchr(text.ptr, 0, text.len));
    assert(s->number <= data->texts.len);
    if (s->number != 0)
        return s->number - 1;
    if (data->texts.len >= INT32_MAX)
        pl_out_of_memory();
    PL_PUSH(data->arena, &data->texts, keep(data, text));
    *s = (slot){hash, data->texts.len};
    if (data->texts.len > data->text_index->cap / 2)
        grow(data);
    return data->texts.len - 1;
}

uint32_t pl_data_find_text(const pl_data *data, pl_str text) {
    slot *s = probe(data, text, (uint32_t)pl_str_hash(text, data->text_index->seed));

    return s->number - 1; /* 0 - 1 is UINT32_MAX: no such text */
}
