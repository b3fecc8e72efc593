/* json.h - the words of one line of JSON (RFC 8259), strictly: no comments, no trailing commas, no
 * other quotes. Numbers keep the text that they are written in, which no JSON library of Debian 12
 * gives: they make binary floating point or 64 bits of it; and what stands twice in an object must
 * not get lost, which is why the words are read here and not by a library. Knows no nesting: what
 * may follow what is the caller's. */
#ifndef PL_LOAD_JSON_H
#define PL_LOAD_JSON_H

#include "base/text.h"

typedef enum pl_json_word {
    PL_JSON_BAD, /* see why */
    PL_JSON_END,
    PL_JSON_OPEN,  /* { */
    PL_JSON_CLOSE, /* } */
    PL_JSON_LIST,  /* [ */
    PL_JSON_LIST_END,
    PL_JSON_COLON,
    PL_JSON_COMMA,
    PL_JSON_TEXT,
    PL_JSON_NUMBER,
    PL_JSON_TRUE,
    PL_JSON_FALSE,
    PL_JSON_NULL
} pl_json_word;

typedef struct pl_json {
    pl_str line;     /* valid UTF-8 without byte 0 */
    size_t at;       /* behind the current word */
    size_t start;    /* first byte of it; of a bad one, where it is bad */
    pl_str text;     /* TEXT: without quotes and escapes; NUMBER: as written */
    char *room;      /* for texts that had escapes; of the caller, as many bytes as the line */
    size_t used;     /* of room */
    const char *why; /* BAD: what is wrong, in the reader's language */
} pl_json;

/* `room` may be NULL for a line of no bytes. Texts live as long as the line and the room. */
void pl_json_init(pl_json *json, pl_str line, char *room);
pl_json_word pl_json_next(pl_json *json);
/* The character, from 1, at which the current word starts. */
uint32_t pl_json_position(const pl_json *json);

#define PL_JSON_MOST_DIGITS 300u /* as pl_number_parse reads */
/* A JSON number without exponent and with this decimal sign: 1.5e2 is 150. Needs no more than
 * number.len + PL_JSON_MOST_DIGITS + 2 bytes of `room`. False when it has more digits. */
bool pl_json_plain(pl_str number, char point, char *room, pl_str *out);

#endif
