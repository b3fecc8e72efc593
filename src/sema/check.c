/* check.c - from syntax trees to the checked program: reads the modules that are used, then calls
 * the stages in order.
 * What each stage does stands in its own file. Modules may use each other in a circle: each is read
 * once, and all names of a run share one space, so the order of reading never changes a meaning. */
#include "sema/check.h"

#include <assert.h>
#include <string.h>

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

static void refuse_later(pl_checker *ck, const pl_node *declaration) {
    pl_sema_not_built(ck, pl_sema_name_span(declaration),
                      declaration->text ? declaration->text : "");
}

static pl_checker make_checker(pl_compiler *compiler, const pl_use_finder *uses) {
    static const pl_use_finder nowhere;
    pl_checker ck = {
        .compiler = compiler,
        .arena = compiler->arena,
        .diags = &compiler->diags,
        .model = PL_MAKE(compiler->arena, pl_model),
        .uses = uses ? uses : &nowhere,
        .schooljaar = pl_intern(&compiler->names, pl_str_of("schooljaar")),
        .count = pl_intern(&compiler->names, pl_str_of("count")),
    };

    pl_map_init(&ck.symbol_map, ck.arena);
    return ck;
}

pl_model *pl_check(pl_compiler *compiler, pl_node **files, uint32_t count,
                   const pl_use_finder *uses) {
    pl_checker ck = make_checker(compiler, uses);

    pl_sema_read_modules(&ck, files, count);
    pl_sema_declare_levels(&ck);
    pl_sema_declare_entities(&ck);
    pl_sema_declare_parameters(&ck);
    pl_sema_declare_tables(&ck);
    pl_sema_declare_roles(&ck);
    pl_sema_declare_lists(&ck);
    pl_sema_declare_populations(&ck);
    pl_sema_declare_measures(&ck);
    pl_sema_declare_rules(&ck);
    pl_sema_check_all_derived(&ck);
    pl_sema_check_tables(&ck);
    pl_sema_check_measures(&ck);
    pl_sema_check_calendar(&ck);
    pl_sema_check_rules(&ck);
    pl_sema_check_deadlines(&ck);
    pl_sema_check_waivers(&ck);
    pl_sema_check_datasets(&ck);
    pl_sema_check_tests(&ck);
    pl_sema_each(&ck, PL_NODE_LATER, refuse_later);
    assert(ck.depth == 0 && ck.chain.len == 0);
    assert(!ck.parts_unread || ck.diags->errors > 0);
    return ck.model;
}
