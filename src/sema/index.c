/* index.c - `x[..]`: of a definition with an index, of a table, or of what lies one step below: `DLE[taal]` is the field DLE of the row of a pupil whose
 * key is taal. Also the names that stand for one value while an expression is checked. */
#include <assert.h>

#include "sema/checker.h"

/* ### bound names */

/* A member of one set as that of another: sets that are written out twice are two. */
static void as_member_of(pl_binding *binding, const pl_enum *members) {
    const pl_enum *own = binding->type.members;
    int index;

    if (binding->type.base != PL_MEMBER || !members || members == own)
        return;
    index = pl_enum_find(members, own->members.items[binding->value.index]);
    if (index < 0)
        return;
    binding->type.members = members;
    binding->value.index = index;
}

pl_expr *pl_sema_bound(pl_checker *ck, const pl_node *name, const pl_enum *members) {
    for (uint32_t i = ck->bindings.len; i-- > ck->bound;) {
        pl_binding binding = ck->bindings.items[i];

        if (binding.name != name->text)
            continue;
        ck->bindings.items[i].used = true;
        as_member_of(&binding, members);
        return pl_sema_constant(ck, binding.type, binding.value, name->span);
    }
    return NULL;
}

/* ### which rows below are meant */

typedef struct picking {
    pl_entity *above, *child; /* the row of `child` below a row of `above` */
    const pl_entity *other;   /* another that has the name too; NULL: none */
} picking;

static const char *name_of(const pl_node *base) {
    return base->text;
}

/* The entity that `entity.name[..]` says; NULL when it says none. */
static const pl_entity *named_owner(pl_checker *ck, const pl_node *base) {
    const pl_symbol *symbol;

    if (!pl_sema_is(base, PL_NODE_QUALIFIED))
        return NULL;
    symbol = pl_sema_find_entity(ck, pl_sema_kid(base, 0)->text);
    return symbol ? symbol->object : NULL;
}

/* A key is what a row is found by, so nobody asks for it. */
static bool has_value(pl_checker *ck, const pl_entity *entity, const char *name) {
    const pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, entity, name);

    return symbol && (symbol->kind != PL_SYMBOL_FIELD || !((const pl_field *)symbol->object)->key);
}

/* Children of `above` that have the name; those with so many keys go before the others. */
static bool find_below(pl_checker *ck, pl_entity *above, const pl_node *base, uint32_t keys,
                       picking *p) {
    const pl_entity *owner = named_owner(ck, base);

    *p = (picking){.above = above};
    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        pl_entity *e = ck->model->entities.items[i];

        if (e->parent != above || (owner && e != owner) || !has_value(ck, e, name_of(base)))
            continue;
        if (!p->child || (p->child->key_count != keys && e->key_count == keys)) {
            p->child = e;
            p->other = NULL;
        } else if ((p->child->key_count == keys) == (e->key_count == keys)) {
            p->other = e;
        }
    }
    return p->child != NULL;
}

static bool find_picking(pl_checker *ck, pl_entity *at, const pl_node *node, picking *p) {
    const pl_node *base = pl_sema_kid(node, 0);

    if (!name_of(base) || (pl_sema_is(base, PL_NODE_QUALIFIED) && !named_owner(ck, base)))
        return false;
    for (pl_entity *above = at; above; above = above->parent)
        if (find_below(ck, above, base, node->count - 1, p))
            return true;
    return false;
}

/* ### its keys */

static const char *key_names(pl_checker *ck, const pl_entity *entity) {
    pl_buffer out;

    pl_buffer_init(&out);
    for (uint32_t k = 0; k < entity->key_count; k++)
        pl_buffer_printf(&out, "%s%s", k > 0 ? ", " : "", entity->fields.items[k]->name);
    return pl_buffer_take(&out, ck->arena);
}

/* A name that means something above is that, else a member of the key's kind. */
static pl_expr *key_expr(pl_checker *ck, pl_entity *above, const pl_node *node, pl_type type) {
    pl_entity *owner;
    bool plain = pl_sema_is(node, PL_NODE_NAME) && node->text;
    const pl_enum *members = type.base == PL_MEMBER ? type.members : NULL;
    pl_expr *bound = plain ? pl_sema_bound(ck, node, members) : NULL;

    if (bound)
        return bound;
    if (plain && pl_sema_find_upward(ck, above, node->text, &owner))
        return pl_sema_expr(ck, above, node, NULL);
    return pl_sema_expr(ck, above, node, members);
}

/* `key = value`, for rows of the child; NULL after a diagnostic. */
static pl_expr *key_condition(pl_checker *ck, const picking *p, uint32_t k, const pl_node *node) {
    const pl_field *field = p->child->fields.items[k];
    pl_expr *key = key_expr(ck, p->above, node, field->type), *compare;
    pl_expr *sides[2];
    pl_type joined;

    if (pl_sema_is_poison(key) || field->type.base == PL_POISON)
        return NULL;
    if (!pl_type_join(key->type, field->type, &joined)) {
        PL_REPORT(ck->diags, PICK_KEY, node->span, pl_sema_written(ck, node),
                  pl_type_words(ck->arena, key->type), field->name, p->child->name,
                  pl_type_words(ck->arena, field->type));
        return NULL;
    }
    sides[0] = pl_sema_make(ck, PL_EXPR_FIELD, field->type, p->child, node->span);
    sides[0]->field = field;
    sides[1] = pl_sema_lift(ck, p->child, p->above, key);
    compare = pl_sema_make(ck, PL_EXPR_COMPARE, (pl_type){.base = PL_TRUTH}, NULL, node->span);
    compare->compare = PL_EQ;
    pl_sema_adopt(ck, compare, sides, 2);
    return compare;
}

/* All keys; NULL after a diagnostic. */
static pl_expr *condition(pl_checker *ck, const picking *p, const pl_node *node) {
    pl_expr **keys = PL_MAKE_ARRAY(ck->arena, pl_expr *, node->count + 1), *all;
    uint32_t count = p->child->key_count;
    bool sound = true;

    for (uint32_t k = 0; k < count; k++) {
        keys[k] = key_condition(ck, p, k, pl_sema_kid(node, k + 1));
        sound = sound && keys[k];
    }
    if (!sound || count == 1)
        return sound ? keys[0] : NULL;
    all = pl_sema_make(ck, PL_EXPR_AND, (pl_type){.base = PL_TRUTH}, NULL, node->span);
    pl_sema_adopt(ck, all, keys, count);
    return all;
}

/* ### the row's value */

static bool is_clear(pl_checker *ck, const picking *p, const pl_node *node) {
    const pl_node *base = pl_sema_kid(node, 0);
    uint32_t given = node->count - 1;

    if (p->other) {
        PL_REPORT(ck->diags, PICK_UNCLEAR, base->span, name_of(base), p->child->name,
                  p->other->name);
        return false;
    }
    if (given == p->child->key_count)
        return true;
    PL_REPORT(ck->diags, PICK_COUNT, node->span, p->child->name, key_names(ck, p->child),
              pl_arena_format(ck->arena, "%u", given));
    return false;
}

static pl_expr *pick(pl_checker *ck, pl_entity *at, const pl_node *node, const picking *p) {
    pl_expr *which, *value, *expr, *kids[2];

    if (!is_clear(ck, p, node))
        return pl_sema_poison(ck, node->span);
    which = condition(ck, p, node);
    value = pl_sema_expr(ck, p->child, pl_sema_kid(node, 0), NULL);
    if (!which || pl_sema_is_poison(value))
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_PICK, value->type, NULL, node->span);
    expr->child = p->child;
    expr->period.kind = p->child->yearly && !p->above->yearly ? PL_PERIOD_THIS : PL_PERIOD_ALL;
    kids[0] = pl_sema_present(ck, p->above, p->child, which);
    kids[1] = value;
    pl_sema_adopt(ck, expr, kids, 2);
    expr->entity = p->above;
    return pl_sema_lift(ck, at, p->above, expr);
}

/* ### which of the three */

pl_expr *pl_sema_index(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *base = pl_sema_kid(node, 0);
    const pl_symbol *table = NULL;
    pl_symbol *symbol = NULL;
    pl_entity *owner;
    picking p;

    if (pl_sema_is(base, PL_NODE_NAME) && base->text) {
        symbol = pl_sema_find_upward(ck, at, base->text, &owner);
        table = pl_sema_find(ck, PL_SYMBOL_TABLE, NULL, base->text);
    }
    if (symbol && symbol->kind == PL_SYMBOL_INDEXED)
        return pl_sema_instance(ck, at, symbol, node);
    if ((!table || table->kind != PL_SYMBOL_TABLE) && find_picking(ck, at, node, &p))
        return pick(ck, at, node, &p);
    return pl_sema_lookup(ck, at, node);
}
