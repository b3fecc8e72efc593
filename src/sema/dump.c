/* dump.c - the checked program as a text: --dump=types. What is declared, in the order of the
 * model, and under each measure and rule the tree of its expressions, one on a line, each with its
 * type and the rows that it is for. Reads the model only. */
#include <assert.h>

#include "sema/check.h"

static const char *const expr_names[] = {
#define PL_EXPR(kind, name, holds) name,
#include "sema/exprs.def"
#undef PL_EXPR
};

_Static_assert(sizeof expr_names / sizeof *expr_names == PL_EXPR_COUNT, "one name for each kind");

/* ### types */

/* NULL for a set without a name: it is written out. */
static const char *type_word(pl_type type) {
    switch (type.base) {
    case PL_POISON: return "?";
    case PL_NUMBER: return pl_unit_word(type.unit);
    case PL_TRUTH: return "yesno";
    case PL_TEXT: return "text";
    case PL_MEMBER: return type.members->name;
    case PL_DATE: return "date";
    case PL_SCHOOLJAAR: return "schooljaar";
    }
    assert(!"every base has a word");
    return "?";
}

static void print_members(pl_buffer *out, const pl_enum *e) {
    for (uint32_t i = 0; i < e->members.len; i++) {
        pl_value value = {.base = PL_MEMBER, .index = (int32_t)i};

        pl_buffer_puts(out, i == 0 ? "" : e->ordered ? " < " : ", ");
        pl_value_print(out, (pl_type){.base = PL_MEMBER, .members = e}, &value);
    }
}

static void print_type(pl_buffer *out, pl_type type) {
    const char *word = type_word(type);

    if (word) {
        pl_buffer_puts(out, word);
        return;
    }
    pl_buffer_putc(out, '{');
    print_members(out, type.members);
    pl_buffer_putc(out, '}');
}

static void print_days(pl_buffer *out, bool has_from, pl_date from, bool has_until, pl_date until) {
    if (has_from) {
        pl_buffer_puts(out, " from ");
        pl_date_print(out, from);
    }
    if (has_until) {
        pl_buffer_puts(out, " until ");
        pl_date_print(out, until);
    }
}

static void print_text(pl_buffer *out, const char *before, const char *text) {
    if (text)
        pl_buffer_printf(out, "%s\"%s\"", before, text);
}

/* ### expressions */

static const char *const end_words[] = {"", "low ", "high "};

static void indent(pl_buffer *out, unsigned depth) {
    for (unsigned i = 0; i < depth; i++)
        pl_buffer_puts(out, "  ");
}

static bool is_leaf(const pl_expr *expr) {
    return expr->count == 0 || expr->kind == PL_EXPR_UP;
}

/* The expression's own part of a line; what its children say stands below it. */
static void print_own(pl_buffer *out, const pl_expr *expr) {
    assert(expr->kind < PL_EXPR_COUNT);
    pl_buffer_puts(out, expr_names[expr->kind]);
    switch (expr->kind) {
    case PL_EXPR_COMPARE: pl_buffer_printf(out, " %s", pl_compare_sign(expr->compare)); break;
    case PL_EXPR_CALL: pl_buffer_printf(out, " %s", expr->extension->name); break;
    case PL_EXPR_LOOKUP:
        assert(expr->column < expr->table->columns.len);
        pl_buffer_printf(out, " %s%s.%s", end_words[expr->end], expr->table->name,
                         expr->table->columns.items[expr->column].name);
        break;
    case PL_EXPR_AGGREGATE:
    case PL_EXPR_QUANTIFIER:
    case PL_EXPR_JUDGED:
    case PL_EXPR_PICK:
    case PL_EXPR_TALLY:
    case PL_EXPR_IN_RANGE:
    case PL_EXPR_YEAR:
    case PL_EXPR_TREND:
    case PL_EXPR_ROUND:
        pl_buffer_putc(out, ' ');
        pl_expr_print(out, expr);
        break;
    default:
        if (is_leaf(expr)) {
            pl_buffer_putc(out, ' ');
            pl_expr_print(out, expr);
        }
    }
    pl_buffer_puts(out, ": ");
    print_type(out, expr->type);
    if (expr->entity)
        pl_buffer_printf(out, " @%s", expr->entity->name);
    pl_buffer_putc(out, '\n');
}

static void print_tree(pl_buffer *out, const pl_expr *expr, unsigned depth) {
    indent(out, depth);
    if (!expr) {
        pl_buffer_puts(out, "-\n");
        return;
    }
    print_own(out, expr);
    for (uint32_t i = 0; !is_leaf(expr) && i < expr->count; i++)
        print_tree(out, expr->kids[i], depth + 1);
}

static void print_labelled(pl_buffer *out, const char *label, const pl_expr *expr) {
    if (!expr)
        return;
    pl_buffer_printf(out, "  %s\n", label);
    print_tree(out, expr, 2);
}

/* ### declarations */

static void dump_enum(pl_buffer *out, const pl_enum *e) {
    if (!e->name)
        return;
    pl_buffer_printf(out, "levels %s ", e->name);
    print_members(out, e);
    pl_buffer_putc(out, '\n');
}

static void dump_field(pl_buffer *out, const pl_field *field) {
    pl_buffer_printf(out, "  %s ", field->name);
    print_type(out, field->type);
    if (field->has_domain) {
        pl_value domain = {.base = PL_NUMBER, .lo = field->domain_lo, .hi = field->domain_hi};

        pl_buffer_putc(out, ' ');
        pl_value_print(out, field->type, &domain);
    }
    pl_buffer_puts(out, field->yearly ? " yearly" : "");
    if (field->default_value) {
        pl_buffer_puts(out, " default ");
        pl_value_print(out, field->type, field->default_value);
    }
    pl_buffer_puts(out, field->absent_false ? " absent means not taken" : "");
    if (field->origin)
        pl_buffer_printf(out, " of %s", field->origin->entity->name);
    pl_buffer_puts(out, field->key ? " key\n" : "\n");
}

static void dump_entity(pl_buffer *out, const pl_entity *entity) {
    pl_buffer_printf(out, "entity %s", entity->name);
    if (entity->parent)
        pl_buffer_printf(out, " %s %s", entity->by_reference ? "in" : "of", entity->parent->name);
    pl_buffer_puts(out, entity->yearly ? " yearly" : "");
    if (entity->source)
        pl_buffer_printf(out, " from %s", entity->source->name);
    for (uint32_t i = 0; i < entity->skipped_years.len; i++) {
        pl_buffer_puts(out, i == 0 ? " without " : ", ");
        pl_schooljaar_print(out, entity->skipped_years.items[i]);
    }
    pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < entity->fields.len; i++)
        dump_field(out, entity->fields.items[i]);
    print_labelled(out, "where", entity->counted);
}

static void dump_parameter(pl_buffer *out, const pl_parameter *p) {
    pl_buffer_printf(out, "parameter %s: ", p->name);
    print_type(out, p->type);
    pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < p->values.len; i++) {
        const pl_dated_value *v = &p->values.items[i];

        pl_buffer_puts(out, "  ");
        pl_value_print(out, p->type, &v->value);
        print_days(out, v->has_from, v->from, v->has_until, v->until);
        pl_buffer_putc(out, '\n');
    }
}

static void dump_cell(pl_buffer *out, pl_type type, const pl_cell *cell) {
    if (cell->kind == PL_CELL_NO_NORM) {
        pl_buffer_putc(out, '-');
    } else if (cell->kind == PL_CELL_VALUE) {
        pl_value_print(out, type, &cell->lo);
    } else {
        if (cell->has_lo)
            pl_value_print(out, type, &cell->lo);
        pl_buffer_puts(out, cell->open_hi ? "..<" : "..");
        if (cell->has_hi)
            pl_value_print(out, type, &cell->hi);
    }
}

static void dump_version(pl_buffer *out, const pl_table *table, const pl_table_version *version) {
    pl_buffer_puts(out, "  version");
    print_days(out, version->has_from, version->from, version->has_until, version->until);
    pl_buffer_putc(out, '\n');
    for (uint32_t r = 0; r < version->rows.len; r++) {
        pl_buffer_puts(out, "    |");
        for (uint32_t c = 0; c < table->columns.len; c++) {
            pl_buffer_putc(out, ' ');
            dump_cell(out, table->columns.items[c].type, &version->rows.items[r].cells[c]);
            pl_buffer_puts(out, " |");
        }
        pl_buffer_putc(out, '\n');
    }
}

static void dump_table(pl_buffer *out, const pl_table *table) {
    static const char *const overlaps[] = {"", " overlap highest", " overlap lowest",
                                           " overlap first"};

    assert((size_t)table->overlap < sizeof overlaps / sizeof *overlaps);
    pl_buffer_printf(out, "table %s%s\n", table->name, overlaps[table->overlap]);
    for (uint32_t i = 0; i < table->columns.len; i++) {
        const pl_table_column *column = &table->columns.items[i];

        pl_buffer_printf(out, "  %s %s: ", i < table->key_count ? "key" : "value", column->name);
        print_type(out, column->type);
        if (column->field)
            pl_buffer_printf(out, " of %s.%s", column->field->entity->name, column->field->name);
        pl_buffer_putc(out, '\n');
    }
    for (uint32_t i = 0; i < table->versions.len; i++)
        dump_version(out, table, &table->versions.items[i]);
}

static void dump_measure(pl_buffer *out, const pl_measure *measure) {
    pl_buffer_printf(out, "%s %s for %s: ",
                     measure->population    ? "population"
                         : measure->defined ? "define"
                                            : "measure",
                     measure->name, measure->entity->name);
    print_type(out, measure->type);
    pl_buffer_puts(out, "\n  = ");
    pl_expr_print(out, measure->definition);
    pl_buffer_putc(out, '\n');
    print_tree(out, measure->definition, 1);
}

static void dump_items(pl_buffer *out, const pl_handbook *handbook) {
    for (uint32_t i = 0; i < handbook->items.len; i++) {
        const pl_item *item = &handbook->items.items[i];

        if (i == 0 || item->list != item[-1].list)
            pl_buffer_puts(out, i > 0 ? "\n  items" : "  items");
        pl_buffer_printf(out, " \"%s\"", item->id);
    }
    if (handbook->items.len > 0)
        pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < handbook->citations.len; i++)
        if (handbook->citations.items[i].omitted)
            pl_buffer_printf(out, "  omit \"%s\" reason \"%s\"\n",
                             handbook->citations.items[i].text,
                             handbook->citations.items[i].omitted);
}

static void dump_handbook(pl_buffer *out, const pl_handbook *handbook) {
    pl_buffer_printf(out, "handbook %s", handbook->name);
    print_text(out, " ", handbook->title);
    print_text(out, " source ", handbook->source);
    if (handbook->has_source_date) {
        pl_buffer_puts(out, " dated ");
        pl_date_print(out, handbook->source_date);
    }
    print_days(out, handbook->has_from, handbook->from, handbook->has_until, handbook->until);
    pl_buffer_putc(out, '\n');
    dump_items(out, handbook);
}

static void dump_words(pl_buffer *out, const pl_rule *rule) {
    for (uint32_t i = 0; i < rule->cites.len; i++)
        pl_buffer_printf(out, "  cite \"%s\"\n", rule->cites.items[i]);
    for (uint32_t i = 0; i < rule->notes.len; i++)
        pl_buffer_printf(out, "  note \"%s\"\n", rule->notes.items[i]);
    for (uint32_t i = 0; i < rule->owners.len; i++)
        pl_buffer_printf(out, "  owner %s\n", rule->owners.items[i]);
}

static void dump_term(pl_buffer *out, pl_term term) {
    static const char *const units[] = {"days", "weeks", "months", "school days", "school weeks"};

    assert((size_t)term.unit < sizeof units / sizeof *units);
    pl_buffer_printf(out, " %d %s", term.count, units[term.unit]);
}

static void dump_anchor(pl_buffer *out, const pl_deadline *deadline) {
    const pl_anchor *anchor = &deadline->rhythm.anchor;

    switch (anchor->kind) {
    case PL_ANCHOR_START: pl_buffer_puts(out, " from the first school day"); break;
    case PL_ANCHOR_DAY:
        pl_buffer_printf(out, " from --%02d-%02d", anchor->month, anchor->day);
        break;
    case PL_ANCHOR_DATE:
        pl_buffer_puts(out, " from ");
        pl_date_print(out, anchor->date);
        break;
    case PL_ANCHOR_EVENT:
        pl_buffer_puts(out, deadline->event_kind == PL_EVENT_ROWS ? " from each " : " from ");
        if (deadline->event_rule)
            pl_buffer_printf(out, "%s.due", deadline->event_rule->name);
        else
            pl_expr_print(out, deadline->event);
        if (deadline->event_rows)
            pl_buffer_printf(out, " of %s within one %s", deadline->event_rows->name,
                             deadline->event_top->name);
        break;
    }
}

static void dump_timing(pl_buffer *out, const pl_deadline *deadline) {
    const pl_rhythm *rhythm = &deadline->rhythm;

    switch (rhythm->kind) {
    case PL_RHYTHM_WEEKS:
        for (uint32_t i = 0; i < rhythm->week_count; i++)
            pl_buffer_printf(out, rhythm->weeks[i].last > 0 ? "%s %d..%d" : "%s %d",
                             i > 0 ? "," : "after week", rhythm->weeks[i].first,
                             rhythm->weeks[i].last);
        return;
    case PL_RHYTHM_TIMES:
        pl_buffer_printf(out, "%d times per %d months", rhythm->times, rhythm->months);
        return;
    case PL_RHYTHM_IN_MONTH: pl_buffer_printf(out, "in month %d", rhythm->month); return;
    case PL_RHYTHM_EVERY:
        pl_buffer_puts(out, "every");
        dump_term(out, rhythm->term);
        return;
    case PL_RHYTHM_BEFORE: pl_buffer_puts(out, "before"); break;
    case PL_RHYTHM_AFTER:
    case PL_RHYTHM_WITHIN:
        pl_buffer_puts(out, rhythm->kind == PL_RHYTHM_AFTER ? "after" : "within");
        dump_term(out, rhythm->term);
        break;
    }
    dump_anchor(out, deadline);
}

static void dump_deadline(pl_buffer *out, const pl_deadline *deadline) {
    static const char *const phases[] = {"", "plan", "do", "check", "act"};

    if (deadline->phase != PL_PHASE_NONE)
        pl_buffer_printf(out, "  phase %s\n", phases[deadline->phase]);
    if (deadline->failed)
        pl_buffer_printf(out, "  where %s is not met\n", deadline->failed->name);
    pl_buffer_puts(out, "  timing ");
    if (deadline->has_timing)
        dump_timing(out, deadline);
    else
        pl_buffer_puts(out, "until done");
    pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < deadline->roles.len; i++)
        pl_buffer_printf(out, "  by %s\n", deadline->roles.items[i]);
    print_labelled(out, "region", deadline->region);
    print_labelled(out, "evidence", deadline->evidence_day);
    print_labelled(out, "where", deadline->evidence_where);
}

static void dump_rule(pl_buffer *out, const pl_rule *rule) {
    pl_buffer_printf(out, "%s %s.%s", pl_rule_kind_word(rule->kind), rule->handbook->name,
                     rule->name);
    print_text(out, " ", rule->title);
    pl_buffer_printf(out, " for each %s", rule->entity->name);
    print_days(out, rule->has_from, rule->from, rule->has_until, rule->until);
    pl_buffer_putc(out, '\n');
    if (rule->population)
        pl_buffer_printf(out, "  of the population %s\n", rule->population->name);
    if (rule->section)
        pl_buffer_printf(out, "  section %s\n", rule->section);
    for (uint32_t i = 0; i < rule->place.len; i++)
        pl_buffer_printf(out, "%s%s%s", i > 0 ? " > " : "  under ", rule->place.items[i],
                         i + 1 < rule->place.len ? "" : "\n");
    if (rule->has_provisional) {
        pl_buffer_puts(out, "  provisional until ");
        pl_date_print(out, rule->provisional);
        pl_buffer_putc(out, '\n');
    }
    if (rule->deadline)
        dump_deadline(out, rule->deadline);
    print_labelled(out, "where", rule->scope);
    for (uint32_t i = 0; i < rule->exceptions.len; i++)
        print_labelled(out, "except where", rule->exceptions.items[i]);
    for (uint32_t i = 0; i < rule->needs.len; i++) {
        print_labelled(out, "needs", rule->needs.items[i].condition);
        pl_buffer_printf(out, "    \"%s\"\n", rule->needs.items[i].reason);
    }
    for (uint32_t i = 0; i < rule->clauses.len; i++) {
        print_labelled(out, "require", rule->clauses.items[i].requirement);
        print_labelled(out, "when", rule->clauses.items[i].condition);
    }
    if (rule->outcome)
        print_labelled(out, rule->kind == PL_DECISION ? "decides" : "grade", rule->outcome);
    for (uint32_t i = 0;
         rule->flags && rule->outcome && i < rule->outcome->type.members->members.len; i++)
        if (rule->flags[i])
            pl_buffer_printf(out, "  flags %s\n", rule->outcome->type.members->members.items[i]);
    dump_words(out, rule);
}

static void dump_statement(pl_buffer *out, const pl_statement *statement) {
    pl_buffer_printf(out, "%s ", pl_statement_word(statement->kind));
    if (statement->handbook && statement->kind != PL_ROLE)
        pl_buffer_printf(out, "%s.", statement->handbook->name);
    pl_buffer_puts(out, statement->name);
    print_text(out, " ", statement->title);
    for (uint32_t i = 0; i < statement->roles.len; i++)
        pl_buffer_printf(out, "%s%s", i > 0 ? ", " : " by ", statement->roles.items[i]);
    if (statement->entity)
        pl_buffer_printf(out, " for each %s", statement->entity->name);
    pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < statement->cites.len; i++)
        pl_buffer_printf(out, "  cite \"%s\"\n", statement->cites.items[i]);
    for (uint32_t i = 0; i < statement->notes.len; i++)
        pl_buffer_printf(out, "  note \"%s\"\n", statement->notes.items[i]);
}

static void dump_waiver(pl_buffer *out, const pl_waiver *waiver) {
    pl_buffer_printf(out, "waiver for %s \"%s\" from %s.%s", waiver->rule->entity->name,
                     waiver->key, waiver->rule->handbook->name, waiver->rule->name);
    print_days(out, false, 0, true, waiver->until);
    pl_buffer_printf(out, "\n  reason \"%s\"\n", waiver->reason);
    for (uint32_t i = 0; i < waiver->owners.len; i++)
        pl_buffer_printf(out, "  owner %s\n", waiver->owners.items[i]);
}

/* ### datasets */

static void dump_column(pl_buffer *out, const pl_map_column *column) {
    static const char *const words[] = {" before", " after", " rounded to ", " in percent",
                                        " in fractions"};

    pl_buffer_printf(out, "    %s: ", pl_target_name(column->target));
    print_type(out, pl_target_type(column->target));
    pl_buffer_printf(out, " = \"%s\"", column->header);
    for (uint32_t i = 0; i < column->steps.len; i++) {
        const pl_step *step = &column->steps.items[i];

        assert((size_t)step->kind < sizeof words / sizeof *words);
        pl_buffer_puts(out, words[step->kind]);
        print_text(out, " ", step->text);
        if (step->kind == PL_STEP_ROUNDED)
            pl_number_print(out, step->step);
    }
    pl_buffer_putc(out, '\n');
}

static void dump_rows(pl_buffer *out, const pl_mapping *mapping) {
    for (uint32_t s = 0; s < mapping->row_sources.len; s++) {
        const pl_map_rows_source *source = &mapping->row_sources.items[s];

        pl_buffer_puts(out, "    row");
        for (uint32_t i = 0; i < mapping->row_targets.len; i++) {
            pl_target target = mapping->row_targets.items[i];

            pl_buffer_printf(out, " %s = ", pl_target_name(target));
            pl_value_print(out, pl_target_type(target), &source->values[i]);
            pl_buffer_putc(out, ',');
        }
        pl_buffer_printf(out, " count = \"%s\"\n", source->header);
    }
}

static void dump_cells(pl_buffer *out, const pl_mapping *mapping) {
    for (uint32_t i = 0; i < mapping->cells.len; i++) {
        const pl_map_cell *cell = &mapping->cells.items[i];
        pl_value bounds = {.base = PL_NUMBER,
                           .state = cell->missing ? PL_MISSING : PL_OK,
                           .lo = cell->lo,
                           .hi = cell->hi};
        pl_type type = {.base = PL_NUMBER, .unit = cell->percent ? PL_UNIT_PERCENT : PL_UNIT_PLAIN};

        pl_buffer_printf(out, "    cell \"%s\" is ", cell->printed);
        pl_value_print(out, type, &bounds);
        pl_buffer_putc(out, '\n');
    }
}

static void dump_mapping(pl_buffer *out, const pl_mapping *mapping) {
    char sign[] = {mapping->separator, '\0'};
    const char *separator = mapping->separator == '\t' ? "tab" : sign;

    pl_buffer_printf(out, "  %s from", mapping->entity->name);
    print_text(out, " ", mapping->file);
    print_text(out, " table ", mapping->table);
    if (mapping->form == PL_FORM_CSV)
        pl_buffer_printf(out, " separator %s", separator);
    pl_buffer_printf(out, " decimal %c", mapping->decimal);
    print_text(out, " encoding ", mapping->encoding);
    if (mapping->has_year) {
        pl_buffer_putc(out, ' ');
        pl_schooljaar_print(out, mapping->year);
    }
    pl_buffer_puts(out, mapping->incomplete ? " incomplete\n" : "\n");
    for (uint32_t i = 0; i < mapping->columns.len; i++)
        dump_column(out, &mapping->columns.items[i]);
    dump_rows(out, mapping);
    dump_cells(out, mapping);
}

static void dump_dataset(pl_buffer *out, const pl_dataset *dataset) {
    pl_buffer_printf(out, "dataset %s", dataset->name);
    print_text(out, " ", dataset->title);
    pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < dataset->mappings.len; i++)
        dump_mapping(out, dataset->mappings.items[i]);
}

/* ### tests */

static void dump_given(pl_buffer *out, const pl_mapping *mapping) {
    pl_buffer_printf(out, "  given %s", mapping->entity->name);
    if (mapping->has_year) {
        pl_buffer_putc(out, ' ');
        pl_schooljaar_print(out, mapping->year);
    }
    pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < mapping->columns.len; i++) {
        const pl_map_column *column = &mapping->columns.items[i];

        pl_buffer_printf(out, "    %s: ", pl_target_name(column->target));
        print_type(out, pl_target_type(column->target));
        pl_buffer_puts(out, " = ");
        pl_value_print(out, pl_target_type(column->target), column->given);
        pl_buffer_putc(out, '\n');
    }
}

static void dump_test(pl_buffer *out, const pl_test *test) {
    pl_buffer_printf(out, "test \"%s\" on ", test->title);
    pl_date_print(out, test->date);
    pl_buffer_putc(out, '\n');
    for (uint32_t i = 0; i < test->dataset->mappings.len; i++)
        dump_given(out, test->dataset->mappings.items[i]);
    for (uint32_t i = 0; i < test->expectations.len; i++) {
        const pl_expectation *expectation = &test->expectations.items[i];

        pl_buffer_printf(out, "  expect %s %s", expectation->rule->name, expectation->verdict);
        print_text(out, " for ", expectation->subject);
        pl_buffer_putc(out, '\n');
    }
}

static void dump_extension(pl_buffer *out, const pl_extension *e) {
    pl_buffer_printf(out, "extension %s(", e->name);
    for (uint32_t i = 0; i < e->inputs.len; i++) {
        pl_buffer_printf(out, "%s%s: ", i > 0 ? ", " : "", e->inputs.items[i]);
        print_type(out, e->function.inputs[i]);
    }
    pl_buffer_puts(out, ") gives ");
    print_type(out, e->function.result);
    if (e->function.source)
        pl_buffer_printf(out, " from \"%s\"", e->function.source->name);
    pl_buffer_putc(out, '\n');
}

/* ### the whole */

static void dump_model(pl_buffer *out, const pl_model *model) {
    for (uint32_t i = 0; i < model->enums.len; i++)
        dump_enum(out, model->enums.items[i]);
    for (uint32_t i = 0; i < model->entities.len; i++)
        dump_entity(out, model->entities.items[i]);
    for (uint32_t i = 0; i < model->parameters.len; i++)
        dump_parameter(out, model->parameters.items[i]);
    for (uint32_t i = 0; i < model->extensions.len; i++)
        dump_extension(out, model->extensions.items[i]);
    for (uint32_t i = 0; i < model->tables.len; i++)
        dump_table(out, model->tables.items[i]);
    for (uint32_t i = 0; i < model->measures.len; i++)
        dump_measure(out, model->measures.items[i]);
    for (uint32_t i = 0; i < model->handbooks.len; i++)
        dump_handbook(out, model->handbooks.items[i]);
    for (uint32_t i = 0; i < model->rules.len; i++)
        dump_rule(out, model->rules.items[i]);
    for (uint32_t i = 0; i < model->waivers.len; i++)
        dump_waiver(out, model->waivers.items[i]);
    for (uint32_t i = 0; i < model->statements.len; i++)
        dump_statement(out, model->statements.items[i]);
    for (uint32_t i = 0; i < model->datasets.len; i++)
        dump_dataset(out, model->datasets.items[i]);
    for (uint32_t i = 0; i < model->tests.len; i++)
        dump_test(out, model->tests.items[i]);
}

void pl_dump_types(const pl_model *model, FILE *out) {
    pl_buffer text;

    pl_buffer_init(&text);
    dump_model(&text, model);
    if (text.len > 0)
        fwrite(text.ptr, 1, text.len, out);
    pl_buffer_fini(&text);
}
