/* test_syntax_mutants.c - what the parser says to the examples of the language with one word taken out, two letters swapped,
 * or several tokens shuffled: never a crash, few messages, the first one on the line of the mistake.
 * Run with the folder tests/cases/syntax; without it there is nothing to do. `--show` prints every mutant with its messages. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "syntax/reader.h"
#include "tap.h"

typedef struct tally {
    const char *what;
    unsigned mutants, accepted, one, few, many; /* by the number of messages: 0, 1, 2-4, more */
    unsigned right_line, next_line, elsewhere;  /* where the first message stands */
} tally;

typedef struct example {
    const char *name;
    pl_str text;
} example;

static bool shows;
static pl_arena kept;
static PL_VEC(example) examples;

/* ### one text */

static const char *first_line_of(pl_str text, uint32_t offset) {
    static char line[120];
    size_t length = 0;

    while (offset > 0 && text.ptr[offset - 1] != '\n')
        offset--;
    while (offset + length < text.len && text.ptr[offset + length] != '\n' &&
           length < sizeof line - 1) {
        line[length] = text.ptr[offset + length];
        length++;
    }
    line[length] = '\0';
    return line;
}

static void count_messages(tally *t, uint32_t errors) {
    t->mutants++;
    t->accepted += errors == 0;
    t->one += errors == 1;
    t->few += errors >= 2 && errors <= 4;
    t->many += errors > 4;
}

static void count_place(tally *t, uint32_t line, uint32_t wanted) {
    uint32_t away = line > wanted ? line - wanted : wanted - line;

    t->right_line += away == 0;
    t->next_line += away == 1;
    t->elsewhere += away > 1;
}

/* Parses `text`, of which the mistake stands at `offset`. */
static void try_text(tally *t, const char *name, pl_str text, uint32_t offset) {
    pl_arena arena;
    pl_source source = {.name = name, .text = text};
    pl_compiler compiler = {.arena = &arena};
    pl_diags *diags = &compiler.diags;

    pl_arena_init(&arena);
    pl_names_init(&compiler.names, &arena);
    pl_diags_init(diags, &arena);
    pl_parse(&compiler, &source);
    count_messages(t, diags->errors);
    if (diags->list.len > 0) {
        pl_diags_sort(diags);
        count_place(t, pl_source_position(&source, diags->list.items[0].span.start).line,
                    pl_source_position(&source, offset).line);
    }
    if (shows) {
        printf("## %s %u %s: %s\n", t->what, diags->errors, name, first_line_of(text, offset));
        pl_diags_print(diags, PL_WARNING, false, stdout);
    }
    pl_arena_fini(&arena);
}

/* ### mutants of one example */

typedef struct piece {
    uint32_t start, end;
} piece;

typedef PL_VEC(piece) pieces;

/* The tokens of an example: all but the end of rows and of the file. */
static void find_pieces(const example *e, pieces *found) {
    pl_arena arena;
    pl_source source = {.name = e->name, .text = e->text};
    pl_compiler compiler = {.arena = &arena};
    pl_reader reader;

    pl_arena_init(&arena);
    pl_names_init(&compiler.names, &arena);
    pl_diags_init(&compiler.diags, &arena);
    pl_reader_init(&reader, &compiler, &source);
    for (uint32_t i = 0; i < reader.tokens.len; i++) {
        const pl_token *token = &reader.tokens.items[i];

        if (token->end > token->start)
            PL_PUSH(&kept, found, ((piece){token->start, token->end}));
    }
    pl_reader_fini(&reader);
    pl_arena_fini(&arena);
}

static void delete_each(const example *e, const pieces *found, tally *t) {
    for (uint32_t i = 0; i < found->len; i++) {
        piece p = found->items[i];
        pl_buffer text;

        pl_buffer_init(&text);
        pl_buffer_push(&text, e->text.ptr, p.start);
        pl_buffer_push(&text, e->text.ptr + p.end, e->text.len - p.end);
        try_text(t, e->name, (pl_str){text.ptr, text.len}, p.start);
        pl_buffer_fini(&text);
    }
}

static bool is_small_word(const example *e, piece p) {
    for (uint32_t i = p.start; i < p.end; i++)
        if ((e->text.ptr[i] < 'a' || e->text.ptr[i] > 'z') && e->text.ptr[i] != ' ')
            return false;
    return p.end - p.start >= 4;
}

static bool is_keyword(const example *e, piece p) {
    pl_str word = {e->text.ptr + p.start, p.end - p.start};

    return pl_word_find(word, ~(PL_CLASS(HINT) | PL_CLASS(MONTH))) != NULL;
}

static void swap_letters(const example *e, piece p, tally *t) {
    uint32_t middle = p.start + (p.end - p.start) / 2;
    char *copy, letter;

    if (e->text.ptr[middle] == e->text.ptr[middle - 1] || e->text.ptr[middle] == ' ' ||
        e->text.ptr[middle - 1] == ' ')
        return;
    copy = pl_arena_copy(&kept, e->text.ptr, e->text.len);
    letter = copy[middle];
    copy[middle] = copy[middle - 1];
    copy[middle - 1] = letter;
    try_text(t, e->name, (pl_str){copy, e->text.len}, p.start);
}

static void swap_each(const example *e, const pieces *found, tally *keywords, tally *names) {
    for (uint32_t i = 0; i < found->len; i++)
        if (is_small_word(e, found->items[i]))
            swap_letters(e, found->items[i], is_keyword(e, found->items[i]) ? keywords : names);
}

/* ### several mistakes at once */

/* Takes tokens out, doubles them, or puts one of another place in. */
static void shuffle(const example *e, const pieces *found, tally *t) {
    uint32_t changes = 1 + tap_random(5);
    pl_buffer text;
    uint32_t at = 0;

    pl_buffer_init(&text);
    for (uint32_t i = 0; i < found->len; i++) {
        piece p = found->items[i], other = found->items[tap_random(found->len)];
        bool changed = tap_random(found->len) < changes;

        pl_buffer_push(&text, e->text.ptr + at, p.start - at);
        if (!changed || tap_random(2) == 0)
            pl_buffer_push(&text, e->text.ptr + p.start, p.end - p.start);
        if (changed && tap_random(2) == 0) {
            pl_buffer_putc(&text, ' ');
            pl_buffer_push(&text, e->text.ptr + other.start, other.end - other.start);
        }
        at = p.end;
    }
    pl_buffer_push(&text, e->text.ptr + at, e->text.len - at);
    try_text(t, e->name, (pl_str){text.ptr, text.len}, 0);
    pl_buffer_fini(&text);
}

/* ### all examples */

static int by_name(const void *left, const void *right) {
    return strcmp(((const example *)left)->name, ((const example *)right)->name);
}

static void read_examples(const char *folder) {
    const char **names, *why;
    uint32_t count;

    if (!pl_folder_list(&kept, folder, &names, &count, &why)) {
        printf("Bail out! %s: %s\n", folder, why);
        exit(1);
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *path = pl_arena_format(&kept, "%s/%s/regels.peil", folder, names[i]);
        example e = {.name = names[i]};

        if (strncmp(names[i], "language-", 9) == 0 && pl_file_read(&kept, path, &e.text, &why))
            PL_PUSH(&kept, &examples, e);
    }
    qsort(examples.items, examples.len, sizeof *examples.items, by_name);
}

static void report(const tally *t) {
    printf("# %s: %u mutants; accepted %u, 1 message %u, 2-4 %u, more %u; first message on the "
           "line %u, next to it %u, "
           "elsewhere %u\n",
           t->what, t->mutants, t->accepted, t->one, t->few, t->many, t->right_line, t->next_line,
           t->elsewhere);
}

static unsigned percent(unsigned part, unsigned whole) {
    return whole > 0 ? part * 100 / whole : 100;
}

static void check_places(const tally *t) {
    unsigned reported = t->mutants - t->accepted;

    report(t);
    tap_ok(percent(t->right_line + t->next_line, reported) >= 97,
           "%s: the first message is on the line or next to it", t->what);
    tap_ok(percent(t->one, reported) >= 90, "%s: one mistake gives one message", t->what);
    tap_ok(t->many == 0, "%s: never more than four", t->what);
}

int main(int argc, char **argv) {
    tally whole = {.what = "examples"}, deleted = {.what = "a token left out"};
    tally keywords = {.what = "letters swapped in a keyword"},
          names = {.what = "letters swapped in a name"};
    tally shuffled = {.what = "several tokens changed"};
    const char *folder = argc > 1 ? argv[1] : NULL;

    shows = argc > 2 && strcmp(argv[2], "--show") == 0;
    if (!folder) {
        tap_skip("mutants", "no folder of examples was given");
        return tap_done();
    }
    pl_arena_init(&kept);
    read_examples(folder);
    tap_ok(examples.len >= 20, "%u examples are read", examples.len);
    for (uint32_t i = 0; i < examples.len; i++) {
        const example *e = &examples.items[i];
        pieces found = {0};

        find_pieces(e, &found);
        try_text(&whole, e->name, e->text, 0);
        delete_each(e, &found, &deleted);
        swap_each(e, &found, &keywords, &names);
        for (int turn = 0; turn < 60; turn++)
            shuffle(e, &found, &shuffled);
    }
    tap_ok(whole.accepted == examples.len, "the examples themselves are accepted");
    check_places(&deleted);
    check_places(&keywords);
    report(&names);
    report(&shuffled);
    tap_ok(shuffled.mutants >= 1000, "%u shuffled texts are survived", shuffled.mutants);
    pl_arena_fini(&kept);
    return tap_done();
}
