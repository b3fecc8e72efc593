/* oracle_years.c - values of other school years: `previous`, `[schooljaar - 1]`, trends, and which years a window has.
 * Walks the same tree with another year at hand, as doc/semantics.md says; nothing is kept from one year to the next. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- which years ---- */

static bool among(const int *years, uint32_t count, int year) {
    for (uint32_t i = 0; i < count; i++)
        if (years[i] == year)
            return true;
    return false;
}

static bool entity_skips(const pl_entity *entity, int year) {
    return among(entity->skipped_years.items, entity->skipped_years.len, year);
}

bool oracle_is_skipped(const pl_expr *expr, int year) {
    bool skipped = among(expr->period.without.items, expr->period.without.len, year) ||
        (expr->child && entity_skips(expr->child, year));
    for (uint32_t i = 0; i < expr->rests.len; i++)
        skipped |= entity_skips(expr->rests.items[i], year);
    return skipped;
}

year_set oracle_last_years(const oracle *o, const pl_expr *expr, int count) {
    year_set set = {.all = false};
    assert(count <= MAX_YEARS);
    for (int year = o->year - !expr->period.including_this; (int)set.count < count; year--)
        if (!oracle_is_skipped(expr, year))
            set.years[set.count++] = year;
    return set;
}

/* ---- one other year ---- */

/* The subject's text up to its school year. */
static size_t without_year(const pl_buffer *text) {
    size_t length = text->len;
    while (length > 0 && text->ptr[length - 1] != '/')
        length--;
    return length;
}

static bool same_but_year(oracle *o, const pl_entity *entity, uint32_t a, uint32_t b) {
    pl_buffer texts[2] = {{0}, {0}};
    pl_data_subject(&texts[0], o->data, entity, a);
    pl_data_subject(&texts[1], o->data, entity, b);
    size_t length = without_year(&texts[0]);
    bool same =
        length == without_year(&texts[1]) && memcmp(texts[0].ptr, texts[1].ptr, length) == 0;
    pl_buffer_fini(&texts[0]);
    pl_buffer_fini(&texts[1]);
    return same;
}

static int32_t row_back(oracle *o, const pl_entity *entity, uint32_t row, int back) {
    const pl_rows *rows = pl_data_rows(o->data, entity);
    for (uint32_t r = 0; r < rows->count; r++)
        if (rows->years[r] == rows->years[row] - back && same_but_year(o, entity, r, row))
            return (int32_t)r;
    return PL_NO_ROW;
}

oracle_value oracle_in_year(oracle *o, const pl_expr *expr, uint32_t row, int year) {
    int back = o->year - year, year_before = o->year;
    pl_date now_before = o->now;
    int32_t there = (int32_t)row;
    assert(back >= 0);
    if (back == 0)
        return oracle_eval(o, expr, row);
    /* Seen from a parent without a year it is the parent's, and no other row is needed. */
    bool of_parent = expr->kind == PL_EXPR_UP && !expr->kids[0]->entity->yearly &&
        (!expr->kids[0]->entity->parent || !expr->kids[0]->entity->parent->yearly);
    if (expr->entity && expr->entity->yearly && !of_parent)
        there = row_back(o, expr->entity, row, back);
    if (there == PL_NO_ROW)
        return oracle_state(PL_MISSING);
    o->year = year;
    o->now = pl_schooljaar_start(year + 1) - 1;
    oracle_value v = oracle_eval(o, expr, (uint32_t)there);
    o->year = year_before;
    o->now = now_before;
    return v;
}

oracle_value oracle_previous(oracle *o, const pl_expr *expr, uint32_t row) {
    int year = o->year - (int)expr->back;
    if (expr->back == 0)
        for (year--; oracle_is_skipped(expr, year);)
            year--;
    return oracle_in_year(o, expr->kids[0], row, year);
}

/* ---- trends ---- */

/* ---- trends over rows ---- */

/* Where a row stands: its day, or its school year. *known false when nobody can tell. */
static int64_t place_of(oracle *o, const pl_expr *expr, uint32_t row, bool *known) {
    *known = true;
    if (!expr->order)
        return pl_data_rows(o->data, expr->child)->years[row];
    oracle_value day = oracle_cell(o, pl_data_field(o->data, expr->order, o->year), row);
    *known = day.state == PL_OK;
    return day.index;
}

/* The place of the row that is the n-th latest different one; false when there are fewer. */
static bool nth_place(const int64_t *places, uint32_t count, int n, int64_t *found) {
    int64_t below = INT64_MAX;
    for (; n > 0; n--) {
        bool any = false;
        for (uint32_t i = 0; i < count; i++)
            if (places[i] < below && (!any || places[i] > *found)) {
                *found = places[i];
                any = true;
            }
        if (!any)
            return false;
        below = *found;
    }
    return true;
}

static pl_truth compare_rows(oracle *o, const pl_expr *expr, const int64_t *places,
                             const uint32_t *list, uint32_t count, int64_t from) {
    pl_truth all = PL_TRUE;
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = 0; b < count; b++) {
            if (places[a] < from || places[b] <= places[a])
                continue;
            oracle_value x = oracle_eval(o, expr->kids[0], list[a]),
                         y = oracle_eval(o, expr->kids[0], list[b]);
            all = oracle_and(
                all, oracle_compare(expr->rising ? PL_LT : PL_GT, expr->kids[0]->type.base, x, y));
        }
    return all;
}

static oracle_value trend_of_rows(oracle *o, const pl_expr *expr, uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, expr->child);
    int64_t *places = calloc(rows->count + 1, sizeof *places), from = 0;
    uint32_t *list = calloc(rows->count + 1, sizeof *list), count = 0;
    bool open = !rows->mapped || rows->incomplete;
    int64_t last = expr->order ? o->now : o->year;
    for (uint32_t r = 0; r < rows->count; r++) {
        bool known;
        int64_t place = place_of(o, expr, r, &known);
        if (pl_links_at(&rows->up[expr->entity->depth], r) != (int32_t)row ||
            (known && place > last))
            continue;
        open |= !known;
        places[count] = place;
        list[count++] = r;
    }
    pl_truth t = PL_UNKNOWN;
    if (!open)
        t = nth_place(places, count, expr->period.years, &from)
            ? compare_rows(o, expr, places, list, count, from)
            : PL_NONE;
    free(places);
    free(list);
    return oracle_truth(t);
}

oracle_value oracle_trend(oracle *o, const pl_expr *expr, uint32_t row) {
    if (expr->child)
        return trend_of_rows(o, expr, row);
    year_set set = oracle_last_years(o, expr, expr->period.years);
    pl_base base = expr->kids[0]->type.base;
    pl_truth all = PL_TRUE;
    for (uint32_t later = 0; later < set.count; later++) {
        oracle_value x = oracle_in_year(o, expr->kids[0], row, set.years[later]);
        for (uint32_t earlier = later + 1; earlier < set.count; earlier++) {
            oracle_value before = oracle_in_year(o, expr->kids[0], row, set.years[earlier]);
            all = oracle_and(all, oracle_compare(expr->rising ? PL_GT : PL_LT, base, x, before));
        }
    }
    return oracle_truth(all);
}
