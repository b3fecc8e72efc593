/* digits.c - all digits of a cell are checked and added up at once. A cell is moved to the end of a
 * word (of eight bytes, or two), zeros before it; there the decimal sign stands at the same place
 * whatever its length, and is taken out. So no branch depends on a length. */
#include "load/digits.h"

#include <assert.h>
#include <string.h>

#include "load/lanes.h"

/* ### one */

bool pl_digits_read(const char *end, size_t length, char point, pl_digits *out) {
    assert(length > 0 && length <= PL_DIGITS_LONGEST);
    *out = (pl_digits){0};
    for (const char *at = end - length; at < end; at++) {
        unsigned digit = (unsigned char)*at - '0';

        if (digit > 9 && (*at != point || out->pointed))
            return false;
        if (digit > 9) {
            out->pointed = true;
            continue;
        }
        out->value = out->value * 10 + (int64_t)digit;
        out->decimals += out->pointed;
    }
    return !out->pointed || length > 1;
}

/* ### the form */

#define MOST_DECIMALS 7u /* so that the sign is one of the last eight bytes */

static void lay_out(pl_digits_form *form) {
    unsigned size = form->wide ? 16 : 8, at = size - 1 - form->decimals;

    assert(form->decimals <= MOST_DECIMALS);
    for (unsigned i = 0; i < 16; i++) {
        unsigned byte = i % size;
        bool here = form->pointed && byte == at, moved = form->pointed && byte <= at;

        form->sign[i] = here ? (uint8_t)form->point ^ '0' : 0;
        form->limit[i] = here ? 0 : 9;
        form->order[i] = (uint8_t)(!moved ? i : byte > 0 ? i - 1 : 0x80); /* 0x80: a zero */
    }
}

pl_digits_form pl_digits_form_of(const pl_digits *digits, char point, bool wide) {
    pl_digits_form form = {.wide = wide,
                           .pointed = digits->pointed,
                           .point = point,
                           .decimals = (uint8_t)digits->decimals};

    /* A sign behind which nothing stands would be taken for a number where it is all of a cell. */
    form.known = digits->pointed == (digits->decimals > 0) && digits->decimals <= MOST_DECIMALS;
    if (form.known)
        lay_out(&form);
    return form;
}

bool pl_digits_is_of(const pl_digits *digits, const pl_digits_form *form) {
    return form->known && digits->pointed == form->pointed && digits->decimals == form->decimals;
}

/* ### many, by bytes */

static uint32_t many_by_bytes(const pl_digits_form *form, pl_strip strip, int64_t *numbers,
                              pl_digits_range *range) {
    uint32_t longest = form->wide ? PL_DIGITS_LONGEST : 8;

    for (uint32_t r = 0; r < strip.count; r++) {
        pl_str cell = pl_strip_cell(&strip, r);
        pl_digits digits;

        if (cell.len - 1 >= longest ||
            !pl_digits_read(cell.ptr + cell.len, cell.len, form->point, &digits) ||
            !pl_digits_is_of(&digits, form))
            return r;
        numbers[r] = digits.value;
        pl_digits_range_add(range, digits.value);
    }
    return strip.count;
}

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* ### many, by words */

#define ONES 0x0101010101010101u
#define ZEROS (ONES * '0')
#define HIGH (ONES * 0xF0)

/* A form for words of eight bytes, the last of which is the last of the cell. */
typedef struct word_form {
    uint64_t sign;   /* the decimal sign, as it is when zeros are taken from digits */
    uint64_t strict; /* bits that must then not be set */
    uint64_t below;  /* bytes before the sign */
    uint64_t above;  /* those behind it */
    uint64_t carry;  /* the byte that comes from the word before it */
    unsigned shift;  /* of that word */
} word_form;

static word_form words_of(const pl_digits_form *form) {
    unsigned at = 8 * (7u - form->decimals);
    uint64_t below = ((uint64_t)1 << at) - 1, byte = (uint64_t)0xFF << at;

    if (!form->pointed)
        return (word_form){.strict = HIGH, .above = ~(uint64_t)0};
    assert(form->decimals > 0 && form->decimals <= MOST_DECIMALS);
    return (word_form){.sign = (uint64_t)((unsigned char)form->point ^ '0') << at,
                       .strict = HIGH | byte,
                       .below = below,
                       .above = ~(below | byte),
                       .carry = 0xFF,
                       .shift = 8};
}

static inline __attribute__((always_inline)) uint64_t load(const char *bytes) {
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return word ^ ZEROS;
}

/* Not 0: some byte is no digit (or, where `strict` says so, not 0). Where adding 6 carries into the
 * next byte, this one is none itself. */
static inline __attribute__((always_inline)) uint64_t faults(uint64_t word, uint64_t strict) {
    return (word & strict) | ((word + ONES * 6) & HIGH);
}

/* Eight digits to their value. */
static inline __attribute__((always_inline)) uint64_t sum(uint64_t word) {
    word = word * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FFu) * 6553601 >> 16;
    return (word & 0x0000FFFF0000FFFFu) * 42949672960001u >> 32;
}

/* Eight bytes at most. */
static inline __attribute__((always_inline)) bool read_word(const word_form *form, pl_str cell,
                                                            int64_t *value) {
    uint64_t word = (load(cell.ptr) << (8 * (0 - cell.len) & 63)) ^ form->sign;
    uint64_t wrong = faults(word, form->strict);

    word = (word & form->above) | (word & form->below) << 8;
    *value = (int64_t)sum(word);
    return wrong == 0 && cell.len - 1 < 8;
}

/* Sixteen at most. */
static inline __attribute__((always_inline)) bool read_words(const word_form *form, pl_str cell,
                                                             int64_t *value) {
    bool is_long = cell.len > 8 && cell.len <= PL_DIGITS_LONGEST;
    uint64_t first = load(cell.ptr) << (8 * (0 - cell.len) & 63);
    uint64_t low = (is_long ? load(cell.ptr + cell.len - 8) : first) ^ form->sign;
    uint64_t high = is_long ? first : 0, wrong = faults(low, form->strict) | faults(high, HIGH);

    low = (low & form->above) | (low & form->below) << 8 | (high >> 56 & form->carry);
    *value = (int64_t)(sum(high << form->shift) * 100000000 + sum(low));
    return wrong == 0 && cell.len - 1 < PL_DIGITS_LONGEST;
}

static uint32_t many_by_words(const pl_digits_form *form, pl_strip strip, int64_t *numbers,
                              pl_digits_range *range) {
    word_form words = words_of(form);

    for (uint32_t r = 0; r < strip.count; r++) {
        pl_str cell = pl_strip_cell(&strip, r);

        if (form->wide ? !read_words(&words, cell, &numbers[r])
                       : !read_word(&words, cell, &numbers[r]))
            return r;
        pl_digits_range_add(range, numbers[r]);
    }
    return strip.count;
}

#else

#define many_by_words many_by_bytes

#endif

#ifdef PL_LANES

/* ### many, by vectors of 32 bytes */

/* A form, in both halves of a vector. */
typedef struct vector_form {
    __m256i sign, limit, order;
} vector_form;

PL_AVX2_INLINE __m256i in_both_halves(const uint8_t bytes[16]) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)bytes));
}

PL_AVX2_INLINE vector_form vectors_of(const pl_digits_form *form) {
    return (vector_form){in_both_halves(form->sign), in_both_halves(form->limit),
                         in_both_halves(form->order)};
}

/* Digits to numbers of four of them, of 32 bits. Adds to *wrong what is no digit. */
PL_AVX2_INLINE __m256i sum_fours(const vector_form *form, __m256i bytes, __m256i *wrong) {
    bytes = _mm256_xor_si256(bytes, form->sign);
    *wrong = _mm256_or_si256(*wrong, _mm256_subs_epu8(bytes, form->limit));
    bytes = _mm256_shuffle_epi8(bytes, form->order);
    bytes = _mm256_maddubs_epi16(bytes, _mm256_set1_epi16(1 << 8 | 10));
    return _mm256_madd_epi16(bytes, _mm256_set1_epi32(1 << 16 | 100));
}

/* Numbers of eight digits, of 32 bits: of each half those of a, then those of b. */
PL_AVX2_INLINE __m256i sum_eights(__m256i a, __m256i b) {
    return _mm256_madd_epi16(_mm256_packus_epi32(a, b), _mm256_set1_epi32(1 << 16 | 10000));
}

/* Four records, each moved to the end of eight bytes; one of another length than 1 to 8 makes
 * *wrong not 0. */
PL_AVX2_INLINE __m256i take_four(const char *text, const uint32_t *ends, size_t step,
                                 __m256i *wrong) {
    __m256i shifts = pl_lanes_shifts(pl_lanes_lengths(ends, step));
    __m256i bytes = _mm256_xor_si256(pl_lanes_first(text, ends, step), _mm256_set1_epi8('0'));

    *wrong = _mm256_or_si256(*wrong, _mm256_andnot_si256(_mm256_set1_epi64x(0x38), shifts));
    return _mm256_sllv_epi64(bytes, shifts);
}

PL_AVX2 static void add_eights(pl_digits_range *range, __m256i least, __m256i most) {
    int32_t each[16];

    _mm256_storeu_si256((__m256i *)(void *)each, least);
    _mm256_storeu_si256((__m256i *)(void *)(each + 8), most);
    for (int i = 0; i < 16; i++)
        pl_digits_range_add(range, each[i]);
}

/* The first of eight records that is wrong, where there is one. */
PL_AVX2_INLINE uint32_t first_wrong(const __m256i wrong[2]) {
    unsigned bits[2];

    for (int i = 0; i < 2; i++) {
        __m256i right = _mm256_cmpeq_epi64(wrong[i], _mm256_setzero_si256());

        bits[i] = (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(right)) ^ 0xF;
        bits[i] = (bits[i] & 3) | (bits[i] & 12) << 2;
    }
    assert((bits[0] | bits[1]) != 0);
    return (uint32_t)__builtin_ctz(bits[0] | bits[1] << 2);
}

PL_AVX2_INLINE void store_eight(int64_t *numbers, __m256i eight) {
    _mm256_storeu_si256((__m256i *)(void *)numbers,
                        _mm256_cvtepi32_epi64(_mm256_castsi256_si128(eight)));
    _mm256_storeu_si256((__m256i *)(void *)(numbers + 4),
                        _mm256_cvtepi32_epi64(_mm256_extracti128_si256(eight, 1)));
}

/* As long as there are eight. */
PL_AVX2 static uint32_t eights_by_vectors(const pl_digits_form *form, pl_strip strip,
                                          int64_t *numbers, pl_digits_range *range) {
    vector_form vectors = vectors_of(form);
    __m256i least = _mm256_set1_epi32(INT32_MAX), most = _mm256_set1_epi32(INT32_MIN);
    uint32_t done = 0, others = 0;

    for (; done + 8 <= strip.count; done += 8) {
        const uint32_t *ends = strip.ends + (size_t)done * strip.step;
        __m256i wrong[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()}, a, b, all;

        a = take_four(strip.text, ends, strip.step, &wrong[0]);
        b = take_four(strip.text, ends + (size_t)2 * strip.step, strip.step, &wrong[1]);
        a = sum_fours(&vectors, a, &wrong[0]);
        b = sum_fours(&vectors, b, &wrong[1]);
        a = sum_eights(a, b);
        store_eight(numbers + done, a);
        all = _mm256_or_si256(wrong[0], wrong[1]);
        if (!_mm256_testz_si256(all, all)) {
            others = first_wrong(wrong);
            break;
        }
        least = _mm256_min_epi32(least, a);
        most = _mm256_max_epi32(most, a);
    }
    if (done > 0)
        add_eights(range, least, most);
    for (uint32_t i = 0; i < others; i++)
        pl_digits_range_add(range, numbers[done + i]);
    return done + others;
}

#define FF 0xFF

/* Sixteen bytes from `length` on: the last `length` of them are set. */
static const uint8_t last_bytes[48] = {
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  FF, FF, FF, FF, FF, FF, FF, FF,
    FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF, FF};

/* Records at and at + 2, each at the end of 16 bytes. */
PL_AVX2_INLINE __m256i take_two(const char *text, const uint32_t *ends, size_t step,
                                uint32_t *lengths) {
    const uint32_t *e[2] = {ends, ends + 2 * step};
    __m128i part[2];

    for (int i = 0; i < 2; i++) {
        uint32_t length = e[i][1] - e[i][0] - 1;
        __m128i bytes =
            _mm_loadu_si128((const __m128i *)(const void *)(text + (size_t)e[i][1] - 16));

        part[i] = _mm_and_si128(
            _mm_xor_si128(bytes, _mm_set1_epi8('0')),
            _mm_loadu_si128((const __m128i *)(const void *)(last_bytes + (length & 31))));
        *lengths |= length - 1;
    }
    return _mm256_inserti128_si256(_mm256_castsi128_si256(part[0]), part[1], 1);
}

PL_AVX2 static void add_sixteens(pl_digits_range *range, __m256i least, __m256i most) {
    int64_t each[8];

    _mm256_storeu_si256((__m256i *)(void *)each, least);
    _mm256_storeu_si256((__m256i *)(void *)(each + 4), most);
    for (int i = 0; i < 8; i++)
        pl_digits_range_add(range, each[i]);
}

PL_AVX2 static uint32_t sixteens_by_vectors(const pl_digits_form *form, pl_strip strip,
                                            int64_t *numbers, pl_digits_range *range) {
    vector_form vectors = vectors_of(form);
    __m256i least = _mm256_set1_epi64x(INT64_MAX), most = _mm256_set1_epi64x(INT64_MIN);
    uint32_t done = 0;

    for (; done + 4 <= strip.count; done += 4) {
        const uint32_t *ends = strip.ends + (size_t)done * strip.step;
        __m256i wrong = _mm256_setzero_si256(), a, b;
        uint32_t lengths = 0;

        a = take_two(strip.text, ends, strip.step, &lengths);
        b = take_two(strip.text, ends + strip.step, strip.step, &lengths);
        a = sum_fours(&vectors, a, &wrong);
        b = sum_fours(&vectors, b, &wrong);
        a = sum_eights(a, b);
        if (!_mm256_testz_si256(wrong, wrong) || lengths >= PL_DIGITS_LONGEST)
            break;
        b = _mm256_srli_epi64(a, 32);
        a = _mm256_add_epi64(_mm256_mul_epu32(a, _mm256_set1_epi64x(100000000)), b);
        least = _mm256_blendv_epi8(least, a, _mm256_cmpgt_epi64(least, a));
        most = _mm256_blendv_epi8(most, a, _mm256_cmpgt_epi64(a, most));
        _mm256_storeu_si256((__m256i *)(void *)(numbers + done), a);
    }
    if (done > 0)
        add_sixteens(range, least, most);
    return done;
}

static uint32_t many_by_vectors(const pl_digits_form *form, pl_strip strip, int64_t *numbers,
                                pl_digits_range *range) {
    uint32_t done = form->wide ? sixteens_by_vectors(form, strip, numbers, range)
                               : eights_by_vectors(form, strip, numbers, range);

    if (!form->wide && done + 8 <= strip.count)
        return done;
    return done + many_by_words(form, pl_strip_from(strip, done), numbers + done, range);
}

#else

#define many_by_vectors many_by_words

#endif

/* ### all */

uint32_t pl_digits_many(pl_scan_level level, const pl_digits_form *form, pl_strip strip,
                        int64_t *numbers, pl_digits_range *range) {
    assert(strip.step > 0 && numbers && range);
    if (!form->known)
        return 0;
    if (level == PL_SCAN_PLAIN)
        return many_by_bytes(form, strip, numbers, range);
    if (level < PL_SCAN_32)
        return many_by_words(form, strip, numbers, range);
    return many_by_vectors(form, strip, numbers, range);
}
