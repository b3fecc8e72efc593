/* machine.c - the machine: joins a program to a snapshot and runs its blocks, each chunk by
 * chunk, instruction by instruction. One dispatch serves a whole chunk. What an opcode does is
 * in the file that its family has: columns.c, arithmetic.c, compare.c, logic.c, lookup.c,
 * call.c, percentile.c, accumulate.c, finish.c, judge.c. */
#include "vm/machine.h"

#include <assert.h>

#include "vm/forecast.h"
#include "vm/runs.h"

/* ### texts: those of the data, then those that only rules know */

int32_t pl_text_code(pl_machine *m, const char *text) {
    bool added;
    uint32_t code = pl_data_find_text(m->data, pl_str_of(text));

    if (code != UINT32_MAX)
        return (int32_t)code;
    code = pl_map_add(&m->text_index, pl_str_of(text), m->texts.len, &added);
    if (added)
        PL_PUSH(m->arena, &m->texts, text);
    return (int32_t)code;
}

static void bind_constants(pl_machine *m) {
    const pl_program *p = m->program;

    pl_map_init(&m->text_index, m->arena);
    for (uint32_t t = 0; t < m->data->texts.len; t++)
        PL_PUSH(m->arena, &m->texts, m->data->texts.items[t]);
    m->constants = PL_MAKE_ARRAY(m->arena, int32_t, p->indexes.len);
    for (uint32_t k = 0; k < p->indexes.len; k++) {
        const pl_index_constant *constant = &p->indexes.items[k];

        m->constants[k] =
            constant->base == PL_TEXT ? pl_text_code(m, constant->text) : constant->index;
    }
}

/* ### registers */

static uint32_t most_registers(const pl_program *p, pl_class class) {
    uint32_t most = 0;

    for (uint32_t b = 0; b < p->blocks.len; b++)
        if (p->blocks.items[b]->registers[class] > most)
            most = p->blocks.items[b]->registers[class];
    return most;
}

static void make_registers(pl_machine *m) {
    size_t rows = ((size_t)m->chunk_rows + 63) & ~(size_t)63;

    m->numbers =
        PL_MAKE_ARRAY(m->arena, pl_number_register, most_registers(m->program, PL_CLASS_N));
    m->truths = PL_MAKE_ARRAY(m->arena, pl_truth_register, most_registers(m->program, PL_CLASS_T));
    m->indexes = PL_MAKE_ARRAY(m->arena, pl_index_register, most_registers(m->program, PL_CLASS_I));
    for (size_t s = 0; s < sizeof m->scratch / sizeof *m->scratch; s++)
        m->scratch[s] = PL_MAKE_ARRAY(m->arena, int64_t, rows);
    m->scratch_bytes = PL_MAKE_ARRAY(m->arena, uint8_t, 2 * rows);
    m->first_codes = PL_MAKE_ARRAY(m->arena, uint8_t, rows);
    m->runs = PL_MAKE_ARRAY(m->arena, pl_runs, m->program->model->entities.len);
}

/* ### running */

/* Those that read narrow registers as they are, or find out themselves. */
static const bool takes_narrow[PL_OP_COUNT] = {
    [PL_OP_LT_N] = true,     [PL_OP_LE_N] = true,      [PL_OP_EQ_N] = true,
    [PL_OP_LT_I] = true,     [PL_OP_LE_I] = true,      [PL_OP_EQ_I] = true,
    [PL_OP_KNOWN_N] = true,  [PL_OP_KNOWN_I] = true,   [PL_OP_GIVEN_N] = true,
    [PL_OP_GIVEN_I] = true,  [PL_OP_BOUNDED] = true,   [PL_OP_FILL] = true,
    [PL_OP_SELECT_I] = true, [PL_OP_ADD_VALUE] = true, [PL_OP_STORE_I] = true,
};

static void widen_operands(pl_machine *m, const pl_instruction *i) {
    for (int k = 0; k < PL_OPERANDS; k++) {
        pl_arg arg = pl_op_infos[i->op].operands[k];

        if (arg == PL_ARG_N)
            pl_widen(m, &m->numbers[i->operands[k]]);
        else if (arg == PL_ARG_I)
            pl_spell_out(m, &m->indexes[i->operands[k]]);
    }
}

static void execute(pl_machine *m, const pl_instruction *i) {
    if (!takes_narrow[i->op])
        widen_operands(m, i);
    switch (i->op) {
#define PL_OP(name, mnemonic, result, a, b, c, d, does)                                            \
    case PL_OP_##name:                                                                             \
        pl_op_##name(m, i);                                                                        \
        break;
#include "code/opcodes.def"
#undef PL_OP
    case PL_OP_COUNT: assert(!"no such opcode");
    }
}

static void run_block(pl_machine *m, const pl_block *block) {
    m->block = block;
    m->rows = pl_data_rows(m->data, block->entity);
    assert(m->rows->entity == block->entity && block->setup <= block->code.len);
    if (m->rows->count == 0)
        return;
    m->base = 0;
    m->n = m->rows->count < m->chunk_rows ? m->rows->count : m->chunk_rows;
    m->forecasts = pl_forecast_block(m);
    for (uint32_t i = 0; i < block->setup; i++)
        execute(m, &block->code.items[i]);
    for (m->base = 0; m->base < m->rows->count; m->base += m->n) {
        uint32_t left = m->rows->count - m->base;

        m->n = left < m->chunk_rows ? left : m->chunk_rows;
        for (uint32_t i = block->setup; i < block->code.len; i++)
            execute(m, &block->code.items[i]);
        m->passed += m->n;
        pl_progress_reach(m->progress, m->passed);
    }
    pl_forecast_close(m);
}

static bool **make_touched(pl_arena *arena, const pl_program *program) {
    bool **touched = PL_MAKE_ARRAY(arena, bool *, program->lookups.len + 1);

    for (uint32_t i = 0; i < program->lookups.len; i++)
        touched[i] = PL_MAKE_ARRAY(arena, bool, program->lookups.items[i].version->rows.len + 1);
    return touched;
}

static void keep_recorded(pl_machine *m) {
    for (uint32_t r = 0; r < m->program->records.len; r++) {
        const pl_program_record *record = &m->program->records.items[r];
        const pl_slot_view *slot = &m->slots[record->slot];
        pl_recorded kept = {record->expr,   record->entity, record->year, record->window,
                            record->aspect, slot->amounts,  slot->truths};

        assert((kept.amounts == NULL) != (kept.truths == NULL));
        PL_PUSH(m->arena, &m->run->recorded, kept);
    }
}

/* Every block goes over all rows of its entity. */
static uint64_t rows_of_blocks(const pl_machine *m) {
    uint64_t rows = 0;

    for (uint32_t b = 0; b < m->program->blocks.len; b++)
        rows += pl_data_rows(m->data, m->program->blocks.items[b]->entity)->count;
    return rows;
}

static pl_run *run_program(pl_arena *arena, const pl_program *program, pl_data *data,
                           uint32_t chunk_rows, bool **touched) {
    pl_machine m = {.arena = arena, .program = program, .data = data, .chunk_rows = chunk_rows};

    assert(chunk_rows >= 1 && chunk_rows <= PL_CHUNK_ROWS);
    assert(data->model == program->model);
    pl_program_require(arena, program);
    m.run = PL_MAKE(arena, pl_run);
    m.run->model = program->model;
    m.run->data = data;
    m.run->date = program->date;
    m.run->schooljaar = program->schooljaar;
    m.run->touched = touched;
    m.run->grace = program->grace;
    bind_constants(&m);
    make_registers(&m);
    pl_slots_bind(&m);
    pl_gatherings_bind(&m);
    pl_lookups_bind(&m);
    pl_rankings_bind(&m);
    pl_calls_bind(&m);
    pl_results_bind(&m);
    m.progress = pl_progress_in(data->progress, PL_PROGRESS_EVALUATE);
    pl_progress_expect(m.progress, rows_of_blocks(&m));
    for (uint32_t b = 0; b < program->blocks.len; b++)
        run_block(&m, program->blocks.items[b]);
    pl_calls_release(&m);
    for (uint32_t s = 0; s < program->slots.len; s++)
        if (m.slots[s].amounts != NULL)
            m.slots[s].amounts->texts = m.texts.items;
    keep_recorded(&m);
    m.run->text_count = m.texts.len;
    return m.run;
}

pl_run *pl_vm_run(pl_arena *arena, const pl_program *program, pl_data *data, uint32_t chunk_rows) {
    return run_program(arena, program, data, chunk_rows, NULL);
}

pl_run *pl_vm_run_watched(pl_arena *arena, const pl_program *program, pl_data *data,
                          uint32_t chunk_rows) {
    return run_program(arena, program, data, chunk_rows, make_touched(arena, program));
}
