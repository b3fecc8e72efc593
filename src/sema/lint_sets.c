/* lint_sets.c - for which values of one field a condition holds, as bands. Exact: what cannot be
 * said exactly is refused.
 * Knows comparisons with constants, ranges, sets, `and`, `or` and `not` of them. */
#include <assert.h>

#include "sema/lint.h"

static const pl_band everything;

/* ### subjects */

static const pl_expr *below_up(const pl_expr *expr) {
    const pl_expr *leaf = expr->kind == PL_EXPR_UP ? expr->kids[0] : expr;

    assert(leaf->kind != PL_EXPR_UP); /* one step goes all the way */
    return leaf;
}

static bool is_subject(const pl_expr *expr) {
    const pl_expr *leaf = below_up(expr);

    return expr->type.base == PL_NUMBER &&
        (leaf->kind == PL_EXPR_FIELD || leaf->kind == PL_EXPR_MEASURE);
}

bool pl_lint_same_subject(const pl_expr *a, const pl_expr *b) {
    const pl_expr *x = below_up(a), *y = below_up(b);

    return a->entity == b->entity && x->kind == y->kind && x->field == y->field &&
        x->measure == y->measure;
}

pl_band pl_lint_field_domain(const pl_field *field) {
    if (!field || !field->has_domain)
        return everything;
    return (pl_band){
        .has_lo = true, .has_hi = true, .lo = field->domain_lo, .hi = field->domain_hi};
}

pl_band pl_lint_domain(const pl_expr *subject) {
    return pl_lint_field_domain(below_up(subject)->field);
}

/* ### sets */

static void push_band(pl_lint_run *run, pl_band_set *set, pl_band band) {
    pl_band held;

    if (pl_band_meet(&band, &everything, &held))
        PL_PUSH(run->arena, &set->bands, held);
}

pl_band_set pl_lint_intersect(pl_lint_run *run, const pl_band_set *a, const pl_band_set *b) {
    pl_band_set both = {.subject = a->subject};

    assert(!b->subject || !a->subject || pl_lint_same_subject(a->subject, b->subject));
    for (uint32_t i = 0; i < a->bands.len; i++) {
        for (uint32_t k = 0; k < b->bands.len; k++) {
            pl_band shared;

            if (pl_band_meet(&a->bands.items[i], &b->bands.items[k], &shared))
                PL_PUSH(run->arena, &both.bands, shared);
        }
    }
    return both;
}

/* What is left of all numbers: the gaps between the bands. */
pl_band_set pl_lint_complement(pl_lint_run *run, const pl_band_set *set) {
    pl_band_set rest = {.subject = set->subject};
    pl_band_report report =
        pl_bands_sweep(run->arena, set->bands.items, set->bands.len, everything);

    for (uint32_t i = 0; i < report.gaps.len; i++)
        PL_PUSH(run->arena, &rest.bands, report.gaps.items[i].band);
    return rest;
}

/* ### comparisons */

static bool constant_of(pl_lint_run *run, const pl_expr *expr, pl_number *number) {
    if (expr->kind == PL_EXPR_NEGATE && constant_of(run, expr->kids[0], number)) {
        *number = pl_number_negate(run->arena, *number);
        return true;
    }
    if (expr->kind != PL_EXPR_CONST || expr->value.base != PL_NUMBER)
        return false;
    *number = expr->value.lo;
    return true;
}

static pl_compare turned(pl_compare compare) {
    switch (compare) {
    case PL_LT: return PL_GT;
    case PL_LE: return PL_GE;
    case PL_GT: return PL_LT;
    case PL_GE: return PL_LE;
    default: return compare;
    }
}

static pl_band point(pl_number at) {
    return (pl_band){.has_lo = true, .has_hi = true, .lo = at, .hi = at};
}

static void push_compared(pl_lint_run *run, pl_band_set *set, pl_compare compare, pl_number at) {
    pl_band below = {.has_hi = true, .hi = at}, above = {.has_lo = true, .lo = at};

    below.open_hi = compare == PL_LT || compare == PL_NE;
    above.open_lo = compare == PL_GT || compare == PL_NE;
    if (compare == PL_EQ)
        push_band(run, set, point(at));
    if (compare == PL_LT || compare == PL_LE || compare == PL_NE)
        push_band(run, set, below);
    if (compare == PL_GT || compare == PL_GE || compare == PL_NE)
        push_band(run, set, above);
}

static bool compared_set(pl_lint_run *run, const pl_expr *expr, pl_band_set *out) {
    const pl_expr *left = expr->kids[0], *right = expr->kids[1];
    pl_number at;

    assert(expr->kind == PL_EXPR_COMPARE && expr->count == 2);
    if (is_subject(left) && constant_of(run, right, &at)) {
        out->subject = left;
        push_compared(run, out, expr->compare, at);
        return true;
    }
    if (!is_subject(right) || !constant_of(run, left, &at))
        return false;
    out->subject = right;
    push_compared(run, out, turned(expr->compare), at);
    return true;
}

static bool range_set(pl_lint_run *run, const pl_expr *expr, pl_band_set *out) {
    const pl_cell *range = &expr->range;

    assert(expr->kind == PL_EXPR_IN_RANGE && range->kind == PL_CELL_RANGE);
    if (!is_subject(expr->kids[0]))
        return false;
    out->subject = expr->kids[0];
    push_band(run, out,
              (pl_band){.has_lo = range->has_lo,
                        .has_hi = range->has_hi,
                        .lo = range->lo.lo,
                        .hi = range->hi.lo,
                        .open_hi = range->open_hi});
    return true;
}

static bool member_set(pl_lint_run *run, const pl_expr *expr, pl_band_set *out) {
    if (!is_subject(expr->kids[0]))
        return false;
    out->subject = expr->kids[0];
    for (uint32_t i = 1; i < expr->count; i++) {
        assert(expr->kids[i]->kind == PL_EXPR_CONST && expr->kids[i]->value.base == PL_NUMBER);
        push_band(run, out, point(expr->kids[i]->value.lo));
    }
    return true;
}

static bool joined_set(pl_lint_run *run, const pl_expr *expr, pl_band_set *out) {
    assert(expr->count >= 2);
    for (uint32_t i = 0; i < expr->count; i++) {
        pl_band_set part;

        if (!pl_lint_bands_of(run, expr->kids[i], &part))
            return false;
        if (i > 0 && !pl_lint_same_subject(out->subject, part.subject))
            return false;
        if (i == 0)
            *out = part;
        else if (expr->kind == PL_EXPR_AND)
            *out = pl_lint_intersect(run, out, &part);
        else
            for (uint32_t k = 0; k < part.bands.len; k++)
                PL_PUSH(run->arena, &out->bands, part.bands.items[k]);
    }
    return true;
}

bool pl_lint_bands_of(pl_lint_run *run, const pl_expr *condition, pl_band_set *out) {
    *out = (pl_band_set){0};
    switch (condition->kind) {
    case PL_EXPR_COMPARE: return compared_set(run, condition, out);
    case PL_EXPR_IN_RANGE: return range_set(run, condition, out);
    case PL_EXPR_IN_SET: return member_set(run, condition, out);
    case PL_EXPR_AND:
    case PL_EXPR_OR: return joined_set(run, condition, out);
    case PL_EXPR_NOT:
        if (!pl_lint_bands_of(run, condition->kids[0], out))
            return false;
        *out = pl_lint_complement(run, out);
        return true;
    default: return false;
    }
}

/* ### hulls and words */

pl_band pl_lint_hull(const pl_band *bands, uint32_t count) {
    pl_band hull;

    assert(count > 0);
    hull = bands[0];
    for (uint32_t i = 1; i < count; i++) {
        const pl_band *b = &bands[i];

        hull.has_lo = hull.has_lo && b->has_lo;
        hull.has_hi = hull.has_hi && b->has_hi;
        if (hull.has_lo && pl_number_compare(b->lo, hull.lo) < 0)
            hull.lo = b->lo, hull.open_lo = b->open_lo;
        if (hull.has_hi && pl_number_compare(b->hi, hull.hi) > 0)
            hull.hi = b->hi, hull.open_hi = b->open_hi;
    }
    return hull;
}

const char *pl_lint_band_words(pl_lint_run *run, const pl_band *band, pl_type type) {
    pl_buffer out;

    pl_buffer_init(&out);
    pl_band_print_as(&out, band, type);
    return pl_buffer_take(&out, run->arena);
}

const char *pl_lint_gap_words(pl_lint_run *run, const pl_band_report *report, pl_type type) {
    pl_buffer out;

    assert(report->gaps.len > 0);
    pl_buffer_init(&out);
    for (uint32_t i = 0; i < report->gaps.len; i++) {
        if (i > 0)
            pl_buffer_puts(&out, "; ");
        pl_band_print_as(&out, &report->gaps.items[i].band, type);
    }
    return pl_buffer_take(&out, run->arena);
}

const char *pl_lint_written(pl_lint_run *run, const pl_expr *expr) {
    pl_buffer out;

    pl_buffer_init(&out);
    pl_expr_print(&out, expr);
    return pl_buffer_take(&out, run->arena);
}

bool pl_lint_is_own(pl_span span) {
    return span.source && !span.source->standard;
}
