/* oracle_deadlines.c - the verdict of a deadline for one subject, from doc/semantics.md: which occurrences it has, which rows are
 * evidence, and how they stand. The days of an occurrence are those of src/calendar; what becomes of them is worked out here. */
#include "oracle_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/recurrence.h"

#define MOST 512 /* occurrences and days of one subject */

typedef struct days {
    pl_date items[MOST];
    uint32_t count;
} days;

/* One occurrence; `year` is that of the list in which it is settled. */
typedef struct slot {
    pl_occurrence o;
    bool before; /* of the school year before */
    int32_t found;
    pl_date last; /* of the days that count for it */
} slot;

typedef struct slots {
    slot items[MOST];
    uint32_t count;
} slots;

/* A rule for a subject. `decided` when there is nothing to place. */
typedef struct placing {
    oracle *o;
    const pl_rule *rule;
    const pl_deadline *d;
    uint32_t row;
    const pl_region *region;
    int grace; /* school weeks */
    pl_arena *arena;
    bool decided;
    pl_verdict verdict;
    slots own, before;
} placing;

/* What may be evidence of the subject, in the order of days. */
typedef struct evidence {
    days sure, perhaps;
    uint32_t undated;
} evidence;

static void add_day(days *list, pl_date day) {
    uint32_t at = 0;
    while (at < list->count && list->items[at] < day)
        at++;
    if (at < list->count && list->items[at] == day)
        return;
    if (list->count == MOST)
        abort();
    memmove(list->items + at + 1, list->items + at, (list->count - at) * sizeof *list->items);
    list->items[at] = day;
    list->count++;
}

static void add_slot(slots *list, pl_occurrence o, bool before) {
    if (list->count == MOST)
        abort();
    list->items[list->count++] = (slot){.o = o, .before = before};
}

static int32_t row_above(const oracle *o, const pl_entity *entity, uint32_t row,
                         const pl_entity *above) {
    return entity == above ? (int32_t)row
                           : pl_links_at(&pl_data_rows(o->data, entity)->up[above->depth], row);
}

static void enter_year(oracle *o, int year) {
    o->year = year;
    o->now = year == o->this_year ? o->date : pl_schooljaar_start(year + 1) - 1;
}

static bool date_of(oracle *o, const pl_expr *expr, uint32_t row, pl_date *day) {
    oracle_value v = oracle_eval(o, expr, row);
    *day = v.state == PL_OK ? (pl_date)v.index : 0;
    return v.state == PL_OK;
}

/* ---- what is asked of whom ---- */

static int year_of_row(const oracle *o, const pl_rule *rule, uint32_t row) {
    const pl_rows *rows = pl_data_rows(o->data, rule->entity);
    return rows->years ? rows->years[row] : o->this_year;
}

/* A parameter without a value when the year before ended: */
typedef struct lacking {
    pl_date day;
    const oracle *o;
    bool found;
} lacking;

static void look_for_lack(void *context, const pl_expr *e) {
    lacking *l = context;
    if (e->kind == PL_EXPR_PARAMETER && !pl_parameter_in_force(e->parameter, l->day))
        l->found = true;
    if (e->kind == PL_EXPR_MEASURE &&
        !(l->o->data->dataset && pl_dataset_supplies(l->o->data->dataset, e->measure)))
        look_for_lack(l, e->measure->definition);
    if (e->kind == PL_EXPR_VERDICT || e->kind == PL_EXPR_OUTCOME)
        pl_rule_each_expr(e->rule, look_for_lack, l);
    for (uint32_t k = 0; k < e->count; k++)
        if (e->kids[k])
            look_for_lack(l, e->kids[k]);
}

static bool in_force_at_end(const oracle *o, const pl_rule *rule) {
    lacking l = {.day = pl_schooljaar_start(o->this_year) - 1, .o = o};
    if (!pl_rule_in_force(rule, l.day))
        return false;
    pl_rule_each_expr(rule, look_for_lack, &l);
    pl_deadline_each_expr(rule->deadline, look_for_lack, &l);
    return !l.found;
}

/* Of a subject that is asked in the year that the oracle looks at. */
static bool is_asked(oracle *o, const pl_rule *rule, uint32_t row) {
    oracle_answer a = oracle_judge_into(o, rule, row, NULL);
    return a.verdict == PL_VERDICT_NO_NORM && a.cause == PL_CAUSE_CLAUSES;
}

/* The rows of an entity that belong to a row above it, or that are it. */
typedef struct rows_of {
    const uint32_t *items;
    uint32_t count, self;
} rows_of;

static uint32_t item(const rows_of *list, uint32_t i) {
    return list->items ? list->items[i] : list->self;
}

static rows_of rows_below(oracle *o, const pl_entity *entity, const pl_entity *above,
                          uint32_t row) {
    if (entity == above)
        return (rows_of){.count = 1, .self = row};
    const oracle_children *c = oracle_children_of(o, entity, above);
    return (rows_of){.items = c->items + c->start[row], .count = c->start[row + 1] - c->start[row]};
}

static bool has_sign(oracle *o, const pl_entity *below, const pl_entity *entity, uint32_t row) {
    rows_of list = rows_below(o, below, entity, row);
    for (uint32_t i = 0; i < list.count; i++)
        if (pl_data_rows(o->data, below)->years[item(&list, i)] == o->this_year - 1)
            return true;
    return false;
}

/* Does the data tell anything of the year before, and of this subject? */
static bool was_there(placing *p) {
    oracle *o = p->o;
    const pl_entity *entity = p->rule->entity;
    const pl_rows *rows = pl_data_rows(o->data, p->d->evidence);
    bool told = false, there = false;
    int before = o->this_year - 1;
    for (uint32_t f = 0; f < entity->fields.len; f++) {
        const pl_field *field = entity->fields.items[f];
        const pl_column *column = field->yearly ? pl_data_field(o->data, field, before) : NULL;
        told = told || column;
        there = there || (column && oracle_cell(o, column, p->row).state == PL_OK);
    }
    for (uint32_t e = 0; e < o->model->entities.len; e++) {
        const pl_entity *below = o->model->entities.items[e];
        if (below == p->d->evidence || !pl_entity_tells_years(below, entity) ||
            !pl_rows_cover(pl_data_rows(o->data, below), before))
            continue;
        told = true;
        there = there || has_sign(o, below, entity, p->row);
    }
    rows_of list = rows_below(o, p->d->evidence, entity, p->row);
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t r = item(&list, i);
        pl_date day;
        bool dated = date_of(o, p->d->evidence_day, r, &day);
        if ((rows->years && rows->years[r] <= before) ||
            (dated && day < pl_schooljaar_start(o->this_year)))
            there = true;
    }
    return there || !told;
}

static bool has_before(placing *p) {
    oracle *o = p->o;
    bool yearly = p->rule->entity->yearly;
    if (p->d->failed || o->this_year < 2)
        return false;
    if (yearly)
        return year_of_row(o, p->rule, p->row) == o->this_year - 1;
    if (!in_force_at_end(o, p->rule))
        return false;
    enter_year(o, o->this_year - 1);
    bool asked = is_asked(o, p->rule, p->row);
    enter_year(o, o->this_year);
    return asked && was_there(p);
}

/* ---- events ---- */

static void place(placing *p);

/* Its lists are long: only their counts are set. */
static placing *new_placing(oracle *o, const pl_rule *rule, uint32_t row, pl_arena *arena) {
    placing *p = malloc(sizeof *p);
    if (!p)
        pl_out_of_memory();
    p->o = o;
    p->rule = rule;
    p->d = rule->deadline;
    p->row = row;
    p->region = NULL;
    p->grace = 0;
    p->arena = arena;
    p->decided = false;
    p->verdict = PL_VERDICT_UNKNOWN;
    p->own.count = p->before.count = 0;
    return p;
}

static pl_date counts_from(const pl_rule *rule, const slot *s) {
    const pl_rhythm *rhythm = &rule->deadline->rhythm;
    bool open_ended = !rule->deadline->has_timing || rhythm->kind == PL_RHYTHM_AFTER;
    for (uint32_t i = 0; rhythm->kind == PL_RHYTHM_WEEKS && i < rhythm->week_count; i++)
        if (rhythm->weeks[i].first == s->o.number && rhythm->weeks[i].last == 0)
            open_ended = true;
    return open_ended ? s->o.due : s->o.ends;
}

static void lapse_due(placing *p, days *list);

static void days_of_due(placing *p, days *list) {
    const pl_rule *rule = p->d->event_rule;
    int32_t above = row_above(p->o, p->rule->entity, p->row, rule->entity);
    int year = p->o->year;
    if (above == PL_NO_ROW || !pl_rule_in_force(rule, p->o->date) ||
        !oracle_is_deadline_subject(p->o, rule, (uint32_t)above))
        return;
    placing *other = new_placing(p->o, rule, (uint32_t)above, p->arena);
    enter_year(p->o, year_of_row(p->o, rule, (uint32_t)above));
    if (is_asked(p->o, rule, (uint32_t)above))
        place(other);
    else
        other->decided = true;
    for (uint32_t i = 0; !other->decided && i < other->own.count; i++)
        if (other->own.items[i].o.lapse.count > 0)
            lapse_due(other, list);
        else if (other->own.items[i].o.status == PL_CALENDAR_KNOWN)
            add_day(list, counts_from(rule, &other->own.items[i]));
    for (uint32_t i = 0; !other->decided && i < other->before.count; i++)
        add_day(list, counts_from(rule, &other->before.items[i]));
    free(other);
    enter_year(p->o, year);
}

static void days_of_rows(placing *p, days *list) {
    int32_t top = row_above(p->o, p->rule->entity, p->row, p->d->event_top);
    int year = p->o->year;
    rows_of rows = {0};
    pl_date day;
    if (top != PL_NO_ROW)
        rows = rows_below(p->o, p->d->event_rows, p->d->event_top, (uint32_t)top);
    enter_year(p->o, p->o->this_year);
    for (uint32_t i = 0; i < rows.count; i++)
        if (date_of(p->o, p->d->event, item(&rows, i), &day))
            add_day(list, day);
    enter_year(p->o, year);
}

static void event_days(placing *p, days *list) {
    pl_date day;
    list->count = 0;
    if (p->d->event_kind == PL_EVENT_ROWS)
        days_of_rows(p, list);
    else if (p->d->event_kind == PL_EVENT_DUE)
        days_of_due(p, list);
    else if (date_of(p->o, p->d->event, p->row, &day))
        add_day(list, day);
}

/* ---- occurrences ---- */

/* The grace of what belongs to no school is in weeks of the calendar. */
static pl_occurrence with_grace(const placing *p, pl_occurrence o) {
    int weeks = p->o->model->grace ? p->grace : PL_GRACE;
    if (p->d->region || p->d->rhythm.kind != PL_RHYTHM_AFTER || o.status != PL_CALENDAR_KNOWN)
        return o;
    o.ends = weeks > 0 ? o.due + 7 * weeks - 1 : o.due;
    if (o.closes < o.ends)
        o.closes = o.ends;
    return o;
}

static pl_date season_start(pl_gap gap) {
    int year = gap.schooljaar, month = 0, day = 1;
    pl_date date;
    switch (gap.kind) {
    case PL_HOLIDAY_SUMMER:
        month = 7;
        break; /* of the calendar year in which the school year begins */
    case PL_HOLIDAY_AUTUMN: month = 10; break;
    case PL_HOLIDAY_CHRISTMAS: month = 12, day = 12; break;
    case PL_HOLIDAY_SPRING: month = 2, year++; break;
    case PL_HOLIDAY_MAY: month = 4, day = 15, year++; break;
    case PL_HOLIDAY_OTHER: abort();
    }
    if (!pl_date_make(year, month, day, &date))
        abort();
    return date;
}

/* Before the season of a holiday that is not known, what rests on it is not due sooner, or not overdue yet. */
static pl_occurrence bridged(const placing *p, pl_occurrence o, uint32_t at) {
    if (o.status != PL_CALENDAR_GAP || p->d->event_kind != PL_EVENT_NONE ||
        p->o->date >= season_start(o.gap))
        return o;
    pl_date season = season_start(o.gap);
    pl_occurrences sooner =
        pl_occurrences_in(&p->d->rhythm, p->region, p->o->this_year, 0, p->arena);
    bool known = at < sooner.len && sooner.items[at].status == PL_CALENDAR_KNOWN;
    pl_date due = known ? sooner.items[at].due : season;
    return (pl_occurrence){.number = o.number,
                           .opens = known && due < season ? sooner.items[at].opens : due,
                           .due = due,
                           .ends = due > season ? due : season,
                           .closes = pl_schooljaar_start(p->o->this_year + 1) - 1,
                           .times = 1};
}

static void scheduled(placing *p, int year, slots *list, bool before) {
    pl_date start = pl_schooljaar_start(year);
    if (!p->d->has_timing) {
        add_slot(list,
                 (pl_occurrence){.number = 1,
                                 .opens = start,
                                 .due = start,
                                 .ends = PL_NEVER,
                                 .closes = PL_NEVER,
                                 .times = 1},
                 before);
        return;
    }
    pl_occurrences found =
        pl_occurrences_in(&p->d->rhythm, p->region, year, p->d->region ? p->grace : 0, p->arena);
    for (uint32_t i = 0; i < found.len; i++)
        add_slot(list, with_grace(p, found.items[i]), before);
}

static bool touches(const pl_occurrence *o, pl_date event, int year) {
    pl_date first = pl_schooljaar_start(year), next = pl_schooljaar_start(year + 1);
    if (o->status != PL_CALENDAR_KNOWN)
        return event >= first && event < next;
    return o->ends >= first && o->due < next;
}

/* By the days of the event: those of this year, or those of the year before and not of this one. */
static void by_event(placing *p, const days *events, slots *list, bool before) {
    int year = p->o->this_year;
    for (uint32_t i = 0; i < events->count; i++) {
        pl_date event = events->items[i];
        pl_occurrence o = with_grace(
            p, pl_occurrence_of(&p->d->rhythm, p->region, event, p->d->region ? p->grace : 0));
        bool own = touches(&o, event, year);
        if (before ? !own && touches(&o, event, year - 1) : own)
            add_slot(list, o, before);
    }
}

static void keep_before(placing *p) {
    pl_date end = pl_schooljaar_start(p->o->this_year) - 1;
    pl_date last = pl_schooljaar_start(p->o->this_year + 1) - 1;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < p->before.count; i++) {
        slot s = p->before.items[i];
        if (s.o.status != PL_CALENDAR_KNOWN || s.o.lapse.count > 0 ||
            !pl_rule_in_force(p->rule, s.o.ends < end ? s.o.ends : end))
            continue;
        if (s.o.closes < last)
            s.o.closes = last;
        p->before.items[kept++] = s;
    }
    p->before.count = kept;
}

/* ---- before the occurrences ---- */

static void decide(placing *p, pl_verdict verdict) {
    p->decided = true;
    p->verdict = verdict;
}

static bool has_column(placing *p) {
    const pl_expr *event = p->d->event;
    if (p->d->event_kind != PL_EVENT_VALUE)
        return true;
    while (event->kind == PL_EXPR_UP)
        event = event->kids[0];
    return event->kind != PL_EXPR_FIELD ||
        (row_above(p->o, p->rule->entity, p->row, event->field->entity) != PL_NO_ROW &&
         pl_data_field(p->o->data, event->field, p->o->this_year));
}

static bool is_unmapped(const placing *p) {
    return !pl_data_rows(p->o->data, p->d->evidence)->mapped ||
        (p->d->event_kind == PL_EVENT_ROWS && !pl_data_rows(p->o->data, p->d->event_rows)->mapped);
}

static bool find_region(placing *p) {
    if (!p->d->region)
        return true;
    oracle_value v = oracle_eval(p->o, p->d->region, p->row);
    if (v.state != PL_OK)
        return false;
    const char *name = p->d->region->type.members->members.items[v.index];
    p->region = pl_holidays_find(p->o->model->holidays, pl_str_of(name));
    return p->region != NULL;
}

static int grace_on(const oracle *o) {
    const pl_dated_value *value =
        o->model->grace ? pl_parameter_in_force(o->model->grace, o->date) : NULL;
    return value ? (int)value->value.lo.num : PL_GRACE;
}

static bool of_failure(placing *p) {
    if (!p->d->failed)
        return true;
    oracle_clause *clauses = calloc(p->d->failed->clauses.len + (size_t)1, sizeof *clauses);
    if (!clauses)
        pl_out_of_memory();
    pl_verdict verdict = oracle_judge_into(p->o, p->d->failed, p->row, clauses).verdict;
    free(clauses);
    if (verdict != PL_VERDICT_NOT_MET)
        decide(p, verdict == PL_VERDICT_UNKNOWN ? PL_VERDICT_UNKNOWN : PL_VERDICT_EXEMPT);
    return verdict == PL_VERDICT_NOT_MET;
}

/* Everything but the evidence. */
static void place(placing *p) {
    days *events = malloc(sizeof *events);
    if (!events)
        pl_out_of_memory();
    p->grace = grace_on(p->o);
    if (!of_failure(p)) {
    } else if (is_unmapped(p) || !has_column(p)) {
        decide(p, PL_VERDICT_UNKNOWN);
    } else if (p->d->event_kind != PL_EVENT_NONE && (event_days(p, events), events->count == 0)) {
        decide(p, PL_VERDICT_NO_NORM);
    } else if (!find_region(p)) {
        decide(p, PL_VERDICT_UNKNOWN);
    } else {
        bool own = year_of_row(p->o, p->rule, p->row) == p->o->this_year;
        bool event = p->d->event_kind != PL_EVENT_NONE;
        if (own && event)
            by_event(p, events, &p->own, false);
        else if (own)
            scheduled(p, p->o->this_year, &p->own, false);
        for (uint32_t i = 0; i < p->own.count; i++)
            p->own.items[i].o = bridged(p, p->own.items[i].o, i);
        if (has_before(p) && event)
            by_event(p, events, &p->before, true);
        else if (has_before(p))
            scheduled(p, p->o->this_year - 1, &p->before, true);
        keep_before(p);
    }
    free(events);
}

/* ---- evidence ---- */

static bool stands_for_nobody(oracle *o, const pl_rows *rows, uint32_t r) {
    if (!rows->weight)
        return false;
    oracle_value v = oracle_cell(o, rows->weight, r);
    return v.state == PL_OK && mpq_sgn(v.hi) == 0;
}

static void find_evidence(placing *p, bool before, evidence *found) {
    oracle *o = p->o;
    const pl_rows *rows = pl_data_rows(o->data, p->d->evidence);
    int year = o->year;
    rows_of list = rows_below(o, p->d->evidence, p->rule->entity, p->row);
    found->sure.count = found->perhaps.count = found->undated = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t r = item(&list, i);
        pl_truth counts = PL_TRUE;
        pl_date day;
        if (stands_for_nobody(o, rows, r))
            continue;
        enter_year(o, o->this_year - (before && in_force_at_end(o, p->rule)));
        if (p->d->evidence_where)
            counts = oracle_eval(o, p->d->evidence_where, r).truth;
        enter_year(o, o->this_year);
        if (counts != PL_TRUE && counts != PL_UNKNOWN)
            continue;
        if (!date_of(o, p->d->evidence_day, r, &day))
            found->undated++;
        else
            add_day(counts == PL_TRUE ? &found->sure : &found->perhaps, day);
    }
    enter_year(o, year);
}

/* The day from which the data are complete, counted back from a school year. */
static pl_date complete_from(placing *p, int year) {
    const pl_rows *rows = pl_data_rows(p->o->data, p->d->evidence);
    pl_date first = PL_NEVER, day;
    if (rows->incomplete || (rows->years && !pl_rows_cover(rows, year)))
        return PL_NEVER;
    if (rows->years) {
        while (pl_rows_cover(rows, year - 1))
            year--;
        return pl_schooljaar_start(year);
    }
    for (uint32_t r = 0; r < rows->count; r++)
        if (date_of(p->o, p->d->evidence_day, r, &day) && day < first)
            first = day;
    return pl_schooljaar_start(first == PL_NEVER ? p->o->this_year : pl_schooljaar_of(first));
}

static pl_date complete_before(placing *p) {
    const pl_rows *rows = pl_data_rows(p->o->data, p->d->evidence);
    int before = p->o->this_year - 1;
    bool covered = rows->years && pl_rows_cover(rows, before);
    pl_date day;
    for (uint32_t r = 0; !rows->years && r < rows->count; r++)
        covered = covered ||
            (date_of(p->o, p->d->evidence_day, r, &day) && pl_schooljaar_of(day) == before);
    return covered ? complete_from(p, before) : PL_NEVER;
}

/* The same for all subjects. */
static void find_known(placing *p, pl_date *from, pl_date *before) {
    if (p->o->known != p->rule) {
        p->o->known = p->rule;
        p->o->known_from = complete_from(p, p->o->this_year);
        p->o->known_before = complete_before(p);
    }
    *from = p->o->known_from;
    *before = p->o->known_before;
}

/* ---- how they stand ---- */

/* In the order in which verdicts are taken: the worst first. */
static const pl_verdict worst_first[] = {PL_VERDICT_OVERDUE,   PL_VERDICT_DUE,
                                         PL_VERDICT_UNKNOWN,   PL_VERDICT_UPCOMING,
                                         PL_VERDICT_DONE_LATE, PL_VERDICT_DONE};

static void give_day(slots *list, pl_date day) {
    for (int pass = 0; pass < 3; pass++)
        for (uint32_t i = 0; i < list->count; i++) {
            slot *s = &list->items[i];
            bool on_time = s->o.due <= day && day <= s->o.ends;
            bool late = s->o.ends < day && day <= s->o.closes;
            bool early = s->o.opens <= day && day < s->o.due;
            if (s->o.status != PL_CALENDAR_KNOWN || s->o.lapse.count > 0 ||
                s->found == s->o.times ||
                !(pass == 0       ? on_time
                      : pass == 1 ? late
                                  : early))
                continue;
            s->found++;
            s->last = day;
            return;
        }
}

/* The first day on which a lapse from `day` is over. */
static pl_date lapsed(const slot *s, pl_date day) {
    pl_gap gap;
    pl_date ends;
    (void)pl_term_after(s->o.lapse, NULL, day, &ends, &gap);
    return ends;
}

static pl_verdict standing_of_lapse(const oracle *o, const slot *s, pl_date from) {
    if (s->found == 0)
        return from <= o->date && o->date >= lapsed(s, from) ? PL_VERDICT_OVERDUE
                                                             : PL_VERDICT_UNKNOWN;
    pl_date ends = lapsed(s, s->last), due = pl_schooljaar_start(pl_schooljaar_of(ends));
    return o->date < due ? PL_VERDICT_DONE : o->date <= ends ? PL_VERDICT_DUE : PL_VERDICT_OVERDUE;
}

static pl_verdict standing_of(const oracle *o, const slot *s, pl_date from) {
    if (s->o.status != PL_CALENDAR_KNOWN)
        return PL_VERDICT_UNKNOWN;
    if (s->o.lapse.count > 0)
        return standing_of_lapse(o, s, from);
    if (s->found == s->o.times)
        return s->last <= s->o.ends ? PL_VERDICT_DONE : PL_VERDICT_DONE_LATE;
    return o->date < s->o.due  ? PL_VERDICT_UPCOMING
        : o->date <= s->o.ends ? PL_VERDICT_DUE
                               : PL_VERDICT_OVERDUE;
}

static void settle(const oracle *o, slots *list, const days *given) {
    for (uint32_t i = 0; i < list->count; i++)
        list->items[i].found = 0;
    for (uint32_t k = 0; k < given->count && given->items[k] <= o->date; k++) {
        give_day(list, given->items[k]);
        for (uint32_t i = 0; i < list->count; i++)
            if (list->items[i].o.lapse.count > 0) {
                list->items[i].found = 1;
                list->items[i].last = given->items[k];
            }
    }
}

static bool could_be_better(const oracle *o, const slot *s, pl_verdict verdict,
                            const evidence *found, pl_date from) {
    uint32_t wanted = s->o.lapse.count > 0 || verdict == PL_VERDICT_DONE_LATE
        ? 1
        : (uint32_t)(s->o.times - s->found);
    if (found->undated >= wanted)
        return true;
    if (s->o.lapse.count == 0)
        return s->o.opens < from;
    return !(from <= o->date && o->date >= lapsed(s, from)) && (s->found == 0 || s->last < from);
}

/* The worst of the list into *verdict; what was settled before this school year is not listed. */
static void judge_list(placing *p, slots *list, bool before, pl_date from, size_t *worst) {
    evidence *found = malloc(sizeof *found);
    slots *best = malloc(sizeof *best);
    if (!found || !best)
        pl_out_of_memory();
    find_evidence(p, before, found);
    days both = {.count = 0};
    for (uint32_t i = 0; i < found->sure.count; i++)
        add_day(&both, found->sure.items[i]);
    for (uint32_t i = 0; i < found->perhaps.count; i++)
        add_day(&both, found->perhaps.items[i]);
    best->count = list->count;
    memcpy(best->items, list->items, list->count * sizeof *list->items);
    settle(p->o, best, &both);
    settle(p->o, list, &found->sure);
    for (uint32_t i = 0; i < list->count; i++) {
        const slot *s = &list->items[i];
        pl_verdict verdict = standing_of(p->o, s, from);
        bool doubtful = verdict == PL_VERDICT_DONE_LATE || verdict == PL_VERDICT_DUE ||
            verdict == PL_VERDICT_OVERDUE;
        if (s->before && s->found == s->o.times && s->last < pl_schooljaar_start(p->o->this_year))
            continue;
        if (doubtful &&
            (standing_of(p->o, &best->items[i], from) != verdict ||
             could_be_better(p->o, s, verdict, found, from)))
            verdict = PL_VERDICT_UNKNOWN;
        for (size_t w = 0; w < *worst; w++)
            if (worst_first[w] == verdict)
                *worst = w;
    }
    free(found);
    free(best);
}

/* For what counts from a task that lapses: when its last evidence does. */
static void lapse_due(placing *p, days *list) {
    evidence *found = malloc(sizeof *found);
    if (!found)
        pl_out_of_memory();
    find_evidence(p, false, found);
    settle(p->o, &p->own, &found->sure);
    for (uint32_t i = 0; i < p->own.count; i++)
        if (p->own.items[i].o.lapse.count > 0 && p->own.items[i].found > 0)
            add_day(list, lapsed(&p->own.items[i], p->own.items[i].last));
    free(found);
}

static pl_verdict judge_placed(placing *p) {
    size_t count = sizeof worst_first / sizeof *worst_first, worst = count;
    bool yearly = p->rule->entity->yearly, event = p->d->event_kind != PL_EVENT_NONE;
    pl_date from, before;
    find_known(p, &from, &before);
    slots *list = malloc(sizeof *list);
    if (!list)
        pl_out_of_memory();
    list->count = 0;
    for (uint32_t i = 0; i < p->before.count; i++)
        if (p->before.items[i].o.opens >= before)
            add_slot(list, p->before.items[i].o, true);
    if (!event || yearly) {
        judge_list(p, list, true, yearly ? before : from, &worst);
        list->count = 0;
    }
    for (uint32_t i = 0; i < p->own.count; i++)
        add_slot(list, p->own.items[i].o, false);
    judge_list(p, list, false, from, &worst);
    free(list);
    return worst < count ? worst_first[worst] : PL_VERDICT_NO_NORM;
}

/* A row of the year before has a verdict only for what that year left open. */
static pl_verdict of_last_year(placing *p) {
    pl_verdict verdict = p->decided || p->before.count == 0 ? PL_VERDICT_NO_NORM : judge_placed(p);
    return verdict == PL_VERDICT_NO_NORM ? PL_VERDICT_SKIPPED : verdict;
}

bool oracle_is_deadline_subject(const oracle *o, const pl_rule *rule, uint32_t row) {
    int year = year_of_row(o, rule, row);
    return year == o->this_year ||
        (year == o->this_year - 1 && year >= 1 && !rule->deadline->failed &&
         in_force_at_end(o, rule));
}

pl_verdict oracle_deadline(oracle *o, const pl_rule *rule, uint32_t row) {
    pl_arena arena;
    pl_verdict verdict;
    pl_arena_init(&arena);
    placing *p = new_placing(o, rule, row, &arena);
    place(p);
    if (year_of_row(o, rule, row) != o->this_year)
        verdict = of_last_year(p);
    else
        verdict = p->decided ? p->verdict : judge_placed(p);
    pl_arena_fini(&arena);
    free(p);
    return verdict;
}
