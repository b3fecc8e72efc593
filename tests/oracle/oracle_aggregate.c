/* oracle_aggregate.c - shares, counts, sums and quantifiers over the rows below a subject, with certain answers.
 * Read fold() first: it sorts each row into what is sure and what may be. Then one function for each aggregate. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What is known of the rows: weights that surely hold, may hold, surely do not hold, may not hold; and of all of them. */
typedef struct tally {
    mpq_ptr yes_lo, yes_hi, no_lo, no_hi, all_lo, all_hi;
    bool open;         /* more rows may exist, or a weight has no upper bound */
    bool maybe_absent; /* some row with an unknown filter, or a weight that is no single number */
    /* of the value of SUM, AVERAGE, LOWEST, HIGHEST */
    mpq_ptr sum_lo, sum_hi;                       /* weighted */
    mpq_ptr least_lo, least_hi, most_lo, most_hi; /* NULL: no row */
    mpq_ptr sure_least_hi, sure_most_lo;          /* over rows that are surely there; NULL: none */
    bool value_lost;                              /* a value that could be anything */
} tally;

/* ---- which rows ---- */

static const int32_t *groups_of(oracle *o, const pl_entity *source, const pl_entity *derived) {
    uint32_t count = pl_data_rows(o->data, source)->count,
             groups = pl_data_rows(o->data, derived)->count;
    int32_t *of = PL_MAKE_ARRAY(o->data->arena, int32_t, count + 1);
    for (uint32_t r = 0; r < count; r++) {
        of[r] = PL_NO_ROW;
        for (uint32_t g = 0; g < groups && of[r] == PL_NO_ROW; g++)
            if (oracle_in_group(o, derived, g, r) == PL_TRUE)
                of[r] = (int32_t)g;
    }
    return of;
}

static const int32_t *ancestors_of(oracle *o, const pl_rows *rows, const pl_entity *above) {
    int32_t *of = PL_MAKE_ARRAY(o->data->arena, int32_t, rows->count + 1);
    for (uint32_t r = 0; r < rows->count; r++)
        of[r] = pl_links_at(&rows->up[above->depth], r);
    return of;
}

const oracle_children *oracle_children_of(oracle *o, const pl_entity *child,
                                          const pl_entity *parent) {
    for (uint32_t i = 0; i < o->children_len; i++)
        if (o->children[i].child == child && o->children[i].parent == parent)
            return &o->children[i];
    const pl_rows *rows = pl_data_rows(o->data, child);
    uint32_t parents = pl_data_rows(o->data, parent)->count;
    oracle_children c = {child, parent, calloc(parents + 2, sizeof(uint32_t)),
                         calloc(rows->count + 1, sizeof(uint32_t))};
    const int32_t *up =
        parent->source == child ? groups_of(o, child, parent) : ancestors_of(o, rows, parent);
    for (uint32_t r = 0; r < rows->count; r++)
        if (up[r] != PL_NO_ROW)
            c.start[up[r] + 2]++;
    for (uint32_t p = 0; p < parents; p++)
        c.start[p + 2] += c.start[p + 1];
    for (uint32_t r = 0; r < rows->count; r++)
        if (up[r] != PL_NO_ROW)
            c.items[c.start[up[r] + 1]++] = r;
    if (o->children_len == o->children_cap) {
        o->children_cap = o->children_cap ? 2 * o->children_cap : 8;
        o->children = realloc(o->children, o->children_cap * sizeof *o->children);
        if (!o->children)
            pl_out_of_memory();
    }
    o->children[o->children_len] = c;
    return &o->children[o->children_len++];
}

static void add_year(year_set *set, int year) {
    assert(set->count < MAX_YEARS);
    set->years[set->count++] = year;
}

static year_set years_of(oracle *o, const pl_expr *expr, int last_count) {
    const pl_period *period = &expr->period;
    if (pl_period_has_days(period))
        return oracle_days_years(o, expr);
    year_set set = {.all = !expr->child->yearly || period->kind == PL_PERIOD_ALL};
    if (set.all)
        return set;
    switch (period->kind) {
    case PL_PERIOD_LAST: return oracle_last_years(o, expr, last_count);
    case PL_PERIOD_RANGE:
        for (int year = period->first; year <= period->last; year++)
            if (!oracle_is_skipped(expr, year))
                add_year(&set, year);
        break;
    default: add_year(&set, o->year); break;
    }
    return set;
}

static bool has_year(const year_set *set, int year) {
    for (uint32_t i = 0; i < set->count; i++)
        if (set->years[i] == year)
            return true;
    return set->all;
}

/* May there be rows that the data does not hold? */
static bool rows_may_lack(oracle *o, const pl_expr *expr, const pl_rows *rows,
                          const year_set *set) {
    bool by_day = pl_period_has_days(&expr->period) && !rows->years;
    if (rows->incomplete)
        return true;
    for (uint32_t i = 0; by_day && i < set->count; i++)
        if (!oracle_has_day_in(o, expr, set->years[i]))
            return true;
    if (by_day)
        return false;
    for (uint32_t i = 0; i < set->count; i++) {
        bool covered = false;
        for (uint32_t k = 0; k < rows->covered.len; k++)
            covered |= rows->covered.items[k] == set->years[i];
        if (!covered)
            return true;
    }
    return false;
}

/* How many a row stands for; *bounded false when there is no upper bound. */
static void weight_of(oracle *o, const pl_rows *rows, uint32_t row, mpq_ptr *lo, mpq_ptr *hi,
                      bool *bounded) {
    *bounded = true;
    if (!rows->weight) {
        *lo = *hi = oracle_q(o);
        mpq_set_ui(*lo, 1, 1);
        return;
    }
    oracle_value w = oracle_cell(o, rows->weight, row);
    *bounded = w.state == PL_OK;
    *lo = *bounded ? w.lo : oracle_q(o);
    *hi = *bounded ? w.hi : oracle_q(o);
}

/* ---- folding the rows ---- */

static void add_to(mpq_ptr total, mpq_srcptr amount) {
    mpq_add(total, total, amount);
}

static void lower_to(mpq_ptr *slot, mpq_ptr value) {
    if (!*slot || mpq_cmp(value, *slot) < 0)
        *slot = value;
}

static void raise_to(mpq_ptr *slot, mpq_ptr value) {
    if (!*slot || mpq_cmp(value, *slot) > 0)
        *slot = value;
}

/* The field that an expression is the bare name of, its own or an ancestor's. */
static const pl_field *named_field(const pl_expr *value) {
    if (value->kind == PL_EXPR_UP)
        value = value->kids[0];
    return value->kind == PL_EXPR_FIELD ? value->field : NULL;
}

static void fold_value(oracle *o, tally *t, const pl_expr *value, oracle_value x, bool surely,
                       oracle_value weight) {
    const pl_field *field = named_field(value);
    if (x.state == PL_MISSING && field && field->has_domain)
        x = oracle_number(oracle_from_number(o, field->domain_lo),
                          oracle_from_number(o, field->domain_hi));
    if (x.state != PL_OK) {
        t->value_lost = true;
        return;
    }
    oracle_value product = oracle_times(o, weight, x);
    if (surely || mpq_sgn(product.lo) < 0)
        add_to(t->sum_lo, product.lo);
    if (surely || mpq_sgn(product.hi) > 0)
        add_to(t->sum_hi, product.hi);
    lower_to(&t->least_lo, x.lo);
    lower_to(&t->least_hi, x.hi);
    raise_to(&t->most_lo, x.lo);
    raise_to(&t->most_hi, x.hi);
    if (surely && mpq_sgn(weight.lo) > 0) {
        lower_to(&t->sure_least_hi, x.hi);
        raise_to(&t->sure_most_lo, x.lo);
    }
}

static void fold_row(oracle *o, tally *t, const pl_expr *expr, const pl_rows *rows, uint32_t row,
                     bool is_value) {
    pl_truth in = expr->kids[0] ? oracle_eval(o, expr->kids[0], row).truth : PL_TRUE;
    if (pl_period_has_days(&expr->period))
        in = oracle_and(in, oracle_in_days(o, expr, row));
    if (in == PL_FALSE || in == PL_NONE)
        return;
    mpq_ptr lo, hi;
    bool bounded;
    weight_of(o, rows, row, &lo, &hi, &bounded);
    if (!bounded) {
        t->open = true; /* a weight without an upper bound: nothing above can be sure */
    } else if (mpq_sgn(hi) == 0) {
        return; /* stands for nobody */
    }
    bool surely = in == PL_TRUE;
    pl_truth holds = PL_TRUE;
    if (!is_value && expr->kids[1])
        holds = oracle_eval(o, expr->kids[1], row).truth;
    if (surely) {
        add_to(t->all_lo, lo);
        if (holds == PL_TRUE)
            add_to(t->yes_lo, lo);
        if (holds == PL_FALSE)
            add_to(t->no_lo, lo);
    }
    add_to(t->all_hi, hi);
    if (holds != PL_FALSE)
        add_to(t->yes_hi, hi);
    if (holds != PL_TRUE)
        add_to(t->no_hi, hi);
    if (!surely || !bounded || !mpq_equal(lo, hi))
        t->maybe_absent = true;
    if (is_value)
        fold_value(o, t, expr->kids[1], oracle_eval(o, expr->kids[1], row), surely,
                   oracle_number(lo, hi));
}

/* A school year as if it were a row that stands for one. */
static void fold_year(oracle *o, tally *t, const pl_expr *expr, uint32_t subject, int year,
                      bool is_value) {
    mpq_ptr one = oracle_q(o);
    pl_truth in = expr->kids[0] ? oracle_in_year(o, expr->kids[0], subject, year).truth : PL_TRUE;
    if (in == PL_FALSE || in == PL_NONE)
        return;
    oracle_value x = oracle_in_year(o, expr->kids[1], subject, year);
    pl_truth holds = is_value ? PL_TRUE : x.truth;
    bool surely = in == PL_TRUE;
    mpq_set_ui(one, 1, 1);
    add_to(t->all_hi, one);
    if (surely)
        add_to(t->all_lo, one);
    if (holds != PL_FALSE)
        add_to(t->yes_hi, one);
    if (holds != PL_TRUE)
        add_to(t->no_hi, one);
    if (surely && holds == PL_TRUE)
        add_to(t->yes_lo, one);
    if (surely && holds == PL_FALSE)
        add_to(t->no_lo, one);
    t->maybe_absent |= !surely;
    if (is_value)
        fold_value(o, t, expr->kids[1], x, surely, oracle_number(one, one));
}

static tally empty_tally(oracle *o) {
    return (tally){.yes_lo = oracle_q(o),
                   .yes_hi = oracle_q(o),
                   .no_lo = oracle_q(o),
                   .no_hi = oracle_q(o),
                   .all_lo = oracle_q(o),
                   .all_hi = oracle_q(o),
                   .sum_lo = oracle_q(o),
                   .sum_hi = oracle_q(o)};
}

static bool is_of_years(const void *years, int year) {
    return has_year(years, year);
}

static bool groups_may_lack(oracle *o, const pl_expr *expr, uint32_t subject, const year_set *set) {
    if (expr->entity->source == expr->child)
        return oracle_group_is_unsure(o, expr->entity, subject);
    return expr->child->source &&
        oracle_group_may_lack(o, expr->child, expr->entity, subject, is_of_years, set);
}

static tally fold(oracle *o, const pl_expr *expr, uint32_t subject, const year_set *set) {
    tally t = empty_tally(o);
    const pl_rows *rows = pl_data_rows(o->data, expr->child);
    const oracle_children *c = oracle_children_of(o, expr->child, expr->entity);
    bool is_value = expr->kind == PL_EXPR_AGGREGATE && expr->aggregate != PL_AGG_SHARE &&
        expr->aggregate != PL_AGG_COUNT;
    t.open = rows_may_lack(o, expr, rows, set) || groups_may_lack(o, expr, subject, set);
    for (uint32_t i = c->start[subject]; i < c->start[subject + 1]; i++)
        if (!rows->years || has_year(set, rows->years[c->items[i]]))
            fold_row(o, &t, expr, rows, c->items[i], is_value);
    return t;
}

/* ---- answers ---- */

static bool surely_empty(const tally *t) {
    return !t->open && mpq_sgn(t->all_hi) == 0;
}

static mpq_ptr ratio(oracle *o, mpq_srcptr part, mpq_srcptr rest, unsigned long when_empty) {
    mpq_ptr r = oracle_q(o);
    mpq_add(r, part, rest);
    if (mpq_sgn(r) == 0)
        mpq_set_ui(r, when_empty, 1);
    else
        mpq_div(r, part, r);
    return r;
}

static oracle_value share_of(oracle *o, const tally *t) {
    if (t->open)
        return oracle_state(PL_MISSING);
    return oracle_number(ratio(o, t->yes_lo, t->no_hi, 0), ratio(o, t->yes_hi, t->no_lo, 1));
}

static oracle_value average_of(oracle *o, const tally *t) {
    if (t->open || t->value_lost)
        return oracle_state(PL_MISSING);
    if (t->maybe_absent)
        return oracle_number(t->least_lo, t->most_hi);
    mpq_ptr lo = oracle_q(o), hi = oracle_q(o);
    mpq_div(lo, t->sum_lo, t->all_lo);
    mpq_div(hi, t->sum_hi, t->all_lo);
    return oracle_number(lo, hi);
}

static oracle_value extreme_of(const tally *t, bool lowest) {
    if (t->open || t->value_lost)
        return oracle_state(PL_MISSING);
    assert(t->sure_least_hi && t->sure_most_lo);
    return lowest ? oracle_number(t->least_lo, t->sure_least_hi)
                  : oracle_number(t->sure_most_lo, t->most_hi);
}

static oracle_value aggregate_of(oracle *o, const pl_expr *expr, const tally *t) {
    if (expr->aggregate == PL_AGG_COUNT)
        return t->open ? oracle_state(PL_MISSING) : oracle_number(t->yes_lo, t->yes_hi);
    if (expr->aggregate == PL_AGG_SUM && pl_period_has_days(&expr->period))
        return t->open || t->value_lost ? oracle_state(PL_MISSING)
                                        : oracle_number(t->sum_lo, t->sum_hi);
    if (surely_empty(t))
        return oracle_state(PL_EMPTY);
    if (mpq_sgn(t->all_lo) == 0)
        return oracle_state(PL_MISSING);
    switch (expr->aggregate) {
    case PL_AGG_SHARE: return share_of(o, t);
    case PL_AGG_AVERAGE: return average_of(o, t);
    case PL_AGG_LOWEST: return extreme_of(t, true);
    case PL_AGG_HIGHEST: return extreme_of(t, false);
    default: break;
    }
    assert(expr->aggregate == PL_AGG_SUM);
    return t->open || t->value_lost ? oracle_state(PL_MISSING)
                                    : oracle_number(t->sum_lo, t->sum_hi);
}

static pl_truth every_of(const tally *t) {
    if (mpq_sgn(t->no_lo) > 0)
        return PL_FALSE;
    return !t->open && mpq_sgn(t->no_hi) == 0 ? PL_TRUE : PL_UNKNOWN;
}

/* Compares yes_lo .. yes_hi, or .. without end when more rows may exist. */
static pl_truth amount_of(const tally *t, pl_quantity quantity, mpq_srcptr k) {
    bool lo_ge = mpq_cmp(t->yes_lo, k) >= 0, lo_gt = mpq_cmp(t->yes_lo, k) > 0;
    bool hi_lt = !t->open && mpq_cmp(t->yes_hi, k) < 0,
         hi_le = !t->open && mpq_cmp(t->yes_hi, k) <= 0;
    switch (quantity) {
    case PL_Q_AT_LEAST: return lo_ge ? PL_TRUE : hi_lt ? PL_FALSE : PL_UNKNOWN;
    case PL_Q_FEWER_THAN: return lo_ge ? PL_FALSE : hi_lt ? PL_TRUE : PL_UNKNOWN;
    case PL_Q_MORE_THAN: return lo_gt ? PL_TRUE : hi_le ? PL_FALSE : PL_UNKNOWN;
    case PL_Q_AT_MOST: return lo_gt ? PL_FALSE : hi_le ? PL_TRUE : PL_UNKNOWN;
    default: break;
    }
    assert(quantity == PL_Q_EXACTLY);
    if (lo_gt || hi_lt)
        return PL_FALSE;
    return lo_ge && hi_le ? PL_TRUE : PL_UNKNOWN;
}

static pl_truth quantifier_of(oracle *o, const pl_expr *expr, const tally *t) {
    static const pl_compare signs[] = {[PL_Q_AT_LEAST] = PL_GE,
                                       [PL_Q_AT_MOST] = PL_LE,
                                       [PL_Q_MORE_THAN] = PL_GT,
                                       [PL_Q_FEWER_THAN] = PL_LT,
                                       [PL_Q_EXACTLY] = PL_EQ};
    if (surely_empty(t))
        return PL_NONE;
    if (mpq_sgn(t->all_lo) == 0)
        return PL_UNKNOWN; /* perhaps there is nothing to judge */
    if (expr->quantity == PL_Q_EVERY)
        return every_of(t);
    mpq_ptr k = oracle_from_number(o, expr->amount);
    if (!expr->percent)
        return amount_of(t, expr->quantity, k);
    return oracle_compare(signs[expr->quantity], PL_NUMBER, share_of(o, t), oracle_number(k, k));
}

/* ---- the switch to more years for few pupils ---- */

typedef struct distinct_count {
    mpq_ptr lo, hi;
    bool bounded;
} distinct_count;

static oracle_value first_key(oracle *o, const pl_entity *entity, uint32_t row) {
    if (entity->key_count == 0)
        return (oracle_value){.state = PL_OK};
    return oracle_cell(o, pl_data_field(o->data, entity->fields.items[0], o->year), row);
}

static bool same_key(const pl_entity *entity, oracle_value a, oracle_value b) {
    if (entity->key_count == 0)
        return true;
    if (entity->fields.items[0]->type.base == PL_NUMBER)
        return mpq_equal(a.lo, b.lo) != 0;
    return entity->fields.items[0]->type.base == PL_TRUTH ? a.truth == b.truth : a.index == b.index;
}

/* Rows that are not linked to a counted one: the largest sum of weights over the values of the first key. */
static void count_unlinked(oracle *o, distinct_count *n, const pl_rows *rows, const uint32_t *list,
                           uint32_t count) {
    mpq_ptr best_lo = oracle_q(o), best_hi = oracle_q(o);
    for (uint32_t i = 0; i < count; i++) {
        oracle_value key = first_key(o, rows->entity, list[i]);
        mpq_ptr lo = oracle_q(o), hi = oracle_q(o);
        for (uint32_t k = 0; k < count; k++) {
            if (!same_key(rows->entity, key, first_key(o, rows->entity, list[k])))
                continue;
            mpq_ptr wlo, whi;
            bool bounded;
            weight_of(o, rows, list[k], &wlo, &whi, &bounded);
            n->bounded &= bounded;
            add_to(lo, wlo);
            add_to(hi, whi);
        }
        raise_to(&best_lo, lo);
        raise_to(&best_hi, hi);
    }
    add_to(n->lo, best_lo);
    add_to(n->hi, best_hi);
}

typedef struct linked_row {
    int32_t row;
    bool surely;
} linked_row;

static void see_linked(linked_row *seen, uint32_t *count, int32_t row, bool surely) {
    uint32_t k = 0;
    while (k < *count && seen[k].row != row)
        k++;
    if (k == *count)
        seen[(*count)++] = (linked_row){row, false};
    seen[k].surely |= surely;
}

static void add_whole(oracle *o, mpq_ptr total, uint32_t whole) {
    mpq_ptr q = oracle_q(o);
    mpq_set_ui(q, whole, 1);
    add_to(total, q);
}

/* Rows of the period; those linked to a counted one count it once, surely when a row of it surely stands for somebody. */
static distinct_count distinct(oracle *o, const pl_expr *expr, uint32_t subject,
                               const year_set *set) {
    const pl_entity *counted = expr->period.small_entity;
    const pl_rows *rows = pl_data_rows(o->data, expr->child);
    const oracle_children *c = oracle_children_of(o, expr->child, expr->entity);
    distinct_count n = {oracle_q(o), oracle_q(o), !rows_may_lack(o, expr, rows, set)};
    uint32_t len = c->start[subject + 1] - c->start[subject], unlinked = 0, linked = 0,
             surely_linked = 0;
    uint32_t *list = calloc(len + 1, sizeof *list);
    linked_row *seen = calloc(len + 1, sizeof *seen);
    for (uint32_t i = 0; i < len; i++) {
        uint32_t row = c->items[c->start[subject] + i];
        mpq_ptr lo, hi;
        bool bounded;
        if (rows->years && !has_year(set, rows->years[row]))
            continue;
        weight_of(o, rows, row, &lo, &hi, &bounded);
        n.bounded &= bounded;
        if (bounded && mpq_sgn(hi) == 0)
            continue;
        if (counted == expr->child) {
            add_to(n.lo, lo);
            add_to(n.hi, hi);
        } else if (pl_links_at(&rows->up[counted->depth], row) == PL_NO_ROW) {
            list[unlinked++] = row;
        } else {
            see_linked(seen, &linked, pl_links_at(&rows->up[counted->depth], row), mpq_sgn(lo) > 0);
        }
    }
    for (uint32_t k = 0; k < linked; k++)
        surely_linked += seen[k].surely;
    add_whole(o, n.lo, surely_linked);
    add_whole(o, n.hi, linked);
    count_unlinked(o, &n, rows, list, unlinked);
    free(list);
    free(seen);
    return n;
}

/* ---- the whole ---- */

static tally fold_years(oracle *o, const pl_expr *expr, uint32_t subject) {
    tally t = empty_tally(o);
    year_set set = oracle_last_years(o, expr, expr->period.years);
    bool is_value = expr->kind == PL_EXPR_AGGREGATE && expr->aggregate != PL_AGG_SHARE &&
        expr->aggregate != PL_AGG_COUNT;
    for (uint32_t i = 0; i < set.count; i++)
        fold_year(o, &t, expr, subject, set.years[i], is_value);
    return t;
}

typedef struct window_fold {
    oracle *o;
    const pl_expr *expr;
    bool is_value;
    tally t;
} window_fold;

static void fold_window(void *context, pl_truth in, oracle_value x) {
    window_fold *f = context;
    mpq_ptr one = oracle_q(f->o);
    pl_truth holds = f->is_value ? PL_TRUE : x.truth;
    if (in == PL_FALSE || in == PL_NONE)
        return;
    mpq_set_ui(one, 1, 1);
    add_to(f->t.all_hi, one);
    if (in == PL_TRUE)
        add_to(f->t.all_lo, one);
    if (holds != PL_FALSE)
        add_to(f->t.yes_hi, one);
    if (holds != PL_TRUE)
        add_to(f->t.no_hi, one);
    if (in == PL_TRUE && holds == PL_TRUE)
        add_to(f->t.yes_lo, one);
    if (in == PL_TRUE && holds == PL_FALSE)
        add_to(f->t.no_lo, one);
    f->t.maybe_absent |= in != PL_TRUE;
    if (f->is_value)
        fold_value(f->o, &f->t, f->expr->kids[1], x, in == PL_TRUE, oracle_number(one, one));
}

static tally fold_windows(oracle *o, const pl_expr *expr, uint32_t subject) {
    bool is_value = expr->kind == PL_EXPR_AGGREGATE && expr->aggregate != PL_AGG_SHARE &&
        expr->aggregate != PL_AGG_COUNT;
    window_fold f = {o, expr, is_value, empty_tally(o)};
    oracle_each_window(o, expr, subject, fold_window, &f);
    return f.t;
}

static tally fold_all(oracle *o, const pl_expr *expr, uint32_t row, int years) {
    if (pl_period_has_windows(&expr->period))
        return fold_windows(o, expr, row);
    if (!expr->child)
        return fold_years(o, expr, row);
    year_set set = years_of(o, expr, years);
    return fold(o, expr, row, &set);
}

static oracle_value answer(oracle *o, const pl_expr *expr, uint32_t row, int years,
                           oracle_value *count, oracle_value *total) {
    tally t = fold_all(o, expr, row, years);
    if (count)
        *count = t.open ? oracle_state(PL_MISSING) : oracle_number(t.yes_lo, t.yes_hi);
    if (total)
        *total = t.open ? oracle_state(PL_MISSING) : oracle_number(t.all_lo, t.all_hi);
    if (expr->kind == PL_EXPR_QUANTIFIER)
        return oracle_truth(quantifier_of(o, expr, &t));
    return aggregate_of(o, expr, &t);
}

oracle_value oracle_aggregate(oracle *o, const pl_expr *expr, uint32_t row, oracle_value *count,
                              oracle_value *total) {
    const pl_period *period = &expr->period;
    if (expr->child && !pl_data_rows(o->data, expr->child)->mapped) {
        if (count)
            *count = *total = oracle_state(PL_MISSING);
        return oracle_state(PL_MISSING);
    }
    if (period->kind != PL_PERIOD_LAST || period->small_years == 0)
        return answer(o, expr, row, period->years, count, total);
    year_set set = years_of(o, expr, period->years);
    distinct_count n = distinct(o, expr, row, &set);
    mpq_ptr limit = oracle_from_number(o, period->small_below);
    bool few = n.bounded && mpq_cmp(n.hi, limit) < 0, many = n.bounded && mpq_cmp(n.lo, limit) >= 0;
    if (few || many)
        return answer(o, expr, row, few ? period->small_years : period->years, count, total);
    oracle_value c[2], a[2];
    oracle_value small = answer(o, expr, row, period->small_years, &c[0], &a[0]);
    oracle_value usual = answer(o, expr, row, period->years, &c[1], &a[1]);
    if (count)
        *count = oracle_either(PL_NUMBER, c[0], c[1]);
    if (total)
        *total = oracle_either(PL_NUMBER, a[0], a[1]);
    return oracle_either(expr->kind == PL_EXPR_QUANTIFIER ? PL_TRUTH : PL_NUMBER, small, usual);
}

oracle_value oracle_pick(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, expr->child);
    const oracle_children *c = oracle_children_of(o, expr->child, expr->entity);
    year_set set = years_of(o, expr, 1);
    for (uint32_t i = c->start[row]; i < c->start[row + 1]; i++) {
        uint32_t at = c->items[i];
        if ((!rows->years || has_year(&set, rows->years[at])) &&
            oracle_eval(o, expr->kids[0], at).truth == PL_TRUE)
            return oracle_eval(o, expr->kids[1], at);
    }
    return oracle_state(PL_MISSING);
}
