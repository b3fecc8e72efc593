/* generate_derive.c - random programs: grouped tables, rows below by their key, definitions with an index, named members. */
#include "maker.h"

/* What the row below has, by its key: a test of the pupil, a pupil of the school. */
void generate_picked(maker *m, int entity) {
    use(m, USES_pick);
    if (entity == SCHOOL && chance(m, 15)) {
        use(m, USES_pick_by_field);
        put(m, PICK(m, "dle[naam]", "gewicht[naam]"));
    } else if (entity == SCHOOL) {
        PRINT(m, "%s[\"%d\"]", PICK(m, "dle", "gewicht", "leerling.dle"), below(m, 4));
    } else if (entity == LEERLING && m->indexed && chance(m, 50)) {
        use(m, USES_indexed);
        PRINT(m, "q[%s]", PICK(m, "rekenen", "lezen", "taal"));
    } else {
        PRINT(m, "%s[%s%s]", PICK(m, "score", "punt", "toets.score"),
              PICK(m, "rekenen", "lezen", "taal"), m->wide ? ", 1F" : "");
    }
}

/* Named members, each asked for its row below. */
void generate_tally(maker *m, int entity) {
    bool of_school = entity == SCHOOL;
    use(m, USES_tally);
    put(m, "(");
    if (chance(m, 40))
        put(m, PICK(m, "every ", "some ", "no "));
    else if (chance(m, 40))
        PRINT(m, "%s %d%% of ", PICK(m, "at least", "at most", "more than", "exactly"),
              25 * below(m, 4));
    else
        PRINT(m, "%s %d of ", PICK(m, "at least", "at most", "more than", "fewer than", "exactly"),
              below(m, 3));
    put(m, of_school ? "nummer in {\"0\", \"1\", \"7\"}" : "vak in {rekenen, lezen, taal}");
    put(m, " have ");
    if (of_school && chance(m, 30))
        put(m, "actief[nummer])");
    else if (of_school)
        PRINT(m, "%s[nummer] %s %d)", PICK(m, "dle", "gewicht"), PICK(m, ">=", "<", "="),
              below(m, 40));
    else
        PRINT(m, "%s[vak%s] %s %d)", PICK(m, "score", "punt"), m->wide ? ", 1F" : "",
              PICK(m, ">=", "<", "="), below(m, 100));
}

/* A grouped table of the tests; some of its keys may be missing. */
void generate_derive(maker *m) {
    bool where = chance(m, 40);
    use(m, USES_derive);
    m->derived_yearly = chance(m, 60);
    const char *keys = PICK(m, "vak", "vak", "niveau", "vak, niveau", "vak, actief", "dle");
    PRINT(m, "derive groepje from toets by school, %s%s", m->derived_yearly ? "schooljaar, " : "",
          keys);
    if (where) {
        use(m, USES_derive_where);
        put(m, " where ");
        generate_truth(m, TOETS, 1);
    }
    put(m, "\n  define gemiddeld = average of score");
    if (!m->derived_yearly)
        generate_period(m);
    put(m, "\n  define goed = count of toets having ");
    generate_truth(m, TOETS, 1);
    put(m, "\n");
    m->derived = true;
}
