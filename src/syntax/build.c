/* build.c - makes the nodes of the tree: leaves, and declarations with their parts in the order of
 * nodes.def.
 * What was left out is PL_NODE_ABSENT; a declaration whose head could not be read is PL_NODE_ERROR
 * and only collects.
 * Conditions and values are condition.c's. */
#include "syntax/build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "grammar/parser.h"

/* Deeper than any rule that is written by hand, shallow enough for recursion over the tree. */
#define DEEPEST 200

/* ### nodes */

static bool may_be_cut(pl_node_kind kind) {
    switch (kind) {
    case PL_NODE_BINARY:
    case PL_NODE_COMPARE:
    case PL_NODE_NOT:
    case PL_NODE_AND:
    case PL_NODE_OR:
    case PL_NODE_NEGATE:
    case PL_NODE_ROUNDED:
    case PL_NODE_ELSE:
    case PL_NODE_IN:
    case PL_NODE_IS:
    case PL_NODE_INDEX:
    case PL_NODE_CALL:
    case PL_NODE_CASES:
    case PL_NODE_AGGREGATE:
    case PL_NODE_QUANTIFIER:
    case PL_NODE_PERCENTILE:
    case PL_NODE_PREVIOUS:
    case PL_NODE_TREND: return true;
    default: return false;
    }
}

pl_node *pl_build(pl_reader *reader, pl_node_kind kind, pl_span span, const char *text,
                  pl_node *const kids[]) {
    pl_arena *arena = reader->compiler->arena;
    pl_node *node = pl_node_make(arena, kind, span, text);

    for (; *kids; kids++)
        pl_node_push(arena, node, *kids);
    if (node->height <= DEEPEST || !may_be_cut(kind))
        return node;
    PL_REPORT0(&reader->compiler->diags, TOO_DEEP, span);
    return pl_node_make(arena, PL_NODE_ERROR, span, NULL);
}

pl_node *pl_build_push(pl_reader *reader, pl_node *parent, pl_node *kid) {
    pl_node_push(reader->compiler->arena, parent, kid);
    return parent;
}

pl_node *pl_build_push_last(pl_reader *reader, pl_node *parent, pl_node *kid) {
    assert(parent->count > 0);
    pl_node_push(reader->compiler->arena, parent->kids[parent->count - 1], kid);
    return parent;
}

static pl_node *leaf(pl_reader *reader, pl_node_kind kind, pl_span span, const char *text) {
    return pl_node_make(reader->compiler->arena, kind, span, text);
}

pl_node *pl_build_absent(pl_reader *reader) {
    return leaf(reader, PL_NODE_ABSENT, (pl_span){0}, NULL);
}

pl_node *pl_build_spanned(pl_reader *reader, pl_node *node, pl_span span) {
    (void)reader;
    node->span = span;
    return node;
}

pl_node *pl_build_renamed(pl_reader *reader, pl_node *node, pl_node_kind kind, pl_span first) {
    assert(node->kind == PL_NODE_LIST);
    (void)reader;
    node->kind = kind;
    node->span =
        pl_span_join(first, node->count > 0 ? node->kids[node->count - 1]->span : node->span);
    return node;
}

const char *pl_build_word(pl_reader *reader, const char *text) {
    return pl_intern(&reader->compiler->names, pl_str_of(text));
}

/* ### leaves */

static pl_span token_span(const pl_reader *reader, const pl_token *token) {
    return (pl_span){reader->source, token->start, token->end};
}

static pl_node *numbered(pl_reader *reader, pl_node_kind kind, const pl_token *token,
                         int64_t value) {
    pl_node *node = leaf(reader, kind, token_span(reader, token), NULL);

    node->number = pl_number_make(reader->compiler->arena, value, 1);
    return node;
}

pl_node *pl_build_name(pl_reader *reader, const pl_token *token) {
    return leaf(reader, PL_NODE_NAME, token_span(reader, token), token->text);
}

pl_node *pl_build_text(pl_reader *reader, const pl_token *token) {
    assert(token->kind == PL_T_TEXT || token->kind == PL_T_CELL_TEXT);
    return leaf(reader, PL_NODE_TEXT, token_span(reader, token), token->text);
}

static pl_number number_of(pl_reader *reader, const char *digits) {
    pl_number number = PL_NUMBER_ZERO;
    bool read = pl_number_parse(reader->compiler->arena, pl_str_of(digits), '.', &number);

    assert(read && "the lexer gives digits with one point");
    (void)read;
    return number;
}

pl_node *pl_build_number(pl_reader *reader, const pl_token *digits, const pl_token *unit) {
    pl_span span = token_span(reader, digits);
    pl_node *node = leaf(reader, PL_NODE_NUMBER, span, unit ? unit->text : NULL);

    if (unit)
        node->span = pl_span_join(span, token_span(reader, unit));
    node->number = number_of(reader, digits->text);
    return node;
}

/* A pair that was misspelt has no number; that has been reported. */
pl_node *pl_build_times(pl_reader *reader, const pl_token *token) {
    pl_number number;
    bool read = pl_number_parse(reader->compiler->arena, pl_str_of(token->text), '.', &number);

    assert(read || reader->compiler->diags.errors > 0);
    return read ? pl_build_number(reader, token, NULL) : numbered(reader, PL_NODE_NUMBER, token, 1);
}

pl_node *pl_build_percent(pl_reader *reader, const pl_token *digits) {
    pl_arena *arena = reader->compiler->arena;
    pl_node *node =
        leaf(reader, PL_NODE_NUMBER, token_span(reader, digits), pl_build_word(reader, "percent"));

    node->number =
        pl_number_div(arena, number_of(reader, digits->text), pl_number_make(arena, 100, 1));
    return node;
}

pl_node *pl_build_negative(pl_reader *reader, pl_node *number, pl_span span) {
    assert(number->kind == PL_NODE_NUMBER && pl_number_sign(number->number) >= 0);
    number->number = pl_number_negate(reader->compiler->arena, number->number);
    number->span = span;
    return number;
}

pl_node *pl_build_fraction(pl_reader *reader, pl_node *over, pl_node *under) {
    assert(over->kind == PL_NODE_NUMBER && under->kind == PL_NODE_NUMBER);
    if (pl_number_sign(under->number) == 0)
        PL_REPORT0(&reader->compiler->diags, DIVIDES_BY_ZERO, under->span);
    else
        over->number = pl_number_div(reader->compiler->arena, over->number, under->number);
    over->span = pl_span_join(over->span, under->span);
    return over;
}

pl_node *pl_build_date(pl_reader *reader, const pl_token *token) {
    pl_date date = 0;
    bool read = pl_date_parse(pl_str_of(token->text), &date);

    assert(read && "the lexer gives days that exist");
    (void)read;
    return numbered(reader, PL_NODE_DATE, token, date);
}

pl_node *pl_build_schooljaar(pl_reader *reader, const pl_token *token) {
    assert(token->kind == PL_T_SCHOOLJAAR);
    return numbered(reader, PL_NODE_SCHOOLJAAR, token, atoi(token->text));
}

pl_node *pl_build_day_month(pl_reader *reader, const pl_token *token) {
    assert(token->kind == PL_T_DAYMONTH);
    return numbered(reader, PL_NODE_DAYMONTH, token, atoi(token->text));
}

static pl_span span_of_ends(pl_span low, pl_span sign, pl_span high) {
    return pl_span_join(pl_span_join(low, sign), high);
}

pl_node *pl_build_range(pl_reader *reader, pl_node *low, pl_node *high, const pl_token *dots) {
    pl_span span = span_of_ends(low->span, token_span(reader, dots), high->span);
    bool is_half_open = strcmp(dots->text, "<") == 0;

    return pl_build(reader, PL_NODE_RANGE, span, is_half_open ? dots->text : NULL,
                    (pl_node *const[]){low, high, NULL});
}

pl_node *pl_build_compared_cell(pl_reader *reader, const pl_token *sign, pl_node *bound) {
    pl_span span = pl_span_join(token_span(reader, sign), bound->span);
    pl_node *absent = pl_build_absent(reader);
    bool is_upper = strcmp(sign->text, "<=") == 0;

    if (!is_upper && strcmp(sign->text, ">=") != 0)
        PL_REPORT(&reader->compiler->diags, CELL_SIGN, span, sign->text);
    return pl_build(reader, PL_NODE_RANGE, span, NULL,
                    is_upper ? (pl_node *const[]){absent, bound, NULL}
                             : (pl_node *const[]){bound, absent, NULL});
}

/* ### declarations */

pl_node *pl_build_broken(pl_reader *reader) {
    const pl_token *name;

    assert(reader->declaration + 1 < reader->tokens.len);
    name = &reader->tokens.items[reader->declaration + 1];
    if (name->kind == PL_T_NAME && !(name->flags & PL_TOKEN_FIRST))
        return leaf(reader, PL_NODE_ERROR, token_span(reader, name), name->text);
    return leaf(reader, PL_NODE_ERROR, pl_token_span(reader, reader->declaration), NULL);
}

pl_node *pl_build_declaration(pl_reader *reader, pl_node_kind kind, pl_node *name) {
    return leaf(reader, kind, name->span, name->text);
}

pl_node *pl_build_rule(pl_reader *reader, const pl_token *kind, pl_node *name, pl_node *title) {
    pl_node *rule = pl_build_declaration(reader, PL_NODE_RULE, name);

    pl_build_push(reader, rule, pl_build_name(reader, kind));
    return pl_build_push(reader, rule, title);
}

pl_node *pl_build_decision(pl_reader *reader, pl_node *name, pl_node *const parts[4]) {
    pl_node *decision = pl_build_declaration(reader, PL_NODE_DECISION, name);

    for (int i = 0; i < 4; i++)
        pl_build_push(reader, decision, parts[i]);
    return decision;
}

pl_node *pl_build_bare_failure(pl_reader *reader, pl_node *rule, pl_node *plan) {
    PL_REPORT(&reader->compiler->diags, BARE_FAILURE, plan->span, plan->text);
    pl_build_push(reader, rule, leaf(reader, PL_NODE_FAILURE, plan->span, NULL));
    return pl_build_push_last(reader, rule, plan);
}

/* The clause goes where it should have stood: before `on failure`, the last kid. One message for
 * all of them. */
pl_node *pl_build_after_failure(pl_reader *reader, pl_node *rule, pl_node *clause) {
    uint32_t last = rule->count - 1;
    pl_node *failure = rule->kids[last];

    assert(rule->count > 0 && failure->kind == PL_NODE_FAILURE);
    if (failure->number.den == 0)
        PL_REPORT(&reader->compiler->diags, AFTER_FAILURE, clause->span,
                  pl_node_kind_name(clause->kind));
    failure->number = PL_NUMBER_ONE;
    pl_build_push(reader, rule, failure);
    rule->kids[last] = clause;
    return rule;
}

pl_node *pl_build_entity(pl_reader *reader, pl_node *name, pl_node *const parts[3],
                         const pl_node *yearly) {
    pl_node *entity = pl_build_declaration(reader, PL_NODE_ENTITY, name);

    pl_build_push(reader, entity, parts[0]);
    pl_build_push(reader, entity, parts[1]);
    pl_build_push(reader, entity, leaf(reader, PL_NODE_LIST, name->span, NULL));
    pl_build_push(reader, entity, parts[2]);
    if (yearly)
        entity->number = PL_NUMBER_ONE;
    return entity;
}

pl_node *pl_build_field_of_entity(pl_reader *reader, pl_node *entity, pl_node *field) {
    pl_build_push(reader, entity->kind == PL_NODE_ENTITY ? entity->kids[2] : entity, field);
    return entity;
}

pl_node *pl_build_field(pl_reader *reader, pl_node *name, pl_node *typed, pl_node *entity) {
    assert(typed->kind == PL_NODE_FIELD && typed->count == 3);
    typed->text = name->text;
    typed->span = name->span;
    return pl_build_push(reader, typed, entity);
}

static void report_twice(pl_reader *reader, pl_span span, const char *word) {
    PL_REPORT(&reader->compiler->diags, SAID_TWICE, span, word);
}

pl_node *pl_build_yearly(pl_reader *reader, pl_node *field, const pl_token *word) {
    if (field->number.den != 0)
        report_twice(reader, token_span(reader, word), "yearly");
    field->number = PL_NUMBER_ONE;
    return field;
}

pl_node *pl_build_default(pl_reader *reader, pl_node *field, pl_node *value) {
    assert(field->kind == PL_NODE_FIELD && field->count == 3);
    if (field->kids[2]->kind != PL_NODE_ABSENT)
        report_twice(reader, value->span, "default");
    field->kids[2] = value;
    return field;
}

pl_node *pl_build_absent_means(pl_reader *reader, pl_span first, const pl_node *word) {
    pl_node *negated = pl_build_negated_word(reader, word, pl_span_join(first, word->span));

    negated->kind = PL_NODE_ABSENT_MEANS;
    return negated;
}

/* ### attestations */

pl_node *pl_build_attest(pl_reader *reader, pl_node *name, pl_node *const parts[5]) {
    pl_node *attest = pl_build_declaration(reader, PL_NODE_ATTEST, name);
    pl_node *rhythm = pl_build(reader, PL_NODE_RHYTHM, parts[2]->span, NULL,
                               (pl_node *const[]){parts[2], pl_build_absent(reader), NULL});

    for (int part = 0; part < 5; part++)
        pl_build_push(reader, attest, part == 2 ? rhythm : parts[part]);
    assert(attest->count == 5 && attest->text);
    return attest;
}

/* ### tables */

pl_node *pl_build_table(pl_reader *reader, pl_node *name, pl_node *title) {
    pl_node *table = pl_build_declaration(reader, PL_NODE_TABLE, name);

    pl_build_push(reader, table, title);
    for (int part = PL_TABLE_KEYS; part <= PL_TABLE_ROWS; part++) {
        bool is_list = part == PL_TABLE_KEYS || part == PL_TABLE_ROWS;

        pl_build_push(reader, table,
                      leaf(reader, is_list ? PL_NODE_LIST : PL_NODE_ABSENT, name->span, NULL));
    }
    assert(table->count == PL_TABLE_ROWS + 1);
    table->number = PL_NUMBER_ZERO;
    return table;
}

pl_node *pl_build_table_part(pl_reader *reader, pl_node *table, pl_table_part part,
                             pl_node *value) {
    static const char *const words[] = {NULL, "key", "by", "from", "until", NULL};

    if (table->kind != PL_NODE_TABLE)
        return table;
    assert(part >= PL_TABLE_KEYS && part < PL_TABLE_ROWS && words[part]);
    if (table->kids[part]->kind != PL_NODE_ABSENT &&
        (table->kids[part]->kind != PL_NODE_LIST || table->kids[part]->count > 0))
        report_twice(reader, value->span, words[part]);
    table->kids[part] = value;
    return table;
}

pl_node *pl_build_overlap(pl_reader *reader, pl_node *table, const pl_node *word) {
    static const char *const ways[] = {"highest", "lowest", "first"};

    if (table->kind != PL_NODE_TABLE)
        return table;
    if (pl_number_sign(table->number) != 0)
        report_twice(reader, word->span, "overlap");
    for (int i = 0; i < 3; i++) {
        if (strcmp(word->text, ways[i]) != 0)
            continue;
        table->number = pl_number_make(reader->compiler->arena, i + 1, 1);
        return table;
    }
    PL_REPORT(&reader->compiler->diags, OVERLAP_WORD, word->span, word->text);
    return table;
}

pl_node *pl_build_row_of_table(pl_reader *reader, pl_node *table, pl_node *row) {
    pl_build_push(reader, table->kind == PL_NODE_TABLE ? table->kids[PL_TABLE_ROWS] : table, row);
    return table;
}

/* ### datasets */

pl_node *pl_build_row_source(pl_reader *reader, pl_node *values, pl_span span) {
    pl_node *header;

    assert(values->kind == PL_NODE_LIST && values->count > 0);
    header = values->kids[values->count - 1];
    if (header->kind != PL_NODE_TEXT || values->count < 2) {
        PL_REPORT0(&reader->compiler->diags, ROW_SOURCE, span);
        header = leaf(reader, PL_NODE_TEXT, span, pl_build_word(reader, ""));
    } else {
        values->kids[--values->count] = NULL;
    }
    values->span = pl_span_join(values->kids[0]->span, values->kids[values->count - 1]->span);
    return pl_build(reader, PL_NODE_ROWSOURCE, span, NULL,
                    (pl_node *const[]){values, header, NULL});
}

pl_node *pl_build_missing_cell(pl_reader *reader, pl_node *text, const pl_node *word) {
    pl_span span = pl_span_join(text->span, word->span);

    if (strcmp(word->text, "missing") != 0)
        PL_REPORT(&reader->compiler->diags, CELL_MEANING, word->span, word->text);
    return pl_build(reader, PL_NODE_CELL, span, NULL,
                    (pl_node *const[]){text, pl_build_absent(reader), NULL});
}
