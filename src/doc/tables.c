/* tables.c - tables of norms as tables, with the days from and until which they hold, and rules of one
 * declaration as a list. Cells are shown as their author wrote them. */
#include <assert.h>

#include "base/gettext.h"
#include "doc/page.h"

static const char *cell_text(pl_doc *doc, const pl_node *cell) {
    pl_str text = pl_str_trim(pl_span_text(cell->span));

    if (cell->kind == PL_NODE_ABSENT)
        return "";
    if (cell->text && (cell->kind == PL_NODE_TEXT || cell->kind == PL_NODE_NAME))
        return cell->text;
    return pl_arena_copy(doc->arena, text.ptr, text.len);
}

static const pl_node *rows_of(const pl_node *table) {
    for (uint32_t i = 0; i < table->count; i++)
        if (table->kids[i]->kind == PL_NODE_LIST && table->kids[i]->count > 0 &&
            table->kids[i]->kids[0]->kind == PL_NODE_ROW)
            return table->kids[i];
    return NULL;
}

static bool is_number(const pl_node *cell) {
    return cell->kind == PL_NODE_NUMBER || cell->kind == PL_NODE_NO_NORM;
}

/* A header stands above its column: `first` is the first row below it, or NULL. */
static void put_header(pl_doc *doc, const pl_node *row, const pl_node *first) {
    pl_buffer *out = doc->out;

    pl_buffer_puts(out, "<tr>");
    for (uint32_t c = 0; c < row->count; c++) {
        bool number = c > 0 && first && c < first->count && is_number(first->kids[c]);

        pl_page_put(out, number ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">",
                    cell_text(doc, row->kids[c]), "</th>");
    }
    pl_buffer_puts(out, "</tr>");
}

static void put_row(pl_doc *doc, const pl_node *row) {
    pl_buffer *out = doc->out;

    assert(row->count > 0);
    pl_page_put(out, "<tr><th scope=\"row\">", cell_text(doc, row->kids[0]), "</th>");
    for (uint32_t c = 1; c < row->count; c++)
        pl_page_put(out, is_number(row->kids[c]) ? "<td class=\"num\">" : "<td>",
                    cell_text(doc, row->kids[c]), "</td>");
    pl_buffer_puts(out, "</tr>\n");
}

/* Of the version that stands here, since a table may have several. */
static void put_version(pl_doc *doc, const pl_table_version *version) {
    pl_buffer from = {0}, until = {0}, line = {0};

    pl_figure_date(&from, doc->wording, version->from);
    pl_figure_date(&until, doc->wording, version->until);
    if (version->has_from && version->has_until)
        pl_buffer_printf(&line, _("since %s, until %s"), from.ptr, until.ptr);
    else if (version->has_from)
        pl_buffer_printf(&line, _("since %s"), from.ptr);
    else if (version->has_until)
        pl_buffer_printf(&line, _("until %s"), until.ptr);
    if (line.len > 0)
        pl_page_put(doc->out, " <small>", line.ptr, "</small>");
    pl_buffer_fini(&from);
    pl_buffer_fini(&until);
    pl_buffer_fini(&line);
}

static bool is_here(const pl_doc_piece *piece, pl_span span) {
    return span.source == piece->source && span.start >= piece->start && span.start < piece->end;
}

static void put_dates(pl_doc *doc, const pl_doc_piece *piece) {
    const pl_model *model = doc->input->model;

    for (uint32_t t = 0; t < model->tables.len; t++) {
        const pl_table *table = model->tables.items[t];

        for (uint32_t v = 0; !table->whole && v < table->versions.len; v++)
            if (is_here(piece, table->versions.items[v].span)) {
                put_version(doc, &table->versions.items[v]);
                return;
            }
    }
}

/* The frame of a table that may be wider than the page. */
static const char *open_frame(pl_doc *doc, const char *name) {
    const char *id = pl_doc_id(doc, name);

    pl_page_put(doc->out, "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-labelledby=\"",
                id, "\">\n<table>\n");
    pl_page_put(doc->out, "<caption id=\"", id, "\">");
    return id;
}

void pl_doc_table(pl_doc *doc, const pl_doc_piece *piece) {
    const pl_node *node = piece->node, *rows = rows_of(node);
    const char *title =
        node->count > 0 && node->kids[0]->kind == PL_NODE_TEXT ? node->kids[0]->text : node->text;

    assert(node->kind == PL_NODE_TABLE);
    if (!rows)
        return;
    (void)open_frame(doc, node->text);
    pl_page_put(doc->out, "", title, "");
    put_dates(doc, piece);
    pl_buffer_puts(doc->out, "</caption>\n<thead>");
    put_header(doc, rows->kids[0], rows->count > 1 ? rows->kids[1] : NULL);
    pl_buffer_puts(doc->out, "</thead>\n<tbody>\n");
    for (uint32_t r = 1; r < rows->count; r++)
        put_row(doc, rows->kids[r]);
    pl_buffer_puts(doc->out, "</tbody>\n</table>\n</div>\n");
}

/* ### rules as a list */

static void put_rule(pl_doc *doc, const pl_rule *rule) {
    pl_buffer *out = doc->out;

    pl_page_put(out, "<tr id=\"", doc->rule_ids[rule->index], "\"><th scope=\"row\">");
    pl_page_put(out, "", rule->title ? rule->title : rule->name, "");
    pl_buffer_puts(out, "<br><code>");
    pl_page_put_name(out, rule->name);
    pl_buffer_puts(out, "</code></th><td>");
    for (uint32_t i = 0; i < rule->cites.len; i++) {
        pl_buffer_puts(out, i > 0 ? " · " : "");
        pl_doc_put_cite(doc, rule->cites.items[i], doc->rule_ids[rule->index],
                        rule->title ? rule->title : rule->name);
    }
    pl_buffer_puts(out, "</td>");
    if (doc->figures) {
        pl_buffer_puts(out, "<td>");
        pl_doc_tally(doc, rule);
        pl_buffer_puts(out, "</td>");
    }
    pl_buffer_puts(out, "</tr>\n");
}

void pl_doc_rule_list(pl_doc *doc, const char *caption, const pl_rule *const *rules,
                      uint32_t count) {
    pl_buffer *out = doc->out;

    (void)open_frame(doc, "rules");
    pl_page_put(out, "", caption, "</caption>\n<thead><tr>");
    pl_page_put(out, "<th scope=\"col\">", _("What it asks"), "</th>");
    pl_page_put(out, "<th scope=\"col\">", _("Where it stands"), "</th>");
    if (doc->figures)
        pl_page_put(out, "<th scope=\"col\">", _("Figures"), "</th>");
    pl_buffer_puts(out, "</tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < count; i++)
        put_rule(doc, rules[i]);
    pl_buffer_puts(out, "</tbody>\n</table>\n</div>\n");
}
