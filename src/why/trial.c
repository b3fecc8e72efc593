/* trial.c - the rule run again on changed data. A run has an arena of its own and is thrown away. */
#include <assert.h>

#include "vm/vm.h"
#include "why/plan.h"

/* No more rows at once than there are: registers of a run that few rows pass cost more than the run. */
static uint32_t rows_at_once(const pl_why_case *about) {
    uint32_t most = 1;

    for (uint32_t e = 0; e < about->data->model->entities.len; e++)
        if (about->data->rows[e]->count > most)
            most = about->data->rows[e]->count;
    return most < about->chunk_rows ? most : about->chunk_rows;
}

void pl_trial_begin(pl_trial *trial, const pl_why_case *about, const pl_changes *changes) {
    pl_data *data;

    pl_arena_init(&trial->arena);
    data = pl_why_changed(&trial->arena, about->data, changes);
    trial->run = pl_vm_run(&trial->arena, about->program, data, rows_at_once(about));
    trial->result = pl_why_result(trial->run, about->rule);
    assert(trial->result && about->row < trial->result->rows);
    trial->verdict = (pl_verdict)trial->result->verdict[about->row];
}

void pl_trial_end(pl_trial *trial) {
    pl_arena_fini(&trial->arena);
}

pl_truth pl_why_truth_in(const pl_run *run, const pl_expr *condition, pl_why_at at, int year,
                         pl_arena *arena) {
    const pl_column *column;
    pl_value value;

    assert(condition->type.base == PL_TRUTH);
    if (condition->kind == PL_EXPR_CONST)
        return condition->value.truth;
    if (condition->kind != PL_EXPR_FIELD)
        return pl_why_kept_in(run, condition, at, (pl_why_when){year, PL_NO_INDEX}, PL_RECORD_VALUE,
                              arena, &value)
            ? value.truth
            : PL_UNKNOWN;
    column = pl_data_field(run->data, condition->field, year);
    if (!column)
        return PL_UNKNOWN;
    value = pl_column_value(column, run->data, at.row, arena);
    return value.state == PL_OK ? value.truth : PL_UNKNOWN;
}

pl_truth pl_trial_truth(pl_trial *trial, const pl_expr *condition, pl_why_at at, int year) {
    return pl_why_truth_in(trial->run, condition, at, year, &trial->arena);
}
