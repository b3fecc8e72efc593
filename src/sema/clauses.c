/* clauses.c - what stands under a rule or decision. The head - its subject, dates, cites - is read
 * when the rule is declared; what it asks is checked when it is first needed, so that a rule may use
 * the verdict of another wherever that stands. */
#include <assert.h>

#include "sema/checker.h"

static bool once(pl_checker *ck, const pl_node *clause, bool first, const char *word) {
    if (!first)
        PL_REPORT(ck->diags, DOUBLE_CLAUSE, clause->span, word);
    return first;
}

static void for_each(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    if (clause->text && once(ck, clause, !rule->entity, "for each"))
        rule->entity =
            pl_sema_need_rows(ck, clause->text, pl_sema_name_span(clause), &rule->population);
}

/* Who is not in the population is exempt, by the test that leaves him out. */
static void take_population(pl_checker *ck, pl_rule *rule, pl_span span) {
    const pl_population *population = rule->population;

    if (!pl_sema_check_population(ck, population, span))
        return;
    for (uint32_t i = 0; i < population->exceptions.len; i++)
        PL_PUSH(ck->arena, &rule->exceptions, population->exceptions.items[i]);
    rule->scope = pl_sema_both(ck, population->scope, rule->scope);
}

/* `for each E where C`; the NAME of a decision's entity has no condition. */
static void scope(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    const pl_node *condition = pl_sema_kid(clause, 0);

    assert(rule->entity && !rule->scope);
    if (condition->kind != PL_NODE_ABSENT)
        rule->scope = pl_sema_condition(ck, rule->entity, condition);
    if (rule->population)
        take_population(ck, rule, pl_sema_name_span(clause));
    if (!rule->scope || !pl_sema_is_poison(rule->scope))
        rule->scope = pl_sema_inhabited(ck, rule->entity, rule->scope);
}

static void require(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    const pl_node *when = pl_sema_kid(clause, 1);
    pl_clause made = {.span = clause->span};

    assert(rule->entity);
    made.requirement = pl_sema_condition(ck, rule->entity, pl_sema_kid(clause, 0));
    if (when->kind != PL_NODE_ABSENT)
        made.condition = pl_sema_condition(ck, rule->entity, when);
    PL_PUSH(ck->arena, &rule->clauses, made);
}

static void needs(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    const pl_node *condition = pl_sema_kid(clause, 0), *reason = pl_sema_kid(clause, 1);
    pl_need need = {.span = clause->span};

    assert(rule->entity);
    need.condition = pl_sema_condition(ck, rule->entity, condition);
    need.reason = pl_sema_is(reason, PL_NODE_TEXT) && reason->text ? reason->text
                                                                   : pl_sema_written(ck, condition);
    PL_PUSH(ck->arena, &rule->needs, need);
}

static void cite(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    const pl_node *text = pl_sema_kid(clause, 0), *page = pl_sema_kid(clause, 1);

    if (!text->text)
        return;
    PL_PUSH(ck->arena, &rule->cites,
            pl_sema_is(page, PL_NODE_NUMBER)
                ? pl_arena_format(ck->arena, "%s, %s", text->text, pl_sema_written(ck, page))
                : text->text);
}

static void owners(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    pl_sema_need_roles(ck, clause);
    for (uint32_t i = 0; i < clause->count; i++)
        if (pl_sema_kid(clause, i)->text)
            PL_PUSH(ck->arena, &rule->owners, pl_sema_kid(clause, i)->text);
}

static void valid(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    pl_days days = pl_sema_days(ck, pl_sema_kid(clause, 0), pl_sema_kid(clause, 1));

    if (!once(ck, clause, !rule->has_from && !rule->has_until, "valid"))
        return;
    rule->has_from = days.has_from, rule->from = days.from;
    rule->has_until = days.has_until, rule->until = days.until;
}

/* A school year would leave it open whether its first or its last day is meant. */
static void provisional(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    const pl_node *day = pl_sema_kid(clause, 0);
    pl_days days;
    pl_buffer iso;

    if (!once(ck, clause, !rule->has_provisional, "provisional"))
        return;
    days = pl_sema_days(ck, day, pl_sema_kid(clause, 1));
    rule->has_provisional = days.has_from;
    rule->provisional = days.from;
    if (!pl_sema_is(day, PL_NODE_SCHOOLJAAR))
        return;
    pl_buffer_init(&iso);
    pl_date_print(&iso, rule->provisional);
    PL_REPORT(ck->diags, PROVISIONAL_YEAR, day->span, pl_sema_written(ck, day),
              pl_buffer_take(&iso, ck->arena));
}

/* Its own id and "handbook.id" are what the rows may call it. */
static void attested(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    pl_clause made = {.span = clause->span};
    pl_attestation *attestation;

    if (!once(ck, clause, !rule->attestation, "attested by"))
        return;
    attestation = pl_sema_attested(ck, rule->entity, clause);
    if (!attestation)
        return;
    attestation->name = rule->name;
    attestation->qualified = pl_arena_format(ck->arena, "%s.%s", rule->handbook->name, rule->name);
    rule->attestation = attestation;
    made.requirement = pl_sema_judged(ck, pl_sema_attested_expr(ck, attestation));
    PL_PUSH(ck->arena, &rule->clauses, made);
}

/* A decision asks nothing, and never flags. */
static bool suits(pl_checker *ck, const pl_rule *rule, const pl_node *clause) {
    bool foreign = pl_sema_is(clause, PL_NODE_REQUIRE) || pl_sema_is(clause, PL_NODE_PROVISIONAL);

    if (rule->kind == PL_DECISION && foreign)
        PL_REPORT(ck->diags, DECISION_CLAUSE, clause->span, pl_sema_written(ck, clause));
    else if (rule->kind == PL_DEADLINE && pl_sema_is(clause, PL_NODE_REQUIRE))
        PL_REPORT(ck->diags, DEADLINE_REQUIRES, clause->span, rule->name);
    else
        return true;
    return false;
}

/* What is about the subject can only be checked when it is known which entity that is. */
static void subject_clause(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    if (!suits(ck, rule, clause))
        return;
    switch (clause->kind) {
    case PL_NODE_REQUIRE: require(ck, rule, clause); break;
    case PL_NODE_NEEDS: needs(ck, rule, clause); break;
    case PL_NODE_ATTESTED: attested(ck, rule, clause); break;
    case PL_NODE_GRADE: pl_sema_grade(ck, rule, clause); break;
    case PL_NODE_EXCEPT:
        PL_PUSH(ck->arena, &rule->exceptions,
                pl_sema_condition(ck, rule->entity, pl_sema_kid(clause, 0)));
        break;
    default: break;
    }
}

static void plain_clause(pl_checker *ck, pl_rule *rule, const pl_node *clause) {
    switch (clause->kind) {
    case PL_NODE_CITE: cite(ck, rule, clause); break;
    case PL_NODE_OWNER: owners(ck, rule, clause); break;
    case PL_NODE_VALID: valid(ck, rule, clause); break;
    case PL_NODE_PROVISIONAL: provisional(ck, rule, clause); break;
    case PL_NODE_NOTE:
        if (pl_sema_kid(clause, 0)->text)
            PL_PUSH(ck->arena, &rule->notes, pl_sema_kid(clause, 0)->text);
        break;
    default: break;
    }
}

/* Where the clauses begin: behind the parts that every rule, or every decision, has. */
static uint32_t first_clause(const pl_node *node) {
    return pl_sema_is(node, PL_NODE_DECISION) ? 4 : 2;
}

static const pl_node *find_clause(const pl_node *node, pl_node_kind kind) {
    for (uint32_t i = first_clause(node); i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), kind))
            return pl_sema_kid(node, i);
    return NULL;
}

/* A rule asks, or it grades: what both together would mean nobody could say. A clause that could not
 * be read may be the one that seems to be missing. */
static void check_whole(pl_checker *ck, const pl_rule *rule, const pl_node *node) {
    const pl_node *grade = find_clause(node, PL_NODE_GRADE);
    bool asks = find_clause(node, PL_NODE_REQUIRE) || find_clause(node, PL_NODE_ATTESTED);

    if (find_clause(node, PL_NODE_ERROR))
        return;
    if (!find_clause(node, PL_NODE_FOR_EACH))
        PL_REPORT(ck->diags, RULE_WITHOUT_SUBJECT, rule->span, rule->name);
    if (grade && asks)
        PL_REPORT(ck->diags, GRADE_AND_REQUIRE, grade->span, rule->name);
    else if (!grade && !asks && rule->kind != PL_DEADLINE)
        PL_REPORT(ck->diags, RULE_WITHOUT_REQUIRE, rule->span, rule->name);
}

/* ### a whole rule */

void pl_sema_read_head(pl_checker *ck, pl_rule *rule, const pl_node *node) {
    const pl_node *entity = pl_sema_kid(node, 1);

    if (pl_sema_is(node, PL_NODE_DECISION) && entity->text)
        rule->entity = pl_sema_need_rows(ck, entity->text, entity->span, &rule->population);
    for (uint32_t i = first_clause(node); i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), PL_NODE_FOR_EACH))
            for_each(ck, rule, pl_sema_kid(node, i));
    for (uint32_t i = first_clause(node); i < node->count; i++)
        plain_clause(ck, rule, pl_sema_kid(node, i));
    if (!pl_sema_is(node, PL_NODE_DECISION))
        check_whole(ck, rule, node);
}

bool pl_sema_check_rule(pl_checker *ck, pl_symbol *symbol) {
    pl_rule *rule = symbol->object;
    const pl_node *node = symbol->node;
    uint32_t bound = ck->bound; /* what is bound where it is asked for is not known here */

    assert(symbol->kind == PL_SYMBOL_RULE);
    if (symbol->progress != PL_WAITING || !rule->entity)
        return symbol->progress != PL_BUSY;
    symbol->progress = PL_BUSY;
    ck->bound = ck->bindings.len;
    PL_PUSH(ck->arena, &ck->chain, symbol);
    if (pl_sema_is(node, PL_NODE_DECISION)) {
        scope(ck, rule, pl_sema_kid(node, 1));
        pl_sema_decision(ck, rule, node);
    } else {
        scope(ck, rule, find_clause(node, PL_NODE_FOR_EACH));
    }
    for (uint32_t i = first_clause(node); i < node->count; i++)
        subject_clause(ck, rule, pl_sema_kid(node, i));
    assert(ck->chain.len > 0 && ck->chain.items[ck->chain.len - 1] == symbol);
    ck->chain.len--;
    ck->bound = bound;
    symbol->progress = PL_DONE;
    assert(rule->clauses.len > 0 || rule->outcome || rule->kind == PL_DEADLINE ||
           ck->diags->errors > 0);
    return true;
}

void pl_sema_check_rules(pl_checker *ck) {
    for (uint32_t i = 0; i < ck->rules.len; i++)
        pl_sema_check_rule(ck, ck->rules.items[i]);
}
