/* number.c - exact rationals: int64 fractions with 128-bit steps between, GMP for what does not
 * fit. Every result goes through `settle` or `keep`, which choose the form, so that a value has one
 * form only. GMP integers live inside one function call; what stays are limbs in the arena. */
#include "base/number.h"

#include <assert.h>
#include <gmp.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

struct pl_big {
    mp_size_t num_limbs; /* negative for a negative number */
    mp_size_t den_limbs;
    mp_limb_t limbs[]; /* those of the numerator, then those of the denominator */
};

_Static_assert(sizeof(long) == sizeof(int64_t), "GMP takes and gives numbers as long");

/* Nobody writes a number with more; keeps hostile files from buying time and memory. */
#define MOST_DIGITS 300
#define MOST_SCALE 18

/* ### memory of GMP */

static void *gmp_take(size_t size) {
    return pl_heap_resize(NULL, size);
}

static void *gmp_resize(void *old, size_t old_size, size_t size) {
    (void)old_size;
    return pl_heap_resize(old, size);
}

static void gmp_release(void *old, size_t size) {
    (void)size;
    free(old);
}

void pl_number_setup(void) {
    mp_set_memory_functions(gmp_take, gmp_resize, gmp_release);
}

/* ### small forms */

static uint64_t magnitude(int64_t n) {
    return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

static uint64_t gcd(uint64_t a, uint64_t b) {
    int shared;

    if (a == 0 || b == 0)
        return a | b;
    shared = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t t = a;

            a = b;
            b = t;
        }
        b -= a;
    }
    return a << shared;
}

#ifndef NDEBUG
/* A big one must not fit the small form: a value has one form only. */
static bool is_sound(pl_number a) {
    const pl_big *big = a.big;
    mp_size_t above;

    if (!big)
        return a.den >= 1 && a.num != INT64_MIN && gcd(magnitude(a.num), (uint64_t)a.den) == 1;
    above = labs(big->num_limbs);
    if (a.num != 0 || a.den != 0 || above < 1 || big->den_limbs < 1)
        return false;
    return above > 1 || big->den_limbs > 1 || big->limbs[0] > INT64_MAX ||
        big->limbs[1] > INT64_MAX;
}
#endif

/* ### big forms */

static pl_number keep(pl_arena *arena, const mpz_t num, const mpz_t den) {
    size_t above = mpz_size(num), below = mpz_size(den);
    size_t limbs = above + below;
    pl_big *big;

    assert(mpz_sgn(den) > 0);
    if (mpz_fits_slong_p(num) && mpz_fits_slong_p(den) && mpz_get_si(num) != INT64_MIN)
        return (pl_number){mpz_get_si(num), mpz_get_si(den), NULL};
    big = pl_arena_alloc(arena, 1, sizeof *big + limbs * sizeof(mp_limb_t));
    big->num_limbs = mpz_sgn(num) < 0 ? -(mp_size_t)above : (mp_size_t)above;
    big->den_limbs = (mp_size_t)below;
    memcpy(big->limbs, mpz_limbs_read(num), above * sizeof(mp_limb_t));
    memcpy(big->limbs + above, mpz_limbs_read(den), below * sizeof(mp_limb_t));
    return (pl_number){0, 0, big};
}

static pl_number keep_fraction(pl_arena *arena, mpq_t q) {
    return keep(arena, mpq_numref(q), mpq_denref(q));
}

static void set_wide(mpz_t out, wide n) {
    uwide rest = n < 0 ? -(uwide)n : (uwide)n;

    mpz_set_ui(out, (uint64_t)(rest >> 64));
    mpz_mul_2exp(out, out, 64);
    mpz_add_ui(out, out, (uint64_t)rest);
    if (n < 0)
        mpz_neg(out, out);
}

/* Initializes `q` with the value of `a`. */
static void open_fraction(mpq_t q, pl_number a) {
    mpz_t part;

    assert(is_sound(a));
    mpq_init(q);
    if (!a.big) {
        mpz_set_si(mpq_numref(q), a.num);
        mpz_set_si(mpq_denref(q), a.den);
        return;
    }
    mpz_set(mpq_numref(q), mpz_roinit_n(part, a.big->limbs, a.big->num_limbs));
    mpz_set(mpq_denref(q),
            mpz_roinit_n(part, a.big->limbs + labs(a.big->num_limbs), a.big->den_limbs));
}

/* num / den, in lowest terms already. */
static pl_number settle(pl_arena *arena, wide num, wide den) {
    pl_number result;
    mpq_t q;

    assert(den > 0);
    if (num >= -INT64_MAX && num <= INT64_MAX && den <= INT64_MAX) {
        result = (pl_number){(int64_t)num, (int64_t)den, NULL};
    } else {
        mpq_init(q);
        set_wide(mpq_numref(q), num);
        set_wide(mpq_denref(q), den);
        result = keep_fraction(arena, q);
        mpq_clear(q);
    }
    assert(is_sound(result));
    return result;
}

typedef void fraction_operation(mpq_t, const mpq_t, const mpq_t);

static pl_number combine(pl_arena *arena, pl_number a, pl_number b, fraction_operation *operation) {
    pl_number result;
    mpq_t x, y;

    open_fraction(x, a);
    open_fraction(y, b);
    operation(x, x, y);
    result = keep_fraction(arena, x);
    mpq_clear(x);
    mpq_clear(y);
    assert(is_sound(result));
    return result;
}

/* ### making and comparing */

pl_number pl_number_make(pl_arena *arena, int64_t num, int64_t den) {
    uint64_t above = magnitude(num), below = magnitude(den), shared = gcd(above, below);
    wide value;

    assert(den != 0);
    value = (wide)(above / shared);
    return settle(arena, (num < 0) != (den < 0) ? -value : value, (wide)(below / shared));
}

int64_t pl_power_of_ten(unsigned exponent) {
    static const int64_t powers[MOST_SCALE + 1] = {
        1,
        10,
        100,
        1000,
        10000,
        100000,
        1000000,
        10000000,
        100000000,
        1000000000,
        10000000000,
        100000000000,
        1000000000000,
        10000000000000,
        100000000000000,
        1000000000000000,
        10000000000000000,
        100000000000000000,
        1000000000000000000,
    };

    assert(exponent <= MOST_SCALE);
    return powers[exponent];
}

/* 10^scale has no other factors than 2 and 5. */
pl_number pl_number_scaled(pl_arena *arena, int64_t mantissa, unsigned scale) {
    int64_t below = pl_power_of_ten(scale);
    unsigned twos;

    if (mantissa == 0 || mantissa == INT64_MIN)
        return pl_number_make(arena, mantissa, below);
    twos = (unsigned)__builtin_ctzll((uint64_t)mantissa);
    twos = twos < scale ? twos : scale;
    mantissa /= (int64_t)1 << twos;
    below >>= twos;
    for (unsigned fives = 0; fives < scale && mantissa % 5 == 0; fives++) {
        mantissa /= 5;
        below /= 5;
    }
    return (pl_number){mantissa, below, NULL};
}

int pl_number_compare(pl_number a, pl_number b) {
    wide left, right;
    mpq_t x, y;
    int order;

    assert((a.big || a.den > 0) && (b.big || b.den > 0));
    if (!a.big && !b.big) {
        left = (wide)a.num * b.den;
        right = (wide)b.num * a.den;
        return (left > right) - (left < right);
    }
    open_fraction(x, a);
    open_fraction(y, b);
    order = mpq_cmp(x, y);
    mpq_clear(x);
    mpq_clear(y);
    return (order > 0) - (order < 0);
}

int pl_number_sign(pl_number a) {
    if (a.big)
        return (a.big->num_limbs > 0) - (a.big->num_limbs < 0);
    return (a.num > 0) - (a.num < 0);
}

bool pl_number_is_integer(pl_number a) {
    if (a.big)
        return a.big->den_limbs == 1 && a.big->limbs[labs(a.big->num_limbs)] == 1;
    return a.den == 1;
}

size_t pl_number_bits(pl_number a) {
    size_t words = a.big ? (size_t)(labs(a.big->num_limbs) + a.big->den_limbs) : 2;

    assert(words >= 2);
    return 64 * words;
}

/* ### arithmetic */

pl_number pl_number_negate(pl_arena *arena, pl_number a) {
    pl_big *big;
    size_t limbs;

    if (!a.big)
        return (pl_number){-a.num, a.den, NULL};
    limbs = (size_t)(labs(a.big->num_limbs) + a.big->den_limbs);
    big = pl_arena_alloc(arena, 1, sizeof *big + limbs * sizeof(mp_limb_t));
    memcpy(big, a.big, sizeof *big + limbs * sizeof(mp_limb_t));
    big->num_limbs = -a.big->num_limbs;
    return (pl_number){0, 0, big};
}

/* Knuth 4.5.1: only the divisor shared by the denominators can be shared by the sum. */
static pl_number add_small(pl_arena *arena, pl_number a, pl_number b) {
    int64_t shared = (int64_t)gcd((uint64_t)a.den, (uint64_t)b.den);
    wide sum = (wide)a.num * (b.den / shared) + (wide)b.num * (a.den / shared);
    int64_t rest = (int64_t)(sum % shared);
    int64_t again = (int64_t)gcd(magnitude(rest), (uint64_t)shared);

    return settle(arena, sum / again, (wide)(a.den / shared) * (b.den / again));
}

pl_number pl_number_add(pl_arena *arena, pl_number a, pl_number b) {
    int64_t sum;

    if (a.big || b.big)
        return combine(arena, a, b, mpq_add);
    if (a.den == 1 && b.den == 1 && !__builtin_add_overflow(a.num, b.num, &sum) && sum != INT64_MIN)
        return (pl_number){sum, 1, NULL};
    return add_small(arena, a, b);
}

pl_number pl_number_sub(pl_arena *arena, pl_number a, pl_number b) {
    if (a.big || b.big)
        return combine(arena, a, b, mpq_sub);
    return pl_number_add(arena, a, (pl_number){-b.num, b.den, NULL});
}

static pl_number mul_small(pl_arena *arena, pl_number a, pl_number b) {
    int64_t left = (int64_t)gcd(magnitude(a.num), (uint64_t)b.den);
    int64_t right = (int64_t)gcd(magnitude(b.num), (uint64_t)a.den);

    return settle(arena, (wide)(a.num / left) * (b.num / right),
                  (wide)(a.den / right) * (b.den / left));
}

pl_number pl_number_mul(pl_arena *arena, pl_number a, pl_number b) {
    int64_t product;

    if (a.big || b.big)
        return combine(arena, a, b, mpq_mul);
    if (a.den == 1 && b.den == 1 && !__builtin_mul_overflow(a.num, b.num, &product) &&
        product != INT64_MIN)
        return (pl_number){product, 1, NULL};
    return mul_small(arena, a, b);
}

pl_number pl_number_div(pl_arena *arena, pl_number a, pl_number b) {
    assert(pl_number_sign(b) != 0);
    if (a.big || b.big)
        return combine(arena, a, b, mpq_div);
    if (b.num < 0)
        return mul_small(arena, a, (pl_number){-b.den, -b.num, NULL});
    return mul_small(arena, a, (pl_number){b.den, b.num, NULL});
}

/* |q| := floor(|q| * 10^decimals + 1/2), as an integer; the caller knows the sign. */
static void round_magnitude(mpz_t out, mpq_t q, unsigned decimals) {
    mpz_t twice;

    assert(mpz_sgn(mpq_denref(q)) > 0);
    mpz_init(twice);
    mpz_ui_pow_ui(out, 10, decimals);
    mpz_mul(out, out, mpq_numref(q));
    mpz_abs(out, out);
    mpz_mul_2exp(out, out, 1);
    mpz_add(out, out, mpq_denref(q));
    mpz_mul_2exp(twice, mpq_denref(q), 1);
    mpz_fdiv_q(out, out, twice);
    mpz_clear(twice);
}

static pl_number round_big(pl_arena *arena, pl_number a) {
    pl_number result;
    mpz_t whole, one;
    mpq_t q;

    open_fraction(q, a);
    mpz_init(whole);
    mpz_init_set_ui(one, 1);
    round_magnitude(whole, q, 0);
    if (mpq_sgn(q) < 0)
        mpz_neg(whole, whole);
    result = keep(arena, whole, one);
    mpq_clear(q);
    mpz_clear(whole);
    mpz_clear(one);
    return result;
}

static pl_number round_whole(pl_arena *arena, pl_number a) {
    wide whole;

    if (a.big)
        return round_big(arena, a);
    assert(a.den > 0);
    whole = ((wide)magnitude(a.num) * 2 + a.den) / ((wide)a.den * 2);
    return settle(arena, a.num < 0 ? -whole : whole, 1);
}

pl_number pl_number_round(pl_arena *arena, pl_number x, pl_number step) {
    pl_number steps;

    assert(pl_number_sign(step) > 0);
    steps = pl_number_div(arena, x, step);
    if (pl_number_is_integer(steps))
        return x;
    return pl_number_mul(arena, round_whole(arena, steps), step);
}

/* ### text to number */

typedef struct decimal {
    char digits[MOST_DIGITS + 1];
    unsigned count; /* of digits */
    unsigned scale; /* of these behind the point */
    bool negative;
} decimal;

static bool read_decimal(pl_str s, char point, decimal *out) {
    bool behind = false;
    size_t i = s.len > 0 && s.ptr[0] == '-';

    assert(point < '0' || point > '9');
    *out = (decimal){.negative = i == 1};
    for (; i < s.len; i++) {
        if (s.ptr[i] == point && !behind) {
            behind = true;
            continue;
        }
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || out->count == MOST_DIGITS)
            return false;
        out->digits[out->count++] = s.ptr[i];
        out->scale += behind;
    }
    return out->count > 0;
}

static pl_number decimal_value(pl_arena *arena, const decimal *d) {
    pl_number result;
    int64_t mantissa = 0;
    mpq_t q;

    assert(d->count > 0 && d->scale <= d->count);
    if (d->count <= MOST_SCALE) {
        for (unsigned i = 0; i < d->count; i++)
            mantissa = mantissa * 10 + (d->digits[i] - '0');
        return pl_number_scaled(arena, d->negative ? -mantissa : mantissa, d->scale);
    }
    mpq_init(q);
    mpz_set_str(mpq_numref(q), d->digits, 10);
    mpz_ui_pow_ui(mpq_denref(q), 10, d->scale);
    mpq_canonicalize(q);
    if (d->negative)
        mpq_neg(q, q);
    result = keep_fraction(arena, q);
    mpq_clear(q);
    return result;
}

bool pl_number_parse(pl_arena *arena, pl_str s, char point, pl_number *out) {
    decimal d;

    if (!read_decimal(s, point, &d))
        return false;
    *out = decimal_value(arena, &d);
    assert(is_sound(*out));
    return true;
}

/* ### number to text */

/* How often `factor` divides *n; *n is left without it. */
static unsigned take_factor(uint64_t *n, uint64_t factor) {
    unsigned times = 0;

    assert(*n > 0); /* each factor divides zero, for ever */
    for (; *n % factor == 0; *n /= factor)
        times++;
    return times;
}

bool pl_number_as_scaled(pl_number a, int64_t *mantissa, unsigned *scale) {
    uint64_t rest = (uint64_t)a.den;
    unsigned twos, fives, decimals;
    int64_t scaled;

    /* 10^18 is below 2^63: a finite decimal of 18 places whose numerator fits is never big. */
    if (a.big)
        return false;
    if (a.den == 1 && a.num != INT64_MIN) {
        *mantissa = a.num;
        *scale = 0;
        return true;
    }
    twos = take_factor(&rest, 2);
    fives = take_factor(&rest, 5);
    decimals = twos > fives ? twos : fives;
    if (rest != 1 || decimals > MOST_SCALE)
        return false;
    assert(pl_power_of_ten(decimals) % a.den == 0);
    if (__builtin_mul_overflow(a.num, pl_power_of_ten(decimals) / a.den, &scaled) ||
        scaled == INT64_MIN)
        return false;
    *mantissa = scaled;
    *scale = decimals;
    return true;
}

/* `digits` as a whole number of 10^-decimals; `trim` leaves out zeros at the end of a fraction. */
static void push_digits(pl_buffer *out, pl_str digits, unsigned decimals, char point, bool trim) {
    size_t whole = digits.len > decimals ? digits.len - decimals : 0;
    size_t zeros = digits.len > decimals ? 0 : decimals - digits.len;
    size_t end = digits.len;

    assert(digits.len > 0);
    if (trim)
        while (end > whole && digits.ptr[end - 1] == '0')
            end--;
    if (whole > 0)
        pl_buffer_push(out, digits.ptr, whole);
    else
        pl_buffer_putc(out, '0');
    if (end == whole && (trim || decimals == 0))
        return;
    pl_buffer_putc(out, point);
    for (size_t i = 0; i < zeros; i++)
        pl_buffer_putc(out, '0');
    pl_buffer_push(out, digits.ptr + whole, end - whole);
}

static void push_integer(pl_buffer *out, const mpz_t n, unsigned decimals, char point, bool trim) {
    pl_buffer digits;
    size_t room = mpz_sizeinbase(n, 10) + 2;

    assert(mpz_sgn(n) >= 0); /* the sign stands already */
    pl_buffer_init(&digits);
    digits.ptr = pl_heap_resize(NULL, room);
    digits.cap = room;
    mpz_get_str(digits.ptr, 10, n);
    push_digits(out, pl_str_of(digits.ptr), decimals, point, trim);
    pl_buffer_fini(&digits);
}

static unsigned digits_of(uint64_t value) {
    unsigned digits = 1;

    while (digits <= MOST_SCALE && value >= (uint64_t)pl_power_of_ten(digits))
        digits++;
    return digits + (value >= 10000000000000000000u);
}

unsigned pl_number_put_scaled(char *at, int64_t mantissa, unsigned scale) {
    uint64_t rest = magnitude(mantissa);
    unsigned digits, length;
    char *end;

    assert(scale <= MOST_SCALE);
    for (; scale > 0 && rest % 10 == 0; scale--)
        rest /= 10;
    digits = digits_of(rest);
    digits = digits > scale ? digits : scale + 1;
    length = (mantissa < 0) + digits + (scale > 0);
    end = at + length;
    for (unsigned i = 0; i < digits; i++, rest /= 10) {
        if (i == scale && i > 0)
            *--end = '.';
        *--end = (char)('0' + rest % 10);
    }
    if (mantissa < 0)
        *--end = '-';
    assert(end == at && length <= PL_NUMBER_MOST_SCALED);
    return length;
}

void pl_number_print_scaled(pl_buffer *out, int64_t mantissa, unsigned scale) {
    char *at = pl_buffer_room(out, PL_NUMBER_MOST_SCALED);

    out->len += pl_number_put_scaled(at, mantissa, scale);
    out->ptr[out->len] = '\0';
}

static void push_unsigned(pl_buffer *out, uint64_t n, unsigned decimals, char point, bool trim) {
    char digits[20];
    size_t start = sizeof digits;

    do
        digits[--start] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    push_digits(out, (pl_str){digits + start, sizeof digits - start}, decimals, point, trim);
}

/* Places behind the point of the finite decimal q, or -1 when there is none. */
static long exact_places(mpq_t q) {
    mpz_t rest, factor;
    long twos, fives;
    bool finite;

    mpz_init(rest);
    mpz_init_set_ui(factor, 2);
    twos = (long)mpz_remove(rest, mpq_denref(q), factor);
    mpz_set_ui(factor, 5);
    fives = (long)mpz_remove(rest, rest, factor);
    finite = mpz_cmp_ui(rest, 1) == 0;
    mpz_clear(rest);
    mpz_clear(factor);
    if (!finite)
        return -1;
    return twos > fives ? twos : fives;
}

static void print_fraction(pl_buffer *out, mpq_t q) {
    long places = exact_places(q);
    mpz_t scaled;

    if (mpq_sgn(q) < 0)
        pl_buffer_putc(out, '-');
    mpq_abs(q, q);
    if (places < 0) {
        push_integer(out, mpq_numref(q), 0, '.', false);
        pl_buffer_putc(out, '/');
        push_integer(out, mpq_denref(q), 0, '.', false);
        return;
    }
    mpz_init(scaled);
    round_magnitude(scaled, q, (unsigned)places);
    push_integer(out, scaled, (unsigned)places, '.', false);
    mpz_clear(scaled);
}

void pl_number_print(pl_buffer *out, pl_number a) {
    int64_t mantissa;
    unsigned scale;
    mpq_t q;

    if (pl_number_as_scaled(a, &mantissa, &scale)) {
        pl_number_print_scaled(out, mantissa, scale);
        return;
    }
    open_fraction(q, a);
    print_fraction(out, q);
    mpq_clear(q);
}

/* False where a step would not fit in 64 or 128 bits. */
static bool print_rounded_small(pl_buffer *out, pl_number a, unsigned decimals, char point,
                                bool trim) {
    uwide rounded;

    if (a.big || decimals > MOST_SCALE)
        return false;
    rounded = (uwide)magnitude(a.num) * (uint64_t)pl_power_of_ten(decimals) * 2;
    rounded = (rounded + (uint64_t)a.den) / ((uwide)a.den * 2);
    if (rounded > UINT64_MAX)
        return false;
    if (a.num < 0 && rounded > 0)
        pl_buffer_putc(out, '-');
    push_unsigned(out, (uint64_t)rounded, decimals, point, trim);
    return true;
}

void pl_number_print_rounded(pl_buffer *out, pl_number a, unsigned decimals, char point,
                             bool trim) {
    mpz_t rounded;
    mpq_t q;

    if (print_rounded_small(out, a, decimals, point, trim))
        return;
    open_fraction(q, a);
    mpz_init(rounded);
    round_magnitude(rounded, q, decimals);
    if (mpq_sgn(q) < 0 && mpz_sgn(rounded) != 0)
        pl_buffer_putc(out, '-');
    push_integer(out, rounded, decimals, point, trim);
    mpz_clear(rounded);
    mpq_clear(q);
}
