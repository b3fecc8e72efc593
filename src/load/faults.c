/* faults.c - a file with a million bad cells must not bury the other messages. */
#include "load/faults.h"

#include <assert.h>

#define LONGEST_CELL 60u

bool pl_fault_room(pl_faults *faults, uint32_t line) {
    if (faults->shown < PL_FAULTS_SHOWN)
        return true;
    if (faults->dropped == 0)
        faults->dropped_line = line;
    faults->dropped += faults->dropped < UINT32_MAX;
    return false;
}

void pl_fault_add(pl_faults *faults, pl_diag_code code, uint32_t line, const char *column,
                  const char *const arguments[]) {
    assert(pl_diag_severity(code) == PL_ERROR);
    if (!pl_fault_room(faults, line))
        return;
    faults->shown++;
    pl_diag_add_data(faults->diags, code, faults->path, line, column, arguments);
}

void pl_faults_close(pl_faults *faults) {
    if (faults->dropped == 0)
        return;
    PL_REPORT_DATA(faults->diags, MORE_FAULTS, faults->path, faults->dropped_line, NULL,
                   pl_arena_format(faults->diags->arena, "%u", faults->dropped));
    faults->dropped = 0;
}

const char *pl_fault_text(pl_faults *faults, pl_str cell) {
    size_t length = cell.len;

    assert(cell.ptr || length == 0);
    if (length <= LONGEST_CELL)
        return pl_arena_copy(faults->diags->arena, cell.ptr, length);
    length = LONGEST_CELL;
    while (length > 0 && ((unsigned char)cell.ptr[length] & 0xC0) == 0x80)
        length--;
    return pl_arena_format(faults->diags->arena, "%.*s...", (int)length, cell.ptr);
}
