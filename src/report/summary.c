/* summary.c - the counts and sentences that every report for people has, text, markdown or html:
 * when and on what it was evaluated, how many have which verdict, what bounded cells leave open, and
 * why there is no verdict. Knows nothing of how they are laid out. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/sheets.h"

/* ### counts */

static bool counts(const pl_count_column *c, const pl_rule_result *result) {
    return c->flagging == PL_COUNT_ANY || c->flagging == (int)result->flagging;
}

uint32_t pl_sheet_choose_counts(const pl_sheet *sheet, pl_count_column *columns) {
    const pl_count_column all[PL_COUNT_COLUMNS] = {
        {_("met"), PL_VERDICT_MET, PL_COUNT_ANY},
        {_("not met"), PL_VERDICT_NOT_MET, PL_FLAGGING_YES},
        {_("done"), PL_VERDICT_DONE, PL_COUNT_ANY},
        {_("done late"), PL_VERDICT_DONE_LATE, PL_COUNT_ANY},
        {_("upcoming"), PL_VERDICT_UPCOMING, PL_COUNT_ANY},
        {_("due"), PL_VERDICT_DUE, PL_COUNT_ANY},
        {_("overdue"), PL_VERDICT_OVERDUE, PL_COUNT_ANY},
        {_("waived"), PL_VERDICT_NOT_MET_WAIVED, PL_COUNT_ANY},
        {_("not yet"), PL_VERDICT_NOT_MET, PL_FLAGGING_NOT_YET},
        {_("provisional"), PL_VERDICT_NOT_MET, PL_FLAGGING_PROVISIONAL},
        {_("decided"), PL_VERDICT_DECIDED, PL_COUNT_ANY},
        {_("unknown"), PL_VERDICT_UNKNOWN, PL_COUNT_ANY},
        {_("no norm"), PL_VERDICT_NO_NORM, PL_COUNT_ANY},
        {_("exempt"), PL_VERDICT_EXEMPT, PL_COUNT_ANY},
    };
    bool any_clauses = false;
    uint32_t count = 0;

    assert(sheet->tallies.len == sheet->rules.len);
    for (uint32_t r = 0; r < sheet->rules.len; r++)
        any_clauses = any_clauses || !sheet->rules.items[r]->deadline;
    for (uint32_t c = 0; c < PL_COUNT_COLUMNS; c++) {
        bool wanted = c < 2 && any_clauses;

        for (uint32_t r = 0; r < sheet->rules.len; r++)
            wanted = wanted ||
                pl_count_figure(&all[c], sheet->rules.items[r], &sheet->tallies.items[r]) > 0;
        if (wanted)
            columns[count++] = all[c];
    }
    return count;
}

uint32_t pl_count_figure(const pl_count_column *c, const pl_rule_result *result,
                         const pl_tally *tally) {
    return counts(c, result) ? tally->verdicts[c->verdict] : 0;
}

bool pl_count_is_bad(const pl_count_column *c) {
    return c->verdict == PL_VERDICT_OVERDUE || c->flagging == PL_FLAGGING_YES;
}

const char *pl_verdict_words(pl_verdict verdict) {
    static const char *const words[] = {
        N_("met"),    N_("not met"), N_("unknown"),   N_("no norm"),  N_("exempt"), N_("decided"),
        N_("waived"), N_("done"),    N_("done late"), N_("upcoming"), N_("due"),    N_("overdue")};

    assert(verdict < PL_VERDICT_SKIPPED);
    return _(words[verdict]);
}

/* ### the head */

void pl_handbook_source_print(pl_buffer *line, pl_wording wording, const pl_handbook *handbook) {
    if (!handbook->source)
        return;
    pl_buffer_printf(line, _("Source: %s"), handbook->source);
    if (!handbook->has_source_date)
        return;
    pl_buffer_puts(line, ", ");
    pl_figure_date(line, wording, handbook->source_date);
}

void pl_sheets_date_print(const pl_sheets *sheets, pl_buffer *line) {
    const pl_run *run = sheets->report->run;
    const pl_dataset *dataset = run->data->dataset;

    pl_buffer_puts(line, _("Evaluated on "));
    pl_figure_date(line, sheets->wording, run->date);
    pl_buffer_puts(line, _(", school year "));
    pl_schooljaar_print(line, run->schooljaar);
    if (dataset)
        pl_buffer_printf(line, _("; data: %s"), dataset->title ? dataset->title : dataset->name);
}

void pl_sheet_totals_print(const pl_sheet *sheet, pl_buffer *line) {
    pl_buffer_printf(line, _("%s: %u in all; %u flagged, %u undecided, %u in order"),
                     sheet->entity->name, sheet->subjects.len, sheet->ranks[PL_RANK_FLAGGED],
                     sheet->ranks[PL_RANK_UNDECIDED], sheet->ranks[PL_RANK_FINE]);
    if (sheet->ranks[PL_RANK_WAIVED] > 0)
        pl_buffer_printf(line, _(", %u waived"), sheet->ranks[PL_RANK_WAIVED]);
}

bool pl_sheets_out_of_force_print(const pl_sheets *sheets, pl_buffer *line) {
    uint32_t count = sheets->report->out_of_force;

    if (count > 0)
        pl_buffer_printf(line,
                         PL_PLURAL("%u rule is not valid on this date and was left out.",
                                   "%u rules are not valid on this date and were left out.", count),
                         count);
    return count > 0;
}

/* ### grades and decisions */

static uint32_t count_outcome(const pl_sheet *sheet, uint32_t rule, const char *name) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < sheet->subjects.len; i++) {
        const pl_sheet_subject *subject = &sheet->subjects.items[i];

        if (subject->verdicts[rule] != PL_VERDICT_SKIPPED)
            count += pl_report_outcome(sheet->rules.items[rule], subject->row) == name;
    }
    return count;
}

void pl_sheet_outcomes_print(const pl_sheet *sheet, uint32_t rule, pl_buffer *line) {
    const pl_enum *members;

    assert(rule < sheet->rules.len && sheet->rules.items[rule]->rule->outcome);
    members = sheet->rules.items[rule]->rule->outcome->type.members;
    pl_buffer_puts(line, sheet->rules.items[rule]->rule->name);
    for (uint32_t k = 0; k < members->members.len; k++)
        pl_buffer_printf(line, "%s%s %u", k > 0 ? ", " : ": ", members->members.items[k],
                         count_outcome(sheet, rule, members->members.items[k]));
}

/* ### bounded cells */

static bool is_decided(const pl_sheet_subject *subject, uint32_t rules) {
    for (uint32_t i = 0; i < rules; i++)
        if (subject->verdicts[i] == PL_VERDICT_UNKNOWN ||
            subject->verdicts[i] == PL_VERDICT_NO_NORM)
            return false;
    return true;
}

static bool is_bounded(const pl_column *column) {
    return column && (column->upper || column->exact_upper);
}

static bool any_bounded(const pl_series *series) {
    for (uint32_t i = 0; i < series->columns.len; i++)
        if (is_bounded(series->columns.items[i]))
            return true;
    return false;
}

/* Are cells within bounds where the cells of the target went? */
static bool holds_bounds(const pl_data *data, const pl_mapping *mapping, const pl_target *target) {
    switch (target->kind) {
    case PL_TARGET_FIELD:
        return any_bounded(
            &pl_data_rows(data, target->field->entity)->fields[target->field->index]);
    case PL_TARGET_MEASURE: return any_bounded(&data->measures[target->measure->index]);
    case PL_TARGET_COUNT: return is_bounded(pl_data_rows(data, mapping->entity)->weight);
    case PL_TARGET_SCHOOLJAAR: break;
    }
    return false;
}

/* Why cells of a mapping are within bounds: a mark stands for them, or the figure is printed rounded. */
static void find_bounds(const pl_data *data, const pl_mapping *mapping, bool *marked,
                        bool *rounded) {
    *marked =
        mapping->row_targets.len > 0 && is_bounded(pl_data_rows(data, mapping->entity)->weight);
    for (uint32_t c = 0; c < mapping->columns.len; c++) {
        const pl_map_column *column = &mapping->columns.items[c];
        bool rounds = false;

        if (!holds_bounds(data, mapping, &column->target))
            continue;
        for (uint32_t s = 0; s < column->steps.len; s++)
            rounds = rounds || column->steps.items[s].kind == PL_STEP_ROUNDED;
        *rounded = *rounded || rounds;
        *marked = *marked || !rounds;
    }
}

static void push_marks(const pl_mapping *mapping, const char **seen, pl_buffer *out) {
    for (uint32_t c = 0; c < mapping->cells.len; c++) {
        const char *printed = mapping->cells.items[c].printed;

        if (mapping->cells.items[c].missing || (*seen && strcmp(*seen, printed) == 0))
            continue;
        pl_buffer_printf(out, "%s%s", *seen ? ", " : " (", printed);
        *seen = printed;
    }
}

/* What stands in the files for cells within bounds: "<5", or figures that are printed rounded. */
static void push_printed(const pl_sheets *sheets, pl_buffer *out) {
    const pl_data *data = sheets->report->run->data;
    const pl_dataset *dataset = data->dataset;
    const char *seen = NULL;
    bool marked, rounded = false;

    for (uint32_t m = 0; dataset && m < dataset->mappings.len; m++) {
        find_bounds(data, dataset->mappings.items[m], &marked, &rounded);
        if (marked)
            push_marks(dataset->mappings.items[m], &seen, out);
    }
    if (rounded)
        pl_buffer_printf(out, "%s%s", seen ? ", " : " (", _("printed rounded"));
    if (seen || rounded)
        pl_buffer_putc(out, ')');
}

bool pl_sheet_bounds_print(const pl_sheets *sheets, const pl_sheet *sheet, pl_buffer *line) {
    uint32_t open = 0, harmless = 0;

    for (uint32_t i = 0; i < sheet->subjects.len; i++) {
        const pl_sheet_subject *subject = &sheet->subjects.items[i];

        open += subject->open_by_bounds;
        harmless += subject->despite_bounds && is_decided(subject, sheet->rules.len);
    }
    if (open + harmless == 0)
        return false;
    pl_buffer_puts(line, _("Cells known within bounds only"));
    push_printed(sheets, line);
    pl_buffer_printf(line,
                     _(" leave an answer open for %u of %u; for %u they cannot matter: "
                       "every rule has its answer."),
                     open, sheet->subjects.len, harmless);
    return true;
}

bool pl_sheet_rule_bounds_print(const pl_sheet *sheet, uint32_t rule, pl_buffer *line) {
    const pl_tally *tally = &sheet->tallies.items[rule];

    assert(rule < sheet->rules.len);
    if (tally->open_by_bounds + tally->despite_bounds == 0)
        return false;
    pl_buffer_printf(line, _("%s: open for %u, cannot matter for %u"),
                     sheet->rules.items[rule]->rule->name, tally->open_by_bounds,
                     tally->despite_bounds);
    return true;
}

/* ### reasons */

const char *pl_sheet_reason_title(pl_verdict verdict) {
    switch (verdict) {
    case PL_VERDICT_UNKNOWN: return _("Unknown");
    case PL_VERDICT_NO_NORM: return _("No norm");
    default: return _("Exempt");
    }
}

void pl_sheet_reason_print(const pl_sheet *sheet, const pl_sheet_reason *reason, pl_buffer *line) {
    const char *between = ": ";

    assert(reason->total > 0);
    pl_buffer_puts(line, reason->text);
    for (uint32_t r = 0; r < sheet->rules.len; r++) {
        if (reason->counts[r] == 0)
            continue;
        pl_buffer_printf(line, "%s%s %u", between, sheet->rules.items[r]->rule->name,
                         reason->counts[r]);
        between = ", ";
    }
}

bool pl_sheets_waiver_print(const pl_sheets *sheets, bool expired, uint32_t *at, pl_buffer *line) {
    const pl_run *run = sheets->report->run;

    while (*at < run->waivers.len) {
        const pl_waiver_result *result = &run->waivers.items[(*at)++];

        if ((result->state == PL_WAIVER_EXPIRED) != expired)
            continue;
        pl_buffer_printf(line, "%s, %s: ", result->waiver->rule->name, result->waiver->key);
        pl_waiver_print(line, sheets->wording, result);
        return true;
    }
    return false;
}
