/* indexed.c - definitions with an index: `define LR[vak] for leerling = DLE[vak] / DL`. Each value that is asked for makes a definition of its own,
 * `LR[taal]`, checked with `vak` standing for `taal`; so nothing behind this folder knows of indexes. */
#include <assert.h>

#include "sema/checker.h"

/* INDEXED: title? LIST of NAME entity-NAME? expression */
enum { TITLE, NAMES, ENTITY, EXPRESSION };

typedef PL_VEC(pl_type) types;

typedef struct indexed {
    pl_entity *entity;
    const char *title;
    uint32_t count; /* of the names */
    types *types;   /* what each may stand for; none: not known */
    PL_VEC(pl_symbol *) made;
} indexed;

/* ### what may stand for a name */

bool pl_sema_same_members(pl_type a, pl_type b) {
    if (a.base != PL_MEMBER || b.base != PL_MEMBER ||
        a.members->members.len != b.members->members.len)
        return false;
    for (uint32_t i = 0; i < a.members->members.len; i++)
        if (a.members->members.items[i] != b.members->members.items[i])
            return false;
    return true;
}

static void add_type(pl_checker *ck, types *list, const pl_entity *entity, const char *name) {
    const pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, entity, name);
    pl_type joined, type;

    if (!symbol || symbol->kind != PL_SYMBOL_FIELD)
        return;
    type = ((const pl_field *)symbol->object)->type;
    for (uint32_t i = 0; i < list->len; i++)
        if (pl_type_join(list->items[i], type, &joined) ||
            pl_sema_same_members(list->items[i], type))
            return;
    if (type.base != PL_POISON)
        PL_PUSH(ck->arena, list, type);
}

/* The fields of that name: those below the entity, else those above it, else any. */
static types types_of(pl_checker *ck, pl_entity *entity, const pl_node *name) {
    types list = {0};

    for (uint32_t i = 0; i < ck->model->entities.len && name->text; i++)
        if (ck->model->entities.items[i]->parent == entity)
            add_type(ck, &list, ck->model->entities.items[i], name->text);
    for (const pl_entity *e = entity; e && list.len == 0 && name->text; e = e->parent)
        add_type(ck, &list, e, name->text);
    for (uint32_t i = 0; i < ck->model->entities.len && list.len == 0 && name->text; i++)
        add_type(ck, &list, ck->model->entities.items[i], name->text);
    if (list.len == 0 && name->text && !ck->parts_unread)
        PL_REPORT(ck->diags, INDEX_NAME, name->span, name->text,
                  pl_sema_hint_name(ck, entity, name->text));
    return list;
}

/* ### declaring */

static void declare(pl_checker *ck, const pl_node *node) {
    const pl_node *title = pl_sema_kid(node, TITLE), *names = pl_sema_kid(node, NAMES);
    indexed *d = PL_MAKE(ck->arena, indexed);
    pl_entity *entity = pl_sema_entity_of(ck, node, ENTITY);

    if (!entity || !node->text)
        return;
    d->entity = entity;
    d->title = pl_sema_is(title, PL_NODE_TEXT) ? title->text : NULL;
    d->count = names->count;
    d->types = PL_MAKE_ARRAY(ck->arena, types, names->count + 1);
    for (uint32_t i = 0; i < names->count; i++)
        d->types[i] = types_of(ck, entity, pl_sema_kid(names, i));
    assert(d->count > 0);
    pl_sema_declare(ck, PL_SYMBOL_INDEXED, entity, node, d);
}

void pl_sema_declare_indexed(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_INDEXED, declare);
}

const char *pl_sema_indexed_words(pl_checker *ck, const pl_symbol *symbol) {
    const pl_node *names = pl_sema_kid(symbol->node, NAMES);
    pl_buffer out;

    pl_buffer_init(&out);
    pl_buffer_printf(&out, "%s[", symbol->name);
    for (uint32_t i = 0; i < names->count; i++)
        pl_buffer_printf(&out, "%s%s", i > 0 ? ", " : "", pl_sema_kid(names, i)->text);
    pl_buffer_putc(&out, ']');
    return pl_buffer_take(&out, ck->arena);
}

/* ### one for each value */

static bool same_value(const pl_value *a, const pl_value *b) {
    switch (a->base) {
    case PL_NUMBER: return pl_number_compare(a->lo, b->lo) == 0;
    case PL_TEXT: return pl_str_compare(pl_str_of(a->text), pl_str_of(b->text)) == 0;
    case PL_TRUTH: return a->truth == b->truth;
    default: return a->index == b->index;
    }
}

static pl_symbol *find_made(const indexed *d, const pl_binding *values) {
    for (uint32_t i = 0; i < d->made.len; i++) {
        const pl_binding *known = d->made.items[i]->bindings.items;
        uint32_t k = 0;

        while (k < d->count && known[k].type.members == values[k].type.members &&
               same_value(&known[k].value, &values[k].value))
            k++;
        if (k == d->count)
            return d->made.items[i];
    }
    return NULL;
}

/* "LR[taal]" */
static const char *instance_name(pl_checker *ck, const pl_symbol *symbol,
                                 const pl_binding *values) {
    const indexed *d = symbol->object;
    pl_buffer out;

    pl_buffer_init(&out);
    pl_buffer_printf(&out, "%s[", symbol->name);
    for (uint32_t i = 0; i < d->count; i++) {
        pl_buffer_puts(&out, i > 0 ? ", " : "");
        pl_value_print(&out, values[i].type, &values[i].value);
    }
    pl_buffer_putc(&out, ']');
    return pl_buffer_take(&out, ck->arena);
}

static pl_symbol *make(pl_checker *ck, pl_symbol *symbol, const pl_binding *values) {
    indexed *d = symbol->object;
    pl_measure *measure = PL_MAKE(ck->arena, pl_measure);
    pl_symbol *made = PL_MAKE(ck->arena, pl_symbol);

    *measure = (pl_measure){.name = instance_name(ck, symbol, values),
                            .title = d->title,
                            .entity = d->entity,
                            .defined = true,
                            .span = symbol->span,
                            .type = {.base = PL_POISON}};
    *made = (pl_symbol){.kind = PL_SYMBOL_MEASURE,
                        .name = measure->name,
                        .owner = d->entity,
                        .object = measure,
                        .node = symbol->node,
                        .span = symbol->span};
    for (uint32_t i = 0; i < d->count; i++)
        PL_PUSH(ck->arena, &made->bindings, values[i]);
    PL_PUSH(ck->arena, &d->made, made);
    return made;
}

/* Which of the types a value is of: the first that has it, else the first. */
static pl_type type_for(pl_checker *ck, const types *list, const pl_node *node) {
    pl_value value;

    for (uint32_t i = 0; i < list->len; i++)
        if (pl_sema_literal_as(ck, node, list->items[i], true, &value))
            return list->items[i];
    return list->items[0];
}

/* A field of the rows, where a value is wanted? */
static bool differs_by_row(pl_checker *ck, pl_entity *at, const pl_node *node, pl_type type) {
    pl_entity *owner;

    return pl_sema_is(node, PL_NODE_NAME) && node->text && type.base == PL_MEMBER &&
        pl_enum_find(type.members, node->text) < 0 &&
        pl_sema_find_upward(ck, at, node->text, &owner);
}

/* The value between the brackets; false after a diagnostic. */
static bool read_value(pl_checker *ck, pl_entity *at, const pl_node *node, const types *list,
                       const pl_symbol *symbol, pl_binding *binding) {
    pl_expr *bound = pl_sema_is(node, PL_NODE_NAME) ? pl_sema_bound(ck, node, NULL) : NULL;

    if (list->len == 0)
        return false;
    if (bound) {
        binding->type = bound->type;
        binding->value = bound->value;
        return true;
    }
    binding->type = type_for(ck, list, node);
    if (!differs_by_row(ck, at, node, binding->type))
        return pl_sema_literal_as(ck, node, binding->type, false, &binding->value);
    PL_REPORT(ck->diags, INDEX_CONSTANT, node->span, node->text, symbol->name);
    return false;
}

static const char *name_at(const pl_symbol *symbol, uint32_t number) {
    return pl_sema_kid(pl_sema_kid(symbol->node, NAMES), number)->text;
}

pl_expr *pl_sema_instance(pl_checker *ck, pl_entity *at, pl_symbol *symbol, const pl_node *node) {
    const indexed *d = symbol->object;
    uint32_t given = node->count - 1;
    pl_binding *values = PL_MAKE_ARRAY(ck->arena, pl_binding, d->count + 1);
    bool sound = true;
    pl_symbol *made;

    if (given != d->count) {
        PL_REPORT(ck->diags, INDEX_COUNT, node->span, symbol->name,
                  pl_sema_indexed_words(ck, symbol), pl_arena_format(ck->arena, "%u", given));
        return pl_sema_poison(ck, node->span);
    }
    for (uint32_t i = 0; i < d->count; i++) {
        values[i].name = name_at(symbol, i);
        sound =
            read_value(ck, at, pl_sema_kid(node, i + 1), &d->types[i], symbol, &values[i]) && sound;
    }
    if (!sound)
        return pl_sema_poison(ck, node->span);
    made = find_made(d, values);
    return pl_sema_measure(ck, at, made ? made : make(ck, symbol, values), node->span);
}

/* ### what nothing uses */

/* Some value of the only type; false when there are several or none. */
static bool sample(const types *list, pl_binding *binding) {
    if (list->len != 1)
        return false;
    binding->type = list->items[0];
    binding->value = (pl_value){
        .base = binding->type.base, .text = "", .lo = PL_NUMBER_ONE, .hi = PL_NUMBER_ONE};
    return true;
}

void pl_sema_check_indexed(pl_checker *ck) {
    for (uint32_t i = 0; i < ck->symbols.len; i++) {
        pl_symbol *symbol = ck->symbols.items[i];
        indexed *d = symbol->object;
        pl_binding *values;
        bool sound = true;

        if (symbol->kind != PL_SYMBOL_INDEXED || d->made.len > 0)
            continue;
        values = PL_MAKE_ARRAY(ck->arena, pl_binding, d->count + 1);
        for (uint32_t k = 0; k < d->count; k++) {
            values[k].name = name_at(symbol, k);
            sound = sample(&d->types[k], &values[k]) && sound;
        }
        if (sound)
            pl_sema_check_measure(ck, make(ck, symbol, values));
    }
}
