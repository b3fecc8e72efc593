/* verdict.c - the top of an explanation: the verdict, the rule and where it comes from, what kept it
 * from being judged, its clauses, and what is missing. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "why/steps.h"

const pl_rule_result *pl_why_result(const pl_run *run, const pl_rule *rule) {
    for (uint32_t i = 0; i < run->rules.len; i++)
        if (run->rules.items[i].rule == rule)
            return &run->rules.items[i];
    return NULL;
}

static pl_why_at here(const pl_why *why) {
    return (pl_why_at){why->about.rule->entity, why->about.row};
}

const char *pl_why_verdict_word(const pl_why *why, pl_verdict verdict) {
    static const char *const words[] = {
        N_("met"),     N_("not met"),         N_("unknown"), N_("no norm"),   N_("exempt"),
        N_("decided"), N_("not met, waived"), N_("done"),    N_("done late"), N_("upcoming"),
        N_("due"),     N_("overdue")};

    assert(verdict < PL_VERDICT_SKIPPED);
    return why->wording.reader ? pl_why_word(why, words[verdict]) : pl_verdict_word(verdict);
}

/* ### the rule */

static const char *joined(pl_why *why, const char *const *texts, uint32_t count,
                          const char *between) {
    pl_buffer out = {0};

    for (uint32_t i = 0; i < count; i++)
        pl_buffer_printf(&out, "%s%s", i > 0 ? between : "", texts[i]);
    return count > 0 ? pl_buffer_take(&out, why->arena) : NULL;
}

static void add_rule(pl_why *why) {
    const pl_rule *rule = why->about.rule;
    pl_buffer out = {0};
    pl_why_step *step = pl_why_add(why, why->root, PL_TOLD_RULE, "rule", rule->name);

    pl_buffer_printf(&out, "%s",
                     rule->handbook
                         ? (rule->handbook->title ? rule->handbook->title : rule->handbook->name)
                         : "");
    for (uint32_t i = 0; i < rule->place.len; i++)
        if (i > 0 || rule->place.len == 1)
            pl_buffer_printf(&out, " > %s", rule->place.items[i]);
    if (rule->place.len == 0 && rule->section)
        pl_buffer_printf(&out, " > %s", rule->section_title ? rule->section_title : rule->section);
    if (rule->cites.len > 0)
        pl_buffer_printf(&out, "; %s", joined(why, rule->cites.items, rule->cites.len, "; "));
    step->note = out.len > 0 ? pl_buffer_take(&out, why->arena) : NULL;
    step->value = rule->title;
    step->span = rule->span;
}

/* ### before the clauses */

static void add_test(pl_why *why, pl_why_kind kind, const char *name, const pl_expr *test,
                     const char *label, const char *note, bool strong) {
    pl_why_step *step = pl_why_add(why, why->root, kind, name, label);
    pl_value value;

    step->span = test->span;
    step->strong = strong;
    step->note = note;
    if (pl_why_kept(why, test, here(why), PL_RECORD_VALUE, &value))
        step->value = pl_why_figure(why, &value, test->type, NULL);
    pl_why_explain(why, step, "test", test, here(why));
}

static bool is_cause(const pl_why *why, pl_cause cause, uint32_t part) {
    return why->result->cause[why->about.row] == cause &&
        (cause == PL_CAUSE_SCOPE || why->result->part[why->about.row] == part);
}

static void add_tests(pl_why *why) {
    const pl_rule *rule = why->about.rule;

    if (rule->scope)
        add_test(why, PL_TOLD_SCOPE, "scope", rule->scope,
                 pl_why_say(why, pl_why_word(why, N_("for each %s where %s")),
                            rule->population ? rule->population->name : rule->entity->name,
                            pl_why_written(why, rule->scope)),
                 NULL, is_cause(why, PL_CAUSE_SCOPE, 0));
    for (uint32_t k = 0; k < rule->exceptions.len; k++)
        add_test(why, PL_TOLD_EXCEPTION, pl_arena_format(why->arena, "exception-%u", k + 1),
                 rule->exceptions.items[k],
                 pl_why_say(why, pl_why_word(why, N_("except where %s")),
                            pl_why_written(why, rule->exceptions.items[k])),
                 NULL, is_cause(why, PL_CAUSE_EXCEPTION, k));
    for (uint32_t k = 0; k < rule->needs.len; k++)
        add_test(why, PL_TOLD_NEED, pl_arena_format(why->arena, "need-%u", k + 1),
                 rule->needs.items[k].condition,
                 pl_why_say(why, pl_why_word(why, N_("needs %s")),
                            pl_why_written(why, rule->needs.items[k].condition)),
                 rule->needs.items[k].reason, is_cause(why, PL_CAUSE_NEED, k));
}

static void add_waivers(pl_why *why) {
    const pl_waiver_result *own = pl_flags_waiver(why->run, why->result, why->about.row);
    uint32_t others = 0;
    pl_buffer out = {0};

    for (uint32_t i = 0; i < why->run->waivers.len; i++) {
        const pl_waiver_result *waiver = &why->run->waivers.items[i];

        if (waiver->waiver->rule != why->about.rule)
            continue;
        if (waiver != own && strcmp(waiver->waiver->key, why->subject) != 0) {
            others++;
            continue;
        }
        out.len = 0;
        pl_waiver_print(&out, why->wording, waiver);
        pl_why_add(why, why->root, PL_TOLD_WAIVER, "waiver",
                   pl_arena_copy(why->arena, out.ptr, out.len))
            ->span = waiver->waiver->span;
    }
    if (others > 0)
        pl_why_add(
            why, why->root, PL_TOLD_WAIVER, "waivers-of-others",
            pl_why_say(why, pl_why_word(why, N_("waivers of this rule for others: %u")), others));
    if (why->result->flagging == PL_FLAGGING_PROVISIONAL) {
        out.len = 0;
        pl_provisional_print(&out, why->wording, why->about.rule);
        pl_why_add(why, why->root, PL_TOLD_PROVISIONAL, "provisional",
                   pl_arena_copy(why->arena, out.ptr, out.len));
    }
    pl_buffer_fini(&out);
}

/* ### clauses */

static const char *clause_word(const pl_why *why, pl_truth applies, pl_truth holds) {
    if (applies == PL_FALSE)
        return pl_why_word(why, N_("does not apply"));
    if (applies == PL_NONE)
        return pl_why_word(why, N_("no norm"));
    if (applies == PL_UNKNOWN)
        return pl_why_word(why, N_("perhaps applies"));
    switch (holds) {
    case PL_TRUE: return pl_why_word(why, N_("met"));
    case PL_FALSE: return pl_why_word(why, N_("not met"));
    case PL_UNKNOWN: return pl_why_word(why, N_("unknown"));
    case PL_NONE: break;
    }
    return pl_why_word(why, N_("no norm"));
}

/* Since when a norm that stands in the rule itself holds. */
static const char *rule_since(pl_why *why) {
    const pl_rule *rule = why->about.rule;
    const pl_handbook *book = rule->handbook;

    if (rule->has_from || rule->has_until || !book)
        return pl_why_since(why, rule->has_from, rule->from, rule->has_until, rule->until);
    return pl_why_since(why, book->has_from, book->from, book->has_until, book->until);
}

static bool is_exact(const pl_report_amount *amount) {
    return amount->known && amount->value.base == PL_NUMBER &&
        pl_number_compare(amount->value.lo, amount->value.hi) == 0;
}

static const char *of_total(pl_why *why, const pl_report_amounts *amounts) {
    if (!amounts->count.known || !amounts->total.known)
        return NULL;
    return pl_why_say(why, pl_why_word(why, N_("%s of %s")),
                      pl_why_figure(why, &amounts->count.value, amounts->count.type, NULL),
                      pl_why_figure(why, &amounts->total.value, amounts->total.type, NULL));
}

/* "66.7% (2 of 3), the norm is 68%: 1.3 points apart" */
static const char *in_short(pl_why *why, const pl_report_amounts *amounts) {
    const pl_number *norm = is_exact(&amounts->norm) ? &amounts->norm.value.lo : NULL;
    const char *counted = of_total(why, amounts), *text;

    if (!amounts->measured.known)
        return counted;
    text = pl_why_figure(why, &amounts->measured.value, amounts->measured.type, norm);
    if (counted)
        text = pl_arena_format(why->arena, "%s (%s)", text, counted);
    if (!amounts->norm.known)
        return text;
    text = pl_why_say(why, pl_why_word(why, N_("%s, the norm is %s")), text,
                      pl_why_norm(why, &amounts->norm.value, amounts->norm.type));
    if (!norm || !is_exact(&amounts->measured) ||
        pl_number_compare(amounts->measured.value.lo, *norm) == 0)
        return text;
    return pl_why_say(why,
                      pl_number_compare(amounts->measured.value.lo, *norm) < 0
                          ? pl_why_word(why, N_("%s: %s under it"))
                          : pl_why_word(why, N_("%s: %s above it")),
                      text,
                      pl_why_distance(why,
                                      pl_number_sub(why->arena, amounts->measured.value.lo, *norm),
                                      amounts->norm.type));
}

/* A norm that a table or parameter gives says which, and since when, at once. */
static void explain_norm(pl_why *why, pl_why_step *norm, const pl_expr *expr) {
    const pl_why_step *source;

    pl_why_explain(why, norm, "value", expr, here(why));
    if (norm->steps.len != 1)
        return;
    source = norm->steps.items[0];
    norm->note = source->note ? pl_arena_format(why->arena, "%s; %s", source->label, source->note)
                              : source->label;
}

static void explain_comparison(pl_why *why, pl_why_step *parent, const pl_expr *x,
                               const pl_report_amounts *amounts) {
    pl_why_step *measured =
        pl_why_add(why, parent, PL_TOLD_MEASURED, "measured", pl_why_written(why, x->kids[0]));
    pl_why_step *norm = pl_why_add(why, parent, PL_TOLD_NORM, "norm", pl_why_word(why, N_("norm")));
    const pl_expr *right = x->kind == PL_EXPR_COMPARE ? x->kids[1] : NULL;

    if (amounts->measured.known)
        measured->value = pl_why_figure(why, &amounts->measured.value, amounts->measured.type,
                                        is_exact(&amounts->norm) ? &amounts->norm.value.lo : NULL);
    measured->note = of_total(why, amounts);
    pl_why_explain(why, measured, "value", x->kids[0], here(why));
    if (amounts->norm.known)
        norm->value = pl_why_norm(why, &amounts->norm.value, amounts->norm.type);
    norm->span = right ? right->span : x->span;
    if (!right || right->kind == PL_EXPR_CONST)
        norm->note = rule_since(why);
    else
        explain_norm(why, norm, right);
}

static void explain_requirement(pl_why *why, pl_why_step *clause, const pl_expr *x,
                                const pl_report_amounts *amounts) {
    pl_why_step *step;

    if ((x->kind == PL_EXPR_COMPARE || x->kind == PL_EXPR_IN_RANGE) &&
        x->kids[0]->type.base != PL_TRUTH) {
        explain_comparison(why, clause, x, amounts);
        return;
    }
    step = pl_why_add(why, clause, PL_TOLD_REQUIREMENT, "requirement", pl_why_written(why, x));
    step->note = rule_since(why);
    pl_why_explain(why, step, "value", x, here(why));
}

/* Are its parts of the same row? */
static bool is_plain(const pl_expr *e) {
    return e->kind == PL_EXPR_COMPARE || e->kind == PL_EXPR_IN_RANGE || e->kind == PL_EXPR_IN_SET ||
        e->kind == PL_EXPR_NOT || e->kind == PL_EXPR_AND || e->kind == PL_EXPR_OR ||
        e->kind == PL_EXPR_IS_KNOWN;
}

/* A condition on one cell says its value at once. */
static void explain_condition(pl_why *why, pl_why_step *clause, const pl_expr *condition) {
    pl_why_step *step =
        pl_why_add(why, clause, PL_TOLD_CONDITION, "condition", pl_why_written(why, condition));
    pl_value value;

    if (pl_why_kept(why, condition, here(why), PL_RECORD_VALUE, &value))
        step->value = pl_why_figure(why, &value, condition->type, NULL);
    for (uint32_t i = 0; is_plain(condition) && i < condition->count; i++)
        pl_why_explain(why, step, pl_arena_format(why->arena, "%u", i + 1), condition->kids[i],
                       here(why));
    if (!is_plain(condition))
        pl_why_explain(why, step, "value", condition, here(why));
    if (step->steps.len == 1 && step->steps.items[0]->value) {
        step->note = pl_why_say(why, pl_why_word(why, N_("%s is %s")), step->steps.items[0]->label,
                                step->steps.items[0]->value);
        step->place = step->steps.items[0]->place;
    }
}

static void add_clause(pl_why *why, uint32_t k) {
    const pl_clause *clause = &why->about.rule->clauses.items[k];
    const pl_clause_result *result = &why->result->clauses[k];
    uint32_t row = why->about.row;
    pl_truth applies = (pl_truth)result->applies[row], holds = (pl_truth)result->holds[row];
    pl_report_amounts amounts = pl_report_clause_amounts(result, row, why->arena);
    const char *label = pl_why_written(why, clause->requirement);
    pl_why_step *step;

    if (clause->condition)
        label = pl_why_say(why, pl_why_word(why, N_("%s when %s")), label,
                           pl_why_written(why, clause->condition));
    step = pl_why_add(why, why->root, PL_TOLD_CLAUSE,
                      pl_arena_format(why->arena, "clause-%u", k + 1), label);
    step->span = clause->span;
    step->value = clause_word(why, applies, holds);
    step->strong = is_cause(why, PL_CAUSE_CLAUSES, k);
    if (clause->condition)
        explain_condition(why, step, clause->condition);
    if (applies == PL_FALSE)
        return;
    step->note = in_short(why, &amounts);
    explain_requirement(why, step, clause->requirement, &amounts);
}

/* ### the reason, and what is missing */

/* What was measured, by name. */
static const char *told(pl_why *why, const pl_report_amounts *amounts) {
    uint32_t part = why->result->part[why->about.row];
    const pl_expr *x = why->about.rule->clauses.items[part].requirement;
    const char *text = in_short(why, amounts);

    if (!text || !amounts->measured.known)
        return text;
    return pl_why_say(
        why, pl_why_word(why, N_("%s is %s")),
        pl_why_written(why,
                       x->kind == PL_EXPR_QUANTIFIER || x->kind == PL_EXPR_TALLY ? x : x->kids[0]),
        text);
}

static void add_reason(pl_why *why) {
    pl_reason reason = pl_reason_find(why->trace, why->result, why->about.row);
    pl_report_amounts amounts = pl_report_decided_amounts(why->result, why->about.row, why->arena);
    pl_buffer out = {0};
    const char *text = NULL;

    pl_reason_print(&out, why->wording, &reason, false);
    if (out.len > 0)
        text = pl_arena_copy(why->arena, out.ptr, out.len);
    else if (why->result->cause[why->about.row] == PL_CAUSE_CLAUSES &&
             why->result->part[why->about.row] < why->about.rule->clauses.len)
        text = told(why, &amounts);
    if (text)
        pl_why_add(why, why->root, PL_TOLD_REASON, "reason", text)->strong = true;
    for (uint32_t i = 0; i < reason.lacks.len; i++) {
        pl_why_step *step;

        out.len = 0;
        pl_lack_print(&out, why->wording, &reason.lacks.items[i]);
        step =
            pl_why_add(why, why->root, PL_TOLD_LACK, pl_arena_format(why->arena, "lack-%u", i + 1),
                       pl_arena_copy(why->arena, out.ptr, out.len));
        step->value = pl_lack_is_missing(&reason.lacks.items[i])
            ? pl_why_word(why, N_("missing"))
            : pl_why_word(why, N_("known within bounds"));
        step->place = reason.lacks.items[i].place;
    }
    pl_buffer_fini(&out);
}

/* ### how many pupils there are */

#define FEW 15

/* A figure of few pupils moves in large steps. */
static void add_size(pl_why *why) {
    const pl_entity *entity = why->about.rule->entity;
    pl_type percent = {.base = PL_NUMBER, .unit = PL_UNIT_PERCENT};

    for (uint32_t f = 0; f < entity->fields.len; f++) {
        const pl_field *field = entity->fields.items[f];
        const pl_column *column = pl_data_field(why->run->data, field, why->run->schooljaar);
        pl_value value = pl_trace_cell(why->trace, column, why->about.row);
        pl_why_step *step;

        if (!pl_report_shows(field) || field->type.base != PL_NUMBER || value.state != PL_OK ||
            pl_number_compare(value.lo, pl_number_make(why->arena, FEW, 1)) >= 0 ||
            pl_number_sign(value.lo) <= 0)
            continue;
        step = pl_why_add(why, why->root, PL_TOLD_SIZE, "size", field->name);
        step->value = pl_why_figure(why, &value, field->type, NULL);
        step->note = pl_why_say(
            why, pl_why_word(why, N_("few: of so many, one pupil more or less is %s")),
            pl_why_distance(why, pl_number_div(why->arena, PL_NUMBER_ONE, value.lo), percent));
        (void)pl_data_place(pl_data_rows(why->run->data, entity), column, why->about.row,
                            &step->place);
    }
}

/* ### grades, decisions, deadlines */

static const char *answer(pl_why *why) {
    const char *outcome = pl_report_outcome(why->result, why->about.row);
    const char *verdict =
        pl_why_verdict_word(why, (pl_verdict)why->result->verdict[why->about.row]);
    pl_buffer out = {0};

    if (!why->wording.reader) {
        pl_report_answer_print(&out, why->result, why->about.row);
        return pl_buffer_take(&out, why->arena);
    }
    if (!outcome)
        return verdict;
    return why->about.rule->flags ? pl_arena_format(why->arena, "%s (%s)", outcome, verdict)
                                  : outcome;
}

/* The cases of a grade or decision. */
static void add_outcome(pl_why *why) {
    const pl_expr *cases = why->about.rule->outcome;

    for (uint32_t k = 0; cases && k + 1 < cases->count; k += 2) {
        const pl_expr *condition = cases->kids[k + 1];
        pl_value value = {.base = PL_TRUTH, .truth = PL_TRUE};
        pl_why_step *step = pl_why_add(why, why->root, PL_TOLD_CASE,
                                       pl_arena_format(why->arena, "case-%u", k / 2 + 1),
                                       pl_why_written(why, cases->kids[k]));

        step->span = cases->kids[k]->span;
        if (!condition) {
            step->note = pl_why_word(why, N_("otherwise"));
            continue;
        }
        step->note = pl_why_written(why, condition);
        if (pl_why_kept(why, condition, here(why), PL_RECORD_VALUE, &value))
            step->value = pl_why_figure(why, &value, condition->type, NULL);
        pl_why_explain(why, step, "condition", condition, here(why));
    }
}

/* How the rule says when, on one line. */
static const char *timing(pl_why *why) {
    pl_str text = pl_span_text(why->about.rule->deadline->span);
    char *line = pl_arena_copy(why->arena, text.ptr, text.len);

    for (size_t i = 0; i < text.len; i++)
        if (strchr("\n\r\t", line[i]))
            line[i] = ' ';
    return text.len > 0 ? line : NULL;
}

static void add_tasks(pl_why *why) {
    const pl_task *deciding, *tasks;
    uint32_t count;

    if (!why->result->deadline)
        return;
    tasks = pl_deadline_tasks(why->result, why->about.row, &count);
    deciding = pl_deadline_deciding(why->result, why->about.row);
    for (uint32_t i = 0; i < count; i++) {
        pl_buffer out = {0};
        pl_why_step *step;

        pl_task_print(&out, why->wording, why->run, why->about.rule, &tasks[i]);
        step =
            pl_why_add(why, why->root, PL_TOLD_TASK, pl_arena_format(why->arena, "task-%u", i + 1),
                       out.len > 0 ? pl_arena_copy(why->arena, out.ptr, out.len)
                                   : pl_why_word(why, N_("without a day")));
        step->value = pl_why_verdict_word(why, pl_deadline_verdict(tasks[i].standing.status));
        step->strong = &tasks[i] == deciding;
        step->span = why->about.rule->deadline->span;
        step->note = timing(why);
        pl_buffer_fini(&out);
    }
}

/* ### all */

static const char *name_of_subject(pl_why *why) {
    const pl_entity *entity = why->about.rule->entity;

    for (uint32_t f = 0; f < entity->fields.len; f++) {
        const pl_field *field = entity->fields.items[f];
        pl_value value;

        if (field->type.base != PL_TEXT || !pl_report_shows(field))
            continue;
        value = pl_trace_cell(
            why->trace, pl_data_field(why->run->data, field, why->run->schooljaar), why->about.row);
        if (value.state == PL_OK)
            return pl_arena_format(why->arena, "%s %s", why->subject, value.text);
    }
    return why->subject;
}

pl_why *pl_why_unfold(pl_arena *arena, const pl_why_case *about, const pl_run *run,
                      pl_wording wording, const pl_why_options *options, const char *supposed) {
    pl_why *why = PL_MAKE(arena, pl_why);
    pl_buffer subject = {0};

    *why = (pl_why){.arena = arena,
                    .about = *about,
                    .wording = wording,
                    .options = *options,
                    .run = run,
                    .result = pl_why_result(run, about->rule),
                    .trace = pl_trace_make(arena, run),
                    .supposed = supposed};
    assert(why->result && about->row < why->result->rows);
    pl_data_subject(&subject, run->data, about->rule->entity, about->row);
    why->subject = pl_buffer_take(&subject, arena);
    why->root = pl_why_add(why, NULL, PL_TOLD_VERDICT, "", name_of_subject(why));
    why->root->value = answer(why);
    why->root->note = pl_why_say(why, pl_why_word(why, N_("on %s")), pl_why_day(why, run->date));
    why->root->strong = true;
    add_rule(why);
    add_reason(why);
    add_size(why);
    add_tests(why);
    for (uint32_t k = 0; k < about->rule->clauses.len; k++)
        add_clause(why, k);
    add_outcome(why);
    add_tasks(why);
    add_waivers(why);
    if (options->change)
        pl_why_explain_change(why);
    return why;
}
