/* rows.c - finding and making rows by key, and turning a table into what the engine reads.
 * Rows are numbered as their keys are, so row and key number are one. */
#include "load/rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "data/texts.h"

#define FIRST_ROOM 64u

/* ### the table */

static void make_fields(pl_row_table *table) {
    const pl_entity *entity = table->entity;

    table->fields = PL_MAKE_ARRAY(table->arena, pl_builder_series, entity->fields.len + 1);
    table->up = PL_MAKE_ARRAY(table->arena, int32_t *, entity->depth + 1);
}

void pl_row_table_init(pl_row_table *table, pl_arena *arena, const pl_entity *entity,
                       pl_row_shape shape) {
    *table = (pl_row_table){.arena = arena, .entity = entity, .shape = shape};
    make_fields(table);
    for (uint32_t k = 0; k < entity->key_count; k++)
        pl_builder_series_at(&table->fields[k], arena, PL_ANY_YEAR,
                             entity->fields.items[k]->type.base, shape.keeps_lines);
    pl_keys_init(&table->keys, pl_row_key_width(table));
}

static void fini_series(pl_builder_series *series) {
    for (uint32_t i = 0; i < series->builders.len; i++)
        pl_builder_fini(series->builders.items[i]);
}

void pl_row_table_fini(pl_row_table *table) {
    for (uint32_t i = 0; i < table->entity->fields.len; i++)
        fini_series(&table->fields[i]);
    for (uint32_t depth = 0; depth < table->entity->depth; depth++)
        free(table->up[depth]);
    if (table->weight)
        pl_builder_fini(table->weight);
    pl_keys_fini(&table->keys);
    free(table->years);
    free(table->mapping);
    free(table->line);
    free(table->header);
}

/* ### keys */

static uint32_t extra_count(const pl_row_table *table) {
    return table->shape.has_extras ? table->entity->fields.len - table->entity->key_count : 0;
}

uint32_t pl_row_key_extras(const pl_row_table *table) {
    return PL_ROW_KEY_FIELDS + table->entity->key_count;
}

uint32_t pl_row_key_serial(const pl_row_table *table) {
    return pl_row_key_extras(table) + extra_count(table);
}

uint32_t pl_row_key_width(const pl_row_table *table) {
    return pl_row_key_serial(table) + table->shape.has_anonymous;
}

void pl_row_key_begin(const pl_row_table *table, uint32_t *words, pl_row_link link, int year) {
    memset(words, 0, pl_row_key_width(table) * sizeof *words);
    assert(!link.above || link.row < link.above->count);
    words[0] = link.above ? link.above->entity->depth + 1 : 0;
    words[1] = link.above ? link.row : 0;
    words[2] = table->entity->yearly ? (uint32_t)year : 0;
}

static uint32_t number_word(pl_data *data, const pl_reading *reading) {
    pl_buffer text;
    uint32_t word;

    if (reading->scaled && reading->scale == 0 && reading->lo == reading->hi && reading->lo >= 0 &&
        reading->lo <= INT32_MAX)
        return (uint32_t)reading->lo << 1;
    pl_buffer_init(&text);
    pl_reading_print_number(&text, reading, data->arena);
    word = pl_texts_add(data, (pl_str){text.ptr, text.len}) << 1 | 1;
    pl_buffer_fini(&text);
    return word;
}

uint32_t pl_row_key_word(pl_data *data, const pl_reading *reading, pl_base base) {
    if (reading->kind != PL_READING_VALUE)
        return UINT32_MAX;
    if (base == PL_DATE) /* the day before 1970 must not look like a missing one */
        return (uint32_t)reading->index ^ 0x80000000u;
    assert(base == PL_NUMBER || reading->index >= 0);
    return base == PL_NUMBER ? number_word(data, reading) : (uint32_t)reading->index;
}

/* ### finding and making rows */

uint32_t pl_row_table_find(const pl_row_table *table, const uint32_t *words) {
    return pl_keys_find(&table->keys, words);
}

static void *grow_array(void *array, size_t size, uint32_t room) {
    return pl_heap_resize(array, size * room);
}

static void reserve(pl_row_table *t) {
    if (t->count < t->room)
        return;
    if (t->room > INT32_MAX / 2)
        pl_out_of_memory();
    t->room = t->room ? t->room * 2 : FIRST_ROOM;
    for (uint32_t depth = 0; depth < t->entity->depth; depth++)
        t->up[depth] = grow_array(t->up[depth], sizeof **t->up, t->room);
    if (t->entity->yearly)
        t->years = grow_array(t->years, sizeof *t->years, t->room);
    t->mapping = grow_array(t->mapping, sizeof *t->mapping, t->room);
    t->line = grow_array(t->line, sizeof *t->line, t->room);
    if (t->shape.has_headers)
        t->header = grow_array(t->header, sizeof *t->header, t->room);
}

void pl_row_table_link(pl_row_table *table, uint32_t row, pl_row_link link) {
    uint32_t depth = 0;

    for (; link.above && depth < link.above->entity->depth; depth++)
        table->up[depth][row] = link.above->up[depth][link.row];
    if (link.above)
        table->up[depth++][row] = (int32_t)link.row;
    for (; depth < table->entity->depth; depth++)
        table->up[depth][row] = PL_NO_ROW;
}

/* The row that `keys` has just numbered. */
static void make_row(pl_row_table *table, pl_row_link link, int year, pl_row_place place) {
    uint32_t row = table->count;

    assert(!link.above || link.above->entity->depth < table->entity->depth);
    assert(!table->entity->yearly || (year >= 0 && year <= INT16_MAX));
    reserve(table);
    table->count++;
    pl_row_table_link(table, row, link);
    if (table->entity->yearly)
        table->years[row] = (int16_t)year;
    if (table->shape.has_headers)
        table->header[row] = place.header;
    table->mapping[row] = place.mapping;
    table->line[row] = place.line;
    assert(table->count == table->keys.count && table->count <= table->room);
}

uint32_t pl_row_table_add(pl_row_table *table, const uint32_t *words, pl_row_link link, int year,
                          pl_row_place place, bool *added) {
    uint32_t row = pl_keys_add(&table->keys, words, added);

    if (*added)
        make_row(table, link, year, place);
    assert(row < table->count);
    return row;
}

uint32_t pl_row_table_append(pl_row_table *table, const uint32_t *words, pl_row_link link, int year,
                             pl_row_place place) {
    uint32_t row = pl_keys_append(&table->keys, words);

    assert(table->shape.has_anonymous && words[pl_row_key_serial(table)] != 0);
    make_row(table, link, year, place);
    return row;
}

/* ### builders */

pl_builder *pl_builder_series_at(pl_builder_series *series, pl_arena *arena, int year, pl_base base,
                                 bool keeps_lines) {
    pl_builder *builder;

    assert(series->years.len == series->builders.len);
    for (uint32_t i = 0; i < series->years.len; i++)
        if (series->years.items[i] == year)
            return series->builders.items[i];
    builder = PL_MAKE(arena, pl_builder);
    pl_builder_init(builder, arena, base, keeps_lines);
    PL_PUSH(arena, &series->years, year);
    PL_PUSH(arena, &series->builders, builder);
    return builder;
}

/* ### finished rows */

static bool has_undated(const pl_builder_series *series) {
    for (uint32_t i = 0; i < series->years.len; i++)
        if (series->years.items[i] == PL_ANY_YEAR)
            return true;
    return false;
}

static const uint32_t *shared_lines(pl_row_table *table) {
    if (!table->kept_lines)
        table->kept_lines =
            pl_column_array(table->arena, table->line, sizeof *table->line, table->count);
    return table->kept_lines;
}

pl_series pl_builder_series_finish(pl_builder_series *series, pl_row_table *table, pl_base base,
                                   const pl_reading *fallback) {
    pl_series finished = {0};

    if (fallback && !has_undated(series))
        pl_builder_series_at(series, table->arena, PL_ANY_YEAR, base, true);
    for (uint32_t i = 0; i < series->years.len; i++) {
        pl_builder *builder = series->builders.items[i];
        const uint32_t *lines = builder->keeps_lines ? NULL : shared_lines(table);

        PL_PUSH(table->arena, &finished.years, series->years.items[i]);
        PL_PUSH(table->arena, &finished.columns,
                pl_builder_finish(builder, table->count, fallback, lines));
    }
    return finished;
}

static int by_number(const void *left, const void *right) {
    int a = *(const int *)left, b = *(const int *)right;

    return (a > b) - (a < b);
}

static void cover(pl_rows *rows, pl_arena *arena) {
    for (uint32_t row = 0; row < rows->count; row++)
        if ((row == 0 || rows->years[row] != rows->years[row - 1]) &&
            !pl_rows_cover(rows, rows->years[row]))
            PL_PUSH(arena, &rows->covered, rows->years[row]);
    if (rows->covered.len > 1)
        qsort(rows->covered.items, rows->covered.len, sizeof *rows->covered.items, by_number);
}

static pl_column *finish_weight(pl_row_table *table) {
    pl_reading one = {.kind = PL_READING_VALUE, .scaled = true, .lo = 1, .hi = 1};

    if (!table->weight)
        return NULL;
    return pl_builder_finish(table->weight, table->count, &one,
                             table->weight->keeps_lines ? NULL : shared_lines(table));
}

pl_rows *pl_row_table_finish(pl_row_table *table, const pl_reading *const *fallbacks) {
    const pl_entity *entity = table->entity;
    pl_arena *arena = table->arena;
    pl_rows *rows = PL_MAKE(arena, pl_rows);

    assert(table->keys.count == table->count);
    rows->entity = entity;
    rows->mapped = table->shape.mapped || table->count > 0;
    rows->incomplete = table->shape.incomplete;
    rows->count = table->count;
    rows->up = PL_MAKE_ARRAY(arena, int32_t *, entity->depth + 1);
    for (uint32_t depth = 0; depth < entity->depth; depth++)
        rows->up[depth] =
            pl_column_array(arena, table->up[depth], sizeof **table->up, table->count);
    if (entity->yearly) {
        rows->years = pl_column_array(arena, table->years, sizeof *table->years, table->count);
        cover(rows, arena);
    }
    if (table->shape.has_headers)
        rows->row_header =
            pl_column_array(arena, table->header, sizeof *table->header, table->count);
    rows->fields = PL_MAKE_ARRAY(arena, pl_series, entity->fields.len + 1);
    for (uint32_t i = 0; i < entity->fields.len; i++)
        rows->fields[i] = pl_builder_series_finish(
            &table->fields[i], table, entity->fields.items[i]->type.base, fallbacks[i]);
    rows->weight = finish_weight(table);
    return rows;
}
