/* datasets.c - dataset blocks: which column of which file gives which field, and whether the keys
 * that place a row are all there.
 * No file is opened here; columns of files are known only to load/. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/io.h"
#include "sema/checker.h"

/* The options of a mapping, in the order of option_words. */
enum { SEPARATOR, DECIMAL, ENCODING, SCHOOLJAAR, TABLE, INCOMPLETE, OPTIONS };

static const char *const option_words[OPTIONS] = {"separator",  "decimal", "encoding",
                                                  "schooljaar", "table",   "incomplete"};

/* A target and where it was named first. */
typedef struct taken {
    pl_target target;
    pl_span span;
} taken;

typedef struct reading {
    pl_checker *ck;
    pl_mapping *mapping;
    PL_VEC(taken) taken;
    pl_span year_span;               /* of what says the school year; source NULL: nothing yet */
    bool sound;                      /* no part was lost: missing keys are worth telling */
    const pl_node *options[OPTIONS]; /* those that were given */
} reading;

/* ### targets */

static bool take(reading *r, pl_target target, pl_span span) {
    pl_checker *ck = r->ck;

    assert((target.kind == PL_TARGET_FIELD) == (target.field != NULL));
    assert((target.kind == PL_TARGET_MEASURE) == (target.measure != NULL));

    for (uint32_t i = 0; i < r->taken.len; i++) {
        if (!pl_target_same(r->taken.items[i].target, target))
            continue;
        PL_REPORT(ck->diags, DOUBLE_TARGET, span, pl_target_name(target),
                  pl_span_place(ck->arena, r->taken.items[i].span));
        return false;
    }
    PL_PUSH(ck->arena, &r->taken, ((taken){target, span}));
    return true;
}

static bool take_year(reading *r, pl_span span) {
    if (r->year_span.source) {
        PL_REPORT(r->ck->diags, DOUBLE_YEAR, span, pl_span_place(r->ck->arena, r->year_span));
        return false;
    }
    r->year_span = span;
    return true;
}

static bool symbol_target(reading *r, const pl_symbol *symbol, const pl_entity *owner, pl_span span,
                          pl_target *target) {
    pl_checker *ck = r->ck;
    const pl_field *field = symbol->kind == PL_SYMBOL_FIELD ? symbol->object : NULL;
    const pl_measure *measure = field ? NULL : symbol->object;

    assert(field || symbol->kind == PL_SYMBOL_MEASURE);
    assert(pl_entity_is_within(r->mapping->entity, owner));
    if (measure && measure->defined) {
        PL_REPORT(ck->diags, DEFINE_SUPPLIED, span, symbol->name,
                  pl_span_place(ck->arena, measure->span));
        return false;
    }
    if (owner != r->mapping->entity &&
        !(field && field->key && owner->depth >= pl_entity_key_depth(r->mapping->entity))) {
        PL_REPORT(ck->diags, TARGET_ABOVE, span, symbol->name, owner->name,
                  r->mapping->entity->name);
        return false;
    }
    *target = (pl_target){
        .kind = field ? PL_TARGET_FIELD : PL_TARGET_MEASURE, .field = field, .measure = measure};
    return true;
}

static const char *hint_target(reading *r, const char *name) {
    pl_checker *ck = r->ck;
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (const pl_entity *e = r->mapping->entity; e; e = pl_entity_holder(e))
        for (uint32_t i = 0; i < (e == r->mapping->entity ? e->fields.len : e->key_count); i++)
            pl_guess_offer(&guess, e->fields.items[i]->name, NULL);
    for (uint32_t i = 0; i < r->mapping->entity->measures.len; i++)
        if (!r->mapping->entity->measures.items[i]->defined)
            pl_guess_offer(&guess, r->mapping->entity->measures.items[i]->name, NULL);
    pl_guess_offer(&guess, "schooljaar", NULL);
    pl_guess_offer(&guess, "count", NULL);
    if (guess.best)
        return pl_sema_hint_list(ck, &guess, NULL, 0);
    for (uint32_t i = 0; i < ck->model->entities.len; i++)
        if (pl_sema_find(ck, PL_SYMBOL_FIELD, ck->model->entities.items[i], name))
            return pl_arena_format(ck->arena, _("`%s` belongs to %s: give it in a file of that"),
                                   name, ck->model->entities.items[i]->name);
    return pl_sema_hint_field(ck, r->mapping->entity, name);
}

/* What a name left of `=` stands for: a field or measure of the entity, a key above it, the year or
 * the count. */
static bool find_target(reading *r, const char *name, pl_span span, pl_target *target) {
    pl_checker *ck = r->ck;
    pl_entity *owner;
    pl_symbol *symbol = pl_sema_find_upward(ck, r->mapping->entity, name, &owner);

    *target = (pl_target){0};
    if (symbol)
        return symbol_target(r, symbol, owner, span, target);
    if (name == ck->schooljaar || name == ck->count) {
        target->kind = name == ck->count ? PL_TARGET_COUNT : PL_TARGET_SCHOOLJAAR;
        return true;
    }
    if (!pl_sema_is_broken(ck, r->mapping->entity) && !ck->parts_unread)
        PL_REPORT(ck->diags, UNKNOWN_TARGET, span, name, r->mapping->entity->name,
                  hint_target(r, name));
    r->sound = false;
    return false;
}

/* ### options */

static bool single_byte(reading *r, const pl_node *value, const char *word, char *out) {
    if (pl_sema_is(value, PL_NODE_NAME) && value->text && strcmp(value->text, "tab") == 0)
        *out = '\t';
    else if (pl_sema_is(value, PL_NODE_TEXT) && value->text && strlen(value->text) == 1)
        *out = value->text[0];
    else if (pl_sema_is(value, PL_NODE_TEXT) && value->text && strcmp(value->text, "\\t") == 0)
        *out = '\t';
    else if (pl_sema_given(value)) {
        PL_REPORT(r->ck->diags, ONE_SIGN, value->span, word);
        return false;
    }
    return true;
}

static void read_separator(reading *r, const pl_node *value) {
    char sign = r->mapping->separator;

    if (!single_byte(r, value, "separator", &sign))
        return;
    if (strchr("\"\r\n", sign) || (sign >= '0' && sign <= '9'))
        PL_REPORT(r->ck->diags, BAD_SEPARATOR, value->span, pl_sema_written(r->ck, value));
    else
        r->mapping->separator = sign;
}

static void read_decimal(reading *r, const pl_node *value) {
    char sign = r->mapping->decimal;

    if (!single_byte(r, value, "decimal", &sign))
        return;
    if (sign != ',' && sign != '.')
        PL_REPORT(r->ck->diags, BAD_DECIMAL, value->span, pl_sema_written(r->ck, value));
    else
        r->mapping->decimal = sign;
}

/* In capitals too: "UTF-8" is its name. */
static void read_encoding(reading *r, const pl_node *value) {
    static const char *const words[] = {"utf-8", "windows-1252"};

    if (!value->text)
        return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(value->text, words[i]) == 0)
            r->mapping->encoding = words[i];
    if (!r->mapping->encoding)
        PL_REPORT(r->ck->diags, BAD_ENCODING, value->span, pl_sema_written(r->ck, value));
}

static void read_year(reading *r, const pl_node *option, const pl_node *value) {
    if (!pl_sema_is(value, PL_NODE_SCHOOLJAAR) || !take_year(r, option->span))
        return;
    r->mapping->has_year = true;
    r->mapping->year = pl_sema_whole(value, 0);
}

static size_t option_index(const char *word) {
    size_t i = 0;

    while (i < OPTIONS && strcmp(word, option_words[i]) != 0)
        i++;
    return i;
}

static void read_option(reading *r, const pl_node *option) {
    const pl_node *value = pl_sema_kid(option, 0);
    size_t index = option->text ? option_index(option->text) : OPTIONS;

    if (index == OPTIONS)
        return;
    /* A second school year is told apart by take_year, which knows of columns too. */
    if (r->options[index] && index != SCHOOLJAAR) {
        PL_REPORT(r->ck->diags, DOUBLE_CLAUSE, option->span, option->text);
        return;
    }
    r->options[index] = option;
    switch (index) {
    case SEPARATOR: read_separator(r, value); break;
    case DECIMAL: read_decimal(r, value); break;
    case ENCODING: read_encoding(r, value); break;
    case SCHOOLJAAR: read_year(r, option, value); break;
    case TABLE: r->mapping->table = value->text; break;
    default: r->mapping->incomplete = true; break;
    }
}

/* ### columns */

static void refuse_step(reading *r, const pl_node *node, pl_target target) {
    PL_REPORT(r->ck->diags, STEP_OF_WHAT, node->span, pl_sema_written(r->ck, node),
              pl_target_name(target), pl_type_words(r->ck->arena, pl_target_type(target)));
}

static bool step_size(reading *r, const pl_node *node, pl_type type, pl_number *step) {
    pl_value value;

    if (!pl_sema_literal_as(r->ck, pl_sema_kid(node, 0), type, false, &value))
        return false;
    assert(value.base == PL_NUMBER);
    *step = value.lo;
    if (pl_number_sign(value.lo) > 0)
        return true;
    PL_REPORT0(r->ck->diags, ROUNDED_TO_NOTHING, node->span);
    return false;
}

static bool mark_text(reading *r, const pl_node *node, const char **text) {
    *text = pl_sema_kid(node, 0)->text;
    if (*text && **text)
        return true;
    if (*text)
        PL_REPORT0(r->ck->diags, EMPTY_MARK, node->span);
    return false;
}

static bool is_figures(pl_step_kind kind) {
    return kind == PL_STEP_PERCENT || kind == PL_STEP_FRACTIONS;
}

/* `in percent` or `in fractions`, once: a bare figure means one thing. */
static bool take_figures(reading *r, const pl_node *node, const pl_map_column *column,
                         pl_step_kind kind) {
    pl_type type = pl_target_type(column->target);

    assert(is_figures(kind) && type.base == PL_NUMBER);
    if (type.unit != PL_UNIT_PERCENT) {
        refuse_step(r, node, column->target);
        return false;
    }
    for (uint32_t i = 0; i < column->steps.len; i++) {
        if (!is_figures(column->steps.items[i].kind))
            continue;
        if (column->steps.items[i].kind == kind)
            PL_REPORT(r->ck->diags, DOUBLE_CLAUSE, node->span, pl_sema_written(r->ck, node));
        else
            PL_REPORT(r->ck->diags, TWO_FIGURES, node->span, pl_target_name(column->target));
        return false;
    }
    return true;
}

static void read_step(reading *r, const pl_node *node, pl_map_column *column) {
    pl_type type = pl_target_type(column->target);
    const char *word = node->text ? node->text : "";
    pl_step step = {.kind = PL_STEP_BEFORE};

    if (!pl_sema_is(node, PL_NODE_STEP) || type.base == PL_POISON)
        return;
    if (strcmp(word, "before") == 0 || strcmp(word, "after") == 0) {
        step.kind = word[0] == 'b' ? PL_STEP_BEFORE : PL_STEP_AFTER;
        if (!mark_text(r, node, &step.text))
            return;
    } else if (type.base != PL_NUMBER) {
        refuse_step(r, node, column->target);
        return;
    } else if (strcmp(word, "percent") == 0 || strcmp(word, "fractions") == 0) {
        step.kind = word[0] == 'p' ? PL_STEP_PERCENT : PL_STEP_FRACTIONS;
        if (!take_figures(r, node, column, step.kind))
            return;
    } else {
        step.kind = PL_STEP_ROUNDED;
        if (!step_size(r, node, type, &step.step))
            return;
    }
    PL_PUSH(r->ck->arena, &column->steps, step);
}

static void read_column(reading *r, const pl_node *node) {
    const pl_node *header = pl_sema_kid(node, 0);
    pl_map_column column = {.header = header->text, .span = node->span};
    pl_span span = pl_sema_name_span(node);

    if (!node->text || !find_target(r, node->text, span, &column.target))
        return;
    if (column.target.kind == PL_TARGET_SCHOOLJAAR && !take_year(r, span))
        return;
    if (!take(r, column.target, span) || !header->text)
        return;
    for (uint32_t i = 1; i < node->count; i++)
        read_step(r, pl_sema_kid(node, i), &column);
    PL_PUSH(r->ck->arena, &r->mapping->columns, column);
}

/* ### rows from columns */

/* The names before `from`; the last is `count`. False when no row can be made of them. */
static bool read_row_targets(reading *r, const pl_node *names) {
    bool sound = names->count > 0;
    const pl_node *last = pl_sema_kid(names, names->count > 0 ? names->count - 1 : 0);

    if (last->text != r->ck->count) {
        if (pl_sema_given(last))
            PL_REPORT(r->ck->diags, ROWS_WITHOUT_COUNT, last->span, last->text ? last->text : "");
        return false;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        const pl_node *name = pl_sema_kid(names, i);
        pl_target target;

        if (!name->text || !find_target(r, name->text, name->span, &target) ||
            !take(r, target, name->span))
            sound = false;
        else if (target.kind == PL_TARGET_SCHOOLJAAR && !take_year(r, name->span))
            sound = false;
        else if (i + 1 < names->count)
            PL_PUSH(r->ck->arena, &r->mapping->row_targets, target);
    }
    return sound;
}

static void read_row_source(reading *r, const pl_node *node) {
    const pl_node *values = pl_sema_kid(node, 0), *header = pl_sema_kid(node, 1);
    uint32_t count = r->mapping->row_targets.len;
    pl_map_rows_source source = {PL_MAKE_ARRAY(r->ck->arena, pl_value, count + 1), header->text,
                                 node->span};
    bool sound = true;

    if (!pl_sema_is(node, PL_NODE_ROWSOURCE) || !header->text)
        return;
    if (values->count != count) {
        PL_REPORT(r->ck->diags, ROWS_VALUES, node->span,
                  pl_arena_format(r->ck->arena, "%u", values->count),
                  pl_arena_format(r->ck->arena, "%u", count));
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        pl_target target = r->mapping->row_targets.items[i];

        sound = pl_sema_literal_as(r->ck, pl_sema_kid(values, i), pl_target_type(target), false,
                                   &source.values[i]) &&
            sound;
    }
    assert(count < r->taken.len);
    if (sound)
        PL_PUSH(r->ck->arena, &r->mapping->row_sources, source);
}

static void read_rows(reading *r, const pl_node *node) {
    if (!read_row_targets(r, pl_sema_kid(node, 0))) {
        r->sound = false;
        return;
    }
    for (uint32_t i = 1; i < node->count; i++)
        read_row_source(r, pl_sema_kid(node, i));
}

/* ### printed cells */

static bool read_meaning(reading *r, const pl_node *node, pl_map_cell *cell) {
    const pl_type plain = {.base = PL_NUMBER, .unit = PL_UNIT_PLAIN};
    const pl_type percent = {.base = PL_NUMBER, .unit = PL_UNIT_PERCENT};
    pl_value value;
    pl_type type;
    pl_cell range;

    if (pl_sema_is(node, PL_NODE_RANGE)) {
        cell->percent = pl_sema_literal_as(r->ck, pl_sema_kid(node, 1), percent, true, &value);
        if (!pl_sema_range_as(r->ck, node, cell->percent ? percent : plain, false, &range))
            return false;
        if (!range.has_lo || !range.has_hi || range.open_hi) {
            PL_REPORT(r->ck->diags, CELL_BOUNDS, node->span, cell->printed);
            return false;
        }
        cell->lo = range.lo.lo;
        cell->hi = range.hi.lo;
        assert(pl_number_compare(cell->lo, cell->hi) <= 0);
        return true;
    }
    if (!pl_sema_literal(r->ck, node, &value, &type) || type.base != PL_NUMBER)
        return false;
    cell->percent = type.unit == PL_UNIT_PERCENT;
    cell->lo = cell->hi = value.lo;
    return true;
}

static void read_cell(reading *r, const pl_node *node) {
    const pl_node *printed = pl_sema_kid(node, 0), *meaning = pl_sema_kid(node, 1);
    pl_map_cell cell = {.printed = printed->text, .lo = PL_NUMBER_ZERO, .hi = PL_NUMBER_ZERO};

    if (!printed->text)
        return;
    for (uint32_t i = 0; i < r->mapping->cells.len; i++) {
        if (strcmp(r->mapping->cells.items[i].printed, printed->text) == 0) {
            PL_REPORT(r->ck->diags, DOUBLE_CELL, printed->span, printed->text);
            return;
        }
    }
    cell.missing = meaning->kind == PL_NODE_ABSENT;
    if (cell.missing || read_meaning(r, meaning, &cell))
        PL_PUSH(r->ck->arena, &r->mapping->cells, cell);
}

/* ### keys and years */

static bool is_given(const reading *r, const pl_field *key) {
    for (uint32_t i = 0; i < r->taken.len; i++)
        if (r->taken.items[i].target.kind == PL_TARGET_FIELD &&
            r->taken.items[i].target.field == key)
            return true;
    return key->default_value != NULL;
}

/* How many of an entity's own keys the mapping gives; those it lacks go to `lacking`. */
static uint32_t count_keys(const reading *r, const pl_entity *entity, pl_buffer *lacking) {
    uint32_t given = 0;

    assert(entity->key_count > 0 && entity->key_count <= entity->fields.len);
    for (uint32_t i = 0; i < entity->key_count; i++) {
        if (is_given(r, entity->fields.items[i]))
            given++;
        else
            pl_buffer_printf(lacking, "%s`%s`", lacking->len > 0 ? ", " : "",
                             entity->fields.items[i]->name);
    }
    return given;
}

/* Half a key finds no row: of an ancestor all key fields are given, or none. */
static bool check_key_above(reading *r, const pl_entity *above, pl_span span) {
    pl_buffer lacking;
    uint32_t given;

    pl_buffer_init(&lacking);
    given = count_keys(r, above, &lacking);
    if (given > 0 && given < above->key_count)
        PL_REPORT(r->ck->diags, MISSING_KEYS, span, above->name, lacking.ptr);
    pl_buffer_fini(&lacking);
    return given > 0;
}

/* Rows are told apart by their own keys, and hang below the nearest ancestor whose key is given. */
static void check_keys(reading *r, pl_span span) {
    const pl_entity *entity = r->mapping->entity;
    bool attached = pl_entity_holder(entity) == NULL;
    pl_buffer lacking;

    pl_buffer_init(&lacking);
    if (count_keys(r, entity, &lacking) < entity->key_count)
        PL_REPORT(r->ck->diags, MISSING_KEYS, span, entity->name, lacking.ptr);
    pl_buffer_fini(&lacking);
    for (const pl_entity *e = pl_entity_holder(entity); e; e = pl_entity_holder(e))
        attached = check_key_above(r, e, span) || attached;
    assert(attached || entity->parent);
    if (!attached)
        PL_REPORT(r->ck->diags, ROWS_OF_NOTHING, span, entity->name, entity->parent->name,
                  entity->parent->fields.items[0]->name);
}

static void check_year(reading *r, pl_span span) {
    if (r->mapping->entity->yearly && !r->year_span.source)
        PL_REPORT(r->ck->diags, MISSING_YEAR, span, r->mapping->entity->name);
}

/* ### what a file is */

static bool ends_in(pl_str name, const char *ending) {
    size_t tail = strlen(ending);

    return name.len > tail && strncasecmp(name.ptr + name.len - tail, ending, tail) == 0;
}

static const char *const packing_endings[] = {
    "",
#define PL_PACKING(name, ending, ...) ending,
#include "sema/packings.def"
#undef PL_PACKING
};

static pl_packing packing_of(const char *name) {
    size_t packing = sizeof packing_endings / sizeof *packing_endings - 1;

    while (packing > PL_PACKING_NONE && !ends_in(pl_str_of(name), packing_endings[packing]))
        packing--;
    return (pl_packing)packing;
}

/* Packed or not. */
static bool has_ending(const char *name, const char *ending) {
    pl_str rest = pl_str_of(name);

    rest.len -= strlen(packing_endings[packing_of(name)]);
    return ends_in(rest, ending);
}

static bool names_database(const char *name) {
    return has_ending(name, ".db") || has_ending(name, ".sqlite") || has_ending(name, ".sqlite3");
}

static pl_file_form form_of(const reading *r) {
    const char *name = r->mapping->file;

    if (r->options[TABLE] || !name)
        return PL_FORM_TABLE;
    if (has_ending(name, ".jsonl") || has_ending(name, ".ndjson"))
        return PL_FORM_JSON_LINES;
    return PL_FORM_CSV;
}

/* What a form settles by itself is not said once more. */
static void check_form(reading *r, pl_span span) {
    static const int of_csv[] = {SEPARATOR, ENCODING};

    r->mapping->form = form_of(r);
    r->mapping->packing = r->mapping->file ? packing_of(r->mapping->file) : PL_PACKING_NONE;
    if (r->sound && r->mapping->form != PL_FORM_TABLE && names_database(r->mapping->file))
        PL_REPORT(r->ck->diags, TABLE_NOT_SAID, span, r->mapping->file);
    if (r->mapping->form == PL_FORM_CSV)
        return;
    for (size_t i = 0; i < sizeof of_csv / sizeof *of_csv; i++)
        if (r->options[of_csv[i]])
            PL_REPORT(r->ck->diags, OPTION_OF_CSV, r->options[of_csv[i]]->span,
                      option_words[of_csv[i]]);
}

/* ### mappings */

static void read_part(reading *r, const pl_node *part) {
    switch (part->kind) {
    case PL_NODE_OPTION: read_option(r, part); break;
    case PL_NODE_COLUMN: read_column(r, part); break;
    case PL_NODE_ROWS: read_rows(r, part); break;
    case PL_NODE_CELL: read_cell(r, part); break;
    default: r->sound = false; break;
    }
}

static void read_mapping(pl_checker *ck, pl_dataset *dataset, const pl_node *node) {
    const pl_node *file = pl_sema_kid(node, 0);
    pl_span span = pl_sema_name_span(node);
    pl_mapping *mapping = PL_MAKE(ck->arena, pl_mapping);
    reading r = {.ck = ck, .mapping = mapping, .sound = true};

    if (!pl_sema_is(node, PL_NODE_MAPPING) || !node->text)
        return;
    *mapping = (pl_mapping){.entity = pl_sema_need_entity(ck, node->text, span),
                            .file = file->text,
                            .separator = ',',
                            .decimal = '.',
                            .span = span};
    if (!mapping->entity || !(file->text || pl_sema_is(file, PL_NODE_ABSENT)))
        return;
    if (mapping->entity->source) {
        PL_REPORT(ck->diags, DERIVE_MAPPED, span, node->text, mapping->entity->source->name);
        return;
    }
    for (uint32_t i = 1; i < node->count; i++)
        read_part(&r, pl_sema_kid(node, i));
    check_form(&r, span);
    if (r.sound && !pl_sema_is_broken(ck, mapping->entity)) {
        check_keys(&r, span);
        check_year(&r, span);
    }
    PL_PUSH(ck->arena, &dataset->mappings, mapping);
}

static void read_dataset(pl_checker *ck, const pl_node *node) {
    const pl_node *title = pl_sema_kid(node, 0);
    pl_dataset *dataset = PL_MAKE(ck->arena, pl_dataset);

    if (!node->text)
        return;
    dataset->name = node->text;
    dataset->title = pl_sema_is(title, PL_NODE_TEXT) ? title->text : NULL;
    dataset->directory =
        node->span.source ? pl_path_directory(ck->arena, node->span.source->name) : ".";
    dataset->span = pl_sema_name_span(node);
    for (uint32_t i = 1; i < node->count; i++)
        read_mapping(ck, dataset, pl_sema_kid(node, i));
    if (pl_sema_declare(ck, PL_SYMBOL_DATASET, NULL, node, dataset))
        PL_PUSH(ck->arena, &ck->model->datasets, dataset);
}

void pl_sema_check_datasets(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_DATASET, read_dataset);
}
