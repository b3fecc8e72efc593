/* rewrite.c - makes the numbers of a Lua file exact, by its words alone. In Lua 0.1, 1 / 10 and 2 ^ 3 are binary fractions and
 * 2^62 + 2^62 wraps around; here none of them is left. Reads words as Lua does (the manual's 3.1); knows nothing of statements but where
 * the bounds of a `for` begin and end, and where `<const>` may stand. */
#include "extend/rewrite.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"

const char *const pl_mark_names[PL_MARK_COUNT] = {
    "_PEIL_ADD", "_PEIL_SUB", "_PEIL_MUL", "_PEIL_DIV", "_PEIL_POW", "_PEIL_LEN",
    "_PEIL_EQ",  "_PEIL_NE",  "_PEIL_LT",  "_PEIL_LE",  "_PEIL_GT",  "_PEIL_GE"};

/* How far a `for` was read. */
typedef enum loop { LOOP_NONE, LOOP_FOR, LOOP_NAME, LOOP_BOUNDS } loop;

typedef struct rewriting {
    pl_str in;
    size_t at;
    uint32_t line;
    pl_buffer *out;
    bool operand; /* the last word ends an operand: a `-` behind it is between two */
    bool names;   /* in the names behind `local`, where <const> may stand */
    loop loop;
    const char *why; /* NULL: nothing is wrong */
} rewriting;

static char peek(const rewriting *r, size_t ahead) {
    return r->at + ahead < r->in.len ? r->in.ptr[r->at + ahead] : '\0';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_end_of_line(char c) {
    return c == '\n' || c == '\r';
}

/* Copies so many bytes, and counts their lines: LF, CR, and both together are one end. */
static void copy(rewriting *r, size_t count) {
    for (size_t i = 0; i < count && r->at < r->in.len; i++, r->at++) {
        char c = r->in.ptr[r->at], before = r->at > 0 ? r->in.ptr[r->at - 1] : '\0';

        pl_buffer_putc(r->out, c);
        r->line += is_end_of_line(c) && !(is_end_of_line(before) && before != c);
    }
}

/* ### texts and comments */

/* The number of `=` of an opening long bracket, -1 when none stands here. */
static int long_bracket(const rewriting *r) {
    int level = 0;

    if (peek(r, 0) != '[')
        return -1;
    while (peek(r, 1 + (size_t)level) == '=')
        level++;
    return peek(r, 1 + (size_t)level) == '[' ? level : -1;
}

static bool closes(const rewriting *r, int level) {
    if (peek(r, 0) != ']')
        return false;
    for (int i = 0; i < level; i++)
        if (peek(r, 1 + (size_t)i) != '=')
            return false;
    return peek(r, 1 + (size_t)level) == ']';
}

static void copy_long(rewriting *r, int level) {
    assert(level >= 0);
    copy(r, (size_t)level + 2);
    while (r->at < r->in.len && !closes(r, level))
        copy(r, 1);
    copy(r, (size_t)level + 2);
}

static void copy_comment(rewriting *r) {
    int level;

    copy(r, 2);
    level = long_bracket(r);
    if (level >= 0) {
        copy_long(r, level);
        return;
    }
    while (r->at < r->in.len && !is_end_of_line(peek(r, 0)))
        copy(r, 1);
}

/* Behind `\z` all blanks belong to it, and ends of lines too. */
static void copy_escape(rewriting *r) {
    bool skips = peek(r, 1) == 'z',
         pair =
             is_end_of_line(peek(r, 1)) && is_end_of_line(peek(r, 2)) && peek(r, 1) != peek(r, 2);

    copy(r, pair ? 3 : 2);
    while (skips && r->at < r->in.len && memchr(" \t\n\r\v\f", peek(r, 0), 6))
        copy(r, 1);
}

static void copy_text(rewriting *r) {
    char quote = peek(r, 0);

    copy(r, 1);
    while (r->at < r->in.len && peek(r, 0) != quote && !is_end_of_line(peek(r, 0))) {
        if (peek(r, 0) == '\\')
            copy_escape(r);
        else
            copy(r, 1);
    }
    copy(r, 1);
}

/* ### numerals */

/* As Lua takes one from the text: digits, letters and points, and a sign behind an exponent. */
static size_t numeral_length(const rewriting *r) {
    bool hex = peek(r, 0) == '0' && (peek(r, 1) == 'x' || peek(r, 1) == 'X');
    size_t n = hex ? 2 : 0;

    for (;; n++) {
        char c = peek(r, n), next = peek(r, n + 1);
        bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';

        if (exponent && (next == '+' || next == '-'))
            n++;
        else if (!is_digit(c) && !is_letter(c) && c != '.')
            return n;
    }
}

static bool fits_whole(pl_str digits) {
    return digits.len < 19; /* 10^18 - 1 and less */
}

static void rewrite_numeral(rewriting *r) {
    pl_str text = {r->in.ptr + r->at, numeral_length(r)};
    size_t points = 0;

    for (size_t i = 0; i < text.len; i++) {
        points += text.ptr[i] == '.';
        if (text.ptr[i] != '.' && !is_digit(text.ptr[i]))
            r->why = _("a number is written in decimal digits, without an exponent");
    }
    if (points > 1)
        r->why = _("a number is written in decimal digits, without an exponent");
    r->operand = true;
    if (points == 0 && fits_whole(text)) {
        copy(r, text.len);
        return;
    }
    pl_buffer_puts(r->out, " " PL_REWRITE_NUMBER "\"");
    copy(r, text.len);
    pl_buffer_puts(r->out, "\" ");
}

/* ### words */

static bool is_word(pl_str word, const char *text) {
    return pl_str_equal(word, pl_str_of(text));
}

static bool is_among(pl_str word, const char *const *list) {
    for (; *list; list++)
        if (is_word(word, *list))
            return true;
    return false;
}

/* Those behind which no operand is complete. */
static const char *const openers[] = {
    "and",   "break", "do", "else",   "elseif", "for",  "goto",  "function", "if", "in",
    "local", "not",   "or", "repeat", "return", "then", "until", "while",    NULL};
static const char *const closers[] = {"end", "false", "nil", "true", NULL};

static bool is_reserved(pl_str word) {
    size_t length = strlen(PL_REWRITE_RESERVED);

    return is_word(word, "_ENV") ||
        (word.len >= length && memcmp(word.ptr, PL_REWRITE_RESERVED, length) == 0);
}

static void step_loop(rewriting *r, pl_str word, bool name) {
    if (r->loop == LOOP_BOUNDS) {
        if (is_word(word, "function"))
            r->why = _("no function can stand in the bounds of a `for`");
        if (is_word(word, "do")) {
            pl_buffer_puts(r->out, " ) ");
            r->loop = LOOP_NONE;
        }
        return;
    }
    if (is_word(word, "for"))
        r->loop = LOOP_FOR;
    else
        r->loop = r->loop == LOOP_FOR && name ? LOOP_NAME : LOOP_NONE;
}

static void rewrite_word(rewriting *r) {
    pl_str word = {r->in.ptr + r->at, 0};
    bool opener, closer;

    while (is_letter(peek(r, word.len)) || is_digit(peek(r, word.len)))
        word.len++;
    opener = is_among(word, openers);
    closer = is_among(word, closers);
    if (is_reserved(word))
        r->why = _("`_ENV`, and names that begin with `_PEIL`, are not for this file");
    step_loop(r, word, !opener && !closer);
    r->operand = !opener;
    r->names = is_word(word, "local") || (r->names && !opener && !closer);
    copy(r, word.len);
}

/* ### signs */

typedef struct sign {
    const char *text;
    int mark; /* pl_mark; NONE: as it is; REFUSED */
} sign;

enum { NONE = -1, REFUSED = -2 };

/* Longer ones first. */
static const sign signs[] = {{"...", NONE},      {"..", NONE},       {"<<", REFUSED},
                             {">>", REFUSED},    {"//", NONE},       {"::", NONE},
                             {"==", PL_MARK_EQ}, {"~=", PL_MARK_NE}, {"<=", PL_MARK_LE},
                             {">=", PL_MARK_GE}, {"<", PL_MARK_LT},  {">", PL_MARK_GT},
                             {"+", PL_MARK_ADD}, {"-", PL_MARK_SUB}, {"*", PL_MARK_MUL},
                             {"/", PL_MARK_DIV}, {"^", PL_MARK_POW}, {"#", PL_MARK_LEN},
                             {"~", REFUSED},     {"&", REFUSED},     {"|", REFUSED}};

static const sign *sign_here(const rewriting *r) {
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i].text);

        if (r->in.len - r->at >= length && memcmp(r->in.ptr + r->at, signs[i].text, length) == 0)
            return &signs[i];
    }
    return NULL;
}

static void put_mark(rewriting *r, const sign *s) {
    const char *text = s->mark >= PL_MARK_EQ ? "|" : s->text;

    assert(s->mark >= 0 && s->mark < PL_MARK_COUNT);
    if (s->mark == PL_MARK_LEN)
        pl_buffer_printf(r->out, " %s ^ ", pl_mark_names[s->mark]);
    else
        pl_buffer_printf(r->out, " %s %s %s ", text, pl_mark_names[s->mark], text);
    r->at += strlen(s->text);
}

static void rewrite_sign(rewriting *r) {
    const sign *s = sign_here(r);
    char c = peek(r, 0);
    bool plain = !s || s->mark < 0 || (r->names && (c == '<' || c == '>')) ||
        (s->mark == PL_MARK_SUB && !r->operand);

    if (s && s->mark == REFUSED)
        r->why = _("signs that work on the bits of a number are left out: numbers are exact here, "
                   "not binary");
    if (c == '=' && r->loop == LOOP_NAME && !s) {
        pl_buffer_puts(r->out, " in " PL_REWRITE_RANGE "( ");
        r->at++;
        r->loop = LOOP_BOUNDS;
    } else if (plain) {
        copy(r, s ? strlen(s->text) : 1);
    } else {
        put_mark(r, s);
    }
    if (r->loop != LOOP_BOUNDS)
        r->loop = LOOP_NONE;
    r->names = r->names && (c == '<' || c == '>' || c == ',');
    r->operand = c == ')' || c == ']' || c == '}' || (s && strcmp(s->text, "...") == 0);
}

/* ### all */

static void rewrite_next(rewriting *r) {
    char c = peek(r, 0);

    if (memchr(" \t\n\r\v\f", c, 6)) {
        copy(r, 1);
    } else if (c == '-' && peek(r, 1) == '-') {
        copy_comment(r);
    } else if (long_bracket(r) >= 0) {
        copy_long(r, long_bracket(r));
        r->operand = true;
    } else if (c == '"' || c == '\'') {
        copy_text(r);
        r->operand = true;
    } else if (is_digit(c) || (c == '.' && is_digit(peek(r, 1)))) {
        rewrite_numeral(r);
    } else if (is_letter(c)) {
        rewrite_word(r);
    } else {
        rewrite_sign(r);
    }
}

bool pl_extend_rewrite(pl_str text, pl_buffer *out, uint32_t *line, const char **why) {
    rewriting r = {.in = text, .line = 1, .out = out};

    while (r.at < r.in.len && !r.why) {
        size_t before = r.at;

        rewrite_next(&r);
        assert(r.at > before);
        (void)before;
    }
    *line = r.line;
    *why = r.why;
    return !r.why;
}
