/* encoding.c - which encoding a file has, and its text as UTF-8.
 * Text that is UTF-8 already is not copied. */
#include "load/encoding.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

pl_encoding pl_encoding_of(const char *word) {
    if (!word)
        return PL_ENCODING_FOUND;
    if (strcmp(word, "windows-1252") == 0)
        return PL_ENCODING_WINDOWS_1252;
    assert(strcmp(word, "utf-8") == 0);
    return PL_ENCODING_UTF8;
}

static bool begins_with(pl_str bytes, const char *mark, size_t length) {
    return bytes.len >= length && memcmp(bytes.ptr, mark, length) == 0;
}

/* The line, from 1, that the byte at `offset` stands on; LF, CRLF and CR end a line. */
static uint32_t line_at(pl_str bytes, size_t offset) {
    uint32_t line = 1;

    assert(offset <= bytes.len);
    for (size_t i = 0; i < offset; i++) {
        bool crlf = bytes.ptr[i] == '\r' && i + 1 < bytes.len && bytes.ptr[i + 1] == '\n';

        line += bytes.ptr[i] == '\n' || (bytes.ptr[i] == '\r' && !crlf);
    }
    return line;
}

static pl_decoded refused(pl_str bytes, size_t offset, pl_decode_fault fault) {
    return (pl_decoded){.fault = fault, .line = line_at(bytes, offset)};
}

/* Bytes without a character in Windows-1252. */
static bool is_unassigned(char c) {
    unsigned char byte = (unsigned char)c;

    return byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
}

static pl_decoded from_windows_1252(pl_str bytes) {
    pl_decoded decoded = {.windows_1252 = true};

    for (size_t i = 0; i < bytes.len; i++)
        if (is_unassigned(bytes.ptr[i]))
            return refused(bytes, i, PL_DECODE_UNASSIGNED);
    pl_buffer_init(&decoded.buffer);
    pl_windows1252_push(&decoded.buffer, bytes);
    decoded.text = (pl_str){decoded.buffer.ptr ? decoded.buffer.ptr : "", decoded.buffer.len};
    assert(pl_utf8_valid_prefix(decoded.text) == decoded.text.len);
    return decoded;
}

pl_decoded pl_decode(pl_str bytes, pl_encoding encoding) {
    const char *nul = bytes.len > 0 ? memchr(bytes.ptr, 0, bytes.len) : NULL;
    bool marked = begins_with(bytes, "\xEF\xBB\xBF", 3);
    size_t valid;

    if (begins_with(bytes, "\xFF\xFE", 2) || begins_with(bytes, "\xFE\xFF", 2))
        return refused(bytes, 0, PL_DECODE_UTF16);
    if (nul)
        return refused(bytes, (size_t)(nul - bytes.ptr), PL_DECODE_NUL);
    if (marked)
        bytes = (pl_str){bytes.ptr + 3, bytes.len - 3};
    else if (encoding == PL_ENCODING_WINDOWS_1252)
        return from_windows_1252(bytes);
    valid = pl_utf8_valid_prefix(bytes);
    if (valid == bytes.len)
        return (pl_decoded){.text = bytes};
    if (marked || encoding == PL_ENCODING_UTF8)
        return refused(bytes, valid, PL_DECODE_NOT_UTF8);
    return from_windows_1252(bytes);
}

typedef unsigned char bytes16 __attribute__((vector_size(16)));

/* How many bytes from the first on are all of 1 to 127, or less. */
static size_t plain_prefix(pl_str bytes) {
    size_t at = 0;

    for (; bytes.len - at >= 64; at += 64) {
        bytes16 part[4], odd;
        uint64_t halves[2];

        memcpy(part, bytes.ptr + at, sizeof part);
        odd = (part[0] - 1) | (part[1] - 1) | (part[2] - 1) | (part[3] - 1) | part[0] | part[1] |
            part[2] | part[3];
        memcpy(halves, &odd, sizeof halves);
        if ((halves[0] | halves[1]) & 0x8080808080808080u)
            break;
    }
    return at;
}

#define LONGEST_CHARACTER 4u

bool pl_is_text(pl_str bytes) {
    for (;;) {
        size_t plain = plain_prefix(bytes), length, valid;

        bytes = (pl_str){bytes.ptr + plain, bytes.len - plain};
        if (bytes.len == 0)
            return true;
        length = bytes.len < 64 ? bytes.len : 64;
        valid = pl_utf8_valid_prefix((pl_str){bytes.ptr, length});
        if (valid == 0 || memchr(bytes.ptr, 0, length) ||
            (valid < length && (length == bytes.len || valid + LONGEST_CHARACTER <= length)))
            return false;
        bytes = (pl_str){bytes.ptr + valid, bytes.len - valid}; /* the last may have been cut off */
    }
}

void pl_decoded_fini(pl_decoded *decoded) {
    pl_buffer_fini(&decoded->buffer);
}
