/* csv.h - records and fields of a delimited file (RFC 4180 with any one-byte separator). Knows
 * bytes only: encodings, decimal signs and what a cell means are the caller's. Record ends: LF,
 * CRLF or CR, also mixed; a last record needs none. Quoted fields may hold separators, record ends
 * and doubled quotes. */
#ifndef PL_LOAD_CSV_H
#define PL_LOAD_CSV_H

#include "base/text.h"

typedef enum pl_csv_fault {
    PL_CSV_FINE,
    PL_CSV_UNCLOSED_QUOTE,  /* the file ends inside a quoted field */
    PL_CSV_TEXT_AFTER_QUOTE /* neither a separator nor a record end follows a closing quote */
} pl_csv_fault;

typedef struct pl_csv {
    pl_str bytes;
    char separator;
    size_t at;         /* next byte */
    uint32_t line;     /* line on which the next record starts, from 1 */
    pl_buffer scratch; /* unquoted fields with doubled quotes */
    pl_str *fields;    /* of the current record; valid until the next call */
    uint32_t count, cap;
    uint32_t record_line; /* line on which the current record starts */
    pl_csv_fault fault;
    bool quoted;    /* the record has a field in quotes */
    size_t block;   /* first byte of the block that `marks` are of; SIZE_MAX: of none */
    uint64_t marks; /* see marks.h; none behind the end of the file */
} pl_csv;

/* `bytes` outlive the reader. The separator is no quote and no part of a record end. */
void pl_csv_init(pl_csv *csv, pl_str bytes, char separator);
void pl_csv_fini(pl_csv *csv);
/* The next record, false at the end or on a fault (csv->fault). Skips lines that are wholly empty.
 */
bool pl_csv_next(pl_csv *csv);

#endif
