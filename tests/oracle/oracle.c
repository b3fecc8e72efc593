/* oracle.c - expressions, row by row. Read eval() first: one case for each kind of exprs.def. Aggregates are in oracle_aggregate.c,
 * verdicts in oracle_verdict.c. Every number is an interval of two mpq values from a pool that is emptied for each verdict. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- the pool of rationals ---- */

mpq_ptr oracle_q(oracle *o) {
    if (o->pool_used == o->pool_cap) {
        uint32_t cap = o->pool_cap ? 2 * o->pool_cap : 256;
        mpq_t **pool = realloc(o->pool, cap * sizeof *pool);
        if (!pool)
            pl_out_of_memory();
        for (uint32_t i = o->pool_cap; i < cap; i++) {
            pool[i] = malloc(sizeof **pool);
            if (!pool[i])
                pl_out_of_memory();
            mpq_init(*pool[i]);
        }
        o->pool = pool;
        o->pool_cap = cap;
    }
    mpq_ptr q = *o->pool[o->pool_used++];
    mpq_set_ui(q, 0, 1);
    return q;
}

oracle_value oracle_number(mpq_ptr lo, mpq_ptr hi) {
    return (oracle_value){.state = PL_OK, .lo = lo, .hi = hi};
}

oracle_value oracle_state(pl_state state) {
    pl_truth truth = state == PL_EMPTY ? PL_NONE : PL_UNKNOWN;
    return (oracle_value){.state = state, .truth = truth};
}

oracle_value oracle_truth(pl_truth truth) {
    return (oracle_value){.state = PL_OK, .truth = truth};
}

static void set_i64(mpq_ptr q, int64_t value) {
    mpz_set_si(mpq_numref(q), value); /* long is 64 bits on every platform the tests run on */
    mpz_set_ui(mpq_denref(q), 1);
}

/* Big numbers travel as text: their limbs are private to base/number.c. */
static void set_printed(mpq_ptr q, pl_number number) {
    pl_buffer b;
    pl_buffer_init(&b);
    pl_number_print(&b, number);
    char *point = strchr(b.ptr, '.');
    if (point) {
        size_t decimals = strlen(point + 1);
        memmove(point, point + 1, decimals + 1);
        mpz_set_str(mpq_numref(q), b.ptr, 10);
        mpz_ui_pow_ui(mpq_denref(q), 10, decimals);
    } else {
        int bad = mpq_set_str(q, b.ptr, 10);
        assert(bad == 0);
        (void)bad;
    }
    mpq_canonicalize(q);
    pl_buffer_fini(&b);
}

void oracle_set_number(mpq_ptr q, pl_number number) {
    if (number.big) {
        set_printed(q, number);
        return;
    }
    mpz_set_si(mpq_numref(q), number.num);
    mpz_set_si(mpq_denref(q), number.den);
    mpq_canonicalize(q);
}

mpq_ptr oracle_from_number(oracle *o, pl_number number) {
    mpq_ptr q = oracle_q(o);
    oracle_set_number(q, number);
    return q;
}

/* ---- cells ---- */

static int64_t stored(const void *values, uint8_t width, uint32_t row) {
    switch (width) {
    case 1: return ((const uint8_t *)values)[row];
    case 2: return ((const int16_t *)values)[row];
    case 4: return ((const int32_t *)values)[row];
    default: return ((const int64_t *)values)[row];
    }
}

static mpq_ptr scaled(oracle *o, const void *values, const pl_column *column, uint32_t row) {
    mpq_ptr q = oracle_q(o);
    set_i64(q, stored(values, column->width, row));
    mpz_ui_pow_ui(mpq_denref(q), 10, column->scale);
    mpq_canonicalize(q);
    return q;
}

oracle_value oracle_cell(oracle *o, const pl_column *column, uint32_t row) {
    if (!column || (column->state && column->state[row] != PL_OK))
        return oracle_state(PL_MISSING);
    if (column->base != PL_NUMBER) {
        oracle_value v = {.state = PL_OK, .index = stored(column->values, column->width, row)};
        if (column->base == PL_TRUTH)
            v = oracle_truth((pl_truth)v.index);
        return v;
    }
    if (column->width == 0) {
        mpq_ptr lo = oracle_from_number(o, column->exact[row]);
        return oracle_number(
            lo, column->exact_upper ? oracle_from_number(o, column->exact_upper[row]) : lo);
    }
    mpq_ptr lo = scaled(o, column->values, column, row);
    return oracle_number(lo, column->upper ? scaled(o, column->upper, column, row) : lo);
}

/* Texts that no cell holds are numbered downward from -1: two of them differ. */
static int64_t other_text(oracle *o, const char *text) {
    for (uint32_t i = 0; i < o->texts_len; i++)
        if (strcmp(o->texts[i], text) == 0)
            return -1 - (int64_t)i;
    const char **grown = realloc(o->texts, (o->texts_len + 1) * sizeof *grown);
    if (!grown)
        pl_out_of_memory();
    o->texts = grown;
    o->texts[o->texts_len++] = text;
    return -(int64_t)o->texts_len;
}

static int64_t text_index(oracle *o, const char *text) {
    for (uint32_t i = 0; i < o->data->texts.len; i++)
        if (strcmp(o->data->texts.items[i], text) == 0)
            return i;
    return other_text(o, text);
}

oracle_value oracle_constant(oracle *o, const pl_value *value) {
    if (value->state != PL_OK)
        return oracle_state(value->state);
    switch (value->base) {
    case PL_NUMBER:
        return oracle_number(oracle_from_number(o, value->lo), oracle_from_number(o, value->hi));
    case PL_TRUTH: return oracle_truth(value->truth);
    case PL_TEXT: return (oracle_value){.state = PL_OK, .index = text_index(o, value->text)};
    default: return (oracle_value){.state = PL_OK, .index = value->index};
    }
}

static oracle_value eval_measure(oracle *o, const pl_measure *measure, uint32_t row) {
    if (o->data->dataset && pl_dataset_supplies(o->data->dataset, measure))
        return oracle_cell(o, pl_data_measure(o->data, measure, o->year), row);
    return oracle_eval(o, measure->definition, row);
}

static oracle_value eval_year(const oracle *o, const pl_expr *expr, uint32_t row) {
    int year = o->year;
    if (expr->entity && expr->entity->yearly)
        year = pl_data_rows(o->data, expr->entity)->years[row];
    return (oracle_value){.state = PL_OK, .index = year};
}

static oracle_value eval_up(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_expr *kid = expr->kids[0];
    if (!kid->entity)
        return oracle_eval(o, kid, 0);
    int32_t above = pl_links_at(&pl_data_rows(o->data, expr->entity)->up[kid->entity->depth], row);
    return above == PL_NO_ROW ? oracle_state(PL_MISSING) : oracle_eval(o, kid, (uint32_t)above);
}

/* ---- arithmetic on intervals ---- */

static void widen(mpq_ptr *lo, mpq_ptr *hi, mpq_ptr value) {
    if (!*lo || mpq_cmp(value, *lo) < 0)
        *lo = value;
    if (!*hi || mpq_cmp(value, *hi) > 0)
        *hi = value;
}

typedef void q_operation(mpq_ptr, mpq_srcptr, mpq_srcptr);

static oracle_value four_corners(oracle *o, q_operation *operation, oracle_value a,
                                 oracle_value b) {
    mpq_ptr lo = NULL, hi = NULL;
    mpq_ptr as[2] = {a.lo, a.hi}, bs[2] = {b.lo, b.hi};
    for (int i = 0; i < 4; i++) {
        mpq_ptr r = oracle_q(o);
        operation(r, as[i & 1], bs[i >> 1]);
        widen(&lo, &hi, r);
    }
    return oracle_number(lo, hi);
}

oracle_value oracle_times(oracle *o, oracle_value a, oracle_value b) {
    return four_corners(o, mpq_mul, a, b);
}

static oracle_value eval_arithmetic(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_value a = oracle_eval(o, expr->kids[0], row), b = oracle_eval(o, expr->kids[1], row);
    pl_state state = a.state > b.state ? a.state : b.state;
    if (state != PL_OK)
        return oracle_state(state);
    mpq_ptr lo, hi;
    switch (expr->kind) {
    case PL_EXPR_ADD:
        mpq_add(lo = oracle_q(o), a.lo, b.lo);
        mpq_add(hi = oracle_q(o), a.hi, b.hi);
        return oracle_number(lo, hi);
    case PL_EXPR_SUB:
        mpq_sub(lo = oracle_q(o), a.lo, b.hi);
        mpq_sub(hi = oracle_q(o), a.hi, b.lo);
        return oracle_number(lo, hi);
    case PL_EXPR_MUL: return oracle_times(o, a, b);
    default:
        assert(expr->kind == PL_EXPR_DIV);
        if (mpq_sgn(b.lo) <= 0 && mpq_sgn(b.hi) >= 0)
            return oracle_state(PL_MISSING);
        return four_corners(o, mpq_div, a, b);
    }
}

/* The multiple of step nearest to x; a tie goes away from zero. */
static mpq_ptr rounded(oracle *o, mpq_srcptr x, mpq_srcptr step) {
    mpq_ptr q = oracle_q(o), half = oracle_q(o);
    mpq_div(q, x, step);
    mpq_set_ui(half, 1, 2);
    int sign = mpq_sgn(q);
    mpq_abs(q, q);
    mpq_add(q, q, half);
    mpz_fdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
    mpz_set_ui(mpq_denref(q), 1);
    mpq_mul(q, q, step);
    if (sign < 0)
        mpq_neg(q, q);
    return q;
}

static oracle_value eval_round(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_value x = oracle_eval(o, expr->kids[0], row);
    if (x.state != PL_OK)
        return x;
    mpq_ptr step = oracle_from_number(o, expr->amount);
    return oracle_number(rounded(o, x.lo, step), rounded(o, x.hi, step));
}

/* ---- conditions ---- */

static pl_truth yes(bool certain, bool excluded) {
    return certain ? PL_TRUE : excluded ? PL_FALSE : PL_UNKNOWN;
}

pl_truth oracle_not(pl_truth t) {
    return t == PL_TRUE ? PL_FALSE : t == PL_FALSE ? PL_TRUE : t;
}

pl_truth oracle_compare_numbers(pl_compare compare, oracle_value a, oracle_value b) {
    switch (compare) {
    case PL_LT: return yes(mpq_cmp(a.hi, b.lo) < 0, mpq_cmp(a.lo, b.hi) >= 0);
    case PL_LE: return yes(mpq_cmp(a.hi, b.lo) <= 0, mpq_cmp(a.lo, b.hi) > 0);
    case PL_GT: return oracle_compare_numbers(PL_LT, b, a);
    case PL_GE: return oracle_compare_numbers(PL_LE, b, a);
    case PL_NE: return oracle_not(oracle_compare_numbers(PL_EQ, a, b));
    default: {
        bool apart = mpq_cmp(a.hi, b.lo) < 0 || mpq_cmp(b.hi, a.lo) < 0;
        bool same = mpq_equal(a.lo, a.hi) && mpq_equal(b.lo, b.hi) && mpq_equal(a.lo, b.lo);
        return yes(same, apart);
    }
    }
}

static pl_truth compare_indices(pl_compare compare, int64_t a, int64_t b) {
    bool holds = compare == PL_EQ ? a == b
        : compare == PL_NE        ? a != b
        : compare == PL_LT        ? a < b
        : compare == PL_LE        ? a <= b
        : compare == PL_GT        ? a > b
                                  : a >= b;
    return holds ? PL_TRUE : PL_FALSE;
}

pl_truth oracle_compare(pl_compare compare, pl_base base, oracle_value a, oracle_value b) {
    if (base == PL_TRUTH) { /* yesno fields compare as known truths */
        pl_state s = PL_OK;
        pl_truth ts[2] = {a.truth, b.truth};
        for (int i = 0; i < 2; i++) {
            pl_state one = ts[i] == PL_UNKNOWN ? PL_MISSING : ts[i] == PL_NONE ? PL_EMPTY : PL_OK;
            s = one > s ? one : s;
        }
        return s != PL_OK ? oracle_state(s).truth : compare_indices(compare, a.truth, b.truth);
    }
    pl_state state = a.state > b.state ? a.state : b.state;
    if (state != PL_OK)
        return oracle_state(state).truth;
    return base == PL_NUMBER ? oracle_compare_numbers(compare, a, b)
                             : compare_indices(compare, a.index, b.index);
}

/* Which of two truths an `and` takes: F over U over N over T. */
pl_truth oracle_and(pl_truth a, pl_truth b) {
    if (a == PL_FALSE || b == PL_FALSE)
        return PL_FALSE;
    if (a == PL_UNKNOWN || b == PL_UNKNOWN)
        return PL_UNKNOWN;
    return a == PL_NONE || b == PL_NONE ? PL_NONE : PL_TRUE;
}

pl_truth oracle_or(pl_truth a, pl_truth b) {
    return oracle_not(oracle_and(oracle_not(a), oracle_not(b)));
}

/* Does the value lie in the range? For table cells and `in a..b`. */
pl_truth oracle_in_range(oracle *o, const pl_cell *range, pl_base base, oracle_value x) {
    if (x.state != PL_OK)
        return oracle_state(x.state).truth;
    pl_truth t = PL_TRUE;
    if (range->has_lo)
        t = oracle_and(t, oracle_compare(PL_GE, base, x, oracle_constant(o, &range->lo)));
    if (range->has_hi)
        t = oracle_and(t,
                       oracle_compare(range->open_hi ? PL_LT : PL_LE, base, x,
                                      oracle_constant(o, &range->hi)));
    return t;
}

static oracle_value eval_in_set(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_value x = oracle_eval(o, expr->kids[0], row);
    pl_truth t = PL_FALSE;
    for (uint32_t i = 1; i < expr->count; i++)
        t = oracle_or(
            t,
            oracle_compare(PL_EQ, expr->kids[0]->type.base, x, oracle_eval(o, expr->kids[i], row)));
    if (expr->count == 1 && x.state != PL_OK)
        t = oracle_state(x.state).truth;
    return oracle_truth(t);
}

static oracle_value eval_logic(oracle *o, const pl_expr *expr, uint32_t row) {
    pl_truth t = oracle_eval(o, expr->kids[0], row).truth;
    if (expr->kind == PL_EXPR_NOT)
        return oracle_truth(oracle_not(t));
    for (uint32_t i = 1; i < expr->count; i++) {
        pl_truth next = oracle_eval(o, expr->kids[i], row).truth;
        t = expr->kind == PL_EXPR_AND ? oracle_and(t, next) : oracle_or(t, next);
    }
    return oracle_truth(t);
}

static oracle_value eval_is_known(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_expr *kid = expr->kids[0];
    oracle_value x = oracle_eval(o, kid, row);
    bool known = x.state == PL_OK;
    if (kid->type.base == PL_TRUTH)
        known = x.truth == PL_TRUE || x.truth == PL_FALSE;
    else if (known && kid->type.base == PL_NUMBER)
        known = mpq_equal(x.lo, x.hi) != 0;
    return oracle_truth(known ? PL_TRUE : PL_FALSE);
}

/* ---- case lists and tables ---- */

static bool same_value(pl_base base, oracle_value a, oracle_value b) {
    if (base == PL_TRUTH)
        return a.truth == b.truth;
    if (a.state != b.state)
        return false;
    if (a.state != PL_OK)
        return true;
    if (base == PL_NUMBER)
        return mpq_equal(a.lo, b.lo) && mpq_equal(a.hi, b.hi);
    return a.index == b.index;
}

/* What is certain when either may be the value. */
oracle_value oracle_either(pl_base base, oracle_value a, oracle_value b) {
    if (same_value(base, a, b))
        return a;
    if (base != PL_NUMBER || a.state != PL_OK || b.state != PL_OK)
        return oracle_state(PL_MISSING);
    mpq_ptr lo = a.lo, hi = a.hi;
    widen(&lo, &hi, b.lo);
    widen(&lo, &hi, b.hi);
    return oracle_number(lo, hi);
}

static oracle_value eval_cases(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_value open = oracle_state(PL_MISSING);
    bool any_open = false;
    pl_base base = expr->type.base;
    for (uint32_t i = 0; i < expr->count; i += 2) {
        const pl_expr *when = expr->kids[i + 1];
        pl_truth t = when ? oracle_eval(o, when, row).truth : PL_TRUE;
        if (t == PL_NONE && expr->strict)
            break;
        if (t == PL_FALSE || t == PL_NONE)
            continue;
        oracle_value v = oracle_eval(o, expr->kids[i], row);
        if (t == PL_TRUE)
            return any_open ? oracle_either(base, open, v) : v;
        open = any_open ? oracle_either(base, open, v) : v;
        any_open = true;
    }
    oracle_value none = oracle_state(PL_EMPTY);
    return any_open ? oracle_either(base, open, none) : none;
}

static oracle_value eval_judged(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_value said = oracle_eval(o, expr->kids[0], row);
    if (said.state == PL_OK && said.index == expr->attestation->yes)
        return oracle_truth(PL_TRUE);
    bool no = said.state == PL_OK && said.index == expr->attestation->no;
    return oracle_truth(no ? PL_FALSE : PL_UNKNOWN);
}

static oracle_value eval_else(oracle *o, const pl_expr *expr, uint32_t row) {
    oracle_value v = oracle_eval(o, expr->kids[0], row);
    bool missing = expr->type.base == PL_TRUTH ? v.truth == PL_UNKNOWN : v.state == PL_MISSING;
    return missing ? oracle_eval(o, expr->kids[1], row) : v;
}

static pl_truth key_matches(oracle *o, const pl_cell *cell, pl_base base, oracle_value key) {
    if (cell->kind == PL_CELL_RANGE)
        return oracle_in_range(o, cell, base, key);
    if (cell->kind == PL_CELL_VALUE)
        return oracle_compare(PL_EQ, base, key, oracle_constant(o, &cell->lo));
    return PL_FALSE;
}

static bool better(pl_overlap overlap, pl_base base, oracle_value candidate, oracle_value best) {
    int order = base == PL_NUMBER      ? mpq_cmp(candidate.lo, best.lo)
        : candidate.index < best.index ? -1
                                       : candidate.index > best.index;
    return overlap == PL_OVERLAP_HIGHEST ? order > 0
        : overlap == PL_OVERLAP_LOWEST   ? order < 0
                                         : false;
}

static oracle_value eval_lookup(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_table *table = expr->table;
    const pl_table_version *version = pl_table_in_force(table, o->now);
    oracle_value keys[16];
    if (!version)
        return oracle_state(PL_EMPTY);
    assert(table->key_count <= 16 && expr->count == table->key_count);
    pl_state state = PL_OK;
    for (uint32_t k = 0; k < expr->count; k++) {
        keys[k] = oracle_eval(o, expr->kids[k], row);
        state = keys[k].state > state ? keys[k].state : state;
    }
    if (state != PL_OK)
        return oracle_state(state);
    bool found = false;
    oracle_value best = oracle_state(PL_EMPTY);
    for (uint32_t r = 0; r < version->rows.len; r++) {
        const pl_cell *cells = version->rows.items[r].cells;
        pl_truth match = PL_TRUE;
        for (uint32_t k = 0; k < expr->count; k++)
            match = oracle_and(match, key_matches(o, &cells[k], expr->kids[k]->type.base, keys[k]));
        if (match == PL_UNKNOWN)
            return oracle_state(PL_MISSING);
        if (match != PL_TRUE || (found && table->overlap == PL_OVERLAP_FIRST))
            continue;
        const pl_cell *cell = &cells[expr->column];
        oracle_value v = cell->kind == PL_CELL_NO_NORM ? oracle_state(PL_EMPTY)
            : cell->kind == PL_CELL_RANGE && expr->end == PL_NORM_HIGH
            ? oracle_constant(o, &cell->hi)
            : oracle_constant(o, &cell->lo);
        bool first = !found;
        found = true;
        if (first || best.state != PL_OK ||
            (v.state == PL_OK && better(table->overlap, expr->type.base, v, best)))
            best = first || v.state == PL_OK ? v : best;
    }
    return best;
}

/* ---- what was not taken ---- */

/* Is the value made, by arithmetic at most, of a blank field whose blank compares as false? */
static bool not_taken(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_expr *named = expr->kind == PL_EXPR_UP ? expr->kids[0] : expr;
    switch (named->kind) {
    case PL_EXPR_FIELD:
        return named->field->absent_false && oracle_eval(o, expr, row).state == PL_MISSING;
    case PL_EXPR_NEGATE:
    case PL_EXPR_ADD:
    case PL_EXPR_SUB:
    case PL_EXPR_MUL:
    case PL_EXPR_DIV:
    case PL_EXPR_ROUND:
        for (uint32_t k = 0; named == expr && k < expr->count; k++)
            if (not_taken(o, expr->kids[k], row))
                return true;
        return false;
    default: return false;
    }
}

static oracle_value eval_comparison(oracle *o, const pl_expr *expr, uint32_t row) {
    pl_base base = expr->kids[0]->type.base;
    for (uint32_t k = 0; k < expr->count; k++)
        if (not_taken(o, expr->kids[k], row))
            return oracle_truth(PL_FALSE);
    if (expr->kind == PL_EXPR_IN_SET)
        return eval_in_set(o, expr, row);
    oracle_value a = oracle_eval(o, expr->kids[0], row);
    if (expr->kind == PL_EXPR_IN_RANGE)
        return oracle_truth(oracle_in_range(o, &expr->range, base, a));
    return oracle_truth(oracle_compare(expr->compare, base, a, oracle_eval(o, expr->kids[1], row)));
}

/* ---- named members, needs ---- */

void oracle_tally(oracle *o, const pl_expr *expr, uint32_t row, oracle_value *count,
                  oracle_value *measured) {
    unsigned long lo = 0, hi = 0;
    mpq_ptr qs[4];
    for (uint32_t i = 0; i < expr->count; i++) {
        pl_truth t = oracle_eval(o, expr->kids[i], row).truth;
        lo += t == PL_TRUE;
        hi += t != PL_FALSE;
    }
    for (int i = 0; i < 4; i++) {
        qs[i] = oracle_q(o);
        mpq_set_ui(qs[i], i & 1 ? hi : lo, i < 2 || !expr->percent ? 1 : expr->count);
        mpq_canonicalize(qs[i]);
    }
    *count = oracle_number(qs[0], qs[1]);
    *measured = oracle_number(qs[2], qs[3]);
}

static pl_truth eval_tally(oracle *o, const pl_expr *expr, uint32_t row) {
    static const pl_compare signs[] = {
        [PL_Q_EVERY] = PL_GE,     [PL_Q_AT_LEAST] = PL_GE,   [PL_Q_AT_MOST] = PL_LE,
        [PL_Q_MORE_THAN] = PL_GT, [PL_Q_FEWER_THAN] = PL_LT, [PL_Q_EXACTLY] = PL_EQ};
    oracle_value count, measured;
    oracle_tally(o, expr, row, &count, &measured);
    mpq_ptr k = oracle_q(o);
    if (expr->quantity == PL_Q_EVERY)
        mpq_set_ui(k, expr->count, 1);
    else
        k = oracle_from_number(o, expr->amount);
    return oracle_compare_numbers(signs[expr->quantity], measured, oracle_number(k, k));
}

static oracle_value eval_needs(oracle *o, const pl_expr *expr, uint32_t row) {
    for (uint32_t i = 1; i < expr->count; i++)
        if (oracle_eval(o, expr->kids[i], row).truth != PL_TRUE)
            return oracle_state(PL_MISSING);
    return oracle_eval(o, expr->kids[0], row);
}

/* From 1 August on, day by day, until one bears its month and day. */
static oracle_value eval_day(const oracle *o, const pl_expr *expr) {
    pl_date day = pl_schooljaar_start(o->year), last = pl_schooljaar_start(o->year + 1);
    int wanted = expr->value.index, year, month, of_month;
    for (; day < last; day++) {
        pl_date_split(day, &year, &month, &of_month);
        if (month * 100 + of_month == wanted)
            return (oracle_value){.state = PL_OK, .index = day};
        if (month == 3 && of_month == 1 && wanted == 229)
            return (oracle_value){.state = PL_OK, .index = day - 1};
    }
    assert(!"a day that no school year has");
    return oracle_state(PL_MISSING);
}

/* ---- all kinds ---- */

/* Of a range the end that is asked for. */
static oracle_value eval_parameter(oracle *o, const pl_expr *expr) {
    oracle_value v = oracle_constant(o, &pl_parameter_in_force(expr->parameter, o->now)->value);
    if (expr->end == PL_NORM_LOW)
        v.hi = v.lo;
    if (expr->end == PL_NORM_HIGH)
        v.lo = v.hi;
    return v;
}

oracle_value oracle_eval(oracle *o, const pl_expr *expr, uint32_t row) {
    switch (expr->kind) {
    case PL_EXPR_CONST: return oracle_constant(o, &expr->value);
    case PL_EXPR_FIELD: return oracle_cell(o, pl_data_field(o->data, expr->field, o->year), row);
    case PL_EXPR_SCHOOLJAAR: return eval_year(o, expr, row);
    case PL_EXPR_DAY: return eval_day(o, expr);
    case PL_EXPR_MEASURE: return eval_measure(o, expr->measure, row);
    case PL_EXPR_PARAMETER: return eval_parameter(o, expr);
    case PL_EXPR_UP: return eval_up(o, expr, row);
    case PL_EXPR_NEGATE: {
        oracle_value x = oracle_eval(o, expr->kids[0], row);
        if (x.state != PL_OK)
            return x;
        mpq_ptr lo = oracle_q(o), hi = oracle_q(o);
        mpq_neg(lo, x.hi);
        mpq_neg(hi, x.lo);
        return oracle_number(lo, hi);
    }
    case PL_EXPR_ADD:
    case PL_EXPR_SUB:
    case PL_EXPR_MUL:
    case PL_EXPR_DIV: return eval_arithmetic(o, expr, row);
    case PL_EXPR_ROUND: return eval_round(o, expr, row);
    case PL_EXPR_COMPARE:
    case PL_EXPR_IN_RANGE:
    case PL_EXPR_IN_SET: return eval_comparison(o, expr, row);
    case PL_EXPR_NOT:
    case PL_EXPR_AND:
    case PL_EXPR_OR: return eval_logic(o, expr, row);
    case PL_EXPR_IS_KNOWN: return eval_is_known(o, expr, row);
    case PL_EXPR_ATTESTED: return oracle_attested(o, expr, row);
    case PL_EXPR_JUDGED: return eval_judged(o, expr, row);
    case PL_EXPR_CASES: return eval_cases(o, expr, row);
    case PL_EXPR_ELSE: return eval_else(o, expr, row);
    case PL_EXPR_YEAR: return oracle_previous(o, expr, row);
    case PL_EXPR_TREND: return oracle_trend(o, expr, row);
    case PL_EXPR_NEEDS: return eval_needs(o, expr, row);
    case PL_EXPR_PICK: return oracle_pick(o, expr, row);
    case PL_EXPR_TALLY: return oracle_truth(eval_tally(o, expr, row));
    case PL_EXPR_CALL: return oracle_call(o, expr, row);
    case PL_EXPR_LOOKUP: return eval_lookup(o, expr, row);
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER: return oracle_aggregate(o, expr, row, NULL, NULL);
    case PL_EXPR_PERCENTILE: return oracle_percentile(o, expr, row);
    case PL_EXPR_VERDICT: return oracle_truth(oracle_asked(o, expr, row));
    case PL_EXPR_OUTCOME: return oracle_outcome(o, expr, row);
    default: break;
    }
    assert(!"every kind of expression has a case");
    abort();
}
