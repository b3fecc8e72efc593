/* lint.c - what is legal and perhaps not meant: clauses, tables and conditions (in lint_rules.c and
 * lint_tables.c), and here what is left out or not used, means of shares, and shares that must be
 * exactly so much. Only advice, and only about the author's own files. */
#include "sema/lint.h"

#include <assert.h>

#include "base/map.h"

/* ### walking all expressions */

typedef void visit(pl_lint_run *run, const pl_expr *expr, void *context);

static void walk(pl_lint_run *run, const pl_expr *expr, visit *look, void *context) {
    if (!expr)
        return;
    look(run, expr, context);
    for (uint32_t i = 0; i < expr->count; i++)
        walk(run, expr->kids[i], look, context);
}

typedef struct rule_walk {
    pl_lint_run *run;
    visit *look;
    void *context;
} rule_walk;

static void walk_root(void *context, const pl_expr *root) {
    const rule_walk *w = context;

    walk(w->run, root, w->look, w->context);
}

static void walk_own(pl_lint_run *run, visit *look, void *context) {
    const pl_model *model = run->model;
    rule_walk rules = {run, look, context};

    for (uint32_t i = 0; i < model->measures.len; i++)
        if (pl_lint_is_own(model->measures.items[i]->span))
            walk(run, model->measures.items[i]->definition, look, context);
    for (uint32_t i = 0; i < model->rules.len; i++) {
        const pl_rule *rule = model->rules.items[i];

        if (!pl_lint_is_own(rule->span))
            continue;
        pl_rule_each_expr(rule, walk_root, &rules);
        if (rule->deadline)
            pl_deadline_each_expr(rule->deadline, walk_root, &rules);
    }
}

/* ### a mean of shares */

static void look_at_mean(pl_lint_run *run, const pl_expr *expr, void *context) {
    const pl_expr *share;

    (void)context;
    if (expr->kind != PL_EXPR_AGGREGATE || expr->aggregate != PL_AGG_AVERAGE)
        return;
    assert(expr->count == 2 && expr->kids[1]);
    share = pl_expr_share(expr->kids[1]);
    if (share && expr->child && share->child)
        PL_REPORT(run->diags, MEAN_OF_SHARES, expr->span, expr->child->name, share->child->name);
}

/* ### an average of what may be missing */

static bool asks_of(const pl_expr *condition, const pl_field *field) {
    if (!condition)
        return false;
    if (condition->kind == PL_EXPR_IS_KNOWN) {
        const pl_expr *leaf = condition->kids[0];

        while (leaf->kind == PL_EXPR_UP)
            leaf = leaf->kids[0];
        return leaf->kind == PL_EXPR_FIELD && leaf->field == field;
    }
    for (uint32_t i = 0; i < condition->count; i++)
        if (asks_of(condition->kids[i], field))
            return true;
    return false;
}

/* Where an average stands: the definition with its needs, or the rule with its own. */
typedef struct standing {
    const pl_expr *definition; /* NULL: of a rule */
    const pl_rule *rule;       /* NULL: of a definition */
} standing;

static bool needs_known(const standing *at, const pl_field *field) {
    if (at->definition)
        return at->definition->kind == PL_EXPR_NEEDS && asks_of(at->definition, field);
    for (uint32_t i = 0; i < at->rule->needs.len; i++)
        if (asks_of(at->rule->needs.items[i].condition, field))
            return true;
    return false;
}

/* One value that is missing, and that could be anything, leaves the whole average unknown. */
static void look_at_average(pl_lint_run *run, const pl_expr *expr, void *context) {
    const pl_field *field;

    if (expr->kind != PL_EXPR_AGGREGATE || expr->aggregate != PL_AGG_AVERAGE || !expr->child)
        return;
    assert(expr->count == 2 && expr->kids[1]);
    field = expr->kids[1]->kind == PL_EXPR_FIELD ? expr->kids[1]->field : NULL;
    if (!field || field->has_domain || field->default_value || field->key ||
        asks_of(expr->kids[0], field) || needs_known(context, field))
        return;
    PL_REPORT(run->diags, AVERAGE_WITHOUT_DOMAIN, expr->span, field->name, expr->child->name);
}

static void look_at_averages(void *context, const pl_expr *root) {
    const rule_walk *w = context;

    walk(w->run, root, look_at_average, w->context);
}

static void lint_averages(pl_lint_run *run) {
    const pl_model *model = run->model;

    for (uint32_t i = 0; i < model->measures.len; i++) {
        standing at = {.definition = model->measures.items[i]->definition};

        if (pl_lint_is_own(model->measures.items[i]->span))
            walk(run, at.definition, look_at_average, &at);
    }
    for (uint32_t i = 0; i < model->rules.len; i++) {
        standing at = {.rule = model->rules.items[i]};
        rule_walk w = {run, look_at_average, &at};

        if (pl_lint_is_own(model->rules.items[i]->span))
            pl_rule_each_expr(model->rules.items[i], look_at_averages, &w);
    }
}

/* ### a share that must be exactly so much */

/* `1F = 90%`: `>=` is what norms are made of. All and none, 100% and 0%, are met. */
static void look_at_equal(pl_lint_run *run, const pl_expr *expr, void *context) {
    pl_str written = pl_span_text(expr->span);
    const pl_expr *share, *norm;

    (void)context;
    if (expr->kind != PL_EXPR_COMPARE || expr->compare != PL_EQ)
        return;
    share = expr->kids[0];
    norm = expr->kids[1];
    if (share->type.base != PL_NUMBER || share->type.unit != PL_UNIT_PERCENT ||
        share->kind == PL_EXPR_CONST || norm->kind != PL_EXPR_CONST)
        return;
    if (pl_number_sign(norm->value.lo) > 0 && pl_number_compare(norm->value.lo, PL_NUMBER_ONE) < 0)
        PL_REPORT(run->diags, EXACT_SHARE, expr->span,
                  pl_arena_copy(run->arena, written.ptr, written.len), pl_lint_written(run, norm));
}

/* ### what is not used */

typedef struct used {
    pl_map map;
} used;

static void mark(used *u, const void *thing) {
    pl_map_add(&u->map, (pl_str){(const char *)&thing, sizeof thing}, 1, NULL);
}

static bool is_used(const used *u, const void *thing) {
    return pl_map_find(&u->map, (pl_str){(const char *)&thing, sizeof thing}) != PL_MAP_NONE;
}

static void look_at_names(pl_lint_run *run, const pl_expr *expr, void *context) {
    (void)run;
    if (expr->kind == PL_EXPR_PARAMETER)
        mark(context, expr->parameter);
    if (expr->kind == PL_EXPR_CALL)
        mark(context, expr->extension);
    if (expr->kind == PL_EXPR_MEASURE)
        mark(context, expr->measure);
    if (expr->kind == PL_EXPR_LOOKUP)
        mark(context, expr->table->whole ? expr->table->whole : expr->table);
}

static void unused(pl_lint_run *run, pl_span span, const char *kind, const char *name) {
    PL_REPORT(run->diags, NOT_USED, span, kind, name);
}

/* A library has no rules of its own: nobody knows here who uses it. */
static void lint_unused(pl_lint_run *run) {
    const pl_model *model = run->model;
    used u;

    pl_map_init(&u.map, run->arena);
    walk_own(run, look_at_names, &u);
    for (uint32_t i = 0; i < model->rules.len; i++)
        if (model->rules.items[i]->population)
            mark(&u, model->rules.items[i]->population->membership);
    for (uint32_t i = 0; i < model->parameters.len; i++)
        if (pl_lint_is_own(model->parameters.items[i]->span) &&
            !is_used(&u, model->parameters.items[i]))
            unused(run, model->parameters.items[i]->span, _("the parameter"),
                   model->parameters.items[i]->name);
    for (uint32_t i = 0; i < model->extensions.len; i++)
        if (pl_lint_is_own(model->extensions.items[i]->span) &&
            !is_used(&u, model->extensions.items[i]))
            unused(run, model->extensions.items[i]->span, _("the extension"),
                   model->extensions.items[i]->name);
    for (uint32_t i = 0; i < model->tables.len; i++)
        if (pl_lint_is_own(model->tables.items[i]->span) && !model->tables.items[i]->whole &&
            !is_used(&u, model->tables.items[i]))
            unused(run, model->tables.items[i]->span, _("the table"), model->tables.items[i]->name);
    for (uint32_t i = 0; i < model->measures.len; i++)
        if (pl_lint_is_own(model->measures.items[i]->span) &&
            !is_used(&u, model->measures.items[i]))
            unused(run, model->measures.items[i]->span,
                   model->measures.items[i]->population    ? _("the population")
                       : model->measures.items[i]->defined ? _("the definition")
                                                           : _("the measure"),
                   model->measures.items[i]->name);
}

/* ### roles */

static bool some_role(const pl_model *model) {
    for (uint32_t i = 0; i < model->statements.len; i++)
        if (model->statements.items[i]->kind == PL_ROLE)
            return true;
    return false;
}

/* Once, at the first rule that names one. */
static void lint_roles(pl_lint_run *run) {
    const pl_model *model = run->model;

    for (uint32_t i = 0; i < model->rules.len && !some_role(model); i++) {
        const pl_rule *rule = model->rules.items[i];
        const char *name = rule->owners.len > 0 ? rule->owners.items[0] : NULL;

        if (rule->attestation && !name)
            name = rule->attestation->roles.items[0];
        if (!name || !pl_lint_is_own(rule->span))
            continue;
        PL_REPORT(run->diags, NO_ROLES, rule->span, name);
        return;
    }
}

/* ### rules */

static bool some_clause_has_when(const pl_rule *rule) {
    for (uint32_t i = 0; i < rule->clauses.len; i++)
        if (rule->clauses.items[i].condition)
            return true;
    return false;
}

static void lint_when(pl_lint_run *run, const pl_rule *rule) {
    if (!some_clause_has_when(rule))
        return;
    for (uint32_t i = 0; i < rule->clauses.len; i++)
        if (!rule->clauses.items[i].condition)
            PL_REPORT(run->diags, CLAUSE_WITHOUT_WHEN, rule->clauses.items[i].span,
                      rule->entity->name);
}

static void lint_rule(pl_lint_run *run, const pl_rule *rule) {
    if (!rule->title)
        PL_REPORT(run->diags, NO_TITLE, rule->span, pl_rule_kind_word(rule->kind), rule->name);
    if (rule->cites.len == 0)
        PL_REPORT(run->diags, NO_CITE, rule->span, rule->name);
    lint_when(run, rule);
    pl_lint_clauses(run, rule);
}

static void look_at_root(void *context, const pl_expr *root) {
    pl_lint_conditions(context, root);
}

static void lint_rules(pl_lint_run *run) {
    for (uint32_t i = 0; i < run->model->rules.len; i++) {
        const pl_rule *rule = run->model->rules.items[i];

        if (!pl_lint_is_own(rule->span))
            continue;
        lint_rule(run, rule);
        pl_rule_each_expr(rule, look_at_root, run);
        if (rule->deadline)
            pl_deadline_each_expr(rule->deadline, look_at_root, run);
    }
}

static void lint_handbooks(pl_lint_run *run) {
    for (uint32_t i = 0; i < run->model->handbooks.len; i++) {
        const pl_handbook *handbook = run->model->handbooks.items[i];

        if (pl_lint_is_own(handbook->span) && handbook->span.end > handbook->span.start &&
            !handbook->title)
            PL_REPORT(run->diags, NO_TITLE, handbook->span, "handbook", handbook->name);
    }
}

static void lint_items(pl_lint_run *run) {
    for (uint32_t i = 0; i < run->model->handbooks.len; i++)
        pl_lint_items(run, run->model->handbooks.items[i]);
}

static void lint_measures(pl_lint_run *run) {
    for (uint32_t i = 0; i < run->model->measures.len; i++)
        if (pl_lint_is_own(run->model->measures.items[i]->span))
            pl_lint_conditions(run, run->model->measures.items[i]->definition);
}

static void lint_tables(pl_lint_run *run) {
    for (uint32_t i = 0; i < run->model->tables.len; i++)
        if (pl_lint_is_own(run->model->tables.items[i]->span) &&
            !run->model->tables.items[i]->whole)
            pl_lint_table(run, run->model->tables.items[i]);
}

/* After an error nothing is certain of what is missing or unused: what could not be read may hold
 * it. */
void pl_lint(pl_compiler *compiler, const pl_model *model) {
    pl_lint_run run = {compiler->arena, &compiler->diags, model};

    if (compiler->diags.errors > 0)
        return;
    lint_handbooks(&run);
    lint_items(&run);
    lint_roles(&run);
    lint_rules(&run);
    lint_measures(&run);
    lint_tables(&run);
    assert(compiler->diags.errors == 0); /* advice only */
    walk_own(&run, look_at_mean, NULL);
    lint_averages(&run);
    walk_own(&run, look_at_equal, NULL);
    if (model->rules.len > 0)
        lint_unused(&run);
}
