/* text_lost.c - rules that have no answer for any subject because no file gives an entity: they take
 * no column of the table, and a line says what there is no data for. */
#include <assert.h>

#include "base/gettext.h"
#include "report/text.h"

#define MOST_NAMED 3 /* more rules are the first and the last of them */

/* ### finding */

static const pl_entity *without_data(const pl_reason *reason) {
    if (reason->kind == PL_REASON_NO_DATA)
        return reason->entity;
    if (reason->kind != PL_REASON_LACKS)
        return NULL;
    for (uint32_t i = 0; i < reason->lacks.len; i++)
        if (reason->lacks.items[i].kind == PL_LACK_ENTITY)
            return reason->lacks.items[i].entity;
    return NULL;
}

void pl_text_note_lost(pl_text *text, const pl_report_verdict *verdict) {
    const pl_entity *entity = without_data(verdict->reason);

    if (verdict->verdict == PL_VERDICT_UNKNOWN && entity)
        text->lost_for = text->lost_for ? text->lost_for : entity;
    else if (verdict->verdict != PL_VERDICT_EXEMPT && verdict->verdict != PL_VERDICT_NO_NORM)
        text->has_answer = true;
}

static void forget_reasons(pl_text_table *table, uint32_t rule) {
    uint32_t kept = 0;

    for (uint32_t i = 0; i < table->reasons.len; i++) {
        pl_text_reason *reason = &table->reasons.items[i];

        assert(reason->counts[rule] <= reason->total);
        reason->total -= reason->counts[rule];
        reason->counts[rule] = 0;
        if (reason->total > 0)
            table->reasons.items[kept++] = *reason;
    }
    table->reasons.len = kept;
}

bool pl_text_drop_lost(pl_text *text) {
    pl_text_table *table = text->current;
    uint32_t rule = text->current_rule;

    assert(rule + 1 == table->rules.len);
    if (text->has_answer || !text->lost_for)
        return false;
    forget_reasons(table, rule);
    for (uint32_t i = 0; i < table->subjects.len; i++)
        table->subjects.items[i].verdicts[rule] = PL_VERDICT_SKIPPED;
    PL_PUSH(text->report->arena, &table->lost,
            ((pl_text_lost){table->rules.items[rule]->rule, text->lost_for}));
    table->rules.len--;
    return true;
}

/* ### printing */

/* All rules that lack the same entity, behind the first of them. */
static void print_line(pl_text *text, const pl_text_table *table, uint32_t first) {
    const pl_entity *entity = table->lost.items[first].entity;
    pl_buffer names = {0}, line = {0};
    const pl_rule *last = NULL;
    uint32_t count = 0;

    for (uint32_t i = first; i < table->lost.len; i++) {
        if (table->lost.items[i].entity != entity)
            continue;
        last = table->lost.items[i].rule;
        pl_buffer_printf(&names, "%s%s", count > 0 ? ", " : "", last->name);
        count++;
    }
    assert(last && count > 0);
    if (count > MOST_NAMED)
        pl_buffer_printf(&line, _("%s .. %s (%u rules): unknown: no data for %s"),
                         table->lost.items[first].rule->name, last->name, count, entity->name);
    else
        pl_buffer_printf(&line, _("%s: unknown: no data for %s"), names.ptr, entity->name);
    pl_text_wrap(text, line.ptr, 0, 2);
    pl_buffer_fini(&names);
    pl_buffer_fini(&line);
}

void pl_text_print_lost(pl_text *text, const pl_text_table *table) {
    if (table->lost.len > 0)
        pl_buffer_putc(text->out, '\n');
    for (uint32_t i = 0; i < table->lost.len; i++) {
        uint32_t before = 0;

        while (before < i && table->lost.items[before].entity != table->lost.items[i].entity)
            before++;
        if (before == i)
            print_line(text, table, i);
    }
}
