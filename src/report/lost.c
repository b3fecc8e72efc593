/* lost.c - rules that have no answer for any subject because no file gives an entity: they take
 * no column of a sheet, and a line says what there is no data for. */
#include <assert.h>

#include "base/gettext.h"
#include "report/sheets.h"

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

void pl_sheets_note_lost(pl_sheets *sheets, const pl_report_verdict *verdict) {
    const pl_entity *entity = without_data(verdict->reason);

    if (verdict->verdict == PL_VERDICT_UNKNOWN && entity)
        sheets->lost_for = sheets->lost_for ? sheets->lost_for : entity;
    else if (verdict->verdict != PL_VERDICT_EXEMPT && verdict->verdict != PL_VERDICT_NO_NORM)
        sheets->has_answer = true;
}

static void forget_reasons(pl_sheet *sheet, uint32_t rule) {
    uint32_t kept = 0;

    for (uint32_t i = 0; i < sheet->reasons.len; i++) {
        pl_sheet_reason *reason = &sheet->reasons.items[i];

        assert(reason->counts[rule] <= reason->total);
        reason->total -= reason->counts[rule];
        reason->counts[rule] = 0;
        if (reason->total > 0)
            sheet->reasons.items[kept++] = *reason;
    }
    sheet->reasons.len = kept;
}

bool pl_sheets_drop_lost(pl_sheets *sheets) {
    pl_sheet *sheet = sheets->current;
    uint32_t rule = sheets->current_rule;

    assert(rule + 1 == sheet->rules.len);
    if (sheets->has_answer || !sheets->lost_for)
        return false;
    forget_reasons(sheet, rule);
    for (uint32_t i = 0; i < sheet->subjects.len; i++)
        sheet->subjects.items[i].verdicts[rule] = PL_VERDICT_SKIPPED;
    PL_PUSH(sheets->report->arena, &sheet->lost,
            ((pl_sheet_lost){sheet->rules.items[rule]->rule, sheets->lost_for}));
    sheet->rules.len--;
    return true;
}

/* ### words */

static bool is_told(const pl_sheet *sheet, uint32_t at) {
    for (uint32_t i = 0; i < at; i++)
        if (sheet->lost.items[i].entity == sheet->lost.items[at].entity)
            return true;
    return false;
}

bool pl_sheet_lost_print(const pl_sheet *sheet, uint32_t at, pl_buffer *line) {
    const pl_entity *entity = sheet->lost.items[at].entity;
    pl_buffer names = {0};
    const pl_rule *last = NULL;
    uint32_t count = 0;

    assert(at < sheet->lost.len);
    if (is_told(sheet, at))
        return false;
    for (uint32_t i = at; i < sheet->lost.len; i++) {
        if (sheet->lost.items[i].entity != entity)
            continue;
        last = sheet->lost.items[i].rule;
        pl_buffer_printf(&names, "%s%s", count > 0 ? ", " : "", last->name);
        count++;
    }
    assert(last && count > 0);
    if (count > MOST_NAMED)
        pl_buffer_printf(line, _("%s .. %s (%u rules): unknown: no data for %s"),
                         sheet->lost.items[at].rule->name, last->name, count, entity->name);
    else
        pl_buffer_printf(line, _("%s: unknown: no data for %s"), names.ptr, entity->name);
    pl_buffer_fini(&names);
    return true;
}
