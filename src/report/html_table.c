/* html_table.c - subjects against rules as tables of a page. Rules that measure the same thing stand
 * together; a table ends between two such groups when it has columns enough. A cell that has to be
 * explained is a link to its explanation. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/html.h"

#define WIDEST 9 /* columns of a table, unless one group has more */

/* ### groups of columns */

/* Has any subject something there? */
static bool is_blank(const pl_grid *g, const pl_grid_column *c) {
    for (uint32_t i = 0; i < g->shown; i++)
        if (*c->cells[i].text)
            return false;
    return true;
}

static uint32_t group_end(const pl_grid *g, uint32_t at) {
    for (at++; at < g->columns.len && !g->columns.items[at].first_of_group; at++)
        ;
    return at;
}

/* Columns of the table that begins at `at`, up to the first of the next one. */
static uint32_t table_end(const pl_grid *g, uint32_t at) {
    uint32_t used = 0, end = at;

    assert(at < g->columns.len);
    while (end < g->columns.len) {
        uint32_t next = group_end(g, end), width = 0;

        for (uint32_t i = end; i < next; i++)
            width += !is_blank(g, &g->columns.items[i]);
        if (used > 0 && used + width > WIDEST)
            break;
        used += width;
        end = next;
    }
    return end;
}

typedef struct table {
    const pl_html_sheet *s;
    pl_buffer *out;
    uint32_t number, from, to; /* columns */
    PL_VEC(const pl_grid_column *) columns;
} table;

/* ### head */

static const char *section_of(const pl_grid_column *c) {
    const pl_rule *rule = c->result ? c->result->rule : NULL;

    return !rule ? NULL : rule->section_title ? rule->section_title : rule->section;
}

/* The first column from `at` on that begins another section. */
static uint32_t section_end(const table *t, uint32_t at, const char **section) {
    *section = section_of(t->columns.items[at]);
    for (at++; at < t->columns.len; at++) {
        const char *next = section_of(t->columns.items[at]);

        if (next && *section && strcmp(next, *section) != 0)
            break;
        if (next)
            *section = next;
    }
    /* What is measured stands with the rules behind it. */
    while (at < t->columns.len && !t->columns.items[at - 1]->result)
        at--;
    return at;
}

static void push_sections(const table *t) {
    uint32_t fixed = 1 + t->s->grid.context.len;
    const char *section = NULL;
    bool any = false;

    for (uint32_t i = 0; i < t->columns.len; i++)
        any = any || section_of(t->columns.items[i]);
    if (!any)
        return;
    pl_buffer_printf(t->out, "<tr class=\"sections\"><td colspan=\"%u\"></td>", fixed);
    for (uint32_t i = 0, next; i < t->columns.len; i = next) {
        next = section_end(t, i, &section);
        if (section) {
            pl_buffer_printf(t->out, "<th scope=\"colgroup\" colspan=\"%u\">", next - i);
            pl_page_put(t->out, "", section, "</th>");
        } else {
            pl_buffer_printf(t->out, "<td colspan=\"%u\"></td>", next - i);
        }
    }
    pl_buffer_puts(t->out, "</tr>\n");
}

static void push_header(const table *t, const pl_grid_column *c) {
    pl_buffer_printf(t->out, "<th scope=\"col\"%s>", c->right ? " class=\"num\"" : "");
    if (c->result)
        pl_buffer_printf(t->out, "<a href=\"#n%u\">", c->result->rule->index);
    pl_page_put_name(t->out, c->header);
    pl_buffer_puts(t->out, c->result ? "</a></th>" : "</th>");
}

static void push_head(const table *t) {
    pl_buffer_puts(t->out, "<thead>\n");
    push_sections(t);
    pl_page_put(t->out, "<tr><th scope=\"col\">", t->s->sheet->entity->name, "</th>");
    for (uint32_t i = 0; i < t->s->grid.context.len; i++)
        push_header(t, &t->s->grid.context.items[i]);
    for (uint32_t i = 0; i < t->columns.len; i++)
        push_header(t, t->columns.items[i]);
    pl_buffer_puts(t->out, "</tr>\n</thead>\n");
}

/* ### rows */

const char *pl_html_words(const pl_grid_cell *cell) {
    bool signs = cell->verdict == PL_VERDICT_UNKNOWN && strncmp(cell->text, "? ", 2) == 0;

    return signs ? cell->text + 2 : cell->text;
}

static void push_answer(const table *t, const pl_grid_column *c, uint32_t at) {
    const pl_grid_cell *cell = &c->cells[at];
    bool linked = t->s->explained[c - t->s->grid.columns.items][at];

    pl_buffer_printf(t->out, "<td class=\"%s\">",
                     pl_page_class(cell->verdict, c->result->flagging));
    pl_page_put_sign(t->out, cell->verdict, c->result->flagging);
    if (linked)
        pl_buffer_printf(t->out, "<a href=\"#e%u-%u\">", c->result->rule->index,
                         t->s->sheet->subjects.items[at].row);
    pl_page_put(t->out, "", pl_html_words(cell), linked ? "</a></td>" : "</td>");
}

static void push_cell(const table *t, const pl_grid_column *c, uint32_t at) {
    if (c->result && c->cells[at].verdict != PL_VERDICT_SKIPPED)
        push_answer(t, c, at);
    else
        pl_page_put(t->out, c->right ? "<td class=\"num\">" : "<td>", c->cells[at].text, "</td>");
}

static void push_row(const table *t, uint32_t at) {
    const pl_grid_name *name = &t->s->grid.names[at];

    if (t->number == 1)
        pl_buffer_printf(t->out, "<tr id=\"s%u-%u\">", t->s->number,
                         t->s->sheet->subjects.items[at].row);
    else
        pl_buffer_puts(t->out, "<tr>");
    pl_page_put(t->out, "<th scope=\"row\"><b>", name->key, *name->name ? "</b> " : "</b>");
    pl_page_put(t->out, "", name->name, "");
    if (name->small && t->number == 1)
        pl_page_put(t->out, " <small>", name->small, "</small>");
    pl_buffer_puts(t->out, "</th>");
    for (uint32_t i = 0; i < t->s->grid.context.len; i++)
        push_cell(t, &t->s->grid.context.items[i], at);
    for (uint32_t i = 0; i < t->columns.len; i++)
        push_cell(t, t->columns.items[i], at);
    pl_buffer_puts(t->out, "</tr>\n");
}

static void push_rank(const table *t, pl_sheet_rank rank) {
    pl_buffer_printf(t->out, "<tr class=\"rank\"><th scope=\"rowgroup\" colspan=\"%u\">",
                     1 + t->s->grid.context.len + t->columns.len);
    pl_page_put(t->out, "", pl_sheet_rank_words(rank), "</th></tr>\n");
}

static void push_rows(const table *t) {
    const pl_sheet_subject *subjects = t->s->sheet->subjects.items;

    for (uint32_t i = 0; i < t->s->grid.shown; i++) {
        if (i == 0 || subjects[i].rank != subjects[i - 1].rank) {
            pl_buffer_puts(t->out, i > 0 ? "</tbody>\n<tbody>\n" : "<tbody>\n");
            push_rank(t, subjects[i].rank);
        }
        push_row(t, i);
    }
    pl_buffer_puts(t->out, "</tbody>\n");
}

/* ### tables */

static void push_caption(const table *t, uint32_t tables) {
    pl_buffer words = {0};

    pl_buffer_printf(&words, _("Each %s against the norms"), t->s->sheet->entity->name);
    if (tables > 1)
        pl_buffer_printf(&words, _(" (%u of %u)"), t->number, tables);
    pl_buffer_printf(t->out, "<caption id=\"t%u-%u\">", t->s->number, t->number);
    pl_page_put(t->out, "", words.ptr, "</caption>\n");
    pl_buffer_fini(&words);
}

static void push_table(table *t, uint32_t tables) {
    t->columns.len = 0;
    for (uint32_t i = t->from; i < t->to; i++)
        if (!is_blank(&t->s->grid, &t->s->grid.columns.items[i]))
            PL_PUSH(t->s->html->report->arena, &t->columns, &t->s->grid.columns.items[i]);
    pl_buffer_printf(t->out,
                     "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
                     "aria-labelledby=\"t%u-%u\">\n<table class=\"heat\">\n",
                     t->s->number, t->number);
    push_caption(t, tables);
    push_head(t);
    push_rows(t);
    pl_buffer_puts(t->out, "</table>\n</div>\n");
}

/* What of the sheet has no row here. */
static void push_left_out(const pl_html_sheet *s) {
    uint32_t left[PL_RANK_COUNT] = {0};
    pl_buffer words = {0};

    for (uint32_t i = s->grid.shown; i < s->sheet->subjects.len; i++)
        left[s->sheet->subjects.items[i].rank]++;
    pl_buffer_printf(&words,
                     _("%u of %u are shown. Not shown: %u flagged, %u undecided, %u waived, "
                       "%u in order; --format csv has all."),
                     s->grid.shown, s->sheet->subjects.len, left[PL_RANK_FLAGGED],
                     left[PL_RANK_UNDECIDED], left[PL_RANK_WAIVED], left[PL_RANK_FINE]);
    pl_page_put(s->html->out, "<p class=\"left\">", words.ptr, "</p>\n");
    pl_buffer_fini(&words);
}

void pl_html_table(const pl_html_sheet *s) {
    table t = {.s = s, .out = s->html->out};
    uint32_t tables = 0;

    if (s->grid.shown > 0)
        for (uint32_t at = 0; at < s->grid.columns.len; at = table_end(&s->grid, at))
            tables++;
    while (t.number < tables) {
        t.from = t.to;
        t.to = table_end(&s->grid, t.from);
        t.number++;
        push_table(&t, tables);
    }
    if (s->grid.shown < s->sheet->subjects.len)
        push_left_out(s);
}
