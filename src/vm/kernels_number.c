/* kernels_number.c - arithmetic, widening and gathering: see kernels.h. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "vm/kernels.h"

#include <stddef.h>

/* ### arithmetic */

PL_KERNEL bool pl_kernel_add(int64_t *d, const int64_t *a, const int64_t *b, uint32_t n) {
    uint64_t over = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint64_t x = (uint64_t)a[i], y = (uint64_t)b[i], sum = x + y;

        over |= ((x ^ sum) & (y ^ sum)) | (sum & -(uint64_t)(sum == (uint64_t)INT64_MIN));
        d[i] = (int64_t)sum;
    }
    return (over >> 63) != 0;
}

PL_KERNEL bool pl_kernel_sub(int64_t *d, const int64_t *a, const int64_t *b, uint32_t n) {
    uint64_t over = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint64_t x = (uint64_t)a[i], y = (uint64_t)b[i], difference = x - y;

        over |= ((x ^ y) & (x ^ difference)) |
            (difference & -(uint64_t)(difference == (uint64_t)INT64_MIN));
        d[i] = (int64_t)difference;
    }
    return (over >> 63) != 0;
}

PL_KERNEL bool pl_kernel_mul(int64_t *d, const int64_t *a, const int64_t *b, uint32_t n) {
    bool over = false;

    for (uint32_t i = 0; i < n; i++) {
        over |= __builtin_mul_overflow(a[i], b[i], &d[i]);
        over |= d[i] == INT64_MIN;
    }
    return over;
}

static int64_t lesser(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static int64_t greater(int64_t a, int64_t b) {
    return a > b ? a : b;
}

PL_KERNEL bool pl_kernel_mul_ends(int64_t *lo, int64_t *hi, const int64_t *alo, const int64_t *ahi,
                                  const int64_t *blo, const int64_t *bhi, uint32_t n) {
    bool over = false;

    for (uint32_t i = 0; i < n; i++) {
        int64_t p, q, r, s;

        over |= __builtin_mul_overflow(alo[i], blo[i], &p);
        over |= __builtin_mul_overflow(alo[i], bhi[i], &q);
        over |= __builtin_mul_overflow(ahi[i], blo[i], &r);
        over |= __builtin_mul_overflow(ahi[i], bhi[i], &s);
        lo[i] = lesser(lesser(p, q), lesser(r, s));
        hi[i] = greater(greater(p, q), greater(r, s));
        over |= lo[i] == INT64_MIN;
    }
    return over;
}

PL_KERNEL bool pl_kernel_scale(int64_t *d, const int64_t *a, int64_t factor, uint32_t n) {
    bool over = false;

    for (uint32_t i = 0; i < n; i++) {
        over |= __builtin_mul_overflow(a[i], factor, &d[i]);
        over |= d[i] == INT64_MIN;
    }
    return over;
}

PL_KERNEL void pl_kernel_negate(int64_t *d, const int64_t *a, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = -a[i];
}

PL_KERNEL void pl_kernel_fill(int64_t *d, int64_t value, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = value;
}

PL_KERNEL bool pl_kernel_same(const int64_t *a, const int64_t *b, uint32_t n) {
    uint64_t different = 0;

    for (uint32_t i = 0; i < n; i++)
        different |= (uint64_t)a[i] ^ (uint64_t)b[i];
    return different == 0;
}

PL_KERNEL void pl_kernel_add_counts(int64_t *d, const uint32_t *a, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] += a[i];
}

/* ### columns to registers */

#define WIDEN(name, to, from)                                                                      \
    PL_KERNEL void pl_kernel_##name(to *d, const from *a, uint32_t n) {                            \
        for (uint32_t i = 0; i < n; i++)                                                           \
            d[i] = a[i];                                                                           \
    }
WIDEN(widen_2, int64_t, int16_t)
WIDEN(widen_4, int64_t, int32_t)
WIDEN(narrow_1, int16_t, uint8_t)
WIDEN(index_2, int32_t, int16_t)

PL_KERNEL void pl_kernel_expand(int32_t *d, const uint8_t *codes, const int32_t *picks,
                                uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = picks[codes[i]];
}

#define GATHER(name, to, from)                                                                     \
    PL_KERNEL void pl_kernel_gather_##name(to *d, const from *a, const int32_t *up, uint32_t n) {  \
        for (uint32_t i = 0; i < n; i++)                                                           \
            d[i] = up[i] >= 0 ? (to)a[up[i]] : 0;                                                  \
    }
GATHER(2, int64_t, int16_t)
GATHER(4, int64_t, int32_t)
GATHER(8, int64_t, int64_t)
GATHER(index_1, int32_t, uint8_t)
GATHER(index_2, int32_t, int16_t)
GATHER(index_4, int32_t, int32_t)

PL_KERNEL void pl_kernel_gather_byte(uint8_t *d, const uint8_t *a, const int32_t *up, uint8_t loose,
                                     uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = up[i] < 0 ? loose : a != NULL ? a[up[i]] : 0;
}

/* ### bands */

/* For few ends, counting them beats searching: no branch depends on a row. */
#define PICK(to, from)                                                                             \
    PL_KERNEL static void pick_##to##_##from(int##to##_t *d, const int##from##_t *keys,            \
                                             pl_bands bands, uint32_t n) {                         \
        for (uint32_t i = 0; i < n; i++)                                                           \
            d[i] = (int##to##_t)bands.picks[0];                                                    \
        for (uint32_t e = 0; e < bands.count; e++) {                                               \
            const int##from##_t end = (int##from##_t)bands.ends[e];                                \
            const int##to##_t pick = (int##to##_t)bands.picks[e + 1];                              \
                                                                                                   \
            for (uint32_t i = 0; i < n; i++)                                                       \
                d[i] = keys[i] >= end ? pick : d[i];                                               \
        }                                                                                          \
    }
PICK(16, 16)
PICK(16, 32)
PICK(32, 16)
PICK(32, 32)

void pl_kernel_pick(void *d, uint8_t width, const void *keys, uint8_t key_width, pl_bands bands,
                    uint32_t n) {
    if (width == 2 && key_width == 2)
        pick_16_16(d, keys, bands, n);
    else if (width == 2)
        pick_16_32(d, keys, bands, n);
    else if (key_width == 2)
        pick_32_16(d, keys, bands, n);
    else
        pick_32_32(d, keys, bands, n);
}

#define STATES(bits)                                                                               \
    PL_KERNEL static bool states_##bits(uint8_t *states, const int##bits##_t *picks, uint32_t n) { \
        uint8_t any = 0;                                                                           \
                                                                                                   \
        for (uint32_t i = 0; i < n; i++) {                                                         \
            states[i] =                                                                            \
                (uint8_t)((picks[i] == INT##bits##_MIN) | (picks[i] == INT##bits##_MIN + 1) << 1); \
            any |= states[i];                                                                      \
        }                                                                                          \
        return any != 0;                                                                           \
    }
STATES(16)
STATES(32)

bool pl_kernel_states_of_picks(uint8_t *states, const void *picks, uint8_t width, uint32_t n) {
    return width == 2 ? states_16(states, picks, n) : states_32(states, picks, n);
}
