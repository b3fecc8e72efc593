/* load.c - the whole of loading: which mappings are read, in what order, and the finished snapshot.
 * Parents come before their children, so that a child finds its parent's row; within an entity
 * mappings come as written. */
#include "load/load.h"

#include <assert.h>

#include "data/texts.h"
#include "load/blocks.h"
#include "load/derive.h"
#include "load/read.h"

typedef struct loading {
    pl_load_state state;
    pl_load_files files;
    const pl_dataset *dataset;       /* one without mappings where none is given */
    const pl_dataset *dataset_given; /* NULL: none */
    bool *wanted;                    /* [entity index]: its rows are read */
} loading;

static const pl_dataset *dataset_of(const loading *l) {
    return l->dataset;
}

static const pl_model *model_of(const loading *l) {
    return l->state.data->model;
}

/* ### what is read */

static bool is_mapped(const loading *l, const pl_entity *entity) {
    for (uint32_t m = 0; m < dataset_of(l)->mappings.len; m++)
        if (dataset_of(l)->mappings.items[m]->entity == entity)
            return true;
    return false;
}

/* Does this mapping bring rows of an ancestor into being that the run wants? */
static bool makes_wanted_rows(const loading *l, const pl_mapping *mapping) {
    for (const pl_entity *e = pl_entity_holder(mapping->entity); e; e = pl_entity_holder(e))
        if (l->wanted[e->index] && !is_mapped(l, e) && pl_mapping_gives_key(mapping, e))
            return true;
    return pl_mapping_refers(mapping, l->state.needed) && !is_mapped(l, mapping->entity->parent);
}

static bool want(loading *l, const pl_entity *entity) {
    bool new = !l->wanted[entity->index];

    l->wanted[entity->index] = true;
    return new;
}

/* One round; false when nothing was added. */
static bool want_more(loading *l) {
    bool more = false;

    for (uint32_t m = 0; m < dataset_of(l)->mappings.len; m++) {
        const pl_mapping *mapping = dataset_of(l)->mappings.items[m];

        if (makes_wanted_rows(l, mapping))
            more = want(l, mapping->entity) || more;
        if (!l->wanted[mapping->entity->index])
            continue;
        for (const pl_entity *e = pl_entity_holder(mapping->entity); e; e = pl_entity_holder(e))
            if (pl_mapping_gives_key(mapping, e))
                more = want(l, e) || more;
        if (!pl_mapping_refers(mapping, l->state.needed))
            continue;
        for (const pl_entity *e = mapping->entity->parent; e; e = pl_entity_holder(e))
            more = want(l, e) || more;
    }
    return more;
}

/* Rows link to the rows of ancestors, so these are read too; an ancestor without a mapping has its
 * rows from its descendants. */
static void choose_entities(loading *l, const pl_needed *needed) {
    uint32_t count = model_of(l)->entities.len;

    l->wanted = PL_MAKE_ARRAY(l->state.data->arena, bool, count + 1);
    for (uint32_t i = 0; i < count; i++)
        l->wanted[i] = needed->entities[i];
    while (want_more(l))
        continue;
    assert(l->state.data->dataset || dataset_of(l)->mappings.len == 0);
}

/* ### tables */

static pl_row_shape shape_of(const loading *l, const pl_entity *entity) {
    pl_row_shape shape = {0};
    uint32_t count = 0;

    for (uint32_t m = 0; m < dataset_of(l)->mappings.len; m++) {
        const pl_mapping *mapping = dataset_of(l)->mappings.items[m];

        if (mapping->entity != entity)
            continue;
        count++;
        shape.mapped = true;
        shape.incomplete = shape.incomplete || mapping->incomplete;
        shape.has_headers = shape.has_headers || mapping->row_sources.len > 0;
        shape.keeps_lines =
            shape.keeps_lines || (!entity->yearly && pl_mapping_years_differ(mapping));
        if (!pl_mapping_links_parent(mapping) && pl_mapping_counts(mapping))
            shape.has_extras = true;
        else if (!pl_mapping_links_parent(mapping))
            shape.has_anonymous = true;
    }
    shape.keeps_lines = shape.keeps_lines || count != 1;
    return shape;
}

static bool counts(const loading *l, const pl_entity *entity) {
    for (uint32_t m = 0; m < dataset_of(l)->mappings.len; m++)
        if (dataset_of(l)->mappings.items[m]->entity == entity &&
            pl_mapping_counts(dataset_of(l)->mappings.items[m]))
            return true;
    return false;
}

static void make_tables(loading *l) {
    const pl_model *model = model_of(l);
    pl_arena *arena = l->state.data->arena;

    l->state.tables = PL_MAKE_ARRAY(arena, pl_row_table *, model->entities.len + 1);
    l->state.measures = PL_MAKE_ARRAY(arena, pl_builder_series, model->measures.len + 1);
    for (uint32_t i = 0; i < model->entities.len; i++) {
        const pl_entity *entity = model->entities.items[i];
        pl_row_table *table;

        assert(entity->index == i);
        if (!l->wanted[i] || entity->source)
            continue;
        table = l->state.tables[i] = PL_MAKE(arena, pl_row_table);
        pl_row_table_init(table, arena, entity, shape_of(l, entity));
        if (counts(l, entity)) {
            table->weight = PL_MAKE(arena, pl_builder);
            pl_builder_init(table->weight, arena, PL_NUMBER, table->shape.keeps_lines);
        }
    }
}

/* ### mappings */

static bool says_year(const pl_mapping *mapping) {
    return mapping->has_year || pl_mapping_years_differ(mapping);
}

/* The target of a column of this mapping that has a value for each year, if there is a year. */
static const char *dated_name(const pl_mapping *mapping, const pl_target *target) {
    if (mapping->entity->yearly)
        return NULL;
    if (target->kind == PL_TARGET_MEASURE)
        return target->measure->name;
    return target->kind == PL_TARGET_FIELD && target->field->yearly ? target->field->name : NULL;
}

static bool gives_target(const pl_mapping *mapping, const pl_target *target) {
    for (uint32_t c = 0; c < mapping->columns.len; c++)
        if (pl_target_same(mapping->columns.items[c].target, *target))
            return true;
    return false;
}

/* A value for every year and one for a single year contradict each other. */
static void check_years(loading *l, uint32_t number) {
    const pl_mapping *mapping = dataset_of(l)->mappings.items[number];

    for (uint32_t c = 0; c < mapping->columns.len; c++) {
        const pl_map_column *column = &mapping->columns.items[c];
        const char *name = dated_name(mapping, &column->target);

        for (uint32_t m = 0; name && m < dataset_of(l)->mappings.len; m++) {
            const pl_mapping *other = dataset_of(l)->mappings.items[m];

            if (!gives_target(other, &column->target) || says_year(other) || !says_year(mapping))
                continue;
            PL_REPORT(l->state.diags, YEAR_MIXED, column->span, name);
            break;
        }
    }
}

static void read_given(loading *l, uint32_t number) {
    const pl_mapping *mapping = dataset_of(l)->mappings.items[number];

    check_years(l, number);
    assert(!mapping->entity->yearly || mapping->has_year);
    pl_read_given(&l->state, pl_plan_make_given(l->state.data, l->state.needed, mapping, number));
}

static pl_plan *plan_records(loading *l, uint32_t number, pl_load_file *file, pl_records *records) {
    const pl_mapping *mapping = dataset_of(l)->mappings.items[number];

    pl_records_init(records, file, mapping);
    return pl_plan_make(l->state.data, l->state.needed, mapping, number, records);
}

static void read_planned(loading *l, pl_plan *plan, pl_records *records) {
    if (!plan->sound)
        return;
    pl_progress_expect(l->state.needed->progress, pl_load_file_size(records->file));
    if (!pl_blocks_know(&l->state, plan, records))
        pl_read_records(&l->state, plan, records);
    else if (!pl_read_blocks(&l->state, plan, records))
        pl_load_file_refuse(&l->files, records->file);
}

static void read_mapping(loading *l, uint32_t number) {
    const pl_mapping *mapping = dataset_of(l)->mappings.items[number];
    uint32_t refused = l->files.whole.len;
    pl_load_file *file;
    pl_records records;
    pl_plan *plan;

    pl_timings_enter(l->state.needed->timings, PL_STAGE_MAP);
    pl_progress_enter(l->state.needed->progress, PL_PROGRESS_LOAD,
                      pl_load_file_name(l->state.data->arena, mapping, l->files.snapshot));
    file = pl_load_files_open(&l->files, mapping);
    assert(l->wanted[mapping->entity->index] && l->state.tables[mapping->entity->index]);
    check_years(l, number);
    assert(!mapping->entity->yearly || says_year(mapping));
    if (!file->usable)
        return;
    plan = plan_records(l, number, file, &records);
    if (plan->sound && file->parted && !pl_blocks_know(&l->state, plan, &records)) {
        pl_records_fini(&records);
        pl_load_file_read_whole(&l->files, file);
        if (!file->usable)
            return;
        plan = plan_records(l, number, file, &records);
    }
    read_planned(l, plan, &records);
    pl_records_fini(&records);
    if (file->parted && l->files.whole.len == refused)
        (void)pl_load_file_take_rest(&l->files, file);
}

static void read_entity(loading *l, const pl_entity *entity) {
    for (uint32_t m = 0; m < dataset_of(l)->mappings.len; m++) {
        const pl_mapping *mapping = dataset_of(l)->mappings.items[m];

        if (mapping->entity != entity)
            continue;
        if (l->wanted[entity->index] && mapping->given)
            read_given(l, m);
        else if (l->wanted[entity->index])
            read_mapping(l, m);
        else if (!mapping->given)
            pl_load_files_require(&l->files, mapping);
    }
}

/* ### the finished snapshot */

static pl_rows *empty_rows(const loading *l, const pl_entity *entity) {
    pl_arena *arena = l->state.data->arena;
    pl_rows *rows = PL_MAKE(arena, pl_rows);

    rows->entity = entity;
    rows->mapped = is_mapped(l, entity);
    rows->up = PL_MAKE_ARRAY(arena, pl_links, entity->depth + 1);
    rows->fields = PL_MAKE_ARRAY(arena, pl_series, entity->fields.len + 1);
    return rows;
}

static pl_rows *finish_rows(loading *l, pl_row_table *table) {
    pl_data *data = l->state.data;
    const pl_entity *entity = table->entity;
    const pl_reading **fallbacks =
        PL_MAKE_ARRAY(data->arena, const pl_reading *, entity->fields.len + 1);

    for (uint32_t i = 0; i < entity->fields.len; i++) {
        const pl_field *field = entity->fields.items[i];
        pl_reading *fallback;

        if (!field->default_value || field->key || !l->state.needed->fields[entity->index][i])
            continue;
        fallback = PL_MAKE(data->arena, pl_reading);
        *fallback = pl_reading_make(data, field->default_value);
        fallbacks[i] = fallback;
    }
    return pl_row_table_finish(table, fallbacks);
}

static void finish_measures(loading *l) {
    const pl_model *model = model_of(l);
    pl_data *data = l->state.data;

    for (uint32_t i = 0; i < model->measures.len; i++) {
        const pl_measure *measure = model->measures.items[i];
        pl_row_table *table = l->state.tables[measure->entity->index];
        pl_builder_series *series = &l->state.measures[i];

        if (!table)
            continue;
        data->measures[i] = pl_builder_series_finish(series, table, measure->type.base, NULL);
        for (uint32_t b = 0; b < series->builders.len; b++)
            pl_builder_fini(series->builders.items[b]);
    }
}

static void finish(loading *l) {
    const pl_model *model = model_of(l);
    pl_data *data = l->state.data;

    finish_measures(l);
    for (uint32_t i = 0; i < model->entities.len; i++) {
        pl_row_table *table = l->state.tables[i];

        assert(!table || !model->entities.items[i]->source);
        data->rows[i] = table ? finish_rows(l, table) : empty_rows(l, model->entities.items[i]);
        if (table)
            pl_row_table_fini(table);
    }
}

/* ### all */

static void begin(loading *l, pl_arena *arena, const pl_model *model) {
    pl_data *data = PL_MAKE(arena, pl_data);

    l->state.data = data;
    data->arena = arena;
    data->progress = l->state.needed->progress;
    data->model = model;
    data->dataset = l->dataset_given;
    data->rows = PL_MAKE_ARRAY(arena, pl_rows *, model->entities.len + 1);
    data->measures = PL_MAKE_ARRAY(arena, pl_series, model->measures.len + 1);
    data->subject_orders = PL_MAKE_ARRAY(arena, const uint32_t *, model->entities.len + 1);
    pl_texts_init(data);
    l->files.data = data;
    l->files.list.len = l->files.databases.len = 0;
    choose_entities(l, l->state.needed);
    make_tables(l);
}

/* Forgets what was read. */
static void drop(loading *l) {
    const pl_model *model = model_of(l);

    for (uint32_t i = 0; i < model->measures.len; i++)
        for (uint32_t b = 0; b < l->state.measures[i].builders.len; b++)
            pl_builder_fini(l->state.measures[i].builders.items[b]);
    for (uint32_t i = 0; i < model->entities.len; i++)
        if (l->state.tables[i])
            pl_row_table_fini(l->state.tables[i]);
}

/* False when a file turned out to be one that must be read as a whole. */
static bool read_all(loading *l) {
    uint32_t refused = l->files.whole.len;

    for (uint32_t i = 0; i < model_of(l)->entities.len && l->files.whole.len == refused; i++)
        read_entity(l, model_of(l)->entities.items[i]);
    pl_load_files_fini(&l->files);
    return l->files.whole.len == refused;
}

pl_data *pl_load(pl_arena *arena, pl_diags *diags, const pl_model *model, const pl_dataset *dataset,
                 const pl_needed *needed) {
    static const pl_dataset nothing;
    loading l = {.state = {.diags = diags, .needed = needed},
                 .dataset = dataset ? dataset : &nothing,
                 .dataset_given = dataset};
    pl_diags before = *diags;

    pl_load_files_init(&l.files, NULL, diags, needed);
    begin(&l, arena, model);
    while (!read_all(&l)) {
        drop(&l);
        *diags = before;
        begin(&l, arena, model);
    }
    pl_timings_enter(needed->timings, PL_STAGE_RELATE);
    finish(&l);
    for (uint32_t i = 0; i < model->entities.len; i++)
        if (l.wanted[i] && model->entities.items[i]->source)
            pl_load_derive(l.state.data, model->entities.items[i]);
    return l.state.data;
}
