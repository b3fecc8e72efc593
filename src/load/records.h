/* records.h - the records of one mapped file, whatever its form: the columns that a mapping asks
 * for are found once, then record after record gives its fields as texts, and where it stands. What
 * a text means is the business of cells.h. A form is a table of functions in a file of its own. */
#ifndef PL_LOAD_RECORDS_H
#define PL_LOAD_RECORDS_H

#include "load/files.h"

typedef struct pl_records pl_records;

/* A column that a mapping asks for. */
typedef struct pl_wanted {
    const char *header; /* as the dataset block writes it */
    uint32_t index;     /* its field in each record, once found */
    bool read;          /* its cells are looked at; else it must only be there */
    char point; /* decimal sign that its numbers are to have, where the form knows numbers */
} pl_wanted;

typedef struct pl_record_form {
    /* Finds the columns before the first record is read. False: what is wrong has been reported. */
    bool (*find)(pl_records *records, pl_wanted *wanted, uint32_t count);
    /* Sets fields, count and line; false at the end, or where nothing more can be read. */
    bool (*next)(pl_records *records);
    /* After the last record: reports what ended the reading, if that was not the end of the file.
     * True when something did. */
    bool (*report_end)(pl_records *records);
    /* How many bytes of the file have been read; 0 of a table. */
    size_t (*reached)(const pl_records *records);
    void (*fini)(pl_records *records);
} pl_record_form;

struct pl_records {
    const pl_record_form *form;
    pl_load_file *file;
    pl_str *fields; /* of the current record; valid until the next */
    uint32_t count;
    uint32_t width; /* how many fields a record has */
    /* On which the current record starts; of a table the number of its row, of a test the line of
     * the rule file. */
    uint32_t line;
    void *reader; /* what the form reads with; its own */
};

/* `file` is usable and outlives the records, as does `mapping`. */
void pl_records_init(pl_records *records, pl_load_file *file, const pl_mapping *mapping);
void pl_records_fini(pl_records *records);

/* ### the forms: each begins to read a file */

void pl_records_of_csv(pl_records *records, const pl_mapping *mapping);
void pl_records_of_json_lines(pl_records *records);
void pl_records_of_table(pl_records *records, const pl_mapping *mapping);
/* What reads a delimited file; NULL: the records have another form. For those who look for records
 * themselves, see blocks.h. */
struct pl_csv *pl_records_csv(const pl_records *records);

#endif
