/* test_types.c - which types agree, what units become, and how types and values are written. */
#include "types/type.h"

#include <string.h>

#include "tap.h"

static pl_arena arena;
static pl_names names;

static pl_type number(pl_unit unit) {
    return (pl_type){.base = PL_NUMBER, .unit = unit};
}

static pl_enum *make_enum(const char *name, bool ordered, const char *const *members) {
    pl_enum *e = PL_MAKE(&arena, pl_enum);

    e->name = name;
    e->ordered = ordered;
    for (; *members; members++)
        PL_PUSH(&arena, &e->members, pl_intern(&names, pl_str_of(*members)));
    return e;
}

/* ### units */

static void is_times(pl_unit a, pl_unit b, pl_unit wanted) {
    pl_unit out = PL_UNIT_COUNT;
    bool found = pl_unit_times(a, b, &out);

    tap_ok(found && out == wanted, "%s * %s is %s", pl_unit_word(a), pl_unit_word(b),
           pl_unit_word(wanted));
    found = pl_unit_times(b, a, &out);
    tap_ok(found && out == wanted, "%s * %s is %s", pl_unit_word(b), pl_unit_word(a),
           pl_unit_word(wanted));
}

static void is_over(pl_unit a, pl_unit b, pl_unit wanted) {
    pl_unit out = PL_UNIT_COUNT;
    bool found = pl_unit_over(a, b, &out);

    tap_ok(found && out == wanted, "%s / %s is %s", pl_unit_word(a), pl_unit_word(b),
           pl_unit_word(wanted));
}

static void test_units(void) {
    pl_unit out;

    is_times(PL_UNIT_PLAIN, PL_UNIT_PLAIN, PL_UNIT_PLAIN);
    is_times(PL_UNIT_PERCENT, PL_UNIT_PERCENT, PL_UNIT_PERCENT);
    is_times(PL_UNIT_PLAIN, PL_UNIT_PERCENT, PL_UNIT_PLAIN);
    is_times(PL_UNIT_RATIO, PL_UNIT_PLAIN, PL_UNIT_PLAIN);
    is_times(PL_UNIT_RATIO, PL_UNIT_PERCENT, PL_UNIT_PERCENT);
    is_times(PL_UNIT_RATIO, PL_UNIT_RATIO, PL_UNIT_RATIO);
    is_times(PL_UNIT_EURO, PL_UNIT_PLAIN, PL_UNIT_EURO);
    is_times(PL_UNIT_EURO, PL_UNIT_PERCENT, PL_UNIT_EURO);
    is_times(PL_UNIT_RATIO, PL_UNIT_HOURS, PL_UNIT_HOURS);
    tap_ok(!pl_unit_times(PL_UNIT_EURO, PL_UNIT_HOURS, &out), "euro * hours has no unit");
    is_over(PL_UNIT_EURO, PL_UNIT_EURO, PL_UNIT_RATIO);
    is_over(PL_UNIT_PLAIN, PL_UNIT_PLAIN, PL_UNIT_RATIO);
    is_over(PL_UNIT_PERCENT, PL_UNIT_PERCENT, PL_UNIT_RATIO);
    is_over(PL_UNIT_EURO, PL_UNIT_PLAIN, PL_UNIT_EURO);
    is_over(PL_UNIT_PERCENT, PL_UNIT_RATIO, PL_UNIT_PERCENT);
    tap_ok(!pl_unit_over(PL_UNIT_EURO, PL_UNIT_HOURS, &out), "euro / hours has no unit");
    tap_ok(!pl_unit_over(PL_UNIT_PLAIN, PL_UNIT_EURO, &out), "number / euro has no unit");
}

static void test_unit_words(void) {
    pl_unit unit;

    tap_ok(pl_unit_find(pl_str_of("weeks"), &unit) && unit == PL_UNIT_WEEKS, "weeks");
    tap_ok(pl_unit_find(pl_str_of("week"), &unit) && unit == PL_UNIT_WEEKS, "week");
    tap_ok(pl_unit_find(pl_str_of("euro"), &unit) && unit == PL_UNIT_EURO, "euro");
    tap_ok(!pl_unit_find(pl_str_of("wee"), &unit), "wee is no unit");
    tap_ok(!pl_unit_find(pl_str_of(""), &unit), "nothing is no unit");
}

/* ### joins */

static void joins(pl_type a, pl_type b, pl_type wanted, const char *name) {
    pl_type joined = {0};
    bool found = pl_type_join(a, b, &joined);

    tap_ok(found && joined.base == wanted.base && joined.unit == wanted.unit &&
               joined.members == wanted.members,
           "%s", name);
    found = pl_type_join(b, a, &joined);
    tap_ok(found && joined.base == wanted.base && joined.unit == wanted.unit &&
               joined.members == wanted.members,
           "%s, turned round", name);
}

static void test_joins(void) {
    const char *const letters[] = {"A", "B", NULL};
    pl_enum *one = make_enum(NULL, false, letters), *two = make_enum(NULL, false, letters);
    pl_type first = {.base = PL_MEMBER, .members = one},
            second = {.base = PL_MEMBER, .members = two};
    pl_type poison = {.base = PL_POISON}, text = {.base = PL_TEXT}, joined;

    joins(number(PL_UNIT_RATIO), number(PL_UNIT_PERCENT), number(PL_UNIT_PERCENT),
          "a ratio agrees with a percentage");
    joins(number(PL_UNIT_RATIO), number(PL_UNIT_PLAIN), number(PL_UNIT_PLAIN),
          "a ratio agrees with a plain number");
    joins(poison, first, first, "poison agrees with all");
    joins(first, first, first, "a set agrees with itself");
    tap_ok(!pl_type_join(number(PL_UNIT_PLAIN), number(PL_UNIT_PERCENT), &joined),
           "a plain number is no percentage");
    tap_ok(!pl_type_join(number(PL_UNIT_RATIO), number(PL_UNIT_EURO), &joined),
           "a ratio is no amount in euros");
    tap_ok(!pl_type_join(first, second, &joined), "two sets with the same members differ");
    tap_ok(!pl_type_join(text, first, &joined), "a text is no member");
}

/* ### words */

static void is_value(pl_type type, pl_value value, const char *wanted) {
    pl_buffer out;

    pl_buffer_init(&out);
    pl_value_print(&out, type, &value);
    tap_is_string(out.ptr, wanted, "printed: %s", wanted);
    pl_buffer_fini(&out);
}

static pl_value number_value(int64_t num, int64_t den) {
    pl_number n = pl_number_make(&arena, num, den);

    return (pl_value){.base = PL_NUMBER, .lo = n, .hi = n};
}

static void test_values(void) {
    const char *const levels[] = {"<1F", "1F", "1S/2F", NULL};
    pl_type niveau = {.base = PL_MEMBER, .members = make_enum("niveau", true, levels)};
    pl_value bounded = number_value(1, 1);

    is_value(number(PL_UNIT_PERCENT), number_value(9, 10), "90%");
    is_value(number(PL_UNIT_PERCENT), number_value(1, 3), "100/3%");
    is_value(number(PL_UNIT_HOURS), number_value(16, 1), "16 hours");
    is_value(number(PL_UNIT_PLAIN), number_value(-5, 2), "-2.5");
    is_value(number(PL_UNIT_RATIO), number_value(5, 6), "5/6");
    bounded.hi = pl_number_make(&arena, 4, 1);
    is_value(number(PL_UNIT_PLAIN), bounded, "1..4");
    is_value(niveau, (pl_value){.base = PL_MEMBER, .index = 0}, "\"<1F\"");
    is_value(niveau, (pl_value){.base = PL_MEMBER, .index = 2}, "1S/2F");
    is_value((pl_type){.base = PL_SCHOOLJAAR}, (pl_value){.base = PL_SCHOOLJAAR, .index = 2021},
             "2021/2022");
    is_value((pl_type){.base = PL_DATE}, (pl_value){.base = PL_DATE, .index = 0}, "1970-01-01");
    is_value((pl_type){.base = PL_TEXT}, (pl_value){.base = PL_TEXT, .text = "a b"}, "\"a b\"");
    is_value(number(PL_UNIT_PLAIN), (pl_value){.base = PL_NUMBER, .state = PL_MISSING}, "missing");
}

static void test_type_words(void) {
    const char *const few[] = {"BO", "SBO", "V-", NULL};
    const char *const many[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", NULL};
    pl_enum *set = make_enum(NULL, false, few), *levels = make_enum("rij", true, many);

    tap_is_string(pl_type_words(&arena, number(PL_UNIT_PERCENT)), "a percentage", "percent");
    tap_is_string(pl_type_words(&arena, number(PL_UNIT_HOURS)), "an amount in hours", "hours");
    tap_is_string(pl_type_words(&arena, (pl_type){.base = PL_MEMBER, .members = set}),
                  "one of {BO, SBO, \"V-\"}", "a set");
    tap_is_string(pl_type_words(&arena, (pl_type){.base = PL_MEMBER, .members = levels}),
                  "one of rij (a < b < c < d < e < f < g < h < ..)", "levels");
    tap_is_int(pl_enum_find(set, pl_intern(&names, pl_str_of("SBO"))), 1, "a member is found");
    tap_is_int(pl_enum_find(set, pl_intern(&names, pl_str_of("NT2"))), -1, "another is not");
}

int main(void) {
    pl_arena_init(&arena);
    pl_names_init(&names, &arena);
    test_units();
    test_unit_words();
    test_joins();
    test_values();
    test_type_words();
    pl_arena_fini(&arena);
    return tap_done();
}
