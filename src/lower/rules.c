/* rules.c - rules to instructions: every part of a rule is computed and stored as a column, and
 * one instruction judges from these. All rules over an entity stand in one pass, so that what
 * they have in common is computed once. */
#include <assert.h>

#include "lower/lowering.h"

/* ### when a rule is valid */

static bool holds_on(bool has_from, pl_date from, bool has_until, pl_date until, pl_date date) {
    return (!has_from || from <= date) && (!has_until || date <= until);
}

/* Are its rows judged in several school years? A deadline is held against the year of the date. */
static bool goes_by_year(const pl_rule *rule) {
    return rule->entity->yearly && rule->deadline == NULL;
}

/* Is it valid on the date, or in one of the years that rows are judged in? */
static bool is_evaluated(const pl_lowering *l, const pl_rule *rule) {
    const pl_lower_options *options = l->options;
    bool found = false;

    if (!goes_by_year(rule) || !options->all_years)
        return pl_rule_in_force(rule, l->program->date);
    for (uint32_t y = 0; y < options->year_count && !found; y++)
        found = pl_rule_in_force(rule, pl_date_in_year(options->years[y], l->program->date));
    return found || options->years == NULL;
}

/* ### rows of several school years */

/* The years that rows of the rule are judged in: where these have none, that of the date. A deadline
 * asks rows of the year before what they left open. */
static void find_judged(pl_lowering *l, const pl_rule *rule) {
    const pl_lower_options *options = l->options;

    l->judged.len = 0;
    if (rule->deadline != NULL && rule->entity->yearly && pl_deadline_looks_back(l, rule))
        PL_PUSH(l->arena, &l->judged, l->program->schooljaar - 1);
    for (uint32_t y = 0; goes_by_year(rule) && y < options->year_count; y++)
        if (pl_rule_in_force(rule, pl_date_in_year(options->years[y], l->program->date)))
            PL_PUSH(l->arena, &l->judged, options->years[y]);
    if (l->judged.len == 0 || !goes_by_year(rule))
        PL_PUSH(l->arena, &l->judged, l->program->schooljaar);
    assert(l->judged.len > 0);
}

typedef pl_draft_value emitter(pl_lowering *l, pl_draft *draft, const pl_expr *e, int what);

static pl_draft_value emit_for_year(pl_lowering *l, pl_draft *draft, emitter *emit,
                                    const pl_expr *e, int what, int year) {
    int before = pl_lower_year(l, year);
    pl_draft_value value = emit(l, draft, e, what);

    pl_lower_year(l, before);
    return value;
}

/* What is emitted for each year that rows are judged in: every row gets that of its own year. */
static pl_draft_value emit_for_rows(pl_lowering *l, pl_draft *draft, emitter *emit,
                                    const pl_expr *e, int what) {
    static const pl_opcode selects[PL_CLASS_COUNT] = {PL_OP_SELECT_N, PL_OP_SELECT_T,
                                                      PL_OP_SELECT_I};
    uint32_t last = l->judged.len - 1;
    pl_draft_value value = emit_for_year(l, draft, emit, e, what, l->judged.items[last]);

    for (uint32_t y = 0; y < last; y++) {
        const int *year = &l->judged.items[y];
        pl_draft_value own = emit_for_year(l, draft, emit, e, what, *year);

        if (own != value)
            value = pl_emit(
                l, draft, e->span, selects[draft->classes.items[own]],
                pl_emit(l, draft, e->span, PL_OP_IN_YEARS, pl_pool_years(l, year, 1), 0, 0, 0), own,
                value, 0);
    }
    return value;
}

static pl_draft_value emit_value(pl_lowering *l, pl_draft *draft, const pl_expr *e, int what) {
    (void)what;
    return pl_emit_expr(l, draft, e);
}

pl_draft_value pl_emit_own(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    return emit_for_rows(l, draft, emit_value, e, 0);
}

static pl_draft_value emit_share(pl_lowering *l, pl_draft *draft, const pl_expr *e, int what) {
    (void)what;
    return pl_emit_quantifier_share(l, draft, e);
}

/* ### what is shown of a clause: see "What is shown for a clause" in doc/semantics.md */

static uint32_t store(pl_lowering *l, pl_draft *draft, pl_draft_value value, pl_type type,
                      pl_span span, const char *name) {
    return pl_pool_stored(l, draft, value, type, span, name);
}

/* The share that an expression shows, through names of measures: PL_EXPR_AGGREGATE, or NULL. */
static const pl_expr *share_behind(pl_lowering *l, const pl_expr *e) {
    while (e->kind == PL_EXPR_UP || (e->kind == PL_EXPR_MEASURE && !pl_is_supplied(l, e->measure)))
        e = e->kind == PL_EXPR_UP ? e->kids[0] : e->measure->definition;
    return e->kind == PL_EXPR_AGGREGATE && e->aggregate == PL_AGG_SHARE ? e : NULL;
}

static const pl_type plain_number = {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};

/* Count or total of a share, for the rows of the draft, which may be those of a descendant. */
static pl_draft_value emit_one_side(pl_lowering *l, pl_draft *draft, const pl_expr *share,
                                    int what) {
    pl_aspect aspect = (pl_aspect)what;

    if (share->entity == draft->entity)
        return pl_emit_aggregate(l, draft, share, aspect);
    pl_draft *above = pl_draft_at(l, share->entity, pl_stage_of(l, share));
    pl_draft_value side = pl_emit_aggregate(l, above, share, aspect);

    return pl_emit_gather(l, draft, above, side, plain_number, share->span,
                          aspect == PL_ASPECT_YES ? "count" : "total");
}

static pl_draft_value emit_side(pl_lowering *l, pl_draft *draft, const pl_expr *share,
                                pl_aspect aspect) {
    return emit_for_rows(l, draft, emit_one_side, share, (int)aspect);
}

static uint32_t store_side(pl_lowering *l, pl_draft *draft, const pl_expr *share,
                           pl_aspect aspect) {
    return store(l, draft, emit_side(l, draft, share, aspect), plain_number, share->span,
                 aspect == PL_ASPECT_YES ? "count" : "total");
}

static void store_sides(pl_lowering *l, pl_draft *draft, const pl_expr *of,
                        pl_program_clause *clause) {
    clause->count = store_side(l, draft, of, PL_ASPECT_YES);
    clause->total = store_side(l, draft, of, PL_ASPECT_TOTAL);
}

static void store_quantifier(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                             pl_program_clause *clause) {
    pl_type type = {.base = PL_NUMBER, .unit = e->percent ? PL_UNIT_PERCENT : PL_UNIT_PLAIN};

    store_sides(l, draft, e, clause);
    if (e->quantity == PL_Q_EVERY)
        return;
    clause->measured = clause->count;
    if (e->percent)
        clause->measured =
            store(l, draft, emit_for_rows(l, draft, emit_share, e, 0), type, e->span, "measured");
    clause->norm =
        store(l, draft, pl_emit_number(l, draft, e->span, e->amount), type, e->span, "norm");
}

/* How many hold (0), or that as it is compared (1). */
static pl_draft_value emit_tally_part(pl_lowering *l, pl_draft *draft, const pl_expr *e, int what) {
    return what == 0 ? pl_emit_tally_count(l, draft, e) : pl_emit_tally_measured(l, draft, e);
}

static void store_tally(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                        pl_program_clause *clause) {
    pl_type type = {.base = PL_NUMBER, .unit = e->percent ? PL_UNIT_PERCENT : PL_UNIT_PLAIN};

    clause->count = store(l, draft, emit_for_rows(l, draft, emit_tally_part, e, 0), plain_number,
                          e->span, "count");
    clause->total =
        store(l, draft, pl_emit_tally_total(l, draft, e), plain_number, e->span, "total");
    if (e->quantity == PL_Q_EVERY)
        return;
    clause->measured =
        store(l, draft, emit_for_rows(l, draft, emit_tally_part, e, 1), type, e->span, "measured");
    clause->norm =
        store(l, draft, pl_emit_number(l, draft, e->span, e->amount), type, e->span, "norm");
}

/* An end of the range as an expression, so that it is lowered like any constant. */
static pl_draft_value emit_end(pl_lowering *l, pl_draft *draft, const pl_expr *e, pl_value end) {
    pl_expr constant = {
        .kind = PL_EXPR_CONST, .type = e->kids[0]->type, .span = e->range.span, .value = end};

    return pl_emit_expr(l, draft, &constant);
}

static pl_draft_value emit_nearer_end(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                      pl_draft_value x) {
    const pl_cell *range = &e->range;
    pl_opcode op = pl_class_of(e->kids[0]->type) == PL_CLASS_N ? PL_OP_NEARER_N : PL_OP_NEARER_I;

    if (!range->has_lo || !range->has_hi)
        return emit_end(l, draft, e, range->has_lo ? range->lo : range->hi);
    pl_draft_value lo = emit_end(l, draft, e, range->lo), hi = emit_end(l, draft, e, range->hi);

    return pl_emit(l, draft, e->span, op, x, lo, hi, 0);
}

static void store_comparison(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                             pl_program_clause *clause) {
    const pl_expr *left = e->kids[0], *share = share_behind(l, left);

    if (left->type.base == PL_TRUTH)
        return;
    pl_draft_value measured = pl_emit_own(l, draft, left), norm;

    if (e->kind == PL_EXPR_COMPARE)
        norm = pl_emit_own(l, draft, e->kids[1]);
    else
        norm = emit_nearer_end(l, draft, e, measured);
    clause->measured = store(l, draft, measured, left->type, left->span, "measured");
    clause->norm = store(l, draft, norm, e->kind == PL_EXPR_COMPARE ? e->kids[1]->type : left->type,
                         e->span, "norm");
    if (share != NULL)
        store_sides(l, draft, share, clause);
}

/* ### where bounds took part */

typedef struct bounds {
    pl_lowering *l;
    pl_draft *draft;
    bool any;
    pl_draft_value all;
} bounds;

static void add_bounds(bounds *b, pl_span span, pl_draft_value number) {
    pl_draft_value here = pl_emit(b->l, b->draft, span, PL_OP_BOUNDED, number, 0, 0, 0);

    b->all = b->any ? pl_emit(b->l, b->draft, span, PL_OP_OR, b->all, here, 0, 0) : here;
    b->any = true;
}

static void add_sides(bounds *b, const pl_expr *of) {
    add_bounds(b, of->span, emit_side(b->l, b->draft, of, PL_ASPECT_YES));
    add_bounds(b, of->span, emit_side(b->l, b->draft, of, PL_ASPECT_TOTAL));
}

/* A share of counts known within bounds may be exact (none of 1..4 is 0%): its sides tell. */
static void add_operand(bounds *b, const pl_expr *operand) {
    if (operand->type.base != PL_NUMBER || operand->entity == NULL)
        return;
    const pl_expr *share = share_behind(b->l, operand);

    add_bounds(b, operand->span, pl_emit_own(b->l, b->draft, operand));
    if (share != NULL)
        add_sides(b, share);
}

static void collect_bounds(bounds *b, const pl_expr *e) {
    switch (e->kind) {
    case PL_EXPR_QUANTIFIER: add_sides(b, e); return;
    case PL_EXPR_TALLY:
        add_bounds(b, e->span, emit_for_rows(b->l, b->draft, emit_tally_part, e, 0));
        break;
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_PERCENTILE:
    case PL_EXPR_PICK:
    case PL_EXPR_LOOKUP:
    case PL_EXPR_YEAR:
    case PL_EXPR_TREND:
    case PL_EXPR_UP: return; /* of other rows or years, or keys */
    case PL_EXPR_COMPARE:
        add_operand(b, e->kids[0]);
        add_operand(b, e->kids[1]);
        break;
    case PL_EXPR_CALL:
        for (uint32_t k = 0; k < e->count; k++)
            add_operand(b, e->kids[k]);
        break;
    case PL_EXPR_IN_RANGE:
    case PL_EXPR_IN_SET: add_operand(b, e->kids[0]); break;
    default: break;
    }
    for (uint32_t k = 0; k < e->count; k++)
        if (e->kids[k] != NULL)
            collect_bounds(b, e->kids[k]);
}

/* ### a rule */

static const pl_type truth = {.base = PL_TRUTH};

static uint32_t store_truth(pl_lowering *l, pl_draft *draft, const pl_expr *e, const char *name) {
    return store(l, draft, pl_emit_own(l, draft, e), truth, e->span, name);
}

static pl_program_clause lower_clause(pl_lowering *l, pl_draft *draft, const pl_clause *clause) {
    const pl_expr *x = clause->requirement;
    pl_program_clause parts = {.measured = PL_NO_INDEX,
                               .norm = PL_NO_INDEX,
                               .count = PL_NO_INDEX,
                               .total = PL_NO_INDEX,
                               .bounded = PL_NO_INDEX};
    bounds b = {.l = l, .draft = draft};

    if (clause->condition != NULL)
        parts.applies = store_truth(l, draft, clause->condition, "applies");
    else
        parts.applies = store(l, draft, pl_emit_truth(l, draft, clause->span, PL_TRUE), truth,
                              clause->span, "applies");
    parts.holds = store_truth(l, draft, x, "holds");
    if (x->kind == PL_EXPR_QUANTIFIER)
        store_quantifier(l, draft, x, &parts);
    else if (x->kind == PL_EXPR_TALLY)
        store_tally(l, draft, x, &parts);
    else if (x->kind == PL_EXPR_COMPARE || x->kind == PL_EXPR_IN_RANGE)
        store_comparison(l, draft, x, &parts);
    if (clause->condition != NULL)
        collect_bounds(&b, clause->condition);
    collect_bounds(&b, x);
    if (b.any)
        parts.bounded = store(l, draft, b.all, truth, clause->span, "bounded");
    return parts;
}

/* For the years of l->judged; what others ask of it they ask for `year`. */
static void lower_parts(pl_lowering *l, pl_draft *draft, const pl_rule *rule, uint32_t number,
                        int year) {
    pl_program_rule parts = {.rule = rule,
                             .year = year,
                             .years = PL_NO_INDEX,
                             .scope = PL_NO_INDEX,
                             .outcome = PL_NO_INDEX};

    if (rule->entity->yearly)
        parts.years = pl_pool_years(l, l->judged.items, l->judged.len);

    if (rule->population != NULL)
        l->peopled[rule->population->index] = true;
    parts.exceptions = PL_MAKE_ARRAY(l->arena, uint32_t, rule->exceptions.len);
    parts.needs = PL_MAKE_ARRAY(l->arena, uint32_t, rule->needs.len);
    parts.clauses = PL_MAKE_ARRAY(l->arena, pl_program_clause, rule->clauses.len);
    if (rule->scope != NULL)
        parts.scope = store_truth(l, draft, rule->scope, "scope");
    for (uint32_t k = 0; k < rule->exceptions.len; k++)
        parts.exceptions[k] = store_truth(l, draft, rule->exceptions.items[k], "except");
    for (uint32_t k = 0; k < rule->needs.len; k++)
        parts.needs[k] = store_truth(l, draft, rule->needs.items[k].condition, "needs");
    for (uint32_t k = 0; k < rule->clauses.len; k++)
        parts.clauses[k] = lower_clause(l, draft, &rule->clauses.items[k]);
    if (rule->deadline != NULL)
        parts.deadline = pl_lower_deadline(l, draft, rule);
    if (rule->outcome != NULL)
        parts.outcome = store(l, draft, pl_emit_own(l, draft, rule->outcome), rule->outcome->type,
                              rule->outcome->span, "outcome");
    assert(l->program->rules.items[number].rule == rule);
    l->program->rules.items[number] = parts;
    pl_emit_effect(l, draft, rule->span, PL_OP_JUDGE, number, 0, 0, 0);
}

/* While the parts of another rule are lowered, perhaps: its years come back. */
static void lower_rule(pl_lowering *l, pl_draft *draft, const pl_rule *rule) {
    pl_year_list before = l->judged;

    l->judged = (pl_year_list){0};
    find_judged(l, rule);
    lower_parts(l, draft, rule, l->places[rule->index].number, l->program->schooljaar);
    l->judged = before;
}

/* ### all rules */

static uint32_t higher(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

typedef struct staging {
    pl_lowering *l;
    uint32_t stage;
} staging;

static void stage_of_root(void *context, const pl_expr *root) {
    staging *s = context;

    s->stage = higher(s->stage, pl_stage_of(s->l, root));
}

static uint32_t stage_of_parts(pl_lowering *l, const pl_rule *rule) {
    staging s = {l, rule->deadline != NULL ? pl_stage_of_deadline(l, rule) : 0};

    pl_rule_each_expr(rule, stage_of_root, &s);
    return s.stage;
}

uint32_t pl_stage_of_rule(pl_lowering *l, const pl_rule *rule) {
    pl_rule_place *place = &l->places[rule->index];

    if (place->stage_next == 0)
        place->stage_next = 1 + stage_of_parts(l, rule);
    return place->stage_next - 1;
}

bool pl_may_be_asked(const pl_lowering *l, const pl_rule *rule) {
    return l->places[rule->index].valid && pl_rule_in_force(rule, l->program->date);
}

/* A rule that is asked for another school year is judged once more, for that year; no report has it. */
static const pl_rule_place *judged_in_year(pl_lowering *l, const pl_rule *rule) {
    for (uint32_t i = 0; i < l->other_places.len; i++)
        if (l->other_places.items[i]->rule == rule && l->other_places.items[i]->year == l->year)
            return l->other_places.items[i];
    pl_rule_place *place = PL_MAKE(l->arena, pl_rule_place);
    pl_year_list before = l->judged;

    *place = (pl_rule_place){.valid = true, .number = l->program->rules.len, .rule = rule};
    place->year = l->year;
    place->draft = pl_draft_at(l, rule->entity, pl_stage_of_rule(l, rule));
    PL_PUSH(l->arena, &l->other_places, place);
    PL_PUSH(l->arena, &l->program->rules, ((pl_program_rule){.rule = rule}));
    l->judged = (pl_year_list){0};
    PL_PUSH(l->arena, &l->judged, l->year);
    lower_parts(l, place->draft, rule, place->number, l->year);
    l->judged = before;
    return place;
}

const pl_rule_place *pl_judged_at(pl_lowering *l, const pl_rule *rule) {
    pl_rule_place *place = &l->places[rule->index];

    assert(place->valid && rule->used);
    if (l->year != l->program->schooljaar)
        return judged_in_year(l, rule);
    if (place->draft == NULL) {
        place->draft = pl_draft_at(l, rule->entity, pl_stage_of_rule(l, rule));
        lower_rule(l, place->draft, rule);
    }
    return place;
}

static void warn_of_handbooks(pl_lowering *l) {
    pl_buffer date;

    pl_buffer_init(&date);
    pl_date_print(&date, l->program->date);
    for (uint32_t h = 0; h < l->model->handbooks.len; h++) {
        const pl_handbook *book = l->model->handbooks.items[h];

        if (!holds_on(book->has_from, book->from, book->has_until, book->until, l->program->date))
            PL_REPORT(l->diags, HANDBOOK_OUT_OF_FORCE, book->span, book->name, date.ptr);
    }
    pl_buffer_fini(&date);
}

/* The answers stand in file order, whatever the order of judging. */
static void number_rules(pl_lowering *l) {
    const bool *asked = pl_asked_rules(l);

    l->places = PL_MAKE_ARRAY(l->arena, pl_rule_place, l->model->rules.len);
    for (uint32_t r = 0; r < l->model->rules.len; r++) {
        const pl_rule *rule = l->model->rules.items[r];

        assert(rule->index == r);
        if (!asked[r] || !is_evaluated(l, rule))
            continue;
        l->places[r] = (pl_rule_place){.valid = true, .number = l->program->rules.len};
        PL_PUSH(l->arena, &l->program->rules, ((pl_program_rule){.rule = rule}));
    }
    l->program->reported = l->program->rules.len;
}

/* All rules over an entity stand in one pass, its last; but one that others use in the pass of its
 * own stage, so that it is judged before them. */
void pl_lower_rules(pl_lowering *l) {
    uint32_t *stages = PL_MAKE_ARRAY(l->arena, uint32_t, l->model->entities.len);

    if (!l->rules)
        warn_of_handbooks(l);
    number_rules(l);
    pl_lower_grace(l);
    for (uint32_t r = 0; r < l->model->rules.len; r++) {
        const pl_rule *rule = l->model->rules.items[r];

        if (l->places[r].valid)
            stages[rule->entity->index] =
                higher(stages[rule->entity->index], pl_stage_of_rule(l, rule));
    }
    for (uint32_t r = 0; r < l->model->rules.len; r++) {
        const pl_rule *rule = l->model->rules.items[r];

        if (l->places[r].valid && rule->used)
            (void)pl_judged_at(l, rule);
        else if (l->places[r].valid)
            lower_rule(l, pl_draft_at(l, rule->entity, stages[rule->entity->index]), rule);
    }
}
