/* counted.c - what finish.c gives of accumulators, where rows were only counted or added up: all of
 * it is known exactly, so a row of the parent takes no exact numbers and has no bounds. */
#include <assert.h>
#include <string.h>

#include "vm/accumulate.h"

/* Rows may be absent: nothing is known of any parent. */
static bool is_hidden(pl_machine *m, pl_number_register *d, const pl_gathering *g,
                      pl_format format) {
    int64_t *den = NULL, *num = pl_open_exact(m, d, format, &den);

    assert(g->cells == NULL && m->base + m->n <= g->parents);
    if (!g->open)
        return false;
    memset(num, 0, m->n * sizeof *num);
    if (den != NULL)
        pl_kernel_fill(den, 1, m->n);
    d->state = memset(pl_own_number_state(m, d), PL_MISSING, m->n);
    return true;
}

/* EMPTY where nothing was counted. Quotients: their denominators are the counts so far. */
static void close_counts(pl_machine *m, pl_number_register *d, const uint8_t *state) {
    if (pl_kernel_any(state, m->n))
        d->state = state;
}

void pl_counted_weight(pl_machine *m, pl_number_register *d, const pl_gathering *g, bool total) {
    if (is_hidden(m, d, g, g->weights))
        return;
    memset(d->own[0], 0, m->n * sizeof *d->own[0]);
    if (g->counted != NULL)
        pl_kernel_add_counts(d->own[0], g->counted + m->base, m->n);
    if (total && g->against != NULL)
        pl_kernel_add_counts(d->own[0], g->against + m->base, m->n);
}

void pl_counted_share(pl_machine *m, pl_number_register *d, const pl_gathering *g) {
    if (is_hidden(m, d, g, (pl_format){true, 0}))
        return;
    uint8_t *state = pl_own_number_state(m, d);

    for (uint32_t r = 0; r < m->n; r++) {
        uint32_t all = pl_counted_all(g, m->base + r);

        d->own[0][r] = pl_counted_side(g, m->base + r, false);
        d->own[2][r] = all > 0 ? all : 1;
        state[r] = all > 0 ? PL_OK : PL_EMPTY;
    }
    close_counts(m, d, state);
}

/* A row that is not in the data cannot be found here. */
void pl_counted_any(const pl_machine *m, uint8_t *d, const pl_gathering *g) {
    assert(g->cells == NULL);
    for (uint32_t r = 0; r < m->n; r++)
        d[r] = pl_counted_all(g, m->base + r) > 0;
}

void pl_counted_sum(pl_machine *m, pl_number_register *d, const pl_gathering *g, bool zero) {
    if (is_hidden(m, d, g, g->values))
        return;
    uint8_t *state = pl_own_number_state(m, d);

    for (uint32_t r = 0; r < m->n; r++) {
        d->own[0][r] = g->totals[m->base + r].sum;
        state[r] = zero || g->totals[m->base + r].rows > 0 ? PL_OK : PL_EMPTY;
    }
    close_counts(m, d, state);
}

void pl_counted_mean(pl_machine *m, pl_number_register *d, const pl_gathering *g) {
    int64_t one = pl_power_of_ten(g->values.scale);

    if (is_hidden(m, d, g, (pl_format){true, 0}))
        return;
    uint8_t *state = pl_own_number_state(m, d);

    for (uint32_t r = 0; r < m->n; r++) {
        const pl_total *t = &g->totals[m->base + r];

        d->own[0][r] = t->sum;
        d->own[2][r] = t->rows > 0 ? t->rows * one : 1;
        state[r] = t->rows > 0 ? PL_OK : PL_EMPTY;
    }
    close_counts(m, d, state);
}
