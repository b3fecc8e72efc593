/* text.c - counted strings, buffers on the heap, interned names, and the distance between two
 * words. Strings are bytes here; only the distance looks at code points. */
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* ### strings */

pl_str pl_str_of(const char *c_string) {
    return (pl_str){c_string, strlen(c_string)};
}

bool pl_str_equal(pl_str a, pl_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int pl_str_compare(pl_str a, pl_str b) {
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_hard_blank(const char *p) {
    return p[0] == '\xC2' && p[1] == '\xA0';
}

pl_str pl_str_trim(pl_str s) {
    for (;;) {
        size_t before = s.len;

        if (s.len >= 1 && is_blank(s.ptr[0]))
            s = (pl_str){s.ptr + 1, s.len - 1};
        if (s.len >= 2 && is_hard_blank(s.ptr))
            s = (pl_str){s.ptr + 2, s.len - 2};
        if (s.len >= 1 && is_blank(s.ptr[s.len - 1]))
            s.len -= 1;
        if (s.len >= 2 && is_hard_blank(s.ptr + s.len - 2))
            s.len -= 2;
        if (s.len == before)
            return s;
    }
}

char *pl_str_small(pl_arena *arena, pl_str s) {
    char *small = pl_arena_copy(arena, s.ptr, s.len);

    for (size_t i = 0; i < s.len; i++)
        if (small[i] >= 'A' && small[i] <= 'Z')
            small[i] = (char)(small[i] - 'A' + 'a');
    return small;
}

__extension__ typedef unsigned __int128 wide;

/* Both halves of the product depend on all bits of both factors. */
static uint64_t fold(uint64_t a, uint64_t b) {
    wide product = (wide)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t pl_str_hash(pl_str s, uint64_t seed) {
    static const uint64_t odd_a = 0x9E3779B97F4A7C15u, odd_b = 0xD6E8FEB86659FD93u;
    uint64_t hash = seed ^ odd_a, word;

    for (; s.len >= sizeof word; s.ptr += sizeof word, s.len -= sizeof word) {
        memcpy(&word, s.ptr, sizeof word);
        hash = fold(hash ^ word, odd_b) + odd_a;
    }
    word = 0;
    if (s.len > 0)
        memcpy(&word, s.ptr, s.len);
    hash = fold(hash ^ word, odd_a ^ s.len);
    return fold(hash ^ odd_b, odd_a);
}

/* ### buffers */

void pl_buffer_init(pl_buffer *b) {
    *b = (pl_buffer){0};
}

void pl_buffer_fini(pl_buffer *b) {
    free(b->ptr);
    pl_buffer_init(b);
}

/* Room for `more` bytes and the NUL. */
static void reserve(pl_buffer *b, size_t more) {
    size_t need, doubled;

    assert(b->ptr ? b->len < b->cap : b->len == 0 && b->cap == 0);
    if (__builtin_add_overflow(b->len, more, &need) || __builtin_add_overflow(need, 1, &need))
        pl_out_of_memory();
    if (need <= b->cap)
        return;
    doubled = b->cap > SIZE_MAX / 2 ? SIZE_MAX : b->cap * 2;
    b->cap = need > doubled ? need : doubled;
    if (b->cap < 64)
        b->cap = 64;
    b->ptr = pl_heap_resize(b->ptr, b->cap);
}

#ifndef NDEBUG
static bool lies_inside(const pl_buffer *b, const char *bytes) {
    uintptr_t at = (uintptr_t)bytes, start = (uintptr_t)b->ptr;

    return b->ptr && at >= start && at < start + b->cap;
}
#endif

char *pl_buffer_room(pl_buffer *b, size_t more) {
    if (more >= b->cap - b->len)
        reserve(b, more);
    return b->ptr + b->len;
}

void pl_buffer_push(pl_buffer *b, const char *bytes, size_t length) {
    assert(length == 0 || (bytes && !lies_inside(b, bytes)));
    if (length >= b->cap - b->len)
        reserve(b, length);
    if (length > 0)
        memcpy(b->ptr + b->len, bytes, length);
    b->len += length;
    b->ptr[b->len] = '\0';
}

void pl_buffer_put_padded(pl_buffer *b, int number, unsigned digits) {
    char text[16];
    size_t first = sizeof text;

    assert(digits < sizeof text);
    for (unsigned rest = number < 0 ? 0u - (unsigned)number : (unsigned)number;
         rest > 0 || sizeof text - first < digits; rest /= 10)
        text[--first] = (char)('0' + rest % 10);
    if (number < 0)
        text[--first] = '-';
    pl_buffer_push(b, text + first, sizeof text - first);
}

void pl_buffer_puts(pl_buffer *b, const char *c_string) {
    pl_buffer_push(b, c_string, strlen(c_string));
}

void pl_buffer_putc(pl_buffer *b, char c) {
    if (b->cap - b->len < 2)
        reserve(b, 1);
    b->ptr[b->len++] = c;
    b->ptr[b->len] = '\0';
}

void pl_buffer_put_markup(pl_buffer *b, const char *text) {
    for (; *text; text++)
        switch (*text) {
        case '\t':
        case '\n':
        case '\r': pl_buffer_putc(b, *text); break;
        case '&': pl_buffer_puts(b, "&amp;"); break;
        case '<': pl_buffer_puts(b, "&lt;"); break;
        case '>': pl_buffer_puts(b, "&gt;"); break;
        case '"': pl_buffer_puts(b, "&quot;"); break;
        default:
            if ((unsigned char)*text < 0x20 || *text == 0x7f)
                pl_buffer_puts(b, "\xEF\xBF\xBD");
            else
                pl_buffer_putc(b, *text);
        }
}

void pl_buffer_printf(pl_buffer *b, const char *format, ...) {
    va_list arguments, again;
    int length;

    assert(format);
    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        pl_out_of_memory();
    reserve(b, (size_t)length);
    assert(b->cap - b->len > (size_t)length);
    vsnprintf(b->ptr + b->len, (size_t)length + 1, format, again);
    va_end(again);
    b->len += (size_t)length;
}

const char *pl_buffer_take(pl_buffer *b, pl_arena *arena) {
    const char *kept = pl_arena_copy(arena, b->ptr, b->len);

    pl_buffer_fini(b);
    return kept;
}

/* ### names */

struct pl_name {
    uint64_t hash;
    size_t len;
    char text[];
};

void pl_names_init(pl_names *names, pl_arena *arena) {
    *names = (pl_names){.arena = arena};
}

static struct pl_name **name_slot(struct pl_name **slots, uint32_t cap, pl_str s, uint64_t hash) {
    uint32_t mask = cap - 1, i = (uint32_t)hash & mask;

    assert(cap > 0 && (cap & mask) == 0);
    while (slots[i] &&
           !(slots[i]->hash == hash && slots[i]->len == s.len &&
             memcmp(slots[i]->text, s.ptr, s.len) == 0))
        i = (i + 1) & mask;
    return &slots[i];
}

static void grow_names(pl_names *names) {
    uint32_t cap = names->cap ? names->cap * 2 : 64;
    struct pl_name **slots;

    if (names->cap > UINT32_MAX / 2)
        pl_out_of_memory();
    slots = PL_MAKE_ARRAY(names->arena, struct pl_name *, cap);
    for (uint32_t i = 0; i < names->cap; i++) {
        struct pl_name *name = names->slots[i];

        if (name)
            *name_slot(slots, cap, (pl_str){name->text, name->len}, name->hash) = name;
    }
    names->slots = slots;
    names->cap = cap;
    assert(names->count < cap);
}

static struct pl_name *make_name(pl_arena *arena, pl_str s, uint64_t hash) {
    size_t size;
    struct pl_name *name;

    if (__builtin_add_overflow(s.len, sizeof *name + 1, &size))
        pl_out_of_memory();
    name = pl_arena_alloc(arena, 1, size);
    name->hash = hash;
    name->len = s.len;
    memcpy(name->text, s.ptr, s.len);
    return name;
}

const char *pl_intern(pl_names *names, pl_str s) {
    uint64_t hash = pl_str_hash(s, 0);
    struct pl_name **slot;

    if (!s.ptr)
        s.ptr = "";
    if (names->count >= names->cap - names->cap / 4)
        grow_names(names);
    slot = name_slot(names->slots, names->cap, s, hash);
    if (!*slot) {
        *slot = make_name(names->arena, s, hash);
        names->count++;
    }
    assert((*slot)->text[s.len] == '\0');
    return (*slot)->text;
}

/* ### distance */

#define LONGEST 64

/* False when there are more than LONGEST code points. */
static bool code_points(pl_str s, uint32_t *points, uint32_t *count) {
    for (*count = 0; s.len > 0; ++*count) {
        size_t length;

        if (*count == LONGEST)
            return false;
        points[*count] = pl_utf8_decode(s, &length);
        s = (pl_str){s.ptr + length, s.len - length};
    }
    return true;
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* Three rows of the table of distances between prefixes suffice: a swap looks two rows back. */
static uint32_t edits(const uint32_t *a, uint32_t m, const uint32_t *b, uint32_t n) {
    uint32_t rows[3][LONGEST + 1];

    assert(m <= LONGEST && n <= LONGEST);
    for (uint32_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (uint32_t i = 1; i <= m; i++) {
        uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];

        row[0] = i;
        for (uint32_t j = 1; j <= n; j++) {
            row[j] = least(above[j - 1] + (a[i - 1] != b[j - 1]), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], second[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

uint32_t pl_text_distance(pl_str a, pl_str b, uint32_t limit) {
    uint32_t left[LONGEST], right[LONGEST], m, n, apart;

    assert(limit < UINT32_MAX);
    if (pl_str_equal(a, b))
        return 0;
    if (!code_points(a, left, &m) || !code_points(b, right, &n))
        return limit + 1;
    apart = m > n ? m - n : n - m;
    if (apart > limit)
        return limit + 1;
    return least(edits(left, m, right, n), limit + 1);
}
