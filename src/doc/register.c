/* register.c - the items of a source in their order, each with what on the page cites it or says why it is
 * left out; and citations as links to it. A text names an item by its id as a word; `FL-9..FL-12` names
 * all from the one to the other. Which items should be covered is for lint to say. */
#include <assert.h>

#include "base/gettext.h"
#include "doc/page.h"
#include "sema/items.h"

static bool is_asked(const pl_doc *doc, const pl_handbook *handbook) {
    for (uint32_t i = 0; i < doc->input->files.len; i++)
        if (doc->input->files.items[i].source == handbook->span.source)
            return true;
    return false;
}

void pl_doc_open_register(pl_doc *doc) {
    const pl_model *model = doc->input->model;

    doc->items = PL_MAKE_ARRAY(doc->arena, pl_doc_item *, model->handbooks.len + 1);
    for (uint32_t h = 0; h < model->handbooks.len; h++) {
        const pl_handbook *handbook = model->handbooks.items[h];

        if (handbook->items.len == 0 || !is_asked(doc, handbook))
            continue;
        doc->items[h] = PL_MAKE_ARRAY(doc->arena, pl_doc_item, handbook->items.len);
        for (uint32_t i = 0; i < handbook->items.len; i++)
            doc->items[h][i].id =
                pl_doc_id(doc, pl_arena_format(doc->arena, "item-%s", handbook->items.items[i].id));
    }
}

/* ### citations */

typedef struct found {
    uint32_t handbook, item; /* handbook PL_MAP_NONE: it names none */
} found;

static found find(const pl_doc *doc, pl_str word) {
    const pl_model *model = doc->input->model;

    for (uint32_t h = 0; h < model->handbooks.len; h++) {
        uint32_t item =
            doc->items[h] ? pl_map_find(&model->handbooks.items[h]->item_map, word) : PL_MAP_NONE;

        if (item != PL_MAP_NONE)
            return (found){h, item};
    }
    return (found){PL_MAP_NONE, 0};
}

static void mention(pl_doc *doc, found first, found last, const char *where, const char *title) {
    assert(first.handbook == last.handbook && first.item <= last.item);
    for (uint32_t i = first.item; i <= last.item; i++) {
        pl_doc_item *item = &doc->items[first.handbook][i];

        if (item->mentions.len == 0 || item->mentions.items[item->mentions.len - 1].id != where)
            PL_PUSH(doc->arena, &item->mentions, ((pl_doc_entry){.id = where, .title = title}));
    }
}

static void put(pl_doc *doc, pl_str text) {
    pl_buffer_put_markup(doc->out, pl_arena_copy(doc->arena, text.ptr, text.len));
}

void pl_doc_put_cite(pl_doc *doc, const char *text, const char *where, const char *title) {
    pl_str all = pl_str_of(text);
    found before = {PL_MAP_NONE, 0};
    bool range = false;

    assert(where && title);
    for (size_t at = 0, start = 0; at < all.len; start = at) {
        bool ranged = range;
        pl_str word = pl_item_word(all, &at, &range);
        found here = word.len > 0 ? find(doc, word) : (found){PL_MAP_NONE, 0};

        put(doc, (pl_str){all.ptr + start, (size_t)(word.ptr - all.ptr) - start});
        if (here.handbook == PL_MAP_NONE) {
            put(doc, word);
        } else {
            bool joined = ranged && before.handbook == here.handbook && before.item < here.item;

            if (joined)
                before.item++;
            mention(doc, joined ? before : here, here, where, title);
            pl_page_put(doc->out, "<a href=\"#", doc->items[here.handbook][here.item].id, "\">");
            put(doc, word);
            pl_buffer_puts(doc->out, "</a>");
        }
        before = here;
    }
}

/* ### the register */

static void put_mentions(pl_doc *doc, const pl_doc_item *item) {
    if (item->mentions.len == 0)
        pl_page_put(doc->out, "<span class=\"zero\">", _("nowhere"), "</span>");
    for (uint32_t i = 0; i < item->mentions.len; i++) {
        pl_page_put(doc->out, i > 0 ? "<br><a href=\"#" : "<a href=\"#", item->mentions.items[i].id,
                    "\">");
        pl_page_put(doc->out, "", item->mentions.items[i].title, "</a>");
    }
}

static void put_items(pl_doc *doc, uint32_t h) {
    const pl_handbook *handbook = doc->input->model->handbooks.items[h];
    const char *caption = pl_doc_id(doc, "register");
    pl_buffer *out = doc->out;

    pl_page_put(out,
                "<div class=\"scroll register\" role=\"group\" tabindex=\"0\" aria-labelledby=\"",
                caption, "\">\n<table>\n");
    pl_page_put(out, "<caption id=\"", caption, "\">");
    pl_page_put(out, "", handbook->source ? handbook->source : handbook->name,
                "</caption>\n<thead><tr>");
    pl_page_put(out, "<th scope=\"col\">", _("Item"), "</th>");
    pl_page_put(out, "<th scope=\"col\">", _("Where it stands"), "</th></tr></thead>\n<tbody>\n");
    for (uint32_t i = 0; i < handbook->items.len; i++) {
        pl_page_put(out, "<tr id=\"", doc->items[h][i].id, "\"><th scope=\"row\">");
        pl_page_put(out, "", handbook->items.items[i].id, "</th><td>");
        put_mentions(doc, &doc->items[h][i]);
        pl_buffer_puts(out, "</td></tr>\n");
    }
    pl_buffer_puts(out, "</tbody>\n</table>\n</div>\n");
}

void pl_doc_put_register(pl_doc *doc) {
    bool any = false;

    for (uint32_t h = 0; h < doc->input->model->handbooks.len; h++) {
        if (!doc->items[h])
            continue;
        if (!any) {
            doc->level = 1;
            pl_doc_open_heading(doc, 2, _("Register of the source"), doc->out);
            pl_buffer_put_markup(doc->out, _("Register of the source"));
            pl_doc_close_heading(doc, doc->out);
        }
        any = true;
        put_items(doc, h);
    }
}
