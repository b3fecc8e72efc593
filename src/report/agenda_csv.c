/* agenda_csv.c - one row for each task and role: English, days as 2021-11-05, whatever the locale.
 * RFC 4180, lines end in LF. */
#include <string.h>

#include "report/agenda.h"

static void push_cell(pl_buffer *out, const char *text) {
    if (!strpbrk(text, ",\"\r\n")) {
        pl_buffer_puts(out, text);
        return;
    }
    pl_buffer_putc(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            pl_buffer_putc(out, '"');
        pl_buffer_putc(out, *text);
    }
    pl_buffer_putc(out, '"');
}

static void push_text(pl_buffer *out, const char *text) {
    push_cell(out, text ? text : "");
    pl_buffer_putc(out, ',');
}

static void push_day(pl_buffer *out, bool known, pl_date day) {
    if (known)
        pl_date_print(out, day);
    pl_buffer_putc(out, ',');
}

/* Why it is unknown, in fixed words. */
static void push_note(pl_buffer *out, const pl_agenda *agenda, const pl_agenda_item *item) {
    pl_buffer note = {0};
    pl_reason reason;

    if (item->status != PL_VERDICT_UNKNOWN)
        return;
    reason = pl_reason_find(agenda->report->trace, item->result, item->row);
    pl_reason_print(&note, pl_wording_fixed(), &reason, false);
    push_cell(out, note.len > 0 ? note.ptr : "");
    pl_buffer_fini(&note);
}

static void push_item(pl_buffer *out, const pl_agenda *agenda, const pl_agenda_item *item,
                      const char *role) {
    static const char *const phases[] = {"", "plan", "do", "check", "act"};
    const pl_rule *rule = item->result->rule;
    bool days = item->task && item->task->standing.has_days;
    pl_place place = {0};
    pl_date day = 0;
    bool done =
        item->task && pl_deadline_place(agenda->report->run, rule, item->task, &day, &place);

    push_day(out, item->has_day, item->day);
    push_text(out, pl_verdict_word(item->status));
    push_text(out, role);
    push_text(out, item->school);
    push_text(out, item->subject);
    push_text(out, pl_report_handbook(rule));
    push_text(out, rule->name);
    push_text(out, rule->title);
    push_text(out, phases[rule->deadline->phase]);
    push_text(out, item->year);
    push_day(out, days, days ? item->task->standing.due : 0);
    push_day(out, days && item->task->standing.ends != PL_NEVER,
             days ? item->task->standing.ends : 0);
    pl_buffer_printf(out, item->task ? "%d,%d," : ",,", item->task ? item->task->standing.found : 0,
                     item->task ? item->task->occurrence.times : 0);
    push_day(out, done, day);
    push_text(out, done ? place.file : "");
    pl_buffer_printf(out, done && place.file ? "%u," : ",", place.line);
    push_note(out, agenda, item);
    pl_buffer_putc(out, '\n');
}

static void push_standing(pl_buffer *out, const pl_statement *task, const char *role) {
    pl_buffer_puts(out, ",standing,");
    push_text(out, role);
    pl_buffer_puts(out, ",,");
    push_text(out, task->handbook ? task->handbook->name : "");
    push_text(out, task->name);
    push_text(out, task->title);
    pl_buffer_puts(out, ",,,,,,,,,\n");
}

void pl_agenda_csv(const pl_agenda *agenda, pl_buffer *out) {
    pl_buffer_puts(out,
                   "day,status,role,school,subject,handbook,rule,title,phase,schooljaar,due,"
                   "ends,found,times,evidence,file,line,note\n");
    for (uint32_t i = 0; i < agenda->items.len; i++)
        for (uint32_t r = 0; r < agenda->roles.len; r++)
            if (pl_agenda_is_of(agenda->items.items[i].result->rule, agenda->roles.items[r]))
                push_item(out, agenda, &agenda->items.items[i], agenda->roles.items[r]);
    for (uint32_t i = 0; i < agenda->standing.len; i++)
        for (uint32_t r = 0; r < agenda->roles.len; r++)
            if (pl_agenda_task_is_of(agenda->standing.items[i], agenda->roles.items[r]))
                push_standing(out, agenda->standing.items[i], agenda->roles.items[r]);
}
