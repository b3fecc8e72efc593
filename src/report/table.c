/* table.c - the rows of a table, a block at a time: the cells of each column (table_cells.c), then rows
 * of them, into room that was made for the block. A cell is a copy of 16 bytes, of which those count
 * that it has. Parts of many blocks are made by several threads, each of which writes its part when
 * those before it are written. */
#include "report/table.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

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
    pl_writing *file;    /* of the thread whose turn it is */
    pthread_mutex_t lock;
    pthread_cond_t passed; /* the turn has */
    uint32_t next;         /* part that nobody has begun */
    uint32_t turn;         /* part that is written next */
} table;

typedef struct writer {
    table *table;
    pl_arena arena;
    pl_cells_maker maker;
    pl_cells_source *columns; /* [options->count] */
    pl_str *cells;            /* [PL_TABLE_BLOCK][options->count] */
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

static pl_cells_source make_column(writer *w, uint32_t number, char after) {
    const pl_run *run = w->table->run;
    const pl_output *output = &run->outputs->list.items[number];
    const pl_entity *entity = run->outputs->entity;
    const pl_output_value *computed = &run->output_values[number];
    pl_cells_source c = {
        .output = output, .after = after, .rows = pl_data_rows(run->data, output->entity)};

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

/* Cells behind each other, what stands between them being part of them; with room for what is read
 * behind the last. */
static char *put_cells(char *at, const pl_str *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (cells[i].len <= PL_CELL_READABLE)
            memcpy(at, cells[i].ptr, PL_CELL_READABLE);
        else
            memcpy(at, cells[i].ptr, cells[i].len);
        at += cells[i].len;
    }
    return at;
}

static bool is_of_run(const table *t, int16_t year) {
    return year == t->run->schooljaar || (t->options->all_years && year < t->run->schooljaar);
}

/* Those of a block that are written. */
static uint32_t choose_rows(const table *t, uint32_t from, uint32_t to, uint32_t *rows) {
    const int16_t *const years = t->rows->years;
    uint32_t count = 0;

    assert(from < to && to <= t->rows->count && to - from <= PL_TABLE_BLOCK);
    for (uint32_t row = from; row < to; row++)
        if (!years || is_of_run(t, years[row]))
            rows[count++] = row;
    return count;
}

static void make_block(writer *w, uint32_t from, uint32_t to) {
    const uint32_t columns = w->table->options->count;
    uint32_t rows[PL_TABLE_BLOCK], count = choose_rows(w->table, from, to, rows);
    size_t bytes = PL_CELL_READABLE;
    char *at;

    for (uint32_t i = 0; i < columns; i++)
        bytes += pl_cells_make(&w->maker, &w->columns[i], rows, count, w->cells + i, columns);
    at = put_cells(pl_buffer_room(&w->out, bytes), w->cells, (size_t)count * columns);
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
    pl_arena_init(&w->arena);
    w->maker = (pl_cells_maker){.arena = &w->arena, .run = t->run, .separator = options->separator};
    w->maker.texts = PL_MAKE_ARRAY(&w->arena, pl_str, t->run->text_count + (size_t)1);
    w->columns = PL_MAKE_ARRAY(&w->arena, pl_cells_source, options->count);
    w->cells = PL_MAKE_ARRAY(&w->arena, pl_str, (size_t)options->count * PL_TABLE_BLOCK);
    for (uint32_t i = 0; i < options->count; i++)
        w->columns[i] =
            make_column(w, options->chosen[i], i + 1 < options->count ? options->separator : '\n');
}

static void close_writer(writer *w) {
    for (uint32_t i = 0; i < w->table->options->count; i++)
        pl_buffer_fini(&w->columns[i].made);
    pl_buffer_fini(&w->maker.cell);
    pl_buffer_fini(&w->out);
    pl_arena_fini(&w->arena);
}

/* ### threads */

static uint32_t part_count(const table *t) {
    return t->rows->count / PART_ROWS + (t->rows->count % PART_ROWS != 0);
}

/* Makes parts until there are no more. */
static void *work(void *shared) {
    table *t = shared;
    writer w = {0};

    open_writer(&w, t);
    pthread_mutex_lock(&t->lock);
    for (uint32_t part = t->next++; part < part_count(t); part = t->next++) {
        pthread_mutex_unlock(&t->lock);
        make_part(&w, part);
        pthread_mutex_lock(&t->lock);
        while (t->turn != part)
            pthread_cond_wait(&t->passed, &t->lock);
        pthread_mutex_unlock(&t->lock);
        (void)pl_writing_put(t->file, (pl_str){w.out.ptr, w.out.len});
        pthread_mutex_lock(&t->lock);
        t->turn++;
        pthread_cond_broadcast(&t->passed);
    }
    pthread_mutex_unlock(&t->lock);
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
    assert(t->turn == part_count(t));
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
    pthread_mutex_init(&t.lock, NULL);
    pthread_cond_init(&t.passed, NULL);
    if (options->header)
        write_header(&t);
    if (t.rows->count > 0)
        write_rows(&t);
    pthread_cond_destroy(&t.passed);
    pthread_mutex_destroy(&t.lock);
}
