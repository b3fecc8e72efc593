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
    table->up = PL_MAKE_ARRAY(table->arena, pl_links, entity->depth + 1);
}

void pl_row_table_init(pl_row_table *table, pl_arena *arena, const pl_entity *entity,
                       pl_row_shape shape) {
    *table = (pl_row_table){.arena = arena, .entity = entity, .shape = shape};
    make_fields(table);
    for (uint32_t k = 0; k < entity->key_count; k++)
        pl_builder_series_at(&table->fields[k], arena, PL_ANY_YEAR,
                             entity->fields.items[k]->type.base, shape.keeps_lines);
    pl_keys_init(&table->keys, pl_row_key_width(table));
    table->ascending =
        !shape.has_extras && !shape.has_anonymous && entity->key_count + entity->yearly <= 2;
}

static void fini_series(pl_builder_series *series) {
    for (uint32_t i = 0; i < series->builders.len; i++)
        pl_builder_fini(series->builders.items[i]);
}

void pl_row_table_fini(pl_row_table *table) {
    for (uint32_t i = 0; i < table->entity->fields.len; i++)
        fini_series(&table->fields[i]);
    for (uint32_t depth = 0; depth < table->entity->depth; depth++)
        pl_links_fini(&table->up[depth]);
    if (table->weight)
        pl_builder_fini(table->weight);
    pl_keys_fini(&table->keys);
    pl_array_free(table->years);
    pl_array_free(table->mapping);
    pl_array_free(table->line);
    pl_array_free(table->runs);
    pl_array_free(table->header);
    free(table->highest);
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

/* ### keys that ascend */

/* Two words of a key as one number, never 0: its year and key field, or both its key fields. */
static uint64_t rank_of(const pl_row_table *table, const uint32_t *words) {
    uint32_t high = table->entity->yearly ? words[2] : 0, low = words[PL_ROW_KEY_FIELDS];

    if (table->entity->key_count == 2) {
        high = low;
        low = words[PL_ROW_KEY_FIELDS + 1];
    }
    return ((uint64_t)high << 32 | low) + 1;
}

/* Numbers that are not whole have words that cannot be made again, see restore_words. */
static bool has_plain_words(const pl_row_table *table, const uint32_t *words) {
    for (uint32_t k = 0; k < table->entity->key_count; k++)
        if (table->entity->fields.items[k]->type.base == PL_NUMBER &&
            (words[PL_ROW_KEY_FIELDS + k] & 1))
            return false;
    return true;
}

static void reserve_parents(pl_row_table *table, uint32_t parent) {
    uint32_t parents = table->parents ? table->parents : FIRST_ROOM;

    if (parent < table->parents)
        return;
    while (parents <= parent)
        parents = parents > UINT32_MAX / 2 ? UINT32_MAX : parents * 2;
    table->highest = pl_heap_resize(table->highest, parents * sizeof *table->highest);
    memset(table->highest + table->parents, 0, (parents - table->parents) * sizeof *table->highest);
    table->parents = parents;
}

/* Is this key above all others below its parent? Then it is the highest from now on. */
static bool ascends(pl_row_table *table, const uint32_t *words) {
    uint32_t parent = words[0] == 0 ? 0 : words[1] + 1;
    uint64_t rank = rank_of(table, words);

    reserve_parents(table, parent);
    if (rank <= table->highest[parent] || !has_plain_words(table, words))
        return false;
    table->highest[parent] = rank;
    return true;
}

/* The key of a row that is there, from its columns. */
static void restore_words(const pl_row_table *table, uint32_t row, uint32_t *words) {
    const pl_entity *entity = table->entity, *holder = pl_entity_holder(entity);

    memset(words, 0, pl_row_key_width(table) * sizeof *words);
    for (uint32_t depth = holder ? holder->depth + 1 : 0; depth-- > 0 && words[0] == 0;) {
        int32_t above = pl_links_at(&table->up[depth], row);

        if (above == PL_NO_ROW)
            continue;
        words[0] = depth + 1;
        words[1] = (uint32_t)above;
    }
    if (entity->yearly)
        words[2] = (uint32_t)table->years[row];
    for (uint32_t k = 0; k < entity->key_count; k++) {
        pl_reading key = pl_builder_get(table->fields[k].builders.items[0], row);

        assert(key.kind == PL_READING_VALUE);
        words[PL_ROW_KEY_FIELDS + k] =
            pl_row_key_word(NULL, &key, entity->fields.items[k]->type.base);
    }
}

/* From now on there is an index. */
static void index_keys(pl_row_table *table) {
    uint32_t *words = pl_heap_resize(NULL, pl_row_key_width(table) * sizeof *words);

    assert(table->ascending && table->keys.count == table->count);
    table->ascending = false;
    table->keys.count = 0;
    for (uint32_t row = 0; row < table->count; row++) {
        bool added;

        restore_words(table, row, words);
        pl_keys_add(&table->keys, words, &added);
        assert(added);
    }
    free(words);
    free(table->highest);
    table->highest = NULL;
    assert(table->keys.count == table->count);
}

/* The number of the key, which is new when *added. */
static uint32_t number_key(pl_row_table *table, const uint32_t *words, bool *added) {
    if (table->ascending && ascends(table, words)) {
        *added = true;
        return pl_keys_append(&table->keys, words);
    }
    if (table->ascending)
        index_keys(table);
    return pl_keys_add(&table->keys, words, added);
}

/* ### finding and making rows */

void pl_row_table_prefetch(const pl_row_table *table, const uint32_t *words) {
    if (!table->ascending)
        pl_keys_prefetch(&table->keys, words);
}

uint32_t pl_row_table_find(pl_row_table *table, const uint32_t *words) {
    if (table->ascending)
        index_keys(table);
    return pl_keys_find(&table->keys, words);
}

/* Doubled, or what is expected. */
static uint32_t next_room(const pl_row_table *t, uint32_t rows) {
    uint32_t room = t->room ? t->room : FIRST_ROOM;

    while (room < rows)
        room = room > INT32_MAX / 2 ? INT32_MAX : room * 2;
    return t->expected >= rows && t->expected <= INT32_MAX ? t->expected : room;
}

/* Room for `count` rows more. */
static void reserve(pl_row_table *t, uint32_t count) {
    uint32_t old = t->room, room;

    if (count <= t->room - t->count)
        return;
    if (count > INT32_MAX - t->count)
        pl_out_of_memory();
    room = next_room(t, t->count + count);
    if (t->entity->yearly)
        t->years = pl_array_resize(t->years, old * sizeof *t->years, room * sizeof *t->years);
    if (t->shape.keeps_lines)
        t->mapping =
            pl_array_resize(t->mapping, old * sizeof *t->mapping, room * sizeof *t->mapping);
    if (t->line || t->shape.keeps_lines)
        t->line = pl_array_resize(t->line, old * sizeof *t->line, room * sizeof *t->line);
    if (t->shape.has_headers)
        t->header = pl_array_resize(t->header, old * sizeof *t->header, room * sizeof *t->header);
    t->room = room;
}

uint32_t pl_row_table_mapping(const pl_row_table *table, uint32_t row) {
    assert(row < table->count);
    return table->mapping ? table->mapping[row] : table->only_mapping;
}

/* ### lines */

static pl_lines lines_of(const pl_row_table *table) {
    return (pl_lines){table->line, table->runs, table->run_count};
}

uint32_t pl_row_table_line(const pl_row_table *table, uint32_t row) {
    pl_lines lines = lines_of(table);

    assert(row < table->count);
    return pl_lines_at(&lines, row);
}

/* Runs that say no more than a line for each row would. */
static void list_lines(pl_row_table *t) {
    pl_lines lines = lines_of(t);
    uint32_t *each = pl_array_resize(NULL, 0, t->room * sizeof *each);

    for (uint32_t row = 0; row < t->count; row++)
        each[row] = pl_lines_at(&lines, row);
    pl_array_free(t->runs);
    t->runs = NULL;
    t->run_count = t->run_room = 0;
    t->line = each;
}

static void push_run(pl_row_table *t, pl_line_run run) {
    uint32_t old = t->run_room;

    if (t->run_count == old) {
        t->run_room = old ? old * 2 : FIRST_ROOM;
        t->runs = pl_array_resize(t->runs, old * sizeof run, t->run_room * sizeof run);
    }
    t->runs[t->run_count++] = run;
}

#define FEW_RUNS 4096u

/* The line of a row that comes after all others. */
static void add_line(pl_row_table *t, uint32_t row, uint32_t line) {
    const pl_line_run *last = t->run_count > 0 ? &t->runs[t->run_count - 1] : NULL;

    if (!t->line && t->run_count > FEW_RUNS && t->run_count > row / 4)
        list_lines(t);
    if (t->line)
        t->line[row] = line;
    else if (!last || line != last->line + (row - last->row))
        push_run(t, (pl_line_run){row, line});
}

/* Lines ascend: when the last is as far as it can be, all between are. */
static void add_lines(pl_row_table *t, uint32_t row, uint32_t count, const uint32_t *lines) {
    bool run = lines[count - 1] - lines[0] == count - 1;

    for (uint32_t i = 0; i < count; i++) {
        add_line(t, row + i, lines[i]);
        if (run && !t->line)
            return;
    }
}

void pl_row_table_mark(pl_row_table *table, uint32_t row, uint32_t mapping, uint32_t line) {
    assert(row < table->count);
    if (table->mapping)
        table->mapping[row] = mapping;
    else
        table->only_mapping = mapping;
    if (table->line)
        table->line[row] = line;
    assert(pl_row_table_line(table, row) == line);
}

static int32_t row_above(pl_row_link link, uint32_t depth) {
    if (!link.above || depth > link.above->entity->depth)
        return PL_NO_ROW;
    if (depth == link.above->entity->depth)
        return (int32_t)link.row;
    return pl_links_at(&link.above->up[depth], link.row);
}

void pl_row_table_link(pl_row_table *table, uint32_t row, pl_row_link link) {
    for (uint32_t depth = 0; depth < table->entity->depth; depth++)
        pl_links_set(&table->up[depth], table->arena, row, row_above(link, depth));
}

static void link_row(pl_row_table *table, pl_row_link link) {
    for (uint32_t depth = 0; depth < table->entity->depth; depth++)
        pl_links_push_same(&table->up[depth], table->arena, row_above(link, depth), 1);
}

/* The row that `keys` has just numbered. */
static void make_row(pl_row_table *table, pl_row_link link, int year, pl_row_place place) {
    uint32_t row = table->count;

    assert(!link.above || link.above->entity->depth < table->entity->depth);
    assert(!table->entity->yearly || (year >= 0 && year <= INT16_MAX));
    reserve(table, 1);
    table->count++;
    link_row(table, link);
    if (table->entity->yearly)
        table->years[row] = (int16_t)year;
    if (table->shape.has_headers)
        table->header[row] = place.header;
    add_line(table, row, place.line);
    pl_row_table_mark(table, row, place.mapping, place.line);
    assert(table->count == table->keys.count && table->count <= table->room);
}

uint32_t pl_row_table_add(pl_row_table *table, const uint32_t *words, pl_row_link link, int year,
                          pl_row_place place, bool *added) {
    uint32_t row = number_key(table, words, added);

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

/* ### many rows at once */

pl_claim pl_row_table_claim(pl_row_table *table, const uint32_t *words) {
    bool added;

    if (table->ascending && ascends(table, words)) {
        (void)pl_keys_append(&table->keys, words);
        return PL_CLAIM_NEW;
    }
    if (table->ascending && table->keys.count > table->count)
        return PL_CLAIM_LATER; /* the index is made from the rows */
    (void)number_key(table, words, &added);
    return added ? PL_CLAIM_NEW : PL_CLAIM_DOUBLED;
}

/* Ranks as rank_of has them. */
static uint32_t claim_below(uint64_t *restrict highest, const uint32_t *restrict links,
                            const uint32_t *restrict words, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint64_t *last = &highest[links[i]], rank = (uint64_t)words[i] + 1;

        if (rank <= *last)
            return i;
        *last = rank;
    }
    return count;
}

static uint32_t claim_loose(uint64_t *highest, const uint32_t *words, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if ((uint64_t)words[i] + 1 <= *highest)
            return i;
        *highest = (uint64_t)words[i] + 1;
    }
    return count;
}

uint32_t pl_row_table_claim_many(pl_row_table *table, const pl_row_table *above,
                                 const uint32_t *links, const uint32_t *words, uint32_t count) {
    uint32_t claimed;

    assert(table->ascending && table->entity->key_count == 1 && !table->entity->yearly);
    reserve_parents(table, above ? above->count : 0);
    claimed = above ? claim_below(table->highest + 1, links, words, count)
                    : claim_loose(table->highest, words, count);
    table->keys.count += claimed;
    assert(!table->keys.words);
    return claimed;
}

#define SOME_LINKS 256u

/* Rows of the ancestor at `depth`, found through those of `above`. */
static void link_through(pl_row_table *table, const pl_new_rows *rows, uint32_t depth) {
    int32_t some[SOME_LINKS];

    for (uint32_t from = 0; from < rows->count; from += SOME_LINKS) {
        uint32_t count = rows->count - from < SOME_LINKS ? rows->count - from : SOME_LINKS;

        for (uint32_t i = 0; i < count; i++)
            some[i] = row_above((pl_row_link){rows->above, rows->links[from + i]}, depth);
        pl_links_push(&table->up[depth], table->arena, some, count);
    }
}

static void link_many(pl_row_table *table, const pl_new_rows *rows) {
    for (uint32_t depth = 0; depth < table->entity->depth; depth++) {
        assert(!rows->up[depth] ||
               (int32_t)rows->up[depth][0] ==
                   row_above((pl_row_link){rows->above, rows->links[0]}, depth));
        if (!rows->above || depth > rows->above->entity->depth)
            pl_links_push_same(&table->up[depth], table->arena, PL_NO_ROW, rows->count);
        else if (rows->up[depth])
            pl_links_push(&table->up[depth], table->arena,
                          (const int32_t *)(const void *)rows->up[depth], rows->count);
        else
            link_through(table, rows, depth);
    }
}

void pl_row_table_extend(pl_row_table *table, const pl_new_rows *rows) {
    uint32_t first = table->count;

    assert(!rows->above || rows->above->entity->depth < table->entity->depth);
    assert(!table->shape.has_headers && !table->shape.has_extras);
    if (table->shape.has_anonymous)
        table->keys.count += rows->count;
    reserve(table, rows->count);
    link_many(table, rows);
    for (uint32_t i = 0; table->entity->yearly && i < rows->count; i++)
        table->years[first + i] = (int16_t)rows->years[i];
    assert(!table->shape.keeps_lines);
    table->only_mapping = rows->mapping;
    add_lines(table, first, rows->count, rows->lines);
    table->count += rows->count;
    assert(table->count == table->keys.count && table->count <= table->room);
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

static const pl_lines *shared_lines(pl_row_table *table) {
    pl_lines *lines;

    if (table->lines || table->count == 0)
        return table->lines;
    lines = PL_MAKE(table->arena, pl_lines);
    *lines = lines_of(table);
    pl_arena_take_array(table->arena, table->line);
    pl_arena_take_array(table->arena, table->runs);
    table->line = NULL;
    table->runs = NULL;
    table->lines = lines;
    return lines;
}

pl_series pl_builder_series_finish(pl_builder_series *series, pl_row_table *table, pl_base base,
                                   const pl_reading *fallback) {
    pl_series finished = {0};

    if (fallback && !has_undated(series))
        pl_builder_series_at(series, table->arena, PL_ANY_YEAR, base, true);
    for (uint32_t i = 0; i < series->years.len; i++) {
        pl_builder *builder = series->builders.items[i];
        const pl_lines *lines = builder->keeps_lines ? NULL : shared_lines(table);

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
    rows->up = table->up;
    reserve(table, 1);
    for (uint32_t depth = 0; depth < entity->depth; depth++)
        pl_links_close(&table->up[depth], arena);
    if (entity->yearly) {
        rows->years = pl_arena_take_array(arena, table->years);
        table->years = NULL;
        cover(rows, arena);
    }
    if (table->shape.has_headers) {
        rows->row_header = pl_arena_take_array(arena, table->header);
        table->header = NULL;
    }
    rows->fields = PL_MAKE_ARRAY(arena, pl_series, entity->fields.len + 1);
    for (uint32_t i = 0; i < entity->fields.len; i++)
        rows->fields[i] = pl_builder_series_finish(
            &table->fields[i], table, entity->fields.items[i]->type.base, fallbacks[i]);
    rows->weight = finish_weight(table);
    return rows;
}
