/* test_digits.c - short numbers by every kind of vector: columns of random cells, mostly of one form,
 * give what reading each cell by its bytes gives, up to the first that is not of the form. */
#include "load/digits.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tap.h"

#define MOST_CELLS 70u

/* Of a column, which is one field of records of `step` fields. */
typedef struct column {
    pl_buffer text; /* `front` bytes before the first record */
    uint32_t ends[MOST_CELLS * 3 + 1];
    pl_strip cells;
    pl_digits_form form;
} column;

/* ### random cells */

static char random_digit(void) {
    return (char)('0' + tap_random(10));
}

static void push_digits(pl_buffer *out, uint32_t count) {
    while (count-- > 0)
        pl_buffer_putc(out, random_digit());
}

/* Most are of the form. */
static void push_usual(pl_buffer *out, const pl_digits_form *form) {
    uint32_t longest = form->wide ? PL_DIGITS_LONGEST : 8, least = form->pointed ? 0 : 1;
    uint32_t most = longest - form->decimals - form->pointed;

    push_digits(out, least + tap_random(most - least + 1));
    if (form->pointed)
        pl_buffer_putc(out, form->point);
    push_digits(out, form->decimals);
}

static void push_odd(pl_buffer *out, const pl_digits_form *form) {
    static const char bytes[] = "0123456789.,-+/:\\ \x80\xB0\xF9\xFF\x1E\x1C\x10";
    static const char *const cells[] = {"", ".", ",", "1.", ".1", "..1", "1e3", "-12", "\r"};
    size_t at;

    if (tap_random(2) == 0) {
        pl_buffer_puts(out, cells[tap_random(sizeof cells / sizeof *cells)]);
    } else if (tap_random(2) == 0) {
        push_digits(out, tap_random(20));
    } else {
        at = out->len;
        push_usual(out, form);
        out->ptr[at + tap_random((uint32_t)(out->len - at))] = bytes[tap_random(sizeof bytes - 1)];
    }
}

static void push_field(pl_buffer *out) {
    push_digits(out, tap_random(3) * tap_random(12));
    if (tap_random(2))
        pl_buffer_putc(out, '.');
}

static pl_digits_form random_form(void) {
    pl_digits digits = {.pointed = tap_random(2)};

    digits.decimals = digits.pointed ? 1 + tap_random(7) : 0;
    return pl_digits_form_of(&digits, tap_random(2) ? '.' : ',', tap_random(2));
}

static void make(column *c, uint32_t odd, uint32_t front) {
    uint32_t step = 1 + tap_random(3), field = tap_random(step), count = tap_random(MOST_CELLS + 1);
    uint32_t end = 0;

    c->text.len = 0;
    c->form = random_form();
    push_digits(&c->text, front);
    c->ends[0] = UINT32_MAX;
    for (uint32_t r = 0; r < count; r++) {
        for (uint32_t f = 0; f < step; f++) {
            if (f != field)
                push_field(&c->text);
            else if (odd > 0 && tap_random(odd) == 0)
                push_odd(&c->text, &c->form);
            else
                push_usual(&c->text, &c->form);
            c->ends[++end] = (uint32_t)c->text.len - front;
            pl_buffer_putc(&c->text, f + 1 < step ? ';' : '\n');
        }
    }
    push_digits(&c->text, PL_SCAN_PADDING);
    c->cells = (pl_strip){c->text.ptr + front, c->ends + field, step, count};
}

/* ### what is right */

/* False: the cell is not of the form. */
static bool read_one(const column *c, uint32_t record, int64_t *value) {
    const uint32_t *ends = c->cells.ends + (size_t)record * c->cells.step;
    uint32_t start = ends[0] + 1, end = ends[1];
    pl_digits digits;

    if (end == start || end - start > (c->form.wide ? PL_DIGITS_LONGEST : 8) ||
        !pl_digits_read(c->cells.text + end, end - start, c->form.point, &digits))
        return false;
    *value = digits.value;
    return pl_digits_is_of(&digits, &c->form);
}

static bool same(const column *c, pl_scan_level level) {
    int64_t numbers[MOST_CELLS], value;
    pl_digits_range wanted = PL_DIGITS_RANGE_NONE, range = wanted;
    uint32_t done = pl_digits_many(level, &c->form, c->cells, numbers, &range), right = 0;

    while (right < c->cells.count && read_one(c, right, &value)) {
        if (right >= done || numbers[right] != value)
            return false;
        pl_digits_range_add(&wanted, value);
        right++;
    }
    return done == right && range.least == wanted.least && range.most == wanted.most;
}

static void test_many(uint32_t odd, const char *name) {
    column c;
    bool fine = true;

    pl_buffer_init(&c.text);
    for (int turn = 0; turn < 20000 && fine; turn++) {
        make(&c, odd, 16 + tap_random(8));
        for (int level = PL_SCAN_FOUND + 1; level < PL_SCAN_LEVELS; level++)
            if (pl_scan_has((pl_scan_level)level) && !same(&c, (pl_scan_level)level)) {
                printf("# level %d, turn %d\n", level, turn);
                fine = false;
            }
    }
    tap_ok(fine, "%s", name);
    pl_buffer_fini(&c.text);
}

/* ### one */

static void reads(const char *cell, long long value, unsigned decimals) {
    pl_digits digits;
    bool fine = pl_digits_read(cell + strlen(cell), strlen(cell), ',', &digits);

    tap_ok(fine && digits.value == value && digits.decimals == decimals, "'%s'", cell);
}

static void refuses(const char *cell) {
    pl_digits digits;

    tap_ok(!pl_digits_read(cell + strlen(cell), strlen(cell), ',', &digits), "'%s' is no number",
           cell);
}

static void test_one(void) {
    reads("0", 0, 0);
    reads("0007", 7, 0);
    reads("25,84", 2584, 2);
    reads("3,", 3, 0);
    reads(",50", 50, 2);
    reads("9999999999999999", 9999999999999999, 0);
    reads("1,00000000000000", 100000000000000, 14);
    refuses(",");
    refuses("1,,2");
    refuses("1.2");
    refuses("-1");
    refuses("1 ");
    refuses("1:");
    refuses("/");
}

static void test_form(void) {
    static const struct {
        const char *cell;
        bool known, wide;
    } forms[] = {{"25,84", true, false},     {"7", true, false},  {"123456789", true, true},
                 {"3,", false, false},       {",5", true, false}, {"1,1234567", true, true},
                 {"1,12345678", false, true}};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t length = strlen(forms[i].cell);
        pl_digits digits;
        pl_digits_form form = {0};

        if (pl_digits_read(forms[i].cell + length, length, ',', &digits))
            form = pl_digits_form_of(&digits, ',', length > 8);
        tap_ok(form.known == forms[i].known, "the form of '%s'", forms[i].cell);
    }
}

/* Lengths of which eight times is that of a short cell, in 32 bits. */
static void test_huge(void) {
    static const char text[] = "0123456789012345123456781234567812345678";
    uint32_t ends[16];
    int64_t numbers[8];
    pl_digits digits = {.value = 1};
    pl_digits_form form = pl_digits_form_of(&digits, '.', false);
    pl_digits_range range = PL_DIGITS_RANGE_NONE;
    uint32_t read = 0;

    for (uint32_t r = 0; r < 8; r++) {
        ends[2 * r] = r;
        ends[2 * r + 1] = r + 1 + (1u << 29) + 3;
    }
    for (int level = PL_SCAN_FOUND + 1; level < PL_SCAN_LEVELS; level++)
        if (pl_scan_has((pl_scan_level)level))
            read += pl_digits_many((pl_scan_level)level, &form, (pl_strip){text, ends, 2, 8},
                                   numbers, &range);
    tap_is_int(read, 0, "cells of half a gigabyte");
}

int main(void) {
    test_one();
    test_form();
    test_huge();
    test_many(0, "usual cells");
    test_many(100, "a few odd cells");
    test_many(4, "many odd cells");
    return tap_done();
}
