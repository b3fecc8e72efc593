/* test_vm_logic.c - truths in the machine: every entry of the tables of doc/semantics.md, choice
 * and merging, and comparisons of members and truths. */
#include <string.h>

#include "tap.h"
#include "vm/kernels.h"
#include "vm_world.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

/* ### the tables, as the page has them; order F T U N */

static const char *const table_and[4] = {"FFFF", "FTUN", "FUUU", "FNUN"};
static const char *const table_or[4] = {"FTUN", "TTTT", "UTUU", "NTUN"};

static void test_kernels(void) {
    static const uint8_t rows[16] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};
    static const uint8_t columns[16] = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3};
    static const uint8_t reversed[4] = {3, 2, 1, 0};
    uint8_t d[16];

    pl_kernel_and(d, rows, columns, 16);
    for (int k = 0; k < 16; k++)
        tap_is_int("FTUN"[d[k]], table_and[k / 4][k % 4], "%c and %c", "FTUN"[k / 4],
                   "FTUN"[k % 4]);
    pl_kernel_or(d, rows, columns, 16);
    for (int k = 0; k < 16; k++)
        tap_is_int("FTUN"[d[k]], table_or[k / 4][k % 4], "%c or %c", "FTUN"[k / 4], "FTUN"[k % 4]);
    pl_kernel_not(d, columns, 4);
    tap_ok(memcmp(d, (const uint8_t[]){PL_TRUE, PL_FALSE, PL_UNKNOWN, PL_NONE}, 4) == 0, "not");
    pl_kernel_map(d, columns, reversed, 4);
    tap_ok(memcmp(d, reversed, 4) == 0, "a table of truths");
}

/* ### through a program: four rows F T U N */

typedef struct truths {
    world w;
    pl_entity *school;
    pl_expr *value; /* F T U N */
} truths;

/* None comes from a case list that runs off its end. */
static void open_truths(truths *t) {
    world_init(&t->w);
    t->school = world_entity(&t->w, "school", NULL, 4, NULL);
    pl_expr *given = e_field(&t->w, world_truths(&t->w, t->school, "given", "FTUT"));
    pl_expr *is_last = e_field(&t->w, world_truths(&t->w, t->school, "is_last", "FFFT"));
    pl_expr *const kids[] = {given, e_make(&t->w, PL_EXPR_NOT, is_last, NULL)};

    t->value = e_cases(&t->w, kids, 2);
}

static void holds(truths *t, pl_expr *e, const char *wanted, const char *name) {
    pl_rule *rule = world_rule(&t->w, t->school, "r", e, NULL);
    pl_run *run = world_run(&t->w, 3);

    tap_is_string(world_truth_text(&t->w, run->rules.items[rule->index].clauses[0].holds, 4),
                  wanted, "%s", name);
    t->w.model->rules.len = 0;
}

static void test_programs(void) {
    static const char *const names[] = {"F", "T", "U"};
    truths t;

    open_truths(&t);
    holds(&t, t.value, "FTUN", "the four truths");
    holds(&t, e_make(&t.w, PL_EXPR_IS_KNOWN, t.value, NULL), "TTFF", "is known");
    for (int k = 0; k < 3; k++) {
        pl_expr *constant = e_truth(&t.w, (pl_truth)k);

        holds(&t, e_make(&t.w, PL_EXPR_AND, constant, t.value), table_and[k],
              pl_arena_format(&t.w.arena, "%s and", names[k]));
        holds(&t, e_make(&t.w, PL_EXPR_OR, t.value, constant), table_or[k],
              pl_arena_format(&t.w.arena, "or %s", names[k]));
    }
    holds(&t, e_compare(&t.w, PL_EQ, t.value, e_truth(&t.w, PL_TRUE)), "FTUN",
          "truths are compared");
    holds(&t, e_compare(&t.w, PL_EQ, t.value, t.value), "TTUN", "a truth is itself");
    world_fini(&t.w);
}

static void test_choice(void) {
    truths t;

    open_truths(&t);
    pl_expr *yes = e_truth(&t.w, PL_TRUE), *no = e_truth(&t.w, PL_FALSE);
    pl_expr *const differ[] = {yes, t.value, no, e_otherwise},
                   *const same[] = {yes, t.value, yes, e_otherwise};
    pl_expr *const runs_off[] = {yes, t.value};

    holds(&t, e_cases(&t.w, differ, 4), "FTUF", "cases: F and N go on, U is open");
    holds(&t, e_cases(&t.w, same, 4), "TTTT", "cases that agree are no matter");
    holds(&t, e_cases(&t.w, runs_off, 2), "NTUN", "cases that run off their end");
    pl_expr *const numbers[] = {e_number(&t.w, "1"), t.value, e_number(&t.w, "2.5"), e_otherwise};
    pl_expr *const partly[] = {e_number(&t.w, "1"), t.value};
    pl_rule *merged =
        world_rule(&t.w, t.school, "m",
                   e_compare(&t.w, PL_GE, e_cases(&t.w, numbers, 4), e_number(&t.w, "0")), NULL);
    pl_rule *off =
        world_rule(&t.w, t.school, "o",
                   e_compare(&t.w, PL_GE, e_cases(&t.w, partly, 2), e_number(&t.w, "0")), NULL);
    pl_run *run = world_run(&t.w, 2048);

    tap_is_string(world_amounts(&t.w, run->rules.items[merged->index].clauses[0].measured, 4),
                  "2.5 1 1..2.5 2.5", "open numbers are a hull");
    tap_is_string(world_amounts(&t.w, run->rules.items[off->index].clauses[0].measured, 4),
                  "- 1 ? -", "a number or none is missing");
    world_fini(&t.w);
}

static void test_fallback(void) {
    static const char *const wanted[] = {"FTFN", "FTTN", "FTUN"};
    truths t;

    open_truths(&t);
    for (int k = 0; k < 3; k++)
        holds(&t, e_make(&t.w, PL_EXPR_ELSE, t.value, e_truth(&t.w, (pl_truth)k)), wanted[k],
              "else: only what is unknown gives way");
    pl_expr *const partly[] = {e_number(&t.w, "1"), t.value};
    pl_expr *given = e_make(&t.w, PL_EXPR_ELSE, e_cases(&t.w, partly, 2), e_number(&t.w, "7"));
    pl_rule *rule =
        world_rule(&t.w, t.school, "e", e_compare(&t.w, PL_GE, given, e_number(&t.w, "0")), NULL);
    pl_run *run = world_run(&t.w, 2048);

    tap_is_string(world_amounts(&t.w, run->rules.items[rule->index].clauses[0].measured, 4),
                  "- 1 7 -", "else: no number stays no number");
    world_fini(&t.w);
}

static void test_members(void) {
    truths t;

    open_truths(&t);
    pl_field *field = world_members(&t.w, t.school, "niveau", "abc-");
    pl_expr *level = e_field(&t.w, field), *b = e_member(&t.w, field, 'b');
    pl_expr *const chosen[] = {level, t.value, b, e_otherwise}, *const only[] = {level, t.value};

    holds(&t, e_compare(&t.w, PL_GE, level, b), "FTTU", "levels are ordered");
    holds(&t, e_compare(&t.w, PL_LT, level, b), "TFFU", "below a level");
    holds(&t, e_compare(&t.w, PL_NE, level, b), "TFTU", "another level");
    holds(&t, e_compare(&t.w, PL_EQ, e_cases(&t.w, chosen, 4), b), "TTUT",
          "open members that differ are missing");
    holds(&t, e_compare(&t.w, PL_EQ, e_cases(&t.w, only, 2), b), "NTUN", "no member");
    holds(&t, e_make(&t.w, PL_EXPR_IS_KNOWN, level, NULL), "TTTF", "a member is known");
    world_fini(&t.w);
}

int main(void) {
    pl_number_setup();
    test_kernels();
    test_programs();
    test_choice();
    test_fallback();
    test_members();
    return tap_done();
}
