/* walk.c - the one walk over a finished run that all formats are told of, and the counts along the
 * way.
 * The order is that of handbook, rule in its file, subject; it does not depend on the order of
 * rows. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

const char *pl_verdict_word(pl_verdict verdict) {
    static const char *const words[] = {
        "met",  "not_met",   "unknown",  "no_norm", "exempt", "decided", "not_met_waived",
        "done", "done_late", "upcoming", "due",     "overdue"};

    assert(verdict < PL_VERDICT_SKIPPED);
    return words[verdict];
}

const char *pl_report_outcome(const pl_rule_result *result, uint32_t row) {
    const pl_enum *members;

    if (!result->outcome || result->cause[row] != PL_CAUSE_CLAUSES ||
        result->outcome->state[row] != PL_OK)
        return NULL;
    members = result->outcome->type.members;
    uint32_t member = (uint32_t)pl_amounts_index(result->outcome, row);

    assert(member < members->members.len);
    return members->members.items[member];
}

void pl_report_answer_print(pl_buffer *out, const pl_rule_result *result, uint32_t row) {
    const char *outcome = pl_report_outcome(result, row);

    if (outcome && result->verdict[row] != PL_VERDICT_NOT_MET_WAIVED)
        pl_buffer_printf(out, "%s:%s", result->rule->flags ? "grade" : "value", outcome);
    else
        pl_buffer_puts(out, pl_verdict_word((pl_verdict)result->verdict[row]));
}

void pl_report_verdict_print(pl_buffer *out, const pl_report_verdict *verdict) {
    if (verdict->has_subject)
        pl_report_answer_print(out, verdict->result, verdict->row);
    else
        pl_buffer_puts(out, pl_verdict_word(verdict->verdict));
}

bool pl_report_shows(const pl_field *field) {
    static const char pupils[] = "leerlingen";

    if (field->type.base == PL_TEXT)
        return strcmp(field->name, "naam") == 0;
    return field->type.base == PL_NUMBER && field->type.unit == PL_UNIT_PLAIN &&
        strncmp(field->name, pupils, sizeof pupils - 1) == 0;
}

const char *pl_report_handbook(const pl_rule *rule) {
    return rule->handbook ? rule->handbook->name : "";
}

/* ### amounts */

static void read_amount(pl_report_amount *amount, const pl_amounts *amounts, uint32_t row,
                        pl_arena *arena) {
    if (!amounts || amounts->state[row] != PL_OK)
        return;
    amount->known = true;
    amount->type = amounts->type;
    amount->value = pl_amounts_value(amounts, row, arena);
    assert(amount->value.base == amount->type.base);
}

pl_report_amounts pl_report_clause_amounts(const pl_clause_result *clause, uint32_t row,
                                           pl_arena *arena) {
    pl_report_amounts amounts = {0};

    read_amount(&amounts.measured, clause->measured, row, arena);
    read_amount(&amounts.norm, clause->norm, row, arena);
    read_amount(&amounts.count, clause->count, row, arena);
    read_amount(&amounts.total, clause->total, row, arena);
    return amounts;
}

static pl_report_amount amount_of_day(bool known, pl_date day) {
    return (pl_report_amount){known, {.base = PL_DATE, .index = day}, {.base = PL_DATE}};
}

static pl_report_amount amount_of_count(pl_arena *arena, bool known, int count) {
    pl_number number = pl_number_make(arena, count, 1);

    return (pl_report_amount){known,
                              {.base = PL_NUMBER, .lo = number, .hi = number},
                              {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN}};
}

/* Of a deadline: the day of its evidence against its last day on time; days found of days asked. */
pl_report_amounts pl_report_task_amounts(const pl_run *run, const pl_rule *rule,
                                         const pl_task *task, pl_arena *arena) {
    pl_place place;
    pl_date day = 0;
    bool done = pl_deadline_place(run, rule, task, &day, &place);
    bool ends = task->standing.has_days && task->standing.ends != PL_NEVER;
    bool several = task->occurrence.times > 1;

    return (pl_report_amounts){.measured = amount_of_day(done, day),
                               .norm = amount_of_day(ends, task->standing.ends),
                               .count = amount_of_count(arena, several, task->standing.found),
                               .total = amount_of_count(arena, several, task->occurrence.times)};
}

/* NULL where none did. */
static const pl_clause_result *deciding_clause(const pl_rule_result *result, uint32_t row) {
    assert(row < result->rows);
    if (result->cause[row] != PL_CAUSE_CLAUSES || result->part[row] >= result->rule->clauses.len)
        return NULL;
    return &result->clauses[result->part[row]];
}

pl_report_amounts pl_report_decided_amounts(const pl_rule_result *result, uint32_t row,
                                            pl_arena *arena) {
    const pl_clause_result *clause = deciding_clause(result, row);

    return clause ? pl_report_clause_amounts(clause, row, arena) : (pl_report_amounts){0};
}

pl_report_amounts pl_report_decided(const pl_report_verdict *verdict) {
    if (!verdict->has_subject)
        return (pl_report_amounts){0};
    return verdict->task
        ? pl_report_task_amounts(verdict->run, verdict->result->rule, verdict->task, verdict->arena)
        : pl_report_decided_amounts(verdict->result, verdict->row, verdict->arena);
}

/* ### amounts in machine form */

static const pl_amounts *amounts_of(const pl_clause_result *clause, pl_report_what what) {
    switch (what) {
    case PL_REPORT_MEASURED: return clause->measured;
    case PL_REPORT_NORM: return clause->norm;
    case PL_REPORT_COUNT: return clause->count;
    case PL_REPORT_TOTAL: return clause->total;
    }
    return NULL;
}

static const pl_report_amount *amount_of(const pl_report_amounts *amounts, pl_report_what what) {
    switch (what) {
    case PL_REPORT_MEASURED: return &amounts->measured;
    case PL_REPORT_NORM: return &amounts->norm;
    case PL_REPORT_COUNT: return &amounts->count;
    case PL_REPORT_TOTAL: break;
    }
    return &amounts->total;
}

pl_report_printed pl_report_clause_print(pl_buffer *out, const pl_clause_result *clause,
                                         uint32_t row, pl_report_what what, pl_arena *arena) {
    const pl_amounts *a = amounts_of(clause, what);
    pl_value value;

    if (!a || a->state[row] != PL_OK)
        return PL_PRINTED_NOTHING;
    if (a->type.base == PL_NUMBER && !a->lo.den && a->hi.num == a->lo.num && !a->big) {
        pl_number_print_scaled(out, a->lo.num[row], a->lo.scale);
        return PL_PRINTED_NUMBER;
    }
    value = pl_amounts_value(a, row, arena);
    pl_figure_value(out, pl_wording_fixed(), &value, a->type, NULL);
    return a->type.base == PL_NUMBER ? PL_PRINTED_NUMBER : PL_PRINTED_WORDS;
}

pl_report_printed pl_report_amount_print(pl_buffer *out, const pl_report_verdict *verdict,
                                         pl_report_what what) {
    const pl_clause_result *clause;
    pl_report_amounts amounts;
    const pl_report_amount *amount;

    if (!verdict->task) {
        clause = verdict->has_subject ? deciding_clause(verdict->result, verdict->row) : NULL;
        return clause ? pl_report_clause_print(out, clause, verdict->row, what, verdict->arena)
                      : PL_PRINTED_NOTHING;
    }
    amounts = pl_report_decided(verdict);
    amount = amount_of(&amounts, what);
    if (!amount->known)
        return PL_PRINTED_NOTHING;
    pl_figure_value(out, pl_wording_fixed(), &amount->value, amount->type, NULL);
    return PL_PRINTED_WORDS;
}

bool pl_report_has_amount(const pl_rule_result *result, pl_report_what what) {
    for (uint32_t i = 0; i < result->rule->clauses.len; i++)
        if (amounts_of(&result->clauses[i], what))
            return true;
    return result->deadline != NULL;
}

/* ### notes */

/* Keys of one entity behind each other, each with a NUL; for the next rule about it too, unless
 * they are very many. */
typedef struct pl_report_keys {
    const pl_entity *entity;
    uint32_t *starts; /* [row]: where its key begins, and one more; 0: it is not made yet */
    uint32_t rows;
    pl_buffer texts;
} pl_report_keys;

#define MOST_KEPT_ROWS 1000000u
#define MOST_KEPT_BYTES 64000000u

static void begin_keys(pl_report_keys *keys, const pl_report *report, const pl_entity *entity) {
    uint32_t rows = pl_data_rows(report->run->data, entity)->count;

    if (keys->entity == entity)
        return;
    free(keys->starts);
    keys->entity = entity;
    keys->rows = rows <= MOST_KEPT_ROWS ? rows : 0;
    keys->starts = calloc(keys->rows + (size_t)1, sizeof *keys->starts);
    keys->texts.len = 0;
    if (!keys->starts)
        pl_out_of_memory();
}

static void end_keys(pl_report_keys *keys) {
    free(keys->starts);
    pl_buffer_fini(&keys->texts);
}

const char *pl_report_subject(const pl_report_verdict *verdict) {
    pl_report_keys *keys = verdict->keys;
    bool kept = keys && verdict->row < keys->rows;
    size_t start;

    if (!verdict->has_subject)
        return NULL;
    if (kept && keys->starts[verdict->row] > 0)
        return keys->texts.ptr + keys->starts[verdict->row] - 1;
    if (!kept || keys->texts.len > MOST_KEPT_BYTES)
        keys->texts.len = keys->rows = 0;
    start = keys->texts.len;
    pl_buffer_puts(&keys->texts, ""); /* what stood there ends here */
    pl_data_subject(&keys->texts, verdict->run->data, verdict->result->rule->entity, verdict->row);
    pl_buffer_putc(&keys->texts, '\0');
    if (keys->rows > 0)
        keys->starts[verdict->row] = (uint32_t)start + 1;
    return keys->texts.ptr + start;
}

int pl_report_year(const pl_report *report, const pl_report_verdict *verdict) {
    const pl_rows *rows = pl_data_rows(report->run->data, verdict->result->rule->entity);

    assert(!verdict->has_subject || verdict->row < rows->count);
    return verdict->has_subject && rows->years ? rows->years[verdict->row]
                                               : report->run->schooljaar;
}

/* A task without any day has nothing to tell. */
static void push_task(pl_buffer *out, size_t start, pl_wording wording,
                      const pl_report_verdict *verdict) {
    pl_buffer words = {0};

    pl_task_print(&words, wording, verdict->run, verdict->result->rule, verdict->task);
    if (words.len > 0)
        pl_buffer_printf(out, "%s%s", out->len > start ? "; " : "", words.ptr);
    pl_buffer_fini(&words);
}

void pl_report_note(pl_buffer *out, const pl_report_verdict *verdict) {
    const pl_wording wording = pl_wording_fixed();
    const size_t start = out->len;

    pl_reason_print(out, wording, verdict->reason, false);
    if (verdict->task)
        push_task(out, start, wording, verdict);
    if (verdict->waiver) {
        pl_buffer_puts(out, out->len > start ? "; " : "");
        pl_waiver_print(out, wording, verdict->waiver);
    }
    if (verdict->result->flagging == PL_FLAGGING_PROVISIONAL) {
        pl_buffer_puts(out, out->len > start ? "; " : "");
        pl_provisional_print(out, wording, verdict->result->rule);
    }
}

pl_finding pl_report_finding(const pl_report_verdict *verdict) {
    switch (verdict->verdict) {
    case PL_VERDICT_NOT_MET:
    case PL_VERDICT_OVERDUE:
        return pl_flags_rule(verdict->result, NULL) ? PL_FINDING_FAIL : PL_FINDING_EXPECTED;
    case PL_VERDICT_NOT_MET_WAIVED: return PL_FINDING_EXPECTED;
    case PL_VERDICT_UNKNOWN:
    case PL_VERDICT_DUE: return PL_FINDING_OPEN;
    case PL_VERDICT_NO_NORM:
    case PL_VERDICT_EXEMPT:
    case PL_VERDICT_UPCOMING: return PL_FINDING_NONE;
    case PL_VERDICT_MET:
    case PL_VERDICT_DECIDED:
    case PL_VERDICT_DONE:
    case PL_VERDICT_DONE_LATE:
    case PL_VERDICT_SKIPPED: break;
    }
    return PL_FINDING_PASS;
}

static void push_amount(pl_buffer *out, const char *before, const pl_report_amount *amount) {
    if (!amount->known)
        return;
    pl_buffer_puts(out, before);
    pl_figure_value(out, pl_wording_fixed(), &amount->value, amount->type, NULL);
}

void pl_report_sentence(pl_buffer *out, const pl_report_verdict *verdict) {
    const pl_report_amounts decided = pl_report_decided(verdict), *amounts = &decided;
    pl_buffer note = {0};
    size_t bare;

    pl_report_verdict_print(out, verdict);
    bare = out->len;
    push_amount(out, amounts->measured.known ? ": measured " : ": ", &amounts->measured);
    if (amounts->count.known && amounts->total.known) {
        push_amount(out, amounts->measured.known ? " (" : ": ", &amounts->count);
        push_amount(out, " of ", &amounts->total);
        pl_buffer_puts(out, amounts->measured.known ? ")" : "");
    }
    push_amount(out, amounts->measured.known || amounts->count.known ? ", norm " : ": norm ",
                &amounts->norm);
    pl_report_note(&note, verdict);
    if (note.len > 0)
        pl_buffer_printf(out, "%s%s", out->len > bare ? "; " : ": ", note.ptr);
    pl_buffer_fini(&note);
}

/* ### order */

static int by_handbook(const void *a, const void *b) {
    const pl_rule_result *const *x = a, *const *y = b;
    int order = strcmp(pl_report_handbook((*x)->rule), pl_report_handbook((*y)->rule));

    if (order == 0)
        order = ((*x)->rule->index > (*y)->rule->index) - ((*x)->rule->index < (*y)->rule->index);
    return order;
}

static const pl_rule_result **sorted_rules(const pl_report *report, uint32_t *count) {
    const pl_run *run = report->run;
    const pl_rule_result **rules =
        PL_MAKE_ARRAY(report->arena, const pl_rule_result *, run->rules.len);

    *count = 0;
    for (uint32_t i = 0; i < run->rules.len; i++)
        if (report->asked[i])
            rules[(*count)++] = &run->rules.items[i];
    qsort(rules, *count, sizeof *rules, by_handbook);
    return rules;
}

/* ### the walk */

static void count_verdict(pl_tally *tally, const pl_report_verdict *verdict) {
    assert(verdict->verdict < PL_VERDICT_SKIPPED);
    tally->subjects++;
    tally->verdicts[verdict->verdict]++;
    tally->open_by_bounds += pl_reason_is_bounds(verdict->reason);
    tally->despite_bounds += verdict->despite_bounds;
}

/* One rule, while its rows are told of. */
typedef struct telling {
    const pl_report *report;
    const pl_report_format *format;
    void *writer;
    const pl_rule_result *result;
    pl_report_keys *keys;
    pl_tally tally;
    pl_reason exempt; /* of the last row that the scope or an exception left out */
    bool has_exempt;
    uint8_t cause, part; /* of that row */
} telling;

/* The scope and each exception leave out most rows, all for the same reason. */
static const pl_reason *exempt_reason(telling *t, uint32_t row) {
    const pl_rule_result *result = t->result;

    assert(result->verdict[row] == PL_VERDICT_EXEMPT);
    if (!t->has_exempt || t->cause != result->cause[row] || t->part != result->part[row])
        t->exempt = pl_reason_find(t->report->trace, result, row);
    t->has_exempt = true;
    t->cause = result->cause[row];
    t->part = result->part[row];
    return &t->exempt;
}

static const pl_reason *reason_of(telling *t, uint32_t row, pl_reason *own) {
    const pl_rule_result *result = t->result;
    bool by_deadline =
        result->deadline && result->deadline->why && result->deadline->why[row] != PL_WHY_NOTHING;

    if (result->verdict[row] == PL_VERDICT_EXEMPT && !by_deadline)
        return exempt_reason(t, row);
    *own = pl_reason_find(t->report->trace, result, row);
    return own;
}

static void tell_row(telling *t, uint32_t row) {
    const pl_report *report = t->report;
    const pl_rule_result *result = t->result;
    pl_reason own;
    pl_report_verdict verdict = {.run = report->run,
                                 .arena = report->arena,
                                 .result = result,
                                 .row = row,
                                 .has_subject = true,
                                 .keys = t->keys,
                                 .reason = reason_of(t, row, &own)};

    assert(result->verdict[row] < PL_VERDICT_SKIPPED);
    verdict.verdict = (pl_verdict)result->verdict[row];
    verdict.task = pl_deadline_deciding(result, row);
    verdict.waiver = pl_flags_waiver(report->run, result, row);
    verdict.despite_bounds =
        (verdict.reason->kind == PL_REASON_NONE || verdict.reason->kind == PL_REASON_ATTESTED) &&
        pl_trace_uses_bounds(report->trace, result, row);
    count_verdict(&t->tally, &verdict);
    t->format->verdict(t->writer, &verdict);
}

static void tell_no_data(const pl_report *report, const pl_report_format *format, void *writer,
                         const pl_rule_result *result, const pl_entity *entity) {
    pl_reason reason = pl_reason_no_data(entity);
    pl_report_verdict verdict = {
        .run = report->run, .result = result, .verdict = PL_VERDICT_UNKNOWN, .reason = &reason};

    format->verdict(writer, &verdict);
}

const pl_entity *pl_report_unmapped(const pl_run *run, const pl_rule *rule) {
    return pl_data_rows(run->data, rule->entity)->mapped ? pl_deadline_unmapped(run, rule)
                                                         : pl_entity_given(rule->entity);
}

#define PART_BYTES 262144u /* that are written at once */

static void write_part(const pl_report *report, pl_buffer *out) {
    if (!report->file || out->len < PART_BYTES)
        return;
    (void)pl_writing_put(report->file, (pl_str){out->ptr, out->len});
    out->len = 0;
}

/* `before`: how many rows were told of other rules. */
static void tell_rule(const pl_report *report, const pl_report_format *format, void *writer,
                      const pl_rule_result *result, pl_report_keys *keys, pl_buffer *out,
                      uint64_t before) {
    pl_data *data = report->run->data;
    const pl_entity *entity = result->rule->entity;
    telling t = {
        .report = report, .format = format, .writer = writer, .result = result, .keys = keys};

    if (format->rule)
        format->rule(writer, result);
    if (pl_data_rows(data, entity)->mapped) {
        const uint32_t *order = pl_data_subject_order(data, entity);

        assert(result->rows == pl_data_rows(data, entity)->count);
        begin_keys(keys, report, entity);
        for (uint32_t i = 0; i < result->rows; i++) {
            if (result->verdict[order[i]] != PL_VERDICT_SKIPPED)
                tell_row(&t, order[i]);
            write_part(report, out);
            pl_progress_reach(data->progress, before + i + 1);
        }
    } else {
        tell_no_data(report, format, writer, result, pl_entity_given(entity));
    }
    if (format->rule_end)
        format->rule_end(writer, result, &t.tally);
}

void pl_report_write(const pl_report *report, const pl_report_format *format, pl_buffer *out) {
    uint32_t count;
    const pl_rule_result **rules = sorted_rules(report, &count);
    void *writer = format->begin(report, out);
    pl_report_keys keys = {0};
    uint64_t rows = 0, told = 0;

    for (uint32_t i = 0; i < count; i++)
        rows += rules[i]->rows;
    pl_progress_expect(report->run->data->progress, rows);
    for (uint32_t i = 0; i < count; i++) {
        tell_rule(report, format, writer, rules[i], &keys, out, told);
        told += rules[i]->rows;
    }
    end_keys(&keys);
    format->end(writer);
}
