/* named_rules.c - which rule is meant by a name outside the rules: in a waiver, in a test.
 * The name of a handbook before it settles what is unclear. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* The rules of one name, and the one that is meant. */
typedef struct candidates {
    pl_symbol *meant;
    uint32_t count;
    pl_buffer names; /* "`a.x` or `b.x`" */
} candidates;

static bool stands_in(const pl_symbol *rule, const char *handbook) {
    const pl_handbook *book = rule->owner;

    return !handbook || strcmp(book->name, handbook) == 0;
}

/* Without the name of a handbook, the rule of its own handbook or file is meant, else the only one. */
static candidates find_rules(const pl_checker *ck, const pl_node *node, const char *own) {
    const pl_node *book = pl_sema_kid(node, 0);
    candidates found = {0};
    bool settled = false;

    pl_buffer_init(&found.names);
    for (pl_symbol *symbol = pl_sema_rules_named(ck, node->text); symbol;
         symbol = symbol->next_named) {
        bool here = stands_in(symbol, own) && (own || symbol->span.source == node->span.source);

        if (!stands_in(symbol, pl_sema_given(book) ? book->text : NULL))
            continue;
        pl_buffer_printf(&found.names, "%s`%s.%s`", found.count > 0 ? ", " : "",
                         ((const pl_handbook *)symbol->owner)->name, symbol->name);
        found.count++;
        if (!settled)
            found.meant = symbol;
        settled = settled || here;
    }
    if (settled)
        found.count = 1;
    return found;
}

/* "handbook.rule" where a handbook is named. */
static const char *name_of(pl_checker *ck, const char *handbook, const char *rule) {
    return handbook ? pl_arena_format(ck->arena, "%s.%s", handbook, rule) : rule;
}

static void say_unknown(pl_checker *ck, const pl_node *node) {
    const char *book = pl_sema_kid(node, 0)->text, *wanted = name_of(ck, book, node->text);
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    pl_guess_start(&guess, wanted);
    for (uint32_t i = 0; i < ck->symbols.len; i++) {
        const pl_symbol *symbol = ck->symbols.items[i];
        const pl_handbook *owner = symbol->owner;

        if (symbol->kind != PL_SYMBOL_RULE)
            continue;
        PL_PUSH(ck->arena, &names, name_of(ck, book ? owner->name : NULL, symbol->name));
        pl_guess_offer(&guess, names.items[names.len - 1], book ? NULL : symbol);
    }
    if (guess.best || !ck->parts_unread)
        PL_REPORT(ck->diags, UNKNOWN_RULE, node->span, wanted,
                  pl_sema_hint_list(ck, &guess, names.items, names.len));
}

/* `wettelijk_1F.plan`: the deadline that a rule makes of what is not met; in its own handbook or file
 * first. NULL when there is none. */
static const pl_rule *find_consequence(const pl_checker *ck, const pl_node *node, const char *own) {
    const char *of = pl_sema_kid(node, 0)->text;
    const pl_rule *found = NULL;

    for (uint32_t i = 0; of && i < ck->model->rules.len; i++) {
        const pl_rule *rule = ck->model->rules.items[i];
        const pl_rule *failed = rule->deadline ? rule->deadline->failed : NULL;
        bool here = failed &&
            (own ? strcmp(rule->handbook->name, own) == 0 : rule->span.source == node->span.source);

        if (failed && strcmp(failed->name, of) == 0 &&
            strcmp(rule->name + strlen(of) + 1, node->text) == 0 && (!found || here))
            found = rule;
    }
    return found;
}

pl_symbol *pl_sema_find_rule_symbol(pl_checker *ck, const pl_node *node, const char *own) {
    candidates found;
    pl_symbol *meant = NULL;

    if (!node->text)
        return NULL;
    found = find_rules(ck, node, own);
    if (found.count == 0)
        say_unknown(ck, node);
    else if (found.count > 1)
        PL_REPORT(ck->diags, RULE_UNCLEAR, node->span, node->text, found.names.ptr);
    else
        meant = found.meant;
    pl_buffer_fini(&found.names);
    return meant;
}

const pl_rule *pl_sema_find_rule(pl_checker *ck, const pl_node *node, const char *own) {
    const pl_rule *rule = node->text ? find_consequence(ck, node, own) : NULL;
    const pl_symbol *symbol;

    if (rule)
        return rule;
    symbol = pl_sema_find_rule_symbol(ck, node, own);
    rule = symbol ? symbol->object : NULL;
    return rule && rule->entity ? rule : NULL;
}

const char *pl_sema_own_handbook(const pl_checker *ck, const pl_source *source) {
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_RULE &&
            ck->symbols.items[i]->span.source == source)
            return ((const pl_handbook *)ck->symbols.items[i]->owner)->name;
    return NULL;
}
