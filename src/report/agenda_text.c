/* agenda_text.c - the agenda for people: for each role its schools, and of each what is to be done, by
 * day. A task of several roles stands under each. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/agenda.h"
#include "report/text.h"

#define INDENT 4
#define GAP 2
#define DAY_LEAST 10

typedef struct page {
    pl_text text;
    const pl_agenda *agenda;
    size_t day, status, subject; /* widths of columns */
} page;

/* ### cells */

static const char *day_words(const page *p, const pl_agenda_item *item) {
    pl_buffer words = {0};

    if (!item->has_day)
        return "";
    pl_figure_date(&words, p->text.wording, item->day);
    return pl_buffer_take(&words, p->agenda->report->arena);
}

/* The subject within its school: "5a/2021-2022" of "01AA/5a/2021-2022". */
static const char *own_subject(const pl_agenda_item *item) {
    size_t length = strlen(item->school);

    if (length == 0 || strncmp(item->subject, item->school, length) != 0)
        return item->subject;
    return item->subject[length] == '/' ? item->subject + length + 1 : "";
}

static const char *subject_words(const page *p, const pl_agenda_item *item) {
    return pl_agenda_subjects(p->agenda->report, item, own_subject(item));
}

static void widen(size_t *width, const char *words) {
    size_t needed = pl_text_width(words);

    *width = needed > *width ? needed : *width;
}

static void measure(page *p) {
    p->day = DAY_LEAST;
    for (uint32_t i = 0; i < p->agenda->items.len; i++) {
        const pl_agenda_item *item = &p->agenda->items.items[i];

        widen(&p->day, day_words(p, item));
        widen(&p->status, pl_verdict_words(item->status));
        if (item->alike > 0)
            widen(&p->subject, subject_words(p, item));
    }
}

/* ### lines */

static pl_text_style style_of(pl_verdict status) {
    switch (status) {
    case PL_VERDICT_OVERDUE: return PL_STYLE_BAD;
    case PL_VERDICT_DUE:
    case PL_VERDICT_UNKNOWN:
    case PL_VERDICT_NOT_MET_WAIVED: return PL_STYLE_OPEN;
    default: return PL_STYLE_PLAIN;
    }
}

static void push_title(pl_buffer *out, const pl_run *run, const pl_agenda_item *item) {
    pl_buffer_puts(out, pl_agenda_title(item->result->rule));
    pl_agenda_push_which(out, run, item);
    if (item->task && item->task->occurrence.times > 1)
        pl_buffer_printf(out, _(" (%d of %d)"), item->task->standing.found,
                         item->task->occurrence.times);
    if (*item->evidence)
        pl_buffer_printf(out, _("; evidence of %s"), item->evidence);
    if (*item->note)
        pl_buffer_printf(out, ": %s", item->note);
}

static void print_item(page *p, const pl_agenda_item *item) {
    size_t left = INDENT + p->day + GAP + p->status + GAP + (p->subject > 0 ? p->subject + GAP : 0);
    pl_buffer title = {0}, wrapped = {0};
    pl_text lines = p->text;

    pl_text_pad(&p->text, "", INDENT, false, PL_STYLE_PLAIN);
    pl_text_pad(&p->text, day_words(p, item), p->day + GAP, false, PL_STYLE_PLAIN);
    pl_text_pad(&p->text, pl_verdict_words(item->status), p->status, false, style_of(item->status));
    pl_text_pad(&p->text, "", GAP, false, PL_STYLE_PLAIN);
    if (p->subject > 0)
        pl_text_pad(&p->text, subject_words(p, item), p->subject + GAP, false, PL_STYLE_PLAIN);
    push_title(&title, p->agenda->report->run, item);
    lines.out = &wrapped;
    pl_text_wrap(&lines, title.ptr, left, left);
    assert(wrapped.len > left);
    pl_buffer_push(p->text.out, wrapped.ptr + left, wrapped.len - left);
    pl_buffer_fini(&title);
    pl_buffer_fini(&wrapped);
}

static void print_school(page *p, const pl_agenda_item *item) {
    pl_buffer line = {0};

    pl_buffer_puts(&line, *item->school ? item->school : _("(no school)"));
    if (*item->school_name)
        pl_buffer_printf(&line, " %s", item->school_name);
    pl_text_wrap(&p->text, line.ptr, 2, 4);
    pl_buffer_fini(&line);
}

/* The items of one school, from the first that has it on. */
static void print_items_of(page *p, const char *role, uint32_t first) {
    const char *school = p->agenda->items.items[first].school;

    print_school(p, &p->agenda->items.items[first]);
    for (uint32_t i = first; i < p->agenda->items.len; i++) {
        const pl_agenda_item *item = &p->agenda->items.items[i];

        if (item->alike > 0 && pl_agenda_is_of(item->result->rule, role) &&
            strcmp(item->school, school) == 0)
            print_item(p, item);
    }
}

/* The first item of the next school after `last` (NULL: of the first), NULL when there is none. */
static const pl_agenda_item *next_school(const page *p, const char *role, const char *last) {
    const pl_agenda_item *next = NULL;

    for (uint32_t i = 0; i < p->agenda->items.len; i++) {
        const pl_agenda_item *item = &p->agenda->items.items[i];

        if (!pl_agenda_is_of(item->result->rule, role) || (last && strcmp(item->school, last) <= 0))
            continue;
        if (!next || strcmp(item->school, next->school) < 0)
            next = item;
    }
    return next;
}

static void print_standing(page *p, const char *role) {
    bool any = false;

    for (uint32_t i = 0; i < p->agenda->standing.len; i++) {
        const pl_statement *task = p->agenda->standing.items[i];
        pl_buffer line = {0};

        if (!pl_agenda_task_is_of(task, role))
            continue;
        if (!any)
            pl_text_wrap(&p->text, _("all year"), 2, 4);
        any = true;
        pl_buffer_puts(&line, task->title ? task->title : task->name);
        if (task->entity)
            pl_buffer_printf(&line, _(" (for each %s)"), task->entity->name);
        pl_text_wrap(&p->text, line.ptr, INDENT, INDENT + GAP);
        pl_buffer_fini(&line);
    }
}

static void print_role(page *p, const char *role) {
    const char *last = NULL, *title = *role ? role : _("nobody named");
    const pl_agenda_item *item;

    pl_buffer_putc(p->text.out, '\n');
    pl_text_pad(&p->text, title, pl_text_width(title), false, PL_STYLE_STRONG);
    pl_buffer_putc(p->text.out, '\n');
    while ((item = next_school(p, role, last)) != NULL) {
        print_items_of(p, role, (uint32_t)(item - p->agenda->items.items));
        last = item->school;
    }
    print_standing(p, role);
}

/* ### head and foot */

static void print_counts(page *p) {
    static const pl_verdict order[] = {
        PL_VERDICT_OVERDUE,   PL_VERDICT_DUE,  PL_VERDICT_UNKNOWN,       PL_VERDICT_UPCOMING,
        PL_VERDICT_DONE_LATE, PL_VERDICT_DONE, PL_VERDICT_NOT_MET_WAIVED};
    pl_buffer line = {0};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (p->agenda->counts[order[i]] > 0)
            pl_buffer_printf(&line, "%s%u %s", line.len > 0 ? ", " : "",
                             p->agenda->counts[order[i]], pl_verdict_words(order[i]));
    pl_text_wrap(&p->text, line.len > 0 ? line.ptr : _("nothing to do"), 0, 0);
    pl_buffer_fini(&line);
}

static void print_head(page *p) {
    const pl_run *run = p->agenda->report->run;
    const pl_dataset *dataset = run->data->dataset;
    pl_buffer line = {0};

    pl_buffer_puts(&line, _("Agenda on "));
    pl_figure_date(&line, p->text.wording, run->date);
    pl_buffer_puts(&line, _(", school year "));
    pl_schooljaar_print(&line, run->schooljaar);
    if (dataset)
        pl_buffer_printf(&line, _("; data: %s"), dataset->title ? dataset->title : dataset->name);
    pl_text_wrap(&p->text, line.ptr, 0, 0);
    pl_buffer_fini(&line);
    print_counts(p);
}

static void print_lost(page *p) {
    if (p->agenda->lost.len > 0)
        pl_buffer_putc(p->text.out, '\n');
    for (uint32_t i = 0; i < p->agenda->lost.len; i++) {
        const pl_rule *rule = p->agenda->lost.items[i]->rule;

        pl_buffer_printf(p->text.out, _("%s: unknown: no data for %s\n"), rule->name,
                         pl_report_unmapped(p->agenda->report->run, rule)->name);
    }
}

void pl_agenda_text(const pl_agenda *agenda, pl_buffer *out) {
    page p = {.text = {.report = agenda->report, .out = out, .wording = pl_wording_reader()},
              .agenda = agenda};

    measure(&p);
    print_head(&p);
    for (uint32_t i = 0; i < agenda->roles.len; i++)
        print_role(&p, agenda->roles.items[i]);
    print_lost(&p);
    pl_text_print_receipt(&p.text);
}
