/* steps.c - the steps of a verdict: the values of the rule's expressions at the row of its subject, as
 * the run kept them. What is seen from another row (an ancestor's, those below, another school year)
 * is one step; what it is made of stands in the expression, and its cells in the rows. */
#include <assert.h>
#include <string.h>

#include "certify/writer.h"

/* ### what was kept */

typedef struct record_key {
    uintptr_t expr, entity;
    intptr_t year, aspect;
} record_key;

static uint32_t find_record(const pl_certifier *w, const pl_expr *expr, const pl_entity *entity,
                            int year, pl_record_aspect aspect) {
    const record_key key = {(uintptr_t)expr, (uintptr_t)entity, year, (intptr_t)aspect};

    return pl_map_find(&w->records, (pl_str){(const char *)&key, sizeof key});
}

void pl_certify_find_records(pl_certifier *w) {
    const pl_run *run = w->of->run;

    pl_map_init(&w->records, w->arena);
    for (uint32_t i = 0; i < run->recorded.len; i++) {
        const pl_recorded *kept = &run->recorded.items[i];
        const record_key key = {(uintptr_t)kept->expr, (uintptr_t)kept->entity, kept->year,
                                (intptr_t)kept->aspect};

        pl_map_add(&w->records, (pl_str){(const char *)&key, sizeof key}, i, NULL);
    }
}

/* ### which steps */

/* Are its parts about the same row in the same year? */
static bool stays(const pl_expr *expr) {
    switch (expr->kind) {
    case PL_EXPR_UP:
    case PL_EXPR_YEAR:
    case PL_EXPR_TREND:
    case PL_EXPR_PICK:
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER:
    case PL_EXPR_PERCENTILE: return false;
    default: return true;
    }
}

typedef struct finding {
    pl_certifier *w;
    const pl_rule *rule;
    pl_certified_steps steps;
} finding;

static bool is_kept(const finding *f, const pl_expr *expr) {
    if (expr->kind == PL_EXPR_FIELD)
        return expr->entity == f->rule->entity && pl_certify_is_read(f->w, expr->field);
    return find_record(f->w, expr, f->rule->entity, f->w->of->run->schooljaar, PL_RECORD_VALUE) !=
        PL_MAP_NONE;
}

/* Its number, UINT32_MAX when it is none. */
static uint32_t number_of(const pl_certified_steps *steps, const pl_expr *expr) {
    for (uint32_t i = 0; i < steps->len; i++)
        if (steps->items[i] == expr)
            return i;
    return UINT32_MAX;
}

static void add_steps(finding *f, const pl_expr *expr) {
    if (!expr)
        return;
    if (is_kept(f, expr) && number_of(&f->steps, expr) == UINT32_MAX)
        PL_PUSH(f->w->arena, &f->steps, expr);
    for (uint32_t k = 0; k < expr->count && stays(expr); k++)
        add_steps(f, expr->kids[k]);
}

pl_certified_steps pl_certify_steps(pl_certifier *w, const pl_rule *rule) {
    finding f = {.w = w, .rule = rule};

    add_steps(&f, rule->scope);
    for (uint32_t i = 0; i < rule->exceptions.len; i++)
        add_steps(&f, rule->exceptions.items[i]);
    for (uint32_t i = 0; i < rule->needs.len; i++)
        add_steps(&f, rule->needs.items[i].condition);
    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        add_steps(&f, rule->clauses.items[i].condition);
        add_steps(&f, rule->clauses.items[i].requirement);
    }
    add_steps(&f, rule->outcome);
    return f.steps;
}

void pl_certify_put_step(pl_certifier *w, const pl_expr *expr) {
    uint32_t number = w->steps ? number_of(w->steps, expr) : UINT32_MAX;

    if (number != UINT32_MAX)
        pl_buffer_printf(w->out, ", \"step\": %u", number);
}

/* ### the value of a step */

static void put_kept(pl_certifier *w, const pl_recorded *kept, pl_type type, uint32_t row) {
    pl_value value = {.base = PL_TRUTH};

    assert(kept->amounts || kept->truths);
    if (kept->amounts)
        value = pl_amounts_value(kept->amounts, row, w->arena);
    else
        value.truth = (pl_truth)kept->truths[row];
    pl_certify_value(w, type, &value);
}

static void put_aspect(pl_certifier *w, const pl_expr *step, const pl_entity *entity, uint32_t row,
                       int year, pl_record_aspect aspect) {
    const pl_type plain = {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};
    uint32_t at = find_record(w, step, entity, year, aspect);

    assert(at != PL_MAP_NONE);
    put_kept(w, &w->of->run->recorded.items[at], aspect == PL_RECORD_VALUE ? step->type : plain,
             row);
}

static void put_field(pl_certifier *w, const pl_expr *expr, uint32_t row, int year) {
    const pl_data *data = w->of->run->data;
    const pl_column *column = pl_data_field(data, expr->field, year);
    pl_value value = {.base = expr->type.base, .state = PL_MISSING};

    if (column)
        value = pl_column_value(column, data, row, w->arena);
    pl_certify_value(w, expr->type, &value);
}

void pl_certify_step(pl_certifier *w, const pl_expr *step, const pl_entity *entity, uint32_t row,
                     int year) {
    if (step->kind == PL_EXPR_FIELD) {
        put_field(w, step, row, year);
        return;
    }
    if (find_record(w, step, entity, year, PL_RECORD_COUNT) == PL_MAP_NONE) {
        put_aspect(w, step, entity, row, year, PL_RECORD_VALUE);
        return;
    }
    pl_buffer_putc(w->out, '[');
    put_aspect(w, step, entity, row, year, PL_RECORD_VALUE);
    pl_buffer_puts(w->out, ", ");
    put_aspect(w, step, entity, row, year, PL_RECORD_COUNT);
    pl_buffer_puts(w->out, ", ");
    put_aspect(w, step, entity, row, year, PL_RECORD_TOTAL);
    pl_buffer_putc(w->out, ']');
}
