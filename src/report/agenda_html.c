/* agenda_html.c - the agenda as one page that stands on its own: no script, no network, a table with
 * headers for each role, and a style for paper. Words are the reader's. */
#include <string.h>

#include "base/gettext.h"
#include "report/agenda.h"

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:75rem;"
    "margin:2rem auto;padding:0 1rem}\n"
    "table{border-collapse:collapse;width:100%;margin-bottom:2rem}\n"
    "caption{text-align:left;font-weight:bold;font-size:1.25rem;padding:.5rem 0}\n"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid "
    "#767676}\n"
    "td:first-child{white-space:nowrap}\n"
    ".overdue{font-weight:bold;color:#a50000}\n"
    ".due{font-weight:bold}\n"
    "footer{font-size:.875rem;overflow-wrap:anywhere}\n"
    "@media print{body{font-size:10pt;margin:0;max-width:none}tr{break-inside:avoid}"
    "thead{display:table-header-group}}\n";

static void push_element(pl_buffer *out, const char *open, const char *text, const char *close) {
    pl_buffer_puts(out, open);
    pl_buffer_put_markup(out, text);
    pl_buffer_puts(out, close);
}

/* ### a row */

static void push_day(pl_buffer *out, const pl_agenda_item *item) {
    pl_buffer words = {0};

    pl_buffer_puts(out, "<td>");
    if (item->has_day) {
        pl_figure_date(&words, pl_wording_reader(), item->day);
        pl_buffer_puts(out, "<time datetime=\"");
        pl_date_print(out, item->day);
        push_element(out, "\">", words.ptr, "</time>");
    }
    pl_buffer_puts(out, "</td>");
    pl_buffer_fini(&words);
}

static void push_school(pl_buffer *out, const pl_agenda_item *item) {
    push_element(out, "<td>", item->school, "");
    push_element(out, *item->school_name ? " " : "", item->school_name, "</td>");
}

static void push_task(pl_buffer *out, const pl_run *run, const pl_agenda_item *item) {
    push_element(out, "<td>", pl_agenda_title(item->result->rule), "");
    pl_agenda_push_which(out, run, item);
    if (item->task && item->task->occurrence.times > 1)
        pl_buffer_printf(out, _(" (%d of %d)"), item->task->standing.found,
                         item->task->occurrence.times);
    pl_buffer_puts(out, "</td>");
}

static void push_item(pl_buffer *out, const pl_report *report, const pl_agenda_item *item) {
    pl_buffer_puts(out, "<tr>");
    push_day(out, item);
    pl_buffer_printf(out, "<td class=\"%s\">", pl_verdict_word(item->status));
    push_element(out, "", pl_agenda_status_words(item->status), "</td>");
    push_school(out, item);
    push_element(out, "<td>", pl_agenda_subjects(report, item, item->subject), "</td>");
    push_task(out, report->run, item);
    push_element(out, "<td>", *item->note ? item->note : item->evidence, "</td></tr>\n");
}

static void push_standing(pl_buffer *out, const pl_statement *task) {
    push_element(out, "<tr><td>", _("all year"), "</td><td></td><td></td>");
    push_element(out, "<td>", task->entity ? task->entity->name : "", "</td>");
    push_element(out, "<td>", task->title ? task->title : task->name, "</td><td></td></tr>\n");
}

/* ### tables */

static void push_head(pl_buffer *out) {
    const char *const headers[] = {_("Last day"), _("Status"), _("School"),
                                   _("Subject"),  _("Task"),   _("Evidence")};

    pl_buffer_puts(out, "<thead><tr>");
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        push_element(out, "<th scope=\"col\">", headers[i], "</th>");
    pl_buffer_puts(out, "</tr></thead>\n<tbody>\n");
}

static void push_role(pl_buffer *out, const pl_agenda *agenda, const char *role) {
    push_element(out, "<table>\n<caption>", *role ? role : _("nobody named"), "</caption>\n");
    push_head(out);
    for (uint32_t i = 0; i < agenda->items.len; i++)
        if (agenda->items.items[i].alike > 0 &&
            pl_agenda_is_of(agenda->items.items[i].result->rule, role))
            push_item(out, agenda->report, &agenda->items.items[i]);
    for (uint32_t i = 0; i < agenda->standing.len; i++)
        if (pl_agenda_task_is_of(agenda->standing.items[i], role))
            push_standing(out, agenda->standing.items[i]);
    pl_buffer_puts(out, "</tbody>\n</table>\n");
}

static void push_title(pl_buffer *out, const pl_run *run) {
    pl_buffer title = {0};

    pl_buffer_puts(&title, _("Agenda on "));
    pl_figure_date(&title, pl_wording_reader(), run->date);
    pl_buffer_put_markup(out, title.ptr);
    pl_buffer_fini(&title);
}

static void push_lost(pl_buffer *out, const pl_agenda *agenda) {
    for (uint32_t i = 0; i < agenda->lost.len; i++) {
        const pl_rule *rule = agenda->lost.items[i]->rule;
        pl_buffer line = {0};

        pl_buffer_printf(&line, _("%s: unknown: no data for %s\n"), rule->name,
                         pl_report_unmapped(agenda->report->run, rule)->name);
        push_element(out, "<p>", line.ptr, "</p>\n");
        pl_buffer_fini(&line);
    }
}

static void push_files(pl_buffer *out, const pl_receipt_file *files, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        push_element(out, "<li>", files[i].name, "");
        push_element(out, ": <code>", files[i].sha256, "</code></li>\n");
    }
}

static void push_receipt(pl_buffer *out, const pl_receipt *receipt) {
    pl_buffer_printf(out, "<footer>\n<p>Peil %s, ", receipt->version);
    pl_date_print(out, receipt->date);
    pl_buffer_puts(out, "; SHA-256:</p>\n<ul>\n");
    push_files(out, receipt->rules.items, receipt->rules.len);
    push_files(out, receipt->data.items, receipt->data.len);
    pl_buffer_puts(out, "</ul>\n</footer>\n");
}

/* TRANSLATORS: the code of your language behind the colon, as HTML writes it. */
static const char *language(void) {
    return strchr(_("language:en"), ':') + 1;
}

void pl_agenda_html(const pl_agenda *agenda, pl_buffer *out) {
    const pl_run *run = agenda->report->run;

    pl_buffer_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                     language());
    pl_buffer_puts(
        out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    push_title(out, run);
    pl_buffer_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>", style);
    push_title(out, run);
    pl_buffer_puts(out, "</h1>\n");
    if (agenda->roles.len == 0)
        push_element(out, "<p>", _("nothing to do"), "</p>\n");
    for (uint32_t i = 0; i < agenda->roles.len; i++)
        push_role(out, agenda, agenda->roles.items[i]);
    push_lost(out, agenda);
    pl_buffer_puts(out, "</main>\n");
    push_receipt(out, agenda->report->receipt);
    pl_buffer_puts(out, "</body>\n</html>\n");
}
