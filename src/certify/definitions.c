/* definitions.c - the lines before the rules: the receipt, the texts of the rule files, and what the
 * rules speak of: levels, entities, tables, parameters, measures, and the files behind the rows. */
#include <assert.h>
#include <string.h>

#include "certify/writer.h"
#include "load/files.h"
#include "load/plan.h"
#include "report/json_text.h"

static const char *between(uint32_t i) {
    return i > 0 ? ", " : "";
}

static void put_word(pl_certifier *w, const char *name, const char *text) {
    pl_buffer_puts(w->out, ", ");
    pl_json_member(w->out, name, text);
}

static void put_flag(pl_certifier *w, const char *name, bool is) {
    if (is)
        pl_buffer_printf(w->out, ", \"%s\": true", name);
}

/* From and until, which are told somewhere from `at` on. */
static void put_days(pl_certifier *w, bool has_from, pl_date from, bool has_until, pl_date until,
                     pl_span at) {
    pl_buffer_printf(w->out, "\"from\": %s, \"until\": %s",
                     pl_certify_day_in(w, has_from, from, at),
                     pl_certify_day_in(w, has_until, until, at));
}

void pl_certify_line(pl_certifier *w) {
    pl_buffer_puts(w->out, "}\n");
    w->lines++;
}

/* ### the receipt */

static void put_receipt(pl_certifier *w) {
    const pl_receipt *receipt = w->of->receipt;
    const pl_dataset *dataset = w->of->run->data->dataset;

    pl_buffer_puts(w->out, "{\"format\": \"peil-certificate-2\", ");
    pl_json_member(w->out, "version", receipt->version);
    pl_buffer_puts(w->out, ", \"date\": ");
    pl_certify_date(w, true, receipt->date);
    put_word(w, "dataset", dataset ? dataset->name : NULL);
    pl_buffer_puts(w->out, ", \"data\": [");
    for (uint32_t i = 0; i < receipt->data.len; i++) {
        pl_buffer_printf(w->out, "%s{", between(i));
        pl_json_member(w->out, "name", receipt->data.items[i].name);
        put_word(w, "sha256", receipt->data.items[i].sha256);
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
}

static void put_sources(pl_certifier *w) {
    for (uint32_t i = 0; i < w->of->sources.len; i++) {
        const pl_source *source = w->of->sources.items[i];

        assert(source->sha256);
        pl_buffer_printf(w->out, "{\"file\": %u", i);
        put_word(w, "name", source->name);
        put_flag(w, "standard", source->standard);
        put_word(w, "sha256", source->sha256);
        put_word(w, "text", pl_arena_copy(w->arena, source->text.ptr, source->text.len));
        pl_certify_line(w);
    }
}

/* ### levels and entities */

static void put_levels(pl_certifier *w, const pl_enum *levels) {
    pl_type type = {.base = PL_MEMBER, .members = levels};

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "levels", pl_certify_type(w, type));
    pl_buffer_puts(w->out, ", \"members\": [");
    for (uint32_t i = 0; i < levels->members.len; i++) {
        pl_value member = {.base = PL_TEXT, .text = levels->members.items[i]};

        pl_buffer_printf(w->out, "%s%s", between(i),
                         pl_certify_figure(w, (pl_type){.base = PL_TEXT}, &member,
                                           pl_certify_rest(levels->span)));
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
}

static void put_names(pl_certifier *w, const char *name, pl_field *const *fields, uint32_t count) {
    pl_buffer_printf(w->out, ", \"%s\": [", name);
    for (uint32_t i = 0; i < count; i++) {
        pl_buffer_puts(w->out, between(i));
        pl_json_text(w->out, fields[i]->name);
    }
    pl_buffer_putc(w->out, ']');
}

static void put_field(pl_certifier *w, const pl_field *field) {
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "name", field->name);
    put_word(w, "type", pl_certify_type(w, field->type));
    put_flag(w, "yearly", field->yearly);
    if (field->has_domain) {
        pl_buffer_printf(w->out, ", \"low\": %s, \"high\": %s",
                         pl_certify_number(w, field->domain_lo, pl_certify_rest(field->span)),
                         pl_certify_number(w, field->domain_hi, pl_certify_rest(field->span)));
    }
    if (field->default_value) {
        pl_buffer_puts(w->out, ", \"default\": ");
        pl_certify_value(w, field->type, field->default_value);
    }
    if (field->origin) {
        put_word(w, "from", field->origin->entity->name);
        put_word(w, "origin", field->origin->name);
    }
    pl_buffer_putc(w->out, '}');
}

bool pl_certify_has_rows(const pl_certifier *w, const pl_entity *entity) {
    return w->of->needed->entities[entity->index] ||
        pl_data_rows(w->of->run->data, entity)->count > 0;
}

void pl_certificate_need(const pl_model *model, pl_needed *needed) {
    for (uint32_t i = 0; i < model->entities.len; i++) {
        const pl_entity *entity = model->entities.items[i];

        if (!entity->by_reference || !needed->entities[entity->parent->index])
            continue;
        for (uint32_t r = 0; r < entity->reference.len; r++)
            needed->fields[i][entity->reference.items[r]->index] = true;
    }
}

bool pl_certify_is_read(const pl_certifier *w, const pl_field *field) {
    return field->key || w->of->needed->fields[field->entity->index][field->index];
}

static void put_entity(pl_certifier *w, const pl_entity *entity) {
    uint32_t shown = 0;

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "entity", entity->name);
    put_word(w, "parent", entity->parent ? entity->parent->name : NULL);
    put_flag(w, "yearly", entity->yearly);
    put_flag(w, "read", pl_certify_has_rows(w, entity));
    put_names(w, "keys", entity->fields.items, entity->key_count);
    if (entity->by_reference)
        put_names(w, "in", entity->reference.items,
                  pl_certify_has_rows(w, entity->parent) ? entity->reference.len : 0);
    pl_buffer_puts(w->out, ", \"without\": [");
    for (uint32_t i = 0; i < entity->skipped_years.len; i++)
        pl_buffer_printf(
            w->out, "%s%s", between(i),
            pl_certify_year(w, entity->skipped_years.items[i], pl_certify_rest(entity->span)));
    pl_buffer_putc(w->out, ']');
    if (entity->source)
        put_word(w, "source", entity->source->name);
    pl_buffer_puts(w->out, ", \"fields\": [");
    for (uint32_t f = 0; f < entity->fields.len; f++) {
        if (!pl_certify_is_read(w, entity->fields.items[f]))
            continue;
        pl_buffer_puts(w->out, between(shown++));
        put_field(w, entity->fields.items[f]);
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
}

/* ### tables and parameters */

/* [] no norm, [value], or [low, high] with "open" where high itself is left out; null is no end. */
static void put_cell(pl_certifier *w, pl_type type, const pl_cell *cell) {
    pl_buffer_putc(w->out, '[');
    if (cell->kind == PL_CELL_VALUE)
        pl_buffer_puts(w->out, pl_certify_figure(w, type, &cell->lo, cell->span));
    if (cell->kind == PL_CELL_RANGE)
        pl_buffer_printf(w->out, "%s, %s%s",
                         cell->has_lo ? pl_certify_figure(w, type, &cell->lo, cell->span) : "null",
                         cell->has_hi ? pl_certify_figure(w, type, &cell->hi, cell->span) : "null",
                         cell->open_hi ? ", \"open\"" : "");
    pl_buffer_putc(w->out, ']');
}

static void put_version(pl_certifier *w, const pl_table *table, const pl_table_version *version) {
    pl_buffer_putc(w->out, '{');
    put_days(w, version->has_from, version->from, version->has_until, version->until,
             pl_certify_rest(table->span));
    pl_buffer_puts(w->out, ", \"rows\": [");
    for (uint32_t r = 0; r < version->rows.len; r++) {
        pl_buffer_printf(w->out, "%s[", between(r));
        for (uint32_t c = 0; c < table->columns.len; c++) {
            pl_buffer_puts(w->out, between(c));
            put_cell(w, table->columns.items[c].type, &version->rows.items[r].cells[c]);
        }
        pl_buffer_putc(w->out, ']');
    }
    pl_buffer_puts(w->out, "]}");
}

static void put_table(pl_certifier *w, const pl_table *table) {
    static const char *const overlaps[] = {"error", "highest", "lowest", "first"};

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "table", pl_certify_table(w, table));
    put_word(w, "overlap", overlaps[table->overlap]);
    pl_buffer_printf(w->out, ", \"keys\": %u, \"columns\": [", table->key_count);
    for (uint32_t c = 0; c < table->columns.len; c++) {
        pl_buffer_printf(w->out, "%s{", between(c));
        pl_json_member(w->out, "name", table->columns.items[c].name);
        put_word(w, "type", pl_certify_type(w, table->columns.items[c].type));
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_puts(w->out, "], \"versions\": [");
    for (uint32_t v = 0; v < table->versions.len; v++) {
        pl_buffer_puts(w->out, between(v));
        put_version(w, table, &table->versions.items[v]);
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
}

static void put_parameter(pl_certifier *w, const pl_parameter *parameter) {
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "parameter", parameter->name);
    put_word(w, "type", pl_certify_type(w, parameter->type));
    pl_buffer_puts(w->out, ", \"values\": [");
    for (uint32_t i = 0; i < parameter->values.len; i++) {
        const pl_dated_value *value = &parameter->values.items[i];

        pl_buffer_printf(w->out, "%s{\"value\": %s, ", between(i),
                         pl_certify_figure(w, parameter->type, &value->value, value->span));
        put_days(w, value->has_from, value->from, value->has_until, value->until,
                 pl_certify_rest(parameter->span));
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
}

/* ### measures */

static void put_measure(pl_certifier *w, const pl_measure *measure) {
    bool supplied = pl_dataset_supplies(w->of->run->data->dataset, measure);

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "measure", pl_certify_measure(w, measure));
    put_word(w, "for", measure->entity->name);
    put_word(w, "type", pl_certify_type(w, measure->type));
    put_flag(w, "supplied", supplied);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "definition", supplied ? NULL : measure->definition);
    pl_certify_line(w);
}

/* ### waivers */

static void put_waiver(pl_certifier *w, const pl_waiver *waiver) {
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "waiver", pl_certify_rule(w, waiver->rule));
    put_word(w, "subject", waiver->key);
    pl_buffer_printf(w->out, ", \"until\": %s",
                     pl_certify_day_in(w, true, waiver->until, pl_certify_rest(waiver->span)));
    pl_certify_line(w);
}

/* ### all */

/* Entities that no row was read of may still be named: that nothing is known of them is an answer. */
static void put_entities(pl_certifier *w) {
    for (uint32_t i = 0; i < w->model->enums.len; i++)
        put_levels(w, w->model->enums.items[i]);
    for (uint32_t i = 0; i < w->model->entities.len; i++)
        put_entity(w, w->model->entities.items[i]);
}

void pl_certify_definitions(pl_certifier *w) {
    put_receipt(w);
    put_sources(w);
    put_entities(w);
    pl_certify_mappings(w);
    for (uint32_t i = 0; i < w->tables.len; i++)
        put_table(w, w->tables.items[i]);
    for (uint32_t i = 0; i < w->parameters.len; i++)
        put_parameter(w, w->parameters.items[i]);
    for (uint32_t i = 0; i < w->model->measures.len; i++)
        if (w->measures[i])
            put_measure(w, w->model->measures.items[i]);
    for (uint32_t i = 0; i < w->model->waivers.len; i++)
        if (w->rules[w->model->waivers.items[i]->rule->index])
            put_waiver(w, w->model->waivers.items[i]);
}
