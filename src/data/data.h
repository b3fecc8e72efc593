/* data.h - the snapshot in memory: for each entity its rows, their parents by row number, and typed
 * columns. Made by load/, read by vm/, report/, trace/ and the slow evaluator of the tests;
 * immutable once loaded; one arena. Rows stand in the order of the files, in which only `peil
 * table` writes them; nothing in another output depends on that order. */
#ifndef PL_DATA_DATA_H
#define PL_DATA_DATA_H

#include "base/progress.h"
#include "data/links.h"
#include "sema/model.h"

#define PL_ANY_YEAR INT32_MIN /* an undated column: holds for every school year */

/* Where the cells of a column came from. */
typedef struct pl_origin {
    const pl_mapping *mapping;
    const char *file;   /* as shown: as the dataset block writes it */
    const char *header; /* NULL: a literal of `rows`, see row_header of the rows */
} pl_origin;

/* On which line each row's cell stands, 0: on none. Mostly the next row stands on the next line, so
 * that runs say it in few bytes. */
typedef struct pl_line_run {
    uint32_t row, line; /* of its first row */
} pl_line_run;

typedef struct pl_lines {
    const uint32_t *each;    /* [row]; NULL: by runs */
    const pl_line_run *runs; /* ascending; the first begins with row 0 */
    uint32_t count;          /* of runs */
} pl_lines;

/* One value for each row of an entity. All arrays are 64-byte aligned and padded to a multiple of
 * 64 bytes. Bytes of one stored value: NUMBER 2, 4 or 8 (signed, value = stored / 10^scale), or 0:
 * see exact. TRUTH 1 (pl_truth). MEMBER 1 (without sign) or 2 (index). TEXT 2 or 4 (index into
 * pl_data.texts). DATE 4 (days). SCHOOLJAAR 2. */
typedef struct pl_column {
    pl_base base;
    uint8_t width;          /* bytes of one stored value */
    uint8_t scale;          /* NUMBER: 0..18 */
    void *values;           /* lower ends where cells are bounded; 0 where missing */
    void *upper;            /* NUMBER: upper ends alike; NULL when no cell is bounded */
    pl_number *exact;       /* width 0: numbers that fit no common scale in 64 bits */
    pl_number *exact_upper; /* NULL when no cell is bounded */
    uint8_t *state;         /* pl_state: PL_OK or PL_MISSING; NULL when all are known */
    /* Where each cell stands: ask pl_data_place. */
    pl_origin origin;          /* of all cells, or the first of several */
    const pl_origin *origins;  /* NULL: all cells come from `origin` */
    const uint32_t *origin_of; /* index in origins of each row; NULL when origins is */
    const pl_lines *lines;     /* NULL: no cell has one */
} pl_column;

/* Where one cell stands. */
typedef struct pl_place {
    const char *file;   /* as shown */
    const char *header; /* NULL: written in the dataset block */
    uint32_t line;      /* physical line on which the record starts */
} pl_place;

/* A yearly field has a column for each school year in the data; any other one for PL_ANY_YEAR. */
typedef struct pl_series {
    PL_VEC(int) years;
    PL_VEC(pl_column *) columns;
} pl_series;

/* Rows that some key is missing of belong to no group that is known. */
typedef struct pl_unplaced {
    int32_t
        parent; /* row of the parent of the derived entity; PL_NO_ROW: not known, or no parent */
    int year;   /* PL_ANY_YEAR: not known, or no matter */
} pl_unplaced;

typedef struct pl_rows {
    const pl_entity *entity;
    bool mapped;     /* some mapping gives its rows, or they came from the keys of children */
    bool incomplete; /* rows may be absent */
    uint32_t count;
    pl_links *up;        /* [depth of ancestor]; PL_NO_ROW where a row is not linked to one */
    int16_t *years;      /* yearly entities: the school year of each row; else NULL */
    PL_VEC(int) covered; /* yearly entities: the school years that occur, ascending */
    pl_column *weight;   /* how many each row stands for, a NUMBER; NULL: each is one */
    pl_series *fields;   /* [entity->fields.len] */
    const char *const *row_header; /* source column of rows made by `rows`; NULL: there are none */
    pl_links *groups; /* [model entity]: of each row its row there, for those derived from these */
    /* Derived entities, see derive.h: */
    const uint8_t *unsure;        /* rows that more rows of the source may belong to; NULL: none */
    PL_VEC(pl_unplaced) unplaced; /* where groups may be that no known row is in */
} pl_rows;

typedef struct pl_data_file {
    const char *name;   /* as shown */
    const char *sha256; /* NULL: not asked for */
    uint32_t records;   /* without the header */
    bool windows_1252;  /* read as such because it is not valid UTF-8 */
} pl_data_file;

typedef struct pl_data {
    pl_arena *arena;
    const pl_model *model;
    const pl_dataset *dataset;        /* NULL: none, no entity has rows */
    pl_rows **rows;                   /* [model->entities.len] */
    pl_series *measures;              /* [model->measures.len]: those that the dataset supplies */
    PL_VEC(const char *) texts;       /* distinct texts; index is what TEXT columns hold */
    struct pl_text_index *text_index; /* see texts.h */
    const uint32_t **subject_orders;  /* [model->entities.len], NULL until asked for */
    struct pl_siblings *siblings;     /* those asked for; see siblings.c */
    PL_VEC(pl_data_file) files;
    pl_progress *progress; /* for all that goes over the rows; or NULL */
} pl_data;

/* The column of a field or measure at a school year, or NULL when the data has none (every row is
 * missing then). An undated column serves every year. */
const pl_column *pl_data_field(const pl_data *data, const pl_field *field, int schooljaar);
const pl_column *pl_data_measure(const pl_data *data, const pl_measure *measure, int schooljaar);
/* Never NULL: an entity that the dataset does not give has no rows. */
const pl_rows *pl_data_rows(const pl_data *data, const pl_entity *entity);
/* Of each row its row of `above`, an ancestor or derived from them; PL_NO_ROW when it has none. */
const pl_links *pl_data_links(const pl_rows *rows, const pl_entity *above);
/* Does the dataset give this measure as a column? Then its definition is not evaluated. */
bool pl_dataset_supplies(const pl_dataset *dataset, const pl_measure *measure);
/* Does the yearly entity have any row of this school year anywhere? */
bool pl_rows_cover(const pl_rows *rows, int schooljaar);
/* Is any number of the data known within bounds only? Looks through the columns, not their cells. */
bool pl_data_has_bounds(const pl_data *data);
/* The index of a text in data->texts; UINT32_MAX when no cell has it: no TEXT column equals it. */
uint32_t pl_data_find_text(const pl_data *data, pl_str text);
/* What is stored of a known cell that is no number. */
static inline int32_t pl_column_index(const pl_column *column, uint32_t row) {
    assert(column->base != PL_NUMBER);
    switch (column->width) {
    case 1: return ((const uint8_t *)column->values)[row];
    case 2: return ((const int16_t *)column->values)[row];
    default: return ((const int32_t *)column->values)[row];
    }
}
uint32_t pl_lines_at(const pl_lines *lines, uint32_t row);
/* Where the cell of a row stands; false when it comes from no file (a default). For the weight of a
 * row made by `rows` the header is that of the source column. */
bool pl_data_place(const pl_rows *rows, const pl_column *column, uint32_t row, pl_place *out);
/* One cell; row < count of the rows that the column belongs to. Big numbers go into the arena. */
pl_value pl_column_value(const pl_column *column, const pl_data *data, uint32_t row,
                         pl_arena *arena);
/* Keys from the outermost entity to this one, joined by '/': "04VF/8a/1017"; key parts of one
 * entity are joined by '-' when there are several, those of a derived one by '/' like the entities above; a school year that is part of the key comes last
 * as 2021/2022 -> "2021-2022". An ancestor that the row is not linked to is left out. */
void pl_data_subject(pl_buffer *out, const pl_data *data, const pl_entity *entity, uint32_t row);
/* The same, of the row with this key in the school year `back` years before its own; the entity is
 * yearly. */
void pl_data_subject_before(pl_buffer *out, const pl_data *data, const pl_entity *entity,
                            uint32_t row, int back);
/* For each row of a yearly entity the row with the same key, below rows with the same keys, `back`
 * school years before; PL_NO_ROW where there is none. Made once. */
const int32_t *pl_data_siblings(pl_data *data, const pl_entity *entity, int back);
/* Row numbers in the order of their subject texts (bytes); made once per entity. */
const uint32_t *pl_data_subject_order(pl_data *data, const pl_entity *entity);
/* The row whose subject text this is; false when there is none. */
bool pl_data_find_subject(pl_data *data, const pl_entity *entity, pl_str name, uint32_t *row);

#endif
