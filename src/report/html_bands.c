/* html_bands.c - the norm of a rule as bands of one number, to draw: from clauses with a condition on it,
 * or from a table with it as its only key. A rule without such a number is drawn by that of its
 * neighbours, mostly the weging. Doubles are for pictures only. */
#include <assert.h>

#include "report/html.h"

bool pl_html_double(pl_number number, double *value) {
    if (number.den == 0)
        return false;
    assert(number.den > 0);
    *value = (double)number.num / (double)number.den;
    return true;
}

const char *pl_html_key_name(const pl_expr *key) {
    return key->kind == PL_EXPR_FIELD ? key->field->name : key->measure->name;
}

static const pl_expr *below_up(const pl_expr *expr) {
    while (expr->kind == PL_EXPR_UP)
        expr = expr->kids[0];
    return expr;
}

/* ### keys */

/* The field or measure that is a number, seen from a row of the rule's entity. */
static const pl_expr *key_of(const pl_expr *expr) {
    const pl_expr *leaf = below_up(expr);

    if (leaf->type.base != PL_NUMBER || !leaf->entity)
        return NULL;
    return leaf->kind == PL_EXPR_FIELD || leaf->kind == PL_EXPR_MEASURE ? leaf : NULL;
}

static bool is_same(const pl_expr *a, const pl_expr *b) {
    return a->kind == b->kind &&
        (a->kind == PL_EXPR_FIELD ? a->field == b->field : a->measure == b->measure);
}

static const pl_expr *key_of_lookup(const pl_expr *expr) {
    expr = below_up(expr);
    return expr->kind == PL_EXPR_LOOKUP && expr->count == 1 ? key_of(expr->kids[0]) : NULL;
}

/* What decides the norm of a clause, when it is one number. */
static const pl_expr *key_of_clause(const pl_clause *clause) {
    const pl_expr *when = clause->condition;

    if (clause->requirement->kind != PL_EXPR_COMPARE)
        return NULL;
    if (!when)
        return key_of_lookup(clause->requirement->kids[1]);
    return when->kind == PL_EXPR_IN_RANGE || when->kind == PL_EXPR_COMPARE ? key_of(when->kids[0])
                                                                           : NULL;
}

static const pl_expr *key_of_rule(const pl_rule *rule) {
    return rule->clauses.len > 0 ? key_of_clause(&rule->clauses.items[0]) : NULL;
}

/* Its own, else the first one of a rule of the sheet. */
static void find_key(const pl_html_sheet *s, pl_html_bands *bands) {
    bands->key = key_of_rule(bands->rule);
    for (uint32_t i = 0; !bands->key && i < s->sheet->rules.len; i++) {
        bands->by = s->sheet->rules.items[i]->rule;
        bands->key = key_of_rule(bands->by);
    }
}

/* ### the value of the key */

static bool recorded_value(const pl_html_sheet *s, const pl_run *run, const pl_expr *key,
                           uint32_t row, int year, pl_value *value) {
    for (uint32_t i = 0; run && i < run->recorded.len; i++) {
        const pl_recorded *kept = &run->recorded.items[i];

        if (kept->amounts && kept->year == year && kept->aspect == PL_RECORD_VALUE &&
            kept->entity == key->entity && kept->expr->kind == key->kind &&
            is_same(kept->expr, key)) {
            *value = pl_amounts_value(kept->amounts, row, s->html->report->arena);
            return true;
        }
    }
    return false;
}

static bool middle(const pl_value *value, double *x) {
    double lo, hi;

    if (value->state != PL_OK || value->base != PL_NUMBER || !pl_html_double(value->lo, &lo) ||
        !pl_html_double(value->hi, &hi))
        return false;
    *x = (lo + hi) / 2;
    return true;
}

bool pl_html_key_value(const pl_html_sheet *s, const pl_run *recorded, const pl_expr *key,
                       uint32_t row, double *value) {
    const pl_report *report = s->html->report;
    const pl_rows *rows = pl_data_rows(report->run->data, s->sheet->entity);
    int year = rows->years ? rows->years[row] : report->run->schooljaar;
    int32_t at = key->entity == s->sheet->entity
        ? (int32_t)row
        : pl_trace_up(report->trace, s->sheet->entity, row, key->entity);
    const pl_column *column = key->kind == PL_EXPR_FIELD
        ? pl_data_field(report->run->data, key->field, year)
        : pl_data_measure(report->run->data, key->measure, year);
    pl_value cell = {.state = PL_MISSING};

    if (at == PL_NO_ROW)
        return false;
    if (column)
        cell = pl_trace_cell(report->trace, column, (uint32_t)at);
    else if (!recorded_value(s, recorded, key, (uint32_t)at, year, &cell))
        return false;
    return middle(&cell, value);
}

/* ### bands */

static bool constant(const pl_html_sheet *s, const pl_expr *expr, pl_number *value) {
    const pl_dated_value *dated;

    expr = below_up(expr);
    if (expr->type.base != PL_NUMBER)
        return false;
    if (expr->kind == PL_EXPR_CONST) {
        *value = expr->value.lo;
        return true;
    }
    if (expr->kind != PL_EXPR_PARAMETER)
        return false;
    dated = pl_parameter_in_force(expr->parameter, s->html->report->run->date);
    if (dated)
        *value = dated->value.lo;
    return dated != NULL;
}

static bool band_of_range(const pl_cell *range, pl_html_band *band) {
    band->has_lo = range->kind == PL_CELL_VALUE || range->has_lo;
    band->has_hi = range->kind == PL_CELL_VALUE || range->has_hi;
    return (!band->has_lo || pl_html_double(range->lo.lo, &band->lo)) &&
        (!band->has_hi ||
         pl_html_double(range->kind == PL_CELL_VALUE ? range->lo.lo : range->hi.lo, &band->hi));
}

static bool band_of_condition(const pl_html_sheet *s, const pl_expr *when, pl_html_band *band) {
    pl_number end;

    *band = (pl_html_band){0};
    if (!when)
        return true;
    if (when->kind == PL_EXPR_IN_RANGE)
        return band_of_range(&when->range, band);
    if (when->compare == PL_NE || !constant(s, when->kids[1], &end))
        return false;
    band->has_lo = when->compare == PL_GE || when->compare == PL_GT || when->compare == PL_EQ;
    band->has_hi = when->compare == PL_LE || when->compare == PL_LT || when->compare == PL_EQ;
    if (!pl_html_double(end, &band->lo))
        return false;
    band->hi = band->lo;
    return true;
}

static bool add_table(const pl_html_sheet *s, pl_html_bands *bands, const pl_expr *lookup) {
    const pl_table_version *version = pl_table_in_force(lookup->table, s->html->report->run->date);

    for (uint32_t i = 0; version && i < version->rows.len; i++) {
        const pl_cell *cells = version->rows.items[i].cells;
        pl_html_band band;

        if (cells[lookup->column].kind == PL_CELL_NO_NORM)
            continue;
        band = (pl_html_band){.exact = pl_cell_end(&cells[lookup->column], lookup->end)->lo};
        if (!band_of_range(&cells[0], &band) || !pl_html_double(band.exact, &band.norm))
            return false;
        PL_PUSH(s->html->report->arena, &bands->list, band);
    }
    return version != NULL;
}

static bool add_clause(const pl_html_sheet *s, pl_html_bands *bands, const pl_clause *clause) {
    const pl_expr *norm, *key = clause->condition ? key_of(clause->condition->kids[0]) : bands->key;
    pl_html_band band;

    if (clause->requirement->kind != PL_EXPR_COMPARE || !key || !is_same(key, bands->key))
        return false;
    norm = below_up(clause->requirement->kids[1]);
    if (!clause->condition && key_of_lookup(norm))
        return is_same(key_of_lookup(norm), bands->key) && add_table(s, bands, norm);
    if (!band_of_condition(s, clause->condition, &band) || !constant(s, norm, &band.exact) ||
        !pl_html_double(band.exact, &band.norm))
        return false;
    PL_PUSH(s->html->report->arena, &bands->list, band);
    return true;
}

static bool is_simple(const pl_expr *when) {
    return !when || when->kind == PL_EXPR_IN_RANGE || when->kind == PL_EXPR_COMPARE;
}

static void find_side(pl_html_bands *bands, const pl_expr *requirement) {
    pl_compare compare = requirement->compare;

    bands->more = compare == PL_GE || compare == PL_GT;
    bands->one_sided = requirement->kind == PL_EXPR_COMPARE &&
        (bands->more || compare == PL_LE || compare == PL_LT);
}

pl_html_bands pl_html_bands_of(const pl_html_sheet *s, uint32_t rule) {
    const pl_rule *r = s->sheet->rules.items[rule]->rule;
    pl_html_bands bands = {.rule = r};

    if (r->clauses.len == 0 || r->deadline || r->attestation)
        return bands;
    find_key(s, &bands);
    bands.drawn = bands.key != NULL;
    find_side(&bands, r->clauses.items[0].requirement);
    for (uint32_t i = 0; bands.drawn && i < r->clauses.len; i++)
        bands.drawn =
            is_simple(r->clauses.items[i].condition) && add_clause(s, &bands, &r->clauses.items[i]);
    if (!bands.drawn)
        bands.list.len = 0;
    return bands;
}
