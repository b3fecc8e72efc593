/* generate_rules.c - random programs: rules, grades and decisions, and conditions that ask for those that stand before. */
#include "maker.h"

/* ---- verdicts and decisions of rules that stand before ---- */

static void asked_decision(maker *m, int entity) {
    const char *above = entity == SCHOOL && chance(m, 50) ? "proef." : "";
    int v = 1 + below(m, m->decisions);
    if (chance(m, 25)) {
        use(m, USES_verdict_of_decision);
        PRINT(m, "(%s%c%d is %s)", above, "vw"[below(m, 2)], v,
              PICK(m, "unknown", "not unknown", "no norm", "exempt", "not exempt", "known"));
        return;
    }
    use(m, USES_decision_compared);
    if (chance(m, 60))
        PRINT(m, "(%sv%d %s %s)", above, v, generate_sign(m), PICK(m, "1F", "1S", "2F"));
    else
        PRINT(m, "(%sw%d %s \"%s\")", above, v, PICK(m, "=", "<>"),
              PICK(m, "hele groep", "niemand"));
}

static void asked_rule(maker *m, int entity, int r) {
    if (m->rules[r].graded && chance(m, 50)) {
        use(m, USES_grade_compared);
        PRINT(m, chance(m, 70) ? "(r%d = %s)" : "(r%d in {%s, groen})", r + 1,
              PICK(m, "rood", "oranje"));
        return;
    }
    use(m, entity == m->rules[r].entity ? USES_verdict : USES_verdict_of_ancestor);
    PRINT(m, "(r%d is %s)", r + 1,
          PICK(m, "met", "not met", "met", "not met", "unknown", "not unknown", "no norm", "exempt",
               "not exempt"));
}

/* A rule of the entity or of one above it; false when there is none. */
bool generate_asked(maker *m, int entity) {
    if (m->extensions && chance(m, 35)) {
        generate_called(m, entity);
        return true;
    }
    if (m->decisions > 0 && chance(m, 40)) {
        asked_decision(m, entity);
        return true;
    }
    int r = m->rule_count > 0 ? below(m, m->rule_count) : -1;
    int of = r < 0 ? -1 : m->rules[r].entity;
    if (of != entity && of != SCHOOL && !(of == LEERLING && entity == TOETS))
        return false;
    asked_rule(m, entity, r);
    return true;
}

void generate_hold(maker *m, int entity, int depth) {
    int n = 2 + below(m, 2);
    use(m, USES_hold);
    put(m, "(");
    if (chance(m, 40)) {
        use(m, USES_hold_percent);
        PRINT(m, "%s %d%%", PICK(m, "at least", "at most", "more than", "fewer than", "exactly"),
              25 * below(m, 5));
    } else {
        PRINT(m, "%s %d", PICK(m, "at least", "at most", "more than", "fewer than", "exactly"),
              below(m, n + 1));
    }
    put(m, " of {");
    for (int i = 0; i < n; i++) {
        if (i)
            put(m, ", ");
        generate_truth(m, entity, depth - 1);
    }
    put(m, "} hold)");
}

const char *generate_rhythm(maker *m) {
    static const construct kinds[] = {USES_attested_year, USES_attested_months,
                                      USES_attested_years};
    static const char *const words[] = {"schooljaar", "year",       "quarter", "2 months", "month",
                                        "6 months",   "2 quarters", "2 years", "3 years"};
    int k = below(m, (int)(sizeof words / sizeof *words));
    use(m, kinds[k < 2 ? 0 : k < 7 ? 1 : 2]);
    return words[k];
}

static void grade(maker *m, int entity) {
    bool flags = chance(m, 70);
    use(m, USES_grade);
    PRINT(m, "  grade rood%s when ", flags ? " flags" : "");
    generate_truth(m, entity, 2);
    if (chance(m, 30)) {
        put(m, ", groen when ");
        generate_truth(m, entity, 1);
    }
    PRINT(m, ", oranje%s when ", chance(m, 20) ? " flags" : "");
    generate_truth(m, entity, 2);
    put(m, ", groen otherwise\n");
    m->rules[m->rule_count].entity = entity;
    m->rules[m->rule_count++].graded = true;
}

/* vN gives levels, wN texts. */
void generate_decision(maker *m, int n) {
    use(m, USES_decision);
    PRINT(m, "decision v%d \"Besluit\" for each school gives peilniveau\n  1F when ", n);
    generate_truth(m, SCHOOL, 2);
    put(m, ",\n  2F when ");
    generate_truth(m, SCHOOL, 2);
    if (m->decisions > 0 && chance(m, 40))
        PRINT(m, ",\n  v%d otherwise", m->decisions);
    else if (chance(m, 50))
        put(m, ",\n  1S otherwise");
    put(m, "\n");
    if (chance(m, 30)) {
        put(m, "  except where ");
        generate_truth(m, SCHOOL, 1);
        put(m, "\n");
    }
    PRINT(m, "decision w%d for each school\n  \"hele groep\" when ", n);
    generate_truth(m, SCHOOL, 2);
    put(m, chance(m, 60) ? ",\n  \"niemand\" otherwise\n" : ",\n  \"niemand\" when soort = BO\n");
    if (chance(m, 30)) {
        put(m, "  needs ");
        generate_truth(m, SCHOOL, 1);
        put(m, " \"te weinig\"\n");
    }
    m->decisions = n;
}

void generate_rule(maker *m, int n) {
    int entity = chance(m, 70)        ? SCHOOL
        : m->derived && chance(m, 40) ? GROEPJE
        : chance(m, 60)               ? LEERLING
                                      : TOETS;
    if (entity == GROEPJE)
        use(m, USES_rule_of_derived);
    PRINT(m, "%s r%d \"Regel %d\"\n  for each %s",
          PICK(m, "standard", "indicator", "ambition", "target"), n, n,
          entity == SCHOOL                     ? "school"
              : entity == TOETS                ? "toets"
              : entity == GROEPJE              ? "groepje"
              : m->population && chance(m, 50) ? (use(m, USES_rule_of_population), "beoordeeld")
                                               : "leerling");
    if (entity == TOETS)
        use(m, USES_rule_of_yearly_rows);
    if (chance(m, 15)) {
        use(m, USES_scope);
        put(m, " where ");
        generate_truth(m, entity, 1);
    }
    put(m, "\n");
    if (chance(m, 20)) {
        use(m, USES_exception);
        put(m, "  except where ");
        generate_truth(m, entity, 1);
        put(m, "\n");
    }
    if (chance(m, 15)) {
        use(m, USES_need);
        put(m, "  needs ");
        generate_truth(m, entity, 1);
        put(m, " \"te weinig\"\n");
    }
    if (chance(m, 25)) {
        grade(m, entity);
        return;
    }
    m->rules[m->rule_count].entity = entity;
    int clauses = 1 + below(m, 3);
    if (entity == SCHOOL && chance(m, 15))
        PRINT(m, "  attested by iemand every %s\n", generate_rhythm(m));
    for (int i = 0; i < clauses; i++) {
        put(m, "  require ");
        generate_truth(m, entity, 3);
        if (chance(m, 50)) {
            use(m, USES_requirement_with_condition);
            put(m, " when ");
            generate_truth(m, entity, 2);
        }
        put(m, "\n");
    }
    m->rules[m->rule_count++].graded = false;
}

/* Of the schools that are in it: how many are as a rule asks, or as anything asks. */
void generate_board_rule(maker *m) {
    use(m, USES_rule_of_board);
    PRINT(m, "ambition rb \"Bestuur\" for each bestuur\n  require %s %d%% of school have ",
          PICK(m, "at least", "at most", "more than"), 25 * below(m, 5));
    m->in_aggregate = 1;
    if (chance(m, 50) || !generate_asked(m, SCHOOL))
        generate_truth(m, SCHOOL, 2);
    m->in_aggregate = 0;
    PRINT(m, "\n  require omvang %s %d when (count of leerling) > %d\n", generate_sign(m),
          below(m, 60), below(m, 6));
}

/* The days at which pupils come, and days beside these; within two years of each other. */
void generate_yearly_day(maker *m) {
    if (chance(m, 60)) {
        use(m, USES_yearly_day);
        PRINT(m, "(sinds %s %s)", generate_sign(m), PICK(m, "1 aug", "3 feb", "29 feb", "31 jul"));
        return;
    }
    use(m, USES_yearly_day_range);
    PRINT(m, "(sinds in %s..%s%s)", PICK(m, "1 aug", "2 okt"), PICK(m, "", "<"),
          PICK(m, "3 feb", "29 feb", "31 jul"));
}
