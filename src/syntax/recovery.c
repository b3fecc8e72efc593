/* recovery.c - where reading goes on after a syntax error: the next place where an author starts
 * afresh.
 * Which clauses may stand in which declaration is said here once, for that and for the messages.
 * Chooses a place; the message is complain.c's. */
#include "syntax/recovery.h"

#include <assert.h>
#include <string.h>

#include "grammar/parser.h"

/* ### which clauses may stand in which declaration */

#define REMARKS PL_T_CITE, PL_T_NOTE
#define CLAUSES                                                                                    \
    PL_T_FOR_EACH, PL_T_EXCEPT_WHERE, PL_T_REQUIRE, PL_T_NEEDS, PL_T_PROVISIONAL, PL_T_OWNER,      \
        PL_T_VALID_FROM, REMARKS
#define RULE_CLAUSES CLAUSES, PL_T_GRADE, PL_T_ATTESTED_BY, PL_T_ON_FAILURE
#define MOST_CLAUSES 20

static const struct {
    int declaration;
    int clauses[MOST_CLAUSES]; /* ends with 0 */
} bodies[] = {
    {PL_T_HANDBOOK, {PL_T_SOURCE, PL_T_VALID_FROM, PL_T_ITEMS, REMARKS}},
    {PL_T_SECTION, {PL_T_ITEMS, REMARKS}},
    {PL_T_MEASURE, {REMARKS}},
    {PL_T_PARAMETER, {REMARKS}},
    {PL_T_TABLE, {PL_T_ROW, REMARKS}},
    {PL_T_STANDARD, {RULE_CLAUSES, PL_T_PLAN, PL_T_EVALUATE}},
    {PL_T_INDICATOR, {RULE_CLAUSES, PL_T_PLAN, PL_T_EVALUATE}},
    {PL_T_AMBITION, {RULE_CLAUSES, PL_T_PLAN, PL_T_EVALUATE}},
    {PL_T_TARGET, {RULE_CLAUSES, PL_T_PLAN, PL_T_EVALUATE}},
    {PL_T_DATASET, {PL_T_MAPPED, PL_T_COLUMN_NAME, PL_T_CELL_TEXT, PL_T_ROWS}},
    {PL_T_DEADLINE, {CLAUSES, PL_T_AFTER, PL_T_BEFORE, PL_T_WITHIN, PL_T_BY, PL_T_EVIDENCE}},
    {PL_T_DECISION, {PL_T_EXCEPT_WHERE, PL_T_REQUIRE, PL_T_NEEDS, PL_T_OWNER, REMARKS}},
    {PL_T_DERIVE, {CLAUSES}},
    {PL_T_DEFINE, {CLAUSES}},
    {PL_T_POPULATION, {CLAUSES}},
    {PL_T_ATTEST, {REMARKS}},
    {PL_T_INDICATORS,
     {PL_T_ROW, PL_T_FOR_EACH, PL_T_ATTESTED_BY, PL_T_LIKE, PL_T_PROVISIONAL, PL_T_VALID_FROM,
      PL_T_OWNER, REMARKS}},
    {PL_T_DEFINITION, {REMARKS}},
    {PL_T_ROLE, {REMARKS}},
    {PL_T_TASK, {PL_T_BY, PL_T_FOR_EACH, REMARKS}},
    {PL_T_WAIVER, {PL_T_REASON, PL_T_OWNER, REMARKS}},
    {PL_T_TEST, {PL_T_ON, PL_T_GIVEN, PL_T_EXPECT, REMARKS}},
    {PL_T_EXTENSION, {REMARKS}},
};

bool pl_clause_belongs(int clause, int declaration) {
    assert(clause != 0); /* the end of a list is no clause */
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        if (bodies[i].declaration != declaration)
            continue;
        assert(bodies[i].clauses[MOST_CLAUSES - 1] == 0);
        for (const int *one = bodies[i].clauses; *one; one++)
            if (*one == clause)
                return true;
    }
    return false;
}

int pl_reader_declaration(const pl_reader *reader) {
    assert((reader->declaration_kind == 0) == (reader->declaration == UINT32_MAX));
    return reader->declaration_kind;
}

/* ### restart points */

static bool is_first(const pl_token *token) {
    return (token->flags & PL_TOKEN_FIRST) != 0;
}

static bool is_clause_of(const pl_word *word, const void *declaration) {
    if (word->class == PL_WORD_DECLARATION)
        return true;
    return word->place != PL_PLACE_NONE &&
        pl_clause_belongs(word->token, *(const int *)declaration);
}

static bool is_dutch_clause(const pl_token *token, int declaration) {
    const pl_word *word = pl_word_find(pl_str_of(token->text), PL_CLASS(HINT));

    return word && pl_clause_belongs(word->token, declaration);
}

/* `requier 1F >= 90%`: the next mistake starts here, and will be read as what was meant. */
static bool is_misspelt(const pl_reader *reader, uint32_t index, int declaration) {
    const pl_token *token = &reader->tokens.items[index], *next = token + 1;
    pl_str second;
    const pl_word *word;

    assert(index + 1 < reader->tokens.len);
    second = pl_str_of(pl_token_word(next));
    if (token->kind != PL_T_NAME || !is_first(token))
        return false;
    if (is_dutch_clause(token, declaration))
        return true;
    word = pl_word_nearest(pl_str_of(token->text), second, is_clause_of, &declaration);
    if (!word)
        return false;
    return word->class != PL_WORD_DECLARATION ||
        (!is_first(next) && (next->kind == PL_T_NAME || next->kind == PL_T_TEXT));
}

static bool has_mapping(const pl_reader *reader, uint32_t index) {
    while (index-- > reader->declaration)
        if (reader->tokens.items[index].kind == PL_T_MAPPED)
            return true;
    return false;
}

static bool restarts_dataset(const pl_reader *reader, uint32_t index) {
    switch (reader->tokens.items[index].kind) {
    case PL_T_MAPPED: return true;
    case PL_T_COLUMN_NAME:
    case PL_T_CELL_TEXT:
    case PL_T_ROWS: return has_mapping(reader, index);
    default: return false;
    }
}

static bool restarts_entity(const pl_token *token) {
    const pl_token *next = token + 1;

    return is_first(token) && token->kind == PL_T_NAME && !is_first(next) &&
        (next->kind == PL_T_NAME || next->kind == PL_T_SET);
}

/* `note = "x"`: the sign made a name of it. */
static bool is_hidden_clause(const pl_token *token, int declaration) {
    const pl_word *word = NULL;

    if (is_first(token) && token->kind == PL_T_NAME && token[1].kind == PL_T_EQUAL)
        word = pl_word_find(pl_str_of(token->text), PL_CLASS(CONTEXTUAL));
    return word && pl_clause_belongs(word->token, declaration);
}

static bool restarts_clause(const pl_token *token, int declaration) {
    const pl_word *word = pl_word_of_token(token->kind);

    if (is_hidden_clause(token, declaration))
        return true;
    if (!pl_clause_belongs(token->kind, declaration))
        return false;
    return is_first(token) || (word && word->place == PL_PLACE_ANYWHERE);
}

static bool is_restart(const pl_reader *reader, uint32_t index, bool in_row) {
    const pl_token *token = &reader->tokens.items[index];
    int declaration = pl_reader_declaration(reader);

    if (token->kind == PL_T_END || pl_token_is_declaration(token->kind))
        return true;
    if (in_row && token->kind == PL_T_ROW_END)
        return true;
    if (is_misspelt(reader, index, declaration))
        return true;
    switch (declaration) {
    case 0: return false;
    case PL_T_DATASET: return restarts_dataset(reader, index);
    case PL_T_ENTITY: return restarts_entity(token);
    default: return restarts_clause(token, declaration);
    }
}

/* Does the token stand behind the first bar of a row of this table? */
static bool is_in_row(const pl_reader *reader, uint32_t index) {
    int declaration = pl_reader_declaration(reader);

    if (declaration != PL_T_TABLE && declaration != PL_T_INDICATORS)
        return false;
    while (index-- > reader->declaration) {
        if (reader->tokens.items[index].kind == PL_T_ROW)
            return true;
        if (reader->tokens.items[index].kind == PL_T_ROW_END)
            return false;
    }
    return false;
}

uint32_t pl_reader_restart(const pl_reader *reader, uint32_t index) {
    uint32_t last = reader->tokens.len - 1;
    bool in_row = is_in_row(reader, index);

    while (index < last && !is_restart(reader, index, in_row))
        index++;
    assert(index >= last || is_restart(reader, index, in_row));
    return index < last ? index : last;
}
