/* sweeps.c - what finding the runs of a stretch does with vectors. Knows no rows and no keys. */
#include "base/sweeps.h"

#include <assert.h>
#include <string.h>

#include "base/kernel.h"

PL_KERNEL void pl_sweep_differs_4(uint8_t *differs, const int32_t *a, uint32_t n) {
    for (uint32_t i = 1; i < n; i++)
        differs[i] |= a[i] != a[i - 1];
}

PL_KERNEL void pl_sweep_differs_8(uint8_t *differs, const int64_t *a, uint32_t n) {
    for (uint32_t i = 1; i < n; i++)
        differs[i] |= a[i] != a[i - 1];
}

PL_KERNEL uint32_t pl_sweep_count(const uint8_t *differs, uint32_t n) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i++)
        count += differs[i];
    return count;
}

uint32_t pl_sweep_starts(uint32_t *starts, const uint8_t *differs, uint32_t n) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i += 8) {
        uint64_t eight;

        memcpy(&eight, differs + i, sizeof eight);
        if (eight == 0)
            continue;
        for (uint32_t k = i; k < i + 8 && k < n; k++) {
            starts[count] = k;
            count += differs[k];
        }
    }
    assert(count <= n);
    return count;
}

PL_KERNEL void pl_sweep_take(uint32_t *d, const uint32_t *a, const uint32_t *at, uint32_t n) {
#pragma GCC unroll 4
    for (uint32_t k = 0; k < n; k++)
        d[k] = a[at[k]];
}

PL_KERNEL void pl_sweep_spread(uint32_t *rows, const uint32_t *of, const uint32_t *starts,
                               uint32_t count, uint32_t n) {
    assert(count > 0 && starts[0] == 0);
    for (uint32_t k = 0; k < count; k++) {
        uint32_t end = k + 1 < count ? starts[k + 1] : n, row = of[k];

        for (uint32_t i = starts[k]; i < end; i++)
            rows[i] = row;
    }
}

PL_KERNEL uint32_t pl_sweep_or(const uint32_t *words, uint32_t n) {
    uint32_t all = 0;

    for (uint32_t k = 0; k < n; k++)
        all |= words[k];
    return all;
}

PL_KERNEL void pl_sweep_pack(uint64_t *packed, const uint32_t *words, unsigned shift, uint32_t n) {
    assert(shift < 64);
    for (uint32_t k = 0; k < n; k++)
        packed[k] |= (uint64_t)words[k] << shift;
}
