/* doubled.c - looks for subjects that have a measure twice, before anything is evaluated: in the column,
 * and in rows of the period that its definition is over. Rows that surely do not count for it are no
 * second source. */
#include "trace/doubled.h"

#include <assert.h>

#define MOST_TOLD 5 /* of one measure */

typedef struct doubling {
    pl_trace *trace;
    pl_diags *diags;
    pl_data *data;
    const pl_measure *measure;
    const pl_column *column;
    uint32_t told;
} doubling;

/* A row that the aggregate is over for the subject; false when there is none. */
static bool find_row(const doubling *d, const pl_expr *aggregate, uint32_t subject,
                     uint32_t *found) {
    const pl_rows *rows = pl_data_rows(d->data, aggregate->child);
    pl_period window = pl_trace_window(d->trace, aggregate, d->measure->entity, subject);
    uint32_t count;
    const uint32_t *list =
        pl_trace_children(d->trace, aggregate->child, d->measure->entity, subject, &count);

    for (uint32_t i = 0; i < count; i++) {
        *found = list[i];
        if (pl_trace_takes(d->trace, aggregate, &window, list[i]) &&
            !pl_trace_left_out(d->trace, aggregate->kids[0], list[i]) &&
            !pl_trace_is_nobody(d->trace, rows, list[i]))
            return true;
    }
    return false;
}

/* An aggregate of the definition that has rows for the subject; NULL when none has. */
static const pl_expr *find_rows(const doubling *d, const pl_expr *expr, uint32_t subject,
                                uint32_t *row) {
    const pl_expr *found = NULL;

    if (expr->kind == PL_EXPR_MEASURE && expr->entity == d->measure->entity &&
        !pl_dataset_supplies(d->data->dataset, expr->measure))
        return find_rows(d, expr->measure->definition, subject, row);
    if ((expr->kind == PL_EXPR_AGGREGATE || expr->kind == PL_EXPR_QUANTIFIER) && expr->child)
        return expr->entity == d->measure->entity && !expr->child->source &&
                !expr->entity->source && find_row(d, expr, subject, row)
            ? expr
            : NULL;
    for (uint32_t k = 0; k < expr->count && !found; k++)
        if (expr->kids[k])
            found = find_rows(d, expr->kids[k], subject, row);
    return found;
}

/* "eindtoets.csv:12", or what the row is where nobody knows where it stands. */
static const char *place_of(const doubling *d, const pl_entity *child, uint32_t row) {
    pl_arena *arena = pl_trace_arena(d->trace);
    const pl_rows *rows = pl_data_rows(d->data, child);
    const pl_column *key = child->key_count > 0
        ? pl_data_field(d->data, child->fields.items[0], pl_trace_year(d->trace))
        : rows->weight;
    pl_buffer subject = {0};
    pl_place place;

    if (key && pl_data_place(rows, key, row, &place))
        return pl_arena_format(arena, "%s:%u", place.file, place.line);
    pl_data_subject(&subject, d->data, child, row);
    return pl_buffer_take(&subject, arena);
}

static void tell(doubling *d, uint32_t subject, const pl_expr *aggregate, uint32_t row) {
    const pl_rows *rows = pl_data_rows(d->data, d->measure->entity);
    pl_buffer name = {0};
    pl_place place = {0};

    (void)pl_data_place(rows, d->column, subject, &place);
    pl_data_subject(&name, d->data, d->measure->entity, subject);
    PL_REPORT_DATA(d->diags, MEASURE_DOUBLED, place.file, place.line, place.header,
                   d->measure->name, pl_buffer_take(&name, pl_trace_arena(d->trace)),
                   aggregate->child->name, place_of(d, aggregate->child, row));
    d->told++;
}

static void look_at(doubling *d) {
    const pl_entity *entity = d->measure->entity;
    const pl_rows *rows = pl_data_rows(d->data, entity);
    const uint32_t *order = pl_data_subject_order(d->data, entity);
    uint32_t row;

    for (uint32_t i = 0; i < rows->count && d->told < MOST_TOLD; i++) {
        uint32_t subject = order[i];
        const pl_expr *aggregate;

        if ((rows->years && rows->years[subject] != pl_trace_year(d->trace)) ||
            pl_trace_cell(d->trace, d->column, subject).state != PL_OK)
            continue;
        aggregate = find_rows(d, d->measure->definition, subject, &row);
        if (aggregate)
            tell(d, subject, aggregate, row);
    }
}

bool pl_doubled_report(pl_arena *arena, pl_diags *diags, const pl_program *program, pl_data *data) {
    const pl_run run = {.model = program->model,
                        .data = data,
                        .date = program->date,
                        .schooljaar = program->schooljaar};
    pl_trace *trace = pl_trace_make(arena, &run);
    uint32_t errors = diags->errors;

    for (uint32_t s = 0; s < program->slots.len; s++) {
        const pl_slot *slot = &program->slots.items[s];
        doubling d = {.trace = trace, .diags = diags, .data = data, .measure = slot->measure};

        if (slot->kind != PL_SLOT_MEASURE)
            continue;
        assert(slot->measure && !slot->measure->defined);
        d.column = pl_data_measure(data, slot->measure, slot->year);
        if (!d.column)
            continue;
        pl_trace_enter(trace, slot->year);
        look_at(&d);
    }
    return diags->errors == errors;
}
