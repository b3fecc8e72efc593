/* subject.c - the text that names a row in every output, and the order of rows by it.
 * A row that is not linked to some ancestor leaves that ancestor's part out. */
#include "data/order.h"

#include <assert.h>
#include <stdlib.h>

/* ### text */

static void print_value(pl_buffer *out, const pl_field *field, const pl_value *value) {
    switch (value->base) {
    case PL_NUMBER: pl_number_print(out, value->lo); break;
    case PL_TRUTH: pl_buffer_puts(out, value->truth == PL_TRUE ? "yes" : "no"); break;
    case PL_TEXT: pl_buffer_puts(out, value->text); break;
    case PL_MEMBER: pl_buffer_puts(out, field->type.members->members.items[value->index]); break;
    case PL_DATE: pl_date_print(out, value->index); break;
    case PL_SCHOOLJAAR: pl_buffer_printf(out, "%d-%d", value->index, value->index + 1); break;
    case PL_POISON: assert(!"a key has a type"); break;
    }
}

void pl_subject_key(pl_buffer *out, const pl_data *data, const pl_rows *rows, uint32_t row,
                    pl_arena *arena) {
    for (uint32_t k = 0; k < rows->entity->key_count; k++) {
        const pl_field *field = rows->entity->fields.items[k];
        const pl_column *column = pl_data_field(data, field, PL_ANY_YEAR);
        pl_value value;

        if (k > 0)
            pl_buffer_putc(out, rows->entity->source ? '/' : '-');
        if (column->base == PL_TEXT) {
            assert(!column->state || column->state[row] == PL_OK);
            pl_buffer_puts(out, data->texts.items[pl_column_index(column, row)]);
            continue;
        }
        value = pl_column_value(column, data, row, arena);
        assert(value.state == PL_OK);
        print_value(out, field, &value);
    }
}

/* `start`: where the subject begins in `out`. */
static void print_part(pl_buffer *out, size_t start, const pl_data *data, const pl_rows *rows,
                       uint32_t row, pl_arena *arena) {
    if (out->len > start)
        pl_buffer_putc(out, '/');
    pl_subject_key(out, data, rows, row, arena);
}

static const pl_entity *ancestor_at(const pl_entity *entity, uint32_t depth) {
    assert(depth <= entity->depth);
    while (entity->depth > depth)
        entity = entity->parent;
    return entity;
}

static void print_subject(pl_buffer *out, const pl_data *data, const pl_entity *entity,
                          uint32_t row, int back, pl_arena *arena) {
    const pl_rows *rows = pl_data_rows(data, entity);
    size_t start = out->len;
    int year = PL_ANY_YEAR;

    assert(row < rows->count);
    for (uint32_t depth = pl_entity_key_depth(entity); depth < entity->depth; depth++) {
        const pl_rows *above = pl_data_rows(data, ancestor_at(entity, depth));
        int32_t up = pl_links_at(&rows->up[depth], row);

        if (up == PL_NO_ROW)
            continue;
        assert(up >= 0 && (uint32_t)up < above->count);
        print_part(out, start, data, above, (uint32_t)up, arena);
        if (above->years)
            year = above->years[up];
    }
    print_part(out, start, data, rows, row, arena);
    if (rows->years)
        year = rows->years[row];
    if (year != PL_ANY_YEAR)
        pl_buffer_printf(out, "/%d-%d", year - back, year - back + 1);
}

static void push_subject(pl_buffer *out, const pl_data *data, const pl_entity *entity, uint32_t row,
                         int back) {
    pl_arena arena;

    pl_arena_init(&arena);
    print_subject(out, data, entity, row, back, &arena);
    pl_arena_fini(&arena);
}

void pl_data_subject(pl_buffer *out, const pl_data *data, const pl_entity *entity, uint32_t row) {
    push_subject(out, data, entity, row, 0);
}

void pl_data_subject_before(pl_buffer *out, const pl_data *data, const pl_entity *entity,
                            uint32_t row, int back) {
    assert(entity->yearly);
    push_subject(out, data, entity, row, back);
}

/* ### order */

#define FEW 64 /* rows whose texts are sorted at once */

typedef struct subject {
    pl_str text;
    size_t start; /* in the buffer of all texts, while it grows */
    uint32_t row;
} subject;

static int by_text(const void *left, const void *right) {
    const subject *a = left, *b = right;
    int order = pl_str_compare(a->text, b->text);

    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* The subjects of all rows; their texts lie in `texts`. */
static subject *list_subjects(pl_buffer *texts, const pl_data *data, const pl_entity *entity,
                              uint32_t count) {
    subject *subjects = pl_heap_resize(NULL, (count + (size_t)1) * sizeof *subjects);
    pl_arena arena;

    pl_arena_init(&arena);
    for (uint32_t row = 0; row < count; row++) {
        size_t start = texts->len;

        print_subject(texts, data, entity, row, 0, &arena);
        subjects[row] = (subject){{NULL, texts->len - start}, start, row};
    }
    for (uint32_t row = 0; row < count; row++)
        subjects[row].text.ptr = texts->ptr + subjects[row].start;
    pl_arena_fini(&arena);
    return subjects;
}

static const uint32_t *make_order(const pl_data *data, const pl_entity *entity) {
    uint32_t count = pl_data_rows(data, entity)->count;
    uint32_t *order = PL_MAKE_ARRAY(data->arena, uint32_t, count + (size_t)1);
    pl_buffer texts;
    subject *subjects;

    if (count >= FEW && pl_order_by_ranks(data, entity, order))
        return order;
    pl_buffer_init(&texts);
    subjects = list_subjects(&texts, data, entity, count);
    qsort(subjects, count, sizeof *subjects, by_text);
    for (uint32_t i = 0; i < count; i++)
        order[i] = subjects[i].row;
    free(subjects);
    pl_buffer_fini(&texts);
    return order;
}

const uint32_t *pl_data_subject_order(pl_data *data, const pl_entity *entity) {
    const uint32_t **known = &data->subject_orders[entity->index];

    if (!*known)
        *known = make_order(data, entity);
    return *known;
}

bool pl_data_find_subject(pl_data *data, const pl_entity *entity, pl_str name, uint32_t *row) {
    const uint32_t *rows = pl_data_subject_order(data, entity);
    uint32_t low = 0, high = pl_data_rows(data, entity)->count;
    int order = 1;

    while (low < high && order != 0) {
        uint32_t middle = low + (high - low) / 2;
        pl_buffer text = {0};

        pl_data_subject(&text, data, entity, rows[middle]);
        order = pl_str_compare((pl_str){text.ptr, text.len}, name);
        pl_buffer_fini(&text);
        *row = rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return order == 0;
}
