/* build.h - makes the nodes of the tree for the parser's actions. Every function allocates in the
 * compilation's arena, never fails, and takes PL_NODE_ABSENT for what was left out. Private to
 * syntax/ and grammar/. */
#ifndef PL_SYNTAX_BUILD_H
#define PL_SYNTAX_BUILD_H

#include "syntax/reader.h"

/* A node with kids up to NULL. What is nested too deep is reported and becomes PL_NODE_ERROR. */
pl_node *pl_build(pl_reader *reader, pl_node_kind kind, pl_span span, const char *text,
                  pl_node *const kids[]);
/* Gives parent. */
pl_node *pl_build_push(pl_reader *reader, pl_node *parent, pl_node *kid);
/* Into the last kid; gives parent. */
pl_node *pl_build_push_last(pl_reader *reader, pl_node *parent, pl_node *kid);
pl_node *pl_build_absent(pl_reader *reader);
/* The same node with another span, or with another kind and a span that begins earlier. */
pl_node *pl_build_spanned(pl_reader *reader, pl_node *node, pl_span span);
pl_node *pl_build_renamed(pl_reader *reader, pl_node *node, pl_node_kind kind, pl_span first);
const char *pl_build_word(pl_reader *reader, const char *text); /* interned */

/* ### leaves */
pl_node *pl_build_name(pl_reader *reader, const pl_token *token);
pl_node *pl_build_text(pl_reader *reader, const pl_token *token);
/* unit may be NULL */
pl_node *pl_build_number(pl_reader *reader, const pl_token *digits, const pl_token *unit);
/* Of `2 times per`. */
pl_node *pl_build_times(pl_reader *reader, const pl_token *token);
pl_node *pl_build_percent(pl_reader *reader, const pl_token *digits);
pl_node *pl_build_negative(pl_reader *reader, pl_node *number, pl_span span);
pl_node *pl_build_fraction(pl_reader *reader, pl_node *over, pl_node *under);
pl_node *pl_build_date(pl_reader *reader, const pl_token *token);
pl_node *pl_build_schooljaar(pl_reader *reader, const pl_token *token);
pl_node *pl_build_day_month(pl_reader *reader, const pl_token *token);
/* low or high may be absent; `dots` says whether the upper end is left out. */
pl_node *pl_build_range(pl_reader *reader, pl_node *low, pl_node *high, const pl_token *dots);
/* The cell `>= 15%` or `<= 15%`. */
pl_node *pl_build_compared_cell(pl_reader *reader, const pl_token *sign, pl_node *bound);

/* ### declarations */
/* The one that is being read, whose head is not understood: PL_NODE_ERROR with the name that it
 * probably declares. */
pl_node *pl_build_broken(pl_reader *reader);
/* Without kids; its text is the name, its span the name's. */
pl_node *pl_build_declaration(pl_reader *reader, pl_node_kind kind, pl_node *name);
pl_node *pl_build_rule(pl_reader *reader, const pl_token *kind, pl_node *name, pl_node *title);
/* Parts: title, entity, levels, CASES. */
pl_node *pl_build_decision(pl_reader *reader, pl_node *name, pl_node *const parts[4]);
/* A plan without `on failure` before it. */
pl_node *pl_build_bare_failure(pl_reader *reader, pl_node *rule, pl_node *plan);
pl_node *pl_build_after_failure(pl_reader *reader, pl_node *rule, pl_node *clause);
/* parts: parent, keys, years left out; yearly NULL when the word is not there. */
pl_node *pl_build_entity(pl_reader *reader, pl_node *name, pl_node *const parts[3],
                         const pl_node *yearly);
pl_node *pl_build_field_of_entity(pl_reader *reader, pl_node *entity, pl_node *field);
pl_node *pl_build_field(pl_reader *reader, pl_node *name, pl_node *typed, pl_node *entity);
pl_node *pl_build_yearly(pl_reader *reader, pl_node *field, const pl_token *word);
pl_node *pl_build_default(pl_reader *reader, pl_node *field, pl_node *value);
pl_node *pl_build_absent_means(pl_reader *reader, pl_span first, const pl_node *word);

typedef enum pl_table_part {
    PL_TABLE_KEYS = 1,
    PL_TABLE_BY,
    PL_TABLE_FROM,
    PL_TABLE_UNTIL,
    PL_TABLE_ROWS
} pl_table_part;
/* The table with empty lists of keys and rows; its parts, once each; all give `table`, which is
 * PL_NODE_ERROR when its head was not read, and only collects then. */
pl_node *pl_build_table(pl_reader *reader, pl_node *name, pl_node *title);
pl_node *pl_build_table_part(pl_reader *reader, pl_node *table, pl_table_part part, pl_node *value);
pl_node *pl_build_overlap(pl_reader *reader, pl_node *table, const pl_node *word);
pl_node *pl_build_row_of_table(pl_reader *reader, pl_node *table, pl_node *row);

/* parts: title, entity, period, roles, set. */
pl_node *pl_build_attest(pl_reader *reader, pl_node *name, pl_node *const parts[5]);

/* values: LIST of the members and, last, the header. */
pl_node *pl_build_row_source(pl_reader *reader, pl_node *values, pl_span span);
/* `"*" is missing`. */
pl_node *pl_build_missing_cell(pl_reader *reader, pl_node *text, const pl_node *word);

/* ### conditions and values */
/* `a and b or c`, with both readings in the message. */
pl_node *pl_build_mixed(pl_reader *reader, pl_node_kind kind, pl_node *left, pl_node *right);
/* `a and every x has b`: what has an open end stands alone. */
pl_node *pl_build_beside(pl_reader *reader, pl_node_kind kind, pl_node *left, pl_node *right);
/* `every x has a and b`, with both readings. */
pl_node *pl_build_open_end(pl_reader *reader, pl_node_kind kind, pl_node *left, pl_node *right);
/* `share of x having a >= 3`. */
pl_node *pl_build_compared_tail(pl_reader *reader, pl_node *left, const pl_token *sign,
                                pl_node *right);
/* The word behind `is`, with a slip of the finger repaired. */
pl_node *pl_build_state(pl_reader *reader, pl_node *word);
pl_node *pl_build_negated_word(pl_reader *reader, const pl_node *word, pl_span span);
/* source: LIST of entity, period, where. */
pl_node *pl_build_quantifier(pl_reader *reader, const pl_token *quantity, pl_node *amount,
                             const pl_node *source, pl_node *having, pl_span span);
pl_node *pl_build_tail(pl_reader *reader, pl_node *aggregate, pl_node *where, pl_node *having,
                       pl_span span);
pl_node *pl_build_last(pl_reader *reader, const pl_token *count, pl_node *unit, pl_span span);
pl_node *pl_build_including(pl_reader *reader, pl_node *period, pl_span span);
pl_node *pl_build_without(pl_reader *reader, pl_node *period, pl_node *years, pl_span span);
pl_node *pl_build_small(pl_reader *reader, pl_node *period, pl_node *small, pl_span span);
pl_node *pl_build_this_year(pl_reader *reader, const pl_token *word, pl_node *unit, pl_span span);
pl_node *pl_build_index(pl_reader *reader, pl_node *base, const pl_node *keys, pl_span span);
pl_node *pl_build_call(pl_reader *reader, const pl_node *function, const pl_node *arguments,
                       pl_span span);

#endif
