/* feed.c - hands the tokens to the parser one by one, with the signs that stand for nothing
 * written: SYNC where reading goes on after a mistake, ANEW before a clause, STANDARD before a rule
 * that lacks its kind.
 * What the tokens are was decided before, by the lexer and place.c. */
#include <assert.h>

#include "grammar/parser.h"

static void begin_declaration(pl_reader *reader, uint32_t index, int kind) {
    assert(pl_token_is_declaration(kind));
    reader->declaration = index;
    reader->declaration_kind = kind;
}

static int give_sign(pl_span *location, const pl_reader *reader, int token) {
    *location = pl_token_span(reader, reader->next);
    location->end = location->start;
    return token;
}

/* The sign before token `index`, 0 when there is none; each is given once. */
static int sign_before(pl_reader *reader, uint32_t index) {
    const pl_token *token = &reader->tokens.items[index];

    if (reader->sync) {
        reader->sync = false;
        reader->begun = index;
        return PL_T_SYNC;
    }
    if (token->flags & PL_TOKEN_BARE_RULE && reader->declaration != index) {
        begin_declaration(reader, index, PL_T_STANDARD);
        return PL_T_STANDARD;
    }
    if (token->flags & PL_TOKEN_ANEW && reader->begun != index) {
        reader->begun = index;
        return PL_T_ANEW;
    }
    return 0;
}

static void step(pl_reader *reader) {
    uint32_t count = reader->tokens.len;

    assert(reader->next < count);
    do
        reader->next++;
    while (reader->next < count && reader->tokens.items[reader->next].flags & PL_TOKEN_JOINED);
}

int pl_grammar_lex(PL_GRAMMAR_STYPE *value, pl_span *location, pl_reader *reader) {
    uint32_t index = reader->next;
    int sign;

    assert(index <= reader->tokens.len);
    reader->given = index;
    if (index == reader->tokens.len)
        return PL_T_YYEOF;
    value->token = &reader->tokens.items[index];
    sign = sign_before(reader, index);
    if (sign != 0)
        return give_sign(location, reader, sign);
    step(reader);
    if (pl_token_is_declaration(value->token->kind))
        begin_declaration(reader, index, value->token->kind);
    *location = pl_token_span(reader, index);
    assert(value->token->kind != PL_T_SYNC && value->token->kind != PL_T_ANEW);
    return value->token->kind;
}
