/* kernels_truth.c - comparisons, four-valued logic and choice: see kernels.h. The logic is
 * computed on ranks, so that it vectorises: for `or` the order F < N < U < T, which is (-x) & 3
 * for x = F T U N = 0 1 2 3, and the larger rank wins; `and` is `or` between two `not`. A unit
 * test holds it against the tables of doc/semantics.md. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "vm/kernels.h"

#include <stddef.h>

__extension__ typedef __int128 wide;

/* ### comparisons */

#define COMPARE_LOOP(op, left, right)                                                              \
    for (uint32_t i = 0; i < n; i++)                                                               \
        d[i] = (left)op(right);                                                                    \
    break;

#define COMPARE_AS(function, parameters, left, right)                                              \
    PL_KERNEL function parameters {                                                                \
        switch (how) {                                                                             \
        case PL_REL_LT: COMPARE_LOOP(<, left, right)                                               \
        case PL_REL_LE: COMPARE_LOOP(<=, left, right)                                              \
        case PL_REL_EQ: COMPARE_LOOP(==, left, right)                                              \
        }                                                                                          \
    }
#define COMPARE(name, parameters, left, right)                                                     \
    COMPARE_AS(void pl_kernel_compare##name, parameters, left, right)

COMPARE(, (uint8_t * d, pl_relation how, const int64_t *a, const int64_t *b, uint32_t n), a[i],
        b[i])
COMPARE(_right, (uint8_t * d, pl_relation how, const int64_t *a, int64_t k, uint32_t n), a[i], k)
COMPARE(_left, (uint8_t * d, pl_relation how, int64_t k, const int64_t *a, uint32_t n), k, a[i])
COMPARE(_index, (uint8_t * d, pl_relation how, const int32_t *a, const int32_t *b, uint32_t n),
        a[i], b[i])

/* Two products of 64-bit numbers always fit in 128 bits, so this cannot overflow. */
#define DEN(q) ((wide)((q).den != NULL ? (q).den[i] : (q).all))
COMPARE(_quotients, (uint8_t * d, pl_relation how, pl_quotients a, pl_quotients b, uint32_t n),
        a.num[i] * DEN(b), b.num[i] * DEN(a))

/* The same for narrow vectors: one function for each width. */
#define COMPARE_NARROW(bits)                                                                       \
    COMPARE_AS(static void compare_##bits,                                                         \
               (uint8_t * d, pl_relation how, const int##bits##_t *a, const int##bits##_t *b,      \
                uint32_t n),                                                                       \
               a[i], b[i])                                                                         \
    COMPARE_AS(                                                                                    \
        static void right_##bits,                                                                  \
        (uint8_t * d, pl_relation how, const int##bits##_t *a, int##bits##_t k, uint32_t n), a[i], \
        k)                                                                                         \
    COMPARE_AS(                                                                                    \
        static void left_##bits,                                                                   \
        (uint8_t * d, pl_relation how, int##bits##_t k, const int##bits##_t *a, uint32_t n), k,    \
        a[i])
COMPARE_NARROW(16)
COMPARE_NARROW(32)

void pl_kernel_compare_narrow(uint8_t *d, pl_relation how, const void *a, const void *b,
                              uint8_t width, uint32_t n) {
    if (width == 2)
        compare_16(d, how, a, b, n);
    else
        compare_32(d, how, a, b, n);
}

void pl_kernel_compare_narrow_right(uint8_t *d, pl_relation how, const void *a, int32_t k,
                                    uint8_t width, uint32_t n) {
    if (width == 2)
        right_16(d, how, a, (int16_t)k, n);
    else
        right_32(d, how, a, k, n);
}

void pl_kernel_compare_narrow_left(uint8_t *d, pl_relation how, int32_t k, const void *a,
                                   uint8_t width, uint32_t n) {
    if (width == 2)
        left_16(d, how, (int16_t)k, a, n);
    else
        left_32(d, how, k, a, n);
}

PL_KERNEL void pl_kernel_interval_truth(uint8_t *certain, const uint8_t *perhaps, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        certain[i] = (uint8_t)(2 * perhaps[i] - certain[i]);
}

/* ### logic */

static inline uint8_t not_of(uint8_t x) {
    return (uint8_t)(x ^ (~(x >> 1) & 1));
}

static inline uint8_t or_of(uint8_t a, uint8_t b) {
    uint8_t p = (uint8_t)(-a & 3), q = (uint8_t)(-b & 3);

    return (uint8_t)(-(p > q ? p : q) & 3);
}

PL_KERNEL void pl_kernel_and(uint8_t *d, const uint8_t *a, const uint8_t *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = not_of(or_of(not_of(a[i]), not_of(b[i])));
}

PL_KERNEL void pl_kernel_or(uint8_t *d, const uint8_t *a, const uint8_t *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = or_of(a[i], b[i]);
}

PL_KERNEL void pl_kernel_not(uint8_t *d, const uint8_t *a, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = not_of(a[i]);
}

PL_KERNEL void pl_kernel_map(uint8_t *d, const uint8_t *a, const uint8_t table[4], uint32_t n) {
    const uint8_t t0 = table[0], t1 = table[1], t2 = table[2], t3 = table[3];

    for (uint32_t i = 0; i < n; i++) {
        uint8_t low = (a[i] & 1) != 0 ? t1 : t0, high = (a[i] & 1) != 0 ? t3 : t2;

        d[i] = (a[i] & 2) != 0 ? high : low;
    }
}

/* ### states */

PL_KERNEL bool pl_kernel_any(const uint8_t *a, uint32_t n) {
    uint8_t any = 0;

    for (uint32_t i = 0; i < n; i++)
        any |= a[i];
    return any != 0;
}

PL_KERNEL bool pl_kernel_any_is(const uint8_t *a, uint8_t value, uint32_t n) {
    uint8_t any = 0;

    for (uint32_t i = 0; i < n; i++)
        any |= a[i] == value;
    return any != 0;
}

PL_KERNEL void pl_kernel_larger(uint8_t *d, const uint8_t *a, const uint8_t *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] = a[i] > b[i] ? a[i] : b[i];
}

/* OK 0 keeps, EMPTY 1 gives none 3, MISSING 2 gives unknown 2. */
PL_KERNEL void pl_kernel_apply_state(uint8_t *truths, const uint8_t *states, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        truths[i] = states[i] == 0 ? truths[i] : (uint8_t)(4 - states[i]);
}

/* ### counting rows */

PL_KERNEL bool pl_kernel_any_unsure(const uint8_t *filter, const uint8_t *predicate, uint32_t n) {
    uint8_t any = 0;

    for (uint32_t i = 0; i < n; i++)
        any |= (uint8_t)((filter[i] == 2) | ((filter[i] == 1) & (predicate[i] >= 2)));
    return any != 0;
}

PL_KERNEL void pl_kernel_mark(uint8_t *d, const uint8_t *filter, const uint8_t *predicate,
                              uint8_t wanted, uint32_t bit, uint32_t n) {
    const uint8_t mark = (uint8_t)(1u << bit);

    for (uint32_t i = 0; i < n; i++)
        d[i] |= (uint8_t)(-((filter[i] == 1) & (predicate[i] == wanted)) & mark);
}

PL_KERNEL bool pl_kernel_any_below_zero(const int32_t *a, uint32_t n) {
    int32_t all = 0;

    for (uint32_t i = 0; i < n; i++)
        all |= a[i];
    return all < 0;
}

PL_KERNEL uint32_t pl_kernel_differs(uint8_t *d, const int32_t *a, uint32_t n) {
    uint32_t changes = 1;

    d[0] = 1;
    for (uint32_t i = 1; i < n; i++) {
        uint8_t differs = a[i] != a[i - 1];

        d[i] = differs;
        changes += differs;
    }
    for (uint32_t i = n; i % 8 != 0; i++)
        d[i] = 0;
    return changes;
}

/* ### choice */

#define SELECT(name, type)                                                                         \
    PL_KERNEL void pl_kernel_select_##name(type *d, const uint8_t *where, const type *a,           \
                                           const type *b, uint32_t n) {                            \
        for (uint32_t i = 0; i < n; i++)                                                           \
            d[i] = where[i] == 1 ? a[i] : b[i];                                                    \
    }
SELECT(8, int64_t)
SELECT(4, int32_t)
SELECT(1, uint8_t)

PL_KERNEL void pl_kernel_select_codes(uint8_t *d, const uint8_t *where, const uint8_t *a,
                                      uint8_t more, const uint8_t *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t chosen = (uint8_t)(a[i] + more), other = b[i];

        d[i] = where[i] == 1 ? chosen : other;
    }
}
