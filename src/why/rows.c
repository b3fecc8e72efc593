/* rows.c - the rows that an aggregate is over: how many count for it, against it, and are open, with a
 * few of each and where they stand. Listed by their keys, whatever the order of the files. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "why/steps.h"

/* ### which rows */

static bool is_in(pl_why *why, const pl_expr *expr, const pl_period *window, uint32_t row) {
    pl_value where;

    if (!pl_trace_takes(why->trace, expr, window, row))
        return false;
    if (!expr->kids[0])
        return true;
    if (!pl_why_kept(why, expr->kids[0], (pl_why_at){expr->child, row}, PL_RECORD_VALUE, &where))
        return !pl_trace_left_out(why->trace, expr->kids[0], row);
    return where.truth == PL_TRUE || where.truth == PL_UNKNOWN;
}

const uint32_t *pl_why_rows(pl_why *why, const pl_expr *expr, pl_why_at at, uint32_t *count) {
    pl_period window = pl_trace_window(why->trace, expr, at.entity, at.row);
    uint32_t all;
    const uint32_t *list = pl_trace_children(why->trace, expr->child, at.entity, at.row, &all);
    uint32_t *kept = PL_MAKE_ARRAY(why->arena, uint32_t, all + (size_t)1);

    assert(expr->child && expr->child != at.entity);
    *count = 0;
    for (uint32_t i = 0; i < all; i++)
        if (is_in(why, expr, &window, list[i]))
            kept[(*count)++] = list[i];
    return kept;
}

/* ### a few of them */

typedef struct named {
    const char *subject;
    uint32_t row;
} named;

static int by_subject(const void *a, const void *b) {
    const named *x = a, *y = b;
    int order = strcmp(x->subject, y->subject);

    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static named *sorted(pl_why *why, const pl_entity *entity, const uint32_t *rows, uint32_t count) {
    named *names = PL_MAKE_ARRAY(why->arena, named, count + (size_t)1);
    pl_buffer text = {0};

    for (uint32_t i = 0; i < count; i++) {
        text.len = 0;
        pl_data_subject(&text, why->run->data, entity, rows[i]);
        names[i] = (named){pl_arena_copy(why->arena, text.ptr, text.len), rows[i]};
    }
    pl_buffer_fini(&text);
    if (count > 1)
        qsort(names, count, sizeof *names, by_subject);
    return names;
}

/* The cells of the row itself that an expression reads: "vak lezen, niveau 1F". The first of them
 * says where the row stands. */
typedef struct cells {
    pl_why *why;
    pl_why_at at;
    pl_why_step *step;
    pl_buffer text;
} cells;

static void add_cell(cells *c, const pl_expr *leaf) {
    const pl_column *column = pl_why_column(c->why, leaf);
    const char *name = leaf->kind == PL_EXPR_FIELD ? leaf->field->name : leaf->measure->name;
    pl_value value = pl_trace_cell(c->why->trace, column, c->at.row);
    pl_str so_far = {c->text.ptr, c->text.len};
    const char *said = pl_arena_format(c->why->arena, "%s %s", name,
                                       pl_why_figure(c->why, &value, leaf->type, NULL));

    if (so_far.len > 0 && strstr(c->text.ptr, said))
        return;
    pl_buffer_printf(&c->text, "%s%s", so_far.len > 0 ? ", " : "", said);
    if (column && !c->step->place.file)
        (void)pl_data_place(pl_data_rows(c->why->run->data, c->at.entity), column, c->at.row,
                            &c->step->place);
}

static void collect(cells *c, const pl_expr *expr) {
    bool leaf = expr->kind == PL_EXPR_FIELD ||
        (expr->kind == PL_EXPR_MEASURE && pl_why_is_supplied(c->why, expr->measure));

    if (leaf && expr->entity == c->at.entity) {
        add_cell(c, expr);
    } else if (expr->kind == PL_EXPR_MEASURE && !leaf) {
        collect(c, expr->measure->definition);
    } else if (expr->kind != PL_EXPR_AGGREGATE && expr->kind != PL_EXPR_QUANTIFIER &&
               expr->kind != PL_EXPR_UP && expr->kind != PL_EXPR_PICK) {
        for (uint32_t k = 0; k < expr->count; k++)
            if (expr->kids[k])
                collect(c, expr->kids[k]);
    }
}

static void add_row(pl_why *why, pl_why_step *parent, const pl_expr *expr, const named *row) {
    const pl_rows *rows = pl_data_rows(why->run->data, expr->child);
    pl_why_step *step =
        pl_why_add(why, parent, PL_TOLD_ROW, pl_arena_format(why->arena, "row-%s", row->subject),
                   row->subject);
    cells c = {why, {expr->child, row->row}, step, {0}};

    if (expr->kids[1])
        collect(&c, expr->kids[1]);
    if (rows->weight) {
        pl_value weight = pl_trace_cell(why->trace, rows->weight, row->row);

        pl_buffer_puts(&c.text, c.text.len > 0 ? ", " : "");
        pl_buffer_printf(&c.text, pl_why_word(why, N_("stands for %s")),
                         pl_why_figure(why, &weight, (pl_type){.base = PL_NUMBER}, NULL));
        if (!step->place.file)
            (void)pl_data_place(rows, rows->weight, row->row, &step->place);
    }
    step->note = c.text.len > 0 ? pl_arena_copy(why->arena, c.text.ptr, c.text.len) : NULL;
    pl_buffer_fini(&c.text);
}

static void add_group(pl_why *why, pl_why_step *parent, const pl_expr *expr, const char *name,
                      const char *label, const uint32_t *rows, uint32_t count) {
    pl_why_step *step;
    const named *names;
    uint32_t shown = count < why->options.most_rows ? count : why->options.most_rows;

    if (count == 0)
        return;
    assert(shown <= count);
    step = pl_why_add(why, parent, PL_TOLD_ROWS, name, label);
    step->value = pl_arena_format(why->arena, "%u", count);
    names = sorted(why, expr->child, rows, count);
    for (uint32_t i = 0; i < shown; i++)
        add_row(why, step, expr, &names[i]);
    step->more = count - shown;
}

void pl_why_explain_rows(pl_why *why, pl_why_step *parent, const pl_expr *expr, pl_why_at at) {
    uint32_t count;
    const uint32_t *list = pl_why_rows(why, expr, at, &count);
    bool judges = expr->kids[1] && expr->kids[1]->type.base == PL_TRUTH;
    uint32_t *groups[4], counts[4] = {0};

    if (!judges) {
        add_group(why, parent, expr, "rows", pl_why_word(why, N_("rows")), list, count);
        return;
    }
    for (int g = 0; g < 4; g++)
        groups[g] = PL_MAKE_ARRAY(why->arena, uint32_t, count + (size_t)1);
    for (uint32_t i = 0; i < count; i++) {
        pl_value value = {.truth = PL_UNKNOWN};

        if (!pl_why_kept(why, expr->kids[1], (pl_why_at){expr->child, list[i]}, PL_RECORD_VALUE,
                         &value) &&
            expr->kids[1]->kind == PL_EXPR_FIELD) {
            value = pl_trace_cell(why->trace, pl_why_column(why, expr->kids[1]), list[i]);
            value.truth = value.state == PL_OK ? value.truth : PL_UNKNOWN;
        }
        groups[value.truth][counts[value.truth]++] = list[i];
    }
    add_group(why, parent, expr, "rows-no", pl_why_word(why, N_("rows that do not count for it")),
              groups[PL_FALSE], counts[PL_FALSE]);
    add_group(why, parent, expr, "rows-open", pl_why_word(why, N_("rows that are open")),
              groups[PL_UNKNOWN], counts[PL_UNKNOWN]);
    add_group(why, parent, expr, "rows-yes", pl_why_word(why, N_("rows that count for it")),
              groups[PL_TRUE], counts[PL_TRUE]);
    add_group(why, parent, expr, "rows-none", pl_why_word(why, N_("rows without a norm")),
              groups[PL_NONE], counts[PL_NONE]);
}
