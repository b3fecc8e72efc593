/* outputs.c - the columns of a table to instructions. Definitions are computed for the rows that they
 * are of, and stored; what the data holds is not copied, and verdicts are where all are. Rows of
 * several school years get what differs by year as of their own, so that stands with the rows. */
#include <assert.h>

#include "lower/lowering.h"

/* The value of the output, seen from the rows of the table. */
static pl_expr *expression_of(pl_lowering *l, const pl_outputs *outputs, const pl_output *output) {
    pl_expr *e = PL_MAKE(l->arena, pl_expr), *up;
    bool field = output->kind == PL_OUTPUT_FIELD;

    e->kind = field ? PL_EXPR_FIELD : PL_EXPR_MEASURE;
    e->type = field ? output->field->type : output->measure->type;
    e->span = field ? output->field->span : output->measure->span;
    e->entity = field ? output->field->entity : output->measure->entity;
    e->field = output->field;
    e->measure = output->measure;
    if (e->entity == outputs->entity)
        return e;
    up = PL_MAKE(l->arena, pl_expr);
    *up = (pl_expr){.kind = PL_EXPR_UP, .type = e->type, .span = e->span, .count = 1};
    up->entity = l->model->entities.items[outputs->entity->index];
    up->kids = PL_MAKE_ARRAY(l->arena, pl_expr *, 1);
    up->kids[0] = e;
    return up;
}

static uint32_t store_by_year(pl_lowering *l, const pl_outputs *outputs, const pl_output *output) {
    pl_expr *e = expression_of(l, outputs, output);
    pl_draft *draft = pl_draft_at(l, outputs->entity, pl_stage_of(l, e));

    return pl_pool_stored(l, draft, pl_emit_own(l, draft, e), e->type, e->span, output->name);
}

static uint32_t store_definition(pl_lowering *l, const pl_measure *measure) {
    pl_draft *draft = pl_draft_at(l, measure->entity, pl_stage_of_measure(l, measure));
    pl_draft_value value = pl_emit_expr(l, draft, measure->definition);

    return pl_pool_stored(l, draft, value, measure->type, measure->span, measure->name);
}

static uint32_t lower_output(pl_lowering *l, const pl_outputs *outputs, const pl_output *output) {
    bool measure = output->kind == PL_OUTPUT_MEASURE;
    bool dated = measure || (output->kind == PL_OUTPUT_FIELD && output->field->yearly);

    if (dated && outputs->entity->yearly && l->options->all_years)
        return store_by_year(l, outputs, output);
    return measure && !pl_is_supplied(l, output->measure) ? store_definition(l, output->measure)
                                                          : PL_NO_INDEX;
}

void pl_lower_outputs(pl_lowering *l, const pl_outputs *outputs) {
    const pl_lower_options *options = l->options;

    l->program->outputs = outputs;
    if (outputs == NULL)
        return;
    l->judged = (pl_year_list){0};
    for (uint32_t y = 0; outputs->entity->yearly && y < options->year_count; y++)
        PL_PUSH(l->arena, &l->judged, options->years[y]);
    if (l->judged.len == 0)
        PL_PUSH(l->arena, &l->judged, l->program->schooljaar);
    for (uint32_t i = 0; i < outputs->list.len; i++) {
        const pl_output *output = &outputs->list.items[i];

        assert(pl_entity_is_within(outputs->entity, output->entity));
        PL_PUSH(l->arena, &l->program->output_slots, lower_output(l, outputs, output));
    }
}
