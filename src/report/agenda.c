/* agenda.c - collects the tasks of all deadlines asked for, leaves out what is not wanted, and brings
 * them into one order. The formats only print. */
#include "report/agenda.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"

/* ### words */

const char *const *pl_agenda_statuses(void) {
    static const char *const words[] = {"overdue",   "due",  "unknown", "upcoming",
                                        "done_late", "done", NULL};

    return words;
}

const char *pl_agenda_title(const pl_rule *rule) {
    return rule->title ? rule->title : rule->name;
}

/* What follows on a rule is a plan, which has a title, or the evaluation of the rule. */
static bool is_evaluation(const pl_deadline *deadline) {
    assert(!deadline->failed || deadline->phase == PL_PHASE_PLAN ||
           deadline->phase == PL_PHASE_CHECK);
    return deadline->failed && deadline->phase == PL_PHASE_CHECK;
}

void pl_agenda_push_which(pl_buffer *out, const pl_run *run, const pl_agenda_item *item) {
    if (is_evaluation(item->result->rule->deadline))
        pl_buffer_puts(out, _(" (evaluation)"));
    if (item->task && item->task->schooljaar != run->schooljaar &&
        !item->result->rule->entity->yearly)
        pl_buffer_printf(out, " (%s)", item->year);
}

/* ### roles */

bool pl_agenda_is_of(const pl_rule *rule, const char *role) {
    for (uint32_t i = 0; i < rule->deadline->roles.len; i++)
        if (strcmp(rule->deadline->roles.items[i], role) == 0)
            return true;
    return *role == '\0' && rule->deadline->roles.len == 0;
}

static int by_name(const void *a, const void *b) {
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

static void push_name(pl_arena *arena, pl_agenda_names *list, const char *name) {
    for (uint32_t i = 0; i < list->len; i++)
        if (strcmp(list->items[i], name) == 0)
            return;
    PL_PUSH(arena, list, name);
}

static void push_roles(pl_arena *arena, pl_agenda_names *list, const pl_rule *rule) {
    for (uint32_t i = 0; i < rule->deadline->roles.len; i++)
        push_name(arena, list, rule->deadline->roles.items[i]);
    if (rule->deadline->roles.len == 0)
        push_name(arena, list, "");
}

static const char *const *roles_of(pl_arena *arena, const pl_rule *rule) {
    pl_agenda_names list = {0};

    push_roles(arena, &list, rule);
    PL_PUSH(arena, &list, NULL);
    return list.items;
}

bool pl_agenda_task_is_of(const pl_statement *task, const char *role) {
    for (uint32_t i = 0; i < task->roles.len; i++)
        if (strcmp(task->roles.items[i], role) == 0)
            return true;
    return *role == '\0' && task->roles.len == 0;
}

static bool is_task(const pl_report *report, uint32_t statement) {
    return report->asked_statements[statement] &&
        report->run->model->statements.items[statement]->kind == PL_TASK;
}

const char *const *pl_agenda_roles(const pl_report *report) {
    const pl_model *model = report->run->model;
    pl_agenda_names list = {0};

    for (uint32_t i = 0; i < report->run->rules.len; i++)
        if (report->asked[i] && report->run->rules.items[i].deadline)
            push_roles(report->arena, &list, report->run->rules.items[i].rule);
    for (uint32_t i = 0; i < model->statements.len; i++)
        for (uint32_t r = 0; is_task(report, i) && r < model->statements.items[i]->roles.len; r++)
            push_name(report->arena, &list, model->statements.items[i]->roles.items[r]);
    if (list.len > 0)
        qsort(list.items, list.len, sizeof *list.items, by_name);
    PL_PUSH(report->arena, &list, NULL);
    return list.items;
}

/* ### schools */

static const pl_entity *school_at(const pl_entity *entity) {
    while (entity && strcmp(entity->name, "school") != 0)
        entity = entity->parent;
    return entity;
}

const char *const *pl_agenda_schools(const pl_report *report) {
    pl_data *data = report->run->data;
    pl_agenda_names list = {0};

    for (uint32_t i = 0; i < report->run->model->entities.len; i++) {
        const pl_entity *entity = report->run->model->entities.items[i];
        const uint32_t *order;

        if (school_at(entity) != entity || !pl_data_rows(data, entity)->mapped)
            continue;
        order = pl_data_subject_order(data, entity);
        for (uint32_t row = 0; row < pl_data_rows(data, entity)->count; row++) {
            pl_buffer key = {0};

            pl_data_subject(&key, data, entity, order[row]);
            PL_PUSH(report->arena, &list, pl_buffer_take(&key, report->arena));
        }
    }
    PL_PUSH(report->arena, &list, NULL);
    return list.items;
}

static void find_school(const pl_report *report, pl_agenda_item *item) {
    const pl_entity *entity = item->result->rule->entity, *school = school_at(entity);
    const pl_run *run = report->run;
    pl_buffer key = {0};
    int32_t row;

    item->school = item->school_name = "";
    row = school ? pl_trace_up(report->trace, entity, item->row, school) : PL_NO_ROW;
    if (row == PL_NO_ROW)
        return;
    pl_data_subject(&key, run->data, school, (uint32_t)row);
    item->school = pl_buffer_take(&key, report->arena);
    for (uint32_t i = 0; i < school->fields.len; i++) {
        const pl_field *field = school->fields.items[i];
        pl_value value;

        if (field->type.base != PL_TEXT || !pl_report_shows(field))
            continue;
        value = pl_trace_cell(report->trace, pl_data_field(run->data, field, run->schooljaar),
                              (uint32_t)row);
        if (value.state == PL_OK)
            item->school_name = value.text;
    }
}

/* ### items */

static const char *evidence_of(const pl_report *report, const pl_rule *rule, const pl_task *task) {
    pl_buffer words = {0};
    pl_place place;
    pl_date day;

    if (!task || !pl_deadline_place(report->run, rule, task, &day, &place))
        return "";
    pl_figure_date(&words, pl_wording_reader(), day);
    if (place.file)
        pl_buffer_printf(&words, " (%s:%u)", place.file, place.line);
    return pl_buffer_take(&words, report->arena);
}

static const char *year_of(const pl_report *report, const pl_task *task) {
    pl_buffer words = {0};

    if (!task)
        return "";
    pl_schooljaar_print(&words, task->schooljaar);
    return pl_buffer_take(&words, report->arena);
}

static const char *note_of(const pl_report *report, const pl_agenda_item *item) {
    pl_reason reason;
    pl_buffer words = {0};

    if (item->status != PL_VERDICT_UNKNOWN)
        return "";
    reason = pl_reason_find(report->trace, item->result, item->row);
    pl_reason_print(&words, pl_wording_reader(), &reason, false);
    return words.len > 0 ? pl_buffer_take(&words, report->arena) : "";
}

static bool is_listed(const char *const *wanted, const char *word) {
    bool any = wanted && *wanted;

    for (; any && *wanted; wanted++)
        if (strcmp(*wanted, word) == 0)
            return true;
    return !any;
}

static bool has_role(const pl_agenda_filter *filter, const pl_rule *rule) {
    bool any = filter->roles && *filter->roles;

    for (uint32_t i = 0; any && filter->roles[i]; i++)
        if (pl_agenda_is_of(rule, filter->roles[i]))
            return true;
    return !any;
}

/* What has no day is wanted whatever days are asked for. */
static bool is_within(const pl_agenda_filter *filter, const pl_agenda_item *item) {
    if (!item->has_day)
        return true;
    return (!filter->has_from || item->task->standing.ends >= filter->from) &&
        (!filter->has_until || item->task->standing.due <= filter->until);
}

static const char *filter_word(pl_verdict status) {
    return pl_verdict_word(status == PL_VERDICT_NOT_MET_WAIVED ? PL_VERDICT_OVERDUE : status);
}

static void add(pl_agenda *agenda, const pl_agenda_filter *filter, pl_agenda_item item) {
    const pl_report *report = agenda->report;
    const pl_rule *rule = item.result->rule;
    pl_buffer subject = {0};

    if (item.task && item.task->standing.has_days) {
        item.has_day = true;
        item.day = item.task->standing.ends != PL_NEVER ? item.task->standing.ends
                                                        : item.task->standing.due;
    }
    find_school(report, &item);
    if (!is_listed(filter->statuses, filter_word(item.status)) ||
        !is_listed(filter->schools, item.school) || !is_within(filter, &item))
        return;
    pl_data_subject(&subject, report->run->data, rule->entity, item.row);
    item.subject = pl_buffer_take(&subject, report->arena);
    item.evidence = evidence_of(report, rule, item.task);
    item.year = year_of(report, item.task);
    item.note = note_of(report, &item);
    agenda->counts[item.status]++;
    for (const char *const *role = roles_of(report->arena, rule); *role; role++)
        if (is_listed(filter->roles, *role))
            push_name(report->arena, &agenda->roles, *role);
    PL_PUSH(report->arena, &agenda->items, item);
}

/* No norm and exempt ask for nothing. */
static void add_row(pl_agenda *agenda, const pl_agenda_filter *filter, const pl_rule_result *result,
                    uint32_t row) {
    bool waived = result->verdict[row] == PL_VERDICT_NOT_MET_WAIVED;
    uint32_t count;
    const pl_task *tasks = pl_deadline_tasks(result, row, &count);

    for (uint32_t i = 0; i < count; i++) {
        pl_verdict status = pl_deadline_verdict(tasks[i].standing.status);

        if (waived && status == PL_VERDICT_OVERDUE)
            status = PL_VERDICT_NOT_MET_WAIVED;
        add(agenda, filter,
            (pl_agenda_item){.result = result, .row = row, .task = &tasks[i], .status = status});
    }
    if (count == 0 && result->verdict[row] == PL_VERDICT_UNKNOWN)
        add(agenda, filter,
            (pl_agenda_item){.result = result, .row = row, .status = PL_VERDICT_UNKNOWN});
}

static void add_rule(pl_agenda *agenda, const pl_agenda_filter *filter,
                     const pl_rule_result *result) {
    if (!has_role(filter, result->rule))
        return;
    if (pl_report_unmapped(agenda->report->run, result->rule)) {
        PL_PUSH(agenda->report->arena, &agenda->lost, result);
        return;
    }
    for (uint32_t row = 0; row < result->rows; row++)
        add_row(agenda, filter, result, row);
}

/* A standing task goes with every day and school, and has no status. */
static void add_standing(pl_agenda *agenda, const pl_agenda_filter *filter) {
    const pl_model *model = agenda->report->run->model;
    bool any = !filter->statuses || !*filter->statuses;

    for (uint32_t i = 0; any && i < model->statements.len; i++) {
        const pl_statement *task = model->statements.items[i];
        bool wanted = false;

        if (!is_task(agenda->report, i))
            continue;
        for (uint32_t r = 0; r < task->roles.len; r++) {
            if (!is_listed(filter->roles, task->roles.items[r]))
                continue;
            push_name(agenda->report->arena, &agenda->roles, task->roles.items[r]);
            wanted = true;
        }
        if (wanted)
            PL_PUSH(agenda->report->arena, &agenda->standing, task);
    }
}

/* ### order */

static int by_rule_and_note(const pl_agenda_item *x, const pl_agenda_item *y) {
    if (x->result->rule->index != y->result->rule->index)
        return x->result->rule->index < y->result->rule->index ? -1 : 1;
    return strcmp(x->note, y->note);
}

static int by_day(const void *a, const void *b) {
    const pl_agenda_item *x = a, *y = b;
    int order;

    if (x->has_day != y->has_day)
        return x->has_day ? -1 : 1;
    if (x->has_day && x->day != y->day)
        return x->day < y->day ? -1 : 1;
    order = strcmp(x->school, y->school);
    if (order == 0 && !x->has_day)
        order = by_rule_and_note(x, y);
    if (order == 0)
        order = strcmp(x->subject, y->subject);
    if (order == 0)
        order = (x->result->rule->index > y->result->rule->index) -
            (x->result->rule->index < y->result->rule->index);
    if (order == 0)
        order = strcmp(x->year, y->year);
    if (order == 0 && x->task && y->task)
        order = (x->task->occurrence.number > y->task->occurrence.number) -
            (x->task->occurrence.number < y->task->occurrence.number);
    return order;
}

/* ### what is one line for people */

#define ALIKE_LEAST 4 /* fewer are told one by one */

static bool is_alike(const pl_agenda_item *x, const pl_agenda_item *y) {
    return !x->task && !y->task && x->status == y->status && strcmp(x->school, y->school) == 0 &&
        by_rule_and_note(x, y) == 0;
}

static void find_alike(pl_agenda *agenda) {
    uint32_t last;

    for (uint32_t first = 0; first < agenda->items.len; first = last) {
        pl_agenda_item *item = &agenda->items.items[first];

        for (last = first + 1; last < agenda->items.len; last++)
            if (!is_alike(item, &agenda->items.items[last]))
                break;
        for (uint32_t i = first; i < last; i++)
            agenda->items.items[i].alike = last - first < ALIKE_LEAST ? 1 : 0;
        if (last - first >= ALIKE_LEAST)
            item->alike = last - first;
        assert(item->alike > 0);
    }
}

const char *pl_agenda_subjects(const pl_report *report, const pl_agenda_item *item,
                               const char *words) {
    if (item->alike == 1)
        return words;
    return pl_arena_format(report->arena, "%s: %u", item->result->rule->entity->name, item->alike);
}

pl_agenda *pl_agenda_make(const pl_report *report, const pl_agenda_filter *filter) {
    pl_agenda *agenda = PL_MAKE(report->arena, pl_agenda);

    agenda->report = report;
    for (uint32_t i = 0; i < report->run->rules.len; i++)
        if (report->asked[i] && report->run->rules.items[i].deadline)
            add_rule(agenda, filter, &report->run->rules.items[i]);
    add_standing(agenda, filter);
    if (agenda->items.len > 0)
        qsort(agenda->items.items, agenda->items.len, sizeof *agenda->items.items, by_day);
    find_alike(agenda);
    if (agenda->roles.len > 0)
        qsort(agenda->roles.items, agenda->roles.len, sizeof *agenda->roles.items, by_name);
    assert(agenda->items.len + agenda->standing.len == 0 || agenda->roles.len > 0);
    return agenda;
}

/* ### formats */

const pl_agenda_format *pl_agenda_formats(void) {
    static const pl_agenda_format formats[] = {
        {"text", pl_agenda_text, N_("what each role has to do, by school and day")},
        {"csv", pl_agenda_csv, N_("one row for each task and role")},
        {"json", pl_agenda_json, N_("every task, and the receipt")},
        {"html", pl_agenda_html, N_("one page that works without a network")},
        {"ics", pl_agenda_ics, N_("a calendar (RFC 5545)")},
        {NULL, NULL, NULL},
    };

    return formats;
}
