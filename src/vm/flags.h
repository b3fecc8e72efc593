/* flags.h - from verdicts to flags: which "not met" a waiver sets aside, and which counts against a subject. Decided here once,
 * for the exit status and every report. */
#ifndef PL_VM_FLAGS_H
#define PL_VM_FLAGS_H

#include "vm/result.h"

/* Is it a verdict that counts against a subject: not met, or overdue? */
bool pl_flags_counts(pl_verdict verdict);

/* Settles the deadlines. Turns `not met` and `overdue` into `not met, waived` where a waiver is in force, says of every waiver what became of it, and of every rule
 * whether it flags. `asked`: [run->rules.len], the rules that are reported. Once, after the run. */
void pl_flags_settle(pl_arena *arena, pl_run *run, const bool *asked);

/* Does `not met` or `overdue` of this rule flag? `fail_on`: kinds of rules that flag besides standards, indicators and deadlines, NULL at the end; or NULL. */
bool pl_flags_rule(const pl_rule_result *result, const char *const *fail_on);

/* What became of the waiver that is for this row; NULL when there is none. */
const pl_waiver_result *pl_flags_waiver(const pl_run *run, const pl_rule_result *result,
                                        uint32_t row);

#endif
