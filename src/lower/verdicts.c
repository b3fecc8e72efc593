/* verdicts.c - verdicts and outcomes of rules as values of other rules. A rule that is asked is judged
 * first, in a pass of its own stage. */
#include <assert.h>

#include "lower/lowering.h"

/* ### which rules are judged */

typedef struct asking {
    bool *rules;    /* [model->rules.len] */
    bool *measures; /* [model->measures.len]: their definitions have been walked */
} asking;

static void ask_rule(asking *a, const pl_rule *rule);

static void ask_expr(asking *a, const pl_expr *e) {
    if (e == NULL)
        return;
    if (e->kind == PL_EXPR_VERDICT || e->kind == PL_EXPR_OUTCOME)
        ask_rule(a, e->rule);
    if (e->kind == PL_EXPR_MEASURE && !a->measures[e->measure->index]) {
        a->measures[e->measure->index] = true;
        ask_expr(a, e->measure->definition);
    }
    for (uint32_t k = 0; k < e->count; k++)
        ask_expr(a, e->kids[k]);
}

static void ask_deadline(asking *a, const pl_deadline *deadline) {
    ask_expr(a, deadline->event);
    ask_expr(a, deadline->evidence_where);
    if (deadline->failed)
        ask_rule(a, deadline->failed);
    if (deadline->event_rule)
        ask_rule(a, deadline->event_rule);
}

static void ask_root(void *context, const pl_expr *root) {
    ask_expr(context, root);
}

static void ask_rule(asking *a, const pl_rule *rule) {
    if (a->rules[rule->index])
        return;
    a->rules[rule->index] = true;
    pl_rule_each_expr(rule, ask_root, a);
    if (rule->deadline)
        ask_deadline(a, rule->deadline);
}

bool *pl_asked_rules(pl_lowering *l) {
    const pl_model *model = l->model;
    asking a = {.rules = PL_MAKE_ARRAY(l->arena, bool, model->rules.len + 1),
                .measures = PL_MAKE_ARRAY(l->arena, bool, model->measures.len + 1)};

    for (uint32_t r = 0; r < model->rules.len; r++)
        if (l->rules == NULL || l->rules[r])
            ask_rule(&a, model->rules.items[r]);
    return a.rules;
}

/* ### verdicts */

static void push_days(pl_buffer *out, const pl_rule *rule) {
    if (rule->has_from) {
        pl_buffer_puts(out, "from ");
        pl_date_print(out, rule->from);
    }
    if (rule->has_until) {
        pl_buffer_puts(out, rule->has_from ? " until " : "until ");
        pl_date_print(out, rule->until);
    }
}

/* What is out of force is an error that names the dates, never the old verdict. */
static void report_out_of_force(pl_lowering *l, const pl_expr *e) {
    pl_buffer date = {0}, days = {0};

    pl_date_print(&date, l->program->date);
    push_days(&days, e->rule);
    assert(days.len > 0);
    PL_REPORT(l->diags, RULE_OUT_OF_FORCE, e->span, e->rule->name, date.ptr, days.ptr);
    pl_buffer_fini(&date);
    pl_buffer_fini(&days);
}

static pl_draft_value no_answer(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    report_out_of_force(l, e);
    if (e->kind == PL_EXPR_VERDICT)
        return pl_emit_truth(l, draft, e->span, PL_UNKNOWN);
    return pl_emit(l, draft, e->span, PL_OP_STATE_I, PL_MISSING, 0, 0, 0);
}

pl_draft_value pl_emit_verdict(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    bool verdict = e->kind == PL_EXPR_VERDICT;
    pl_draft_value value;
    const pl_rule_place *place;
    uint32_t slot, window = l->window;

    assert(verdict || e->kind == PL_EXPR_OUTCOME);
    assert(e->rule->used && e->rule->entity == draft->entity);
    if (!pl_may_be_asked(l, e->rule))
        return no_answer(l, draft, e);
    l->window = PL_NO_INDEX; /* a rule knows of none */
    place = pl_judged_at(l, e->rule);
    l->window = window;
    if (verdict)
        value = pl_emit(l, place->draft, e->span, PL_OP_VERDICT, place->number, (uint32_t)e->asked,
                        0, 0);
    else
        value = pl_emit(l, place->draft, e->span, PL_OP_OUTCOME, place->number, 0, 0, 0);
    if (place->draft == draft)
        return value;
    slot = pl_pool_stored(l, place->draft, value, e->type, e->span, e->rule->name);
    return pl_emit(l, draft, e->span, verdict ? PL_OP_LOAD_T : PL_OP_LOAD_I, slot, 0, 0, 0);
}
