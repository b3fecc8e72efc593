/* columns.c - opcodes between columns and registers, and constants. Columns of 8 bytes are read
 * where they stand; narrower ones are widened; numbers that fit no column width come as exact
 * numbers. Stored columns are as long as the entity has rows. */
#include <assert.h>
#include <string.h>

#include "vm/accumulate.h"
#include "vm/runs.h"

enum { LO, HI, LO_DEN, HI_DEN };

/* ### constants: before the first chunk, for all of them, which have as many rows at most */

static bool fill_exact(pl_machine *m, pl_number_register *d, pl_number number) {
    int64_t mantissa;
    unsigned scale;

    if (!pl_number_as_scaled(number, &mantissa, &scale) || mantissa == INT64_MIN)
        return false;
    pl_kernel_fill(pl_open_exact(m, d, (pl_format){false, (uint8_t)scale}, NULL), mantissa, m->n);
    return true;
}

static void constant_number(pl_machine *m, pl_number_register *d, pl_state state,
                            pl_number number) {
    if (state != PL_OK || !fill_exact(m, d, number)) {
        pl_rows_open(m, d, pl_format_of_number(number));
        for (uint32_t r = 0; r < m->n; r++)
            pl_row_put(m, d, r, (pl_interval){state, number, number});
        pl_rows_close(m, d);
    }
    d->constant = pl_is_exact(d) && d->state == NULL;
}

void pl_op_CONST_N(pl_machine *m, const pl_instruction *i) {
    constant_number(m, &m->numbers[i->result], PL_OK, m->program->numbers.items[i->operands[0]]);
}

void pl_op_STATE_N(pl_machine *m, const pl_instruction *i) {
    constant_number(m, &m->numbers[i->result], (pl_state)i->operands[0], PL_NUMBER_ZERO);
}

void pl_op_CONST_T(pl_machine *m, const pl_instruction *i) {
    memset(pl_own_truths(m, &m->truths[i->result]), (int)i->operands[0], m->n);
}

void pl_op_STATE_I(pl_machine *m, const pl_instruction *i) {
    pl_index_register *d = &m->indexes[i->result];

    memset(pl_own_indexes(m, d), 0, m->n * sizeof *d->own);
    d->state = memset(pl_own_index_state(m, d), (int)i->operands[0], m->n);
}

/* ### numbers from columns */

static pl_format format_of_column(const pl_column *c) {
    if (c == NULL)
        return (pl_format){false, 0};
    return c->width == 0 ? (pl_format){true, 0} : (pl_format){false, c->scale};
}

/* Rows of a column from `row` on as 64-bit numbers: in place when they are, else in `own`. */
static const int64_t *widened(const void *values, uint8_t width, uint32_t row, int64_t *own,
                              uint32_t n) {
    switch (width) {
    case 2: pl_kernel_widen_2(own, (const int16_t *)values + row, n); return own;
    case 4: pl_kernel_widen_4(own, (const int32_t *)values + row, n); return own;
    default: assert(width == 8); return (const int64_t *)values + row;
    }
}

static void gathered(const void *values, uint8_t width, const int32_t *up, int64_t *own,
                     uint32_t n) {
    switch (width) {
    case 2: pl_kernel_gather_2(own, values, up, n); break;
    case 4: pl_kernel_gather_4(own, values, up, n); break;
    default: assert(width == 8); pl_kernel_gather_8(own, values, up, n);
    }
}

static void load_missing(pl_machine *m, pl_number_register *d) {
    memset(pl_open_exact(m, d, (pl_format){false, 0}, NULL), 0, m->n * sizeof *d->lo);
    d->state = memset(pl_own_number_state(m, d), PL_MISSING, m->n);
}

/* `up`: NULL, or the ancestor's rows. */
static void load_exact_column(pl_machine *m, pl_number_register *d, const pl_column *c,
                              const int32_t *up) {
    pl_rows_open(m, d, (pl_format){true, 0});
    for (uint32_t r = 0; r < m->n; r++) {
        int64_t row = up != NULL ? up[r] : (int64_t)m->base + r;
        pl_interval value = {PL_MISSING, PL_NUMBER_ZERO, PL_NUMBER_ZERO};

        if (row >= 0 && (c->state == NULL || c->state[row] == PL_OK)) {
            value = (pl_interval){PL_OK, c->exact[row], c->exact[row]};
            if (c->exact_upper != NULL)
                value.hi = c->exact_upper[row];
        }
        pl_row_put(m, d, r, value);
    }
    pl_rows_close(m, d);
}

/* Only what this chunk needs: no upper ends where none differs, no states where all are known. */
static void drop_idle(pl_machine *m, pl_number_register *d) {
    if (d->state != NULL && !pl_kernel_any(d->state, m->n))
        d->state = NULL;
    if (d->hi == d->lo || !pl_kernel_same(d->lo, d->hi, m->n))
        return;
    if (d->format.quotient && !pl_kernel_same(d->lo_den, d->hi_den, m->n))
        return;
    d->hi = d->lo;
    d->hi_den = d->lo_den;
}

/* Exact numbers of 2 or 4 bytes are read where they stand. */
static void load_narrow(pl_machine *m, pl_number_register *d, const pl_column *c) {
    pl_open_exact(m, d, format_of_column(c), NULL);
    d->narrow = (const char *)c->values + (size_t)m->base * c->width;
    d->width = c->width;
    d->lo = d->hi = NULL;
    if (c->state != NULL && pl_kernel_any(c->state + m->base, m->n))
        d->state = c->state + m->base;
}

static void load_column(pl_machine *m, pl_number_register *d, const pl_column *c) {
    assert(c->base == PL_NUMBER && c->scale <= 18);
    if (c->upper == NULL && c->width < 8) {
        load_narrow(m, d, c);
        return;
    }
    pl_open_exact(m, d, format_of_column(c), NULL);
    d->lo = d->hi = widened(c->values, c->width, m->base, d->own[LO], m->n);
    if (c->upper != NULL)
        d->hi = widened(c->upper, c->width, m->base, pl_own_numbers(m, d, HI), m->n);
    if (c->state != NULL)
        d->state = c->state + m->base;
    drop_idle(m, d);
}

static void gather_column(pl_machine *m, pl_number_register *d, const pl_column *c,
                          const int32_t *up) {
    pl_open_exact(m, d, format_of_column(c), NULL);
    gathered(c->values, c->width, up, d->own[LO], m->n);
    if (c->upper != NULL) {
        d->hi = pl_own_numbers(m, d, HI);
        gathered(c->upper, c->width, up, d->own[HI], m->n);
    }
    if (c->state != NULL || pl_kernel_any_below_zero(up, m->n)) {
        d->state = pl_own_number_state(m, d);
        pl_kernel_gather_byte(d->own_state, c->state, up, PL_MISSING, m->n);
    }
    drop_idle(m, d);
}

/* ### numbers from stored columns */

static bool any_big(pl_number (*big)[2], uint32_t n) {
    for (uint32_t r = 0; r < n; r++)
        if (pl_is_big(big[r][0]))
            return true;
    return false;
}

static void load_stored(pl_machine *m, pl_number_register *d, const pl_slot_view *view) {
    const pl_amounts *a = view->amounts;

    assert(view->has_format);
    d->format = view->format;
    d->narrow = NULL;
    d->constant = false;
    d->lo = a->lo.num + m->base;
    d->hi = a->hi.num == a->lo.num ? d->lo : a->hi.num + m->base;
    d->lo_den = d->hi_den = NULL;
    if (view->format.quotient) {
        d->lo_den = a->lo.den + m->base;
        d->hi_den = a->hi.num == a->lo.num ? d->lo_den : a->hi.den + m->base;
    }
    d->state = a->state + m->base;
    d->big = a->big != NULL && any_big(a->big + m->base, m->n) ? a->big + m->base : NULL;
    drop_idle(m, d);
}

static void gather_ends(pl_machine *m, pl_number_register *d, const pl_numbers *from,
                        const int32_t *up, int num, int den) {
    gathered(from->num, 8, up, pl_own_numbers(m, d, num), m->n);
    if (!d->format.quotient)
        return;
    int64_t *dens = pl_own_numbers(m, d, den);

    gathered(from->den, 8, up, dens, m->n);
    for (uint32_t r = 0; r < m->n; r++)
        dens[r] = up[r] < 0 ? 1 : dens[r];
}

static void gather_big(pl_machine *m, pl_number_register *d, const pl_amounts *a,
                       const int32_t *up) {
    if (d->own_big == NULL)
        d->own_big = pl_arena_alloc(m->arena, m->chunk_rows, sizeof *d->own_big);
    for (uint32_t r = 0; r < m->n; r++)
        if (up[r] >= 0)
            memcpy(d->own_big[r], a->big[up[r]], sizeof d->own_big[r]);
        else
            memset(d->own_big[r], 0, sizeof d->own_big[r]);
    d->big = any_big(d->own_big, m->n) ? d->own_big : NULL;
}

static void gather_stored(pl_machine *m, pl_number_register *d, const pl_slot_view *view,
                          const int32_t *up) {
    const pl_amounts *a = view->amounts;

    pl_open_exact(m, d, view->format, NULL);
    gather_ends(m, d, &a->lo, up, LO, LO_DEN);
    if (a->hi.num != a->lo.num) {
        gather_ends(m, d, &a->hi, up, HI, HI_DEN);
        d->hi = d->own[HI];
        d->hi_den = view->format.quotient ? d->own[HI_DEN] : NULL;
    }
    d->state = pl_own_number_state(m, d);
    pl_kernel_gather_byte(d->own_state, a->state, up, PL_MISSING, m->n);
    if (a->big != NULL)
        gather_big(m, d, a, up);
    drop_idle(m, d);
}

/* ### opcodes for numbers */

void pl_op_LOAD_N(pl_machine *m, const pl_instruction *i) {
    const pl_slot_view *view = &m->slots[i->operands[0]];
    pl_number_register *d = &m->numbers[i->result];

    if (view->amounts != NULL)
        load_stored(m, d, view);
    else if (view->column == NULL)
        load_missing(m, d);
    else if (view->column->width == 0)
        load_exact_column(m, d, view->column, NULL);
    else
        load_column(m, d, view->column);
}

static const int32_t *links_to_slot(pl_machine *m, const pl_instruction *i) {
    return pl_parents_of(m, m->program->slots.items[i->operands[0]].entity);
}

static const int32_t *kept_rows(const pl_machine *m, const pl_instruction *i) {
    assert(m->gatherings[i->operands[1]].kept != NULL);
    return m->gatherings[i->operands[1]].kept + m->base;
}

static void gather_n(pl_machine *m, const pl_instruction *i, const int32_t *up) {
    const pl_slot_view *view = &m->slots[i->operands[0]];
    pl_number_register *d = &m->numbers[i->result];

    if (view->amounts != NULL)
        gather_stored(m, d, view, up);
    else if (view->column == NULL)
        load_missing(m, d);
    else if (view->column->width == 0)
        load_exact_column(m, d, view->column, up);
    else
        gather_column(m, d, view->column, up);
}

void pl_op_GATHER_N(pl_machine *m, const pl_instruction *i) {
    gather_n(m, i, links_to_slot(m, i));
}

void pl_op_PICK_N(pl_machine *m, const pl_instruction *i) {
    gather_n(m, i, kept_rows(m, i));
}

/* The rows with the same key, some school years before. */
static const int32_t *links_back(const pl_machine *m, uint32_t back) {
    assert(m->block->entity->yearly && back > 0);
    return pl_data_siblings(m->data, m->block->entity, (int)back) + m->base;
}

void pl_op_BACK_N(pl_machine *m, const pl_instruction *i) {
    gather_n(m, i, links_back(m, i->operands[1]));
}

/* A bounded chunk after exact ones: the upper ends so far are the lower ones. */
static void split_ends(pl_machine *m, pl_amounts *a) {
    uint32_t rows = m->rows->count;

    assert(a->hi.num == a->lo.num);
    a->hi.num = PL_MAKE_ARRAY(m->arena, int64_t, rows);
    memcpy(a->hi.num, a->lo.num, m->base * sizeof *a->hi.num);
    if (a->lo.den == NULL)
        return;
    a->hi.den = PL_MAKE_ARRAY(m->arena, int64_t, rows);
    memcpy(a->hi.den, a->lo.den, m->base * sizeof *a->hi.den);
}

static void open_stored(pl_machine *m, pl_slot_view *view, pl_format format) {
    pl_amounts *a = view->amounts;

    view->has_format = true;
    view->format = format;
    a->lo.scale = a->hi.scale = format.scale;
    a->lo.num = a->hi.num = PL_MAKE_ARRAY(m->arena, int64_t, m->rows->count);
    if (format.quotient)
        a->lo.den = a->hi.den = PL_MAKE_ARRAY(m->arena, int64_t, m->rows->count);
}

static void store_big(pl_machine *m, pl_amounts *a, const pl_number_register *r) {
    if (r->big == NULL)
        return;
    if (a->big == NULL)
        a->big = pl_arena_alloc(m->arena, m->rows->count, sizeof *a->big);
    memcpy(a->big + m->base, r->big, m->n * sizeof *a->big);
}

void pl_op_STORE_N(pl_machine *m, const pl_instruction *i) {
    pl_slot_view *view = &m->slots[i->operands[0]];
    const pl_number_register *r = &m->numbers[i->operands[1]];
    pl_amounts *a = view->amounts;
    size_t bytes = m->n * sizeof(int64_t);

    if (!view->has_format)
        open_stored(m, view, r->format);
    assert(pl_format_equal(view->format, r->format));
    if (r->hi != r->lo && a->hi.num == a->lo.num)
        split_ends(m, a);
    memcpy(a->lo.num + m->base, r->lo, bytes);
    if (a->hi.num != a->lo.num)
        memcpy(a->hi.num + m->base, r->hi, bytes);
    if (r->format.quotient)
        memcpy(a->lo.den + m->base, r->lo_den, bytes);
    if (r->format.quotient && a->hi.num != a->lo.num)
        memcpy(a->hi.den + m->base, r->hi_den, bytes);
    if (r->state != NULL)
        memcpy(a->state + m->base, r->state, m->n);
    store_big(m, a, r);
}

/* ### truths */

void pl_op_LOAD_T(pl_machine *m, const pl_instruction *i) {
    const pl_slot_view *view = &m->slots[i->operands[0]];
    pl_truth_register *d = &m->truths[i->result];

    if (view->truths != NULL) {
        d->values = view->truths + m->base;
        return;
    }
    uint8_t *own = pl_own_truths(m, d);

    if (view->column == NULL) {
        memset(own, PL_UNKNOWN, m->n);
        return;
    }
    memcpy(own, (const uint8_t *)view->column->values + m->base, m->n);
    if (view->column->state != NULL)
        pl_kernel_apply_state(own, view->column->state + m->base, m->n);
}

static void gather_t(pl_machine *m, const pl_instruction *i, const int32_t *up) {
    const pl_slot_view *view = &m->slots[i->operands[0]];
    uint8_t *own = pl_own_truths(m, &m->truths[i->result]);

    if (view->truths == NULL && view->column == NULL) {
        memset(own, PL_UNKNOWN, m->n);
        return;
    }
    pl_kernel_gather_byte(own, view->truths != NULL ? view->truths : view->column->values, up,
                          PL_UNKNOWN, m->n);
    if (view->truths != NULL || view->column->state == NULL)
        return;
    pl_kernel_gather_byte(m->scratch_bytes, view->column->state, up, PL_OK, m->n);
    pl_kernel_apply_state(own, m->scratch_bytes, m->n);
}

void pl_op_GATHER_T(pl_machine *m, const pl_instruction *i) {
    gather_t(m, i, links_to_slot(m, i));
}

void pl_op_PICK_T(pl_machine *m, const pl_instruction *i) {
    gather_t(m, i, kept_rows(m, i));
}

void pl_op_BACK_T(pl_machine *m, const pl_instruction *i) {
    gather_t(m, i, links_back(m, i->operands[1]));
}

void pl_op_STORE_T(pl_machine *m, const pl_instruction *i) {
    assert(m->slots[i->operands[0]].truths != NULL);
    memcpy(m->slots[i->operands[0]].truths + m->base, m->truths[i->operands[1]].values, m->n);
}

/* ### indexes */

static void missing_index(pl_machine *m, pl_index_register *d) {
    memset(pl_own_indexes(m, d), 0, m->n * sizeof *d->own);
    d->state = memset(pl_own_index_state(m, d), PL_MISSING, m->n);
}

static void index_state(pl_machine *m, pl_index_register *d, const uint8_t *state) {
    d->state = state != NULL && pl_kernel_any(state, m->n) ? state : NULL;
}

void pl_op_LOAD_I(pl_machine *m, const pl_instruction *i) {
    const pl_slot_view *view = &m->slots[i->operands[0]];
    pl_index_register *d = &m->indexes[i->result];
    const pl_column *c = view->column;

    if (view->amounts != NULL) {
        pl_load_stored_index(m, d, view->amounts);
        return;
    }
    if (c == NULL) {
        missing_index(m, d);
        return;
    }
    assert(c->base != PL_NUMBER && c->base != PL_TRUTH);
    if (c->width == 1) {
        pl_kernel_narrow_1(pl_own_narrow_indexes(m, d), (const uint8_t *)c->values + m->base, m->n);
    } else if (c->width == 2) {
        pl_own_indexes(m, d);
        d->narrow = (const int16_t *)c->values + m->base;
        d->values = NULL;
    } else {
        pl_own_indexes(m, d);
        d->values = (const int32_t *)c->values + m->base;
    }
    index_state(m, d, c->state != NULL ? c->state + m->base : NULL);
}

/* Is every row linked, and no row of few that it may be linked to anything but known? */
static bool is_known_above(const pl_machine *m, const pl_instruction *i, const uint8_t *state,
                           const int32_t *up) {
    const pl_entity *above = m->program->slots.items[i->operands[0]].entity;
    uint32_t rows = pl_data_rows(m->data, above)->count;

    return rows <= m->n && (state == NULL || !pl_kernel_any(state, rows)) &&
        !pl_kernel_any_below_zero(up, m->n);
}

static void gather_i(pl_machine *m, const pl_instruction *i, const int32_t *up) {
    const pl_slot_view *view = &m->slots[i->operands[0]];
    pl_index_register *d = &m->indexes[i->result];
    const pl_column *c = view->column;
    const uint8_t *from;

    if (view->amounts == NULL && c == NULL) {
        missing_index(m, d);
        return;
    }
    int32_t *own = pl_own_indexes(m, d);

    if (view->amounts != NULL)
        pl_gather_stored_index(own, view->amounts, up, m->n);
    else if (c->width == 2)
        pl_kernel_gather_index_2(own, c->values, up, m->n);
    else if (c->width == 4)
        pl_kernel_gather_index_4(own, c->values, up, m->n);
    else
        pl_kernel_gather_index_1(own, c->values, up, m->n);
    from = view->amounts != NULL ? view->amounts->state : c->state;
    if (is_known_above(m, i, from, up))
        return;
    uint8_t *state = pl_own_index_state(m, d);

    pl_kernel_gather_byte(state, from, up, PL_MISSING, m->n);
    index_state(m, d, state);
}

void pl_op_GATHER_I(pl_machine *m, const pl_instruction *i) {
    gather_i(m, i, links_to_slot(m, i));
}

void pl_op_PICK_I(pl_machine *m, const pl_instruction *i) {
    gather_i(m, i, kept_rows(m, i));
}

void pl_op_BACK_I(pl_machine *m, const pl_instruction *i) {
    gather_i(m, i, links_back(m, i->operands[1]));
}

/* ### school years, links, weights */

void pl_op_YEAR(pl_machine *m, const pl_instruction *i) {
    pl_kernel_index_2(pl_own_indexes(m, &m->indexes[i->result]), m->rows->years + m->base, m->n);
}

static const pl_entity *ancestor_at(const pl_machine *m, uint32_t depth) {
    const pl_entity *e = m->block->entity;

    assert(depth < e->depth);
    while (e->depth > depth)
        e = e->parent;
    return e;
}

void pl_op_GATHER_YEAR(pl_machine *m, const pl_instruction *i) {
    pl_index_register *d = &m->indexes[i->result];
    const pl_entity *e = ancestor_at(m, i->operands[0]);
    const int32_t *up = pl_parents_of(m, e);
    int32_t *own = pl_own_indexes(m, d);
    uint8_t *state = pl_own_index_state(m, d);

    pl_kernel_gather_index_2(own, pl_data_rows(m->data, e)->years, up, m->n);
    pl_kernel_gather_byte(state, NULL, up, PL_MISSING, m->n);
    index_state(m, d, state);
}

void pl_op_IN_YEARS(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_year_set *set = &m->program->years.items[i->operands[0]];
    const int16_t *years = m->rows->years + m->base;

    assert(m->rows->years != NULL);
    memset(d, PL_FALSE, m->n);
    for (uint32_t y = 0; y < set->years.len; y++)
        for (uint32_t r = 0; r < m->n; r++)
            d[r] |= years[r] == set->years.items[y];
}

void pl_op_LINKED(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const int32_t *up = pl_parents_of(m, ancestor_at(m, i->operands[0]));

    for (uint32_t r = 0; r < m->n; r++)
        d[r] = up[r] >= 0;
}

void pl_op_WEIGHT(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_column *weight = m->rows->weight;

    if (weight == NULL)
        pl_kernel_fill(pl_open_exact(m, d, (pl_format){false, 0}, NULL), 1, m->n);
    else if (weight->width == 0)
        load_exact_column(m, d, weight, NULL);
    else
        load_column(m, d, weight);
}

/* ### binding */

static pl_amounts *make_amounts(pl_machine *m, const pl_slot *slot, uint32_t rows) {
    pl_amounts *a = PL_MAKE(m->arena, pl_amounts);

    a->type = slot->type;
    a->state = PL_MAKE_ARRAY(m->arena, uint8_t, rows);
    return a;
}

void pl_slots_bind(pl_machine *m) {
    const pl_program *p = m->program;

    m->slots = PL_MAKE_ARRAY(m->arena, pl_slot_view, p->slots.len);
    for (uint32_t s = 0; s < p->slots.len; s++) {
        const pl_slot *slot = &p->slots.items[s];
        pl_slot_view *view = &m->slots[s];
        uint32_t rows = pl_data_rows(m->data, slot->entity)->count;

        assert(slot->class == pl_class_of(slot->type));
        if (slot->kind == PL_SLOT_FIELD)
            view->column = pl_data_field(m->data, slot->field, slot->year);
        else if (slot->kind == PL_SLOT_MEASURE)
            view->column = pl_data_measure(m->data, slot->measure, slot->year);
        else if (slot->class == PL_CLASS_T)
            view->truths = PL_MAKE_ARRAY(m->arena, uint8_t, rows);
        else
            view->amounts = make_amounts(m, slot, rows);
    }
}
