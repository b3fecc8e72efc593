/* compressed.h - a data file that gzip packed (RFC 1952), as the text that it holds. Packed in
 * parts that were put one behind the other it is the text of all. */
#ifndef PL_LOAD_COMPRESSED_H
#define PL_LOAD_COMPRESSED_H

#include "base/text.h"

typedef enum pl_unpack_fault {
    PL_UNPACK_FINE,
    PL_UNPACK_OTHER,   /* not what gzip writes */
    PL_UNPACK_CUT_OFF, /* it ends too early */
    PL_UNPACK_DAMAGED, /* it cannot be unpacked further, or the check sum is another */
    PL_UNPACK_VAST,    /* more than PL_UNPACK_MOST bytes */
    PL_UNPACK_NOT_BUILT
} pl_unpack_fault;

#define PL_UNPACK_MOST UINT32_MAX /* as many as a file may have that is not packed */

/* Does the name say that a file is packed? */
bool pl_unpack_named(const char *name);
/* What was unpacked until the fault, if any, is in *out. */
pl_unpack_fault pl_unpack(pl_str packed, pl_buffer *out);

#endif
