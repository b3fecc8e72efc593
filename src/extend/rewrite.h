/* rewrite.h - a Lua file as it is handed to Lua: the same program, but with exact numbers. */
#ifndef PL_EXTEND_REWRITE_H
#define PL_EXTEND_REWRITE_H

#include "base/text.h"

/* Names that the rewritten text uses; no file may. */
#define PL_REWRITE_RESERVED "_PEIL"
#define PL_REWRITE_NUMBER "_PEIL_NUMBER" /* of `0.1`, which becomes _PEIL_NUMBER"0.1" */
#define PL_REWRITE_RANGE                                                                           \
    "_PEIL_RANGE" /* of `for i = a, b`, which becomes `for i in _PEIL_RANGE(a, b)` */

/* Every operator of Lua that is not exact for its numbers is written twice with a mark between: `a / b` becomes
 * `a / _PEIL_DIV / b`. What the mark is made of decides what happens (numbers.c), and since the sign is the same, what belongs to
 * what is too. Comparisons get the sign `|`, which files may not use and which binds just a little tighter. */
typedef enum pl_mark {
    PL_MARK_ADD,
    PL_MARK_SUB,
    PL_MARK_MUL,
    PL_MARK_DIV,
    PL_MARK_POW,
    PL_MARK_LEN, /* `#t`, which becomes `_PEIL_LEN ^ t`: no other sign binds as tightly */
    PL_MARK_EQ,
    PL_MARK_NE,
    PL_MARK_LT,
    PL_MARK_LE,
    PL_MARK_GT,
    PL_MARK_GE,
    PL_MARK_COUNT
} pl_mark;

extern const char *const pl_mark_names[PL_MARK_COUNT];

/* Appends the program to `out`, line by line where it was. False, with *line and *why (a clause in the reader's language), when
 * the file holds what numbers that are exact have no use for. What is no Lua is passed on: Lua says it better. */
bool pl_extend_rewrite(pl_str text, pl_buffer *out, uint32_t *line, const char **why);

#endif
