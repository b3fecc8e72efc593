/* csv.c - one row for each verdict: English, a decimal point, exact numbers, whatever the locale.
 * RFC 4180, lines end in LF. The columns and their order are the table below. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "report/csv_cell.h"
#include "report/report.h"

typedef struct writer {
    const pl_report *report;
    pl_buffer *out;
    pl_buffer cell;
    uint32_t *chosen; /* indices into the table */
    uint32_t count;
    pl_buffer *same; /* [count]: the cell, where all rows of the rule have that; else empty */
} writer;

typedef void print_cell(writer *w, const pl_report_verdict *verdict);

/* ### cells */

static void print_handbook(writer *w, const pl_report_verdict *verdict) {
    pl_buffer_puts(&w->cell, pl_report_handbook(verdict->result->rule));
}

static void print_rule(writer *w, const pl_report_verdict *verdict) {
    pl_buffer_puts(&w->cell, verdict->result->rule->name);
}

static void print_kind(writer *w, const pl_report_verdict *verdict) {
    pl_buffer_puts(&w->cell, pl_rule_kind_word(verdict->result->rule->kind));
}

static void print_subject(writer *w, const pl_report_verdict *verdict) {
    const char *subject = pl_report_subject(verdict);

    if (subject)
        pl_buffer_puts(&w->cell, subject);
}

static void print_schooljaar(writer *w, const pl_report_verdict *verdict) {
    pl_schooljaar_print(&w->cell, pl_report_year(w->report, verdict));
}

static void print_verdict(writer *w, const pl_report_verdict *verdict) {
    pl_report_verdict_print(&w->cell, verdict);
}

static void print_amount(writer *w, const pl_report_amount *amount) {
    if (amount->known)
        pl_figure_value(&w->cell, pl_wording_fixed(), &amount->value, amount->type, NULL);
}

static void print_measured(writer *w, const pl_report_verdict *verdict) {
    print_amount(w, &verdict->decided.measured);
}

static void print_count(writer *w, const pl_report_verdict *verdict) {
    print_amount(w, &verdict->decided.count);
}

static void print_total(writer *w, const pl_report_verdict *verdict) {
    print_amount(w, &verdict->decided.total);
}

static void print_norm(writer *w, const pl_report_verdict *verdict) {
    print_amount(w, &verdict->decided.norm);
}

static void print_date(writer *w, const pl_report_verdict *verdict) {
    (void)verdict;
    pl_date_print(&w->cell, w->report->run->date);
}

static void print_section(writer *w, const pl_report_verdict *verdict) {
    if (verdict->result->rule->section)
        pl_buffer_puts(&w->cell, verdict->result->rule->section);
}

static void print_missing(writer *w, const pl_report_verdict *verdict) {
    const pl_lacks *lacks = &verdict->reason->lacks;

    for (uint32_t i = 0; i < lacks->len; i++) {
        if (i > 0)
            pl_buffer_puts(&w->cell, "; ");
        pl_lack_print(&w->cell, pl_wording_fixed(), &lacks->items[i]);
    }
}

static void print_note(writer *w, const pl_report_verdict *verdict) {
    pl_report_note(&w->cell, verdict);
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
    pl_buffer_init(&w->cell);
    choose_columns(w, report->options.columns);
    w->same = PL_MAKE_ARRAY(report->arena, pl_buffer, w->count);
    for (uint32_t i = 0; report->options.header && i < w->count; i++) {
        pl_csv_cell_push(out, pl_str_of(table[w->chosen[i]].name), report->options.separator);
        pl_buffer_putc(out, i + 1 < w->count ? report->options.separator : '\n');
    }
    return w;
}

static void print_into(writer *w, pl_buffer *out, uint32_t number,
                       const pl_report_verdict *verdict) {
    char separator = w->report->options.separator;

    w->cell.len = 0;
    table[w->chosen[number]].print(w, verdict);
    pl_csv_cell_push(out, (pl_str){w->cell.ptr, w->cell.len}, separator);
    pl_buffer_putc(out, number + 1 < w->count ? separator : '\n');
}

static void rule(void *state, const pl_rule_result *result) {
    const pl_report_verdict any = {.result = result};
    writer *w = state;

    for (uint32_t i = 0; i < w->count; i++) {
        w->same[i].len = 0;
        if (table[w->chosen[i]].by_rule)
            print_into(w, &w->same[i], i, &any);
    }
}

static void verdict_row(void *state, const pl_report_verdict *verdict) {
    writer *w = state;

    for (uint32_t i = 0; i < w->count; i++)
        if (w->same[i].len > 0)
            pl_buffer_push(w->out, w->same[i].ptr, w->same[i].len);
        else
            print_into(w, w->out, i, verdict);
}

static void rule_end(void *state, const pl_rule_result *result, const pl_tally *tally) {
    (void)state;
    (void)result;
    (void)tally;
}

static void end(void *state) {
    writer *w = state;

    for (uint32_t i = 0; i < w->count; i++)
        pl_buffer_fini(&w->same[i]);
    pl_buffer_fini(&w->cell);
}

const pl_report_format pl_format_csv = {begin, rule, verdict_row, rule_end, end};
