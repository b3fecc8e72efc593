/* csv.c - one row for each verdict: English, a decimal point, exact numbers, whatever the locale.
 * RFC 4180, lines end in LF. The columns and their order are the table below. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/csv_cell.h"
#include "report/report.h"

typedef struct writer writer;

typedef void print_cell(writer *w, pl_buffer *out, const pl_report_verdict *verdict);

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

struct writer {
    const pl_report *report;
    pl_buffer *out;
    uint32_t *chosen; /* [count]: indices into the table */
    uint32_t count;
    piece *pieces;   /* [at most count + 1] */
    plain_note note; /* the last of the rule; kind PL_REASON_NONE: none yet */
    int year;        /* that `schooljaar` says; 0: none yet */
    pl_buffer schooljaar;
};

/* ### cells */

static void print_handbook(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    pl_buffer_puts(out, pl_report_handbook(verdict->result->rule));
}

static void print_rule(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    pl_buffer_puts(out, verdict->result->rule->name);
}

static void print_kind(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    pl_buffer_puts(out, pl_rule_kind_word(verdict->result->rule->kind));
}

static void print_subject(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    const char *subject = pl_report_subject(verdict);

    (void)w;
    if (subject)
        pl_buffer_puts(out, subject);
}

static void print_schooljaar(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    int year = pl_report_year(w->report, verdict);

    if (year != w->year) {
        w->year = year;
        w->schooljaar.len = 0;
        pl_schooljaar_print(&w->schooljaar, year);
    }
    pl_buffer_push(out, w->schooljaar.ptr, w->schooljaar.len);
}

static void print_verdict(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    pl_report_verdict_print(out, verdict);
}

static void print_measured(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    (void)pl_report_amount_print(out, verdict, PL_REPORT_MEASURED);
}

static void print_count(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    (void)pl_report_amount_print(out, verdict, PL_REPORT_COUNT);
}

static void print_total(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    (void)pl_report_amount_print(out, verdict, PL_REPORT_TOTAL);
}

static void print_norm(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    (void)pl_report_amount_print(out, verdict, PL_REPORT_NORM);
}

static void print_date(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)verdict;
    pl_date_print(out, w->report->run->date);
}

static void print_section(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    (void)w;
    if (verdict->result->rule->section)
        pl_buffer_puts(out, verdict->result->rule->section);
}

static void print_missing(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    const pl_lacks *lacks = &verdict->reason->lacks;

    (void)w;
    for (uint32_t i = 0; i < lacks->len; i++) {
        if (i > 0)
            pl_buffer_puts(out, "; ");
        pl_lack_print(out, pl_wording_fixed(), &lacks->items[i]);
    }
}

static bool is_noted(const writer *w, const pl_report_verdict *verdict) {
    const pl_reason *reason = verdict->reason;

    return w->note.kind == reason->kind && w->note.text == reason->text &&
        w->note.entity == reason->entity;
}

static void print_note(writer *w, pl_buffer *out, const pl_report_verdict *verdict) {
    const pl_reason *reason = verdict->reason;

    if (!pl_reason_is_plain(reason) || verdict->task || verdict->waiver) {
        pl_report_note(out, verdict);
        return;
    }
    if (!is_noted(w, verdict)) {
        w->note.kind = reason->kind;
        w->note.text = reason->text;
        w->note.entity = reason->entity;
        w->note.words.len = 0;
        pl_report_note(&w->note.words, verdict);
    }
    pl_buffer_push(out, w->note.words.ptr, w->note.words.len);
}

/* The columns in their order; each has its print_NAME above. Does a rule decide it alone? */
#define CSV_COLUMNS(X)                                                                             \
    X(handbook, true)                                                                              \
    X(rule, true)                                                                                  \
    X(kind, true)                                                                                  \
    X(subject, false)                                                                              \
    X(schooljaar, false)                                                                           \
    X(verdict, false)                                                                              \
    X(measured, false)                                                                             \
    X(count, false)                                                                                \
    X(total, false)                                                                                \
    X(norm, false)                                                                                 \
    X(date, true)                                                                                  \
    X(section, true)                                                                               \
    X(missing, false)                                                                              \
    X(note, false)

static const struct {
    const char *name;
    print_cell *print;
    bool by_rule;
} table[] = {
#define CELL(name, by_rule) {#name, print_##name, by_rule},
    CSV_COLUMNS(CELL)
#undef CELL
};

#define COLUMNS ((uint32_t)(sizeof table / sizeof *table))

const char *const *pl_csv_columns(void) {
    static const char *const names[] = {
#define NAME(name, by_rule) #name,
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

    print(w, out, verdict);
    pl_csv_cell_end(out, start, w->report->options.separator);
}

static void rule(void *state, const pl_rule_result *result) {
    const pl_report_verdict any = {.result = result};
    writer *w = state;
    piece *p = w->pieces;

    p->same.len = 0;
    w->note.kind = PL_REASON_NONE;
    for (uint32_t i = 0; i < w->count; i++) {
        print_cell *print = table[w->chosen[i]].print;

        if (i > 0)
            pl_buffer_putc(&p->same, w->report->options.separator);
        if (table[w->chosen[i]].by_rule) {
            print_into(w, print, &p->same, &any);
        } else {
            p++->print = print;
            p->same.len = 0;
        }
    }
    assert(p <= w->pieces + w->count && !p->print);
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

static void rule_end(void *state, const pl_rule_result *result, const pl_tally *tally) {
    (void)state;
    (void)result;
    (void)tally;
}

static void end(void *state) {
    writer *w = state;

    for (uint32_t i = 0; i <= w->count; i++)
        pl_buffer_fini(&w->pieces[i].same);
    pl_buffer_fini(&w->note.words);
    pl_buffer_fini(&w->schooljaar);
}

const pl_report_format pl_format_csv = {begin, rule, verdict_row, rule_end, end};
