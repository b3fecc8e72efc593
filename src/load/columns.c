/* columns.c - growing and widening columns. Each widening rewrites the column once, and there are
 * at most 2 widths, 18 scales and one step to exact numbers, so filling is linear. */
#include "load/columns.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/kernel.h"

#define FIRST_ROOM 32u
#define MOST_SCALE 18u

static uint8_t first_width(pl_base base) {
    switch (base) {
    case PL_TRUTH:
    case PL_MEMBER: return 1;
    case PL_NUMBER:
    case PL_TEXT:
    case PL_SCHOOLJAAR: return 2;
    case PL_DATE: return 4;
    case PL_POISON: break;
    }
    assert(!"a column has a type");
    return 4;
}

void pl_builder_init(pl_builder *builder, pl_arena *arena, pl_base base, bool keeps_lines) {
    *builder = (pl_builder){
        .arena = arena, .base = base, .width = first_width(base), .keeps_lines = keeps_lines};
}

void pl_builder_fini(pl_builder *builder) {
    pl_array_free(builder->values);
    pl_array_free(builder->upper);
    pl_array_free(builder->exact);
    pl_array_free(builder->exact_upper);
    pl_array_free(builder->state);
    pl_array_free(builder->lines);
    pl_array_free(builder->origin_of);
    *builder = (pl_builder){0};
}

uint32_t pl_builder_origin(pl_builder *builder, pl_origin origin) {
    for (uint32_t i = 0; i < builder->origins.len; i++)
        if (builder->origins.items[i].mapping == origin.mapping &&
            builder->origins.items[i].header == origin.header)
            return i;
    PL_PUSH(builder->arena, &builder->origins, origin);
    return builder->origins.len - 1;
}

/* ### room */

static void *grow_array(void *array, size_t size, uint32_t old_room, uint32_t room) {
    return pl_array_resize(array, size * old_room, size * room);
}

static pl_number *grow_exact(pl_number *array, uint32_t old_room, uint32_t room) {
    array = grow_array(array, sizeof *array, old_room, room);
    for (uint32_t row = old_room; row < room; row++)
        array[row] = PL_NUMBER_ZERO;
    return array;
}

static void grow_state(pl_builder *b, uint32_t old_room, uint32_t room) {
    b->state = grow_array(b->state, 1, old_room, room);
    memset(b->state + old_room, PL_UNSET, room - old_room);
}

/* Doubled, or what is expected. */
static uint32_t next_room(const pl_builder *b, uint32_t row) {
    uint32_t room = b->room ? b->room : FIRST_ROOM;

    while (room <= row)
        room = room > UINT32_MAX / 2 ? UINT32_MAX : room * 2;
    return b->expected > row ? b->expected : room;
}

static void reserve(pl_builder *b, uint32_t row) {
    uint32_t old = b->room, room;

    if (row < old)
        return;
    room = next_room(b, row);
    if (b->width > 0)
        b->values = grow_array(b->values, b->width, old, room);
    if (b->upper)
        b->upper = grow_array(b->upper, b->width, old, room);
    if (b->exact)
        b->exact = grow_exact(b->exact, old, room);
    if (b->exact_upper)
        b->exact_upper = grow_exact(b->exact_upper, old, room);
    if (b->keeps_lines)
        b->lines = grow_array(b->lines, sizeof *b->lines, old, room);
    if (b->origin_of)
        b->origin_of = grow_array(b->origin_of, sizeof *b->origin_of, old, room);
    if (b->state)
        grow_state(b, old, room);
    b->room = room;
    assert(row < b->room && (b->width == 0) == (b->exact != NULL));
}

/* ### states */

static uint8_t state_of(const pl_builder *b, uint32_t row) {
    if (b->state)
        return row < b->room ? b->state[row] : PL_UNSET;
    return row < b->known ? PL_OK : PL_UNSET;
}

static void make_states(pl_builder *b) {
    if (b->state)
        return;
    grow_state(b, 0, b->room);
    memset(b->state, PL_OK, b->known);
}

/* Sets the state of `count` rows that there is room for; those that come one after the other and
 * are all known need no array. */
static void set_states(pl_builder *b, uint32_t row, uint32_t count, uint8_t state) {
    assert(row + count <= b->room);
    if (!b->state && state == PL_OK && row == b->known) {
        b->known += count;
        return;
    }
    if (!b->state && state == PL_OK && row + count <= b->known)
        return;
    make_states(b);
    memset(b->state + row, state, count);
}

/* ### stored values */

static int64_t get_stored(const unsigned char *values, unsigned width, uint32_t row) {
    switch (width) {
    case 1: return values[row];
    case 2: return ((const int16_t *)(const void *)values)[row];
    case 4: return ((const int32_t *)(const void *)values)[row];
    default: assert(width == 8); return ((const int64_t *)(const void *)values)[row];
    }
}

static void set_stored(unsigned char *values, unsigned width, uint32_t row, int64_t value) {
    switch (width) {
    case 1:
        assert(value >= 0 && value <= UINT8_MAX);
        values[row] = (unsigned char)value;
        break;
    case 2:
        assert(value >= INT16_MIN && value <= INT16_MAX);
        ((int16_t *)(void *)values)[row] = (int16_t)value;
        break;
    case 4:
        assert(value >= INT32_MIN && value <= INT32_MAX);
        ((int32_t *)(void *)values)[row] = (int32_t)value;
        break;
    default:
        assert(width == 8);
        ((int64_t *)(void *)values)[row] = value;
        break;
    }
}

static uint8_t width_for(int64_t most) {
    assert(most >= 0);
    if (most <= INT16_MAX)
        return 2;
    return most <= INT32_MAX ? 4 : 8;
}

/* ### widening */

/* No row from here on was written to. */
static uint32_t used(const pl_builder *b) {
    return b->state ? b->room : b->known;
}

/* The array with `width` bytes a value instead of `old_width`. */
static unsigned char *rewrite(unsigned char *old, unsigned old_width, unsigned width, uint32_t used,
                              uint32_t room) {
    unsigned char *new;

    if (!old || old_width == width)
        return old;
    new = pl_array_resize(NULL, 0, (size_t)width * room);
    for (uint32_t row = 0; row < used; row++)
        set_stored(new, width, row, get_stored(old, old_width, row));
    pl_array_free(old);
    return new;
}

static void widen(pl_builder *b, uint8_t width) {
    if (width <= b->width)
        return;
    b->values = rewrite(b->values, b->width, width, used(b), b->room);
    b->upper = rewrite(b->upper, b->width, width, used(b), b->room);
    b->width = width;
}

static pl_number *to_exact(pl_builder *b, unsigned char *values) {
    pl_number *exact = pl_array_resize(NULL, 0, b->room * sizeof *exact);

    for (uint32_t row = 0; row < b->room; row++)
        exact[row] = pl_number_scaled(b->arena, get_stored(values, b->width, row), b->scale);
    pl_array_free(values);
    return exact;
}

static void go_exact(pl_builder *b) {
    assert(b->width > 0 && b->room > 0);
    b->exact = to_exact(b, b->values);
    if (b->upper)
        b->exact_upper = to_exact(b, b->upper);
    b->values = b->upper = NULL;
    b->width = 0;
    b->scale = 0;
}

static void multiply(unsigned char *values, unsigned width, uint32_t count, int64_t factor) {
    for (uint32_t row = 0; values && row < count; row++)
        set_stored(values, width, row, get_stored(values, width, row) * factor);
}

static void grow_scale(pl_builder *b, unsigned scale) {
    int64_t factor = pl_power_of_ten(scale - b->scale);

    assert(scale > b->scale && scale <= MOST_SCALE);
    if (b->most > INT64_MAX / factor) {
        go_exact(b);
        return;
    }
    b->most *= factor;
    widen(b, width_for(b->most));
    multiply(b->values, b->width, used(b), factor);
    multiply(b->upper, b->width, used(b), factor);
    b->scale = (uint8_t)scale;
}

/* ### numbers */

static pl_number end_of(const pl_builder *b, const pl_reading *reading, bool upper) {
    if (!reading->scaled)
        return upper ? reading->exact_hi : reading->exact_lo;
    return pl_number_scaled(b->arena, upper ? reading->hi : reading->lo, reading->scale);
}

static void put_exact(pl_builder *b, uint32_t row, const pl_reading *reading) {
    pl_number lo = end_of(b, reading, false), hi = end_of(b, reading, true);

    if (!b->exact_upper && pl_number_compare(lo, hi) != 0) {
        b->exact_upper = pl_array_resize(NULL, 0, b->room * sizeof *b->exact_upper);
        memcpy(b->exact_upper, b->exact, b->room * sizeof *b->exact);
    }
    b->exact[row] = lo;
    if (b->exact_upper)
        b->exact_upper[row] = hi;
}

static int64_t farthest(int64_t lo, int64_t hi) {
    int64_t a = lo < 0 ? -lo : lo, b = hi < 0 ? -hi : hi;

    assert(lo <= hi && lo > INT64_MIN);
    return a > b ? a : b;
}

/* Both ends in the builder's scale; false when they do not fit. */
static bool to_scale(const pl_builder *b, const pl_reading *reading, int64_t *lo, int64_t *hi) {
    int64_t factor = pl_power_of_ten((unsigned)(b->scale - reading->scale));

    return !__builtin_mul_overflow(reading->lo, factor, lo) &&
        !__builtin_mul_overflow(reading->hi, factor, hi);
}

static void put_scaled(pl_builder *b, uint32_t row, int64_t lo, int64_t hi) {
    if (farthest(lo, hi) > b->most)
        b->most = farthest(lo, hi);
    widen(b, width_for(b->most));
    if (!b->upper && lo != hi) {
        b->upper = pl_array_resize(NULL, 0, (size_t)b->room * b->width);
        memcpy(b->upper, b->values, (size_t)b->room * b->width);
    }
    set_stored(b->values, b->width, row, lo);
    if (b->upper)
        set_stored(b->upper, b->width, row, hi);
}

static void put_number(pl_builder *b, uint32_t row, const pl_reading *reading) {
    int64_t lo, hi;

    if (b->width > 0 && !reading->scaled)
        go_exact(b);
    if (b->width > 0 && reading->scale > b->scale)
        grow_scale(b, reading->scale);
    if (b->width > 0 && to_scale(b, reading, &lo, &hi)) {
        put_scaled(b, row, lo, hi);
        return;
    }
    if (b->width > 0)
        go_exact(b);
    assert(b->exact && !b->values);
    put_exact(b, row, reading);
}

/* ### putting and getting */

static void put_place(pl_builder *b, uint32_t row, uint32_t origin, uint32_t line) {
    if (!b->keeps_lines)
        return;
    assert(origin < b->origins.len || line == 0);
    if (origin > 0 && !b->origin_of)
        b->origin_of = pl_array_resize(NULL, 0, b->room * sizeof *b->origin_of);
    b->lines[row] = line;
    if (b->origin_of)
        b->origin_of[row] = origin;
}

/* Bytes that a column must have for an index, of a member, text or the like. */
static uint8_t index_width(const pl_builder *b, int32_t index) {
    if (b->base == PL_DATE)
        return 4;
    assert(index >= 0);
    if (index <= UINT8_MAX)
        return 1;
    return index <= INT16_MAX ? 2 : 4;
}

/* The common case: a value that fits the column as it is. */
static bool put_plain(pl_builder *b, uint32_t row, const pl_reading *reading) {
    int64_t value = reading->index;

    if (row >= b->room || reading->kind != PL_READING_VALUE || b->upper)
        return false;
    if (b->base == PL_NUMBER) {
        if (!reading->scaled || b->width == 0 || reading->lo != reading->hi ||
            reading->scale > b->scale ||
            __builtin_mul_overflow(
                reading->lo, pl_power_of_ten((unsigned)(b->scale - reading->scale)), &value) ||
            value > b->most || value < -b->most)
            return false;
    }
    if (b->base != PL_NUMBER && index_width(b, reading->index) > b->width)
        return false;
    set_states(b, row, 1, PL_OK);
    set_stored(b->values, b->width, row, value);
    return true;
}

void pl_builder_put(pl_builder *builder, uint32_t row, const pl_reading *reading, uint32_t origin,
                    uint32_t line) {
    if (put_plain(builder, row, reading)) {
        put_place(builder, row, origin, line);
        return;
    }
    reserve(builder, row);
    put_place(builder, row, origin, line);
    if (reading->kind == PL_READING_BLANK)
        return;
    set_states(builder, row, 1, reading->kind == PL_READING_MISSING ? PL_MISSING : PL_OK);
    if (reading->kind == PL_READING_MISSING)
        return;
    if (builder->base == PL_NUMBER) {
        put_number(builder, row, reading);
        return;
    }
    widen(builder, index_width(builder, reading->index));
    set_stored(builder->values, builder->width, row, reading->index);
}

/* ### many at once */

static void put_states(pl_builder *b, uint32_t row, uint32_t count, const uint8_t *states) {
    assert(!b->keeps_lines && count > 0 && count <= UINT32_MAX - row);
    reserve(b, row + count - 1);
    if (!states) {
        set_states(b, row, count, PL_OK);
        return;
    }
    make_states(b);
    memcpy(b->state + row, states, count);
}

PL_KERNEL static void store_code_1(uint8_t *values, const int32_t *codes, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        values[i] = (uint8_t)codes[i];
}

PL_KERNEL static void store_code_2(int16_t *values, const int32_t *codes, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        values[i] = (int16_t)codes[i];
}

/* All bits that occur: as wide as the greatest of them. */
PL_KERNEL static uint32_t find_bits(const int32_t *codes, uint32_t n) {
    uint32_t bits = 0;

    for (uint32_t i = 0; i < n; i++)
        bits |= (uint32_t)codes[i];
    return bits;
}

void pl_builder_put_codes(pl_builder *builder, uint32_t row, uint32_t count, const int32_t *codes,
                          const uint8_t *states) {
    unsigned char *values;

    put_states(builder, row, count, states);
    if (builder->width < 4)
        widen(builder, index_width(builder, (int32_t)find_bits(codes, count)));
    values = builder->values + (size_t)row * builder->width;
    switch (builder->width) {
    case 1: store_code_1(values, codes, count); break;
    case 2: store_code_2((int16_t *)(void *)values, codes, count); break;
    default:
        assert(builder->width == 4 && builder->base != PL_NUMBER);
        memcpy(values, codes, count * sizeof *codes);
    }
}

/* Products fit what they are stored in, so that their lowest bits are enough. */
PL_KERNEL static void store_2(int16_t *values, const int64_t *numbers, uint32_t factor,
                              uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        values[i] = (int16_t)((uint32_t)numbers[i] * factor);
}

PL_KERNEL static void store_4(int32_t *values, const int64_t *numbers, uint32_t factor,
                              uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        values[i] = (int32_t)((uint32_t)numbers[i] * factor);
}

static void store_numbers(unsigned char *values, unsigned width, uint32_t row, uint32_t count,
                          const int64_t *numbers, int64_t factor) {
    switch (width) {
    case 2: store_2((int16_t *)(void *)values + row, numbers, (uint32_t)factor, count); break;
    case 4: store_4((int32_t *)(void *)values + row, numbers, (uint32_t)factor, count); break;
    default:
        assert(width == 8);
        for (uint32_t i = 0; i < count; i++)
            ((int64_t *)(void *)values)[row + i] = numbers[i] * factor;
    }
}

/* Makes the column one that holds all of them as they are; false when it cannot. */
static bool fit(pl_builder *b, pl_figures numbers, int64_t *factor) {
    int64_t most;

    if (b->width > 0 && numbers.scale > b->scale)
        grow_scale(b, numbers.scale);
    if (b->width == 0)
        return false;
    *factor = pl_power_of_ten((unsigned)(b->scale - numbers.scale));
    most = farthest(numbers.least, numbers.most);
    if (__builtin_mul_overflow(most, *factor, &most))
        return false;
    if (most > b->most)
        b->most = most;
    widen(b, width_for(b->most));
    return true;
}

static void put_singly(pl_builder *b, uint32_t row, uint32_t count, pl_figures numbers,
                       const uint8_t *states) {
    for (uint32_t i = 0; i < count; i++) {
        int64_t value = numbers.numbers[i];
        pl_reading reading = {.kind = PL_READING_VALUE,
                              .scaled = true,
                              .scale = numbers.scale,
                              .lo = value,
                              .hi = value};

        if (!states || states[i] == PL_OK)
            pl_builder_put(b, row + i, &reading, 0, 0);
    }
}

void pl_builder_put_numbers(pl_builder *builder, uint32_t row, uint32_t count, pl_figures numbers,
                            const uint8_t *states) {
    int64_t factor;

    assert(builder->base == PL_NUMBER && numbers.least <= numbers.most);
    put_states(builder, row, count, states);
    if (!fit(builder, numbers, &factor)) {
        put_singly(builder, row, count, numbers, states);
        return;
    }
    store_numbers(builder->values, builder->width, row, count, numbers.numbers, factor);
    if (builder->upper)
        store_numbers(builder->upper, builder->width, row, count, numbers.numbers, factor);
}

bool pl_builder_is_set(const pl_builder *builder, uint32_t row) {
    return state_of(builder, row) != PL_UNSET;
}

static void get_number(const pl_builder *b, uint32_t row, pl_reading *out) {
    pl_number lo, hi;

    if (b->width > 0) {
        out->lo = get_stored(b->values, b->width, row);
        out->hi = b->upper ? get_stored(b->upper, b->width, row) : out->lo;
        lo = pl_number_scaled(b->arena, out->lo, b->scale);
        hi = pl_number_scaled(b->arena, out->hi, b->scale);
    } else {
        lo = b->exact[row];
        hi = b->exact_upper ? b->exact_upper[row] : lo;
    }
    pl_reading_set_number(out, lo, hi);
}

pl_reading pl_builder_get(const pl_builder *builder, uint32_t row) {
    pl_reading reading = {.kind = PL_READING_BLANK};

    if (!pl_builder_is_set(builder, row))
        return reading;
    reading.kind = state_of(builder, row) == PL_OK ? PL_READING_VALUE : PL_READING_MISSING;
    if (reading.kind == PL_READING_VALUE && builder->base == PL_NUMBER)
        get_number(builder, row, &reading);
    else if (reading.kind == PL_READING_VALUE)
        reading.index = (int32_t)get_stored(builder->values, builder->width, row);
    return reading;
}

/* ### the finished column */

#define ALIGNMENT 64u

void *pl_column_array(pl_arena *arena, const void *array, size_t size, uint32_t count) {
    size_t bytes = size * count;
    void *kept = pl_arena_alloc(arena, bytes / ALIGNMENT + 1, ALIGNMENT);

    assert(array || count == 0);
    if (bytes > 0)
        memcpy(kept, array, bytes);
    return kept;
}

static const pl_lines *make_lines(pl_arena *arena, uint32_t *each) {
    pl_lines *lines = PL_MAKE(arena, pl_lines);

    lines->each = pl_arena_take_array(arena, each);
    return lines;
}

/* Before unset rows are filled: one that is filled in stands nowhere, whatever the line of its row. */
static const pl_lines *fill_lines(const pl_builder *b, uint32_t count, const pl_lines *row_lines) {
    uint32_t *each = NULL;

    for (uint32_t row = b->state ? 0 : b->known; row < count && row_lines; row++) {
        if (state_of(b, row) != PL_UNSET)
            continue;
        if (!each) {
            each = pl_array_resize(NULL, 0, count * sizeof *each);
            for (uint32_t r = 0; r < count; r++)
                each[r] = pl_lines_at(row_lines, r);
        }
        each[row] = 0;
    }
    return each ? make_lines(b->arena, each) : row_lines;
}

/* After it, where the builder keeps lines of its own. */
static const pl_lines *keep_lines(pl_builder *b) {
    uint32_t *each = b->lines;

    assert(b->keeps_lines);
    if (b->origins.len == 0)
        return NULL;
    b->lines = NULL;
    return make_lines(b->arena, each);
}

static void fill(pl_builder *b, uint32_t count, const pl_reading *fallback) {
    for (uint32_t row = b->state ? 0 : b->known; row < count; row++) {
        if (state_of(b, row) != PL_UNSET)
            continue;
        if (fallback)
            pl_builder_put(b, row, fallback, 0, 0);
        else
            set_states(b, row, 1, PL_MISSING);
    }
}

static void keep_values(pl_builder *b, pl_column *column, uint32_t count) {
    column->width = b->width;
    column->scale = b->scale;
    column->values = pl_arena_take_array(b->arena, b->values);
    column->upper = pl_arena_take_array(b->arena, b->upper);
    column->exact = pl_arena_take_array(b->arena, b->exact);
    column->exact_upper = pl_arena_take_array(b->arena, b->exact_upper);
    b->values = b->upper = NULL;
    b->exact = b->exact_upper = NULL;
    for (uint32_t row = 0; row < count && b->state; row++) {
        if (b->state[row] == PL_OK)
            continue;
        column->state = pl_arena_take_array(b->arena, b->state);
        b->state = NULL;
    }
}

pl_column *pl_builder_finish(pl_builder *builder, uint32_t count, const pl_reading *fallback,
                             const pl_lines *row_lines) {
    pl_column *column = PL_MAKE(builder->arena, pl_column);

    assert(!builder->keeps_lines || !row_lines);
    reserve(builder, count);
    column->base = builder->base;
    column->lines = fallback ? fill_lines(builder, count, row_lines) : row_lines;
    fill(builder, count, fallback);
    if (builder->keeps_lines)
        column->lines = keep_lines(builder);
    keep_values(builder, column, count);
    if (builder->origins.len > 0)
        column->origin = builder->origins.items[0];
    if (builder->origin_of) {
        column->origins = builder->origins.items;
        column->origin_of = pl_arena_take_array(builder->arena, builder->origin_of);
        builder->origin_of = NULL;
    }
    return column;
}
