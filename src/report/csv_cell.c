/* csv_cell.c - how csv and tables write a cell. */
#include "report/csv_cell.h"

static bool needs_quotes(pl_str text, char separator) {
    bool any = false;

    for (size_t i = 0; i < text.len; i++)
        any |= (text.ptr[i] == separator) | (text.ptr[i] == '"') | (text.ptr[i] == '\n') |
            (text.ptr[i] == '\r');
    return any;
}

void pl_csv_cell_push(pl_buffer *out, pl_str text, char separator) {
    if (!needs_quotes(text, separator)) {
        pl_buffer_push(out, text.ptr, text.len);
        return;
    }
    pl_buffer_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            pl_buffer_putc(out, '"');
        pl_buffer_putc(out, text.ptr[i]);
    }
    pl_buffer_putc(out, '"');
}
