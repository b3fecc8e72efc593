/* runs.c - where rows of the same parent stand behind each other. Found once for a chunk and a
 * parent, for all that count or add up. */
#include "vm/runs.h"

#include <assert.h>

#include "base/sweeps.h"

/* Nothing but one run for every few rows is worth a list. */
static bool is_scattered(uint32_t changes, uint32_t n) {
    return changes > n / 4;
}

static pl_runs *read_parents(pl_machine *m, const pl_entity *parent) {
    pl_runs *runs = &m->runs[parent->index];

    assert(m->n > 0 && m->rows);
    if (runs->rows == m->rows && runs->base == m->base)
        return runs;
    if (runs->room == NULL)
        runs->room = PL_MAKE_ARRAY(m->arena, int32_t, m->chunk_rows);
    runs->rows = m->rows;
    runs->base = m->base;
    runs->listed = false;
    runs->up = pl_links_read(pl_data_links(m->rows, parent), m->base, m->n, runs->room);
    return runs;
}

const int32_t *pl_parents_of(pl_machine *m, const pl_entity *parent) {
    return read_parents(m, parent)->up;
}

const pl_runs *pl_runs_of(pl_machine *m, const pl_entity *parent) {
    pl_runs *runs = read_parents(m, parent);

    if (runs->listed)
        return runs;
    if (runs->starts == NULL)
        runs->starts = PL_MAKE_ARRAY(m->arena, uint32_t, (size_t)m->chunk_rows + 9);
    runs->listed = true;
    runs->linked = !pl_kernel_any_below_zero(runs->up, m->n);
    runs->scattered = is_scattered(pl_kernel_differs(m->scratch_bytes, runs->up, m->n), m->n);
    runs->count = runs->scattered ? 0 : pl_sweep_starts(runs->starts, m->scratch_bytes, m->n);
    runs->starts[runs->count] = m->n;
    return runs;
}
