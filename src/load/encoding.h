/* encoding.h - from the bytes of a data file to UTF-8 text. Knows UTF-8 with and without byte order
 * mark, and Windows-1252; anything else is refused, with the line. */
#ifndef PL_LOAD_ENCODING_H
#define PL_LOAD_ENCODING_H

#include "base/text.h"

typedef enum pl_encoding {
    PL_ENCODING_FOUND, /* UTF-8, or Windows-1252 where the bytes are not valid UTF-8 */
    PL_ENCODING_UTF8,
    PL_ENCODING_WINDOWS_1252
} pl_encoding;

typedef enum pl_decode_fault {
    PL_DECODE_FINE,
    PL_DECODE_UTF16,     /* begins with the byte order mark of UTF-16 */
    PL_DECODE_NUL,       /* holds a byte 0: no text */
    PL_DECODE_NOT_UTF8,  /* said to be UTF-8, or marked as such, but is not */
    PL_DECODE_UNASSIGNED /* neither UTF-8 nor Windows-1252 */
} pl_decode_fault;

typedef struct pl_decoded {
    pl_str text;      /* UTF-8 without byte order mark; in the bytes given or in `buffer` */
    pl_buffer buffer; /* on the heap when something had to be rewritten */
    bool windows_1252;
    pl_decode_fault fault;
    uint32_t line; /* of the fault */
} pl_decoded;

/* What a mapping says: "utf-8", "windows-1252", or NULL. */
pl_encoding pl_encoding_of(const char *word);
/* `bytes` outlive what is given; pl_decoded_fini releases the rest. A text holds no byte 0. */
pl_decoded pl_decode(pl_str bytes, pl_encoding encoding);
/* Is a part of a file, which no character crosses the ends of, text in UTF-8? */
bool pl_is_text(pl_str bytes);
void pl_decoded_fini(pl_decoded *decoded);

#endif
