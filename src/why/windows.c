/* windows.c - a quantifier over windows of days, unfolded: how many windows there are, and of these the
 * one that says most, which is that on which the answer rests or that which came nearest to it. */
#include <assert.h>
#include <stdlib.h>

#include "base/gettext.h"
#include "why/steps.h"

typedef struct told {
    uint32_t window;
    int rank;         /* 0: it speaks for the answer most */
    bool has_measure; /* the condition compares two numbers .. */
    pl_number beyond; /* .. of which one goes so far in the direction that decides */
} told;

/* Which answer of a window decides: false for `every`, else true. */
static int rank_of(pl_truth holds, bool by_false) {
    static const int ranks[2][4] = {
        [false] = {[PL_TRUE] = 0, [PL_UNKNOWN] = 1, [PL_NONE] = 2, [PL_FALSE] = 3},
        [true] = {[PL_FALSE] = 0, [PL_UNKNOWN] = 1, [PL_NONE] = 2, [PL_TRUE] = 3},
    };

    return ranks[by_false][holds];
}

static bool side(pl_why *why, const pl_expr *expr, pl_why_at at, pl_number *number) {
    pl_value value;

    if (expr->kind == PL_EXPR_CONST)
        value = expr->value;
    else if (!pl_why_kept(why, expr, at, PL_RECORD_VALUE, &value))
        return false;
    *number = value.hi;
    return value.base == PL_NUMBER && value.state == PL_OK;
}

/* How far the left side of a comparison lies on the side that decides. */
static void measure(pl_why *why, const pl_expr *condition, pl_why_at at, bool by_false,
                    told *window) {
    pl_number left, right;
    bool below = condition->compare == PL_LT || condition->compare == PL_LE;

    if (condition->kind != PL_EXPR_COMPARE || !side(why, condition->kids[0], at, &left) ||
        !side(why, condition->kids[1], at, &right))
        return;
    window->has_measure = true;
    window->beyond = below == by_false ? pl_number_sub(why->arena, left, right)
                                       : pl_number_sub(why->arena, right, left);
}

static int by_rank(const void *left, const void *right) {
    const told *a = left, *b = right;
    int order = 0;

    if (a->rank != b->rank)
        return a->rank - b->rank;
    if (a->has_measure != b->has_measure)
        return a->has_measure ? -1 : 1;
    if (a->has_measure)
        order = pl_number_compare(b->beyond, a->beyond);
    return order != 0 ? order : (a->window > b->window) - (a->window < b->window);
}

/* Is it over, or its answer final? */
static bool counts(const pl_why *why, const pl_expr *expr, const pl_stretch *days, pl_truth holds) {
    const pl_period *period = &expr->period;

    if (days->last <= pl_trace_date(why->trace))
        return true;
    return (!period->can_fall && holds == PL_TRUE) || (!period->can_rise && holds == PL_FALSE) ||
        (holds == PL_UNKNOWN && !(period->can_fall && period->can_rise));
}

static uint32_t collect(pl_why *why, const pl_expr *expr, pl_why_at at, const pl_stretch *windows,
                        uint32_t count, told *list) {
    bool by_false = expr->quantity == PL_Q_EVERY;
    uint32_t kept = 0;

    for (uint32_t w = 0; w < count; w++) {
        uint32_t before = pl_trace_enter_window(why->trace, w);
        told *window = &list[kept];
        pl_value holds = {.truth = PL_UNKNOWN};

        (void)pl_why_kept(why, expr->kids[1], at, PL_RECORD_VALUE, &holds);
        if (counts(why, expr, &windows[w], holds.truth)) {
            *window = (told){.window = w, .rank = rank_of(holds.truth, by_false)};
            measure(why, expr->kids[1], at, by_false, window);
            kept++;
        }
        pl_trace_enter_window(why->trace, before);
    }
    if (kept > 1)
        qsort(list, kept, sizeof *list, by_rank);
    return kept;
}

static const char *label(pl_why *why, const pl_stretch *days) {
    if (days->last == PL_DATE_NEVER)
        return pl_why_say(why, pl_why_word(why, N_("from %s on, not over yet")),
                          pl_why_day(why, days->first));
    return pl_why_say(why, pl_why_word(why, N_("%s until %s")), pl_why_day(why, days->first),
                      pl_why_day(why, days->last));
}

static void explain_window(pl_why *why, pl_why_step *parent, const pl_expr *expr, pl_why_at at,
                           const pl_stretch *days, uint32_t window) {
    uint32_t before = pl_trace_enter_window(why->trace, window);
    pl_why_step *step =
        pl_why_add(why, parent, PL_TOLD_WINDOW,
                   pl_arena_format(why->arena, "window-%u", window + 1), label(why, days));

    pl_why_explain(why, step, "condition", expr->kids[1], at);
    pl_trace_enter_window(why->trace, before);
}

/* "the worst: 6 September 2021 until 3 October 2021, 18", behind what the note says already. */
static const char *note(pl_why *why, const pl_expr *expr, pl_why_at at, const pl_stretch *days,
                        uint32_t window, const char *before) {
    static const char *const words[] = {N_("the worst: %s"), N_("the worst: %s, %s"),
                                        N_("the best: %s"), N_("the best: %s, %s")};
    const pl_expr *condition = expr->kids[1];
    bool best = expr->quantity == PL_Q_AT_LEAST || expr->quantity == PL_Q_MORE_THAN;
    uint32_t outer = pl_trace_enter_window(why->trace, window);
    pl_value value;
    bool shown = condition->kind == PL_EXPR_COMPARE &&
        pl_why_kept(why, condition->kids[0], at, PL_RECORD_VALUE, &value);
    const char *word = pl_why_word(why, words[(best ? 2 : 0) + (shown ? 1 : 0)]);
    const char *said = !shown
        ? pl_why_say(why, word, label(why, days))
        : pl_why_say(why, word, label(why, days),
                     pl_why_figure(why, &value, condition->kids[0]->type, NULL));

    pl_trace_enter_window(why->trace, outer);
    return before ? pl_arena_format(why->arena, "%s; %s", before, said) : said;
}

/* Of a value, the latest of them. */
static void explain_latest(pl_why *why, pl_why_step *step, const pl_expr *expr, pl_why_at at,
                           const pl_stretch *windows, uint32_t count) {
    uint32_t shown = count < why->options.most_rows ? count : why->options.most_rows;

    for (uint32_t w = 0; w < shown; w++)
        explain_window(why, step, expr, at, &windows[count - 1 - w], count - 1 - w);
    step->more = count - shown;
}

void pl_why_explain_windows(pl_why *why, pl_why_step *step, const pl_expr *expr, pl_why_at at) {
    uint32_t count;
    const pl_stretch *windows = pl_trace_windows(why->trace, expr, at.entity, at.row, &count);
    told *list = PL_MAKE_ARRAY(why->arena, told, count + (size_t)1);

    assert(pl_period_has_windows(&expr->period) && expr->count == 2);
    if (expr->kind == PL_EXPR_AGGREGATE) {
        explain_latest(why, step, expr, at, windows, count);
        return;
    }
    count = collect(why, expr, at, windows, count, list);
    if (count == 0)
        return;
    step->note = note(why, expr, at, &windows[list[0].window], list[0].window, step->note);
    explain_window(why, step, expr, at, &windows[list[0].window], list[0].window);
    step->more = count - 1;
}
