/* csv.c - the plain record reader: one byte at a time, one function for each place a byte can stand
 * in. The yardstick for any faster reader, which must give the same fields for every input. A quote
 * counts only as the first byte of a field; anywhere else it is a byte like any other. */
#include "load/csv.h"

#include <assert.h>
#include <stdlib.h>

void pl_csv_init(pl_csv *csv, pl_str bytes, char separator) {
    assert(separator != '"' && separator != '\n' && separator != '\r');
    *csv = (pl_csv){.bytes = bytes, .separator = separator, .line = 1};
    pl_buffer_init(&csv->scratch);
}

void pl_csv_fini(pl_csv *csv) {
    pl_buffer_fini(&csv->scratch);
    free(csv->fields);
    csv->fields = NULL;
}

static bool at_end(const pl_csv *csv) {
    return csv->at == csv->bytes.len;
}

static char peek(const pl_csv *csv) {
    assert(!at_end(csv));
    return csv->bytes.ptr[csv->at];
}

static bool at_record_end(const pl_csv *csv) {
    return at_end(csv) || peek(csv) == '\n' || peek(csv) == '\r';
}

/* Steps over LF, CRLF or CR. */
static void skip_line_end(pl_csv *csv) {
    bool cr = peek(csv) == '\r';

    csv->at++;
    csv->line++;
    if (cr && !at_end(csv) && peek(csv) == '\n')
        csv->at++;
}

static void push_field(pl_csv *csv, pl_str field) {
    if (csv->count == csv->cap) {
        if (csv->cap > UINT32_MAX / 2)
            pl_out_of_memory();
        csv->cap = csv->cap ? csv->cap * 2 : 32;
        csv->fields = pl_heap_resize(csv->fields, csv->cap * sizeof *csv->fields);
    }
    csv->fields[csv->count++] = field;
}

static void read_plain(pl_csv *csv) {
    size_t start = csv->at;

    while (!at_record_end(csv) && peek(csv) != csv->separator)
        csv->at++;
    push_field(csv, (pl_str){csv->bytes.ptr + start, csv->at - start});
}

/* The bytes between quotes go to scratch, where a doubled quote is one; the field gets its pointer
 * in fix_pointers. */
static void read_quoted(pl_csv *csv) {
    size_t before = csv->scratch.len;

    assert(peek(csv) == '"');
    csv->at++;
    for (;;) {
        if (at_end(csv)) {
            csv->fault = PL_CSV_UNCLOSED_QUOTE;
            return;
        }
        if (peek(csv) == '"') {
            csv->at++;
            if (at_end(csv) || peek(csv) != '"')
                break;
        }
        if (peek(csv) == '\n' ||
            (peek(csv) == '\r' &&
             (csv->at + 1 == csv->bytes.len || csv->bytes.ptr[csv->at + 1] != '\n')))
            csv->line++;
        pl_buffer_putc(&csv->scratch, peek(csv));
        csv->at++;
    }
    if (!at_record_end(csv) && peek(csv) != csv->separator)
        csv->fault = PL_CSV_TEXT_AFTER_QUOTE;
    push_field(csv, (pl_str){NULL, csv->scratch.len - before});
}

/* Quoted fields stand in scratch one after the other. */
static void fix_pointers(pl_csv *csv) {
    size_t offset = 0;

    for (uint32_t i = 0; i < csv->count; i++) {
        if (csv->fields[i].ptr)
            continue;
        csv->fields[i].ptr = csv->scratch.ptr ? csv->scratch.ptr + offset : "";
        offset += csv->fields[i].len;
    }
    assert(offset == csv->scratch.len);
}

bool pl_csv_next(pl_csv *csv) {
    csv->count = 0;
    csv->scratch.len = 0;
    if (csv->fault != PL_CSV_FINE)
        return false;
    while (!at_end(csv) && at_record_end(csv))
        skip_line_end(csv);
    if (at_end(csv))
        return false;
    csv->record_line = csv->line;
    for (;;) {
        if (!at_end(csv) && peek(csv) == '"')
            read_quoted(csv);
        else
            read_plain(csv);
        if (csv->fault != PL_CSV_FINE)
            return false;
        if (at_record_end(csv))
            break;
        assert(peek(csv) == csv->separator);
        csv->at++;
    }
    if (!at_end(csv))
        skip_line_end(csv);
    fix_pointers(csv);
    assert(csv->count > 0 && csv->record_line > 0);
    return true;
}
