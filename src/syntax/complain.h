/* complain.h - a syntax error as the hints see it: the tokens round it, and what could have stood
 * there.
 * Private to syntax/. */
#ifndef PL_SYNTAX_COMPLAIN_H
#define PL_SYNTAX_COMPLAIN_H

#include "syntax/reader.h"

typedef struct pl_mistake {
    pl_reader *reader;
    uint32_t at;         /* the token that does not fit */
    const int *expected; /* tokens that would have fitted */
    int count;
    bool *repaired;
} pl_mistake;

/* The token that does not fit (0), or the one so many steps from it; the first or last token where
 * there is none. */
const pl_token *pl_mistake_token(const pl_mistake *m, int steps);
pl_span pl_mistake_span(const pl_mistake *m, int steps);
bool pl_mistake_expects(const pl_mistake *m, int token);
/* Could a value or a condition have stood there? */
bool pl_mistake_wants_value(const pl_mistake *m);
/* "`where`, a name, ..": what could have stood there, for people, and how many things that are. */
const char *pl_mistake_expected(const pl_mistake *m, int *count);
/* The wrong token (and the one behind it) is read again as this keyword. */
void pl_mistake_read_as(const pl_mistake *m, int token, const char *text, bool with_next);
/* The wrong token is the name of a rule whose keyword is missing. */
void pl_mistake_read_as_rule(const pl_mistake *m);
bool pl_token_begins_line(const pl_token *token);

/* The known mistakes, in the order in which they are tried: true when it is this one and was
 * reported. hints.c. */
typedef bool pl_hint(const pl_mistake *m);
extern pl_hint *const pl_hints[];
extern const unsigned pl_hint_count;

/* Hints about words and about places: wordhints.c. */
pl_hint pl_hint_misspelt_pair, pl_hint_misspelt, pl_hint_dutch, pl_hint_capitals, pl_hint_english,
    pl_hint_hidden_keyword, pl_hint_reserved_name, pl_hint_declaration_inside,
    pl_hint_sign_in_words;

#endif
