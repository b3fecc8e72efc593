/* disassemble.c - a program for people to read: `peil check --dump=code`. One line for each
 * instruction: result, mnemonic, operands by name, then the place and the text of the rule that
 * it came from. What an opcode does stands in opcodes.def. */
#include "code/program.h"

#include <string.h>

#define SHOWN_TEXT 48 /* of the source, so that a line stays a line */
#define CODE_WIDTH 58

/* ### operands */

static void print_number(pl_buffer *out, pl_number n) {
    pl_number_print(out, n);
}

static void print_index_constant(pl_buffer *out, const pl_index_constant *constant) {
    switch (constant->base) {
    case PL_TEXT: pl_buffer_printf(out, "\"%s\"", constant->text); break;
    case PL_DATE: pl_date_print(out, constant->index); break;
    case PL_SCHOOLJAAR: pl_schooljaar_print(out, constant->index); break;
    default:
        pl_buffer_printf(out, constant->text != NULL ? "%d (%s)" : "%d", constant->index,
                         constant->text);
    }
}

static void print_slot(pl_buffer *out, const pl_program *p, uint32_t index) {
    const pl_slot *slot = &p->slots.items[index];

    switch (slot->kind) {
    case PL_SLOT_FIELD:
        pl_buffer_printf(out, "%s.%s", slot->entity->name, slot->field->name);
        break;
    case PL_SLOT_MEASURE:
        pl_buffer_printf(out, "%s.%s", slot->entity->name, slot->measure->name);
        break;
    case PL_SLOT_STORED: pl_buffer_printf(out, "[%u %s]", index, slot->name); return;
    }
    if (slot->year == p->schooljaar)
        return;
    pl_buffer_puts(out, " in ");
    pl_schooljaar_print(out, slot->year);
}

static void print_years(pl_buffer *out, const pl_year_set *set) {
    pl_buffer_putc(out, '{');
    for (uint32_t y = 0; y < set->years.len; y++) {
        if (y > 0)
            pl_buffer_puts(out, ", ");
        pl_schooljaar_print(out, set->years.items[y]);
    }
    pl_buffer_putc(out, '}');
}

static void print_days(pl_buffer *out, const pl_regional_days *days) {
    pl_buffer_putc(out, '{');
    for (uint32_t d = 0; d < days->count; d++) {
        pl_buffer_puts(out, d > 0 ? ", " : "");
        if (days->days[d].first > days->days[d].last)
            continue;
        pl_date_print(out, days->days[d].first);
        pl_buffer_puts(out, "..");
        pl_date_print(out, days->days[d].last);
    }
    pl_buffer_putc(out, '}');
}

static void print_ranking(pl_buffer *out, const pl_program *p, const pl_ranking *ranking) {
    print_slot(out, p, ranking->value);
    if (ranking->among != PL_NO_INDEX) {
        pl_buffer_puts(out, " among ");
        print_slot(out, p, ranking->among);
    }
    for (uint32_t k = 0; k < ranking->count; k++) {
        pl_buffer_puts(out, k == 0 ? " same " : ", ");
        print_slot(out, p, ranking->same[k]);
    }
}

static void print_lookup(pl_buffer *out, const pl_lookup *lookup) {
    static const char *const ends[] = {"", "low ", "high "};

    pl_buffer_printf(out, "%s%s.%s[", ends[lookup->end], lookup->table->name,
                     lookup->table->columns.items[lookup->column].name);
    for (uint32_t k = 0; k < lookup->count; k++)
        pl_buffer_printf(out, "%s%c%u", k > 0 ? ", " : "", "nti"[lookup->key_classes[k]],
                         lookup -> keys[k]);
    pl_buffer_putc(out, ']');
}

static void print_call(pl_buffer *out, const pl_call *call) {
    pl_buffer_printf(out, "%s(", call->extension->name);
    for (uint32_t k = 0; k < call->count; k++)
        pl_buffer_printf(out, "%s%c%u", k > 0 ? ", " : "", "nti"[call->classes[k]],
                         call -> arguments[k]);
    pl_buffer_putc(out, ')');
}

static void print_parts(pl_buffer *out, const char *what, const uint32_t *slots, uint32_t count) {
    for (uint32_t k = 0; k < count; k++)
        if (slots[k] != PL_NO_INDEX)
            pl_buffer_printf(out, " %s %u", what, slots[k]);
}

/* The columns by number, as they stand in the stores before. */
static void print_rule(pl_buffer *out, const pl_program_rule *r) {
    pl_buffer_puts(out, r->rule->name);
    print_parts(out, "where", &r->scope, 1);
    print_parts(out, "except", r->exceptions, r->rule->exceptions.len);
    print_parts(out, "needs", r->needs, r->rule->needs.len);
    for (uint32_t k = 0; k < r->rule->clauses.len; k++)
        pl_buffer_printf(out, " require %u when %u", r->clauses[k].holds, r->clauses[k].applies);
    if (r->rule->outcome != NULL)
        print_parts(out, "outcome", &r->outcome, 1);
}

static void print_other_year(pl_buffer *out, const pl_program *p, uint32_t rule) {
    if (rule < p->reported)
        return;
    pl_buffer_puts(out, " in ");
    pl_schooljaar_print(out, p->rules.items[rule].year);
}

static const char *const truth_words[] = {"false", "true", "unknown", "none"};
static const char *const state_words[] = {"ok", "none", "missing"};
static const char *const quantity_words[] = {"every",     "at least",   "at most",
                                             "more than", "fewer than", "exactly"};

static void print_operand(pl_buffer *out, const pl_program *p, pl_arg arg, uint32_t value) {
    switch (arg) {
    case PL_ARG__: break;
    case PL_ARG_N:
    case PL_ARG_T:
    case PL_ARG_I: pl_buffer_printf(out, "%c%u", "nti"[pl_arg_class(arg)], value); break;
    case PL_ARG_KN: print_number(out, p->numbers.items[value]); break;
    case PL_ARG_KI: print_index_constant(out, &p->indexes.items[value]); break;
    case PL_ARG_TR: pl_buffer_puts(out, truth_words[value]); break;
    case PL_ARG_ST: pl_buffer_puts(out, state_words[value]); break;
    case PL_ARG_QU: pl_buffer_puts(out, quantity_words[value]); break;
    case PL_ARG_CN:
    case PL_ARG_CT:
    case PL_ARG_CI:
    case PL_ARG_GN:
    case PL_ARG_GT:
    case PL_ARG_GI:
    case PL_ARG_BN:
    case PL_ARG_BT:
    case PL_ARG_BI: print_slot(out, p, value); break;
    case PL_ARG_BK: pl_buffer_printf(out, "-%u", value); break;
    case PL_ARG_PN:
    case PL_ARG_PT:
    case PL_ARG_PI: print_slot(out, p, value); break;
    case PL_ARG_LINK: pl_buffer_printf(out, "^%u", value); break;
    case PL_ARG_SP: print_days(out, &p->days.items[value]); break;
    case PL_ARG_YS: print_years(out, &p->years.items[value]); break;
    case PL_ARG_TN:
    case PL_ARG_TI: print_lookup(out, &p->lookups.items[value]); break;
    case PL_ARG_XN:
    case PL_ARG_XT:
    case PL_ARG_XI: print_call(out, &p->calls.items[value]); break;
    case PL_ARG_PK: print_ranking(out, p, &p->rankings.items[value]); break;
    case PL_ARG_RU:
        print_rule(out, &p->rules.items[value]);
        print_other_year(out, p, value);
        break;
    case PL_ARG_RJ:
        pl_buffer_puts(out, p->rules.items[value].rule->name);
        print_other_year(out, p, value);
        break;
    case PL_ARG_VA: pl_buffer_puts(out, pl_asked_word((pl_asked)value)); break;
    default: pl_buffer_printf(out, "@%u", value);
    }
}

/* ### lines */

static void print_place(pl_buffer *out, pl_span span) {
    if (span.source == NULL)
        return;
    pl_str text = pl_span_text(span);
    size_t length = 0;

    while (length < text.len && text.ptr[length] != '\n' && text.ptr[length] != '\r')
        length++;
    bool cut = length < text.len || length > SHOWN_TEXT;

    if (length > SHOWN_TEXT)
        length = SHOWN_TEXT;
    while (length > 0 && length < text.len && ((unsigned char)text.ptr[length] & 0xC0) == 0x80)
        length--; /* not inside a character */
    pl_buffer_printf(out, "; %s:%u  %.*s%s", span.source->name,
                     pl_source_position(span.source, span.start).line, (int)length, text.ptr,
                     cut ? " .." : "");
}

static void print_instruction(pl_buffer *out, const pl_program *p, const pl_instruction *i,
                              uint32_t at) {
    const pl_op_info *info = &pl_op_infos[i->op];
    size_t start = out->len;
    bool first = true;

    pl_buffer_printf(out, "%5u  ", at);
    if (info->result == PL_ARG__)
        pl_buffer_puts(out, "       ");
    else
        pl_buffer_printf(out, "%c%-3u <- ", "nti"[pl_arg_class(info->result)], i -> result);
    pl_buffer_printf(out, "%-12s", info->mnemonic);
    for (int o = 0; o < PL_OPERANDS; o++) {
        if (info->operands[o] == PL_ARG__)
            continue;
        pl_buffer_puts(out, first ? "" : ", ");
        first = false;
        print_operand(out, p, info->operands[o], i->operands[o]);
    }
    if (i->span.source != NULL)
        for (pl_buffer_putc(out, ' '); out->len - start < CODE_WIDTH;)
            pl_buffer_putc(out, ' ');
    print_place(out, i->span);
    while (out->ptr[out->len - 1] == ' ')
        out->len--;
    pl_buffer_putc(out, '\n');
}

static void print_block(pl_buffer *out, const pl_program *p, uint32_t at) {
    const pl_block *block = p->blocks.items[at];

    pl_buffer_printf(out, "\nblock %u: for each %s  (registers: %u number, %u truth, %u index)\n",
                     at, block->entity->name, block->registers[PL_CLASS_N],
                     block->registers[PL_CLASS_T], block->registers[PL_CLASS_I]);
    for (uint32_t i = 0; i < block->code.len; i++) {
        if (i == block->setup && i > 0)
            pl_buffer_puts(out, "       each chunk:\n");
        print_instruction(out, p, &block->code.items[i], i);
    }
}

static void print_accumulators(pl_buffer *out, const pl_program *p) {
    static const char *const kinds[] = {"sides", "values", "ranges", "groups", "latest", "rows"};

    for (uint32_t a = 0; a < p->accumulators.len; a++) {
        const pl_accumulator *acc = &p->accumulators.items[a];

        bool of_years = acc->child == acc->parent;

        pl_buffer_printf(out, "@%u: %s of %s for each %s", a, kinds[acc->kind],
                         of_years ? acc->years == PL_NO_INDEX ? "windows" : "school years"
                                  : acc->child->name,
                         acc->parent->name);
        if (acc->years != PL_NO_INDEX) {
            pl_buffer_puts(out, " over ");
            print_years(out, &p->years.items[acc->years]);
        }
        pl_buffer_putc(out, '\n');
    }
}

void pl_dump_code(const pl_program *program, FILE *out) {
    pl_buffer text;

    pl_buffer_init(&text);
    pl_buffer_puts(&text, "program for ");
    pl_date_print(&text, program->date);
    pl_buffer_puts(&text, ", schooljaar ");
    pl_schooljaar_print(&text, program->schooljaar);
    pl_buffer_putc(&text, '\n');
    print_accumulators(&text, program);
    for (uint32_t b = 0; b < program->blocks.len; b++)
        print_block(&text, program, b);
    fwrite(text.ptr, 1, text.len, out);
    pl_buffer_fini(&text);
}
