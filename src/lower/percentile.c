/* percentile.c - a percentile to instructions: what is compared is stored for all rows of the entity
 * in one pass, and ranked in a later one. */
#include <assert.h>

#include "lower/lowering.h"

static uint32_t store(pl_lowering *l, pl_draft *own, const pl_expr *e, const char *name) {
    return pl_pool_stored(l, own, pl_emit_expr(l, own, e), e->type, e->span, name);
}

pl_draft_value pl_emit_percentile(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_draft *own = pl_draft_at(l, e->entity, pl_stage_of_rows(l, e));
    pl_ranking ranking = {.among = PL_NO_INDEX, .count = e->count - 2};

    assert(e->entity == draft->entity && own->stage < draft->stage && e->count >= 2);
    ranking.value = store(l, own, e->kids[0], "ranked");
    if (e->kids[1] != NULL)
        ranking.among = store(l, own, e->kids[1], "among");
    ranking.same = PL_MAKE_ARRAY(l->arena, uint32_t, ranking.count + 1);
    for (uint32_t k = 0; k < ranking.count; k++)
        ranking.same[k] = store(l, own, e->kids[2 + k], "same");
    PL_PUSH(l->arena, &l->program->rankings, ranking);
    return pl_emit(l, draft, e->span, PL_OP_PERCENTILE, l->program->rankings.len - 1, 0, 0, 0);
}
