/* lint_items.c - coverage of the source: items that nothing cites or omits, and cites of items that no list has.
 * A cite names an item by its id as a word of its text; `FL-9..FL-12` names all from the one to the other, in the order of the lists.
 * Only of handbooks that list items. */
#include <assert.h>

#include "sema/checker.h"
#include "sema/items.h"
#include "sema/lint.h"

typedef struct survey {
    pl_lint_run *run;
    const pl_handbook *handbook;
    const pl_citation **covered; /* [items.len]: the first that names the item, or NULL */
    pl_map series;               /* what ids begin with, in small letters */
} survey;

static pl_str small(survey *s, pl_str text) {
    char *copy = pl_arena_copy(s->run->arena, text.ptr, text.len);

    for (char *c = copy; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
    return (pl_str){copy, text.len};
}

static void note_series(survey *s) {
    pl_map_init(&s->series, s->run->arena);
    for (uint32_t i = 0; i < s->handbook->items.len; i++) {
        pl_str series = pl_item_series(pl_str_of(s->handbook->items.items[i].id));

        if (series.len > 0)
            pl_map_add(&s->series, small(s, series), 1, NULL);
    }
}

/* ### one citation */

static uint32_t find(const survey *s, pl_str word) {
    return pl_map_find(&s->handbook->item_map, word);
}

/* Begins as listed items do: it can only be meant as one. */
static bool looks_listed(survey *s, pl_str word) {
    pl_str series = pl_item_series(word);

    return series.len > 0 && pl_map_find(&s->series, small(s, series)) != PL_MAP_NONE;
}

/* Of a part of the text; all of it where the text is not written out at this place. */
static pl_span span_of(const pl_citation *citation, pl_str part) {
    pl_span span = citation->span;
    uint32_t start = span.start + 1 + (uint32_t)(part.ptr - citation->text);
    pl_span inner = {span.source, start, start + (uint32_t)part.len};

    if (inner.end < span.end && pl_str_equal(pl_span_text(inner), part))
        return inner;
    return span;
}

static const char *nearest(const survey *s, const char *word) {
    pl_guess guess;

    pl_guess_start(&guess, word);
    for (uint32_t i = 0; i < s->handbook->items.len; i++)
        pl_guess_offer(&guess, s->handbook->items.items[i].id, NULL);
    if (guess.best)
        return pl_arena_format(s->run->arena, _("did you mean `%s`?"), guess.best);
    return _("correct it, or add it to the `items` of the source");
}

static void unknown(survey *s, const pl_citation *citation, pl_str part) {
    const char *word = pl_arena_copy(s->run->arena, part.ptr, part.len);

    PL_REPORT(s->run->diags, ITEM_UNKNOWN, span_of(citation, part), word, s->handbook->name,
              nearest(s, word));
}

static void cover(survey *s, const pl_citation *citation, pl_str part, uint32_t item) {
    const pl_citation *before = s->covered[item];
    const pl_citation *omit = citation->omitted ? citation : before, *other;

    if (!before) {
        s->covered[item] = citation;
        return;
    }
    other = omit == citation ? before : citation;
    if (before != citation && omit->omitted)
        PL_REPORT(s->run->diags, ITEM_TWICE, omit == citation ? span_of(omit, part) : omit->span,
                  s->handbook->items.items[item].id, pl_span_place(s->run->arena, other->span));
}

/* `FL-9..FL-12`: once one of the two is an item, the other must be one too. */
static void look_at_range(survey *s, const pl_citation *citation, pl_str first, pl_str last) {
    pl_str both = {first.ptr, (size_t)(last.ptr + last.len - first.ptr)};
    uint32_t from = find(s, first), to = find(s, last);

    if (from == PL_MAP_NONE || to == PL_MAP_NONE) {
        bool meant = from != to || looks_listed(s, first) || looks_listed(s, last);

        if (meant && from == PL_MAP_NONE)
            unknown(s, citation, first);
        if (meant && to == PL_MAP_NONE)
            unknown(s, citation, last);
        return;
    }
    if (from > to)
        PL_REPORT(s->run->diags, ITEM_RANGE, span_of(citation, both),
                  pl_arena_copy(s->run->arena, both.ptr, both.len));
    for (uint32_t i = from; i <= to; i++)
        cover(s, citation, both, i);
}

static void look_at_word(survey *s, const pl_citation *citation, pl_str word) {
    uint32_t item = find(s, word);

    if (item != PL_MAP_NONE)
        cover(s, citation, word, item);
    else if (citation->omitted || looks_listed(s, word))
        unknown(s, citation, word);
}

static void look_at_citation(survey *s, const pl_citation *citation) {
    pl_str text = pl_str_of(citation->text);
    bool range, ignored;
    size_t at = 0;

    for (;;) {
        pl_str word = pl_item_word(text, &at, &range);

        if (word.len == 0)
            return;
        if (range)
            look_at_range(s, citation, word, pl_item_word(text, &at, &ignored));
        else
            look_at_word(s, citation, word);
    }
}

/* ### items that nothing renders */

/* "FL-1..FL-3, FL-7" of one list, from item `first` on; *next is the first of the next list. */
static const char *open_items(survey *s, uint32_t first, uint32_t *next) {
    const pl_item *items = s->handbook->items.items;
    uint32_t count = s->handbook->items.len, i = first;
    const char *words;
    pl_buffer out;

    pl_buffer_init(&out);
    while (i < count && items[i].list == items[first].list) {
        uint32_t from = i;

        while (i < count && items[i].list == items[first].list && !s->covered[i])
            i++;
        if (i > from)
            pl_buffer_printf(&out, "%s%s", out.len > 0 ? ", " : "", items[from].id);
        if (i > from + 1)
            pl_buffer_printf(&out, "%s%s", i > from + 2 ? ".." : ", ", items[i - 1].id);
        if (i == from)
            i++;
    }
    *next = i;
    words = out.len > 0 ? pl_arena_copy(s->run->arena, out.ptr, out.len) : NULL;
    pl_buffer_fini(&out);
    return words;
}

static void report_open(survey *s) {
    uint32_t count = s->handbook->items.len;

    for (uint32_t list = 0, next; list < count; list = next) {
        const char *open = open_items(s, list, &next);
        uint32_t first = list;

        if (!open)
            continue;
        while (s->covered[first])
            first++;
        assert(first < next);
        if (pl_lint_is_own(s->handbook->items.items[first].span))
            PL_REPORT(s->run->diags, ITEM_OPEN, s->handbook->items.items[first].span, open,
                      s->handbook->items.items[first].id);
    }
}

void pl_lint_items(pl_lint_run *run, const pl_handbook *handbook) {
    survey s = {.run = run, .handbook = handbook};

    if (handbook->items.len == 0)
        return;
    s.covered = PL_MAKE_ARRAY(run->arena, const pl_citation *, handbook->items.len);
    note_series(&s);
    for (uint32_t i = 0; i < handbook->citations.len; i++)
        look_at_citation(&s, &handbook->citations.items[i]);
    report_open(&s);
}
