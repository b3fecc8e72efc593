/* proofs.c - collects what may be evidence for a deadline, in one pass over the rows that count for it, and
 * keeps what the days of all rows say for the other deadlines. How evidence counts is said in
 * calendar/standing.c. */
#include "vm/proofs.h"

#include <assert.h>
#include <stdlib.h>

#include "vm/filters.h"
#include "vm/there.h"

/* ### rows that count */

static int by_subject(const void *left, const void *right) {
    const pl_proof *a = left, *b = right;

    if (a->subject != b->subject)
        return a->subject < b->subject ? -1 : 1;
    if (a->dated != b->dated)
        return a->dated ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Does the row stand for nobody: a count of 0? */
static bool is_nothing(pl_arena *arena, const pl_run *run, const pl_rows *rows, uint32_t row) {
    pl_value weight;

    if (!rows->weight)
        return false;
    weight = pl_column_value(rows->weight, run->data, row, arena);
    return weight.state == PL_OK && pl_number_sign(weight.hi) == 0;
}

/* Of one deadline few rows count. */
static uint32_t next_counted(const uint8_t *counted, uint32_t row, uint32_t rows) {
    return counted ? pl_next_counting(counted, row, rows) : row;
}

pl_proofs pl_proofs_collect(pl_arena *arena, const pl_run *run, const pl_rule_result *result,
                            const uint8_t *counted) {
    const pl_entity *evidence = result->rule->deadline->evidence;
    const pl_rows *rows = pl_data_rows(run->data, evidence);
    pl_proofs found = {0};

    assert(pl_entity_is_within(evidence, result->rule->entity));
    for (uint32_t row = next_counted(counted, 0, rows->count); row < rows->count;
         row = next_counted(counted, row + 1, rows->count)) {
        int32_t subject = pl_row_above(run, evidence, row, result->rule->entity);
        pl_proof p = {.row = row, .sure = !counted || counted[row] == PL_TRUE};

        if (subject == PL_NO_ROW || is_nothing(arena, run, rows, row))
            continue;
        p.subject = (uint32_t)subject;
        p.dated = pl_date_at(result->deadline->day, row, &p.day);
        PL_PUSH(arena, &found.list, p);
    }
    if (found.list.len > 0)
        qsort(found.list.items, found.list.len, sizeof *found.list.items, by_subject);
    return found;
}

/* ### of a subject */

pl_proof_room pl_proof_room_for(pl_arena *arena, const pl_proofs *a, const pl_proofs *b) {
    uint32_t most = a->list.len > b->list.len ? a->list.len : b->list.len;

    return (pl_proof_room){PL_MAKE_ARRAY(arena, pl_date, most), PL_MAKE_ARRAY(arena, pl_date, most),
                           PL_MAKE_ARRAY(arena, uint32_t, most)};
}

pl_evidence pl_proofs_of(pl_proofs *proofs, uint32_t subject, pl_date known_from,
                         pl_proof_room *room) {
    const pl_proof *list = proofs->list.items;
    uint32_t first = proofs->at, last;
    pl_evidence evidence = {.known_from = known_from, .days = room->days, .perhaps = room->perhaps};

    assert(first == 0 || list[first - 1].subject < subject);
    while (first < proofs->list.len && list[first].subject < subject)
        first++;
    for (last = first; last < proofs->list.len && list[last].subject == subject; last++) {
        const pl_proof *p = &list[last];

        if (!p->dated) {
            evidence.undated++;
        } else if (p->sure) {
            room->rows[evidence.count] = p->row;
            room->days[evidence.count++] = p->day;
        } else {
            room->perhaps[evidence.perhaps_count++] = p->day;
        }
    }
    proofs->at = last;
    return evidence;
}

/* ### days */

static void read_days(const pl_run *run, pl_dated_rows *dated) {
    uint32_t rows = pl_data_rows(run->data, dated->evidence)->count;
    pl_date start = pl_schooljaar_start(run->schooljaar - 1);
    pl_date end = pl_schooljaar_end(run->schooljaar - 1), first = PL_NEVER, day;

    assert(dated->day);
    for (uint32_t row = 0; row < rows; row++) {
        if (!pl_date_at(dated->day, row, &day))
            continue;
        first = day < first ? day : first;
        dated->before |= day >= start && day <= end;
    }
    dated->known_from =
        pl_schooljaar_start(first == PL_NEVER ? run->schooljaar : pl_schooljaar_of(first));
}

pl_dated_rows *pl_dated_rows_of(pl_arena *arena, const pl_run *run, const pl_rule_result *result,
                                pl_dated_list *list) {
    const pl_entity *evidence = result->rule->deadline->evidence;
    pl_dated_rows *dated;

    for (uint32_t i = 0; i < list->len; i++)
        if (list->items[i]->evidence == evidence && list->items[i]->day == result->deadline->day)
            return list->items[i];
    dated = PL_MAKE(arena, pl_dated_rows);
    dated->evidence = evidence;
    dated->day = result->deadline->day;
    read_days(run, dated);
    PL_PUSH(arena, list, dated);
    return dated;
}

const uint8_t *pl_dated_there(pl_arena *arena, const pl_run *run, const pl_rule_result *result,
                              pl_dated_rows *dated) {
    const pl_entity *entity = result->rule->entity;
    const uint8_t *there;

    assert(dated->subjects.len == dated->there.len);
    for (uint32_t i = 0; i < dated->subjects.len; i++)
        if (dated->subjects.items[i] == entity)
            return dated->there.items[i];
    there =
        pl_rows_there(arena, run->data, entity, dated->evidence, dated->day, run->schooljaar - 1);
    PL_PUSH(arena, &dated->subjects, entity);
    PL_PUSH(arena, &dated->there, there);
    return there;
}
