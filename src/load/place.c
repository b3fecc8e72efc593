/* place.c - level by level: for all records of a run the row of the outermost ancestor, then of the
 * next, then their own; then column by column. A run ends before a record that is odd, and before
 * one whose keys lead nowhere or to a row that is there: that one the record reader reports. */
#include "load/place.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "data/texts.h"

/* Where a key led the last time. */
typedef struct trail {
    uint64_t packed;
    uint32_t row; /* + 1; 0: none yet */
} trail;

/* Powers of two: */
#define FEWEST_TRAILS 1024u
#define MOST_TRAILS 65536u

/* One link of a record: an ancestor, or last the entity itself. */
typedef struct level {
    const pl_load_link *link;
    pl_row_table *table;
    bool dated;      /* the school year of the record is a part of the key */
    uint32_t *rows;  /* [room]: the row of each record */
    uint32_t *words; /* room for a key */
    /* Keys as one number: a field of bits for each part, in the order of `parts`. */
    uint64_t *packed; /* [room]: of each record */
    uint8_t *bits;    /* [parts] */
    trail *trails;    /* [trail_count] */
    uint32_t trail_count;
} level;

/* What is made of a column of the batch for keys, and where its values go. */
typedef struct lane {
    bool key;        /* of a row that is looked for, or its year */
    uint32_t *words; /* [room], of a key */
    pl_builder *builder;
} lane;

struct pl_placing {
    pl_load_state *state;
    pl_plan *plan;
    pl_row_table *table;
    pl_batch *batch;
    pl_shared *shared;
    lane *lanes;    /* [plan->sources.len] */
    level *levels;  /* [plan->links.len] */
    uint32_t depth; /* plan->links.len */
    uint32_t room;
    int32_t *codes; /* [room]: texts by their numbers in the dataset; years */
};

/* ### which mappings */

static bool is_simple_key(const pl_plan *plan, const pl_load_link *link) {
    for (uint32_t k = 0; k < link->entity->key_count; k++)
        if (link->sources[k] >= PL_LOAD_LITERAL || !plan->sources.items[link->sources[k]].read)
            return false;
    return true;
}

static bool has_doubles(const pl_plan *plan) {
    for (uint32_t i = 0; i < plan->sources.len; i++)
        for (uint32_t j = 0; j < i; j++)
            if (pl_target_same(plan->sources.items[i].target, plan->sources.items[j].target))
                return true;
    return false;
}

bool pl_place_knows(const pl_load_state *state, const pl_plan *plan) {
    const pl_mapping *mapping = plan->mapping;
    const pl_row_table *table = state->tables[mapping->entity->index];

    if (plan->counts.len > 0 || plan->literals.len > 0 || plan->reference.len > 0 ||
        plan->count_source != PL_LOAD_NONE || table->shape.keeps_lines || table->shape.has_extras ||
        table->shape.has_headers || table->count > 0 || has_doubles(plan))
        return false;
    for (uint32_t i = 0; i < plan->links.len; i++)
        if (!is_simple_key(plan, &plan->links.items[i]))
            return false;
    return mapping->entity->yearly || !pl_mapping_years_differ(mapping);
}

/* ### making */

/* The row above, the year, and the key fields. */
static uint32_t part_count(const level *l) {
    return 2 + l->link->entity->key_count;
}

static void begin_level(pl_placing *p, uint32_t i) {
    level *l = &p->levels[i];

    *l = (level){.link = &p->plan->links.items[i]};
    l->table = p->state->tables[l->link->entity->index];
    l->dated = l->link->entity->yearly;
    l->words = pl_heap_resize(NULL, pl_row_key_width(l->table) * sizeof *l->words);
    if (i + 1 < p->depth) {
        l->bits = pl_heap_resize(NULL, part_count(l) * sizeof *l->bits);
        memset(l->bits, 0, part_count(l) * sizeof *l->bits);
    }
    assert(l->table && (i + 1 < p->depth || l->table == p->table));
}

/* Keys of rows that nothing tells apart are values like any other. */
static void mark_keys(pl_placing *p) {
    uint32_t depth = p->table->shape.has_anonymous ? p->depth - 1 : p->depth;

    for (uint32_t i = 0; i < depth; i++)
        for (uint32_t k = 0; k < p->levels[i].link->entity->key_count; k++)
            p->lanes[p->levels[i].link->sources[k]].key = true;
    if (p->plan->year_source != PL_LOAD_NONE)
        p->lanes[p->plan->year_source].key = true;
}

pl_placing *pl_placing_new(pl_load_state *state, pl_plan *plan) {
    pl_placing *p = pl_heap_resize(NULL, sizeof *p);

    assert(pl_place_knows(state, plan));
    *p = (pl_placing){.state = state, .plan = plan, .depth = plan->links.len};
    p->table = state->tables[plan->mapping->entity->index];
    p->lanes = pl_heap_resize(NULL, (plan->sources.len + (size_t)1) * sizeof *p->lanes);
    memset(p->lanes, 0, (plan->sources.len + (size_t)1) * sizeof *p->lanes);
    p->levels = pl_heap_resize(NULL, p->depth * sizeof *p->levels);
    for (uint32_t i = 0; i < p->depth; i++)
        begin_level(p, i);
    mark_keys(p);
    return p;
}

void pl_placing_free(pl_placing *p) {
    for (uint32_t i = 0; i < p->plan->sources.len; i++)
        free(p->lanes[i].words);
    for (uint32_t i = 0; i < p->depth; i++) {
        free(p->levels[i].rows);
        free(p->levels[i].words);
        free(p->levels[i].packed);
        free(p->levels[i].bits);
        free(p->levels[i].trails);
    }
    free(p->lanes);
    free(p->levels);
    free(p->codes);
    free(p);
}

void pl_shared_fini(pl_shared *shared) {
    free(shared->numbers);
    *shared = (pl_shared){0};
}

static void reserve(pl_placing *p, uint32_t room) {
    if (room <= p->room)
        return;
    p->room = room;
    p->codes = pl_heap_resize(p->codes, room * sizeof *p->codes);
    for (uint32_t i = 0; i < p->plan->sources.len; i++)
        if (p->lanes[i].key)
            p->lanes[i].words = pl_heap_resize(p->lanes[i].words, room * sizeof(uint32_t));
    for (uint32_t i = 0; i < p->depth; i++) {
        p->levels[i].rows = pl_heap_resize(p->levels[i].rows, room * sizeof(uint32_t));
        p->levels[i].packed = pl_heap_resize(p->levels[i].packed, room * sizeof(uint64_t));
    }
}

/* ### texts */

static void reserve_shared(pl_shared *shared, uint32_t count) {
    uint32_t room = shared->room > 0 ? shared->room : 256;

    if (count <= shared->room)
        return;
    while (room < count)
        room *= 2;
    shared->numbers = pl_heap_resize(shared->numbers, room * sizeof *shared->numbers);
    memset(shared->numbers + shared->room, 0xFF, (room - shared->room) * sizeof *shared->numbers);
    shared->room = room;
}

/* The number in the dataset of a text of the batch. */
static inline uint32_t text_number(pl_placing *p, int32_t text) {
    uint32_t *number = &p->shared->numbers[text];

    if (*number == UINT32_MAX)
        *number =
            pl_texts_add(p->state->data, pl_str_of(p->batch->texts.texts.items[(uint32_t)text]));
    return *number;
}

/* ### words of keys */

/* A whole number that is not negative; others have texts for words, as pl_row_key_word makes them,
 * and are odd here. */
static void number_words(pl_placing *p, const pl_batch_column *column, uint32_t *words) {
    int64_t factor = pl_power_of_ten(column->scale);
    const int64_t *numbers = column->numbers;
    uint32_t rows = p->batch->scan.rows;
    uint8_t *odd = p->batch->odd;

    for (uint32_t r = 0; factor == 1 && r < rows; r++) {
        words[r] = (uint32_t)numbers[r] << 1;
        odd[r] |= (uint64_t)numbers[r] > INT32_MAX;
    }
    for (uint32_t r = 0; factor > 1 && r < rows; r++) {
        int64_t whole = numbers[r] / factor;

        words[r] = (uint32_t)whole << 1;
        odd[r] |= numbers[r] < 0 || whole > INT32_MAX || numbers[r] % factor != 0;
    }
}

static void make_words(pl_placing *p, uint32_t source) {
    const pl_batch_column *column = &p->batch->columns[source];
    uint32_t *words = p->lanes[source].words, rows = p->batch->scan.rows;

    switch (column->source->format.type.base) {
    case PL_NUMBER: number_words(p, column, words); return;
    case PL_TEXT:
        for (uint32_t r = 0; r < rows; r++)
            words[r] = p->batch->odd[r] ? 0 : text_number(p, column->codes[r]);
        return;
    case PL_DATE:
        for (uint32_t r = 0; r < rows; r++)
            words[r] = (uint32_t)column->codes[r] ^ 0x80000000u;
        return;
    default: memcpy(words, column->codes, rows * sizeof *words);
    }
}

void pl_placing_expect(pl_placing *p, uint32_t count) {
    assert(p->table->count == 0);
    p->table->expected = count;
}

void pl_placing_begin(pl_placing *p, pl_batch *batch, pl_shared *shared) {
    assert(batch->plan == p->plan && shared);
    p->batch = batch;
    p->shared = shared;
    reserve(p, batch->room);
    reserve_shared(shared, batch->texts.texts.len);
    for (uint32_t i = 0; i < p->plan->sources.len; i++)
        if (p->lanes[i].key)
            make_words(p, i);
}

static int year_at(const pl_placing *p, uint32_t record) {
    if (p->plan->year_source != PL_LOAD_NONE)
        return p->batch->columns[p->plan->year_source].codes[record];
    return p->plan->mapping->has_year ? p->plan->mapping->year : PL_ANY_YEAR;
}

static pl_row_link link_above(const pl_placing *p, uint32_t i, uint32_t record) {
    if (i == 0)
        return (pl_row_link){0};
    return (pl_row_link){p->levels[i - 1].table, p->levels[i - 1].rows[record]};
}

static void key_words(const pl_placing *p, uint32_t i, uint32_t record, uint32_t *words) {
    const level *l = &p->levels[i];

    pl_row_key_begin(l->table, words, link_above(p, i, record), l->dated ? year_at(p, record) : 0);
    for (uint32_t k = 0; k < l->link->entity->key_count; k++)
        words[PL_ROW_KEY_FIELDS + k] = p->lanes[l->link->sources[k]].words[record];
}

/* ### ancestors */

static pl_reading key_reading(const pl_placing *p, uint32_t source, uint32_t record) {
    const pl_batch_column *column = &p->batch->columns[source];
    pl_reading reading = {.kind = PL_READING_VALUE};

    assert(column->states[record] == PL_OK);
    if (column->source->format.type.base == PL_NUMBER) {
        reading.scaled = true;
        reading.lo = reading.hi = p->lanes[source].words[record] >> 1;
    } else if (column->source->format.type.base == PL_TEXT) {
        reading.index = (int32_t)p->lanes[source].words[record];
    } else {
        reading.index = column->codes[record];
    }
    return reading;
}

static void put_key(pl_placing *p, const level *l, uint32_t record, uint32_t row, uint32_t line) {
    for (uint32_t k = 0; k < l->link->entity->key_count; k++) {
        pl_builder *builder = l->table->fields[k].builders.items[0];
        uint32_t source = l->link->sources[k];
        pl_origin origin = {p->plan->mapping, p->plan->file, p->plan->sources.items[source].header};
        pl_reading reading = key_reading(p, source, record);

        pl_builder_put(builder, row, &reading, pl_builder_origin(builder, origin), line);
    }
}

/* The row of the record's ancestor `i`; PL_NO_KEY when there is none. */
static uint32_t find_row(pl_placing *p, uint32_t i, uint32_t record, uint32_t line) {
    level *l = &p->levels[i];
    pl_row_place place = {.mapping = p->plan->number, .line = line};
    uint32_t row;
    bool added;

    key_words(p, i, record, l->words);
    if (l->table->shape.mapped)
        return pl_row_table_find(l->table, l->words);
    row = pl_row_table_add(l->table, l->words, link_above(p, i, record),
                           l->dated ? year_at(p, record) : PL_ANY_YEAR, place, &added);
    if (added)
        put_key(p, l, record, row, line);
    return row;
}

/* Part `part` of the keys of a level, of all records; NULL: it is the same of all. */
static const uint32_t *part_words(const pl_placing *p, uint32_t i, uint32_t part) {
    const level *l = &p->levels[i];

    if (part == 0)
        return i > 0 ? p->levels[i - 1].rows : NULL;
    if (part > 1)
        return p->lanes[l->link->sources[part - 2]].words;
    if (!l->dated || p->plan->year_source == PL_LOAD_NONE)
        return NULL;
    return p->lanes[p->plan->year_source].words;
}

static uint8_t bits_of(const uint32_t *words, uint32_t from, uint32_t to) {
    uint32_t all = 0;

    for (uint32_t r = from; r < to; r++)
        all |= words[r];
    return (uint8_t)(all == 0 ? 0 : 32 - __builtin_clz(all));
}

#define SPARE_BITS 2u /* so that they are seldom too few */

/* Some for each row; new ones are empty. */
static void reserve_trails(level *l) {
    uint32_t count = l->trail_count > 0 ? l->trail_count : FEWEST_TRAILS;

    while (count < MOST_TRAILS && count / 4 < l->table->count)
        count *= 2;
    if (count == l->trail_count)
        return;
    l->trails = pl_heap_resize(l->trails, count * sizeof *l->trails);
    memset(l->trails, 0, count * sizeof *l->trails);
    l->trail_count = count;
}

/* Makes the fields of bits wide enough; where they were not, what was kept of keys is void. False:
 * more bits than a number has. */
static bool lay_out(pl_placing *p, uint32_t i, uint32_t from, uint32_t to) {
    level *l = &p->levels[i];
    bool wider = false;
    unsigned sum = 0;

    assert(i + 1 < p->depth && from <= to);
    for (uint32_t part = 0; part < part_count(l); part++) {
        const uint32_t *words = part_words(p, i, part);
        uint8_t bits = words ? bits_of(words, from, to) : 0;

        if (bits > l->bits[part]) {
            wider = true;
            l->bits[part] = bits + SPARE_BITS < 32 ? (uint8_t)(bits + SPARE_BITS) : 32;
        }
        sum += l->bits[part];
    }
    if (wider)
        l->trail_count = 0;
    reserve_trails(l);
    return sum <= 64;
}

static void pack(pl_placing *p, uint32_t i, uint32_t from, uint32_t to) {
    level *l = &p->levels[i];
    unsigned shift = 0;

    memset(l->packed + from, 0, (to - from) * sizeof *l->packed);
    for (uint32_t part = 0; part < part_count(l); part++) {
        const uint32_t *words = part_words(p, i, part);

        for (uint32_t r = from; words && r < to; r++)
            l->packed[r] |= (uint64_t)words[r] << (shift & 63);
        shift += l->bits[part];
    }
}

static trail *trail_of(const level *l, uint64_t packed) {
    return &l->trails[packed * 0x9E3779B97F4A7C15u >> 40 & (l->trail_count - 1)];
}

#define AHEAD 12u /* records whose keys are on their way to the cache */

static void look_ahead(pl_placing *p, uint32_t i, uint32_t record) {
    level *l = &p->levels[i];
    const trail *t = trail_of(l, l->packed[record]);

    if (l->packed[record] == l->packed[record - 1] ||
        (t->row > 0 && t->packed == l->packed[record]))
        return;
    key_words(p, i, record, l->words);
    pl_row_table_prefetch(l->table, l->words);
}

/* Sets the rows of ancestor `i` of all records from `from` up to `to`; gives the first that has
 * none, or `to`. */
static uint32_t follow_all(pl_placing *p, uint32_t i, uint32_t from, uint32_t to,
                           const uint32_t *lines) {
    level *l = &p->levels[i];
    bool packs = lay_out(p, i, from, to);

    if (packs)
        pack(p, i, from, to);
    for (uint32_t r = from; r < to; r++) {
        trail *t = packs ? trail_of(l, l->packed[r]) : NULL;
        uint32_t row;

        if (packs && r + AHEAD < to)
            look_ahead(p, i, r + AHEAD);
        if (t && r > from && l->packed[r] == l->packed[r - 1]) {
            l->rows[r] = l->rows[r - 1];
            continue;
        }
        if (t && t->row > 0 && t->packed == l->packed[r]) {
            l->rows[r] = t->row - 1;
            continue;
        }
        row = find_row(p, i, r, lines[r]);
        if (row == PL_NO_KEY)
            return r;
        l->rows[r] = row;
        if (t)
            *t = (trail){l->packed[r], row + 1};
    }
    return to;
}

/* ### their own rows */

static uint32_t claim_all(pl_placing *p, uint32_t from, uint32_t to) {
    const level *above = p->depth > 1 ? &p->levels[p->depth - 2] : NULL;
    const pl_load_link *own = p->levels[p->depth - 1].link;
    uint32_t *words = p->levels[p->depth - 1].words;

    if (p->table->ascending && own->entity->key_count == 1 && !own->entity->yearly)
        from += pl_row_table_claim_many(p->table, above ? above->table : NULL,
                                        above ? above->rows + from : NULL,
                                        p->lanes[own->sources[0]].words + from, to - from);
    for (uint32_t r = from; r < to; r++) {
        if (r + AHEAD < to) {
            key_words(p, p->depth - 1, r + AHEAD, words);
            pl_row_table_prefetch(p->table, words);
        }
        key_words(p, p->depth - 1, r, words);
        if (pl_row_table_claim(p->table, words) != PL_CLAIM_NEW)
            return r;
    }
    return to;
}

static void make_rows(pl_placing *p, uint32_t from, uint32_t to, const uint32_t *lines) {
    pl_new_rows rows = {.count = to - from, .lines = lines + from, .mapping = p->plan->number};

    if (p->depth > 1) {
        rows.above = p->levels[p->depth - 2].table;
        rows.links = p->levels[p->depth - 2].rows + from;
    }
    if (p->table->entity->yearly) {
        for (uint32_t r = from; r < to; r++)
            p->codes[r - from] = year_at(p, r);
        rows.years = p->codes;
    }
    pl_row_table_extend(p->table, &rows);
}

/* ### columns */

static pl_builder *find_builder(pl_placing *p, const pl_load_source *source) {
    const pl_target *target = &source->target;
    bool dated = target->kind == PL_TARGET_MEASURE || target->field->yearly;
    int year = PL_ANY_YEAR;

    if (dated && !p->table->entity->yearly)
        year = year_at(p, 0);
    if (target->kind == PL_TARGET_MEASURE)
        return pl_builder_series_at(&p->state->measures[target->measure->index],
                                    p->state->data->arena, year, target->measure->type.base, false);
    assert(target->kind == PL_TARGET_FIELD);
    return pl_builder_series_at(&p->table->fields[target->field->index], p->state->data->arena,
                                target->field->key ? PL_ANY_YEAR : year, target->field->type.base,
                                false);
}

/* Of this entity; the keys of ancestors went to theirs. */
static bool goes_to_column(const pl_placing *p, const pl_load_source *source) {
    if (!source->read || source->target.kind == PL_TARGET_SCHOOLJAAR)
        return false;
    if (source->target.kind == PL_TARGET_FIELD && source->target.field->key)
        return source->target.field->entity == p->table->entity;
    return source->stored;
}

static void put_column(pl_placing *p, uint32_t source, uint32_t from, uint32_t to, uint32_t row) {
    const pl_batch_column *column = &p->batch->columns[source];
    const uint8_t *states = column->known ? NULL : column->states + from;
    pl_builder *builder = p->lanes[source].builder;
    const int32_t *codes;

    assert(builder && row + (to - from) == p->table->count);
    if (column->source->format.type.base == PL_NUMBER) {
        pl_figures numbers = {column->numbers + from, column->scale, column->range.least,
                              column->range.most};

        pl_builder_put_numbers(builder, row, to - from, numbers, states);
        return;
    }
    codes = column->codes + from;
    if (column->source->format.type.base == PL_TEXT && p->lanes[source].key) {
        codes = (const int32_t *)(const void *)p->lanes[source].words + from;
    } else if (column->source->format.type.base == PL_TEXT) {
        for (uint32_t r = from; r < to; r++)
            p->codes[r - from] =
                column->states[r] == PL_OK ? (int32_t)text_number(p, column->codes[r]) : 0;
        codes = p->codes;
    }
    pl_builder_put_codes(builder, row, to - from, codes, states);
}

static void put_columns(pl_placing *p, uint32_t from, uint32_t to) {
    uint32_t row = p->table->count - (to - from);

    for (uint32_t i = 0; i < p->plan->sources.len; i++) {
        pl_load_source *source = &p->plan->sources.items[i];
        lane *to_column = &p->lanes[i];

        if (!goes_to_column(p, source))
            continue;
        if (!to_column->builder) {
            to_column->builder = find_builder(p, source);
            to_column->builder->expected = p->table->expected;
            pl_builder_origin(to_column->builder,
                              (pl_origin){p->plan->mapping, p->plan->file, source->header});
        }
        put_column(p, i, from, to, row);
    }
}

/* ### runs */

/* The first odd record from `from` on. */
static uint32_t find_odd(const pl_batch *batch, uint32_t from) {
    const uint8_t *odd = NULL;

    if (from < batch->scan.rows)
        odd = memchr(batch->odd + from, 1, batch->scan.rows - from);
    return odd ? (uint32_t)(odd - batch->odd) : batch->scan.rows;
}

/* Places up to `to`, as far as it goes; gives how far. */
static uint32_t place(pl_placing *p, uint32_t from, uint32_t to, const uint32_t *lines) {
    for (uint32_t i = 0; i + 1 < p->depth; i++)
        to = follow_all(p, i, from, to, lines);
    if (!p->table->shape.has_anonymous)
        to = claim_all(p, from, to);
    if (to > from) {
        make_rows(p, from, to, lines);
        put_columns(p, from, to);
    }
    return to;
}

uint32_t pl_placing_run(pl_placing *p, uint32_t from, const uint32_t *lines) {
    uint32_t end = find_odd(p->batch, from);

    assert(from <= end && end <= p->batch->scan.rows);
    while (from < end) {
        uint32_t reached = place(p, from, end, lines);

        if (reached == from)
            return from;
        from = reached; /* stopped before one that may do now, see PL_CLAIM_LATER */
    }
    return end;
}
