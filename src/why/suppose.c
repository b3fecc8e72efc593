/* suppose.c - reads what is supposed. A value is written as in a rule, or with a decimal comma; it is
 * read as a cell of that field would be. */
#include "why/suppose.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "load/cells.h"

/* ### names */

static pl_str name_part(const char *text) {
    const char *equals = strchr(text, '=');

    return pl_str_trim((pl_str){text, equals ? (size_t)(equals - text) : strlen(text)});
}

static pl_str value_part(const char *text) {
    const char *equals = strchr(text, '=');

    return equals ? pl_str_trim(pl_str_of(equals + 1)) : (pl_str){"", 0};
}

static const pl_field *find_field(const pl_entity *entity, pl_str name) {
    for (uint32_t f = 0; f < entity->fields.len; f++)
        if (pl_str_equal(pl_str_of(entity->fields.items[f]->name), name))
            return entity->fields.items[f];
    return NULL;
}

static const pl_measure *find_measure(const pl_model *model, const pl_entity *entity, pl_str name) {
    for (uint32_t m = 0; m < model->measures.len; m++)
        if (model->measures.items[m]->entity == entity &&
            pl_str_equal(pl_str_of(model->measures.items[m]->name), name))
            return model->measures.items[m];
    return NULL;
}

/* "school.weging" names its entity; `weging` is looked for upward. */
static bool find_name(const pl_model *model, const pl_rule *rule, pl_str name, pl_change *change) {
    assert(rule->entity);
    for (const pl_entity *e = rule->entity; e; e = e->parent) {
        size_t length = strlen(e->name);
        bool qualified = name.len > length + 1 && memcmp(name.ptr, e->name, length) == 0 &&
            name.ptr[length] == '.';
        pl_str rest = qualified ? (pl_str){name.ptr + length + 1, name.len - length - 1} : name;

        change->entity = e;
        change->field = find_field(e, rest);
        change->measure = change->field ? NULL : find_measure(model, e, rest);
        if (change->field || change->measure)
            return true;
    }
    return false;
}

bool pl_suppose_find(pl_arena *arena, pl_diags *diags, const pl_rule *rule,
                     const pl_dataset *dataset, const pl_model *model, const char *text,
                     pl_change *change) {
    pl_str part = name_part(text);
    const char *name = pl_arena_copy(arena, part.ptr, part.len), *why = NULL;

    *change = (pl_change){0};
    if (!strchr(text, '='))
        why = _("a value is missing");
    else if (!find_name(model, rule, part, change))
        why = _("the subject has no such field, and nothing above it has");
    else if (change->field && change->field->key)
        why = _("it is part of a key");
    else if (change->measure && !pl_dataset_supplies(dataset, change->measure))
        why = _("it is computed; suppose other values of what it is computed from");
    if (!why)
        return true;
    PL_REPORT_DATA(diags, WHY_IF_NAME, NULL, 0, NULL, name, why);
    return false;
}

/* ### values */

static pl_cell_format format_of(const pl_change *change, pl_str text) {
    const pl_field *field = change->field;
    pl_cell_format format = {.type = field ? field->type : change->measure->type, .decimal = '.'};

    if (text.len > 0 && memchr(text.ptr, ',', text.len))
        format.decimal = ',';
    if (field && field->has_domain) {
        format.has_domain = true;
        format.domain_lo = field->domain_lo;
        format.domain_hi = field->domain_hi;
    }
    if (change->measure && pl_expr_share(change->measure->definition)) {
        format.has_domain = format.share = true;
        format.domain_lo = PL_NUMBER_ZERO;
        format.domain_hi = PL_NUMBER_ONE;
    }
    return format;
}

static pl_value value_of(pl_arena *arena, const pl_data *data, pl_type type,
                         const pl_reading *reading) {
    pl_value value = {.base = type.base, .lo = PL_NUMBER_ZERO, .hi = PL_NUMBER_ZERO};

    assert(reading->kind == PL_READING_VALUE);
    if (type.base == PL_NUMBER) {
        value.lo = reading->scaled ? pl_number_scaled(arena, reading->lo, reading->scale)
                                   : reading->exact_lo;
        value.hi = reading->scaled ? pl_number_scaled(arena, reading->hi, reading->scale)
                                   : reading->exact_hi;
    } else if (type.base == PL_TRUTH) {
        value.truth = (pl_truth)reading->index;
    } else {
        value.index = reading->index;
        if (type.base == PL_TEXT)
            value.text = data->texts.items[reading->index];
    }
    return value;
}

static int year_of(const pl_rule *rule, const pl_data *data, uint32_t row, int schooljaar) {
    const pl_rows *rows = pl_data_rows(data, rule->entity);

    return rows->years ? rows->years[row] : schooljaar;
}

bool pl_suppose_read(pl_arena *arena, pl_diags *diags, const pl_rule *rule, pl_data *data,
                     uint32_t row, const char *text, pl_change *change) {
    pl_str part = value_part(text);
    pl_cell_format format = format_of(change, part);
    pl_reading reading;
    const pl_rows *rows = pl_data_rows(data, rule->entity);
    int32_t up = rule->entity == change->entity
        ? (int32_t)row
        : pl_links_at(&rows->up[change->entity->depth], row);
    const char *name = change->field ? change->field->name : change->measure->name;

    change->year = year_of(rule, data, row, change->year);
    if (up == PL_NO_ROW) {
        PL_REPORT_DATA(diags, WHY_IF_NAME, NULL, 0, NULL, name,
                       _("the subject is not linked to a row of it"));
        return false;
    }
    change->row = (uint32_t)up;
    change->value = (pl_value){.base = format.type.base, .state = PL_MISSING};
    if (pl_str_equal(part, pl_str_of("missing")))
        return true;
    if (part.len == 0 || pl_cell_read(&format, data, part, &reading) != PL_READ_FINE ||
        reading.kind != PL_READING_VALUE) {
        PL_REPORT_DATA(diags, WHY_IF_VALUE, NULL, 0, NULL, pl_arena_copy(arena, part.ptr, part.len),
                       name, pl_type_words(arena, format.type));
        return false;
    }
    change->value = value_of(arena, data, format.type, &reading);
    return true;
}
