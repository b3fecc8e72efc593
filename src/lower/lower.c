/* lower.c - the checked program to bytecode: sets up, lowers the rules, gives registers, proves
 * the result. */
#include "lower/lower.h"

#include "lower/lowering.h"

pl_program *pl_lower(pl_arena *arena, pl_diags *diags, const pl_model *model,
                     const pl_lower_options *options) {
    pl_lowering l = {.arena = arena,
                     .diags = diags,
                     .model = model,
                     .dataset = options->dataset,
                     .rules = options->rules};
    pl_map *const maps[] = {&l.draft_index,  &l.number_index,      &l.constant_index, &l.slot_index,
                            &l.stored_index, &l.accumulator_index, &l.emitted};

    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
        pl_map_init(maps[m], arena);
    l.program = PL_MAKE(arena, pl_program);
    l.program->model = model;
    l.program->dataset = options->dataset;
    l.program->date = options->date;
    l.program->schooljaar = pl_schooljaar_of(options->date);
    l.year = l.program->schooljaar;
    l.date = options->date;
    l.window = PL_NO_INDEX;
    l.options = options;
    l.stages = PL_MAKE_ARRAY(arena, uint32_t, model->measures.len);
    l.peopled = PL_MAKE_ARRAY(arena, bool, model->populations.len + 1);
    pl_lower_rules(&l);
    pl_lower_outputs(&l, options->outputs);
    pl_lower_populations(&l);
    pl_drafts_finish(&l);
    pl_program_require(arena, l.program);
    return l.program;
}

/* ### what the program reads */

/* The rows between an entity and an ancestor of it are what links the two. */
static void need_between(pl_needed *needed, const pl_entity *below, const pl_entity *above) {
    for (const pl_entity *e = below; e != NULL; e = e->parent) {
        needed->entities[e->index] = true;
        if (e == above)
            return;
    }
}

static const pl_entity *ancestor_at(const pl_entity *entity, uint32_t depth) {
    while (entity->depth > depth)
        entity = entity->parent;
    return entity;
}

static void need_of_instruction(pl_needed *needed, const pl_program *program, const pl_block *block,
                                const pl_instruction *i) {
    pl_arg arg = pl_op_infos[i->op].operands[0];

    if (arg == PL_ARG_GN || arg == PL_ARG_GT || arg == PL_ARG_GI)
        need_between(needed, block->entity, program->slots.items[i->operands[0]].entity);
    if (arg == PL_ARG_LINK)
        need_between(needed, block->entity, ancestor_at(block->entity, i->operands[0]));
}

static void need_of_slots(pl_needed *needed, const pl_program *program) {
    for (uint32_t s = 0; s < program->slots.len; s++) {
        const pl_slot *slot = &program->slots.items[s];

        needed->entities[slot->entity->index] = true;
        if (slot->kind == PL_SLOT_FIELD)
            needed->fields[slot->entity->index][slot->field->index] = true;
        if (slot->kind == PL_SLOT_MEASURE)
            needed->measures[slot->measure->index] = true;
    }
}

/* A grouped table is made from the rows of its source and what these are grouped by. */
static void need_sources(pl_needed *needed, const pl_model *model) {
    for (uint32_t e = 0; e < model->entities.len; e++) {
        const pl_entity *entity = model->entities.items[e];

        if (entity->source == NULL || !needed->entities[e])
            continue;
        need_between(needed, entity->source, entity->parent);
        for (uint32_t k = 0; k < entity->key_count; k++) {
            const pl_field *origin = entity->fields.items[k]->origin;

            need_between(needed, entity->source, origin->entity);
            needed->fields[origin->entity->index][origin->index] = true;
        }
    }
}

/* Of what is carried over from the school year before it must be known whether it was there. */
static void need_of_years(pl_needed *needed, const pl_model *model, const pl_entity *entity) {
    for (uint32_t i = 0; i < entity->fields.len; i++)
        if (entity->fields.items[i]->yearly)
            needed->fields[entity->index][i] = true;
    for (uint32_t e = 0; e < model->entities.len; e++)
        if (pl_entity_tells_years(model->entities.items[e], entity))
            needed->entities[e] = true;
}

/* Rows of evidence and events are looked up by what lies above them. */
static void need_of_deadline(pl_needed *needed, const pl_model *model, const pl_rule *rule) {
    const pl_deadline *deadline = rule->deadline;

    need_between(needed, deadline->evidence, rule->entity);
    if (deadline->failed == NULL)
        need_of_years(needed, model, rule->entity);
    if (deadline->event_kind == PL_EVENT_ROWS) {
        need_between(needed, deadline->event_rows, deadline->event_top);
        need_between(needed, rule->entity, deadline->event_top);
    }
    if (deadline->event_kind == PL_EVENT_DUE)
        need_between(needed, rule->entity, deadline->event_rule->entity);
}

/* Columns of a table that are read from the data as they are. */
static void need_of_outputs(pl_needed *needed, const pl_outputs *outputs) {
    for (uint32_t i = 0; i < outputs->list.len; i++) {
        const pl_output *output = &outputs->list.items[i];

        need_between(needed, outputs->entity, output->entity);
        if (output->kind == PL_OUTPUT_FIELD)
            needed->fields[output->entity->index][output->field->index] = true;
        if (output->kind == PL_OUTPUT_MEASURE)
            needed->measures[output->measure->index] = true;
    }
}

/* Of what a measure would be computed from, were it not a column: for some subject it may be given twice.
 * Its rows by their keys and their links, and by what surely leaves them out. */
static void need_of_condition(pl_needed *needed, const pl_expr *e) {
    if (e->kind == PL_EXPR_FIELD && e->field != NULL) {
        needed->entities[e->entity->index] = true;
        needed->fields[e->entity->index][e->field->index] = true;
    }
    for (uint32_t k = 0; k < e->count; k++)
        if (e->kids[k] != NULL)
            need_of_condition(needed, e->kids[k]);
}

static void need_of_definition(pl_needed *needed, const pl_program *program, const pl_expr *e) {
    bool rows = (e->kind == PL_EXPR_AGGREGATE || e->kind == PL_EXPR_QUANTIFIER) && e->child != NULL;

    if (e->kind == PL_EXPR_MEASURE && !pl_dataset_supplies(program->dataset, e->measure))
        need_of_definition(needed, program, e->measure->definition);
    if (rows && e->child->source == NULL && e->entity->source == NULL) {
        need_between(needed, e->child, e->entity);
        if (e->child->key_count > 0)
            needed->fields[e->child->index][0] = true;
        if (e->period.day != NULL)
            needed->fields[e->child->index][e->period.day->index] = true;
        if (e->kids[0] != NULL)
            need_of_condition(needed, e->kids[0]);
        return;
    }
    for (uint32_t k = 0; k < e->count; k++)
        if (e->kids[k] != NULL)
            need_of_definition(needed, program, e->kids[k]);
}

pl_needed pl_lower_needed(pl_arena *arena, const pl_program *program) {
    const pl_model *model = program->model;
    pl_needed needed = {0};

    needed.schooljaar = program->schooljaar;
    needed.fields = PL_MAKE_ARRAY(arena, bool *, model->entities.len);
    needed.entities = PL_MAKE_ARRAY(arena, bool, model->entities.len);
    needed.measures = PL_MAKE_ARRAY(arena, bool, model->measures.len);
    for (uint32_t e = 0; e < model->entities.len; e++)
        needed.fields[e] = PL_MAKE_ARRAY(arena, bool, model->entities.items[e]->fields.len);
    need_of_slots(&needed, program);
    for (uint32_t b = 0; b < program->blocks.len; b++) {
        const pl_block *block = program->blocks.items[b];

        needed.entities[block->entity->index] = true;
        for (uint32_t i = 0; i < block->code.len; i++)
            need_of_instruction(&needed, program, block, &block->code.items[i]);
    }
    for (uint32_t r = 0; r < program->rules.len; r++)
        if (program->rules.items[r].deadline != NULL)
            need_of_deadline(&needed, model, program->rules.items[r].rule);
    for (uint32_t a = 0; a < program->accumulators.len; a++) {
        const pl_accumulator *accumulator = &program->accumulators.items[a];

        if (accumulator->parent->source != accumulator->child)
            need_between(&needed, accumulator->child, accumulator->parent);
    }
    if (program->outputs != NULL)
        need_of_outputs(&needed, program->outputs);
    for (uint32_t s = 0; s < program->slots.len; s++)
        if (program->slots.items[s].kind == PL_SLOT_MEASURE)
            need_of_definition(&needed, program, program->slots.items[s].measure->definition);
    need_sources(&needed, model);
    return needed;
}
