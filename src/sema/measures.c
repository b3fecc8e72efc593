/* measures.c - measures, definitions and what is attested, each checked when it is first needed, so that each stands after all that it uses; one that needs itself
 * is an error that shows the way round. A definition is a measure that data cannot give. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* Without `for` a definition is of the `derive` above it; NULL, after saying so, where there is none. */
static pl_entity *entity_above(pl_checker *ck, const pl_node *node) {
    bool found;
    pl_entity *entity = pl_sema_derived_for(ck, node, &found);

    if (!found)
        PL_REPORT(ck->diags, DEFINE_OF_WHAT, pl_sema_name_span(node), node->text);
    return entity;
}

pl_entity *pl_sema_entity_of(pl_checker *ck, const pl_node *node, uint32_t kid) {
    const pl_node *name = pl_sema_kid(node, kid);

    if (!pl_sema_is(node, PL_NODE_MEASURE) && name->kind == PL_NODE_ABSENT)
        return entity_above(ck, node);
    if (!pl_sema_given(name) || !name->text)
        return NULL;
    return pl_sema_need_entity(ck, name->text, name->span);
}

/* MEASURE, DEFINE, ATTEST: title? entity-NAME expression */
static void declare_measure(pl_checker *ck, const pl_node *node) {
    const pl_node *title = pl_sema_kid(node, 0);
    pl_measure *measure = PL_MAKE(ck->arena, pl_measure);
    pl_entity *entity;

    if (!node->text)
        return;
    entity = pl_sema_entity_of(ck, node, 1);
    if (!entity)
        return;
    measure->name = node->text;
    measure->title = pl_sema_is(title, PL_NODE_TEXT) ? title->text : NULL;
    measure->entity = entity;
    measure->defined = !pl_sema_is(node, PL_NODE_MEASURE);
    measure->span = pl_sema_name_span(node);
    measure->type = (pl_type){.base = PL_POISON};
    if (pl_sema_declare(ck, PL_SYMBOL_MEASURE, entity, node, measure))
        PL_PUSH(ck->arena, &entity->measures, measure);
}

/* Clauses of a rule can be written under a definition; none is passed over. */
static void check_clauses(pl_checker *ck, const pl_node *node) {
    for (uint32_t i = pl_sema_is(node, PL_NODE_INDEXED) ? 4 : 3; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i);

        switch (clause->kind) {
        case PL_NODE_CITE:
        case PL_NODE_NOTE:
        case PL_NODE_NEEDS:
        case PL_NODE_ERROR: break;
        default:
            PL_REPORT(ck->diags, DEFINE_CLAUSE, clause->span, pl_sema_written(ck, clause));
            break;
        }
    }
}

void pl_sema_declare_measures(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_MEASURE, declare_measure);
    pl_sema_each(ck, PL_NODE_DEFINE, declare_measure);
    pl_sema_each(ck, PL_NODE_ATTEST, declare_measure);
    pl_sema_declare_indexed(ck);
}

const char *pl_sema_circle(const pl_checker *ck, const pl_symbol *symbol) {
    pl_buffer out;
    uint32_t at = ck->chain.len;

    while (at > 0 && ck->chain.items[at - 1] != symbol)
        at--;
    assert(at > 0); /* what is being checked stands in the chain */
    pl_buffer_init(&out);
    for (uint32_t i = at - 1; i < ck->chain.len; i++)
        pl_buffer_printf(&out, "%s -> ", ck->chain.items[i]->name);
    pl_buffer_puts(&out, symbol->name);
    return pl_buffer_take(&out, ck->arena);
}

/* A definition may give a range: then this is one of its ends. */
static pl_expr *definition_of(pl_checker *ck, const pl_symbol *symbol, uint32_t first) {
    pl_measure *measure = symbol->object;
    const pl_node *value = pl_sema_kid(symbol->node, first);
    bool saw = ck->saw_range;
    pl_expr *expr;

    if (pl_sema_is(symbol->node, PL_NODE_ATTEST))
        return pl_sema_attest(ck, measure->entity, symbol->node);
    if (!pl_sema_is(symbol->node, PL_NODE_DEFINE) ||
        !pl_sema_may_be_ranged(ck, measure->entity, value))
        return pl_sema_expr(ck, measure->entity, value, NULL);
    ck->saw_range = false;
    expr = pl_sema_end_of(ck, measure->entity, value, NULL,
                          symbol->end == PL_NORM_HIGH ? PL_NORM_HIGH : PL_NORM_LOW);
    measure->ranged = ck->saw_range;
    ck->saw_range = saw;
    if (measure->ranged && symbol->end != PL_NORM_HIGH)
        measure->name = pl_arena_format(ck->arena, "low(%s)", symbol->name);
    return expr;
}

/* The texts of the `needs`, or the conditions as they are written. */
static const char *const *reasons_of(pl_checker *ck, const pl_node *node, uint32_t first,
                                     uint32_t count) {
    const char **reasons = PL_MAKE_ARRAY(ck->arena, const char *, count + 1);
    uint32_t n = 0;

    for (uint32_t i = first; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i), *text = pl_sema_kid(clause, 1);

        if (pl_sema_is(clause, PL_NODE_NEEDS))
            reasons[n++] = pl_sema_is(text, PL_NODE_TEXT) && text->text
                ? text->text
                : pl_sema_written(ck, pl_sema_kid(clause, 0));
    }
    assert(n == count);
    return reasons;
}

/* The value with what it `needs`, the clauses from `first` on: without it, it is missing. */
static pl_expr *check_needs(pl_checker *ck, pl_entity *at, const pl_node *node, uint32_t first,
                            pl_expr *value) {
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, node->count + 1), *expr;
    bool sound = !pl_sema_is_poison(value);
    uint32_t count = 1;

    kids[0] = value;
    for (uint32_t i = first; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i);

        if (!pl_sema_is(clause, PL_NODE_NEEDS))
            continue;
        kids[count] = pl_sema_condition(ck, at, pl_sema_kid(clause, 0));
        sound = sound && !pl_sema_is_poison(kids[count]);
        count++;
    }
    if (!sound || count == 1)
        return sound ? value : pl_sema_poison(ck, value->span);
    expr = pl_sema_make(ck, PL_EXPR_NEEDS, value->type, NULL, value->span);
    expr->reasons = reasons_of(ck, node, first, count - 1);
    pl_sema_adopt(ck, expr, kids, count);
    return expr;
}

/* What is bound elsewhere is not known in a definition, only what its own index stands for. */
static pl_expr *check_definition(pl_checker *ck, const pl_symbol *symbol) {
    const pl_measure *measure = symbol->object;
    uint32_t first = pl_sema_is(symbol->node, PL_NODE_INDEXED) ? 3 : 2;
    uint32_t bound = ck->bound, count = ck->bindings.len;
    pl_expr *value;

    ck->bound = count;
    for (uint32_t i = 0; i < symbol->bindings.len; i++)
        PL_PUSH(ck->arena, &ck->bindings, symbol->bindings.items[i]);
    value = definition_of(ck, symbol, first);
    if (!pl_sema_is(symbol->node, PL_NODE_ATTEST))
        value = check_needs(ck, measure->entity, symbol->node, first + 1, value);
    ck->bindings.len = count;
    ck->bound = bound;
    return value;
}

bool pl_sema_check_measure(pl_checker *ck, pl_symbol *symbol) {
    pl_measure *measure = symbol->object;

    assert(symbol->kind == PL_SYMBOL_MEASURE);
    if (symbol->progress == PL_DONE)
        return true;
    if (symbol->progress == PL_BUSY)
        return false;
    symbol->progress = PL_BUSY;
    PL_PUSH(ck->arena, &ck->chain, symbol);
    measure->definition =
        measure->population ? pl_sema_membership(ck, symbol) : check_definition(ck, symbol);
    measure->type = measure->definition->type;
    assert(ck->chain.len > 0 && ck->chain.items[ck->chain.len - 1] == symbol);
    ck->chain.len--;
    symbol->progress = PL_DONE;
    assert(measure->type.base != PL_POISON || ck->diags->errors > 0);
    measure->index = ck->model->measures.len;
    PL_PUSH(ck->arena, &ck->model->measures, measure);
    return true;
}

pl_expr *pl_sema_measure(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_span span) {
    const pl_measure *measure = symbol->object;
    pl_expr *expr = pl_sema_measure_end(ck, at, symbol, span);

    if (!measure->ranged || pl_sema_is_poison(expr))
        return expr;
    PL_REPORT(ck->diags, NORM_IS_RANGE, span, symbol->name);
    return pl_sema_poison(ck, span);
}

pl_expr *pl_sema_measure_end(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_span span) {
    pl_measure *measure = symbol->object;
    pl_expr *expr;

    if (!pl_sema_check_measure(ck, symbol)) {
        if (measure->population)
            PL_REPORT(ck->diags, POPULATION_CIRCLE, span, symbol->name, pl_sema_circle(ck, symbol));
        else if (measure->defined)
            PL_REPORT(ck->diags, DEFINE_CIRCLE, span, symbol->name, pl_sema_circle(ck, symbol));
        else
            PL_REPORT(ck->diags, MEASURE_CIRCLE, span, symbol->name, pl_sema_circle(ck, symbol));
        return pl_sema_poison(ck, span);
    }
    if (measure->type.base == PL_POISON)
        return pl_sema_poison(ck, span);
    assert(measure->index < ck->model->measures.len);
    expr = pl_sema_make(ck, PL_EXPR_MEASURE, measure->type, measure->entity, span);
    expr->measure = measure;
    return pl_sema_lift(ck, at, measure->entity, expr);
}

void pl_sema_check_measures(pl_checker *ck) {
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_MEASURE)
            pl_sema_check_measure(ck, ck->symbols.items[i]);
    pl_sema_check_indexed(ck);
    pl_sema_each(ck, PL_NODE_DEFINE, check_clauses);
    pl_sema_each(ck, PL_NODE_INDEXED, check_clauses);
}
