/* output.c - what leaves a session: reports, receipt, dumps, diagnostics, and bytes to a file.
 * Reports of which nothing changes any more are written in parts, others whole. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <assert.h>
#include <string.h>

#include "api/session.h"
#include "base/gettext.h"
#include "base/io.h"
#include "lower/lower.h"
#include "sema/check.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0"
#endif

#ifndef HAVE_LUA
#define HAVE_LUA 0
#endif
#ifndef HAVE_SQLITE
#define HAVE_SQLITE 0
#endif
#ifndef HAVE_ZLIB
#define HAVE_ZLIB 0
#endif
#ifndef HAVE_ZSTD
#define HAVE_ZSTD 0
#endif

#define PAGE_WIDTH 100
#define NEAR 3

const char *peil_version(void) {
    return PACKAGE_VERSION;
}

const peil_ability *peil_abilities(void) {
    static const peil_ability abilities[] = {
        {N_("extensions"), "Lua 5.4", HAVE_LUA},
        {N_("databases"), "SQLite", HAVE_SQLITE},
        {"gzip", "zlib", HAVE_ZLIB},
        {"zstd", "libzstd", HAVE_ZSTD},
        {NULL, NULL, false},
    };

    return abilities;
}

/* ### names */

const char *peil_nearest(const char *word, const char *const *known) {
    uint32_t limit = strlen(word) < 6 ? 2 : NEAR, best = limit + 1;
    const char *nearest = NULL;

    for (; *known; known++) {
        uint32_t away = pl_text_distance(pl_str_of(word), pl_str_of(*known), limit);

        if (away < best && away < strlen(word)) {
            best = away;
            nearest = *known;
        }
    }
    return nearest;
}

const peil_format *peil_formats(peil *p) {
    const pl_format_entry *table = pl_report_formats();
    uint32_t count = 0;

    if (p->formats)
        return p->formats;
    while (table[count].name)
        count++;
    p->formats = PL_MAKE_ARRAY(&p->compilation, peil_format, count + 1);
    for (uint32_t i = 0; i < count; i++)
        p->formats[i] = (peil_format){table[i].name, table[i].help};
    return p->formats;
}

/* ### report options */

static const pl_format_entry *find_format(const char *name) {
    const pl_format_entry *entry = pl_report_formats();

    while (entry->name && strcmp(entry->name, name) != 0)
        entry++;
    return entry->name ? entry : NULL;
}

static const char *nearest_format(const char *name) {
    const char *names[32];
    uint32_t count = 0;

    for (const pl_format_entry *entry = pl_report_formats(); entry->name; entry++) {
        assert(count + 1 < sizeof names / sizeof *names);
        names[count++] = entry->name;
    }
    names[count] = NULL;
    return peil_nearest(name, names);
}

/* "text, csv, json" */
static const char *list_formats(peil *p) {
    const char *list = "";

    for (const pl_format_entry *entry = pl_report_formats(); entry->name; entry++)
        list = pl_arena_format(&p->compilation, "%s%s%s", list, *list ? ", " : "", entry->name);
    return list;
}

static peil_status refuse_format(peil *p, const char *name, const char **why) {
    const char *nearest = nearest_format(name);

    *why = nearest
        ? pl_arena_format(&p->compilation, _("there is no format `%s`; did you mean `%s`?"), name,
                          nearest)
        : pl_arena_format(&p->compilation, _("there is no format `%s`; there are: %s"), name,
                          list_formats(p));
    return PEIL_USAGE;
}

static bool is_column(pl_str name) {
    for (const char *const *column = pl_csv_columns(); *column; column++)
        if (pl_str_equal(name, pl_str_of(*column)))
            return true;
    return false;
}

static peil_status refuse_column(peil *p, pl_str name, const char **why) {
    const char *word = pl_arena_copy(&p->compilation, name.ptr, name.len);
    const char *nearest = peil_nearest(word, pl_csv_columns());

    if (name.len == 0)
        *why = _("a name is missing in the list of columns");
    else if (nearest)
        *why = pl_arena_format(&p->compilation, _("there is no column `%s`; did you mean `%s`?"),
                               word, nearest);
    else
        *why = pl_arena_format(&p->compilation, _("there is no column `%s`"), word);
    return PEIL_USAGE;
}

static peil_status check_columns(peil *p, const char *columns, const char **why) {
    while (columns) {
        const char *comma = strchr(columns, ',');
        size_t length = comma ? (size_t)(comma - columns) : strlen(columns);
        pl_str name = pl_str_trim((pl_str){columns, length});

        if (!is_column(name))
            return refuse_column(p, name, why);
        columns = comma ? comma + 1 : NULL;
    }
    return PEIL_OK;
}

peil_status peil_check_report(peil *p, const peil_report_options *options, const char **why) {
    const pl_format_entry *entry = find_format(options->format);

    if (!entry)
        return refuse_format(p, options->format, why);
    return check_columns(p, options->columns, why);
}

/* ### reports */

static const char *keep(peil *p, pl_buffer *buffer, size_t *length) {
    *length = buffer->len;
    return pl_buffer_take(buffer, &p->run);
}

static const bool *asked_statements(peil *p) {
    bool *asked = PL_MAKE_ARRAY(&p->run, bool, p->model->statements.len + 1);

    for (uint32_t i = 0; i < p->model->statements.len; i++) {
        const pl_session_file *file =
            pl_session_file_of(p, p->model->statements.items[i]->span.source);

        asked[i] = file && file->asked;
    }
    return asked;
}

pl_report pl_session_report(peil *p, bool colour, uint32_t width) {
    pl_report report = {.arena = &p->run,
                        .run = p->result,
                        .trace = pl_trace_make(&p->run, p->result),
                        .asked = p->asked,
                        .asked_statements = asked_statements(p),
                        .out_of_force = p->out_of_force,
                        .receipt = &p->receipt,
                        .unfolding = pl_session_unfolding(p)};

    report.options = (pl_report_options){
        .separator = ',', .header = true, .colour = colour, .width = width ? width : PAGE_WIDTH};
    return report;
}

peil_status peil_write_report(peil *p, const peil_report_options *options, const char *path,
                              const char **why) {
    const pl_format_entry *entry = find_format(options->format);
    pl_report report = pl_session_report(p, options->colour, options->width);
    pl_buffer out = {0};
    pl_writing file;

    assert(p->result && entry);
    pl_timings_enter(&p->timings, PL_STAGE_WRITE);
    pl_progress_enter(&p->progress, PL_PROGRESS_WRITE, NULL);
    report.options.columns = options->columns;
    report.options.separator = options->separator ? options->separator : ',';
    report.options.header = !options->no_header;
    if (!pl_writing_begin(&file, pl_session_target(path), why))
        return PEIL_NO_OUTPUT;
    report.file = entry->flows ? &file : NULL;
    pl_report_write(&report, entry->format, &out);
    (void)pl_writing_put(&file, (pl_str){out.ptr, out.len}); /* the end says whether it went well */
    pl_buffer_fini(&out);
    return pl_writing_end(&file, why) ? PEIL_OK : PEIL_NO_OUTPUT;
}

void pl_session_make_receipt(peil *p) {
    assert(p->loaded && p->receipt.rules.len == 0);
    p->receipt.version = PACKAGE_VERSION;
    p->receipt.date = p->date;
    for (uint32_t i = 0; i < p->files.len; i++) {
        const pl_source *source = p->files.items[i]->source;

        assert(source->sha256);
        PL_PUSH(&p->run, &p->receipt.rules, ((pl_receipt_file){source->name, source->sha256}));
    }
    for (uint32_t i = 0; i < p->loaded->files.len; i++) {
        const pl_data_file *file = &p->loaded->files.items[i];

        PL_PUSH(&p->run, &p->receipt.data, ((pl_receipt_file){file->name, file->sha256}));
    }
}

const char *peil_receipt(peil *p, size_t *length) {
    pl_buffer out = {0};

    assert(p->result && p->receipt.version);
    pl_receipt_json(&out, &p->receipt, 0);
    pl_buffer_putc(&out, '\n');
    return keep(p, &out, length);
}

const char *peil_certificate(peil *p, size_t *length) {
    pl_certified what = {.arena = &p->run,
                         .run = p->result,
                         .asked = p->asked,
                         .needed = &p->needed,
                         .receipt = &p->receipt};
    pl_buffer out = {0};

    assert(p->certifies && p->result && !p->all_years);
    pl_progress_enter(&p->progress, PL_PROGRESS_WRITE, NULL);
    for (uint32_t i = 0; i < p->files.len; i++)
        PL_PUSH(&p->run, &what.sources, p->files.items[i]->source);
    pl_certificate_write(&what, &out);
    return keep(p, &out, length);
}

/* ### dumps */

static void dump_asked(peil *p, bool tokens, FILE *out) {
    for (uint32_t i = 0; i < p->files.len; i++) {
        const pl_session_file *file = p->files.items[i];

        assert(!file->asked || file->tree);
        if (file->asked && tokens)
            pl_dump_tokens(&p->compiler, file->source, out);
        else if (file->asked)
            pl_dump_tree(file->tree, out);
    }
}

static peil_status dump_code(peil *p, FILE *out) {
    pl_lower_options options = {.date = pl_session_date(p), .dataset = p->dataset};
    pl_program *program = pl_lower(&p->run, &p->compiler.diags, p->model, &options);

    if (p->compiler.diags.errors > 0)
        return PEIL_BAD_RULES;
    pl_dump_code(program, out);
    return PEIL_OK;
}

peil_status peil_dump(peil *p, const char *stage, FILE *out) {
    assert(p->model);
    if (strcmp(stage, "tokens") == 0 || strcmp(stage, "tree") == 0) {
        dump_asked(p, stage[1] == 'o', out);
        return PEIL_OK;
    }
    if (p->compiler.diags.errors > 0)
        return PEIL_BAD_RULES;
    if (strcmp(stage, "types") == 0) {
        pl_dump_types(p->model, out);
        return PEIL_OK;
    }
    return strcmp(stage, "code") == 0 ? dump_code(p, out) : PEIL_USAGE;
}

/* ### diagnostics and files */

void peil_print_diagnostics(peil *p, bool advice, bool colour, FILE *out) {
    pl_diags_print(&p->compiler.diags, advice ? PL_ADVICE : PL_WARNING, colour, out);
}

void peil_print_timings(peil *p, FILE *out) {
    if (p->timings.on)
        pl_timings_print(&p->timings, out);
}

uint32_t peil_error_count(const peil *p) {
    return p->compiler.diags.errors;
}

uint32_t peil_advice_count(const peil *p) {
    return p->compiler.diags.advices;
}

const char *pl_session_target(const char *path) {
    return !path || strcmp(path, "-") == 0 ? "/dev/stdout" : path;
}

peil_status peil_write(const char *path, const char *bytes, size_t length, const char **why) {
    return pl_file_write(pl_session_target(path), (pl_str){bytes, length}, why) ? PEIL_OK
                                                                                : PEIL_NO_OUTPUT;
}
