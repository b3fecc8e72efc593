/* files.c - rule files: one or a folder of them, what `use` means, what stands beside them, and each file only once.
 * Knows file names and folders; what is in a file is the parser's business. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/session.h"
#include "base/gettext.h"
#include "base/io.h"

#define PLAIN ".peil"
#define MARKDOWN ".peil.md"
#define NEAR 3 /* letters that a module's name may be off */

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);

    return length > tail && strcmp(text + length - tail, end) == 0;
}

static bool is_rule_file(const char *name) {
    return ends_with(name, PLAIN) || ends_with(name, MARKDOWN);
}

/* As shown: a path of this machine has no place in messages or receipts. */
static const char *standard_name(peil *p, const char *path) {
    const char *slash = strrchr(path, '/');

    return pl_arena_format(&p->compilation, "stdlib/%s", slash ? slash + 1 : path);
}

/* ### reading */

static const char *real_path(peil *p, const char *path) {
    char *real = realpath(path, NULL);
    const char *kept = real ? pl_arena_copy(&p->compilation, real, strlen(real)) : path;

    free(real);
    return kept;
}

static pl_source *make_source(peil *p, const char *name, pl_str text) {
    pl_source *source = PL_MAKE(&p->compilation, pl_source);

    source->text = text;
    source->name = pl_arena_copy(&p->compilation, name, strlen(name));
    pl_source_index(&p->compilation, source);
    source->sha256 = pl_sha256(&p->compilation, text);
    return source;
}

static const pl_source *read_source(peil *p, const char *path, const char *shown,
                                    const char **why) {
    const char *directory = pl_path_directory(&p->compilation, path);
    pl_source *source;
    pl_str text;

    if (!pl_file_read(&p->compilation, path, &text, why))
        return NULL;
    source = make_source(p, shown, text);
    if (ends_with(path, ".md"))
        source->document = PL_MAKE(&p->compilation, pl_document);
    source->standard = p->stdlib && strcmp(directory, p->stdlib) == 0;
    return source;
}

static pl_session_file *add_source(peil *p, const char *real, const char *path,
                                   const pl_source *source) {
    pl_session_file *file = PL_MAKE(&p->compilation, pl_session_file);

    assert(source->sha256 && source->name);
    file->real = real;
    file->path = pl_arena_copy(&p->compilation, path, strlen(path));
    file->source = source;
    PL_PUSH(&p->compilation, &p->files, file);
    return file;
}

pl_session_file *pl_session_take(peil *p, const char *name, pl_str text) {
    text.ptr = pl_arena_copy(&p->compilation, text.ptr, text.len);
    return add_source(p, real_path(p, name), name, make_source(p, name, text));
}

pl_session_file *pl_session_open(peil *p, const char *path, const char *shown, const char **why) {
    const char *real = real_path(p, path);
    const pl_source *source;

    for (uint32_t i = 0; i < p->files.len; i++)
        if (strcmp(p->files.items[i]->real, real) == 0)
            return p->files.items[i];
    source = read_source(p, path, shown, why);
    if (!source)
        return NULL;
    return add_source(p, real, path, source);
}

pl_session_file *pl_session_file_of(const peil *p, const pl_source *source) {
    for (uint32_t i = 0; i < p->files.len; i++)
        if (p->files.items[i]->source == source)
            return p->files.items[i];
    return NULL;
}

/* ### files that were asked for */

static peil_status add_file(peil *p, const char *path) {
    const char *why = "";
    pl_session_file *file = pl_session_open(p, path, path, &why);

    if (!file) {
        PL_REPORT_DATA(&p->compiler.diags, RULES_UNREADABLE, path, 0, NULL, why);
        return PEIL_BAD_RULES;
    }
    file->asked = true;
    return PEIL_OK;
}

static peil_status add_folder(peil *p, const char *path) {
    const char **names;
    const char *why;
    uint32_t count, found = 0;
    peil_status status = PEIL_OK;

    if (!pl_folder_list(&p->compilation, path, &names, &count, &why)) {
        PL_REPORT_DATA(&p->compiler.diags, RULES_UNREADABLE, path, 0, NULL, why);
        return PEIL_BAD_RULES;
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *file = pl_path_join(&p->compilation, path, names[i]);

        if (!is_rule_file(names[i]) || pl_path_is_folder(file))
            continue;
        found++;
        if (add_file(p, file) != PEIL_OK)
            status = PEIL_BAD_RULES;
    }
    if (found == 0) {
        PL_REPORT_DATA(&p->compiler.diags, FOLDER_WITHOUT_RULES, path, 0, NULL, path);
        return PEIL_BAD_RULES;
    }
    return status;
}

/* Without the slashes at its end, so that names of files in it look the same either way. */
static const char *tidy(peil *p, const char *path) {
    size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    return pl_arena_copy(&p->compilation, path, length);
}

peil_status peil_add_rules(peil *p, const char *path) {
    const char *tidied = tidy(p, path);

    assert(!p->model);
    return pl_path_is_folder(tidied) ? add_folder(p, tidied) : add_file(p, tidied);
}

/* ### use */

/* DIRECTORY/NAME.peil or DIRECTORY/NAME.peil.md, NULL when there is neither. */
static const char *module_in(peil *p, const char *directory, const char *name) {
    const char *plain = pl_path_join(&p->compilation, directory,
                                     pl_arena_format(&p->compilation, "%s" PLAIN, name));
    const char *markdown = pl_arena_format(&p->compilation, "%s.md", plain);

    if (pl_path_exists(plain))
        return plain;
    return pl_path_exists(markdown) ? markdown : NULL;
}

/* Handbooks that lie in folders of their own, beside each other: ../NAME/NAME.peil seen from DIRECTORY. */
static const char *module_beside(peil *p, const char *directory, const char *name) {
    const char *above = pl_path_directory(&p->compilation, directory);
    bool is_top = strcmp(directory, ".") == 0 || ends_with(directory, "..");

    if (is_top)
        above = pl_path_join(&p->compilation, directory, "..");
    return module_in(p, pl_path_join(&p->compilation, above, name), name);
}

static const char *module_name(peil *p, const char *file) {
    size_t length = strlen(file) - strlen(ends_with(file, MARKDOWN) ? MARKDOWN : PLAIN);

    assert(is_rule_file(file));
    return pl_arena_copy(&p->compilation, file, length);
}

/* The module in this folder whose name is nearest, when it is nearer than *distance. */
static void look_for_near(peil *p, const char *directory, const char *name, const char **best,
                          uint32_t *distance) {
    const char **names;
    const char *why;
    uint32_t count;

    if (!pl_folder_list(&p->compilation, directory, &names, &count, &why))
        return;
    for (uint32_t i = 0; i < count; i++) {
        const char *module;
        uint32_t away;

        if (!is_rule_file(names[i]))
            continue;
        module = module_name(p, names[i]);
        away = pl_text_distance(pl_str_of(name), pl_str_of(module), NEAR);
        if (away < *distance && away < strlen(name)) {
            *best = module;
            *distance = away;
        }
    }
}

const char *const *pl_session_modules(void *session, uint32_t *count) {
    peil *p = session;
    const char **names, *why;
    uint32_t files, modules = 0;

    *count = 0;
    if (!p->stdlib || !pl_folder_list(&p->compilation, p->stdlib, &names, &files, &why))
        return NULL;
    for (uint32_t i = 0; i < files; i++)
        if (is_rule_file(names[i]))
            names[modules++] = module_name(p, names[i]);
    *count = modules;
    return names;
}

static const char *say_not_found(peil *p, const char *directory, const char *name) {
    const char *best = NULL;
    uint32_t distance = NEAR + 1;

    look_for_near(p, directory, name, &best, &distance);
    if (p->stdlib)
        look_for_near(p, p->stdlib, name, &best, &distance);
    if (best)
        return pl_arena_format(&p->compilation, _("did you mean `%s`?"), best);
    return _("it is not beside this file, and not in the standard library");
}

const pl_source *pl_session_find_module(void *session, const char *name, const pl_source *from,
                                        const char **why) {
    peil *p = session;
    const pl_session_file *user = pl_session_file_of(p, from);
    const char *directory = pl_path_directory(&p->compilation, user ? user->path : ".");
    const char *path = module_in(p, directory, name), *shown = path;
    const pl_session_file *file;

    if (path && from && from->standard)
        shown = standard_name(p, path);
    if (!path && !(from && from->standard))
        path = shown = module_beside(p, directory, name);
    if (!path && p->stdlib) {
        path = module_in(p, p->stdlib, name);
        if (path)
            shown = standard_name(p, path);
    }
    if (!path) {
        *why = say_not_found(p, directory, name);
        return NULL;
    }
    file = pl_session_open(p, path, shown, why);
    assert(!file || file->source);
    return file ? file->source : NULL;
}

const pl_source *pl_session_find_file(void *session, const char *path, const pl_source *from,
                                      const char **why) {
    peil *p = session;
    const pl_session_file *user = pl_session_file_of(p, from), *file;
    const char *directory = pl_path_directory(&p->compilation, user ? user->path : ".");
    const char *whole = pl_path_join(&p->compilation, directory, path);

    file = pl_session_open(p, whole, from && from->standard ? standard_name(p, whole) : whole, why);
    return file ? file->source : NULL;
}
