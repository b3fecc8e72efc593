/* records.c - which form a file has. */
#include "load/records.h"

#include <assert.h>

void pl_records_init(pl_records *records, pl_load_file *file, const pl_mapping *mapping) {
    assert(file->usable && !mapping->given);
    *records = (pl_records){.file = file};
    pl_records_of_csv(records, mapping);
    assert(records->form && records->reader);
}

void pl_records_fini(pl_records *records) {
    records->form->fini(records);
    *records = (pl_records){0};
}
