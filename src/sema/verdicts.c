/* verdicts.c - verdicts, grades and decisions as values elsewhere: `x is not met`, `x >= voldoende`,
 * and how many of a set of conditions hold. A rule that is used is checked first, so that one that
 * needs itself shows the way round. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

static const pl_type truth_type = {.base = PL_TRUTH};

/* ### the rule */

bool pl_sema_is_rule_name(const pl_checker *ck, const char *name) {
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_RULE && ck->symbols.items[i]->name == name)
            return true;
    return false;
}

/* A rule of the rows of `at`, or of one above them. */
static bool is_above(pl_checker *ck, const pl_entity *at, const pl_rule *rule, pl_span span) {
    if (pl_entity_is_within(at, rule->entity))
        return true;
    if (pl_entity_is_within(rule->entity, at))
        PL_REPORT(ck->diags, RULE_BELOW, span, rule->name, rule->entity->name, at->name);
    else
        PL_REPORT(ck->diags, RULE_BESIDE, span, rule->name, rule->entity->name, at->name);
    return false;
}

/* The rule, ready to be asked from rows of `at`; NULL after a diagnostic. */
static pl_rule *use_rule(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_span span) {
    pl_rule *rule = symbol->object;

    if (!rule->entity || !is_above(ck, at, rule, span))
        return NULL;
    if (!pl_sema_check_rule(ck, symbol)) {
        PL_REPORT(ck->diags, RULE_CIRCLE, span, symbol->name, pl_sema_circle(ck, symbol));
        return NULL;
    }
    rule->used = true;
    return rule;
}

static pl_expr *ask(pl_checker *ck, pl_entity *at, pl_expr_kind kind, pl_type type,
                    const pl_rule *rule, pl_span span) {
    pl_expr *expr = pl_sema_make(ck, kind, type, rule->entity, span);

    assert(kind == PL_EXPR_VERDICT || kind == PL_EXPR_OUTCOME);
    expr->rule = rule;
    return expr->entity == at ? expr : pl_sema_lift(ck, at, rule->entity, expr);
}

/* ### verdicts */

typedef struct asked_word {
    const char *word;
    pl_asked asked;
    bool opposite;
} asked_word;

static const asked_word asked_words[] = {
    {"met", PL_ASKED_MET, false},         {"not met", PL_ASKED_NOT_MET, false},
    {"unknown", PL_ASKED_UNKNOWN, false}, {"not unknown", PL_ASKED_UNKNOWN, true},
    {"no norm", PL_ASKED_NO_NORM, false}, {"exempt", PL_ASKED_EXEMPT, false},
    {"not exempt", PL_ASKED_EXEMPT, true}};

static const asked_word *find_word(const char *word) {
    for (size_t i = 0; word && i < sizeof asked_words / sizeof *asked_words; i++)
        if (strcmp(asked_words[i].word, word) == 0)
            return &asked_words[i];
    return NULL;
}

/* The rule that is asked; NULL after saying what else the name is. */
static pl_symbol *find_asked(pl_checker *ck, pl_entity *at, const pl_node *node) {
    bool named = pl_sema_is(node, PL_NODE_NAME) || pl_sema_is(node, PL_NODE_QUALIFIED);
    const char *own = node->span.source ? pl_sema_own_handbook(ck, node->span.source) : NULL;
    pl_entity *above;
    pl_symbol *other;

    if (!pl_sema_given(node))
        return NULL;
    if (!named) {
        PL_REPORT(ck->diags, NOT_A_RULE, node->span, pl_sema_written(ck, node));
        return NULL;
    }
    other = pl_sema_is(node, PL_NODE_NAME) && !pl_sema_is_rule_name(ck, node->text)
        ? pl_sema_find_upward(ck, at, node->text, &above)
        : NULL;
    if (other) {
        PL_REPORT(ck->diags, NOT_A_RULE, node->span, pl_sema_written(ck, node));
        return NULL;
    }
    return pl_sema_find_rule_symbol(ck, node, own);
}

/* What comes after all verdicts: the standing of deadlines, and waivers. */
static void refuse_later(pl_checker *ck, const pl_node *node, const pl_rule *rule) {
    bool is_not = strncmp(node->text, "not ", 4) == 0;
    const char *word = node->text + (is_not ? 4 : 0);
    const char *way_out;

    assert(rule->kind == PL_DEADLINE || !find_word(node->text));
    if (rule->kind != PL_DEADLINE && strcmp(word, "waived") != 0) {
        PL_REPORT(ck->diags, NOT_A_DEADLINE, node->span, rule->name, word);
        return;
    }
    if (rule->kind == PL_DEADLINE)
        way_out =
            _("deadlines are settled when all rules have their verdict: ask for the rows that "
              "are its evidence");
    else
        way_out = pl_arena_format(
            ck->arena, _("waivers come after all verdicts: write `%s is not met`"), rule->name);
    PL_REPORT(ck->diags, ASKED_TOO_EARLY, node->span, pl_sema_written(ck, node), way_out);
}

pl_expr *pl_sema_verdict(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *operand = pl_sema_kid(node, 0);
    const asked_word *word = find_word(node->text);
    pl_symbol *symbol;
    pl_rule *rule;
    pl_expr *expr;

    symbol = node->text ? find_asked(ck, at, operand) : NULL;
    rule = symbol ? use_rule(ck, at, symbol, operand->span) : NULL;
    if (!rule)
        return pl_sema_poison(ck, node->span);
    if (!word || rule->kind == PL_DEADLINE) {
        refuse_later(ck, node, rule);
        return pl_sema_poison(ck, node->span);
    }
    if (rule->kind == PL_DECISION && word->asked <= PL_ASKED_NOT_MET) {
        PL_REPORT(ck->diags, DECISION_MET, node->span, rule->name);
        return pl_sema_poison(ck, node->span);
    }
    expr = ask(ck, at, PL_EXPR_VERDICT, truth_type, rule, node->span);
    (expr->kind == PL_EXPR_UP ? expr->kids[0] : expr)->asked = word->asked;
    return word->opposite ? pl_sema_not(ck, expr) : expr;
}

/* ### outcomes */

pl_expr *pl_sema_outcome(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_span span) {
    pl_rule *rule = use_rule(ck, at, symbol, span);

    if (!rule)
        return pl_sema_poison(ck, span);
    if (rule->outcome)
        return ask(ck, at, PL_EXPR_OUTCOME, rule->outcome->type, rule, span);
    if (rule->kind != PL_DECISION && !rule->flags)
        PL_REPORT(ck->diags, RULE_AS_VALUE, span, rule->name);
    return pl_sema_poison(ck, span); /* or its cases are wrong, which was said */
}

/* ### how many hold */

/* HOLD: amount-NUMBER LIST of conditions */
pl_expr *pl_sema_hold(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_TALLY, truth_type, NULL, node->span);
    const pl_node *list = pl_sema_kid(node, 1);
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, list->count + 1);
    bool sound = pl_sema_quantity(ck, node, expr) && list->count > 0;

    for (uint32_t i = 0; i < list->count; i++) {
        kids[i] = pl_sema_condition(ck, at, pl_sema_kid(list, i));
        sound = sound && !pl_sema_is_poison(kids[i]);
    }
    if (!sound)
        return pl_sema_poison(ck, node->span);
    pl_sema_adopt(ck, expr, kids, list->count);
    if (!expr->percent &&
        pl_number_compare(expr->amount, pl_number_make(ck->arena, list->count, 1)) > 0) {
        PL_REPORT(ck->diags, HOLD_TOO_MANY, pl_sema_kid(node, 0)->span,
                  pl_sema_written(ck, pl_sema_kid(node, 0)),
                  pl_arena_format(ck->arena, "%u", list->count));
        return pl_sema_poison(ck, node->span);
    }
    return expr;
}
