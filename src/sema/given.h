/* given.h - the rows that a test gives. Private to sema/. */
#ifndef PL_SEMA_GIVEN_H
#define PL_SEMA_GIVEN_H

#include "sema/checker.h"

typedef struct pl_given {
    pl_mapping *mapping; /* NULL: there is no such entity */
    bool sound;          /* no value was lost, so that a missing key is worth telling */
    int last_year; /* mapping->has_year: there is a row for each year from mapping->year to this one */
} pl_given;

/* How many rows a GIVEN node stands for: one for each value of a set in it; 0 after a diagnostic. */
uint32_t pl_sema_given_rows(pl_checker *ck, const pl_node *node);
/* Row `number` of a GIVEN node, below that many, its keys as far as they are written. */
pl_given pl_sema_read_given(pl_checker *ck, const pl_node *node, uint32_t number);
/* One more value of a given row. */
void pl_sema_give(pl_checker *ck, pl_mapping *mapping, pl_target target, pl_value value,
                  pl_span span);
/* Completes the keys of a row that was read, from the rows that test->dataset has already (those of entities above it among
 * them), or makes them up; and its school year. Its day and expectations are known. */
void pl_sema_complete_given(pl_checker *ck, const pl_test *test, pl_mapping *mapping);

#endif
