/* modules.c - the files of a run: those given with all that they `use`; and which module that is not
 * used declares a name. Modules may use each other in a circle: each is read once, and all names of
 * a run share one space, so the order of reading never changes a meaning. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "sema/check.h"
#include "sema/checker.h"

static bool is_read(const pl_checker *ck, const pl_source *source) {
    for (uint32_t i = 0; i < ck->sources.len; i++)
        if (ck->sources.items[i] == source || strcmp(ck->sources.items[i]->name, source->name) == 0)
            return true;
    return false;
}

static void read_file(pl_checker *ck, const pl_node *file);

static void read_module(pl_checker *ck, const pl_node *use) {
    const char *why = "";
    const pl_source *source;

    if (!use->text)
        return;
    source = ck->uses->find ? ck->uses->find(ck->uses->context, use->text, use->span.source, &why)
                            : NULL;
    if (!source) {
        PL_REPORT(ck->diags, UNKNOWN_MODULE, pl_sema_name_span(use), use->text, why ? why : "");
        ck->parts_unread = true;
        return;
    }
    if (is_read(ck, source))
        return;
    PL_PUSH(ck->arena, &ck->sources, source);
    read_file(ck, pl_parse(ck->compiler, source));
}

/* What a file uses comes before the file; a module that is being read already is not read again. */
static void read_file(pl_checker *ck, const pl_node *file) {
    assert(pl_sema_is(file, PL_NODE_FILE));
    for (uint32_t i = 0; i < file->count; i++) {
        const pl_node *declaration = pl_sema_kid(file, i);

        if (pl_sema_is(declaration, PL_NODE_USE))
            read_module(ck, declaration);
        else if (pl_sema_is(declaration, PL_NODE_ERROR))
            ck->parts_unread = true;
    }
    PL_PUSH(ck->arena, &ck->files, file);
}

/* The files that were given are known beforehand, so that one that uses another does not read it a
 * second time. */
void pl_sema_read_modules(pl_checker *ck, pl_node **files, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (files[i]->span.source)
            PL_PUSH(ck->arena, &ck->sources, files[i]->span.source);
    for (uint32_t i = 0; i < count; i++)
        read_file(ck, files[i]);
    assert(ck->files.len >= count);
}

/* ### names of modules that are not used */

/* May what is declared for the entity that `owner` names be asked of `entity`? Without one: always. */
static bool is_seen_by(const pl_node *owner, const pl_entity *entity) {
    if (!owner || !owner->text)
        return true;
    for (const pl_entity *up = entity; up; up = up->parent)
        if (strcmp(up->name, owner->text) == 0)
            return true;
    return false;
}

static bool is_wanted(const pl_node *declaration, pl_node_kind kind, const pl_entity *entity) {
    if (kind != PL_NODE_NAME)
        return pl_sema_is(declaration, kind);
    switch (declaration->kind) {
    case PL_NODE_PARAMETER:
    case PL_NODE_TABLE: return true;
    case PL_NODE_MEASURE:
    case PL_NODE_DEFINE: return is_seen_by(pl_sema_kid(declaration, 1), entity);
    case PL_NODE_FIELD: return is_seen_by(pl_sema_kid(declaration, 3), entity);
    default: return false;
    }
}

static bool declares(const pl_node *file, const char *name, pl_node_kind kind,
                     const pl_entity *entity) {
    for (uint32_t i = 0; i < file->count; i++) {
        const pl_node *declaration = pl_sema_kid(file, i);

        if (declaration && declaration->text && strcmp(declaration->text, name) == 0 &&
            is_wanted(declaration, kind, entity))
            return true;
    }
    return false;
}

const char *pl_sema_hint_module(pl_checker *ck, const char *name, pl_node_kind kind,
                                const pl_entity *entity) {
    uint32_t count = 0;
    const char *const *modules =
        ck->uses->modules ? ck->uses->modules(ck->uses->context, &count) : NULL;
    const char *why;

    assert(kind == PL_NODE_NAME || kind == PL_NODE_ENTITY || kind == PL_NODE_ROLE);
    for (uint32_t i = 0; i < count; i++) {
        const pl_source *source = ck->uses->find(ck->uses->context, modules[i], NULL, &why);

        if (source && !is_read(ck, source) &&
            declares(pl_parse(ck->compiler, source), name, kind, entity))
            return pl_arena_format(
                ck->arena,
                _("the module `%s` declares it: write `use %s` above the rules of this file"),
                modules[i], modules[i]);
    }
    return NULL;
}
