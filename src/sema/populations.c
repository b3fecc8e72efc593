/* populations.c - populations: some of the rows of an entity, with a name. To belong to one is a
 * definition of the entity, made of the scope and the exceptions, so that a population is a name for
 * `where` in an aggregate, a scope with exceptions in `for each`, and a condition elsewhere. */
#include <assert.h>

#include "sema/checker.h"

static const pl_type truth_type = {.base = PL_TRUTH};

/* ### declarations */

/* POPULATION: title? clause* */
static const pl_node *find_for_each(pl_checker *ck, const pl_node *node) {
    const pl_node *found = NULL;

    for (uint32_t i = 1; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i);

        if (!pl_sema_is(clause, PL_NODE_FOR_EACH))
            continue;
        if (found)
            PL_REPORT(ck->diags, SAID_TWICE, clause->span, "for each");
        else
            found = clause;
    }
    return found;
}

static void declare_population(pl_checker *ck, const pl_node *node) {
    const pl_node *of = find_for_each(ck, node), *title = pl_sema_kid(node, 0);
    pl_population *made = PL_MAKE(ck->arena, pl_population);
    pl_measure *membership = PL_MAKE(ck->arena, pl_measure);

    if (!node->text)
        return;
    if (!of && !pl_sema_has_error(node))
        PL_REPORT(ck->diags, POPULATION_OF_WHAT, pl_sema_name_span(node), node->text);
    made->entity = of ? pl_sema_need_entity(ck, of->text, pl_sema_name_span(of)) : NULL;
    if (!made->entity)
        return;
    made->name = node->text;
    made->title = pl_sema_is(title, PL_NODE_TEXT) ? title->text : NULL;
    made->span = pl_sema_name_span(node);
    made->membership = membership;
    *membership = (pl_measure){.name = made->name,
                               .title = made->title,
                               .entity = made->entity,
                               .defined = true,
                               .population = made,
                               .type = {.base = PL_POISON},
                               .span = made->span};
    if (!pl_sema_declare(ck, PL_SYMBOL_POPULATION, NULL, node, made) ||
        !pl_sema_declare(ck, PL_SYMBOL_MEASURE, made->entity, node, membership))
        return;
    PL_PUSH(ck->arena, &made->entity->measures, membership);
    made->index = ck->model->populations.len;
    PL_PUSH(ck->arena, &ck->model->populations, made);
}

void pl_sema_declare_populations(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_POPULATION, declare_population);
}

/* ### who belongs to it */

static void read_clause(pl_checker *ck, pl_population *population, const pl_node *clause) {
    const pl_node *condition = pl_sema_kid(clause, 0);

    switch (clause->kind) {
    case PL_NODE_FOR_EACH:
        if (!population->scope && condition->kind != PL_NODE_ABSENT)
            population->scope = pl_sema_condition(ck, population->entity, condition);
        break;
    case PL_NODE_EXCEPT:
        PL_PUSH(ck->arena, &population->exceptions,
                pl_sema_condition(ck, population->entity, condition));
        break;
    case PL_NODE_CITE:
    case PL_NODE_NOTE:
    case PL_NODE_ERROR: break;
    default:
        PL_REPORT(ck->diags, POPULATION_CLAUSE, clause->span, pl_sema_written(ck, clause));
        break;
    }
}

/* `no when EXCEPTION, .., SCOPE otherwise`: an exception that is unknown leaves it open. */
static pl_expr *combine(pl_checker *ck, const pl_population *population) {
    uint32_t count = 2 * (population->exceptions.len + 1);
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, count), *cases;

    for (uint32_t i = 0; i < population->exceptions.len; i++) {
        pl_expr *exception = population->exceptions.items[i];

        if (pl_sema_is_poison(exception))
            return exception;
        kids[2 * i] = pl_sema_constant(
            ck, truth_type, (pl_value){.base = PL_TRUTH, .truth = PL_FALSE}, exception->span);
        kids[2 * i + 1] = exception;
    }
    kids[count - 2] = population->scope
        ? population->scope
        : pl_sema_constant(ck, truth_type, (pl_value){.base = PL_TRUTH, .truth = PL_TRUE},
                           population->span);
    if (pl_sema_is_poison(kids[count - 2]) || count == 2)
        return kids[count - 2];
    cases = pl_sema_make(ck, PL_EXPR_CASES, truth_type, NULL, population->span);
    pl_sema_adopt(ck, cases, kids, count);
    return cases;
}

pl_expr *pl_sema_membership(pl_checker *ck, const pl_symbol *symbol) {
    const pl_node *node = symbol->node;
    const pl_measure *membership = symbol->object;
    pl_population *population;

    assert(membership->population && membership->population->exceptions.len == 0);
    population = ck->model->populations.items[membership->population->index];
    for (uint32_t i = 1; i < node->count; i++)
        read_clause(ck, population, pl_sema_kid(node, i));
    if (!population->scope && population->exceptions.len == 0 && !pl_sema_has_error(node))
        PL_REPORT(ck->diags, POPULATION_OF_ALL, population->span, population->name,
                  population->entity->name);
    return combine(ck, population);
}

/* ### where it is used */

pl_entity *pl_sema_need_rows(pl_checker *ck, const char *name, pl_span span,
                             const pl_population **population) {
    pl_symbol *symbol = name ? pl_sema_find(ck, PL_SYMBOL_POPULATION, NULL, name) : NULL;

    *population = NULL;
    if (!symbol || symbol->kind != PL_SYMBOL_POPULATION)
        return pl_sema_need_entity(ck, name, span);
    *population = symbol->object;
    return (*population)->entity;
}

static pl_expr *membership_of(pl_checker *ck, const pl_population *population, pl_span span) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_MEASURE, population->entity, population->name);

    if (!symbol || symbol->object != population->membership) /* the name means something else */
        return pl_sema_poison(ck, span);
    return pl_sema_measure(ck, population->entity, symbol, span);
}

pl_expr *pl_sema_members(pl_checker *ck, const pl_population *population, pl_expr *where,
                         pl_span span) {
    return population ? pl_sema_both(ck, membership_of(ck, population, span), where) : where;
}

bool pl_sema_check_population(pl_checker *ck, const pl_population *population, pl_span span) {
    return !pl_sema_is_poison(membership_of(ck, population, span));
}
