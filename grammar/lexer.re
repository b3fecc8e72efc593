/* lexer.re - the bytes of a rule file as tokens: names, literals, marks, rows of tables.
 * Read `scan_token` first: one rule a line. A word is always a name here; src/syntax/place.c decides which are keywords.
 * A mistake is reported once, repaired, and reading goes on. Knows nothing of the grammar, but that the second cell of a row
 * of `indicators` is prose. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "grammar/parser.h"
#include "syntax/reader.h"

/* Rule files are written by hand; what is larger is something else. */
/* So many unreadable bytes in all, and more than a tenth: it is no text. */
#define MANY_BAD_BYTES 8

typedef struct scanner {
    pl_reader *reader;
    const char *base, *limit; /* *limit is NUL */
    const char *start, *cursor;
    bool not_utf8; /* said once: the way out is the same for the whole file */
    uint32_t cell; /* of a row: 1, 2, ..; 0 outside of rows */
    bool first;    /* nothing of this line was read yet */
    bool reported; /* something was skipped with a diagnostic */
    bool prose;    /* inside `indicators` */
} scanner;

/* ### places and reports */

static uint32_t offset_of(const scanner *s, const char *at) {
    assert(at >= s->base && at <= s->limit);
    return (uint32_t)(at - s->base);
}

static pl_span span_of(const scanner *s, const char *from, const char *to) {
    return (pl_span){s->reader->source, offset_of(s, from), offset_of(s, to)};
}

static pl_span token_span(const scanner *s) {
    return span_of(s, s->start, s->cursor);
}

static const char *copy(const scanner *s, const char *from, const char *to) {
    return pl_arena_copy(s->reader->compiler->arena, from, (size_t)(to - from));
}

static pl_diags *diags_of(const scanner *s) {
    return &s->reader->compiler->diags;
}

/* ### pushing tokens */

static void push(scanner *s, int kind, const char *text) {
    pl_reader *r = s->reader;
    pl_token token = {.kind = (uint16_t)kind, .start = offset_of(s, s->start), .end = offset_of(s, s->cursor), .text = text};
    uint32_t count = r->tokens.len;

    assert(kind > 0 && text && token.start <= token.end);
    assert(count == 0 || r->tokens.items[count - 1].end <= token.start);
    if (s->first)
        token.flags |= PL_TOKEN_FIRST;
    if (s->reported)
        token.flags |= PL_TOKEN_REPORTED;
    if (count > 0 && r->tokens.items[count - 1].end == token.start)
        token.flags |= PL_TOKEN_GLUED;
    s->first = false;
    s->reported = false;
    PL_PUSH(&r->arena, &r->tokens, token);
}

static void push_mark(scanner *s, int kind) {
    push(s, kind, pl_intern(&s->reader->compiler->names, (pl_str){s->start, (size_t)(s->cursor - s->start)}));
}

static void push_as(scanner *s, int kind, const char *text) {
    push(s, kind, pl_intern(&s->reader->compiler->names, pl_str_of(text)));
}

/* A sign that is read as another one. */
static void push_repaired(scanner *s, int kind, const char *instead) {
    PL_REPORT(diags_of(s), SIGN_INSTEAD, token_span(s), copy(s, s->start, s->cursor), instead);
    push_as(s, kind, instead);
    s->reader->tokens.items[s->reader->tokens.len - 1].flags |= PL_TOKEN_REPORTED;
}

static pl_token *last_token(const scanner *s) {
    uint32_t count = s->reader->tokens.len;

    return count > 0 ? &s->reader->tokens.items[count - 1] : NULL;
}

/* ### bytes that are no text */

static void report_byte(scanner *s, const char *at) {
    pl_span span = span_of(s, at, at + 1);
    char hex[8];

    snprintf(hex, sizeof hex, "%02X", (unsigned)(unsigned char)*at);
    if ((unsigned char)*at < 0x80)
        PL_REPORT(diags_of(s), CONTROL_BYTE, span, hex);
    else if (!s->not_utf8)
        PL_REPORT(diags_of(s), NOT_UTF8, span, hex);
    s->not_utf8 = s->not_utf8 || (unsigned char)*at >= 0x80;
    s->reported = true;
}

static bool is_bad_byte(const char *at, const char *end) {
    unsigned char byte = (unsigned char)*at;

    assert(at < end);
    if (byte < 0x80)
        return (byte < 0x20 && byte != '\t') || byte == 0x7F;
    return pl_utf8_valid_prefix((pl_str){at, (size_t)(end - at) < 4 ? (size_t)(end - at) : 4}) == 0;
}

/* Signs that steer the direction of writing can make a rule look like another one. */
static bool is_steering(uint32_t point) {
    return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
        (point >= 0x2066 && point <= 0x2069);
}

/* Reports what should not stand in a text or a comment; one report for each. */
static void check_prose(scanner *s, const char *from, const char *to) {
    while (from < to) {
        size_t length;
        uint32_t point = pl_utf8_decode((pl_str){from, (size_t)(to - from)}, &length);

        if (is_bad_byte(from, to)) {
            report_byte(s, from);
            return;
        }
        if (is_steering(point)) {
            PL_REPORT0(diags_of(s), INVISIBLE_SIGN, span_of(s, from, from + length));
            return;
        }
        from += length;
    }
}

static const char *line_end(const scanner *s, const char *from) {
    while (from < s->limit && *from != '\n' && *from != '\r')
        from++;
    return from;
}

/* ### texts */

static bool starts(const char *at, const char *prefix) {
    return strncmp(at, prefix, strlen(prefix)) == 0;
}

/* Length of a quote at `at` that can close a text opened by a quote like `opening`, 0 for none. */
static size_t closing_quote(const char *at, bool single) {
    static const char *const doubles[] = {"\"", "\u201D", "\u201C", "\u201E", "\u00BB", NULL};
    static const char *const singles[] = {"'", "\u2019", "\u2018", NULL};

    for (const char *const *quote = single ? singles : doubles; *quote; quote++)
        if (starts(at, *quote))
            return strlen(*quote);
    return 0;
}

/* The contents, with doubled quotes halved. */
static const char *unquote(scanner *s, const char *from, const char *to) {
    char *out = pl_arena_copy(&s->reader->arena, from, (size_t)(to - from));
    size_t length = 0;

    assert(from <= to);
    for (const char *p = from; p < to; p++) {
        out[length++] = *p;
        if (p[0] == '"' && p + 1 < to && p[1] == '"')
            p++;
    }
    return pl_intern(&s->reader->compiler->names, (pl_str){out, length});
}

static void push_text(scanner *s, const char *from, const char *to, bool reported) {
    check_prose(s, from, to);
    push(s, PL_T_TEXT, unquote(s, from, to));
    if (reported)
        last_token(s)->flags |= PL_TOKEN_REPORTED;
}

/* The straight quote that closes a text begun at `from`, or NULL. */
static const char *find_closing(const char *from, const char *end) {
    for (; from < end; from++) {
        if (*from != '"')
            continue;
        if (from + 1 == end || from[1] != '"')
            return from;
        from++;
    }
    return NULL;
}

/* To the end of the line, or of the cell. `length` is that of the quote that opens it. */
static void scan_unclosed(scanner *s, size_t length, const char *end) {
    const char *from = s->start + length;
    const char *bar = s->cell > 0 ? memchr(from, '|', (size_t)(end - from)) : NULL;

    assert(length > 0 && from <= end);
    if (bar)
        end = bar;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    s->cursor = end;
    PL_REPORT0(diags_of(s), TEXT_UNCLOSED, span_of(s, s->start, from));
    push_text(s, from, end, true);
}

/* A text opened by a typographic quote of `length` bytes, or closed by one. */
static bool scan_curly(scanner *s, size_t length, bool single) {
    const char *from = s->start + length, *end = line_end(s, from);

    for (const char *p = from; p < end; p++) {
        size_t closing = closing_quote(p, single);

        if (closing == 0)
            continue;
        s->cursor = p + closing;
        PL_REPORT0(diags_of(s), TEXT_QUOTES, token_span(s));
        push_text(s, from, p, true);
        return true;
    }
    return false;
}

static void scan_text(scanner *s) {
    const char *end = line_end(s, s->start + 1), *closing = find_closing(s->start + 1, end);

    if (closing) {
        s->cursor = closing + 1;
        push_text(s, s->start + 1, closing, false);
    } else if (!scan_curly(s, 1, false)) {
        scan_unclosed(s, 1, end);
    }
}

static void skip_unknown(scanner *s) {
    PL_REPORT(diags_of(s), UNKNOWN_SIGN, token_span(s), copy(s, s->start, s->cursor));
    s->reported = true;
}

static void scan_single_quote(scanner *s) {
    if (!scan_curly(s, (size_t)(s->cursor - s->start), true))
        skip_unknown(s);
}

static void scan_open_curly(scanner *s) {
    size_t length = (size_t)(s->cursor - s->start);

    if (!scan_curly(s, length, false))
        scan_unclosed(s, length, line_end(s, s->start));
}

/* A name in back quotes, the way out for a field that bears a reserved word. */
static void scan_back_quoted(scanner *s) {
    const char *end = line_end(s, s->start + 1), *closing = memchr(s->start + 1, '`', (size_t)(end - s->start - 1));

    if (!closing || closing == s->start + 1) {
        s->cursor = s->start + strspn(s->start, "`");
        skip_unknown(s);
        return;
    }
    s->cursor = closing + 1;
    check_prose(s, s->start + 1, closing);
    push(s, PL_T_NAME, pl_literal_name(s->reader, (pl_str){s->start + 1, (size_t)(closing - s->start - 1)}));
    last_token(s)->flags |= PL_TOKEN_QUOTED;
}

/* ### names and numbers */

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A file in another encoding than UTF-8 has bytes inside words; the word stays one. */
static void extend_name(scanner *s) {
    while (s->cursor < s->limit && (unsigned char)*s->cursor >= 0x80 && is_bad_byte(s->cursor, s->limit)) {
        report_byte(s, s->cursor);
        do
            s->cursor++;
        while (is_name_byte(*s->cursor));
    }
}

/* The first word of a line says whether the rows that follow hold prose. */
static void note_declaration(scanner *s, pl_str word) {
    if (s->first && pl_word_find(word, PL_CLASS(DECLARATION)))
        s->prose = pl_str_equal(word, pl_str_of("indicators"));
}

static void scan_name(scanner *s) {
    pl_str word;

    extend_name(s);
    word = (pl_str){s->start, (size_t)(s->cursor - s->start)};
    note_declaration(s, word);
    push(s, PL_T_NAME, pl_literal_name(s->reader, word));
}

static void scan_number(scanner *s, int kind) {
    const char *end = s->cursor;

    if (kind == PL_T_PERCENT) {
        assert(end[-1] == '%');
        end--;
        while (end[-1] < '0' || end[-1] > '9')
            end--;
    }
    push(s, kind, pl_literal_number(s->reader, (pl_str){s->start, (size_t)(end - s->start)}, token_span(s)));
}

/* `100 000` is one number only where no name hangs on it. */
static void scan_grouped(scanner *s) {
    if (is_name_byte(*s->cursor) || (unsigned char)*s->cursor >= 0x80)
        s->cursor = s->start + strspn(s->start, "0123456789");
    scan_number(s, PL_T_NUMBER);
}

/* What looks like a date or a school year and is none gives back all but its first digits. */
static void scan_dated(scanner *s, int kind) {
    const char *text = NULL;

    if (!is_name_byte(*s->cursor))
        text = pl_literal_dated(s->reader, kind, (pl_str){s->start, (size_t)(s->cursor - s->start)}, token_span(s));
    if (text) {
        push(s, kind, text);
        return;
    }
    s->cursor = s->start + strspn(s->start, "0123456789");
    scan_number(s, PL_T_NUMBER);
}

/* A dash that stands alone in a cell is printed for "none"; elsewhere it is a minus or a range. */
static void scan_dash(scanner *s) {
    pl_token *last = last_token(s);
    const char *next = s->cursor + strspn(s->cursor, " \t");
    bool alone = s->cell > 0 && last && (last->kind == PL_T_BAR || last->kind == PL_T_ROW) && *next == '|';

    if (!alone)
        PL_REPORT(diags_of(s), DASH, token_span(s), copy(s, s->start, s->cursor));
    push_as(s, PL_T_MINUS, "-");
    if (!alone)
        last_token(s)->flags |= PL_TOKEN_REPORTED;
}

/* ### dots: `a..b`, and in tables `a..` and `..b` */

static bool is_edge(const scanner *s, const char *at) {
    return at >= s->limit || strchr(" \t\r\n,)}]|#", *at) != NULL || starts(at, "\u00A0");
}

static bool is_edge_before(const scanner *s, const char *at) {
    return at == s->base || strchr(" \t\r\n,({[|", at[-1]) != NULL;
}

static void push_dots(scanner *s) {
    bool open_start = is_edge_before(s, s->start), open_end = is_edge(s, s->cursor);
    const char *text = s->cursor[-1] == '<' ? "<" : "..";

    assert(s->cursor - s->start >= 2);
    if (open_end && !open_start)
        push_as(s, PL_T_OPEN_END, text);
    else if (open_start && !open_end)
        push_as(s, PL_T_OPEN_START, text);
    else
        push_as(s, PL_T_DOTS, text);
}

static void push_wrong_dots(scanner *s) {
    PL_REPORT(diags_of(s), SIGN_INSTEAD, token_span(s), copy(s, s->start, s->cursor), "..");
    push_dots(s);
    last_token(s)->flags |= PL_TOKEN_REPORTED;
}

/* ### rows */

static bool is_rule_row(const scanner *s) {
    const char *end = line_end(s, s->start);
    size_t length = strspn(s->start, "|-: \t");

    return length >= (size_t)(end - s->start);
}

/* Prose: the second cell of a row of `indicators`. Quotes round it are taken off. */
static void scan_prose_cell(scanner *s) {
    const char *from = s->cursor, *end = line_end(s, from), *bar = memchr(from, '|', (size_t)(end - from));

    assert(s->prose && s->cell == 2);
    s->cursor = bar ? bar : end;
    while (from < s->cursor && (*from == ' ' || *from == '\t'))
        from++;
    end = s->cursor;
    while (end > from && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end == from)
        return;
    s->start = from;
    s->cursor = end;
    if (end - from >= 2 && *from == '"' && end[-1] == '"')
        push_text(s, from + 1, end - 1, false);
    else
        push_text(s, from, end, false);
}

static void scan_bar(scanner *s) {
    if (s->first && is_rule_row(s)) {
        s->cursor = line_end(s, s->start);
        return;
    }
    push_mark(s, s->first ? PL_T_ROW : PL_T_BAR);
    if (last_token(s)->kind == PL_T_ROW)
        s->cell = 1;
    else if (s->cell > 0)
        s->cell++;
    if (s->prose && s->cell == 2)
        scan_prose_cell(s);
}

/* The bar that ends a row becomes its end; a row without one is reported and closed. */
static void close_row(scanner *s) {
    pl_token *last = last_token(s);

    s->cell = 0;
    assert(last);
    if (last->kind == PL_T_BAR || last->kind == PL_T_ROW) {
        if (last->kind == PL_T_ROW)
            push_as(s, PL_T_ROW_END, "|");
        last_token(s)->kind = PL_T_ROW_END;
        return;
    }
    s->start = s->cursor = s->base + last->end;
    PL_REPORT0(diags_of(s), ROW_UNCLOSED, token_span(s));
    push_as(s, PL_T_ROW_END, "|");
    last_token(s)->flags |= PL_TOKEN_REPORTED;
}

static void end_line(scanner *s) {
    const char *cursor = s->cursor;

    if (s->cell > 0)
        close_row(s);
    s->cursor = cursor;
    s->first = true;
}

static void skip_comment(scanner *s) {
    s->cursor = line_end(s, s->cursor);
    check_prose(s, s->start, s->cursor);
    s->reported = false;
}

static void skip_invisible(scanner *s) {
    PL_REPORT0(diags_of(s), INVISIBLE_SIGN, token_span(s));
    s->reported = true;
}

/* ### the rules */

/*!re2c
    re2c:define:YYCTYPE = "unsigned char";
    re2c:define:YYCURSOR = cursor;
    re2c:define:YYMARKER = marker;
    re2c:yyfill:enable = 0;
    re2c:indent:top = 1;

    digit  = [0-9];
    letter = [A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u1E00-\u1EFF];
    part   = letter | digit | [\u0300-\u036F];
    blank  = [ \t\v\f\u00A0\u2000-\u200A\u202F];
    gap    = [ \u00A0\u202F];
    name   = digit* letter part*;
    half   = digit+ letter part*;
    number = digit+ ("." digit+)?;
    listed = digit+ ("." digit+)* ("," digit+)+;
    dotted = digit+ ("." digit+){2,};
    groups = [1-9] digit{0,2} (gap digit{3})+;
    any    = number | listed | dotted;
    date   = digit{4} "-" digit{1,2} "-" digit{1,2};
    dutch  = digit{1,2} [-/.] digit{1,2} [-/.] digit{4};
    years  = digit{4} [/-] (digit{4} | digit{2});
    hidden = [\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF];
*/

/* One token, or what stands between tokens; the cursor ends behind it. */
static void scan_token(scanner *s) {
    const unsigned char *cursor = (const unsigned char *)s->start, *marker = cursor;

#define DONE (s->cursor = (const char *)cursor)
    /*!re2c
        blank+               { DONE; return; }
        "\r\n" | "\n" | "\r" { DONE; end_line(s); return; }
        "#"                  { DONE; skip_comment(s); return; }
        hidden               { DONE; skip_invisible(s); return; }

        name                 { DONE; scan_name(s); return; }
        half "/" half        { DONE; scan_name(s); return; }
        date | dutch         { DONE; scan_dated(s, PL_T_DATE); return; }
        years                { DONE; scan_dated(s, PL_T_SCHOOLJAAR); return; }
        any                  { DONE; scan_number(s, PL_T_NUMBER); return; }
        any blank* "%"       { DONE; scan_number(s, PL_T_PERCENT); return; }
        groups               { DONE; scan_grouped(s); return; }
        ["]                  { DONE; scan_text(s); return; }
        [\u201C-\u201F\u00AB\u00BB] { DONE; scan_open_curly(s); return; }
        ['\u2018-\u201B]     { DONE; scan_single_quote(s); return; }
        "`"                  { DONE; scan_back_quoted(s); return; }

        ".." "<"?            { DONE; push_dots(s); return; }
        "..." "<"? | "\u2026" { DONE; push_wrong_dots(s); return; }
        "."                  { DONE; push_mark(s, PL_T_DOT); return; }
        "|"                  { DONE; scan_bar(s); return; }
        ","                  { DONE; push_mark(s, PL_T_COMMA); return; }
        "("                  { DONE; push_mark(s, PL_T_OPEN); return; }
        ")"                  { DONE; push_mark(s, PL_T_CLOSE); return; }
        "["                  { DONE; push_mark(s, PL_T_INDEX); return; }
        "]"                  { DONE; push_mark(s, PL_T_INDEX_END); return; }
        "{"                  { DONE; push_mark(s, PL_T_SET); return; }
        "}"                  { DONE; push_mark(s, PL_T_SET_END); return; }
        "+"                  { DONE; push_mark(s, PL_T_PLUS); return; }
        "-"                  { DONE; push_mark(s, PL_T_MINUS); return; }
        "\u2212"             { DONE; push_as(s, PL_T_MINUS, "-"); return; }
        "*"                  { DONE; push_mark(s, PL_T_TIMES); return; }
        "/"                  { DONE; push_mark(s, PL_T_OVER_SIGN); return; }
        "="                  { DONE; push_mark(s, PL_T_EQUAL); return; }
        "<"                  { DONE; push_mark(s, PL_T_LESS); return; }
        "<>" | "<=" | ">" | ">=" { DONE; push_mark(s, PL_T_COMPARE); return; }
        "\u2260"             { DONE; push_as(s, PL_T_COMPARE, "<>"); return; }
        "\u2264"             { DONE; push_as(s, PL_T_COMPARE, "<="); return; }
        "\u2265"             { DONE; push_as(s, PL_T_COMPARE, ">="); return; }

        "=>" | "==>"         { DONE; push_repaired(s, PL_T_COMPARE, ">="); return; }
        "=<" | "<=="         { DONE; push_repaired(s, PL_T_COMPARE, "<="); return; }
        "==" | ":="          { DONE; push_repaired(s, PL_T_EQUAL, "="); return; }
        "!=" | "=/=" | "><"  { DONE; push_repaired(s, PL_T_COMPARE, "<>"); return; }
        "&" | "&&"           { DONE; push_repaired(s, PL_T_AND, "and"); return; }
        "!"                  { DONE; push_repaired(s, PL_T_NOT, "not"); return; }
        ";"                  { DONE; push_repaired(s, PL_T_COMMA, ","); return; }
        [\u2010-\u2015]      { DONE; scan_dash(s); return; }
        "\u00D7"             { DONE; push_repaired(s, PL_T_TIMES, "*"); return; }
        "\u00F7"             { DONE; push_repaired(s, PL_T_OVER_SIGN, "/"); return; }
        [\x01-\x1f\x7f]      { DONE; report_byte(s, s->start); return; }
        [\x20-\x7e\u0080-\U0010FFFF] { DONE; skip_unknown(s); return; }
        *                    { DONE; report_byte(s, s->start); return; }
    */
#undef DONE
}

/* ### the whole text */

static bool begins_as_utf16(pl_str text) {
    return text.len >= 2 && (memcmp(text.ptr, "\xFF\xFE", 2) == 0 || memcmp(text.ptr, "\xFE\xFF", 2) == 0);
}

static bool is_text(const scanner *s) {
    size_t bad = 0;

    for (const char *at = s->base; at < s->limit; at++) {
        pl_str rest = {at, (size_t)(s->limit - at)};
        size_t valid = (unsigned char)*at >= 0x80 ? pl_utf8_valid_prefix((pl_str){at, rest.len < 4 ? rest.len : 4}) : 1;

        bad += valid == 0 || ((unsigned char)*at < 0x20 && !strchr("\t\r\n\f\v", *at)) || *at == '\0';
        at += valid > 1 ? valid - 1 : 0;
    }
    return bad < MANY_BAD_BYTES || bad * 10 < (size_t)(s->limit - s->base);
}

static bool is_readable(scanner *s) {
    if (s->reader->bytes.len > PL_LARGEST_FILE) {
        PL_REPORT0(diags_of(s), FILE_TOO_LARGE, span_of(s, s->base, s->base));
        return false;
    }
    if (begins_as_utf16(s->reader->bytes)) {
        PL_REPORT0(diags_of(s), FILE_IS_UTF16, span_of(s, s->base, s->base));
        return false;
    }
    if (!is_text(s)) {
        PL_REPORT0(diags_of(s), NOT_A_TEXT_FILE, span_of(s, s->base, s->base));
        return false;
    }
    return true;
}

void pl_reader_scan(pl_reader *reader) {
    const char *base = reader->bytes.ptr;
    scanner s = {.reader = reader, .base = base, .limit = base + reader->bytes.len, .start = base, .cursor = base, .first = true};

    assert(*s.limit == '\0');
    if (!is_readable(&s))
        s.cursor = s.limit;
    else if (starts(base, "\uFEFF"))
        s.cursor += strlen("\uFEFF");
    while (s.cursor < s.limit) {
        s.start = s.cursor;
        scan_token(&s);
        assert(s.cursor > s.start || s.cursor == s.limit);
    }
    s.start = s.cursor;
    if (s.cell > 0)
        close_row(&s);
    s.start = s.cursor = s.limit;
    s.first = true;
    push(&s, PL_T_END, "");
}
