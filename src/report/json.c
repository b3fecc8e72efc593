/* json.c - every verdict with all its clauses, what is known of the rules, and the receipt, as one
 * JSON object.
 * English whatever the locale; numbers are texts, exact as in csv, since JSON readers round. Its
 * schema is doc/json-report.schema.json. */
#include <assert.h>
#include <string.h>

#include "report/json_text.h"
#include "report/report.h"
#include "sema/check.h"

typedef struct writer {
    const pl_report *report;
    pl_buffer *out;
    pl_buffer rules; /* written after the verdicts */
    /* Of the rule at hand, what each of its verdicts has: its names up to the subject, date and section. */
    pl_buffer names, dated;
    pl_buffer text; /* one value, before it is a text of JSON */
    uint32_t verdict_count, rule_count;
} writer;

/* ### texts and amounts */

static void push_texts(pl_buffer *out, const char *name, const char *const *texts, uint32_t count) {
    pl_buffer_printf(out, "\"%s\": [", name);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            pl_buffer_puts(out, ", ");
        pl_json_text(out, texts[i]);
    }
    pl_buffer_putc(out, ']');
}

/* Amounts in the order in which they are written, with what stands before each. */
static const struct {
    const char *name;
    pl_report_what what;
} amounts[] = {{"\"measured\": ", PL_REPORT_MEASURED},
               {", \"count\": ", PL_REPORT_COUNT},
               {", \"total\": ", PL_REPORT_TOTAL},
               {", \"norm\": ", PL_REPORT_NORM}};

#define AMOUNTS (sizeof amounts / sizeof *amounts)

static void push_amount(writer *w, size_t number, pl_report_printed printed) {
    pl_buffer_puts(w->out, amounts[number].name);
    if (printed != PL_PRINTED_NOTHING)
        pl_json_string(w->out, (pl_str){w->text.ptr, w->text.len});
    else
        pl_buffer_puts(w->out, "null");
}

static void push_clause_amounts(writer *w, const pl_clause_result *clause, uint32_t row) {
    for (size_t i = 0; i < AMOUNTS; i++) {
        w->text.len = 0;
        push_amount(
            w, i, pl_report_clause_print(&w->text, clause, row, amounts[i].what, w->report->arena));
    }
}

static void push_amounts(writer *w, const pl_report_verdict *verdict) {
    for (size_t i = 0; i < AMOUNTS; i++) {
        w->text.len = 0;
        push_amount(w, i, pl_report_amount_print(&w->text, verdict, amounts[i].what));
    }
}

static void push_expr(pl_buffer *out, const char *name, const pl_expr *expr) {
    pl_buffer text = {0};

    if (expr)
        pl_expr_print(&text, expr);
    pl_json_member(out, name, expr ? text.ptr : NULL);
    pl_buffer_fini(&text);
}

static void push_rule_names(pl_buffer *out, const pl_rule *rule) {
    pl_json_member(out, "handbook", rule->handbook ? rule->handbook->name : NULL);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "rule", rule->name);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "kind", pl_rule_kind_word(rule->kind));
}

/* ### one verdict */

static const char *lack_word(pl_lack_kind kind) {
    static const char *const words[] = {
        "cell", "column",     "link",  "entity", "year",  "incomplete", "row",  "need",  "group",
        "norm", "unattested", "doubt", "absent", "empty", "holidays",   "call", "bounds"};

    assert(kind <= PL_LACK_BOUNDS);
    return words[kind];
}

static void push_lack(pl_buffer *out, const pl_lack *lack) {
    assert(lack->rows <= lack->of);
    pl_buffer_putc(out, '{');
    pl_json_member(out, "kind", lack_word(lack->kind));
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "entity", lack->entity->name);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "name", lack->name);
    if (lack->of > 0)
        pl_buffer_printf(out, ", \"rows\": %u, \"of\": %u", lack->rows, lack->of);
    if (lack->year > 0)
        pl_buffer_printf(out, ", \"schooljaar\": \"%d/%d\"", lack->year, lack->year + 1);
    if (lack->place.file && (lack->of == 0 || lack->rows == 1)) {
        pl_buffer_puts(out, ", ");
        pl_json_member(out, "file", lack->place.file);
        pl_buffer_printf(out, ", \"line\": %u, ", lack->place.line);
        pl_json_member(out, "column", lack->place.header);
    }
    pl_buffer_putc(out, '}');
}

static void push_missing(pl_buffer *out, const pl_lacks *lacks) {
    pl_buffer_puts(out, "\"missing\": [");
    for (uint32_t i = 0; i < lacks->len; i++) {
        if (i > 0)
            pl_buffer_puts(out, ", ");
        push_lack(out, &lacks->items[i]);
    }
    pl_buffer_putc(out, ']');
}

static const char *truth_word(uint8_t truth) {
    static const char *const words[] = {"no", "yes", "unknown", "none"};

    assert(truth <= PL_NONE);
    return words[truth];
}

static void push_clause(writer *w, const pl_clause_result *clause, uint32_t row) {
    pl_buffer *out = w->out;

    pl_buffer_putc(out, '{');
    pl_json_member(out, "applies", truth_word(clause->applies[row]));
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "holds", truth_word(clause->holds[row]));
    pl_buffer_puts(out, ", ");
    push_clause_amounts(w, clause, row);
    pl_buffer_putc(out, '}');
}

static void push_clauses(writer *w, const pl_report_verdict *verdict) {
    const pl_rule_result *result = verdict->result;
    pl_buffer *out = w->out;
    bool told = verdict->has_subject && result->cause[verdict->row] == PL_CAUSE_CLAUSES;
    uint32_t part = told ? result->part[verdict->row] : UINT8_MAX;

    assert(!verdict->has_subject || verdict->row < result->rows);
    pl_json_name(out, "clause");
    if (part < result->rule->clauses.len)
        pl_number_print_scaled(out, part + 1, 0);
    else
        pl_buffer_puts(out, "null");
    pl_buffer_puts(out, ", \"clauses\": [");
    for (uint32_t i = 0; told && i < result->rule->clauses.len; i++) {
        if (i > 0)
            pl_buffer_puts(out, ", ");
        push_clause(w, &result->clauses[i], verdict->row);
    }
    pl_buffer_putc(out, ']');
}

static void push_day(pl_buffer *out, const char *name, pl_date date) {
    pl_buffer_printf(out, "\"%s\": \"", name);
    pl_date_print(out, date);
    pl_buffer_putc(out, '"');
}

/* The first day on which the rule flags, while that is to come. */
static void push_provisional(pl_buffer *out, const pl_rule_result *result) {
    if (result->flagging == PL_FLAGGING_PROVISIONAL)
        push_day(out, "provisional", result->rule->provisional);
    else
        pl_json_member(out, "provisional", NULL);
}

static void push_verdict_text(writer *w, const pl_report_verdict *verdict) {
    w->text.len = 0;
    pl_report_verdict_print(&w->text, verdict);
    pl_json_member(w->out, "verdict", w->text.ptr);
}

/* ### deadlines */

static const char *const phases[] = {NULL, "plan", "do", "check", "act"};

static void push_day_or_null(pl_buffer *out, const char *name, bool known, pl_date day) {
    if (known)
        push_day(out, name, day);
    else
        pl_json_member(out, name, NULL);
    pl_buffer_puts(out, ", ");
}

static void push_task(pl_buffer *out, const pl_run *run, const pl_rule *rule, const pl_task *task) {
    bool days = task->standing.has_days;
    pl_place place;
    pl_date day = 0;
    bool done = pl_deadline_place(run, rule, task, &day, &place);

    pl_buffer_printf(out, "{\"number\": %d, ", task->occurrence.number);
    pl_buffer_puts(out, "\"schooljaar\": \"");
    pl_schooljaar_print(out, task->schooljaar);
    pl_buffer_puts(out, "\", ");
    pl_json_member(out, "status", pl_verdict_word(pl_deadline_verdict(task->standing.status)));
    pl_buffer_puts(out, ", ");
    push_day_or_null(out, "due", days, task->standing.due);
    push_day_or_null(out, "ends", days && task->standing.ends != PL_NEVER, task->standing.ends);
    pl_buffer_printf(out, "\"found\": %d, \"times\": %d, ", task->standing.found,
                     task->occurrence.times);
    push_day_or_null(out, "evidence", done, day);
    pl_json_member(out, "file", done ? place.file : NULL);
    pl_buffer_printf(out, ", \"line\": %u}", done ? place.line : 0);
}

static void push_tasks(pl_buffer *out, const pl_report_verdict *verdict) {
    uint32_t count = 0;
    const pl_task *tasks =
        verdict->has_subject ? pl_deadline_tasks(verdict->result, verdict->row, &count) : NULL;

    pl_buffer_puts(out, ", \"occurrences\": [");
    for (uint32_t i = 0; i < count; i++) {
        pl_buffer_puts(out, i > 0 ? ", " : "");
        push_task(out, verdict->run, verdict->result->rule, &tasks[i]);
    }
    pl_buffer_putc(out, ']');
}

static void push_deadline(pl_buffer *out, const pl_deadline *deadline) {
    pl_buffer_puts(out, ",\n      ");
    pl_json_member(out, "phase", phases[deadline->phase]);
    pl_buffer_puts(out, ", ");
    push_texts(out, "by", deadline->roles.items, deadline->roles.len);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "evidence", deadline->evidence->name);
}

static void make_names(writer *w, const pl_rule *rule) {
    w->names.len = w->dated.len = 0;
    push_rule_names(&w->names, rule);
    pl_buffer_puts(&w->names, ", \"subject\": ");
    push_day(&w->dated, "date", w->report->run->date);
    pl_buffer_puts(&w->dated, ", ");
    pl_json_member(&w->dated, "section", rule->section);
    pl_buffer_puts(&w->dated, ", ");
}

static void push_verdict(writer *w, const pl_report_verdict *verdict) {
    const pl_rule *rule = verdict->result->rule;
    pl_buffer *out = w->out;

    pl_buffer_push(out, w->names.ptr, w->names.len);
    pl_json_text(out, pl_report_subject(verdict));
    pl_buffer_puts(out, ", \"schooljaar\": \"");
    pl_schooljaar_print(out, pl_report_year(w->report, verdict));
    pl_buffer_puts(out, "\", ");
    push_verdict_text(w, verdict);
    pl_buffer_puts(out, ", ");
    push_amounts(w, verdict);
    pl_buffer_puts(out,
                   verdict->has_subject && verdict->result->bounded[verdict->row]
                       ? ", \"bounded\": true, "
                       : ", \"bounded\": false, ");
    pl_buffer_push(out, w->dated.ptr, w->dated.len);
    push_missing(out, &verdict->reason->lacks);
    w->text.len = 0;
    pl_report_note(&w->text, verdict);
    pl_buffer_puts(out, ", \"note\": ");
    pl_json_text(out, w->text.len > 0 ? w->text.ptr : NULL);
    pl_buffer_puts(out, ", ");
    push_provisional(out, verdict->result);
    pl_buffer_puts(out, ", ");
    push_clauses(w, verdict);
    if (rule->deadline)
        push_tasks(out, verdict);
}

/* ### rules */

static void push_rule_clauses(pl_buffer *out, const pl_rule *rule) {
    pl_buffer_puts(out, "\"clauses\": [");
    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        const pl_clause *clause = &rule->clauses.items[i];

        pl_buffer_printf(out, "%s\n        {\"line\": %u, ", i > 0 ? "," : "",
                         clause->span.source
                             ? pl_source_position(clause->span.source, clause->span.start).line
                             : 0);
        push_expr(out, "require", clause->requirement);
        pl_buffer_puts(out, ", ");
        push_expr(out, "when", clause->condition);
        pl_buffer_putc(out, '}');
    }
    pl_buffer_puts(out, "\n      ]");
}

/* The cases of a grade or decision. */
static void push_cases(pl_buffer *out, const pl_rule *rule) {
    const pl_expr *cases = rule->outcome;

    pl_buffer_puts(out, "\"cases\": [");
    for (uint32_t i = 0; cases && i < cases->count; i += 2) {
        const pl_expr *value = cases->kids[i];
        bool flags = rule->flags && value->kind == PL_EXPR_CONST && rule->flags[value->value.index];

        pl_buffer_printf(out, "%s\n        {\"line\": %u, ", i > 0 ? "," : "",
                         value->span.source
                             ? pl_source_position(value->span.source, value->span.start).line
                             : 0);
        push_expr(out, rule->flags ? "grade" : "value", value);
        pl_buffer_printf(out, ", \"flags\": %s, ", flags ? "true" : "false");
        push_expr(out, "when", cases->kids[i + 1]);
        pl_buffer_putc(out, '}');
    }
    pl_buffer_puts(out, "\n      ]");
}

/* Verdicts of deadlines stand with deadlines only, that of decisions where there is one. */
static void push_tally(pl_buffer *out, const pl_rule *rule, const pl_tally *tally) {
    int last = rule->deadline ? PL_VERDICT_OVERDUE : PL_VERDICT_NOT_MET_WAIVED;

    pl_buffer_printf(out, "\"counts\": {\"subjects\": %u", tally->subjects);
    for (int v = 0; v <= last; v++)
        if (v != PL_VERDICT_DECIDED || tally->verdicts[v] > 0)
            pl_buffer_printf(out, ", \"%s\": %u", pl_verdict_word((pl_verdict)v),
                             tally->verdicts[v]);
    pl_buffer_printf(out, ", \"open_by_bounds\": %u, \"despite_bounds\": %u}",
                     tally->open_by_bounds, tally->despite_bounds);
}

static void push_rule(pl_buffer *out, const pl_rule *rule, const pl_tally *tally) {
    const pl_source *source = rule->span.source;

    push_rule_names(out, rule);
    pl_buffer_puts(out, ",\n      ");
    pl_json_member(out, "title", rule->title);
    pl_buffer_puts(out, ",\n      ");
    pl_json_member(out, "section", rule->section);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "section_title", rule->section_title);
    pl_buffer_puts(out, ",\n      ");
    push_texts(out, "place", rule->place.items, rule->place.len);
    pl_buffer_puts(out, ",\n      ");
    pl_json_member(out, "entity", rule->entity->name);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "file", source ? source->name : NULL);
    pl_buffer_printf(out, ", \"line\": %u,\n      ",
                     source ? pl_source_position(source, rule->span.start).line : 0);
    push_texts(out, "cite", rule->cites.items, rule->cites.len);
    pl_buffer_puts(out, ",\n      ");
    push_texts(out, "note", rule->notes.items, rule->notes.len);
    pl_buffer_puts(out, ",\n      ");
    push_texts(out, "owner", rule->owners.items, rule->owners.len);
    pl_buffer_puts(out, ",\n      ");
    push_rule_clauses(out, rule);
    if (rule->deadline)
        push_deadline(out, rule->deadline);
    pl_buffer_puts(out, ",\n      ");
    if (rule->outcome) {
        push_cases(out, rule);
        pl_buffer_puts(out, ",\n      ");
    }
    push_tally(out, rule, tally);
}

/* ### waivers */

static const char *waiver_word(pl_waiver_state state) {
    static const char *const words[] = {"waives", "expired", "not_needed", "no_subject",
                                        "not_evaluated"};

    assert(state <= PL_WAIVER_NOT_EVALUATED);
    return words[state];
}

static void push_waiver(pl_buffer *out, const pl_waiver_result *result) {
    const pl_waiver *waiver = result->waiver;
    const pl_source *source = waiver->span.source;

    pl_json_member(out, "handbook", waiver->rule->handbook->name);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "rule", waiver->rule->name);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "subject", waiver->key);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "state", waiver_word(result->state));
    pl_buffer_puts(out, ", ");
    push_day(out, "until", waiver->until);
    pl_buffer_puts(out, ", ");
    push_texts(out, "owner", waiver->owners.items, waiver->owners.len);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "reason", waiver->reason);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "file", source ? source->name : NULL);
    pl_buffer_printf(out, ", \"line\": %u",
                     source ? pl_source_position(source, waiver->span.start).line : 0);
}

static void push_waivers(pl_buffer *out, const pl_run *run) {
    pl_buffer_puts(out, "  \"waivers\": [");
    for (uint32_t i = 0; i < run->waivers.len; i++) {
        pl_buffer_puts(out, i > 0 ? ",\n    {" : "\n    {");
        push_waiver(out, &run->waivers.items[i]);
        pl_buffer_putc(out, '}');
    }
    pl_buffer_puts(out, run->waivers.len > 0 ? "\n  ],\n" : "],\n");
}

/* ### events */

/* Has an earlier rule this handbook? It may go on in another file, with other handbooks between. */
static bool is_told(const pl_report *report, uint32_t rule) {
    for (uint32_t i = 0; i < rule; i++)
        if (report->asked[i] &&
            report->run->rules.items[i].rule->handbook ==
                report->run->rules.items[rule].rule->handbook)
            return true;
    return false;
}

static void push_handbooks(writer *w) {
    const pl_run *run = w->report->run;
    const char *between = "\n    ";
    bool any = false;

    pl_buffer_puts(w->out, "  \"handbooks\": [");
    for (uint32_t i = 0; i < run->rules.len; i++) {
        const pl_handbook *handbook = run->rules.items[i].rule->handbook;

        if (!w->report->asked[i] || is_told(w->report, i))
            continue;
        assert(handbook);
        pl_buffer_puts(w->out, between);
        pl_buffer_putc(w->out, '{');
        pl_json_member(w->out, "handbook", handbook->name);
        pl_buffer_puts(w->out, ", ");
        pl_json_member(w->out, "title", handbook->title);
        pl_buffer_puts(w->out, ", ");
        pl_json_member(w->out, "source", handbook->source);
        pl_buffer_putc(w->out, '}');
        any = true;
        between = ",\n    ";
    }
    pl_buffer_puts(w->out, any ? "\n  ],\n" : "],\n");
}

static void *begin(const pl_report *report, pl_buffer *out) {
    writer *w = PL_MAKE(report->arena, writer);
    const pl_dataset *dataset = report->run->data->dataset;

    w->report = report;
    w->out = out;
    pl_buffer_init(&w->rules);
    pl_buffer_puts(out, "{\n  \"format\": \"peil-report-1\",\n  \"date\": \"");
    pl_date_print(out, report->run->date);
    pl_buffer_puts(out, "\",\n  \"schooljaar\": \"");
    pl_schooljaar_print(out, report->run->schooljaar);
    pl_buffer_puts(out, "\",\n  \"dataset\": {");
    pl_json_member(out, "name", dataset ? dataset->name : NULL);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "title", dataset ? dataset->title : NULL);
    pl_buffer_puts(out, "},\n");
    push_handbooks(w);
    pl_buffer_puts(out, "  \"verdicts\": [");
    return w;
}

static void rule_begin(void *state, const pl_rule_result *result) {
    make_names(state, result->rule);
}

static void verdict_row(void *state, const pl_report_verdict *verdict) {
    writer *w = state;

    pl_buffer_puts(w->out, w->verdict_count++ > 0 ? ",\n    {" : "\n    {");
    push_verdict(w, verdict);
    pl_buffer_putc(w->out, '}');
}

static void rule_end(void *state, const pl_rule_result *result, const pl_tally *tally) {
    writer *w = state;

    assert(w->rule_count < w->report->run->rules.len);
    pl_buffer_puts(&w->rules, w->rule_count++ > 0 ? ",\n    {" : "\n    {");
    push_rule(&w->rules, result->rule, tally);
    pl_buffer_putc(&w->rules, '}');
}

/* ### populations */

static void push_test(pl_buffer *out, pl_trace *trace, const pl_expr *test, uint32_t rows,
                      bool first) {
    pl_buffer_puts(out, first ? "{" : ", {");
    pl_json_member(out, "where", pl_trace_written(trace, test));
    pl_buffer_printf(out, ", \"rows\": %u}", rows);
}

static void push_population(pl_buffer *out, const pl_left_out *counts) {
    const pl_population *population = counts->population;

    pl_json_member(out, "name", population->name);
    pl_buffer_puts(out, ", ");
    pl_json_member(out, "entity", population->entity->name);
    pl_buffer_printf(out, ", \"rows\": %u, \"members\": %u, \"unknown\": %u, \"outside\": %u",
                     counts->of, counts->members, counts->unknown, counts->outside);
    pl_buffer_puts(out, ", \"exceptions\": [");
    for (uint32_t k = 0; k < population->exceptions.len; k++)
        push_test(out, counts->trace, population->exceptions.items[k], counts->exceptions[k],
                  k == 0);
    pl_buffer_puts(out, "]");
}

static void push_populations(pl_buffer *out, const pl_report *report) {
    const pl_run *run = report->run;

    pl_buffer_puts(out, "  \"populations\": [");
    for (uint32_t i = 0; i < run->populations.len; i++) {
        pl_left_out counts = pl_left_out_count(report->trace, &run->populations.items[i], NULL, 0);

        pl_buffer_puts(out, i > 0 ? ",\n    {" : "\n    {");
        push_population(out, &counts);
        pl_buffer_putc(out, '}');
    }
    pl_buffer_puts(out, run->populations.len > 0 ? "\n  ],\n" : "],\n");
}

static void end_texts(writer *w) {
    pl_buffer_fini(&w->names);
    pl_buffer_fini(&w->dated);
    pl_buffer_fini(&w->text);
}

static void end(void *state) {
    writer *w = state;

    assert((w->rule_count == 0) == (w->rules.len == 0));
    pl_buffer_puts(w->out, w->verdict_count > 0 ? "\n  ],\n" : "],\n");
    pl_buffer_puts(w->out, "  \"rules\": [");
    pl_buffer_push(w->out, w->rules.ptr, w->rules.len);
    pl_buffer_puts(w->out, w->rule_count > 0 ? "\n  ],\n" : "],\n");
    push_populations(w->out, w->report);
    push_waivers(w->out, w->report->run);
    pl_buffer_printf(w->out,
                     "  \"rules_out_of_force\": %u,\n  \"receipt\": ", w->report->out_of_force);
    pl_receipt_json(w->out, w->report->receipt, 2);
    pl_buffer_puts(w->out, "\n}\n");
    pl_buffer_fini(&w->rules);
    end_texts(w);
}

/* ### one line for each verdict */

static void *begin_lines(const pl_report *report, pl_buffer *out) {
    writer *w = PL_MAKE(report->arena, writer);

    *w = (writer){.report = report, .out = out};
    return w;
}

static void verdict_line(void *state, const pl_report_verdict *verdict) {
    writer *w = state;

    pl_buffer_putc(w->out, '{');
    push_verdict(w, verdict);
    pl_buffer_puts(w->out, "}\n");
}

static void end_lines(void *state) {
    end_texts(state);
}

const pl_report_format pl_format_jsonl = {begin_lines, rule_begin, verdict_line, NULL, end_lines};
const pl_report_format pl_format_json = {begin, rule_begin, verdict_row, rule_end, end};
