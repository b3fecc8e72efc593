/* test_json.c - the words of JSON, numbers without their exponent, and lines made of likely pieces,
 * which may be anything but fatal: what comes out of them is text, and each bad one is told. */
#include "load/json.h"

#include <string.h>

#include "base/diag.h"
#include "base/utf8.h"
#include "load/records.h"
#include "tap.h"

/* ### words */

/* All words as signs, texts between <>; a bad one ends it with ! and its position. */
static void print_words(pl_buffer *out, const char *line) {
    static const char signs[] = "?.{}[]:,\"#tfn";
    char room[200];
    pl_json json;
    pl_json_word word;

    pl_json_init(&json, pl_str_of(line), room);
    pl_buffer_puts(out, "");
    for (word = pl_json_next(&json); word > PL_JSON_END; word = pl_json_next(&json)) {
        pl_buffer_putc(out, signs[word]);
        if (word == PL_JSON_TEXT || word == PL_JSON_NUMBER)
            pl_buffer_printf(out, "<%.*s>", (int)json.text.len, json.text.ptr);
    }
    if (word == PL_JSON_BAD)
        pl_buffer_printf(out, "!%u", pl_json_position(&json));
}

static void reads(const char *line, const char *wanted) {
    pl_buffer out = {0};

    print_words(&out, line);
    tap_is_string(out.ptr, wanted, "words of %s", line);
    pl_buffer_fini(&out);
}

static void test_words(void) {
    reads("", "");
    reads(" \t\r{ } [ ] : , true false null", "{}[]:,tfn");
    reads("{\"a\": -0.50e+3}", "{\"<a>:#<-0.50e+3>}");
    reads("\"\"", "\"<>");
    reads("\"a\\\"b\\\\\\/\\b\\f\\n\\r\\t\"", "\"<a\"b\\/\b\f\n\r\t>");
    reads("\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\"", "\"<A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80>");
    reads("\"\\ud83d\"", "!2");
    reads("\"\\ud83d\\u0041\"", "!2");
    reads("\"\\ud83dx\"", "!2");
    reads("\"\\ude00\"", "!2");
    reads("\"\xC3\xA9\\u0000\"", "!3");
    reads("\"\\u12g4\"", "!2");
    reads("\"\\u12", "!2");
    reads("\"\\x\"", "!2");
    reads("\"abc", "!1");
    reads("\"abc\\", "!5");
    reads("\"a\tb\"", "!3");
    reads("0 -1 10.5 1e5 1E-5 0e0", "#<0>#<-1>#<10.5>#<1e5>#<1E-5>#<0e0>");
    reads("01", "!1");
    reads("1 -", "#<1>!3");
    reads("1.", "!1");
    reads(".5", "!1");
    reads("+1", "!1");
    reads("1e", "!1");
    reads("1x", "!1");
    reads("1.2.3", "!1");
    reads("True", "!1");
    reads("nul", "!1");
    reads("nulls", "!1");
    reads("'a'", "!1");
    reads("// x", "!1");
}

/* ### numbers */

static void is_plain(const char *number, char point, const char *wanted) {
    char room[2000], text[2000] = "-";
    pl_str out;

    if (pl_json_plain(pl_str_of(number), point, room, &out)) {
        memcpy(text, out.ptr, out.len);
        text[out.len] = '\0';
    }
    tap_is_string(text, wanted, "%s written out", number);
}

static void test_numbers(void) {
    is_plain("0", '.', "0");
    is_plain("-0", '.', "-0");
    is_plain("12.50", ',', "12,50");
    is_plain("1e3", '.', "1000");
    is_plain("1.5e2", '.', "150");
    is_plain("1.2345e2", ',', "123,45");
    is_plain("-1.5E+1", '.', "-15");
    is_plain("5e-3", '.', "0.005");
    is_plain("-12.5e-2", '.', "-0.125");
    is_plain("12e-2", '.', "0.12");
    is_plain("0e5", '.', "000000");
    is_plain("1e400", '.', "-");
    is_plain("1e-400", '.', "-");
    is_plain("1e99999999999999999999999999", '.', "-");
}

/* All 1 to 301 digits, so that the last is one too many. */
static void test_many_digits(void) {
    char number[400], room[800];
    uint32_t wrong = 0;
    pl_str out;

    for (size_t length = 1; length <= PL_JSON_MOST_DIGITS + 1; length++) {
        memset(number, '7', length);
        wrong += pl_json_plain((pl_str){number, length}, '.', room, &out) !=
            (length <= PL_JSON_MOST_DIGITS);
    }
    tap_is_int(wrong, 0, "as many digits as a number may have");
}

/* ### lines */

static bool is_text(pl_str field) {
    return pl_utf8_valid_prefix(field) == field.len &&
        (field.len == 0 || !memchr(field.ptr, 0, field.len));
}

/* Reads all records; false when a field is no text, or a line was lost in silence. */
static bool survives(pl_str bytes) {
    pl_arena arena;
    pl_diags diags;
    pl_wanted wanted[] = {{.header = "a", .read = true, .point = '.'},
                          {.header = "b.c", .read = true, .point = ','},
                          {.header = "a..b", .point = '.'}};
    pl_load_file file = {.usable = true, .decoded = {.text = bytes}};
    const pl_mapping mapping = {.form = PL_FORM_JSON_LINES};
    pl_records records;
    bool sound = true, found;

    pl_arena_init(&arena);
    pl_diags_init(&diags, &arena);
    file.faults = (pl_faults){.diags = &diags, .path = "x.jsonl"};
    pl_records_init(&records, &file, &mapping);
    found = records.form->find(&records, wanted, 3);
    while (found && records.form->next(&records))
        for (uint32_t i = 0; i < records.count; i++)
            sound = sound && is_text(records.fields[i]);
    sound = sound && (diags.errors > 0 || (found && !records.form->report_end(&records)));
    pl_records_fini(&records);
    pl_arena_fini(&arena);
    return sound;
}

static void test_likely_lines(void) {
    static const char *const pieces[] = {
        "{",           "}",        "[",
        "]",           ":",        ",",
        "\"a\"",       "\"b\"",    "\"c\"",
        "\"a.b\"",     "{\"a\":",  "\"b\":{\"c\":",
        "}}\n",        "1",        "-2.5e3",
        "1e500",       "null",     "true",
        "\n",          " ",        "\"x\\u00e9\"",
        "\"\\ud800\"", "\"",       "\\",
        "0",           "[[[[[[[[", "{\"a\":1,\"b\":{\"c\":2},\"a.b\":3}\n"};
    uint32_t wrong = 0;

    for (int round = 0; round < 20000; round++) {
        pl_buffer text = {0};

        pl_buffer_puts(&text, "");
        for (uint32_t count = tap_random(40); count > 0; count--)
            pl_buffer_puts(&text, pieces[tap_random(sizeof pieces / sizeof *pieces)]);
        wrong += !survives((pl_str){text.ptr, text.len});
        pl_buffer_fini(&text);
    }
    tap_is_int(wrong, 0, "lines made of pieces of JSON");
}

int main(void) {
    test_words();
    test_numbers();
    test_many_digits();
    test_likely_lines();
    return tap_done();
}
