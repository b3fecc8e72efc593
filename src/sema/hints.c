/* hints.c - ways out: the nearest known name, what kind of thing it names, and where an unknown
 * name would have been right.
 * Every sentence made here ends up as the help of a diagnostic; nothing here reports. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "sema/checker.h"

#define LISTED 8 /* names in a list that helps */

/* ### the nearest name */

void pl_guess_start(pl_guess *guess, const char *wanted) {
    assert(wanted);
    *guess = (pl_guess){.wanted = wanted, .distance = UINT32_MAX};
}

/* The shorter a name, the less of it may be wrong; of two letters only their case. */
static uint32_t allowed(const char *name) {
    size_t length = strlen(name);

    return length <= 2 ? 0 : length <= 5 ? 1 : length <= 8 ? 2 : 3;
}

static bool equal_but_for_case(const char *a, const char *b) {
    for (; *a && *b; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;

        if (x != y)
            return false;
    }
    return *a == *b;
}

#define FAR 100 /* distance of names of which one lies in the other, less what they share */
#define SHORTEST_SHARED 5 /* letters */

static bool holds(const char *whole, size_t length, const char *part, size_t shared) {
    for (size_t i = 0; i + shared <= length; i++)
        if (strncasecmp(whole + i, part, shared) == 0)
            return true;
    return false;
}

/* `schoolweging` for `weging`, `eindtoetsen` for `eindtoets`: the shorter is at least half of the
 * longer. */
static bool is_part(const char *a, const char *b, size_t *shared) {
    size_t x = strlen(a), y = strlen(b), longest = x > y ? x : y;

    *shared = x < y ? x : y;
    if (*shared < SHORTEST_SHARED || *shared * 2 < longest || *shared >= FAR)
        return false;
    return x > y ? holds(a, x, b, y) : holds(b, y, a, x);
}

/* How far the name is from what is wanted; UINT32_MAX: too far. */
static uint32_t distance_to(const char *wanted, const char *name) {
    uint32_t limit = allowed(wanted), distance;
    size_t shared;

    if (equal_but_for_case(wanted, name))
        return 0;
    if (limit == 0)
        return UINT32_MAX;
    distance = pl_text_distance(pl_str_of(wanted), pl_str_of(name), limit);
    if (distance <= limit)
        return distance;
    return is_part(wanted, name, &shared) ? FAR - (uint32_t)shared : UINT32_MAX;
}

void pl_guess_offer(pl_guess *guess, const char *name, const pl_symbol *symbol) {
    uint32_t distance = distance_to(guess->wanted, name);

    if (distance < guess->distance) {
        guess->best = name;
        guess->symbol = symbol;
        guess->distance = distance;
    }
}

static const char *did_you_mean(pl_checker *ck, const pl_guess *guess) {
    assert(guess->best);
    if (guess->symbol)
        return pl_arena_format(ck->arena, _("did you mean %s?"),
                               pl_sema_symbol_words(ck, guess->symbol));
    return pl_arena_format(ck->arena, _("did you mean `%s`?"), guess->best);
}

/* "a, b, c, .." */
static const char *list_names(pl_checker *ck, const char *const *names, uint32_t count) {
    pl_buffer out;

    pl_buffer_init(&out);
    for (uint32_t i = 0; i < count && i < LISTED; i++)
        pl_buffer_printf(&out, "%s%s", i > 0 ? ", " : "", names[i]);
    if (count > LISTED)
        pl_buffer_puts(&out, ", ..");
    return pl_buffer_take(&out, ck->arena);
}

const char *pl_sema_hint_list(pl_checker *ck, const pl_guess *guess, const char *const *names,
                              uint32_t count) {
    if (guess->best)
        return did_you_mean(ck, guess);
    if (count == 0)
        return _("there is none of that kind");
    return pl_arena_format(ck->arena, _("there are: %s"), list_names(ck, names, count));
}

/* ### members */

const char *pl_sema_member_written(pl_checker *ck, const pl_enum *e, uint32_t index) {
    pl_value value = {.base = PL_MEMBER, .index = (int32_t)index};
    pl_buffer out;

    pl_buffer_init(&out);
    pl_value_print(&out, (pl_type){.base = PL_MEMBER, .members = e}, &value);
    return pl_buffer_take(&out, ck->arena);
}

const char *pl_sema_hint_member(pl_checker *ck, const pl_enum *e, const char *name) {
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (uint32_t i = 0; i < e->members.len; i++) {
        pl_guess_offer(&guess, e->members.items[i], NULL);
        PL_PUSH(ck->arena, &names, pl_sema_member_written(ck, e, i));
    }
    return pl_sema_hint_list(ck, &guess, names.items, names.len);
}

/* The levels or set that has a member of this name, NULL when none has. */
static const pl_enum *find_member(const pl_checker *ck, const char *name) {
    for (uint32_t i = 0; i < ck->model->enums.len; i++)
        if (pl_enum_find(ck->model->enums.items[i], name) >= 0)
            return ck->model->enums.items[i];
    return NULL;
}

/* ### entities */

const char *pl_sema_hint_entity(pl_checker *ck, const char *name) {
    const char *module = pl_sema_hint_module(ck, name, PL_NODE_ENTITY, NULL);
    PL_VEC(const char *) names = {0};
    pl_guess guess;

    pl_guess_start(&guess, name);
    for (uint32_t i = 0; i < ck->symbols.len; i++) {
        const pl_symbol *symbol = ck->symbols.items[i];

        if (symbol->kind == PL_SYMBOL_POPULATION)
            pl_guess_offer(&guess, symbol->name, symbol);
        if (symbol->kind != PL_SYMBOL_ENTITY)
            continue;
        pl_guess_offer(&guess, symbol->name, NULL);
        PL_PUSH(ck->arena, &names, symbol->name);
    }
    if (module)
        return module;
    if (names.len == 0)
        return _("no entity is declared: `use onderwijs`, or declare one with `entity`");
    return pl_sema_hint_list(ck, &guess, names.items, names.len);
}

const char *pl_sema_relations_below(pl_checker *ck, const pl_entity *entity) {
    PL_VEC(const char *) names = {0};

    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        const pl_entity *e = ck->model->entities.items[i];

        if (pl_entity_is_below(e, entity))
            PL_PUSH(ck->arena, &names, e->name);
    }
    if (names.len == 0)
        return pl_arena_format(ck->arena, _("nothing lies below %s"), entity->name);
    return pl_arena_format(ck->arena, _("below %s there are: %s"), entity->name,
                           list_names(ck, names.items, names.len));
}

/* ### fields and measures */

typedef struct known {
    pl_guess guess;
    PL_VEC(const char *) names;
} known;

static bool is_listed(const known *k, const char *name) {
    for (uint32_t i = 0; i < k->names.len; i++)
        if (strcmp(k->names.items[i], name) == 0)
            return true;
    return false;
}

/* A name of an entity above that has the name of a nearer one is not seen from below: it is listed once. */
static void offer_entity(pl_checker *ck, known *k, const pl_entity *entity) {
    for (uint32_t i = 0; i < entity->fields.len + entity->measures.len; i++) {
        const char *name = i < entity->fields.len
            ? entity->fields.items[i]->name
            : entity->measures.items[i - entity->fields.len]->name;

        pl_guess_offer(&k->guess, name, pl_sema_find(ck, PL_SYMBOL_FIELD, entity, name));
        if (!is_listed(k, name))
            PL_PUSH(ck->arena, &k->names, name);
    }
}

const char *pl_sema_hint_field(pl_checker *ck, const pl_entity *entity, const char *name) {
    known k = {0};

    pl_guess_start(&k.guess, name);
    offer_entity(ck, &k, entity);
    if (k.guess.best)
        return did_you_mean(ck, &k.guess);
    return pl_arena_format(ck->arena, _("%s has: %s"), entity->name,
                           list_names(ck, k.names.items, k.names.len));
}

/* A field or measure of this name of an entity that `entity` does not see. */
static const pl_entity *find_elsewhere(const pl_checker *ck, const pl_entity *entity,
                                       const char *name) {
    const pl_entity *found = NULL;

    for (uint32_t i = 0; i < ck->model->entities.len; i++) {
        const pl_entity *e = ck->model->entities.items[i];

        if (!pl_sema_find(ck, PL_SYMBOL_FIELD, e, name))
            continue;
        if (pl_entity_is_within(e, entity))
            return e;
        if (!found)
            found = e;
    }
    return found;
}

static const char *hint_elsewhere(pl_checker *ck, const pl_entity *entity, const pl_entity *owner,
                                  const char *name) {
    if (!pl_entity_is_within(owner, entity))
        return pl_arena_format(ck->arena, _("`%s` belongs to %s, and %s does not lie below that"),
                               name, owner->name, entity->name);
    if (ck->aggregated)
        return pl_arena_format(ck->arena,
                               _("`%s` belongs to %s, and a %s has many of those: take them "
                                 "together, as in `%s %s of %s`"),
                               name, owner->name, entity->name, ck->aggregated, name, owner->name);
    return pl_arena_format(ck->arena,
                           _("`%s` belongs to %s, and a %s has many of those: take them together, "
                             "as in `share of %s having %s ..`"),
                           name, owner->name, entity->name, owner->name, name);
}

/* What an expression can name beside fields and measures. */
static void offer_globals(pl_checker *ck, known *k) {
    for (uint32_t i = 0; i < ck->symbols.len; i++) {
        const pl_symbol *symbol = ck->symbols.items[i];

        if (symbol->kind == PL_SYMBOL_PARAMETER || symbol->kind == PL_SYMBOL_TABLE ||
            symbol->kind == PL_SYMBOL_EXTENSION)
            pl_guess_offer(&k->guess, symbol->name, symbol);
    }
}

/* `DLE/DL` is a division, `1S/2F` one name: which of the two was meant is for the author to say. */
static const char *hint_slash(pl_checker *ck, const char *name) {
    const char *slash = strchr(name, '/');

    assert(slash && slash > name);
    return pl_arena_format(ck->arena,
                           _("if this is a division, put blanks round the sign: `%.*s / %s`"),
                           (int)(slash - name), name, slash + 1);
}

static const char *hint_member_elsewhere(pl_checker *ck, const pl_enum *e, const char *name) {
    if (e->name)
        return pl_arena_format(
            ck->arena,
            _("`%s` is a member of %s: a member stands after a comparison, as in `.. >= %s`"), name,
            e->name, name);
    return pl_arena_format(
        ck->arena,
        _("`%s` is a member of a set: a member stands after a comparison, as in `.. = %s`"), name,
        name);
}

static known names_known_to(pl_checker *ck, const pl_entity *entity, const char *name) {
    known k = {0};

    pl_guess_start(&k.guess, name);
    for (const pl_entity *up = entity; up; up = up->parent)
        offer_entity(ck, &k, up);
    offer_globals(ck, &k);
    return k;
}

bool pl_sema_has_near_name(pl_checker *ck, const pl_entity *entity, const char *name) {
    return names_known_to(ck, entity, name).guess.best != NULL;
}

const char *pl_sema_hint_name(pl_checker *ck, const pl_entity *entity, const char *name) {
    known k = names_known_to(ck, entity, name);
    const char *module = pl_sema_hint_module(ck, name, PL_NODE_NAME, entity);
    const pl_entity *owner;
    const pl_enum *e;

    if (module)
        return module;
    if (k.guess.best)
        return did_you_mean(ck, &k.guess);
    if ((owner = find_elsewhere(ck, entity, name)))
        return hint_elsewhere(ck, entity, owner, name);
    if ((e = find_member(ck, name)))
        return hint_member_elsewhere(ck, e, name);
    if (strchr(name, '/') && name[0] != '/')
        return hint_slash(ck, name);
    return pl_arena_format(ck->arena, _("a %s knows: %s"), entity->name,
                           list_names(ck, k.names.items, k.names.len));
}

/* ### percentages near by */

#define OFFERED 3

typedef struct offer {
    const char *name;
    uint32_t distance;
} offer;

/* Keeps the nearest few, those declared first before equals. */
static void insert_offer(offer *offers, uint32_t *count, offer new) {
    uint32_t at = *count;

    while (at > 0 && offers[at - 1].distance > new.distance)
        at--;
    if (at == OFFERED)
        return;
    for (uint32_t i = *count < OFFERED ? *count : OFFERED - 1; i > at; i--)
        offers[i] = offers[i - 1];
    offers[at] = new;
    if (*count < OFFERED)
        (*count)++;
    assert(at < *count && *count <= OFFERED);
}

static bool is_percent(pl_type type) {
    return type.base == PL_NUMBER && type.unit == PL_UNIT_PERCENT;
}

/* Fields, and the measures whose type is known or can be found without going round in a circle. */
static void offer_percents(pl_checker *ck, const pl_entity *entity, const char *wanted,
                           const char *but, offer *offers, uint32_t *count) {
    for (uint32_t i = 0; i < entity->fields.len + entity->measures.len; i++) {
        bool field = i < entity->fields.len;
        pl_measure *measure = field ? NULL : entity->measures.items[i - entity->fields.len];
        const char *name = field ? entity->fields.items[i]->name : measure->name;
        pl_symbol *symbol = pl_sema_find(ck, PL_SYMBOL_FIELD, entity, name);

        if (name == but || (!field && (!symbol || !pl_sema_check_measure(ck, symbol))))
            continue;
        if (is_percent(field ? entity->fields.items[i]->type : measure->type))
            insert_offer(offers, count,
                         (offer){name, pl_text_distance(pl_str_of(wanted), pl_str_of(name), 20)});
    }
}

const char *pl_sema_percent_names(pl_checker *ck, pl_entity *entity, const char *name,
                                  const char *but) {
    offer offers[OFFERED];
    uint32_t count = 0;
    pl_buffer out;

    for (const pl_entity *e = entity; e; e = e->parent)
        offer_percents(ck, e, name, but, offers, &count);
    if (count == 0)
        return NULL;
    pl_buffer_init(&out);
    for (uint32_t i = 0; i < count; i++)
        pl_buffer_printf(&out, "%s`%s`",
                         i == 0               ? ""
                             : i + 1 == count ? _(" or ")
                                              : ", ",
                         offers[i].name);
    return pl_buffer_take(&out, ck->arena);
}
