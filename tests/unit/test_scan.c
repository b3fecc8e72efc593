/* test_scan.c - where fields end, by every kind of vector: the same answer to the last bit, of records
 * that the record reader reads as well, in text that is UTF-8. Texts at random, of what a scan has to
 * look at twice: quotes, line ends, characters of any length, bytes that are none; and cut anywhere. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "load/csv.h"
#include "load/encoding.h"
#include "load/scan.h"
#include "tap.h"

#define MOST_BYTES 32000u /* with room for a record behind what is asked for */
#define ASKED 5000u

/* A text and how it is scanned. */
typedef struct trial {
    char bytes[MOST_BYTES + PL_SCAN_PADDING];
    size_t length, from, limit;
    bool final;
    uint32_t fields;
} trial;

typedef struct answer {
    pl_scan scan;
    pl_scan_end end;
    size_t next;
} answer;

static answer answer_of(const trial *t, pl_scan_level level) {
    answer a;

    pl_scan_init(&a.scan, level, ';', t->fields);
    pl_scan_begin(&a.scan);
    a.end = pl_scan_records(&a.scan, t->bytes, t->length, t->final, t->from, t->limit, &a.next);
    return a;
}

static bool is_same(const answer *a, const answer *b) {
    size_t ends = a->scan.rows * (size_t)a->scan.fields + 1;

    return a->end == b->end && a->next == b->next && a->scan.rows == b->scan.rows &&
        a->scan.broken == b->scan.broken && a->scan.quotes == b->scan.quotes &&
        a->scan.returns == b->scan.returns && a->scan.foul == b->scan.foul &&
        memcmp(a->scan.ends, b->scan.ends, ends * sizeof *a->scan.ends) == 0;
}

/* ### texts */

static void push(trial *t, const char *bytes, size_t length) {
    if (t->length + length > MOST_BYTES)
        return;
    memcpy(t->bytes + t->length, bytes, length);
    t->length += length;
}

static void push_text(trial *t, const char *text) {
    push(t, text, strlen(text));
}

static void push_run(trial *t, uint32_t length) {
    for (; length > 0; length--)
        push(t, "x", 1);
}

static void push_odd(trial *t) {
    static const char *const odd[] = {"\"",   "\r",   "\n",           ";",
                                      "\xC3", "\x80", "\xED\xA0\x80", "\xF0\x9F"};
    uint32_t which = tap_random(9);

    if (which == 8)
        push(t, "", 1);
    else
        push_text(t, odd[which]);
}

static void push_cell(trial *t) {
    static const char *const cells[] = {"a",       "\xC3\xA9",       "\xE2\x82\xAC\xE2\x82\xAC",
                                        "\"a;b\"", "\"a\n\"\"b\r\"", "b\xF0\x9F\x98\x80"};
    uint32_t which = tap_random(24);

    if (which < 6)
        push_text(t, cells[which]);
    else
        push_run(t, which == 6 ? tap_random(200) : tap_random(9));
}

/* By some bytes. */
static void shorten(trial *t, size_t bytes) {
    t->length -= bytes < t->length ? bytes : 0;
    memset(t->bytes + t->length, 0, PL_SCAN_PADDING);
}

/* One in `odd` cells is followed by what no cell should be. */
static void make(trial *t, uint32_t odd, uint32_t room) {
    bool returns = tap_random(4) == 0;

    t->length = 0;
    t->fields = 1 + tap_random(tap_random(3) == 0 ? 90 : 6);
    while (t->length < room) {
        for (uint32_t f = 0; f < t->fields; f++) {
            if (f > 0)
                push(t, ";", 1);
            if (f == 0 && tap_random(2))
                push_run(t, 1 + tap_random(8));
            else
                push_cell(t);
            if (tap_random(odd) == 0)
                push_odd(t);
        }
        push_text(t, returns ? "\r\n" : "\n");
    }
    shorten(t, 0);
    t->final = tap_random(2) == 0;
    t->limit = tap_random((uint32_t)t->length + 1);
    t->from = 0;
}

/* ### what is right */

/* Its records, read by the record reader. */
static bool agrees_with_reader(const trial *t, const answer *a) {
    size_t at = t->from;
    bool fine = true;

    for (uint32_t r = 0; r < a->scan.rows && fine; r++) {
        const uint32_t *ends = a->scan.ends + (size_t)r * t->fields;
        pl_csv csv;

        pl_csv_init(&csv, (pl_str){t->bytes, t->length}, ';');
        csv.at = at;
        fine = ends[0] + 1 == (uint32_t)at && pl_csv_next(&csv) && csv.count == t->fields;
        for (uint32_t f = 0; fine && f + 1 < t->fields; f++)
            fine = t->bytes[ends[f + 1]] == ';';
        fine = fine && at < t->limit && csv.at <= a->next;
        at = csv.at;
        pl_csv_fini(&csv);
    }
    return fine && at == a->next;
}

static bool is_right(const trial *t, const answer *a) {
    pl_str done = {t->bytes + t->from, a->next - t->from};
    pl_str all = {t->bytes + t->from, t->length - t->from};

    if (a->scan.foul)
        return !pl_is_text(all);
    return pl_is_text(done) && agrees_with_reader(t, a) &&
        (a->end != PL_SCAN_LIMIT || a->next >= t->limit) && (a->end != PL_SCAN_HUNGRY || !t->final);
}

/* Of a text without anything odd, all records are found. */
static bool is_whole(const trial *t, const answer *a) {
    return a->end == PL_SCAN_LIMIT ? a->next >= t->limit : a->end == PL_SCAN_HUNGRY && !t->final;
}

static void test_trials(pl_scan_level level, uint32_t odd, const char *name) {
    static trial t;
    uint32_t wrong = 0, other = 0, found = 0, tries = 4000;

    for (uint32_t i = 0; i < tries; i++) {
        answer plain, wide;

        make(&t, odd, 1 + tap_random(i % 10 == 0 ? ASKED : 300));
        shorten(&t, tap_random(3) == 0 ? tap_random(6) : 0);
        t.limit = tap_random(2) ? t.length : t.limit < t.length ? t.limit : 0;
        plain = answer_of(&t, PL_SCAN_PLAIN);
        wide = answer_of(&t, level);
        other += !is_same(&plain, &wide);
        wrong += !is_right(&t, &wide);
        found += wide.scan.rows;
        pl_scan_fini(&plain.scan);
        pl_scan_fini(&wide.scan);
    }
    tap_is_int(other, 0, "level %d, %s: as byte by byte", level, name);
    tap_is_int(wrong, 0, "level %d, %s: as the record reader", level, name);
    tap_ok(found > tries, "level %d, %s: records are found", level, name);
}

static void test_usual(pl_scan_level level) {
    static trial t;
    uint32_t missed = 0;

    for (uint32_t i = 0; i < 500; i++) {
        answer a;

        make(&t, UINT32_MAX, 1 + tap_random(ASKED));
        a = answer_of(&t, level);
        missed += t.fields > 1 && !is_whole(&t, &a);
        pl_scan_fini(&a.scan);
    }
    tap_is_int(missed, 0, "level %d: what is usual is scanned to the limit", level);
}

/* Only the first `length` bytes, behind which more will come. */
static pl_scan_end scan_part(pl_scan *scan, trial *t, size_t length, size_t *next) {
    char behind[PL_SCAN_PADDING];
    pl_scan_end end;

    memcpy(behind, t->bytes + length, sizeof behind);
    memset(t->bytes + length, 0, sizeof behind);
    end = pl_scan_records(scan, t->bytes, length, false, 0, t->limit, next);
    memcpy(t->bytes + length, behind, sizeof behind);
    return end;
}

/* What the first scan found stands, and the second goes on behind it. */
static void test_parts(pl_scan_level level) {
    static trial t;
    uint32_t wrong = 0, twice = 0;

    for (uint32_t i = 0; i < 1000; i++) {
        answer whole, parts;

        make(&t, 1000, 1 + tap_random(ASKED));
        t.final = true;
        t.limit = t.length;
        whole = answer_of(&t, level);
        pl_scan_init(&parts.scan, level, ';', t.fields);
        parts.end = scan_part(&parts.scan, &t, tap_random((uint32_t)t.length), &parts.next);
        if (whole.end == PL_SCAN_LIMIT && parts.end == PL_SCAN_HUNGRY) {
            parts.end = pl_scan_records(&parts.scan, t.bytes, t.length, true, parts.next, t.limit,
                                        &parts.next);
            wrong += !is_same(&whole, &parts);
            twice++;
        }
        wrong += whole.end == PL_SCAN_LIMIT && parts.scan.foul;
        pl_scan_fini(&whole.scan);
        pl_scan_fini(&parts.scan);
    }
    tap_is_int(wrong, 0, "level %d: a text in two parts is scanned as in one", level);
    tap_ok(twice > 100, "level %d: there were such texts", level);
}

static const char *const kinds[PL_SCAN_LEVELS] = {"the best there is", "byte by byte", "16 bytes",
                                                  "32 bytes", "64 bytes"};

int main(void) {
    for (pl_scan_level level = PL_SCAN_PLAIN; level < PL_SCAN_LEVELS; level++) {
        if (!pl_scan_has(level)) {
            tap_skip(kinds[level], "this machine has no such vectors");
            continue;
        }
        test_trials(level, UINT32_MAX, "usual records");
        test_trials(level, 200, "a few odd ones");
        test_trials(level, 20, "odd ones");
        test_usual(level);
        test_parts(level);
    }
    return tap_done();
}
