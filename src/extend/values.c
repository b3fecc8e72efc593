/* values.c - values of rules as a function in Lua sees them, and what it gives back. A number is a number (90% is 0.9), a condition a
 * boolean; a text, a member and a day are strings, as rules write them. */
#include <assert.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/gettext.h"
#include "base/utf8.h"
#include "extend/host.h"

static void push_day(lua_State *L, pl_date day) {
    pl_arena *arena = &pl_extend_host_of(L)->numbers;
    pl_buffer text;

    pl_buffer_init(&text);
    pl_date_print(&text, day);
    lua_pushstring(L, pl_buffer_take(&text, arena));
}

void pl_extend_push_value(lua_State *L, pl_type type, const pl_value *value) {
    assert(value->state == PL_OK && value->base == type.base);
    switch (type.base) {
    case PL_NUMBER: pl_extend_push_number(L, value->lo); return;
    case PL_TRUTH: lua_pushboolean(L, value->truth == PL_TRUE); return;
    case PL_TEXT: lua_pushstring(L, value->text); return;
    case PL_MEMBER: lua_pushstring(L, type.members->members.items[value->index]); return;
    case PL_DATE: push_day(L, value->index); return;
    case PL_SCHOOLJAAR:
    case PL_POISON: break;
    }
    assert(!"no input is of such a type");
}

/* ### results */

static void refuse(lua_State *L, pl_type type) {
    pl_arena *arena = &pl_extend_host_of(L)->numbers;

    luaL_error(L, _("it returns %s, not %s"), pl_extend_words(L, -1), pl_type_words(arena, type));
}

static pl_str text_here(lua_State *L) {
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);

    return (pl_str){text, length};
}

static int32_t find_member(lua_State *L, const pl_enum *members) {
    pl_str text = text_here(L);

    for (uint32_t i = 0; i < members->members.len; i++)
        if (pl_str_equal(text, pl_str_of(members->members.items[i])))
            return (int32_t)i;
    return -1;
}

/* A string that rules could have written: no more than a line of UTF-8. */
static bool is_text(pl_str text) {
    if (text.len > PL_EXTEND_TEXT || pl_utf8_valid_prefix(text) < text.len)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 127)
            return false;
    return true;
}

static void read_string(lua_State *L, pl_arena *arena, pl_type type, pl_value *value) {
    pl_str text = text_here(L);
    bool good = false;

    switch (type.base) {
    case PL_TEXT:
        if (!is_text(text))
            luaL_error(L, _("it returns a text that is no line of UTF-8 of at most %d bytes"),
                       PL_EXTEND_TEXT);
        value->text = pl_arena_copy(arena, text.ptr, text.len);
        return;
    case PL_MEMBER:
        value->index = find_member(L, type.members);
        good = value->index >= 0;
        break;
    case PL_DATE: good = pl_date_parse(text, &value->index); break;
    default: break;
    }
    if (!good)
        refuse(L, type);
}

pl_value pl_extend_read_value(lua_State *L, pl_arena *arena, pl_type type) {
    pl_value value = {
        .base = type.base, .state = PL_OK, .lo = PL_NUMBER_ZERO, .hi = PL_NUMBER_ZERO};

    assert(type.base != PL_POISON);
    if (lua_isnil(L, -1)) {
        value.state = PL_MISSING;
    } else if (type.base == PL_NUMBER) {
        if (!pl_extend_number(L, -1, &value.lo))
            refuse(L, type);
        value.lo = value.hi = pl_number_add(arena, value.lo, PL_NUMBER_ZERO); /* its limbs too */
    } else if (type.base == PL_TRUTH) {
        if (!lua_isboolean(L, -1))
            refuse(L, type);
        value.truth = lua_toboolean(L, -1) ? PL_TRUE : PL_FALSE;
    } else {
        if (lua_type(L, -1) != LUA_TSTRING)
            refuse(L, type);
        read_string(L, arena, type, &value);
    }
    return value;
}
