/* csv.c - one row for each verdict: English, a decimal point, exact numbers, whatever the locale.
 * RFC 4180, lines end in LF. The columns and their order are the table below. */
#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/gettext.h"
#include "report/csv_cell.h"
#include "report/report.h"

typedef struct writer writer;

/* True: quotes may have to stand around it. */
typedef bool print_cell(writer *w, pl_buffer *out, const pl_report_verdict *verdict);

/* A part of a row: what all rows of the rule have there, then a cell of their own. */
typedef struct piece {
    pl_buffer same;    /* cells with all separators up to the next cell */
    print_cell *print; /* NULL: the row ends */
} piece;

/* What is said of many subjects of a rule in the same words. */
typedef struct plain_note {
    pl_reason_kind kind;
    const char *text;
    const pl_entity *entity;
    pl_buffer words;
} plain_note;

#define NOTES 4

struct writer {
    const pl_report *report;
    pl_buffer *out;
    uint32_t *chosen; /* [count]: indices into the table */
    uint32_t count;
    piece *pieces;           /* [at most count + 1] */
    bool is_odd;             /* the separator may stand in a number, a year or a word */
    plain_note notes[NOTES]; /* of the rule */
    uint32_t note_count;
    int year; /* that `schooljaar` says; 0: none yet */
    pl_buffer schooljaar;
};

/* ### cells */

static bool print_handbook(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    pl_buffer_puts(out, pl_report_handbook(verdict->result->rule));
    return true;
}

static bool print_rule(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    pl_buffer_puts(out, verdict->result->rule->name);
    return true;
}

static bool print_kind(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    pl_buffer_puts(out, pl_rule_kind_word(verdict->result->rule->kind));
    return true;
}

static bool print_subject(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    const char *subject = pl_report_subject(verdict);

    (void)w;
    if (subject)
        pl_buffer_puts(out, subject);
    return true;
}

static bool print_schooljaar(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    int year = pl_report_year(w->report, verdict);

    if (year != w->year) {
        w->year = year;
        w->schooljaar.len = 0;
        pl_schooljaar_print(&w->schooljaar, year);
    }
    pl_buffer_push(out, w->schooljaar.ptr, w->schooljaar.len);
    return w->is_odd;
}

static bool print_verdict(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    pl_report_verdict_print(out, verdict);
    return w->is_odd || verdict->result->outcome;
}

static bool print_amount(const writer *w, pl_buffer *out, const pl_report_verdict *verdict,
                         pl_report_what what) {
    return pl_report_amount_print(out, verdict, what) == PL_PRINTED_WORDS || w->is_odd;
}

static bool print_measured(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    return print_amount(w, out, verdict, PL_REPORT_MEASURED);
}

static bool print_count(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    return print_amount(w, out, verdict, PL_REPORT_COUNT);
}

static bool print_total(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    return print_amount(w, out, verdict, PL_REPORT_TOTAL);
}

static bool print_norm(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    return print_amount(w, out, verdict, PL_REPORT_NORM);
}

static bool print_date(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)verdict;
    pl_date_print(out, w->report->run->date);
    return true;
}

static bool print_section(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    if (verdict->result->rule->section)
        pl_buffer_puts(out, verdict->result->rule->section);
    return true;
}

static bool print_missing(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    const pl_lacks *lacks = &verdict->reason->lacks;

    (void)w;
    for (uint32_t i = 0; i < lacks->len; i++) {
        if (i > 0)
            pl_buffer_puts(out, "; ");
        pl_lack_print(out, pl_wording_fixed(), &lacks->items[i]);
    }
    return true;
}

static void push_note(const writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    size_t start = out->len;

    pl_report_note(out, verdict);
    pl_csv_cell_end(out, start, w->report->options.separator);
}

/* One that is written already, or a free one; the first when all are in use. */
static plain_note *note_for(writer *w, const pl_reason *reason) {
    uint32_t i = 0;

    while (i < w->note_count &&
           (w->notes[i].kind != reason->kind || w->notes[i].text != reason->text ||
            w->notes[i].entity != reason->entity))
        i++;
    if (i == NOTES)
        w->note_count = i = 0;
    return &w->notes[i];
}

static bool print_note(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    const pl_reason *reason = verdict->reason;
    plain_note *note;

    if (!pl_reason_is_plain(reason) || verdict->task || verdict->waiver) {
        push_note(w, out, verdict);
        return false;
    }
    note = note_for(w, reason);
    if (note == w->notes + w->note_count) {
        w->note_count++;
        note->kind = reason->kind;
        note->text = reason->text;
        note->entity = reason->entity;
        note->words.len = 0;
        push_note(w, &note->words, verdict);
    }
    pl_buffer_push(out, note->words.ptr, note->words.len);
    return false;
}

/* ### the columns */

/* Have all verdicts of a rule the same in a column? */
typedef bool same_cell(const pl_report *report, const pl_rule_result *result);

static bool is_same(const pl_report *report, const pl_rule_result *result) {
    (void)report, (void)result;
    return true;
}

static bool differs(const pl_report *report, const pl_rule_result *result) {
    (void)report, (void)result;
    return false;
}

static bool has_one_year(const pl_report *report, const pl_rule_result *result) {
    return !pl_data_rows(report->run->data, result->rule->entity)->years;
}

#define AMOUNT(name, what)                                                                         \
    static bool has_no_##name(const pl_report *report, const pl_rule_result *result) {             \
        (void)report;                                                                              \
        return !pl_report_has_amount(result, what);                                                \
    }
AMOUNT(measured, PL_REPORT_MEASURED)
AMOUNT(count, PL_REPORT_COUNT)
AMOUNT(total, PL_REPORT_TOTAL)
AMOUNT(norm, PL_REPORT_NORM)
#undef AMOUNT

/* In their order; each has its print_NAME above. */
#define CSV_COLUMNS(X)                                                                             \
    X(handbook, is_same)                                                                           \
    X(rule, is_same)                                                                               \
    X(kind, is_same)                                                                               \
    X(subject, differs)                                                                            \
    X(schooljaar, has_one_year)                                                                    \
    X(verdict, differs)                                                                            \
    X(measured, has_no_measured)                                                                   \
    X(count, has_no_count)                                                                         \
    X(total, has_no_total)                                                                         \
    X(norm, has_no_norm)                                                                           \
    X(date, is_same)                                                                               \
    X(section, is_same)                                                                            \
    X(missing, differs)                                                                            \
    X(note, differs)

static const struct {
    const char *name;
    print_cell *print;
    same_cell *is_same;
} table[] = {
#define CELL(name, is_same) {#name, print_##name, is_same},
    CSV_COLUMNS(CELL)
#undef CELL
};

#define COLUMNS ((uint32_t)(sizeof table / sizeof *table))

const char *const *pl_csv_columns(void) {
    static const char *const names[] = {
#define NAME(name, is_same) #name,
        CSV_COLUMNS(NAME)
#undef NAME
            NULL};

    return names;
}

/* ### rows */

static uint32_t find_column(pl_str name) {
    uint32_t i = 0;

    while (i < COLUMNS && !pl_str_equal(name, pl_str_of(table[i].name)))
        i++;
    assert(i < COLUMNS); /* refused before the run */
    return i;
}

static void choose_columns(writer *w, const char *columns) {
    const char *at = columns;

    w->chosen = PL_MAKE_ARRAY(w->report->arena, uint32_t, columns ? strlen(columns) + 1 : COLUMNS);
    for (uint32_t i = 0; !columns && i < COLUMNS; i++)
        w->chosen[w->count++] = i;
    while (at) {
        const char *comma = strchr(at, ',');
        size_t length = comma ? (size_t)(comma - at) : strlen(at);

        w->chosen[w->count++] = find_column(pl_str_trim((pl_str){at, length}));
        at = comma ? comma + 1 : NULL;
    }
    assert(w->count > 0);
}

static void *begin(const pl_report *report, pl_buffer *out) {
    writer *w = PL_MAKE(report->arena, writer);

    assert(report->options.separator != '"' && report->options.separator != '\n');
    w->report = report;
    w->out = out;
    w->is_odd = isalnum((unsigned char)report->options.separator) ||
        strchr("./-_", report->options.separator) != NULL;
    choose_columns(w, report->options.columns);
    w->pieces = PL_MAKE_ARRAY(report->arena, piece, w->count + 1);
    for (uint32_t i = 0; report->options.header && i < w->count; i++) {
        pl_csv_cell_push(out, pl_str_of(table[w->chosen[i]].name), report->options.separator);
        pl_buffer_putc(out, i + 1 < w->count ? report->options.separator : '\n');
    }
    return w;
}

static void print_into(writer *w, print_cell *print, pl_buffer *out,
                       const pl_report_verdict *verdict) {
    size_t start = out->len;

    if (print(w, out, verdict) && out->len > start)
        pl_csv_cell_end(out, start, w->report->options.separator);
}

static void rule(void *state, const pl_rule_result *result) {
    const pl_report_verdict any = {.result = result};
    writer *w = state;
    piece *p = w->pieces;

    p->same.len = 0;
    w->note_count = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        print_cell *print = table[w->chosen[i]].print;

        if (i > 0)
            pl_buffer_putc(&p->same, w->report->options.separator);
        if (table[w->chosen[i]].is_same(w->report, result)) {
            print_into(w, print, &p->same, &any);
        } else {
            p++->print = print;
            p->same.len = 0;
        }
    }
    assert(p <= w->pieces + w->count);
    p->print = NULL;
    pl_buffer_putc(&p->same, '\n');
}

/* Mostly one sign. */
static void push_same(pl_buffer *out, const pl_buffer *same) {
    if (same->len == 1)
        pl_buffer_putc(out, *same->ptr);
    else
        pl_buffer_push(out, same->ptr, same->len);
}

static void verdict_row(void *state, const pl_report_verdict *verdict) {
    writer *w = state;
    const piece *p = w->pieces;

    for (; p->print; p++) {
        push_same(w->out, &p->same);
        print_into(w, p->print, w->out, verdict);
    }
    push_same(w->out, &p->same);
}

static void end(void *state) {
    writer *w = state;

    for (uint32_t i = 0; i <= w->count; i++)
        pl_buffer_fini(&w->pieces[i].same);
    for (uint32_t i = 0; i < NOTES; i++)
        pl_buffer_fini(&w->notes[i].words);
    pl_buffer_fini(&w->schooljaar);
}

const pl_report_format pl_format_csv = {begin, rule, verdict_row, NULL, end};
