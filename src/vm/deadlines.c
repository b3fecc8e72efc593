/* deadlines.c - from rhythms, events and evidence to tasks and verdicts. The occurrences of the
 * calendar are made once for each region, those of events for each subject; calendar/standing.c
 * says how they stand. Those of the school year before are carried over when that year left them open:
 * of the same subject, or, where subjects are of one school year, of its row of that year. Deadlines that
 * another counts from, and rules that a consequence is of, come first. Reads columns that the machine
 * left behind. */
#include "vm/deadlines.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "vm/proofs.h"

#define NO_TASK UINT32_MAX
#define REGIONS 64 /* more than any set of regions has; later ones are made anew for each subject */

/* The school years whose occurrences are looked at. */
typedef enum year { BEFORE, OWN, YEARS } year;

/* All deadlines of a run. */
typedef struct settlement {
    pl_arena *arena;
    pl_run *run;
    pl_dated_list dated;
} settlement;

/* Occurrences that evidence is counted for together, those of the year before first. */
typedef struct subject_list {
    pl_occurrences list;
    uint32_t before; /* how many are of the year before */
} subject_list;

/* One deadline while it is settled. */
typedef struct settling {
    pl_arena *arena;
    pl_run *run;
    pl_rule_result *result;
    const pl_deadline *deadline;
    pl_deadline_result *out;
    pl_dated_rows *dated; /* of its evidence; NULL: there is none */
    pl_proofs proofs[YEARS];
    pl_proof_room room;
    uint32_t *events, *event_start; /* rows of the event by row of deadline->event_top */
    pl_date last_day;               /* of the school year of the run */
    pl_date known_from;
    pl_date known_before; /* as far back as the evidence of the year before is known; PL_NEVER */
    const uint8_t *there; /* [rows]: was there in the year before; NULL: nothing is carried over,
                           * or rows are of one year */
    bool no_data;         /* no file gives the evidence, or the rows of the event */
    bool no_year;         /* no row of evidence of the year is in the data */
    pl_occurrences schedule[YEARS][REGIONS]; /* of the calendar, for each region */
    bool scheduled[YEARS][REGIONS];
    /* Of one subject, used again for the next: */
    subject_list of[YEARS];
    pl_occurrences before;
    pl_standing *standings;
    uint32_t standing_room;
} settling;

/* ### rows */

static int year_of(const settling *s, year which) {
    return s->run->schooljaar - (which == BEFORE);
}

/* Is a subject of one school year? */
static bool is_yearly(const settling *s) {
    return s->result->rule->entity->yearly;
}

/* Is the row a subject of the school year? One that carries no year is so of every year. */
static bool is_of_year(const settling *s, uint32_t row, year which) {
    const pl_rows *rows = pl_data_rows(s->run->data, s->result->rule->entity);

    assert(row < rows->count);
    return !is_yearly(s) || rows->years[row] == year_of(s, which);
}

/* ### evidence */

/* Most conditions are the same in every year. */
static void collect_evidence(settling *s) {
    const pl_deadline_result *out = s->out;

    s->proofs[OWN] = pl_proofs_collect(s->arena, s->run, s->result, out->counts);
    s->proofs[BEFORE] = out->counts_before == out->counts
        ? s->proofs[OWN]
        : pl_proofs_collect(s->arena, s->run, s->result, out->counts_before);
    s->room = pl_proof_room_for(s->arena, &s->proofs[OWN], &s->proofs[BEFORE]);
}

/* Rows that carry a school year are complete for the years that occur in the data: from the first of
 * those that end with `last` without a gap. */
static pl_date known_years(const pl_rows *rows, int last) {
    int first = last;

    if (!pl_rows_cover(rows, last))
        return PL_NEVER;
    while (pl_rows_cover(rows, first - 1))
        first--;
    return pl_schooljaar_start(first);
}

static pl_date known_in(const settling *s, const pl_rows *rows, year which) {
    if (rows->incomplete)
        return PL_NEVER;
    return rows->years ? known_years(rows, year_of(s, which)) : s->dated->known_from;
}

/* Is any row of evidence of the year before? Then it is known, also in a test, unless it is incomplete. */
static bool covers_before(const settling *s, const pl_rows *rows) {
    return rows->years ? pl_rows_cover(rows, year_of(s, BEFORE)) : s->dated->before;
}

/* In a test what is given is all there is. */
static void find_known_from(settling *s) {
    const pl_rows *rows = pl_data_rows(s->run->data, s->deadline->evidence);

    s->known_from = s->run->alone ? pl_schooljaar_start(1) : known_in(s, rows, OWN);
    s->no_year = !s->run->alone && !rows->incomplete && s->known_from == PL_NEVER;
    s->known_before = !covers_before(s, rows) ? PL_NEVER
        : s->run->alone                       ? s->known_from
                                              : known_in(s, rows, BEFORE);
}

/* Rows of a school year of the subject's own say nothing of the next. */
static pl_date known_for(const settling *s, year which) {
    return which == BEFORE && is_yearly(s) ? s->known_before : s->known_from;
}

/* ### regions */

/* False when the subject's region is missing, or has no holidays at all. */
static bool region_of(const settling *s, uint32_t row, int32_t *index, const pl_region **region) {
    const pl_amounts *amounts = s->out->region;

    *index = -1;
    *region = NULL;
    if (!amounts)
        return true;
    if (amounts->state[row] != PL_OK)
        return false;
    *index = pl_amounts_index(amounts, row);
    *region = pl_holidays_find(s->run->model->holidays,
                               pl_str_of(amounts->type.members->members.items[*index]));
    return true;
}

static void note_gap(settling *s, int32_t region, pl_gap gap) {
    const char *name = region >= 0 ? s->out->region->type.members->members.items[region] : "";

    for (uint32_t i = 0; i < s->run->gaps.len; i++) {
        const pl_holiday_gap *seen = &s->run->gaps.items[i];

        if (seen->gap.schooljaar == gap.schooljaar && seen->gap.kind == gap.kind &&
            strcmp(seen->region, name) == 0)
            return;
    }
    PL_PUSH(s->arena, &s->run->gaps, ((pl_holiday_gap){s->result->rule, name, gap}));
}

/* The first day of the season in which the unknown holiday lies: up to then every day is known. */
static pl_date season_start(pl_gap gap) {
    static const int days[][2] = {[PL_HOLIDAY_SUMMER] = {7, 1},
                                  [PL_HOLIDAY_AUTUMN] = {10, 1},
                                  [PL_HOLIDAY_CHRISTMAS] = {12, 12},
                                  [PL_HOLIDAY_SPRING] = {2, 1},
                                  [PL_HOLIDAY_MAY] = {4, 15}};

    assert(gap.kind <= PL_HOLIDAY_MAY);
    return pl_schooljaar_day(gap.schooljaar - (gap.kind == PL_HOLIDAY_SUMMER), days[gap.kind][0],
                             days[gap.kind][1]);
}

/* ### occurrences */

static int grace_of(const settling *s) {
    return s->out->region ? s->run->grace : 0;
}

/* Without a region the grace is so many weeks of the calendar. */
static void add_plain_grace(const settling *s, pl_occurrence *o) {
    if (s->out->region || s->deadline->rhythm.kind != PL_RHYTHM_AFTER ||
        o->status != PL_CALENDAR_KNOWN)
        return;
    o->ends = o->due + 7 * s->run->grace - (s->run->grace > 0);
    o->closes = o->closes > o->ends ? o->closes : o->ends;
}

/* Due until there is evidence; that of this school year counts. */
static pl_occurrence without_term(const settling *s) {
    pl_date start = pl_schooljaar_start(s->run->schooljaar);

    return (pl_occurrence){.number = 1,
                           .opens = start,
                           .due = start,
                           .ends = PL_NEVER,
                           .closes = PL_NEVER,
                           .times = 1};
}

static pl_occurrences make_schedule(settling *s, const pl_region *region, year which) {
    pl_occurrences list = {0};

    if (!s->deadline->has_timing)
        PL_PUSH(s->arena, &list, without_term(s));
    else
        list = pl_occurrences_in(&s->deadline->rhythm, region, year_of(s, which), grace_of(s),
                                 s->arena);
    for (uint32_t i = 0; i < list.len; i++)
        add_plain_grace(s, &list.items[i]);
    return list;
}

static pl_occurrences schedule_of(settling *s, int32_t index, const pl_region *region, year which) {
    uint32_t at = (uint32_t)(index + 1);

    if (at >= REGIONS)
        return make_schedule(s, region, which);
    if (!s->scheduled[which][at])
        s->schedule[which][at] = make_schedule(s, region, which);
    s->scheduled[which][at] = true;
    return s->schedule[which][at];
}

/* A holiday that is not known matters from its season on; before that day, what cannot be placed
 * lies ahead, and what is due already is not overdue yet. */
static void bridge_gap(settling *s, const pl_region *region, int32_t index, uint32_t at,
                       pl_occurrence *o) {
    pl_date unsure;

    if (o->status != PL_CALENDAR_GAP)
        return;
    unsure = season_start(o->gap);
    if (s->run->date >= unsure || s->deadline->event_kind != PL_EVENT_NONE) {
        note_gap(s, index, o->gap);
        return;
    }
    pl_occurrences sooner =
        pl_occurrences_in(&s->deadline->rhythm, region, s->run->schooljaar, 0, s->arena);
    pl_date due = at < sooner.len && sooner.items[at].status == PL_CALENDAR_KNOWN
        ? sooner.items[at].due
        : unsure;

    *o = (pl_occurrence){.number = o->number,
                         .opens = at < sooner.len && due < unsure ? sooner.items[at].opens : due,
                         .due = due,
                         .ends = due > unsure ? due : unsure,
                         .closes = pl_schooljaar_end(s->run->schooljaar),
                         .times = 1};
}

/* ### events */

/* Rows of the event by the row of `event_top` that they belong to: one counting sort. */
static void collect_events(settling *s) {
    const pl_entity *rows_of = s->deadline->event_rows, *top = s->deadline->event_top;
    uint32_t rows = pl_data_rows(s->run->data, rows_of)->count;
    uint32_t tops = pl_data_rows(s->run->data, top)->count;
    uint32_t *start = PL_MAKE_ARRAY(s->arena, uint32_t, tops + 2);

    s->events = PL_MAKE_ARRAY(s->arena, uint32_t, rows + 1);
    for (uint32_t row = 0; row < rows; row++) {
        int32_t above = pl_row_above(s->run, rows_of, row, top);

        if (above != PL_NO_ROW)
            start[above + 2]++;
    }
    for (uint32_t i = 2; i < tops + 2; i++)
        start[i] += start[i - 1];
    for (uint32_t row = 0; row < rows; row++) {
        int32_t above = pl_row_above(s->run, rows_of, row, top);

        if (above != PL_NO_ROW)
            s->events[start[above + 1]++] = row;
    }
    s->event_start = start;
}

typedef PL_VEC(pl_date) dates;

static int by_day(const void *a, const void *b) {
    const pl_date *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void days_of_rows(settling *s, uint32_t row, dates *days) {
    const pl_entity *top = s->deadline->event_top;
    int32_t above = pl_row_above(s->run, s->result->rule->entity, row, top);
    pl_date day;

    if (above == PL_NO_ROW)
        return;
    for (uint32_t i = s->event_start[above]; i < s->event_start[above + 1]; i++)
        if (pl_date_at(s->out->event, s->events[i], &day))
            PL_PUSH(s->arena, days, day);
}

static const pl_rule_result *result_of(const pl_run *run, const pl_rule *rule) {
    for (uint32_t i = 0; i < run->rules.len; i++)
        if (run->rules.items[i].rule == rule)
            return &run->rules.items[i];
    return NULL; /* not valid on this date */
}

pl_date pl_deadline_due(const pl_rule *rule, const pl_task *task) {
    const pl_rhythm *rhythm = &rule->deadline->rhythm;
    bool graced = rhythm->kind == PL_RHYTHM_AFTER;

    for (uint32_t i = 0; rhythm->kind == PL_RHYTHM_WEEKS && i < rhythm->week_count; i++)
        if (rhythm->weeks[i].first == task->occurrence.number)
            graced = rhythm->weeks[i].last == 0;
    return graced || !rule->deadline->has_timing ? task->standing.due : task->standing.ends;
}

static void days_of_due(settling *s, uint32_t row, dates *days) {
    const pl_rule *rule = s->deadline->event_rule;
    const pl_rule_result *other = result_of(s->run, rule);
    int32_t above = pl_row_above(s->run, s->result->rule->entity, row, rule->entity);
    uint32_t count = 0;
    const pl_task *tasks;

    if (!other || above == PL_NO_ROW)
        return;
    assert(other->deadline->settled);
    tasks = pl_deadline_tasks(other, (uint32_t)above, &count);
    for (uint32_t i = 0; i < count; i++)
        if (tasks[i].standing.has_days)
            PL_PUSH(s->arena, days, pl_deadline_due(rule, &tasks[i]));
    for (uint32_t i = other->deadline->before_first[above];
         i < other->deadline->before_first[above + 1]; i++)
        PL_PUSH(s->arena, days, other->deadline->before.items[i]);
}

/* The days of the event, each once, ascending. */
static dates days_of(settling *s, uint32_t row) {
    dates days = {0};
    uint32_t count = 0;
    pl_date day;

    if (s->deadline->event_kind == PL_EVENT_ROWS)
        days_of_rows(s, row, &days);
    else if (s->deadline->event_kind == PL_EVENT_DUE)
        days_of_due(s, row, &days);
    else if (pl_date_at(s->out->event, row, &day))
        PL_PUSH(s->arena, &days, day);
    if (days.len > 0)
        qsort(days.items, days.len, sizeof *days.items, by_day);
    for (uint32_t i = 0; i < days.len; i++)
        if (i == 0 || days.items[i] != days.items[i - 1])
            days.items[count++] = days.items[i];
    days.len = count;
    return days;
}

/* Does the occurrence touch the school year? One without days does when its event is in it. */
static bool touches(const pl_occurrence *o, pl_date event, int schooljaar) {
    pl_date start = pl_schooljaar_start(schooljaar), end = pl_schooljaar_end(schooljaar);

    if (o->status != PL_CALENDAR_KNOWN)
        return start <= event && event <= end;
    return o->ends >= start && o->due <= end;
}

/* What touches both years is of its own. */
static year year_of_event(const settling *s, const pl_occurrence *o, pl_date event) {
    if (touches(o, event, year_of(s, OWN)))
        return OWN;
    return touches(o, event, year_of(s, BEFORE)) ? BEFORE : YEARS;
}

static pl_occurrences events_of(settling *s, uint32_t row, const pl_region *region, year which) {
    dates days = days_of(s, row);
    pl_occurrences list = {0};

    for (uint32_t i = 0; i < days.len; i++) {
        pl_occurrence o =
            pl_occurrence_of(&s->deadline->rhythm, region, days.items[i], grace_of(s));

        add_plain_grace(s, &o);
        o.number = (int)list.len + 1;
        if (year_of_event(s, &o, days.items[i]) == which)
            PL_PUSH(s->arena, &list, o);
    }
    return list;
}

static pl_occurrences occurrences_of(settling *s, uint32_t row, int32_t index,
                                     const pl_region *region, year which) {
    return s->deadline->event_kind != PL_EVENT_NONE ? events_of(s, row, region, which)
                                                    : schedule_of(s, index, region, which);
}

/* ### the school year before */

/* The machine says who was asked in the year before, the data who was there. */
static void find_there(settling *s) {
    if (s->out->asked_before)
        s->there = pl_dated_there(s->arena, s->run, s->result, s->dated);
}

static bool was_there(const settling *s, uint32_t row) {
    if (is_yearly(s))
        return is_of_year(s, row, BEFORE);
    return s->there && s->there[row] && s->out->asked_before[row] == PL_TRUE;
}

/* Was the rule in force on the last day on time, or when the year ended? */
static bool was_in_force(const settling *s, const pl_occurrence *o) {
    pl_date end = pl_schooljaar_end(year_of(s, BEFORE));

    return pl_rule_in_force(s->result->rule, o->ends < end ? o->ends : end);
}

/* Those that the calendar answers for; late evidence counts until this school year ends. */
static const pl_occurrences *before_of(settling *s, uint32_t row, int32_t index,
                                       const pl_region *region) {
    pl_date end = s->last_day;
    pl_occurrences all, *list = &s->before;

    list->len = 0;
    if (!was_there(s, row))
        return list;
    all = occurrences_of(s, row, index, region, BEFORE);
    for (uint32_t i = 0; i < all.len; i++) {
        pl_occurrence o = all.items[i];

        if (o.status != PL_CALENDAR_KNOWN || o.lapse.count > 0 || !was_in_force(s, &o))
            continue;
        o.closes = o.closes > end ? o.closes : end;
        PL_PUSH(s->arena, list, o);
    }
    return list;
}

/* For the deadlines that count from this one. */
static void keep_days(settling *s, const pl_occurrences *before) {
    for (uint32_t i = 0; i < before->len; i++) {
        const pl_occurrence *o = &before->items[i];
        pl_task task = {.occurrence = *o, .standing = {.due = o->due, .ends = o->ends}};

        PL_PUSH(s->arena, &s->out->before, pl_deadline_due(s->result->rule, &task));
    }
}

/* Was it settled before this school year began? */
static bool is_over(const settling *s, const pl_occurrence *o, const pl_standing *standing,
                    const pl_evidence *evidence) {
    return standing->found == o->times &&
        evidence->days[standing->evidence] < pl_schooljaar_start(s->run->schooljaar);
}

/* ### one subject */

pl_verdict pl_deadline_verdict(pl_deadline_status status) {
    switch (status) {
    case PL_DEADLINE_DONE: return PL_VERDICT_DONE;
    case PL_DEADLINE_DONE_LATE: return PL_VERDICT_DONE_LATE;
    case PL_DEADLINE_UPCOMING: return PL_VERDICT_UPCOMING;
    case PL_DEADLINE_UNKNOWN: return PL_VERDICT_UNKNOWN;
    case PL_DEADLINE_DUE: return PL_VERDICT_DUE;
    case PL_DEADLINE_OVERDUE: break;
    }
    return PL_VERDICT_OVERDUE;
}

static void decide(settling *s, uint32_t row, pl_verdict verdict, pl_deadline_why why) {
    s->result->verdict[row] = (uint8_t)verdict;
    s->out->why[row] = (uint8_t)why;
}

static void decide_by(settling *s, uint32_t row, const pl_task *task) {
    pl_deadline_why why = PL_WHY_NOTHING;

    if (task->standing.status == PL_DEADLINE_UNKNOWN)
        why = task->occurrence.status == PL_CALENDAR_GAP ? PL_WHY_HOLIDAY
            : s->no_year                                 ? PL_WHY_YEAR
                                                         : PL_WHY_EVIDENCE;
    decide(s, row, pl_deadline_verdict(task->standing.status), why);
}

/* Of equally bad ones the first. */
static void add_task(settling *s, uint32_t row, const pl_task *task) {
    pl_deadline_result *out = s->out;
    uint32_t worst = out->deciding[row];

    if (worst == NO_TASK || task->standing.status > out->tasks.items[worst].standing.status)
        out->deciding[row] = out->tasks.len;
    PL_PUSH(s->arena, &out->tasks, *task);
}

/* Zero for each subject. */
static pl_standing *standings_for(settling *s, uint32_t count) {
    if (count > s->standing_room) {
        s->standing_room = 2 * count;
        s->standings = PL_MAKE_ARRAY(s->arena, pl_standing, s->standing_room);
    }
    memset(s->standings, 0, count * sizeof *s->standings);
    return s->standings;
}

static void stand_together(settling *s, uint32_t row, const subject_list *of, year which) {
    pl_evidence evidence = pl_proofs_of(&s->proofs[which], row, known_for(s, which), &s->room);
    pl_standing *standings = standings_for(s, of->list.len);

    pl_stand(of->list.items, of->list.len, &evidence, s->run->date, s->arena, standings);
    for (uint32_t i = 0; i < of->list.len; i++) {
        pl_task task = {of->list.items[i], standings[i], PL_NO_EVIDENCE,
                        year_of(s, i < of->before ? BEFORE : OWN)};

        if (i < of->before && is_over(s, &of->list.items[i], &standings[i], &evidence))
            continue;
        if (standings[i].evidence != PL_NO_EVIDENCE)
            task.evidence = s->room.rows[standings[i].evidence];
        add_task(s, row, &task);
    }
}

static void add_before(settling *s, uint32_t row, const pl_region *region, int32_t index,
                       subject_list *of) {
    const pl_occurrences *before = before_of(s, row, index, region);

    keep_days(s, before);
    for (uint32_t i = 0; i < before->len; i++)
        if (before->items[i].opens >= s->known_before)
            PL_PUSH(s->arena, &of->list, before->items[i]);
    of->before = of->list.len;
}

static void add_own(settling *s, uint32_t row, const pl_region *region, int32_t index,
                    subject_list *of) {
    pl_occurrences own;

    if (!is_of_year(s, row, OWN))
        return;
    own = occurrences_of(s, row, index, region, OWN);
    for (uint32_t i = 0; i < own.len; i++) {
        pl_occurrence o = own.items[i];

        bridge_gap(s, region, index, i, &o);
        PL_PUSH(s->arena, &of->list, o);
    }
}

/* What comes back every year is counted for each year by itself, so that a day counts for this year and
 * makes up for the last. What hangs on events is not the same again: a day counts for one of them. */
static void stand(settling *s, uint32_t row, const pl_region *region, int32_t index) {
    bool apart = s->deadline->event_kind == PL_EVENT_NONE || is_yearly(s);
    subject_list *of = s->of;

    for (int which = BEFORE; which < YEARS; which++)
        of[which].list.len = of[which].before = 0;
    add_before(s, row, region, index, &of[apart ? BEFORE : OWN]);
    add_own(s, row, region, index, &of[OWN]);
    for (int which = BEFORE; which < YEARS; which++)
        if (of[which].list.len > 0)
            stand_together(s, row, &of[which], (year)which);
    if (s->out->deciding[row] == NO_TASK)
        decide(s, row, PL_VERDICT_NO_NORM, PL_WHY_NOT_YEAR);
    else
        decide_by(s, row, &s->out->tasks.items[s->out->deciding[row]]);
}

/* False when the event is unknown: no file gives its column, or the subject is linked to none. */
static bool has_event_data(const settling *s, uint32_t row) {
    const pl_expr *event = s->deadline->event;
    const pl_field *field;

    if (s->deadline->event_kind != PL_EVENT_VALUE)
        return true;
    while (event->kind == PL_EXPR_UP)
        event = event->kids[0];
    if (event->kind != PL_EXPR_FIELD)
        return true;
    field = event->field;
    return pl_row_above(s->run, s->result->rule->entity, row, field->entity) != PL_NO_ROW &&
        pl_data_field(s->run->data, field, s->run->schooljaar) != NULL;
}

static void settle_row(settling *s, uint32_t row) {
    const pl_region *region;
    int32_t index;

    if (s->no_data) {
        decide(s, row, PL_VERDICT_UNKNOWN, PL_WHY_NO_DATA);
        return;
    }
    if (!has_event_data(s, row)) {
        decide(s, row, PL_VERDICT_UNKNOWN, PL_WHY_EVENT);
        return;
    }
    if (s->deadline->event_kind != PL_EVENT_NONE && days_of(s, row).len == 0) {
        decide(s, row, PL_VERDICT_NO_NORM, PL_WHY_NO_EVENT);
        return;
    }
    if (!region_of(s, row, &index, &region)) {
        decide(s, row, PL_VERDICT_UNKNOWN, PL_WHY_REGION);
        return;
    }
    if (s->out->region && !region) {
        if (is_of_year(s, row, OWN))
            note_gap(s, index, (pl_gap){s->run->schooljaar, PL_HOLIDAY_SUMMER});
        decide(s, row, PL_VERDICT_UNKNOWN, PL_WHY_HOLIDAY);
        return;
    }
    stand(s, row, region, index);
}

/* ### one deadline */

/* A consequence is for what does not meet its rule; false when the row is decided by that. */
static bool is_asked_of(settling *s, uint32_t row) {
    const pl_rule_result *of = s->deadline->failed ? result_of(s->run, s->deadline->failed) : NULL;

    if (!s->deadline->failed)
        return true;
    assert(of && of->rows == s->result->rows);
    if (of->verdict[row] == PL_VERDICT_NOT_MET)
        return true;
    if (of->verdict[row] == PL_VERDICT_UNKNOWN)
        decide(s, row, PL_VERDICT_UNKNOWN, PL_WHY_RULE_UNKNOWN);
    else
        decide(s, row, PL_VERDICT_EXEMPT, PL_WHY_RULE_HOLDS);
    return false;
}

/* A subject of the year before is listed for what it left open, and for nothing else. */
static void skip_unless_open(settling *s, uint32_t row) {
    if (s->out->deciding[row] != NO_TASK)
        return;
    s->result->verdict[row] = PL_VERDICT_SKIPPED;
    s->result->cause[row] = PL_CAUSE_CLAUSES;
    s->out->why[row] = PL_WHY_NOTHING;
}

static void settle_rows(settling *s) {
    const pl_rule_result *result = s->result;

    for (uint32_t row = 0; row < result->rows; row++) {
        bool open =
            result->verdict[row] == PL_VERDICT_NO_NORM && result->cause[row] == PL_CAUSE_CLAUSES;

        s->out->first[row] = s->out->tasks.len;
        s->out->before_first[row] = s->out->before.len;
        s->out->deciding[row] = NO_TASK;
        if (open && is_asked_of(s, row))
            settle_row(s, row);
        if (!is_of_year(s, row, OWN))
            skip_unless_open(s, row);
    }
    s->out->first[result->rows] = s->out->tasks.len;
    s->out->before_first[result->rows] = s->out->before.len;
}

const pl_entity *pl_deadline_unmapped(const pl_run *run, const pl_rule *rule) {
    const pl_deadline *deadline = rule->deadline;

    if (!deadline || run->alone)
        return NULL;
    if (!pl_data_rows(run->data, deadline->evidence)->mapped)
        return deadline->evidence;
    if (deadline->event_kind == PL_EVENT_ROWS &&
        !pl_data_rows(run->data, deadline->event_rows)->mapped)
        return deadline->event_rows;
    return NULL;
}

static void settle(settlement *all, pl_rule_result *result) {
    pl_arena *arena = all->arena;
    pl_run *run = all->run;
    settling s = {.arena = arena,
                  .run = run,
                  .result = result,
                  .deadline = result->rule->deadline,
                  .out = result->deadline,
                  .last_day = pl_schooljaar_end(run->schooljaar)};

    s.out->settled = true;
    s.out->first = PL_MAKE_ARRAY(arena, uint32_t, result->rows + 1);
    s.out->before_first = PL_MAKE_ARRAY(arena, uint32_t, result->rows + 1);
    s.out->deciding = PL_MAKE_ARRAY(arena, uint32_t, result->rows + 1);
    s.out->why = PL_MAKE_ARRAY(arena, uint8_t, result->rows + 1);
    memset(s.out->deciding, 0xff, (result->rows + 1) * sizeof *s.out->deciding);
    s.no_data = pl_deadline_unmapped(run, result->rule) != NULL;
    if (!s.no_data) {
        s.dated = pl_dated_rows_of(arena, run, result, &all->dated);
        collect_evidence(&s);
        find_known_from(&s);
        find_there(&s);
    }
    if (!s.no_data && s.deadline->event_kind == PL_EVENT_ROWS)
        collect_events(&s);
    settle_rows(&s);
}

/* What it counts from first; sema has seen that there is no circle. */
static void settle_in_order(settlement *all, pl_rule_result *result) {
    pl_run *run = all->run;
    const pl_rule *from = result->rule->deadline->event_rule;

    if (result->deadline->settled)
        return;
    for (uint32_t i = 0; from && i < run->rules.len; i++)
        if (run->rules.items[i].rule == from)
            settle_in_order(all, &run->rules.items[i]);
    settle(all, result);
}

void pl_deadlines_settle(pl_arena *arena, pl_run *run) {
    settlement all = {.arena = arena, .run = run};

    for (uint32_t i = 0; i < run->rules.len; i++)
        if (run->rules.items[i].deadline)
            settle_in_order(&all, &run->rules.items[i]);
}

/* ### asking */

const pl_task *pl_deadline_tasks(const pl_rule_result *result, uint32_t row, uint32_t *count) {
    const pl_deadline_result *deadline = result->deadline;

    *count = 0;
    if (!deadline || deadline->tasks.len == 0)
        return NULL;
    assert(row < result->rows && deadline->settled);
    *count = deadline->first[row + 1] - deadline->first[row];
    return deadline->tasks.items + deadline->first[row];
}

const pl_task *pl_deadline_deciding(const pl_rule_result *result, uint32_t row) {
    const pl_deadline_result *deadline = result->deadline;

    if (!deadline || deadline->deciding[row] == NO_TASK)
        return NULL;
    assert(deadline->deciding[row] < deadline->tasks.len);
    return &deadline->tasks.items[deadline->deciding[row]];
}

bool pl_deadline_place(const pl_run *run, const pl_rule *rule, const pl_task *task, pl_date *day,
                       pl_place *place) {
    const pl_deadline *deadline = rule->deadline;
    const pl_rows *rows = pl_data_rows(run->data, deadline->evidence);
    const pl_field *field = deadline->evidence_day->field;
    const pl_column *column = pl_data_field(run->data, field, run->schooljaar);

    *place = (pl_place){0};
    if (task->evidence == PL_NO_EVIDENCE || !column)
        return false;
    assert(task->evidence < rows->count);
    *day = ((const int32_t *)column->values)[task->evidence];
    (void)pl_data_place(rows, column, task->evidence, place);
    return true;
}
