/* tables.c - a value that a table gave: the row that matched, its neighbours, and since when the
 * table holds. */
#include <assert.h>

#include "base/gettext.h"
#include "why/steps.h"

const char *pl_why_since(pl_why *why, bool has_from, pl_date from, bool has_until, pl_date until) {
    if (has_from && has_until)
        return pl_why_say(why, pl_why_word(why, N_("since %s, until %s")), pl_why_day(why, from),
                          pl_why_day(why, until));
    if (has_from)
        return pl_why_say(why, pl_why_word(why, N_("since %s")), pl_why_day(why, from));
    if (has_until)
        return pl_why_say(why, pl_why_word(why, N_("until %s")), pl_why_day(why, until));
    return NULL;
}

/* ### which row */

static bool number_matches(const pl_cell *cell, pl_number value) {
    int hi = cell->has_hi ? pl_number_compare(value, cell->hi.lo) : -1;

    if (cell->kind == PL_CELL_VALUE)
        return pl_number_compare(cell->lo.lo, value) == 0;
    if (cell->has_lo && pl_number_compare(value, cell->lo.lo) < 0)
        return false;
    return hi < 0 || (hi == 0 && !cell->open_hi);
}

static bool cell_matches(const pl_cell *cell, const pl_value *value) {
    if (cell->kind == PL_CELL_NO_NORM || value->state != PL_OK)
        return false;
    if (value->base == PL_NUMBER)
        return number_matches(cell, value->lo);
    if (value->base == PL_TRUTH)
        return cell->lo.truth == value->truth;
    if (value->base == PL_TEXT)
        return pl_str_equal(pl_str_of(cell->lo.text), pl_str_of(value->text));
    if (cell->kind == PL_CELL_VALUE)
        return cell->lo.index == value->index;
    return (!cell->has_lo || value->index >= cell->lo.index) &&
        (!cell->has_hi || value->index + (int)cell->open_hi <= cell->hi.index);
}

static bool row_matches(const pl_table_row *row, const pl_value *keys, uint32_t count) {
    uint32_t k = 0;

    while (k < count && cell_matches(&row->cells[k], &keys[k]))
        k++;
    return k == count;
}

/* ### words */

static const char *print_row(pl_why *why, const pl_table *table, const pl_table_row *row) {
    pl_buffer out = {0};

    assert(table->columns.len > table->key_count);
    for (uint32_t c = 0; c < table->columns.len; c++) {
        pl_str text = pl_str_trim(pl_span_text(row->cells[c].span));

        pl_buffer_puts(&out, c > 0 ? " | " : "");
        pl_buffer_push(&out, text.ptr, text.len);
    }
    return pl_buffer_take(&out, why->arena);
}

static void add_row(pl_why *why, pl_why_step *parent, const pl_table *table,
                    const pl_table_version *version, uint32_t r, const char *note) {
    const pl_table_row *row = &version->rows.items[r];
    pl_why_step *step =
        pl_why_add(why, parent, PL_TOLD_TABLE_ROW, pl_arena_format(why->arena, "row-%u", r + 1),
                   print_row(why, table, row));

    step->note = note;
    step->span = row->span;
}

/* The rows that match, the one before the first and the one after the last; without a match none
 * but both ends. */
static void add_rows(pl_why *why, pl_why_step *step, const pl_table *table,
                     const pl_table_version *version, const pl_value *keys, uint32_t count) {
    uint32_t first = version->rows.len, last = 0;

    assert(count == table->key_count);
    for (uint32_t r = 0; r < version->rows.len; r++)
        if (row_matches(&version->rows.items[r], keys, count)) {
            first = r < first ? r : first;
            last = r;
        }
    if (first == version->rows.len) {
        step->note = pl_why_say(why, pl_why_word(why, N_("no row of the table matches")));
        if (version->rows.len > 0)
            add_row(why, step, table, version, 0, pl_why_word(why, N_("the first row")));
        if (version->rows.len > 1)
            add_row(why, step, table, version, version->rows.len - 1,
                    pl_why_word(why, N_("the last row")));
        return;
    }
    for (uint32_t r = first > 0 ? first - 1 : 0; r <= last + 1 && r < version->rows.len; r++) {
        bool here = row_matches(&version->rows.items[r], keys, count);

        if (here || r + 1 == first || r == last + 1)
            add_row(why, step, table, version, r,
                    here ? pl_why_word(why, N_("this row")) : pl_why_word(why, N_("beside it")));
    }
}

static bool key_value(pl_why *why, const pl_expr *key, pl_why_at at, pl_value *value) {
    while (key->kind == PL_EXPR_UP) {
        int32_t above;

        key = key->kids[0];
        if (!key->entity || key->entity == at.entity)
            continue;
        above = pl_trace_up(why->trace, at.entity, at.row, key->entity);
        if (above == PL_NO_ROW)
            return false;
        at = (pl_why_at){key->entity, (uint32_t)above};
    }
    if (key->kind == PL_EXPR_CONST)
        *value = key->value;
    else if (key->kind == PL_EXPR_SCHOOLJAAR)
        *value = (pl_value){.base = PL_SCHOOLJAAR, .index = pl_trace_year(why->trace)};
    else if (key->kind == PL_EXPR_FIELD)
        *value = pl_trace_cell(why->trace, pl_why_column(why, key), at.row);
    else
        return pl_why_kept(why, key, at, PL_RECORD_VALUE, value);
    return true;
}

void pl_why_explain_table(pl_why *why, pl_why_step *step, const pl_expr *lookup, pl_why_at at) {
    const pl_table *table = lookup->table;
    const pl_table_version *version = pl_table_in_force(table, pl_trace_date(why->trace));
    pl_value *keys = PL_MAKE_ARRAY(why->arena, pl_value, lookup->count);
    bool known = true;

    assert(lookup->kind == PL_EXPR_LOOKUP && lookup->count == table->key_count);
    if (!version) {
        step->note = pl_why_say(why, pl_why_word(why, N_("no version is in force on this date")));
        return;
    }
    step->span = version->span;
    step->note =
        pl_why_since(why, version->has_from, version->from, version->has_until, version->until);
    for (uint32_t k = 0; k < lookup->count; k++)
        known = key_value(why, lookup->kids[k], at, &keys[k]) && known;
    if (known)
        add_rows(why, step, table, version, keys, lookup->count);
}
