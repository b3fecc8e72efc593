/* vm.h - runs a program over a snapshot. */
#ifndef PL_VM_VM_H
#define PL_VM_VM_H

#include "base/diag.h"
#include "code/program.h"
#include "vm/result.h"

#define PL_CHUNK_ROWS 2048

/* Evaluates every rule of the program for every row of its entity. `chunk_rows`
 * 1..PL_CHUNK_ROWS; the answer does not depend on it. Results live in `arena`. */
pl_run *pl_vm_run(pl_arena *arena, const pl_program *program, pl_data *data, uint32_t chunk_rows);
/* The same, and notes in run->touched which rows of tables were found. */
pl_run *pl_vm_run_watched(pl_arena *arena, const pl_program *program, pl_data *data,
                          uint32_t chunk_rows);
/* Says of each call of an extension that failed where and why; false when none did. */
bool pl_vm_report_faults(pl_diags *diags, const pl_run *run);

#endif
