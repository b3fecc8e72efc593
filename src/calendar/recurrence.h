/* recurrence.h - from the rhythm that a rule states to the days on which something is due.
 * A rhythm is filled in and checked once. For a region and a school year it gives occurrences, each
 * with its window; an occurrence that hangs on an event is asked for by the day of that event.
 *
 *   after school week 10, 30          WEEKS, two ranges with last 0
 *   after school week 10..12          WEEKS, one range
 *   after 10 weeks                    AFTER, anchor START, term 10 weeks
 *   after EVENT, after 31 jan         AFTER, a term of nothing
 *   within 1 week after EVENT         WITHIN
 *   before EVENT, before 31 jan       BEFORE
 *   every schooljaar, every quarter   TIMES, 1 in 12 or 3 months; `every month` 1 in 1
 *   2 times per schooljaar            TIMES, 2 in 12 months
 *   every schooljaar in april         IN_MONTH
 *   every 4 years, every 6 weeks      EVERY */
#ifndef PL_CALENDAR_RECURRENCE_H
#define PL_CALENDAR_RECURRENCE_H

#include "calendar/term.h"

typedef enum pl_rhythm_kind {
    PL_RHYTHM_WEEKS,
    PL_RHYTHM_AFTER,
    PL_RHYTHM_WITHIN,
    PL_RHYTHM_BEFORE,
    PL_RHYTHM_TIMES,
    PL_RHYTHM_IN_MONTH,
    PL_RHYTHM_EVERY,
} pl_rhythm_kind;

typedef enum pl_anchor_kind {
    PL_ANCHOR_START, /* the first school day of the year; not of BEFORE */
    PL_ANCHOR_EVENT, /* a day that the data give */
    PL_ANCHOR_DAY,   /* a month and day of the school year */
    PL_ANCHOR_DATE,  /* one day, which only its own school year has */
} pl_anchor_kind;

typedef struct pl_anchor {
    pl_anchor_kind kind;
    int month, day; /* DAY */
    pl_date date;   /* DATE */
} pl_anchor;

/* After week `first`, and before the end of week `last`; last 0 leaves the end to the grace. */
typedef struct pl_week_range {
    int first, last;
} pl_week_range;

typedef struct pl_rhythm {
    pl_rhythm_kind kind;
    const pl_week_range *weeks; /* WEEKS, ascending and apart */
    uint32_t week_count;
    pl_term term;     /* AFTER, WITHIN, EVERY */
    pl_anchor anchor; /* AFTER, WITHIN, BEFORE */
    int times;        /* TIMES: so many different days */
    int months;       /* TIMES: in each part of so many months, from 1 August: 1, 2, 3, 4, 6, 12 */
    int month;        /* IN_MONTH: 1..12 */
} pl_rhythm;

/* EVERY: the longest term of which each school year holds at least one, in its unit. Months may go on
 * from there, days and weeks once they are longer than a year. */
#define PL_EVERY_MOST_MONTHS 12
#define PL_EVERY_MOST_WEEKS 40
#define PL_EVERY_MOST_DAYS 280
#define PL_EVERY_MOST_SCHOOL_WEEKS 36 /* years of 40 are known */
#define PL_EVERY_MOST_SCHOOL_DAYS 170

typedef enum pl_rhythm_fault {
    PL_RHYTHM_FINE,
    PL_RHYTHM_NO_WEEK,      /* a week outside 1..PL_WEEKS_MOST, or none at all */
    PL_RHYTHM_EMPTY_WINDOW, /* 12..10, and 10..10: after week 10 and no later than week 10 */
    PL_RHYTHM_WEEK_ORDER,   /* not ascending, or windows that overlap */
    PL_RHYTHM_NO_TIMES,     /* no times, or more than the period has days */
    PL_RHYTHM_NO_PERIOD,    /* months that do not divide a year */
    PL_RHYTHM_NO_DAY,       /* 31 april; a month outside 1..12 */
    PL_RHYTHM_NO_TERM,      /* every 0 days */
    PL_RHYTHM_LONG_TERM,    /* every 45 weeks: a school year may hold none; see PL_EVERY_MOST */
} pl_rhythm_fault;

/* The other functions take a rhythm that is FINE. `at` (or NULL) is set to the place in `weeks`
 * that is wrong. */
pl_rhythm_fault pl_rhythm_check(const pl_rhythm *rhythm, uint32_t *at);
/* Does it hang on an event, so that pl_occurrence_of gives its occurrences? */
bool pl_rhythm_has_event(const pl_rhythm *rhythm);
/* Does it ask for the holidays of a region? If not, the region may be NULL below. */
bool pl_rhythm_needs_region(const pl_rhythm *rhythm, int grace);

/* Is a term of EVERY longer than a school year? */
bool pl_rhythm_lapses(pl_term term);

#define PL_NEVER INT32_MAX /* a day after all days */

/* All days are included: opens <= due <= ends <= closes. */
typedef struct pl_occurrence {
    pl_calendar_status status; /* not KNOWN: there are no days, `gap` says why (GAP) */
    pl_gap gap;
    int number;     /* its week for WEEKS, else 1, 2, 3 .. in the school year */
    pl_date opens;  /* first day on which evidence counts */
    pl_date due;    /* day from which it is due */
    pl_date ends;   /* last day before it is overdue */
    pl_date closes; /* last day on which late evidence counts */
    int32_t times;  /* different days of evidence that settle it, 1 or more */
    pl_term lapse;  /* more than nothing: evidence settles it for so long, and it has no days of its
                     * own; see standing.h */
} pl_occurrence;

typedef PL_VEC(pl_occurrence) pl_occurrences;

/* The occurrences of a school year (1..9998), in the order of their days; not for a rhythm with an
 * event. `grace` is in school weeks, 0 or more: without a window an occurrence is overdue so many
 * school weeks after it is due.
 *
 *   WEEKS     opens after the one before it has ended, a window only when it is due; due on the
 *             Monday after its week; ends with the grace, a window with its last week (on Sunday),
 *             and both with the school year at the latest
 *   AFTER     opens on the anchor; due a term later, the day after it when the term is nothing; ends
 *             with the grace
 *   WITHIN    opens and is due on the anchor, ends a term later
 *   BEFORE    opens and is due on 1 August, ends the day before the anchor; `before 1 aug` is the
 *             end of the school year
 *   TIMES     opens and is due when its part of the year begins, ends with it
 *   IN_MONTH  opens and is due on the first, ends on the last of the month
 *   EVERY     up to PL_EVERY_MOST: one after the other, as many as the year holds whole, from
 *             1 August (months) or the first school day; longer: one occurrence with a lapse
 *
 * All close on 31 July, or when they end if that is later. An anchor that is one date gives its
 * occurrence in its own school year only, BEFORE in that of the day before it. */
pl_occurrences pl_occurrences_in(const pl_rhythm *rhythm, const pl_region *region, int schooljaar,
                                 int grace, pl_arena *arena);
/* The one that an event gives; it never closes. */
pl_occurrence pl_occurrence_of(const pl_rhythm *rhythm, const pl_region *region, pl_date event,
                               int grace);

#endif
