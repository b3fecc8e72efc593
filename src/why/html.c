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

static void escape(pl_buffer *out, const char *text) {
    for (; *text; text++)
        switch (*text) {
        case '<': pl_buffer_puts(out, "&lt;"); break;
        case '>': pl_buffer_puts(out, "&gt;"); break;
        case '&': pl_buffer_puts(out, "&amp;"); break;
        case '"': pl_buffer_puts(out, "&quot;"); break;
        default: pl_buffer_putc(out, *text);
        }
}

static void push_line(pl_buffer *out, const pl_why_step *step) {
    pl_buffer_puts(out, step->strong ? "<strong>" : "");
    escape(out, step->label);
    if (step->value) {
        pl_buffer_puts(out, ": ");
        escape(out, step->value);
    }
    pl_buffer_puts(out, step->strong ? "</strong>" : "");
    if (step->note) {
        pl_buffer_puts(out, "; ");
        escape(out, step->note);
    }
    if (step->place.file) {
        pl_buffer_puts(out, " <span class=\"place\">");
        escape(out, step->place.file);
        pl_buffer_printf(out, ":%u ", step->place.line);
        escape(out, step->place.header ? step->place.header : "");
        pl_buffer_puts(out, "</span>");
    } else if (step->span.source) {
        pl_buffer_puts(out, " <span class=\"place\">");
        escape(out, step->span.source->name);
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
        escape(out, file->name);
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
    escape(out, why->about.rule->name);
    pl_buffer_putc(out, ' ');
    escape(out, why->subject);
    pl_buffer_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n<h1>", style);
    escape(out, why->about.rule->name);
    pl_buffer_puts(out, ", ");
    escape(out, why->root->label);
    pl_buffer_puts(out, ": ");
    escape(out, why->root->value);
    pl_buffer_puts(out, "</h1>\n<p>");
    escape(out, why->root->note);
    if (why->supposed) {
        pl_buffer_puts(out, "; ");
        pl_buffer_printf(out, _("suppose: %s"), "");
        escape(out, why->supposed);
    }
    pl_buffer_puts(out, "</p>\n");
    for (uint32_t i = 0; i < why->root->steps.len; i++)
        push_step(out, why->root->steps.items[i], 1);
    push_receipt(out, receipt);
    pl_buffer_puts(out, "</main>\n</body>\n</html>\n");
}
