/* test_base_diag.c - diagnostics as they are printed, to the byte: layout, carets under every kind
 * of text, windows on long lines, order, doubles, limits; and the positions that they rest on. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define MESSAGE "is no period\n"
#define HELP                                                                                       \
    "  help: write `over this schooljaar`, or days by their unit: `over last 1 months including "  \
    "this`\n"

static pl_arena arena;
static pl_source source;
static pl_diags diags;

/* A new run over one text. */
static void begin(const char *text) {
    source = (pl_source){.name = "rules/x.peil", .text = pl_str_of(text)};
    pl_diags_init(&diags, &arena);
}

static pl_span span(uint32_t start, uint32_t end) {
    return (pl_span){&source, start, end};
}

static const char *print(pl_severity least, bool colour) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    const char *kept;

    pl_diags_print(&diags, least, colour, out);
    fclose(out);
    kept = pl_arena_copy(&arena, text, length);
    free(text);
    return kept;
}

/* The line and its carets alone, for one span in one text. */
static const char *excerpt(const char *text, uint32_t start, uint32_t end) {
    const char *all, *first, *last;

    begin(text);
    PL_REPORT(&diags, NO_THIS_PERIOD, span(start, end), "x");
    all = print(PL_ADVICE, false);
    first = strchr(all, '\n') + 1;
    last = strstr(first, "  help: ");
    return pl_arena_copy(&arena, first, (size_t)(last - first));
}

/* ### layout */

static void test_layout(void) {
    begin("standard minimum_1F\n  for each school\n  require wegign >= 3\n");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(48, 54), "wegign");
    tap_is_string(print(PL_ERROR, false),
                  "rules/x.peil:3:11: error P0974: `wegign` " MESSAGE
                  "    3 |   require wegign >= 3\n"
                  "      |           ^^^^^^\n" HELP "1 error\n",
                  "a diagnostic in a rule file");
    tap_is_string(print(PL_ERROR, true),
                  "\033[1mrules/x.peil:3:11: \033[0m\033[1;31merror P0974\033[0m: `wegign` " MESSAGE
                  "    3 |   require wegign >= 3\n"
                  "      | \033[1;31m          ^^^^^^\033[0m\n" HELP "1 error\n",
                  "the same in colour");
}

static void test_data_layout(void) {
    begin("");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, "data/bijlage-1.csv", 17, "1F 3 jaar", "x");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, "data/bijlage-1.csv", 3, NULL, "x");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, "data/bijlage-1.csv", 0, NULL, "x");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, NULL, 0, NULL, "x");
    tap_is_string(
        print(PL_ERROR, false),
        "peil: error P0974: `x` " MESSAGE HELP "data/bijlage-1.csv: error P0974: `x` " MESSAGE HELP
        "data/bijlage-1.csv:3: error P0974: `x` " MESSAGE
        "data/bijlage-1.csv:17: column \"1F 3 jaar\": error P0974: `x` " MESSAGE "4 errors\n",
        "diagnostics of data and of the world; the same help is said once for a file");
    begin("");
    PL_REPORT_DATA(&diags, CELL_NUMBER, "a.csv", 2, "A", "x");
    PL_REPORT_DATA(&diags, CELL_NUMBER, "a.csv", 3, "A", "x");
    PL_REPORT_DATA(&diags, CELL_MEMBER_NEAR, "a.csv", 4, "B", "bo", "BO, SBO", "BO");
    PL_REPORT_DATA(&diags, CELL_MEMBER_NEAR, "a.csv", 5, "B", "Bo", "BO, SBO", "BO");
    tap_is_string(
        print(PL_ERROR, false),
        "a.csv:2: column \"A\": error P0501: `x` is not a number\n"
        "  help: if it stands for something, the dataset block says what: `\"x\" is missing`, "
        "or `\"x\" is 1..4`\n"
        "a.csv:3: column \"A\": error P0501: `x` is not a number\n"
        "a.csv:4: column \"B\": error P0510: `bo` is not one of BO, SBO\n"
        "  help: is `BO` meant?\n"
        "a.csv:5: column \"B\": error P0510: `Bo` is not one of BO, SBO\n"
        "  help: is `BO` meant?\n"
        "4 errors\n",
        "help that speaks of the cell is repeated for another cell");
    begin("");
    tap_is_string(print(PL_ADVICE, false), "", "nothing is nothing");
}

/* ### carets */

static void test_carets(void) {
    tap_is_string(excerpt("a b c\n", 2, 3), "    1 | a b c\n      |   ^\n", "one letter");
    tap_is_string(excerpt("a b c\n", 2, 2), "    1 | a b c\n      |   ^\n", "an empty span");
    tap_is_string(excerpt("a b c\n", 5, 5), "    1 | a b c\n      |      ^\n", "the line's end");
    tap_is_string(excerpt("a b c", 5, 5), "    1 | a b c\n      |      ^\n", "the file's end");
    tap_is_string(excerpt("a b c\n", 6, 6), "    2 |\n      | ^\n", "behind the last line");
    tap_is_string(excerpt("", 0, 0), "    1 |\n      | ^\n", "an empty file");
    tap_is_string(excerpt("ab\ncd\n", 1, 5), "    1 | ab\n      |  ^\n", "a span of two lines");
    tap_is_string(excerpt("ab\r\ncd\r\n", 4, 6), "    2 | cd\n      | ^^\n", "CR LF");
    tap_is_string(excerpt("ab\r\ncd\r\n", 3, 4), "    1 | ab\n      |   ^\n", "LF after CR");
    tap_is_string(excerpt("ab  \ncd\n", 0, 1), "    1 | ab\n      | ^\n", "blanks at the end");
    tap_is_string(excerpt("\tif\ta = b\n", 4, 5), "    1 | \tif\ta = b\n      | \t  \t^\n",
                  "tabs are repeated");
    tap_is_string(excerpt("a\tb c\n", 0, 3), "    1 | a\tb c\n      | ^\t^\n", "a tab in the span");
    tap_is_string(excerpt("a\tb\n", 1, 2), "    1 | a\tb\n      |  ^\n", "a tab alone");
}

static void test_utf8_carets(void) {
    tap_is_string(excerpt("co\xC3\xABrdineert x\n", 13, 14),
                  "    1 | co\xC3\xABrdineert x\n      |             ^\n",
                  "an accent is one column");
    tap_is_string(excerpt("cafe\xCC\x81 x\n", 0, 6), "    1 | cafe\xCC\x81 x\n      | ^^^^\n",
                  "a combining accent is none");
    tap_is_string(excerpt("\xE6\x97\xA5\xE6\x9C\xAC x\n", 3, 6),
                  "    1 | \xE6\x97\xA5\xE6\x9C\xAC x\n      |   ^^\n", "a wide sign is two");
    tap_is_string(excerpt("a \xFF\xFE b\n", 5, 6),
                  "    1 | a \xEF\xBF\xBD\xEF\xBF\xBD b\n      |      ^\n", "bad bytes");
    tap_is_string(excerpt("a\033[2Jb\x7F\xC2\x9B c\n", 10, 11),
                  "    1 | a\xEF\xBF\xBD[2Jb\xEF\xBF\xBD\xEF\xBF\xBD c\n      |          ^\n",
                  "control characters never reach the terminal");
    tap_is_string(excerpt("a \xE2\x80\xAE b\n", 2, 5), "    1 | a \xEF\xBF\xBD b\n      |   ^\n",
                  "nor does a change of writing direction");
}

/* ### long lines */

/* 300 columns of tens: 0........1........2.. so that a window shows where it is. */
static char *ruler(void) {
    char *text = pl_arena_alloc(&arena, 302, 1);

    for (int i = 0; i < 300; i++)
        text[i] = (char)(i % 10 == 0 ? 'A' + i / 10 % 26 : '.');
    text[300] = '\n';
    return text;
}

static void test_windows(void) {
    tap_is_string(
        excerpt(ruler(), 20, 22),
        "    1 | A.........B.........C.........D.........E.........F.........G.........H........."
        "I.........J............\n"
        "      |                     ^^\n",
        "a span near the start of a long line");
    tap_is_string(
        excerpt(ruler(), 150, 153),
        "    1 | ...M.........N.........O.........P.........Q.........R.........S.........T......"
        "...U.........V............\n"
        "      |                                  ^^^\n",
        "a span in its middle");
    tap_is_string(
        excerpt(ruler(), 299, 300),
        "    1 | ...U.........V.........W.........X.........Y.........Z.........A.........B......"
        "...C.........D.........\n"
        "      |                                                                                 "
        "                      ^\n",
        "a span at its end");
    tap_is_string(
        excerpt(ruler(), 150, 300),
        "    1 | ...M.........N.........O.........P.........Q.........R.........S.........T......"
        "...U.........V............\n"
        "      |                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
        "^^^^^^^^^^^^^^^^^^^^^^^^\n",
        "a span wider than the window");
}

/* ### the list */

static void test_order(void) {
    pl_source early = {.name = "a.peil", .text = pl_str_of("one\ntwo\n")};

    begin("one\ntwo\n");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(4, 7), "second");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(0, 3), "first");
    PL_REPORT(&diags, NO_THIS_PERIOD, ((pl_span){&early, 4, 7}), "zeroth");
    pl_diags_sort(&diags);
    tap_ok(strstr(diags.list.items[0].message, "zeroth") != NULL, "by name of the source");
    tap_ok(strstr(diags.list.items[1].message, "first") != NULL, "then by place");
    tap_ok(strstr(diags.list.items[2].message, "second") != NULL, "to the end");
}

static void test_doubles(void) {
    begin("one two\n");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(0, 3), "one");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(0, 3), "one");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(0, 7), "one two");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(4, 7), "one");
    tap_is_int(diags.errors, 2, "one code at one place is reported once");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, "a.csv", 2, "K", "x");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, "a.csv", 2, "K", "x");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, "a.csv", 2, "K", "y");
    PL_REPORT_DATA(&diags, NO_THIS_PERIOD, "a.csv", 2, NULL, "x");
    tap_is_int(diags.errors, 5, "and one message about one cell");
}

static void test_limit(void) {
    const char *text;

    begin("abcdefgh\n");
    diags.limit = 2;
    for (uint32_t i = 0; i < 5; i++)
        PL_REPORT(&diags, NO_THIS_PERIOD, span(i, i + 1), "x");
    tap_is_int(diags.list.len, 2, "no more are kept than the limit");
    tap_is_int(diags.errors, 5, "but all are counted");
    text = print(PL_ERROR, false);
    tap_ok(strstr(text, "5 errors (only the first 2 of each kind are shown)\n") != NULL,
           "and the last line says so");
}

static void test_arguments(void) {
    char *large = pl_arena_alloc(&arena, 5001, 1);

    begin("x\n");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(0, 1), "a\n\033[31m{2}\xFF");
    tap_is_string(diags.list.items[0].message,
                  "`a\xEF\xBF\xBD\xEF\xBF\xBD[31m{2}\xEF\xBF\xBD` is no period",
                  "arguments are made safe and not read again");
    memset(large, 'y', 5000);
    begin("x\n");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(0, 1), large);
    tap_ok(strlen(diags.list.items[0].message) < 1100, "and cut when very long");
}

/* Every row of the table: a code once, in its form, and texts that are sentences of one line. */
static void test_table(void) {
    unsigned wrong = 0;

    for (unsigned i = 0; i < PL_DIAG_COUNT; i++) {
        const char *id = pl_diag_id((pl_diag_code)i);

        if (strlen(id) != 5 || id[0] != 'P' || strspn(id + 1, "0123456789") != 4 ||
            pl_diag_find(id) != (pl_diag_code)i) {
            tap_ok(false, "code %s is well formed and stands once", id);
            wrong++;
        }
    }
    tap_is_int((long long)wrong, 0, "every code is P and four digits, and stands once");
    tap_is_int(pl_diag_find("P9999"), PL_DIAG_COUNT, "a code that is not there");
    tap_is_int(pl_diag_severity(PL_DIAG_NO_THIS_PERIOD), PL_ERROR, "the severity of a code");
}

/* Adds the first two of the table of one severity; false when there are none. */
static bool add_two(pl_severity severity) {
    static const char *const arguments[] = {"", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL};
    unsigned i = 0;

    while (i < PL_DIAG_COUNT && pl_diag_severity((pl_diag_code)i) != severity)
        i++;
    if (i == PL_DIAG_COUNT)
        return false;
    pl_diag_add(&diags, (pl_diag_code)i, span(0, 1), arguments);
    pl_diag_add(&diags, (pl_diag_code)i, span(1, 2), arguments);
    return true;
}

static void test_severities(void) {
    begin("ab\n");
    PL_REPORT(&diags, NO_THIS_PERIOD, span(0, 1), "x");
    if (!add_two(PL_WARNING) || !add_two(PL_ADVICE)) {
        tap_skip("severities", "the table has no warning or no advice");
        return;
    }
    tap_ok(strstr(print(PL_ADVICE, false), "\n1 error, 2 warnings, 2 pieces of advice\n") != NULL,
           "all are counted");
    tap_ok(strstr(print(PL_WARNING, false), "\n1 error, 2 warnings\n") != NULL,
           "advice can be left out");
    tap_ok(!strstr(print(PL_WARNING, false), ": advice P"), "and is not printed then");
    tap_ok(strstr(print(PL_ERROR, false), "\n1 error\n") != NULL, "warnings too");
}

/* ### positions */

static void is_position(uint32_t offset, uint32_t line, uint32_t column) {
    pl_position at = pl_source_position(&source, offset);

    tap_ok(at.line == line && at.column == column, "byte %u is %u:%u, got %u:%u", offset, line,
           column, at.line, at.column);
}

static void test_positions(void) {
    begin("a\xC3\xA9\tb\r\n\nx");
    is_position(0, 1, 1);
    is_position(1, 1, 2);
    is_position(2, 1, 2);
    is_position(3, 1, 3);
    is_position(4, 1, 4);
    is_position(7, 2, 1);
    is_position(8, 3, 1);
    is_position(9, 3, 2);
    tap_ok(pl_str_equal(pl_source_line(&source, 7, 9), pl_str_of("")), "an empty line");
    tap_ok(pl_str_equal(pl_source_line(&source, 5, 9), pl_str_of("a\xC3\xA9\tb")), "a line, no CR");
    tap_ok(pl_str_equal(pl_source_line(&source, 4, 1), pl_str_of("\tb")), "what is near");
    tap_ok(pl_str_equal(pl_source_line(&source, 4, 2), pl_str_of("\xC3\xA9\tb")),
           "whole characters");
    tap_ok(pl_str_equal(pl_source_line(&source, 0, 2), pl_str_of("a\xC3\xA9")), "to the right too");
    tap_ok(pl_str_equal(pl_source_line(&source, 9, 9), pl_str_of("x")), "the last line");
    tap_ok(
        pl_str_equal(pl_span_text(pl_span_join(span(3, 4), span(0, 1))), pl_str_of("a\xC3\xA9\t")),
        "two spans joined");
    tap_is_int((long long)pl_span_text((pl_span){0}).len, 0, "no place has no text");
    tap_is_int(pl_span_join((pl_span){0}, span(3, 4)).start, 3, "no place adds nothing");
}

int main(void) {
    pl_arena_init(&arena);
    test_layout();
    test_data_layout();
    test_carets();
    test_utf8_carets();
    test_windows();
    test_order();
    test_doubles();
    test_limit();
    test_arguments();
    test_table();
    test_severities();
    test_positions();
    pl_arena_fini(&arena);
    return tap_done();
}
