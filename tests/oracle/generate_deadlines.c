/* generate_deadlines.c - deadlines of generated programs: of schools, pupils and groups, by rhythms of the calendar that need no holidays,
 * by days in the data and by other deadlines; and the groups and talks that they are about. */
#include "maker.h"

/* Groups are of one school year; talks about them may be held after it. */
void generate_groups(maker *m) {
    put(m,
        "entity groep of school key groepsnaam yearly\n  groepsnaam text\n  jaargroep number "
        "0..8\n");
    put(m, "parameter nieuw = 3 from 2021-08-01\n");
    put(m, "entity gesprek of groep key datum yearly\n  datum date\n  onderwerp {a, b}\n");
}

static const char *calendar_rhythm(maker *m) {
    return PICK(m, "every schooljaar", "every schooljaar", "2 times per schooljaar",
                "3 times per schooljaar", "every quarter", "every 2 months", "2 times per quarter",
                "every schooljaar in oktober", "every schooljaar in mei", "before 31 jan",
                "before 15 sep", "before 1 aug", "within 6 weeks after 1 okt",
                "within 3 months after 1 jul", "every 2 years", "every 3 years");
}

static void timing(maker *m, int n, int entity) {
    if (n > 1 && m->deadlines[n - 2] == entity && chance(m, 30)) {
        use(m, USES_deadline_after_deadline);
        PRINT(m, "  within %d weeks after t%d.due\n", 1 + below(m, 30), n - 1);
    } else if (entity != GROEP && chance(m, 35)) {
        use(m, USES_deadline_of_event);
        PRINT(m, "  within %d %s after %s\n", 1 + below(m, 8), PICK(m, "weeks", "months"),
              entity == SCHOOL ? "leerling.sinds" : "sinds");
    } else {
        PRINT(m, "  %s\n", calendar_rhythm(m));
    }
}

static void evidence(maker *m, int entity) {
    if (entity == GROEP) {
        PRINT(m, "  evidence gesprek%s\n", PICK(m, "", " where onderwerp = a"));
    } else if (entity == LEERLING) {
        PRINT(m, "  evidence leerling%s\n", PICK(m, "", " where actief", " where gewicht > 3"));
    } else if (chance(m, 25)) {
        put(m, "  evidence leerling\n");
    } else {
        use(m, USES_deadline_by_condition);
        PRINT(m, "  evidence attestatie where %s\n",
              PICK(m, "oordeel = ja", "indicator in {\"A1\", \"A2\"}", "datum >= 15 sep",
                   "drempel > 12", "datum in 1 aug..31 okt", "school.weging > 22", "nieuw > 2"));
    }
}

void generate_deadline(maker *m, int n) {
    int entity = chance(m, 40) ? SCHOOL : chance(m, 60) ? GROEP : LEERLING;
    use(m,
        entity == SCHOOL         ? USES_deadline_of_school
            : entity == LEERLING ? USES_deadline_of_pupil
                                 : USES_deadline_of_group);
    PRINT(m, "deadline t%d \"Termijn\" %s\n  for each %s", n, PICK(m, "", "do", "check"),
          entity == SCHOOL         ? "school"
              : entity == LEERLING ? "leerling"
                                   : "groep");
    if (chance(m, 30)) {
        use(m, USES_deadline_with_scope);
        put(m, " where ");
        if (entity == GROEP)
            put(m,
                PICK(m, "jaargroep > 3", "jaargroep > nieuw", "school.weging > 22",
                     "schooljaar > 2019/2020"));
        else
            generate_truth(m, entity, 1);
    }
    put(m, "\n");
    if (chance(m, 15))
        PRINT(m, "  except where %s\n",
              entity == GROEP          ? "jaargroep = 8"
                  : entity == LEERLING ? "actief"
                                       : "weging > 30");
    if (chance(m, 10))
        put(m, "  valid from 2021-02-01\n");
    timing(m, n, entity);
    evidence(m, entity);
    m->deadlines[n - 1] = entity;
}

/* ---- data ---- */

static void talks(maker *m, int school, int group, int year) {
    static const char *const days[] = {"08-01", "09-20", "10-05", "11-05",
                                       "12-24", "01-31", "05-30", "07-31"};
    for (size_t d = 0; d < sizeof days / sizeof *days; d++)
        for (int later = 0; later <= 1; later++)
            if (chance(m, 12))
                PRINT(m, "%02dAA;%dx;%d/%d;%d-%s;%s\n", school, group, year, year + 1, year + later,
                      days[d], PICK(m, "a", "a", "b", ""));
}

void make_groups(maker *m, int schools) {
    m->out = &m->g->groep;
    put(m, "BRIN;Naam;Jaar;Groep\n");
    m->out = &m->g->gesprek;
    put(m, "BRIN;Naam;Jaar;Datum;Onderwerp\n");
    for (int s = 0; s < schools; s++)
        for (int year = 2019; year <= 2021; year++)
            for (int group = 1; group <= 2; group++) {
                if (chance(m, 20))
                    continue;
                m->out = &m->g->groep;
                PRINT(m, "%02dAA;%dx;%d/%d;%s\n", s, group, year, year + 1,
                      PICK(m, "2", "4", "8", ""));
                m->out = &m->g->gesprek;
                talks(m, s, group, year);
            }
}
