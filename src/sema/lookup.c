/* lookup.c - `table[key]` and `table.column[key, key]`: which table and column is meant, and
 * whether the keys fit.
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
    if (symbol)
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

/* The value column that is asked for; false after a diagnostic. */
static bool find_column(pl_checker *ck, const pl_table *table, const pl_node *base,
                        uint32_t *column) {
    const char *name = pl_sema_is(base, PL_NODE_QUALIFIED) ? base->text : NULL;

    *column = table->key_count;
    if (!name) {
        if (table->columns.len == table->key_count + 1)
            return true;
        PL_REPORT(ck->diags, WHICH_COLUMN, base->span, table->name, hint_column(ck, table, ""));
        return false;
    }
    while (*column < table->columns.len && table->columns.items[*column].name != name)
        (*column)++;
    if (*column < table->columns.len)
        return true;
    PL_REPORT(ck->diags, UNKNOWN_COLUMN, base->span, table->name, name,
              hint_column(ck, table, name));
    return false;
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

static pl_expr *lookup(pl_checker *ck, pl_entity *at, const pl_node *node, const pl_table *table) {
    pl_expr **keys = PL_MAKE_ARRAY(ck->arena, pl_expr *, table->key_count + 1), *expr;
    uint32_t column, given = node->count - 1;
    bool found = find_column(ck, table, pl_sema_kid(node, 0), &column);

    assert(node->count > 0 && table->key_count > 0);
    if (given != table->key_count) {
        PL_REPORT(ck->diags, LOOKUP_COUNT, node->span, table->name, key_names(ck, table),
                  pl_arena_format(ck->arena, "%u", given));
        return pl_sema_poison(ck, node->span);
    }
    if (!check_keys(ck, at, node, table, keys) || !found ||
        table->columns.items[column].type.base == PL_POISON)
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_LOOKUP, table->columns.items[column].type, NULL, node->span);
    assert(column >= table->key_count && column < table->columns.len);
    expr->table = table;
    expr->column = column;
    pl_sema_adopt(ck, expr, keys, table->key_count);
    return expr;
}

pl_expr *pl_sema_lookup(pl_checker *ck, pl_entity *at, const pl_node *node) {
    pl_symbol *symbol = find_table(ck, at, pl_sema_kid(node, 0));

    if (!symbol)
        return pl_sema_poison(ck, node->span);
    if (!pl_sema_check_table(ck, symbol)) {
        PL_REPORT(ck->diags, TABLE_CIRCLE, node->span, symbol->name);
        return pl_sema_poison(ck, node->span);
    }
    if (symbol->broken)
        return pl_sema_poison(ck, node->span);
    return lookup(ck, at, node, symbol->object);
}
