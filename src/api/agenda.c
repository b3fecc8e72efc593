/* agenda.c - the public side of the agenda: what was asked for is checked, then listed. */
#include <assert.h>
#include <string.h>

#include "api/session.h"
#include "base/gettext.h"
#include "report/agenda.h"

#define LISTED 12 /* names in a message */

static const pl_agenda_format *find_format(const char *name) {
    const pl_agenda_format *format = pl_agenda_formats();

    while (format->name && strcmp(format->name, name) != 0)
        format++;
    return format->name ? format : NULL;
}

const peil_format *peil_agenda_formats(peil *p) {
    const pl_agenda_format *table = pl_agenda_formats();
    uint32_t count = 0;

    if (p->agenda_formats)
        return p->agenda_formats;
    while (table[count].name)
        count++;
    p->agenda_formats = PL_MAKE_ARRAY(&p->compilation, peil_format, count + 1);
    for (uint32_t i = 0; i < count; i++)
        p->agenda_formats[i] = (peil_format){table[i].name, table[i].help};
    return p->agenda_formats;
}

static bool is_one_of(const char *word, const char *const *known) {
    while (*known && strcmp(*known, word) != 0)
        known++;
    return *known != NULL;
}

/* "text, csv, json": the first so many. */
static const char *list_of(peil *p, const char *const *known) {
    const char *list = "";

    for (int i = 0; i < LISTED && known[i]; i++)
        list = pl_arena_format(&p->compilation, "%s%s%s", list, *list ? ", " : "",
                               i + 1 < LISTED ? known[i] : "..");
    return list;
}

static peil_status refuse(peil *p, const char *what, const char *word, const char *const *known,
                          const char **why) {
    const char *nearest = peil_nearest(word, known);

    *why = nearest ? pl_arena_format(&p->compilation, _("there is no %s `%s`; did you mean `%s`?"),
                                     what, word, nearest)
                   : pl_arena_format(&p->compilation, _("there is no %s `%s`; there are: %s"), what,
                                     word, list_of(p, known));
    return PEIL_USAGE;
}

static peil_status check_words(peil *p, const char *what, const char *const *words,
                               const char *const *known, const char **why) {
    for (; words && *words; words++)
        if (!is_one_of(*words, known))
            return refuse(p, what, *words, known, why);
    return PEIL_OK;
}

static peil_status check_day(peil *p, const char *day, const char **why) {
    pl_date date;

    if (!day || pl_date_parse(pl_str_of(day), &date))
        return PEIL_OK;
    *why = pl_arena_format(&p->compilation, _("`%s` is not a day: write it as 2021-11-05"), day);
    return PEIL_USAGE;
}

peil_status peil_check_agenda(peil *p, const peil_agenda_options *options, const char **why) {
    const char *names[16];
    uint32_t count = 0;

    for (const pl_agenda_format *format = pl_agenda_formats(); format->name; format++)
        names[count++] = format->name;
    assert(count < sizeof names / sizeof *names);
    names[count] = NULL;
    if (!find_format(options->format))
        return refuse(p, _("format"), options->format, names, why);
    if (check_words(p, _("status"), options->statuses, pl_agenda_statuses(), why) != PEIL_OK ||
        check_day(p, options->from, why) != PEIL_OK || check_day(p, options->until, why) != PEIL_OK)
        return PEIL_USAGE;
    return PEIL_OK;
}

static pl_agenda_filter filter_of(const peil_agenda_options *options) {
    pl_agenda_filter filter = {.roles = options->roles,
                               .schools = options->schools,
                               .statuses = options->statuses,
                               .has_from = options->from != NULL,
                               .has_until = options->until != NULL};

    if (options->from)
        (void)pl_date_parse(pl_str_of(options->from), &filter.from);
    if (options->until)
        (void)pl_date_parse(pl_str_of(options->until), &filter.until);
    return filter;
}

peil_status peil_agenda(peil *p, const peil_agenda_options *options, const char **bytes,
                        size_t *length, const char **why) {
    pl_report report = pl_session_report(p, options->colour, options->width);
    pl_agenda_filter filter = filter_of(options);
    const pl_agenda *agenda;
    pl_buffer out = {0};

    assert(p->result && find_format(options->format));
    if (check_words(p, _("role"), options->roles, pl_agenda_roles(&report), why) != PEIL_OK ||
        check_words(p, _("school"), options->schools, pl_agenda_schools(&report), why) != PEIL_OK)
        return PEIL_USAGE;
    pl_progress_enter(&p->progress, PL_PROGRESS_WRITE, NULL);
    agenda = pl_agenda_make(&report, &filter);
    find_format(options->format)->print(agenda, &out);
    *length = out.len;
    *bytes = pl_buffer_take(&out, &p->run);
    return agenda->counts[PL_VERDICT_OVERDUE] > 0 ? PEIL_FLAGGED : PEIL_OK;
}
