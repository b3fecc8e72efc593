/* derive.c - grouped tables: `derive meetpunt from toets by school, vak` makes an entity whose rows are the groups of the rows of its source that
 * agree in what stands behind `by`. The nearest ancestor among these is its parent, `schooljaar` makes it yearly, the fields among them are its keys.
 * Names only: the rows are made by load/. */
#include <assert.h>

#include "sema/checker.h"

/* DERIVE: source-NAME LIST of NAME where? */
enum { SOURCE, KEYS, WHERE };

/* ### the source */

static pl_entity *find_source(pl_checker *ck, const pl_node *node) {
    const pl_node *name = pl_sema_kid(node, SOURCE);
    pl_entity *source = name->text ? pl_sema_need_entity(ck, name->text, name->span) : NULL;

    if (!source || !source->source)
        return source;
    PL_REPORT(ck->diags, DERIVE_OF_DERIVED, name->span, source->name, source->source->name);
    return NULL;
}

/* ### what it is grouped by */

/* The source or an ancestor of it by its name. */
static pl_entity *find_above(const pl_checker *ck, pl_entity *source, const char *name) {
    const pl_symbol *symbol = pl_sema_find_entity(ck, name);

    return symbol && pl_entity_is_within(source, symbol->object) ? symbol->object : NULL;
}

/* Measures and definitions are declared later: they have no symbol yet. */
static bool is_computed(const pl_checker *ck, const char *name) {
    for (uint32_t f = 0; f < ck->files.len; f++)
        for (uint32_t i = 0; i < ck->files.items[f]->count; i++) {
            const pl_node *node = pl_sema_kid(ck->files.items[f], i);

            if (node->text == name &&
                (pl_sema_is(node, PL_NODE_MEASURE) || pl_sema_is(node, PL_NODE_DEFINE) ||
                 pl_sema_is(node, PL_NODE_INDEXED)))
                return true;
        }
    return false;
}

static void report_unknown(pl_checker *ck, pl_entity *source, const pl_node *key) {
    if (is_computed(ck, key->text))
        PL_REPORT(ck->diags, DERIVE_BY_MEASURE, key->span, key->text);
    else if (!pl_sema_is_broken(ck, source) && !ck->parts_unread)
        PL_REPORT(ck->diags, UNKNOWN_NAME, key->span, key->text, source->name,
                  pl_sema_hint_name(ck, source, key->text));
}

/* A field has one value for each row: that of the row's school year, where it is yearly. */
static bool can_group(pl_checker *ck, const pl_entity *source, const pl_node *key,
                      const pl_symbol *symbol) {
    const pl_field *field = symbol->object;

    assert(symbol->kind == PL_SYMBOL_FIELD);
    if (!field->yearly || source->yearly)
        return field->type.base != PL_POISON;
    PL_REPORT(ck->diags, DERIVE_BY_YEARLY, key->span, key->text, source->name);
    return false;
}

static void add_key(pl_checker *ck, pl_entity *entity, const pl_node *key, const pl_field *origin) {
    pl_field *field = PL_MAKE(ck->arena, pl_field);

    *field = *origin;
    field->entity = entity;
    field->yearly = false;
    field->key = true;
    field->default_value = NULL;
    field->origin = origin;
    field->span = key->span;
    if (!pl_sema_declare(ck, PL_SYMBOL_FIELD, entity, key, field))
        return;
    field->index = entity->fields.len;
    PL_PUSH(ck->arena, &entity->fields, field);
    entity->key_count++;
    assert(entity->key_count == entity->fields.len);
}

static void group_by_year(pl_checker *ck, pl_entity *entity, const pl_node *key) {
    if (!entity->source->yearly)
        PL_REPORT(ck->diags, DERIVE_WITHOUT_YEARS, key->span, entity->source->name);
    entity->yearly = entity->source->yearly;
}

static void group_by(pl_checker *ck, pl_entity *entity, const pl_node *key) {
    pl_entity *source = entity->source, *above = find_above(ck, source, key->text), *owner;
    pl_symbol *symbol;

    if (key->text == ck->schooljaar) {
        group_by_year(ck, entity, key);
    } else if (above == source) {
        PL_REPORT(ck->diags, DERIVE_BY_SOURCE, key->span, source->name);
    } else if (above) {
        if (!entity->parent || pl_entity_is_within(above, entity->parent))
            entity->parent = above;
    } else if (!(symbol = pl_sema_find_upward(ck, source, key->text, &owner))) {
        report_unknown(ck, source, key);
    } else if (can_group(ck, source, key, symbol)) {
        add_key(ck, entity, key, symbol->object);
    }
}

/* ### the entity */

/* Rows below a row of one school year are of that year too. */
static void inherit_year(pl_entity *entity) {
    if (entity->parent && entity->parent->yearly)
        entity->yearly = true;
    assert(!entity->yearly || entity->source->yearly);
}

static void derive(pl_checker *ck, const pl_node *node) {
    const pl_node *keys = pl_sema_kid(node, KEYS);
    pl_entity *entity = PL_MAKE(ck->arena, pl_entity);
    uint32_t before = ck->diags->errors;
    pl_symbol *symbol;

    entity->name = node->text;
    entity->span = pl_sema_name_span(node);
    if (!node->text || !(entity->source = find_source(ck, node)) ||
        !(symbol = pl_sema_declare(ck, PL_SYMBOL_ENTITY, NULL, node, entity)))
        return;
    for (uint32_t i = 0; i < keys->count; i++)
        if (pl_sema_kid(keys, i)->text)
            group_by(ck, entity, pl_sema_kid(keys, i));
    inherit_year(entity);
    symbol->broken = pl_sema_has_error(node) || ck->diags->errors > before;
    if (entity->key_count == 0 && !symbol->broken) {
        PL_REPORT(ck->diags, DERIVE_WITHOUT_KEY, entity->span, entity->name, entity->source->name);
        symbol->broken = true;
    }
    entity->depth = entity->parent ? entity->parent->depth + 1 : 0;
    entity->index = ck->model->entities.len;
    PL_PUSH(ck->arena, &ck->model->entities, entity);
}

void pl_sema_derive_entities(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_DERIVE, derive);
}

/* ### definitions below it */

static pl_entity *derived_by(const pl_checker *ck, const pl_node *node) {
    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        const pl_symbol *symbol = pl_sema_find_entity(ck, ck->model->entities.items[i]->name);

        if (symbol->node == node)
            return symbol->object;
    }
    return NULL;
}

static bool is_without_entity(const pl_node *node) {
    uint32_t entity = pl_sema_is(node, PL_NODE_INDEXED) ? 2 : 1;

    return (pl_sema_is(node, PL_NODE_DEFINE) || pl_sema_is(node, PL_NODE_INDEXED)) &&
        pl_sema_kid(node, entity)->kind == PL_NODE_ABSENT;
}

const pl_node *pl_sema_derive_above(const pl_checker *ck, const pl_node *define) {
    for (uint32_t f = 0; f < ck->files.len; f++) {
        const pl_node *derive_node = NULL;

        for (uint32_t i = 0; i < ck->files.items[f]->count; i++) {
            const pl_node *node = pl_sema_kid(ck->files.items[f], i);

            if (node == define)
                return derive_node;
            if (pl_sema_is(node, PL_NODE_DERIVE))
                derive_node = node;
            else if (!is_without_entity(node))
                derive_node = NULL;
        }
    }
    return NULL;
}

pl_entity *pl_sema_derived_for(const pl_checker *ck, const pl_node *define, bool *found) {
    const pl_node *node = pl_sema_derive_above(ck, define);

    *found = node != NULL;
    return node ? derived_by(ck, node) : NULL;
}

/* ### which rows count */

/* Is there a row of the source that counts? */
static pl_expr *make_inhabited(pl_checker *ck, pl_entity *entity) {
    pl_expr *some = pl_sema_make(ck, PL_EXPR_QUANTIFIER, (pl_type){.base = PL_TRUTH}, NULL,
                                 entity->counted->span);
    pl_expr *parts[] = {NULL, entity->counted};

    some->quantity = PL_Q_AT_LEAST;
    some->amount = PL_NUMBER_ONE;
    some->child = entity->source;
    some->period.kind = PL_PERIOD_ALL;
    pl_sema_adopt(ck, some, parts, 2);
    some->entity = entity;
    return some;
}

bool pl_sema_check_derived(pl_checker *ck, pl_symbol *symbol) {
    const pl_node *where = pl_sema_kid(symbol->node, WHERE);
    pl_entity *entity = symbol->object;
    pl_expr *counted;

    assert(symbol->kind == PL_SYMBOL_ENTITY && entity->source);
    if (symbol->progress != PL_WAITING)
        return symbol->progress == PL_DONE;
    symbol->progress = PL_BUSY;
    if (pl_sema_given(where)) {
        counted = pl_sema_condition(ck, entity->source, where);
        if (!pl_sema_is_poison(counted)) {
            entity->counted = counted;
            entity->inhabited = make_inhabited(ck, entity);
        }
    }
    symbol->progress = PL_DONE;
    return true;
}

void pl_sema_check_all_derived(pl_checker *ck) {
    for (uint32_t i = 0; i < ck->symbols.len; i++) {
        pl_symbol *symbol = ck->symbols.items[i];

        if (symbol->kind == PL_SYMBOL_ENTITY && ((pl_entity *)symbol->object)->source)
            pl_sema_check_derived(ck, symbol);
    }
}

/* ### aggregates */

/* Both conditions, either of which may be NULL. */
static pl_expr *both(pl_checker *ck, pl_expr *a, pl_expr *b) {
    pl_expr *kids[] = {a, b}, *expr;

    if (!a || !b)
        return a ? a : b;
    expr = pl_sema_make(ck, PL_EXPR_AND, (pl_type){.base = PL_TRUTH}, NULL, a->span);
    pl_sema_adopt(ck, expr, kids, 2);
    return expr;
}

pl_expr *pl_sema_inhabited(pl_checker *ck, const pl_entity *entity, pl_expr *where) {
    return both(ck, entity->inhabited, where);
}

pl_expr *pl_sema_present(pl_checker *ck, const pl_entity *at, const pl_entity *child,
                         pl_expr *where) {
    if (at->source == child)
        return both(ck, at->counted, where);
    return both(ck, child->inhabited, where);
}
