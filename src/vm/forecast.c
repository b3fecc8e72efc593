/* forecast.c - one walk over a block before it runs. It finds registers that hold nothing but known,
 * exact values in every row of every chunk, and from that what additions may leave out. Says
 * `false` where it does not know, which costs time and nothing else. */
#include "vm/forecast.h"

#include <assert.h>

#include "vm/tally.h"

typedef struct walk {
    pl_machine *m;
    bool *sure
        [PL_CLASS_COUNT]; /* [register]: truths T or F, numbers exact and there, indexes there */
    bool *unit;           /* [register of numbers]: 1 in every row */
    bool *constant;       /* [register of truths]: T in every row */
    uint32_t *lookup;     /* [register of numbers]: 1 + the LOOKUP_N that gives it, or 0 */
    const pl_column **column; /* [register of numbers]: that it is loaded from, or NULL */
    pl_forecast *steps;
    PL_VEC(pl_tally *) tallies;
} walk;

/* ### values */

static bool is_whole(const pl_machine *m, uint32_t slot) {
    const pl_column *c = m->slots[slot].column;

    return c != NULL && c->state == NULL && c->upper == NULL && c->exact_upper == NULL;
}

static bool are_operands_sure(const walk *w, const pl_instruction *i) {
    for (int k = 0; k < PL_OPERANDS; k++) {
        pl_arg arg = pl_op_infos[i->op].operands[k];

        if (pl_arg_is_register(arg) && !w->sure[pl_arg_class(arg)][i->operands[k]])
            return false;
    }
    return true;
}

static bool is_sure(const walk *w, const pl_instruction *i) {
    switch (i->op) {
    case PL_OP_CONST_T: return i->operands[0] == PL_TRUE || i->operands[0] == PL_FALSE;
    case PL_OP_LOAD_N:
    case PL_OP_LOAD_I: return is_whole(w->m, i->operands[0]);
    case PL_OP_CONST_N:
    case PL_OP_CONST_I:
    case PL_OP_YEAR:
    case PL_OP_IN_YEARS:
    case PL_OP_LINKED:
    case PL_OP_KNOWN_N:
    case PL_OP_KNOWN_T:
    case PL_OP_KNOWN_I:
    case PL_OP_GIVEN_N:
    case PL_OP_GIVEN_T:
    case PL_OP_GIVEN_I:
    case PL_OP_BOUNDED: return true;
    case PL_OP_ADD:
    case PL_OP_SUB:
    case PL_OP_MUL:
    case PL_OP_NEG:
    case PL_OP_ROUND:
    case PL_OP_FILL:
    case PL_OP_AS_NUMBER:
    case PL_OP_LT_N:
    case PL_OP_LE_N:
    case PL_OP_EQ_N:
    case PL_OP_LT_I:
    case PL_OP_LE_I:
    case PL_OP_EQ_I:
    case PL_OP_EQ_T:
    case PL_OP_NOT:
    case PL_OP_AND:
    case PL_OP_OR:
    case PL_OP_SELECT_N:
    case PL_OP_SELECT_T:
    case PL_OP_SELECT_I:
    case PL_OP_AS_COUNT: return are_operands_sure(w, i);
    default: return false;
    }
}

static bool is_one(const walk *w, const pl_instruction *i) {
    if (i->op == PL_OP_WEIGHT)
        return w->m->rows->weight == NULL;
    return i->op == PL_OP_CONST_N &&
        pl_number_compare(w->m->program->numbers.items[i->operands[0]], PL_NUMBER_ONE) == 0;
}

static void note_result(walk *w, const pl_instruction *i, uint32_t at) {
    pl_arg result = pl_op_infos[i->op].result;

    if (!pl_arg_is_register(result))
        return;
    w->sure[pl_arg_class(result)][i->result] = is_sure(w, i);
    if (pl_arg_class(result) == PL_CLASS_N) {
        w->unit[i->result] = is_one(w, i);
        w->lookup[i->result] = i->op == PL_OP_LOOKUP_N ? at + 1 : 0;
        w->column[i->result] = i->op == PL_OP_LOAD_N ? w->m->slots[i->operands[0]].column : NULL;
    }
    if (pl_arg_class(result) == PL_CLASS_T)
        w->constant[i->result] = i->op == PL_OP_CONST_T && i->operands[0] == PL_TRUE;
}

/* ### comparisons */

/* A norm of a table is given at the scale of the column that it is compared with. */
static void note_compared(const walk *w, uint32_t norm, uint32_t with) {
    const pl_column *column = w->column[with];
    pl_forecast *forecast = &w->steps[w->lookup[norm] - 1];

    assert(w->lookup[norm] > 0);
    if (column == NULL || column->upper != NULL)
        return;
    if (column->width != 2 && column->width != 4)
        return;
    forecast->scale = column->scale;
    forecast->width = column->width;
}

static void note_comparison(const walk *w, const pl_instruction *i) {
    if (i->op != PL_OP_LT_N && i->op != PL_OP_LE_N && i->op != PL_OP_EQ_N)
        return;
    if (w->lookup[i->operands[0]] > 0)
        note_compared(w, i->operands[0], i->operands[1]);
    if (w->lookup[i->operands[1]] > 0)
        note_compared(w, i->operands[1], i->operands[0]);
}

/* ### additions */

static pl_tally *tally_for(walk *w, const pl_accumulator *a, uint32_t lanes) {
    for (uint32_t t = w->tallies.len; t-- > 0;) {
        pl_tally *tally = w->tallies.items[t];

        if (tally->parent != a->parent)
            continue;
        if (tally->lanes + lanes <= PL_TALLY_LANES)
            return tally;
        break; /* the earlier ones are full */
    }
    pl_tally *fresh = PL_MAKE(w->m->arena, pl_tally);

    fresh->parent = a->parent;
    PL_PUSH(w->m->arena, &w->tallies, fresh);
    return fresh;
}

static void count_together(walk *w, const pl_instruction *i, pl_forecast *step) {
    uint32_t gathering = i->operands[0];
    bool against = !w->constant[i->operands[2]];

    step->tally = tally_for(w, &w->m->program->accumulators.items[gathering], against ? 2 : 1);
    if (step->tally->last != NULL)
        step->tally->last->last = false;
    step->first = step->tally->lanes == 0;
    step->last = true;
    step->tally->last = step;
    step->yes = pl_tally_lane(step->tally, gathering, false);
    step->no = against ? pl_tally_lane(step->tally, gathering, true) : PL_NO_INDEX;
}

static void note_addition(walk *w, const pl_instruction *i, pl_forecast *step) {
    if (i->op != PL_OP_ADD_SIDES && i->op != PL_OP_ADD_VALUE && i->op != PL_OP_ADD_RANGE)
        return;
    step->unit = w->unit[i->operands[3]] && w->m->gatherings[i->operands[0]].self == NULL;
    step->all = w->constant[i->operands[1]];
    if (!step->unit)
        return;
    if (i->op == PL_OP_ADD_SIDES)
        count_together(w, i, step);
    if (i->op == PL_OP_ADD_RANGE)
        step->idle = w->sure[PL_CLASS_T][i->operands[1]] && !w->m->gatherings[i->operands[0]].asked;
}

pl_forecast *pl_forecast_block(pl_machine *m) {
    const pl_block *block = m->block;
    walk w = {.m = m};

    for (int c = 0; c < PL_CLASS_COUNT; c++)
        w.sure[c] = PL_MAKE_ARRAY(m->arena, bool, block->registers[c] + (size_t)1);
    w.unit = PL_MAKE_ARRAY(m->arena, bool, block->registers[PL_CLASS_N] + (size_t)1);
    w.constant = PL_MAKE_ARRAY(m->arena, bool, block->registers[PL_CLASS_T] + (size_t)1);
    w.lookup = PL_MAKE_ARRAY(m->arena, uint32_t, block->registers[PL_CLASS_N] + (size_t)1);
    w.column = PL_MAKE_ARRAY(m->arena, const pl_column *, block->registers[PL_CLASS_N] + (size_t)1);
    w.steps = PL_MAKE_ARRAY(m->arena, pl_forecast, block->code.len + (size_t)1);
    for (uint32_t i = 0; i < block->code.len; i++) {
        note_result(&w, &block->code.items[i], i);
        note_comparison(&w, &block->code.items[i]);
        note_addition(&w, &block->code.items[i], &w.steps[i]);
    }
    for (uint32_t t = 0; t < w.tallies.len; t++)
        pl_tally_open(m, w.tallies.items[t]);
    return w.steps;
}

void pl_forecast_close(pl_machine *m) {
    for (uint32_t i = 0; i < m->block->code.len; i++) {
        const pl_instruction *instruction = &m->block->code.items[i];
        const pl_forecast *step = &m->forecasts[i];

        if (step->tally != NULL && step->last)
            pl_tally_close(m, step->tally);
        else if (instruction->op == PL_OP_ADD_VALUE)
            pl_gathering_settle(m, &m->gatherings[instruction->operands[0]]);
    }
}
