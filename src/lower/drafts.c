/* drafts.c - from drafts, where every instruction has its own value, to the blocks of a program,
 * where values share registers. The same instruction twice in a draft is emitted once. Registers
 * are given in one walk: a register is free again behind the last reader of its value. A result
 * never shares the register of an operand, so kernels need not care. */
#include <assert.h>
#include <string.h>

#include "lower/lowering.h"

static pl_str bytes_of(const void *bytes, size_t length) {
    return (pl_str){bytes, length};
}

/* ### drafts */

pl_draft *pl_draft_at(pl_lowering *l, const pl_entity *entity, uint32_t stage) {
    const uint32_t key[] = {entity->index, stage};
    bool added;
    uint32_t at = pl_map_add(&l->draft_index, bytes_of(key, sizeof key), l->drafts.len, &added);

    if (!added)
        return l->drafts.items[at];
    pl_draft *draft = PL_MAKE(l->arena, pl_draft);

    draft->entity = entity;
    draft->stage = stage;
    draft->index = at;
    pl_map_init(&draft->known, l->arena);
    PL_PUSH(l->arena, &l->drafts, draft);
    return draft;
}

static bool is_constant(pl_opcode op) {
    return op <= PL_OP_STATE_I;
}

static pl_draft_value push(pl_lowering *l, pl_draft *draft, pl_instruction instruction) {
    pl_draft_value value = draft->classes.len;

    assert(pl_arg_is_register(pl_op_infos[instruction.op].result));
    instruction.result = value;
    PL_PUSH(l->arena, &draft->classes, pl_arg_class(pl_op_infos[instruction.op].result));
    if (is_constant(instruction.op))
        PL_PUSH(l->arena, &draft->setup, instruction);
    else
        PL_PUSH(l->arena, &draft->code, instruction);
    return value;
}

/* Is there no value of this key yet? Then the next one that is pushed is; else *value is it. */
static bool is_new(pl_draft *draft, const uint32_t *key, uint32_t length, pl_draft_value *value) {
    bool added;

    *value =
        pl_map_add(&draft->known, bytes_of(key, length * sizeof *key), draft->classes.len, &added);
    return added;
}

pl_draft_value pl_emit(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op, uint32_t a,
                       uint32_t b, uint32_t c, uint32_t d) {
    const uint32_t key[] = {op, a, b, c, d};
    pl_draft_value value;

    assert(pl_op_infos[op].result != PL_ARG__);
    if (!is_new(draft, key, sizeof key / sizeof *key, &value))
        return value;
    return push(l, draft, (pl_instruction){op, 0, {a, b, c, d}, span});
}

void pl_emit_effect(pl_lowering *l, pl_draft *draft, pl_span span, pl_opcode op, uint32_t a,
                    uint32_t b, uint32_t c, uint32_t d) {
    const pl_instruction instruction = {op, PL_NO_INDEX, {a, b, c, d}, span};

    assert(pl_op_infos[op].result == PL_ARG__);
    PL_PUSH(l->arena, &draft->code, instruction);
}

pl_draft_value pl_emit_lookup(pl_lowering *l, pl_draft *draft, pl_span span, pl_lookup lookup) {
    pl_opcode op = lookup.class == PL_CLASS_N ? PL_OP_LOOKUP_N : PL_OP_LOOKUP_I;
    uint32_t length = 5 + lookup.count;
    uint32_t *key = PL_MAKE_ARRAY(l->arena, uint32_t, length);
    pl_draft_value value;

    key[0] = op;
    key[1] = lookup.table->index;
    key[2] = lookup.column;
    key[3] = lookup.end;
    key[4] = (uint32_t)(lookup.version - lookup.table->versions.items);
    memcpy(key + 5, lookup.keys, lookup.count * sizeof *key);
    if (!is_new(draft, key, length, &value))
        return value;
    PL_PUSH(l->arena, &l->program->lookups, lookup);
    return push(l, draft, (pl_instruction){op, 0, {l->program->lookups.len - 1, 0, 0, 0}, span});
}

pl_draft_value pl_emit_call(pl_lowering *l, pl_draft *draft, pl_span span, pl_call call) {
    static const pl_opcode ops[] = {PL_OP_CALL_N, PL_OP_CALL_T, PL_OP_CALL_I};
    pl_opcode op = ops[pl_class_of(call.extension->function.result)];
    uint32_t length = 2 + call.count;
    uint32_t *key = PL_MAKE_ARRAY(l->arena, uint32_t, length);
    pl_draft_value value;

    key[0] = op;
    key[1] = call.extension->index;
    memcpy(key + 2, call.arguments, call.count * sizeof *key);
    if (!is_new(draft, key, length, &value))
        return value;
    PL_PUSH(l->arena, &l->program->calls, call);
    return push(l, draft, (pl_instruction){op, 0, {l->program->calls.len - 1, 0, 0, 0}, span});
}

/* ### registers */

typedef struct assignment {
    pl_arena *arena;
    const pl_draft *draft;
    uint32_t *last;  /* [value]: last instruction that reads it; of the setup: TO_THE_END */
    uint32_t *place; /* [value]: its register */
    uint32_t at;
    PL_VEC(uint32_t) spare[PL_CLASS_COUNT];
    uint32_t used[PL_CLASS_COUNT];
} assignment;

#define TO_THE_END UINT32_MAX

static void note_reader(void *context, pl_class class, uint32_t *reg) {
    assignment *a = context;

    assert(a->draft->classes.items[*reg] == class);
    (void)class;
    if (a->last[*reg] != TO_THE_END)
        a->last[*reg] = a->at;
}

static uint32_t take_register(assignment *a, pl_class class) {
    if (a->spare[class].len > 0)
        return a->spare[class].items[--a->spare[class].len];
    return a->used[class]++;
}

static void release_register(assignment *a, pl_draft_value value) {
    pl_class class = a->draft->classes.items[value];

    PL_PUSH(a->arena, &a->spare[class], a->place[value]);
}

static void replace_value(void *context, pl_class class, uint32_t *reg) {
    assignment *a = context;

    (void)class;
    *reg = a->place[*reg];
}

/* Frees what is read here for the last time; a value read twice by one instruction only once. */
static void release_value(void *context, pl_class class, uint32_t *reg) {
    assignment *a = context;

    (void)class;
    if (a->last[*reg] != a->at)
        return;
    a->last[*reg] = TO_THE_END;
    release_register(a, *reg);
}

static void assign(pl_lowering *l, assignment *a, pl_block *block) {
    for (a->at = 0; a->at < block->code.len; a->at++) {
        pl_instruction *i = &block->code.items[a->at];
        pl_draft_value value = i->result;
        bool gives = pl_op_infos[i->op].result != PL_ARG__;

        if (gives) {
            a->place[value] = take_register(a, a->draft->classes.items[value]);
            i->result = a->place[value];
        }
        if (a->at >= block->setup)
            pl_instruction_reads(l->program, i, release_value, a);
        if (gives && a->last[value] == 0 && a->at >= block->setup)
            release_register(a, value); /* nobody reads it */
        pl_instruction_reads(l->program, i, replace_value, a);
    }
}

static pl_block *make_block(pl_lowering *l, pl_draft *draft) {
    pl_block *block = PL_MAKE(l->arena, pl_block);
    assignment a = {.arena = l->arena, .draft = draft};

    block->entity = draft->entity;
    block->setup = draft->setup.len;
    for (uint32_t i = 0; i < draft->setup.len; i++)
        PL_PUSH(l->arena, &block->code, draft->setup.items[i]);
    for (uint32_t i = 0; i < draft->code.len; i++)
        PL_PUSH(l->arena, &block->code, draft->code.items[i]);
    a.last = PL_MAKE_ARRAY(l->arena, uint32_t, draft->classes.len);
    a.place = PL_MAKE_ARRAY(l->arena, uint32_t, draft->classes.len);
    for (uint32_t i = 0; i < draft->setup.len; i++)
        a.last[draft->setup.items[i].result] = TO_THE_END;
    for (a.at = block->setup; a.at < block->code.len; a.at++)
        pl_instruction_reads(l->program, &block->code.items[a.at], note_reader, &a);
    assign(l, &a, block);
    memcpy(block->registers, a.used, sizeof block->registers);
    return block;
}

void pl_drafts_finish(pl_lowering *l) {
    uint32_t stages = 0;

    for (uint32_t d = 0; d < l->drafts.len; d++)
        if (l->drafts.items[d]->stage >= stages)
            stages = l->drafts.items[d]->stage + 1;
    for (uint32_t stage = 0; stage < stages; stage++)
        for (uint32_t e = 0; e < l->model->entities.len; e++) {
            const uint32_t key[] = {l->model->entities.items[e]->index, stage};
            uint32_t at = pl_map_find(&l->draft_index, bytes_of(key, sizeof key));

            if (at != PL_MAP_NONE && l->drafts.items[at]->code.len > 0)
                PL_PUSH(l->arena, &l->program->blocks, make_block(l, l->drafts.items[at]));
        }
}
