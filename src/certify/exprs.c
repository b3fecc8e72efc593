/* exprs.c - checked expressions as JSON, in fewer operations than the language has words for: what can
 * be said by others is written as these. Each figure has the place where it stands (places.c). */
#include <assert.h>
#include <string.h>

#include "certify/writer.h"
#include "report/json_text.h"
#include "sema/check.h"

/* ### names */

const char *pl_certify_type(pl_certifier *w, pl_type type) {
    const pl_enum *members = type.members;
    pl_buffer out = {0};

    switch (type.base) {
    case PL_NUMBER: return pl_unit_word(type.unit);
    case PL_TRUTH: return "yesno";
    case PL_TEXT: return "text";
    case PL_DATE: return "date";
    case PL_SCHOOLJAAR: return "schooljaar";
    case PL_MEMBER: break;
    case PL_POISON: assert(!"what is certified has a type");
    }
    if (members->name)
        return members->name;
    for (uint32_t i = 0; i < members->members.len; i++)
        pl_buffer_printf(&out, "%s%s", i > 0 ? ", " : "{", members->members.items[i]);
    pl_buffer_puts(&out, members->ordered ? "} in order" : "}");
    return pl_buffer_take(&out, w->arena);
}

const char *pl_certify_measure(pl_certifier *w, const pl_measure *measure) {
    return pl_arena_format(w->arena, "%s.%s", measure->entity->name, measure->name);
}

const char *pl_certify_rule(pl_certifier *w, const pl_rule *rule) {
    return rule->handbook ? pl_arena_format(w->arena, "%s.%s", rule->handbook->name, rule->name)
                          : rule->name;
}

/* Of a table by a key, the columns with names are one of their own. */
const char *pl_certify_table(pl_certifier *w, const pl_table *table) {
    return table->whole ? pl_arena_format(w->arena, "%s, by name", table->name) : table->name;
}

/* ### values */

static const char *member_of(pl_type type, int32_t index) {
    assert(type.base == PL_MEMBER && index >= 0 && (uint32_t)index < type.members->members.len);
    return type.members->members.items[index];
}

static void print_value(pl_buffer *out, pl_type type, const pl_value *value) {
    switch (type.base) {
    case PL_NUMBER:
        pl_number_print(out, value->lo);
        if (pl_number_compare(value->lo, value->hi) == 0)
            return;
        pl_buffer_puts(out, "..");
        pl_number_print(out, value->hi);
        return;
    case PL_TRUTH: pl_buffer_puts(out, pl_certify_truth(value->truth)); return;
    case PL_TEXT: pl_buffer_puts(out, value->text); return;
    case PL_MEMBER: pl_buffer_puts(out, member_of(type, value->index)); return;
    case PL_DATE: pl_date_print(out, value->index); return;
    case PL_SCHOOLJAAR: pl_schooljaar_print(out, value->index); return;
    case PL_POISON: break;
    }
    assert(!"a value has a type");
}

const char *pl_certify_truth(pl_truth truth) {
    static const char *const words[] = {"false", "true", "unknown", "none"};

    assert((size_t)truth < sizeof words / sizeof *words);
    return words[truth];
}

void pl_certify_put_value(pl_buffer *out, pl_type type, const pl_value *value) {
    pl_buffer text = {0};

    if (value->state != PL_OK && type.base == PL_TRUTH) {
        pl_json_text(out, pl_certify_truth(value->state == PL_MISSING ? PL_UNKNOWN : PL_NONE));
        return;
    }
    if (value->state != PL_OK) {
        pl_buffer_puts(out, value->state == PL_MISSING ? "null" : "false");
        return;
    }
    pl_buffer_init(&text);
    print_value(&text, type, value);
    pl_json_text(out, text.len > 0 ? text.ptr : "");
    pl_buffer_fini(&text);
}

void pl_certify_value(pl_certifier *w, pl_type type, const pl_value *value) {
    pl_certify_put_value(w->out, type, value);
}

void pl_certify_date(pl_certifier *w, bool known, pl_date day) {
    if (!known) {
        pl_buffer_puts(w->out, "null");
        return;
    }
    pl_buffer_putc(w->out, '"');
    pl_date_print(w->out, day);
    pl_buffer_putc(w->out, '"');
}

void pl_certify_place(pl_certifier *w, pl_span span) {
    for (uint32_t i = 0; i < w->of->sources.len; i++)
        if (span.source == w->of->sources.items[i]) {
            pl_buffer_printf(w->out, "[%u, %u, %u]", i, span.start, span.end);
            return;
        }
    pl_buffer_puts(w->out, "null");
}

/* What is asked of a verdict, as verdicts write it. */
static const char *asked_word(pl_asked asked) {
    static const char *const words[] = {"met", "not_met", "unknown", "no_norm", "exempt"};

    assert((size_t)asked < sizeof words / sizeof *words);
    return words[asked];
}

/* ### parts of expressions */

static void member(pl_certifier *w, const char *name, const char *text) {
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, name, text);
}

/* What is JSON already. */
static void part(pl_certifier *w, const char *name, const char *json) {
    pl_buffer_printf(w->out, ", \"%s\": %s", name, json);
}

static void flag(pl_certifier *w, const char *name, bool is) {
    if (is)
        part(w, name, "true");
}

static void put_without(pl_certifier *w, const pl_period *p, pl_span within) {
    pl_buffer_puts(w->out, p->without.len > 0 ? ", \"without\": [" : "");
    for (uint32_t i = 0; i < p->without.len; i++)
        pl_buffer_printf(w->out, "%s%s", i > 0 ? ", " : "",
                         pl_certify_year(w, p->without.items[i], within));
    pl_buffer_puts(w->out, p->without.len > 0 ? "]" : "");
}

static void put_small(pl_certifier *w, const pl_period *p, pl_span within) {
    if (p->small_years == 0)
        return;
    pl_buffer_printf(w->out, ", \"small\": {\"years\": %s, \"below\": %s, ",
                     pl_certify_count(w, p->small_years, within),
                     pl_certify_number(w, p->small_below, within));
    pl_json_member(w->out, "of", p->small_entity->name);
    pl_buffer_putc(w->out, '}');
}

/* So many units of days: of the rows whose day lies in them, or one by one. */
static void put_days(pl_certifier *w, const pl_expr *expr) {
    const pl_period *p = &expr->period;

    if (p->kind != PL_PERIOD_WINDOW) {
        part(w, "count", pl_certify_count(w, p->years, expr->span));
        member(w, "unit", pl_stretch_word(p->unit));
        flag(w, "including_this", p->including_this);
    }
    flag(w, "rises", p->kind == PL_PERIOD_SUCCESSIVE && p->can_rise);
    flag(w, "falls", p->kind == PL_PERIOD_SUCCESSIVE && p->can_fall);
    if (p->day)
        member(w, "by_day", p->day->name);
    pl_buffer_puts(w->out, ", \"region\": ");
    pl_certify_expr(w, p->region);
    pl_buffer_puts(w->out, ", \"row_region\": ");
    pl_certify_expr(w, p->row_region);
}

static void put_period(pl_certifier *w, const pl_expr *expr) {
    static const char *const kinds[] = {"all",  "this",   "last",       "range",
                                        "days", "window", "successive", "each"};
    const pl_period *p = &expr->period;

    assert((size_t)p->kind < sizeof kinds / sizeof *kinds);
    member(w, "over", kinds[p->kind]);
    if (p->kind == PL_PERIOD_RANGE) {
        part(w, "first", pl_certify_year(w, p->first, expr->span));
        part(w, "last", pl_certify_year(w, p->last, expr->span));
    }
    if (pl_period_has_days(p) || pl_period_has_windows(p))
        put_days(w, expr);
    if (p->kind != PL_PERIOD_LAST)
        return;
    part(w, "years", pl_certify_count(w, p->years, expr->span));
    flag(w, "including_this", p->including_this);
    put_without(w, p, expr->span);
    put_small(w, p, expr->span);
}

/* The entities whose years without are skipped. */
static void put_rests(pl_certifier *w, const pl_expr *expr) {
    uint32_t shown = 0;

    pl_buffer_puts(w->out, ", \"rests\": [");
    if (expr->child && expr->kind != PL_EXPR_TREND) {
        pl_json_text(w->out, expr->child->name);
        shown++;
    }
    for (uint32_t i = 0; i < expr->rests.len; i++) {
        pl_buffer_puts(w->out, shown++ > 0 ? ", " : "");
        pl_json_text(w->out, expr->rests.items[i]->name);
    }
    pl_buffer_putc(w->out, ']');
}

/* An aggregate, quantifier or pick: over which rows of which entity, or school years. */
static void put_rows(pl_certifier *w, const pl_expr *expr) {
    if (expr->child)
        member(w, "child", expr->child->name);
    put_period(w, expr);
    put_rests(w, expr);
}

static const char *sign_of(pl_quantity quantity) {
    static const char *const signs[] = {">=", ">=", "<=", ">", "<", "="};

    assert((size_t)quantity < sizeof signs / sizeof *signs);
    return signs[quantity];
}

static void put_amount(pl_certifier *w, const pl_expr *expr) {
    static const char *const words[] = {"every",     "at least",   "at most",
                                        "more than", "fewer than", "exactly"};

    part(w, "sign", pl_certify_sign(w, sign_of(expr->quantity), words[expr->quantity], expr->span));
    part(w, "amount", pl_certify_number(w, expr->amount, expr->span));
}

static void put_quantifier(pl_certifier *w, const pl_expr *expr) {
    member(w, "of", expr->quantity == PL_Q_EVERY ? "every" : expr->percent ? "share" : "count");
    if (expr->quantity != PL_Q_EVERY)
        put_amount(w, expr);
    put_rows(w, expr);
}

/* Of conditions that are written out; every is as many as there are. */
static void put_tally(pl_certifier *w, const pl_expr *expr) {
    if (expr->quantity != PL_Q_EVERY) {
        flag(w, "percent", expr->percent);
        put_amount(w, expr);
        return;
    }
    member(w, "sign", ">=");
    pl_buffer_printf(w->out, ", \"amount\": \"%u\"", expr->count);
}

/* The domain of a field stands for its missing cells. */
static void put_aggregate(pl_certifier *w, const pl_expr *expr) {
    const pl_expr *of = expr->kids[1];

    while (of && of->kind == PL_EXPR_UP)
        of = of->kids[0];
    member(w, "of", pl_aggregate_word(expr->aggregate));
    if (of && of->kind == PL_EXPR_FIELD && of->field->has_domain) {
        pl_buffer_puts(w->out, ", \"domain\": [");
        pl_json_text(w->out, of->field->entity->name);
        pl_buffer_puts(w->out, ", ");
        pl_json_text(w->out, of->field->name);
        pl_buffer_putc(w->out, ']');
    }
    put_rows(w, expr);
}

static void put_trend(pl_certifier *w, const pl_expr *expr) {
    member(w, "sign", expr->rising ? "<" : ">");
    part(w, "years", pl_certify_count(w, expr->period.years, expr->span));
    flag(w, "including_this", expr->period.including_this);
    put_without(w, &expr->period, expr->span);
    if (expr->child)
        member(w, "child", expr->child->name);
    member(w, "order", expr->order ? expr->order->name : NULL);
    put_rests(w, expr);
}

/* What stands before the name. */
static const char *handbook_of(pl_certifier *w, const pl_attestation *a) {
    assert(strlen(a->qualified) > strlen(a->name));
    return pl_arena_copy(w->arena, a->qualified, strlen(a->qualified) - strlen(a->name) - 1);
}

static void put_attestation(pl_certifier *w, const pl_attestation *a) {
    part(w, "name",
         pl_certify_figure(w, (pl_type){.base = PL_TEXT},
                           &(pl_value){.base = PL_TEXT, .text = a->name}, a->span));
    if (a->qualified)
        member(w, "handbook", handbook_of(w, a));
    member(w, "rows", a->rows->name);
    member(w, "indicator", a->indicator->name);
    member(w, "date", a->date->name);
    member(w, "judgement", a->judgement->name);
    if (a->cadence.months > 0)
        pl_buffer_printf(w->out, ", \"months\": %d", a->cadence.months);
    else
        part(w, "years", pl_certify_count(w, a->cadence.years, a->span));
}

/* [low, high], null where there is none, and "open" where high itself is left out. */
static void put_range(pl_certifier *w, const pl_expr *expr) {
    pl_type type = expr->kids[0]->type;
    const pl_cell *range = &expr->range;

    pl_buffer_printf(w->out, ", \"range\": [%s, %s%s]",
                     range->has_lo ? pl_certify_figure(w, type, &range->lo, expr->span) : "null",
                     range->has_hi ? pl_certify_figure(w, type, &range->hi, expr->span) : "null",
                     range->open_hi ? ", \"open\"" : "");
}

/* Which end of a norm that is a range. */
static void put_end(pl_certifier *w, const pl_expr *expr) {
    if (expr->end != PL_NORM_SINGLE)
        member(w, "end", expr->end == PL_NORM_LOW ? "low" : "high");
}

static void put_lookup(pl_certifier *w, const pl_expr *expr) {
    member(w, "table", pl_certify_table(w, expr->table));
    member(w, "column", expr->table->columns.items[expr->column].name);
    pl_buffer_printf(w->out, ", \"number\": %u", expr->column);
    put_end(w, expr);
}

/* Of another school year `up` keeps to the row above: one that no year is carried by. */
static bool keeps_row(const pl_entity *above) {
    return above && !above->yearly && !(above->parent && above->parent->yearly);
}

static void put_up(pl_certifier *w, const pl_expr *expr) {
    member(w, "to", expr->kids[0]->entity ? expr->kids[0]->entity->name : NULL);
    flag(w, "stays", keeps_row(expr->kids[0]->entity));
}

static void put_call(pl_certifier *w, const pl_expr *expr) {
    member(w, "name", expr->extension->name);
}

static void put_day(pl_certifier *w, const pl_expr *expr) {
    pl_buffer_printf(w->out, ", \"month\": %d", expr->value.index / 100);
    part(w, "day", pl_certify_count(w, expr->value.index % 100, expr->span));
}

static void put_year(pl_certifier *w, const pl_expr *expr) {
    part(w, "back", pl_certify_count(w, (int)expr->back, expr->span));
    put_rests(w, expr);
}

/* It stands between what is compared. */
static void put_sign(pl_certifier *w, const pl_expr *expr) {
    const char *sign = pl_compare_sign(expr->compare);
    pl_span between = expr->span, first = expr->kids[0]->span, second = expr->kids[1]->span;

    if (first.source == between.source && first.end > between.start && first.end <= between.end)
        between.start = first.end;
    if (second.source == between.source && second.start > between.start &&
        second.start <= between.end)
        between.end = second.start;
    part(w, "sign", pl_certify_sign(w, sign, sign, between));
}

static void put_holds(pl_certifier *w, const pl_expr *expr) {
    switch (expr->kind) {
    case PL_EXPR_CONST:
        part(w, "value", pl_certify_figure(w, expr->type, &expr->value, expr->span));
        break;
    case PL_EXPR_FIELD: member(w, "name", expr->field->name); break;
    case PL_EXPR_DAY: put_day(w, expr); break;
    case PL_EXPR_MEASURE: member(w, "name", pl_certify_measure(w, expr->measure)); break;
    case PL_EXPR_PARAMETER:
        member(w, "name", expr->parameter->name);
        put_end(w, expr);
        break;
    case PL_EXPR_CALL: put_call(w, expr); break;
    case PL_EXPR_UP: put_up(w, expr); break;
    case PL_EXPR_COMPARE: put_sign(w, expr); break;
    case PL_EXPR_IN_SET: member(w, "sign", "="); break;
    case PL_EXPR_IN_RANGE: put_range(w, expr); break;
    case PL_EXPR_ATTESTED: put_attestation(w, expr->attestation); break;
    case PL_EXPR_CASES: flag(w, "strict", expr->strict); break;
    case PL_EXPR_YEAR: put_year(w, expr); break;
    case PL_EXPR_TREND: put_trend(w, expr); break;
    case PL_EXPR_PICK: put_rows(w, expr); break;
    case PL_EXPR_TALLY: put_tally(w, expr); break;
    case PL_EXPR_LOOKUP: put_lookup(w, expr); break;
    case PL_EXPR_AGGREGATE: put_aggregate(w, expr); break;
    case PL_EXPR_QUANTIFIER: put_quantifier(w, expr); break;
    case PL_EXPR_VERDICT: member(w, "asked", asked_word(expr->asked)); /* fall through */
    case PL_EXPR_OUTCOME: member(w, "rule", pl_certify_rule(w, expr->rule)); break;
    default: break;
    }
}

/* ### whole expressions */

/* The word of exprs.def, or of what the operation is a form of. */
static const char *word_of(pl_expr_kind kind) {
    static const char *const words[] = {
#define PL_EXPR(kind, name, holds) name,
#include "sema/exprs.def"
#undef PL_EXPR
    };

    assert(kind < PL_EXPR_COUNT);
    switch (kind) {
    case PL_EXPR_NEGATE: return "sub";
    case PL_EXPR_IN_SET: return "compare";
    case PL_EXPR_QUANTIFIER: return "aggregate";
    case PL_EXPR_ELSE:
    case PL_EXPR_NEEDS: return "cases";
    default: return words[kind];
    }
}

static void begin(pl_certifier *w, const pl_expr *expr, const char *op) {
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "op", op);
    member(w, "type", pl_certify_type(w, expr->type));
    if (expr->entity)
        member(w, "for", expr->entity->name);
}

/* A node of its own with these kids. */
static void put_made(pl_certifier *w, const pl_expr *like, const char *op, pl_expr *const *kids,
                     uint32_t count) {
    pl_expr made = {.type = {.base = PL_TRUTH}, .entity = like->entity};

    begin(w, &made, op);
    pl_buffer_puts(w->out, ", \"kids\": [");
    for (uint32_t k = 0; k < count; k++) {
        pl_buffer_puts(w->out, k > 0 ? ", " : "");
        pl_certify_expr(w, kids[k]);
    }
    pl_buffer_puts(w->out, "]}");
}

static void put_constant(pl_certifier *w, pl_type type, const pl_value *value, pl_span within) {
    pl_expr constant = {.kind = PL_EXPR_CONST, .type = type, .value = *value, .span = within};

    pl_certify_expr(w, &constant);
}

static void put_missing(pl_certifier *w, pl_type type) {
    put_constant(w, type, &(pl_value){.base = type.base, .state = PL_MISSING}, (pl_span){0});
}

static void put_number_constant(pl_certifier *w, pl_number number, pl_span within) {
    put_constant(w, (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PLAIN},
                 &(pl_value){.base = PL_NUMBER, .lo = number, .hi = number}, within);
}

static void put_member_constant(pl_certifier *w, const pl_field *field, int32_t index) {
    put_constant(w, field->type, &(pl_value){.base = PL_MEMBER, .index = index}, (pl_span){0});
}

/* The kids, in the order of the operation that the certificate has. */
static void put_kids(pl_certifier *w, const pl_expr *expr) {
    if (expr->kind == PL_EXPR_NEGATE) {
        put_number_constant(w, PL_NUMBER_ZERO, (pl_span){0});
        pl_buffer_puts(w->out, ", ");
    }
    for (uint32_t k = 0; k < expr->count && (k == 0 || expr->kind != PL_EXPR_NEEDS); k++) {
        pl_buffer_puts(w->out, k > 0 ? ", " : "");
        pl_certify_expr(w, expr->kids[k]);
        if (expr->kind == PL_EXPR_ELSE && k == 0) {
            pl_buffer_puts(w->out, ", ");
            put_made(w, expr, "is-there", expr->kids, 1);
        }
    }
    if (expr->kind == PL_EXPR_ELSE)
        pl_buffer_puts(w->out, ", null");
    if (expr->kind == PL_EXPR_ROUND) {
        pl_buffer_puts(w->out, ", ");
        put_number_constant(w, expr->amount, expr->span);
    }
    if (expr->kind == PL_EXPR_JUDGED) {
        pl_buffer_puts(w->out, ", ");
        put_member_constant(w, expr->attestation->judgement, expr->attestation->yes);
        pl_buffer_puts(w->out, ", ");
        put_member_constant(w, expr->attestation->judgement, expr->attestation->no);
    }
    if (expr->kind == PL_EXPR_NEEDS) {
        pl_buffer_puts(w->out, ", ");
        put_made(w, expr, "and", expr->kids + 1, expr->count - 1);
        pl_buffer_puts(w->out, ", ");
        put_missing(w, expr->type);
        pl_buffer_puts(w->out, ", null");
    }
}

static void put_node(pl_certifier *w, const pl_expr *expr, bool stepped) {
    begin(w, expr, word_of(expr->kind));
    if (stepped)
        pl_certify_put_step(w, expr);
    put_holds(w, expr);
    pl_buffer_puts(w->out, expr->count > 0 ? ", \"kids\": [" : "");
    put_kids(w, expr);
    pl_buffer_puts(w->out, expr->count > 0 ? "]}" : "}");
}

typedef struct blanks {
    pl_arena *arena;
    pl_exprs cells; /* a blank in one of these means `not taken` */
} blanks;

static void add_blank(void *context, const pl_expr *cell) {
    blanks *b = context;

    PL_PUSH(b->arena, &b->cells, (pl_expr *)(uintptr_t)cell);
}

/* What is compared with a blank that means `not taken` does not hold. */
static void put_if_taken(pl_certifier *w, const pl_expr *expr, pl_exprs taken) {
    begin(w, expr, "and");
    pl_certify_put_step(w, expr);
    pl_buffer_puts(w->out, ", \"kids\": [");
    for (uint32_t i = 0; i < taken.len; i++) {
        put_made(w, expr, "is-there", &taken.items[i], 1);
        pl_buffer_puts(w->out, ", ");
    }
    put_node(w, expr, false);
    pl_buffer_puts(w->out, "]}");
}

void pl_certify_expr(pl_certifier *w, const pl_expr *expr) {
    blanks b = {.arena = w->arena};

    if (!expr) {
        pl_buffer_puts(w->out, "null");
        return;
    }
    if (expr->kind == PL_EXPR_COMPARE || expr->kind == PL_EXPR_IN_RANGE ||
        expr->kind == PL_EXPR_IN_SET)
        for (uint32_t k = 0; k < expr->count; k++)
            pl_expr_absent(expr->kids[k], add_blank, &b);
    if (b.cells.len > 0)
        put_if_taken(w, expr, b.cells);
    else
        put_node(w, expr, true);
}

void pl_certify_root(pl_certifier *w, const char *name, const pl_expr *expr) {
    pl_buffer_printf(w->out, "\"%s\": ", name);
    pl_certify_expr(w, expr);
}
