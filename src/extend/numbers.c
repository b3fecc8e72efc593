/* numbers.c - exact numbers in Lua. A whole number that fits is an integer of Lua, so it counts, compares and is a key as usual;
 * every other is a userdata with a pl_number. There is no float: no text makes one (rewrite.c), and every operator that could is
 * carried out here. `a + b` arrives as (a + mark) + b: the first step gives a as a userdata, the second adds.
 * `a == b` arrives as (a | mark) | b: the first step keeps a, of whatever type, the second compares. */
#include <assert.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/gettext.h"
#include "extend/host.h"
#include "extend/rewrite.h"

#define MOST_POWER 100000

static const char number_key, mark_key; /* addresses: where the registry holds the metatables */

/* A mark by itself, or one that keeps the left operand as its user value. */
typedef struct mark {
    pl_mark op;
    bool holds;
} mark;

/* ### kinds of userdata */

static void *find_userdata(lua_State *L, int index, const char *key) {
    bool same;

    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return NULL;
    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same ? lua_touserdata(L, index) : NULL;
}

static void *make_userdata(lua_State *L, size_t size, int values, const char *key) {
    void *made = lua_newuserdatauv(L, size, values);

    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    lua_setmetatable(L, -2);
    return made;
}

static mark *find_mark(lua_State *L, int index, bool holds) {
    mark *found = find_userdata(L, index, &mark_key);

    return found && found->holds == holds ? found : NULL;
}

static void push_mark(lua_State *L, pl_mark op, bool holds) {
    mark *made = make_userdata(L, sizeof *made, 1, &mark_key);

    *made = (mark){op, holds};
}

/* ### numbers on the stack */

bool pl_extend_number(lua_State *L, int index, pl_number *out) {
    const pl_number *box;

    if (lua_isinteger(L, index)) {
        *out = pl_number_make(&pl_extend_host_of(L)->numbers, lua_tointeger(L, index), 1);
        return true;
    }
    box = find_userdata(L, index, &number_key);
    if (box)
        *out = *box;
    return box != NULL;
}

const char *pl_extend_words(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TNONE: return "nil";
    case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
    case LUA_TNUMBER:
    case LUA_TUSERDATA: return _("a number");
    case LUA_TSTRING: return lua_pushfstring(L, "\"%s\"", lua_tostring(L, index));
    case LUA_TTABLE: return _("a table");
    default: return _("a function");
    }
}

pl_number pl_extend_need_number(lua_State *L, int index) {
    pl_number number = PL_NUMBER_ZERO;

    if (!pl_extend_number(L, index, &number))
        luaL_error(L, _("%s stands where a number is needed"), pl_extend_words(L, index));
    return number;
}

static void push_box(lua_State *L, pl_number number) {
    pl_number *box = make_userdata(L, sizeof *box, 0, &number_key);

    *box = number;
}

void pl_extend_push_number(lua_State *L, pl_number number) {
    size_t bits = pl_number_bits(number);

    if (bits > PL_EXTEND_BITS)
        pl_extend_stop(L, PL_STOP_DIGITS);
    pl_extend_charge(L, 1 + bits / 256);
    if (!number.big && number.den == 1)
        lua_pushinteger(L, number.num);
    else
        push_box(L, number);
}

/* ### arithmetic */

/* Numbers of one step are at most twice as long as those it is made of, so they are looked at before they grow on. */
static pl_number checked(lua_State *L, pl_number number) {
    if (pl_number_bits(number) > PL_EXTEND_BITS)
        pl_extend_stop(L, PL_STOP_DIGITS);
    return number;
}

static pl_number divided(lua_State *L, pl_number a, pl_number b) {
    if (pl_number_sign(b) == 0)
        luaL_error(L, "%s", _("a number is divided by zero"));
    return pl_number_div(&pl_extend_host_of(L)->numbers, a, b);
}

static pl_number power(lua_State *L, pl_number a, pl_number b) {
    pl_arena *arena = &pl_extend_host_of(L)->numbers;
    pl_number result = PL_NUMBER_ONE;
    int64_t left = b.num < 0 ? -b.num : b.num;

    if (!pl_number_is_integer(b) || b.big || left > MOST_POWER)
        luaL_error(L, "%s", _("a power is a whole number: a root is not exact"));
    for (; left > 0; left /= 2) {
        if (left % 2 == 1)
            result = checked(L, pl_number_mul(arena, result, a));
        if (left > 1)
            a = checked(L, pl_number_mul(arena, a, a));
        pl_extend_charge(L, 1 + pl_number_bits(a) / 64);
    }
    return b.num < 0 ? divided(L, PL_NUMBER_ONE, result) : result;
}

pl_number pl_extend_floor(pl_arena *arena, pl_number number) {
    pl_number nearest = pl_number_round(arena, number, PL_NUMBER_ONE);

    if (pl_number_compare(nearest, number) > 0)
        nearest = pl_number_sub(arena, nearest, PL_NUMBER_ONE);
    assert(pl_number_is_integer(nearest));
    return nearest;
}

/* The first step of `a + b`: a as a userdata. */
static int hold_number(lua_State *L) {
    push_box(L, pl_extend_need_number(L, 1));
    return 1;
}

/* The first step of `a ^ b`, which is read from its end: the mark takes b. */
static int hold_value(lua_State *L, pl_mark op, int index) {
    push_mark(L, op, true);
    lua_pushvalue(L, index);
    lua_setiuservalue(L, -2, 1);
    return 1;
}

/* Is there a value at this place of the table on top of the stack? */
static bool has_place(lua_State *L, lua_Integer place) {
    bool there = lua_rawgeti(L, -1, place) != LUA_TNIL;

    lua_pop(L, 1);
    return there;
}

/* Of a table with gaps Lua gives one of several lengths, by how its memory happens to lie; this one follows from what it holds. */
static lua_Integer table_length(lua_State *L) {
    lua_Integer last = 0, gap = 1;

    while (has_place(L, gap)) {
        last = gap;
        gap *= 2;
    }
    while (gap - last > 1) {
        lua_Integer middle = last + (gap - last) / 2;

        if (has_place(L, middle))
            last = middle;
        else
            gap = middle;
    }
    return last;
}

static int length_of(lua_State *L) {
    switch (lua_type(L, -1)) {
    case LUA_TSTRING: lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1)); break;
    case LUA_TTABLE: lua_pushinteger(L, table_length(L)); break;
    default: luaL_error(L, _("%s has no length"), pl_extend_words(L, -1));
    }
    return 1;
}

static int arithmetic(lua_State *L) {
    pl_mark op = (pl_mark)lua_tointeger(L, lua_upvalueindex(1));
    pl_arena *arena = &pl_extend_host_of(L)->numbers;
    const mark *first = op == PL_MARK_POW ? find_mark(L, 1, false) : NULL;
    pl_number a, b, result = PL_NUMBER_ZERO;

    if (first && first->op == PL_MARK_LEN)
        return length_of(L);
    if (first)
        return hold_value(L, op, 2);
    if (op == PL_MARK_POW && find_mark(L, 2, true))
        lua_getiuservalue(L, 2, 1), lua_replace(L, 2);
    else if (find_mark(L, 2, false))
        return hold_number(L);
    a = pl_extend_need_number(L, 1);
    b = pl_extend_need_number(L, 2);
    switch (op) {
    case PL_MARK_ADD: result = pl_number_add(arena, a, b); break;
    case PL_MARK_SUB: result = pl_number_sub(arena, a, b); break;
    case PL_MARK_MUL: result = pl_number_mul(arena, a, b); break;
    case PL_MARK_DIV: result = divided(L, a, b); break;
    case PL_MARK_POW: result = power(L, a, b); break;
    default: assert(!"no such arithmetic");
    }
    pl_extend_push_number(L, result);
    return 1;
}

static int whole_division(lua_State *L) {
    pl_arena *arena = &pl_extend_host_of(L)->numbers;
    pl_number a = pl_extend_need_number(L, 1), b = pl_extend_need_number(L, 2);

    pl_extend_push_number(L, pl_extend_floor(arena, divided(L, a, b)));
    return 1;
}

static int remainder_of(lua_State *L) {
    pl_arena *arena = &pl_extend_host_of(L)->numbers;
    pl_number a = pl_extend_need_number(L, 1), b = pl_extend_need_number(L, 2);
    pl_number times = checked(L, pl_extend_floor(arena, divided(L, a, b)));

    pl_extend_push_number(L, pl_number_sub(arena, a, pl_number_mul(arena, b, times)));
    return 1;
}

static int negated(lua_State *L) {
    pl_extend_push_number(
        L, pl_number_negate(&pl_extend_host_of(L)->numbers, pl_extend_need_number(L, 1)));
    return 1;
}

/* ### comparisons */

static bool is_equal(lua_State *L, int a, int b) {
    pl_number left, right;

    if (pl_extend_number(L, a, &left) && pl_extend_number(L, b, &right))
        return pl_number_compare(left, right) == 0;
    if (lua_type(L, a) == LUA_TSTRING)
        pl_extend_charge(L, lua_rawlen(L, a) / 64);
    return lua_rawequal(L, a, b);
}

/* -1, 0, 1. Texts by their bytes, whatever the locale. */
static int order_of(lua_State *L, int a, int b) {
    pl_number left, right;
    pl_str x, y;

    if (pl_extend_number(L, a, &left) && pl_extend_number(L, b, &right))
        return pl_number_compare(left, right);
    if (lua_type(L, a) != LUA_TSTRING || lua_type(L, b) != LUA_TSTRING)
        luaL_error(L, _("%s is compared with %s"), pl_extend_words(L, a), pl_extend_words(L, b));
    x.ptr = lua_tolstring(L, a, &x.len);
    y.ptr = lua_tolstring(L, b, &y.len);
    pl_extend_charge(L, x.len / 64);
    return pl_str_compare(x, y);
}

static bool compares(lua_State *L, pl_mark op, int a, int b) {
    switch (op) {
    case PL_MARK_EQ: return is_equal(L, a, b);
    case PL_MARK_NE: return !is_equal(L, a, b);
    case PL_MARK_LT: return order_of(L, a, b) < 0;
    case PL_MARK_LE: return order_of(L, a, b) <= 0;
    case PL_MARK_GT: return order_of(L, a, b) > 0;
    case PL_MARK_GE: return order_of(L, a, b) >= 0;
    default: break;
    }
    assert(!"no such comparison");
    return false;
}

static int comparison(lua_State *L) {
    const mark *held = find_mark(L, 1, true), *plain = find_mark(L, 2, false);

    if (!held) {
        assert(plain);
        return hold_value(L, plain->op, 1);
    }
    lua_getiuservalue(L, 1, 1);
    lua_pushboolean(L, compares(L, held->op, 3, 2));
    return 1;
}

/* ### texts */

static void push_written(lua_State *L, int index) {
    pl_number number;
    pl_buffer text;

    if (!pl_extend_number(L, index, &number)) {
        lua_pushvalue(L, index);
        return;
    }
    pl_buffer_init(&text);
    pl_number_print(&text, number);
    lua_pushstring(L, pl_buffer_take(&text, &pl_extend_host_of(L)->numbers));
}

static int concatenated(lua_State *L) {
    for (int i = 1; i <= 2; i++)
        if (!lua_isstring(L, i) && !find_userdata(L, i, &number_key))
            luaL_error(L, _("%s cannot be joined to a text"), pl_extend_words(L, i));
    push_written(L, 1);
    push_written(L, 2);
    lua_concat(L, 2);
    return 1;
}

/* "1/3", "0.25", "12": decimal where that is exact. */
static int as_text(lua_State *L) {
    luaL_checkany(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING)
        lua_pushvalue(L, 1);
    else if (lua_isnumber(L, 1) || find_userdata(L, 1, &number_key))
        push_written(L, 1);
    else
        lua_pushstring(L,
                       lua_toboolean(L, 1) && lua_isboolean(L, 1) ? "true"
                           : lua_isboolean(L, 1)                  ? "false"
                                                                  : luaL_typename(L, 1));
    return 1;
}

/* A decimal number or `p/q`; false when the text is neither. */
static bool parse(lua_State *L, pl_str text, pl_number *out) {
    pl_arena *arena = &pl_extend_host_of(L)->numbers;
    const char *slash = memchr(text.ptr, '/', text.len);
    pl_number under = PL_NUMBER_ONE;

    if (slash) {
        pl_str rest = {slash + 1, (size_t)(text.ptr + text.len - slash - 1)};

        text.len = (size_t)(slash - text.ptr);
        if (!pl_number_parse(arena, rest, '.', &under) || pl_number_sign(under) == 0)
            return false;
    }
    if (!pl_number_parse(arena, text, '.', out))
        return false;
    *out = pl_number_div(arena, *out, under);
    return true;
}

static int as_number(lua_State *L) {
    pl_number number;
    pl_str text;

    luaL_checkany(L, 1);
    if (pl_extend_number(L, 1, &number)) {
        lua_pushvalue(L, 1);
        return 1;
    }
    text.len = 0;
    text.ptr = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &text.len) : "";
    if (parse(L, text, &number))
        pl_extend_push_number(L, number);
    else
        lua_pushnil(L);
    return 1;
}

/* `0.1` of the file. */
static int literal(lua_State *L) {
    pl_number number = PL_NUMBER_ZERO;
    pl_str text;

    text.ptr = lua_tolstring(L, 1, &text.len);
    if (!parse(L, text, &number))
        luaL_error(L, "%s", _("a number has at most 300 digits"));
    pl_extend_push_number(L, number);
    return 1;
}

/* ### counting: `for i = a, b, step` */

static int64_t whole_bound(lua_State *L, int index) {
    pl_number bound = pl_extend_need_number(L, index);

    if (bound.big || bound.den != 1)
        luaL_error(L, "%s", _("the bounds and the step of a `for` are whole numbers"));
    return bound.num;
}

/* Upvalues: the next number, the last one, the step; no next when there is none left. */
static int count_on(lua_State *L) {
    int64_t now, last, step, next;

    if (lua_isnil(L, lua_upvalueindex(1)))
        return 0;
    now = lua_tointeger(L, lua_upvalueindex(1));
    last = lua_tointeger(L, lua_upvalueindex(2));
    step = lua_tointeger(L, lua_upvalueindex(3));
    if (step > 0 ? now > last : now < last)
        return 0;
    if (__builtin_add_overflow(now, step, &next))
        lua_pushnil(L);
    else
        lua_pushinteger(L, next);
    lua_replace(L, lua_upvalueindex(1));
    lua_pushinteger(L, now);
    return 1;
}

static int range(lua_State *L) {
    int64_t step = lua_gettop(L) > 2 ? whole_bound(L, 3) : 1;

    if (step == 0)
        luaL_error(L, "%s", _("the step of a `for` is not zero"));
    lua_pushinteger(L, whole_bound(L, 1));
    lua_pushinteger(L, whole_bound(L, 2));
    lua_pushinteger(L, step);
    lua_pushcclosure(L, count_on, 3);
    return 1;
}

/* ### opening */

static void open_metatable(lua_State *L, const char *key) {
    static const char *const events[] = {"__add", "__sub", "__mul", "__div", "__pow"};

    lua_newtable(L);
    for (int i = 0; i < (int)(sizeof events / sizeof *events); i++) {
        lua_pushinteger(L, PL_MARK_ADD + i);
        lua_pushcclosure(L, arithmetic, 1);
        lua_setfield(L, -2, events[i]);
    }
    lua_pushstring(L, "number");
    lua_setfield(L, -2, "__name");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static void open_marks(lua_State *L) {
    open_metatable(L, &mark_key);
    lua_pushcfunction(L, comparison);
    lua_setfield(L, -2, "__bor");
    lua_pop(L, 1);
    for (int op = 0; op < PL_MARK_COUNT; op++) {
        push_mark(L, (pl_mark)op, false);
        lua_setfield(L, -2, pl_mark_names[op]);
    }
}

void pl_extend_open_numbers(lua_State *L) {
    static const luaL_Reg of_numbers[] = {{"__idiv", whole_division},
                                          {"__mod", remainder_of},
                                          {"__unm", negated},
                                          {"__concat", concatenated},
                                          {NULL, NULL}};
    static const luaL_Reg functions[] = {{PL_REWRITE_NUMBER, literal},
                                         {PL_REWRITE_RANGE, range},
                                         {"tonumber", as_number},
                                         {"tostring", as_text},
                                         {NULL, NULL}};

    assert(lua_istable(L, -1));
    open_metatable(L, &number_key);
    luaL_setfuncs(L, of_numbers, 0);
    lua_pop(L, 1);
    open_marks(L);
    luaL_setfuncs(L, functions, 0);
}
