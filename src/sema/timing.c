/* timing.c - when a deadline is due, from the tree: a rhythm of the calendar, and the event that it
 * hangs on. Which rhythms have occurrences is calendar's to say; here its answers get words. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

typedef struct timing {
    pl_checker *ck;
    const pl_rule *rule;
    pl_deadline *deadline;
} timing;

/* ### terms */

static const char *term_hint(pl_term_fault fault) {
    switch (fault) {
    case PL_TERM_NO_TIME:
        return _("it is days, weeks, months, quarters, years, school days or school weeks");
    case PL_TERM_TOO_LONG: return _("a hundred years is the most, and ten of school days or weeks");
    case PL_TERM_NEGATIVE: return _("count forward: a term is 0 or more");
    case PL_TERM_FINE: break;
    }
    return _("a term is a whole number, such as `6 weeks`");
}

bool pl_sema_term(pl_checker *ck, const pl_node *node, pl_term *term) {
    int count = pl_sema_whole(node, -1);
    pl_term_fault fault = PL_TERM_FINE;

    if (!pl_sema_is(node, PL_NODE_NUMBER) || !node->text)
        return false;
    if (count >= 0)
        fault = pl_term_make(count, pl_str_of(node->text), term);
    if (count >= 0 && fault == PL_TERM_FINE)
        return true;
    PL_REPORT(ck->diags, TIMING_TERM, node->span, pl_sema_written(ck, node), term_hint(fault));
    return false;
}

/* ### weeks */

static pl_week_range week_of(const pl_node *node) {
    if (pl_sema_is(node, PL_NODE_RANGE))
        return (pl_week_range){pl_sema_whole(pl_sema_kid(node, 0), -1),
                               pl_sema_whole(pl_sema_kid(node, 1), -1)};
    return (pl_week_range){pl_sema_whole(node, -1), 0};
}

/* A range ends in a week: 0 would stand for none. */
static bool is_week(pl_checker *ck, const pl_node *node) {
    bool range = pl_sema_is(node, PL_NODE_RANGE);

    for (uint32_t i = 0; i < (range ? 2 : 1); i++) {
        const pl_node *number = range ? pl_sema_kid(node, i) : node;
        int week = pl_sema_whole(number, -1);

        if (week >= 1 && week <= PL_WEEKS_MOST)
            continue;
        PL_REPORT(ck->diags, TIMING_WEEK, number->span, pl_sema_written(ck, number));
        return false;
    }
    return true;
}

static bool read_weeks(timing *t, const pl_node *list) {
    pl_week_range *weeks = PL_MAKE_ARRAY(t->ck->arena, pl_week_range, list->count + 1);
    pl_rhythm *rhythm = &t->deadline->rhythm;
    bool sound = list->count > 0;

    for (uint32_t i = 0; i < list->count; i++) {
        sound = is_week(t->ck, pl_sema_kid(list, i)) && sound;
        weeks[i] = week_of(pl_sema_kid(list, i));
    }
    rhythm->kind = PL_RHYTHM_WEEKS;
    rhythm->weeks = weeks;
    rhythm->week_count = list->count;
    return sound;
}

/* ### events */

/* The nearest entity that both lie within, NULL when there is none. */
static const pl_entity *shared(const pl_entity *a, const pl_entity *b) {
    for (; a; a = a->parent)
        if (pl_entity_is_within(b, a))
            return a;
    return NULL;
}

static void take_event(timing *t, pl_event_kind kind) {
    t->deadline->event_kind = kind;
    t->deadline->rhythm.anchor.kind = PL_ANCHOR_EVENT;
}

static bool take_value(timing *t, const pl_node *node) {
    pl_expr *expr = pl_sema_expr(t->ck, t->rule->entity, node, NULL);

    if (pl_sema_is_poison(expr))
        return false;
    if (expr->type.base != PL_DATE) {
        PL_REPORT(t->ck->diags, EVENT_NO_DAY, node->span, pl_sema_written(t->ck, node),
                  pl_type_words(t->ck->arena, expr->type));
        return false;
    }
    take_event(t, PL_EVENT_VALUE);
    t->deadline->event = expr;
    return true;
}

static bool take_rows(timing *t, const pl_node *node, pl_entity *entity, pl_expr *day) {
    const pl_entity *top = shared(t->rule->entity, entity);

    if (!day || pl_sema_is_poison(day))
        return false;
    if (!top) {
        PL_REPORT(t->ck->diags, EVENT_ELSEWHERE, node->span, entity->name, t->rule->entity->name);
        return false;
    }
    if (day->type.base != PL_DATE) {
        PL_REPORT(t->ck->diags, EVENT_NO_DAY, node->span, pl_sema_written(t->ck, node),
                  pl_type_words(t->ck->arena, day->type));
        return false;
    }
    take_event(t, PL_EVENT_ROWS);
    t->deadline->event = day;
    t->deadline->event_rows = entity;
    t->deadline->event_top = top;
    return true;
}

/* A deadline by its name, or the plan of a rule by that of the rule; the own handbook goes first. */
static const pl_rule *find_deadline(const timing *t, const char *name) {
    const pl_model *model = t->ck->model;
    const char *plan = pl_arena_format(t->ck->arena, "%s.plan", name);
    const pl_rule *found = NULL;

    for (uint32_t i = 0; i < model->rules.len; i++) {
        const pl_rule *rule = model->rules.items[i];

        if (rule->kind != PL_DEADLINE ||
            (strcmp(rule->name, name) != 0 && strcmp(rule->name, plan) != 0))
            continue;
        if (rule->handbook == t->rule->handbook)
            return rule;
        found = found ? found : rule;
    }
    return found;
}

static bool take_due(timing *t, const pl_node *node, const pl_rule *rule) {
    if (!pl_entity_is_within(t->rule->entity, rule->entity)) {
        PL_REPORT(t->ck->diags, EVENT_DUE_ELSEWHERE, node->span, rule->name, rule->entity->name,
                  t->rule->entity->name);
        return false;
    }
    take_event(t, PL_EVENT_DUE);
    t->deadline->event_rule = rule;
    return true;
}

static pl_entity *entity_named(const timing *t, const char *name) {
    pl_symbol *symbol = name ? pl_sema_find(t->ck, PL_SYMBOL_ENTITY, NULL, name) : NULL;

    return symbol && symbol->kind == PL_SYMBOL_ENTITY ? symbol->object : NULL;
}

static bool read_name(timing *t, const pl_node *node) {
    pl_entity *entity = entity_named(t, node->text), *owner;

    if (!entity || pl_sema_find_upward(t->ck, t->rule->entity, node->text, &owner))
        return take_value(t, node);
    return take_rows(t, node, entity, pl_sema_day_of(t->ck, entity, node->span));
}

/* `eindtoets.uitslag` of what lies above is a value of the subject; else it is of rows. */
static bool read_qualified(timing *t, const pl_node *node) {
    const char *owner = pl_sema_kid(node, 0)->text;
    pl_entity *entity = entity_named(t, owner);
    const pl_rule *rule = NULL;

    if (!entity && owner && node->text && strcmp(node->text, "due") == 0)
        rule = find_deadline(t, owner);
    if (rule)
        return take_due(t, node, rule);
    if (!entity || pl_entity_is_within(t->rule->entity, entity))
        return take_value(t, node);
    return take_rows(t, node, entity, pl_sema_expr(t->ck, entity, node, NULL));
}

static bool read_event(timing *t, const pl_node *node) {
    pl_anchor *anchor = &t->deadline->rhythm.anchor;
    int day;

    switch (node->kind) {
    case PL_NODE_NAME: return read_name(t, node);
    case PL_NODE_QUALIFIED: return read_qualified(t, node);
    case PL_NODE_DATE:
        *anchor = (pl_anchor){.kind = PL_ANCHOR_DATE, .date = pl_sema_whole(node, 0)};
        return true;
    case PL_NODE_DAYMONTH:
        day = pl_sema_whole(node, 0);
        *anchor = (pl_anchor){.kind = PL_ANCHOR_DAY, .month = day / 100, .day = day % 100};
        return true;
    case PL_NODE_SCHOOLJAAR:
        PL_REPORT(t->ck->diags, EVENT_YEAR, node->span, pl_sema_written(t->ck, node));
        return false;
    default: return false;
    }
}

/* ### forms */

static bool read_after(timing *t, const pl_node *node) {
    const pl_node *what = pl_sema_kid(node, 0);
    pl_rhythm *rhythm = &t->deadline->rhythm;

    rhythm->kind = PL_RHYTHM_AFTER;
    if (!pl_sema_is(what, PL_NODE_NUMBER))
        return read_event(t, what);
    rhythm->anchor.kind = PL_ANCHOR_START;
    return pl_sema_term(t->ck, what, &rhythm->term);
}

static bool read_within(timing *t, const pl_node *node) {
    t->deadline->rhythm.kind = PL_RHYTHM_WITHIN;
    bool term = pl_sema_term(t->ck, pl_sema_kid(node, 0), &t->deadline->rhythm.term);

    return read_event(t, pl_sema_kid(node, 1)) && term;
}

/* Months of a part of the year; 0 after a diagnostic. */
static int period_of(timing *t, const pl_node *node) {
    static const struct {
        const char *word;
        int months;
    } periods[] = {{"schooljaar", 12}, {"quarter", 3}, {"month", 1}};

    for (size_t i = 0; node->text && i < sizeof periods / sizeof *periods; i++)
        if (strcmp(node->text, periods[i].word) == 0)
            return periods[i].months;
    if (node->text)
        PL_REPORT(t->ck->diags, TIMING_PERIOD, node->span, node->text);
    return 0;
}

static bool read_times(timing *t, const pl_node *node) {
    pl_rhythm *rhythm = &t->deadline->rhythm;

    rhythm->kind = PL_RHYTHM_TIMES;
    rhythm->times = pl_sema_whole(pl_sema_kid(node, 0), -1);
    rhythm->months = period_of(t, pl_sema_kid(node, 1));
    return rhythm->months > 0;
}

static bool read_month(timing *t, const pl_node *period, const pl_node *month) {
    pl_rhythm *rhythm = &t->deadline->rhythm;

    if (rhythm->months != 12)
        PL_REPORT(t->ck->diags, TIMING_IN_MONTH, period->span, period->text,
                  month->text ? month->text : "april");
    rhythm->kind = PL_RHYTHM_IN_MONTH;
    rhythm->month = month->text ? pl_month_of(month->text) : 0;
    if (month->text && rhythm->month == 0)
        PL_REPORT(t->ck->diags, TIMING_MONTH, month->span, month->text);
    return rhythm->months == 12 && rhythm->month > 0;
}

static bool read_every(timing *t, const pl_node *node) {
    const pl_node *what = pl_sema_kid(node, 0), *month = pl_sema_kid(node, 1);
    pl_rhythm *rhythm = &t->deadline->rhythm;

    if (pl_sema_is(what, PL_NODE_NUMBER)) {
        rhythm->kind = PL_RHYTHM_EVERY;
        return pl_sema_term(t->ck, what, &rhythm->term);
    }
    rhythm->kind = PL_RHYTHM_TIMES;
    rhythm->times = 1;
    rhythm->months = period_of(t, what);
    if (rhythm->months == 0 || month->kind == PL_NODE_ABSENT)
        return rhythm->months > 0;
    return read_month(t, what, month);
}

static bool read_form(timing *t, const pl_node *node) {
    static const struct {
        const char *word;
        bool (*read)(timing *, const pl_node *);
    } forms[] = {{"after", read_after}, {"within", read_within}, {"times", read_times}};

    if (pl_sema_is(node, PL_NODE_RHYTHM))
        return read_every(t, node);
    if (strcmp(node->text, "after week") == 0)
        return read_weeks(t, pl_sema_kid(node, 0));
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(node->text, forms[i].word) == 0)
            return forms[i].read(t, node);
    assert(strcmp(node->text, "before") == 0);
    t->deadline->rhythm.kind = PL_RHYTHM_BEFORE;
    return read_event(t, pl_sema_kid(node, 0));
}

/* ### what calendar finds wrong */

static void report_window(pl_checker *ck, const pl_node *range) {
    PL_REPORT(ck->diags, TIMING_WINDOW, range->span, pl_sema_written(ck, pl_sema_kid(range, 0)),
              pl_sema_written(ck, pl_sema_kid(range, 1)));
}

static void report_fault(pl_checker *ck, const pl_node *node, pl_rhythm_fault fault, uint32_t at) {
    const pl_node *first = pl_sema_kid(node, 0), *second = pl_sema_kid(node, 1);

    switch (fault) {
    case PL_RHYTHM_NO_WEEK:
        PL_REPORT(ck->diags, TIMING_WEEK, first->span, pl_sema_written(ck, first));
        break;
    case PL_RHYTHM_EMPTY_WINDOW: report_window(ck, pl_sema_kid(first, at)); break;
    case PL_RHYTHM_WEEK_ORDER: PL_REPORT0(ck->diags, TIMING_WEEK_ORDER, first->span); break;
    case PL_RHYTHM_NO_TIMES:
        PL_REPORT(ck->diags, TIMING_TIMES, node->span,
                  pl_arena_format(ck->arena, "%d", pl_sema_whole(first, 0)), second->text);
        break;
    case PL_RHYTHM_NO_TERM:
        PL_REPORT(ck->diags, TIMING_TERM, first->span, pl_sema_written(ck, first),
                  _("it comes again after 1 or more"));
        break;
    case PL_RHYTHM_LONG_TERM:
        PL_REPORT(ck->diags, TIMING_TERM, first->span, pl_sema_written(ck, first),
                  _("a school year may be shorter than that: write whole years, `every 4 years`, "
                    "or a shorter term"));
        break;
    case PL_RHYTHM_FINE:
    case PL_RHYTHM_NO_PERIOD:
    case PL_RHYTHM_NO_DAY: assert(!"refused before"); break;
    }
}

bool pl_sema_timing(pl_checker *ck, const pl_rule *rule, pl_deadline *deadline,
                    const pl_node *node) {
    timing t = {ck, rule, deadline};
    pl_rhythm_fault fault;
    uint32_t at = 0;

    assert(rule->entity && !deadline->has_timing);
    deadline->span = node->span;
    if (pl_sema_has_error(node) || !read_form(&t, node))
        return false;
    fault = pl_rhythm_check(&deadline->rhythm, &at);
    if (fault != PL_RHYTHM_FINE)
        report_fault(ck, node, fault, at);
    deadline->has_timing = fault == PL_RHYTHM_FINE;
    return deadline->has_timing;
}
