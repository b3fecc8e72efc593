/* scan.h - where the fields of many records end, found 64 bytes at a time: positions only, no field
 * is looked at. What is out of the ordinary (a quote inside a plain field, a lone CR, a record with
 * another number of fields, an empty line) ends the scan before the record that has it: what that
 * means the record reader knows, see csv.h. All bytes of the records found are text in UTF-8. */
#ifndef PL_LOAD_SCAN_H
#define PL_LOAD_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the vectors that look for marks; each gives the same answer. */
typedef enum pl_scan_level {
    PL_SCAN_FOUND, /* the best that this machine has */
    PL_SCAN_PLAIN, /* a byte at a time */
    PL_SCAN_16,    /* SSE2, NEON */
    PL_SCAN_32,    /* AVX2, BMI, PCLMUL */
    PL_SCAN_64,    /* AVX-512 with BW and VBMI2 */
    PL_SCAN_LEVELS
} pl_scan_level;

/* Can this machine do it? */
bool pl_scan_has(pl_scan_level level);

/* Zeros that must stand behind the text. */
#define PL_SCAN_PADDING 64u

typedef enum pl_scan_end {
    PL_SCAN_LIMIT,  /* the next record begins at the limit or behind it */
    PL_SCAN_HUNGRY, /* the text ends inside a record */
    PL_SCAN_ODD     /* the next record is not for this scan, or too near to one that is not */
} pl_scan_end;

typedef struct pl_scan {
    pl_scan_level level;
    char separator;
    uint32_t fields; /* of every record */
    /* ends[0] stands one before the first record; then where each field ends, records one after the
     * other: field f of record r lies from ends[r * fields + f] + 1 to ends[r * fields + f + 1].
     * A last field may have a CR at its end. */
    uint32_t *ends; /* on the heap */
    uint32_t room, rows;
    bool broken; /* some field has a line end in quotes */
    bool quotes, returns;
    bool foul; /* the scan ended because there is something that is not text in UTF-8 */
} pl_scan;

void pl_scan_init(pl_scan *scan, pl_scan_level level, char separator, uint32_t fields);
void pl_scan_fini(pl_scan *scan);
/* Forgets the records. */
void pl_scan_begin(pl_scan *scan);
/* Adds the records that begin at `from` (where one begins) or later and before `limit`; those found
 * before are not moved. `final`: nothing follows the text, whose length is below 2^31.
 * *next: where the next record begins. */
pl_scan_end pl_scan_records(pl_scan *scan, const char *text, size_t length, bool final, size_t from,
                            size_t limit, size_t *next);

#endif
