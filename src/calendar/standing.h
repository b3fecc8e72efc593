/* standing.h - how an occurrence stands on a day, given the days of its evidence. */
#ifndef PL_CALENDAR_STANDING_H
#define PL_CALENDAR_STANDING_H

#include "calendar/recurrence.h"

/* From best to worst: of several occurrences the greatest speaks for all. */
typedef enum pl_deadline_status {
    PL_DEADLINE_DONE,
    PL_DEADLINE_DONE_LATE,
    PL_DEADLINE_UPCOMING,
    PL_DEADLINE_UNKNOWN,
    PL_DEADLINE_DUE,
    PL_DEADLINE_OVERDUE,
} pl_deadline_status;

#define PL_NO_EVIDENCE UINT32_MAX

/* What the data say of one subject. Both lists ascend; a day may occur twice. */
typedef struct pl_evidence {
    const pl_date *days; /* what was surely done */
    uint32_t count;
    const pl_date *perhaps; /* what may be evidence: an unknown condition holds for it */
    uint32_t perhaps_count;
    uint32_t undated;   /* how many pieces have no known day */
    pl_date known_from; /* before this day evidence may be missing from the data */
} pl_evidence;

typedef struct pl_standing {
    pl_deadline_status status;
    int32_t found;     /* different days that count for it so far, at most its `times` */
    uint32_t evidence; /* place in `days` of the last that counts for it: what settled it when it
                          * is done; PL_NO_EVIDENCE when there is none */
    bool has_days;     /* a lapse without evidence, and an occurrence without days, have none */
    pl_date due, ends; /* of the occurrence; of a lapse, what the last evidence makes them */
} pl_standing;

/* How each of the occurrences (of one rhythm and one school year, or those of events) stands on
 * `date`; evidence after that day is not looked at.
 *
 * Each day of evidence counts once, in the order of days: for the first unsettled occurrence that is
 * due on it and has not ended; else late, for the first that has ended; else early, for the first
 * that is open. An occurrence is settled by its `times`-th day: done, or done late when that lies
 * after `ends`. What is not settled is upcoming before `due`, due up to `ends`, then overdue.
 * A lapse is done by its last evidence, for that long; in the school year in which that ends it is
 * due, and after it overdue. Without any evidence it is overdue once it would have lapsed since
 * `known_from`, and unknown until then.
 * Unknown: an occurrence without days; and what is due, overdue or done late when evidence that is
 * perhaps, undated or before `known_from` could make it better. What lies ahead is upcoming anyway. */
void pl_stand(const pl_occurrence *occurrences, uint32_t count, const pl_evidence *evidence,
              pl_date date, pl_arena *arena, pl_standing *standings);

#endif
