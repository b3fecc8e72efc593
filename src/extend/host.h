/* host.h - what the files of this folder share of a sandbox; only builds with Lua have it. Every function here that takes a
 * lua_State is called by Lua, or inside lua_pcall: it may leave by an error, so it keeps nothing on the heap. */
#ifndef PL_EXTEND_HOST_H
#define PL_EXTEND_HOST_H

#include "extend/extend.h"

typedef struct lua_State lua_State;

/* Why a call was stopped. */
typedef enum pl_stop { PL_STOP_NONE, PL_STOP_STEPS, PL_STOP_MEMORY, PL_STOP_DIGITS } pl_stop;

struct pl_extend_host {
    lua_State *lua;
    const pl_extend_function *function;
    pl_arena numbers; /* big numbers of the call at hand */
    size_t bytes;     /* that Lua holds */
    size_t steps;     /* of the call at hand */
    pl_stop stop;
    pl_stop refused; /* why memory was refused last; Lua may have found some after that */
    uint32_t line;   /* of the file, at the stop or error; 0: not known */
    uint32_t start;  /* where the function begins, for what is wrong behind its end */
};

pl_extend_host *pl_extend_host_of(lua_State *L);
/* Ends the call. */
_Noreturn void pl_extend_stop(lua_State *L, pl_stop stop);
/* Counts steps, and stops the call when there are too many. */
void pl_extend_charge(lua_State *L, size_t steps);

/* ---- numbers.c ---- */

/* What makes numbers exact, into the table on top of the stack. */
void pl_extend_open_numbers(lua_State *L);
/* Is the value a number? A whole one of 64 bits is an integer of Lua, others are userdata. */
bool pl_extend_number(lua_State *L, int index, pl_number *out);
/* The same; leaves by an error that says what it is instead. */
pl_number pl_extend_need_number(lua_State *L, int index);
void pl_extend_push_number(lua_State *L, pl_number number);
/* The greatest whole number that is not above it. */
pl_number pl_extend_floor(pl_arena *arena, pl_number number);
/* "a text", "nil", "a function": what a value is, for messages. */
const char *pl_extend_words(lua_State *L, int index);

/* ---- library.c ---- */

/* All that a file may call, into the table on top of the stack. */
void pl_extend_open_library(lua_State *L);
/* Puts a table that can be read but not changed in the place of the one on top of the stack. */
void pl_extend_protect(lua_State *L);

/* ---- values.c ---- */

void pl_extend_push_value(lua_State *L, pl_type type, const pl_value *value);
/* The value on top of the stack as one of that type; leaves by an error when it is none. */
pl_value pl_extend_read_value(lua_State *L, pl_arena *arena, pl_type type);

#endif
