/* place.c - gives each word the token that its place asks for: the lexer sees names, the parser
 * sees keywords.
 * One pass from left to right over the array of tokens, which it shortens where two words are one
 * token. What stands ahead is still as the lexer left it, what stands behind is final.
 * Knows words and their neighbours; whether they make a sentence is the parser's. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "grammar/parser.h"
#include "syntax/recovery.h"

typedef struct placer {
    pl_reader *reader;
    uint32_t put;    /* tokens that are final */
    uint32_t at;     /* the token that is looked at */
    int declaration; /* the kind of declaration that it stands in; 0 before the first */
    uint32_t depth;  /* open brackets */
    bool too_deep;   /* said once in a declaration */
    enum {
        OUT_OF_ROWS,
        ROW_NAMES,
        ROW_SOURCES
    } rows; /* in an item `rows NAMES from SOURCES` of a dataset */
} placer;

/* ### neighbours */

static pl_token *ahead(const placer *p, uint32_t steps) {
    uint32_t last = p->reader->tokens.len - 1, index = p->at + steps;

    assert(p->at <= p->reader->tokens.len);
    return &p->reader->tokens.items[index < last ? index : last];
}

static pl_token *behind(const placer *p) {
    return p->put > 0 ? &p->reader->tokens.items[p->put - 1] : NULL;
}

static bool is_word(const pl_token *token) {
    return token->kind == PL_T_NAME && !(token->flags & PL_TOKEN_QUOTED);
}

static bool is_first(const pl_token *token) {
    return (token->flags & PL_TOKEN_FIRST) != 0;
}

static bool reads(const pl_token *token, const char *text) {
    return is_word(token) && strcmp(token->text, text) == 0;
}

static const pl_word *find(const pl_token *token, unsigned classes) {
    return is_word(token) ? pl_word_find(pl_str_of(token->text), classes) : NULL;
}

/* A name that no class of keywords claims. */
static bool is_plain(const pl_token *token) {
    const unsigned keywords =
        PL_CLASS(RESERVED) | PL_CLASS(DUTCH) | PL_CLASS(CONTEXTUAL) | PL_CLASS(SUFFIX);

    return token->kind == PL_T_NAME && !find(token, keywords);
}

static bool follows_number(const placer *p) {
    const pl_token *last = behind(p);

    return last && last->kind == PL_T_NUMBER && !is_first(ahead(p, 0));
}

static const char *intern(const placer *p, const char *text) {
    return pl_intern(&p->reader->compiler->names, pl_str_of(text));
}

static pl_diags *diags_of(const placer *p) {
    return &p->reader->compiler->diags;
}

static pl_span span_of(const placer *p, const pl_token *token) {
    return (pl_span){p->reader->source, token->start, token->end};
}

/* ### settling a token */

static void keep(placer *p, int kind, const char *text) {
    pl_token token = *ahead(p, 0);

    assert(p->put <= p->at);
    token.kind = (uint16_t)kind;
    token.text = text;
    p->reader->tokens.items[p->put++] = token;
    p->at++;
}

static void keep_as_is(placer *p) {
    keep(p, ahead(p, 0)->kind, ahead(p, 0)->text);
}

/* Two words, one token. */
static void keep_pair(placer *p, int kind, const char *text) {
    uint32_t end = ahead(p, 1)->end;

    assert(is_word(ahead(p, 1)));
    keep(p, kind, intern(p, text));
    behind(p)->end = end;
    p->at++;
}

/* The word joins the token before it. */
static void join(placer *p, int kind, const char *text, unsigned words) {
    pl_token *last = behind(p);

    assert(words > 0 && last->kind == PL_T_NUMBER); /* only numbers have words behind them */
    last->kind = (uint16_t)kind;
    last->text = text;
    last->end = ahead(p, words - 1)->end;
    p->at += words;
}

/* ### pairs */

static bool is_pair_of(const pl_word *word, const pl_token *first, const pl_token *second) {
    const char *blank = strchr(word->text, ' ');
    size_t length;

    if (!blank || !is_word(first) || !is_word(second))
        return false;
    length = (size_t)(blank - word->text);
    return strncmp(word->text, first->text, length) == 0 && first->text[length] == '\0' &&
        strcmp(blank + 1, second->text) == 0;
}

static bool begins_pair(const pl_token *first, const pl_token *second) {
    const pl_word *word = is_word(first) ? pl_word_pair(first->text, NULL) : NULL;

    for (; word; word = pl_word_pair(first->text, word))
        if (word->class == PL_WORD_PAIR && is_pair_of(word, first, second))
            return true;
    return false;
}

static bool pair_fits(const placer *p, const pl_word *word) {
    const pl_token *last = behind(p);

    switch (word->token) {
    /* An entity may be called `valid`: `valid from "a.csv"`. */
    case PL_T_VALID_FROM: return ahead(p, 2)->kind != PL_T_TEXT;
    case PL_T_IN_PERCENT:
    case PL_T_IN_FRACTIONS: return p->declaration == PL_T_DATASET;
    case PL_T_SCHOOL_WEEK: return ahead(p, 2)->kind == PL_T_NUMBER;
    case PL_T_TIMES_PER: return last && last->kind == PL_T_NUMBER;
    case PL_T_UNIT: return last && (last->kind == PL_T_NUMBER || last->kind == PL_T_SUCCESSIVE);
    default: return true;
    }
}

static bool place_pair(placer *p) {
    const char *first = ahead(p, 0)->text;
    const pl_word *word = is_word(ahead(p, 0)) ? pl_word_pair(first, NULL) : NULL;

    for (; word; word = pl_word_pair(first, word)) {
        if (word->class != PL_WORD_PAIR && word->class != PL_WORD_UNIT)
            continue;
        if (!is_pair_of(word, ahead(p, 0), ahead(p, 1)) || !pair_fits(p, word))
            continue;
        if (word->token == PL_T_TIMES_PER)
            join(p, PL_T_TIMES_PER, behind(p)->text, 2);
        else
            keep_pair(p, word->token, word->means ? word->means : word->text);
        return true;
    }
    return false;
}

/* ### declarations */

static bool is_type_word(const pl_token *token) {
    return reads(token, "text") || reads(token, "number") || reads(token, "percent") ||
        reads(token, "date") || reads(token, "yesno");
}

static bool begins_at_margin(const placer *p, const pl_token *token) {
    char before = token->start > 0 ? p->reader->bytes.ptr[token->start - 1] : '\n';

    return before == '\n' || before == '\r';
}

/* A field may be called `indicator`, a column may be filled `target = ..`, a file may be mapped
 * `test from ..`. */
static bool is_declaration(const placer *p, const pl_word *word) {
    const pl_token *token = ahead(p, 0), *next = ahead(p, 1);

    if (!is_first(token))
        return false;
    if (is_first(next) || next->kind == PL_T_END)
        return begins_at_margin(p, token);
    if (next->kind == PL_T_TEXT || next->kind == PL_T_NUMBER)
        return true;
    if (next->kind != PL_T_NAME)
        return false;
    if (word->token == PL_T_WAIVER && reads(next, "for"))
        return true;
    if (p->declaration == PL_T_ENTITY && is_type_word(next))
        return false;
    if (p->declaration == PL_T_ENTITY && !begins_at_margin(p, token) &&
        (word->token == PL_T_ROLE || word->token == PL_T_TASK || word->token == PL_T_DEFINITION))
        return false;
    if (begins_at_margin(p, token) && reads(next, "for"))
        return true;
    return !find(next, PL_CLASS(RESERVED)) &&
        !(reads(next, "from") && p->declaration == PL_T_DATASET);
}

static void begin_declaration(placer *p, int kind) {
    assert(pl_token_is_declaration(kind) && is_first(ahead(p, 0)));
    p->declaration = kind;
    p->depth = 0;
    p->too_deep = false;
    p->rows = OUT_OF_ROWS;
    keep(p, kind, ahead(p, 0)->text);
}

static bool place_declaration(placer *p) {
    const pl_word *word = find(ahead(p, 0), PL_CLASS(DECLARATION));

    if (!word || !is_declaration(p, word))
        return false;
    begin_declaration(p, word->token);
    return true;
}

/* A declaration word that is misspelt or Dutch at the margin, where nothing else begins: `standrd
 * b`, `tabel t`. What the words below it are depends on it, so it is repaired here and not by the
 * messages. */

static bool is_any_declaration(const pl_word *word, const void *unused) {
    (void)unused;
    return word->class == PL_WORD_DECLARATION;
}

static const pl_word *dutch_declaration(const pl_token *token) {
    const pl_word *hint = find(token, PL_CLASS(HINT));

    return hint && pl_token_is_declaration(hint->token) ? hint : NULL;
}

static const pl_word *nearest_declaration(const pl_token *token) {
    const pl_word *dutch = dutch_declaration(token);

    return dutch ? dutch
                 : pl_word_nearest(pl_str_of(token->text), pl_str_of(""), is_any_declaration, NULL);
}

static bool repair_declaration(placer *p) {
    const pl_token *token = ahead(p, 0), *next = ahead(p, 1);
    const pl_word *word;

    if (!is_first(token) || !begins_at_margin(p, token) || is_first(next) || p->depth > 0)
        return false;
    if (!(is_plain(token) || dutch_declaration(token)) ||
        !(is_plain(next) || next->kind == PL_T_TEXT) || reads(next, "from"))
        return false;
    word = nearest_declaration(token);
    if (!word || (p->declaration == PL_T_ENTITY && is_type_word(next)))
        return false;
    if (word->class == PL_WORD_HINT)
        PL_REPORT(diags_of(p), DUTCH_KEYWORD, span_of(p, token), token->text, word->means);
    else
        PL_REPORT(diags_of(p), MISSPELT, span_of(p, token), token->text, word->text);
    begin_declaration(p, word->token);
    return true;
}

/* ### datasets */

/* `table "scholen"`; at the margin a table is declared, at the start of a line also by a name. */
static bool names_table(const placer *p, uint32_t steps) {
    const pl_token *token = ahead(p, steps), *name = ahead(p, steps + 1);

    if (!reads(token, "table") || begins_at_margin(p, token) || is_first(name))
        return false;
    return name->kind == PL_T_TEXT || (name->kind == PL_T_NAME && !is_first(token));
}

/* At the start of a line also without quotes round the file, a mistake that is easily made. */
static bool begins_mapping(const placer *p, uint32_t steps) {
    const pl_token *file = ahead(p, steps + 2);

    if (ahead(p, steps)->kind != PL_T_NAME || !reads(ahead(p, steps + 1), "from"))
        return false;
    return file->kind == PL_T_TEXT || names_table(p, steps + 2) ||
        (is_first(ahead(p, steps)) && file->kind == PL_T_NAME && !is_first(file));
}

static bool begins_item(const placer *p, uint32_t steps) {
    const pl_token *token = ahead(p, steps), *next = ahead(p, steps + 1);

    if (token->kind == PL_T_END)
        return true;
    if (token->kind == PL_T_TEXT)
        return reads(next, "is");
    if (token->kind != PL_T_NAME)
        return false;
    return next->kind == PL_T_EQUAL || begins_mapping(p, steps) ||
        (reads(token, "rows") && next->kind == PL_T_NAME) ||
        (is_first(token) && find(token, PL_CLASS(DECLARATION)));
}

/* In `rows vak, count from ..` the last name is no entity, and commas are of the list as long as no
 * new item begins. */
static void follow_rows(placer *p) {
    assert(p->declaration == PL_T_DATASET && behind(p));
    if (behind(p)->kind == PL_T_ROWS)
        p->rows = ROW_NAMES;
    else if (p->rows == ROW_NAMES && reads(ahead(p, 0), "from"))
        p->rows = ROW_SOURCES;
    else if (behind(p)->kind == PL_T_ITEM_COMMA || behind(p)->kind == PL_T_MAPPED)
        p->rows = OUT_OF_ROWS;
}

static bool place_in_dataset(placer *p) {
    const pl_token *token = ahead(p, 0);
    int kind = 0;

    if (p->declaration != PL_T_DATASET)
        return false;
    follow_rows(p);
    if (p->rows == ROW_NAMES || find(token, PL_CLASS(RESERVED)))
        return false;
    if (token->kind == PL_T_COMMA && (p->rows == OUT_OF_ROWS || begins_item(p, 1)))
        kind = PL_T_ITEM_COMMA;
    else if (token->kind == PL_T_TEXT && reads(ahead(p, 1), "is"))
        kind = PL_T_CELL_TEXT;
    else if (token->kind == PL_T_NAME && ahead(p, 1)->kind == PL_T_EQUAL)
        kind = PL_T_COLUMN_NAME;
    else if (begins_mapping(p, 0))
        kind = PL_T_MAPPED;
    else if (reads(token, "schooljaar") &&
             (ahead(p, 1)->kind == PL_T_SCHOOLJAAR || ahead(p, 1)->kind == PL_T_NUMBER))
        kind = PL_T_SCHOOLJAAR_OPTION;
    else if (names_table(p, 0))
        kind = PL_T_TABLE_OPTION;
    if (kind == 0)
        return false;
    keep(p, kind, token->text);
    return true;
}

/* ### words that only what follows makes a keyword */

static bool begins_aggregate(const placer *p) {
    const pl_token *token = ahead(p, 0), *next = ahead(p, 1), *last = behind(p);

    if (last && (last->kind == PL_T_OVERLAP || last->kind == PL_T_AGGREGATE))
        return false;
    if (reads(next, "of"))
        return true;
    if (is_first(next))
        return false;
    if (reads(token, "share") || reads(token, "count"))
        return next->kind == PL_T_NAME && reads(ahead(p, 2), "of");
    return next->kind == PL_T_OPEN || is_plain(next) ||
        (next->kind == PL_T_NAME && reads(ahead(p, 2), "of"));
}

static bool is_followed(const placer *p, const pl_word *word) {
    const pl_token *next = ahead(p, 1), *last = behind(p);

    if (p->declaration == PL_T_ENTITY)
        return false;
    switch (word->token) {
    case PL_T_AGGREGATE: return begins_aggregate(p);
    case PL_T_PERCENTILE: return reads(next, "of") && last && last->kind != PL_T_AGGREGATE;
    case PL_T_PREVIOUS: return !is_first(next) && (is_plain(next) || next->kind == PL_T_OPEN);
    case PL_T_LAST: return next->kind == PL_T_NUMBER;
    case PL_T_THIS: return is_plain(next) && !is_first(next);
    case PL_T_EXACTLY: return next->kind == PL_T_NUMBER || next->kind == PL_T_PERCENT;
    case PL_T_SUCCESSIVE: return last && last->kind == PL_T_NUMBER;
    case PL_T_HOLD: return last && last->kind == PL_T_SET_END;
    case PL_T_ON:
        return p->declaration == PL_T_TEST &&
            (next->kind == PL_T_DATE || next->kind == PL_T_SCHOOLJAAR || next->kind == PL_T_NUMBER);
    case PL_T_GIVES:
        return (is_plain(next) && p->declaration == PL_T_DECISION) ||
            ((is_plain(next) || next->kind == PL_T_SET) && p->declaration == PL_T_EXTENSION);
    default: return false;
    }
}

static bool place_followed(placer *p) {
    const pl_word *word = find(ahead(p, 0), PL_CLASS(FOLLOWED));

    if (!word || !is_followed(p, word))
        return false;
    keep(p, word->token, ahead(p, 0)->text);
    return true;
}

/* ### units and days, behind a number */

static int to_int(const char *digits) {
    return strlen(digits) < 9 ? atoi(digits) : 0;
}

static const char *written_behind(placer *p) {
    pl_str written = pl_span_text(span_of(p, behind(p)));

    return pl_arena_copy(p->reader->compiler->arena, written.ptr, written.len);
}

/* The last day up to this one that the month has. */
static pl_date last_day(int year, int month, int day) {
    pl_date date;

    assert(month >= 1 && month <= 12);
    day = day < 1 || day > 31 ? 31 : day;
    while (!pl_date_make(year < 1 ? 2000 : year, month, day, &date))
        day--;
    return date;
}

static const char *iso(placer *p, pl_date date) {
    pl_buffer text = {0};

    pl_date_print(&text, date);
    return pl_buffer_take(&text, p->reader->compiler->arena);
}

/* `5 nov 2021`: no form of ours, but a date all the same. */
static void join_written_date(placer *p, int day, int month) {
    int year = to_int(ahead(p, 1)->text);
    pl_date date;

    if (pl_date_make(year, month, day, &date)) {
        join(p, PL_T_DATE, intern(p, iso(p, date)), 2);
        PL_REPORT(diags_of(p), DATE_FORM, span_of(p, behind(p)),
                  pl_arena_format(p->reader->compiler->arena, "%d ..", day), iso(p, date));
        return;
    }
    join(p, PL_T_DATE, intern(p, iso(p, last_day(year, month, day))), 2);
    if (year < 1)
        PL_REPORT(diags_of(p), NO_SUCH_DAY, span_of(p, behind(p)), written_behind(p));
    else
        PL_REPORT(diags_of(p), NO_DAY_OF_MONTH, span_of(p, behind(p)), written_behind(p),
                  behind(p)->text);
}

/* `30 feb` is read as the last day of the month, with 29 February. */
static void join_day(placer *p, int day, int month) {
    const char *name = ahead(p, 0)->text;
    int year, last;
    pl_date date;
    bool there = pl_date_make(2000, month, day, &date);

    pl_date_split(last_day(2000, month, day), &year, &month, &last);
    join(p, PL_T_DAYMONTH,
         intern(p, pl_arena_format(p->reader->compiler->arena, "%d", month * 100 + last)), 1);
    if (!there)
        PL_REPORT(diags_of(p), NO_DAY_OF_MONTH, span_of(p, behind(p)), written_behind(p),
                  pl_arena_format(p->reader->compiler->arena, "%d %s", last, name));
}

static bool place_month(placer *p) {
    const pl_word *word = find(ahead(p, 0), PL_CLASS(MONTH));
    int day, month;

    if (!word || !follows_number(p) || strlen(behind(p)->text) > 2)
        return false;
    day = to_int(behind(p)->text);
    month = to_int(word->means);
    if (ahead(p, 1)->kind == PL_T_NUMBER && strlen(ahead(p, 1)->text) == 4)
        join_written_date(p, day, month);
    else
        join_day(p, day, month);
    return true;
}

static bool place_unit(placer *p) {
    const pl_word *word = find(ahead(p, 0), PL_CLASS(UNIT));
    const pl_token *last = behind(p);

    if (!word || !last || !(follows_number(p) || last->kind == PL_T_SUCCESSIVE))
        return false;
    assert(word->means);
    keep(p, PL_T_UNIT, intern(p, word->means));
    return true;
}

/* ### contextual words */

static bool is_operator(const pl_token *token) {
    switch (token->kind) {
    case PL_T_EQUAL:
    case PL_T_LESS:
    case PL_T_COMPARE:
    case PL_T_PLUS:
    case PL_T_TIMES:
    case PL_T_OVER_SIGN:
    case PL_T_DOT:
    case PL_T_DOTS:
    case PL_T_INDEX: return true;
    default: return false;
    }
}

static bool closes(const pl_token *token) {
    switch (token->kind) {
    case PL_T_CLOSE:
    case PL_T_INDEX_END:
    case PL_T_SET_END: return true;
    default:
        return reads(token, "in") || reads(token, "is") || reads(token, "and") ||
            reads(token, "or") || reads(token, "when") || reads(token, "otherwise");
    }
}

/* In an entity, a line that begins `yearly yesno` declares a field. */
static bool names_field(const placer *p, const pl_word *word) {
    const pl_token *next = ahead(p, 1);

    if (p->declaration != PL_T_ENTITY || !is_first(ahead(p, 0)) || is_first(next))
        return false;
    if (word->token == PL_T_DEFAULT)
        return is_type_word(next) || next->kind == PL_T_SET;
    if (word->token == PL_T_WITHOUT && next->kind == PL_T_SET)
        return ahead(p, 2)->kind != PL_T_SCHOOLJAAR;
    return is_plain(next) || next->kind == PL_T_SET;
}

static bool place_contextual(placer *p) {
    const pl_word *word = find(ahead(p, 0), PL_CLASS(CONTEXTUAL) | PL_CLASS(SUFFIX));
    const pl_token *next = ahead(p, 1);

    if (!word || is_operator(next) || (word->class == PL_WORD_CONTEXTUAL && closes(next)) ||
        names_field(p, word))
        return false;
    keep(p, word->token, ahead(p, 0)->text);
    return true;
}

/* ### reserved words, and Dutch ones that are explained */

/* `tussen 20 en 30`. */
static bool joins_ends(const placer *p) {
    const pl_token *word = p->put >= 2 ? behind(p) - 1 : NULL;

    return word && (reads(word, "tussen") || reads(word, "between"));
}

static bool place_reserved(placer *p) {
    const pl_word *word = find(ahead(p, 0), PL_CLASS(RESERVED) | PL_CLASS(DUTCH));
    const pl_token *token = ahead(p, 0);

    if (!word)
        return false;
    if (word->class == PL_WORD_DUTCH && !joins_ends(p))
        PL_REPORT(diags_of(p), DUTCH_KEYWORD, span_of(p, token), token->text, word->means);
    keep(p, word->token, token->text);
    return true;
}

/* ### capitals */

static const char *lower(const placer *p, const char *text) {
    return intern(p, pl_str_small(&p->reader->arena, pl_str_of(text)));
}

/* Would the word be a keyword here if it were written small? Codes of two letters (NO, IS) stay
 * names. */
static bool is_keyword_in_small(const placer *p, const pl_token *small) {
    const pl_word *word =
        find(small, PL_CLASS(RESERVED) | PL_CLASS(DECLARATION) | PL_CLASS(CONTEXTUAL));

    if (!word || strlen(small->text) < 3)
        return false;
    if (word->class == PL_WORD_RESERVED)
        return true;
    if (!is_first(small))
        return false;
    return word->class == PL_WORD_DECLARATION ? is_declaration(p, word)
                                              : ahead(p, 1)->kind == PL_T_TEXT;
}

static void report_capitals(const placer *p, uint32_t words, const char *small) {
    pl_span span = pl_span_join(span_of(p, ahead(p, 0)), span_of(p, ahead(p, words - 1)));
    pl_str written = pl_span_text(span);

    PL_REPORT(diags_of(p), CAPITAL_KEYWORD, span,
              pl_arena_copy(p->reader->compiler->arena, written.ptr, written.len), small);
}

/* Rewrites a keyword or a pair in capitals, so that it is placed as the keyword; true when it
 * did. */
static bool repair_capitals(placer *p) {
    pl_token *token = ahead(p, 0), *next = ahead(p, 1), small, second;

    if (!is_word(token))
        return false;
    small = *token;
    second = *next;
    small.text = lower(p, token->text);
    second.text = is_word(next) ? lower(p, next->text) : next->text;
    if (begins_pair(&small, &second) && (small.text != token->text || second.text != next->text)) {
        report_capitals(
            p, 2, pl_arena_format(p->reader->compiler->arena, "%s %s", small.text, second.text));
        next->text = second.text;
    } else if (small.text != token->text && is_keyword_in_small(p, &small)) {
        report_capitals(p, 1, small.text);
    } else {
        return false;
    }
    token->text = small.text;
    return true;
}

/* ### numbers */

/* `100.000`: for the author a hundred thousand, for the language a hundred. */
static void check_thousands(const placer *p) {
    const pl_token *token = ahead(p, 0);
    const char *text = token->text, *point = strchr(text, '.');
    char *plain;

    if (!point || text[0] == '0' || point - text > 3 || strlen(point) != 4)
        return;
    plain =
        pl_arena_format(p->reader->compiler->arena, "%.*s%s", (int)(point - text), text, point + 1);
    if (strcmp(point, ".000") == 0 || reads(ahead(p, 1), "euro"))
        PL_REPORT(diags_of(p), THOUSANDS_POINT, span_of(p, token), text, plain);
    else
        PL_REPORT(diags_of(p), THOUSANDS_DOUBT, span_of(p, token), text, plain);
}

/* `, 5 if fewer than 15 leerling` belongs to the period before it. */
static bool place_small_comma(placer *p) {
    if (ahead(p, 0)->kind != PL_T_COMMA || ahead(p, 1)->kind != PL_T_NUMBER ||
        !reads(ahead(p, 2), "if"))
        return false;
    keep(p, PL_T_SMALL_COMMA, ahead(p, 0)->text);
    return true;
}

/* ### brackets */

/* No rule that is written by hand nests as deep, and the parser's stack stays small. */
#define DEEPEST_BRACKETS 100

static bool place_bracket(placer *p) {
    const pl_token *token = ahead(p, 0);

    switch (token->kind) {
    case PL_T_OPEN:
    case PL_T_INDEX:
    case PL_T_SET: p->depth++; break;
    case PL_T_CLOSE:
    case PL_T_INDEX_END:
    case PL_T_SET_END: p->depth -= p->depth > 0; break;
    default: return false;
    }
    if (p->depth <= DEEPEST_BRACKETS) {
        keep_as_is(p);
        return true;
    }
    if (!p->too_deep)
        PL_REPORT0(diags_of(p), TOO_DEEP, span_of(p, token));
    p->too_deep = true;
    keep(p, PL_T_PL_GRAMMAR_UNDEF, token->text);
    behind(p)->flags |= PL_TOKEN_REPORTED;
    return true;
}

/* ### where a clause begins */

static bool ends_value(const pl_token *token) {
    switch (token->kind) {
    case PL_T_NAME:
    case PL_T_TEXT:
    case PL_T_PERCENT:
    case PL_T_DATE:
    case PL_T_SCHOOLJAAR:
    case PL_T_UNIT:
    case PL_T_CLOSE:
    case PL_T_INDEX_END:
    case PL_T_SET_END:
    case PL_T_OTHERWISE: return true;
    default: return false;
    }
}

/* `fewer than 15` is not yet complete; `>= 15` is. */
static bool ends_number(const placer *p, uint32_t index) {
    const pl_token *tokens = p->reader->tokens.items;

    if (tokens[index].kind != PL_T_NUMBER || index == 0)
        return false;
    switch (tokens[index - 1].kind) {
    case PL_T_AT_LEAST:
    case PL_T_AT_MOST:
    case PL_T_MORE_THAN:
    case PL_T_FEWER_THAN:
    case PL_T_EXACTLY:
    case PL_T_LAST: return false;
    default: return true;
    }
}

static bool wants_more(const pl_token *token) {
    const pl_word *word = pl_word_of_token(token->kind);

    if (is_operator(token) || token->kind == PL_T_COMMA || token->kind == PL_T_MINUS)
        return true;
    return word && word->class == PL_WORD_RESERVED && word->token != PL_T_OTHERWISE &&
        word->token != PL_T_REQUIRE;
}

/* A name that begins its line behind a complete value: a field of an entity, or the word before it
 * is missing. */
static bool begins_with_name(const placer *p, uint32_t index) {
    const pl_token *token = &p->reader->tokens.items[index], *next = ahead(p, 0);

    if (token->kind != PL_T_NAME || p->depth > 0)
        return false;
    switch (p->declaration) {
    case PL_T_FIELD:
    case PL_T_TEST:
    case PL_T_DECISION: return false;
    case PL_T_DATASET: return token[-1].kind == PL_T_TEXT;
    case PL_T_ENTITY:
        if (is_first(next) || (next->kind != PL_T_NAME && next->kind != PL_T_SET))
            return false;
        break;
    default: break;
    }
    return ends_value(token - 1) || ends_number(p, index - 1);
}

static bool begins_clause(const placer *p, uint32_t index) {
    const pl_token *token = &p->reader->tokens.items[index], *last = token - 1;
    const pl_word *word = pl_word_of_token(token->kind);

    assert(index > 0 && index < p->put);
    if (word && word->place == PL_PLACE_ANYWHERE &&
        (word->class == PL_WORD_RESERVED || word->class == PL_WORD_PAIR))
        return (p->declaration != PL_T_DECISION && p->declaration != PL_T_INDICATORS) ||
            pl_clause_belongs(token->kind, p->declaration);
    if (!is_first(token) || p->declaration == 0)
        return false;
    if (word && pl_clause_belongs(token->kind, p->declaration))
        return !wants_more(last) && !(last->kind == PL_T_UNIT && token->kind == PL_T_AFTER);
    return begins_with_name(p, index);
}

/* ### texts without their quotes */

/* The titles of rules are told from their subject: `standard s school`. */
static bool takes_title(int kind) {
    switch (kind) {
    case PL_T_HANDBOOK:
    case PL_T_SECTION:
    case PL_T_MEASURE:
    case PL_T_TABLE: return true;
    default: return kind >= PL_T_STANDARD && kind <= PL_T_TARGET;
    }
}

/* What goes on behind the text: a clause on the same line, `dated 2021-11-05`, the next line. */
static bool ends_prose(const placer *p, uint32_t steps) {
    const pl_token *token = ahead(p, steps), *next = ahead(p, steps + 1);
    bool is_title = takes_title(p->put >= 2 ? behind(p)[-1].kind : 0);

    if (is_first(token) || token->kind == PL_T_END || token->kind == PL_T_TEXT)
        return true;
    if (is_title && (reads(token, "for") || reads(token, "where") || reads(token, "require")))
        return true;
    if (reads(token, "dated"))
        return next->kind == PL_T_DATE;
    return next->kind == PL_T_TEXT && !is_first(next);
}

/* Does a text have to stand at a token that is none? `count` tokens could be it. */
static bool wants_prose(const placer *p, uint32_t count) {
    const pl_token *last = behind(p), *head = p->put >= 2 ? last - 1 : NULL;
    bool is_rule = head && head->kind >= PL_T_STANDARD && head->kind <= PL_T_TARGET;

    if (!last || count == 0)
        return false;
    if (is_first(last) && (last->kind == PL_T_CITE || last->kind == PL_T_NOTE))
        return true;
    if (is_first(last) && last->kind == PL_T_SOURCE)
        return p->declaration == PL_T_HANDBOOK;
    if (!head || !takes_title(head->kind) || !*pl_token_word(last) ||
        begins_pair(ahead(p, 0), ahead(p, 1)))
        return false;
    return is_plain(ahead(p, 0)) && (!is_rule || count > 1 || reads(ahead(p, 1), "for"));
}

/* `cite Bijlage I, blz. 3`, `standard s Lezen en rekenen`: read as the text that it should have
 * been. */
static bool place_prose(placer *p) {
    const pl_source *source = p->reader->source;
    uint32_t count = 0;
    const char *text;
    pl_span span;

    /* First as if there were enough: a line may be long, and is counted once, not at each token. */
    if (!is_word(ahead(p, 0)) || !wants_prose(p, UINT32_MAX))
        return false;
    while (!ends_prose(p, count))
        count++;
    if (!wants_prose(p, count))
        return false;
    span = (pl_span){source, ahead(p, 0)->start, ahead(p, count - 1)->end};
    text = pl_intern(&p->reader->compiler->names, pl_span_text(span));
    PL_REPORT(diags_of(p), TEXT_WITHOUT_QUOTES, span, text);
    keep(p, PL_T_TEXT, text);
    behind(p)->end = span.end;
    p->at += count - 1;
    return true;
}

/* ### the pass */

static void place_word(placer *p) {
    if (place_pair(p) || place_reserved(p) || place_in_dataset(p) || place_declaration(p) ||
        place_followed(p))
        return;
    if (place_month(p) || place_unit(p))
        return;
    /* `norm` is a keyword of tests too. */
    if ((dutch_declaration(ahead(p, 0)) && repair_declaration(p)) || place_contextual(p))
        return;
    if (!repair_capitals(p) && !repair_declaration(p))
        keep_as_is(p);
}

static void place_token(placer *p) {
    pl_token *token = ahead(p, 0);
    uint32_t before = p->put;

    if (place_prose(p)) {
        assert(behind(p)->kind == PL_T_TEXT);
    } else if (is_word(token)) {
        place_word(p);
    } else {
        if (token->kind == PL_T_NUMBER)
            check_thousands(p);
        if (!place_bracket(p) && !place_in_dataset(p) && !place_small_comma(p))
            keep_as_is(p);
    }
    assert(p->put <= before + 1 && p->put <= p->at);
    if (p->put > before && before > 0 && begins_clause(p, before))
        behind(p)->flags |= PL_TOKEN_ANEW;
}

void pl_reader_place(pl_reader *reader) {
    placer p = {.reader = reader};

    assert(reader->tokens.len > 0 && reader->tokens.items[reader->tokens.len - 1].kind == PL_T_END);
    while (p.at < reader->tokens.len)
        place_token(&p);
    reader->tokens.len = p.put;
    assert(behind(&p)->kind == PL_T_END);
}
