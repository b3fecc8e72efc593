/* map.h - hash maps from bytes to a 32-bit value.
 * The order inside a map is never visible, so no output depends on it. Hostile keys: the hash is
 * mixed well and seeded for each map. A key that is a number is passed as its bytes. */
#ifndef PL_BASE_MAP_H
#define PL_BASE_MAP_H

#include "base/text.h"

#define PL_MAP_NONE UINT32_MAX

typedef struct pl_map {
    pl_arena *arena; /* keys are copied here */
    struct pl_map_slot *slots;
    uint64_t seed;
    uint32_t count, cap; /* cap is a power of two */
} pl_map;

/* Slots and keys stand in the arena; there is nothing to release. */
void pl_map_init(pl_map *map, pl_arena *arena);
/* PL_MAP_NONE when the key is not there. */
uint32_t pl_map_find(const pl_map *map, pl_str key);
/* The value that is there already, or `value` after adding it; value != PL_MAP_NONE. *added says
 * which (added may be NULL). The key is copied. */
uint32_t pl_map_add(pl_map *map, pl_str key, uint32_t value, bool *added);

#endif
