/* ends.c - norms that are ranges: `low(x)` and `high(x)`, where x is a lookup, a parameter, or a
 * definition that gives one. A definition that is a range stands for two measures, one for each end. */
#include <assert.h>

#include "sema/checker.h"

/* ### what is a range */

static pl_symbol *table_of(const pl_checker *ck, const pl_node *node) {
    const pl_node *base = pl_sema_kid(node, 0);
    pl_symbol *symbol = pl_sema_is(base, PL_NODE_NAME) && base->text
        ? pl_sema_find(ck, PL_SYMBOL_TABLE, NULL, base->text)
        : NULL;

    return symbol && symbol->kind == PL_SYMBOL_TABLE ? symbol : NULL;
}

static bool has_ranges(const pl_table *table) {
    for (uint32_t c = table->key_count; c < table->columns.len; c++)
        if (table->columns.items[c].ranges)
            return true;
    return table->named && has_ranges(table->named);
}

/* The measure or parameter that a NAME or QUALIFIED means; NULL when it means something else. */
static pl_symbol *named(const pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *owner = pl_sema_kid(node, 0);
    const pl_symbol *entity;
    pl_symbol *symbol;
    pl_entity *above;

    if (!node->text)
        return NULL;
    if (pl_sema_is(node, PL_NODE_QUALIFIED)) {
        entity = owner->text ? pl_sema_find_entity(ck, owner->text) : NULL;
        symbol = entity ? pl_sema_find(ck, PL_SYMBOL_FIELD, entity->object, node->text) : NULL;
    } else {
        symbol = pl_sema_find_upward(ck, at, node->text, &above);
        if (!symbol)
            symbol = pl_sema_find(ck, PL_SYMBOL_PARAMETER, NULL, node->text);
    }
    return symbol && (symbol->kind == PL_SYMBOL_MEASURE || symbol->kind == PL_SYMBOL_PARAMETER)
        ? symbol
        : NULL;
}

static bool is_ranged_name(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_symbol *symbol = named(ck, at, node);

    if (!symbol)
        return false;
    if (symbol->kind == PL_SYMBOL_PARAMETER)
        return ((const pl_parameter *)symbol->object)->ranges;
    return pl_sema_check_measure(ck, symbol) && ((const pl_measure *)symbol->object)->ranged;
}

bool pl_sema_may_be_ranged(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_symbol *table;
    bool ranged = false;

    switch (node->kind) {
    case PL_NODE_NAME:
    case PL_NODE_QUALIFIED: return is_ranged_name(ck, at, node);
    case PL_NODE_INDEX:
        table = table_of(ck, node);
        return table && pl_sema_check_table(ck, table) && !table->broken &&
            has_ranges(table->object);
    case PL_NODE_CASES:
        for (uint32_t i = 0; i < node->count; i++)
            ranged = ranged || pl_sema_may_be_ranged(ck, at, pl_sema_kid(pl_sema_kid(node, i), 0));
        return ranged;
    case PL_NODE_ELSE:
        return pl_sema_may_be_ranged(ck, at, pl_sema_kid(node, 0)) ||
            pl_sema_may_be_ranged(ck, at, pl_sema_kid(node, 1));
    default: return false;
    }
}

/* ### one end */

/* The measure that is the upper end of a definition, made when it is first asked for. */
static pl_symbol *upper_of(pl_checker *ck, pl_symbol *symbol) {
    const pl_measure *lower = symbol->object;
    pl_measure *upper;

    if (symbol->upper)
        return symbol->upper;
    upper = PL_MAKE(ck->arena, pl_measure);
    *upper = (pl_measure){.name = pl_arena_format(ck->arena, "high(%s)", symbol->name),
                          .title = lower->title,
                          .entity = lower->entity,
                          .defined = true,
                          .span = lower->span,
                          .type = {.base = PL_POISON}};
    symbol->upper = PL_MAKE(ck->arena, pl_symbol);
    *symbol->upper = (pl_symbol){.kind = PL_SYMBOL_MEASURE,
                                 .name = upper->name,
                                 .owner = upper->entity,
                                 .object = upper,
                                 .node = symbol->node,
                                 .span = symbol->span,
                                 .end = PL_NORM_HIGH};
    return symbol->upper;
}

static pl_expr *end_of_name(pl_checker *ck, pl_entity *at, const pl_node *node, pl_norm_end end) {
    pl_symbol *symbol = named(ck, at, node);

    assert(symbol && end != PL_NORM_SINGLE);
    ck->saw_range = ck->saw_range || is_ranged_name(ck, at, node);
    if (symbol->kind == PL_SYMBOL_PARAMETER)
        return pl_sema_parameter(ck, symbol->object, node->span, end);
    if (end == PL_NORM_HIGH && pl_sema_check_measure(ck, symbol) &&
        ((const pl_measure *)symbol->object)->ranged)
        symbol = upper_of(ck, symbol);
    return pl_sema_measure_end(ck, at, symbol, node->span);
}

/* A column without ranges has no ends. */
static pl_expr *end_of_lookup(pl_checker *ck, pl_entity *at, const pl_node *node, pl_norm_end end) {
    pl_expr *expr = pl_sema_lookup_end(ck, at, node, end);

    if (expr->kind != PL_EXPR_LOOKUP)
        return expr;
    if (expr->table->columns.items[expr->column].ranges)
        ck->saw_range = true;
    else
        expr->end = PL_NORM_SINGLE;
    return expr;
}

pl_expr *pl_sema_end_of(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members,
                        pl_norm_end end) {
    if (end == PL_NORM_SINGLE || !pl_sema_may_be_ranged(ck, at, node))
        return pl_sema_expr(ck, at, node, members);
    if (pl_sema_is(node, PL_NODE_INDEX))
        return end_of_lookup(ck, at, node, end);
    if (!pl_sema_is(node, PL_NODE_CASES) && !pl_sema_is(node, PL_NODE_ELSE))
        return end_of_name(ck, at, node, end);
    ck->end = end;
    return pl_sema_expr(ck, at, node, members);
}

/* Has the node an end: is it a norm, or the name of one, of whatever kind? */
static bool is_norm(pl_checker *ck, pl_entity *at, const pl_node *node) {
    if (pl_sema_is(node, PL_NODE_INDEX))
        return true;
    if (pl_sema_is(node, PL_NODE_NAME) || pl_sema_is(node, PL_NODE_QUALIFIED))
        return named(ck, at, node) != NULL;
    return pl_sema_may_be_ranged(ck, at, node);
}

pl_expr *pl_sema_norm_end(pl_checker *ck, pl_entity *at, const pl_node *node, pl_norm_end end) {
    const pl_node *norm = pl_sema_kid(node, 0);
    bool saw = ck->saw_range; /* one end is no range */
    pl_expr *expr;

    assert(node->text && end != PL_NORM_SINGLE);
    if (node->count != 1 || !is_norm(ck, at, norm)) {
        PL_REPORT(ck->diags, NO_NORM_END, node->span, node->text);
        return pl_sema_poison(ck, node->span);
    }
    if (pl_sema_is(norm, PL_NODE_INDEX) &&
        (table_of(ck, norm) || !pl_sema_may_be_ranged(ck, at, norm)))
        return pl_sema_lookup_end(ck, at, norm, end);
    expr = pl_sema_end_of(ck, at, norm, NULL, end);
    ck->saw_range = saw;
    return expr;
}
