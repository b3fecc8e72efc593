/* headers.c - exact comparison after trimming; what is said when a header is not there: the nearest
 * one, or those that are. */
#include "load/headers.h"

#include <assert.h>
#include <strings.h>

#define MOST_LISTED 20u
#define LONGEST_LIST 600u
#define LONGEST_COMPARED 200u

uint32_t pl_headers_count(const pl_headers *headers, const char *header, uint32_t *index) {
    pl_str wanted = pl_str_trim(pl_str_of(header));
    uint32_t found = 0;

    for (uint32_t i = 0; i < headers->count; i++) {
        if (!pl_str_equal(pl_str_trim(headers->names[i]), wanted))
            continue;
        if (found == 0)
            *index = i;
        found++;
    }
    return found;
}

/* ### what is said */

const char *pl_headers_list(const pl_headers *headers, pl_faults *faults) {
    pl_buffer text;

    pl_buffer_init(&text);
    for (uint32_t i = 0; i < headers->count; i++) {
        if (i == MOST_LISTED || text.len > LONGEST_LIST) {
            pl_buffer_puts(&text, ", ..");
            break;
        }
        pl_buffer_printf(&text, "%s\"%s\"", i > 0 ? ", " : "",
                         pl_fault_text(faults, pl_str_trim(headers->names[i])));
    }
    return pl_buffer_take(&text, faults->diags->arena);
}

/* What differs in case only is nearest of all. */
static uint32_t fold_distance(pl_str a, pl_str b, uint32_t limit) {
    return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0 ? 0
                                                                   : pl_text_distance(a, b, limit);
}

const char *pl_headers_nearest(const pl_headers *headers, const char *wanted, pl_faults *faults) {
    pl_str header = pl_str_trim(pl_str_of(wanted));
    uint32_t least = header.len < 4 ? 2 : header.len < 12 ? 3 : 5;
    const char *best = NULL;

    for (uint32_t i = 0; i < headers->count && header.len < LONGEST_COMPARED; i++) {
        pl_str name = pl_str_trim(headers->names[i]);
        uint32_t distance;

        if (name.len >= LONGEST_COMPARED || name.len == 0)
            continue;
        distance = fold_distance(name, header, least);
        if (distance < least) {
            least = distance;
            best = pl_fault_text(faults, name);
        }
    }
    return best;
}

void pl_headers_report(const pl_headers *headers, const char *header, uint32_t found,
                       pl_faults *faults) {
    const char *near;

    assert(found != 1 && headers->count > 0);
    if (!pl_fault_room(faults, headers->line))
        return;
    if (found > 1) {
        PL_FAULT(faults, HEADER_DOUBLED, headers->line, NULL, header,
                 pl_arena_format(faults->diags->arena, "%u", found));
        return;
    }
    near = pl_headers_nearest(headers, header, faults);
    if (near)
        PL_FAULT(faults, HEADER_MISSING_NEAR, headers->line, NULL, header, near);
    else
        PL_FAULT(faults, HEADER_MISSING, headers->line, NULL, header,
                 pl_headers_list(headers, faults));
}
