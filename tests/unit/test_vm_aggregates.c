/* test_vm_aggregates.c - aggregates, quantifiers and tables in the machine, at every chunk size,
 * against answers worked out by hand from doc/semantics.md. */
#include <string.h>

#include "tap.h"
#include "vm_world.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

/* Measured, count and total of `e >= 0` for every row of the entity, at three chunk sizes. */
static void shows(world *w, pl_entity *entity, pl_expr *e, const char *wanted, const char *name) {
    static const uint32_t chunks[] = {1, 3, 2048};
    pl_rule *rule = world_rule(w, entity, "shown", e_compare(w, PL_GE, e, e_number(w, "0")), NULL);

    for (uint32_t c = 0; c < COUNT(chunks); c++) {
        pl_run *run = world_run(w, chunks[c]);
        const pl_rule_result *result = &run->rules.items[0];

        tap_is_string(world_amounts(w, result->clauses[0].measured, result->rows), wanted,
                      "%s (chunk %u)", name, chunks[c]);
    }
    (void)rule;
    w->model->rules.len = 0;
}

static void holds(world *w, pl_entity *entity, pl_expr *e, const char *wanted, const char *name) {
    world_rule(w, entity, "held", e, NULL);
    pl_run *run = world_run(w, 3);

    tap_is_string(
        world_truth_text(w, run->rules.items[0].clauses[0].holds, run->rules.items[0].rows), wanted,
        "%s", name);
    w->model->rules.len = 0;
}

/* ### pupils of four schools: three, one that is half known, none, one whose filter is unknown;
 * two without a school */

typedef struct pupils {
    world w;
    pl_entity *school, *pupil;
    pl_expr *good, *here, *score;
} pupils;

static void open_pupils(pupils *p) {
    static const int32_t up[] = {0, 0, 0, 1, 1, -1, 3, -1};
    static const char *const scores[] = {"1", "2", "4.5", "3", "", "9", "10", ""};

    world_init(&p->w);
    p->school = world_entity(&p->w, "school", NULL, 4, NULL);
    p->pupil = world_entity(&p->w, "pupil", p->school, 8, up);
    p->good = e_field(&p->w, world_truths(&p->w, p->pupil, "good", "TTFTUTTF"));
    p->here = e_field(&p->w, world_truths(&p->w, p->pupil, "here", "TTTTTTUT"));
    p->score = e_field(&p->w, world_numbers(&p->w, p->pupil, "score", scores));
}

static pl_expr *aggregate(pupils *p, pl_aggregate kind, pl_expr *where, pl_expr *what) {
    return e_aggregate(&p->w, p->school, kind, p->pupil, where, what);
}

static void test_sides(void) {
    pupils p;

    open_pupils(&p);
    shows(&p.w, p.school, aggregate(&p, PL_AGG_SHARE, NULL, p.good), "2/3 0.5..1 - 1", "share");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_SHARE, p.here, p.good), "2/3 0.5..1 - ?",
          "share under a filter");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_COUNT, NULL, NULL), "3 2 0 1", "count");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_COUNT, p.here, p.good), "2 1..2 0 0..1",
          "count having");
    pl_rule *rule = world_rule(
        &p.w, p.school, "r",
        e_compare(&p.w, PL_GE, aggregate(&p, PL_AGG_SHARE, NULL, p.good), e_number(&p.w, "0.6")),
        NULL);
    pl_run *run = world_run(&p.w, 2048);

    tap_is_string(world_verdicts(&p.w, run, rule), "MU-M", "verdicts of a share");
    tap_is_string(world_amounts(&p.w, run->rules.items[0].clauses[0].count, 4), "2 1..2 0 1",
                  "count of the share");
    tap_is_string(world_amounts(&p.w, run->rules.items[0].clauses[0].total, 4), "3 2 0 1",
                  "total of the share");
    tap_ok(run->rules.items[0].bounded[1] == 1 && run->rules.items[0].bounded[0] == 0, "bounded");
    world_fini(&p.w);
}

static void test_values(void) {
    pupils p;

    open_pupils(&p);
    shows(&p.w, p.school, aggregate(&p, PL_AGG_SUM, NULL, p.score), "7.5 ? - 10", "sum");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_AVERAGE, NULL, p.score), "2.5 ? - 10", "average");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_LOWEST, NULL, p.score), "1 ? - 10", "lowest");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_HIGHEST, NULL, p.score), "4.5 ? - 10", "highest");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_SUM, p.here, p.score), "7.5 ? - ?", "perhaps empty");
    pl_field *field = (pl_field *)p.score->field;

    field->has_domain = true;
    field->domain_lo = world_number(&p.w, "-1");
    field->domain_hi = world_number(&p.w, "20");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_SUM, NULL, p.score), "7.5 2..23 - 10",
          "sum with a domain");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_AVERAGE, NULL, p.score), "2.5 1..11.5 - 10",
          "average with a domain");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_LOWEST, NULL, p.score), "1 -1..3 - 10",
          "lowest with a domain");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_HIGHEST, NULL, p.score), "4.5 3..20 - 10",
          "highest with a domain");
    world_fini(&p.w);
}

static void test_quantities(void) {
    static const struct {
        pl_quantity quantity;
        const char *amount;
        bool percent;
        const char *wanted;
    } cases[] = {
        {PL_Q_EVERY, "0", false, "FUNT"},     {PL_Q_AT_LEAST, "1", false, "TTNT"},
        {PL_Q_AT_LEAST, "2", false, "TUNF"},  {PL_Q_AT_MOST, "1", false, "FUNT"},
        {PL_Q_MORE_THAN, "1", false, "TUNF"}, {PL_Q_FEWER_THAN, "2", false, "FUNT"},
        {PL_Q_EXACTLY, "2", false, "TUNF"},   {PL_Q_EXACTLY, "3", false, "FFNF"},
        {PL_Q_AT_LEAST, "0.6", true, "TUNT"}, {PL_Q_AT_MOST, "0.5", true, "FUNF"},
        {PL_Q_EXACTLY, "1", true, "FUNT"},    {PL_Q_AT_LEAST, "1.5", false, "TUNF"},
    };
    pupils p;

    open_pupils(&p);
    for (uint32_t c = 0; c < COUNT(cases); c++) {
        pl_expr *e = e_quantifier(&p.w, p.school, cases[c].quantity, cases[c].amount,
                                  cases[c].percent, p.pupil, NULL, p.good);

        holds(&p.w, p.school, e, cases[c].wanted, pl_arena_format(&p.w.arena, "quantifier %u", c));
    }
    holds(&p.w, p.school,
          e_quantifier(&p.w, p.school, PL_Q_AT_LEAST, "1", false, p.pupil, p.here, p.good), "TTNU",
          "a quantifier over what is perhaps empty");
    world_fini(&p.w);
}

/* ### weights: bounded, missing, zero */

static void test_weights(void) {
    static const char *const counts[] = {"10", "1..4", "0", "", "3", "1", "2", "5"};
    pupils p;

    open_pupils(&p);
    world_weights(&p.w, p.pupil, counts);
    shows(&p.w, p.school, aggregate(&p, PL_AGG_SHARE, NULL, p.good), "1 ? - 1", "share of weights");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_COUNT, NULL, NULL), "11..14 ? 0 2",
          "a missing count leaves it open");
    shows(&p.w, p.school,
          aggregate(&p, PL_AGG_COUNT, NULL, e_make(&p.w, PL_EXPR_NOT, p.good, NULL)), "0 ? 0 0",
          "a count of zero is not there");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_SUM, NULL, p.score), "12..18 ? - 20",
          "sum by weight");
    shows(&p.w, p.school, aggregate(&p, PL_AGG_AVERAGE, NULL, p.score), "1..2 ? - 10",
          "average of bounded weights is between the values");
    holds(&p.w, p.school,
          e_quantifier(&p.w, p.school, PL_Q_AT_LEAST, "3", false, p.pupil, NULL, p.good), "TUNF",
          "at least, open");
    world_fini(&p.w);
}

static void test_disjoint_counts(void) {
    static const int32_t up[] = {0, 0, 1, 1};
    static const char *const counts[] = {"1..4", "40", "20", "1..4"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 2, NULL),
              *bucket = world_entity(&w, "bucket", school, 4, up);
    pl_field *level = world_members(&w, bucket, "level", "abab");

    world_weights(&w, bucket, counts);
    pl_expr *share =
        e_aggregate(&w, school, PL_AGG_SHARE, bucket, NULL,
                    e_compare(&w, PL_GE, e_field(&w, level), e_member(&w, level, 'b')));

    shows(&w, school, share, "10/11..40/41 1/21..1/6", "a share of disjoint counts is tight");
    world_fini(&w);
}

/* A weight that no longer fits comes after small ones: nothing is lost between the two ways. */
static void test_big_weights(void) {
    static const int32_t up[] = {0, 0, 0, 0};
    static const char *const counts[] = {"1", "9223372036854775807", "9223372036854775806", "5"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 1, NULL);
    pl_entity *row = world_entity(&w, "row", school, 4, up);
    pl_expr *good = e_field(&w, world_truths(&w, row, "good", "TTFT"));

    world_weights(&w, row, counts);
    shows(&w, school, e_aggregate(&w, school, PL_AGG_COUNT, row, NULL, NULL),
          "18446744073709551619", "a count beyond 64 bits");
    shows(&w, school, e_aggregate(&w, school, PL_AGG_SHARE, row, NULL, good),
          "9223372036854775813/18446744073709551619", "a share of it");
    holds(&w, school,
          e_quantifier(&w, school, PL_Q_AT_LEAST, "9223372036854775813", false, row, NULL, good),
          "T", "a quantifier over it");
    world_fini(&w);
}

/* ### sums that do not fit, shares with many denominators */

static void test_big_sums(void) {
    static const int32_t up[] = {0, 0, 0, 1, 1, 1};
    static const char *const values[] = {
        "9223372036854775807", "9223372036854775807", "1", "-9223372036854775807", "-5",
        "9223372036854775807"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 2, NULL),
              *row = world_entity(&w, "row", school, 6, up);
    pl_expr *x = e_field(&w, world_numbers(&w, row, "x", values));

    shows(&w, school, e_aggregate(&w, school, PL_AGG_SUM, row, NULL, x), "18446744073709551615 -5",
          "a sum beyond 64 bits");
    shows(&w, school, e_aggregate(&w, school, PL_AGG_AVERAGE, row, NULL, x),
          "6148914691236517205 -5/3", "its mean");
    shows(&w, school,
          e_aggregate(&w, school, PL_AGG_HIGHEST, row, NULL,
                      e_make(&w, PL_EXPR_MUL, x, e_number(&w, "3"))),
          "27670116110564327421 27670116110564327421", "a highest beyond 64 bits");
    shows(&w, school,
          e_aggregate(&w, school, PL_AGG_SUM, row, NULL,
                      e_make(&w, PL_EXPR_MUL, x, e_number(&w, "0.5"))),
          "9223372036854775807.5 -2.5", "a sum at another scale");
    world_fini(&w);
}

enum { DENOMINATORS = 50 };

static void test_many_denominators(void) {
    int32_t up[DENOMINATORS];
    const char *good[DENOMINATORS], *all[DENOMINATORS];
    world w;

    world_init(&w);
    pl_number sum = PL_NUMBER_ZERO;

    for (int k = 0; k < DENOMINATORS; k++) {
        up[k] = 0;
        good[k] = pl_arena_format(&w.arena, "%d", k);
        all[k] = pl_arena_format(&w.arena, "%d", 2 * k + 51);
        sum = pl_number_add(&w.arena, sum, pl_number_make(&w.arena, k, 2 * k + 51));
    }
    pl_entity *board = world_entity(&w, "board", NULL, 1, NULL),
              *school = world_entity(&w, "school", board, DENOMINATORS, up);
    pl_expr *share = e_make(&w, PL_EXPR_DIV, e_field(&w, world_numbers(&w, school, "good", good)),
                            e_field(&w, world_numbers(&w, school, "all", all)));
    pl_measure *measure = world_measure(&w, school, "share", share);
    pl_buffer wanted;

    pl_buffer_init(&wanted);
    pl_number_print(&wanted, pl_number_div(&w.arena, sum, world_number(&w, "50")));
    shows(&w, board, e_aggregate(&w, board, PL_AGG_AVERAGE, school, NULL, e_measure(&w, measure)),
          wanted.ptr, "a mean of fifty denominators");
    pl_buffer_fini(&wanted);
    world_fini(&w);
}

/* ### years */

static pl_expr *over_last(pl_expr *e, int years, bool including) {
    e->period = (pl_period){.kind = PL_PERIOD_LAST, .years = years, .including_this = including};
    return e;
}

static void test_years(void) {
    static const int32_t up[] = {0, 0, 0, 0, 1, 1};
    static const int16_t years[] = {2023, 2022, 2021, 2018, 2022, 2023};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 2, NULL),
              *test = world_entity(&w, "test", school, 6, up);

    world_years(&w, test, years);
    pl_expr *count = e_aggregate(&w, school, PL_AGG_COUNT, test, NULL, NULL);

    shows(&w, school, count, "1 1", "this year");
    shows(&w, school, over_last(count, 1, false), "1 1", "last year");
    shows(&w, school, over_last(count, 2, false), "2 1", "two years");
    shows(&w, school, over_last(count, 3, true), "3 2", "three years including this");
    shows(&w, school, over_last(count, 3, false), "? ?", "a year without any row is open");
    PL_PUSH(&w.arena, &test->skipped_years, 2020);
    PL_PUSH(&w.arena, &test->skipped_years, 2019);
    shows(&w, school, over_last(count, 3, false), "3 1", "skipped years go further back");
    count->period = (pl_period){.kind = PL_PERIOD_RANGE, .first = 2018, .last = 2020};
    shows(&w, school, count, "1 0", "a range of years");
    w.data->rows[test->index]->incomplete = true;
    shows(&w, school, count, "? ?", "incomplete files");
    w.data->rows[test->index]->incomplete = false;
    count->period = (pl_period){.kind = PL_PERIOD_RANGE, .first = 2019, .last = 2020};
    pl_expr *share = e_aggregate(&w, school, PL_AGG_SHARE, test, NULL, e_truth(&w, PL_TRUE));

    share->period = count->period;
    shows(&w, school, share, "- -", "a period of skipped years only");
    world_fini(&w);
}

static void test_unmapped(void) {
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 2, NULL),
              *test = world_entity(&w, "test", school, 0, NULL);

    w.data->rows[test->index]->mapped = false;
    shows(&w, school, e_aggregate(&w, school, PL_AGG_COUNT, test, NULL, NULL), "? ?",
          "an entity without data");
    shows(&w, school, e_aggregate(&w, school, PL_AGG_SHARE, test, NULL, e_truth(&w, PL_TRUE)),
          "? ?", "a share of it");
    holds(&w, school,
          e_quantifier(&w, school, PL_Q_EVERY, "0", false, test, NULL, e_truth(&w, PL_TRUE)), "UU",
          "every of it");
    w.data->rows[test->index]->mapped = true;
    shows(&w, school, e_aggregate(&w, school, PL_AGG_COUNT, test, NULL, NULL), "0 0", "no rows");
    world_fini(&w);
}

/* ### the small-n switch: pupils of school 0 are linked, school 1 has counts by subject, school
 * 2 both */

static void test_small(void) {
    static const int32_t of_schools[] = {0, 0, 2};
    static const int32_t tests[] = {0, 0, 1, -1, -1, -1, -1, 2, -1};
    static const int16_t years[] = {2022, 2021, 2022, 2022, 2021, 2022, 2022, 2022, 2022};
    static const char *const counts[] = {"1", "1", "1", "3", "1..4", "2", "5", "1", "7"};
    static const char *const values[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 3, NULL),
              *pupil = world_entity(&w, "pupil", school, 3, of_schools);
    pl_entity *test = world_entity(&w, "test", pupil, 9, tests);
    int32_t of_school[9];

    pl_links *links = &w.data->rows[test->index]->up[school->depth];

    for (uint32_t r = 0; r < 9; r++)
        of_school[r] = r >= 3 && r <= 6 ? 1 : r == 8 ? 2 : pl_links_at(links, r);
    *links = pl_links_make(&w.arena, of_school, 9);
    world_years(&w, test, years);
    world_weights(&w, test, counts);
    pl_field *subject = world_members(&w, test, "subject", "aaaaabbba");
    pl_field **keys = test->fields.items; /* the subject is the key */

    keys[0] = subject;
    pl_expr *sum = e_aggregate(&w, school, PL_AGG_HIGHEST, test, NULL,
                               e_field(&w, world_numbers(&w, test, "x", values)));

    over_last(sum, 1, false);
    sum->period.small_years = 2;
    sum->period.small_entity = pupil;
    sum->period.small_below = world_number(&w, "2");
    shows(&w, school, sum, "3 7 9", "two pupils are not few");
    sum->period.small_below = world_number(&w, "3");
    /* School 0 now takes two years; school 1 has 7 of subject b in one year; school 2 has one
     * pupil and seven more. */
    shows(&w, school, sum, "3 7 9", "few in one school");
    sum->period.small_below = world_number(&w, "8");
    shows(&w, school, sum, "3 7 9", "linked and unlinked are added");
    pl_expr *count = e_aggregate(&w, school, PL_AGG_COUNT, test, NULL, NULL);

    count->period = sum->period;
    shows(&w, school, count, "3 11..14 8", "seven are fewer than eight");
    count->period.small_below = world_number(&w, "7");
    shows(&w, school, count, "3 10 8", "seven are not fewer than seven");
    count->period.years = 2;
    count->period.small_years = 1;
    count->period.small_below = world_number(&w, "8");
    count->period.small_entity = test;
    shows(&w, school, count, "2 11..14 8", "the child itself is counted by weight");
    world_fini(&w);
}

/* ### through two entities, and up again */

static void test_nested(void) {
    static const int32_t of_school[] = {0, 0, 1}, of_pupil[] = {0, 0, 1, 2, -1};
    static const char *const norms[] = {"2", "5"}, *const scores[] = {"1", "3", "2", "9", "4"};
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, 2, NULL),
              *pupil = world_entity(&w, "pupil", school, 3, of_school);
    pl_entity *test = world_entity(&w, "test", pupil, 5, of_pupil);
    pl_expr *norm = e_field(&w, world_numbers(&w, school, "norm", norms)),
            *score = e_field(&w, world_numbers(&w, test, "score", scores));
    pl_measure *mean =
        world_measure(&w, pupil, "mean", e_aggregate(&w, pupil, PL_AGG_AVERAGE, test, NULL, score));
    pl_expr *good = e_compare(&w, PL_GE, e_measure(&w, mean), e_up(&w, pupil, norm));
    pl_measure *share = world_measure(&w, school, "share",
                                      e_aggregate(&w, school, PL_AGG_SHARE, pupil, NULL, good));

    shows(&w, school, e_measure(&w, share), "1 1", "a share of means");
    shows(&w, test, e_make(&w, PL_EXPR_SUB, score, e_up(&w, test, e_measure(&w, mean))),
          "-1 1 0 0 ?", "a measure of an ancestor");
    shows(&w, test, e_make(&w, PL_EXPR_ADD, score, e_up(&w, test, e_measure(&w, share))),
          "2 4 3 10 ?", "two levels up");
    pl_rule *rule = world_rule(
        &w, test, "r",
        e_compare(&w, PL_GE, e_up(&w, test, e_measure(&w, share)), e_number(&w, "0.5")), NULL);
    pl_run *run = world_run(&w, 1);

    tap_is_string(world_verdicts(&w, run, rule), "MMMMU", "a rule over what an ancestor has");
    tap_is_string(world_amounts(&w, run->rules.items[0].clauses[0].total, 5), "2 2 2 1 ?",
                  "total of an ancestor's share");
    tap_is_string(world_report(&w, run), world_report(&w, world_run(&w, 2048)),
                  "chunks are no matter");
    world_fini(&w);
}

/* ### tables */

static void test_tables(void) {
    static const char *const rows[][3] = {{"20", "22", "0.68"},
                                          {"23", "26", "0.59"},
                                          {"27", "30", "0.54"},
                                          {"30", "33", "0.48"},
                                          {"40", "", "-"}};
    static const char *const halves[][3] = {
        {"", "<10", "1"}, {"10", "<20", "2.5"}, {"20", "30", "3"}};
    static const char *const cells[] = {"20",       "22.5",     "30",  "33", "33.01",  "41",     "",
                                        "20.5..21", "21..22.5", "0.5", "10", "19.999", "30.0001"};
    static const struct {
        pl_overlap overlap;
        const char *wanted;
    } cases[] = {
        {PL_OVERLAP_HIGHEST, "0.68 - 0.54 0.48 - - ? 0.68 ? - - - 0.48"},
        {PL_OVERLAP_LOWEST, "0.68 - 0.48 0.48 - - ? 0.68 ? - - - 0.48"},
        {PL_OVERLAP_FIRST, "0.68 - 0.54 0.48 - - ? 0.68 ? - - - 0.48"},
        {PL_OVERLAP_ERROR, "0.68 - ? 0.48 - - ? 0.68 ? - - - 0.48"},
    };
    world w;

    world_init(&w);
    pl_entity *school = world_entity(&w, "school", NULL, COUNT(cells), NULL);
    pl_expr *key = e_field(&w, world_numbers(&w, school, "weging", cells));
    pl_expr *const keys[] = {key};
    pl_expr *const quotient[] = {e_make(&w, PL_EXPR_DIV, key, e_number(&w, "1"))};

    for (uint32_t c = 0; c < COUNT(cases); c++) {
        pl_table *table = world_table(&w, "norm", cases[c].overlap, rows, COUNT(rows));

        shows(&w, school, e_lookup(&w, table, 1, keys), cases[c].wanted,
              "a table with gaps and an overlap");
        shows(&w, school, e_lookup(&w, table, 1, quotient), cases[c].wanted,
              "the same by quotients");
    }
    pl_table *half = world_table(&w, "half", PL_OVERLAP_ERROR, halves, COUNT(halves));

    shows(&w, school, e_lookup(&w, half, 1, keys), "3 3 3 - - - ? 3 3 1 2.5 2.5 -",
          "half open bands");
    pl_table_version *version = &half->versions.items[0];

    version->has_from = true;
    version->from = w.date + 1;
    shows(&w, school, e_lookup(&w, half, 1, keys), "- - - - - - - - - - - - -",
          "no version in force");
    world_fini(&w);
}

int main(void) {
    pl_number_setup();
    test_sides();
    test_values();
    test_quantities();
    test_weights();
    test_disjoint_counts();
    test_big_weights();
    test_big_sums();
    test_many_denominators();
    test_years();
    test_unmapped();
    test_small();
    test_nested();
    test_tables();
    return tap_done();
}
