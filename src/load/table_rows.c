/* table_rows.c - the rows of a table or view of a database as records. An integer is what it is, a
 * text is a cell like any other; a binary floating point number is the shortest decimal that gives
 * the same number again, which is what somebody once wrote. A row is known by its rowid; that of a
 * view, and of a table without one or with one beyond 32 bits, by the how-manyeth it is. */
#include <assert.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/utf8.h"
#include "load/database.h"
#include "load/headers.h"
#include "load/json.h"
#include "load/records.h"

#define FIGURE_BYTES 400u /* of a number, however it is written */

typedef struct reader {
    pl_records *records;
    pl_database *database;
    pl_database_fault fault; /* what ended the reading */
    pl_arena arena;
    const char *table;
    sqlite3_stmt *rows; /* the rowid where there is one, then the columns that are read */
    bool has_rowid;
    bool bad; /* some row gave no record */
    pl_wanted *wanted;
    int *places; /* [records->width]: column of `rows`, -1: not read */
    char (*figures)[FIGURE_BYTES];
} reader;

static reader *reader_of(const pl_records *records) {
    assert(records->reader);
    return records->reader;
}

static pl_faults *faults_of(const reader *r) {
    return &r->records->file->faults;
}

static void report_fault(const reader *r) {
    PL_FAULT(faults_of(r), DATABASE_FAULT, 0, NULL, r->fault.what, r->fault.help);
}

/* The statement that `format` makes, the name of the table in the place of its %w. */
static sqlite3_stmt *prepare(reader *r, const char *format) {
    char *sql = sqlite3_mprintf(format, r->table, r->table);
    sqlite3_stmt *statement;

    if (!sql)
        pl_out_of_memory();
    statement = pl_database_prepare(r->database, sql, &r->fault);
    sqlite3_free(sql);
    return statement;
}

/* ### cells */

/* d.ddde-05 of these many digits; the decimal sign of the locale becomes a point. */
static pl_str write_digits(double number, int digits, char *room) {
    char written[64];
    size_t used = 0;

    snprintf(written, sizeof written, "%.*e", digits - 1, number);
    for (const char *c = written; *c; c++) {
        bool kept = (*c >= '0' && *c <= '9') || *c == '-' || *c == '+' || *c == 'e';

        if (kept)
            room[used++] = *c;
        else if (room[used - 1] != '.')
            room[used++] = '.';
    }
    assert(used < sizeof written);
    if (strtod(written, NULL) == number || digits == 17)
        return (pl_str){room, used};
    return write_digits(number, digits + 1, room);
}

/* Without the zeros that only fill up the digits: 1.500000e+00 is 1.5e+00. */
static pl_str trim_zeros(pl_str text, char *room) {
    const char *exponent = memchr(text.ptr, 'e', text.len);
    size_t digits = (size_t)(exponent - text.ptr), rest = text.len - digits;

    while (digits > 1 && room[digits - 1] == '0')
        digits--;
    if (room[digits - 1] == '.')
        digits--;
    memmove(room + digits, exponent, rest);
    return (pl_str){room, digits + rest};
}

/* Any decimal of 15 digits survives being a binary number: beginning there finds the shortest. */
static bool take_real(reader *r, uint32_t field, double number) {
    char room[64];
    pl_str text = trim_zeros(write_digits(number, 15, room), room);
    pl_str *out = &r->records->fields[field];

    if (pl_json_plain(text, r->wanted[field].point, r->figures[field], out))
        return true;
    PL_FAULT(faults_of(r), NUMBER_VAST, r->records->line, r->wanted[field].header,
             pl_fault_text(faults_of(r), text));
    return false;
}

static bool refuse(reader *r, uint32_t field, const char *is, const char *help) {
    PL_FAULT(faults_of(r), CELL_NO_VALUE, r->records->line, r->wanted[field].header, is,
             _("a value"), help);
    return false;
}

static bool take_text(reader *r, uint32_t field, int place) {
    const char *text = (const char *)sqlite3_column_text(r->rows, place);
    size_t length = (size_t)sqlite3_column_bytes(r->rows, place);
    pl_str cell = {text ? text : "", text ? length : 0};

    if (memchr(cell.ptr, 0, cell.len) || pl_utf8_valid_prefix(cell) < cell.len)
        return refuse(r, field, _("a text that is not valid UTF-8"),
                      _("correct the text in the database, or store what is no text elsewhere"));
    r->records->fields[field] = cell;
    return true;
}

static bool take_cell(reader *r, uint32_t field, int place) {
    switch (sqlite3_column_type(r->rows, place)) {
    case SQLITE_NULL: r->records->fields[field] = (pl_str){"", 0}; return true;
    case SQLITE_INTEGER:
    case SQLITE_TEXT: return take_text(r, field, place);
    case SQLITE_BLOB:
        return refuse(r, field, _("a blob"), _("map a column that holds texts or numbers"));
    default: break;
    }
    if (isfinite(sqlite3_column_double(r->rows, place)))
        return take_real(r, field, sqlite3_column_double(r->rows, place));
    return refuse(r, field, _("a number without end"), _("correct it: no figure is infinite"));
}

/* ### rows */

static bool take_row(reader *r) {
    bool sound = true;

    r->records->line++;
    if (r->has_rowid)
        r->records->line = (uint32_t)sqlite3_column_int64(r->rows, 0);
    for (uint32_t i = 0; i < r->records->width; i++)
        if (r->places[i] >= 0)
            sound = take_cell(r, i, r->places[i]) && sound;
    r->bad = r->bad || !sound;
    return sound;
}

static bool next(pl_records *records) {
    reader *r = reader_of(records);

    while (pl_database_step(r->database, r->rows, &r->fault))
        if (take_row(r))
            return true;
    return false;
}

static bool report_end(pl_records *records) {
    reader *r = reader_of(records);

    if (r->fault.what)
        report_fault(r);
    return r->fault.what || r->bad;
}

/* ### columns */

static pl_str copy_text(reader *r, sqlite3_stmt *statement, int place) {
    const char *text = (const char *)sqlite3_column_text(statement, place);

    return text ? pl_str_of(pl_arena_copy(&r->arena, text, strlen(text))) : pl_str_of("");
}

static void report_table(reader *r, const pl_headers *tables) {
    pl_arena *arena = faults_of(r)->diags->arena;
    const char *near = pl_headers_nearest(tables, r->table, faults_of(r));
    const char *help = near ? pl_arena_format(arena, _("is \"%s\" meant?"), near)
        : tables->count == 0
        ? _("it has no tables at all")
        : pl_arena_format(arena, _("there are: %s"), pl_headers_list(tables, faults_of(r)));

    PL_FAULT(faults_of(r), TABLE_MISSING, 0, NULL, r->table, help);
}

/* *is_table: no view. */
static bool find_table(reader *r, bool *is_table) {
    static const char sql[] = "SELECT name, type = 'table' FROM sqlite_schema "
                              "WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_' "
                              "ORDER BY name";
    sqlite3_stmt *statement = pl_database_prepare(r->database, sql, &r->fault);
    PL_VEC(pl_str) names = {0};
    bool found = false;

    while (statement && !found && pl_database_step(r->database, statement, &r->fault)) {
        pl_str name = copy_text(r, statement, 0);

        *is_table = sqlite3_column_int(statement, 1) != 0;
        found = pl_str_equal(name, pl_str_of(r->table));
        PL_PUSH(&r->arena, &names, name);
    }
    sqlite3_finalize(statement);
    if (!found && !r->fault.what)
        report_table(r, &(pl_headers){names.items, names.len, 0});
    return found;
}

static bool find_headers(reader *r, pl_wanted *wanted, uint32_t count) {
    sqlite3_stmt *all = prepare(r, "SELECT * FROM \"%w\"");
    uint32_t columns = all ? (uint32_t)sqlite3_column_count(all) : 0;
    pl_str *names = PL_MAKE_ARRAY(&r->arena, pl_str, columns + 1);
    pl_headers headers = {names, columns, 0};
    bool sound = all != NULL;

    for (uint32_t i = 0; i < columns; i++) {
        const char *name = sqlite3_column_name(all, (int)i);

        names[i] = pl_str_of(pl_arena_copy(&r->arena, name, strlen(name)));
    }
    for (uint32_t i = 0; i < count && all; i++) {
        uint32_t found = pl_headers_count(&headers, wanted[i].header, &wanted[i].index);

        sound = sound && found == 1;
        if (found == 1)
            wanted[i].header = names[wanted[i].index].ptr;
        else
            pl_headers_report(&headers, wanted[i].header, found, faults_of(r));
    }
    sqlite3_finalize(all);
    return sound;
}

/* Has the table a rowid, and do all of them count rows as lines are counted? */
static bool find_rowid(reader *r) {
    sqlite3_stmt *ends = prepare(r,
                                 "SELECT (SELECT min(_rowid_) FROM \"%w\"), "
                                 "(SELECT max(_rowid_) FROM \"%w\")");
    bool has = ends && pl_database_step(r->database, ends, &r->fault) &&
        sqlite3_column_int64(ends, 0) > 0 && sqlite3_column_int64(ends, 1) < UINT32_MAX;

    has = has && sqlite3_column_type(ends, 0) == SQLITE_INTEGER &&
        sqlite3_column_type(ends, 1) == SQLITE_INTEGER;
    sqlite3_finalize(ends);
    r->fault = (pl_database_fault){0};
    return has;
}

/* Rows come in the order of the table, not in that of an index that happens to hold what is asked for. A view is asked for all
 * its columns: then its rows are those that anybody sees who asks for it. */
static bool begin_rows(reader *r, bool is_table) {
    sqlite3_str *sql = sqlite3_str_new(NULL);
    int place = 0;
    char *text;

    sqlite3_str_appendall(sql, "SELECT ");
    if (r->has_rowid)
        sqlite3_str_appendall(sql, place++ ? ", _rowid_" : "_rowid_");
    for (uint32_t i = 0; i < r->records->width; i++) {
        r->places[i] = -1;
        if (!r->wanted[i].read)
            continue;
        r->places[i] = is_table ? place++ : (int)r->wanted[i].index;
        if (is_table)
            sqlite3_str_appendf(sql, "%s\"%w\"", r->places[i] > 0 ? ", " : "", r->wanted[i].header);
    }
    sqlite3_str_appendf(sql, "%s FROM \"%w\"%s",
                        !is_table        ? "*"
                            : place == 0 ? "NULL"
                                         : "",
                        r->table,
                        r->has_rowid   ? " ORDER BY _rowid_"
                            : is_table ? " NOT INDEXED"
                                       : "");
    text = sqlite3_str_finish(sql);
    if (!text)
        pl_out_of_memory();
    r->rows = pl_database_prepare(r->database, text, &r->fault);
    sqlite3_free(text);
    return r->rows != NULL;
}

static bool find(pl_records *records, pl_wanted *wanted, uint32_t count) {
    reader *r = reader_of(records);
    bool is_table = false, sound;

    records->count = records->width = count;
    records->fields = PL_MAKE_ARRAY(&r->arena, pl_str, count + 1);
    r->places = PL_MAKE_ARRAY(&r->arena, int, count + 1);
    r->figures = pl_arena_alloc(&r->arena, count + (size_t)1, FIGURE_BYTES);
    r->wanted = PL_MAKE_ARRAY(&r->arena, pl_wanted, count + 1);
    sound = find_table(r, &is_table) && find_headers(r, wanted, count);
    if (sound) {
        memcpy(r->wanted, wanted, count * sizeof *wanted);
        r->has_rowid = is_table && find_rowid(r);
        sound = begin_rows(r, is_table);
    }
    for (uint32_t i = 0; i < count; i++)
        wanted[i].index = i;
    if (!sound && r->fault.what)
        report_fault(r);
    assert(sound || faults_of(r)->diags->errors > 0);
    return sound;
}

/* ### the form */

static size_t reached(const pl_records *records) {
    assert(records->reader);
    (void)records;
    return 0;
}

static void fini(pl_records *records) {
    reader *r = reader_of(records);

    sqlite3_finalize(r->rows);
    pl_arena_fini(&r->arena);
    free(r);
}

void pl_records_of_table(pl_records *records, const pl_mapping *mapping) {
    static const pl_record_form form = {find, next, report_end, reached, fini};
    reader *r = pl_heap_resize(NULL, sizeof *r);

    *r = (reader){.records = records, .database = records->file->database, .table = mapping->table};
    assert(r->database && r->table);
    pl_arena_init(&r->arena);
    records->form = &form;
    records->reader = r;
}
