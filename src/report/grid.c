/* grid.c - what stands in the cells of a sheet: names, the fields that decide which norm holds, what
 * was measured, and for each rule the norm and a word where it is not met.
 * Rules that measure the same thing stand together behind one column with what was measured.
 * Knows nothing of a page. */
#include "report/grid.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "base/utf8.h"

#define CONTEXT_MOST 2
#define SMALL_COUNT 15 /* fewer pupils: the Inspectie takes five years instead of three */

static pl_arena *arena_of(const pl_grid *g) {
    return g->sheets->report->arena;
}

/* ### what is measured */

static const pl_expr *measured_expr(const pl_expr *requirement) {
    bool compares = requirement->kind == PL_EXPR_COMPARE || requirement->kind == PL_EXPR_IN_RANGE;

    return compares ? requirement->kids[0] : NULL;
}

/* Name of what all clauses of the rule measure, NULL when there is no short one. */
static const char *measured_name(const pl_rule *rule) {
    const char *name = NULL;

    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        const pl_expr *expr = measured_expr(rule->clauses.items[i].requirement);
        const char *this = NULL;

        while (expr && expr->kind == PL_EXPR_UP)
            expr = expr->kids[0];
        if (expr && expr->kind == PL_EXPR_MEASURE)
            this = expr->measure->name;
        else if (expr && expr->kind == PL_EXPR_FIELD)
            this = expr->field->name;
        if (!this || (name && strcmp(name, this) != 0))
            return NULL;
        name = this;
    }
    return name;
}

/* Rules of one group measure the same; one without a short name is alone. */
static void find_groups(pl_grid *g) {
    const char **names = PL_MAKE_ARRAY(arena_of(g), const char *, g->sheet->rules.len);

    g->group = PL_MAKE_ARRAY(arena_of(g), uint32_t, g->sheet->rules.len);
    for (uint32_t i = 0; i < g->sheet->rules.len; i++) {
        uint32_t first = 0;

        names[i] = measured_name(g->sheet->rules.items[i]->rule);
        while (first < i && (!names[i] || !names[first] || strcmp(names[i], names[first]) != 0))
            first++;
        g->group[i] = first;
    }
}

/* "22 of 26", where a count was held against nothing that can be shown. */
static void print_quotient(const pl_grid *g, pl_buffer *out, const pl_report_amounts *amounts) {
    pl_buffer count = {0}, total = {0};

    pl_figure_value(&count, g->sheets->wording, &amounts->count.value, amounts->count.type, NULL);
    pl_figure_value(&total, g->sheets->wording, &amounts->total.value, amounts->total.type, NULL);
    pl_buffer_printf(out, _("%s of %s"), count.ptr, total.ptr);
    pl_buffer_fini(&count);
    pl_buffer_fini(&total);
}

static pl_report_amounts amounts_of(const pl_grid *g, const pl_rule_result *result, uint32_t row) {
    const pl_task *task = pl_deadline_deciding(result, row);

    return task ? pl_report_task_amounts(g->sheets->report->run, result->rule, task, arena_of(g))
                : pl_report_decided_amounts(result, row, arena_of(g));
}

static const char *measured_text(const pl_grid *g, const pl_report_amounts *amounts) {
    const pl_report_amount *norm = &amounts->norm;
    bool exact = norm->known && norm->type.base == PL_NUMBER;
    pl_buffer words = {0};

    if (amounts->measured.known)
        pl_figure_value(&words, g->sheets->wording, &amounts->measured.value,
                        amounts->measured.type, exact ? &norm->value.lo : NULL);
    else if (amounts->count.known && amounts->total.known)
        print_quotient(g, &words, amounts);
    return pl_buffer_take(&words, arena_of(g));
}

/* What the rule measured, also where no clause decides: there is no norm, but there is a figure. */
static const char *rule_measured(const pl_grid *g, const pl_rule_result *result, uint32_t row) {
    pl_report_amounts amounts = amounts_of(g, result, row);
    const char *text = measured_text(g, &amounts);

    if (*text || result->deadline || result->verdict[row] != PL_VERDICT_NO_NORM ||
        !measured_name(result->rule))
        return text;
    assert(result->rule->clauses.len > 0);
    amounts = pl_report_clause_amounts(&result->clauses[0], row, arena_of(g));
    return measured_text(g, &amounts);
}

/* Of the rules in the group the figure with most decimals: enough to tell it from every norm. */
static const char *group_measured(const pl_grid *g, uint32_t group, uint32_t row) {
    const char *best = "";

    for (uint32_t i = group; i < g->sheet->rules.len; i++) {
        const pl_rule_result *result = g->sheet->rules.items[i];
        const char *text;

        if (g->group[i] != group || result->verdict[row] == PL_VERDICT_SKIPPED)
            continue;
        text = rule_measured(g, result, row);
        if (pl_utf8_width(pl_str_of(text)) > pl_utf8_width(pl_str_of(best)))
            best = text;
    }
    return best;
}

/* ### a rule's cell */

static pl_compare opposite(pl_compare compare) {
    switch (compare) {
    case PL_EQ: return PL_NE;
    case PL_NE: return PL_EQ;
    case PL_LT: return PL_GE;
    case PL_LE: return PL_GT;
    case PL_GT: return PL_LE;
    case PL_GE: return PL_LT;
    }
    return compare;
}

static pl_compare quantity_compare(pl_quantity quantity) {
    switch (quantity) {
    case PL_Q_AT_MOST: return PL_LE;
    case PL_Q_MORE_THAN: return PL_GT;
    case PL_Q_FEWER_THAN: return PL_LT;
    case PL_Q_EXACTLY: return PL_EQ;
    case PL_Q_EVERY:
    case PL_Q_AT_LEAST: break;
    }
    return PL_GE;
}

static int order_of(const pl_report_amounts *amounts) {
    const pl_value *a = &amounts->measured.value, *b = &amounts->norm.value;

    if (!amounts->measured.known || !amounts->norm.known)
        return 0;
    if (amounts->measured.type.base == PL_NUMBER)
        return pl_number_compare(a->lo, b->hi);
    if (amounts->measured.type.base == PL_MEMBER && !amounts->measured.type.members->ordered)
        return 0; /* one of a set is neither below nor above another */
    return (a->index > b->index) - (a->index < b->index);
}

/* The comparison that is asked for; of a range the end that matters. */
static pl_compare asked_compare(const pl_expr *requirement, const pl_report_amounts *amounts) {
    switch (requirement->kind) {
    case PL_EXPR_COMPARE: return requirement->compare;
    case PL_EXPR_TALLY:
    case PL_EXPR_QUANTIFIER: return quantity_compare(requirement->quantity);
    case PL_EXPR_IN_RANGE:
        return amounts->norm.known && requirement->range.has_lo &&
                amounts->norm.type.base == PL_NUMBER &&
                pl_number_compare(amounts->norm.value.lo, requirement->range.lo.lo) == 0
            ? PL_GE
            : PL_LE;
    default: return PL_GE;
    }
}

/* How measured and norm relate, as far as it is known. */
static const char *sign_of(pl_verdict verdict, pl_compare asked, int order) {
    static const char *const signs[] = {"=", "≠", "<", "≤", ">", "≥"};

    assert((size_t)asked < sizeof signs / sizeof *signs);
    if (verdict == PL_VERDICT_UNKNOWN)
        return "?";
    if (verdict == PL_VERDICT_MET)
        return signs[asked];
    if (asked == PL_EQ && order != 0)
        return order < 0 ? "<" : ">";
    return signs[opposite(asked)];
}

static const char *word_of(pl_verdict verdict, const pl_rule_result *result, int order) {
    switch (verdict) {
    case PL_VERDICT_MET: return _("ok");
    case PL_VERDICT_NOT_MET:
        if (result->flagging == PL_FLAGGING_PROVISIONAL)
            return _("provisional");
        if (result->flagging == PL_FLAGGING_NOT_YET)
            return _("not yet");
        if (order == 0)
            return _("not met");
        return order < 0 ? _("below") : _("above");
    case PL_VERDICT_UNKNOWN: return _("unknown");
    case PL_VERDICT_NO_NORM: return _("no norm");
    case PL_VERDICT_EXEMPT: return _("exempt");
    case PL_VERDICT_NOT_MET_WAIVED: return _("waived");
    case PL_VERDICT_DONE: return _("done");
    case PL_VERDICT_DONE_LATE: return _("done late");
    case PL_VERDICT_UPCOMING: return _("upcoming");
    case PL_VERDICT_DUE: return _("due");
    case PL_VERDICT_OVERDUE: return _("overdue");
    case PL_VERDICT_DECIDED: /* its value says it */
    case PL_VERDICT_SKIPPED: break;
    }
    return "";
}

static void push_norm(const pl_grid *g, pl_buffer *out, const pl_rule_result *result, uint32_t row,
                      const pl_report_amounts *amounts) {
    const pl_clause *clause;
    pl_verdict verdict = (pl_verdict)result->verdict[row];

    if (!amounts->norm.known || verdict == PL_VERDICT_NO_NORM || result->deadline)
        return;
    assert(result->part[row] < result->rule->clauses.len); /* else no norm is known */
    clause = &result->rule->clauses.items[result->part[row]];
    pl_buffer_printf(
        out, "%s ",
        sign_of(verdict, asked_compare(clause->requirement, amounts), order_of(amounts)));
    pl_figure_norm(out, g->sheets->wording, &amounts->norm.value, amounts->norm.type);
    pl_buffer_putc(out, ' ');
}

/* Who attested what is met needs no note. */
static const char *reason_note(const pl_grid *g, const pl_rule_result *result, uint32_t row) {
    pl_reason reason;
    pl_buffer note = {0};

    if (result->verdict[row] == PL_VERDICT_MET)
        return NULL;
    reason = pl_reason_find(g->sheets->report->trace, result, row);
    pl_reason_print(&note, g->sheets->wording, &reason, false);
    if (note.len > 0)
        return pl_buffer_take(&note, arena_of(g));
    pl_buffer_fini(&note);
    return NULL;
}

static const char *waiver_note(const pl_grid *g, const pl_rule_result *result, uint32_t row) {
    const pl_waiver_result *waiver = pl_flags_waiver(g->sheets->report->run, result, row);
    pl_buffer note = {0};

    if (!waiver)
        return NULL;
    pl_waiver_print(&note, g->sheets->wording, waiver);
    return pl_buffer_take(&note, arena_of(g));
}

/* Up to when what is not done yet is on time, or since when it is not. */
static void push_until(const pl_grid *g, pl_buffer *out, pl_verdict verdict,
                       const pl_report_amounts *amounts) {
    bool over = verdict == PL_VERDICT_OVERDUE;
    pl_buffer date = {0};

    if (!amounts->norm.known ||
        (verdict != PL_VERDICT_UPCOMING && verdict != PL_VERDICT_DUE && !over))
        return;
    pl_figure_date(&date, g->sheets->wording, amounts->norm.value.index + over);
    pl_buffer_printf(out, over ? _(" since %s") : _(", until %s"), date.ptr);
    pl_buffer_fini(&date);
}

static pl_grid_cell rule_cell(const pl_grid *g, const pl_rule_result *result, uint32_t row) {
    pl_verdict verdict = (pl_verdict)result->verdict[row];
    pl_report_amounts amounts = amounts_of(g, result, row);
    const char *outcome = pl_report_outcome(result, row);
    pl_buffer words = {0};

    assert(verdict != PL_VERDICT_SKIPPED);
    push_norm(g, &words, result, row, &amounts);
    if (outcome)
        pl_buffer_puts(&words, outcome);
    if (!outcome || verdict == PL_VERDICT_NOT_MET_WAIVED)
        pl_buffer_printf(&words, "%s%s", outcome ? ", " : "",
                         word_of(verdict, result, order_of(&amounts)));
    if (result->deadline)
        push_until(g, &words, verdict, &amounts);
    return (pl_grid_cell){.text = pl_buffer_take(&words, arena_of(g)),
                          .reason = reason_note(g, result, row),
                          .waiver = waiver_note(g, result, row),
                          .verdict = verdict,
                          .flagged = pl_flags_counts(verdict) && pl_sheet_flags(result)};
}

/* ### columns */

static uint32_t row_of(const pl_grid *g, uint32_t at) {
    assert(at < g->shown);
    return g->sheet->subjects.items[at].row;
}

static pl_grid_column new_column(const pl_grid *g, const char *header) {
    pl_grid_column c = {.header = header,
                        .cells = PL_MAKE_ARRAY(arena_of(g), pl_grid_cell, g->shown)};

    for (uint32_t i = 0; i < g->shown; i++)
        c.cells[i] = (pl_grid_cell){.text = "", .verdict = PL_VERDICT_SKIPPED};
    return c;
}

static void add_rule(pl_grid *g, const pl_rule_result *result) {
    pl_grid_column c = new_column(g, result->rule->name);

    c.result = result;
    for (uint32_t i = 0; i < g->shown; i++)
        if (result->verdict[row_of(g, i)] != PL_VERDICT_SKIPPED)
            c.cells[i] = rule_cell(g, result, row_of(g, i));
    assert(g->columns.len > 0); /* what is measured stands before it */
    PL_PUSH(arena_of(g), &g->columns, c);
}

static void add_measured(pl_grid *g, uint32_t group) {
    const pl_rule *rule = g->sheet->rules.items[group]->rule;
    const char *name = measured_name(rule);
    const char *header = rule->outcome || rule->attestation ? ""
        : rule->deadline                                    ? _("evidence")
                                                            : _("measured");
    pl_grid_column c = new_column(g, name ? name : header);

    c.right = true;
    c.first_of_group = true;
    for (uint32_t i = 0; i < g->shown; i++)
        c.cells[i].text = group_measured(g, group, row_of(g, i));
    PL_PUSH(arena_of(g), &g->columns, c);
}

static void add_groups(pl_grid *g) {
    const pl_sheet *sheet = g->sheet;

    find_groups(g);
    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        if (g->group[i] != i)
            continue;
        add_measured(g, i);
        for (uint32_t j = i; j < sheet->rules.len; j++)
            if (g->group[j] == i)
                add_rule(g, sheet->rules.items[j]);
    }
}

/* ### names and context */

static const char *small_count(const pl_grid *g, uint32_t row) {
    const pl_run *run = g->sheets->report->run;
    const pl_field *size = g->sheet->size;
    pl_buffer note = {0};
    pl_value value;

    if (!size)
        return NULL;
    value = pl_trace_cell(g->sheets->report->trace, pl_data_field(run->data, size, run->schooljaar),
                          row);
    if (value.state != PL_OK ||
        pl_number_compare(value.hi, pl_number_make(arena_of(g), SMALL_COUNT, 1)) >= 0)
        return NULL;
    pl_buffer_printf(&note, _("a small number: %s "), size->name);
    pl_figure_value(&note, g->sheets->wording, &value, size->type, NULL);
    return pl_buffer_take(&note, arena_of(g));
}

static void add_names(pl_grid *g) {
    g->names = PL_MAKE_ARRAY(arena_of(g), pl_grid_name, g->shown);
    for (uint32_t i = 0; i < g->shown; i++) {
        pl_buffer key = {0}, name = {0};

        pl_sheet_name_subject(g->sheets, g->sheet, row_of(g, i), &key, &name);
        g->names[i] =
            (pl_grid_name){pl_buffer_take(&key, arena_of(g)), pl_buffer_take(&name, arena_of(g)),
                           small_count(g, row_of(g, i))};
    }
}

/* Bounds of a printed figure are shown as the figure: ~28.65. */
static void print_context(const pl_grid *g, pl_buffer *out, const pl_value *value, pl_type type) {
    pl_arena *arena = arena_of(g);
    pl_number sum;

    if (type.base != PL_NUMBER || pl_number_compare(value->lo, value->hi) == 0) {
        pl_figure_value(out, g->sheets->wording, value, type, NULL);
        return;
    }
    sum = pl_number_add(arena, value->lo, value->hi);
    pl_buffer_putc(out, '~');
    pl_figure_number(out, g->sheets->wording,
                     pl_number_mul(arena, sum, pl_number_make(arena, 1, 2)), type.unit, NULL);
}

static void add_context(pl_grid *g, const pl_expr *expr) {
    const pl_run *run = g->sheets->report->run;
    const pl_column *data = expr->kind == PL_EXPR_FIELD
        ? pl_data_field(run->data, expr->field, run->schooljaar)
        : pl_data_measure(run->data, expr->measure, run->schooljaar);
    pl_grid_column c =
        new_column(g, expr->kind == PL_EXPR_FIELD ? expr->field->name : expr->measure->name);

    for (uint32_t i = 0; i < g->context.len; i++)
        if (strcmp(g->context.items[i].header, c.header) == 0)
            return;
    if (!data || g->context.len == CONTEXT_MOST)
        return;
    c.right = expr->type.base == PL_NUMBER;
    for (uint32_t i = 0; i < g->shown; i++) {
        pl_value value = pl_trace_cell(g->sheets->report->trace, data, row_of(g, i));
        pl_buffer words = {0};

        if (value.state == PL_OK)
            print_context(g, &words, &value, expr->type);
        c.cells[i].text = pl_buffer_take(&words, arena_of(g));
    }
    PL_PUSH(arena_of(g), &g->context, c);
}

/* Fields that decide which norm holds: in the condition of a clause, or the key of a table. */
static void find_context(pl_grid *g, const pl_expr *expr, bool is_key) {
    const pl_dataset *dataset = g->sheets->report->run->data->dataset;
    bool shown = expr->type.base == PL_NUMBER || expr->type.base == PL_MEMBER;

    if (is_key && shown && expr->entity == g->sheet->entity &&
        (expr->kind == PL_EXPR_FIELD ||
         (expr->kind == PL_EXPR_MEASURE && pl_dataset_supplies(dataset, expr->measure))))
        add_context(g, expr);
    if (expr->kind == PL_EXPR_AGGREGATE || expr->kind == PL_EXPR_QUANTIFIER ||
        expr->kind == PL_EXPR_YEAR || expr->kind == PL_EXPR_TREND || expr->kind == PL_EXPR_PICK)
        return;
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->kids[i])
            find_context(g, expr->kids[i], is_key || expr->kind == PL_EXPR_LOOKUP);
}

static void add_contexts(pl_grid *g) {
    for (uint32_t i = 0; i < g->sheet->rules.len; i++) {
        const pl_rule *rule = g->sheet->rules.items[i]->rule;

        for (uint32_t c = 0; c < rule->clauses.len; c++) {
            if (rule->clauses.items[c].condition)
                find_context(g, rule->clauses.items[c].condition, true);
            find_context(g, rule->clauses.items[c].requirement, false);
        }
        if (rule->outcome)
            find_context(g, rule->outcome, false);
    }
}

void pl_grid_fill(pl_grid *g, const pl_sheets *sheets, const pl_sheet *sheet, uint32_t shown) {
    assert(shown > 0 && shown <= sheet->subjects.len);
    *g = (pl_grid){.sheets = sheets, .sheet = sheet, .shown = shown};
    add_names(g);
    add_contexts(g);
    add_groups(g);
    assert(g->columns.len >= 2 && g->columns.items[0].first_of_group);
}
