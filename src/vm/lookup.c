/* lookup.c - opcodes that look into tables. A table version is compiled when its keys' format is
 * known: the values of each key fall into classes between the ends of all cells, found by binary
 * search, and the classes of all keys together index one array of answers. Keys that are bounded
 * over more than one class, big or quotients, and tables with too many classes, go row by row of
 * the table. The meaning is under "Table lookup" in doc/semantics.md. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "vm/forecast.h"

/* Answers other than a row of the table. */
enum { NO_ROW = -1, TWO_ROWS = -2 };

#define MOST_ANSWERS (1u << 22)

typedef struct pl_plan_key {
    pl_class class;
    uint8_t scale;  /* numbers: that at which all ends are whole */
    bool halves;    /* quotients: twice that, and what lies between two whole numbers is odd */
    uint32_t count; /* of ends */
    int64_t *ends;  /* ascending, distinct; a value is in class number "ends that are <= value" */
    uint32_t stride;
    uint16_t *classes; /* of values from the first end to the last; NULL: too many of either */
} pl_plan_key;

typedef struct pl_lookup_plan {
    bool direct; /* answers are there */
    pl_plan_key *keys;
    int32_t *answers;
    pl_format format; /* of a column of numbers */
    int64_t *values;  /* [table row]: scaled number, or index; 0 where the cell is no value */
    /* One key of numbers: for each answer, what the instruction gives. */
    int64_t *answer_values;
    uint8_t *answer_states;
    /* The same for narrow keys: ends at the scale of the register, answers of `width` bytes with
     * states among them; width 0: they do not fit. */
    pl_bands bands;
    uint8_t width;
} pl_lookup_plan;

void pl_lookups_bind(pl_machine *m) {
    m->plans = PL_MAKE_ARRAY(m->arena, pl_lookup_plan *, m->program->lookups.len);
}

/* What a row of the table gives; NULL where it has no norm. */
static const pl_value *norm_of(const pl_lookup *l, uint32_t row) {
    assert(row < l->version->rows.len && l->column >= l->count);
    const pl_cell *cell = &l->version->rows.items[row].cells[l->column];

    return cell->kind == PL_CELL_NO_NORM ? NULL : pl_cell_end(cell, l->end);
}

/* ### which of several rows */

static int compare_values(const pl_lookup *l, uint32_t a, uint32_t b) {
    const pl_value *x = norm_of(l, a), *y = norm_of(l, b);

    if (l->class == PL_CLASS_N)
        return pl_number_compare(x->lo, y->lo);
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Adds a row that matches to what matched so far; rows come in the order of the table. */
static int32_t choose(const pl_lookup *l, int32_t so_far, uint32_t row) {
    if (so_far == NO_ROW)
        return (int32_t)row;
    if (so_far == TWO_ROWS || l->table->overlap == PL_OVERLAP_FIRST)
        return so_far;
    if (l->table->overlap == PL_OVERLAP_ERROR)
        return TWO_ROWS;
    if (norm_of(l, row) == NULL)
        return so_far;
    if (norm_of(l, (uint32_t)so_far) == NULL)
        return (int32_t)row;
    int order = compare_values(l, row, (uint32_t)so_far);

    return (l->table->overlap == PL_OVERLAP_HIGHEST ? order > 0 : order < 0) ? (int32_t)row
                                                                             : so_far;
}

/* ### cells as whole numbers */

static int32_t index_of(pl_machine *m, const pl_value *value) {
    switch (value->base) {
    case PL_TEXT: return pl_text_code(m, value->text);
    case PL_TRUTH: return (int32_t)value->truth;
    default: return value->index;
    }
}

/* A number at a scale at which it is whole; false outside 64 bits. */
static bool lift(pl_number number, uint8_t scale, int64_t *lifted) {
    int64_t mantissa;
    unsigned own;
    bool whole = pl_number_as_scaled(number, &mantissa, &own);

    assert(whole && own <= scale);
    return whole && !__builtin_mul_overflow(mantissa, pl_power_of_ten(scale - own), lifted);
}

/* The end of a cell; outside 64 bits, where no key can be, the end of these on its side. */
static int64_t at_scale(pl_number number, const pl_plan_key *key) {
    int64_t lifted;

    if (lift(number, key->scale, &lifted) &&
        !__builtin_mul_overflow(lifted, key->halves ? 2 : 1, &lifted))
        return lifted;
    return pl_number_sign(number) < 0 ? INT64_MIN : INT64_MAX;
}

typedef struct span {
    int64_t lo, hi; /* lo > hi: nothing */
} span;

static span span_of_cell(pl_machine *m, const pl_plan_key *key, const pl_cell *cell) {
    bool number = key->class == PL_CLASS_N;
    span s = {INT64_MIN, INT64_MAX};

    if (cell->kind == PL_CELL_NO_NORM)
        return (span){1, 0};
    if (cell->kind == PL_CELL_VALUE) {
        int64_t value = number ? at_scale(cell->lo.lo, key) : index_of(m, &cell->lo);

        return (span){value, value};
    }
    if (cell->has_lo)
        s.lo = number ? at_scale(cell->lo.lo, key) : index_of(m, &cell->lo);
    if (cell->has_hi)
        s.hi = number ? at_scale(cell->hi.lo, key) : index_of(m, &cell->hi);
    if (cell->has_hi && cell->open_hi)
        s = s.hi == INT64_MIN ? (span){1, 0} : (span){s.lo, s.hi - 1};
    return s;
}

/* ### compiling */

/* False when a cell has more decimals than a scale can say. */
static bool find_scale(const pl_lookup *l, uint32_t k, pl_plan_key *key) {
    for (uint32_t r = 0; r < l->version->rows.len; r++) {
        const pl_cell *cell = &l->version->rows.items[r].cells[k];
        const pl_number ends[2] = {cell->lo.lo, cell->hi.lo};
        const bool there[2] = {cell->kind == PL_CELL_VALUE ||
                                   (cell->kind == PL_CELL_RANGE && cell->has_lo),
                               cell->kind == PL_CELL_RANGE && cell->has_hi};

        for (int e = 0; e < 2; e++) {
            pl_format format = there[e] ? pl_format_of_number(ends[e]) : (pl_format){false, 0};

            if (format.quotient)
                return false;
            key->scale = format.scale > key->scale ? format.scale : key->scale;
        }
    }
    return true;
}

static int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static void find_ends(pl_machine *m, const pl_lookup *l, uint32_t k, pl_plan_key *key) {
    uint32_t rows = l->version->rows.len, count = 0;

    key->ends = PL_MAKE_ARRAY(m->arena, int64_t, 2 * (size_t)rows);
    for (uint32_t r = 0; r < rows; r++) {
        span s = span_of_cell(m, key, &l->version->rows.items[r].cells[k]);

        if (s.lo > s.hi)
            continue;
        key->ends[count++] = s.lo;
        if (s.hi != INT64_MAX)
            key->ends[count++] = s.hi + 1;
    }
    qsort(key->ends, count, sizeof *key->ends, by_size);
    key->count = 0;
    for (uint32_t e = 0; e < count; e++)
        if (key->count == 0 || key->ends[key->count - 1] != key->ends[e])
            key->ends[key->count++] = key->ends[e];
}

/* How many ends are <= value. */
static uint32_t search_class(const pl_plan_key *key, int64_t value) {
    const int64_t *at = key->ends;
    uint32_t left = key->count;

    while (left > 0) {
        uint32_t half = left / 2;

        if (at[half] <= value) {
            at += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return (uint32_t)(at - key->ends);
}

#define MOST_NEAR (1 << 16)

/* Where the ends are near each other and rows are many, the class of every value between them is written down. */
static void list_classes(pl_machine *m, pl_plan_key *key) {
    int64_t width;

    if (key->count == 0 || key->count > UINT16_MAX ||
        __builtin_sub_overflow(key->ends[key->count - 1], key->ends[0], &width) ||
        width > MOST_NEAR || width > m->rows->count)
        return;
    key->classes = PL_MAKE_ARRAY(m->arena, uint16_t, width + 1);
    for (int64_t at = 0; at <= width; at++)
        key->classes[at] = (uint16_t)search_class(key, key->ends[0] + at);
}

static inline uint32_t class_of(const pl_plan_key *key, int64_t value) {
    if (key->classes == NULL)
        return search_class(key, value);
    if (value < key->ends[0])
        return 0;
    return value >= key->ends[key->count - 1] ? key->count : key->classes[value - key->ends[0]];
}

/* Gives a row of the table every answer that its cells cover, key by key. */
static void cover(pl_machine *m, const pl_lookup *l, pl_lookup_plan *plan, uint32_t row, uint32_t k,
                  uint32_t at) {
    if (k == l->count) {
        plan->answers[at] = choose(l, plan->answers[at], row);
        return;
    }
    const pl_plan_key *key = &plan->keys[k];
    span s = span_of_cell(m, key, &l->version->rows.items[row].cells[k]);

    if (s.lo > s.hi)
        return;
    uint32_t last = class_of(key, s.hi);

    assert(last <= key->count);
    for (uint32_t c = class_of(key, s.lo); c <= last; c++)
        cover(m, l, plan, row, k + 1, at + c * key->stride);
}

static bool compile_keys(pl_machine *m, const pl_lookup *l, pl_lookup_plan *plan) {
    uint64_t answers = 1;

    for (uint32_t k = 0; k < l->count; k++) {
        pl_plan_key *key = &plan->keys[k];

        assert(l->key_classes[k] != PL_CLASS_T);
        key->class = l->key_classes[k];
        if (key->class == PL_CLASS_N) {
            pl_format format = m->numbers[l->keys[k]].format;

            key->halves = format.quotient;
            key->scale = format.scale;
            if (!find_scale(l, k, key))
                return false;
        }
        find_ends(m, l, k, key);
        list_classes(m, key);
        key->stride = (uint32_t)answers;
        answers *= (uint64_t)key->count + 1;
        if (answers > MOST_ANSWERS)
            return false;
    }
    plan->answers = PL_MAKE_ARRAY(m->arena, int32_t, answers);
    memset(plan->answers, 0xFF, answers * sizeof *plan->answers); /* NO_ROW */
    for (uint32_t r = 0; r < l->version->rows.len; r++)
        cover(m, l, plan, r, 0, 0);
    return true;
}

/* False when the numbers of the column have no common scale in 64 bits that is `least` or more. */
static bool compile_numbers(const pl_lookup *l, pl_lookup_plan *plan, uint8_t least) {
    plan->format = (pl_format){false, least};
    for (uint32_t r = 0; r < l->version->rows.len; r++)
        if (norm_of(l, r) != NULL)
            plan->format = pl_format_join(plan->format, pl_format_of_number(norm_of(l, r)->lo));
    if (plan->format.quotient)
        return false;
    for (uint32_t r = 0; r < l->version->rows.len; r++)
        if (norm_of(l, r) != NULL && !lift(norm_of(l, r)->lo, plan->format.scale, &plan->values[r]))
            return false;
    return true;
}

static void compile_values(pl_machine *m, const pl_lookup *l, pl_lookup_plan *plan,
                           uint8_t wanted) {
    plan->values = PL_MAKE_ARRAY(m->arena, int64_t, l->version->rows.len);
    if (l->class == PL_CLASS_N) {
        if (!compile_numbers(l, plan, wanted) && !compile_numbers(l, plan, 0))
            plan->format = (pl_format){true, 0};
        return;
    }
    for (uint32_t r = 0; r < l->version->rows.len; r++)
        if (norm_of(l, r) != NULL)
            plan->values[r] = index_of(m, norm_of(l, r));
}

static pl_state state_of_answer(const pl_lookup *l, int32_t row) {
    if (row == TWO_ROWS)
        return PL_MISSING;
    return row == NO_ROW || norm_of(l, (uint32_t)row) == NULL ? PL_EMPTY : PL_OK;
}

static void compile_answers(pl_machine *m, const pl_lookup *l, pl_lookup_plan *plan) {
    uint32_t count = plan->keys[0].count + 1;

    plan->answer_values = PL_MAKE_ARRAY(m->arena, int64_t, count);
    plan->answer_states = PL_MAKE_ARRAY(m->arena, uint8_t, count);
    for (uint32_t a = 0; a < count; a++) {
        pl_state state = state_of_answer(l, plan->answers[a]);

        plan->answer_states[a] = (uint8_t)state;
        plan->answer_values[a] = state == PL_OK ? plan->values[plan->answers[a]] : 0;
    }
}

/* The least number of the register that is at least `end`; false when no number of the width is. */
static bool narrow_end(int64_t end, int64_t factor, uint8_t width, int32_t *narrow) {
    int64_t whole = end / factor + (end % factor > 0);
    int64_t most = width == 2 ? INT16_MAX : INT32_MAX, least = -most - 1;

    *narrow = (int32_t)(whole < least ? least : whole);
    return whole <= most;
}

/* An answer with its state in it; false when it does not fit. */
static bool narrow_answer(const pl_lookup_plan *plan, uint32_t answer, int32_t *narrow) {
    int64_t most = plan->width == 2 ? INT16_MAX : INT32_MAX, least = -most - 1;
    int64_t value = plan->answer_values[answer];

    if (plan->answer_states[answer] != PL_OK)
        value = least + (plan->answer_states[answer] == PL_MISSING);
    else if (value <= least + 1 || value > most)
        return false;
    *narrow = (int32_t)value;
    return true;
}

/* Few ends are counted, for all rows at once; many are searched. */
#define FEW_ENDS 24

static void compile_bands(pl_machine *m, const pl_lookup *l, pl_lookup_plan *plan, uint8_t width) {
    const pl_number_register *key = &m->numbers[l->keys[0]];
    uint32_t count = plan->keys[0].count;
    int64_t factor = pl_power_of_ten((unsigned)(plan->keys[0].scale - key->format.scale));
    int32_t *ends = PL_MAKE_ARRAY(m->arena, int32_t, count),
            *picks = PL_MAKE_ARRAY(m->arena, int32_t, count + (size_t)1);

    plan->width = width != 0 ? width : key->width;
    if (count > FEW_ENDS || !narrow_answer(plan, 0, &picks[0])) {
        plan->width = 0;
        return;
    }
    for (uint32_t e = 0; e < count; e++) {
        if (!narrow_end(plan->keys[0].ends[e], factor, key->width, &ends[e]))
            break;
        if (!narrow_answer(plan, e + 1, &picks[e + 1])) {
            plan->width = 0;
            return;
        }
        plan->bands.count = e + 1;
    }
    plan->bands.ends = ends;
    plan->bands.picks = picks;
}

/* `wanted`: what the numbers are compared with. */
static pl_lookup_plan *plan_of(pl_machine *m, uint32_t index, const pl_forecast *wanted) {
    const pl_lookup *l = &m->program->lookups.items[index];

    if (m->plans[index] != NULL)
        return m->plans[index];
    pl_lookup_plan *plan = PL_MAKE(m->arena, pl_lookup_plan);

    plan->keys = PL_MAKE_ARRAY(m->arena, pl_plan_key, l->count);
    plan->direct = compile_keys(m, l, plan);
    compile_values(m, l, plan, wanted->scale);
    if (plan->direct && l->count == 1 && !plan->format.quotient)
        compile_answers(m, l, plan);
    if (plan->answer_values != NULL && l->key_classes[0] == PL_CLASS_N &&
        m->numbers[l->keys[0]].narrow != NULL)
        compile_bands(m, l, plan, wanted->width);
    m->plans[index] = plan;
    return plan;
}

/* ### row by row of the table */

static pl_truth number_matches(const pl_cell *cell, pl_interval key) {
    bool may = true, sure = true;

    if (cell->kind == PL_CELL_NO_NORM)
        return PL_FALSE;
    if (cell->kind == PL_CELL_VALUE || cell->has_lo) {
        sure = pl_number_compare(key.lo, cell->lo.lo) >= 0;
        may = pl_number_compare(key.hi, cell->lo.lo) >= 0;
    }
    if (cell->kind == PL_CELL_VALUE || cell->has_hi) {
        pl_number end = cell->kind == PL_CELL_VALUE ? cell->lo.lo : cell->hi.lo;
        int above = pl_number_compare(key.hi, end), below = pl_number_compare(key.lo, end);
        bool open = cell->kind == PL_CELL_RANGE && cell->open_hi;

        sure = sure && (open ? above < 0 : above <= 0);
        may = may && (open ? below < 0 : below <= 0);
    }
    return sure ? PL_TRUE : may ? PL_UNKNOWN : PL_FALSE;
}

static pl_truth index_matches(pl_machine *m, const pl_cell *cell, int32_t key) {
    static const pl_plan_key as_index = {.class = PL_CLASS_I};
    span s = span_of_cell(m, &as_index, cell);

    return key >= s.lo && key <= s.hi ? PL_TRUE : PL_FALSE;
}

static pl_truth row_matches(pl_machine *m, const pl_lookup *l, const pl_table_row *row,
                            uint32_t i) {
    pl_truth all = PL_TRUE;

    for (uint32_t k = 0; k < l->count && all != PL_FALSE; k++) {
        pl_truth here;

        if (l->key_classes[k] == PL_CLASS_N)
            here = number_matches(&row->cells[k], pl_row_get(m, &m->numbers[l->keys[k]], i));
        else
            here = index_matches(m, &row->cells[k], m->indexes[l->keys[k]].values[i]);
        if (here != PL_TRUE)
            all = here;
    }
    return all;
}

/* TWO_ROWS also where a row matches perhaps: both are missing. */
static int32_t search(pl_machine *m, const pl_lookup *l, uint32_t i) {
    int32_t found = NO_ROW;

    for (uint32_t r = 0; r < l->version->rows.len; r++) {
        pl_truth match = row_matches(m, l, &l->version->rows.items[r], i);

        if (match == PL_UNKNOWN)
            return TWO_ROWS;
        if (match == PL_TRUE)
            found = choose(l, found, r);
    }
    return found;
}

/* ### one row of the chunk */

static pl_state key_state(const pl_machine *m, const pl_lookup *l, uint32_t i) {
    uint8_t state = PL_OK;

    for (uint32_t k = 0; k < l->count; k++) {
        uint32_t reg = l->keys[k];
        const uint8_t *states =
            l->key_classes[k] == PL_CLASS_N ? m->numbers[reg].state : m->indexes[reg].state;

        if (states != NULL && states[i] > state)
            state = states[i];
    }
    return (pl_state)state;
}

__extension__ typedef __int128 wide;

/* Where a quotient stands between whole numbers at the key's scale; false far outside these. */
static bool half_of(int64_t num, int64_t den, const pl_plan_key *key, int64_t *half) {
    wide lifted = (wide)num * pl_power_of_ten(key->scale), whole = lifted / den;

    assert(den > 0);
    whole -= lifted < whole * den;
    if (whole > INT64_MAX / 4 || whole < INT64_MIN / 4)
        return false;
    *half = 2 * (int64_t)whole + (whole * den != lifted);
    return true;
}

/* The classes of a number's two ends; false when only exact numbers can tell. */
static bool classes_of(const pl_number_register *r, const pl_plan_key *key, uint32_t i,
                       uint32_t *lo, uint32_t *hi) {
    int64_t low, high;

    if (r->big != NULL && pl_is_big(r->big[i][0]))
        return false;
    if (key->halves) {
        if (!half_of(r->lo[i], r->lo_den[i], key, &low) ||
            !half_of(r->hi[i], r->hi_den[i], key, &high))
            return false;
        *lo = class_of(key, low);
        *hi = class_of(key, high);
        return true;
    }
    int64_t factor = pl_power_of_ten((unsigned)(key->scale - r->format.scale));

    if (__builtin_mul_overflow(r->lo[i], factor, &low) ||
        __builtin_mul_overflow(r->hi[i], factor, &high))
        return false;
    *lo = class_of(key, low);
    *hi = r->hi == r->lo ? *lo : class_of(key, high);
    return true;
}

static int32_t answer_at(pl_machine *m, const pl_lookup *l, const pl_lookup_plan *plan,
                         uint32_t i) {
    uint32_t at = 0;

    for (uint32_t k = 0; k < l->count && plan->direct; k++) {
        const pl_plan_key *key = &plan->keys[k];
        uint32_t lo, hi;

        if (key->class != PL_CLASS_N)
            lo = hi = class_of(key, m->indexes[l->keys[k]].values[i]);
        else if (!classes_of(&m->numbers[l->keys[k]], key, i, &lo, &hi) || lo != hi)
            return search(m, l, i);
        at += lo * key->stride;
    }
    return plan->direct ? plan->answers[at] : search(m, l, i);
}

/* The row of the table, or its state in *state. */
static int32_t find_row(pl_machine *m, const pl_lookup *l, const pl_lookup_plan *plan, uint32_t i,
                        pl_state *state) {
    *state = key_state(m, l, i);
    if (*state != PL_OK)
        return NO_ROW;
    int32_t row = answer_at(m, l, plan, i);

    *state = state_of_answer(l, row);
    return row;
}

/* ### what was found, where that is asked */

static void touch(pl_machine *m, const pl_lookup *l, const pl_lookup_plan *plan, uint32_t index) {
    for (uint32_t i = 0; m->run->touched != NULL && i < m->n; i++) {
        pl_state state;
        int32_t row = find_row(m, l, plan, i, &state);

        if (row >= 0)
            m->run->touched[index][row] = true;
    }
}

/* ### opcodes */

static void exact_numbers(pl_machine *m, const pl_lookup *l, const pl_lookup_plan *plan,
                          pl_number_register *d) {
    pl_rows_open(m, d, plan->format);
    for (uint32_t i = 0; i < m->n; i++) {
        pl_interval value = {PL_OK, PL_NUMBER_ZERO, PL_NUMBER_ZERO};
        int32_t row = find_row(m, l, plan, i, &value.state);

        if (value.state == PL_OK)
            value.lo = value.hi = norm_of(l, (uint32_t)row)->lo;
        pl_row_put(m, d, i, value);
    }
    pl_rows_close(m, d);
}

static void find_classes(const pl_plan_key *key, const int64_t *values, int64_t *classes,
                         uint32_t n) {
    if (key->count > FEW_ENDS) {
        for (uint32_t r = 0; r < n; r++)
            classes[r] = class_of(key, values[r]);
        return;
    }
    memset(classes, 0, n * sizeof *classes);
    for (uint32_t e = 0; e < key->count; e++)
        for (uint32_t r = 0; r < n; r++)
            classes[r] += key->ends[e] <= values[r];
}

/* One narrow key for a whole chunk. */
static void look_up_narrow(pl_machine *m, const pl_number_register *k, const pl_lookup_plan *plan,
                           pl_number_register *d) {
    void *picks = pl_open_narrow(m, d, plan->format, plan->width);
    uint8_t *states = pl_own_number_state(m, d);

    pl_kernel_pick(picks, plan->width, k->narrow, k->width, plan->bands, m->n);
    if (pl_kernel_states_of_picks(states, picks, plan->width, m->n) || k->state != NULL)
        d->state = states;
    for (uint32_t r = 0; r < m->n && k->state != NULL; r++)
        states[r] = k->state[r] != PL_OK ? k->state[r] : states[r];
}

/* One exact scaled key for a whole chunk; false when it is not that simple. */
static bool look_up_chunk(pl_machine *m, const pl_lookup *l, const pl_lookup_plan *plan,
                          pl_number_register *d) {
    const pl_number_register *k = &m->numbers[l->keys[0]];
    pl_ends values;

    if (plan->answer_values == NULL || l->key_classes[0] != PL_CLASS_N || !pl_is_exact(k) ||
        k->format.quotient || !pl_ends_at_scale(m, k, plan->keys[0].scale, 0, &values))
        return false;
    int64_t *out = pl_open_exact(m, d, plan->format, NULL), *classes = m->scratch[2];
    uint8_t *states = pl_own_number_state(m, d);

    find_classes(&plan->keys[0], values.lo, classes, m->n);
    for (uint32_t r = 0; r < m->n; r++) {
        out[r] = plan->answer_values[classes[r]];
        states[r] = plan->answer_states[classes[r]];
    }
    for (uint32_t r = 0; r < m->n && k->state != NULL; r++)
        states[r] = k->state[r] != PL_OK ? k->state[r] : states[r];
    d->state = pl_kernel_any(states, m->n) ? states : NULL;
    return true;
}

static void widen_keys(pl_machine *m, const pl_lookup *l) {
    for (uint32_t k = 0; k < l->count; k++)
        if (l->key_classes[k] == PL_CLASS_N)
            pl_widen(m, &m->numbers[l->keys[k]]);
        else
            pl_spell_out(m, &m->indexes[l->keys[k]]);
}

void pl_op_LOOKUP_N(pl_machine *m, const pl_instruction *i) {
    const pl_lookup *l = &m->program->lookups.items[i->operands[0]];
    const pl_lookup_plan *plan = plan_of(m, i->operands[0], pl_forecast_of(m, i));
    pl_number_register *d = &m->numbers[i->result];

    if (plan->width != 0 && m->run->touched == NULL && m->numbers[l->keys[0]].narrow != NULL) {
        look_up_narrow(m, &m->numbers[l->keys[0]], plan, d);
        return;
    }
    widen_keys(m, l);
    touch(m, l, plan, i->operands[0]);
    if (look_up_chunk(m, l, plan, d))
        return;
    if (plan->format.quotient) {
        exact_numbers(m, l, plan, d);
        return;
    }
    int64_t *out = pl_open_exact(m, d, plan->format, NULL);
    uint8_t *states = pl_own_number_state(m, d);

    for (uint32_t r = 0; r < m->n; r++) {
        pl_state state;
        int32_t row = find_row(m, l, plan, r, &state);

        states[r] = (uint8_t)state;
        out[r] = state == PL_OK ? plan->values[row] : 0;
    }
    d->state = pl_kernel_any(states, m->n) ? states : NULL;
}

void pl_op_LOOKUP_I(pl_machine *m, const pl_instruction *i) {
    const pl_lookup *l = &m->program->lookups.items[i->operands[0]];
    const pl_lookup_plan *plan = plan_of(m, i->operands[0], pl_forecast_of(m, i));
    pl_index_register *d = &m->indexes[i->result];
    int32_t *out = pl_own_indexes(m, d);
    uint8_t *states = pl_own_index_state(m, d);

    widen_keys(m, l);
    touch(m, l, plan, i->operands[0]);
    for (uint32_t r = 0; r < m->n; r++) {
        pl_state state;
        int32_t row = find_row(m, l, plan, r, &state);

        states[r] = (uint8_t)state;
        out[r] = state == PL_OK ? (int32_t)plan->values[row] : 0;
    }
    d->state = pl_kernel_any(states, m->n) ? states : NULL;
}
