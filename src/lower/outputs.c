/* outputs.c - the columns of a table to instructions: definitions are computed for the rows that
 * they are of, and stored. What the data holds is not copied, and verdicts are where all are. */
#include <assert.h>

#include "lower/lowering.h"

static uint32_t store_definition(pl_lowering *l, const pl_measure *measure) {
    pl_draft *draft = pl_draft_at(l, measure->entity, pl_stage_of_measure(l, measure));
    pl_draft_value value = pl_emit_expr(l, draft, measure->definition);

    return pl_pool_stored(l, draft, value, measure->type, measure->span, measure->name);
}

void pl_lower_outputs(pl_lowering *l, const pl_outputs *outputs) {
    l->program->outputs = outputs;
    for (uint32_t i = 0; outputs != NULL && i < outputs->list.len; i++) {
        const pl_output *output = &outputs->list.items[i];
        uint32_t slot = PL_NO_INDEX;

        assert(pl_entity_is_within(outputs->entity, output->entity));
        if (output->kind == PL_OUTPUT_MEASURE && !pl_is_supplied(l, output->measure))
            slot = store_definition(l, output->measure);
        PL_PUSH(l->arena, &l->program->output_slots, slot);
    }
}
