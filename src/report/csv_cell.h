/* csv_cell.h - one cell of RFC 4180: in quotes where it must be. */
#ifndef PL_REPORT_CSV_CELL_H
#define PL_REPORT_CSV_CELL_H

#include "base/text.h"

void pl_csv_cell_push(pl_buffer *out, pl_str text, char separator);
/* The same of what was pushed from `start` on. */
void pl_csv_cell_end(pl_buffer *out, size_t start, char separator);

#endif
