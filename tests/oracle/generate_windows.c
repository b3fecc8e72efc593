/* generate_windows.c - periods of days in generated programs: the last so many units, and windows of successive units. */
#include "maker.h"

static const char *unit(maker *m) {
    if (m->days && chance(m, 50))
        return PICK(m, "school weeks", "school weeks", "school days");
    return PICK(m, "weeks", "months", "quarters", "months");
}

void generate_days(maker *m) {
    use(m, USES_last_units);
    if (chance(m, 25))
        PRINT(m, " over last %d days", 1 + below(m, 120));
    else
        PRINT(m, " over last %d %s", 1 + below(m, 6), unit(m));
    if (chance(m, 40))
        put(m, " including this");
}

/* Of rows that have a day; what they add up to, or how many they are. */
static void in_window(maker *m, int entity, int depth) {
    bool tests = !m->wide && (entity == LEERLING || chance(m, 50));
    PRINT(m, "((%s of %s) %s ",
          chance(m, 30) ? "count"
              : tests   ? PICK(m, "sum score", "average punt", "highest score", "sum punt")
                        : PICK(m, "sum dle", "sum gewicht", "lowest dle", "sum dle"),
          tests ? "toets" : "leerling", generate_sign(m));
    generate_number(m, entity, depth - 1);
    put(m, ")");
}

void generate_windows(maker *m, int entity, int depth) {
    bool plural = chance(m, 50);
    use(m, USES_windows);
    m->windowed = true;
    m->in_aggregate++;
    put(m, "(");
    if (plural)
        PRINT(m, "%s %s of", PICK(m, "at least", "at most", "more than", "exactly"),
              PICK(m, "1", "2", "50%", "30%"));
    else
        put(m, PICK(m, "every", "some", "no"));
    if (chance(m, 35)) {
        use(m, USES_units_one_by_one);
        PRINT(m, " last %d %s%s", 1 + below(m, 5), unit(m), PICK(m, "", " including this"));
    } else {
        PRINT(m, " %d successive %s", 1 + below(m, 5), unit(m));
    }
    if (chance(m, 25)) {
        put(m, " where ");
        in_window(m, entity, depth - 1);
    }
    put(m, plural ? " have (" : " has (");
    in_window(m, entity, depth - 1);
    if (chance(m, 30)) {
        put(m, PICK(m, " and ", " or "));
        if (chance(m, 50))
            in_window(m, entity, depth - 1);
        else
            generate_truth(m, entity, depth - 2);
    }
    put(m, "))");
    m->in_aggregate--;
    m->windowed = false;
}

void generate_units_number(maker *m, int entity) {
    bool tests = !m->wide && (entity == LEERLING || chance(m, 50));
    use(m, USES_units_aggregate);
    m->windowed = true;
    PRINT(m, "(%s (%s of %s) of last %d %s%s)", PICK(m, "sum", "average", "lowest", "highest"),
          tests ? PICK(m, "sum score", "count", "average punt")
                : PICK(m, "sum dle", "count", "lowest gewicht"),
          tests ? "toets" : "leerling", 1 + below(m, 5), unit(m), PICK(m, "", " including this"));
    m->windowed = false;
}

void generate_holidays(maker *m) {
    put(m,
        "levels vakantienaam zomer < herfst < kerst < voorjaar < mei\nentity schoolvakantie key "
        "vakantie yearly\n  vakantie vakantienaam\ntable vakanties key schooljaar, regio, "
        "vakantie\n  | schooljaar | regio | vakantie | eerste | laatste |\n");
    for (int year = 1975; year <= 2022; year++) {
        PRINT(m, "  | %d/%d | Noord | zomer | %d-07-%02d | %d-08-%02d |\n", year, year + 1, year,
              10 + below(m, 5), year, 17 + below(m, 5));
        PRINT(m, "  | %d/%d | Zuid | zomer | %d-07-20 | %d-09-0%d |\n", year, year + 1, year, year,
              1 + below(m, 5));
        PRINT(m, "  | %d/%d | {Noord, Zuid} | herfst | %d-10-%02d | %d-10-28 |\n", year, year + 1,
              year, 15 + below(m, 8), year);
        PRINT(m, "  | %d/%d | {Noord, Zuid} | kerst | %d-12-24 | %d-01-07 |\n", year, year + 1,
              year, year + 1);
        PRINT(m, "  | %d/%d | {Noord, Zuid} | voorjaar | %d-02-20 | %d-02-28 |\n", year, year + 1,
              year + 1, year + 1);
        PRINT(m, "  | %d/%d | {Noord, Zuid} | mei | %d-05-01 | %d-05-09 |\n", year, year + 1,
              year + 1, year + 1);
    }
}
