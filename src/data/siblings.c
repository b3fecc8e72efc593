/* siblings.c - which rows of a yearly entity are the same thing in different school years: those
 * whose subjects differ in the year only. Lists are made when first asked for and kept with the
 * data. */
#include <assert.h>

#include "base/map.h"
#include "data/data.h"

typedef struct pl_siblings {
    const pl_entity *entity;
    int back;
    int32_t *rows; /* [row]: the sibling, or PL_NO_ROW */
    struct pl_siblings *next;
} pl_siblings;

static void index_rows(pl_map *map, const pl_data *data, const pl_entity *entity) {
    pl_buffer text;

    pl_buffer_init(&text);
    for (uint32_t row = 0; row < pl_data_rows(data, entity)->count; row++) {
        text.len = 0;
        pl_data_subject(&text, data, entity, row);
        pl_map_add(map, (pl_str){text.ptr, text.len}, row, NULL);
    }
    pl_buffer_fini(&text);
}

static int32_t find_row(const pl_map *map, const pl_data *data, const pl_siblings *list,
                        uint32_t row) {
    uint32_t found;
    pl_buffer text;

    pl_buffer_init(&text);
    pl_data_subject_before(&text, data, list->entity, row, list->back);
    found = pl_map_find(map, (pl_str){text.ptr, text.len});
    pl_buffer_fini(&text);
    assert(found == PL_MAP_NONE || found <= INT32_MAX);
    return found == PL_MAP_NONE ? PL_NO_ROW : (int32_t)found;
}

static pl_siblings *make_list(pl_data *data, const pl_entity *entity, int back) {
    uint32_t count = pl_data_rows(data, entity)->count;
    pl_siblings *list = PL_MAKE(data->arena, pl_siblings);
    pl_map map;

    *list = (pl_siblings){.entity = entity, .back = back, .next = data->siblings};
    list->rows = PL_MAKE_ARRAY(data->arena, int32_t, count + (size_t)1);
    pl_map_init(&map, data->arena);
    index_rows(&map, data, entity);
    for (uint32_t row = 0; row < count; row++)
        list->rows[row] = find_row(&map, data, list, row);
    data->siblings = list;
    return list;
}

const int32_t *pl_data_siblings(pl_data *data, const pl_entity *entity, int back) {
    assert(entity->yearly && back > 0);
    for (const pl_siblings *list = data->siblings; list; list = list->next)
        if (list->entity == entity && list->back == back)
            return list->rows;
    return make_list(data, entity, back)->rows;
}
