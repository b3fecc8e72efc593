/* text_columns.c - the columns of a grid as the text report prints them: how wide each is, and reasons as
 * numbered notes behind the words. Knows nothing of the page's width. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/text_page.h"

#define NAME_MOST 32
#define HEADER_MOST 16 /* of a column that is not a rule's */

static pl_arena *arena_of(const pl_text_page *p) {
    return p->text->report->arena;
}

/* " [1]": the number of a note, the same for the same text. */
static void push_note(pl_text_page *p, pl_buffer *out, const char *note) {
    uint32_t i = 0;

    if (!note)
        return;
    while (i < p->notes.len && strcmp(p->notes.items[i], note) != 0)
        i++;
    if (i == p->notes.len)
        PL_PUSH(arena_of(p), &p->notes, note);
    assert(i < p->notes.len);
    pl_buffer_printf(out, " [%u]", i + 1);
}

/* ### cells */

static pl_text_style style_of(const pl_grid_cell *cell) {
    if (pl_flags_counts(cell->verdict))
        return cell->flagged ? PL_STYLE_BAD : PL_STYLE_FAINT;
    if (cell->verdict == PL_VERDICT_DUE || cell->verdict == PL_VERDICT_UNKNOWN ||
        cell->verdict == PL_VERDICT_NO_NORM || cell->verdict == PL_VERDICT_NOT_MET_WAIVED)
        return PL_STYLE_OPEN;
    return PL_STYLE_PLAIN;
}

static pl_text_cell text_cell(pl_text_page *p, const pl_grid_cell *cell) {
    pl_buffer words = {0};

    if (!cell->reason && !cell->waiver)
        return (pl_text_cell){cell->text, style_of(cell), cell->flagged};
    pl_buffer_puts(&words, cell->text);
    push_note(p, &words, cell->reason);
    push_note(p, &words, cell->waiver);
    return (pl_text_cell){pl_buffer_take(&words, arena_of(p)), style_of(cell), cell->flagged};
}

/* ### columns */

static void measure_width(pl_text_column *c) {
    c->width = pl_text_width(c->header);
    if (!c->result && c->width > HEADER_MOST)
        c->width = HEADER_MOST;
}

static void fit_cells(const pl_text_page *p, pl_text_column *c) {
    measure_width(c);
    for (uint32_t i = 0; i < p->grid.shown; i++)
        c->marks |= c->cells[i].flagged;
    for (uint32_t i = 0; i < p->grid.shown; i++) {
        size_t width =
            pl_text_width(c->cells[i].text) + (c->marks ? pl_text_width(PL_TEXT_FLAG_MARK) : 0);

        if (width > c->width)
            c->width = width;
    }
}

static pl_text_column text_column(pl_text_page *p, const pl_grid_column *column) {
    pl_text_column c = {.header = column->header,
                        .result = column->result,
                        .first_of_group = column->first_of_group,
                        .right = column->right,
                        .cells = PL_MAKE_ARRAY(arena_of(p), pl_text_cell, p->grid.shown)};

    for (uint32_t i = 0; i < p->grid.shown; i++)
        c.cells[i] = text_cell(p, &column->cells[i]);
    fit_cells(p, &c);
    return c;
}

static const char *suffix_of(pl_text_page *p, const pl_grid_name *name) {
    pl_buffer mark = {0};

    push_note(p, &mark, name->small);
    return pl_buffer_take(&mark, arena_of(p));
}

static void fill_names(pl_text_page *p) {
    uint32_t shown = p->grid.shown;
    size_t header = pl_text_width(p->grid.sheet->entity->name);

    p->key =
        (pl_text_column){.header = "", .cells = PL_MAKE_ARRAY(arena_of(p), pl_text_cell, shown)};
    p->name =
        (pl_text_column){.header = "", .cells = PL_MAKE_ARRAY(arena_of(p), pl_text_cell, shown)};
    p->suffixes = PL_MAKE_ARRAY(arena_of(p), const char *, shown);
    for (uint32_t i = 0; i < shown; i++) {
        p->key.cells[i].text = p->grid.names[i].key;
        p->name.cells[i].text = p->grid.names[i].name;
        p->suffixes[i] = suffix_of(p, &p->grid.names[i]);
    }
    fit_cells(p, &p->key);
    fit_cells(p, &p->name);
    for (uint32_t i = 0; i < shown; i++) {
        size_t width = pl_text_width(p->name.cells[i].text) + pl_text_width(p->suffixes[i]);

        p->name.width = width > p->name.width ? width : p->name.width;
    }
    p->name.width = p->name.width > NAME_MOST ? NAME_MOST : p->name.width;
    /* The entity's name stands above both. */
    if (p->key.width + p->name.width < header)
        p->key.width = header - p->name.width;
}

void pl_text_fill_page(pl_text_page *p) {
    fill_names(p);
    for (uint32_t i = 0; i < p->grid.context.len; i++)
        PL_PUSH(arena_of(p), &p->context, text_column(p, &p->grid.context.items[i]));
    for (uint32_t i = 0; i < p->grid.columns.len; i++)
        PL_PUSH(arena_of(p), &p->columns, text_column(p, &p->grid.columns.items[i]));
    assert(p->columns.len >= 2 && p->columns.items[0].first_of_group);
}
