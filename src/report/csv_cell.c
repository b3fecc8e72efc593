/* csv_cell.c - how csv and tables write a cell. */
#include "report/csv_cell.h"

#include <assert.h>
#include <string.h>

#define ONES 0x0101010101010101u
#define WORD sizeof(uint64_t)

/* Bits where bytes of the word are below this; there may be more above one that is. */
static uint64_t below(uint64_t word, uint64_t byte) {
    return (word - byte * ONES) & ~word & (ONES << 7);
}

static bool needs_quotes(pl_str text, char separator) {
    bool any = false;

    for (size_t i = 0; i < text.len; i++)
        any |= (text.ptr[i] == separator) | (text.ptr[i] == '"') | (text.ptr[i] == '\n') |
            (text.ptr[i] == '\r');
    return any;
}

/* A word can be read at the end of the text too. */
static bool may_need_quotes(pl_str text, char separator) {
    const uint64_t separators = (unsigned char)separator * ONES;
    uint64_t any = 0, word;

    for (size_t i = 0; i < text.len; i += WORD) {
        memcpy(&word, text.ptr + i, WORD);
        if (text.len - i < WORD)
            word |= UINT64_MAX << (8 * (text.len - i));
        any |= below(word, ' ') | below(word ^ '"' * ONES, 1) | below(word ^ separators, 1);
    }
    return any != 0;
}

static void put_quoted(pl_buffer *out, pl_str text) {
    pl_buffer_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            pl_buffer_putc(out, '"');
        pl_buffer_putc(out, text.ptr[i]);
    }
    pl_buffer_putc(out, '"');
}

void pl_csv_cell_end(pl_buffer *out, size_t start, char separator) {
    pl_buffer copy = {0};
    pl_str text;

    assert(start <= out->len && separator != '\0');
    if (start == out->len)
        return;
    (void)pl_buffer_room(out, WORD);
    text = (pl_str){out->ptr + start, out->len - start};
    if (!may_need_quotes(text, separator) || !needs_quotes(text, separator))
        return;
    pl_buffer_push(&copy, text.ptr, text.len);
    out->len = start;
    put_quoted(out, (pl_str){copy.ptr, copy.len});
    pl_buffer_fini(&copy);
}

void pl_csv_cell_push(pl_buffer *out, pl_str text, char separator) {
    size_t start = out->len;

    pl_buffer_push(out, text.ptr, text.len);
    pl_csv_cell_end(out, start, separator);
}
