/* csv_records.c - a delimited file as records: the first one has the headers. Where a header is not
 * there, the separator may be another than the mapping says: the header line tells. */
#include <assert.h>
#include <stdlib.h>

#include "load/csv.h"
#include "load/headers.h"
#include "load/records.h"

static pl_csv *csv_of(const pl_records *records) {
    assert(records->reader);
    return records->reader;
}

static bool next(pl_records *records) {
    pl_csv *csv = csv_of(records);
    bool more = pl_csv_next(csv);

    records->fields = csv->fields;
    records->count = csv->count;
    records->line = csv->record_line;
    return more;
}

static bool report_end(pl_records *records) {
    switch (csv_of(records)->fault) {
    case PL_CSV_FINE: return false;
    case PL_CSV_UNCLOSED_QUOTE:
        PL_FAULT0(&records->file->faults, QUOTE_UNCLOSED, records->line, NULL);
        return true;
    case PL_CSV_TEXT_AFTER_QUOTE:
        PL_FAULT0(&records->file->faults, QUOTE_TEXT, records->line, NULL);
        return true;
    }
    assert(!"a fault is one of these");
    return true;
}

/* ### headers */

static const char *separator_word(pl_faults *faults, char separator) {
    return separator == '\t' ? "tab" : pl_arena_format(faults->diags->arena, "\"%c\"", separator);
}

/* Another separator by which the header line has the header, or falls apart when it does not by the
 * mapping's. 0: none. */
static char other_separator(const pl_csv *csv, pl_str line, const char *header) {
    static const char separators[] = ";,\t|";

    for (const char *s = separators; *s; s++) {
        pl_csv other;
        bool fits;

        if (*s == csv->separator)
            continue;
        pl_csv_init(&other, line, *s);
        fits = pl_csv_next(&other);
        if (fits) {
            pl_headers names = {other.fields, other.count, other.record_line};
            uint32_t ignored;

            fits = pl_headers_count(&names, header, &ignored) > 0 ||
                (csv->count == 1 && other.count > 1);
        }
        pl_csv_fini(&other);
        if (fits)
            return *s;
    }
    return 0;
}

/* True when the file has another separator: then no other header is worth looking for. */
static bool report_separator(pl_records *records, pl_str line, const char *header) {
    pl_faults *faults = &records->file->faults;
    const pl_csv *csv = csv_of(records);
    char other = other_separator(csv, line, header);

    if (!other)
        return false;
    PL_FAULT(faults, SEPARATOR_OTHER, records->line, NULL, header,
             separator_word(faults, csv->separator), separator_word(faults, other));
    return true;
}

static bool find(pl_records *records, pl_wanted *wanted, uint32_t count) {
    pl_csv *csv = csv_of(records);
    size_t start = csv->at;
    bool sound = true;
    pl_headers names;
    pl_str line;

    if (!next(records)) {
        if (!report_end(records))
            PL_FAULT0(&records->file->faults, FILE_EMPTY, 0, NULL);
        return false;
    }
    records->width = records->count;
    line = (pl_str){csv->bytes.ptr + start, csv->at - start};
    names = (pl_headers){records->fields, records->count, records->line};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t found = pl_headers_count(&names, wanted[i].header, &wanted[i].index);

        sound = sound && found == 1;
        if (found == 0 && report_separator(records, line, wanted[i].header))
            return false;
        if (found != 1)
            pl_headers_report(&names, wanted[i].header, found, &records->file->faults);
    }
    return sound;
}

/* ### the form */

static size_t reached(const pl_records *records) {
    return csv_of(records)->at;
}

static void fini(pl_records *records) {
    pl_csv_fini(csv_of(records));
    free(records->reader);
}

static const pl_record_form csv_form = {find, next, report_end, reached, fini};

pl_csv *pl_records_csv(const pl_records *records) {
    return records->form == &csv_form ? csv_of(records) : NULL;
}

void pl_records_of_csv(pl_records *records, const pl_mapping *mapping) {
    records->form = &csv_form;
    records->reader = pl_heap_resize(NULL, sizeof(pl_csv));
    pl_csv_init(records->reader, records->file->decoded.text, mapping->separator);
}
