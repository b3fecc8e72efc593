/* headers.h - finding the columns of a file by their headers. */
#ifndef PL_LOAD_HEADERS_H
#define PL_LOAD_HEADERS_H

#include "load/faults.h"

typedef struct pl_headers {
    const pl_str *names;
    uint32_t count;
    uint32_t line; /* on which they stand, 0: on none */
} pl_headers;

/* How many of the names, trimmed, are `header`; *index is the first, where there is any. */
uint32_t pl_headers_count(const pl_headers *headers, const char *header, uint32_t *index);
/* The name that comes near to `wanted`, NULL when none does; and the names, for a message. */
const char *pl_headers_nearest(const pl_headers *headers, const char *wanted, pl_faults *faults);
const char *pl_headers_list(const pl_headers *headers, pl_faults *faults);
/* Reports a header that was not found once, but `found` times. */
void pl_headers_report(const pl_headers *headers, const char *header, uint32_t found,
                       pl_faults *faults);

#endif
