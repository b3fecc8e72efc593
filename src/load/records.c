/* records.c - which form a file has. */
#include "load/records.h"

#include <assert.h>

void pl_records_init(pl_records *records, pl_load_file *file, const pl_mapping *mapping) {
    assert(file->usable && !mapping->given);
    *records = (pl_records){.file = file};
    switch (mapping->form) {
    case PL_FORM_CSV: pl_records_of_csv(records, mapping); break;
    case PL_FORM_JSON_LINES: pl_records_of_json_lines(records); break;
    case PL_FORM_TABLE: pl_records_of_table(records, mapping); break;
    }
    assert(records->form && records->reader);
}

void pl_records_fini(pl_records *records) {
    records->form->fini(records);
    *records = (pl_records){0};
}
