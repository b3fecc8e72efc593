/* wordhints.c - mistakes in one word: misspelt, Dutch, in capitals, another English word, a reserved word as a name, a
 * declaration that does not begin its line. Most are read again as the word that was meant. */
#include <string.h>

#include "grammar/parser.h"
#include "syntax/complain.h"
#include "syntax/recovery.h"

static const char *word_at(const pl_mistake *m, int steps) {
    return pl_token_word(pl_mistake_token(m, steps));
}

static bool begins_declaration_line(const pl_mistake *m) {
    const pl_token *next = pl_mistake_token(m, 1);

    return pl_token_begins_line(pl_mistake_token(m, 0)) && !pl_token_begins_line(next) &&
        (next->kind == PL_T_NAME || next->kind == PL_T_TEXT);
}

static bool could_stand(const pl_word *word, const void *context) {
    const pl_mistake *m = context;

    if (word->class == PL_WORD_UNIT || word->class == PL_WORD_FOLLOWED)
        return false;
    if (word->class == PL_WORD_DECLARATION)
        return begins_declaration_line(m) && pl_mistake_expects(m, word->token);
    return pl_mistake_expects(m, word->token);
}

static void read_as(const pl_mistake *m, const pl_word *word) {
    pl_mistake_read_as(m, word->token, word->text, strchr(word->text, ' ') != NULL);
}

/* The pair whose first word is `first` and whose second is nearly `second`. */
static const pl_word *nearly_pair(const char *first, const char *second) {
    size_t length = strlen(first);

    for (unsigned i = 0; i < pl_word_count && *first && *second; i++) {
        const char *text = pl_words[i].text;
        uint32_t slips = strlen(second) < 6 ? 1 : 2;

        if (pl_words[i].class != PL_WORD_PAIR || strncmp(text, first, length) != 0 ||
            text[length] != ' ')
            continue;
        if (strlen(second) >= 3 &&
            pl_text_distance(pl_str_of(text + length + 1), pl_str_of(second), slips) <= slips)
            return &pl_words[i];
    }
    return NULL;
}

/* `on fialure`, `for eech school`. Where the first word was taken for a name, only the message is possible. */
bool pl_hint_misspelt_pair(const pl_mistake *m) {
    for (int steps = 0; steps >= -1; steps--) {
        const pl_word *word = nearly_pair(word_at(m, steps), word_at(m, steps + 1));
        pl_span span = pl_span_join(pl_mistake_span(m, steps), pl_mistake_span(m, steps + 1));

        if (!word || (steps == 0 && !pl_mistake_expects(m, word->token)))
            continue;
        PL_REPORT(&m->reader->compiler->diags, MISSPELT, span,
                  pl_arena_format(m->reader->compiler->arena, "%s %s", word_at(m, steps),
                                  word_at(m, steps + 1)),
                  word->text);
        if (steps == 0)
            pl_mistake_read_as(m, word->token, word->text, true);
        return true;
    }
    return false;
}

/* `requier`, `atested by`, `standrd b`. */
bool pl_hint_misspelt(const pl_mistake *m) {
    const pl_token *token = pl_mistake_token(m, 0);
    const pl_word *word;

    if (token->kind != PL_T_NAME || token->flags & PL_TOKEN_QUOTED)
        return false;
    word = pl_word_nearest(pl_str_of(token->text), pl_str_of(word_at(m, 1)), could_stand, m);
    if (!word)
        return false;
    PL_REPORT(&m->reader->compiler->diags, MISSPELT, pl_mistake_span(m, 0), token->text,
              word->text);
    read_as(m, word);
    return true;
}

static bool is_one_of(const char *text, const char *const list[]) {
    for (; *list; list++)
        if (strcmp(*list, text) == 0)
            return true;
    return false;
}

/* `eis 1F >= 90%`, `voor elke school`, and `of` where `or` is meant. */
bool pl_hint_dutch(const pl_mistake *m) {
    static const char *const each[] = {"elke", "iedere", "ieder", "each", NULL};
    const pl_token *token = pl_mistake_token(m, 0);
    const pl_word *word = pl_word_find(pl_str_of(token->text ? token->text : ""), PL_CLASS(HINT));

    if ((token->kind != PL_T_NAME && token->kind != PL_T_OF) || !word ||
        !pl_mistake_expects(m, word->token))
        return false;
    if (pl_token_is_declaration(word->token) && !begins_declaration_line(m))
        return false;
    PL_REPORT(&m->reader->compiler->diags, DUTCH_KEYWORD, pl_mistake_span(m, 0), token->text,
              word->means);
    pl_mistake_read_as(m, word->token, word->means,
                       word->token == PL_T_FOR_EACH && is_one_of(word_at(m, 1), each));
    return true;
}

/* `Of`, `IS`, `Owner directeur`: where the lexer was not sure that a keyword was meant. */
bool pl_hint_capitals(const pl_mistake *m) {
    const char *written = word_at(m, 0);
    char *small = pl_arena_copy(m->reader->compiler->arena, written, strlen(written));
    const pl_word *word;

    for (char *c = small; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    word = pl_word_find(pl_str_of(small), ~(PL_CLASS(HINT) | PL_CLASS(UNIT) | PL_CLASS(MONTH)));
    if (!word || strcmp(small, written) == 0 || !could_stand(word, m))
        return false;
    PL_REPORT(&m->reader->compiler->diags, CAPITAL_KEYWORD, pl_mistake_span(m, 0), written, small);
    read_as(m, word);
    return true;
}

/* Words that other languages have at this place. */
bool pl_hint_english(const pl_mistake *m) {
    static const struct {
        const char *wrong;
        int token;
        const char *right;
    } rows[] = {
        {"unless", PL_T_WHEN, "when not"},
        {"must", PL_T_REQUIRE, "require"},
        {"should", PL_T_REQUIRE, "require"},
        {"then", PL_T_COMMA, ","},
        {"between", PL_T_IN, "in a..b"},
        {"except", PL_T_EXCEPT_WHERE, "except where"},
        {"all", PL_T_EVERY, "every"},
        {"any", PL_T_SOME, "some"},
        {"none", PL_T_NO, "no"},
        {"equals", PL_T_EQUAL, "="},
        {"but", PL_T_AND, "and"},
        {"else", PL_T_OTHERWISE, "otherwise"},
        {"with", PL_T_HAVING, "having"},
        {"having", PL_T_HAVE, "have"},
        {"have", PL_T_HAVING, "having"},
        {"if", PL_T_WHEN, "when"},
        {"where", PL_T_WHEN, "when"},
        {"when", PL_T_WHERE, "where"},
        {"has", PL_T_HAVING, "having"},
        {"for", PL_T_FOR_EACH, "for each"},
        {"for each", PL_T_FOR, "for"},
    };
    const pl_token *token = pl_mistake_token(m, 0);

    if (token->flags & PL_TOKEN_QUOTED || !token->text || token->kind == PL_T_TEXT)
        return false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(token->text, rows[i].wrong) != 0 || !pl_mistake_expects(m, rows[i].token))
            continue;
        PL_REPORT(&m->reader->compiler->diags, WORD_INSTEAD, pl_mistake_span(m, 0), rows[i].right,
                  token->text);
        pl_mistake_read_as(m, rows[i].token, rows[i].right, false);
        return true;
    }
    return false;
}

/* A field called `in` or `some`. */
bool pl_hint_reserved_name(const pl_mistake *m) {
    const pl_token *token = pl_mistake_token(m, 0);
    const pl_word *word = pl_word_of_token(token->kind);

    if (!word || word->class != PL_WORD_RESERVED || !pl_mistake_expects(m, PL_T_NAME) ||
        pl_mistake_wants_value(m))
        return false;
    /* At the start of a clause the word is more likely in its own place. */
    if (pl_token_begins_line(token) && word->place != PL_PLACE_NONE)
        return false;
    PL_REPORT(&m->reader->compiler->diags, RESERVED_NAME, pl_mistake_span(m, 0), token->text);
    return true;
}

/* `key in`: what follows made a name of the keyword, and is the mistake. */
bool pl_hint_hidden_keyword(const pl_mistake *m) {
    const pl_token *next = pl_mistake_token(m, 1);
    const pl_word *word = pl_word_find(pl_str_of(word_at(m, 0)), PL_CLASS(CONTEXTUAL));
    const pl_word *follower = pl_word_of_token(next->kind);

    if (!word || !pl_mistake_expects(m, word->token) || !follower ||
        follower->class != PL_WORD_RESERVED)
        return false;
    PL_REPORT(&m->reader->compiler->diags, RESERVED_NAME, pl_mistake_span(m, 1), next->text);
    return true;
}

/* `for each school standard b`. */
bool pl_hint_declaration_inside(const pl_mistake *m) {
    const pl_token *token = pl_mistake_token(m, 0), *next = pl_mistake_token(m, 1);
    const pl_word *word = pl_word_find(pl_str_of(word_at(m, 0)), PL_CLASS(DECLARATION));

    if (!word || (next->kind != PL_T_NAME && next->kind != PL_T_TEXT) || pl_token_begins_line(next))
        return false;
    if (pl_token_begins_line(token))
        return false;
    PL_REPORT(&m->reader->compiler->diags, DECLARATION_INSIDE, pl_mistake_span(m, 0), token->text);
    pl_mistake_read_as(m, word->token, word->text, false);
    return true;
}
