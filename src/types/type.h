/* type.h - types, units, enums and the scalar values of the language. */
#ifndef PL_TYPES_TYPE_H
#define PL_TYPES_TYPE_H

#include "base/number.h"
#include "base/source.h"
#include "calendar/school_year.h"

typedef enum pl_unit {
#define PL_UNIT(name, word, words) PL_UNIT_##name,
#include "types/units.def"
#undef PL_UNIT
    PL_UNIT_COUNT
} pl_unit;

typedef enum pl_base {
    PL_POISON, /* after an error: agrees with everything, says nothing more */
    PL_NUMBER,
    PL_TRUTH, /* yesno fields and conditions */
    PL_TEXT,
    PL_MEMBER, /* of the enum in pl_type.members */
    PL_DATE,
    PL_SCHOOLJAAR
} pl_base;

#define PL_MOST_MEMBERS 10000 /* of one enum; columns hold their indexes in 16 bits */

/* A closed set of names. Members compare by their index; < and > only when ordered (levels). */
typedef struct pl_enum {
    const char *name; /* of the levels declaration; NULL for {A, B} written in a field */
    bool ordered;     /* member 0 is the lowest */
    PL_VEC(const char *) members; /* interned */
    pl_span span;
} pl_enum;

typedef struct pl_type {
    pl_base base;
    pl_unit unit;           /* numbers only */
    const pl_enum *members; /* PL_MEMBER only */
} pl_type;

/* Index of a member by interned name, -1 when there is none. */
int pl_enum_find(const pl_enum *e, const char *interned);

const char *pl_unit_word(pl_unit unit);
/* False when there is no such unit word. */
bool pl_unit_find(pl_str word, pl_unit *out);

/* May values of these types be compared, added, chosen between? RATIO agrees with PLAIN and
 * PERCENT; *joined gets the common type. */
bool pl_type_join(pl_type a, pl_type b, pl_type *joined);
/* Units of a product and of a quotient; false when there is none. */
bool pl_unit_times(pl_unit a, pl_unit b, pl_unit *out);
bool pl_unit_over(pl_unit a, pl_unit b, pl_unit *out);
/* "a percentage", "one of niveau (V < IV < ..)": for messages, in the reader's language. */
const char *pl_type_words(pl_arena *arena, pl_type type);

/* The four values that a condition can have. */
typedef enum pl_truth {
    PL_FALSE,
    PL_TRUE,
    PL_UNKNOWN, /* data that could decide is missing */
    PL_NONE     /* there is nothing to judge: an empty set, a table without a row */
} pl_truth;

/* What is known of a scalar. Two of them combine to the larger. */
typedef enum pl_state {
    PL_OK,
    PL_EMPTY, /* none: no row, empty set */
    PL_MISSING
} pl_state;

/* One value outside the columns: a constant in a rule, a cell of a table, a measured value in a
 * report. */
typedef struct pl_value {
    pl_base base;
    pl_state state;
    pl_number lo, hi; /* PL_NUMBER; equal when exact */
    pl_truth truth;   /* PL_TRUTH */
    const char *text; /* PL_TEXT, interned */
    int32_t index;    /* PL_MEMBER: member; PL_DATE: days; PL_SCHOOLJAAR: first calendar year */
} pl_value;

/* As written in the language: 90%, 16 hours, "text", 1F, 2021-11-05, 2021/2022; bounds as lo..hi; a
 * state in words. `type` is that of the value. */
void pl_value_print(pl_buffer *out, pl_type type, const pl_value *value);

#endif
