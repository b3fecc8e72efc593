/* attested.c - what only a person can judge: `attested by` on a rule, and `attest`. Finds the entity that holds what people said
 * about a subject (attestatie) and how often it is said again. Which row decides only the data can tell. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

/* ### how often */

static bool cadence_of_name(const char *name, pl_cadence *cadence) {
    static const struct {
        const char *name;
        pl_cadence cadence;
    } known[] = {{"schooljaar", {0, 1}}, {"year", {0, 1}}, {"quarter", {3, 0}}, {"month", {1, 0}}};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0) {
            *cadence = known[i].cadence;
            return true;
        }
    return false;
}

/* Blocks of months fill a school year; of years there may be any number. */
static bool cadence_of_duration(const pl_node *duration, pl_cadence *cadence) {
    int amount = pl_sema_whole(duration, 0);
    const char *unit = duration->text ? duration->text : "";

    if (amount < 1 || amount > 100)
        return false;
    if (strcmp(unit, "years") == 0) {
        *cadence = (pl_cadence){0, amount};
        return true;
    }
    if (strcmp(unit, "quarters") == 0)
        amount *= 3;
    else if (strcmp(unit, "months") != 0)
        return false;
    *cadence = amount == 12 ? (pl_cadence){0, 1} : (pl_cadence){amount, 0};
    return amount <= 12 && 12 % amount == 0;
}

/* Each school year when nothing is said. False after a diagnostic. */
static bool read_cadence(pl_checker *ck, const pl_node *node, pl_cadence *cadence) {
    const pl_node *period = pl_sema_kid(node, 0);
    bool good;

    *cadence = (pl_cadence){0, 1};
    if (!pl_sema_given(node))
        return true;
    if (pl_sema_is(period, PL_NODE_NUMBER))
        good = cadence_of_duration(period, cadence);
    else
        good = period->text && cadence_of_name(period->text, cadence);
    if (good && !pl_sema_given(pl_sema_kid(node, 1)))
        return true;
    if (pl_sema_given(pl_sema_kid(node, 1)))
        PL_REPORT(ck->diags, ATTEST_PERIOD, pl_span_join(period->span, node->span),
                  pl_arena_format(ck->arena, "%s in %s", pl_sema_written(ck, period),
                                  pl_sema_written(ck, pl_sema_kid(node, 1))));
    else
        PL_REPORT(ck->diags, ATTEST_PERIOD, period->span, pl_sema_written(ck, period));
    return false;
}

/* ### where it is kept */

static const char *interned(pl_checker *ck, const char *text) {
    return pl_intern(&ck->compiler->names, pl_str_of(text));
}

/* `attestatie_E`, or `attestatie` when that hangs below E. */
static pl_entity *find_rows(pl_checker *ck, const pl_entity *entity, pl_span span) {
    const char *own = pl_arena_format(ck->arena, "attestatie_%s", entity->name);
    pl_symbol *symbol = pl_sema_find_entity(ck, interned(ck, own));
    bool usual = strcmp(entity->name, "school") == 0;

    if (!symbol) {
        symbol = pl_sema_find_entity(ck, interned(ck, "attestatie"));
        if (symbol && ((pl_entity *)symbol->object)->parent != entity)
            symbol = NULL;
    }
    if (symbol && ((pl_entity *)symbol->object)->parent == entity)
        return symbol->object;
    if (!ck->parts_unread || ck->diags->errors == 0)
        PL_REPORT(ck->diags, ATTEST_NO_ENTITY, span, entity->name, usual ? "attestatie" : own);
    return NULL;
}

static const pl_field *find_field(pl_checker *ck, const pl_entity *rows, const char *name,
                                  pl_base base) {
    pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, rows, interned(ck, name));
    const pl_field *field =
        symbol && symbol->kind == PL_SYMBOL_FIELD ? (const pl_field *)symbol->object : NULL;

    return field && field->type.base == base && !field->yearly ? field : NULL;
}

/* False after saying what is not as it must be. */
static bool find_fields(pl_checker *ck, pl_attestation *a) {
    const char *lacks = NULL;

    assert(a->rows && a->rows->parent == a->entity);
    a->indicator = find_field(ck, a->rows, "indicator", PL_TEXT);
    a->date = find_field(ck, a->rows, "datum", PL_DATE);
    a->judgement = find_field(ck, a->rows, "oordeel", PL_MEMBER);
    a->who = find_field(ck, a->rows, "door", PL_TEXT);
    if (a->judgement) {
        a->yes = pl_enum_find(a->judgement->type.members, interned(ck, "ja"));
        a->no = pl_enum_find(a->judgement->type.members, interned(ck, "nee"));
    }
    if (a->rows->yearly && !a->entity->yearly)
        lacks = pl_arena_format(ck->arena, _("it is yearly, and %s is not"), a->entity->name);
    else if (!a->indicator)
        lacks = _("it has no `indicator` that is a text");
    else if (!a->date)
        lacks = _("it has no `datum` that is a date");
    else if (!a->judgement || a->yes < 0 || a->no < 0)
        lacks = _("it has no `oordeel` that may be ja or nee");
    if (lacks && !pl_sema_is_broken(ck, a->rows))
        PL_REPORT(ck->diags, ATTEST_FIELDS, a->span, a->rows->name, lacks);
    return !lacks;
}

/* ### both forms */

static pl_attestation *make_attestation(pl_checker *ck, pl_entity *entity, const pl_node *roles,
                                        const pl_node *cadence, pl_span span) {
    pl_attestation *a = PL_MAKE(ck->arena, pl_attestation);

    a->entity = entity;
    a->span = span;
    pl_sema_need_roles(ck, roles);
    for (uint32_t i = 0; i < roles->count; i++)
        if (pl_sema_kid(roles, i)->text)
            PL_PUSH(ck->arena, &a->roles, pl_sema_kid(roles, i)->text);
    if (!read_cadence(ck, cadence, &a->cadence))
        return NULL;
    a->rows = find_rows(ck, entity, span);
    return a->rows && find_fields(ck, a) ? a : NULL;
}

pl_attestation *pl_sema_attested(pl_checker *ck, pl_entity *entity, const pl_node *clause) {
    assert(pl_sema_is(clause, PL_NODE_ATTESTED));
    return make_attestation(ck, entity, pl_sema_kid(clause, 0), pl_sema_kid(clause, 1),
                            clause->span);
}

pl_expr *pl_sema_attested_expr(pl_checker *ck, const pl_attestation *attestation) {
    pl_expr *expr = pl_sema_make(ck, PL_EXPR_ATTESTED, attestation->judgement->type,
                                 attestation->entity, attestation->span);

    assert(attestation->name && attestation->rows);
    expr->attestation = attestation;
    return expr;
}

/* The set that `as` names must be that of the rows: they are checked against it when they are read. */
static bool is_same_set(pl_checker *ck, const pl_node *set, const pl_attestation *a) {
    const pl_enum *members = a->judgement->type.members;
    bool same = set->count == members->members.len;
    pl_buffer words;

    for (uint32_t i = 0; same && i < set->count; i++)
        same = pl_sema_kid(set, i)->text && pl_enum_find(members, pl_sema_kid(set, i)->text) >= 0;
    if (same)
        return true;
    pl_buffer_init(&words);
    for (uint32_t i = 0; i < members->members.len; i++)
        pl_buffer_printf(&words, "%s%s", i > 0 ? ", " : "{",
                         pl_sema_member_written(ck, members, i));
    pl_buffer_putc(&words, '}');
    PL_REPORT(ck->diags, ATTEST_SET, set->span, pl_buffer_take(&words, ck->arena),
              pl_sema_written(ck, set));
    return false;
}

/* ATTEST: title? entity-NAME RHYTHM LIST SET */
pl_expr *pl_sema_attest(pl_checker *ck, pl_entity *entity, const pl_node *node) {
    pl_attestation *a = make_attestation(ck, entity, pl_sema_kid(node, 3), pl_sema_kid(node, 2),
                                         pl_sema_name_span(node));

    if (!a || !is_same_set(ck, pl_sema_kid(node, 4), a)) {
        assert(ck->diags->errors > 0);
        return pl_sema_poison(ck, node->span);
    }
    a->name = node->text;
    return pl_sema_attested_expr(ck, a);
}

/* ### as a condition */

static const pl_attestation *attestation_of(const pl_expr *value) {
    while (value->kind == PL_EXPR_UP || value->kind == PL_EXPR_YEAR ||
           value->kind == PL_EXPR_MEASURE)
        value = value->kind == PL_EXPR_MEASURE ? value->measure->definition : value->kids[0];
    return value->kind == PL_EXPR_ATTESTED ? value->attestation : NULL;
}

pl_expr *pl_sema_judged(pl_checker *ck, pl_expr *value) {
    const pl_type truth = {.base = PL_TRUTH};
    const pl_attestation *a = value->type.base == PL_MEMBER ? attestation_of(value) : NULL;
    pl_expr *judged;

    if (!a)
        return value;
    judged = pl_sema_make(ck, PL_EXPR_JUDGED, truth, NULL, value->span);
    judged->attestation = a;
    pl_sema_adopt(ck, judged, &value, 1);
    return judged;
}
