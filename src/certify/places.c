/* places.c - figures with the place in the rule text where they stand, so that each can be held beside
 * the words it was read from: the first words of a part of the text that say it. */
#include <assert.h>
#include <string.h>

#include "certify/writer.h"
#include "report/json_text.h"

/* ### words */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
        (c & 0x80);
}

static bool is_sign(char c) {
    return c == '<' || c == '=' || c == '>';
}

/* Are these two bytes of one word or sign? */
static bool belong(char a, char b) {
    return (is_word(a) && is_word(b)) || (is_sign(a) && is_sign(b));
}

/* Are these bytes whole words of the text? */
static bool is_whole(pl_str text, uint32_t start, uint32_t end) {
    assert(start < end && end <= text.len);
    return !(start > 0 && belong(text.ptr[start - 1], text.ptr[start])) &&
        !(end < text.len && belong(text.ptr[end - 1], text.ptr[end]));
}

static bool find_words(pl_span *within, const char *words) {
    pl_str text = within->source->text;
    uint32_t length = (uint32_t)strlen(words);

    for (uint32_t at = within->start; length > 0 && at + length <= within->end; at++)
        if (memcmp(text.ptr + at, words, length) == 0 && is_whole(text, at, at + length)) {
            within->start = at;
            within->end = at + length;
            return true;
        }
    return false;
}

/* ### numbers */

static uint32_t skip_digits(pl_str text, uint32_t at, uint32_t end) {
    while (at < end && is_digit(text.ptr[at]))
        at++;
    return at;
}

/* The end of the number that begins here: 100 000, 2.5, 90%. */
static uint32_t number_end(pl_str text, uint32_t at, uint32_t end) {
    uint32_t after;

    assert(is_digit(text.ptr[at]));
    at = skip_digits(text, at, end);
    while (at < end && text.ptr[at] == ' ' && skip_digits(text, at + 1, end) == at + 4)
        at += 4;
    after = at < end && text.ptr[at] == '.' ? skip_digits(text, at + 1, end) : at;
    return after > at + 1 ? after : at;
}

static bool says_number(pl_certifier *w, pl_str text, uint32_t at, uint32_t *end,
                        pl_number number) {
    pl_buffer digits = {0};
    pl_number found;
    uint32_t after = number_end(text, at, *end);
    bool percent = after < *end && text.ptr[after] == '%', says;

    for (uint32_t i = at; i < after; i++)
        if (text.ptr[i] != ' ')
            pl_buffer_putc(&digits, text.ptr[i]);
    says = pl_number_parse(w->arena, (pl_str){digits.ptr, digits.len}, '.', &found);
    pl_buffer_fini(&digits);
    if (says && percent)
        found = pl_number_div(w->arena, found, pl_number_make(w->arena, 100, 1));
    *end = after + percent;
    return says && pl_number_compare(found, number) == 0;
}

/* With its minus sign. */
static bool find_number(pl_certifier *w, pl_span *within, pl_number number) {
    pl_str text = within->source->text;
    bool minus = pl_number_sign(number) < 0;

    if (minus)
        number = pl_number_negate(w->arena, number);
    for (uint32_t at = within->start + minus, end; at < within->end; at++) {
        if (!is_digit(text.ptr[at]) || (at > 0 && is_digit(text.ptr[at - 1])) ||
            (minus && text.ptr[at - 1] != '-'))
            continue;
        end = within->end;
        if (says_number(w, text, at, &end, number) && is_whole(text, at, end)) {
            within->start = at - minus;
            within->end = end;
            return true;
        }
    }
    return false;
}

/* ### days and names */

/* A day by itself, or as the end of a school year; what ends before a day begins may be told by that. */
static bool find_day(pl_certifier *w, pl_span *within, pl_date day) {
    int year = pl_schooljaar_of(day);
    pl_buffer text = {0};
    bool found;

    pl_date_print(&text, day);
    found = find_words(within, pl_buffer_take(&text, w->arena));
    if (!found && (day == pl_schooljaar_start(year) || day == pl_schooljaar_end(year)))
        found = find_words(within, pl_arena_format(w->arena, "%04d/%04d", year, year + 1)) ||
            find_words(within, pl_arena_format(w->arena, "%04d-%04d", year, year + 1));
    if (found)
        return true;
    text = (pl_buffer){0};
    pl_date_print(&text, day + 1);
    return find_words(within, pl_buffer_take(&text, w->arena));
}

static bool find_name(pl_certifier *w, pl_span *within, const char *name) {
    return find_words(within, pl_arena_format(w->arena, "\"%s\"", name)) ||
        find_words(within, name);
}

static bool find_year(pl_certifier *w, pl_span *within, int year) {
    return find_words(within, pl_arena_format(w->arena, "%04d/%04d", year, year + 1)) ||
        find_words(within, pl_arena_format(w->arena, "%04d-%04d", year, year + 1));
}

/* ### figures */

/* What the engine made has no place: the value alone. */
static const char *figure(pl_certifier *w, const char *value, const char *type, bool found,
                          pl_span at) {
    pl_buffer *out = w->out, text = {0};

    if (!found)
        return value;
    pl_buffer_init(&text);
    pl_buffer_printf(&text, "{\"figure\": %s, \"type\": ", value);
    pl_json_text(&text, type);
    pl_buffer_puts(&text, ", \"at\": ");
    w->out = &text;
    pl_certify_place(w, at);
    w->out = out;
    pl_buffer_putc(&text, '}');
    return pl_buffer_take(&text, w->arena);
}

/* Of what is known within bounds both ends. */
static bool find_numbers(pl_certifier *w, pl_span *within, const pl_value *value) {
    pl_span high = *within;

    if (!find_number(w, within, value->lo))
        return false;
    if (pl_number_compare(value->lo, value->hi) == 0)
        return true;
    high.start = within->end;
    if (!find_number(w, &high, value->hi))
        return false;
    within->end = high.end;
    return true;
}

pl_span pl_certify_rest(pl_span from) {
    if (from.source)
        from.end = (uint32_t)from.source->text.len;
    return from;
}

static bool find_end(pl_certifier *w, pl_span *at, pl_type type, const pl_value *value) {
    switch (type.base) {
    case PL_NUMBER: return find_numbers(w, at, value);
    case PL_TRUTH: return find_words(at, value->truth == PL_TRUE ? "yes" : "no");
    case PL_TEXT: return find_name(w, at, value->text);
    case PL_MEMBER: return find_name(w, at, type.members->members.items[value->index]);
    case PL_DATE: return find_day(w, at, value->index);
    case PL_SCHOOLJAAR: return find_year(w, at, value->index);
    case PL_POISON: break;
    }
    return false;
}

const char *pl_certify_figure(pl_certifier *w, pl_type type, const pl_value *value,
                              pl_span within) {
    pl_buffer text = {0};
    bool found = within.source && value->state == PL_OK && find_end(w, &within, type, value);

    pl_buffer_init(&text);
    pl_certify_put_value(&text, type, value);
    return figure(w, pl_buffer_take(&text, w->arena), pl_certify_type(w, type), found, within);
}

const char *pl_certify_number(pl_certifier *w, pl_number number, pl_span within) {
    pl_value value = {.base = PL_NUMBER, .lo = number, .hi = number};

    return pl_certify_figure(w, (pl_type){.base = PL_NUMBER, .unit = PL_UNIT_PLAIN}, &value,
                             within);
}

const char *pl_certify_sign(pl_certifier *w, const char *sign, const char *words, pl_span within) {
    pl_buffer text = {0};
    bool found = within.source && find_words(&within, words);

    pl_json_text(&text, sign);
    return figure(w, pl_buffer_take(&text, w->arena), "sign", found, within);
}

const char *pl_certify_count(pl_certifier *w, int count, pl_span within) {
    bool found = within.source && find_number(w, &within, pl_number_make(w->arena, count, 1));

    return figure(w, pl_arena_format(w->arena, "%d", count), "number", found, within);
}

const char *pl_certify_year(pl_certifier *w, int year, pl_span within) {
    bool found = within.source && find_year(w, &within, year);

    return figure(w, pl_arena_format(w->arena, "%d", year), "year", found, within);
}

const char *pl_certify_day_in(pl_certifier *w, bool known, pl_date day, pl_span within) {
    pl_value value = {.base = PL_DATE, .index = day};

    return known ? pl_certify_figure(w, (pl_type){.base = PL_DATE}, &value, within) : "null";
}

bool pl_certify_finds(pl_certifier *w, int count, pl_span within) {
    return within.source && find_number(w, &within, pl_number_make(w->arena, count, 1));
}
