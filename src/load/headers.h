/* headers.h - finding the columns of a file by their headers. */
#ifndef PL_LOAD_HEADERS_H
#define PL_LOAD_HEADERS_H

#include "load/csv.h"
#include "load/faults.h"

typedef enum pl_header_answer {
    PL_HEADER_FOUND,
    PL_HEADER_ABSENT,
    PL_HEADER_DOUBLED,
    PL_HEADER_SEPARATOR /* absent, and so will be the others: the file has another separator */
} pl_header_answer;

/* The field of the header record that `csv` has read whose text, trimmed, is `header`. Reports any
 * answer but PL_HEADER_FOUND. `start` is where the record begins in csv->bytes. */
pl_header_answer pl_header_find(const pl_csv *csv, size_t start, const char *header,
                                pl_faults *faults, uint32_t *index);

#endif
