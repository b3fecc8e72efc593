/* rules.c - handbooks, sections, rules and deadlines, in the order of the files. What a rule asks is in clauses.c.
 * A rule stands in the handbook and section above it in its file; a file without a handbook is one, named after the file.
 * In a document it stands under headings too: a section ends where the heading ends that it stands under. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* Where in a file the next rule stands. */
typedef struct place {
    const pl_source *source;
    pl_handbook *handbook; /* NULL until it is needed */
    const char *section, *section_title;
    const pl_heading *section_heading; /* that the section stands under; NULL: none */
} place;

static bool has_clause(const pl_node *node, uint32_t from, pl_node_kind kind) {
    for (uint32_t i = from; i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), kind))
            return true;
    return false;
}

/* ### headings */

/* The nearest heading above, NULL when there is none. */
static const pl_heading *heading_above(pl_span span) {
    const pl_heading *chain[PL_HEADING_LEVELS];
    uint32_t count = pl_source_headings(span, chain);

    return count > 0 ? chain[count - 1] : NULL;
}

static bool is_under(pl_span span, const pl_heading *heading) {
    const pl_heading *chain[PL_HEADING_LEVELS];
    uint32_t count = pl_source_headings(span, chain);

    for (uint32_t i = 0; i < count; i++)
        if (chain[i] == heading)
            return true;
    return heading == NULL;
}

static void leave_section(place *at) {
    at->section = at->section_title = NULL;
    at->section_heading = NULL;
}

/* The name of the section; or, where the rule stands in none, the nearest heading. */
static void place_rule(pl_checker *ck, place *at, pl_rule *rule) {
    const pl_heading *chain[PL_HEADING_LEVELS];
    uint32_t count = pl_source_headings(rule->span, chain);

    for (uint32_t i = 0; i < count; i++)
        PL_PUSH(ck->arena, &rule->place, chain[i]->text);
    if (!is_under(rule->span, at->section_heading))
        leave_section(at);
    rule->section = at->section;
    rule->section_title = at->section_title;
    if (!rule->section && count > 0)
        rule->section = rule->section_title = chain[count - 1]->text;
}

/* What says nothing of its source renders the paragraph that it stands under. */
static void cite_headings(pl_checker *ck, pl_rule *rule) {
    pl_buffer headings;

    pl_buffer_init(&headings);
    if (rule->cites.len == 0 && pl_source_print_headings(&headings, rule->span)) {
        const char *text = pl_arena_copy(ck->arena, headings.ptr, headings.len);

        PL_PUSH(ck->arena, &rule->cites, text);
        PL_PUSH(ck->arena, &rule->handbook->citations, ((pl_citation){text, rule->span, NULL}));
    }
    pl_buffer_fini(&headings);
}

/* ### handbooks */

static void add_handbook_clause(pl_checker *ck, pl_handbook *handbook, const pl_node *clause) {
    const pl_node *first = pl_sema_kid(clause, 0), *second = pl_sema_kid(clause, 1);
    pl_days days;

    if (pl_sema_is(clause, PL_NODE_SOURCE)) {
        handbook->source = first->text;
        days = pl_sema_days(ck, second, pl_sema_kid(clause, 2));
        handbook->has_source_date = days.has_from;
        handbook->source_date = days.from;
    } else if (pl_sema_is(clause, PL_NODE_VALID)) {
        days = pl_sema_days(ck, first, second);
        handbook->has_from = days.has_from, handbook->from = days.from;
        handbook->has_until = days.has_until, handbook->until = days.until;
    }
}

static pl_handbook *make_handbook(pl_checker *ck, const pl_node *node) {
    pl_handbook *handbook = PL_MAKE(ck->arena, pl_handbook);

    handbook->name = node->text;
    handbook->span = pl_sema_name_span(node);
    handbook->title =
        pl_sema_is(pl_sema_kid(node, 0), PL_NODE_TEXT) ? pl_sema_kid(node, 0)->text : NULL;
    for (uint32_t i = 1; i < node->count; i++)
        add_handbook_clause(ck, handbook, pl_sema_kid(node, i));
    PL_PUSH(ck->arena, &ck->model->handbooks, handbook);
    return handbook;
}

/* A bare `handbook NAME` in a second file goes on with the handbook of that name. */
static void enter_handbook(pl_checker *ck, place *at, const pl_node *node) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_HANDBOOK, NULL, node->text);
    bool bare = node->count <= 1 && pl_sema_kid(node, 0)->kind == PL_NODE_ABSENT;

    leave_section(at);
    if (symbol && bare) {
        at->handbook = symbol->object;
        return;
    }
    at->handbook = symbol ? symbol->object : make_handbook(ck, node);
    pl_sema_declare(ck, PL_SYMBOL_HANDBOOK, NULL, node, at->handbook);
}

/* "florente" of "rules/florente/florente.peil" */
static const char *stem(pl_checker *ck, const pl_source *source) {
    const char *name = source ? source->name : "", *slash = strrchr(name, '/');
    pl_str stem = pl_str_of(slash ? slash + 1 : name);
    const char *dot = memchr(stem.ptr, '.', stem.len);

    if (dot && dot > stem.ptr)
        stem.len = (size_t)(dot - stem.ptr);
    return pl_intern(&ck->compiler->names, stem);
}

static pl_handbook *handbook_at(pl_checker *ck, place *at) {
    if (!at->handbook)
        enter_handbook(ck, at,
                       pl_node_make(ck->arena, PL_NODE_HANDBOOK, (pl_span){at->source, 0, 0},
                                    stem(ck, at->source)));
    assert(at->handbook);
    return at->handbook;
}

/* ### rules */

static pl_rule_kind kind_of(const char *word) {
    for (int kind = PL_STANDARD; kind <= PL_TARGET; kind++)
        if (word && strcmp(word, pl_rule_kind_word((pl_rule_kind)kind)) == 0)
            return (pl_rule_kind)kind;
    return PL_STANDARD;
}

/* A handbook that is not in force takes its rules along. */
static void narrow_to_handbook(pl_rule *rule) {
    const pl_handbook *handbook = rule->handbook;

    assert(handbook);
    if (handbook->has_from && (!rule->has_from || rule->from < handbook->from)) {
        rule->has_from = true;
        rule->from = handbook->from;
    }
    if (handbook->has_until && (!rule->has_until || rule->until > handbook->until)) {
        rule->has_until = true;
        rule->until = handbook->until;
    }
}

/* A rule that has no name of its own is checked all the same. */
static pl_symbol *declare_rule(pl_checker *ck, const pl_node *node, pl_rule *rule) {
    pl_symbol *symbol = pl_sema_declare(ck, PL_SYMBOL_RULE, rule->handbook, node, rule);

    if (symbol && rule->entity) {
        rule->index = ck->model->rules.len;
        PL_PUSH(ck->arena, &ck->model->rules, rule);
    }
    assert((symbol && rule->entity) || ck->diags->errors > 0);
    if (symbol)
        return symbol;
    symbol = PL_MAKE(ck->arena, pl_symbol);
    *symbol = (pl_symbol){.kind = PL_SYMBOL_RULE,
                          .name = rule->name,
                          .owner = rule->handbook,
                          .object = rule,
                          .node = node,
                          .span = rule->span};
    return symbol;
}

static void read_consequences(pl_checker *ck, const pl_rule *rule, const pl_node *node) {
    for (uint32_t i = 2; i < node->count; i++)
        if (pl_sema_is(pl_sema_kid(node, i), PL_NODE_FAILURE))
            pl_sema_read_failure(ck, rule, pl_sema_kid(node, i));
}

static pl_rule_kind kind_of_node(const pl_node *node) {
    return pl_sema_is(node, PL_NODE_DECISION) ? PL_DECISION
        : pl_sema_is(node, PL_NODE_DEADLINE)  ? PL_DEADLINE
                                              : kind_of(pl_sema_kid(node, 0)->text);
}

/* RULE: kind-NAME title? clause*. DECISION: title? entity-NAME levels? CASES clause*. DEADLINE: title?
 * phase-NAME? clause*. */
static void read_rule(pl_checker *ck, place *at, const pl_node *node) {
    const pl_node *title = pl_sema_kid(node, pl_sema_is(node, PL_NODE_RULE) ? 1 : 0);
    uint32_t before = ck->model->rules.len;
    pl_rule *rule = PL_MAKE(ck->arena, pl_rule);

    if (!node->text)
        return;
    rule->kind = kind_of_node(node);
    rule->name = node->text;
    rule->title = pl_sema_is(title, PL_NODE_TEXT) ? title->text : NULL;
    rule->handbook = handbook_at(ck, at);
    rule->span = pl_sema_name_span(node);
    place_rule(ck, at, rule);
    pl_sema_read_head(ck, rule, node);
    cite_headings(ck, rule);
    narrow_to_handbook(rule);
    PL_PUSH(ck->arena, &ck->rules, declare_rule(ck, node, rule));
    if (ck->model->rules.len == before)
        return;
    if (rule->kind == PL_DEADLINE)
        pl_sema_begin_deadline(ck, rule, node);
    read_consequences(ck, rule, node);
}

static void enter_section(place *at, const pl_node *node) {
    const pl_node *title = pl_sema_kid(node, 0);

    at->section = node->text;
    at->section_heading = heading_above(node->span);
    at->section_title = pl_sema_is(title, PL_NODE_TEXT) ? title->text : NULL;
    if (!at->section_title && at->section_heading)
        at->section_title = at->section_heading->text;
}

/* A module without a handbook belongs to none: what it cites are other sources. */
static void read_items(pl_checker *ck, place *at, const pl_node *node) {
    if (has_clause(node, 0, PL_NODE_ITEMS))
        pl_sema_list_items(ck, handbook_at(ck, at), node);
    if (pl_sema_is(node, PL_NODE_OMIT))
        pl_sema_omit_items(ck, handbook_at(ck, at), node);
    else if (at->handbook)
        pl_sema_note_cites(ck, at->handbook, node);
}

static void read_indicator(pl_checker *ck, void *context, const pl_node *rule) {
    place *at = context;

    assert(pl_sema_is(rule, PL_NODE_RULE));
    read_rule(ck, at, rule);
    pl_sema_note_cites(ck, handbook_at(ck, at), rule);
}

static bool is_statement(const pl_node *node) {
    return pl_sema_is(node, PL_NODE_ROLE) || pl_sema_is(node, PL_NODE_TASK) ||
        pl_sema_is(node, PL_NODE_DEFINITION);
}

static void read_file(pl_checker *ck, const pl_node *file) {
    place at = {.source = file->span.source};

    for (uint32_t i = 0; i < file->count; i++) {
        const pl_node *node = pl_sema_kid(file, i);

        if (pl_sema_is(node, PL_NODE_HANDBOOK) && node->text)
            enter_handbook(ck, &at, node);
        else if (pl_sema_is(node, PL_NODE_SECTION))
            enter_section(&at, node);
        else if (pl_sema_is(node, PL_NODE_RULE) || pl_sema_is(node, PL_NODE_DECISION) ||
                 pl_sema_is(node, PL_NODE_DEADLINE))
            read_rule(ck, &at, node);
        else if (is_statement(node))
            pl_sema_state(ck, at.handbook, node);
        if (pl_sema_is(node, PL_NODE_INDICATORS))
            pl_sema_each_indicator(ck, node, read_indicator, &at);
        else
            read_items(ck, &at, node);
    }
}

void pl_sema_declare_rules(pl_checker *ck) {
    for (uint32_t i = 0; i < ck->files.len; i++)
        read_file(ck, ck->files.items[i]);
}
