/* agenda_html.c - the agenda on a page: a table with headers for each role, as a page of its own with all
 * there is, or as a section of the report with what is still to be done. Words are the reader's. */
#include <assert.h>

#include "base/gettext.h"
#include "report/agenda.h"
#include "report/page.h"

#define MOST_ITEMS 40 /* of a role, in the report */

/* ### a row */

static void push_day(pl_buffer *out, const pl_agenda_item *item) {
    pl_buffer words = {0};

    pl_buffer_puts(out, "<td>");
    if (item->has_day) {
        pl_figure_date(&words, pl_wording_reader(), item->day);
        pl_buffer_puts(out, "<time datetime=\"");
        pl_date_print(out, item->day);
        pl_page_put(out, "\">", words.ptr, "</time>");
    }
    pl_buffer_puts(out, "</td>");
    pl_buffer_fini(&words);
}

static void push_school(pl_buffer *out, const pl_agenda_item *item) {
    pl_page_put(out, "<td>", item->school, "");
    pl_page_put(out, *item->school_name ? " " : "", item->school_name, "</td>");
}

static void push_task(pl_buffer *out, const pl_run *run, const pl_agenda_item *item) {
    pl_page_put(out, "<td>", pl_agenda_title(item->result->rule), "");
    pl_agenda_push_which(out, run, item);
    if (item->task && item->task->occurrence.times > 1)
        pl_buffer_printf(out, _(" (%d of %d)"), item->task->standing.found,
                         item->task->occurrence.times);
    pl_buffer_puts(out, "</td>");
}

static void push_item(pl_buffer *out, const pl_report *report, const pl_agenda_item *item) {
    pl_buffer_puts(out, "<tr>");
    push_day(out, item);
    pl_buffer_printf(out, "<td class=\"%s\">", pl_page_class(item->status, PL_FLAGGING_YES));
    pl_page_put_sign(out, item->status, PL_FLAGGING_YES);
    pl_page_put(out, "", pl_verdict_words(item->status), "</td>");
    push_task(out, report->run, item);
    push_school(out, item);
    pl_page_put(out, "<td>", pl_agenda_subjects(report, item, item->subject), "</td>");
    pl_page_put(out, "<td>", *item->note ? item->note : item->evidence, "</td></tr>\n");
}

static void push_standing(pl_buffer *out, const pl_statement *task) {
    pl_page_put(out, "<tr><td>", _("all year"), "</td><td></td>");
    pl_page_put(out, "<td>", task->title ? task->title : task->name, "</td><td></td>");
    pl_page_put(out, "<td>", task->entity ? task->entity->name : "", "</td><td></td></tr>\n");
}

/* ### tables */

static void push_head(pl_buffer *out) {
    const char *const headers[] = {_("Last day"), _("Status"),  _("Task"),
                                   _("School"),   _("Subject"), _("Evidence")};

    pl_buffer_puts(out, "<thead><tr>");
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        pl_page_put(out, "<th scope=\"col\">", headers[i], "</th>");
    pl_buffer_puts(out, "</tr></thead>\n<tbody>\n");
}

/* Which tasks of a role are listed: all, or so many that are not done. */
typedef struct choice {
    bool all;
    uint32_t listed, done, more;
} choice;

static bool choose(choice *c, const pl_agenda_item *item) {
    bool done = item->status == PL_VERDICT_DONE || item->status == PL_VERDICT_DONE_LATE;

    if (!c->all && (done || c->listed == MOST_ITEMS)) {
        c->done += done ? item->alike : 0;
        c->more += done ? 0 : item->alike;
        return false;
    }
    c->listed++;
    return true;
}

static void push_left_out(pl_buffer *out, const choice *c) {
    pl_buffer words = {0};

    if (c->done + c->more == 0)
        return;
    pl_buffer_printf(&words, _("Not listed: %u done, %u more to do; peil agenda has all."), c->done,
                     c->more);
    pl_page_put(out, "<p class=\"left\">", words.ptr, "</p>\n");
    pl_buffer_fini(&words);
}

static void push_role(pl_buffer *out, const pl_agenda *agenda, uint32_t number, bool all) {
    const char *role = agenda->roles.items[number];
    choice c = {.all = all};

    pl_buffer_printf(out,
                     "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
                     "aria-labelledby=\"a%u\">\n<table class=\"agenda\">\n<caption id=\"a%u\">",
                     number, number);
    pl_page_put(out, "", *role ? role : _("nobody named"), "</caption>\n");
    push_head(out);
    for (uint32_t i = 0; i < agenda->items.len; i++)
        if (agenda->items.items[i].alike > 0 &&
            pl_agenda_is_of(agenda->items.items[i].result->rule, role) &&
            choose(&c, &agenda->items.items[i]))
            push_item(out, agenda->report, &agenda->items.items[i]);
    for (uint32_t i = 0; i < agenda->standing.len; i++)
        if (pl_agenda_task_is_of(agenda->standing.items[i], role))
            push_standing(out, agenda->standing.items[i]);
    pl_buffer_puts(out, "</tbody>\n</table>\n</div>\n");
    push_left_out(out, &c);
}

static void push_lost(pl_buffer *out, const pl_agenda *agenda) {
    for (uint32_t i = 0; i < agenda->lost.len; i++) {
        const pl_rule *rule = agenda->lost.items[i]->rule;
        pl_buffer line = {0};

        pl_buffer_printf(&line, _("%s: unknown: no data for %s"), rule->name,
                         pl_report_unmapped(agenda->report->run, rule)->name);
        pl_page_put(out, "<p class=\"left\">", line.ptr, "</p>\n");
        pl_buffer_fini(&line);
    }
}

/* "3 overdue, 1 due": those that there are. */
static void push_counts(pl_buffer *out, const pl_agenda *agenda) {
    static const pl_verdict order[] = {
        PL_VERDICT_OVERDUE,        PL_VERDICT_DUE,       PL_VERDICT_UNKNOWN, PL_VERDICT_UPCOMING,
        PL_VERDICT_NOT_MET_WAIVED, PL_VERDICT_DONE_LATE, PL_VERDICT_DONE};
    const char *between = "<p class=\"tally\">";

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (agenda->counts[order[i]] > 0) {
            pl_buffer_printf(out, "%s%u ", between, agenda->counts[order[i]]);
            pl_page_put(out, "", pl_verdict_words(order[i]), "");
            between = " · ";
        }
    pl_buffer_puts(out, *between == '<' ? "" : "</p>\n");
}

static void push_roles(pl_buffer *out, const pl_agenda *agenda, bool all) {
    push_counts(out, agenda);
    if (agenda->roles.len == 0)
        pl_page_put(out, "<p>", _("nothing to do"), "</p>\n");
    for (uint32_t i = 0; i < agenda->roles.len; i++)
        push_role(out, agenda, i, all);
}

void pl_agenda_html_section(const pl_agenda *agenda, pl_buffer *out) {
    pl_page_put(out, "<section id=\"agenda\">\n<h2>", _("Agenda"), "</h2>\n");
    push_roles(out, agenda, false);
    pl_buffer_puts(out, "</section>\n");
}

void pl_agenda_html(const pl_agenda *agenda, pl_buffer *out) {
    const pl_dataset *dataset = agenda->report->run->data->dataset;
    pl_buffer title = {0};

    pl_buffer_puts(&title, _("Agenda on "));
    pl_figure_date(&title, pl_wording_reader(), agenda->report->run->date);
    pl_page_begin(out, _("Agenda"), title.ptr,
                  !dataset             ? NULL
                      : dataset->title ? dataset->title
                                       : dataset->name);
    push_roles(out, agenda, true);
    push_lost(out, agenda);
    pl_page_end(out, agenda->report->receipt);
    pl_buffer_fini(&title);
}
