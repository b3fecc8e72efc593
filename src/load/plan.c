/* plan.c - lays a mapping over the columns of its file. A record gives the key of the
 * mapping's own entity and of some of its ancestors; `links` lists them, outermost first. */
#include "load/plan.h"

#include <assert.h>
#include <stdlib.h>

/* ### what a mapping is like */

static bool targets_field(const pl_target *target, const pl_field *field) {
    return target->kind == PL_TARGET_FIELD && target->field == field;
}

static bool gives_field(const pl_mapping *mapping, const pl_field *field) {
    for (uint32_t i = 0; i < mapping->columns.len; i++)
        if (targets_field(&mapping->columns.items[i].target, field))
            return true;
    for (uint32_t i = 0; i < mapping->row_targets.len; i++)
        if (targets_field(&mapping->row_targets.items[i], field))
            return true;
    return false;
}

bool pl_mapping_gives_key(const pl_mapping *mapping, const pl_entity *entity) {
    for (uint32_t k = 0; k < entity->key_count; k++)
        if (!gives_field(mapping, entity->fields.items[k]) &&
            !entity->fields.items[k]->default_value)
            return false;
    return true;
}

static bool has_target(const pl_mapping *mapping, pl_target_kind kind) {
    for (uint32_t i = 0; i < mapping->columns.len; i++)
        if (mapping->columns.items[i].target.kind == kind)
            return true;
    for (uint32_t i = 0; i < mapping->row_targets.len; i++)
        if (mapping->row_targets.items[i].kind == kind)
            return true;
    return false;
}

bool pl_mapping_counts(const pl_mapping *mapping) {
    return mapping->row_sources.len > 0 || has_target(mapping, PL_TARGET_COUNT);
}

bool pl_mapping_links_parent(const pl_mapping *mapping) {
    const pl_entity *holder = pl_entity_holder(mapping->entity);

    return !holder || pl_mapping_gives_key(mapping, holder);
}

bool pl_mapping_years_differ(const pl_mapping *mapping) {
    return has_target(mapping, PL_TARGET_SCHOOLJAAR);
}

/* ### sources */

/* Do all fields of its rows tell them apart, for want of a link to the parent? */
static bool needs_extras(const pl_mapping *mapping) {
    return !pl_mapping_links_parent(mapping) && pl_mapping_counts(mapping);
}

static bool is_needed(const pl_needed *needed, const pl_target *target) {
    switch (target->kind) {
    case PL_TARGET_FIELD:
        return target->field->key ||
            needed->fields[target->field->entity->index][target->field->index];
    case PL_TARGET_MEASURE: return needed->measures[target->measure->index];
    case PL_TARGET_SCHOOLJAAR:
    case PL_TARGET_COUNT: return true;
    }
    assert(!"a target has a kind");
    return true;
}

static bool is_read(const pl_mapping *mapping, const pl_target *target, bool stored) {
    return stored || (target->kind == PL_TARGET_FIELD && needs_extras(mapping));
}

static void set_type(pl_cell_format *format, const pl_target *target) {
    format->type = pl_target_type(*target);
    format->whole = target->kind == PL_TARGET_COUNT;
    assert(format->type.base != PL_POISON);
    format->share = target->kind == PL_TARGET_MEASURE && pl_expr_share(target->measure->definition);
    if (format->share) {
        format->has_domain = true;
        format->domain_lo = PL_NUMBER_ZERO;
        format->domain_hi = PL_NUMBER_ONE;
    }
    if (target->kind != PL_TARGET_FIELD)
        return;
    format->has_domain = target->field->has_domain;
    format->domain_lo = target->field->domain_lo;
    format->domain_hi = target->field->domain_hi;
    format->key = target->field->key;
}

static pl_load_source make_source(const pl_mapping *mapping, const pl_needed *needed,
                                  const pl_target *target, const char *header) {
    pl_load_source source = {.target = *target, .header = header, .name = pl_target_name(*target)};

    source.stored = is_needed(needed, target);
    source.read = is_read(mapping, target, source.stored);
    source.format.decimal = mapping->decimal;
    source.format.printed = mapping->cells.items;
    source.format.printed_count = mapping->cells.len;
    set_type(&source.format, target);
    return source;
}

static void add_sources(pl_plan *plan, pl_arena *arena, const pl_needed *needed) {
    const pl_mapping *mapping = plan->mapping;
    const pl_target count = {.kind = PL_TARGET_COUNT};

    for (uint32_t i = 0; i < mapping->columns.len; i++) {
        const pl_map_column *column = &mapping->columns.items[i];
        pl_load_source source = make_source(mapping, needed, &column->target, column->header);

        source.format.steps = column->steps.items;
        source.format.step_count = column->steps.len;
        PL_PUSH(arena, &plan->sources, source);
        if (column->target.kind == PL_TARGET_SCHOOLJAAR)
            plan->year_source = i;
        if (column->target.kind == PL_TARGET_COUNT)
            plan->count_source = i;
    }
    for (uint32_t i = 0; i < mapping->row_sources.len; i++)
        PL_PUSH(arena, &plan->counts,
                make_source(mapping, needed, &count, mapping->row_sources.items[i].header));
}

static void add_literals(pl_plan *plan, pl_data *data, const pl_needed *needed) {
    const pl_mapping *mapping = plan->mapping;

    for (uint32_t t = 0; t < mapping->row_targets.len; t++) {
        pl_load_literal literal = {
            .source = make_source(mapping, needed, &mapping->row_targets.items[t], NULL)};
        pl_reading *readings = PL_MAKE_ARRAY(data->arena, pl_reading, mapping->row_sources.len + 1);

        if (literal.source.target.kind == PL_TARGET_SCHOOLJAAR)
            plan->year_source = PL_LOAD_LITERAL + t;
        for (uint32_t s = 0; s < mapping->row_sources.len; s++)
            readings[s] = pl_reading_make(data, &mapping->row_sources.items[s].values[t]);
        literal.readings = readings;
        PL_PUSH(data->arena, &plan->literals, literal);
    }
}

/* ### links */

static uint32_t source_of(const pl_plan *plan, const pl_field *field) {
    for (uint32_t i = 0; i < plan->sources.len; i++)
        if (targets_field(&plan->sources.items[i].target, field))
            return i;
    for (uint32_t i = 0; i < plan->literals.len; i++)
        if (targets_field(&plan->literals.items[i].source.target, field))
            return PL_LOAD_LITERAL + i;
    return PL_LOAD_NONE;
}

/* `keys`: the fields that hold its key, those of the entity or of one that refers to it. */
static pl_load_link make_link(const pl_plan *plan, pl_data *data, const pl_entity *entity,
                              pl_field *const *keys) {
    pl_load_link link = {
        .entity = entity,
        .sources = PL_MAKE_ARRAY(data->arena, uint32_t, entity->key_count),
        .defaults = PL_MAKE_ARRAY(data->arena, pl_reading, entity->key_count),
    };

    assert(entity->key_count > 0);
    for (uint32_t k = 0; k < entity->key_count; k++) {
        const pl_field *key = keys[k];

        link.sources[k] = source_of(plan, key);
        link.defaults[k].kind = PL_READING_BLANK;
        if (key->default_value)
            link.defaults[k] = pl_reading_make(data, key->default_value);
        assert(link.sources[k] != PL_LOAD_NONE || link.defaults[k].kind == PL_READING_VALUE);
    }
    return link;
}

static void add_link(pl_plan *plan, pl_data *data, const pl_entity *entity) {
    PL_PUSH(data->arena, &plan->links, make_link(plan, data, entity, entity->fields.items));
}

static void add_links(pl_plan *plan, pl_data *data, const pl_entity *entity) {
    if (pl_entity_holder(entity))
        add_links(plan, data, pl_entity_holder(entity));
    if (entity == plan->mapping->entity || pl_mapping_gives_key(plan->mapping, entity))
        add_link(plan, data, entity);
}

/* ### the parent by reference */

bool pl_mapping_refers(const pl_mapping *mapping, const pl_needed *needed) {
    const pl_entity *entity = mapping->entity;

    if (!entity->by_reference || !needed->entities[entity->parent->index])
        return false;
    for (uint32_t k = 0; k < entity->reference.len; k++)
        if (!gives_field(mapping, entity->reference.items[k]) &&
            !entity->reference.items[k]->default_value)
            return false;
    return true;
}

/* Links to `above` and those that its key begins with; gives how many fields that took. */
static uint32_t add_reference(pl_plan *plan, pl_data *data, const pl_entity *above) {
    const pl_entity *entity = plan->mapping->entity, *holder = pl_entity_holder(above);
    uint32_t at = holder ? add_reference(plan, data, holder) : 0;
    pl_load_link link = make_link(plan, data, above, entity->reference.items + at);

    assert(at + above->key_count <= entity->reference.len);
    for (uint32_t k = 0; k < above->key_count; k++)
        if (link.sources[k] < PL_LOAD_LITERAL)
            plan->sources.items[link.sources[k]].read = true;
    PL_PUSH(data->arena, &plan->reference, link);
    return at + above->key_count;
}

/* ### headers */

/* Figures go through the reading of cells, which knows one decimal sign; texts stay as they are. */
static pl_wanted wanted_of(const pl_load_source *source) {
    return (pl_wanted){.header = source->header,
                       .read = source->read,
                       .point =
                           source->format.type.base == PL_NUMBER ? source->format.decimal : '.'};
}

static void find_columns(pl_plan *plan, pl_records *records) {
    uint32_t sources = plan->sources.len, count = sources + plan->counts.len;
    pl_wanted *wanted = pl_heap_resize(NULL, (count + (size_t)1) * sizeof *wanted);

    for (uint32_t i = 0; i < count; i++)
        wanted[i] =
            wanted_of(i < sources ? &plan->sources.items[i] : &plan->counts.items[i - sources]);
    plan->sound = records->form->find(records, wanted, count);
    for (uint32_t i = 0; i < count && plan->sound; i++) {
        assert(wanted[i].index < records->width);
        if (i < sources)
            plan->sources.items[i].index = wanted[i].index;
        else
            plan->counts.items[i - sources].index = wanted[i].index;
    }
    free(wanted);
}

/* ### plans */

static pl_plan *make_plan(pl_data *data, const pl_needed *needed, const pl_mapping *mapping,
                          uint32_t number, const char *file) {
    pl_plan *plan = PL_MAKE(data->arena, pl_plan);

    plan->mapping = mapping;
    plan->number = number;
    plan->file = file;
    plan->sound = true;
    plan->year_source = plan->count_source = PL_LOAD_NONE;
    add_sources(plan, data->arena, needed);
    add_literals(plan, data, needed);
    add_links(plan, data, mapping->entity);
    if (pl_mapping_refers(mapping, needed))
        add_reference(plan, data, mapping->entity->parent);
    assert(plan->links.len > 0 && plan->links.items[plan->links.len - 1].entity == mapping->entity);
    return plan;
}

pl_plan *pl_plan_make(pl_data *data, const pl_needed *needed, const pl_mapping *mapping,
                      uint32_t number, pl_records *records) {
    pl_plan *plan = make_plan(data, needed, mapping, number, records->file->name);

    find_columns(plan, records);
    assert(plan->sound || records->file->faults.diags->errors > 0);
    return plan;
}

pl_plan *pl_plan_make_given(pl_data *data, const pl_needed *needed, const pl_mapping *mapping,
                            uint32_t number) {
    assert(mapping->given && mapping->row_sources.len == 0);
    return make_plan(data, needed, mapping, number, mapping->file);
}
