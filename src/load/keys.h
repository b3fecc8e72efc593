/* keys.h - a set of keys, numbered in the order in which they were added. A key is a fixed number
 * of 32-bit words. */
#ifndef PL_LOAD_KEYS_H
#define PL_LOAD_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#define PL_NO_KEY UINT32_MAX

typedef struct pl_keys {
    uint32_t width; /* words of a key */
    uint32_t count;
    uint32_t *words; /* [count * width], on the heap */
    uint32_t *slots; /* number + 1; 0: free */
    uint32_t cap;    /* of slots, a power of two */
    uint32_t room;   /* keys that words has room for */
    uint64_t seed;
} pl_keys;

/* width >= 1. */
void pl_keys_init(pl_keys *keys, uint32_t width);
void pl_keys_fini(pl_keys *keys);
/* The number of a key, PL_NO_KEY when it is not there. */
uint32_t pl_keys_find(const pl_keys *keys, const uint32_t *key);
/* The number of the key, which is the old count when it is new; *added says so. */
uint32_t pl_keys_add(pl_keys *keys, const uint32_t *key, bool *added);

#endif
