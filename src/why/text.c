/* text.c - an explanation for people, on a page of text: one line for a step, deeper ones further in.
 * What is folded is counted, so that nobody thinks that he saw all of it. */
#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "base/utf8.h"
#include "why/why.h"

typedef struct page {
    pl_buffer *out;
    const pl_why_layout *layout;
    const pl_source *rules; /* the file of the rule */
} page;

#define INDENT 2

/* ### words on lines */

static void blanks(page *p, size_t count) {
    for (size_t i = 0; i < count; i++)
        pl_buffer_putc(p->out, ' ');
}

static void wrap(page *p, const char *text, size_t indent, size_t hanging) {
    size_t column = indent;
    bool first = true;

    assert(indent <= hanging);
    blanks(p, indent);
    while (*text) {
        size_t length = strcspn(text, " "), width = pl_utf8_width((pl_str){text, length});

        if (!first && column + 1 + width > p->layout->width) {
            pl_buffer_putc(p->out, '\n');
            blanks(p, hanging);
            column = hanging;
        } else if (!first) {
            pl_buffer_putc(p->out, ' ');
            column++;
        }
        pl_buffer_push(p->out, text, length);
        column += width;
        first = false;
        text += length;
        text += strspn(text, " ");
    }
    pl_buffer_putc(p->out, '\n');
}

static void style(page *p, const char *code) {
    if (p->layout->colour)
        pl_buffer_puts(p->out, code);
}

/* ### one step */

/* A place in the file of the rule is a line of it. */
static void print_place(page *p, pl_buffer *line, const pl_why_step *step) {
    if (step->place.file) {
        pl_buffer_printf(line, " [%s:%u", step->place.file, step->place.line);
        if (step->place.header)
            pl_buffer_printf(line, " %s", step->place.header);
        pl_buffer_putc(line, ']');
    } else if (step->span.source == p->rules && step->kind == PL_TOLD_CLAUSE) {
        pl_buffer_printf(line, _(" [line %u]"),
                         pl_source_position(step->span.source, step->span.start).line);
    } else if (step->span.source &&
               (step->kind == PL_TOLD_CLAUSE || step->kind == PL_TOLD_TABLE ||
                step->kind == PL_TOLD_PARAMETER || step->kind == PL_TOLD_WAIVER)) {
        pl_buffer_printf(line, " [%s:%u]", step->span.source->name,
                         pl_source_position(step->span.source, step->span.start).line);
    }
}

static void print_step(page *p, const pl_why_step *step, uint32_t depth) {
    size_t indent = INDENT * depth;
    pl_buffer line = {0};

    if (step->kind == PL_TOLD_CLAUSE && step->value)
        pl_buffer_printf(&line, "%s: %s", step->value, step->label);
    else if (step->value)
        pl_buffer_printf(&line, "%s: %s", step->label, step->value);
    else
        pl_buffer_puts(&line, step->label);
    if (step->note)
        pl_buffer_printf(&line, step->value ? "; %s" : ": %s", step->note);
    print_place(p, &line, step);
    if (step->strong)
        style(p, "\033[1m");
    wrap(p, line.ptr, indent, indent + INDENT);
    if (step->strong)
        style(p, "\033[0m");
    pl_buffer_fini(&line);
}

static uint32_t count_steps(const pl_why_step *step) {
    uint32_t count = step->more;

    for (uint32_t i = 0; i < step->steps.len; i++)
        count += 1 + count_steps(step->steps.items[i]);
    return count;
}

static void print_tree(page *p, const pl_why_step *step, uint32_t depth, uint32_t *folded);

static void print_kids(page *p, const pl_why_step *step, uint32_t depth, uint32_t *folded) {
    for (uint32_t i = 0; i < step->steps.len; i++)
        print_tree(p, step->steps.items[i], depth, folded);
    if (step->more > 0) {
        char text[64];

        (void)snprintf(text, sizeof text, _("and %u more"), step->more);
        wrap(p, text, INDENT * depth, INDENT * depth);
    }
}

static void print_tree(page *p, const pl_why_step *step, uint32_t depth, uint32_t *folded) {
    pl_why_step merged = pl_why_merged(step);

    print_step(p, &merged, depth);
    if (depth >= p->layout->depth)
        *folded += count_steps(&merged);
    else
        print_kids(p, &merged, depth + 1, folded);
}

/* ### the page */

static void print_head(page *p, const pl_why *why, const pl_why_step *rule) {
    const pl_why_step *root = why->root;
    pl_buffer line = {0};

    pl_buffer_printf(&line, "%s, %s: %s", rule->label, root->label, root->value);
    style(p, "\033[1m");
    wrap(p, line.ptr, 0, INDENT);
    style(p, "\033[0m");
    if (rule->value)
        wrap(p, rule->value, INDENT, INDENT);
    if (rule->note)
        wrap(p, rule->note, INDENT, INDENT);
    line.len = 0;
    if (rule->span.source)
        pl_buffer_printf(&line, "%s:%u; ", rule->span.source->name,
                         pl_source_position(rule->span.source, rule->span.start).line);
    pl_buffer_puts(&line, root->note);
    wrap(p, line.ptr, INDENT, INDENT);
    if (why->supposed) {
        line.len = 0;
        pl_buffer_printf(&line, _("suppose: %s"), why->supposed);
        wrap(p, line.ptr, INDENT, INDENT);
    }
    pl_buffer_fini(&line);
}

void pl_why_text(const pl_why *why, const pl_why_layout *layout, pl_buffer *out) {
    page p = {out, layout, why->about.rule->span.source};
    const char *heading = NULL;
    uint32_t folded = 0;

    assert(why->root->steps.len > 0 && why->root->steps.items[0]->kind == PL_TOLD_RULE);
    print_head(&p, why, why->root->steps.items[0]);
    for (uint32_t i = 1; i < why->root->steps.len; i++) {
        const pl_why_step *step = why->root->steps.items[i];
        const char *own = pl_why_heading(step->kind);

        if (heading != own) {
            pl_buffer_putc(out, '\n');
            if (*own)
                wrap(&p, _(own), 0, 0);
        }
        heading = own;
        print_tree(&p, step, 1, &folded);
    }
    if (folded > 0)
        pl_buffer_printf(out, _("\n%u more steps: --depth %u shows more\n"), folded,
                         layout->depth + 1);
}
