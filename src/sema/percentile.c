/* percentile.c - `percentile of X among E with same A, B`: where a row stands among the others of its
 * own entity. What it means is under "Percentile" in doc/semantics.md. */
#include <assert.h>

#include "sema/checker.h"

/* The rows to stand among are those of the entity itself; false after a diagnostic. */
static bool find_others(pl_checker *ck, pl_entity *at, const pl_node *name,
                        const pl_population **population) {
    pl_entity *among;

    *population = NULL;
    if (!name->text)
        return false;
    among = pl_sema_need_rows(ck, name->text, name->span, population);
    if (!among || among == at)
        return among != NULL;
    PL_REPORT(ck->diags, AMONG_OTHERS, name->span, at->name, among->name);
    return false;
}

static pl_expr *ranked_value(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_expr *value = pl_sema_expr(ck, at, node, NULL);

    if (pl_sema_is_poison(value) || value->type.base == PL_NUMBER)
        return value;
    PL_REPORT(ck->diags, NO_NUMBER, node->span, pl_sema_written(ck, node),
              pl_type_words(ck->arena, value->type));
    return pl_sema_poison(ck, node->span);
}

/* PERCENTILE: value entity-NAME LIST of NAMEs */
pl_expr *pl_sema_percentile(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_type percent = {.base = PL_NUMBER, .unit = PL_UNIT_PERCENT};
    const pl_node *among = pl_sema_kid(node, 1), *same = pl_sema_kid(node, 2);
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, same->count + 2), *expr;
    const pl_population *population;
    bool sound = find_others(ck, at, among, &population);

    kids[0] = ranked_value(ck, at, pl_sema_kid(node, 0));
    kids[1] = sound ? pl_sema_members(ck, population, NULL, among->span) : NULL;
    sound = sound && !pl_sema_is_poison(kids[0]) && !(kids[1] && pl_sema_is_poison(kids[1]));
    for (uint32_t i = 0; i < same->count; i++) {
        kids[2 + i] = pl_sema_expr(ck, at, pl_sema_kid(same, i), NULL);
        sound = sound && !pl_sema_is_poison(kids[2 + i]);
    }
    if (!sound)
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_PERCENTILE, percent, at, node->span);
    pl_sema_adopt(ck, expr, kids, same->count + 2);
    assert(expr->entity == at && expr->count >= 2);
    return expr;
}
