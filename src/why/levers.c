/* levers.c - what of the measured data can be changed so that a condition turns, and in what units.
 * What says which norm holds is not measured: fields in conditions, exceptions and needs, keys of
 * tables, cells of ancestors and of other years stay as they are. */
#include <assert.h>
#include <string.h>

#include "why/plan.h"

#define MOST_STEPS 1000000
#define MOST_DAYS 4000
#define MOST_MORE_ROWS 1000

/* ### what stays as it is */

static void fix(pl_why *why, pl_fixed *fixed, const pl_expr *expr, bool all);

static void fix_name(pl_why *why, pl_fixed *fixed, const void *name) {
    for (uint32_t i = 0; i < fixed->names.len; i++)
        if (fixed->names.items[i] == name)
            return;
    PL_PUSH(why->arena, &fixed->names, name);
}

static void fix_kids(pl_why *why, pl_fixed *fixed, const pl_expr *expr, bool all) {
    for (uint32_t k = 0; k < expr->count; k++)
        if (expr->kids[k])
            fix(why, fixed, expr->kids[k], all);
}

/* `all`: every name; else only those that are keys of tables, or say which rows are counted. */
static void fix(pl_why *why, pl_fixed *fixed, const pl_expr *expr, bool all) {
    switch (expr->kind) {
    case PL_EXPR_FIELD:
        if (all)
            fix_name(why, fixed, expr->field);
        break;
    case PL_EXPR_MEASURE:
        if (all && pl_why_is_supplied(why, expr->measure))
            fix_name(why, fixed, expr->measure);
        else if (!pl_why_is_supplied(why, expr->measure))
            fix(why, fixed, expr->measure->definition, false);
        break;
    case PL_EXPR_LOOKUP: fix_kids(why, fixed, expr, true); break;
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER:
        if (expr->kids[0])
            fix(why, fixed, expr->kids[0], true);
        if (expr->kids[1])
            fix(why, fixed, expr->kids[1], false);
        break;
    default: fix_kids(why, fixed, expr, all);
    }
}

void pl_fixed_find(pl_why *why, pl_fixed *fixed) {
    const pl_rule *rule = why->about.rule;

    if (rule->scope)
        fix(why, fixed, rule->scope, true);
    for (uint32_t k = 0; k < rule->exceptions.len; k++)
        fix(why, fixed, rule->exceptions.items[k], true);
    for (uint32_t k = 0; k < rule->needs.len; k++)
        fix(why, fixed, rule->needs.items[k].condition, true);
    for (uint32_t k = 0; k < rule->clauses.len; k++) {
        if (rule->clauses.items[k].condition)
            fix(why, fixed, rule->clauses.items[k].condition, true);
        fix(why, fixed, rule->clauses.items[k].requirement, false);
    }
}

static bool is_fixed(const pl_fixed *fixed, const pl_expr *leaf) {
    const void *name =
        leaf->kind == PL_EXPR_FIELD ? (const void *)leaf->field : (const void *)leaf->measure;

    if (leaf->kind == PL_EXPR_FIELD && leaf->field->key)
        return true;
    for (uint32_t i = 0; i < fixed->names.len; i++)
        if (fixed->names.items[i] == name)
            return true;
    return false;
}

/* ### cells */

static pl_value cell_of(pl_why *why, const pl_expr *leaf, uint32_t row) {
    return pl_trace_cell(why->trace, pl_why_column(why, leaf), row);
}

/* One of the last decimal that the column or a percentage of one decimal has. */
static pl_number step_of(pl_why *why, const pl_expr *leaf) {
    const pl_column *column = pl_why_column(why, leaf);
    unsigned scale = column && column->width != 0 ? column->scale : 2;

    if (leaf->type.unit == PL_UNIT_PERCENT && scale < 3)
        scale = 3;
    return pl_number_scaled(why->arena, 1, scale);
}

/* So many steps from `from` to the end that the declaration, or a share, allows. */
static int64_t steps_to_end(pl_why *why, const pl_expr *leaf, pl_number from, pl_number unit,
                            int sign) {
    const pl_field *field = leaf->kind == PL_EXPR_FIELD ? leaf->field : NULL;
    bool share = leaf->kind == PL_EXPR_MEASURE && pl_expr_share(leaf->measure->definition) != NULL;
    pl_number lo = PL_NUMBER_ZERO, hi = PL_NUMBER_ONE, steps;

    if (!share && (!field || !field->has_domain))
        return MOST_STEPS;
    if (!share) {
        lo = field->domain_lo;
        hi = field->domain_hi;
    }
    steps = sign > 0 ? pl_number_sub(why->arena, hi, from) : pl_number_sub(why->arena, from, lo);
    steps = pl_number_div(why->arena, steps, unit);
    if (steps.big || pl_number_sign(steps) < 0)
        return steps.big ? MOST_STEPS : 0;
    return steps.num / steps.den < MOST_STEPS ? steps.num / steps.den : MOST_STEPS;
}

static int64_t most_of(pl_why *why, const pl_lever *lever, const pl_value *cell) {
    switch (lever->expr->type.base) {
    case PL_NUMBER:
        if (pl_number_compare(cell->lo, cell->hi) != 0)
            return 0;
        return steps_to_end(why, lever->expr, cell->lo, lever->unit, lever->sign);
    case PL_MEMBER:
        return lever->sign > 0 ? (int64_t)lever->expr->type.members->members.len - 1 - cell->index
                               : cell->index;
    case PL_TRUTH: return (cell->truth == PL_TRUE) == (lever->sign < 0) ? 1 : 0;
    case PL_DATE: return MOST_DAYS;
    default: return 0;
    }
}

static void add_cell(pl_why *why, const pl_fixed *fixed, const pl_expr *leaf, pl_why_at at,
                     pl_levers *levers) {
    pl_value cell = cell_of(why, leaf, at.row);

    if (cell.state != PL_OK || is_fixed(fixed, leaf))
        return;
    for (int sign = 1; sign >= -1; sign -= 2) {
        pl_lever lever = {.kind = PL_LEVER_CELL,
                          .expr = leaf,
                          .at = at,
                          .year = pl_trace_year(why->trace),
                          .sign = sign,
                          .unit = PL_NUMBER_ONE};

        if (leaf->type.base == PL_NUMBER)
            lever.unit = step_of(why, leaf);
        lever.most = most_of(why, &lever, &cell);
        if (lever.most > 0)
            PL_PUSH(why->arena, levers, lever);
    }
}

static pl_change change_of(const pl_expr *leaf, const pl_entity *entity, int year, uint32_t row,
                           pl_value value) {
    pl_change change = {.entity = entity, .year = year, .row = row, .value = value};

    if (leaf->kind == PL_EXPR_FIELD)
        change.field = leaf->field;
    else
        change.measure = leaf->measure;
    return change;
}

static void push_cell(pl_why *why, const pl_lever *lever, int64_t amount, pl_changes *changes) {
    pl_value value = cell_of(why, lever->expr, lever->at.row);
    int64_t signed_amount = lever->sign * amount;

    assert(value.state == PL_OK && lever->most > 0);
    assert(lever->sign == 1 || lever->sign == -1);
    switch (lever->expr->type.base) {
    case PL_NUMBER:
        value.lo = pl_number_add(
            why->arena, value.lo,
            pl_number_mul(why->arena, lever->unit, pl_number_make(why->arena, signed_amount, 1)));
        value.hi = value.lo;
        break;
    case PL_TRUTH: value.truth = lever->sign > 0 ? PL_TRUE : PL_FALSE; break;
    default: value.index += (int32_t)signed_amount;
    }
    PL_PUSH(why->arena, changes,
            change_of(lever->expr, lever->at.entity, lever->year, lever->at.row, value));
}

/* ### rows */

/* Splits the rows of the aggregate by the side that they are on. */
static void take_side(pl_why *why, pl_lever *lever, const pl_changes *changes, pl_truth side) {
    uint32_t count;
    const uint32_t *list = pl_why_rows(why, lever->expr, lever->at, &count);
    pl_trial trial;

    assert(lever->row_count == 0 && lever->expr->kids[1]);
    lever->rows = PL_MAKE_ARRAY(why->arena, uint32_t, count + (size_t)1);
    pl_trial_begin(&trial, &why->about, changes);
    for (uint32_t i = 0; i < count; i++) {
        pl_why_at row = {lever->expr->child, list[i]};
        pl_truth truth = pl_trial_truth(&trial, lever->expr->kids[1], row, lever->year);

        lever->whole = lever->whole && (truth == PL_TRUE || truth == PL_FALSE);
        if (truth == side)
            lever->rows[lever->row_count++] = list[i];
    }
    pl_trial_end(&trial);
}

/* The first row of the other side that is exact: pupils go there. */
static bool find_other(pl_why *why, pl_lever *lever, const pl_changes *changes, pl_truth side) {
    pl_lever other = {.expr = lever->expr, .at = lever->at, .year = lever->year};
    const pl_rows *rows = pl_data_rows(why->run->data, lever->expr->child);

    take_side(why, &other, changes, side);
    for (uint32_t i = 0; i < other.row_count; i++) {
        pl_value weight = pl_trace_cell(why->trace, rows->weight, other.rows[i]);

        if (weight.state != PL_OK || pl_number_compare(weight.lo, weight.hi) != 0)
            continue;
        lever->other = other.rows[i];
        lever->other_weight = weight.lo;
        return true;
    }
    return false;
}

/* Rows that stand for several: pupils go from rows of the one side to a row of the other. */
static void weigh(pl_why *why, pl_lever *lever, const pl_changes *changes, pl_truth side) {
    const pl_rows *rows = pl_data_rows(why->run->data, lever->expr->child);
    uint32_t kept = 0;

    lever->weighted = true;
    lever->most = 0;
    lever->weights = PL_MAKE_ARRAY(why->arena, int64_t, lever->row_count + (size_t)1);
    if (!find_other(why, lever, changes, side)) {
        lever->row_count = 0;
        return;
    }
    for (uint32_t i = 0; i < lever->row_count; i++) {
        pl_value weight = pl_trace_cell(why->trace, rows->weight, lever->rows[i]);

        if (weight.state != PL_OK || pl_number_compare(weight.lo, weight.hi) != 0 ||
            !pl_number_is_integer(weight.lo) || weight.lo.big ||
            (rows->years && rows->years[lever->rows[i]] != rows->years[lever->other]))
            continue;
        lever->rows[kept] = lever->rows[i];
        lever->weights[kept++] = weight.lo.num;
        lever->most += weight.lo.num;
    }
    lever->row_count = kept;
}

/* Where what counts is said by keys alone: another row like one that counts, or such a row less. */
static void add_like(pl_why *why, const pl_expr *expr, pl_why_at at, const pl_changes *changes,
                     int sign, pl_levers *levers) {
    pl_lever lever = {.kind = PL_LEVER_COUNT,
                      .expr = expr,
                      .at = at,
                      .year = pl_trace_year(why->trace),
                      .sign = sign,
                      .unit = PL_NUMBER_ONE};

    take_side(why, &lever, changes, PL_TRUE);
    lever.most = sign > 0 ? MOST_MORE_ROWS : lever.row_count;
    if (lever.row_count > 0 && changes->len == 0)
        PL_PUSH(why->arena, levers, lever);
}

static void add_rows(pl_why *why, const pl_fixed *fixed, const pl_expr *expr, pl_why_at at,
                     const pl_changes *changes, pl_levers *levers) {
    const pl_rows *rows = pl_data_rows(why->run->data, expr->child);

    for (int sign = 1; sign >= -1; sign -= 2) {
        pl_lever lever = {.kind = PL_LEVER_ROWS,
                          .expr = expr,
                          .at = at,
                          .year = pl_trace_year(why->trace),
                          .sign = sign,
                          .unit = PL_NUMBER_ONE,
                          .whole = true};
        pl_truth from = sign > 0 ? PL_FALSE : PL_TRUE, to = sign > 0 ? PL_TRUE : PL_FALSE;

        take_side(why, &lever, changes, from);
        if (rows->weight)
            weigh(why, &lever, changes, to);
        else
            pl_flips_find(why, fixed, expr, to, changes, &lever);
        if (!rows->weight)
            lever.most = lever.row_count;
        if (lever.most > 0)
            PL_PUSH(why->arena, levers, lever);
        else if (!rows->weight)
            add_like(why, expr, at, changes, sign, levers);
    }
}

static pl_change weight_change(const pl_lever *lever, uint32_t row, pl_number weight) {
    return (pl_change){.entity = lever->expr->child,
                       .row = row,
                       .value = {.base = PL_NUMBER, .lo = weight, .hi = weight}};
}

static void push_weights(pl_why *why, const pl_lever *lever, int64_t amount, pl_changes *changes) {
    int64_t left = amount;

    for (uint32_t i = 0; i < lever->row_count && left > 0; i++) {
        int64_t taken = lever->weights[i] < left ? lever->weights[i] : left;

        PL_PUSH(why->arena, changes,
                weight_change(lever, lever->rows[i],
                              pl_number_make(why->arena, lever->weights[i] - taken, 1)));
        left -= taken;
    }
    assert(left == 0);
    PL_PUSH(why->arena, changes,
            weight_change(lever, lever->other,
                          pl_number_add(why->arena, lever->other_weight,
                                        pl_number_make(why->arena, amount, 1))));
}

/* ### counts without a condition, and values that are added up */

static void add_count(pl_why *why, const pl_expr *expr, pl_why_at at, pl_levers *levers) {
    const pl_rows *rows = pl_data_rows(why->run->data, expr->child);
    uint32_t count;
    const uint32_t *list = pl_why_rows(why, expr, at, &count);

    if (rows->weight || count == 0)
        return;
    for (int sign = 1; sign >= -1; sign -= 2) {
        pl_lever lever = {.kind = PL_LEVER_COUNT,
                          .expr = expr,
                          .at = at,
                          .year = pl_trace_year(why->trace),
                          .sign = sign,
                          .unit = PL_NUMBER_ONE,
                          .most = sign > 0 ? MOST_MORE_ROWS : count,
                          .row_count = count,
                          .whole = true};

        lever.rows = PL_MAKE_ARRAY(why->arena, uint32_t, count);
        memcpy(lever.rows, list, count * sizeof *list);
        PL_PUSH(why->arena, levers, lever);
    }
}

static void add_shift(pl_why *why, const pl_fixed *fixed, const pl_expr *expr, pl_why_at at,
                      pl_levers *levers) {
    const pl_expr *leaf = expr->kids[1];
    uint32_t count, known = 0;
    const uint32_t *list = pl_why_rows(why, expr, at, &count);

    if (leaf->kind != PL_EXPR_FIELD || leaf->type.base != PL_NUMBER || is_fixed(fixed, leaf))
        return;
    for (int sign = 1; sign >= -1; sign -= 2) {
        pl_lever lever = {.kind = PL_LEVER_SHIFT,
                          .expr = expr,
                          .at = at,
                          .year = pl_trace_year(why->trace),
                          .sign = sign,
                          .unit = step_of(why, leaf),
                          .leaf = leaf};

        lever.rows = PL_MAKE_ARRAY(why->arena, uint32_t, count + (size_t)1);
        known = 0;
        for (uint32_t i = 0; i < count; i++) {
            pl_value cell = cell_of(why, leaf, list[i]);
            int64_t most;

            if (cell.state != PL_OK || pl_number_compare(cell.lo, cell.hi) != 0)
                continue;
            most = steps_to_end(why, leaf, cell.lo, lever.unit, sign);
            lever.most = most > lever.most ? most : lever.most;
            lever.rows[known++] = list[i];
        }
        lever.row_count = known;
        if (known > 0 && lever.most > 0)
            PL_PUSH(why->arena, levers, lever);
    }
}

/* No value goes beyond what its declaration allows. */
static void push_shift(pl_why *why, const pl_lever *lever, int64_t amount, pl_changes *changes) {
    assert(lever->row_count > 0 && lever->leaf->type.base == PL_NUMBER);
    for (uint32_t i = 0; i < lever->row_count; i++) {
        pl_value value = cell_of(why, lever->leaf, lever->rows[i]);
        int64_t most = steps_to_end(why, lever->leaf, value.lo, lever->unit, lever->sign);
        int64_t steps = lever->sign * (amount < most ? amount : most);

        value.lo = value.hi = pl_number_add(
            why->arena, value.lo,
            pl_number_mul(why->arena, lever->unit, pl_number_make(why->arena, steps, 1)));
        PL_PUSH(why->arena, changes,
                change_of(lever->leaf, lever->expr->child, lever->year, lever->rows[i], value));
    }
}

static void push_count(pl_why *why, const pl_lever *lever, int64_t amount, pl_changes *changes) {
    assert(lever->row_count > 0 && (lever->sign > 0 || amount <= lever->row_count));
    if (lever->sign > 0) {
        PL_PUSH(why->arena, changes,
                weight_change(lever, lever->rows[0], pl_number_make(why->arena, amount + 1, 1)));
        return;
    }
    for (int64_t i = 0; i < amount; i++)
        PL_PUSH(why->arena, changes, weight_change(lever, lever->rows[i], PL_NUMBER_ZERO));
}

/* ### all */

void pl_lever_push(pl_why *why, const pl_lever *lever, int64_t amount, pl_changes *changes) {
    assert(amount >= 0 && amount <= lever->most);
    if (amount == 0)
        return;
    switch (lever->kind) {
    case PL_LEVER_CELL: push_cell(why, lever, amount, changes); break;
    case PL_LEVER_COUNT: push_count(why, lever, amount, changes); break;
    case PL_LEVER_SHIFT: push_shift(why, lever, amount, changes); break;
    case PL_LEVER_ROWS:
        if (lever->weighted)
            push_weights(why, lever, amount, changes);
        for (int64_t i = 0; i < amount && !lever->weighted; i++)
            PL_PUSH(why->arena, changes, lever->flips[i]);
    }
}

static void find_in_aggregate(pl_why *why, const pl_fixed *fixed, const pl_expr *expr, pl_why_at at,
                              const pl_changes *changes, pl_levers *levers) {
    bool counts = expr->kind == PL_EXPR_QUANTIFIER || expr->aggregate == PL_AGG_SHARE ||
        expr->aggregate == PL_AGG_COUNT;

    if (!expr->child || expr->child == at.entity)
        return;
    if (counts && expr->kids[1])
        add_rows(why, fixed, expr, at, changes, levers);
    else if (counts)
        add_count(why, expr, at, levers);
    else
        add_shift(why, fixed, expr, at, levers);
}

void pl_levers_find(pl_why *why, const pl_fixed *fixed, const pl_expr *expr, pl_why_at at,
                    const pl_changes *changes, pl_levers *levers) {
    switch (expr->kind) {
    case PL_EXPR_FIELD:
        assert(expr->entity == at.entity);
        add_cell(why, fixed, expr, at, levers);
        break;
    case PL_EXPR_MEASURE:
        if (pl_why_is_supplied(why, expr->measure))
            add_cell(why, fixed, expr, at, levers);
        else
            pl_levers_find(why, fixed, expr->measure->definition, at, changes, levers);
        break;
    case PL_EXPR_UP:
        if (expr->kids[0]->entity == at.entity)
            pl_levers_find(why, fixed, expr->kids[0], at, changes, levers);
        break;
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER: find_in_aggregate(why, fixed, expr, at, changes, levers); break;
    case PL_EXPR_LOOKUP:
    case PL_EXPR_YEAR:
    case PL_EXPR_TREND:
    case PL_EXPR_PICK:
    case PL_EXPR_ATTESTED: break; /* norms, what was, and other rows */
    default:
        for (uint32_t k = 0; k < expr->count; k++)
            if (expr->kids[k])
                pl_levers_find(why, fixed, expr->kids[k], at, changes, levers);
    }
}
