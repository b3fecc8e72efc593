/* steps.c - steps of an explanation, their words, and the values that the run kept. */
#include "why/steps.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

const char *pl_why_kind_word(pl_why_kind kind) {
    static const char *const words[] = {
#define PL_WHY(kind, word) word,
#include "why/kinds.def"
#undef PL_WHY
    };

    assert(kind < PL_TOLD_COUNT);
    return words[kind];
}

pl_why_step *pl_why_add(pl_why *why, pl_why_step *parent, pl_why_kind kind, const char *name,
                        const char *label) {
    pl_why_step *step = PL_MAKE(why->arena, pl_why_step);

    assert(name && label);
    step->kind = kind;
    step->label = label;
    step->address = name;
    if (parent) {
        if (parent->address[0] != '\0')
            step->address = pl_arena_format(why->arena, "%s.%s", parent->address, name);
        PL_PUSH(why->arena, &parent->steps, step);
    }
    return step;
}

/* ### words */

const char *pl_why_word(const pl_why *why, const char *text) {
    return pl_said(why->wording, text);
}

const char *pl_why_format(pl_why *why, const char *format, ...) {
    va_list arguments, again;
    char *text;
    int length;

    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(length >= 0);
    text = pl_arena_alloc(why->arena, (size_t)length + 1, 1);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

static const char *take(pl_why *why, pl_buffer *out) {
    return pl_buffer_take(out, why->arena);
}

const char *pl_why_figure(pl_why *why, const pl_value *value, pl_type type,
                          const pl_number *against) {
    pl_buffer out = {0};

    if (type.base != PL_TRUTH && value->state == PL_MISSING)
        return pl_why_word(why, N_("missing"));
    if (type.base != PL_TRUTH && value->state == PL_EMPTY)
        return pl_why_word(why, N_("nothing"));
    pl_figure_value(&out, why->wording, value, type, against);
    return take(why, &out);
}

const char *pl_why_norm(pl_why *why, const pl_value *value, pl_type type) {
    pl_buffer out = {0};

    if (!why->wording.reader || value->state != PL_OK)
        return pl_why_figure(why, value, type, NULL);
    pl_figure_norm(&out, why->wording, value, type);
    return take(why, &out);
}

const char *pl_why_distance(pl_why *why, pl_number distance, pl_type type) {
    pl_buffer out = {0};

    assert(type.base == PL_NUMBER);
    if (pl_number_sign(distance) < 0)
        distance = pl_number_negate(why->arena, distance);
    if (type.unit == PL_UNIT_PERCENT)
        distance = pl_number_mul(why->arena, distance, pl_number_make(why->arena, 100, 1));
    pl_figure_number(&out, why->wording, distance, PL_UNIT_PLAIN, NULL);
    if (strcmp(out.ptr, "0") == 0) { /* small, but not nothing */
        out.len = 0;
        pl_number_print_rounded(&out, distance, 6, why->wording.point, true);
    }
    return type.unit == PL_UNIT_PERCENT
        ? pl_why_say(why, pl_why_word(why, N_("%s points")), take(why, &out))
        : take(why, &out);
}

const char *pl_why_day(pl_why *why, pl_date date) {
    pl_buffer out = {0};

    pl_figure_date(&out, why->wording, date);
    return take(why, &out);
}

const char *pl_why_written(pl_why *why, const pl_expr *expr) {
    return pl_trace_written(why->trace, expr);
}

/* ### values */

bool pl_why_kept_in(const pl_run *run, const pl_expr *expr, pl_why_at at, pl_why_when when,
                    pl_record_aspect aspect, pl_arena *arena, pl_value *value) {
    assert(at.entity && at.row < pl_data_rows(run->data, at.entity)->count);
    for (uint32_t i = 0; i < run->recorded.len; i++) {
        const pl_recorded *kept = &run->recorded.items[i];

        if (kept->expr != expr || kept->entity != at.entity || kept->year != when.year ||
            kept->aspect != aspect)
            continue;
        if (kept->window != when.window && kept->window != PL_NO_INDEX)
            continue; /* what knows of no window is the same in all */
        *value = (pl_value){.base = PL_TRUTH};
        if (kept->amounts)
            *value = pl_amounts_value(kept->amounts, at.row, arena);
        else
            value->truth = (pl_truth)kept->truths[at.row];
        return true;
    }
    return false;
}

bool pl_why_kept(const pl_why *why, const pl_expr *expr, pl_why_at at, pl_record_aspect aspect,
                 pl_value *value) {
    pl_why_when when = {pl_trace_year(why->trace), pl_trace_at_window(why->trace)};

    return pl_why_kept_in(why->run, expr, at, when, aspect, why->arena, value);
}

bool pl_why_is_supplied(const pl_why *why, const pl_measure *measure) {
    return pl_dataset_supplies(why->run->data->dataset, measure);
}

const pl_column *pl_why_column(const pl_why *why, const pl_expr *leaf) {
    int year = pl_trace_year(why->trace);

    assert(leaf->kind == PL_EXPR_FIELD || leaf->kind == PL_EXPR_MEASURE);
    if (leaf->kind == PL_EXPR_FIELD)
        return pl_data_field(why->run->data, leaf->field, year);
    return pl_data_measure(why->run->data, leaf->measure, year);
}

/* ### for all formats */

const char *pl_why_heading(pl_why_kind kind) {
    switch (kind) {
    case PL_TOLD_REASON:
    case PL_TOLD_SIZE: return "";
    case PL_TOLD_LACK: return N_("What is missing");
    case PL_TOLD_SCOPE:
    case PL_TOLD_EXCEPTION:
    case PL_TOLD_NEED: return N_("Whom it is about");
    case PL_TOLD_CLAUSE: return N_("Clauses");
    case PL_TOLD_CASE: return N_("Cases, the first that holds decides");
    case PL_TOLD_TASK: return N_("Occurrences");
    case PL_TOLD_WAIVER:
    case PL_TOLD_PROVISIONAL: return N_("Waivers");
    case PL_TOLD_CHANGE:
    case PL_TOLD_FIXED: return N_("What would have to change");
    case PL_TOLD_MARGIN: return N_("How much room there is");
    default: return "";
    }
}

/* What only says the same once more: the value of a measured amount that is one cell or name. */
static bool is_echo(const pl_why_step *step, const pl_why_step *kid) {
    return step->steps.len == 1 && strcmp(step->label, kid->label) == 0;
}

pl_why_step pl_why_merged(const pl_why_step *step) {
    pl_why_step both;

    if (step->steps.len != 1 || !is_echo(step, step->steps.items[0]))
        return *step;
    both = *step->steps.items[0];
    both.kind = step->kind;
    both.value = step->value ? step->value : both.value;
    both.note = both.note ? both.note : step->note;
    both.strong = step->strong;
    return both;
}
