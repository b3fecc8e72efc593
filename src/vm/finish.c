/* finish.c - opcodes that read finished accumulators: the table of aggregates and that of
 * quantifiers in doc/semantics.md. Shares and counts of scaled weights have a way without exact
 * numbers; the rest goes row by row. What was only counted is in counted.c. */
#include <assert.h>
#include <string.h>

#include "vm/accumulate.h"

static const pl_interval missing = {.state = PL_MISSING, .lo = {0, 1, NULL}, .hi = {0, 1, NULL}};
static const pl_interval empty = {.state = PL_EMPTY, .lo = {0, 1, NULL}, .hi = {0, 1, NULL}};

static bool is_open(const pl_gathering *g, uint32_t parent) {
    return g->open || (g->cells != NULL && (g->cells[parent][PL_CELL_FLAGS] & PL_FLAG_OPEN) != 0);
}

static bool has_flag(const pl_gathering *g, uint32_t parent, int flag) {
    return (g->cells[parent][PL_CELL_FLAGS] & flag) != 0;
}

/* ### totals of a parent, exact */

/* Is a sum of weights above zero? */
static bool is_some(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell) {
    if (g->exact == NULL)
        return g->cells[parent][cell] > 0;
    return pl_number_sign(pl_cell_number(m, g, parent, cell)) > 0;
}

/* The gate before everything but counts: OK when the parent surely has rows. */
static pl_state gate(pl_machine *m, const pl_gathering *g, uint32_t parent) {
    assert(parent < g->parents);
    if (g->cells == NULL)
        return pl_counted_all(g, parent) > 0 ? PL_OK : g->open ? PL_MISSING : PL_EMPTY;
    if (is_some(m, g, parent, PL_CELL_TLO))
        return PL_OK;
    return is_open(g, parent) || is_some(m, g, parent, PL_CELL_THI) ? PL_MISSING : PL_EMPTY;
}

static pl_interval exact_share(pl_machine *m, const pl_gathering *g, uint32_t parent) {
    pl_state state = gate(m, g, parent);

    if (state == PL_OK && is_open(g, parent))
        state = PL_MISSING;
    if (state != PL_OK)
        return state == PL_EMPTY ? empty : missing;
    pl_number ylo = pl_cell_number(m, g, parent, PL_CELL_YLO),
              yhi = pl_cell_number(m, g, parent, PL_CELL_YHI);
    pl_number nlo = pl_cell_number(m, g, parent, PL_CELL_NLO),
              nhi = pl_cell_number(m, g, parent, PL_CELL_NHI);

    return (pl_interval){
        PL_OK,
        pl_number_div(m->arena, ylo, pl_number_add(m->arena, ylo, nhi)),
        pl_number_div(m->arena, yhi, pl_number_add(m->arena, yhi, nlo)),
    };
}

/* ### shares */

/* Scaled sums that are all in the cells; false on overflow. Both scales are the same and cancel. */
static bool share_by_cells(pl_machine *m, pl_number_register *d, const pl_gathering *g) {
    bool over = false;

    pl_rows_open(m, d, (pl_format){true, 0});
    for (uint32_t r = 0; r < m->n; r++) {
        uint32_t parent = m->base + r;
        const int64_t *cell = g->cells[parent];
        pl_state state = gate(m, g, parent);
        bool known = state == PL_OK && !is_open(g, parent);

        over |= __builtin_add_overflow(cell[PL_CELL_YLO], cell[PL_CELL_NHI], &d->own[2][r]);
        over |= __builtin_add_overflow(cell[PL_CELL_YHI], cell[PL_CELL_NLO], &d->own[3][r]);
        d->own[0][r] = cell[PL_CELL_YLO];
        d->own[1][r] = cell[PL_CELL_YHI];
        if (!known) {
            d->own_state[r] = (uint8_t)(state == PL_EMPTY ? PL_EMPTY : PL_MISSING);
            d->own[0][r] = d->own[1][r] = 0;
            d->own[2][r] = d->own[3][r] = 1;
        }
    }
    pl_rows_close(m, d);
    return !over;
}

void pl_op_SHARE(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_gathering *g = pl_gathering_read(m, i->operands[0]);

    if (g->cells == NULL) {
        pl_counted_share(m, d, g);
        return;
    }
    if (g->exact == NULL && !g->weights.quotient && share_by_cells(m, d, g))
        return;
    pl_rows_open(m, d, (pl_format){true, 0});
    for (uint32_t r = 0; r < m->n; r++)
        pl_row_put(m, d, r, exact_share(m, g, m->base + r));
    pl_rows_close(m, d);
}

/* ### counts and totals */

static void weight_of(pl_machine *m, const pl_instruction *i, int lo, int hi) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_gathering *g = pl_gathering_read(m, i->operands[0]);

    if (g->cells == NULL) {
        pl_counted_weight(m, d, g, lo == PL_CELL_TLO);
        return;
    }
    bool by_cells = g->exact == NULL && !g->weights.quotient;

    assert(m->base + m->n <= g->parents);
    pl_rows_open(m, d, g->weights);
    for (uint32_t r = 0; r < m->n; r++) {
        uint32_t parent = m->base + r;

        if (is_open(g, parent)) {
            pl_row_put(m, d, r, missing);
        } else if (by_cells) {
            d->own[0][r] = g->cells[parent][lo];
            d->own[1][r] = g->cells[parent][hi];
        } else {
            pl_row_put(m, d, r,
                       (pl_interval){PL_OK, pl_cell_number(m, g, parent, lo),
                                     pl_cell_number(m, g, parent, hi)});
        }
    }
    pl_rows_close(m, d);
}

void pl_op_YES(pl_machine *m, const pl_instruction *i) {
    weight_of(m, i, PL_CELL_YLO, PL_CELL_YHI);
}

void pl_op_TOTAL(pl_machine *m, const pl_instruction *i) {
    weight_of(m, i, PL_CELL_TLO, PL_CELL_THI);
}

void pl_op_ANY_ROW(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_gathering *g = pl_gathering_read(m, i->operands[0]);

    if (g->cells == NULL) {
        pl_counted_any(m, d, g);
        return;
    }
    /* A row that is not in the data cannot be found here: only counts that are missing, not
     * `open`, leave it unknown. */
    for (uint32_t r = 0; r < m->n; r++) {
        uint32_t parent = m->base + r;
        bool may = is_some(m, g, parent, PL_CELL_THI) || has_flag(g, parent, PL_FLAG_OPEN);

        d[r] = is_some(m, g, parent, PL_CELL_TLO) ? PL_TRUE : may ? PL_UNKNOWN : PL_FALSE;
    }
}

/* ### quantifiers */

/* The weights that a quantifier compares: those for the predicate, or for `every` those against
 * it. */
typedef struct amount {
    pl_number lo, hi;
    bool open; /* hi has no end */
} amount;

static pl_truth decide(bool holds, bool fails) {
    return holds ? PL_TRUE : fails ? PL_FALSE : PL_UNKNOWN;
}

static pl_number amount_of(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell) {
    if (g->cells == NULL)
        return (pl_number){pl_counted_side(g, parent, cell == PL_CELL_NLO || cell == PL_CELL_NHI),
                           1, NULL};
    return pl_cell_number(m, g, parent, cell);
}

static pl_truth judge_amount(pl_quantity quantity, const amount *t, pl_number k) {
    int lo = pl_number_compare(t->lo, k), hi = t->open ? 1 : pl_number_compare(t->hi, k);

    switch (quantity) {
    case PL_Q_AT_LEAST: return decide(lo >= 0, hi < 0);
    case PL_Q_MORE_THAN: return decide(lo > 0, hi <= 0);
    case PL_Q_EVERY: /* at most 0 against */
    case PL_Q_AT_MOST: return decide(hi <= 0, lo > 0);
    case PL_Q_FEWER_THAN: return decide(hi < 0, lo >= 0);
    case PL_Q_EXACTLY: return decide(lo == 0 && hi == 0, lo > 0 || hi < 0);
    }
    assert(!"no such quantity");
    return PL_UNKNOWN;
}

void pl_op_QUANTITY(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_gathering *g = pl_gathering_read(m, i->operands[0]);
    pl_number k = m->program->numbers.items[i->operands[1]];
    pl_quantity quantity = (pl_quantity)i->operands[2];
    int lo = quantity == PL_Q_EVERY ? PL_CELL_NLO : PL_CELL_YLO,
        hi = quantity == PL_Q_EVERY ? PL_CELL_NHI : PL_CELL_YHI;

    assert(quantity != PL_Q_EVERY || pl_number_sign(k) == 0);
    for (uint32_t r = 0; r < m->n; r++) {
        uint32_t parent = m->base + r;
        pl_state state = gate(m, g, parent);

        if (state != PL_OK) {
            d[r] = state == PL_EMPTY ? PL_NONE : PL_UNKNOWN;
            continue;
        }
        amount of = {amount_of(m, g, parent, lo), amount_of(m, g, parent, hi), is_open(g, parent)};

        d[r] = (uint8_t)judge_amount(quantity, &of, k);
    }
}

/* ### sums and means */

/* OK when the sum is to be used. */
static pl_state gate_values(pl_machine *m, const pl_gathering *g, uint32_t parent) {
    pl_state state = gate(m, g, parent);

    if (state == PL_OK && (is_open(g, parent) || has_flag(g, parent, PL_FLAG_UNUSABLE)))
        return PL_MISSING;
    return state;
}

static pl_interval sum_of(pl_machine *m, const pl_gathering *g, uint32_t parent) {
    return (pl_interval){
        PL_OK,
        pl_cell_number(m, g, parent, PL_CELL_SUM_LO),
        pl_cell_number(m, g, parent, PL_CELL_SUM_HI),
    };
}

/* Days pass without rows: nothing adds up to 0. */
static pl_state gate_days(const pl_gathering *g, uint32_t parent) {
    return is_open(g, parent) || has_flag(g, parent, PL_FLAG_UNUSABLE) ? PL_MISSING : PL_OK;
}

void pl_op_SUM(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_gathering *g = pl_gathering_read(m, i->operands[0]);
    bool by_day = m->program->accumulators.items[i->operands[0]].by_day;

    if (g->cells == NULL) {
        pl_counted_sum(m, d, g, by_day);
        return;
    }

    pl_rows_open(m, d, g->values);
    for (uint32_t r = 0; r < m->n; r++) {
        pl_state state = by_day ? gate_days(g, m->base + r) : gate_values(m, g, m->base + r);

        pl_row_put(m, d, r,
                   state == PL_OK          ? sum_of(m, g, m->base + r)
                       : state == PL_EMPTY ? empty
                                           : missing);
    }
    pl_rows_close(m, d);
}

static pl_interval mean_of(pl_machine *m, const pl_gathering *values, const pl_gathering *ranges,
                           uint32_t parent) {
    if (has_flag(values, parent, PL_FLAG_LOOSE))
        return (pl_interval){
            PL_OK,
            pl_cell_range(m, ranges, parent, PL_CELL_ALL_LO),
            pl_cell_range(m, ranges, parent, PL_CELL_ALL_HI),
        };
    pl_interval sum = sum_of(m, values, parent);
    pl_number total = pl_cell_number(m, values, parent, PL_CELL_TLO);

    assert(pl_number_sign(total) > 0);
    return (pl_interval){PL_OK, pl_number_div(m->arena, sum.lo, total),
                         pl_number_div(m->arena, sum.hi, total)};
}

void pl_op_AVERAGE(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_gathering *values = pl_gathering_read(m, i->operands[0]),
                       *ranges = &m->gatherings[i->operands[1]];

    if (values->cells == NULL) {
        pl_counted_mean(m, d, values);
        return;
    }

    pl_rows_open(m, d, (pl_format){true, 0});
    for (uint32_t r = 0; r < m->n; r++) {
        pl_state state = gate_values(m, values, m->base + r);

        pl_row_put(m, d, r,
                   state == PL_OK          ? mean_of(m, values, ranges, m->base + r)
                       : state == PL_EMPTY ? empty
                                           : missing);
    }
    pl_rows_close(m, d);
}

/* ### extremes */

static pl_state gate_ranges(const pl_gathering *g, uint32_t parent) {
    if (!has_flag(g, parent, PL_FLAG_SURE))
        return is_open(g, parent) || has_flag(g, parent, PL_FLAG_ANY) ? PL_MISSING : PL_EMPTY;
    return is_open(g, parent) || has_flag(g, parent, PL_FLAG_UNUSABLE) ? PL_MISSING : PL_OK;
}

static void extreme(pl_machine *m, const pl_instruction *i, int lo, int hi) {
    pl_number_register *d = &m->numbers[i->result];
    const pl_gathering *g = pl_gathering_read(m, i->operands[0]);

    pl_rows_open(m, d, g->values);
    for (uint32_t r = 0; r < m->n; r++) {
        uint32_t parent = m->base + r;
        pl_interval value = {gate_ranges(g, parent), PL_NUMBER_ZERO, PL_NUMBER_ZERO};

        if (value.state == PL_OK) {
            value.lo = pl_cell_range(m, g, parent, lo);
            value.hi = pl_cell_range(m, g, parent, hi);
        }
        pl_row_put(m, d, r, value);
    }
    pl_rows_close(m, d);
}

void pl_op_LOWEST(pl_machine *m, const pl_instruction *i) {
    extreme(m, i, PL_CELL_ALL_LO, PL_CELL_SURE_HI);
}

void pl_op_HIGHEST(pl_machine *m, const pl_instruction *i) {
    extreme(m, i, PL_CELL_SURE_LO, PL_CELL_ALL_HI);
}

/* ### groups */

static void find_fullest(pl_machine *m, pl_gathering *g) {
    g->fullest = PL_MAKE_ARRAY(m->arena, pl_interval, g->parents);
    for (uint32_t p = 0; p < g->parents; p++)
        g->fullest[p] = (pl_interval){PL_OK, PL_NUMBER_ZERO, PL_NUMBER_ZERO};
    for (uint32_t k = 0; k < g->groups.len; k++) {
        const pl_group *group = &g->groups.items[k];
        pl_interval *most = &g->fullest[group->parent];

        if (pl_number_compare(group->lo, most->lo) > 0)
            most->lo = group->lo;
        if (pl_number_compare(group->hi, most->hi) > 0)
            most->hi = group->hi;
    }
}

void pl_op_FULLEST(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    pl_gathering *g = &m->gatherings[i->operands[0]];

    if (g->fullest == NULL)
        find_fullest(m, g);
    pl_rows_open(m, d, g->weights);
    for (uint32_t r = 0; r < m->n; r++)
        pl_row_put(m, d, r, g->open ? missing : g->fullest[m->base + r]);
    pl_rows_close(m, d);
}
