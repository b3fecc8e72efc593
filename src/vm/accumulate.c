/* accumulate.c - opcodes that add rows to accumulators: see accumulate.h, and "Aggregates and
 * quantifiers" in doc/semantics.md. */
#include "vm/accumulate.h"
#include "vm/runs.h"

#include <assert.h>

#include "vm/filters.h"
#include "vm/tally.h"

/* ### binding */

/* Has some row its day in that school year? */
static bool has_day_in(const pl_column *days, const pl_rows *rows, int schooljaar) {
    pl_date first = pl_schooljaar_start(schooljaar), last = pl_schooljaar_end(schooljaar);
    const int32_t *values = days != NULL ? days->values : NULL;

    for (uint32_t r = 0; values != NULL && r < rows->count; r++)
        if (values[r] >= first && values[r] <= last &&
            (days->state == NULL || days->state[r] == PL_OK))
            return true;
    return false;
}

static bool covers(const pl_machine *m, const pl_accumulator *a, const pl_rows *rows, int year) {
    if (rows->years != NULL || !a->by_day)
        return pl_rows_cover(rows, year);
    return has_day_in(m->slots[a->day].column, rows, year);
}

/* May rows be absent: is the entity not given, a file incomplete, a year of the period without
 * any row? */
static bool is_open(const pl_machine *m, const pl_accumulator *a, const pl_rows *rows) {
    if (a->closed)
        return false;
    if (!rows->mapped || rows->incomplete)
        return true;
    if (a->years == PL_NO_INDEX)
        return false;
    const pl_year_set *set = &m->program->years.items[a->years];

    for (uint32_t y = 0; y < set->years.len; y++)
        if (!covers(m, a, rows, set->years.items[y]))
            return true;
    return false;
}

static bool is_of_period(const pl_program *p, const pl_accumulator *a, int year) {
    if (a->years == PL_NO_INDEX || year == PL_ANY_YEAR)
        return true;
    const pl_year_set *set = &p->years.items[a->years];

    for (uint32_t y = 0; y < set->years.len; y++)
        if (set->years.items[y] == year)
            return true;
    return false;
}

static bool has_cells(const pl_accumulator *a) {
    return a->kind == PL_ACC_SIDES || a->kind == PL_ACC_VALUES || a->kind == PL_ACC_RANGES;
}

/* Rows of a derived entity may be absent below this row of its parent. */
static void open_above(pl_machine *m, const pl_accumulator *a, pl_gathering *g, int32_t parent) {
    const pl_rows *above =
        a->child->parent != NULL ? pl_data_rows(m->data, a->child->parent) : NULL;
    int32_t row = parent;

    if (row != PL_NO_ROW && above->entity != a->parent)
        row = pl_links_at(&above->up[a->parent->depth], (uint32_t)row);
    if (parent == PL_NO_ROW || !has_cells(a)) { /* who keeps one row does not ask */
        g->open = true;
    } else if (row != PL_NO_ROW) {
        pl_gathering_cells(m, g);
        g->cells[row][PL_CELL_FLAGS] |= PL_FLAG_OPEN;
    }
}

/* Where keys are missing, rows may belong to a group, and groups may exist, that nobody knows of. */
static void open_groups(pl_machine *m, const pl_accumulator *a, pl_gathering *g) {
    const pl_rows *parents = pl_data_rows(m->data, a->parent),
                  *children = pl_data_rows(m->data, a->child);

    if (a->parent->source == a->child && parents->unsure != NULL && has_cells(a)) {
        pl_gathering_cells(m, g);
        for (uint32_t row = 0; row < parents->count; row++)
            g->cells[row][PL_CELL_FLAGS] |= parents->unsure[row] ? PL_FLAG_OPEN : 0;
    }
    for (uint32_t u = 0; u < children->unplaced.len && !a->closed; u++)
        if (is_of_period(m->program, a, children->unplaced.items[u].year))
            open_above(m, a, g, children->unplaced.items[u].parent);
}

static void note_asked(pl_machine *m) {
    for (uint32_t b = 0; b < m->program->blocks.len; b++)
        for (uint32_t k = 0; k < m->program->blocks.items[b]->code.len; k++) {
            const pl_instruction *i = &m->program->blocks.items[b]->code.items[k];

            if (pl_op_infos[i->op].operands[0] == PL_ARG_RR)
                m->gatherings[i->operands[0]].asked = true;
        }
}

static int32_t *no_rows(pl_machine *m, uint32_t count) {
    int32_t *rows = PL_MAKE_ARRAY(m->arena, int32_t, count + 1);

    for (uint32_t r = 0; r < count; r++)
        rows[r] = PL_NO_ROW;
    return rows;
}

void pl_gatherings_bind(pl_machine *m) {
    const pl_program *p = m->program;

    m->gatherings = PL_MAKE_ARRAY(m->arena, pl_gathering, p->accumulators.len);
    for (uint32_t a = 0; a < p->accumulators.len; a++) {
        const pl_accumulator *accumulator = &p->accumulators.items[a];
        pl_gathering *g = &m->gatherings[a];

        assert(accumulator->child == accumulator->parent ||
               pl_entity_is_below(accumulator->child, accumulator->parent));
        g->open = is_open(m, accumulator, pl_data_rows(m->data, accumulator->child));
        g->parents = pl_data_rows(m->data, accumulator->parent)->count;
        if (accumulator->kind == PL_ACC_ROWS)
            g->kept = no_rows(m, g->parents);
        else if (accumulator->kind == PL_ACC_GROUPS)
            pl_map_init(&g->group_index, m->arena);
        if (accumulator->child == accumulator->parent)
            g->self = PL_MAKE_ARRAY(m->arena, int32_t, m->chunk_rows);
        open_groups(m, accumulator, g);
    }
    note_asked(m);
}

/* ### cells, where counts do not do */

void pl_gathering_cells(pl_machine *m, pl_gathering *g) {
    if (g->cells == NULL)
        g->cells = pl_arena_alloc(m->arena, g->parents, sizeof *g->cells);
}

static pl_number *exact_part(pl_machine *m, pl_gathering *g, uint32_t parent, int cell) {
    if (g->exact == NULL)
        g->exact = pl_arena_alloc(m->arena, g->parents, sizeof *g->exact);
    return &g->exact[parent][cell];
}

static void add_number(pl_machine *m, pl_gathering *g, uint32_t parent, int cell,
                       pl_number number) {
    pl_number *part = exact_part(m, g, parent, cell);

    *part = pl_is_big(*part) ? pl_number_add(m->arena, *part, number) : number;
}

static pl_format format_of_cell(const pl_gathering *g, int cell) {
    return cell <= PL_CELL_SUM_HI ? g->values : g->weights;
}

/* What does not fit the cell any more moves out, and the cell begins anew. */
static void add_scaled(pl_machine *m, pl_gathering *g, uint32_t parent, int cell, int64_t number) {
    int64_t *sum = &g->cells[parent][cell], before = *sum;

    assert(parent < g->parents && cell < PL_CELL_FLAGS);
    if (!__builtin_add_overflow(before, number, sum) && *sum != INT64_MIN)
        return;
    add_number(m, g, parent, cell,
               pl_number_scaled(m->arena, before, format_of_cell(g, cell).scale));
    *sum = number;
}

/* ### from counts to cells */

static void settle_side(pl_machine *m, pl_gathering *g, const uint32_t *rows, int lo) {
    for (uint32_t p = 0; p < g->parents && rows != NULL; p++) {
        add_scaled(m, g, p, lo, rows[p]);
        add_scaled(m, g, p, lo + 1, rows[p]);
        add_scaled(m, g, p, PL_CELL_TLO, rows[p]);
        add_scaled(m, g, p, PL_CELL_THI, rows[p]);
    }
}

static void settle_totals(pl_machine *m, pl_gathering *g) {
    for (uint32_t p = 0; p < g->parents && g->totals != NULL; p++) {
        add_scaled(m, g, p, PL_CELL_SUM_LO, g->totals[p].sum);
        add_scaled(m, g, p, PL_CELL_SUM_HI, g->totals[p].sum);
        add_scaled(m, g, p, PL_CELL_TLO, g->totals[p].rows);
        add_scaled(m, g, p, PL_CELL_THI, g->totals[p].rows);
    }
}

void pl_gathering_settle(pl_machine *m, pl_gathering *g) {
    if (g->cells == NULL)
        return;
    assert(!g->weights.quotient && g->weights.scale == 0);
    settle_side(m, g, g->counted, PL_CELL_YLO);
    settle_side(m, g, g->against, PL_CELL_NLO);
    settle_totals(m, g);
    g->counted = g->against = NULL;
    g->totals = NULL;
}

const pl_gathering *pl_gathering_read(pl_machine *m, uint32_t index) {
    pl_gathering *g = &m->gatherings[index];

    assert(g->cells == NULL || (g->counted == NULL && g->totals == NULL));
    if (g->counted == NULL && g->totals == NULL)
        pl_gathering_cells(m, g);
    return g;
}

pl_number pl_cell_number(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell) {
    pl_format format = format_of_cell(g, cell);
    pl_number sum = PL_NUMBER_ZERO;

    if (!format.quotient)
        sum = pl_number_scaled(m->arena, g->cells[parent][cell], format.scale);
    if (g->exact == NULL || !pl_is_big(g->exact[parent][cell]))
        return sum;
    return pl_number_add(m->arena, sum, g->exact[parent][cell]);
}

/* ### what a row weighs */

typedef struct adding {
    pl_machine *m;
    pl_gathering *g;
    const int32_t *up;     /* rows of the parent */
    const uint8_t *filter; /* pl_truth */
    const pl_number_register *weight;
    bool exact_ways; /* weights come as exact numbers */
} adding;

/* A row as it counts. Where weights come as exact numbers lo and hi say nothing. */
typedef struct weighed {
    int64_t lo, hi;
    bool counts;  /* false: it is as if the row were not there */
    bool sure;    /* the filter lets it in */
    bool missing; /* its count is */
} weighed;

/* Rows that are added to themselves, once for each school year. */
static const int32_t *themselves(const pl_machine *m, pl_gathering *g) {
    for (uint32_t r = 0; r < m->n; r++)
        g->self[r] = (int32_t)(m->base + r);
    return g->self;
}

static adding open_adding(pl_machine *m, const pl_instruction *i) {
    const pl_accumulator *a = &m->program->accumulators.items[i->operands[0]];
    adding add = {.m = m, .g = &m->gatherings[i->operands[0]]};

    assert(m->rows->entity == a->child);
    add.up = add.g->self != NULL ? themselves(m, add.g) : pl_parents_of(m, a->parent);
    add.filter = m->truths[i->operands[1]].values;
    add.weight = &m->numbers[i->operands[3]];
    pl_widen(m, &m->numbers[i->operands[3]]);
    add.exact_ways = add.weight->format.quotient || add.weight->big != NULL;
    pl_gathering_cells(m, add.g);
    if (!add.g->has_format)
        add.g->weights = add.weight->format;
    assert(pl_format_equal(add.g->weights, add.weight->format));
    return add;
}

static pl_interval exact_weight(const adding *add, uint32_t r) {
    return pl_row_get(add->m, add->weight, r);
}

static weighed weigh_exact(const adding *add, uint32_t r, bool sure) {
    pl_interval exact = exact_weight(add, r);
    weighed w = {.sure = sure, .missing = exact.state != PL_OK};

    w.counts = w.missing || pl_number_sign(exact.hi) > 0;
    return w;
}

static inline weighed weigh(const adding *add, uint32_t r) {
    uint8_t filter = add->filter[r];
    weighed w = {.sure = filter == PL_TRUE};

    if (add->up[r] < 0 || filter == PL_FALSE || filter == PL_NONE)
        return w;
    if (add->exact_ways)
        return weigh_exact(add, r, w.sure);
    w.missing = add->weight->state != NULL && add->weight->state[r] != PL_OK;
    w.lo = w.missing ? 0 : add->weight->lo[r];
    w.hi = w.missing ? 0 : add->weight->hi[r];
    w.counts = w.missing || w.hi > 0;
    return w;
}

static inline void add_weight(const adding *add, uint32_t r, int cell, const weighed *w,
                              bool upper) {
    uint32_t parent = (uint32_t)add->up[r];

    if (!add->exact_ways) {
        add_scaled(add->m, add->g, parent, cell, upper ? w->hi : w->lo);
    } else if (!w->missing) {
        pl_interval exact = exact_weight(add, r);

        add_number(add->m, add->g, parent, cell, upper ? exact.hi : exact.lo);
    }
}

static bool is_bounded(const adding *add, uint32_t r, const weighed *w) {
    if (!add->exact_ways)
        return w->lo != w->hi;
    pl_interval exact = exact_weight(add, r);

    return pl_number_compare(exact.lo, exact.hi) != 0;
}

static bool is_above_zero(const adding *add, uint32_t r, const weighed *w) {
    if (w->missing)
        return false;
    return add->exact_ways ? pl_number_sign(exact_weight(add, r).lo) > 0 : w->lo > 0;
}

/* ### sides */

/* Which cells a row is added to: by whether it is sure, and by the predicate. */
static const int64_t side_masks[2][4][PL_CELLS] =
    {
        [false] =
            {
                [PL_FALSE] = {0, 0, 0, -1, 0, -1},
                [PL_TRUE] = {0, -1, 0, 0, 0, -1},
                [PL_UNKNOWN] = {0, -1, 0, -1, 0, -1},
                [PL_NONE] = {0, -1, 0, -1, 0, -1},
            },
        [true] =
            {
                [PL_FALSE] = {0, 0, -1, -1, -1, -1},
                [PL_TRUE] = {-1, -1, 0, 0, -1, -1},
                [PL_UNKNOWN] = {0, -1, 0, -1, -1, -1},
                [PL_NONE] = {0, -1, 0, -1, -1, -1},
            },
};

/* So small that no number of rows makes a sum overflow, and none is missing or below zero. */
static bool has_small_weights(const adding *add) {
    const pl_number_register *w = add->weight;
    uint64_t high = 0;

    if (add->exact_ways || w->state != NULL)
        return false;
    for (uint32_t r = 0; r < add->m->n; r++)
        high |= (uint64_t)w->lo[r] | (uint64_t)w->hi[r];
    return high <= INT32_MAX;
}

static void add_small_sides(const adding *add, const uint8_t *predicate) {
    for (uint32_t r = 0; r < add->m->n; r++) {
        uint8_t filter = add->filter[r];

        if (add->up[r] < 0 || filter == PL_FALSE || filter == PL_NONE)
            continue;
        const int64_t *mask = side_masks[filter == PL_TRUE][predicate[r]];
        const int64_t lo = add->weight->lo[r], hi = add->weight->hi[r];
        const int64_t ends[PL_CELLS] = {lo, hi, lo, hi, lo, hi, 0, 0};
        int64_t *cells = add->g->cells[add->up[r]];

        for (int cell = 0; cell < PL_CELLS; cell++)
            cells[cell] += ends[cell] & mask[cell];
    }
}

static void add_sides(const adding *add, const uint8_t *predicate) {
    for (uint32_t r = 0; r < add->m->n; r++) {
        weighed w = weigh(add, r);

        if (!w.counts)
            continue;
        const int64_t *mask = side_masks[w.sure][predicate[r]];

        for (int cell = PL_CELL_YLO; cell <= PL_CELL_THI; cell++)
            if (mask[cell] != 0)
                add_weight(add, r, cell, &w, (cell & 1) != 0);
        if (w.missing)
            add->g->cells[add->up[r]][PL_CELL_FLAGS] |= PL_FLAG_OPEN;
    }
}

static void add_sides_one_by_one(pl_machine *m, const pl_instruction *i) {
    adding add = open_adding(m, i);
    const uint8_t *predicate = m->truths[i->operands[2]].values;

    add.g->values = add.g->weights; /* all cells are weights */
    add.g->has_format = true;
    add.g->checked = add.g->checked || !has_small_weights(&add);
    if (add.g->checked)
        add_sides(&add, predicate);
    else
        add_small_sides(&add, predicate);
}

void pl_op_ADD_SIDES(pl_machine *m, const pl_instruction *i) {
    const pl_forecast *step = pl_forecast_of(m, i);
    const uint8_t *filter = m->truths[i->operands[1]].values,
                  *predicate = m->truths[i->operands[2]].values;

    if (step->tally == NULL || !pl_tally_mark(m, step, filter, predicate))
        add_sides_one_by_one(m, i);
    if (step->tally != NULL && step->last)
        pl_tally_count(m, step->tally);
}

/* ### values */

static pl_interval times(pl_machine *m, pl_interval w, pl_interval x) {
    pl_number least = pl_number_sign(x.lo) < 0 ? w.hi : w.lo,
              most = pl_number_sign(x.hi) < 0 ? w.lo : w.hi;

    return (pl_interval){PL_OK, pl_number_mul(m->arena, least, x.lo),
                         pl_number_mul(m->arena, most, x.hi)};
}

#define MOST_SCALE 18

pl_format pl_format_of_sums(pl_format weights, pl_format values) {
    if (weights.quotient || values.quotient || weights.scale + values.scale > MOST_SCALE)
        return (pl_format){true, 0};
    return (pl_format){false, (uint8_t)(weights.scale + values.scale)};
}

/* A row that may be left out adds nothing at best. */
static pl_interval hull_with_zero(pl_interval x) {
    if (pl_number_sign(x.lo) > 0)
        x.lo = PL_NUMBER_ZERO;
    if (pl_number_sign(x.hi) < 0)
        x.hi = PL_NUMBER_ZERO;
    return x;
}

static void add_exact_value(const adding *add, const pl_number_register *value, uint32_t r,
                            uint32_t parent, const weighed *w) {
    pl_interval product = times(add->m, exact_weight(add, r), pl_row_get(add->m, value, r));

    if (!w->sure)
        product = hull_with_zero(product);
    add_number(add->m, add->g, parent, PL_CELL_SUM_LO, product.lo);
    add_number(add->m, add->g, parent, PL_CELL_SUM_HI, product.hi);
}

static void add_value(const adding *add, const pl_number_register *value, uint32_t r,
                      uint32_t parent, const weighed *w) {
    int64_t lo, hi;
    bool exact = add->exact_ways || value->format.quotient ||
        (value->big != NULL && pl_is_big(value->big[r][0]));

    exact = exact ||
        !pl_format_equal(add->g->values, pl_format_of_sums(add->weight->format, value->format)) ||
        add->g->values.quotient;
    if (!exact) {
        exact = __builtin_mul_overflow(value->lo[r] < 0 ? w->hi : w->lo, value->lo[r], &lo);
        exact =
            __builtin_mul_overflow(value->hi[r] < 0 ? w->lo : w->hi, value->hi[r], &hi) || exact;
    }
    if (exact) {
        add_exact_value(add, value, r, parent, w);
        return;
    }
    add_scaled(add->m, add->g, parent, PL_CELL_SUM_LO, w->sure || lo < 0 ? lo : 0);
    add_scaled(add->m, add->g, parent, PL_CELL_SUM_HI, w->sure || hi > 0 ? hi : 0);
}

void pl_op_ADD_VALUE(pl_machine *m, const pl_instruction *i) {
    if (pl_forecast_of(m, i)->unit && pl_totals_add(m, i))
        return;
    adding add = open_adding(m, i);
    pl_number_register *value = &m->numbers[i->operands[2]];

    pl_widen(m, value);

    if (!add.g->has_format)
        add.g->values = pl_format_of_sums(add.weight->format, value->format);
    add.g->has_format = true;
    for (uint32_t r = 0; r < m->n; r++) {
        weighed w = weigh(&add, r);

        if (!w.counts)
            continue;
        uint32_t parent = (uint32_t)add.up[r];
        int64_t *flags = &add.g->cells[parent][PL_CELL_FLAGS];
        bool usable = value->state == NULL || value->state[r] == PL_OK;

        *flags |= (w.missing ? PL_FLAG_OPEN : 0) | (usable ? 0 : PL_FLAG_UNUSABLE);
        *flags |= !w.sure || is_bounded(&add, r, &w) ? PL_FLAG_LOOSE : 0;
        if (w.sure)
            add_weight(&add, r, PL_CELL_TLO, &w, false);
        add_weight(&add, r, PL_CELL_THI, &w, true);
        if (usable && !w.missing)
            add_value(&add, value, r, parent, &w);
    }
}

/* ### ranges */

pl_number pl_cell_range(pl_machine *m, const pl_gathering *g, uint32_t parent, int cell) {
    assert(parent < g->parents && cell <= PL_CELL_ALL_HI);
    if (g->exact != NULL && pl_is_big(g->exact[parent][cell]))
        return g->exact[parent][cell];
    return pl_number_scaled(m->arena, g->cells[parent][cell], g->values.scale);
}

/* Lower: keeps the lesser of both ends; else the greater. `first`: there is nothing to compare
 * with yet. */
static void widen_exact(const adding *add, uint32_t parent, int cell, pl_number number, bool lower,
                        bool first) {
    if (!first) {
        int order = pl_number_compare(number, pl_cell_range(add->m, add->g, parent, cell));

        if (lower ? order >= 0 : order <= 0)
            return;
    }
    *exact_part(add->m, add->g, parent, cell) = number;
}

static void widen_scaled(const adding *add, uint32_t parent, int cell, int64_t number, bool lower,
                         bool first) {
    int64_t *kept = &add->g->cells[parent][cell];

    if (add->g->exact != NULL && pl_is_big(add->g->exact[parent][cell]))
        widen_exact(add, parent, cell,
                    pl_number_scaled(add->m->arena, number, add->g->values.scale), lower, first);
    else if (first || (lower ? number < *kept : number > *kept))
        *kept = number;
}

static void widen(const adding *add, uint32_t parent, const pl_number_register *value, uint32_t r,
                  bool sure) {
    int64_t *flags = &add->g->cells[parent][PL_CELL_FLAGS];
    bool first = (*flags & PL_FLAG_ANY) == 0, first_sure = (*flags & PL_FLAG_SURE) == 0;

    if (value->format.quotient || !pl_format_equal(value->format, add->g->values) ||
        (value->big != NULL && pl_is_big(value->big[r][0]))) {
        pl_interval x = pl_row_get(add->m, value, r);

        widen_exact(add, parent, PL_CELL_ALL_LO, x.lo, true, first);
        widen_exact(add, parent, PL_CELL_ALL_HI, x.hi, false, first);
        if (sure) {
            widen_exact(add, parent, PL_CELL_SURE_HI, x.hi, true, first_sure);
            widen_exact(add, parent, PL_CELL_SURE_LO, x.lo, false, first_sure);
        }
    } else {
        widen_scaled(add, parent, PL_CELL_ALL_LO, value->lo[r], true, first);
        widen_scaled(add, parent, PL_CELL_ALL_HI, value->hi[r], false, first);
        if (sure) {
            widen_scaled(add, parent, PL_CELL_SURE_HI, value->hi[r], true, first_sure);
            widen_scaled(add, parent, PL_CELL_SURE_LO, value->lo[r], false, first_sure);
        }
    }
    *flags |= PL_FLAG_ANY | (sure ? PL_FLAG_SURE : 0);
}

void pl_op_ADD_RANGE(pl_machine *m, const pl_instruction *i) {
    if (pl_forecast_of(m, i)->idle)
        return;
    adding add = open_adding(m, i);
    pl_number_register *value = &m->numbers[i->operands[2]];

    pl_widen(m, value);

    if (!add.g->has_format)
        add.g->values = value->format;
    add.g->has_format = true;
    for (uint32_t r = pl_next_counting(add.filter, 0, m->n); r < m->n;
         r = pl_next_counting(add.filter, r + 1, m->n)) {
        weighed w = weigh(&add, r);

        if (!w.counts)
            continue;
        uint32_t parent = (uint32_t)add.up[r];
        int64_t *flags = &add.g->cells[parent][PL_CELL_FLAGS];

        if (w.missing)
            *flags |= PL_FLAG_OPEN;
        if (value->state == NULL || value->state[r] == PL_OK)
            widen(&add, parent, value, r, w.sure && is_above_zero(&add, r, &w));
        else
            *flags |= PL_FLAG_UNUSABLE | PL_FLAG_ANY |
                (w.sure && is_above_zero(&add, r, &w) ? PL_FLAG_SURE : 0);
    }
}

/* ### groups */

/* Same for equal keys of one column. */
typedef struct group_key {
    int64_t parent, num, den;
} group_key;

static pl_group *group_at(const adding *add, group_key key) {
    bool added;
    uint32_t at = pl_map_add(&add->g->group_index, (pl_str){(const char *)&key, sizeof key},
                             add->g->groups.len, &added);

    if (added) {
        pl_group fresh = {(int32_t)key.parent, PL_NUMBER_ZERO, PL_NUMBER_ZERO};

        PL_PUSH(add->m->arena, &add->g->groups, fresh);
    }
    return &add->g->groups.items[at];
}

static void add_to_group(const adding *add, uint32_t r, int64_t num, int64_t den) {
    weighed w = weigh(add, r);

    if (!w.counts || w.missing)
        return; /* a missing count opens the period, which is asked elsewhere */
    pl_group *group = group_at(add, (group_key){add->up[r], num, den});
    pl_interval weight = exact_weight(add, r);

    if (w.sure)
        group->lo = pl_number_add(add->m->arena, group->lo, weight.lo);
    group->hi = pl_number_add(add->m->arena, group->hi, weight.hi);
}

void pl_op_ADD_GROUP_I(pl_machine *m, const pl_instruction *i) {
    adding add = open_adding(m, i);
    const pl_index_register *key = &m->indexes[i->operands[2]];

    for (uint32_t r = 0; r < m->n; r++)
        add_to_group(&add, r, key->values[r], key->state != NULL ? key->state[r] : PL_OK);
}

void pl_op_ADD_GROUP_N(pl_machine *m, const pl_instruction *i) {
    adding add = open_adding(m, i);
    const pl_number_register *key = &m->numbers[i->operands[2]];

    for (uint32_t r = 0; r < m->n; r++) {
        pl_interval x = pl_row_get(m, key, r);

        add_to_group(&add, r, x.lo.num, x.state == PL_OK ? x.lo.den : -1);
    }
}

/* ### the one row */

void pl_op_ADD_ROW(pl_machine *m, const pl_instruction *i) {
    const pl_accumulator *a = &m->program->accumulators.items[i->operands[0]];
    const int32_t *up = pl_parents_of(m, a->parent);
    const uint8_t *filter = m->truths[i->operands[1]].values;
    int32_t *kept = m->gatherings[i->operands[0]].kept;

    assert(m->rows->entity == a->child && kept != NULL);
    for (uint32_t r = 0; r < m->n; r++)
        if (up[r] >= 0 && filter[r] == PL_TRUE)
            kept[up[r]] = (int32_t)(m->base + r);
}
