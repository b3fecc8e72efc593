/* stages.c - in which pass an expression can be computed: stage 0 needs columns of the data
 * only; an aggregate stands one stage above the pass over its rows; what is computed for an
 * ancestor is seen from below one stage later. */
#include <assert.h>

#include "lower/lowering.h"

bool pl_is_supplied(const pl_lowering *l, const pl_measure *measure) {
    return l->dataset != NULL && pl_dataset_supplies(l->dataset, measure);
}

uint32_t pl_stage_of_measure(pl_lowering *l, const pl_measure *measure) {
    if (l->stages[measure->index] == 0)
        l->stages[measure->index] =
            1 + (pl_is_supplied(l, measure) ? 0 : pl_stage_of(l, measure->definition));
    return l->stages[measure->index] - 1;
}

static uint32_t stage_of_kids(pl_lowering *l, const pl_expr *e) {
    uint32_t stage = 0;

    for (uint32_t k = 0; k < e->count; k++)
        if (e->kids[k] != NULL) {
            uint32_t kid = pl_stage_of(l, e->kids[k]);

            stage = kid > stage ? kid : stage;
        }
    return stage;
}

uint32_t pl_stage_of_rows(pl_lowering *l, const pl_expr *e) {
    assert(e->kind == PL_EXPR_AGGREGATE || e->kind == PL_EXPR_QUANTIFIER ||
           e->kind == PL_EXPR_PERCENTILE || e->kind == PL_EXPR_PICK);
    if (e->child == NULL && e->kind != PL_EXPR_PERCENTILE && e->period.kind == PL_PERIOD_LAST)
        return pl_stage_in_years(l, e);
    return stage_of_kids(l, e);
}

/* Counting another entity than the child takes a pass over that one in between. */
static uint32_t stage_of_aggregate(pl_lowering *l, const pl_expr *e) {
    bool between = e->period.small_years != 0 && e->period.small_entity != e->child;

    return pl_stage_of_rows(l, e) + (between ? 2 : 1);
}

/* Columns of the data can be gathered as they are. */
static uint32_t stage_of_up(pl_lowering *l, const pl_expr *e) {
    const pl_expr *kid = e->kids[0];

    while (kid->kind == PL_EXPR_UP)
        kid = kid->kids[0];
    if (kid->entity == NULL)
        return pl_stage_of(l, kid);
    if (kid->kind == PL_EXPR_FIELD || kid->kind == PL_EXPR_SCHOOLJAAR ||
        (kid->kind == PL_EXPR_MEASURE && pl_is_supplied(l, kid->measure)))
        return 0;
    return 1 + pl_stage_of(l, kid);
}

uint32_t pl_stage_of(pl_lowering *l, const pl_expr *e) {
    switch (e->kind) {
    case PL_EXPR_MEASURE: return pl_stage_of_measure(l, e->measure);
    case PL_EXPR_UP: return stage_of_up(l, e);
    case PL_EXPR_YEAR: return pl_stage_in_years(l, e);
    case PL_EXPR_TREND: return e->child != NULL ? stage_of_kids(l, e) + 1 : pl_stage_in_years(l, e);
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_PICK:
    case PL_EXPR_QUANTIFIER: return stage_of_aggregate(l, e);
    case PL_EXPR_ATTESTED: return PL_ATTESTED_STAGE;
    case PL_EXPR_PERCENTILE: return 1 + stage_of_kids(l, e);
    case PL_EXPR_VERDICT:
    case PL_EXPR_OUTCOME: return l->places[e->rule->index].valid ? pl_stage_of_rule(l, e->rule) : 0;
    default: return stage_of_kids(l, e);
    }
}
