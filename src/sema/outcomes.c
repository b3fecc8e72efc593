/* outcomes.c - the cases of grades and decisions: which names they give, and under which conditions.
 * Both become strict case lists of members: of a set of their own, or of the levels that a decision
 * names. Who asks for the outcome is in verdicts.c. */
#include <assert.h>

#include "sema/checker.h"

static pl_enum *make_set(pl_checker *ck, pl_span span) {
    pl_enum *set = PL_MAKE(ck->arena, pl_enum);

    set->span = span;
    PL_PUSH(ck->arena, &ck->model->enums, set);
    return set;
}

/* The member of that name, new or not; -1 when there is no room. */
static int add_member(pl_checker *ck, pl_enum *set, const char *name) {
    int index = pl_enum_find(set, name);

    if (index >= 0)
        return index;
    if (set->members.len == PL_MOST_MEMBERS) {
        PL_REPORT(ck->diags, TOO_MANY_MEMBERS, set->span,
                  pl_arena_format(ck->arena, "%d", PL_MOST_MEMBERS));
        return -1;
    }
    PL_PUSH(ck->arena, &set->members, name);
    return (int)set->members.len - 1;
}

static pl_expr *member(pl_checker *ck, const pl_enum *set, int index, pl_span span) {
    const pl_type type = {.base = PL_MEMBER, .members = set};

    assert(index >= 0 && (uint32_t)index < set->members.len);
    return pl_sema_constant(ck, type, (pl_value){.base = PL_MEMBER, .index = index}, span);
}

/* The case list of a rule; NULL where a part of it is wrong. */
static void set_outcome(pl_checker *ck, pl_rule *rule, pl_expr **kids, uint32_t count,
                        pl_span span) {
    for (uint32_t i = 0; i < count; i += 2)
        if (!kids[i] || pl_sema_is_poison(kids[i]) ||
            (kids[i + 1] && pl_sema_is_poison(kids[i + 1])))
            return;
    assert(count >= 2 && kids[0]->type.base == PL_MEMBER);
    rule->outcome = pl_sema_make(ck, PL_EXPR_CASES, kids[0]->type, NULL, span);
    rule->outcome->strict = true;
    pl_sema_adopt(ck, rule->outcome, kids, count);
}

/* ### grades */

/* A grade that stands in several cases flags in all of them, or in none. */
static void note_flag(pl_checker *ck, pl_rule *rule, const pl_node *node, int index, bool first) {
    bool flags = pl_sema_given(pl_sema_kid(node, 1));

    if (!first && rule->flags[index] != flags)
        PL_REPORT(ck->diags, GRADE_FLAGS_DIFFER, node->span, node->text);
    rule->flags[index] = flags;
}

void pl_sema_grade(pl_checker *ck, pl_rule *rule, const pl_node *grade) {
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, 2 * (size_t)grade->count + 2);
    pl_enum *set = make_set(ck, grade->span);

    if (rule->flags) {
        PL_REPORT(ck->diags, DOUBLE_CLAUSE, grade->span, "grade");
        return;
    }
    rule->flags = PL_MAKE_ARRAY(ck->arena, bool, grade->count + 1);
    for (uint32_t i = 0; i < grade->count; i++) {
        const pl_node *node = pl_sema_kid(grade, i);
        uint32_t before = set->members.len;
        int index = node->text ? add_member(ck, set, node->text) : -1;

        if (index < 0)
            return;
        note_flag(ck, rule, node, index, set->members.len > before);
        kids[2 * i] = member(ck, set, index, node->span);
        if (pl_sema_kid(node, 0)->kind != PL_NODE_ABSENT)
            kids[2 * i + 1] = pl_sema_condition(ck, rule->entity, pl_sema_kid(node, 0));
    }
    set_outcome(ck, rule, kids, 2 * grade->count, grade->span);
}

/* ### decisions */

static const pl_enum *find_levels(pl_checker *ck, const pl_node *name) {
    PL_VEC(const char *) names = {0};
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_LEVELS, NULL, name->text);
    pl_guess guess;

    if (symbol)
        return symbol->object;
    pl_guess_start(&guess, name->text);
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_LEVELS) {
            pl_guess_offer(&guess, ck->symbols.items[i]->name, ck->symbols.items[i]);
            PL_PUSH(ck->arena, &names, ck->symbols.items[i]->name);
        }
    if (!ck->parts_unread || guess.best)
        PL_REPORT(ck->diags, UNKNOWN_LEVELS, name->span, name->text,
                  names.len > 0 ? pl_sema_hint_list(ck, &guess, names.items, names.len)
                                : _("declare them, as in `levels oordeel laag < hoog`"));
    return NULL;
}

/* A value of the levels that the decision gives. */
static pl_expr *level_value(pl_checker *ck, const pl_rule *rule, const pl_node *node,
                            const pl_enum *levels) {
    pl_expr *value = pl_sema_expr(ck, rule->entity, node, levels);

    if (pl_sema_is_poison(value) ||
        (value->type.base == PL_MEMBER && value->type.members == levels))
        return value;
    PL_REPORT(ck->diags, DECISION_VALUE, node->span, pl_sema_written(ck, node),
              pl_type_words(ck->arena, value->type), levels->name);
    return NULL;
}

/* A quoted text; a bare name could be anything. */
static pl_expr *text_value(pl_checker *ck, pl_enum *set, const pl_node *node) {
    const char *written;
    int index;

    if (pl_sema_is(node, PL_NODE_TEXT) && node->text) {
        index = add_member(ck, set, node->text);
        return index < 0 ? NULL : member(ck, set, index, node->span);
    }
    written = pl_sema_written(ck, node);
    if (pl_sema_given(node))
        PL_REPORT(ck->diags, DECISION_NAME, node->span, written);
    return NULL;
}

/* DECISION: title? entity-NAME levels-NAME? CASES clause* */
void pl_sema_decision(pl_checker *ck, pl_rule *rule, const pl_node *decision) {
    const pl_node *gives = pl_sema_kid(decision, 2), *cases = pl_sema_kid(decision, 3);
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, 2 * (size_t)cases->count + 2);
    const pl_enum *levels = gives->text ? find_levels(ck, gives) : NULL;
    pl_enum *set = gives->text ? NULL : make_set(ck, cases->span);

    if (!pl_sema_is(cases, PL_NODE_CASES) || (!levels && !set))
        return;
    assert(rule->kind == PL_DECISION && cases->count > 0);
    for (uint32_t i = 0; i < cases->count; i++) {
        const pl_node *node = pl_sema_kid(cases, i), *condition = pl_sema_kid(node, 1);

        kids[2 * i] = set ? text_value(ck, set, pl_sema_kid(node, 0))
                          : level_value(ck, rule, pl_sema_kid(node, 0), levels);
        if (condition->kind != PL_NODE_ABSENT)
            kids[2 * i + 1] = pl_sema_condition(ck, rule->entity, condition);
    }
    set_outcome(ck, rule, kids, 2 * cases->count, cases->span);
}
