/* files.c - opening data files. A large one is read in parts; a small one, and one that is read
 * record by record, stays in memory until the end of loading. For one that is not there, the nearest name in its folder is offered. */
#include "load/files.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/gettext.h"
#include "base/io.h"
#include "load/compressed.h"
#include "load/csv.h"

void pl_load_files_init(pl_load_files *files, pl_data *data, pl_diags *diags,
                        const pl_needed *needed) {
    *files = (pl_load_files){
        .data = data, .diags = diags, .needed = needed, .snapshot = needed->snapshot};
}

static void close_parts(pl_load_file *file) {
    if (!file->parted)
        return;
    pl_input_close(&file->input);
    if (file->digest)
        (void)pl_digest_take(file->digest, NULL);
    file->digest = NULL;
    file->parted = false;
}

void pl_load_files_fini(pl_load_files *files) {
    for (uint32_t i = 0; i < files->list.len; i++) {
        pl_load_file *file = files->list.items[i];

        pl_faults_close(&file->faults);
        close_parts(file);
        pl_decoded_fini(&file->decoded);
        pl_buffer_fini(&file->unpacked);
        pl_arena_fini(&file->arena);
    }
    for (uint32_t i = 0; i < files->databases.len; i++) {
        pl_database_close(files->databases.items[i]->database);
        pl_arena_fini(&files->databases.items[i]->arena);
    }
}

/* ### names */

const char *pl_load_file_base(const pl_mapping *mapping, const char *snapshot) {
    const char *slash = mapping->file || !snapshot ? NULL : strrchr(snapshot, '/');

    if (mapping->file)
        return mapping->file;
    return slash ? slash + 1 : snapshot ? snapshot : "";
}

const char *pl_load_file_name(pl_arena *arena, const pl_mapping *mapping, const char *snapshot) {
    const char *name = pl_load_file_base(mapping, snapshot);

    return mapping->table ? pl_arena_format(arena, "%s:%s", name, mapping->table) : name;
}

static const char *path_of(const pl_load_files *files, const char *name) {
    return pl_path_join(files->data->arena, files->data->dataset->directory, name);
}

static uint32_t register_file(const pl_load_files *files, const char *name) {
    pl_data *data = files->data;
    pl_data_file entry = {.name = name};

    for (uint32_t i = 0; i < data->files.len; i++)
        if (strcmp(data->files.items[i].name, name) == 0)
            return i;
    PL_PUSH(data->arena, &data->files, entry);
    return data->files.len - 1;
}

/* What is known of a file once all of it was read. */
static void note_file(const pl_load_files *files, uint32_t number, pl_str bytes,
                      bool windows_1252) {
    pl_data_file *entry = &files->data->files.items[number];

    entry->windows_1252 = entry->windows_1252 || windows_1252;
    if (files->needed->digests && !entry->sha256)
        entry->sha256 = pl_sha256(files->data->arena, bytes);
}

static void report_decoding(pl_load_file *file) {
    uint32_t line = file->decoded.line;

    if (file->form == PL_FORM_JSON_LINES && file->decoded.fault != PL_DECODE_FINE) {
        PL_FAULT0(&file->faults, JSON_NOT_UTF8, line, NULL);
        return;
    }
    switch (file->decoded.fault) {
    case PL_DECODE_FINE: break;
    case PL_DECODE_UTF16: PL_FAULT0(&file->faults, FILE_UTF16, 0, NULL); break;
    case PL_DECODE_NUL: PL_FAULT0(&file->faults, FILE_NUL, line, NULL); break;
    case PL_DECODE_NOT_UTF8: PL_FAULT0(&file->faults, FILE_NOT_UTF8, line, NULL); break;
    case PL_DECODE_UNASSIGNED: PL_FAULT0(&file->faults, FILE_UNASSIGNED, line, NULL); break;
    }
}

/* ### a name that is not in the folder */

#define MOST_SLIPS 3u

static uint32_t name_distance(const char *name, const char *wanted) {
    if (strcasecmp(name, wanted) == 0)
        return 0;
    return pl_text_distance(pl_str_of(name), pl_str_of(wanted), MOST_SLIPS);
}

/* The file in the same folder whose name is nearest, as a mapping would write it; NULL when none is
 * near. */
static const char *nearest_file(const pl_load_files *files, const char *name) {
    pl_arena *arena = files->data->arena;
    const char *path = path_of(files, name), *slash = strrchr(name, '/'), **names, *why;
    const char *wanted = slash ? slash + 1 : name, *best = NULL;
    uint32_t count, least = strlen(wanted) < 8 ? 2 : MOST_SLIPS;

    if (!pl_folder_list(arena, pl_path_directory(arena, path), &names, &count, &why))
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t distance = name_distance(names[i], wanted);

        if (distance >= least)
            continue;
        least = distance;
        best = names[i];
    }
    return best ? pl_arena_format(arena, "%.*s%s", (int)(wanted - name), name, best) : NULL;
}

static void report_unreadable(pl_load_files *files, const char *name, const char *why) {
    const char *path = path_of(files, name);
    bool there = pl_path_exists(path);
    const char *nearest = there ? NULL : nearest_file(files, name);

    if (nearest)
        PL_REPORT_DATA(files->diags, FILE_MISSING_NEAR, path, 0, NULL, nearest);
    else
        PL_REPORT_DATA(files->diags, FILE_UNREADABLE, path, 0, NULL, why,
                       there ? _("it has to be a file that you may read, of 4 GiB at most: a "
                                 "larger one can be divided, with a "
                                 "mapping in the dataset block for each part")
                             : _("paths in a dataset block begin at the folder of its own file"));
}

/* ### packed files */

typedef struct packer {
    const char *ending, *packs, *unpacks, *library, *package;
} packer;

static const packer packers[] = {
    {0},
#define PL_PACKING(name, ...) {__VA_ARGS__},
#include "sema/packings.def"
#undef PL_PACKING
};

static const char *unpack_words(pl_arena *arena, pl_unpack_fault fault, const packer *by) {
    switch (fault) {
    case PL_UNPACK_FINE: break;
    case PL_UNPACK_OTHER: return pl_arena_format(arena, _("it is not what %s writes"), by->packs);
    case PL_UNPACK_CUT_OFF: return _("it is cut off");
    case PL_UNPACK_DAMAGED: return _("it is damaged");
    case PL_UNPACK_VAST: return _("it is larger than 4 GiB");
    case PL_UNPACK_LONG: return _("it was packed to be unpacked with more than 128 MiB of memory");
    case PL_UNPACK_NOT_BUILT:
        return pl_arena_format(arena, _("this Peil was built without %s"), by->library);
    }
    assert(!"a fault is one of these");
    return "";
}

static const char *unpack_help(pl_arena *arena, pl_unpack_fault fault, const packer *by) {
    if (fault == PL_UNPACK_NOT_BUILT)
        return pl_arena_format(arena,
                               _("unpack it with %s and leave `%s` out of its name in the dataset "
                                 "block, or build Peil "
                                 "where %s is"),
                               by->unpacks, by->ending, by->package);
    if (fault == PL_UNPACK_LONG)
        return _("pack it without `--long`");
    return pl_arena_format(arena,
                           _("copy it once more, or unpack it with %s and leave `%s` out of its "
                             "name in the dataset block"),
                           by->unpacks, by->ending);
}

/* The line that cannot be read is the last that something of was there. */
static bool unpack(pl_load_file *file, pl_str packed, pl_str *text) {
    const packer *by = &packers[file->packing];
    pl_unpack_fault fault = pl_unpack(file->packing, packed, PL_UNPACK_MOST, &file->unpacked);
    uint32_t line = 1;

    *text = (pl_str){file->unpacked.ptr ? file->unpacked.ptr : "", file->unpacked.len};
    if (fault == PL_UNPACK_FINE)
        return true;
    for (size_t i = 0; i < text->len; i++)
        line += text->ptr[i] == '\n';
    PL_FAULT(&file->faults, FILE_PACKED, text->len > 0 ? line : 0, NULL,
             unpack_words(&file->arena, fault, by), unpack_help(&file->arena, fault, by));
    return false;
}

/* ### opening */

static void read_file(pl_load_files *files, pl_load_file *file) {
    const char *why = NULL;
    pl_str bytes, text;

    if (!pl_file_read(&file->arena, file->faults.path, &bytes, &why)) {
        report_unreadable(files, file->name, why);
        return;
    }
    text = bytes;
    if (file->packing != PL_PACKING_NONE && !unpack(file, bytes, &text))
        return;
    file->decoded = pl_decode(text, file->encoding);
    file->number = register_file(files, file->name);
    note_file(files, file->number, bytes, file->decoded.windows_1252);
    report_decoding(file);
    file->usable = file->decoded.fault == PL_DECODE_FINE;
}

/* ### reading in parts */

#define LEAST_PARTED ((size_t)1 << 20) /* smaller files are read as a whole */
#define HEAD_BYTES ((size_t)64 << 10)

static bool is_refused(const pl_load_files *files, const char *name) {
    for (uint32_t i = 0; i < files->whole.len; i++)
        if (strcmp(files->whole.items[i], name) == 0)
            return true;
    return false;
}

static bool may_part(const pl_load_files *files, const pl_load_file *file) {
    return file->form == PL_FORM_CSV && file->packing == PL_PACKING_NONE &&
        !files->needed->ways.singly && file->encoding != PL_ENCODING_WINDOWS_1252 &&
        !is_refused(files, file->name);
}

/* The first bytes; false when they are not of a text in UTF-8, or hold no whole record. */
static bool read_head(pl_load_file *file, char separator) {
    size_t size = file->input.size < HEAD_BYTES ? file->input.size : HEAD_BYTES;
    char *bytes = pl_arena_alloc(&file->arena, size + 1, 1);
    bool whole;
    pl_csv csv;

    if (pl_input_read(&file->input, 0, bytes, size) < size || size < 3)
        return false;
    file->begin = memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    file->decoded = (pl_decoded){.text = {bytes + file->begin, size - file->begin}};
    pl_csv_init(&csv, file->decoded.text, separator);
    whole =
        pl_csv_next(&csv) && csv.at < csv.bytes.len && pl_is_text((pl_str){csv.bytes.ptr, csv.at});
    pl_csv_fini(&csv);
    return whole;
}

/* Begins to read the file in parts, if it can be. */
static bool part_file(const pl_load_files *files, pl_load_file *file, char separator) {
    bool small_too = files->needed->ways.block_bytes > 0;
    const char *why;

    if (!may_part(files, file) || !pl_input_open(&file->input, file->faults.path, &why))
        return false;
    if ((file->input.size < LEAST_PARTED && !small_too) || !read_head(file, separator)) {
        pl_input_close(&file->input);
        file->decoded = (pl_decoded){0};
        return false;
    }
    file->parted = file->usable = true;
    file->number = register_file(files, file->name);
    if (files->needed->digests)
        file->digest = pl_digest_new();
    return true;
}

void pl_load_file_read_whole(pl_load_files *files, pl_load_file *file) {
    assert(file->parted);
    close_parts(file);
    file->usable = false;
    read_file(files, file);
}

void pl_load_file_take(pl_load_file *file, pl_str bytes) {
    assert(file->parted && bytes.len <= file->input.size - file->taken);
    if (file->digest)
        pl_digest_put(file->digest, bytes);
    file->taken += bytes.len;
}

/* Takes some bytes from where it is; false when they are no text. */
static bool take_some(pl_load_file *file, char *bytes, size_t room) {
    size_t left = file->input.size - file->taken, size = left < room ? left : room;
    pl_str part = {bytes, size};

    if (pl_input_read(&file->input, file->taken, bytes, size) < size)
        return false;
    if (size < left) /* not to cut a character */
        while (part.len > 0 && ((unsigned char)bytes[part.len - 1] & 0x80))
            part.len--;
    if (part.len == 0 || !pl_is_text(part))
        return false;
    pl_load_file_take(file, part);
    return true;
}

bool pl_load_file_take_rest(pl_load_files *files, pl_load_file *file) {
    char *bytes = pl_heap_resize(NULL, HEAD_BYTES);
    bool fine = true;

    while (fine && file->taken < file->input.size)
        fine = take_some(file, bytes, HEAD_BYTES);
    free(bytes);
    if (!fine)
        pl_load_file_refuse(files, file);
    else if (file->digest) {
        files->data->files.items[file->number].sha256 =
            pl_digest_take(file->digest, files->data->arena);
        file->digest = NULL;
    }
    return fine;
}

void pl_load_file_refuse(pl_load_files *files, const pl_load_file *file) {
    PL_PUSH(files->data->arena, &files->whole, file->name);
}

static pl_load_file *find(const pl_load_files *files, const char *name, pl_encoding encoding) {
    for (uint32_t i = 0; i < files->list.len; i++) {
        pl_load_file *file = files->list.items[i];

        if (file->encoding == encoding && strcmp(file->name, name) == 0)
            return file;
    }
    return NULL;
}

static pl_load_file *make(pl_load_files *files, const pl_mapping *mapping, const char *name,
                          pl_encoding encoding) {
    pl_load_file *file = PL_MAKE(files->data->arena, pl_load_file);

    file->name = name;
    file->form = mapping->form;
    file->packing = mapping->packing;
    file->encoding = encoding;
    file->number = UINT32_MAX;
    file->faults = (pl_faults){.diags = files->diags, .path = path_of(files, name)};
    pl_arena_init(&file->arena);
    PL_PUSH(files->data->arena, &files->list, file);
    return file;
}

/* ### databases */

/* NULL, and reported: the snapshot is asked for a table, but is no database. */
static const char *database_path(pl_load_files *files, const pl_mapping *mapping) {
    if (mapping->file)
        return path_of(files, mapping->file);
    if (!files->snapshot)
        PL_REPORT(files->diags, SNAPSHOT_NO_DATABASE, mapping->span, mapping->table);
    return files->snapshot;
}

static void read_database(pl_load_files *files, pl_load_database *database, const char *name) {
    pl_database_fault fault;
    const char *why = NULL;
    pl_str bytes;

    if (!pl_file_read(&database->arena, database->path, &bytes, &why)) {
        report_unreadable(files, name, why);
        return;
    }
    database->number = register_file(files, name);
    note_file(files, database->number, bytes, false);
    database->database =
        pl_database_open(&database->arena, database->path, (char *)bytes.ptr, bytes.len, &fault);
    if (!database->database)
        PL_REPORT_DATA(files->diags, DATABASE_FAULT, database->path, 0, NULL, fault.what,
                       fault.help);
}

static pl_load_database *open_database(pl_load_files *files, const char *path, const char *name) {
    pl_load_database *database;

    for (uint32_t i = 0; i < files->databases.len; i++)
        if (strcmp(files->databases.items[i]->path, path) == 0)
            return files->databases.items[i];
    database = PL_MAKE(files->data->arena, pl_load_database);
    *database = (pl_load_database){.path = path, .number = UINT32_MAX};
    pl_arena_init(&database->arena);
    PL_PUSH(files->data->arena, &files->databases, database);
    read_database(files, database, name);
    return database;
}

/* Tables are files of their own, each with its faults. */
static pl_load_file *open_table(pl_load_files *files, const pl_mapping *mapping) {
    const char *path = database_path(files, mapping);
    const char *name = pl_load_file_name(files->data->arena, mapping, files->snapshot);
    pl_load_file *file = find(files, name, PL_ENCODING_UTF8);
    pl_load_database *database;

    if (file)
        return file;
    file = make(files, mapping, name, PL_ENCODING_UTF8);
    if (!path)
        return file;
    database = open_database(files, path, pl_load_file_base(mapping, files->snapshot));
    file->faults.path = pl_arena_format(files->data->arena, "%s:%s", path, mapping->table);
    file->database = database->database;
    file->number = database->number;
    file->usable = file->database != NULL;
    return file;
}

/* ### files of all forms */

static pl_load_file *open_text(pl_load_files *files, const pl_mapping *mapping) {
    pl_encoding encoding =
        mapping->form == PL_FORM_JSON_LINES ? PL_ENCODING_UTF8 : pl_encoding_of(mapping->encoding);
    pl_load_file *file = find(files, mapping->file, encoding);

    if (!file) {
        file = make(files, mapping, mapping->file, encoding);
        if (!part_file(files, file, mapping->separator))
            read_file(files, file);
    }
    return file;
}

pl_load_file *pl_load_files_open(pl_load_files *files, const pl_mapping *mapping) {
    pl_load_file *file =
        mapping->form == PL_FORM_TABLE ? open_table(files, mapping) : open_text(files, mapping);

    assert(file->usable ? file->number < files->data->files.len : files->diags->errors > 0);
    return file;
}

size_t pl_load_file_size(const pl_load_file *file) {
    assert(file->usable);
    return file->parted ? file->input.size - file->begin : file->decoded.text.len;
}

void pl_load_files_require(pl_load_files *files, const pl_mapping *mapping) {
    if (!mapping->file)
        database_path(files, mapping);
    else if (!pl_path_exists(path_of(files, mapping->file)))
        report_unreadable(files, mapping->file, _("no such file or folder"));
}
