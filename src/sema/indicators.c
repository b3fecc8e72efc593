/* indicators.c - `indicators`: a table of which every row is short for a rule. Here the rows become RULE nodes, which rules.c reads
 * like any other. A table without `for each` is a list that handbooks take over with `like`: with ids of their own, rows
 * left out, rows in other words, rows added. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

typedef struct line {
    const char *id, *text;
    const pl_node *when; /* NULL: always */
    const char *cite;    /* NULL: none of its own */
    pl_span span, cite_span;
    bool shared; /* of a list; its text stands there */
} line;

typedef struct rows {
    PL_VEC(line) list;
} rows;

/* ### cells */

/* What a cell says, as it was written; NULL: nothing. */
static const char *cell_text(pl_checker *ck, const pl_node *cell) {
    if (!pl_sema_given(cell))
        return NULL;
    if (pl_sema_is(cell, PL_NODE_TEXT) || pl_sema_is(cell, PL_NODE_NAME))
        return cell->text;
    return pl_intern(&ck->compiler->names, pl_str_of(pl_sema_written(ck, cell)));
}

enum { ID, TEXT, WHEN, CITE, LIKE, COLUMNS };

static const char *const headers[COLUMNS] = {"id", "indicator", "when", "cite", "like"};

/* Which cell holds what; UINT32_MAX: none does. False after a diagnostic. */
static bool read_headers(pl_checker *ck, const pl_node *row, uint32_t at[COLUMNS]) {
    const char *wrong = NULL;
    uint32_t c = 0;

    for (int k = 0; k < COLUMNS; k++)
        at[k] = UINT32_MAX;
    for (; c < row->count && !wrong; c++) {
        const char *text = cell_text(ck, pl_sema_kid(row, c));
        int k = 0;

        while (k < COLUMNS && !(text && strcmp(text, headers[k]) == 0))
            k++;
        if (k == COLUMNS)
            wrong =
                pl_arena_format(ck->arena, _("`%s` is no column of indicators"), text ? text : "");
        else if (at[k] != UINT32_MAX)
            wrong = pl_arena_format(ck->arena, _("there are two columns `%s`"), text);
        else
            at[k] = c;
    }
    if (!wrong && (at[ID] != 0 || at[TEXT] != 1))
        wrong = _("the first two columns are not `id` and `indicator`");
    if (wrong)
        PL_REPORT(ck->diags, INDICATORS_COLUMNS,
                  c > 0 && pl_sema_given(pl_sema_kid(row, c - 1)) ? pl_sema_kid(row, c - 1)->span
                                                                  : row->span,
                  wrong);
    return !wrong;
}

static const pl_node *cell_at(const pl_node *node, uint32_t column) {
    return column == UINT32_MAX ? pl_sema_kid(node, node->count) : pl_sema_kid(node, column);
}

static line *find_row(rows *all, const char *id) {
    for (uint32_t i = 0; i < all->list.len; i++)
        if (strcmp(all->list.items[i].id, id) == 0)
            return &all->list.items[i];
    return NULL;
}

static const char *hint_row(pl_checker *ck, const rows *all, const char *id) {
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    pl_guess_start(&guess, id);
    for (uint32_t i = 0; i < all->list.len; i++) {
        pl_guess_offer(&guess, all->list.items[i].id, NULL);
        PL_PUSH(ck->arena, &names, all->list.items[i].id);
    }
    return pl_sema_hint_list(ck, &guess, names.items, names.len);
}

/* ### rows */

/* The list that a table takes rows from: its name, its rows under their own ids. */
typedef struct source {
    const char *name; /* NULL: it takes none */
    rows *rows;
} source;

static bool take_text(pl_checker *ck, const source *from, const pl_node *cell, line *out) {
    const char *id = cell_text(ck, cell);
    const line *there = id && from->name ? find_row(from->rows, id) : NULL;

    if (!id)
        return true;
    if (there) {
        out->text = there->text;
        out->when = out->when ? out->when : there->when;
        return true;
    }
    if (from->name)
        PL_REPORT(ck->diags, UNKNOWN_LIST_ROW, cell->span, from->name, id,
                  hint_row(ck, from->rows, id));
    else
        PL_REPORT(ck->diags, INDICATOR_ROW, cell->span,
                  _("a row can be like that of a list only: none is taken over here"));
    return false;
}

/* False after a diagnostic. */
static bool read_row(pl_checker *ck, const source *from, const pl_node *node,
                     const uint32_t at[COLUMNS], line *out) {
    const pl_node *id = cell_at(node, at[ID]), *text = cell_at(node, at[TEXT]);
    const pl_node *when = cell_at(node, at[WHEN]), *cite = cell_at(node, at[CITE]);
    const char *wrong = NULL;
    uint32_t columns = 0;

    for (int k = 0; k < COLUMNS; k++)
        columns += at[k] != UINT32_MAX;
    *out = (line){.id = cell_text(ck, id), .text = cell_text(ck, text), .span = id->span};
    out->when = pl_sema_given(when) ? when : NULL;
    out->cite = cell_text(ck, cite);
    out->cite_span = cite->span;
    if (!take_text(ck, from, cell_at(node, at[LIKE]), out))
        return false;
    if (node->count > columns)
        wrong = _("this row has more cells than there are headers");
    else if (!out->id || !*out->id)
        wrong = _("this row has no id");
    else if (!out->text || !*out->text)
        wrong = pl_arena_format(ck->arena, _("the row `%s` has no text"), out->id);
    if (wrong)
        PL_REPORT(ck->diags, INDICATOR_ROW, pl_sema_given(id) ? id->span : node->span, wrong);
    return !wrong;
}

/* A row of a list that has the same id is said in other words; all others are added. */
static void add_rows(pl_checker *ck, const source *from, const pl_node *node, rows *all) {
    uint32_t at[COLUMNS];
    bool first = true;

    for (uint32_t i = 1; i < node->count; i++) {
        const pl_node *one = pl_sema_kid(node, i);
        line read, *same;

        if (!pl_sema_is(one, PL_NODE_ROW))
            continue;
        if (first && !read_headers(ck, one, at))
            return;
        if (first || !read_row(ck, from, one, at, &read)) {
            first = false;
            continue;
        }
        same = find_row(all, read.id);
        if (same && same->shared)
            *same = read;
        else
            PL_PUSH(ck->arena, &all->list, read);
    }
}

/* ### lists */

static const pl_node *find_clause(const pl_node *node, pl_node_kind kind) {
    for (uint32_t i = 1; i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), kind))
            return pl_sema_kid(node, i);
    return NULL;
}

static void declare_list(pl_checker *ck, const pl_node *node) {
    const source nothing = {NULL, NULL};
    rows *all;

    if (!node->text || find_clause(node, PL_NODE_FOR_EACH) || pl_sema_has_error(node))
        return;
    if (find_clause(node, PL_NODE_ATTESTED)) {
        PL_REPORT(ck->diags, INDICATORS_OF_WHAT, pl_sema_name_span(node), node->text);
        return;
    }
    for (uint32_t i = 1; i < node->count; i++) {
        const pl_node *clause = pl_sema_kid(node, i);

        if (!pl_sema_is(clause, PL_NODE_ROW) && !pl_sema_is(clause, PL_NODE_NOTE))
            PL_REPORT(ck->diags, LIST_CLAUSE, clause->span, pl_sema_written(ck, clause));
    }
    all = PL_MAKE(ck->arena, rows);
    add_rows(ck, &nothing, node, all);
    pl_sema_declare(ck, PL_SYMBOL_LIST, NULL, node, all);
}

void pl_sema_declare_lists(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_INDICATORS, declare_list);
}

static const char *hint_list(pl_checker *ck, const char *name) {
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (uint32_t i = 0; i < ck->symbols.len; i++) {
        if (ck->symbols.items[i]->kind != PL_SYMBOL_LIST)
            continue;
        pl_guess_offer(&guess, ck->symbols.items[i]->name, NULL);
        PL_PUSH(ck->arena, &names, ck->symbols.items[i]->name);
    }
    if (names.len == 0)
        return _("a list is `indicators NAME \"TITLE\"` with rows and without `for each`; `use` "
                 "reads the module that has it");
    return pl_sema_hint_list(ck, &guess, names.items, names.len);
}

/* ### taking a list over */

/* Every `{id}` in the pattern becomes the id. */
static const char *fill(pl_checker *ck, const char *pattern, const char *id) {
    const char *mark = "{id}", *at = pattern, *next;
    pl_buffer out;

    pl_buffer_init(&out);
    while ((next = strstr(at, mark)) != NULL) {
        pl_buffer_printf(&out, "%.*s%s", (int)(next - at), at, id);
        at = next + strlen(mark);
    }
    pl_buffer_puts(&out, at);
    return pl_intern(&ck->compiler->names, pl_str_of(pl_buffer_take(&out, ck->arena)));
}

static bool is_left_out(pl_checker *ck, const pl_node *set, const char *id) {
    for (uint32_t i = 0; i < set->count; i++) {
        const char *out = cell_text(ck, pl_sema_kid(set, i));

        if (out && strcmp(out, id) == 0)
            return true;
    }
    return false;
}

static void check_left_out(pl_checker *ck, const pl_node *set, const source *from) {
    for (uint32_t i = 0; i < set->count; i++) {
        const char *out = cell_text(ck, pl_sema_kid(set, i));

        if (out && !find_row(from->rows, out))
            PL_REPORT(ck->diags, UNKNOWN_LIST_ROW, pl_sema_kid(set, i)->span, from->name, out,
                      hint_row(ck, from->rows, out));
    }
}

/* The rows of the list under their new ids; false after saying that there is no such list. */
static bool take_over(pl_checker *ck, const pl_node *like, source *from, rows *all) {
    const pl_node *ids = pl_sema_kid(like, 0), *set = pl_sema_kid(like, 1);
    pl_symbol *symbol = like->text ? pl_sema_find(ck, PL_SYMBOL_LIST, NULL, like->text) : NULL;

    if (!symbol) {
        if (like->text && !ck->parts_unread)
            PL_REPORT(ck->diags, UNKNOWN_LIST, pl_sema_name_span(like), like->text,
                      hint_list(ck, like->text));
        return false;
    }
    *from = (source){symbol->name, symbol->object};
    check_left_out(ck, set, from);
    for (uint32_t i = 0; i < from->rows->list.len; i++) {
        line one = from->rows->list.items[i];

        if (is_left_out(ck, set, one.id))
            continue;
        one.shared = true;
        one.span = pl_sema_name_span(like);
        if (pl_sema_is(ids, PL_NODE_TEXT))
            one.id = fill(ck, ids->text, one.id);
        PL_PUSH(ck->arena, &all->list, one);
    }
    return true;
}

/* ### rules */

static pl_node *make(pl_checker *ck, pl_node_kind kind, pl_span span, const char *text) {
    return pl_node_make(ck->arena, kind, span, text);
}

/* Kids are nodes of the tree, which nobody changes. */
static void push(pl_checker *ck, pl_node *parent, const pl_node *kid) {
    pl_node_push(ck->arena, parent, (pl_node *)(uintptr_t)kid);
}

/* `for each school where ..`, and the row's own `when` beside it. */
static pl_node *subject_of(pl_checker *ck, const pl_node *each, const pl_node *when) {
    const pl_node *where = pl_sema_kid(each, 0);
    pl_node *subject = make(ck, PL_NODE_FOR_EACH, each->span, each->text), *both;

    if (!when || !pl_sema_given(where)) {
        push(ck, subject, when ? when : where);
        return subject;
    }
    both = make(ck, PL_NODE_AND, when->span, NULL);
    push(ck, both, where);
    push(ck, both, when);
    push(ck, subject, both);
    return subject;
}

/* page: as in CITE, perhaps absent. */
static void push_cite(pl_checker *ck, pl_node *rule, pl_span span, const char *text,
                      const pl_node *page) {
    pl_node *cite = make(ck, PL_NODE_CITE, span, NULL);

    push(ck, cite, make(ck, PL_NODE_TEXT, span, text));
    push(ck, cite, page);
    push(ck, rule, cite);
}

/* A cell `cite` stands instead of the cites of the table. */
static void push_clause(pl_checker *ck, pl_node *rule, const pl_node *clause, const line *one) {
    const pl_node *text = pl_sema_kid(clause, 0);

    switch (clause->kind) {
    case PL_NODE_FOR_EACH: push(ck, rule, subject_of(ck, clause, one->when)); break;
    case PL_NODE_CITE:
        if (!one->cite && text->text)
            push_cite(ck, rule, text->span, fill(ck, text->text, one->id), pl_sema_kid(clause, 1));
        break;
    case PL_NODE_ATTESTED:
    case PL_NODE_NOTE:
    case PL_NODE_OWNER:
    case PL_NODE_VALID:
    case PL_NODE_PROVISIONAL:
    case PL_NODE_ERROR: push(ck, rule, clause); break;
    default: break;
    }
}

static const pl_node *make_rule(pl_checker *ck, const pl_node *node, const line *one) {
    pl_node *rule = make(ck, PL_NODE_RULE, one->span, one->id);

    push(ck, rule, make(ck, PL_NODE_NAME, one->span, pl_rule_kind_word(PL_INDICATOR)));
    push(ck, rule, make(ck, PL_NODE_TEXT, one->span, one->text));
    if (one->cite)
        push_cite(ck, rule, one->cite_span, one->cite, pl_sema_kid(rule, rule->count));
    for (uint32_t i = 1; i < node->count; i++)
        push_clause(ck, rule, pl_sema_kid(node, i), one);
    assert(rule->text && rule->count >= 2);
    return rule;
}

void pl_sema_each_indicator(pl_checker *ck, const pl_node *node, pl_indicator_visit *visit,
                            void *context) {
    const pl_node *like = find_clause(node, PL_NODE_LIKE);
    source from = {NULL, NULL};
    rows all = {{0}};

    assert(pl_sema_is(node, PL_NODE_INDICATORS));
    if (!find_clause(node, PL_NODE_FOR_EACH))
        return;
    if (!find_clause(node, PL_NODE_ATTESTED) && !pl_sema_has_error(node)) {
        PL_REPORT(ck->diags, INDICATORS_OF_NOBODY, pl_sema_name_span(node), node->text);
        return;
    }
    if (like && !take_over(ck, like, &from, &all))
        return;
    add_rows(ck, &from, node, &all);
    for (uint32_t i = 0; i < all.list.len; i++)
        visit(ck, context, make_rule(ck, node, &all.list.items[i]));
}
