/* scan.c - a glance at 64 bytes tells where separators and LF are, whose positions are written without a
 * branch for each, and whether there are quotes, CR, bytes 0 or bytes that are no ASCII. Only blocks with
 * any of those are looked at closer: what lies in quotes is masked out by the parity of quotes before it,
 * and characters are checked. That each LF ends a record, and each record ends at one, is checked for
 * many at once, afterwards; so is, once there was a CR, that each stands before such a LF. The loops are
 * made once for each kind of vector (`pass_with`, `take_with`). */
#include "load/scan.h"

#include <assert.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/utf8.h"
#include "load/scan_vectors.h"

/* What one block of 64 leaves to the next. */
typedef struct carry {
    uint64_t inside; /* all bits: in quotes */
    bool closed;     /* its last byte closes a quote */
    bool returned;   /* its last byte is a CR outside of quotes */
} carry;

/* Where a scan stands. */
typedef struct walk {
    pl_scan *scan;
    const char *text;
    size_t length, from, limit;
    bool final;
    size_t at;      /* the next block */
    size_t next;    /* the record after the last whole one */
    size_t checked; /* behind the last character, of those that are no ASCII, that was */
    uint32_t count; /* ends written, without ends[0] */
    uint32_t lfs;   /* of them, since records were taken */
    uint32_t crs;   /* outside of quotes, since records were taken */
    carry carry;
} walk;

/* ### characters */

#define LONGEST_CHARACTER 4u

/* From `at` on the text is not valid: may that be because its end cuts off a character? What is cut off
 * is in no whole record, so it is looked at again when there is more. */
static bool is_cut(const walk *w, size_t at) {
    if (w->final || w->length - at >= LONGEST_CHARACTER)
        return false;
    for (size_t i = at; i < w->length; i++)
        if (!((unsigned char)w->text[i] & 0x80))
            return false;
    return true;
}

/* The last character may go on in the next block. */
static bool check_characters(walk *w, uint64_t wide) {
    size_t first = w->at + (size_t)__builtin_ctzll(wide);
    size_t last = w->at + 63 - (size_t)__builtin_clzll(wide), end = last + 1;

    assert(wide != 0 && last < w->length);
    if (end == w->at + BLOCK)
        end += LONGEST_CHARACTER - 1;
    end = end < w->length ? end : w->length;
    first = first > w->checked ? first : w->checked;
    if (first >= end)
        return true;
    w->checked = first + pl_utf8_valid_prefix((pl_str){w->text + first, end - first});
    return w->checked > last || is_cut(w, w->checked);
}

/* Behind the text are zeros. */
static bool is_text(walk *w, const details *d) {
    size_t left = w->length - w->at;

    if (d->zeros && (left >= BLOCK || (size_t)__builtin_ctzll(d->zeros) < left))
        return false;
    return d->wide == 0 || check_characters(w, d->wide);
}

/* ### quotes */

/* Does its byte stand where a field begins? */
static bool begins_field(char before, char separator) {
    return before == separator || before == '\n' || before == '\r' || before == '"';
}

/* Leaves in *d what lies outside of quotes. False: odd, see scan.h. */
static bool take_quotes(walk *w, details *d) {
    pl_scan *scan = w->scan;
    carry *c = &w->carry;
    uint64_t in = d->odd ^ c->inside, opens = d->quotes & in, closes = d->quotes & ~in;
    uint64_t crs = d->crs & ~in, all = (d->separators | d->lfs | d->crs) & ~in;
    uint64_t before = (all | d->quotes) << 1, after = closes << 1 | c->closed;

    if (opens & 1)
        before |= w->at == w->from || begins_field(w->text[w->at - 1], scan->separator);
    if ((opens & ~before) || (after & ~(all | d->quotes)) ||
        ((crs << 1 | c->returned) & ~(d->lfs & ~in)))
        return false;
    scan->quotes = scan->quotes || d->quotes;
    scan->broken = scan->broken || ((d->lfs | d->crs) & in);
    scan->returns = scan->returns || crs;
    d->separators &= ~in;
    d->lfs &= ~in;
    d->crs = crs;
    *c = (carry){(uint64_t)((int64_t)in >> 63), closes >> 63, crs >> 63};
    return true;
}

static bool is_open(const carry *c) {
    return c->inside || c->closed || c->returned;
}

/* A closer look at the block at w->at: leaves in *d what lies outside of quotes. False: odd, or foul. */
static bool look_closer(walk *w, details *d) {
    if (!is_text(w, d)) {
        w->scan->foul = true;
        return false;
    }
    return (!d->quotes && !d->crs && !is_open(&w->carry)) || take_quotes(w, d);
}

/* ### blocks */

/* The blocks that begin before `to`, until one has anything special. Calls nothing, so that what it needs
 * stays in registers. */
INLINE void pass_with(walk *w, size_t to, glance_at *glance_of, write_marks *write, bool crs) {
    const char *text = w->text, separator = w->scan->separator;
    uint32_t *out = w->scan->ends + 1 + w->count, lfs = 0, returns = 0;
    size_t at;

    for (at = w->at; at < to; at += BLOCK) {
        glance g = glance_of(text + at, separator, crs);

        if (g.special)
            break;
        out = write(out, (uint32_t)at, g.marks);
        lfs += g.lfs;
        returns += g.crs;
    }
    w->at = at;
    w->count = (uint32_t)(out - w->scan->ends) - 1;
    w->lfs += lfs;
    w->crs += returns;
}

/* The blocks that begin before `to`, whatever they have, until one is odd or foul: then false. */
INLINE bool take_with(walk *w, size_t to, details_at *details_of, write_marks *write) {
    uint32_t *out = w->scan->ends + 1 + w->count, lfs = 0, returns = 0;
    bool fine = true;

    for (; w->at < to; w->at += BLOCK) {
        details d = details_of(w->text + w->at, w->scan->separator);

        fine = look_closer(w, &d);
        if (!fine)
            break;
        out = write(out, (uint32_t)w->at, d.separators | d.lfs);
        lfs += (uint32_t)__builtin_popcountll(d.lfs);
        returns += (uint32_t)__builtin_popcountll(d.crs);
    }
    w->count = (uint32_t)(out - w->scan->ends) - 1;
    w->lfs += lfs;
    w->crs += returns;
    return fine;
}

typedef struct scanner {
    void (*pass)(walk *w, size_t to);
    void (*pass_crs)(walk *w, size_t to); /* where lines end in CRLF: they are counted */
    bool (*take)(walk *w, size_t to);
} scanner;

static void pass_plain(walk *w, size_t to) {
    pass_with(w, to, glance_plain, write_plain, false);
}

static void pass_crs_plain(walk *w, size_t to) {
    pass_with(w, to, glance_plain, write_plain, true);
}

static bool take_plain(walk *w, size_t to) {
    return take_with(w, to, details_plain, write_plain);
}

#ifdef X86

static void pass_16(walk *w, size_t to) {
    pass_with(w, to, glance_16, write_plain, false);
}

static void pass_crs_16(walk *w, size_t to) {
    pass_with(w, to, glance_16, write_plain, true);
}

static bool take_16(walk *w, size_t to) {
    return take_with(w, to, details_16, write_plain);
}

AVX2 static void pass_32(walk *w, size_t to) {
    pass_with(w, to, glance_32, write_32, false);
}

AVX2 static void pass_crs_32(walk *w, size_t to) {
    pass_with(w, to, glance_32, write_32, true);
}

AVX2 static bool take_32(walk *w, size_t to) {
    return take_with(w, to, details_32, write_32);
}

AVX512 static void pass_64(walk *w, size_t to) {
    pass_with(w, to, glance_64, write_64, false);
}

AVX512 static void pass_crs_64(walk *w, size_t to) {
    pass_with(w, to, glance_64, write_64, true);
}

AVX512 static bool take_64(walk *w, size_t to) {
    return take_with(w, to, details_64, write_64);
}

static const scanner scanners[PL_SCAN_LEVELS] = {
    [PL_SCAN_PLAIN] = {pass_plain, pass_crs_plain, take_plain},
    [PL_SCAN_16] = {pass_16, pass_crs_16, take_16},
    [PL_SCAN_32] = {pass_32, pass_crs_32, take_32},
    [PL_SCAN_64] = {pass_64, pass_crs_64, take_64}};

static bool has_32(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
        __builtin_cpu_supports("pclmul");
}

static bool has_64(void) {
    return has_32() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
}

static bool machine_has(pl_scan_level level) {
    return level == PL_SCAN_64 ? has_64() : level == PL_SCAN_32 ? has_32() : true;
}

#else

#ifdef NEON

static void pass_neon(walk *w, size_t to) {
    pass_with(w, to, glance_neon, write_plain, false);
}

static void pass_crs_neon(walk *w, size_t to) {
    pass_with(w, to, glance_neon, write_plain, true);
}

static bool take_neon(walk *w, size_t to) {
    return take_with(w, to, details_neon, write_plain);
}

static const scanner scanners[PL_SCAN_LEVELS] = {
    [PL_SCAN_PLAIN] = {pass_plain, pass_crs_plain, take_plain},
    [PL_SCAN_16] = {pass_neon, pass_crs_neon, take_neon}};

#else

static const scanner scanners[PL_SCAN_LEVELS] = {
    [PL_SCAN_PLAIN] = {pass_plain, pass_crs_plain, take_plain}};

#endif

static bool machine_has(pl_scan_level level) {
    (void)level;
    return true;
}

#endif

/* ### records */

/* In a file of one field an empty line is no record. */
static bool is_empty(const pl_scan *scan, const char *text, size_t from, size_t end) {
    return scan->fields == 1 && (end == from || (end == from + 1 && text[from] == '\r'));
}

/* Record by record, until one is not as it should be: then false. */
static bool take_singly(walk *w) {
    pl_scan *scan = w->scan;
    uint32_t left = w->count - scan->rows * scan->fields;

    assert(left <= w->count);
    for (; left > 0 && w->next < w->limit; left -= scan->fields) {
        const uint32_t *ends = scan->ends + (size_t)scan->rows * scan->fields + 1;

        for (uint32_t f = 0; f < scan->fields; f++) {
            if (f == left)
                return true;
            if ((w->text[ends[f]] == '\n') != (f == scan->fields - 1))
                return false;
        }
        if (is_empty(scan, w->text, w->next, ends[scan->fields - 1]))
            return false;
        w->next = ends[scan->fields - 1] + (size_t)1;
        scan->rows++;
    }
    return true;
}

/* Does each of the next records end at a LF? */
static bool end_at_lf(const walk *w, uint32_t records) {
    size_t fields = w->scan->fields;
    const uint32_t *end = w->scan->ends + (w->scan->rows + (size_t)1) * fields;
    int other = 0;

    for (uint32_t i = 0; i < records; i++, end += fields)
        other |= w->text[*end] ^ '\n';
    return other == 0;
}

/* Takes the records whose ends were found. As many LF as records, and one at the end of each: then there
 * are none in other places. False: one is odd, and those before it have been taken. */
static bool take_records(walk *w) {
    pl_scan *scan = w->scan;
    uint32_t records = w->lfs, first = scan->rows;

    w->lfs = 0;
    if (scan->fields == 1 || ((uint64_t)first + records) * scan->fields > w->count ||
        !end_at_lf(w, records))
        return take_singly(w);
    scan->rows += records;
    if (records > 0)
        w->next = scan->ends[(size_t)scan->rows * scan->fields] + (size_t)1;
    for (; w->next > w->limit && scan->rows > first; scan->rows--) {
        uint32_t start = scan->ends[(size_t)(scan->rows - 1) * scan->fields] + 1u;

        if (start < w->limit)
            break;
        w->next = start;
    }
    return true;
}

/* ### all */

#define FIRST_ROOM 4096u

bool pl_scan_has(pl_scan_level level) {
    assert(level < PL_SCAN_LEVELS);
    return level != PL_SCAN_FOUND && scanners[level].pass && machine_has(level);
}

static pl_scan_level best(void) {
    pl_scan_level level = PL_SCAN_LEVELS - 1;

    while (!pl_scan_has(level))
        level--;
    return level;
}

void pl_scan_init(pl_scan *scan, pl_scan_level level, char separator, uint32_t fields) {
    if (level == PL_SCAN_FOUND)
        level = best();
    assert(pl_scan_has(level) && fields > 0);
    assert(separator != '"' && separator != '\n' && separator != '\r');
    assert(separator > 0);
    *scan = (pl_scan){.level = level, .separator = separator, .fields = fields, .room = FIRST_ROOM};
    scan->ends = pl_heap_resize(NULL, scan->room * sizeof *scan->ends);
}

void pl_scan_fini(pl_scan *scan) {
    free(scan->ends);
    scan->ends = NULL;
}

void pl_scan_begin(pl_scan *scan) {
    scan->rows = 0;
    scan->broken = scan->quotes = scan->returns = scan->foul = false;
}

static void reserve(pl_scan *scan, size_t count) {
    size_t room = scan->room;

    if (count <= room)
        return;
    while (room < count)
        room *= 2;
    assert(room <= UINT32_MAX);
    scan->room = (uint32_t)room;
    scan->ends = pl_heap_resize(scan->ends, room * sizeof *scan->ends);
}

#define STRETCH 4096u /* bytes whose records are taken at once: they are still near */

#define CROWD 3u /* blocks */

/* The blocks that begin before `to`, until one is odd or foul: then false. CR are only counted once there
 * was one. Where one special block follows another, the next are likely to be special too. */
static bool take_blocks(walk *w, size_t to) {
    const scanner *s = &scanners[w->scan->level];
    size_t from, some;
    bool fine = true;

    while (w->at < to && fine) {
        from = w->at;
        if (!is_open(&w->carry))
            (w->scan->returns ? s->pass_crs : s->pass)(w, to);
        some = w->at + (w->at == from ? CROWD * BLOCK : BLOCK);
        if (w->at < to)
            fine = s->take(w, some < to ? some : to);
    }
    return fine;
}

/* Does each CR that was counted stand before the LF of a record, or else as the last byte of all? */
static bool crs_are_ends(walk *w) {
    size_t fields = w->scan->fields;
    const uint32_t *end = w->scan->ends + (w->scan->rows + (size_t)1) * fields;
    uint32_t crs = w->text[w->at - 1] == '\r' && !w->carry.inside;

    assert(w->at > w->from);
    if ((w->scan->rows + (uint64_t)w->lfs) * fields > w->count)
        return false;
    w->carry.returned = crs > 0;
    for (uint32_t i = 0; i < w->lfs; i++, end += fields)
        crs += *end > 0 && w->text[*end] == '\n' && w->text[*end - 1] == '\r';
    return crs == w->crs;
}

/* The next blocks and their records. False: the next record is odd, or there is something foul. */
static bool walk_on(walk *w) {
    size_t to = w->at + (w->at < w->limit ? STRETCH : BLOCK);
    walk before = *w;
    bool fine;

    to = w->at < w->limit && to > w->limit ? w->limit : to;
    to = to < w->length ? to : w->length;
    reserve(w->scan, w->count + (size_t)1 + STRETCH + BLOCK);
    fine = take_blocks(w, to);
    assert(w->count + (size_t)1 <= w->scan->room && w->lfs <= w->count);
    if (w->crs > 0 && !crs_are_ends(w)) {
        *w = before;
        fine = scanners[w->scan->level].take(w, to);
    }
    w->crs = w->carry.returned;
    return take_records(w) && fine;
}

/* A last record without an end. */
static pl_scan_end take_last(walk *w) {
    pl_scan *scan = w->scan;

    if (w->next == w->length)
        return PL_SCAN_LIMIT;
    if (w->carry.inside || w->carry.returned ||
        w->count + (uint64_t)1 != (scan->rows + (uint64_t)1) * scan->fields ||
        w->text[w->length - 1] == '\r')
        return PL_SCAN_ODD;
    reserve(scan, w->count + (size_t)2);
    scan->ends[w->count + 1] = (uint32_t)w->length;
    w->next = w->length;
    scan->rows++;
    return PL_SCAN_LIMIT;
}

pl_scan_end pl_scan_records(pl_scan *scan, const char *text, size_t length, bool final, size_t from,
                            size_t limit, size_t *next) {
    walk w = {.scan = scan,
              .text = text,
              .length = length,
              .from = from,
              .limit = limit,
              .final = final,
              .at = from,
              .next = from,
              .checked = from,
              .count = scan->rows * scan->fields};
    pl_scan_end end = PL_SCAN_LIMIT;
    bool fine = true;

    assert(from <= length && length < (size_t)1 << 31);
    if (scan->rows == 0)
        scan->ends[0] = (uint32_t)from - 1; /* from 0: all bits, and one more is 0 again */
    while (w.next < limit && w.at < length && fine)
        fine = walk_on(&w);
    if (w.next < limit)
        end = !fine ? PL_SCAN_ODD : final ? take_last(&w) : PL_SCAN_HUNGRY;
    *next = w.next;
    assert(*next >= from && *next <= length);
    return end;
}
