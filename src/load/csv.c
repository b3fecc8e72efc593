/* csv.c - the record reader: from mark to mark through plain fields, byte by byte through those in
 * quotes. A quote counts only as the first byte of a field; anywhere else it is a byte like any
 * other, so no mark depends on what stands before it. */
#include "load/csv.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "load/marks.h"

void pl_csv_init(pl_csv *csv, pl_str bytes, char separator) {
    assert(separator != '"' && separator != '\n' && separator != '\r');
    *csv = (pl_csv){.bytes = bytes, .separator = separator, .line = 1, .block = SIZE_MAX};
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

static uint64_t marks_at(const pl_csv *csv, size_t block) {
    char last[PL_MARKS_BLOCK];
    size_t left = csv->bytes.len - block;

    assert(block < csv->bytes.len);
    if (left >= sizeof last)
        return pl_marks_of(csv->bytes.ptr + block, csv->separator);
    memcpy(last, csv->bytes.ptr + block, left);
    memset(last + left, '"', sizeof last - left); /* never a mark */
    return pl_marks_of(last, csv->separator);
}

/* The first mark that is not before csv->at, or the end. */
static size_t next_mark(pl_csv *csv) {
    size_t block = csv->at & ~(size_t)(PL_MARKS_BLOCK - 1);
    uint64_t left = ~(uint64_t)0 << (csv->at - block);

    for (; block < csv->bytes.len; block += PL_MARKS_BLOCK, left = ~(uint64_t)0) {
        if (block != csv->block) {
            csv->marks = marks_at(csv, block);
            csv->block = block;
        }
        if (csv->marks & left)
            return block + (size_t)__builtin_ctzll(csv->marks & left);
    }
    return csv->bytes.len;
}

static void read_plain(pl_csv *csv) {
    size_t start = csv->at;

    csv->at = next_mark(csv);
    push_field(csv, (pl_str){csv->bytes.ptr + start, csv->at - start});
}

/* The bytes between quotes go to scratch, where a doubled quote is one; the field gets its pointer
 * in fix_pointers. */
static void read_quoted(pl_csv *csv) {
    size_t before = csv->scratch.len;

    assert(peek(csv) == '"');
    csv->quoted = true;
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
    csv->quoted = false;
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
    if (csv->quoted)
        fix_pointers(csv);
    assert(csv->count > 0 && csv->record_line > 0);
    return true;
}
