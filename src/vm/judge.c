/* judge.c - the verdict of a rule for each row of a chunk, from its stored parts: "The verdict
 * of a rule" in doc/semantics.md. Reads columns that earlier instructions of the program stored;
 * computes nothing of the rule itself. */
#include <assert.h>
#include <string.h>

#include "vm/machine.h"

#define NO_PART 255

/* ### clauses */

/* In the order in which they decide: the last that some clause gives is the verdict. */
typedef enum answer { APPLIES_NOT, MAYBE_MET, MET, NO_NORM, UNDECIDED, NOT_MET } answer;

/* By condition, by requirement. */
static const uint8_t answers[4][4] = {
    [PL_FALSE] = {APPLIES_NOT, APPLIES_NOT, APPLIES_NOT, APPLIES_NOT},
    [PL_TRUE] = {NOT_MET, MET, UNDECIDED, NO_NORM},
    [PL_UNKNOWN] = {UNDECIDED, MAYBE_MET, UNDECIDED, UNDECIDED},
    [PL_NONE] = {NO_NORM, NO_NORM, NO_NORM, NO_NORM},
};

static const uint8_t verdict_of[] = {
    [APPLIES_NOT] = PL_VERDICT_NO_NORM,
    [MAYBE_MET] = PL_VERDICT_UNKNOWN,
    [MET] = PL_VERDICT_MET,
    [NO_NORM] = PL_VERDICT_NO_NORM,
    [UNDECIDED] = PL_VERDICT_UNKNOWN,
    [NOT_MET] = PL_VERDICT_NOT_MET,
};

static answer answer_at(const pl_machine *m, const pl_program_clause *c, uint32_t row) {
    return (answer)answers[m->slots[c->applies].truths[row]][m->slots[c->holds].truths[row]];
}

static pl_interval amount_at(pl_machine *m, uint32_t slot, uint32_t row) {
    pl_value value = pl_amounts_value(m->slots[slot].amounts, row, m->arena);

    return (pl_interval){value.state, value.lo, value.hi};
}

static bool is_number(const pl_machine *m, uint32_t slot) {
    return slot != PL_NO_INDEX && m->program->slots.items[slot].class == PL_CLASS_N;
}

/* How far measured and norm are apart; false when there is no such distance. */
static bool margin_of(pl_machine *m, const pl_program_clause *c, uint32_t row, pl_number *margin) {
    if (!is_number(m, c->measured) || !is_number(m, c->norm))
        return false;
    pl_interval measured = amount_at(m, c->measured, row), norm = amount_at(m, c->norm, row);

    if (measured.state != PL_OK || norm.state != PL_OK)
        return false;
    pl_number above = pl_number_sub(m->arena, measured.lo, norm.hi);
    pl_number below = pl_number_sub(m->arena, norm.lo, measured.hi);

    *margin = pl_number_compare(above, below) > 0 ? above : below;
    if (pl_number_sign(*margin) < 0)
        *margin = PL_NUMBER_ZERO;
    return true;
}

/* Of the clauses that are met the one with the smallest margin. */
static uint32_t nearest(pl_machine *m, const pl_program_rule *r, uint32_t row) {
    uint32_t found = PL_NO_INDEX;
    bool has_margin = false;
    pl_number least = PL_NUMBER_ZERO, margin;

    for (uint32_t k = 0; k < r->rule->clauses.len; k++) {
        if (answer_at(m, &r->clauses[k], row) != MET)
            continue;
        bool here = margin_of(m, &r->clauses[k], row, &margin);

        if (found != PL_NO_INDEX &&
            (!here || (has_margin && pl_number_compare(margin, least) >= 0)))
            continue;
        found = k;
        has_margin = here;
        least = here ? margin : least;
    }
    return found;
}

static uint8_t part_of(uint32_t part) {
    return part < NO_PART ? (uint8_t)part : NO_PART;
}

/* The rows of the chunk in the columns of the result. */
typedef struct findings {
    uint8_t *verdict, *cause, *part, *bounded;
    uint8_t *best; /* answer that decides so far */
    uint8_t *mets; /* how many clauses are met, up to 2 */
} findings;

static void add_clause(pl_machine *m, const findings *f, const pl_program_clause *c, uint8_t part) {
    const uint8_t *applies = m->slots[c->applies].truths + m->base;
    const uint8_t *holds = m->slots[c->holds].truths + m->base;
    const uint8_t *bounded =
        c->bounded != PL_NO_INDEX ? m->slots[c->bounded].truths + m->base : NULL;

    for (uint32_t r = 0; r < m->n; r++) {
        uint8_t here = answers[applies[r]][holds[r]];

        f->mets[r] = here == MET && f->mets[r] < 2 ? (uint8_t)(f->mets[r] + 1) : f->mets[r];
        f->part[r] = here > f->best[r] ? part : f->part[r];
        f->best[r] = here > f->best[r] ? here : f->best[r];
    }
    for (uint32_t r = 0; r < m->n && bounded != NULL; r++)
        f->bounded[r] |=
            (applies[r] == PL_TRUE || applies[r] == PL_UNKNOWN) && bounded[r] == PL_TRUE;
}

static void judge_clauses(pl_machine *m, const pl_program_rule *rule, const findings *f) {
    memset(f->cause, PL_CAUSE_CLAUSES, m->n);
    memset(f->part, NO_PART, m->n);
    memset(f->bounded, 0, m->n);
    memset(f->best, APPLIES_NOT, m->n);
    memset(f->mets, 0, m->n);
    assert(rule->rule->entity == m->rows->entity);
    for (uint32_t k = 0; k < rule->rule->clauses.len; k++)
        add_clause(m, f, &rule->clauses[k], part_of(k));
    for (uint32_t r = 0; r < m->n; r++) {
        f->verdict[r] = verdict_of[f->best[r]];
        if (f->verdict[r] == PL_VERDICT_NO_NORM)
            f->part[r] = NO_PART;
        else if (f->best[r] == MET && f->mets[r] > 1)
            f->part[r] = part_of(nearest(m, rule, m->base + r));
    }
}

/* ### before the clauses: what is asked first overrides, so it comes last */

static const uint8_t is_true[4] = {[PL_TRUE] = 1}, is_unknown[4] = {[PL_UNKNOWN] = 1};
static const uint8_t is_not_true[4] = {[PL_FALSE] = 1, [PL_UNKNOWN] = 1, [PL_NONE] = 1};
static const uint8_t is_outside[4] = {[PL_FALSE] = 1, [PL_NONE] = 1};

/* Rows whose truth in `slot` is one of `which`. */
static void override(pl_machine *m, const findings *f, uint32_t slot, const uint8_t which[4],
                     pl_verdict verdict, pl_cause cause, uint8_t part) {
    uint8_t *hit = f->mets;

    assert(m->slots[slot].truths != NULL);
    pl_kernel_map(hit, m->slots[slot].truths + m->base, which, m->n);
    if (!pl_kernel_any(hit, m->n))
        return;
    for (uint32_t r = 0; r < m->n; r++) {
        f->verdict[r] = hit[r] ? (uint8_t)verdict : f->verdict[r];
        f->cause[r] = hit[r] ? (uint8_t)cause : f->cause[r];
        f->part[r] = hit[r] ? part : f->part[r];
        f->bounded[r] = hit[r] ? 0 : f->bounded[r];
    }
}

static void judge_rest(pl_machine *m, const pl_program_rule *p, const findings *f) {
    for (uint32_t k = p->rule->needs.len; k-- > 0;)
        override(m, f, p->needs[k], is_not_true, PL_VERDICT_UNKNOWN, PL_CAUSE_NEED, part_of(k));
    for (uint32_t k = p->rule->exceptions.len; k-- > 0;)
        override(m, f, p->exceptions[k], is_unknown, PL_VERDICT_UNKNOWN, PL_CAUSE_EXCEPTION,
                 part_of(k));
    if (p->scope != PL_NO_INDEX)
        override(m, f, p->scope, is_unknown, PL_VERDICT_UNKNOWN, PL_CAUSE_SCOPE, NO_PART);
    for (uint32_t k = p->rule->exceptions.len; k-- > 0;)
        override(m, f, p->exceptions[k], is_true, PL_VERDICT_EXEMPT, PL_CAUSE_EXCEPTION,
                 part_of(k));
    if (p->scope != PL_NO_INDEX)
        override(m, f, p->scope, is_outside, PL_VERDICT_EXEMPT, PL_CAUSE_SCOPE, NO_PART);
}

static bool has_year(const pl_year_set *set, int year) {
    for (uint32_t y = 0; y < set->years.len; y++)
        if (set->years.items[y] == year)
            return true;
    return false;
}

/* Rows of another school year are no subjects. */
static void skip_years(const pl_machine *m, const pl_program_rule *rule, const findings *f) {
    const pl_year_set *set = &m->program->years.items[rule->years];

    assert(rule->years < m->program->years.len);
    for (uint32_t r = 0; r < m->n; r++) {
        if (has_year(set, m->rows->years[m->base + r]))
            continue;
        f->verdict[r] = PL_VERDICT_SKIPPED;
        f->cause[r] = PL_CAUSE_CLAUSES;
        f->part[r] = NO_PART;
        f->bounded[r] = 0;
    }
}

/* ### grades and decisions */

static pl_verdict verdict_by(const pl_rule *rule, uint8_t state, int32_t member) {
    if (state != PL_OK)
        return state == PL_EMPTY ? PL_VERDICT_NO_NORM : PL_VERDICT_UNKNOWN;
    if (rule->flags == NULL)
        return PL_VERDICT_DECIDED;
    return rule->flags[member] ? PL_VERDICT_NOT_MET : PL_VERDICT_MET;
}

static void judge_outcome(const pl_machine *m, const pl_program_rule *p, const findings *f) {
    const pl_amounts *outcome = m->slots[p->outcome].amounts;

    assert(p->rule->clauses.len == 0 && outcome->type.base == PL_MEMBER);
    for (uint32_t r = 0; r < m->n; r++)
        f->verdict[r] = (uint8_t)verdict_by(p->rule, outcome->state[m->base + r],
                                            pl_amounts_index(outcome, m->base + r));
}

/* ### the opcode */

void pl_op_JUDGE(pl_machine *m, const pl_instruction *i) {
    const pl_program_rule *rule = &m->program->rules.items[i->operands[0]];
    const pl_rule_result *result = &m->results[i->operands[0]];
    const findings f = {
        .verdict = result->verdict + m->base,
        .cause = result->cause + m->base,
        .part = result->part + m->base,
        .bounded = result->bounded + m->base,
        .best = m->scratch_bytes,
        .mets = m->scratch_bytes + m->chunk_rows,
    };

    judge_clauses(m, rule, &f);
    if (rule->rule->outcome != NULL)
        judge_outcome(m, rule, &f);
    judge_rest(m, rule, &f);
    if (m->rows->years != NULL)
        skip_years(m, rule, &f);
}

/* ### what others ask of a verdict */

/* Data that is missing could change an unknown verdict into any other, but whether the subject is
 * exempt is open only where scope or exceptions are. */
static pl_truth answer_to(pl_asked asked, pl_verdict verdict, pl_cause cause) {
    static const pl_verdict wanted[] = {
        [PL_ASKED_MET] = PL_VERDICT_MET,         [PL_ASKED_NOT_MET] = PL_VERDICT_NOT_MET,
        [PL_ASKED_UNKNOWN] = PL_VERDICT_UNKNOWN, [PL_ASKED_NO_NORM] = PL_VERDICT_NO_NORM,
        [PL_ASKED_EXEMPT] = PL_VERDICT_EXEMPT,
    };

    assert(verdict != PL_VERDICT_NOT_MET_WAIVED); /* waivers come after the run */
    if (verdict == PL_VERDICT_SKIPPED)
        return PL_UNKNOWN;
    if (verdict == PL_VERDICT_UNKNOWN && asked != PL_ASKED_UNKNOWN &&
        (asked != PL_ASKED_EXEMPT || cause == PL_CAUSE_SCOPE || cause == PL_CAUSE_EXCEPTION))
        return PL_UNKNOWN;
    return verdict == wanted[asked] ? PL_TRUE : PL_FALSE;
}

/* Rows of another school year than the one that is asked for have no verdict. */
static pl_verdict verdict_at(const pl_machine *m, const pl_instruction *i, uint32_t r) {
    uint32_t row = m->base + r;

    if (m->rows->years != NULL &&
        m->rows->years[row] != m->program->rules.items[i->operands[0]].year)
        return PL_VERDICT_SKIPPED;
    return (pl_verdict)m->results[i->operands[0]].verdict[row];
}

void pl_op_VERDICT(pl_machine *m, const pl_instruction *i) {
    const pl_rule_result *result = &m->results[i->operands[0]];
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);

    assert(result->rule->entity == m->rows->entity);
    for (uint32_t r = 0; r < m->n; r++)
        d[r] = (uint8_t)answer_to((pl_asked)i->operands[1], verdict_at(m, i, r),
                                  (pl_cause)result->cause[m->base + r]);
}

static pl_state state_of(pl_verdict verdict) {
    switch (verdict) {
    case PL_VERDICT_MET:
    case PL_VERDICT_NOT_MET:
    case PL_VERDICT_DECIDED: return PL_OK;
    case PL_VERDICT_NO_NORM:
    case PL_VERDICT_EXEMPT: return PL_EMPTY;
    default: return PL_MISSING;
    }
}

void pl_op_OUTCOME(pl_machine *m, const pl_instruction *i) {
    const pl_rule_result *result = &m->results[i->operands[0]];
    pl_index_register *d = &m->indexes[i->result];
    int32_t *own = pl_own_indexes(m, d);
    uint8_t *state = pl_own_index_state(m, d);

    assert(result->outcome != NULL && result->rule->entity == m->rows->entity);
    for (uint32_t r = 0; r < m->n; r++) {
        state[r] = (uint8_t)state_of(verdict_at(m, i, r));
        own[r] = state[r] == PL_OK ? pl_amounts_index(result->outcome, m->base + r) : 0;
    }
    d->state = state;
}

/* ### where results are */

static const pl_amounts *amounts_of(const pl_machine *m, uint32_t slot) {
    return slot != PL_NO_INDEX ? m->slots[slot].amounts : NULL;
}

static pl_deadline_result *deadline_of(pl_machine *m, const pl_program_deadline *d) {
    pl_deadline_result *result = PL_MAKE(m->arena, pl_deadline_result);

    result->region = amounts_of(m, d->region);
    result->event = amounts_of(m, d->event);
    result->day = amounts_of(m, d->day);
    if (d->counts != PL_NO_INDEX) {
        result->counts = m->slots[d->counts].truths;
        result->counts_before = m->slots[d->counts_before].truths;
    }
    if (d->asked_before != PL_NO_INDEX)
        result->asked_before = m->slots[d->asked_before].truths;
    assert(result->day != NULL);
    return result;
}

static pl_rule_result result_of(pl_machine *m, const pl_program_rule *r) {
    uint32_t rows = pl_data_rows(m->data, r->rule->entity)->count;
    pl_rule_result result = {.rule = r->rule, .rows = rows};

    if (r->deadline != NULL)
        result.deadline = deadline_of(m, r->deadline);
    result.verdict = PL_MAKE_ARRAY(m->arena, uint8_t, rows);
    result.cause = PL_MAKE_ARRAY(m->arena, uint8_t, rows);
    result.part = PL_MAKE_ARRAY(m->arena, uint8_t, rows);
    result.bounded = PL_MAKE_ARRAY(m->arena, uint8_t, rows);
    result.clauses = PL_MAKE_ARRAY(m->arena, pl_clause_result, r->rule->clauses.len);
    result.outcome = amounts_of(m, r->outcome);
    for (uint32_t k = 0; k < r->rule->clauses.len; k++) {
        const pl_program_clause *c = &r->clauses[k];
        pl_clause_result *clause = &result.clauses[k];

        clause->applies = m->slots[c->applies].truths;
        clause->holds = m->slots[c->holds].truths;
        clause->measured = amounts_of(m, c->measured);
        clause->norm = amounts_of(m, c->norm);
        clause->count = amounts_of(m, c->count);
        clause->total = amounts_of(m, c->total);
    }
    return result;
}

static pl_population_result members_of(pl_machine *m, const pl_program_population *p) {
    uint32_t count = p->population->exceptions.len;
    pl_population_result result = {.population = p->population,
                                   .membership = m->slots[p->membership].truths};

    result.exceptions = PL_MAKE_ARRAY(m->arena, const uint8_t *, count);
    if (p->scope != PL_NO_INDEX)
        result.scope = m->slots[p->scope].truths;
    for (uint32_t k = 0; k < count; k++)
        result.exceptions[k] = m->slots[p->exceptions[k]].truths;
    assert(result.membership != NULL);
    return result;
}

static void bind_outputs(pl_machine *m) {
    const pl_program *p = m->program;

    m->run->outputs = p->outputs;
    m->run->output_values = PL_MAKE_ARRAY(m->arena, pl_output_value, p->output_slots.len);
    for (uint32_t i = 0; i < p->output_slots.len; i++) {
        uint32_t slot = p->output_slots.items[i];

        if (slot != PL_NO_INDEX)
            m->run->output_values[i] = (pl_output_value){
                p->slots.items[slot].entity, m->slots[slot].amounts, m->slots[slot].truths};
    }
}

void pl_results_bind(pl_machine *m) {
    const pl_program *p = m->program;

    bind_outputs(m);

    assert(p->reported <= p->rules.len);
    m->results = PL_MAKE_ARRAY(m->arena, pl_rule_result, p->rules.len + 1);
    for (uint32_t r = 0; r < p->rules.len; r++) {
        m->results[r] = result_of(m, &p->rules.items[r]);
        if (r < p->reported)
            PL_PUSH(m->arena, &m->run->rules, m->results[r]);
        else
            PL_PUSH(m->arena, &m->run->others,
                    ((pl_other_result){p->rules.items[r].year, m->results[r]}));
    }
    for (uint32_t k = 0; k < p->populations.len; k++) {
        pl_population_result result = members_of(m, &p->populations.items[k]);

        PL_PUSH(m->arena, &m->run->populations, result);
    }
}
