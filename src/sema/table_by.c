/* table_by.c - `table NAME by KEY`: a table some of whose headers are values of a key. It is
 * written out as two tables that need no such headers: in the one the key is a column, with a row
 * for each cell under such a header; in the other stand the columns that have a name of their own.
 * Made of nodes that keep their places, so that all that is wrong in them is found and reported by
 * those who read any table. */
#include <assert.h>

#include "sema/checker.h"

typedef enum role { ROLE_KEY, ROLE_BAND, ROLE_NAMED } role;

/* One version of the table, and what each of its columns is for. */
typedef struct layout {
    pl_checker *ck;
    const pl_node *table, *by, *header;
    role *roles; /* [header->count] */
    uint32_t bands, named;
} layout;

/* ### what a column is for */

static bool is_key(const layout *l, uint32_t column) {
    const pl_node *keys = pl_sema_kid(l->table, PL_TABLE_NODE_KEYS);

    for (uint32_t i = 0; i < keys->count; i++)
        if (pl_sema_kid(keys, i)->text == pl_sema_kid(l->header, column)->text)
            return true;
    return keys->count == 0 && column == 0;
}

/* A name heads a column of its own unless it is a value that the key may have. */
static bool is_band(const layout *l, const pl_node *cell) {
    pl_key_types types = {0};

    if (!pl_sema_is(cell, PL_NODE_NAME) && !pl_sema_is(cell, PL_NODE_TEXT))
        return pl_sema_given(cell) && !pl_sema_is(cell, PL_NODE_NO_NORM);
    pl_sema_key_types(l->ck, l->by->text, &types);
    for (uint32_t i = 0; i < types.len; i++)
        if (pl_sema_cell_fits(l->ck, cell, types.items[i].type))
            return true;
    return false;
}

static bool knows_key(const layout *l) {
    pl_key_types types = {0};

    pl_sema_key_types(l->ck, l->by->text, &types);
    return types.len > 0;
}

/* The key of the headers has no column beside them. */
static bool stands_twice(const layout *l) {
    const pl_node *keys = pl_sema_kid(l->table, PL_TABLE_NODE_KEYS);

    for (uint32_t i = 0; i < keys->count; i++)
        if (pl_sema_kid(keys, i)->text == l->by->text)
            return true;
    for (uint32_t i = 0; i < l->header->count; i++)
        if (pl_sema_kid(l->header, i)->text == l->by->text)
            return true;
    return false;
}

static bool lay_out(layout *l) {
    assert(l->by->text && l->bands == 0 && l->named == 0);
    l->roles = PL_MAKE_ARRAY(l->ck->arena, role, l->header->count + 1);
    if (stands_twice(l)) {
        PL_REPORT(l->ck->diags, BY_TWICE, l->by->span, l->by->text);
        return false;
    }
    for (uint32_t i = 0; i < l->header->count; i++) {
        l->roles[i] = is_key(l, i)                  ? ROLE_KEY
            : is_band(l, pl_sema_kid(l->header, i)) ? ROLE_BAND
                                                    : ROLE_NAMED;
        l->bands += l->roles[i] == ROLE_BAND;
        l->named += l->roles[i] == ROLE_NAMED;
    }
    if (l->bands > 0 || !knows_key(l)) /* that it is not known is said of the column */
        return true;
    PL_REPORT(l->ck->diags, BY_WITHOUT_BANDS, l->by->span, l->table->text, l->by->text);
    return false;
}

/* ### the two tables */

static pl_node *make_row(const layout *l, const pl_node *row) {
    return pl_node_make(l->ck->arena, PL_NODE_ROW, row->span, NULL);
}

static void push_columns(const layout *l, pl_node *made, const pl_node *row, role of) {
    assert(row->count == l->header->count);
    for (uint32_t i = 0; i < row->count; i++)
        if (l->roles[i] == of)
            pl_node_push(l->ck->arena, made, row->kids[i]);
}

/* The names behind `key`, or the first header where there are none; then `last`, unless NULL. */
static pl_node *make_keys(const layout *l, pl_node *last) {
    const pl_node *keys = pl_sema_kid(l->table, PL_TABLE_NODE_KEYS);
    pl_node *list = pl_node_make(l->ck->arena, PL_NODE_LIST, keys->span, NULL);

    for (uint32_t i = 0; i < keys->count; i++)
        pl_node_push(l->ck->arena, list, keys->kids[i]);
    if (keys->count == 0)
        pl_node_push(l->ck->arena, list, l->header->kids[0]);
    if (last)
        pl_node_push(l->ck->arena, list, last);
    return list;
}

/* The same declaration with other keys and rows, and without `by`. */
static pl_node *make_table(const layout *l, pl_node *keys, pl_node *rows) {
    pl_node *made = pl_node_make(l->ck->arena, PL_NODE_TABLE, l->table->span, l->table->text);
    pl_node *absent = pl_node_make(l->ck->arena, PL_NODE_ABSENT, l->by->span, NULL);

    made->number = l->table->number;
    for (uint32_t i = 0; i < l->table->count; i++)
        pl_node_push(l->ck->arena, made,
                     i == PL_TABLE_NODE_KEYS       ? keys
                         : i == PL_TABLE_NODE_BY   ? absent
                         : i == PL_TABLE_NODE_ROWS ? rows
                                                   : l->table->kids[i]);
    return made;
}

/* One row for each band of the row as written. */
static void push_band_rows(const layout *l, pl_node *rows, const pl_node *row) {
    for (uint32_t i = 0; i < row->count; i++) {
        pl_node *made;

        if (l->roles[i] != ROLE_BAND)
            continue;
        made = make_row(l, row);
        push_columns(l, made, row, ROLE_KEY);
        pl_node_push(l->ck->arena, made, l->header->kids[i]);
        pl_node_push(l->ck->arena, made, row->kids[i]);
        pl_node_push(l->ck->arena, rows, made);
    }
}

/* False, after saying so of one that has not, when not all rows have as many cells as headers. */
static bool are_whole(const layout *l, const pl_node *rows) {
    pl_arena *arena = l->ck->arena;
    bool sound = true;

    for (uint32_t i = 1; i < rows->count; i++) {
        const pl_node *row = pl_sema_kid(rows, i);

        if (pl_sema_is(row, PL_NODE_ROW) && row->count == l->header->count)
            continue;
        if (pl_sema_is(row, PL_NODE_ROW))
            PL_REPORT(l->ck->diags, ROW_LENGTH, row->span, pl_arena_format(arena, "%u", row->count),
                      pl_arena_format(arena, "%u", l->header->count));
        sound = false;
    }
    return sound;
}

static void unfold(const layout *l, const pl_node *rows, pl_symbol *whole, pl_symbol *named) {
    pl_arena *arena = l->ck->arena;
    pl_node *by = pl_node_make(arena, PL_NODE_NAME, l->by->span, l->by->text);
    pl_node *value = pl_node_make(arena, PL_NODE_NAME, l->table->span, l->table->text);
    pl_node *band_rows = pl_node_make(arena, PL_NODE_LIST, rows->span, NULL);
    pl_node *named_rows = pl_node_make(arena, PL_NODE_LIST, rows->span, NULL);

    for (uint32_t i = 0; i < rows->count; i++) {
        const pl_node *row = pl_sema_kid(rows, i);
        pl_node *one = make_row(l, row), *head = make_row(l, row);

        push_columns(l, one, row, ROLE_KEY);
        push_columns(l, one, row, ROLE_NAMED);
        pl_node_push(arena, named_rows, one);
        if (i > 0) {
            push_band_rows(l, band_rows, row);
            continue;
        }
        push_columns(l, head, row, ROLE_KEY);
        pl_node_push(arena, head, by);
        pl_node_push(arena, head, value);
        pl_node_push(arena, band_rows, head);
    }
    PL_PUSH(arena, &whole->versions, make_table(l, make_keys(l, by), band_rows));
    if (l->named > 0)
        PL_PUSH(arena, &named->versions, make_table(l, make_keys(l, NULL), named_rows));
}

/* ### versions */

static bool unfold_version(pl_checker *ck, const pl_node *first, const pl_node *table,
                           uint32_t *names, pl_symbol *whole, pl_symbol *named) {
    const pl_node *rows = pl_sema_kid(table, PL_TABLE_NODE_ROWS);
    layout l = {.ck = ck,
                .table = table,
                .by = pl_sema_kid(table, PL_TABLE_NODE_BY),
                .header = pl_sema_kid(rows, 0)};

    if (l.by->text != pl_sema_kid(first, PL_TABLE_NODE_BY)->text) {
        PL_REPORT(ck->diags, VERSION_BY, pl_sema_name_span(table), table->text,
                  pl_sema_kid(first, PL_TABLE_NODE_BY)->text,
                  pl_span_place(ck->arena, first->span));
        return false;
    }
    if (!pl_sema_is(l.header, PL_NODE_ROW) || !lay_out(&l) || !are_whole(&l, rows))
        return false;
    if (*names == UINT32_MAX)
        *names = l.named;
    if ((*names == 0) != (l.named == 0)) {
        PL_REPORT(ck->diags, VERSION_COLUMNS, l.header->span, table->text,
                  pl_sema_written(ck, l.header), pl_span_place(ck->arena, first->span));
        return false;
    }
    unfold(&l, rows, whole, named);
    return true;
}

bool pl_sema_unfold_by(pl_checker *ck, const pl_symbol *symbol, pl_symbol *whole,
                       pl_symbol *named) {
    const pl_node *first = symbol->versions.items[0];
    uint32_t names = UINT32_MAX; /* of columns, in the first version */
    bool sound = true;

    assert(symbol->versions.len > 0 && pl_sema_given(pl_sema_kid(first, PL_TABLE_NODE_BY)));
    *whole = (pl_symbol){.kind = PL_SYMBOL_TABLE, .name = symbol->name, .span = symbol->span};
    *named = *whole;
    for (uint32_t i = 0; i < symbol->versions.len; i++)
        sound = unfold_version(ck, first, symbol->versions.items[i], &names, whole, named) && sound;
    assert(sound || ck->diags->errors > 0);
    return sound;
}
