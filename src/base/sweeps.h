/* sweeps.h - loops over the records or rows of a stretch, and over the runs in it: those behind each
 * other whose keys are the same. */
#ifndef PL_BASE_SWEEPS_H
#define PL_BASE_SWEEPS_H

#include <stdint.h>

/* differs[i] |= a[i] is not a[i - 1], from the second element on. */
void pl_sweep_differs_4(uint8_t *differs, const int32_t *a, uint32_t n);
void pl_sweep_differs_8(uint8_t *differs, const int64_t *a, uint32_t n);
/* How many are set, of bytes that are 0 or 1. */
uint32_t pl_sweep_count(const uint8_t *differs, uint32_t n);
/* Where `differs` is set; up to 7 bytes behind it are read. Room for n + 8. Gives how many. */
uint32_t pl_sweep_starts(uint32_t *starts, const uint8_t *differs, uint32_t n);
/* d[k] = a[at[k]]; d may be `at`. */
void pl_sweep_take(uint32_t *d, const uint32_t *a, const uint32_t *at, uint32_t n);
/* rows[i] = of[k] for all records of run k. */
void pl_sweep_spread(uint32_t *rows, const uint32_t *of, const uint32_t *starts, uint32_t count,
                     uint32_t n);
/* All of them, or-ed. */
uint32_t pl_sweep_or(const uint32_t *words, uint32_t n);
/* packed[k] |= words[k] << shift, which is below 64. */
void pl_sweep_pack(uint64_t *packed, const uint32_t *words, unsigned shift, uint32_t n);

#endif
