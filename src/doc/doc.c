/* doc.c - the page of a handbook from head to receipt: contents, then file after file in the order they
 * were named, then what the run was made of. */
#include "doc/doc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "doc/page.h"

#define DEEPEST 6
#define CONTENTS_LEVEL 3

/* ### ids and headings */

static bool may_stand(char c) {
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
        (c >= '0' && c <= '9') || strchr("_-./", c);
}

const char *pl_doc_id(pl_doc *doc, const char *text) {
    pl_buffer id = {0};
    const char *bare;
    bool added;

    for (; *text; text++)
        pl_buffer_putc(&id, may_stand(*text) ? *text : '-');
    if (id.len == 0)
        pl_buffer_puts(&id, "x");
    bare = pl_buffer_take(&id, doc->arena);
    for (uint32_t number = 1;; number++) {
        const char *tried = number == 1 ? bare : pl_arena_format(doc->arena, "%s-%u", bare, number);

        (void)pl_map_add(&doc->ids, pl_str_of(tried), number, &added);
        if (added)
            return tried;
    }
}

/* "Minimale eisen" gives minimale-eisen. */
static const char *slug_of(pl_doc *doc, const char *title) {
    char *slug = pl_str_small(doc->arena, pl_str_of(title));
    size_t length = 0;

    for (const char *at = slug; *at; at++)
        if (may_stand(*at))
            slug[length++] = *at;
        else if (*at == ' ' && length > 0 && slug[length - 1] != '-')
            slug[length++] = '-';
    while (length > 0 && slug[length - 1] == '-')
        length--;
    slug[length] = '\0';
    return slug;
}

void pl_doc_open_heading(pl_doc *doc, uint32_t level, const char *title, pl_buffer *out) {
    pl_doc_entry entry = {.id = pl_doc_id(doc, slug_of(doc, title)), .title = title};

    assert(level >= 2 && doc->level >= 1);
    entry.level = level > doc->level + 1 ? doc->level + 1 : level;
    entry.level = entry.level > DEEPEST ? DEEPEST : entry.level;
    doc->level = entry.level;
    PL_PUSH(doc->arena, &doc->contents, entry);
    pl_buffer_printf(out, "<h%u id=\"", entry.level);
    pl_buffer_put_markup(out, entry.id);
    pl_buffer_puts(out, "\">");
}

void pl_doc_close_heading(const pl_doc *doc, pl_buffer *out) {
    pl_buffer_printf(out, "</h%u>\n", doc->level);
}

/* ### rules by their places */

static int by_place(const void *left, const void *right) {
    const pl_rule *a = *(const pl_rule *const *)left, *b = *(const pl_rule *const *)right;

    if (a->span.source != b->span.source)
        return (uintptr_t)a->span.source < (uintptr_t)b->span.source ? -1 : 1;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* The anchor of a rule is its name, which links from elsewhere may rest on. */
static void name_rules(pl_doc *doc) {
    static const char *const taken[] = {"main", "receipt", "files", "contents"};
    const pl_model *model = doc->input->model;

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        (void)pl_doc_id(doc, taken[i]);
    doc->rule_ids = PL_MAKE_ARRAY(doc->arena, const char *, model->rules.len + 1);
    doc->placed = PL_MAKE_ARRAY(doc->arena, const pl_rule *, model->rules.len + 1);
    for (uint32_t i = 0; i < model->rules.len; i++) {
        assert(model->rules.items[i]->index == i);
        doc->rule_ids[i] = pl_doc_id(doc, model->rules.items[i]->name);
        doc->placed[i] = model->rules.items[i];
    }
    qsort(doc->placed, model->rules.len, sizeof *doc->placed, by_place);
}

/* ### files */

/* The title that a file gives itself: its first heading of the highest level, else that of its handbook. */
static const char *title_of(const pl_doc *doc, const pl_doc_file *file) {
    const pl_document *document = file->source->document;
    const pl_model *model = doc->input->model;

    if (document && document->headings.len > 0 && document->headings.items[0].level == 1)
        return document->headings.items[0].text;
    for (uint32_t i = 0; i < model->handbooks.len; i++)
        if (model->handbooks.items[i]->span.source == file->source)
            return model->handbooks.items[i]->title ? model->handbooks.items[i]->title
                                                    : model->handbooks.items[i]->name;
    return NULL;
}

static const char *file_name(const pl_doc_file *file) {
    const char *slash = strrchr(file->source->name, '/');

    return slash ? slash + 1 : file->source->name;
}

/* What gives itself no title, tests most often, comes after what does. */
static void order_files(pl_doc *doc, pl_doc_input *ordered) {
    const pl_doc_input *given = doc->input;

    *ordered = *given;
    ordered->files.items = PL_MAKE_ARRAY(doc->arena, pl_doc_file, given->files.len);
    ordered->files.len = 0;
    for (int titled = 1; titled >= 0; titled--)
        for (uint32_t i = 0; i < given->files.len; i++)
            if ((title_of(doc, &given->files.items[i]) != NULL) == titled)
                ordered->files.items[ordered->files.len++] = given->files.items[i];
    assert(ordered->files.len == given->files.len);
    doc->input = ordered;
}

/* The first file's title is the page's own; the others stand below it. */
static void put_file(pl_doc *doc, uint32_t number) {
    const pl_doc_file *file = &doc->input->files.items[number];
    const char *title = title_of(doc, file);

    doc->level = doc->top = 1;
    doc->titled = number == 0 && title;
    if (number > 0 && (!title || !file->source->document)) {
        title = title ? title : file_name(file);
        pl_doc_open_heading(doc, 2, title, doc->out);
        pl_buffer_put_markup(doc->out, title);
        pl_doc_close_heading(doc, doc->out);
        doc->top = 2;
    }
    if (file->source->document)
        pl_doc_prose(doc, file);
    else
        pl_doc_pieces(doc, file, 0, (uint32_t)file->source->text.len, true);
}

/* ### the page */

static void put_contents(const pl_doc *doc, pl_buffer *out) {
    if (doc->contents.len < 2)
        return;
    pl_page_put(out, "<nav class=\"toc\" aria-labelledby=\"contents\">\n<p id=\"contents\"><b>",
                _("Contents"), "</b></p>\n<ul>\n");
    for (uint32_t i = 0; i < doc->contents.len; i++) {
        const pl_doc_entry *entry = &doc->contents.items[i];

        if (entry->level > CONTENTS_LEVEL)
            continue;
        pl_buffer_printf(out, "<li class=\"l%u\">", entry->level);
        pl_page_put(out, "<a href=\"#", entry->id, "\">");
        pl_page_put(out, "", entry->title, "</a></li>\n");
    }
    pl_buffer_puts(out, "</ul>\n</nav>\n");
}

static void put_head(const pl_doc *doc, pl_buffer *out) {
    const pl_doc_file *first = &doc->input->files.items[0];
    const char *title = title_of(doc, first);
    pl_buffer line = {0};

    if (doc->figures)
        pl_sheets_date_print(&doc->sheets, &line);
    pl_page_begin(out, _("Handbook"), title ? title : file_name(first),
                  line.len > 0 ? line.ptr : NULL);
    pl_buffer_fini(&line);
    put_contents(doc, out);
}

void pl_doc_html(const pl_doc_input *input, pl_buffer *out) {
    pl_buffer body = {0};
    pl_doc_input ordered;
    pl_doc doc = {.input = input,
                  .arena = input->arena,
                  .out = &body,
                  .wording = pl_wording_reader(),
                  .level = 1};

    assert(input->files.len > 0);
    pl_map_init(&doc.ids, input->arena);
    order_files(&doc, &ordered);
    name_rules(&doc);
    pl_doc_open_register(&doc);
    pl_doc_find_figures(&doc);
    for (uint32_t i = 0; i < input->files.len; i++)
        put_file(&doc, i);
    pl_doc_put_register(&doc);
    put_head(&doc, out);
    pl_buffer_push(out, body.len > 0 ? body.ptr : "", body.len);
    pl_page_end(out, input->report ? input->report->receipt : NULL);
    pl_buffer_fini(&body);
}
