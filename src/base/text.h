/* text.h - counted strings, growable byte buffers, and interned names. */
#ifndef PL_BASE_TEXT_H
#define PL_BASE_TEXT_H

#include "base/arena.h"

/* Bytes that somebody else owns; not NUL-terminated. */
typedef struct pl_str {
    const char *ptr;
    size_t len;
} pl_str;

pl_str pl_str_of(const char *c_string);
bool pl_str_equal(pl_str a, pl_str b);
/* Byte order, shorter first on a common prefix: <0, 0, >0. */
int pl_str_compare(pl_str a, pl_str b);
/* A well mixed hash; equal strings and seeds give equal hashes within one process. */
uint64_t pl_str_hash(pl_str s, uint64_t seed);
/* Without blanks, tabs, CR, LF and U+00A0 at both ends. */
pl_str pl_str_trim(pl_str s);
/* A NUL-terminated copy with A to Z small, all else as it is. */
char *pl_str_small(pl_arena *arena, pl_str s);

/* A growable buffer on the heap, always NUL-terminated at ptr[len] once something was pushed. */
typedef struct pl_buffer {
    char *ptr;
    size_t len, cap;
} pl_buffer;

/* What is pushed must not lie in the buffer itself, which moves as it grows. */
void pl_buffer_init(pl_buffer *b);
void pl_buffer_fini(pl_buffer *b);
void pl_buffer_push(pl_buffer *b, const char *bytes, size_t length);
/* Room for `more` bytes and a NUL behind them: where they go. Who writes there moves len. */
char *pl_buffer_room(pl_buffer *b, size_t more);
void pl_buffer_puts(pl_buffer *b, const char *c_string);
void pl_buffer_putc(pl_buffer *b, char c);
/* A whole number, with zeros before it up to so many digits. */
void pl_buffer_put_padded(pl_buffer *b, int number, unsigned digits);
/* The text as HTML and XML have it, between tags and in attributes with double quotes. Control
 * characters, which neither may hold, become U+FFFD. */
void pl_buffer_put_markup(pl_buffer *b, const char *text);
void pl_buffer_printf(pl_buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What it holds, as a text in the arena; the buffer is freed. */
const char *pl_buffer_take(pl_buffer *b, pl_arena *arena);

/* Names: equal strings give the same pointer, so names compare by pointer. */
typedef struct pl_names {
    pl_arena *arena;
    struct pl_name **slots; /* open addressing, cap is a power of two */
    uint32_t count, cap;
} pl_names;

void pl_names_init(pl_names *names, pl_arena *arena);
/* A copy of `s` in the arena, NUL-terminated; the same pointer for equal strings. */
const char *pl_intern(pl_names *names, pl_str s);

/* Damerau-Levenshtein distance over code points, at most `limit` + 1; for "did you mean".
 * Texts of more than 64 code points are never near anything but themselves. */
uint32_t pl_text_distance(pl_str a, pl_str b, uint32_t limit);

#endif
