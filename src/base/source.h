/* source.h - rule texts and places in them. A span is a byte range of one source; lines and columns
 * are counted when asked. */
#ifndef PL_BASE_SOURCE_H
#define PL_BASE_SOURCE_H

#include "base/text.h"

#define PL_HEADING_LEVELS 6

/* A heading of a Markdown document. */
typedef struct pl_heading {
    uint32_t start;   /* the byte at which its line begins */
    uint32_t level;   /* 1..PL_HEADING_LEVELS */
    const char *text; /* without marks, never empty */
} pl_heading;

/* A Markdown document: only its fenced blocks marked peil are rules. */
typedef struct pl_document {
    PL_VEC(pl_heading) headings; /* in order; known once the document is parsed */
} pl_document;

typedef struct pl_source {
    const char *name; /* as shown: the path as the user gave it, '/' separated */
    pl_str text;
    pl_document *document;  /* .peil.md; NULL: the whole text is rules */
    bool standard;          /* part of the standard library */
    const char *sha256;     /* of the bytes as read, 64 hex digits; NULL until it is asked for */
    PL_VEC(uint32_t) lines; /* where each begins, by pl_source_index; empty: lines are counted */
} pl_source;

typedef struct pl_span {
    const pl_source *source; /* NULL: no place (made by the engine) */
    uint32_t start, end;     /* bytes; end is one past the last */
} pl_span;

typedef struct pl_position {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in code points; a tab is one */
} pl_position;

/* From the start of the one to the end of the other; both of one source, or one without a place,
 * which adds nothing. */
pl_span pl_span_join(pl_span first, pl_span last);
/* Notes where lines begin, so that places are found without counting. */
void pl_source_index(pl_arena *arena, pl_source *source);
/* `offset` may be the end of the text. */
pl_position pl_source_position(const pl_source *source, uint32_t offset);
/* The line (without its end) that `offset` stands in: of a longer one, about `reach` bytes to
 * either side. */
pl_str pl_source_line(const pl_source *source, uint32_t offset, size_t reach);
/* The bytes of the source; "" for a span without a place. */
pl_str pl_span_text(pl_span span);
/* "onderwijs.peil:12", to point at another place in a message; "" for a span without one. */
const char *pl_span_place(pl_arena *arena, pl_span span);

/* The headings above the span, each of a deeper level than the one before it. Their number; 0 in a plain file. */
uint32_t pl_source_headings(pl_span span, const pl_heading *chain[PL_HEADING_LEVELS]);
/* "Minimale eisen > Voldoen": the headings above the span. Nothing, and false, when there are none. */
bool pl_source_print_headings(pl_buffer *out, pl_span span);

#endif
