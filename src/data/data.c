/* data.c - questions to a loaded snapshot: which column serves a school year, what a cell holds and
 * where it stands. Reads only; the columns are made by load/. */
#include "data/data.h"

#include <assert.h>

const pl_rows *pl_data_rows(const pl_data *data, const pl_entity *entity) {
    assert(entity->index < data->model->entities.len);
    assert(data->rows[entity->index]->entity == entity);
    return data->rows[entity->index];
}

const pl_links *pl_data_links(const pl_rows *rows, const pl_entity *above) {
    assert(pl_entity_is_below(rows->entity, above));
    return above->source == rows->entity ? &rows->groups[above->index] : &rows->up[above->depth];
}

/* ### columns of a year */

static const pl_column *column_of(const pl_series *series, int schooljaar) {
    const pl_column *undated = NULL;

    assert(series->years.len == series->columns.len);
    for (uint32_t i = 0; i < series->years.len; i++) {
        if (series->years.items[i] == schooljaar)
            return series->columns.items[i];
        if (series->years.items[i] == PL_ANY_YEAR)
            undated = series->columns.items[i];
    }
    return undated;
}

const pl_column *pl_data_field(const pl_data *data, const pl_field *field, int schooljaar) {
    const pl_rows *rows = pl_data_rows(data, field->entity);

    assert(field->index < field->entity->fields.len);
    return column_of(&rows->fields[field->index], schooljaar);
}

const pl_column *pl_data_measure(const pl_data *data, const pl_measure *measure, int schooljaar) {
    assert(measure->index < data->model->measures.len);
    return column_of(&data->measures[measure->index], schooljaar);
}

bool pl_dataset_supplies(const pl_dataset *dataset, const pl_measure *measure) {
    for (uint32_t m = 0; m < dataset->mappings.len; m++) {
        const pl_mapping *mapping = dataset->mappings.items[m];

        for (uint32_t c = 0; c < mapping->columns.len; c++) {
            const pl_target *target = &mapping->columns.items[c].target;

            if (target->kind == PL_TARGET_MEASURE && target->measure == measure)
                return true;
        }
    }
    return false;
}

static bool is_bounded(const pl_column *column) {
    return column && (column->upper || column->exact_upper);
}

static bool any_bounded(const pl_series *series, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t c = 0; c < series[i].columns.len; c++)
            if (is_bounded(series[i].columns.items[c]))
                return true;
    return false;
}

bool pl_data_has_bounds(const pl_data *data) {
    for (uint32_t e = 0; e < data->model->entities.len; e++)
        if (is_bounded(data->rows[e]->weight) ||
            any_bounded(data->rows[e]->fields, data->rows[e]->entity->fields.len))
            return true;
    return any_bounded(data->measures, data->model->measures.len);
}

bool pl_rows_cover(const pl_rows *rows, int schooljaar) {
    for (uint32_t i = 0; i < rows->covered.len; i++)
        if (rows->covered.items[i] == schooljaar)
            return true;
    return false;
}

/* ### cells */

static int64_t stored(const void *values, unsigned width, uint32_t row) {
    switch (width) {
    case 2: return ((const int16_t *)values)[row];
    case 4: return ((const int32_t *)values)[row];
    default: assert(width == 8); return ((const int64_t *)values)[row];
    }
}

static void number_value(const pl_column *column, uint32_t row, pl_arena *arena, pl_value *out) {
    assert(column->width == 0 ? column->exact && !column->upper : column->values != NULL);
    if (column->width == 0) {
        out->lo = column->exact[row];
        out->hi = column->exact_upper ? column->exact_upper[row] : out->lo;
        return;
    }
    out->lo = pl_number_scaled(arena, stored(column->values, column->width, row), column->scale);
    out->hi = out->lo;
    if (column->upper)
        out->hi = pl_number_scaled(arena, stored(column->upper, column->width, row), column->scale);
}

static const char *text_at(const pl_data *data, uint32_t index) {
    assert(index < data->texts.len);
    return data->texts.items[index];
}

pl_value pl_column_value(const pl_column *column, const pl_data *data, uint32_t row,
                         pl_arena *arena) {
    pl_value value = {.base = column->base, .lo = PL_NUMBER_ZERO, .hi = PL_NUMBER_ZERO};

    assert(!column->state || column->state[row] == PL_OK || column->state[row] == PL_MISSING);
    if (column->state && column->state[row] != PL_OK) {
        value.state = PL_MISSING;
        return value;
    }
    switch (column->base) {
    case PL_NUMBER: number_value(column, row, arena, &value); break;
    case PL_TRUTH: value.truth = (pl_truth)pl_column_index(column, row); break;
    case PL_TEXT: value.text = text_at(data, (uint32_t)pl_column_index(column, row)); break;
    case PL_MEMBER:
    case PL_SCHOOLJAAR:
    case PL_DATE: value.index = pl_column_index(column, row); break;
    case PL_POISON: assert(!"a column has a type"); break;
    }
    return value;
}

uint32_t pl_lines_at(const pl_lines *lines, uint32_t row) {
    uint32_t low = 0, high = lines->count;

    if (lines->each)
        return lines->each[row];
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (lines->runs[middle].row <= row)
            low = middle;
        else
            high = middle;
    }
    assert(lines->count > 0 && lines->runs[low].row <= row);
    return lines->runs[low].line + (row - lines->runs[low].row);
}

bool pl_data_place(const pl_rows *rows, const pl_column *column, uint32_t row, pl_place *out) {
    const pl_origin *origin = &column->origin;

    assert(row < rows->count);
    if (!column->lines || pl_lines_at(column->lines, row) == 0)
        return false;
    if (column->origins)
        origin = &column->origins[column->origin_of[row]];
    assert(origin->file);
    *out = (pl_place){
        .file = origin->file, .header = origin->header, .line = pl_lines_at(column->lines, row)};
    if (column == rows->weight && rows->row_header && rows->row_header[row])
        out->header = rows->row_header[row];
    return true;
}
