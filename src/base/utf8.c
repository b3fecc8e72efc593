/* utf8.c - strict UTF-8 (no surrogates, nothing overlong), Windows-1252, and widths on a terminal.
 * The tables of widths are those of utf8proc; all else is written out here. */
#include "base/utf8.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFDu

/* Length of the sequence that `first` begins, 0 for a byte that begins none. */
static size_t sequence_length(unsigned char first) {
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/* The second byte rules out overlong forms, surrogates and what lies beyond U+10FFFF. */
static bool second_fits(unsigned char first, unsigned char second) {
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

    return second >= low && second <= high;
}

static bool decode(pl_str s, uint32_t *point, size_t *length) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t n = sequence_length(p[0]);

    assert(s.len > 0);
    if (n == 0 || n > s.len || (n > 1 && !second_fits(p[0], p[1])))
        return false;
    *length = n;
    *point = n == 1 ? p[0] : p[0] & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return false;
        *point = *point << 6 | (p[i] & 0x3Fu);
    }
    assert(*point <= 0x10FFFF && !(*point >= 0xD800 && *point <= 0xDFFF));
    return true;
}

uint32_t pl_utf8_decode(pl_str s, size_t *length) {
    uint32_t point;

    assert(s.len > 0);
    if (decode(s, &point, length))
        return point;
    *length = 1;
    return REPLACEMENT;
}

/* Bytes at the start that are ASCII, counted eight at a time. */
static size_t ascii_prefix(pl_str s) {
    size_t n = 0;
    uint64_t word;

    for (; s.len - n >= sizeof word; n += sizeof word) {
        memcpy(&word, s.ptr + n, sizeof word);
        if (word & 0x8080808080808080u)
            break;
    }
    while (n < s.len && !(s.ptr[n] & 0x80))
        n++;
    return n;
}

size_t pl_utf8_valid_prefix(pl_str s) {
    size_t done = 0;

    for (;;) {
        uint32_t point;
        size_t length;

        assert(done <= s.len);
        done += ascii_prefix((pl_str){s.ptr + done, s.len - done});
        if (done == s.len || !decode((pl_str){s.ptr + done, s.len - done}, &point, &length))
            return done;
        done += length;
    }
}

/* Of the first character; *length gets its bytes. */
static size_t width_of_first(pl_str s, size_t *length) {
    int columns;

    assert(s.len > 0);
    *length = 1;
    if (s.ptr[0] >= ' ' && s.ptr[0] <= '~')
        return 1;
    columns = utf8proc_charwidth((utf8proc_int32_t)pl_utf8_decode(s, length));
    assert(columns >= 0 && columns <= 2);
    return (size_t)columns;
}

size_t pl_utf8_width(pl_str s) {
    size_t width = 0;

    while (s.len > 0) {
        size_t length;

        width += width_of_first(s, &length);
        s = (pl_str){s.ptr + length, s.len - length};
    }
    return width;
}

size_t pl_utf8_fitting(pl_str s, size_t width) {
    size_t at = 0, used = 0;

    while (at < s.len) {
        size_t length;

        used += width_of_first((pl_str){s.ptr + at, s.len - at}, &length);
        if (used > width)
            break;
        at += length;
    }
    return at;
}

void pl_utf8_push(pl_buffer *b, uint32_t code_point) {
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char((utf8proc_int32_t)code_point, bytes);

    assert(length > 0);
    pl_buffer_push(b, (const char *)bytes, (size_t)length);
}

/* 0x80..0x9F; the other bytes are the code points of their own number. */
static const uint16_t windows1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

void pl_windows1252_push(pl_buffer *b, pl_str bytes) {
    while (bytes.len > 0) {
        size_t plain = ascii_prefix(bytes);

        pl_buffer_push(b, bytes.ptr, plain);
        bytes = (pl_str){bytes.ptr + plain, bytes.len - plain};
        if (bytes.len > 0) {
            unsigned char c = (unsigned char)bytes.ptr[0];

            assert(c >= 0x80);
            pl_utf8_push(b, c < 0xA0 ? windows1252[c - 0x80] : c);
            bytes = (pl_str){bytes.ptr + 1, bytes.len - 1};
        }
    }
}
