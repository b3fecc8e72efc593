/* compressed.h - a data file that gzip (RFC 1952) or zstd (RFC 8878) packed, as the text that it holds. Packed in
 * parts that were put one behind the other it is the text of all. */
#ifndef PL_LOAD_COMPRESSED_H
#define PL_LOAD_COMPRESSED_H

#include "base/text.h"
#include "sema/model.h"

typedef enum pl_unpack_fault {
    PL_UNPACK_FINE,
    PL_UNPACK_OTHER,   /* not what this program writes */
    PL_UNPACK_CUT_OFF, /* it ends too early */
    PL_UNPACK_DAMAGED, /* it cannot be unpacked further, or the check sum is another */
    PL_UNPACK_VAST,    /* more than `most` bytes */
    PL_UNPACK_LONG,    /* zstd: refers further back than 128 MiB */
    PL_UNPACK_NOT_BUILT
} pl_unpack_fault;

#define PL_UNPACK_MOST UINT32_MAX /* as many as a file may have that is not packed */

/* What was unpacked until the fault, if any, is in *out, some more than `most` bytes at most; the packing is not NONE. */
pl_unpack_fault pl_unpack(pl_packing packing, pl_str packed, size_t most, pl_buffer *out);

/* The same of one packing: what pl_unpack chooses from. */
pl_unpack_fault pl_unpack_gzip(pl_str packed, size_t most, pl_buffer *out);
pl_unpack_fault pl_unpack_zstd(pl_str packed, size_t most, pl_buffer *out);

#endif
