/* runs.c - where rows of the same parent stand behind each other. Found once for a chunk and a
 * parent, for all that count or add up. */
#include "vm/runs.h"

#include <assert.h>
#include <string.h>

/* Nothing but one run for every few rows is worth a list. */
static bool is_scattered(uint32_t changes, uint32_t n) {
    return changes > n / 4;
}

static uint32_t list_starts(uint32_t *starts, const uint8_t *differs, uint32_t n) {
    uint32_t count = 0;

    for (uint32_t r = 0; r < n; r += 8) {
        uint64_t eight;

        memcpy(&eight, differs + r, sizeof eight);
        if (eight == 0)
            continue;
        for (uint32_t k = r; k < r + 8 && k < n; k++) {
            starts[count] = k;
            count += differs[k];
        }
    }
    starts[count] = n;
    return count;
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
    runs->count = runs->scattered ? 0 : list_starts(runs->starts, m->scratch_bytes, m->n);
    return runs;
}
