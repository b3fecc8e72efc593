/* table_cells.c - which cell of its column each row of a block has: which rows, then one loop for
 * the kind of the column. Texts, members, verdicts and short numbers are cells by what is stored,
 * written when they first occur; wide numbers are written digit by digit for each row, and any other
 * value goes the way of the reports. */
#include "report/table_cells.h"

#include <assert.h>
#include <string.h>

#include "report/csv_cell.h"
#include "report/report.h"

/* ### kinds */

static pl_cells_kind kind_of_amounts(const pl_amounts *a) {
    if (a->type.base == PL_TEXT || a->type.base == PL_MEMBER)
        return a->codes ? PL_TABLE_CODES : a->index ? PL_TABLE_INDEXES : PL_TABLE_NOTHING;
    if (a->type.base != PL_NUMBER)
        return PL_TABLE_ANY;
    return !a->lo.den && a->hi.num == a->lo.num && !a->big && a->lo.num ? PL_TABLE_NUMBERS
                                                                        : PL_TABLE_ANY;
}

static pl_cells_kind kind_of_numbers(const pl_column *cells) {
    if (cells->width == 0 || cells->upper)
        return PL_TABLE_ANY;
    return cells->width == 2 ? PL_TABLE_SHORT_CELLS : PL_TABLE_WIDE_CELLS;
}

static pl_cells_kind kind_of_cells(const pl_column *cells) {
    if (!cells)
        return PL_TABLE_NOTHING;
    switch (cells->base) {
    case PL_TEXT: return PL_TABLE_TEXT_CELLS;
    case PL_MEMBER: return PL_TABLE_MEMBER_CELLS;
    case PL_TRUTH: return PL_TABLE_TRUTHS;
    case PL_NUMBER: return kind_of_numbers(cells);
    default: return PL_TABLE_ANY;
    }
}

static pl_cells_kind kind_of(const pl_cells_source *c) {
    if (c->rule)
        return c->rule->outcome ? PL_TABLE_ANY : PL_TABLE_VERDICT;
    if (c->output->kind == PL_OUTPUT_SCHOOLJAAR)
        return PL_TABLE_YEARS;
    if (c->amounts)
        return kind_of_amounts(c->amounts);
    return c->truths ? PL_TABLE_TRUTHS : kind_of_cells(c->cells);
}

/* ### values as texts */

/* Nothing where it is not known. */
static void print_value(pl_buffer *out, const pl_cells_source *c, const pl_value *value) {
    bool known = value->base == PL_TRUTH ? value->truth == PL_TRUE || value->truth == PL_FALSE
                                         : value->state == PL_OK;

    if (known)
        pl_figure_value(out, pl_wording_fixed(), value, c->type, NULL);
}

static void print_truth(pl_buffer *out, const pl_cells_source *c, int32_t truth) {
    pl_value value = {.base = PL_TRUTH, .truth = (pl_truth)truth};

    print_value(out, c, &value);
}

static void print_short(pl_buffer *out, const pl_cells_source *c, int32_t stored) {
    char text[PL_NUMBER_MOST_SCALED];

    pl_buffer_push(out, text, pl_number_put_scaled(text, stored, c->cells->scale));
}

/* Of a grade or decision what it gives. */
static void print_verdict(pl_buffer *out, const pl_rule_result *rule, uint32_t row) {
    pl_verdict verdict = (pl_verdict)rule->verdict[row];
    const char *outcome =
        verdict != PL_VERDICT_NOT_MET_WAIVED ? pl_report_outcome(rule, row) : NULL;

    if (outcome || verdict != PL_VERDICT_SKIPPED)
        pl_buffer_puts(out, outcome ? outcome : pl_verdict_word(verdict));
}

static void print_any(pl_cells_maker *m, const pl_cells_source *c, uint32_t row) {
    pl_value value;

    if (c->rule) {
        print_verdict(&m->text, c->rule, row);
        return;
    }
    value = c->amounts ? pl_amounts_value(c->amounts, row, &m->block)
                       : pl_column_value(c->cells, m->run->data, row, &m->block);
    print_value(&m->text, c, &value);
}

/* ### cells that stay */

/* Numbers from this on have cells from 0 on. */
#define LEAST_SHORT INT16_MIN
#define SHORTS 65536u

static const char *const *names_of(const pl_cells_maker *m, const pl_cells_source *c) {
    if (c->type.base == PL_MEMBER)
        return c->type.members->members.items;
    return c->amounts ? c->amounts->texts : (const char *const *)m->run->data->texts.items;
}

static void print_numbered(pl_cells_maker *m, const pl_cells_source *c, int32_t number) {
    pl_buffer *out = &m->text;

    switch (c->kind) {
    case PL_TABLE_VERDICT:
        if (number != PL_VERDICT_SKIPPED)
            pl_buffer_puts(out, pl_verdict_word((pl_verdict)number));
        break;
    case PL_TABLE_CODES: pl_buffer_puts(out, names_of(m, c)[c->amounts->picks[number]]); break;
    case PL_TABLE_INDEXES:
    case PL_TABLE_TEXT_CELLS:
    case PL_TABLE_MEMBER_CELLS: pl_buffer_puts(out, names_of(m, c)[number]); break;
    case PL_TABLE_TRUTHS: print_truth(out, c, number); break;
    case PL_TABLE_SHORT_CELLS: print_short(out, c, number + LEAST_SHORT); break;
    case PL_TABLE_YEARS: pl_schooljaar_print(out, number + LEAST_SHORT); break;
    default: assert(!"cells by row are written with their block");
    }
}

static uint32_t cell_count(const pl_cells_maker *m, const pl_cells_source *c) {
    switch (c->kind) {
    case PL_TABLE_NOTHING: return 0;
    case PL_TABLE_VERDICT: return PL_VERDICT_SKIPPED + 1;
    case PL_TABLE_CODES: return c->amounts->pick_count;
    case PL_TABLE_INDEXES:
    case PL_TABLE_TEXT_CELLS:
    case PL_TABLE_MEMBER_CELLS:
        return c->type.base == PL_MEMBER ? c->type.members->members.len : m->run->text_count;
    case PL_TABLE_TRUTHS: return PL_NONE + 1;
    case PL_TABLE_SHORT_CELLS:
    case PL_TABLE_YEARS: return SHORTS;
    default: return PL_TABLE_BLOCK;
    }
}

/* Memory is taken only for cells that occur. */
static pl_table_cell *make_cells(pl_cells_maker *m, uint32_t count) {
    pl_table_cell *cells = PL_MAKE_ARRAY(&m->arena, pl_table_cell, count + (size_t)1);

    *cells = (pl_table_cell){.text = {m->separator}, .length = 1};
    return cells + 1;
}

static bool has_texts(const pl_cells_source *c) {
    return (c->kind == PL_TABLE_INDEXES || c->kind == PL_TABLE_TEXT_CELLS) &&
        c->type.base == PL_TEXT;
}

void pl_cells_prepare(pl_cells_maker *m, pl_cells_source *c) {
    assert(c->rows != NULL && c->output != NULL);
    c->kind = kind_of(c);
    c->state = c->amounts ? c->amounts->state : c->cells ? c->cells->state : NULL;
    c->numbers = PL_MAKE_ARRAY(&m->arena, int32_t, PL_TABLE_BLOCK);
    c->made.number = c->numbers;
    if (has_texts(c) && !m->texts)
        m->texts = make_cells(m, m->run->text_count);
    c->made.cells = has_texts(c) ? m->texts : make_cells(m, cell_count(m, c));
}

/* ### writing cells */

/* What is in m->text; longer ones are kept, and the cell says where. */
static void store(pl_cells_maker *m, pl_arena *arena, pl_table_cell *cell) {
    const pl_str *kept;
    pl_str *whole;

    m->out.len = 0;
    pl_csv_cell_push(&m->out, (pl_str){m->text.ptr, m->text.len}, m->separator);
    pl_buffer_putc(&m->out, m->separator);
    if (m->out.len <= PL_CELL_SHORT) {
        memcpy(cell->text, m->out.ptr, m->out.len);
        cell->length = (uint8_t)m->out.len;
        return;
    }
    kept = whole = PL_MAKE(arena, pl_str);
    *whole = (pl_str){pl_arena_copy(arena, m->out.ptr, m->out.len), m->out.len};
    memcpy(cell->text, &kept, sizeof kept);
    cell->length = 0;
}

static pl_str text_of(const pl_table_cell *cell) {
    const pl_str *kept;

    if (cell->length > 0)
        return (pl_str){cell->text, cell->length};
    memcpy(&kept, cell->text, sizeof kept);
    return kept ? *kept : (pl_str){NULL, 0};
}

pl_str pl_cells_text(pl_cells_maker *m, pl_cells_source *c, int32_t number) {
    pl_table_cell *cell = c->made.cells + number;
    pl_str text = text_of(cell);

    assert(number >= 0 && (uint32_t)number < cell_count(m, c));
    if (text.len > 0)
        return text;
    m->text.len = 0;
    print_numbered(m, c, number);
    store(m, &m->arena, cell);
    return text_of(cell);
}

/* Fewer digits than these fit with sign, point and separator. */
#define SURE_DIGITS 12
#define SURE_NUMBER 1000000000000

static void write_scaled(pl_cells_maker *m, pl_table_cell *cell, int64_t value, uint8_t scale) {
    char text[PL_NUMBER_MOST_SCALED];

    if (scale < SURE_DIGITS && value > -SURE_NUMBER && value < SURE_NUMBER) {
        cell->length = (uint8_t)(pl_number_put_scaled(cell->text, value, scale) + 1);
        assert(cell->length <= PL_CELL_SHORT);
        cell->text[cell->length - 1] = m->separator;
        return;
    }
    m->text.len = 0;
    pl_buffer_push(&m->text, text, pl_number_put_scaled(text, value, scale));
    store(m, &m->block, cell);
}

/* ### a block */

void pl_cells_maker_init(pl_cells_maker *m, const pl_run *run, char separator) {
    *m = (pl_cells_maker){.run = run, .separator = separator};
    pl_arena_init(&m->arena);
    pl_arena_init(&m->block);
    pl_buffer_init(&m->text);
    pl_buffer_init(&m->out);
}

void pl_cells_maker_fini(pl_cells_maker *m) {
    pl_buffer_fini(&m->out);
    pl_buffer_fini(&m->text);
    pl_arena_fini(&m->block);
    pl_arena_fini(&m->arena);
}

void pl_cells_forget(pl_cells_maker *m) {
    pl_arena_rewind(&m->block, (pl_arena_mark){0});
}

/* Which row of its entity each row reads; negative: none, or its cell is not known. */
static void find_rows(const pl_cells_source *c, const pl_table_block *b, int32_t *at) {
    const pl_links *up = c->up;
    const uint8_t *const state = c->state;
    const int32_t *read;

    for (uint32_t r = 0; r < b->count && b->rows; r++)
        at[r] = up ? pl_links_at(up, (uint32_t)b->rows[r]) : b->rows[r];
    for (uint32_t r = 0; r < b->count && !b->rows && !up; r++)
        at[r] = (int32_t)(b->from + r);
    if (!b->rows && up && b->count > 0) {
        read = pl_links_read(up, b->from, b->count, at);
        memmove(at, read, b->count * sizeof *at);
    }
    for (uint32_t r = 0; r < b->count && state; r++)
        at[r] = at[r] < 0 || state[at[r]] != PL_OK ? PL_NO_ROW : at[r];
}

/* Of each row what is stored, which the column counts from `least`; rows that are their own, one
 * behind the other, are read in vectors. */
#define NUMBER_ROWS(stored)                                                                        \
    do {                                                                                           \
        if (at)                                                                                    \
            for (uint32_t r = 0; r < count; r++)                                                   \
                to[r] = at[r] < 0 ? -1 : (stored)[at[r]] - least;                                  \
        else if (state)                                                                            \
            for (uint32_t r = 0; r < count; r++)                                                   \
                to[r] = state[r] != PL_OK ? -1 : (stored)[from + r] - least;                       \
        else                                                                                       \
            for (uint32_t r = 0; r < count; r++)                                                   \
                to[r] = (stored)[from + r] - least;                                                \
    } while (0)

/* at NULL: the rows of the block. */
static void number_stored(const pl_cells_source *c, const pl_table_block *b,
                          const int32_t *restrict at, const void *values, unsigned width,
                          int32_t least) {
    const uint8_t *const state = c->state ? c->state + b->from : NULL;
    const uint8_t *const bytes = values;
    const int16_t *const shorts = values;
    const int32_t *const words = values;
    const size_t from = b->from;
    const uint32_t count = b->count;
    int32_t *const restrict to = c->numbers;

    switch (width) {
    case 1: NUMBER_ROWS(bytes); break;
    case 2: NUMBER_ROWS(shorts); break;
    default:
        assert(width == 4);
        NUMBER_ROWS(words);
        break;
    }
}

static int64_t scaled_at(const pl_cells_source *c, uint32_t row) {
    if (c->kind == PL_TABLE_NUMBERS)
        return c->amounts->lo.num[row];
    assert(c->cells->width == 4 || c->cells->width == 8);
    return c->cells->width == 4 ? ((const int32_t *)c->cells->values)[row]
                                : ((const int64_t *)c->cells->values)[row];
}

static void write_rows(pl_cells_maker *m, pl_cells_source *c, const pl_table_block *b,
                       const int32_t *at) {
    const uint8_t scale = c->kind == PL_TABLE_NUMBERS ? c->amounts->lo.scale
        : c->kind == PL_TABLE_WIDE_CELLS              ? c->cells->scale
                                                      : 0;

    for (uint32_t r = 0; r < b->count; r++) {
        c->numbers[r] = at[r] < 0 ? -1 : (int32_t)r;
        if (at[r] < 0)
            continue;
        if (c->kind != PL_TABLE_ANY) {
            write_scaled(m, &c->made.cells[r], scaled_at(c, (uint32_t)at[r]), scale);
            continue;
        }
        m->text.len = 0;
        print_any(m, c, (uint32_t)at[r]);
        store(m, &m->block, &c->made.cells[r]);
    }
}

static void number_years(const pl_cells_maker *m, const pl_cells_source *c, const pl_table_block *b,
                         const int32_t *at) {
    if (c->rows->years) {
        number_stored(c, b, at, c->rows->years, sizeof *c->rows->years, LEAST_SHORT);
        return;
    }
    for (uint32_t r = 0; r < b->count; r++)
        c->numbers[r] = at && at[r] < 0 ? -1 : m->run->schooljaar - LEAST_SHORT;
}

void pl_cells_number(pl_cells_maker *m, pl_cells_source *c, const pl_table_block *b) {
    const pl_amounts *const a = c->amounts;
    int32_t rows[PL_TABLE_BLOCK], *at = NULL; /* NULL: those of the block */

    assert(b->count <= PL_TABLE_BLOCK);
    if (c->up || b->rows || c->kind >= PL_TABLE_WIDE_CELLS)
        find_rows(c, b, at = rows);
    switch (c->kind) {
    case PL_TABLE_NOTHING: memset(c->numbers, 0xff, b->count * sizeof *c->numbers); break;
    case PL_TABLE_VERDICT: number_stored(c, b, at, c->rule->verdict, 1, 0); break;
    case PL_TABLE_CODES: number_stored(c, b, at, a->codes, 1, 0); break;
    case PL_TABLE_INDEXES: number_stored(c, b, at, a->index, 4, 0); break;
    case PL_TABLE_TEXT_CELLS:
    case PL_TABLE_MEMBER_CELLS:
        number_stored(c, b, at, c->cells->values, c->cells->width, 0);
        break;
    case PL_TABLE_TRUTHS:
        number_stored(c, b, at, c->truths ? c->truths : c->cells->values, 1, 0);
        break;
    case PL_TABLE_SHORT_CELLS: number_stored(c, b, at, c->cells->values, 2, LEAST_SHORT); break;
    case PL_TABLE_YEARS: number_years(m, c, b, at); break;
    case PL_TABLE_WIDE_CELLS:
    case PL_TABLE_NUMBERS:
    case PL_TABLE_ANY: write_rows(m, c, b, at); break;
    }
}
