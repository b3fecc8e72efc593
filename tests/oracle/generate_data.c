/* generate_data.c - the files of data of a generated program: schools, their pupils and tests, with cells that are blank, bounded or
 * too large for 64 bits. Drawn from few values, so that ties at a threshold are common. */
#include "maker.h"

/* ---- cells ---- */

static void decimal_cell(maker *m, int from, int to) {
    int whole = from + below(m, to - from + 1);
    if (whole < to && chance(m, 40))
        PRINT(m, "%d,%d", whole, chance(m, 50) ? 5 : below(m, 100));
    else
        PRINT(m, "%d", whole);
}

static void number_cell(maker *m, int from, int to, bool may_hide) {
    if (chance(m, 12))
        return;
    if (may_hide && chance(m, 12))
        put(m, chance(m, 80) ? "<5" : "*");
    else
        decimal_cell(m, from, to);
}

static void big_cell(maker *m) {
    if (chance(m, 50))
        put(m,
            PICK(m, "900000000000000001", "-4000000000000000000", "99999999999999999,9",
                 "0,000000000000000003", "12345678901234567890123"));
    else
        PRINT(m, "%d", below(m, 40));
}

static void count_cell(maker *m) {
    if (chance(m, 15))
        put(m, "<5");
    else if (chance(m, 4))
        put(m, "*");
    else
        PRINT(m, "%d", below(m, 8));
}

/* ---- files ---- */

static void school_file(maker *m, int schools) {
    m->out = &m->g->school;
    put(m, "BRIN;Naam;Soort;Aantal;Groot;Gegeven;Bestuur;Regio\n");
    for (int s = 0; s < schools; s++) {
        const char *name = PICK(m, "De Ark", "Het Anker", "\"Zee; zand\"", "");
        PRINT(m, "%02dAA;%s;%s;", s, name, PICK(m, "BO", "SBO", "SO", ""));
        number_cell(m, 0, 12, true);
        put(m, ";");
        big_cell(m);
        put(m, ";");
        number_cell(m, 0, 30, true);
        PRINT(m, ";%s", PICK(m, "B0", "B1", "B2", "B1", ""));
        PRINT(m, ";%s\n", PICK(m, "Noord", "Zuid", "Noord", "Zuid", "Elders", ""));
    }
}

static void attest_file(maker *m, int schools) {
    static const char *const days[] = {"2018-10-01", "2019-08-01", "2020-07-31", "2020-09-15",
                                       "2021-08-01", "2021-10-31", "2021-11-01", "2022-01-31",
                                       "2022-02-01", "2022-06-30"};
    m->out = &m->g->attest;
    put(m, "BRIN;Indicator;Datum;Oordeel;Door\n");
    for (int s = 0; s < schools; s++)
        for (size_t d = 0; d < sizeof days / sizeof *days; d++)
            for (int i = 0; i < 6; i++)
                if (chance(m, 25))
                    PRINT(m, "%02dAA;%s;%s;%s;Jan\n", s,
                          ((const char *const[]){"gezegd", "A1", "proef.A1", "A2", "r1",
                                                 "proef.r1"})[i],
                          days[d], PICK(m, "ja", "nee", "twijfel", ""));
}

static void weging_file(maker *m, int schools) {
    m->out = &m->g->weging;
    put(m, "BRIN;Weging;Jaar;Bestuur\n");
    for (int s = 0; s < schools; s++)
        for (int year = m->year_fields ? 2020 : 2021; year <= 2021; year++) {
            PRINT(m, "%02dAA;", s);
            number_cell(m, 18, 38, false);
            PRINT(m, ";%d/%d;%s\n", year, year + 1, PICK(m, "B0", "B1", "B2", ""));
        }
}

static void leerling_file(maker *m, int schools, int *pupils) {
    m->out = &m->g->leerling;
    put(m, "BRIN;Nr;DLE;Gewicht;Actief;Sinds;IQ\n");
    for (int s = 0; s < schools; s++) {
        pupils[s] = chance(m, 20) ? 0 : 1 + below(m, 6);
        for (int p = 0; p < pupils[s]; p++) {
            PRINT(m, "%02dAA;%d;", s, p);
            number_cell(m, 0, 60, false);
            put(m, ";");
            number_cell(m, 0, 9, true);
            PRINT(m, ";%s;%s;", PICK(m, "ja", "nee", ""),
                  PICK(m, "2020-08-01", "2021-08-01", "2022-02-03", "2021-09-13", "2021-10-11",
                       "2021-11-01", "2021-11-05", ""));
            if (chance(m, 60))
                number_cell(m, 0, 40, true);
            put(m, "\n");
        }
    }
}

static void toets_row(maker *m, int school, int pupil, const char *subject, int year) {
    PRINT(m, "%02dAA;%d;%s;%d/%d;%s;", school, pupil, subject, year, year + 1,
          PICK(m, "<1F", "1F", "1S", "2F", ""));
    number_cell(m, 0, 200, false);
    put(m, ";");
    number_cell(m, 0, 9, true);
    PRINT(m, ";");
    if (!chance(m, 8))
        PRINT(m, "%d-%s", year, PICK(m, "08-20", "09-07", "10-04", "10-31", "11-05", "12-01"));
    put(m, "\n");
}

static void toets_file(maker *m, int schools, const int *pupils, int first_year) {
    static const char *const subjects[] = {"rekenen", "lezen", "taal"};
    m->out = &m->g->toets;
    put(m, "BRIN;Nr;Vak;Jaar;Niveau;Score;Punt;Afname\n");
    for (int s = 0; s < schools; s++)
        for (int p = 0; p < pupils[s]; p++)
            for (int v = 0; v < 3; v++)
                for (int year = first_year; year <= 2021; year++)
                    if (chance(m, 30))
                        toets_row(m, s, p, subjects[v], year);
}

static void wide_file(maker *m, int schools, int first_year) {
    m->out = &m->g->toets;
    put(m, "BRIN;Jaar;R0;R1;R2;L0;L1;L2\n");
    for (int s = 0; s < schools; s++)
        for (int year = first_year; year <= 2021; year++) {
            if (chance(m, 20))
                continue;
            PRINT(m, "%02dAA;%d-%d", s, year, year + 1);
            for (int c = 0; c < 6; c++) {
                put(m, ";");
                count_cell(m);
            }
            put(m, "\n");
        }
}

static void bestuur_file(maker *m) {
    m->out = &m->g->bestuur;
    put(m, "Nr;Omvang\n");
    for (int b = 0; b < 4; b++) {
        PRINT(m, "B%d;", b);
        if (chance(m, 85))
            PRINT(m, "%d", below(m, 60));
        put(m, "\n");
    }
}

void make_data(maker *m, int schools, int first_year) {
    int pupils[8] = {0};
    school_file(m, schools);
    weging_file(m, schools);
    attest_file(m, schools);
    bestuur_file(m);
    make_groups(m, schools);
    leerling_file(m, schools, pupils);
    if (m->wide)
        wide_file(m, schools, first_year);
    else
        toets_file(m, schools, pupils, first_year);
}
