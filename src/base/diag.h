/* diag.h - diagnostics: what is wrong, where, why, and the way out.
 * The table is diagnostics.def; its texts are English, go through gettext, and hold {1}, {2}, ..
 * for arguments.
 * Collects any number in one run; prints them in the order of source, line, column. */
#ifndef PL_BASE_DIAG_H
#define PL_BASE_DIAG_H

#include <stdio.h>

#include "base/source.h"

typedef enum pl_severity {
    PL_ADVICE,  /* lint: legal, perhaps not meant; shown by lint only */
    PL_WARNING, /* shown by every command */
    PL_ERROR    /* the rule files are wrong, or data breaks its declaration */
} pl_severity;

typedef enum pl_diag_code {
#define PL_DIAG(name, code, severity, message, help) PL_DIAG_##name,
#include "base/diagnostics.def"
#undef PL_DIAG
    PL_DIAG_COUNT
} pl_diag_code;

typedef struct pl_diag {
    pl_diag_code code;
    pl_span span;        /* span.source NULL for data and world errors */
    const char *file;    /* data file, or NULL */
    uint32_t line;       /* physical line in the data file, 0: none */
    const char *column;  /* header of the data column, or NULL */
    const char *message; /* formatted, in the reader's language */
    const char *help;    /* the same, NULL when there is none */
} pl_diag;

typedef struct pl_diags {
    pl_arena *arena; /* holds the texts of the diagnostics */
    PL_VEC(pl_diag) list;
    uint32_t errors, warnings, advices;
    uint32_t limit; /* of each severity kept; later ones are counted only */
} pl_diags;

void pl_diags_init(pl_diags *diags, pl_arena *arena);

/* Adds a diagnostic at a place in a rule file. The variable part is a list of const char *, one for
 * each {n}; they are copied, cut when very long, and unprintable bytes in them become U+FFFD.
 * A second diagnostic of the same code at the same place is dropped. */
#define PL_REPORT(diags, name, span, ...)                                                          \
    pl_diag_add((diags), PL_DIAG_##name, (span), (const char *const[]){"", __VA_ARGS__, NULL})
/* The same without arguments. */
#define PL_REPORT0(diags, name, span)                                                              \
    pl_diag_add((diags), PL_DIAG_##name, (span), (const char *const[]){"", NULL})
void pl_diag_add(pl_diags *diags, pl_diag_code code, pl_span span, const char *const arguments[]);

/* The same for a data file: line 0 and column NULL where they say nothing; file NULL for the world.
 * file and column are copied. Only the same message at the same place is dropped. */
#define PL_REPORT_DATA(diags, name, file, line, column, ...)                                       \
    pl_diag_add_data((diags), PL_DIAG_##name, (file), (line), (column),                            \
                     (const char *const[]){"", __VA_ARGS__, NULL})
void pl_diag_add_data(pl_diags *diags, pl_diag_code code, const char *file, uint32_t line,
                      const char *column, const char *const arguments[]);

const char *pl_diag_id(pl_diag_code code); /* "P0203" */
pl_severity pl_diag_severity(pl_diag_code code);
/* The code with this id, PL_DIAG_COUNT when there is none. */
pl_diag_code pl_diag_find(const char *id);

/* Brings the list into the order of source name, place, code; what came first stays first. */
void pl_diags_sort(pl_diags *diags);
/* Sorts the list, prints those of at least `least` severity, and a last line that counts them:
 *     rules/x.peil:12:11: error P0203: message
 *        12 |   require wegign >= 3
 *           |           ^^^^^^
 *       under: Minimale eisen > Voldoen       (the headings above it, in a document)
 *       help: did you mean `weging`?
 *     1 error
 * Data: `file:line: column "X": error P0501: message`; help that was just given for the same file
 * is left out. Colour when asked. */
void pl_diags_print(pl_diags *diags, pl_severity least, bool colour, FILE *out);

#endif
