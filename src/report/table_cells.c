/* table_cells.c - the cells of a column, a block of rows at a time: which rows, then one loop for
 * its kind. Texts, members and verdicts are written once and pointed to; numbers that are scaled
 * integers are written digit by digit; any other value goes the way of the reports. */
#include "report/table_cells.h"

#include <assert.h>
#include <string.h>

#include "report/csv_cell.h"
#include "report/report.h"

/* ### cells that are written once */

static pl_str make_cell(const pl_cells_maker *m, const pl_cells_source *c, const char *text) {
    pl_buffer cell = {0};

    pl_csv_cell_push(&cell, pl_str_of(text), m->separator);
    pl_buffer_putc(&cell, c->after);
    char *kept = pl_arena_alloc(m->arena, cell.len + PL_CELL_READABLE, 1);
    pl_str made = {kept, cell.len};

    memcpy(kept, cell.ptr, cell.len);
    pl_buffer_fini(&cell);
    return made;
}

static const char *const *names_of(const pl_cells_source *c, const char *const *texts) {
    return c->type.base == PL_MEMBER ? c->type.members->members.items : texts;
}

static pl_cells_kind kind_of_amounts(const pl_amounts *a) {
    if (a->type.base == PL_TEXT || a->type.base == PL_MEMBER)
        return a->codes ? PL_TABLE_CODES : a->index ? PL_TABLE_INDEXES : PL_TABLE_NOTHING;
    if (a->type.base != PL_NUMBER)
        return PL_TABLE_ANY;
    return !a->lo.den && a->hi.num == a->lo.num && !a->big && a->lo.num ? PL_TABLE_NUMBERS
                                                                        : PL_TABLE_ANY;
}

static pl_cells_kind kind_of_cells(const pl_column *cells) {
    if (!cells)
        return PL_TABLE_NOTHING;
    if (cells->base == PL_TEXT)
        return PL_TABLE_TEXT_CELLS;
    if (cells->base == PL_MEMBER && cells->width == 2)
        return PL_TABLE_MEMBER_CELLS;
    return cells->base == PL_NUMBER && cells->width > 0 && !cells->upper ? PL_TABLE_NUMBER_CELLS
                                                                         : PL_TABLE_ANY;
}

static pl_cells_kind kind_of(const pl_cells_source *c) {
    if (c->rule)
        return c->rule->outcome ? PL_TABLE_ANY : PL_TABLE_VERDICT;
    if (c->output->kind == PL_OUTPUT_SCHOOLJAAR)
        return PL_TABLE_ANY;
    if (c->amounts)
        return kind_of_amounts(c->amounts);
    return c->truths ? PL_TABLE_ANY : kind_of_cells(c->cells);
}

static pl_str *cells_of_codes(const pl_cells_maker *m, const pl_cells_source *c) {
    const pl_amounts *a = c->amounts;
    pl_str *written = PL_MAKE_ARRAY(m->arena, pl_str, a->pick_count);

    for (uint32_t i = 0; i < a->pick_count; i++)
        written[i] = make_cell(m, c, names_of(c, a->texts)[a->picks[i]]);
    return written;
}

static pl_str *cells_of_verdicts(const pl_cells_maker *m, const pl_cells_source *c) {
    pl_str *written = PL_MAKE_ARRAY(m->arena, pl_str, PL_VERDICT_SKIPPED + 1);

    for (uint32_t v = 0; v < PL_VERDICT_SKIPPED; v++)
        written[v] = make_cell(m, c, pl_verdict_word((pl_verdict)v));
    written[PL_VERDICT_SKIPPED] = make_cell(m, c, "");
    return written;
}

static pl_str *cells_by_index(const pl_cells_maker *m, const pl_cells_source *c) {
    if (c->kind == PL_TABLE_VERDICT)
        return cells_of_verdicts(m, c);
    if (c->kind == PL_TABLE_CODES)
        return cells_of_codes(m, c);
    if (c->type.base == PL_MEMBER)
        return PL_MAKE_ARRAY(m->arena, pl_str, c->type.members->members.len + (size_t)1);
    if (c->type.base != PL_TEXT)
        return NULL;
    return c->after == m->separator
        ? m->texts
        : PL_MAKE_ARRAY(m->arena, pl_str, m->run->text_count + (size_t)1);
}

void pl_cells_prepare(pl_cells_maker *m, pl_cells_source *c) {
    assert(c->rows != NULL && c->output != NULL);
    c->kind = kind_of(c);
    c->state = c->amounts ? c->amounts->state : c->cells ? c->cells->state : NULL;
    c->none = make_cell(m, c, "");
    c->written = cells_by_index(m, c);
}

/* ### numbers */

#define MOST_DIGITS 24

/* value / 10^scale as a decimal without zeros at its end. */
static char *put_scaled(char *at, int64_t value, uint8_t scale) {
    char digits[MOST_DIGITS];
    size_t first = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

    assert(scale <= 18);
    while (scale > 0 && rest % 10 == 0) {
        rest /= 10;
        scale--;
    }
    for (uint8_t i = 0; i < scale; i++, rest /= 10)
        digits[--first] = (char)('0' + rest % 10);
    if (scale > 0)
        digits[--first] = '.';
    do
        digits[--first] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        digits[--first] = '-';
    memcpy(at, digits + first, sizeof digits - first);
    return at + (sizeof digits - first);
}

static int64_t stored_at(const pl_column *cells, uint32_t row) {
    switch (cells->width) {
    case 2: return ((const int16_t *)cells->values)[row];
    case 4: return ((const int32_t *)cells->values)[row];
    default: assert(cells->width == 8); return ((const int64_t *)cells->values)[row];
    }
}

/* ### values of any kind */

static void push_value(pl_cells_maker *m, pl_cells_source *c, const pl_value *value) {
    bool known = value->base == PL_TRUTH ? value->truth == PL_TRUE || value->truth == PL_FALSE
                                         : value->state == PL_OK;

    if (!known)
        return;
    m->cell.len = 0;
    pl_figure_value(&m->cell, pl_wording_fixed(), value, c->type, NULL);
    pl_csv_cell_push(&c->made, (pl_str){m->cell.ptr, m->cell.len}, m->separator);
}

static void push_of_data(pl_cells_maker *m, pl_cells_source *c, uint32_t row) {
    pl_value value = pl_column_value(c->cells, m->run->data, row, m->arena);

    push_value(m, c, &value);
}

static void push_amount(pl_cells_maker *m, pl_cells_source *c, uint32_t row) {
    pl_value value = pl_amounts_value(c->amounts, row, m->arena);

    push_value(m, c, &value);
}

static void push_truth(pl_cells_maker *m, pl_cells_source *c, uint32_t row) {
    pl_value value = {.base = PL_TRUTH, .truth = (pl_truth)c->truths[row]};

    push_value(m, c, &value);
}

static void push_year(pl_cells_maker *m, pl_cells_source *c, uint32_t row) {
    int year = c->rows->years ? c->rows->years[row] : m->run->schooljaar;

    pl_schooljaar_print(&c->made, year);
}

/* Of a grade or decision what it gives. */
static bool push_outcome(pl_cells_maker *m, pl_cells_source *c, uint32_t row) {
    const char *outcome = c->rule->outcome ? pl_report_outcome(c->rule, row) : NULL;

    if (!outcome || c->rule->verdict[row] == PL_VERDICT_NOT_MET_WAIVED)
        return false;
    pl_csv_cell_push(&c->made, pl_str_of(outcome), m->separator);
    return true;
}

static void push_verdict(pl_cells_maker *m, pl_cells_source *c, uint32_t row) {
    pl_verdict verdict = (pl_verdict)c->rule->verdict[row];

    if (!push_outcome(m, c, row) && verdict != PL_VERDICT_SKIPPED)
        pl_buffer_puts(&c->made, pl_verdict_word(verdict));
}

static void push_any(pl_cells_maker *m, pl_cells_source *c, uint32_t row) {
    if (c->rule)
        push_verdict(m, c, row);
    else if (c->output->kind == PL_OUTPUT_SCHOOLJAAR)
        push_year(m, c, row);
    else if (c->amounts)
        push_amount(m, c, row);
    else if (c->truths)
        push_truth(m, c, row);
    else
        push_of_data(m, c, row);
}

/* Cells stand behind each other in `made`, which moves as it grows. */
static void make_any(pl_cells_maker *m, pl_cells_source *c, const int32_t *at, uint32_t count,
                     pl_str *cells, uint32_t stride) {
    size_t start = 0;

    for (uint32_t r = 0; r < count; r++) {
        if (at[r] >= 0)
            push_any(m, c, (uint32_t)at[r]);
        pl_buffer_putc(&c->made, c->after);
        cells[(size_t)r * stride].len = c->made.len - start;
        start = c->made.len;
    }
    (void)pl_buffer_room(&c->made, PL_CELL_READABLE);
    start = 0;
    for (uint32_t r = 0; r < count; r++) {
        cells[(size_t)r * stride].ptr = c->made.ptr + start;
        start += cells[(size_t)r * stride].len;
    }
}

/* ### a block */

/* Which row of its entity each row of the table reads; negative: none, or its cell is not known. */
static const int32_t *find_rows(const pl_cells_source *c, const uint32_t *rows, uint32_t count,
                                int32_t *at) {
    const int32_t *const up = c->up;

    if (!up && !c->state)
        return (const int32_t *)rows; /* no entity has more rows than that holds */
    for (uint32_t r = 0; r < count; r++)
        at[r] = up ? up[rows[r]] : (int32_t)rows[r];
    for (uint32_t r = 0; r < count && c->state; r++)
        if (at[r] >= 0 && c->state[at[r]] != PL_OK)
            at[r] = PL_NO_ROW;
    return at;
}

static inline pl_str named(const pl_cells_maker *m, const pl_cells_source *c, pl_str *written,
                           uint32_t index, const char *const *names) {
    if (!written[index].ptr)
        written[index] = make_cell(m, c, names[index]);
    return written[index];
}

static pl_str number(pl_cells_source *c, int64_t value, uint8_t scale) {
    char *to = c->made.ptr + c->made.len, *end = put_scaled(to, value, scale);
    pl_str cell = {to, (size_t)(end - to) + 1};

    *end = c->after;
    c->made.len += cell.len;
    return cell;
}

#define EACH_ROW(cell)                                                                             \
    for (uint32_t r = 0; r < count; r++) {                                                         \
        *cells = at[r] < 0 ? none : (cell);                                                        \
        bytes += cells->len;                                                                       \
        cells += stride;                                                                           \
    }                                                                                              \
    break;

static size_t make_cells(pl_cells_maker *m, pl_cells_source *c, const int32_t *at, uint32_t count,
                         pl_str *cells, uint32_t stride) {
    const pl_amounts *const a = c->amounts;
    const void *const values = c->cells ? c->cells->values : NULL;
    const char *const *const names =
        names_of(c, a ? a->texts : (const char *const *)m->run->data->texts.items);
    pl_str *const written = c->written;
    const pl_str none = c->none;
    size_t bytes = 0;

    switch (c->kind) {
    case PL_TABLE_NOTHING: EACH_ROW(none)
    case PL_TABLE_VERDICT: {
        const uint8_t *const verdicts = c->rule->verdict;

        EACH_ROW(written[verdicts[at[r]]])
    }
    case PL_TABLE_CODES: {
        const uint8_t *const codes = a->codes;

        EACH_ROW(written[codes[at[r]]])
    }
    case PL_TABLE_INDEXES: EACH_ROW(named(m, c, written, (uint32_t)a->index[at[r]], names))
    case PL_TABLE_NUMBERS: EACH_ROW(number(c, a->lo.num[at[r]], a->lo.scale))
    case PL_TABLE_TEXT_CELLS:
        EACH_ROW(named(m, c, written, (uint32_t)((const int32_t *)values)[at[r]], names))
    case PL_TABLE_MEMBER_CELLS:
        EACH_ROW(named(m, c, written, (uint32_t)((const int16_t *)values)[at[r]], names))
    case PL_TABLE_NUMBER_CELLS:
        EACH_ROW(number(c, stored_at(c->cells, (uint32_t)at[r]), c->cells->scale))
    case PL_TABLE_ANY: make_any(m, c, at, count, cells, stride); bytes = c->made.len;
    }
    return bytes;
}

size_t pl_cells_make(pl_cells_maker *m, pl_cells_source *c, const uint32_t *rows, uint32_t count,
                     pl_str *cells, uint32_t stride) {
    int32_t at[PL_TABLE_BLOCK];

    assert(count <= PL_TABLE_BLOCK && stride > 0);
    c->made.len = 0;
    (void)pl_buffer_room(&c->made, (size_t)count * (MOST_DIGITS + 1) + PL_CELL_READABLE);
    return make_cells(m, c, find_rows(c, rows, count, at), count, cells, stride);
}
