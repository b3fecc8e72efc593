/* order.c - millions of subjects are made of few distinct parts: schools, years, groups. Each part is
 * ranked among the texts at its place, ranks become the digits of one number, and rows are sorted by
 * that, which is linear. It gives the order of the whole texts only when no part with the sign
 * behind it begins another one at its place, and when every row has the same places; else it says
 * that it cannot tell. */
#include "data/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* One place in the subject: value -> rank. Values are rows of an ancestor, or those of a key field. */
typedef struct place {
    const pl_links *up;    /* rows of the ancestor; NULL: the entity's own */
    const uint8_t *bytes;  /* values by row of a member, text or year, */
    const int16_t *narrow; /* .. or wider ones, */
    const int32_t *wide;   /* .. or wider ones; all NULL: the row itself */
    int32_t least;         /* of narrow values */
    uint32_t *rank;        /* [value - least]; NULL: value - least itself */
    uint32_t distinct;
} place;

typedef struct ordering {
    const pl_data *data;
    const pl_rows *rows;
    pl_arena arena; /* texts, ranks */
    PL_VEC(place) places;
} ordering;

/* ### ranks */

typedef struct named {
    pl_str text;
    uint32_t value;
} named;

static int by_text(const void *left, const void *right) {
    return pl_str_compare(((const named *)left)->text, ((const named *)right)->text);
}

static bool begins(pl_str part, pl_str whole) {
    return part.len < whole.len && memcmp(part.ptr, whole.ptr, part.len) == 0;
}

/* False when a text begins another: sorted, the one that it begins comes next. */
static bool rank_texts(place *p, named *list, uint32_t count) {
    p->distinct = 0;
    qsort(list, count, sizeof *list, by_text);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && begins(list[i - 1].text, list[i].text))
            return false;
        if (i == 0 || !pl_str_equal(list[i - 1].text, list[i].text))
            p->distinct++;
        p->rank[list[i].value] = p->distinct - 1;
    }
    return true;
}

/* `end` is the sign behind it; 0 at the end of a subject, where the shorter text comes first. */
static pl_str with_end(ordering *o, pl_str text, char end) {
    char *copy = pl_arena_alloc(&o->arena, text.len + 1, 1);

    memcpy(copy, text.ptr, text.len);
    copy[text.len] = end;
    return (pl_str){copy, text.len + 1};
}

/* ### places */

static bool rank_rows(ordering *o, place *p, const pl_rows *above, char end) {
    named *list = PL_MAKE_ARRAY(&o->arena, named, above->count + (size_t)1);
    pl_buffer key = {0};

    for (uint32_t row = 0; row < above->count; row++) {
        key.len = 0;
        pl_subject_key(&key, o->data, above, row, &o->arena);
        list[row] = (named){with_end(o, (pl_str){key.ptr, key.len}, end), row};
    }
    pl_buffer_fini(&key);
    p->rank = PL_MAKE_ARRAY(&o->arena, uint32_t, above->count + (size_t)1);
    return rank_texts(p, list, above->count);
}

static bool rank_text(ordering *o, place *p, const pl_column *column, char end) {
    uint32_t texts = o->data->texts.len, count = 0;
    named *list = PL_MAKE_ARRAY(&o->arena, named, texts + (size_t)1);
    bool *met = PL_MAKE_ARRAY(&o->arena, bool, texts + (size_t)1);

    for (uint32_t row = 0; row < o->rows->count; row++)
        met[pl_column_index(column, row)] = true;
    for (uint32_t t = 0; t < texts; t++)
        if (met[t])
            list[count++] = (named){with_end(o, pl_str_of(o->data->texts.items[t]), end), t};
    p->rank = PL_MAKE_ARRAY(&o->arena, uint32_t, texts + (size_t)1);
    return rank_texts(p, list, count);
}

static bool rank_member(ordering *o, place *p, const pl_enum *members, char end) {
    uint32_t count = members->members.len;
    named *list = PL_MAKE_ARRAY(&o->arena, named, count + (size_t)1);

    for (uint32_t m = 0; m < count; m++)
        list[m] = (named){with_end(o, pl_str_of(members->members.items[m]), end), m};
    p->rank = PL_MAKE_ARRAY(&o->arena, uint32_t, count + (size_t)1);
    return rank_texts(p, list, count);
}

/* Numbers, dates and truths as keys are left to the texts. */
static bool add_field(ordering *o, const pl_field *field, char end) {
    const pl_column *column = pl_data_field(o->data, field, PL_ANY_YEAR);
    place p = {0};
    bool fine;

    if (!column || column->state)
        return false;
    if (column->base != PL_TEXT && column->base != PL_MEMBER)
        return false;
    p.bytes = column->width == 1 ? column->values : NULL;
    p.narrow = column->width == 2 ? column->values : NULL;
    p.wide = column->width == 4 ? column->values : NULL;
    fine = column->base == PL_TEXT ? rank_text(o, &p, column, end)
                                   : rank_member(o, &p, field->type.members, end);
    PL_PUSH(&o->arena, &o->places, p);
    return fine;
}

static bool add_own_key(ordering *o, char end) {
    const pl_entity *entity = o->rows->entity;

    for (uint32_t k = 0; k < entity->key_count; k++)
        if (!add_field(o, entity->fields.items[k], k + 1 < entity->key_count ? '-' : end))
            return false;
    return true;
}

/* All rows have a row of this ancestor, or none has. */
static bool add_ancestor(ordering *o, const pl_rows *above, const pl_links *up) {
    uint32_t linked = 0;
    place p = {.up = up};
    bool fine;

    for (uint32_t row = 0; row < o->rows->count; row++)
        linked += pl_links_at(up, row) != PL_NO_ROW;
    if (linked == 0)
        return true;
    if (linked < o->rows->count)
        return false;
    fine = rank_rows(o, &p, above, '/');
    PL_PUSH(&o->arena, &o->places, p);
    return fine;
}

#define FIRST_YEAR 1000 /* four digits: their order is that of their texts */

static bool add_year(ordering *o, const int16_t *years, uint32_t count, const pl_links *up) {
    place p = {.up = up, .narrow = years, .least = years[0]};
    int32_t most = years[0];

    for (uint32_t row = 1; row < count; row++) {
        p.least = years[row] < p.least ? years[row] : p.least;
        most = years[row] > most ? years[row] : most;
    }
    p.distinct = (uint32_t)(most - p.least) + 1;
    PL_PUSH(&o->arena, &o->places, p);
    return p.least >= FIRST_YEAR;
}

static bool find_places(ordering *o) {
    const pl_entity *entity = o->rows->entity;
    const pl_rows *dated = o->rows->years ? o->rows : NULL;
    uint32_t first = pl_entity_key_depth(entity);

    for (const pl_entity *e = entity->parent; e && !dated && e->depth >= first; e = e->parent)
        if (pl_data_rows(o->data, e)->years && pl_links_at(&o->rows->up[e->depth], 0) != PL_NO_ROW)
            dated = pl_data_rows(o->data, e);
    for (uint32_t depth = first; depth < entity->depth; depth++) {
        const pl_entity *e = entity;

        while (e->depth > depth)
            e = e->parent;
        if (!add_ancestor(o, pl_data_rows(o->data, e), &o->rows->up[depth]))
            return false;
    }
    if (!add_own_key(o, dated ? '/' : '\0'))
        return false;
    return !dated ||
        add_year(o, dated->years, dated->count,
                 dated == o->rows ? NULL : &o->rows->up[dated->entity->depth]);
}

/* ### sorting */

/* One loop for each form that a place has. */
#define ADD_RANKS(above)                                                                           \
    for (uint32_t row = 0; row < count; row++)                                                     \
        numbers[row] = numbers[row] * distinct + (above);

#define ADD_VALUES(value)                                                                          \
    if (rank)                                                                                      \
        ADD_RANKS(rank[(value)-least])                                                             \
    else                                                                                           \
        ADD_RANKS((uint32_t)((value)-least))

static void add_ranks(const place *p, uint32_t *numbers, uint32_t count) {
    const uint32_t *const rank = p->rank;
    const int16_t *const narrow = p->narrow;
    const int32_t *const wide = p->wide;
    const pl_links *const up = p->up;
    const uint32_t distinct = p->distinct;
    const int32_t least = p->least;

    if (p->bytes) {
        ADD_VALUES(p->bytes[row])
    } else if (narrow && up) {
        ADD_VALUES(narrow[pl_links_at(up, row)])
    } else if (narrow) {
        ADD_VALUES(narrow[row])
    } else if (wide && up) {
        ADD_VALUES(wide[pl_links_at(up, row)])
    } else if (wide) {
        ADD_VALUES(wide[row])
    } else if (up) {
        ADD_VALUES(pl_links_at(up, row))
    } else {
        ADD_VALUES((int32_t)row)
    }
}

/* False when the numbers are too many for 32 bits. */
static bool make_numbers(const ordering *o, uint32_t *numbers, uint64_t *limit) {
    uint32_t count = o->rows->count;

    *limit = 1;
    memset(numbers, 0, count * sizeof *numbers);
    for (uint32_t i = 0; i < o->places.len; i++) {
        const place *p = &o->places.items[i];

        *limit *= p->distinct;
        if (*limit > UINT32_MAX)
            return false;
        add_ranks(p, numbers, count);
    }
    return true;
}

#define DIGIT 16
#define DIGITS (1u << DIGIT)

/* One pass by `shift`, keeping the order of equal digits. from NULL: rows as they are numbered. */
static void sort_digit(const uint32_t *numbers, unsigned shift, const uint32_t *from, uint32_t *to,
                       uint32_t count) {
    uint32_t *starts = pl_heap_resize(NULL, (DIGITS + 1) * sizeof *starts);

    memset(starts, 0, (DIGITS + 1) * sizeof *starts);
    for (uint32_t row = 0; row < count; row++)
        starts[(numbers[row] >> shift) % DIGITS + 1]++;
    for (uint32_t d = 0; d < DIGITS; d++)
        starts[d + 1] += starts[d];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t row = from ? from[i] : i;

        to[starts[(numbers[row] >> shift) % DIGITS]++] = row;
    }
    free(starts);
}

/* Rows that stand in their order already, as they do in most files. */
static bool is_sorted(const uint32_t *numbers, uint32_t count) {
    for (uint32_t row = 1; row < count; row++)
        if (numbers[row - 1] > numbers[row])
            return false;
    return true;
}

static void sort(const uint32_t *numbers, uint64_t limit, uint32_t *order, uint32_t count) {
    uint32_t *low;

    if (is_sorted(numbers, count)) {
        for (uint32_t row = 0; row < count; row++)
            order[row] = row;
        return;
    }
    if (limit <= DIGITS) {
        sort_digit(numbers, 0, NULL, order, count);
        return;
    }
    low = pl_heap_resize(NULL, (count + (size_t)1) * sizeof *low);
    sort_digit(numbers, 0, NULL, low, count);
    sort_digit(numbers, DIGIT, low, order, count);
    free(low);
}

bool pl_order_by_ranks(const pl_data *data, const pl_entity *entity, uint32_t *order) {
    ordering o = {.data = data, .rows = pl_data_rows(data, entity)};
    uint32_t count = o.rows->count, *numbers = NULL;
    uint64_t limit;
    bool fine;

    if (count == 0)
        return true;
    pl_arena_init(&o.arena);
    fine = find_places(&o);
    if (fine) {
        numbers = pl_heap_resize(NULL, count * sizeof *numbers);
        fine = make_numbers(&o, numbers, &limit);
    }
    if (fine)
        sort(numbers, limit, order, count);
    free(numbers);
    pl_arena_fini(&o.arena);
    return fine;
}
