/* html.c - an explanation as one page: no script, no network, unfolded by `details`. */
#include <assert.h>

#include "base/gettext.h"
#include "why/why.h"

static const char style[] =
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}"
    "h1{font-size:1.4rem}details,.step{margin:.2rem 0 .2rem 1rem}"
    "summary{cursor:pointer}summary:focus-visible{outline:.2rem solid}"
    ".place{font-family:ui-monospace,monospace;font-size:.85em}"
    "@media print{details{display:block}}";

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

static void push_receipt(pl_buffer *out, const pl_receipt *receipt) {
    pl_buffer_printf(out, "<h2>%s</h2>\n<ul>\n", _("Receipt"));
    for (uint32_t i = 0; i < receipt->rules.len + receipt->data.len; i++) {
        const pl_receipt_file *file = i < receipt->rules.len
            ? &receipt->rules.items[i]
            : &receipt->data.items[i - receipt->rules.len];

        pl_buffer_puts(out, "<li class=\"place\">");
        pl_buffer_put_markup(out, file->name);
        pl_buffer_printf(out, " %s</li>\n", file->sha256);
    }
    pl_buffer_puts(out, "</ul>\n");
}

void pl_why_html(const pl_why *why, const pl_receipt *receipt, pl_buffer *out) {
    /* TRANSLATORS: the code of your language, for browsers that read a page aloud. */
    const char *language = _("en");

    assert(why->wording.reader);
    pl_buffer_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                     language);
    pl_buffer_puts(out,
                   "<meta name=\"viewport\" content=\"width=device-width, "
                   "initial-scale=1\">\n<title>");
    pl_buffer_put_markup(out, why->about.rule->name);
    pl_buffer_putc(out, ' ');
    pl_buffer_put_markup(out, why->subject);
    pl_buffer_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n<h1>", style);
    pl_buffer_put_markup(out, why->about.rule->name);
    pl_buffer_puts(out, ", ");
    pl_buffer_put_markup(out, why->root->label);
    pl_buffer_puts(out, ": ");
    pl_buffer_put_markup(out, why->root->value);
    pl_buffer_puts(out, "</h1>\n<p>");
    pl_buffer_put_markup(out, why->root->note);
    if (why->supposed) {
        pl_buffer_puts(out, "; ");
        pl_buffer_printf(out, _("suppose: %s"), "");
        pl_buffer_put_markup(out, why->supposed);
    }
    pl_buffer_puts(out, "</p>\n");
    for (uint32_t i = 0; i < why->root->steps.len; i++)
        push_step(out, why->root->steps.items[i], 1);
    push_receipt(out, receipt);
    pl_buffer_puts(out, "</main>\n</body>\n</html>\n");
}
