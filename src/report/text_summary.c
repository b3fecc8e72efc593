/* text_summary.c - what stands under the table, or above it when there are many subjects: counts
 * for each rule, who is flagged for what, what bounded cells leave open, and why there is no
 * verdict. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/text.h"

#define GAP 2
#define MOST_NAMES 12 /* of flagged subjects, for each rule */
#define TITLE_LEAST 12

/* ### counts */

typedef struct count_column {
    const char *header;
    pl_verdict verdict;
    int flagging; /* rules of this pl_flagging only; ANY: all */
} count_column;

#define ANY (-1)
#define COUNT_COLUMNS 14

static bool counts(const count_column *c, const pl_rule_result *result) {
    return c->flagging == ANY || c->flagging == (int)result->flagging;
}

/* Fills `columns` with those that some rule needs. */
static uint32_t choose_counts(const pl_text_table *table, count_column *columns) {
    const count_column all[COUNT_COLUMNS] = {
        {_("met"), PL_VERDICT_MET, ANY},
        {_("not met"), PL_VERDICT_NOT_MET, PL_FLAGGING_YES},
        {_("done"), PL_VERDICT_DONE, ANY},
        {_("done late"), PL_VERDICT_DONE_LATE, ANY},
        {_("upcoming"), PL_VERDICT_UPCOMING, ANY},
        {_("due"), PL_VERDICT_DUE, ANY},
        {_("overdue"), PL_VERDICT_OVERDUE, ANY},
        {_("waived"), PL_VERDICT_NOT_MET_WAIVED, ANY},
        {_("not yet"), PL_VERDICT_NOT_MET, PL_FLAGGING_NOT_YET},
        {_("provisional"), PL_VERDICT_NOT_MET, PL_FLAGGING_PROVISIONAL},
        {_("decided"), PL_VERDICT_DECIDED, ANY},
        {_("unknown"), PL_VERDICT_UNKNOWN, ANY},
        {_("no norm"), PL_VERDICT_NO_NORM, ANY},
        {_("exempt"), PL_VERDICT_EXEMPT, ANY},
    };
    bool any_clauses = false;
    uint32_t count = 0;

    for (uint32_t r = 0; r < table->rules.len; r++)
        any_clauses = any_clauses || !table->rules.items[r]->deadline;
    for (uint32_t c = 0; c < COUNT_COLUMNS; c++) {
        bool wanted = c < 2 && any_clauses;

        for (uint32_t r = 0; r < table->rules.len; r++)
            wanted = wanted ||
                (table->tallies.items[r].verdicts[all[c].verdict] > 0 &&
                 counts(&all[c], table->rules.items[r]));
        if (wanted)
            columns[count++] = all[c];
    }
    return count;
}

static size_t rule_width(const pl_text_table *table) {
    size_t width = pl_text_width(_("Rule"));

    for (uint32_t i = 0; i < table->rules.len; i++) {
        size_t name = pl_text_width(table->rules.items[i]->rule->name);

        width = name > width ? name : width;
    }
    return width;
}

static size_t title_width(const pl_text *text, const pl_text_table *table, size_t used) {
    size_t page = text->report->options.width, width = 0;

    for (uint32_t i = 0; i < table->rules.len; i++) {
        const char *title = table->rules.items[i]->rule->title;
        size_t natural = title ? pl_text_width(title) : 0;

        width = natural > width ? natural : width;
    }
    if (used + GAP + TITLE_LEAST > page)
        return 0;
    assert(page > used + GAP);
    return width > page - used - GAP ? page - used - GAP : width;
}

static void push_gap(pl_text *text) {
    pl_buffer_puts(text->out, "  ");
}

static void print_count(pl_text *text, const count_column *c, const pl_rule_result *result,
                        const pl_tally *tally) {
    size_t width = pl_text_width(c->header);
    uint32_t n = tally->verdicts[c->verdict];
    bool bad = c->verdict == PL_VERDICT_OVERDUE || c->flagging == PL_FLAGGING_YES;
    char figure[16] = "-";

    if (n > 0 && counts(c, result))
        (void)snprintf(figure, sizeof figure, "%u", n);
    push_gap(text);
    pl_text_pad(text, figure, width < 5 ? 5 : width, true,
                n > 0 && bad && counts(c, result) ? PL_STYLE_BAD : PL_STYLE_PLAIN);
}

static void print_counts(pl_text *text, const pl_text_table *table) {
    count_column columns[COUNT_COLUMNS];
    uint32_t count = choose_counts(table, columns);
    size_t name = rule_width(table), used = name, title;

    for (uint32_t c = 0; c < count; c++) {
        size_t width = pl_text_width(columns[c].header);

        used += GAP + (width < 5 ? 5 : width);
    }
    title = title_width(text, table, used);
    pl_buffer_putc(text->out, '\n');
    pl_text_pad(text, _("Rule"), name + (title > 0 ? GAP + title : 0), false, PL_STYLE_STRONG);
    for (uint32_t c = 0; c < count; c++) {
        size_t width = pl_text_width(columns[c].header);

        push_gap(text);
        pl_text_pad(text, columns[c].header, width < 5 ? 5 : width, true, PL_STYLE_PLAIN);
    }
    pl_buffer_putc(text->out, '\n');
    for (uint32_t i = 0; i < table->rules.len; i++) {
        const pl_rule *rule = table->rules.items[i]->rule;

        pl_text_pad(text, rule->name, name, false, PL_STYLE_PLAIN);
        if (title > 0) {
            push_gap(text);
            pl_text_pad(text, rule->title ? rule->title : "", title, false, PL_STYLE_PLAIN);
        }
        for (uint32_t c = 0; c < count; c++)
            print_count(text, &columns[c], table->rules.items[i], &table->tallies.items[i]);
        pl_buffer_putc(text->out, '\n');
    }
}

/* ### grades and decisions */

/* ": rood 2, oranje 1": how often each was given, in the order of the rule. */
static void push_outcomes(const pl_text_table *table, uint32_t rule, pl_buffer *line) {
    const pl_rule_result *result = table->rules.items[rule];
    const pl_enum *members = result->rule->outcome->type.members;

    for (uint32_t k = 0; k < members->members.len; k++) {
        const char *name = members->members.items[k];
        uint32_t count = 0;

        for (uint32_t i = 0; i < table->subjects.len; i++) {
            uint32_t row = table->subjects.items[i].row;
            const char *given = table->subjects.items[i].verdicts[rule] == PL_VERDICT_SKIPPED
                ? NULL
                : pl_report_outcome(result, row);

            count += given == name;
        }
        pl_buffer_printf(line, "%s%s %u", k > 0 ? ", " : ": ", name, count);
    }
}

static void print_outcomes(pl_text *text, const pl_text_table *table) {
    bool any = false;

    for (uint32_t i = 0; i < table->rules.len; i++) {
        const pl_rule *rule = table->rules.items[i]->rule;
        pl_buffer line = {0};

        if (!rule->outcome)
            continue;
        if (!any)
            pl_buffer_putc(text->out, '\n');
        any = true;
        pl_buffer_puts(&line, rule->name);
        push_outcomes(table, i, &line);
        pl_text_wrap(text, line.ptr, 0, 2);
        pl_buffer_fini(&line);
    }
}

/* ### flagged */

static uint32_t flagged_of(const pl_tally *tally) {
    return tally->verdicts[PL_VERDICT_NOT_MET] + tally->verdicts[PL_VERDICT_OVERDUE];
}

static void push_flagged(pl_text *text, const pl_text_table *table, uint32_t rule,
                         pl_buffer *line) {
    uint32_t named = 0, total = flagged_of(&table->tallies.items[rule]);

    assert(rule < table->rules.len && total > 0);
    for (uint32_t i = 0; i < table->subjects.len && named < MOST_NAMES; i++) {
        pl_buffer key = {0}, name = {0};

        if (!pl_flags_counts((pl_verdict)table->subjects.items[i].verdicts[rule]))
            continue;
        pl_text_subject_name(text, table, table->subjects.items[i].row, &key, &name);
        pl_buffer_printf(line, "%s%s", named > 0 ? ", " : " ", key.ptr);
        if (name.len > 0)
            pl_buffer_printf(line, " %s", name.ptr);
        pl_buffer_fini(&key);
        pl_buffer_fini(&name);
        named++;
    }
    assert(named > 0 && named <= total);
    if (named < total)
        pl_buffer_printf(line, _(" and %u more"), total - named);
}

static void print_flagged(pl_text *text, const pl_text_table *table) {
    bool any = false;

    for (uint32_t i = 0; i < table->rules.len; i++) {
        const pl_rule *rule = table->rules.items[i]->rule;
        pl_buffer line = {0};

        if (!pl_text_flags(table->rules.items[i]) || flagged_of(&table->tallies.items[i]) == 0)
            continue;
        if (!any) {
            pl_buffer_putc(text->out, '\n');
            pl_text_pad(text, _("Flagged"), pl_text_width(_("Flagged")), false, PL_STYLE_STRONG);
            pl_buffer_putc(text->out, '\n');
        }
        any = true;
        pl_buffer_printf(&line, "%s:", rule->name);
        push_flagged(text, table, i, &line);
        pl_text_wrap(text, line.ptr, 2, 4);
        pl_buffer_fini(&line);
    }
}

static void print_provisional(pl_text *text, const pl_text_table *table) {
    bool any = false;

    for (uint32_t i = 0; i < table->rules.len; i++) {
        const pl_rule_result *result = table->rules.items[i];
        pl_buffer line = {0};

        if (result->flagging != PL_FLAGGING_PROVISIONAL)
            continue;
        if (!any)
            pl_buffer_putc(text->out, '\n');
        any = true;
        pl_buffer_printf(&line, "%s: ", result->rule->name);
        pl_provisional_print(&line, text->wording, result->rule);
        pl_text_wrap(text, line.ptr, 0, 2);
        pl_buffer_fini(&line);
    }
}

/* ### bounded cells */

static bool is_decided(const pl_text_subject *subject, uint32_t rules) {
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
static void push_printed(const pl_text *text, pl_buffer *out) {
    const pl_data *data = text->report->run->data;
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

static void print_bounds_by_rule(pl_text *text, const pl_text_table *table) {
    for (uint32_t i = 0; i < table->rules.len; i++) {
        const pl_tally *tally = &table->tallies.items[i];

        if (tally->open_by_bounds + tally->despite_bounds > 0)
            pl_buffer_printf(text->out, _("  %s: open for %u, cannot matter for %u\n"),
                             table->rules.items[i]->rule->name, tally->open_by_bounds,
                             tally->despite_bounds);
    }
}

static void print_bounds(pl_text *text, const pl_text_table *table) {
    uint32_t open = 0, harmless = 0;
    pl_buffer line = {0};

    for (uint32_t i = 0; i < table->subjects.len; i++) {
        const pl_text_subject *subject = &table->subjects.items[i];

        open += subject->open_by_bounds;
        harmless += subject->despite_bounds && is_decided(subject, table->rules.len);
    }
    if (open + harmless == 0)
        return;
    pl_buffer_putc(text->out, '\n');
    pl_buffer_puts(&line, _("Cells known within bounds only"));
    push_printed(text, &line);
    pl_buffer_printf(&line,
                     _(" leave an answer open for %u of %u; for %u they cannot matter: "
                       "every rule has its answer."),
                     open, table->subjects.len, harmless);
    pl_text_wrap(text, line.ptr, 0, 0);
    print_bounds_by_rule(text, table);
    pl_buffer_fini(&line);
}

/* ### reasons */

static const char *verdict_title(pl_verdict verdict) {
    switch (verdict) {
    case PL_VERDICT_UNKNOWN: return _("Unknown");
    case PL_VERDICT_NO_NORM: return _("No norm");
    default: return _("Exempt");
    }
}

static void print_reason(pl_text *text, const pl_text_table *table, const pl_text_reason *reason) {
    pl_buffer line = {0};
    const char *between = ": ";

    assert(reason->total > 0);
    pl_buffer_puts(&line, reason->text);
    for (uint32_t r = 0; r < table->rules.len; r++) {
        if (reason->counts[r] == 0)
            continue;
        pl_buffer_printf(&line, "%s%s %u", between, table->rules.items[r]->rule->name,
                         reason->counts[r]);
        between = ", ";
    }
    pl_text_wrap(text, line.ptr, 2, 4);
    pl_buffer_fini(&line);
}

static void print_reasons(pl_text *text, const pl_text_table *table) {
    for (uint32_t i = 0; i < table->reasons.len; i++) {
        const pl_text_reason *reason = &table->reasons.items[i];

        if (i == 0 || reason->verdict != reason[-1].verdict) {
            const char *title = verdict_title(reason->verdict);

            pl_buffer_putc(text->out, '\n');
            pl_text_pad(text, title, pl_text_width(title), false, PL_STYLE_STRONG);
            pl_buffer_putc(text->out, '\n');
        }
        print_reason(text, table, reason);
    }
}

void pl_text_print_summary(pl_text *text, const pl_text_table *table, bool names) {
    assert(table->tallies.len == table->rules.len);
    print_counts(text, table);
    print_outcomes(text, table);
    if (names)
        print_flagged(text, table);
    print_provisional(text, table);
    print_bounds(text, table);
    print_reasons(text, table);
}
