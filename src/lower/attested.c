/* attested.c - what people said, to instructions: one pass over the rows of attestatie for the latest day in the block, a second
 * for the judgement of that day, for each subject. Where several stand on that day the last member of the set counts.
 * The evaluation date is known here, so the block is two constants. */
#include <assert.h>

#include "lower/lowering.h"

static pl_draft_value emit1(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op,
                            uint32_t a) {
    return pl_emit(l, draft, span, op, a, 0, 0, 0);
}

static pl_draft_value emit2(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op,
                            pl_draft_value a, pl_draft_value b) {
    return pl_emit(l, draft, span, op, a, b, 0, 0);
}

static pl_draft_value load(pl_lowering *l, pl_draft *rows, const pl_attestation *a,
                           const pl_field *field) {
    assert(rows->entity == a->rows && field->entity == a->rows);
    return emit1(l, rows, a->span, PL_OP_LOAD_I, pl_pool_field(l, field));
}

static pl_draft_value constant(pl_lowering *l, pl_draft *draft, pl_span span,
                               pl_index_constant value) {
    return emit1(l, draft, span, PL_OP_CONST_I, pl_pool_index(l, value));
}

static pl_draft_value day(pl_lowering *l, pl_draft *draft, pl_span span, pl_date date) {
    return constant(l, draft, span, (pl_index_constant){.base = PL_DATE, .index = date});
}

static pl_draft_value is_called(pl_lowering *l, pl_draft *rows, const pl_attestation *a,
                                const char *name) {
    const pl_index_constant text = {.base = PL_TEXT, .text = name};

    return emit2(l, rows, a->span, PL_OP_EQ_I, load(l, rows, a, a->indicator),
                 constant(l, rows, a->span, text));
}

/* Rows of this indicator, from the first day of the block to the evaluation date. */
static pl_draft_value in_block(pl_lowering *l, pl_draft *rows, const pl_attestation *a) {
    pl_date today = l->date, first = pl_cadence_start(a->cadence, today);
    pl_draft_value date = load(l, rows, a, a->date), named = is_called(l, rows, a, a->name);
    pl_draft_value from = emit2(l, rows, a->span, PL_OP_LE_I, day(l, rows, a->span, first), date);
    pl_draft_value to = emit2(l, rows, a->span, PL_OP_LE_I, date, day(l, rows, a->span, today));

    assert(first <= today);
    if (a->qualified)
        named = emit2(l, rows, a->span, PL_OP_OR, named, is_called(l, rows, a, a->qualified));
    return emit2(l, rows, a->span, PL_OP_AND, named, emit2(l, rows, a->span, PL_OP_AND, from, to));
}

/* The highest value of the field over the rows of the filter, seen from the subject. */
static pl_draft_value highest(pl_lowering *l, pl_draft *subject, pl_draft *rows,
                              const pl_attestation *a, pl_draft_value filter,
                              const pl_field *field) {
    const pl_accumulator like = {
        .parent = a->entity,
        .years = a->rows->yearly ? pl_pool_years(l, &l->year, 1) : PL_NO_INDEX,
    };
    const pl_added row = {{
        filter,
        emit1(l, rows, a->span, PL_OP_AS_NUMBER, load(l, rows, a, field)),
        emit1(l, rows, a->span, PL_OP_WEIGHT, 0),
    }};
    uint32_t range = pl_pool_accumulator(l, rows, a->span, PL_OP_ADD_RANGE, like, &row, 1);

    assert(subject->stage > rows->stage);
    return emit1(l, subject, a->span, PL_OP_AS_INDEX,
                 emit1(l, subject, a->span, PL_OP_HIGHEST, range));
}

pl_draft_value pl_emit_attested(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    const pl_attestation *a = e->attestation;
    pl_draft *days = pl_draft_at(l, a->rows, 0), *dated = pl_draft_at(l, a->entity, 1);
    pl_draft *rows = pl_draft_at(l, a->rows, 2);
    pl_draft_value latest = highest(l, dated, days, a, in_block(l, days, a), a->date);
    pl_draft_value seen = pl_emit_gather(l, rows, dated, latest, a->date->type, a->span, a->name);
    pl_draft_value that_day = emit2(l, rows, a->span, PL_OP_EQ_I, load(l, rows, a, a->date), seen);
    pl_draft_value filter = emit2(l, rows, a->span, PL_OP_AND, in_block(l, rows, a), that_day);
    pl_draft_value judgement;

    assert(draft->entity == a->entity && draft->stage >= PL_ATTESTED_STAGE);
    if (a->who)
        pl_pool_field(l, a->who); /* reports name who said it */
    judgement = highest(l, draft, rows, a, filter, a->judgement);
    return pl_emit(l, draft, a->span, PL_OP_SELECT_I,
                   emit1(l, draft, a->span, PL_OP_KNOWN_I, judgement), judgement,
                   emit1(l, draft, a->span, PL_OP_STATE_I, PL_MISSING), 0);
}

static pl_draft_value is_member(pl_lowering *l, pl_draft *draft, const pl_expr *e,
                                pl_draft_value judgement, int32_t index) {
    const pl_enum *members = e->attestation->judgement->type.members;
    const pl_index_constant member = {
        .base = PL_MEMBER, .index = index, .text = members->members.items[index]};

    return emit2(l, draft, e->span, PL_OP_EQ_I, judgement, constant(l, draft, e->span, member));
}

pl_draft_value pl_emit_judged(pl_lowering *l, pl_draft *draft, const pl_expr *e) {
    pl_draft_value judgement = pl_emit_expr(l, draft, e->kids[0]);
    pl_draft_value yes = is_member(l, draft, e, judgement, e->attestation->yes);
    pl_draft_value no = is_member(l, draft, e, judgement, e->attestation->no);
    pl_draft_value rest =
        pl_emit(l, draft, e->span, PL_OP_SELECT_T, no, pl_emit_truth(l, draft, e->span, PL_FALSE),
                pl_emit_truth(l, draft, e->span, PL_UNKNOWN), 0);

    return pl_emit(l, draft, e->span, PL_OP_SELECT_T, yes,
                   pl_emit_truth(l, draft, e->span, PL_TRUE), rest, 0);
}
