/* files.h - the data files of a run: each read once, checked to be text, hashed for the receipt. */
#ifndef PL_LOAD_FILES_H
#define PL_LOAD_FILES_H

#include "base/io.h"
#include "data/data.h"
#include "load/database.h"
#include "load/encoding.h"
#include "load/faults.h"
#include "load/load.h"

typedef struct pl_load_file {
    const char *name; /* what outputs show: as the dataset block writes it; of a table FILE:TABLE */
    pl_file_form form;
    pl_packing packing;
    pl_encoding encoding;
    pl_faults faults;   /* .path is what messages show: `name` seen from where the user stands */
    bool usable;        /* read, and it is text; what was wrong otherwise has been reported */
    bool scanned;       /* all its records have been read once: faults of records are reported */
    uint32_t number;    /* in data->files; UINT32_MAX when it could not be read */
    pl_buffer unpacked; /* of a packed file */
    pl_decoded decoded;
    pl_database *database; /* TABLE: that which the table is in */
    pl_arena arena;        /* its bytes */
    /* A file that is read in parts: `decoded` holds only its first record and some more. It is taken
     * for text in UTF-8 until a part is not. */
    bool parted;
    pl_input input;
    size_t begin;      /* where its text begins: behind the byte order mark */
    size_t taken;      /* all before was checked and is in the digest */
    pl_digest *digest; /* NULL: not asked for, or done */
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
    const char *snapshot; /* the database that tables are of where no file is named, or NULL */
    const pl_needed *needed;
    /* Names of files that turned out not to be text in UTF-8, or to change while they were read: they
     * must be read as a whole, and what was loaded in parts is to be forgotten when this grows. */
    PL_VEC(const char *) whole;
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
/* How many bytes its records are in; 0: it is a table of a database. */
size_t pl_load_file_size(const pl_load_file *file);
/* Reads the whole of a file that is read in parts, for those who need it; then it is not parted. */
void pl_load_file_read_whole(pl_load_files *files, pl_load_file *file);
/* A part of a parted file that begins where the last one taken ended, and was checked. */
void pl_load_file_take(pl_load_file *file, pl_str bytes);
/* Takes what is left of it. False: it is not text in UTF-8, and has been added to files->whole. */
bool pl_load_file_take_rest(pl_load_files *files, pl_load_file *file);
/* Adds it to files->whole. */
void pl_load_file_refuse(pl_load_files *files, const pl_load_file *file);

#endif
