/* json.c - from byte to byte; the first of a word says what it is. */
#include "load/json.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "base/utf8.h"

void pl_json_init(pl_json *json, pl_str line, char *room) {
    assert(room || line.len == 0);
    *json = (pl_json){.line = line, .room = room};
}

uint32_t pl_json_position(const pl_json *json) {
    uint32_t position = 1;

    assert(json->start <= json->line.len);
    for (size_t i = 0; i < json->start; i++)
        position += ((unsigned char)json->line.ptr[i] & 0xC0) != 0x80;
    return position;
}

static bool at_end(const pl_json *json) {
    return json->at == json->line.len;
}

/* 0 at the end: a line holds no such byte. */
static char peek(const pl_json *json) {
    assert(json->at <= json->line.len);
    return at_end(json) ? '\0' : json->line.ptr[json->at];
}

static pl_json_word bad(pl_json *json, size_t at, const char *why) {
    assert(at <= json->line.len);
    json->start = at;
    json->why = why;
    return PL_JSON_BAD;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* ### texts */

/* The code unit behind \u; -1: no four hexadecimal digits. */
static int read_unit(pl_json *json) {
    int unit = 0;

    for (int i = 0; i < 4; i++, json->at++) {
        char c = peek(json);
        const char *digits = "0123456789abcdef", *digit;

        c = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
        digit = c ? strchr(digits, c) : NULL;
        if (!digit)
            return -1;
        unit = unit * 16 + (int)(digit - digits);
    }
    return unit;
}

static void put_code_point(pl_json *json, uint32_t code_point) {
    pl_buffer bytes;

    pl_buffer_init(&bytes);
    pl_utf8_push(&bytes, code_point);
    memcpy(json->room + json->used, bytes.ptr, bytes.len);
    json->used += bytes.len;
    pl_buffer_fini(&bytes);
}

/* \uXXXX, or two of them that are one character; json->at stands behind the u. */
static bool read_code_point(pl_json *json, size_t start) {
    int unit = read_unit(json), low;

    if (unit < 0) {
        bad(json, start, _("four hexadecimal digits must follow \\u"));
        return false;
    }
    if (unit == 0) {
        bad(json, start, _("\\u0000 is no character of a text"));
        return false;
    }
    if (unit < 0xD800 || unit > 0xDFFF) {
        put_code_point(json, (uint32_t)unit);
        return true;
    }
    if (unit <= 0xDBFF && json->line.len - json->at >= 2 &&
        memcmp(json->line.ptr + json->at, "\\u", 2) == 0) {
        json->at += 2;
        low = read_unit(json);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            put_code_point(
                json, 0x10000u + (((uint32_t)unit - 0xD800u) << 10) + ((uint32_t)low - 0xDC00u));
            return true;
        }
    }
    bad(json, start, _("this \\u is half of a character: the other half does not follow"));
    return false;
}

/* json->at stands at the backslash. */
static bool read_escape(pl_json *json) {
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    size_t start = json->at++;
    char c = peek(json);
    const char *letter = c ? strchr(letters, c) : NULL;

    if (c == 'u') {
        json->at++;
        return read_code_point(json, start);
    }
    if (!letter) {
        bad(json, start, _("a backslash is followed by one of \" \\ / b f n r t u"));
        return false;
    }
    json->at++;
    json->room[json->used++] = meanings[letter - letters];
    return true;
}

/* Up to the next quote, escape or control character. */
static size_t plain_bytes(const pl_json *json) {
    size_t end = json->at;

    while (end < json->line.len && json->line.ptr[end] != '"' && json->line.ptr[end] != '\\' &&
           (unsigned char)json->line.ptr[end] >= ' ')
        end++;
    return end - json->at;
}

/* The part that has been read, with the plain bytes behind it, goes to room. */
static void put_plain(pl_json *json, size_t length) {
    memcpy(json->room + json->used, json->line.ptr + json->at, length);
    json->used += length;
    json->at += length;
}

static pl_json_word read_text(pl_json *json) {
    size_t begin = json->used, length;

    json->at++;
    length = plain_bytes(json);
    json->text = (pl_str){json->line.ptr + json->at, length};
    if (json->at + length < json->line.len && json->line.ptr[json->at + length] == '"') {
        json->at += length + 1;
        return PL_JSON_TEXT;
    }
    put_plain(json, length);
    while (peek(json) != '"') {
        if (at_end(json))
            return bad(json, json->start, _("this text is not closed on its line"));
        if (peek(json) != '\\')
            return bad(json, json->at, _("a control character in a text must be escaped"));
        if (!read_escape(json))
            return PL_JSON_BAD;
        put_plain(json, plain_bytes(json));
    }
    json->at++;
    json->text = (pl_str){json->room + begin, json->used - begin};
    assert(json->used <= json->line.len); /* an escape is longer than what it stands for */
    return PL_JSON_TEXT;
}

/* ### numbers */

static bool skip_digits(pl_json *json) {
    size_t start = json->at;

    while (is_digit(peek(json)))
        json->at++;
    return json->at > start;
}

static bool read_figures(pl_json *json) {
    json->at += peek(json) == '-';
    if (peek(json) == '0')
        json->at++;
    else if (!skip_digits(json))
        return false;
    if (peek(json) == '.') {
        json->at++;
        if (!skip_digits(json))
            return false;
    }
    if (peek(json) == 'e' || peek(json) == 'E') {
        json->at++;
        json->at += peek(json) == '-' || peek(json) == '+';
        if (!skip_digits(json))
            return false;
    }
    return true;
}

static bool belongs_to_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
        c == '+' || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static pl_json_word read_number(pl_json *json) {
    if (!read_figures(json) || belongs_to_word(peek(json)))
        return bad(
            json, json->start,
            _("this is not a number as JSON writes it: 0.5, -3 or 1e3, without a leading zero"));
    json->text = (pl_str){json->line.ptr + json->start, json->at - json->start};
    return PL_JSON_NUMBER;
}

/* The exponent, and the digits before it; false when nobody could mean it. */
static bool split_exponent(pl_str number, pl_str *digits, long *exponent) {
    size_t at = 0;
    bool negative;

    *digits = number;
    *exponent = 0;
    while (at < number.len && number.ptr[at] != 'e' && number.ptr[at] != 'E')
        at++;
    if (at == number.len)
        return true;
    digits->len = at++;
    negative = number.ptr[at] == '-';
    at += negative || number.ptr[at] == '+';
    for (; at < number.len; at++) {
        *exponent = *exponent * 10 + (number.ptr[at] - '0');
        if (*exponent > (long)PL_JSON_MOST_DIGITS)
            return false;
    }
    *exponent = negative ? -*exponent : *exponent;
    return true;
}

bool pl_json_plain(pl_str number, char point, char *room, pl_str *out) {
    bool negative = number.ptr[0] == '-';
    long exponent, place, seen = 0; /* place: how many digits stand before the point */
    const char *sign;
    size_t used = 0;
    pl_str digits;

    assert(number.len > 0);
    if (!split_exponent(number, &digits, &exponent))
        return false;
    sign = memchr(digits.ptr, '.', digits.len);
    place = (long)(sign ? (size_t)(sign - digits.ptr) : digits.len) - negative + exponent;
    if (negative)
        room[used++] = '-';
    if (place <= 0) {
        room[used++] = '0';
        room[used++] = point;
    }
    for (long i = place; i < 0; i++)
        room[used++] = '0';
    for (size_t i = negative; i < digits.len; i++) {
        if (digits.ptr[i] == '.')
            continue;
        if (place > 0 && seen == place)
            room[used++] = point;
        room[used++] = digits.ptr[i];
        seen++;
    }
    for (; seen < place; seen++)
        room[used++] = '0';
    assert(used <= number.len + PL_JSON_MOST_DIGITS + 2);
    *out = (pl_str){room, used};
    return used - negative - (seen > place || place <= 0) <= PL_JSON_MOST_DIGITS;
}

/* ### words */

static pl_json_word read_literal(pl_json *json) {
    static const struct {
        const char *word;
        pl_json_word means;
    } words[] = {{"true", PL_JSON_TRUE}, {"false", PL_JSON_FALSE}, {"null", PL_JSON_NULL}};
    size_t length;

    while (belongs_to_word(peek(json)))
        json->at++;
    length = json->at - json->start;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == length &&
            memcmp(words[i].word, json->line.ptr + json->start, length) == 0)
            return words[i].means;
    if (length == 0)
        return bad(json, json->start, _("JSON has no such sign"));
    return bad(json, json->start, _("JSON has no such word: a text stands in double quotes"));
}

pl_json_word pl_json_next(pl_json *json) {
    while (peek(json) == ' ' || peek(json) == '\t' || peek(json) == '\r')
        json->at++;
    json->start = json->at;
    if (at_end(json))
        return PL_JSON_END;
    switch (peek(json)) {
    case '{': json->at++; return PL_JSON_OPEN;
    case '}': json->at++; return PL_JSON_CLOSE;
    case '[': json->at++; return PL_JSON_LIST;
    case ']': json->at++; return PL_JSON_LIST_END;
    case ':': json->at++; return PL_JSON_COLON;
    case ',': json->at++; return PL_JSON_COMMA;
    case '"': return read_text(json);
    default: break;
    }
    if (is_digit(peek(json)) || peek(json) == '-' || peek(json) == '+' || peek(json) == '.')
        return read_number(json);
    return read_literal(json);
}
