/* lanes.h - the cells of eight records in two vectors of 32 bytes, for those who include it where
 * PL_LANES is defined. A vector has records 0, 1, 4, 5 of the eight from `ends` on, or, from two
 * records further, 2, 3, 6, 7: what is then packed within halves comes out in order. */
#ifndef PL_LOAD_LANES_H
#define PL_LOAD_LANES_H

#include "load/strip.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define PL_LANES 1

#include <immintrin.h>
#include <string.h>

#define PL_AVX2 __attribute__((target("avx2")))
#define PL_AVX2_INLINE PL_AVX2 static inline __attribute__((always_inline))

PL_AVX2_INLINE long long pl_lanes_word(const void *bytes) {
    long long word;

    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Lengths + 1, or 64 of what is longer than that: eight times this fits in 32 bits. */
PL_AVX2_INLINE __m256i pl_lanes_lengths(const uint32_t *ends, size_t step) {
    __m256i both =
        _mm256_setr_epi64x(pl_lanes_word(ends), pl_lanes_word(ends + step),
                           pl_lanes_word(ends + 4 * step), pl_lanes_word(ends + 5 * step));
    __m256i lengths = _mm256_sub_epi32(_mm256_srli_epi64(both, 32), both);

    return _mm256_min_epu32(lengths, _mm256_set1_epi64x(64)); /* and 0 above */
}

/* Bits by which a word moves so that the last byte of its cell is its own: 64 where there is none,
 * and more than that where there are more than eight. */
PL_AVX2_INLINE __m256i pl_lanes_shifts(__m256i lengths) {
    return _mm256_sub_epi32(_mm256_set1_epi64x(72), _mm256_slli_epi32(lengths, 3));
}

/* Eight bytes from where each cell begins. */
PL_AVX2_INLINE __m256i pl_lanes_first(const char *text, const uint32_t *ends, size_t step) {
    return _mm256_setr_epi64x(
        pl_lanes_word(text + (ends[0] + 1)), pl_lanes_word(text + (ends[step] + 1)),
        pl_lanes_word(text + (ends[4 * step] + 1)), pl_lanes_word(text + (ends[5 * step] + 1)));
}

/* Eight bytes up to where each ends. */
PL_AVX2_INLINE __m256i pl_lanes_last(const char *text, const uint32_t *ends, size_t step) {
    text -= 8;
    return _mm256_setr_epi64x(pl_lanes_word(text + ends[1]), pl_lanes_word(text + ends[step + 1]),
                              pl_lanes_word(text + ends[4 * step + 1]),
                              pl_lanes_word(text + ends[5 * step + 1]));
}

#endif

#endif
