/* database.h - one SQLite file that is read: from its bytes in memory, so that what is hashed is what
 * is read, and nothing is locked or written. What the file brings along is not trusted: no
 * extension, no trigger, no function that depends on chance, and views end within bounds.
 * sqlite.c does it, or no_sqlite.c, which refuses, in a build without SQLite. */
#ifndef PL_LOAD_DATABASE_H
#define PL_LOAD_DATABASE_H

#include "base/text.h"

struct sqlite3_stmt;

typedef struct pl_database pl_database;

/* Why a database cannot be read, and the way out, in the reader's language. */
typedef struct pl_database_fault {
    const char *what; /* NULL: nothing is wrong */
    const char *help;
} pl_database_fault;

#define PL_DATABASE_BLOCK                                                                          \
    "peil_dataset" /* the table that holds a dataset block, in its column text */

/* Do these bytes begin as those of a database do? */
bool pl_database_is(pl_str bytes);
/* The file at `path` has these bytes, which become the database's and outlive it. NULL and *fault
 * when it cannot be read. Texts of faults are in the arena. */
pl_database *pl_database_open(pl_arena *arena, const char *path, char *bytes, size_t length,
                              pl_database_fault *fault);
/* Releases what was prepared before; NULL is fine. */
void pl_database_close(pl_database *database);
/* The dataset block that the database holds; false and *fault when there is none. */
bool pl_database_block(pl_database *database, pl_str *text, pl_database_fault *fault);

/* NULL and *fault when SQLite does not take it. sqlite3_finalize releases it. */
struct sqlite3_stmt *pl_database_prepare(pl_database *database, const char *sql,
                                         pl_database_fault *fault);
/* The next row; false at the end, and with fault->what when it cannot be read. */
bool pl_database_step(pl_database *database, struct sqlite3_stmt *statement,
                      pl_database_fault *fault);

#endif
