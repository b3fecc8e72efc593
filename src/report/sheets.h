/* sheets.h - the verdicts of a run as collected for people: a sheet for each handbook and entity, its
 * subjects ordered with the flagged first, and the sentences that every report for people says of it.
 * sheets.c collects and orders, lost.c tells which rules no data gives an answer of, summary.c has the
 * counts and the sentences. The formats that lay it out are text, markdown and html. */
#ifndef PL_REPORT_SHEETS_H
#define PL_REPORT_SHEETS_H

#include "report/report.h"

/* Why a verdict is not met or not met, in words that are the same for all subjects. */
typedef struct pl_sheet_reason {
    const char *text;
    pl_verdict verdict;
    uint32_t *counts; /* [rules of the sheet] */
    uint32_t total;
} pl_sheet_reason;

typedef enum pl_sheet_rank {
    PL_RANK_FLAGGED,
    PL_RANK_UNDECIDED,
    PL_RANK_WAIVED,
    PL_RANK_FINE,
    PL_RANK_COUNT
} pl_sheet_rank;

typedef struct pl_sheet_subject {
    uint32_t row;
    uint8_t *verdicts; /* [rules of the sheet]: pl_verdict, SKIPPED where there is none */
    pl_sheet_rank rank;
    uint32_t flags; /* standards and indicators not met */
    uint32_t order; /* place in the order of keys */
    bool open_by_bounds, despite_bounds;
} pl_sheet_subject;

/* A rule without an answer for any subject, because no file gives an entity that it needs. */
typedef struct pl_sheet_lost {
    const pl_rule *rule;
    const pl_entity *entity;
} pl_sheet_lost;

/* The rules of one handbook over one entity, with their subjects. */
typedef struct pl_sheet {
    const pl_handbook *handbook;
    const pl_entity *entity;
    uint32_t asked; /* how many rules may have verdicts here */
    PL_VEC(pl_sheet_lost) lost;
    PL_VEC(const pl_rule_result *) rules; /* that have verdicts */
    PL_VEC(pl_tally) tallies;
    PL_VEC(pl_sheet_subject) subjects; /* ordered by rank, flags, key once collected */
    uint32_t *index;                   /* [rows of the entity]: subject + 1 */
    uint32_t ranks[PL_RANK_COUNT];
    PL_VEC(pl_sheet_reason) reasons; /* by verdict, the most frequent first, once collected */
    const pl_field *name;            /* the text field `naam`, or NULL */
    const pl_field *size;            /* how many pupils the subject has, or NULL */
} pl_sheet;

/* A reason of the current rule that its kind, text and entity tell apart from others. */
typedef struct pl_sheet_plain {
    pl_reason_kind kind;
    const char *text;
    const pl_entity *entity;
    pl_verdict verdict;
    uint32_t reason; /* in the reasons of the sheet */
} pl_sheet_plain;

typedef struct pl_sheets {
    const pl_report *report;
    pl_wording wording;
    PL_VEC(pl_sheet *) list;
    pl_sheet *current;
    uint32_t current_rule;        /* in the current sheet */
    PL_VEC(pl_sheet_plain) plain; /* seen of the current rule, for which no words are needed anew */
    const pl_entity *lost_for; /* of the current rule: for want of its data a verdict is unknown */
    bool has_answer;           /* of the current rule: some verdict is not for want of an entity */
} pl_sheets;

/* ---- sheets.c: collecting, by the events of the walk; the reader's words ---- */

void pl_sheets_begin(pl_sheets *sheets, const pl_report *report);
/* Functions of a pl_report_format whose writer begins with its sheets. */
void pl_sheets_rule(void *sheets, const pl_rule_result *result);
void pl_sheets_verdict(void *sheets, const pl_report_verdict *verdict);
void pl_sheets_rule_end(void *sheets, const pl_rule_result *result, const pl_tally *tally);
/* After the last rule: ranks and orders the subjects of every sheet, and its reasons. */
void pl_sheets_end(pl_sheets *sheets);

/* "04VF" and "Oranje Nassauschool": the key, and the name or nothing, appended to a buffer each. */
void pl_sheet_name_subject(const pl_sheets *sheets, const pl_sheet *sheet, uint32_t row,
                           pl_buffer *key, pl_buffer *name);
/* Does `not met` of this rule flag? */
bool pl_sheet_flags(const pl_rule_result *result);
/* How many verdicts of the rule are not met or overdue. */
uint32_t pl_sheet_flagged(const pl_tally *tally);
/* "Flagged", "Undecided", "Waived", "In order" in the reader's language. */
const char *pl_sheet_rank_words(pl_sheet_rank rank);

/* ---- lost.c ---- */

/* Told of each verdict of the current rule. */
void pl_sheets_note_lost(pl_sheets *sheets, const pl_report_verdict *verdict);
/* After its last verdict: takes a rule that no subject has an answer of out of the sheet; false when
 * it stays. Exempt and no norm are not answers here. */
bool pl_sheets_drop_lost(pl_sheets *sheets);
/* "FL-17 .. FL-83 (18 rules): unknown: no data for attestatie", for entry `at` of sheet->lost and all
 * that lack the same entity; false when an earlier entry has said it. */
bool pl_sheet_lost_print(const pl_sheet *sheet, uint32_t at, pl_buffer *line);

/* ---- summary.c: counts, and sentences without an end of line ---- */

typedef struct pl_count_column {
    const char *header;
    pl_verdict verdict;
    int flagging; /* rules of this pl_flagging only; PL_COUNT_ANY: all */
} pl_count_column;

#define PL_COUNT_ANY (-1)
#define PL_COUNT_COLUMNS 14

/* Fills `columns` with those that some rule needs; how many. */
uint32_t pl_sheet_choose_counts(const pl_sheet *sheet, pl_count_column *columns);
/* The figure of one rule in a column. */
uint32_t pl_count_figure(const pl_count_column *c, const pl_rule_result *result,
                         const pl_tally *tally);
/* Are these verdicts flags? */
bool pl_count_is_bad(const pl_count_column *c);

/* "not met", "overdue", "waived": the verdict in the reader's language. */
const char *pl_verdict_words(pl_verdict verdict);
/* "Source: .., 5 November 2021"; nothing when the handbook names none. */
void pl_handbook_source_print(pl_buffer *line, pl_wording wording, const pl_handbook *handbook);
/* "Evaluated on 5 November 2021, school year 2021/2022; data: .." */
void pl_sheets_date_print(const pl_sheets *sheets, pl_buffer *line);
/* "school: 12 in all; 3 flagged, 1 undecided, 8 in order" */
void pl_sheet_totals_print(const pl_sheet *sheet, pl_buffer *line);
/* "aanpak: rood 2, oranje 1": how often each outcome of a grade or decision was given, in its order. */
void pl_sheet_outcomes_print(const pl_sheet *sheet, uint32_t rule, pl_buffer *line);
/* What cells within bounds leave open; false when there are none that matter. */
bool pl_sheet_bounds_print(const pl_sheets *sheets, const pl_sheet *sheet, pl_buffer *line);
/* "minimum_1F: open for 3, cannot matter for 4"; false when it has no such verdicts. */
bool pl_sheet_rule_bounds_print(const pl_sheet *sheet, uint32_t rule, pl_buffer *line);
/* "weging is missing: minimum_1F 2, wettelijk_1F 1" */
void pl_sheet_reason_print(const pl_sheet *sheet, const pl_sheet_reason *reason, pl_buffer *line);
/* "Unknown", "No norm", "Exempt" in the reader's language. */
const char *pl_sheet_reason_title(pl_verdict verdict);
/* "minimum_1F, 23EM: waived until ..": of the first waiver from *at on that has expired, or of the
 * others; *at is then behind it. False when there is none. Every waiver is told of, whatever became
 * of it. */
bool pl_sheets_waiver_print(const pl_sheets *sheets, bool expired, uint32_t *at, pl_buffer *line);
/* "2 rules are not valid on this date and were left out."; false when there are none. */
bool pl_sheets_out_of_force_print(const pl_sheets *sheets, pl_buffer *line);

#endif
