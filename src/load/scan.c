/* scan.c - 64 bytes become four masks (separators, LF, CR, quotes); what lies in quotes is masked out
 * by the parity of quotes before it, and the positions of what is left are written eight at a time,
 * without a branch for each. The loop is made once for each kind of vector (`scan_with`). */
#include "load/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define X86 1
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#define NEON 1
#endif

#define BLOCK 64u

typedef struct masks {
    uint64_t separators, lfs, crs, quotes;
} masks;

typedef masks masks_of(const char *bytes, char separator);

/* ### masks */

static inline __attribute__((always_inline)) masks masks_plain(const char *bytes, char separator) {
    masks m = {0};

    for (unsigned i = 0; i < BLOCK; i++) {
        uint64_t bit = (uint64_t)1 << i;

        m.separators |= bytes[i] == separator ? bit : 0;
        m.lfs |= bytes[i] == '\n' ? bit : 0;
        m.crs |= bytes[i] == '\r' ? bit : 0;
        m.quotes |= bytes[i] == '"' ? bit : 0;
    }
    return m;
}

#ifdef X86

static inline __attribute__((always_inline)) uint64_t equal_16(const __m128i part[4], char byte) {
    __m128i wanted = _mm_set1_epi8(byte);
    uint64_t mask = 0;

    for (unsigned i = 0; i < 4; i++)
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[i], wanted)) << (16 * i);
    return mask;
}

static inline __attribute__((always_inline)) masks masks_16(const char *bytes, char separator) {
    __m128i part[4];

    for (unsigned i = 0; i < 4; i++)
        part[i] = _mm_loadu_si128((const __m128i *)(const void *)(bytes + (size_t)16 * i));
    return (masks){equal_16(part, separator), equal_16(part, '\n'), equal_16(part, '\r'),
                   equal_16(part, '"')};
}

__attribute__((target("avx2"))) static inline uint64_t equal_32(const __m256i part[2], char byte) {
    __m256i wanted = _mm256_set1_epi8(byte);
    uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(part[0], wanted));
    uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(part[1], wanted));

    return low | (uint64_t)high << 32;
}

__attribute__((target("avx2"))) static inline masks masks_32(const char *bytes, char separator) {
    __m256i part[2];

    part[0] = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    part[1] = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    return (masks){equal_32(part, separator), equal_32(part, '\n'), equal_32(part, '\r'),
                   equal_32(part, '"')};
}

#endif

#ifdef NEON

static inline uint64_t equal_neon(const uint8x16_t part[4], char byte) {
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t wanted = vdupq_n_u8((uint8_t)byte), weights = vld1q_u8(bits);
    uint8x16_t a = vandq_u8(vceqq_u8(part[0], wanted), weights);
    uint8x16_t b = vandq_u8(vceqq_u8(part[1], wanted), weights);
    uint8x16_t c = vandq_u8(vceqq_u8(part[2], wanted), weights);
    uint8x16_t d = vandq_u8(vceqq_u8(part[3], wanted), weights);
    uint8x16_t sum = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));

    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

static inline masks masks_neon(const char *bytes, char separator) {
    uint8x16_t part[4];

    for (unsigned i = 0; i < 4; i++)
        part[i] = vld1q_u8((const uint8_t *)bytes + (size_t)16 * i);
    return (masks){equal_neon(part, separator), equal_neon(part, '\n'), equal_neon(part, '\r'),
                   equal_neon(part, '"')};
}

#endif

/* ### quotes */

/* Bit i: an odd number of bits are set up to and with i. */
static inline uint64_t parity(uint64_t bits) {
    for (unsigned shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

/* What one block of 64 leaves to the next. */
typedef struct carry {
    uint64_t inside; /* all bits: in quotes */
    bool closed;     /* its last byte closes a quote */
    bool returned;   /* its last byte is a CR outside of quotes */
} carry;

/* Does its byte stand where a field begins? */
static bool begins_field(char before, char separator) {
    return before == separator || before == '\n' || before == '\r' || before == '"';
}

/* Blocks with quotes or CR: leaves in *m what lies outside of quotes. False: odd, see scan.h. */
static bool take_quotes(pl_scan *scan, const char *block, bool first, masks *m, carry *c) {
    uint64_t in = parity(m->quotes) ^ c->inside, opens = m->quotes & in, closes = m->quotes & ~in;
    uint64_t crs = m->crs & ~in, all = (m->separators | m->lfs | m->crs) & ~in;
    uint64_t before = (all | m->quotes) << 1, after = closes << 1 | c->closed;

    if (opens & 1)
        before |= first || begins_field(block[-1], scan->separator);
    if ((opens & ~before) || (after & ~(all | m->quotes)) ||
        ((crs << 1 | c->returned) & ~(m->lfs & ~in)))
        return false;
    scan->quotes = scan->quotes || m->quotes;
    scan->broken = scan->broken || ((m->lfs | m->crs) & in);
    scan->returns = scan->returns || crs;
    m->separators &= ~in;
    m->lfs &= ~in;
    *c = (carry){(uint64_t)((int64_t)in >> 63), closes >> 63, crs >> 63};
    return true;
}

/* ### positions */

static void reserve(pl_scan *scan, uint32_t count) {
    if (count + BLOCK <= scan->room)
        return;
    while (scan->room < count + BLOCK)
        scan->room *= 2;
    scan->ends = pl_heap_resize(scan->ends, scan->room * sizeof *scan->ends);
}

/* Eight at a time: what is too much is overwritten. */
static inline __attribute__((always_inline)) void write_ends(uint32_t *out, uint32_t base,
                                                             uint64_t bits, unsigned count) {
    for (unsigned done = 0; done < count; done += 8) {
#pragma GCC unroll 8
        for (unsigned i = 0; i < 8; i++) {
            out[done + i] = base + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
            bits &= bits - 1;
        }
    }
}

/* Where a scan stands. */
typedef struct progress {
    uint32_t count;  /* ends written, without ends[0] */
    uint32_t wanted; /* number of the end that must be the next LF */
    size_t next;     /* the record after the last whole one */
} progress;

/* Each LF must be the last end of a record. False when one is not. */
static inline __attribute__((always_inline)) bool take_records(pl_scan *scan, const char *text,
                                                               progress *p, uint64_t marks,
                                                               uint64_t lfs, size_t base,
                                                               size_t limit) {
    for (; lfs != 0 && p->next < limit; lfs &= lfs - 1) {
        uint64_t lowest = lfs & -lfs;
        size_t at = base + (size_t)__builtin_ctzll(lfs);

        if (p->count + (uint32_t)__builtin_popcountll(marks & (lowest - 1)) != p->wanted)
            return false;
        if (scan->fields == 1 && (at == p->next || (at == p->next + 1 && text[at - 1] == '\r')))
            return false;
        p->wanted += scan->fields;
        p->next = at + 1;
        scan->rows++;
    }
    return true;
}

/* Scans from `from` on; the answer is HUNGRY where the text ends. */
static inline __attribute__((always_inline)) pl_scan_end scan_with(pl_scan *scan, masks_of *find,
                                                                   const char *text, size_t length,
                                                                   size_t from, size_t limit,
                                                                   progress *p, carry *c) {
    for (size_t at = from; at < length && p->next < limit; at += BLOCK) {
        masks m = find(text + at, scan->separator);
        uint64_t marks;

        if ((m.quotes | m.crs | c->inside) != 0 || c->closed || c->returned)
            if (!take_quotes(scan, text + at, at == from, &m, c))
                return PL_SCAN_ODD;
        marks = m.separators | m.lfs;
        reserve(scan, p->count + 1 + BLOCK);
        write_ends(scan->ends + p->count + 1, (uint32_t)at, marks,
                   (unsigned)__builtin_popcountll(marks));
        if (!take_records(scan, text, p, marks, m.lfs, at, limit))
            return PL_SCAN_ODD;
        p->count += (uint32_t)__builtin_popcountll(marks);
    }
    return p->next < limit ? PL_SCAN_HUNGRY : PL_SCAN_LIMIT;
}

typedef pl_scan_end scanner(pl_scan *scan, const char *text, size_t length, size_t from,
                            size_t limit, progress *p, carry *c);

static pl_scan_end scan_plain(pl_scan *scan, const char *text, size_t length, size_t from,
                              size_t limit, progress *p, carry *c) {
    return scan_with(scan, masks_plain, text, length, from, limit, p, c);
}

#ifdef X86

static pl_scan_end scan_16(pl_scan *scan, const char *text, size_t length, size_t from,
                           size_t limit, progress *p, carry *c) {
    return scan_with(scan, masks_16, text, length, from, limit, p, c);
}

__attribute__((target("avx2,bmi,popcnt"))) static pl_scan_end scan_32(pl_scan *scan,
                                                                      const char *text,
                                                                      size_t length, size_t from,
                                                                      size_t limit, progress *p,
                                                                      carry *c) {
    return scan_with(scan, masks_32, text, length, from, limit, p, c);
}

static scanner *const scanners[PL_SCAN_LEVELS] = {NULL, scan_plain, scan_16, scan_32};

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("popcnt");
}

#elif defined(NEON)

static pl_scan_end scan_neon(pl_scan *scan, const char *text, size_t length, size_t from,
                             size_t limit, progress *p, carry *c) {
    return scan_with(scan, masks_neon, text, length, from, limit, p, c);
}

static scanner *const scanners[PL_SCAN_LEVELS] = {NULL, scan_plain, scan_neon, NULL};

static bool has_avx2(void) {
    return false;
}

#else

static scanner *const scanners[PL_SCAN_LEVELS] = {NULL, scan_plain, NULL, NULL};

static bool has_avx2(void) {
    return false;
}

#endif

/* ### all */

#define FIRST_ROOM 4096u

bool pl_scan_has(pl_scan_level level) {
    assert(level < PL_SCAN_LEVELS);
    return level != PL_SCAN_FOUND && scanners[level] && (level != PL_SCAN_32 || has_avx2());
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
    *scan = (pl_scan){.level = level, .separator = separator, .fields = fields, .room = FIRST_ROOM};
    scan->ends = pl_heap_resize(NULL, scan->room * sizeof *scan->ends);
}

void pl_scan_fini(pl_scan *scan) {
    free(scan->ends);
    scan->ends = NULL;
}

void pl_scan_begin(pl_scan *scan) {
    scan->rows = 0;
    scan->broken = scan->quotes = scan->returns = false;
}

/* A last record without an end. */
static pl_scan_end take_last(pl_scan *scan, const char *text, size_t length, progress *p,
                             const carry *c) {
    if (p->next == length)
        return PL_SCAN_LIMIT;
    if (c->inside || c->returned || p->count != p->wanted || text[length - 1] == '\r')
        return PL_SCAN_ODD;
    reserve(scan, p->count + 1);
    scan->ends[p->count + 1] = (uint32_t)length;
    p->next = length;
    scan->rows++;
    return PL_SCAN_LIMIT;
}

pl_scan_end pl_scan_records(pl_scan *scan, const char *text, size_t length, bool final, size_t from,
                            size_t limit, size_t *next) {
    uint32_t before = scan->rows * scan->fields;
    progress p = {.count = before, .wanted = before + scan->fields - 1, .next = from};
    carry c = {0};
    pl_scan_end end;

    assert(from <= length && length < (size_t)1 << 31);
    if (scan->rows == 0)
        scan->ends[0] = (uint32_t)from - 1; /* from 0: all bits, and one more is 0 again */
    end = scanners[scan->level](scan, text, length, from, limit, &p, &c);
    if (end == PL_SCAN_HUNGRY && final)
        end = take_last(scan, text, length, &p, &c);
    *next = p.next;
    assert(*next >= from && *next <= length);
    return end;
}
