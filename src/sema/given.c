/* given.c - the rows that a test gives, as mappings of a dataset of its own: what each value stands for, its type and domain.
 * given_keys.c completes the keys that place a row. No row is made here; load/ makes them, as it does those of files. */
#include <assert.h>
#include <string.h>

#include "sema/given.h"

typedef struct giving {
    pl_checker *ck;
    uint32_t number; /* of the row, where a set gives several */
    pl_given *given;
    pl_mapping *mapping; /* of given */
} giving;

/* ### what a name stands for */

static const char *hint_target(giving *g, const char *name) {
    const pl_entity *entity = g->mapping->entity;
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (const pl_entity *e = entity; e; e = pl_entity_holder(e))
        for (uint32_t i = 0; i < (e == entity ? e->fields.len : e->key_count); i++)
            pl_guess_offer(&guess, e->fields.items[i]->name, NULL);
    for (uint32_t i = 0; i < entity->measures.len; i++)
        pl_guess_offer(&guess, entity->measures.items[i]->name, NULL);
    pl_guess_offer(&guess, g->ck->schooljaar, NULL);
    pl_guess_offer(&guess, g->ck->count, NULL);
    return guess.best ? pl_sema_hint_list(g->ck, &guess, NULL, 0)
                      : pl_sema_hint_field(g->ck, entity, name);
}

static bool symbol_target(giving *g, const pl_symbol *symbol, const pl_entity *owner, pl_span span,
                          pl_target *target) {
    const pl_field *field = symbol->kind == PL_SYMBOL_FIELD ? symbol->object : NULL;
    const pl_measure *measure = field ? NULL : symbol->object;

    assert(field || symbol->kind == PL_SYMBOL_MEASURE);
    if (measure && measure->defined) {
        PL_REPORT(g->ck->diags, DEFINE_SUPPLIED, span, symbol->name,
                  pl_span_place(g->ck->arena, measure->span));
        return false;
    }
    if (owner != g->mapping->entity && !(field && field->key)) {
        PL_REPORT(g->ck->diags, GIVEN_ABOVE, span, symbol->name, owner->name,
                  g->mapping->entity->name);
        return false;
    }
    *target = (pl_target){
        .kind = field ? PL_TARGET_FIELD : PL_TARGET_MEASURE, .field = field, .measure = measure};
    return true;
}

static bool find_target(giving *g, const char *name, pl_span span, pl_target *target) {
    pl_checker *ck = g->ck;
    pl_entity *owner;
    pl_symbol *symbol = pl_sema_find_upward(ck, g->mapping->entity, name, &owner);

    *target = (pl_target){0};
    if (symbol)
        return symbol_target(g, symbol, owner, span, target);
    if (name == ck->schooljaar || name == ck->count) {
        target->kind = name == ck->count ? PL_TARGET_COUNT : PL_TARGET_SCHOOLJAAR;
        return true;
    }
    if (!pl_sema_is_broken(ck, g->mapping->entity) && !ck->parts_unread)
        PL_REPORT(ck->diags, GIVEN_UNKNOWN, span, name, g->mapping->entity->name,
                  hint_target(g, name));
    return false;
}

/* ### values */

static bool needs_value(pl_target target) {
    return target.kind == PL_TARGET_SCHOOLJAAR ||
        (target.kind == PL_TARGET_FIELD && target.field->key);
}

static bool is_missing(const pl_node *node, pl_type type) {
    if (!pl_sema_is(node, PL_NODE_NAME) || !node->text || strcmp(node->text, "missing") != 0)
        return false;
    return type.base != PL_MEMBER || pl_enum_find(type.members, node->text) < 0;
}

/* Both ends are known and lie in it; a truth, a member or a text is one value. */
static bool read_bounds(giving *g, const pl_node *node, pl_type type, pl_value *value) {
    pl_cell range;

    if (type.base != PL_NUMBER) {
        PL_REPORT(g->ck->diags, GIVEN_BOUNDS, node->span, pl_sema_written(g->ck, node));
        return false;
    }
    if (!pl_sema_range_as(g->ck, node, type, false, &range))
        return false;
    if (!range.has_lo || !range.has_hi || range.open_hi) {
        PL_REPORT(g->ck->diags, GIVEN_BOUNDS, node->span, pl_sema_written(g->ck, node));
        return false;
    }
    *value = range.lo;
    value->hi = range.hi.hi;
    return true;
}

static bool is_outside(const pl_field *field, const pl_value *value) {
    return field->has_domain &&
        (pl_number_compare(value->lo, field->domain_lo) < 0 ||
         pl_number_compare(value->hi, field->domain_hi) > 0);
}

static bool is_no_share(const pl_measure *measure, const pl_value *value) {
    return pl_expr_share(measure->definition) &&
        (pl_number_sign(value->lo) < 0 || pl_number_compare(value->hi, PL_NUMBER_ONE) > 0);
}

static bool is_count(const pl_value *value) {
    return pl_number_is_integer(value->lo) && pl_number_is_integer(value->hi) &&
        pl_number_sign(value->lo) >= 0;
}

static const char *domain_words(giving *g, const pl_field *field) {
    pl_value domain = {.base = PL_NUMBER, .lo = field->domain_lo, .hi = field->domain_hi};
    pl_buffer out;

    pl_buffer_init(&out);
    pl_value_print(&out, field->type, &domain);
    return pl_buffer_take(&out, g->ck->arena);
}

static bool check_figure(giving *g, const pl_node *node, pl_target target, const pl_value *value) {
    pl_diags *diags = g->ck->diags;
    const char *written = pl_sema_written(g->ck, node);

    if (target.kind == PL_TARGET_FIELD && is_outside(target.field, value)) {
        PL_REPORT(diags, GIVEN_OUTSIDE, node->span, written, domain_words(g, target.field),
                  target.field->name);
        return false;
    }
    if (target.kind == PL_TARGET_MEASURE && is_no_share(target.measure, value)) {
        PL_REPORT(diags, GIVEN_NO_SHARE, node->span, written, target.measure->name);
        return false;
    }
    if (target.kind == PL_TARGET_COUNT && !is_count(value)) {
        PL_REPORT(diags, GIVEN_COUNT, node->span, written);
        return false;
    }
    return true;
}

static bool read_value(giving *g, const pl_node *node, pl_target target, pl_value *value) {
    pl_type type = pl_target_type(target);
    bool bounds = pl_sema_is(node, PL_NODE_RANGE), missing = is_missing(node, type);

    if (type.base == PL_POISON)
        return false;
    if (needs_value(target) && (bounds || missing)) {
        PL_REPORT(g->ck->diags, GIVEN_KEY_VALUE, node->span, pl_target_name(target),
                  pl_sema_written(g->ck, node));
        return false;
    }
    if (missing) {
        *value = (pl_value){.base = type.base, .state = PL_MISSING};
        return true;
    }
    if (!(bounds ? read_bounds(g, node, type, value)
                 : pl_sema_literal_as(g->ck, node, type, false, value)))
        return false;
    return type.base != PL_NUMBER || check_figure(g, node, target, value);
}

static bool is_first(giving *g, pl_target target, pl_span span) {
    for (uint32_t i = 0; i < g->mapping->columns.len; i++) {
        if (!pl_target_same(g->mapping->columns.items[i].target, target))
            continue;
        PL_REPORT(g->ck->diags, DOUBLE_TARGET, span, pl_target_name(target),
                  pl_span_place(g->ck->arena, g->mapping->columns.items[i].span));
        return false;
    }
    if (target.kind == PL_TARGET_SCHOOLJAAR && g->mapping->has_year) {
        PL_REPORT(g->ck->diags, DOUBLE_CLAUSE, span, "schooljaar");
        return false;
    }
    return true;
}

void pl_sema_give(pl_checker *ck, pl_mapping *mapping, pl_target target, pl_value value,
                  pl_span span) {
    pl_value *kept = PL_MAKE(ck->arena, pl_value);
    pl_map_column column = {
        .target = target, .header = pl_target_name(target), .given = kept, .span = span};

    assert(mapping->given);
    *kept = value;
    PL_PUSH(ck->arena, &mapping->columns, column);
}

/* `2018/2019..2020/2021`: a row for each of these years. */
static bool read_years(giving *g, const pl_node *node) {
    const pl_type type = {.base = PL_SCHOOLJAAR};
    pl_value first = {0}, last = {0};

    if (!pl_sema_literal_as(g->ck, pl_sema_kid(node, 0), type, false, &first) ||
        !pl_sema_literal_as(g->ck, pl_sema_kid(node, 1), type, false, &last))
        return false;
    if (node->text || last.index < first.index) {
        PL_REPORT(g->ck->diags, GIVEN_YEARS, node->span, pl_sema_written(g->ck, node));
        return false;
    }
    g->mapping->has_year = true;
    g->mapping->year = first.index;
    g->given->last_year = last.index;
    return true;
}

static const pl_node *value_of_row(const giving *g, const pl_node *value) {
    return pl_sema_is(value, PL_NODE_SET) ? pl_sema_kid(value, g->number) : value;
}

/* The school year is that of the row, not a column of it. */
static bool read_given_value(giving *g, const pl_node *node) {
    pl_span span = pl_sema_name_span(node);
    pl_target target;
    pl_value value = {0};

    if (!pl_sema_is(node, PL_NODE_VALUE) || !node->text ||
        !find_target(g, node->text, span, &target) || !is_first(g, target, span))
        return false;
    if (target.kind == PL_TARGET_SCHOOLJAAR && pl_sema_is(pl_sema_kid(node, 0), PL_NODE_RANGE))
        return read_years(g, pl_sema_kid(node, 0));
    if (!read_value(g, value_of_row(g, pl_sema_kid(node, 0)), target, &value))
        return false;
    if (target.kind == PL_TARGET_SCHOOLJAAR) {
        g->mapping->has_year = true;
        g->mapping->year = g->given->last_year = value.index;
    } else {
        pl_sema_give(g->ck, g->mapping, target, value, span);
    }
    return true;
}

/* ### a row */

uint32_t pl_sema_given_rows(pl_checker *ck, const pl_node *node) {
    const pl_node *values = pl_sema_kid(node, 0), *set = NULL;

    for (uint32_t i = 0; i < values->count; i++) {
        const pl_node *value = pl_sema_is(pl_sema_kid(values, i), PL_NODE_VALUE)
            ? pl_sema_kid(pl_sema_kid(values, i), 0)
            : NULL;

        if (!value || !pl_sema_is(value, PL_NODE_SET))
            continue;
        if (set) {
            PL_REPORT(ck->diags, GIVEN_SETS, value->span, pl_sema_written(ck, value),
                      pl_sema_written(ck, set));
            return 0;
        }
        set = value;
    }
    return set ? set->count : 1;
}

pl_given pl_sema_read_given(pl_checker *ck, const pl_node *node, uint32_t number) {
    const pl_node *values = pl_sema_kid(node, 0);
    pl_span span = pl_sema_name_span(node);
    pl_mapping *mapping = PL_MAKE(ck->arena, pl_mapping);
    pl_given given = {0};
    giving g = {.ck = ck, .number = number, .given = &given, .mapping = mapping};

    *mapping = (pl_mapping){.entity = pl_sema_need_entity(ck, node->text, span),
                            .given = true,
                            .file = node->span.source ? node->span.source->name : "",
                            .separator = ',',
                            .decimal = '.',
                            .span = span};
    given.mapping = mapping->entity ? mapping : NULL;
    given.sound = mapping->entity && !pl_sema_is_broken(ck, mapping->entity);
    for (uint32_t i = 0; mapping->entity && i < values->count; i++)
        given.sound = read_given_value(&g, pl_sema_kid(values, i)) && given.sound;
    return given;
}
