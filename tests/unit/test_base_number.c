/* test_base_number.c - exact numbers: the promises of the language, the edges of 64 and 128 bits,
 * hostile text, and agreement with GMP on random values (the seed is fixed). */
#include "base/number.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static pl_arena arena;

static pl_number parse(const char *text) {
    pl_number n = PL_NUMBER_ZERO;
    const char *slash = strchr(text, '/');
    pl_str whole = pl_str_of(text);

    if (slash)
        return pl_number_div(&arena, parse(pl_arena_copy(&arena, text, (size_t)(slash - text))),
                             parse(slash + 1));
    if (!pl_number_parse(&arena, whole, '.', &n))
        tap_ok(false, "parse %s", text);
    return n;
}

static const char *print(pl_number n) {
    pl_buffer b;
    const char *text;

    pl_buffer_init(&b);
    pl_number_print(&b, n);
    text = pl_arena_copy(&arena, b.ptr, b.len);
    pl_buffer_fini(&b);
    return text;
}

static const char *rounded(const char *n, unsigned decimals, char point, bool trim) {
    pl_buffer b;
    const char *text;

    pl_buffer_init(&b);
    pl_number_print_rounded(&b, parse(n), decimals, point, trim);
    text = pl_arena_copy(&arena, b.ptr, b.len);
    pl_buffer_fini(&b);
    return text;
}

/* ### what the language promises */

static void test_promises(void) {
    pl_number third = pl_number_make(&arena, 2, 3);

    tap_ok(pl_number_compare(pl_number_add(&arena, parse("0.1"), parse("0.2")), parse("0.3")) == 0,
           "0.1 + 0.2 = 0.3");
    tap_ok(pl_number_compare(pl_number_make(&arena, 18, 20), parse("0.90")) == 0, "18/20 is 90%%");
    tap_ok(pl_number_compare(pl_number_make(&arena, 50, 60), parse("0.83")) > 0,
           "50/60 is more than 83%%");
    tap_ok(pl_number_compare(third, parse("0.6667")) < 0, "2/3 is less than 66.67%%");
    tap_ok(pl_number_compare(third, parse("0.6666")) > 0, "2/3 is more than 66.66%%");
    tap_is_string(print(third), "2/3", "2/3 prints as a fraction");
    tap_is_string(print(pl_number_mul(&arena, third, parse("3"))), "2", "2/3 x 3 is 2");
    tap_is_string(print(pl_number_make(&arena, 6, -4)), "-1.5", "the sign moves upward");
    tap_is_string(print(pl_number_make(&arena, 0, -7)), "0", "zero has one form");
}

/* ### edges */

static void test_edges(void) {
    pl_number most = pl_number_make(&arena, INT64_MAX, 1);
    pl_number least = pl_number_make(&arena, INT64_MIN, 1), n;

    tap_is_string(print(most), "9223372036854775807", "INT64_MAX");
    tap_is_string(print(least), "-9223372036854775808", "INT64_MIN");
    tap_ok(least.big != NULL, "INT64_MIN is never stored in 64 bits");
    tap_is_string(print(pl_number_negate(&arena, least)), "9223372036854775808",
                  "INT64_MIN negated");
    n = pl_number_add(&arena, most, PL_NUMBER_ONE);
    tap_is_string(print(n), "9223372036854775808", "INT64_MAX + 1");
    n = pl_number_sub(&arena, n, PL_NUMBER_ONE);
    tap_ok(!n.big && n.num == INT64_MAX, "and back to 64 bits");
    n = pl_number_mul(&arena, most, most);
    tap_is_string(print(n), "85070591730234615847396907784232501249", "INT64_MAX squared");
    n = pl_number_div(&arena, n, most);
    tap_ok(!n.big && n.num == INT64_MAX && n.den == 1, "and divided back");
    n = pl_number_div(&arena, PL_NUMBER_ONE, least);
    tap_is_int(pl_number_sign(n), -1, "1 / INT64_MIN is negative");
    n = pl_number_mul(&arena, n, least);
    tap_is_string(print(n), "1", "1 / INT64_MIN x INT64_MIN");
    n = pl_number_make(&arena, INT64_MIN, INT64_MIN);
    tap_is_string(print(n), "1", "INT64_MIN / INT64_MIN");
    n = pl_number_make(&arena, 1, INT64_MIN);
    tap_is_string(print(n), "-0.000000000000000000108420217248550443400745280086994171142578125",
                  "1 / INT64_MIN is a finite decimal");
    n = pl_number_add(&arena, parse("1/9223372036854775807"), parse("1/9223372036854775806"));
    tap_is_string(print(n), "18446744073709551613/85070591730234615838173535747377725442",
                  "sum of two thin fractions");
    tap_ok(!pl_number_is_integer(n) && pl_number_is_integer(pl_number_mul(&arena, most, most)),
           "big integers and big fractions are told apart");
}

/* A sum of 1/1 .. 1/n leaves 64 bits at n = 47; taken back term by term it must come to 0. */
static void test_harmonic(void) {
    pl_number sum = PL_NUMBER_ZERO;

    for (int64_t i = 1; i <= 300; i++)
        sum = pl_number_add(&arena, sum, pl_number_make(&arena, 1, i));
    tap_ok(sum.big != NULL, "1/1 + .. + 1/300 needs more than 64 bits");
    for (int64_t i = 300; i >= 1; i--)
        sum = pl_number_sub(&arena, sum, pl_number_make(&arena, 1, i));
    tap_ok(!sum.big && sum.num == 0 && sum.den == 1, "and taken back it is 0 in its small form");
}

/* ### rounding */

static void test_round(void) {
    static const struct {
        const char *x, *step, *wanted;
    } cases[] = {
        {"0.5", "1", "1"},
        {"-0.5", "1", "-1"},
        {"1.5", "1", "2"},
        {"2.5", "1", "3"},
        {"-2.5", "1", "-3"},
        {"2.4999", "1", "2"},
        {"-2.4999", "1", "-2"},
        {"0.825", "0.01", "0.83"},
        {"0.8249999", "0.01", "0.82"},
        {"-0.825", "0.01", "-0.83"},
        {"21.175", "0.01", "21.18"},
        {"7", "5", "5"},
        {"7.5", "5", "10"},
        {"2/3", "0.01", "0.67"},
        {"2/3", "1/3", "2/3"},
        {"0", "0.01", "0"},
        {"99999999999999999999.5", "1", "100000000000000000000"},
        {"-99999999999999999999.5", "1", "-100000000000000000000"},
        {"99999999999999999999.49", "1", "99999999999999999999"},
        {"9223372036854775807", "2", "9223372036854775808"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        tap_is_string(print(pl_number_round(&arena, parse(cases[i].x), parse(cases[i].step))),
                      cases[i].wanted, "%s rounded to %s", cases[i].x, cases[i].step);
}

/* ### text */

static void test_print(void) {
    static const struct {
        const char *n, *wanted;
    } cases[] = {
        {"0.676", "0.676"},
        {"-3", "-3"},
        {"-0", "0"},
        {"0.50", "0.5"},
        {"007.250", "7.25"},
        {".5", "0.5"},
        {"5.", "5"},
        {"-1/3", "-1/3"},
        {"1/8", "0.125"},
        {"0.000000000000000001", "0.000000000000000001"},
        {"0.0000000000000000001", "0.0000000000000000001"},
        {"-123456789012345678901234567890.5", "-123456789012345678901234567890.5"},
        {"123456789012345678901234567891/7", "123456789012345678901234567891/7"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        tap_is_string(print(parse(cases[i].n)), cases[i].wanted, "print %s", cases[i].n);
}

static void test_print_rounded(void) {
    tap_is_string(rounded("0.676", 2, ',', false), "0,68", "two decimals, comma");
    tap_is_string(rounded("2/3", 4, '.', false), "0.6667", "a fraction");
    tap_is_string(rounded("-2/3", 0, '.', false), "-1", "no decimals");
    tap_is_string(rounded("1.5", 3, '.', false), "1.500", "zeros are kept");
    tap_is_string(rounded("1.5", 3, '.', true), "1.5", "zeros are trimmed");
    tap_is_string(rounded("100", 2, '.', true), "100", "zeros before the point stay");
    tap_is_string(rounded("-0.001", 2, '.', false), "0.00", "zero has no sign");
    tap_is_string(rounded("0.005", 2, '.', false), "0.01", "half goes up");
    tap_is_string(rounded("-0.005", 2, '.', false), "-0.01", "half goes away from zero");
    tap_is_string(rounded("0.05", 1, ',', true), "0,1", "half of the last place");
    tap_is_string(rounded("9.995", 2, '.', true), "10", "a carry through all digits");
    tap_is_string(rounded("99999999999999999999.995", 2, '.', false), "100000000000000000000.00",
                  "a big carry");
    tap_is_string(rounded("-99999999999999999999.5", 0, '.', true), "-100000000000000000000",
                  "a big negative one");
    tap_is_string(rounded("1/3", 25, '.', false), "0.3333333333333333333333333", "25 decimals");
    tap_is_string(rounded("123456789012345678", 18, '.', true), "123456789012345678",
                  "18 digits, 18 decimals");
}

static bool accepts(pl_str text, char point) {
    pl_number n;

    return pl_number_parse(&arena, text, point, &n);
}

static void test_parse_hostile(void) {
    static const char *const refused[] = {
        "",
        "-",
        ".",
        "-.",
        "+1",
        "--1",
        "1-",
        " 1",
        "1 ",
        "1..2",
        "1.2.3",
        "1,5",
        "1e5",
        "0x10",
        "1_000",
        "\xEF\xBC\x91",
        "inf",
        "nan",
        "1/2",
        "\xE2\x88\x92"
        "1",
        "1.-5",
        "%",
        "٣",
    };
    char digits[320];
    pl_number n;

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        tap_ok(!accepts(pl_str_of(refused[i]), '.'), "refused: %s", refused[i]);
    tap_ok(!accepts((pl_str){"1\0"
                             "2",
                             3},
                    '.'),
           "refused: a NUL byte");
    tap_ok(accepts(pl_str_of("1,5"), ',') && !accepts(pl_str_of("1.5"), ','), "a comma as point");
    memset(digits, '9', sizeof digits);
    tap_ok(accepts((pl_str){digits, 300}, '.'), "300 digits");
    tap_ok(!accepts((pl_str){digits, 301}, '.'), "301 digits are refused");
    digits[0] = '-';
    digits[1] = '.';
    tap_ok(pl_number_parse(&arena, (pl_str){digits, 302}, '.', &n), "300 decimals");
    tap_ok(pl_number_compare(n, parse("-1")) > 0, "stay above -1");
    memset(digits, '0', sizeof digits);
    tap_ok(pl_number_parse(&arena, (pl_str){digits, 300}, '.', &n) && !n.big && n.num == 0,
           "300 zeros are 0");
    tap_ok(pl_number_parse(&arena, pl_str_of("-0.000"), '.', &n) && n.num == 0 && n.den == 1,
           "minus zero is zero");
}

static void is_scaled(const char *text, bool finite, int64_t mantissa, unsigned scale) {
    int64_t m = 0;
    unsigned s = 0;
    bool got = pl_number_as_scaled(parse(text), &m, &s);

    tap_ok(got == finite && (!got || (m == mantissa && s == scale)), "%s as mantissa and scale",
           text);
}

static void test_scaled(void) {
    is_scaled("0.90", true, 9, 1);
    is_scaled("-1/8", true, -125, 3);
    is_scaled("100", true, 100, 0);
    is_scaled("0", true, 0, 0);
    is_scaled("1/3", false, 0, 0);
    is_scaled("0.000000000000000001", true, 1, 18);
    is_scaled("0.0000000000000000001", false, 0, 0);
    is_scaled("9223372036854775807.5", false, 0, 0);
    is_scaled("-9223372036854775807", true, -INT64_MAX, 0);
    is_scaled("-4611686018427387904/5", false, 0, 0);
    is_scaled("9223372036854775808", false, 0, 0);
    for (unsigned e = 0; e <= 18; e++) {
        pl_number n = pl_number_scaled(&arena, 1, e);

        if (pl_power_of_ten(e) != n.den)
            tap_ok(false, "10^%u", e);
    }
    tap_is_string(print(pl_number_scaled(&arena, 2117, 2)), "21.17", "2117 / 10^2");
}

/* ### agreement with GMP */

/* All lengths alike, and often next to a power of two. */
static int64_t random_int(void) {
    int64_t n = (int64_t)(tap_random_bits() >> (tap_random_bits() % 63 + 1));

    if (tap_random_bits() % 4 == 0)
        n = INT64_MAX - n % 3;
    return tap_random_bits() % 2 ? -n : n;
}

/* What a scale is made of is divided out without looking for a common factor. */
static void test_scaled_agrees(void) {
    uint32_t differing = 0;

    for (uint32_t i = 0; i < 20000; i++) {
        unsigned scale = (unsigned)(tap_random_bits() % 19);
        int64_t mantissa =
            i % 3 ? random_int() : (int64_t)(tap_random_bits() % 2000) * 1000 - 1000000;
        pl_number made = pl_number_make(&arena, mantissa, pl_power_of_ten(scale));
        pl_number scaled = pl_number_scaled(&arena, mantissa, scale);
        char text[PL_NUMBER_MOST_SCALED + 1];

        text[pl_number_put_scaled(text, mantissa, scale)] = '\0';
        differing += made.num != scaled.num || made.den != scaled.den || made.big || scaled.big ||
            strcmp(text, print(made)) != 0;
    }
    tap_ok(differing == 0, "mantissa and scale, as a fraction and as a text");
    tap_is_string(print(pl_number_scaled(&arena, INT64_MIN, 18)), "-9.223372036854775808",
                  "the least mantissa");
}

static pl_number random_number(mpq_t same) {
    int64_t num = random_int(), den;
    pl_number n;

    do
        den = random_int();
    while (den == 0);
    n = pl_number_make(&arena, num, den);
    mpz_set_si(mpq_numref(same), num);
    mpz_set_si(mpq_denref(same), den);
    mpq_canonicalize(same);
    if (tap_random_bits() % 3 == 0) {
        mpq_mul(same, same, same);
        n = pl_number_mul(&arena, n, n);
    }
    return n;
}

/* Same value, and in the only form that it may have. */
static bool agrees(pl_number n, const mpq_t q) {
    bool small = mpz_fits_slong_p(mpq_numref(q)) && mpz_fits_slong_p(mpq_denref(q)) &&
        mpz_get_si(mpq_numref(q)) != INT64_MIN;
    char *text;
    bool same;

    if (small)
        return !n.big && n.num == mpz_get_si(mpq_numref(q)) && n.den == mpz_get_si(mpq_denref(q));
    if (!n.big || pl_number_sign(n) != mpq_sgn(q))
        return false;
    text = mpq_get_str(NULL, 10, q);
    same = pl_number_compare(n, parse(text)) == 0;
    free(text);
    return same;
}

static unsigned check_pair(mpq_t x, mpq_t y, mpq_t z) {
    pl_number a = random_number(x), b = random_number(y);
    int order = mpq_cmp(x, y);
    unsigned wrong = !agrees(a, x) + !agrees(b, y);

    mpq_add(z, x, y);
    wrong += !agrees(pl_number_add(&arena, a, b), z);
    mpq_sub(z, x, y);
    wrong += !agrees(pl_number_sub(&arena, a, b), z);
    mpq_mul(z, x, y);
    wrong += !agrees(pl_number_mul(&arena, a, b), z);
    mpq_neg(z, x);
    wrong += !agrees(pl_number_negate(&arena, a), z);
    if (mpq_sgn(y) != 0) {
        mpq_div(z, x, y);
        wrong += !agrees(pl_number_div(&arena, a, b), z);
    }
    wrong += pl_number_compare(a, b) != (order > 0) - (order < 0);
    wrong += pl_number_is_integer(a) != (mpz_cmp_ui(mpq_denref(x), 1) == 0);
    return wrong;
}

static void test_against_gmp(void) {
    unsigned wrong = 0;
    mpq_t x, y, z;

    mpq_init(x);
    mpq_init(y);
    mpq_init(z);
    for (int i = 0; i < 20000; i++) {
        pl_arena_mark mark = pl_arena_save(&arena);

        wrong += check_pair(x, y, z);
        pl_arena_rewind(&arena, mark);
    }
    mpq_clear(x);
    mpq_clear(y);
    mpq_clear(z);
    tap_is_int((long long)wrong, 0, "20,000 random pairs agree with GMP on every operation");
}

/* A rounded value is a multiple of the step, and no multiple is nearer. */
static bool rounds_well(pl_number x, pl_number step) {
    pl_number r = pl_number_round(&arena, x, step), error = pl_number_sub(&arena, r, x);
    pl_number half = pl_number_div(&arena, step, pl_number_make(&arena, 2, 1));
    pl_number distance = pl_number_sign(error) < 0 ? pl_number_negate(&arena, error) : error;
    int order = pl_number_compare(distance, half);
    bool away = pl_number_sign(error) == pl_number_sign(x);

    return pl_number_is_integer(pl_number_div(&arena, r, step)) &&
        (order < 0 || (order == 0 && away));
}

static void test_round_property(void) {
    unsigned wrong = 0;
    mpq_t unused;

    mpq_init(unused);
    for (int i = 0; i < 5000; i++) {
        pl_arena_mark mark = pl_arena_save(&arena);
        pl_number x = random_number(unused), step = random_number(unused);

        if (pl_number_sign(step) < 0)
            step = pl_number_negate(&arena, step);
        if (pl_number_sign(step) > 0)
            wrong += !rounds_well(x, step);
        pl_arena_rewind(&arena, mark);
    }
    mpq_clear(unused);
    tap_is_int((long long)wrong, 0, "5,000 random values are rounded to the nearest, half away");
}

static void test_print_property(void) {
    unsigned wrong = 0;
    mpq_t unused;

    mpq_init(unused);
    for (int i = 0; i < 5000; i++) {
        pl_arena_mark mark = pl_arena_save(&arena);
        pl_number n = random_number(unused);

        wrong += pl_number_compare(parse(print(n)), n) != 0;
        pl_arena_rewind(&arena, mark);
    }
    mpq_clear(unused);
    tap_is_int((long long)wrong, 0, "5,000 random values survive printing and reading");
}

int main(void) {
    pl_number_setup();
    pl_arena_init(&arena);
    test_promises();
    test_edges();
    test_harmonic();
    test_round();
    test_print();
    test_print_rounded();
    test_parse_hostile();
    test_scaled();
    test_scaled_agrees();
    test_against_gmp();
    test_round_property();
    test_print_property();
    pl_arena_fini(&arena);
    return tap_done();
}
