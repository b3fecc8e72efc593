/* operators.c - arithmetic, comparisons, ranges, sets and case lists: which types they take and
 * what they give.
 * Two amounts must be of one unit; a clash is told with what was probably meant. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

static const pl_type truth_type = {.base = PL_TRUTH};

/* ### clashes */

/* What was to be done with two values that do not agree. */
typedef enum clash_kind {
    CLASH_COMPARED,
    CLASH_ADDED,
    CLASH_SUBTRACTED,
    CLASH_MULTIPLIED,
    CLASH_DIVIDED,
    CLASH_ROUNDED
} clash_kind;

static bool is_unit(const pl_expr *expr, pl_unit unit) {
    return expr->type.base == PL_NUMBER && expr->type.unit == unit;
}

/* One operand: as written and as understood. */
typedef struct side {
    const pl_node *node;
    const pl_expr *expr;
} side;

static bool is_constant(side s, pl_base base) {
    return s.expr->kind == PL_EXPR_CONST && s.expr->type.base == base;
}

/* A decimal comma was told already. */
static const char *with_point(pl_checker *ck, const char *written) {
    char *copy = pl_arena_copy(ck->arena, written, strlen(written));

    for (char *c = copy; *c; c++)
        if (*c == ',')
            *c = '.';
    return copy;
}

/* A bare number beside an amount with a unit: the unit was left out. */
static const char *hint_unit(pl_checker *ck, side bare, pl_unit unit) {
    const char *written = with_point(ck, pl_sema_written(ck, bare.node));

    if (unit == PL_UNIT_PERCENT)
        return pl_arena_format(ck->arena, _("write `%s%%`"), written);
    return pl_arena_format(ck->arena, _("write `%s %s`"), written, pl_unit_word(unit));
}

/* A plain field against a percentage: some percentage was meant, or the percent sign is too
 * much. */
static const char *hint_percent(pl_checker *ck, pl_entity *at, side plain, side percent) {
    const char *wanted = plain.node->text ? plain.node->text : "";
    const char *names = pl_sema_percent_names(ck, at, wanted, percent.node->text);
    bool constant = percent.expr->kind == PL_EXPR_CONST;

    if (!names)
        return _("compare a share, as in `a / b >= 90%`, or leave out the percent sign");
    if (constant)
        return pl_arena_format(
            ck->arena, _("was %s meant? That is a percentage; if not, leave out the percent sign"),
            names);
    return pl_arena_format(ck->arena, _("was %s meant instead of `%s`? That is a percentage"),
                           names, pl_sema_written(ck, plain.node));
}

static const char *hint_numbers(pl_checker *ck, pl_entity *at, side a, side b, clash_kind clash) {
    bool a_plain = is_unit(a.expr, PL_UNIT_PLAIN), b_plain = is_unit(b.expr, PL_UNIT_PLAIN);

    if (b_plain && is_constant(b, PL_NUMBER))
        return hint_unit(ck, b, a.expr->type.unit);
    if (a_plain && is_constant(a, PL_NUMBER))
        return hint_unit(ck, a, b.expr->type.unit);
    if (a_plain && is_unit(b.expr, PL_UNIT_PERCENT))
        return hint_percent(ck, at, a, b);
    if (b_plain && is_unit(a.expr, PL_UNIT_PERCENT))
        return hint_percent(ck, at, b, a);
    if (clash == CLASH_MULTIPLIED)
        return _("only one of the two may have a unit");
    if (clash == CLASH_DIVIDED)
        return _("divide by a plain number, or by an amount in the same unit");
    return _("units are not converted: write it out, as in `x / 1 weeks * 7 days`");
}

static const char *clash_hint(pl_checker *ck, pl_entity *at, side a, side b, clash_kind clash) {
    pl_base x = a.expr->type.base, y = b.expr->type.base;

    if (x == PL_NUMBER && y == PL_NUMBER)
        return hint_numbers(ck, at, a, b, clash);
    if ((x == PL_DATE && is_constant(b, PL_TEXT)) || (y == PL_DATE && is_constant(a, PL_TEXT)))
        return _("a date stands without quotes: 2021-08-01");
    if (x == PL_TEXT && is_constant(b, PL_NUMBER))
        return pl_arena_format(ck->arena, _("a text stands in quotes: \"%s\""),
                               pl_sema_written(ck, b.node));
    return _("compare and combine only values of one kind");
}

static const char *clash_verb(clash_kind clash) {
    switch (clash) {
    case CLASH_COMPARED: return _("compared");
    case CLASH_ADDED: return _("added");
    case CLASH_SUBTRACTED: return _("subtracted");
    case CLASH_MULTIPLIED: return _("multiplied");
    case CLASH_DIVIDED: return _("divided");
    case CLASH_ROUNDED: return _("combined");
    }
    assert(!"every clash has a verb");
    return "";
}

/* Two operands that do not agree: says why, and offers what was probably meant. */
static void report_clash(pl_checker *ck, pl_entity *at, pl_span span, side left, side right,
                         clash_kind clash) {
    PL_REPORT(ck->diags, TYPES_CLASH, span, pl_sema_written(ck, left.node),
              pl_type_words(ck->arena, left.expr->type), pl_sema_written(ck, right.node),
              pl_type_words(ck->arena, right.expr->type), clash_verb(clash),
              clash_hint(ck, at, left, right, clash));
}

/* ### arithmetic */

/* Poison stays silent; anything but a number is said. */
static bool need_number(pl_checker *ck, const pl_node *node, const pl_expr *expr) {
    if (expr->type.base == PL_NUMBER)
        return true;
    if (!pl_sema_is_poison(expr))
        PL_REPORT(ck->diags, NO_NUMBER, node->span, pl_sema_written(ck, node),
                  pl_type_words(ck->arena, expr->type));
    return false;
}

pl_expr *pl_sema_negate(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_expr *operand = pl_sema_expr(ck, at, pl_sema_kid(node, 0), NULL), *expr;

    if (!need_number(ck, pl_sema_kid(node, 0), operand))
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_NEGATE, operand->type, NULL, node->span);
    pl_sema_adopt(ck, expr, &operand, 1);
    return expr;
}

static pl_expr_kind arithmetic_kind(const char *sign) {
    switch (sign[0]) {
    case '+': return PL_EXPR_ADD;
    case '-': return PL_EXPR_SUB;
    case '*': return PL_EXPR_MUL;
    default: return PL_EXPR_DIV;
    }
}

static bool result_unit(pl_expr_kind kind, pl_type a, pl_type b, pl_type *out) {
    assert(a.base == PL_NUMBER && b.base == PL_NUMBER);
    *out = a;
    if (kind == PL_EXPR_MUL)
        return pl_unit_times(a.unit, b.unit, &out->unit);
    if (kind == PL_EXPR_DIV)
        return pl_unit_over(a.unit, b.unit, &out->unit);
    return pl_type_join(a, b, out);
}

static bool is_zero(const pl_expr *expr) {
    return expr->kind == PL_EXPR_CONST && pl_number_sign(expr->value.lo) == 0;
}

static clash_kind clash_of(pl_expr_kind kind) {
    switch (kind) {
    case PL_EXPR_ADD: return CLASH_ADDED;
    case PL_EXPR_SUB: return CLASH_SUBTRACTED;
    case PL_EXPR_MUL: return CLASH_MULTIPLIED;
    default: return CLASH_DIVIDED;
    }
}

pl_expr *pl_sema_binary(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *left = pl_sema_kid(node, 0), *right = pl_sema_kid(node, 1);
    pl_expr_kind kind = arithmetic_kind(node->text ? node->text : "+");
    pl_expr *kids[] = {pl_sema_expr(ck, at, left, NULL), pl_sema_expr(ck, at, right, NULL)};
    bool numbers = need_number(ck, left, kids[0]) & need_number(ck, right, kids[1]);
    pl_expr *expr;
    pl_type type;

    if (!numbers)
        return pl_sema_poison(ck, node->span);
    if (!result_unit(kind, kids[0]->type, kids[1]->type, &type)) {
        report_clash(ck, at, node->span, (side){left, kids[0]}, (side){right, kids[1]},
                     clash_of(kind));
        return pl_sema_poison(ck, node->span);
    }
    if (kind == PL_EXPR_DIV && is_zero(kids[1])) {
        PL_REPORT0(ck->diags, DIVIDES_BY_ZERO, right->span);
        return pl_sema_poison(ck, node->span);
    }
    assert(type.base == PL_NUMBER);
    expr = pl_sema_make(ck, kind, type, NULL, node->span);
    pl_sema_adopt(ck, expr, kids, 2);
    return expr;
}

pl_expr *pl_sema_rounded(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *operand_node = pl_sema_kid(node, 0), *step_node = pl_sema_kid(node, 1);
    pl_expr *operand = pl_sema_expr(ck, at, operand_node, NULL), *expr;
    pl_value step;
    pl_type type, joined;

    if (!need_number(ck, operand_node, operand) || !pl_sema_literal(ck, step_node, &step, &type) ||
        type.base != PL_NUMBER)
        return pl_sema_poison(ck, node->span);
    if (pl_number_sign(step.lo) <= 0) {
        PL_REPORT0(ck->diags, ROUNDED_TO_NOTHING, step_node->span);
        return pl_sema_poison(ck, node->span);
    }
    if (!pl_type_join(operand->type, type, &joined)) {
        report_clash(ck, at, node->span, (side){operand_node, operand},
                     (side){step_node, pl_sema_constant(ck, type, step, step_node->span)},
                     CLASH_ROUNDED);
        return pl_sema_poison(ck, node->span);
    }
    assert(joined.base == PL_NUMBER);
    expr = pl_sema_make(ck, PL_EXPR_ROUND, joined, NULL, node->span);
    expr->amount = step.lo;
    pl_sema_adopt(ck, expr, &operand, 1);
    return expr;
}

/* ### comparisons */

static pl_compare compare_of(const char *sign) {
    for (int compare = PL_EQ; compare <= PL_GE; compare++)
        if (strcmp(sign, pl_compare_sign((pl_compare)compare)) == 0)
            return (pl_compare)compare;
    return PL_EQ;
}

static bool need_order(pl_checker *ck, const pl_node *node, pl_type type, pl_compare compare) {
    bool ordered = type.base != PL_TEXT && (type.base != PL_MEMBER || type.members->ordered);

    if (compare == PL_EQ || compare == PL_NE || ordered)
        return true;
    PL_REPORT(ck->diags, NO_ORDER, node->span, pl_sema_written(ck, pl_sema_kid(node, 0)),
              pl_type_words(ck->arena, type), node->text);
    return false;
}

static bool is_plain_comparison(const pl_node *node) {
    return pl_sema_is(node, PL_NODE_COMPARE) || pl_sema_is(node, PL_NODE_IN);
}

/* `(20 <= weging) <= 22` says two things at once; `a = b` of conditions says nothing that `a` does
 * not. */
static bool refuse_truth(pl_checker *ck, const pl_node *node, const pl_node *truth,
                         const pl_expr *expr, const pl_node *other) {
    bool chained = is_plain_comparison(truth) && pl_sema_is(other, PL_NODE_NUMBER);

    if (expr->type.base != PL_TRUTH)
        return false;
    if (chained)
        PL_REPORT0(ck->diags, CHAINED_COMPARISON, node->span);
    else
        PL_REPORT(ck->diags, TRUTH_COMPARED, node->span, pl_sema_written(ck, truth));
    return true;
}

/* `1F <= niveau`: a member before the comparison is not seen as one. */
static bool report_member_first(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *left = pl_sema_kid(node, 0), *right = pl_sema_kid(node, 1);
    pl_entity *owner;
    pl_symbol *symbol;
    pl_field *field;

    if (!pl_sema_is(left, PL_NODE_NAME) || !pl_sema_is(right, PL_NODE_NAME) || !left->text ||
        !right->text)
        return false;
    if (pl_sema_find_upward(ck, at, left->text, &owner) ||
        pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL, left->text))
        return false;
    symbol = pl_sema_find_upward(ck, at, right->text, &owner);
    field = symbol && symbol->kind == PL_SYMBOL_FIELD ? symbol->object : NULL;
    if (!field || field->type.base != PL_MEMBER ||
        pl_enum_find(field->type.members, left->text) < 0)
        return false;
    PL_REPORT(ck->diags, MEMBER_FIRST, left->span, left->text, right->text);
    return true;
}

static const pl_enum *members_of(const pl_expr *expr) {
    return expr->type.base == PL_MEMBER ? expr->type.members : NULL;
}

static bool comparable(pl_checker *ck, pl_entity *at, const pl_node *node, pl_expr *left,
                       pl_expr *right, pl_compare compare) {
    pl_type joined;

    if (pl_sema_is_poison(left) || pl_sema_is_poison(right) ||
        refuse_truth(ck, node, pl_sema_kid(node, 1), right, pl_sema_kid(node, 0)))
        return false;
    if (!pl_type_join(left->type, right->type, &joined)) {
        report_clash(ck, at, node->span, (side){pl_sema_kid(node, 0), left},
                     (side){pl_sema_kid(node, 1), right}, CLASH_COMPARED);
        return false;
    }
    return need_order(ck, node, joined, compare);
}

static bool is_name_of_something(const pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_entity *owner;

    return pl_sema_is(node, PL_NODE_NAME) && node->text &&
        (pl_sema_find_upward(ck, at, node->text, &owner) ||
         pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL, node->text));
}

/* A name that means nothing, compared with a text, is a text without its quotes; compared with
 * poison it may be a member. */
static pl_expr *right_of(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_expr *left) {
    bool unknown = pl_sema_is(node, PL_NODE_NAME) && !is_name_of_something(ck, at, node);
    pl_value value;

    if (unknown && (left->type.base == PL_TEXT || pl_sema_is_poison(left))) {
        pl_sema_literal_as(ck, node, left->type, pl_sema_is_poison(left), &value);
        return pl_sema_poison(ck, node->span);
    }
    return pl_sema_expr(ck, at, node, members_of(left));
}

pl_expr *pl_sema_compare(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *left = pl_sema_kid(node, 0), *right = pl_sema_kid(node, 1);
    pl_compare compare = compare_of(node->text ? node->text : "=");
    pl_expr *kids[2], *expr;

    if (report_member_first(ck, at, node))
        return pl_sema_poison(ck, node->span);
    kids[0] = pl_sema_expr(ck, at, left, NULL);
    if (refuse_truth(ck, node, left, kids[0], right))
        return pl_sema_poison(ck, node->span);
    kids[1] = right_of(ck, at, right, kids[0]);
    if (!comparable(ck, at, node, kids[0], kids[1], compare))
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_COMPARE, truth_type, NULL, node->span);
    expr->compare = compare;
    pl_sema_adopt(ck, expr, kids, 2);
    return expr;
}

/* ### ranges and sets */

/* What stands in a range or set is written there, not computed. */
static bool refuse_names(pl_checker *ck, pl_entity *at, const pl_node *list,
                         const pl_enum *members) {
    bool refused = false;

    for (uint32_t i = 0; i < list->count; i++) {
        const pl_node *value = pl_sema_kid(list, i);
        bool member = members && value->text && pl_enum_find(members, value->text) >= 0;
        bool computed = pl_sema_is(value, PL_NODE_QUALIFIED) || pl_sema_is(value, PL_NODE_INDEX) ||
            is_name_of_something(ck, at, value);

        if (member || !computed)
            continue;
        PL_REPORT(ck->diags, NOT_CONSTANT, value->span, pl_sema_written(ck, value));
        refused = true;
    }
    return refused;
}

/* An amount with a unit against bare numbers is a clash here as in a comparison. */
static bool same_unit(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_expr *operand,
                      const pl_node *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        const pl_node *value_node = pl_sema_kid(list, i);
        pl_value value;
        pl_type type, joined;

        if (!pl_sema_literal(ck, value_node, &value, &type) || type.base != PL_NUMBER ||
            operand->type.base != PL_NUMBER)
            continue;
        if (pl_type_join(type, operand->type, &joined))
            continue;
        report_clash(ck, at, value_node->span, (side){pl_sema_kid(node, 0), operand},
                     (side){value_node, pl_sema_constant(ck, type, value, value_node->span)},
                     CLASH_COMPARED);
        return false;
    }
    return true;
}

static pl_expr *bound(pl_checker *ck, pl_expr *operand, pl_compare compare, pl_expr *end,
                      pl_span span) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_COMPARE, truth_type, NULL, span);
    pl_expr *kids[] = {operand, end};

    assert(operand->type.base == PL_DATE || operand->type.base == PL_SCHOOLJAAR);
    expr->compare = compare;
    pl_sema_adopt(ck, expr, kids, 2);
    return expr;
}

/* Days and years have no range of their own in the checked program: two comparisons say the
 * same. */
static pl_expr *day_range(pl_checker *ck, pl_expr *operand, pl_expr *const ends[2], bool open,
                          pl_span span) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_AND, truth_type, NULL, span);
    pl_expr *kids[] = {bound(ck, operand, PL_GE, ends[0], span),
                       bound(ck, operand, open ? PL_LT : PL_LE, ends[1], span)};

    pl_sema_adopt(ck, expr, kids, 2);
    return expr;
}

static bool is_yearly_range(const pl_node *range) {
    return pl_sema_is(pl_sema_kid(range, 0), PL_NODE_DAYMONTH) &&
        pl_sema_is(pl_sema_kid(range, 1), PL_NODE_DAYMONTH);
}

/* `1 okt..31 jan`, of the school year: August is its first month. */
static pl_expr *yearly_range(pl_checker *ck, pl_expr *operand, const pl_node *range, pl_span span) {
    const int any_year = 2000;
    bool open = range->text && strcmp(range->text, "<") == 0;
    pl_expr *ends[2];
    pl_date days[2];

    for (uint32_t i = 0; i < 2; i++) {
        ends[i] = pl_sema_day(ck, pl_sema_kid(range, i));
        days[i] = pl_expr_day(ends[i], any_year);
    }
    if (days[0] < days[1] + (open ? 0 : 1))
        return day_range(ck, operand, ends, open, span);
    PL_REPORT(ck->diags, BAD_RANGE, range->span, pl_sema_written(ck, range),
              _("no value lies in it"),
              _("a school year begins on 1 August: write its earlier day first"));
    return pl_sema_poison(ck, span);
}

static pl_expr *in_range(pl_checker *ck, pl_expr *operand, const pl_node *range, pl_span span) {
    pl_expr *expr, *ends[2];
    pl_cell cell;

    if (operand->type.base == PL_DATE && is_yearly_range(range))
        return yearly_range(ck, operand, range, span);
    if (!pl_sema_range_as(ck, range, operand->type, false, &cell))
        return pl_sema_poison(ck, span);
    assert(cell.has_lo && cell.has_hi);
    if (operand->type.base == PL_DATE || operand->type.base == PL_SCHOOLJAAR) {
        ends[0] = pl_sema_constant(ck, operand->type, cell.lo, span);
        ends[1] = pl_sema_constant(ck, operand->type, cell.hi, span);
        return day_range(ck, operand, ends, cell.open_hi, span);
    }
    assert(operand->type.base == PL_NUMBER || operand->type.members->ordered);
    expr = pl_sema_make(ck, PL_EXPR_IN_RANGE, truth_type, NULL, span);
    expr->range = cell;
    pl_sema_adopt(ck, expr, &operand, 1);
    return expr;
}

static pl_expr *in_set(pl_checker *ck, pl_expr *operand, const pl_node *set, pl_span span) {
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, set->count + 2);
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_IN_SET, truth_type, NULL, span);
    bool sound = set->count > 0;

    kids[0] = operand;
    for (uint32_t i = 0; i < set->count; i++) {
        pl_value value;

        if (!pl_sema_literal_as(ck, pl_sema_kid(set, i), operand->type, false, &value))
            sound = false;
        else
            kids[i + 1] = pl_sema_constant(ck, operand->type, value, pl_sema_kid(set, i)->span);
    }
    if (!sound)
        return pl_sema_poison(ck, span);
    pl_sema_adopt(ck, expr, kids, set->count + 1);
    return expr;
}

pl_expr *pl_sema_in(pl_checker *ck, pl_entity *at, const pl_node *node) {
    const pl_node *operand_node = pl_sema_kid(node, 0), *list = pl_sema_kid(node, 1);
    pl_expr *operand = pl_sema_expr(ck, at, operand_node, NULL), *expr;

    if (pl_sema_is_poison(operand) || !pl_sema_given(list) ||
        refuse_names(ck, at, list, members_of(operand)))
        return pl_sema_poison(ck, node->span);
    if (operand->type.base == PL_TRUTH) {
        PL_REPORT(ck->diags, TRUTH_COMPARED, node->span, pl_sema_written(ck, operand_node));
        return pl_sema_poison(ck, node->span);
    }
    if (!same_unit(ck, at, node, operand, list))
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_is(list, PL_NODE_RANGE) ? in_range(ck, operand, list, node->span)
                                           : in_set(ck, operand, list, node->span);
    return node->text && strcmp(node->text, "not in") == 0 ? pl_sema_not(ck, expr) : expr;
}

/* ### fallbacks */

static const char *hint_else(pl_checker *ck, pl_entity *at, side left, side right) {
    if (left.expr->type.base == PL_NUMBER && right.expr->type.base == PL_NUMBER)
        return hint_numbers(ck, at, left, right, CLASH_COMPARED);
    return _("both are of one kind, so that one stands for the other");
}

/* What depends on no row is given by the rules themselves. */
pl_expr *pl_sema_else(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members) {
    const pl_node *left = pl_sema_kid(node, 0), *right = pl_sema_kid(node, 1);
    pl_norm_end end = ck->end;
    pl_expr *kids[2], *expr;
    pl_type type;

    ck->end = PL_NORM_SINGLE;
    kids[0] = pl_sema_end_of(ck, at, left, members, end);
    kids[1] = pl_sema_end_of(ck, at, right, members ? members : members_of(kids[0]), end);
    if (kids[0]->type.base == PL_TRUTH || kids[1]->type.base == PL_TRUTH) {
        kids[0] = pl_sema_judged(ck, kids[0]);
        kids[1] = pl_sema_judged(ck, kids[1]);
    }
    if (pl_sema_is_poison(kids[0]) || pl_sema_is_poison(kids[1]))
        return pl_sema_poison(ck, node->span);
    if (!pl_type_join(kids[0]->type, kids[1]->type, &type)) {
        PL_REPORT(ck->diags, ELSE_TYPES, node->span, pl_sema_written(ck, left),
                  pl_type_words(ck->arena, kids[0]->type), pl_sema_written(ck, right),
                  pl_type_words(ck->arena, kids[1]->type),
                  hint_else(ck, at, (side){left, kids[0]}, (side){right, kids[1]}));
        return pl_sema_poison(ck, node->span);
    }
    if (!kids[0]->entity) {
        PL_REPORT(ck->diags, ELSE_NEVER, node->span, pl_sema_written(ck, left));
        return pl_sema_poison(ck, node->span);
    }
    expr = pl_sema_make(ck, PL_EXPR_ELSE, type, NULL, node->span);
    pl_sema_adopt(ck, expr, kids, 2);
    return expr;
}

/* ### case lists */

typedef struct case_list {
    pl_expr **kids;
    pl_type type;
    const pl_node *first; /* the value that gave the type */
    bool sound;
} case_list;

static void join_value(pl_checker *ck, case_list *cases, const pl_node *node,
                       const pl_expr *value) {
    pl_type joined;

    if (pl_type_join(cases->type, value->type, &joined)) {
        if (!cases->first && !pl_sema_is_poison(value))
            cases->first = node;
        cases->type = joined;
    } else {
        assert(cases->first);
        PL_REPORT(ck->diags, CASE_TYPES, node->span, pl_sema_written(ck, cases->first),
                  pl_type_words(ck->arena, cases->type), pl_sema_written(ck, node),
                  pl_type_words(ck->arena, value->type));
        cases->sound = false;
    }
    cases->sound = cases->sound && !pl_sema_is_poison(value);
}

static void add_case(pl_checker *ck, pl_entity *at, case_list *cases, const pl_node *node,
                     uint32_t index, const pl_enum *members, pl_norm_end end) {
    const pl_node *value_node = pl_sema_kid(node, 0), *condition_node = pl_sema_kid(node, 1);
    const pl_enum *expected = members   ? members
        : cases->type.base == PL_MEMBER ? cases->type.members
                                        : NULL;
    pl_expr *value = pl_sema_end_of(ck, at, value_node, expected, end);

    join_value(ck, cases, value_node, value);
    cases->kids[2 * index] = value;
    if (condition_node->kind != PL_NODE_ABSENT)
        cases->kids[2 * index + 1] = pl_sema_condition(ck, at, condition_node);
}

pl_expr *pl_sema_cases(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_enum *members) {
    case_list cases = {PL_MAKE_ARRAY(ck->arena, pl_expr *, 2 * (size_t)node->count + 2),
                       {.base = PL_POISON},
                       NULL,
                       true};
    pl_norm_end end = ck->end;
    pl_expr *expr;

    assert(node->count > 0);
    ck->end = PL_NORM_SINGLE;
    for (uint32_t i = 0; i < node->count; i++) {
        if (pl_sema_is(pl_sema_kid(node, i), PL_NODE_CASE))
            add_case(ck, at, &cases, pl_sema_kid(node, i), i, members, end);
        else
            cases.sound = false;
    }
    if (!cases.sound)
        return pl_sema_poison(ck, node->span);
    assert(cases.type.base != PL_POISON);
    expr = pl_sema_make(ck, PL_EXPR_CASES, cases.type, NULL, node->span);
    pl_sema_adopt(ck, expr, cases.kids, 2 * node->count);
    return expr;
}
