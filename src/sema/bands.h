/* bands.h - which values no band covers, and which more than one: an exact sweep over the ends of
 * all bands.
 * Knows nothing of rules: the caller names the field and prints the answer. */
#ifndef PL_SEMA_BANDS_H
#define PL_SEMA_BANDS_H

#include "types/type.h"

#define PL_BANDS_OVERLAPS 10000 /* no more pairs than this are listed */

typedef struct pl_band {
    bool has_lo, has_hi;
    pl_number lo, hi;
    bool open_lo, open_hi; /* the end itself is left out */
} pl_band;

/* Values that no band covers. */
typedef struct pl_band_gap {
    pl_band band;
} pl_band_gap;

/* Values that two bands share; the two by index, first < second. */
typedef struct pl_band_overlap {
    pl_band band;
    uint32_t first, second;
} pl_band_overlap;

typedef struct pl_band_report {
    PL_VEC(pl_band_gap) gaps;         /* ascending, maximal */
    PL_VEC(pl_band_overlap) overlaps; /* of each pair that shares values; by first, second */
} pl_band_report;

/* `domain` bounds the sweep (has_lo/has_hi may be false: open). A band that holds nothing takes no
 * part. O(n log n + overlaps). */
pl_band_report pl_bands_sweep(pl_arena *arena, const pl_band *bands, uint32_t count,
                              pl_band domain);
/* The values in both; false when there are none, and *both means nothing. */
bool pl_band_meet(const pl_band *a, const pl_band *b, pl_band *both);
/* Is every value of `inner` in `outer`? `inner` holds at least one. */
bool pl_band_holds(const pl_band *outer, const pl_band *inner);

/* "22..23", "between 22 and 23" (both ends left out), "above 33, to 40", "20..<22", "30", "above
 * 33": in the reader's language. */
void pl_band_print(pl_buffer *out, const pl_band *band);
/* The same for numbers of a unit: "20%..30%". */
void pl_band_print_as(pl_buffer *out, const pl_band *band, pl_type type);

#endif
