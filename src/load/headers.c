/* headers.c - exact comparison after trimming; what is said when a header is not there: the nearest
 * one, or the separator that the header line seems to have. */
#include "load/headers.h"

#include <assert.h>
#include <strings.h>

#define MOST_LISTED 20u
#define LONGEST_LIST 600u
#define LONGEST_COMPARED 200u

static uint32_t count_header(const pl_csv *csv, pl_str header, uint32_t *index) {
    uint32_t found = 0;

    for (uint32_t i = 0; i < csv->count; i++) {
        if (!pl_str_equal(pl_str_trim(csv->fields[i]), header))
            continue;
        if (found == 0)
            *index = i;
        found++;
    }
    return found;
}

/* ### what is said */

static const char *list_headers(const pl_csv *csv, pl_faults *faults) {
    pl_buffer text;

    pl_buffer_init(&text);
    for (uint32_t i = 0; i < csv->count; i++) {
        if (i == MOST_LISTED || text.len > LONGEST_LIST) {
            pl_buffer_puts(&text, ", ..");
            break;
        }
        pl_buffer_printf(&text, "%s\"%s\"", i > 0 ? ", " : "",
                         pl_fault_text(faults, pl_str_trim(csv->fields[i])));
    }
    return pl_buffer_take(&text, faults->diags->arena);
}

/* What differs in case only is nearest of all. */
static uint32_t fold_distance(pl_str a, pl_str b, uint32_t limit) {
    return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0 ? 0
                                                                   : pl_text_distance(a, b, limit);
}

static const char *nearest_header(const pl_csv *csv, pl_str header, pl_faults *faults) {
    uint32_t least = header.len < 4 ? 2 : header.len < 12 ? 3 : 5;
    const char *best = NULL;

    for (uint32_t i = 0; i < csv->count && header.len < LONGEST_COMPARED; i++) {
        pl_str field = pl_str_trim(csv->fields[i]);
        uint32_t distance;

        if (field.len >= LONGEST_COMPARED || field.len == 0)
            continue;
        distance = fold_distance(field, header, least);
        if (distance < least) {
            least = distance;
            best = pl_fault_text(faults, field);
        }
    }
    return best;
}

static const char *separator_word(pl_faults *faults, char separator) {
    return separator == '\t' ? "tab" : pl_arena_format(faults->diags->arena, "\"%c\"", separator);
}

/* Another separator by which the header line has the header, or falls apart when it does not by the
 * mapping's. 0: none. */
static char other_separator(const pl_csv *csv, size_t start, pl_str header) {
    static const char separators[] = ";,\t|";
    pl_str line = {csv->bytes.ptr + start, csv->at - start};

    for (const char *s = separators; *s; s++) {
        pl_csv other;
        uint32_t ignored;
        bool fits;

        if (*s == csv->separator)
            continue;
        pl_csv_init(&other, line, *s);
        fits = pl_csv_next(&other) &&
            (count_header(&other, header, &ignored) > 0 || (csv->count == 1 && other.count > 1));
        pl_csv_fini(&other);
        if (fits)
            return *s;
    }
    return 0;
}

static void report_missing(const pl_csv *csv, pl_str header, const char *shown, pl_faults *faults) {
    const char *nearest;

    if (!pl_fault_room(faults, csv->record_line))
        return;
    nearest = nearest_header(csv, header, faults);
    if (nearest)
        PL_FAULT(faults, HEADER_MISSING_NEAR, csv->record_line, NULL, shown, nearest);
    else
        PL_FAULT(faults, HEADER_MISSING, csv->record_line, NULL, shown, list_headers(csv, faults));
}

pl_header_answer pl_header_find(const pl_csv *csv, size_t start, const char *header,
                                pl_faults *faults, uint32_t *index) {
    pl_str wanted = pl_str_trim(pl_str_of(header));
    uint32_t found = count_header(csv, wanted, index);
    char other;

    assert(csv->count > 0 && start < csv->at);
    if (found == 1)
        return PL_HEADER_FOUND;
    if (found > 1) {
        PL_FAULT(faults, HEADER_DOUBLED, csv->record_line, NULL, header,
                 pl_arena_format(faults->diags->arena, "%u", found));
        return PL_HEADER_DOUBLED;
    }
    other = other_separator(csv, start, wanted);
    if (!other) {
        report_missing(csv, wanted, header, faults);
        return PL_HEADER_ABSENT;
    }
    PL_FAULT(faults, SEPARATOR_OTHER, csv->record_line, NULL, header,
             separator_word(faults, csv->separator), separator_word(faults, other));
    return PL_HEADER_SEPARATOR;
}
