/* read.c - record by record: read the cells, find the rows that its keys link to, find or make its
 * own row, put the cells there. A record with any fault gives no row; its faults are all reported.
 * A record of a `rows` mapping gives a row for each source. */
#include "load/read.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "data/texts.h"
#include "load/memo.h"

/* What the cells of a record say, for each of some sources. */
typedef struct record_cells {
    const pl_reading **readings; /* in `own`, or in a memo */
    pl_reading *own;
    pl_memo *memos;
    uint32_t count;
} record_cells;

/* Where a link led the last time: records that follow each other mostly belong together. */
typedef struct followed {
    uint32_t *words; /* the key; NULL: it was not followed yet */
    uint32_t row;
} followed;

/* One pass over one file. */
typedef struct pl_pass {
    pl_load_state *state;
    pl_plan *plan;
    pl_load_file *file;
    pl_records *records;
    pl_row_table *table;  /* of the mapping's entity */
    record_cells sources; /* of plan->sources */
    record_cells counts;  /* of plan->counts, where a record is one of `rows` */
    uint32_t *words;      /* room for the widest key */
    followed *followed;   /* [plan->links.len] */
    bool unlinked;        /* no link to the parent tells rows apart: */
    bool anonymous;       /* .. nothing does */
    uint32_t source;      /* `rows`: which of plan->counts; else 0 */
    pl_keys seen;         /* rows and years of this mapping, where a row has several years */
    uint32_t *seen_lines; /* [seen.count] */
    uint32_t seen_room;
    bool splits_years;     /* the entity is not yearly, the records are */
    uint32_t blanks;       /* rows that name no parent, though they have a place for it */
    uint32_t doubled_line; /* record whose doubled key has been reported */
} pass;

/* ### cells */

static bool read_cell(pass *p, const pl_load_source *source, const record_cells *cells,
                      uint32_t number) {
    pl_str cell = p->records->fields[source->index];
    pl_read_fault fault = pl_memo_read(&cells->memos[number], &source->format, p->state->data, cell,
                                       &cells->own[number], &cells->readings[number]);

    assert(source->index < p->records->count);
    if (fault == PL_READ_FINE)
        return true;
    pl_cell_report(&p->file->faults, &source->format, source->name, p->records->line,
                   source->header, cell, fault);
    return false;
}

static bool read_cells(pass *p, const pl_load_source *sources, const record_cells *cells) {
    bool fine = true;

    for (uint32_t i = 0; i < cells->count; i++)
        if (sources[i].read && !read_cell(p, &sources[i], cells, i))
            fine = false;
    return fine;
}

/* ### keys */

static const pl_reading *reading_at(const pass *p, uint32_t source) {
    assert(source != PL_LOAD_NONE);
    if (source & PL_LOAD_LITERAL)
        return &p->plan->literals.items[source & ~PL_LOAD_LITERAL].readings[p->source];
    assert(source < p->plan->sources.len && p->plan->sources.items[source].read);
    return p->sources.readings[source];
}

/* The value of key `k` of a link, or its default. */
static const pl_reading *key_reading(const pass *p, const pl_load_link *link, uint32_t k) {
    uint32_t source = link->sources[k];

    if (source != PL_LOAD_NONE && reading_at(p, source)->kind == PL_READING_VALUE)
        return reading_at(p, source);
    return &link->defaults[k];
}

static const char *header_of(const pass *p, uint32_t source) {
    if (source == PL_LOAD_NONE || (source & PL_LOAD_LITERAL))
        return NULL;
    assert(source < p->plan->sources.len);
    return p->plan->sources.items[source].header;
}

static bool check_key(pass *p, const char *name, uint32_t source, const pl_reading *reading) {
    if (reading->kind == PL_READING_VALUE)
        return true;
    PL_FAULT(&p->file->faults, KEY_BLANK, p->records->line, header_of(p, source), name);
    return false;
}

static bool check_keys(pass *p) {
    const pl_plan *plan = p->plan;
    bool fine = true;

    for (uint32_t i = 0; i < plan->links.len; i++) {
        const pl_load_link *link = &plan->links.items[i];

        for (uint32_t k = 0; k < link->entity->key_count; k++)
            if (!check_key(p, link->entity->fields.items[k]->name, link->sources[k],
                           key_reading(p, link, k)))
                fine = false;
    }
    if (plan->year_source != PL_LOAD_NONE &&
        !check_key(p, "schooljaar", plan->year_source, reading_at(p, plan->year_source)))
        fine = false;
    return fine;
}

static int year_of(const pass *p) {
    if (p->plan->year_source != PL_LOAD_NONE)
        return reading_at(p, p->plan->year_source)->index;
    return p->plan->mapping->has_year ? p->plan->mapping->year : PL_ANY_YEAR;
}

static void key_words(pass *p, const pl_row_table *table, const pl_load_link *link,
                      pl_row_link above) {
    pl_row_key_begin(table, p->words, above, year_of(p));
    for (uint32_t k = 0; k < link->entity->key_count; k++)
        p->words[PL_ROW_KEY_FIELDS + k] = pl_row_key_word(p->state->data, key_reading(p, link, k),
                                                          link->entity->fields.items[k]->type.base);
}

/* ### keys as text, for messages */

static void print_reading(const pass *p, pl_buffer *out, const pl_reading *reading, pl_type type) {
    pl_data *data = p->state->data;

    switch (type.base) {
    case PL_NUMBER: pl_reading_print_number(out, reading, data->arena); break;
    case PL_TEXT: pl_buffer_puts(out, data->texts.items[reading->index]); break;
    case PL_MEMBER: pl_buffer_puts(out, type.members->members.items[reading->index]); break;
    case PL_DATE: pl_date_print(out, reading->index); break;
    case PL_TRUTH: pl_buffer_puts(out, reading->index == PL_TRUE ? "yes" : "no"); break;
    case PL_SCHOOLJAAR: pl_buffer_printf(out, "%d-%d", reading->index, reading->index + 1); break;
    case PL_POISON: assert(!"a key has a type"); break;
    }
}

/* The keys of the links up to and with `last`, as in a subject; the year when `yearly`. */
static const char *key_text(const pass *p, const pl_load_link *links, uint32_t last, bool yearly) {
    pl_buffer text;
    const char *shown;

    pl_buffer_init(&text);
    for (uint32_t i = 0; i <= last; i++) {
        const pl_load_link *link = &links[i];

        for (uint32_t k = 0; k < link->entity->key_count; k++) {
            pl_buffer_puts(&text, k > 0 ? "-" : i > 0 ? "/" : "");
            print_reading(p, &text, key_reading(p, link, k), link->entity->fields.items[k]->type);
        }
    }
    if (yearly && year_of(p) != PL_ANY_YEAR)
        pl_buffer_printf(&text, "/%d-%d", year_of(p), year_of(p) + 1);
    shown = pl_fault_text(&p->file->faults, (pl_str){text.ptr, text.len});
    pl_buffer_fini(&text);
    return shown;
}

static const pl_mapping *mapping_at(const pass *p, uint32_t number) {
    assert(number < p->state->data->dataset->mappings.len);
    return p->state->data->dataset->mappings.items[number];
}

static const char *file_of(const pass *p, uint32_t mapping) {
    return pl_load_file_name(p->state->diags->arena, mapping_at(p, mapping),
                             p->state->needed->snapshot);
}

/* "on line 12", of a table "in row 12". */
static const char *place_words(const pass *p, const pl_mapping *mapping, uint32_t line) {
    bool table = mapping->form == PL_FORM_TABLE;

    return pl_arena_format(p->state->diags->arena, table ? _("in row %u") : _("on line %u"), line);
}

/* ### linking */

/* A row that a child's key brings into being: its key fields are those of the link. */
static void put_key_fields(pass *p, pl_row_table *table, const pl_load_link *link, uint32_t row) {
    for (uint32_t k = 0; k < link->entity->key_count; k++) {
        pl_builder *builder = table->fields[k].builders.items[0];
        const char *header = header_of(p, link->sources[k]);
        uint32_t origin =
            pl_builder_origin(builder, (pl_origin){p->plan->mapping, p->plan->file, header});

        pl_builder_put(builder, row, key_reading(p, link, k), origin, p->records->line);
    }
}

static pl_row_place place_of(const pass *p) {
    pl_row_place place = {.mapping = p->plan->number, .line = p->records->line};

    if (p->plan->counts.len > 0)
        place.header = p->plan->counts.items[p->source].header;
    return place;
}

static void report_orphan(pass *p, const pl_load_link *links, uint32_t last) {
    const pl_entity *entity = links[last].entity;
    const pl_dataset *dataset = p->state->data->dataset;

    if (!pl_fault_room(&p->file->faults, p->records->line))
        return;
    for (uint32_t m = 0; m < dataset->mappings.len; m++) {
        if (dataset->mappings.items[m]->entity != entity)
            continue;
        PL_FAULT(&p->file->faults, KEY_ORPHAN, p->records->line,
                 header_of(p, links[last].sources[0]), entity->name,
                 key_text(p, links, last, entity->yearly), file_of(p, m));
        return;
    }
    assert(!"an entity that has a mapping is mapped");
}

static bool is_followed(const pass *p, const pl_row_table *table, uint32_t last) {
    const followed *before = &p->followed[last];

    for (uint32_t i = pl_row_key_width(table); before->words && i-- > 0;)
        if (before->words[i] != p->words[i]) /* the last words differ most */
            return false;
    return before->words != NULL;
}

static void keep_followed(pass *p, const pl_row_table *table, uint32_t last, uint32_t row) {
    size_t bytes = pl_row_key_width(table) * sizeof *p->words;
    followed *here = &p->followed[last];

    if (!here->words)
        here->words = pl_heap_resize(NULL, bytes);
    memcpy(here->words, p->words, bytes);
    here->row = row;
}

/* The row of ancestor `last` under *link; *link becomes that row. */
static bool follow(pass *p, const pl_load_link *links, uint32_t last, pl_row_link *link) {
    const pl_load_link *step = &links[last];
    pl_row_table *table = p->state->tables[step->entity->index];
    uint32_t row;
    bool added = false;

    assert(table);
    key_words(p, table, step, *link);
    if (is_followed(p, table, last)) {
        *link = (pl_row_link){table, p->followed[last].row};
        return true;
    }
    if (table->shape.mapped) {
        row = pl_row_table_find(table, p->words);
        if (row == PL_NO_KEY) {
            report_orphan(p, links, last);
            return false;
        }
    } else {
        row = pl_row_table_add(table, p->words, *link, year_of(p), place_of(p), &added);
        if (added)
            put_key_fields(p, table, step, row);
    }
    keep_followed(p, table, last, row);
    *link = (pl_row_link){table, row};
    return true;
}

static bool follow_all(pass *p, pl_row_link *link) {
    *link = (pl_row_link){0};
    for (uint32_t i = 0; i + 1 < p->plan->links.len; i++)
        if (!follow(p, p->plan->links.items, i, link))
            return false;
    return true;
}

/* ### the row itself */

/* Rows that no link tells apart: by all their fields when they count, else by their number. */
static void unlinked_words(pass *p, uint32_t serial) {
    const pl_plan *plan = p->plan;
    const pl_entity *entity = plan->mapping->entity;
    uint32_t extras = pl_row_key_extras(p->table);

    if (!p->unlinked)
        return;
    if (p->anonymous) {
        p->words[pl_row_key_serial(p->table)] = serial;
        return;
    }
    for (uint32_t i = 0; i < plan->sources.len; i++) {
        const pl_target *target = &plan->sources.items[i].target;

        if (target->kind == PL_TARGET_FIELD && target->field->entity == entity &&
            !target->field->key)
            p->words[extras + target->field->index - entity->key_count] =
                pl_row_key_word(p->state->data, p->sources.readings[i], target->field->type.base);
    }
    for (uint32_t i = 0; i < plan->literals.len; i++) {
        const pl_target *target = &plan->literals.items[i].source.target;

        if (target->kind == PL_TARGET_FIELD && target->field->entity == entity &&
            !target->field->key)
            p->words[extras + target->field->index - entity->key_count] = pl_row_key_word(
                p->state->data, reading_at(p, PL_LOAD_LITERAL + i), target->field->type.base);
    }
}

static void report_doubled(pass *p, uint32_t mapping, uint32_t line) {
    uint32_t last = p->plan->links.len - 1, here = p->records->line;
    bool yearly = p->plan->mapping->entity->yearly || p->splits_years;
    const char *entity = p->plan->mapping->entity->name;

    if (p->doubled_line == here)
        return;
    p->doubled_line = here;
    if (!pl_fault_room(&p->file->faults, here))
        return;
    if (mapping == p->plan->number)
        PL_FAULT(&p->file->faults, KEY_DOUBLED, here, NULL, entity,
                 key_text(p, p->plan->links.items, last, yearly),
                 place_words(p, mapping_at(p, mapping), line));
    else
        PL_FAULT(&p->file->faults, KEY_DOUBLED_ELSEWHERE, here, NULL, entity,
                 key_text(p, p->plan->links.items, last, yearly), file_of(p, mapping),
                 place_words(p, mapping_at(p, mapping), line));
}

/* A row that has a year in each of several records: true when this year of it is new. */
static bool mark_year(pass *p, uint32_t row) {
    uint32_t key[2] = {row, (uint32_t)year_of(p)}, number;
    bool added;

    assert(p->splits_years);
    number = pl_keys_add(&p->seen, key, &added);
    if (!added) {
        report_doubled(p, p->plan->number, p->seen_lines[number]);
        return false;
    }
    if (number == p->seen_room) {
        p->seen_room = p->seen_room ? p->seen_room * 2 : 64;
        p->seen_lines = pl_heap_resize(p->seen_lines, p->seen_room * sizeof *p->seen_lines);
    }
    p->seen_lines[number] = p->records->line;
    return true;
}

/* False when this mapping has given the row before. */
static bool mark_row(pass *p, uint32_t row, bool added) {
    pl_row_table *table = p->table;

    if (!added &&
        (p->unlinked ||
         (!p->splits_years && pl_row_table_mapping(table, row) == p->plan->number))) {
        report_doubled(p, pl_row_table_mapping(table, row), pl_row_table_line(table, row));
        return false;
    }
    pl_row_table_mark(table, row, p->plan->number, p->records->line);
    return !p->splits_years || mark_year(p, row);
}

/* ### putting cells */

/* The year of the column that a target goes to. */
static int column_year(const pass *p, const pl_target *target) {
    bool dated = target->kind == PL_TARGET_MEASURE ||
        (target->kind == PL_TARGET_FIELD && target->field->yearly);

    if (!dated || p->plan->mapping->entity->yearly)
        return PL_ANY_YEAR;
    return year_of(p);
}

static pl_builder *find_builder(pass *p, const pl_target *target) {
    pl_row_table *table = p->table;
    pl_arena *arena = p->state->data->arena;
    bool keeps_lines = table->shape.keeps_lines;

    switch (target->kind) {
    case PL_TARGET_FIELD:
        return pl_builder_series_at(&table->fields[target->field->index], arena,
                                    column_year(p, target), target->field->type.base, keeps_lines);
    case PL_TARGET_MEASURE:
        return pl_builder_series_at(&p->state->measures[target->measure->index], arena,
                                    column_year(p, target), target->measure->type.base,
                                    keeps_lines);
    case PL_TARGET_COUNT: assert(table->weight); return table->weight;
    case PL_TARGET_SCHOOLJAAR: break;
    }
    assert(!"the year of a row has no column");
    return NULL;
}

static void report_twice(pass *p, const pl_load_source *source, uint32_t row) {
    const pl_builder *builder = source->builder;
    uint32_t line = pl_row_table_line(p->table, row);
    pl_origin origin = {p->plan->mapping, p->plan->file, source->header};
    bool yearly = source->year != PL_ANY_YEAR || p->plan->mapping->entity->yearly;

    if (!pl_fault_room(&p->file->faults, p->records->line))
        return;
    if (builder->keeps_lines) {
        line = builder->lines[row];
        origin = builder->origins.items[builder->origin_of ? builder->origin_of[row] : 0];
    }
    PL_FAULT(&p->file->faults, FIELD_TWICE, p->records->line, source->header, source->name,
             key_text(p, p->plan->links.items, p->plan->links.len - 1, yearly), origin.file,
             place_words(p, origin.mapping, line));
}

/* What was put there before stays, unless it said nothing; another value is a fault. */
static void put(pass *p, pl_load_source *source, uint32_t row, const pl_reading *reading) {
    pl_reading before;

    assert(row < p->table->count);
    if (!source->builder || source->year != column_year(p, &source->target)) {
        source->year = column_year(p, &source->target);
        source->builder = find_builder(p, &source->target);
        source->origin = pl_builder_origin(
            source->builder, (pl_origin){p->plan->mapping, p->plan->file, source->header});
    }
    if (pl_builder_is_set(source->builder, row)) {
        if (reading->kind != PL_READING_VALUE)
            return;
        before = pl_builder_get(source->builder, row);
        if (before.kind == PL_READING_VALUE) {
            if (!pl_reading_same(&before, reading, source->builder->base))
                report_twice(p, source, row);
            return;
        }
    }
    pl_builder_put(source->builder, row, reading, source->origin, p->records->line);
}

/* A count that is blank is not one: how many the row stands for is then unknown. */
static void put_count(pass *p, pl_load_source *source, uint32_t row, pl_reading reading) {
    if (reading.kind == PL_READING_BLANK)
        reading.kind = PL_READING_MISSING;
    put(p, source, row, &reading);
}

/* Keys are put when the row is made, the year is not in a column of its own. */
static bool goes_to_column(const pl_load_source *source) {
    if (!source->stored || source->target.kind == PL_TARGET_SCHOOLJAAR)
        return false;
    return source->target.kind != PL_TARGET_FIELD || !source->target.field->key;
}

static void put_cells(pass *p, uint32_t row) {
    for (uint32_t i = 0; i < p->plan->sources.len; i++) {
        pl_load_source *source = &p->plan->sources.items[i];

        if (!goes_to_column(source))
            continue;
        if (source->target.kind == PL_TARGET_COUNT)
            put_count(p, source, row, *p->sources.readings[i]);
        else
            put(p, source, row, p->sources.readings[i]);
    }
    for (uint32_t i = 0; i < p->plan->literals.len; i++) {
        pl_load_literal *literal = &p->plan->literals.items[i];

        if (goes_to_column(&literal->source))
            put(p, &literal->source, row, &literal->readings[p->source]);
    }
    if (p->plan->counts.len > 0)
        put_count(p, &p->plan->counts.items[p->source], row, *p->counts.readings[p->source]);
}

/* ### the parent by reference */

/* Of fields that differ by year those of the run's year count. */
static bool refers_this_year(const pass *p) {
    const pl_entity *entity = p->plan->mapping->entity;
    int year = year_of(p);

    if (year == PL_ANY_YEAR || entity->yearly || year == p->state->needed->schooljaar)
        return true;
    for (uint32_t k = 0; k < entity->reference.len; k++)
        if (entity->reference.items[k]->yearly)
            return false;
    return true;
}

static bool is_blank(const pass *p, const pl_load_link *link) {
    for (uint32_t k = 0; k < link->entity->key_count; k++)
        if (key_reading(p, link, k)->kind != PL_READING_VALUE)
            return true;
    return false;
}

/* Hangs the row below the parent that its cells name, if they do. False when there is no such one. */
static bool refer(pass *p, uint32_t row) {
    const pl_load_link *links = p->plan->reference.items;
    pl_row_link link = {0};

    if (p->plan->reference.len == 0 || !refers_this_year(p))
        return true;
    for (uint32_t i = 0; i < p->plan->reference.len; i++) {
        if (is_blank(p, &links[i])) {
            p->blanks++;
            return true;
        }
        if (!follow(p, links, i, &link))
            return false;
    }
    pl_row_table_link(p->table, row, link);
    return true;
}

static void report_blanks(const pass *p) {
    const pl_entity *entity = p->plan->mapping->entity;

    if (p->blanks > 0)
        PL_REPORT(p->state->diags, REFERENCE_BLANK, p->plan->mapping->span,
                  pl_arena_format(p->state->diags->arena, "%u", p->blanks), entity->name,
                  entity->parent->name);
}

/* ### records */

/* The row of the record, or of one source of it. False when its keys lead nowhere. */
static bool read_row(pass *p) {
    const pl_load_link *own = &p->plan->links.items[p->plan->links.len - 1];
    pl_row_link link;
    uint32_t row;
    bool added;

    if (!follow_all(p, &link))
        return false;
    key_words(p, p->table, own, link);
    unlinked_words(p, p->table->count + 1);
    if (p->anonymous) {
        row = pl_row_table_append(p->table, p->words, link, year_of(p), place_of(p));
        added = true;
    } else {
        row = pl_row_table_add(p->table, p->words, link, year_of(p), place_of(p), &added);
    }
    if (!mark_row(p, row, added))
        return false;
    if (added)
        put_key_fields(p, p->table, own, row);
    put_cells(p, row);
    return refer(p, row);
}

static bool has_all_fields(pass *p) {
    char fields[16], wanted[16];

    if (p->records->count == p->records->width)
        return true;
    if (p->file->scanned) /* said when the first mapping read it */
        return false;
    snprintf(fields, sizeof fields, "%u", p->records->count);
    snprintf(wanted, sizeof wanted, "%u", p->records->width);
    if (p->records->count < p->records->width)
        PL_FAULT(&p->file->faults, RECORD_SHORT, p->records->line, NULL, fields, wanted);
    else
        PL_FAULT(&p->file->faults, RECORD_LONG, p->records->line, NULL, fields, wanted);
    return false;
}

static void read_record(pass *p) {
    bool fine;

    if (!has_all_fields(p))
        return;
    pl_timings_enter(p->state->needed->timings, PL_STAGE_PARSE);
    fine = read_cells(p, p->plan->sources.items, &p->sources);
    fine = read_cells(p, p->plan->counts.items, &p->counts) && fine;
    pl_timings_enter(p->state->needed->timings, PL_STAGE_RELATE);
    p->source = 0;
    if (!fine || !check_keys(p)) {
        assert(p->state->diags->errors > 0);
        return;
    }
    do {
        if (!read_row(p))
            return;
    } while (++p->source < p->plan->counts.len);
}

static const char *no_records(pl_file_form form) {
    switch (form) {
    case PL_FORM_CSV: return _("the file has headers but no records");
    case PL_FORM_JSON_LINES: return _("the file has no records");
    case PL_FORM_TABLE: return _("the table has no rows");
    }
    assert(!"a file has one of these forms");
    return "";
}

static void close_file(pass *p, uint32_t records) {
    pl_load_file *file = p->file;

    if (file->scanned)
        return;
    file->scanned = true;
    assert(file->number < p->state->data->files.len);
    p->state->data->files.items[file->number].records += records;
    if (!p->records->form->report_end(p->records) && records == 0)
        pl_diag_add_data(p->state->diags, PL_DIAG_NO_RECORDS, file->faults.path, 0, NULL,
                         (const char *const[]){"", no_records(file->form), NULL});
}

static uint32_t widest_key(const pl_load_state *state) {
    uint32_t widest = 1;

    for (uint32_t i = 0; i < state->data->model->entities.len; i++)
        if (state->tables[i] && pl_row_key_width(state->tables[i]) > widest)
            widest = pl_row_key_width(state->tables[i]);
    return widest;
}

static void begin_cells(record_cells *cells, uint32_t count) {
    size_t room = count + (size_t)1;

    cells->count = count;
    cells->readings = pl_heap_resize(NULL, room * sizeof *cells->readings);
    cells->own = pl_heap_resize(NULL, room * sizeof *cells->own);
    cells->memos = pl_heap_resize(NULL, room * sizeof *cells->memos);
    for (uint32_t i = 0; i < count; i++) {
        cells->readings[i] = &cells->own[i];
        pl_memo_init(&cells->memos[i]);
    }
}

static void end_cells(record_cells *cells) {
    for (uint32_t i = 0; i < cells->count; i++)
        pl_memo_fini(&cells->memos[i]);
    free(cells->memos);
    free(cells->own);
    free(cells->readings);
}

static void begin_pass(pass *p) {
    const pl_entity *entity = p->plan->mapping->entity;

    assert(p->plan->sound && p->table && p->table->shape.mapped);
    p->splits_years = !entity->yearly && pl_mapping_years_differ(p->plan->mapping);
    p->unlinked = !pl_mapping_links_parent(p->plan->mapping);
    p->anonymous = p->unlinked && !pl_mapping_counts(p->plan->mapping);
    begin_cells(&p->sources, p->plan->sources.len);
    begin_cells(&p->counts, p->plan->counts.len);
    p->followed = pl_heap_resize(NULL, p->plan->links.len * sizeof *p->followed);
    memset(p->followed, 0, p->plan->links.len * sizeof *p->followed);
    p->words = pl_heap_resize(NULL, widest_key(p->state) * sizeof *p->words);
    pl_keys_init(&p->seen, 2);
}

static void end_pass(pass *p) {
    pl_keys_fini(&p->seen);
    free(p->seen_lines);
    free(p->words);
    for (uint32_t i = 0; i < p->plan->links.len; i++)
        free(p->followed[i].words);
    free(p->followed);
    end_cells(&p->counts);
    end_cells(&p->sources);
}

pl_pass *pl_pass_new(pl_load_state *state, pl_plan *plan, pl_records *records) {
    pass *p = pl_heap_resize(NULL, sizeof *p);

    *p = (pass){.state = state,
                .plan = plan,
                .file = records->file,
                .records = records,
                .table = state->tables[plan->mapping->entity->index]};
    begin_pass(p);
    return p;
}

void pl_pass_record(pl_pass *p) {
    read_record(p);
}

void pl_pass_free(pl_pass *p, uint32_t count) {
    close_file(p, count);
    report_blanks(p);
    end_pass(p);
    free(p);
}

#define PROGRESS_RECORDS 1024u

void pl_read_records(pl_load_state *state, pl_plan *plan, pl_records *records) {
    pl_pass *p = pl_pass_new(state, plan, records);
    pl_timings *timings = state->needed->timings;
    uint32_t count = 0;

    pl_timings_sample(timings);
    pl_timings_turn(timings, 0, PL_STAGE_SCAN);
    while (records->form->next(records)) {
        pl_pass_record(p);
        pl_timings_turn(timings, ++count, PL_STAGE_SCAN);
        if (count % PROGRESS_RECORDS == 0)
            pl_progress_reach(state->needed->progress, records->form->reached(records));
    }
    pl_timings_spread(timings);
    pl_pass_free(p, count);
}

void pl_read_given(pl_load_state *state, pl_plan *plan) {
    const pl_mapping *mapping = plan->mapping;
    pl_load_file file = {.name = mapping->file,
                         .faults = {.diags = state->diags, .path = mapping->file}};
    pl_records here = {.line = pl_source_position(mapping->span.source, mapping->span.start).line};
    pass p = {.state = state,
              .plan = plan,
              .file = &file,
              .records = &here,
              .table = state->tables[mapping->entity->index]};

    begin_pass(&p);
    for (uint32_t i = 0; i < plan->sources.len; i++)
        p.sources.own[i] = pl_reading_make(state->data, mapping->columns.items[i].given);
    if (check_keys(&p))
        read_row(&p);
    end_pass(&p);
}
