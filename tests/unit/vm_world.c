/* vm_world.c - models and snapshots by hand: see vm_world.h. */
#include "vm_world.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const pl_span nowhere = {NULL, 0, 0};

void world_init(world *w) {
    memset(w, 0, sizeof *w);
    pl_arena_init(&w->arena);
    pl_diags_init(&w->diags, &w->arena);
    pl_date_make(THIS_YEAR, 11, 5, &w->date);
    w->model = PL_MAKE(&w->arena, pl_model);
    w->dataset = PL_MAKE(&w->arena, pl_dataset);
    w->dataset->name = "made";
    w->data = PL_MAKE(&w->arena, pl_data);
    w->data->arena = &w->arena;
    w->data->model = w->model;
    w->data->dataset = w->dataset;
    w->data->rows = PL_MAKE_ARRAY(&w->arena, pl_rows *, 16);
    w->data->measures = PL_MAKE_ARRAY(&w->arena, pl_series, 64);
    w->handbook = PL_MAKE(&w->arena, pl_handbook);
    w->handbook->name = "book";
    PL_PUSH(&w->arena, &w->model->handbooks, w->handbook);
}

void world_fini(world *w) {
    pl_arena_fini(&w->arena);
}

/* ### numbers and columns */

pl_number world_number(world *w, const char *text) {
    pl_number n = PL_NUMBER_ZERO;
    const char *slash = strchr(text, '/');
    bool read;

    if (slash != NULL) {
        pl_number den = world_number(w, slash + 1);

        read = pl_number_parse(&w->arena, (pl_str){text, (size_t)(slash - text)}, '.', &n);
        n = pl_number_div(&w->arena, n, den);
    } else {
        read = pl_number_parse(&w->arena, pl_str_of(text), '.', &n);
    }
    assert(read);
    (void)read;
    return n;
}

typedef struct bounds {
    bool missing;
    pl_number lo, hi;
} bounds;

static bounds read_cell(world *w, const char *cell) {
    bounds b = {.missing = cell == NULL || *cell == '\0'};
    const char *dots = b.missing ? NULL : strstr(cell, "..");

    if (b.missing)
        return b;
    if (dots == NULL) {
        b.lo = b.hi = world_number(w, cell);
        return b;
    }
    b.lo = world_number(w, pl_arena_copy(&w->arena, cell, (size_t)(dots - cell)));
    b.hi = world_number(w, dots + 2);
    return b;
}

static void put_wide(pl_column *c, const bounds *cells, uint32_t rows, pl_arena *arena) {
    c->exact = PL_MAKE_ARRAY(arena, pl_number, rows);
    c->exact_upper = PL_MAKE_ARRAY(arena, pl_number, rows);
    for (uint32_t r = 0; r < rows; r++) {
        c->exact[r] = cells[r].missing ? PL_NUMBER_ZERO : cells[r].lo;
        c->exact_upper[r] = cells[r].missing ? PL_NUMBER_ZERO : cells[r].hi;
    }
}

static bool to_scale(pl_number n, unsigned scale, int64_t *out) {
    unsigned own;

    if (!pl_number_as_scaled(n, out, &own))
        return false;
    return own <= scale && !__builtin_mul_overflow(*out, pl_power_of_ten(scale - own), out);
}

static void put(void *values, uint8_t width, uint32_t row, int64_t value) {
    if (width == 2)
        ((int16_t *)values)[row] = (int16_t)value;
    else if (width == 4)
        ((int32_t *)values)[row] = (int32_t)value;
    else
        ((int64_t *)values)[row] = value;
}

static uint8_t width_of(int64_t v) {
    return v >= INT16_MIN && v <= INT16_MAX ? 2 : v >= INT32_MIN && v <= INT32_MAX ? 4 : 8;
}

/* The common scale and width of all cells; width 0 when there is none. */
static void measure_cells(const bounds *cells, uint32_t rows, pl_column *c, bool *bounded) {
    int64_t v;
    unsigned scale;

    c->width = 2;
    for (uint32_t r = 0; r < rows; r++)
        for (int end = 0; end < 2 && !cells[r].missing; end++) {
            if (!pl_number_as_scaled(end ? cells[r].hi : cells[r].lo, &v, &scale)) {
                c->width = 0;
                return;
            }
            c->scale = scale > c->scale ? (uint8_t)scale : c->scale;
            *bounded = *bounded || pl_number_compare(cells[r].lo, cells[r].hi) != 0;
        }
    for (uint32_t r = 0; r < rows; r++)
        for (int end = 0; end < 2 && !cells[r].missing; end++) {
            if (!to_scale(end ? cells[r].hi : cells[r].lo, c->scale, &v)) {
                c->width = 0;
                return;
            }
            c->width = width_of(v) > c->width ? width_of(v) : c->width;
        }
}

pl_column *world_column(world *w, const char *const *cells, uint32_t rows) {
    pl_column *c = PL_MAKE(&w->arena, pl_column);
    bounds *read = PL_MAKE_ARRAY(&w->arena, bounds, rows);
    bool bounded = false, missing = false;

    c->base = PL_NUMBER;
    for (uint32_t r = 0; r < rows; r++) {
        read[r] = read_cell(w, cells[r]);
        missing = missing || read[r].missing;
    }
    measure_cells(read, rows, c, &bounded);
    if (missing)
        c->state = PL_MAKE_ARRAY(&w->arena, uint8_t, rows);
    for (uint32_t r = 0; r < rows && missing; r++)
        c->state[r] = read[r].missing ? PL_MISSING : PL_OK;
    if (c->width == 0) {
        put_wide(c, read, rows, &w->arena);
        return c;
    }
    c->values = PL_MAKE_ARRAY(&w->arena, int64_t, rows);
    c->upper = bounded ? PL_MAKE_ARRAY(&w->arena, int64_t, rows) : NULL;
    for (uint32_t r = 0; r < rows; r++) {
        int64_t lo = 0, hi = 0;

        if (!read[r].missing) {
            to_scale(read[r].lo, c->scale, &lo);
            to_scale(read[r].hi, c->scale, &hi);
        }
        put(c->values, c->width, r, lo);
        if (bounded)
            put(c->upper, c->width, r, hi);
    }
    return c;
}

/* ### entities and fields */

static pl_rows *rows_of(world *w, const pl_entity *entity) {
    return w->data->rows[entity->index];
}

static void set_column(world *w, pl_field *field, pl_column *column) {
    pl_series *series = &rows_of(w, field->entity)->fields[field->index];

    PL_PUSH(&w->arena, &series->years, PL_ANY_YEAR);
    PL_PUSH(&w->arena, &series->columns, column);
}

pl_field *world_field(world *w, pl_entity *entity, const char *name, pl_type type) {
    pl_field *field = PL_MAKE(&w->arena, pl_field);

    field->name = name;
    field->entity = entity;
    field->type = type;
    field->index = entity->fields.len;
    PL_PUSH(&w->arena, &entity->fields, field);
    return field;
}

static void link_rows(world *w, pl_rows *rows, const pl_entity *entity, const int32_t *up) {
    uint32_t depth = entity->depth;

    int32_t *links = PL_MAKE_ARRAY(&w->arena, int32_t, rows->count + 1);

    rows->up = PL_MAKE_ARRAY(&w->arena, pl_links, depth + 1);
    for (uint32_t d = 0; d + 1 < depth; d++) {
        for (uint32_t r = 0; r < rows->count; r++)
            links[r] = up[r] < 0 ? PL_NO_ROW
                                 : pl_links_at(&rows_of(w, entity->parent)->up[d], (uint32_t)up[r]);
        rows->up[d] = pl_links_make(&w->arena, links, rows->count);
    }
    if (depth > 0)
        rows->up[depth - 1] = pl_links_make(&w->arena, up, rows->count);
}

pl_entity *world_entity(world *w, const char *name, pl_entity *parent, uint32_t count,
                        const int32_t *up) {
    pl_entity *entity = PL_MAKE(&w->arena, pl_entity);
    pl_rows *rows = PL_MAKE(&w->arena, pl_rows);
    pl_field *key;

    entity->name = name;
    entity->parent = parent;
    entity->depth = parent != NULL ? parent->depth + 1 : 0;
    entity->index = w->model->entities.len;
    PL_PUSH(&w->arena, &w->model->entities, entity);
    entity->key_count = 1;
    w->data->rows[entity->index] = rows;
    rows->entity = entity;
    rows->mapped = true;
    rows->count = count;
    rows->fields = PL_MAKE_ARRAY(&w->arena, pl_series, 64);
    link_rows(w, rows, entity, up);
    key = world_field(w, entity, "id", (pl_type){.base = PL_TEXT});
    key->key = true;
    return entity;
}

void world_years(world *w, pl_entity *entity, const int16_t *years) {
    pl_rows *rows = rows_of(w, entity);

    entity->yearly = true;
    rows->years = PL_MAKE_ARRAY(&w->arena, int16_t, rows->count);
    if (rows->count > 0)
        memcpy(rows->years, years, rows->count * sizeof *years);
    for (int year = 2000; year < 2050; year++)
        for (uint32_t r = 0; r < rows->count; r++)
            if (years[r] == year) {
                PL_PUSH(&w->arena, &rows->covered, year);
                break;
            }
}

void world_weights(world *w, pl_entity *entity, const char *const *cells) {
    pl_rows *rows = rows_of(w, entity);

    rows->weight = world_column(w, cells, rows->count);
}

pl_field *world_numbers(world *w, pl_entity *entity, const char *name, const char *const *cells) {
    pl_field *field = world_field(w, entity, name, (pl_type){.base = PL_NUMBER});

    set_column(w, field, world_column(w, cells, rows_of(w, entity)->count));
    return field;
}

static pl_column *coded(world *w, pl_base base, uint8_t width, uint32_t rows) {
    pl_column *c = PL_MAKE(&w->arena, pl_column);

    c->base = base;
    c->width = width;
    c->values = PL_MAKE_ARRAY(&w->arena, int64_t, rows);
    c->state = PL_MAKE_ARRAY(&w->arena, uint8_t, rows);
    return c;
}

pl_field *world_truths(world *w, pl_entity *entity, const char *name, const char *truths) {
    pl_field *field = world_field(w, entity, name, (pl_type){.base = PL_TRUTH});
    uint32_t rows = rows_of(w, entity)->count;
    pl_column *c = coded(w, PL_TRUTH, 1, rows);

    for (uint32_t r = 0; r < rows; r++) {
        ((uint8_t *)c->values)[r] = truths[r] == 'T' ? PL_TRUE : PL_FALSE;
        c->state[r] = truths[r] == 'U' ? PL_MISSING : PL_OK;
    }
    set_column(w, field, c);
    return field;
}

pl_field *world_members(world *w, pl_entity *entity, const char *name, const char *members) {
    static const char *const letters[] = {"a", "b", "c", "d", "e"};
    pl_enum *set = PL_MAKE(&w->arena, pl_enum);
    uint32_t rows = rows_of(w, entity)->count;
    pl_column *c = coded(w, PL_MEMBER, 2, rows);
    pl_field *field;

    set->ordered = true;
    for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
        PL_PUSH(&w->arena, &set->members, letters[k]);
    field = world_field(w, entity, name, (pl_type){.base = PL_MEMBER, .members = set});
    for (uint32_t r = 0; r < rows; r++) {
        put(c->values, 2, r, members[r] == '-' ? 0 : members[r] - 'a');
        c->state[r] = members[r] == '-' ? PL_MISSING : PL_OK;
    }
    set_column(w, field, c);
    return field;
}

/* ### expressions */

static pl_expr *make(world *w, pl_expr_kind kind, pl_type type, pl_entity *entity) {
    pl_expr *e = PL_MAKE(&w->arena, pl_expr);

    e->kind = kind;
    e->type = type;
    e->entity = entity;
    e->span = nowhere;
    return e;
}

static void set_kids(world *w, pl_expr *e, pl_expr *const *kids, uint32_t count) {
    e->count = count;
    e->kids = PL_MAKE_ARRAY(&w->arena, pl_expr *, count);
    for (uint32_t k = 0; k < count; k++) {
        e->kids[k] = kids[k];
        if (e->entity == NULL && kids[k] != NULL)
            e->entity = kids[k]->entity;
    }
}

static const pl_type a_number = {.base = PL_NUMBER}, a_truth = {.base = PL_TRUTH};

pl_expr *e_number(world *w, const char *text) {
    pl_expr *e = make(w, PL_EXPR_CONST, a_number, NULL);

    e->value.base = PL_NUMBER;
    e->value.lo = e->value.hi = world_number(w, text);
    return e;
}

pl_expr *e_truth(world *w, pl_truth truth) {
    pl_expr *e = make(w, PL_EXPR_CONST, a_truth, NULL);

    e->value.base = PL_TRUTH;
    e->value.truth = truth;
    return e;
}

pl_expr *e_member(world *w, const pl_field *like, char member) {
    pl_expr *e = make(w, PL_EXPR_CONST, like->type, NULL);

    e->value.base = PL_MEMBER;
    e->value.index = member - 'a';
    return e;
}

pl_expr *e_field(world *w, pl_field *field) {
    pl_expr *e = make(w, PL_EXPR_FIELD, field->type, field->entity);

    e->field = field;
    return e;
}

pl_expr *e_measure(world *w, pl_measure *measure) {
    pl_expr *e = make(w, PL_EXPR_MEASURE, measure->type, measure->entity);

    e->measure = measure;
    return e;
}

pl_expr *e_up(world *w, pl_entity *below, pl_expr *kid) {
    pl_expr *e = make(w, PL_EXPR_UP, kid->type, below);

    set_kids(w, e, &kid, 1);
    return e;
}

pl_expr *e_make(world *w, pl_expr_kind kind, pl_expr *a, pl_expr *b) {
    pl_expr *const kids[] = {a, b};
    pl_expr *e = make(w, kind, kind == PL_EXPR_IS_KNOWN ? a_truth : a->type, NULL);

    set_kids(w, e, kids, b != NULL ? 2 : 1);
    return e;
}

pl_expr *e_compare(world *w, pl_compare how, pl_expr *a, pl_expr *b) {
    pl_expr *e = e_make(w, PL_EXPR_COMPARE, a, b);

    e->type = a_truth;
    e->compare = how;
    return e;
}

pl_expr *e_round(world *w, pl_expr *a, const char *step) {
    pl_expr *e = e_make(w, PL_EXPR_ROUND, a, NULL);

    e->amount = world_number(w, step);
    return e;
}

pl_expr *e_range(world *w, pl_expr *a, const char *lo, const char *hi, bool open_hi) {
    pl_expr *e = e_make(w, PL_EXPR_IN_RANGE, a, NULL);

    e->type = a_truth;
    e->range.kind = PL_CELL_RANGE;
    e->range.has_lo = e->range.has_hi = true;
    e->range.open_hi = open_hi;
    e->range.lo.base = e->range.hi.base = PL_NUMBER;
    e->range.lo.lo = e->range.lo.hi = world_number(w, lo);
    e->range.hi.lo = e->range.hi.hi = world_number(w, hi);
    return e;
}

pl_expr *const e_otherwise = NULL;

pl_expr *e_cases(world *w, pl_expr *const *kids, uint32_t count) {
    pl_expr *e = make(w, PL_EXPR_CASES, kids[0]->type, NULL);

    set_kids(w, e, kids, count);
    return e;
}

static pl_period default_period(const pl_entity *child) {
    return (pl_period){.kind = child->yearly ? PL_PERIOD_THIS : PL_PERIOD_ALL};
}

pl_expr *e_aggregate(world *w, pl_entity *at, pl_aggregate kind, pl_entity *child, pl_expr *where,
                     pl_expr *what) {
    pl_expr *const kids[] = {where, what};
    bool extreme = kind == PL_AGG_LOWEST || kind == PL_AGG_HIGHEST;
    pl_expr *e = make(w, PL_EXPR_AGGREGATE, extreme ? what->type : a_number, at);

    e->aggregate = kind;
    e->child = child;
    e->period = default_period(child);
    set_kids(w, e, kids, 2);
    return e;
}

pl_expr *e_quantifier(world *w, pl_entity *at, pl_quantity quantity, const char *amount,
                      bool percent, pl_entity *child, pl_expr *where, pl_expr *have) {
    pl_expr *const kids[] = {where, have};
    pl_expr *e = make(w, PL_EXPR_QUANTIFIER, a_truth, at);

    e->quantity = quantity;
    e->amount = world_number(w, amount);
    e->percent = percent;
    e->child = child;
    e->period = default_period(child);
    set_kids(w, e, kids, 2);
    return e;
}

pl_expr *e_lookup(world *w, pl_table *table, uint32_t column, pl_expr *const *keys) {
    pl_expr *e = make(w, PL_EXPR_LOOKUP, table->columns.items[column].type, NULL);

    e->table = table;
    e->column = column;
    set_kids(w, e, keys, table->key_count);
    return e;
}

pl_measure *world_measure(world *w, pl_entity *entity, const char *name, pl_expr *definition) {
    pl_measure *measure = PL_MAKE(&w->arena, pl_measure);

    measure->name = name;
    measure->entity = entity;
    measure->type = definition->type;
    measure->definition = definition;
    measure->index = w->model->measures.len;
    PL_PUSH(&w->arena, &w->model->measures, measure);
    PL_PUSH(&w->arena, &entity->measures, measure);
    return measure;
}

static pl_value number_value(world *w, const char *text) {
    pl_number n = world_number(w, text);

    return (pl_value){.base = PL_NUMBER, .lo = n, .hi = n};
}

pl_table *world_table(world *w, const char *name, pl_overlap overlap, const char *const (*rows)[3],
                      uint32_t count) {
    pl_table *table = PL_MAKE(&w->arena, pl_table);
    const pl_table_column columns[] = {{.name = "key", .type = a_number},
                                       {.name = "norm", .type = a_number}};
    pl_table_version version = {0};

    table->name = name;
    table->overlap = overlap;
    table->key_count = 1;
    PL_PUSH(&w->arena, &table->columns, columns[0]);
    PL_PUSH(&w->arena, &table->columns, columns[1]);
    for (uint32_t r = 0; r < count; r++) {
        pl_table_row row = {.cells = PL_MAKE_ARRAY(&w->arena, pl_cell, 2)};
        const char *hi = rows[r][1];

        row.cells[0].kind = PL_CELL_RANGE;
        row.cells[0].has_lo = *rows[r][0] != '\0';
        row.cells[0].has_hi = *hi != '\0';
        row.cells[0].open_hi = *hi == '<';
        if (row.cells[0].has_lo)
            row.cells[0].lo = number_value(w, rows[r][0]);
        if (row.cells[0].has_hi)
            row.cells[0].hi = number_value(w, hi + (*hi == '<'));
        if (*rows[r][2] != '-') {
            row.cells[1].kind = PL_CELL_VALUE;
            row.cells[1].lo = number_value(w, rows[r][2]);
        }
        PL_PUSH(&w->arena, &version.rows, row);
    }
    PL_PUSH(&w->arena, &table->versions, version);
    table->index = w->model->tables.len;
    PL_PUSH(&w->arena, &w->model->tables, table);
    return table;
}

/* ### rules and runs */

void world_clause(world *w, pl_rule *rule, pl_expr *requirement, pl_expr *condition) {
    pl_clause clause = {condition, requirement, nowhere};

    PL_PUSH(&w->arena, &rule->clauses, clause);
}

pl_rule *world_rule(world *w, pl_entity *entity, const char *name, pl_expr *requirement,
                    pl_expr *condition) {
    pl_rule *rule = PL_MAKE(&w->arena, pl_rule);

    rule->kind = PL_STANDARD;
    rule->name = name;
    rule->handbook = w->handbook;
    rule->entity = entity;
    rule->index = w->model->rules.len;
    PL_PUSH(&w->arena, &w->model->rules, rule);
    world_clause(w, rule, requirement, condition);
    return rule;
}

pl_program *world_program(world *w) {
    const pl_lower_options options = {.date = w->date, .dataset = w->dataset};

    return pl_lower(&w->arena, &w->diags, w->model, &options);
}

pl_run *world_run(world *w, uint32_t chunk_rows) {
    return pl_vm_run(&w->arena, world_program(w), w->data, chunk_rows);
}

/* ### what a run says */

static const char *keep(world *w, pl_buffer *b) {
    const char *text = pl_arena_copy(&w->arena, b->len > 0 ? b->ptr : "", b->len);

    pl_buffer_fini(b);
    return text;
}

static const char *letters_of(world *w, const uint8_t *bytes, uint32_t rows, const char *letters) {
    pl_buffer b;

    pl_buffer_init(&b);
    for (uint32_t r = 0; r < rows; r++)
        pl_buffer_putc(&b, letters[bytes[r]]);
    return keep(w, &b);
}

const char *world_truth_text(world *w, const uint8_t *truths, uint32_t rows) {
    return letters_of(w, truths, rows, "FTUN");
}

const char *world_verdicts(world *w, const pl_run *run, const pl_rule *rule) {
    for (uint32_t r = 0; r < run->rules.len; r++)
        if (run->rules.items[r].rule == rule)
            return letters_of(w, run->rules.items[r].verdict, run->rules.items[r].rows,
                              "MNU-EDWTLCXOS");
    return "(not run)";
}

const char *world_amounts(world *w, const pl_amounts *amounts, uint32_t rows) {
    pl_buffer b;

    if (amounts == NULL)
        return "(nothing)";
    pl_buffer_init(&b);
    for (uint32_t r = 0; r < rows; r++) {
        pl_value v = pl_amounts_value(amounts, r, &w->arena);

        pl_buffer_puts(&b, r > 0 ? " " : "");
        if (v.state != PL_OK)
            pl_buffer_puts(&b, v.state == PL_EMPTY ? "-" : "?");
        else if (v.base != PL_NUMBER)
            pl_buffer_printf(&b, "#%d", v.index);
        else
            pl_number_print(&b, v.lo);
        if (v.state == PL_OK && v.base == PL_NUMBER && pl_number_compare(v.lo, v.hi) != 0) {
            pl_buffer_puts(&b, "..");
            pl_number_print(&b, v.hi);
        }
    }
    return keep(w, &b);
}

const char *world_report(world *w, const pl_run *run) {
    pl_buffer b;

    pl_buffer_init(&b);
    for (uint32_t r = 0; r < run->rules.len; r++) {
        const pl_rule_result *result = &run->rules.items[r];

        pl_buffer_printf(&b, "%s %s\n", result->rule->name, world_verdicts(w, run, result->rule));
        for (uint32_t k = 0; k < result->rows; k++)
            pl_buffer_printf(&b, "%u/%u/%u ", result->cause[k], result->part[k],
                             result->bounded[k]);
        for (uint32_t c = 0; c < result->rule->clauses.len; c++) {
            const pl_clause_result *clause = &result->clauses[c];

            pl_buffer_printf(&b, "\n  %s %s", world_truth_text(w, clause->applies, result->rows),
                             world_truth_text(w, clause->holds, result->rows));
            pl_buffer_printf(&b, "\n  %s | %s", world_amounts(w, clause->measured, result->rows),
                             world_amounts(w, clause->norm, result->rows));
            pl_buffer_printf(&b, "\n  %s | %s\n", world_amounts(w, clause->count, result->rows),
                             world_amounts(w, clause->total, result->rows));
        }
    }
    return keep(w, &b);
}
