/* compressed.c - unpacking by zlib, a window at a time. A build without zlib refuses. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "load/compressed.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

bool pl_unpack_named(const char *name) {
    size_t length = strlen(name);

    return length > 3 && strcasecmp(name + length - 3, ".gz") == 0;
}

#ifdef HAVE_ZLIB

#include <zlib.h>

#define WINDOW (64u << 10)
#define GZIP (16 + MAX_WBITS) /* its header and check sum, no other */

static bool begins_part(const z_stream *stream) {
    return stream->avail_in >= 2 && stream->next_in[0] == 0x1f && stream->next_in[1] == 0x8b;
}

/* One window; what zlib answers. */
static int unpack_window(z_stream *stream, pl_buffer *out) {
    unsigned char window[WINDOW];
    int answer;

    stream->next_out = window;
    stream->avail_out = sizeof window;
    answer = inflate(stream, Z_NO_FLUSH);
    pl_buffer_push(out, (const char *)window, sizeof window - stream->avail_out);
    return answer;
}

static pl_unpack_fault fault_of(int answer) {
    if (answer == Z_MEM_ERROR)
        pl_out_of_memory();
    return answer == Z_BUF_ERROR ? PL_UNPACK_CUT_OFF : PL_UNPACK_DAMAGED;
}

static pl_unpack_fault unpack_parts(z_stream *stream, pl_buffer *out) {
    while (begins_part(stream)) {
        int answer = inflateReset(stream);

        while (answer == Z_OK && out->len <= PL_UNPACK_MOST)
            answer = unpack_window(stream, out);
        if (out->len > PL_UNPACK_MOST)
            return PL_UNPACK_VAST;
        if (answer != Z_STREAM_END)
            return fault_of(answer);
    }
    return stream->avail_in == 0 ? PL_UNPACK_FINE : PL_UNPACK_OTHER;
}

pl_unpack_fault pl_unpack(pl_str packed, pl_buffer *out) {
    z_stream stream = {0};
    pl_unpack_fault fault;

    assert(packed.len <= UINT32_MAX); /* as files are read */
    stream.next_in = (z_const Bytef *)packed.ptr;
    stream.avail_in = (uInt)packed.len;
    if (packed.len == 0)
        return PL_UNPACK_OTHER;
    if (inflateInit2(&stream, GZIP) != Z_OK)
        pl_out_of_memory();
    fault = unpack_parts(&stream, out);
    inflateEnd(&stream);
    return fault;
}

#else

pl_unpack_fault pl_unpack(pl_str packed, pl_buffer *out) {
    assert(packed.ptr && out);
    return PL_UNPACK_NOT_BUILT;
}

#endif
