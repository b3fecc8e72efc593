/* waivers.c - waivers: which rule and which subject each is for, and whether it says all that it must.
 * Read after the rules, since a waiver may stand in any file. Whether the subject exists only the data can tell. */
#include <assert.h>
#include <string.h>

#include "sema/checker.h"

#define PARTS_MOST 64 /* entities above each other, in a key */

/* ### the key */

typedef struct key {
    const pl_node *node;
    const pl_entity *entity;
    pl_str parts[PARTS_MOST];
    uint32_t count;
} key;

static bool split_key(key *k, const char *text) {
    const char *at = text;

    for (k->count = 0; k->count < PARTS_MOST; at++) {
        size_t length = strcspn(at, "/");

        k->parts[k->count++] = (pl_str){at, length};
        if (length == 0)
            return false;
        at += length;
        if (!*at)
            return true;
    }
    return false;
}

static const pl_entity *ancestor_at(const pl_entity *entity, uint32_t depth) {
    while (entity->depth > depth)
        entity = entity->parent;
    return entity;
}

/* Of a derived entity each key is a part, of any other all of them together are one. */
static uint32_t own_parts(const pl_entity *entity) {
    return entity->source ? entity->key_count : 1;
}

/* "brin/leerlingnummer", "brin/vak/2021-2022": what pl_data_subject prints. */
static const char *key_form(pl_checker *ck, const pl_entity *entity) {
    pl_buffer out;

    pl_buffer_init(&out);
    for (uint32_t depth = pl_entity_key_depth(entity); depth <= entity->depth; depth++) {
        const pl_entity *level = ancestor_at(entity, depth);

        for (uint32_t i = 0; i < level->key_count; i++)
            pl_buffer_printf(&out, "%s%s",
                             i > 0             ? level->source ? "/" : "-"
                                 : out.len > 0 ? "/"
                                               : "",
                             level->fields.items[i]->name);
    }
    if (entity->yearly)
        pl_buffer_puts(&out, "/2021-2022");
    return pl_buffer_take(&out, ck->arena);
}

/* How many entities its key has above its own. */
static uint32_t entities_above(const key *k) {
    return k->entity->depth - pl_entity_key_depth(k->entity);
}

/* A row hangs below the topmost entity at least; entities between may be left out. */
static bool has_right_length(const key *k) {
    uint32_t years = k->entity->yearly, own = own_parts(k->entity), above = entities_above(k);
    pl_str last = k->parts[k->count - 1];
    int year;

    return k->count >= (above > 0) + own + years && k->count <= above + own + years &&
        (!years || (last.len == strlen("2021-2022") && pl_schooljaar_parse(last, &year)));
}

/* A number is written as reports write it: 8, not 08. */
static bool read_number(pl_checker *ck, const pl_field *field, pl_str *part) {
    pl_number number;
    pl_buffer out;

    if (!pl_number_parse(ck->arena, *part, '.', &number))
        return false;
    if (field->has_domain &&
        (pl_number_compare(number, field->domain_lo) < 0 ||
         pl_number_compare(number, field->domain_hi) > 0))
        return false;
    pl_buffer_init(&out);
    pl_number_print(&out, number);
    *part = pl_str_of(pl_buffer_take(&out, ck->arena));
    return true;
}

static bool is_of_field(pl_checker *ck, const pl_field *field, pl_str *part) {
    pl_date date;

    switch (field->type.base) {
    case PL_NUMBER: return read_number(ck, field, part);
    case PL_MEMBER:
        return pl_enum_find(field->type.members, pl_intern(&ck->compiler->names, *part)) >= 0;
    case PL_DATE: return pl_date_parse(*part, &date);
    case PL_TRUTH:
        return pl_str_equal(*part, pl_str_of("yes")) || pl_str_equal(*part, pl_str_of("no"));
    default: return true;
    }
}

/* "a plain number in 1..40" */
static const char *field_words(pl_checker *ck, const pl_field *field) {
    pl_value domain = {.base = PL_NUMBER, .lo = field->domain_lo, .hi = field->domain_hi};
    const char *words = pl_type_words(ck->arena, field->type);
    pl_buffer range = {0};

    if (!field->has_domain)
        return words;
    pl_value_print(&range, field->type, &domain);
    return pl_arena_format(ck->arena, _("%s in %s"), words, pl_buffer_take(&range, ck->arena));
}

static bool check_part(pl_checker *ck, const key *k, const pl_entity *level, uint32_t number,
                       pl_str *part) {
    const pl_field *field = level->fields.items[number];
    bool whole = level->key_count > 1 && !level->source;

    assert(number < level->key_count);
    if (whole || is_of_field(ck, field, part))
        return true;
    PL_REPORT(ck->diags, WAIVER_KEY_PART, k->node->span,
              pl_arena_copy(ck->arena, part->ptr, part->len), field->name, level->name,
              field_words(ck, field), key_form(ck, k->entity));
    return false;
}

/* Where entities are left out only the first part and the last are surely of one. */
static bool check_parts(pl_checker *ck, key *k) {
    uint32_t parts = own_parts(k->entity), own = k->count - parts - k->entity->yearly;
    bool whole = own == entities_above(k), sound = true;

    for (uint32_t i = 0; i < own && sound && whole; i++)
        sound = check_part(ck, k, ancestor_at(k->entity, i + pl_entity_key_depth(k->entity)), 0,
                           &k->parts[i]);
    for (uint32_t i = 0; i < parts && sound; i++)
        sound = check_part(ck, k, k->entity, i, &k->parts[own + i]);
    return sound;
}

static const char *join_parts(pl_checker *ck, const key *k) {
    pl_buffer out;

    pl_buffer_init(&out);
    for (uint32_t i = 0; i < k->count; i++) {
        pl_buffer_puts(&out, i > 0 ? "/" : "");
        pl_buffer_push(&out, k->parts[i].ptr, k->parts[i].len);
    }
    return pl_buffer_take(&out, ck->arena);
}

/* The key as the data gives it; NULL after a diagnostic. */
static const char *read_key(pl_checker *ck, const pl_node *node, const pl_entity *entity) {
    key k = {.node = node, .entity = entity};

    if (!node->text || pl_sema_is_broken(ck, entity))
        return NULL;
    if (!split_key(&k, node->text) || !has_right_length(&k)) {
        PL_REPORT(ck->diags, WAIVER_KEY, node->span, node->text, entity->name,
                  key_form(ck, entity));
        return NULL;
    }
    return check_parts(ck, &k) ? join_parts(ck, &k) : NULL;
}

/* ### clauses */

static bool once(pl_checker *ck, const pl_node *clause, bool *seen, const char *word) {
    if (*seen)
        PL_REPORT(ck->diags, DOUBLE_CLAUSE, clause->span, word);
    return !*seen && (*seen = true);
}

/* What the clauses gave. */
typedef struct clauses {
    bool until, reason, owner, unread;
} clauses;

static void read_until(pl_checker *ck, pl_waiver *waiver, const pl_node *day, clauses *seen) {
    pl_days days = pl_sema_days(ck, pl_node_make(ck->arena, PL_NODE_ABSENT, day->span, NULL), day);

    waiver->until = days.until;
    seen->unread = seen->unread || !days.has_until;
}

static void read_owners(pl_checker *ck, pl_waiver *waiver, const pl_node *clause) {
    pl_sema_need_roles(ck, clause);
    for (uint32_t i = 0; i < clause->count; i++)
        if (pl_sema_kid(clause, i)->text)
            PL_PUSH(ck->arena, &waiver->owners, pl_sema_kid(clause, i)->text);
}

static void read_clause(pl_checker *ck, pl_waiver *waiver, const pl_node *clause, clauses *seen) {
    const pl_node *first = pl_sema_kid(clause, 0);

    if (pl_sema_is(clause, PL_NODE_ERROR))
        seen->unread = true;
    else if (pl_sema_is(clause, PL_NODE_UNTIL) && once(ck, clause, &seen->until, "until"))
        read_until(ck, waiver, first, seen);
    else if (pl_sema_is(clause, PL_NODE_REASON) && once(ck, clause, &seen->reason, "reason"))
        waiver->reason = first->text;
    else if (pl_sema_is(clause, PL_NODE_OWNER) && once(ck, clause, &seen->owner, "owner"))
        read_owners(ck, waiver, clause);
}

static bool is_blank(const char *text) {
    return !text || pl_str_trim(pl_str_of(text)).len == 0;
}

/* A clause that could not be read may be the one that seems to be missing. */
static bool read_clauses(pl_checker *ck, pl_waiver *waiver, const pl_node *node) {
    clauses seen = {0};

    for (uint32_t i = 2; i < node->count; i++)
        read_clause(ck, waiver, pl_sema_kid(node, i), &seen);
    if (seen.unread)
        return false;
    if (!seen.until)
        PL_REPORT0(ck->diags, WAIVER_WITHOUT_UNTIL, node->span);
    if (is_blank(waiver->reason))
        PL_REPORT0(ck->diags, WAIVER_WITHOUT_REASON, node->span);
    if (waiver->owners.len == 0)
        PL_REPORT0(ck->diags, WAIVER_WITHOUT_OWNER, node->span);
    return seen.until && waiver->owners.len > 0 && !is_blank(waiver->reason);
}

/* ### waivers */

static void add_waiver(pl_checker *ck, pl_waiver *waiver) {
    for (uint32_t i = 0; i < ck->model->waivers.len; i++) {
        const pl_waiver *other = ck->model->waivers.items[i];

        if (other->rule != waiver->rule || strcmp(other->key, waiver->key) != 0)
            continue;
        PL_REPORT(ck->diags, DOUBLE_WAIVER, waiver->span, waiver->key, waiver->rule->name,
                  pl_span_place(ck->arena, other->span));
        return;
    }
    PL_PUSH(ck->arena, &ck->model->waivers, waiver);
}

/* WAIVER: key-TEXT, rule: NAME or QUALIFIED; clause*. `own`: the handbook that it stands in, or NULL. */
static void read_waiver(pl_checker *ck, const pl_node *node, const char *own) {
    const pl_node *rule = pl_sema_kid(node, 1);
    pl_waiver *waiver = PL_MAKE(ck->arena, pl_waiver);
    const pl_entity *entity = pl_sema_need_entity(ck, node->text, pl_sema_name_span(node));
    bool whole = read_clauses(ck, waiver, node);

    waiver->span = node->span;
    waiver->rule = pl_sema_find_rule(ck, rule, own);
    if (entity)
        waiver->key = read_key(ck, pl_sema_kid(node, 0), entity);
    if (!entity || !waiver->rule)
        return;
    if (waiver->rule->entity != entity)
        PL_REPORT(ck->diags, WAIVER_ENTITY, rule->span, waiver->rule->name,
                  waiver->rule->entity->name, entity->name);
    else if (whole && waiver->key)
        add_waiver(ck, waiver);
}

void pl_sema_check_waivers(pl_checker *ck) {
    pl_sema_each_under(ck, PL_NODE_WAIVER, read_waiver);
}
