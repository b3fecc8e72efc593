/* columns.h - columns while they are filled: they begin narrow and widen as values ask for it.
 * Numbers are scaled integers of 16, 32, then 64 bits with a growing scale; when no common scale
 * holds all of them, exact numbers. Upper ends come into being with the first bounded value. Values
 * are put by row number, in any order. */
#ifndef PL_LOAD_COLUMNS_H
#define PL_LOAD_COLUMNS_H

#include "load/cells.h"

typedef struct pl_builder {
    pl_arena *arena; /* the dataset's: limbs, origins, the finished column */
    pl_base base;
    uint8_t width, scale; /* as in pl_column */
    int64_t most;         /* NUMBER: no stored value is further from zero */
    uint32_t room;     /* rows that the arrays below hold, which the finished column takes over */
    uint32_t expected; /* rows there will be, as far as is known; 0: nothing is */
    unsigned char *values, *upper;
    pl_number *exact, *exact_upper;
    uint8_t *state;   /* PL_OK, PL_MISSING or, where nothing was put, PL_UNSET; NULL: .. */
    uint32_t known;   /* .. the rows before this one are PL_OK, all others PL_UNSET */
    bool keeps_lines; /* false: all cells stand on the line of their row */
    uint32_t *lines;
    uint32_t *origin_of;
    PL_VEC(pl_origin) origins;
} pl_builder;

#define PL_UNSET 255u

void pl_builder_init(pl_builder *builder, pl_arena *arena, pl_base base, bool keeps_lines);
void pl_builder_fini(pl_builder *builder);
/* The number of an origin, for pl_builder_put. */
uint32_t pl_builder_origin(pl_builder *builder, pl_origin origin);
/* Puts what a cell says; a blank one leaves the row unset, but remembers where it stands. */
void pl_builder_put(pl_builder *builder, uint32_t row, const pl_reading *reading, uint32_t origin,
                    uint32_t line);
/* The same for `count` rows at once that nothing was put in yet, of a builder that keeps no lines.
 * `states`: PL_OK, PL_MISSING, PL_UNSET for blank; NULL: all PL_OK. Codes: of all types but NUMBER. */
void pl_builder_put_codes(pl_builder *builder, uint32_t row, uint32_t count, const int32_t *codes,
                          const uint8_t *states);
/* Numbers are value * 10^scale, none beyond least and most; 0 where the state is not PL_OK. */
typedef struct pl_figures {
    const int64_t *numbers;
    uint8_t scale;
    int64_t least, most;
} pl_figures;
void pl_builder_put_numbers(pl_builder *builder, uint32_t row, uint32_t count, pl_figures numbers,
                            const uint8_t *states);
/* Was a value put in this row, or that it is missing? */
bool pl_builder_is_set(const pl_builder *builder, uint32_t row);
/* What was put in this row. */
pl_reading pl_builder_get(const pl_builder *builder, uint32_t row);
/* The column of `count` rows. Unset rows get `fallback`, or are missing when it is NULL.
 * `row_lines`: the lines of all rows, for a builder that keeps none. */
pl_column *pl_builder_finish(pl_builder *builder, uint32_t count, const pl_reading *fallback,
                             const pl_lines *row_lines);
/* A copy of `count` elements of `size` bytes as finished columns have them: in the arena, 64-byte
 * aligned, padded to a multiple of 64 bytes. Never NULL; `array` may be where count is 0. */
void *pl_column_array(pl_arena *arena, const void *array, size_t size, uint32_t count);

#endif
