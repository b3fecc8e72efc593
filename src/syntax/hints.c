/* hints.c - mistakes in the order of words: something missing, doubled, unclosed, or in another
 * form than the language has.
 * Each hint knows one mistake; `pl_hints` at the end says in which order they are tried. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "grammar/parser.h"
#include "syntax/complain.h"
#include "syntax/recovery.h"

#define REPORT(m, name, span, ...)                                                                 \
    PL_REPORT(&(m)->reader->compiler->diags, name, (span), __VA_ARGS__)
#define REPORT0(m, name, span) PL_REPORT0(&(m)->reader->compiler->diags, name, (span))

/* ### what stands round the mistake */

static int kind_at(const pl_mistake *m, int steps) {
    return pl_mistake_token(m, steps)->kind;
}

static bool begins_line(const pl_mistake *m, int steps) {
    return pl_token_begins_line(pl_mistake_token(m, steps));
}

static bool is_glued(const pl_mistake *m, int steps) {
    return (pl_mistake_token(m, steps)->flags & PL_TOKEN_GLUED) != 0;
}

static const char *source_of(const pl_mistake *m, pl_span span) {
    pl_str text = pl_span_text(span);

    return pl_arena_copy(m->reader->compiler->arena, text.ptr, text.len);
}

static const char *written_at(const pl_mistake *m, int steps) {
    return source_of(m, pl_mistake_span(m, steps));
}

/* The place right behind the token before the mistake. */
static pl_span behind_last(const pl_mistake *m) {
    pl_span span = pl_mistake_span(m, -1);

    span.start = span.end;
    return span;
}

static bool is_clause_word(int kind) {
    const pl_word *word = pl_word_of_token(kind);

    return word && (word->place != PL_PLACE_NONE || word->class == PL_WORD_DECLARATION);
}

/* Begins something new: a clause, a declaration, the end of the file. */
static bool begins_anew(const pl_mistake *m) {
    return kind_at(m, 0) == PL_T_END || is_clause_word(kind_at(m, 0));
}

static bool is_operand(int kind) {
    switch (kind) {
    case PL_T_NAME:
    case PL_T_NUMBER:
    case PL_T_PERCENT:
    case PL_T_TEXT:
    case PL_T_DATE:
    case PL_T_SCHOOLJAAR:
    case PL_T_DAYMONTH:
    case PL_T_UNIT:
    case PL_T_CLOSE:
    case PL_T_INDEX_END:
    case PL_T_SET_END: return true;
    default: return false;
    }
}

/* A reserved word that joins two parts of a sentence. */
static bool is_connector(int kind) {
    const pl_word *word = pl_word_of_token(kind);

    return word && word->class == PL_WORD_RESERVED;
}

static bool is_comparison(int kind) {
    return kind == PL_T_EQUAL || kind == PL_T_LESS || kind == PL_T_COMPARE;
}

/* Steps back to a token of this kind in the same clause; 0 when there is none. */
static int find_back(const pl_mistake *m, int kind) {
    for (int steps = -1; m->at >= (uint32_t)-steps; steps--) {
        if (kind_at(m, steps) == kind)
            return steps;
        if (is_clause_word(kind_at(m, steps)))
            return 0;
    }
    return 0;
}

static bool is_in_row(const pl_mistake *m) {
    for (int steps = -1; m->at >= (uint32_t)-steps; steps--) {
        if (kind_at(m, steps) == PL_T_ROW)
            return true;
        if (kind_at(m, steps) == PL_T_ROW_END)
            return false;
    }
    return false;
}

/* ### brackets */

static int closing_of(int kind) {
    switch (kind) {
    case PL_T_OPEN: return PL_T_CLOSE;
    case PL_T_INDEX: return PL_T_INDEX_END;
    case PL_T_SET: return PL_T_SET_END;
    default: return 0;
    }
}

static bool is_closing(int kind) {
    return kind == PL_T_CLOSE || kind == PL_T_INDEX_END || kind == PL_T_SET_END;
}

/* Steps back to the innermost bracket that is still open; 0 when there is none. */
static int open_bracket(const pl_mistake *m) {
    int depth = 0;

    for (int steps = -1; m->at >= (uint32_t)-steps; steps--) {
        int kind = kind_at(m, steps);

        if (is_closing(kind))
            depth++;
        else if (closing_of(kind) != 0 && depth-- == 0)
            return steps;
        if (pl_token_is_declaration(kind) || (pl_mistake_token(m, steps)->flags & PL_TOKEN_ANEW))
            return 0;
    }
    return 0;
}

static bool unclosed_bracket(const pl_mistake *m) {
    int open = open_bracket(m);

    assert(open <= 0);
    if (open == 0 || !pl_mistake_expects(m, closing_of(kind_at(m, open))))
        return false;
    if (is_closing(kind_at(m, 0))) {
        REPORT(m, WRONG_BRACKET, pl_mistake_span(m, 0), written_at(m, open), written_at(m, 0));
        return true;
    }
    if (!begins_line(m, 0) && !begins_anew(m) && !is_connector(kind_at(m, 0)) &&
        !is_comparison(kind_at(m, 0)))
        return false;
    REPORT(m, OPEN_BRACKET, behind_last(m), written_at(m, open));
    return true;
}

static bool extra_bracket(const pl_mistake *m) {
    if (!is_closing(kind_at(m, 0)) || open_bracket(m) != 0)
        return false;
    REPORT(m, EXTRA_BRACKET, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

/* ### rows of tables */

static bool range_with_dash(const pl_mistake *m) {
    pl_span span;

    if (kind_at(m, 0) != PL_T_MINUS ||
        (kind_at(m, 1) != PL_T_NUMBER && kind_at(m, 1) != PL_T_PERCENT))
        return false;
    if (!is_in_row(m) && !pl_mistake_expects(m, PL_T_DOTS))
        return false;
    span = pl_span_join(pl_mistake_span(m, -1), pl_mistake_span(m, 1));
    REPORT(
        m, RANGE_WITH_DASH, span, source_of(m, span),
        pl_arena_format(m->reader->compiler->arena, "%s..%s", written_at(m, -1), written_at(m, 1)));
    return true;
}

/* `20 t/m 22`, `20 tot 22`. */
static bool range_in_words(const pl_mistake *m) {
    static const char *const words[] = {"t", "tot", "tm", "to", "until", NULL};
    int steps = kind_at(m, 0) == PL_T_NAME && strcmp(written_at(m, 0), "t") == 0 &&
            kind_at(m, 1) == PL_T_OVER_SIGN
        ? 3
        : 1;
    pl_span span;

    if (kind_at(m, -1) != PL_T_NUMBER && kind_at(m, -1) != PL_T_PERCENT)
        return false;
    if (kind_at(m, steps) != PL_T_NUMBER && kind_at(m, steps) != PL_T_PERCENT)
        return false;
    for (const char *const *word = words; *word; word++) {
        if (strcmp(*word, written_at(m, 0)) != 0)
            continue;
        span = pl_span_join(pl_mistake_span(m, -1), pl_mistake_span(m, steps));
        REPORT(m, RANGE_WITH_DASH, span, source_of(m, span),
               pl_arena_format(m->reader->compiler->arena, "%s..%s", written_at(m, -1),
                               written_at(m, steps)));
        return true;
    }
    return false;
}

/* `30+`. */
static bool range_with_plus(const pl_mistake *m) {
    pl_span span = pl_span_join(pl_mistake_span(m, -1), pl_mistake_span(m, 0));
    bool is_last = kind_at(m, 1) == PL_T_BAR || kind_at(m, 1) == PL_T_ROW_END;

    if (kind_at(m, 0) != PL_T_PLUS || !is_last || !is_in_row(m))
        return false;
    REPORT(m, RANGE_WITH_DASH, span, source_of(m, span),
           pl_arena_format(m->reader->compiler->arena, "%s..", written_at(m, -1)));
    return true;
}

/* `tussen 20 en 30`. */
static bool range_between(const pl_mistake *m) {
    pl_span span = pl_span_join(pl_mistake_span(m, 0), pl_mistake_span(m, 3));
    bool between = kind_at(m, 0) == PL_T_NAME &&
        (strcmp(written_at(m, 0), "tussen") == 0 || strcmp(written_at(m, 0), "between") == 0);

    if (!between || kind_at(m, 2) != PL_T_AND || begins_line(m, 3) ||
        !pl_mistake_expects(m, PL_T_IN))
        return false;
    REPORT(m, RANGE_WITH_DASH, span, source_of(m, span),
           pl_arena_format(m->reader->compiler->arena, "in %s..%s", written_at(m, 1),
                           written_at(m, 3)));
    return true;
}

static bool words_in_cell(const pl_mistake *m) {
    int first = 0, last = 0;
    pl_span span;

    if (!is_in_row(m) || !is_operand(kind_at(m, 0)) || !is_operand(kind_at(m, -1)))
        return false;
    while (is_operand(kind_at(m, first - 1)))
        first--;
    while (is_operand(kind_at(m, last + 1)))
        last++;
    assert(first < 0 && m->at >= (uint32_t)-first); /* a row begins with its bar, which ends this */
    span = pl_span_join(pl_mistake_span(m, first), pl_mistake_span(m, last));
    REPORT(m, WORDS_IN_CELL, span, source_of(m, span));
    return true;
}

static bool bad_cell(const pl_mistake *m) {
    if (!is_in_row(m))
        return false;
    REPORT(m, BAD_CELL, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

static bool row_outside(const pl_mistake *m) {
    int declaration = pl_reader_declaration(m->reader);

    /* In a table the row is in its place, and something before it is not complete. */
    if (kind_at(m, 0) != PL_T_ROW || declaration == PL_T_TABLE || declaration == PL_T_INDICATORS)
        return false;
    REPORT0(m, STRAY_ROW, pl_mistake_span(m, 0));
    return true;
}

/* ### words that should stand in quotes */

/* Up to what goes on behind a text: a clause on the same line, `dated 2021-11-05`, the next
 * line. */
static bool ends_prose(const pl_mistake *m, int steps) {
    const pl_word *word = pl_word_of_token(kind_at(m, steps));
    bool before_text = kind_at(m, steps + 1) == PL_T_TEXT && !begins_line(m, steps + 1);

    if (begins_line(m, steps) || kind_at(m, steps) == PL_T_END)
        return true;
    if (is_clause_word(kind_at(m, steps)) && before_text)
        return true;
    if (kind_at(m, steps) == PL_T_DATED)
        return kind_at(m, steps + 1) == PL_T_DATE;
    return kind_at(m, steps) == PL_T_TEXT || kind_at(m, steps) == PL_T_FOR ||
        (word && word->place == PL_PLACE_ANYWHERE && strchr(word->text, ' '));
}

/* From the mistake to the end of the words that should stand in quotes: `cite Bijlage I, blz.
 * 3`. */
static pl_span prose_span(const pl_mistake *m) {
    int last = 0;

    while (!ends_prose(m, last + 1))
        last++;
    return pl_span_join(pl_mistake_span(m, 0), pl_mistake_span(m, last));
}

/* ### conditions */

/* `1F is 90%`. */
static bool is_for_equal(const pl_mistake *m) {
    int kind = kind_at(m, 0);

    if (kind_at(m, -1) != PL_T_IS ||
        (kind != PL_T_NUMBER && kind != PL_T_PERCENT && kind != PL_T_DATE && kind != PL_T_TEXT))
        return false;
    REPORT(m, SIGN_INSTEAD, pl_mistake_span(m, -1), written_at(m, -1), "=");
    return true;
}

/* `> =`, `= =`. */
static bool two_signs(const pl_mistake *m) {
    pl_span span;

    if (!is_comparison(kind_at(m, 0)) || !is_comparison(kind_at(m, -1)))
        return false;
    span = pl_span_join(pl_mistake_span(m, -1), pl_mistake_span(m, 0));
    REPORT(m, TWO_SIGNS, span, source_of(m, span));
    return true;
}

static bool chained_comparison(const pl_mistake *m) {
    if (!is_comparison(kind_at(m, 0)))
        return false;
    for (int steps = -1; m->at >= (uint32_t)-steps; steps--) {
        if (is_comparison(kind_at(m, steps))) {
            REPORT0(m, COMPARISON_CHAIN, pl_mistake_span(m, 0));
            return true;
        }
        if (!is_operand(kind_at(m, steps)) && kind_at(m, steps) != PL_T_DOT)
            return false;
    }
    return false;
}

/* `weging = {20, 30}`, `weging >= 20..30`, and a measure that is one. */
static bool values_without_in(const pl_mistake *m) {
    int sign = kind_at(m, 0) == PL_T_SET ? -1 : kind_at(m, -2) == PL_T_MINUS ? -3 : -2;
    bool defines = kind_at(m, sign - 2) == PL_T_FOR;

    if ((kind_at(m, 0) != PL_T_SET && kind_at(m, 0) != PL_T_DOTS) ||
        !is_comparison(kind_at(m, sign)))
        return false;
    REPORT0(m, VALUES_WITHOUT_IN, pl_mistake_span(m, defines ? 0 : sign));
    return true;
}

static bool missing_have(const pl_mistake *m) {
    if (!pl_mistake_expects(m, PL_T_HAVE))
        return false;
    if (begins_anew(m))
        REPORT(m, NOTHING_TO_HAVE, pl_mistake_span(m, -1), written_at(m, -1));
    else
        REPORT(m, MISSING_HAVE, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

/* Nothing was compared yet since the last word that joins: `having niveau 1F`. */
static bool is_half_a_comparison(const pl_mistake *m) {
    for (int steps = -1; m->at >= (uint32_t)-steps; steps--) {
        int kind = kind_at(m, steps);

        if (is_comparison(kind) || kind == PL_T_IN || kind == PL_T_IS)
            return false;
        if (is_connector(kind) || is_clause_word(kind) || kind == PL_T_EXCEPT_WHERE)
            return kind_at(m, -1) == PL_T_NAME || kind_at(m, -1) == PL_T_INDEX_END;
    }
    return false;
}

static bool starts_condition(int kind) {
    return kind == PL_T_NAME || kind == PL_T_NUMBER || kind == PL_T_PERCENT || kind == PL_T_DATE ||
        kind == PL_T_NOT || kind == PL_T_OPEN;
}

/* `weging 20..22`, `1F 90%`, `niveau 1F`. */
static bool missing_operator(const pl_mistake *m) {
    bool may_be_when = kind_at(m, 0) == PL_T_NAME && pl_mistake_expects(m, PL_T_WHEN);

    if (!(starts_condition(kind_at(m, 0)) || kind_at(m, 0) == PL_T_SET) ||
        !pl_mistake_expects(m, PL_T_COMPARE) || begins_line(m, 0) || !is_half_a_comparison(m))
        return false;
    if (kind_at(m, 1) == PL_T_DOTS || kind_at(m, 0) == PL_T_SET)
        REPORT(m, ONE_MISSING_BEFORE, pl_mistake_span(m, 0), "`in`", written_at(m, 0));
    else if (may_be_when)
        REPORT(m, MISSING_OPERATOR, pl_mistake_span(m, 0), written_at(m, -1), written_at(m, 0));
    else
        REPORT(m, MISSING_SIGN, pl_mistake_span(m, 0), written_at(m, -1), written_at(m, 0));
    return true;
}

/* `needs weging is known geen schoolweging`. */
static bool reason_without_quotes(const pl_mistake *m) {
    int next = kind_at(m, 1);
    pl_span span;

    if (kind_at(m, 0) != PL_T_NAME || begins_line(m, 0) || find_back(m, PL_T_NEEDS) == 0 ||
        !pl_mistake_expects(m, PL_T_TEXT))
        return false;
    if (is_comparison(next) || next == PL_T_IN || next == PL_T_IS || next == PL_T_INDEX)
        return false;
    span = prose_span(m);
    REPORT(m, TEXT_WITHOUT_QUOTES, span, source_of(m, span));
    return true;
}

/* `.. >= 68% weging in 20..22`; behind a `when` only `and` or `or` can be meant. */
static bool missing_when(const pl_mistake *m) {
    if (!starts_condition(kind_at(m, 0)))
        return false;
    if (pl_mistake_expects(m, PL_T_WHEN))
        REPORT(m, MISSING_WHEN, pl_mistake_span(m, 0), written_at(m, 0));
    else if (pl_mistake_expects(m, PL_T_AND) && pl_mistake_expects(m, PL_T_OR) &&
             !begins_line(m, 0))
        REPORT(m, MISSING_AND, pl_mistake_span(m, 0), written_at(m, 0));
    else
        return false;
    return true;
}

/* The clause before is a `require` that could still get its `when`. */
static bool is_behind_plain_require(const pl_mistake *m) {
    for (int steps = -1; m->at >= (uint32_t)-steps; steps--) {
        if (kind_at(m, steps) == PL_T_REQUIRE)
            return true;
        if (kind_at(m, steps) == PL_T_WHEN || is_clause_word(kind_at(m, steps)))
            return false;
    }
    return false;
}

static bool missing_require(const pl_mistake *m) {
    int kind = kind_at(m, 0);

    if (!pl_mistake_expects(m, PL_T_REQUIRE) || pl_mistake_expects(m, PL_T_NAME) ||
        pl_mistake_expects(m, PL_T_COMMA))
        return false;
    if (kind != PL_T_NAME && kind != PL_T_NOT && kind != PL_T_OPEN && kind != PL_T_AGGREGATE &&
        kind != PL_T_EVERY && kind != PL_T_AT_LEAST && kind != PL_T_AT_MOST)
        return false;
    if (kind_at(m, 1) == PL_T_TEXT)
        return false;
    if (is_behind_plain_require(m))
        REPORT(m, MISSING_REQUIRE_OR_WHEN, pl_mistake_span(m, 0), written_at(m, 0));
    else
        REPORT(m, MISSING_REQUIRE, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

static bool open_range_in_condition(const pl_mistake *m) {
    if (kind_at(m, 0) != PL_T_OPEN_END && kind_at(m, 0) != PL_T_OPEN_START)
        return false;
    REPORT0(m, RANGE_END_MISSING, pl_mistake_span(m, 0));
    return true;
}

static bool aggregate_order(const pl_mistake *m) {
    bool late_period =
        kind_at(m, 0) == PL_T_OVER && (find_back(m, PL_T_WHERE) || find_back(m, PL_T_HAVING));
    bool late_where = kind_at(m, 0) == PL_T_WHERE && find_back(m, PL_T_HAVING);

    if (!late_period && !late_where)
        return false;
    REPORT(m, AGGREGATE_ORDER, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

/* `sum of uren of verzuim`: what is added up stands before the first `of`. */
static bool value_behind_of(const pl_mistake *m) {
    const pl_token *value = pl_mistake_token(m, -1), *rows = pl_mistake_token(m, 1);

    if (pl_mistake_token(m, 0)->kind != PL_T_OF || value->kind != PL_T_NAME ||
        pl_mistake_token(m, -2)->kind != PL_T_OF ||
        pl_mistake_token(m, -3)->kind != PL_T_AGGREGATE || rows->kind != PL_T_NAME)
        return false;
    PL_REPORT(&m->reader->compiler->diags, VALUE_BEHIND_OF, pl_mistake_span(m, -1),
              pl_mistake_token(m, -3)->text, value->text, rows->text);
    return true;
}

/* `30 when C, 40 otherwise, 50 when D`; `(40 otherwise)`. */
static bool otherwise_too_early(const pl_mistake *m) {
    bool goes_on = kind_at(m, 0) == PL_T_COMMA && kind_at(m, -1) == PL_T_OTHERWISE;

    if (!goes_on && kind_at(m, 0) != PL_T_OTHERWISE)
        return false;
    REPORT0(m, OTHERWISE_TOO_EARLY, pl_mistake_span(m, goes_on ? -1 : 0));
    return true;
}

static bool cases_without_parentheses(const pl_mistake *m) {
    if (kind_at(m, 0) != PL_T_COMMA || find_back(m, PL_T_WHEN) == 0 ||
        find_back(m, PL_T_REQUIRE) == 0)
        return false;
    REPORT0(m, BARE_CASES, pl_mistake_span(m, 0));
    return true;
}

static bool grade_without_end(const pl_mistake *m) {
    if (find_back(m, PL_T_GRADE) == 0 || !pl_mistake_expects(m, PL_T_COMMA) || !begins_anew(m))
        return false;
    REPORT0(m, GRADE_OPEN, behind_last(m));
    return true;
}

/* ### texts, names, numbers */

/* From the mistake to the end of what is glued together: `bijlage.csv`, `plan-2021.csv`. */
static pl_span glued_span(const pl_mistake *m) {
    int last = 0;

    while (is_glued(m, last + 1) && !begins_line(m, last + 1) &&
           strcmp(written_at(m, last + 1), ",") != 0)
        last++;
    return pl_span_join(pl_mistake_span(m, 0), pl_mistake_span(m, last));
}

static bool asks_for_prose(int kind) {
    return kind == PL_T_CITE || kind == PL_T_NOTE || kind == PL_T_REASON || kind == PL_T_SOURCE;
}

static bool text_without_quotes(const pl_mistake *m) {
    pl_span span;

    if (!pl_mistake_expects(m, PL_T_TEXT) || pl_mistake_expects(m, PL_T_NAME) ||
        kind_at(m, 0) != PL_T_NAME || begins_line(m, 0))
        return false;
    /* Only where the word before it asks for a text, not where a title could have stood. */
    if (!is_clause_word(kind_at(m, -1)) && pl_mistake_expects(m, PL_T_END))
        return false;
    span = asks_for_prose(kind_at(m, -1)) ? prose_span(m) : glued_span(m);
    REPORT(m, TEXT_WITHOUT_QUOTES, span, source_of(m, span));
    return true;
}

static bool sign_behind_clause_word(const pl_mistake *m) {
    const pl_token *token = pl_mistake_token(m, 0);
    const pl_word *word = NULL;

    if (token->kind == PL_T_NAME && kind_at(m, 1) == PL_T_EQUAL)
        word = pl_word_find(pl_str_of(token->text), PL_CLASS(CONTEXTUAL));
    if (!word || !pl_mistake_expects(m, word->token))
        return false;
    REPORT(m, SIGN_BEHIND_WORD, pl_mistake_span(m, 1), token->text);
    return true;
}

static bool name_in_quotes(const pl_mistake *m) {
    if (kind_at(m, 0) != PL_T_TEXT || !pl_mistake_expects(m, PL_T_NAME))
        return false;
    REPORT(m, NAME_MISSING, pl_mistake_span(m, 0), written_at(m, -1));
    return true;
}

static bool name_with_hyphen(const pl_mistake *m) {
    bool between_words =
        *pl_token_word(pl_mistake_token(m, -1)) && *pl_token_word(pl_mistake_token(m, 1));
    pl_span span;

    if (kind_at(m, 0) != PL_T_MINUS || !between_words || !is_glued(m, 0) || !is_glued(m, 1))
        return false;
    span = pl_span_join(pl_mistake_span(m, -1), pl_mistake_span(m, 1));
    REPORT(
        m, NAME_WITH_HYPHEN, span, source_of(m, span),
        pl_arena_format(m->reader->compiler->arena, "%s_%s", written_at(m, -1), written_at(m, 1)));
    return true;
}

/* `2023` is most likely the one that begins then. */
static const char *schooljaar_of(const pl_mistake *m, const pl_token *token) {
    int year = strlen(token->text) == 4 ? atoi(token->text) : 0;

    if (year < 1900 || year >= 2100)
        year = 2021;
    return pl_arena_format(m->reader->compiler->arena, "%d/%d", year, year + 1);
}

static bool year_for_date(const pl_mistake *m) {
    const pl_token *token = pl_mistake_token(m, 0);

    if (token->kind != PL_T_NUMBER || !pl_mistake_expects(m, PL_T_SCHOOLJAAR) ||
        pl_mistake_expects(m, PL_T_NUMBER))
        return false;
    if (pl_mistake_expects(m, PL_T_DATE))
        REPORT(m, YEAR_FOR_DATE, pl_mistake_span(m, 0), token->text);
    else
        REPORT(m, SCHOOLJAAR_FORM, pl_mistake_span(m, 0), token->text, schooljaar_of(m, token));
    return true;
}

/* `30 eur`, but not `30 weging in ..`: there a new condition begins. */
static bool unknown_unit(const pl_mistake *m) {
    int next = kind_at(m, 1);

    if (kind_at(m, -1) != PL_T_NUMBER || kind_at(m, 0) != PL_T_NAME ||
        !pl_mistake_expects(m, PL_T_UNIT) || begins_line(m, 0))
        return false;
    if (is_comparison(next) || next == PL_T_IN || next == PL_T_IS || next == PL_T_INDEX)
        return false;
    REPORT(m, UNKNOWN_UNIT, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

static bool two_numbers(const pl_mistake *m) {
    pl_span span;

    if (kind_at(m, -1) != PL_T_NUMBER || kind_at(m, 0) != PL_T_NUMBER)
        return false;
    span = pl_span_join(pl_mistake_span(m, -1), pl_mistake_span(m, 0));
    REPORT(m, TWO_NUMBERS, span, written_at(m, -1), written_at(m, 0));
    return true;
}

static bool missing_comma(const pl_mistake *m) {
    bool both_names = kind_at(m, 0) == PL_T_NAME && kind_at(m, -1) == PL_T_NAME;

    if (!both_names || !pl_mistake_expects(m, PL_T_COMMA) || begins_line(m, 0))
        return false;
    if (pl_mistake_expects(m, PL_T_FROM)) {
        REPORT(m, ONE_MISSING_BEFORE, pl_mistake_span(m, 0), "`from`", written_at(m, 0));
        return true;
    }
    REPORT(m, STANDS_ALONE, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

/* ### parts in the wrong place */

/* `define = average score`, `standard for each school`. */
static bool declaration_without_name(const pl_mistake *m) {
    const pl_token *token = pl_mistake_token(m, 0);
    bool is_word = token->kind == PL_T_NAME && pl_token_begins_line(token);

    if (!is_word || !pl_word_find(pl_str_of(token->text), PL_CLASS(DECLARATION)) ||
        pl_mistake_expects(m, PL_T_NAME))
        return false;
    REPORT(m, NAME_MISSING, pl_mistake_span(m, 0), token->text);
    return true;
}

/* `use onderwijs, inspectie`. */
static bool one_module(const pl_mistake *m) {
    if (pl_reader_declaration(m->reader) != PL_T_USE || kind_at(m, -2) != PL_T_USE ||
        begins_line(m, 0))
        return false;
    if (kind_at(m, 0) != PL_T_COMMA && kind_at(m, 0) != PL_T_NAME)
        return false;
    REPORT0(m, ONE_MODULE, pl_mistake_span(m, 0));
    return true;
}

/* A text on a line of its own, or behind another one. */
static bool text_without_word(const pl_mistake *m) {
    if (kind_at(m, 0) != PL_T_TEXT || !pl_mistake_expects(m, PL_T_CITE))
        return false;
    REPORT0(m, TEXT_WITHOUT_WORD, pl_mistake_span(m, 0));
    return true;
}

/* `standard x school require ..`. */
static bool missing_for_each(const pl_mistake *m) {
    if (kind_at(m, 0) != PL_T_NAME || !pl_mistake_expects(m, PL_T_FOR_EACH) ||
        kind_at(m, 1) == PL_T_FOR_EACH ||
        !(is_clause_word(kind_at(m, 1)) || kind_at(m, 1) == PL_T_WHERE))
        return false;
    REPORT(m, MISSING_FOR_EACH, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

/* `over last schooljaar`. */
static bool last_how_many(const pl_mistake *m) {
    for (int steps = 0; steps >= -1; steps--) {
        if (kind_at(m, steps) != PL_T_NAME || strcmp(written_at(m, steps), "last") != 0)
            continue;
        REPORT0(m, LAST_HOW_MANY, pl_mistake_span(m, steps));
        return true;
    }
    return false;
}

/* `require 20% of leerling have niveau = IV`. */
static bool quantity_without_word(const pl_mistake *m) {
    bool amount = kind_at(m, -1) == PL_T_NUMBER || kind_at(m, -1) == PL_T_PERCENT;
    bool subject =
        kind_at(m, 2) == PL_T_HAVE || kind_at(m, 2) == PL_T_WHERE || kind_at(m, 2) == PL_T_OVER;

    if (kind_at(m, 0) != PL_T_OF || !amount || !subject)
        return false;
    REPORT(m, QUANTITY_WITHOUT_WORD, pl_mistake_span(m, -1), written_at(m, -1));
    return true;
}

/* `ambitie_1F "Alle leerlingen halen 1F"`, and clauses under it. */
static bool rule_without_keyword(const pl_mistake *m) {
    int clause = kind_at(m, 1) == PL_T_TEXT ? 2 : 1;

    if (kind_at(m, 0) != PL_T_NAME || !begins_line(m, 0) || begins_line(m, 1))
        return false;
    if (clause == 1 ? kind_at(m, 1) != PL_T_FOR_EACH
                    : !pl_clause_belongs(kind_at(m, 2), PL_T_STANDARD))
        return false;
    REPORT(m, RULE_WITHOUT_KEYWORD, pl_mistake_span(m, 0), written_at(m, 0));
    pl_mistake_read_as_rule(m);
    return true;
}

static bool stray_clause(const pl_mistake *m) {
    int kind = kind_at(m, 0), declaration = pl_reader_declaration(m->reader);
    const pl_word *word = pl_word_of_token(kind), *owner = pl_word_of_token(declaration);

    if (!word || word->place == PL_PLACE_NONE || word->class == PL_WORD_DECLARATION)
        return false;
    if (pl_clause_belongs(kind, declaration) || pl_mistake_expects(m, PL_T_NAME))
        return false;
    if (owner)
        REPORT(m, STRAY_CLAUSE, pl_mistake_span(m, 0), word->text, owner->text);
    else
        REPORT(m, CLAUSE_BEFORE_RULE, pl_mistake_span(m, 0), word->text);
    return true;
}

static bool nothing_open(const pl_mistake *m) {
    if (pl_reader_declaration(m->reader) != 0)
        return false;
    REPORT(m, CLAUSE_BEFORE_RULE, pl_mistake_span(m, 0), written_at(m, 0));
    return true;
}

/* ### datasets */

/* `weging form "schoolweging.csv"`, `weging "schoolweging.csv"`. */
static bool mapping_without_from(const pl_mistake *m) {
    int file = kind_at(m, 1) == PL_T_NAME ? 2 : 1;
    bool is_column = pl_mistake_expects(m, PL_T_COLUMN_NAME) && !strchr(written_at(m, file), '.');

    if (kind_at(m, 0) != PL_T_NAME || kind_at(m, file) != PL_T_TEXT ||
        !pl_mistake_expects(m, PL_T_MAPPED))
        return false;
    if (is_column)
        REPORT(m, COLUMN_WITHOUT_SIGN, pl_mistake_span(m, 0), written_at(m, 0),
               written_at(m, file));
    else
        REPORT(m, MAPPING_WITHOUT_FROM, pl_mistake_span(m, 0), written_at(m, 0),
               written_at(m, file));
    return true;
}

/* `"*" missing`. */
static bool cell_without_is(const pl_mistake *m) {
    bool is_cell = kind_at(m, 0) == PL_T_TEXT && pl_mistake_expects(m, PL_T_CELL_TEXT);

    if (!is_cell || (kind_at(m, 1) != PL_T_NUMBER && strcmp(written_at(m, 1), "missing") != 0))
        return false;
    REPORT(m, ONE_MISSING_AFTER, pl_mistake_span(m, 0), "`is`", written_at(m, 0));
    return true;
}

/* ### the rest */

/* `by 31 jan`. */
static bool by_a_day(const pl_mistake *m) {
    if (kind_at(m, -1) != PL_T_BY || (kind_at(m, 0) != PL_T_DAYMONTH && kind_at(m, 0) != PL_T_DATE))
        return false;
    REPORT(m, BY_A_DAY, pl_mistake_span(m, -1), written_at(m, 0));
    return true;
}

/* The mistake lies before what is first on its line. */
static bool missing_before(const pl_mistake *m) {
    int count;
    const char *expected = pl_mistake_expected(m, &count);

    if (m->at == 0 || count == 0 || (!begins_line(m, 0) && !begins_anew(m)))
        return false;
    if (count == 1)
        REPORT(m, ONE_MISSING_AFTER, pl_mistake_span(m, -1), expected, written_at(m, -1));
    else
        REPORT(m, MISSING_AFTER, pl_mistake_span(m, -1), written_at(m, -1), expected);
    return true;
}

static bool unexpected(const pl_mistake *m) {
    int count;
    const char *expected = pl_mistake_expected(m, &count);

    if (count == 0)
        REPORT(m, NOTHING_FOLLOWS, pl_mistake_span(m, 0), written_at(m, 0));
    else if (count == 1)
        REPORT(m, ONE_MISSING_BEFORE, pl_mistake_span(m, 0), expected, written_at(m, 0));
    else
        REPORT(m, UNEXPECTED, pl_mistake_span(m, 0), written_at(m, 0), expected);
    return true;
}

pl_hint *const pl_hints[] = {
    sign_behind_clause_word,
    pl_hint_declaration_inside,
    range_with_dash,
    range_in_words,
    range_between,
    cell_without_is,
    declaration_without_name,
    quantity_without_word,
    last_how_many,
    pl_hint_misspelt_pair,
    pl_hint_capitals,
    pl_hint_misspelt,
    value_behind_of,
    pl_hint_dutch,
    pl_hint_hidden_keyword,
    mapping_without_from,
    otherwise_too_early,
    unclosed_bracket,
    extra_bracket,
    row_outside,
    words_in_cell,
    range_with_plus,
    bad_cell,
    pl_hint_sign_in_words,
    is_for_equal,
    two_signs,
    chained_comparison,
    aggregate_order,
    values_without_in,
    open_range_in_condition,
    cases_without_parentheses,
    missing_have,
    pl_hint_english,
    grade_without_end,
    stray_clause,
    name_with_hyphen,
    year_for_date,
    by_a_day,
    unknown_unit,
    two_numbers,
    text_without_quotes,
    name_in_quotes,
    pl_hint_reserved_name,
    rule_without_keyword,
    missing_operator,
    reason_without_quotes,
    missing_when,
    missing_comma,
    one_module,
    text_without_word,
    missing_for_each,
    missing_require,
    nothing_open,
    missing_before,
    unexpected,
};

const unsigned pl_hint_count = sizeof pl_hints / sizeof *pl_hints;
