/* lookup.c - `table[key]`, `table[key, column]` and an end of them, `low(table[key])`: which table
 * and column is meant, and whether the keys fit.
 * A key that may be a member is a field or measure first: those are what tables are asked with. */
#include <assert.h>

#include "sema/checker.h"

/* The table of `t[..]` or `t.column[..]`, NULL after saying what else it is. */
static pl_symbol *find_table(pl_checker *ck, pl_entity *at, const pl_node *base) {
    const pl_node *owner = pl_sema_is(base, PL_NODE_QUALIFIED) ? pl_sema_kid(base, 0) : base;
    pl_entity *above;
    pl_symbol *symbol;

    if (!owner->text)
        return NULL;
    symbol = pl_sema_find(ck, PL_SYMBOL_ENTITY, NULL, owner->text);
    if (symbol && symbol->kind == PL_SYMBOL_TABLE)
        return symbol;
    if (!symbol)
        symbol = pl_sema_find_upward(ck, at, owner->text, &above);
    if (symbol && symbol->kind == PL_SYMBOL_EXTENSION)
        (void)pl_sema_bare_extension(ck, symbol, owner->span);
    else if (symbol)
        PL_REPORT(ck->diags, NOT_A_TABLE, owner->span, owner->text,
                  pl_sema_symbol_words(ck, symbol));
    else if (!ck->parts_unread)
        PL_REPORT(ck->diags, UNKNOWN_TABLE, owner->span, owner->text,
                  pl_sema_hint_name(ck, at, owner->text));
    return NULL;
}

static const char *hint_column(pl_checker *ck, const pl_table *table, const char *name) {
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (uint32_t i = table->key_count; i < table->columns.len; i++) {
        pl_guess_offer(&guess, table->columns.items[i].name, NULL);
        PL_PUSH(ck->arena, &names, table->columns.items[i].name);
    }
    return pl_sema_hint_list(ck, &guess, names.items, names.len);
}

static const char *key_names(pl_checker *ck, const pl_table *table) {
    pl_buffer out;

    pl_buffer_init(&out);
    for (uint32_t i = 0; i < table->key_count; i++)
        pl_buffer_printf(&out, "%s%s", i > 0 ? ", " : "", table->columns.items[i].name);
    return pl_buffer_take(&out, ck->arena);
}

/* A name that is no field or measure here may be a member of the key's set. */
static pl_expr *key_expr(pl_checker *ck, pl_entity *at, const pl_node *node, pl_type want) {
    pl_entity *above;
    bool named = pl_sema_is(node, PL_NODE_NAME) && node->text &&
        pl_sema_find_upward(ck, at, node->text, &above);

    return pl_sema_expr(ck, at, node, want.base == PL_MEMBER && !named ? want.members : NULL);
}

static bool check_key(pl_checker *ck, const pl_table *table, uint32_t index, const pl_node *node,
                      const pl_expr *key) {
    const pl_table_column *column = &table->columns.items[index];
    pl_type joined;

    assert(index < table->key_count && column->type.base != PL_POISON);
    if (pl_sema_is_poison(key) || pl_type_join(key->type, column->type, &joined))
        return !pl_sema_is_poison(key);
    PL_REPORT(ck->diags, LOOKUP_KEY, node->span, pl_sema_written(ck, node),
              pl_type_words(ck->arena, key->type), table->name, column->name,
              pl_type_words(ck->arena, column->type));
    return false;
}

static bool check_keys(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_table *table,
                       pl_expr **keys) {
    bool sound = true;

    for (uint32_t i = 0; i < table->key_count; i++) {
        const pl_node *key = pl_sema_kid(node, i + 1);

        keys[i] = key_expr(ck, at, key, table->columns.items[i].type);
        sound = check_key(ck, table, i, key, keys[i]) && sound;
    }
    return sound;
}

/* ### the column */

/* Which table and column `t[..]` asks for, and how many of its kids are keys. */
typedef struct asked {
    const pl_table *table;
    uint32_t column, keys;
} asked;

/* The name of a column as the last value in the brackets, NULL when it cannot be one. */
static const char *last_name(const pl_node *node) {
    const pl_node *last = pl_sema_kid(node, node->count - 1);
    bool named = pl_sema_is(last, PL_NODE_NAME) || pl_sema_is(last, PL_NODE_TEXT);

    return named && node->count > 1 ? last->text : NULL;
}

static bool find_column(const pl_table *table, const char *name, uint32_t *column) {
    for (*column = table->key_count; *column < table->columns.len; (*column)++)
        if (table->columns.items[*column].name == name)
            return true;
    return false;
}

static bool report_column(pl_checker *ck, const pl_node *node, const pl_table *table,
                          const char *name) {
    const pl_node *last = pl_sema_kid(node, node->count - 1);

    if (name)
        PL_REPORT(ck->diags, UNKNOWN_COLUMN, last->span, table->name, name,
                  hint_column(ck, table, name));
    else
        PL_REPORT(ck->diags, WHICH_COLUMN, node->span, table->name, key_names(ck, table),
                  hint_column(ck, table, ""));
    return false;
}

/* `t[key]`, or `t[key, column]` where there are several. */
static bool find_plain(pl_checker *ck, const pl_node *node, const pl_table *table, asked *found) {
    uint32_t given = node->count - 1;
    const char *name = given == table->key_count + 1 ? last_name(node) : NULL;
    bool single = table->columns.len == table->key_count + 1;

    *found = (asked){table, table->key_count, table->key_count};
    if (name && find_column(table, name, &found->column))
        return true;
    if (name && !single)
        return report_column(ck, node, table, name);
    found->column = table->key_count;
    if (given == table->key_count)
        return single || report_column(ck, node, table, NULL);
    PL_REPORT(ck->diags, LOOKUP_COUNT, node->span, table->name, key_names(ck, table),
              pl_arena_format(ck->arena, "%u", given));
    return false;
}

/* `t[key, band]` or `t[key, column]`: what heads a column with a name is that column. */
static bool find_by(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_table *table,
                    asked *found) {
    const char *name = last_name(node);
    pl_entity *above;

    assert(table->by && table->columns.len == table->key_count + 1);
    if (!name || !table->named || node->count != table->key_count + 1)
        return find_plain(ck, node, table, found);
    found->table = table->named;
    found->keys = table->named->key_count;
    if (find_column(table->named, name, &found->column))
        return true;
    if (table->columns.items[found->keys].type.base == PL_MEMBER || ck->parts_unread ||
        name == ck->schooljaar || pl_sema_find_upward(ck, at, name, &above) ||
        pl_sema_find(ck, PL_SYMBOL_PARAMETER, NULL, name))
        return find_plain(ck, node, table, found);
    return report_column(ck, node, table->named, name);
}

static bool find_asked(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_table *table,
                       asked *found) {
    const pl_node *base = pl_sema_kid(node, 0);

    assert(table->key_count > 0);
    if (pl_sema_is(base, PL_NODE_QUALIFIED)) {
        PL_REPORT(ck->diags, COLUMN_FIRST, base->span, table->name,
                  key_names(ck, table->named ? table->named : table),
                  base->text ? base->text : "..");
        return false;
    }
    return table->by ? find_by(ck, at, node, table, found) : find_plain(ck, node, table, found);
}

/* ### the lookup */

/* A norm that is a range is no amount, but for `low` and `high`; a single number is both. */
static bool check_end(pl_checker *ck, const pl_node *node, const pl_table_column *column,
                      pl_norm_end end) {
    if (!column->ranges || end != PL_NORM_SINGLE)
        return true;
    PL_REPORT(ck->diags, NORM_IS_RANGE, node->span, pl_sema_written(ck, node));
    return false;
}

static pl_expr *lookup(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_table *table,
                       pl_norm_end end) {
    asked found;
    pl_expr **keys, *expr;
    bool sound;

    if (!find_asked(ck, at, node, table, &found))
        return pl_sema_poison(ck, node->span);
    keys = PL_MAKE_ARRAY(ck->arena, pl_expr *, found.keys + 1);
    sound = check_keys(ck, at, node, found.table, keys);
    if (!sound || found.table->columns.items[found.column].type.base == PL_POISON ||
        !check_end(ck, node, &found.table->columns.items[found.column], end))
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_LOOKUP, found.table->columns.items[found.column].type, NULL,
                        node->span);
    assert(found.column >= found.table->key_count && found.keys == found.table->key_count);
    expr->table = found.table;
    expr->column = found.column;
    expr->end = end;
    pl_sema_adopt(ck, expr, keys, found.keys);
    return expr;
}

pl_expr *pl_sema_lookup_end(pl_checker *ck, pl_entity *at, const pl_node *node, pl_norm_end end) {
    pl_symbol *symbol = find_table(ck, at, pl_sema_kid(node, 0));

    if (!symbol)
        return pl_sema_poison(ck, node->span);
    if (!pl_sema_check_table(ck, symbol)) {
        PL_REPORT(ck->diags, TABLE_CIRCLE, node->span, symbol->name);
        return pl_sema_poison(ck, node->span);
    }
    if (symbol->broken)
        return pl_sema_poison(ck, node->span);
    return lookup(ck, at, node, symbol->object, end);
}

pl_expr *pl_sema_lookup(pl_checker *ck, pl_entity *at, const pl_node *node) {
    return pl_sema_lookup_end(ck, at, node, PL_NORM_SINGLE);
}
