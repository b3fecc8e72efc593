/* logic.c - opcodes that combine truths, and that choose between values by a truth. */
#include <assert.h>
#include <string.h>

#include "vm/machine.h"

enum { LO, HI, LO_DEN, HI_DEN };

void pl_op_NOT(pl_machine *m, const pl_instruction *i) {
    pl_kernel_not(pl_own_truths(m, &m->truths[i->result]), m->truths[i->operands[0]].values, m->n);
}

void pl_op_AND(pl_machine *m, const pl_instruction *i) {
    const uint8_t *a = m->truths[i->operands[0]].values, *b = m->truths[i->operands[1]].values;

    pl_kernel_and(pl_own_truths(m, &m->truths[i->result]), a, b, m->n);
}

void pl_op_OR(pl_machine *m, const pl_instruction *i) {
    const uint8_t *a = m->truths[i->operands[0]].values, *b = m->truths[i->operands[1]].values;

    pl_kernel_or(pl_own_truths(m, &m->truths[i->result]), a, b, m->n);
}

/* ### choice of numbers: merging is described under "Case list" in doc/semantics.md */

static pl_interval merge(pl_interval a, pl_interval b) {
    if (a.state == PL_EMPTY && b.state == PL_EMPTY)
        return a;
    if (a.state != PL_OK || b.state != PL_OK)
        return (pl_interval){PL_MISSING, PL_NUMBER_ZERO, PL_NUMBER_ZERO};
    if (pl_number_compare(b.lo, a.lo) < 0)
        a.lo = b.lo;
    if (pl_number_compare(b.hi, a.hi) > 0)
        a.hi = b.hi;
    return a;
}

static void select_by_rows(pl_machine *m, pl_number_register *d, pl_format format,
                           const uint8_t *where, const pl_number_register *b,
                           const pl_number_register *c) {
    pl_rows_open(m, d, format);
    for (uint32_t r = 0; r < m->n; r++) {
        if (where[r] == PL_UNKNOWN)
            pl_row_put(m, d, r, merge(pl_row_get(m, b, r), pl_row_get(m, c, r)));
        else
            pl_row_put(m, d, r, pl_row_get(m, where[r] == PL_TRUE ? b : c, r));
    }
    pl_rows_close(m, d);
}

static void select_states(pl_machine *m, pl_number_register *d, const uint8_t *where,
                          const uint8_t *b, const uint8_t *c) {
    if (b == NULL && c == NULL)
        return;
    uint8_t *state = pl_own_number_state(m, d);

    assert(b != state && c != state);
    if (b == NULL || c == NULL)
        memset(m->scratch_bytes, PL_OK, m->n);
    pl_kernel_select_1(state, where, b != NULL ? b : m->scratch_bytes,
                       c != NULL ? c : m->scratch_bytes, m->n);
    d->state = state;
}

static void select_scaled(pl_machine *m, pl_number_register *d, const uint8_t *where, pl_ends b,
                          pl_ends c) {
    pl_kernel_select_8(d->own[LO], where, b.lo, c.lo, m->n);
    if (b.lo == b.hi && c.lo == c.hi)
        return;
    d->hi = pl_own_numbers(m, d, HI);
    pl_kernel_select_8(d->own[HI], where, b.hi, c.hi, m->n);
}

/* Denominators: `tens` stands where a side has none. */
static void select_dens(pl_machine *m, int64_t *d, const uint8_t *where, const int64_t *b,
                        int64_t tens_b, const int64_t *c, int64_t tens_c) {
    if (b == NULL)
        pl_kernel_fill(m->scratch[0], tens_b, m->n);
    if (c == NULL)
        pl_kernel_fill(m->scratch[1], tens_c, m->n);
    pl_kernel_select_8(d, where, b != NULL ? b : m->scratch[0], c != NULL ? c : m->scratch[1],
                       m->n);
}

static void select_quotients(pl_machine *m, pl_number_register *d, const uint8_t *where,
                             const pl_number_register *b, const pl_number_register *c) {
    int64_t tens_b = pl_power_of_ten(b->format.scale), tens_c = pl_power_of_ten(c->format.scale);

    select_scaled(m, d, where, (pl_ends){b->lo, b->hi}, (pl_ends){c->lo, c->hi});
    select_dens(m, d->own[LO_DEN], where, b->lo_den, tens_b, c->lo_den, tens_c);
    if (d->hi == d->lo)
        return;
    d->hi_den = pl_own_numbers(m, d, HI_DEN);
    select_dens(m, d->own[HI_DEN], where, b->hi_den, tens_b, c->hi_den, tens_c);
}

/* False when the values do not fit the format. */
static bool select_by_kernels(pl_machine *m, pl_number_register *d, pl_format format,
                              const uint8_t *where, const pl_number_register *b,
                              const pl_number_register *c) {
    pl_ends x, y;

    pl_open_exact(m, d, format, NULL);
    if (format.quotient) {
        select_quotients(m, d, where, b, c);
    } else {
        if (!pl_ends_at_scale(m, b, format.scale, 0, &x) ||
            !pl_ends_at_scale(m, c, format.scale, 2, &y))
            return false;
        select_scaled(m, d, where, x, y);
    }
    select_states(m, d, where, b->state, c->state);
    return true;
}

void pl_op_SELECT_N(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const uint8_t *where = m->truths[i->operands[0]].values;
    const pl_number_register *b = &m->numbers[i->operands[1]], *c = &m->numbers[i->operands[2]];
    pl_format format = pl_format_join(b->format, c->format);
    bool simple = b->big == NULL && c->big == NULL && !pl_kernel_any_is(where, PL_UNKNOWN, m->n);

    if (!simple || !select_by_kernels(m, d, format, where, b, c))
        select_by_rows(m, d, format, where, b, c);
}

/* ### choice of truths and indexes */

void pl_op_SELECT_T(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const uint8_t *where = m->truths[i->operands[0]].values;
    const uint8_t *b = m->truths[i->operands[1]].values, *c = m->truths[i->operands[2]].values;

    for (uint32_t r = 0; r < m->n; r++) {
        uint8_t merged = b[r] == c[r] ? b[r] : PL_UNKNOWN,
                chosen = where[r] == PL_TRUE ? b[r] : c[r];

        d[r] = where[r] == PL_UNKNOWN ? merged : chosen;
    }
}

static uint8_t merge_index(uint8_t sb, int32_t b, uint8_t sc, int32_t c) {
    if (sb == PL_EMPTY && sc == PL_EMPTY)
        return PL_EMPTY;
    return sb == PL_OK && sc == PL_OK && b == c ? PL_OK : PL_MISSING;
}

void pl_op_SELECT_I(pl_machine *m, const pl_instruction *i) {
    pl_index_register *d = &m->indexes[i->result];
    const uint8_t *where = m->truths[i->operands[0]].values;
    pl_index_register *b = &m->indexes[i->operands[1]], *c = &m->indexes[i->operands[2]];

    if (pl_select_codes(m, d, where, b, c))
        return;
    int32_t *out = pl_own_indexes(m, d);

    pl_spell_out(m, b);
    pl_spell_out(m, c);
    pl_kernel_select_4(out, where, b->values, c->values, m->n);
    if (b->state == NULL && c->state == NULL && !pl_kernel_any_is(where, PL_UNKNOWN, m->n))
        return;
    uint8_t *state = pl_own_index_state(m, d);

    for (uint32_t r = 0; r < m->n; r++) {
        uint8_t sb = b->state != NULL ? b->state[r] : PL_OK,
                sc = c->state != NULL ? c->state[r] : PL_OK;
        uint8_t merged = merge_index(sb, b->values[r], sc, c->values[r]);

        state[r] = where[r] == PL_UNKNOWN ? merged : where[r] == PL_TRUE ? sb : sc;
    }
    d->state = state;
}

/* ### counting */

void pl_op_AS_COUNT(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const uint8_t *a = m->truths[i->operands[0]].values;
    int64_t *lo = pl_open_exact(m, d, (pl_format){false, 0}, NULL), *hi = pl_own_numbers(m, d, 1);
    bool exact = true;

    for (uint32_t r = 0; r < m->n; r++) {
        lo[r] = a[r] == PL_TRUE;
        hi[r] = a[r] != PL_FALSE;
        exact = exact && lo[r] == hi[r];
    }
    d->hi = exact ? d->lo : hi;
}
