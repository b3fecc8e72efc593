/* test_unpack.c - packed data: bounds, what is cut off at any place, and what has another byte at any place. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "load/compressed.h"
#include "tests/unit/tap.h"

#define MUCH ((size_t)1 << 20) /* of zeros, which becomes little */
#define ROOM ((size_t)8 << 10)

static char zeros[MUCH];
static char packed[ROOM];

/* ### what packs; 0 in a build without */

#ifdef HAVE_ZLIB
#include <zlib.h>

static size_t pack_gzip(const char *bytes, size_t length) {
    z_stream stream = {.next_in = (z_const Bytef *)bytes,
                       .avail_in = (uInt)length,
                       .next_out = (Bytef *)packed,
                       .avail_out = ROOM};
    int answer = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8,
                              Z_DEFAULT_STRATEGY);

    assert(answer == Z_OK);
    answer = deflate(&stream, Z_FINISH);
    assert(answer == Z_STREAM_END);
    deflateEnd(&stream);
    return ROOM - stream.avail_out;
}
#else
static size_t pack_gzip(const char *bytes, size_t length) {
    (void)bytes, (void)length;
    return 0;
}
#endif

#ifdef HAVE_ZSTD
#include <zstd.h>

static size_t pack_zstd(const char *bytes, size_t length) {
    ZSTD_CCtx *context = ZSTD_createCCtx();
    size_t size;

    assert(context);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size = ZSTD_compress2(context, packed, ROOM, bytes, length);
    assert(!ZSTD_isError(size));
    ZSTD_freeCCtx(context);
    return size;
}
#else
static size_t pack_zstd(const char *bytes, size_t length) {
    (void)bytes, (void)length;
    return 0;
}
#endif

typedef struct packer {
    const char *name;
    pl_packing packing;
    size_t (*pack)(const char *bytes, size_t length);
} packer;

static const packer packers[] = {{"gzip", PL_PACKING_GZIP, pack_gzip},
                                 {"zstd", PL_PACKING_ZSTD, pack_zstd}};

/* ### checks */

static void test_bounds(const packer *p) {
    size_t size = p->pack(zeros, MUCH);
    pl_str bytes = {packed, size};
    pl_buffer out;

    assert(size > 0 && size < ROOM);
    pl_buffer_init(&out);
    tap_is_int(pl_unpack(p->packing, bytes, MUCH, &out), PL_UNPACK_FINE, "%s: as many as may be",
               p->name);
    tap_is_int((long long)out.len, (long long)MUCH, "%s: all of it is there", p->name);
    out.len = 0;
    tap_is_int(pl_unpack(p->packing, bytes, MUCH - 1, &out), PL_UNPACK_VAST, "%s: one too many",
               p->name);
    pl_buffer_fini(&out);
    pl_buffer_init(&out);
    tap_is_int(pl_unpack(p->packing, bytes, 1000, &out), PL_UNPACK_VAST, "%s: far too many",
               p->name);
    tap_ok(out.cap < MUCH / 2, "%s: it is given up at once", p->name);
    pl_buffer_fini(&out);
}

static bool all_cuts_are_seen(const packer *p, size_t size) {
    for (size_t length = 0; length < size; length++) {
        pl_buffer out;
        pl_unpack_fault fault;

        pl_buffer_init(&out);
        fault = pl_unpack(p->packing, (pl_str){packed, length}, PL_UNPACK_MOST, &out);
        pl_buffer_fini(&out);
        if (fault != PL_UNPACK_CUT_OFF && !(length < 4 && fault == PL_UNPACK_OTHER)) {
            printf("# %s, cut off at %zu: %d\n", p->name, length, fault);
            return false;
        }
    }
    return true;
}

/* A byte of the head may say nothing about the text (of gzip: the hour and the system). */
static bool all_changes_are_seen(const packer *p, pl_str text, size_t size) {
    for (size_t at = 0; at < size; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            pl_buffer out;
            bool fine;

            packed[at] = (char)(packed[at] ^ 1 << bit);
            pl_buffer_init(&out);
            fine = pl_unpack(p->packing, (pl_str){packed, size}, MUCH, &out) != PL_UNPACK_FINE ||
                (out.len == text.len && memcmp(out.ptr, text.ptr, text.len) == 0);
            pl_buffer_fini(&out);
            packed[at] = (char)(packed[at] ^ 1 << bit);
            if (!fine) {
                printf("# %s, bit %u of byte %zu\n", p->name, bit, at);
                return false;
            }
        }
    return true;
}

static void test_faults(const packer *p) {
    static const char text[] =
        "brin;naam;weging\n04VF;De Grote Beer;30,04\n05AB;De Kleine Beer;29,99\n";
    size_t size = p->pack(text, sizeof text - 1);

    tap_ok(all_cuts_are_seen(p, size), "%s: cut off at any place", p->name);
    tap_ok(all_changes_are_seen(p, (pl_str){text, sizeof text - 1}, size),
           "%s: another bit at any place", p->name);
}

int main(void) {
    for (size_t i = 0; i < sizeof packers / sizeof *packers; i++)
        if (packers[i].pack("", 0) == 0)
            tap_skip(packers[i].name, "this build is without its library");
        else {
            test_bounds(&packers[i]);
            test_faults(&packers[i]);
        }
    return tap_done();
}
