/* statements.c - what is no rule: roles, and the definitions and tasks of a handbook. They judge nothing; they cite items of the
 * source, and roles are what `owner`, `by` and `attested by` may name. Without any role in a program names of people are taken
 * as they stand: lint says so. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* ### roles that are named */

static const char *hint_role(pl_checker *ck, const char *name) {
    const char *module = pl_sema_hint_module(ck, name, PL_NODE_ROLE, NULL);
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    if (module)
        return module;
    pl_guess_start(&guess, name);
    for (uint32_t i = 0; i < ck->model->statements.len; i++) {
        const pl_statement *role = ck->model->statements.items[i];

        if (role->kind != PL_ROLE)
            continue;
        pl_guess_offer(&guess, role->name, NULL);
        PL_PUSH(ck->arena, &names, role->name);
    }
    assert(names.len > 0);
    return pl_sema_hint_list(ck, &guess, names.items, names.len);
}

static bool some_role(const pl_checker *ck) {
    for (uint32_t i = 0; i < ck->model->statements.len; i++)
        if (ck->model->statements.items[i]->kind == PL_ROLE)
            return true;
    return false;
}

void pl_sema_need_roles(pl_checker *ck, const pl_node *names) {
    if (!some_role(ck))
        return;
    for (uint32_t i = 0; i < names->count; i++) {
        const pl_node *name = pl_sema_kid(names, i);

        if (name->text && !pl_sema_find(ck, PL_SYMBOL_ROLE, NULL, name->text))
            PL_REPORT(ck->diags, UNKNOWN_ROLE, name->span, name->text, hint_role(ck, name->text));
    }
}

/* ### declarations */

static void add_words(pl_checker *ck, pl_statement *statement, const pl_node *node) {
    for (uint32_t i = 1; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i), *text = pl_sema_kid(clause, 0);

        if (pl_sema_is(clause, PL_NODE_CITE) && text->text)
            PL_PUSH(ck->arena, &statement->cites, text->text);
        else if (pl_sema_is(clause, PL_NODE_NOTE) && text->text)
            PL_PUSH(ck->arena, &statement->notes, text->text);
    }
}

static pl_statement *make_statement(pl_checker *ck, pl_statement_kind kind, const pl_node *node) {
    const pl_node *title = pl_sema_kid(node, 0);
    pl_statement *statement = PL_MAKE(ck->arena, pl_statement);

    assert(node->text);
    statement->kind = kind;
    statement->name = node->text;
    statement->title = pl_sema_is(title, PL_NODE_TEXT) ? title->text : NULL;
    statement->span = pl_sema_name_span(node);
    add_words(ck, statement, node);
    return statement;
}

static void declare_role(pl_checker *ck, const pl_node *node) {
    pl_statement *role;

    if (!node->text)
        return;
    role = make_statement(ck, PL_ROLE, node);
    if (pl_sema_declare(ck, PL_SYMBOL_ROLE, NULL, node, role))
        PL_PUSH(ck->arena, &ck->model->statements, role);
}

void pl_sema_declare_roles(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_ROLE, declare_role);
}

static void add_people(pl_checker *ck, pl_statement *task, const pl_node *by) {
    pl_sema_need_roles(ck, by);
    for (uint32_t i = 0; i < by->count; i++)
        if (pl_sema_kid(by, i)->text)
            PL_PUSH(ck->arena, &task->roles, pl_sema_kid(by, i)->text);
}

static void read_task(pl_checker *ck, pl_statement *task, const pl_node *node) {
    for (uint32_t i = 1; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i);

        if (pl_sema_is(clause, PL_NODE_BY))
            add_people(ck, task, clause);
        else if (pl_sema_is(clause, PL_NODE_FOR_EACH) && task->entity)
            PL_REPORT(ck->diags, DOUBLE_CLAUSE, clause->span, "for each");
        else if (pl_sema_is(clause, PL_NODE_FOR_EACH) && clause->text)
            task->entity = pl_sema_need_entity(ck, clause->text, clause->span);
    }
    if (task->roles.len == 0 && !pl_sema_has_error(node))
        PL_REPORT(ck->diags, TASK_OF_NOBODY, task->span, task->name);
}

void pl_sema_state(pl_checker *ck, const pl_handbook *handbook, const pl_node *node) {
    const void *owner = handbook ? (const void *)handbook : node->span.source;
    pl_symbol *role = node->text && pl_sema_is(node, PL_NODE_ROLE)
        ? pl_sema_find(ck, PL_SYMBOL_ROLE, NULL, node->text)
        : NULL;
    pl_statement *statement;

    if (role && role->node == node)
        ((pl_statement *)role->object)->handbook = handbook;
    if (!node->text || pl_sema_is(node, PL_NODE_ROLE))
        return;
    assert(pl_sema_is(node, PL_NODE_TASK) || pl_sema_is(node, PL_NODE_DEFINITION));
    statement = make_statement(ck, pl_sema_is(node, PL_NODE_TASK) ? PL_TASK : PL_DEFINITION, node);
    statement->handbook = handbook;
    if (statement->kind == PL_TASK)
        read_task(ck, statement, node);
    if (owner && pl_sema_declare(ck, PL_SYMBOL_STATEMENT, owner, node, statement))
        PL_PUSH(ck->arena, &ck->model->statements, statement);
}
