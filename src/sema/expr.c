/* expr.c - from a tree of names to a typed expression: looks names up, climbs to ancestors with UP,
 * and sends each kind of node to the file that knows it. A name after a comparison with a member is
 * a member first; that is what `members` carries.
 * What is wrong becomes poison after one diagnostic. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

static const pl_type truth_type = {.base = PL_TRUTH};
static const pl_type poison_type = {.base = PL_POISON};

/* ### making expressions */

pl_expr *pl_sema_make(pl_checker *ck, pl_expr_kind kind, pl_type type, pl_entity *at,
                      pl_span span) {
    pl_expr *expr = PL_MAKE(ck->arena, pl_expr);

    assert(kind < PL_EXPR_COUNT && (type.base != PL_POISON || kind == PL_EXPR_CONST));
    expr->kind = kind;
    expr->type = type;
    expr->entity = at;
    expr->span = span;
    return expr;
}

pl_expr *pl_sema_constant(pl_checker *ck, pl_type type, pl_value value, pl_span span) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_CONST, type, NULL, span);

    assert(type.base == value.base);
    expr->value = value;
    return expr;
}

pl_expr *pl_sema_poison(pl_checker *ck, pl_span span) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_CONST, poison_type, NULL, span);

    assert(ck->diags->errors > 0); /* it silences what follows, so something must have been said */
    expr->value = (pl_value){.base = PL_POISON, .state = PL_MISSING};
    return expr;
}

bool pl_sema_is_poison(const pl_expr *expr) {
    return expr->type.base == PL_POISON;
}

void pl_sema_adopt(pl_checker *ck, pl_expr *parent, pl_expr *const *kids, uint32_t count) {
    assert(count > 0 && !parent->kids);
    parent->count = count;
    parent->kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        parent->kids[i] = kids[i];
        if (kids[i] && kids[i]->entity) {
            assert(!parent->entity || parent->entity == kids[i]->entity);
            parent->entity = kids[i]->entity;
        }
    }
}

pl_expr *pl_sema_lift(pl_checker *ck, pl_entity *at, pl_entity *from, pl_expr *expr) {
    pl_expr *up;

    assert(pl_entity_is_within(at, from));
    if (at == from || !expr->entity)
        return expr;
    assert(expr->entity == from && expr->kind != PL_EXPR_UP);
    up = pl_sema_make(ck, PL_EXPR_UP, expr->type, NULL, expr->span);
    pl_sema_adopt(ck, up, &expr, 1);
    up->entity = at;
    return up;
}

/* ### names */

static pl_expr *field_expr(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_entity *owner,
                           pl_span span) {
    pl_field *field = symbol->object;
    pl_expr *expr;

    if (field->type.base == PL_POISON)
        return pl_sema_poison(ck, span);
    expr = pl_sema_make(ck, PL_EXPR_FIELD, field->type, owner, span);
    expr->field = field;
    return pl_sema_lift(ck, at, owner, expr);
}

static pl_expr *symbol_expr(pl_checker *ck, pl_entity *at, pl_symbol *symbol, pl_entity *owner,
                            pl_span span) {
    if (symbol->kind == PL_SYMBOL_MEASURE)
        return pl_sema_measure(ck, at, symbol, span);
    if (symbol->kind == PL_SYMBOL_INDEXED) {
        PL_REPORT(ck->diags, INDEX_MISSING, span, symbol->name, pl_sema_indexed_words(ck, symbol));
        return pl_sema_poison(ck, span);
    }
    assert(symbol->kind == PL_SYMBOL_FIELD);
    return field_expr(ck, at, symbol, owner, span);
}

/* The year of the nearest rows that carry one, else that of the evaluation. */
static pl_expr *schooljaar_expr(pl_checker *ck, pl_entity *at, pl_span span) {
    const pl_type type = {.base = PL_SCHOOLJAAR};

    for (pl_entity *e = at; e; e = e->parent)
        if (e->yearly)
            return pl_sema_lift(ck, at, e, pl_sema_make(ck, PL_EXPR_SCHOOLJAAR, type, e, span));
    return pl_sema_make(ck, PL_EXPR_SCHOOLJAAR, type, NULL, span);
}

pl_expr *pl_sema_day(pl_checker *ck, const pl_node *node) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_DAY, (pl_type){.base = PL_DATE}, NULL, node->span);

    assert(pl_sema_is(node, PL_NODE_DAYMONTH));
    expr->value = (pl_value){.base = PL_DATE, .index = pl_sema_whole(node, 0)};
    return expr;
}

pl_expr *pl_sema_parameter(pl_checker *ck, const pl_parameter *p, pl_span span, pl_norm_end end) {
    pl_expr *expr;

    if (p->type.base == PL_POISON)
        return pl_sema_poison(ck, span);
    if (p->ranges && end == PL_NORM_SINGLE) {
        PL_REPORT(ck->diags, NORM_IS_RANGE, span, p->name);
        return pl_sema_poison(ck, span);
    }
    expr = pl_sema_make(ck, PL_EXPR_PARAMETER, p->type, NULL, span);
    expr->parameter = p;
    expr->end = p->ranges ? end : PL_NORM_SINGLE;
    return expr;
}

static const char *some_key(const pl_table *table) {
    return table->columns.len > 0 && table->columns.items[0].name ? table->columns.items[0].name
                                                                  : "..";
}

/* An entity, table or parameter by its bare name. */
static pl_expr *global_expr(pl_checker *ck, pl_symbol *symbol, pl_span span) {
    switch (symbol->kind) {
    case PL_SYMBOL_PARAMETER: return pl_sema_parameter(ck, symbol->object, span, PL_NORM_SINGLE);
    case PL_SYMBOL_TABLE:
        pl_sema_check_table(ck, symbol);
        PL_REPORT(ck->diags, TABLE_WITHOUT_KEY, span, symbol->name, some_key(symbol->object));
        break;
    case PL_SYMBOL_EXTENSION: return pl_sema_bare_extension(ck, symbol, span);
    default: PL_REPORT(ck->diags, ENTITY_AS_VALUE, span, symbol->name); break;
    }
    return pl_sema_poison(ck, span);
}

/* A field whose set has this member, when it is looked for in another set. */
static const char *hint_other_set(pl_checker *ck, const pl_entity *at, const char *name) {
    for (; at; at = at->parent) {
        for (uint32_t i = 0; i < at->fields.len; i++) {
            const pl_field *field = at->fields.items[i];

            if (field->type.base == PL_MEMBER && pl_enum_find(field->type.members, name) >= 0)
                return pl_arena_format(ck->arena, _("`%s` is a value of `%s`"), name, field->name);
        }
    }
    return NULL;
}

static void report_unknown_member(pl_checker *ck, const pl_entity *at, const pl_node *node,
                                  const pl_enum *members) {
    const char *other = hint_other_set(ck, at, node->text);

    PL_REPORT(ck->diags, UNKNOWN_MEMBER, node->span, node->text,
              pl_type_words(ck->arena, (pl_type){.base = PL_MEMBER, .members = members}),
              other ? other : pl_sema_hint_member(ck, members, node->text));
}

/* Nothing is said when the name may stand in a part that could not be read, unless it is a slip of
 * the finger. */
static void report_unknown(pl_checker *ck, pl_entity *at, const pl_node *node,
                           const pl_enum *members) {
    bool lost = pl_sema_is_broken(ck, at) || ck->parts_unread;

    if (members)
        report_unknown_member(ck, at, node, members);
    else if (!lost || pl_sema_has_near_name(ck, at, node->text))
        PL_REPORT(ck->diags, UNKNOWN_NAME, node->span, node->text, at->name,
                  pl_sema_hint_name(ck, at, node->text));
}

static pl_expr *member_expr(pl_checker *ck, const pl_node *node, const pl_enum *members) {
    int index = pl_enum_find(members, node->text);

    if (index < 0)
        return NULL;
    return pl_sema_constant(ck, (pl_type){.base = PL_MEMBER, .members = members},
                            (pl_value){.base = PL_MEMBER, .index = index}, node->span);
}

/* The grade or decision of a rule. */
static pl_expr *rule_expr(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const char *own = node->span.source ? pl_sema_own_handbook(ck, node->span.source) : NULL;
    pl_symbol *symbol = pl_sema_find_rule_symbol(ck, node, own);

    return symbol ? pl_sema_outcome(ck, at, symbol, node->span) : pl_sema_poison(ck, node->span);
}

static pl_expr *name_expr(pl_checker *ck, pl_entity *at, const pl_node *node,
                          const pl_enum *members) {
    pl_expr *member = members ? member_expr(ck, node, members) : NULL;
    pl_entity *owner = NULL;
    pl_symbol *symbol;

    if (!member)
        member = pl_sema_bound(ck, node, members);
    if (member)
        return member;
    symbol = pl_sema_find_upward(ck, at, node->text, &owner);
    if (symbol)
        return symbol_expr(ck, at, symbol, owner, node->span);
    if (node->text == ck->schooljaar)
        return schooljaar_expr(ck, at, node->span);
    symbol = pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL, node->text);
    if (symbol)
        return global_expr(ck, symbol, node->span);
    if (pl_sema_is_rule_name(ck, node->text))
        return rule_expr(ck, at, node);
    report_unknown(ck, at, node, members);
    return pl_sema_poison(ck, node->span);
}

/* ### entity.name */

static pl_expr *name_of_entity(pl_checker *ck, pl_entity *at, const pl_node *node,
                               pl_entity *owner) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, owner, node->text);

    if (pl_entity_is_below(owner, at) && owner != at && symbol) {
        PL_REPORT(ck->diags, PICK_WITHOUT_KEY, node->span, at->name, owner->name,
                  pl_sema_written(ck, node), node->text);
        return pl_sema_poison(ck, node->span);
    }
    if (!pl_entity_is_within(at, owner)) {
        PL_REPORT(ck->diags, NOT_ABOVE, node->span, node->text, owner->name, at->name);
        return pl_sema_poison(ck, node->span);
    }
    if (symbol)
        return symbol_expr(ck, at, symbol, owner, node->span);
    if (node->text == ck->schooljaar && owner->yearly)
        return pl_sema_lift(ck, at, owner, schooljaar_expr(ck, owner, node->span));
    if (!pl_sema_is_broken(ck, owner))
        PL_REPORT(ck->diags, UNKNOWN_FIELD, node->span, owner->name, node->text,
                  pl_sema_hint_field(ck, owner, node->text));
    return pl_sema_poison(ck, node->span);
}

static pl_expr *qualified_expr(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *owner = pl_sema_kid(node, 0);
    pl_symbol *symbol;
    pl_entity *entity;

    if (!node->text || !owner->text)
        return pl_sema_poison(ck, node->span);
    symbol = pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL, owner->text);
    if (symbol && symbol->kind == PL_SYMBOL_TABLE)
        return global_expr(ck, symbol, node->span);
    if (!symbol && pl_sema_find(ck, PL_SYMBOL_HANDBOOK, NULL, owner->text))
        return rule_expr(ck, at, node);
    entity = pl_sema_need_entity(ck, owner->text, owner->span);
    return entity ? name_of_entity(ck, at, node, entity) : pl_sema_poison(ck, node->span);
}

/* ### conditions */

/* `when 1F` : what a number could be compared with. */
static const char *condition_hint(pl_checker *ck, const pl_node *node, pl_type type) {
    const char *written = pl_sema_written(ck, node);

    if (type.base == PL_MEMBER && type.members->members.len > 0)
        return pl_arena_format(ck->arena, _("compare it with a member: `%s = %s`"), written,
                               pl_sema_member_written(ck, type.members, 0));
    if (type.base == PL_NUMBER)
        return pl_arena_format(ck->arena, _("compare it, as in `%s >= %s`"), written,
                               type.unit == PL_UNIT_PERCENT ? "90%" : "10");
    return pl_arena_format(ck->arena,
                           _("compare it, as in `%s = ..`, or ask whether `%s is known`"), written,
                           written);
}

pl_expr *pl_sema_condition(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_expr *expr = pl_sema_judged(ck, pl_sema_expr(ck, at, node, NULL));

    if (expr->type.base == PL_TRUTH || pl_sema_is_poison(expr))
        return expr;
    PL_REPORT(ck->diags, NO_CONDITION, node->span, pl_sema_written(ck, node),
              pl_type_words(ck->arena, expr->type), condition_hint(ck, node, expr->type));
    return pl_sema_poison(ck, node->span);
}

static pl_expr *logic_expr(pl_checker *ck, pl_entity *at, const pl_node *node, pl_expr_kind kind) {
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, node->count + 1), *expr;

    if (node->count == 0)
        return pl_sema_poison(ck, node->span);
    for (uint32_t i = 0; i < node->count; i++)
        kids[i] = pl_sema_condition(ck, at, pl_sema_kid(node, i));
    if (kind != PL_EXPR_NOT && node->count == 1)
        return kids[0];
    expr = pl_sema_make(ck, kind, truth_type, NULL, node->span);
    pl_sema_adopt(ck, expr, kids, node->count);
    return expr;
}

pl_expr *pl_sema_both(pl_checker *ck, pl_expr *a, pl_expr *b) {
    pl_expr *kids[] = {a, b}, *both;

    if (!a || !b || pl_sema_is_poison(b))
        return b ? b : a;
    if (pl_sema_is_poison(a))
        return a;
    both = pl_sema_make(ck, PL_EXPR_AND, truth_type, NULL, a->span);
    pl_sema_adopt(ck, both, kids, 2);
    return both;
}

pl_expr *pl_sema_not(pl_checker *ck, pl_expr *condition) {
    pl_expr *opposite;

    if (pl_sema_is_poison(condition))
        return condition;
    assert(condition->type.base == PL_TRUTH);
    opposite = pl_sema_make(ck, PL_EXPR_NOT, truth_type, NULL, condition->span);
    pl_sema_adopt(ck, opposite, &condition, 1);
    return opposite;
}

/* `is known`, `is missing` and their opposites; other words ask for the verdict of a rule. */
static pl_expr *is_expr(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const char *word = node->text ? node->text : "";
    bool known = strcmp(word, "known") == 0 || strcmp(word, "not missing") == 0;
    bool missing = strcmp(word, "missing") == 0 || strcmp(word, "not known") == 0;
    pl_expr *operand, *expr;

    if (!known && !missing)
        return pl_sema_verdict(ck, at, node);
    operand = pl_sema_expr(ck, at, pl_sema_kid(node, 0), NULL);
    expr = pl_sema_make(ck, PL_EXPR_IS_KNOWN, truth_type, NULL, node->span);
    pl_sema_adopt(ck, expr, &operand, 1);
    return known ? expr : pl_sema_not(ck, expr);
}

/* ### dispatch */

static pl_expr *literal_expr(pl_checker *ck, const pl_node *node, const pl_enum *members) {
    pl_value value;
    pl_type type;

    if (members && pl_sema_is(node, PL_NODE_TEXT) && node->text) {
        type = (pl_type){.base = PL_MEMBER, .members = members};
        if (!pl_sema_literal_as(ck, node, type, false, &value))
            return pl_sema_poison(ck, node->span);
        return pl_sema_constant(ck, type, value, node->span);
    }
    if (pl_sema_literal(ck, node, &value, &type))
        return pl_sema_constant(ck, type, value, node->span);
    return pl_sema_poison(ck, node->span);
}

/* An end of a norm or an extension; `minimum(weging)` is a table in the wrong brackets. */
static pl_expr *call_expr(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_symbol *symbol = node->text ? pl_sema_find(ck, PL_SYMBOL_TABLE, NULL, node->text) : NULL;

    if (node->text && strcmp(node->text, "low") == 0)
        return pl_sema_norm_end(ck, at, node, PL_NORM_LOW);
    if (node->text && strcmp(node->text, "high") == 0)
        return pl_sema_norm_end(ck, at, node, PL_NORM_HIGH);
    if (symbol && symbol->kind == PL_SYMBOL_EXTENSION)
        return pl_sema_call(ck, at, symbol, node);
    if (!node->text)
        return pl_sema_poison(ck, node->span);
    if (!symbol || symbol->kind != PL_SYMBOL_TABLE)
        return pl_sema_unknown_call(ck, node);
    return global_expr(ck, symbol, node->span);
}

static pl_expr *dispatch(pl_checker *ck, pl_entity *at, const pl_node *node,
                         const pl_enum *members) {
    switch (node->kind) {
    case PL_NODE_NUMBER:
    case PL_NODE_TEXT:
    case PL_NODE_DATE:
    case PL_NODE_SCHOOLJAAR: return literal_expr(ck, node, members);
    case PL_NODE_DAYMONTH: return pl_sema_day(ck, node);
    case PL_NODE_NAME:
        return node->text ? name_expr(ck, at, node, members) : pl_sema_poison(ck, node->span);
    case PL_NODE_QUALIFIED: return qualified_expr(ck, at, node);
    case PL_NODE_INDEX:
        return pl_sema_is_year_index(ck, node) ? pl_sema_year_index(ck, at, node)
                                               : pl_sema_index(ck, at, node);
    case PL_NODE_PREVIOUS: return pl_sema_previous(ck, at, node);
    case PL_NODE_TREND: return pl_sema_trend(ck, at, node);
    case PL_NODE_NEGATE: return pl_sema_negate(ck, at, node);
    case PL_NODE_BINARY: return pl_sema_binary(ck, at, node);
    case PL_NODE_ROUNDED: return pl_sema_rounded(ck, at, node);
    case PL_NODE_COMPARE: return pl_sema_compare(ck, at, node);
    case PL_NODE_IN: return pl_sema_in(ck, at, node);
    case PL_NODE_NOT: return logic_expr(ck, at, node, PL_EXPR_NOT);
    case PL_NODE_AND: return logic_expr(ck, at, node, PL_EXPR_AND);
    case PL_NODE_OR: return logic_expr(ck, at, node, PL_EXPR_OR);
    case PL_NODE_IS: return is_expr(ck, at, node);
    case PL_NODE_ELSE: return pl_sema_else(ck, at, node, members);
    case PL_NODE_CASES: return pl_sema_cases(ck, at, node, members);
    case PL_NODE_AGGREGATE: return pl_sema_aggregate(ck, at, node);
    case PL_NODE_QUANTIFIER: return pl_sema_quantifier(ck, at, node);
    case PL_NODE_PERCENTILE: return pl_sema_percentile(ck, at, node);
    case PL_NODE_CALL: return call_expr(ck, at, node);
    case PL_NODE_HOLD: return pl_sema_hold(ck, at, node);
    default: break;
    }
    assert(!pl_sema_given(node));
    return pl_sema_poison(ck, node->span);
}

pl_expr *pl_sema_expr(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members) {
    pl_expr *expr;

    assert(at);
    if (ck->depth >= PL_SEMA_DEPTH) {
        PL_REPORT0(ck->diags, TOO_NESTED, node->span);
        return pl_sema_poison(ck, node->span);
    }
    ck->depth++;
    expr = dispatch(ck, at, node, members);
    ck->depth--;
    assert(!expr->entity || expr->entity == at);
    return expr;
}
