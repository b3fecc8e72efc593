/* change.c - in words: what would have to change for another verdict, how much room there is, and why
 * no change of what is measured would do. */
#include <assert.h>

#include "base/gettext.h"
#include "why/plan.h"

#define FEW_FLIPS 3

/* ### one move */

static const char *leaf_name(const pl_expr *leaf) {
    return leaf->kind == PL_EXPR_FIELD ? leaf->field->name : leaf->measure->name;
}

static void tell_cell(pl_why *why, pl_why_step *step, const pl_move *move) {
    const pl_lever *lever = &move->lever;
    const pl_column *column = pl_why_column(why, lever->expr);
    pl_value from = pl_trace_cell(why->trace, column, lever->at.row);
    pl_changes changes = {0};
    pl_value to;

    pl_lever_push(why, lever, move->amount, &changes);
    to = changes.items[0].value;
    step->label = leaf_name(lever->expr);
    step->value = pl_why_say(why, pl_why_word(why, N_("from %s to %s")),
                             pl_why_figure(why, &from, lever->expr->type, NULL),
                             pl_why_figure(why, &to, lever->expr->type, NULL));
    if (lever->expr->type.base == PL_NUMBER)
        step->note = pl_why_say(
            why,
            lever->sign > 0 ? pl_why_word(why, N_("%s more")) : pl_why_word(why, N_("%s less")),
            pl_why_distance(why, pl_number_sub(why->arena, to.lo, from.lo), lever->expr->type));
    (void)(column &&
           pl_data_place(pl_data_rows(why->run->data, lever->at.entity), column, lever->at.row,
                         &step->place));
}

static void tell_flips(pl_why *why, pl_why_step *step, const pl_move *move) {
    const pl_lever *lever = &move->lever;

    assert(lever->kind == PL_LEVER_ROWS && move->amount <= lever->row_count);
    for (int64_t i = 0; i < move->amount && i < FEW_FLIPS; i++) {
        const pl_change *flip = &lever->flips[i];
        const pl_column *column = pl_data_field(why->run->data, flip->field, flip->year);
        pl_value from = pl_trace_cell(why->trace, column, flip->row);
        pl_buffer subject = {0};
        pl_why_step *row;

        pl_data_subject(&subject, why->run->data, flip->entity, flip->row);
        row = pl_why_add(why, step, PL_TOLD_ROW, pl_arena_format(why->arena, "row-%s", subject.ptr),
                         pl_why_say(why, pl_why_word(why, N_("such as %s")), subject.ptr));
        row->value = pl_why_say(why, pl_why_word(why, N_("%s from %s to %s")), flip->field->name,
                                pl_why_figure(why, &from, flip->field->type, NULL),
                                pl_why_figure(why, &flip->value, flip->field->type, NULL));
        (void)(column &&
               pl_data_place(pl_data_rows(why->run->data, flip->entity), column, flip->row,
                             &row->place));
        pl_buffer_fini(&subject);
    }
}

static const char *sides(pl_why *why, const pl_lever *lever) {
    pl_type plain = {.base = PL_NUMBER};
    pl_value count, total;

    if (!pl_why_kept(why, lever->expr, lever->at, PL_RECORD_COUNT, &count) ||
        !pl_why_kept(why, lever->expr, lever->at, PL_RECORD_TOTAL, &total))
        return NULL;
    return pl_why_say(why, pl_why_word(why, N_("now %s of %s")),
                      pl_why_figure(why, &count, plain, NULL),
                      pl_why_figure(why, &total, plain, NULL));
}

static void tell_rows(pl_why *why, pl_why_step *step, const pl_move *move) {
    const pl_lever *lever = &move->lever;
    bool more = lever->sign > 0;

    assert(move->amount > 0 && lever->expr->child);
    if (lever->expr->kids[1])
        step->label = pl_why_say(why,
                                 more ? pl_why_word(why, N_("%lld more %s with %s"))
                                      : pl_why_word(why, N_("%lld fewer %s with %s")),
                                 (long long)move->amount, lever->expr->child->name,
                                 pl_why_written(why, lever->expr->kids[1]));
    else
        step->label = pl_why_say(why,
                                 more ? pl_why_word(why, N_("%lld more %s"))
                                      : pl_why_word(why, N_("%lld fewer %s")),
                                 (long long)move->amount, lever->expr->child->name);
    step->value = sides(why, lever);
    if (lever->kind == PL_LEVER_ROWS && !lever->weighted)
        tell_flips(why, step, move);
}

static void tell_move(pl_why *why, uint32_t number, const pl_move *move, pl_why_kind kind) {
    const pl_lever *lever = &move->lever;

    assert(kind == PL_TOLD_CHANGE || kind == PL_TOLD_MARGIN);
    pl_why_step *step =
        pl_why_add(why, why->root, kind, pl_arena_format(why->arena, "change-%u", number), "");

    step->span = move->atom->span;
    switch (lever->kind) {
    case PL_LEVER_CELL: tell_cell(why, step, move); break;
    case PL_LEVER_ROWS: tell_rows(why, step, move); break;
    case PL_LEVER_COUNT: tell_rows(why, step, move); break;
    case PL_LEVER_SHIFT:
        step->label =
            pl_why_say(why,
                       lever->sign > 0 ? pl_why_word(why, N_("every %s higher by %s: %s"))
                                       : pl_why_word(why, N_("every %s lower by %s: %s")),
                       lever->expr->child->name,
                       pl_why_distance(why,
                                       pl_number_mul(why->arena, lever->unit,
                                                     pl_number_make(why->arena, move->amount, 1)),
                                       lever->leaf->type),
                       lever->leaf->field->name);
        break;
    }
}

/* ### what stays as it is */

static void tell_fixed(pl_why *why, const pl_fixed *fixed) {
    pl_buffer out = {0};

    for (uint32_t i = 0; i < fixed->names.len; i++) {
        const char *name = NULL;

        for (uint32_t e = 0; e < why->run->model->entities.len; e++) {
            const pl_entity *entity = why->run->model->entities.items[e];

            for (uint32_t f = 0; f < entity->fields.len; f++)
                if (entity->fields.items[f] == fixed->names.items[i])
                    name = entity->fields.items[f]->name;
        }
        for (uint32_t m = 0; m < why->run->model->measures.len && !name; m++)
            if (why->run->model->measures.items[m] == fixed->names.items[i])
                name = why->run->model->measures.items[m]->name;
        if (name)
            pl_buffer_printf(&out, "%s%s", out.len > 0 ? ", " : "", name);
    }
    if (out.len > 0)
        pl_why_add(why, why->root, PL_TOLD_FIXED, "fixed",
                   pl_why_say(why, pl_why_word(why, N_("kept as it is: %s")), out.ptr));
    pl_buffer_fini(&out);
}

/* ### all */

static void say(pl_why *why, pl_why_kind kind, const char *name, const char *text) {
    pl_why_add(why, why->root, kind, name, text);
}

static void tell_not_met(pl_why *why, const pl_fixed *fixed, const pl_plan *plan) {
    if (plan->found) {
        for (uint32_t i = 0; i < plan->moves.len; i++)
            if (plan->moves.items[i].amount > 0)
                tell_move(why, i + 1, &plan->moves.items[i], PL_TOLD_CHANGE);
        say(why, PL_TOLD_CHANGE, "confirmed",
            pl_why_word(why,
                        N_("then: met. Tried by running the rule again; with one step less it "
                           "is still not met")));
    } else if (plan->moves.len > 0) {
        for (uint32_t i = 0; i < plan->moves.len; i++)
            tell_move(why, i + 1, &plan->moves.items[i], PL_TOLD_CHANGE);
        say(why, PL_TOLD_CHANGE, "then",
            pl_why_say(why, pl_why_word(why, N_("then: %s")),
                       pl_why_verdict_word(why, plan->verdict)));
    } else {
        say(why, PL_TOLD_CHANGE, "none",
            pl_why_word(why,
                        N_("no change of the cells that are measured was found that does it; "
                           "it may take rows that are not there")));
    }
    tell_fixed(why, fixed);
}

static void tell_met(pl_why *why, const pl_plan *plan) {
    if (!plan->found) {
        say(why, PL_TOLD_MARGIN, "none",
            pl_why_word(why,
                        N_("no change of the cells that are measured was found that makes it "
                           "not met")));
        return;
    }
    for (uint32_t i = 0; i < plan->moves.len; i++)
        tell_move(why, i + 1, &plan->moves.items[i], PL_TOLD_MARGIN);
    say(why, PL_TOLD_MARGIN, "confirmed",
        pl_why_word(why,
                    N_("then: not met. Tried by running the rule again; with one step less it "
                       "is still met")));
}

void pl_why_explain_change(pl_why *why) {
    pl_fixed fixed = {0};
    pl_plan plan;

    if (why->about.rule->clauses.len == 0)
        return;
    pl_fixed_find(why, &fixed);
    switch ((pl_verdict)why->result->verdict[why->about.row]) {
    case PL_VERDICT_NOT_MET:
    case PL_VERDICT_NOT_MET_WAIVED:
        plan = pl_plan_find(why, &fixed);
        tell_not_met(why, &fixed, &plan);
        break;
    case PL_VERDICT_MET:
        plan = pl_plan_find(why, &fixed);
        tell_met(why, &plan);
        break;
    case PL_VERDICT_NO_NORM:
        say(why, PL_TOLD_CHANGE, "none",
            pl_why_word(why,
                        N_("no change of what is measured can do it: no norm covers this "
                           "subject")));
        tell_fixed(why, &fixed);
        break;
    case PL_VERDICT_UNKNOWN: pl_why_explain_open(why, &fixed); break;
    default: break;
    }
}
