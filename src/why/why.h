/* why.h - one verdict unfolded: a tree of steps from the verdict down to the cells that it rests on,
 * and what would have to change. The rule is run by the same bytecode as ever, with the value of
 * every expression kept; the steps only read what was kept. Formats (text.c, json.c, html.c) print
 * the tree; they decide how it looks, never what it says. */
#ifndef PL_WHY_WHY_H
#define PL_WHY_WHY_H

#include "report/report.h"

/* What a step is about; the words are those of doc/json-why.schema.json. */
typedef enum pl_why_kind {
#define PL_WHY(kind, word) PL_TOLD_##kind,
#include "why/kinds.def"
#undef PL_WHY
    PL_TOLD_COUNT
} pl_why_kind;

typedef struct pl_why_step pl_why_step;
struct pl_why_step {
    pl_why_kind kind;
    const char *address; /* "clause-1.requirement": the same for the same rule, whatever the data */
    const char *label;   /* what it is called, or as the rule writes it */
    const char *value;   /* NULL: none */
    const char *note;    /* NULL: nothing to add */
    pl_span span;        /* where the rules say it; without source: nowhere */
    pl_place place;      /* where the data says it; file NULL: nowhere */
    bool strong;         /* it decides */
    uint32_t more;       /* so many of its kind are left out behind it */
    PL_VEC(pl_why_step *) steps;
};

/* One rule for one subject, on data that is as loaded or changed. */
typedef struct pl_why_case {
    const pl_program *program; /* records */
    pl_data *data;
    const pl_rule *rule;
    uint32_t row;
    uint32_t chunk_rows;
} pl_why_case;

typedef struct pl_why_options {
    uint32_t most_rows; /* rows of one kind that are listed */
    bool change;        /* work out what would have to change */
} pl_why_options;

typedef struct pl_why {
    pl_arena *arena;
    pl_why_case about;
    pl_wording wording;
    pl_why_options options;
    const pl_run *run;
    const pl_rule_result *result;
    pl_trace *trace;
    const char *subject;
    const char *supposed; /* what --if says; NULL: nothing */
    pl_why_step *root;
} pl_why;

/* The rule's result in a run of its program. */
const pl_rule_result *pl_why_result(const pl_run *run, const pl_rule *rule);

/* Unfolds a finished and settled run of the case. Lives in `arena`. */
pl_why *pl_why_unfold(pl_arena *arena, const pl_why_case *about, const pl_run *run,
                      pl_wording wording, const pl_why_options *options, const char *supposed);

/* ### formats */

typedef struct pl_why_layout {
    uint32_t width, depth; /* text; steps below `depth` are folded */
    bool colour;
} pl_why_layout;

void pl_why_text(const pl_why *why, const pl_why_layout *layout, pl_buffer *out);
void pl_why_json(const pl_why *why, const pl_receipt *receipt, pl_buffer *out);
void pl_why_html(const pl_why *why, const pl_receipt *receipt, pl_buffer *out);
/* For a page that has said the verdict: what would have to change, and the steps folded. */
void pl_why_html_part(const pl_why *why, pl_buffer *out);
/* The part of a page that a step below the root stands in, as a text to be translated; "": none. */
const char *pl_why_heading(pl_why_kind kind);
/* A step, or the step that says it together with the only one below it, which only repeats it. */
pl_why_step pl_why_merged(const pl_why_step *step);

const char *pl_why_kind_word(pl_why_kind kind);

#endif
