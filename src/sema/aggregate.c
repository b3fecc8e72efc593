/* aggregate.c - shares, sums, counts and quantifiers over the rows below a subject, or over school
 * years.
 * What stands behind `of` must lie below the rows that the expression is for; its conditions are
 * about those lower rows. Of school years they are about the subject itself: see years.c. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* ### words */

static pl_aggregate aggregate_of(const char *word) {
    for (int kind = PL_AGG_SHARE; kind <= PL_AGG_HIGHEST; kind++)
        if (strcmp(word, pl_aggregate_word((pl_aggregate)kind)) == 0)
            return (pl_aggregate)kind;
    return PL_AGG_COUNT;
}

static bool counts_rows(pl_aggregate kind) {
    return kind == PL_AGG_SHARE || kind == PL_AGG_COUNT;
}

/* ### the rows */

static void report_not_below(pl_checker *ck, pl_entity *at, const pl_entity *child, pl_span span) {
    const char *way_out = pl_sema_relations_below(ck, at);

    if (child != at && child->parent)
        way_out = pl_arena_format(ck->arena, _("%s; a measure for %s could hold this"), way_out,
                                  child->parent->name);
    PL_REPORT(ck->diags, NOT_BELOW, span, child->name, at->name, way_out);
}

/* `average of vaardigheidsscore`: what is averaged stands where its rows should. `word` is NULL for
 * a quantifier. */
static bool report_value_for_entity(pl_checker *ck, const char *word, const pl_node *name) {
    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        const pl_entity *e = ck->model->entities.items[i];
        const char *way_out = pl_arena_format(ck->arena, "`%s`", e->name);

        if (!pl_sema_find(ck, PL_SYMBOL_FIELD, e, name->text) ||
            pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL, name->text))
            continue;
        if (word && !counts_rows(aggregate_of(word)))
            way_out = pl_arena_format(ck->arena, "`%s %s of %s`", word, name->text, e->name);
        PL_REPORT(ck->diags, VALUE_FOR_ENTITY, name->span, name->text, way_out);
        return true;
    }
    return false;
}

/* What says which rows of a derived entity there are cannot be over its rows. */
static bool may_use(pl_checker *ck, pl_entity *child, pl_span span) {
    pl_symbol *symbol = pl_sema_find_entity(ck, child->name);

    assert(symbol && symbol->object == child);
    if (!child->source || pl_sema_check_derived(ck, symbol))
        return true;
    PL_REPORT(ck->diags, DERIVE_CIRCLE, span, child->name);
    return false;
}

/* The entity whose rows are taken together, NULL after a diagnostic. */
static pl_entity *find_child(pl_checker *ck, pl_entity *at, const char *word, const pl_node *name,
                             const pl_population **population) {
    pl_entity *child;

    *population = NULL;
    if (name->kind == PL_NODE_ABSENT && at->source)
        return at->source;
    if (!pl_sema_is(name, PL_NODE_NAME) || !name->text) {
        if (pl_sema_is(name, PL_NODE_LAST_ROWS))
            PL_REPORT(ck->diags, ROWS_NOT_YEARS, name->span, pl_sema_written(ck, name));
        else if (pl_sema_given(name))
            PL_REPORT(ck->diags, NO_THIS_PERIOD, name->span, pl_sema_written(ck, name));
        return NULL;
    }
    if (report_value_for_entity(ck, word, name))
        return NULL;
    child = pl_sema_need_rows(ck, name->text, name->span, population);
    if (!child || !may_use(ck, child, name->span))
        return NULL;
    if (pl_entity_is_below(child, at))
        return child;
    if (!pl_sema_is_broken(ck, child))
        report_not_below(ck, at, child, name->span);
    return NULL;
}

/* ### shared parts */

/* An optional condition about the lower rows; NULL when it is left out. */
static pl_expr *optional_condition(pl_checker *ck, pl_entity *child, const pl_node *node) {
    return node->kind == PL_NODE_ABSENT ? NULL : pl_sema_condition(ck, child, node);
}

/* The children are in the context of the lower rows, the whole in that of `at`. */
static void set_parts(pl_checker *ck, pl_expr *expr, pl_entity *at, pl_entity *child,
                      pl_expr *where, pl_expr *what) {
    pl_expr *kids[] = {pl_sema_present(ck, at, child, where), what};

    assert(pl_entity_is_below(child, at));
    assert(expr->period.kind != PL_PERIOD_ALL || !child->yearly ||
           pl_sema_is_of_one_year(at, child));
    expr->child = child;
    pl_sema_adopt(ck, expr, kids, 2);
    expr->entity = at;
}

/* `last 3 schooljaar` where the rows stand. */
static bool is_of_years(const pl_node *source) {
    return pl_sema_is(source, PL_NODE_PERIOD);
}

static bool is_of_windows(const pl_node *source) {
    return pl_sema_is(source, PL_NODE_SUCCESSIVE) || pl_sema_is(source, PL_NODE_LAST_UNITS);
}

/* The same over school years; poison when it cannot be. */
static pl_expr *of_years(pl_checker *ck, pl_expr *expr, pl_entity *at, pl_period window,
                         pl_expr *where, pl_expr *what) {
    pl_expr *kids[] = {where, what};

    if (pl_sema_is_poison(what) || (where && pl_sema_is_poison(where)))
        return pl_sema_poison(ck, expr->span);
    expr->period = window;
    pl_sema_adopt(ck, expr, kids, 2);
    expr->entity = at;
    return pl_sema_over_years(ck, at, expr) ? expr : pl_sema_poison(ck, expr->span);
}

/* ### aggregates */

/* `share of E having P`, `count of E`, but `sum X of E`: has each the parts it needs, and no
 * other? */
static bool check_form(pl_checker *ck, pl_aggregate kind, const pl_node *node) {
    const pl_node *value = pl_sema_kid(node, 0), *entity = pl_sema_kid(node, 1),
                  *having = pl_sema_kid(node, 4);
    const char *of = is_of_years(entity) ? pl_sema_written(ck, entity)
        : entity->text                   ? entity->text
                                         : "..";

    if (counts_rows(kind) && value->kind != PL_NODE_ABSENT)
        PL_REPORT(ck->diags, VALUE_NOT_ASKED, value->span, node->text, of);
    else if (!counts_rows(kind) && value->kind == PL_NODE_ABSENT)
        PL_REPORT(ck->diags, VALUE_MISSING, node->span, node->text, of);
    else if (kind == PL_AGG_SHARE && having->kind == PL_NODE_ABSENT)
        PL_REPORT(ck->diags, SHARE_OF_WHAT, node->span, of);
    else if (!counts_rows(kind) && having->kind != PL_NODE_ABSENT)
        PL_REPORT(ck->diags, HAVING_WITH_VALUE, having->span, node->text);
    else
        return true;
    return false;
}

/* A lowest and a highest need an order only; the others add. */
static bool fits(pl_aggregate kind, pl_type type) {
    bool ordered = type.base == PL_DATE || type.base == PL_SCHOOLJAAR ||
        (type.base == PL_MEMBER && type.members->ordered);

    return type.base == PL_NUMBER || (ordered && (kind == PL_AGG_LOWEST || kind == PL_AGG_HIGHEST));
}

static pl_expr *aggregated_value(pl_checker *ck, pl_aggregate kind, const char *word,
                                 pl_entity *child, const pl_node *node) {
    pl_expr *value;

    ck->aggregated = pl_sema_is(node, PL_NODE_NAME) ? word : NULL;
    value = pl_sema_expr(ck, child, node, NULL);
    ck->aggregated = NULL;
    if (pl_sema_is_poison(value) || fits(kind, value->type))
        return value;
    PL_REPORT(ck->diags, NO_NUMBER, node->span, pl_sema_written(ck, node),
              pl_type_words(ck->arena, value->type));
    return pl_sema_poison(ck, node->span);
}

/* `every 4 successive school weeks has P`, `sum X of last 6 months`: P or X for each window, `where`
 * too. */
static pl_expr *of_windows(pl_checker *ck, pl_entity *at, const pl_node *node, pl_expr *expr) {
    bool judges = expr->kind == PL_EXPR_QUANTIFIER || counts_rows(expr->aggregate);
    const pl_node *what = pl_sema_kid(node, judges ? 4 : 0);
    pl_expr *kids[2];
    pl_around before;

    if (!pl_sema_windows(ck, at, pl_sema_kid(node, 1), &expr->period))
        return pl_sema_poison(ck, node->span);
    before = pl_sema_enter_window(ck, expr);
    kids[0] = optional_condition(ck, at, pl_sema_kid(node, 3));
    kids[1] = judges ? pl_sema_condition(ck, at, what)
                     : aggregated_value(ck, expr->aggregate, node->text, at, what);
    pl_sema_leave_window(ck, before);
    if ((kids[0] && pl_sema_is_poison(kids[0])) || pl_sema_is_poison(kids[1]))
        return pl_sema_poison(ck, node->span);
    if (!judges)
        expr->type = kids[1]->type;
    pl_sema_adopt(ck, expr, kids, 2);
    expr->entity = at;
    return pl_sema_over_windows(ck, expr, what) ? expr : pl_sema_poison(ck, node->span);
}

static pl_type aggregate_type(pl_aggregate kind, const pl_expr *what) {
    if (kind == PL_AGG_SHARE)
        return (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PERCENT};
    if (kind == PL_AGG_COUNT)
        return (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};
    assert(what && fits(kind, what->type));
    return what->type;
}

/* `average X of last 3 schooljaar`. A count without `having` counts the years that are left. */
static pl_expr *aggregate_of_years(pl_checker *ck, pl_entity *at, const pl_node *node,
                                   pl_aggregate kind) {
    pl_period window = pl_sema_window(ck, pl_sema_kid(node, 1));
    pl_expr *where, *what, *expr;

    if (!check_form(ck, kind, node))
        return pl_sema_poison(ck, node->span);
    where = optional_condition(ck, at, pl_sema_kid(node, 3));
    what = counts_rows(kind) ? optional_condition(ck, at, pl_sema_kid(node, 4))
                             : aggregated_value(ck, kind, node->text, at, pl_sema_kid(node, 0));
    if (!what)
        what = pl_sema_constant(ck, (pl_type){.base = PL_TRUTH},
                                (pl_value){.base = PL_TRUTH, .truth = PL_TRUE}, node->span);
    if (pl_sema_is_poison(what))
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_AGGREGATE, aggregate_type(kind, what), NULL, node->span);
    expr->aggregate = kind;
    return of_years(ck, expr, at, window, where, what);
}

/* `average X of last 6 months`. */
static pl_expr *aggregate_of_units(pl_checker *ck, pl_entity *at, const pl_node *node,
                                   pl_aggregate kind) {
    const pl_node *units = pl_sema_kid(node, 1);
    pl_unit unit = kind == PL_AGG_SHARE ? PL_UNIT_PERCENT : PL_UNIT_PLAIN;
    pl_expr *expr;

    if (!check_form(ck, kind, node))
        return pl_sema_poison(ck, node->span);
    if (counts_rows(kind) && pl_sema_kid(node, 4)->kind == PL_NODE_ABSENT) {
        PL_REPORT(ck->diags, UNITS_NOT_ROWS, units->span, pl_sema_written(ck, units));
        return pl_sema_poison(ck, node->span);
    }
    expr = pl_sema_make(ck, PL_EXPR_AGGREGATE, (pl_type){.base = PL_NUMBER, .unit = unit}, NULL,
                        node->span);
    expr->aggregate = kind;
    return of_windows(ck, at, node, expr);
}

/* `average of vaardigheidsscore`, in a grouped table: what is averaged over the rows of the group. NULL when this is not written so. */
static const pl_node *bare_value(pl_checker *ck, const pl_entity *at, pl_aggregate kind,
                                 const pl_node *node) {
    const pl_node *name = pl_sema_kid(node, 1);

    if (!at->source || counts_rows(kind) || pl_sema_kid(node, 0)->kind != PL_NODE_ABSENT ||
        !pl_sema_is(name, PL_NODE_NAME) || !name->text || pl_sema_find_entity(ck, name->text))
        return NULL;
    return name;
}

pl_expr *pl_sema_aggregate(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_aggregate kind = aggregate_of(node->text ? node->text : "");
    const pl_population *population = NULL;
    const pl_node *bare = bare_value(ck, at, kind, node);

    if (is_of_years(pl_sema_kid(node, 1)))
        return aggregate_of_years(ck, at, node, kind);
    if (is_of_windows(pl_sema_kid(node, 1)))
        return aggregate_of_units(ck, at, node, kind);
    pl_entity *child =
        bare ? at->source : find_child(ck, at, node->text, pl_sema_kid(node, 1), &population);
    pl_expr *expr, *where, *what;
    pl_period period;

    if (!child && pl_sema_kid(node, 1)->kind == PL_NODE_ABSENT)
        PL_REPORT(ck->diags, VALUE_MISSING, node->span, node->text ? node->text : "", "ENTITY");
    if (!child || (!bare && !check_form(ck, kind, node)))
        return pl_sema_poison(ck, node->span);
    period = pl_sema_period(ck, at, child, pl_sema_kid(node, 2));
    where = optional_condition(ck, child, pl_sema_kid(node, 3));
    where = pl_sema_members(ck, population, where, pl_sema_kid(node, 1)->span);
    what = counts_rows(kind)
        ? optional_condition(ck, child, pl_sema_kid(node, 4))
        : aggregated_value(ck, kind, node->text, child, bare ? bare : pl_sema_kid(node, 0));
    if ((where && pl_sema_is_poison(where)) || (what && pl_sema_is_poison(what)))
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_AGGREGATE, aggregate_type(kind, what), NULL, node->span);
    assert(what || kind == PL_AGG_COUNT);
    expr->aggregate = kind;
    expr->period = period;
    set_parts(ck, expr, at, child, where, what);
    return expr;
}

/* ### quantifiers */

typedef struct quantifier_word {
    const char *word;
    pl_quantity quantity;
    int amount; /* of those without a number; -1: it is written */
} quantifier_word;

static const quantifier_word quantifier_words[] = {
    {"every", PL_Q_EVERY, 0},
    {"some", PL_Q_AT_LEAST, 1},
    {"no", PL_Q_AT_MOST, 0},
    {"at least", PL_Q_AT_LEAST, -1},
    {"at most", PL_Q_AT_MOST, -1},
    {"more than", PL_Q_MORE_THAN, -1},
    {"fewer than", PL_Q_FEWER_THAN, -1},
    {"exactly", PL_Q_EXACTLY, -1},
};

static const quantifier_word *find_word(const char *word) {
    for (size_t i = 0; i < sizeof quantifier_words / sizeof *quantifier_words; i++)
        if (word && strcmp(word, quantifier_words[i].word) == 0)
            return &quantifier_words[i];
    return NULL;
}

/* A whole number of rows, or a share of them from 0% to 100%. */
static bool read_amount(pl_checker *ck, const pl_node *node, pl_expr *expr) {
    pl_value value;
    pl_type type;
    bool sound;

    if (!pl_sema_given(node) || !pl_sema_literal(ck, node, &value, &type))
        return false;
    expr->percent = type.base == PL_NUMBER && type.unit == PL_UNIT_PERCENT;
    expr->amount = value.lo;
    sound = type.base == PL_NUMBER && pl_number_sign(value.lo) >= 0;
    if (expr->percent)
        sound = sound && pl_number_compare(value.lo, PL_NUMBER_ONE) <= 0;
    else
        sound = sound && type.unit == PL_UNIT_PLAIN && pl_number_is_integer(value.lo);
    if (!sound)
        PL_REPORT(ck->diags, BAD_AMOUNT, node->span, pl_sema_written(ck, node));
    return sound;
}

static pl_compare compare_of(pl_quantity quantity) {
    switch (quantity) {
    case PL_Q_AT_LEAST: return PL_GE;
    case PL_Q_AT_MOST: return PL_LE;
    case PL_Q_MORE_THAN: return PL_GT;
    case PL_Q_FEWER_THAN: return PL_LT;
    default: return PL_EQ;
    }
}

/* `at least 10 leerling`, without `have`, is a count of them: none at all is fewer than ten, not
 * nothing to judge. */
static pl_expr *bare_amount(pl_checker *ck, pl_expr *expr, pl_entity *at, pl_entity *child,
                            pl_expr *where) {
    const pl_type plain = {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};
    pl_value amount = {.base = PL_NUMBER, .lo = expr->amount, .hi = expr->amount};
    pl_expr *compare = pl_sema_make(ck, PL_EXPR_COMPARE, expr->type, NULL, expr->span);
    pl_expr *kids[] = {expr, pl_sema_constant(ck, plain, amount, expr->span)};

    compare->compare = compare_of(expr->quantity);
    assert(!expr->percent && expr->quantity != PL_Q_EVERY);
    expr->kind = PL_EXPR_AGGREGATE;
    expr->type = plain;
    expr->aggregate = PL_AGG_COUNT;
    set_parts(ck, expr, at, child, where, NULL);
    pl_sema_adopt(ck, compare, kids, 2);
    return compare;
}

bool pl_sema_quantity(pl_checker *ck, const pl_node *node, pl_expr *expr) {
    const quantifier_word *word = find_word(node->text);

    if (!word || (word->amount < 0 && !read_amount(ck, pl_sema_kid(node, 0), expr)))
        return false;
    expr->quantity = word->quantity;
    if (word->amount >= 0)
        expr->amount = pl_number_make(ck->arena, word->amount, 1);
    assert(expr->percent || pl_number_is_integer(expr->amount));
    return true;
}

static pl_expr *quantifier(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_expr *expr =
        pl_sema_make(ck, PL_EXPR_QUANTIFIER, (pl_type){.base = PL_TRUTH}, NULL, node->span);
    const pl_population *population = NULL;
    const pl_node *source = pl_sema_kid(node, 1);
    bool years = is_of_years(source), windows = is_of_windows(source);
    pl_entity *child = years || windows ? at : find_child(ck, at, NULL, source, &population);
    pl_expr *where, *having;

    if (!pl_sema_quantity(ck, node, expr) || !child)
        return pl_sema_poison(ck, node->span);
    if (windows)
        return of_windows(ck, at, node, expr);
    expr->period =
        years ? pl_sema_window(ck, source) : pl_sema_period(ck, at, child, pl_sema_kid(node, 2));
    where = optional_condition(ck, child, pl_sema_kid(node, 3));
    where = pl_sema_members(ck, population, where, pl_sema_kid(node, 1)->span);
    having = optional_condition(ck, child, pl_sema_kid(node, 4));
    if ((where && pl_sema_is_poison(where)) || (having && pl_sema_is_poison(having)))
        return pl_sema_poison(ck, node->span);
    if (years)
        return of_years(ck, expr, at, expr->period, where, having);
    if (!having)
        return bare_amount(ck, expr, at, child, where);
    set_parts(ck, expr, at, child, where, having);
    return expr;
}

pl_expr *pl_sema_quantifier(pl_checker *ck, pl_entity *at, const pl_node *node) {
    if (pl_sema_is(pl_sema_kid(node, 1), PL_NODE_IN))
        return pl_sema_named_members(ck, at, node);
    return quantifier(ck, at, node);
}
