/* totals.c - values added up for each parent, where every row weighs one, is surely in or out, and
 * its value is an exact scaled integer of at most 32 bits: no number of rows makes such a sum
 * overflow. The sum of rows of one parent behind each other stays in registers. */
#include <assert.h>

#include "vm/accumulate.h"
#include "vm/forecast.h"
#include "vm/runs.h"

#define MOST_SCALE 9 /* so that a mean is a quotient of 64 bits */

static bool is_small(const int64_t *values, uint32_t n) {
    uint64_t high = 0;

    for (uint32_t r = 0; r < n; r++)
        high |= (uint64_t)(values[r] ^ (values[r] >> 63));
    return high <= INT32_MAX;
}

/* `filter` NULL: T in every row. */
static bool is_simple(const pl_machine *m, const pl_number_register *value, const uint8_t *filter) {
    if (value->state != NULL || !pl_is_exact(value) || value->format.quotient ||
        value->format.scale > MOST_SCALE)
        return false;
    if (filter != NULL && pl_kernel_any_is(filter, PL_UNKNOWN, m->n))
        return false;
    return value->narrow != NULL || is_small(value->lo, m->n);
}

static bool has_format(pl_gathering *g, pl_format format) {
    if (!g->has_format) {
        g->weights = (pl_format){false, 0};
        g->values = format;
        g->has_format = true;
    }
    return pl_format_equal(g->values, format);
}

/* One value of a vector of 2, 4 or 8 bytes. */
static inline int64_t value_at(const void *values, uint8_t width, uint32_t r) {
    return width == 2 ? ((const int16_t *)values)[r]
        : width == 4  ? ((const int32_t *)values)[r]
                      : ((const int64_t *)values)[r];
}

/* `filter` NULL: all rows are in. */
static inline void add_run(pl_total *total, const void *values, uint8_t width,
                           const uint8_t *filter, uint32_t from, uint32_t to) {
    int64_t sum = 0, rows = filter == NULL ? to - from : 0;

    for (uint32_t r = from; r < to; r++) {
        int64_t in = filter == NULL || filter[r] == PL_TRUE;

        sum += value_at(values, width, r) & -in;
        rows += filter == NULL ? 0 : in;
    }
    total->sum += sum;
    total->rows += rows;
}

__attribute__((always_inline)) static inline void add_runs(pl_total *totals, const pl_runs *runs,
                                                           const void *values, uint8_t width,
                                                           const uint8_t *filter) {
    for (uint32_t k = 0; k < runs->count; k++)
        if (runs->up[runs->starts[k]] >= 0)
            add_run(&totals[runs->up[runs->starts[k]]], values, width, filter, runs->starts[k],
                    runs->starts[k + 1]);
}

static inline void add_row(pl_total *total, const void *values, uint8_t width,
                           const uint8_t *filter, uint32_t r) {
    int64_t in = filter == NULL || filter[r] == PL_TRUE;

    total->sum += value_at(values, width, r) & -in;
    total->rows += in;
}

__attribute__((always_inline)) static inline void add_rows(pl_total *totals, const pl_runs *runs,
                                                           const void *values, uint8_t width,
                                                           const uint8_t *filter, uint32_t n,
                                                           bool far) {
    const int32_t *const up = runs->up;
    const bool linked = runs->linked;
    uint32_t r = 0;

    if (!runs->scattered) {
        add_runs(totals, runs, values, width, filter);
        return;
    }
    for (; far && linked && r + PL_ROWS_AHEAD < n; r++) {
        __builtin_prefetch(&totals[up[r + PL_ROWS_AHEAD]], 1);
        add_row(&totals[up[r]], values, width, filter, r);
    }
    for (; r < n; r++)
        if (linked || up[r] >= 0)
            add_row(&totals[up[r]], values, width, filter, r);
}

/* A loop for each width, with and without a filter. */
static void add_all(pl_total *totals, const pl_runs *runs, const pl_number_register *value,
                    const uint8_t *filter, uint32_t n, bool far) {
    if (value->narrow == NULL)
        add_rows(totals, runs, value->lo, 8, filter, n, far);
    else if (value->width == 4)
        add_rows(totals, runs, value->narrow, 4, filter, n, far);
    else if (filter != NULL)
        add_rows(totals, runs, value->narrow, 2, filter, n, far);
    else
        add_rows(totals, runs, value->narrow, 2, NULL, n, far);
}

bool pl_totals_add(pl_machine *m, const pl_instruction *i) {
    pl_gathering *g = &m->gatherings[i->operands[0]];
    const uint8_t *filter = pl_forecast_of(m, i)->all ? NULL : m->truths[i->operands[1]].values;
    const pl_number_register *value = &m->numbers[i->operands[2]];

    assert(g->self == NULL && m->n > 0);
    if (!is_simple(m, value, filter) || !has_format(g, value->format))
        return false;
    if (g->totals == NULL)
        g->totals = PL_MAKE_ARRAY(m->arena, pl_total, g->parents);
    add_all(g->totals, pl_runs_of(m, m->program->accumulators.items[i->operands[0]].parent), value,
            filter, m->n, g->parents * sizeof *g->totals > PL_FAR_BYTES);
    return true;
}
