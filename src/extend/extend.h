/* extend.h - functions in Lua that rule files declare, each in a sandbox of its own. A function is given values and gives
 * one; it cannot see anything else, cannot change anything, and is stopped when it takes too long. Its numbers are exact.
 *
 * Every call runs the file anew in the same state, so a call cannot leave anything for the next one: the same arguments
 * give the same result, in whatever order calls are made.
 * In a build without Lua (pl_extend_version gives NULL) nothing else of this header is called. */
#ifndef PL_EXTEND_EXTEND_H
#define PL_EXTEND_EXTEND_H

#include "types/type.h"

/* The bounds of one call. A step is an instruction of Lua, or 64 bytes that it takes. */
#define PL_EXTEND_STEPS 1000000
#define PL_EXTEND_MEMORY (1u << 20) /* bytes, with all that the file holds */
#define PL_EXTEND_BITS 8192         /* of a number: numerator and denominator together */
#define PL_EXTEND_TEXT 1000         /* bytes of a text that is given back */

typedef struct pl_extend_function {
    const char *name;        /* as rules call it */
    const pl_source *source; /* the Lua file */
    uint32_t count;          /* of inputs */
    const pl_type *inputs;
    pl_type result;
} pl_extend_function;

typedef enum pl_extend_fault_kind {
    PL_EXTEND_WRONG, /* a mistake in the file, or a result that is none of its type */
    PL_EXTEND_LIMIT  /* more steps, memory or digits than a call may take */
} pl_extend_fault_kind;

typedef struct pl_extend_fault {
    pl_extend_fault_kind kind;
    uint32_t line;    /* of the Lua file; 0: none in particular */
    const char *text; /* a clause in the reader's language; what Lua itself says is English */
} pl_extend_fault;

typedef struct pl_extend_host pl_extend_host;

/* "Lua 5.4", or NULL: this build has none. */
const char *pl_extend_version(void);
/* Reads the file and runs it once; NULL and *fault (its text in `arena`) when it does not return one function. `function`
 * lives as long as the host. */
pl_extend_host *pl_extend_open(pl_arena *arena, const pl_extend_function *function,
                               pl_extend_fault *fault);
/* The result for `function->count` arguments, each known exactly and of its type; texts and big numbers of it stand in
 * `arena`, so does the text of a fault. result->state is MISSING where the function gives nil. False and *fault when it
 * fails; it may be called again. */
bool pl_extend_call(pl_extend_host *host, pl_arena *arena, const pl_value *arguments,
                    pl_value *result, pl_extend_fault *fault);
void pl_extend_close(pl_extend_host *host);

#endif
