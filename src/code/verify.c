/* verify.c - the proof that a program can be run without looking: see pl_program_verify. Walks
 * the blocks in order and keeps what is written so far: registers of the block, columns and
 * accumulators of the program. Knows nothing of values: a verified program may still compute the
 * wrong thing, but never out of bounds or out of order. */
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "code/program.h"

enum { FREE, WRITTEN, FIXED };

typedef struct proof {
    pl_arena *arena;
    const pl_program *program;
    const char **why;
    uint8_t *defined[PL_CLASS_COUNT]; /* [register of this block]: FREE, WRITTEN or FIXED */
    uint32_t *stored;                 /* [slot]: 1 + block that stores it, 0: none yet */
    uint32_t *added;                  /* [accumulator]: the same */
    bool *judged;                     /* [rule] */
    bool *looked;                     /* [lookup] */
    bool *called;                     /* [call] */
    uint32_t block, at;
} proof;

static bool fails(proof *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fails(proof *p, const char *format, ...) {
    char text[160];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    *p->why = pl_arena_format(p->arena, "block %u, instruction %u: %s", p->block, p->at, text);
    return false;
}

static const pl_block *block_of(const proof *p) {
    return p->program->blocks.items[p->block];
}

static bool within(proof *p, uint32_t index, uint32_t count, const char *what) {
    return index < count || fails(p, "%s %u of %u", what, index, count);
}

/* ### registers */

static bool check_read(proof *p, pl_class class, uint32_t reg) {
    if (!within(p, reg, block_of(p)->registers[class], "register"))
        return false;
    return p->defined[class][reg] != FREE ||
        fails(p, "register %u is read before it is written", reg);
}

static bool check_result(proof *p, const pl_instruction *i, pl_arg result) {
    if (result == PL_ARG__)
        return true;
    pl_class class = pl_arg_class(result);

    if (!within(p, i->result, block_of(p)->registers[class], "register"))
        return false;
    if (p->defined[class][i->result] == FIXED)
        return fails(p, "register %u of a constant is written again", i->result);
    p->defined[class][i->result] = p->at < block_of(p)->setup ? FIXED : WRITTEN;
    return true;
}

/* ### columns */

static bool is_above(const pl_entity *above, const pl_entity *below) {
    for (const pl_entity *e = below->parent; e != NULL; e = e->parent)
        if (e == above)
            return true;
    return false;
}

static bool check_slot(proof *p, uint32_t index, pl_class class) {
    if (!within(p, index, p->program->slots.len, "column"))
        return false;
    return p->program->slots.items[index].class == class ||
        fails(p, "column %u is of another class", index);
}

static bool check_own_column(proof *p, uint32_t index, pl_class class, bool store) {
    if (!check_slot(p, index, class))
        return false;
    const pl_slot *slot = &p->program->slots.items[index];

    if (slot->entity != block_of(p)->entity)
        return fails(p, "column %u is of another entity", index);
    if (!store)
        return slot->kind != PL_SLOT_STORED || p->stored[index] != 0 ||
            fails(p, "column %u is read before it is stored", index);
    if (slot->kind != PL_SLOT_STORED || p->stored[index] != 0)
        return fails(p, "column %u is not free to store in", index);
    p->stored[index] = p->block + 1;
    return true;
}

/* Rows of an ancestor stand in any order, so the whole column must be there: an earlier block
 * made it. */
static bool check_gathered(proof *p, uint32_t index, pl_class class) {
    if (!check_slot(p, index, class))
        return false;
    const pl_slot *slot = &p->program->slots.items[index];

    if (!is_above(slot->entity, block_of(p)->entity))
        return fails(p, "column %u is not of an ancestor", index);
    return slot->kind != PL_SLOT_STORED ||
        (p->stored[index] != 0 && p->stored[index] <= p->block) ||
        fails(p, "column %u is gathered before it is whole", index);
}

/* Rows of other years stand in any order too. */
static bool check_other_row(proof *p, uint32_t index, pl_class class) {
    if (!check_slot(p, index, class))
        return false;
    const pl_slot *slot = &p->program->slots.items[index];

    if (slot->kind != PL_SLOT_STORED || slot->entity != block_of(p)->entity ||
        !slot->entity->yearly)
        return fails(p, "column %u has no rows of other years", index);
    return (p->stored[index] != 0 && p->stored[index] <= p->block) ||
        fails(p, "column %u is read before it is whole", index);
}

/* The same for a row of any entity; that it is the right one is checked with the accumulator. */
static bool check_picked(proof *p, uint32_t index, pl_class class) {
    if (!check_slot(p, index, class))
        return false;
    return p->program->slots.items[index].kind != PL_SLOT_STORED ||
        (p->stored[index] != 0 && p->stored[index] <= p->block) ||
        fails(p, "column %u is picked from before it is whole", index);
}

/* ### accumulators */

static bool check_accumulator(proof *p, uint32_t index, pl_accumulator_kind kind, bool write) {
    if (!within(p, index, p->program->accumulators.len, "accumulator"))
        return false;
    const pl_accumulator *a = &p->program->accumulators.items[index];

    if (a->kind != kind)
        return fails(p, "accumulator %u is of another kind", index);
    if (a->years != PL_NO_INDEX && !within(p, a->years, p->program->years.len, "year set"))
        return false;
    if (a->by_day && !check_slot(p, a->day, PL_CLASS_I))
        return false;
    if ((write ? a->child : a->parent) != block_of(p)->entity)
        return fails(p, "accumulator %u is of another entity", index);
    if (write) {
        bool own =
            a->parent == a->child && (p->added[index] == 0 || p->added[index] == p->block + 1);

        if (!own && (!pl_entity_is_below(a->child, a->parent) || p->added[index] != 0))
            return fails(p, "accumulator %u is not free to add to", index);
        p->added[index] = p->block + 1;
        return true;
    }
    return (p->added[index] != 0 && p->added[index] <= p->block) ||
        fails(p, "accumulator %u is read before it is finished", index);
}

/* ### lookups, calls and rules */

static bool check_lookup(proof *p, uint32_t index, pl_class class) {
    if (!within(p, index, p->program->lookups.len, "lookup"))
        return false;
    const pl_lookup *l = &p->program->lookups.items[index];

    if (p->looked[index] || l->class != class || l->count != l->table->key_count ||
        l->column >= l->table->columns.len || l->version == NULL ||
        (l->table->columns.items[l->column].ranges && l->end == PL_NORM_SINGLE))
        return fails(p, "lookup %u does not fit its table or its use", index);
    p->looked[index] = true;
    for (uint32_t k = 0; k < l->count; k++) {
        if (l->key_classes[k] != PL_CLASS_N && l->key_classes[k] != PL_CLASS_I)
            return fails(p, "lookup %u has a key that is neither number nor index", index);
        if (!check_read(p, l->key_classes[k], l->keys[k]))
            return false;
    }
    return true;
}

static bool check_call(proof *p, uint32_t index, pl_class class) {
    if (!within(p, index, p->program->calls.len, "call"))
        return false;
    const pl_call *c = &p->program->calls.items[index];
    const pl_extend_function *f = &c->extension->function;

    if (p->called[index] || c->count != f->count || pl_class_of(f->result) != class)
        return fails(p, "call %u does not fit its extension or its use", index);
    p->called[index] = true;
    for (uint32_t k = 0; k < c->count; k++) {
        if (c->classes[k] != pl_class_of(f->inputs[k]))
            return fails(p, "call %u has an argument of another class", index);
        if (!check_read(p, c->classes[k], c->arguments[k]))
            return false;
    }
    return true;
}

static bool check_stored(proof *p, uint32_t index, bool optional, bool truth) {
    if (optional && index == PL_NO_INDEX)
        return true;
    if (!within(p, index, p->program->slots.len, "column"))
        return false;
    const pl_slot *slot = &p->program->slots.items[index];

    if (slot->kind != PL_SLOT_STORED || slot->entity != block_of(p)->entity ||
        p->stored[index] == 0)
        return fails(p, "column %u of the rule is not stored", index);
    return (slot->class == PL_CLASS_T) == truth ||
        fails(p, "column %u of the rule is of another class", index);
}

static bool check_clause(proof *p, const pl_program_clause *c) {
    const uint32_t amounts[] = {c->measured, c->norm, c->count, c->total};

    for (size_t a = 0; a < sizeof amounts / sizeof *amounts; a++)
        if (!check_stored(p, amounts[a], true, false))
            return false;
    return check_stored(p, c->applies, false, true) && check_stored(p, c->holds, false, true) &&
        check_stored(p, c->bounded, true, true);
}

static bool check_rule(proof *p, uint32_t index) {
    if (!within(p, index, p->program->rules.len, "rule"))
        return false;
    const pl_program_rule *r = &p->program->rules.items[index];

    if (r->rule->entity != block_of(p)->entity || p->judged[index])
        return fails(p, "rule %u is of another entity, or judged twice", index);
    p->judged[index] = true;
    if ((r->years != PL_NO_INDEX) != block_of(p)->entity->yearly ||
        (r->years != PL_NO_INDEX && !within(p, r->years, p->program->years.len, "year set")))
        return fails(p, "rule %u does not say whose rows it judges", index);
    if (!check_stored(p, r->scope, true, true))
        return false;
    for (uint32_t k = 0; k < r->rule->exceptions.len; k++)
        if (!check_stored(p, r->exceptions[k], false, true))
            return false;
    for (uint32_t k = 0; k < r->rule->needs.len; k++)
        if (!check_stored(p, r->needs[k], false, true))
            return false;
    for (uint32_t k = 0; k < r->rule->clauses.len; k++)
        if (!check_clause(p, &r->clauses[k]))
            return false;
    return check_stored(p, r->outcome, r->rule->outcome == NULL, false);
}

/* An instruction before this one, of the same block or an earlier one, has judged these rows. */
static bool check_judged(proof *p, uint32_t index) {
    if (!within(p, index, p->program->rules.len, "rule"))
        return false;
    return (p->judged[index] &&
            p->program->rules.items[index].rule->entity == block_of(p)->entity) ||
        fails(p, "rule %u is asked before it is judged", index);
}

/* All rows are looked at, so the whole columns must be there: an earlier block made them. */
static bool check_whole(proof *p, uint32_t index) {
    if (!within(p, index, p->program->slots.len, "column"))
        return false;
    const pl_slot *slot = &p->program->slots.items[index];

    return (slot->kind == PL_SLOT_STORED && slot->entity == block_of(p)->entity &&
            p->stored[index] != 0 && p->stored[index] <= p->block) ||
        fails(p, "column %u is ranked before it is whole", index);
}

static bool check_ranking(proof *p, uint32_t index) {
    if (!within(p, index, p->program->rankings.len, "ranking"))
        return false;
    const pl_ranking *r = &p->program->rankings.items[index];

    for (uint32_t k = 0; k < r->count; k++)
        if (!check_whole(p, r->same[k]))
            return false;
    if (!check_whole(p, r->value) || !check_slot(p, r->value, PL_CLASS_N))
        return false;
    return r->among == PL_NO_INDEX ||
        (check_whole(p, r->among) && check_slot(p, r->among, PL_CLASS_T));
}

/* Stands behind all blocks. */
static bool check_test(const proof *p, const pl_population *population, uint32_t index) {
    if (index >= p->program->slots.len)
        return false;
    const pl_slot *slot = &p->program->slots.items[index];

    return slot->kind == PL_SLOT_STORED && slot->class == PL_CLASS_T &&
        slot->entity == population->entity && p->stored[index] != 0;
}

static bool check_population(const proof *p, const pl_program_population *parts) {
    const pl_population *population = parts->population;

    for (uint32_t k = 0; k < population->exceptions.len; k++)
        if (!check_test(p, population, parts->exceptions[k]))
            return false;
    return check_test(p, population, parts->membership) &&
        (parts->scope == PL_NO_INDEX || check_test(p, population, parts->scope));
}

/* ### one instruction */

static bool check_link(proof *p, uint32_t depth) {
    return depth < block_of(p)->entity->depth || fails(p, "no ancestor at depth %u", depth);
}

static bool check_year_set(proof *p, uint32_t index) {
    if (!block_of(p)->entity->yearly)
        return fails(p, "rows have no school year");
    return within(p, index, p->program->years.len, "year set");
}

static bool check_operand(proof *p, pl_arg arg, uint32_t value, bool store) {
    switch (arg) {
    case PL_ARG__: return true;
    case PL_ARG_N:
    case PL_ARG_T:
    case PL_ARG_I: return check_read(p, pl_arg_class(arg), value);
    case PL_ARG_KN: return within(p, value, p->program->numbers.len, "number");
    case PL_ARG_KI: return within(p, value, p->program->indexes.len, "constant");
    case PL_ARG_TR: return within(p, value, PL_NONE + 1, "truth");
    case PL_ARG_ST: return within(p, value, PL_MISSING + 1, "state");
    case PL_ARG_QU: return within(p, value, PL_Q_EXACTLY + 1, "quantity");
    case PL_ARG_CN:
    case PL_ARG_CT:
    case PL_ARG_CI: return check_own_column(p, value, pl_arg_class(arg), store);
    case PL_ARG_GN:
    case PL_ARG_GT:
    case PL_ARG_GI: return check_gathered(p, value, pl_arg_class(arg));
    case PL_ARG_BN:
    case PL_ARG_BT:
    case PL_ARG_BI: return check_other_row(p, value, pl_arg_class(arg));
    case PL_ARG_BK: return value > 0 || fails(p, "no other school year");
    case PL_ARG_PN:
    case PL_ARG_PT:
    case PL_ARG_PI: return check_picked(p, value, pl_arg_class(arg));
    case PL_ARG_LINK: return check_link(p, value);
    case PL_ARG_YS: return check_year_set(p, value);
    case PL_ARG_TN:
    case PL_ARG_TI: return check_lookup(p, value, pl_arg_class(arg));
    case PL_ARG_XN:
    case PL_ARG_XT:
    case PL_ARG_XI: return check_call(p, value, pl_arg_class(arg));
    case PL_ARG_RU: return check_rule(p, value);
    case PL_ARG_PK: return check_ranking(p, value);
    case PL_ARG_RJ: return check_judged(p, value);
    case PL_ARG_VA: return within(p, value, PL_ASKED_EXEMPT + 1, "question");
    case PL_ARG_SP: return within(p, value, p->program->days.len, "days");
    case PL_ARG_WS:
    case PL_ARG_WV:
    case PL_ARG_WR:
    case PL_ARG_WG:
    case PL_ARG_WL:
    case PL_ARG_WP:
        return check_accumulator(p, value, (pl_accumulator_kind)(arg - PL_ARG_WS), true);
    case PL_ARG_RS:
    case PL_ARG_RV:
    case PL_ARG_RR:
    case PL_ARG_RG:
    case PL_ARG_RL:
    case PL_ARG_RP:
        return check_accumulator(p, value, (pl_accumulator_kind)(arg - PL_ARG_RS), false);
    }
    return fails(p, "operand of no known kind");
}

static bool is_constant(pl_opcode op) {
    return op <= PL_OP_STATE_I;
}

/* An ancestor's school year can be gathered only where its rows have one. */
static bool check_gather_year(proof *p, const pl_instruction *i) {
    const pl_entity *e = block_of(p)->entity;

    while (e->depth > i->operands[0])
        e = e->parent;
    return e->yearly || fails(p, "rows of %s have no school year", e->name);
}

/* The row that was kept is one of the column's. */
static bool check_pick(proof *p, const pl_instruction *i) {
    return p->program->slots.items[i->operands[0]].entity ==
        p->program->accumulators.items[i->operands[1]].child ||
        fails(p, "column %u is not of the rows that are kept", i->operands[0]);
}

static bool check_instruction(proof *p, const pl_instruction *i) {
    if ((unsigned)i->op >= PL_OP_COUNT)
        return fails(p, "no such opcode");
    const pl_op_info *info = &pl_op_infos[i->op];

    if (is_constant(i->op) != (p->at < block_of(p)->setup))
        return fails(p, "%s stands on the wrong side of the setup", info->mnemonic);
    for (int o = 0; o < PL_OPERANDS; o++)
        if (!check_operand(p, info->operands[o], i->operands[o], info->result == PL_ARG__))
            return false;
    if (info->operands[1] == PL_ARG_RP && !check_pick(p, i))
        return false;
    if (i->op == PL_OP_YEAR && !block_of(p)->entity->yearly)
        return fails(p, "rows have no school year");
    if (i->op == PL_OP_GATHER_YEAR && !check_gather_year(p, i))
        return false;
    return check_result(p, i, info->result);
}

static bool check_output(const proof *p, uint32_t slot) {
    return slot == PL_NO_INDEX || (slot < p->program->slots.len && p->stored[slot] != 0);
}

/* ### the whole */

static bool check_block(proof *p) {
    const pl_block *block = block_of(p);

    p->at = 0;
    if (block->setup > block->code.len)
        return fails(p, "setup is longer than the block");
    for (int c = 0; c < PL_CLASS_COUNT; c++)
        p->defined[c] = PL_MAKE_ARRAY(p->arena, uint8_t, block->registers[c]);
    for (p->at = 0; p->at < block->code.len; p->at++)
        if (!check_instruction(p, &block->code.items[p->at]))
            return false;
    return true;
}

bool pl_program_verify(pl_arena *arena, const pl_program *program, const char **why) {
    proof p = {.arena = arena, .program = program, .why = why};

    p.stored = PL_MAKE_ARRAY(arena, uint32_t, program->slots.len);
    p.added = PL_MAKE_ARRAY(arena, uint32_t, program->accumulators.len);
    p.judged = PL_MAKE_ARRAY(arena, bool, program->rules.len);
    p.called = PL_MAKE_ARRAY(arena, bool, program->calls.len);
    p.looked = PL_MAKE_ARRAY(arena, bool, program->lookups.len);
    for (p.block = 0; p.block < program->blocks.len; p.block++)
        if (!check_block(&p))
            return false;
    p.at = 0;
    for (uint32_t r = 0; r < program->rules.len; r++)
        if (!p.judged[r])
            return fails(&p, "rule %u is never judged", r);
    for (uint32_t k = 0; k < program->populations.len; k++)
        if (!check_population(&p, &program->populations.items[k]))
            return fails(&p, "a test of population %u is never stored", k);
    for (uint32_t o = 0; o < program->output_slots.len; o++)
        if (!check_output(&p, program->output_slots.items[o]))
            return fails(&p, "column %u of the table is never stored", o);
    return true;
}

void pl_program_require(pl_arena *arena, const pl_program *program) {
    const char *why = NULL;

    if (pl_program_verify(arena, program, &why))
        return;
    fprintf(stderr, "peil: internal error: %s\n", why);
    abort();
}
