/* open.c - an unknown verdict: for each cell of the subject that is missing or bounded, which values
 * would decide and how; for open rows of an aggregate how many of them have to count for it. Every
 * line is a run of the rule with those values. */
#include <assert.h>
#include <stdlib.h>

#include "base/gettext.h"
#include "why/plan.h"

#define MOST_POINTS 96  /* values of a cell, or counts of rows, that are all tried */
#define MOST_STRIDES 16 /* of more rows so many parts are */

/* ### cells of the subject */

typedef struct finder {
    pl_why *why;
    const pl_fixed *fixed;
    PL_VEC(const pl_expr *) cells; /* open ones, with the row that they are of */
    PL_VEC(pl_why_at) rows;
    PL_VEC(const pl_expr *) aggregates; /* with rows of which it is open whether they count */
    PL_VEC(pl_number) points;           /* constants that numbers are compared with */
    uint32_t calls;                     /* of extensions, around what is looked at */
    PL_VEC(const void *) called;        /* fields and measures of numbers that one is given */
} finder;

static bool is_open(pl_why *why, const pl_expr *leaf, pl_why_at at) {
    pl_value cell = pl_trace_cell(why->trace, pl_why_column(why, leaf), at.row);

    return cell.state != PL_OK ||
        (cell.base == PL_NUMBER && pl_number_compare(cell.lo, cell.hi) != 0);
}

static const void *name_of(const pl_expr *leaf) {
    return leaf->kind == PL_EXPR_FIELD ? (const void *)leaf->field : (const void *)leaf->measure;
}

/* Nothing is known of an extension between two numbers that were tried. */
static bool is_called(const finder *f, const pl_expr *leaf) {
    for (uint32_t i = 0; i < f->called.len; i++)
        if (f->called.items[i] == name_of(leaf))
            return true;
    return false;
}

static void add_cell(finder *f, const pl_expr *leaf, pl_why_at at) {
    if (f->calls > 0 && leaf->type.base == PL_NUMBER)
        PL_PUSH(f->why->arena, &f->called, name_of(leaf));

    for (uint32_t i = 0; i < f->cells.len; i++)
        if (name_of(f->cells.items[i]) == name_of(leaf))
            return;
    if (!is_open(f->why, leaf, at) || (leaf->kind == PL_EXPR_FIELD && leaf->field->key))
        return;
    PL_PUSH(f->why->arena, &f->cells, leaf);
    PL_PUSH(f->why->arena, &f->rows, at);
}

static void add_point(finder *f, const pl_value *value) {
    if (value->base == PL_NUMBER && value->state == PL_OK)
        PL_PUSH(f->why->arena, &f->points, value->lo);
}

static void add_cell_ends(finder *f, const pl_cell *cell) {
    if (cell->kind == PL_CELL_VALUE || cell->has_lo)
        add_point(f, &cell->lo);
    if (cell->has_hi)
        add_point(f, &cell->hi);
}

/* Ends of the bands of a table may decide too. */
static void add_table(finder *f, const pl_table *table) {
    const pl_table_version *version = pl_table_in_force(table, pl_trace_date(f->why->trace));

    for (uint32_t r = 0; version && r < version->rows.len; r++)
        for (uint32_t c = 0; c < table->columns.len; c++)
            if (version->rows.items[r].cells[c].kind != PL_CELL_NO_NORM)
                add_cell_ends(f, &version->rows.items[r].cells[c]);
}

static void find(finder *f, const pl_expr *expr, pl_why_at at) {
    int32_t above;

    switch (expr->kind) {
    case PL_EXPR_CONST: add_point(f, &expr->value); return;
    case PL_EXPR_FIELD: add_cell(f, expr, at); return;
    case PL_EXPR_MEASURE:
        if (pl_why_is_supplied(f->why, expr->measure))
            add_cell(f, expr, at);
        else
            find(f, expr->measure->definition, at);
        return;
    case PL_EXPR_UP:
        if (!expr->kids[0]->entity)
            return;
        above = pl_trace_up(f->why->trace, at.entity, at.row, expr->kids[0]->entity);
        if (above != PL_NO_ROW)
            find(f, expr->kids[0], (pl_why_at){expr->kids[0]->entity, (uint32_t)above});
        return;
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER:
        if (expr->child && expr->child != at.entity && at.entity == f->why->about.rule->entity &&
            expr->kids[1] && expr->kids[1]->type.base == PL_TRUTH)
            PL_PUSH(f->why->arena, &f->aggregates, expr);
        return;
    case PL_EXPR_YEAR:
    case PL_EXPR_PICK:
    case PL_EXPR_TREND: return;
    case PL_EXPR_LOOKUP: add_table(f, expr->table); break;
    case PL_EXPR_IN_RANGE: add_cell_ends(f, &expr->range); break;
    default: break;
    }
    f->calls += expr->kind == PL_EXPR_CALL;
    for (uint32_t k = 0; k < expr->count; k++)
        if (expr->kids[k])
            find(f, expr->kids[k], at);
    f->calls -= expr->kind == PL_EXPR_CALL;
}

static void find_all(finder *f) {
    const pl_rule *rule = f->why->about.rule;
    pl_why_at at = {rule->entity, f->why->about.row};

    if (rule->scope)
        find(f, rule->scope, at);
    for (uint32_t k = 0; k < rule->exceptions.len; k++)
        find(f, rule->exceptions.items[k], at);
    for (uint32_t k = 0; k < rule->needs.len; k++)
        find(f, rule->needs.items[k].condition, at);
    for (uint32_t k = 0; k < rule->clauses.len; k++) {
        if (rule->clauses.items[k].condition)
            find(f, rule->clauses.items[k].condition, at);
        find(f, rule->clauses.items[k].requirement, at);
    }
}

/* ### values to try */

static int by_number(const void *a, const void *b) {
    return pl_number_compare(*(const pl_number *)a, *(const pl_number *)b);
}

typedef struct points {
    pl_value *values;
    bool *between; /* it stands for all values between its neighbours */
    uint32_t count;
} points;

static void push_point(points *p, pl_value value, bool between) {
    assert(p->count < MOST_POINTS);
    p->between[p->count] = between;
    p->values[p->count++] = value;
}

/* The range that the cell may have: its bounds, the declared domain, a share. */
static bool range_of(finder *f, const pl_expr *leaf, pl_why_at at, pl_number *lo, pl_number *hi) {
    pl_value cell = pl_trace_cell(f->why->trace, pl_why_column(f->why, leaf), at.row);

    *lo = PL_NUMBER_ZERO;
    *hi = PL_NUMBER_ONE;
    if (cell.state == PL_OK) {
        *lo = cell.lo;
        *hi = cell.hi;
        return true;
    }
    if (leaf->kind == PL_EXPR_MEASURE)
        return pl_expr_share(leaf->measure->definition) != NULL;
    if (!leaf->field->has_domain)
        return false;
    *lo = leaf->field->domain_lo;
    *hi = leaf->field->domain_hi;
    return true;
}

/* Numbers at which something may turn, and one between each two of them. */
static void number_points(finder *f, const pl_expr *leaf, pl_why_at at, points *p) {
    pl_number lo, hi, *sorted = PL_MAKE_ARRAY(f->why->arena, pl_number, f->points.len + (size_t)2);
    bool bounded = range_of(f, leaf, at, &lo, &hi);
    uint32_t count = 0, kept = 0;

    if (bounded) {
        sorted[count++] = lo;
        sorted[count++] = hi;
    }
    for (uint32_t i = 0; i < f->points.len; i++)
        if (!bounded ||
            (pl_number_compare(f->points.items[i], lo) > 0 &&
             pl_number_compare(f->points.items[i], hi) < 0))
            sorted[count++] = f->points.items[i];
    qsort(sorted, count, sizeof *sorted, by_number);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || pl_number_compare(sorted[kept - 1], sorted[i]) != 0)
            sorted[kept++] = sorted[i];
    for (uint32_t i = 0; i < kept && p->count < MOST_POINTS; i++) {
        pl_value value = {.base = PL_NUMBER, .lo = sorted[i], .hi = sorted[i]};

        push_point(p, value, false);
        if (i + 1 == kept || p->count + 1 >= MOST_POINTS)
            break;
        value.lo = value.hi =
            pl_number_div(f->why->arena, pl_number_add(f->why->arena, sorted[i], sorted[i + 1]),
                          pl_number_make(f->why->arena, 2, 1));
        push_point(p, value, true);
    }
}

static void find_points(finder *f, const pl_expr *leaf, pl_why_at at, points *p) {
    p->values = PL_MAKE_ARRAY(f->why->arena, pl_value, MOST_POINTS);
    p->between = PL_MAKE_ARRAY(f->why->arena, bool, MOST_POINTS);
    switch (leaf->type.base) {
    case PL_NUMBER: number_points(f, leaf, at, p); break;
    case PL_TRUTH:
        push_point(p, (pl_value){.base = PL_TRUTH, .truth = PL_TRUE}, false);
        push_point(p, (pl_value){.base = PL_TRUTH, .truth = PL_FALSE}, false);
        break;
    case PL_MEMBER:
        for (uint32_t m = 0; m < leaf->type.members->members.len && p->count < MOST_POINTS; m++)
            push_point(p, (pl_value){.base = PL_MEMBER, .index = (int32_t)m}, false);
        break;
    default: break;
    }
}

/* ### one cell */

static pl_verdict with_value(finder *f, const pl_expr *leaf, pl_why_at at, pl_value value) {
    pl_changes changes = {0};
    pl_change change = {
        .entity = at.entity, .year = pl_trace_year(f->why->trace), .row = at.row, .value = value};
    pl_trial trial;

    if (leaf->kind == PL_EXPR_FIELD)
        change.field = leaf->field;
    else
        change.measure = leaf->measure;
    PL_PUSH(f->why->arena, &changes, change);
    pl_trial_begin(&trial, &f->why->about, &changes);
    pl_trial_end(&trial);
    return trial.verdict;
}

static const char *span_of(finder *f, const points *p, uint32_t first, uint32_t last,
                           pl_type type) {
    /* By whether the first and the last value stand for those beside them. */
    static const char *const ways[2][2] = {{N_("%s to %s"), N_("%s to under %s")},
                                           {N_("above %s to %s"), N_("above %s to under %s")}};
    const char *from, *to;

    assert(first <= last && last < p->count);
    assert(!p->between[first] || first > 0);
    assert(!p->between[last] || last + 1 < p->count);
    if (first == last && !p->between[first])
        return pl_why_figure(f->why, &p->values[first], type, NULL);
    if (type.base != PL_NUMBER) {
        from = pl_why_figure(f->why, &p->values[first], type, NULL);
        to = pl_why_figure(f->why, &p->values[last], type, NULL);
        return pl_why_say(f->why, pl_why_word(f->why, N_("%s to %s")), from, to);
    }
    from = pl_why_norm(f->why, &p->values[p->between[first] ? first - 1 : first], type);
    to = pl_why_norm(f->why, &p->values[p->between[last] ? last + 1 : last], type);
    return pl_why_say(f->why, pl_why_word(f->why, ways[p->between[first]][p->between[last]]), from,
                      to);
}

static void explain_cell(finder *f, uint32_t c) {
    const pl_expr *leaf = f->cells.items[c];
    pl_why_at at = f->rows.items[c];
    const char *name = leaf->kind == PL_EXPR_FIELD ? leaf->field->name : leaf->measure->name;
    points p = {0};
    pl_verdict *verdicts;
    pl_why_step *step;

    find_points(f, leaf, at, &p);
    if (p.count == 0)
        return;
    verdicts = PL_MAKE_ARRAY(f->why->arena, pl_verdict, p.count);
    step = pl_why_add(f->why, f->why->root, PL_TOLD_CHANGE,
                      pl_arena_format(f->why->arena, "cell-%s", name),
                      pl_why_say(f->why, pl_why_word(f->why, N_("if %s is")), name));
    for (uint32_t i = 0; i < p.count; i++)
        verdicts[i] = with_value(f, leaf, at, p.values[i]);
    for (uint32_t i = 0, end; i < p.count; i = end) {
        for (end = i + 1; end < p.count && verdicts[end] == verdicts[i];)
            end++;
        pl_why_add(f->why, step, PL_TOLD_CHANGE, pl_arena_format(f->why->arena, "%u", i + 1),
                   span_of(f, &p, i, end - 1, leaf->type))
            ->value = pl_why_verdict_word(f->why, verdicts[i]);
    }
}

/* ### open rows */

static pl_lever open_rows(finder *f, const pl_expr *aggregate, pl_truth wanted) {
    pl_lever lever = {.kind = PL_LEVER_ROWS,
                      .expr = aggregate,
                      .at = {f->why->about.rule->entity, f->why->about.row},
                      .year = pl_trace_year(f->why->trace),
                      .sign = 1};
    pl_changes none = {0};
    uint32_t count;
    const uint32_t *list = pl_why_rows(f->why, aggregate, lever.at, &count);

    lever.rows = PL_MAKE_ARRAY(f->why->arena, uint32_t, count + (size_t)1);
    for (uint32_t i = 0; i < count; i++)
        if (pl_why_truth_in(f->why->run, aggregate->kids[1], (pl_why_at){aggregate->child, list[i]},
                            lever.year, f->why->arena) == PL_UNKNOWN)
            lever.rows[lever.row_count++] = list[i];
    if (lever.row_count > 0)
        pl_flips_find(f->why, f->fixed, aggregate, wanted, &none, &lever);
    return lever;
}

/* The verdict when the first `yes` of the open rows count for it, and the others do not. */
static pl_verdict with_rows(finder *f, const pl_lever *yes, const pl_lever *no, uint32_t count) {
    pl_changes changes = {0};
    pl_trial trial;

    assert(count <= yes->row_count && yes->row_count == no->row_count);
    for (uint32_t i = 0; i < yes->row_count; i++)
        PL_PUSH(f->why->arena, &changes, i < count ? yes->flips[i] : no->flips[i]);
    pl_trial_begin(&trial, &f->why->about, &changes);
    pl_trial_end(&trial);
    return trial.verdict;
}

/* The last count from `from` on, at most `most`, up to which the verdict stays as it is at `from`: looked for at every
 * `stride` counts, and between two of them that differ by halving. */
static uint32_t count_of_turn(finder *f, const pl_lever *yes, const pl_lever *no, uint32_t from,
                              uint32_t stride) {
    pl_verdict verdict = with_rows(f, yes, no, from);
    uint32_t same = from, other;

    for (;;) {
        if (same == yes->row_count)
            return same;
        other = yes->row_count - same > stride ? same + stride : yes->row_count;
        if (with_rows(f, yes, no, other) != verdict)
            break;
        same = other;
    }
    while (other - same > 1) {
        uint32_t middle = same + (other - same) / 2;

        if (with_rows(f, yes, no, middle) == verdict)
            same = middle;
        else
            other = middle;
    }
    assert(same >= from && other == same + 1);
    return same;
}

static void explain_rows(finder *f, uint32_t a) {
    const pl_expr *aggregate = f->aggregates.items[a];
    pl_lever yes = open_rows(f, aggregate, PL_TRUE), no = open_rows(f, aggregate, PL_FALSE);
    uint32_t stride = yes.row_count < MOST_POINTS ? 1 : (yes.row_count - 1) / MOST_STRIDES + 1, to;
    pl_why_step *step;

    if (yes.row_count == 0 || yes.row_count != no.row_count)
        return;
    step = pl_why_add(f->why, f->why->root, PL_TOLD_CHANGE,
                      pl_arena_format(f->why->arena, "rows-%u", a + 1),
                      pl_why_say(f->why, pl_why_word(f->why, N_("of %u open rows of %s")),
                                 yes.row_count, aggregate->child->name));
    step->note = pl_why_written(f->why, aggregate->kids[1]);
    if (stride > 1)
        step->note = pl_why_say(f->why, pl_why_word(f->why, N_("%s; tried at every %u rows")),
                                step->note, stride);
    for (uint32_t from = 0; from <= yes.row_count; from = to + 1) {
        to = count_of_turn(f, &yes, &no, from, stride);
        pl_why_add(
            f->why, step, PL_TOLD_CHANGE, pl_arena_format(f->why->arena, "%u", from),
            from == to
                ? pl_why_say(f->why, pl_why_word(f->why, N_("if %u count for it")), from)
                : pl_why_say(f->why, pl_why_word(f->why, N_("if %u to %u count for it")), from, to))
            ->value = pl_why_verdict_word(f->why, with_rows(f, &yes, &no, from));
    }
}

void pl_why_explain_open(pl_why *why, const pl_fixed *fixed) {
    finder f = {.why = why, .fixed = fixed};

    assert(why->result->verdict[why->about.row] == PL_VERDICT_UNKNOWN);
    find_all(&f);
    for (uint32_t c = 0; c < f.cells.len; c++)
        if (!is_called(&f, f.cells.items[c]))
            explain_cell(&f, c);
    for (uint32_t a = 0; a < f.aggregates.len; a++)
        explain_rows(&f, a);
}
