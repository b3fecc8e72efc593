/* days.c - opcodes that ask where days lie: of a row in some days, or of these days before the day that
 * is evaluated for. The days may differ from region to region; they are worked out before anything
 * runs. See "Periods of days" in doc/semantics.md. */
#include <assert.h>
#include <string.h>

#include "vm/machine.h"

static const pl_regional_days *days_of(const pl_machine *m, uint32_t operand) {
    assert(operand < m->program->days.len);
    return &m->program->days.items[operand];
}

/* Which of the days hold for the region of a row; -1 when nobody knows. */
static int32_t place_of(const pl_regional_days *days, const pl_index_register *region, uint32_t r) {
    int32_t at = region->values[r];

    if ((region->state != NULL && region->state[r] != PL_OK) || at < 0 ||
        (uint32_t)at >= days->count || days->standing[at] == PL_DAYS_UNKNOWN)
        return -1;
    return at;
}

static pl_truth lies_in(const pl_stretch *days, const pl_index_register *day, uint32_t r) {
    if (days->first > days->last)
        return PL_FALSE;
    if (day->state != NULL && day->state[r] != PL_OK)
        return PL_UNKNOWN;
    return day->values[r] >= days->first && day->values[r] <= days->last ? PL_TRUE : PL_FALSE;
}

void pl_op_IN_DAYS(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_index_register *day = &m->indexes[i->operands[0]];
    const pl_stretch *days = &days_of(m, i->operands[1])->days[0];

    if (day->state == NULL)
        for (uint32_t r = 0; r < m->n; r++)
            d[r] = day->values[r] >= days->first && day->values[r] <= days->last;
    else
        for (uint32_t r = 0; r < m->n; r++)
            d[r] = (uint8_t)lies_in(days, day, r);
}

void pl_op_IN_DAYS_OF(pl_machine *m, const pl_instruction *i) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_index_register *day = &m->indexes[i->operands[0]],
                            *region = &m->indexes[i->operands[1]];
    const pl_regional_days *days = days_of(m, i->operands[2]);

    for (uint32_t r = 0; r < m->n; r++) {
        int32_t at = place_of(days, region, r);

        d[r] = (uint8_t)(at < 0 ? PL_UNKNOWN : lies_in(&days->days[at], day, r));
    }
}

static void stand(pl_machine *m, const pl_instruction *i, pl_days_standing least) {
    uint8_t *d = pl_own_truths(m, &m->truths[i->result]);
    const pl_index_register *region = &m->indexes[i->operands[0]];
    const pl_regional_days *days = days_of(m, i->operands[1]);

    for (uint32_t r = 0; r < m->n; r++) {
        int32_t at = place_of(days, region, r);

        d[r] = (uint8_t)(at < 0 ? PL_UNKNOWN : days->standing[at] >= least);
    }
}

void pl_op_BEGUN(pl_machine *m, const pl_instruction *i) {
    stand(m, i, PL_DAYS_BEGUN);
}

void pl_op_OVER(pl_machine *m, const pl_instruction *i) {
    stand(m, i, PL_DAYS_OVER);
}
