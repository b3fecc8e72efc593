/* flips.c - for rows of an aggregate a change of one cell that moves each to the other side. Tries, for
 * each cell that the condition reads, the values that could matter: those that it is compared with,
 * and their neighbours. One run tries a value for all rows at once. */
#include <assert.h>
#include <string.h>

#include "why/plan.h"

#define MOST_VALUES 24
#define MOST_TRIES 64

/* ### which cells */

typedef struct leaves {
    PL_VEC(const pl_expr *) cells;
    PL_VEC(pl_value) constants; /* that the condition names */
} leaves;

static bool is_kept_as_it_is(const pl_fixed *fixed, const pl_field *field) {
    for (uint32_t i = 0; i < fixed->names.len; i++)
        if (fixed->names.items[i] == field)
            return true;
    return field->key;
}

static void add_range(pl_why *why, leaves *l, const pl_cell *range) {
    if (range->has_lo)
        PL_PUSH(why->arena, &l->constants, range->lo);
    if (range->has_hi)
        PL_PUSH(why->arena, &l->constants, range->hi);
}

static void collect(pl_why *why, const pl_fixed *fixed, const pl_expr *expr,
                    const pl_entity *entity, leaves *l) {
    if (expr->kind == PL_EXPR_FIELD && expr->entity == entity &&
        !is_kept_as_it_is(fixed, expr->field))
        PL_PUSH(why->arena, &l->cells, expr);
    else if (expr->kind == PL_EXPR_CONST)
        PL_PUSH(why->arena, &l->constants, expr->value);
    else if (expr->kind == PL_EXPR_IN_RANGE)
        add_range(why, l, &expr->range);
    if (expr->kind == PL_EXPR_PARAMETER) {
        const pl_dated_value *value =
            pl_parameter_in_force(expr->parameter, pl_trace_date(why->trace));

        if (value)
            PL_PUSH(why->arena, &l->constants, pl_dated_end(value, expr->end));
    }
    if (expr->kind == PL_EXPR_MEASURE && !pl_why_is_supplied(why, expr->measure))
        collect(why, fixed, expr->measure->definition, entity, l);
    if (expr->kind == PL_EXPR_AGGREGATE || expr->kind == PL_EXPR_QUANTIFIER ||
        expr->kind == PL_EXPR_PICK)
        return;
    for (uint32_t k = 0; k < expr->count; k++)
        if (expr->kids[k])
            collect(why, fixed, expr->kids[k], entity, l);
}

/* ### which values */

typedef PL_VEC(pl_value) values;

static void push_number(pl_why *why, const pl_field *field, values *v, pl_number number) {
    if (field->has_domain &&
        (pl_number_compare(number, field->domain_lo) < 0 ||
         pl_number_compare(number, field->domain_hi) > 0))
        return;
    if (v->len < MOST_VALUES)
        PL_PUSH(why->arena, v, ((pl_value){.base = PL_NUMBER, .lo = number, .hi = number}));
}

static void numbers_for(pl_why *why, const pl_field *field, const leaves *l, values *v) {
    pl_number step = pl_number_scaled(why->arena, 1, field->type.unit == PL_UNIT_PERCENT ? 3 : 0);

    for (uint32_t i = 0; i < l->constants.len; i++) {
        pl_number number = l->constants.items[i].lo;

        if (l->constants.items[i].base != PL_NUMBER)
            continue;
        push_number(why, field, v, number);
        push_number(why, field, v, pl_number_add(why->arena, number, step));
        push_number(why, field, v, pl_number_sub(why->arena, number, step));
    }
    if (field->has_domain) {
        push_number(why, field, v, field->domain_lo);
        push_number(why, field, v, field->domain_hi);
    }
}

/* Days and texts that the condition names, and the days beside them. */
static void named_for(pl_why *why, const pl_field *field, const leaves *l, values *v) {
    for (uint32_t i = 0; i < l->constants.len; i++) {
        pl_value value = l->constants.items[i];

        if (value.base != field->type.base || v->len + 3 > MOST_VALUES)
            continue;
        if (value.base == PL_TEXT) {
            value.index = (int32_t)pl_data_find_text(why->run->data, pl_str_of(value.text));
            if (value.index < 0)
                continue;
        }
        PL_PUSH(why->arena, v, value);
        for (int beside = -1; value.base == PL_DATE && beside <= 1; beside += 2) {
            pl_value near = value;

            near.index += beside;
            PL_PUSH(why->arena, v, near);
        }
    }
}

static void values_for(pl_why *why, const pl_field *field, const leaves *l, values *v) {
    switch (field->type.base) {
    case PL_TRUTH:
        PL_PUSH(why->arena, v, ((pl_value){.base = PL_TRUTH, .truth = PL_TRUE}));
        PL_PUSH(why->arena, v, ((pl_value){.base = PL_TRUTH, .truth = PL_FALSE}));
        break;
    case PL_MEMBER:
        for (uint32_t m = 0; m < field->type.members->members.len && m < MOST_VALUES; m++)
            PL_PUSH(why->arena, v, ((pl_value){.base = PL_MEMBER, .index = (int32_t)m}));
        break;
    case PL_NUMBER: numbers_for(why, field, l, v); break;
    case PL_DATE:
    case PL_TEXT: named_for(why, field, l, v); break;
    default: break;
    }
}

/* ### trying */

typedef struct attempt {
    pl_why *why;
    const pl_expr *aggregate;
    pl_truth wanted;
    const pl_changes *changes;
    pl_lever *lever;
    bool *found; /* [lever->row_count] */
    uint32_t missing, tries;
} attempt;

static pl_change flip_of(const attempt *a, const pl_expr *leaf, uint32_t row, pl_value value) {
    return (pl_change){.entity = a->aggregate->child,
                       .field = leaf->field,
                       .year = a->lever->year,
                       .row = row,
                       .value = value};
}

static void try_value(attempt *a, const pl_expr *leaf, pl_value value) {
    pl_changes changes = {0};
    pl_trial trial;

    for (uint32_t i = 0; i < a->changes->len; i++)
        PL_PUSH(a->why->arena, &changes, a->changes->items[i]);
    for (uint32_t i = 0; i < a->lever->row_count; i++)
        if (!a->found[i])
            PL_PUSH(a->why->arena, &changes, flip_of(a, leaf, a->lever->rows[i], value));
    pl_trial_begin(&trial, &a->why->about, &changes);
    for (uint32_t i = 0; i < a->lever->row_count; i++) {
        pl_why_at row = {a->aggregate->child, a->lever->rows[i]};

        if (a->found[i] ||
            pl_trial_truth(&trial, a->aggregate->kids[1], row, a->lever->year) != a->wanted)
            continue;
        a->found[i] = true;
        a->missing--;
        a->lever->flips[i] = flip_of(a, leaf, a->lever->rows[i], value);
    }
    pl_trial_end(&trial);
    a->tries++;
}

/* Was the cell changed already, by an earlier move? */
static bool is_changed(const pl_changes *changes, const pl_change *flip) {
    for (uint32_t i = 0; i < changes->len; i++)
        if (changes->items[i].field == flip->field && changes->items[i].row == flip->row)
            return true;
    return false;
}

static void keep_found(attempt *a) {
    uint32_t kept = 0;

    for (uint32_t i = 0; i < a->lever->row_count; i++) {
        if (!a->found[i] || is_changed(a->changes, &a->lever->flips[i]))
            continue;
        a->lever->flips[kept] = a->lever->flips[i];
        a->lever->rows[kept++] = a->lever->rows[i];
    }
    a->lever->whole = a->lever->whole && kept == a->lever->row_count;
    a->lever->row_count = kept;
}

void pl_flips_find(pl_why *why, const pl_fixed *fixed, const pl_expr *aggregate, pl_truth wanted,
                   const pl_changes *changes, pl_lever *lever) {
    leaves l = {0};
    attempt a = {.why = why,
                 .aggregate = aggregate,
                 .wanted = wanted,
                 .changes = changes,
                 .lever = lever,
                 .missing = lever->row_count};

    assert(aggregate->kids[1] && aggregate->child);
    a.found = PL_MAKE_ARRAY(why->arena, bool, lever->row_count + (size_t)1);
    lever->flips = PL_MAKE_ARRAY(why->arena, pl_change, lever->row_count + (size_t)1);
    collect(why, fixed, aggregate->kids[1], aggregate->child, &l);
    for (uint32_t c = 0; c < l.cells.len && a.missing > 0; c++) {
        values v = {0};

        values_for(why, l.cells.items[c]->field, &l, &v);
        for (uint32_t i = 0; i < v.len && a.missing > 0 && a.tries < MOST_TRIES; i++)
            try_value(&a, l.cells.items[c], v.items[i]);
    }
    keep_found(&a);
}
