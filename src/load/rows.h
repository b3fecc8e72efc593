/* rows.h - the rows of one entity while they are found: which there are, by key, and the builders
 * of their columns. The key of a row: the row of the nearest ancestor that it is linked to, its
 * school year, its key fields; see pl_row_key_begin. */
#ifndef PL_LOAD_ROWS_H
#define PL_LOAD_ROWS_H

#include "load/columns.h"
#include "load/keys.h"

/* Builders of a field or measure for each school year, or for PL_ANY_YEAR. */
typedef struct pl_builder_series {
    PL_VEC(int) years;
    PL_VEC(pl_builder *) builders;
} pl_builder_series;

/* What the mappings of an entity ask of its table; known before the first row. */
typedef struct pl_row_shape {
    bool mapped; /* some mapping is of this entity; else its rows come from the keys of children */
    bool incomplete;
    bool keeps_lines; /* the cells of a row may stand on different lines */
    /* Among rows that are not linked to their parent: */
    bool has_extras;    /* some count: all their fields tell them apart */
    bool has_anonymous; /* some stand for one each: nothing tells them apart */
    bool has_headers;   /* `rows` mappings */
} pl_row_shape;

typedef struct pl_row_table {
    pl_arena *arena;
    const pl_entity *entity;
    pl_row_shape shape;
    pl_keys keys;
    uint32_t count, room;  /* room of the arrays below, which the finished rows take over */
    uint32_t expected;     /* rows there will be, as far as is known; 0: nothing is */
    pl_links *up;          /* [depth of ancestor] */
    int16_t *years;        /* yearly entities */
    uint32_t *mapping;     /* number of the mapping that gave the row last; one mapping: NULL */
    uint32_t only_mapping; /* .. which is this */
    uint32_t *line;        /* and the line there; NULL: */
    pl_line_run *runs;     /* .. the same by runs, as long as they are few */
    uint32_t run_count, run_room;
    const pl_lines *lines;     /* what finished columns share, once asked for */
    const char **header;       /* has_headers: of the source column */
    pl_builder_series *fields; /* [entity->fields.len] */
    pl_builder *weight;        /* NULL: no mapping counts */
    /* As long as the keys below each parent ascend, they tell themselves apart, and no index of
     * them is made; the first one that does not, or is looked for, makes it. */
    bool ascending;
    uint64_t *highest; /* [parents]: rank of the last key below each, 0: none; on the heap */
    uint32_t parents;
} pl_row_table;

/* A row's link: the nearest ancestor whose row is known. */
typedef struct pl_row_link {
    const struct pl_row_table *above; /* NULL: none */
    uint32_t row;
} pl_row_link;

typedef struct pl_row_place {
    uint32_t mapping, line;
    const char *header; /* `rows` mappings, else NULL */
} pl_row_place;

void pl_row_table_init(pl_row_table *table, pl_arena *arena, const pl_entity *entity,
                       pl_row_shape shape);
void pl_row_table_fini(pl_row_table *table);

/* Words of a key of this table. */
uint32_t pl_row_key_width(const pl_row_table *table);
/* The words before the key fields: link and year (ignored unless the entity is yearly). Key fields
 * begin at PL_ROW_KEY_FIELDS; behind them one word for each other field (has_extras), and the row's
 * own number (has_anonymous); zero where they say nothing. */
#define PL_ROW_KEY_FIELDS 3u
void pl_row_key_begin(const pl_row_table *table, uint32_t *words, pl_row_link link, int year);
uint32_t pl_row_key_extras(const pl_row_table *table);
uint32_t pl_row_key_serial(const pl_row_table *table);
/* A reading as one word of a key: equal words, equal values. */
uint32_t pl_row_key_word(pl_data *data, const pl_reading *reading, pl_base base);

/* PL_NO_KEY when there is no such row. */
uint32_t pl_row_table_find(pl_row_table *table, const uint32_t *words);
/* The row with this key, made when it is new (*added). */
uint32_t pl_row_table_add(pl_row_table *table, const uint32_t *words, pl_row_link link, int year,
                          pl_row_place place, bool *added);

/* New rows of `count` records at once. */
typedef struct pl_new_rows {
    uint32_t count;
    const struct pl_row_table *above; /* NULL: none */
    const uint32_t *links;            /* rows of `above` */
    /* [depth of ancestor]: their rows where they are known, NULL: to be asked of `above` */
    const uint32_t *const *up;
    const int32_t *years; /* yearly entities */
    const uint32_t *lines;
    uint32_t mapping;
} pl_new_rows;

/* Says that a key will soon be looked for, added or claimed. */
void pl_row_table_prefetch(const pl_row_table *table, const uint32_t *words);

typedef enum pl_claim {
    PL_CLAIM_NEW,     /* the key has a number, pl_row_table_extend makes its row */
    PL_CLAIM_DOUBLED, /* a row has this key */
    PL_CLAIM_LATER    /* to be asked again when the rows of the keys before it are made */
} pl_claim;
/* The same of many keys of one word, each below its row of `above` (NULL: none): gives how many from
 * the first on are new. Only while the table is `ascending`, and then not always as far as can be. */
uint32_t pl_row_table_claim_many(pl_row_table *table, const pl_row_table *above,
                                 const uint32_t *links, const uint32_t *words, uint32_t count);
pl_claim pl_row_table_claim(pl_row_table *table, const uint32_t *words);
/* Makes the rows whose keys were claimed, in this order; of a table whose rows nothing tells apart, all. */
void pl_row_table_extend(pl_row_table *table, const pl_new_rows *rows);

/* Number of the mapping that gave the row last, the line there, and to set both. */
uint32_t pl_row_table_mapping(const pl_row_table *table, uint32_t row);
uint32_t pl_row_table_line(const pl_row_table *table, uint32_t row);
void pl_row_table_mark(pl_row_table *table, uint32_t row, uint32_t mapping, uint32_t line);

/* Hangs a row that is there below another parent, or below none. */
void pl_row_table_link(pl_row_table *table, uint32_t row, pl_row_link link);

/* A new row that its key tells from no other: its number does. */
uint32_t pl_row_table_append(pl_row_table *table, const uint32_t *words, pl_row_link link, int year,
                             pl_row_place place);

/* The builder of a field or measure in a year, made when it is new. */
pl_builder *pl_builder_series_at(pl_builder_series *series, pl_arena *arena, int year, pl_base base,
                                 bool keeps_lines);

/* The finished rows; `fallbacks`: for each field NULL or what unset cells get. */
pl_rows *pl_row_table_finish(pl_row_table *table, const pl_reading *const *fallbacks);
/* The columns of a series. A fallback also serves the years that have no column. */
pl_series pl_builder_series_finish(pl_builder_series *series, pl_row_table *table, pl_base base,
                                   const pl_reading *fallback);

#endif
