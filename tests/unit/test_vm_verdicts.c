/* test_vm_verdicts.c - from clauses to verdicts: scope, exceptions, needs, every pair of
 * condition and requirement, the clause that decides, validity, parameters, and what a program
 * needs to have loaded. */
#include <string.h>

#include "tap.h"
#include "vm_world.h"

/* ### every pair of truths */

enum { TRUTHS = 4, PAIRS = TRUTHS * TRUTHS };

typedef struct pairs {
    world w;
    pl_entity *school;
    pl_expr *first, *second; /* rows FF FT FU FN TF .. NN */
} pairs;

/* A truth that is none where `none` holds. */
static pl_expr *with_none(world *w, pl_entity *school, const char *name, const char *given,
                          const char *none) {
    pl_expr *value = e_field(w, world_truths(w, school, name, given));
    pl_expr *gone =
        e_field(w, world_truths(w, school, pl_arena_format(&w->arena, "no_%s", name), none));
    pl_expr *const kids[] = {value, e_make(w, PL_EXPR_NOT, gone, NULL)};

    return e_cases(w, kids, 2);
}

static void open_pairs(pairs *p) {
    world_init(&p->w);
    p->school = world_entity(&p->w, "school", NULL, PAIRS, NULL);
    p->first = with_none(&p->w, p->school, "first", "FFFFTTTTUUUUFFFF", "FFFFFFFFFFFFTTTT");
    p->second = with_none(&p->w, p->school, "second", "FTUFFTUFFTUFFTUF", "FFFTFFFTFFFTFFFT");
}

static void verdicts(pairs *p, const pl_rule *rule, const char *wanted, const char *name) {
    pl_run *run = world_run(&p->w, 3);

    tap_is_string(world_verdicts(&p->w, run, rule), wanted, "%s", name);
    tap_is_string(world_report(&p->w, run), world_report(&p->w, world_run(&p->w, 2048)),
                  "%s, chunks", name);
}

static void test_clauses(void) {
    pairs p;

    open_pairs(&p);
    /* The condition is the first of a pair, the requirement the second. */
    pl_rule *one = world_rule(&p.w, p.school, "one", p.second, p.first);

    verdicts(&p, one, "----NMU-UUUU----", "one clause");
    world_clause(&p.w, one, e_truth(&p.w, PL_TRUE), NULL);
    verdicts(&p, one, "MMMMNMU-UMUU----", "beside one that is met");
    world_clause(&p.w, one, p.second, NULL);
    verdicts(&p, one, "NMU-NMU-NMUUN-U-", "beside another");
    pl_run *run = world_run(&p.w, 1);
    const pl_rule_result *result = &run->rules.items[0];

    tap_is_int(result->part[0], 2, "the first clause that is not met decides");
    tap_is_int(result->part[4], 0, "the first of two");
    tap_is_int(result->part[2], 2, "the first that is unknown");
    tap_is_int(result->part[3], 255, "nothing decides that there is no norm");
    world_fini(&p.w);
}

static void test_before_clauses(void) {
    pairs p;
    const pl_span nowhere = {NULL, 0, 0};

    open_pairs(&p);
    pl_rule *scoped = world_rule(&p.w, p.school, "scoped", p.second, NULL);

    scoped->scope = p.first;
    verdicts(&p, scoped, "EEEENMU-UUUUEEEE", "scope");
    PL_PUSH(&p.w.arena, &scoped->exceptions, p.second);
    verdicts(&p, scoped, "EEEENEU-UEUUEEEE", "scope and exception");
    p.w.model->rules.len = 0;
    pl_rule *needy = world_rule(&p.w, p.school, "needy", p.second, NULL);
    const pl_need need = {p.first, "because", nowhere};

    PL_PUSH(&p.w.arena, &needy->needs, need);
    verdicts(&p, needy, "UUUUNMU-UUUUUUUU", "need");
    pl_run *run = world_run(&p.w, 2048);

    tap_ok(run->rules.items[0].cause[0] == PL_CAUSE_NEED && run->rules.items[0].part[0] == 0,
           "the need is told");
    tap_ok(run->rules.items[0].cause[6] == PL_CAUSE_CLAUSES, "clauses are told");
    world_fini(&p.w);
}

/* ### the smallest margin */

static void test_margin(void) {
    static const char *const a[] = {"0.9", "0.95", "0.99", "0.8"},
                             *const b[] = {"0.7", "0.61", "0.6..0.7", ""};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 4, NULL);
    pl_expr *x = e_field(&w, world_numbers(&w, school, "a", a)),
            *y = e_field(&w, world_numbers(&w, school, "b", b));
    pl_rule *rule = world_rule(&w, school, "r", e_truth(&w, PL_TRUE), NULL);

    world_clause(&w, rule, e_compare(&w, PL_GE, x, e_number(&w, "0.8")), NULL);
    world_clause(&w, rule, e_compare(&w, PL_GE, y, e_number(&w, "0.6")), NULL);
    const pl_rule_result *result = &world_run(&w, 2048)->rules.items[0];

    tap_ok(memcmp(result->verdict,
                  (const uint8_t[]){PL_VERDICT_MET, PL_VERDICT_MET, PL_VERDICT_MET,
                                    PL_VERDICT_UNKNOWN},
                  4) == 0,
           "met");
    tap_ok(memcmp(result->part, (const uint8_t[]){1, 2, 2, 2}, 4) == 0,
           "the smallest margin decides, the first of equals");
    tap_ok(memcmp(result->bounded, (const uint8_t[]){0, 0, 1, 0}, 4) == 0, "bounded");
    world_fini(&w);
}

/* ### years, validity, parameters */

static void test_years(void) {
    static const int16_t years[] = {2023, 2022, 2023};
    world w;

    world_init(&w);
    pl_entity *test = world_entity(&w, "test", NULL, 3, NULL);

    world_years(&w, test, years);
    pl_rule *rule = world_rule(&w, test, "r", e_truth(&w, PL_TRUE), NULL);
    pl_rule *late = world_rule(&w, test, "late", e_truth(&w, PL_TRUE), NULL);

    late->has_from = true;
    late->from = w.date + 1;
    pl_run *run = world_run(&w, 2);

    tap_is_string(world_verdicts(&w, run, rule), "MSM", "rows of another year are no subjects");
    tap_is_string(world_verdicts(&w, run, late), "(not run)", "a rule that is not valid yet");
    world_fini(&w);
}

static pl_parameter *make_parameter(world *w) {
    pl_parameter *parameter = PL_MAKE(&w->arena, pl_parameter);
    const char *const values[] = {"0.92", "0.95"};

    parameter->name = "goal";
    parameter->type = (pl_type){.base = PL_NUMBER};
    for (int k = 0; k < 2; k++) {
        pl_dated_value value = {.has_from = true, .from = w->date - 1000 + 1001 * k};

        value.value = (pl_value){
            .base = PL_NUMBER, .lo = world_number(w, values[k]), .hi = world_number(w, values[k])};
        PL_PUSH(&w->arena, &parameter->values, value);
    }
    return parameter;
}

static void test_parameters(void) {
    static const char *const cells[] = {"0.93"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 1, NULL);
    pl_expr *x = e_field(&w, world_numbers(&w, school, "x", cells)), *goal = e_number(&w, "0");

    goal->kind = PL_EXPR_PARAMETER;
    goal->parameter = make_parameter(&w);
    pl_rule *rule = world_rule(&w, school, "r", e_compare(&w, PL_GE, x, goal), NULL);

    tap_is_string(world_verdicts(&w, world_run(&w, 1), rule), "M", "the value in force");
    w.date += 1;
    tap_is_string(world_verdicts(&w, world_run(&w, 1), rule), "N", "the next value");
    tap_is_int(w.diags.errors, 0, "nothing to report");
    w.date -= 2000;
    world_program(&w);
    tap_is_int(w.diags.errors, 1, "out of force is an error");
    tap_ok(w.diags.list.items[0].code == PL_DIAG_PARAMETER_OUT_OF_FORCE, "of its own kind");
    world_fini(&w);
}

/* ### what to load */

static void test_needed(void) {
    static const int32_t up[] = {0};
    static const char *const cells[] = {"1"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 1, NULL),
              *group = world_entity(&w, "group", school, 1, up);
    pl_entity *pupil = world_entity(&w, "pupil", group, 1, up),
              *other = world_entity(&w, "other", NULL, 0, NULL);
    pl_field *score = world_numbers(&w, pupil, "score", cells),
             *unused = world_numbers(&w, pupil, "unused", cells);
    pl_measure *sum = world_measure(
        &w, school, "sum", e_aggregate(&w, school, PL_AGG_SUM, pupil, NULL, e_field(&w, score)));

    world_rule(&w, school, "r", e_compare(&w, PL_GE, e_measure(&w, sum), e_number(&w, "1")), NULL);
    pl_needed needed = pl_lower_needed(&w.arena, world_program(&w));

    tap_ok(needed.fields[pupil->index][score->index] && !needed.fields[pupil->index][unused->index],
           "fields that are read");
    tap_ok(needed.entities[school->index] && needed.entities[pupil->index] &&
               needed.entities[group->index],
           "entities between");
    tap_ok(!needed.entities[other->index] && !needed.measures[sum->index], "nothing else");
    world_fini(&w);
}

/* ### measures that use measures: each is lowered once, however often it is named */

static void test_chain(void) {
    static const char *const cells[] = {"3"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 1, NULL);
    pl_expr *e = e_field(&w, world_numbers(&w, school, "x", cells));

    for (int k = 0; k < 60; k++) {
        pl_expr *twice = e_make(&w, PL_EXPR_ADD, e, e);
        pl_expr *same = e_make(&w, PL_EXPR_SUB, twice, e);

        e = e_measure(&w, world_measure(&w, school, "m", same));
    }
    pl_rule *rule = world_rule(&w, school, "r", e_compare(&w, PL_EQ, e, e_number(&w, "3")), NULL);

    tap_is_string(world_verdicts(&w, world_run(&w, 1), rule), "M", "a chain of sixty measures");
    tap_ok(world_program(&w)->blocks.items[0]->code.len < 200, "and a short program");
    world_fini(&w);
}

/* ### nothing at all */

static void test_empty(void) {
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 0, NULL),
              *pupil = world_entity(&w, "pupil", school, 0, NULL);
    pl_field *good = world_truths(&w, pupil, "good", "");
    pl_expr *share = e_aggregate(&w, school, PL_AGG_SHARE, pupil, NULL, e_field(&w, good));
    pl_rule *rule =
        world_rule(&w, school, "r", e_compare(&w, PL_GE, share, e_number(&w, "1")), NULL);
    pl_rule *below = world_rule(
        &w, pupil, "b", e_compare(&w, PL_GE, e_up(&w, pupil, share), e_number(&w, "1")), NULL);
    pl_run *run = world_run(&w, 2048);

    tap_is_string(world_verdicts(&w, run, rule), "", "no subjects");
    tap_is_string(world_verdicts(&w, run, below), "", "no subjects below");
    world_fini(&w);
}

int main(void) {
    pl_number_setup();
    test_clauses();
    test_before_clauses();
    test_margin();
    test_years();
    test_parameters();
    test_needed();
    test_chain();
    test_empty();
    return tap_done();
}
