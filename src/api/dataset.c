/* dataset.c - which dataset block a run reads: the dataset.peil of the snapshot folder, that within
 * the database that the snapshot is, or the file and name that were given.
 * What the block says is checked by sema and read by load. */
#include <assert.h>
#include <string.h>

#include "api/session.h"
#include "base/io.h"
#include "load/database.h"

#define DATASET_FILE "dataset.peil"

/* ### finding the file */

/* FILE:NAME, unless a file bears the whole name. The part behind the colon holds no slash. */
static const char *split_name(peil *p, const char *dataset) {
    const char *colon = strrchr(dataset, ':');

    if (!colon || colon == dataset || colon[1] == '\0' || strchr(colon, '/') ||
        pl_path_exists(dataset))
        return dataset;
    p->dataset_name = pl_arena_copy(&p->compilation, colon + 1, strlen(colon + 1));
    return pl_arena_copy(&p->compilation, dataset, (size_t)(colon - dataset));
}

static peil_status open_block(peil *p, const char *path) {
    const char *why = "";

    p->dataset_file = pl_session_open(p, path, path, &why);
    if (p->dataset_file)
        return PEIL_OK;
    PL_REPORT_DATA(&p->compiler.diags, DATASET_UNREADABLE, path, 0, NULL, why);
    return PEIL_BAD_DATA;
}

static bool is_database(const char *path) {
    const char *why;
    pl_str bytes;
    bool database;

    if (!pl_file_map(path, &bytes, &why))
        return false;
    database = pl_database_is(bytes);
    pl_file_unmap(bytes);
    return database;
}

/* The block that stands in the database; its bytes are not needed any longer than it takes. */
static peil_status open_block_within(peil *p, const char *path) {
    pl_database_fault fault = {0};
    pl_database *database = NULL;
    pl_arena scratch;
    pl_str bytes, text;

    pl_arena_init(&scratch);
    if (pl_file_read(&scratch, path, &bytes, &fault.what))
        database = pl_database_open(&scratch, path, (char *)bytes.ptr, bytes.len, &fault);
    if (database && pl_database_block(database, &text, &fault))
        p->dataset_file = pl_session_take(
            p, pl_arena_format(&p->compilation, "%s:%s", path, PL_DATABASE_BLOCK), text);
    else
        PL_REPORT_DATA(&p->compiler.diags, DATABASE_FAULT, path, 0, NULL, fault.what,
                       fault.help ? fault.help : "");
    pl_database_close(database);
    pl_arena_fini(&scratch);
    return p->dataset_file ? PEIL_OK : PEIL_BAD_DATA;
}

static peil_status check_snapshot(peil *p, const char *snapshot) {
    pl_diags *diags = &p->compiler.diags;

    if (pl_path_is_folder(snapshot))
        return PEIL_OK;
    if (!pl_path_exists(snapshot)) {
        PL_REPORT_DATA(diags, SNAPSHOT_MISSING, snapshot, 0, NULL, snapshot);
        return PEIL_BAD_DATA;
    }
    if (is_database(snapshot)) {
        p->snapshot = pl_arena_copy(&p->compilation, snapshot, strlen(snapshot));
        return PEIL_OK;
    }
    PL_REPORT_DATA(diags, SNAPSHOT_NO_FOLDER, snapshot, 0, NULL,
                   pl_path_directory(&p->compilation, snapshot));
    return PEIL_BAD_DATA;
}

peil_status peil_set_data(peil *p, const char *snapshot, const char *dataset) {
    peil_status status = snapshot ? check_snapshot(p, snapshot) : PEIL_OK;
    const char *path;

    assert((snapshot || dataset) && !p->model);
    if (status != PEIL_OK)
        return status;
    if (dataset)
        return open_block(p, split_name(p, dataset));
    if (p->snapshot)
        return open_block_within(p, p->snapshot);
    path = pl_path_join(&p->compilation, snapshot, DATASET_FILE);
    if (!pl_path_exists(path)) {
        PL_REPORT_DATA(&p->compiler.diags, SNAPSHOT_NO_DATASET, snapshot, 0, NULL, path);
        return PEIL_BAD_DATA;
    }
    return open_block(p, path);
}

/* ### choosing the block */

static bool is_ours(const peil *p, const pl_dataset *dataset) {
    assert(p->dataset_file);
    return dataset->span.source == p->dataset_file->source;
}

static const char *list_names(peil *p) {
    pl_buffer names = {0};

    for (uint32_t i = 0; i < p->model->datasets.len; i++)
        if (is_ours(p, p->model->datasets.items[i]))
            pl_buffer_printf(&names, "%s`%s`", names.len > 0 ? ", " : "",
                             p->model->datasets.items[i]->name);
    return pl_buffer_take(&names, &p->compilation);
}

peil_status pl_session_choose_dataset(peil *p) {
    pl_diags *diags = &p->compiler.diags;
    const char *file = p->dataset_file->source->name;
    uint32_t count = 0;

    assert(p->model && !p->dataset);
    for (uint32_t i = 0; i < p->model->datasets.len; i++) {
        const pl_dataset *dataset = p->model->datasets.items[i];

        if (!is_ours(p, dataset))
            continue;
        count++;
        if (!p->dataset_name || strcmp(p->dataset_name, dataset->name) == 0)
            p->dataset = dataset;
    }
    if (count == 0) {
        PL_REPORT_DATA(diags, DATASET_NONE, file, 0, NULL, file);
        return PEIL_BAD_DATA;
    }
    assert(p->dataset || p->dataset_name);
    if (!p->dataset) {
        PL_REPORT_DATA(diags, DATASET_UNKNOWN, file, 0, NULL, p->dataset_name, list_names(p));
        return PEIL_USAGE;
    }
    if (count > 1 && !p->dataset_name) {
        PL_REPORT_DATA(diags, DATASET_SEVERAL, file, 0, NULL, list_names(p), file);
        return PEIL_USAGE;
    }
    return PEIL_OK;
}
