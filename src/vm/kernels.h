/* kernels.h - loops over the rows of a chunk, without knowledge of registers or columns.
 * Compiled with -O3 and written so that they vectorise: no branch depends on a row, overflow is
 * collected and told once. Vectors do not overlap unless they are the same. `n` rows; results
 * that tell overflow have no meaning then, and the caller computes anew with exact numbers. */
#ifndef PL_VM_KERNELS_H
#define PL_VM_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/kernel.h"

/* ### numbers; a result of INT64_MIN counts as overflow, so that every number can be negated */

/* True: overflow in some row. */
bool pl_kernel_add(int64_t *d, const int64_t *a, const int64_t *b, uint32_t n);
bool pl_kernel_sub(int64_t *d, const int64_t *a, const int64_t *b, uint32_t n);
bool pl_kernel_mul(int64_t *d, const int64_t *a, const int64_t *b, uint32_t n);
/* Least and greatest of the products of ends. */
bool pl_kernel_mul_ends(int64_t *lo, int64_t *hi, const int64_t *alo, const int64_t *ahi,
                        const int64_t *blo, const int64_t *bhi, uint32_t n);
bool pl_kernel_scale(int64_t *d, const int64_t *a, int64_t factor, uint32_t n);
void pl_kernel_negate(int64_t *d, const int64_t *a, uint32_t n);
void pl_kernel_fill(int64_t *d, int64_t value, uint32_t n);
bool pl_kernel_same(const int64_t *a, const int64_t *b, uint32_t n);

void pl_kernel_add_counts(int64_t *d, const uint32_t *a, uint32_t n);

/* Columns of 2 and 4 bytes to registers. */
void pl_kernel_widen_2(int64_t *d, const int16_t *a, uint32_t n);
void pl_kernel_widen_4(int64_t *d, const int32_t *a, uint32_t n);
void pl_kernel_index_2(int32_t *d, const int16_t *a, uint32_t n);
void pl_kernel_narrow_1(int16_t *d, const uint8_t *a, uint32_t n);

/* d[i] = picks[codes[i]]. */
void pl_kernel_expand(int32_t *d, const uint8_t *codes, const int32_t *picks, uint32_t n);

/* d[i] = a[up[i]], 0 where up[i] is negative. */
void pl_kernel_gather_2(int64_t *d, const int16_t *a, const int32_t *up, uint32_t n);
void pl_kernel_gather_4(int64_t *d, const int32_t *a, const int32_t *up, uint32_t n);
void pl_kernel_gather_8(int64_t *d, const int64_t *a, const int32_t *up, uint32_t n);
void pl_kernel_gather_index_1(int32_t *d, const uint8_t *a, const int32_t *up, uint32_t n);
void pl_kernel_gather_index_2(int32_t *d, const int16_t *a, const int32_t *up, uint32_t n);
void pl_kernel_gather_index_4(int32_t *d, const int32_t *a, const int32_t *up, uint32_t n);
/* The state or truth of the ancestor's row, or `loose` without a link; a NULL gives 0. */
void pl_kernel_gather_byte(uint8_t *d, const uint8_t *a, const int32_t *up, uint8_t loose,
                           uint32_t n);

/* ### comparisons: 1 or 0 */

typedef enum pl_relation { PL_REL_LT, PL_REL_LE, PL_REL_EQ } pl_relation;

void pl_kernel_compare(uint8_t *d, pl_relation how, const int64_t *a, const int64_t *b, uint32_t n);
/* With the same number in every row: a ? k, and k ? a. */
void pl_kernel_compare_right(uint8_t *d, pl_relation how, const int64_t *a, int64_t k, uint32_t n);
void pl_kernel_compare_left(uint8_t *d, pl_relation how, int64_t k, const int64_t *a, uint32_t n);
void pl_kernel_compare_index(uint8_t *d, pl_relation how, const int32_t *a, const int32_t *b,
                             uint32_t n);

/* Vectors of 2 or 4 bytes, `width`; the number fits it. */
void pl_kernel_compare_narrow(uint8_t *d, pl_relation how, const void *a, const void *b,
                              uint8_t width, uint32_t n);
void pl_kernel_compare_narrow_right(uint8_t *d, pl_relation how, const void *a, int32_t k,
                                    uint8_t width, uint32_t n);
void pl_kernel_compare_narrow_left(uint8_t *d, pl_relation how, int32_t k, const void *a,
                                   uint8_t width, uint32_t n);

/* One side of a comparison of quotients: num / den, den NULL: `all` in every row. den > 0. */
typedef struct pl_quotients {
    const int64_t *num, *den;
    int64_t all;
} pl_quotients;
void pl_kernel_compare_quotients(uint8_t *d, pl_relation how, pl_quotients a, pl_quotients b,
                                 uint32_t n);

/* From "certainly" and "perhaps" (certainly implies perhaps) to truths, in place of `certain`. */
void pl_kernel_interval_truth(uint8_t *certain, const uint8_t *perhaps, uint32_t n);

/* ### bands */

/* Ascending ends, and what is picked below the first, from each of them on. */
typedef struct pl_bands {
    const int32_t *ends, *picks; /* [count], [1 + count] */
    uint32_t count;
} pl_bands;

/* For each key what its band picks; keys, ends and picks fit their widths, of 2 or 4 bytes. */
void pl_kernel_pick(void *d, uint8_t width, const void *keys, uint8_t key_width, pl_bands bands,
                    uint32_t n);
/* The two least numbers of the width stand for states: EMPTY and MISSING. False: there is none. */
bool pl_kernel_states_of_picks(uint8_t *states, const void *picks, uint8_t width, uint32_t n);

/* ### truths and states */

void pl_kernel_and(uint8_t *d, const uint8_t *a, const uint8_t *b, uint32_t n);
void pl_kernel_or(uint8_t *d, const uint8_t *a, const uint8_t *b, uint32_t n);
void pl_kernel_not(uint8_t *d, const uint8_t *a, uint32_t n);
/* d[i] = table[a[i] & 3]. */
void pl_kernel_map(uint8_t *d, const uint8_t *a, const uint8_t table[4], uint32_t n);
bool pl_kernel_any(const uint8_t *a, uint32_t n); /* is some byte not 0 */
bool pl_kernel_any_is(const uint8_t *a, uint8_t value, uint32_t n);
void pl_kernel_larger(uint8_t *d, const uint8_t *a, const uint8_t *b, uint32_t n);
/* Truths of comparisons where the state is not OK. */
void pl_kernel_apply_state(uint8_t *truths, const uint8_t *states, uint32_t n);

/* ### counting rows: filters and predicates are truths */

/* May some row count, and for or against is not certain? */
bool pl_kernel_any_unsure(const uint8_t *filter, const uint8_t *predicate, uint32_t n);
/* Sets the bit where the filter is T and the predicate is `wanted`. */
void pl_kernel_mark(uint8_t *d, const uint8_t *filter, const uint8_t *predicate, uint8_t wanted,
                    uint32_t bit, uint32_t n);
bool pl_kernel_any_below_zero(const int32_t *a, uint32_t n);
/* 1 where a number is another than the one before it, and for the first; 0 up to a multiple of 8
 * behind the last. How many are 1. */
uint32_t pl_kernel_differs(uint8_t *d, const int32_t *a, uint32_t n);

/* ### choice: d[i] = where[i] is PL_TRUE ? a[i] : b[i] */

void pl_kernel_select_8(int64_t *d, const uint8_t *where, const int64_t *a, const int64_t *b,
                        uint32_t n);
void pl_kernel_select_4(int32_t *d, const uint8_t *where, const int32_t *a, const int32_t *b,
                        uint32_t n);
/* a[i] + more instead of a[i]. */
void pl_kernel_select_codes(uint8_t *d, const uint8_t *where, const uint8_t *a, uint8_t more,
                            const uint8_t *b, uint32_t n);
void pl_kernel_select_1(uint8_t *d, const uint8_t *where, const uint8_t *a, const uint8_t *b,
                        uint32_t n);

#endif
