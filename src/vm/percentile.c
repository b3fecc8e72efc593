/* percentile.c - where a row stands among the others of its entity. When the first row is asked for,
 * all values are read once and the rows whose keys are certain are put into groups, whose ends are
 * sorted; a row is then searched in its group, and held against the rows that perhaps belong to it
 * one by one. Sums count in halves. The meaning is under "Percentile" in doc/semantics.md. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "vm/machine.h"

#define NO_GROUP UINT32_MAX /* some key is not known exactly */

typedef struct pl_ranked {
    uint32_t rows;
    const pl_value *values;
    uint32_t *group;         /* of each row */
    uint32_t *start;         /* of group g, known and surely among them: rows start[g] .. of */
    pl_number *highs, *lows; /* both ends of these, each ascending within a group */
    uint32_t *missing;       /* of each group, how many more are surely among them */
    uint32_t *loose;         /* rows that perhaps belong to a group */
    uint32_t loose_count;
} pl_ranked;

/* How much of the others stands below, in halves: surely, and by rows that are perhaps no others. */
typedef struct tally {
    int64_t sure, low, high;
    int64_t perhaps_low[3], perhaps_high[3];
} tally;

void pl_rankings_bind(pl_machine *m) {
    m->standings = PL_MAKE_ARRAY(m->arena, pl_ranked *, m->program->rankings.len);
}

/* ### keys */

/* Of a text the index is what counts; the texts themselves are joined to it after the run. */
static pl_value key_at(pl_machine *m, const pl_amounts *amounts, uint32_t row) {
    if (amounts->type.base == PL_NUMBER)
        return pl_amounts_value(amounts, row, m->arena);
    return (pl_value){.base = amounts->type.base,
                      .state = (pl_state)amounts->state[row],
                      .index = pl_amounts_index(amounts, row)};
}

/* Appends what is equal for equal keys; false when the key is not known exactly. */
static bool key_bytes(pl_machine *m, uint32_t slot, uint32_t row, pl_buffer *out) {
    const pl_slot_view *view = &m->slots[slot];

    if (view->truths != NULL) {
        pl_buffer_putc(out, (char)('0' + view->truths[row]));
        return view->truths[row] == PL_TRUE || view->truths[row] == PL_FALSE;
    }
    pl_value value = key_at(m, view->amounts, row);

    if (value.state != PL_OK)
        return false;
    if (value.base != PL_NUMBER) {
        pl_buffer_printf(out, "%d ", (int)value.index);
        return true;
    }
    pl_number_print(out, value.lo);
    pl_buffer_putc(out, ' ');
    return pl_number_compare(value.lo, value.hi) == 0;
}

static pl_truth of_state(pl_state state) {
    return state == PL_EMPTY ? PL_NONE : PL_UNKNOWN;
}

static pl_truth same_number(const pl_value *a, const pl_value *b) {
    if (pl_number_compare(a->hi, b->lo) < 0 || pl_number_compare(b->hi, a->lo) < 0)
        return PL_FALSE;
    return pl_number_compare(a->lo, a->hi) == 0 && pl_number_compare(b->lo, b->hi) == 0
        ? PL_TRUE
        : PL_UNKNOWN;
}

static pl_truth same_truth(pl_truth a, pl_truth b) {
    if (a == PL_UNKNOWN || b == PL_UNKNOWN)
        return PL_UNKNOWN;
    if (a == PL_NONE || b == PL_NONE)
        return PL_NONE;
    return a == b ? PL_TRUE : PL_FALSE;
}

static pl_truth same_key(pl_machine *m, uint32_t slot, uint32_t a, uint32_t b) {
    const pl_slot_view *view = &m->slots[slot];

    if (view->truths != NULL)
        return same_truth((pl_truth)view->truths[a], (pl_truth)view->truths[b]);
    pl_value x = key_at(m, view->amounts, a), y = key_at(m, view->amounts, b);

    if (x.state != PL_OK || y.state != PL_OK)
        return of_state(x.state > y.state ? x.state : y.state);
    if (x.base == PL_NUMBER)
        return same_number(&x, &y);
    return x.index == y.index ? PL_TRUE : PL_FALSE;
}

/* F before U before N before T. */
static pl_truth both(pl_truth a, pl_truth b) {
    if (a == PL_FALSE || b == PL_FALSE)
        return PL_FALSE;
    if (a == PL_UNKNOWN || b == PL_UNKNOWN)
        return PL_UNKNOWN;
    return a == PL_NONE || b == PL_NONE ? PL_NONE : PL_TRUE;
}

static pl_truth is_among(const pl_machine *m, const pl_ranking *r, uint32_t row) {
    return r->among == PL_NO_INDEX ? PL_TRUE : (pl_truth)m->slots[r->among].truths[row];
}

/* Is `other` one of those that `row` is compared with? */
static pl_truth is_other(pl_machine *m, const pl_ranking *r, uint32_t row, uint32_t other) {
    pl_truth all = is_among(m, r, other);

    for (uint32_t k = 0; k < r->count && all != PL_FALSE; k++)
        all = both(all, same_key(m, r->same[k], row, other));
    return all;
}

/* ### groups */

static uint32_t find_groups(pl_machine *m, const pl_ranking *r, pl_ranked *s) {
    pl_map groups;
    pl_buffer key;

    pl_map_init(&groups, m->arena);
    pl_buffer_init(&key);
    for (uint32_t row = 0; row < s->rows; row++) {
        bool certain = true;

        key.len = 0;
        pl_buffer_putc(&key, '=');
        for (uint32_t k = 0; k < r->count; k++)
            certain = key_bytes(m, r->same[k], row, &key) && certain;
        s->group[row] = certain
            ? pl_map_add(&groups, (pl_str){key.ptr, key.len}, groups.count, NULL)
            : NO_GROUP;
    }
    pl_buffer_fini(&key);
    return groups.count;
}

static bool is_member(const pl_machine *m, const pl_ranking *r, const pl_ranked *s, uint32_t row) {
    return s->group[row] != NO_GROUP && is_among(m, r, row) == PL_TRUE;
}

/* Rows that have no value are not among them. */
static void add_member(pl_ranked *s, uint32_t row, uint32_t *next) {
    const pl_value *value = &s->values[row];
    uint32_t group = s->group[row];

    if (value->state == PL_MISSING)
        s->missing[group]++;
    if (value->state != PL_OK)
        return;
    s->highs[next[group]] = value->hi;
    s->lows[next[group]++] = value->lo;
}

static int by_size(const void *a, const void *b) {
    return pl_number_compare(*(const pl_number *)a, *(const pl_number *)b);
}

static void sort_groups(pl_ranked *s, uint32_t count) {
    for (uint32_t g = 0; g < count; g++) {
        uint32_t members = s->start[g + 1] - s->start[g];

        qsort(s->highs + s->start[g], members, sizeof *s->highs, by_size);
        qsort(s->lows + s->start[g], members, sizeof *s->lows, by_size);
    }
}

static void fill_groups(pl_machine *m, const pl_ranking *r, pl_ranked *s, uint32_t count) {
    uint32_t *next = PL_MAKE_ARRAY(m->arena, uint32_t, count + 1);

    for (uint32_t row = 0; row < s->rows; row++)
        if (is_member(m, r, s, row) && s->values[row].state == PL_OK)
            s->start[s->group[row] + 1]++;
    for (uint32_t g = 0; g < count; g++) {
        s->start[g + 1] += s->start[g];
        next[g] = s->start[g];
    }
    for (uint32_t row = 0; row < s->rows; row++) {
        pl_truth among = is_among(m, r, row);

        if (is_member(m, r, s, row))
            add_member(s, row, next);
        else if (among == PL_UNKNOWN || (s->group[row] == NO_GROUP && among != PL_FALSE))
            s->loose[s->loose_count++] = row; /* no norm and an unknown key is unknown */
    }
}

static pl_ranked *standing_of(pl_machine *m, uint32_t index) {
    const pl_ranking *r = &m->program->rankings.items[index];

    if (m->standings[index] != NULL)
        return m->standings[index];
    pl_ranked *s = PL_MAKE(m->arena, pl_ranked);
    pl_value *values = PL_MAKE_ARRAY(m->arena, pl_value, m->rows->count);

    s->rows = m->rows->count;
    s->group = PL_MAKE_ARRAY(m->arena, uint32_t, s->rows);
    s->highs = PL_MAKE_ARRAY(m->arena, pl_number, s->rows);
    s->lows = PL_MAKE_ARRAY(m->arena, pl_number, s->rows);
    s->loose = PL_MAKE_ARRAY(m->arena, uint32_t, s->rows);
    for (uint32_t row = 0; row < s->rows; row++)
        values[row] = pl_amounts_value(m->slots[r->value].amounts, row, m->arena);
    s->values = values;
    uint32_t groups = find_groups(m, r, s);

    s->start = PL_MAKE_ARRAY(m->arena, uint32_t, (size_t)groups + 2);
    s->missing = PL_MAKE_ARRAY(m->arena, uint32_t, (size_t)groups + 1);
    fill_groups(m, r, s, groups);
    sort_groups(s, groups);
    m->standings[index] = s;
    return s;
}

/* ### one row */

/* In halves: 2 where `below` lies under `above`, 1 where they are equal. */
static int halves(pl_number below, pl_number above) {
    int order = pl_number_compare(below, above);

    return order < 0 ? 2 : order == 0 ? 1 : 0;
}

static void add_other(const pl_ranked *s, uint32_t row, uint32_t other, pl_truth is, tally *t) {
    const pl_value *own = &s->values[row], *value = &s->values[other];
    int low = 0, high = 2;

    if (other == row || value->state == PL_EMPTY || (is != PL_TRUE && is != PL_UNKNOWN))
        return;
    if (value->state == PL_OK) {
        low = halves(value->hi, own->lo);
        high = halves(value->lo, own->hi);
    }
    assert(low <= high);
    if (is == PL_UNKNOWN) {
        t->perhaps_low[low]++;
        t->perhaps_high[high]++;
        return;
    }
    t->sure++;
    t->low += low;
    t->high += high;
}

/* How many of ascending numbers lie below, in halves: an equal one counts half. */
static int64_t halves_below(const pl_number *numbers, uint32_t count, pl_number number) {
    uint32_t lower = 0, equal;

    for (uint32_t end = count; lower < end;) {
        uint32_t middle = lower + (end - lower) / 2;

        if (pl_number_compare(numbers[middle], number) < 0)
            lower = middle + 1;
        else
            end = middle;
    }
    equal = lower;
    for (uint32_t end = count; equal < end;) {
        uint32_t middle = equal + (end - equal) / 2;

        if (pl_number_compare(numbers[middle], number) <= 0)
            equal = middle + 1;
        else
            end = middle;
    }
    return (int64_t)lower + equal;
}

static void add_group(const pl_ranked *s, uint32_t group, const pl_value *own, tally *t) {
    uint32_t first = s->start[group], count = s->start[group + 1] - first;

    t->sure += (int64_t)count + s->missing[group];
    t->low += halves_below(s->highs + first, count, own->lo);
    t->high += halves_below(s->lows + first, count, own->hi) + 2 * (int64_t)s->missing[group];
}

/* The row itself is no other. */
static void leave_out(const pl_value *own, tally *t) {
    t->sure--;
    t->low -= halves(own->hi, own->lo);
    t->high -= halves(own->lo, own->hi);
    assert(t->sure >= 0 && t->low >= 0 && t->low <= t->high);
}

static tally compare_row(pl_machine *m, const pl_ranking *r, const pl_ranked *s, uint32_t row) {
    uint32_t group = s->group[row];
    tally t = {0};

    if (group == NO_GROUP) {
        for (uint32_t other = 0; other < s->rows; other++)
            add_other(s, row, other, is_other(m, r, row, other), &t);
        return t;
    }
    add_group(s, group, &s->values[row], &t);
    if (is_member(m, r, s, row))
        leave_out(&s->values[row], &t);
    for (uint32_t i = 0; i < s->loose_count; i++)
        add_other(s, row, s->loose[i], is_other(m, r, row, s->loose[i]), &t);
    return t;
}

/* Who is perhaps an other takes part at an end where that moves it outward. */
static pl_interval interval_of(pl_machine *m, const tally *t) {
    int64_t low = t->low, of_low = t->sure, high = t->high, of_high = t->sure;
    bool perhaps = t->perhaps_low[0] + t->perhaps_low[1] + t->perhaps_low[2] > 0;

    if (t->sure == 0)
        return (pl_interval){perhaps ? PL_MISSING : PL_EMPTY, PL_NUMBER_ZERO, PL_NUMBER_ZERO};
    of_low += t->perhaps_low[0];
    if (low > of_low) {
        low += t->perhaps_low[1];
        of_low += t->perhaps_low[1];
    }
    high += 2 * t->perhaps_high[2];
    of_high += t->perhaps_high[2];
    if (high < of_high) {
        high += t->perhaps_high[1];
        of_high += t->perhaps_high[1];
    }
    return (pl_interval){PL_OK, pl_number_make(m->arena, low, 2 * of_low),
                         pl_number_make(m->arena, high, 2 * of_high)};
}

void pl_op_PERCENTILE(pl_machine *m, const pl_instruction *i) {
    const pl_ranking *r = &m->program->rankings.items[i->operands[0]];
    const pl_ranked *s = standing_of(m, i->operands[0]);
    pl_number_register *d = &m->numbers[i->result];

    assert(s->rows == m->rows->count);
    pl_rows_open(m, d, (pl_format){true, 0});
    for (uint32_t k = 0; k < m->n; k++) {
        uint32_t row = m->base + k;
        pl_interval value = {s->values[row].state, PL_NUMBER_ZERO, PL_NUMBER_ZERO};

        if (value.state == PL_OK && m->rows->incomplete)
            value.state = PL_MISSING;
        else if (value.state == PL_OK) {
            tally t = compare_row(m, r, s, row);

            value = interval_of(m, &t);
        }
        pl_row_put(m, d, k, value);
    }
    pl_rows_close(m, d);
}
