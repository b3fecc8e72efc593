/* check.h - from syntax trees to the checked program, with diagnostics for all that is wrong, and
 * the advice of lint. */
#ifndef PL_SEMA_CHECK_H
#define PL_SEMA_CHECK_H

#include "sema/model.h"
#include "syntax/tree.h"

/* Where `use NAME` is looked for. */
typedef struct pl_use_finder {
    /* The source of module `name` used by `from`, or NULL after setting *why; lives as long as the
     * compilation. */
    const pl_source *(*find)(void *context, const char *name, const pl_source *from,
                             const char **why);
    /* The names of the modules of the standard library, for advice; NULL: none are known. */
    const char *const *(*modules)(void *context, uint32_t *count);
    /* The file `path`, seen from the folder of `from`; the same otherwise. */
    const pl_source *(*read)(void *context, const char *path, const pl_source *from,
                             const char **why);
    void *context;
} pl_use_finder;

/* Checks the files (PL_NODE_FILE each, in the order given) with all that they use. Always gives a
 * model; do not evaluate it when compiler->diags.errors > 0. A name that may well stand in a part
 * that could not be read is not reported; modules may use each other in a circle, each is read
 * once. */
pl_model *pl_check(pl_compiler *compiler, pl_node **files, uint32_t count,
                   const pl_use_finder *uses);

/* Lint: gaps and overlaps of bands and tables over the declared domains, unreachable clauses, and
 * the like; adds advice to compiler->diags. Says nothing about the standard library, and nothing at
 * all after an error. */
void pl_lint(pl_compiler *compiler, const pl_model *model);

/* --dump=types: the model with the type of every expression. */
void pl_dump_types(const pl_model *model, FILE *out);
/* One expression as written in the language, fully parenthesised: for dumps, notes and
 * certificates. */
void pl_expr_print(pl_buffer *out, const pl_expr *expr);

#endif
