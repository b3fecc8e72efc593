/* test_sema_mutants.c - a sound example with words taken out, exchanged and moved, many thousand times over: checking never
 * crashes, and whatever is accepted is a model that lowering may rely on; its tests are run. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "sema/check.h"
#include "tap.h"
#include "testing/testing.h"

#define MUTANTS 6000
#define MOST_PIECES 2000

static const char example[] =
    "handbook h \"H\" source \"B\" dated 2021-11-05 valid from 2021-08-01\n"
    "levels niveau \"<1F\" < 1F < 1S < 2F\n"
    "entity school key brin\n"
    "  naam text\n"
    "  soort {BO, SBO} default BO\n"
    "  weging number 20..40 yearly\n"
    "  budget euro yearly\n"
    "  open yesno\n"
    "entity leerling of school key nummer\n"
    "  groep number 1..8 yearly\n"
    "  verzuim hours yearly\n"
    "entity toets of leerling key vak yearly without {2019/2020}\n"
    "  vak {rekenen, lezen}\n"
    "  peil niveau\n"
    "  score number 0..550\n"
    "field datum of toets date\n"
    "field iq of leerling number absent means not taken\n"
    "population telt \"T\" for each leerling where groep >= 4\n"
    "  except where iq < 80\n"
    "  except where verzuim > 20 hours cite \"Bron\"\n"
    "parameter streef = 92% from 2020-08-01, 95% from 2025-08-01\n"
    "parameter hoog = 1S\n"
    "table norm key vak, weging overlap first from 2020/2021\n"
    "  | weging  | vak              | norm | streef |\n"
    "  | 20..<30 | rekenen          | 80%  | 90%    |\n"
    "  | 30..    | {lezen, rekenen} | -    | 80.5%  |\n"
    "  cite \"Bron\"\n"
    "table norm key vak, weging overlap first from 2023/2024\n"
    "  | norm | vak   | weging | streef |\n"
    "  | 81%  | lezen | ..30   | -      |\n"
    "table ster \"Ster\" by weging from 2015/2016\n"
    "  | vak     | landelijk | <25      | 25..<30 | >=30 |\n"
    "  | rekenen | 133       | 127..129 | 120     | -    |\n"
    "table ster by weging from 2020/2021\n"
    "  | vak   | 20..30 | landelijk |\n"
    "  | lezen | 1..2   | -         |\n"
    "measure 1F for school = share of toets over last 3 schooljaar, 5 if fewer than 15 leerling "
    "having peil >= 1F\n"
    "measure 2F for school = share of toets having (peil >= 1S when vak = rekenen, peil >= 2F "
    "otherwise)\n"
    "measure som for school = sum score of toets over 2020/2021..2022/2023 where vak = lezen\n"
    "measure deel for leerling = (average score of toets) / school.som rounded to 0.01\n"
    "measure code for school = 1 when weging < 23, 2 when weging in 25..30, 3 otherwise\n"
    "define plek for school = percentile of weging among school with same soort, open\n"
    "define rang for leerling = percentile of iq among telt with same school.soort\n"
    "section s \"S\"\n"
    "standard a \"A\" for each school where soort = BO\n"
    "  except where soort in {SBO} or not open\n"
    "  needs weging is known \"geen weging\"\n"
    "  require 1F >= 90% when weging in 20..22\n"
    "  require 2F >= streef when weging in 22..<30 and code <> 2\n"
    "  require at least 80% of toets over last 2 schooljaar including this have peil >= hoog\n"
    "  cite \"Bron\" 12 note \"N\" owner directeur\n"
    "  provisional until 2022-08-01\n"
    "  require (share of telt having iq >= 100) >= 80% and (at least 3 telt)\n"
    "ambition b \"B\" for each telt where groep < 8\n"
    "  require school.1F + 1% >= norm[lezen, school.weging, norm]\n"
    "  require every toets has score >= low(ster[vak, school.weging])\n"
    "  require every toets has score >= high(ster[vak, landelijk]) - 10\n"
    "  require every toets has score >= 100\n"
    "  require (count of toets where datum >= 2021-01-01) >= 1 when verzuim < 16 hours\n"
    "derive punt from toets by school, schooljaar, vak, groep where score > 3\n"
    "  define gemiddeld = average of score\n"
    "define deel_van[vak] for leerling = score[vak] / 550\n"
    "  needs groep > 2 \"te jong\"\n"
    "indicator c \"C\" for each leerling\n"
    "  require at least 1 of vak in {rekenen, lezen} have deel_van[vak] >= 50%\n"
    "indicator d \"D\" for each punt\n"
    "  require gemiddeld >= 100\n"
    "waiver for school \"04VF\" from a until 2022-07-31 reason \"R\" owner bestuurder\n"
    "waiver for leerling \"04VF/7\" from h.b until 2021/2022\n"
    "  reason \"R\" owner bestuurder, directeur note \"N\"\n"
    "test \"T\"\n"
    "  given school brin = \"04VF\", weging = 21, 1F = 97.6%, soort = missing, open = yes\n"
    "  given school schooljaar = 2020/2021, budget = 10 euro\n"
    "  given leerling nummer = \"7\", verzuim = 3 hours..5 hours\n"
    "  given toets vak = lezen, schooljaar = 2020/2021, peil = 1S, count = 3, datum = 2021-02-01\n"
    "  expect a met for \"04VF\" expect a no norm\n"
    "test \"U\" on 2021/2022 given toets vak = rekenen expect b not met expect h.a unknown\n"
    "dataset d \"D\"\n"
    "  school from \"a.csv\" separator \";\" decimal \",\" schooljaar 2021/2022\n"
    "    brin = \"OVT\" before \"|\", weging = \"W\" rounded to 0.01, 1F = \"1F\" in "
    "percent, 2F = \"2F\" in fractions\n"
    "  toets from \"b.csv\" separator tab schooljaar 2022/2023\n"
    "    brin = \"B\", rows vak, peil, count from rekenen \"<1F\" \"X\", lezen 2F \"Y\",\n"
    "    \"<5\" is 1..4, \"*\" is missing\n";

/* ### pieces of the example: words with the blanks behind them */

typedef struct piece {
    const char *text;
    size_t length;
} piece;

static piece pieces[MOST_PIECES];
static unsigned piece_count;

static void cut_example(void) {
    const char *p = example;

    while (*p) {
        size_t length = strcspn(p, " \n,");

        if (length == 0)
            length = 1;
        assert(piece_count < MOST_PIECES);
        pieces[piece_count++] = (piece){p, length};
        p += length;
    }
}

static void mutate(piece *list, unsigned *count) {
    unsigned at = tap_random(*count), other = tap_random(*count);
    piece kept = list[at];

    switch (tap_random(4)) {
    case 0:
        memmove(list + at, list + at + 1, (*count - at - 1) * sizeof *list);
        (*count)--;
        break;
    case 1: list[at] = list[other]; break;
    case 2:
        list[at] = list[other];
        list[other] = kept;
        break;
    default: list[at].length = (kept.length + 1) / 2; break;
    }
}

static void write_mutant(pl_buffer *out) {
    static piece list[MOST_PIECES];
    unsigned count = piece_count;

    memcpy(list, pieces, sizeof pieces);
    for (uint32_t n = 1 + tap_random(3); n > 0; n--)
        mutate(list, &count);
    for (unsigned i = 0; i < count; i++)
        pl_buffer_push(out, list[i].text, list[i].length);
}

/* ### what lowering relies on */

static bool sound_expr(const pl_expr *expr, uint32_t measures_before);

static bool sound_kids(const pl_expr *expr, const pl_entity *at, uint32_t measures_before) {
    for (uint32_t i = 0; i < expr->count; i++) {
        const pl_expr *kid = expr->kids[i];

        if (kid && ((kid->entity && kid->entity != at) || !sound_expr(kid, measures_before)))
            return false;
    }
    return true;
}

static bool sound_up(const pl_expr *expr, uint32_t measures_before) {
    const pl_expr *kid = expr->kids[0];

    return kid->entity && kid->entity != expr->entity &&
        pl_entity_is_within(expr->entity, kid->entity) && sound_expr(kid, measures_before);
}

static bool sound_expr(const pl_expr *expr, uint32_t measures_before) {
    if (expr->type.base == PL_POISON)
        return false;
    switch (expr->kind) {
    case PL_EXPR_UP: return sound_up(expr, measures_before);
    case PL_EXPR_MEASURE: return expr->measure->index < measures_before;
    case PL_EXPR_TREND:
        return sound_kids(expr, expr->child ? expr->child : expr->entity, measures_before);
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_PICK:
    case PL_EXPR_QUANTIFIER:
        if (!expr->child)
            return expr->entity && sound_kids(expr, expr->entity, measures_before);
        return pl_entity_is_below(expr->child, expr->entity) &&
            sound_kids(expr, expr->child, measures_before);
    default: return sound_kids(expr, expr->entity, measures_before);
    }
}

static bool sound_rule(const pl_rule *rule, uint32_t measures) {
    bool sound = rule->entity && rule->handbook && rule->clauses.len > 0;

    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        const pl_clause *c = &rule->clauses.items[i];

        sound = sound && c->requirement->type.base == PL_TRUTH &&
            sound_expr(c->requirement, measures) &&
            (!c->condition || sound_expr(c->condition, measures));
    }
    return sound;
}

static bool sound_test(const pl_test *test) {
    bool sound = test->expectations.len > 0 && test->dataset;

    for (uint32_t i = 0; i < test->expectations.len; i++) {
        const pl_expectation *e = &test->expectations.items[i];

        sound = sound && e->verdict && pl_rule_in_force(e->rule, test->date);
    }
    for (uint32_t i = 0; i < test->dataset->mappings.len; i++) {
        const pl_mapping *m = test->dataset->mappings.items[i];

        sound = sound && m->given && m->entity && (m->has_year || !m->entity->yearly);
    }
    return sound;
}

static bool sound_model(const pl_model *model) {
    bool sound = true;

    for (uint32_t i = 0; i < model->entities.len; i++) {
        const pl_entity *e = model->entities.items[i];

        sound = sound && e->index == i && e->key_count > 0 && (!e->parent || e->parent->index < i);
    }
    for (uint32_t i = 0; i < model->measures.len; i++)
        sound = sound && model->measures.items[i]->index == i &&
            sound_expr(model->measures.items[i]->definition, i);
    for (uint32_t i = 0; i < model->rules.len; i++)
        sound = sound && sound_rule(model->rules.items[i], model->measures.len);
    for (uint32_t i = 0; i < model->waivers.len; i++) {
        const pl_waiver *w = model->waivers.items[i];

        sound = sound && w->rule->index < model->rules.len && w->key[0] && w->reason[0] &&
            w->owners.len > 0;
    }
    for (uint32_t i = 0; i < model->tests.len; i++)
        sound = sound && sound_test(model->tests.items[i]);
    return sound;
}

/* ### one text */

typedef struct tally {
    unsigned accepted, refused, unsound;
} tally;

static bool any_source(const void *session, const pl_source *source) {
    (void)session;
    return source != NULL;
}

/* A test may be refused when its rows are put together, but nothing more. */
static void run_tests(pl_arena *arena, pl_diags *diags, const pl_model *model) {
    const pl_testing_scope scope = {.asked = any_source, .chunk_rows = 3};
    const pl_testing *testing = pl_testing_run(arena, diags, model, &scope);
    const pl_testing_options options = {.coverage = true};
    pl_buffer out = {0};

    if (diags->errors == 0)
        pl_testing_write_json(testing, &options, &out);
    pl_buffer_fini(&out);
}

static void try_text(tally *t, pl_str text, FILE *nowhere) {
    pl_arena arena;
    pl_source source = {.name = "mutant.peil", .text = text};
    pl_compiler compiler = {.arena = &arena};
    pl_node *file;
    pl_model *model;

    pl_arena_init(&arena);
    pl_names_init(&compiler.names, &arena);
    pl_diags_init(&compiler.diags, &arena);
    file = pl_parse(&compiler, &source);
    model = pl_check(&compiler, &file, 1, NULL);
    pl_lint(&compiler, model);
    pl_diags_print(&compiler.diags, PL_ADVICE, false, nowhere);
    if (compiler.diags.errors == 0) {
        pl_dump_types(model, nowhere);
        t->accepted++;
        t->unsound += !sound_model(model);
        run_tests(&arena, &compiler.diags, model);
    } else {
        t->refused++;
    }
    pl_arena_fini(&arena);
}

int main(void) {
    FILE *nowhere = fopen("/dev/null", "w");
    tally t = {0};

    if (!nowhere) {
        tap_skip("mutants", "there is no /dev/null");
        return tap_done();
    }
    cut_example();
    try_text(&t, pl_str_of(example), nowhere);
    tap_ok(t.accepted == 1 && t.unsound == 0, "the example itself is accepted");
    for (int i = 0; i < MUTANTS; i++) {
        pl_buffer text;

        pl_buffer_init(&text);
        write_mutant(&text);
        try_text(&t, (pl_str){text.ptr, text.len}, nowhere);
        pl_buffer_fini(&text);
    }
    fclose(nowhere);
    printf("# %u mutants accepted, %u refused\n", t.accepted - 1, t.refused);
    tap_is_int(t.unsound, 0, "what is accepted is sound");
    tap_ok(t.accepted > 100 && t.refused > 100, "mutants of both kinds were made");
    return tap_done();
}
