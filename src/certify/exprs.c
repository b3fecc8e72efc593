/* exprs.c - checked expressions as JSON: an operation, its parts, and with each constant the place in
 * the rule file where it stands, so that the figure can be held beside the text. */
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

void pl_certify_value(pl_certifier *w, pl_type type, const pl_value *value) {
    pl_buffer text = {0};

    if (value->state != PL_OK && type.base == PL_TRUTH) {
        pl_json_text(w->out, pl_certify_truth(value->state == PL_MISSING ? PL_UNKNOWN : PL_NONE));
        return;
    }
    if (value->state != PL_OK) {
        pl_buffer_puts(w->out, value->state == PL_MISSING ? "null" : "false");
        return;
    }
    pl_buffer_init(&text);
    print_value(&text, type, value);
    pl_json_text(w->out, text.len > 0 ? text.ptr : "");
    pl_buffer_fini(&text);
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

void pl_certify_day(pl_certifier *w, const char *name, bool known, pl_date day) {
    pl_buffer_printf(w->out, "\"%s\": ", name);
    pl_certify_date(w, known, day);
}

void pl_certify_place(pl_certifier *w, pl_span span) {
    for (uint32_t i = 0; i < w->of->sources.len; i++)
        if (span.source == w->of->sources.items[i]) {
            pl_buffer_printf(w->out, "[%u, %u, %u]", i, span.start, span.end);
            return;
        }
    pl_buffer_puts(w->out, "null");
}

/* ### parts of expressions */

static void member(pl_certifier *w, const char *name, const char *text) {
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, name, text);
}

static void number_member(pl_certifier *w, const char *name, pl_number number) {
    pl_buffer_printf(w->out, ", \"%s\": \"", name);
    pl_number_print(w->out, number);
    pl_buffer_putc(w->out, '"');
}

static void flag(pl_certifier *w, const char *name, bool is) {
    if (is)
        pl_buffer_printf(w->out, ", \"%s\": true", name);
}

static void years_member(pl_certifier *w, const char *name, const int *years, uint32_t count) {
    if (count == 0)
        return;
    pl_buffer_printf(w->out, ", \"%s\": [", name);
    for (uint32_t i = 0; i < count; i++)
        pl_buffer_printf(w->out, "%s%d", i > 0 ? ", " : "", years[i]);
    pl_buffer_putc(w->out, ']');
}

/* So many units of days: of the rows whose day lies in them, or one by one. */
static void put_days(pl_certifier *w, const pl_period *p) {
    if (p->kind != PL_PERIOD_WINDOW) {
        pl_buffer_printf(w->out, ", \"count\": %d", p->years);
        member(w, "unit", pl_stretch_word(p->unit));
        flag(w, "including_this", p->including_this);
    }
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
    if (expr->kind == PL_EXPR_TREND && p->kind != PL_PERIOD_LAST)
        pl_buffer_printf(w->out, ", \"years\": %d", p->years);
    if (p->kind == PL_PERIOD_RANGE)
        pl_buffer_printf(w->out, ", \"first\": %d, \"last\": %d", p->first, p->last);
    if (pl_period_has_days(p) || pl_period_has_windows(p))
        put_days(w, p);
    if (p->kind != PL_PERIOD_LAST)
        return;
    pl_buffer_printf(w->out, ", \"years\": %d", p->years);
    flag(w, "including_this", p->including_this);
    years_member(w, "without", p->without.items, p->without.len);
    if (p->small_years == 0)
        return;
    pl_buffer_printf(w->out, ", \"small\": {\"years\": %d, \"below\": \"", p->small_years);
    pl_number_print(w->out, p->small_below);
    pl_buffer_puts(w->out, "\", ");
    pl_json_member(w->out, "of", p->small_entity->name);
    pl_buffer_putc(w->out, '}');
}

static void put_rests(pl_certifier *w, const pl_expr *expr) {
    pl_buffer_puts(w->out, ", \"rests\": [");
    for (uint32_t i = 0; i < expr->rests.len; i++) {
        pl_buffer_puts(w->out, i > 0 ? ", " : "");
        pl_json_text(w->out, expr->rests.items[i]->name);
    }
    pl_buffer_putc(w->out, ']');
}

/* An aggregate, quantifier, pick or trend: over which rows of which entity, or school years. */
static void put_rows(pl_certifier *w, const pl_expr *expr) {
    const pl_expr *added = NULL;

    if (expr->child)
        member(w, "child", expr->child->name);
    put_period(w, expr);
    if (!expr->child || expr->kind == PL_EXPR_TREND)
        put_rests(w, expr);
    if (expr->child && expr->kind != PL_EXPR_TREND)
        added =
            expr->entity->source == expr->child ? expr->entity->counted : expr->child->inhabited;
    /* Of `where`, what the declaration of a grouped table adds is not written in the rule. */
    flag(w, "grouped",
         added && expr->kids[0] &&
             (expr->kids[0] == added ||
              (expr->kids[0]->kind == PL_EXPR_AND && expr->kids[0]->kids[0] == added)));
}

static void put_quantity(pl_certifier *w, const pl_expr *expr) {
    static const char *const words[] = {"every",     "at least",   "at most",
                                        "more than", "fewer than", "exactly"};

    member(w, "quantity", words[expr->quantity]);
    flag(w, "percent", expr->percent);
    if (expr->quantity != PL_Q_EVERY)
        number_member(w, "amount", expr->amount);
}

static void put_attestation(pl_certifier *w, const pl_attestation *a) {
    member(w, "name", a->name);
    if (a->qualified)
        member(w, "qualified", a->qualified);
    member(w, "rows", a->rows->name);
    member(w, "indicator", a->indicator->name);
    member(w, "date", a->date->name);
    member(w, "judgement", a->judgement->name);
    member(w, "yes", member_of(a->judgement->type, a->yes));
    member(w, "no", member_of(a->judgement->type, a->no));
    pl_buffer_printf(w->out, ", \"months\": %d, \"years\": %d, \"roles\": [", a->cadence.months,
                     a->cadence.years);
    for (uint32_t i = 0; i < a->roles.len; i++) {
        pl_buffer_puts(w->out, i > 0 ? ", " : "");
        pl_json_text(w->out, a->roles.items[i]);
    }
    pl_buffer_putc(w->out, ']');
}

static void put_cell_end(pl_certifier *w, const char *name, pl_type type, bool has,
                         const pl_value *value) {
    if (!has)
        return;
    pl_buffer_printf(w->out, ", \"%s\": ", name);
    pl_certify_value(w, type, value);
}

static void put_range(pl_certifier *w, const pl_expr *expr) {
    pl_type type = expr->kids[0]->type;

    put_cell_end(w, "low", type, expr->range.has_lo, &expr->range.lo);
    put_cell_end(w, "high", type, expr->range.has_hi, &expr->range.hi);
    flag(w, "open", expr->range.open_hi);
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

static void put_place(pl_certifier *w, const pl_expr *expr) {
    pl_buffer_puts(w->out, ", \"at\": ");
    pl_certify_place(w, expr->span);
}

static void put_constant(pl_certifier *w, const pl_expr *expr) {
    pl_buffer_puts(w->out, ", \"value\": ");
    pl_certify_value(w, expr->type, &expr->value);
    put_place(w, expr);
}

static void put_holds(pl_certifier *w, const pl_expr *expr) {
    switch (expr->kind) {
    case PL_EXPR_CONST: put_constant(w, expr); break;
    case PL_EXPR_FIELD: member(w, "name", expr->field->name); break;
    case PL_EXPR_DAY:
        pl_buffer_printf(w->out, ", \"month\": %d, \"day\": %d", expr->value.index / 100,
                         expr->value.index % 100);
        break;
    case PL_EXPR_MEASURE: member(w, "name", pl_certify_measure(w, expr->measure)); break;
    case PL_EXPR_PARAMETER:
        member(w, "name", expr->parameter->name);
        put_end(w, expr);
        break;
    case PL_EXPR_CALL: member(w, "name", expr->extension->name); break;
    case PL_EXPR_UP:
        member(w, "to", expr->kids[0]->entity ? expr->kids[0]->entity->name : NULL);
        break;
    case PL_EXPR_ROUND: number_member(w, "amount", expr->amount); break;
    case PL_EXPR_COMPARE: member(w, "sign", pl_compare_sign(expr->compare)); break;
    case PL_EXPR_IN_RANGE: put_range(w, expr); break;
    case PL_EXPR_ATTESTED:
    case PL_EXPR_JUDGED: put_attestation(w, expr->attestation); break;
    case PL_EXPR_CASES: flag(w, "strict", expr->strict); break;
    case PL_EXPR_YEAR:
        pl_buffer_printf(w->out, ", \"back\": %u", expr->back);
        put_rests(w, expr);
        break;
    case PL_EXPR_TREND:
        member(w, "towards", expr->rising ? "rising" : "falling");
        put_rows(w, expr);
        member(w, "order", expr->order ? expr->order->name : NULL);
        break;
    case PL_EXPR_PICK: put_rows(w, expr); break;
    case PL_EXPR_TALLY: put_quantity(w, expr); break;
    case PL_EXPR_LOOKUP: put_lookup(w, expr); break;
    case PL_EXPR_AGGREGATE:
        member(w, "of", pl_aggregate_word(expr->aggregate));
        put_rows(w, expr);
        break;
    case PL_EXPR_QUANTIFIER:
        put_quantity(w, expr);
        put_rows(w, expr);
        break;
    case PL_EXPR_VERDICT: member(w, "asked", pl_asked_word(expr->asked)); /* fall through */
    case PL_EXPR_OUTCOME: member(w, "rule", pl_certify_rule(w, expr->rule)); break;
    default: break;
    }
}

/* ### whole expressions */

/* The word of exprs.def. */
static const char *word_of(pl_expr_kind kind) {
    static const char *const words[] = {
#define PL_EXPR(kind, name, holds) name,
#include "sema/exprs.def"
#undef PL_EXPR
    };

    assert(kind < PL_EXPR_COUNT);
    return words[kind];
}

void pl_certify_expr(pl_certifier *w, const pl_expr *expr) {
    if (!expr) {
        pl_buffer_puts(w->out, "null");
        return;
    }
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "op", word_of(expr->kind));
    member(w, "type", pl_certify_type(w, expr->type));
    if (expr->entity)
        member(w, "for", expr->entity->name);
    put_holds(w, expr);
    for (uint32_t k = 0; k < expr->count; k++) {
        pl_buffer_puts(w->out, k > 0 ? ", " : ", \"kids\": [");
        pl_certify_expr(w, expr->kids[k]);
    }
    pl_buffer_puts(w->out, expr->count > 0 ? "]}" : "}");
}

void pl_certify_root(pl_certifier *w, const char *name, const pl_expr *expr) {
    pl_buffer written = {0};

    pl_buffer_printf(w->out, "\"%s\": ", name);
    if (!expr) {
        pl_buffer_puts(w->out, "null");
        return;
    }
    pl_buffer_init(&written);
    pl_expr_print(&written, expr);
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "written", written.ptr);
    pl_buffer_puts(w->out, ", \"is\": ");
    pl_certify_expr(w, expr);
    pl_buffer_putc(w->out, '}');
    pl_buffer_fini(&written);
}
