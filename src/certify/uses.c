/* uses.c - what the certified rules rest on, through measures and the verdicts of other rules. */
#include <assert.h>

#include "certify/writer.h"
#include "report/json_text.h"

static void use_expr(pl_certifier *w, const pl_expr *expr);

static void use_measure(pl_certifier *w, const pl_measure *measure) {
    assert(measure->index < w->model->measures.len);
    if (w->measures[measure->index])
        return;
    w->measures[measure->index] = true;
    if (!pl_dataset_supplies(w->of->run->data->dataset, measure))
        use_expr(w, measure->definition);
}

static void use_table(pl_certifier *w, const pl_table *table) {
    for (uint32_t i = 0; i < w->tables.len; i++)
        if (w->tables.items[i] == table)
            return;
    PL_PUSH(w->arena, &w->tables, table);
}

static void use_parameter(pl_certifier *w, const pl_parameter *parameter) {
    for (uint32_t i = 0; i < w->parameters.len; i++)
        if (w->parameters.items[i] == parameter)
            return;
    PL_PUSH(w->arena, &w->parameters, parameter);
}

static void use_root(void *context, const pl_expr *root) {
    use_expr(context, root);
}

static void use_deadline(pl_certifier *w, const pl_deadline *deadline);

static void use_rule(pl_certifier *w, const pl_rule *rule) {
    assert(rule->index < w->model->rules.len);
    if (w->rules[rule->index])
        return;
    w->rules[rule->index] = true;
    pl_rule_each_expr(rule, use_root, w);
    if (rule->deadline)
        use_deadline(w, rule->deadline);
}

static void use_deadline(pl_certifier *w, const pl_deadline *deadline) {
    const pl_expr *const parts[] = {deadline->event, deadline->region, deadline->evidence_day,
                                    deadline->evidence_where};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            use_expr(w, parts[i]);
    if (deadline->event_rule)
        use_rule(w, deadline->event_rule);
    if (deadline->failed)
        use_rule(w, deadline->failed);
    if (w->model->grace)
        use_parameter(w, w->model->grace);
}

static void use_expr(pl_certifier *w, const pl_expr *expr) {
    if (expr->measure)
        use_measure(w, expr->measure);
    if (expr->table)
        use_table(w, expr->table);
    if (expr->parameter)
        use_parameter(w, expr->parameter);
    if (expr->rule)
        use_rule(w, expr->rule);
    if (expr->period.region)
        use_expr(w, expr->period.region);
    if (expr->period.row_region)
        use_expr(w, expr->period.row_region);
    w->calendar = w->calendar || expr->period.region != NULL;
    for (uint32_t k = 0; k < expr->count; k++)
        if (expr->kids[k])
            use_expr(w, expr->kids[k]);
}

/* The table that the calendar is read from. */
static void use_calendar(pl_certifier *w) {
    for (uint32_t i = 0; i < w->model->tables.len && w->model->holidays; i++)
        if (pl_table_is_holidays(w->model->tables.items[i]))
            use_table(w, w->model->tables.items[i]);
}

void pl_certify_find_uses(pl_certifier *w) {
    w->rules = PL_MAKE_ARRAY(w->arena, bool, w->model->rules.len + (size_t)1);
    w->measures = PL_MAKE_ARRAY(w->arena, bool, w->model->measures.len + (size_t)1);
    for (uint32_t i = 0; i < w->of->run->rules.len; i++)
        if (w->of->asked[i])
            use_rule(w, w->of->run->rules.items[i].rule);
    for (uint32_t i = 0; i < w->model->rules.len; i++)
        w->calendar = w->calendar || (w->rules[i] && w->model->rules.items[i]->deadline);
    if (w->calendar)
        use_calendar(w);
}

void pl_certify_parameters(pl_certifier *w, const pl_rule *rule) {
    pl_certifier own = {.of = w->of, .arena = w->arena, .model = w->model};
    bool shown = false;

    own.rules = PL_MAKE_ARRAY(w->arena, bool, w->model->rules.len + (size_t)1);
    own.measures = PL_MAKE_ARRAY(w->arena, bool, w->model->measures.len + (size_t)1);
    use_rule(&own, rule);
    pl_buffer_putc(w->out, '[');
    for (uint32_t i = 0; i < own.parameters.len; i++) {
        if (own.parameters.items[i] == w->model->grace)
            continue;
        pl_buffer_puts(w->out, shown ? ", " : "");
        pl_json_text(w->out, own.parameters.items[i]->name);
        shown = true;
    }
    pl_buffer_putc(w->out, ']');
}
