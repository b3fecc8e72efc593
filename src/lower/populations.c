/* populations.c - populations to instructions: their tests are stored as columns, so that reports can
 * say who was left out by what. Computes nothing that the rules do not need: an exception is part of
 * the membership that they read. */
#include <assert.h>

#include "lower/lowering.h"

static const pl_type truth = {.base = PL_TRUTH};

static uint32_t store(pl_lowering *l, pl_draft *draft, const pl_expr *e, const char *name) {
    return pl_pool_stored(l, draft, pl_emit_expr(l, draft, e), truth, e->span, name);
}

static void lower_population(pl_lowering *l, const pl_population *population) {
    const pl_measure *membership = population->membership;
    pl_draft *draft = pl_draft_at(l, population->entity, pl_stage_of_measure(l, membership));
    pl_program_population parts = {.population = population, .scope = PL_NO_INDEX};

    assert(!pl_is_supplied(l, membership));
    parts.membership = store(l, draft, membership->definition, population->name);
    parts.exceptions = PL_MAKE_ARRAY(l->arena, uint32_t, population->exceptions.len);
    if (population->scope != NULL)
        parts.scope = store(l, draft, population->scope, "scope");
    for (uint32_t k = 0; k < population->exceptions.len; k++)
        parts.exceptions[k] = store(l, draft, population->exceptions.items[k], "except");
    PL_PUSH(l->arena, &l->program->populations, parts);
}

/* A population that another one is made of was met when that one was emitted: in a rule that is for
 * each of its members it is met only here. */
void pl_lower_populations(pl_lowering *l) {
    const pl_model *model = l->model;
    bool *done = PL_MAKE_ARRAY(l->arena, bool, model->populations.len + 1), any = true;

    while (any) {
        any = false;
        for (uint32_t p = 0; p < model->populations.len; p++) {
            if (!l->peopled[p] || done[p])
                continue;
            done[p] = any = true;
            lower_population(l, model->populations.items[p]);
        }
    }
}
