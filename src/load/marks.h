/* marks.h - where the next separator or record end stands: 64 bytes looked at as one. */
#ifndef PL_LOAD_MARKS_H
#define PL_LOAD_MARKS_H

#include <stddef.h>
#include <stdint.h>

#define PL_MARKS_BLOCK 64u

/* Bit i: byte i is the separator, CR or LF. PL_MARKS_BLOCK bytes are read. */
uint64_t pl_marks_of(const char *bytes, char separator);
/* The same, one byte after the other: for machines without vectors, and to hold the other against. */
uint64_t pl_marks_plain(const char *bytes, char separator);

#endif
