/* symbols.c - what is declared under which name: entities, tables and parameters in one space,
 * fields and measures of an entity in another, levels, handbooks, rules and datasets each in their
 * own. Says where a name was declared first. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* A key of the map: names are interned and owners are unique, so their addresses stand for them. */
typedef struct key {
    char bytes[1 + 2 * sizeof(void *)];
} key;

static pl_symbol_kind space_of(pl_symbol_kind kind) {
    switch (kind) {
    case PL_SYMBOL_TABLE:
    case PL_SYMBOL_POPULATION:
    case PL_SYMBOL_EXTENSION:
    case PL_SYMBOL_PARAMETER: return PL_SYMBOL_ENTITY;
    case PL_SYMBOL_INDEXED:
    case PL_SYMBOL_MEASURE: return PL_SYMBOL_FIELD;
    default: return kind;
    }
}

static key make_key(pl_symbol_kind kind, const void *owner, const char *name) {
    key k;

    assert(name);
    k.bytes[0] = (char)space_of(kind);
    memcpy(k.bytes + 1, &owner, sizeof owner);
    memcpy(k.bytes + 1 + sizeof owner, &name, sizeof name);
    return k;
}

pl_symbol *pl_sema_find(const pl_checker *ck, pl_symbol_kind kind, const void *owner,
                        const char *name) {
    key k = make_key(kind, owner, name);
    uint32_t index = pl_map_find(&ck->symbol_map, (pl_str){k.bytes, sizeof k.bytes});

    assert(index == PL_MAP_NONE || index < ck->symbols.len);
    return index == PL_MAP_NONE ? NULL : ck->symbols.items[index];
}

pl_symbol *pl_sema_find_entity(const pl_checker *ck, const char *name) {
    pl_symbol *symbol = name ? pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL, name) : NULL;

    return symbol && symbol->kind == PL_SYMBOL_ENTITY ? symbol : NULL;
}

static pl_str bytes_of(const char *const *name) {
    return (pl_str){(const char *)name, sizeof *name};
}

pl_symbol *pl_sema_rules_named(const pl_checker *ck, const char *name) {
    uint32_t index = pl_map_find(&ck->rule_names, bytes_of(&name));

    assert(index == PL_MAP_NONE || ck->symbols.items[index]->kind == PL_SYMBOL_RULE);
    return index == PL_MAP_NONE ? NULL : ck->symbols.items[index];
}

/* Behind those of the same name in other handbooks. */
static void chain_rule(pl_checker *ck, pl_symbol *rule) {
    pl_symbol *last = pl_sema_rules_named(ck, rule->name);

    assert(rule->kind == PL_SYMBOL_RULE);
    if (!last) {
        pl_map_add(&ck->rule_names, bytes_of(&rule->name), ck->symbols.len, NULL);
        return;
    }
    while (last->next_named)
        last = last->next_named;
    last->next_named = rule;
}

pl_symbol *pl_sema_declare(pl_checker *ck, pl_symbol_kind kind, const void *owner,
                           const pl_node *node, void *object) {
    key k = make_key(kind, owner, node->text);
    pl_symbol *symbol = PL_MAKE(ck->arena, pl_symbol);
    pl_symbol *first = pl_sema_find(ck, kind, owner, node->text);

    assert(object);
    assert((owner != NULL) ==
           (space_of(kind) == PL_SYMBOL_FIELD || kind == PL_SYMBOL_RULE ||
            kind == PL_SYMBOL_STATEMENT));
    *symbol = (pl_symbol){
        .kind = kind,
        .name = node->text,
        .owner = owner,
        .object = object,
        .node = node,
        .span = pl_sema_name_span(node),
    };
    if (first) {
        PL_REPORT(ck->diags, DUPLICATE_NAME, symbol->span, node->text,
                  pl_sema_symbol_words(ck, first), pl_span_place(ck->arena, first->span),
                  kind == PL_SYMBOL_TABLE && first->kind == kind
                      ? _("each version of a table says `from` which day it holds")
                      : _("one name means one thing: rename one of the two, or leave it out"));
        return NULL;
    }
    pl_map_add(&ck->symbol_map, (pl_str){k.bytes, sizeof k.bytes}, ck->symbols.len, NULL);
    if (kind == PL_SYMBOL_RULE)
        chain_rule(ck, symbol);
    PL_PUSH(ck->arena, &ck->symbols, symbol);
    return symbol;
}

pl_symbol *pl_sema_find_upward(const pl_checker *ck, pl_entity *from, const char *name,
                               pl_entity **at) {
    for (pl_entity *e = from; e; e = e->parent) {
        pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, e, name);

        if (symbol) {
            *at = e;
            return symbol;
        }
    }
    return NULL;
}

bool pl_sema_is_broken(const pl_checker *ck, const pl_entity *entity) {
    for (; entity; entity = entity->parent) {
        const pl_symbol *symbol = pl_sema_find_entity(ck, entity->name);

        if (symbol && symbol->broken)
            return true;
    }
    return false;
}

const char *pl_sema_symbol_words(pl_checker *ck, const pl_symbol *symbol) {
    const char *name = symbol->name;

    switch (symbol->kind) {
    case PL_SYMBOL_ENTITY: return pl_arena_format(ck->arena, _("the entity `%s`"), name);
    case PL_SYMBOL_TABLE: return pl_arena_format(ck->arena, _("the table `%s`"), name);
    case PL_SYMBOL_POPULATION: return pl_arena_format(ck->arena, _("the population `%s`"), name);
    case PL_SYMBOL_EXTENSION: return pl_arena_format(ck->arena, _("the extension `%s`"), name);
    case PL_SYMBOL_PARAMETER: return pl_arena_format(ck->arena, _("the parameter `%s`"), name);
    case PL_SYMBOL_LEVELS: return pl_arena_format(ck->arena, _("the levels `%s`"), name);
    case PL_SYMBOL_FIELD:
        return pl_arena_format(ck->arena, _("the field `%s` of %s"), name,
                               ((const pl_entity *)symbol->owner)->name);
    case PL_SYMBOL_MEASURE:
        return pl_arena_format(ck->arena,
                               ((const pl_measure *)symbol->object)->defined
                                   ? _("the definition `%s` for %s")
                                   : _("the measure `%s` for %s"),
                               name, ((const pl_entity *)symbol->owner)->name);
    case PL_SYMBOL_INDEXED:
        return pl_arena_format(ck->arena, _("the definition `%s` for %s"), name,
                               ((const pl_entity *)symbol->owner)->name);
    case PL_SYMBOL_HANDBOOK: return pl_arena_format(ck->arena, _("the handbook `%s`"), name);
    case PL_SYMBOL_RULE: return pl_arena_format(ck->arena, _("the rule `%s`"), name);
    case PL_SYMBOL_DATASET: return pl_arena_format(ck->arena, _("the dataset `%s`"), name);
    case PL_SYMBOL_ROLE: return pl_arena_format(ck->arena, _("the role `%s`"), name);
    case PL_SYMBOL_STATEMENT:
        return pl_arena_format(ck->arena,
                               ((const pl_statement *)symbol->object)->kind == PL_TASK
                                   ? _("the task `%s`")
                                   : _("the definition `%s`"),
                               name);
    case PL_SYMBOL_LIST: return pl_arena_format(ck->arena, _("the list of indicators `%s`"), name);
    }
    assert(!"every kind of symbol has words");
    return name;
}

/* After a declaration was lost, a name that is like no other may well be declared in it. */
static bool may_be_lost(const pl_checker *ck, const char *name) {
    pl_guess guess;

    if (!ck->parts_unread)
        return false;
    pl_guess_start(&guess, name);
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_ENTITY)
            pl_guess_offer(&guess, ck->symbols.items[i]->name, NULL);
    return !guess.best;
}

pl_entity *pl_sema_need_entity(pl_checker *ck, const char *name, pl_span span) {
    pl_symbol *symbol = pl_sema_find_entity(ck, name);

    if (symbol)
        return symbol->object;
    if (name && !may_be_lost(ck, name))
        PL_REPORT(ck->diags, UNKNOWN_ENTITY, span, name, pl_sema_hint_entity(ck, name));
    assert(!name || ck->diags->errors > 0);
    return NULL;
}
