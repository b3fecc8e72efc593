/* agenda_json.c - every task once, with its roles, and the receipt, as one JSON object; English
 * whatever the locale. Its schema is doc/json-agenda.schema.json. */
#include "report/agenda.h"
#include "report/json_text.h"

static void push_member(pl_buffer *out, const char *name, const char *text) {
    pl_json_member(out, name, text);
    pl_buffer_puts(out, ", ");
}

static void push_day(pl_buffer *out, const char *name, bool known, pl_date day) {
    pl_buffer_printf(out, known ? "\"%s\": \"" : "\"%s\": null", name);
    if (known) {
        pl_date_print(out, day);
        pl_buffer_putc(out, '"');
    }
    pl_buffer_puts(out, ", ");
}

static void push_roles(pl_buffer *out, const char *const *roles, uint32_t count) {
    pl_buffer_puts(out, "\"by\": [");
    for (uint32_t i = 0; i < count; i++) {
        pl_buffer_puts(out, i > 0 ? ", " : "");
        pl_json_text(out, roles[i]);
    }
    pl_buffer_puts(out, "], ");
}

static const char *note_of(const pl_agenda *agenda, const pl_agenda_item *item) {
    pl_buffer note = {0};
    pl_reason reason;

    if (item->status != PL_VERDICT_UNKNOWN)
        return NULL;
    reason = pl_reason_find(agenda->report->trace, item->result, item->row);
    pl_reason_print(&note, pl_wording_fixed(), &reason, false);
    return note.len > 0 ? pl_buffer_take(&note, agenda->report->arena) : NULL;
}

static void push_item(pl_buffer *out, const pl_agenda *agenda, const pl_agenda_item *item) {
    const pl_rule *rule = item->result->rule;
    const pl_task *task = item->task;
    bool days = task && task->standing.has_days;
    pl_place place = {0};
    pl_date day = 0;
    bool done = task && pl_deadline_place(agenda->report->run, rule, task, &day, &place);

    push_day(out, "day", item->has_day, item->day);
    push_member(out, "status", pl_verdict_word(item->status));
    push_roles(out, rule->deadline->roles.items, rule->deadline->roles.len);
    push_member(out, "school", *item->school ? item->school : NULL);
    push_member(out, "subject", item->subject);
    push_member(out, "handbook", pl_report_handbook(rule));
    push_member(out, "rule", rule->name);
    push_member(out, "title", rule->title);
    push_member(out, "schooljaar", *item->year ? item->year : NULL);
    push_day(out, "due", days, days ? task->standing.due : 0);
    push_day(out, "ends", days && task->standing.ends != PL_NEVER, days ? task->standing.ends : 0);
    pl_buffer_printf(out, "\"found\": %d, \"times\": %d, ", task ? task->standing.found : 0,
                     task ? task->occurrence.times : 1);
    push_day(out, "evidence", done, day);
    push_member(out, "file", done ? place.file : NULL);
    pl_buffer_printf(out, "\"line\": %u, \"note\": ", done ? place.line : 0);
    pl_json_text(out, note_of(agenda, item));
}

static void push_lost(pl_buffer *out, const pl_agenda *agenda) {
    pl_buffer_puts(out, "  \"no_data\": [");
    for (uint32_t i = 0; i < agenda->lost.len; i++) {
        const pl_rule *rule = agenda->lost.items[i]->rule;

        pl_buffer_puts(out, i > 0 ? ", {" : "{");
        push_member(out, "handbook", pl_report_handbook(rule));
        push_member(out, "rule", rule->name);
        pl_buffer_puts(out, "\"entity\": ");
        pl_json_text(out, pl_report_unmapped(agenda->report->run, rule)->name);
        pl_buffer_putc(out, '}');
    }
    pl_buffer_puts(out, "],\n");
}

static void push_standing(pl_buffer *out, const pl_agenda *agenda) {
    pl_buffer_puts(out, "  \"standing\": [");
    for (uint32_t i = 0; i < agenda->standing.len; i++) {
        const pl_statement *task = agenda->standing.items[i];

        pl_buffer_puts(out, i > 0 ? ",\n    {" : "\n    {");
        push_roles(out, task->roles.items, task->roles.len);
        push_member(out, "handbook", task->handbook ? task->handbook->name : NULL);
        push_member(out, "task", task->name);
        push_member(out, "title", task->title);
        pl_buffer_puts(out, "\"for_each\": ");
        pl_json_text(out, task->entity ? task->entity->name : NULL);
        pl_buffer_putc(out, '}');
    }
    pl_buffer_puts(out, agenda->standing.len > 0 ? "\n  ],\n" : "],\n");
}

void pl_agenda_json(const pl_agenda *agenda, pl_buffer *out) {
    pl_buffer_puts(out, "{\n  \"format\": \"peil-agenda-1\",\n  \"date\": \"");
    pl_date_print(out, agenda->report->run->date);
    pl_buffer_puts(out, "\",\n  \"tasks\": [");
    for (uint32_t i = 0; i < agenda->items.len; i++) {
        pl_buffer_puts(out, i > 0 ? ",\n    {" : "\n    {");
        push_item(out, agenda, &agenda->items.items[i]);
        pl_buffer_putc(out, '}');
    }
    pl_buffer_puts(out, agenda->items.len > 0 ? "\n  ],\n" : "],\n");
    push_standing(out, agenda);
    push_lost(out, agenda);
    pl_buffer_puts(out, "  \"receipt\": ");
    pl_receipt_json(out, agenda->report->receipt, 2);
    pl_buffer_puts(out, "\n}\n");
}
