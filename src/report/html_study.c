/* html_study.c - what a page tells of each rule besides its verdicts: which answers are explained, how
 * they came to be, and its picture. Each rule is run again for that, alone, with all its values kept,
 * so that no more than one is in memory. What would have to change takes many runs more, so there is a
 * limit, by rows and not by time: the same input gives the same page. */
#include <assert.h>

#include "report/html.h"

#define MOST_FLAGGED 40 /* explanations of a rule */
#define MOST_OPEN 25    /* of other kinds */
#define MOST_WORK 1000000

/* ### which */

/* Is it a kind of answer that is explained? */
static bool asks_why(const pl_grid_column *c, uint32_t at) {
    const pl_grid_cell *cell = &c->cells[at];

    if (cell->verdict == PL_VERDICT_SKIPPED)
        return false;
    return cell->flagged || cell->waiver || cell->verdict == PL_VERDICT_UNKNOWN ||
        cell->verdict == PL_VERDICT_DUE ||
        (cell->verdict == PL_VERDICT_NO_NORM && !c->result->deadline);
}

static const bool *choose_of(const pl_html_sheet *s, const pl_grid_column *c) {
    bool *chosen = PL_MAKE_ARRAY(s->html->report->arena, bool, s->grid.shown);
    uint32_t flagged = 0, open = 0;

    for (uint32_t i = 0; c->result && i < s->grid.shown; i++)
        if (asks_why(c, i))
            chosen[i] = c->cells[i].flagged ? flagged++ < MOST_FLAGGED : open++ < MOST_OPEN;
    return chosen;
}

uint32_t pl_html_column_of(const pl_html_sheet *s, uint32_t rule, const pl_grid_column **measured) {
    const pl_rule_result *result = s->sheet->rules.items[rule];
    uint32_t at = 0;

    while (s->grid.columns.items[at].result != result) {
        if (s->grid.columns.items[at].first_of_group)
            *measured = &s->grid.columns.items[at];
        at++;
        assert(at < s->grid.columns.len);
    }
    return at;
}

/* ### running */

/* Rows of all entities: what one run costs. */
static uint64_t rows_of(const pl_report *report) {
    uint64_t rows = 1;

    for (uint32_t e = 0; e < report->run->model->entities.len; e++)
        rows += pl_data_rows(report->run->data, report->run->model->entities.items[e])->count;
    return rows;
}

static void unfold(pl_html_sheet *s, uint32_t rule, uint64_t rows) {
    const pl_report_unfolding *unfolding = s->html->report->unfolding;
    const pl_grid_column *measured = NULL;
    uint32_t column = pl_html_column_of(s, rule, &measured);

    for (uint32_t i = 0; i < s->grid.shown; i++) {
        bool change = (s->html->work + rows) <= MOST_WORK;
        pl_buffer steps = {0};

        if (!s->explained[column][i])
            continue;
        s->html->work += change ? rows : 0;
        s->unchanged[rule] += !change;
        unfolding->steps(unfolding->session, s->sheet->subjects.items[i].row, change, &steps);
        if (steps.len > 0)
            s->steps[rule][i] = pl_buffer_take(&steps, s->html->report->arena);
        pl_buffer_fini(&steps);
    }
}

static void study_rule(pl_html_sheet *s, uint32_t rule, uint64_t rows) {
    const pl_report_unfolding *unfolding = s->html->report->unfolding;
    const pl_run *run;

    s->steps[rule] = PL_MAKE_ARRAY(s->html->report->arena, const char *, s->grid.shown);
    s->pictures[rule].bands = pl_html_bands_of(s, rule);
    run = unfolding->open(unfolding->session, s->sheet->rules.items[rule]->rule,
                          s->pictures[rule].bands.by);
    pl_html_find_points(s, rule, run);
    unfold(s, rule, rows);
    unfolding->close(unfolding->session);
}

void pl_html_study(pl_html_sheet *s) {
    pl_arena *arena = s->html->report->arena;
    uint64_t rows = rows_of(s->html->report);

    assert(s->html->report->unfolding && s->grid.shown > 0);
    s->explained = PL_MAKE_ARRAY(arena, const bool *, s->grid.columns.len);
    s->unchanged = PL_MAKE_ARRAY(arena, uint32_t, s->sheet->rules.len);
    s->steps = PL_MAKE_ARRAY(arena, const char **, s->sheet->rules.len);
    s->pictures = PL_MAKE_ARRAY(arena, pl_html_picture, s->sheet->rules.len);
    for (uint32_t c = 0; c < s->grid.columns.len; c++)
        s->explained[c] = choose_of(s, &s->grid.columns.items[c]);
    for (uint32_t i = 0; i < s->sheet->rules.len; i++)
        study_rule(s, i, rows);
}
