/* oracle_attested.c - what people said of a subject: all rows one by one, the latest in the block decides. The block is counted on the
 * calendar here, not taken from the engine. */
#include "oracle_internal.h"

#include <assert.h>
#include <string.h>

/* The first day of the block of months or years that holds the date. */
static pl_date first_day(const pl_cadence *cadence, pl_date date) {
    int year, month, day, months = cadence->months ? cadence->months : 12;
    pl_date first;
    pl_date_split(date, &year, &month, &day);
    int since_august = month >= 8 ? month - 8 : month + 4;
    for (int back = since_august % months; back > 0; back--)
        if (--month == 0) {
            month = 12;
            year--;
        }
    bool real =
        pl_date_make(year - (cadence->years > 1 ? cadence->years - 1 : 0), month, 1, &first);
    assert(real);
    (void)real;
    return first;
}

static bool is_called(oracle *o, const pl_attestation *a, uint32_t row) {
    oracle_value name = oracle_cell(o, pl_data_field(o->data, a->indicator, o->year), row);
    if (name.state != PL_OK)
        return false;
    const char *text = o->data->texts.items[name.index];
    return strcmp(text, a->name) == 0 || (a->qualified && strcmp(text, a->qualified) == 0);
}

oracle_value oracle_attested(oracle *o, const pl_expr *expr, uint32_t subject) {
    const pl_attestation *a = expr->attestation;
    const pl_rows *rows = pl_data_rows(o->data, a->rows);
    pl_date first = first_day(&a->cadence, o->now);
    oracle_value best = oracle_state(PL_MISSING);
    int64_t latest = INT64_MIN;
    if (rows->incomplete)
        return best; /* a later row may not be there */
    for (uint32_t r = 0; r < rows->count; r++) {
        if (pl_links_at(&rows->up[a->entity->depth], r) != (int32_t)subject || !is_called(o, a, r))
            continue;
        oracle_value day = oracle_cell(o, pl_data_field(o->data, a->date, o->year), r);
        if (day.state != PL_OK || day.index < first || day.index > o->now || day.index < latest)
            continue;
        oracle_value said = oracle_cell(o, pl_data_field(o->data, a->judgement, o->year), r);
        bool again = day.index == latest;
        latest = day.index;
        if (again && (best.state != PL_OK || (said.state == PL_OK && said.index <= best.index)))
            continue;
        best = said;
    }
    return best;
}
