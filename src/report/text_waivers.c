/* text_waivers.c - what the text report says of waivers: those that have expired before everything else, the others at the end.
 * Every waiver is told of, whatever became of it. */
#include "base/gettext.h"
#include "base/utf8.h"
#include "report/text.h"

static void print_title(pl_text *text, const char *title, pl_text_style style) {
    pl_buffer_putc(text->out, '\n');
    pl_text_pad(text, title, pl_utf8_width(pl_str_of(title)), false, style);
    pl_buffer_putc(text->out, '\n');
}

/* Those that have expired, or the others. */
static void print_waivers(pl_text *text, bool expired, const char *title, pl_text_style style) {
    pl_buffer line = {0};
    bool any = false;

    for (uint32_t at = 0; pl_sheets_waiver_print(&text->sheets, expired, &at, &line);) {
        if (!any)
            print_title(text, title, style);
        any = true;
        pl_text_wrap(text, line.ptr, 2, 4);
        line.len = 0;
    }
    pl_buffer_fini(&line);
}

void pl_text_print_expired(pl_text *text) {
    print_waivers(text, true, _("WAIVERS THAT HAVE EXPIRED"), PL_STYLE_BAD);
}

void pl_text_print_waivers(pl_text *text) {
    print_waivers(text, false, _("Waivers"), PL_STYLE_STRONG);
}
