/* files.h - the data files of a run: each read once, checked to be text, hashed for the receipt. */
#ifndef PL_LOAD_FILES_H
#define PL_LOAD_FILES_H

#include "data/data.h"
#include "load/database.h"
#include "load/encoding.h"
#include "load/faults.h"
#include "load/load.h"

typedef struct pl_load_file {
    const char *name; /* what outputs show: as the dataset block writes it; of a table FILE:TABLE */
    pl_file_form form;
    pl_encoding encoding;
    pl_faults faults;   /* .path is what messages show: `name` seen from where the user stands */
    bool usable;        /* read, and it is text; what was wrong otherwise has been reported */
    bool scanned;       /* all its records have been read once: faults of records are reported */
    uint32_t number;    /* in data->files; UINT32_MAX when it could not be read */
    pl_buffer unpacked; /* of a packed file */
    pl_decoded decoded;
    pl_database *database; /* TABLE: that which the table is in */
    pl_arena arena;        /* its bytes */
} pl_load_file;

/* A database, opened once for all tables of it. */
typedef struct pl_load_database {
    const char *path;
    pl_arena arena;        /* its bytes */
    pl_database *database; /* NULL: what is wrong has been reported */
    uint32_t number;       /* in data->files */
} pl_load_database;

typedef struct pl_load_files {
    pl_data *data;
    pl_diags *diags;
    bool digests;         /* the SHA-256 of each file is wanted */
    const char *snapshot; /* the database that tables are of where no file is named, or NULL */
    PL_VEC(pl_load_file *) list; /* in data->arena */
    PL_VEC(pl_load_database *) databases;
} pl_load_files;

void pl_load_files_init(pl_load_files *files, pl_data *data, pl_diags *diags,
                        const pl_needed *needed);
/* Releases the texts of all files and reports how many faults were not shown. */
void pl_load_files_fini(pl_load_files *files);
/* The file of a mapping, read when it has not been before. Never NULL. */
pl_load_file *pl_load_files_open(pl_load_files *files, const pl_mapping *mapping);
/* Reports a file that is not there; reads nothing. */
void pl_load_files_require(pl_load_files *files, const pl_mapping *mapping);
/* The file of a mapping, or the database that the snapshot is. */
const char *pl_load_file_base(const pl_mapping *mapping, const char *snapshot);
/* What outputs call the file of a mapping; `snapshot` as in pl_needed. */
const char *pl_load_file_name(pl_arena *arena, const pl_mapping *mapping, const char *snapshot);

#endif
