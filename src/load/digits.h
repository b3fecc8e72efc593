/* digits.h - a short decimal number in one word: all its digits are checked and added up at once. */
#ifndef PL_LOAD_DIGITS_H
#define PL_LOAD_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PL_DIGITS_LONGEST 8u /* bytes, with the decimal sign */

/* What the digits of a column look like: mostly those of the next cell stand where those of this one
 * do. All zero: nothing is known yet. */
typedef struct pl_digits_form {
    size_t length;
    uint64_t blank; /* the bytes of a word of eight before it */
    uint64_t below; /* those before its decimal sign */
    unsigned at;    /* bit where that begins */
    bool pointed;   /* it has one */
    unsigned decimals;
} pl_digits_form;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#define PL_DIGITS_ONES 0x0101010101010101u
#define PL_DIGITS_ZEROS (PL_DIGITS_ONES * '0')

/* The last eight bytes before `end`, zeros instead of those that are not of the cell. */
static inline uint64_t pl_digits_word(const char *end, uint64_t blank) {
    uint64_t word;

    memcpy(&word, end - 8, sizeof word);
    return (word & ~blank) | (PL_DIGITS_ZEROS & blank);
}

/* Without the decimal sign, a zero before. */
static inline uint64_t pl_digits_close(uint64_t word, uint64_t below) {
    return (word & ~(below << 8 | 0xFF)) | (word & below) << 8 | '0';
}

/* Eight digits to their value; false when one is none. */
static inline bool pl_digits_sum(uint64_t word, int64_t *value) {
    const uint64_t high = PL_DIGITS_ONES * 0xF0;

    if ((((word & high) ^ PL_DIGITS_ZEROS) |
         (((word + PL_DIGITS_ONES * 6) & high) ^ PL_DIGITS_ZEROS)) != 0)
        return false;
    word = (word & PL_DIGITS_ONES * 0x0F) * 2561 >> 8;
    word = (word & 0x00FF00FF00FF00FFu) * 6553601 >> 16;
    *value = (int64_t)((word & 0x0000FFFF0000FFFFu) * 42949672960001u >> 32);
    return true;
}

/* A cell of the same form; false: not of this form. */
static inline bool pl_digits_again(const pl_digits_form *form, const char *end, size_t length,
                                   char point, int64_t *value) {
    uint64_t word;

    if (length != form->length)
        return false;
    word = pl_digits_word(end, form->blank);
    if (form->pointed) {
        if ((char)(word >> form->at) != point)
            return false;
        word = pl_digits_close(word, form->below);
    }
    return pl_digits_sum(word, value);
}

/* The last `length` bytes before `end` as digits with at most one `point`: true, and value *
 * 10^decimals and the form. Eight bytes before `end` are readable; length is 1 to
 * PL_DIGITS_LONGEST. */
static inline bool pl_digits_read(const char *end, size_t length, char point, int64_t *value,
                                  pl_digits_form *form) {
    uint64_t blank = ~(uint64_t)0 >> (8 * length - 1) >> 1, word = pl_digits_word(end, blank);
    uint64_t points = word ^ PL_DIGITS_ONES * (unsigned char)point;

    points = (points - PL_DIGITS_ONES) & ~points & (PL_DIGITS_ONES << 7);
    *form = (pl_digits_form){.length = length, .blank = blank};
    if (points != 0) { /* the lowest bit that is set is that of a point */
        form->pointed = true;
        form->at = (unsigned)__builtin_ctzll(points) & ~7u;
        form->below = ((uint64_t)1 << form->at) - 1;
        form->decimals = 7 - form->at / 8;
        word = pl_digits_close(word, form->below);
    }
    return (length > 1 || points == 0) && pl_digits_sum(word, value);
}

#else

static inline bool pl_digits_again(const pl_digits_form *form, const char *end, size_t length,
                                   char point, int64_t *value) {
    (void)form, (void)end, (void)length, (void)point, (void)value;
    return false;
}

static inline bool pl_digits_read(const char *end, size_t length, char point, int64_t *value,
                                  pl_digits_form *form) {
    bool seen = false;

    *value = 0;
    *form = (pl_digits_form){.length = length};
    for (size_t i = 0; i < length; i++) {
        char c = end[(ptrdiff_t)i - (ptrdiff_t)length];

        if (c == point && !seen && length > 1) {
            seen = true;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        *value = *value * 10 + (c - '0');
        form->decimals += seen;
    }
    return true;
}

#endif

#endif
