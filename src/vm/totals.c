/* totals.c - values added up for each parent, where every row weighs one, is surely in or out, and
 * its value is an exact scaled integer of at most 32 bits: no number of rows makes such a sum
 * overflow. The sum of rows of one parent behind each other stays in registers. */
#include <assert.h>

#include "vm/accumulate.h"

#define AHEAD 16     /* rows */
#define MOST_SCALE 9 /* so that a mean is a quotient of 64 bits */

static bool is_small(const int64_t *values, uint32_t n) {
    uint64_t high = 0;

    for (uint32_t r = 0; r < n; r++)
        high |= (uint64_t)(values[r] ^ (values[r] >> 63));
    return high <= INT32_MAX;
}

static bool is_simple(const pl_machine *m, const pl_number_register *value, const uint8_t *filter) {
    return value->state == NULL && pl_is_exact(value) && !value->format.quotient &&
        value->format.scale <= MOST_SCALE && !pl_kernel_any_is(filter, PL_UNKNOWN, m->n) &&
        is_small(value->lo, m->n);
}

static bool has_format(pl_gathering *g, pl_format format) {
    if (!g->has_format) {
        g->weights = (pl_format){false, 0};
        g->values = format;
        g->has_format = true;
    }
    return pl_format_equal(g->values, format);
}

static inline void settle(pl_total *totals, int32_t parent, pl_total more) {
    if (parent < 0)
        return;
    totals[parent].sum += more.sum;
    totals[parent].rows += more.rows;
}

static inline void add_rows(pl_total *totals, const int32_t *up, const uint8_t *filter,
                            const int64_t *values, uint32_t n, bool scattered) {
    pl_total more = {0, 0};
    int32_t parent = up[0];

    for (uint32_t r = 0; r < n; r++) {
        int64_t in = filter[r] == PL_TRUE;

        if (scattered && r + AHEAD < n && up[r + AHEAD] >= 0)
            __builtin_prefetch(&totals[up[r + AHEAD]], 1);
        if (up[r] != parent) {
            settle(totals, parent, more);
            more = (pl_total){0, 0};
            parent = up[r];
        }
        more.sum += values[r] & -in;
        more.rows += in;
    }
    settle(totals, parent, more);
}

bool pl_totals_add(pl_machine *m, const pl_instruction *i) {
    pl_gathering *g = &m->gatherings[i->operands[0]];
    const int32_t *up =
        pl_data_links(m->rows, m->program->accumulators.items[i->operands[0]].parent) + m->base;
    const uint8_t *filter = m->truths[i->operands[1]].values;
    const pl_number_register *value = &m->numbers[i->operands[2]];

    assert(g->self == NULL && m->n > 0);
    if (!is_simple(m, value, filter) || !has_format(g, value->format))
        return false;
    if (g->totals == NULL)
        g->totals = PL_MAKE_ARRAY(m->arena, pl_total, g->parents);
    if (pl_kernel_changes(up, m->n) > m->n / 4)
        add_rows(g->totals, up, filter, value->lo, m->n, true);
    else
        add_rows(g->totals, up, filter, value->lo, m->n, false);
    return true;
}
