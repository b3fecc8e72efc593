/* items.c - the items of a source: which a handbook lists and omits, and the texts that may cite them, noted down for lint.
 * Also how an item is told apart in a text. Which items are covered is lint_items.c's to say. */
#include "sema/items.h"

#include <assert.h>

#include "sema/checker.h"

/* ### words */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_sign(char c) {
    return c == '-' || c == '.' || c == '_' || c == '/';
}

static bool begins_word(pl_str text, size_t at) {
    return at < text.len && (is_letter(text.ptr[at]) || is_digit(text.ptr[at]));
}

pl_str pl_item_word(pl_str text, size_t *at, bool *range) {
    size_t start = *at, end;

    while (start < text.len && !begins_word(text, start))
        start++;
    end = start;
    while (begins_word(text, end) ||
           (end > start && end < text.len && is_sign(text.ptr[end]) && begins_word(text, end + 1)))
        end++;
    *range = end > start && end + 2 < text.len && text.ptr[end] == '.' &&
        text.ptr[end + 1] == '.' && begins_word(text, end + 2);
    *at = end;
    assert(start <= end && end <= text.len);
    return (pl_str){text.ptr + start, end - start};
}

pl_str pl_item_series(pl_str word) {
    size_t digit = 0;
    bool letter = false;

    while (digit < word.len && !is_digit(word.ptr[digit]))
        letter = is_letter(word.ptr[digit++]) || letter;
    return (pl_str){word.ptr, letter && digit < word.len ? digit : 0};
}

/* ### what a file says of them */

static void add_item(pl_checker *ck, pl_handbook *handbook, const pl_node *text) {
    pl_item item = {.id = text->text, .span = text->span};
    pl_str id = pl_str_of(text->text ? text->text : "");
    bool range, added;
    size_t at = 0;

    if (!pl_sema_is(text, PL_NODE_TEXT) || !text->text)
        return;
    if (pl_item_word(id, &at, &range).len < id.len || id.len == 0) {
        PL_REPORT(ck->diags, ITEM_NO_WORD, text->span, item.id);
        return;
    }
    if (!handbook->item_map.arena)
        pl_map_init(&handbook->item_map, ck->arena);
    pl_map_add(&handbook->item_map, id, handbook->items.len, &added);
    if (!added) {
        PL_REPORT(ck->diags, DOUBLE_MEMBER, text->span, item.id);
        return;
    }
    item.list = handbook->item_lists;
    PL_PUSH(ck->arena, &handbook->items, item);
}

void pl_sema_list_items(pl_checker *ck, pl_handbook *handbook, const pl_node *declaration) {
    for (uint32_t i = 0; i < declaration->count; i++) {
        const pl_node *clause = pl_sema_kid(declaration, i);

        if (!pl_sema_is(clause, PL_NODE_ITEMS))
            continue;
        for (uint32_t k = 0; k < clause->count; k++)
            add_item(ck, handbook, pl_sema_kid(clause, k));
        handbook->item_lists++;
    }
}

void pl_sema_omit_items(pl_checker *ck, pl_handbook *handbook, const pl_node *omit) {
    const pl_node *text = pl_sema_kid(omit, 0), *reason = pl_sema_kid(omit, 1);

    if (text->text && reason->text)
        PL_PUSH(ck->arena, &handbook->citations,
                ((pl_citation){text->text, text->span, reason->text}));
}

void pl_sema_note_cites(pl_checker *ck, pl_handbook *handbook, const pl_node *declaration) {
    for (uint32_t i = 0; i < declaration->count; i++) {
        const pl_node *clause = pl_sema_kid(declaration, i), *text = pl_sema_kid(clause, 0);

        if (pl_sema_is(clause, PL_NODE_CITE) && text->text)
            PL_PUSH(ck->arena, &handbook->citations, ((pl_citation){text->text, text->span, NULL}));
    }
}
