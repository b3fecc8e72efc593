/* members.c - `at least 4 of code in {DMT3, RW4} have P`: for each value that is named the condition with the name standing for it, and how many of
 * them hold. The name is a key of what lies below; that gives the kind of the values. */
#include <assert.h>

#include "sema/checker.h"

/* ### the name */

static const pl_field *key_of(const pl_entity *entity, const char *name) {
    for (uint32_t k = 0; k < entity->key_count; k++)
        if (entity->fields.items[k]->name == name)
            return entity->fields.items[k];
    return NULL;
}

/* Of what lies below `at`, else of what lies below an ancestor of it. */
static const pl_field *find_key(const pl_checker *ck, const pl_entity *at, const char *name) {
    for (const pl_entity *above = at; above; above = above->parent)
        for (uint32_t i = 0; i < ck->model->entities.len; i++) {
            const pl_entity *e = ck->model->entities.items[i];
            const pl_field *key =
                e != above && pl_entity_is_within(e, above) ? key_of(e, name) : NULL;

            if (key)
                return key;
        }
    return NULL;
}

static const char *hint_key(pl_checker *ck, const pl_entity *at, const char *name) {
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        const pl_entity *e = ck->model->entities.items[i];

        for (uint32_t k = 0; e != at && pl_entity_is_within(e, at) && k < e->key_count; k++) {
            pl_guess_offer(&guess, e->fields.items[k]->name, NULL);
            PL_PUSH(ck->arena, &names, e->fields.items[k]->name);
        }
    }
    if (names.len == 0)
        return pl_sema_relations_below(ck, at);
    return pl_sema_hint_list(ck, &guess, names.items, names.len);
}

/* ### one member */

static bool is_among(const pl_binding *bindings, uint32_t count, const pl_value *value) {
    for (uint32_t i = 0; i < count; i++) {
        const pl_value *other = &bindings[i].value;

        if (value->base == PL_NUMBER ? pl_number_compare(value->lo, other->lo) == 0
                : value->base == PL_TEXT
                ? pl_str_compare(pl_str_of(value->text), pl_str_of(other->text)) == 0
                : value->index == other->index)
            return true;
    }
    return false;
}

/* The condition with the name standing for the value; NULL after a diagnostic. */
static pl_expr *condition_of(pl_checker *ck, pl_entity *at, const pl_node *having,
                             pl_binding *binding) {
    uint32_t at_binding = ck->bindings.len;
    pl_expr *condition;

    PL_PUSH(ck->arena, &ck->bindings, *binding);
    condition = pl_sema_condition(ck, at, having);
    *binding = ck->bindings.items[at_binding];
    ck->bindings.len = at_binding;
    return pl_sema_is_poison(condition) ? NULL : condition;
}

/* All values, each once; false after a diagnostic. */
static bool read_values(pl_checker *ck, const pl_node *set, const pl_field *key,
                        pl_binding *bindings) {
    bool sound = true;

    for (uint32_t i = 0; i < set->count; i++) {
        const pl_node *member = pl_sema_kid(set, i);

        bindings[i] = (pl_binding){.name = key->name, .type = key->type};
        if (!pl_sema_literal_as(ck, member, key->type, false, &bindings[i].value)) {
            sound = false;
        } else if (sound && is_among(bindings, i, &bindings[i].value)) {
            PL_REPORT(ck->diags, MEMBER_TWICE, member->span, pl_sema_written(ck, member));
            sound = false;
        }
    }
    return sound;
}

/* ### the whole */

static bool can_hold(pl_checker *ck, const pl_expr *expr, const pl_node *node, uint32_t count) {
    pl_number most = pl_number_make(ck->arena, count, 1);
    int order = expr->percent ? -1 : pl_number_compare(expr->amount, most);

    if (expr->quantity == PL_Q_EVERY || order < 0 ||
        (order == 0 && expr->quantity != PL_Q_MORE_THAN))
        return true;
    PL_REPORT(ck->diags, MEMBERS_TOO_FEW, pl_sema_kid(node, 0)->span,
              pl_arena_format(ck->arena, "%u", count));
    return false;
}

static pl_expr *tally(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_field *key,
                      pl_expr *expr) {
    const pl_node *set = pl_sema_kid(pl_sema_kid(node, 1), 1), *having = pl_sema_kid(node, 4);
    pl_binding *bindings = PL_MAKE_ARRAY(ck->arena, pl_binding, set->count + 1);
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, set->count + 1);

    if (!read_values(ck, set, key, bindings) || !can_hold(ck, expr, node, set->count))
        return pl_sema_poison(ck, node->span);
    for (uint32_t i = 0; i < set->count; i++)
        if (!(kids[i] = condition_of(ck, at, having, &bindings[i])))
            return pl_sema_poison(ck, node->span);
    if (!bindings[0].used) {
        PL_REPORT(ck->diags, MEMBERS_UNUSED, having->span, key->name);
        return pl_sema_poison(ck, node->span);
    }
    pl_sema_adopt(ck, expr, kids, set->count);
    return expr;
}

pl_expr *pl_sema_named_members(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *in = pl_sema_kid(node, 1), *name = pl_sema_kid(in, 0);
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_TALLY, (pl_type){.base = PL_TRUTH}, NULL, node->span);
    const pl_field *key;

    assert(pl_sema_is(in, PL_NODE_IN));
    if (!pl_sema_quantity(ck, node, expr) || !name->text || pl_sema_kid(in, 1)->count == 0)
        return pl_sema_poison(ck, node->span);
    key = find_key(ck, at, name->text);
    if (!key) {
        PL_REPORT(ck->diags, MEMBERS_OF_WHAT, name->span, name->text, at->name,
                  hint_key(ck, at, name->text));
        return pl_sema_poison(ck, node->span);
    }
    if (key->type.base == PL_POISON)
        return pl_sema_poison(ck, node->span);
    return tally(ck, at, node, key, expr);
}
