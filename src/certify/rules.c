/* rules.c - a rule as it was checked: its scope, exceptions, needs and clauses, the cases of a grade or
 * decision, what a deadline asks. */
#include <assert.h>
#include <string.h>

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

/* What it counts from besides the calendar: {"day": EXPR} of the subject, or of `rows` that share `top` with
 * it, or {"rule": NAME} for the days on which that is due. A field that no file may give is named. */
static void put_event(pl_certifier *w, const pl_deadline *deadline) {
    const pl_expr *of = deadline->event;

    if (deadline->event_kind == PL_EVENT_NONE) {
        pl_buffer_puts(w->out, ", \"event\": null");
        return;
    }
    pl_buffer_puts(w->out, ", \"event\": {");
    if (deadline->event_kind == PL_EVENT_DUE) {
        pl_json_member(w->out, "rule", pl_certify_rule(w, deadline->event_rule));
        pl_buffer_putc(w->out, '}');
        return;
    }
    pl_certify_root(w, "day", deadline->event);
    put_word(w, "top", deadline->event_top ? deadline->event_top->name : NULL);
    if (deadline->event_rows)
        put_word(w, "rows", deadline->event_rows->name);
    while (of->kind == PL_EXPR_UP)
        of = of->kids[0];
    if (deadline->event_kind == PL_EVENT_VALUE && of->kind == PL_EXPR_FIELD) {
        pl_buffer_puts(w->out, ", \"field\": [");
        pl_json_text(w->out, of->field->entity->name);
        pl_buffer_puts(w->out, ", ");
        pl_json_text(w->out, of->field->name);
        pl_buffer_putc(w->out, ']');
    }
    pl_buffer_putc(w->out, '}');
}

static void put_deadline(pl_certifier *w, const pl_rule *rule, const pl_deadline *deadline) {
    pl_buffer_puts(w->out, ", \"deadline\": {");
    pl_json_member(w->out, "evidence", deadline->evidence->name);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "day", deadline->evidence_day);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "where", deadline->evidence_where);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "region", deadline->region);
    put_event(w, deadline);
    if (deadline->failed)
        put_word(w, "failed", pl_certify_rule(w, deadline->failed));
    pl_buffer_puts(w->out, ", \"parameters\": ");
    pl_certify_parameters(w, rule);
    pl_certify_occurrences(w, deadline);
    pl_buffer_putc(w->out, '}');
}

/* ### tests and clauses */

static void put_tests(pl_certifier *w, const pl_rule *rule) {
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "scope", rule->scope);
    pl_buffer_puts(w->out, ", \"exceptions\": [");
    for (uint32_t i = 0; i < rule->exceptions.len; i++) {
        pl_buffer_puts(w->out, between(i));
        pl_certify_expr(w, rule->exceptions.items[i]);
    }
    pl_buffer_puts(w->out, "], \"needs\": [");
    for (uint32_t i = 0; i < rule->needs.len; i++) {
        pl_buffer_puts(w->out, between(i));
        pl_certify_expr(w, rule->needs.items[i].condition);
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

/* From the line that the rule begins on up to the next that is not indented. */
static pl_span text_of(pl_span at) {
    pl_str text = at.source ? at.source->text : (pl_str){0};

    while (at.start > 0 && text.ptr[at.start - 1] != '\n')
        at.start--;
    while (at.end < text.len &&
           (text.ptr[at.end] != '\n' ||
            (at.end + 1 < text.len && strchr(" \t\r\n", text.ptr[at.end + 1]))))
        at.end++;
    return at;
}

static void put_valid(pl_certifier *w, bool has_from, pl_date from, bool has_until, pl_date until,
                      pl_span at) {
    pl_buffer_printf(w->out, "{\"from\": %s, \"until\": %s}",
                     pl_certify_day_in(w, has_from, from, at),
                     pl_certify_day_in(w, has_until, until, at));
}

void pl_certify_rule_line(pl_certifier *w, const pl_rule *rule, bool asked) {
    const pl_handbook *book = rule->handbook;
    pl_certified_steps steps = pl_certify_steps(w, rule);

    w->steps = asked ? &steps : NULL;
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "rule", pl_certify_rule(w, rule));
    put_word(w, "kind", pl_rule_kind_word(rule->kind));
    put_word(w, "for", rule->entity->name);
    pl_buffer_printf(w->out, ", \"asked\": %s, \"text\": ", asked ? "true" : "false");
    pl_certify_place(w, text_of(rule->span));
    pl_buffer_puts(w->out, ", \"valid\": [");
    put_valid(w, rule->has_from && !(book && book->has_from && book->from == rule->from),
              rule->from,
              rule->has_until && !(book && book->has_until && book->until == rule->until),
              rule->until, text_of(rule->span));
    if (book) {
        pl_buffer_puts(w->out, ", ");
        put_valid(w, book->has_from, book->from, book->has_until, book->until,
                  pl_certify_rest(book->span));
    }
    pl_buffer_putc(w->out, ']');
    put_tests(w, rule);
    put_clauses(w, rule);
    put_flags(w, rule);
    w->steps = NULL;
    if (rule->deadline)
        put_deadline(w, rule, rule->deadline);
    pl_certify_line(w);
}
