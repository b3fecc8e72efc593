/* mappings.c - the files behind the rows: where each column goes, and what its texts stand for besides
 * what they say themselves. */
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

/* ### where a column goes */

/* Does it fill a cell of the row's own, and is that of one school year? Keys are none. */
static const char *cell_of(const pl_certifier *w, const pl_mapping *mapping, pl_target target) {
    bool own_year = mapping->entity->yearly;

    if (target.kind == PL_TARGET_MEASURE)
        return own_year ? "once" : "yearly";
    if (target.kind != PL_TARGET_FIELD || target.field->entity != mapping->entity ||
        target.field->key || !pl_certify_is_read(w, target.field))
        return NULL;
    return target.field->yearly && !own_year ? "yearly" : "once";
}

/* {"to": .., "type": ..  */
static void put_target(pl_certifier *w, const pl_mapping *mapping, pl_target target) {
    static const char *const kinds[] = {"field", "measure", "schooljaar", "count"};
    const char *cell = cell_of(w, mapping, target);

    pl_buffer_putc(w->out, '{');
    pl_json_member(w->out, "to", kinds[target.kind]);
    if (target.kind == PL_TARGET_FIELD) {
        put_word(w, "of", target.field->entity->name);
        put_word(w, "name", target.field->name);
    }
    if (target.kind == PL_TARGET_MEASURE)
        put_word(w, "name", pl_certify_measure(w, target.measure));
    put_word(w, "type", pl_certify_type(w, pl_target_type(target)));
    if (cell)
        put_word(w, "cell", cell);
}

/* ### what its texts stand for */

static const pl_step *step_of(const pl_map_column *column, pl_step_kind kind) {
    for (uint32_t i = 0; column && i < column->steps.len; i++)
        if (column->steps.items[i].kind == kind)
            return &column->steps.items[i];
    return NULL;
}

/* Marks before or after which the text stands: [0, ".."], [1, ".."]. */
static void put_cuts(pl_certifier *w, const pl_map_column *column) {
    uint32_t shown = 0;

    pl_buffer_puts(w->out, ", \"cut\": [");
    for (uint32_t i = 0; column && i < column->steps.len; i++) {
        const pl_step *step = &column->steps.items[i];

        if (step->kind != PL_STEP_BEFORE && step->kind != PL_STEP_AFTER)
            continue;
        pl_buffer_printf(w->out, "%s[%d, ", between(shown++), step->kind == PL_STEP_AFTER);
        pl_json_text(w->out, step->text);
        pl_buffer_putc(w->out, ']');
    }
    pl_buffer_putc(w->out, ']');
}

static void put_printed(pl_certifier *w, const pl_map_cell *cell, bool percent) {
    pl_number hundred = pl_number_make(w->arena, 100, 1);
    pl_number lo = cell->lo, hi = cell->hi;

    if (cell->missing) {
        pl_buffer_puts(w->out, "false");
        return;
    }
    if (percent && !cell->percent) {
        lo = pl_number_div(w->arena, lo, hundred);
        hi = pl_number_div(w->arena, hi, hundred);
    }
    pl_buffer_putc(w->out, '"');
    pl_number_print(w->out, lo);
    pl_buffer_puts(w->out, "..");
    pl_number_print(w->out, hi);
    pl_buffer_putc(w->out, '"');
}

/* What is printed in place of a figure, or of any value that is missing. */
static void put_words(pl_certifier *w, const pl_mapping *mapping, pl_type type, bool percent) {
    uint32_t shown = 0;

    pl_buffer_puts(w->out, ", \"words\": {");
    for (uint32_t i = 0; i < mapping->cells.len; i++) {
        const pl_map_cell *cell = &mapping->cells.items[i];
        pl_str printed = pl_str_trim(pl_str_of(cell->printed));

        if (type.base != PL_NUMBER && !cell->missing)
            continue;
        pl_buffer_puts(w->out, between(shown++));
        pl_json_text(w->out, pl_arena_copy(w->arena, printed.ptr, printed.len));
        pl_buffer_puts(w->out, ": ");
        put_printed(w, cell, percent);
    }
    pl_buffer_putc(w->out, '}');
}

static void put_number(pl_certifier *w, const char *name, pl_number number) {
    pl_buffer_printf(w->out, ", \"%s\": \"", name);
    pl_number_print(w->out, number);
    pl_buffer_putc(w->out, '"');
}

/* A figure printed rounded stands for so much less or more, within the domain. */
static void put_rounding(pl_certifier *w, const pl_map_column *column) {
    const pl_step *step = step_of(column, PL_STEP_ROUNDED);
    pl_target target;

    if (!step)
        return;
    target = column->target;
    put_number(w, "half", pl_number_div(w->arena, step->step, pl_number_make(w->arena, 2, 1)));
    if (target.kind == PL_TARGET_FIELD && target.field->has_domain) {
        put_number(w, "low", target.field->domain_lo);
        put_number(w, "high", target.field->domain_hi);
    } else if (target.kind == PL_TARGET_MEASURE && pl_expr_share(target.measure->definition)) {
        put_number(w, "low", PL_NUMBER_ZERO);
        put_number(w, "high", PL_NUMBER_ONE);
    }
}

/* Ends what put_target began; `column` is NULL for one of pupils that is unfolded. */
static void put_reading(pl_certifier *w, const pl_mapping *mapping, pl_target target,
                        const char *header, const pl_map_column *column) {
    bool percent = step_of(column, PL_STEP_PERCENT) != NULL;

    put_word(w, "header", header);
    put_cuts(w, column);
    put_words(w, mapping, pl_target_type(target), percent);
    if (percent)
        pl_buffer_puts(w->out, ", \"percent\": true");
    put_rounding(w, column);
}

/* ### columns */

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
        put_target(w, mapping, column->target);
        put_reading(w, mapping, column->target, column->header, column);
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_putc(w->out, ']');
}

/* What each column that is unfolded says of its row besides how many it stands for. */
static void put_values(pl_certifier *w, const pl_mapping *mapping,
                       const pl_map_rows_source *source) {
    pl_buffer_puts(w->out, ", \"values\": [");
    for (uint32_t t = 0; t < mapping->row_targets.len; t++) {
        pl_target target = mapping->row_targets.items[t];

        pl_buffer_printf(w->out, "%s[", between(t));
        put_target(w, mapping, target);
        pl_buffer_puts(w->out, "}, ");
        pl_certify_value(w, pl_target_type(target), &source->values[t]);
        pl_buffer_putc(w->out, ']');
    }
    pl_buffer_putc(w->out, ']');
}

/* [null]: a record is one row. */
static void put_unfolding(pl_certifier *w, const pl_mapping *mapping) {
    const pl_target count = {.kind = PL_TARGET_COUNT};

    pl_buffer_puts(w->out, ", \"unfolded\": [");
    for (uint32_t s = 0; s < mapping->row_sources.len; s++) {
        const pl_map_rows_source *source = &mapping->row_sources.items[s];

        pl_buffer_puts(w->out, between(s));
        put_target(w, mapping, count);
        put_reading(w, mapping, count, source->header, NULL);
        put_values(w, mapping, source);
        pl_buffer_putc(w->out, '}');
    }
    pl_buffer_puts(w->out, mapping->row_sources.len > 0 ? "]" : "null]");
}

/* ### lines */

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
    if (mapping->incomplete)
        pl_buffer_puts(w->out, ", \"incomplete\": true");
    put_columns(w, mapping);
    put_unfolding(w, mapping);
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

void pl_certify_mappings(pl_certifier *w) {
    const pl_dataset *dataset = w->of->run->data->dataset;

    for (uint32_t i = 0; dataset && i < dataset->mappings.len; i++)
        if (is_opened(w, dataset->mappings.items[i]))
            put_mapping(w, dataset->mappings.items[i]);
}
