/* years.c - school years: the periods that rows are taken from, and values of other years:
 * `previous x`, `x[schooljaar - 1]`, `x is falling across last 3 schooljaar`, and what a quantifier
 * or aggregate over years needs.
 * A value of another year is the same expression, evaluated for that year; here is found out
 * whether it can be, and which years it has to skip. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

#define MOST_YEARS 100 /* so that the cost of a rule is known */

/* ### periods */

static bool read_years(pl_checker *ck, const pl_node *node, int *years) {
    *years = pl_sema_whole(node, 0);
    if (*years >= 1 && *years <= MOST_YEARS)
        return true;
    PL_REPORT(ck->diags, HOW_MANY_YEARS, node->span, pl_sema_written(ck, node));
    return false;
}

/* `5 if fewer than 15 leerling` */
static void small_numbers(pl_checker *ck, pl_entity *at, const pl_entity *child,
                          const pl_node *node, pl_period *period) {
    const pl_node *threshold = pl_sema_kid(node, 1), *name = pl_sema_kid(node, 2);
    pl_entity *entity;
    int years;

    if (!pl_sema_is(node, PL_NODE_SMALL_N) || !read_years(ck, pl_sema_kid(node, 0), &years) ||
        !name->text)
        return;
    entity = pl_sema_need_entity(ck, name->text, name->span);
    if (!entity)
        return;
    if (entity == at || !pl_entity_is_within(entity, at) || !pl_entity_is_within(child, entity)) {
        PL_REPORT(ck->diags, SMALL_N_ENTITY, name->span, entity->name, child->name, at->name);
        return;
    }
    assert(years >= 1 && entity != at);
    period->small_years = years;
    period->small_below = threshold->number;
    period->small_entity = entity;
}

static void leave_out(pl_checker *ck, const pl_node *list, pl_period *period) {
    for (uint32_t i = 0; i < list->count; i++)
        if (pl_sema_is(pl_sema_kid(list, i), PL_NODE_SCHOOLJAAR))
            PL_PUSH(ck->arena, &period->without, pl_sema_whole(pl_sema_kid(list, i), 0));
}

pl_period pl_sema_window(pl_checker *ck, const pl_node *node) {
    pl_period period = {.kind = PL_PERIOD_LAST};

    assert(pl_sema_is(node, PL_NODE_PERIOD));
    period.including_this = pl_sema_whole(node, 0) == 1;
    if (!read_years(ck, pl_sema_kid(node, 0), &period.years))
        period.years = 1;
    for (uint32_t i = 1; i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), PL_NODE_LIST))
            leave_out(ck, pl_sema_kid(node, i), &period);
    return period;
}

static void last_years(pl_checker *ck, pl_entity *at, const pl_entity *child, const pl_node *node,
                       pl_period *period) {
    *period = pl_sema_window(ck, node);
    for (uint32_t i = 1; i < node->count; i++)
        small_numbers(ck, at, child, pl_sema_kid(node, i), period);
}

static void range_of_years(pl_checker *ck, const pl_node *node, pl_period *period) {
    const pl_node *first = pl_sema_kid(node, 0),
                  *last = node->count > 1 ? pl_sema_kid(node, 1) : first;

    period->kind = PL_PERIOD_RANGE;
    period->first = pl_sema_whole(first, 0);
    period->last = pl_sema_is(last, PL_NODE_SCHOOLJAAR) ? pl_sema_whole(last, 0) : period->first;
    if (period->last < period->first || period->last - period->first >= MOST_YEARS) {
        PL_REPORT(ck->diags, BAD_RANGE, node->span, pl_sema_written(ck, node),
                  period->last < period->first ? _("no school year lies in it")
                                               : _("it is longer than a hundred years"),
                  _("write the first year, then the last: `2021/2022..2023/2024`"));
        period->last = period->first;
    }
    assert(period->first <= period->last && period->last - period->first < MOST_YEARS);
}

bool pl_sema_is_of_one_year(const pl_entity *at, const pl_entity *child) {
    return at->source == child && at->yearly;
}

pl_period pl_sema_period(pl_checker *ck, pl_entity *at, const pl_entity *child,
                         const pl_node *node) {
    bool years = child->yearly && !pl_sema_is_of_one_year(at, child);
    pl_period period = {.kind = years ? PL_PERIOD_THIS : PL_PERIOD_ALL};
    const char *word = node->text ? node->text : "";

    assert(pl_entity_is_below(child, at));
    if (!pl_sema_given(node)) {
        (void)pl_sema_in_window(ck, at, child, node->span, &period);
        return period;
    }
    if (pl_sema_is(node, PL_NODE_LAST_UNITS))
        return pl_sema_last_units(ck, at, child, node);
    if (pl_sema_is(node, PL_NODE_LAST_ROWS)) {
        PL_REPORT(ck->diags, ROWS_NOT_YEARS, node->span, pl_sema_written(ck, node));
        return period;
    }
    if (!pl_sema_is(node, PL_NODE_PERIOD)) {
        if (pl_sema_given(node))
            PL_REPORT(ck->diags, NO_THIS_PERIOD, node->span, pl_sema_written(ck, node));
        return period;
    }
    if (!years) {
        if (child->yearly)
            PL_REPORT(ck->diags, PERIOD_OF_GROUP, node->span, child->name, at->name);
        else
            PL_REPORT(ck->diags, PERIOD_WITHOUT_YEARS, node->span, child->name);
        return period;
    }
    if (strcmp(word, "last") == 0)
        last_years(ck, at, child, node, &period);
    else if (strcmp(word, "range") == 0)
        range_of_years(ck, node, &period);
    return period;
}

/* ### what an expression rests on */

typedef struct resting {
    pl_checker *ck;
    pl_expr *over; /* gets the entities */
    PL_VEC(const pl_measure *) seen;
    PL_VEC(const pl_rule *) asked;
    uint32_t rows; /* of how many aggregates over rows inside each other: these say what years */
    bool varies;   /* something in it may differ from year to year */
} resting;

static void rest_on(resting *r, const pl_entity *entity) {
    if (entity->skipped_years.len == 0)
        return;
    for (uint32_t i = 0; i < r->over->rests.len; i++)
        if (r->over->rests.items[i] == entity)
            return;
    PL_PUSH(r->ck->arena, &r->over->rests, entity);
}

static void look_at(resting *r, const pl_expr *expr, bool this_year);

static void look_at_kids(resting *r, const pl_expr *expr, bool this_year) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->kids[i])
            look_at(r, expr->kids[i], this_year);
}

static void look_at_measure(resting *r, const pl_measure *measure) {
    for (uint32_t i = 0; i < r->seen.len; i++)
        if (r->seen.items[i] == measure)
            return;
    PL_PUSH(r->ck->arena, &r->seen, measure);
    look_at(r, measure->definition, true);
}

static void look_at_root(void *context, const pl_expr *root) {
    look_at(context, root, true);
}

/* Its verdict rests on all that it asks. */
static void look_at_rule(resting *r, const pl_rule *rule) {
    for (uint32_t i = 0; i < r->asked.len; i++)
        if (r->asked.items[i] == rule)
            return;
    PL_PUSH(r->ck->arena, &r->asked, rule);
    pl_rule_each_expr(rule, look_at_root, r);
}

/* Rows of the year itself, rather than of years before it or named ones. */
static bool takes_this_year(const pl_period *period) {
    return period->kind == PL_PERIOD_THIS || period->kind == PL_PERIOD_ALL ||
        (period->kind == PL_PERIOD_LAST && period->including_this);
}

static void look_at_rows(resting *r, const pl_expr *expr, bool this_year) {
    bool now = this_year && takes_this_year(&expr->period);

    r->varies |= !expr->child || expr->child->yearly;
    if (!expr->child) {
        look_at_kids(r, expr, now);
        return;
    }
    if (now)
        rest_on(r, expr->child);
    r->rows++;
    look_at_kids(r, expr, this_year);
    r->rows--;
}

/* Within `this_year` false nothing is rested on any more. */
static void look_at(resting *r, const pl_expr *expr, bool this_year) {
    switch (expr->kind) {
    case PL_EXPR_FIELD:
        r->varies |= expr->field->yearly || expr->entity->yearly;
        if (this_year && r->rows == 0)
            rest_on(r, expr->entity);
        break;
    case PL_EXPR_MEASURE:
        r->varies = true;
        if (this_year)
            look_at_measure(r, expr->measure);
        break;
    case PL_EXPR_VERDICT:
    case PL_EXPR_OUTCOME:
        r->varies = true;
        if (this_year)
            look_at_rule(r, expr->rule);
        break;
    case PL_EXPR_SCHOOLJAAR:
    case PL_EXPR_DAY:
    case PL_EXPR_ATTESTED:
    case PL_EXPR_PARAMETER: r->varies = true; break;
    case PL_EXPR_LOOKUP:
        r->varies = true;
        look_at_kids(r, expr, this_year);
        break;
    case PL_EXPR_YEAR:
    case PL_EXPR_TREND:
        r->varies = true;
        look_at_kids(r, expr, false);
        break;
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER: look_at_rows(r, expr, this_year); break;
    default: look_at_kids(r, expr, this_year); break;
    }
}

/* ### other years */

/* A row of a school year has one in another year when its own key says which; not when only an
 * ancestor's does. */
static bool has_other_years(pl_checker *ck, const pl_entity *at, pl_span span) {
    const pl_entity *above = at;

    while (above && !above->yearly)
        above = above->parent;
    if (!above || at->yearly)
        return true;
    PL_REPORT(ck->diags, NO_OTHER_YEAR, span, at->name, above->name);
    return false;
}

static const char *on_one_line(pl_checker *ck, pl_span span) {
    return pl_sema_written(ck, &(pl_node){.kind = PL_NODE_NAME, .span = span});
}

bool pl_sema_over_years(pl_checker *ck, pl_entity *at, pl_expr *expr) {
    resting r = {.ck = ck, .over = expr};
    pl_span span = expr->count > 1 ? expr->kids[1]->span : expr->kids[0]->span;

    assert(expr->count > 0 && at);
    if (!has_other_years(ck, at, span))
        return false;
    look_at_kids(&r, expr, true);
    if (r.varies)
        return true;
    PL_REPORT(ck->diags, SAME_EVERY_YEAR, span, on_one_line(ck, span));
    return false;
}

/* `back` 0: the nearest year before that is not skipped. What is a parent's is that parent's value
 * of the other year. */
static pl_expr *value_of_year(pl_checker *ck, pl_entity *at, pl_expr *kid, uint32_t back,
                              pl_span span) {
    pl_expr *expr;

    if (pl_sema_is_poison(kid))
        return kid;
    if (kid->kind == PL_EXPR_UP && kid->kids[0]->entity) {
        pl_entity *above = kid->kids[0]->entity;

        expr = value_of_year(ck, above, kid->kids[0], back, span);
        return pl_sema_is_poison(expr) ? expr : pl_sema_lift(ck, at, above, expr);
    }
    expr = pl_sema_make(ck, PL_EXPR_YEAR, kid->type, NULL, span);
    expr->back = back;
    pl_sema_adopt(ck, expr, &kid, 1);
    return pl_sema_over_years(ck, at, expr) ? expr : pl_sema_poison(ck, span);
}

pl_expr *pl_sema_previous(pl_checker *ck, pl_entity *at, const pl_node *node) {
    return value_of_year(ck, at, pl_sema_expr(ck, at, pl_sema_kid(node, 0), NULL), 0, node->span);
}

static bool is_schooljaar(const pl_checker *ck, const pl_node *node) {
    return pl_sema_is(node, PL_NODE_NAME) && node->text == ck->schooljaar;
}

bool pl_sema_is_year_index(const pl_checker *ck, const pl_node *node) {
    const pl_node *base = pl_sema_kid(node, 0), *key = pl_sema_kid(node, 1);
    const pl_symbol *table = pl_sema_is(base, PL_NODE_NAME) && base->text
        ? pl_sema_find(ck, PL_SYMBOL_TABLE, NULL, base->text)
        : NULL;

    assert(pl_sema_is(node, PL_NODE_INDEX));
    if (node->count != 2 || (table && table->kind == PL_SYMBOL_TABLE))
        return false;
    return is_schooljaar(ck, key) || pl_sema_is(key, PL_NODE_SCHOOLJAAR) ||
        (pl_sema_is(key, PL_NODE_BINARY) && is_schooljaar(ck, pl_sema_kid(key, 0)));
}

/* How many years before: 0 after a diagnostic. */
static uint32_t read_back(pl_checker *ck, const pl_node *node) {
    const pl_node *key = pl_sema_kid(node, 1), *amount = pl_sema_kid(key, 1);
    bool minus = pl_sema_is(key, PL_NODE_BINARY) && key->text && strcmp(key->text, "-") == 0;
    int back =
        minus && pl_sema_is(amount, PL_NODE_NUMBER) && !amount->text ? pl_sema_whole(amount, 0) : 0;

    if (back >= 1 && back <= MOST_YEARS)
        return (uint32_t)back;
    PL_REPORT(ck->diags, YEAR_INDEX, key->span, pl_sema_written(ck, key),
              pl_sema_written(ck, pl_sema_kid(node, 0)));
    return 0;
}

pl_expr *pl_sema_year_index(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_expr *kid = pl_sema_expr(ck, at, pl_sema_kid(node, 0), NULL);
    uint32_t back = read_back(ck, node);

    if (back == 0)
        return pl_sema_poison(ck, node->span);
    return value_of_year(ck, at, kid, back, node->span);
}

/* ### trends */

typedef struct trend_word {
    const char *word;
    bool rising, negated;
} trend_word;

static const trend_word trend_words[] = {
    {"rising", true, false},
    {"falling", false, false},
    {"not rising", true, true},
    {"not falling", false, true},
};

static const trend_word *find_trend(pl_checker *ck, const pl_node *node) {
    const char *word = node->text ? node->text : "";

    for (size_t i = 0; i < sizeof trend_words / sizeof *trend_words; i++)
        if (strcmp(word, trend_words[i].word) == 0)
            return &trend_words[i];
    PL_REPORT(ck->diags, NO_TREND, node->span, word);
    return NULL;
}

static bool has_order(pl_type type) {
    return type.base == PL_NUMBER || type.base == PL_DATE || type.base == PL_SCHOOLJAAR ||
        (type.base == PL_MEMBER && type.members->ordered);
}

const pl_field *pl_sema_date_of(const pl_entity *entity) {
    const pl_field *found = NULL;
    uint32_t dates = 0;

    for (uint32_t i = 0; i < entity->fields.len; i++) {
        const pl_field *field = entity->fields.items[i];

        if (field->type.base != PL_DATE || field->yearly)
            continue;
        if (field->key || strcmp(field->name, "datum") == 0)
            return field;
        found = field;
        dates++;
    }
    return dates == 1 ? found : NULL;
}

/* `last 3 observatie`: rows below `at` that have a day or a school year. NULL after a diagnostic. */
static pl_entity *rows_across(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *name = pl_sema_kid(node, 1);
    pl_entity *child;

    if (pl_sema_whole(node, 0) == 1 || node->count != 2 || !name->text) {
        PL_REPORT(ck->diags, ROWS_NOT_YEARS, node->span, pl_sema_written(ck, node));
        return NULL;
    }
    child = pl_sema_need_entity(ck, name->text, name->span);
    if (!child)
        return NULL;
    if (child == at || !pl_entity_is_within(child, at)) {
        PL_REPORT(ck->diags, NOT_BELOW, name->span, child->name, at->name,
                  pl_sema_relations_below(ck, at));
        return NULL;
    }
    if (pl_sema_date_of(child) || child->yearly)
        return child;
    PL_REPORT(ck->diags, ROWS_WITHOUT_ORDER, name->span, child->name);
    return NULL;
}

/* Two years or rows at least. `child` gets the entity of the rows, NULL for years. */
static bool read_across(pl_checker *ck, pl_entity *at, const pl_node *node, pl_entity **child,
                        pl_period *window) {
    *child = NULL;
    *window = (pl_period){.kind = PL_PERIOD_ALL};
    if (pl_sema_is(node, PL_NODE_LAST_ROWS)) {
        *child = rows_across(ck, at, node);
        if (!*child || !read_years(ck, pl_sema_kid(node, 0), &window->years))
            return false;
    } else if (pl_sema_is(node, PL_NODE_PERIOD)) {
        *window = pl_sema_window(ck, node);
    } else {
        if (pl_sema_is(node, PL_NODE_LAST_UNITS))
            PL_REPORT(ck->diags, TREND_OF_UNITS, node->span, node->text);
        return false;
    }
    if (window->years >= 2)
        return true;
    PL_REPORT0(ck->diags, TREND_OF_ONE, node->span);
    return false;
}

static pl_expr *make_trend(pl_checker *ck, pl_entity *at, const pl_node *node, pl_expr *kid,
                           bool rising, pl_period window, pl_entity *child) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_TREND, (pl_type){.base = PL_TRUTH}, NULL, node->span);

    assert(window.years >= 2);
    expr->rising = rising;
    expr->period = window;
    expr->child = child;
    expr->order = child ? pl_sema_date_of(child) : NULL;
    pl_sema_adopt(ck, expr, &kid, 1);
    expr->entity = at;
    return child || pl_sema_over_years(ck, at, expr) ? expr : pl_sema_poison(ck, node->span);
}

pl_expr *pl_sema_trend(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const trend_word *word = find_trend(ck, node);
    pl_entity *child;
    pl_period window;
    pl_expr *kid, *expr;

    if (!read_across(ck, at, pl_sema_kid(node, 1), &child, &window))
        return pl_sema_poison(ck, node->span);
    kid = pl_sema_expr(ck, child ? child : at, pl_sema_kid(node, 0), NULL);
    if (!word || pl_sema_is_poison(kid))
        return pl_sema_poison(ck, node->span);
    if (!has_order(kid->type)) {
        PL_REPORT(ck->diags, TREND_TYPE, kid->span, pl_sema_written(ck, pl_sema_kid(node, 0)),
                  pl_type_words(ck->arena, kid->type));
        return pl_sema_poison(ck, node->span);
    }
    expr = make_trend(ck, at, node, kid, word->rising, window, child);
    return word->negated ? pl_sema_not(ck, expr) : expr;
}
