/* prose.c - the Markdown around the rules as markup. libcmark writes it, without raw HTML and without
 * links that could run anything; headings get an anchor, pictures become links, since a page fetches
 * nothing, and links to files that are not beside the page become text. */
#include <assert.h>
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "doc/page.h"

#define MARK "peil"

typedef struct prose {
    pl_doc *doc;
    const pl_doc_file *file;
    cmark_mem memory;
    PL_VEC(cmark_node *) nodes;
    PL_VEC(cmark_node *)
    out;          /* no longer in the document, freed at the end: links in them are listed */
    bool shifted; /* its headings stand one level deeper: the page has another title */
} prose;

/* ### headings */

static const char *text_of(prose *p, cmark_node *node) {
    cmark_iter *iter = cmark_iter_new(node);
    pl_buffer text = {0};
    cmark_event_type event;

    pl_buffer_puts(&text, "");
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(at);

        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            pl_buffer_puts(&text, cmark_node_get_literal(at));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            pl_buffer_putc(&text, ' ');
    }
    cmark_iter_free(iter);
    return pl_buffer_take(&text, p->doc->arena);
}

static bool is_inline(cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);

    return type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
}

/* Markup on both sides of what is in a node instead of its own. */
static void replace(prose *p, cmark_node *node, const char *before, const char *after) {
    cmark_node *custom = cmark_node_new_with_mem(
        is_inline(node) ? CMARK_NODE_CUSTOM_INLINE : CMARK_NODE_CUSTOM_BLOCK, &p->memory);
    cmark_node *kid;

    cmark_node_set_on_enter(custom, before);
    cmark_node_set_on_exit(custom, after);
    cmark_node_replace(node, custom);
    while ((kid = cmark_node_first_child(node)) != NULL) {
        int moved = cmark_node_append_child(custom, kid);

        assert(moved);
        (void)moved;
    }
    cmark_node_free(node);
}

/* A heading in a quotation or a list is none of the document. */
static void put_heading(prose *p, cmark_node *node, bool first) {
    bool own = cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_DOCUMENT;
    uint32_t level = (uint32_t)cmark_node_get_heading_level(node) + p->shifted;
    pl_buffer open = {0}, close = {0};
    const char *title = text_of(p, node);

    if (first && level == 1) {
        cmark_node_unlink(node);
        PL_PUSH(p->doc->arena, &p->out, node);
        return;
    }
    if (!own || *title == '\0') {
        replace(p, node, "<p><strong>", "</strong></p>");
        return;
    }
    pl_doc_open_heading(p->doc, level < 2 ? 2 : level, title, &open);
    pl_doc_close_heading(p->doc, &close);
    replace(p, node, open.ptr, close.ptr);
    pl_buffer_fini(&open);
    pl_buffer_fini(&close);
}

/* ### blocks of rules */

static uint32_t line_start(const prose *p, int number) {
    const pl_source *source = p->file->source;

    assert(number >= 1);
    return (uint32_t)number <= source->lines.len ? source->lines.items[number - 1]
                                                 : (uint32_t)source->text.len;
}

/* Each block of rules is closed: the reader of documents refuses others. */
static void put_rules(prose *p, cmark_node *node) {
    const char *info = cmark_node_get_fence_info(node);
    size_t length = strcspn(info, " \t");
    pl_buffer out = {0}, *before = p->doc->out;

    if (length != strlen(MARK) || strncmp(info, MARK, length) != 0)
        return;
    pl_buffer_puts(&out, "");
    p->doc->out = &out;
    pl_doc_pieces(p->doc, p->file, line_start(p, cmark_node_get_start_line(node) + 1),
                  line_start(p, cmark_node_get_end_line(node)), false);
    p->doc->out = before;
    replace(p, node, out.ptr, "");
    pl_buffer_fini(&out);
}

/* ### tables */

static void put_paragraph(prose *p, cmark_node *node) {
    uint32_t first = (uint32_t)cmark_node_get_start_line(node);
    uint32_t last = (uint32_t)cmark_node_get_end_line(node);
    pl_buffer out = {0}, *before = p->doc->out;
    cmark_node *custom;

    assert(first >= 1 && last >= first);
    if (!pl_doc_is_pipes(p->file->source, first, last))
        return;
    p->doc->out = &out;
    pl_doc_put_pipes(p->doc, p->file->source, first, last);
    p->doc->out = before;
    custom = cmark_node_new_with_mem(CMARK_NODE_CUSTOM_BLOCK, &p->memory);
    cmark_node_set_on_enter(custom, out.ptr);
    cmark_node_replace(node, custom);
    PL_PUSH(p->doc->arena, &p->out, node);
    pl_buffer_fini(&out);
}

/* ### links */

static bool leads_somewhere(const char *url) {
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0 ||
        strncmp(url, "mailto:", 7) == 0;
}

static bool is_in_link(cmark_node *node) {
    while ((node = cmark_node_parent(node)) != NULL)
        if (cmark_node_get_type(node) == CMARK_NODE_LINK)
            return true;
    return false;
}

static void put_link(prose *p, cmark_node *node) {
    cmark_node *link, *kid;

    if (!leads_somewhere(cmark_node_get_url(node)) || is_in_link(node)) {
        replace(p, node, "", "");
        return;
    }
    if (cmark_node_get_type(node) != CMARK_NODE_IMAGE)
        return;
    link = cmark_node_new_with_mem(CMARK_NODE_LINK, &p->memory);
    cmark_node_set_url(link, cmark_node_get_url(node));
    cmark_node_replace(node, link);
    while ((kid = cmark_node_first_child(node)) != NULL)
        cmark_node_append_child(link, kid);
    cmark_node_free(node);
}

/* ### the document */

/* What is replaced is listed first: no walk survives that. */
static void list_nodes(prose *p, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);

        if (event == CMARK_EVENT_ENTER &&
            (type == CMARK_NODE_HEADING || type == CMARK_NODE_CODE_BLOCK ||
             type == CMARK_NODE_PARAGRAPH))
            PL_PUSH(p->doc->arena, &p->nodes, node);
        if (event == CMARK_EVENT_EXIT && (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE))
            PL_PUSH(p->doc->arena, &p->nodes, node);
    }
    cmark_iter_free(iter);
}

static void lay_out(prose *p) {
    bool first = p->doc->titled;

    for (uint32_t i = 0; i < p->nodes.len; i++) {
        cmark_node *node = p->nodes.items[i];

        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_HEADING:
            put_heading(p, node, first);
            first = false;
            break;
        case CMARK_NODE_CODE_BLOCK: put_rules(p, node); break;
        case CMARK_NODE_PARAGRAPH: put_paragraph(p, node); break;
        default: put_link(p, node); break;
        }
    }
}

static void *zeroed(size_t count, size_t size) {
    void *memory = pl_heap_resize(NULL, count * size > 0 ? count * size : 1);

    assert(size == 0 || count * size / size == count);
    return memset(memory, 0, count * size);
}

void pl_doc_prose(pl_doc *doc, const pl_doc_file *file) {
    prose p = {.doc = doc,
               .file = file,
               .memory = {zeroed, pl_heap_resize, free},
               .shifted = !doc->titled};
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_VALIDATE_UTF8, &p.memory);
    cmark_node *root;
    char *html;

    assert(file->source->document);
    cmark_parser_feed(parser, file->source->text.ptr, file->source->text.len);
    root = cmark_parser_finish(parser);
    list_nodes(&p, root);
    lay_out(&p);
    html = cmark_render_html(root, CMARK_OPT_DEFAULT);
    pl_buffer_puts(doc->out, html);
    free(html);
    for (uint32_t i = 0; i < p.out.len; i++)
        cmark_node_free(p.out.items[i]);
    cmark_node_free(root);
    cmark_parser_free(parser);
}
