/* keys.h - a set of keys, numbered in the order in which they were added. A key is a fixed number
 * of 32-bit words. */
#ifndef PL_LOAD_KEYS_H
#define PL_LOAD_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#define PL_NO_KEY UINT32_MAX

/* A part of the hash beside the number, so that a key is looked at only when it is most likely the
 * one. number 0: free; else number + 1. */
typedef struct pl_key_slot {
    uint32_t hash, number;
} pl_key_slot;

typedef struct pl_keys {
    uint32_t width; /* words of a key */
    uint32_t count;
    uint32_t *words; /* [count * width], on the heap; NULL while all keys were appended */
    struct pl_key_slot *slots;
    uint32_t cap;  /* of slots, a power of two */
    uint32_t room; /* keys that words has room for */
    uint64_t seed;
} pl_keys;

/* width >= 1. */
void pl_keys_init(pl_keys *keys, uint32_t width);
void pl_keys_fini(pl_keys *keys);
/* Says that a key will soon be looked for or added: its slot is far away where there are many. */
void pl_keys_prefetch(const pl_keys *keys, const uint32_t *key);
/* The number of a key, PL_NO_KEY when it is not there. */
uint32_t pl_keys_find(const pl_keys *keys, const uint32_t *key);
/* The number of the key, which is the old count when it is new; *added says so. */
uint32_t pl_keys_add(pl_keys *keys, const uint32_t *key, bool *added);

/* Numbers a key that is like no other and that nobody will look for; it takes no room while all are
 * such. */
uint32_t pl_keys_append(pl_keys *keys, const uint32_t *key);

#endif
