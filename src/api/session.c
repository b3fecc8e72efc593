/* session.c - one run from rule files to verdicts, in the order of the public interface: check,
 * load, evaluate, outcome.
 * Owns the three arenas; every stage does its own work elsewhere. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/session.h"
#include "base/gettext.h"
#include "load/load.h"
#include "lower/lower.h"
#include "sema/check.h"
#include "trace/doubled.h"
#include "vm/flags.h"
#include "vm/vm.h"

/* ### life */

peil *peil_new(const char *stdlib_folder) {
    peil *p = pl_heap_resize(NULL, sizeof *p);

    memset(p, 0, sizeof *p);
    pl_number_setup();
    pl_arena_init(&p->compilation);
    pl_arena_init(&p->data);
    pl_arena_init(&p->run);
    p->compiler.arena = &p->compilation;
    pl_names_init(&p->compiler.names, &p->compilation);
    pl_diags_init(&p->compiler.diags, &p->compilation);
    p->stdlib =
        stdlib_folder ? pl_arena_copy(&p->compilation, stdlib_folder, strlen(stdlib_folder)) : NULL;
    p->chunk_rows = PL_CHUNK_ROWS;
    return p;
}

void peil_free(peil *p) {
    if (!p)
        return;
    pl_arena_fini(&p->run);
    pl_arena_fini(&p->data);
    pl_arena_fini(&p->compilation);
    free(p);
}

/* ### checking */

/* An empty file, or a document without a block of rules, is not what its author thinks it is:
 * false. */
static bool parse_file(peil *p, pl_session_file *file) {
    pl_diags *diags = &p->compiler.diags;
    uint32_t errors = diags->errors;

    file->tree = pl_parse(&p->compiler, file->source);
    if (file->tree->count > 0 || diags->errors > errors)
        return true;
    if (file->source->document)
        PL_REPORT_DATA(diags, DOCUMENT_WITHOUT_RULES, file->source->name, 0, NULL, "");
    else
        PL_REPORT_DATA(diags, FILE_WITHOUT_RULES, file->source->name, 0, NULL, "");
    return false;
}

peil_status peil_check_rules(peil *p) {
    pl_use_finder uses = {pl_session_find_module, pl_session_modules, pl_session_find_file, p};
    uint32_t given = p->files.len, errors = p->compiler.diags.errors;
    pl_node **trees = PL_MAKE_ARRAY(&p->compilation, pl_node *, given);
    bool whole = true;

    assert(!p->model);
    for (uint32_t i = 0; i < given; i++) {
        whole = parse_file(p, p->files.items[i]) && whole;
        trees[i] = p->files.items[i]->tree;
    }
    /* What an empty file should have declared would be missed all over the others. */
    if (!whole)
        return PEIL_BAD_RULES;
    p->model = pl_check(&p->compiler, trees, given, &uses);
    if (p->compiler.diags.errors > errors)
        return PEIL_BAD_RULES;
    return p->dataset_file ? pl_session_choose_dataset(p) : PEIL_OK;
}

void peil_lint(peil *p) {
    assert(p->model);
    if (p->compiler.diags.errors == 0)
        pl_lint(&p->compiler, p->model);
}

/* ### progress */

void peil_watch(const peil *p, peil_progress *out) {
    static const peil_stage stages[] = {
        [PL_PROGRESS_NONE] = PEIL_STAGE_NONE,
        [PL_PROGRESS_LOAD] = PEIL_STAGE_LOADING,
        [PL_PROGRESS_EVALUATE] = PEIL_STAGE_EVALUATING,
        [PL_PROGRESS_WRITE] = PEIL_STAGE_WRITING,
    };

    out->stage = stages[atomic_load_explicit(&p->progress.stage, memory_order_acquire)];
    out->file = atomic_load_explicit(&p->progress.file, memory_order_acquire);
    out->all = atomic_load_explicit(&p->progress.all, memory_order_relaxed);
    out->done = atomic_load_explicit(&p->progress.done, memory_order_relaxed);
    if (out->stage == PEIL_STAGE_LOADING && !out->file) /* it is at another stage by now */
        out->stage = PEIL_STAGE_NONE;
    if (out->done > out->all)
        out->done = out->all;
}

/* ### choices */

bool peil_set_date(peil *p, const char *iso) {
    p->has_date = pl_date_parse(pl_str_of(iso), &p->date);
    return p->has_date;
}

void peil_set_timings(peil *p) {
    pl_timings_begin(&p->timings);
}

bool peil_set_chunk_rows(peil *p, uint32_t rows) {
    if (rows < 1 || rows > PL_CHUNK_ROWS)
        return false;
    p->chunk_rows = rows;
    return true;
}

void peil_set_jobs(peil *p, uint32_t jobs) {
    p->ways.jobs = jobs;
}

static void use_today(peil *p) {
    time_t now = time(NULL);
    struct tm day;

    assert(!p->has_date);
    if (!localtime_r(&now, &day) ||
        !pl_date_make(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, &p->date))
        p->date = 0;
    p->has_date = true;
}

pl_date pl_session_date(peil *p) {
    if (!p->has_date)
        use_today(p);
    return p->date;
}

/* ### evaluating */

bool pl_session_is_asked(const peil *p, const pl_rule *rule) {
    const pl_session_file *file = pl_session_file_of(p, rule->span.source);

    return file && file->asked;
}

static uint32_t asked_rules(const peil *p) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < p->model->rules.len; i++)
        count += pl_session_is_asked(p, p->model->rules.items[i]);
    return count;
}

void pl_session_need_shown(const peil *p, pl_needed *needed) {
    for (uint32_t i = 0; i < p->model->rules.len; i++) {
        const pl_entity *entity = p->model->rules.items[i]->entity;

        for (uint32_t f = 0; f < entity->fields.len; f++)
            if (pl_report_shows(entity->fields.items[f]))
                needed->fields[entity->index][f] = true;
    }
}

static void mark_asked(peil *p) {
    uint32_t shown = 0;

    p->asked = PL_MAKE_ARRAY(&p->run, bool, p->result->rules.len);
    for (uint32_t i = 0; i < p->result->rules.len; i++) {
        p->asked[i] = pl_session_is_asked(p, p->result->rules.items[i].rule);
        shown += p->asked[i];
    }
    assert(shown <= asked_rules(p));
    p->out_of_force = asked_rules(p) - shown;
}

void peil_set_all_years(peil *p) {
    p->all_years = true;
}

void peil_set_certificate(peil *p) {
    assert(!p->program);
    p->certifies = true;
}

static int by_number(const void *left, const void *right) {
    int a = *(const int *)left, b = *(const int *)right;

    return (a > b) - (a < b);
}

typedef PL_VEC(int) year_list;

static void add_years(peil *p, const pl_entity *entity, pl_date date, year_list *years) {
    const pl_rows *rows = pl_data_rows(p->loaded, entity);

    for (uint32_t y = 0; y < rows->covered.len; y++)
        if (rows->covered.items[y] <= pl_schooljaar_of(date))
            PL_PUSH(&p->run, years, rows->covered.items[y]);
}

/* The school years of rows that rules or a table are about, up to that of the date, into options. */
static void find_years(peil *p, pl_lower_options *options) {
    year_list years = {0};
    uint32_t kept = 0;

    PL_PUSH(&p->run, &years, pl_schooljaar_of(options->date));
    for (uint32_t i = 0; i < p->model->rules.len; i++)
        add_years(p, p->model->rules.items[i]->entity, options->date, &years);
    if (p->outputs)
        add_years(p, p->outputs->entity, options->date, &years);
    qsort(years.items, years.len, sizeof *years.items, by_number);
    for (uint32_t y = 0; y < years.len; y++)
        if (kept == 0 || years.items[kept - 1] != years.items[y])
            years.items[kept++] = years.items[y];
    options->years = years.items;
    options->year_count = kept;
}

static const char *iso(peil *p, pl_date date) {
    pl_buffer text = {0};
    const char *kept;

    pl_date_print(&text, date);
    kept = pl_arena_copy(&p->run, text.ptr, text.len);
    pl_buffer_fini(&text);
    return kept;
}

/* The school years that the data has of what is asked for by school year. */
typedef struct years_there {
    bool any, found; /* is there one; is one that is asked for among them */
    int first, last;
} years_there;

static void see_series(years_there *there, const pl_series *series, int asked) {
    for (uint32_t y = 0; y < series->years.len; y++) {
        int year = series->years.items[y];

        if (year == PL_ANY_YEAR)
            continue;
        if (!there->any || year < there->first)
            there->first = year;
        if (!there->any || year > there->last)
            there->last = year;
        there->any = true;
        there->found = there->found || year == asked;
    }
}

/* A run for a year that the data knows nothing of ends in unknowns; most often a date was
 * forgotten. */
static void warn_of_year(peil *p) {
    int asked = pl_schooljaar_of(p->date);
    years_there there = {0};

    for (uint32_t s = 0; s < p->program->slots.len; s++) {
        const pl_slot *slot = &p->program->slots.items[s];

        if (slot->kind == PL_SLOT_FIELD)
            see_series(&there, &pl_data_rows(p->loaded, slot->entity)->fields[slot->field->index],
                       slot->year);
        else if (slot->kind == PL_SLOT_MEASURE)
            see_series(&there, &p->loaded->measures[slot->measure->index], slot->year);
    }
    if (!there.any || there.found)
        return;
    assert(there.first <= there.last);
    PL_REPORT_DATA(
        &p->compiler.diags, NO_DATA_OF_YEAR, NULL, 0, NULL, iso(p, p->date),
        pl_arena_format(&p->run, "%d/%d", asked, asked + 1),
        there.first == there.last ? pl_arena_format(&p->run, "%d/%d", there.first, there.first + 1)
                                  : pl_arena_format(&p->run, "%d/%d..%d/%d", there.first,
                                                    there.first + 1, there.last, there.last + 1),
        pl_arena_format(&p->run, "%d-07-31", (asked < there.first ? there.first : there.last) + 1));
}

/* What the program and the outputs ask of the data. */
static pl_needed say_needed(peil *p) {
    pl_needed needed = pl_lower_needed(&p->run, p->program);

    needed.snapshot = p->snapshot;
    if (p->certifies) {
        pl_certificate_need(p->model, &needed);
        p->needed = pl_lower_needed(&p->run, p->program); /* without what is only shown */
        pl_certificate_need(p->model, &p->needed);
        p->needed.snapshot = p->snapshot;
    }
    if (!p->outputs)
        pl_session_need_shown(p, &needed);
    needed.digests = !p->outputs;
    needed.timings = &p->timings;
    needed.progress = &p->progress;
    needed.ways = p->ways;
    return needed;
}

peil_status pl_session_load(peil *p, pl_session_view *view) {
    pl_diags *diags = &p->compiler.diags;
    pl_lower_options options;
    pl_needed needed;
    pl_diags later; /* with all years it is not known yet which of them are asked for */

    assert(p->model && p->dataset && !p->program);
    pl_diags_init(&later, &p->run);
    options = (pl_lower_options){.date = pl_session_date(p),
                                 .dataset = p->dataset,
                                 .all_years = p->all_years,
                                 .rules = p->rules,
                                 .record = p->certifies,
                                 .outputs = p->outputs};
    p->program = pl_lower(&p->run, p->all_years ? &later : diags, p->model, &options);
    if (diags->errors > 0)
        return PEIL_BAD_RULES;
    needed = say_needed(p);
    p->loaded = pl_load(&p->data, diags, p->model, p->dataset, &needed);
    if (diags->errors == 0 && p->all_years) {
        find_years(p, &options);
        p->program = pl_lower(&p->run, diags, p->model, &options);
        if (diags->errors > 0)
            return PEIL_BAD_RULES;
    }
    if (diags->errors == 0)
        warn_of_year(p);
    if (diags->errors == 0)
        (void)pl_doubled_report(&p->run, diags, p->program, p->loaded);
    pl_timings_enter(&p->timings, PL_STAGE_EVALUATE);
    pl_progress_enter(&p->progress, PL_PROGRESS_EVALUATE, NULL);
    *view = (pl_session_view){p->model, p->loaded, p->program, p->date, p->all_years};
    return diags->errors > 0 ? PEIL_BAD_DATA : PEIL_OK;
}

/* What a waiver says of a subject without a verdict stands in no row of any format. */
static void warn_of_waivers(peil *p) {
    pl_diags *diags = &p->compiler.diags;

    for (uint32_t i = 0; i < p->result->waivers.len; i++) {
        const pl_waiver *waiver = p->result->waivers.items[i].waiver;
        const pl_rule *rule = waiver->rule;

        switch (p->result->waivers.items[i].state) {
        case PL_WAIVER_EXPIRED:
            PL_REPORT(diags, WAIVER_EXPIRED, waiver->span, waiver->key, rule->name,
                      iso(p, waiver->until));
            break;
        case PL_WAIVER_NO_SUBJECT:
            PL_REPORT(diags, WAIVER_WITHOUT_SUBJECT, waiver->span, waiver->key, rule->name,
                      rule->entity->name);
            break;
        case PL_WAIVER_NOT_EVALUATED:
            PL_REPORT(diags, WAIVER_NOT_EVALUATED, waiver->span, rule->name, iso(p, p->date));
            break;
        case PL_WAIVER_WAIVES:
        case PL_WAIVER_NOT_NEEDED: break;
        }
    }
}

bool pl_session_report_gaps(peil *p) {
    for (uint32_t i = 0; i < p->result->gaps.len; i++) {
        const pl_holiday_gap *gap = &p->result->gaps.items[i];

        PL_REPORT(&p->compiler.diags, HOLIDAY_GAP, gap->rule->deadline->span, gap->rule->name,
                  pl_holiday_name(gap->gap.kind),
                  pl_arena_format(&p->run, "%d/%d", gap->gap.schooljaar, gap->gap.schooljaar + 1),
                  gap->region);
    }
    return p->result->gaps.len == 0;
}

peil_status pl_session_report_faults(peil *p, const pl_run *run) {
    if (!pl_vm_report_faults(&p->compiler.diags, run))
        return PEIL_OK;
    for (uint32_t f = 0; f < run->faults.len; f++)
        if (run->faults.items[f].fault.kind == PL_EXTEND_LIMIT)
            return PEIL_NO_OUTPUT;
    return PEIL_BAD_RULES;
}

peil_status peil_evaluate(peil *p) {
    pl_session_view view;
    peil_status status;
    pl_run *run;

    assert(!p->result);
    if (asked_rules(p) == 0) {
        PL_REPORT_DATA(&p->compiler.diags, NO_RULES, NULL, 0, NULL, "");
        return PEIL_BAD_RULES;
    }
    status = pl_session_load(p, &view);
    if (status != PEIL_OK)
        return status;
    run = pl_vm_run(&p->run, view.program, view.data, p->chunk_rows);
    assert(run && run->date == p->date);
    status = pl_session_report_faults(p, run);
    if (status != PEIL_OK)
        return status;
    p->result = run;
    mark_asked(p);
    pl_flags_settle(&p->run, run, p->asked);
    warn_of_waivers(p);
    if (!pl_session_report_gaps(p))
        return PEIL_BAD_RULES;
    pl_session_make_receipt(p);
    return PEIL_OK;
}

/* ### outcome */

static bool has_verdict(const pl_rule_result *result, pl_verdict verdict) {
    return result->rows > 0 && memchr(result->verdict, verdict, result->rows) != NULL;
}

/* A deadline without a norm asks for nothing: that is no question left open. */
static bool is_undecided(const peil *p, const pl_rule_result *result) {
    return has_verdict(result, PL_VERDICT_UNKNOWN) ||
        (!result->deadline && has_verdict(result, PL_VERDICT_NO_NORM)) ||
        pl_report_unmapped(p->result, result->rule) != NULL;
}

peil_status peil_outcome(const peil *p, bool strict, const char *const *fail_on) {
    peil_status status = PEIL_OK;

    assert(p->result);
    for (uint32_t i = 0; i < p->result->rules.len; i++) {
        const pl_rule_result *result = &p->result->rules.items[i];

        if (!p->asked[i])
            continue;
        if (pl_flags_rule(result, fail_on) &&
            (has_verdict(result, PL_VERDICT_NOT_MET) || has_verdict(result, PL_VERDICT_OVERDUE)))
            return PEIL_FLAGGED;
        if (strict && result->flagging != PL_FLAGGING_PROVISIONAL && is_undecided(p, result))
            status = PEIL_UNDECIDED;
    }
    return status;
}
