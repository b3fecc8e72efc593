/* cells.c - reading one cell: trim, what is printed in place of a value, the parts before and after
 * a mark, then by type. Plain decimal numbers take a short way in 64 bits (`read_decimal`); long
 * ones, and those read as bounds, go through exact numbers. */
#include "load/cells.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "data/texts.h"

__extension__ typedef __int128 wide;

/* ### numbers */

/* Digits with at most one decimal sign, at most 18 of them; the scale is the smallest. False: not
 * of this form, or longer: then the long way decides. */
static bool read_decimal(pl_str s, char point, int64_t *mantissa, unsigned *scale) {
    bool negative = s.len > 0 && s.ptr[0] == '-', seen = false;
    unsigned digits = 0;

    *mantissa = 0;
    *scale = 0;
    for (size_t i = negative; i < s.len; i++) {
        if (s.ptr[i] == point && !seen) {
            seen = true;
            continue;
        }
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || digits == 18)
            return false;
        *mantissa = *mantissa * 10 + (s.ptr[i] - '0');
        *scale += seen;
        digits++;
    }
    for (; *scale > 0 && *mantissa % 10 == 0; --*scale)
        *mantissa /= 10;
    if (negative)
        *mantissa = -*mantissa;
    return digits > 0;
}

static void take_hundredth(int64_t *mantissa, unsigned *scale) {
    for (int i = 0; i < 2; i++) {
        if (*scale == 0 && *mantissa % 10 == 0)
            *mantissa /= 10;
        else
            ++*scale;
    }
}

/* Brings *value from one scale to a larger; false when it does not fit. */
static bool rescale(int64_t *value, unsigned from, unsigned to) {
    assert(from <= to && to <= 18);
    return !__builtin_mul_overflow(*value, pl_power_of_ten(to - from), value);
}

void pl_reading_set_number(pl_reading *out, pl_number lo, pl_number hi) {
    unsigned scale_lo, scale_hi, scale;

    assert(pl_number_compare(lo, hi) <= 0);
    out->kind = PL_READING_VALUE;
    out->scaled = false;
    out->exact_lo = lo;
    out->exact_hi = hi;
    if (!pl_number_as_scaled(lo, &out->lo, &scale_lo) ||
        !pl_number_as_scaled(hi, &out->hi, &scale_hi))
        return;
    scale = scale_lo > scale_hi ? scale_lo : scale_hi;
    if (!rescale(&out->lo, scale_lo, scale) || !rescale(&out->hi, scale_hi, scale))
        return;
    out->scaled = true;
    out->scale = (uint8_t)scale;
}

static int compare_scaled(int64_t a, unsigned a_scale, int64_t b, unsigned b_scale) {
    wide left = a, right = b;

    if (a_scale < b_scale)
        left *= pl_power_of_ten(b_scale - a_scale);
    else
        right *= pl_power_of_ten(a_scale - b_scale);
    return (left > right) - (left < right);
}

static int compare_end(const pl_reading *reading, bool upper, pl_number bound) {
    int64_t mantissa;
    unsigned scale;

    if (!reading->scaled)
        return pl_number_compare(upper ? reading->exact_hi : reading->exact_lo, bound);
    if (pl_number_as_scaled(bound, &mantissa, &scale))
        return compare_scaled(upper ? reading->hi : reading->lo, reading->scale, mantissa, scale);
    return pl_number_compare(
        pl_number_scaled(NULL, upper ? reading->hi : reading->lo, reading->scale), bound);
}

static bool is_within(const pl_reading *reading, pl_number lo, pl_number hi) {
    return compare_end(reading, false, lo) >= 0 && compare_end(reading, true, hi) <= 0;
}

/* Whole and not negative, both ends. Scales are the smallest, so a whole number has scale 0 unless
 * the other end is broken. */
static bool is_count(const pl_reading *reading) {
    if (!reading->scaled)
        return pl_number_is_integer(reading->exact_lo) && pl_number_is_integer(reading->exact_hi) &&
            pl_number_sign(reading->exact_lo) >= 0;
    return reading->scale == 0 && reading->lo >= 0;
}

static bool is_exact(const pl_reading *reading) {
    if (!reading->scaled)
        return pl_number_compare(reading->exact_lo, reading->exact_hi) == 0;
    return reading->lo == reading->hi;
}

static pl_read_fault check_number(const pl_cell_format *format, const pl_reading *figure) {
    if (format->whole && !is_count(figure))
        return PL_READ_NO_COUNT;
    if (format->has_domain && !is_within(figure, format->domain_lo, format->domain_hi))
        return PL_READ_OUTSIDE;
    if (format->key && !is_exact(figure))
        return PL_READ_BOUNDED_KEY;
    return PL_READ_FINE;
}

static bool takes_percent(const pl_cell_format *format) {
    assert(format->type.base == PL_NUMBER);
    return format->type.unit == PL_UNIT_PERCENT || format->type.unit == PL_UNIT_RATIO;
}

static bool has_step(const pl_cell_format *format, pl_step_kind kind) {
    for (uint32_t i = 0; i < format->step_count; i++)
        if (format->steps[i].kind == kind)
            return true;
    return false;
}

/* Is a figure without % sign anybody's guess here? 0.8 may be 80%, and 0.8% just as well. */
static bool refuses_bare(const pl_cell_format *format) {
    return format->type.unit == PL_UNIT_PERCENT && !has_step(format, PL_STEP_PERCENT) &&
        !has_step(format, PL_STEP_FRACTIONS);
}

/* The figure with the numeric steps; what is rounded becomes bounds. The step of a rounding has the
 * unit of the field, so hundredths come first, wherever they are written. */
static void take_steps(const pl_cell_format *format, pl_arena *arena, pl_number *figure,
                       pl_number *lo, pl_number *hi) {
    if (has_step(format, PL_STEP_PERCENT))
        *figure = pl_number_div(arena, *figure, (pl_number){100, 1, NULL});
    *lo = *hi = *figure;
    for (uint32_t i = 0; i < format->step_count; i++) {
        pl_number half;

        if (format->steps[i].kind != PL_STEP_ROUNDED)
            continue;
        assert(pl_number_sign(format->steps[i].step) > 0);
        half = pl_number_div(arena, format->steps[i].step, (pl_number){2, 1, NULL});
        *lo = pl_number_sub(arena, *lo, half);
        *hi = pl_number_add(arena, *hi, half);
    }
}

/* The figure itself must lie in the domain; bounds are clipped to it. */
static pl_read_fault read_bounds(const pl_cell_format *format, pl_arena *arena, pl_number figure,
                                 pl_reading *out) {
    pl_number lo, hi;
    pl_read_fault fault;

    take_steps(format, arena, &figure, &lo, &hi);
    pl_reading_set_number(out, figure, figure);
    fault = check_number(format, out);
    if (fault != PL_READ_FINE)
        return fault;
    if (format->has_domain && pl_number_compare(lo, format->domain_lo) < 0)
        lo = format->domain_lo;
    if (format->has_domain && pl_number_compare(hi, format->domain_hi) > 0)
        hi = format->domain_hi;
    pl_reading_set_number(out, lo, hi);
    return format->key && !is_exact(out) ? PL_READ_BOUNDED_KEY : PL_READ_FINE;
}

/* Digits in groups, as in 1.234,5 and 1 234: to leave the signs out would be a guess. */
static bool is_grouped(pl_str s) {
    bool digit = false;

    for (size_t i = s.len > 0 && s.ptr[0] == '-'; i < s.len; i++) {
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            digit = true;
        else if (!digit || !strchr(".,' \xC2\xA0", s.ptr[i]))
            return false;
    }
    return digit;
}

static pl_read_fault no_number(const pl_cell_format *format, pl_arena *arena, pl_str s) {
    char other = format->decimal == ',' ? '.' : ',';
    pl_number ignored;

    if (pl_number_parse(arena, s, other, &ignored))
        return PL_READ_OTHER_DECIMAL;
    return is_grouped(s) ? PL_READ_GROUPED : PL_READ_NO_NUMBER;
}

/* What is written about a figure besides its digits. */
typedef struct figure_marks {
    bool sign;    /* % behind it */
    bool figures; /* `in percent` */
    bool refused; /* without a sign it means nothing */
    bool rounded;
} figure_marks;

/* The long way: many digits, or bounds. */
static pl_read_fault read_exact(const pl_cell_format *format, pl_arena *arena, pl_str s,
                                figure_marks marks, pl_reading *out) {
    pl_number figure;

    if (!pl_number_parse(arena, s, format->decimal, &figure))
        return no_number(format, arena, s);
    if (marks.refused)
        return PL_READ_BARE_FIGURE;
    if (marks.sign && !marks.figures)
        figure = pl_number_div(arena, figure, (pl_number){100, 1, NULL});
    return read_bounds(format, arena, figure, out);
}

static pl_read_fault read_figure(const pl_cell_format *format, pl_arena *arena, pl_str s,
                                 figure_marks marks, pl_reading *out) {
    unsigned scale;

    if (marks.rounded || marks.refused || !read_decimal(s, format->decimal, &out->lo, &scale) ||
        scale > 16)
        return read_exact(format, arena, s, marks, out);
    if (marks.sign || marks.figures)
        take_hundredth(&out->lo, &scale);
    assert(scale <= 18);
    out->scaled = true;
    out->scale = (uint8_t)scale;
    out->hi = out->lo;
    return check_number(format, out);
}

static pl_read_fault read_number(const pl_cell_format *format, pl_arena *arena, pl_str s,
                                 pl_reading *out) {
    bool sign = s.len > 0 && s.ptr[s.len - 1] == '%';
    figure_marks marks = {
        .sign = sign,
        .figures = has_step(format, PL_STEP_PERCENT),
        .refused = !sign && refuses_bare(format),
        .rounded = has_step(format, PL_STEP_ROUNDED),
    };

    if (!marks.sign)
        return read_figure(format, arena, s, marks, out);
    if (!takes_percent(format) && !marks.figures)
        return PL_READ_PERCENT_SIGN;
    return read_figure(format, arena, pl_str_trim((pl_str){s.ptr, s.len - 1}), marks, out);
}

/* ### other types */

static pl_read_fault read_truth(pl_str s, pl_reading *out) {
    static const struct {
        const char *word;
        pl_truth truth;
    } words[] = {
        {"ja", PL_TRUE},   {"nee", PL_FALSE},   {"yes", PL_TRUE},  {"no", PL_FALSE},
        {"true", PL_TRUE}, {"false", PL_FALSE}, {"waar", PL_TRUE}, {"onwaar", PL_FALSE},
        {"1", PL_TRUE},    {"0", PL_FALSE},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) == s.len && strncasecmp(words[i].word, s.ptr, s.len) == 0) {
            out->index = (int32_t)words[i].truth;
            return PL_READ_FINE;
        }
    }
    return PL_READ_NO_TRUTH;
}

/* One or more digits up to '-' or the end; steps over them. */
static bool read_part(pl_str *s, size_t longest, int *out) {
    size_t digits = 0;

    *out = 0;
    while (digits < s->len && digits <= longest && s->ptr[digits] >= '0' && s->ptr[digits] <= '9')
        *out = *out * 10 + (s->ptr[digits++] - '0');
    if (digits == 0 || digits > longest)
        return false;
    *s = (pl_str){s->ptr + digits, s->len - digits};
    return true;
}

static bool skip_dash(pl_str *s) {
    if (s->len == 0 || s->ptr[0] != '-')
        return false;
    *s = (pl_str){s->ptr + 1, s->len - 1};
    return true;
}

static bool read_dutch_date(pl_str s, pl_date *out) {
    int day, month, year;

    if (!read_part(&s, 2, &day) || !skip_dash(&s) || !read_part(&s, 2, &month) || !skip_dash(&s) ||
        s.len != 4)
        return false;
    return read_part(&s, 4, &year) && s.len == 0 && pl_date_make(year, month, day, out);
}

static pl_read_fault read_date(pl_str s, pl_reading *out) {
    return pl_date_parse(s, &out->index) || read_dutch_date(s, &out->index) ? PL_READ_FINE
                                                                            : PL_READ_NO_DATE;
}

static pl_read_fault read_schooljaar(pl_str s, pl_reading *out) {
    int year;

    if (!pl_schooljaar_parse(s, &year))
        return PL_READ_NO_SCHOOLJAAR;
    assert(year >= 0 && year <= 9999);
    out->index = year;
    return PL_READ_FINE;
}

static pl_read_fault read_member(const pl_enum *members, pl_str s, pl_reading *out) {
    for (uint32_t i = 0; i < members->members.len; i++) {
        if (pl_str_equal(s, pl_str_of(members->members.items[i]))) {
            out->index = (int32_t)i;
            return PL_READ_FINE;
        }
    }
    return PL_READ_NO_MEMBER;
}

/* ### the whole cell */

/* Where the bytes of `mark` first stand in `s`, -1 when they do not. */
static ptrdiff_t find_mark(pl_str s, const char *mark) {
    size_t length = strlen(mark);

    for (size_t i = 0; length <= s.len && i <= s.len - length; i++)
        if (memcmp(s.ptr + i, mark, length) == 0)
            return (ptrdiff_t)i;
    return -1;
}

static bool cut(const pl_cell_format *format, pl_str *s) {
    for (uint32_t i = 0; i < format->step_count; i++) {
        const pl_step *step = &format->steps[i];
        ptrdiff_t at;

        if (step->kind != PL_STEP_BEFORE && step->kind != PL_STEP_AFTER)
            continue;
        assert(step->text && *step->text);
        at = find_mark(*s, step->text);
        if (at < 0)
            return false;
        if (step->kind == PL_STEP_BEFORE)
            s->len = (size_t)at;
        else
            *s = (pl_str){s->ptr + at + strlen(step->text),
                          s->len - (size_t)at - strlen(step->text)};
        *s = pl_str_trim(*s);
    }
    return true;
}

static const pl_map_cell *find_printed(const pl_cell_format *format, pl_str s) {
    for (uint32_t i = 0; i < format->printed_count; i++) {
        const pl_map_cell *printed = &format->printed[i];

        if (!printed->missing && format->type.base != PL_NUMBER)
            continue;
        if (pl_str_equal(s, pl_str_trim(pl_str_of(printed->printed))))
            return printed;
    }
    return NULL;
}

/* What it stands for is in the figures of the column: in hundredths where these are. */
static pl_read_fault read_printed(const pl_cell_format *format, const pl_map_cell *printed,
                                  pl_arena *arena, pl_reading *out) {
    const pl_number hundred = {100, 1, NULL};
    bool figures = !printed->percent && has_step(format, PL_STEP_PERCENT);
    pl_number lo = printed->lo, hi = printed->hi;

    if (printed->missing) {
        out->kind = PL_READING_MISSING;
        return PL_READ_FINE;
    }
    if (printed->percent && !takes_percent(format))
        return PL_READ_PERCENT_SIGN;
    if (!printed->percent && refuses_bare(format))
        return PL_READ_BARE_MEANING;
    if (figures) {
        lo = pl_number_div(arena, lo, hundred);
        hi = pl_number_div(arena, hi, hundred);
    }
    pl_reading_set_number(out, lo, hi);
    return check_number(format, out);
}

static pl_read_fault read_typed(const pl_cell_format *format, pl_data *data, pl_str s,
                                pl_reading *out) {
    out->kind = PL_READING_VALUE;
    switch (format->type.base) {
    case PL_NUMBER: return read_number(format, data->arena, s, out);
    case PL_TRUTH: return read_truth(s, out);
    case PL_DATE: return read_date(s, out);
    case PL_SCHOOLJAAR: return read_schooljaar(s, out);
    case PL_MEMBER: return read_member(format->type.members, s, out);
    case PL_TEXT: out->index = (int32_t)pl_texts_add(data, s); return PL_READ_FINE;
    case PL_POISON: break;
    }
    assert(!"a cell has a type");
    return PL_READ_FINE;
}

pl_read_fault pl_cell_read(const pl_cell_format *format, pl_data *data, pl_str cell,
                           pl_reading *out) {
    pl_str s = pl_str_trim(cell);
    const pl_map_cell *printed = find_printed(format, s);

    *out = (pl_reading){.kind = PL_READING_BLANK};
    if (!printed && s.len > 0 && !cut(format, &s))
        return PL_READ_NO_MARK;
    if (!printed)
        printed = find_printed(format, s);
    if (printed)
        return read_printed(format, printed, data->arena, out);
    return s.len == 0 ? PL_READ_FINE : read_typed(format, data, s, out);
}

/* ### readings */

pl_reading pl_reading_make(pl_data *data, const pl_value *value) {
    pl_reading reading = {.kind = PL_READING_VALUE, .index = value->index};

    if (value->state != PL_OK)
        return (pl_reading){.kind = PL_READING_MISSING};
    if (value->base == PL_NUMBER)
        pl_reading_set_number(&reading, value->lo, value->hi);
    else if (value->base == PL_TEXT)
        reading.index = (int32_t)pl_texts_add(data, pl_str_of(value->text));
    else if (value->base == PL_TRUTH)
        reading.index = (int32_t)value->truth;
    return reading;
}

static pl_number end_number(const pl_reading *reading, bool upper, pl_arena *arena) {
    if (!reading->scaled)
        return upper ? reading->exact_hi : reading->exact_lo;
    return pl_number_scaled(arena, upper ? reading->hi : reading->lo, reading->scale);
}

void pl_reading_print_number(pl_buffer *out, const pl_reading *reading, pl_arena *arena) {
    pl_number_print(out, end_number(reading, false, arena));
    if (is_exact(reading))
        return;
    pl_buffer_puts(out, "..");
    pl_number_print(out, end_number(reading, true, arena));
}

bool pl_reading_same(const pl_reading *a, const pl_reading *b, pl_base base) {
    if (a->kind != PL_READING_VALUE || b->kind != PL_READING_VALUE)
        return false;
    if (base != PL_NUMBER)
        return a->index == b->index;
    if (a->scaled != b->scaled)
        return false;
    if (!a->scaled)
        return pl_number_compare(a->exact_lo, b->exact_lo) == 0 &&
            pl_number_compare(a->exact_hi, b->exact_hi) == 0;
    return a->scale == b->scale && a->lo == b->lo && a->hi == b->hi;
}
