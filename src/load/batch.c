/* batch.c - cells to values, a column at a time. Texts, members and the like go by their bytes
 * (`lexicon`), numbers by digits; whatever is not known or not plain digits goes through
 * pl_cell_read, which alone says what a cell means. */
#include "load/batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "data/texts.h"

#define MOST_TEXTS 262144u /* that a batch remembers */
#define MOST_DECIMALS 9u   /* of a column that is read by digits */

/* ### how a column is read */

/* May a cell of digits be one that stands for something else? */
static bool prints_digits(const pl_cell_format *format) {
    for (uint32_t i = 0; i < format->printed_count; i++) {
        const char *printed = format->printed[i].printed;

        while (*printed == ' ')
            printed++;
        if ((*printed >= '0' && *printed <= '9') || *printed == format->decimal)
            return true;
    }
    return false;
}

static bool is_plain_step(const pl_step *step) {
    return step->kind == PL_STEP_PERCENT || step->kind == PL_STEP_FRACTIONS;
}

/* Is a figure of digits, and nothing else, a figure at all? A percentage needs to be said so. */
static bool takes_digits(const pl_cell_format *format) {
    bool percent = format->type.unit == PL_UNIT_PERCENT;

    for (uint32_t i = 0; i < format->step_count; i++)
        if (!is_plain_step(&format->steps[i]))
            return false;
    return !prints_digits(format) && (!percent || format->step_count > 0);
}

static uint8_t shift_of(const pl_cell_format *format) {
    for (uint32_t i = 0; i < format->step_count; i++)
        if (format->steps[i].kind == PL_STEP_PERCENT)
            return 2;
    return 0;
}

static bool set_bounds(pl_batch_column *column) {
    const pl_cell_format *format = &column->source->format;
    unsigned lo, hi;

    column->bounded = format->has_domain;
    if (!format->has_domain)
        return true;
    if (!pl_number_as_scaled(format->domain_lo, &column->lo, &lo) ||
        !pl_number_as_scaled(format->domain_hi, &column->hi, &hi))
        return false;
    column->lo_scale = (uint8_t)lo;
    column->hi_scale = (uint8_t)hi;
    return true;
}

static void init_column(pl_batch_column *column, const pl_load_source *source) {
    const pl_cell_format *format = &source->format;

    assert(source->read && format->type.base != PL_POISON);
    *column = (pl_batch_column){.source = source};
    pl_lexicon_init(&column->lexicon);
    if (format->type.base != PL_NUMBER || format->whole || !takes_digits(format) ||
        !set_bounds(column))
        return;
    column->digits = true;
    column->shift = shift_of(format);
}

static void mark_key(pl_batch *batch, uint32_t source) {
    if (source < PL_LOAD_LITERAL)
        batch->columns[source].key = true;
}

static void mark_keys(pl_batch *batch) {
    const pl_plan *plan = batch->plan;

    for (uint32_t i = 0; i < plan->links.len; i++)
        for (uint32_t k = 0; k < plan->links.items[i].entity->key_count; k++)
            mark_key(batch, plan->links.items[i].sources[k]);
    if (plan->year_source != PL_LOAD_NONE)
        mark_key(batch, plan->year_source);
}

void pl_batch_init(pl_batch *batch, const pl_plan *plan, uint32_t width, const pl_load_ways *ways) {
    uint32_t count = plan->sources.len;

    *batch = (pl_batch){.plan = plan, .most_texts = ways->texts > 0 ? ways->texts : MOST_TEXTS};
    pl_scan_init(&batch->scan, ways->level, plan->mapping->separator, width);
    batch->columns = pl_heap_resize(NULL, (count + (size_t)1) * sizeof *batch->columns);
    memset(batch->columns, 0, (count + (size_t)1) * sizeof *batch->columns);
    for (uint32_t i = 0; i < count; i++)
        if (plan->sources.items[i].read)
            init_column(&batch->columns[i], &plan->sources.items[i]);
    mark_keys(batch);
    pl_arena_init(&batch->arena);
    batch->texts.arena = &batch->arena;
    pl_texts_init(&batch->texts);
    pl_buffer_init(&batch->unquoted);
}

void pl_batch_fini(pl_batch *batch) {
    for (uint32_t i = 0; i < batch->plan->sources.len; i++) {
        free(batch->columns[i].numbers);
        free(batch->columns[i].codes);
        free(batch->columns[i].states);
        pl_lexicon_fini(&batch->columns[i].lexicon);
    }
    free(batch->columns);
    free(batch->odd);
    free(batch->bare[0]);
    free(batch->bare[1]);
    pl_scan_fini(&batch->scan);
    pl_buffer_fini(&batch->unquoted);
    pl_arena_fini(&batch->arena);
}

bool pl_batch_forget(pl_batch *batch) {
    if (batch->texts.texts.len <= batch->most_texts)
        return false;
    pl_arena_fini(&batch->arena);
    pl_arena_init(&batch->arena);
    batch->texts = (pl_data){.arena = &batch->arena};
    pl_texts_init(&batch->texts);
    assert(batch->texts.texts.len == 0);
    for (uint32_t i = 0; i < batch->plan->sources.len; i++) {
        if (!batch->columns[i].source)
            continue;
        pl_lexicon_clear(&batch->columns[i].lexicon);
        batch->columns[i].handful = (pl_handful){0};
    }
    return true;
}

/* ### room */

static void reserve_column(pl_batch_column *column, uint32_t room) {
    if (!column->source)
        return;
    column->states = pl_heap_resize(column->states, room);
    if (column->source->format.type.base == PL_NUMBER)
        column->numbers = pl_heap_resize(column->numbers, room * sizeof *column->numbers);
    else
        column->codes = pl_heap_resize(column->codes, room * sizeof *column->codes);
}

static void reserve(pl_batch *batch, uint32_t rows) {
    uint32_t room = batch->room > 0 ? batch->room : 1024;

    if (rows <= batch->room)
        return;
    while (room < rows)
        room *= 2;
    for (uint32_t i = 0; i < batch->plan->sources.len; i++)
        reserve_column(&batch->columns[i], room);
    batch->odd = pl_heap_resize(batch->odd, room);
    for (int i = 0; i < 2; i++)
        batch->bare[i] = pl_heap_resize(batch->bare[i], 2 * (size_t)room * sizeof **batch->bare);
    batch->room = room;
    assert(rows <= room);
}

/* ### one cell, by pl_cell_read */

/* What is in the quotes, where there are any; a doubled quote is one. */
static pl_str unquote(pl_batch *batch, pl_str cell) {
    if (cell.len < 2 || cell.ptr[0] != '"')
        return cell;
    cell = (pl_str){cell.ptr + 1, cell.len - 2};
    if (cell.len == 0 || !memchr(cell.ptr, '"', cell.len))
        return cell;
    batch->unquoted.len = 0;
    for (size_t i = 0; i < cell.len; i++) {
        pl_buffer_putc(&batch->unquoted, cell.ptr[i]);
        if (cell.ptr[i] == '"')
            i++;
    }
    return (pl_str){batch->unquoted.ptr, batch->unquoted.len};
}

/* False: odd. */
static bool take_reading(const pl_batch_column *column, const pl_reading *reading, pl_lexeme *out) {
    bool number = column->source->format.type.base == PL_NUMBER;

    if (reading->kind != PL_READING_VALUE) {
        out->state = reading->kind == PL_READING_BLANK ? PL_UNSET : PL_MISSING;
        return !column->key;
    }
    out->state = PL_OK;
    if (!number) {
        out->value = reading->index;
        return true;
    }
    out->value = reading->lo;
    out->scale = reading->scale;
    return reading->scaled && reading->lo == reading->hi;
}

static bool read_cell(pl_batch *batch, const pl_batch_column *column, pl_str cell, pl_lexeme *out) {
    pl_reading reading;

    if (pl_cell_read(&column->source->format, &batch->texts, unquote(batch, cell), &reading) !=
        PL_READ_FINE)
        return false;
    return take_reading(column, &reading, out);
}

/* ### cells by their bytes */

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* The first bytes of a word. */
#define FIRST(bytes) ((bytes) < 8 ? ((uint64_t)1 << (8 * (bytes)&63)) - 1 : ~(uint64_t)0)
#define FIRST_OF_TWO(bytes)                                                                        \
    { FIRST(bytes), FIRST((bytes) < 8 ? 0 : (bytes)-8) }

/* Of the two words of a cell, by its length. */
static const uint64_t kept[PL_LEXICON_LONGEST + 1][2] = {
    FIRST_OF_TWO(0),  FIRST_OF_TWO(1),  FIRST_OF_TWO(2),  FIRST_OF_TWO(3),  FIRST_OF_TWO(4),
    FIRST_OF_TWO(5),  FIRST_OF_TWO(6),  FIRST_OF_TWO(7),  FIRST_OF_TWO(8),  FIRST_OF_TWO(9),
    FIRST_OF_TWO(10), FIRST_OF_TWO(11), FIRST_OF_TWO(12), FIRST_OF_TWO(13), FIRST_OF_TWO(14),
    FIRST_OF_TWO(15), FIRST_OF_TWO(16)};

/* Zeros behind the bytes; what stands behind the cell in the text is masked out. `wide`: it may be
 * longer than eight bytes. */
static inline __attribute__((always_inline)) void take_words(const char *bytes, size_t length,
                                                             bool wide, uint64_t words[2]) {
    memcpy(words, bytes, wide ? 16 : 8);
    words[0] &= kept[length][0];
    words[1] = wide ? words[1] & kept[length][1] : 0;
}

#else

static inline void take_words(const char *bytes, size_t length, bool wide, uint64_t words[2]) {
    (void)wide;
    words[0] = words[1] = 0;
    memcpy(words, bytes, length);
}

#endif

/* A cell that is new, or too long to be remembered. False: odd. */
static bool look_up(pl_batch *batch, pl_batch_column *column, pl_str cell, uint32_t slot,
                    const uint64_t words[2], pl_lexeme *out) {
    assert(cell.len > PL_LEXICON_LONGEST || column->lexicon.slots[slot] == 0);
    *out = (pl_lexeme){.words = {words[0], words[1]}};
    if (!read_cell(batch, column, cell, out))
        return false;
    if (cell.len <= PL_LEXICON_LONGEST)
        pl_lexicon_add(&column->lexicon, slot, *out);
    return true;
}

static bool find(pl_batch *batch, pl_batch_column *column, pl_str cell, pl_lexeme *out) {
    const pl_lexeme *lexeme;
    uint64_t words[2] = {0, 0};
    uint32_t slot = 0;

    if (cell.len <= PL_LEXICON_LONGEST) {
        take_words(cell.ptr, cell.len, true, words);
        lexeme = pl_lexicon_find(&column->lexicon, words, &slot);
        column->lexicon.asked++;
        if (lexeme) {
            *out = *lexeme;
            return true;
        }
    }
    return look_up(batch, column, cell, slot, words, out);
}

/* ### columns */

static pl_strip strip_of(const pl_batch *batch, const pl_batch_column *column, const char *text) {
    const pl_scan *scan = &batch->scan;
    uint32_t field = column->source->index;
    pl_strip strip = {text, scan->ends + field, scan->fields, scan->rows};

    assert(field < scan->fields);
    if (!scan->returns || field + 1 < scan->fields)
        return strip;
    return pl_strip_without_returns(strip, batch->bare[0]);
}

static void put_state(pl_batch_column *column, uint32_t r, uint8_t state) {
    column->states[r] = state;
    column->known = false;
}

static void read_code(pl_batch *batch, pl_batch_column *column, pl_str cell, uint32_t r) {
    pl_lexeme lexeme = {0};
    bool fine = find(batch, column, cell, &lexeme);

    column->codes[r] = fine && lexeme.state == PL_OK ? (int32_t)lexeme.value : 0;
    if (lexeme.state != PL_OK)
        put_state(column, r, lexeme.state);
    column->wide = column->wide || cell.len > 8;
    batch->odd[r] |= !fine;
}

#define RESTING 15u  /* batches in which what did not help is not tried again */
#define FEW_JUMPS 8u /* one cell of so many may be out of order */

/* How the cells of a column are looked up, one after the other. */
typedef struct code_ways {
    bool wide;    /* they may be longer than eight bytes */
    bool ordered; /* most are the text before, or the one that was new after it */
} code_ways;

/* The lexeme of these bytes; NULL: it is not where it is looked for. `at`: the one before. Adds 1
 * to *jumps when it is one that the order does not lead to. */
static inline __attribute__((always_inline)) const pl_lexeme *find_known(const pl_lexicon *lexicon,
                                                                         code_ways ways,
                                                                         const uint64_t words[2],
                                                                         const pl_lexeme *at,
                                                                         uint32_t *jumps) {
    if (ways.ordered && pl_lexeme_has(at, words))
        return at;
    if (ways.ordered && pl_lexeme_has(at + 1, words))
        return at + 1;
    at = pl_lexicon_first(lexicon, words);
    if (!pl_lexeme_has(at, words))
        return NULL;
    ++*jumps;
    return at;
}

/* Those from `from` on; gives how many the order did not lead to. */
static inline __attribute__((always_inline)) uint32_t read_codes(pl_batch *batch,
                                                                 pl_batch_column *column,
                                                                 pl_strip strip, uint32_t from,
                                                                 code_ways ways) {
    pl_lexicon *lexicon = &column->lexicon;
    const pl_lexeme *at = &lexicon->lexemes[lexicon->last];
    uint32_t jumps = 0, others = 0;

    for (uint32_t r = from; r < strip.count; r++) {
        pl_str cell = pl_strip_cell(&strip, r);
        const pl_lexeme *lexeme = NULL;
        uint64_t words[2];

        if (cell.len <= (ways.wide ? PL_LEXICON_LONGEST : 8)) {
            take_words(cell.ptr, cell.len, ways.wide, words);
            lexeme = find_known(lexicon, ways, words, at, &jumps);
        }
        if (!lexeme) {
            others++;
            read_code(batch, column, cell, r);
            at = &lexicon->lexemes[lexicon->last];
            continue;
        }
        at = lexeme;
        column->codes[r] = (int32_t)lexeme->value;
        if (lexeme->state != PL_OK)
            put_state(column, r, lexeme->state);
    }
    lexicon->asked += strip.count - from - others;
    lexicon->last = (uint32_t)(at - lexicon->lexemes);
    return jumps;
}

/* The loop is made for each case; the next text is mostly the first one that is tried. */
static void read_each_code(pl_batch *batch, pl_batch_column *column, pl_strip strip,
                           uint32_t from) {
    uint32_t jumps = 0;

    if (column->unordered > 0) {
        column->unordered--;
        if (column->wide)
            read_codes(batch, column, strip, from, (code_ways){.wide = true});
        else
            read_codes(batch, column, strip, from, (code_ways){.wide = false});
        return;
    }
    if (column->wide)
        jumps = read_codes(batch, column, strip, from, (code_ways){true, true});
    else
        jumps = read_codes(batch, column, strip, from, (code_ways){false, true});
    if (jumps > (strip.count - from) / FEW_JUMPS)
        column->unordered = RESTING;
}

#define FEW 32u /* one cell of so many may be none of the handful */

/* The text of a cell that was read, when it is remembered. */
static void join_handful(pl_batch_column *column, pl_str cell) {
    const pl_lexeme *lexeme = &column->lexicon.lexemes[column->lexicon.last];
    uint64_t words[2];

    if (cell.len > PL_LEXICON_LONGEST)
        return;
    take_words(cell.ptr, cell.len, true, words);
    if (pl_lexeme_has(lexeme, words) && lexeme->state == PL_OK)
        pl_handful_add(&column->handful, cell, (int32_t)lexeme->value);
}

/* By the handful of texts that the column is full of, each of which is in the lexicon; gives how
 * many cells are read. */
static uint32_t read_few_codes(pl_batch *batch, pl_batch_column *column, pl_strip strip) {
    uint32_t others = 0, r = 0;

    for (; r + 8 <= strip.count && others <= 8 + r / FEW; r++) {
        uint32_t found =
            pl_handful_read(&column->handful, pl_strip_from(strip, r), column->codes + r);
        pl_str cell;

        column->lexicon.asked += found;
        r += found;
        if (r + 8 > strip.count)
            break;
        cell = pl_strip_cell(&strip, r);
        read_code(batch, column, cell, r);
        join_handful(column, cell);
        others++;
    }
    if (r + 8 <= strip.count)
        column->rest = RESTING;
    return r;
}

static void read_all_codes(pl_batch *batch, pl_batch_column *column, pl_strip strip) {
    uint32_t from = 0;

    assert(PL_OK == 0);
    memset(column->states, PL_OK, strip.count);
    if (column->rest > 0)
        column->rest--;
    else if (pl_handful_helps(batch->scan.level))
        from = read_few_codes(batch, column, strip);
    read_each_code(batch, column, strip, from);
}

/* More decimals than before: the numbers of the records before are brought to them. False: there is
 * no room for that. */
static bool grow_scale(pl_batch_column *column, uint32_t before, unsigned scale) {
    pl_digits_range grown = column->range;
    int64_t factor;

    if (scale > MOST_DECIMALS)
        return false;
    assert(scale > column->scale);
    factor = pl_power_of_ten(scale - column->scale);
    if (before > 0 &&
        (__builtin_mul_overflow(grown.least, factor, &grown.least) ||
         __builtin_mul_overflow(grown.most, factor, &grown.most)))
        return false;
    for (uint32_t r = 0; r < before; r++)
        column->numbers[r] *= factor;
    column->range = grown;
    column->scale = (uint8_t)scale;
    return true;
}

static void set_number(pl_batch_column *column, uint32_t r, int64_t value) {
    assert(r > 0 || column->range.least > column->range.most);
    column->numbers[r] = value;
    pl_digits_range_add(&column->range, value);
}

static bool put_number(pl_batch_column *column, uint32_t r, int64_t value, unsigned scale) {
    while (scale > column->scale && value % 10 == 0) {
        value /= 10;
        scale--;
    }
    if (scale > column->scale && !grow_scale(column, r, scale))
        return false;
    if (__builtin_mul_overflow(value, pl_power_of_ten(column->scale - scale), &value))
        return false;
    set_number(column, r, value);
    return true;
}

/* A number that is no plain digits, or no number. False: odd. */
static bool read_other(pl_batch *batch, pl_batch_column *column, pl_str cell, uint32_t r) {
    pl_lexeme lexeme;

    column->states[r] = PL_OK;
    if (!find(batch, column, cell, &lexeme))
        return false;
    column->states[r] = lexeme.state;
    column->known = column->known && lexeme.state == PL_OK;
    if (lexeme.state == PL_OK)
        return put_number(column, r, lexeme.value, lexeme.scale);
    set_number(column, r, 0);
    return true;
}

static void set_odd_number(pl_batch *batch, pl_batch_column *column, uint32_t r) {
    set_number(column, r, 0);
    batch->odd[r] = 1;
}

static void read_figures(pl_batch *batch, pl_batch_column *column, pl_strip strip) {
    uint32_t rows = batch->scan.rows;

    for (uint32_t r = 0; r < rows; r++)
        if (!read_other(batch, column, pl_strip_cell(&strip, r), r))
            set_odd_number(batch, column, r);
}

/* What is in the quotes; a quote inside is no digit. */
static pl_str without_quotes(pl_batch_column *column, pl_str cell) {
    if (cell.len < 3 || cell.ptr[0] != '"' || cell.ptr[cell.len - 1] != '"')
        return cell;
    column->quoted = true;
    return (pl_str){cell.ptr + 1, cell.len - 2};
}

/* False: odd. */
static bool read_digits(pl_batch *batch, pl_batch_column *column, pl_str cell, uint32_t r) {
    char point = column->source->format.decimal;
    pl_str bare = without_quotes(column, cell);
    pl_digits digits;
    bool wide = column->form.wide || bare.len > 8;

    if (bare.len - 1 >= PL_DIGITS_LONGEST ||
        !pl_digits_read(bare.ptr + bare.len, bare.len, point, &digits))
        return read_other(batch, column, cell, r);
    if (!put_number(column, r, digits.value, digits.decimals + column->shift))
        return false;
    if (digits.decimals + column->shift == column->scale &&
        (wide != column->form.wide || !pl_digits_is_of(&digits, &column->form)))
        column->form = pl_digits_form_of(&digits, point, wide);
    return true;
}

/* The cells from `from` on that are of the column's form, as long as its numbers need no more
 * decimals for others; gives how many. */
static uint32_t read_many_digits(const pl_batch *batch, pl_batch_column *column, pl_strip strip,
                                 uint32_t from) {
    if ((unsigned)column->form.decimals + column->shift != column->scale)
        return 0;
    return pl_digits_many(batch->scan.level, &column->form, pl_strip_from(strip, from),
                          column->numbers + from, &column->range);
}

static void read_all_digits(pl_batch *batch, pl_batch_column *column, pl_strip strip) {
    uint32_t rows = batch->scan.rows;
    pl_strip bare = strip;

    if (column->quoted && batch->scan.quotes)
        bare = pl_strip_without_quotes(strip, batch->bare[1]);
    memset(column->states, PL_OK, rows);
    for (uint32_t r = 0; r < rows; r++) {
        r += read_many_digits(batch, column, bare, r);
        if (r < rows && !read_digits(batch, column, pl_strip_cell(&strip, r), r))
            set_odd_number(batch, column, r);
    }
}

/* ### what holds for the column as a whole */

__extension__ typedef __int128 wide;

/* A bound in the scale of the column, where it is no whole number the next one `up` or below. */
static int64_t bound_at(const pl_batch_column *column, int64_t bound, unsigned scale, bool up) {
    int64_t factor, rest;
    wide scaled = bound;

    if (scale > column->scale) {
        factor = pl_power_of_ten(scale - column->scale);
        rest = bound % factor;
        return bound / factor + (up ? rest > 0 : 0) - (up ? 0 : rest < 0);
    }
    scaled *= pl_power_of_ten(column->scale - scale);
    if (scaled > INT64_MAX)
        return INT64_MAX;
    return scaled < INT64_MIN ? INT64_MIN : (int64_t)scaled;
}

/* Those that are outside of the domain, or no count, are for the record reader to report. */
static void check_range(pl_batch *batch, pl_batch_column *column) {
    int64_t lo = bound_at(column, column->lo, column->lo_scale, true);
    int64_t hi = bound_at(column, column->hi, column->hi_scale, false);

    if (!column->bounded || (column->range.least >= lo && column->range.most <= hi))
        return;
    for (uint32_t r = 0; r < batch->scan.rows; r++)
        batch->odd[r] |=
            column->states[r] == PL_OK && (column->numbers[r] < lo || column->numbers[r] > hi);
}

static void read_column(pl_batch *batch, pl_batch_column *column, const char *text) {
    pl_strip strip = strip_of(batch, column, text);

    column->known = true;
    column->range = PL_DIGITS_RANGE_NONE;
    if (column->source->format.type.base != PL_NUMBER) {
        read_all_codes(batch, column, strip);
        return;
    }
    if (column->digits)
        read_all_digits(batch, column, strip);
    else
        read_figures(batch, column, strip);
    assert(column->range.least <= column->range.most);
    if (column->digits)
        check_range(batch, column);
}

void pl_batch_read(pl_batch *batch, const char *text) {
    if (batch->scan.rows == 0)
        return;
    reserve(batch, batch->scan.rows);
    memset(batch->odd, 0, batch->scan.rows);
    for (uint32_t i = 0; i < batch->plan->sources.len; i++)
        if (batch->columns[i].source)
            read_column(batch, &batch->columns[i], text);
}
