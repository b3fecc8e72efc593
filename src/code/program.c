/* program.c - questions to the opcode table: what an instruction reads and writes. */
#include "code/program.h"

#include <assert.h>

const pl_op_info pl_op_infos[PL_OP_COUNT] = {
#define PL_OP(name, mnemonic, result, a, b, c, d, does)                                            \
    {#name, mnemonic, PL_ARG_##result, {PL_ARG_##a, PL_ARG_##b, PL_ARG_##c, PL_ARG_##d}, does},
#include "code/opcodes.def"
#undef PL_OP
};

pl_class pl_class_of(pl_type type) {
    switch (type.base) {
    case PL_NUMBER: return PL_CLASS_N;
    case PL_TRUTH: return PL_CLASS_T;
    case PL_TEXT:
    case PL_MEMBER:
    case PL_DATE:
    case PL_SCHOOLJAAR: return PL_CLASS_I;
    case PL_POISON: break;
    }
    assert(!"a type after an error has no class");
    return PL_CLASS_I;
}

pl_class pl_arg_class(pl_arg arg) {
    switch (arg) {
    case PL_ARG_N:
    case PL_ARG_CN:
    case PL_ARG_PN:
    case PL_ARG_GN:
    case PL_ARG_BN:
    case PL_ARG_XN:
    case PL_ARG_TN: return PL_CLASS_N;
    case PL_ARG_T:
    case PL_ARG_CT:
    case PL_ARG_PT:
    case PL_ARG_GT:
    case PL_ARG_XT:
    case PL_ARG_BT: return PL_CLASS_T;
    case PL_ARG_I:
    case PL_ARG_CI:
    case PL_ARG_PI:
    case PL_ARG_GI:
    case PL_ARG_BI:
    case PL_ARG_XI:
    case PL_ARG_TI: return PL_CLASS_I;
    default: return PL_CLASS_COUNT;
    }
}

bool pl_arg_is_register(pl_arg arg) {
    return arg == PL_ARG_N || arg == PL_ARG_T || arg == PL_ARG_I;
}

void pl_instruction_reads(pl_program *program, pl_instruction *instruction,
                          pl_register_visit *visit, void *context) {
    const pl_op_info *info = &pl_op_infos[instruction->op];

    assert((unsigned)instruction->op < PL_OP_COUNT);
    for (int o = 0; o < PL_OPERANDS; o++) {
        pl_arg arg = info->operands[o];

        if (pl_arg_is_register(arg))
            visit(context, pl_arg_class(arg), &instruction->operands[o]);
        if (arg == PL_ARG_TN || arg == PL_ARG_TI) {
            assert(instruction->operands[o] < program->lookups.len);
            pl_lookup *lookup = &program->lookups.items[instruction->operands[o]];

            for (uint32_t k = 0; k < lookup->count; k++)
                visit(context, lookup->key_classes[k], &lookup->keys[k]);
        }
        if (arg == PL_ARG_XN || arg == PL_ARG_XT || arg == PL_ARG_XI) {
            assert(instruction->operands[o] < program->calls.len);
            pl_call *call = &program->calls.items[instruction->operands[o]];

            for (uint32_t k = 0; k < call->count; k++)
                visit(context, call->classes[k], &call->arguments[k]);
        }
    }
}
