/* text_columns.c - what stands in the columns of a table: names, the fields that decide which norm
 * holds, what was measured, and for each rule the norm with a mark and a word where it is not met.
 * Rules that measure the same thing stand together behind one column with what was measured.
 * Reasons become numbered notes. Knows nothing of the page's width. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/text_page.h"

#define NAME_MOST 32
#define HEADER_MOST 16 /* of a column that is not a rule's */
#define CONTEXT_MOST 2
#define SMALL_COUNT 15 /* fewer pupils: the Inspectie takes five years instead of three */

static pl_arena *arena_of(const pl_text_page *p) {
    return p->text->report->arena;
}

/* " [1]": the number of a note, the same for the same text. */
static void push_note(pl_text_page *p, pl_buffer *out, const char *note) {
    uint32_t i = 0;

    while (i < p->notes.len && strcmp(p->notes.items[i], note) != 0)
        i++;
    if (i == p->notes.len)
        PL_PUSH(arena_of(p), &p->notes, note);
    assert(i < p->notes.len);
    pl_buffer_printf(out, " [%u]", i + 1);
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

static bool same_group(const pl_rule *a, const pl_rule *b) {
    const char *x = measured_name(a), *y = measured_name(b);

    return a == b || (x && y && strcmp(x, y) == 0);
}

/* "22 of 26", where a count was held against nothing that can be shown. */
static void print_quotient(const pl_text_page *p, pl_buffer *out,
                           const pl_report_amounts *amounts) {
    pl_buffer count = {0}, total = {0};

    pl_figure_value(&count, p->text->wording, &amounts->count.value, amounts->count.type, NULL);
    pl_figure_value(&total, p->text->wording, &amounts->total.value, amounts->total.type, NULL);
    pl_buffer_printf(out, _("%s of %s"), count.ptr, total.ptr);
    pl_buffer_fini(&count);
    pl_buffer_fini(&total);
}

static pl_report_amounts amounts_of(const pl_text_page *p, const pl_rule_result *result,
                                    uint32_t row) {
    const pl_task *task = pl_deadline_deciding(result, row);

    return task ? pl_report_task_amounts(p->text->report->run, result->rule, task, arena_of(p))
                : pl_report_decided_amounts(result, row, arena_of(p));
}

static const char *measured_text(const pl_text_page *p, const pl_report_amounts *amounts) {
    const pl_report_amount *norm = &amounts->norm;
    bool exact = norm->known && norm->type.base == PL_NUMBER;
    pl_buffer words = {0};

    if (amounts->measured.known)
        pl_figure_value(&words, p->text->wording, &amounts->measured.value, amounts->measured.type,
                        exact ? &norm->value.lo : NULL);
    else if (amounts->count.known && amounts->total.known)
        print_quotient(p, &words, amounts);
    return pl_buffer_take(&words, arena_of(p));
}

/* What the rule measured, also where no clause decides: there is no norm, but there is a figure. */
static const char *rule_measured(const pl_text_page *p, const pl_rule_result *result,
                                 uint32_t row) {
    pl_report_amounts amounts = amounts_of(p, result, row);
    const char *text = measured_text(p, &amounts);

    if (*text || result->deadline || result->verdict[row] != PL_VERDICT_NO_NORM ||
        !measured_name(result->rule))
        return text;
    assert(result->rule->clauses.len > 0);
    amounts = pl_report_clause_amounts(&result->clauses[0], row, arena_of(p));
    return measured_text(p, &amounts);
}

/* Of the rules in the group the figure with most decimals: enough to tell it from every norm. */
static const char *group_measured(const pl_text_page *p, const pl_rule *rule, uint32_t row) {
    const char *best = "";

    for (uint32_t i = 0; i < p->table->rules.len; i++) {
        const pl_rule_result *result = p->table->rules.items[i];
        const char *text;

        if (!same_group(rule, result->rule) || result->verdict[row] == PL_VERDICT_SKIPPED)
            continue;
        text = rule_measured(p, result, row);
        if (pl_text_width(text) > pl_text_width(best))
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

static pl_text_style style_of(pl_verdict verdict, const pl_rule_result *result) {
    if (pl_flags_counts(verdict))
        return pl_text_flags(result) ? PL_STYLE_BAD : PL_STYLE_FAINT;
    if (verdict == PL_VERDICT_DUE || verdict == PL_VERDICT_UNKNOWN ||
        verdict == PL_VERDICT_NO_NORM || verdict == PL_VERDICT_NOT_MET_WAIVED)
        return PL_STYLE_OPEN;
    return PL_STYLE_PLAIN;
}

static void push_norm(const pl_text_page *p, pl_buffer *out, const pl_rule_result *result,
                      uint32_t row, const pl_report_amounts *amounts) {
    const pl_clause *clause;
    pl_verdict verdict = (pl_verdict)result->verdict[row];

    if (!amounts->norm.known || verdict == PL_VERDICT_NO_NORM || result->deadline)
        return;
    assert(result->part[row] < result->rule->clauses.len); /* else no norm is known */
    clause = &result->rule->clauses.items[result->part[row]];
    pl_buffer_printf(
        out, "%s ",
        sign_of(verdict, asked_compare(clause->requirement, amounts), order_of(amounts)));
    pl_figure_norm(out, p->text->wording, &amounts->norm.value, amounts->norm.type);
    pl_buffer_putc(out, ' ');
}

static void push_reason(pl_text_page *p, pl_buffer *out, const pl_rule_result *result,
                        uint32_t row) {
    pl_reason reason = pl_reason_find(p->text->report->trace, result, row);
    pl_buffer note = {0};

    if (reason.kind != PL_REASON_ATTESTED || result->verdict[row] != PL_VERDICT_MET)
        pl_reason_print(&note, p->text->wording, &reason, false);
    if (note.len > 0)
        push_note(p, out, pl_buffer_take(&note, arena_of(p)));
    pl_buffer_fini(&note);
}

static void push_waiver(pl_text_page *p, pl_buffer *out, const pl_rule_result *result,
                        uint32_t row) {
    const pl_waiver_result *waiver = pl_flags_waiver(p->text->report->run, result, row);
    pl_buffer note = {0};

    if (!waiver)
        return;
    pl_waiver_print(&note, p->text->wording, waiver);
    push_note(p, out, pl_buffer_take(&note, arena_of(p)));
}

/* Up to when what is not done yet is on time, or since when it is not. */
static void push_until(const pl_text_page *p, pl_buffer *out, pl_verdict verdict,
                       const pl_report_amounts *amounts) {
    bool over = verdict == PL_VERDICT_OVERDUE;
    pl_buffer date = {0};

    if (!amounts->norm.known ||
        (verdict != PL_VERDICT_UPCOMING && verdict != PL_VERDICT_DUE && !over))
        return;
    pl_figure_date(&date, p->text->wording, amounts->norm.value.index + over);
    pl_buffer_printf(out, over ? _(" since %s") : _(", until %s"), date.ptr);
    pl_buffer_fini(&date);
}

static pl_text_cell rule_cell(pl_text_page *p, const pl_rule_result *result, uint32_t row) {
    pl_verdict verdict = (pl_verdict)result->verdict[row];
    pl_report_amounts amounts = amounts_of(p, result, row);
    const char *outcome = pl_report_outcome(result, row);
    pl_buffer words = {0};

    assert(verdict != PL_VERDICT_SKIPPED);
    push_norm(p, &words, result, row, &amounts);
    if (outcome)
        pl_buffer_puts(&words, outcome);
    if (!outcome || verdict == PL_VERDICT_NOT_MET_WAIVED)
        pl_buffer_printf(&words, "%s%s", outcome ? ", " : "",
                         word_of(verdict, result, order_of(&amounts)));
    if (result->deadline)
        push_until(p, &words, verdict, &amounts);
    push_reason(p, &words, result, row);
    push_waiver(p, &words, result, row);
    return (pl_text_cell){pl_buffer_take(&words, arena_of(p)), style_of(verdict, result),
                          pl_flags_counts(verdict) && pl_text_flags(result)};
}

/* ### columns */

static pl_text_column new_column(const pl_text_page *p, const char *header) {
    pl_text_column c = {.header = header,
                        .cells = PL_MAKE_ARRAY(arena_of(p), pl_text_cell, p->shown)};

    for (uint32_t i = 0; i < p->shown; i++)
        c.cells[i].text = "";
    return c;
}

static uint32_t row_of(const pl_text_page *p, uint32_t at) {
    assert(at < p->shown);
    return p->table->subjects.items[at].row;
}

static void measure_width(pl_text_column *c) {
    c->width = pl_text_width(c->header);
    if (!c->result && c->width > HEADER_MOST)
        c->width = HEADER_MOST;
}

static void fit_cells(const pl_text_page *p, pl_text_column *c) {
    measure_width(c);
    for (uint32_t i = 0; i < p->shown; i++)
        c->marks |= c->cells[i].flagged;
    for (uint32_t i = 0; i < p->shown; i++) {
        size_t width =
            pl_text_width(c->cells[i].text) + (c->marks ? pl_text_width(PL_TEXT_FLAG_MARK) : 0);

        if (width > c->width)
            c->width = width;
    }
}

static void add_rule(pl_text_page *p, const pl_rule_result *result) {
    pl_text_column c = new_column(p, result->rule->name);

    c.result = result;
    for (uint32_t i = 0; i < p->shown; i++)
        if (result->verdict[row_of(p, i)] != PL_VERDICT_SKIPPED)
            c.cells[i] = rule_cell(p, result, row_of(p, i));
    fit_cells(p, &c);
    assert(p->columns.len > 0); /* what is measured stands before it */
    PL_PUSH(arena_of(p), &p->columns, c);
}

static void add_measured(pl_text_page *p, const pl_rule *rule) {
    const char *name = measured_name(rule);
    const char *header = rule->outcome || rule->attestation ? ""
        : rule->deadline                                    ? _("evidence")
                                                            : _("measured");
    pl_text_column c = new_column(p, name ? name : header);

    c.right = true;
    c.first_of_group = true;
    for (uint32_t i = 0; i < p->shown; i++)
        c.cells[i].text = group_measured(p, rule, row_of(p, i));
    fit_cells(p, &c);
    PL_PUSH(arena_of(p), &p->columns, c);
}

static void add_groups(pl_text_page *p) {
    const pl_text_table *table = p->table;

    for (uint32_t i = 0; i < table->rules.len; i++) {
        const pl_rule *rule = table->rules.items[i]->rule;
        bool begun = false;

        for (uint32_t j = 0; j < i && !begun; j++)
            begun = same_group(table->rules.items[j]->rule, rule);
        if (begun)
            continue;
        add_measured(p, rule);
        for (uint32_t j = i; j < table->rules.len; j++)
            if (same_group(rule, table->rules.items[j]->rule))
                add_rule(p, table->rules.items[j]);
    }
}

/* ### names and context */

static const char *small_count(pl_text_page *p, uint32_t row) {
    const pl_run *run = p->text->report->run;
    const pl_field *size = p->table->size;
    pl_buffer note = {0}, mark = {0};
    pl_value value;

    if (!size)
        return "";
    value =
        pl_trace_cell(p->text->report->trace, pl_data_field(run->data, size, run->schooljaar), row);
    if (value.state != PL_OK ||
        pl_number_compare(value.hi, pl_number_make(arena_of(p), SMALL_COUNT, 1)) >= 0)
        return "";
    pl_buffer_printf(&note, _("a small number: %s "), size->name);
    pl_figure_value(&note, p->text->wording, &value, size->type, NULL);
    push_note(p, &mark, pl_buffer_take(&note, arena_of(p)));
    return pl_buffer_take(&mark, arena_of(p));
}

static void add_names(pl_text_page *p) {
    size_t header;

    p->key = new_column(p, "");
    p->name = new_column(p, "");
    p->suffixes = PL_MAKE_ARRAY(arena_of(p), const char *, p->shown);
    for (uint32_t i = 0; i < p->shown; i++) {
        pl_buffer key = {0}, name = {0};

        pl_text_subject_name(p->text, p->table, row_of(p, i), &key, &name);
        p->key.cells[i].text = pl_buffer_take(&key, arena_of(p));
        p->name.cells[i].text = pl_buffer_take(&name, arena_of(p));
        p->suffixes[i] = small_count(p, row_of(p, i));
    }
    fit_cells(p, &p->key);
    fit_cells(p, &p->name);
    for (uint32_t i = 0; i < p->shown; i++) {
        size_t width = pl_text_width(p->name.cells[i].text) + pl_text_width(p->suffixes[i]);

        p->name.width = width > p->name.width ? width : p->name.width;
    }
    p->name.width = p->name.width > NAME_MOST ? NAME_MOST : p->name.width;
    /* The entity's name stands above both. */
    header = pl_text_width(p->table->entity->name);
    if (p->key.width + p->name.width < header)
        p->key.width = header - p->name.width;
}

/* Bounds of a printed figure are shown as the figure: ~28.65. */
static void print_context(const pl_text_page *p, pl_buffer *out, const pl_value *value,
                          pl_type type) {
    pl_arena *arena = arena_of(p);
    pl_number sum;

    if (type.base != PL_NUMBER || pl_number_compare(value->lo, value->hi) == 0) {
        pl_figure_value(out, p->text->wording, value, type, NULL);
        return;
    }
    sum = pl_number_add(arena, value->lo, value->hi);
    pl_buffer_putc(out, '~');
    pl_figure_number(out, p->text->wording, pl_number_mul(arena, sum, pl_number_make(arena, 1, 2)),
                     type.unit, NULL);
}

static void add_context(pl_text_page *p, const pl_expr *expr) {
    const pl_run *run = p->text->report->run;
    const pl_column *data = expr->kind == PL_EXPR_FIELD
        ? pl_data_field(run->data, expr->field, run->schooljaar)
        : pl_data_measure(run->data, expr->measure, run->schooljaar);
    pl_text_column c =
        new_column(p, expr->kind == PL_EXPR_FIELD ? expr->field->name : expr->measure->name);

    for (uint32_t i = 0; i < p->context.len; i++)
        if (strcmp(p->context.items[i].header, c.header) == 0)
            return;
    if (!data || p->context.len == CONTEXT_MOST)
        return;
    c.right = expr->type.base == PL_NUMBER;
    for (uint32_t i = 0; i < p->shown; i++) {
        pl_value value = pl_trace_cell(p->text->report->trace, data, row_of(p, i));
        pl_buffer words = {0};

        if (value.state == PL_OK)
            print_context(p, &words, &value, expr->type);
        c.cells[i].text = pl_buffer_take(&words, arena_of(p));
    }
    fit_cells(p, &c);
    PL_PUSH(arena_of(p), &p->context, c);
}

/* Fields that decide which norm holds: in the condition of a clause, or the key of a table. */
static void find_context(pl_text_page *p, const pl_expr *expr, bool is_key) {
    const pl_dataset *dataset = p->text->report->run->data->dataset;
    bool shown = expr->type.base == PL_NUMBER || expr->type.base == PL_MEMBER;

    if (is_key && shown && expr->entity == p->table->entity &&
        (expr->kind == PL_EXPR_FIELD ||
         (expr->kind == PL_EXPR_MEASURE && pl_dataset_supplies(dataset, expr->measure))))
        add_context(p, expr);
    if (expr->kind == PL_EXPR_AGGREGATE || expr->kind == PL_EXPR_QUANTIFIER ||
        expr->kind == PL_EXPR_YEAR || expr->kind == PL_EXPR_TREND || expr->kind == PL_EXPR_PICK)
        return;
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->kids[i])
            find_context(p, expr->kids[i], is_key || expr->kind == PL_EXPR_LOOKUP);
}

static void add_contexts(pl_text_page *p) {
    for (uint32_t i = 0; i < p->table->rules.len; i++) {
        const pl_rule *rule = p->table->rules.items[i]->rule;

        for (uint32_t c = 0; c < rule->clauses.len; c++) {
            if (rule->clauses.items[c].condition)
                find_context(p, rule->clauses.items[c].condition, true);
            find_context(p, rule->clauses.items[c].requirement, false);
        }
        if (rule->outcome)
            find_context(p, rule->outcome, false);
    }
}

void pl_text_fill_page(pl_text_page *p) {
    assert(p->shown > 0 && p->shown <= p->table->subjects.len);
    add_names(p);
    add_contexts(p);
    add_groups(p);
    assert(p->columns.len >= 2 && p->columns.items[0].first_of_group);
}
