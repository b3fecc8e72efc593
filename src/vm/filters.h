/* filters.h - the rows that a filter lets in, where it leaves out most: eight at a time. */
#ifndef PL_VM_FILTERS_H
#define PL_VM_FILTERS_H

#include <string.h>

#include "types/type.h"

/* The first row from `row` on that is neither false nor without anything to judge, of pl_truths;
 * `rows` or more: there is none. */
static inline uint32_t pl_next_counting(const uint8_t *filter, uint32_t row, uint32_t rows) {
    uint64_t eight;

    _Static_assert(PL_FALSE == 0, "eight false rows are one word of zeros");
    while (row < rows) {
        if (row + sizeof eight <= rows) {
            memcpy(&eight, filter + row, sizeof eight);
            if (eight == 0) {
                row += sizeof eight;
                continue;
            }
        }
        if (filter[row] != PL_FALSE && filter[row] != PL_NONE)
            return row;
        row++;
    }
    return row;
}

#endif
