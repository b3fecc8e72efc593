/* recording.c - keeps what expressions give: each value is stored in a column of its own, by the same
 * instructions that lead to the verdict, so what is shown cannot differ from what was judged.
 * Constants and cells are not kept: they stand in the rules and in the data. */
#include <assert.h>

#include "lower/lowering.h"

static void keep(pl_lowering *l, pl_draft *draft, const pl_expr *e, pl_draft_value value,
                 pl_type type, pl_record_aspect aspect) {
    pl_program_record record = {
        .expr = e, .entity = draft->entity, .year = l->year, .window = l->window, .aspect = aspect};

    assert(value < draft->classes.len && l->options->record);
    assert(draft->classes.items[value] == pl_class_of(type));
    record.slot = pl_pool_stored(l, draft, value, type, e->span, "recorded");
    PL_PUSH(l->arena, &l->program->records, record);
}

/* Has it two sides: rows that count for it, and all that are looked at? */
static bool has_sides(const pl_expr *e) {
    if (e->kind == PL_EXPR_QUANTIFIER)
        return true;
    return e->kind == PL_EXPR_AGGREGATE &&
        (e->aggregate == PL_AGG_SHARE || e->aggregate == PL_AGG_COUNT);
}

void pl_record_expr(pl_lowering *l, pl_draft *draft, const pl_expr *e, pl_draft_value value) {
    static const pl_type plain = {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};

    keep(l, draft, e, value, e->type, PL_RECORD_VALUE);
    if (!has_sides(e))
        return;
    keep(l, draft, e, pl_emit_aggregate(l, draft, e, PL_ASPECT_YES), plain, PL_RECORD_COUNT);
    keep(l, draft, e, pl_emit_aggregate(l, draft, e, PL_ASPECT_TOTAL), plain, PL_RECORD_TOTAL);
}
