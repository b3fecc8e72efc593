/* type.c - which types agree, what units become when they are multiplied, and how types and values
 * are written. Knows no expressions and no names but those of units and members. */
#include "types/type.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"

static const struct {
    const char *word;  /* in a rule */
    const char *words; /* for people */
} units[PL_UNIT_COUNT] = {
#define PL_UNIT(name, word, words) {word, words},
#include "types/units.def"
#undef PL_UNIT
};

#define SHOWN_MEMBERS 8 /* of a long enum, in a message */

/* ### enums */

int pl_enum_find(const pl_enum *e, const char *interned) {
    for (uint32_t i = 0; i < e->members.len; i++)
        if (e->members.items[i] == interned)
            return (int)i;
    return -1;
}

/* ### units */

const char *pl_unit_word(pl_unit unit) {
    assert(unit < PL_UNIT_COUNT);
    return units[unit].word;
}

/* `1 week` is as good as `1 weeks`. */
static bool is_singular(const char *plural, pl_str word) {
    size_t len = strlen(plural);

    return len > 1 && plural[len - 1] == 's' && pl_str_equal((pl_str){plural, len - 1}, word);
}

bool pl_unit_find(pl_str word, pl_unit *out) {
    for (int i = 0; i < PL_UNIT_COUNT; i++) {
        if (pl_str_equal(pl_str_of(units[i].word), word) || is_singular(units[i].word, word)) {
            *out = (pl_unit)i;
            return true;
        }
    }
    return false;
}

/* A number without a measure: it scales whatever it multiplies or divides. */
static bool is_scale(pl_unit unit) {
    return unit == PL_UNIT_PLAIN || unit == PL_UNIT_PERCENT || unit == PL_UNIT_RATIO;
}

bool pl_unit_times(pl_unit a, pl_unit b, pl_unit *out) {
    assert(a < PL_UNIT_COUNT && b < PL_UNIT_COUNT);
    if (!is_scale(a) && !is_scale(b))
        return false;
    if (!is_scale(a) || b == PL_UNIT_RATIO)
        *out = a;
    else if (!is_scale(b) || a == PL_UNIT_RATIO)
        *out = b;
    else
        *out = a == b ? a : PL_UNIT_PLAIN;
    return true;
}

bool pl_unit_over(pl_unit a, pl_unit b, pl_unit *out) {
    assert(a < PL_UNIT_COUNT && b < PL_UNIT_COUNT);
    if (a != b && !is_scale(b))
        return false;
    *out = a == b ? PL_UNIT_RATIO : a;
    return true;
}

/* ### types */

static bool join_units(pl_unit a, pl_unit b, pl_unit *joined) {
    if (a != b && !(a == PL_UNIT_RATIO && is_scale(b)) && !(b == PL_UNIT_RATIO && is_scale(a)))
        return false;
    *joined = a == PL_UNIT_RATIO ? b : a;
    return true;
}

bool pl_type_join(pl_type a, pl_type b, pl_type *joined) {
    if (a.base == PL_POISON || b.base == PL_POISON) {
        *joined = a.base == PL_POISON ? b : a;
        return true;
    }
    if (a.base != b.base || (a.base == PL_MEMBER && a.members != b.members))
        return false;
    *joined = a;
    assert((a.base == PL_MEMBER) == (a.members != NULL));
    return a.base != PL_NUMBER || join_units(a.unit, b.unit, &joined->unit);
}

/* Quoted where it would not be read back as a name. */
static void print_member(pl_buffer *out, const pl_enum *members, int32_t index) {
    const char *name;
    bool plain = true;

    assert(members && index >= 0 && (uint32_t)index < members->members.len);
    name = members->members.items[index];
    for (const char *p = name; *p; p++)
        plain = plain &&
            ((*p & 0x80) || strchr("_/", *p) || (*p >= '0' && *p <= '9') ||
             ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z'));
    pl_buffer_printf(out, plain && *name ? "%s" : "\"%s\"", name);
}

static void push_members(pl_buffer *out, const pl_enum *e) {
    const char *between = e->ordered ? " < " : ", ";

    for (uint32_t i = 0; i < e->members.len && i < SHOWN_MEMBERS; i++) {
        pl_buffer_puts(out, i > 0 ? between : "");
        print_member(out, e, (int32_t)i);
    }
    if (e->members.len > SHOWN_MEMBERS)
        pl_buffer_printf(out, "%s..", between);
}

static const char *member_words(pl_arena *arena, const pl_enum *e) {
    pl_buffer list;
    const char *words;

    pl_buffer_init(&list);
    push_members(&list, e);
    words = e->name ? pl_arena_format(arena, _("one of %s (%s)"), e->name, list.ptr ? list.ptr : "")
                    : pl_arena_format(arena, _("one of {%s}"), list.ptr ? list.ptr : "");
    pl_buffer_fini(&list);
    return words;
}

const char *pl_type_words(pl_arena *arena, pl_type type) {
    switch (type.base) {
    case PL_POISON: return _("of an unknown type");
    case PL_NUMBER:
        if (is_scale(type.unit))
            return _(units[type.unit].words);
        return pl_arena_format(arena, _("an amount in %s"), _(units[type.unit].words));
    case PL_TRUTH: return _("a condition");
    case PL_TEXT: return _("a text");
    case PL_MEMBER: return member_words(arena, type.members);
    case PL_DATE: return _("a date");
    case PL_SCHOOLJAAR: return _("a school year");
    }
    assert(!"every base has words");
    return "";
}

/* ### values */

static void print_percent(pl_buffer *out, pl_number share) {
    pl_arena arena;

    pl_arena_init(&arena);
    pl_number_print(out, pl_number_mul(&arena, share, pl_number_make(&arena, 100, 1)));
    pl_buffer_putc(out, '%');
    pl_arena_fini(&arena);
}

static void print_number(pl_buffer *out, pl_unit unit, pl_number number) {
    assert(unit < PL_UNIT_COUNT);
    if (unit == PL_UNIT_PERCENT) {
        print_percent(out, number);
        return;
    }
    pl_number_print(out, number);
    if (!is_scale(unit))
        pl_buffer_printf(out, " %s", units[unit].word);
}

static void print_interval(pl_buffer *out, pl_unit unit, const pl_value *value) {
    assert(pl_number_compare(value->lo, value->hi) <= 0);
    print_number(out, unit, value->lo);
    if (pl_number_compare(value->lo, value->hi) != 0) {
        pl_buffer_puts(out, "..");
        print_number(out, unit, value->hi);
    }
}

void pl_value_print(pl_buffer *out, pl_type type, const pl_value *value) {
    static const char *const truths[] = {"no", "yes", "unknown", "none"};

    assert(type.base == PL_POISON || value->base == type.base || value->state != PL_OK);
    if (value->state != PL_OK) {
        pl_buffer_puts(out, value->state == PL_MISSING ? "missing" : "none");
        return;
    }
    switch (type.base) {
    case PL_POISON: pl_buffer_puts(out, "?"); break;
    case PL_NUMBER: print_interval(out, type.unit, value); break;
    case PL_TRUTH: pl_buffer_puts(out, truths[value->truth]); break;
    case PL_TEXT: pl_buffer_printf(out, "\"%s\"", value->text); break;
    case PL_MEMBER: print_member(out, type.members, value->index); break;
    case PL_DATE: pl_date_print(out, value->index); break;
    case PL_SCHOOLJAAR: pl_schooljaar_print(out, value->index); break;
    }
}
