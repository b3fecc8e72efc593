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

static void put_number(pl_certifier *w, const char *name, pl_number number) {
    pl_buffer_printf(w->out, ", \"%s\": \"", name);
    pl_number_print(w->out, number);
    pl_buffer_putc(w->out, '"');
}

void pl_certify_line(pl_certifier *w) {
    pl_buffer_puts(w->out, "}\n");
    w->lines++;
}

/* ### the receipt */

static void put_receipt(pl_certifier *w) {
    const pl_receipt *receipt = w->of->receipt;
    const pl_dataset *dataset = w->of->run->data->dataset;

    pl_buffer_puts(w->out, "{\"format\": \"peil-certificate-1\", ");
    pl_json_member(w->out, "version", receipt->version);
    pl_buffer_puts(w->out, ", ");
    pl_certify_day(w, "date", true, receipt->date);
    put_word(w, "dataset", dataset ? dataset->name : NULL);
    pl_buffer_printf(w->out, ", \"grace\": %d, \"data\": [", w->of->run->grace);
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
        pl_buffer_puts(w->out, between(i));
        pl_json_text(w->out, levels->members.items[i]);
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
    put_flag(w, "unread", !pl_certify_is_read(w, field));
    put_flag(w, "yearly", field->yearly);
    put_flag(w, "absent_means_not_taken", field->absent_false);
    if (field->has_domain) {
        put_number(w, "low", field->domain_lo);
        put_number(w, "high", field->domain_hi);
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
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "entity", entity->name);
    put_word(w, "parent", entity->parent ? entity->parent->name : NULL);
    put_flag(w, "yearly", entity->yearly);
    put_flag(w, "read", pl_certify_has_rows(w, entity));
    put_names(w, "keys", entity->fields.items, entity->key_count);
    if (entity->by_reference)
        put_names(w, "in", entity->reference.items, entity->reference.len);
    pl_buffer_puts(w->out, ", \"without\": [");
    for (uint32_t i = 0; i < entity->skipped_years.len; i++)
        pl_buffer_printf(w->out, "%s%d", between(i), entity->skipped_years.items[i]);
    pl_buffer_putc(w->out, ']');
    if (entity->source) {
        put_word(w, "source", entity->source->name);
        pl_buffer_puts(w->out, ", ");
        pl_certify_root(w, "counted", entity->counted);
    }
    pl_buffer_puts(w->out, ", \"fields\": [");
    for (uint32_t f = 0; f < entity->fields.len; f++) {
        pl_buffer_puts(w->out, between(f));
        put_field(w, entity->fields.items[f]);
    }
    pl_buffer_putc(w->out, ']');
    pl_certify_line(w);
}

/* ### tables and parameters */

static void put_cell(pl_certifier *w, pl_type type, const pl_cell *cell) {
    if (cell->kind == PL_CELL_NO_NORM) {
        pl_buffer_puts(w->out, "[\"-\"");
    } else if (cell->kind == PL_CELL_VALUE) {
        pl_buffer_puts(w->out, "[\"=\", ");
        pl_certify_value(w, type, &cell->lo);
    } else {
        pl_buffer_puts(w->out, cell->open_hi ? "[\"..<\", " : "[\"..\", ");
        if (cell->has_lo)
            pl_certify_value(w, type, &cell->lo);
        else
            pl_buffer_puts(w->out, "null");
        pl_buffer_puts(w->out, ", ");
        if (cell->has_hi)
            pl_certify_value(w, type, &cell->hi);
        else
            pl_buffer_puts(w->out, "null");
    }
    pl_buffer_puts(w->out, ", ");
    pl_certify_place(w, cell->span);
    pl_buffer_putc(w->out, ']');
}

static void put_version(pl_certifier *w, const pl_table *table, const pl_table_version *version) {
    pl_buffer_putc(w->out, '{');
    pl_certify_day(w, "from", version->has_from, version->from);
    pl_buffer_puts(w->out, ", ");
    pl_certify_day(w, "until", version->has_until, version->until);
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

        pl_buffer_printf(w->out, "%s{\"value\": ", between(i));
        pl_certify_value(w, parameter->type, &value->value);
        pl_buffer_puts(w->out, ", ");
        pl_certify_day(w, "from", value->has_from, value->from);
        pl_buffer_puts(w->out, ", ");
        pl_certify_day(w, "until", value->has_until, value->until);
        pl_buffer_puts(w->out, ", \"at\": ");
        pl_certify_place(w, value->span);
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
    put_flag(w, "share", pl_expr_share(measure->definition) != NULL);
    pl_buffer_puts(w->out, ", \"at\": ");
    pl_certify_place(w, measure->span);
    pl_buffer_puts(w->out, ", ");
    pl_certify_root(w, "definition", supplied ? NULL : measure->definition);
    pl_certify_line(w);
}

/* ### the files behind the rows */

static void put_target(pl_certifier *w, pl_target target) {
    static const char *const kinds[] = {"field", "measure", "schooljaar", "count"};

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "to", kinds[target.kind]);
    if (target.kind == PL_TARGET_FIELD) {
        put_word(w, "of", target.field->entity->name);
        put_word(w, "name", target.field->name);
    }
    if (target.kind == PL_TARGET_MEASURE)
        put_word(w, "name", pl_certify_measure(w, target.measure));
}

static void put_step(pl_certifier *w, const pl_step *step) {
    static const char *const words[] = {"before", "after", "rounded", "percent", "fractions"};

    assert((size_t)step->kind < sizeof words / sizeof *words);
    pl_buffer_printf(w->out, "[\"%s\"", words[step->kind]);
    if (step->kind == PL_STEP_BEFORE || step->kind == PL_STEP_AFTER) {
        pl_buffer_puts(w->out, ", ");
        pl_json_text(w->out, step->text);
    }
    if (step->kind == PL_STEP_ROUNDED) {
        pl_buffer_puts(w->out, ", \"");
        pl_number_print(w->out, step->step);
        pl_buffer_putc(w->out, '"');
    }
    pl_buffer_putc(w->out, ']');
}

/* Is it read in this run? Keys and the year always are, and what alone tells rows apart. */
static bool column_is_read(const pl_certifier *w, const pl_mapping *mapping, pl_target target) {
    if (target.kind == PL_TARGET_MEASURE)
        return w->of->needed->measures[target.measure->index];
    return target.kind != PL_TARGET_FIELD || pl_certify_is_read(w, target.field) ||
        (!pl_mapping_links_parent(mapping) && pl_mapping_counts(mapping));
}

static void put_columns(pl_certifier *w, const pl_mapping *mapping) {
    uint32_t shown = 0;

    pl_buffer_puts(w->out, ", \"columns\": [");
    for (uint32_t i = 0; i < mapping->columns.len; i++) {
        const pl_map_column *column = &mapping->columns.items[i];

        if (!column_is_read(w, mapping, column->target))
            continue;
        pl_buffer_puts(w->out, between(shown++));
        put_target(w, column->target);
        put_word(w, "header", column->header);
        pl_buffer_puts(w->out, ", \"steps\": [");
        for (uint32_t s = 0; s < column->steps.len; s++) {
            pl_buffer_puts(w->out, between(s));
            put_step(w, &column->steps.items[s]);
        }
        pl_buffer_puts(w->out, "]}");
    }
    pl_buffer_putc(w->out, ']');
}

static void put_unfolding(pl_certifier *w, const pl_mapping *mapping) {
    if (mapping->row_sources.len == 0)
        return;
    pl_buffer_puts(w->out, ", \"rows\": {\"targets\": [");
    for (uint32_t t = 0; t < mapping->row_targets.len; t++) {
        pl_buffer_puts(w->out, between(t));
        put_target(w, mapping->row_targets.items[t]);
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_puts(w->out, "], \"columns\": [");
    for (uint32_t s = 0; s < mapping->row_sources.len; s++) {
        const pl_map_rows_source *source = &mapping->row_sources.items[s];

        pl_buffer_printf(w->out, "%s{", between(s));
        pl_json_member(w->out, "header", source->header);
        pl_buffer_puts(w->out, ", \"values\": [");
        for (uint32_t t = 0; t < mapping->row_targets.len; t++) {
            pl_buffer_puts(w->out, between(t));
            pl_certify_value(w, pl_target_type(mapping->row_targets.items[t]), &source->values[t]);
        }
        pl_buffer_puts(w->out, "]}");
    }
    pl_buffer_puts(w->out, "]}");
}

static void put_printed(pl_certifier *w, const pl_mapping *mapping) {
    pl_buffer_puts(w->out, ", \"cells\": [");
    for (uint32_t i = 0; i < mapping->cells.len; i++) {
        const pl_map_cell *cell = &mapping->cells.items[i];

        pl_buffer_printf(w->out, "%s{", between(i));
        pl_json_member(w->out, "printed", cell->printed);
        put_flag(w, "missing", cell->missing);
        put_flag(w, "percent", cell->percent);
        if (!cell->missing) {
            put_number(w, "low", cell->lo);
            put_number(w, "high", cell->hi);
        }
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_putc(w->out, ']');
}

static void put_mapping(pl_certifier *w, const pl_mapping *mapping) {
    static const char *const forms[] = {"csv", "json lines", "table"};

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "rows_of", mapping->entity->name);
    put_word(w, "from", pl_load_file_base(mapping, w->of->needed->snapshot));
    put_word(w, "form", forms[mapping->form]);
    if (mapping->table)
        put_word(w, "table", mapping->table);
    put_word(w, "separator", (const char[]){mapping->separator, '\0'});
    put_word(w, "decimal", (const char[]){mapping->decimal, '\0'});
    put_word(w, "encoding", mapping->encoding);
    if (mapping->has_year)
        pl_buffer_printf(w->out, ", \"schooljaar\": %d", mapping->year);
    put_flag(w, "incomplete", mapping->incomplete);
    put_columns(w, mapping);
    put_unfolding(w, mapping);
    put_printed(w, mapping);
    pl_certify_line(w);
}

static bool is_opened(const pl_certifier *w, const pl_mapping *mapping) {
    if (!pl_certify_has_rows(w, mapping->entity))
        return false;
    for (uint32_t i = 0; i < w->of->run->data->files.len; i++)
        if (strcmp(w->of->run->data->files.items[i].name,
                   pl_load_file_base(mapping, w->of->needed->snapshot)) == 0)
            return true;
    return false;
}

/* ### waivers */

static void put_waiver(pl_certifier *w, const pl_waiver *waiver) {
    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "waiver", pl_certify_rule(w, waiver->rule));
    put_word(w, "subject", waiver->key);
    pl_buffer_puts(w->out, ", ");
    pl_certify_day(w, "until", true, waiver->until);
    pl_buffer_puts(w->out, ", \"at\": ");
    pl_certify_place(w, waiver->span);
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
    const pl_dataset *dataset = w->of->run->data->dataset;

    put_receipt(w);
    put_sources(w);
    put_entities(w);
    for (uint32_t i = 0; dataset && i < dataset->mappings.len; i++)
        if (is_opened(w, dataset->mappings.items[i]))
            put_mapping(w, dataset->mappings.items[i]);
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
