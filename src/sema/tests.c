/* tests.c - test blocks: the day, the rows that are given, and which verdict is expected of which rule.
 * A test is checked with the rules and run by `peil test` alone; its rows are given.c's. */
#include <assert.h>
#include <string.h>

#include "sema/given.h"

/* ### verdicts */

static const char *const verdicts[][2] = {
    {"met", "met"},         {"not met", "not_met"},  {"unknown", "unknown"},
    {"no norm", "no_norm"}, {"exempt", "exempt"},    {"not_met_waived", "not_met_waived"},
    {"done", "done"},       {"due", "due"},          {"done_late", "done_late"},
    {"overdue", "overdue"}, {"upcoming", "upcoming"}};

/* What people write for them. */
static const char *const slips[][2] = {
    {"voldaan", "met"},         {"gehaald", "met"},         {"niet gehaald", "not met"},
    {"not voldaan", "not met"}, {"not gehaald", "not met"}, {"not_met", "not met"},
    {"onvoldaan", "not met"},   {"failed", "not met"},      {"onbekend", "unknown"},
    {"no_norm", "no norm"},     {"vrijgesteld", "exempt"},  {"waived", "not_met_waived"},
    {"gedaan", "done"},         {"verlopen", "overdue"},    {"te_laat", "done_late"}};

static const char *hint_verdict(pl_checker *ck, const char *word) {
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
        if (strcmp(word, slips[i][0]) == 0)
            return pl_arena_format(ck->arena, _("write `%s`"), slips[i][1]);
    return _(
        "write `met`, `not met`, `unknown`, `no norm`, `exempt` or `not_met_waived`; of a deadline "
        "`done`, `done_late`, `upcoming`, `due` or `overdue`");
}

/* `= rood`: "grade:rood", "value:geen NIO". */
static const char *outcome_of(pl_checker *ck, const pl_rule *rule, const pl_node *node) {
    const pl_expr *outcome = rule->outcome;
    pl_value value;

    if (!outcome) {
        if (rule->kind != PL_DECISION && !rule->flags)
            PL_REPORT(ck->diags, RULE_AS_VALUE, node->span, rule->name);
        return NULL;
    }
    if (!pl_sema_literal_as(ck, pl_sema_kid(node, 0), outcome->type, false, &value))
        return NULL;
    assert(value.base == PL_MEMBER);
    return pl_arena_format(ck->arena, "%s:%s", rule->flags ? "grade" : "value",
                           outcome->type.members->members.items[value.index]);
}

/* As outputs write it; NULL after a diagnostic. Without a rule the word alone is checked. */
static const char *verdict_of(pl_checker *ck, const pl_rule *rule, const pl_node *node) {
    bool met = node->text && (strcmp(node->text, "met") == 0 || strcmp(node->text, "not met") == 0);

    if (pl_sema_is(node, PL_NODE_VALUE))
        return rule ? outcome_of(ck, rule, node) : NULL;
    if (met && rule && rule->kind == PL_DECISION) {
        PL_REPORT(ck->diags, DECISION_MET, node->span, rule->name);
        return NULL;
    }
    for (size_t i = 0; node->text && i < sizeof verdicts / sizeof *verdicts; i++)
        if (strcmp(node->text, verdicts[i][0]) == 0)
            return verdicts[i][1];
    if (node->text)
        PL_REPORT(ck->diags, TEST_VERDICT, node->span, node->text, hint_verdict(ck, node->text));
    return NULL;
}

/* ### expectations */

/* Of one of the rules named; false when nothing could be made of it. */
static bool read_expect(pl_checker *ck, pl_test *test, const pl_node *node, const pl_node *name,
                        const char *own) {
    const pl_node *subject = pl_sema_kid(node, 2);
    pl_expectation expectation = {.span = node->span};

    expectation.rule = pl_sema_find_rule(ck, name, own);
    expectation.verdict = verdict_of(ck, expectation.rule, pl_sema_kid(node, 1));
    expectation.subject = pl_sema_is(subject, PL_NODE_TEXT) ? subject->text : NULL;
    if (!expectation.rule || !expectation.verdict)
        return false;
    PL_PUSH(ck->arena, &test->expectations, expectation);
    return true;
}

static bool read_expectations(pl_checker *ck, pl_test *test, const pl_node *node, const char *own) {
    bool sound = !pl_sema_has_error(node), expects = !sound;

    for (uint32_t i = 0; i < node->count; i++) {
        const pl_node *expect = pl_sema_kid(node, i);

        if (!pl_sema_is(expect, PL_NODE_EXPECT))
            continue;
        expects = true;
        for (uint32_t r = 0; r < pl_sema_kid(expect, 0)->count; r++)
            sound =
                read_expect(ck, test, expect, pl_sema_kid(pl_sema_kid(expect, 0), r), own) && sound;
    }
    if (!expects)
        PL_REPORT(ck->diags, TEST_EXPECTS_NOTHING, test->span, test->title);
    return sound && expects;
}

/* ### the day */

/* The first day on which all rules that are tested hold; false when no rule says from when it does. */
static bool first_day(const pl_test *test, pl_date *day) {
    bool known = false;

    for (uint32_t i = 0; i < test->expectations.len; i++) {
        const pl_rule *rule = test->expectations.items[i].rule;
        const pl_handbook *book = rule->handbook;

        if (rule->has_from && (!known || rule->from > *day)) {
            *day = rule->from;
            known = true;
        }
        if (book && book->has_from && (!known || book->from > *day)) {
            *day = book->from;
            known = true;
        }
    }
    return known;
}

static const char *date_words(pl_checker *ck, pl_date date) {
    pl_buffer out;

    pl_buffer_init(&out);
    pl_date_print(&out, date);
    return pl_buffer_take(&out, ck->arena);
}

static bool check_force(pl_checker *ck, const pl_test *test) {
    for (uint32_t i = 0; i < test->expectations.len; i++) {
        const pl_expectation *expectation = &test->expectations.items[i];

        if (pl_rule_in_force(expectation->rule, test->date))
            continue;
        PL_REPORT(ck->diags, TEST_OUT_OF_FORCE, expectation->span, expectation->rule->name,
                  date_words(ck, test->date));
        return false;
    }
    return true;
}

static const pl_node *find_day(pl_checker *ck, const pl_node *node) {
    const pl_node *found = NULL;

    for (uint32_t i = 0; i < node->count; i++) {
        const pl_node *part = pl_sema_kid(node, i);

        if (pl_sema_is(part, PL_NODE_ON) && found)
            PL_REPORT(ck->diags, DOUBLE_CLAUSE, part->span, "on");
        else if (pl_sema_is(part, PL_NODE_ON))
            found = part;
    }
    return found;
}

static bool choose_day(pl_checker *ck, pl_test *test, const pl_node *on) {
    pl_days days = {0};

    if (on)
        days = pl_sema_days(ck, pl_sema_kid(on, 0), pl_sema_kid(on, 1));
    test->date = days.from;
    if (test->expectations.len == 0)
        return false;
    if (days.has_from || first_day(test, &test->date))
        return check_force(ck, test);
    PL_REPORT(ck->diags, TEST_WITHOUT_DAY, test->span, test->expectations.items[0].rule->name);
    return false;
}

/* ### rows */

static bool is_skipped(const pl_entity *entity, int year) {
    for (uint32_t i = 0; i < entity->skipped_years.len; i++)
        if (entity->skipped_years.items[i] == year)
            return true;
    return false;
}

/* The row, and the same once more for each further year. */
static bool add_row(pl_checker *ck, pl_test *test, const pl_node *node, uint32_t number) {
    pl_given given = pl_sema_read_given(ck, node, number);

    if (!given.mapping)
        return false;
    if (given.sound)
        pl_sema_complete_given(ck, test, given.mapping);
    PL_PUSH(ck->arena, &test->dataset->mappings, given.mapping);
    for (int year = given.mapping->year + 1; given.sound && year <= given.last_year; year++) {
        pl_mapping *other = PL_MAKE(ck->arena, pl_mapping);

        *other = *given.mapping;
        other->year = year;
        if (!is_skipped(other->entity, year))
            PL_PUSH(ck->arena, &test->dataset->mappings, other);
    }
    return given.sound;
}

static bool add_given(pl_checker *ck, pl_test *test, const pl_node *node) {
    uint32_t rows = pl_sema_given_rows(ck, node);
    uint32_t number = 0;

    /* What is wrong in one row is mostly wrong in the next as well. */
    while (number < rows && add_row(ck, test, node, number))
        number++;
    return rows > 0 && number == rows;
}

/* A parent before its children, whatever the order in the test. */
static bool read_rows_at(pl_checker *ck, pl_test *test, const pl_node *node, uint32_t depth,
                         bool *deeper) {
    bool sound = true;

    *deeper = false;
    for (uint32_t i = 0; i < node->count; i++) {
        const pl_node *part = pl_sema_kid(node, i);
        pl_symbol *symbol =
            pl_sema_is(part, PL_NODE_GIVEN) ? pl_sema_find_entity(ck, part->text) : NULL;
        const pl_entity *entity = symbol ? symbol->object : NULL;

        *deeper = *deeper || (entity && entity->depth > depth);
        if (pl_sema_is(part, PL_NODE_GIVEN) && (entity ? entity->depth : 0) == depth)
            sound = add_given(ck, test, part) && sound;
    }
    return sound;
}

static bool read_rows(pl_checker *ck, pl_test *test, const pl_node *node) {
    bool sound = true, deeper = true;

    for (uint32_t depth = 0; deeper; depth++)
        sound = read_rows_at(ck, test, node, depth, &deeper) && sound;
    return sound;
}

/* ### tests */

static bool is_first(pl_checker *ck, const pl_test *test) {
    for (uint32_t i = 0; i < ck->model->tests.len; i++) {
        const pl_test *other = ck->model->tests.items[i];

        if (other->span.source != test->span.source || strcmp(other->title, test->title) != 0)
            continue;
        PL_REPORT(ck->diags, DOUBLE_TEST, test->span, test->title,
                  pl_span_place(ck->arena, other->span));
        return false;
    }
    return true;
}

static void read_test(pl_checker *ck, const pl_node *node, const char *own) {
    pl_test *test = PL_MAKE(ck->arena, pl_test);
    bool sound;

    test->title = node->text;
    test->span = node->span;
    test->dataset = PL_MAKE(ck->arena, pl_dataset);
    *test->dataset = (pl_dataset){.name = node->text, .directory = ".", .span = node->span};
    sound = is_first(ck, test);
    sound = read_expectations(ck, test, node, own) && sound;
    sound = choose_day(ck, test, find_day(ck, node)) && sound;
    sound = read_rows(ck, test, node) && sound;
    assert(sound || ck->diags->errors > 0);
    if (sound)
        PL_PUSH(ck->arena, &ck->model->tests, test);
}

void pl_sema_check_tests(pl_checker *ck) {
    pl_sema_each_under(ck, PL_NODE_TEST, read_test);
}
