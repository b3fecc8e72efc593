/* maker.h - a program while it is made: what the files of the generator share. */
#ifndef PL_TESTS_MAKER_H
#define PL_TESTS_MAKER_H

#include "generate.h"

/* GROEPJE: derived from the tests. */
enum { SCHOOL, LEERLING, TOETS, GROEPJE, BESTUUR, GROEP };

typedef struct maker {
    generated *g;
    uint64_t state;
    pl_buffer *out;
    int measures;     /* m1 .. of school written so far */
    int defines;      /* d1 .. of school and c1 .. conditions of school */
    bool of_pupil;    /* p1 of leerling is written */
    bool population;  /* `beoordeeld` is there */
    bool ranked;      /* plaats of school is written; bij_anderen of leerling, with a population */
    bool supplied;    /* gegeven is a column of the data */
    bool wide;        /* tests hang below the school, in wide columns with counts */
    bool year_fields; /* weging differs by year */
    bool indexed;     /* q[vak] of leerling is written */
    bool derived;     /* groepje is written */
    bool derived_yearly;
    bool boards;      /* schools are in a bestuur, by a field */
    bool year_boards; /* and that differs by year */
    bool extensions;  /* reken, ruim and trede can be called */
    int in_aggregate;
    struct {
        int entity;
        bool graded;
    } rules[8]; /* r1 .. written so far */
    int rule_count;
    int deadlines[3]; /* t1 .. written so far: of which entity */
    int decisions;    /* v1 .. of levels and w1 .. of texts, of school, written so far */
    bool days;        /* schools have a region, and there are holidays */
    bool windowed;    /* inside the condition of a quantifier over windows of days */
    int in_years;     /* windows over school years, and values of other years */
} maker;

static inline uint64_t maker_random(maker *m) {
    uint64_t z = m->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline int below(maker *m, int n) {
    return (int)(maker_random(m) % (uint64_t)n);
}

static inline bool chance(maker *m, int percent) {
    return below(m, 100) < percent;
}

static inline void put(maker *m, const char *text) {
    pl_buffer_puts(m->out, text);
}

#define PRINT(m, ...) pl_buffer_printf((m)->out, __VA_ARGS__)

static inline void use(maker *m, construct c) {
    m->g->uses[c]++;
}

static inline const char *pick(maker *m, const char *const *list, int n) {
    return list[below(m, n)];
}
#define PICK(m, ...)                                                                               \
    pick((m), (const char *const[]){__VA_ARGS__},                                                  \
         (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)))

static inline const char *generate_sign(maker *m) {
    return PICK(m, ">=", "<=", ">", "<", "=", "<>");
}

/* ---- generate.c ---- */

/* A condition for rows of the entity. */
void generate_truth(maker *m, int entity, int depth);
/* A number for rows of the entity. */
void generate_number(maker *m, int entity, int depth);
/* " over last 3 schooljaar", or nothing. */
void generate_period(maker *m);

/* ---- generate_windows.c ---- */

/* " over last 4 school weeks", for rows that have a day. */
void generate_days(maker *m);
/* Something of each of several units of time in a row, about a school or a pupil. */
void generate_windows(maker *m, int entity, int depth);
/* A number: what each of the last units has, taken together. */
void generate_units_number(maker *m, int entity);
/* The holidays of many years. */
void generate_holidays(maker *m);

/* ---- generate_rules.c ---- */

/* A condition about the day on which a pupil came, by the day of the year. */
void generate_yearly_day(maker *m);

/* The verdict, grade or decision of a rule before, of the entity or of one above it, as a condition; false when there is none. */
bool generate_asked(maker *m, int entity);
/* How many of some conditions hold, as a condition. */
void generate_hold(maker *m, int entity, int depth);
/* How often something is attested. */
const char *generate_rhythm(maker *m);
void generate_rule(maker *m, int n);
void generate_decision(maker *m, int n);
void generate_board_rule(maker *m);

/* ---- generate_calls.c ---- */

/* What calls need: declarations, and the files. */
void generate_extensions(maker *m);
/* A number that an extension gives; a condition that rests on one. */
void generate_call(maker *m, int entity, int depth);
void generate_called(maker *m, int entity);

/* ---- generate_derive.c ---- */

/* A grouped table of the tests. */
void generate_derive(maker *m);
/* What one row below has, as a number. */
void generate_picked(maker *m, int entity);
/* How many of named members hold, as a condition. */
void generate_tally(maker *m, int entity);

/* ---- generate_deadlines.c ---- */

/* The entities that deadlines are about, and their files. */
void generate_groups(maker *m);
void make_groups(maker *m, int schools);
void generate_deadline(maker *m, int n);

/* ---- generate_data.c ---- */

/* Writes the files of the data: so many schools, of which the tests begin in a year. */
void make_data(maker *m, int schools, int first_year);

#endif
