/* words.c - the table of keywords, searched: by text, by token, by nearness; and tokens in the
 * author's words.
 * The rows are keywords.def's. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "grammar/parser.h"
#include "syntax/reader.h"

const pl_word pl_words[] = {
#define PL_WORD(token, text, class, place, means)                                                  \
    {PL_T_##token, text, PL_WORD_##class, PL_PLACE_##place, means},
#include "syntax/keywords.def"
#undef PL_WORD
};

const unsigned pl_word_count = sizeof pl_words / sizeof *pl_words;

#define WORDS (sizeof pl_words / sizeof *pl_words)

/* ### the index: made once, by whoever looks for a word first; sources are read by one thread */

#define CHAINS 256
#define TOKENS 2048

/* Rows are numbered from 1; 0 ends a chain. Each chain is in the order of the table. */
static struct {
    bool made;
    uint16_t first[CHAINS], next[WORDS + 1];           /* by chain_of the whole text */
    uint16_t first_pair[CHAINS], next_pair[WORDS + 1]; /* of two words, by that of the first */
    uint16_t of_token[TOKENS];
} word_index;

static unsigned chain_of(const char *text, size_t length) {
    if (length == 0)
        return 0;
    return ((unsigned char)text[0] * 7u + (unsigned char)text[length - 1] * 31u +
            (unsigned)length * 101u) %
        CHAINS;
}

static bool is_english(const pl_word *word) {
    return word->class != PL_WORD_DUTCH && word->class != PL_WORD_HINT &&
        word->class != PL_WORD_MONTH;
}

static void make_index(void) {
    assert(WORDS < UINT16_MAX);
    for (unsigned i = WORDS; i-- > 0;) {
        const pl_word *word = &pl_words[i];
        const char *blank = strchr(word->text, ' ');
        uint16_t *chain = &word_index.first[chain_of(word->text, strlen(word->text))];

        word_index.next[i + 1] = *chain;
        *chain = (uint16_t)(i + 1);
        if (blank) {
            chain = &word_index.first_pair[chain_of(word->text, (size_t)(blank - word->text))];
            word_index.next_pair[i + 1] = *chain;
            *chain = (uint16_t)(i + 1);
        }
        assert(word->token >= 0 && word->token < TOKENS);
        if (is_english(word))
            word_index.of_token[word->token] = (uint16_t)(i + 1);
    }
    word_index.made = true;
}

const pl_word *pl_word_find(pl_str text, unsigned classes) {
    if (!word_index.made)
        make_index();
    for (unsigned i = word_index.first[chain_of(text.ptr, text.len)]; i > 0;
         i = word_index.next[i]) {
        const pl_word *word = &pl_words[i - 1];

        if ((classes & (1u << word->class)) != 0 && pl_str_equal(pl_str_of(word->text), text))
            return word;
    }
    return NULL;
}

const pl_word *pl_word_pair(const char *first, const pl_word *after) {
    unsigned i;

    if (!word_index.made)
        make_index();
    i = after ? word_index.next_pair[after - pl_words + 1]
              : word_index.first_pair[chain_of(first, strlen(first))];
    return i > 0 ? &pl_words[i - 1] : NULL;
}

int pl_month_of(const char *word) {
    const pl_word *found = pl_word_find(pl_str_of(word), PL_CLASS(MONTH));

    return found ? atoi(found->means) : 0;
}

const pl_word *pl_word_of_token(int token) {
    if (!word_index.made)
        make_index();
    if (token < 0 || token >= TOKENS || word_index.of_token[token] == 0)
        return NULL;
    return &pl_words[word_index.of_token[token] - 1];
}

bool pl_token_is_declaration(int token) {
    const pl_word *word = pl_word_of_token(token);

    return word && word->class == PL_WORD_DECLARATION;
}

const char *pl_token_word(const pl_token *token) {
    bool is_word = token->kind == PL_T_NAME || pl_word_of_token(token->kind);

    assert(!is_word || token->text);
    return is_word && !(token->flags & PL_TOKEN_QUOTED) ? token->text : "";
}

/* ### nearness */

/* How many slips of the finger a word of this length may hold. */
static uint32_t slips_in(size_t length) {
    if (length < 3)
        return 0;
    return length < 6 ? 1 : 2;
}

/* The first words of a pair are compared alone when the second stands behind it; its letters must
 * mostly agree. */
static uint32_t distance_to(const pl_word *word, pl_str text, pl_str next) {
    pl_str whole = pl_str_of(word->text), first = whole;
    const char *blank = memchr(whole.ptr, ' ', whole.len);
    uint32_t limit, distance;

    if (blank) {
        first.len = (size_t)(blank - whole.ptr);
        if (!pl_str_equal((pl_str){blank + 1, whole.len - first.len - 1}, next))
            return UINT32_MAX;
    }
    limit = slips_in(first.len < text.len ? first.len : text.len);
    if (limit == 0)
        return UINT32_MAX;
    distance = pl_text_distance(first, text, limit);
    return distance <= limit ? distance : UINT32_MAX;
}

const pl_word *pl_word_nearest(pl_str text, pl_str next,
                               bool (*allowed)(const pl_word *, const void *),
                               const void *context) {
    const pl_word *best = NULL;
    uint32_t least = UINT32_MAX;

    for (unsigned i = 0; i < pl_word_count; i++) {
        uint32_t distance;

        if (!is_english(&pl_words[i]) || !allowed(&pl_words[i], context))
            continue;
        distance = distance_to(&pl_words[i], text, next);
        if (distance > 0 && distance < least) {
            least = distance;
            best = &pl_words[i];
        }
    }
    assert(!best == (least == UINT32_MAX));
    return best;
}

/* ### tokens in the author's words */

static const char *words_of_literal(int token) {
    switch (token) {
    case PL_T_NAME:
    case PL_T_COLUMN_NAME: return _("a name");
    case PL_T_TEXT: return _("a text in quotes");
    case PL_T_NUMBER: return _("a number");
    case PL_T_PERCENT: return _("a percentage");
    case PL_T_DATE: return _("a date");
    case PL_T_SCHOOLJAAR: return _("a school year");
    case PL_T_DAYMONTH: return _("a day such as 31 jan");
    case PL_T_UNIT: return _("a unit");
    case PL_T_MAPPED: return _("an entity with its file");
    case PL_T_CELL_TEXT: return _("a text in quotes");
    case PL_T_END: return _("the end of the file");
    case PL_T_ROW: return _("a row of the table");
    case PL_T_ROW_END: return _("the end of the row");
    default: return NULL;
    }
}

static const char *words_of_mark(int token) {
    switch (token) {
    case PL_T_BAR: return "`|`";
    case PL_T_COMMA:
    case PL_T_SMALL_COMMA:
    case PL_T_ITEM_COMMA: return "`,`";
    case PL_T_DOT: return "`.`";
    case PL_T_DOTS:
    case PL_T_OPEN_END:
    case PL_T_OPEN_START: return "`..`";
    case PL_T_OPEN: return "`(`";
    case PL_T_CLOSE: return "`)`";
    case PL_T_INDEX: return "`[`";
    case PL_T_INDEX_END: return "`]`";
    case PL_T_SET: return "`{`";
    case PL_T_SET_END: return "`}`";
    case PL_T_PLUS: return "`+`";
    case PL_T_MINUS: return "`-`";
    case PL_T_TIMES: return "`*`";
    case PL_T_OVER_SIGN: return "`/`";
    case PL_T_EQUAL: return "`=`";
    case PL_T_LESS: return "`<`";
    case PL_T_COMPARE: return "`>=`";
    default: return NULL;
    }
}

const char *pl_token_words(pl_arena *arena, int token) {
    const char *words = words_of_literal(token);
    const pl_word *word;

    if (!words)
        words = words_of_mark(token);
    if (words)
        return words;
    word = pl_word_of_token(token);
    assert(word && "every token is a literal, a mark or a keyword");
    return pl_arena_format(arena, "`%s`", word ? word->text : "");
}
