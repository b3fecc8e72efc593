/* derive.c - groups the rows of a source by their keys: one pass that gives each row the number of its group, then the groups in the order of their keys,
 * so that nothing rests on the order of the files. */
#include "load/derive.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "load/keys.h"
#include "load/rows.h"

/* A key: row of the parent, school year, and a word for each key field. */
enum { PARENT, YEAR, FIELDS };

#define MISSING UINT32_MAX

typedef struct group {
    uint32_t number; /* as it was found */
    uint32_t key_count;
    int32_t parent;
    int year;
    const pl_value *keys;
} group;

#define SEEN 64

/* A number that was made a word of before, as its column holds it. */
typedef struct seen_number {
    const pl_column *column; /* NULL: none */
    int64_t stored;
    uint32_t word;
} seen_number;

/* One key field, as the rows of the source have it. */
typedef struct key_field {
    const pl_field *origin;
    pl_base base;
    const pl_links *up;      /* to the row that has it; NULL: that of the source itself */
    const pl_column *column; /* of `year`; NULL: the data has none */
    int year;
    seen_number seen[SEEN]; /* by their last bits */
} key_field;

typedef struct grouping {
    pl_data *data;
    const pl_entity *entity;
    const pl_rows *source;
    pl_keys known;   /* keys of groups */
    pl_keys partial; /* keys of rows of which some part is missing */
    PL_VEC(group) groups;
    int32_t *group_of; /* [row of the source]: as found, then in order */
    key_field *fields; /* [key_count] */
    uint32_t *words;   /* of the row at hand */
} grouping;

/* ### the key of a row */

static key_field open_field(const grouping *g, const pl_field *field) {
    const pl_field *origin = field->origin;
    key_field key = {.origin = origin, .base = field->type.base, .year = PL_ANY_YEAR};

    if (origin->entity != g->source->entity)
        key.up = &g->source->up[origin->entity->depth];
    key.column = pl_data_field(g->data, origin, PL_ANY_YEAR);
    return key;
}

/* The row that has the cell, in key->column; PL_NO_ROW when there is none. */
static int32_t cell_row(const grouping *g, key_field *key, uint32_t row) {
    if (key->origin->yearly && g->source->years[row] != key->year) {
        key->year = g->source->years[row];
        key->column = pl_data_field(g->data, key->origin, key->year);
    }
    if (!key->column)
        return PL_NO_ROW;
    return key->up ? pl_links_at(key->up, row) : (int32_t)row;
}

static pl_value key_value(const grouping *g, key_field *key, uint32_t row) {
    int32_t at = cell_row(g, key, row);
    pl_value value = {.state = PL_MISSING};

    if (at == PL_NO_ROW)
        return value;
    value = pl_column_value(key->column, g->data, (uint32_t)at, g->data->arena);
    if (value.state == PL_OK &&
        ((value.base == PL_TRUTH && value.truth > PL_TRUE) ||
         (value.base == PL_NUMBER && pl_number_compare(value.lo, value.hi) != 0)))
        value = (pl_value){.state = PL_MISSING};
    return value;
}

static uint32_t make_number_word(const grouping *g, key_field *key, uint32_t row) {
    pl_value value = key_value(g, key, row);
    pl_reading reading;

    if (value.state != PL_OK)
        return MISSING;
    reading = pl_reading_make(g->data, &value);
    return pl_row_key_word(g->data, &reading, PL_NUMBER);
}

static int64_t stored_number(const pl_column *column, uint32_t row) {
    switch (column->width) {
    case 2: return ((const int16_t *)column->values)[row];
    case 4: return ((const int32_t *)column->values)[row];
    default: assert(column->width == 8); return ((const int64_t *)column->values)[row];
    }
}

/* Keys are few numbers: a group of a school, a kind of test. */
static uint32_t number_word(const grouping *g, key_field *key, uint32_t row) {
    int32_t at = cell_row(g, key, row);
    const pl_column *column = key->column;
    seen_number now = {.column = column};
    seen_number *seen;

    if (at == PL_NO_ROW || (column->state && column->state[at] != PL_OK))
        return MISSING;
    if (column->width == 0 || column->upper)
        return make_number_word(g, key, row);
    now.stored = stored_number(column, (uint32_t)at);
    seen = &key->seen[(uint64_t)now.stored % SEEN];
    if (seen->column == now.column && seen->stored == now.stored)
        return seen->word;
    now.word = make_number_word(g, key, row);
    *seen = now;
    return now.word;
}

/* Of what is no number, as the column holds it: a word for each value. */
static uint32_t stored_word(const pl_column *column, uint32_t row) {
    if (column->state && column->state[row] != PL_OK)
        return MISSING;
    switch (column->base) {
    case PL_TRUTH: {
        uint32_t truth = (uint32_t)pl_column_index(column, row);

        return truth > PL_TRUE ? MISSING : truth;
    }
    case PL_TEXT:
    case PL_MEMBER:
    case PL_SCHOOLJAAR: return (uint32_t)pl_column_index(column, row);
    case PL_DATE: return (uint32_t)pl_column_index(column, row) ^ 0x80000000u;
    case PL_NUMBER:
    case PL_POISON: break;
    }
    assert(!"a number is no stored word");
    return MISSING;
}

static uint32_t key_word(const grouping *g, key_field *key, uint32_t row) {
    int32_t at;

    if (key->base == PL_NUMBER)
        return number_word(g, key, row);
    at = cell_row(g, key, row);
    return at == PL_NO_ROW ? MISSING : stored_word(key->column, (uint32_t)at);
}

static uint32_t parent_word(const grouping *g, uint32_t row) {
    const pl_entity *parent = g->entity->parent;
    int32_t above;

    if (!parent)
        return 0;
    above = pl_links_at(&g->source->up[parent->depth], row);
    return above == PL_NO_ROW ? MISSING : (uint32_t)above;
}

/* Sets the words of the row; true when no part is missing. */
static bool read_key(grouping *g, uint32_t row) {
    bool whole;

    g->words[PARENT] = parent_word(g, row);
    g->words[YEAR] = g->entity->yearly ? (uint32_t)g->source->years[row] : 0;
    whole = g->words[PARENT] != MISSING;
    for (uint32_t k = 0; k < g->entity->key_count; k++) {
        g->words[FIELDS + k] = key_word(g, &g->fields[k], row);
        whole = whole && g->words[FIELDS + k] != MISSING;
    }
    return whole;
}

/* ### the groups */

static void push_group(grouping *g, uint32_t number, uint32_t row) {
    pl_arena *arena = g->data->arena;
    uint32_t count = g->entity->key_count;
    pl_value *keys = PL_MAKE_ARRAY(arena, pl_value, count + 1);
    group new = {.number = number, .key_count = count, .keys = keys};

    assert(number == g->groups.len);
    for (uint32_t k = 0; k < count; k++) {
        keys[k] = key_value(g, &g->fields[k], row);
        assert(keys[k].state == PL_OK);
    }
    new.parent = g->entity->parent ? (int32_t)g->words[PARENT] : PL_NO_ROW;
    new.year = g->entity->yearly ? (int)g->words[YEAR] : PL_ANY_YEAR;
    PL_PUSH(arena, &g->groups, new);
}

static void group_rows(grouping *g) {
    for (uint32_t row = 0; row < g->source->count; row++) {
        bool whole = read_key(g, row), added;
        uint32_t number = pl_keys_add(whole ? &g->known : &g->partial, g->words, &added);

        g->group_of[row] = whole ? (int32_t)number : PL_NO_ROW;
        if (whole && added)
            push_group(g, number, row);
    }
}

static int compare_values(const pl_value *a, const pl_value *b) {
    switch (a->base) {
    case PL_NUMBER: return pl_number_compare(a->lo, b->lo);
    case PL_TEXT: return strcmp(a->text, b->text);
    case PL_TRUTH: return (a->truth > b->truth) - (a->truth < b->truth);
    default: return (a->index > b->index) - (a->index < b->index);
    }
}

static int by_key(const void *left, const void *right) {
    const group *a = left, *b = right;
    int order = (a->parent > b->parent) - (a->parent < b->parent);

    if (order == 0)
        order = (a->year > b->year) - (a->year < b->year);
    for (uint32_t k = 0; k < a->key_count && order == 0; k++)
        order = compare_values(&a->keys[k], &b->keys[k]);
    assert(order != 0 || a == b || a->number == b->number);
    return order;
}

/* Numbers the groups by their keys. */
static void sort_groups(grouping *g) {
    uint32_t *place = PL_MAKE_ARRAY(g->data->arena, uint32_t, g->groups.len + 1);

    if (g->groups.len > 1)
        qsort(g->groups.items, g->groups.len, sizeof *g->groups.items, by_key);
    for (uint32_t i = 0; i < g->groups.len; i++)
        place[g->groups.items[i].number] = i;
    for (uint32_t row = 0; row < g->source->count; row++)
        if (g->group_of[row] != PL_NO_ROW)
            g->group_of[row] = (int32_t)place[g->group_of[row]];
}

/* ### the rows */

static pl_series key_column(const grouping *g, uint32_t k) {
    pl_arena *arena = g->data->arena;
    pl_series series = {0};
    pl_builder builder;

    pl_builder_init(&builder, arena, g->entity->fields.items[k]->type.base, false);
    for (uint32_t i = 0; i < g->groups.len; i++) {
        pl_reading reading = pl_reading_make(g->data, &g->groups.items[i].keys[k]);

        pl_builder_put(&builder, i, &reading, 0, 0);
    }
    PL_PUSH(arena, &series.years, PL_ANY_YEAR);
    PL_PUSH(arena, &series.columns, pl_builder_finish(&builder, g->groups.len, NULL, NULL));
    pl_builder_fini(&builder);
    return series;
}

static void link_up(const grouping *g, pl_rows *rows) {
    const pl_entity *parent = g->entity->parent;
    int32_t *links = pl_heap_resize(NULL, (rows->count + (size_t)1) * sizeof *links);

    for (uint32_t depth = 0; depth < g->entity->depth; depth++) {
        for (uint32_t i = 0; i < rows->count; i++) {
            links[i] = g->groups.items[i].parent;
            if (depth < parent->depth)
                links[i] =
                    pl_links_at(&pl_data_rows(g->data, parent)->up[depth], (uint32_t)links[i]);
        }
        rows->up[depth] = pl_links_make(g->data->arena, links, rows->count);
    }
    free(links);
}

static void date(const grouping *g, pl_rows *rows) {
    int16_t *years = pl_heap_resize(NULL, (rows->count + (size_t)1) * sizeof *years);

    for (uint32_t i = 0; i < rows->count; i++)
        years[i] = (int16_t)g->groups.items[i].year;
    rows->years = pl_column_array(g->data->arena, years, sizeof *years, rows->count);
    for (uint32_t y = 0; y < g->source->covered.len; y++)
        PL_PUSH(g->data->arena, &rows->covered, g->source->covered.items[y]);
    free(years);
}

/* ### what is missing */

static bool may_be_of(const uint32_t *partial, const uint32_t *known, uint32_t width) {
    for (uint32_t w = 0; w < width; w++)
        if (partial[w] != MISSING && partial[w] != known[w])
            return false;
    return true;
}

static void mark_unsure(const grouping *g, uint8_t *unsure, const uint32_t *partial) {
    uint32_t width = g->known.width;

    for (uint32_t i = 0; i < g->groups.len; i++)
        if (may_be_of(partial, g->known.words + (size_t)g->groups.items[i].number * width, width))
            unsure[i] = 1;
}

static void leave_open(const grouping *g, pl_rows *rows) {
    uint8_t *unsure = PL_MAKE_ARRAY(g->data->arena, uint8_t, rows->count + 1);

    if (g->partial.count == 0)
        return;
    rows->unsure = unsure;
    for (uint32_t p = 0; p < g->partial.count; p++) {
        const uint32_t *words = g->partial.words + (size_t)p * g->partial.width;
        pl_unplaced unplaced = {.parent = PL_NO_ROW, .year = PL_ANY_YEAR};

        if (g->entity->parent && words[PARENT] != MISSING)
            unplaced.parent = (int32_t)words[PARENT];
        if (g->entity->yearly)
            unplaced.year = (int)words[YEAR];
        mark_unsure(g, unsure, words);
        PL_PUSH(g->data->arena, &rows->unplaced, unplaced);
    }
}

/* ### all */

static void fill(const grouping *g, pl_rows *rows) {
    assert(rows->entity == g->entity && rows->count == 0);
    rows->mapped = g->source->mapped;
    rows->incomplete = g->source->incomplete;
    rows->count = g->groups.len;
    for (uint32_t k = 0; k < g->entity->key_count; k++)
        rows->fields[k] = key_column(g, k);
    link_up(g, rows);
    if (g->entity->yearly)
        date(g, rows);
    leave_open(g, rows);
}

static void link_source(const grouping *g) {
    pl_rows *source = g->data->rows[g->source->entity->index];
    pl_arena *arena = g->data->arena;

    if (!source->groups)
        source->groups = PL_MAKE_ARRAY(arena, pl_links, g->data->model->entities.len + 1);
    source->groups[g->entity->index] = pl_links_make(arena, g->group_of, source->count);
}

void pl_load_derive(pl_data *data, const pl_entity *entity) {
    grouping g = {.data = data, .entity = entity, .source = pl_data_rows(data, entity->source)};
    uint32_t width = FIELDS + entity->key_count;

    assert(entity->key_count > 0 && entity->key_count == entity->fields.len);
    pl_keys_init(&g.known, width);
    pl_keys_init(&g.partial, width);
    g.words = PL_MAKE_ARRAY(data->arena, uint32_t, width);
    g.fields = PL_MAKE_ARRAY(data->arena, key_field, entity->key_count);
    for (uint32_t k = 0; k < entity->key_count; k++)
        g.fields[k] = open_field(&g, entity->fields.items[k]);
    g.group_of = pl_heap_resize(NULL, (g.source->count + (size_t)1) * sizeof *g.group_of);
    group_rows(&g);
    sort_groups(&g);
    fill(&g, data->rows[entity->index]);
    link_source(&g);
    free(g.group_of);
    pl_keys_fini(&g.known);
    pl_keys_fini(&g.partial);
}
