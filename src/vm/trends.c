/* trends.c - do values rise or fall over the last rows of a subject: rows are kept with what orders
 * them, sorted once, and compared row by row with exact numbers. See "Values of other school years"
 * in doc/semantics.md. */
#include <assert.h>
#include <stdlib.h>

#include "vm/accumulate.h"
#include "vm/runs.h"

/* ### keeping rows */

void pl_op_ADD_LATEST(pl_machine *m, const pl_instruction *i) {
    const pl_accumulator *a = &m->program->accumulators.items[i->operands[0]];
    pl_gathering *g = &m->gatherings[i->operands[0]];
    const uint8_t *filter = m->truths[i->operands[1]].values;
    const pl_index_register *order = &m->indexes[i->operands[2]];
    const int32_t *up = pl_parents_of(m, a->parent);

    assert(m->rows->entity == a->child && a->kind == PL_ACC_LATEST && !g->sorted);
    for (uint32_t r = 0; r < m->n; r++) {
        pl_latest row = {.parent = up[r], .order = order->values[r], .sure = filter[r] == PL_TRUE};

        if (up[r] < 0 || filter[r] == PL_FALSE)
            continue;
        row.value = pl_row_get(m, &m->numbers[i->operands[3]], r);
        PL_PUSH(m->arena, &g->latest, row);
    }
}

/* Latest first for each parent; rows whose place is not known before all. */
static int by_parent_and_order(const void *left, const void *right) {
    const pl_latest *a = left, *b = right;

    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    if (a->sure != b->sure)
        return a->sure ? 1 : -1;
    return (a->order < b->order) - (a->order > b->order);
}

static void sort_latest(pl_gathering *g) {
    if (!g->sorted && g->latest.len > 0)
        qsort(g->latest.items, g->latest.len, sizeof *g->latest.items, by_parent_and_order);
    g->sorted = true;
}

static uint32_t first_of(const pl_gathering *g, int32_t parent) {
    uint32_t low = 0, high = g->latest.len;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (g->latest.items[middle].parent < parent)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ### comparing them */

/* How many rows stand at the last `places` different places; 0 when there are fewer places. */
static uint32_t count_rows(const pl_latest *rows, uint32_t most, int64_t places) {
    int64_t seen = 0;

    for (uint32_t r = 0; r < most; r++) {
        if (r > 0 && rows[r].order == rows[r - 1].order)
            continue;
        if (seen == places)
            return r;
        seen++;
    }
    return seen == places ? most : 0;
}

static pl_truth is_below(const pl_interval *a, const pl_interval *b) {
    pl_state state = a->state > b->state ? a->state : b->state;

    if (state != PL_OK)
        return state == PL_EMPTY ? PL_NONE : PL_UNKNOWN;
    if (pl_number_compare(a->hi, b->lo) < 0)
        return PL_TRUE;
    return pl_number_compare(a->lo, b->hi) >= 0 ? PL_FALSE : PL_UNKNOWN;
}

/* The first of F, U, N, T, as `and` has it. */
static pl_truth both(pl_truth a, pl_truth b) {
    static const pl_truth order[] = {PL_FALSE, PL_UNKNOWN, PL_NONE};

    for (size_t t = 0; t < sizeof order / sizeof *order; t++)
        if (a == order[t] || b == order[t])
            return order[t];
    return PL_TRUE;
}

static pl_truth trend_of(const pl_latest *rows, uint32_t count, bool rising) {
    pl_truth all = PL_TRUE;

    for (uint32_t later = 0; later < count; later++)
        for (uint32_t earlier = later + 1; earlier < count; earlier++) {
            const pl_interval *a = &rows[earlier].value, *b = &rows[later].value;

            if (rows[earlier].order != rows[later].order)
                all = both(all, rising ? is_below(a, b) : is_below(b, a));
        }
    return all;
}

void pl_op_TREND(pl_machine *m, const pl_instruction *i) {
    pl_gathering *g = &m->gatherings[i->operands[0]];
    pl_number places = m->program->numbers.items[i->operands[1]];
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);

    assert(pl_number_is_integer(places) && pl_number_sign(places) > 0);
    sort_latest(g);
    for (uint32_t r = 0; r < m->n; r++) {
        int32_t parent = (int32_t)(m->base + r);
        uint32_t first = first_of(g, parent), end = first_of(g, parent + 1);
        const pl_latest *rows = g->latest.items + first;
        uint32_t count = count_rows(rows, end - first, places.num);

        if (g->open || (end > first && !rows[0].sure))
            d[r] = PL_UNKNOWN;
        else
            d[r] =
                (uint8_t)(count == 0 ? PL_NONE : trend_of(rows, count, i->operands[2] == PL_TRUE));
    }
}
