/* condition.c - makes the nodes of conditions and values, and answers the mistakes that parse:
 * `and` beside `or`, and what has an open end beside anything. Both readings are offered in the
 * author's own words.
 * Leaves and declarations are build.c's. */
#include <assert.h>
#include <string.h>

#include "syntax/build.h"

/* ### the author's words */

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The source between two places: blanks, line ends and comments become one blank. */
static void push_source(const pl_reader *reader, pl_buffer *out, uint32_t from, uint32_t to) {
    const char *p = reader->bytes.ptr + from, *end = reader->bytes.ptr + to;

    assert(from <= to && to <= reader->bytes.len);
    while (p < end) {
        if (*p == '#') {
            while (p < end && *p != '\n' && *p != '\r')
                p++;
            continue;
        }
        if (!is_blank(*p))
            pl_buffer_putc(out, *p);
        else if (out->len > 0 && out->ptr[out->len - 1] != ' ')
            pl_buffer_putc(out, ' ');
        p++;
    }
}

/* before ( left word right ): the text of one reading. Places are offsets; parentheses open at
 * `open` and close at `close`. */
static const char *reading(const pl_reader *reader, pl_span whole, uint32_t open, uint32_t close) {
    pl_buffer text;

    assert(whole.start <= open && open <= close && close <= whole.end);
    pl_buffer_init(&text);
    push_source(reader, &text, whole.start, open);
    pl_buffer_putc(&text, '(');
    push_source(reader, &text, open, close);
    pl_buffer_putc(&text, ')');
    push_source(reader, &text, close, whole.end);
    return pl_buffer_take(&text, reader->compiler->arena);
}

static pl_node *joined(pl_reader *reader, pl_node_kind kind, pl_node *left, pl_node *right) {
    return pl_build(reader, kind, pl_span_join(left->span, right->span), NULL,
                    (pl_node *const[]){left, right, NULL});
}

/* ### mistakes with two readings */

pl_node *pl_build_mixed(pl_reader *reader, pl_node_kind kind, pl_node *left, pl_node *right) {
    pl_span whole = pl_span_join(left->span, right->span);

    if (left->count > 0) {
        const char *one = reading(reader, whole, left->span.start, left->span.end);
        const char *other =
            reading(reader, whole, left->kids[left->count - 1]->span.start, right->span.end);

        PL_REPORT(&reader->compiler->diags, MIXED_AND_OR, whole, one, other);
    }
    return joined(reader, kind, left, right);
}

pl_node *pl_build_beside(pl_reader *reader, pl_node_kind kind, pl_node *left, pl_node *right) {
    pl_span whole = pl_span_join(left->span, right->span);

    PL_REPORT(&reader->compiler->diags, OPEN_END_BESIDE, right->span,
              reading(reader, whole, right->span.start, right->span.end));
    return joined(reader, kind, left, right);
}

/* The condition that an open end leads to, or NULL. */
static const pl_node *last_condition(const pl_node *node) {
    if (node->kind == PL_NODE_NOT)
        node = node->kids[0];
    if ((node->kind != PL_NODE_QUANTIFIER && node->kind != PL_NODE_AGGREGATE) || node->count < 2)
        return NULL;
    for (uint32_t i = node->count; i-- > node->count - 2;)
        if (node->kids[i]->kind != PL_NODE_ABSENT)
            return node->kids[i];
    return NULL;
}

pl_node *pl_build_open_end(pl_reader *reader, pl_node_kind kind, pl_node *left, pl_node *right) {
    pl_span whole = pl_span_join(left->span, right->span);
    const char *one = reading(reader, whole, left->span.start, left->span.end);
    const pl_node *last = last_condition(left);

    if (last)
        PL_REPORT(&reader->compiler->diags, OPEN_END, whole, one,
                  reading(reader, whole, last->span.start, whole.end));
    else
        PL_REPORT(&reader->compiler->diags, OPEN_END_BESIDE, left->span, one);
    return joined(reader, kind, left, right);
}

pl_node *pl_build_compared_tail(pl_reader *reader, pl_node *left, const pl_token *sign,
                                pl_node *right) {
    pl_span whole = pl_span_join(left->span, right->span);

    PL_REPORT(&reader->compiler->diags, OPEN_END_COMPARED, left->span,
              reading(reader, whole, left->span.start, left->span.end));
    return pl_build(reader, PL_NODE_COMPARE, whole, sign->text,
                    (pl_node *const[]){left, right, NULL});
}

/* ### words behind `is` */

pl_node *pl_build_state(pl_reader *reader, pl_node *word) {
    static const char *const states[] = {"known", "missing", "met", "unknown", "exempt",  "waived",
                                         "done",  "late",    "due", "overdue", "upcoming"};
    const size_t count = sizeof states / sizeof *states;
    const char *nearest = NULL;

    for (size_t i = 0; i < count; i++) {
        uint32_t distance = pl_text_distance(pl_str_of(states[i]), pl_str_of(word->text), 2);

        if (distance == 0)
            return word;
        if (distance <= (strlen(states[i]) < 6 ? 1u : 2u))
            nearest = states[i];
    }
    if (nearest) {
        PL_REPORT(&reader->compiler->diags, MISSPELT, word->span, word->text, nearest);
        word->text = pl_build_word(reader, nearest);
    }
    return word;
}

pl_node *pl_build_negated_word(pl_reader *reader, const pl_node *word, pl_span span) {
    const char *text = pl_arena_format(reader->compiler->arena, "not %s", word->text);

    return pl_node_make(reader->compiler->arena, PL_NODE_NAME, span, pl_build_word(reader, text));
}

/* ### quantifiers, aggregates, periods */

pl_node *pl_build_quantifier(pl_reader *reader, const pl_token *quantity, pl_node *amount,
                             const pl_node *source, pl_node *having, pl_span span) {
    assert(source->kind == PL_NODE_LIST && source->count == 3);
    return pl_build(reader, PL_NODE_QUANTIFIER, span, quantity->text,
                    (pl_node *const[]){amount, source->kids[0], source->kids[1], source->kids[2],
                                       having, NULL});
}

pl_node *pl_build_tail(pl_reader *reader, pl_node *aggregate, pl_node *where, pl_node *having,
                       pl_span span) {
    if (aggregate->kind != PL_NODE_AGGREGATE)
        return aggregate;
    assert(aggregate->count == 5 && aggregate->kids[3]->kind == PL_NODE_ABSENT &&
           aggregate->kids[4]->kind == PL_NODE_ABSENT);
    return pl_build(reader, PL_NODE_AGGREGATE, span, aggregate->text,
                    (pl_node *const[]){aggregate->kids[0], aggregate->kids[1], aggregate->kids[2],
                                       where, having, NULL});
}

#define SCHOOLJAAR "schooljaar"

/* A slip of the finger in the word is reported and repaired. */
static bool is_schooljaar(pl_reader *reader, pl_node *unit) {
    uint32_t slips = pl_text_distance(pl_str_of(SCHOOLJAAR), pl_str_of(unit->text), 2);

    if (slips > 0 && slips <= 2) {
        PL_REPORT(&reader->compiler->diags, MISSPELT, unit->span, unit->text, SCHOOLJAAR);
        unit->text = pl_build_word(reader, SCHOOLJAAR);
    }
    return slips <= 2;
}

pl_node *pl_build_last(pl_reader *reader, const pl_token *count, pl_node *unit, pl_span span) {
    pl_node *number = pl_build_number(reader, count, NULL);

    assert(unit->kind == PL_NODE_NAME);
    if (is_schooljaar(reader, unit))
        return pl_build(reader, PL_NODE_PERIOD, span, pl_build_word(reader, "last"),
                        (pl_node *const[]){number, NULL});
    return pl_build(reader, PL_NODE_LAST_ROWS, span, NULL, (pl_node *const[]){number, unit, NULL});
}

pl_node *pl_build_including(pl_reader *reader, pl_node *period, pl_span span) {
    period->number = PL_NUMBER_ONE;
    return pl_build_spanned(reader, period, span);
}

pl_node *pl_build_without(pl_reader *reader, pl_node *period, pl_node *years, pl_span span) {
    assert(years->kind == PL_NODE_LIST && years->count > 0);
    pl_build_push(reader, period, years);
    return pl_build_spanned(reader, period, span);
}

pl_node *pl_build_small(pl_reader *reader, pl_node *period, pl_node *small, pl_span span) {
    if (small->kind == PL_NODE_ABSENT)
        return period;
    assert(small->kind == PL_NODE_SMALL_N);
    pl_build_push(reader, period, small);
    return pl_build_spanned(reader, period, span);
}

pl_node *pl_build_this_year(pl_reader *reader, const pl_token *word, pl_node *unit, pl_span span) {
    if (is_schooljaar(reader, unit))
        return pl_build(reader, PL_NODE_PERIOD, span, word->text, (pl_node *const[]){NULL});
    return pl_build(reader, PL_NODE_THIS, span, word->text, (pl_node *const[]){unit, NULL});
}

/* ### indexes and calls */

static pl_node *with_arguments(pl_reader *reader, pl_node *node, const pl_node *arguments) {
    assert(arguments->kind == PL_NODE_LIST && arguments->count > 0);
    for (uint32_t i = 0; i < arguments->count; i++)
        pl_build_push(reader, node, arguments->kids[i]);
    /* Once more through the check of depth. */
    return pl_build(reader, node->kind, node->span, node->text, node->kids);
}

pl_node *pl_build_index(pl_reader *reader, pl_node *base, const pl_node *keys, pl_span span) {
    pl_node *index = pl_build(reader, PL_NODE_INDEX, span, NULL, (pl_node *const[]){base, NULL});

    return with_arguments(reader, index, keys);
}

pl_node *pl_build_call(pl_reader *reader, const pl_node *function, const pl_node *arguments,
                       pl_span span) {
    pl_node *call = pl_build(reader, PL_NODE_CALL, span, function->text, (pl_node *const[]){NULL});

    return with_arguments(reader, call, arguments);
}
