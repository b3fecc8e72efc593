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

__extension__ typedef unsigned __int128 wide;

static const uint32_t *key_at(const pl_keys *keys, uint32_t number) {
    assert(number < keys->count);
    return keys->words + (size_t)number * keys->width;
}

/* Two words at once; the last one of an odd number stands alone. */
static uint32_t hash_of(const pl_keys *keys, const uint32_t *key) {
    static const uint64_t odd = 0x9E3779B97F4A7C15u;
    uint64_t hash = keys->seed;

    for (uint32_t i = 0; i < keys->width; i += 2) {
        uint64_t both = i + 1 < keys->width ? (uint64_t)key[i + 1] << 32 | key[i] : key[i];
        wide product = (wide)(hash ^ both ^ odd) * (odd + 2 * i);

        hash = (uint64_t)product ^ (uint64_t)(product >> 64);
    }
    return (uint32_t)(hash ^ hash >> 32);
}

static bool is_equal(const uint32_t *a, const uint32_t *b, uint32_t width) {
    for (uint32_t i = width; i-- > 0;) /* the last words differ most */
        if (a[i] != b[i])
            return false;
    return true;
}

/* The slot of `key`, or the free one where it belongs. */
static pl_key_slot *probe(const pl_keys *keys, const uint32_t *key, uint32_t hash) {
    uint32_t mask = keys->cap - 1;

    assert((keys->cap & mask) == 0 && keys->count < keys->cap);
    for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
        pl_key_slot *slot = &keys->slots[i];

        if (slot->number == 0 ||
            (slot->hash == hash && is_equal(key_at(keys, slot->number - 1), key, keys->width)))
            return slot;
    }
}

static void place_slot(pl_keys *keys, pl_key_slot slot) {
    uint32_t mask = keys->cap - 1, i = slot.hash & mask;

    while (keys->slots[i].number != 0)
        i = (i + 1) & mask;
    keys->slots[i] = slot;
}

static void grow_slots(pl_keys *keys) {
    pl_key_slot *old = keys->slots;
    uint32_t old_cap = keys->cap;

    if (keys->cap > UINT32_MAX / 2)
        pl_out_of_memory();
    keys->cap *= 2;
    keys->slots = pl_heap_resize(NULL, keys->cap * sizeof *keys->slots);
    memset(keys->slots, 0, keys->cap * sizeof *keys->slots);
    for (uint32_t i = 0; i < old_cap; i++)
        if (old[i].number != 0)
            place_slot(keys, old[i]);
    free(old);
}

static void push(pl_keys *keys, const uint32_t *key) {
    if (keys->count >= keys->room) {
        keys->room = keys->count > 0 ? keys->count * 2 : FIRST_SLOTS / 2;
        keys->words = pl_heap_resize(keys->words, (size_t)keys->room * keys->width * sizeof *key);
    }
    memcpy(keys->words + (size_t)keys->count * keys->width, key, keys->width * sizeof *key);
    keys->count++;
}

void pl_keys_prefetch(const pl_keys *keys, const uint32_t *key) {
    __builtin_prefetch(&keys->slots[hash_of(keys, key) & (keys->cap - 1)], 1);
}

uint32_t pl_keys_find(const pl_keys *keys, const uint32_t *key) {
    return probe(keys, key, hash_of(keys, key))->number - 1; /* 0 - 1 is PL_NO_KEY */
}

uint32_t pl_keys_add(pl_keys *keys, const uint32_t *key, bool *added) {
    uint32_t hash = hash_of(keys, key);
    pl_key_slot *slot = probe(keys, key, hash);

    *added = slot->number == 0;
    if (!*added)
        return slot->number - 1;
    push(keys, key);
    *slot = (pl_key_slot){hash, keys->count};
    if (keys->count > keys->cap / 2)
        grow_slots(keys);
    assert(keys->count <= keys->cap / 2 && keys->count <= keys->room);
    return keys->count - 1;
}

uint32_t pl_keys_append(pl_keys *keys, const uint32_t *key) {
    if (keys->words)
        push(keys, key);
    else
        keys->count++;
    return keys->count - 1;
}
