/* compressed.c - unpacking by zlib and libzstd, a window at a time. What a build lacks it refuses. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "load/compressed.h"

#include <assert.h>

#define WINDOW ((size_t)64 << 10)

pl_unpack_fault pl_unpack(pl_packing packing, pl_str packed, size_t most, pl_buffer *out) {
    assert(packed.ptr && most <= PL_UNPACK_MOST && out->len == 0);
    switch (packing) {
    case PL_PACKING_NONE: break;
    case PL_PACKING_GZIP: return pl_unpack_gzip(packed, most, out);
    case PL_PACKING_ZSTD: return pl_unpack_zstd(packed, most, out);
    }
    assert(!"it is packed");
    return PL_UNPACK_OTHER;
}

/* ### gzip */

#ifdef HAVE_ZLIB

#include <zlib.h>

#define GZIP (16 + MAX_WBITS) /* its header and check sum, no other */

static bool begins_part(const z_stream *stream) {
    return stream->avail_in >= 2 && stream->next_in[0] == 0x1f && stream->next_in[1] == 0x8b;
}

/* One window; what zlib answers. */
static int unpack_window(z_stream *stream, pl_buffer *out) {
    int answer;

    stream->next_out = (Bytef *)pl_buffer_room(out, WINDOW);
    stream->avail_out = WINDOW;
    answer = inflate(stream, Z_NO_FLUSH);
    out->len += WINDOW - stream->avail_out;
    return answer;
}

static pl_unpack_fault gzip_fault(int answer) {
    if (answer == Z_MEM_ERROR)
        pl_out_of_memory();
    return answer == Z_BUF_ERROR ? PL_UNPACK_CUT_OFF : PL_UNPACK_DAMAGED;
}

static pl_unpack_fault unpack_parts(z_stream *stream, size_t most, pl_buffer *out) {
    while (begins_part(stream)) {
        int answer = inflateReset(stream);

        while (answer == Z_OK && out->len <= most)
            answer = unpack_window(stream, out);
        if (out->len > most)
            return PL_UNPACK_VAST;
        if (answer != Z_STREAM_END)
            return gzip_fault(answer);
    }
    return stream->avail_in == 0 ? PL_UNPACK_FINE : PL_UNPACK_OTHER;
}

pl_unpack_fault pl_unpack_gzip(pl_str packed, size_t most, pl_buffer *out) {
    z_stream stream = {0};
    pl_unpack_fault fault;

    assert(packed.len <= UINT32_MAX); /* as files are read */
    stream.next_in = (z_const Bytef *)packed.ptr;
    stream.avail_in = (uInt)packed.len;
    if (packed.len == 0)
        return PL_UNPACK_OTHER;
    if (inflateInit2(&stream, GZIP) != Z_OK)
        pl_out_of_memory();
    fault = unpack_parts(&stream, most, out);
    inflateEnd(&stream);
    return fault;
}

#else

pl_unpack_fault pl_unpack_gzip(pl_str packed, size_t most, pl_buffer *out) {
    (void)packed, (void)most, (void)out;
    return PL_UNPACK_NOT_BUILT;
}

#endif

/* ### zstd */

#ifdef HAVE_ZSTD

#include <zstd.h>
#include <zstd_errors.h>

static pl_unpack_fault zstd_fault(size_t answer) {
    switch (ZSTD_getErrorCode(answer)) {
    case ZSTD_error_memory_allocation: pl_out_of_memory();
    case ZSTD_error_prefix_unknown: return PL_UNPACK_OTHER;
    case ZSTD_error_frameParameter_windowTooLarge: return PL_UNPACK_LONG;
    default: return PL_UNPACK_DAMAGED;
    }
}

/* One window; what libzstd answers: 0 where a part ends. */
static size_t unpack_frame_window(ZSTD_DStream *stream, ZSTD_inBuffer *in, pl_buffer *out) {
    ZSTD_outBuffer window = {pl_buffer_room(out, WINDOW), WINDOW, 0};
    size_t answer = ZSTD_decompressStream(stream, &window, in);

    out->len += window.pos;
    return answer;
}

static pl_unpack_fault unpack_frames(ZSTD_DStream *stream, ZSTD_inBuffer *in, size_t most,
                                     pl_buffer *out) {
    size_t left, before;

    do {
        before = out->len;
        left = unpack_frame_window(stream, in, out);
        if (ZSTD_isError(left))
            return zstd_fault(left);
        if (out->len > most)
            return PL_UNPACK_VAST;
    } while (in->pos < in->size || (left > 0 && out->len > before));
    return left == 0 ? PL_UNPACK_FINE : PL_UNPACK_CUT_OFF;
}

pl_unpack_fault pl_unpack_zstd(pl_str packed, size_t most, pl_buffer *out) {
    ZSTD_DStream *stream;
    ZSTD_inBuffer in = {packed.ptr, packed.len, 0};
    pl_unpack_fault fault;

    if (packed.len == 0)
        return PL_UNPACK_OTHER;
    stream = ZSTD_createDStream();
    if (!stream)
        pl_out_of_memory();
    fault = unpack_frames(stream, &in, most, out);
    ZSTD_freeDStream(stream);
    return fault;
}

#else

pl_unpack_fault pl_unpack_zstd(pl_str packed, size_t most, pl_buffer *out) {
    (void)packed, (void)most, (void)out;
    return PL_UNPACK_NOT_BUILT;
}

#endif
