/* without.c - a build without Lua: rule files with an extension are refused before anything of it is called. */
#include <assert.h>
#include <stddef.h>

#include "base/gettext.h"
#include "extend/extend.h"

const char *pl_extend_version(void) {
    return NULL;
}

pl_extend_host *pl_extend_open(pl_arena *arena, const pl_extend_function *function,
                               pl_extend_fault *fault) {
    (void)arena;
    assert(function && fault);
    *fault = (pl_extend_fault){PL_EXTEND_WRONG, 0, _("this build has no Lua")};
    return NULL;
}

bool pl_extend_call(pl_extend_host *host, pl_arena *arena, const pl_value *arguments,
                    pl_value *result, pl_extend_fault *fault) {
    (void)arena, (void)arguments, (void)result, (void)fault;
    assert(!host && !"there is nothing to call");
    return false;
}

void pl_extend_close(pl_extend_host *host) {
    (void)host;
    assert(!host);
}
