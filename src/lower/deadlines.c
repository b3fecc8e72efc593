/* deadlines.c - what a deadline needs of the data, stored as columns: the region and the event of each
 * subject, or the day of each row of an event, and of every row of the evidence its day and whether
 * it counts. What becomes of these is vm/deadlines.c. */
#include <assert.h>

#include "lower/lowering.h"

/* ### grace */

static const char *print_date(pl_lowering *l, pl_date date) {
    pl_buffer text;

    pl_buffer_init(&text);
    pl_date_print(&text, date);
    return pl_buffer_take(&text, l->arena);
}

void pl_lower_grace(pl_lowering *l) {
    const pl_parameter *grace = l->model->grace;
    const pl_dated_value *value =
        grace != NULL ? pl_parameter_in_force(grace, l->program->date) : NULL;

    l->program->grace = PL_GRACE;
    if (grace == NULL)
        return;
    if (value == NULL) {
        PL_REPORT(
            l->diags, PARAMETER_OUT_OF_FORCE, grace->span, grace->name,
            print_date(l, l->program->date),
            grace->values.items[0].has_from
                ? pl_arena_format(l->arena, "%s..", print_date(l, grace->values.items[0].from))
                : "..");
        return;
    }
    assert(value->value.lo.den == 1 && value->value.lo.num >= 0);
    l->program->grace = (int)value->value.lo.num;
}

/* ### columns */

static uint32_t store(pl_lowering *l, pl_draft *draft, const pl_expr *e, const char *name) {
    assert(e->entity == draft->entity || e->entity == NULL);
    return pl_pool_stored(l, draft, pl_emit_expr(l, draft, e), e->type, e->span, name);
}

/* Of the year that each row is judged in. */
static uint32_t store_own(pl_lowering *l, pl_draft *draft, const pl_expr *e, const char *name) {
    return pl_pool_stored(l, draft, pl_emit_own(l, draft, e), e->type, e->span, name);
}

uint32_t pl_stage_of_deadline(pl_lowering *l, const pl_rule *rule) {
    const pl_deadline *deadline = rule->deadline;
    uint32_t stage = deadline->region != NULL ? pl_stage_of(l, deadline->region) : 0;
    uint32_t event = deadline->event_kind == PL_EVENT_VALUE ? pl_stage_of(l, deadline->event) : 0;

    return stage > event ? stage : event;
}

/* ### the school year before */

typedef struct values {
    const pl_lowering *l;
    pl_date day;
    bool all;
} values;

/* Has every parameter that the expression rests on a value on the day? Nobody asked for that year,
 * so what is missing there is no mistake. */
static void look_for_values(void *context, const pl_expr *e) {
    values *v = context;

    if (e->kind == PL_EXPR_PARAMETER)
        v->all = v->all && pl_parameter_in_force(e->parameter, v->day) != NULL;
    if (e->kind == PL_EXPR_MEASURE && !pl_is_supplied(v->l, e->measure))
        look_for_values(v, e->measure->definition);
    if (e->kind == PL_EXPR_VERDICT || e->kind == PL_EXPR_OUTCOME)
        pl_rule_each_expr(e->rule, look_for_values, v);
    for (uint32_t k = 0; k < e->count && v->all; k++)
        if (e->kids[k] != NULL)
            look_for_values(v, e->kids[k]);
}

bool pl_deadline_looks_back(const pl_lowering *l, const pl_rule *rule) {
    int before = l->program->schooljaar - 1;
    values v = {.l = l, .day = before >= 1 ? pl_schooljaar_end(before) : 0, .all = true};

    assert(rule->deadline != NULL);
    if (rule->deadline->failed != NULL || before < 1 || !pl_rule_in_force(rule, v.day))
        return false;
    pl_rule_each_expr(rule, look_for_values, &v);
    pl_deadline_each_expr(rule->deadline, look_for_values, &v);
    return v.all;
}

/* `31 jan`, a parameter or a yearly field in the condition is that of the year it is asked for. */
static uint32_t store_before(pl_lowering *l, pl_draft *draft, const pl_expr *where) {
    int year = pl_lower_year(l, l->program->schooljaar - 1);
    uint32_t slot = store(l, draft, where, "evidence before");

    pl_lower_year(l, year);
    return slot;
}

static pl_draft_value emit_and(pl_lowering *l, pl_draft *draft, const pl_expr *e, bool not,
                               pl_draft_value all) {
    pl_draft_value value = pl_emit_expr(l, draft, e);

    if (not )
        value = pl_emit(l, draft, e->span, PL_OP_NOT, value, 0, 0, 0);
    return pl_emit(l, draft, e->span, PL_OP_AND, all, value, 0, 0);
}

/* Was the subject asked in the year before? Rows of a year are judged for that year as they are. */
static uint32_t store_asked(pl_lowering *l, pl_draft *draft, const pl_rule *rule) {
    static const pl_type truth = {.base = PL_TRUTH};
    int year = pl_lower_year(l, l->program->schooljaar - 1);
    pl_draft_value asked = pl_emit_truth(l, draft, rule->span, PL_TRUE);

    if (rule->scope != NULL)
        asked = emit_and(l, draft, rule->scope, false, asked);
    for (uint32_t k = 0; k < rule->exceptions.len; k++)
        asked = emit_and(l, draft, rule->exceptions.items[k], true, asked);
    for (uint32_t k = 0; k < rule->needs.len; k++)
        asked = emit_and(l, draft, rule->needs.items[k].condition, false, asked);
    pl_lower_year(l, year);
    return pl_pool_stored(l, draft, asked, truth, rule->span, "asked before");
}

static void store_evidence(pl_lowering *l, const pl_rule *rule, pl_program_deadline *parts) {
    const pl_deadline *deadline = rule->deadline;
    const pl_expr *where = deadline->evidence_where;
    pl_draft *draft = pl_draft_at(l, deadline->evidence, where != NULL ? pl_stage_of(l, where) : 0);

    parts->day = store(l, draft, deadline->evidence_day, "day");
    if (where == NULL)
        return;
    parts->counts = parts->counts_before = store(l, draft, where, "evidence");
    if (pl_deadline_looks_back(l, rule))
        parts->counts_before = store_before(l, draft, where);
}

pl_program_deadline *pl_lower_deadline(pl_lowering *l, pl_draft *draft, const pl_rule *rule) {
    const pl_deadline *deadline = rule->deadline;
    pl_program_deadline *parts = PL_MAKE(l->arena, pl_program_deadline);

    assert(draft->entity == rule->entity && deadline->evidence != NULL);
    *parts = (pl_program_deadline){PL_NO_INDEX, PL_NO_INDEX, PL_NO_INDEX,
                                   PL_NO_INDEX, PL_NO_INDEX, PL_NO_INDEX};
    if (deadline->region != NULL)
        parts->region = store_own(l, draft, deadline->region, "region");
    if (deadline->event_kind == PL_EVENT_VALUE)
        parts->event = store_own(l, draft, deadline->event, "event");
    if (deadline->event_kind == PL_EVENT_ROWS)
        parts->event =
            store(l, pl_draft_at(l, deadline->event_rows, pl_stage_of(l, deadline->event)),
                  deadline->event, "event");
    store_evidence(l, rule, parts);
    if (pl_deadline_looks_back(l, rule) && !rule->entity->yearly)
        parts->asked_before = store_asked(l, draft, rule);
    return parts;
}
