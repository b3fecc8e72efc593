/* handful.c - factors are tried until no two texts have the same place; then one look-up, in
 * registers, tells what a cell can only be, and comparing all its bytes whether it is. */
#include "load/handful.h"

#include <string.h>

#include "load/lanes.h"

#define TRIES 256u

#ifdef PL_LANES

/* ### places */

static uint32_t place_of(const pl_handful *handful, const pl_handful_text *text) {
    return ((uint32_t)text->last * handful->factors[0] +
            (uint32_t)(text->last >> 32) * handful->factors[1]) >>
        29;
}

static bool are_apart(const pl_handful *handful) {
    unsigned taken = 0;

    for (uint32_t i = 0; i < handful->count; i++) {
        unsigned bit = 1u << place_of(handful, &handful->texts[i]);

        if (taken & bit)
            return false;
        taken |= bit;
    }
    return true;
}

static bool find_factors(pl_handful *handful) {
    for (uint32_t i = 0; i < TRIES; i++) {
        if (are_apart(handful))
            return true;
        handful->factors[0] = handful->factors[0] * 0x9E3779B1u + 0x7F4A7C15u;
        handful->factors[1] = handful->factors[1] * 0x85EBCA6Bu + 0xC2B2AE35u;
    }
    return false;
}

static void set_places(pl_handful *handful) {
    memset(handful->lengths, 0, sizeof handful->lengths);
    handful->wide = false;
    for (uint32_t i = 0; i < PL_HANDFUL_MOST; i++)
        handful->last[0][i] = 1; /* no text begins with a byte 1 and seven that are 0 */
    for (uint32_t i = 0; i < handful->count; i++) {
        const pl_handful_text *text = &handful->texts[i];
        uint32_t place = place_of(handful, text);

        assert(handful->lengths[place] == 0);
        handful->last[0][place] = (uint32_t)text->last;
        handful->last[1][place] = (uint32_t)(text->last >> 32);
        handful->first[0][place] = (uint32_t)text->first;
        handful->first[1][place] = (uint32_t)(text->first >> 32);
        handful->lengths[place] = text->length + 1;
        handful->codes[place] = text->code;
        handful->wide = handful->wide || text->length > 8;
    }
}

static pl_handful_text make_text(pl_str text, int32_t code) {
    pl_handful_text made = {.length = (uint32_t)text.len, .code = code};
    size_t end = text.len < 8 ? text.len : 8;

    assert(text.len > 0 && text.len <= PL_HANDFUL_LONGEST);
    memcpy((char *)&made.last + 8 - end, text.ptr + text.len - end, end);
    if (text.len > 8)
        memcpy(&made.first, text.ptr, 8);
    return made;
}

void pl_handful_add(pl_handful *handful, pl_str text, int32_t code) {
    pl_handful_text made = make_text(text, code);

    if (handful->count < PL_HANDFUL_MOST) {
        handful->texts[handful->count++] = made;
        if (find_factors(handful)) {
            set_places(handful);
            return;
        }
    }
    handful->texts[0] = made;
    handful->count = 1;
    set_places(handful);
}

/* ### looking up */

/* Halves of the words of eight records. */
typedef struct halves {
    __m256i low, high;
} halves;

PL_AVX2_INLINE halves halve(__m256i a, __m256i b) {
    __m256 x = _mm256_castsi256_ps(a), y = _mm256_castsi256_ps(b);

    return (halves){_mm256_castps_si256(_mm256_shuffle_ps(x, y, 0x88)),
                    _mm256_castps_si256(_mm256_shuffle_ps(x, y, 0xDD))};
}

/* Four records as words, their last byte at the end; longer than eight bytes: 0. */
PL_AVX2_INLINE __m256i short_words(const pl_strip *strip, const uint32_t *ends) {
    __m256i shifts = pl_lanes_shifts(pl_lanes_lengths(ends, strip->step));

    return _mm256_sllv_epi64(pl_lanes_first(strip->text, ends, strip->step), shifts);
}

/* The table's halves at these places. */
PL_AVX2_INLINE __m256i at_places(const void *table, __m256i places) {
    return _mm256_permutevar8x32_epi32(_mm256_loadu_si256(table), places);
}

PL_AVX2_INLINE __m256i are_equal(const uint32_t table[2][PL_HANDFUL_MOST], __m256i places,
                                 halves words) {
    return _mm256_and_si256(_mm256_cmpeq_epi32(at_places(table[0], places), words.low),
                            _mm256_cmpeq_epi32(at_places(table[1], places), words.high));
}

PL_AVX2_INLINE __m256i places_of(const pl_handful *handful, halves last) {
    __m256i low = _mm256_mullo_epi32(last.low, _mm256_set1_epi32((int)handful->factors[0]));
    __m256i high = _mm256_mullo_epi32(last.high, _mm256_set1_epi32((int)handful->factors[1]));

    return _mm256_srli_epi32(_mm256_add_epi32(low, high), 29);
}

/* Gives a bit for each of eight that is not in it. */
PL_AVX2_INLINE unsigned store_codes(const pl_handful *handful, __m256i places, __m256i equal,
                                    int32_t *codes) {
    _mm256_storeu_si256((__m256i *)(void *)codes, at_places(handful->codes, places));
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(equal)) ^ 0xFF;
}

PL_AVX2 static uint32_t read_short(const pl_handful *handful, pl_strip strip, int32_t *codes) {
    uint32_t done = 0, step = strip.step;

    for (; done + 8 <= strip.count; done += 8) {
        const uint32_t *ends = strip.ends + (size_t)done * step;
        halves last =
            halve(short_words(&strip, ends), short_words(&strip, ends + 2 * (size_t)step));
        __m256i places = places_of(handful, last);
        unsigned others;

        others = store_codes(handful, places, are_equal(handful->last, places, last), codes + done);
        if (others != 0)
            return done + (unsigned)__builtin_ctz(others);
    }
    return done;
}

/* Cells of more than eight bytes too. */
typedef struct long_words {
    __m256i first, last, lengths;
} long_words;

PL_AVX2_INLINE long_words take_long(const pl_strip *strip, const uint32_t *ends) {
    __m256i lengths = pl_lanes_lengths(ends, strip->step);
    __m256i shifts = _mm256_max_epi32(pl_lanes_shifts(lengths), _mm256_setzero_si256());
    __m256i kept = _mm256_sllv_epi64(_mm256_set1_epi8(-1), shifts);
    __m256i is_long = _mm256_cmpgt_epi64(lengths, _mm256_set1_epi64x(9));

    return (long_words){_mm256_and_si256(pl_lanes_first(strip->text, ends, strip->step), is_long),
                        _mm256_and_si256(pl_lanes_last(strip->text, ends, strip->step), kept),
                        lengths};
}

PL_AVX2 static uint32_t read_long(const pl_handful *handful, pl_strip strip, int32_t *codes) {
    uint32_t done = 0, step = strip.step;

    for (; done + 8 <= strip.count; done += 8) {
        const uint32_t *ends = strip.ends + (size_t)done * step;
        long_words a = take_long(&strip, ends), b = take_long(&strip, ends + 2 * (size_t)step);
        halves last = halve(a.last, b.last);
        __m256i places = places_of(handful, last), equal;
        unsigned others;

        equal = _mm256_and_si256(are_equal(handful->last, places, last),
                                 are_equal(handful->first, places, halve(a.first, b.first)));
        equal = _mm256_and_si256(equal,
                                 _mm256_cmpeq_epi32(at_places(handful->lengths, places),
                                                    halve(a.lengths, b.lengths).low));
        others = store_codes(handful, places, equal, codes + done);
        if (others != 0)
            return done + (unsigned)__builtin_ctz(others);
    }
    return done;
}

uint32_t pl_handful_read(const pl_handful *handful, pl_strip strip, int32_t *codes) {
    assert(strip.step > 0 && handful->count <= PL_HANDFUL_MOST);
    if (handful->count == 0)
        return 0;
    return handful->wide ? read_long(handful, strip, codes) : read_short(handful, strip, codes);
}

bool pl_handful_helps(pl_scan_level level) {
    return level >= PL_SCAN_32;
}

#else

void pl_handful_add(pl_handful *handful, pl_str text, int32_t code) {
    (void)handful, (void)text, (void)code;
}

uint32_t pl_handful_read(const pl_handful *handful, pl_strip strip, int32_t *codes) {
    (void)handful, (void)strip, (void)codes;
    return 0;
}

bool pl_handful_helps(pl_scan_level level) {
    (void)level;
    return false;
}

#endif
