/* deadline.c - why a deadline asks nothing or is unknown, and one of its occurrences in words. */
#include <assert.h>

#include "base/gettext.h"
#include "trace/trace.h"

/* ### reasons */

static const char *due_words(pl_trace *trace, const pl_rule *rule) {
    const char *words = pl_trace_text(trace, rule);

    if (!words) {
        words = pl_arena_format(pl_trace_arena(trace), "%s.due", rule->name);
        pl_trace_keep_text(trace, rule, words);
    }
    return words;
}

static const char *event_words(pl_trace *trace, const pl_deadline *deadline) {
    if (deadline->event_kind == PL_EVENT_DUE)
        return due_words(trace, deadline->event_rule);
    assert(deadline->event);
    return pl_trace_written(trace, deadline->event);
}

static void set_lacks(pl_trace *trace, const pl_rule_result *result, uint32_t row,
                      const pl_expr *expr, pl_reason *reason) {
    reason->kind = PL_REASON_LACKS;
    pl_lacks_find(trace, expr, result->rule->entity, row, &reason->lacks);
    if (reason->lacks.len == 0)
        reason->kind = PL_REASON_UNDECIDED;
}

static void set_year(pl_trace *trace, const pl_deadline *deadline, pl_reason *reason) {
    pl_lack lack = {.kind = PL_LACK_YEAR,
                    .entity = deadline->evidence,
                    .year = pl_trace_run(trace)->schooljaar};

    reason->kind = PL_REASON_LACKS;
    PL_PUSH(pl_trace_arena(trace), &reason->lacks, lack);
}

static void set_no_data(pl_trace *trace, const pl_rule_result *result, pl_reason *reason) {
    pl_lack lack = {.kind = PL_LACK_ENTITY,
                    .entity = pl_deadline_unmapped(pl_trace_run(trace), result->rule)};

    assert(lack.entity);
    reason->kind = PL_REASON_LACKS;
    PL_PUSH(pl_trace_arena(trace), &reason->lacks, lack);
}

bool pl_reason_of_deadline(pl_trace *trace, const pl_rule_result *result, uint32_t row,
                           pl_reason *reason) {
    const pl_deadline *deadline = result->rule->deadline;
    pl_deadline_why why = deadline && result->deadline->why
        ? (pl_deadline_why)result->deadline->why[row]
        : PL_WHY_NOTHING;

    switch (why) {
    case PL_WHY_NOTHING: return false;
    case PL_WHY_NO_DATA: set_no_data(trace, result, reason); break;
    case PL_WHY_NOT_YEAR: reason->kind = PL_REASON_NOT_YEAR; break;
    case PL_WHY_NO_EVENT:
        reason->kind = PL_REASON_NO_EVENT;
        reason->text = event_words(trace, deadline);
        break;
    case PL_WHY_RULE_HOLDS:
    case PL_WHY_RULE_UNKNOWN:
        reason->kind = why == PL_WHY_RULE_HOLDS ? PL_REASON_RULE_HOLDS : PL_REASON_RULE_UNKNOWN;
        reason->text = deadline->failed->name;
        break;
    case PL_WHY_EVENT: set_lacks(trace, result, row, deadline->event, reason); break;
    case PL_WHY_REGION: set_lacks(trace, result, row, deadline->region, reason); break;
    case PL_WHY_HOLIDAY: reason->kind = PL_REASON_HOLIDAY; break;
    case PL_WHY_EVIDENCE:
        reason->kind = PL_REASON_EVIDENCE;
        reason->entity = deadline->evidence;
        break;
    case PL_WHY_YEAR: set_year(trace, deadline, reason); break;
    }
    return true;
}

/* ### an occurrence */

static void print_day(pl_buffer *out, pl_wording wording, const char *form, pl_date day) {
    pl_buffer date = {0};

    pl_figure_date(&date, wording, day);
    pl_buffer_puts(out, out->len > 0 ? ", " : "");
    pl_buffer_printf(out, form, date.ptr);
    pl_buffer_fini(&date);
}

static void print_evidence(pl_buffer *out, pl_wording wording, const pl_run *run,
                           const pl_rule *rule, const pl_task *task) {
    pl_place place;
    pl_date day;

    if (!pl_deadline_place(run, rule, task, &day, &place))
        return;
    print_day(out, wording, pl_said(wording, N_("evidence of %s")), day);
    if (place.file)
        pl_buffer_printf(out, " (%s:%u)", place.file, place.line);
}

void pl_task_print(pl_buffer *out, pl_wording wording, const pl_run *run, const pl_rule *rule,
                   const pl_task *task) {
    pl_buffer words = {0};

    if (task->schooljaar != run->schooljaar) {
        pl_buffer_puts(&words, pl_said(wording, N_("of school year ")));
        pl_schooljaar_print(&words, task->schooljaar);
    }
    if (task->standing.has_days) {
        print_day(&words, wording, pl_said(wording, N_("due from %s")), task->standing.due);
        if (task->standing.ends != PL_NEVER)
            print_day(&words, wording, pl_said(wording, N_("on time until %s")),
                      task->standing.ends);
    }
    print_evidence(&words, wording, run, rule, task);
    if (task->occurrence.times > 1)
        pl_buffer_printf(&words, pl_said(wording, N_("%s%d of %d days")), words.len > 0 ? ", " : "",
                         task->standing.found, task->occurrence.times);
    if (words.len > 0)
        pl_buffer_push(out, words.ptr, words.len);
    pl_buffer_fini(&words);
}
