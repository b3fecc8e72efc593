/* terms.c - when a deadline falls due, in terms of days that a person can count: ["after", ["day", 1, 31],
 * 2, "school weeks"]. The calendar's rhythms (calendar/recurrence.h says what they mean) are written out
 * as the occurrences of a school year. */
#include <assert.h>

#include "certify/writer.h"
#include "report/json_text.h"

/* One deadline being written. */
typedef struct terms {
    pl_certifier *w;
    const pl_deadline *deadline;
    const pl_rhythm *rhythm;
    pl_span text; /* of the timing */
    int grace;
    uint32_t shown;
} terms;

/* An occurrence; what is NULL is not said. */
typedef struct occurrence {
    const char *opens, *due, *ends;
    const char *sooner_opens, *sooner_due; /* without grace */
    const char *last;                      /* the year must hold this day, or the list ends here */
    const char *times;                     /* NULL: 1 */
    const char *extra;                     /* members, each with a comma before it */
    int number;
    bool counts_ends; /* other deadlines count from its last day, not from when it is due */
} occurrence;

/* ### terms */

static const char *after(const terms *t, const char *term, const char *count, const char *unit) {
    return pl_arena_format(t->w->arena, "[\"after\", %s, %s, \"%s\"]", term, count, unit);
}

static const char *days_after(const terms *t, const char *term, int count) {
    return after(t, term, pl_arena_format(t->w->arena, "%d", count), "days");
}

static const char *earliest(const terms *t, const char *a, const char *b) {
    return pl_arena_format(t->w->arena, "[\"earliest\", %s, %s]", a, b);
}

static const char *figure(const terms *t, int count) {
    return pl_certify_count(t->w, count, t->text);
}

/* In the unit that the text has: two years are kept as 24 months. */
static const char *term_after(const terms *t, const char *from, pl_term term) {
    static const char *const words[] = {"days", "weeks", "months", "school days", "school weeks"};

    assert((size_t)term.unit < sizeof words / sizeof *words);
    if (term.unit == PL_TERM_MONTHS && !pl_certify_finds(t->w, term.count, t->text)) {
        if (term.count % 12 == 0)
            return after(t, from, figure(t, term.count / 12), "years");
        if (term.count % 3 == 0)
            return after(t, from, figure(t, term.count / 3), "quarters");
    }
    return after(t, from, figure(t, term.count), words[term.unit]);
}

/* ### one occurrence */

static void put(const terms *t, const char *name, const char *term) {
    if (term)
        pl_buffer_printf(t->w->out, ", \"%s\": %s", name, term);
}

static void push(terms *t, occurrence o) {
    pl_buffer_printf(t->w->out, "%s{\"number\": %d", t->shown++ > 0 ? ", " : "",
                     o.number > 0 ? o.number : 1);
    put(t, "times", o.times);
    put(t, "opens", o.opens);
    put(t, "due", o.due);
    put(t, "ends", o.ends);
    put(t, "last", o.last);
    if (o.sooner_due) {
        pl_buffer_printf(t->w->out, ", \"sooner\": {\"opens\": %s", o.sooner_opens);
        put(t, "due", o.sooner_due);
        pl_buffer_putc(t->w->out, '}');
    }
    if (o.counts_ends)
        pl_buffer_puts(t->w->out, ", \"counts\": \"ends\"");
    pl_buffer_puts(t->w->out, o.extra ? o.extra : "");
    pl_buffer_putc(t->w->out, '}');
}

/* ### weeks */

/* The last day of a school week, in the school year. */
static const char *week_end(const terms *t, int first, int more, int days) {
    const char *week = pl_arena_format(t->w->arena, "[\"week\", %s, %d]", figure(t, first), more);

    return earliest(t, days_after(t, week, days), "[\"finish\"]");
}

static const char *opens_after(const terms *t, const char *ends, const char *due) {
    return earliest(t, ends ? days_after(t, ends, 1) : "[\"start\"]", due);
}

static void push_weeks(terms *t) {
    const char *ends = NULL, *sooner = NULL; /* of the one before, with its grace and without */

    for (uint32_t i = 0; i < t->rhythm->week_count; i++) {
        pl_week_range range = t->rhythm->weeks[i];
        const char *due = week_end(t, range.first, 0, 7);
        occurrence o = {.due = due, .number = range.first, .counts_ends = range.last > 0};

        o.opens = range.last > 0 ? due : opens_after(t, ends, due);
        if (range.last == 0) {
            o.sooner_due = due;
            o.sooner_opens = opens_after(t, sooner, due);
        }
        o.ends =
            range.last > 0 ? week_end(t, range.last, 0, 6) : week_end(t, range.first, t->grace, 6);
        ends = o.ends;
        sooner = week_end(t, range.last > 0 ? range.last : range.first, 0, 6);
        push(t, o);
    }
}

/* ### after, within and before */

static const char *anchor_of(const terms *t) {
    const pl_anchor *anchor = &t->rhythm->anchor;

    switch (anchor->kind) {
    case PL_ANCHOR_START: return "[\"first school day\"]";
    case PL_ANCHOR_EVENT: return "[\"event\"]";
    case PL_ANCHOR_DATE:
        return pl_arena_format(t->w->arena, "[\"date\", %s]",
                               pl_certify_day_in(t->w, true, anchor->date, t->text));
    case PL_ANCHOR_DAY: break;
    }
    if (t->rhythm->kind == PL_RHYTHM_BEFORE && anchor->month == 8 && anchor->day == 1)
        return days_after(t, "[\"finish\"]", 1);
    return pl_arena_format(t->w->arena, "[\"day\", %d, %s]", anchor->month, figure(t, anchor->day));
}

/* One date is an anchor in its own school year only. */
static const char *only(const terms *t) {
    const pl_anchor *anchor = &t->rhythm->anchor;
    bool before = t->rhythm->kind == PL_RHYTHM_BEFORE;

    return anchor->kind == PL_ANCHOR_DATE
        ? pl_arena_format(t->w->arena, ", \"only\": %d", pl_schooljaar_of(anchor->date - before))
        : NULL;
}

static void push_after(terms *t, const char *anchor) {
    const char *due = t->rhythm->term.count == 0 ? days_after(t, anchor, 1)
                                                 : term_after(t, anchor, t->rhythm->term);
    occurrence o = {.opens = anchor, .due = due, .extra = only(t)};
    int grace = t->w->of->run->grace;

    if (t->deadline->region) {
        const char *weeks = pl_arena_format(t->w->arena, "%d", t->grace);

        o.sooner_opens = anchor;
        o.sooner_due = due;
        o.ends = days_after(t, after(t, due, weeks, "school weeks"), -1);
    } else {
        o.ends = days_after(t, due, 7 * grace - (grace > 0));
    }
    push(t, o);
}

static void push_anchored(terms *t) {
    const char *anchor = anchor_of(t), *last = days_after(t, anchor, -1);
    occurrence o = {.opens = anchor, .due = anchor, .counts_ends = true, .extra = only(t)};

    if (t->rhythm->kind == PL_RHYTHM_AFTER) {
        push_after(t, anchor);
        return;
    }
    if (t->rhythm->kind == PL_RHYTHM_WITHIN) {
        o.ends = term_after(t, anchor, t->rhythm->term);
    } else {
        o.opens = o.due = pl_arena_format(t->w->arena, "[\"start of\", %s]", last);
        o.ends = last;
    }
    push(t, o);
}

/* ### parts of the year */

static const char *months_on(const terms *t, const char *from, int months) {
    return months == 0 ? from
                       : after(t, from, pl_arena_format(t->w->arena, "%d", months), "months");
}

static void push_parts(terms *t, int months, int times) {
    assert(months >= 1 && months <= 12);
    for (int part = 0; (part + 1) * months <= 12; part++) {
        const char *first = months_on(t, "[\"start\"]", part * months);

        push(t,
             (occurrence){.opens = first,
                          .due = first,
                          .ends =
                              days_after(t, months_on(t, "[\"start\"]", (part + 1) * months), -1),
                          .number = part + 1,
                          .times = times > 1 ? figure(t, times) : NULL,
                          .counts_ends = true});
    }
}

static void push_month(terms *t) {
    const char *first = pl_arena_format(t->w->arena, "[\"day\", %d, 1]", t->rhythm->month);

    push(t,
         (occurrence){.opens = first,
                      .due = first,
                      .ends = days_after(t, months_on(t, first, 1), -1),
                      .counts_ends = true});
}

/* ### every so many */

/* As many as any year may hold; `last` says which of them a year does. */
static void push_terms(terms *t) {
    static const char *const words[] = {"days", "weeks", "months", "school days", "school weeks"};
    pl_term term = t->rhythm->term;
    bool weeks = term.unit == PL_TERM_WEEKS || term.unit == PL_TERM_SCHOOL_WEEKS;
    const char *begin = term.unit == PL_TERM_SCHOOL_WEEKS ? "[\"monday\", [\"first school day\"]]"
                                                          : "[\"first school day\"]";
    const char *word = words[term.unit];

    for (int n = 0; n * term.count * (weeks ? 7 : 1) <= 366; n++) {
        const char *first =
            after(t, begin, pl_arena_format(t->w->arena, "%d", n * term.count), word);
        const char *last =
            after(t, first, pl_arena_format(t->w->arena, "%d", term.count - 1), word);

        push(t,
             (occurrence){
                 .opens = first,
                 .due = first,
                 .ends = earliest(t, days_after(t, after(t, last, "1", word), -1), "[\"finish\"]"),
                 .last = days_after(t, last, weeks ? 6 : 0),
                 .number = n + 1,
                 .counts_ends = true});
    }
}

static void push_every(terms *t) {
    pl_term term = t->rhythm->term;

    if (pl_rhythm_lapses(term))
        push(t,
             (occurrence){.extra = pl_arena_format(t->w->arena, ", \"lapse\": %s",
                                                   term_after(t, "[\"event\"]", term)),
                          .counts_ends = true});
    else if (term.unit == PL_TERM_MONTHS)
        push_parts(t, term.count, 1);
    else
        push_terms(t);
}

/* Due until there is evidence. */
static void push_without_timing(terms *t) {
    pl_buffer day = {0};
    const char *start;

    pl_date_print(&day, pl_schooljaar_start(t->w->of->run->schooljaar));
    start = pl_arena_format(t->w->arena, "[\"date\", \"%s\"]", pl_buffer_take(&day, t->w->arena));
    push(t, (occurrence){.opens = start, .due = start, .ends = "null"});
}

void pl_certify_occurrences(pl_certifier *w, const pl_deadline *deadline) {
    terms t = {.w = w,
               .deadline = deadline,
               .rhythm = &deadline->rhythm,
               .text = deadline->span,
               .grace = deadline->region ? w->of->run->grace : 0};
    bool endless = !deadline->has_timing || deadline->event_kind != PL_EVENT_NONE;

    pl_buffer_printf(w->out, ", \"endless\": %s, \"occurrences\": [", endless ? "true" : "false");
    if (!deadline->has_timing) {
        push_without_timing(&t);
    } else {
        switch (deadline->rhythm.kind) {
        case PL_RHYTHM_WEEKS: push_weeks(&t); break;
        case PL_RHYTHM_AFTER:
        case PL_RHYTHM_WITHIN:
        case PL_RHYTHM_BEFORE: push_anchored(&t); break;
        case PL_RHYTHM_TIMES:
            push_parts(&t, deadline->rhythm.months, deadline->rhythm.times);
            break;
        case PL_RHYTHM_IN_MONTH: push_month(&t); break;
        case PL_RHYTHM_EVERY: push_every(&t); break;
        }
    }
    pl_buffer_putc(w->out, ']');
}
