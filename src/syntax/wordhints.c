/* wordhints.c - mistakes in one word: misspelt, Dutch, in capitals, another English word, a
 * reserved word as a name, a declaration that does not begin its line. Most are read again as the
 * word that was meant. */
#include <assert.h>
#include <string.h>

#include "grammar/parser.h"
#include "syntax/complain.h"
#include "syntax/recovery.h"

static const char *word_at(const pl_mistake *m, int steps) {
    return pl_token_word(pl_mistake_token(m, steps));
}

static const char *source_of(const pl_mistake *m, pl_span span) {
    pl_str text = pl_span_text(span);

    return pl_arena_copy(m->reader->compiler->arena, text.ptr, text.len);
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

/* `on fialure`, `for eech school`. Where the first word was taken for a name, only the message is
 * possible. */
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

/* `bron` is `source` in a handbook, `cite` in a rule. */
static const pl_word *expected_dutch(const pl_mistake *m, const char *text) {
    for (unsigned i = 0; i < pl_word_count; i++)
        if (pl_words[i].class == PL_WORD_HINT && strcmp(pl_words[i].text, text) == 0 &&
            pl_mistake_expects(m, pl_words[i].token))
            return &pl_words[i];
    return NULL;
}

/* `eis 1F >= 90%`, `voor elke school`, and `of` where `or` is meant. */
bool pl_hint_dutch(const pl_mistake *m) {
    static const char *const each[] = {"elke", "iedere", "ieder", "each", NULL};
    const pl_token *token = pl_mistake_token(m, 0);
    const pl_word *word = token->text ? expected_dutch(m, token->text) : NULL;

    if ((token->kind != PL_T_NAME && token->kind != PL_T_OF) || !word)
        return false;
    if (pl_token_is_declaration(word->token) && !begins_declaration_line(m))
        return false;
    assert(word->means); /* a word that is only a hint says of what */
    PL_REPORT(&m->reader->compiler->diags, DUTCH_KEYWORD, pl_mistake_span(m, 0), token->text,
              word->means);
    pl_mistake_read_as(m, word->token, word->means,
                       word->token == PL_T_FOR_EACH && is_one_of(word_at(m, 1), each));
    return true;
}

/* `Of`, `IS`, `Owner directeur`: where the lexer was not sure that a keyword was meant. */
bool pl_hint_capitals(const pl_mistake *m) {
    const char *written = word_at(m, 0);
    const char *small = pl_str_small(m->reader->compiler->arena, pl_str_of(written));
    const pl_word *word;

    word = pl_word_find(pl_str_of(small), ~(PL_CLASS(HINT) | PL_CLASS(UNIT) | PL_CLASS(MONTH)));
    if (!word || strcmp(small, written) == 0 || !could_stand(word, m))
        return false;
    PL_REPORT(&m->reader->compiler->diags, CAPITAL_KEYWORD, pl_mistake_span(m, 0), written, small);
    read_as(m, word);
    return true;
}

#define MOST_WORDS 5

/* Comparisons in words; of those that begin alike, the longest first. */
static const struct {
    const char *words[MOST_WORDS];
    const char *sign;
} comparisons[] = {
    {{"groter", "dan", "of", "gelijk", "aan"}, ">="},
    {{"kleiner", "dan", "of", "gelijk", "aan"}, "<="},
    {{"groter", "of", "gelijk", "aan"}, ">="},
    {{"kleiner", "of", "gelijk", "aan"}, "<="},
    {{"gelijk", "aan"}, "="},
    {{"groter", "dan"}, ">"},
    {{"hoger", "dan"}, ">"},
    {{"meer", "dan"}, ">"},
    {{"greater", "than"}, ">"},
    {{"higher", "than"}, ">"},
    {{"more than"}, ">"},
    {{"kleiner", "dan"}, "<"},
    {{"lager", "dan"}, "<"},
    {{"minder", "dan"}, "<"},
    {{"less", "than"}, "<"},
    {{"lower", "than"}, "<"},
    {{"fewer than"}, "<"},
    {{"ten", "minste"}, ">="},
    {{"minstens"}, ">="},
    {{"minimaal"}, ">="},
    {{"at least"}, ">="},
    {{"ten", "hoogste"}, "<="},
    {{"hoogstens"}, "<="},
    {{"maximaal"}, "<="},
    {{"at most"}, "<="},
};

/* How many tokens from `steps` on spell comparison `row`; 0: not all of them. */
static int spelled(const pl_mistake *m, int steps, size_t row) {
    int count = 0;

    while (count < MOST_WORDS && comparisons[row].words[count]) {
        if (strcmp(word_at(m, steps + count), comparisons[row].words[count]) != 0)
            return 0;
        count++;
    }
    return count;
}

/* The comparison that stands in words from `steps` on; the sign that it means, NULL when there is
 * none. */
static const char *sign_of_words(const pl_mistake *m, int steps, int *count) {
    for (size_t row = 0; row < sizeof comparisons / sizeof *comparisons; row++) {
        *count = spelled(m, steps, row);
        if (*count > 0)
            return comparisons[row].sign;
    }
    return NULL;
}

/* `require minimaal 85%`: the word was taken for what is measured. */
static bool nothing_measured(const pl_mistake *m) {
    int count, kind = pl_mistake_token(m, 0)->kind;
    const char *sign = sign_of_words(m, -1, &count);

    if (!sign || count != 1 || pl_mistake_token(m, -2)->kind != PL_T_REQUIRE)
        return false;
    if (kind != PL_T_PERCENT && kind != PL_T_NUMBER)
        return false;
    PL_REPORT(&m->reader->compiler->diags, NOTHING_MEASURED,
              pl_span_join(pl_mistake_span(m, -1), pl_mistake_span(m, 0)), word_at(m, -1),
              pl_arena_format(m->reader->compiler->arena, "%s %s", sign,
                              source_of(m, pl_mistake_span(m, 0))));
    return true;
}

/* `1F groter dan 90%`. Behind `is` the first words were taken for a name: `1F is ten minste
 * 90%`. */
bool pl_hint_sign_in_words(const pl_mistake *m) {
    if (nothing_measured(m))
        return true;
    for (int first = 0; first >= -2; first--) {
        bool behind_is = pl_mistake_token(m, first - 1)->kind == PL_T_IS;
        const char *sign;
        pl_span span;
        int count;

        if (!behind_is && (first < 0 || !pl_mistake_expects(m, PL_T_COMPARE)))
            continue;
        sign = sign_of_words(m, first, &count);
        if (!sign)
            continue;
        span = pl_span_join(pl_mistake_span(m, behind_is ? first - 1 : first),
                            pl_mistake_span(m, first + count - 1));
        PL_REPORT(&m->reader->compiler->diags, SIGN_INSTEAD, span, source_of(m, span), sign);
        return true;
    }
    return false;
}

/* `for every school` as a whole, or else one word. */
static void report_word_instead(const pl_mistake *m, int token, const char *right) {
    static const char *const each[] = {"every", "all", "any", "elke", NULL};
    bool pair = token == PL_T_FOR_EACH && is_one_of(word_at(m, 1), each);
    const char *written = word_at(m, 0);

    if (pair)
        written =
            pl_arena_format(m->reader->compiler->arena, "%s %s", word_at(m, 0), word_at(m, 1));
    PL_REPORT(&m->reader->compiler->diags, WORD_INSTEAD,
              pl_span_join(pl_mistake_span(m, 0), pl_mistake_span(m, pair ? 1 : 0)), right,
              written);
    pl_mistake_read_as(m, token, right, pair);
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
        report_word_instead(m, rows[i].token, rows[i].right);
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
