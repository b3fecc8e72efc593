/* faults.h - what is wrong with one data file: the first twenty faults are reported, the rest
 * counted. */
#ifndef PL_LOAD_FAULTS_H
#define PL_LOAD_FAULTS_H

#include "base/diag.h"

#define PL_FAULTS_SHOWN 20

typedef struct pl_faults {
    pl_diags *diags;
    const char *path; /* as shown */
    uint32_t shown, dropped;
    uint32_t dropped_line; /* first line with a fault that was not shown */
} pl_faults;

/* One fault at a line (0: the file as a whole) and a column (NULL: the record as a whole). The
 * variable part is as for PL_REPORT_DATA. */
#define PL_FAULT(faults, name, line, column, ...)                                                  \
    pl_fault_add((faults), PL_DIAG_##name, (line), (column),                                       \
                 (const char *const[]){"", __VA_ARGS__, NULL})
#define PL_FAULT0(faults, name, line, column)                                                      \
    pl_fault_add((faults), PL_DIAG_##name, (line), (column), (const char *const[]){"", NULL})
void pl_fault_add(pl_faults *faults, pl_diag_code code, uint32_t line, const char *column,
                  const char *const arguments[]);
/* Would one more fault be shown? If not, counts it: for callers that would have to format its
 * arguments first. */
bool pl_fault_room(pl_faults *faults, uint32_t line);
/* After the last record: says how many were not shown. */
void pl_faults_close(pl_faults *faults);
/* A cell as shown in a message: at most 60 bytes of it, whole characters. In `diags->arena`. */
const char *pl_fault_text(pl_faults *faults, pl_str cell);

#endif
