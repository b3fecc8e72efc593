/* changed.c - a snapshot with some cells changed, in memory. Columns that a change falls in are copied,
 * all others are shared. Keys, links and the number of rows stay as they are. */
#include <assert.h>
#include <string.h>

#include "why/plan.h"

typedef struct copier {
    pl_arena *arena;
    const pl_data *original;
    pl_data *data;
    const pl_change *change;
    uint32_t rows;
    PL_VEC(pl_column *) own; /* copies, which may be written in */
} copier;

static size_t padded(uint32_t rows) {
    return ((size_t)rows + 63) & ~(size_t)63;
}

/* ### numbers */

static int64_t stored(const void *values, unsigned width, uint32_t row) {
    switch (width) {
    case 2: return ((const int16_t *)values)[row];
    case 4: return ((const int32_t *)values)[row];
    default: assert(width == 8); return ((const int64_t *)values)[row];
    }
}

static pl_number number_at(const copier *c, const pl_column *column, bool upper, uint32_t row) {
    if (column->width == 0)
        return upper && column->exact_upper ? column->exact_upper[row] : column->exact[row];
    return pl_number_scaled(
        c->arena,
        stored(upper && column->upper ? column->upper : column->values, column->width, row),
        column->scale);
}

/* Scaled by ten as often as the new value needs; false when a number gets too large. */
static bool rescale(const copier *c, const pl_column *from, const void *values, unsigned scale,
                    int64_t **out) {
    int64_t factor = pl_power_of_ten(scale - from->scale);

    *out = PL_MAKE_ARRAY(c->arena, int64_t, padded(c->rows));
    for (uint32_t r = 0; r < c->rows; r++)
        if (__builtin_mul_overflow(stored(values, from->width, r), factor, &(*out)[r]))
            return false;
    return true;
}

static bool copy_scaled(const copier *c, const pl_column *from, pl_column *to) {
    int64_t lo = 0, hi = 0, *values, *upper = NULL;
    unsigned lo_scale = 0, hi_scale = 0, scale = from->scale;
    const pl_value *value = &c->change->value;

    if (from->width == 0 ||
        (value->state == PL_OK &&
         (!pl_number_as_scaled(value->lo, &lo, &lo_scale) ||
          !pl_number_as_scaled(value->hi, &hi, &hi_scale))))
        return false;
    scale = lo_scale > scale ? lo_scale : scale;
    scale = hi_scale > scale ? hi_scale : scale;
    if (scale > 18 || !rescale(c, from, from->values, scale, &values) ||
        (from->upper && !rescale(c, from, from->upper, scale, &upper)) ||
        __builtin_mul_overflow(lo, pl_power_of_ten(scale - lo_scale), &lo) ||
        __builtin_mul_overflow(hi, pl_power_of_ten(scale - hi_scale), &hi))
        return false;
    if (!upper && lo != hi) {
        upper = PL_MAKE_ARRAY(c->arena, int64_t, padded(c->rows));
        memcpy(upper, values, c->rows * sizeof *upper);
    }
    values[c->change->row] = lo;
    if (upper)
        upper[c->change->row] = hi;
    to->width = 8;
    to->scale = (uint8_t)scale;
    to->values = values;
    to->upper = upper;
    return true;
}

static void copy_exact(const copier *c, const pl_column *from, pl_column *to) {
    to->exact = PL_MAKE_ARRAY(c->arena, pl_number, padded(c->rows));
    to->exact_upper = PL_MAKE_ARRAY(c->arena, pl_number, padded(c->rows));
    for (uint32_t r = 0; r < c->rows; r++) {
        to->exact[r] = number_at(c, from, false, r);
        to->exact_upper[r] = number_at(c, from, true, r);
    }
    to->exact[c->change->row] =
        c->change->value.state == PL_OK ? c->change->value.lo : PL_NUMBER_ZERO;
    to->exact_upper[c->change->row] =
        c->change->value.state == PL_OK ? c->change->value.hi : PL_NUMBER_ZERO;
    to->width = to->scale = 0;
    to->values = to->upper = NULL;
}

/* ### all columns */

static uint8_t width_of(pl_base base) {
    switch (base) {
    case PL_TRUTH: return 1;
    case PL_MEMBER:
    case PL_SCHOOLJAAR: return 2;
    case PL_TEXT:
    case PL_DATE: return 4;
    default: return 8;
    }
}

static int32_t index_of(const pl_value *value) {
    return value->base == PL_TRUTH ? (int32_t)value->truth : value->index;
}

/* Of a column as wide as its type asks. */
static void set_index(pl_column *to, uint32_t row, int32_t index) {
    assert(to->base != PL_NUMBER && to->width == width_of(to->base));
    switch (to->width) {
    case 1: ((uint8_t *)to->values)[row] = (uint8_t)index; break;
    case 2: ((int16_t *)to->values)[row] = (int16_t)index; break;
    default: ((int32_t *)to->values)[row] = index; break;
    }
}

static void copy_plain(const copier *c, const pl_column *from, pl_column *to) {
    to->width = width_of(from->base);
    to->values = PL_MAKE_ARRAY(c->arena, uint8_t, padded(c->rows) * to->width);
    for (uint32_t row = 0; row < c->rows; row++)
        set_index(to, row, pl_column_index(from, row));
    if (c->change->value.state == PL_OK)
        set_index(to, c->change->row, index_of(&c->change->value));
}

/* A column in which every cell is missing. */
static pl_column blank(const copier *c, pl_base base) {
    pl_column column = {.base = base, .width = width_of(base)};

    assert(base != PL_POISON && c->rows > 0);
    column.values = PL_MAKE_ARRAY(c->arena, uint8_t, padded(c->rows) * column.width);
    column.state = PL_MAKE_ARRAY(c->arena, uint8_t, padded(c->rows));
    memset(column.state, PL_MISSING, c->rows);
    return column;
}

static pl_column *own_column(const copier *c, const pl_column *column) {
    for (uint32_t i = 0; i < c->own.len; i++)
        if (c->own.items[i] == column)
            return c->own.items[i];
    return NULL;
}

/* A number of a copy in place; false when it does not fit its form. */
static bool set_scaled(const pl_change *change, pl_column *to) {
    int64_t mantissa;
    unsigned scale;

    if (to->width != 8 || to->upper || change->value.state != PL_OK ||
        pl_number_compare(change->value.lo, change->value.hi) != 0 ||
        !pl_number_as_scaled(change->value.lo, &mantissa, &scale) || scale > to->scale ||
        __builtin_mul_overflow(mantissa, pl_power_of_ten(to->scale - scale), &mantissa))
        return false;
    ((int64_t *)to->values)[change->row] = mantissa;
    return true;
}

/* Written in place where it is a copy already. */
static bool set_again(const copier *c, pl_column *to) {
    if (!to || (c->change->value.state != PL_OK && !to->state))
        return false;
    if (to->base == PL_NUMBER ? !set_scaled(c->change, to) : c->change->value.state != PL_OK)
        return false;
    if (to->base != PL_NUMBER)
        set_index(to, c->change->row, index_of(&c->change->value));
    if (to->state)
        to->state[c->change->row] = PL_OK;
    return true;
}

static pl_column *copy_column(copier *c, const pl_column *from, pl_base base) {
    pl_column *to = own_column(c, from), none;

    if (set_again(c, to))
        return to;
    to = PL_MAKE(c->arena, pl_column);
    PL_PUSH(c->arena, &c->own, to);
    if (!from) {
        none = blank(c, base);
        from = &none;
    }
    assert(c->change->row < c->rows && from->base == base);
    *to = *from;
    if (base != PL_NUMBER)
        copy_plain(c, from, to);
    else if (!copy_scaled(c, from, to))
        copy_exact(c, from, to);
    if (from->state || c->change->value.state != PL_OK) {
        to->state = PL_MAKE_ARRAY(c->arena, uint8_t, padded(c->rows));
        if (from->state)
            memcpy(to->state, from->state, c->rows);
        to->state[c->change->row] = (uint8_t)c->change->value.state;
    }
    return to;
}

/* ### where columns are */

static void change_series(copier *c, pl_series *series, int year, pl_base base) {
    pl_series copy = {0};
    uint32_t at = series->years.len;

    assert(series->years.len == series->columns.len);
    for (uint32_t i = 0; i < series->years.len; i++) {
        PL_PUSH(c->arena, &copy.years, series->years.items[i]);
        PL_PUSH(c->arena, &copy.columns, series->columns.items[i]);
        if (series->years.items[i] == year ||
            (at == series->years.len && series->years.items[i] == PL_ANY_YEAR))
            at = i;
    }
    if (at == series->years.len) {
        PL_PUSH(c->arena, &copy.years, year);
        PL_PUSH(c->arena, &copy.columns, copy_column(c, NULL, base));
    } else {
        copy.columns.items[at] = copy_column(c, series->columns.items[at], base);
    }
    *series = copy;
}

static pl_rows *copy_rows(copier *c, const pl_entity *entity) {
    pl_rows *rows;
    pl_series *fields;

    if (c->data->rows[entity->index] != c->original->rows[entity->index])
        return c->data->rows[entity->index];
    rows = PL_MAKE(c->arena, pl_rows);
    fields = PL_MAKE_ARRAY(c->arena, pl_series, entity->fields.len + (size_t)1);
    *rows = *c->data->rows[entity->index];
    memcpy(fields, rows->fields, entity->fields.len * sizeof *fields);
    rows->fields = fields;
    c->data->rows[entity->index] = rows;
    return rows;
}

static pl_column *ones(const copier *c) {
    pl_column *column = PL_MAKE(c->arena, pl_column);
    int64_t *values = PL_MAKE_ARRAY(c->arena, int64_t, padded(c->rows));

    for (uint32_t r = 0; r < c->rows; r++)
        values[r] = 1;
    *column = (pl_column){.base = PL_NUMBER, .width = 8, .values = values};
    return column;
}

static void apply(copier *c) {
    const pl_change *change = c->change;
    pl_rows *rows = copy_rows(c, change->entity);

    c->rows = rows->count;
    assert(!change->field || !change->field->key);
    if (change->field)
        change_series(c, &rows->fields[change->field->index], change->year,
                      change->field->type.base);
    else if (change->measure)
        change_series(c, &c->data->measures[change->measure->index], change->year,
                      change->measure->type.base);
    else
        rows->weight = copy_column(c, rows->weight ? rows->weight : ones(c), PL_NUMBER);
}

pl_data *pl_why_changed(pl_arena *arena, const pl_data *data, const pl_changes *changes) {
    pl_data *copy = PL_MAKE(arena, pl_data);
    copier c = {.arena = arena, .original = data, .data = copy};
    uint32_t entities = data->model->entities.len, measures = data->model->measures.len;

    *copy = *data;
    copy->rows = PL_MAKE_ARRAY(arena, pl_rows *, entities + (size_t)1);
    memcpy(copy->rows, data->rows, entities * sizeof *copy->rows);
    copy->measures = PL_MAKE_ARRAY(arena, pl_series, measures + (size_t)1);
    memcpy(copy->measures, data->measures, measures * sizeof *copy->measures);
    for (uint32_t i = 0; i < changes->len; i++) {
        c.change = &changes->items[i];
        apply(&c);
    }
    return copy;
}
