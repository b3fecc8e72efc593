/* changes.h - holds the changes that `peil why` names against the slow evaluator. */
#ifndef PL_TESTS_CHANGES_H
#define PL_TESTS_CHANGES_H

#include "api/session.h"

typedef struct changes_seen {
    uint64_t verdicts, found;
    uint64_t moves[4]; /* by pl_lever_kind */
} changes_seen;

/* Some verdicts of every rule, met and not met; false after saying which change is wrong. */
bool check_changes(const pl_session_view *view, const pl_dataset *dataset, changes_seen *seen);

#endif
