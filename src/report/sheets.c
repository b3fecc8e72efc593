/* sheets.c - collects the verdicts of a run into sheets, one for each handbook and entity, and orders
 * their subjects: the flagged first, then the undecided, the waived, and those in order. */
#include "report/sheets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"

/* ### collecting */

bool pl_sheet_flags(const pl_rule_result *result) {
    return pl_flags_rule(result, NULL);
}

static void find_shown_fields(pl_sheet *sheet) {
    for (uint32_t i = 0; i < sheet->entity->fields.len; i++) {
        const pl_field *field = sheet->entity->fields.items[i];

        if (!pl_report_shows(field))
            continue;
        if (field->type.base == PL_TEXT)
            sheet->name = field;
        else
            sheet->size = field;
    }
}

static bool is_for(const pl_sheet *sheet, const pl_rule *rule) {
    return sheet->handbook == rule->handbook && sheet->entity == rule->entity;
}

/* How many rules will come to stand in it. */
static uint32_t count_rules(const pl_report *report, const pl_sheet *sheet) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < report->run->rules.len; i++)
        count += report->asked[i] && is_for(sheet, report->run->rules.items[i].rule);
    assert(count > 0);
    return count;
}

static pl_sheet *sheet_of(pl_sheets *sheets, const pl_rule *rule) {
    pl_arena *arena = sheets->report->arena;
    pl_sheet *sheet;

    for (uint32_t i = 0; i < sheets->list.len; i++)
        if (is_for(sheets->list.items[i], rule))
            return sheets->list.items[i];
    sheet = PL_MAKE(arena, pl_sheet);
    sheet->handbook = rule->handbook;
    sheet->entity = rule->entity;
    sheet->index = PL_MAKE_ARRAY(arena, uint32_t,
                                 pl_data_rows(sheets->report->run->data, rule->entity)->count);
    sheet->asked = count_rules(sheets->report, sheet);
    find_shown_fields(sheet);
    PL_PUSH(arena, &sheets->list, sheet);
    return sheet;
}

static pl_sheet_subject *subject_of(pl_sheets *sheets, pl_sheet *sheet, uint32_t row) {
    pl_arena *arena = sheets->report->arena;
    pl_sheet_subject subject = {.row = row};

    assert(row < pl_data_rows(sheets->report->run->data, sheet->entity)->count);
    if (sheet->index[row] == 0) {
        subject.verdicts = PL_MAKE_ARRAY(arena, uint8_t, sheet->asked);
        memset(subject.verdicts, PL_VERDICT_SKIPPED, sheet->asked);
        PL_PUSH(arena, &sheet->subjects, subject);
        sheet->index[row] = sheet->subjects.len;
    }
    return &sheet->subjects.items[sheet->index[row] - 1];
}

/* The reason with these words, made when it is the first. */
static uint32_t reason_of(pl_sheets *sheets, const pl_report_verdict *verdict) {
    pl_arena *arena = sheets->report->arena;
    pl_sheet *sheet = sheets->current;
    pl_buffer words = {0};
    uint32_t at = 0;

    pl_reason_print(&words, sheets->wording, verdict->reason, true);
    assert(words.len > 0);
    while (at < sheet->reasons.len &&
           (sheet->reasons.items[at].verdict != verdict->verdict ||
            strcmp(sheet->reasons.items[at].text, words.ptr) != 0))
        at++;
    if (at == sheet->reasons.len) {
        pl_sheet_reason fresh = {pl_arena_copy(arena, words.ptr, words.len), verdict->verdict,
                                 PL_MAKE_ARRAY(arena, uint32_t, sheet->asked), 0};

        PL_PUSH(arena, &sheet->reasons, fresh);
    }
    pl_buffer_fini(&words);
    return at;
}

/* The same for many subjects of a rule: a few pointers say which, not its words. */
static uint32_t plain_reason_of(pl_sheets *sheets, const pl_report_verdict *verdict) {
    const pl_reason *reason = verdict->reason;
    pl_sheet_plain plain = {reason->kind, reason->text, reason->entity, verdict->verdict, 0};

    for (uint32_t i = 0; i < sheets->plain.len; i++) {
        const pl_sheet_plain *seen = &sheets->plain.items[i];

        if (seen->kind == plain.kind && seen->text == plain.text && seen->entity == plain.entity &&
            seen->verdict == plain.verdict)
            return seen->reason;
    }
    plain.reason = reason_of(sheets, verdict);
    PL_PUSH(sheets->report->arena, &sheets->plain, plain);
    return plain.reason;
}

static void count_reason(pl_sheets *sheets, const pl_report_verdict *verdict) {
    uint32_t at = pl_reason_is_plain(verdict->reason) ? plain_reason_of(sheets, verdict)
                                                      : reason_of(sheets, verdict);
    pl_sheet_reason *reason = &sheets->current->reasons.items[at];

    reason->counts[sheets->current_rule]++;
    reason->total++;
}

void pl_sheets_begin(pl_sheets *sheets, const pl_report *report) {
    assert(sheets->list.len == 0);
    sheets->report = report;
    sheets->wording = pl_wording_reader();
}

void pl_sheets_rule(void *writer, const pl_rule_result *result) {
    pl_sheets *sheets = writer;

    sheets->current = sheet_of(sheets, result->rule);
    assert(sheets->current->rules.len == sheets->current->tallies.len);
    sheets->current_rule = sheets->current->rules.len;
    sheets->plain.len = 0;
    sheets->lost_for = NULL;
    sheets->has_answer = false;
    PL_PUSH(sheets->report->arena, &sheets->current->rules, result);
}

void pl_sheets_verdict(void *writer, const pl_report_verdict *verdict) {
    pl_sheets *sheets = writer;
    pl_sheet_subject *subject;

    assert(sheets->current_rule < sheets->current->asked);
    assert(sheets->current->rules.items[sheets->current_rule] == verdict->result);
    pl_sheets_note_lost(sheets, verdict);
    if (!verdict->has_subject)
        return;
    subject = subject_of(sheets, sheets->current, verdict->row);
    subject->verdicts[sheets->current_rule] = (uint8_t)verdict->verdict;
    if (verdict->reason->kind != PL_REASON_NONE && verdict->reason->kind != PL_REASON_ATTESTED)
        count_reason(sheets, verdict);
    subject->open_by_bounds |= pl_reason_is_bounds(verdict->reason);
    subject->despite_bounds |= verdict->despite_bounds;
}

void pl_sheets_rule_end(void *writer, const pl_rule_result *result, const pl_tally *tally) {
    pl_sheets *sheets = writer;

    (void)result;
    assert(sheets->current->rules.items[sheets->current_rule] == result);
    if (pl_sheets_drop_lost(sheets))
        return;
    PL_PUSH(sheets->report->arena, &sheets->current->tallies, *tally);
}

/* ### order */

static void rank_subject(pl_sheet *sheet, pl_sheet_subject *subject) {
    assert(subject->flags == 0);
    subject->rank = PL_RANK_FINE;
    for (uint32_t i = 0; i < sheet->rules.len; i++) {
        pl_verdict verdict = (pl_verdict)subject->verdicts[i];
        pl_sheet_rank rank = PL_RANK_FINE;

        if (sheet->rules.items[i]->flagging == PL_FLAGGING_PROVISIONAL)
            continue;
        if (pl_flags_counts(verdict) && pl_sheet_flags(sheet->rules.items[i]))
            subject->flags++;
        else if (verdict == PL_VERDICT_UNKNOWN ||
                 (verdict == PL_VERDICT_NO_NORM && !sheet->rules.items[i]->deadline))
            rank = PL_RANK_UNDECIDED;
        else if (verdict == PL_VERDICT_NOT_MET_WAIVED)
            rank = PL_RANK_WAIVED;
        subject->rank = rank < subject->rank ? rank : subject->rank;
    }
    if (subject->flags > 0)
        subject->rank = PL_RANK_FLAGGED;
    sheet->ranks[subject->rank]++;
}

static int by_rank(const void *a, const void *b) {
    const pl_sheet_subject *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->flags != y->flags)
        return x->flags > y->flags ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void order_subjects(pl_sheets *sheets, pl_sheet *sheet) {
    uint32_t rows = pl_data_rows(sheets->report->run->data, sheet->entity)->count;
    const uint32_t *keys;

    if (sheet->subjects.len == 0)
        return;
    keys = pl_data_subject_order(sheets->report->run->data, sheet->entity);
    for (uint32_t i = 0; i < rows; i++)
        if (sheet->index[keys[i]] > 0)
            sheet->subjects.items[sheet->index[keys[i]] - 1].order = i;
    for (uint32_t i = 0; i < sheet->subjects.len; i++)
        rank_subject(sheet, &sheet->subjects.items[i]);
    qsort(sheet->subjects.items, sheet->subjects.len, sizeof *sheet->subjects.items, by_rank);
}

static int by_total(const void *a, const void *b) {
    const pl_sheet_reason *x = a, *y = b;

    if (x->verdict != y->verdict)
        return x->verdict < y->verdict ? -1 : 1;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return strcmp(x->text, y->text);
}

void pl_sheets_end(pl_sheets *sheets) {
    for (uint32_t i = 0; i < sheets->list.len; i++) {
        pl_sheet *sheet = sheets->list.items[i];

        if (sheet->rules.len == 0)
            continue;
        order_subjects(sheets, sheet);
        assert(sheet->ranks[PL_RANK_FLAGGED] + sheet->ranks[PL_RANK_UNDECIDED] +
                   sheet->ranks[PL_RANK_WAIVED] + sheet->ranks[PL_RANK_FINE] ==
               sheet->subjects.len);
        if (sheet->reasons.len > 0)
            qsort(sheet->reasons.items, sheet->reasons.len, sizeof *sheet->reasons.items, by_total);
    }
}

/* ### of a subject, of a rule */

void pl_sheet_name_subject(const pl_sheets *sheets, const pl_sheet *sheet, uint32_t row,
                           pl_buffer *key, pl_buffer *name) {
    const pl_run *run = sheets->report->run;
    pl_value value = {.state = PL_MISSING};

    pl_data_subject(key, run->data, sheet->entity, row);
    if (sheet->name)
        value = pl_trace_cell(sheets->report->trace,
                              pl_data_field(run->data, sheet->name, run->schooljaar), row);
    if (value.state == PL_OK)
        pl_buffer_puts(name, value.text);
}

uint32_t pl_sheet_flagged(const pl_tally *tally) {
    return tally->verdicts[PL_VERDICT_NOT_MET] + tally->verdicts[PL_VERDICT_OVERDUE];
}

const char *pl_sheet_rank_words(pl_sheet_rank rank) {
    assert(rank < PL_RANK_COUNT);
    return rank == PL_RANK_FLAGGED  ? _("Flagged")
        : rank == PL_RANK_UNDECIDED ? _("Undecided")
        : rank == PL_RANK_WAIVED    ? _("Waived")
                                    : _("In order");
}
