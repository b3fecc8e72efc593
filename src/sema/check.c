/* check.c - from syntax trees to the checked program: calls the stages in order.
 * What each stage does stands in its own file. */
#include "sema/check.h"

#include <assert.h>
#include <string.h>

#include "sema/checker.h"

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
    pl_map_init(&ck.rule_names, ck.arena);
    return ck;
}

pl_model *pl_check(pl_compiler *compiler, pl_node **files, uint32_t count,
                   const pl_use_finder *uses) {
    pl_checker ck = make_checker(compiler, uses);

    pl_sema_read_modules(&ck, files, count);
    pl_sema_declare_levels(&ck);
    pl_sema_declare_entities(&ck);
    pl_sema_declare_parameters(&ck);
    pl_sema_declare_extensions(&ck);
    pl_sema_declare_tables(&ck);
    pl_sema_declare_roles(&ck);
    pl_sema_declare_lists(&ck);
    pl_sema_declare_populations(&ck);
    pl_sema_declare_measures(&ck);
    pl_sema_declare_rules(&ck);
    pl_sema_check_tables(&ck);
    pl_sema_check_calendar(&ck);
    pl_sema_check_all_derived(&ck);
    pl_sema_check_measures(&ck);
    pl_sema_check_rules(&ck);
    pl_sema_check_deadlines(&ck);
    pl_sema_check_waivers(&ck);
    pl_sema_check_datasets(&ck);
    pl_sema_check_tests(&ck);
    assert(ck.depth == 0 && ck.chain.len == 0);
    assert(!ck.parts_unread || ck.diags->errors > 0);
    return ck.model;
}
