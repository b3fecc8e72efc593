/* arithmetic.c - opcodes that make numbers of numbers. Each has a way by kernels, for scaled
 * integers without overflow, and the exact way for the rest: quotients, numbers that are big,
 * chunks in which something overflows. */
#include <assert.h>
#include <string.h>

#include "vm/machine.h"

enum { LO, HI };

/* ### the exact way */

typedef pl_interval pl_exact_binary(pl_machine *m, pl_interval a, pl_interval b);

static void by_rows(pl_machine *m, pl_number_register *d, pl_format format,
                    const pl_number_register *a, const pl_number_register *b,
                    pl_exact_binary *compute) {
    pl_rows_open(m, d, format);
    for (uint32_t i = 0; i < m->n; i++) {
        pl_interval x = pl_row_get(m, a, i), y = pl_row_get(m, b, i);

        if (x.state == PL_OK && y.state == PL_OK)
            x = compute(m, x, y);
        else
            x.state = x.state > y.state ? x.state : y.state;
        pl_row_put(m, d, i, x);
    }
    pl_rows_close(m, d);
}

static pl_interval exact_add(pl_machine *m, pl_interval a, pl_interval b) {
    return (pl_interval){PL_OK, pl_number_add(m->arena, a.lo, b.lo),
                         pl_number_add(m->arena, a.hi, b.hi)};
}

static pl_interval exact_sub(pl_machine *m, pl_interval a, pl_interval b) {
    return (pl_interval){PL_OK, pl_number_sub(m->arena, a.lo, b.hi),
                         pl_number_sub(m->arena, a.hi, b.lo)};
}

/* Least and greatest of four. */
static pl_interval hull(const pl_number ends[4]) {
    pl_interval all = {PL_OK, ends[0], ends[0]};

    for (int e = 1; e < 4; e++) {
        if (pl_number_compare(ends[e], all.lo) < 0)
            all.lo = ends[e];
        if (pl_number_compare(ends[e], all.hi) > 0)
            all.hi = ends[e];
    }
    return all;
}

/* Of numbers that are not big, as most are. */
static bool is_known(pl_interval x) {
    return x.lo.big == NULL && x.hi.big == NULL && x.lo.num == x.hi.num && x.lo.den == x.hi.den;
}

static pl_interval of_one(pl_number number) {
    return (pl_interval){PL_OK, number, number};
}

static pl_interval exact_mul(pl_machine *m, pl_interval a, pl_interval b) {
    if (is_known(a) && is_known(b))
        return of_one(pl_number_mul(m->arena, a.lo, b.lo));
    const pl_number ends[4] = {
        pl_number_mul(m->arena, a.lo, b.lo),
        pl_number_mul(m->arena, a.lo, b.hi),
        pl_number_mul(m->arena, a.hi, b.lo),
        pl_number_mul(m->arena, a.hi, b.hi),
    };

    return hull(ends);
}

static pl_interval exact_div(pl_machine *m, pl_interval a, pl_interval b) {
    if (pl_number_sign(b.lo) <= 0 && pl_number_sign(b.hi) >= 0)
        return (pl_interval){PL_MISSING, PL_NUMBER_ZERO, PL_NUMBER_ZERO};
    if (is_known(a) && is_known(b))
        return of_one(pl_number_div(m->arena, a.lo, b.lo));
    const pl_number ends[4] = {
        pl_number_div(m->arena, a.lo, b.lo),
        pl_number_div(m->arena, a.lo, b.hi),
        pl_number_div(m->arena, a.hi, b.lo),
        pl_number_div(m->arena, a.hi, b.hi),
    };

    return hull(ends);
}

/* ### the way by kernels */

static bool can_use_kernels(const pl_number_register *a, const pl_number_register *b,
                            pl_format format) {
    return !format.quotient && a->big == NULL && b->big == NULL;
}

/* Opens d for kernels: own ends, hi only where an operand is bounded. */
static void open_ends(pl_machine *m, pl_number_register *d, pl_format format, bool exact) {
    pl_open_exact(m, d, format, NULL);
    if (!exact)
        d->hi = pl_own_numbers(m, d, HI);
}

typedef bool pl_binary_kernel(int64_t *d, const int64_t *a, const int64_t *b, uint32_t n);

/* Sums and differences: `cross` pairs the lower end of a with the upper of b. False on overflow. */
static bool by_kernel(pl_machine *m, pl_number_register *d, pl_format format,
                      const pl_number_register *a, const pl_number_register *b,
                      pl_binary_kernel *kernel, bool cross) {
    pl_ends x, y;

    if (!pl_ends_at_scale(m, a, format.scale, 0, &x) ||
        !pl_ends_at_scale(m, b, format.scale, 2, &y))
        return false;
    open_ends(m, d, format, x.lo == x.hi && y.lo == y.hi);
    if (kernel(d->own[LO], x.lo, cross ? y.hi : y.lo, m->n))
        return false;
    if (d->hi != d->lo && kernel(d->own[HI], x.hi, cross ? y.lo : y.hi, m->n))
        return false;
    pl_join_states(m, d, a->state, b->state);
    return true;
}

void pl_op_ADD(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]], *b = &m->numbers[i->operands[1]];
    pl_format format = pl_format_join(a->format, b->format);

    if (!can_use_kernels(a, b, format) || !by_kernel(m, d, format, a, b, pl_kernel_add, false))
        by_rows(m, d, format, a, b, exact_add);
}

void pl_op_SUB(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]], *b = &m->numbers[i->operands[1]];
    pl_format format = pl_format_join(a->format, b->format);

    if (!can_use_kernels(a, b, format) || !by_kernel(m, d, format, a, b, pl_kernel_sub, true))
        by_rows(m, d, format, a, b, exact_sub);
}

/* ### products */

#define MOST_SCALE 18

static pl_format format_of_product(pl_format a, pl_format b) {
    if (a.quotient || b.quotient || a.scale + b.scale > MOST_SCALE)
        return (pl_format){true, 0};
    return (pl_format){false, (uint8_t)(a.scale + b.scale)};
}

static bool multiply(pl_machine *m, pl_number_register *d, pl_format format,
                     const pl_number_register *a, const pl_number_register *b) {
    bool exact = a->lo == a->hi && b->lo == b->hi, over;

    assert(format.scale == a->format.scale + b->format.scale);
    open_ends(m, d, format, exact);
    if (exact)
        over = pl_kernel_mul(d->own[LO], a->lo, b->lo, m->n);
    else
        over = pl_kernel_mul_ends(d->own[LO], d->own[HI], a->lo, a->hi, b->lo, b->hi, m->n);
    pl_join_states(m, d, a->state, b->state);
    return !over;
}

void pl_op_MUL(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]], *b = &m->numbers[i->operands[1]];
    pl_format format = format_of_product(a->format, b->format);

    if (!can_use_kernels(a, b, format) || !multiply(m, d, format, a, b))
        by_rows(m, d, format, a, b, exact_mul);
}

/* ### quotients */

/* Exact scaled integers: num and den take what the scales differ in; a divisor of zero is
 * missing. False on overflow. */
static bool divide(pl_machine *m, pl_number_register *d, const pl_number_register *a,
                   const pl_number_register *b) {
    uint8_t sa = a->format.scale, sb = b->format.scale;
    int64_t up = sb > sa ? pl_power_of_ten((unsigned)(sb - sa)) : 1,
            down = sa > sb ? pl_power_of_ten((unsigned)(sa - sb)) : 1;
    int64_t *den, *num = pl_open_exact(m, d, (pl_format){true, 0}, &den);
    bool over = false, zero = false;

    for (uint32_t r = 0; r < m->n; r++) {
        int64_t divisor = b->lo[r];

        over |= __builtin_mul_overflow(divisor < 0 ? -a->lo[r] : a->lo[r], up, &num[r]);
        over |= __builtin_mul_overflow(divisor < 0 ? -divisor : divisor, down, &den[r]);
        over |= num[r] == INT64_MIN;
        zero |= divisor == 0;
    }
    pl_join_states(m, d, a->state, b->state);
    if (over || !zero)
        return !over;
    uint8_t *state = pl_own_number_state(m, d);

    for (uint32_t r = 0; r < m->n; r++) {
        uint8_t given = d->state != NULL ? state[r] : PL_OK;

        state[r] = den[r] == 0 && given == PL_OK ? PL_MISSING : given;
        den[r] = den[r] == 0 ? 1 : den[r];
    }
    d->state = state;
    return true;
}

void pl_op_DIV(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]], *b = &m->numbers[i->operands[1]];
    pl_format joined = pl_format_join(a->format, b->format);

    if (!can_use_kernels(a, b, joined) || a->lo != a->hi || b->lo != b->hi || !divide(m, d, a, b))
        by_rows(m, d, (pl_format){true, 0}, a, b, exact_div);
}

/* ### one operand */

void pl_op_NEG(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]];

    if (a->big == NULL && !a->format.quotient) {
        open_ends(m, d, a->format, a->lo == a->hi);
        pl_kernel_negate(d->own[LO], a->hi, m->n);
        if (d->hi != d->lo)
            pl_kernel_negate(d->own[HI], a->lo, m->n);
        pl_join_states(m, d, a->state, NULL);
        return;
    }
    pl_rows_open(m, d, a->format);
    for (uint32_t r = 0; r < m->n; r++) {
        pl_interval x = pl_row_get(m, a, r);

        if (x.state == PL_OK)
            x = (pl_interval){PL_OK, pl_number_negate(m->arena, x.hi),
                              pl_number_negate(m->arena, x.lo)};
        pl_row_put(m, d, r, x);
    }
    pl_rows_close(m, d);
}

void pl_op_ROUND(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]];
    pl_number step = m->program->numbers.items[i->operands[1]];

    assert(pl_number_sign(step) > 0);
    pl_rows_open(m, d, pl_format_of_number(step));
    for (uint32_t r = 0; r < m->n; r++) {
        pl_interval x = pl_row_get(m, a, r);

        if (x.state == PL_OK)
            x = (pl_interval){PL_OK, pl_number_round(m->arena, x.lo, step),
                              pl_number_round(m->arena, x.hi, step)};
        pl_row_put(m, d, r, x);
    }
    pl_rows_close(m, d);
}

static void copy_row(pl_machine *m, pl_number_register *d, const pl_number_register *a, uint32_t r,
                     pl_number lo, pl_number hi) {
    pl_interval x = pl_row_get(m, a, r);

    if (x.state == PL_MISSING)
        x = (pl_interval){PL_OK, lo, hi};
    pl_row_put(m, d, r, x);
}

/* A number as the register of a format holds it; false when none can. */
static bool at_scale(pl_number number, uint8_t scale, int64_t *mantissa) {
    unsigned own;

    return pl_number_as_scaled(number, mantissa, &own) && own <= scale &&
        !__builtin_mul_overflow(*mantissa, pl_power_of_ten(scale - own), mantissa) &&
        *mantissa != INT64_MIN;
}

/* Of numbers of one scale, some of them missing. */
static bool fill_scaled(pl_machine *m, pl_number_register *d, const pl_number_register *a,
                        pl_format format, pl_number from, pl_number to) {
    int64_t lo, hi;
    pl_ends x;

    if (a->state == NULL || !can_use_kernels(a, a, format) || !at_scale(from, format.scale, &lo) ||
        !at_scale(to, format.scale, &hi) || !pl_ends_at_scale(m, a, format.scale, 0, &x))
        return false;
    pl_rows_open(m, d, format);
    for (uint32_t r = 0; r < m->n; r++) {
        bool known = a->state[r] == PL_OK, missing = a->state[r] == PL_MISSING;

        d->own[LO][r] = known ? x.lo[r] : missing ? lo : 0;
        d->own[HI][r] = known ? x.hi[r] : missing ? hi : 0;
        d->own_state[r] = missing ? PL_OK : a->state[r];
    }
    pl_rows_close(m, d);
    return true;
}

void pl_op_FILL(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result], *a = &m->numbers[i->operands[0]];
    pl_number lo = m->program->numbers.items[i->operands[1]],
              hi = m->program->numbers.items[i->operands[2]];
    pl_format format =
        pl_format_join(a->format, pl_format_join(pl_format_of_number(lo), pl_format_of_number(hi)));
    pl_ends x;

    if (a->state == NULL && a->narrow != NULL && pl_format_equal(a->format, format)) {
        memcpy(pl_open_narrow(m, d, format, a->width), a->narrow, (size_t)m->n * a->width);
        return;
    }
    pl_widen(m, a);
    if (a->state == NULL && can_use_kernels(a, a, format) &&
        pl_ends_at_scale(m, a, format.scale, 0, &x)) {
        bool exact = x.lo == x.hi;

        open_ends(m, d, format, exact);
        memcpy(d->own[LO], x.lo, m->n * sizeof *x.lo);
        if (!exact)
            memcpy(d->own[HI], x.hi, m->n * sizeof *x.hi);
        return;
    }
    if (fill_scaled(m, d, a, format, lo, hi))
        return;
    pl_rows_open(m, d, format);
    for (uint32_t r = 0; r < m->n; r++)
        copy_row(m, d, a, r, lo, hi);
    pl_rows_close(m, d);
}

/* ### between numbers and indexes */

void pl_op_AS_NUMBER(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_index_register *a = &m->indexes[i->operands[0]];
    int64_t *out = pl_open_exact(m, d, (pl_format){false, 0}, NULL);

    pl_kernel_widen_4(out, a->values, m->n);
    pl_join_states(m, d, a->state, NULL);
}

void pl_op_AS_INDEX(pl_machine *m, const pl_instruction *i) {
    pl_index_register *d = &m->indexes[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]];
    int32_t *out = pl_own_indexes(m, d);
    uint8_t *state = pl_own_index_state(m, d);

    assert(!a->format.quotient && a->format.scale == 0 && a->big == NULL);
    for (uint32_t r = 0; r < m->n; r++) {
        uint8_t given = a->state != NULL ? a->state[r] : PL_OK;

        out[r] = (int32_t)a->lo[r];
        state[r] = given == PL_OK && a->lo[r] != a->hi[r] ? PL_MISSING : given;
    }
    d->state = state;
}

/* ### the nearer end of a range: is lo + hi of x nearer to twice b than to twice c, that is, at
 * most b + c */

static pl_interval nearer(pl_machine *m, pl_interval x, pl_interval b, pl_interval c) {
    if (x.state != PL_OK)
        return b;
    pl_number middle = pl_number_add(m->arena, x.lo, x.hi);

    return pl_number_compare(middle, pl_number_add(m->arena, b.lo, c.lo)) <= 0 ? b : c;
}

void pl_op_NEARER_N(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_number_register *a = &m->numbers[i->operands[0]];
    const pl_number_register *b = &m->numbers[i->operands[1]], *c = &m->numbers[i->operands[2]];

    pl_rows_open(m, d, pl_format_join(b->format, c->format));
    for (uint32_t r = 0; r < m->n; r++)
        pl_row_put(m, d, r,
                   nearer(m, pl_row_get(m, a, r), pl_row_get(m, b, r), pl_row_get(m, c, r)));
    pl_rows_close(m, d);
}

void pl_op_NEARER_I(pl_machine *m, const pl_instruction *i) {
    pl_index_register *d = &m->indexes[i->result];
    const pl_index_register *a = &m->indexes[i->operands[0]];
    const pl_index_register *b = &m->indexes[i->operands[1]], *c = &m->indexes[i->operands[2]];
    int32_t *out = pl_own_indexes(m, d);

    for (uint32_t r = 0; r < m->n; r++) {
        bool known = a->state == NULL || a->state[r] == PL_OK;
        int64_t middle = 2 * (int64_t)a->values[r], ends = (int64_t)b->values[r] + c->values[r];

        out[r] = known && middle > ends ? c->values[r] : b->values[r];
    }
}
