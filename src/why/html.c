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

/* Steps above `open` are unfolded. */
static void push_step(pl_buffer *out, const pl_why_step *told, uint32_t open) {
    const pl_why_step step = pl_why_merged(told);
    bool folds = step.steps.len > 0 || step.more > 0;

    pl_buffer_puts(out,
                   folds ? open > 0 ? "<details open><summary>" : "<details><summary>"
                         : "<div class=\"step\">");
    push_line(out, &step);
    pl_buffer_puts(out, folds ? "</summary>\n" : "</div>\n");
    for (uint32_t i = 0; i < step.steps.len; i++)
        push_step(out, step.steps.items[i], open > 0 ? open - 1 : 0);
    if (step.more > 0) {
        pl_buffer_puts(out, "<div class=\"step\">");
        pl_buffer_printf(out, _("and %u more"), step.more);
        pl_buffer_puts(out, "</div>\n");
    }
    if (folds)
        pl_buffer_puts(out, "</details>\n");
}

/* ### a page */

static void push_rule(pl_buffer *out, const pl_why_step *rule) {
    if (rule->value)
        pl_page_put(out, "<p class=\"tally\">", rule->value, "</p>\n");
    pl_page_put(out, "<p class=\"meta\">", rule->note ? rule->note : "", "");
    if (rule->span.source) {
        pl_page_put(out, " <span class=\"place\">", rule->span.source->name, "");
        pl_buffer_printf(out, ":%u</span>",
                         pl_source_position(rule->span.source, rule->span.start).line);
    }
    pl_buffer_puts(out, "</p>\n");
}

/* Steps below the root, a heading above the first of each part. */
static void push_steps(pl_buffer *out, const pl_why *why) {
    const char *heading = "";

    pl_buffer_puts(out, "<div class=\"steps\">\n");
    for (uint32_t i = 1; i < why->root->steps.len; i++) {
        const pl_why_step *step = why->root->steps.items[i];
        const char *own = pl_why_heading(step->kind);

        if (own != heading && *own)
            pl_page_put(out, "<h2>", _(own), "</h2>\n");
        heading = own;
        push_step(out, step, 1);
    }
    pl_buffer_puts(out, "</div>\n");
}

void pl_why_html(const pl_why *why, const pl_receipt *receipt, pl_buffer *out) {
    pl_buffer title = {0}, lede = {0};

    assert(why->wording.reader && why->root->steps.items[0]->kind == PL_TOLD_RULE);
    pl_buffer_printf(&title, "%s, %s: %s", why->about.rule->name, why->root->label,
                     why->root->value);
    pl_buffer_puts(&lede, why->root->note);
    if (why->supposed) {
        pl_buffer_puts(&lede, "; ");
        pl_buffer_printf(&lede, _("suppose: %s"), why->supposed);
    }
    pl_page_begin(out, _("Explanation"), title.ptr, lede.ptr);
    push_rule(out, why->root->steps.items[0]);
    push_steps(out, why);
    pl_page_end(out, receipt);
    pl_buffer_fini(&title);
    pl_buffer_fini(&lede);
}

/* ### a part of a page */

static bool is_change(const pl_why_step *step) {
    return step->kind == PL_TOLD_CHANGE || step->kind == PL_TOLD_FIXED;
}

static void push_kind(pl_buffer *out, const pl_why *why, bool change, const char *title) {
    bool any = false;

    for (uint32_t i = 1; i < why->root->steps.len; i++) {
        const pl_why_step *step = why->root->steps.items[i];

        if (is_change(step) != change || step->kind == PL_TOLD_WAIVER)
            continue;
        if (!any)
            pl_page_put(out, "<details><summary>", title, "</summary>\n<div class=\"steps\">\n");
        any = true;
        push_step(out, step, 0);
    }
    pl_buffer_puts(out, any ? "</div>\n</details>\n" : "");
}

void pl_why_html_part(const pl_why *why, pl_buffer *out) {
    push_kind(out, why, false, _("How it came to this"));
    push_kind(out, why, true, _("What would have to change"));
}
