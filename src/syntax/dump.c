/* dump.c - prints the tokens and the tree of a source, a line each: what --dump=tokens and
 * --dump=tree show.
 * For reading and for golden cases; not a format that anything reads back. */
#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "grammar/parser.h"
#include "syntax/reader.h"

/* ### escaping */

static void print_quoted(const char *text, FILE *out) {
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        if (*text == '\n')
            fputs("\\n", out);
        else
            fputc(*text, out);
    }
    fputc('"', out);
}

static void print_position(pl_span span, FILE *out) {
    pl_position at = pl_source_position(span.source, span.start);

    fprintf(out, "%u:%u", at.line, at.column);
}

/* ### tokens */

static const char *class_name(int kind) {
    const pl_word *word = pl_word_of_token(kind);

    if (word && kind != PL_T_UNIT)
        return "keyword";
    switch (kind) {
    case PL_T_NAME:
    case PL_T_MAPPED:
    case PL_T_COLUMN_NAME: return "name";
    case PL_T_TEXT:
    case PL_T_CELL_TEXT: return "text";
    case PL_T_NUMBER: return "number";
    case PL_T_PERCENT: return "percent";
    case PL_T_UNIT: return "unit";
    case PL_T_DATE: return "date";
    case PL_T_SCHOOLJAAR: return "schooljaar";
    case PL_T_DAYMONTH: return "day-month";
    case PL_T_ROW: return "row";
    case PL_T_ROW_END: return "row-end";
    case PL_T_END: return "end";
    default: return "mark";
    }
}

/* A mark as it was written, all else as it was understood. */
static void print_token(const pl_reader *reader, uint32_t index, FILE *out) {
    const pl_token *token = &reader->tokens.items[index];
    pl_str written = pl_span_text(pl_token_span(reader, index));
    const char *class = class_name(token->kind);

    print_position(pl_token_span(reader, index), out);
    fprintf(out, "\t%s", class);
    if (strcmp(class, "mark") == 0) {
        fprintf(out, "\t%.*s", (int)written.len, written.ptr);
    } else if (token->kind == PL_T_TEXT || token->kind == PL_T_CELL_TEXT) {
        fputc('\t', out);
        print_quoted(token->text, out);
    } else if (token->kind != PL_T_END) {
        assert(token->text);
        fprintf(out, "\t%s", token->text);
    }
    fputc('\n', out);
}

void pl_dump_tokens(pl_compiler *compiler, const pl_source *source, FILE *out) {
    pl_reader reader;

    pl_reader_init(&reader, compiler, source);
    for (uint32_t i = 0; i < reader.tokens.len; i++)
        print_token(&reader, i, out);
    pl_reader_fini(&reader);
}

/* ### the tree */

static bool has_number(const pl_node *node) {
    return node->number.den != 0 || node->number.big;
}

static void print_node(const pl_node *node, unsigned depth, FILE *out) {
    fprintf(out, "%*s%s", (int)(2 * depth), "", pl_node_kind_name(node->kind));
    if (node->text) {
        fputc(' ', out);
        print_quoted(node->text, out);
    }
    if (has_number(node)) {
        pl_buffer number;

        pl_buffer_init(&number);
        pl_number_print(&number, node->number);
        fprintf(out, " %s", number.ptr);
        pl_buffer_fini(&number);
    }
    if (node->span.source && node->kind != PL_NODE_ABSENT) {
        fputs(" @", out);
        print_position(node->span, out);
    }
    fputc('\n', out);
    for (uint32_t i = 0; i < node->count; i++)
        print_node(node->kids[i], depth + 1, out);
}

void pl_dump_tree(const pl_node *node, FILE *out) {
    print_node(node, 0, out);
}
