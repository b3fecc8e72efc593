/* keys.c - open addressing over an array of keys; compares whole keys, so nothing rests on the hash
 * but time. */
#include "load/keys.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define FIRST_SLOTS 64u

void pl_keys_init(pl_keys *keys, uint32_t width) {
    assert(width >= 1);
    *keys = (pl_keys){.width = width, .cap = FIRST_SLOTS};
    keys->slots = pl_heap_resize(NULL, keys->cap * sizeof *keys->slots);
    memset(keys->slots, 0, keys->cap * sizeof *keys->slots);
    /* Where memory lies differs from run to run: nobody can prepare keys that collide. */
    keys->seed = (uint64_t)(uintptr_t)keys->slots;
}

void pl_keys_fini(pl_keys *keys) {
    free(keys->words);
    free(keys->slots);
    *keys = (pl_keys){0};
}

static const uint32_t *key_at(const pl_keys *keys, uint32_t number) {
    assert(number < keys->count);
    return keys->words + (size_t)number * keys->width;
}

static uint32_t hash_of(const pl_keys *keys, const uint32_t *key) {
    return (uint32_t)pl_str_hash((pl_str){(const char *)key, keys->width * sizeof *key},
                                 keys->seed);
}

/* The slot of `key`, or the free one where it belongs. */
static uint32_t *probe(const pl_keys *keys, const uint32_t *key) {
    uint32_t mask = keys->cap - 1;

    assert((keys->cap & mask) == 0 && keys->count < keys->cap);
    for (uint32_t i = hash_of(keys, key) & mask;; i = (i + 1) & mask) {
        uint32_t number = keys->slots[i];

        if (number == 0 || memcmp(key_at(keys, number - 1), key, keys->width * sizeof *key) == 0)
            return &keys->slots[i];
    }
}

static void grow_slots(pl_keys *keys) {
    if (keys->cap > UINT32_MAX / 2)
        pl_out_of_memory();
    keys->cap *= 2;
    keys->slots = pl_heap_resize(keys->slots, keys->cap * sizeof *keys->slots);
    memset(keys->slots, 0, keys->cap * sizeof *keys->slots);
    for (uint32_t n = 0; n < keys->count; n++)
        *probe(keys, key_at(keys, n)) = n + 1;
}

static void push(pl_keys *keys, const uint32_t *key) {
    if (keys->count == keys->room) {
        keys->room = keys->room ? keys->room * 2 : FIRST_SLOTS / 2;
        keys->words = pl_heap_resize(keys->words, (size_t)keys->room * keys->width * sizeof *key);
    }
    memcpy(keys->words + (size_t)keys->count * keys->width, key, keys->width * sizeof *key);
    keys->count++;
}

uint32_t pl_keys_find(const pl_keys *keys, const uint32_t *key) {
    return *probe(keys, key) - 1; /* 0 - 1 is PL_NO_KEY */
}

uint32_t pl_keys_add(pl_keys *keys, const uint32_t *key, bool *added) {
    uint32_t *slot = probe(keys, key);

    *added = *slot == 0;
    if (!*added)
        return *slot - 1;
    push(keys, key);
    *slot = keys->count;
    if (keys->count > keys->cap / 2)
        grow_slots(keys);
    assert(keys->count <= keys->cap / 2 && keys->count <= keys->room);
    return keys->count - 1;
}
