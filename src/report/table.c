/* table.c - the rows of a table, a block at a time: which cell each row has of each column
 * (table_cells.c), then rows of them, into room that was made for the block. A cell is a copy of 16
 * bytes, of which those count that it has. Parts of many blocks are made by several threads, each of
 * which writes its part when those before it are written. */
#include "report/table.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/turns.h"
#include "report/csv_cell.h"
#include "report/table_cells.h"

#define PART_ROWS 16384u /* that are written at once */
#define PARTS_EACH 2u    /* with fewer for each thread it is not worth while to begin one */
#define MOST_THREADS 64

/* What the threads share. */
typedef struct table {
    const pl_run *run;
    const pl_table_options *options;
    const pl_rows *rows; /* of its entity */
    pl_turns parts;
    pl_writing *file; /* of the thread whose turn it is */
} table;

typedef struct writer {
    table *table;
    pl_cells_maker maker;
    pl_cells_source *columns; /* [count] */
    pl_cells *cells;          /* [count]: those of each */
    uint32_t count;
    pl_buffer out;
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
    const pl_run *run = w->table->run;
    const pl_output *output = &run->outputs->list.items[number];
    const pl_entity *entity = run->outputs->entity;
    const pl_output_value *computed = &run->output_values[number];
    pl_cells_source c = {.output = output, .rows = pl_data_rows(run->data, output->entity)};

    assert(pl_entity_is_within(entity, output->entity));
    if (computed->entity)
        c.rows = pl_data_rows(run->data, computed->entity);
    if (c.rows->entity != entity)
        c.up = &pl_data_rows(run->data, entity)->up[c.rows->entity->depth];
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

/* As many bytes as a block can have without longer cells. */
static size_t block_bytes(const writer *w) {
    return (size_t)w->count * PL_TABLE_BLOCK * PL_CELL_SHORT + sizeof(pl_table_cell);
}

/* There is room for a whole block behind it too. */
static char *put_long(writer *w, uint32_t column, int32_t number, char *at) {
    pl_str text = pl_cells_text(&w->maker, &w->columns[column], number);

    w->out.len = (size_t)(at - w->out.ptr);
    at = pl_buffer_room(&w->out, text.len + block_bytes(w));
    memcpy(at, text.ptr, text.len);
    return at + text.len;
}

/* Rows of so many columns: cells behind each other, of which the last ends the line. */
static inline __attribute__((always_inline)) char *put_rows(writer *w, uint32_t columns,
                                                            uint32_t count, char *at) {
    const pl_cells *const cells = w->cells;

    for (uint32_t row = 0; row < count; row++) {
#pragma GCC unroll 8
        for (uint32_t i = 0; i < columns; i++) {
            const int32_t number = cells[i].number[row];
            const pl_table_cell *cell = cells[i].cells + number;

            memcpy(at, cell, sizeof *cell);
            at = cell->length > 0 ? at + cell->length : put_long(w, i, number, at);
        }
        at[-1] = '\n';
    }
    return at;
}

/* What few columns need at each cell is found once. */
static char *put_block(writer *w, uint32_t count, char *at) {
    switch (w->count) {
    case 1: return put_rows(w, 1, count, at);
    case 2: return put_rows(w, 2, count, at);
    case 3: return put_rows(w, 3, count, at);
    case 4: return put_rows(w, 4, count, at);
    case 5: return put_rows(w, 5, count, at);
    case 6: return put_rows(w, 6, count, at);
    default: return put_rows(w, w->count, count, at);
    }
}

static bool is_of_run(const table *t, int16_t year) {
    return year == t->run->schooljaar || (t->options->all_years && year < t->run->schooljaar);
}

/* Those of a block that are written. */
static pl_table_block choose_rows(const table *t, uint32_t from, uint32_t to, int32_t *rows) {
    pl_table_block block = {.from = from, .rows = rows};

    assert(from < to && to <= t->rows->count && to - from <= PL_TABLE_BLOCK);
    if (!t->rows->years)
        return (pl_table_block){.from = from, .count = to - from};
    for (uint32_t row = from; row < to; row++)
        if (is_of_run(t, t->rows->years[row]))
            rows[block.count++] = (int32_t)row;
    return block;
}

static void make_block(writer *w, uint32_t from, uint32_t to) {
    int32_t rows[PL_TABLE_BLOCK];
    const pl_table_block block = choose_rows(w->table, from, to, rows);
    char *at = pl_buffer_room(&w->out, block_bytes(w));

    pl_cells_forget(&w->maker);
    for (uint32_t i = 0; i < w->count; i++) {
        pl_cells_number(&w->maker, &w->columns[i], &block);
        w->cells[i] = w->columns[i].made;
    }
    at = put_block(w, block.count, at);
    w->out.len = (size_t)(at - w->out.ptr);
}

static void make_part(writer *w, uint32_t part) {
    const table *t = w->table;
    uint32_t from = part * PART_ROWS,
             to = t->rows->count - from < PART_ROWS ? t->rows->count : from + PART_ROWS;

    w->out.len = 0;
    for (uint32_t row = from; row < to; row += PL_TABLE_BLOCK)
        make_block(w, row, to - row < PL_TABLE_BLOCK ? to : row + PL_TABLE_BLOCK);
}

static void open_writer(writer *w, table *t) {
    const pl_table_options *options = t->options;

    w->table = t;
    w->count = options->count;
    pl_cells_maker_init(&w->maker, t->run, options->separator);
    w->columns = PL_MAKE_ARRAY(&w->maker.arena, pl_cells_source, w->count);
    w->cells = PL_MAKE_ARRAY(&w->maker.arena, pl_cells, w->count);
    for (uint32_t i = 0; i < w->count; i++)
        w->columns[i] = make_column(w, options->chosen[i]);
}

static void close_writer(writer *w) {
    pl_buffer_fini(&w->out);
    pl_cells_maker_fini(&w->maker);
}

/* ### threads */

static uint32_t part_count(const table *t) {
    return t->rows->count / PART_ROWS + (t->rows->count % PART_ROWS != 0);
}

/* Makes parts until there are no more. */
static void *work(void *shared) {
    table *t = shared;
    writer w = {0};
    size_t part;

    open_writer(&w, t);
    while ((part = pl_turns_take(&t->parts)) < part_count(t)) {
        make_part(&w, (uint32_t)part);
        pl_turns_await(&t->parts, part);
        (void)pl_writing_put(t->file, (pl_str){w.out.ptr, w.out.len});
        pl_progress_reach(t->run->data->progress, (uint64_t)(part + 1) * PART_ROWS);
        pl_turns_pass(&t->parts);
    }
    close_writer(&w);
    return NULL;
}

static uint32_t thread_count(const table *t) {
    long there = t->options->jobs > 0 ? (long)t->options->jobs : sysconf(_SC_NPROCESSORS_ONLN);
    long most = (long)(part_count(t) / PARTS_EACH);

    there = there < MOST_THREADS ? there : MOST_THREADS;
    there = there < most ? there : most;
    return there > 1 ? (uint32_t)there : 1;
}

/* This thread works too; those that cannot be begun are done without. */
static void write_rows(table *t) {
    pthread_t threads[MOST_THREADS];
    uint32_t begun = 0;

    while (begun + 1 < thread_count(t) && pthread_create(&threads[begun], NULL, work, t) == 0)
        begun++;
    work(t);
    while (begun > 0)
        pthread_join(threads[--begun], NULL);
    assert(atomic_load(&t->parts.turn) == part_count(t));
}

/* ### all */

static void write_header(const table *t) {
    const pl_table_options *options = t->options;
    pl_buffer line = {0};

    for (uint32_t i = 0; i < options->count; i++) {
        pl_csv_cell_push(&line, pl_str_of(t->run->outputs->list.items[options->chosen[i]].name),
                         options->separator);
        pl_buffer_putc(&line, i + 1 < options->count ? options->separator : '\n');
    }
    (void)pl_writing_put(t->file, (pl_str){line.ptr, line.len});
    pl_buffer_fini(&line);
}

void pl_table_write(const pl_run *run, const pl_table_options *options, pl_writing *file) {
    table t = {.run = run, .options = options, .file = file};

    assert(run->outputs && options->count > 0);
    t.rows = pl_data_rows(run->data, run->outputs->entity);
    pl_turns_init(&t.parts, 0);
    if (options->header)
        write_header(&t);
    pl_progress_expect(run->data->progress, t.rows->count);
    if (t.rows->count > 0)
        write_rows(&t);
    pl_turns_fini(&t.parts);
}
