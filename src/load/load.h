/* load.h - from the files that a dataset block maps to the columns of a snapshot. */
#ifndef PL_LOAD_LOAD_H
#define PL_LOAD_LOAD_H

#include "base/diag.h"
#include "base/progress.h"
#include "base/timings.h"
#include "data/data.h"
#include "load/scan.h"

/* How files are read; nothing in the answer depends on it. All zero: as is best. */
typedef struct pl_load_ways {
    bool singly;         /* each record by the record reader: what all others are held against */
    size_t block_bytes;  /* of a file, read at once */
    pl_scan_level level; /* PL_SCAN_FOUND: the best of this machine */
    uint32_t jobs;       /* threads; 0: as many as there are processors */
    uint32_t texts;      /* that a batch remembers, more or less */
} pl_load_ways;

/* What a run needs to have read: keys are always read; of other fields and measures only those
 * marked. A mapping is opened when its entity is needed, when a needed row links to one of its
 * rows, or when needed rows have no mapping and come from its keys. */
typedef struct pl_needed {
    bool **fields;         /* [entity index][field index] */
    bool *measures;        /* [measure index] */
    bool *entities;        /* [entity index]: its rows are needed at all */
    int schooljaar;        /* of the run: rows hang below the parents that they have in this year */
    const char *snapshot;  /* the database that the snapshot is, NULL: it is none */
    bool digests;          /* so are the SHA-256 of files */
    pl_timings *timings;   /* NULL: nobody asks how long it takes */
    pl_progress *progress; /* NULL: nor how far it is; also of what is done with the data later */
    pl_load_ways ways;
} pl_needed;

/* Reads the dataset (NULL: none, no entity has rows). Always gives data; when diags->errors rose,
 * do not evaluate it (exit status 4). `arena` is the dataset's. */
pl_data *pl_load(pl_arena *arena, pl_diags *diags, const pl_model *model, const pl_dataset *dataset,
                 const pl_needed *needed);

#endif
