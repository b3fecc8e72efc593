/* waiver.c - what became of a waiver, in words: for notes of verdicts and lists of waivers. */
#include <assert.h>

#include "base/gettext.h"
#include "trace/trace.h"

static const char *sentence_of(pl_waiver_state state) {
    switch (state) {
    case PL_WAIVER_WAIVES: return N_("waived until %s (%s): %s");
    case PL_WAIVER_EXPIRED: return N_("WAIVER EXPIRED: it held until %s (%s): %s");
    case PL_WAIVER_NOT_NEEDED: return N_("there is nothing to waive; a waiver until %s (%s): %s");
    case PL_WAIVER_NO_SUBJECT: return N_("no such subject; a waiver until %s (%s): %s");
    case PL_WAIVER_NOT_EVALUATED: break;
    }
    return N_("the rule is not evaluated; a waiver until %s (%s): %s");
}

void pl_waiver_print(pl_buffer *out, pl_wording wording, const pl_waiver_result *result) {
    const pl_waiver *waiver = result->waiver;
    pl_buffer until = {0}, owners = {0};

    assert(waiver->owners.len > 0 && waiver->reason);
    pl_figure_date(&until, wording, waiver->until);
    for (uint32_t i = 0; i < waiver->owners.len; i++)
        pl_buffer_printf(&owners, "%s%s", i > 0 ? ", " : "", waiver->owners.items[i]);
    pl_buffer_printf(out, pl_said(wording, sentence_of(result->state)), until.ptr, owners.ptr,
                     waiver->reason);
    pl_buffer_fini(&until);
    pl_buffer_fini(&owners);
}

void pl_provisional_print(pl_buffer *out, pl_wording wording, const pl_rule *rule) {
    pl_buffer day = {0};

    assert(rule->has_provisional);
    pl_figure_date(&day, wording, rule->provisional);
    pl_buffer_printf(out, pl_said(wording, N_("provisional until %s: flags nobody before")),
                     day.ptr);
    pl_buffer_fini(&day);
}
