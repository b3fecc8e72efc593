/* digits.h - a short decimal number in one word: all its digits are checked and added up at once. */
#ifndef PL_LOAD_DIGITS_H
#define PL_LOAD_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PL_DIGITS_LONGEST 8u /* bytes, with the decimal sign */

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* The last `length` bytes before `end` as digits with at most one `point`: true, and value *
 * 10^decimals. Eight bytes before `end` are readable; length is 1 to PL_DIGITS_LONGEST. */
static inline bool pl_digits_read(const char *end, size_t length, char point, int64_t *value,
                                  unsigned *decimals) {
    const uint64_t ones = 0x0101010101010101u, zeros = ones * '0';
    uint64_t word, points, blank;

    memcpy(&word, end - 8, sizeof word);
    blank = ~(uint64_t)0 >> (8 * length - 1) >> 1; /* the bytes before */
    word = (word & ~blank) | (zeros & blank);
    points = word ^ ones * (unsigned char)point;
    points = (points - ones) & ~points & (ones << 7); /* the lowest bit set is that of a point */
    *decimals = 0;
    if (points != 0) {
        unsigned at = (unsigned)__builtin_ctzll(points) & ~7u;
        uint64_t below = ((uint64_t)1 << at) - 1;

        if (length == 1)
            return false;
        word = (word & ~(below << 8 | 0xFF)) | (word & below) << 8 | '0';
        *decimals = 7 - at / 8;
    }
    if ((((word & ones * 0xF0) ^ zeros) | (((word + ones * 6) & ones * 0xF0) ^ zeros)) != 0)
        return false;
    word = (word & ones * 0x0F) * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FFu) * 6553601 >> 16;
    *value = (int64_t)((word & 0x0000FFFF0000FFFFu) * 42949672960001u >> 32);
    return true;
}

#else

static inline bool pl_digits_read(const char *end, size_t length, char point, int64_t *value,
                                  unsigned *decimals) {
    bool seen = false;

    *value = 0;
    *decimals = 0;
    for (size_t i = 0; i < length; i++) {
        char c = end[(ptrdiff_t)i - (ptrdiff_t)length];

        if (c == point && !seen && length > 1) {
            seen = true;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        *value = *value * 10 + (c - '0');
        *decimals += seen;
    }
    return true;
}

#endif

#endif
