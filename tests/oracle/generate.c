/* generate.c - random programs that are right by construction: every expression is made for a wanted type and entity.
 * The world is fixed (schools, their pupils, the tests of these by year); which fields are dated, bounded, missing, windowed and how
 * they are combined is drawn. Read number() and truth() first. Data is drawn from few values, so that ties at a threshold are common. */
#include "extend/extend.h"
#include "maker.h"

static void number(maker *m, int entity, int depth);
static void binary(maker *m, int entity, int depth);
static void truth(maker *m, int entity, int depth);

/* ---- aggregates ---- */

static void period(maker *m, bool for_school) {
    if (chance(m, 25))
        return;
    if (chance(m, 25)) {
        use(m, USES_window_range);
        put(m,
            PICK(m, " over 2018/2019..2020/2021", " over 2020/2021", " over 2019/2020..2022/2023"));
        return;
    }
    use(m, USES_window_last);
    PRINT(m, " over last %d schooljaar", 1 + below(m, 4));
    if (chance(m, 30)) {
        use(m, USES_window_including_this);
        put(m, " including this");
    }
    if (for_school && chance(m, 35)) {
        use(m, USES_small_n);
        PRINT(m, ", %d if fewer than %d leerling", 3 + below(m, 4), 1 + below(m, 8));
    }
}

/* " ENTITY [over ..] [where ..]"; gives the entity. */
static int aggregate_rows(maker *m, int entity, int depth) {
    int child = entity == SCHOOL && chance(m, m->wide ? 15 : 40) ? LEERLING : TOETS;
    if (entity == SCHOOL && m->derived && chance(m, 30)) {
        use(m, USES_derived_rows);
        child = GROEPJE;
    }
    if (child == LEERLING && m->population && chance(m, 40)) {
        use(m, USES_population);
        put(m, "beoordeeld");
    } else {
        put(m, child == LEERLING ? "leerling" : child == TOETS ? "toets" : "groepje");
    }
    bool one_year = entity == GROEPJE && m->derived_yearly;
    if (!one_year && (child == LEERLING || (child == TOETS && !m->wide)) && chance(m, 15))
        generate_days(m);
    else if ((child == TOETS && !one_year) || (child == GROEPJE && m->derived_yearly))
        period(m, entity == SCHOOL && child == TOETS);
    if (chance(m, 40)) {
        use(m, USES_where);
        put(m, " where ");
        truth(m, child, depth - 1);
    }
    return child;
}

static void enter_aggregate(maker *m) {
    if (m->in_aggregate++ > 0)
        use(m, USES_nested_aggregate);
}

static void share(maker *m, int entity, int depth) {
    enter_aggregate(m);
    use(m, USES_share);
    put(m, "(share of ");
    int child = aggregate_rows(m, entity, depth);
    put(m, " having ");
    truth(m, child, depth - 1);
    put(m, ")");
    m->in_aggregate--;
}

static void value_aggregate(maker *m, int entity, int depth) {
    static const construct kinds[] = {USES_sum, USES_average, USES_lowest, USES_highest};
    static const char *const words[] = {"sum", "average", "lowest", "highest"};
    int k = below(m, 4);
    enter_aggregate(m);
    use(m, kinds[k]);
    /* The value stands before the rows: it must suit both kinds of them unless it is a field of one. */
    pl_buffer rows, *out = m->out;
    pl_buffer_init(&rows);
    m->out = &rows;
    int child = aggregate_rows(m, entity, depth);
    m->out = out;
    PRINT(m, "(%s ", words[k]);
    if (chance(m, 70))
        put(m,
            child == TOETS         ? PICK(m, "score", "punt")
                : child == GROEPJE ? PICK(m, "gemiddeld", "goed")
                                   : PICK(m, "dle", "gewicht"));
    else
        binary(m, child, depth);
    PRINT(m, " of %s)", rows.ptr);
    pl_buffer_fini(&rows);
    m->in_aggregate--;
}

static void count(maker *m, int entity, int depth) {
    enter_aggregate(m);
    use(m, USES_count);
    put(m, "(count of ");
    int child = aggregate_rows(m, entity, depth);
    if (chance(m, 50)) {
        put(m, " having ");
        truth(m, child, depth - 1);
    }
    put(m, ")");
    m->in_aggregate--;
}

static void quantifier(maker *m, int entity, int depth) {
    enter_aggregate(m);
    bool plural = true;
    put(m, "(");
    if (chance(m, 30)) {
        use(m, USES_quantifier_every);
        const char *word = PICK(m, "every ", "some ", "no ");
        put(m, word);
        plural = false;
    } else if (chance(m, 40)) {
        use(m, USES_quantifier_percent);
        PRINT(m, "%s %d%% of ",
              PICK(m, "at least", "at most", "more than", "fewer than", "exactly"),
              25 * below(m, 5));
    } else {
        use(m, USES_quantifier_amount);
        PRINT(m, "%s %d of ", PICK(m, "at least", "at most", "more than", "fewer than", "exactly"),
              below(m, 6));
    }
    int child = aggregate_rows(m, entity, depth);
    put(m, plural ? " have " : " has ");
    truth(m, child, depth - 1);
    put(m, ")");
    m->in_aggregate--;
}

/* ---- school years ---- */

/* Something that may differ from year to year: other things are refused. */
static void varying_number(maker *m, int entity, int depth) {
    put(m, "(");
    number(m, entity, depth);
    put(m, PICK(m, " + drempel)", " - drempel)"));
}

static void varying_truth(maker *m, int entity, int depth) {
    PRINT(m, "(%s ", PICK(m, "drempel > 12 or", "schooljaar >= 2020/2021 or", "drempel > 0 and"));
    truth(m, entity, depth);
    put(m, ")");
}

static void last_years(maker *m, int least) {
    PRINT(m, "last %d schooljaar%s", least + below(m, 3),
          PICK(m, "", "", " including this", " without {2019/2020}"));
}

static void years_where(maker *m, int entity, int depth) {
    last_years(m, 1);
    if (!chance(m, 40))
        return;
    use(m, USES_years_where);
    put(m, " where ");
    varying_truth(m, entity, depth - 2);
}

/* A value of an earlier year, or something over the values of several. */
static void years_number(maker *m, int entity, int depth) {
    int k = below(m, 4);
    m->in_years++;
    if (k == 0) {
        use(m, USES_years_previous);
        put(m, "(previous ");
        varying_number(m, entity, depth - 1);
    } else if (k == 1) {
        use(m, USES_years_index);
        PRINT(m, "(%s[schooljaar - %d]",
              entity == TOETS        ? PICK(m, "score", "punt")
                  : m->measures == 0 ? "drempel"
                  : entity == SCHOOL ? "m1"
                                     : "school.m1",
              1 + below(m, 3));
    } else {
        use(m, USES_years_aggregate);
        PRINT(m, "(%s ", PICK(m, "sum", "average", "lowest", "highest"));
        varying_number(m, entity, depth - 2);
        put(m, " of ");
        years_where(m, entity, depth);
    }
    put(m, ")");
    m->in_years--;
}

static void years_truth(maker *m, int entity, int depth) {
    int k = below(m, 4);
    m->in_years++;
    put(m, "(");
    if (k == 0 && entity == SCHOOL && chance(m, 50)) {
        int child = chance(m, 50) ? LEERLING : TOETS;
        use(m, USES_trend_of_rows);
        number(m, child, depth - 2);
        PRINT(m, " is %s across last %d %s", PICK(m, "rising", "falling", "not falling"),
              2 + below(m, 2), child == LEERLING ? "leerling" : "toets");
    } else if (k == 0) {
        use(m, USES_years_trend);
        varying_number(m, entity, depth - 1);
        PRINT(m, " is %s across ", PICK(m, "rising", "falling", "not rising", "not falling"));
        last_years(m, 2);
    } else {
        bool plural = k > 1;
        use(m, plural ? USES_years_amount : USES_years_every);
        if (plural)
            PRINT(m, "%s %s of ", PICK(m, "at least", "at most", "more than", "exactly"),
                  PICK(m, "1", "2", "50%", "66%"));
        else
            put(m, PICK(m, "every ", "some ", "no "));
        years_where(m, entity, depth);
        put(m, plural ? " have " : " has ");
        varying_truth(m, entity, depth - 1);
    }
    put(m, ")");
    m->in_years--;
}

/* ---- numbers (plain) ---- */

static void constant(maker *m) {
    if (chance(m, 8))
        put(m,
            PICK(m, "999999999999999999", "123456789012345678", "0.000000000000000001",
                 "300000000000.000001"));
    else if (chance(m, 40))
        PRINT(m, "%d.%d", below(m, 40), 1 + below(m, 9));
    else
        PRINT(m, "%d", 1 + below(m, 39)); /* never 0: a constant division by it is refused */
}

static void school_number(maker *m) {
    int k = below(m, 4);
    if (k == 0 && m->year_fields)
        use(m, USES_yearly_field);
    put(m, k == 0 ? "weging" : k == 1 ? "aantal" : k == 2 ? "groot" : "weging");
}

static void number_leaf(maker *m, int entity) {
    if (entity <= LEERLING && chance(m, 12)) {
        generate_picked(m, entity);
        return;
    }
    if (chance(m, 30)) {
        constant(m);
        return;
    }
    if (chance(m, 10)) {
        use(m, USES_parameter);
        put(m, PICK(m, "drempel", "drempel", "low(bereik)", "high(bereik)"));
        return;
    }
    if (entity == LEERLING && m->ranked && m->population && chance(m, 15)) {
        use(m, USES_percentile);
        put(m, "bij_anderen");
        return;
    }
    if (entity == LEERLING && m->of_pupil && chance(m, 25)) {
        use(m, USES_define_of_pupil);
        put(m, "p1");
        return;
    }
    use(m, USES_field);
    if (entity == SCHOOL) {
        school_number(m);
        return;
    }
    if (chance(m, 25)) {
        use(m, USES_ancestor_field);
        put(m, "school.");
        school_number(m);
        return;
    }
    if (entity == LEERLING && chance(m, 25)) {
        use(m, USES_not_taken);
        put(m, "iq");
        return;
    }
    put(m,
        entity == LEERLING      ? PICK(m, "dle", "gewicht")
            : entity == GROEPJE ? PICK(m, "gemiddeld", "goed")
                                : PICK(m, "score", "punt"));
}

static void binary(maker *m, int entity, int depth) {
    static const construct kinds[] = {USES_addition, USES_subtraction, USES_multiplication,
                                      USES_division};
    int k = below(m, 4);
    use(m, kinds[k]);
    put(m, "(");
    number(m, entity, depth - 1);
    PRINT(m, " %c ", "+-*/"[k]);
    number(m, entity, depth - 1);
    put(m, ")");
}

static void cases(maker *m, int entity, int depth) {
    use(m, USES_case_list);
    int n = 1 + below(m, 3);
    put(m, "(");
    for (int i = 0; i < n; i++) {
        if (i)
            put(m, ", ");
        number(m, entity, depth - 1);
        put(m, " when ");
        truth(m, entity, depth - 1);
    }
    if (chance(m, 70)) {
        put(m, ", ");
        number(m, entity, depth - 1);
        put(m, " otherwise");
    } else {
        use(m, USES_case_list_without_otherwise);
    }
    put(m, ")");
}

static void fallback(maker *m, int entity, int depth) {
    use(m, USES_else_number);
    put(m, "(");
    if (chance(m, 70)) /* never a constant: that is never missing */
        put(m,
            entity == SCHOOL         ? PICK(m, "aantal", "weging", "groot")
                : entity == LEERLING ? PICK(m, "dle", "gewicht", "school.aantal")
                : entity == GROEPJE  ? PICK(m, "gemiddeld", "school.aantal")
                                     : PICK(m, "score", "punt", "school.weging"));
    else
        PRINT(m, "(%s / %s)",
              entity == TOETS        ? "score"
                  : entity == SCHOOL ? "aantal"
                                     : "school.aantal",
              entity == TOETS        ? "punt"
                  : entity == SCHOOL ? "weging"
                                     : "school.weging");
    put(m, " else ");
    number(m, entity, depth - 1);
    put(m, ")");
}

/* `kop` and `breed` have the values of a key in their headers, and norms that are ranges. */
static void lookup_by(maker *m, int entity, int depth) {
    const char *end = PICK(m, "low(", "high(");
    bool by_subject = entity == TOETS && chance(m, 60);
    use(m, USES_lookup_by);
    if (chance(m, 30)) {
        put(m, "kop[");
        number(m, entity, depth - 1);
        put(m, ", alles]");
        return;
    }
    use(m, USES_norm_range);
    put(m, end);
    put(m, by_subject ? "kop[" : entity == SCHOOL ? "breed[soort, " : "breed[school.soort, ");
    number(m, entity, depth - 1);
    put(m, by_subject ? ", vak])" : "])");
}

static void lookup(maker *m, int entity, int depth) {
    use(m, USES_lookup);
    if (chance(m, 20)) {
        lookup_by(m, entity, depth);
        return;
    }
    if (entity == TOETS && chance(m, 90)) {
        use(m, USES_lookup_two_keys);
        put(m, "dubbel[");
        number(m, entity, depth > 1 ? 1 : 0);
        put(m, ", vak]");
        return;
    }
    if (chance(m, 30))
        use(m, USES_lookup_overlap);
    put(m, PICK(m, "band[", "hoogste[", "laagste[", "eerste[", "dated[", "later["));
    number(m, entity, depth - 1);
    put(m, "]");
}

static void school_measure(maker *m, int entity) {
    if (entity != SCHOOL)
        put(m, "school.");
    if (m->ranked && chance(m, 35)) {
        use(m, USES_percentile);
        put(m, "plaats");
        return;
    }
    if (m->supplied && chance(m, 40)) {
        use(m, USES_supplied_measure);
        put(m, "gegeven");
        return;
    }
    if (m->measures == 0) {
        put(m, "weging");
        return;
    }
    if (m->defines > 0 && chance(m, 60)) {
        use(m, USES_define);
        PRINT(m, "d%d", 1 + below(m, m->defines));
        return;
    }
    use(m, USES_measure);
    PRINT(m, "m%d", 1 + below(m, m->measures));
}

static void number(maker *m, int entity, int depth) {
    if (m->extensions && depth > 0 && chance(m, 8)) {
        generate_call(m, entity, depth);
        return;
    }
    if (m->boards && chance(m, 4)) {
        use(m, USES_reference);
        put(m, "bestuur.omvang");
        return;
    }
    if (depth <= 0 || chance(m, 25)) {
        number_leaf(m, entity);
        return;
    }
    int k = below(m, 100);
    if (k < 25)
        binary(m, entity, depth);
    else if (k < 31) {
        use(m, USES_negation);
        put(m, "(-");
        number(m, entity, 0);
        put(m, ")");
    } else if (k < 38) {
        use(m, USES_rounding);
        put(m, "(");
        number(m, entity, depth - 1);
        PRINT(m, " rounded to %s)", PICK(m, "1", "0.1", "5", "0.01"));
    } else if (k < 50)
        cases(m, entity, depth);
    else if (k < 60)
        lookup(m, entity, depth);
    else if (k < 64)
        fallback(m, entity, depth);
    else if (k < 72)
        school_measure(m, entity);
    else if (k < 77 && m->in_years < 2)
        years_number(m, entity, depth);
    else if (k < 80 && !m->windowed && m->in_aggregate <= 1 &&
             (entity == SCHOOL || (entity == LEERLING && !m->wide)))
        generate_units_number(m, entity);
    else if (entity == TOETS || m->in_aggregate > 1)
        number_leaf(m, entity);
    else if (k < 86)
        count(m, entity, depth);
    else
        value_aggregate(m, entity, depth);
}

void generate_number(maker *m, int entity, int depth) {
    number(m, entity, depth);
}

/* ---- conditions ---- */

static void level_condition(maker *m, int entity) {
    if (entity == TOETS && chance(m, 70)) {
        use(m, USES_level_comparison);
        if (chance(m, 80))
            PRINT(m, "(niveau %s %s)", generate_sign(m), PICK(m, "1F", "1S", "2F", "\"<1F\""));
        else
            PRINT(m, "(niveau in %s)", PICK(m, "1F..1S", "1S..2F", "1F..2F"));
        return;
    }
    if (chance(m, 60)) {
        use(m, USES_in_set);
        PRINT(m, "(%s %s {%s})",
              entity == TOETS        ? "vak"
                  : entity == SCHOOL ? "soort"
                                     : "school.soort",
              PICK(m, "in", "not in"),
              entity == TOETS ? PICK(m, "rekenen", "lezen, taal", "taal")
                              : PICK(m, "BO", "SBO, SO", "BO, SO"));
        return;
    }
    use(m, USES_text_comparison);
    PRINT(m, "(%s %s %s)", entity == SCHOOL ? "naam" : "school.naam", PICK(m, "=", "<>"),
          PICK(m, "\"De Ark\"", "\"Het Anker\"", "\"Zee; zand\""));
}

static void share_condition(maker *m, int entity, int depth) {
    use(m, USES_comparison);
    put(m, "(");
    share(m, entity, depth);
    PRINT(m, " %s %s)", generate_sign(m),
          PICK(m, "50%", "75%", "100%", "66.7%", "25%", "0%", "33.3%"));
}

static void number_condition(maker *m, int entity, int depth) {
    put(m, "(");
    number(m, entity, depth - 1);
    if (chance(m, 25)) {
        use(m, USES_in_range);
        int lo = below(m, 30);
        PRINT(m, " in %d%s%d)", lo, PICK(m, "..", "..<"), lo + 1 + below(m, 12));
        return;
    }
    use(m, USES_comparison);
    PRINT(m, " %s ", generate_sign(m));
    number(m, entity, depth - 1);
    put(m, ")");
}

static void joined(maker *m, int entity, int depth) {
    bool both = chance(m, 50);
    use(m, both ? USES_conjunction : USES_disjunction);
    int n = 2 + below(m, 2);
    put(m, "(");
    for (int i = 0; i < n; i++) {
        if (i)
            put(m, both ? " and " : " or ");
        truth(m, entity, depth - 1);
    }
    put(m, ")");
}

/* A truth, a member or a text, or what stands for it where it is missing. */
static void else_condition(maker *m, int entity) {
    if (entity == TOETS) {
        use(m, USES_else_member);
        PRINT(m, "((niveau else %s) %s %s)", PICK(m, "1F", "2F"), generate_sign(m),
              PICK(m, "1F", "1S"));
    } else if (entity == LEERLING) {
        use(m, USES_else_truth);
        PRINT(m, "(actief else (dle %s %d))", generate_sign(m), below(m, 60));
    } else if (chance(m, 50)) {
        use(m, USES_else_member);
        PRINT(m, "((soort else SO) %s %s)", PICK(m, "=", "<>"), PICK(m, "SO", "BO"));
    } else {
        use(m, USES_else_text);
        PRINT(m, "((naam else %s) %s %s)", PICK(m, "\"Geen\"", "\"De Ark\""), PICK(m, "=", "<>"),
              PICK(m, "\"Geen\"", "\"De Ark\"", "\"Niets\""));
    }
}

static void simple_truth(maker *m, int entity) {
    if (m->in_aggregate == 0 && chance(m, 12)) {
        use(m, USES_attest);
        PRINT(m, chance(m, 60) ? "%sgezegd" : "(%sgezegd = twijfel)",
              entity == SCHOOL ? "" : "school.");
        return;
    }
    if (entity <= LEERLING && chance(m, 10)) {
        generate_tally(m, entity);
        return;
    }
    if (chance(m, 12)) {
        else_condition(m, entity);
        return;
    }
    if (entity == LEERLING && chance(m, 40)) {
        put(m, "actief");
        return;
    }
    if (entity == LEERLING && chance(m, 40)) {
        use(m, USES_date_comparison);
        PRINT(m, "(sinds %s 202%d-08-01)", generate_sign(m), below(m, 3));
        return;
    }
    if (entity == LEERLING && chance(m, 20)) {
        generate_yearly_day(m);
        return;
    }
    level_condition(m, entity);
}

static void known_condition(maker *m, int entity, int depth) {
    use(m, USES_is_known);
    put(m, "(");
    number(m, entity, depth > 1 ? 1 : 0);
    put(m, PICK(m, " is known)", " is missing)", " is not known)"));
}

static void truth(maker *m, int entity, int depth) {
    if (chance(m, 10) && generate_asked(m, entity))
        return;
    if (depth > 1 && chance(m, 6)) {
        generate_hold(m, entity, depth);
        return;
    }
    if (depth <= 0) {
        simple_truth(m, entity);
        return;
    }
    int k = below(m, 100);
    if (k < 30)
        number_condition(m, entity, depth);
    else if (k < 45)
        level_condition(m, entity);
    else if (k < 60)
        joined(m, entity, depth);
    else if (k < 66) {
        use(m, USES_not_condition);
        put(m, "(not ");
        truth(m, entity, depth - 1);
        put(m, ")");
    } else if (k < 70)
        known_condition(m, entity, depth);
    else if (k < 73 && m->defines > 0) {
        use(m, USES_define_as_condition);
        PRINT(m, "%sc%d", entity == SCHOOL ? "" : "school.", 1 + below(m, m->defines));
    } else if (k < 77) {
        use(m, USES_else_truth);
        put(m, "((");
        number(m, entity, 0);
        PRINT(m, " %s %s", generate_sign(m), entity == SCHOOL ? "aantal" : "school.aantal");
        put(m, ") else ");
        truth(m, entity, depth - 1);
        put(m, ")");
    } else if (k < 81 && m->in_years < 2 && entity != GROEPJE)
        years_truth(m, entity, depth);
    else if (k < 84 && !m->windowed && m->in_years == 0 && m->in_aggregate <= 1 &&
             (entity == SCHOOL || (entity == LEERLING && !m->wide)))
        generate_windows(m, entity, depth);
    else if (entity >= TOETS || m->in_aggregate > 1)
        simple_truth(m, entity);
    else if (k < 86)
        share_condition(m, entity, depth);
    else
        quantifier(m, entity, depth);
}

void generate_truth(maker *m, int entity, int depth) {
    truth(m, entity, depth);
}

void generate_period(maker *m) {
    period(m, false);
}

/* ---- declarations ---- */

static void tables(maker *m) {
    static const char *const overlaps[] = {"hoogste overlap highest", "laagste overlap lowest",
                                           "eerste overlap first"};
    put(m,
        "table band\n  | weging | waarde |\n  | 20..<24 | 12 |\n  | 24..28 | 9.5 |\n  | 30..<33 | "
        "- |\n  | 33..<36 | 7 |\n");
    for (int i = 0; i < 3; i++)
        PRINT(m,
              "table %s\n  | weging | waarde |\n  | 0..25 | %d |\n  | 20..30 | %d |\n  | 30..40 | "
              "%d.5 |\n",
              overlaps[i], below(m, 20), below(m, 20), below(m, 20));
    put(m,
        "table dubbel key weging, vak\n  | weging | vak | waarde |\n  | ..<20 | rekenen | 1 |\n  | "
        "20..<30 | rekenen | 2 |\n  | 20..30 | lezen | 3 |\n  | 0..40 | taal | 4 |\n");
    put(m,
        "table kop by vak\n  | weging | alles | rekenen | lezen |\n  | 0..<25 | 11 | 12..14 | - "
        "|\n  | 25..40 | - | 3 | 0.5..4 |\n");
    put(m,
        "table breed by weging overlap highest\n  | soort | <=22 | 22..<30 | >=30 |\n  | BO | "
        "2..30 | 7 | - |\n  | {SBO, SO} | 1 | 3..5 | 10..20 |\n");
    put(m, "table dated from 2020-08-01\n  | weging | waarde |\n  | 20..40 | 5 |\n");
    put(m, "table dated from 2022-08-01\n  | weging | waarde |\n  | 20..40 | 6 |\n");
    put(m, "table later from 2030-08-01\n  | weging | waarde |\n  | 20..40 | 8 |\n");
}

static void world(maker *m) {
    put(m, "handbook proef \"Proef\"\n  valid from 2000-08-01\n");
    if (m->days)
        generate_holidays(m);
    put(m, "levels peilniveau \"<1F\" < 1F < 1S < 2F\n");
    if (m->boards)
        put(m, "entity bestuur key nr\n  omvang number 0..100\n");
    PRINT(m,
          "entity school%s key brin\n%s%s  naam text\n  soort {BO, SBO, SO}%s\n  weging number "
          "0..40%s\n "
          " aantal number\n  groot number\n",
          m->boards ? " in bestuur" : "",
          !m->boards           ? ""
              : m->year_boards ? "  nr text yearly\n"
                               : "  nr text\n",
          m->days ? "  regio {Noord, Zuid, Elders}\n" : "",
          chance(m, 50) ? (use(m, USES_default_member), " default BO") : "",
          m->year_fields ? " yearly" : "");
    put(m,
        "entity leerling of school key nummer\n  nummer text\n  dle number 0..60\n  gewicht "
        "number\n  actief yesno\n  sinds date\n  iq number absent means not taken\n");
    PRINT(m,
          "entity toets of leerling key vak%s yearly%s\n  vak {rekenen, lezen, taal}\n  niveau "
          "peilniveau\n  score number 0..200\n  punt number\n%s",
          m->wide ? ", niveau" : "",
          chance(m, 40) ? (use(m, USES_skipped_year), " without {2019/2020}") : "",
          m->wide ? "" : "  afname date\n");
    PRINT(m, "parameter drempel = %d from 1900-08-01, %d from 2019-08-01, %d.5 from 2021-08-01\n",
          below(m, 30), below(m, 30), below(m, 30));
    put(m,
        "parameter bereik = 10..20 from 1900-08-01, 12 from 2020-08-01, 15..18 from 2021-08-01\n");
    tables(m);
    put(m, "measure gegeven for school = 7\n");
}

/* What people say of a school, and of a pupil; rows come from attest.csv. */
static void attested(maker *m) {
    put(m,
        "entity attestatie of school key indicator, datum\n  indicator text\n  datum date\n  "
        "oordeel "
        "{ja, nee, twijfel}\n  door text\n");
    PRINT(m, "attest gezegd \"Gezegd\" for school each %s by iemand as {ja, nee, twijfel}\n",
          chance(m, 50) ? "schooljaar" : "quarter");
    PRINT(m,
          "indicators lijst for each school attested by iemand every %s\n  | id | indicator | when "
          "|\n"
          "  | A1 | De eerste | |\n  | A2 | De tweede | soort = BO |\n",
          generate_rhythm(m));
}

static void measures(maker *m) {
    int n = 1 + below(m, 3);
    for (int i = 1; i <= n; i++) {
        PRINT(m, "measure m%d for school = ", i);
        number(m, SCHOOL, 3);
        put(m, "\n");
        m->measures = i;
    }
}

static void definitions(maker *m) {
    int n = chance(m, 70) ? 1 + below(m, 2) : 0;
    for (int i = 1; i <= n; i++) {
        PRINT(m, "define d%d \"Waarde\" for school = ", i);
        number(m, SCHOOL, 3);
        PRINT(m, "\ndefine c%d for school = ", i);
        truth(m, SCHOOL, 2);
        put(m, "\n");
        m->defines = i;
    }
    if (chance(m, 40)) {
        PRINT(m, "define q[vak] for leerling = score[vak%s]", m->wide ? ", 1F" : "");
        if (chance(m, 50))
            put(m, " / dle");
        put(m, "\n");
        m->indexed = true;
    }
    if (n > 0) {
        put(m, "define p1 for leerling = ");
        number(m, LEERLING, 2);
        put(m, "\n");
        if (chance(m, 50)) {
            use(m, USES_define_needs);
            put(m, "  needs ");
            truth(m, LEERLING, 1);
            put(m, " \"te weinig\"\n");
        }
        m->of_pupil = true;
    }
}

static void ranking(maker *m) {
    if (chance(m, 40))
        return;
    put(m, "define plaats for school = 40 * (percentile of ");
    number(m, SCHOOL, 2);
    put(m, " among school");
    put(m, PICK(m, "", " with same soort", " with same soort, weging", " with same aantal"));
    put(m, ") / 100%\n");
    if (m->population)
        put(m,
            "define bij_anderen for leerling = 40 * (percentile of dle among beoordeeld with same "
            "school.soort, actief) / 100%\n");
    m->ranked = true;
}

static void population(maker *m) {
    if (chance(m, 30))
        return;
    put(m, "population beoordeeld for each leerling");
    if (chance(m, 30)) {
        put(m, " where ");
        truth(m, LEERLING, 1);
    }
    for (int n = 1 + below(m, 2); n > 0; n--) {
        put(m, "\n  except where ");
        truth(m, LEERLING, 2);
    }
    put(m, "\n");
    m->population = true;
}

/* ---- where the data is ---- */

static void dataset(maker *m) {
    m->out = &m->g->dataset;
    put(m, "dataset proef\n");
    if (m->boards && chance(m, 75)) /* else the boards are those that schools name */
        put(m,
            "  bestuur from \"bestuur.csv\" separator \";\"\n    nr = \"Nr\", omvang = "
            "\"Omvang\"\n");
    put(m,
        "  school from \"school.csv\" separator \";\" decimal \",\"\n    brin = "
        "\"BRIN\", naam = \"Naam\", soort = \"Soort\", aantal = \"Aantal\", groot = \"Groot\",\n");
    if (m->supplied)
        put(m, "    gegeven = \"Gegeven\",\n");
    if (m->days)
        put(m, "    regio = \"Regio\",\n");
    if (m->boards && !m->year_boards)
        put(m, "    nr = \"Bestuur\",\n");
    PRINT(m,
          "    \"<5\" is 1..4, \"*\" is missing\n  school from \"weging.csv\" separator \";\" "
          "decimal \",\"\n    brin = \"BRIN\", weging = \"Weging\"%s%s\n",
          m->year_fields ? ", schooljaar = \"Jaar\"" : "",
          m->year_boards ? ", nr = \"Bestuur\"" : "");
    put(m,
        "  leerling from \"leerling.csv\" separator \";\" decimal \",\"\n    brin = \"BRIN\", "
        "nummer = \"Nr\", dle = \"DLE\", gewicht = \"Gewicht\", actief = \"Actief\", sinds = "
        "\"Sinds\", iq = \"IQ\",\n    \"<5\" is 1..4, \"*\" is missing\n");
    PRINT(m,
          "  attestatie from \"attest.csv\" separator \";\"%s\n    brin = \"BRIN\", indicator = "
          "\"Indicator\", "
          "datum = \"Datum\", oordeel = \"Oordeel\", door = \"Door\"\n",
          chance(m, 8) ? " incomplete" : "");
    put(m, "  toets from \"toets.csv\" separator \";\" decimal \",\"");
    if (chance(m, 12)) {
        use(m, USES_incomplete);
        put(m, " incomplete");
    }
    if (m->wide) {
        use(m, USES_wide_rows);
        put(m,
            "\n    brin = \"BRIN\", schooljaar = \"Jaar\",\n    rows vak, niveau, count from "
            "rekenen \"<1F\" \"R0\", rekenen 1F \"R1\", rekenen 1S \"R2\", lezen \"<1F\" \"L0\", "
            "lezen 1F \"L1\", lezen 2F \"L2\",\n");
    } else {
        put(m,
            "\n    brin = \"BRIN\", nummer = \"Nr\", vak = \"Vak\", schooljaar = \"Jaar\", niveau "
            "= \"Niveau\", score = \"Score\", punt = \"Punt\", afname = \"Afname\",\n");
    }
    put(m, "    \"<5\" is 1..4, \"*\" is missing\n");
    PRINT(m,
          "  groep from \"groep.csv\" separator \";\"\n    brin = \"BRIN\", groepsnaam = \"Naam\", "
          "schooljaar = \"Jaar\", jaargroep = \"Groep\"\n  gesprek from \"gesprek.csv\" separator "
          "\";\"%s\n    brin = \"BRIN\", groepsnaam = \"Naam\", schooljaar = \"Jaar\", datum = "
          "\"Datum\", onderwerp = \"Onderwerp\"\n",
          chance(m, 8) ? " incomplete" : "");
}

void generate_program(generated *g, uint64_t seed) {
    maker m = {.g = g, .state = seed * 0x2545F4914F6CDD1Du + 1};
    for (int i = 0; i < 4; i++)
        maker_random(&m);
    generated_clear(g);
    m.supplied = chance(&m, 40);
    m.wide = chance(&m, 35);
    m.year_fields = chance(&m, 40);
    m.days = chance(&m, 30);
    m.boards = chance(&m, 35);
    m.year_boards = m.boards && m.year_fields && chance(&m, 60);
    m.out = &g->rules;
    world(&m);
    attested(&m);
    generate_groups(&m);
    m.extensions = pl_extend_version() && chance(&m, 25);
    if (m.extensions)
        generate_extensions(&m);
    if (chance(&m, 35))
        generate_derive(&m);
    measures(&m);
    definitions(&m);
    population(&m);
    ranking(&m);
    int rules = 1 + below(&m, 4);
    for (int i = 1; i <= rules; i++) {
        if (m.decisions < 2 && chance(&m, 25))
            generate_decision(&m, m.decisions + 1);
        generate_rule(&m, i);
    }
    if (m.boards)
        generate_board_rule(&m);
    int deadlines = !m.days && chance(&m, 70) ? 1 + below(&m, 3) : 0;
    for (int i = 1; i <= deadlines; i++)
        generate_deadline(&m, i);
    int schools = 1 + below(&m, 6), first_year = 2017 + below(&m, 3);
    dataset(&m);
    make_data(&m, schools, first_year);
}
