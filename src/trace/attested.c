/* attested.c - which row of attestatie decided, for one subject: the same choice as the program's, made again from the data. */
#include <assert.h>

#include "trace/trace.h"

typedef struct sought {
    pl_trace *trace;
    const pl_attestation *attestation;
    const pl_column *indicator, *date, *judgement;
    pl_date first, today;
} sought;

static bool is_known(const pl_column *column, uint32_t row) {
    return !column->state || column->state[row] == PL_OK;
}

static bool is_in_block(const sought *s, uint32_t row, pl_date *date) {
    if (!is_known(s->indicator, row) || !is_known(s->date, row))
        return false;
    *date = pl_column_index(s->date, row);
    return *date >= s->first && *date <= s->today;
}

/* Later, or on the same day with a later member; one that is missing comes last. */
static bool decides_over(const sought *s, pl_date date, uint32_t row, const pl_attested *best) {
    pl_value here;

    if (!best->found || date != best->date)
        return !best->found || date > best->date;
    here = pl_trace_cell(s->trace, s->judgement, row);
    return best->judgement.state == PL_OK &&
        (here.state != PL_OK || here.index > best->judgement.index);
}

static void add_place(const sought *s, pl_attested *best) {
    const pl_run *run = pl_trace_run(s->trace);
    const pl_rows *rows = pl_data_rows(run->data, s->attestation->rows);
    const pl_field *who = s->attestation->who;
    const pl_column *column = who ? pl_data_field(run->data, who, pl_trace_year(s->trace)) : NULL;
    pl_value name = pl_trace_cell(s->trace, column, best->row);

    best->who = name.state == PL_OK && column ? name.text : NULL;
    if (!s->judgement || !pl_data_place(rows, s->judgement, best->row, &best->place))
        best->place = (pl_place){0};
}

/* Rows of one name of the indicator. */
typedef struct named {
    const sought *sought;
    uint32_t at; /* the row that is looked at; PL_MAP_NONE: none is left */
} named;

static named find_named(const sought *s, const char *name, uint32_t row) {
    const pl_attestation *a = s->attestation;
    uint32_t text =
        name ? pl_data_find_text(pl_trace_run(s->trace)->data, pl_str_of(name)) : UINT32_MAX;

    if (text == UINT32_MAX)
        return (named){s, PL_MAP_NONE};
    return (named){s, pl_trace_first_with(s->trace, a->rows, a->entity, row, s->indicator, text)};
}

static uint32_t take_named(named *rows) {
    const pl_attestation *a = rows->sought->attestation;
    uint32_t row = rows->at;

    rows->at =
        pl_trace_next_with(rows->sought->trace, a->rows, a->entity, row, rows->sought->indicator);
    assert(rows->at > row);
    return row;
}

/* In the order of rows, whichever name they have. A board has as many rows as it has indicators, so they
 * are looked up by their names. */
static pl_attested decide(const sought *s, uint32_t subject) {
    named own = find_named(s, s->attestation->name, subject);
    named qualified = find_named(s, s->attestation->qualified, subject);
    pl_attested best = {0};
    pl_date date;

    while (own.at != PL_MAP_NONE || qualified.at != PL_MAP_NONE) {
        uint32_t row = take_named(own.at < qualified.at ? &own : &qualified);

        if (!is_in_block(s, row, &date) || !decides_over(s, date, row, &best))
            continue;
        best = (pl_attested){.found = true, .row = row, .date = date};
        best.judgement = pl_trace_cell(s->trace, s->judgement, row);
    }
    return best;
}

pl_attested pl_trace_attested(pl_trace *trace, const pl_attestation *a, uint32_t row) {
    const pl_run *run = pl_trace_run(trace);
    sought s = {
        .trace = trace,
        .attestation = a,
        .indicator = pl_data_field(run->data, a->indicator, pl_trace_year(trace)),
        .date = pl_data_field(run->data, a->date, pl_trace_year(trace)),
        .judgement = pl_data_field(run->data, a->judgement, pl_trace_year(trace)),
        .first = pl_cadence_start(a->cadence, pl_trace_date(trace)),
        .today = pl_trace_date(trace),
    };
    pl_attested best = {0};

    if (!s.indicator || !s.date)
        return best;
    assert(s.indicator->base == PL_TEXT && s.date->base == PL_DATE);
    best = decide(&s, row);
    if (best.found)
        add_place(&s, &best);
    assert(!best.found || (best.date >= s.first && best.date <= s.today));
    return best;
}
