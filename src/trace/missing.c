/* missing.c - the cells that an expression reads for one row and that are missing or known within
 * bounds only.
 * Walks the typed expression down to its columns. Rows that a plain `where FIELD = value` surely
 * leaves out are skipped; it evaluates nothing else, so a cell of a case that did not apply is
 * named too. */
#include "trace/trace.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "sema/check.h"

typedef struct walk {
    pl_trace *trace;
    pl_lacks *lacks;
    bool judged;    /* yes or no is wanted of what people said */
    bool inside;    /* an aggregate: lacks are counted */
    bool strict;    /* nothing to judge is unknown there: what has no norm is a lack */
    uint32_t stamp; /* changes with each row of the aggregate: a row counts once */
    bool *bounds;   /* not NULL: only whether some cell is bounded is asked, and here it is said */
} walk;

static void visit(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row);
static void visit_need(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row);

/* Is what was asked known already, whatever else there is? */
static bool is_answered(const walk *w) {
    return w->bounds && *w->bounds;
}

/* ### the list */

/* Keys are written out anew each time. */
static bool same_name(const pl_lack *a, const pl_lack *b) {
    return a->name == b->name || (a->kind == PL_LACK_ROW && strcmp(a->name, b->name) == 0);
}

static pl_lack *find(const pl_lacks *lacks, const pl_lack *like) {
    for (uint32_t i = 0; i < lacks->len; i++) {
        pl_lack *lack = &lacks->items[i];

        if (lack->kind == like->kind && lack->entity == like->entity && same_name(lack, like) &&
            lack->year == like->year && lack->attestation == like->attestation)
            return lack;
    }
    return NULL;
}

/* Is it said how many rows of an aggregate lack this? */
static bool is_of_rows(const pl_lack *lack) {
    return lack->kind != PL_LACK_GROUP && lack->kind != PL_LACK_ROW && lack->kind != PL_LACK_NEED &&
        lack->kind != PL_LACK_HOLIDAYS;
}

static void add(walk *w, pl_lack lack) {
    pl_lack *known = find(w->lacks, &lack);

    assert(lack.entity && lack.rows <= lack.of);
    if (w->bounds && !pl_lack_is_missing(&lack))
        *w->bounds = true;
    lack.last = w->stamp;
    if (w->inside && lack.of == 0 && is_of_rows(&lack))
        lack.rows = 1;
    if (!known) {
        PL_PUSH(pl_trace_arena(w->trace), w->lacks, lack);
    } else if (w->inside && (lack.of > 0 || known->last != w->stamp)) {
        known->rows += lack.rows;
        known->of += lack.of;
        known->last = w->stamp;
    } else if (lack.rows > known->rows) {
        *known = lack;
    }
}

/* ### cells */

static bool is_bounded(const pl_column *column, uint32_t row) {
    size_t width = column->width;

    assert(column->base == PL_NUMBER && width <= 8);
    if (width == 0)
        return column->exact_upper &&
            pl_number_compare(column->exact[row], column->exact_upper[row]) != 0;
    return column->upper &&
        memcmp((const char *)column->values + row * width,
               (const char *)column->upper + row * width, width) != 0;
}

/* 0 in the school year of the evaluation. */
static int other_year(const walk *w) {
    int year = pl_trace_year(w->trace);

    return year == pl_trace_run(w->trace)->schooljaar ? 0 : year;
}

static void look(walk *w, const pl_entity *entity, const char *name, const pl_column *column,
                 uint32_t row) {
    pl_lack lack = {.entity = entity, .name = name, .year = other_year(w)};

    if (!column)
        return;
    if (column->state && column->state[row] != PL_OK)
        lack.kind = PL_LACK_CELL;
    else if (column->base == PL_NUMBER && is_bounded(column, row))
        lack.kind = PL_LACK_BOUNDS;
    else
        return;
    if (!pl_data_place(pl_data_rows(pl_trace_run(w->trace)->data, entity), column, row,
                       &lack.place))
        lack.place = (pl_place){0};
    add(w, lack);
}

/* A name without a column for the evaluation's school year: other years have one, or there is none
 * at all. */
static void add_absent(walk *w, const pl_entity *entity, const char *name,
                       const pl_series *series) {
    bool other_years = series->columns.len > 0;

    add(w,
        (pl_lack){.kind = other_years ? PL_LACK_YEAR : PL_LACK_COLUMN,
                  .entity = entity,
                  .name = name,
                  .year = other_years ? pl_trace_year(w->trace) : 0});
}

static void visit_field(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_run *run = pl_trace_run(w->trace);
    const pl_column *column = pl_data_field(run->data, expr->field, pl_trace_year(w->trace));

    if (column)
        look(w, entity, expr->field->name, column, row);
    else
        add_absent(w, entity, expr->field->name,
                   &pl_data_rows(run->data, entity)->fields[expr->field->index]);
}

static void visit_measure(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_run *run = pl_trace_run(w->trace);
    const pl_measure *measure = expr->measure;
    const pl_column *column = pl_data_measure(run->data, measure, pl_trace_year(w->trace));

    if (!pl_dataset_supplies(run->data->dataset, measure))
        visit(w, measure->definition, entity, row);
    else if (column)
        look(w, entity, measure->name, column, row);
    else
        add_absent(w, entity, measure->name, &run->data->measures[measure->index]);
}

/* ### aggregates */

/* As the first row lies, where regions differ. */
static bool visit_days(walk *w, const pl_expr *expr) {
    int year = pl_trace_uncovered(w->trace, expr, 0);

    if (year != 0)
        add(w, (pl_lack){.kind = PL_LACK_YEAR, .entity = expr->child, .year = year});
    return year == 0;
}

static void visit_region(walk *w, const pl_expr *region, const pl_entity *entity, uint32_t row) {
    const char *name = pl_trace_without_holidays(w->trace, region, entity, row);

    visit(w, region, entity, row);
    if (name)
        add(w, (pl_lack){.kind = PL_LACK_HOLIDAYS, .entity = entity, .name = name});
}

/* Gives whether there are rows of each year that is asked for. */
static bool visit_years(walk *w, const pl_expr *expr, const pl_period *window,
                        const pl_rows *rows) {
    int evaluated = pl_trace_year(w->trace);
    bool named = window->kind == PL_PERIOD_RANGE;
    int first = named ? window->first
                      : evaluated - window->years - (int)expr->child->skipped_years.len -
            (int)window->without.len;
    int last = named ? window->last : evaluated;

    bool covered = true;

    if (pl_period_has_days(window))
        return visit_days(w, expr);
    if (!rows->years)
        return true;
    for (int year = first; year <= last; year++)
        if (pl_trace_in_period(window, expr, evaluated, year) && !pl_rows_cover(rows, year)) {
            add(w, (pl_lack){.kind = PL_LACK_YEAR, .entity = expr->child, .year = year});
            covered = false;
        }
    return covered;
}

static void visit_child(walk *w, const pl_expr *expr, const pl_rows *rows, uint32_t row) {
    if (rows->weight)
        look(w, expr->child, pl_count_name, rows->weight, row);
    if (pl_period_has_days(&expr->period))
        look(w, expr->child, expr->period.day->name,
             pl_data_field(pl_trace_run(w->trace)->data, expr->period.day, pl_trace_year(w->trace)),
             row);
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->kids[i])
            visit(w, expr->kids[i], expr->child, row);
}

/* The rows of the aggregate, each visited on its own list; what is found becomes counts. */
static void visit_rows(walk *w, const pl_expr *expr, const pl_period *window, const pl_rows *rows,
                       const pl_entity *entity, uint32_t row) {
    pl_lacks found = {0};
    walk child = {.trace = w->trace,
                  .lacks = &found,
                  .judged = w->judged,
                  .inside = true,
                  .strict = true,
                  .bounds = w->bounds};
    uint32_t count, seen = 0;
    const uint32_t *list = pl_trace_children(w->trace, expr->child, entity, row, &count);

    for (uint32_t i = 0; i < count && !is_answered(w); i++) {
        uint32_t at = list[i];

        if (!pl_trace_takes(w->trace, expr, window, at))
            continue;
        if (pl_trace_left_out(w->trace, expr->kids[0], at) ||
            pl_trace_is_nobody(w->trace, rows, at))
            continue;
        seen++;
        child.stamp++;
        visit_child(&child, expr, rows, at);
    }
    for (uint32_t i = 0; i < found.len; i++) {
        assert(seen > 0);
        if (found.items[i].of == 0 && is_of_rows(&found.items[i]))
            found.items[i].of = seen;
        add(w, found.items[i]);
    }
}

static bool may_be_below(const walk *w, const pl_entity *derived, const pl_unplaced *unplaced,
                         const pl_entity *entity, uint32_t row) {
    if (unplaced->parent == PL_NO_ROW)
        return true;
    return pl_trace_up(w->trace, derived->parent, (uint32_t)unplaced->parent, entity) ==
        (int32_t)row;
}

/* Rows of the source of a grouped table that no group is known of. */
static void visit_groups(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_data *data = pl_trace_run(w->trace)->data;
    const pl_rows *rows = pl_data_rows(data, expr->child), *own = pl_data_rows(data, entity);
    bool lacks = entity->source == expr->child && own->unsure && own->unsure[row];
    const pl_entity *derived = lacks ? entity : expr->child;

    for (uint32_t i = 0; i < rows->unplaced.len; i++)
        lacks = lacks || may_be_below(w, derived, &rows->unplaced.items[i], entity, row);
    if (lacks)
        add(w, (pl_lack){.kind = PL_LACK_GROUP, .entity = derived->source, .name = derived->name});
}

static void visit_aggregate(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_rows *rows = pl_data_rows(pl_trace_run(w->trace)->data, expr->child);
    pl_period window;
    bool covered;

    if (!rows->mapped) {
        add(w, (pl_lack){.kind = PL_LACK_ENTITY, .entity = pl_entity_given(expr->child)});
        return;
    }
    if (rows->incomplete)
        add(w, (pl_lack){.kind = PL_LACK_INCOMPLETE, .entity = expr->child});
    visit_groups(w, expr, entity, row);
    window = pl_trace_window(w->trace, expr, entity, row);
    if (window.region)
        visit_region(w, window.region, entity, row);
    covered = visit_years(w, expr, &window, rows) && !rows->incomplete;
    if (w->strict && !w->inside && covered && pl_trace_is_empty(w->trace, expr, entity, row))
        add(w,
            (pl_lack){
                .kind = PL_LACK_EMPTY, .entity = expr->child, .year = pl_trace_year(w->trace)});
    visit_rows(w, expr, &window, rows, entity, row);
}

/* ### what people said */

static void visit_attested(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_attestation *a = expr->attestation;
    const pl_run *run = pl_trace_run(w->trace);
    const pl_rows *rows = pl_data_rows(run->data, a->rows);
    pl_attested said;

    assert(entity == a->entity);
    if (!rows->mapped) {
        add(w, (pl_lack){.kind = PL_LACK_ENTITY, .entity = a->rows});
        return;
    }
    if (rows->incomplete)
        add(w, (pl_lack){.kind = PL_LACK_INCOMPLETE, .entity = a->rows});
    said = pl_trace_attested(w->trace, a, row);
    if (!said.found)
        add(w,
            (pl_lack){.kind = PL_LACK_UNATTESTED,
                      .name = a->name,
                      .entity = a->entity,
                      .year = pl_trace_year(w->trace),
                      .first = pl_cadence_start(a->cadence, pl_trace_date(w->trace)),
                      .attestation = a});
    else if (said.judgement.state != PL_OK)
        look(w, a->rows, a->judgement->name,
             pl_data_field(run->data, a->judgement, pl_trace_year(w->trace)), said.row);
    else if (w->judged && said.judgement.index != a->yes && said.judgement.index != a->no)
        add(w,
            (pl_lack){.kind = PL_LACK_DOUBT,
                      .entity = a->entity,
                      .name = a->name,
                      .attestation = a,
                      .place = said.place});
}

/* What is missing of the others that a percentile compares with; not within an aggregate, where each
 * row would name all of them again. */
static void visit_others(walk *w, const pl_expr *expr, uint32_t row) {
    const pl_rows *rows = pl_data_rows(pl_trace_run(w->trace)->data, expr->entity);
    pl_lacks found = {0};
    walk other = {
        .trace = w->trace, .lacks = &found, .inside = true, .strict = true, .bounds = w->bounds};
    uint32_t seen = 0;

    for (uint32_t at = 0; at < rows->count && !w->inside && !is_answered(w); at++) {
        if (pl_trace_is_no_other(w->trace, expr, row, at))
            continue;
        seen++;
        other.stamp++;
        for (uint32_t i = 0; i < expr->count; i++)
            if (expr->kids[i])
                visit(&other, expr->kids[i], expr->entity, at);
    }
    for (uint32_t i = 0; i < found.len; i++) {
        if (found.items[i].of == 0)
            found.items[i].of = seen;
        add(w, found.items[i]);
    }
}

static void visit_percentile(walk *w, const pl_expr *expr, uint32_t row) {
    assert(expr->count >= 2);
    if (pl_data_rows(pl_trace_run(w->trace)->data, expr->entity)->incomplete)
        add(w, (pl_lack){.kind = PL_LACK_INCOMPLETE, .entity = expr->entity});
    visit(w, expr->kids[0], expr->entity, row);
    for (uint32_t i = 2; i < expr->count; i++)
        visit(w, expr->kids[i], expr->entity, row);
    visit_others(w, expr, row);
}

/* ### values of other years */

static void visit_in_year(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row,
                          int year) {
    int32_t there = pl_trace_row_in(w->trace, expr, row, year);
    int before = pl_trace_enter(w->trace, year);

    if (there == PL_NO_ROW)
        add(w, (pl_lack){.kind = PL_LACK_ABSENT, .entity = entity, .year = year});
    else
        visit(w, expr, entity, (uint32_t)there);
    pl_trace_enter(w->trace, before);
}

/* Over school years what gives nothing in one of them is unknown. */
static void visit_each_year(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    uint32_t count;
    const int *years = pl_trace_years(w->trace, expr, &count);
    bool strict = w->strict;

    w->strict = strict || expr->kind == PL_EXPR_QUANTIFIER || expr->kind == PL_EXPR_AGGREGATE;
    for (uint32_t y = 0; y < count; y++)
        for (uint32_t i = 0; i < expr->count; i++)
            if (expr->kids[i])
                visit_in_year(w, expr->kids[i], entity, row, years[y]);
    w->strict = strict;
}

/* The rows of all windows alike: each may lie in one that decides. */
static void visit_windows(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    bool strict = w->strict;

    if (expr->period.region)
        visit_region(w, expr->period.region, entity, row);
    w->strict = true;
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->kids[i])
            visit(w, expr->kids[i], entity, row);
    w->strict = strict;
}

/* The rows that a trend compares: their days, and what of their values is missing. */
static void visit_latest(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_rows *rows = pl_data_rows(pl_trace_run(w->trace)->data, expr->child);
    uint32_t count;
    const uint32_t *list;

    if (!rows->mapped || rows->incomplete)
        add(w,
            (pl_lack){.kind = rows->mapped ? PL_LACK_INCOMPLETE : PL_LACK_ENTITY,
                      .entity = rows->mapped ? expr->child : pl_entity_given(expr->child)});
    list = pl_trace_latest(w->trace, expr, entity, row, &count);
    for (uint32_t i = 0; list && i < count; i++) {
        if (expr->order)
            look(w, expr->child, expr->order->name,
                 pl_data_field(pl_trace_run(w->trace)->data, expr->order, pl_trace_year(w->trace)),
                 list[i]);
        visit(w, expr->kids[0], expr->child, list[i]);
    }
}

/* ### expressions */

static void visit_up(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_expr *kid = expr->kids[0];
    int32_t above;

    assert(expr->count == 1);
    if (!kid->entity) {
        visit(w, kid, entity, row);
        return;
    }
    above = pl_trace_up(w->trace, entity, row, kid->entity);
    if (above == PL_NO_ROW)
        add(w, (pl_lack){.kind = PL_LACK_LINK, .entity = kid->entity});
    else
        visit(w, kid, kid->entity, (uint32_t)above);
}

static void visit_kids(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->kids[i])
            visit(w, expr->kids[i], entity, row);
}

/* Without a version in force the keys do not matter. */
static void visit_lookup(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_table *table = expr->table;

    if (w->strict && pl_trace_gives_nothing(w->trace, expr, entity, row))
        add(w,
            (pl_lack){.kind = PL_LACK_NORM,
                      .entity = entity,
                      .name = table->name,
                      .year = w->inside ? 0 : other_year(w)});
    if (pl_table_in_force(table, pl_trace_date(w->trace)))
        visit_kids(w, expr, entity, row);
}

typedef struct taking {
    walk *walk;
    const pl_entity *entity;
    uint32_t row;
    bool not_taken;
} taking;

static void look_for_blank(void *context, const pl_expr *field) {
    taking *t = context;
    pl_value value;

    if (pl_trace_field_at(t->walk->trace, field, t->entity, t->row, &value))
        t->not_taken = t->not_taken || value.state != PL_OK;
}

/* A comparison with what was not taken is false, whatever else is missing. */
static void visit_comparison(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    taking t = {w, entity, row, false};

    for (uint32_t i = 0; i < expr->count; i++)
        pl_expr_absent(expr->kids[i], look_for_blank, &t);
    if (!t.not_taken)
        visit_kids(w, expr, entity, row);
}

/* What stands behind `else` was not asked where the first is known within bounds. */
static void visit_else(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    pl_lacks found = {0};
    walk first = *w;
    bool only_bounds;

    first.lacks = &found;
    visit(&first, expr->kids[0], entity, row);
    only_bounds = found.len > 0;
    for (uint32_t i = 0; i < found.len; i++) {
        only_bounds = only_bounds && !pl_lack_is_missing(&found.items[i]);
        if (found.items[i].of == 0) /* of this row: counted by the list that it goes to */
            found.items[i].rows = 0;
        add(w, found.items[i]);
    }
    if (!only_bounds)
        visit(w, expr->kids[1], entity, row);
}

static void visit_judged(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    bool before = w->judged;

    w->judged = true;
    visit(w, expr->kids[0], entity, row);
    w->judged = before;
}

/* The keys of a pick, as they are written. */
static const char *keys_of(pl_arena *arena, const pl_expr *which) {
    const pl_expr *one[] = {which};
    const pl_expr *const *keys = one;
    uint32_t count = 1;
    pl_buffer out;

    if (which->kind == PL_EXPR_AND && which->kids[0]->kind != PL_EXPR_COMPARE)
        which = which->kids[1]; /* behind what a grouped table adds */
    one[0] = which;
    if (which->kind == PL_EXPR_AND) {
        keys = (const pl_expr *const *)which->kids;
        count = which->count;
    }
    pl_buffer_init(&out);
    for (uint32_t k = 0; k < count; k++) {
        pl_buffer_puts(&out, k > 0 ? ", " : "");
        pl_expr_print(&out, keys[k]->kids[1]);
    }
    return pl_buffer_take(&out, arena);
}

/* The row that surely is not left out by its keys; without one, that is what is missing. */
static void visit_pick(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    const pl_rows *rows = pl_data_rows(pl_trace_run(w->trace)->data, expr->child);
    uint32_t count, seen = 0;
    const uint32_t *list;

    if (!rows->mapped) {
        add(w, (pl_lack){.kind = PL_LACK_ENTITY, .entity = pl_entity_given(expr->child)});
        return;
    }
    list = pl_trace_children(w->trace, expr->child, entity, row, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (!pl_trace_takes(w->trace, expr, &expr->period, list[i]))
            continue;
        if (pl_trace_left_out(w->trace, expr->kids[0], list[i]))
            continue;
        seen++;
        visit(w, expr->kids[0], expr->child, list[i]);
        visit(w, expr->kids[1], expr->child, list[i]);
    }
    if (seen == 0)
        add(w,
            (pl_lack){.kind = PL_LACK_ROW,
                      .entity = expr->child,
                      .name = keys_of(pl_trace_arena(w->trace), expr->kids[0])});
}

static void visit_tally(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    bool strict = w->strict;

    w->strict = true;
    visit_kids(w, expr, entity, row);
    w->strict = strict;
}

/* Nothing is evaluated here: where all that the value and its needs read is there, a need fails. */
static void visit_needs(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    uint32_t before = w->lacks->len;

    visit(w, expr->kids[0], entity, row);
    for (uint32_t i = 1; i < expr->count; i++)
        visit_need(w, expr->kids[i], entity, row);
    for (uint32_t i = 1; i < expr->count && w->lacks->len == before; i++)
        add(w, (pl_lack){.kind = PL_LACK_NEED, .entity = entity, .name = expr->reasons[i - 1]});
}

/* What leaves the verdict of another rule open leaves this open too. */
static void visit_rule(walk *w, const pl_expr *expr, uint32_t row) {
    const pl_rule_result *result = pl_trace_result(w->trace, expr->rule);
    pl_reason reason;

    if (!result || (expr->kind == PL_EXPR_VERDICT && expr->asked == PL_ASKED_UNKNOWN))
        return;
    reason = pl_reason_find(w->trace, result, row);
    for (uint32_t i = 0; i < reason.lacks.len; i++) {
        if (reason.lacks.items[i].of == 0)
            reason.lacks.items[i].rows = 0;
        add(w, reason.lacks.items[i]);
    }
}

/* Is it surely known where all that it reads is? A division is not, nor what looks at other rows. */
static bool is_plain(walk *w, const pl_expr *expr) {
    switch (expr->kind) {
    case PL_EXPR_CONST:
    case PL_EXPR_FIELD:
    case PL_EXPR_SCHOOLJAAR:
    case PL_EXPR_DAY:
    case PL_EXPR_PARAMETER:
    case PL_EXPR_IS_KNOWN: return true;
    case PL_EXPR_MEASURE:
        return pl_dataset_supplies(pl_trace_run(w->trace)->data->dataset, expr->measure) ||
            is_plain(w, expr->measure->definition);
    case PL_EXPR_UP:
    case PL_EXPR_NEGATE:
    case PL_EXPR_ADD:
    case PL_EXPR_SUB:
    case PL_EXPR_MUL:
    case PL_EXPR_ROUND:
    case PL_EXPR_COMPARE:
    case PL_EXPR_NOT:
    case PL_EXPR_AND:
    case PL_EXPR_OR:
        for (uint32_t k = 0; k < expr->count; k++)
            if (!is_plain(w, expr->kids[k]))
                return false;
        return true;
    default: return false;
    }
}

/* Where all its arguments are known, it gives nothing for them. */
static void visit_call(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    uint32_t before = w->lacks->len;
    bool plain = true;

    visit_kids(w, expr, entity, row);
    for (uint32_t k = 0; k < expr->count; k++)
        plain = plain && is_plain(w, expr->kids[k]);
    if (plain && w->lacks->len == before)
        add(w, (pl_lack){.kind = PL_LACK_CALL, .entity = entity, .name = expr->extension->name});
}

static void visit(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    if (is_answered(w))
        return;
    switch (expr->kind) {
    case PL_EXPR_FIELD: visit_field(w, expr, entity, row); return;
    case PL_EXPR_MEASURE: visit_measure(w, expr, entity, row); return;
    case PL_EXPR_UP: visit_up(w, expr, entity, row); return;
    case PL_EXPR_COMPARE:
    case PL_EXPR_IN_RANGE:
    case PL_EXPR_IN_SET: visit_comparison(w, expr, entity, row); return;
    case PL_EXPR_CALL: visit_call(w, expr, entity, row); return;
    case PL_EXPR_LOOKUP: visit_lookup(w, expr, entity, row); return;
    case PL_EXPR_ELSE: visit_else(w, expr, entity, row); return;
    case PL_EXPR_ATTESTED: visit_attested(w, expr, entity, row); return;
    case PL_EXPR_JUDGED: visit_judged(w, expr, entity, row); return;
    case PL_EXPR_PERCENTILE: visit_percentile(w, expr, row); return;
    case PL_EXPR_NEEDS: visit_needs(w, expr, entity, row); return;
    case PL_EXPR_TALLY: visit_tally(w, expr, entity, row); return;
    case PL_EXPR_PICK: visit_pick(w, expr, entity, row); return;
    case PL_EXPR_IS_KNOWN: return; /* never unknown itself */
    case PL_EXPR_VERDICT:
    case PL_EXPR_OUTCOME: visit_rule(w, expr, row); return;
    case PL_EXPR_YEAR: visit_each_year(w, expr, entity, row); return;
    case PL_EXPR_TREND:
        if (expr->child)
            visit_latest(w, expr, entity, row);
        else
            visit_each_year(w, expr, entity, row);
        return;
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER:
        if (expr->child)
            visit_aggregate(w, expr, entity, row);
        else if (pl_period_has_windows(&expr->period))
            visit_windows(w, expr, entity, row);
        else
            visit_each_year(w, expr, entity, row);
        return;
    default: visit_kids(w, expr, entity, row); return;
    }
}

void pl_lacks_find(pl_trace *trace, const pl_expr *expr, const pl_entity *entity, uint32_t row,
                   pl_lacks *lacks) {
    walk w = {.trace = trace, .lacks = lacks};

    assert(row < pl_data_rows(pl_trace_run(trace)->data, entity)->count);
    visit(&w, expr, entity, row);
}

bool pl_trace_reads_bounds(pl_trace *trace, const pl_expr *expr, const pl_entity *entity,
                           uint32_t row) {
    bool bounds = false;
    pl_lacks lacks = {0};
    walk w = {.trace = trace, .lacks = &lacks, .bounds = &bounds};

    assert(row < pl_data_rows(pl_trace_run(trace)->data, entity)->count);
    visit(&w, expr, entity, row);
    return bounds;
}

static void visit_need(walk *w, const pl_expr *expr, const pl_entity *entity, uint32_t row) {
    switch (expr->kind) {
    case PL_EXPR_IS_KNOWN: visit(w, expr->kids[0], entity, row); break;
    case PL_EXPR_NOT:
    case PL_EXPR_AND:
    case PL_EXPR_OR:
        for (uint32_t i = 0; i < expr->count; i++)
            visit_need(w, expr->kids[i], entity, row);
        break;
    default: visit(w, expr, entity, row); break;
    }
}

void pl_lacks_find_need(pl_trace *trace, const pl_expr *expr, const pl_entity *entity, uint32_t row,
                        pl_lacks *lacks) {
    walk w = {.trace = trace, .lacks = lacks};

    assert(row < pl_data_rows(pl_trace_run(trace)->data, entity)->count);
    visit_need(&w, expr, entity, row);
}
