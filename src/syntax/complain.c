/* complain.c - what to say at a syntax error, in the author's words.
 * `hints` is the list of mistakes that are known, in the order in which they are tried; each looks
 * at the tokens round the mistake and at what the grammar could have read there, and reports or
 * passes. The last one always reports.
 * Where reading goes on is recovery.c's; mistakes that parse are condition.c's. */
#include "syntax/complain.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "grammar/parser.h"
#include "syntax/recovery.h"

/* ### what the hints look at */

const pl_token *pl_mistake_token(const pl_mistake *m, int steps) {
    int64_t index = (int64_t)m->at + steps;
    int64_t last = (int64_t)m->reader->tokens.len - 1;

    return &m->reader->tokens.items[index < 0 ? 0 : index > last ? last : index];
}

bool pl_mistake_expects(const pl_mistake *m, int token) {
    for (int i = 0; i < m->count; i++)
        if (m->expected[i] == token)
            return true;
    return false;
}

pl_span pl_mistake_span(const pl_mistake *m, int steps) {
    const pl_token *token = pl_mistake_token(m, steps);

    return (pl_span){m->reader->source, token->start, token->end};
}

bool pl_token_begins_line(const pl_token *token) {
    return (token->flags & PL_TOKEN_FIRST) != 0;
}

/* ### the list of what could have stood there */

#define MOST_LISTED 9

typedef struct listing {
    pl_buffer text;
    int count;
} listing;

static void list_item(listing *list, const char *words) {
    if (list->count == MOST_LISTED)
        pl_buffer_puts(&list->text, ", ..");
    if (list->count++ >= MOST_LISTED)
        return;
    /* One word may stand for several tokens: a comma is a comma. */
    if (list->text.len > 0 && strstr(list->text.ptr, words)) {
        list->count--;
        return;
    }
    if (list->text.len > 0)
        pl_buffer_puts(&list->text, ", ");
    pl_buffer_puts(&list->text, words);
}

static bool is_free_word(int token) {
    const pl_word *word = pl_word_of_token(token);

    return word && (word->class == PL_WORD_CONTEXTUAL || word->class == PL_WORD_SUFFIX);
}

static bool is_operator(int token) {
    switch (token) {
    case PL_T_PLUS:
    case PL_T_MINUS:
    case PL_T_TIMES:
    case PL_T_OVER_SIGN:
    case PL_T_EQUAL:
    case PL_T_LESS:
    case PL_T_COMPARE: return true;
    default: return false;
    }
}

/* Where a value can stand, all that it can begin with is one item of the list. */
bool pl_mistake_wants_value(const pl_mistake *m) {
    return pl_mistake_expects(m, PL_T_NAME) && pl_mistake_expects(m, PL_T_NUMBER) &&
        pl_mistake_expects(m, PL_T_OPEN);
}

static bool begins_value(int token) {
    switch (token) {
    case PL_T_TEXT:
    case PL_T_NUMBER:
    case PL_T_PERCENT:
    case PL_T_DATE:
    case PL_T_SCHOOLJAAR:
    case PL_T_DAYMONTH:
    case PL_T_OPEN:
    case PL_T_MINUS:
    case PL_T_AGGREGATE:
    case PL_T_PREVIOUS:
    case PL_T_PERCENTILE:
    case PL_T_NOT:
    case PL_T_EVERY:
    case PL_T_SOME:
    case PL_T_NO:
    case PL_T_AT_LEAST:
    case PL_T_AT_MOST:
    case PL_T_MORE_THAN:
    case PL_T_FEWER_THAN:
    case PL_T_EXACTLY: return true;
    default: return false;
    }
}

/* Where a name can stand, the words that are free as names are no news; declarations are one item,
 * operators another. */
static bool is_listed(const pl_mistake *m, int token) {
    if (token == PL_T_SYNC || token == PL_T_ANEW || token == PL_T_YYEOF || token == PL_T_CELL_TEXT)
        return false;
    if (token == PL_T_END)
        return m->count == 1;
    if (is_free_word(token) && pl_mistake_expects(m, PL_T_NAME))
        return false;
    if (pl_mistake_wants_value(m) && begins_value(token))
        return false;
    if (pl_mistake_expects(m, PL_T_COMPARE) && is_operator(token))
        return token == PL_T_COMPARE;
    return !pl_token_is_declaration(token);
}

static const char *item_words(const pl_mistake *m, int token) {
    if (token == PL_T_COMPARE)
        return _("an operator");
    if (token == PL_T_NAME && pl_mistake_wants_value(m))
        return pl_mistake_expects(m, PL_T_NOT) ? _("a condition") : _("a value");
    return pl_token_words(m->reader->compiler->arena, token);
}

const char *pl_mistake_expected(const pl_mistake *m, int *count) {
    listing list = {.count = 0};
    bool declarations = false;

    pl_buffer_init(&list.text);
    for (int i = 0; i < m->count; i++) {
        declarations = declarations || pl_token_is_declaration(m->expected[i]);
        if (!is_listed(m, m->expected[i]))
            continue;
        list_item(&list, item_words(m, m->expected[i]));
    }
    *count = list.count;
    if (declarations && list.count > 1)
        list_item(&list, _("a new rule or declaration"));
    return pl_buffer_take(&list.text, m->reader->compiler->arena);
}

/* ### repairs: the token is read again as what was meant */

static pl_token *mutable_token(const pl_mistake *m, uint32_t steps) {
    assert(m->at + steps + 1 < m->reader->tokens.len); /* the end of the file is nothing else */
    return &m->reader->tokens.items[m->at + steps];
}

void pl_mistake_read_as(const pl_mistake *m, int token, const char *text, bool with_next) {
    pl_token *wrong = mutable_token(m, 0);

    assert(pl_mistake_expects(m, token) || pl_token_is_declaration(token));
    wrong->kind = (uint16_t)token;
    wrong->text = pl_intern(&m->reader->compiler->names, pl_str_of(text));
    wrong->flags |= PL_TOKEN_REPORTED;
    if (with_next) {
        wrong->end = pl_mistake_token(m, 1)->end;
        mutable_token(m, 1)->flags |= PL_TOKEN_JOINED;
    }
    *m->repaired = true;
}

void pl_mistake_read_as_rule(const pl_mistake *m) {
    mutable_token(m, 0)->flags |= PL_TOKEN_BARE_RULE | PL_TOKEN_REPORTED;
    *m->repaired = true;
}

/* ### entry */

static bool was_reported(const pl_mistake *m) {
    return ((pl_mistake_token(m, 0)->flags | pl_mistake_token(m, -1)->flags) & PL_TOKEN_REPORTED) !=
        0;
}

static void explain(const pl_mistake *m) {
    for (unsigned i = 0; i < pl_hint_count; i++)
        if (pl_hints[i](m))
            return;
    assert(false && "the last hint always reports");
}

/* A repaired token is read where it stands; else reading goes on where an author starts afresh. A
 * second mistake at the same token steps over it, and a third one at the end of the file ends the
 * reading. */
static void go_on(pl_reader *reader, uint32_t index, bool repaired, bool again) {
    uint32_t last = reader->tokens.len - 1;

    assert(!(again && repaired));
    if (index == last && again) {
        reader->next = reader->tokens.len;
        return;
    }
    reader->next = repaired ? index : pl_reader_restart(reader, again ? index + 1 : index);
    reader->sync = true;
}

void pl_reader_fail(pl_reader *reader, uint32_t index, const int *expected, int count) {
    bool again = reader->failed_at == index, repaired = false;
    pl_mistake mistake = {reader, index, expected, count, &repaired};

    assert(index < reader->tokens.len && count >= 0);
    if (!again && !was_reported(&mistake))
        explain(&mistake);
    go_on(reader, index, repaired, again);
    reader->failed_at = repaired ? UINT32_MAX : index;
}
