/* deadlines.c - deadlines, and the `on failure` of rules, which are deadlines for what is not met.
 * A deadline is a rule without clauses; rules.c reads what it has in common with rules. Its timing
 * may name another deadline, so it is read when all are known. timing.c reads it. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* ### the day of a row */

static pl_expr *field_expr(pl_checker *ck, pl_entity *entity, const pl_field *field, pl_span span) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_FIELD, field->type, entity, span);

    assert(field->entity == entity);
    expr->field = field;
    return expr;
}

static const pl_field *field_named(const pl_entity *entity, const char *name) {
    for (uint32_t i = 0; i < entity->fields.len; i++)
        if (strcmp(entity->fields.items[i]->name, name) == 0)
            return entity->fields.items[i];
    return NULL;
}

pl_expr *pl_sema_day_of(pl_checker *ck, pl_entity *entity, pl_span span) {
    const pl_field *found = field_named(entity, "datum");
    PL_VEC(const char *) names = {0};
    const char *list = "";

    if (found && found->type.base == PL_DATE)
        return field_expr(ck, entity, found, span);
    for (uint32_t i = 0; i < entity->fields.len; i++)
        if (entity->fields.items[i]->type.base == PL_DATE) {
            found = entity->fields.items[i];
            PL_PUSH(ck->arena, &names, found->name);
        }
    if (names.len == 1)
        return field_expr(ck, entity, found, span);
    for (uint32_t i = 0; i < names.len; i++)
        list = pl_arena_format(ck->arena, "%s%s`%s`", list, i > 0 ? ", " : "", names.items[i]);
    if (names.len > 1)
        PL_REPORT(ck->diags, DAY_FIELDS, span, entity->name, list);
    else if (!pl_sema_is_broken(ck, entity))
        PL_REPORT(ck->diags, NO_DAY_FIELD, span, entity->name);
    return NULL;
}

/* ### clauses */

static pl_phase phase_of(const char *word) {
    static const char *const words[] = {"", "plan", "do", "check", "act"};

    for (int phase = PL_PHASE_PLAN; word && phase <= PL_PHASE_ACT; phase++)
        if (strcmp(word, words[phase]) == 0)
            return (pl_phase)phase;
    return PL_PHASE_NONE;
}

static void read_roles(pl_checker *ck, pl_deadline *deadline, const pl_node *by) {
    if (pl_sema_is(by, PL_NODE_BY))
        pl_sema_need_roles(ck, by);
    for (uint32_t i = 0; i < by->count; i++)
        if (pl_sema_kid(by, i)->text)
            PL_PUSH(ck->arena, &deadline->roles, pl_sema_kid(by, i)->text);
}

/* True when it is evidence of the subject. */
static bool set_evidence(pl_checker *ck, const pl_rule *rule, pl_deadline *deadline,
                         pl_entity *entity, pl_span span) {
    if (!pl_entity_is_within(entity, rule->entity)) {
        PL_REPORT(ck->diags, EVIDENCE_ELSEWHERE, span, entity->name, rule->entity->name,
                  pl_sema_relations_below(ck, rule->entity));
        return false;
    }
    deadline->evidence_day = pl_sema_day_of(ck, entity, span);
    deadline->evidence = deadline->evidence_day ? entity : NULL;
    return deadline->evidence != NULL;
}

static void read_evidence(pl_checker *ck, const pl_rule *rule, pl_deadline *deadline,
                          const pl_node *node) {
    const pl_node *where = pl_sema_kid(node, 0);
    pl_span name = pl_sema_name_span(node);
    pl_entity *entity = node->text ? pl_sema_need_entity(ck, node->text, name) : NULL;

    if (!entity || !set_evidence(ck, rule, deadline, entity, name))
        return;
    if (where->kind != PL_NODE_ABSENT)
        deadline->evidence_where = pl_sema_condition(ck, entity, where);
}

/* ### the region */

static pl_entity *school_above(const pl_checker *ck, pl_entity *entity) {
    const char *name = pl_intern(&ck->compiler->names, pl_str_of("school"));

    for (; entity; entity = entity->parent)
        if (entity->name == name || strcmp(entity->name, name) == 0)
            return entity;
    return NULL;
}

/* Does the timing count school weeks or days, whatever the grace? */
static bool needs_school_weeks(const pl_deadline *deadline) {
    return deadline->has_timing && pl_rhythm_needs_region(&deadline->rhythm, 0);
}

/* Where no school is at or above the subject, the grace is counted in weeks of the calendar. */
static bool needs_region(const pl_deadline *deadline) {
    return deadline->has_timing && pl_rhythm_needs_region(&deadline->rhythm, 1);
}

static void find_region(pl_checker *ck, const pl_rule *rule, pl_deadline *deadline) {
    pl_entity *school = school_above(ck, rule->entity);
    const pl_field *regio = school ? field_named(school, "regio") : NULL;

    if (!needs_region(deadline))
        return;
    if (!school && needs_school_weeks(deadline))
        PL_REPORT(ck->diags, NO_REGION, deadline->span, rule->entity->name);
    if (!school)
        return;
    if (!ck->model->holidays || !regio || regio->type.base != PL_MEMBER) {
        if (!ck->parts_unread)
            PL_REPORT(ck->diags, NO_HOLIDAYS, deadline->span, rule->name);
        return;
    }
    deadline->region =
        pl_sema_lift(ck, rule->entity, school, field_expr(ck, school, regio, deadline->span));
}

/* ### a deadline */

/* NULL when there is none; a second one is refused. A rhythm is a timing. */
static const pl_node *only_clause(pl_checker *ck, const pl_node *node, pl_node_kind kind) {
    const pl_node *found = NULL;

    for (uint32_t i = 2; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i);

        if (!pl_sema_is(clause, kind) &&
            !(kind == PL_NODE_TIMING && pl_sema_is(clause, PL_NODE_RHYTHM)))
            continue;
        if (found && kind == PL_NODE_TIMING)
            PL_REPORT(ck->diags, DEADLINE_TIMINGS, clause->span,
                      pl_span_place(ck->arena, found->span));
        else if (found)
            PL_REPORT(ck->diags, DOUBLE_CLAUSE, clause->span, pl_node_kind_name(kind));
        found = found ? found : clause;
    }
    return found;
}

void pl_sema_begin_deadline(pl_checker *ck, pl_rule *rule, const pl_node *node) {
    pl_deadline *deadline = PL_MAKE(ck->arena, pl_deadline);

    assert(rule->kind == PL_DEADLINE && !rule->deadline && rule->entity);
    deadline->phase = phase_of(pl_sema_kid(node, 1)->text);
    deadline->span = rule->span;
    rule->deadline = deadline;
    PL_PUSH(ck->arena, &ck->deadlines, ((pl_open_deadline){rule, deadline, node}));
}

static void check_declared(pl_checker *ck, const pl_rule *rule, pl_deadline *deadline,
                           const pl_node *node) {
    const pl_node *timing = only_clause(ck, node, PL_NODE_TIMING);
    const pl_node *evidence = only_clause(ck, node, PL_NODE_EVIDENCE);
    bool lost = pl_sema_has_error(node);

    for (uint32_t i = 2; i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), PL_NODE_BY))
            read_roles(ck, deadline, pl_sema_kid(node, i));
    if (deadline->roles.len == 0)
        for (uint32_t i = 0; i < rule->owners.len; i++)
            PL_PUSH(ck->arena, &deadline->roles, rule->owners.items[i]);
    if (timing)
        pl_sema_timing(ck, rule, deadline, timing);
    else if (!lost)
        PL_REPORT(ck->diags, DEADLINE_NO_TIMING, rule->span, rule->name);
    if (evidence)
        read_evidence(ck, rule, deadline, evidence);
    else if (!lost)
        PL_REPORT(ck->diags, DEADLINE_NO_EVIDENCE, rule->span, rule->name);
}

/* ### consequences */

/* `regel = "NAME"`, or with the handbook before it. */
static pl_expr *is_of_rule(pl_checker *ck, pl_entity *entity, const pl_field *regel,
                           const pl_rule *rule, pl_span span) {
    const pl_type text = {.base = PL_TEXT}, truth = {.base = PL_TRUTH};
    const char *names[2] = {rule->name,
                            pl_arena_format(ck->arena, "%s.%s", rule->handbook->name, rule->name)};
    pl_expr *either = pl_sema_make(ck, PL_EXPR_OR, truth, NULL, span), *kids[2];

    for (int i = 0; i < 2; i++) {
        pl_value value = {.base = PL_TEXT,
                          .text = pl_intern(&ck->compiler->names, pl_str_of(names[i]))};
        pl_expr *sides[2] = {field_expr(ck, entity, regel, span),
                             pl_sema_constant(ck, text, value, span)};

        kids[i] = pl_sema_make(ck, PL_EXPR_COMPARE, truth, NULL, span);
        kids[i]->compare = PL_EQ;
        pl_sema_adopt(ck, kids[i], sides, 2);
    }
    pl_sema_adopt(ck, either, kids, 2);
    return either;
}

/* Of a school it is `plan`, of another entity E `plan_E`, unless `plan` lies below E too. */
static void find_plan_rows(pl_checker *ck, const pl_rule *rule, pl_deadline *deadline,
                           const char *name) {
    const char *names[2] = {name, pl_arena_format(ck->arena, "%s_%s", name, rule->entity->name)};
    const char *wanted = names[strcmp(rule->entity->name, "school") != 0];

    for (int i = 0; i < 2; i++) {
        pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL,
                                         pl_intern(&ck->compiler->names, pl_str_of(names[i])));
        pl_entity *entity = symbol && symbol->kind == PL_SYMBOL_ENTITY ? symbol->object : NULL;
        const pl_field *regel = entity ? field_named(entity, "regel") : NULL;

        if (!regel || regel->type.base != PL_TEXT || !pl_entity_is_within(entity, rule->entity))
            continue;
        if (set_evidence(ck, rule, deadline, entity, deadline->span))
            deadline->evidence_where =
                is_of_rule(ck, entity, regel, deadline->failed, deadline->span);
        return;
    }
    if (!ck->parts_unread)
        PL_REPORT(ck->diags, PLAN_NOWHERE, deadline->span, rule->name, wanted, rule->entity->name);
}

/* A plan with a term is due so long after the first school day: what is not met is so all year. */
static void read_plan(pl_checker *ck, pl_rule *rule, pl_deadline *deadline, const pl_node *plan) {
    rule->title = pl_sema_kid(plan, 0)->text;
    deadline->phase = PL_PHASE_PLAN;
    for (uint32_t i = 1; i < plan->count; i++) {
        const pl_node *part = pl_sema_kid(plan, i);

        if (pl_sema_is(part, PL_NODE_BY))
            read_roles(ck, deadline, part);
        if (!pl_sema_is(part, PL_NODE_NUMBER))
            continue;
        deadline->span = part->span;
        deadline->rhythm = (pl_rhythm){.kind = PL_RHYTHM_WITHIN, .anchor = {PL_ANCHOR_START}};
        deadline->has_timing = pl_sema_term(ck, part, &deadline->rhythm.term);
    }
}

static void check_consequence(pl_checker *ck, pl_rule *rule, pl_deadline *deadline,
                              const pl_node *node) {
    bool plan = pl_sema_is(node, PL_NODE_PLAN);

    deadline->span = node->span;
    if (plan) {
        read_plan(ck, rule, deadline, node);
    } else {
        deadline->phase = PL_PHASE_CHECK;
        pl_sema_timing(ck, rule, deadline, pl_sema_kid(node, 0));
        read_roles(ck, deadline, pl_sema_kid(node, 1));
    }
    find_plan_rows(ck, rule, deadline, plan ? "plan" : "planevaluatie");
}

/* What the rule is, its consequence is: subjects, place in the handbook, days on which it holds. */
static void add_consequence(pl_checker *ck, const pl_rule *of, const pl_node *node) {
    pl_rule *rule = PL_MAKE(ck->arena, pl_rule);
    pl_deadline *deadline = PL_MAKE(ck->arena, pl_deadline);

    *rule = (pl_rule){.kind = PL_DEADLINE,
                      .handbook = of->handbook,
                      .section = of->section,
                      .section_title = of->section_title,
                      .entity = of->entity,
                      .has_from = of->has_from,
                      .has_until = of->has_until,
                      .from = of->from,
                      .until = of->until,
                      .has_provisional = of->has_provisional,
                      .provisional = of->provisional,
                      .span = node->span};
    rule->name = pl_arena_format(ck->arena, "%s.%s", of->name,
                                 pl_sema_is(node, PL_NODE_PLAN) ? "plan" : "evaluate");
    for (uint32_t i = 0; i < of->place.len; i++)
        PL_PUSH(ck->arena, &rule->place, of->place.items[i]);
    for (uint32_t i = 0; i < of->cites.len; i++)
        PL_PUSH(ck->arena, &rule->cites, of->cites.items[i]);
    rule->title = of->title;
    rule->deadline = deadline;
    deadline->failed = of;
    deadline->span = node->span;
    rule->index = ck->model->rules.len;
    PL_PUSH(ck->arena, &ck->model->rules, rule);
    PL_PUSH(ck->arena, &ck->deadlines, ((pl_open_deadline){rule, deadline, node}));
}

void pl_sema_read_failure(pl_checker *ck, const pl_rule *rule, const pl_node *failure) {
    bool seen[2] = {false, false};

    for (uint32_t i = 0; i < failure->count; i++) {
        const pl_node *node = pl_sema_kid(failure, i);
        bool plan = pl_sema_is(node, PL_NODE_PLAN);

        if (!plan && !pl_sema_is(node, PL_NODE_EVALUATE))
            continue;
        if (seen[plan])
            PL_REPORT(ck->diags, DOUBLE_CLAUSE, node->span, pl_node_kind_name(node->kind));
        else
            add_consequence(ck, rule, node);
        seen[plan] = true;
    }
}

/* ### all of them */

/* Reports the circle that the deadline stands in, at the first rule of it. */
static void check_circle(pl_checker *ck, const pl_rule *first) {
    const pl_rule *rule = first->deadline->event_rule;
    const char *chain = first->name;

    for (uint32_t steps = 0; rule && steps < ck->deadlines.len; steps++) {
        chain = pl_arena_format(ck->arena, "%s -> %s", chain, rule->name);
        if (rule == first)
            break;
        if (rule->index < first->index)
            return;
        rule = rule->deadline->event_rule;
    }
    if (rule == first)
        PL_REPORT(ck->diags, EVENT_CIRCLE, first->deadline->span, first->name, chain);
}

void pl_sema_check_deadlines(pl_checker *ck) {
    for (uint32_t i = 0; i < ck->deadlines.len; i++) {
        pl_open_deadline *open = &ck->deadlines.items[i];

        if (open->deadline->failed)
            check_consequence(ck, open->rule, open->deadline, open->node);
        else
            check_declared(ck, open->rule, open->deadline, open->node);
        find_region(ck, open->rule, open->deadline);
    }
    for (uint32_t i = 0; i < ck->deadlines.len; i++)
        check_circle(ck, ck->deadlines.items[i].rule);
    assert(ck->deadlines.len == 0 || ck->model->rules.len > 0);
}
