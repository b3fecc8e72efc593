/* call.c - opcodes that call an extension, row by row: equal arguments are asked once in a run. An argument that is missing, or known within
 * bounds only, makes the result missing: nothing is known of how the function runs between two values. After a call that failed the instruction
 * calls no more: the run has no answer then, only that fault (run->faults). */
#include <assert.h>
#include <stdlib.h>

#include "base/map.h"
#include "vm/machine.h"

/* An extension in a run. */
typedef struct pl_called {
    pl_extend_host *host;
    pl_map memo; /* from the arguments, as bytes, to a place in results */
    PL_VEC(pl_value) results;
} pl_called;

void pl_calls_bind(pl_machine *m) {
    m->called = PL_MAKE_ARRAY(m->arena, pl_called *, m->program->model->extensions.len);
    m->call_failed = PL_MAKE_ARRAY(m->arena, bool, m->program->calls.len);
}

void pl_calls_release(pl_machine *m) {
    for (uint32_t e = 0; e < m->program->model->extensions.len; e++)
        if (m->called[e] && m->called[e]->host)
            pl_extend_close(m->called[e]->host);
}

/* ### faults */

/* "score = 85, dl = 20" */
static const char *written(pl_machine *m, const pl_call *call, const pl_value *arguments) {
    const pl_extension *e = call->extension;
    pl_buffer out;

    pl_buffer_init(&out);
    for (uint32_t k = 0; k < call->count; k++) {
        pl_buffer_printf(&out, "%s%s = ", k > 0 ? ", " : "", e->inputs.items[k]);
        pl_value_print(&out, e->function.inputs[k], &arguments[k]);
    }
    return pl_buffer_take(&out, m->arena);
}

static void note_fault(pl_machine *m, const pl_instruction *i, const pl_value *arguments,
                       uint32_t r, pl_extend_fault fault) {
    const pl_call *call = &m->program->calls.items[i->operands[0]];
    pl_call_fault noted = {.extension = call->extension,
                           .entity = m->block->entity,
                           .row = m->base + r,
                           .span = i->span,
                           .arguments = arguments ? written(m, call, arguments) : "",
                           .fault = fault};

    m->call_failed[i->operands[0]] = true;
    PL_PUSH(m->arena, &m->run->faults, noted);
}

/* "rekenrente.lua:3" */
static const char *place(pl_arena *arena, const pl_call_fault *fault) {
    const char *file = fault->extension->function.source->name;

    return fault->fault.line == 0 ? file : pl_arena_format(arena, "%s:%u", file, fault->fault.line);
}

static void report(pl_diags *diags, const pl_run *run, const pl_call_fault *fault) {
    pl_buffer subject;
    const char *name;

    pl_buffer_init(&subject);
    pl_data_subject(&subject, run->data, fault->entity, fault->row);
    name = pl_buffer_take(&subject, diags->arena);
    if (fault->fault.kind == PL_EXTEND_LIMIT)
        PL_REPORT(diags, EXTENSION_LIMIT, fault->span, fault->extension->name, fault->entity->name,
                  name, fault->arguments, fault->fault.text, place(diags->arena, fault));
    else
        PL_REPORT(diags, EXTENSION_FAILED, fault->span, fault->extension->name, fault->entity->name,
                  name, fault->arguments, fault->fault.text, place(diags->arena, fault));
}

bool pl_vm_report_faults(pl_diags *diags, const pl_run *run) {
    for (uint32_t f = 0; f < run->faults.len; f++)
        report(diags, run, &run->faults.items[f]);
    return run->faults.len > 0;
}

/* ### one row */

static pl_value argument_at(pl_machine *m, const pl_call *call, uint32_t k, uint32_t r) {
    uint32_t reg = call->arguments[k];
    pl_value value = {.base = call->extension->function.inputs[k].base, .state = PL_OK};

    if (call->classes[k] == PL_CLASS_N) {
        pl_interval number = pl_row_get(m, &m->numbers[reg], r);

        value.state = number.state;
        value.lo = number.lo;
        value.hi = number.hi;
        if (number.state == PL_OK && pl_number_compare(number.lo, number.hi) != 0)
            value.state = PL_MISSING;
    } else if (call->classes[k] == PL_CLASS_T) {
        value.truth = (pl_truth)m->truths[reg].values[r];
        if (value.truth == PL_UNKNOWN)
            value.state = PL_MISSING;
        else if (value.truth == PL_NONE)
            value.state = PL_EMPTY;
    } else {
        const pl_index_register *index = &m->indexes[reg];

        value.state = index->state ? (pl_state)index->state[r] : PL_OK;
        value.index = index->values[r];
        if (value.base == PL_TEXT && value.state == PL_OK)
            value.text = m->texts.items[value.index];
    }
    return value;
}

/* What is equal for equal arguments, and for no others. */
static void key_bytes(pl_buffer *key, const pl_value *argument) {
    pl_number n = argument->lo;

    switch (argument->base) {
    case PL_NUMBER:
        if (n.big) {
            pl_buffer_putc(key, 'b');
            pl_number_print(key, n);
            pl_buffer_putc(key, ';');
        } else {
            pl_buffer_putc(key, 'n');
            pl_buffer_push(key, (const char *)&n.num, sizeof n.num);
            pl_buffer_push(key, (const char *)&n.den, sizeof n.den);
        }
        return;
    case PL_TRUTH: pl_buffer_putc(key, argument->truth == PL_TRUE ? 't' : 'f'); return;
    default: pl_buffer_push(key, (const char *)&argument->index, sizeof argument->index); return;
    }
}

/* Joins a text that is given back to the run's own. */
static pl_value settled(pl_machine *m, pl_value value) {
    if (value.base == PL_TEXT && value.state == PL_OK)
        value.index = pl_text_code(m, value.text);
    return value;
}

static pl_called *called_of(pl_machine *m, const pl_extension *e, pl_extend_fault *fault) {
    pl_called *called = m->called[e->index];

    if (!called) {
        called = m->called[e->index] = PL_MAKE(m->arena, pl_called);
        pl_map_init(&called->memo, m->arena);
    }
    if (!called->host)
        called->host = pl_extend_open(m->arena, &e->function, fault);
    return called->host ? called : NULL;
}

/* Missing after a fault. */
static pl_value called_value(pl_machine *m, const pl_instruction *i, const pl_value *arguments,
                             uint32_t r) {
    const pl_call *call = &m->program->calls.items[i->operands[0]];
    pl_value value = {.state = PL_MISSING};
    pl_extend_fault fault;
    pl_called *called = called_of(m, call->extension, &fault);
    pl_buffer key;
    uint32_t known;

    if (!called) {
        note_fault(m, i, NULL, r, fault);
        return value;
    }
    pl_buffer_init(&key);
    for (uint32_t k = 0; k < call->count; k++)
        key_bytes(&key, &arguments[k]);
    known = pl_map_find(&called->memo, (pl_str){key.ptr, key.len});
    if (known != PL_MAP_NONE) {
        value = called->results.items[known];
    } else if (pl_extend_call(called->host, m->arena, arguments, &value, &fault)) {
        value = settled(m, value);
        pl_map_add(&called->memo, (pl_str){key.ptr, key.len}, called->results.len, NULL);
        PL_PUSH(m->arena, &called->results, value);
    } else {
        note_fault(m, i, arguments, r, fault);
        value = (pl_value){.state = PL_MISSING};
    }
    pl_buffer_fini(&key);
    return value;
}

static pl_value value_at(pl_machine *m, const pl_instruction *i, pl_value *arguments, uint32_t r) {
    const pl_call *call = &m->program->calls.items[i->operands[0]];
    pl_state state = m->call_failed[i->operands[0]] ? PL_MISSING : PL_OK;

    assert(r < m->n && call->count == call->extension->function.count);
    for (uint32_t k = 0; k < call->count; k++) {
        arguments[k] = argument_at(m, call, k, r);
        if (arguments[k].state > state)
            state = arguments[k].state;
    }
    return state == PL_OK ? called_value(m, i, arguments, r) : (pl_value){.state = state};
}

/* Room for those of one row, to be freed; the registers are made ready to be read. */
static pl_value *make_arguments(pl_machine *m, const pl_instruction *i) {
    const pl_call *call = &m->program->calls.items[i->operands[0]];

    for (uint32_t k = 0; k < call->count; k++)
        if (call->classes[k] == PL_CLASS_N)
            pl_widen(m, &m->numbers[call->arguments[k]]);
        else if (call->classes[k] == PL_CLASS_I)
            pl_spell_out(m, &m->indexes[call->arguments[k]]);
    return pl_heap_resize(NULL, call->count * sizeof(pl_value));
}

/* ### opcodes */

void pl_op_CALL_N(pl_machine *m, const pl_instruction *i) {
    pl_number_register *d = &m->numbers[i->result];
    pl_value *arguments = make_arguments(m, i);

    pl_rows_open(m, d, (pl_format){true, 0});
    for (uint32_t r = 0; r < m->n; r++) {
        pl_value value = value_at(m, i, arguments, r);

        if (value.state != PL_OK)
            value.lo = value.hi = PL_NUMBER_ZERO;
        pl_row_put(m, d, r, (pl_interval){value.state, value.lo, value.hi});
    }
    pl_rows_close(m, d);
    free(arguments);
}

void pl_op_CALL_T(pl_machine *m, const pl_instruction *i) {
    uint8_t *out = pl_own_truths(m, &m->truths[i->result]);
    pl_value *arguments = make_arguments(m, i);

    for (uint32_t r = 0; r < m->n; r++) {
        pl_value value = value_at(m, i, arguments, r);

        out[r] = (uint8_t)(value.state == PL_OK          ? value.truth
                               : value.state == PL_EMPTY ? PL_NONE
                                                         : PL_UNKNOWN);
    }
    free(arguments);
}

void pl_op_CALL_I(pl_machine *m, const pl_instruction *i) {
    pl_index_register *d = &m->indexes[i->result];
    int32_t *out = pl_own_indexes(m, d);
    uint8_t *states = pl_own_index_state(m, d);
    pl_value *arguments = make_arguments(m, i);

    for (uint32_t r = 0; r < m->n; r++) {
        pl_value value = value_at(m, i, arguments, r);

        states[r] = (uint8_t)value.state;
        out[r] = value.state == PL_OK ? value.index : 0;
    }
    d->state = pl_kernel_any(states, m->n) ? states : NULL;
    free(arguments);
}
