/* trace.c - a finished run, and which child rows belong to which row of an ancestor.
 * The lists are made when first asked for, one counting sort for each pair of entities. */
#include "trace/trace.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct children {
    const pl_entity *child, *parent;
    uint32_t *start; /* [parent rows + 1] */
    uint32_t *rows;
} children;

/* The same by a text: rows of a parent with the same text follow each other. */
typedef struct worded {
    const pl_entity *child, *parent;
    const pl_column *words;
    pl_map first;   /* of a parent's row and a text */
    uint32_t *next; /* [child rows]; PL_MAP_NONE: the last */
} worded;

struct pl_trace {
    pl_arena *arena;
    const pl_run *run;
    int year; /* that is looked at */
    uint32_t window;
    bool has_bounds; /* of the data */
    PL_VEC(children) lists;
    PL_VEC(worded) worded;
    pl_map written; /* of expressions and the like, in texts */
    PL_VEC(const char *) texts;
    const void *last; /* that words were asked of: mostly a rule's scope again, row after row */
    const char *last_text;
};

pl_trace *pl_trace_make(pl_arena *arena, const pl_run *run) {
    pl_trace *trace = PL_MAKE(arena, pl_trace);

    assert(run && run->data);
    trace->arena = arena;
    trace->run = run;
    trace->year = run->schooljaar;
    trace->window = PL_TRACE_NO_WINDOW;
    pl_map_init(&trace->written, arena);
    trace->has_bounds = pl_data_has_bounds(run->data);
    return trace;
}

const pl_run *pl_trace_run(const pl_trace *trace) {
    return trace->run;
}

bool pl_trace_has_bounds(const pl_trace *trace) {
    return trace->has_bounds;
}

const pl_rule_result *pl_trace_result(const pl_trace *trace, const pl_rule *rule) {
    const pl_run *run = trace->run;
    int year = pl_trace_year(trace);

    for (uint32_t i = 0; year == run->schooljaar && i < run->rules.len; i++)
        if (run->rules.items[i].rule == rule)
            return &run->rules.items[i];
    for (uint32_t i = 0; i < run->others.len; i++)
        if (run->others.items[i].schooljaar == year && run->others.items[i].result.rule == rule)
            return &run->others.items[i].result;
    return NULL;
}

pl_arena *pl_trace_arena(pl_trace *trace) {
    return trace->arena;
}

/* ### texts */

static pl_str key_of(const void *const *what) {
    return (pl_str){(const char *)what, sizeof *what};
}

const char *pl_trace_text(pl_trace *trace, const void *what) {
    uint32_t at;

    if (what == trace->last)
        return trace->last_text;
    at = pl_map_find(&trace->written, key_of(&what));
    if (at == PL_MAP_NONE)
        return NULL;
    assert(at < trace->texts.len);
    trace->last = what;
    trace->last_text = trace->texts.items[at];
    return trace->last_text;
}

void pl_trace_keep_text(pl_trace *trace, const void *what, const char *text) {
    assert(text && !pl_trace_text(trace, what));
    pl_map_add(&trace->written, key_of(&what), trace->texts.len, NULL);
    PL_PUSH(trace->arena, &trace->texts, text);
}

/* ### school years */

int pl_trace_year(const pl_trace *trace) {
    return trace->year;
}

pl_date pl_trace_date(const pl_trace *trace) {
    return pl_date_in_year(trace->year, trace->run->date);
}

int pl_trace_enter(pl_trace *trace, int year) {
    int before = trace->year;

    trace->year = year;
    return before;
}

uint32_t pl_trace_at_window(const pl_trace *trace) {
    return trace->window;
}

uint32_t pl_trace_enter_window(pl_trace *trace, uint32_t window) {
    uint32_t before = trace->window;

    trace->window = window;
    return before;
}

int32_t pl_trace_row_in(pl_trace *trace, const pl_expr *expr, uint32_t row, int year) {
    if (year == trace->year || !pl_expr_changes_row(expr))
        return (int32_t)row;
    assert(year < trace->year);
    return pl_data_siblings(trace->run->data, expr->entity, trace->year - year)[row];
}

const int *pl_trace_years(pl_trace *trace, const pl_expr *expr, uint32_t *count) {
    bool one = expr->kind == PL_EXPR_YEAR;
    int *years = PL_MAKE_ARRAY(trace->arena, int, one ? 1 : (size_t)expr->period.years);

    *count = 1;
    if (one)
        years[0] = pl_expr_year_before(expr, trace->year);
    else
        *count = pl_expr_years(expr, trace->year, years);
    return years;
}

/* ### rows */

int32_t pl_trace_up(const pl_trace *trace, const pl_entity *entity, uint32_t row,
                    const pl_entity *ancestor) {
    assert(pl_entity_is_within(entity, ancestor));
    assert(row < pl_data_rows(trace->run->data, entity)->count);
    if (entity == ancestor)
        return (int32_t)row;
    return pl_links_at(&pl_data_rows(trace->run->data, entity)->up[ancestor->depth], row);
}

static children sort_children(pl_trace *trace, const pl_entity *child, const pl_entity *parent) {
    const pl_rows *rows = pl_data_rows(trace->run->data, child);
    uint32_t parents = pl_data_rows(trace->run->data, parent)->count;
    const pl_links *up = pl_data_links(rows, parent);
    children list = {child, parent, PL_MAKE_ARRAY(trace->arena, uint32_t, parents + 2),
                     PL_MAKE_ARRAY(trace->arena, uint32_t, rows->count)};

    /* start[p + 2] counts the rows of p, then start[p + 1] is where the next row of p goes. */
    for (uint32_t row = 0; row < rows->count; row++) {
        int32_t above = pl_links_at(up, row);

        assert(above == PL_NO_ROW || (above >= 0 && (uint32_t)above < parents));
        if (above != PL_NO_ROW)
            list.start[above + 2]++;
    }
    for (uint32_t p = 2; p < parents + 2; p++)
        list.start[p] += list.start[p - 1];
    for (uint32_t row = 0; row < rows->count; row++)
        if (pl_links_at(up, row) != PL_NO_ROW)
            list.rows[list.start[pl_links_at(up, row) + 1]++] = row;
    return list;
}

const uint32_t *pl_trace_children(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                                  uint32_t row, uint32_t *count) {
    const children *list = NULL;

    assert(pl_entity_is_below(child, parent));
    for (uint32_t i = 0; i < trace->lists.len && !list; i++)
        if (trace->lists.items[i].child == child && trace->lists.items[i].parent == parent)
            list = &trace->lists.items[i];
    if (!list) {
        PL_PUSH(trace->arena, &trace->lists, sort_children(trace, child, parent));
        list = &trace->lists.items[trace->lists.len - 1];
    }
    assert(row < pl_data_rows(trace->run->data, parent)->count);
    assert(list->start[row] <= list->start[row + 1]);
    *count = list->start[row + 1] - list->start[row];
    return list->rows + list->start[row];
}

/* Of a parent's row and a text; the map wants bytes. */
typedef struct word_key {
    uint32_t row, text;
} word_key;

static pl_str bytes_of(const word_key *key) {
    return (pl_str){(const char *)key, sizeof *key};
}

static worded sort_words(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                         const pl_column *words) {
    const pl_rows *rows = pl_data_rows(trace->run->data, child);
    const pl_links *up = pl_data_links(rows, parent);
    uint32_t *last = PL_MAKE_ARRAY(trace->arena, uint32_t, rows->count); /* of each first */
    worded list = {.child = child, .parent = parent, .words = words};

    assert(words->base == PL_TEXT);
    pl_map_init(&list.first, trace->arena);
    list.next = PL_MAKE_ARRAY(trace->arena, uint32_t, rows->count);
    for (uint32_t row = 0; row < rows->count; row++) {
        word_key key = {(uint32_t)pl_links_at(up, row), (uint32_t)pl_column_index(words, row)};
        uint32_t first = row;
        bool added = true;

        list.next[row] = PL_MAP_NONE;
        if (pl_links_at(up, row) != PL_NO_ROW)
            first = pl_map_add(&list.first, bytes_of(&key), row, &added);
        if (!added)
            list.next[last[first]] = row;
        last[first] = row;
    }
    return list;
}

static const worded *words_of(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                              const pl_column *words) {
    for (uint32_t i = 0; i < trace->worded.len; i++) {
        const worded *list = &trace->worded.items[i];

        if (list->child == child && list->parent == parent && list->words == words)
            return list;
    }
    PL_PUSH(trace->arena, &trace->worded, sort_words(trace, child, parent, words));
    return &trace->worded.items[trace->worded.len - 1];
}

uint32_t pl_trace_first_with(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                             uint32_t row, const pl_column *words, uint32_t text) {
    word_key key = {row, text};

    assert(row < pl_data_rows(trace->run->data, parent)->count);
    return pl_map_find(&words_of(trace, child, parent, words)->first, bytes_of(&key));
}

uint32_t pl_trace_next_with(pl_trace *trace, const pl_entity *child, const pl_entity *parent,
                            uint32_t row, const pl_column *words) {
    assert(row < pl_data_rows(trace->run->data, child)->count);
    return words_of(trace, child, parent, words)->next[row];
}

/* ### cells of a row */

pl_value pl_trace_cell(pl_trace *trace, const pl_column *column, uint32_t row) {
    if (!column)
        return (pl_value){.state = PL_MISSING};
    return pl_column_value(column, trace->run->data, row, trace->arena);
}

static bool holds(pl_compare compare, int order) {
    switch (compare) {
    case PL_EQ: return order == 0;
    case PL_NE: return order != 0;
    case PL_LT: return order < 0;
    case PL_LE: return order <= 0;
    case PL_GT: return order > 0;
    case PL_GE: return order >= 0;
    }
    return true;
}

/* Surely false for this cell; false when it is not sure. */
static bool fails(pl_compare compare, const pl_value *cell, const pl_value *constant) {
    if (cell->state != PL_OK || cell->base != constant->base)
        return false;
    switch (cell->base) {
    case PL_NUMBER:
        return pl_number_compare(cell->lo, cell->hi) == 0 &&
            !holds(compare, pl_number_compare(cell->lo, constant->lo));
    case PL_TEXT: return !holds(compare, strcmp(cell->text, constant->text));
    case PL_MEMBER:
    case PL_DATE:
    case PL_SCHOOLJAAR:
        return !holds(compare, (cell->index > constant->index) - (cell->index < constant->index));
    case PL_TRUTH:
    case PL_POISON: break;
    }
    return false;
}

/* A constant, or a field of an ancestor, that is known exactly; else false. */
static bool given_value(pl_trace *trace, const pl_expr *expr, uint32_t row, pl_value *value) {
    const pl_data *data = trace->run->data;
    const pl_expr *kid = expr->kind == PL_EXPR_UP ? expr->kids[0] : NULL;
    int32_t above;

    if (expr->kind == PL_EXPR_CONST) {
        *value = expr->value;
        return true;
    }
    if (expr->kind == PL_EXPR_DAY) {
        *value = (pl_value){.base = PL_DATE, .index = pl_expr_day(expr, trace->year)};
        return true;
    }
    if (!kid || kid->kind != PL_EXPR_FIELD)
        return false;
    above = pl_trace_up(trace, expr->entity, row, kid->entity);
    if (above == PL_NO_ROW)
        return false;
    *value = pl_trace_cell(trace, pl_data_field(data, kid->field, trace->run->schooljaar),
                           (uint32_t)above);
    return value->state == PL_OK &&
        (value->base != PL_NUMBER || pl_number_compare(value->lo, value->hi) == 0);
}

static bool compare_fails(pl_trace *trace, const pl_expr *expr, uint32_t row) {
    const pl_expr *left = expr->kids[0], *right = expr->kids[1];
    pl_value cell, value;

    assert(expr->kind == PL_EXPR_COMPARE && expr->count == 2);
    if (left->kind != PL_EXPR_FIELD || !given_value(trace, right, row, &value))
        return false;
    cell = pl_trace_cell(trace, pl_data_field(trace->run->data, left->field, trace->year), row);
    if (left->field->absent_false && cell.state != PL_OK)
        return true;
    return fails(expr->compare, &cell, &value);
}

static bool field_is(pl_trace *trace, const pl_expr *expr, pl_truth truth, uint32_t row) {
    pl_value cell;

    if (expr->kind != PL_EXPR_FIELD || expr->type.base != PL_TRUTH)
        return false;
    cell = pl_trace_cell(trace, pl_data_field(trace->run->data, expr->field, trace->year), row);
    return cell.state == PL_OK && cell.truth == truth;
}

static bool is_no_member(pl_trace *trace, const pl_population *population, uint32_t row) {
    const pl_population_result *members = pl_trace_members(trace, population);

    return members && (members->membership[row] == PL_FALSE || members->membership[row] == PL_NONE);
}

bool pl_trace_left_out(pl_trace *trace, const pl_expr *where, uint32_t row) {
    if (!where)
        return false;
    if (where->kind == PL_EXPR_COMPARE)
        return compare_fails(trace, where, row);
    if (where->kind == PL_EXPR_FIELD)
        return field_is(trace, where, PL_FALSE, row);
    if (where->kind == PL_EXPR_MEASURE && where->measure->population)
        return is_no_member(trace, where->measure->population, row);
    if (where->kind == PL_EXPR_NOT)
        return field_is(trace, where->kids[0], PL_TRUE, row);
    if (where->kind != PL_EXPR_AND)
        return false;
    for (uint32_t i = 0; i < where->count; i++)
        if (pl_trace_left_out(trace, where->kids[i], row))
            return true;
    return false;
}

bool pl_trace_is_nobody(pl_trace *trace, const pl_rows *rows, uint32_t row) {
    pl_value weight;

    if (!rows->weight)
        return false;
    weight = pl_trace_cell(trace, rows->weight, row);
    return weight.state == PL_OK && pl_number_sign(weight.hi) == 0;
}

/* ### the last rows */

/* INT32_MAX for a row without a date; INT32_MIN for one behind the evaluation. */
static int32_t place_of(pl_trace *trace, const pl_expr *trend, uint32_t row) {
    int32_t place = pl_data_rows(trace->run->data, trend->child)->years
        ? pl_data_rows(trace->run->data, trend->child)->years[row]
        : 0;
    int32_t last = trace->year;
    pl_value day;

    if (trend->order) {
        day = pl_trace_cell(trace, pl_data_field(trace->run->data, trend->order, trace->year), row);
        if (day.state != PL_OK)
            return INT32_MAX;
        place = day.index;
        last = pl_trace_date(trace);
    }
    return place <= last ? place : INT32_MIN;
}

typedef struct placed {
    int32_t place;
    uint32_t row;
} placed;

static int latest_first(const void *a, const void *b) {
    const placed *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

const uint32_t *pl_trace_latest(pl_trace *trace, const pl_expr *trend, const pl_entity *entity,
                                uint32_t row, uint32_t *count) {
    uint32_t all, places = 0;
    const uint32_t *list = pl_trace_children(trace, trend->child, entity, row, &all);
    placed *rows = PL_MAKE_ARRAY(trace->arena, placed, all + (size_t)1);
    uint32_t *kept = PL_MAKE_ARRAY(trace->arena, uint32_t, all + (size_t)1);

    *count = 0;
    for (uint32_t i = 0; i < all; i++)
        rows[i] = (placed){place_of(trace, trend, list[i]), list[i]};
    qsort(rows, all, sizeof *rows, latest_first);
    for (uint32_t i = 0; i < all && rows[i].place != INT32_MIN; i++) {
        if (rows[i].place != INT32_MAX && (i == 0 || rows[i].place != rows[i - 1].place) &&
            ++places > (uint32_t)trend->period.years)
            return kept;
        kept[(*count)++] = rows[i].row;
    }
    return places == (uint32_t)trend->period.years || (all > 0 && rows[0].place == INT32_MAX)
        ? kept
        : NULL;
}

/* ### periods */

/* The last years before `evaluated`; a year without the test is not counted. */
static bool in_last(const pl_period *period, const pl_expr *aggregate, int evaluated, int year) {
    int seen = 0;

    assert(period->kind == PL_PERIOD_LAST && period->years > 0);
    if (pl_expr_skips(aggregate, year))
        return false;
    for (int y = period->including_this ? evaluated : evaluated - 1; seen < period->years; y--) {
        if (y == year)
            return true;
        if (y < year)
            return false;
        seen += !pl_expr_skips(aggregate, y);
    }
    return false;
}

bool pl_trace_in_period(const pl_period *period, const pl_expr *aggregate, int evaluated,
                        int year) {
    assert(period->small_years == 0);
    switch (period->kind) {
    case PL_PERIOD_ALL: return true;
    case PL_PERIOD_THIS: return year == evaluated;
    case PL_PERIOD_RANGE:
        return year >= period->first && year <= period->last && !pl_expr_skips(aggregate, year);
    case PL_PERIOD_LAST: return in_last(period, aggregate, evaluated, year);
    case PL_PERIOD_DAYS:
    case PL_PERIOD_WINDOW:
    case PL_PERIOD_SUCCESSIVE:
    case PL_PERIOD_EACH: break;
    }
    assert(!"a period of days is asked by day");
    return false;
}

static int by_number(const void *a, const void *b) {
    const int32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static uint32_t count_distinct(int32_t *numbers, uint32_t count) {
    uint32_t distinct = 0;

    if (count > 0)
        qsort(numbers, count, sizeof *numbers, by_number);
    for (uint32_t i = 0; i < count; i++)
        distinct += i == 0 || numbers[i] != numbers[i - 1];
    return distinct;
}

static bool is_surely_there(pl_trace *trace, const pl_rows *rows, uint32_t row) {
    pl_value weight;

    if (!rows->weight)
        return true;
    weight = pl_trace_cell(trace, rows->weight, row);
    return weight.state == PL_OK && pl_number_sign(weight.lo) > 0;
}

/* Are there surely `small_below` or more of the small-n entity among the rows in the shorter
 * window? Only rows that are linked to it, or are it and stand for one, are counted. */
static bool is_large(pl_trace *trace, const pl_expr *aggregate, const pl_period *window,
                     const pl_entity *entity, uint32_t row) {
    const pl_rows *rows = pl_data_rows(trace->run->data, aggregate->child);
    const pl_entity *counted = window->small_entity;
    pl_period shorter = *window;
    uint32_t count, linked = 0;
    const uint32_t *list = pl_trace_children(trace, aggregate->child, entity, row, &count);
    int32_t *numbers = PL_MAKE_ARRAY(trace->arena, int32_t, count);

    shorter.small_years = 0;
    for (uint32_t i = 0; i < count; i++) {
        int32_t above = pl_trace_up(trace, aggregate->child, list[i], counted);

        if (above != PL_NO_ROW && is_surely_there(trace, rows, list[i]) &&
            (counted != aggregate->child || !rows->weight) &&
            (!rows->years ||
             pl_trace_in_period(&shorter, aggregate, trace->year, rows->years[list[i]])))
            numbers[linked++] = above;
    }
    linked = count_distinct(numbers, linked);
    return pl_number_compare(pl_number_make(trace->arena, (int64_t)linked, 1),
                             window->small_below) >= 0;
}

pl_period pl_trace_window(pl_trace *trace, const pl_expr *aggregate, const pl_entity *entity,
                          uint32_t row) {
    pl_period window = aggregate->period;

    if (window.small_years > 0) {
        assert(window.kind == PL_PERIOD_LAST && window.small_entity);
        if (!is_large(trace, aggregate, &window, entity, row))
            window.years = window.small_years;
        window.small_years = 0;
    }
    return window;
}
