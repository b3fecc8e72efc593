/* page.c - head, signs, receipt and end of every page of HTML. The style and the script are page.css and
 * page.js, which the build turns into lines of C. */
#include "report/page.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "trace/wording.h"

static const char *const style[] = {
#include "report/page_css.h"
    NULL};

static const char *const script[] = {
#include "report/page_js.h"
    NULL};

static void push_lines(pl_buffer *out, const char *const *lines) {
    for (; *lines; lines++)
        pl_buffer_puts(out, *lines);
}

/* TRANSLATORS: the code of your language behind the colon, as HTML writes it. */
static const char *language(void) {
    return strchr(_("language:en"), ':') + 1;
}

void pl_page_put(pl_buffer *out, const char *open, const char *text, const char *close) {
    pl_buffer_puts(out, open);
    pl_buffer_put_markup(out, text);
    pl_buffer_puts(out, close);
}

void pl_page_put_name(pl_buffer *out, const char *name) {
    while (*name) {
        size_t length = strcspn(name, "_.");
        char piece[64];

        length += name[length] != '\0';
        if (length >= sizeof piece)
            break;
        memcpy(piece, name, length);
        piece[length] = '\0';
        pl_buffer_put_markup(out, piece);
        name += length;
        pl_buffer_puts(out, *name ? "<wbr>" : "");
    }
    pl_buffer_put_markup(out, name);
}

/* ### head and end */

void pl_page_begin(pl_buffer *out, const char *kind, const char *title, const char *lede) {
    assert(kind && title);
    pl_buffer_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                     language());
    pl_buffer_puts(out,
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n");
    pl_page_put(out, "<title>", title, " - Peil</title>\n<style>\n");
    push_lines(out, style);
    pl_page_put(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">",
                _("Skip to the content"), "</a>\n");
    pl_page_put(out, "<header>\n<p class=\"kind\"><b>Peil</b> ", kind, "</p>\n");
    pl_page_put(out, "<h1>", title, "</h1>\n");
    if (lede)
        pl_page_put(out, "<p class=\"lede\">", lede, "</p>\n");
    pl_buffer_puts(out, "</header>\n<main id=\"main\">\n");
}

static void push_files(pl_buffer *out, const char *kind, const pl_receipt_file *files,
                       uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        pl_page_put(out, "<tr><td>", kind, "</td>");
        pl_page_put(out, "<th scope=\"row\">", files[i].name, "</th>");
        pl_page_put(out, "<td><code>", files[i].sha256, "</code></td></tr>\n");
    }
}

static void push_receipt(pl_buffer *out, const pl_receipt *receipt) {
    const char *const headers[] = {_("Kind"), _("File"), "SHA-256"};
    pl_buffer line = {0}, date = {0};

    assert(receipt->version);
    pl_figure_date(&date, pl_wording_reader(), receipt->date);
    pl_buffer_printf(&line,
                     _("Peil %s, evaluated on %s. Whoever runs the same files has the same "
                       "answer."),
                     receipt->version, date.ptr);
    pl_page_put(out, "<section class=\"receipt\" id=\"receipt\">\n<h2>", _("Receipt"), "</h2>\n");
    pl_page_put(out, "<p>", line.ptr, "</p>\n");
    pl_page_put(out,
                "<div class=\"scroll\" role=\"group\" tabindex=\"0\" "
                "aria-labelledby=\"files\">\n<table>\n<caption id=\"files\">",
                _("Files that the answer was made of"), "</caption>\n<thead><tr>");
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        pl_page_put(out, "<th scope=\"col\">", headers[i], "</th>");
    pl_buffer_puts(out, "</tr></thead>\n<tbody>\n");
    push_files(out, _("rules"), receipt->rules.items, receipt->rules.len);
    push_files(out, _("data"), receipt->data.items, receipt->data.len);
    pl_buffer_puts(out, "</tbody>\n</table>\n</div>\n</section>\n");
    pl_buffer_fini(&line);
    pl_buffer_fini(&date);
}

void pl_page_end(pl_buffer *out, const pl_receipt *receipt) {
    if (receipt)
        push_receipt(out, receipt);
    pl_page_put(out, "</main>\n<script data-filter=\"", _("Show only what has"), " \">\n");
    push_lines(out, script);
    pl_buffer_puts(out, "</script>\n</body>\n</html>\n");
}

/* ### verdicts */

typedef struct look {
    const char *sign, *name;
} look;

static look look_of(pl_verdict verdict, pl_flagging flagging) {
    switch (verdict) {
    case PL_VERDICT_NOT_MET:
    case PL_VERDICT_OVERDUE:
        return flagging == PL_FLAGGING_YES ? (look){"✗", "flag"} : (look){"△", "yet"};
    case PL_VERDICT_UNKNOWN: return (look){"?", "open"};
    case PL_VERDICT_NO_NORM: return (look){"–", "none"};
    case PL_VERDICT_EXEMPT: return (look){"○", "exempt"};
    case PL_VERDICT_DECIDED: return (look){"▪", "value"};
    case PL_VERDICT_NOT_MET_WAIVED: return (look){"⊘", "waived"};
    case PL_VERDICT_UPCOMING: return (look){"◌", "wait"};
    case PL_VERDICT_DUE: return (look){"◐", "due"};
    case PL_VERDICT_MET:
    case PL_VERDICT_DONE:
    case PL_VERDICT_DONE_LATE:
    case PL_VERDICT_SKIPPED: break;
    }
    assert(verdict <= PL_VERDICT_SKIPPED);
    return (look){"✓", "met"};
}

const char *pl_page_sign(pl_verdict verdict, pl_flagging flagging) {
    return look_of(verdict, flagging).sign;
}

const char *pl_page_class(pl_verdict verdict, pl_flagging flagging) {
    return look_of(verdict, flagging).name;
}

void pl_page_put_sign(pl_buffer *out, pl_verdict verdict, pl_flagging flagging) {
    pl_buffer_printf(out, "<i aria-hidden=\"true\">%s</i> ", pl_page_sign(verdict, flagging));
}
