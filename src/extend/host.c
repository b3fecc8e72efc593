/* host.c - a sandbox: a state of Lua that holds one file and nothing of the world, with bounds on what a call takes.
 * Whatever can fail runs inside lua_pcall; what went wrong is read from the host and the message afterwards.
 * What a file may call is in library.c; how its numbers are kept exact in rewrite.c and numbers.c. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/gettext.h"
#include "extend/host.h"
#include "extend/rewrite.h"

#define INTERVAL 500       /* instructions between two looks at the count */
#define BYTES_OF_A_STEP 64 /* what takes memory takes time */
#define CHUNK "lua"        /* before the line in messages of Lua */

static const char file_key; /* its address: where the registry holds the file, as a function */

const char *pl_extend_version(void) {
    return LUA_VERSION;
}

/* ### bounds */

pl_extend_host *pl_extend_host_of(lua_State *L) {
    return *(pl_extend_host **)lua_getextraspace(L);
}

/* The innermost line of the file that is being run. */
static uint32_t current_line(lua_State *L) {
    lua_Debug frame;

    for (int level = 0; lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "l", &frame);
        if (frame.currentline > 0)
            return (uint32_t)frame.currentline;
    }
    return 0;
}

void pl_extend_stop(lua_State *L, pl_stop stop) {
    pl_extend_host *host = pl_extend_host_of(L);

    assert(stop != PL_STOP_NONE);
    host->stop = stop;
    host->line = current_line(L);
    lua_pushnil(L);
    lua_error(L);
    abort(); /* lua_error does not return */
}

void pl_extend_charge(lua_State *L, size_t steps) {
    pl_extend_host *host = pl_extend_host_of(L);

    host->steps += steps;
    if (host->steps > PL_EXTEND_STEPS)
        pl_extend_stop(L, PL_STOP_STEPS);
}

/* Also called for each line while a lack of memory is looked for. */
static void count_steps(lua_State *L, lua_Debug *frame) {
    if (frame->event == LUA_HOOKLINE)
        pl_extend_host_of(L)->line = (uint32_t)frame->currentline;
    else
        pl_extend_charge(L, INTERVAL);
}

/* Lua asks again after it has collected what nobody needs. */
static bool may_grow(pl_extend_host *host, size_t growth) {
    host->steps += growth / BYTES_OF_A_STEP;
    if (host->steps > PL_EXTEND_STEPS)
        host->refused = PL_STOP_STEPS;
    else if (host->bytes + host->numbers.bytes + growth > PL_EXTEND_MEMORY)
        host->refused = PL_STOP_MEMORY;
    else
        return true;
    return false;
}

static void *allocate(void *context, void *block, size_t old, size_t size) {
    pl_extend_host *host = context;

    if (!block)
        old = 0; /* it said the kind of object */
    assert(host->bytes >= old);
    if (size > old && !may_grow(host, size - old))
        return NULL;
    host->bytes += size;
    host->bytes -= old;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return pl_heap_resize(block, size);
}

/* ### what went wrong */

/* The line is known while the call still stands; the message is taken apart later. */
static int note_error(lua_State *L) {
    pl_extend_host *host = pl_extend_host_of(L);

    if (host->stop == PL_STOP_NONE)
        host->line = current_line(L);
    if (host->line == 0)
        host->line = host->start;
    return 1;
}

/* "lua:3: text": the text, and the line; Lua puts it there where it knows a line. */
static const char *after_place(const char *message, uint32_t *line) {
    char *end;
    unsigned long number;

    if (strncmp(message, CHUNK ":", strlen(CHUNK) + 1) != 0)
        return message;
    number = strtoul(message + strlen(CHUNK) + 1, &end, 10);
    if (end[0] != ':' || end[1] != ' ')
        return message;
    *line = (uint32_t)number;
    return end + 2;
}

static const char *stop_words(pl_arena *arena, pl_stop stop) {
    switch (stop) {
    case PL_STOP_NONE: break;
    case PL_STOP_STEPS:
        return pl_arena_format(arena, _("it takes more than %d steps"), PL_EXTEND_STEPS);
    case PL_STOP_MEMORY:
        return pl_arena_format(arena, _("it takes more than %u KiB of memory"),
                               PL_EXTEND_MEMORY / 1024);
    case PL_STOP_DIGITS:
        return pl_arena_format(arena, _("a number in it has more than %d bits"), PL_EXTEND_BITS);
    }
    return "";
}

static void read_fault(pl_extend_host *host, pl_arena *arena, pl_extend_fault *fault) {
    const char *message =
        lua_type(host->lua, -1) == LUA_TSTRING ? lua_tostring(host->lua, -1) : NULL;

    *fault = (pl_extend_fault){.kind = PL_EXTEND_WRONG, .line = host->line};
    if (host->stop != PL_STOP_NONE) {
        fault->kind = PL_EXTEND_LIMIT;
        fault->text = stop_words(arena, host->stop);
        return;
    }
    message =
        message ? after_place(message, &fault->line) : _("it ends in an error without a text");
    fault->text = pl_arena_copy(arena, message, strlen(message));
}

static int try(pl_extend_host *host, lua_CFunction function, void *job) {
    lua_State *L = host->lua;

    lua_settop(L, 0);
    host->steps = 0;
    host->stop = host->refused = PL_STOP_NONE;
    host->line = host->start = 0;
    lua_pushcfunction(L, note_error);
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, job);
    return lua_pcall(L, 1, 0, 1);
}

/* Lua cannot be asked for its line while it lacks memory, so it is run once more, line by line. */
static void find_line(pl_extend_host *host, lua_CFunction function, void *job) {
    pl_stop refused = host->refused;

    lua_sethook(host->lua, count_steps, LUA_MASKCOUNT | LUA_MASKLINE, INTERVAL);
    (void)try(host, function, job);
    lua_sethook(host->lua, count_steps, LUA_MASKCOUNT, INTERVAL);
    host->stop = refused;
}

/* Runs `function` with `job`; false and *fault when it fails. */
static bool run(pl_extend_host *host, pl_arena *arena, lua_CFunction function, void *job,
                pl_extend_fault *fault) {
    pl_arena_mark mark = pl_arena_save(&host->numbers);
    int status = try(host, function, job);

    if (host->stop == PL_STOP_NONE && status != LUA_OK && status != LUA_ERRRUN) {
        pl_arena_rewind(&host->numbers, mark);
        find_line(host, function, job);
    }
    if (status != LUA_OK)
        read_fault(host, arena, fault);
    pl_arena_rewind(&host->numbers, mark);
    return status == LUA_OK;
}

/* ### opening */

/* What is in reach of the file: a table of its own, which cannot be changed. */
static void open_environment(lua_State *L) {
    lua_newtable(L);
    pl_extend_open_numbers(L);
    pl_extend_open_library(L);
    pl_extend_protect(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

/* Runs the file, which gives the function. */
static void push_function(lua_State *L) {
    int before = lua_gettop(L);

    lua_rawgetp(L, LUA_REGISTRYINDEX, &file_key);
    lua_call(L, 0, LUA_MULTRET);
    if (lua_gettop(L) != before + 1 || !lua_isfunction(L, -1))
        luaL_error(L, "%s", _("the file does not end in `return function (..) .. end`"));
}

static uint32_t first_line(lua_State *L) {
    lua_Debug function;

    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &function);
    return function.linedefined > 0 ? (uint32_t)function.linedefined : 0;
}

static int open_file(lua_State *L) {
    const pl_str *program = lua_touserdata(L, 1);
    int status;

    luaL_checkstack(L, 20, NULL);
    open_environment(L);
    status = luaL_loadbufferx(L, program->ptr, program->len, "=" CHUNK, "t");
    if (status == LUA_ERRMEM)
        pl_extend_stop(L, pl_extend_host_of(L)->refused);
    if (status != LUA_OK)
        lua_error(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &file_key);
    push_function(L);
    return 0;
}

static pl_extend_host *make_host(const pl_extend_function *function) {
    pl_extend_host *host = pl_heap_resize(NULL, sizeof *host);

    memset(host, 0, sizeof *host);
    pl_arena_init(&host->numbers);
    host->function = function;
    host->lua = lua_newstate(allocate, host);
    if (!host->lua)
        pl_out_of_memory();
    *(pl_extend_host **)lua_getextraspace(host->lua) = host;
    lua_sethook(host->lua, count_steps, LUA_MASKCOUNT, INTERVAL);
    return host;
}

/* Bytecode is as it is: Lua refuses it. */
static bool is_bytecode(pl_str text) {
    return text.len > 0 && text.ptr[0] == LUA_SIGNATURE[0];
}

pl_extend_host *pl_extend_open(pl_arena *arena, const pl_extend_function *function,
                               pl_extend_fault *fault) {
    pl_extend_host *host = make_host(function);
    pl_str text = function->source->text;
    pl_buffer program;
    bool done;

    *fault = (pl_extend_fault){.kind = PL_EXTEND_WRONG};
    pl_buffer_init(&program);
    done = is_bytecode(text) || pl_extend_rewrite(text, &program, &fault->line, &fault->text);
    if (done) {
        if (!is_bytecode(text))
            text = (pl_str){program.ptr, program.len};
        done = run(host, arena, open_file, &text, fault);
    }
    pl_buffer_fini(&program);
    if (done)
        return host;
    pl_extend_close(host);
    return NULL;
}

/* ### calling */

typedef struct call {
    pl_arena *arena;
    const pl_value *arguments;
    pl_value result;
} call;

/* The file is run anew: what an earlier call has changed of its own is gone. */
static int call_function(lua_State *L) {
    const pl_extend_function *function = pl_extend_host_of(L)->function;
    call *job = lua_touserdata(L, 1);
    int before = lua_gettop(L);

    luaL_checkstack(L, (int)function->count + 20, NULL);
    push_function(L);
    pl_extend_host_of(L)->start = first_line(L);
    for (uint32_t i = 0; i < function->count; i++)
        pl_extend_push_value(L, function->inputs[i], &job->arguments[i]);
    lua_call(L, (int)function->count, LUA_MULTRET);
    if (lua_gettop(L) != before + 1)
        luaL_error(L,
                   lua_gettop(L) == before
                       ? _("it returns nothing: write `return nil` where there is no value")
                       : _("it returns more than one value"));
    job->result = pl_extend_read_value(L, job->arena, function->result);
    return 0;
}

bool pl_extend_call(pl_extend_host *host, pl_arena *arena, const pl_value *arguments,
                    pl_value *result, pl_extend_fault *fault) {
    call job = {.arena = arena, .arguments = arguments};

    for (uint32_t i = 0; i < host->function->count; i++)
        assert(arguments[i].state == PL_OK && arguments[i].base == host->function->inputs[i].base);
    if (!run(host, arena, call_function, &job, fault))
        return false;
    *result = job.result;
    return true;
}

void pl_extend_close(pl_extend_host *host) {
    lua_close(host->lua);
    pl_arena_fini(&host->numbers);
    assert(host->bytes == 0);
    free(host);
}
