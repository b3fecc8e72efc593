/* reason.c - why a verdict is unknown, exempt, or without a norm, in one sentence.
 * Reads the cause that the run recorded, and for `no norm` the bands and tables around the
 * subject's own value.
 * Values of measures that the run computed are not at hand here: where a key is one of these, the
 * sentence does without it. */
#include "trace/trace.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"

/* A row of an entity that an expression is looked at for. */
typedef struct place {
    pl_trace *trace;
    const pl_entity *entity;
    uint32_t row;
} place;

/* ### texts and values of the rule */

static void print_span(pl_buffer *out, pl_span span) {
    pl_str text = pl_span_text(span);
    size_t start = out->len;

    for (size_t i = 0; i < text.len; i++) {
        bool blank = strchr(" \n\r\t", text.ptr[i]) != NULL;

        if (!blank || out->len == start || out->ptr[out->len - 1] != ' ')
            pl_buffer_putc(out, blank ? ' ' : text.ptr[i]);
    }
}

/* Two conditions that were written in different places have no text of their own. */
static bool stands_apart(const pl_expr *expr) {
    const pl_expr *last = expr->kind == PL_EXPR_AND ? expr->kids[expr->count - 1] : expr;

    return last->span.source != expr->span.source || last->span.start < expr->span.start ||
        last->span.end > expr->span.end;
}

static const char *write_down(pl_trace *trace, const pl_expr *expr) {
    pl_buffer out;
    const char *written;

    pl_buffer_init(&out);
    if (stands_apart(expr)) {
        assert(expr->count == 2);
        pl_buffer_printf(&out, "%s and ", pl_trace_written(trace, expr->kids[0]));
        print_span(&out, expr->kids[1]->span);
    } else {
        print_span(&out, expr->span);
    }
    written = pl_arena_copy(pl_trace_arena(trace), out.len > 0 ? out.ptr : "", out.len);
    pl_buffer_fini(&out);
    return written;
}

/* The scope of a rule is the reason of every subject outside it. */
const char *pl_trace_written(pl_trace *trace, const pl_expr *expr) {
    const char *written = pl_trace_text(trace, expr);

    if (!written) {
        written = write_down(trace, expr);
        pl_trace_keep_text(trace, expr, written);
    }
    return written;
}

static bool step_up(place *at, const pl_entity *ancestor) {
    int32_t above = pl_trace_up(at->trace, at->entity, at->row, ancestor);

    if (above == PL_NO_ROW)
        return false;
    at->entity = ancestor;
    at->row = (uint32_t)above;
    return true;
}

/* The value and name of a field, or of a measure that the data gives; false for anything that takes
 * computing. */
static bool leaf(place at, const pl_expr *expr, pl_reason *out) {
    const pl_run *run = pl_trace_run(at.trace);
    const pl_column *column;

    if (expr->kind == PL_EXPR_UP)
        return expr->kids[0]->entity && step_up(&at, expr->kids[0]->entity) &&
            leaf(at, expr->kids[0], out);
    if (expr->kind == PL_EXPR_FIELD) {
        column = pl_data_field(run->data, expr->field, pl_trace_year(at.trace));
        out->key = expr->field->name;
    } else if (expr->kind == PL_EXPR_MEASURE &&
               pl_dataset_supplies(run->data->dataset, expr->measure)) {
        column = pl_data_measure(run->data, expr->measure, pl_trace_year(at.trace));
        out->key = expr->measure->name;
    } else {
        return false;
    }
    out->type = expr->type;
    out->value = pl_trace_cell(at.trace, column, at.row);
    return out->value.state == PL_OK;
}

/* ### bands around a value */

static bool range_holds(const pl_cell *range, pl_number value) {
    int hi = range->has_hi ? pl_number_compare(value, range->hi.lo) : -1;

    if (range->has_lo && pl_number_compare(value, range->lo.lo) < 0)
        return false;
    return hi < 0 || (hi == 0 && !range->open_hi);
}

/* Keeps the nearest ends below and above the value. */
static void look_beside(pl_reason *reason, const pl_cell *range) {
    pl_number value = reason->value.lo;

    assert(reason->type.base == PL_NUMBER && range->kind == PL_CELL_RANGE);
    if (range->has_hi && pl_number_compare(range->hi.lo, value) <= 0 &&
        (!reason->has_below || pl_number_compare(range->hi.lo, reason->below) > 0)) {
        reason->has_below = true;
        reason->below = range->hi.lo;
        reason->below_open = range->open_hi;
    }
    if (range->has_lo && pl_number_compare(range->lo.lo, value) > 0 &&
        (!reason->has_above || pl_number_compare(range->lo.lo, reason->above) < 0)) {
        reason->has_above = true;
        reason->above = range->lo.lo;
    }
}

/* Every clause is for a band of one field, and none of them covers its value. */
static bool outside_clauses(place at, const pl_rule *rule, pl_reason *reason) {
    const char *key = NULL;

    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        const pl_expr *condition = rule->clauses.items[i].condition;

        if (!condition || condition->kind != PL_EXPR_IN_RANGE ||
            !leaf(at, condition->kids[0], reason) || reason->type.base != PL_NUMBER)
            return false;
        if (key && key != reason->key)
            return false;
        key = reason->key;
        look_beside(reason, &condition->range);
    }
    reason->kind = PL_REASON_OUTSIDE;
    return key != NULL;
}

/* ### tables */

static bool cell_matches(const pl_cell *cell, const pl_value *value, pl_base base) {
    switch (cell->kind) {
    case PL_CELL_NO_NORM: return false;
    case PL_CELL_RANGE:
        if (base == PL_NUMBER)
            return range_holds(cell, value->lo);
        assert(base == PL_MEMBER || base == PL_DATE || base == PL_SCHOOLJAAR);
        return (!cell->has_lo || value->index >= cell->lo.index) &&
            (!cell->has_hi || value->index + (int)cell->open_hi <= cell->hi.index);
    case PL_CELL_VALUE: break;
    }
    if (base == PL_NUMBER)
        return pl_number_compare(cell->lo.lo, value->lo) == 0;
    if (base == PL_TEXT)
        return strcmp(cell->lo.text, value->text) == 0;
    if (base == PL_TRUTH)
        return cell->lo.truth == value->truth;
    return cell->lo.index == value->index;
}

static bool key_value(place at, const pl_expr *expr, const char *name, pl_reason *key) {
    const pl_run *run = pl_trace_run(at.trace);
    bool known = true;

    key->type = expr->type;
    key->key = name;
    if (expr->kind == PL_EXPR_CONST)
        key->value = expr->value;
    else if (expr->kind == PL_EXPR_SCHOOLJAAR)
        key->value =
            (pl_value){.base = PL_SCHOOLJAAR,
                       .index = expr->entity ? pl_data_rows(run->data, at.entity)->years[at.row]
                                             : pl_trace_year(at.trace)};
    else
        known = leaf(at, expr, key);
    return known && key->value.state == PL_OK;
}

/* The values of the keys; false when one is missing, or takes computing. */
static bool read_keys(place at, const pl_expr *lookup, pl_reason *keys) {
    assert(lookup->kind == PL_EXPR_LOOKUP && lookup->count == lookup->table->key_count);
    for (uint32_t k = 0; k < lookup->count; k++)
        if (!key_value(at, lookup->kids[k], lookup->table->columns.items[k].name, &keys[k]))
            return false;
    return true;
}

static const pl_table_row *matching_row(const pl_table_version *version, const pl_reason *keys,
                                        uint32_t count) {
    for (uint32_t r = 0; r < version->rows.len; r++) {
        uint32_t k = 0;

        while (k < count &&
               cell_matches(&version->rows.items[r].cells[k], &keys[k].value, keys[k].type.base))
            k++;
        if (k == count)
            return &version->rows.items[r];
    }
    return NULL;
}

static void outside_table(pl_reason *reason, const pl_table *table,
                          const pl_table_version *version) {
    assert(reason->kind == PL_REASON_NO_ROW && reason->key);
    if (table->key_count != 1 || reason->type.base != PL_NUMBER)
        return;
    for (uint32_t r = 0; r < version->rows.len; r++) {
        const pl_cell *cell = &version->rows.items[r].cells[0];

        if (cell->kind != PL_CELL_RANGE)
            return;
        look_beside(reason, cell);
    }
    reason->kind = PL_REASON_OUTSIDE;
}

static bool explain_lookup(place at, const pl_expr *lookup, pl_reason *reason) {
    const pl_table *table = lookup->table;
    pl_date date = pl_trace_date(at.trace);
    const pl_table_version *version = pl_table_in_force(table, date);
    pl_reason *keys = PL_MAKE_ARRAY(pl_trace_arena(at.trace), pl_reason, lookup->count);
    const pl_table_row *row;

    reason->text = table->name;
    reason->table = table;
    reason->date = date;
    if (!version) {
        reason->kind = PL_REASON_NOT_IN_FORCE;
        return true;
    }
    reason->kind = PL_REASON_NO_ROW;
    if (!read_keys(at, lookup, keys))
        return false;
    reason->keys = keys;
    reason->key = keys[0].key;
    reason->value = keys[0].value;
    reason->type = keys[0].type;
    row = matching_row(version, keys, lookup->count);
    if (row && row->cells[lookup->column].kind != PL_CELL_NO_NORM)
        return false;
    if (row)
        reason->kind = PL_REASON_NO_CELL;
    else
        outside_table(reason, table, version);
    return true;
}

bool pl_trace_gives_nothing(pl_trace *trace, const pl_expr *lookup, const pl_entity *entity,
                            uint32_t row) {
    pl_reason reason = {.kind = PL_REASON_NONE};

    assert(row < pl_data_rows(pl_trace_run(trace)->data, entity)->count);
    return explain_lookup((place){trace, entity, row}, lookup, &reason);
}

/* ### nothing to judge */

static bool is_empty(place at, const pl_expr *aggregate) {
    const pl_run *run = pl_trace_run(at.trace);
    const pl_rows *rows = pl_data_rows(run->data, aggregate->child);
    pl_period window;
    uint32_t count;
    const uint32_t *list;

    assert(aggregate->count == 2 && aggregate->entity == at.entity);
    if (!rows->mapped)
        return false;
    window = pl_trace_window(at.trace, aggregate, at.entity, at.row);
    list = pl_trace_children(at.trace, aggregate->child, at.entity, at.row, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (pl_trace_takes(at.trace, aggregate, &window, list[i]) &&
            !pl_trace_left_out(at.trace, aggregate->kids[0], list[i]) &&
            !pl_trace_is_nobody(at.trace, rows, list[i]))
            return false;
    }
    return true;
}

static bool is_alone(place at, const pl_expr *percentile) {
    uint32_t count = pl_data_rows(pl_trace_run(at.trace)->data, percentile->entity)->count;

    for (uint32_t other = 0; other < count; other++)
        if (!pl_trace_is_no_other(at.trace, percentile, at.row, other))
            return false;
    return true;
}

/* The population that an aggregate is over: its `where` begins with belonging to it. */
static const pl_population *population_of(const pl_expr *aggregate) {
    const pl_expr *where = aggregate->kids[0];

    if (where && where->kind == PL_EXPR_AND)
        where = where->kids[0];
    return where && where->kind == PL_EXPR_MEASURE ? where->measure->population : NULL;
}

static void count_left_out(place at, const pl_expr *aggregate, pl_reason *reason) {
    const pl_population *population = population_of(aggregate);
    const pl_population_result *members =
        population ? pl_trace_members(at.trace, population) : NULL;
    uint32_t count;
    const uint32_t *list;

    if (!members)
        return;
    list = pl_trace_children(at.trace, aggregate->child, at.entity, at.row, &count);
    if (count > 0)
        reason->left_out = pl_left_out_count(at.trace, members, list, count);
}

bool pl_trace_is_empty(pl_trace *trace, const pl_expr *aggregate, const pl_entity *entity,
                       uint32_t row) {
    assert(aggregate->child && aggregate->entity == entity);
    return is_empty((place){trace, entity, row}, aggregate);
}

static bool explain_none(place at, const pl_expr *expr, pl_expr_kind kind, pl_reason *reason);

static bool explain_kids(place at, const pl_expr *expr, pl_expr_kind kind, pl_reason *reason) {
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->kids[i] && explain_none(at, expr->kids[i], kind, reason))
            return true;
    return false;
}

/* Where another rule has no outcome, the reason is that of the other rule. */
static bool explain_outcome(place at, const pl_expr *expr, pl_reason *reason) {
    const pl_rule_result *result = pl_trace_result(at.trace, expr->rule);
    pl_verdict verdict = result ? (pl_verdict)result->verdict[at.row] : PL_VERDICT_SKIPPED;

    if (verdict != PL_VERDICT_NO_NORM && verdict != PL_VERDICT_EXEMPT)
        return false;
    *reason = pl_reason_find(at.trace, result, at.row);
    assert(reason->kind != PL_REASON_NONE);
    return true;
}

/* What gives nothing in one of the school years that the kids are evaluated for. */
static bool explain_years(place at, const pl_expr *expr, pl_expr_kind kind, pl_reason *reason) {
    uint32_t count;
    const int *years = pl_trace_years(at.trace, expr, &count);
    bool found = false;

    for (uint32_t y = 0; y < count && !found; y++) {
        place there = at;
        int32_t row = pl_trace_row_in(at.trace, expr->kids[0], at.row, years[y]);
        int before = pl_trace_enter(at.trace, years[y]);

        there.row = (uint32_t)row;
        found = row != PL_NO_ROW && explain_none(there, expr->kids[0], kind, reason);
        pl_trace_enter(at.trace, before);
    }
    return found;
}

static bool explain_rows(place at, const pl_expr *expr, pl_expr_kind kind, pl_reason *reason) {
    uint32_t count;

    if (kind != PL_EXPR_AGGREGATE ||
        pl_trace_latest(at.trace, expr, at.entity, at.row, &count) != NULL)
        return false;
    reason->kind = PL_REASON_TOO_FEW;
    reason->entity = expr->child;
    reason->text = pl_trace_written(at.trace, expr);
    return true;
}

/* All school years of a window are left out by its `where`. */
static bool explain_window(place at, const pl_expr *expr, pl_expr_kind kind, pl_reason *reason) {
    if (kind != PL_EXPR_AGGREGATE || !expr->kids[0])
        return false;
    reason->kind = PL_REASON_NO_YEAR;
    reason->text = pl_trace_written(at.trace, expr->kids[0]);
    return true;
}

/* No window of days is over, or all are left out. */
static bool explain_windows(place at, const pl_expr *expr, pl_expr_kind kind, pl_reason *reason) {
    if (kind != PL_EXPR_AGGREGATE)
        return false;
    reason->kind = PL_REASON_NO_WINDOW;
    reason->text =
        pl_arena_format(pl_trace_arena(at.trace), "%d %s%s%s", expr->period.years,
                        pl_stretch_word(expr->period.unit), expr->kids[0] ? " where " : "",
                        expr->kids[0] ? pl_trace_written(at.trace, expr->kids[0]) : "");
    return true;
}

/* Looks for an expression of this kind (LOOKUP or AGGREGATE, which stands for QUANTIFIER too) that
 * gives nothing. */
static bool explain_none(place at, const pl_expr *expr, pl_expr_kind kind, pl_reason *reason) {
    switch (expr->kind) {
    case PL_EXPR_UP:
        return expr->kids[0]->entity && step_up(&at, expr->kids[0]->entity) &&
            explain_none(at, expr->kids[0], kind, reason);
    case PL_EXPR_MEASURE:
        if (pl_dataset_supplies(pl_trace_run(at.trace)->data->dataset, expr->measure))
            return false;
        return explain_none(at, expr->measure->definition, kind, reason);
    case PL_EXPR_YEAR: return explain_years(at, expr, kind, reason);
    case PL_EXPR_TREND:
        return expr->child ? explain_rows(at, expr, kind, reason)
                           : explain_years(at, expr, kind, reason);
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER:
        if (pl_period_has_windows(&expr->period))
            return explain_windows(at, expr, kind, reason);
        if (!expr->child)
            return explain_window(at, expr, kind, reason);
        if (kind != PL_EXPR_AGGREGATE || !is_empty(at, expr))
            return false;
        reason->kind = PL_REASON_EMPTY;
        reason->entity = expr->child;
        reason->text = expr->kids[0] ? pl_trace_written(at.trace, expr->kids[0]) : NULL;
        count_left_out(at, expr, reason);
        return true;
    case PL_EXPR_PERCENTILE:
        if (kind != PL_EXPR_AGGREGATE || !is_alone(at, expr))
            return explain_none(at, expr->kids[0], kind, reason);
        reason->kind = PL_REASON_ALONE;
        reason->entity = expr->entity;
        return true;
    case PL_EXPR_PICK: return false; /* of another row */
    case PL_EXPR_LOOKUP:
        if (kind == PL_EXPR_LOOKUP && explain_lookup(at, expr, reason))
            return true;
        return explain_kids(at, expr, kind, reason);
    case PL_EXPR_VERDICT: return false; /* an answer even where there is no norm */
    case PL_EXPR_OUTCOME: return explain_outcome(at, expr, reason);
    default: return explain_kids(at, expr, kind, reason);
    }
}

static void find_none(place at, const pl_expr *expr, pl_reason *reason) {
    reason->kind = PL_REASON_NOTHING;
    if (!explain_none(at, expr, PL_EXPR_AGGREGATE, reason))
        (void)explain_none(at, expr, PL_EXPR_LOOKUP, reason);
}

/* No case of a grade or decision applies, or one has nothing to judge. */
static void find_no_outcome(place at, const pl_rule *rule, pl_reason *reason) {
    find_none(at, rule->outcome, reason);
    if (reason->kind == PL_REASON_NOTHING)
        *reason = (pl_reason){.kind = PL_REASON_NO_CASE};
}

static void find_no_norm(place at, const pl_rule_result *result, pl_reason *reason) {
    const pl_rule *rule = result->rule;

    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        const pl_clause_result *clause = &result->clauses[i];
        const pl_clause *written = &rule->clauses.items[i];

        if (clause->applies[at.row] == PL_TRUE && clause->holds[at.row] == PL_NONE) {
            find_none(at, written->requirement, reason);
            return;
        }
        if (clause->applies[at.row] == PL_NONE && written->condition) {
            find_none(at, written->condition, reason);
            return;
        }
    }
    if (rule->outcome)
        find_no_outcome(at, rule, reason);
    else if (!outside_clauses(at, rule, reason))
        *reason = (pl_reason){.kind = PL_REASON_NO_CLAUSE};
}

/* ### unknown and exempt */

static void find_clause_lacks(place at, const pl_clause *clause, pl_reason *reason) {
    if (clause->condition)
        pl_lacks_find(at.trace, clause->condition, at.entity, at.row, &reason->lacks);
    pl_lacks_find(at.trace, clause->requirement, at.entity, at.row, &reason->lacks);
}

static void find_open_clauses(place at, const pl_rule_result *result, pl_reason *reason) {
    const pl_rule *rule = result->rule;
    uint32_t part = result->part[at.row];

    reason->kind = PL_REASON_LACKS;
    if (part < rule->clauses.len) {
        find_clause_lacks(at, &rule->clauses.items[part], reason);
        return;
    }
    for (uint32_t i = 0; i < rule->clauses.len; i++)
        if (result->clauses[i].applies[at.row] == PL_UNKNOWN ||
            result->clauses[i].holds[at.row] == PL_UNKNOWN)
            find_clause_lacks(at, &rule->clauses.items[i], reason);
    if (rule->outcome)
        pl_lacks_find(at.trace, rule->outcome, at.entity, at.row, &reason->lacks);
}

static void find_unknown(place at, const pl_rule_result *result, pl_reason *reason) {
    const pl_rule *rule = result->rule;
    uint32_t part = result->part[at.row];

    reason->kind = PL_REASON_LACKS;
    switch ((pl_cause)result->cause[at.row]) {
    case PL_CAUSE_CLAUSES: find_open_clauses(at, result, reason); break;
    case PL_CAUSE_SCOPE:
        assert(rule->scope);
        pl_lacks_find(at.trace, rule->scope, at.entity, at.row, &reason->lacks);
        break;
    case PL_CAUSE_EXCEPTION:
        assert(part < rule->exceptions.len);
        pl_lacks_find(at.trace, rule->exceptions.items[part], at.entity, at.row, &reason->lacks);
        break;
    case PL_CAUSE_NEED:
        assert(part < rule->needs.len);
        reason->kind = PL_REASON_NEED;
        reason->text = rule->needs.items[part].reason;
        pl_lacks_find_need(at.trace, rule->needs.items[part].condition, at.entity, at.row,
                           &reason->lacks);
        return;
    }
    if (reason->lacks.len == 0)
        reason->kind = PL_REASON_UNDECIDED;
}

static void find_exempt(place at, const pl_rule_result *result, pl_reason *reason) {
    const pl_rule *rule = result->rule;
    uint32_t part = result->part[at.row];

    if (result->cause[at.row] == PL_CAUSE_SCOPE) {
        assert(rule->scope);
        reason->kind = PL_REASON_SCOPE;
        reason->text = pl_trace_written(at.trace, rule->scope);
        return;
    }
    assert(part < rule->exceptions.len);
    reason->kind = PL_REASON_EXCEPTION;
    reason->text = pl_trace_written(at.trace, rule->exceptions.items[part]);
}

/* Only where it was said: another clause may have decided already. */
static void find_attested(place at, const pl_rule_result *result, pl_reason *reason) {
    const pl_attestation *a = result->rule->attestation;

    if (!a)
        return;
    reason->attested = pl_trace_attested(at.trace, a, at.row);
    reason->attestation = a;
    if (reason->attested.found && reason->attested.judgement.state == PL_OK)
        reason->kind = PL_REASON_ATTESTED;
}

/* Goes to the year that the row is judged in; gives the one to go back to. */
static int enter_row(pl_trace *trace, const pl_rule_result *result, uint32_t row) {
    const int16_t *years = pl_data_rows(pl_trace_run(trace)->data, result->rule->entity)->years;

    return pl_trace_enter(trace, years ? years[row] : pl_trace_year(trace));
}

pl_reason pl_reason_find(pl_trace *trace, const pl_rule_result *result, uint32_t row) {
    int before = enter_row(trace, result, row);
    place at = {trace, result->rule->entity, row};
    pl_reason reason = {.kind = PL_REASON_NONE};

    assert(row < result->rows);
    if (pl_reason_of_deadline(trace, result, row, &reason)) {
        pl_trace_enter(trace, before);
        return reason;
    }
    switch ((pl_verdict)result->verdict[row]) {
    case PL_VERDICT_UNKNOWN: find_unknown(at, result, &reason); break;
    case PL_VERDICT_NO_NORM: find_no_norm(at, result, &reason); break;
    case PL_VERDICT_EXEMPT: find_exempt(at, result, &reason); break;
    case PL_VERDICT_MET:
    case PL_VERDICT_NOT_MET:
    case PL_VERDICT_NOT_MET_WAIVED: find_attested(at, result, &reason); break;
    case PL_VERDICT_DECIDED:
    case PL_VERDICT_DONE:
    case PL_VERDICT_DONE_LATE:
    case PL_VERDICT_UPCOMING:
    case PL_VERDICT_DUE:
    case PL_VERDICT_OVERDUE:
    case PL_VERDICT_SKIPPED: break;
    }
    pl_trace_enter(trace, before);
    return reason;
}

pl_reason pl_reason_no_data(const pl_entity *entity) {
    return (pl_reason){.kind = PL_REASON_NO_DATA, .entity = entity};
}

/* ### in words */

/* Another year of what the last one was about? */
static bool is_next_year(const pl_lack *last, const pl_lack *lack) {
    return last && last->kind == lack->kind && last->year > 0 && lack->year > 0 &&
        last->entity == lack->entity && last->name == lack->name;
}

static void print_lacks(pl_buffer *out, pl_wording wording, const pl_reason *reason, bool bounds) {
    const pl_lack *last = NULL;

    for (uint32_t i = 0; i < reason->lacks.len; i++) {
        const pl_lack *lack = &reason->lacks.items[i];

        if (pl_lack_is_missing(lack) == bounds)
            continue;
        if (is_next_year(last, lack)) {
            pl_buffer_printf(out, ", %d/%d", lack->year, lack->year + 1);
        } else {
            pl_buffer_puts(out, last ? "; " : "");
            pl_lack_summary(out, wording, lack);
        }
        last = lack;
    }
}

static void print_beside(pl_buffer *out, pl_wording wording, const pl_reason *reason) {
    pl_buffer below = {0}, above = {0};

    assert(!reason->has_below || !reason->has_above ||
           pl_number_compare(reason->below, reason->above) <= 0);
    if (reason->has_below)
        pl_figure_number(&below, wording, reason->below, reason->type.unit, NULL);
    if (reason->has_above)
        pl_figure_number(&above, wording, reason->above, reason->type.unit, NULL);
    if (reason->has_below && reason->has_above)
        pl_buffer_printf(out, pl_said(wording, N_("; it lies between %s and %s")), below.ptr,
                         above.ptr);
    else if (reason->has_below && reason->below_open)
        pl_buffer_printf(out, pl_said(wording, N_("; the bands end before %s")), below.ptr);
    else if (reason->has_below)
        pl_buffer_printf(out, pl_said(wording, N_("; the bands end at %s")), below.ptr);
    else if (reason->has_above)
        pl_buffer_printf(out, pl_said(wording, N_("; the bands begin at %s")), above.ptr);
    pl_buffer_fini(&below);
    pl_buffer_fini(&above);
}

static void print_outside(pl_buffer *out, pl_wording wording, const pl_reason *reason,
                          bool general) {
    pl_buffer value = {0};

    assert(reason->key);
    if (reason->text)
        pl_buffer_printf(out, "%s: ", reason->text);
    if (general) {
        pl_buffer_printf(out, pl_said(wording, N_("no band covers the %s")), reason->key);
        return;
    }
    pl_figure_value(&value, wording, &reason->value, reason->type, NULL);
    pl_buffer_printf(out, pl_said(wording, N_("no band covers %s %s")), reason->key, value.ptr);
    print_beside(out, wording, reason);
    pl_buffer_fini(&value);
}

/* "vak lezen, groep 4" */
static void print_keys(pl_buffer *out, pl_wording wording, const pl_reason *reason) {
    assert(reason->keys && reason->table->key_count > 0);
    for (uint32_t k = 0; k < reason->table->key_count; k++) {
        const pl_reason *key = &reason->keys[k];

        pl_buffer_printf(out, "%s%s ", k > 0 ? ", " : "", key->key);
        pl_figure_value(out, wording, &key->value, key->type, NULL);
    }
}

static void print_no_cell(pl_buffer *out, pl_wording wording, const pl_reason *reason,
                          bool general) {
    bool cell = reason->kind == PL_REASON_NO_CELL;
    pl_buffer keys = {0};

    assert(cell || reason->kind == PL_REASON_NO_ROW);
    if (general || !reason->keys) {
        pl_buffer_printf(out,
                         cell ? pl_said(wording, N_("%s has no norm on this row"))
                              : pl_said(wording, N_("%s has no row for this")),
                         reason->text);
        return;
    }
    print_keys(&keys, wording, reason);
    pl_buffer_printf(out,
                     cell ? pl_said(wording, N_("%s has no norm for %s"))
                          : pl_said(wording, N_("%s has no row for %s")),
                     reason->text, keys.ptr);
    pl_buffer_fini(&keys);
}

/* "2015-08-01..2018-07-31, 2020-08-01.." */
static void print_versions(pl_buffer *out, const pl_table *table) {
    for (uint32_t v = 0; v < table->versions.len; v++) {
        const pl_table_version *version = &table->versions.items[v];

        pl_buffer_puts(out, v > 0 ? ", " : "");
        if (version->has_from)
            pl_date_print(out, version->from);
        pl_buffer_puts(out, "..");
        if (version->has_until)
            pl_date_print(out, version->until);
    }
}

static void print_not_in_force(pl_buffer *out, pl_wording wording, const pl_reason *reason) {
    pl_buffer date = {0}, versions = {0};

    assert(reason->text && reason->table->versions.len > 0);
    pl_figure_date(&date, wording, reason->date);
    print_versions(&versions, reason->table);
    pl_buffer_printf(out, pl_said(wording, N_("no version of %s is in force on %s; it holds %s")),
                     reason->text, date.ptr, versions.ptr);
    pl_buffer_fini(&date);
    pl_buffer_fini(&versions);
}

static void print_left_out(pl_buffer *out, pl_wording wording, const pl_reason *reason,
                           bool general) {
    const pl_population *population = reason->left_out.population;

    if (!population || general)
        return;
    pl_buffer_printf(out, " (%s: ", population->name);
    pl_left_out_print(out, wording, &reason->left_out);
    pl_buffer_putc(out, ')');
}

static void print_of_deadline(pl_buffer *out, pl_wording wording, const pl_reason *reason) {
    switch (reason->kind) {
    case PL_REASON_NO_EVENT:
        pl_buffer_printf(out, pl_said(wording, N_("%s has not happened")), reason->text);
        break;
    case PL_REASON_RULE_HOLDS:
        pl_buffer_printf(out, pl_said(wording, N_("asked only where %s is not met")), reason->text);
        break;
    case PL_REASON_RULE_UNKNOWN:
        pl_buffer_printf(out, pl_said(wording, N_("%s is unknown")), reason->text);
        break;
    case PL_REASON_HOLIDAY:
        pl_buffer_puts(out, pl_said(wording, N_("a school holiday is not in the table")));
        break;
    case PL_REASON_EVIDENCE:
        pl_buffer_printf(out,
                         pl_said(wording, N_("%s that could decide may be missing, or has no day")),
                         reason->entity->name);
        break;
    default:
        assert(reason->kind == PL_REASON_NOT_YEAR);
        pl_buffer_puts(out, pl_said(wording, N_("nothing is asked in this school year")));
    }
}

static void print_no_norm(pl_buffer *out, pl_wording wording, const pl_reason *reason,
                          bool general) {
    switch (reason->kind) {
    case PL_REASON_NO_CLAUSE: pl_buffer_puts(out, pl_said(wording, N_("no clause applies"))); break;
    case PL_REASON_NO_CASE: pl_buffer_puts(out, pl_said(wording, N_("no case applies"))); break;
    case PL_REASON_OUTSIDE: print_outside(out, wording, reason, general); break;
    case PL_REASON_NO_CELL:
    case PL_REASON_NO_ROW: print_no_cell(out, wording, reason, general); break;
    case PL_REASON_NOT_IN_FORCE: print_not_in_force(out, wording, reason); break;
    case PL_REASON_TOO_FEW:
        pl_buffer_printf(out, pl_said(wording, N_("too few %s for: %s")), reason->entity->name,
                         reason->text);
        break;
    case PL_REASON_NO_YEAR:
        pl_buffer_printf(out, pl_said(wording, N_("there is no school year where %s")),
                         reason->text);
        break;
    case PL_REASON_NO_WINDOW:
        pl_buffer_printf(out, pl_said(wording, N_("no window of %s is over")), reason->text);
        break;
    case PL_REASON_EMPTY:
        pl_buffer_printf(out, pl_said(wording, N_("there is no %s to judge")),
                         reason->entity->name);
        if (reason->text)
            pl_buffer_printf(out, pl_said(wording, N_(" where %s")), reason->text);
        print_left_out(out, wording, reason, general);
        break;
    case PL_REASON_ALONE:
        pl_buffer_printf(out, pl_said(wording, N_("there is no other %s to compare with")),
                         reason->entity->name);
        break;
    default: pl_buffer_puts(out, pl_said(wording, N_("there is nothing to judge"))); break;
    }
}

/* "attested nee by Jan on 2021-10-02 (attestaties.csv:4)" */
static void print_attested(pl_buffer *out, pl_wording wording, const pl_reason *reason) {
    const pl_attested *said = &reason->attested;
    pl_buffer judgement = {0}, date = {0};

    assert(said->found && reason->attestation);
    pl_value_print(&judgement, reason->attestation->judgement->type, &said->judgement);
    pl_figure_date(&date, wording, said->date);
    if (said->who)
        pl_buffer_printf(out, pl_said(wording, N_("attested %s by %s on %s")), judgement.ptr,
                         said->who, date.ptr);
    else
        pl_buffer_printf(out, pl_said(wording, N_("attested %s on %s")), judgement.ptr, date.ptr);
    if (said->place.file)
        pl_buffer_printf(out, " (%s:%u)", said->place.file, said->place.line);
    pl_buffer_fini(&judgement);
    pl_buffer_fini(&date);
}

void pl_reason_print(pl_buffer *out, pl_wording wording, const pl_reason *reason, bool general) {
    switch (reason->kind) {
    case PL_REASON_NONE: break;
    case PL_REASON_ATTESTED: print_attested(out, wording, reason); break;
    case PL_REASON_NO_DATA:
        pl_buffer_printf(out, pl_said(wording, N_("no data for %s")), reason->entity->name);
        break;
    case PL_REASON_SCOPE:
        pl_buffer_printf(out, pl_said(wording, N_("outside the scope: where %s")), reason->text);
        break;
    case PL_REASON_EXCEPTION:
        pl_buffer_printf(out, pl_said(wording, N_("exception: where %s")), reason->text);
        break;
    case PL_REASON_NEED: pl_buffer_puts(out, reason->text); break;
    case PL_REASON_LACKS: print_lacks(out, wording, reason, pl_reason_is_bounds(reason)); break;
    case PL_REASON_UNDECIDED:
        pl_buffer_puts(out,
                       pl_said(wording,
                               N_("a division by zero, or a value that is nowhere "
                                  "given")));
        break;
    case PL_REASON_NOT_YEAR:
    case PL_REASON_NO_EVENT:
    case PL_REASON_RULE_HOLDS:
    case PL_REASON_RULE_UNKNOWN:
    case PL_REASON_HOLIDAY:
    case PL_REASON_EVIDENCE: print_of_deadline(out, wording, reason); break;
    default: print_no_norm(out, wording, reason, general); break;
    }
}

bool pl_reason_is_plain(const pl_reason *reason) {
    switch (reason->kind) {
    case PL_REASON_SCOPE:
    case PL_REASON_EXCEPTION:
    case PL_REASON_NEED:
    case PL_REASON_UNDECIDED:
    case PL_REASON_NO_CLAUSE:
    case PL_REASON_NO_CASE:
    case PL_REASON_NOT_YEAR:
    case PL_REASON_NO_EVENT:
    case PL_REASON_RULE_HOLDS:
    case PL_REASON_RULE_UNKNOWN:
    case PL_REASON_HOLIDAY:
    case PL_REASON_EVIDENCE: return true;
    default: return false;
    }
}

bool pl_reason_is_bounds(const pl_reason *reason) {
    if (reason->kind != PL_REASON_LACKS)
        return false;
    for (uint32_t i = 0; i < reason->lacks.len; i++)
        if (pl_lack_is_missing(&reason->lacks.items[i]))
            return false;
    return true;
}

bool pl_trace_uses_bounds(pl_trace *trace, const pl_rule_result *result, uint32_t row) {
    const pl_entity *entity = result->rule->entity;
    bool bounds = false;
    int before;

    assert(row < result->rows);
    if (!result->bounded[row] || !pl_trace_has_bounds(trace))
        return false;
    before = enter_row(trace, result, row);
    for (uint32_t i = 0; i < result->rule->clauses.len && !bounds; i++) {
        const pl_clause *clause = &result->rule->clauses.items[i];
        pl_truth applies = (pl_truth)result->clauses[i].applies[row];

        if (applies == PL_TRUE || applies == PL_UNKNOWN)
            bounds = (clause->condition &&
                      pl_trace_reads_bounds(trace, clause->condition, entity, row)) ||
                pl_trace_reads_bounds(trace, clause->requirement, entity, row);
    }
    pl_trace_enter(trace, before);
    return bounds;
}
