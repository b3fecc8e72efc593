/* pieces.c - the declarations of a part of a file, each laid out by its kind: rules with their figures,
 * tables as tables, definitions, roles and tasks as text, tests and what only serves the engine folded.
 * Every line of the part is on the page. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "doc/page.h"

typedef enum manner {
    AS_RULE,   /* heading, text, figures */
    AS_TABLE,  /* of norms */
    AS_SAYING, /* its title and notes say all */
    AS_TEXT,   /* as written */
    AS_HEADING,
    AS_TEST,
    FOLDED
} piece_manner;

typedef PL_VEC(pl_doc_piece) pieces;

static piece_manner manner_of(const pl_node *node) {
    switch (node->kind) {
    case PL_NODE_RULE:
    case PL_NODE_DECISION:
    case PL_NODE_DEADLINE:
    case PL_NODE_INDICATORS: return AS_RULE;
    case PL_NODE_TABLE: return AS_TABLE;
    case PL_NODE_DEFINITION:
    case PL_NODE_ROLE:
    case PL_NODE_TASK:
    case PL_NODE_OMIT: return AS_SAYING;
    case PL_NODE_SECTION: return AS_HEADING;
    case PL_NODE_TEST: return AS_TEST;
    case PL_NODE_HANDBOOK:
    case PL_NODE_USE:
    case PL_NODE_LEVELS:
    case PL_NODE_ENTITY:
    case PL_NODE_FIELD:
    case PL_NODE_DATASET: return FOLDED;
    default: return AS_TEXT;
    }
}

/* ### dividing */

static bool is_comment(pl_str line) {
    line = pl_str_trim(line);
    return line.len > 0 && line.ptr[0] == '#';
}

static uint32_t line_start(const pl_source *source, uint32_t at) {
    while (at > 0 && source->text.ptr[at - 1] != '\n' && source->text.ptr[at - 1] != '\r')
        at--;
    return at;
}

/* The comments right above a declaration are about it. */
static uint32_t start_of(const pl_source *source, uint32_t at, uint32_t least) {
    uint32_t start = line_start(source, at);

    while (start > least) {
        uint32_t above = line_start(source, start - 1);

        if (above < least || !is_comment((pl_str){source->text.ptr + above, start - above}))
            break;
        start = above;
    }
    return start < least ? least : start;
}

/* Declarations on one line are one piece. */
static pieces divide(pl_doc *doc, const pl_doc_file *file, uint32_t start, uint32_t end) {
    pieces list = {0};

    assert(start <= end && end <= file->source->text.len);
    for (uint32_t i = 0; i < file->tree->count; i++) {
        const pl_node *node = file->tree->kids[i];
        uint32_t least = list.len > 0 ? list.items[list.len - 1].start : start, from;

        if (node->span.start < start || node->span.start >= end)
            continue;
        from = list.len > 0 ? start_of(file->source, node->span.start, least) : start;
        if (list.len > 0 && from == least)
            continue;
        if (list.len > 0)
            list.items[list.len - 1].end = from;
        PL_PUSH(doc->arena, &list, ((pl_doc_piece){file->source, node, from, end}));
    }
    return list;
}

const pl_rule *const *pl_doc_rules_of(const pl_doc *doc, const pl_doc_piece *piece,
                                      uint32_t *count) {
    uint32_t low = 0, high = doc->input->model->rules.len, last;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        pl_span span = doc->placed[middle]->span;
        bool before = span.source == piece->source
            ? span.start < piece->start
            : (uintptr_t)span.source < (uintptr_t)piece->source;

        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    last = low;
    while (last < doc->input->model->rules.len && doc->placed[last]->span.source == piece->source &&
           doc->placed[last]->span.start < piece->end)
        last++;
    *count = last - low;
    assert(low <= last && piece->start <= piece->end);
    return doc->placed + low;
}

/* ### what a declaration says of itself */

static const char *title_of(const pl_node *node) {
    for (uint32_t i = 0; i < node->count && i < 2; i++)
        if (node->kids[i]->kind == PL_NODE_TEXT)
            return node->kids[i]->text;
    return node->text ? node->text : "";
}

static void put_notes(pl_doc *doc, const pl_node *node) {
    for (uint32_t i = 0; i < node->count; i++)
        if (node->kids[i]->kind == PL_NODE_NOTE && node->kids[i]->count > 0)
            pl_page_put(doc->out, "<p class=\"note\">", node->kids[i]->kids[0]->text, "</p>\n");
}

/* ### the line below a title */

/* What it is, what it cites, who sees to it, and where it stands, with points between. */
typedef struct meta {
    pl_doc *doc;
    const pl_doc_piece *piece;
    const char *id; /* where citations lead back to */
    bool any;
} meta;

static void part(meta *m) {
    pl_buffer_puts(m->doc->out, m->any ? " · " : "<p class=\"meta\">");
    m->any = true;
}

static void put_part(meta *m, const char *text) {
    part(m);
    pl_buffer_put_markup(m->doc->out, text);
}

/* In a list of indicators `{id}` stands for the one of each row, which has a citation of its own. */
static void put_cites(meta *m) {
    const pl_node *node = m->piece->node;

    for (uint32_t i = 0; i < node->count; i++) {
        const char *text = node->kids[i]->kind == PL_NODE_CITE && node->kids[i]->count > 0
            ? node->kids[i]->kids[0]->text
            : NULL;

        if (!text || (node->kind == PL_NODE_INDICATORS && strstr(text, "{id}")))
            continue;
        part(m);
        pl_doc_put_cite(m->doc, text, m->id, title_of(node));
    }
}

static void put_names(meta *m, const pl_node *list, const char *before) {
    for (uint32_t i = 0, listed = 0; i < list->count; i++) {
        if (!list->kids[i]->text)
            continue;
        if (listed++ == 0)
            put_part(m, before);
        else
            pl_buffer_puts(m->doc->out, ", ");
        pl_buffer_put_markup(m->doc->out, list->kids[i]->text);
    }
}

static void put_people(meta *m) {
    const pl_node *node = m->piece->node;

    for (uint32_t i = 0; i < node->count; i++)
        if (node->kids[i]->kind == PL_NODE_OWNER)
            put_names(m, node->kids[i], _("owner: "));
        else if (node->kids[i]->kind == PL_NODE_BY)
            put_names(m, node->kids[i], _("by: "));
}

/* What the reader calls a declaration: in English the word that it begins with. */
static const char *kind_word(const pl_node *node) {
    static const char *const words[] = {
#define PL_DOC_KIND(kind, word) [PL_NODE_##kind] = word,
#define PL_DOC_RULE(word)
#include "doc/kinds.def"
#undef PL_DOC_KIND
#undef PL_DOC_RULE
    };
    static const char *const rules[] = {
#define PL_DOC_KIND(kind, word)
#define PL_DOC_RULE(word) word,
#include "doc/kinds.def"
#undef PL_DOC_KIND
#undef PL_DOC_RULE
    };

    assert(node->kind == PL_NODE_RULE ||
           (node->kind < sizeof words / sizeof *words && words[node->kind]));
    if (node->kind != PL_NODE_RULE)
        return _(words[node->kind]);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i], node->kids[0]->text) == 0)
            return _(rules[i]);
    assert(!"a kind of rule is listed");
    return "";
}

static void put_place(meta *m) {
    part(m);
    pl_page_put(m->doc->out, "<span class=\"place\">", m->piece->source->name, "");
    pl_buffer_printf(m->doc->out, ":%u</span>",
                     pl_source_position(m->piece->source, m->piece->node->span.start).line);
}

/* "standard · school · Voldoen aan minimale eisen, FL-8 · owner: directeur · florente.peil.md:97" */
static void put_meta(pl_doc *doc, const pl_doc_piece *piece, const char *id, const pl_rule *rule) {
    meta m = {doc, piece, id, false};

    put_part(&m, kind_word(piece->node));
    if (rule)
        put_part(&m, rule->population ? rule->population->name : rule->entity->name);
    put_cites(&m);
    put_people(&m);
    put_place(&m);
    pl_buffer_puts(doc->out, "</p>\n");
}

/* ### rules */

static void put_more_rules(pl_doc *doc, const pl_rule *const *rules, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        pl_page_put(doc->out, "<p class=\"also\" id=\"", doc->rule_ids[rules[i]->index], "\">");
        pl_page_put(doc->out, "", rules[i]->title ? rules[i]->title : rules[i]->name, " <code>");
        pl_page_put_name(doc->out, rules[i]->name);
        pl_buffer_puts(doc->out, "</code></p>\n");
        if (doc->figures)
            pl_doc_figures_of(doc, rules[i]);
    }
}

static void put_rule_parts(pl_doc *doc, const pl_doc_piece *piece, const pl_rule *const *rules,
                           uint32_t count) {
    pl_buffer_puts(doc->out, "<div class=\"paragraph\">\n<div>\n");
    pl_doc_written(doc, piece->source, piece->start, piece->end, piece->node);
    put_notes(doc, piece->node);
    pl_buffer_puts(doc->out, "</div>\n");
    if (doc->figures || count > 1) {
        pl_buffer_puts(doc->out, "<div class=\"figures\">\n");
        if (doc->figures)
            pl_doc_figures_of(doc, rules[0]);
        put_more_rules(doc, rules, count);
        pl_buffer_puts(doc->out, "</div>\n");
    }
    pl_buffer_puts(doc->out, "</div>\n");
}

static void fold(pl_doc *doc, const char *summary, const pl_source *source, uint32_t start,
                 uint32_t end) {
    pl_page_put(doc->out, "<details><summary>", summary, "</summary>\n");
    pl_doc_written(doc, source, start, end, NULL);
    pl_buffer_puts(doc->out, "</details>\n");
}

/* A list of indicators is many rules of one form: a row for each. */
static void put_rule_table(pl_doc *doc, const pl_doc_piece *piece, const pl_rule *const *rules,
                           uint32_t count) {
    put_notes(doc, piece->node);
    if (count > 0)
        pl_doc_rule_list(doc, title_of(piece->node), rules, count);
    fold(doc, _("As it is written"), piece->source, piece->start, piece->end);
}

static void put_rule(pl_doc *doc, const pl_doc_piece *piece) {
    uint32_t count, level = doc->level < 6 ? doc->level + 1 : 6;
    const pl_rule *const *rules = pl_doc_rules_of(doc, piece, &count);
    bool list = piece->node->kind == PL_NODE_INDICATORS || count == 0;
    const char *id = list ? pl_doc_id(doc, piece->node->text) : doc->rule_ids[rules[0]->index];

    pl_page_put(doc->out, "<article class=\"rule\" id=\"", id, "\">\n");
    pl_buffer_printf(doc->out, "<h%u>", level);
    if (title_of(piece->node) != piece->node->text)
        pl_page_put(doc->out, "", title_of(piece->node), " ");
    pl_buffer_puts(doc->out, "<code>");
    pl_page_put_name(doc->out, piece->node->text);
    pl_buffer_printf(doc->out, "</code></h%u>\n", level);
    put_meta(doc, piece, id, count > 0 ? rules[0] : NULL);
    if (list)
        put_rule_table(doc, piece, rules, count);
    else
        put_rule_parts(doc, piece, rules, count);
    pl_buffer_puts(doc->out, "</article>\n");
}

/* ### what is no rule */

static const char *open_saying(pl_doc *doc, const pl_doc_piece *piece, const char *class) {
    const pl_node *node = piece->node;
    const char *id = pl_doc_id(doc, node->text ? node->text : title_of(node));

    pl_page_put(doc->out, "<div class=\"", class, "\" id=\"");
    pl_page_put(doc->out, "", id, "\">\n");
    return id;
}

/* What is left out is an item itself. */
static void put_omitted(pl_doc *doc, const pl_node *node, const char *id) {
    if (node->count < 2 || !node->kids[1]->text)
        return;
    pl_buffer_puts(doc->out, "<p><strong>");
    pl_doc_put_cite(doc, title_of(node), id, _("left out"));
    pl_page_put(doc->out, "</strong> ", _("left out"), "</p>\n");
    pl_page_put(doc->out, "<p class=\"note\">", node->kids[1]->text, "</p>\n");
}

static void put_saying(pl_doc *doc, const pl_doc_piece *piece) {
    const pl_node *node = piece->node;
    meta m = {doc, piece, open_saying(doc, piece, "saying"), false};

    if (node->kind == PL_NODE_OMIT) {
        put_omitted(doc, node, m.id);
    } else {
        pl_page_put(doc->out, "<p><strong>", title_of(node), "</strong></p>\n");
        put_part(&m, kind_word(node));
        put_part(&m, node->text);
        put_cites(&m);
        put_people(&m);
        pl_buffer_puts(doc->out, "</p>\n");
        put_notes(doc, node);
    }
    pl_buffer_puts(doc->out, "</div>\n");
}

/* Has it only a name? Then several of them are shown as one. */
static bool is_bare(const pl_doc_piece *piece) {
    if (manner_of(piece->node) != AS_TEXT || title_of(piece->node) != piece->node->text)
        return false;
    for (uint32_t i = 0; i < piece->node->count; i++)
        if (piece->node->kids[i]->kind == PL_NODE_CITE ||
            piece->node->kids[i]->kind == PL_NODE_NOTE)
            return false;
    return true;
}

/* So many bare pieces. */
static void put_bare(pl_doc *doc, const pl_doc_piece *first, uint32_t count) {
    assert(count > 0 && first->start <= first[count - 1].start);
    pl_buffer_puts(doc->out, "<div class=\"saying wide\">\n");
    pl_doc_written(doc, first->source, first->start, first[count - 1].end, NULL);
    pl_buffer_puts(doc->out, "</div>\n");
}

static void put_text(pl_doc *doc, const pl_doc_piece *piece) {
    const char *id = open_saying(doc, piece, "saying wide");

    pl_page_put(doc->out, "<p><strong>", title_of(piece->node), "</strong></p>\n");
    put_meta(doc, piece, id, NULL);
    pl_doc_written(doc, piece->source, piece->start, piece->end, piece->node);
    put_notes(doc, piece->node);
    pl_buffer_puts(doc->out, "</div>\n");
}

static void put_table(pl_doc *doc, const pl_doc_piece *piece) {
    const char *id = open_saying(doc, piece, "saying wide");

    pl_doc_table(doc, piece);
    put_meta(doc, piece, id, NULL);
    put_notes(doc, piece->node);
    fold(doc, _("As it is written"), piece->source, piece->start, piece->end);
    pl_buffer_puts(doc->out, "</div>\n");
}

/* In a document the heading above it says what the section is. */
static void put_section(pl_doc *doc, const pl_doc_piece *piece, bool plain) {
    const char *title = title_of(piece->node);
    meta m = {doc, piece, NULL, false};

    if (plain) {
        doc->level = doc->top;
        pl_doc_open_heading(doc, doc->top + 1, title, doc->out);
        m.id = doc->contents.items[doc->contents.len - 1].id;
        pl_buffer_put_markup(doc->out, title);
        pl_doc_close_heading(doc, doc->out);
    } else {
        m.id = doc->contents.len > 0 ? doc->contents.items[doc->contents.len - 1].id : "main";
    }
    put_cites(&m);
    pl_buffer_puts(doc->out, m.any ? "</p>\n" : "");
    put_notes(doc, piece->node);
}

static void put_source(pl_doc *doc, const pl_doc_piece *piece) {
    const pl_model *model = doc->input->model;

    for (uint32_t i = 0; i < model->handbooks.len; i++) {
        const pl_handbook *handbook = model->handbooks.items[i];
        pl_buffer line = {0};

        if (handbook->span.source == piece->source && handbook->span.start >= piece->start &&
            handbook->span.start < piece->end)
            pl_handbook_source_print(&line, doc->wording, handbook);
        if (line.len > 0)
            pl_page_put(doc->out, "<p class=\"meta\">", line.ptr, "</p>\n");
        pl_buffer_fini(&line);
    }
    put_notes(doc, piece->node);
}

/* So many pieces that are folded alike. */
static void put_folded(pl_doc *doc, const pl_doc_piece *first, uint32_t count,
                       piece_manner manner) {
    pl_buffer summary = {0};

    assert(count > 0 && (manner == FOLDED || manner == AS_TEST));
    for (uint32_t i = 0; manner == FOLDED && i < count; i++)
        if (first[i].node->kind == PL_NODE_HANDBOOK)
            put_source(doc, &first[i]);
    if (manner == AS_TEST) {
        pl_buffer_printf(&summary, PL_PLURAL("%u test", "%u tests", count), count);
    } else {
        for (uint32_t i = 0; i < count; i++)
            if (i == 0 || first[i].node->kind != first[i - 1].node->kind)
                pl_buffer_printf(&summary, "%s%s", i > 0 ? ", " : _("For the engine: "),
                                 kind_word(first[i].node));
    }
    fold(doc, summary.ptr, first->source, first->start, first[count - 1].end);
    pl_buffer_fini(&summary);
}

static uint32_t run_of(const pieces *list, uint32_t from) {
    uint32_t count = 1;

    while (from + count < list->len &&
           manner_of(list->items[from + count].node) == manner_of(list->items[from].node))
        count++;
    return count;
}

void pl_doc_pieces(pl_doc *doc, const pl_doc_file *file, uint32_t start, uint32_t end, bool plain) {
    pieces list = divide(doc, file, start, end);

    if (list.len == 0 && start < end)
        pl_doc_written(doc, file->source, start, end, NULL);
    for (uint32_t i = 0, count; i < list.len; i += count) {
        const pl_doc_piece *piece = &list.items[i];
        piece_manner manner = manner_of(piece->node);

        count = 1;
        switch (manner) {
        case AS_RULE: put_rule(doc, piece); break;
        case AS_TABLE: put_table(doc, piece); break;
        case AS_SAYING: put_saying(doc, piece); break;
        case AS_TEXT:
            while (is_bare(piece) && i + count < list.len && is_bare(&list.items[i + count]))
                count++;
            if (is_bare(piece))
                put_bare(doc, piece, count);
            else
                put_text(doc, piece);
            break;
        case AS_HEADING: put_section(doc, piece, plain); break;
        case AS_TEST:
        case FOLDED:
            count = run_of(&list, i);
            put_folded(doc, piece, count, manner);
            break;
        }
    }
}
