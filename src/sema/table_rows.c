/* table_rows.c - the rows of a table: cells of the right type, a row for each combination of the
 * sets in its keys, and no two rows for one key unless the table has a word for that. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sema/checker.h"

#define MOST_ROWS 100000 /* that sets in keys may make of one table */
#define REPORTED 10      /* pairs of rows that overlap, of one version */

/* ### cells */

static bool key_cell(pl_checker *ck, const pl_node *node, const pl_table_column *column,
                     pl_cell *cell) {
    if (pl_sema_is(node, PL_NODE_RANGE))
        return pl_sema_range_as(ck, node, column->type, false, cell);
    if (pl_sema_is(node, PL_NODE_NO_NORM)) {
        PL_REPORT(ck->diags, EMPTY_KEY, node->span, column->name);
        return false;
    }
    *cell = (pl_cell){.kind = PL_CELL_VALUE, .span = node->span};
    return pl_sema_literal_as(ck, node, column->type, false, &cell->lo);
}

/* Both ends of a norm that is a range belong to it. */
static bool range_norm(pl_checker *ck, const pl_node *node, pl_type type, pl_cell *cell) {
    if (!pl_sema_range_as(ck, node, type, false, cell))
        return false;
    if (cell->has_lo && cell->has_hi && !cell->open_hi)
        return true;
    PL_REPORT(ck->diags, OPEN_NORM, node->span, pl_sema_written(ck, node));
    return false;
}

/* A bare name in a column of texts is a text. */
static bool value_cell(pl_checker *ck, const pl_node *node, const pl_table_column *column,
                       pl_cell *cell) {
    *cell = (pl_cell){.kind = PL_CELL_NO_NORM, .span = node->span};
    if (pl_sema_is(node, PL_NODE_NO_NORM))
        return true;
    if (pl_sema_is(node, PL_NODE_RANGE))
        return range_norm(ck, node, column->type, cell);
    cell->kind = PL_CELL_VALUE;
    if (column->type.base == PL_TEXT && pl_sema_is(node, PL_NODE_NAME) && node->text) {
        cell->lo = (pl_value){.base = PL_TEXT, .text = node->text};
        return true;
    }
    return pl_sema_literal_as(ck, node, column->type, false, &cell->lo);
}

/* ### rows */

/* The children of a set, or the cell itself. */
static uint32_t choices(const pl_node *cell) {
    return pl_sema_is(cell, PL_NODE_SET) ? cell->count : 1;
}

static const pl_node *choice(const pl_node *cell, uint32_t index) {
    return pl_sema_is(cell, PL_NODE_SET) ? pl_sema_kid(cell, index) : cell;
}

static uint32_t combinations(const pl_node *row, const pl_table *table, const uint32_t *places) {
    uint64_t product = 1;

    for (uint32_t i = 0; i < row->count && product <= MOST_ROWS; i++)
        if (places[i] < table->key_count)
            product *= choices(pl_sema_kid(row, i));
    return product > MOST_ROWS ? MOST_ROWS + 1 : (uint32_t)product;
}

/* One row for the n-th combination of the sets in the keys. */
static bool add_row(pl_checker *ck, const pl_node *row, const pl_table *table,
                    const uint32_t *places, uint32_t n, pl_table_version *version) {
    pl_table_row made = {PL_MAKE_ARRAY(ck->arena, pl_cell, table->columns.len), row->span};
    bool sound = true;

    assert(row->count == table->columns.len);
    for (uint32_t i = 0; i < row->count; i++) {
        const pl_node *cell = pl_sema_kid(row, i);
        const pl_table_column *column = &table->columns.items[places[i]];

        assert(places[i] < table->columns.len);
        if (places[i] >= table->key_count) {
            sound = value_cell(ck, cell, column, &made.cells[places[i]]) && sound;
            continue;
        }
        sound =
            key_cell(ck, choice(cell, n % choices(cell)), column, &made.cells[places[i]]) && sound;
        n /= choices(cell);
    }
    assert(n == 0); /* every combination is one of its own */
    if (sound)
        PL_PUSH(ck->arena, &version->rows, made);
    return sound;
}

static bool check_row(pl_checker *ck, const pl_node *row, const pl_table *table,
                      const uint32_t *places, pl_table_version *version) {
    uint32_t count;

    if (!pl_sema_is(row, PL_NODE_ROW) || pl_sema_has_error(row))
        return false;
    if (row->count != table->columns.len) {
        PL_REPORT(ck->diags, ROW_LENGTH, row->span, pl_arena_format(ck->arena, "%u", row->count),
                  pl_arena_format(ck->arena, "%u", table->columns.len));
        return false;
    }
    count = combinations(row, table, places);
    if (count > MOST_ROWS || version->rows.len + count > MOST_ROWS) {
        PL_REPORT(ck->diags, TOO_MANY_ROWS, row->span, pl_arena_format(ck->arena, "%d", MOST_ROWS));
        return false;
    }
    for (uint32_t n = 0; n < count; n++)
        if (!add_row(ck, row, table, places, n, version))
            return false;
    return true;
}

bool pl_sema_check_rows(pl_checker *ck, const pl_node *node, pl_table *table,
                        const uint32_t *places, pl_table_version *version) {
    bool sound = true;

    assert(table->key_count > 0 && table->key_count < table->columns.len);
    for (uint32_t i = 1; i < node->count; i++)
        sound = check_row(ck, pl_sema_kid(node, i), table, places, version) && sound;
    return sound;
}

/* ### rows for the same key */

static pl_number text_number(pl_map *texts, const char *text) {
    return (pl_number){pl_map_add(texts, pl_str_of(text), texts->count, NULL), 1, NULL};
}

static pl_number value_number(const pl_value *value, pl_map *texts) {
    switch (value->base) {
    case PL_NUMBER: return value->lo;
    case PL_TEXT: return text_number(texts, value->text);
    case PL_TRUTH: return (pl_number){value->truth, 1, NULL};
    default: return (pl_number){value->index, 1, NULL};
    }
}

pl_band pl_sema_key_band(const pl_cell *cell, pl_map *texts) {
    pl_band band = {.has_lo = true, .has_hi = true};

    assert(cell->kind != PL_CELL_NO_NORM);
    if (cell->kind == PL_CELL_VALUE) {
        band.lo = band.hi = value_number(&cell->lo, texts);
        return band;
    }
    band.has_lo = cell->has_lo;
    band.has_hi = cell->has_hi;
    band.open_hi = cell->open_hi;
    if (band.has_lo)
        band.lo = value_number(&cell->lo, texts);
    if (band.has_hi)
        band.hi = value_number(&cell->hi, texts);
    return band;
}

typedef struct keyed_row {
    pl_band *keys;
    uint32_t index;
} keyed_row;

/* By the low end of the first key, then by their place in the table. */
static int by_first_key(const void *left, const void *right) {
    const keyed_row *a = left, *b = right;
    const pl_band *x = &a->keys[0], *y = &b->keys[0];
    int order =
        x->has_lo && y->has_lo ? pl_number_compare(x->lo, y->lo) : (int)x->has_lo - (int)y->has_lo;

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static keyed_row *make_keys(pl_checker *ck, const pl_table *table,
                            const pl_table_version *version) {
    keyed_row *rows = PL_MAKE_ARRAY(ck->arena, keyed_row, version->rows.len + 1);
    pl_map texts;

    pl_map_init(&texts, ck->arena);
    for (uint32_t i = 0; i < version->rows.len; i++) {
        rows[i] = (keyed_row){PL_MAKE_ARRAY(ck->arena, pl_band, table->key_count), i};
        for (uint32_t k = 0; k < table->key_count; k++)
            rows[i].keys[k] = pl_sema_key_band(&version->rows.items[i].cells[k], &texts);
    }
    if (version->rows.len > 0)
        qsort(rows, version->rows.len, sizeof *rows, by_first_key);
    return rows;
}

bool pl_sema_share_keys(const pl_band *a, const pl_band *b, uint32_t count, pl_band *first) {
    pl_band both;

    assert(a != b && count > 0);
    for (uint32_t k = 0; k < count; k++)
        if (!pl_band_meet(&a[k], &b[k], k == 0 ? first : &both))
            return false;
    return true;
}

static const char *shared_words(pl_checker *ck, const pl_table *table, uint32_t key,
                                const pl_cell *cell, const pl_band *shared) {
    pl_type type = table->columns.items[key].type;
    pl_buffer out;

    pl_buffer_init(&out);
    if (type.base == PL_NUMBER)
        pl_band_print_as(&out, shared, type);
    else if (cell->kind == PL_CELL_VALUE)
        pl_value_print(&out, type, &cell->lo);
    else if (cell->has_lo)
        pl_value_print(&out, type, &cell->lo);
    return pl_buffer_take(&out, ck->arena);
}

static const char *written(pl_checker *ck, const pl_cell *cell) {
    pl_str text = pl_span_text(cell->span);

    return pl_arena_copy(ck->arena, text.ptr, text.len);
}

/* Two rows that were written as one: it is their headers that share values. */
static void report_headers(pl_checker *ck, const pl_table *table, const keyed_row *early,
                           const keyed_row *late, const pl_table_row *first,
                           const pl_table_row *second) {
    uint32_t key = table->key_count - 1;
    pl_band shared;
    bool meet = pl_band_meet(&early->keys[key], &late->keys[key], &shared);

    assert(meet && table->by);
    (void)meet;
    PL_REPORT(ck->diags, HEADERS_OVERLAP, second->cells[key].span, written(ck, &first->cells[key]),
              written(ck, &second->cells[key]), table->columns.items[key].name,
              shared_words(ck, table, key, &second->cells[key], &shared));
}

static void report_pair(pl_checker *ck, const pl_table *table, const pl_table_version *version,
                        const keyed_row *a, const keyed_row *b, const pl_band *shared) {
    const keyed_row *early = a->index < b->index ? a : b, *late = a->index < b->index ? b : a;
    const pl_table_row *row = &version->rows.items[late->index];
    const pl_table_row *first = &version->rows.items[early->index];
    const pl_cell *cell = row->cells[0].kind == PL_CELL_VALUE ? &row->cells[0] : &first->cells[0];

    if (table->by && row->span.start == first->span.start) {
        report_headers(ck, table, early, late, first, row);
        return;
    }
    PL_REPORT(ck->diags, ROWS_OVERLAP, row->span, pl_span_place(ck->arena, first->span),
              table->columns.items[0].name, shared_words(ck, table, 0, cell, shared));
}

/* Rows that end before one begins are never compared with it or with a later one again. */
void pl_sema_check_row_overlaps(pl_checker *ck, const pl_table *table,
                                const pl_table_version *version) {
    keyed_row *rows = make_keys(ck, table, version);
    uint32_t *open = PL_MAKE_ARRAY(ck->arena, uint32_t, version->rows.len + 1), open_count = 0,
             found = 0;

    for (uint32_t i = 0; i < version->rows.len && found < REPORTED; i++) {
        uint32_t still = 0;

        for (uint32_t k = 0; k < open_count; k++) {
            const keyed_row *other = &rows[open[k]];
            pl_band shared;

            if (other->keys[0].has_hi && rows[i].keys[0].has_lo &&
                pl_number_compare(other->keys[0].hi, rows[i].keys[0].lo) < 0)
                continue;
            open[still++] = open[k];
            if (found < REPORTED &&
                pl_sema_share_keys(other->keys, rows[i].keys, table->key_count, &shared)) {
                report_pair(ck, table, version, other, &rows[i], &shared);
                found++;
            }
        }
        open[still++] = i;
        open_count = still;
    }
}
