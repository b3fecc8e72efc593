/* tables.c - tables: their versions, columns and types. A key column takes its type from the field,
 * measure or parameter that its header names; a value column from its cells. The rows are read by
 * table_rows.c. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* ### declarations */

static void declare_table(pl_checker *ck, const pl_node *node) {
    pl_symbol *symbol = node->text ? pl_sema_find(ck, PL_SYMBOL_TABLE, NULL, node->text) : NULL;
    pl_table *table;

    if (!node->text)
        return;
    if (!symbol || symbol->kind != PL_SYMBOL_TABLE ||
        !pl_sema_given(pl_sema_kid(node, PL_TABLE_NODE_FROM))) {
        table = PL_MAKE(ck->arena, pl_table);
        table->name = node->text;
        table->span = pl_sema_name_span(node);
        symbol = pl_sema_declare(ck, PL_SYMBOL_TABLE, NULL, node, table);
        if (!symbol)
            return;
    }
    PL_PUSH(ck->arena, &symbol->versions, node);
    symbol->broken = symbol->broken || pl_sema_has_error(node);
}

void pl_sema_declare_tables(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_TABLE, declare_table);
}

static void read_words(pl_table *table, const pl_node *node) {
    const pl_node *title = pl_sema_kid(node, PL_TABLE_NODE_TITLE);

    if (!table->title && pl_sema_is(title, PL_NODE_TEXT))
        table->title = title->text;
    for (uint32_t i = PL_TABLE_NODE_CLAUSES; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i), *text = pl_sema_kid(clause, 0);

        if (pl_sema_is(clause, PL_NODE_CITE) && !table->cite)
            table->cite = text->text;
        else if (pl_sema_is(clause, PL_NODE_NOTE) && !table->note)
            table->note = text->text;
    }
}

/* ### headers */

static const pl_node *header_row(const pl_node *node) {
    return pl_sema_kid(pl_sema_kid(node, PL_TABLE_NODE_ROWS), 0);
}

static uint32_t find_header(const pl_node *header, const char *name) {
    for (uint32_t i = 0; i < header->count; i++)
        if (pl_sema_kid(header, i)->text == name)
            return i;
    return UINT32_MAX;
}

static bool check_header(pl_checker *ck, const pl_node *node) {
    const pl_node *header = header_row(node);
    bool sound = header->count > 0;

    for (uint32_t i = 0; i < header->count; i++) {
        const pl_node *cell = pl_sema_kid(header, i);

        if (!cell->text || (!pl_sema_is(cell, PL_NODE_NAME) && !pl_sema_is(cell, PL_NODE_TEXT))) {
            if (pl_sema_given(cell))
                PL_REPORT(ck->diags, BAD_HEADER, cell->span, pl_sema_written(ck, cell));
            sound = false;
        } else if (find_header(header, cell->text) < i) {
            PL_REPORT(ck->diags, DOUBLE_HEADER, cell->span, cell->text);
            sound = false;
        }
    }
    return sound;
}

static const char *header_names(pl_checker *ck, const pl_node *header) {
    pl_buffer out;

    pl_buffer_init(&out);
    for (uint32_t i = 0; i < header->count; i++)
        pl_buffer_printf(&out, "%s%s", i > 0 ? ", " : "",
                         pl_sema_kid(header, i)->text ? pl_sema_kid(header, i)->text : "?");
    return pl_buffer_take(&out, ck->arena);
}

/* The names behind `key`; by default the first header. */
static bool add_key_columns(pl_checker *ck, pl_table *table, const pl_node *node) {
    const pl_node *keys = pl_sema_kid(node, PL_TABLE_NODE_KEYS), *header = header_row(node);
    bool sound = true;

    for (uint32_t i = 0; i < keys->count; i++) {
        const pl_node *key = pl_sema_kid(keys, i);

        if (!key->text)
            continue;
        if (find_header(header, key->text) == UINT32_MAX) {
            PL_REPORT(ck->diags, KEY_NO_HEADER, key->span, key->text, header_names(ck, header));
            sound = false;
        }
        PL_PUSH(ck->arena, &table->columns, (pl_table_column){.name = key->text});
    }
    if (table->columns.len == 0)
        PL_PUSH(ck->arena, &table->columns,
                (pl_table_column){.name = pl_sema_kid(header, 0)->text});
    table->key_count = table->columns.len;
    assert(table->key_count > 0);
    return sound;
}

static bool is_column(const pl_table *table, const char *name) {
    for (uint32_t i = 0; i < table->columns.len; i++)
        if (table->columns.items[i].name == name)
            return true;
    return false;
}

static bool add_columns(pl_checker *ck, pl_table *table, const pl_node *node) {
    const pl_node *header = header_row(node);

    if (!add_key_columns(ck, table, node))
        return false;
    for (uint32_t i = 0; i < header->count; i++)
        if (!is_column(table, pl_sema_kid(header, i)->text))
            PL_PUSH(ck->arena, &table->columns,
                    (pl_table_column){.name = pl_sema_kid(header, i)->text});
    if (table->columns.len == table->key_count)
        PL_REPORT(ck->diags, NO_VALUE_COLUMN, table->span, table->name);
    return table->columns.len > table->key_count;
}

/* Which column each header of this version is; false after a diagnostic when they are not those of
 * the first version. */
static bool match_columns(pl_checker *ck, const pl_table *table, const pl_node *node,
                          uint32_t *places) {
    const pl_node *header = header_row(node);
    uint32_t found = 0;

    if (!check_header(ck, node))
        return false;
    for (uint32_t i = 0; i < header->count; i++) {
        places[i] = 0;
        while (places[i] < table->columns.len &&
               table->columns.items[places[i]].name != pl_sema_kid(header, i)->text)
            places[i]++;
        found += places[i] < table->columns.len;
    }
    if (found == table->columns.len && header->count == table->columns.len)
        return true;
    PL_REPORT(ck->diags, VERSION_COLUMNS, header->span, table->name, header_names(ck, header),
              pl_span_place(ck->arena, table->span));
    return false;
}

/* ### the types of key columns */

static void offer(pl_checker *ck, pl_key_types *list, pl_type type, const pl_field *field) {
    pl_type joined;

    if (type.base == PL_POISON)
        return;
    for (uint32_t i = 0; i < list->len; i++)
        if (pl_type_join(list->items[i].type, type, &joined))
            return;
    PL_PUSH(ck->arena, list, ((pl_key_type){type, field}));
}

/* Fields are looked at first, so that a measure is only asked for its type when there is no other
 * way to know. */
void pl_sema_key_types(pl_checker *ck, const char *name, pl_key_types *list) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_PARAMETER, NULL, name);

    if (name == ck->schooljaar)
        offer(ck, list, (pl_type){.base = PL_SCHOOLJAAR}, NULL);
    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        pl_symbol *field = pl_sema_find(ck, PL_SYMBOL_FIELD, ck->model->entities.items[i], name);

        if (field && field->kind == PL_SYMBOL_FIELD)
            offer(ck, list, ((pl_field *)field->object)->type, field->object);
    }
    if (symbol && symbol->kind == PL_SYMBOL_PARAMETER)
        offer(ck, list, ((pl_parameter *)symbol->object)->type, NULL);
    for (uint32_t i = 0; list->len == 0 && i < ck->model->entities.len; i++) {
        pl_symbol *measure = pl_sema_find(ck, PL_SYMBOL_FIELD, ck->model->entities.items[i], name);

        if (measure && measure->kind == PL_SYMBOL_MEASURE && pl_sema_check_measure(ck, measure))
            offer(ck, list, ((pl_measure *)measure->object)->type, NULL);
    }
}

bool pl_sema_cell_fits(pl_checker *ck, const pl_node *cell, pl_type type) {
    pl_value value;
    pl_cell range;

    if (pl_sema_is(cell, PL_NODE_RANGE))
        return pl_sema_range_as(ck, cell, type, true, &range);
    if (!pl_sema_is(cell, PL_NODE_SET))
        return pl_sema_literal_as(ck, cell, type, true, &value);
    for (uint32_t i = 0; i < cell->count; i++)
        if (!pl_sema_cell_fits(ck, pl_sema_kid(cell, i), type))
            return false;
    return true;
}

/* Does the column fit a type, in the version that `node` declares? */
static bool column_fits(pl_checker *ck, const pl_node *node, const char *name, pl_type type) {
    const pl_node *rows = pl_sema_kid(node, PL_TABLE_NODE_ROWS);
    uint32_t at = find_header(header_row(node), name);

    for (uint32_t i = 1; i < rows->count; i++)
        if (at < pl_sema_kid(rows, i)->count &&
            !pl_sema_cell_fits(ck, pl_sema_kid(pl_sema_kid(rows, i), at), type))
            return false;
    return true;
}

static const char *hint_key(pl_checker *ck, const char *name) {
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (uint32_t i = 0; i < ck->symbols.len; i++) {
        const pl_symbol *s = ck->symbols.items[i];

        if (s->kind == PL_SYMBOL_FIELD || s->kind == PL_SYMBOL_MEASURE ||
            s->kind == PL_SYMBOL_PARAMETER)
            pl_guess_offer(&guess, s->name, s);
    }
    if (guess.best)
        return pl_sema_hint_list(ck, &guess, NULL, 0);
    return _("head the column with the field that is looked up in it, and say `key NAME` if it is "
             "not the first");
}

/* Several fields may bear the name: the cells then say which is meant. */
static bool choose_type(pl_checker *ck, const pl_symbol *symbol, pl_table_column *column,
                        const pl_key_types *list) {
    uint32_t fitting = 0, chosen[2] = {0, 1};

    assert(list->len > 0);
    for (uint32_t i = 0; i < list->len && fitting < 2; i++)
        if (list->len == 1 ||
            column_fits(ck, symbol->versions.items[0], column->name, list->items[i].type))
            chosen[fitting++] = i;
    if (fitting != 1) {
        assert(list->len > 1 && chosen[0] < chosen[1]);
        PL_REPORT(ck->diags, KEY_UNCLEAR, symbol->span, symbol->name, column->name,
                  pl_type_words(ck->arena, list->items[chosen[0]].type),
                  pl_type_words(ck->arena, list->items[chosen[1]].type));
        return false;
    }
    column->type = list->items[chosen[0]].type;
    column->field = list->items[chosen[0]].field;
    return true;
}

static bool type_keys(pl_checker *ck, const pl_symbol *symbol, pl_table *table) {
    const pl_node *header = header_row(symbol->versions.items[0]);
    bool sound = true;

    assert(table->key_count > 0 && table->key_count < table->columns.len);
    for (uint32_t i = 0; i < table->key_count; i++) {
        pl_table_column *column = &table->columns.items[i];
        pl_key_types list = {0};

        pl_sema_key_types(ck, column->name, &list);
        if (list.len == 0) {
            if (!ck->parts_unread)
                PL_REPORT(ck->diags, UNKNOWN_KEY,
                          pl_sema_kid(header, find_header(header, column->name))->span,
                          column->name, hint_key(ck, column->name));
            sound = false;
        } else if (!choose_type(ck, symbol, column, &list)) {
            sound = false;
        }
    }
    return sound;
}

/* ### the types of value columns */

/* The levels or set that a field or measure of the column's name has, or the only levels that know
 * all names in it. */
static const pl_enum *members_for(pl_checker *ck, const pl_symbol *symbol, const char *name) {
    pl_key_types list = {0};

    pl_sema_key_types(ck, name, &list);
    for (uint32_t i = 0; i < list.len; i++)
        if (list.items[i].type.base == PL_MEMBER)
            return list.items[i].type.members;
    for (uint32_t i = 0; i < ck->model->enums.len; i++) {
        pl_type type = {.base = PL_MEMBER, .members = ck->model->enums.items[i]};

        if (type.members->name && column_fits(ck, symbol->versions.items[0], name, type))
            return type.members;
    }
    return NULL;
}

/* A norm that is a range has the type of its upper end: where only that has a percent sign, the
 * range itself is what is wrong. */
static bool infer_cell(pl_checker *ck, const pl_symbol *symbol, pl_table_column *column,
                       const pl_node *cell) {
    pl_type type, joined;
    pl_value value;

    if (!pl_sema_given(cell) || pl_sema_is(cell, PL_NODE_NO_NORM))
        return true;
    if (pl_sema_is(cell, PL_NODE_RANGE)) {
        column->ranges = true;
        return infer_cell(ck, symbol, column, pl_sema_kid(cell, 1));
    }
    if (pl_sema_is(cell, PL_NODE_NAME)) {
        type = (pl_type){.base = PL_MEMBER, .members = members_for(ck, symbol, column->name)};
        if (!type.members)
            type.base = PL_TEXT;
    } else if (!pl_sema_literal(ck, cell, &value, &type)) {
        return true;
    }
    if (type.base == PL_TEXT && column->type.base == PL_MEMBER)
        return true;
    if (pl_type_join(column->type, type, &joined)) {
        column->type = joined;
        return true;
    }
    PL_REPORT(ck->diags, COLUMN_TYPES, cell->span, column->name,
              pl_type_words(ck->arena, column->type), pl_sema_written(ck, cell),
              pl_type_words(ck->arena, type));
    return false;
}

static bool infer_column(pl_checker *ck, const pl_symbol *symbol, pl_table_column *column) {
    bool sound = true;

    assert(column->type.base == PL_POISON); /* agrees with the first cell, whatever that is */
    for (uint32_t v = 0; v < symbol->versions.len; v++) {
        const pl_node *rows = pl_sema_kid(symbol->versions.items[v], PL_TABLE_NODE_ROWS);
        uint32_t at = find_header(header_row(symbol->versions.items[v]), column->name);

        for (uint32_t i = 1; i < rows->count; i++)
            if (at < pl_sema_kid(rows, i)->count)
                sound =
                    infer_cell(ck, symbol, column, pl_sema_kid(pl_sema_kid(rows, i), at)) && sound;
    }
    return sound;
}

/* A column of `-` alone has the type that its header names, else that of a plain number: no value
 * of it is ever seen. */
static pl_type type_of_nothing(pl_checker *ck, const char *name) {
    pl_key_types list = {0};

    pl_sema_key_types(ck, name, &list);
    return list.len > 0 ? list.items[0].type : (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};
}

static void type_values(pl_checker *ck, const pl_symbol *symbol, pl_table *table) {
    for (uint32_t i = table->key_count; i < table->columns.len; i++) {
        pl_table_column *column = &table->columns.items[i];

        column->type = (pl_type){.base = PL_POISON};
        if (!infer_column(ck, symbol, column))
            column->type = (pl_type){.base = PL_POISON};
        else if (column->type.base == PL_POISON)
            column->type = type_of_nothing(ck, column->name);
    }
}

/* The highest of several rows must be a highest: not of texts, nor of a set without order. */
static void check_order(pl_checker *ck, const pl_table *table) {
    const char *word = table->overlap == PL_OVERLAP_HIGHEST ? "overlap highest" : "overlap lowest";

    if (table->overlap != PL_OVERLAP_HIGHEST && table->overlap != PL_OVERLAP_LOWEST)
        return;
    for (uint32_t i = table->key_count; i < table->columns.len; i++) {
        pl_type type = table->columns.items[i].type;

        if (type.base == PL_TEXT || (type.base == PL_MEMBER && !type.members->ordered))
            PL_REPORT(ck->diags, NO_ORDER, table->span, table->columns.items[i].name,
                      pl_type_words(ck->arena, type), word);
    }
}

/* ### versions */

static bool check_overlap_word(pl_checker *ck, const pl_table *table, const pl_node *node) {
    if (pl_sema_whole(node, 0) == (int)table->overlap)
        return true;
    PL_REPORT(ck->diags, VERSION_OVERLAP_WORD, pl_sema_name_span(node), table->name,
              pl_span_place(ck->arena, table->span));
    return false;
}

static bool add_version(pl_checker *ck, pl_table *table, const pl_node *node,
                        pl_table_version *version) {
    uint32_t *places = PL_MAKE_ARRAY(ck->arena, uint32_t, header_row(node)->count + 1);
    pl_days days;

    read_words(table, node);
    if (!match_columns(ck, table, node, places) || !check_overlap_word(ck, table, node))
        return false;
    days = pl_sema_days(ck, pl_sema_kid(node, PL_TABLE_NODE_FROM),
                        pl_sema_kid(node, PL_TABLE_NODE_UNTIL));
    *version = (pl_table_version){.has_from = days.has_from,
                                  .from = days.from,
                                  .has_until = days.has_until,
                                  .until = days.until,
                                  .span = pl_sema_name_span(node)};
    if (!pl_sema_check_rows(ck, pl_sema_kid(node, PL_TABLE_NODE_ROWS), table, places, version))
        return false;
    if (table->overlap == PL_OVERLAP_ERROR)
        pl_sema_check_row_overlaps(ck, table, version);
    return true;
}

static void sort_versions(pl_checker *ck, pl_table *table, const pl_table_version *versions,
                          uint32_t count) {
    pl_days *days = PL_MAKE_ARRAY(ck->arena, pl_days, count + 1);
    pl_span *spans = PL_MAKE_ARRAY(ck->arena, pl_span, count + 1);
    uint32_t *order = PL_MAKE_ARRAY(ck->arena, uint32_t, count + 1);

    for (uint32_t i = 0; i < count; i++) {
        days[i] = (pl_days){versions[i].has_from, versions[i].has_until, versions[i].from,
                            versions[i].until};
        spans[i] = versions[i].span;
    }
    pl_sema_sort_periods(
        ck, days, spans, order, count,
        pl_arena_format(ck->arena, _("two versions of the table `%s`"), table->name));
    for (uint32_t i = 0; i < count; i++) {
        pl_table_version v = versions[order[i]];

        v.has_until = days[order[i]].has_until;
        v.until = days[order[i]].until;
        PL_PUSH(ck->arena, &table->versions, v);
    }
}

static void check_versions(pl_checker *ck, const pl_symbol *symbol, pl_table *table) {
    pl_table_version *versions =
        PL_MAKE_ARRAY(ck->arena, pl_table_version, symbol->versions.len + 1);
    uint32_t count = 0;

    assert(table->versions.len == 0);
    for (uint32_t i = 0; i < symbol->versions.len; i++)
        count += add_version(ck, table, symbol->versions.items[i], &versions[count]);
    sort_versions(ck, table, versions, count);
    assert(table->versions.len == symbol->versions.len || ck->diags->errors > 0);
}

static void enter(pl_checker *ck, pl_table *table) {
    table->index = ck->model->tables.len;
    PL_PUSH(ck->arena, &ck->model->tables, table);
}

/* Its headers and rows as they are written, or as `by` was written out. */
static bool check_columns(pl_checker *ck, const pl_symbol *symbol, pl_table *table) {
    const pl_node *first = symbol->versions.items[0];
    bool keys;

    assert(table->columns.len == 0);
    if (!check_header(ck, first) || !add_columns(ck, table, first))
        return false;
    keys = type_keys(ck, symbol, table);
    type_values(ck, symbol, table);
    check_order(ck, table);
    if (keys)
        check_versions(ck, symbol, table);
    return keys;
}

/* The columns of a `by` that have a name of their own, as a table beside it. */
static bool check_named(pl_checker *ck, pl_table *table, const pl_symbol *written) {
    pl_table *named;

    assert(table->by);
    if (written->versions.len == 0)
        return true;
    named = PL_MAKE(ck->arena, pl_table);
    named->name = table->name;
    named->overlap = table->overlap;
    named->span = table->span;
    named->whole = table;
    table->named = named;
    if (!check_columns(ck, written, named))
        return false;
    enter(ck, named);
    return true;
}

static bool check_table(pl_checker *ck, const pl_symbol *symbol, pl_table *table) {
    const pl_node *first = symbol->versions.items[0];
    pl_symbol whole = {0}, named = {0};

    if (pl_sema_kid(first, PL_TABLE_NODE_ROWS)->count == 0) {
        if (!pl_sema_has_error(first))
            PL_REPORT(ck->diags, EMPTY_TABLE, table->span, table->name);
        return false;
    }
    table->by = pl_sema_given(pl_sema_kid(first, PL_TABLE_NODE_BY));
    if (!table->by)
        return check_columns(ck, symbol, table);
    if (!pl_sema_unfold_by(ck, symbol, &whole, &named) || !check_columns(ck, &whole, table))
        return false;
    return check_named(ck, table, &named);
}

bool pl_sema_check_table(pl_checker *ck, pl_symbol *symbol) {
    pl_table *table = symbol->object;
    int overlap;

    assert(symbol->kind == PL_SYMBOL_TABLE && symbol->versions.len > 0);
    if (symbol->progress != PL_WAITING)
        return symbol->progress == PL_DONE;
    symbol->progress = PL_BUSY;
    overlap = pl_sema_whole(symbol->versions.items[0], 0);
    table->overlap = overlap >= PL_OVERLAP_ERROR && overlap <= PL_OVERLAP_FIRST
        ? (pl_overlap)overlap
        : PL_OVERLAP_ERROR;
    if (!symbol->broken && !check_table(ck, symbol, table))
        symbol->broken = true;
    assert(!symbol->broken || ck->diags->errors > 0);
    symbol->progress = PL_DONE;
    enter(ck, table);
    return true;
}

void pl_sema_check_tables(pl_checker *ck) {
    for (uint32_t i = 0; i < ck->symbols.len; i++)
        if (ck->symbols.items[i]->kind == PL_SYMBOL_TABLE)
            pl_sema_check_table(ck, ck->symbols.items[i]);
}
