/* diag.c - collects diagnostics and prints them with the line they speak of.
 * Texts become final when a diagnostic is added: translated, arguments filled in, made safe for a
 * terminal. Printing goes glyph by glyph through the line (`next_glyph`), first to measure, then to
 * write it and the carets below it. Knows nothing of what the diagnostics mean. */
#include "base/diag.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/utf8.h"

#define DEFAULT_LIMIT 1000
#define LONGEST_ARGUMENT 1000 /* code points */
#define REPLACEMENT 0xFFFDu

static const struct row {
    const char *id;
    pl_severity severity;
    const char *message, *help;
} table[] = {
#define PL_DIAG(name, code, severity, message, help) {code, severity, message, help},
#include "base/diagnostics.def"
#undef PL_DIAG
};

_Static_assert(sizeof table / sizeof *table == PL_DIAG_COUNT, "one row for each code");

const char *pl_diag_id(pl_diag_code code) {
    assert(code < PL_DIAG_COUNT);
    return table[code].id;
}

pl_severity pl_diag_severity(pl_diag_code code) {
    assert(code < PL_DIAG_COUNT);
    return table[code].severity;
}

pl_diag_code pl_diag_find(const char *id) {
    unsigned code = 0;

    while (code < PL_DIAG_COUNT && strcmp(table[code].id, id) != 0)
        code++;
    return (pl_diag_code)code;
}

void pl_diags_init(pl_diags *diags, pl_arena *arena) {
    *diags = (pl_diags){.arena = arena, .limit = DEFAULT_LIMIT};
}

/* ### texts */

/* Control characters would move the cursor, and those for writing direction can disguise a text. */
static bool is_printable(uint32_t point) {
    if (point < 0x20 || (point >= 0x7F && point < 0xA0))
        return false;
    return !(point >= 0x2028 && point <= 0x202E) && !(point >= 0x2066 && point <= 0x2069);
}

static void push_clean(pl_buffer *out, const char *text) {
    pl_str rest = pl_str_of(text);

    for (unsigned i = 0; rest.len > 0; i++) {
        size_t length;
        uint32_t point = pl_utf8_decode(rest, &length);

        if (i == LONGEST_ARGUMENT) {
            pl_buffer_puts(out, "...");
            return;
        }
        pl_utf8_push(out, is_printable(point) ? point : REPLACEMENT);
        rest = (pl_str){rest.ptr + length, rest.len - length};
    }
}

static unsigned count_arguments(const char *const arguments[]) {
    unsigned count = 0;

    assert(arguments[0]); /* {0} is none: a list may not begin with its end */
    while (arguments[count + 1])
        count++;
    return count;
}

/* `pattern` with {1}.. replaced; other braces stand for themselves. */
static void push_pattern(pl_buffer *out, const char *pattern, const char *const arguments[]) {
    unsigned count = count_arguments(arguments);

    (void)count;
    for (const char *p = pattern; *p; p++) {
        if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}') {
            unsigned which = (unsigned)(p[1] - '0');

            assert(which >= 1 && which <= count);
            push_clean(out, arguments[which]);
            p += 2;
        } else {
            pl_buffer_putc(out, *p);
        }
    }
}

static const char *fill_in(pl_arena *arena, const char *pattern, const char *const arguments[]) {
    pl_buffer text;

    if (!pattern)
        return NULL;
    pl_buffer_init(&text);
    push_pattern(&text, _(pattern), arguments);
    return pl_buffer_take(&text, arena);
}

static const char *copy_clean(pl_arena *arena, const char *text) {
    return text ? fill_in(arena, "{1}", (const char *const[]){"", text, NULL}) : NULL;
}

/* ### collecting */

static uint32_t *counter(pl_diags *diags, pl_severity severity) {
    switch (severity) {
    case PL_ERROR: return &diags->errors;
    case PL_WARNING: return &diags->warnings;
    case PL_ADVICE: break;
    }
    return &diags->advices;
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_place(const pl_diag *a, const pl_diag *b) {
    if (a->span.source || b->span.source)
        return a->span.source == b->span.source && a->span.start == b->span.start;
    return a->line == b->line && same_text(a->file, b->file) && same_text(a->column, b->column) &&
        same_text(a->message, b->message);
}

static bool is_known(const pl_diags *diags, const pl_diag *added) {
    for (uint32_t i = 0; i < diags->list.len; i++)
        if (diags->list.items[i].code == added->code && same_place(&diags->list.items[i], added))
            return true;
    return false;
}

static void add(pl_diags *diags, pl_diag added, const char *const arguments[]) {
    const struct row *row = &table[added.code];
    uint32_t *count = counter(diags, row->severity);

    if (*count >= diags->limit) {
        *count += *count < UINT32_MAX;
        return;
    }
    added.message = fill_in(diags->arena, row->message, arguments);
    added.help = fill_in(diags->arena, row->help, arguments);
    assert(added.message);
    if (is_known(diags, &added))
        return;
    ++*count;
    assert(diags->list.len < 3 * diags->limit);
    PL_PUSH(diags->arena, &diags->list, added);
}

void pl_diag_add(pl_diags *diags, pl_diag_code code, pl_span span, const char *const arguments[]) {
    assert(code < PL_DIAG_COUNT);
    assert(!span.source || (span.start <= span.end && span.end <= span.source->text.len));
    add(diags, (pl_diag){.code = code, .span = span}, arguments);
}

void pl_diag_add_data(pl_diags *diags, pl_diag_code code, const char *file, uint32_t line,
                      const char *column, const char *const arguments[]) {
    pl_diag added = {.code = code, .line = line};

    assert(code < PL_DIAG_COUNT && (file || line == 0));
    added.file = copy_clean(diags->arena, file);
    added.column = copy_clean(diags->arena, column);
    add(diags, added, arguments);
}

/* ### order */

static const char *place_name(const pl_diag *d) {
    if (d->span.source)
        return d->span.source->name;
    return d->file ? d->file : "";
}

static uint32_t place_number(const pl_diag *d) {
    return d->span.source ? d->span.start : d->line;
}

static int by_place(const void *left, const void *right) {
    const pl_diag *a = *(const pl_diag *const *)left, *b = *(const pl_diag *const *)right;
    int order = strcmp(place_name(a), place_name(b));

    if (order != 0)
        return order;
    if (place_number(a) != place_number(b))
        return place_number(a) < place_number(b) ? -1 : 1;
    if (a->code != b->code)
        return strcmp(pl_diag_id(a->code), pl_diag_id(b->code));
    return a < b ? -1 : a > b;
}

void pl_diags_sort(pl_diags *diags) {
    uint32_t count = diags->list.len;
    const pl_diag **order;
    pl_diag *sorted;

    if (count < 2)
        return;
    order = pl_heap_resize(NULL, count * sizeof *order);
    sorted = PL_MAKE_ARRAY(diags->arena, pl_diag, diags->list.cap);
    for (uint32_t i = 0; i < count; i++)
        order[i] = &diags->list.items[i];
    qsort(order, count, sizeof *order, by_place);
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = *order[i];
    diags->list.items = sorted;
    free(order);
}

/* ### one line of a rule file */

#define WIDEST 100     /* columns of a line that are shown */
#define BEFORE_SPAN 30 /* columns shown before the span when the line is cut */
#define TAB 8 /* the text begins at column 8 of the terminal, so its tab stops are its own */
#define CUT "..."
#define REACH 4000 /* bytes to either side of the span that are looked at: far more than is shown */

typedef struct glyph {
    uint32_t point;
    size_t offset, length; /* bytes */
    size_t column, width;  /* on a terminal */
} glyph;

/* A line, or of a very long one what is near the span, that span (bytes), and the columns that are
 * shown. */
typedef struct view {
    pl_str line;
    size_t start, end;
    size_t first_column, end_column;
    bool cut_left, cut_right;
} view;

/* Steps to the glyph behind `*g`; false at the end of the line. Begin with a zeroed one. */
static bool next_glyph(pl_str line, glyph *g) {
    pl_str one;

    assert(g->offset + g->length <= line.len);
    g->offset += g->length;
    g->column += g->width;
    if (g->offset >= line.len)
        return false;
    g->point = pl_utf8_decode((pl_str){line.ptr + g->offset, line.len - g->offset}, &g->length);
    one = (pl_str){line.ptr + g->offset, g->length};
    if (g->point == '\t') {
        g->width = TAB - g->column % TAB;
    } else if (g->point == REPLACEMENT || !is_printable(g->point)) {
        g->point = REPLACEMENT;
        g->width = 1;
    } else {
        g->width = pl_utf8_width(one);
    }
    return true;
}

static view view_of(pl_span span) {
    pl_str text = span.source->text;
    view v = {.line = pl_source_line(span.source, span.start, REACH)};
    size_t before = (size_t)(v.line.ptr - text.ptr), behind = before + v.line.len;

    v.cut_left = before > 0 && !memchr("\r\n", text.ptr[before - 1], 2);
    v.cut_right = behind < text.len && !memchr("\r\n", text.ptr[behind], 2);
    assert(before <= span.start);
    v.start = span.start - before;
    v.end = span.end > span.start ? span.end - before : v.start + 1;
    if (v.start > v.line.len)
        v.start = v.line.len;
    if (v.end > v.line.len)
        v.end = v.line.len;
    assert(v.start <= v.end);
    return v;
}

/* Chooses the columns: all of a short line, else a window that begins a little before the span. */
static void choose_window(view *v) {
    size_t span_column = 0, total;
    glyph g = {0};

    while (next_glyph(v->line, &g))
        if (g.offset <= v->start)
            span_column = g.column;
    total = g.column;
    if (v->start == v->line.len)
        span_column = total;
    v->end_column = total;
    if (total <= WIDEST)
        return;
    if (span_column > WIDEST - BEFORE_SPAN)
        v->first_column = span_column - BEFORE_SPAN;
    if (v->first_column > total - WIDEST)
        v->first_column = total - WIDEST;
    v->end_column = v->first_column + WIDEST;
    v->cut_left = v->cut_left || v->first_column > 0;
    v->cut_right = v->cut_right || v->end_column < total;
    assert(v->end_column <= total && v->first_column <= span_column);
}

static void push_repeated(pl_buffer *out, char c, size_t times) {
    while (times-- > 0)
        pl_buffer_putc(out, c);
}

/* What stands below one glyph. A tab is repeated, so that what follows stays in line. */
static void push_mark(pl_buffer *marks, const view *v, const glyph *g, bool *marked) {
    bool inside = g->offset + g->length > v->start && g->offset < v->end;
    bool only = inside && !*marked && g->offset + g->length >= v->end;

    if (g->offset >= v->end)
        return;
    if (g->point == '\t' && !only) {
        pl_buffer_putc(marks, '\t');
        return;
    }
    if (g->point == '\t' || (only && g->width == 0))
        pl_buffer_putc(marks, '^');
    else
        push_repeated(marks, inside ? '^' : ' ', g->width);
    *marked = *marked || inside;
}

static void push_shown(pl_buffer *text, pl_buffer *marks, const view *v) {
    bool marked = false;
    glyph g = {0};

    assert(v->first_column <= v->end_column && v->start <= v->end && v->end <= v->line.len);
    if (v->cut_left) {
        pl_buffer_puts(text, CUT);
        push_repeated(marks, ' ', strlen(CUT));
    }
    while (next_glyph(v->line, &g)) {
        if (g.column < v->first_column || g.column >= v->end_column)
            continue;
        pl_utf8_push(text, g.point);
        push_mark(marks, v, &g, &marked);
    }
    if (v->cut_right)
        pl_buffer_puts(text, CUT);
    if (!marked)
        pl_buffer_putc(marks, '^');
}

static void drop_blanks_at_end(pl_buffer *b) {
    while (b->len > 0 && (b->ptr[b->len - 1] == ' ' || b->ptr[b->len - 1] == '\t'))
        b->ptr[--b->len] = '\0';
}

/* ### printing */

typedef struct paint {
    const char *strong, *severity, *plain;
} paint;

static paint paint_for(pl_severity severity, bool colour) {
    static const char *const colours[] = {
        [PL_ADVICE] = "\033[1;36m",
        [PL_WARNING] = "\033[1;33m",
        [PL_ERROR] = "\033[1;31m",
    };

    if (!colour)
        return (paint){"", "", ""};
    return (paint){"\033[1m", colours[severity], "\033[0m"};
}

static const char *severity_word(pl_severity severity) {
    switch (severity) {
    case PL_ERROR: return _("error");
    case PL_WARNING: return _("warning");
    case PL_ADVICE: break;
    }
    return _("advice");
}

static void push_excerpt(pl_buffer *out, pl_span span, const paint *p) {
    view v = view_of(span);
    pl_buffer text, marks;

    pl_buffer_init(&text);
    pl_buffer_init(&marks);
    choose_window(&v);
    push_shown(&text, &marks, &v);
    drop_blanks_at_end(&text);
    drop_blanks_at_end(&marks);
    pl_buffer_printf(out, "%5u |%s%s\n", pl_source_position(span.source, span.start).line,
                     text.len > 0 ? " " : "", text.len > 0 ? text.ptr : "");
    pl_buffer_printf(out, "%5s | %s%s%s\n", "", p->severity, marks.ptr, p->plain);
    pl_buffer_fini(&text);
    pl_buffer_fini(&marks);
}

static void push_place(pl_buffer *out, const pl_diag *d) {
    if (d->span.source) {
        pl_position at = pl_source_position(d->span.source, d->span.start);

        push_clean(out, d->span.source->name);
        pl_buffer_printf(out, ":%u:%u: ", at.line, at.column);
        return;
    }
    pl_buffer_puts(out, d->file ? d->file : "peil");
    if (d->line > 0)
        pl_buffer_printf(out, ":%u", d->line);
    pl_buffer_puts(out, ": ");
    if (d->column) {
        push_pattern(out, _("column \"{1}\""), (const char *const[]){"", d->column, NULL});
        pl_buffer_puts(out, ": ");
    }
}

/* Where in a document: its headings mean more to its readers than the number of a line. */
static void push_headings(pl_buffer *out, pl_span span) {
    pl_buffer place;

    pl_buffer_init(&place);
    if (pl_source_print_headings(&place, span)) {
        pl_buffer_printf(out, "  %s: ", _("under"));
        push_clean(out, place.ptr);
        pl_buffer_putc(out, '\n');
    }
    pl_buffer_fini(&place);
}

static void push_diag(pl_buffer *out, const pl_diag *d, bool colour) {
    pl_severity severity = pl_diag_severity(d->code);
    paint p = paint_for(severity, colour);

    pl_buffer_puts(out, p.strong);
    push_place(out, d);
    pl_buffer_printf(out, "%s%s%s %s%s: %s\n", p.plain, p.severity, severity_word(severity),
                     pl_diag_id(d->code), p.plain, d->message);
    if (d->span.source)
        push_excerpt(out, d->span, &p);
    push_headings(out, d->span);
}

/* A bad column fails in the same way in many lines of a file: there the way out is said once, but
 * for one that speaks of the cell itself. */
static bool is_same_help(const pl_diag *last, const pl_diag *next) {
    bool of_the_cell = strchr(table[next->code].help, '{') != NULL;

    if (last->span.source || next->span.source || last->code != next->code)
        return false;
    return same_text(last->file, next->file) && same_text(last->help, next->help) &&
        (!of_the_cell || same_text(last->message, next->message));
}

static void push_count(pl_buffer *out, const char *pattern, uint32_t count) {
    char number[16];

    if (count == 0)
        return;
    snprintf(number, sizeof number, "%u", count);
    if (out->len > 0)
        pl_buffer_puts(out, ", ");
    push_pattern(out, pattern, (const char *const[]){"", number, NULL});
}

static void print_counts(const pl_diags *diags, pl_severity least, FILE *out) {
    uint32_t errors = diags->errors;
    uint32_t warnings = least <= PL_WARNING ? diags->warnings : 0;
    uint32_t advices = least <= PL_ADVICE ? diags->advices : 0;
    pl_buffer line, rest;

    pl_buffer_init(&line);
    pl_buffer_init(&rest);
    push_count(&line, PL_PLURAL("{1} error", "{1} errors", errors), errors);
    push_count(&line, PL_PLURAL("{1} warning", "{1} warnings", warnings), warnings);
    push_count(&line, PL_PLURAL("{1} piece of advice", "{1} pieces of advice", advices), advices);
    if (errors > diags->limit || warnings > diags->limit || advices > diags->limit)
        push_count(&rest, _("only the first {1} of each kind are shown"), diags->limit);
    assert(rest.len == 0 || line.len > 0);
    if (rest.len > 0)
        fprintf(out, "%s (%s)\n", line.ptr, rest.ptr);
    else if (line.len > 0)
        fprintf(out, "%s\n", line.ptr);
    pl_buffer_fini(&line);
    pl_buffer_fini(&rest);
}

void pl_diags_print(pl_diags *diags, pl_severity least, bool colour, FILE *out) {
    const pl_diag *last = NULL;
    pl_buffer text;

    pl_diags_sort(diags);
    pl_buffer_init(&text);
    for (uint32_t i = 0; i < diags->list.len; i++) {
        const pl_diag *d = &diags->list.items[i];

        if (pl_diag_severity(d->code) < least)
            continue;
        text.len = 0;
        push_diag(&text, d, colour);
        if (d->help && !(last && is_same_help(last, d)))
            pl_buffer_printf(&text, "  %s: %s\n", _("help"), d->help);
        last = d;
        fwrite(text.ptr, 1, text.len, out);
    }
    pl_buffer_fini(&text);
    print_counts(diags, least, out);
}
