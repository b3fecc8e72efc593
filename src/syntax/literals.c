/* literals.c - numbers, dates and school years as authors write them, with what goes wrong in them.
 * Each function reports a mistake and gives the text of the token as it was probably meant.
 * Knows single literals only; what follows from their neighbours is place.c's. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/date.h"
#include "grammar/parser.h"
#include "syntax/reader.h"

#define MOST_DIGITS 200

static const char *intern(pl_reader *reader, pl_str s) {
    return pl_intern(&reader->compiler->names, s);
}

static const char *copy(pl_reader *reader, pl_str s) {
    return pl_arena_copy(reader->compiler->arena, s.ptr, s.len);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static unsigned count_of(pl_str s, char c) {
    unsigned count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += s.ptr[i] == c;
    return count;
}

/* ### names */

const char *pl_literal_name(pl_reader *reader, pl_str written) {
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length;
    const char *name;

    for (size_t i = 0; i < written.len; i++) {
        if ((unsigned char)written.ptr[i] < 0x80)
            continue;
        length = utf8proc_map((const utf8proc_uint8_t *)written.ptr, (utf8proc_ssize_t)written.len,
                              &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        if (length == UTF8PROC_ERROR_NOMEM)
            pl_out_of_memory();
        if (length < 0)
            break;
        name = intern(reader, (pl_str){(const char *)composed, (size_t)length});
        free(composed);
        return name;
    }
    return intern(reader, written);
}

/* ### numbers */

/* Only the digits of `s`, with `point` replaced by a decimal point. */
static const char *digits_of(pl_reader *reader, pl_str s, char point) {
    char *out = pl_arena_copy(reader->compiler->arena, s.ptr, s.len);
    size_t length = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (is_digit(s.ptr[i]))
            out[length++] = s.ptr[i];
        else if (s.ptr[i] == point && point != '\0')
            out[length++] = '.';
    }
    return intern(reader, (pl_str){out, length});
}

/* `20,5`, `1,2,3`, `1.234,5`: a decimal comma or a list without blanks. */
static const char *read_commas(pl_reader *reader, pl_str s, pl_span span) {
    const char *comma = memchr(s.ptr, ',', s.len);
    pl_str whole = {s.ptr, (size_t)(comma - s.ptr)}, rest = {comma + 1, s.len - whole.len - 1};
    const char *decimal = pl_arena_format(reader->compiler->arena, "%s.%s",
                                          digits_of(reader, whole, '\0'), copy(reader, rest));
    const char *list =
        pl_arena_format(reader->compiler->arena, "%s, %s", copy(reader, whole), copy(reader, rest));

    if (count_of(s, ',') > 1) {
        PL_REPORT0(&reader->compiler->diags, LIST_WITHOUT_BLANKS, span);
        return digits_of(reader, whole, '.');
    }
    PL_REPORT(&reader->compiler->diags, DECIMAL_COMMA, span, copy(reader, s), decimal, list);
    return intern(reader, pl_str_of(decimal));
}

static const char *read_points(pl_reader *reader, pl_str s, pl_span span) {
    const char *plain = digits_of(reader, s, '\0');

    assert(count_of(s, '.') > 1);
    PL_REPORT(&reader->compiler->diags, THOUSANDS_POINTS, span, copy(reader, s), plain);
    return plain;
}

const char *pl_literal_number(pl_reader *reader, pl_str written, pl_span span) {
    const char *text;

    assert(written.len > 0 && is_digit(written.ptr[0]));
    if (memchr(written.ptr, ',', written.len))
        text = read_commas(reader, written, span);
    else if (count_of(written, '.') > 1)
        text = read_points(reader, written, span);
    else
        text = digits_of(reader, written, '.');
    if (strlen(text) <= MOST_DIGITS)
        return text;
    PL_REPORT0(&reader->compiler->diags, NUMBER_TOO_LONG, span);
    return intern(reader, pl_str_of("1"));
}

/* ### dates and school years */

static int read_int(const char **at) {
    int value = 0;

    assert(is_digit(**at));
    while (is_digit(**at)) {
        assert(value < 1000); /* the lexer gives at most four digits */
        value = value * 10 + *(*at)++ - '0';
    }
    return value;
}

/* Three numbers with one byte between them. */
static void read_three(pl_str s, int parts[3]) {
    const char *at = s.ptr;

    for (int i = 0; i < 3; i++) {
        parts[i] = read_int(&at);
        at++;
    }
}

static const char *read_date(pl_reader *reader, pl_str s, pl_span span) {
    bool iso = is_digit(s.ptr[1]) && is_digit(s.ptr[2]) && is_digit(s.ptr[3]);
    int parts[3], day, year;
    const char *text;
    pl_date date;

    assert(s.len >= 8 && s.len <= 10);
    read_three(s, parts);
    year = iso ? parts[0] : parts[2];
    day = iso ? parts[2] : parts[0];
    text = pl_arena_format(reader->compiler->arena, "%04d-%02d-%02d", year, parts[1], day);
    if (!pl_date_make(year, parts[1], day, &date)) {
        PL_REPORT(&reader->compiler->diags, NO_SUCH_DAY, span, copy(reader, s));
        text = "2000-01-01";
    } else if (!pl_str_equal(pl_str_of(text), s)) {
        PL_REPORT(&reader->compiler->diags, DATE_FORM, span, copy(reader, s), text);
    }
    return intern(reader, pl_str_of(text));
}

static bool is_year(int year) {
    return year >= 1900 && year < 2100;
}

/* `2020/2021`; also `2020/21` and `2020-2021`, which are reported. Other quotients and differences
 * are none. */
static const char *read_schooljaar(pl_reader *reader, pl_str s, pl_span span) {
    const char *at = s.ptr;
    int first = read_int(&at), second;
    bool slash = *at++ == '/', full = s.len == 9, next;
    char *text = pl_arena_format(reader->compiler->arena, "%d", first);

    assert(s.len == 7 || s.len == 9);
    second = read_int(&at);
    next = second == (full ? first + 1 : (first + 1) % 100);
    if (!is_year(first) || (full && !is_year(second)) || (!next && !(slash && full)))
        return NULL;
    if (!next)
        PL_REPORT(&reader->compiler->diags, NO_SCHOOLJAAR, span, copy(reader, s),
                  pl_arena_format(reader->compiler->arena, "%d/%d", first, first + 1));
    else if (!slash || !full)
        PL_REPORT(&reader->compiler->diags, SCHOOLJAAR_FORM, span, copy(reader, s),
                  pl_arena_format(reader->compiler->arena, "%d/%d", first, first + 1));
    return intern(reader, pl_str_of(text));
}

const char *pl_literal_dated(pl_reader *reader, int kind, pl_str written, pl_span span) {
    assert(kind == PL_T_DATE || kind == PL_T_SCHOOLJAAR);
    return kind == PL_T_DATE ? read_date(reader, written, span)
                             : read_schooljaar(reader, written, span);
}
