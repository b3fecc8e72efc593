/* agenda_ics.c - the agenda as a calendar (RFC 5545): a whole day for each task, its last day on time.
 * An event, not a to-do, because most calendars show no to-dos. What has no day is left out. The same
 * input gives the same bytes: the stamp is the evaluation date. A calendar needs a component: one
 * without an event has a journal entry that says so, which calendars do not show. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/agenda.h"

#define LINE_MOST 75 /* octets, the line end not counted */

/* ### lines */

static bool is_continuation(char byte) {
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* A content line, folded between characters. */
static void push_line(pl_buffer *out, const char *line) {
    size_t left = strlen(line), room = LINE_MOST;

    while (left > room) {
        size_t length = room;

        while (length > 1 && is_continuation(line[length]))
            length--;
        pl_buffer_push(out, line, length);
        pl_buffer_puts(out, "\r\n ");
        line += length;
        left -= length;
        room = LINE_MOST - 1;
    }
    pl_buffer_push(out, line, left);
    pl_buffer_puts(out, "\r\n");
}

/* A value of type TEXT. Controls cannot be written. */
static void push_escaped(pl_buffer *out, const char *text) {
    for (; *text; text++) {
        if (*text == '\n')
            pl_buffer_puts(out, "\\n");
        else if (strchr("\\;,", *text))
            pl_buffer_printf(out, "\\%c", *text);
        else if ((unsigned char)*text >= ' ' && *text != 0x7f)
            pl_buffer_putc(out, *text);
        else
            pl_buffer_putc(out, ' ');
    }
}

static void push_property(pl_buffer *out, const char *name, const char *text) {
    pl_buffer line = {0};

    pl_buffer_printf(&line, "%s:", name);
    push_escaped(&line, text);
    push_line(out, line.ptr);
    pl_buffer_fini(&line);
}

static void push_day(pl_buffer *out, const char *name, pl_date day, const char *time) {
    int year, month, number;

    pl_date_split(day, &year, &month, &number);
    pl_buffer_printf(out, "%s:%04d%02d%02d%s\r\n", name, year, month, number, time);
}

/* ### a task */

/* Of a rhythm the school year and number tell its occurrences apart, of an event the day. */
static void push_uid(pl_buffer *out, const pl_agenda_item *item) {
    const pl_rule *rule = item->result->rule;
    pl_buffer uid = {0};

    pl_buffer_printf(&uid, "%s/%s/%s/", pl_report_handbook(rule), rule->name, item->subject);
    if (rule->deadline->event_kind == PL_EVENT_NONE)
        pl_buffer_printf(&uid, "%d/%d", item->task->schooljaar, item->task->occurrence.number);
    else
        pl_date_print(&uid, item->task->occurrence.due);
    pl_buffer_puts(&uid, "@peil");
    push_property(out, "UID", uid.ptr);
    pl_buffer_fini(&uid);
}

static void push_summary(pl_buffer *out, const pl_run *run, const pl_agenda_item *item) {
    pl_buffer summary = {0};

    pl_buffer_printf(&summary, "%s: %s", item->subject, pl_agenda_title(item->result->rule));
    pl_agenda_push_which(&summary, run, item);
    push_property(out, "SUMMARY", summary.ptr);
    pl_buffer_fini(&summary);
}

static void push_description(pl_buffer *out, const pl_run *run, const pl_agenda_item *item) {
    pl_buffer words = {0}, task = {0};

    pl_buffer_printf(&words, "%s\n", pl_verdict_words(item->status));
    pl_task_print(&task, pl_wording_reader(), run, item->result->rule, item->task);
    pl_buffer_puts(&words, task.len > 0 ? task.ptr : "");
    if (*item->note)
        pl_buffer_printf(&words, "\n%s", item->note);
    pl_buffer_printf(&words, "\n%s.%s", pl_report_handbook(item->result->rule),
                     item->result->rule->name);
    push_property(out, "DESCRIPTION", words.ptr);
    pl_buffer_fini(&words);
    pl_buffer_fini(&task);
}

/* Commas between categories are not escaped. */
static void push_categories(pl_buffer *out, const pl_rule *rule) {
    pl_buffer line = {0};

    if (rule->deadline->roles.len == 0)
        return;
    pl_buffer_puts(&line, "CATEGORIES:");
    for (uint32_t i = 0; i < rule->deadline->roles.len; i++) {
        pl_buffer_puts(&line, i > 0 ? "," : "");
        push_escaped(&line, rule->deadline->roles.items[i]);
    }
    push_line(out, line.ptr);
    pl_buffer_fini(&line);
}

static void push_item(pl_buffer *out, const pl_run *run, const pl_agenda_item *item) {
    assert(item->has_day && item->task);
    push_line(out, "BEGIN:VEVENT");
    push_uid(out, item);
    push_day(out, "DTSTAMP", run->date, "T000000Z");
    push_day(out, "DTSTART;VALUE=DATE", item->day, "");
    push_day(out, "DTEND;VALUE=DATE", item->day + 1, "");
    push_summary(out, run, item);
    push_description(out, run, item);
    if (*item->school_name)
        push_property(out, "LOCATION", item->school_name);
    push_categories(out, item->result->rule);
    push_line(out, "TRANSP:TRANSPARENT");
    push_line(out, "END:VEVENT");
}

static void push_nothing(pl_buffer *out, const pl_run *run) {
    push_line(out, "BEGIN:VJOURNAL");
    push_line(out, "UID:nothing@peil");
    push_day(out, "DTSTAMP", run->date, "T000000Z");
    push_day(out, "DTSTART;VALUE=DATE", run->date, "");
    push_property(out, "SUMMARY", _("no task that has a day"));
    push_line(out, "END:VJOURNAL");
}

void pl_agenda_ics(const pl_agenda *agenda, pl_buffer *out) {
    uint32_t events = 0;

    push_line(out, "BEGIN:VCALENDAR");
    push_line(out, "VERSION:2.0");
    push_line(out, "PRODID:-//Peil//Peil//EN");
    push_line(out, "CALSCALE:GREGORIAN");
    for (uint32_t i = 0; i < agenda->items.len; i++)
        if (agenda->items.items[i].has_day) {
            push_item(out, agenda->report->run, &agenda->items.items[i]);
            events++;
        }
    if (events == 0)
        push_nothing(out, agenda->report->run);
    push_line(out, "END:VCALENDAR");
}
