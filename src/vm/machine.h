/* machine.h - a run in progress: registers, columns, accumulators, and the functions that carry
 * out opcodes. Read machine.c for the loop, then the file of an opcode. Every opcode function
 * works on `m->n` rows of the chunk, the first of which is row `m->base` of the block's entity.
 *
 * Two ways through: kernels over whole vectors where every number of the chunk is a scaled
 * integer and nothing overflows; else row by row with exact numbers (pl_interval). Both write
 * the same format, so the answer does not depend on which was taken. */
#ifndef PL_VM_MACHINE_H
#define PL_VM_MACHINE_H

#include "base/map.h"
#include "vm/kernels.h"
#include "vm/vm.h"

/* ### registers */

/* How the numbers of a register are written: num / den for each row, or scaled integers. Follows
 * from columns and constants only, so it is the same for every chunk. */
typedef struct pl_format {
    bool quotient;
    uint8_t scale; /* 0 for quotients */
} pl_format;

/* Vectors point to own memory or into a column. lo and hi are the same pointer when every row is
 * exact. Where the state is not OK the number says nothing, but a denominator is always > 0.
 * An exact register may be narrow: then lo and hi are NULL until somebody widens it, which the
 * machine does for every instruction but those that take_narrow in machine.c names. */
typedef struct pl_number_register {
    pl_format format;
    const void *narrow; /* NULL, or scaled integers of 2 or 4 bytes, `width` */
    uint8_t width;
    const int64_t *lo, *hi;
    const int64_t *lo_den, *hi_den; /* quotients */
    const uint8_t *state;           /* pl_state; NULL: OK in every row */
    pl_number (*big)[2]; /* NULL, or where a value does not fit the format: lo, hi; pl_is_big */
    bool constant;       /* exact, OK and the same in every row */
    int64_t *own[4];     /* lo, hi, lo_den, hi_den: taken when first needed */
    uint8_t *own_state;
    pl_number (*own_big)[2];
} pl_number_register;

typedef struct pl_truth_register {
    const uint8_t *values; /* pl_truth */
    uint8_t *own;
} pl_truth_register;

/* One of values, narrow and codes is there; the others may be. See indexes.c. */
typedef struct pl_index_register {
    const int32_t *values; /* NULL: to be spelled out, as narrow numbers are to be widened */
    const uint8_t *state;  /* NULL: OK in every row, as it is where there are codes */
    const int16_t *narrow;
    const uint8_t *codes; /* of each row, which of `picks` */
    const int32_t *picks;
    uint32_t pick_count;
    bool constant; /* the same in every row */
    int32_t *own, *own_picks;
    int16_t *own_narrow;
    uint8_t *own_state, *own_codes;
} pl_index_register;

/* ### what a program is bound to */

typedef struct pl_slot_view {
    const pl_column *column; /* FIELD, MEASURE; NULL: the data has none */
    pl_amounts *amounts;     /* STORED numbers and indexes */
    bool has_format;
    pl_format format; /* of what is stored */
    uint8_t *truths;  /* STORED truths */
} pl_slot_view;

struct pl_gathering;   /* an accumulator: accumulate.h */
struct pl_lookup_plan; /* lookup.c */
struct pl_called;      /* call.c */
struct pl_ranked;      /* percentile.c */
struct pl_runs;        /* runs.c */
struct pl_forecast;    /* forecast.h */

typedef struct pl_machine {
    pl_arena *arena;
    const pl_program *program;
    pl_data *data;
    pl_run *run;
    uint32_t chunk_rows;
    pl_progress *progress;           /* NULL: nobody looks */
    uint64_t passed;                 /* rows that blocks have gone over */
    pl_rule_result *results;         /* [program->rules] */
    pl_slot_view *slots;             /* [program->slots] */
    struct pl_gathering *gatherings; /* [program->accumulators] */
    struct pl_lookup_plan **plans;   /* [program->lookups], made when first used */
    struct pl_ranked **standings;    /* [program->rankings], made when first used */
    struct pl_called **called;       /* [model->extensions], made when first used */
    bool *call_failed;               /* [program->calls] */
    pl_map text_index;               /* text that only rules know -> index */
    PL_VEC(const char *) texts;
    int32_t *constants; /* [program->indexes] */

    const pl_block *block;
    struct pl_forecast *forecasts; /* [block->code]: see forecast.h */
    const pl_rows *rows;           /* of the block's entity */
    struct pl_runs *runs;          /* [entity]: see runs.h */
    uint32_t base, n;
    pl_number_register *numbers;
    pl_truth_register *truths;
    pl_index_register *indexes;
    int64_t *scratch[4]; /* vectors for the inside of one opcode */
    uint8_t *scratch_bytes;
    const uint8_t *first_codes; /* of a chunk in which every row has the first of its picks */
} pl_machine;

/* ### registers.c */

/* One row of a number register. */
typedef struct pl_interval {
    pl_state state;
    pl_number lo, hi;
} pl_interval;

static inline bool pl_is_big(pl_number entry) {
    return entry.den != 0 || entry.big != NULL;
}

bool pl_format_equal(pl_format a, pl_format b);
/* What holds numbers of both. */
pl_format pl_format_join(pl_format a, pl_format b);
pl_format pl_format_of_number(pl_number number);

pl_interval pl_row_get(pl_machine *m, const pl_number_register *r, uint32_t i);
/* Opens a register for pl_row_put of every row of the chunk; pl_rows_close after the last finds
 * out what is exact and known. */
void pl_rows_open(pl_machine *m, pl_number_register *r, pl_format format);
void pl_row_put(pl_machine *m, pl_number_register *r, uint32_t i, pl_interval value);
void pl_rows_close(pl_machine *m, pl_number_register *r);

/* Makes a register wide, if it is not. */
void pl_widen(pl_machine *m, pl_number_register *r);
/* Opens a register for narrow numbers of its own, to be filled. */
void *pl_open_narrow(pl_machine *m, pl_number_register *r, pl_format format, uint8_t width);

/* Own memory of a register. */
int64_t *pl_own_numbers(pl_machine *m, pl_number_register *r, int which);
uint8_t *pl_own_number_state(pl_machine *m, pl_number_register *r);
uint8_t *pl_own_truths(pl_machine *m, pl_truth_register *r);
int32_t *pl_own_indexes(pl_machine *m, pl_index_register *r);
int16_t *pl_own_narrow_indexes(pl_machine *m, pl_index_register *r);
uint8_t *pl_own_index_state(pl_machine *m, pl_index_register *r);
/* Makes r an exact, known vector of the format, to be filled. Quotients: the denominators are
 * *den. */
int64_t *pl_open_exact(pl_machine *m, pl_number_register *r, pl_format format, int64_t **den);
/* r->state from the states of operands. b may be NULL. */
void pl_join_states(pl_machine *m, pl_number_register *r, const uint8_t *a, const uint8_t *b);

/* Both ends of a scaled register. */
typedef struct pl_ends {
    const int64_t *lo, *hi; /* the same pointer when the register is exact */
} pl_ends;

/* The ends at a scale that is no smaller than the register's, in scratch vectors `at` and `at` +
 * 1 where need be; false on overflow. */
bool pl_ends_at_scale(pl_machine *m, const pl_number_register *r, uint8_t scale, int at,
                      pl_ends *ends);

static inline bool pl_is_exact(const pl_number_register *r) {
    return r->lo == r->hi && r->big == NULL;
}

/* ### indexes.c */

void pl_spell_out(pl_machine *m, pl_index_register *r);
/* A choice of codes by codes; false when the chunk is not that simple. */
bool pl_select_codes(pl_machine *m, pl_index_register *d, const uint8_t *where,
                     const pl_index_register *b, const pl_index_register *c);
void pl_load_stored_index(pl_machine *m, pl_index_register *d, const pl_amounts *a);
void pl_gather_stored_index(int32_t *d, const pl_amounts *a, const int32_t *up, uint32_t n);

/* ### opcode functions: one for each row of opcodes.def, `i` is the instruction */

#define PL_OP(name, mnemonic, result, a, b, c, d, does)                                            \
    void pl_op_##name(pl_machine *m, const pl_instruction *i);
#include "code/opcodes.def"
#undef PL_OP

/* ### binding and finishing */

void pl_slots_bind(pl_machine *m);
void pl_gatherings_bind(pl_machine *m);
void pl_lookups_bind(pl_machine *m);
void pl_rankings_bind(pl_machine *m);
void pl_calls_bind(pl_machine *m);
/* What stands outside the arena. */
void pl_calls_release(pl_machine *m);
/* The index of a text, of the data or new. */
int32_t pl_text_code(pl_machine *m, const char *text);
void pl_results_bind(pl_machine *m);

#endif
