/* there.c - signs of life: cells and rows of a school year. That somebody has no evidence of a year
 * says nothing; that a year is known of others, and not of this one, says that it was not there. */
#include "vm/there.h"

#include <assert.h>
#include <string.h>

typedef struct signs {
    const pl_data *data;
    const pl_entity *entity;
    int schooljaar;
    bool told; /* something tells the year of some row */
    uint8_t *there;
} signs;

static void take_fields(signs *s) {
    for (uint32_t i = 0; i < s->entity->fields.len; i++) {
        const pl_field *field = s->entity->fields.items[i];
        const pl_column *column =
            field->yearly ? pl_data_field(s->data, field, s->schooljaar) : NULL;

        if (!column)
            continue;
        s->told = true;
        for (uint32_t row = 0; row < pl_data_rows(s->data, s->entity)->count; row++)
            s->there[row] |= !column->state || column->state[row] == PL_OK;
    }
}

static void take_row(signs *s, const pl_rows *rows, uint32_t row) {
    int32_t above =
        rows->entity == s->entity ? (int32_t)row : pl_links_at(&rows->up[s->entity->depth], row);

    if (above != PL_NO_ROW)
        s->there[above] = 1;
}

static void take_rows(signs *s, const pl_entity *below) {
    const pl_rows *rows = pl_data_rows(s->data, below);

    assert(rows->years && below != s->entity);
    s->told = true;
    for (uint32_t row = 0; row < rows->count; row++)
        if (rows->years[row] == s->schooljaar)
            take_row(s, rows, row);
}

static void take_evidence(signs *s, const pl_entity *evidence, const pl_amounts *days) {
    const pl_rows *rows = pl_data_rows(s->data, evidence);
    pl_date end = pl_schooljaar_end(s->schooljaar);

    for (uint32_t row = 0; row < rows->count; row++)
        if ((rows->years && rows->years[row] <= s->schooljaar) ||
            (days->state[row] == PL_OK && pl_amounts_index(days, row) <= end))
            take_row(s, rows, row);
}

const uint8_t *pl_rows_there(pl_arena *arena, const pl_data *data, const pl_entity *entity,
                             const pl_entity *evidence, const pl_amounts *days, int schooljaar) {
    uint32_t count = pl_data_rows(data, entity)->count;
    signs s = {.data = data, .entity = entity, .schooljaar = schooljaar};

    assert(!entity->yearly && pl_entity_is_within(evidence, entity));
    s.there = PL_MAKE_ARRAY(arena, uint8_t, count + 1);
    take_fields(&s);
    for (uint32_t i = 0; i < data->model->entities.len; i++) {
        const pl_entity *below = data->model->entities.items[i];

        if (below != evidence && pl_entity_tells_years(below, entity) &&
            pl_rows_cover(pl_data_rows(data, below), schooljaar))
            take_rows(&s, below);
    }
    take_evidence(&s, evidence, days);
    if (!s.told)
        memset(s.there, 1, count);
    return s.there;
}
