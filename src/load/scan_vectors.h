/* scan_vectors.h - what each kind of vector makes of 64 bytes, for scan.c alone: a glance at them, which
 * tells where the marks are and whether there is anything else of interest; all details of those where
 * there is; and the positions of marks, written without a branch for each. */
#ifndef PL_LOAD_SCAN_VECTORS_H
#define PL_LOAD_SCAN_VECTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define X86 1
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#define NEON 1
#endif

#define BLOCK 64u
#define INLINE static inline __attribute__((always_inline))

typedef struct glance {
    uint64_t marks; /* separators and LF */
    uint32_t lfs;   /* how many */
    uint32_t crs;   /* how many; 0 where they are special */
    /* Not 0: there is a quote, a byte 0 or one that is no ASCII; or a CR, unless they are counted. */
    uint64_t special;
} glance;

/* A bit for each byte. */
typedef struct details {
    uint64_t separators, lfs, crs, quotes;
    uint64_t odd; /* an odd number of quotes up to and with this byte */
    uint64_t wide, zeros;
} details;

typedef glance glance_at(const char *bytes, char separator, bool count_crs);
typedef details details_at(const char *bytes, char separator);
/* Writes base + i for each bit i that is set, and up to BLOCK positions in all; gives the end of those
 * that count. */
typedef uint32_t *write_marks(uint32_t *out, uint32_t base, uint64_t marks);

/* ### any machine */

INLINE uint64_t odd_of(uint64_t quotes) {
    for (unsigned shift = 1; shift < 64; shift *= 2)
        quotes ^= quotes << shift;
    return quotes;
}

static inline details details_plain(const char *bytes, char separator) {
    details d = {0};

    for (unsigned i = 0; i < BLOCK; i++) {
        uint64_t bit = (uint64_t)1 << i;

        d.separators |= bytes[i] == separator ? bit : 0;
        d.lfs |= bytes[i] == '\n' ? bit : 0;
        d.crs |= bytes[i] == '\r' ? bit : 0;
        d.quotes |= bytes[i] == '"' ? bit : 0;
        d.wide |= (unsigned char)bytes[i] & 0x80 ? bit : 0;
        d.zeros |= bytes[i] == 0 ? bit : 0;
    }
    d.odd = odd_of(d.quotes);
    return d;
}

static inline glance glance_plain(const char *bytes, char separator, bool count_crs) {
    glance g = {0};

    for (unsigned i = 0; i < BLOCK; i++) {
        char c = bytes[i];

        g.marks |= (uint64_t)(c == separator || c == '\n') << i;
        g.lfs += c == '\n';
        g.crs += count_crs && c == '\r';
        g.special |= c == '"' || (c == '\r' && !count_crs) || c == 0 || ((unsigned char)c & 0x80);
    }
    return g;
}

/* Eight at a time: what is too much is overwritten. */
INLINE uint32_t *write_plain(uint32_t *out, uint32_t base, uint64_t marks) {
    unsigned count = (unsigned)__builtin_popcountll(marks);

    for (unsigned done = 0; done < count; done += 8) {
#pragma GCC unroll 8
        for (unsigned i = 0; i < 8; i++) {
            out[done + i] = base + (uint32_t)__builtin_ctzll(marks | (uint64_t)1 << 63);
            marks &= marks - 1;
        }
    }
    return out + count;
}

#ifdef X86

/* ### SSE2 */

typedef struct bytes_16 {
    __m128i part[4];
} bytes_16;

INLINE bytes_16 load_16(const char *bytes) {
    bytes_16 b;

    for (unsigned i = 0; i < 4; i++)
        b.part[i] = _mm_loadu_si128((const __m128i *)(const void *)(bytes + (size_t)16 * i));
    return b;
}

/* The highest bit of each byte. */
INLINE uint64_t mask_16(bytes_16 b) {
    uint64_t mask = 0;

    for (unsigned i = 0; i < 4; i++)
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(b.part[i]) << (16 * i);
    return mask;
}

INLINE bytes_16 equal_16(bytes_16 b, char byte) {
    for (unsigned i = 0; i < 4; i++)
        b.part[i] = _mm_cmpeq_epi8(b.part[i], _mm_set1_epi8(byte));
    return b;
}

INLINE bytes_16 or_16(bytes_16 a, bytes_16 b) {
    for (unsigned i = 0; i < 4; i++)
        a.part[i] = _mm_or_si128(a.part[i], b.part[i]);
    return a;
}

INLINE glance glance_16(const char *bytes, char separator, bool count_crs) {
    bytes_16 b = load_16(bytes), lfs = equal_16(b, '\n'), crs = equal_16(b, '\r');
    bytes_16 special = or_16(equal_16(b, '"'), or_16(equal_16(b, 0), b));
    glance g = {.marks = mask_16(or_16(equal_16(b, separator), lfs)),
                .lfs = (uint32_t)__builtin_popcountll(mask_16(lfs))};

    if (count_crs)
        g.crs = (uint32_t)__builtin_popcountll(mask_16(crs));
    else
        special = or_16(special, crs);
    g.special = mask_16(special);
    return g;
}

static inline details details_16(const char *bytes, char separator) {
    bytes_16 b = load_16(bytes);
    uint64_t quotes = mask_16(equal_16(b, '"'));

    return (details){.separators = mask_16(equal_16(b, separator)),
                     .lfs = mask_16(equal_16(b, '\n')),
                     .crs = mask_16(equal_16(b, '\r')),
                     .quotes = quotes,
                     .odd = odd_of(quotes),
                     .wide = mask_16(b),
                     .zeros = mask_16(equal_16(b, 0))};
}

/* ### AVX2 */

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))

/* By the lower half of a byte, the one byte of interest that has it; no other has itself in its place.
 * The second half leaves CR out. */
static const char specials[32] = {[0] = 0, [2] = '"', [13] = '\r', [16] = 0, [18] = '"'};

/* Where the bits of a byte that are set are, the first in the lowest byte, for each of eight bytes. */
#define PLACE(byte, i)                                                                             \
    ((uint64_t)((byte) >> (i)&1u) * (i) << 8 * __builtin_popcount((byte) & ((1u << (i)) - 1)))
#define PLACES(byte, from)                                                                         \
    ((PLACE(byte, 1) | PLACE(byte, 2) | PLACE(byte, 3) | PLACE(byte, 4) | PLACE(byte, 5) |         \
      PLACE(byte, 6) | PLACE(byte, 7)) +                                                           \
     (from)*0x0101010101010101u)
#define PLACES_4(byte, from)                                                                       \
    PLACES(byte, from), PLACES((byte) + 1u, from), PLACES((byte) + 2u, from),                      \
        PLACES((byte) + 3u, from)
#define PLACES_16(byte, from)                                                                      \
    PLACES_4(byte, from), PLACES_4((byte) + 4u, from), PLACES_4((byte) + 8u, from),                \
        PLACES_4((byte) + 12u, from)
#define PLACES_64(byte, from)                                                                      \
    PLACES_16(byte, from), PLACES_16((byte) + 16u, from), PLACES_16((byte) + 32u, from),           \
        PLACES_16((byte) + 48u, from)
#define PLACES_256(from)                                                                           \
    { PLACES_64(0u, from), PLACES_64(64u, from), PLACES_64(128u, from), PLACES_64(192u, from) }
static const uint64_t places[8][256] = {PLACES_256(0u),  PLACES_256(8u),  PLACES_256(16u),
                                        PLACES_256(24u), PLACES_256(32u), PLACES_256(40u),
                                        PLACES_256(48u), PLACES_256(56u)};

AVX2 static inline uint64_t mask_32(__m256i low, __m256i high) {
    return (uint32_t)_mm256_movemask_epi8(low) |
        (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline __m256i load_32(const char *bytes) {
    return _mm256_loadu_si256((const __m256i *)(const void *)bytes);
}

AVX2 static inline __m256i special_32(__m256i bytes, bool count_crs) {
    __m128i half = _mm_loadu_si128((const __m128i *)(const void *)(specials + 16 * count_crs));
    __m256i table = _mm256_broadcastsi128_si256(half);

    return _mm256_or_si256(bytes, _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, bytes), bytes));
}

/* How many bytes have their highest bit. */
AVX2 static inline uint32_t count_32(__m256i low, __m256i high) {
    return (uint32_t)_mm_popcnt_u32((uint32_t)_mm256_movemask_epi8(low)) +
        (uint32_t)_mm_popcnt_u32((uint32_t)_mm256_movemask_epi8(high));
}

AVX2 static inline glance glance_32(const char *bytes, char separator, bool count_crs) {
    __m256i s = _mm256_set1_epi8(separator), lf = _mm256_set1_epi8('\n');
    __m256i cr = _mm256_set1_epi8('\r');
    __m256i a = load_32(bytes), b = load_32(bytes + 32);
    __m256i a_lf = _mm256_cmpeq_epi8(a, lf), b_lf = _mm256_cmpeq_epi8(b, lf);
    __m256i special = _mm256_or_si256(special_32(a, count_crs), special_32(b, count_crs));

    return (glance){.marks = mask_32(_mm256_or_si256(_mm256_cmpeq_epi8(a, s), a_lf),
                                     _mm256_or_si256(_mm256_cmpeq_epi8(b, s), b_lf)),
                    .lfs = count_32(a_lf, b_lf),
                    .crs = count_crs ? count_32(_mm256_cmpeq_epi8(a, cr), _mm256_cmpeq_epi8(b, cr))
                                     : 0,
                    .special = (uint32_t)_mm256_movemask_epi8(special)};
}

/* Times all bits, without carrying: each bit is the parity of those up to it. */
AVX2 static inline uint64_t odd_by_product(uint64_t quotes) {
    return (uint64_t)_mm_cvtsi128_si64(
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)quotes), _mm_set1_epi8(-1), 0));
}

AVX2 static inline uint64_t equal_32(__m256i a, __m256i b, char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);

    return mask_32(_mm256_cmpeq_epi8(a, wanted), _mm256_cmpeq_epi8(b, wanted));
}

AVX2 static inline details details_32(const char *bytes, char separator) {
    __m256i a = load_32(bytes), b = load_32(bytes + 32);
    uint64_t quotes = equal_32(a, b, '"');

    return (details){.separators = equal_32(a, b, separator),
                     .lfs = equal_32(a, b, '\n'),
                     .crs = equal_32(a, b, '\r'),
                     .quotes = quotes,
                     .odd = odd_by_product(quotes),
                     .wide = mask_32(a, b),
                     .zeros = equal_32(a, b, 0)};
}

/* Eight bits at a time by the table: no branch at all, and no chain but that of the counts. */
AVX2 static inline uint32_t *write_32(uint32_t *out, uint32_t base, uint64_t marks) {
    __m256i bases = _mm256_set1_epi32((int)base);

#pragma GCC unroll 8
    for (unsigned i = 0; i < 8; i++) {
        size_t byte = marks >> (8 * i) & 0xFF;
        __m128i eight = _mm_loadl_epi64((const __m128i *)(const void *)&places[i][byte]);

        _mm256_storeu_si256((__m256i *)(void *)out,
                            _mm256_add_epi32(bases, _mm256_cvtepu8_epi32(eight)));
        out += _mm_popcnt_u64(byte);
    }
    return out;
}

/* ### AVX-512 */

#define AVX512                                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt,pclmul")))

AVX512 static inline uint64_t equal_64(__m512i b, char byte) {
    return _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(byte));
}

AVX512 static inline glance glance_64(const char *bytes, char separator, bool count_crs) {
    __m128i quarter = _mm_loadu_si128((const __m128i *)(const void *)(specials + 16 * count_crs));
    __m512i b = _mm512_loadu_si512(bytes), table = _mm512_broadcast_i32x4(quarter);
    uint64_t lfs = equal_64(b, '\n');

    return (glance){.marks = equal_64(b, separator) | lfs,
                    .lfs = (uint32_t)_mm_popcnt_u64(lfs),
                    .crs = count_crs ? (uint32_t)_mm_popcnt_u64(equal_64(b, '\r')) : 0,
                    .special = _mm512_cmpeq_epi8_mask(b, _mm512_shuffle_epi8(table, b)) |
                        _mm512_movepi8_mask(b)};
}

AVX512 static inline details details_64(const char *bytes, char separator) {
    __m512i b = _mm512_loadu_si512(bytes);
    uint64_t quotes = equal_64(b, '"');

    return (details){.separators = equal_64(b, separator),
                     .lfs = equal_64(b, '\n'),
                     .crs = equal_64(b, '\r'),
                     .quotes = quotes,
                     .odd = odd_by_product(quotes),
                     .wide = _mm512_movepi8_mask(b),
                     .zeros = equal_64(b, 0)};
}

AVX512 static inline void write_16_of(uint32_t *out, __m512i bases, __m128i positions) {
    _mm512_storeu_si512(out, _mm512_add_epi32(bases, _mm512_cvtepu8_epi32(positions)));
}

#define EIGHT(i) (i), (i) + 1, (i) + 2, (i) + 3, (i) + 4, (i) + 5, (i) + 6, (i) + 7
static const char up_to_63[BLOCK] = {EIGHT(0),  EIGHT(8),  EIGHT(16), EIGHT(24),
                                     EIGHT(32), EIGHT(40), EIGHT(48), EIGHT(56)};

/* Positions moved together as bytes; more than 16 marks are rare. */
AVX512 static inline uint32_t *write_64(uint32_t *out, uint32_t base, uint64_t marks) {
    __m512i positions = _mm512_maskz_compress_epi8(marks, _mm512_loadu_si512(up_to_63));
    __m512i bases = _mm512_set1_epi32((int)base);
    unsigned count = (unsigned)_mm_popcnt_u64(marks);

    write_16_of(out, bases, _mm512_castsi512_si128(positions));
    if (__builtin_expect(count > 16, 0)) {
        write_16_of(out + 16, bases, _mm512_extracti32x4_epi32(positions, 1));
        write_16_of(out + 32, bases, _mm512_extracti32x4_epi32(positions, 2));
        write_16_of(out + 48, bases, _mm512_extracti32x4_epi32(positions, 3));
    }
    return out + count;
}

#endif

#ifdef NEON

/* ### NEON */

typedef struct bytes_neon {
    uint8x16_t part[4];
} bytes_neon;

INLINE bytes_neon load_neon(const char *bytes) {
    bytes_neon b;

    for (unsigned i = 0; i < 4; i++)
        b.part[i] = vld1q_u8((const uint8_t *)bytes + (size_t)16 * i);
    return b;
}

INLINE bytes_neon equal_neon(bytes_neon b, char byte) {
    for (unsigned i = 0; i < 4; i++)
        b.part[i] = vceqq_u8(b.part[i], vdupq_n_u8((uint8_t)byte));
    return b;
}

INLINE bytes_neon or_neon(bytes_neon a, bytes_neon b) {
    for (unsigned i = 0; i < 4; i++)
        a.part[i] = vorrq_u8(a.part[i], b.part[i]);
    return a;
}

/* A bit for each byte, all of whose bits are alike. */
INLINE uint64_t mask_neon(bytes_neon b) {
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t weights = vld1q_u8(bits);
    uint8x16_t low = vpaddq_u8(vandq_u8(b.part[0], weights), vandq_u8(b.part[1], weights));
    uint8x16_t high = vpaddq_u8(vandq_u8(b.part[2], weights), vandq_u8(b.part[3], weights));
    uint8x16_t sum = vpaddq_u8(low, high);

    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

INLINE bytes_neon wide_neon(bytes_neon b) {
    for (unsigned i = 0; i < 4; i++)
        b.part[i] = vcgeq_u8(b.part[i], vdupq_n_u8(0x80));
    return b;
}

INLINE glance glance_neon(const char *bytes, char separator, bool count_crs) {
    bytes_neon b = load_neon(bytes), lfs = equal_neon(b, '\n'), crs = equal_neon(b, '\r');
    bytes_neon special = or_neon(equal_neon(b, '"'), or_neon(equal_neon(b, 0), wide_neon(b)));
    glance g = {.marks = mask_neon(or_neon(equal_neon(b, separator), lfs)),
                .lfs = (uint32_t)__builtin_popcountll(mask_neon(lfs))};

    if (count_crs)
        g.crs = (uint32_t)__builtin_popcountll(mask_neon(crs));
    else
        special = or_neon(special, crs);
    g.special = vmaxvq_u8(vorrq_u8(vorrq_u8(special.part[0], special.part[1]),
                                   vorrq_u8(special.part[2], special.part[3])));
    return g;
}

static inline details details_neon(const char *bytes, char separator) {
    bytes_neon b = load_neon(bytes);
    uint64_t quotes = mask_neon(equal_neon(b, '"'));

    return (details){.separators = mask_neon(equal_neon(b, separator)),
                     .lfs = mask_neon(equal_neon(b, '\n')),
                     .crs = mask_neon(equal_neon(b, '\r')),
                     .quotes = quotes,
                     .odd = odd_of(quotes),
                     .wide = mask_neon(wide_neon(b)),
                     .zeros = mask_neon(equal_neon(b, 0))};
}

#endif

#endif
