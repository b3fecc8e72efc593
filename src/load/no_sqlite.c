/* no_sqlite.c - databases in a build without SQLite: each is refused. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "load/database.h"
#include "load/records.h"

bool pl_database_is(pl_str bytes) {
    static const char magic[] = "SQLite format 3";

    return bytes.len >= sizeof magic && memcmp(bytes.ptr, magic, sizeof magic) == 0;
}

pl_database *pl_database_open(pl_arena *arena, const char *path, char *bytes, size_t length,
                              pl_database_fault *fault) {
    (void)arena, (void)path, (void)bytes, (void)length;
    *fault =
        (pl_database_fault){_("this Peil was built without SQLite"),
                            _("export its tables as CSV, or build Peil where libsqlite3-dev is")};
    return NULL;
}

void pl_database_close(pl_database *database) {
    assert(!database);
    (void)database;
}

/* No database is ever open, so none is asked for its block or its rows. */
bool pl_database_block(pl_database *database, pl_str *text, pl_database_fault *fault) {
    assert(!"there is a database");
    (void)database, (void)text, (void)fault;
    return false;
}

void pl_records_of_table(pl_records *records, const pl_mapping *mapping) {
    assert(!"there is a database");
    (void)records, (void)mapping;
}
