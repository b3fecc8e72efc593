/* deadlines.h - the verdicts of deadlines: occurrences by the calendar or by events, held against the
 * rows that are evidence. */
#ifndef PL_VM_DEADLINES_H
#define PL_VM_DEADLINES_H

#include "vm/result.h"

/* Gives every deadline of the run its tasks and verdicts, once, when the waivers of other rules are
 * settled. Rows that were exempt, unknown or skipped stay so. Holidays that an answer rests on and
 * that are not known stand in run->gaps afterwards. Lives in the arena. */
void pl_deadlines_settle(pl_arena *arena, pl_run *run);

/* The entity that no file gives and without which there is no verdict: evidence, or the rows of an
 * event; NULL when there is none such. */
const pl_entity *pl_deadline_unmapped(const pl_run *run, const pl_rule *rule);

/* The task that decides for a row, NULL when none does. */
const pl_task *pl_deadline_deciding(const pl_rule_result *result, uint32_t row);
/* The tasks of a row. */
const pl_task *pl_deadline_tasks(const pl_rule_result *result, uint32_t row, uint32_t *count);
/* Where the day of its evidence stands; false when it has none. */
bool pl_deadline_place(const pl_run *run, const pl_rule *rule, const pl_task *task, pl_date *day,
                       pl_place *place);
pl_verdict pl_deadline_verdict(pl_deadline_status status);
/* The last day on which it is on time, the grace not counted: what `NAME.due` stands for. */
pl_date pl_deadline_due(const pl_rule *rule, const pl_task *task);

#endif
