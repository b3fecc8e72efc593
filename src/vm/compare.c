/* compare.c - opcodes that make truths of values. A comparison of intervals is two of numbers:
 * is it certain, is it possible. Numbers of different scales and quotients are compared by
 * products in 128 bits, which never overflow; only big ones row by row. */
#include <assert.h>
#include <string.h>

#include "vm/machine.h"

/* ### numbers */

static pl_truth truth_of(bool certain, bool possible) {
    return certain ? PL_TRUE : possible ? PL_UNKNOWN : PL_FALSE;
}

static pl_truth exact_compare(pl_relation how, pl_interval a, pl_interval b) {
    if (a.state != PL_OK || b.state != PL_OK)
        return a.state == PL_MISSING || b.state == PL_MISSING ? PL_UNKNOWN : PL_NONE;
    int highest = pl_number_compare(a.hi, b.lo), lowest = pl_number_compare(a.lo, b.hi);

    switch (how) {
    case PL_REL_LT: return truth_of(highest < 0, lowest < 0);
    case PL_REL_LE: return truth_of(highest <= 0, lowest <= 0);
    case PL_REL_EQ: return truth_of(highest == 0 && lowest == 0, lowest <= 0 && highest >= 0);
    }
    assert(!"no such relation");
    return PL_UNKNOWN;
}

/* One end of a register, whole. */
typedef struct pl_end {
    const int64_t *num, *den;
    int64_t all; /* the denominator where den is NULL */
    bool constant;
} pl_end;

static pl_end end_of(const pl_number_register *r, bool upper) {
    pl_end end = {upper ? r->hi : r->lo, upper ? r->hi_den : r->lo_den, 1, r->constant};

    if (!r->format.quotient)
        end.all = pl_power_of_ten(r->format.scale);
    return end;
}

/* The constant at the larger scale of the other side, if it fits: then plain integers are
 * compared. */
static bool lift_constant(pl_end *constant, const pl_end *other, int64_t *lifted) {
    if (!constant->constant || constant->den != NULL || other->den != NULL ||
        other->all <= constant->all)
        return false;
    if (__builtin_mul_overflow(constant->num[0], other->all / constant->all, lifted))
        return false;
    constant->all = other->all;
    constant->num = lifted; /* one number, read by the constant kernels only */
    return true;
}

static void compare_ends(uint8_t *d, pl_relation how, pl_end a, pl_end b, uint32_t n) {
    int64_t number_a, number_b;
    bool lifted = lift_constant(&a, &b, &number_a); /* then a is one number, no vector */

    lift_constant(&b, &a, &number_b);
    if (a.den != NULL || b.den != NULL || a.all != b.all)
        pl_kernel_compare_quotients(d, how, (pl_quotients){a.num, a.den, a.all},
                                    (pl_quotients){b.num, b.den, b.all}, n);
    else if (b.constant && !lifted)
        pl_kernel_compare_right(d, how, a.num, b.num[0], n);
    else if (a.constant)
        pl_kernel_compare_left(d, how, a.num[0], b.num, n);
    else
        pl_kernel_compare(d, how, a.num, b.num, n);
}

static void intersect(uint8_t *d, const uint8_t *also, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        d[i] &= also[i];
}

static void compare_intervals(pl_machine *m, uint8_t *d, pl_relation how,
                              const pl_number_register *a, const pl_number_register *b) {
    pl_end alo = end_of(a, false), ahi = end_of(a, true), blo = end_of(b, false),
           bhi = end_of(b, true);
    uint8_t *possible = m->scratch_bytes, *other = m->scratch_bytes + m->chunk_rows;

    compare_ends(d, how, ahi, blo, m->n);
    if (how != PL_REL_EQ) {
        compare_ends(possible, how, alo, bhi, m->n);
    } else {
        compare_ends(other, PL_REL_EQ, alo, bhi, m->n);
        intersect(d, other, m->n);
        compare_ends(possible, PL_REL_LE, alo, bhi, m->n);
        compare_ends(other, PL_REL_LE, blo, ahi, m->n);
        intersect(possible, other, m->n);
    }
    pl_kernel_interval_truth(d, possible, m->n);
}

/* ### narrow numbers */

/* A constant at the scale of a narrow register: what is not whole there lies between two. */
typedef struct pl_level {
    int64_t floor, ceiling;
} pl_level;

static int64_t floor_of(int64_t number, int64_t divisor) {
    return number / divisor - (number % divisor < 0);
}

static bool find_level(const pl_number_register *constant, uint8_t scale, pl_level *level) {
    uint8_t own = constant->format.scale;

    if (constant->format.quotient)
        return false;
    if (own <= scale) {
        bool over = __builtin_mul_overflow(constant->lo[0],
                                           pl_power_of_ten((unsigned)(scale - own)), &level->floor);

        level->ceiling = level->floor;
        return !over;
    }
    int64_t divisor = pl_power_of_ten((unsigned)(own - scale));

    level->floor = floor_of(constant->lo[0], divisor);
    level->ceiling = level->floor + (constant->lo[0] % divisor != 0);
    return true;
}

static bool fits_width(int64_t number, uint8_t width) {
    return width == 2 ? number == (int16_t)number : number == (int32_t)number;
}

/* `right`: the register stands before the constant. */
static bool compare_level(uint8_t *d, pl_relation how, const pl_number_register *r, pl_level level,
                          bool right, uint32_t n) {
    bool low = right ? how == PL_REL_LE : how == PL_REL_LT;
    int64_t k = low ? level.floor : level.ceiling;

    if (!fits_width(level.floor, r->width) || !fits_width(level.ceiling, r->width))
        return false;
    if (how == PL_REL_EQ && level.floor != level.ceiling)
        memset(d, PL_FALSE, n);
    else if (right)
        pl_kernel_compare_narrow_right(d, how, r->narrow, (int32_t)k, r->width, n);
    else
        pl_kernel_compare_narrow_left(d, how, (int32_t)k, r->narrow, r->width, n);
    return true;
}

/* False: not without widening. */
static bool compare_narrow(const pl_machine *m, uint8_t *d, pl_relation how,
                           const pl_number_register *a, const pl_number_register *b) {
    pl_level level;

    if (a->narrow != NULL && b->narrow != NULL) {
        if (a->width != b->width || !pl_format_equal(a->format, b->format))
            return false;
        pl_kernel_compare_narrow(d, how, a->narrow, b->narrow, a->width, m->n);
        return true;
    }
    if (a->narrow != NULL && b->constant)
        return find_level(b, a->format.scale, &level) &&
            compare_level(d, how, a, level, true, m->n);
    if (b->narrow != NULL && a->constant)
        return find_level(a, b->format.scale, &level) &&
            compare_level(d, how, b, level, false, m->n);
    return false;
}

/* Of registers without big numbers. */
static void compare_scaled(pl_machine *m, uint8_t *d, pl_relation how, pl_number_register *a,
                           pl_number_register *b) {
    if (compare_narrow(m, d, how, a, b))
        return;
    pl_widen(m, a);
    pl_widen(m, b);
    if (a->lo == a->hi && b->lo == b->hi)
        compare_ends(d, how, end_of(a, false), end_of(b, false), m->n);
    else
        compare_intervals(m, d, how, a, b);
}

static void compare_numbers(pl_machine *m, const pl_instruction *i, pl_relation how) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    pl_number_register *a = &m->numbers[i->operands[0]], *b = &m->numbers[i->operands[1]];

    if (a->big != NULL || b->big != NULL) {
        pl_widen(m, a);
        pl_widen(m, b);
        for (uint32_t r = 0; r < m->n; r++)
            d[r] = (uint8_t)exact_compare(how, pl_row_get(m, a, r), pl_row_get(m, b, r));
        return;
    }
    compare_scaled(m, d, how, a, b);
    if (a->state == NULL && b->state == NULL)
        return;
    const uint8_t *state = a->state != NULL ? a->state : b->state;

    if (a->state != NULL && b->state != NULL) {
        pl_kernel_larger(m->scratch_bytes, a->state, b->state, m->n);
        state = m->scratch_bytes;
    }
    pl_kernel_apply_state(d, state, m->n);
}

void pl_op_LT_N(pl_machine *m, const pl_instruction *i) {
    compare_numbers(m, i, PL_REL_LT);
}

void pl_op_LE_N(pl_machine *m, const pl_instruction *i) {
    compare_numbers(m, i, PL_REL_LE);
}

void pl_op_EQ_N(pl_machine *m, const pl_instruction *i) {
    compare_numbers(m, i, PL_REL_EQ);
}

/* ### indexes and truths */

static bool is_short(const pl_index_register *constant) {
    return constant->constant && fits_width(constant->picks[0], 2);
}

/* Of what is known of both. */
static void compare_members(pl_machine *m, uint8_t *d, pl_relation how, pl_index_register *a,
                            pl_index_register *b) {
    if (a->narrow != NULL && b->narrow != NULL) {
        pl_kernel_compare_narrow(d, how, a->narrow, b->narrow, 2, m->n);
    } else if (a->narrow != NULL && is_short(b)) {
        pl_kernel_compare_narrow_right(d, how, a->narrow, b->picks[0], 2, m->n);
    } else if (b->narrow != NULL && is_short(a)) {
        pl_kernel_compare_narrow_left(d, how, a->picks[0], b->narrow, 2, m->n);
    } else if (a->values != NULL && b->constant) {
        pl_kernel_compare_narrow_right(d, how, a->values, b->picks[0], sizeof *a->values, m->n);
    } else if (b->values != NULL && a->constant) {
        pl_kernel_compare_narrow_left(d, how, a->picks[0], b->values, sizeof *b->values, m->n);
    } else {
        pl_spell_out(m, a);
        pl_spell_out(m, b);
        pl_kernel_compare_index(d, how, a->values, b->values, m->n);
    }
}

static void compare_indexes(pl_machine *m, const pl_instruction *i, pl_relation how) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    pl_index_register *a = &m->indexes[i->operands[0]], *b = &m->indexes[i->operands[1]];

    compare_members(m, d, how, a, b);
    if (a->state != NULL && b->state != NULL) {
        pl_kernel_larger(m->scratch_bytes, a->state, b->state, m->n);
        pl_kernel_apply_state(d, m->scratch_bytes, m->n);
    } else if (a->state != NULL || b->state != NULL) {
        pl_kernel_apply_state(d, a->state != NULL ? a->state : b->state, m->n);
    }
}

void pl_op_LT_I(pl_machine *m, const pl_instruction *i) {
    compare_indexes(m, i, PL_REL_LT);
}

void pl_op_LE_I(pl_machine *m, const pl_instruction *i) {
    compare_indexes(m, i, PL_REL_LE);
}

void pl_op_EQ_I(pl_machine *m, const pl_instruction *i) {
    compare_indexes(m, i, PL_REL_EQ);
}

void pl_op_EQ_T(pl_machine *m, const pl_instruction *i) {
    static const uint8_t equal[4][4] = {
        [PL_FALSE] = {PL_TRUE, PL_FALSE, PL_UNKNOWN, PL_NONE},
        [PL_TRUE] = {PL_FALSE, PL_TRUE, PL_UNKNOWN, PL_NONE},
        [PL_UNKNOWN] = {PL_UNKNOWN, PL_UNKNOWN, PL_UNKNOWN, PL_UNKNOWN},
        [PL_NONE] = {PL_NONE, PL_NONE, PL_UNKNOWN, PL_NONE},
    };
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const uint8_t *a = m->truths[i->operands[0]].values, *b = m->truths[i->operands[1]].values;

    for (uint32_t r = 0; r < m->n; r++)
        d[r] = equal[a[r]][b[r]];
}

/* ### what is known */

static void by_state(pl_machine *m, uint8_t *d, const uint8_t *state, const uint8_t table[4]) {
    if (state == NULL)
        memset(d, table[PL_OK], m->n);
    else
        pl_kernel_map(d, state, table, m->n);
}

static void known(pl_machine *m, uint8_t *d, const uint8_t *state) {
    static const uint8_t table[4] = {[PL_OK] = PL_TRUE};

    by_state(m, d, state, table);
}

/* 1 where the row is OK and its two ends differ (`differ`) or are the same. */
static void ends_differ(pl_machine *m, uint8_t *d, const pl_number_register *a, bool differ) {
    if (a->big == NULL) {
        compare_ends(d, PL_REL_EQ, end_of(a, false), end_of(a, true), m->n);
        for (uint32_t r = 0; r < m->n; r++)
            d[r] = (a->state == NULL || a->state[r] == PL_OK) && (d[r] == 0) == differ;
        return;
    }
    for (uint32_t r = 0; r < m->n; r++) {
        pl_interval x = pl_row_get(m, a, r);

        d[r] = x.state == PL_OK && (pl_number_compare(x.lo, x.hi) != 0) == differ;
    }
}

void pl_op_KNOWN_N(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_number_register *a = &m->numbers[i->operands[0]];

    if (!pl_is_exact(a)) {
        ends_differ(m, d, a, false);
        return;
    }
    known(m, d, a->state);
}

void pl_op_BOUNDED(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_number_register *a = &m->numbers[i->operands[0]];

    if (pl_is_exact(a))
        memset(d, PL_FALSE, m->n);
    else
        ends_differ(m, d, a, true);
}

void pl_op_KNOWN_T(pl_machine *m, const pl_instruction *i) {
    static const uint8_t known[4] = {PL_TRUE, PL_TRUE, PL_FALSE, PL_FALSE};

    pl_kernel_map(pl_own_truths(m, &m->truths[i->result]), m->truths[i->operands[0]].values, known,
                  m->n);
}

void pl_op_KNOWN_I(pl_machine *m, const pl_instruction *i) {
    known(m, pl_own_truths(m, &m->truths[i->result]), m->indexes[i->operands[0]].state);
}

/* ### what is not missing */

static void given(pl_machine *m, uint8_t *d, const uint8_t *state) {
    static const uint8_t table[4] = {[PL_OK] = PL_TRUE, [PL_EMPTY] = PL_TRUE};

    by_state(m, d, state, table);
}

void pl_op_GIVEN_N(pl_machine *m, const pl_instruction *i) {
    given(m, pl_own_truths(m, &m->truths[i->result]), m->numbers[i->operands[0]].state);
}

void pl_op_GIVEN_T(pl_machine *m, const pl_instruction *i) {
    static const uint8_t table[4] = {
        [PL_FALSE] = PL_TRUE, [PL_TRUE] = PL_TRUE, [PL_UNKNOWN] = PL_FALSE, [PL_NONE] = PL_TRUE};

    pl_kernel_map(pl_own_truths(m, &m->truths[i->result]), m->truths[i->operands[0]].values, table,
                  m->n);
}

void pl_op_GIVEN_I(pl_machine *m, const pl_instruction *i) {
    given(m, pl_own_truths(m, &m->truths[i->result]), m->indexes[i->operands[0]].state);
}
