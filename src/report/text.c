/* text.c - the report for people: collects the verdicts of a run into tables, one for each handbook
 * and entity, then prints head, tables, summaries and receipt. Few subjects: the table comes first
 * and has them all. Many: the summary comes first and the table has those that are flagged. Words
 * and figures follow the reader's language. */
#include "report/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/utf8.h"

/* With more subjects than this nobody reads the whole table. */
#define FEW_SUBJECTS 60
#define MOST_FLAGGED 40

/* ### collecting */

bool pl_text_flags(const pl_rule_result *result) {
    return pl_flags_rule(result, NULL);
}

static void find_shown_fields(pl_text_table *table) {
    for (uint32_t i = 0; i < table->entity->fields.len; i++) {
        const pl_field *field = table->entity->fields.items[i];

        if (!pl_report_shows(field))
            continue;
        if (field->type.base == PL_TEXT)
            table->name = field;
        else
            table->size = field;
    }
}

static pl_text_table *table_of(pl_text *text, const pl_rule *rule) {
    pl_arena *arena = text->report->arena;
    pl_text_table *table;

    for (uint32_t i = 0; i < text->tables.len; i++)
        if (text->tables.items[i]->handbook == rule->handbook &&
            text->tables.items[i]->entity == rule->entity)
            return text->tables.items[i];
    table = PL_MAKE(arena, pl_text_table);
    table->handbook = rule->handbook;
    table->entity = rule->entity;
    table->index =
        PL_MAKE_ARRAY(arena, uint32_t, pl_data_rows(text->report->run->data, rule->entity)->count);
    find_shown_fields(table);
    PL_PUSH(arena, &text->tables, table);
    return table;
}

static pl_text_subject *subject_of(pl_text *text, pl_text_table *table, uint32_t row) {
    pl_arena *arena = text->report->arena;
    uint32_t rules = text->report->run->rules.len;
    pl_text_subject subject = {.row = row};

    assert(row < pl_data_rows(text->report->run->data, table->entity)->count);
    if (table->index[row] == 0) {
        subject.verdicts = PL_MAKE_ARRAY(arena, uint8_t, rules);
        memset(subject.verdicts, PL_VERDICT_SKIPPED, rules);
        PL_PUSH(arena, &table->subjects, subject);
        table->index[row] = table->subjects.len;
    }
    return &table->subjects.items[table->index[row] - 1];
}

static void count_reason(pl_text *text, const pl_report_verdict *verdict) {
    pl_arena *arena = text->report->arena;
    pl_text_table *table = text->current;
    pl_text_reason *reason = NULL;
    pl_buffer words = {0};

    pl_reason_print(&words, text->wording, verdict->reason, true);
    assert(words.len > 0);
    for (uint32_t i = 0; i < table->reasons.len && !reason; i++)
        if (table->reasons.items[i].verdict == verdict->verdict &&
            strcmp(table->reasons.items[i].text, words.ptr) == 0)
            reason = &table->reasons.items[i];
    if (!reason) {
        pl_text_reason fresh = {pl_arena_copy(arena, words.ptr, words.len), verdict->verdict,
                                PL_MAKE_ARRAY(arena, uint32_t, text->report->run->rules.len), 0};

        PL_PUSH(arena, &table->reasons, fresh);
        reason = &table->reasons.items[table->reasons.len - 1];
    }
    reason->counts[text->current_rule]++;
    reason->total++;
    pl_buffer_fini(&words);
}

static void *begin(const pl_report *report, pl_buffer *out) {
    pl_text *text = PL_MAKE(report->arena, pl_text);

    text->report = report;
    text->out = out;
    text->wording = pl_wording_reader();
    return text;
}

static void rule_begin(void *state, const pl_rule_result *result) {
    pl_text *text = state;

    text->current = table_of(text, result->rule);
    assert(text->current->rules.len == text->current->tallies.len);
    text->current_rule = text->current->rules.len;
    text->lost_for = NULL;
    text->has_answer = false;
    PL_PUSH(text->report->arena, &text->current->rules, result);
}

static void take_verdict(void *state, const pl_report_verdict *verdict) {
    pl_text *text = state;
    pl_text_subject *subject;

    assert(text->current->rules.items[text->current_rule] == verdict->result);
    pl_text_note_lost(text, verdict);
    if (!verdict->subject)
        return;
    subject = subject_of(text, text->current, verdict->row);
    subject->verdicts[text->current_rule] = (uint8_t)verdict->verdict;
    if (verdict->reason->kind != PL_REASON_NONE && verdict->reason->kind != PL_REASON_ATTESTED)
        count_reason(text, verdict);
    subject->open_by_bounds |= pl_reason_is_bounds(verdict->reason);
    subject->despite_bounds |= verdict->despite_bounds;
}

static void rule_end(void *state, const pl_rule_result *result, const pl_tally *tally) {
    pl_text *text = state;

    (void)result;
    assert(text->current->rules.items[text->current_rule] == result);
    if (pl_text_drop_lost(text))
        return;
    PL_PUSH(text->report->arena, &text->current->tallies, *tally);
}

/* ### order */

static void rank_subject(pl_text_table *table, pl_text_subject *subject) {
    assert(subject->flags == 0);
    subject->rank = PL_RANK_FINE;
    for (uint32_t i = 0; i < table->rules.len; i++) {
        pl_verdict verdict = (pl_verdict)subject->verdicts[i];
        pl_text_rank rank = PL_RANK_FINE;

        if (table->rules.items[i]->flagging == PL_FLAGGING_PROVISIONAL)
            continue;
        if (pl_flags_counts(verdict) && pl_text_flags(table->rules.items[i]))
            subject->flags++;
        else if (verdict == PL_VERDICT_UNKNOWN ||
                 (verdict == PL_VERDICT_NO_NORM && !table->rules.items[i]->deadline))
            rank = PL_RANK_UNDECIDED;
        else if (verdict == PL_VERDICT_NOT_MET_WAIVED)
            rank = PL_RANK_WAIVED;
        subject->rank = rank < subject->rank ? rank : subject->rank;
    }
    if (subject->flags > 0)
        subject->rank = PL_RANK_FLAGGED;
    table->ranks[subject->rank]++;
}

static int by_rank(const void *a, const void *b) {
    const pl_text_subject *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->flags != y->flags)
        return x->flags > y->flags ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void order_subjects(pl_text *text, pl_text_table *table) {
    uint32_t rows = pl_data_rows(text->report->run->data, table->entity)->count;
    const uint32_t *keys;

    if (table->subjects.len == 0)
        return;
    keys = pl_data_subject_order(text->report->run->data, table->entity);
    for (uint32_t i = 0; i < rows; i++)
        if (table->index[keys[i]] > 0)
            table->subjects.items[table->index[keys[i]] - 1].order = i;
    for (uint32_t i = 0; i < table->subjects.len; i++)
        rank_subject(table, &table->subjects.items[i]);
    qsort(table->subjects.items, table->subjects.len, sizeof *table->subjects.items, by_rank);
}

static int by_total(const void *a, const void *b) {
    const pl_text_reason *x = a, *y = b;

    if (x->verdict != y->verdict)
        return x->verdict < y->verdict ? -1 : 1;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* ### shared printing */

static const char *style_code(pl_text_style style) {
    switch (style) {
    case PL_STYLE_STRONG: return "\033[1m";
    case PL_STYLE_BAD: return "\033[1;31m";
    case PL_STYLE_OPEN: return "\033[33m";
    case PL_STYLE_FAINT: return "\033[2m";
    case PL_STYLE_PLAIN: break;
    }
    return "";
}

/* Bytes of the longest start of `s` that fits in `width` columns. */
static size_t fitting(pl_str s, size_t width) {
    size_t at = 0;

    while (at < s.len) {
        size_t length;

        (void)pl_utf8_decode((pl_str){s.ptr + at, s.len - at}, &length);
        if (pl_utf8_width((pl_str){s.ptr, at + length}) > width)
            break;
        at += length;
    }
    return at;
}

size_t pl_text_width(const char *string) {
    return pl_utf8_width(pl_str_of(string));
}

static void pad(pl_buffer *out, size_t width) {
    for (size_t i = 0; i < width; i++)
        pl_buffer_putc(out, ' ');
}

void pl_text_pad(pl_text *text, const char *string, size_t width, bool right, pl_text_style style) {
    pl_str s = pl_str_of(string);
    bool cut = width > 0 && pl_utf8_width(s) > width;
    size_t length = cut ? fitting(s, width - 1) : s.len;
    size_t used = pl_utf8_width((pl_str){s.ptr, length}) + cut;
    bool styled = style != PL_STYLE_PLAIN && length > 0 && text->report->options.colour;

    assert(used <= width);
    if (right)
        pad(text->out, width - used);
    if (styled)
        pl_buffer_puts(text->out, style_code(style));
    pl_buffer_push(text->out, s.ptr, length);
    if (cut)
        pl_buffer_puts(text->out, "…");
    if (styled)
        pl_buffer_puts(text->out, "\033[0m");
    if (!right)
        pad(text->out, width - used);
}

void pl_text_wrap(pl_text *text, const char *string, size_t indent, size_t hanging) {
    size_t page = text->report->options.width, column = indent;
    bool first = true;

    assert(indent <= hanging);
    pad(text->out, indent);
    while (*string) {
        size_t length = strcspn(string, " ");
        size_t width = pl_utf8_width((pl_str){string, length});

        if (!first && column + 1 + width > page) {
            pl_buffer_putc(text->out, '\n');
            pad(text->out, hanging);
            column = hanging;
        } else if (!first) {
            pl_buffer_putc(text->out, ' ');
            column++;
        }
        pl_buffer_push(text->out, string, length);
        column += width;
        first = false;
        string += length;
        string += strspn(string, " ");
    }
    pl_buffer_putc(text->out, '\n');
}

void pl_text_subject_name(pl_text *text, const pl_text_table *table, uint32_t row, pl_buffer *key,
                          pl_buffer *name) {
    const pl_run *run = text->report->run;
    pl_value value = {.state = PL_MISSING};

    pl_data_subject(key, run->data, table->entity, row);
    if (table->name)
        value = pl_trace_cell(text->report->trace,
                              pl_data_field(run->data, table->name, run->schooljaar), row);
    if (value.state == PL_OK)
        pl_buffer_puts(name, value.text);
}

/* ### the page */

static void print_handbook(pl_text *text, const pl_handbook *handbook) {
    pl_buffer line = {0};

    if (!handbook)
        return;
    pl_buffer_puts(&line, handbook->title ? handbook->title : handbook->name);
    pl_text_wrap(text, line.ptr, 0, 0);
    line.len = 0;
    if (handbook->source) {
        pl_buffer_printf(&line, _("Source: %s"), handbook->source);
        if (handbook->has_source_date) {
            pl_buffer_puts(&line, ", ");
            pl_figure_date(&line, text->wording, handbook->source_date);
        }
        pl_text_wrap(text, line.ptr, 0, 0);
    }
    pl_buffer_fini(&line);
}

static void print_date(pl_text *text) {
    const pl_run *run = text->report->run;
    const pl_dataset *dataset = run->data->dataset;
    pl_buffer line = {0};

    pl_buffer_puts(&line, _("Evaluated on "));
    pl_figure_date(&line, text->wording, run->date);
    pl_buffer_puts(&line, _(", school year "));
    pl_schooljaar_print(&line, run->schooljaar);
    if (dataset)
        pl_buffer_printf(&line, _("; data: %s"), dataset->title ? dataset->title : dataset->name);
    pl_text_wrap(text, line.ptr, 0, 0);
    pl_buffer_fini(&line);
}

static void print_totals(pl_text *text, const pl_text_table *table) {
    pl_buffer line = {0};

    pl_buffer_printf(&line, _("%s: %u in all; %u flagged, %u undecided, %u in order"),
                     table->entity->name, table->subjects.len, table->ranks[PL_RANK_FLAGGED],
                     table->ranks[PL_RANK_UNDECIDED], table->ranks[PL_RANK_FINE]);
    if (table->ranks[PL_RANK_WAIVED] > 0)
        pl_buffer_printf(&line, _(", %u waived"), table->ranks[PL_RANK_WAIVED]);
    pl_buffer_putc(text->out, '\n');
    pl_text_pad(text, line.ptr, pl_text_width(line.ptr), false, PL_STYLE_STRONG);
    pl_buffer_putc(text->out, '\n');
    pl_buffer_fini(&line);
}

static void print_subjects(pl_text *text, pl_text_table *table) {
    if (table->rules.len == 0) {
        pl_text_print_lost(text, table);
        return;
    }
    order_subjects(text, table);
    assert(table->ranks[PL_RANK_FLAGGED] + table->ranks[PL_RANK_UNDECIDED] +
               table->ranks[PL_RANK_WAIVED] + table->ranks[PL_RANK_FINE] ==
           table->subjects.len);
    if (table->reasons.len > 0)
        qsort(table->reasons.items, table->reasons.len, sizeof *table->reasons.items, by_total);
    print_totals(text, table);
    if (table->subjects.len <= FEW_SUBJECTS) {
        pl_text_print_table(text, table, FEW_SUBJECTS);
        pl_text_print_summary(text, table, true);
    } else {
        pl_text_print_summary(text, table, false);
        if (table->ranks[PL_RANK_FLAGGED] > 0)
            pl_text_print_table(text, table, MOST_FLAGGED);
    }
    pl_text_print_lost(text, table);
}

static void print_files(pl_text *text, const pl_receipt_file *files, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        pl_buffer_printf(text->out, "  %s  %s\n", files[i].sha256, files[i].name);
}

void pl_text_print_receipt(pl_text *text) {
    const pl_receipt *receipt = text->report->receipt;
    pl_buffer date = {0};

    pl_date_print(&date, receipt->date);
    pl_buffer_printf(text->out, _("\nReceipt: Peil %s, evaluated on %s, SHA-256 of each file:\n"),
                     receipt->version, date.ptr);
    print_files(text, receipt->rules.items, receipt->rules.len);
    print_files(text, receipt->data.items, receipt->data.len);
    pl_buffer_fini(&date);
}

static void print_out_of_force(pl_text *text) {
    uint32_t count = text->report->out_of_force;

    if (count > 0)
        pl_buffer_printf(text->out,
                         PL_PLURAL("\n%u rule is not valid on this date and was left out.\n",
                                   "\n%u rules are not valid on this date and were left out.\n",
                                   count),
                         count);
}

static void end(void *state) {
    pl_text *text = state;
    const pl_handbook *handbook = NULL;

    for (uint32_t i = 0; i < text->tables.len; i++) {
        pl_text_table *table = text->tables.items[i];

        if (i > 0 && table->handbook != handbook)
            pl_buffer_putc(text->out, '\n');
        if (i == 0 || table->handbook != handbook) {
            print_handbook(text, table->handbook);
            print_date(text);
        }
        if (i == 0)
            pl_text_print_expired(text);
        handbook = table->handbook;
        print_subjects(text, table);
    }
    if (text->tables.len == 0) {
        print_date(text);
        pl_text_print_expired(text);
    }
    pl_text_print_populations(text);
    pl_text_print_waivers(text);
    print_out_of_force(text);
    pl_text_print_receipt(text);
}

const pl_report_format pl_format_text = {begin, rule_begin, take_verdict, rule_end, end};
