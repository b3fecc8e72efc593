/* digits.h - short decimal numbers. One cell at a time by its bytes; and many cells of a column,
 * which mostly have the same form: their lengths differ, but the decimal sign stands as far from
 * the end. */
#ifndef PL_LOAD_DIGITS_H
#define PL_LOAD_DIGITS_H

#include "load/strip.h"

#define PL_DIGITS_LONGEST 16u /* bytes, with the decimal sign */

/* Digits with at most one `point`, the last `length` bytes before `end`; 1 to PL_DIGITS_LONGEST. */
typedef struct pl_digits {
    int64_t value; /* * 10^decimals */
    unsigned decimals;
    bool pointed; /* has the sign */
} pl_digits;

/* False: they are no such number. */
bool pl_digits_read(const char *end, size_t length, char point, pl_digits *out);

/* The form of many. */
typedef struct pl_digits_form {
    bool known; /* false: none is of it */
    bool wide;  /* some are longer than eight bytes */
    bool pointed;
    char point;
    uint8_t decimals;
    /* Of 16 bytes of one cell, or of eight bytes each of two, whose last byte is that of the cell:
     * the decimal sign as it is when zeros are taken from digits, the most that each byte may then
     * be, and where it comes from so that the sign is not among them. */
    uint8_t sign[16], limit[16], order[16];
} pl_digits_form;

/* The form of a number that was read; one that few have, or that many cannot be read by, is not
 * known. */
pl_digits_form pl_digits_form_of(const pl_digits *digits, char point, bool wide);
/* Is the number of the form? */
bool pl_digits_is_of(const pl_digits *digits, const pl_digits_form *form);

/* Between which some numbers lie. */
typedef struct pl_digits_range {
    int64_t least, most;
} pl_digits_range;

#define PL_DIGITS_RANGE_NONE ((pl_digits_range){INT64_MAX, INT64_MIN})

static inline void pl_digits_range_add(pl_digits_range *range, int64_t number) {
    range->least = number < range->least ? number : range->least;
    range->most = number > range->most ? number : range->most;
}

/* The numbers, times 10^decimals, of the cells from the first on that are of the form; gives how
 * many these are, and widens *range to hold them. `level`: by vectors of this kind, each of which
 * gives the same numbers. */
uint32_t pl_digits_many(pl_scan_level level, const pl_digits_form *form, pl_strip strip,
                        int64_t *numbers, pl_digits_range *range);

#endif
