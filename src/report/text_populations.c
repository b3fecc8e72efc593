/* text_populations.c - what the text report says of populations: how many belong to each that the
 * rules are about, and how many are left out by what. */
#include "base/gettext.h"
#include "base/utf8.h"
#include "report/text.h"

void pl_text_print_populations(pl_text *text) {
    const pl_run *run = text->report->run;
    const char *title = _("Populations");

    if (run->populations.len == 0)
        return;
    pl_buffer_putc(text->out, '\n');
    pl_text_pad(text, title, pl_utf8_width(pl_str_of(title)), false, PL_STYLE_STRONG);
    pl_buffer_putc(text->out, '\n');
    for (uint32_t i = 0; i < run->populations.len; i++) {
        const pl_population_result *result = &run->populations.items[i];
        pl_left_out counts = pl_left_out_count(text->report->trace, result, NULL, 0);
        pl_buffer line = {0};

        pl_buffer_printf(&line, "%s: ", result->population->name);
        pl_left_out_print(&line, text->wording, &counts);
        pl_text_wrap(text, line.ptr, 2, 4);
        pl_buffer_fini(&line);
    }
}
