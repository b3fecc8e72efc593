/* wording.c - texts, numbers and dates in the reader's language or in the fixed English of machine
 * formats.
 * Decides nothing about what is said; that is reason.c and the reports. */
#include "trace/wording.h"

#include <assert.h>

#include "base/gettext.h"

#define LEAST_PERCENT_DECIMALS 1
#define LEAST_NUMBER_DECIMALS 2
#define MOST_DECIMALS 9
#define NORM_DECIMALS 4

/* ### texts */

pl_wording pl_wording_fixed(void) {
    return (pl_wording){false, '.'};
}

pl_wording pl_wording_reader(void) {
    /* TRANSLATORS: one half, with the decimal sign of your language. */
    const char *half = _("0.5");

    return (pl_wording){true, half[0] == '0' && half[1] == ',' ? ',' : '.'};
}

const char *pl_said(pl_wording wording, const char *text) {
    return wording.reader ? _(text) : text;
}

/* ### numbers */

static pl_number rounded(pl_number number, unsigned decimals) {
    pl_arena arena;
    pl_number result;

    assert(!number.big && decimals <= MOST_DECIMALS);
    pl_arena_init(&arena);
    result = pl_number_round(&arena, number, pl_number_scaled(&arena, 1, decimals));
    if (result.big)
        result = number;
    pl_arena_fini(&arena);
    return result;
}

/* So many decimals that the figure as printed stands on the same side of `against`. */
static unsigned decimals_for(pl_number number, unsigned least, const pl_number *against) {
    unsigned decimals = least;

    if (!against || number.big || against->big)
        return decimals;
    while (decimals < MOST_DECIMALS &&
           pl_number_compare(rounded(number, decimals), *against) !=
               pl_number_compare(number, *against))
        decimals++;
    return decimals;
}

void pl_figure_number(pl_buffer *out, pl_wording wording, pl_number number, pl_unit unit,
                      const pl_number *against) {
    pl_arena arena;
    bool percent = unit == PL_UNIT_PERCENT;
    unsigned least = percent ? LEAST_PERCENT_DECIMALS : LEAST_NUMBER_DECIMALS;
    pl_number scaled_against;

    pl_arena_init(&arena);
    if (percent) {
        pl_number hundred = pl_number_make(&arena, 100, 1);

        number = pl_number_mul(&arena, number, hundred);
        if (against) {
            scaled_against = pl_number_mul(&arena, *against, hundred);
            against = &scaled_against;
        }
    }
    pl_number_print_rounded(out, number, decimals_for(number, least, against), wording.point, true);
    if (percent)
        pl_buffer_putc(out, '%');
    pl_arena_fini(&arena);
}

static void print_number(pl_buffer *out, pl_wording wording, pl_number number, pl_unit unit,
                         const pl_number *against) {
    if (wording.reader)
        pl_figure_number(out, wording, number, unit, against);
    else
        pl_number_print(out, number);
}

static unsigned own_decimals(pl_number number) {
    int64_t mantissa;
    unsigned scale;

    return pl_number_as_scaled(number, &mantissa, &scale) && scale <= NORM_DECIMALS ? scale : 0;
}

/* Rounded away from what lies between the ends: down, or `up`. */
static pl_number outward(pl_arena *arena, pl_number number, unsigned decimals, bool up) {
    pl_number step = pl_number_scaled(arena, 1, decimals),
              nearest = pl_number_round(arena, number, step);
    int side = pl_number_compare(nearest, number);

    if (up && side < 0)
        return pl_number_add(arena, nearest, step);
    if (!up && side > 0)
        return pl_number_sub(arena, nearest, step);
    return nearest;
}

/* So many decimals that an end stands on the same side of `against`; one more than others have where it
 * is exact then, as half of a printed figure's last place is. */
static unsigned decimals_of_end(pl_arena *arena, pl_number number, unsigned least,
                                const pl_number *against, bool up) {
    unsigned own = own_decimals(number), decimals = own == least + 1 ? own : least;

    while (against && decimals < MOST_DECIMALS &&
           pl_number_compare(outward(arena, number, decimals, up), *against) !=
               pl_number_compare(number, *against))
        decimals++;
    return decimals;
}

/* An end of what a figure lies between, for people: never nearer to the other than it is. */
static void print_end(pl_buffer *out, pl_wording wording, pl_number number, pl_unit unit,
                      const pl_number *against, bool up) {
    bool percent = unit == PL_UNIT_PERCENT;
    unsigned least = percent ? LEAST_PERCENT_DECIMALS : LEAST_NUMBER_DECIMALS, decimals;
    pl_number scaled_against, hundred;
    pl_arena arena;

    if (!wording.reader) {
        pl_number_print(out, number);
        return;
    }
    pl_arena_init(&arena);
    hundred = pl_number_make(&arena, percent ? 100 : 1, 1);
    number = pl_number_mul(&arena, number, hundred);
    if (against) {
        scaled_against = pl_number_mul(&arena, *against, hundred);
        against = &scaled_against;
    }
    decimals = decimals_of_end(&arena, number, least, against, up);
    pl_number_print_rounded(out, outward(&arena, number, decimals, up), decimals, wording.point,
                            true);
    if (percent)
        pl_buffer_putc(out, '%');
    pl_arena_fini(&arena);
}

/* `8.8..32.4%`: people need the sign once. */
static void print_interval(pl_buffer *out, pl_wording wording, const pl_value *value, pl_unit unit,
                           const pl_number *against) {
    size_t end;

    if (pl_number_compare(value->lo, value->hi) == 0) {
        print_number(out, wording, value->lo, unit, against);
        return;
    }
    print_end(out, wording, value->lo, unit, against, false);
    assert(out->len > 0 && pl_number_compare(value->lo, value->hi) < 0);
    end = out->len - 1;
    if (out->ptr[end] == '%')
        out->len = end;
    pl_buffer_puts(out, "..");
    print_end(out, wording, value->hi, unit, against, true);
}

/* ### other values */

static const char *truth_word(pl_wording wording, pl_truth truth) {
    switch (truth) {
    case PL_TRUE: return pl_said(wording, N_("yes"));
    case PL_FALSE: return pl_said(wording, N_("no"));
    case PL_UNKNOWN: return pl_said(wording, N_("unknown"));
    case PL_NONE: return pl_said(wording, N_("nothing to judge"));
    }
    return "";
}

void pl_figure_value(pl_buffer *out, pl_wording wording, const pl_value *value, pl_type type,
                     const pl_number *against) {
    assert(value->state == PL_OK || value->base == PL_TRUTH);
    switch (type.base) {
    case PL_NUMBER: print_interval(out, wording, value, type.unit, against); break;
    case PL_TRUTH: pl_buffer_puts(out, truth_word(wording, value->truth)); break;
    case PL_TEXT: pl_buffer_puts(out, value->text); break;
    case PL_MEMBER:
        assert(value->index >= 0 && (uint32_t)value->index < type.members->members.len);
        pl_buffer_puts(out, type.members->members.items[value->index]);
        break;
    case PL_DATE: pl_date_print(out, value->index); break;
    case PL_SCHOOLJAAR: pl_schooljaar_print(out, value->index); break;
    case PL_POISON: break;
    }
}

static const char *const months[] = {
    N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
    N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December")};

void pl_figure_date(pl_buffer *out, pl_wording wording, pl_date date) {
    int year, month, day;

    if (!wording.reader) {
        pl_date_print(out, date);
        return;
    }
    pl_date_split(date, &year, &month, &day);
    assert(month >= 1 && month <= 12);
    pl_buffer_printf(out, "%d %s %d", day, pl_said(wording, months[month - 1]), year);
}

void pl_figure_norm(pl_buffer *out, pl_wording wording, const pl_value *value, pl_type type) {
    bool percent = type.base == PL_NUMBER && type.unit == PL_UNIT_PERCENT;
    pl_arena arena;
    pl_number number;
    unsigned least = percent ? LEAST_PERCENT_DECIMALS : LEAST_NUMBER_DECIMALS, own;

    if (type.base != PL_NUMBER || pl_number_compare(value->lo, value->hi) != 0) {
        pl_figure_value(out, wording, value, type, NULL);
        return;
    }
    pl_arena_init(&arena);
    number = percent ? pl_number_mul(&arena, value->lo, pl_number_make(&arena, 100, 1)) : value->lo;
    own = own_decimals(number);
    pl_number_print_rounded(out, number, own > least ? own : least, wording.point, true);
    if (percent)
        pl_buffer_putc(out, '%');
    pl_arena_fini(&arena);
}
