/* given_keys.c - the keys of the rows that a test gives: what is left out is made up, or taken from the row that it belongs to.
 * A row belongs to the last row given before it of the nearest entity above; the outermost entity, and one that an expectation is
 * about, are made up where no row of them is given. Entities between may be left out, as in data. */
#include <assert.h>
#include <string.h>

#include "sema/given.h"

typedef struct completing {
    pl_checker *ck;
    const pl_test *test;
    pl_mapping *mapping;
} completing;

/* ### what is said */

static const pl_map_column *find_column(const pl_mapping *mapping, const pl_field *field) {
    for (uint32_t i = 0; i < mapping->columns.len; i++)
        if (mapping->columns.items[i].target.kind == PL_TARGET_FIELD &&
            mapping->columns.items[i].target.field == field)
            return &mapping->columns.items[i];
    return NULL;
}

static bool gives_key(const pl_mapping *mapping, const pl_entity *entity) {
    for (uint32_t k = 0; k < entity->key_count; k++)
        if (find_column(mapping, entity->fields.items[k]))
            return true;
    return false;
}

static bool is_same_value(const pl_value *a, const pl_value *b) {
    assert(a->base == b->base);
    if (a->base == PL_NUMBER)
        return pl_number_compare(a->lo, b->lo) == 0;
    if (a->base == PL_TEXT)
        return strcmp(a->text, b->text) == 0;
    return a->base == PL_TRUTH ? a->truth == b->truth : a->index == b->index;
}

/* ### values that are made up */

static void give_key(completing *c, const pl_field *key, pl_value value) {
    pl_sema_give(c->ck, c->mapping, (pl_target){.kind = PL_TARGET_FIELD, .field = key}, value,
                 c->mapping->span);
}

static void report_key(completing *c, const pl_field *key) {
    PL_REPORT(c->ck->diags, GIVEN_KEYS, c->mapping->span, key->entity->name, key->name);
}

static pl_value numbered(completing *c, const pl_field *key, uint32_t number) {
    pl_value value = {.base = key->type.base, .state = PL_OK};

    if (key->type.base == PL_TEXT)
        value.text =
            pl_intern(&c->ck->compiler->names,
                      pl_str_of(pl_arena_format(c->ck->arena, "%s-%u", key->entity->name, number)));
    else
        value.lo = value.hi = pl_number_make(c->ck->arena, number, 1);
    return value;
}

/* What stands for nobody may have any key: no rule asks for it. */
static bool is_nobody(const completing *c) {
    for (uint32_t i = 0; i < c->mapping->columns.len; i++) {
        const pl_map_column *column = &c->mapping->columns.items[i];

        if (column->target.kind == PL_TARGET_COUNT && column->given->state == PL_OK &&
            pl_number_sign(column->given->hi) == 0)
            return true;
    }
    return false;
}

static void give_any(completing *c, const pl_field *key) {
    pl_value value = {.base = key->type.base, .state = PL_OK};

    if (key->type.base == PL_DATE)
        value.index = c->test->date;
    if (key->type.base == PL_SCHOOLJAAR)
        value.index = pl_schooljaar_of(c->test->date);
    give_key(c, key, value);
}

static bool is_outside(const pl_field *key, const pl_value *value) {
    return key->has_domain &&
        (pl_number_compare(value->lo, key->domain_lo) < 0 ||
         pl_number_compare(value->lo, key->domain_hi) > 0);
}

static bool is_taken(const completing *c, const pl_field *key, const pl_value *value) {
    for (uint32_t i = 0; i < c->test->dataset->mappings.len; i++) {
        const pl_map_column *column = find_column(c->test->dataset->mappings.items[i], key);

        if (column && is_same_value(column->given, value))
            return true;
    }
    return false;
}

/* A text or number; of anything else no value may be made up, since rules may ask for it. */
static void make_up(completing *c, const pl_field *key, bool fresh) {
    uint32_t number = 1;
    pl_value value;

    if (key->default_value)
        return;
    if (key->type.base != PL_TEXT && key->type.base != PL_NUMBER) {
        if (fresh && is_nobody(c))
            give_any(c, key);
        else
            report_key(c, key);
        return;
    }
    value = numbered(c, key, number);
    while (fresh && is_taken(c, key, &value))
        value = numbered(c, key, ++number);
    if (key->type.base == PL_NUMBER && is_outside(key, &value))
        report_key(c, key);
    else
        give_key(c, key, value);
}

/* ### the row it belongs to */

/* Does nothing that is said of the key contradict that the row hangs below this one? */
static bool agrees(const pl_mapping *mapping, const pl_mapping *above) {
    for (uint32_t i = 0; i < above->columns.len; i++) {
        const pl_map_column *theirs = &above->columns.items[i], *ours;

        if (theirs->target.kind != PL_TARGET_FIELD || !theirs->target.field->key)
            continue;
        ours = find_column(mapping, theirs->target.field);
        if (ours && !is_same_value(ours->given, theirs->given))
            return false;
    }
    return true;
}

/* The row of this entity that is given last before this one, else the first after it. */
static const pl_mapping *nearest_row(const completing *c, const pl_entity *entity) {
    const pl_mapping *found = NULL;

    for (uint32_t i = 0; i < c->test->dataset->mappings.len; i++) {
        const pl_mapping *other = c->test->dataset->mappings.items[i];

        if (other->entity != entity || !agrees(c->mapping, other))
            continue;
        if (!found || other->span.start < c->mapping->span.start)
            found = other;
    }
    return found;
}

/* A key of this entity that an earlier row says, where no row of the entity itself is given. */
static const pl_mapping *nearest_saying(const completing *c, const pl_entity *entity) {
    for (uint32_t i = c->test->dataset->mappings.len; i-- > 0;) {
        const pl_mapping *other = c->test->dataset->mappings.items[i];

        if (gives_key(other, entity))
            return other;
    }
    return NULL;
}

/* The key of `entity`, and of those above it, as that row has them. */
static void copy_keys(completing *c, const pl_mapping *from, const pl_entity *entity) {
    for (uint32_t i = 0; i < from->columns.len; i++) {
        const pl_map_column *column = &from->columns.items[i];

        if (column->target.kind == PL_TARGET_FIELD && column->target.field->key &&
            pl_entity_is_within(entity, column->target.field->entity) &&
            !find_column(c->mapping, column->target.field))
            give_key(c, column->target.field, *column->given);
    }
}

static bool is_expected(const completing *c, const pl_entity *entity) {
    for (uint32_t i = 0; i < c->test->expectations.len; i++)
        if (c->test->expectations.items[i].rule->entity == entity)
            return true;
    return false;
}

/* Of an entity above the whole key is said, or nothing. */
static bool is_whole(completing *c, const pl_entity *above) {
    for (uint32_t k = 0; k < above->key_count; k++) {
        const pl_field *key = above->fields.items[k];

        if (find_column(c->mapping, key) || key->default_value)
            continue;
        report_key(c, key);
        return false;
    }
    return true;
}

static void complete_above(completing *c) {
    for (const pl_entity *e = pl_entity_holder(c->mapping->entity); e; e = pl_entity_holder(e)) {
        const pl_mapping *row = nearest_row(c, e);
        const pl_mapping *saying = row ? NULL : nearest_saying(c, e);

        if (gives_key(c->mapping, e) && !is_whole(c, e))
            return;
        if (row) {
            copy_keys(c, row, e);
            return;
        }
        if (gives_key(c->mapping, e) || (pl_entity_holder(e) && !is_expected(c, e)))
            continue;
        if (saying)
            copy_keys(c, saying, e);
        for (uint32_t k = 0; k < e->key_count && !saying; k++)
            make_up(c, e->fields.items[k], false);
    }
}

/* ### a parent that fields lead to */

static const pl_field *key_of(const pl_entity *above, const pl_field *reference) {
    for (; above; above = pl_entity_holder(above))
        for (uint32_t k = 0; k < above->key_count; k++)
            if (above->fields.items[k]->name == reference->name)
                return above->fields.items[k];
    assert(!"a reference has the names of the keys");
    return NULL;
}

/* What the row above says of its key, or what is made up for it. */
static void give_reference(completing *c, const pl_field *reference, const pl_mapping *row) {
    const pl_field *key = key_of(c->mapping->entity->parent, reference);
    const pl_map_column *column = row ? find_column(row, key) : NULL;

    if (column)
        give_key(c, reference, *column->given);
    else if (key->type.base == PL_TEXT || key->type.base == PL_NUMBER)
        give_key(c, reference, numbered(c, key, 1));
    else
        report_key(c, key);
}

/* `in` a parent: the row given last before it; without any, one is made up where one is asked for. */
static void complete_reference(completing *c) {
    const pl_entity *entity = c->mapping->entity;
    const pl_mapping *row = entity->by_reference ? nearest_row(c, entity->parent) : NULL;

    if (!entity->by_reference || (!row && !is_expected(c, entity->parent)))
        return;
    for (uint32_t k = 0; k < entity->reference.len; k++)
        if (find_column(c->mapping, entity->reference.items[k]))
            return;
    for (uint32_t k = 0; k < entity->reference.len; k++)
        give_reference(c, entity->reference.items[k], row);
}

/* ### the row itself */

/* A row of another school year, without a key, is of the same one as the row before it. */
static bool continues(completing *c) {
    const pl_entity *entity = c->mapping->entity;
    const pl_mapping *before = nearest_row(c, entity);

    if (entity->yearly || !c->mapping->has_year || gives_key(c->mapping, entity) || !before ||
        before->span.start > c->mapping->span.start)
        return false;
    copy_keys(c, before, entity);
    return true;
}

static void complete_own(completing *c) {
    const pl_entity *entity = c->mapping->entity;

    for (uint32_t k = 0; k < entity->key_count; k++)
        if (!find_column(c->mapping, entity->fields.items[k]))
            make_up(c, entity->fields.items[k], true);
}

void pl_sema_complete_given(pl_checker *ck, const pl_test *test, pl_mapping *mapping) {
    completing c = {.ck = ck, .test = test, .mapping = mapping};

    assert(mapping->given && mapping->entity);
    if (!continues(&c)) {
        complete_above(&c);
        complete_own(&c);
    }
    complete_reference(&c);
    if (mapping->entity->yearly && !mapping->has_year) {
        mapping->has_year = true;
        mapping->year = pl_schooljaar_of(test->date);
    }
}
