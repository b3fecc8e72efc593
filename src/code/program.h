/* program.h - bytecode for columns: blocks of instructions, each run over all rows of one
 * entity, a chunk at a time. A register is a vector over the rows of the chunk. Blocks run in
 * order; a later block reads what earlier ones left in columns and accumulators. Holds no data
 * and no numbers of rows: the machine joins it to a snapshot. Lives in the arena of pl_lower;
 * immutable once verified. */
#ifndef PL_CODE_PROGRAM_H
#define PL_CODE_PROGRAM_H

#include <stdio.h>

#include "sema/outputs.h"

typedef enum pl_opcode {
#define PL_OP(name, mnemonic, result, a, b, c, d, does) PL_OP_##name,
#include "code/opcodes.def"
#undef PL_OP
    PL_OP_COUNT
} pl_opcode;

typedef enum pl_class { PL_CLASS_N, PL_CLASS_T, PL_CLASS_I, PL_CLASS_COUNT } pl_class;

/* Kinds of operands, with the letters of opcodes.def. */
typedef enum pl_arg {
    /* clang-format off */
    PL_ARG__,
    PL_ARG_N, PL_ARG_T, PL_ARG_I,
    PL_ARG_KN, PL_ARG_KI, PL_ARG_TR, PL_ARG_ST, PL_ARG_QU,
    PL_ARG_CN, PL_ARG_CT, PL_ARG_CI,
    PL_ARG_GN, PL_ARG_GT, PL_ARG_GI,
    PL_ARG_BN, PL_ARG_BT, PL_ARG_BI, PL_ARG_BK,
    PL_ARG_LINK, PL_ARG_YS, PL_ARG_TN, PL_ARG_TI, PL_ARG_XN, PL_ARG_XT, PL_ARG_XI, PL_ARG_RU, PL_ARG_PK, PL_ARG_RJ, PL_ARG_VA, PL_ARG_SP,
    PL_ARG_PN, PL_ARG_PT, PL_ARG_PI,
    PL_ARG_WS, PL_ARG_WV, PL_ARG_WR, PL_ARG_WG, PL_ARG_WL, PL_ARG_WP,
    PL_ARG_RS, PL_ARG_RV, PL_ARG_RR, PL_ARG_RG, PL_ARG_RL, PL_ARG_RP
    /* clang-format on */
} pl_arg;

#define PL_OPERANDS 4
#define PL_NO_INDEX UINT32_MAX /* no register, slot, year set */

typedef struct pl_instruction {
    pl_opcode op;
    uint32_t result; /* register; unused where the opcode gives none */
    uint32_t operands[PL_OPERANDS];
    pl_span span;
} pl_instruction;

typedef struct pl_op_info {
    const char *name, *mnemonic;
    pl_arg result;
    pl_arg operands[PL_OPERANDS];
    const char *does;
} pl_op_info;

extern const pl_op_info pl_op_infos[PL_OP_COUNT];

/* One pass over the rows of an entity. */
typedef struct pl_block {
    const pl_entity *entity;
    uint32_t setup; /* so many instructions at the start run once, not for each chunk */
    PL_VEC(pl_instruction) code;
    uint32_t registers[PL_CLASS_COUNT]; /* how many of each class */
} pl_block;

/* A column that instructions load, gather or store. */
typedef enum pl_slot_kind { PL_SLOT_FIELD, PL_SLOT_MEASURE, PL_SLOT_STORED } pl_slot_kind;

typedef struct pl_slot {
    pl_slot_kind kind;
    pl_class class;
    pl_type type;
    const pl_entity *entity;
    const pl_field *field;     /* FIELD: of the data */
    const pl_measure *measure; /* MEASURE: of the data */
    int year;                  /* FIELD, MEASURE: the school year of the column */
    const char *name;          /* STORED: for dumps */
} pl_slot;

/* A member, text, date or year; texts get their index when the program meets the data. */
typedef struct pl_index_constant {
    pl_base base;
    int32_t index;
    const char *text;
} pl_index_constant;

/* What rows of `child` are added up to, for each row of `parent`; years: PL_NO_INDEX, or the
 * period, whose years must be in the data unless it is closed. Where child and parent are the same,
 * each row gets what one instruction adds for each school year of the period. SIDES: weights for
 * and against a predicate. VALUES: sums of a value. RANGES: its extremes. GROUPS: weights by a key.
 * LATEST: values by what orders them. ROWS: the one row that a filter lets in. */
typedef enum pl_accumulator_kind {
    PL_ACC_SIDES,
    PL_ACC_VALUES,
    PL_ACC_RANGES,
    PL_ACC_GROUPS,
    PL_ACC_LATEST,
    PL_ACC_ROWS
} pl_accumulator_kind;

typedef struct pl_accumulator {
    pl_accumulator_kind kind;
    const pl_entity *child, *parent;
    uint32_t years;
    bool closed; /* all rows there can be are there, whatever the data says of its files */
    bool by_day; /* rows are taken by their day: a sum of none of them is 0 .. */
    /* .. which stands in this column: rows without a year of their own are there in the school years in
     * which some row has its day. */
    uint32_t day;
} pl_accumulator;

/* How far days are on the day that is evaluated for. */
typedef enum pl_days_standing {
    PL_DAYS_UNKNOWN, /* no holidays are given for the region */
    PL_DAYS_NONE,    /* there are no such days, or they have not begun */
    PL_DAYS_BEGUN,
    PL_DAYS_OVER
} pl_days_standing;

/* Days up to the one that is evaluated for, for each member of a set of regions, or only once where
 * they are the same in all. */
typedef struct pl_regional_days {
    uint32_t count;
    pl_stretch *days;           /* [count]; first > last: none */
    pl_days_standing *standing; /* [count] */
} pl_regional_days;

typedef struct pl_year_set {
    PL_VEC(int) years; /* ascending */
} pl_year_set;

/* One look into a table; only one instruction uses it. */
typedef struct pl_lookup {
    const pl_table *table;
    const pl_table_version *version;
    uint32_t column;
    pl_norm_end end;
    pl_class class; /* of the value */
    uint32_t count;
    uint32_t *keys; /* registers, in the order of the table's keys */
    pl_class *key_classes;
} pl_lookup;

/* One call of an extension; only one instruction makes it. */
typedef struct pl_call {
    const pl_extension *extension;
    uint32_t count;
    uint32_t *arguments; /* registers */
    pl_class *classes;
} pl_call;

/* Where rows stand among the others of their entity: stored columns of it. */
typedef struct pl_ranking {
    uint32_t value;
    uint32_t among; /* truth: who is compared with; PL_NO_INDEX: all */
    uint32_t count;
    uint32_t *same; /* what is the same of both */
} pl_ranking;

/* Where the parts of a rule are stored: slots of the rule's entity, PL_NO_INDEX for what is not
 * there. */
typedef struct pl_program_clause {
    uint32_t applies, holds; /* truths; never absent */
    uint32_t measured, norm, count, total;
    uint32_t bounded; /* truth */
} pl_program_clause;

/* What a deadline needs of the data; slots of the entity that each is of, PL_NO_INDEX for what is
 * not there. Nothing in the program reads them: they are for vm/deadlines.c. */
typedef struct pl_program_deadline {
    uint32_t region;        /* member, of the rule's entity */
    uint32_t event;         /* date, of the rule's entity or of deadline->event_rows */
    uint32_t day, counts;   /* date and truth, of deadline->evidence */
    uint32_t counts_before; /* for the school year before; the same where it does not matter */
    uint32_t asked_before;  /* truth, of the rule's entity: a subject of the school year before */
} pl_program_deadline;

typedef struct pl_program_rule {
    const pl_rule *rule;
    uint32_t years; /* of rows that have one, the set that is judged; else PL_NO_INDEX */
    pl_program_deadline *deadline; /* NULL: it is none */
    uint32_t scope;
    uint32_t *exceptions;       /* [rule->exceptions.len] */
    uint32_t *needs;            /* [rule->needs.len] */
    pl_program_clause *clauses; /* [rule->clauses.len] */
    uint32_t outcome;           /* index; of a grade or decision */
    int year;                   /* that others ask its verdict for */
} pl_program_rule;

/* A population that something evaluated is about: truths for each row of its entity. */
typedef struct pl_program_population {
    const pl_population *population;
    uint32_t membership, scope; /* scope: PL_NO_INDEX when there is none */
    uint32_t *exceptions;       /* [population->exceptions.len] */
} pl_program_population;

/* What of an expression is recorded: its value, or of an aggregate or quantifier how many rows
 * count for it, and of how many. */
typedef enum pl_record_aspect {
    PL_RECORD_VALUE,
    PL_RECORD_COUNT,
    PL_RECORD_TOTAL
} pl_record_aspect;

/* Where the value of an expression is stored for every row of `entity`, so that it can be shown. */
typedef struct pl_program_record {
    const pl_expr *expr;
    const pl_entity *entity; /* of the pass that computes it: that of the expression, or below it */
    int year;                /* it is evaluated for this school year */
    uint32_t window;         /* .. and window of days; PL_NO_INDEX: none */
    pl_record_aspect aspect;
    uint32_t slot;
} pl_program_record;

typedef struct pl_program {
    const pl_model *model;
    const pl_dataset *dataset; /* NULL: none */
    pl_date date;
    int schooljaar;
    int grace; /* in school weeks, on that date */
    PL_VEC(pl_block *) blocks;
    PL_VEC(pl_slot) slots;
    PL_VEC(pl_number) numbers;
    PL_VEC(pl_index_constant) indexes;
    PL_VEC(pl_accumulator) accumulators;
    PL_VEC(pl_year_set) years;
    PL_VEC(pl_regional_days) days;
    PL_VEC(pl_lookup) lookups;
    PL_VEC(pl_call) calls;
    PL_VEC(pl_ranking) rankings;
    PL_VEC(pl_program_rule) rules;
    uint32_t reported; /* so many; those behind them others ask for, of other school years */
    const pl_outputs *outputs;     /* NULL: no table is asked for */
    PL_VEC(uint32_t) output_slots; /* for each of outputs->list; PL_NO_INDEX: not computed */
    PL_VEC(pl_program_population) populations;
    PL_VEC(pl_program_record) records; /* empty unless recording was asked for */
} pl_program;

pl_class pl_class_of(pl_type type);

/* Registers that an instruction reads, keys of a lookup among them: calls `visit` for each. */
typedef void pl_register_visit(void *context, pl_class class, uint32_t *reg);
void pl_instruction_reads(pl_program *program, pl_instruction *instruction,
                          pl_register_visit *visit, void *context);

/* The class of an operand that is a register (or of a column operand its values), PL_CLASS_COUNT
 * when it is neither. */
pl_class pl_arg_class(pl_arg arg);
bool pl_arg_is_register(pl_arg arg);

/* Is the program one that the machine can run without looking: operands of the right kind and
 * within bounds, registers and columns written before they are read, blocks in an order in which
 * everything is there. Otherwise false, and *why says what is wrong, in `arena`. */
bool pl_program_verify(pl_arena *arena, const pl_program *program, const char **why);

/* Ends the process when the program does not verify: that is a mistake of ours, whatever the
 * build, and running it could read outside its data. */
void pl_program_require(pl_arena *arena, const pl_program *program);

/* --dump=code. */
void pl_dump_code(const pl_program *program, FILE *out);

#endif
