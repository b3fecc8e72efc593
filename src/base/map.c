/* map.c - open addressing with linear probing; at most three quarters full, keys copied into the
 * arena. The seed comes from where the arena lies, so that nobody can prepare keys that collide; no
 * order can be seen from outside. There is no removal. */
#include "base/map.h"

#include <assert.h>
#include <string.h>

struct pl_map_slot {
    uint64_t hash;
    const char *key; /* NULL: free */
    uint32_t length;
    uint32_t value;
};

void pl_map_init(pl_map *map, pl_arena *arena) {
    *map = (pl_map){.arena = arena};
}

static struct pl_map_slot *probe(const pl_map *map, pl_str key, uint64_t hash) {
    uint32_t mask = map->cap - 1, i = (uint32_t)hash & mask;

    assert(map->count < map->cap && (map->cap & mask) == 0);
    for (;; i = (i + 1) & mask) {
        struct pl_map_slot *slot = &map->slots[i];

        if (!slot->key)
            return slot;
        if (slot->hash == hash && slot->length == key.len &&
            memcmp(slot->key, key.ptr, key.len) == 0)
            return slot;
    }
}

static void place(pl_map *map, const struct pl_map_slot *old) {
    uint32_t mask = map->cap - 1, i = (uint32_t)old->hash & mask;

    assert(map->count < map->cap && old->key);
    while (map->slots[i].key)
        i = (i + 1) & mask;
    map->slots[i] = *old;
}

static void grow(pl_map *map) {
    struct pl_map_slot *old = map->slots;
    uint32_t old_cap = map->cap;

    if (old_cap > UINT32_MAX / 2)
        pl_out_of_memory();
    map->cap = old_cap ? old_cap * 2 : 16;
    map->slots = PL_MAKE_ARRAY(map->arena, struct pl_map_slot, map->cap);
    if (!old)
        map->seed = (uint64_t)(uintptr_t)map->slots;
    for (uint32_t i = 0; i < old_cap; i++)
        if (old[i].key)
            place(map, &old[i]);
}

static pl_str with_pointer(pl_str key) {
    return key.ptr ? key : (pl_str){"", 0};
}

uint32_t pl_map_find(const pl_map *map, pl_str key) {
    const struct pl_map_slot *slot;

    if (map->count == 0)
        return PL_MAP_NONE;
    slot = probe(map, with_pointer(key), pl_str_hash(key, map->seed));
    return slot->key ? slot->value : PL_MAP_NONE;
}

uint32_t pl_map_add(pl_map *map, pl_str key, uint32_t value, bool *added) {
    struct pl_map_slot *slot;
    uint64_t hash;

    assert(value != PL_MAP_NONE);
    if (key.len > UINT32_MAX)
        pl_out_of_memory();
    if (map->count >= map->cap - map->cap / 4)
        grow(map);
    hash = pl_str_hash(key, map->seed);
    slot = probe(map, with_pointer(key), hash);
    assert(!slot->key || slot->value != PL_MAP_NONE);
    if (added)
        *added = !slot->key;
    if (!slot->key) {
        *slot = (struct pl_map_slot){
            .hash = hash,
            .key = pl_arena_copy(map->arena, key.ptr, key.len),
            .length = (uint32_t)key.len,
            .value = value,
        };
        map->count++;
    }
    return slot->value;
}
