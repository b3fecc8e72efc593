/* why.c - one verdict unfolded: finds the rule and the subject, runs that rule alone with all its values kept, and hands the run
 * to why/. */
#include <assert.h>
#include <string.h>

#include "api/session.h"
#include "base/gettext.h"
#include "lower/lower.h"
#include "trace/doubled.h"
#include "vm/flags.h"
#include "vm/vm.h"
#include "why/suppose.h"

#define WIDTH 80
#define FEW_ROWS 3
#define MANY_ROWS 1000

struct pl_session_why {
    pl_why_case about;
    const pl_run *run;
    const char *supposed; /* NULL: nothing */
    pl_changes changes;   /* that are supposed */
};

/* ### the rule */

/* "handbook.rule" or "rule". */
static bool is_named(const pl_rule *rule, const char *name) {
    const char *book = rule->handbook ? rule->handbook->name : "";
    size_t length = strlen(book);

    if (strcmp(rule->name, name) == 0)
        return true;
    return length > 0 && strncmp(name, book, length) == 0 && name[length] == '.' &&
        strcmp(name + length + 1, rule->name) == 0;
}

static const char *full_name(peil *p, const pl_rule *rule) {
    return rule->handbook ? pl_arena_format(&p->run, "%s.%s", rule->handbook->name, rule->name)
                          : rule->name;
}

static void refuse_rule(peil *p, const char *name) {
    const char **names = PL_MAKE_ARRAY(&p->run, const char *, p->model->rules.len + (size_t)1);
    uint32_t count = 0;
    const char *nearest;

    for (uint32_t i = 0; i < p->model->rules.len; i++)
        if (pl_session_is_asked(p, p->model->rules.items[i]))
            names[count++] = p->model->rules.items[i]->name;
    names[count] = NULL;
    nearest = peil_nearest(name, names);
    if (nearest)
        PL_REPORT_DATA(&p->compiler.diags, WHY_RULE, NULL, 0, NULL, name, nearest);
    else
        PL_REPORT_DATA(&p->compiler.diags, WHY_RULE_NONE, NULL, 0, NULL, name);
}

static const pl_rule *find_rule(peil *p, const char *name) {
    const pl_rule *found = NULL;

    for (uint32_t i = 0; i < p->model->rules.len; i++) {
        const pl_rule *rule = p->model->rules.items[i];

        if (!pl_session_is_asked(p, rule) || !is_named(rule, name))
            continue;
        if (found) {
            PL_REPORT_DATA(&p->compiler.diags, WHY_RULE_TWICE, NULL, 0, NULL, name,
                           full_name(p, found), full_name(p, rule));
            return NULL;
        }
        found = rule;
    }
    if (!found)
        refuse_rule(p, name);
    return found;
}

static bool require_in_force(peil *p, const pl_rule *rule) {
    pl_buffer date = {0};

    if (pl_rule_in_force(rule, pl_session_date(p)))
        return true;
    pl_date_print(&date, pl_session_date(p));
    PL_REPORT_DATA(&p->compiler.diags, WHY_OUT_OF_FORCE, NULL, 0, NULL, rule->name, date.ptr);
    pl_buffer_fini(&date);
    return false;
}

/* ### the subject */

/* The subject that was probably meant, else the first of all. */
static const char *nearest_subject(peil *p, const pl_entity *entity, const char *name,
                                   bool *is_near) {
    const uint32_t *order = pl_data_subject_order(p->loaded, entity);
    uint32_t count = pl_data_rows(p->loaded, entity)->count, limit = 2, best = limit + 1;
    const char *nearest = "";

    for (uint32_t i = 0; i < count; i++) {
        pl_buffer text = {0};
        uint32_t away;

        pl_data_subject(&text, p->loaded, entity, order[i]);
        away = pl_text_distance(pl_str_of(name), pl_str_of(text.ptr), limit);
        if (i == 0 || away < best)
            nearest = pl_arena_copy(&p->run, text.ptr, text.len);
        best = away < best ? away : best;
        pl_buffer_fini(&text);
    }
    *is_near = best <= limit && best < strlen(name);
    return nearest;
}

static bool find_subject(peil *p, const pl_rule *rule, const char *name, uint32_t *row) {
    pl_diags *diags = &p->compiler.diags;
    const pl_entity *entity = rule->entity;
    const char *nearest;
    bool is_near;

    if (pl_data_rows(p->loaded, entity)->count == 0) {
        PL_REPORT_DATA(diags, WHY_NO_DATA, NULL, 0, NULL, entity->name, rule->name);
        return false;
    }
    if (pl_data_find_subject(p->loaded, entity, pl_str_of(name), row))
        return true;
    nearest = nearest_subject(p, entity, name, &is_near);
    if (is_near)
        PL_REPORT_DATA(diags, WHY_SUBJECT, NULL, 0, NULL, entity->name, name, nearest);
    else
        PL_REPORT_DATA(diags, WHY_SUBJECT_NONE, NULL, 0, NULL, entity->name, name, nearest);
    return false;
}

/* ### what is supposed */

static bool find_supposed(peil *p, struct pl_session_why *w, const pl_rule *rule,
                          const char *const *texts) {
    bool good = true;

    for (; texts && *texts; texts++) {
        pl_change change;

        if (!pl_suppose_find(&p->run, &p->compiler.diags, rule, p->dataset, p->model, *texts,
                             &change)) {
            good = false;
            continue;
        }
        PL_PUSH(&p->run, &w->changes, change);
        w->supposed =
            w->supposed ? pl_arena_format(&p->run, "%s; %s", w->supposed, *texts) : *texts;
    }
    return good;
}

/* The data as it is supposed to be. */
static bool suppose(peil *p, struct pl_session_why *w, const char *const *texts) {
    bool good = true;

    for (uint32_t i = 0; i < w->changes.len; i++) {
        w->changes.items[i].year = pl_schooljaar_of(pl_session_date(p));
        good = pl_suppose_read(&p->run, &p->compiler.diags, w->about.rule, p->loaded, w->about.row,
                               texts[i], &w->changes.items[i]) &&
            good;
    }
    if (good && w->changes.len > 0)
        w->about.data = pl_why_changed(&p->run, p->loaded, &w->changes);
    return good;
}

/* ### the run */

static peil_status load(peil *p, struct pl_session_why *w, const pl_rule *rule) {
    pl_diags *diags = &p->compiler.diags;
    bool *rules = PL_MAKE_ARRAY(&p->run, bool, p->model->rules.len + (size_t)1);
    pl_lower_options options = {
        .date = pl_session_date(p), .dataset = p->dataset, .rules = rules, .record = true};
    pl_needed needed;

    rules[rule->index] = true;
    p->program = pl_lower(&p->run, diags, p->model, &options);
    if (diags->errors > 0)
        return PEIL_BAD_RULES;
    needed = pl_lower_needed(&p->run, p->program);
    pl_session_need_shown(p, &needed);
    needed.digests = true;
    needed.snapshot = p->snapshot;
    needed.ways = p->ways;
    needed.progress = &p->progress;
    for (uint32_t i = 0; i < w->changes.len; i++) {
        const pl_change *change = &w->changes.items[i];

        if (change->field)
            needed.fields[change->entity->index][change->field->index] = true;
        else
            needed.measures[change->measure->index] = true;
    }
    p->loaded = pl_load(&p->data, diags, p->model, p->dataset, &needed);
    pl_progress_enter(&p->progress, PL_PROGRESS_EVALUATE, NULL);
    if (diags->errors == 0)
        (void)pl_doubled_report(&p->run, diags, p->program, p->loaded);
    return diags->errors > 0 ? PEIL_BAD_DATA : PEIL_OK;
}

static peil_status run(peil *p, struct pl_session_why *w, const char *subject) {
    bool *asked = PL_MAKE_ARRAY(&p->run, bool, p->program->rules.len + (size_t)1);
    pl_run *run = pl_vm_run(&p->run, p->program, w->about.data, p->chunk_rows);
    const pl_rule_result *result = pl_why_result(run, w->about.rule);
    const pl_entity *unmapped;
    peil_status status = pl_session_report_faults(p, run);
    pl_buffer year = {0};

    if (status != PEIL_OK)
        return status;
    memset(asked, true, run->rules.len);
    pl_flags_settle(&p->run, run, asked);
    w->run = p->result = run;
    p->asked = asked;
    if (!pl_session_report_gaps(p))
        return PEIL_BAD_RULES;
    unmapped = pl_report_unmapped(run, w->about.rule);
    if (unmapped) {
        PL_REPORT_DATA(&p->compiler.diags, WHY_NO_DATA, NULL, 0, NULL, unmapped->name,
                       w->about.rule->name);
        return PEIL_USAGE;
    }
    if (result->verdict[w->about.row] != PL_VERDICT_SKIPPED)
        return PEIL_OK;
    pl_schooljaar_print(&year, run->schooljaar);
    PL_REPORT_DATA(&p->compiler.diags, WHY_OTHER_YEAR, NULL, 0, NULL, subject, year.ptr);
    pl_buffer_fini(&year);
    return PEIL_USAGE;
}

peil_status peil_why(peil *p, const peil_why_options *options) {
    struct pl_session_why *w = PL_MAKE(&p->run, struct pl_session_why);
    const pl_rule *rule;
    peil_status status;

    assert(p->model && !p->result && !p->why);
    rule = find_rule(p, options->rule);
    if (!rule || !require_in_force(p, rule))
        return PEIL_USAGE;
    if (!find_supposed(p, w, rule, options->suppose))
        return PEIL_USAGE;
    status = load(p, w, rule);
    if (status != PEIL_OK)
        return status;
    w->about = (pl_why_case){
        .program = p->program, .data = p->loaded, .rule = rule, .chunk_rows = p->chunk_rows};
    if (!find_subject(p, rule, options->subject, &w->about.row) || !suppose(p, w, options->suppose))
        return PEIL_USAGE;
    status = run(p, w, options->subject);
    if (status != PEIL_OK)
        return status;
    pl_session_make_receipt(p);
    p->why = w;
    return PEIL_OK;
}

const char *peil_why_report(peil *p, const peil_why_options *options, size_t *length) {
    const pl_why_layout layout = {options->width ? options->width : WIDTH, options->depth,
                                  options->colour};
    bool json = strcmp(options->format, "json") == 0, html = strcmp(options->format, "html") == 0;
    const pl_why_options choices = {
        .most_rows = json || html || options->depth > 3 ? MANY_ROWS : FEW_ROWS, .change = true};
    pl_buffer out = {0};
    pl_why *why;

    assert(p->why && p->why->run);
    why =
        pl_why_unfold(&p->run, &p->why->about, p->why->run,
                      json ? pl_wording_fixed() : pl_wording_reader(), &choices, p->why->supposed);
    if (json)
        pl_why_json(why, &p->receipt, &out);
    else if (html)
        pl_why_html(why, &p->receipt, &out);
    else
        pl_why_text(why, &layout, &out);
    *length = out.len;
    return pl_buffer_take(&out, &p->run);
}
