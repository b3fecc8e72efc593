/* sqlite.c - opening a SQLite file so that it can do no harm, and the statements over it. */
#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/io.h"
#include "load/database.h"

#define HEADER_BYTES 100u
#define MOST_MEMORY (512ll << 20) /* of SQLite, besides the file itself */
#define STEPS_AT_A_TIME 10000     /* between two looks at the bound: */
#define STEPS_OF_ANY 200000000ull /* instructions that a statement may take .. */
#define STEPS_OF_A_BYTE 100ull    /* .. and for each byte of the file */
#define LEAST_LONGEST 1000000u    /* bytes of a value that a view may make of a small file */

struct pl_database {
    sqlite3 *connection;
    pl_arena *arena; /* of faults */
    size_t length;
    uint64_t left; /* of the current statement, in looks */
};

bool pl_database_is(pl_str bytes) {
    static const char magic[] = "SQLite format 3";

    return bytes.len >= HEADER_BYTES && memcmp(bytes.ptr, magic, sizeof magic) == 0;
}

/* ### faults */

static void set_fault(pl_database_fault *fault, const char *what, const char *help) {
    assert(what && help);
    *fault = (pl_database_fault){what, help};
}

static void set_damaged(pl_database *database, pl_database_fault *fault, const char *how) {
    set_fault(fault, pl_arena_format(database->arena, _("it is damaged (%s)"), how),
              _("take a copy that is whole, or let `sqlite3 FILE .recover` save what is left"));
}

/* What the last call answered. */
static void take_fault(pl_database *database, pl_database_fault *fault) {
    const char *said = sqlite3_errmsg(database->connection);

    switch (sqlite3_errcode(database->connection)) {
    case SQLITE_INTERRUPT:
        set_fault(fault, _("it takes more steps than a file of its size can ask for"),
                  _("a view may count without end: map the tables that it is made from"));
        break;
    case SQLITE_NOMEM:
        set_fault(fault, _("it takes more than 512 MB of memory"),
                  _("a view may put too much together: map the tables that it is made from"));
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: set_damaged(database, fault, said); break;
    default:
        set_fault(fault, pl_arena_copy(database->arena, said, strlen(said)),
                  _("SQLite says so itself: see what `sqlite3 FILE` makes of it"));
        break;
    }
}

/* ### what stands beside the file */

/* Does PATH-wal or PATH-journal hold anything? */
static bool holds_bytes(pl_arena *arena, const char *path, const char *ending, pl_str magic) {
    const char *why;
    pl_str bytes;
    bool holds;

    if (!pl_file_map(pl_arena_format(arena, "%s%s", path, ending), &bytes, &why))
        return false;
    holds = bytes.len > 0 &&
        (bytes.len < magic.len ? magic.len == 0 : memcmp(bytes.ptr, magic.ptr, magic.len) == 0);
    pl_file_unmap(bytes);
    return holds;
}

/* Changes that are not in the file itself would be passed over in silence. */
static bool stands_alone(pl_arena *arena, const char *path, pl_database_fault *fault) {
    static const char journal[] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";

    if (holds_bytes(arena, path, "-wal", (pl_str){"", 0})) {
        set_fault(fault, _("changes stand beside it, in the file that ends in -wal"),
                  _("close the program that writes it, or let SQLite take them in: "
                    "sqlite3 FILE 'PRAGMA wal_checkpoint(TRUNCATE)'"));
        return false;
    }
    if (holds_bytes(arena, path, "-journal", pl_str_of(journal))) {
        set_fault(fault,
                  _("a change to it was broken off, and stands in the file that ends in -journal"),
                  _("open it once with the program that writes it, which undoes the change"));
        return false;
    }
    return true;
}

/* ### opening */

static int watch(void *context) {
    pl_database *database = context;

    return database->left == 0 || --database->left == 0;
}

/* Reading only, and nothing that gives another answer the next time. */
static int authorize(void *context, int action, const char *first, const char *second,
                     const char *schema, const char *inner) {
    (void)context, (void)first, (void)schema, (void)inner;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION:
        return sqlite3_stricmp(second, "random") == 0 || sqlite3_stricmp(second, "randomblob") == 0
            ? SQLITE_DENY
            : SQLITE_OK;
    default: return SQLITE_DENY;
    }
}

static void protect(pl_database *database) {
    sqlite3 *c = database->connection;
    size_t longest = database->length > LEAST_LONGEST ? database->length : LEAST_LONGEST;

    sqlite3_db_config(c, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)NULL);
    sqlite3_limit(c, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(c, SQLITE_LIMIT_LENGTH, longest < INT32_MAX ? (int)longest : INT32_MAX);
    sqlite3_hard_heap_limit64(MOST_MEMORY);
    sqlite3_progress_handler(c, STEPS_AT_A_TIME, watch, database);
    sqlite3_exec(c,
                 "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                 "PRAGMA ignore_check_constraints = ON",
                 NULL, NULL, NULL);
}

/* Before it stands which database it is about: there is one. */
static const char *last_line(const char *said) {
    const char *end = strrchr(said, '\n');

    return end ? end + 1 : said;
}

/* Damage would otherwise be rows that are not there. */
static bool is_whole(pl_database *database, pl_database_fault *fault) {
    sqlite3_stmt *check = pl_database_prepare(database, "PRAGMA quick_check(1)", fault);
    const char *said = "";
    bool whole = false;

    if (check && pl_database_step(database, check, fault)) {
        said = (const char *)sqlite3_column_text(check, 0);
        whole = said && strcmp(said, "ok") == 0;
        if (!whole)
            set_damaged(database, fault, last_line(said ? said : ""));
    }
    sqlite3_finalize(check);
    assert(whole || fault->what);
    return whole;
}

/* Bytes 18 and 19 say that changes may stand in a -wal file, which bytes in memory cannot have. */
static bool attach(pl_database *database, char *bytes, pl_database_fault *fault) {
    sqlite3_int64 length = (sqlite3_int64)database->length;

    bytes[18] = bytes[19] = 1;
    if (sqlite3_open_v2(":memory:", &database->connection, SQLITE_OPEN_READWRITE, NULL) !=
            SQLITE_OK ||
        sqlite3_deserialize(database->connection, "main", (unsigned char *)bytes, length, length,
                            SQLITE_DESERIALIZE_READONLY) != SQLITE_OK) {
        take_fault(database, fault);
        return false;
    }
    protect(database);
    if (!is_whole(database, fault))
        return false;
    sqlite3_set_authorizer(database->connection, authorize, NULL);
    return true;
}

pl_database *pl_database_open(pl_arena *arena, const char *path, char *bytes, size_t length,
                              pl_database_fault *fault) {
    pl_database *database;

    *fault = (pl_database_fault){0};
    if (!pl_database_is((pl_str){bytes, length})) {
        set_fault(
            fault, _("it is no SQLite file, or one that is encrypted"),
            _("see whether this is the file that is meant; of an encrypted one export the tables"));
        return NULL;
    }
    if (!stands_alone(arena, path, fault))
        return NULL;
    database = PL_MAKE(arena, pl_database);
    *database = (pl_database){.arena = arena, .length = length};
    if (attach(database, bytes, fault))
        return database;
    pl_database_close(database);
    return NULL;
}

void pl_database_close(pl_database *database) {
    if (database)
        sqlite3_close(database->connection);
}

/* ### statements */

struct sqlite3_stmt *pl_database_prepare(pl_database *database, const char *sql,
                                         pl_database_fault *fault) {
    sqlite3_stmt *statement = NULL;

    *fault = (pl_database_fault){0};
    database->left = (STEPS_OF_ANY + STEPS_OF_A_BYTE * database->length) / STEPS_AT_A_TIME;
    if (sqlite3_prepare_v2(database->connection, sql, -1, &statement, NULL) != SQLITE_OK)
        take_fault(database, fault);
    assert(statement || fault->what);
    return statement;
}

bool pl_database_step(pl_database *database, struct sqlite3_stmt *statement,
                      pl_database_fault *fault) {
    switch (sqlite3_step(statement)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: take_fault(database, fault); return false;
    }
}

/* ### the dataset block */

static bool has_block(pl_database *database, pl_database_fault *fault) {
    sqlite3_stmt *statement = pl_database_prepare(
        database, "SELECT 1 FROM sqlite_schema WHERE name = '" PL_DATABASE_BLOCK "'", fault);
    bool has = statement && pl_database_step(database, statement, fault);

    sqlite3_finalize(statement);
    if (!has && !fault->what)
        set_fault(
            fault, _("there is no dataset block in it, so nothing says what its tables mean"),
            _("name the file that has one: --dataset FILE; or put its text into the database, "
              "as the one row of peil_dataset(text)"));
    return has;
}

bool pl_database_block(pl_database *database, pl_str *text, pl_database_fault *fault) {
    sqlite3_stmt *statement;
    bool one;

    if (!has_block(database, fault))
        return false;
    statement = pl_database_prepare(database, "SELECT text FROM " PL_DATABASE_BLOCK, fault);
    one = statement && pl_database_step(database, statement, fault) &&
        sqlite3_column_type(statement, 0) == SQLITE_TEXT;
    if (one) {
        text->ptr = (const char *)sqlite3_column_text(statement, 0);
        text->len = (size_t)sqlite3_column_bytes(statement, 0);
        text->ptr = pl_arena_copy(database->arena, text->ptr, text->len);
        one = !pl_database_step(database, statement, fault) && !fault->what;
    }
    sqlite3_finalize(statement);
    if (!one && !fault->what)
        set_fault(fault, _("its table peil_dataset does not hold one row with a text"),
                  _("put the whole dataset block into the column text of one row"));
    return one;
}
