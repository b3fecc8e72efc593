/* agenda.h - the tasks that deadlines give, one by one: what `peil agenda` lists, and the formats that
 * list it. agenda.c collects, filters and sorts; a format is a file that prints the list. */
#ifndef PL_REPORT_AGENDA_H
#define PL_REPORT_AGENDA_H

#include "report/sheets.h"

/* What is listed; NULL and false leave nothing out. */
typedef struct pl_agenda_filter {
    const char *const *roles, *const *schools, *const *statuses; /* NULL at the end */
    bool has_from, has_until;
    pl_date from, until; /* a task is listed when some day from due to its last one lies within */
} pl_agenda_filter;

/* One occurrence for one subject; or, without a task, a subject for which nothing could be placed. */
typedef struct pl_agenda_item {
    const pl_rule_result *result;
    uint32_t row;
    const pl_task *task;
    pl_verdict status; /* NOT_MET_WAIVED: overdue, and waived */
    const char *subject;
    const char *school, *school_name; /* "" when none is at or above the subject */
    bool has_day; /* `day` is its last day on time, else the day it is due from */
    pl_date day;
    const char *year;     /* of the occurrence: "2021/2022"; "" without a task */
    const char *note;     /* why it is unknown, in the reader's words; "" */
    const char *evidence; /* "29 November 2021 (evaluaties.csv:14)", in the reader's words; "" */
    uint32_t alike; /* for people one line stands for so many subjects; 0: an earlier line does */
} pl_agenda_item;

typedef PL_VEC(const char *) pl_agenda_names;

typedef struct pl_agenda {
    const pl_report *report;
    PL_VEC(pl_agenda_item)
    items;                 /* by day, then school, subject, rule; without a day last, by school,
                                   * rule, note */
    pl_agenda_names roles; /* of the items listed, in the order of their names; "" is none */
    PL_VEC(const pl_statement *)
    standing; /* tasks that have no day; not when a status is asked for */
    uint32_t counts[PL_VERDICT_SKIPPED];
    PL_VEC(const pl_rule_result *) lost; /* deadlines asked for, without data of what they need */
} pl_agenda;

/* What stands behind the title: " (evaluation)" of what follows on a rule, " (2020/2021)" of a task
 * that is carried over from the school year before, where its subject does not say the year. */
void pl_agenda_push_which(pl_buffer *out, const pl_run *run, const pl_agenda_item *item);
/* "leerling: 24" where a line stands for several subjects, else `words`; in the report's arena. */
const char *pl_agenda_subjects(const pl_report *report, const pl_agenda_item *item,
                               const char *words);
pl_agenda *pl_agenda_make(const pl_report *report, const pl_agenda_filter *filter);
/* Does the rule name this role? "" is that of a rule that names none. */
bool pl_agenda_is_of(const pl_rule *rule, const char *role);
bool pl_agenda_task_is_of(const pl_statement *task, const char *role);
/* The names that a filter could have meant: roles of the deadlines, or keys of schools; NULL ends. */
const char *const *pl_agenda_roles(const pl_report *report);
const char *const *pl_agenda_schools(const pl_report *report);
/* done, done_late, upcoming, due, overdue, unknown; NULL at the end. */
const char *const *pl_agenda_statuses(void);
const char *pl_agenda_title(const pl_rule *rule); /* or its name */

typedef struct pl_agenda_format {
    const char *name;
    void (*print)(const pl_agenda *agenda, pl_buffer *out);
    const char *help;
} pl_agenda_format;
/* Ends with a name of NULL. */
const pl_agenda_format *pl_agenda_formats(void);

void pl_agenda_text(const pl_agenda *agenda, pl_buffer *out);
void pl_agenda_csv(const pl_agenda *agenda, pl_buffer *out);
void pl_agenda_json(const pl_agenda *agenda, pl_buffer *out);
void pl_agenda_html(const pl_agenda *agenda, pl_buffer *out);
/* A section of the report, headed by h2, with what is not done; what is left out is counted. */
void pl_agenda_html_section(const pl_agenda *agenda, pl_buffer *out);
void pl_agenda_ics(const pl_agenda *agenda, pl_buffer *out);

#endif
