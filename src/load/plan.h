/* plan.h - how the records of one mapped file become rows: which source column goes where, and
 * which keys link them. Made from the mapping and the columns of the file, before any record is
 * read. */
#ifndef PL_LOAD_PLAN_H
#define PL_LOAD_PLAN_H

#include "load/load.h"
#include "load/records.h"
#include "load/rows.h"

/* One source column. */
typedef struct pl_load_source {
    pl_target target;
    const char *header;
    const char *name; /* what it is for, as the author knows it */
    uint32_t index;   /* field in the record */
    pl_cell_format format;
    bool read;   /* its cells are looked at */
    bool stored; /* they go to a column */
    /* Where the last cell went, since the next one mostly goes there too. */
    pl_builder *builder;
    uint32_t origin;
    int year;
} pl_load_source;

/* A `rows` target and its literal for each source. */
typedef struct pl_load_literal {
    pl_load_source source;      /* without a header */
    const pl_reading *readings; /* [counts.len] */
} pl_load_literal;

/* One entity whose key a record gives: an ancestor to link to, or last the entity itself. */
typedef struct pl_load_link {
    const pl_entity *entity;
    /* [key_count]: number in sources, PL_LOAD_LITERAL + number in literals, or PL_LOAD_NONE */
    uint32_t *sources;
    pl_reading *defaults; /* [key_count]: where there is no cell, or a blank one; BLANK: none */
} pl_load_link;

#define PL_LOAD_LITERAL 0x80000000u
#define PL_LOAD_NONE UINT32_MAX

typedef struct pl_plan {
    const pl_mapping *mapping;
    uint32_t number;  /* of the mapping in the dataset */
    const char *file; /* as outputs show it */
    bool sound;       /* false: what is wrong has been reported */
    PL_VEC(pl_load_source) sources;
    PL_VEC(pl_load_source) counts; /* the source columns of `rows` */
    PL_VEC(pl_load_literal) literals;
    PL_VEC(pl_load_link) links;     /* outermost first; the last is the mapping's own entity */
    PL_VEC(pl_load_link) reference; /* to the parent of an entity that is `in` it; often none */
    uint32_t year_source;  /* as in pl_load_link; NONE: the mapping says the year, or says none */
    uint32_t count_source; /* number in sources, PL_LOAD_NONE when no column counts */
} pl_plan;

/* ---- what a mapping is like, known without its file ---- */

/* Does the mapping give the key of this entity (its own or an ancestor's)? Parts that it leaves out
 * have a default. */
bool pl_mapping_gives_key(const pl_mapping *mapping, const pl_entity *entity);
/* Does it hold the fields that lead to a parent `in` which its entity is, and is that needed? */
bool pl_mapping_refers(const pl_mapping *mapping, const pl_needed *needed);
/* Do its rows stand for as many as a cell says? */
bool pl_mapping_counts(const pl_mapping *mapping);
/* Are its rows linked to rows of the parent entity, so that their key tells them apart? True for an
 * entity without parent. */
bool pl_mapping_links_parent(const pl_mapping *mapping);
/* May its rows be of different school years? */
bool pl_mapping_years_differ(const pl_mapping *mapping);

/* ---- */

/* Finds the columns of `records`, of which none has been read. */
pl_plan *pl_plan_make(pl_data *data, const pl_needed *needed, const pl_mapping *mapping,
                      uint32_t number, pl_records *records);
/* The same for a row that a test gives: there is no file. */
pl_plan *pl_plan_make_given(pl_data *data, const pl_needed *needed, const pl_mapping *mapping,
                            uint32_t number);

#endif
