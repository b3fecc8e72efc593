/* model.c - the few questions that every reader of the checked program asks.
 * The program itself is made by check.c and the files that it calls. */
#include "sema/model.h"

#include <assert.h>

static bool holds_on(bool has_from, pl_date from, bool has_until, pl_date until, pl_date date) {
    return (!has_from || from <= date) && (!has_until || date <= until);
}

const pl_table_version *pl_table_in_force(const pl_table *table, pl_date date) {
    for (uint32_t i = table->versions.len; i-- > 0;) {
        const pl_table_version *v = &table->versions.items[i];

        if (holds_on(v->has_from, v->from, v->has_until, v->until, date))
            return v;
    }
    return NULL;
}

pl_value pl_dated_end(const pl_dated_value *value, pl_norm_end end) {
    pl_value one = value->value;

    if (one.base != PL_NUMBER)
        return one;
    assert(end != PL_NORM_SINGLE || pl_number_compare(one.lo, one.hi) == 0);
    if (end == PL_NORM_HIGH)
        one.lo = one.hi;
    one.hi = one.lo;
    return one;
}

const pl_dated_value *pl_parameter_in_force(const pl_parameter *parameter, pl_date date) {
    for (uint32_t i = parameter->values.len; i-- > 0;) {
        const pl_dated_value *v = &parameter->values.items[i];

        if (holds_on(v->has_from, v->from, v->has_until, v->until, date))
            return v;
    }
    return NULL;
}

const pl_value *pl_cell_end(const pl_cell *cell, pl_norm_end end) {
    assert(cell->kind != PL_CELL_NO_NORM);
    assert(cell->kind == PL_CELL_VALUE || (end != PL_NORM_SINGLE && cell->has_lo && cell->has_hi));
    return cell->kind == PL_CELL_RANGE && end == PL_NORM_HIGH ? &cell->hi : &cell->lo;
}

void pl_expr_absent(const pl_expr *operand, void (*visit)(void *, const pl_expr *), void *context) {
    const pl_expr *inner = operand;

    while (inner->kind == PL_EXPR_UP)
        inner = inner->kids[0];
    switch (inner->kind) {
    case PL_EXPR_FIELD:
        if (inner->field->absent_false)
            visit(context, operand);
        return;
    case PL_EXPR_NEGATE:
    case PL_EXPR_ADD:
    case PL_EXPR_SUB:
    case PL_EXPR_MUL:
    case PL_EXPR_DIV:
    case PL_EXPR_ROUND: break;
    default: return;
    }
    assert(inner == operand || inner->entity != operand->entity);
    for (uint32_t i = 0; inner == operand && i < inner->count; i++)
        pl_expr_absent(inner->kids[i], visit, context);
}

pl_entity *pl_entity_holder(const pl_entity *entity) {
    return entity->by_reference ? NULL : entity->parent;
}

uint32_t pl_entity_key_depth(const pl_entity *entity) {
    for (const pl_entity *holder = entity; holder; holder = pl_entity_holder(holder))
        entity = holder;
    return entity->depth;
}

void pl_rule_each_expr(const pl_rule *rule, pl_rule_visit *visit, void *context) {
    if (rule->scope)
        visit(context, rule->scope);
    for (uint32_t i = 0; i < rule->exceptions.len; i++)
        visit(context, rule->exceptions.items[i]);
    for (uint32_t i = 0; i < rule->needs.len; i++)
        visit(context, rule->needs.items[i].condition);
    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        visit(context, rule->clauses.items[i].requirement);
        if (rule->clauses.items[i].condition)
            visit(context, rule->clauses.items[i].condition);
    }
    if (rule->outcome)
        visit(context, rule->outcome);
}

void pl_deadline_each_expr(const pl_deadline *deadline, pl_rule_visit *visit, void *context) {
    if (deadline->event)
        visit(context, deadline->event);
    if (deadline->evidence_where)
        visit(context, deadline->evidence_where);
}

bool pl_entity_is_within(const pl_entity *below, const pl_entity *above) {
    for (; below; below = below->parent)
        if (below == above)
            return true;
    return false;
}

bool pl_entity_is_below(const pl_entity *below, const pl_entity *above) {
    return above->source == below || (below != above && pl_entity_is_within(below, above));
}

pl_date pl_expr_day(const pl_expr *expr, int schooljaar) {
    assert(expr->kind == PL_EXPR_DAY);
    return pl_schooljaar_day(schooljaar, expr->value.index / 100, expr->value.index % 100);
}

const pl_entity *pl_entity_given(const pl_entity *entity) {
    while (entity->source)
        entity = entity->source;
    return entity;
}

bool pl_entity_tells_years(const pl_entity *child, const pl_entity *parent) {
    return child->parent == parent && child->yearly && !child->source;
}

const pl_expr *pl_expr_share(const pl_expr *expr) {
    while (expr->kind == PL_EXPR_UP || expr->kind == PL_EXPR_MEASURE)
        expr = expr->kind == PL_EXPR_UP ? expr->kids[0] : expr->measure->definition;
    return expr->kind == PL_EXPR_AGGREGATE && expr->aggregate == PL_AGG_SHARE ? expr : NULL;
}

bool pl_rule_in_force(const pl_rule *rule, pl_date date) {
    const pl_handbook *h = rule->handbook;

    if (h && !holds_on(h->has_from, h->from, h->has_until, h->until, date))
        return false;
    return holds_on(rule->has_from, rule->from, rule->has_until, rule->until, date);
}

/* ### school years */

static bool is_among(const int *years, uint32_t count, int year) {
    for (uint32_t i = 0; i < count; i++)
        if (years[i] == year)
            return true;
    return false;
}

static bool is_without(const pl_entity *entity, int year) {
    return is_among(entity->skipped_years.items, entity->skipped_years.len, year);
}

bool pl_expr_skips(const pl_expr *expr, int year) {
    if (is_among(expr->period.without.items, expr->period.without.len, year) ||
        (expr->child && is_without(expr->child, year)))
        return true;
    for (uint32_t i = 0; i < expr->rests.len; i++)
        if (is_without(expr->rests.items[i], year))
            return true;
    return false;
}

uint32_t pl_expr_years(const pl_expr *expr, int year, int *years) {
    uint32_t wanted = (uint32_t)expr->period.years, found = wanted;

    assert(!expr->child && expr->period.kind == PL_PERIOD_LAST && wanted > 0);
    for (year -= expr->period.including_this ? 0 : 1; found > 0 && year >= 1; year--)
        if (!pl_expr_skips(expr, year))
            years[--found] = year;
    for (uint32_t i = found; i < wanted; i++)
        years[i - found] = years[i];
    return wanted - found;
}

int pl_expr_year_before(const pl_expr *expr, int year) {
    assert(expr->kind == PL_EXPR_YEAR);
    if (expr->back > 0)
        return year - (int)expr->back;
    do
        year--;
    while (pl_expr_skips(expr, year));
    return year;
}

static bool is_of_some_year(const pl_entity *entity) {
    for (; entity; entity = entity->parent)
        if (entity->yearly)
            return true;
    return false;
}

bool pl_expr_changes_row(const pl_expr *expr) {
    if (!expr->entity || !expr->entity->yearly)
        return false;
    return expr->kind != PL_EXPR_UP || is_of_some_year(expr->kids[0]->entity);
}

pl_date pl_date_in_year(int year, pl_date evaluated) {
    if (year == pl_schooljaar_of(evaluated))
        return evaluated;
    return pl_schooljaar_start(year < 0 ? 0 : year + 1) - 1;
}

/* ### words */

const char *pl_rule_kind_word(pl_rule_kind kind) {
    static const char *const words[] = {"standard", "indicator", "ambition",
                                        "target",   "decision",  "deadline"};

    assert((size_t)kind < sizeof words / sizeof *words);
    return words[kind];
}

const char *pl_asked_word(pl_asked asked) {
    static const char *const words[] = {"met", "not met", "unknown", "no norm", "exempt"};

    assert((size_t)asked < sizeof words / sizeof *words);
    return words[asked];
}

const char *pl_compare_sign(pl_compare compare) {
    static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};

    assert((size_t)compare < sizeof signs / sizeof *signs);
    return signs[compare];
}

const char *pl_aggregate_word(pl_aggregate aggregate) {
    static const char *const words[] = {"share", "count", "sum", "average", "lowest", "highest"};

    assert((size_t)aggregate < sizeof words / sizeof *words);
    return words[aggregate];
}

const char *pl_statement_word(pl_statement_kind kind) {
    static const char *const words[] = {"definition", "role", "task"};

    assert((size_t)kind < sizeof words / sizeof *words);
    return words[kind];
}

/* ### how often */

pl_date pl_cadence_start(pl_cadence cadence, pl_date date) {
    int schooljaar = pl_schooljaar_of(date), year, month, day, first;
    pl_date start;

    assert((cadence.months > 0) != (cadence.years > 0));
    if (cadence.years > 0)
        return pl_schooljaar_start(schooljaar >= cadence.years ? schooljaar - cadence.years + 1
                                                               : 0);
    pl_date_split(date, &year, &month, &day);
    first = (month + 4) % 12 / cadence.months * cadence.months + 7; /* 0 is January of the year */
    return pl_date_make(schooljaar + first / 12, first % 12 + 1, 1, &start) ? start : date;
}

void pl_cadence_print(pl_buffer *out, pl_cadence cadence) {
    if (cadence.years == 1)
        pl_buffer_puts(out, "schooljaar");
    else if (cadence.years > 1)
        pl_buffer_printf(out, "%d years", cadence.years);
    else if (cadence.months == 3 || cadence.months == 1)
        pl_buffer_puts(out, cadence.months == 3 ? "quarter" : "month");
    else
        pl_buffer_printf(out, "%d months", cadence.months);
}

/* ### targets of a mapping */

const char *pl_target_name(pl_target target) {
    switch (target.kind) {
    case PL_TARGET_FIELD: return target.field->name;
    case PL_TARGET_MEASURE: return target.measure->name;
    case PL_TARGET_SCHOOLJAAR: return "schooljaar";
    case PL_TARGET_COUNT: return "count";
    }
    assert(!"every target has a name");
    return "";
}

bool pl_target_same(pl_target a, pl_target b) {
    return a.kind == b.kind && a.field == b.field && a.measure == b.measure;
}

pl_type pl_target_type(pl_target target) {
    switch (target.kind) {
    case PL_TARGET_FIELD: return target.field->type;
    case PL_TARGET_MEASURE: return target.measure->type;
    case PL_TARGET_SCHOOLJAAR: return (pl_type){.base = PL_SCHOOLJAAR};
    case PL_TARGET_COUNT: return (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};
    }
    assert(!"every target has a type");
    return (pl_type){.base = PL_POISON};
}
