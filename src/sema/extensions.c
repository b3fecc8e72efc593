/* extensions.c - `extension NAME(INPUT TYPE, ..) gives TYPE from "file.lua"`: what is declared, whether the file holds a function, and calls of it.
 * How the function is read and called is in extend/; that its result fits its type is seen when it is called. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* EXTENSION: LIST of NAME type pairs, type, TEXT, clauses */
enum { INPUTS, RESULT, FILE_TEXT };

/* ### declaring */

static bool is_named_before(const pl_extension *e, const char *name) {
    for (uint32_t i = 0; i < e->inputs.len; i++)
        if (e->inputs.items[i] == name)
            return true;
    return false;
}

/* False after a diagnostic. */
static bool read_inputs(pl_checker *ck, pl_extension *e, const pl_node *list) {
    pl_type *types = PL_MAKE_ARRAY(ck->arena, pl_type, list->count / 2 + 1);
    bool sound = list->count > 0;

    for (uint32_t i = 0; i + 1 < list->count; i += 2) {
        const pl_node *name = pl_sema_kid(list, i);

        if (is_named_before(e, name->text)) {
            PL_REPORT(ck->diags, EXTENSION_INPUT_TWICE, name->span, e->name, name->text);
            sound = false;
        }
        types[i / 2] = pl_sema_type(ck, pl_sema_kid(list, i + 1));
        sound = sound && types[i / 2].base != PL_POISON;
        PL_PUSH(ck->arena, &e->inputs, name->text);
    }
    e->function.count = e->inputs.len;
    e->function.inputs = types;
    return sound;
}

/* The line of the Lua file, without the blanks before it. */
static pl_span line_span(const pl_source *source, uint32_t line) {
    pl_span span = {source, 0, 0};
    pl_str text;

    if (line == 0 || line > source->lines.len)
        return span;
    span.start = source->lines.items[line - 1];
    text = pl_source_line(source, span.start, source->text.len);
    span.end = span.start + (uint32_t)text.len;
    while (span.start < span.end && strchr(" \t", source->text.ptr[span.start]))
        span.start++;
    return span;
}

static bool read_file(pl_checker *ck, pl_extension *e, const pl_node *file) {
    const char *why = "";

    if (ck->uses->read && file->text && file->span.source)
        e->function.source = ck->uses->read(ck->uses->context, file->text, file->span.source, &why);
    if (e->function.source)
        return true;
    PL_REPORT(ck->diags, EXTENSION_UNREADABLE, file->span, file->text ? file->text : "",
              why ? why : "");
    return false;
}

/* Runs the file once, so that what is wrong with it is said before any data is read. */
static void try_file(pl_checker *ck, pl_extension *e) {
    pl_extend_fault fault;
    pl_extend_host *host = pl_extend_open(ck->arena, &e->function, &fault);

    if (host)
        pl_extend_close(host);
    else
        PL_REPORT(ck->diags, EXTENSION_FILE, line_span(e->function.source, fault.line), e->name,
                  fault.text);
}

static void declare(pl_checker *ck, const pl_node *node) {
    pl_extension *e = PL_MAKE(ck->arena, pl_extension);
    bool sound;

    if (!node->text)
        return;
    e->name = e->function.name = node->text;
    e->span = pl_sema_name_span(node);
    e->index = ck->model->extensions.len;
    sound = read_inputs(ck, e, pl_sema_kid(node, INPUTS));
    e->function.result = pl_sema_type(ck, pl_sema_kid(node, RESULT));
    e->sound = sound && e->function.result.base != PL_POISON;
    if (!pl_sema_declare(ck, PL_SYMBOL_EXTENSION, NULL, node, e))
        return;
    PL_PUSH(ck->arena, &ck->model->extensions, e);
    if (!pl_extend_version())
        PL_REPORT(ck->diags, EXTENSION_WITHOUT_LUA, e->span, e->name);
    else if (read_file(ck, e, pl_sema_kid(node, FILE_TEXT)) && e->sound)
        try_file(ck, e);
}

void pl_sema_declare_extensions(pl_checker *ck) {
    pl_sema_each(ck, PL_NODE_EXTENSION, declare);
}

/* ### calling */

/* "rekenrente(score, dl)" */
static const char *written_call(pl_checker *ck, const pl_extension *e) {
    pl_buffer out;

    pl_buffer_init(&out);
    pl_buffer_printf(&out, "%s(", e->name);
    for (uint32_t i = 0; i < e->inputs.len; i++)
        pl_buffer_printf(&out, "%s%s", i > 0 ? ", " : "", e->inputs.items[i]);
    pl_buffer_putc(&out, ')');
    return pl_buffer_take(&out, ck->arena);
}

static pl_expr *argument(pl_checker *ck, pl_entity *at, const pl_extension *e, uint32_t index,
                         const pl_node *node) {
    pl_type want = e->function.inputs[index], joined;
    pl_value value;
    pl_expr *expr;

    if (want.base == PL_TRUTH)
        return pl_sema_condition(ck, at, node);
    if (want.base == PL_NUMBER && pl_sema_is(node, PL_NODE_NUMBER) &&
        pl_sema_literal_as(ck, node, want, true, &value))
        return pl_sema_constant(ck, want, value, node->span);
    expr = pl_sema_expr(ck, at, node, want.base == PL_MEMBER ? want.members : NULL);
    if (pl_sema_is_poison(expr) || pl_type_join(want, expr->type, &joined) ||
        pl_sema_same_members(want, expr->type))
        return expr;
    PL_REPORT(ck->diags, EXTENSION_ARGUMENT, node->span, pl_sema_written(ck, node),
              pl_type_words(ck->arena, expr->type), e->inputs.items[index], e->name,
              pl_type_words(ck->arena, want));
    return pl_sema_poison(ck, node->span);
}

pl_expr *pl_sema_call(pl_checker *ck, pl_entity *at, const pl_symbol *symbol, const pl_node *node) {
    const pl_extension *e = symbol->object;
    pl_expr **kids = PL_MAKE_ARRAY(ck->arena, pl_expr *, node->count + 1), *expr;
    bool sound = e->sound;

    if (sound && node->count != e->function.count) {
        PL_REPORT(ck->diags, EXTENSION_COUNT, node->span, e->name,
                  pl_arena_format(ck->arena, "%u", e->function.count),
                  pl_arena_format(ck->arena, "%u", node->count), written_call(ck, e));
        sound = false;
    }
    for (uint32_t i = 0; sound && i < node->count; i++) {
        kids[i] = argument(ck, at, e, i, pl_sema_kid(node, i));
        sound = !pl_sema_is_poison(kids[i]);
    }
    if (!sound)
        return pl_sema_poison(ck, node->span);
    expr = pl_sema_make(ck, PL_EXPR_CALL, e->function.result, NULL, node->span);
    expr->extension = e;
    pl_sema_adopt(ck, expr, kids, node->count);
    return expr;
}

pl_expr *pl_sema_bare_extension(pl_checker *ck, const pl_symbol *symbol, pl_span span) {
    PL_REPORT(ck->diags, EXTENSION_AS_VALUE, span, symbol->name, written_call(ck, symbol->object));
    return pl_sema_poison(ck, span);
}

/* `rond(x)` where nothing of that name can be called. */
pl_expr *pl_sema_unknown_call(pl_checker *ck, const pl_node *node) {
    pl_guess guess;

    pl_guess_start(&guess, node->text);
    pl_guess_offer(&guess, "low", NULL);
    pl_guess_offer(&guess, "high", NULL);
    for (uint32_t i = 0; i < ck->model->extensions.len; i++)
        pl_guess_offer(&guess, ck->model->extensions.items[i]->name, NULL);
    if (!ck->parts_unread || guess.best)
        PL_REPORT(ck->diags, UNKNOWN_FUNCTION, node->span, node->text,
                  guess.best ? pl_sema_hint_list(ck, &guess, NULL, 0)
                             : _("what takes values in parentheses is `low` and `high` of a "
                                 "lookup, and what `extension` declares"));
    return pl_sema_poison(ck, node->span);
}
