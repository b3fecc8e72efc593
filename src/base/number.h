/* number.h - exact rational numbers: two 64-bit integers, or limbs of GMP where these do not do.
 * Immutable, in lowest terms, and big only when it must be: equal small values have equal fields,
 * equal big ones are told by pl_number_compare. Nothing is rounded but by pl_number_round. */
#ifndef PL_BASE_NUMBER_H
#define PL_BASE_NUMBER_H

#include "base/text.h"

typedef struct pl_big pl_big; /* in an arena */

typedef struct pl_number {
    int64_t num;       /* never INT64_MIN, so that it can be negated */
    int64_t den;       /* >= 1; 0 when big is set */
    const pl_big *big; /* NULL, or the value, too large for num and den */
} pl_number;

#define PL_NUMBER_ZERO ((pl_number){0, 1, NULL})
#define PL_NUMBER_ONE ((pl_number){1, 1, NULL})

/* num / den in lowest terms. den != 0. The arena is used only where the result is big. */
pl_number pl_number_make(pl_arena *arena, int64_t num, int64_t den);
/* mantissa / 10^scale; scale 0..18. */
pl_number pl_number_scaled(pl_arena *arena, int64_t mantissa, unsigned scale);
/* 10^exponent, exponent 0..18. */
int64_t pl_power_of_ten(unsigned exponent);

int pl_number_compare(pl_number a, pl_number b); /* -1, 0, 1 */
int pl_number_sign(pl_number a);                 /* -1, 0, 1 */
bool pl_number_is_integer(pl_number a);
/* How many bits its numerator and denominator take together, in whole words of 64. */
size_t pl_number_bits(pl_number a);

pl_number pl_number_negate(pl_arena *arena, pl_number a);
pl_number pl_number_add(pl_arena *arena, pl_number a, pl_number b);
pl_number pl_number_sub(pl_arena *arena, pl_number a, pl_number b);
pl_number pl_number_mul(pl_arena *arena, pl_number a, pl_number b);
/* b != 0. */
pl_number pl_number_div(pl_arena *arena, pl_number a, pl_number b);
/* The multiple of step nearest to x; a tie goes away from zero. step > 0. */
pl_number pl_number_round(pl_arena *arena, pl_number x, pl_number step);

/* Digits with at most one decimal sign `point` and an optional leading '-'; at least one digit; at
 * most 300 digits. False when `s` is anything else. */
bool pl_number_parse(pl_arena *arena, pl_str s, char point, pl_number *out);
/* If a = m / 10^s exactly with the smallest s <= 18 and m in 64 bits: true and m, s. */
bool pl_number_as_scaled(pl_number a, int64_t *mantissa, unsigned *scale);

#define PL_NUMBER_MOST_SCALED 24
/* mantissa / 10^scale in machine form, without zeros at the end of a fraction, into so many bytes at
 * most; gives how many. scale 0..18. */
unsigned pl_number_put_scaled(char *at, int64_t mantissa, unsigned scale);
void pl_number_print_scaled(pl_buffer *out, int64_t mantissa, unsigned scale);
/* Machine form: an exact decimal where it is finite ("0.676", "-3"), else "p/q". */
void pl_number_print(pl_buffer *out, pl_number a);
/* Form for people: rounded half away from zero to `decimals`, decimal sign `point`, without zeros
 * at the end when `trim`. Zero never has a sign. */
void pl_number_print_rounded(pl_buffer *out, pl_number a, unsigned decimals, char point, bool trim);

/* Makes GMP leave through pl_out_of_memory. Once, when a program starts, before any big number. */
void pl_number_setup(void);

#endif
