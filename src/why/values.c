/* values.c - the value of an expression, unfolded by name down to cells, tables and parameters. What
 * was computed is read from what the run kept; nothing is computed again. */
#include <assert.h>

#include "base/gettext.h"
#include "why/steps.h"

static void explain_kids(pl_why *why, pl_why_step *step, const pl_expr *expr, pl_why_at at) {
    for (uint32_t k = 0; k < expr->count; k++)
        if (expr->kids[k])
            pl_why_explain(why, step, pl_arena_format(why->arena, "%u", k + 1), expr->kids[k], at);
}

/* ### cells */

static const char *name_of(pl_why *why, const pl_expr *leaf) {
    const char *name = leaf->kind == PL_EXPR_FIELD ? leaf->field->name : leaf->measure->name;
    int year = pl_trace_year(why->trace);
    bool own = !leaf->entity || leaf->entity == why->about.rule->entity;

    if (!own)
        name = pl_arena_format(why->arena, "%s.%s", leaf->entity->name, name);
    if (year != why->run->schooljaar)
        name = pl_arena_format(why->arena, "%s %d/%d", name, year, year + 1);
    return name;
}

static void explain_cell(pl_why *why, pl_why_step *parent, const char *name, const pl_expr *leaf,
                         pl_why_at at) {
    assert(leaf->entity == at.entity);
    const pl_column *column = pl_why_column(why, leaf);
    pl_value value = pl_trace_cell(why->trace, column, at.row);
    pl_why_step *step =
        pl_why_add(why, parent, leaf->kind == PL_EXPR_FIELD ? PL_TOLD_FIELD : PL_TOLD_MEASURE, name,
                   name_of(why, leaf));

    step->value = value.state == PL_OK ? pl_why_figure(why, &value, leaf->type, NULL)
                                       : pl_why_word(why, N_("missing"));
    if (!column)
        step->note = pl_why_word(why, N_("no file gives it"));
    else if (!pl_data_place(pl_data_rows(why->run->data, at.entity), column, at.row, &step->place))
        step->note = pl_why_word(why, N_("not from a file"));
}

static void explain_measure(pl_why *why, pl_why_step *parent, const char *name, const pl_expr *expr,
                            pl_why_at at) {
    const pl_measure *measure = expr->measure;
    pl_value value;
    pl_why_step *step;

    if (pl_why_is_supplied(why, measure)) {
        explain_cell(why, parent, name, expr, at);
        return;
    }
    step = pl_why_add(why, parent, PL_TOLD_MEASURE, name, name_of(why, expr));
    step->note = measure->title;
    step->span = measure->span;
    if (pl_why_kept(why, expr, at, PL_RECORD_VALUE, &value))
        step->value = pl_why_figure(why, &value, expr->type, NULL);
    pl_why_explain(why, step, "definition", measure->definition, at);
}

/* ### what was added up */

static const char *sides(pl_why *why, const pl_expr *expr, pl_why_at at) {
    pl_value count, total;
    pl_type plain = {.base = PL_NUMBER};

    if (!pl_why_kept(why, expr, at, PL_RECORD_COUNT, &count) ||
        !pl_why_kept(why, expr, at, PL_RECORD_TOTAL, &total) || count.state != PL_OK ||
        total.state != PL_OK)
        return NULL;
    return pl_why_say(why, pl_why_word(why, N_("%s of %s")),
                      pl_why_figure(why, &count, plain, NULL),
                      pl_why_figure(why, &total, plain, NULL));
}

static void explain_years(pl_why *why, pl_why_step *step, const pl_expr *expr, pl_why_at at) {
    uint32_t count;

    assert(expr->count > 0);
    const int *years = pl_trace_years(why->trace, expr, &count);

    for (uint32_t y = 0; y < count; y++) {
        int32_t row = pl_trace_row_in(why->trace, expr->kids[expr->count - 1], at.row, years[y]);
        int before = pl_trace_enter(why->trace, years[y]);
        pl_why_step *year = pl_why_add(
            why, step, PL_TOLD_YEAR, pl_arena_format(why->arena, "%d-%d", years[y], years[y] + 1),
            pl_arena_format(why->arena, "%d/%d", years[y], years[y] + 1));

        if (row == PL_NO_ROW)
            year->value = pl_why_word(why, N_("missing"));
        else
            explain_kids(why, year, expr, (pl_why_at){at.entity, (uint32_t)row});
        pl_trace_enter(why->trace, before);
    }
}

static void explain_latest(pl_why *why, pl_why_step *step, const pl_expr *expr, pl_why_at at) {
    uint32_t count;
    const uint32_t *list = pl_trace_latest(why->trace, expr, at.entity, at.row, &count);

    for (uint32_t i = 0; list && i < count; i++)
        pl_why_explain(why, step, pl_arena_format(why->arena, "latest-%u", i + 1), expr->kids[0],
                       (pl_why_at){expr->child, list[i]});
}

static void explain_aggregate(pl_why *why, pl_why_step *parent, const char *name,
                              const pl_expr *expr, pl_why_at at) {
    pl_why_step *step = pl_why_add(why, parent, PL_TOLD_AGGREGATE, name, pl_why_written(why, expr));
    pl_value value;

    step->span = expr->span;
    if (pl_why_kept(why, expr, at, PL_RECORD_VALUE, &value))
        step->value = pl_why_figure(why, &value, expr->type, NULL);
    step->note = sides(why, expr, at);
    if (expr->kind == PL_EXPR_TREND && expr->child)
        explain_latest(why, step, expr, at);
    else if (pl_period_has_windows(&expr->period))
        pl_why_explain_windows(why, step, expr, at);
    else if (!expr->child)
        explain_years(why, step, expr, at);
    else
        pl_why_explain_rows(why, step, expr, at);
}

/* ### all */

static void explain_up(pl_why *why, pl_why_step *parent, const char *name, const pl_expr *expr,
                       pl_why_at at) {
    const pl_expr *kid = expr->kids[0];
    int32_t above;

    if (!kid->entity || kid->entity == at.entity) {
        pl_why_explain(why, parent, name, kid, at);
        return;
    }
    above = pl_trace_up(why->trace, at.entity, at.row, kid->entity);
    if (above != PL_NO_ROW) {
        pl_why_explain(why, parent, name, kid, (pl_why_at){kid->entity, (uint32_t)above});
        return;
    }
    pl_why_add(why, parent, PL_TOLD_EXPRESSION, name, pl_why_written(why, expr))->note =
        pl_why_say(why, pl_why_word(why, N_("not linked to a %s")), kid->entity->name);
}

static void explain_parameter(pl_why *why, pl_why_step *parent, const char *name,
                              const pl_expr *expr) {
    const pl_dated_value *value = pl_parameter_in_force(expr->parameter, pl_trace_date(why->trace));
    pl_why_step *step = pl_why_add(why, parent, PL_TOLD_PARAMETER, name, expr->parameter->name);

    if (!value)
        return;
    step->value = pl_why_norm(why, &value->value, expr->type);
    step->span = value->span;
    step->note = pl_why_since(why, value->has_from, value->from, value->has_until, value->until);
}

static pl_why_step *explain_value(pl_why *why, pl_why_step *parent, const char *name,
                                  const pl_expr *expr, pl_why_at at, pl_why_kind kind) {
    pl_why_step *step = pl_why_add(why, parent, kind, name, pl_why_written(why, expr));
    pl_value value;

    step->span = expr->span;
    if (pl_why_kept(why, expr, at, PL_RECORD_VALUE, &value))
        step->value = pl_why_figure(why, &value, expr->type, NULL);
    return step;
}

static void explain_round(pl_why *why, pl_why_step *parent, const char *name, const pl_expr *expr,
                          pl_why_at at) {
    pl_why_step *step = explain_value(why, parent, name, expr, at, PL_TOLD_EXPRESSION);
    pl_value amount = {.base = PL_NUMBER, .lo = expr->amount, .hi = expr->amount};

    step->note = pl_why_say(why, pl_why_word(why, N_("rounded to %s, a tie goes away from zero")),
                            pl_why_figure(why, &amount, expr->type, NULL));
    explain_kids(why, step, expr, at);
}

static void explain_attested(pl_why *why, pl_why_step *parent, const char *name,
                             const pl_expr *expr, pl_why_at at) {
    pl_attested said = pl_trace_attested(why->trace, expr->attestation, at.row);
    pl_why_step *step = pl_why_add(why, parent, PL_TOLD_ATTESTATION, name, expr->attestation->name);

    if (!said.found) {
        step->value = pl_why_word(why, N_("not attested"));
        return;
    }
    step->value = pl_why_figure(why, &said.judgement, expr->attestation->judgement->type, NULL);
    step->place = said.place;
    step->note = said.who
        ? pl_why_say(why, pl_why_word(why, N_("by %s on %s")), said.who, pl_why_day(why, said.date))
        : pl_why_day(why, said.date);
}

/* What another rule says of the subject; `peil why` of that one unfolds it. */
static void explain_rule(pl_why *why, pl_why_step *parent, const char *name, const pl_expr *expr,
                         pl_why_at at) {
    const pl_rule_result *result = pl_trace_result(why->trace, expr->rule);
    pl_why_step *step = pl_why_add(why, parent, PL_TOLD_ASKED, name, expr->rule->name);
    const char *outcome = result ? pl_report_outcome(result, at.row) : NULL;

    step->note = expr->rule->title;
    step->span = expr->rule->span;
    if (outcome)
        step->value = outcome;
    else if (result && result->verdict[at.row] != PL_VERDICT_SKIPPED)
        step->value = pl_why_verdict_word(why, (pl_verdict)result->verdict[at.row]);
}

void pl_why_explain(pl_why *why, pl_why_step *parent, const char *name, const pl_expr *expr,
                    pl_why_at at) {
    pl_why_step *step;

    switch (expr->kind) {
    case PL_EXPR_CONST: break;
    case PL_EXPR_SCHOOLJAAR:
        step = pl_why_add(why, parent, PL_TOLD_FIELD, name, "schooljaar");
        step->value = pl_arena_format(why->arena, "%d/%d", pl_trace_year(why->trace),
                                      pl_trace_year(why->trace) + 1);
        break;
    case PL_EXPR_FIELD: explain_cell(why, parent, name, expr, at); break;
    case PL_EXPR_MEASURE: explain_measure(why, parent, name, expr, at); break;
    case PL_EXPR_PARAMETER: explain_parameter(why, parent, name, expr); break;
    case PL_EXPR_UP: explain_up(why, parent, name, expr, at); break;
    case PL_EXPR_ROUND: explain_round(why, parent, name, expr, at); break;
    case PL_EXPR_ATTESTED: explain_attested(why, parent, name, expr, at); break;
    case PL_EXPR_JUDGED: explain_kids(why, parent, expr, at); break;
    case PL_EXPR_VERDICT:
    case PL_EXPR_OUTCOME: explain_rule(why, parent, name, expr, at); break;
    case PL_EXPR_PICK: (void)explain_value(why, parent, name, expr, at, PL_TOLD_EXPRESSION); break;
    case PL_EXPR_YEAR:
        step = explain_value(why, parent, name, expr, at, PL_TOLD_EXPRESSION);
        explain_years(why, step, expr, at);
        break;
    case PL_EXPR_TREND:
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER: explain_aggregate(why, parent, name, expr, at); break;
    case PL_EXPR_CALL:
        step = explain_value(why, parent, name, expr, at, PL_TOLD_EXTENSION);
        step->note = expr->extension->function.source->name;
        explain_kids(why, step, expr, at);
        break;
    case PL_EXPR_LOOKUP:
        step = explain_value(why, parent, name, expr, at, PL_TOLD_TABLE);
        pl_why_explain_table(why, step, expr, at);
        explain_kids(why, step, expr, at);
        break;
    default:
        explain_kids(why, explain_value(why, parent, name, expr, at, PL_TOLD_EXPRESSION), expr, at);
    }
}
