/* table.c - the rows of a table, a block at a time: the cells of each column (table_cells.c), then rows
 * of them, into room that was made for the block. A cell is a copy of 16 bytes, of which those count
 * that it has. */
#include "report/table.h"

#include <assert.h>
#include <string.h>

#include "report/csv_cell.h"
#include "report/table_cells.h"

#define PART ((size_t)1 << 20) /* bytes that are written at once */

typedef struct writer {
    const pl_run *run;
    const pl_table_options *options;
    pl_cells_maker maker;
    pl_cells_source *columns; /* [options->count] */
    pl_str *cells;            /* [options->count][PL_TABLE_BLOCK] */
    uint32_t *rows;           /* [PL_TABLE_BLOCK]: of the block */
    uint32_t count;           /* so many are in it */
    pl_buffer out;
    pl_writing *file;
} writer;

/* ### columns */

static const pl_rule_result *result_of(const pl_run *run, const pl_rule *rule) {
    for (uint32_t i = 0; i < run->rules.len; i++)
        if (run->rules.items[i].rule == rule)
            return &run->rules.items[i];
    assert(!"a rule that is not valid is refused before the run");
    return NULL;
}

static const pl_column *cells_of(const pl_run *run, const pl_output *output) {
    if (output->kind == PL_OUTPUT_FIELD)
        return pl_data_field(run->data, output->field, run->schooljaar);
    return output->kind == PL_OUTPUT_MEASURE
        ? pl_data_measure(run->data, output->measure, run->schooljaar)
        : NULL;
}

static pl_cells_source make_column(writer *w, uint32_t number) {
    const pl_run *run = w->run;
    const pl_output *output = &run->outputs->list.items[number];
    const pl_entity *entity = run->outputs->entity;
    const pl_output_value *computed = &run->output_values[number];
    pl_cells_source c = {.output = output, .rows = pl_data_rows(run->data, output->entity)};

    assert(pl_entity_is_within(entity, output->entity));
    if (computed->entity)
        c.rows = pl_data_rows(run->data, computed->entity);
    if (c.rows->entity != entity)
        c.up = pl_data_rows(run->data, entity)->up[c.rows->entity->depth];
    if (output->kind == PL_OUTPUT_RULE)
        c.rule = result_of(run, output->rule);
    else if (output->kind == PL_OUTPUT_FIELD)
        c.type = output->field->type;
    else if (output->kind == PL_OUTPUT_MEASURE)
        c.type = output->measure->type;
    c.amounts = computed->amounts;
    c.truths = computed->truths;
    c.cells = computed->entity ? NULL : cells_of(run, output);
    pl_cells_prepare(&w->maker, &c);
    return c;
}

/* ### rows */

static void write_part(writer *w) {
    (void)pl_writing_put(w->file, (pl_str){w->out.ptr, w->out.len});
    w->out.len = 0;
}

static void write_header(writer *w) {
    for (uint32_t i = 0; i < w->options->count; i++) {
        pl_csv_cell_push(&w->out, pl_str_of(w->columns[i].output->name), w->options->separator);
        pl_buffer_putc(&w->out, i + 1 < w->options->count ? w->options->separator : '\n');
    }
}

/* Cells behind each other, with room for what is read behind the last. */
static char *put_row(const writer *w, char *at, uint32_t row) {
    for (uint32_t i = 0; i < w->options->count; i++) {
        const pl_str cell = w->cells[i * PL_TABLE_BLOCK + row];

        if (cell.len <= PL_CELL_READABLE)
            memcpy(at, cell.ptr, PL_CELL_READABLE);
        else
            memcpy(at, cell.ptr, cell.len);
        at += cell.len;
        *at++ = i + 1 < w->options->count ? w->options->separator : '\n';
    }
    return at;
}

static void write_block(writer *w) {
    size_t bytes = PL_CELL_READABLE + (size_t)w->count * w->options->count;
    char *at;

    for (uint32_t i = 0; i < w->options->count; i++)
        bytes += pl_cells_make(&w->maker, &w->columns[i], w->rows, w->count,
                                w->cells + (size_t)i * PL_TABLE_BLOCK);
    at = pl_buffer_room(&w->out, bytes);
    for (uint32_t r = 0; r < w->count; r++)
        at = put_row(w, at, r);
    w->out.len = (size_t)(at - w->out.ptr);
    w->count = 0;
    if (w->out.len >= PART)
        write_part(w);
}

static void write_row(writer *w, uint32_t row) {
    w->rows[w->count++] = row;
    if (w->count == PL_TABLE_BLOCK)
        write_block(w);
}

static bool is_of_run(const writer *w, const pl_rows *rows, uint32_t row) {
    if (!rows->years || rows->years[row] == w->run->schooljaar)
        return true;
    return w->options->all_years && rows->years[row] < w->run->schooljaar;
}

static void write_rows(writer *w) {
    const pl_run *run = w->run;
    const pl_rows *rows = pl_data_rows(run->data, run->outputs->entity);
    const uint32_t *order;

    if (rows->count == 0)
        return;
    order = pl_data_subject_order(run->data, run->outputs->entity);
    for (uint32_t i = 0; i < rows->count; i++)
        if (is_of_run(w, rows, order[i]))
            write_row(w, order[i]);
}

static void open_writer(writer *w, pl_arena *arena) {
    uint32_t count = w->options->count;

    w->maker = (pl_cells_maker){.arena = arena, .run = w->run, .separator = w->options->separator};
    w->maker.texts = PL_MAKE_ARRAY(arena, pl_str, w->run->text_count + (size_t)1);
    w->columns = PL_MAKE_ARRAY(arena, pl_cells_source, count);
    w->cells = PL_MAKE_ARRAY(arena, pl_str, (size_t)count * PL_TABLE_BLOCK);
    w->rows = PL_MAKE_ARRAY(arena, uint32_t, PL_TABLE_BLOCK);
    for (uint32_t i = 0; i < count; i++)
        w->columns[i] = make_column(w, w->options->chosen[i]);
}

static void close_writer(writer *w) {
    for (uint32_t i = 0; i < w->options->count; i++)
        pl_buffer_fini(&w->columns[i].made);
    pl_buffer_fini(&w->maker.cell);
    pl_buffer_fini(&w->out);
}

void pl_table_write(pl_arena *arena, const pl_run *run, const pl_table_options *options,
                    pl_writing *file) {
    writer w = {.run = run, .options = options, .file = file};

    assert(run->outputs && options->count > 0);
    open_writer(&w, arena);
    if (options->header)
        write_header(&w);
    write_rows(&w);
    write_block(&w);
    write_part(&w);
    close_writer(&w);
}
