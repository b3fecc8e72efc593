/* test_vm_numbers.c - numbers in the machine: exactness, overflow of every operation, bounds,
 * missing cells, and random programs of arithmetic against interval arithmetic by row, at chunk
 * sizes 1, 3 and 2048. */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "vm_world.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

/* What `e = e`, measured, says of an expression for every row. */
static const char *value_of(world *w, pl_entity *entity, pl_expr *e, uint32_t chunk) {
    pl_rule *rule = world_rule(w, entity, "shown", e_compare(w, PL_EQ, e, e_number(w, "0")), NULL);
    pl_run *run = world_run(w, chunk);
    const char *text = world_amounts(w, run->rules.items[rule->index].clauses[0].measured,
                                     run->rules.items[rule->index].rows);

    w->model->rules.len--;
    return text;
}

static void is_value(world *w, pl_entity *entity, pl_expr *e, const char *wanted,
                     const char *name) {
    static const uint32_t chunks[] = {1, 3, 2048};

    for (uint32_t c = 0; c < COUNT(chunks); c++)
        tap_is_string(value_of(w, entity, e, chunks[c]), wanted, "%s (chunk %u)", name, chunks[c]);
}

/* ### exactness */

static void test_exact(void) {
    static const char *const eighteen[] = {"18"}, *const tenth[] = {"0.1"}, *const two[] = {"2"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 1, NULL);
    pl_expr *a = e_field(&w, world_numbers(&w, school, "a", eighteen));
    pl_expr *t = e_field(&w, world_numbers(&w, school, "t", tenth));
    pl_expr *b = e_field(&w, world_numbers(&w, school, "b", two));
    pl_expr *share = e_make(&w, PL_EXPR_DIV, a, e_number(&w, "20"));
    pl_expr *sum = e_make(&w, PL_EXPR_ADD, t, e_number(&w, "0.2"));
    pl_expr *third = e_make(&w, PL_EXPR_DIV, b, e_number(&w, "3"));
    pl_rule *r1 =
        world_rule(&w, school, "r1", e_compare(&w, PL_GE, share, e_number(&w, "0.9")), NULL);
    pl_rule *r2 =
        world_rule(&w, school, "r2", e_compare(&w, PL_EQ, sum, e_number(&w, "0.3")), NULL);
    pl_rule *r3 =
        world_rule(&w, school, "r3", e_compare(&w, PL_EQ, third, e_number(&w, "0.6667")), NULL);
    pl_rule *r4 = world_rule(
        &w, school, "r4",
        e_compare(&w, PL_EQ, e_make(&w, PL_EXPR_MUL, third, e_number(&w, "3")), b), NULL);
    pl_run *run = world_run(&w, 2048);

    tap_is_string(world_verdicts(&w, run, r1), "M", "18 of 20 is 90%%");
    tap_is_string(world_verdicts(&w, run, r2), "M", "0.1 + 0.2 = 0.3");
    tap_is_string(world_verdicts(&w, run, r3), "N", "2/3 is not 66.67%%");
    tap_is_string(world_verdicts(&w, run, r4), "M", "2/3 * 3 = 2");
    world_fini(&w);
}

/* ### every operation where it does not fit */

static void test_overflow(void) {
    static const char *const cells[] = {"9223372036854775807", "-9223372036854775807", "5", "",
                                        "9223372036854775806..9223372036854775807"};
    static const char *const others[] = {"1", "-1", "4611686018427387904", "2", "2"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 5, NULL);
    pl_expr *a = e_field(&w, world_numbers(&w, school, "a", cells)),
            *b = e_field(&w, world_numbers(&w, school, "b", others));

    is_value(&w, school, e_make(&w, PL_EXPR_ADD, a, b),
             "9223372036854775808 -9223372036854775808 4611686018427387909 ? "
             "9223372036854775808..9223372036854775809",
             "add");
    is_value(&w, school, e_make(&w, PL_EXPR_SUB, e_make(&w, PL_EXPR_NEGATE, a, NULL), b),
             "-9223372036854775808 9223372036854775808 -4611686018427387909 ? "
             "-9223372036854775809..-9223372036854775808",
             "negate and subtract");
    is_value(&w, school, e_make(&w, PL_EXPR_MUL, a, b),
             "9223372036854775807 9223372036854775807 23058430092136939520 ? "
             "18446744073709551612..18446744073709551614",
             "multiply");
    is_value(&w, school, e_make(&w, PL_EXPR_DIV, e_make(&w, PL_EXPR_DIV, b, a), a),
             "1/85070591730234615847396907784232501249 -1/85070591730234615847396907784232501249 "
             "184467440737095516.16 ? "
             "2/85070591730234615847396907784232501249..1/42535295865117307914475081855261474818",
             "divide twice");
    is_value(
        &w, school, e_round(&w, e_make(&w, PL_EXPR_ADD, a, e_number(&w, "0.5")), "1"),
        "9223372036854775808 -9223372036854775807 6 ? 9223372036854775807..9223372036854775808",
        "round");
    /* 9223372036854775807.000 has no place at the scale of the other side. */
    is_value(&w, school, e_make(&w, PL_EXPR_ADD, a, e_number(&w, "0.001")),
             "9223372036854775807.001 -9223372036854775806.999 5.001 ? "
             "9223372036854775806.001..9223372036854775807.001",
             "rescale");
    pl_expr *big = e_make(&w, PL_EXPR_MUL, a, a);
    pl_rule *less = world_rule(
        &w, school, "less",
        e_compare(&w, PL_LT, big, e_make(&w, PL_EXPR_ADD, big, e_number(&w, "1"))), NULL);
    pl_rule *same = world_rule(&w, school, "same", e_compare(&w, PL_EQ, big, big), NULL);
    pl_run *run = world_run(&w, 3);

    tap_is_string(world_verdicts(&w, run, less), "MMMUU", "big numbers are compared");
    tap_is_string(world_verdicts(&w, run, same), "MMMUU", "a big number is itself");
    world_fini(&w);
}

/* ### comparing at different scales, with missing and bounded cells */

static void test_compare(void) {
    static const char *const cells[] = {"1.50", "1.5..1.6", "", "1.6", "2"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 5, NULL);
    pl_expr *a = e_field(&w, world_numbers(&w, school, "a", cells)), *k = e_number(&w, "1.6000");
    static const struct {
        pl_compare how;
        const char *wanted;
    } cases[] = {{PL_LT, "MUUNN"}, {PL_LE, "MMUMN"}, {PL_EQ, "NUUMN"},
                 {PL_NE, "MUUNM"}, {PL_GE, "NUUMM"}, {PL_GT, "NNUNM"}};

    for (uint32_t c = 0; c < COUNT(cases); c++) {
        pl_rule *constant =
            world_rule(&w, school, "constant", e_compare(&w, cases[c].how, a, k), NULL);
        pl_expr *half = e_make(&w, PL_EXPR_DIV, e_number(&w, "16"), e_number(&w, "10"));
        pl_rule *quotient =
            world_rule(&w, school, "quotient", e_compare(&w, cases[c].how, a, half), NULL);
        pl_run *run = world_run(&w, 2048);

        tap_is_string(world_verdicts(&w, run, constant), cases[c].wanted,
                      "compare %u with a constant", c);
        tap_is_string(world_verdicts(&w, run, quotient), cases[c].wanted,
                      "compare %u with a quotient", c);
        w.model->rules.len = 0;
    }
    world_fini(&w);
}

/* ### what is known, division by zero, nearer ends */

static void test_corners(void) {
    static const char *const cells[] = {"0", "-1..1", "2", "", "3..4"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 5, NULL);
    pl_expr *a = e_field(&w, world_numbers(&w, school, "a", cells));

    is_value(&w, school, e_make(&w, PL_EXPR_DIV, e_number(&w, "12"), a), "? ? 6 ? 3..4",
             "division by what may be zero is missing");
    is_value(&w, school, e_make(&w, PL_EXPR_MUL, a, e_number(&w, "-2")), "0 -2..2 -4 ? -8..-6",
             "product of bounds");
    is_value(&w, school, e_round(&w, e_make(&w, PL_EXPR_DIV, a, e_number(&w, "4")), "0.5"),
             "0 -0.5..0.5 0.5 ? 1", "rounding, ties away from zero");
    pl_rule *known = world_rule(&w, school, "known", e_make(&w, PL_EXPR_IS_KNOWN, a, NULL), NULL);
    pl_rule *range = world_rule(&w, school, "range", e_range(&w, a, "0", "3", false), NULL);
    pl_rule *open = world_rule(&w, school, "open", e_range(&w, a, "0", "2", true), NULL);
    pl_run *run = world_run(&w, 3);
    const pl_rule_result *result = &run->rules.items[range->index];

    tap_is_string(world_verdicts(&w, run, known), "MNMNN", "bounded is not known");
    tap_is_string(world_verdicts(&w, run, range), "MUMUU", "in a closed range");
    tap_is_string(world_verdicts(&w, run, open), "MUNUN", "in a half open range");
    tap_is_string(world_amounts(&w, result->clauses[0].norm, 5), "0 0 3 0 3",
                  "the nearer end is the norm");
    tap_is_string(world_amounts(&w, result->clauses[0].measured, 5), "0 -1..1 2 ? 3..4",
                  "the operand is measured");
    tap_ok(result->bounded[1] == 1 && result->bounded[0] == 0 && result->bounded[3] == 0,
           "bounds are told");
    world_fini(&w);
}

/* ### random arithmetic */

enum { ROWS = 7, FIELDS = 4 };

typedef struct interval {
    pl_state state;
    pl_number lo, hi;
} interval;

static const char *random_cell(world *w) {
    static const char *const odd[] = {"9223372036854775807",
                                      "-9223372036854775807",
                                      "4611686018427387904.5",
                                      "0.000000000000000001",
                                      "123456789012345678901234567890",
                                      "0",
                                      "1..4",
                                      "-2..2",
                                      "-0.5..9223372036854775807"};
    uint32_t kind = tap_random(10);

    if (kind == 0)
        return "";
    if (kind == 1)
        return odd[tap_random(COUNT(odd))];
    if (kind < 4)
        return pl_arena_format(&w->arena, "%d..%d", (int)tap_random(20) - 10,
                               10 + (int)tap_random(5));
    return pl_arena_format(&w->arena, "%d.%u", (int)tap_random(40) - 20, tap_random(100));
}

static pl_expr *random_expr(world *w, pl_expr *const *fields, int depth) {
    static const pl_expr_kind kinds[] = {PL_EXPR_ADD,    PL_EXPR_SUB,   PL_EXPR_MUL,  PL_EXPR_DIV,
                                         PL_EXPR_NEGATE, PL_EXPR_ROUND, PL_EXPR_CASES};
    pl_expr_kind kind = kinds[tap_random(COUNT(kinds))];

    if (depth == 0 || tap_random(5) == 0)
        return tap_random(4) == 0 ? e_number(w, tap_random(2) == 0 ? "0.25" : "3")
                                  : fields[tap_random(FIELDS)];
    pl_expr *a = random_expr(w, fields, depth - 1);

    if (kind == PL_EXPR_NEGATE)
        return e_make(w, kind, a, NULL);
    if (kind == PL_EXPR_ROUND)
        return e_round(w, a, tap_random(2) == 0 ? "0.1" : "7");
    pl_expr *b = random_expr(w, fields, depth - 1);

    if (kind != PL_EXPR_CASES)
        return e_make(w, kind, a, b);
    pl_expr *const kids[] = {
        a, e_compare(w, (pl_compare)tap_random(6), fields[tap_random(FIELDS)], b), b, e_otherwise};

    return e_cases(w, kids, tap_random(3) == 0 ? 2 : 4);
}

static void widen(interval *x, pl_number n) {
    if (pl_number_compare(n, x->lo) < 0)
        x->lo = n;
    if (pl_number_compare(n, x->hi) > 0)
        x->hi = n;
}

typedef struct reference {
    world *w;
    interval cells[FIELDS][ROWS];
    pl_expr *const *fields;
} reference;

static interval evaluate(const reference *ref, const pl_expr *e, uint32_t row);

static pl_truth compare(const reference *ref, const pl_expr *e, uint32_t row) {
    interval a = evaluate(ref, e->kids[0], row), b = evaluate(ref, e->kids[1], row), swap = a;
    pl_compare how = e->compare;

    if (a.state == PL_MISSING || b.state == PL_MISSING)
        return PL_UNKNOWN;
    if (a.state == PL_EMPTY || b.state == PL_EMPTY)
        return PL_NONE;
    if (how == PL_GT || how == PL_GE) {
        a = b;
        b = swap;
        how = how == PL_GT ? PL_LT : PL_LE;
    }
    int high = pl_number_compare(a.hi, b.lo), low = pl_number_compare(a.lo, b.hi);

    if (how == PL_LT)
        return high < 0 ? PL_TRUE : low >= 0 ? PL_FALSE : PL_UNKNOWN;
    if (how == PL_LE)
        return high <= 0 ? PL_TRUE : low > 0 ? PL_FALSE : PL_UNKNOWN;
    pl_truth equal = high < 0 || low > 0 ? PL_FALSE : high == 0 && low == 0 ? PL_TRUE : PL_UNKNOWN;

    if (how == PL_EQ || equal == PL_UNKNOWN)
        return equal;
    return equal == PL_TRUE ? PL_FALSE : PL_TRUE;
}

static interval choose(const reference *ref, const pl_expr *e, uint32_t row) {
    pl_truth condition = compare(ref, e->kids[1], row);
    interval a = evaluate(ref, e->kids[0], row), b = {PL_EMPTY, PL_NUMBER_ZERO, PL_NUMBER_ZERO};

    if (e->count == 4)
        b = evaluate(ref, e->kids[2], row);
    if (condition != PL_UNKNOWN)
        return condition == PL_TRUE ? a : b;
    if (a.state == PL_EMPTY && b.state == PL_EMPTY)
        return a;
    if (a.state != PL_OK || b.state != PL_OK) {
        a.state = PL_MISSING;
        return a;
    }
    widen(&a, b.lo);
    widen(&a, b.hi);
    return a;
}

typedef pl_number binary(pl_arena *arena, pl_number a, pl_number b);

static interval combine(const reference *ref, binary *op, interval a, interval b) {
    pl_arena *arena = &ref->w->arena;
    interval all = {PL_OK, op(arena, a.lo, b.lo), op(arena, a.lo, b.lo)};

    widen(&all, op(arena, a.lo, b.hi));
    widen(&all, op(arena, a.hi, b.lo));
    widen(&all, op(arena, a.hi, b.hi));
    return all;
}

static interval evaluate(const reference *ref, const pl_expr *e, uint32_t row) {
    pl_arena *arena = &ref->w->arena;

    for (int f = 0; f < FIELDS; f++)
        if (e == ref->fields[f])
            return ref->cells[f][row];
    if (e->kind == PL_EXPR_CONST)
        return (interval){PL_OK, e->value.lo, e->value.lo};
    if (e->kind == PL_EXPR_CASES)
        return choose(ref, e, row);
    interval a = evaluate(ref, e->kids[0], row),
             b = e->count > 1 ? evaluate(ref, e->kids[1], row) : a;

    if (a.state != PL_OK || b.state != PL_OK) {
        a.state = a.state > b.state ? a.state : b.state;
        return a;
    }
    switch (e->kind) {
    case PL_EXPR_ADD: return combine(ref, pl_number_add, a, b);
    case PL_EXPR_SUB: return combine(ref, pl_number_sub, a, b);
    case PL_EXPR_MUL: return combine(ref, pl_number_mul, a, b);
    case PL_EXPR_NEGATE:
        return (interval){PL_OK, pl_number_negate(arena, a.hi), pl_number_negate(arena, a.lo)};
    case PL_EXPR_ROUND:
        return (interval){PL_OK, pl_number_round(arena, a.lo, e->amount),
                          pl_number_round(arena, a.hi, e->amount)};
    default: break;
    }
    if (pl_number_sign(b.lo) <= 0 && pl_number_sign(b.hi) >= 0) {
        a.state = PL_MISSING;
        return a;
    }
    return combine(ref, pl_number_div, a, b);
}

static interval interval_of(world *w, const char *cell) {
    interval x = {PL_MISSING, PL_NUMBER_ZERO, PL_NUMBER_ZERO};
    const char *dots = strstr(cell, "..");

    if (*cell == '\0')
        return x;
    x.state = PL_OK;
    x.lo = world_number(
        w, dots != NULL ? pl_arena_copy(&w->arena, cell, (size_t)(dots - cell)) : cell);
    x.hi = dots != NULL ? world_number(w, dots + 2) : x.lo;
    return x;
}

static bool agrees(const reference *ref, const pl_amounts *got, const pl_expr *e) {
    for (uint32_t row = 0; row < ROWS; row++) {
        interval wanted = evaluate(ref, e, row);
        pl_value value = pl_amounts_value(got, row, &ref->w->arena);

        if (value.state != wanted.state)
            return false;
        if (value.state == PL_OK &&
            (pl_number_compare(value.lo, wanted.lo) != 0 ||
             pl_number_compare(value.hi, wanted.hi) != 0))
            return false;
    }
    return true;
}

static bool random_program(void) {
    static const uint32_t chunks[] = {1, 3, 2048};
    world w;
    pl_expr *fields[FIELDS];
    bool right = true;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, ROWS, NULL);
    reference ref = {.w = &w, .fields = fields};

    for (int f = 0; f < FIELDS; f++) {
        const char *cells[ROWS];

        for (int r = 0; r < ROWS; r++) {
            cells[r] =
                f == 0 ? pl_arena_format(&w.arena, "%u", 1 + tap_random(9)) : random_cell(&w);
            ref.cells[f][r] = interval_of(&w, cells[r]);
        }
        fields[f] =
            e_field(&w, world_numbers(&w, school, pl_arena_format(&w.arena, "f%d", f), cells));
    }
    pl_expr *e = random_expr(&w, fields, 4);

    world_rule(&w, school, "r", e_compare(&w, PL_GE, e, e_number(&w, "1")), NULL);
    for (uint32_t c = 0; c < COUNT(chunks) && right; c++)
        right = agrees(&ref, world_run(&w, chunks[c])->rules.items[0].clauses[0].measured, e);
    world_fini(&w);
    return right;
}

static void test_random(void) {
    uint32_t wrong = 0;

    for (uint32_t k = 0; k < 2000; k++)
        wrong += !random_program();
    tap_is_int(wrong, 0, "2000 random expressions agree with interval arithmetic by row");
}

int main(void) {
    pl_number_setup();
    test_exact();
    test_overflow();
    test_compare();
    test_corners();
    test_random();
    return tap_done();
}
