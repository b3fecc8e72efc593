/* rules.c - a rule as it was checked: its scope, exceptions, needs and clauses, the cases of a grade or
 * decision, the timing of a deadline. */
#include <assert.h>

#include "certify/writer.h"
#include "report/json_text.h"

static const char *between(uint32_t i) {
    return i > 0 ? ", " : "";
}

static void put_word(pl_certifier *w, const char *name, const char *text) {
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, name, text);
}

/* ### deadlines */

static const char *unit_of(pl_term_unit unit) {
    static const char *const words[] = {"days", "weeks", "months", "school days", "school weeks"};

    assert((size_t)unit < sizeof words / sizeof *words);
    return words[unit];
}

static void put_anchor(pl_certifier *w, const pl_anchor *anchor) {
    static const char *const words[] = {"start", "event", "day", "date"};

    put_word(w, "anchor", words[anchor->kind]);
    if (anchor->kind == PL_ANCHOR_DAY)
        pl_buffer_printf(w->out, ", \"anchor_month\": %d, \"anchor_day\": %d", anchor->month,
                         anchor->day);
    pl_buffer_puts(w->out, ", ");
    pl_certify_day(w, "anchor_date", anchor->kind == PL_ANCHOR_DATE, anchor->date);
}

static void put_rhythm(pl_certifier *w, const pl_rhythm *rhythm) {
    static const char *const words[] = {"weeks", "after", "within", "before",
                                        "times", "month", "every"};

    put_word(w, "rhythm", words[rhythm->kind]);
    switch (rhythm->kind) {
    case PL_RHYTHM_WEEKS:
        pl_buffer_puts(w->out, ", \"weeks\": [");
        for (uint32_t i = 0; i < rhythm->week_count; i++)
            pl_buffer_printf(w->out, "%s[%d, %d]", between(i), rhythm->weeks[i].first,
                             rhythm->weeks[i].last);
        pl_buffer_putc(w->out, ']');
        return;
    case PL_RHYTHM_TIMES:
        pl_buffer_printf(w->out, ", \"times\": %d, \"months\": %d", rhythm->times, rhythm->months);
        return;
    case PL_RHYTHM_IN_MONTH: pl_buffer_printf(w->out, ", \"month\": %d", rhythm->month); return;
    case PL_RHYTHM_BEFORE: put_anchor(w, &rhythm->anchor); return;
    case PL_RHYTHM_AFTER:
    case PL_RHYTHM_WITHIN: put_anchor(w, &rhythm->anchor); break;
    case PL_RHYTHM_EVERY: break;
    }
    pl_buffer_printf(w->out, ", \"term\": [%d, \"%s\"]", rhythm->term.count,
                     unit_of(rhythm->term.unit));
}

static void put_deadline(pl_certifier *w, const pl_deadline *deadline) {
    static const char *const events[] = {NULL, "value", "rows", "due"};

    pl_buffer_puts(w->out, ", \"deadline\": {");
    pl_json_member(w->out, "evidence", deadline->evidence->name);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "day", deadline->evidence_day);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "where", deadline->evidence_where);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "region", deadline->region);
    put_word(w, "event_kind", events[deadline->event_kind]);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "event", deadline->event);
    if (deadline->event_rows) {
        put_word(w, "event_rows", deadline->event_rows->name);
        put_word(w, "event_top", deadline->event_top->name);
    }
    if (deadline->event_rule)
        put_word(w, "event_rule", pl_certify_rule(w, deadline->event_rule));
    if (deadline->failed)
        put_word(w, "failed", pl_certify_rule(w, deadline->failed));
    if (deadline->has_timing)
        put_rhythm(w, &deadline->rhythm);
    pl_buffer_puts(w->out, ", \"at\": ");
    pl_certify_place(w, deadline->span);
    pl_buffer_putc(w->out, '}');
}

/* ### tests and clauses */

static void put_tests(pl_certifier *w, const pl_rule *rule) {
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "scope", rule->scope);
    pl_buffer_puts(w->out, ", \"exceptions\": [");
    for (uint32_t i = 0; i < rule->exceptions.len; i++) {
        pl_buffer_printf(w->out, "%s{", between(i));
        pl_certify_root(w, "where", rule->exceptions.items[i]);
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_puts(w->out, "], \"needs\": [");
    for (uint32_t i = 0; i < rule->needs.len; i++) {
        pl_buffer_printf(w->out, "%s{", between(i));
        pl_certify_root(w, "need", rule->needs.items[i].condition);
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_putc(w->out, ']');
}

static void put_clauses(pl_certifier *w, const pl_rule *rule) {
    pl_buffer_puts(w->out, ", \"clauses\": [");
    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        pl_buffer_printf(w->out, "%s{", between(i));
        pl_certify_root(w, "when", rule->clauses.items[i].condition);
        pl_buffer_puts(w->out, ", ");
        pl_certify_root(w, "require", rule->clauses.items[i].requirement);
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_puts(w->out, "], ");
    pl_certify_root(w, "outcome", rule->outcome);
}

/* Grades that count as not met. */
static void put_flags(pl_certifier *w, const pl_rule *rule) {
    const pl_enum *members = rule->outcome ? rule->outcome->type.members : NULL;
    uint32_t shown = 0;

    pl_buffer_puts(w->out, ", \"flags\": [");
    for (uint32_t i = 0; members && rule->flags && i < members->members.len; i++) {
        if (!rule->flags[i])
            continue;
        pl_buffer_puts(w->out, between(shown++));
        pl_json_text(w->out, members->members.items[i]);
    }
    pl_buffer_putc(w->out, ']');
}

/* ### the line */

static void put_valid(pl_certifier *w, bool has_from, pl_date from, bool has_until, pl_date until) {
    pl_buffer_putc(w->out, '{');
    pl_certify_day(w, "from", has_from, from);
    pl_buffer_puts(w->out, ", ");
    pl_certify_day(w, "until", has_until, until);
    pl_buffer_putc(w->out, '}');
}

static void put_steps(pl_certifier *w, const pl_rule *rule) {
    pl_certified_steps steps = pl_certify_steps(w, rule);

    pl_buffer_puts(w->out, ", \"steps\": [");
    for (uint32_t i = 0; i < steps.len; i++)
        pl_buffer_printf(w->out, "%s\"%s\"", between(i), steps.items[i].address);
    pl_buffer_putc(w->out, ']');
}

void pl_certify_rule_line(pl_certifier *w, const pl_rule *rule, bool asked) {
    const pl_handbook *book = rule->handbook;

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "rule", pl_certify_rule(w, rule));
    put_word(w, "kind", pl_rule_kind_word(rule->kind));
    put_word(w, "for", rule->entity->name);
    pl_buffer_puts(w->out, ", \"at\": ");
    pl_certify_place(w, rule->span);
    pl_buffer_puts(w->out, ", \"valid\": [");
    put_valid(w, rule->has_from, rule->from, rule->has_until, rule->until);
    if (book) {
        pl_buffer_puts(w->out, ", ");
        put_valid(w, book->has_from, book->from, book->has_until, book->until);
    }
    pl_buffer_putc(w->out, ']');
    put_tests(w, rule);
    put_clauses(w, rule);
    put_flags(w, rule);
    if (rule->deadline)
        put_deadline(w, rule->deadline);
    if (asked)
        put_steps(w, rule);
    pl_certify_line(w);
}
