/* literals.c - numbers with their units, members, dates and ranges as they stand in tables, sets,
 * domains and datasets.
 * What a value may be is said by the place it stands in; nothing is looked up but members. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

static const pl_type text_type = {.base = PL_TEXT};

static pl_value number_value(pl_number number) {
    return (pl_value){.base = PL_NUMBER, .state = PL_OK, .lo = number, .hi = number};
}

/* ### numbers */

static bool has_number(const pl_node *node) {
    return node->number.den != 0 || node->number.big;
}

/* The node of 90% holds 0.9, and the unit percent. */
static bool plain_number(const pl_node *node, pl_number *number, pl_unit *unit) {
    *unit = PL_UNIT_PLAIN;
    if (!has_number(node))
        return false;
    *number = node->number;
    return !node->text || pl_unit_find(pl_str_of(node->text), unit);
}

static bool quotient(pl_checker *ck, const pl_node *node, pl_number *number, pl_unit *unit) {
    pl_number a, b;
    pl_unit over, under;

    if (!node->text || strcmp(node->text, "/") != 0)
        return false;
    if (!plain_number(pl_sema_kid(node, 0), &a, &over) ||
        !plain_number(pl_sema_kid(node, 1), &b, &under))
        return false;
    if (pl_number_sign(b) == 0 || !pl_unit_over(over, under, unit))
        return false;
    assert(*unit < PL_UNIT_COUNT);
    *number = pl_number_div(ck->arena, a, b);
    return true;
}

static bool literal_number(pl_checker *ck, const pl_node *node, pl_number *number, pl_unit *unit) {
    if (pl_sema_is(node, PL_NODE_NUMBER))
        return plain_number(node, number, unit);
    if (pl_sema_is(node, PL_NODE_BINARY))
        return quotient(ck, node, number, unit);
    if (!pl_sema_is(node, PL_NODE_NEGATE) || !pl_sema_is(pl_sema_kid(node, 0), PL_NODE_NUMBER))
        return false;
    if (!plain_number(pl_sema_kid(node, 0), number, unit))
        return false;
    *number = pl_number_negate(ck->arena, *number);
    return true;
}

/* ### any literal */

bool pl_sema_literal(pl_checker *ck, const pl_node *node, pl_value *value, pl_type *type) {
    pl_number number;

    *type = (pl_type){.base = PL_NUMBER};
    if (literal_number(ck, node, &number, &type->unit)) {
        *value = number_value(number);
        return true;
    }
    switch (node->kind) {
    case PL_NODE_TEXT:
        *type = text_type;
        *value = (pl_value){.base = PL_TEXT, .text = node->text ? node->text : ""};
        return node->text != NULL;
    case PL_NODE_DATE:
        *type = (pl_type){.base = PL_DATE};
        *value = (pl_value){.base = PL_DATE, .index = pl_sema_whole(node, 0)};
        return has_number(node);
    case PL_NODE_SCHOOLJAAR:
        *type = (pl_type){.base = PL_SCHOOLJAAR};
        *value = (pl_value){.base = PL_SCHOOLJAAR, .index = pl_sema_whole(node, 0)};
        return has_number(node);
    default: return false;
    }
}

/* ### a literal of a given type */

static bool is_name_or_text(const pl_node *node) {
    return (pl_sema_is(node, PL_NODE_NAME) || pl_sema_is(node, PL_NODE_TEXT)) && node->text;
}

static bool member_as(pl_checker *ck, const pl_node *node, const pl_enum *e, bool quiet,
                      pl_value *value) {
    int index;

    assert(e);
    if (!is_name_or_text(node))
        return false;
    index = pl_enum_find(e, node->text);
    *value = (pl_value){.base = PL_MEMBER, .index = index};
    if (index < 0 && !quiet)
        PL_REPORT(ck->diags, UNKNOWN_MEMBER, node->span, node->text,
                  pl_type_words(ck->arena, (pl_type){PL_MEMBER, 0, e}),
                  pl_sema_hint_member(ck, e, node->text));
    return index >= 0;
}

static bool truth_as(const pl_node *node, pl_value *value) {
    bool yes = is_name_or_text(node) && strcmp(node->text, "yes") == 0;
    bool no = is_name_or_text(node) && strcmp(node->text, "no") == 0;

    *value = (pl_value){.base = PL_TRUTH, .truth = yes ? PL_TRUE : PL_FALSE};
    return yes || no;
}

/* `20..40` of an amount in hours need not say hours again; a percentage says its sign, since 90 and
 * 90% differ. */
static bool takes_unit(pl_type literal, pl_type want) {
    return literal.base == PL_NUMBER && want.base == PL_NUMBER && literal.unit == PL_UNIT_PLAIN &&
        want.unit != PL_UNIT_PERCENT;
}

static const char *literal_hint(pl_checker *ck, const pl_node *node, pl_type want, bool known,
                                pl_type type) {
    if (pl_sema_is(node, PL_NODE_DAYMONTH))
        return _("its date differs from year to year: compare with it, as in `datum >= 31 jan` or "
                 "`datum in 1 okt..31 jan`, or write the date");
    if (known && type.base == PL_NUMBER && want.base == PL_NUMBER && want.unit == PL_UNIT_PERCENT)
        return pl_arena_format(ck->arena, _("write `%s%%`"), pl_sema_written(ck, node));
    if (pl_sema_is(node, PL_NODE_NAME) && want.base == PL_TEXT)
        return pl_arena_format(ck->arena, _("a text stands in quotes: \"%s\""), node->text);
    if (want.base == PL_TRUTH)
        return _("write `yes` or `no`");
    if (want.base == PL_MEMBER)
        return pl_sema_hint_member(ck, want.members, "");
    return pl_arena_format(ck->arena, _("write %s"), pl_type_words(ck->arena, want));
}

static void report_literal(pl_checker *ck, const pl_node *node, pl_type want, bool known,
                           pl_type type) {
    const char *what = known                 ? pl_type_words(ck->arena, type)
        : pl_sema_is(node, PL_NODE_DAYMONTH) ? _("a day in every year")
                                             : _("a name");
    const char *wanted = want.base == PL_TRUTH ? _("yes or no") : pl_type_words(ck->arena, want);

    PL_REPORT(ck->diags, LITERAL_TYPE, node->span, pl_sema_written(ck, node), what, wanted,
              literal_hint(ck, node, want, known, type));
}

bool pl_sema_literal_as(pl_checker *ck, const pl_node *node, pl_type want, bool quiet,
                        pl_value *value) {
    pl_type type = {0}, joined;
    bool known;

    if (!pl_sema_given(node) || want.base == PL_POISON)
        return false;
    if (want.base == PL_MEMBER && is_name_or_text(node))
        return member_as(ck, node, want.members, quiet, value);
    if (want.base == PL_TRUTH && truth_as(node, value))
        return true;
    known = pl_sema_literal(ck, node, value, &type);
    if (known && (pl_type_join(type, want, &joined) || takes_unit(type, want)))
        return true;
    if (!quiet)
        report_literal(ck, node, want, known, type);
    return false;
}

/* ### ranges */

static bool report_range(pl_checker *ck, const pl_node *node, bool quiet, const char *why,
                         const char *way_out) {
    if (!quiet)
        PL_REPORT(ck->diags, BAD_RANGE, node->span, pl_sema_written(ck, node), why, way_out);
    return false;
}

static bool is_reversed(const pl_cell *cell) {
    int order;

    if (!cell->has_lo || !cell->has_hi)
        return false;
    assert(cell->lo.base == cell->hi.base);
    order = cell->lo.base == PL_NUMBER
        ? pl_number_compare(cell->lo.lo, cell->hi.lo)
        : (cell->lo.index > cell->hi.index) - (cell->lo.index < cell->hi.index);
    return order > 0 || (order == 0 && cell->open_hi);
}

static bool has_order(pl_type type) {
    return type.base == PL_NUMBER || type.base == PL_DATE || type.base == PL_SCHOOLJAAR ||
        (type.base == PL_MEMBER && type.members->ordered);
}

/* With one end in percent, `20..40%` means percent at both. */
static bool low_end_lacks_sign(const pl_node *low, const pl_node *high, pl_type want) {
    bool percent = want.base == PL_NUMBER && want.unit == PL_UNIT_PERCENT;

    return percent && pl_sema_is(low, PL_NODE_NUMBER) && !low->text &&
        pl_sema_is(high, PL_NODE_NUMBER) && high->text;
}

static bool range_end(pl_checker *ck, const pl_node *end, pl_type want, bool quiet, bool *has,
                      pl_value *value) {
    *has = end->kind != PL_NODE_ABSENT;
    return !*has || pl_sema_literal_as(ck, end, want, quiet, value);
}

bool pl_sema_range_as(pl_checker *ck, const pl_node *node, pl_type want, bool quiet,
                      pl_cell *cell) {
    const pl_node *low = pl_sema_kid(node, 0), *high = pl_sema_kid(node, 1);

    *cell = (pl_cell){.kind = PL_CELL_RANGE,
                      .open_hi = node->text && strcmp(node->text, "<") == 0,
                      .span = node->span};
    if (want.base == PL_POISON || pl_sema_has_error(node))
        return false;
    if (!has_order(want))
        return report_range(
            ck, node, quiet,
            pl_arena_format(ck->arena, _("%s has no order"), pl_type_words(ck->arena, want)),
            _("write the values in braces, `in {a, b}`"));
    if (low_end_lacks_sign(low, high, want))
        return report_range(ck, node, quiet, _("only one end has a percent sign"),
                            _("write it at both ends: `20%..40%`"));
    if (!range_end(ck, low, want, quiet, &cell->has_lo, &cell->lo) ||
        !range_end(ck, high, want, quiet, &cell->has_hi, &cell->hi))
        return false;
    if (is_reversed(cell))
        return report_range(ck, node, quiet, _("no value lies in it"),
                            _("write it from low to high: `20..40`, or `20..<40` to leave out 40"));
    return true;
}

/* ### first and last days */

static bool day_of(const pl_node *node, bool last, pl_date *day) {
    int number = pl_sema_whole(node, 0);

    if (!pl_sema_given(node))
        return false;
    assert(has_number(node) || !pl_sema_is(node, PL_NODE_SCHOOLJAAR));
    if (pl_sema_is(node, PL_NODE_DATE))
        *day = number;
    else if (pl_sema_is(node, PL_NODE_SCHOOLJAAR))
        *day = last ? pl_schooljaar_start(number + 1) - 1 : pl_schooljaar_start(number);
    else
        assert(!"a day is a date or a school year");
    return pl_sema_is(node, PL_NODE_DATE) || pl_sema_is(node, PL_NODE_SCHOOLJAAR);
}

pl_days pl_sema_days(pl_checker *ck, const pl_node *from, const pl_node *until) {
    pl_days days = {0};

    days.has_from = day_of(from, false, &days.from);
    days.has_until = day_of(until, true, &days.until);
    if (days.has_from && days.has_until && days.until < days.from) {
        PL_REPORT0(ck->diags, DAYS_REVERSED, pl_span_join(from->span, until->span));
        days.has_until = false;
    }
    return days;
}

/* Insertion: there are few, and equals must keep their order. */
static void order_periods(const pl_days *days, uint32_t *order, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;

        while (at > 0 && days[i].has_from && days[order[at - 1]].has_from &&
               days[order[at - 1]].from > days[i].from)
            at--;
        while (at > 0 && !days[i].has_from && days[order[at - 1]].has_from)
            at--;
        assert(at == 0 || !days[order[at - 1]].has_from || days[i].has_from);
        for (uint32_t k = i; k > at; k--)
            order[k] = order[k - 1];
        order[at] = i;
    }
}

bool pl_sema_sort_periods(pl_checker *ck, pl_days *days, const pl_span *spans, uint32_t *order,
                          uint32_t count, const char *what) {
    bool sound = true;

    order_periods(days, order, count);
    for (uint32_t i = 0; i + 1 < count; i++) {
        pl_days *now = &days[order[i]];
        const pl_days *next = &days[order[i + 1]];
        bool same_start =
            now->has_from == next->has_from && (!now->has_from || now->from == next->from);

        assert(order[i] < count && order[i + 1] < count);
        assert(same_start || next->has_from);
        if (same_start || (now->has_until && now->until >= next->from)) {
            PL_REPORT(ck->diags, PERIODS_OVERLAP, spans[order[i + 1]], what,
                      pl_span_place(ck->arena, spans[order[i]]));
            sound = false;
        } else if (!now->has_until) {
            now->has_until = true;
            now->until = next->from - 1;
        }
    }
    return sound;
}
