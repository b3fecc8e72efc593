/* school_calendar.c - the table `vakanties` as holidays, and the parameter `grace`.
 * Which days are teaching days follows from these, in calendar/; nothing is counted here. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

#define HOLIDAYS "vakanties"
#define MOST_GRACE 20

/* ### the table */

bool pl_table_is_holidays(const pl_table *table) {
    return strcmp(table->name, HOLIDAYS) == 0;
}

enum { YEAR, REGION, NAME, FIRST, LAST, PARTS };

/* Where the parts stand in a row; false when it is no table of holidays. */
static bool find_parts(const pl_table *table, uint32_t places[PARTS]) {
    static const char *const names[PARTS] = {"schooljaar", "regio", "vakantie", "eerste",
                                             "laatste"};
    static const pl_base bases[PARTS] = {PL_SCHOOLJAAR, PL_MEMBER, PL_MEMBER, PL_DATE, PL_DATE};

    for (int part = 0; part < PARTS; part++) {
        uint32_t at = 0;

        while (at < table->columns.len && strcmp(table->columns.items[at].name, names[part]) != 0)
            at++;
        if (at == table->columns.len || table->columns.items[at].type.base != bases[part])
            return false;
        places[part] = at;
    }
    return table->versions.len == 1;
}

static const char *fault_words(pl_holiday_fault fault) {
    switch (fault) {
    case PL_HOLIDAY_BACKWARDS: return _("it ends before it begins");
    case PL_HOLIDAY_OUT_OF_SEASON: return _("it lies outside its time of that school year");
    case PL_HOLIDAY_NO_SUMMER: return _("a summer is longer than a week and holds 1 August");
    case PL_HOLIDAY_TWICE: return _("the region has it in that school year already");
    case PL_HOLIDAY_FINE: break;
    }
    assert(!"a fault");
    return "";
}

static pl_str member_of(const pl_table *table, uint32_t column, const pl_cell *cell) {
    const pl_enum *members = table->columns.items[column].type.members;

    assert(cell->lo.index >= 0 && (uint32_t)cell->lo.index < members->members.len);
    return pl_str_of(members->members.items[cell->lo.index]);
}

/* A row without a value in some column is a holiday that is not known. */
static void push_row(pl_checker *ck, pl_holidays *holidays, const pl_table *table,
                     const uint32_t places[PARTS], const pl_table_row *row) {
    pl_holiday_fault fault;
    pl_holiday holiday;

    for (int part = 0; part < PARTS; part++)
        if (row->cells[places[part]].kind != PL_CELL_VALUE)
            return;
    holiday = (pl_holiday){
        .schooljaar = row->cells[places[YEAR]].lo.index,
        .name = member_of(table, places[NAME], &row->cells[places[NAME]]),
        .region = member_of(table, places[REGION], &row->cells[places[REGION]]),
        .first = row->cells[places[FIRST]].lo.index,
        .last = row->cells[places[LAST]].lo.index,
    };
    fault = pl_holidays_push(holidays, &holiday);
    if (fault != PL_HOLIDAY_FINE)
        PL_REPORT(ck->diags, HOLIDAY_ROW, row->span, fault_words(fault));
}

static void read_holidays(pl_checker *ck) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_TABLE, NULL,
                                     pl_intern(&ck->compiler->names, pl_str_of(HOLIDAYS)));
    pl_holidays *holidays;
    const pl_table *table;
    uint32_t places[PARTS];

    if (!symbol || symbol->kind != PL_SYMBOL_TABLE || symbol->broken)
        return;
    table = symbol->object;
    if (!find_parts(table, places)) {
        PL_REPORT0(ck->diags, HOLIDAY_TABLE, table->span);
        return;
    }
    holidays = PL_MAKE(ck->arena, pl_holidays);
    pl_holidays_init(holidays, ck->arena);
    for (uint32_t i = 0; i < table->versions.items[0].rows.len; i++)
        push_row(ck, holidays, table, places, &table->versions.items[0].rows.items[i]);
    ck->model->holidays = holidays;
}

/* ### grace */

static bool is_grace(const pl_value *value) {
    return value->base == PL_NUMBER && !value->lo.big && value->lo.den == 1 && value->lo.num >= 0 &&
        value->lo.num <= MOST_GRACE && pl_number_compare(value->lo, value->hi) == 0;
}

static void read_grace(pl_checker *ck) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_PARAMETER, NULL,
                                     pl_intern(&ck->compiler->names, pl_str_of("grace")));
    const pl_parameter *grace;

    if (!symbol || symbol->kind != PL_SYMBOL_PARAMETER)
        return;
    grace = symbol->object;
    if (grace->type.base == PL_POISON)
        return;
    for (uint32_t i = 0; i < grace->values.len; i++)
        if (grace->type.unit != PL_UNIT_SCHOOL_WEEKS || !is_grace(&grace->values.items[i].value)) {
            PL_REPORT0(ck->diags, GRACE_WRONG, grace->values.items[i].span);
            return;
        }
    ck->model->grace = grace;
}

void pl_sema_check_calendar(pl_checker *ck) {
    assert(!ck->model->holidays && !ck->model->grace);
    read_holidays(ck);
    read_grace(ck);
}
