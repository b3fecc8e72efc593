/* place.c - level by level: for all records of a run the row of the outermost ancestor, then of the
 * next, then their own; then column by column. A run ends before a record that is odd, and before
 * one whose keys lead nowhere or to a row that is there: that one the record reader reports. */
#include "load/place.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/sweeps.h"
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
    bool dated;        /* the school year of the record is a part of the key */
    uint32_t *rows;    /* [room]: the row of each record */
    uint32_t *words;   /* room for a key */
    uint32_t *origins; /* [key fields]: see key_origin; UINT32_MAX: not known yet */
    /* Keys as one number: a field of bits for each part, in the order of `parts`. */
    uint8_t *bits; /* [parts] */
    trail *trails; /* [trail_count] */
    uint32_t trail_count;
} level;

/* What a column of the batch is for, and where its values go. */
typedef struct lane {
    bool key; /* of a row that is looked for, or its year */
    pl_builder *builder;
} lane;

/* Runs of records whose ancestors are the same; where they are short, each record is one. */
typedef struct record_runs {
    uint32_t from; /* the first record of the stretch */
    uint32_t count;
    bool scattered;   /* run k is record from + k; else it begins at from + starts[k] */
    uint32_t *starts; /* [room + 8] */
    uint8_t *differs; /* [room + 8]: of each record of the stretch, is it unlike the one before? */
    uint32_t *words;  /* [room]: a part of the key of each run */
    uint64_t *packed; /* [room]: the key */
    uint32_t *rows;   /* [room]: of the ancestor */
} record_runs;

struct pl_placing {
    pl_load_state *state;
    pl_plan *plan;
    pl_row_table *table;
    pl_batch *batch;
    pl_shared *shared;
    lane *lanes;         /* [plan->sources.len] */
    level *levels;       /* [plan->links.len] */
    uint32_t depth;      /* plan->links.len */
    bool hangs;          /* an ancestor of this mapping may have a parent by reference */
    const uint32_t **up; /* [depth of ancestor], see pl_new_rows */
    uint32_t room;
    record_runs runs;
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
    p->hangs = p->hangs || (i + 1 < p->depth && l->link->entity->reference.len > 0);
    l->table = p->state->tables[l->link->entity->index];
    l->dated = l->link->entity->yearly;
    l->words = pl_heap_resize(NULL, pl_row_key_width(l->table) * sizeof *l->words);
    l->origins = pl_heap_resize(NULL, l->link->entity->key_count * sizeof *l->origins);
    memset(l->origins, 0xFF, l->link->entity->key_count * sizeof *l->origins);
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
    p->up = pl_heap_resize(NULL, (p->table->entity->depth + (size_t)1) * sizeof *p->up);
    mark_keys(p);
    return p;
}

void pl_placing_free(pl_placing *p) {
    for (uint32_t i = 0; i < p->depth; i++) {
        free(p->levels[i].rows);
        free(p->levels[i].words);
        free(p->levels[i].origins);
        free(p->levels[i].bits);
        free(p->levels[i].trails);
    }
    free(p->runs.starts);
    free(p->runs.differs);
    free(p->runs.words);
    free(p->runs.packed);
    free(p->runs.rows);
    free(p->up);
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
    record_runs *runs = &p->runs;

    if (room <= p->room)
        return;
    p->room = room;
    p->codes = pl_heap_resize(p->codes, room * sizeof *p->codes);
    for (uint32_t i = 0; i < p->depth; i++)
        p->levels[i].rows = pl_heap_resize(p->levels[i].rows, room * sizeof(uint32_t));
    runs->starts = pl_heap_resize(runs->starts, (room + (size_t)8) * sizeof *runs->starts);
    runs->differs = pl_heap_resize(runs->differs, room + (size_t)8);
    runs->words = pl_heap_resize(runs->words, room * sizeof *runs->words);
    runs->packed = pl_heap_resize(runs->packed, room * sizeof *runs->packed);
    runs->rows = pl_heap_resize(runs->rows, room * sizeof *runs->rows);
}

/* ### texts */

/* The numbers in the dataset of all texts of the batch. */
static void number_texts(pl_placing *p) {
    const pl_data *texts = &p->batch->texts;
    pl_shared *shared = p->shared;

    if (texts->texts.len >= shared->room) {
        shared->room = 64 + texts->texts.len * 2;
        shared->numbers = pl_heap_resize(shared->numbers, shared->room * sizeof *shared->numbers);
    }
    shared->numbers[shared->known] = 0; /* no text has a number 0 of its own: cells without value */
    for (; shared->known < texts->texts.len; shared->known++)
        shared->numbers[shared->known] =
            pl_texts_add(p->state->data, pl_str_of(texts->texts.items[shared->known]));
    assert(shared->known <= shared->room);
}

/* ### words of keys */

/* Numbers that are not whole, or negative, have texts for words, as pl_row_key_word makes them; here
 * they are odd. */
static void check_numbers(const pl_batch *batch, const pl_batch_column *column) {
    int64_t factor = pl_power_of_ten(column->scale);

    if (factor == 1 && column->range.least >= 0 && column->range.most <= INT32_MAX)
        return;
    for (uint32_t r = 0; r < batch->scan.rows; r++)
        batch->odd[r] |= column->numbers[r] < 0 || column->numbers[r] / factor > INT32_MAX ||
            column->numbers[r] % factor != 0;
}

static uint32_t word_at(const pl_placing *p, uint32_t source, uint32_t record) {
    const pl_batch_column *column = &p->batch->columns[source];

    switch (column->source->format.type.base) {
    case PL_NUMBER:
        if (column->scale == 0)
            return (uint32_t)column->numbers[record] << 1;
        return (uint32_t)(column->numbers[record] / pl_power_of_ten(column->scale)) << 1;
    case PL_TEXT: return p->shared->numbers[column->codes[record]];
    case PL_DATE: return (uint32_t)column->codes[record] ^ 0x80000000u;
    default: return (uint32_t)column->codes[record];
    }
}

static void number_words(const pl_batch_column *column, uint32_t from, uint32_t count,
                         uint32_t *words) {
    int64_t factor = pl_power_of_ten(column->scale);
    const int64_t *numbers = column->numbers + from;

    for (uint32_t r = 0; factor == 1 && r < count; r++)
        words[r] = (uint32_t)numbers[r] << 1;
    for (uint32_t r = 0; factor > 1 && r < count; r++)
        words[r] = (uint32_t)(numbers[r] / factor) << 1;
}

static const uint32_t *as_words(const int32_t *codes) {
    return (const uint32_t *)(const void *)codes;
}

/* Of all records of a stretch; in `room` when they are not there as such. */
static const uint32_t *words_of(const pl_placing *p, uint32_t source, uint32_t from, uint32_t count,
                                uint32_t *room) {
    const pl_batch_column *column = &p->batch->columns[source];
    const int32_t *codes = column->codes + from;

    switch (column->source->format.type.base) {
    case PL_NUMBER: number_words(column, from, count, room); return room;
    case PL_TEXT: pl_sweep_take(room, p->shared->numbers, as_words(codes), count); return room;
    case PL_DATE:
        for (uint32_t r = 0; r < count; r++)
            room[r] = (uint32_t)codes[r] ^ 0x80000000u;
        return room;
    default: return as_words(codes);
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
    number_texts(p);
    for (uint32_t i = 0; i < p->plan->sources.len; i++)
        if (p->lanes[i].key && batch->columns[i].source->format.type.base == PL_NUMBER)
            check_numbers(batch, &batch->columns[i]);
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
        words[PL_ROW_KEY_FIELDS + k] = word_at(p, l->link->sources[k], record);
}

/* ### ancestors */

static pl_reading key_reading(const pl_placing *p, uint32_t source, uint32_t record) {
    const pl_batch_column *column = &p->batch->columns[source];
    pl_reading reading = {.kind = PL_READING_VALUE};

    assert(column->states[record] == PL_OK);
    if (column->source->format.type.base == PL_NUMBER) {
        reading.scaled = true;
        reading.lo = reading.hi = word_at(p, source, record) >> 1;
    } else if (column->source->format.type.base == PL_TEXT) {
        reading.index = (int32_t)word_at(p, source, record);
    } else {
        reading.index = column->codes[record];
    }
    return reading;
}

static pl_builder *key_builder(const level *l, uint32_t k) {
    return l->table->fields[k].builders.items[0];
}

/* The number of its origin, which it gets when the first row of the level is made. */
static uint32_t key_origin(const pl_placing *p, level *l, uint32_t k) {
    const pl_load_source *source = &p->plan->sources.items[l->link->sources[k]];

    if (l->origins[k] == UINT32_MAX)
        l->origins[k] = pl_builder_origin(
            key_builder(l, k), (pl_origin){p->plan->mapping, p->plan->file, source->header});
    return l->origins[k];
}

static void put_key(pl_placing *p, level *l, uint32_t record, uint32_t row, uint32_t line) {
    for (uint32_t k = 0; k < l->link->entity->key_count; k++) {
        uint32_t source = l->link->sources[k];
        pl_reading reading = key_reading(p, source, record);

        pl_builder_put(key_builder(l, k), row, &reading, key_origin(p, l, k), line);
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

/* ### runs of records */

/* Where a value of the column changes, a run begins. */
static void mark_changes(pl_placing *p, uint32_t source, uint32_t count) {
    const pl_batch_column *column = &p->batch->columns[source];

    if (column->source->format.type.base == PL_NUMBER)
        pl_sweep_differs_8(p->runs.differs, column->numbers + p->runs.from, count);
    else
        pl_sweep_differs_4(p->runs.differs, column->codes + p->runs.from, count);
}

static void begin_runs(pl_placing *p, uint32_t from, uint32_t to) {
    assert(from < to && to - from <= p->room);
    p->runs.from = from;
    memset(p->runs.differs, 0, to - from + (size_t)8);
    p->runs.differs[0] = 1;
}

#define FEWEST_RECORDS 4u /* of a run, on average, for which a list is worth while */

/* Those whose ancestors up to `i` are the same, when there are those up to the one before. */
static void find_runs(pl_placing *p, uint32_t i, uint32_t count) {
    const level *l = &p->levels[i];
    record_runs *runs = &p->runs;

    if (l->dated && p->plan->year_source != PL_LOAD_NONE)
        mark_changes(p, p->plan->year_source, count);
    for (uint32_t k = 0; k < l->link->entity->key_count; k++)
        mark_changes(p, l->link->sources[k], count);
    runs->count = pl_sweep_count(runs->differs, count);
    runs->scattered = runs->count > count / FEWEST_RECORDS;
    if (runs->scattered)
        runs->count = count;
    else
        (void)pl_sweep_starts(runs->starts, runs->differs, count);
}

static uint32_t start_of(const record_runs *runs, uint32_t k) {
    assert(k < runs->count);
    return runs->from + (runs->scattered ? k : runs->starts[k]);
}

/* ### keys as one number */

static const uint32_t *year_words(const pl_placing *p, const level *l) {
    if (!l->dated || p->plan->year_source == PL_LOAD_NONE)
        return NULL;
    return as_words(p->batch->columns[p->plan->year_source].codes) + p->runs.from;
}

static const uint32_t *key_field_words(pl_placing *p, uint32_t source) {
    record_runs *runs = &p->runs;

    if (runs->scattered)
        return words_of(p, source, runs->from, runs->count, runs->words);
    for (uint32_t k = 0; k < runs->count; k++)
        runs->words[k] = word_at(p, source, start_of(runs, k));
    return runs->words;
}

/* Part `part` of the keys of a level, of all runs; NULL: it is the same of all. */
static const uint32_t *part_words(pl_placing *p, uint32_t i, uint32_t part) {
    const level *l = &p->levels[i];
    record_runs *runs = &p->runs;
    const uint32_t *words;

    if (part > 1)
        return key_field_words(p, l->link->sources[part - 2]);
    if (part == 1)
        words = year_words(p, l);
    else
        words = i > 0 ? p->levels[i - 1].rows + runs->from : NULL;
    if (!words || runs->scattered)
        return words;
    pl_sweep_take(runs->words, words, runs->starts, runs->count);
    return runs->words;
}

#define SPARE_BITS 2u /* so that they are seldom too few */

/* Has the field of a part too few bits? Then it gets more. */
static bool outgrows(uint8_t *bits, const uint32_t *words, uint32_t count) {
    uint32_t all = pl_sweep_or(words, count);
    unsigned needed = all == 0 ? 0 : 32 - (unsigned)__builtin_clz(all);

    if (needed <= *bits)
        return false;
    *bits = needed + SPARE_BITS < 32 ? (uint8_t)(needed + SPARE_BITS) : 32;
    return true;
}

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

/* Packs the keys of all runs; gives how many bits they have, which are more than a number's when they
 * do not fit. Where some field was too narrow, what was kept of keys is void. */
static unsigned pack_parts(pl_placing *p, uint32_t i) {
    level *l = &p->levels[i];
    record_runs *runs = &p->runs;
    unsigned shift = 0;

    memset(runs->packed, 0, runs->count * sizeof *runs->packed);
    for (uint32_t part = 0; part < part_count(l); part++) {
        const uint32_t *words = part_words(p, i, part);

        if (words && outgrows(&l->bits[part], words, runs->count))
            l->trail_count = 0;
        if (words && shift < 64)
            pl_sweep_pack(runs->packed, words, shift, runs->count);
        shift += l->bits[part];
    }
    return shift;
}

static bool pack(pl_placing *p, uint32_t i) {
    level *l = &p->levels[i];
    unsigned bits;

    reserve_trails(l);
    bits = pack_parts(p, i);
    if (l->trail_count == 0) {
        reserve_trails(l);
        bits = pack_parts(p, i);
    }
    assert(l->trail_count > 0);
    return bits <= 64;
}

/* ### rows of ancestors */

static trail *trail_of(const level *l, uint64_t packed) {
    return &l->trails[packed * 0x9E3779B97F4A7C15u >> 40 & (l->trail_count - 1)];
}

static bool leads(const trail *t, uint64_t packed) {
    return t->row > 0 && t->packed == packed;
}

/* Where a trail does not lead, those of the next runs may not either: so many are fetched ahead. */
#define FLIGHT 16u

static void fetch_ahead(pl_placing *p, uint32_t i, uint32_t from, uint32_t to) {
    level *l = &p->levels[i];

    for (uint32_t k = from; k < to; k++) {
        if (leads(trail_of(l, p->runs.packed[k]), p->runs.packed[k]))
            continue;
        key_words(p, i, start_of(&p->runs, k), l->words);
        pl_row_table_prefetch(l->table, l->words);
    }
}

/* Gives the first run without a row, or their count. */
static uint32_t follow_trails(pl_placing *p, uint32_t i, const uint32_t *lines) {
    level *l = &p->levels[i];
    const uint64_t *packed = p->runs.packed;
    uint32_t count = p->runs.count, fetched = 0, *rows = p->runs.rows;

    for (uint32_t k = 0; k < count; k++) {
        trail *t = trail_of(l, packed[k]);
        uint32_t record, ahead = k + FLIGHT < count ? k + FLIGHT : count;

        if (leads(t, packed[k])) {
            rows[k] = t->row - 1;
            continue;
        }
        if (fetched < k + FLIGHT / 2) {
            fetch_ahead(p, i, fetched > k ? fetched : k + 1, ahead);
            fetched = ahead;
        }
        record = start_of(&p->runs, k);
        rows[k] = find_row(p, i, record, lines[record]);
        if (rows[k] == PL_NO_KEY)
            return k;
        *t = (trail){packed[k], rows[k] + 1};
    }
    return count;
}

/* Keys of more bits than a number has. */
static uint32_t follow_singly(pl_placing *p, uint32_t i, const uint32_t *lines) {
    for (uint32_t k = 0; k < p->runs.count; k++) {
        uint32_t record = start_of(&p->runs, k);

        p->runs.rows[k] = find_row(p, i, record, lines[record]);
        if (p->runs.rows[k] == PL_NO_KEY)
            return k;
    }
    return p->runs.count;
}

/* Sets the rows of ancestor `i` of all records from `from` up to `to`; gives the first that has
 * none, or `to`. */
static uint32_t follow(pl_placing *p, uint32_t i, uint32_t from, uint32_t to,
                       const uint32_t *lines) {
    uint32_t reached, *rows = p->levels[i].rows + from;
    record_runs *runs = &p->runs;

    if (from == to)
        return to;
    find_runs(p, i, to - from);
    reached = pack(p, i) ? follow_trails(p, i, lines) : follow_singly(p, i, lines);
    if (reached < runs->count)
        to = start_of(runs, reached);
    if (runs->scattered)
        memcpy(rows, runs->rows, (to - from) * sizeof *rows);
    else if (from < to)
        pl_sweep_spread(rows, runs->rows, runs->starts, reached, to - from);
    return to;
}

/* ### their own rows */

/* Records ahead whose keys are on their way to the cache. */
#define AHEAD 12u

static uint32_t claim_all(pl_placing *p, uint32_t from, uint32_t to) {
    const level *above = p->depth > 1 ? &p->levels[p->depth - 2] : NULL;
    const pl_load_link *own = p->levels[p->depth - 1].link;
    uint32_t *words = p->levels[p->depth - 1].words;

    if (p->table->ascending && own->entity->key_count == 1 && !own->entity->yearly)
        from += pl_row_table_claim_many(
            p->table, above ? above->table : NULL, above ? above->rows + from : NULL,
            words_of(p, own->sources[0], from, to - from, p->runs.words), to - from);
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

/* Keys tell the rows of all ancestors of the mapping, unless one hangs where its cells refer to. */
static const uint32_t *const *known_links(pl_placing *p, uint32_t from) {
    memset(p->up, 0, (p->table->entity->depth + (size_t)1) * sizeof *p->up);
    for (uint32_t i = 0; i + 1 < p->depth; i++) {
        const level *l = &p->levels[i];

        if (!p->hangs)
            p->up[l->link->entity->depth] = l->rows + from;
    }
    return p->up;
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
    rows.up = known_links(p, from);
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
    if (column->source->format.type.base == PL_TEXT) {
        pl_sweep_take((uint32_t *)(void *)p->codes, p->shared->numbers, as_words(codes), to - from);
        for (uint32_t r = 0; states && r < to - from; r++)
            p->codes[r] = states[r] == PL_OK ? p->codes[r] : 0;
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
    begin_runs(p, from, to);
    for (uint32_t i = 0; i + 1 < p->depth; i++)
        to = follow(p, i, from, to, lines);
    if (!p->table->shape.has_anonymous && from < to)
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
