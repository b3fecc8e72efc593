/* files.h - the data files of a run: each read once, checked to be text, hashed for the receipt. */
#ifndef PL_LOAD_FILES_H
#define PL_LOAD_FILES_H

#include "data/data.h"
#include "load/encoding.h"
#include "load/faults.h"

typedef struct pl_load_file {
    const char *name; /* as the dataset block writes it: what outputs and the receipt show */
    pl_file_form form;
    pl_encoding encoding;
    pl_faults faults; /* .path is what messages show: `name` seen from where the user stands */
    bool usable;      /* read, and it is text; what was wrong otherwise has been reported */
    bool scanned;     /* all its records have been read once: faults of records are reported */
    uint32_t number;  /* in data->files; UINT32_MAX when it could not be read */
    pl_decoded decoded;
    pl_arena arena; /* its bytes */
} pl_load_file;

typedef struct pl_load_files {
    pl_data *data;
    pl_diags *diags;
    bool digests;                /* the SHA-256 of each file is wanted */
    PL_VEC(pl_load_file *) list; /* in data->arena */
} pl_load_files;

void pl_load_files_init(pl_load_files *files, pl_data *data, pl_diags *diags, bool digests);
/* Releases the texts of all files and reports how many faults were not shown. */
void pl_load_files_fini(pl_load_files *files);
/* The file of a mapping, read when it has not been before. Never NULL. */
pl_load_file *pl_load_files_open(pl_load_files *files, const pl_mapping *mapping);
/* Reports a file that is not there; reads nothing. */
void pl_load_files_require(pl_load_files *files, const pl_mapping *mapping);

#endif
