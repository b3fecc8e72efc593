/* indexes.c - the narrow forms of index registers: members where they stand in their column, and what
 * constants give, as the number of one of a few picks in a byte. A choice between constants for a
 * million rows is a million bytes. Anything else spells a register out. */
#include <assert.h>
#include <string.h>

#include "vm/machine.h"

#define MOST_PICKS 256

/* ### registers */

void pl_spell_out(pl_machine *m, pl_index_register *r) {
    if (r->values != NULL)
        return;
    assert(r->narrow != NULL || r->codes != NULL);
    if (r->own == NULL)
        r->own = PL_MAKE_ARRAY(m->arena, int32_t, ((size_t)m->chunk_rows + 63) & ~(size_t)63);
    if (r->narrow != NULL)
        pl_kernel_index_2(r->own, r->narrow, m->n);
    else
        pl_kernel_expand(r->own, r->codes, r->picks, m->n);
    r->values = r->own;
}

static void set_codes(pl_index_register *r, const uint8_t *codes, const int32_t *picks,
                      uint32_t count) {
    r->values = NULL;
    r->state = NULL;
    r->narrow = NULL;
    r->constant = false;
    r->codes = codes;
    r->picks = picks;
    r->pick_count = count;
}

static uint8_t *open_codes(pl_machine *m, pl_index_register *r) {
    if (r->own_codes == NULL) {
        r->own_codes = PL_MAKE_ARRAY(m->arena, uint8_t, ((size_t)m->chunk_rows + 63) & ~(size_t)63);
        r->own_picks = PL_MAKE_ARRAY(m->arena, int32_t, MOST_PICKS);
    }
    set_codes(r, r->own_codes, r->own_picks, 0);
    return r->own_codes;
}

static void add_picks(pl_index_register *r, const pl_index_register *from) {
    assert(r->pick_count + from->pick_count <= MOST_PICKS);
    memcpy(r->own_picks + r->pick_count, from->picks, from->pick_count * sizeof *r->own_picks);
    r->pick_count += from->pick_count;
}

void pl_op_CONST_I(pl_machine *m, const pl_instruction *i) {
    pl_index_register *r = &m->indexes[i->result];

    set_codes(r, m->first_codes, &m->constants[i->operands[0]], 1);
    r->constant = true;
}

bool pl_select_codes(pl_machine *m, pl_index_register *d, const uint8_t *where,
                     const pl_index_register *b, const pl_index_register *c) {
    if (b->codes == NULL || c->codes == NULL || b->pick_count + c->pick_count > MOST_PICKS ||
        pl_kernel_any_is(where, PL_UNKNOWN, m->n))
        return false;
    assert(b->state == NULL && c->state == NULL && d != b && d != c);
    pl_kernel_select_codes(open_codes(m, d), where, b->codes, (uint8_t)c->pick_count, c->codes,
                           m->n);
    add_picks(d, c);
    add_picks(d, b);
    return true;
}

/* ### stored columns */

/* Rows before this chunk, if any, were all coded. */
static void open_index(pl_machine *m, pl_amounts *a) {
    a->index = PL_MAKE_ARRAY(m->arena, int32_t, m->rows->count);
    if (a->codes != NULL)
        pl_kernel_expand(a->index, a->codes, a->picks, m->base);
    a->codes = NULL;
}

static void store_codes(pl_machine *m, pl_amounts *a, const pl_index_register *r) {
    if (a->codes == NULL) {
        a->codes = PL_MAKE_ARRAY(m->arena, uint8_t, m->rows->count);
        a->picks = PL_MAKE_ARRAY(m->arena, int32_t, r->pick_count);
        memcpy(a->picks, r->picks, r->pick_count * sizeof *a->picks);
        a->pick_count = r->pick_count;
    }
    /* Picks follow from constants and the order of instructions only. */
    assert(a->pick_count == r->pick_count &&
           memcmp(a->picks, r->picks, r->pick_count * sizeof *a->picks) == 0);
    memcpy(a->codes + m->base, r->codes, m->n);
}

void pl_op_STORE_I(pl_machine *m, const pl_instruction *i) {
    pl_amounts *a = m->slots[i->operands[0]].amounts;
    pl_index_register *r = &m->indexes[i->operands[1]];

    if (r->codes != NULL && a->index == NULL) {
        store_codes(m, a, r);
        return;
    }
    if (a->index == NULL)
        open_index(m, a);
    pl_spell_out(m, r);
    memcpy(a->index + m->base, r->values, m->n * sizeof *a->index);
    if (r->state != NULL)
        memcpy(a->state + m->base, r->state, m->n);
}

void pl_load_stored_index(pl_machine *m, pl_index_register *d, const pl_amounts *a) {
    d->constant = false;
    d->narrow = NULL;
    d->codes = a->codes != NULL ? a->codes + m->base : NULL;
    d->picks = a->picks;
    d->pick_count = a->pick_count;
    d->values = a->codes != NULL ? NULL : a->index + m->base;
    d->state = pl_kernel_any(a->state + m->base, m->n) ? a->state + m->base : NULL;
}

void pl_gather_stored_index(int32_t *d, const pl_amounts *a, const int32_t *up, uint32_t n) {
    if (a->codes == NULL) {
        pl_kernel_gather_index_4(d, a->index, up, n);
        return;
    }
    for (uint32_t r = 0; r < n; r++)
        d[r] = up[r] >= 0 ? a->picks[a->codes[up[r]]] : 0;
}
