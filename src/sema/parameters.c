/* parameters.c - named values with the days from and until which they hold.
 * A value without a last day holds until the next begins. */
#include <assert.h>

#include "sema/checker.h"

/* A name can only be a member of levels; of which, its spelling must say alone. */
static bool member_of_any_levels(pl_checker *ck, const pl_node *node, pl_value *value,
                                 pl_type *type) {
    const pl_enum *found = NULL;

    if (!pl_sema_is(node, PL_NODE_NAME) || !node->text)
        return false;
    for (uint32_t i = 0; i < ck->model->enums.len; i++) {
        const pl_enum *e = ck->model->enums.items[i];

        if (!e->name || pl_enum_find(e, node->text) < 0)
            continue;
        if (found)
            return false;
        found = e;
    }
    if (!found)
        return false;
    *type = (pl_type){.base = PL_MEMBER, .members = found};
    *value = (pl_value){.base = PL_MEMBER, .index = pl_enum_find(found, node->text)};
    return true;
}

/* `127..129`: numbers of one unit, both ends included, the lower one first. */
static bool read_range(pl_checker *ck, const pl_node *node, pl_value *value, pl_type *type) {
    const pl_node *low = pl_sema_kid(node, 0), *high = pl_sema_kid(node, 1);
    pl_value upper;
    pl_type other, joined;

    if (!pl_sema_given(low) || !pl_sema_given(high) || node->text) {
        PL_REPORT(ck->diags, OPEN_NORM, node->span, pl_sema_written(ck, node));
        return false;
    }
    if (!pl_sema_literal(ck, low, value, type) || !pl_sema_literal(ck, high, &upper, &other) ||
        type->base != PL_NUMBER || !pl_type_join(*type, other, &joined)) {
        PL_REPORT(ck->diags, NO_RANGE_OF_NUMBERS, node->span, pl_sema_written(ck, node));
        return false;
    }
    if (pl_number_compare(value->lo, upper.lo) > 0) {
        PL_REPORT(ck->diags, BAD_RANGE, node->span, pl_sema_written(ck, node),
                  _("its ends are the wrong way round"), _("write the lower end first"));
        return false;
    }
    *type = joined;
    value->hi = upper.lo;
    return true;
}

static bool read_value(pl_checker *ck, const pl_node *node, pl_value *value, pl_type *type) {
    if (!pl_sema_given(node))
        return false;
    if (pl_sema_is(node, PL_NODE_RANGE))
        return read_range(ck, node, value, type);
    if (pl_sema_literal(ck, node, value, type) || member_of_any_levels(ck, node, value, type))
        return true;
    PL_REPORT(ck->diags, NO_LITERAL, node->span, pl_sema_written(ck, node));
    return false;
}

static bool agree(pl_checker *ck, pl_parameter *p, const pl_node *node, pl_type type) {
    pl_type joined;

    if (pl_type_join(p->type, type, &joined)) {
        p->type = joined;
        return true;
    }
    PL_REPORT(ck->diags, PARAMETER_TYPES, node->span, p->name, pl_type_words(ck->arena, p->type),
              pl_type_words(ck->arena, type));
    return false;
}

/* The values in the order of their days. */
static void set_values(pl_checker *ck, pl_parameter *p, const pl_dated_value *values, pl_days *days,
                       uint32_t count) {
    uint32_t *order = PL_MAKE_ARRAY(ck->arena, uint32_t, count + 1);
    pl_span *spans = PL_MAKE_ARRAY(ck->arena, pl_span, count + 1);

    for (uint32_t i = 0; i < count; i++)
        spans[i] = values[i].span;
    assert(p->values.len == 0);
    pl_sema_sort_periods(ck, days, spans, order, count,
                         pl_arena_format(ck->arena, _("two values of `%s`"), p->name));
    for (uint32_t i = 0; i < count; i++) {
        const pl_days *d = &days[order[i]];
        pl_dated_value v = values[order[i]];

        v.has_from = d->has_from, v.from = d->from;
        v.has_until = d->has_until, v.until = d->until;
        PL_PUSH(ck->arena, &p->values, v);
    }
}

static void read_values(pl_checker *ck, pl_parameter *p, const pl_node *node) {
    pl_dated_value *values = PL_MAKE_ARRAY(ck->arena, pl_dated_value, node->count + 1);
    pl_days *days = PL_MAKE_ARRAY(ck->arena, pl_days, node->count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < node->count; i++) {
        const pl_node *dated = pl_sema_kid(node, i), *written = pl_sema_kid(dated, 0);
        pl_type type;

        if (!pl_sema_is(dated, PL_NODE_DATED) ||
            !read_value(ck, written, &values[count].value, &type))
            continue;
        if (!agree(ck, p, written, type))
            continue;
        values[count].span = written->span;
        p->ranges = p->ranges || pl_sema_is(written, PL_NODE_RANGE);
        days[count] = pl_sema_days(ck, pl_sema_kid(dated, 1), pl_sema_kid(dated, 2));
        count++;
    }
    set_values(ck, p, values, days, count);
    assert(p->values.len > 0 || ck->diags->errors > 0);
}

static void declare_parameter(pl_checker *ck, const pl_node *node) {
    pl_parameter *p = PL_MAKE(ck->arena, pl_parameter);

    if (!node->text)
        return;
    p->name = node->text;
    p->span = pl_sema_name_span(node);
    p->type = (pl_type){.base = PL_POISON};
    read_values(ck, p, node);
    if (pl_sema_declare(ck, PL_SYMBOL_PARAMETER, NULL, node, p))
        PL_PUSH(ck->arena, &ck->model->parameters, p);
}

void pl_sema_declare_parameters(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_PARAMETER, declare_parameter);
}
