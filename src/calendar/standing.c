/* standing.c - days of evidence against windows. The same count is made twice when some of the
 * evidence is uncertain, without it and with it: more evidence never makes an occurrence worse, so
 * what comes out the same both times is certain. */
#include "calendar/standing.h"

#include <assert.h>

typedef struct counting {
    const pl_occurrence *occurrences;
    uint32_t count;
    const pl_evidence *evidence;
    pl_date date;
    pl_standing *standings;
} counting;

/* ### each day of evidence to its occurrence */

typedef enum timing { ON_TIME, LATE, EARLY, TIMINGS } timing;

static bool fits(const pl_occurrence *o, pl_date day, timing when) {
    switch (when) {
    case ON_TIME: return o->due <= day && day <= o->ends;
    case LATE: return o->ends < day && day <= o->closes;
    case EARLY: return o->opens <= day && day < o->due;
    case TIMINGS: break;
    }
    return false;
}

static bool takes_days(const pl_occurrence *o) {
    return o->status == PL_CALENDAR_KNOWN && o->lapse.count == 0;
}

/* The occurrence that the day counts for, `count` when it counts for none. */
static uint32_t choose(const counting *c, pl_date day) {
    for (int when = ON_TIME; when < TIMINGS; when++)
        for (uint32_t i = 0; i < c->count; i++)
            if (takes_days(&c->occurrences[i]) && c->standings[i].found < c->occurrences[i].times &&
                fits(&c->occurrences[i], day, (timing)when))
                return i;
    return c->count;
}

static void count_day(const counting *c, pl_date day, uint32_t place) {
    uint32_t chosen = choose(c, day);
    const pl_occurrence *o = c->occurrences + chosen;
    pl_standing *standing = c->standings + chosen;

    if (chosen == c->count)
        return;
    standing->evidence = place;
    if (++standing->found == o->times)
        standing->status = day <= o->ends ? PL_DEADLINE_DONE : PL_DEADLINE_DONE_LATE;
}

/* ### a lapse */

static void renew(const counting *c, const pl_occurrence *o, pl_standing *standing, pl_date day,
                  uint32_t place) {
    pl_gap unused;

    (void)pl_term_after(o->lapse, NULL, day, &standing->ends, &unused);
    standing->due = pl_schooljaar_start(pl_schooljaar_of(standing->ends));
    assert(standing->due > day); /* a lapse is longer than a year */
    standing->has_days = true;
    standing->found = 1;
    standing->evidence = place;
    standing->status = c->date < standing->due ? PL_DEADLINE_DONE
        : c->date <= standing->ends            ? PL_DEADLINE_DUE
                                               : PL_DEADLINE_OVERDUE;
}

/* Would evidence from just before what is known have lapsed by now? */
static bool has_lapsed(const counting *c, const pl_occurrence *o) {
    pl_date ends;
    pl_gap unused;

    if (c->evidence->known_from > c->date)
        return false;
    (void)pl_term_after(o->lapse, NULL, c->evidence->known_from, &ends, &unused);
    return c->date >= ends;
}

/* ### one count */

static pl_standing start_of(const counting *c, const pl_occurrence *o) {
    pl_standing standing = {.evidence = PL_NO_EVIDENCE, .status = PL_DEADLINE_UNKNOWN};

    if (takes_days(o)) {
        standing.has_days = true;
        standing.due = o->due;
        standing.ends = o->ends;
        standing.status = c->date < o->due ? PL_DEADLINE_UPCOMING
            : c->date <= o->ends           ? PL_DEADLINE_DUE
                                           : PL_DEADLINE_OVERDUE;
    } else if (o->status == PL_CALENDAR_KNOWN && has_lapsed(c, o)) {
        standing.status = PL_DEADLINE_OVERDUE;
    }
    return standing;
}

static void count_all(const counting *c, bool perhaps) {
    const pl_evidence *e = c->evidence;
    uint32_t sure = 0, maybe = 0, maybes = perhaps ? e->perhaps_count : 0;
    pl_date before = INT32_MIN;

    for (uint32_t i = 0; i < c->count; i++)
        c->standings[i] = start_of(c, &c->occurrences[i]);
    while (sure < e->count || maybe < maybes) {
        bool is_sure = maybe == maybes || (sure < e->count && e->days[sure] <= e->perhaps[maybe]);
        pl_date day = is_sure ? e->days[sure] : e->perhaps[maybe];
        uint32_t place = is_sure ? sure++ : PL_NO_EVIDENCE;

        maybe += !is_sure;
        assert(day >= before); /* both lists ascend */
        if (day > c->date)
            return;
        if (day == before)
            continue;
        count_day(c, day, place);
        for (uint32_t i = 0; i < c->count; i++)
            if (c->occurrences[i].lapse.count > 0)
                renew(c, &c->occurrences[i], &c->standings[i], day, place);
        before = day;
    }
}

/* ### what is uncertain */

/* Evidence that the data do not hold, because it is from before they begin. */
static bool could_be_older(const counting *c, const pl_occurrence *o, const pl_standing *standing) {
    pl_date known_from = c->evidence->known_from;

    if (o->lapse.count == 0)
        return o->opens < known_from;
    return !has_lapsed(c, o) &&
        (standing->evidence == PL_NO_EVIDENCE ||
         c->evidence->days[standing->evidence] < known_from);
}

static bool could_be_better(const counting *c, const pl_occurrence *o,
                            const pl_standing *standing) {
    bool late = standing->status == PL_DEADLINE_DONE_LATE;
    int64_t missing = o->lapse.count > 0 || late ? 1 : o->times - standing->found;

    assert(missing > 0); /* else it would be done */
    return c->evidence->undated >= missing || could_be_older(c, o, standing);
}

/* Done is done, and what is not due yet asks nothing of the data. */
static bool is_open_to_doubt(pl_deadline_status status) {
    return status == PL_DEADLINE_DONE_LATE || status == PL_DEADLINE_DUE ||
        status == PL_DEADLINE_OVERDUE;
}

void pl_stand(const pl_occurrence *occurrences, uint32_t count, const pl_evidence *evidence,
              pl_date date, pl_arena *arena, pl_standing *standings) {
    pl_arena_mark mark = pl_arena_save(arena);
    pl_standing *best = PL_MAKE_ARRAY(arena, pl_standing, count);
    counting c = {occurrences, count, evidence, date, best};

    count_all(&c, true);
    c.standings = standings;
    count_all(&c, false);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_open_to_doubt(standings[i].status))
            continue;
        assert(best[i].status <= standings[i].status);
        if (best[i].status != standings[i].status ||
            could_be_better(&c, &occurrences[i], &standings[i]))
            standings[i].status = PL_DEADLINE_UNKNOWN;
    }
    pl_arena_rewind(arena, mark);
}
