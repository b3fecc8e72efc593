/* text.h - what the parts of the text report share: the verdicts as collected, one table for each
 * handbook and entity.
 * text.c collects and orders, text_table.c prints subjects against rules, text_summary.c the counts
 * and reasons. */
#ifndef PL_REPORT_TEXT_H
#define PL_REPORT_TEXT_H

#include "report/report.h"

/* Why a verdict is not met or not met, in words that are the same for all subjects. */
typedef struct pl_text_reason {
    const char *text;
    pl_verdict verdict;
    uint32_t *counts; /* [rules of the table] */
    uint32_t total;
} pl_text_reason;

typedef enum pl_text_rank {
    PL_RANK_FLAGGED,
    PL_RANK_UNDECIDED,
    PL_RANK_WAIVED,
    PL_RANK_FINE,
    PL_RANK_COUNT
} pl_text_rank;

typedef struct pl_text_subject {
    uint32_t row;
    uint8_t *verdicts; /* [rules of the table]: pl_verdict, SKIPPED where there is none */
    pl_text_rank rank;
    uint32_t flags; /* standards and indicators not met */
    uint32_t order; /* place in the order of keys */
    bool open_by_bounds, despite_bounds;
} pl_text_subject;

/* A rule without an answer for any subject, because no file gives an entity that it needs. */
typedef struct pl_text_lost {
    const pl_rule *rule;
    const pl_entity *entity;
} pl_text_lost;

/* The rules of one handbook over one entity, with their subjects. */
typedef struct pl_text_table {
    const pl_handbook *handbook;
    const pl_entity *entity;
    PL_VEC(pl_text_lost) lost;
    PL_VEC(const pl_rule_result *) rules; /* that have verdicts */
    PL_VEC(pl_tally) tallies;
    PL_VEC(pl_text_subject) subjects; /* ordered by rank, flags, key once collected */
    uint32_t *index;                  /* [rows of the entity]: subject + 1 */
    uint32_t ranks[PL_RANK_COUNT];
    PL_VEC(pl_text_reason) reasons;
    const pl_field *name; /* the text field `naam`, or NULL */
    const pl_field *size; /* how many pupils the subject has, or NULL */
} pl_text_table;

typedef struct pl_text {
    const pl_report *report;
    pl_buffer *out;
    pl_wording wording;
    PL_VEC(pl_text_table *) tables;
    pl_text_table *current;
    uint32_t current_rule;     /* in the current table */
    const pl_entity *lost_for; /* of the current rule: for want of its data a verdict is unknown */
    bool has_answer;           /* of the current rule: some verdict is not for want of an entity */
} pl_text;

/* Subjects against rules: the norms, what was measured, a word where it is not met. At most `most`
 * subjects. */
void pl_text_print_table(pl_text *text, const pl_text_table *table, uint32_t most);
/* Counts for each rule, who is flagged for what (when `names`), what bounded cells leave open, why
 * there is no verdict. */
void pl_text_print_summary(pl_text *text, const pl_text_table *table, bool names);

/* Told of each verdict of the current rule. */
void pl_text_note_lost(pl_text *text, const pl_report_verdict *verdict);
/* After its last verdict: takes a rule that no subject has an answer of out of the table; false when
 * it stays. Exempt and no norm are not answers here. */
bool pl_text_drop_lost(pl_text *text);
/* A line for each entity that is not there, with the rules that need it. */
void pl_text_print_lost(pl_text *text, const pl_text_table *table);

/* Who belongs to the populations, and who is left out by what. Nothing where there are none. */
void pl_text_print_populations(pl_text *text);
/* Waivers that have expired, loudly; and all others. Nothing where there are none. */
void pl_text_print_expired(pl_text *text);
void pl_text_print_waivers(pl_text *text);

/* The files that the run was made of. */
void pl_text_print_receipt(pl_text *text);

/* ---- shared printing ---- */

typedef enum pl_text_style {
    PL_STYLE_PLAIN,
    PL_STYLE_STRONG,
    PL_STYLE_BAD,
    PL_STYLE_OPEN,
    PL_STYLE_FAINT
} pl_text_style;

/* `text` in `width` columns, cut with an ellipsis where it is longer, padded where it is
 * shorter. */
void pl_text_pad(pl_text *text, const char *string, size_t width, bool right, pl_text_style style);
/* Words wrapped at the page's width; every line after the first begins with `indent` blanks, as
 * does the first. */
void pl_text_wrap(pl_text *text, const char *string, size_t indent, size_t hanging);
/* Columns that a text takes on a terminal. */
size_t pl_text_width(const char *string);
/* "04VF" and "Oranje Nassauschool": the key, and the name or nothing, appended to a buffer each. */
void pl_text_subject_name(pl_text *text, const pl_text_table *table, uint32_t row, pl_buffer *key,
                          pl_buffer *name);
/* Does `not met` of this rule flag? */
bool pl_text_flags(const pl_rule_result *result);

#endif
