/* html.c - an explanation on a page: its steps, unfolded by `details` without any script; as a page of its
 * own, or inside the report. */
#include <assert.h>

#include "base/gettext.h"
#include "report/page.h"
#include "why/why.h"

static void push_line(pl_buffer *out, const pl_why_step *step) {
    pl_buffer_puts(out, step->strong ? "<strong>" : "");
    pl_buffer_put_markup(out, step->label);
    if (step->value) {
        pl_buffer_puts(out, ": ");
        pl_buffer_put_markup(out, step->value);
    }
    pl_buffer_puts(out, step->strong ? "</strong>" : "");
    if (step->note) {
        pl_buffer_puts(out, "; ");
        pl_buffer_put_markup(out, step->note);
    }
    if (step->place.file) {
        pl_buffer_puts(out, " <span class=\"place\">");
        pl_buffer_put_markup(out, step->place.file);
        pl_buffer_printf(out, ":%u ", step->place.line);
        pl_buffer_put_markup(out, step->place.header ? step->place.header : "");
        pl_buffer_puts(out, "</span>");
    } else if (step->span.source) {
        pl_buffer_puts(out, " <span class=\"place\">");
        pl_buffer_put_markup(out, step->span.source->name);
        pl_buffer_printf(out, ":%u</span>",
                         pl_source_position(step->span.source, step->span.start).line);
    }
}

static void push_step(pl_buffer *out, const pl_why_step *step, uint32_t depth) {
    bool folds = step->steps.len > 0 || step->more > 0;

    pl_buffer_puts(out,
                   folds ? depth < 2 ? "<details open><summary>" : "<details><summary>"
                         : "<div class=\"step\">");
    push_line(out, step);
    pl_buffer_puts(out, folds ? "</summary>\n" : "</div>\n");
    for (uint32_t i = 0; i < step->steps.len; i++)
        push_step(out, step->steps.items[i], depth + 1);
    if (step->more > 0) {
        pl_buffer_puts(out, "<div class=\"step\">");
        pl_buffer_printf(out, _("and %u more"), step->more);
        pl_buffer_puts(out, "</div>\n");
    }
    if (folds)
        pl_buffer_puts(out, "</details>\n");
}

static void push_steps(pl_buffer *out, const pl_why *why, uint32_t depth) {
    pl_buffer_puts(out, "<div class=\"steps\">\n");
    for (uint32_t i = 0; i < why->root->steps.len; i++)
        push_step(out, why->root->steps.items[i], depth);
    pl_buffer_puts(out, "</div>\n");
}

void pl_why_html(const pl_why *why, const pl_receipt *receipt, pl_buffer *out) {
    pl_buffer title = {0}, lede = {0};

    assert(why->wording.reader);
    pl_buffer_printf(&title, "%s, %s: %s", why->about.rule->name, why->root->label,
                     why->root->value);
    pl_buffer_puts(&lede, why->root->note);
    if (why->supposed) {
        pl_buffer_puts(&lede, "; ");
        pl_buffer_printf(&lede, _("suppose: %s"), why->supposed);
    }
    pl_page_begin(out, _("Explanation"), title.ptr, lede.ptr);
    push_steps(out, why, 1);
    pl_page_end(out, receipt);
    pl_buffer_fini(&title);
    pl_buffer_fini(&lede);
}
