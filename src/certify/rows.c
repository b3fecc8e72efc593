/* rows.c - the cells that were read, by the subject of their row: what the steps rest on, so that no
 * cell can be changed behind a certificate without showing. */
#include <assert.h>

#include "certify/writer.h"
#include "report/json_text.h"

/* One column of an entity: of a field or measure in a year, or how many a row stands for. */
typedef struct cell_column {
    const pl_field *field;
    const pl_measure *measure; /* neither: how many a row stands for, which has no name */
    int year;
    pl_type type;
    const pl_column *column;
} cell_column;

typedef PL_VEC(cell_column) cell_columns;

/* ### which columns */

static void add_series(pl_certifier *w, cell_columns *columns, cell_column like,
                       const pl_series *series) {
    for (uint32_t y = 0; y < series->years.len; y++) {
        like.year = series->years.items[y];
        like.column = series->columns.items[y];
        PL_PUSH(w->arena, columns, like);
    }
}

static cell_columns columns_of(pl_certifier *w, const pl_entity *entity) {
    const pl_data *data = w->of->run->data;
    const pl_rows *rows = pl_data_rows(data, entity);
    cell_columns columns = {0};

    for (uint32_t f = entity->key_count; f < entity->fields.len; f++) {
        const pl_field *field = entity->fields.items[f];

        if (pl_certify_is_read(w, field))
            add_series(w, &columns, (cell_column){.field = field, .type = field->type},
                       &rows->fields[f]);
    }
    for (uint32_t m = 0; m < entity->measures.len; m++) {
        const pl_measure *measure = entity->measures.items[m];

        if (w->of->needed->measures[measure->index])
            add_series(w, &columns, (cell_column){.measure = measure, .type = measure->type},
                       &data->measures[measure->index]);
    }
    if (rows->weight)
        PL_PUSH(w->arena, &columns,
                ((cell_column){.year = PL_ANY_YEAR,
                               .type = {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN},
                               .column = rows->weight}));
    return columns;
}

static void put_heading(pl_certifier *w, const pl_entity *entity, const cell_columns *columns,
                        uint32_t count) {
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "cells", entity->name);
    pl_buffer_printf(w->out, ", \"rows\": %u, \"columns\": [", count);
    for (uint32_t c = 0; c < columns->len; c++) {
        const cell_column *column = &columns->items[c];

        pl_buffer_puts(w->out, c > 0 ? ", [" : "[");
        pl_json_text(w->out,
                     column->field         ? column->field->name
                         : column->measure ? pl_certify_measure(w, column->measure)
                                           : NULL);
        pl_buffer_puts(w->out, ", ");
        pl_json_text(w->out, pl_certify_type(w, column->type));
        if (column->year != PL_ANY_YEAR)
            pl_buffer_printf(w->out, ", %d", column->year);
        pl_buffer_putc(w->out, ']');
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
}

/* ### rows */

static void put_row(pl_certifier *w, const pl_entity *entity, const cell_columns *columns,
                    uint32_t row, pl_arena *scratch) {
    const pl_data *data = w->of->run->data;
    pl_buffer subject = {0};

    pl_data_subject(&subject, data, entity, row);
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "row", subject.len > 0 ? subject.ptr : "");
    pl_buffer_puts(w->out, ", \"cells\": [");
    for (uint32_t c = 0; c < columns->len; c++) {
        pl_value value = pl_column_value(columns->items[c].column, data, row, scratch);

        pl_buffer_puts(w->out, c > 0 ? ", " : "");
        pl_certify_value(w, columns->items[c].type, &value);
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
    pl_buffer_fini(&subject);
}

static void put_rows(pl_certifier *w, const pl_entity *entity) {
    const uint32_t *order = pl_data_subject_order(w->of->run->data, entity);
    uint32_t count = pl_data_rows(w->of->run->data, entity)->count;
    cell_columns columns = columns_of(w, entity);
    pl_arena scratch;

    assert(!entity->source);
    put_heading(w, entity, &columns, count);
    pl_arena_init(&scratch);
    for (uint32_t i = 0; i < count; i++)
        put_row(w, entity, &columns, order[i], &scratch);
    pl_arena_fini(&scratch);
}

void pl_certify_rows(pl_certifier *w) {
    for (uint32_t i = 0; i < w->model->entities.len; i++) {
        const pl_entity *entity = w->model->entities.items[i];

        if (!entity->source && pl_certify_has_rows(w, entity))
            put_rows(w, entity);
    }
}
