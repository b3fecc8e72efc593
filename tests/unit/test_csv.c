/* test_csv.c - records and fields of delimited files, and the encodings they come in: a table of
 * cases, a round trip of random cells through every way of writing them, and random bytes, which
 * may be anything but fatal. */
#include "load/csv.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/encoding.h"
#include "load/marks.h"
#include "tap.h"

static pl_str of(const char *text) {
    return pl_str_of(text);
}

/* ### cases */

/* All records as "a|b/c|d", and what ended the reading: "" or the fault. */
static void print_records(pl_buffer *out, pl_str bytes, char separator) {
    static const char *const faults[] = {"", "!unclosed", "!text"};
    pl_csv csv;

    pl_buffer_puts(out, "");
    pl_csv_init(&csv, bytes, separator);
    while (pl_csv_next(&csv)) {
        pl_buffer_puts(out, out->len > 0 ? "/" : "");
        for (uint32_t i = 0; i < csv.count; i++) {
            pl_buffer_puts(out, i > 0 ? "|" : "");
            pl_buffer_push(out, csv.fields[i].ptr, csv.fields[i].len);
        }
    }
    pl_buffer_puts(out, faults[csv.fault]);
    pl_csv_fini(&csv);
}

static void reads(const char *text, char separator, const char *wanted, const char *name) {
    pl_buffer out;

    pl_buffer_init(&out);
    print_records(&out, of(text), separator);
    tap_is_string(out.ptr, wanted, "%s", name);
    pl_buffer_fini(&out);
}

static void test_records(void) {
    reads("a;b\nc;d\n", ';', "a|b/c|d", "LF");
    reads("a;b\r\nc;d\r\n", ';', "a|b/c|d", "CRLF");
    reads("a;b\rc;d\r", ';', "a|b/c|d", "CR");
    reads("a;b\rc;d\ne;f\r\ng;h", ';', "a|b/c|d/e|f/g|h", "line ends mixed, none at the end");
    reads("a,b\n", ',', "a|b", "comma");
    reads("a\tb\n", '\t', "a|b", "tab");
    reads("a;b\n", ',', "a;b", "another separator is text");
    reads("", ',', "", "nothing");
    reads("\n\r\n\r\r\n", ',', "", "empty lines only");
    reads("a\n\n\nb\n", ',', "a/b", "empty lines between records");
    reads(";;\n", ';', "||", "empty fields");
    reads("a;\n;b", ';', "a|/|b", "an empty field at the end and at the beginning");
    reads(" a ; b \n", ';', " a | b ", "blanks are kept");
    reads(" \n", ';', " ", "a blank is a field");
}

static void test_quotes(void) {
    reads("\"a\";\"b\"\n", ';', "a|b", "quoted");
    reads("\"a;b\";c", ';', "a;b|c", "a separator in quotes");
    reads("\"a\"\"b\"", ';', "a\"b", "a doubled quote");
    reads("\"\"\"\"", ';', "\"", "only a doubled quote");
    reads("\"\"", ';', "", "an empty field in quotes is a record");
    reads("\"\";\"\"\n\"\"", ';', "|/", "empty fields in quotes");
    reads("\"a\nb\";c\r\nd;e", ';', "a\nb|c/d|e", "LF in quotes");
    reads("\"a\r\nb\";c\nd;e", ';', "a\r\nb|c/d|e", "CRLF in quotes");
    reads("a\"b;c\"\n", ';', "a\"b|c\"", "a quote inside a plain field is text");
    reads(" \"a\"\n", ';', " \"a\"", "a quote behind a blank is text");
    reads("a;\"b", ';', "!unclosed", "a quote that is not closed");
    reads("a;b\n\"", ';', "a|b!unclosed", "a lone quote");
    reads("\"\"\"", ';', "!unclosed", "three quotes");
    reads("\"a\"b;c\n", ';', "!text", "text behind a quote");
    reads("a\n\"b\" ;c\n", ';', "a!text", "a blank behind a quote");
    reads("\"\"\"\"\"", ';', "!unclosed", "five quotes");
}

static void starts_at(const char *text, const char *wanted, const char *name) {
    pl_buffer out;
    pl_csv csv;

    pl_buffer_init(&out);
    pl_buffer_puts(&out, "");
    pl_csv_init(&csv, of(text), ',');
    while (pl_csv_next(&csv))
        pl_buffer_printf(&out, "%u ", csv.record_line);
    if (csv.fault != PL_CSV_FINE)
        pl_buffer_printf(&out, "!%u ", csv.record_line);
    tap_is_string(out.ptr, wanted, "%s", name);
    pl_csv_fini(&csv);
    pl_buffer_fini(&out);
}

static void test_lines(void) {
    starts_at("a\nb\nc", "1 2 3 ", "a record a line");
    starts_at("a\r\nb\r\nc\r\n", "1 2 3 ", "CRLF is one line end");
    starts_at("a\rb\rc", "1 2 3 ", "CR is one line end");
    starts_at("\n\na\n\nb", "3 5 ", "empty lines count");
    starts_at("\"a\nb\r\nc\rd\",e\nf", "1 5 ", "line ends in quotes count");
    starts_at("\"a\r\",e\nf", "1 3 ", "CR before the closing quote counts");
    starts_at("a\n\"b\nc", "1 !2 ", "the record of an open quote");
}

static void test_many_fields(void) {
    const uint32_t fields = 1000000;
    char *text = malloc(fields);
    pl_csv csv;

    memset(text, ';', fields - 1);
    pl_csv_init(&csv, (pl_str){text, fields - 1}, ';');
    tap_ok(pl_csv_next(&csv) && csv.count == fields, "a million fields");
    tap_ok(!pl_csv_next(&csv), "and no more");
    pl_csv_fini(&csv);
    memset(text, 'x', fields);
    pl_csv_init(&csv, (pl_str){text, fields}, ';');
    tap_ok(pl_csv_next(&csv) && csv.count == 1 && csv.fields[0].len == fields,
           "a field of a million bytes");
    pl_csv_fini(&csv);
    memset(text, '"', fields);
    pl_csv_init(&csv, (pl_str){text, fields}, ';');
    tap_ok(pl_csv_next(&csv) && csv.fields[0].len == fields / 2 - 1, "a million quotes");
    pl_csv_fini(&csv);
    free(text);
}

/* ### encodings */

static void decodes(pl_str bytes, pl_encoding encoding, const char *wanted, bool windows_1252,
                    const char *name) {
    pl_decoded decoded = pl_decode(bytes, encoding);

    tap_ok(decoded.fault == PL_DECODE_FINE && pl_str_equal(decoded.text, of(wanted)) &&
               decoded.windows_1252 == windows_1252,
           "%s", name);
    pl_decoded_fini(&decoded);
}

static void refuses(pl_str bytes, pl_encoding encoding, pl_decode_fault fault, uint32_t line,
                    const char *name) {
    pl_decoded decoded = pl_decode(bytes, encoding);

    tap_ok(decoded.fault == fault && decoded.line == line, "%s", name);
    pl_decoded_fini(&decoded);
}

static void test_encodings(void) {
    decodes(of("a\xC3\xA9"), PL_ENCODING_FOUND, "a\xC3\xA9", false, "UTF-8");
    decodes(of("\xEF\xBB\xBF\"a\";b"), PL_ENCODING_FOUND, "\"a\";b", false,
            "a byte order mark before a quote");
    decodes(of("\xEF\xBB\xBF"), PL_ENCODING_FOUND, "", false, "nothing but a byte order mark");
    decodes(of(""), PL_ENCODING_FOUND, "", false, "no bytes");
    decodes(of("caf\xE9 \x80"), PL_ENCODING_FOUND, "caf\xC3\xA9 \xE2\x82\xAC", true,
            "Windows-1252 where it is not UTF-8");
    decodes(of("\xC3\xA9"), PL_ENCODING_WINDOWS_1252, "\xC3\x83\xC2\xA9", true,
            "Windows-1252 because the block says so");
    decodes(of("\xEF\xBB\xBF\xC3\xA9"), PL_ENCODING_WINDOWS_1252, "\xC3\xA9", false,
            "the byte order mark knows better");
    refuses(of("a\nb\xE9\n"), PL_ENCODING_UTF8, PL_DECODE_NOT_UTF8, 2,
            "not the UTF-8 that the block says");
    refuses(of("\xEF\xBB\xBF\r\n\r\xE9"), PL_ENCODING_FOUND, PL_DECODE_NOT_UTF8, 3,
            "not the UTF-8 that its mark says");
    refuses((pl_str){"a\r\nb\0c", 6}, PL_ENCODING_FOUND, PL_DECODE_NUL, 2, "a zero byte");
    refuses((pl_str){"\xFF\xFE"
                     "a\0",
                     4},
            PL_ENCODING_FOUND, PL_DECODE_UTF16, 1, "UTF-16, little end first");
    refuses((pl_str){"\xFE\xFF\0a", 4}, PL_ENCODING_FOUND, PL_DECODE_UTF16, 1,
            "UTF-16, big end first");
    refuses(of("a\nb\n\x81"), PL_ENCODING_FOUND, PL_DECODE_UNASSIGNED, 3,
            "neither UTF-8 nor Windows-1252");
}

/* ### random */

/* A way to write records. */
typedef struct style {
    char separator;
    const char *end;
    int quotes; /* 0: where needed, 1: sometimes, 2: always */
    bool mark, last_end;
} style;

#define MOST_FIELDS 6u
#define RECORDS 40u

/* A random cell of pieces that are likely to hurt. */
static void make_cell(pl_buffer *cell) {
    static const char *const pieces[] = {
        "a",  "B",  "7",    ",", ";",        "\t",           "|",  "\"", "\"\"",
        "\n", "\r", "\r\n", " ", "\xC3\xA9", "\xE2\x82\xAC", "<5", "*",  "30,04",
    };
    uint32_t count = tap_random(6);

    cell->len = 0;
    pl_buffer_puts(cell, "");
    for (uint32_t i = 0; i < count; i++)
        pl_buffer_puts(cell, pieces[tap_random(sizeof pieces / sizeof *pieces)]);
}

static void write_cell(pl_buffer *out, const pl_buffer *cell, const style *s, bool alone) {
    bool needed = memchr(cell->ptr, s->separator, cell->len) || strpbrk(cell->ptr, "\"\r\n") ||
        (alone && cell->len == 0);

    if (!needed && (s->quotes == 0 || (s->quotes == 1 && tap_random(2) == 0))) {
        pl_buffer_push(out, cell->ptr, cell->len);
        return;
    }
    pl_buffer_putc(out, '"');
    for (size_t i = 0; i < cell->len; i++) {
        if (cell->ptr[i] == '"')
            pl_buffer_putc(out, '"');
        pl_buffer_putc(out, cell->ptr[i]);
    }
    pl_buffer_putc(out, '"');
}

/* Random records written in a style; `cells` gets their fields, each ended by a zero byte, each
 * record by a byte 1. */
static void write_records(pl_buffer *out, pl_buffer *cells, const style *s) {
    pl_buffer cell;

    pl_buffer_init(&cell);
    pl_buffer_puts(out, s->mark ? "\xEF\xBB\xBF" : "");
    for (uint32_t r = 0; r < RECORDS; r++) {
        uint32_t fields = 1 + tap_random(MOST_FIELDS);

        for (uint32_t f = 0; f < fields; f++) {
            make_cell(&cell);
            if (f > 0)
                pl_buffer_putc(out, s->separator);
            write_cell(out, &cell, s, fields == 1);
            pl_buffer_push(cells, cell.ptr, cell.len);
            pl_buffer_putc(cells, '\0');
        }
        pl_buffer_putc(cells, '\1');
        if (r + 1 < RECORDS || s->last_end)
            pl_buffer_puts(out, s->end);
    }
    pl_buffer_fini(&cell);
}

static bool comes_back(const style *s) {
    pl_buffer file, cells, back;
    pl_decoded decoded;
    pl_csv csv;
    bool same;

    pl_buffer_init(&file);
    pl_buffer_init(&cells);
    pl_buffer_init(&back);
    write_records(&file, &cells, s);
    decoded = pl_decode((pl_str){file.ptr, file.len}, PL_ENCODING_FOUND);
    pl_csv_init(&csv, decoded.text, s->separator);
    while (pl_csv_next(&csv)) {
        for (uint32_t i = 0; i < csv.count; i++) {
            pl_buffer_push(&back, csv.fields[i].ptr, csv.fields[i].len);
            pl_buffer_putc(&back, '\0');
        }
        pl_buffer_putc(&back, '\1');
    }
    same = decoded.fault == PL_DECODE_FINE && csv.fault == PL_CSV_FINE && back.len == cells.len &&
        memcmp(back.ptr, cells.ptr, cells.len) == 0;
    pl_csv_fini(&csv);
    pl_decoded_fini(&decoded);
    pl_buffer_fini(&file);
    pl_buffer_fini(&cells);
    pl_buffer_fini(&back);
    return same;
}

static void test_round_trip(void) {
    static const char separators[] = ",;\t|", *const ends[] = {"\n", "\r\n", "\r"},
                      *const names[] = {"LF", "CRLF", "CR"};

    for (const char *separator = separators; *separator; separator++) {
        for (int end = 0; end < 3; end++) {
            uint32_t wrong = 0;

            for (int variant = 0; variant < 12; variant++) {
                style s = {*separator, ends[end], variant % 3, variant / 3 % 2 == 1,
                           variant / 6 == 1};

                for (int round = 0; round < 10; round++)
                    wrong += !comes_back(&s);
            }
            tap_is_int(wrong, 0, "every cell comes back: separator 0x%02X, %s",
                       (unsigned)*separator, names[end]);
        }
    }
}

/* Reads to the end; false when a field lies outside of what it may point into, or a record has
 * none. */
static bool survives(const char *bytes, size_t length) {
    pl_decoded decoded = pl_decode((pl_str){bytes, length}, (pl_encoding)tap_random(3));
    bool sound = true;
    pl_csv csv;

    pl_csv_init(&csv, decoded.text, ",;\t|"[tap_random(4)]);
    while (pl_csv_next(&csv)) {
        size_t sum = 0;

        for (uint32_t i = 0; i < csv.count; i++)
            sum += csv.fields[i].len;
        sound = sound && csv.count > 0 && sum <= decoded.text.len && csv.at <= decoded.text.len;
    }
    sound = sound && !pl_csv_next(&csv);
    pl_csv_fini(&csv);
    pl_decoded_fini(&decoded);
    return sound;
}

static void test_random_bytes(void) {
    static const char likely[] = "\"\",;\t|\r\n ab1\xC3\xA9\xEF\xBB\xBF\x81";
    uint32_t wrong = 0;

    for (int round = 0; round < 20000; round++) {
        size_t length = tap_random(200);
        char *bytes = malloc(length + 1); /* of its own, so that a step outside is seen */

        for (size_t i = 0; i < length; i++)
            bytes[i] =
                tap_random(8) == 0 ? (char)tap_random(256) : likely[tap_random(sizeof likely - 1)];
        wrong += !survives(bytes, length);
        free(bytes);
    }
    tap_is_int(wrong, 0, "random bytes end in records or in a fault");
}

/* ### held against a reader that knows one byte at a time */

typedef struct plain {
    pl_str bytes;
    size_t at;
    char separator;
    pl_buffer *out;
} plain;

static bool ends_record(const plain *p) {
    return p->at == p->bytes.len || p->bytes.ptr[p->at] == '\n' || p->bytes.ptr[p->at] == '\r';
}

/* NULL, or the fault. */
static const char *plain_quoted(plain *p) {
    for (p->at++; p->at < p->bytes.len; p->at++) {
        bool quote = p->bytes.ptr[p->at] == '"';

        if (quote && (p->at + 1 == p->bytes.len || p->bytes.ptr[p->at + 1] != '"')) {
            p->at++;
            return ends_record(p) || p->bytes.ptr[p->at] == p->separator ? NULL : "!text";
        }
        p->at += quote;
        pl_buffer_putc(p->out, p->bytes.ptr[p->at]);
    }
    return "!unclosed";
}

static const char *plain_record(plain *p) {
    const char *fault = NULL;

    for (bool more = true; more && !fault; p->at += more) {
        if (!ends_record(p) && p->bytes.ptr[p->at] == '"')
            fault = plain_quoted(p);
        else
            while (!ends_record(p) && p->bytes.ptr[p->at] != p->separator)
                pl_buffer_putc(p->out, p->bytes.ptr[p->at++]);
        more = !fault && !ends_record(p);
        if (more)
            pl_buffer_putc(p->out, '|');
    }
    return fault;
}

/* As print_records; what stands in a record with a fault is left out. */
static void print_plain(pl_buffer *out, pl_str bytes, char separator) {
    plain p = {.bytes = bytes, .separator = separator, .out = out};

    pl_buffer_puts(out, "");
    for (;;) {
        size_t before = out->len;
        const char *fault;

        while (p.at < bytes.len && ends_record(&p))
            p.at++;
        if (p.at == bytes.len)
            return;
        pl_buffer_puts(out, before > 0 ? "/" : "");
        fault = plain_record(&p);
        if (fault) {
            out->len = before;
            pl_buffer_puts(out, fault);
            return;
        }
    }
}

/* Sparse or dense, and of every length around those of blocks. */
static bool agrees(uint32_t rare) {
    static const char marks[] = "\"\"\",;\r\n";
    size_t length = tap_random(300);
    char *bytes = malloc(length + 1), separator = ",;"[tap_random(2)];
    pl_buffer fast = {0}, slow = {0};
    bool same;

    for (size_t i = 0; i < length; i++)
        bytes[i] = tap_random(rare) == 0 ? marks[tap_random(sizeof marks - 1)]
                                         : (char)(tap_random(4) ? 'a' : 1 + tap_random(255));
    print_records(&fast, (pl_str){bytes, length}, separator);
    print_plain(&slow, (pl_str){bytes, length}, separator);
    same = fast.len == slow.len && memcmp(fast.ptr, slow.ptr, fast.len) == 0;
    pl_buffer_fini(&slow);
    pl_buffer_fini(&fast);
    free(bytes);
    return same;
}

static void test_plain(void) {
    uint32_t wrong = 0;

    for (int round = 0; round < 60000; round++)
        wrong += !agrees(2 + tap_random(60));
    tap_is_int(wrong, 0, "the same records as one byte at a time");
}

static void test_marks(void) {
    uint32_t wrong = 0;

    for (int round = 0; round < 20000; round++) {
        char bytes[PL_MARKS_BLOCK + 1];

        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = tap_random(2) ? ";\r\n\"\x8D\x8A\xBB"[tap_random(7)] : (char)tap_random(256);
        wrong += pl_marks_of(bytes + 1, ';') != pl_marks_plain(bytes + 1, ';');
    }
    tap_is_int(wrong, 0, "vectors mark what single bytes mark");
}

int main(void) {
    test_plain();
    test_marks();
    test_records();
    test_quotes();
    test_lines();
    test_many_fields();
    test_encodings();
    test_round_trip();
    test_random_bytes();
    return tap_done();
}
