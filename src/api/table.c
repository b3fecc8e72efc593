/* table.c - `peil table` behind peil.h: which names are meant, a run of only what they need, and the
 * rows to a file. */
#include <assert.h>
#include <string.h>

#include "api/session.h"
#include "base/gettext.h"
#include "report/table.h"
#include "vm/flags.h"
#include "vm/vm.h"

/* ### names */

typedef struct naming {
    peil *p;
    pl_outputs *outputs;
    PL_VEC(const char *) known; /* names that could stand there; NULL at the end */
} naming;

static const char *nearest(naming *n, const char *name) {
    PL_PUSH(&n->p->compilation, &n->known, NULL);
    return peil_nearest(name, n->known.items);
}

static const pl_entity *find_entity(naming *n, const char *name, const char **why) {
    const pl_model *model = n->p->model;
    const char *near;

    for (uint32_t e = 0; e < model->entities.len; e++) {
        if (strcmp(model->entities.items[e]->name, name) == 0)
            return model->entities.items[e];
        PL_PUSH(&n->p->compilation, &n->known, model->entities.items[e]->name);
    }
    for (uint32_t i = 0; i < model->populations.len; i++)
        if (strcmp(model->populations.items[i]->name, name) == 0) {
            const char *entity = model->populations.items[i]->entity->name;

            *why =
                pl_arena_format(&n->p->compilation,
                                _("`%s` is a population: list `%s`, with `%s` as one of the names"),
                                name, entity, name);
            return NULL;
        }
    near = nearest(n, name);
    *why = near ? pl_arena_format(&n->p->compilation,
                                  _("there is no entity `%s`; did you mean `%s`?"), name, near)
                : pl_arena_format(&n->p->compilation, _("there is no entity `%s`"), name);
    return NULL;
}

/* Is `asked` the name itself, or behind `owner` and a point? */
static bool is_named(const char *asked, const char *owner, const char *name) {
    size_t length = owner ? strlen(owner) : 0;

    if (strcmp(asked, name) == 0)
        return true;
    return owner && strncmp(asked, owner, length) == 0 && asked[length] == '.' &&
        strcmp(asked + length + 1, name) == 0;
}

static bool offer(naming *n, const char *asked, const char *owner, const char *name) {
    PL_PUSH(&n->p->compilation, &n->known, name);
    return is_named(asked, owner, name);
}

/* What the rows of one entity have by this name. */
static bool find_at(naming *n, const pl_entity *entity, const char *name, pl_output *out) {
    *out = (pl_output){.name = name, .entity = entity};
    for (uint32_t f = 0; f < entity->fields.len; f++)
        if (offer(n, name, entity->name, entity->fields.items[f]->name)) {
            out->kind = PL_OUTPUT_FIELD;
            out->field = entity->fields.items[f];
            return true;
        }
    for (uint32_t m = 0; m < entity->measures.len; m++)
        if (offer(n, name, entity->name, entity->measures.items[m]->name)) {
            out->kind = PL_OUTPUT_MEASURE;
            out->measure = entity->measures.items[m];
            return true;
        }
    out->kind = PL_OUTPUT_SCHOOLJAAR;
    return entity->yearly && offer(n, name, entity->name, "schooljaar");
}

static bool find_value(naming *n, const char *name, pl_output *out) {
    for (const pl_entity *e = n->outputs->entity; e; e = e->parent)
        if (find_at(n, e, name, out))
            return true;
    out->entity = n->outputs->entity;
    return offer(n, name, NULL, "schooljaar");
}

/* Rules are told apart by their handbook where two have the same name. */
static uint32_t find_rule(naming *n, const char *name, pl_output *out) {
    const pl_model *model = n->p->model;
    uint32_t found = 0;

    for (uint32_t r = 0; r < model->rules.len; r++) {
        const pl_rule *rule = model->rules.items[r];

        if (rule->entity != n->outputs->entity ||
            !offer(n, name, rule->handbook ? rule->handbook->name : NULL, rule->name))
            continue;
        found++;
        *out =
            (pl_output){.kind = PL_OUTPUT_RULE, .name = name, .entity = rule->entity, .rule = rule};
    }
    return found;
}

static const pl_rule *rule_elsewhere(const naming *n, const char *name) {
    const pl_model *model = n->p->model;

    for (uint32_t r = 0; r < model->rules.len; r++) {
        const pl_rule *rule = model->rules.items[r];

        if (is_named(name, rule->handbook ? rule->handbook->name : NULL, rule->name))
            return rule;
    }
    return NULL;
}

static const char *unknown(naming *n, const char *name) {
    pl_arena *arena = &n->p->compilation;
    const char *entity = n->outputs->entity->name, *near = nearest(n, name);
    const pl_rule *other = rule_elsewhere(n, name);

    if (other)
        return pl_arena_format(arena, _("the rule `%s` is about each %s, not about each %s"),
                               other->name, other->entity->name, entity);
    if (near)
        return pl_arena_format(arena, _("%s has nothing named `%s`; did you mean `%s`?"), entity,
                               name, near);
    return pl_arena_format(arena, _("%s has nothing named `%s`"), entity, name);
}

/* NULL, or what is wrong. */
static const char *add_name(naming *n, pl_str asked) {
    pl_arena *arena = &n->p->compilation;
    const char *name = pl_arena_copy(arena, asked.ptr, asked.len);
    pl_output output;
    uint32_t rules;

    if (asked.len == 0)
        return _("a name is missing in the list of columns");
    n->known.len = 0;
    if (!find_value(n, name, &output)) {
        rules = find_rule(n, name, &output);
        if (rules == 0)
            return unknown(n, name);
        if (rules > 1)
            return pl_arena_format(
                arena, _("several handbooks have a rule `%s`: write HANDBOOK.%s"), name, name);
    }
    PL_PUSH(arena, &n->outputs->list, output);
    return NULL;
}

peil_status peil_choose_table(peil *p, const char *entity, const char *names, const char **why) {
    naming n = {.p = p, .outputs = PL_MAKE(&p->compilation, pl_outputs)};

    assert(p->model && !p->outputs);
    n.outputs->entity = find_entity(&n, entity, why);
    if (!n.outputs->entity)
        return PEIL_USAGE;
    for (const char *at = names; at;) {
        const char *comma = strchr(at, ',');
        size_t length = comma ? (size_t)(comma - at) : strlen(at);

        *why = add_name(&n, pl_str_trim((pl_str){at, length}));
        if (*why)
            return PEIL_USAGE;
        at = comma ? comma + 1 : NULL;
    }
    p->outputs = n.outputs;
    return PEIL_OK;
}

/* ### the run */

static bool is_evaluated(const pl_program *program, const pl_rule *rule) {
    for (uint32_t i = 0; i < program->reported; i++)
        if (program->rules.items[i].rule == rule)
            return true;
    return false;
}

/* A column of a rule that is valid nowhere in the run would say nothing. */
static bool refuse_out_of_force(peil *p, const pl_program *program) {
    pl_buffer day = {0};
    bool fine = true;

    pl_date_print(&day, program->date);
    for (uint32_t i = 0; i < p->outputs->list.len; i++) {
        const pl_rule *rule = p->outputs->list.items[i].rule;

        if (!rule || is_evaluated(program, rule))
            continue;
        PL_REPORT(&p->compiler.diags, TABLE_RULE_OUT_OF_FORCE, rule->span, rule->name, day.ptr);
        fine = false;
    }
    pl_buffer_fini(&day);
    return fine;
}

static const bool *rules_of(peil *p) {
    bool *rules = PL_MAKE_ARRAY(&p->run, bool, p->model->rules.len + 1);

    for (uint32_t i = 0; i < p->outputs->list.len; i++)
        if (p->outputs->list.items[i].rule)
            rules[p->outputs->list.items[i].rule->index] = true;
    return rules;
}

peil_status peil_evaluate_table(peil *p) {
    const pl_entity *entity = p->outputs->entity;
    pl_session_view view;
    peil_status status;
    pl_run *run;

    assert(p->outputs && !p->result);
    p->rules = rules_of(p);
    status = pl_session_load(p, &view);
    if (status != PEIL_OK)
        return status;
    if (!refuse_out_of_force(p, view.program))
        return PEIL_BAD_RULES;
    if (!pl_data_rows(view.data, entity)->mapped)
        PL_REPORT(&p->compiler.diags, TABLE_OF_NOTHING, p->dataset->span, entity->name);
    run = pl_vm_run(&p->run, view.program, view.data, p->chunk_rows);
    status = pl_session_report_faults(p, run);
    if (status != PEIL_OK)
        return status;
    p->result = run;
    p->asked = PL_MAKE_ARRAY(&p->run, bool, run->rules.len + 1);
    memset(p->asked, true, run->rules.len);
    pl_flags_settle(&p->run, run, p->asked);
    return PEIL_OK;
}

/* ### the file */

static bool find_column(const peil *p, pl_str name, uint32_t *number) {
    const pl_outputs *outputs = p->outputs;

    for (*number = 0; *number < outputs->list.len; ++*number)
        if (pl_str_equal(name, pl_str_of(outputs->list.items[*number].name)))
            return true;
    return false;
}

static const char *unknown_column(peil *p, pl_str name) {
    const char *word = pl_arena_copy(&p->compilation, name.ptr, name.len), *near;
    PL_VEC(const char *) known = {0};

    if (name.len == 0)
        return _("a name is missing in the list of columns");
    for (uint32_t i = 0; i < p->outputs->list.len; i++)
        PL_PUSH(&p->compilation, &known, p->outputs->list.items[i].name);
    PL_PUSH(&p->compilation, &known, NULL);
    near = peil_nearest(word, known.items);
    if (near)
        return pl_arena_format(&p->compilation, _("there is no column `%s`; did you mean `%s`?"),
                               word, near);
    return pl_arena_format(&p->compilation, _("there is no column `%s`"), word);
}

peil_status peil_choose_columns(peil *p, const char *columns, const char **why) {
    uint32_t number;

    assert(p->outputs && p->table_columns.len == 0);
    for (uint32_t i = 0; !columns && i < p->outputs->list.len; i++)
        PL_PUSH(&p->compilation, &p->table_columns, i);
    for (const char *at = columns; at;) {
        const char *comma = strchr(at, ',');
        pl_str name = pl_str_trim((pl_str){at, comma ? (size_t)(comma - at) : strlen(at)});

        if (!find_column(p, name, &number)) {
            *why = unknown_column(p, name);
            return PEIL_USAGE;
        }
        PL_PUSH(&p->compilation, &p->table_columns, number);
        at = comma ? comma + 1 : NULL;
    }
    return PEIL_OK;
}

peil_status peil_write_table(peil *p, const peil_report_options *options, const char *path,
                             const char **why) {
    pl_table_options table = {.separator = options->separator ? options->separator : ',',
                              .header = !options->no_header,
                              .all_years = p->all_years,
                              .jobs = p->ways.jobs,
                              .chosen = p->table_columns.items,
                              .count = p->table_columns.len};
    pl_writing file;

    assert(p->result && table.count > 0);
    pl_timings_enter(&p->timings, PL_STAGE_WRITE);
    pl_progress_enter(&p->progress, PL_PROGRESS_WRITE, NULL);
    if (!pl_writing_begin(&file, pl_session_target(path), why))
        return PEIL_NO_OUTPUT;
    pl_table_write(p->result, &table, &file);
    return pl_writing_end(&file, why) ? PEIL_OK : PEIL_NO_OUTPUT;
}
