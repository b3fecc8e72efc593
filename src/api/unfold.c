/* unfold.c - a rule of a finished run once more, with all its values kept, for pages that unfold their
 * answers. What it takes lives in an arena of its own until the rule is closed. */
#include <assert.h>
#include <string.h>

#include "api/session.h"
#include "lower/lower.h"
#include "vm/flags.h"
#include "vm/vm.h"

typedef struct unfolding {
    pl_report_unfolding events;
    peil *p;
    pl_arena arena; /* between open and close */
    pl_why_case about;
    const pl_run *run; /* NULL: this rule cannot be run for the date */
    bool is_open;
} unfolding;

static const pl_run *open_rule(void *session, const pl_rule *rule, const pl_rule *also) {
    unfolding *u = session;
    peil *p = u->p;
    pl_diags diags;
    bool *rules, *asked;
    pl_program *program;
    pl_run *run;

    assert(!u->is_open && !u->run && p->result);
    u->is_open = true;
    pl_arena_init(&u->arena);
    pl_diags_init(&diags, &u->arena);
    rules = PL_MAKE_ARRAY(&u->arena, bool, p->model->rules.len + (size_t)1);
    rules[rule->index] = true;
    if (also)
        rules[also->index] = true;
    program = pl_lower(&u->arena, &diags, p->model,
                       &(pl_lower_options){
                           .date = p->date, .dataset = p->dataset, .rules = rules, .record = true});
    if (diags.errors > 0) /* it was judged for other school years only */
        return NULL;
    run = pl_vm_run(&u->arena, program, p->loaded, p->chunk_rows);
    asked = PL_MAKE_ARRAY(&u->arena, bool, run->rules.len + (size_t)1);
    memset(asked, true, run->rules.len);
    pl_flags_settle(&u->arena, run, asked);
    u->about = (pl_why_case){
        .program = program, .data = p->loaded, .rule = rule, .chunk_rows = p->chunk_rows};
    u->run = run;
    return run;
}

static void push_steps(void *session, uint32_t row, bool change, pl_buffer *out) {
    unfolding *u = session;
    const pl_rule_result *result = u->run ? pl_why_result(u->run, u->about.rule) : NULL;

    assert(u->is_open && (!result || row < result->rows));
    if (!result || result->verdict[row] == PL_VERDICT_SKIPPED)
        return;
    u->about.row = row;
    pl_why_html_part(pl_why_unfold(&u->arena, &u->about, u->run, pl_wording_reader(),
                                   &(pl_why_options){.most_rows = 3, .change = change}, NULL),
                     out);
}

static void close_rule(void *session) {
    unfolding *u = session;

    assert(u->is_open);
    pl_arena_fini(&u->arena);
    u->is_open = false;
    u->run = NULL;
}

const pl_report_unfolding *pl_session_unfolding(peil *p) {
    unfolding *u = PL_MAKE(&p->run, unfolding);

    u->p = p;
    u->events = (pl_report_unfolding){u, open_rule, push_steps, close_rule};
    return &u->events;
}
