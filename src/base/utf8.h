/* utf8.h - UTF-8 as far as diagnostics, tables on a terminal and the loader need it (widths by
 * utf8proc). */
#ifndef PL_BASE_UTF8_H
#define PL_BASE_UTF8_H

#include "base/text.h"

/* Number of bytes of the valid prefix of `s`; s.len when all of it is valid UTF-8. */
size_t pl_utf8_valid_prefix(pl_str s);
/* The code point at s.ptr and its length in *length (1..4); a bad byte gives U+FFFD and length 1.
 * s.len > 0. */
uint32_t pl_utf8_decode(pl_str s, size_t *length);
/* Columns on a terminal (wide characters count 2, combining 0). */
size_t pl_utf8_width(pl_str s);
/* Bytes of the longest start that fits in `width` columns. */
size_t pl_utf8_fitting(pl_str s, size_t width);
/* Appends the bytes of a code point that is none of the surrogates and at most U+10FFFF. */
void pl_utf8_push(pl_buffer *b, uint32_t code_point);
/* Appends `bytes` read as Windows-1252, as UTF-8. The five undefined bytes become U+FFFD. */
void pl_windows1252_push(pl_buffer *b, pl_str bytes);

#endif
