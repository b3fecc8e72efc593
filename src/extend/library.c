/* library.c - what a function in Lua may call: what is pure, ends, and gives the same everywhere. No input or output, no clock, no chance,
 * no loading, no order of tables (`pairs`), nothing that catches an error, no patterns (a short one can take hours). */
#include <assert.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "base/gettext.h"
#include "extend/host.h"

/* ### what cannot be changed */

static int refuse_change(lua_State *L) {
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "..";

    return luaL_error(L, _("`%s` is given a value outside the function: write `local %s`"), name,
                      name);
}

/* Only texts are asked for by name; `math[1]` is nothing. */
static int refuse_name(lua_State *L) {
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "..";

    return luaL_error(
        L, _("there is no `%s` here: doc/language.md lists what an extension may use"), name);
}

void pl_extend_protect(lua_State *L) {
    assert(lua_istable(L, -1));
    lua_newtable(L); /* of what is not in the table */
    lua_pushcfunction(L, refuse_name);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_newtable(L); /* what is given instead: empty, */
    lua_newtable(L); /* it reads from the table */
    lua_rotate(L, -3, -1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_change);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
}

/* ### numbers */

static int math_abs(lua_State *L) {
    pl_number x = pl_extend_need_number(L, 1);

    if (pl_number_sign(x) < 0)
        x = pl_number_negate(&pl_extend_host_of(L)->numbers, x);
    pl_extend_push_number(L, x);
    return 1;
}

static int math_floor(lua_State *L) {
    pl_extend_push_number(
        L, pl_extend_floor(&pl_extend_host_of(L)->numbers, pl_extend_need_number(L, 1)));
    return 1;
}

static int math_ceil(lua_State *L) {
    pl_arena *arena = &pl_extend_host_of(L)->numbers;
    pl_number x = pl_number_negate(arena, pl_extend_need_number(L, 1));

    pl_extend_push_number(L, pl_number_negate(arena, pl_extend_floor(arena, x)));
    return 1;
}

static int furthest(lua_State *L, int sign) {
    pl_number best = pl_extend_need_number(L, 1);

    for (int i = 2; i <= lua_gettop(L); i++) {
        pl_number other = pl_extend_need_number(L, i);

        if (pl_number_compare(other, best) * sign > 0)
            best = other;
    }
    pl_extend_push_number(L, best);
    return 1;
}

static int math_max(lua_State *L) {
    return furthest(L, 1);
}

static int math_min(lua_State *L) {
    return furthest(L, -1);
}

/* To the nearest multiple of a step, as `rounded to` does. */
static int math_round(lua_State *L) {
    pl_number x = pl_extend_need_number(L, 1);
    pl_number step = lua_gettop(L) > 1 ? pl_extend_need_number(L, 2) : PL_NUMBER_ONE;

    if (pl_number_sign(step) <= 0)
        luaL_error(L, "%s", _("a number is rounded to a step above zero"));
    pl_extend_push_number(L, pl_number_round(&pl_extend_host_of(L)->numbers, x, step));
    return 1;
}

/* ### texts, by bytes and whatever the locale */

static int string_len(lua_State *L) {
    luaL_checktype(L, 1, LUA_TSTRING);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

/* From 1; negative ones count from the end. */
static size_t place_in(lua_Integer place, size_t length, size_t least) {
    if (place < 0)
        place = -place > (lua_Integer)length ? 0 : (lua_Integer)length + place + 1;
    if (place < (lua_Integer)least)
        return least;
    return place > (lua_Integer)length + 1 ? length + 1 : (size_t)place;
}

static int string_sub(lua_State *L) {
    size_t length, from, to;
    const char *text;

    luaL_checktype(L, 1, LUA_TSTRING);
    text = lua_tolstring(L, 1, &length);
    from = place_in(luaL_checkinteger(L, 2), length, 1);
    to = place_in(luaL_optinteger(L, 3, -1), length, 0);
    to = to > length ? length : to;
    lua_pushlstring(L, text + from - 1, from > to ? 0 : to - from + 1);
    return 1;
}

static int change_case(lua_State *L, char first, char last, int change) {
    luaL_Buffer out;
    size_t length;
    const char *text;
    char *changed;

    luaL_checktype(L, 1, LUA_TSTRING);
    text = lua_tolstring(L, 1, &length);
    changed = luaL_buffinitsize(L, &out, length);
    for (size_t i = 0; i < length; i++)
        changed[i] = text[i] >= first && text[i] <= last ? (char)(text[i] + change) : text[i];
    luaL_pushresultsize(&out, length);
    return 1;
}

static int string_lower(lua_State *L) {
    return change_case(L, 'A', 'Z', 'a' - 'A');
}

static int string_upper(lua_State *L) {
    return change_case(L, 'a', 'z', 'A' - 'a');
}

static int string_rep(lua_State *L) {
    lua_Integer count = luaL_checkinteger(L, 2);
    size_t length, whole;
    const char *text;
    luaL_Buffer out;
    char *to;

    luaL_checktype(L, 1, LUA_TSTRING);
    text = lua_tolstring(L, 1, &length);
    count = count < 0 ? 0 : count;
    if (length > 0 && (size_t)count > PL_EXTEND_MEMORY / length)
        pl_extend_stop(L, PL_STOP_MEMORY);
    whole = length * (size_t)count;
    if (length == 0)
        whole = 0;
    to = luaL_buffinitsize(L, &out, whole);
    for (size_t i = 0; i < whole; i++)
        to[i] = text[i % length];
    luaL_pushresultsize(&out, whole);
    return 1;
}

/* ### all */

static int type_of(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushstring(L, lua_isuserdata(L, 1) ? "number" : luaL_typename(L, 1));
    return 1;
}

static void open_table(lua_State *L, const char *name, const luaL_Reg *functions) {
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
    pl_extend_protect(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, name);
}

/* `text:len()` finds the functions for texts. */
static void open_texts(lua_State *L, const luaL_Reg *functions) {
    open_table(L, "string", functions);
    lua_pushliteral(L, "");
    lua_newtable(L);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 2);
}

/* Those of Lua's own that are taken as they are; nothing else of its library stays. */
static void open_base(lua_State *L) {
    static const char *const taken[] = {"assert", "error", "ipairs", "select"};

    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        lua_getfield(L, -1, taken[i]);
        assert(lua_iscfunction(L, -1));
        lua_setfield(L, -3, taken[i]);
    }
    lua_pop(L, 1);
}

void pl_extend_open_library(lua_State *L) {
    static const luaL_Reg numbers[] = {
        {"abs", math_abs}, {"ceil", math_ceil},   {"floor", math_floor}, {"max", math_max},
        {"min", math_min}, {"round", math_round}, {NULL, NULL}};
    static const luaL_Reg texts[] = {{"len", string_len},     {"lower", string_lower},
                                     {"rep", string_rep},     {"sub", string_sub},
                                     {"upper", string_upper}, {NULL, NULL}};

    assert(lua_istable(L, -1));
    open_base(L);
    lua_pushcfunction(L, type_of);
    lua_setfield(L, -2, "type");
    open_table(L, "math", numbers);
    lua_pop(L, 1);
    open_texts(L, texts);
}
