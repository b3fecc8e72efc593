/* html_plot.c - a rule as a picture: its subjects by the number that decides their norm and by what was
 * measured, and the norm as a line. Shapes say what the verdict is, colours only say it again. What has
 * no place in it is counted below. */
#include <assert.h>

#include "base/gettext.h"
#include "report/html.h"

#define WIDTH 720
#define HEIGHT 320
#define LEFT 60
#define RIGHT 14
#define TOP 26
#define BOTTOM 42
#define FEW_POINTS 120 /* more have no names */
#define MOST_LABELS 14
#define MOST_NORMS 10
#define TICKS 6

typedef struct plot {
    const pl_html_sheet *s;
    pl_buffer *out;
    const pl_html_picture *picture;
    const char *measured; /* what is measured */
    double x0, x1, y0, y1;
} plot;

/* ### points */

static pl_html_mark mark_of(pl_verdict verdict, pl_flagging flagging) {
    switch (verdict) {
    case PL_VERDICT_NOT_MET:
        return flagging == PL_FLAGGING_YES ? PL_MARK_DIAMOND : PL_MARK_TRIANGLE;
    case PL_VERDICT_UNKNOWN:
    case PL_VERDICT_NO_NORM:
    case PL_VERDICT_EXEMPT:
    case PL_VERDICT_NOT_MET_WAIVED: return PL_MARK_SQUARE;
    default: return PL_MARK_DOT;
    }
}

static pl_report_amount measured_of(pl_arena *arena, const pl_rule_result *result, uint32_t row) {
    pl_report_amounts amounts = pl_report_decided_amounts(result, row, arena);

    if (!amounts.measured.known && result->verdict[row] == PL_VERDICT_NO_NORM)
        amounts = pl_report_clause_amounts(&result->clauses[0], row, arena);
    return amounts.measured;
}

static bool measure(pl_html_picture *picture, const pl_report_amount *amount, double *y) {
    double lo, hi;

    if (!amount->known || amount->type.base != PL_NUMBER ||
        !pl_html_double(amount->value.lo, &lo) || !pl_html_double(amount->value.hi, &hi))
        return false;
    *y = (lo + hi) / 2;
    picture->measured = amount->type;
    return true;
}

void pl_html_find_points(pl_html_sheet *s, uint32_t rule, const pl_run *recorded) {
    pl_html_picture *picture = &s->pictures[rule];
    const pl_rule_result *result = s->sheet->rules.items[rule];
    pl_arena *arena = s->html->report->arena;

    for (uint32_t i = 0; picture->bands.key && i < s->sheet->subjects.len; i++) {
        uint32_t row = s->sheet->subjects.items[i].row;
        pl_verdict verdict = (pl_verdict)result->verdict[row];
        pl_html_point point = {.at = i, .mark = mark_of(verdict, result->flagging)};
        pl_report_amount amount;

        if (verdict == PL_VERDICT_SKIPPED)
            continue;
        amount = measured_of(arena, result, row);
        if (!measure(picture, &amount, &point.y) ||
            !pl_html_key_value(s, recorded, picture->bands.key, row, &point.x)) {
            picture->without++;
            continue;
        }
        picture->counts[point.mark]++;
        PL_PUSH(arena, &picture->points, point);
    }
    if (picture->points.len < 2)
        picture->points.len = 0;
}

/* ### scales */

static void widen(double value, double *lo, double *hi) {
    *lo = value < *lo ? value : *lo;
    *hi = value > *hi ? value : *hi;
}

/* A part of the span at both ends; also when there is none. */
static void add_space(double *lo, double *hi, int part) {
    double size = *hi > 0 ? *hi : -*lo, space = (*hi - *lo) / part;

    if (space <= size / 1e9)
        space = size > 1 ? size / 2 : .5;
    *lo -= space;
    *hi += space;
}

static void find_scales(plot *p) {
    assert(p->picture->points.len > 0);
    p->x0 = p->x1 = p->picture->points.items[0].x;
    p->y0 = p->y1 = p->picture->points.items[0].y;
    for (uint32_t i = 0; i < p->picture->points.len; i++) {
        widen(p->picture->points.items[i].x, &p->x0, &p->x1);
        widen(p->picture->points.items[i].y, &p->y0, &p->y1);
    }
    for (uint32_t i = 0; i < p->picture->bands.list.len; i++) {
        const pl_html_band *band = &p->picture->bands.list.items[i];

        widen(band->norm, &p->y0, &p->y1);
        widen(band->has_lo ? band->lo : p->x0, &p->x0, &p->x1);
        widen(band->has_hi ? band->hi : p->x1, &p->x0, &p->x1);
    }
    add_space(&p->y0, &p->y1, 16);
    if (p->picture->measured.unit == PL_UNIT_PERCENT && p->y1 > 1 && p->y1 < 1.1)
        p->y1 = 1.02;
    add_space(&p->x0, &p->x1, 50);
}

/* Tenths of a pixel. */
static int across(const plot *p, double x) {
    return (int)((LEFT + (x - p->x0) / (p->x1 - p->x0) * (WIDTH - LEFT - RIGHT)) * 10 + .5);
}

static int down(const plot *p, double y) {
    return (int)((HEIGHT - BOTTOM - (y - p->y0) / (p->y1 - p->y0) * (HEIGHT - TOP - BOTTOM)) * 10 +
                 .5);
}

static void put(pl_buffer *out, const char *before, int tenths) {
    pl_buffer_printf(out, "%s%d.%d", before, tenths / 10, tenths % 10);
}

/* ### axes */

/* 1, 2 or 5 times a power of ten, so that there are TICKS or fewer of them. */
static void find_step(double lo, double hi, int64_t *num, int64_t *den) {
    static const int64_t bases[] = {1, 2, 5};
    unsigned at = 0;

    *num = 1;
    *den = hi - lo > 1000 ? 1 : 1000;
    while ((hi - lo) * (double)*den / (double)*num > TICKS) {
        int64_t power = pl_power_of_ten(++at / 3);

        assert(at < 57); /* the span of two numbers of 64 bits */
        *num = bases[at % 3] * power;
    }
}

static void push_tick(const plot *p, bool vertical, pl_number number, int at) {
    pl_buffer words = {0};

    pl_figure_number(&words, p->s->html->sheets.wording, number,
                     vertical ? p->picture->measured.unit : p->picture->bands.key->type.unit, NULL);
    if (vertical) {
        put(p->out, "<path class=\"grid\" d=\"M60 ", at);
        pl_buffer_printf(p->out, "H%d\"/>", WIDTH - RIGHT);
        put(p->out, "<text text-anchor=\"end\" x=\"54\" y=\"", at + 40);
    } else {
        put(p->out, "<path class=\"axis\" d=\"M", at);
        pl_buffer_printf(p->out, " %dv5\"/>", HEIGHT - BOTTOM);
        put(p->out, "<text text-anchor=\"middle\" x=\"", at);
        pl_buffer_printf(p->out, "\" y=\"%d", HEIGHT - BOTTOM + 18);
    }
    pl_page_put(p->out, "\">", words.ptr, "</text>\n");
    pl_buffer_fini(&words);
}

static pl_number tick_of(pl_arena *arena, int64_t i, int64_t num, int64_t den) {
    return pl_number_mul(arena, pl_number_make(arena, i, 1), pl_number_make(arena, num, den));
}

static void push_ticks(const plot *p, bool vertical) {
    double lo = vertical ? p->y0 : p->x0, hi = vertical ? p->y1 : p->x1;
    int64_t num, den, first;

    find_step(lo, hi, &num, &den);
    first = (int64_t)(lo * (double)den / (double)num) - 1;
    for (int64_t i = first; i < first + 2 * TICKS; i++) {
        double value = (double)i * (double)num / (double)den;

        if (value >= lo && value <= hi)
            push_tick(p, vertical, tick_of(p->s->html->report->arena, i, num, den),
                      vertical ? down(p, value) : across(p, value));
    }
}

static void push_axes(const plot *p) {
    push_ticks(p, true);
    push_ticks(p, false);
    pl_buffer_printf(p->out, "<path class=\"axis\" d=\"M%d %dH%d\"/>\n", LEFT, HEIGHT - BOTTOM,
                     WIDTH - RIGHT);
    pl_buffer_printf(p->out, "<text class=\"label\" x=\"%d\" y=\"14\">", 4);
    pl_page_put(p->out, "", p->measured, "</text>\n");
    pl_buffer_printf(p->out, "<text class=\"label\" text-anchor=\"end\" x=\"%d\" y=\"%d\">",
                     WIDTH - RIGHT, HEIGHT - 6);
    pl_page_put(p->out, "", pl_html_key_name(p->picture->bands.key), "</text>\n");
}

/* ### bands */

/* From, to and height of a band, in tenths of a pixel. */
typedef void push_part(const plot *p, int from, int to, int y);

static void push_tint(const plot *p, int from, int to, int y) {
    if (!p->picture->bands.one_sided)
        return;
    put(p->out, "<path class=\"fail\" d=\"M", from);
    put(p->out, " ", y);
    put(p->out, "H", to);
    pl_buffer_printf(p->out, "V%dH", p->picture->bands.more ? HEIGHT - BOTTOM : TOP);
    put(p->out, "", from);
    pl_buffer_puts(p->out, "z\"/>\n");
}

static void push_line(const plot *p, int from, int to, int y) {
    put(p->out, "<path class=\"norm\" d=\"M", from);
    put(p->out, " ", y);
    put(p->out, "H", to);
    pl_buffer_puts(p->out, "\"/>\n");
}

static void push_bands(const plot *p, push_part *push) {
    for (uint32_t i = 0; i < p->picture->bands.list.len; i++) {
        const pl_html_band *band = &p->picture->bands.list.items[i];

        push(p, across(p, band->has_lo ? band->lo : p->x0),
             across(p, band->has_hi ? band->hi : p->x1), down(p, band->norm));
    }
}

/* A text over lines and points: on a rim of the colour of the paper. */
static void push_label(const plot *p, int x, int y, bool left, const char *words) {
    for (int rim = 1; rim >= 0; rim--) {
        pl_buffer_puts(p->out, rim ? "<text class=\"label rim\"" : "<text class=\"label\"");
        pl_buffer_puts(p->out, left ? " text-anchor=\"end\"" : "");
        put(p->out, " x=\"", x);
        put(p->out, "\" y=\"", y);
        pl_page_put(p->out, "\">", words, "</text>");
    }
    pl_buffer_putc(p->out, '\n');
}

/* The norms of a few bands, as figures above their lines. */
static void push_norms(const plot *p) {
    for (uint32_t i = 0; i < p->picture->bands.list.len && p->picture->bands.list.len <= MOST_NORMS;
         i++) {
        const pl_html_band *band = &p->picture->bands.list.items[i];
        pl_value norm = {.base = PL_NUMBER, .lo = band->exact, .hi = band->exact};
        pl_buffer words = {0};

        pl_figure_norm(&words, p->s->html->sheets.wording, &norm, p->picture->measured);
        push_label(p, across(p, band->has_lo ? band->lo : p->x0) + 30,
                   down(p, band->norm) + (p->picture->bands.more ? -50 : 140), false, words.ptr);
        pl_buffer_fini(&words);
    }
}

/* ### drawing */

static void push_mark(pl_buffer *out, pl_html_mark form, bool many) {
    static const char *const marks[][PL_MARK_COUNT] = {
        {"h0", "m-5 0l5-5 5 5-5 5z", "m-4.5 4l4.5-8 4.5 8z", "m-3.5-3.5h7v7h-7z"},
        {"h0", "m-3 0l3-3 3 3-3 3z", "m-2.5 2l2.5-4 2.5 4z", "m-1.5-1.5h3v3h-3z"}};

    assert(form < PL_MARK_COUNT);
    pl_buffer_puts(out, marks[many][form]);
}

static void push_title(const plot *p, const pl_html_point *dot) {
    const pl_sheet *sheet = p->s->sheet;
    pl_buffer key = {0}, name = {0};

    pl_sheet_name_subject(&p->s->html->sheets, sheet, sheet->subjects.items[dot->at].row, &key,
                          &name);
    pl_page_put(p->out, "<title>", key.ptr, "");
    pl_page_put(p->out, name.len > 0 ? " " : "", name.len > 0 ? name.ptr : "", "</title>");
    pl_buffer_fini(&key);
    pl_buffer_fini(&name);
}

static const char *class_of(pl_html_mark form) {
    static const char *const classes[] = {"p-met", "p-flag", "p-yet", "p-open"};

    assert(form < PL_MARK_COUNT);
    return classes[form];
}

/* All points of a mark as one path; without those at the same place. */
static void push_many(const plot *p, pl_html_mark form) {
    int before_x = -1, before_y = -1;

    pl_buffer_printf(p->out, "<path class=\"%s\" d=\"", class_of(form));
    for (uint32_t i = 0; i < p->picture->points.len; i++) {
        int x = across(p, p->picture->points.items[i].x),
            y = down(p, p->picture->points.items[i].y);

        if (p->picture->points.items[i].mark != form || (x == before_x && y == before_y))
            continue;
        put(p->out, "M", x);
        put(p->out, " ", y);
        push_mark(p->out, form, true);
        before_x = x;
        before_y = y;
    }
    pl_buffer_puts(p->out, "\"/>\n");
}

static void push_named(const plot *p, pl_html_mark form) {
    for (uint32_t i = 0; i < p->picture->points.len; i++) {
        if (p->picture->points.items[i].mark != form)
            continue;
        pl_buffer_printf(p->out, "<path class=\"%s\" d=\"", class_of(form));
        put(p->out, "M", across(p, p->picture->points.items[i].x));
        put(p->out, " ", down(p, p->picture->points.items[i].y));
        push_mark(p->out, form, false);
        pl_buffer_puts(p->out, "\">");
        push_title(p, &p->picture->points.items[i]);
        pl_buffer_puts(p->out, "</path>\n");
    }
}

static void push_points(const plot *p) {
    static const pl_html_mark order[] = {PL_MARK_DOT, PL_MARK_SQUARE, PL_MARK_TRIANGLE,
                                         PL_MARK_DIAMOND};
    bool many = p->picture->points.len > FEW_POINTS;

    pl_buffer_puts(p->out, many ? "<g class=\"many\">\n" : "<g>\n");
    for (uint32_t i = 0; i < PL_MARK_COUNT; i++)
        if (p->picture->counts[order[i]] > 0)
            (many ? push_many : push_named)(p, order[i]);
    pl_buffer_puts(p->out, "</g>\n");
}

/* Keys beside the points that count against a subject, unless there are many. */
static void push_labels(const plot *p) {
    for (uint32_t i = 0;
         i < p->picture->points.len && p->picture->counts[PL_MARK_DIAMOND] <= MOST_LABELS; i++) {
        const pl_html_point *dot = &p->picture->points.items[i];
        pl_buffer key = {0};
        int x = across(p, dot->x);
        bool left = x > (WIDTH - 90) * 10;

        if (dot->mark != PL_MARK_DIAMOND)
            continue;
        pl_data_subject(&key, p->s->html->report->run->data, p->s->sheet->entity,
                        p->s->sheet->subjects.items[dot->at].row);
        push_label(p, left ? x - 80 : x + 80, down(p, dot->y) + 40, left, key.ptr);
        pl_buffer_fini(&key);
    }
}

/* ### words */

static void push_counts(const plot *p, pl_buffer *words) {
    static const char *const signs[] = {"●", "◆", "△", "□"};
    const char *const what[] = {_("met"), _("not met"), _("not yet"), _("no verdict")};

    for (uint32_t i = 0; i < PL_MARK_COUNT; i++)
        if (p->picture->counts[i] > 0)
            pl_buffer_printf(words, " %s %u %s.", signs[i], p->picture->counts[i], what[i]);
    if (p->picture->without > 0)
        pl_buffer_printf(words, _(" Without a figure, and so not in it: %u."), p->picture->without);
}

static void push_caption(const plot *p) {
    pl_buffer words = {0};

    pl_buffer_printf(&words, _("Each %s by %s and %s."), p->s->sheet->entity->name,
                     pl_html_key_name(p->picture->bands.key), p->measured);
    if (p->picture->bands.drawn && p->picture->bands.one_sided)
        pl_buffer_puts(&words, _(" The line is the norm; in the tint it is not met."));
    else if (p->picture->bands.drawn)
        pl_buffer_puts(&words, _(" The line is the norm."));
    push_counts(p, &words);
    pl_page_put(p->out, "<figcaption>", words.ptr, "</figcaption>\n");
    pl_buffer_fini(&words);
}

/* What the rule measures, as its column says it. */
static const char *measured_name(const pl_html_sheet *s, const pl_rule_result *result) {
    const char *name = "";

    for (uint32_t i = 0; i < s->grid.columns.len; i++) {
        if (s->grid.columns.items[i].first_of_group)
            name = s->grid.columns.items[i].header;
        if (s->grid.columns.items[i].result == result)
            break;
    }
    return name;
}

void pl_html_draw(const pl_html_sheet *s, uint32_t rule) {
    plot p = {.s = s, .out = s->html->out, .picture = &s->pictures[rule]};
    pl_buffer label = {0};

    p.measured = measured_name(s, s->sheet->rules.items[rule]);
    if (p.picture->points.len == 0)
        return;
    find_scales(&p);
    pl_buffer_printf(&label, _("%s by %s; the table above has every figure"), p.measured,
                     pl_html_key_name(p.picture->bands.key));
    pl_buffer_printf(p.out, "<figure>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
                     WIDTH, HEIGHT);
    pl_page_put(p.out, "", label.ptr, "\">\n");
    push_bands(&p, push_tint);
    push_axes(&p);
    push_points(&p);
    push_bands(&p, push_line);
    push_norms(&p);
    push_labels(&p);
    pl_buffer_puts(p.out, "</svg>\n");
    push_caption(&p);
    pl_buffer_puts(p.out, "</figure>\n");
    pl_buffer_fini(&label);
}
