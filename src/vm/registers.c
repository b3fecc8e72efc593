/* registers.c - rows of number registers as exact intervals, and the memory of registers. This
 * is the slow, certain way: it holds any number, and finds the narrow form again where there is
 * one. */
#include <assert.h>
#include <string.h>

#include "vm/machine.h"

enum { LO, HI, LO_DEN, HI_DEN };

/* ### formats */

bool pl_format_equal(pl_format a, pl_format b) {
    return a.quotient == b.quotient && a.scale == b.scale;
}

pl_format pl_format_join(pl_format a, pl_format b) {
    if (a.quotient || b.quotient)
        return (pl_format){true, 0};
    return (pl_format){false, a.scale > b.scale ? a.scale : b.scale};
}

pl_format pl_format_of_number(pl_number number) {
    int64_t mantissa;
    unsigned scale;

    if (!pl_number_as_scaled(number, &mantissa, &scale))
        return (pl_format){true, 0};
    return (pl_format){false, (uint8_t)scale};
}

/* ### own memory */

static size_t padded(const pl_machine *m) {
    return ((size_t)m->chunk_rows + 63) & ~(size_t)63;
}

int64_t *pl_own_numbers(pl_machine *m, pl_number_register *r, int which) {
    assert(which >= LO && which <= HI_DEN);
    if (r->own[which] == NULL)
        r->own[which] = PL_MAKE_ARRAY(m->arena, int64_t, padded(m));
    return r->own[which];
}

uint8_t *pl_own_number_state(pl_machine *m, pl_number_register *r) {
    if (r->own_state == NULL)
        r->own_state = PL_MAKE_ARRAY(m->arena, uint8_t, padded(m));
    return r->own_state;
}

uint8_t *pl_own_truths(pl_machine *m, pl_truth_register *r) {
    if (r->own == NULL)
        r->own = PL_MAKE_ARRAY(m->arena, uint8_t, padded(m));
    r->values = r->own;
    return r->own;
}

int32_t *pl_own_indexes(pl_machine *m, pl_index_register *r) {
    if (r->own == NULL)
        r->own = PL_MAKE_ARRAY(m->arena, int32_t, padded(m));
    r->values = r->own;
    r->state = NULL;
    r->narrow = NULL;
    r->codes = NULL;
    r->constant = false;
    return r->own;
}

int16_t *pl_own_narrow_indexes(pl_machine *m, pl_index_register *r) {
    pl_own_indexes(m, r);
    if (r->own_narrow == NULL)
        r->own_narrow = PL_MAKE_ARRAY(m->arena, int16_t, padded(m));
    r->narrow = r->own_narrow;
    r->values = NULL;
    return r->own_narrow;
}

uint8_t *pl_own_index_state(pl_machine *m, pl_index_register *r) {
    if (r->own_state == NULL)
        r->own_state = PL_MAKE_ARRAY(m->arena, uint8_t, padded(m));
    return r->own_state;
}

int64_t *pl_open_exact(pl_machine *m, pl_number_register *r, pl_format format, int64_t **den) {
    int64_t *lo = pl_own_numbers(m, r, LO);

    r->format = format;
    r->narrow = NULL;
    r->lo = r->hi = lo;
    r->lo_den = r->hi_den = NULL;
    r->state = NULL;
    r->big = NULL;
    r->constant = false;
    if (format.quotient) {
        r->lo_den = r->hi_den = pl_own_numbers(m, r, LO_DEN);
        if (den != NULL)
            *den = r->own[LO_DEN];
    }
    return lo;
}

/* The numbers stand where upper ends would: an exact register has none. */
void *pl_open_narrow(pl_machine *m, pl_number_register *r, pl_format format, uint8_t width) {
    assert(!format.quotient && (width == 2 || width == 4));
    pl_open_exact(m, r, format, NULL);
    r->narrow = pl_own_numbers(m, r, HI);
    r->width = width;
    r->lo = r->hi = NULL;
    return r->own[HI];
}

void pl_widen(pl_machine *m, pl_number_register *r) {
    if (r->narrow == NULL || r->lo != NULL)
        return;
    assert(r->hi == NULL && r->big == NULL && !r->format.quotient);
    if (r->width == 2)
        pl_kernel_widen_2(pl_own_numbers(m, r, LO), r->narrow, m->n);
    else
        pl_kernel_widen_4(pl_own_numbers(m, r, LO), r->narrow, m->n);
    r->lo = r->hi = r->own[LO];
}

void pl_join_states(pl_machine *m, pl_number_register *r, const uint8_t *a, const uint8_t *b) {
    r->state = NULL;
    if (a == NULL && b == NULL)
        return;
    uint8_t *own = pl_own_number_state(m, r);

    if (a != NULL && b != NULL)
        pl_kernel_larger(own, a, b, m->n);
    else
        memcpy(own, a != NULL ? a : b, m->n);
    r->state = own;
}

bool pl_ends_at_scale(pl_machine *m, const pl_number_register *r, uint8_t scale, int at,
                      pl_ends *ends) {
    assert(!r->format.quotient && r->format.scale <= scale);
    int64_t factor = pl_power_of_ten((unsigned)(scale - r->format.scale));

    *ends = (pl_ends){r->lo, r->hi};
    if (factor == 1)
        return true;
    if (pl_kernel_scale(m->scratch[at], r->lo, factor, m->n))
        return false;
    ends->lo = ends->hi = m->scratch[at];
    if (r->hi == r->lo)
        return true;
    ends->hi = m->scratch[at + 1];
    return !pl_kernel_scale(m->scratch[at + 1], r->hi, factor, m->n);
}

/* ### rows */

static pl_number number_at(pl_machine *m, const pl_number_register *r, const int64_t *num,
                           const int64_t *den, uint32_t i) {
    if (r->format.quotient) {
        assert(den[i] > 0);
        return pl_number_make(m->arena, num[i], den[i]);
    }
    return pl_number_scaled(m->arena, num[i], r->format.scale);
}

pl_interval pl_row_get(pl_machine *m, const pl_number_register *r, uint32_t i) {
    pl_interval value = {.state = r->state != NULL ? (pl_state)r->state[i] : PL_OK};

    assert(i < m->n && value.state <= PL_MISSING);
    if (value.state != PL_OK) {
        value.lo = value.hi = PL_NUMBER_ZERO;
    } else if (r->big != NULL && pl_is_big(r->big[i][0])) {
        value.lo = r->big[i][0];
        value.hi = r->big[i][1];
    } else {
        value.lo = number_at(m, r, r->lo, r->lo_den, i);
        value.hi = value.lo;
        if (r->hi != r->lo &&
            (r->hi[i] != r->lo[i] || (r->format.quotient && r->hi_den[i] != r->lo_den[i])))
            value.hi = number_at(m, r, r->hi, r->hi_den, i);
    }
    return value;
}

void pl_rows_open(pl_machine *m, pl_number_register *r, pl_format format) {
    assert(m->n <= m->chunk_rows && (!format.quotient || format.scale == 0));
    r->format = format;
    r->narrow = NULL;
    r->lo = pl_own_numbers(m, r, LO);
    r->hi = pl_own_numbers(m, r, HI);
    r->lo_den = r->hi_den = NULL;
    if (format.quotient) {
        r->lo_den = pl_own_numbers(m, r, LO_DEN);
        r->hi_den = pl_own_numbers(m, r, HI_DEN);
    }
    r->state = memset(pl_own_number_state(m, r), PL_OK, m->n);
    r->big = NULL;
    r->constant = false;
}

/* Does the number fit the format? Then *num and *den hold it. */
static bool fits(pl_number n, pl_format format, int64_t *num, int64_t *den) {
    unsigned scale;

    if (format.quotient) {
        *num = n.num;
        *den = n.den;
        return n.big == NULL;
    }
    if (!pl_number_as_scaled(n, num, &scale) || scale > format.scale)
        return false;
    assert(format.scale >= scale);
    return !__builtin_mul_overflow(*num, pl_power_of_ten((unsigned)(format.scale - scale)), num) &&
        *num != INT64_MIN;
}

static void put_big(pl_machine *m, pl_number_register *r, uint32_t i, pl_interval value) {
    if (r->big == NULL) {
        if (r->own_big == NULL)
            r->own_big = pl_arena_alloc(m->arena, padded(m), sizeof *r->own_big);
        memset(r->own_big, 0, m->n * sizeof *r->own_big);
        r->big = r->own_big;
    }
    r->big[i][0] = value.lo;
    r->big[i][1] = value.hi;
}

void pl_row_put(pl_machine *m, pl_number_register *r, uint32_t i, pl_interval value) {
    int64_t lo = 0, hi = 0, lo_den = 1, hi_den = 1;

    assert(i < m->n && r->lo == r->own[LO] && r->hi == r->own[HI]);
    r->own_state[i] = (uint8_t)value.state;
    if (value.state == PL_OK) {
        assert(pl_number_compare(value.lo, value.hi) <= 0);
        if (!fits(value.lo, r->format, &lo, &lo_den) || !fits(value.hi, r->format, &hi, &hi_den)) {
            put_big(m, r, i, value);
            lo = hi = 0;
            lo_den = hi_den = 1;
        }
    }
    r->own[LO][i] = lo;
    r->own[HI][i] = hi;
    if (r->format.quotient) {
        r->own[LO_DEN][i] = lo_den;
        r->own[HI_DEN][i] = hi_den;
    }
}

void pl_rows_close(pl_machine *m, pl_number_register *r) {
    bool exact = pl_kernel_same(r->lo, r->hi, m->n);

    assert(r->lo == r->own[LO] && r->hi == r->own[HI]);
    if (exact && r->format.quotient)
        exact = pl_kernel_same(r->lo_den, r->hi_den, m->n);
    if (exact) {
        r->hi = r->lo;
        r->hi_den = r->lo_den;
    }
    if (!pl_kernel_any(r->state, m->n))
        r->state = NULL;
}
