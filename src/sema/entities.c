/* entities.c - levels, entities with their keys and parents, and fields, wherever they are
 * declared.
 * Entities are known by name first, so that parents may come later in the files; then parents, then
 * fields. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* ### levels and sets */

static void push_member(pl_checker *ck, pl_enum *e, const pl_node *node) {
    if (!pl_sema_given(node) || !node->text)
        return;
    if (e->members.len == PL_MOST_MEMBERS) {
        PL_REPORT(ck->diags, TOO_MANY_MEMBERS, e->span,
                  pl_arena_format(ck->arena, "%d", PL_MOST_MEMBERS));
        return;
    }
    if (pl_enum_find(e, node->text) >= 0) {
        PL_REPORT(ck->diags, DOUBLE_MEMBER, node->span, node->text);
        return;
    }
    PL_PUSH(ck->arena, &e->members, node->text);
}

/* Members are names or texts; a number in a set of a field is not one. */
static pl_enum *make_enum(pl_checker *ck, const char *name, bool ordered, const pl_node *list) {
    pl_enum *e = PL_MAKE(ck->arena, pl_enum);

    e->name = name;
    e->ordered = ordered;
    e->span = list->span;
    for (uint32_t i = 0; i < list->count; i++) {
        const pl_node *member = pl_sema_kid(list, i);

        if (pl_sema_is(member, PL_NODE_NAME) || pl_sema_is(member, PL_NODE_TEXT))
            push_member(ck, e, member);
        else if (pl_sema_given(member))
            PL_REPORT(ck->diags, NO_MEMBER, member->span, pl_sema_written(ck, member));
    }
    PL_PUSH(ck->arena, &ck->model->enums, e);
    return e;
}

static void declare_levels(pl_checker *ck, const pl_node *node) {
    if (!node->text)
        return;
    pl_sema_declare(ck, PL_SYMBOL_LEVELS, NULL, node,
                    make_enum(ck, node->text, true, pl_sema_kid(node, 0)));
}

void pl_sema_declare_levels(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_LEVELS, declare_levels);
}

/* ### entities: names and parents */

static void declare_entity(pl_checker *ck, const pl_node *node) {
    pl_entity *entity = PL_MAKE(ck->arena, pl_entity);
    pl_symbol *symbol;

    if (!node->text)
        return;
    entity->name = node->text;
    entity->span = pl_sema_name_span(node);
    entity->yearly = pl_sema_whole(node, 0) == 1;
    symbol = pl_sema_declare(ck, PL_SYMBOL_ENTITY, NULL, node, entity);
    if (symbol)
        symbol->broken = pl_sema_has_error(node) || pl_sema_has_error(pl_sema_kid(node, 1)) ||
            pl_sema_has_error(pl_sema_kid(node, 2));
}

static void find_parent(pl_checker *ck, pl_symbol *symbol) {
    const pl_node *parent = pl_sema_kid(symbol->node, 0);
    pl_entity *entity = symbol->object;

    if (parent->kind == PL_NODE_ABSENT)
        return;
    entity->parent = parent->text ? pl_sema_need_entity(ck, parent->text, parent->span) : NULL;
    entity->by_reference = entity->parent && pl_sema_is(parent, PL_NODE_REFERENCE);
    symbol->broken = symbol->broken || !entity->parent;
}

/* "school of bestuur of school", from one entity of a circle round to itself. */
static const char *circle_words(pl_checker *ck, const pl_entity *entity) {
    const pl_entity *e = entity;
    pl_buffer out;

    pl_buffer_init(&out);
    do {
        pl_buffer_printf(&out, "%s %s ", e->name, e->by_reference ? "in" : "of");
        e = e->parent;
    } while (e != entity);
    pl_buffer_puts(&out, entity->name);
    return pl_buffer_take(&out, ck->arena);
}

/* Is the entity part of a circle itself? A walk longer than there are names goes round somewhere
 * else. */
static bool is_in_circle(const pl_checker *ck, const pl_entity *entity) {
    const pl_entity *e = entity->parent;

    for (uint32_t steps = 0; e && e != entity && steps < ck->symbols.len; steps++)
        e = e->parent;
    return e == entity;
}

static void break_circle(pl_checker *ck, pl_symbol *symbol) {
    pl_entity *entity = symbol->object;

    if (!is_in_circle(ck, entity))
        return;
    PL_REPORT(ck->diags, ENTITY_CIRCLE, pl_sema_kid(symbol->node, 0)->span, entity->name,
              circle_words(ck, entity));
    entity->parent = NULL;
    entity->by_reference = false;
    symbol->broken = true;
}

static bool is_placed(const pl_checker *ck, const pl_entity *entity) {
    return entity->index < ck->model->entities.len &&
        ck->model->entities.items[entity->index] == entity;
}

/* A parent before its children; parents form no circle any more. */
static void place_entity(pl_checker *ck, pl_symbol *symbol) {
    PL_VEC(pl_entity *) waiting = {0};

    for (pl_entity *e = symbol->object; e && !is_placed(ck, e); e = e->parent)
        PL_PUSH(ck->arena, &waiting, e);
    for (uint32_t i = waiting.len; i-- > 0;) {
        pl_entity *e = waiting.items[i];

        assert(!e->parent || is_placed(ck, e->parent));
        e->depth = e->parent ? e->parent->depth + 1 : 0;
        e->index = ck->model->entities.len;
        PL_PUSH(ck->arena, &ck->model->entities, e);
    }
    assert(is_placed(ck, symbol->object));
}

/* ### fields */

typedef struct type_word {
    const char *word;
    pl_base base;
} type_word;

static const type_word type_words[] = {{"text", PL_TEXT}, {"date", PL_DATE}, {"yesno", PL_TRUTH}};

/* The nearest of all words that stand for a type. */
static const char *hint_type(pl_checker *ck, const char *word) {
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++)
        PL_PUSH(ck->arena, &names, type_words[i].word);
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_LEVELS)
            PL_PUSH(ck->arena, &names, ck->symbols.items[i]->name);
    for (int i = 0; i < PL_UNIT_COUNT; i++)
        PL_PUSH(ck->arena, &names, pl_unit_word((pl_unit)i));
    pl_guess_start(&guess, word);
    for (uint32_t i = 0; i < names.len; i++)
        pl_guess_offer(&guess, names.items[i], NULL);
    if (guess.best)
        return pl_sema_hint_list(ck, &guess, NULL, 0);
    return _("a type is `text`, `number`, `percent`, `date`, `yesno`, a unit such as `euro` or "
             "`hours`, levels, or a set {A, B}");
}

static pl_type named_type(pl_checker *ck, const pl_node *node) {
    pl_symbol *levels;
    pl_unit unit;

    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++)
        if (strcmp(node->text, type_words[i].word) == 0)
            return (pl_type){.base = type_words[i].base};
    levels = pl_sema_find(ck, PL_SYMBOL_LEVELS, NULL, node->text);
    if (levels)
        return (pl_type){.base = PL_MEMBER, .members = levels->object};
    if (pl_unit_find(pl_str_of(node->text), &unit))
        return (pl_type){.base = PL_NUMBER, .unit = unit};
    PL_REPORT(ck->diags, UNKNOWN_TYPE, node->span, node->text, hint_type(ck, node->text));
    return (pl_type){.base = PL_POISON};
}

pl_type pl_sema_type(pl_checker *ck, const pl_node *node) {
    if (pl_sema_is(node, PL_NODE_SET))
        return (pl_type){.base = PL_MEMBER, .members = make_enum(ck, NULL, false, node)};
    if (pl_sema_is(node, PL_NODE_NAME) && node->text)
        return named_type(ck, node);
    return (pl_type){.base = PL_POISON};
}

static void set_domain(pl_checker *ck, pl_field *field, const pl_node *node) {
    pl_cell cell;

    if (!pl_sema_given(node) || field->type.base == PL_POISON)
        return;
    if (field->type.base != PL_NUMBER) {
        PL_REPORT(ck->diags, DOMAIN_OF_WHAT, node->span, field->name,
                  pl_type_words(ck->arena, field->type));
        return;
    }
    if (!pl_sema_is(node, PL_NODE_RANGE) || !pl_sema_range_as(ck, node, field->type, false, &cell))
        return;
    if (!cell.has_lo || !cell.has_hi || cell.open_hi) {
        PL_REPORT(ck->diags, DOMAIN_OPEN, node->span, field->name);
        return;
    }
    assert(pl_number_compare(cell.lo.lo, cell.hi.lo) <= 0);
    field->has_domain = true;
    field->domain_lo = cell.lo.lo;
    field->domain_hi = cell.hi.lo;
}

static bool is_outside(const pl_field *field, const pl_value *value) {
    assert(!field->has_domain || value->base == PL_NUMBER);
    return field->has_domain &&
        (pl_number_compare(value->lo, field->domain_lo) < 0 ||
         pl_number_compare(value->lo, field->domain_hi) > 0);
}

static void set_default(pl_checker *ck, pl_field *field, const pl_node *node) {
    pl_value value, *kept;

    if (pl_sema_is(node, PL_NODE_ABSENT_MEANS)) {
        field->absent_false = field->type.base != PL_TRUTH;
        if (!field->absent_false)
            PL_REPORT(ck->diags, ABSENT_TRUTH, node->span, field->name);
        return;
    }
    if (!pl_sema_given(node) || !pl_sema_literal_as(ck, node, field->type, false, &value))
        return;
    if (is_outside(field, &value)) {
        PL_REPORT(ck->diags, DEFAULT_OUTSIDE, node->span, pl_sema_written(ck, node), field->name);
        return;
    }
    kept = PL_MAKE(ck->arena, pl_value);
    *kept = value;
    field->default_value = kept;
}

static void report_yearly(pl_checker *ck, const pl_field *field) {
    if (field->key)
        PL_REPORT(ck->diags, KEY_YEARLY, field->span, field->name, field->entity->name);
    else
        PL_REPORT(ck->diags, FIELD_YEARLY_TWICE, field->span, field->name, field->entity->name);
}

/* `node` is a FIELD, or the NAME of a key that has no line of its own: then it is a text. */
static pl_field *make_field(pl_checker *ck, pl_entity *entity, const pl_node *node, bool key) {
    pl_field *field = PL_MAKE(ck->arena, pl_field);

    field->name = node->text;
    field->entity = entity;
    field->key = key;
    field->span = pl_sema_name_span(node);
    if (node->text == ck->schooljaar) {
        PL_REPORT(ck->diags, FIELD_SCHOOLJAAR, field->span, entity->name);
        return NULL;
    }
    if (!pl_sema_declare(ck, PL_SYMBOL_FIELD, entity, node, field))
        return NULL;
    field->type = (pl_type){.base = PL_TEXT};
    if (pl_sema_is(node, PL_NODE_FIELD)) {
        field->type = pl_sema_type(ck, pl_sema_kid(node, 0));
        field->yearly = pl_sema_whole(node, 0) == 1;
        set_domain(ck, field, pl_sema_kid(node, 1));
        set_default(ck, field, pl_sema_kid(node, 2));
    }
    if (field->yearly && (entity->yearly || key)) {
        report_yearly(ck, field);
        field->yearly = false;
    }
    assert(!field->has_domain || field->type.base == PL_NUMBER);
    assert(!key || entity->key_count == entity->fields.len);
    field->index = entity->fields.len;
    PL_PUSH(ck->arena, &entity->fields, field);
    return field;
}

static const pl_node *find_line(const pl_node *lines, const char *name) {
    for (uint32_t i = 0; i < lines->count; i++)
        if (pl_sema_is(pl_sema_kid(lines, i), PL_NODE_FIELD) && pl_sema_kid(lines, i)->text == name)
            return pl_sema_kid(lines, i);
    return NULL;
}

static bool is_key(const pl_node *keys, const char *name) {
    for (uint32_t i = 0; i < keys->count; i++)
        if (pl_sema_kid(keys, i)->text == name)
            return true;
    return false;
}

/* A child's row is found by the keys of its ancestors too, so those names are taken. */
static void check_key_above(pl_checker *ck, const pl_entity *entity, const pl_node *key) {
    for (const pl_entity *e = pl_entity_holder(entity); e; e = pl_entity_holder(e)) {
        pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, e, key->text);

        if (!symbol)
            continue;
        if (symbol->kind == PL_SYMBOL_FIELD && ((pl_field *)symbol->object)->key)
            PL_REPORT(ck->diags, KEY_ABOVE, key->span, key->text, entity->name, e->name);
        return;
    }
}

static void add_keys(pl_checker *ck, pl_symbol *symbol) {
    const pl_node *keys = pl_sema_kid(symbol->node, 1), *lines = pl_sema_kid(symbol->node, 2);
    pl_entity *entity = symbol->object;

    for (uint32_t i = 0; i < keys->count; i++) {
        const pl_node *key = pl_sema_kid(keys, i);
        const pl_node *line;

        if (!pl_sema_is(key, PL_NODE_NAME) || !key->text)
            continue;
        if (key->text == ck->schooljaar) {
            PL_REPORT(ck->diags, KEY_SCHOOLJAAR, key->span, entity->name);
            continue;
        }
        line = find_line(lines, key->text);
        check_key_above(ck, entity, key);
        if (make_field(ck, entity, line ? line : key, true))
            entity->key_count++;
    }
    symbol->broken = symbol->broken || entity->key_count == 0;
    assert(entity->key_count == entity->fields.len);
}

static void add_fields(pl_checker *ck, pl_symbol *symbol) {
    const pl_node *keys = pl_sema_kid(symbol->node, 1), *lines = pl_sema_kid(symbol->node, 2);
    pl_entity *entity = symbol->object;

    for (uint32_t i = 0; i < lines->count; i++) {
        const pl_node *line = pl_sema_kid(lines, i);

        if (!pl_sema_is(line, PL_NODE_FIELD) || !line->text)
            continue;
        if (!is_key(keys, line->text) || find_line(lines, line->text) != line)
            make_field(ck, entity, line, false);
    }
}

/* `without {2019/2020}` */
static void add_skipped_years(pl_checker *ck, pl_symbol *symbol) {
    const pl_node *years = pl_sema_kid(symbol->node, 3);
    pl_entity *entity = symbol->object;

    if (years->count > 0 && !entity->yearly) {
        PL_REPORT(ck->diags, SKIPS_NO_YEARS, years->span, entity->name);
        return;
    }
    for (uint32_t i = 0; i < years->count; i++)
        if (pl_sema_is(pl_sema_kid(years, i), PL_NODE_SCHOOLJAAR))
            PL_PUSH(ck->arena, &entity->skipped_years, pl_sema_whole(pl_sema_kid(years, i), 0));
}

/* Rows below a row of one school year are of that year too, and say so. */
static void check_years(pl_checker *ck, const pl_entity *entity) {
    if (pl_entity_holder(entity) && entity->parent->yearly && !entity->yearly)
        PL_REPORT(ck->diags, CHILD_NOT_YEARLY, entity->span, entity->name, entity->parent->name);
}

static void add_field_of(pl_checker *ck, const pl_node *node) {
    const pl_node *name = pl_sema_kid(node, 3);
    pl_entity *entity = name->text ? pl_sema_need_entity(ck, name->text, name->span) : NULL;

    if (entity && node->text)
        make_field(ck, entity, node, false);
}

/* ### parents by reference */

/* The field of the entity that holds what this key of its parent holds; NULL after a diagnostic. */
static pl_field *find_reference(pl_checker *ck, const pl_entity *entity, const pl_field *key) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, entity, key->name);
    pl_field *field = symbol && symbol->kind == PL_SYMBOL_FIELD ? symbol->object : NULL;
    pl_type joined;

    if (!field) {
        PL_REPORT(ck->diags, REFERENCE_FIELD, entity->span, entity->name, key->name,
                  entity->parent->name);
        return NULL;
    }
    if (field->type.base == PL_POISON || key->type.base == PL_POISON)
        return NULL;
    if (pl_type_join(field->type, key->type, &joined))
        return field;
    PL_REPORT(ck->diags, REFERENCE_TYPE, field->span, key->name, entity->name,
              pl_type_words(ck->arena, field->type), entity->parent->name,
              pl_type_words(ck->arena, key->type));
    return NULL;
}

static void add_reference_keys(pl_checker *ck, pl_entity *entity, const pl_entity *above) {
    if (pl_entity_holder(above))
        add_reference_keys(ck, entity, pl_entity_holder(above));
    for (uint32_t k = 0; k < above->key_count; k++) {
        pl_field *field = find_reference(ck, entity, above->fields.items[k]);

        if (field)
            PL_PUSH(ck->arena, &entity->reference, field);
    }
}

/* The fields of `school in bestuur` that have the names of the keys of bestuur. */
static void find_references(pl_checker *ck, pl_symbol *symbol) {
    pl_entity *entity = symbol->object;

    if (!entity->by_reference || symbol->broken || pl_sema_is_broken(ck, entity->parent))
        return;
    if (entity->parent->yearly) {
        PL_REPORT(ck->diags, REFERENCE_YEARLY, pl_sema_kid(symbol->node, 0)->span, entity->name,
                  entity->parent->name);
        return;
    }
    add_reference_keys(ck, entity, entity->parent);
    assert(entity->reference.len > 0 || ck->diags->errors > 0);
}

static void each_entity(pl_checker *ck, void (*visit)(pl_checker *, pl_symbol *)) {
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_ENTITY)
            visit(ck, ck->symbols.items[i]);
}

/* Keys of parents are there before those of their children. */
static void each_entity_down(pl_checker *ck, void (*visit)(pl_checker *, pl_symbol *)) {
    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        pl_symbol *symbol = pl_sema_find_entity(ck, ck->model->entities.items[i]->name);

        assert(symbol);
        visit(ck, symbol);
    }
}

void pl_sema_declare_entities(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_ENTITY, declare_entity);
    each_entity(ck, find_parent);
    each_entity(ck, break_circle);
    each_entity(ck, place_entity);
    each_entity_down(ck, add_keys);
    each_entity_down(ck, add_fields);
    each_entity_down(ck, add_skipped_years);
    for (uint32_t i = 0; i < ck->model->entities.len; i++)
        check_years(ck, ck->model->entities.items[i]);
    pl_sema_each(ck, PL_NODE_FIELD, add_field_of);
    each_entity_down(ck, find_references);
    pl_sema_derive_entities(ck);
}
