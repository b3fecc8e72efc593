/* text_table.c - lays the columns of a table out on a page of some width: subject and context on
 * the left, then whole groups of columns as long as they fit; the others go below as tables of
 * their own. Knows nothing of what the cells say. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/text_page.h"

#define NAME_GOOD 18 /* groups are put beside each other as long as the name keeps this much */
#define NAME_LEAST 10
#define GAP 2

static pl_arena *arena_of(const pl_text_page *p) {
    return p->text->report->arena;
}

/* ### blocks of columns */

typedef struct block {
    PL_VEC(pl_text_column) columns;
    size_t width; /* of the columns, each with the gap before it */
} block;

static size_t fixed_width(const pl_text_page *p, size_t name) {
    size_t width = p->key.width + (name > 0 ? 1 + name : 0);

    for (uint32_t i = 0; i < p->context.len; i++)
        width += GAP + p->context.items[i].width;
    return width;
}

static size_t name_at_least(const pl_text_page *p, size_t least) {
    return p->name.width < least ? p->name.width : least;
}

static void take(const pl_text_page *p, block *b, uint32_t at) {
    assert(at < p->columns.len);
    PL_PUSH(arena_of(p), &b->columns, p->columns.items[at]);
    b->width += GAP + p->columns.items[at].width;
}

static uint32_t group_end(const pl_text_page *p, uint32_t at) {
    for (at++; at < p->columns.len && !p->columns.items[at].first_of_group; at++)
        ;
    return at;
}

static size_t span_width(const pl_text_page *p, uint32_t from, uint32_t to) {
    size_t width = 0;

    for (; from < to; from++)
        width += GAP + p->columns.items[from].width;
    return width;
}

/* As much of a group as fits, one rule at least; what was measured stands before it again. */
static void take_part(const pl_text_page *p, block *b, uint32_t *at, size_t least) {
    size_t page_width = p->text->report->options.width;
    uint32_t first = *at;

    while (!p->columns.items[first].first_of_group)
        first--;
    take(p, b, first);
    *at += first == *at;
    do {
        take(p, b, (*at)++);
    } while (*at < p->columns.len && !p->columns.items[*at].first_of_group &&
             b->width + GAP + p->columns.items[*at].width + least <= page_width);
}

/* The next block from column *at on: whole groups, or as much of one group as fits. */
static block next_block(const pl_text_page *p, uint32_t *at) {
    size_t page_width = p->text->report->options.width;
    size_t least = fixed_width(p, name_at_least(p, NAME_LEAST));
    size_t good = fixed_width(p, name_at_least(p, NAME_GOOD));
    block b = {0};

    assert(*at < p->columns.len);
    while (*at < p->columns.len && p->columns.items[*at].first_of_group) {
        uint32_t to = group_end(p, *at);
        size_t width = b.width + span_width(p, *at, to);

        if (width + (b.columns.len > 0 ? good : least) > page_width)
            break;
        while (*at < to)
            take(p, &b, (*at)++);
    }
    if (b.columns.len == 0)
        take_part(p, &b, at, least);
    return b;
}

/* ### printing */

static void print_column(pl_text *text, const pl_text_column *c, const char *string,
                         pl_text_style style) {
    pl_text_pad(text, "", GAP, false, PL_STYLE_PLAIN);
    pl_text_pad(text, string, c->width, c->right, style);
}

static void end_line(pl_text *text) {
    while (text->out->len > 0 && text->out->ptr[text->out->len - 1] == ' ')
        text->out->len--;
    pl_buffer_putc(text->out, '\n');
}

static void print_blank_fixed(const pl_text_page *p, size_t name) {
    pl_text_pad(p->text, "", fixed_width(p, name), false, PL_STYLE_PLAIN);
}

static const char *section_of(const pl_text_column *c) {
    if (!c->result)
        return NULL;
    return c->result->rule->section_title ? c->result->rule->section_title
                                          : c->result->rule->section;
}

/* The first column from `at` on that begins another section. */
static uint32_t section_end(const block *b, uint32_t at) {
    const char *section = section_of(&b->columns.items[at]);

    assert(at < b->columns.len);
    for (at++; at < b->columns.len; at++) {
        const char *next = section_of(&b->columns.items[at]);

        if (next && (!section || strcmp(next, section) != 0))
            break;
    }
    return at;
}

static size_t columns_width(const block *b, uint32_t from, uint32_t to) {
    size_t width = 0;

    for (; from < to; from++)
        width += b->columns.items[from].width + (from + 1 < to ? GAP : 0);
    return width;
}

/* Gives columns whose section has a long title what the page has left. */
static void widen_for_sections(block *b, size_t room) {
    uint32_t next;

    for (uint32_t i = 0; i < b->columns.len && room > 0; i = next) {
        const char *section = section_of(&b->columns.items[i]);
        size_t has, wanted;

        next = section_end(b, i);
        has = columns_width(b, i, next);
        wanted = section ? pl_text_width(section) : 0;
        if (wanted <= has)
            continue;
        wanted = wanted - has < room ? wanted - has : room;
        /* The last rule of the section: a column of measured figures stays as it is. */
        while (!b->columns.items[next - 1].result)
            next--;
        assert(next > i);
        b->columns.items[next - 1].width += wanted;
        b->width += wanted;
        room -= wanted;
        next = section_end(b, i);
    }
}

/* Sections above their rules; the title reaches to the next one. */
static void print_sections(const pl_text_page *p, const block *b, size_t name) {
    bool any = false;

    for (uint32_t i = 0; i < b->columns.len; i++)
        any = any || section_of(&b->columns.items[i]);
    if (!any)
        return;
    print_blank_fixed(p, name);
    for (uint32_t i = 0, next; i < b->columns.len; i = next) {
        const char *section = section_of(&b->columns.items[i]);

        next = section_end(b, i);
        pl_text_pad(p->text, "", GAP, false, PL_STYLE_PLAIN);
        pl_text_pad(p->text, section ? section : "", columns_width(b, i, next), false,
                    PL_STYLE_PLAIN);
    }
    end_line(p->text);
}

static void print_head(const pl_text_page *p, const block *b, size_t name) {
    size_t total = fixed_width(p, name) + b->width;

    print_sections(p, b, name);
    pl_text_pad(p->text, p->grid.sheet->entity->name, p->key.width + (name > 0 ? 1 + name : 0),
                false, PL_STYLE_PLAIN);
    for (uint32_t i = 0; i < p->context.len; i++)
        print_column(p->text, &p->context.items[i], p->context.items[i].header, PL_STYLE_PLAIN);
    for (uint32_t i = 0; i < b->columns.len; i++)
        print_column(p->text, &b->columns.items[i], b->columns.items[i].header, PL_STYLE_PLAIN);
    end_line(p->text);
    for (size_t i = 0; i < total; i++)
        pl_buffer_puts(p->text->out, "─");
    pl_buffer_putc(p->text->out, '\n');
}

static void print_name(const pl_text_page *p, uint32_t at, size_t name) {
    size_t suffix = pl_text_width(p->suffixes[at]);

    assert(name == 0 || suffix <= name);
    pl_text_pad(p->text, p->key.cells[at].text, p->key.width, false, PL_STYLE_PLAIN);
    if (name == 0)
        return;
    pl_buffer_putc(p->text->out, ' ');
    pl_text_pad(p->text, p->name.cells[at].text, name - suffix, false, PL_STYLE_PLAIN);
    pl_buffer_puts(p->text->out, p->suffixes[at]);
}

static void print_cell(const pl_text_page *p, const pl_text_column *c,
                       const pl_text_cell *content) {
    size_t mark = c->marks ? pl_text_width(PL_TEXT_FLAG_MARK) : 0;

    assert(mark <= c->width && (c->marks || !content->flagged));
    pl_text_pad(p->text, "", GAP, false, PL_STYLE_PLAIN);
    if (mark > 0)
        pl_text_pad(p->text, content->flagged ? PL_TEXT_FLAG_MARK : "", mark, false,
                    content->style);
    pl_text_pad(p->text, content->text, c->width - mark, c->right, content->style);
}

static void print_row(const pl_text_page *p, const block *b, uint32_t at, size_t name) {
    print_name(p, at, name);
    for (uint32_t i = 0; i < p->context.len; i++)
        print_cell(p, &p->context.items[i], &p->context.items[i].cells[at]);
    for (uint32_t i = 0; i < b->columns.len; i++)
        print_cell(p, &b->columns.items[i], &b->columns.items[i].cells[at]);
    end_line(p->text);
}

static void print_rank(const pl_text_page *p, pl_sheet_rank rank) {
    const char *word = pl_sheet_rank_words(rank);

    pl_text_pad(p->text, word, pl_text_width(word), false, PL_STYLE_STRONG);
    pl_buffer_putc(p->text->out, '\n');
}

/* How wide the names are beside this block. */
static size_t name_width(const pl_text_page *p, const block *b) {
    size_t page_width = p->text->report->options.width;
    size_t others = fixed_width(p, 0) + 1 + b->width;
    size_t room = page_width > others ? page_width - others : 0;

    if (p->name.width <= room)
        return p->name.width;
    return room < NAME_LEAST ? name_at_least(p, NAME_LEAST) : room;
}

static void print_block(const pl_text_page *p, block *b) {
    size_t page_width = p->text->report->options.width, name = name_width(p, b);
    size_t used = fixed_width(p, name) + b->width;

    if (used < page_width)
        widen_for_sections(b, page_width - used);
    pl_buffer_putc(p->text->out, '\n');
    print_head(p, b, name);
    for (uint32_t i = 0; i < p->grid.shown; i++) {
        const pl_sheet_subject *subjects = p->grid.sheet->subjects.items;

        if (i == 0 || subjects[i].rank != subjects[i - 1].rank)
            print_rank(p, subjects[i].rank);
        print_row(p, b, i, name);
    }
}

static void print_rest(const pl_text_page *p) {
    uint32_t flagged = p->grid.sheet->ranks[PL_RANK_FLAGGED];

    if (p->grid.shown == p->grid.sheet->subjects.len || p->grid.shown >= flagged)
        return;
    pl_buffer_printf(p->text->out,
                     PL_PLURAL("and %u more flagged; --format csv has all\n",
                               "and %u more flagged; --format csv has all\n",
                               flagged - p->grid.shown),
                     flagged - p->grid.shown);
}

static void print_notes(const pl_text_page *p) {
    if (p->notes.len > 0)
        pl_buffer_putc(p->text->out, '\n');
    for (uint32_t i = 0; i < p->notes.len; i++) {
        pl_buffer line = {0};

        pl_buffer_printf(&line, "[%u] %s", i + 1, p->notes.items[i]);
        pl_text_wrap(p->text, line.ptr, 0, 4);
        pl_buffer_fini(&line);
    }
}

static uint32_t shown_subjects(const pl_sheet *sheet, uint32_t most) {
    uint32_t flagged = sheet->ranks[PL_RANK_FLAGGED];

    if (sheet->subjects.len <= most)
        return sheet->subjects.len;
    return flagged < most ? flagged : most;
}

void pl_text_print_table(pl_text *text, const pl_sheet *sheet, uint32_t most) {
    pl_text_page p = {.text = text};
    uint32_t at = 0, shown = shown_subjects(sheet, most);

    if (shown == 0)
        return;
    pl_grid_fill(&p.grid, &text->sheets, sheet, shown);
    pl_text_fill_page(&p);
    while (at < p.columns.len) {
        block b = next_block(&p, &at);

        assert(b.columns.len >= 2 && b.columns.items[0].first_of_group);
        print_block(&p, &b);
    }
    print_rest(&p);
    print_notes(&p);
}
