/* expressions.c - the scalar part of expressions to instructions. Everything is computed for
 * every row: the language is total, so nothing can go wrong in a case that does not apply. Only an extension can fail,
 * and that is said of its calls: one is made for every row whose arguments are known.
 * Aggregates and quantifiers are in aggregates.c. */
#include <assert.h>

#include "lower/lowering.h"

#define NONE_A 0, 0, 0, 0

static pl_draft_value emit1(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op,
                            pl_draft_value a) {
    return pl_emit(l, draft, span, op, a, 0, 0, 0);
}

static pl_draft_value emit2(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op,
                            pl_draft_value a, pl_draft_value b) {
    return pl_emit(l, draft, span, op, a, b, 0, 0);
}

/* The opcode of a class, from one for each. */
static pl_opcode by_class(pl_type type, pl_opcode n, pl_opcode t, pl_opcode i) {
    const pl_opcode ops[PL_CLASS_COUNT] = {n, t, i};

    return ops[pl_class_of(type)];
}

/* ### constants */

pl_draft_value pl_emit_number(pl_lowering *l, pl_draft *draft, pl_span span, pl_number number) {
    return emit1(l, draft, span, PL_OP_CONST_N, pl_pool_number(l, number));
}

pl_draft_value pl_emit_truth(pl_lowering *l, pl_draft *draft, pl_span span, pl_truth truth) {
    return emit1(l, draft, span, PL_OP_CONST_T, (uint32_t)truth);
}

static pl_draft_value emit_index(pl_lowering *l, pl_draft *draft, pl_span span, pl_type type,
                                 pl_value value) {
    pl_index_constant constant = {.base = type.base, .index = value.index};

    if (type.base == PL_TEXT)
        constant = (pl_index_constant){.base = PL_TEXT, .text = value.text};
    else if (type.base == PL_MEMBER && value.index >= 0 &&
             (uint32_t)value.index < type.members->members.len)
        constant.text = type.members->members.items[value.index];
    return emit1(l, draft, span, PL_OP_CONST_I, pl_pool_index(l, constant));
}

/* No value, for the reason of the state. */
static pl_draft_value emit_state(pl_lowering *l, pl_draft *draft, pl_span span, pl_type type,
                                 pl_state state) {
    if (pl_class_of(type) == PL_CLASS_T)
        return pl_emit_truth(l, draft, span, state == PL_EMPTY ? PL_NONE : PL_UNKNOWN);
    return emit1(l, draft, span, by_class(type, PL_OP_STATE_N, PL_OP_STATE_N, PL_OP_STATE_I),
                 (uint32_t)state);
}

static pl_draft_value emit_value(pl_lowering *l, pl_draft *draft, pl_span span, pl_type type,
                                 pl_value value) {
    if (type.base == PL_TRUTH)
        return pl_emit_truth(l, draft, span, value.truth);
    if (value.state != PL_OK)
        return emit_state(l, draft, span, type, value.state);
    if (type.base == PL_NUMBER)
        return pl_emit_number(l, draft, span, value.lo);
    return emit_index(l, draft, span, type, value);
}

/* ### parameters */

static const char *periods_of(pl_lowering *l, const pl_parameter *parameter) {
    pl_buffer text;

    pl_buffer_init(&text);
    for (uint32_t v = 0; v < parameter->values.len; v++) {
        const pl_dated_value *value = &parameter->values.items[v];

        pl_buffer_puts(&text, v > 0 ? ", " : "");
        if (value->has_from)
            pl_date_print(&text, value->from);
        pl_buffer_puts(&text, "..");
        if (value->has_until)
            pl_date_print(&text, value->until);
    }
    const char *kept = pl_arena_copy(l->arena, text.ptr, text.len);

    pl_buffer_fini(&text);
    return kept;
}

static void report_out_of_force(pl_lowering *l, const pl_expr *e) {
    const char *periods = periods_of(l, e->parameter);
    pl_buffer when;

    pl_buffer_init(&when);
    if (l->year == l->program->schooljaar) {
        pl_date_print(&when, l->date);
        PL_REPORT(l->diags, PARAMETER_OUT_OF_FORCE, e->span, e->parameter->name, when.ptr, periods);
    } else {
        pl_schooljaar_print(&when, l->year);
        PL_REPORT(l->diags, PARAMETER_OUT_OF_YEAR, e->span, e->parameter->name, when.ptr, periods);
    }
    pl_buffer_fini(&when);
}

static pl_draft_value emit_parameter(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const pl_dated_value *value = pl_parameter_in_force(e->parameter, l->date);

    if (value != NULL)
        return emit_value(l, draft, e->span, e->type, pl_dated_end(value, e->end));
    report_out_of_force(l, e);
    return emit_state(l, draft, e->span, e->type, PL_MISSING);
}

/* ### fields, measures, ancestors */

static pl_draft_value emit_load(pl_lowering *l, pl_draft *draft, pl_span span, uint32_t slot) {
    return emit1(
        l, draft, span,
        by_class(l->program->slots.items[slot].type, PL_OP_LOAD_N, PL_OP_LOAD_T, PL_OP_LOAD_I),
        slot);
}

static pl_draft_value emit_measure(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const pl_measure *measure = e->measure;

    assert(measure->entity == draft->entity);
    if (pl_is_supplied(l, measure))
        return emit_load(l, draft, e->span, pl_pool_measure(l, measure));
    if (measure->population)
        l->peopled[measure->population->index] = true;
    pl_draft *own = pl_draft_at(l, measure->entity, pl_stage_of_measure(l, measure));
    uint32_t window = l->window;

    l->window = PL_NO_INDEX; /* it knows of none */
    pl_draft_value value = pl_emit_expr(l, own, measure->definition);

    l->window = window;

    if (own == draft)
        return value;
    return emit_load(l, draft, e->span,
                     pl_pool_stored(l, own, value, measure->type, measure->span, measure->name));
}

static pl_draft_value emit_schooljaar(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    if (draft->entity->yearly)
        return pl_emit(l, draft, e->span, PL_OP_YEAR, NONE_A);
    return emit_index(l, draft, e->span, e->type, (pl_value){.index = l->year});
}

static pl_draft_value gather_slot(pl_lowering *l, pl_draft *draft, pl_span span, uint32_t slot) {
    return emit1(l, draft, span,
                 by_class(l->program->slots.items[slot].type, PL_OP_GATHER_N, PL_OP_GATHER_T,
                          PL_OP_GATHER_I),
                 slot);
}

pl_draft_value pl_emit_gather(pl_lowering *l, pl_draft *draft, pl_draft *above,
                              pl_draft_value value, pl_type type, pl_span span, const char *name) {
    assert(above->stage < draft->stage);
    return gather_slot(l, draft, span, pl_pool_stored(l, above, value, type, span, name));
}

static pl_draft_value emit_up(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const pl_expr *kid = e->kids[0];

    while (kid->kind == PL_EXPR_UP)
        kid = kid->kids[0];
    if (kid->entity == NULL || kid->entity == draft->entity)
        return pl_emit_expr(l, draft, kid);
    if (kid->kind == PL_EXPR_FIELD)
        return gather_slot(l, draft, e->span, pl_pool_field(l, kid->field));
    if (kid->kind == PL_EXPR_MEASURE && pl_is_supplied(l, kid->measure))
        return gather_slot(l, draft, e->span, pl_pool_measure(l, kid->measure));
    if (kid->kind == PL_EXPR_SCHOOLJAAR) {
        if (kid->entity->yearly)
            return emit1(l, draft, e->span, PL_OP_GATHER_YEAR, kid->entity->depth);
        return emit_index(l, draft, e->span, e->type, (pl_value){.index = l->year});
    }
    pl_draft *above = pl_draft_at(l, kid->entity, pl_stage_of(l, kid));

    return pl_emit_gather(l, draft, above, pl_emit_expr(l, above, kid), kid->type, e->span,
                          kid->kind == PL_EXPR_MEASURE ? kid->measure->name : "up");
}

/* ### arithmetic and comparisons */

static pl_draft_value emit_arithmetic(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                      pl_opcode op) {
    pl_draft_value left = pl_emit_expr(l, draft, e->kids[0]);

    return emit2(l, draft, e->span, op, left, pl_emit_expr(l, draft, e->kids[1]));
}

pl_draft_value pl_emit_compare(pl_lowering *l, pl_draft *draft, pl_span span, pl_type type,
                               pl_compare how, pl_draft_value a, pl_draft_value b) {
    pl_opcode less = by_class(type, PL_OP_LT_N, PL_OP_EQ_T, PL_OP_LT_I);
    pl_opcode least = by_class(type, PL_OP_LE_N, PL_OP_EQ_T, PL_OP_LE_I);
    pl_opcode equal = by_class(type, PL_OP_EQ_N, PL_OP_EQ_T, PL_OP_EQ_I);

    assert(type.base != PL_TRUTH || how == PL_EQ || how == PL_NE);
    switch (how) {
    case PL_EQ: return emit2(l, draft, span, equal, a, b);
    case PL_NE: return emit1(l, draft, span, PL_OP_NOT, emit2(l, draft, span, equal, a, b));
    case PL_LT: return emit2(l, draft, span, less, a, b);
    case PL_LE: return emit2(l, draft, span, least, a, b);
    case PL_GT: return emit2(l, draft, span, less, b, a);
    case PL_GE: return emit2(l, draft, span, least, b, a);
    }
    assert(!"no such comparison");
    return a;
}

static pl_draft_value emit_in_range(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const pl_cell *range = &e->range;
    pl_type type = e->kids[0]->type;
    pl_draft_value x = pl_emit_expr(l, draft, e->kids[0]), from = 0, to = 0;

    if (range->has_lo)
        from = pl_emit_compare(l, draft, e->span, type, PL_GE, x,
                               emit_value(l, draft, range->span, type, range->lo));
    if (range->has_hi)
        to = pl_emit_compare(l, draft, e->span, type, range->open_hi ? PL_LT : PL_LE, x,
                             emit_value(l, draft, range->span, type, range->hi));
    if (!range->has_lo)
        return range->has_hi ? to : pl_emit_truth(l, draft, e->span, PL_TRUE);
    return range->has_hi ? emit2(l, draft, e->span, PL_OP_AND, from, to) : from;
}

static pl_draft_value emit_in_set(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_type type = e->kids[0]->type;
    pl_draft_value x = pl_emit_expr(l, draft, e->kids[0]);
    pl_draft_value any = pl_emit_truth(l, draft, e->span, PL_FALSE);

    for (uint32_t k = 1; k < e->count; k++) {
        pl_draft_value same = pl_emit_compare(l, draft, e->kids[k]->span, type, PL_EQ, x,
                                              pl_emit_expr(l, draft, e->kids[k]));

        any = k == 1 ? same : emit2(l, draft, e->span, PL_OP_OR, any, same);
    }
    return any;
}

/* ### logic and choice */

static pl_draft_value emit_joined(pl_lowering *l, pl_draft *draft, const pl_expr *e, pl_opcode op) {
    pl_draft_value all = pl_emit_expr(l, draft, e->kids[0]);

    for (uint32_t k = 1; k < e->count; k++)
        all = emit2(l, draft, e->span, op, all, pl_emit_expr(l, draft, e->kids[k]));
    return all;
}

/* The value, but NONE where the condition has nothing to judge. */
static pl_draft_value emit_unless_none(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                       pl_draft_value condition, pl_draft_value value) {
    pl_opcode select = by_class(e->type, PL_OP_SELECT_N, PL_OP_SELECT_T, PL_OP_SELECT_I);
    pl_draft_value known = emit1(l, draft, e->span, PL_OP_KNOWN_T, condition);
    pl_draft_value given = emit1(l, draft, e->span, PL_OP_GIVEN_T, condition);
    pl_draft_value unknown = emit1(l, draft, e->span, PL_OP_NOT, given);

    return pl_emit(l, draft, e->span, select, emit2(l, draft, e->span, PL_OP_OR, known, unknown),
                   value, emit_state(l, draft, e->span, e->type, PL_EMPTY), 0);
}

/* From the last case to the first: merging open cases does not depend on the order of merging. */
static pl_draft_value emit_cases(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_opcode select = by_class(e->type, PL_OP_SELECT_N, PL_OP_SELECT_T, PL_OP_SELECT_I);
    uint32_t k = e->count;
    pl_draft_value rest;

    assert(e->count >= 2 && e->count % 2 == 0);
    if (e->kids[k - 1] == NULL) {
        rest = pl_emit_expr(l, draft, e->kids[k - 2]);
        k -= 2;
    } else {
        rest = emit_state(l, draft, e->span, e->type, PL_EMPTY);
    }
    for (; k >= 2; k -= 2) {
        pl_draft_value condition = pl_emit_expr(l, draft, e->kids[k - 1]);
        pl_draft_value value = pl_emit_expr(l, draft, e->kids[k - 2]);

        rest = pl_emit(l, draft, e->kids[k - 2]->span, select, condition, value, rest, 0);
        if (e->strict)
            rest = emit_unless_none(l, draft, e, condition, rest);
    }
    return rest;
}

/* What is given, be it bounded or nothing to judge, stays; only what is missing gives way. */
static pl_draft_value emit_else(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_opcode given = by_class(e->type, PL_OP_GIVEN_N, PL_OP_GIVEN_T, PL_OP_GIVEN_I);
    pl_opcode select = by_class(e->type, PL_OP_SELECT_N, PL_OP_SELECT_T, PL_OP_SELECT_I);
    pl_draft_value value = pl_emit_expr(l, draft, e->kids[0]);
    pl_draft_value is_given = emit1(l, draft, e->span, given, value);

    assert(e->count == 2);
    return pl_emit(l, draft, e->span, select, is_given, value, pl_emit_expr(l, draft, e->kids[1]),
                   0);
}

static pl_draft_value emit_known(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_opcode op = by_class(e->kids[0]->type, PL_OP_KNOWN_N, PL_OP_KNOWN_T, PL_OP_KNOWN_I);

    return emit1(l, draft, e->span, op, pl_emit_expr(l, draft, e->kids[0]));
}

/* ### tables */

static pl_draft_value index_of_truth(pl_lowering *l, pl_draft *draft, pl_span span,
                                     pl_draft_value truth) {
    const pl_type as_date = {.base = PL_DATE};
    pl_draft_value one = emit_index(l, draft, span, as_date, (pl_value){.index = PL_TRUE});
    pl_draft_value zero = emit_index(l, draft, span, as_date, (pl_value){.index = PL_FALSE});

    return pl_emit(l, draft, span, PL_OP_SELECT_I, truth, one, zero, 0);
}

static pl_draft_value truth_of_index(pl_lowering *l, pl_draft *draft, pl_span span,
                                     pl_draft_value index) {
    const pl_type as_date = {.base = PL_DATE};

    return emit2(l, draft, span, PL_OP_EQ_I, index,
                 emit_index(l, draft, span, as_date, (pl_value){.index = PL_TRUE}));
}

static pl_draft_value emit_lookup(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const pl_table_version *version = pl_table_in_force(e->table, l->date);
    bool truth = e->type.base == PL_TRUTH;

    if (version == NULL)
        return emit_state(l, draft, e->span, e->type, PL_EMPTY);
    pl_lookup lookup = {.table = e->table,
                        .version = version,
                        .column = e->column,
                        .end = e->end,
                        .count = e->count};

    lookup.class = truth ? PL_CLASS_I : pl_class_of(e->type);
    lookup.keys = PL_MAKE_ARRAY(l->arena, uint32_t, e->count);
    lookup.key_classes = PL_MAKE_ARRAY(l->arena, pl_class, e->count);
    for (uint32_t k = 0; k < e->count; k++) {
        pl_draft_value key = pl_emit_expr(l, draft, e->kids[k]);

        if (e->kids[k]->type.base == PL_TRUTH)
            key = index_of_truth(l, draft, e->kids[k]->span, key);
        lookup.keys[k] = key;
        lookup.key_classes[k] = draft->classes.items[key];
    }
    pl_draft_value value = pl_emit_lookup(l, draft, e->span, lookup);

    return truth ? truth_of_index(l, draft, e->span, value) : value;
}

/* ### extensions */

static pl_draft_value emit_call(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_call call = {.extension = e->extension, .count = e->count};

    call.arguments = PL_MAKE_ARRAY(l->arena, uint32_t, e->count);
    call.classes = PL_MAKE_ARRAY(l->arena, pl_class, e->count);
    for (uint32_t k = 0; k < e->count; k++) {
        call.arguments[k] = pl_emit_expr(l, draft, e->kids[k]);
        call.classes[k] = draft->classes.items[call.arguments[k]];
    }
    return pl_emit_call(l, draft, e->span, call);
}

/* ### what was not taken */

typedef struct taking {
    pl_lowering *l;
    pl_draft *draft;
    pl_draft_value holds;
} taking;

static void hold_if_given(void *context, const pl_expr *field) {
    taking *t = context;
    pl_opcode given = by_class(field->type, PL_OP_GIVEN_N, PL_OP_GIVEN_T, PL_OP_GIVEN_I);
    pl_draft_value is_given =
        emit1(t->l, t->draft, field->span, given, pl_emit_expr(t->l, t->draft, field));

    t->holds = pl_emit(t->l, t->draft, field->span, PL_OP_SELECT_T, is_given, t->holds,
                       pl_emit_truth(t->l, t->draft, field->span, PL_FALSE), 0);
}

/* A comparison with a field whose blank means that it was not taken does not hold. */
static pl_draft_value if_taken(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                               pl_draft_value holds) {
    taking t = {l, draft, holds};

    for (uint32_t k = 0; k < e->count; k++)
        pl_expr_absent(e->kids[k], hold_if_given, &t);
    return t.holds;
}

/* ### all */

static pl_draft_value emit_expr(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    switch (e->kind) {
    case PL_EXPR_CONST: return emit_value(l, draft, e->span, e->type, e->value);
    case PL_EXPR_FIELD: return emit_load(l, draft, e->span, pl_pool_field(l, e->field));
    case PL_EXPR_SCHOOLJAAR: return emit_schooljaar(l, draft, e);
    case PL_EXPR_DAY:
        return emit_index(l, draft, e->span, e->type, (pl_value){.index = pl_expr_day(e, l->year)});
    case PL_EXPR_MEASURE: return emit_measure(l, draft, e);
    case PL_EXPR_PARAMETER: return emit_parameter(l, draft, e);
    case PL_EXPR_UP: return emit_up(l, draft, e);
    case PL_EXPR_NEGATE:
        return emit1(l, draft, e->span, PL_OP_NEG, pl_emit_expr(l, draft, e->kids[0]));
    case PL_EXPR_ADD: return emit_arithmetic(l, draft, e, PL_OP_ADD);
    case PL_EXPR_SUB: return emit_arithmetic(l, draft, e, PL_OP_SUB);
    case PL_EXPR_MUL: return emit_arithmetic(l, draft, e, PL_OP_MUL);
    case PL_EXPR_DIV: return emit_arithmetic(l, draft, e, PL_OP_DIV);
    case PL_EXPR_ROUND:
        return emit2(l, draft, e->span, PL_OP_ROUND, pl_emit_expr(l, draft, e->kids[0]),
                     pl_pool_number(l, e->amount));
    case PL_EXPR_COMPARE: {
        pl_draft_value left = pl_emit_expr(l, draft, e->kids[0]);

        return if_taken(l, draft, e,
                        pl_emit_compare(l, draft, e->span, e->kids[0]->type, e->compare, left,
                                        pl_emit_expr(l, draft, e->kids[1])));
    }
    case PL_EXPR_IN_RANGE: return if_taken(l, draft, e, emit_in_range(l, draft, e));
    case PL_EXPR_IN_SET: return if_taken(l, draft, e, emit_in_set(l, draft, e));
    case PL_EXPR_NOT:
        return emit1(l, draft, e->span, PL_OP_NOT, pl_emit_expr(l, draft, e->kids[0]));
    case PL_EXPR_AND: return emit_joined(l, draft, e, PL_OP_AND);
    case PL_EXPR_OR: return emit_joined(l, draft, e, PL_OP_OR);
    case PL_EXPR_IS_KNOWN: return emit_known(l, draft, e);
    case PL_EXPR_ATTESTED: return pl_emit_attested(l, draft, e);
    case PL_EXPR_JUDGED: return pl_emit_judged(l, draft, e);
    case PL_EXPR_CASES: return emit_cases(l, draft, e);
    case PL_EXPR_ELSE: return emit_else(l, draft, e);
    case PL_EXPR_YEAR: return pl_emit_year(l, draft, e);
    case PL_EXPR_TREND: return pl_emit_trend(l, draft, e);
    case PL_EXPR_NEEDS: return pl_emit_needs(l, draft, e);
    case PL_EXPR_PICK: return pl_emit_pick(l, draft, e);
    case PL_EXPR_TALLY: return pl_emit_tally(l, draft, e);
    case PL_EXPR_CALL: return emit_call(l, draft, e);
    case PL_EXPR_LOOKUP: return emit_lookup(l, draft, e);
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER: return pl_emit_aggregate(l, draft, e, PL_ASPECT_VALUE);
    case PL_EXPR_PERCENTILE: return pl_emit_percentile(l, draft, e);
    case PL_EXPR_VERDICT:
    case PL_EXPR_OUTCOME: return pl_emit_verdict(l, draft, e);
    case PL_EXPR_COUNT: break;
    }
    assert(!"no such expression");
    return 0;
}

pl_draft_value pl_emit_expr(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const uintptr_t key[] = {(uintptr_t)e, draft->index, (uintptr_t)l->year, l->window};
    pl_str bytes = {(const char *)key, sizeof key};

    if (e->count == 0 && e->kind != PL_EXPR_MEASURE && e->kind != PL_EXPR_ATTESTED)
        return emit_expr(l, draft, e);
    uint32_t known = pl_map_find(&l->emitted, bytes);

    if (known != PL_MAP_NONE)
        return known;
    pl_draft_value value = emit_expr(l, draft, e);

    pl_map_add(&l->emitted, bytes, value, NULL);
    if (l->options->record)
        pl_record_expr(l, draft, e, value);
    return value;
}
