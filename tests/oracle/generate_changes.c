/* generate_changes.c - random rules about shares, counts, averages and fields, with random data: programs whose verdicts
 * changes of the measured data can turn. The general generator asks too much of everything at once for that. */
#include "maker.h"

static const char *const levels[] = {"<1F", "1F", "1S", "2F"};

/* ---- data ---- */

static void make_schools(maker *m, int schools) {
    m->out = &m->g->school;
    put(m, "BRIN;Weging;Cijfer;Deel;Soort\n");
    for (int s = 0; s < schools; s++)
        PRINT(m, "%02dAA;%d;%d,%d;%d%%;%s\n", s, 20 + below(m, 20), below(m, 10), below(m, 10),
              below(m, 101), chance(m, 70) ? "BO" : "SBO");
}

static void make_pupils(maker *m, int schools) {
    m->out = &m->g->leerling;
    put(m, "BRIN;Nr;Niveau;Vak;Score;Actief\n");
    for (int s = 0; s < schools; s++)
        for (int p = below(m, 14); p > 0; p--)
            PRINT(m, "%02dAA;%d;%s;%s;%d,%d;%s\n", s, p, chance(m, 95) ? levels[below(m, 4)] : "",
                  chance(m, 50) ? "lezen" : "rekenen", below(m, 100), below(m, 10),
                  chance(m, 60) ? "ja" : "nee");
}

static void make_results(maker *m, int schools) {
    m->out = &m->g->toets;
    put(m, "BRIN;onder;F1;S1;F2\n");
    for (int s = 0; s < schools; s++) {
        PRINT(m, "%02dAA", s);
        for (int l = 0; l < 4; l++)
            PRINT(m, ";%d", chance(m, 85) ? below(m, 30) : 0);
        put(m, "\n");
    }
}

/* ---- rules ---- */

static const char *sign(maker *m) {
    static const char *const signs[] = {">=", "<=", ">", "<", ">=", ">="};

    return signs[below(m, 6)];
}

static void put_predicate(maker *m) {
    switch (below(m, 6)) {
    case 0: PRINT(m, "niveau >= %s", chance(m, 50) ? "1F" : "2F"); break;
    case 1: PRINT(m, "score %s %d", sign(m), 10 + below(m, 80)); break;
    case 2: put(m, "actief"); break;
    case 3: PRINT(m, "(niveau >= 1F and score >= %d)", below(m, 90)); break;
    case 4: PRINT(m, "(not actief or score in %d..%d)", below(m, 40), 50 + below(m, 40)); break;
    default: put(m, "niveau in {1S, 2F}"); break;
    }
}

static void put_rows(maker *m) {
    put(m, chance(m, 40) ? "leerling where vak = lezen" : "leerling");
}

static void put_share(maker *m) {
    if (chance(m, 30)) {
        PRINT(m, "(share of uitslag having peil >= %s) %s %d%%", levels[1 + below(m, 3)], sign(m),
              below(m, 101));
        return;
    }
    put(m, "(share of ");
    put_rows(m);
    put(m, " having ");
    put_predicate(m);
    PRINT(m, ") %s %d%%", sign(m), below(m, 101));
}

static void put_quantifier(maker *m) {
    static const char *const words[] = {"every ",    "no ",      "some ",
                                        "at least ", "at most ", "more than "};
    int word = below(m, 6);

    put(m, words[word]);
    if (word >= 3)
        PRINT(m, chance(m, 50) ? "%d of " : "%d%% of ", below(m, 9) * 10 / 9);
    put_rows(m);
    put(m, word < 3 ? " has " : " have ");
    put_predicate(m);
}

static void put_count(maker *m) {
    put(m, "(count of ");
    put_rows(m);
    if (chance(m, 60)) {
        put(m, " having ");
        put_predicate(m);
    }
    PRINT(m, ") %s %d", sign(m), below(m, 9));
}

static void put_values(maker *m) {
    static const char *const words[] = {"average", "sum", "lowest", "highest"};

    PRINT(m, "(%s score of ", words[below(m, 4)]);
    put_rows(m);
    PRINT(m, ") %s %d.%d", sign(m), 20 + below(m, 60), below(m, 10));
}

static void put_requirement(maker *m) {
    switch (below(m, 8)) {
    case 0:
    case 1: put_share(m); break;
    case 2: put_quantifier(m); break;
    case 3: put_count(m); break;
    case 4: put_values(m); break;
    case 5: PRINT(m, "cijfer %s %d.%d", sign(m), below(m, 10), below(m, 10)); break;
    case 6: PRINT(m, "deel %s %d%%", sign(m), below(m, 101)); break;
    default:
        put_share(m);
        PRINT(m, " %s cijfer * 2 %s %d", chance(m, 70) ? "and" : "or", sign(m), below(m, 20));
    }
}

static void make_rules(maker *m) {
    m->out = &m->g->rules;
    put(m,
        "handbook proef \"Proef\"\nlevels peilniveau \"<1F\" < 1F < 1S < 2F\n"
        "entity school key brin\n  brin text\n  weging number 20..40\n  cijfer number 0..10\n"
        "  deel percent\n  soort {BO, SBO}\n"
        "entity leerling of school key nummer\n  nummer text\n  niveau peilniveau\n"
        "  vak {rekenen, lezen}\n  score number 0..100\n  actief yesno\n"
        "entity uitslag of school key peil\n  peil peilniveau\n");
    for (int r = 1; r <= 4; r++) {
        PRINT(m, "standard r%d for each school\n", r);
        if (chance(m, 20))
            put(m, "  except where soort = SBO\n");
        for (int c = 1 + below(m, 3); c > 0; c--) {
            put(m, "  require ");
            put_requirement(m);
            if (chance(m, 30))
                PRINT(m, " when weging in %d..%d", 20 + below(m, 8), 30 + below(m, 10));
            put(m, "\n");
        }
    }
}

static void make_dataset(maker *m) {
    m->out = &m->g->dataset;
    put(m,
        "dataset proef\n"
        "  school from \"school.csv\" separator \";\" decimal \",\"\n"
        "    brin = \"BRIN\", weging = \"Weging\", cijfer = \"Cijfer\", deel = \"Deel\", soort = "
        "\"Soort\"\n"
        "  leerling from \"leerling.csv\" separator \";\" decimal \",\"\n"
        "    brin = \"BRIN\", nummer = \"Nr\", niveau = \"Niveau\", vak = \"Vak\", score = "
        "\"Score\",\n"
        "    actief = \"Actief\"\n"
        "  uitslag from \"toets.csv\" separator \";\"\n    brin = \"BRIN\",\n"
        "    rows peil, count from\n      \"<1F\" \"onder\", 1F \"F1\", 1S \"S1\", 2F \"F2\"\n");
}

void generate_changes(generated *g, uint64_t seed) {
    maker m = {.g = g, .state = seed * 0x2545F4914F6CDD1Du + 1};
    int schools = 3 + below(&m, 3);

    generated_clear(g);
    make_rules(&m);
    make_dataset(&m);
    make_schools(&m, schools);
    make_pupils(&m, schools);
    make_results(&m, schools);
    pl_buffer_puts(&g->weging, "-\n");
    pl_buffer_puts(&g->attest, "-\n");
    pl_buffer_puts(&g->bestuur, "-\n");
}
