/* generated.c - what a generated program is kept in, and how often it has to use each construct. */
#include "generate.h"

#include <string.h>

#include "extend/extend.h"

void generated_init(generated *g) {
    memset(g, 0, sizeof *g);
#define PART(name, file) pl_buffer_init(&g->name);
    GENERATED_PARTS(PART)
#undef PART
}

void generated_fini(generated *g) {
#define PART(name, file) pl_buffer_fini(&g->name);
    GENERATED_PARTS(PART)
#undef PART
}

void generated_clear(generated *g) {
#define PART(name, file) g->name.len = 0;
    GENERATED_PARTS(PART)
#undef PART
}

static const struct {
    const char *name;
    uint32_t least;
} constructs[] = {
#define CONSTRUCT(name, least) {#name, least},
#include "constructs.def"
#undef CONSTRUCT
};

const char *construct_name(construct c) {
    return constructs[c].name;
}

uint32_t construct_least(construct c) {
    bool built = pl_extend_version() ||
        (c != USES_call && c != USES_call_as_condition && c != USES_call_of_level);

    return built ? constructs[c].least : 0;
}
