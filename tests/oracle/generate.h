/* generate.h - random rule files with random data, for comparing the machine with the slow evaluator. */
#ifndef PL_TESTS_GENERATE_H
#define PL_TESTS_GENERATE_H

#include "base/text.h"

typedef enum construct {
#define CONSTRUCT(name, least) USES_##name,
#include "constructs.def"
#undef CONSTRUCT
    CONSTRUCT_COUNT
} construct;

/* The files of a program: the rules, the dataset, what that maps, and extensions. */
#define GENERATED_PARTS(PART)                                                                      \
    PART(rules, "p.peil")                                                                          \
    PART(dataset, "dataset.peil")                                                                  \
    PART(school, "school.csv")                                                                     \
    PART(weging, "weging.csv")                                                                     \
    PART(leerling, "leerling.csv")                                                                 \
    PART(toets, "toets.csv")                                                                       \
    PART(attest, "attest.csv")                                                                     \
    PART(bestuur, "bestuur.csv")                                                                   \
    PART(groep, "groep.csv")                                                                       \
    PART(gesprek, "gesprek.csv")                                                                   \
    PART(reken, "reken.lua")                                                                       \
    PART(ruim, "ruim.lua")                                                                         \
    PART(trede, "trede.lua")

typedef struct generated {
#define PART(name, file) pl_buffer name;
    GENERATED_PARTS(PART)
#undef PART
    uint32_t uses[CONSTRUCT_COUNT];
} generated;

void generated_init(generated *g);
void generated_fini(generated *g);
/* Empties all parts. */
void generated_clear(generated *g);
/* Program number `seed`; the same seed gives the same bytes everywhere. */
void generate_program(generated *g, uint64_t seed);
/* The same for programs that are about what would have to change. */
void generate_changes(generated *g, uint64_t seed);
const char *construct_name(construct c);
uint32_t construct_least(
    construct c); /* uses that 1,000 programs must show; none of what this build cannot do */

#endif
