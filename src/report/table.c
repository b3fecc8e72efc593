/* table.c - the rows of a table. What a column reads is found once; then a cell is a look into it
 * and a copy of bytes. Numbers that are scaled integers are written here, digit by digit; any other
 * number goes the way of the reports. */
#include "report/table.h"

#include <assert.h>
#include <string.h>

#include "report/csv_cell.h"
#include "report/report.h"

#define PART ((size_t)1 << 20) /* bytes that are written at once */

/* Where the cells of a column come from. */
typedef struct column {
    const pl_output *output;
    pl_type type;
    const int32_t *up;          /* rows of the ancestor that it is of; NULL: the table's own */
    const pl_rows *rows;        /* of the entity that it is of */
    const pl_column *cells;     /* of the data; NULL: it has none for this year */
    const pl_amounts *amounts;  /* computed: numbers and indexes */
    const uint8_t *truths;      /* computed: truths */
    const pl_rule_result *rule; /* a verdict */
    pl_str *written;            /* texts and members by index, as cells; ptr NULL: not yet */
} column;

typedef struct writer {
    pl_arena *arena;
    const pl_run *run;
    const pl_table_options *options;
    column *columns; /* [options->count] */
    pl_buffer out, cell;
    pl_writing *file;
} writer;

/* ### numbers */

/* value / 10^scale as a decimal without zeros at its end. */
static void push_scaled(pl_buffer *out, int64_t value, uint8_t scale) {
    char digits[48];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

    assert(scale <= 18);
    while (scale > 0 && rest % 10 == 0) {
        rest /= 10;
        scale--;
    }
    for (uint8_t i = 0; i < scale; i++, rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    if (scale > 0)
        digits[--at] = '.';
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        digits[--at] = '-';
    pl_buffer_push(out, digits + at, sizeof digits - at);
}

static int64_t stored_at(const pl_column *cells, uint32_t row) {
    switch (cells->width) {
    case 2: return ((const int16_t *)cells->values)[row];
    case 4: return ((const int32_t *)cells->values)[row];
    default: assert(cells->width == 8); return ((const int64_t *)cells->values)[row];
    }
}

/* ### cells of any kind */

static void push_value(writer *w, const column *c, const pl_value *value) {
    bool known = value->base == PL_TRUTH ? value->truth == PL_TRUE || value->truth == PL_FALSE
                                         : value->state == PL_OK;

    if (!known)
        return;
    w->cell.len = 0;
    pl_figure_value(&w->cell, pl_wording_fixed(), value, c->type, NULL);
    pl_csv_cell_push(&w->out, (pl_str){w->cell.ptr, w->cell.len}, w->options->separator);
}

/* A text or member is made a cell when it is first met. */
static void push_index(writer *w, column *c, uint32_t index, const char *text) {
    pl_str *written = &c->written[index];

    if (!written->ptr) {
        pl_buffer cell = {0};

        pl_csv_cell_push(&cell, pl_str_of(text), w->options->separator);
        written->len = cell.len;
        written->ptr = pl_buffer_take(&cell, w->arena);
    }
    pl_buffer_push(&w->out, written->ptr, written->len);
}

static void push_named(writer *w, column *c, int32_t index, const char *const *texts) {
    pl_value value = {.base = c->type.base, .state = PL_OK, .index = index};

    assert(index >= 0 || c->type.base == PL_DATE);
    if (c->type.base == PL_TEXT)
        push_index(w, c, (uint32_t)index, texts[index]);
    else if (c->type.base == PL_MEMBER)
        push_index(w, c, (uint32_t)index, c->type.members->members.items[index]);
    else
        push_value(w, c, &value);
}

static void push_of_data(writer *w, column *c, uint32_t row) {
    const pl_column *cells = c->cells;
    pl_value value;

    if (!cells || (cells->state && cells->state[row] != PL_OK))
        return;
    if (cells->base == PL_TEXT)
        push_named(w, c, ((const int32_t *)cells->values)[row], w->run->data->texts.items);
    else if (cells->base == PL_MEMBER)
        push_named(w, c, ((const int16_t *)cells->values)[row], NULL);
    else if (cells->base == PL_NUMBER && cells->width > 0 && !cells->upper)
        push_scaled(&w->out, stored_at(cells, row), cells->scale);
    else {
        value = pl_column_value(cells, w->run->data, row, w->arena);
        push_value(w, c, &value);
    }
}

static bool is_big(const pl_amounts *a, uint32_t row) {
    return a->big && (a->big[row][0].den != 0 || a->big[row][0].big);
}

static void push_amount(writer *w, column *c, uint32_t row) {
    const pl_amounts *a = c->amounts;
    pl_value value;

    if (a->state[row] != PL_OK)
        return;
    if (a->type.base != PL_NUMBER)
        push_named(w, c, pl_amounts_index(a, row), a->texts);
    else if (!a->lo.den && a->hi.num == a->lo.num && !is_big(a, row))
        push_scaled(&w->out, a->lo.num[row], a->lo.scale);
    else {
        value = pl_amounts_value(a, row, w->arena);
        push_value(w, c, &value);
    }
}

static void push_truth(writer *w, const column *c, uint32_t row) {
    pl_value value = {.base = PL_TRUTH, .truth = (pl_truth)c->truths[row]};

    push_value(w, c, &value);
}

static void push_year(writer *w, const column *c, uint32_t row) {
    int year = c->rows->years ? c->rows->years[row] : w->run->schooljaar;

    pl_schooljaar_print(&w->out, year);
}

/* Of a grade or decision what it gives. */
static void push_verdict(writer *w, const column *c, uint32_t row) {
    pl_verdict verdict = (pl_verdict)c->rule->verdict[row];
    const char *outcome = pl_report_outcome(c->rule, row);

    if (outcome && verdict != PL_VERDICT_NOT_MET_WAIVED)
        pl_csv_cell_push(&w->out, pl_str_of(outcome), w->options->separator);
    else if (verdict != PL_VERDICT_SKIPPED)
        pl_buffer_puts(&w->out, pl_verdict_word(verdict));
}

static void push_cell(writer *w, column *c, uint32_t row) {
    int32_t at = c->up ? c->up[row] : (int32_t)row;

    if (at == PL_NO_ROW)
        return;
    assert(at >= 0 && (uint32_t)at < c->rows->count);
    if (c->rule)
        push_verdict(w, c, (uint32_t)at);
    else if (c->output->kind == PL_OUTPUT_SCHOOLJAAR)
        push_year(w, c, (uint32_t)at);
    else if (c->amounts)
        push_amount(w, c, (uint32_t)at);
    else if (c->truths)
        push_truth(w, c, (uint32_t)at);
    else
        push_of_data(w, c, (uint32_t)at);
}

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

static uint32_t index_count(const pl_run *run, const column *c) {
    if (c->type.base == PL_MEMBER)
        return c->type.members->members.len;
    return c->type.base == PL_TEXT ? run->text_count : 0;
}

static column make_column(const writer *w, uint32_t number) {
    const pl_run *run = w->run;
    const pl_output *output = &run->outputs->list.items[number];
    const pl_entity *entity = run->outputs->entity;
    const pl_output_value *computed = &run->output_values[number];
    column c = {.output = output, .rows = pl_data_rows(run->data, output->entity)};

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
    c.written = PL_MAKE_ARRAY(w->arena, pl_str, index_count(run, &c) + (size_t)1);
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

static void write_row(writer *w, uint32_t row) {
    for (uint32_t i = 0; i < w->options->count; i++) {
        push_cell(w, &w->columns[i], row);
        pl_buffer_putc(&w->out, i + 1 < w->options->count ? w->options->separator : '\n');
    }
    if (w->out.len >= PART)
        write_part(w);
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

void pl_table_write(pl_arena *arena, const pl_run *run, const pl_table_options *options,
                    pl_writing *file) {
    writer w = {.arena = arena, .run = run, .options = options, .file = file};

    assert(run->outputs && options->count > 0);
    w.columns = PL_MAKE_ARRAY(arena, column, options->count);
    for (uint32_t i = 0; i < options->count; i++)
        w.columns[i] = make_column(&w, options->chosen[i]);
    if (options->header)
        write_header(&w);
    write_rows(&w);
    write_part(&w);
    pl_buffer_fini(&w.out);
    pl_buffer_fini(&w.cell);
}
