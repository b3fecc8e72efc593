/* test_code_verify.c - the verifier refuses what the machine could not run: programs are
 * lowered, verified, damaged in one place at a time, and verified again. Also: the disassembler
 * shows every instruction, and the opcode table is whole. */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "vm_world.h"

/* A program in which most kinds of operands occur. */
static pl_program *sample(world *w) {
    static const int32_t up[] = {0, 0, 1};
    static const int16_t years[] = {2023, 2022, 2023};
    static const char *const numbers[] = {"1", "2"}, *const scores[] = {"1", "2", "3"};
    static const char *const bands[][3] = {{"0", "1", "0.5"}};
    pl_entity *school = world_entity(w, "school", NULL, 2, NULL),
              *pupil = world_entity(w, "pupil", school, 3, up);

    world_years(w, pupil, years);
    pl_expr *x = e_field(w, world_numbers(w, school, "x", numbers)),
            *score = e_field(w, world_numbers(w, pupil, "score", scores));
    pl_field *level = world_members(w, pupil, "level", "abc");
    pl_table *table = world_table(w, "norm", PL_OVERLAP_FIRST, bands, 1);
    pl_expr *const keys[] = {x};
    pl_expr *have = e_compare(w, PL_GE, e_field(w, level), e_member(w, level, 'b'));
    pl_measure *mean = world_measure(w, school, "mean",
                                     e_aggregate(w, school, PL_AGG_AVERAGE, pupil, have, score));
    pl_expr *share = e_aggregate(w, school, PL_AGG_SHARE, pupil, NULL, have);
    pl_rule *rule =
        world_rule(w, school, "r", e_compare(w, PL_GE, share, e_lookup(w, table, 1, keys)), NULL);

    world_clause(w, rule, e_compare(w, PL_GE, e_round(w, e_measure(w, mean), "0.1"), x),
                 e_range(w, x, "1", "3", true));
    world_clause(w, rule, e_quantifier(w, school, PL_Q_EXACTLY, "2", false, pupil, NULL, have),
                 NULL);
    rule->scope = e_truth(w, PL_TRUE);
    world_rule(w, pupil, "below", e_compare(w, PL_LE, score, e_up(w, pupil, e_measure(w, mean))),
               NULL);
    return world_program(w);
}

static bool verifies(world *w, const pl_program *p, const char **why) {
    *why = NULL;
    return pl_program_verify(&w->arena, p, why);
}

/* ### one operand at a time */

static void damage_operands(world *w, pl_program *p) {
    uint32_t accepted = 0, tried = 0, silent = 0;
    const char *why;

    for (uint32_t b = 0; b < p->blocks.len; b++)
        for (uint32_t i = 0; i < p->blocks.items[b]->code.len; i++) {
            pl_instruction *instruction = &p->blocks.items[b]->code.items[i];
            const pl_op_info *info = &pl_op_infos[instruction->op];

            for (int o = 0; o <= PL_OPERANDS; o++) {
                uint32_t *operand =
                    o < PL_OPERANDS ? &instruction->operands[o] : &instruction->result;
                uint32_t kept = *operand;

                if ((o < PL_OPERANDS ? info->operands[o] : info->result) == PL_ARG__)
                    continue;
                *operand = 100000;
                tried++;
                accepted += verifies(w, p, &why);
                silent += why == NULL;
                *operand = kept;
            }
        }
    tap_ok(tried > 80, "%u operands were damaged", tried);
    tap_is_int(accepted, 0, "an index out of bounds is refused everywhere");
    tap_is_int(silent, 0, "and the reason is told");
    tap_ok(verifies(w, p, &why), "the sample is sound again");
}

static void damage_opcodes(world *w, pl_program *p) {
    uint32_t accepted = 0;
    const char *why;

    for (uint32_t b = 0; b < p->blocks.len; b++)
        for (uint32_t i = 0; i < p->blocks.items[b]->code.len; i++) {
            pl_opcode *op = &p->blocks.items[b]->code.items[i].op, kept = *op;

            *op = PL_OP_COUNT;
            accepted += verifies(w, p, &why);
            *op = kept;
        }
    tap_is_int(accepted, 0, "no such opcode is refused everywhere");
}

/* ### order and kinds */

static void expect_refusal(world *w, const pl_program *p, const char *part, const char *name) {
    const char *why;
    bool sound = verifies(w, p, &why);

    tap_ok(!sound && why != NULL && strstr(why, part) != NULL, "%s: %s", name,
           why != NULL ? why : "accepted");
}

static pl_instruction *find(pl_program *p, pl_opcode op, uint32_t *block) {
    for (uint32_t b = 0; b < p->blocks.len; b++)
        for (uint32_t i = 0; i < p->blocks.items[b]->code.len; i++)
            if (p->blocks.items[b]->code.items[i].op == op) {
                if (block != NULL)
                    *block = b;
                return &p->blocks.items[b]->code.items[i];
            }
    tap_ok(false, "the sample has %s", pl_op_infos[op].mnemonic);
    exit(tap_done());
}

static void swap_blocks(pl_program *p, uint32_t a, uint32_t b) {
    pl_block *kept = p->blocks.items[a];

    p->blocks.items[a] = p->blocks.items[b];
    p->blocks.items[b] = kept;
}

static void test_order(world *w, pl_program *p) {
    uint32_t first, last = p->blocks.len - 1;
    pl_instruction *add = find(p, PL_OP_ADD_SIDES, &first), *store = find(p, PL_OP_STORE_T, NULL);
    pl_instruction kept;

    swap_blocks(p, first, last);
    expect_refusal(w, p, "before", "blocks out of order");
    swap_blocks(p, first, last);
    kept = *store;
    store->operands[0] = find(p, PL_OP_LOAD_N, NULL)->operands[0];
    expect_refusal(w, p, "column", "a column of the data is not stored in");
    *store = kept;
    kept = *add;
    add->op = PL_OP_ADD_VALUE;
    expect_refusal(w, p, "accumulator", "another kind of accumulator");
    *add = kept;
    p->blocks.items[first]->setup++;
    expect_refusal(w, p, "setup", "setup is constants only");
    p->blocks.items[first]->setup--;
}

static void test_rules(world *w, pl_program *p) {
    pl_program_clause *clause = &p->rules.items[0].clauses[0], kept = *clause;
    pl_instruction *judge = find(p, PL_OP_JUDGE, NULL);

    clause->holds = PL_NO_INDEX;
    expect_refusal(w, p, "column", "a clause without its truth");
    *clause = kept;
    clause->measured = clause->holds;
    expect_refusal(w, p, "class", "a truth for an amount");
    *clause = kept;
    judge->op = PL_OP_YEAR;
    expect_refusal(w, p, "", "a rule that nobody judges");
    judge->op = PL_OP_JUDGE;
    pl_lookup *lookup = &p->lookups.items[0];

    lookup->count--;
    expect_refusal(w, p, "lookup", "a lookup with too few keys");
    lookup->count++;
    lookup->keys[0] += 1000;
    expect_refusal(w, p, "register", "a key beyond the registers");
    lookup->keys[0] -= 1000;
    pl_block *block = p->blocks.items[p->blocks.len - 1];
    uint32_t registers = block->registers[PL_CLASS_T];

    block->registers[PL_CLASS_T] = 0;
    expect_refusal(w, p, "register", "too few registers");
    block->registers[PL_CLASS_T] = registers;
}

/* ### the opcode table and the dump */

static void test_table(void) {
    uint32_t whole = 0;

    for (int op = 0; op < PL_OP_COUNT; op++)
        whole += pl_op_infos[op].mnemonic[0] != '\0' && pl_op_infos[op].does[0] != '\0';
    tap_is_int(whole, PL_OP_COUNT, "every opcode has a mnemonic and says what it does");
}

static void test_dump(world *w, const pl_program *p) {
    FILE *out = tmpfile();
    char *text = PL_MAKE_ARRAY(&w->arena, char, 100001);
    uint32_t lines = 0, instructions = 0;

    pl_dump_code(p, out);
    rewind(out);
    text[fread(text, 1, 100000, out)] = '\0';
    fclose(out);
    for (const char *at = text; *at != '\0'; at++)
        lines += *at == '\n';
    for (uint32_t b = 0; b < p->blocks.len; b++)
        instructions += p->blocks.items[b]->code.len;
    tap_ok(lines > instructions, "a line for each of %u instructions", instructions);
    tap_ok(strstr(text, "norm.norm[n") != NULL && strstr(text, "pupil.score") != NULL &&
               strstr(text, "judge") != NULL,
           "operands have names");
}

int main(void) {
    world w;
    const char *why;

    pl_number_setup();
    world_init(&w);
    pl_program *p = sample(&w);

    tap_ok(verifies(&w, p, &why), "the sample is sound");
    damage_operands(&w, p);
    damage_opcodes(&w, p);
    test_order(&w, p);
    test_rules(&w, p);
    test_table();
    test_dump(&w, p);
    tap_ok(verifies(&w, p, &why), "the sample is still sound");
    world_fini(&w);
    return tap_done();
}
