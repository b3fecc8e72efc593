/* cell_faults.c - what is said about a cell that cannot be read. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "load/cells.h"

/* A number as the author writes it: percentages in hundredths. */
static void print_number(pl_buffer *out, const pl_cell_format *format, pl_number number,
                         pl_arena *arena) {
    if (format->type.unit == PL_UNIT_PERCENT) {
        pl_number_print(out, pl_number_mul(arena, number, (pl_number){100, 1, NULL}));
        pl_buffer_putc(out, '%');
    } else {
        pl_number_print(out, number);
    }
}

static const char *domain_text(const pl_cell_format *format, pl_arena *arena) {
    pl_buffer text;

    assert(format->has_domain);
    pl_buffer_init(&text);
    print_number(&text, format, format->domain_lo, arena);
    pl_buffer_puts(&text, "..");
    print_number(&text, format, format->domain_hi, arena);
    return pl_buffer_take(&text, arena);
}

#define MOST_MEMBERS 20

static const char *member_list(const pl_enum *members, pl_arena *arena) {
    pl_buffer text;

    pl_buffer_init(&text);
    for (uint32_t i = 0; i < members->members.len; i++) {
        if (i == MOST_MEMBERS) {
            pl_buffer_puts(&text, ", ..");
            break;
        }
        pl_buffer_printf(&text, "%s%s", i > 0 ? ", " : "", members->members.items[i]);
    }
    return pl_buffer_take(&text, arena);
}

static const char *nearest_member(const pl_enum *members, pl_str cell) {
    const char *best = NULL;
    uint32_t least = cell.len < 6 ? 2 : 3;

    for (uint32_t i = 0; i < members->members.len && cell.len <= 100; i++) {
        pl_str member = pl_str_of(members->members.items[i]);
        uint32_t distance =
            member.len == cell.len && strncasecmp(member.ptr, cell.ptr, cell.len) == 0
            ? 0
            : pl_text_distance(member, cell, least);

        if (distance < least) {
            least = distance;
            best = member.ptr;
        }
    }
    return best;
}

static void report_member(pl_faults *faults, const pl_cell_format *format, uint32_t line,
                          const char *header, pl_str cell) {
    const pl_enum *members = format->type.members;
    const char *shown = pl_fault_text(faults, cell),
               *list = member_list(members, faults->diags->arena);
    const char *nearest = nearest_member(members, cell);

    if (nearest)
        PL_FAULT(faults, CELL_MEMBER_NEAR, line, header, shown, list, nearest);
    else
        PL_FAULT(faults, CELL_MEMBER, line, header, shown, list);
}

static void report_mark(pl_faults *faults, const pl_cell_format *format, uint32_t line,
                        const char *header, const char *shown) {
    for (uint32_t i = 0; i < format->step_count; i++) {
        if (format->steps[i].kind == PL_STEP_BEFORE || format->steps[i].kind == PL_STEP_AFTER) {
            PL_FAULT(faults, CELL_MARK, line, header, shown, format->steps[i].text);
            return;
        }
    }
    assert(!"a cell without its mark has a step that wants one");
}

/* 90 read in fractions is 9000%: then the wrong one of two steps is more likely than a wrong
 * cell. */
static void report_outside(pl_faults *faults, const pl_cell_format *format, const char *name,
                           uint32_t line, const char *header, pl_str cell) {
    const char *shown = pl_fault_text(faults, cell),
               *domain = domain_text(format, faults->diags->arena);
    bool fractions = false;

    for (uint32_t i = 0; i < format->step_count; i++)
        fractions = fractions || format->steps[i].kind == PL_STEP_FRACTIONS;
    if (fractions && !memchr(cell.ptr, '%', cell.len))
        PL_FAULT(faults, CELL_OUTSIDE_FRACTIONS, line, header, shown, domain, name);
    else if (format->share)
        PL_FAULT(faults, CELL_NO_SHARE, line, header, shown, name);
    else
        PL_FAULT(faults, CELL_OUTSIDE, line, header, shown, domain, name);
}

void pl_cell_report(pl_faults *faults, const pl_cell_format *format, const char *name,
                    uint32_t line, const char *header, pl_str cell, pl_read_fault fault) {
    const char *shown;

    if (!pl_fault_room(faults, line))
        return;
    cell = pl_str_trim(cell);
    shown = pl_fault_text(faults, cell);
    switch (fault) {
    case PL_READ_FINE: assert(!"nothing to report"); break;
    case PL_READ_NO_NUMBER: PL_FAULT(faults, CELL_NUMBER, line, header, shown); break;
    case PL_READ_OTHER_DECIMAL:
        if (format->decimal == ',')
            PL_FAULT(faults, CELL_DECIMAL_POINT, line, header, shown);
        else
            PL_FAULT(faults, CELL_DECIMAL_COMMA, line, header, shown);
        break;
    case PL_READ_GROUPED: PL_FAULT(faults, CELL_GROUPED, line, header, shown); break;
    case PL_READ_PERCENT_SIGN:
        PL_FAULT(faults, CELL_PERCENT_SIGN, line, header, shown, name);
        break;
    case PL_READ_BARE_FIGURE: PL_FAULT(faults, CELL_BARE_FIGURE, line, header, shown, name); break;
    case PL_READ_BARE_MEANING:
        PL_FAULT(faults, CELL_BARE_MEANING, line, header, shown, name);
        break;
    case PL_READ_NO_TRUTH: PL_FAULT(faults, CELL_TRUTH, line, header, shown); break;
    case PL_READ_NO_DATE: PL_FAULT(faults, CELL_DATE, line, header, shown); break;
    case PL_READ_NO_SCHOOLJAAR: PL_FAULT(faults, CELL_SCHOOLJAAR, line, header, shown); break;
    case PL_READ_NO_MEMBER: report_member(faults, format, line, header, cell); break;
    case PL_READ_NO_MARK: report_mark(faults, format, line, header, shown); break;
    case PL_READ_OUTSIDE: report_outside(faults, format, name, line, header, cell); break;
    case PL_READ_NO_COUNT: PL_FAULT(faults, CELL_COUNT, line, header, shown); break;
    case PL_READ_BOUNDED_KEY: PL_FAULT(faults, CELL_BOUNDED_KEY, line, header, shown, name); break;
    }
}
