/* lack_words.c - what is missing, in words: for lists of what an answer waits for, and as a reason. What is
 * missing is found in missing.c. */
#include <assert.h>

#include "base/gettext.h"
#include "trace/trace.h"

const char pl_count_name[] = "count";

bool pl_lack_is_missing(const pl_lack *lack) {
    return lack->kind != PL_LACK_BOUNDS;
}

static void print_place(pl_buffer *out, const pl_place *place) {
    if (!place->file)
        return;
    pl_buffer_printf(out, " (%s", place->file);
    if (place->line > 0)
        pl_buffer_printf(out, ":%u", place->line);
    if (place->header)
        pl_buffer_printf(out, " \"%s\"", place->header);
    pl_buffer_putc(out, ')');
}

/* "not attested in 2021/2022", "not attested since 2021-11-01". */
static void print_attestation(pl_buffer *out, pl_wording wording, const pl_lack *lack) {
    const pl_attestation *a = lack->attestation;
    pl_buffer since = {0};

    if (lack->kind == PL_LACK_DOUBT) {
        pl_buffer_printf(out, pl_said(wording, N_("attested with doubt: %s")), a->name);
        return;
    }
    assert(lack->kind == PL_LACK_UNATTESTED);
    if (a->cadence.years == 1)
        pl_schooljaar_print(&since, lack->year);
    else
        pl_figure_date(&since, wording, lack->first);
    pl_buffer_printf(out,
                     pl_said(wording,
                             a->cadence.years == 1 ? N_("%s is not attested in %s")
                                                   : N_("%s is not attested since %s")),
                     a->name, since.ptr);
    pl_buffer_fini(&since);
}

/* Of a value of another year. */
static void print_year(pl_buffer *out, pl_wording wording, const pl_lack *lack) {
    if (lack->year > 0)
        pl_buffer_printf(out, pl_said(wording, N_(" in %d/%d")), lack->year, lack->year + 1);
}

/* What is not of a number of rows; false when it is something else. */
static bool print_apart(pl_buffer *out, pl_wording wording, const pl_lack *lack) {
    const char *entity = lack->entity->name;

    switch (lack->kind) {
    case PL_LACK_ROW:
        pl_buffer_printf(out, pl_said(wording, N_("%s %s: no row")), entity, lack->name);
        return true;
    case PL_LACK_NEED: pl_buffer_puts(out, lack->name); return true;
    case PL_LACK_GROUP:
        pl_buffer_printf(out, pl_said(wording, N_("%s of an unknown %s")), entity, lack->name);
        return true;
    default: return false;
    }
}

/* What no cell is to blame for; false when it is something else. */
static bool print_placeless(pl_buffer *out, pl_wording wording, const pl_lack *lack) {
    const char *entity = lack->entity->name;

    switch (lack->kind) {
    case PL_LACK_CALL:
        pl_buffer_printf(out, pl_said(wording, N_("what %s gives for a %s")), lack->name, entity);
        return true;
    case PL_LACK_NORM:
        pl_buffer_printf(out, pl_said(wording, N_("%s without a norm in %s")), entity, lack->name);
        print_year(out, wording, lack);
        return true;
    case PL_LACK_HOLIDAYS: pl_lack_summary(out, wording, lack); return true;
    default: return false;
    }
}

void pl_lack_print(pl_buffer *out, pl_wording wording, const pl_lack *lack) {
    const char *entity = lack->entity->name;

    if (print_apart(out, wording, lack))
        return;
    if (lack->of > 0)
        pl_buffer_printf(out, pl_said(wording, N_("%u of %u ")), lack->rows, lack->of);
    if (lack->attestation) {
        print_attestation(out, wording, lack);
        print_place(out, &lack->place);
        return;
    }
    if (print_placeless(out, wording, lack))
        return;
    if (lack->name)
        pl_buffer_printf(out, "%s.%s", entity, lack->name);
    switch (lack->kind) {
    case PL_LACK_CELL: print_year(out, wording, lack); break;
    case PL_LACK_BOUNDS:
        pl_buffer_puts(out, pl_said(wording, N_(" within bounds")));
        print_year(out, wording, lack);
        break;
    case PL_LACK_COLUMN: pl_buffer_puts(out, pl_said(wording, N_(" (no column)"))); return;
    case PL_LACK_LINK:
        pl_buffer_printf(out, pl_said(wording, N_("%s: not linked to one")), entity);
        return;
    case PL_LACK_ENTITY: pl_buffer_printf(out, pl_said(wording, N_("%s: no data")), entity); return;
    case PL_LACK_YEAR:
        if (!lack->name)
            pl_buffer_puts(out, entity);
        pl_buffer_printf(out, pl_said(wording, N_(": no data for %d/%d")), lack->year,
                         lack->year + 1);
        return;
    case PL_LACK_ROW:
    case PL_LACK_NEED:
    case PL_LACK_GROUP:
    case PL_LACK_NORM:
    case PL_LACK_CALL:
    case PL_LACK_UNATTESTED:
    case PL_LACK_HOLIDAYS:
    case PL_LACK_DOUBT: return;
    case PL_LACK_ABSENT:
        pl_buffer_printf(out, pl_said(wording, N_("%s: not there in %d/%d")), entity, lack->year,
                         lack->year + 1);
        return;
    case PL_LACK_EMPTY:
        pl_buffer_printf(out, pl_said(wording, N_("%s: none to judge in %d/%d")), entity,
                         lack->year, lack->year + 1);
        return;
    case PL_LACK_INCOMPLETE:
        pl_buffer_printf(out, pl_said(wording, N_("%s: incomplete")), entity);
        return;
    }
    if (lack->of == 0 || lack->rows == 1)
        print_place(out, &lack->place);
}

static void summarise_cells(pl_buffer *out, pl_wording wording, const pl_lack *lack) {
    const char *entity = lack->entity->name;

    if (lack->name == pl_count_name)
        pl_buffer_printf(out,
                         pl_said(wording,
                                 lack->kind == PL_LACK_CELL
                                     ? N_("a number of %s is missing")
                                     : N_("numbers of %s are known within bounds only")),
                         entity);
    else
        pl_buffer_printf(out,
                         pl_said(wording,
                                 lack->kind == PL_LACK_CELL
                                     ? N_("%s of %s is missing")
                                     : N_("%s of %s is known within bounds only")),
                         lack->name, entity);
    print_year(out, wording, lack);
}

void pl_lack_summary(pl_buffer *out, pl_wording wording, const pl_lack *lack) {
    const char *entity = lack->entity->name;

    switch (lack->kind) {
    case PL_LACK_UNATTESTED:
    case PL_LACK_DOUBT: print_attestation(out, wording, lack); break;
    case PL_LACK_CELL:
    case PL_LACK_BOUNDS: summarise_cells(out, wording, lack); break;
    case PL_LACK_COLUMN:
        pl_buffer_printf(out, pl_said(wording, N_("there is no data for %s of %s")), lack->name,
                         entity);
        break;
    case PL_LACK_LINK:
        pl_buffer_printf(out, pl_said(wording, N_("not linked to a %s")), entity);
        break;
    case PL_LACK_ENTITY:
        pl_buffer_printf(out, pl_said(wording, N_("no data for %s")), entity);
        break;
    case PL_LACK_YEAR:
        if (lack->name)
            pl_buffer_printf(out, pl_said(wording, N_("no data for %s of %s in %d/%d")), lack->name,
                             entity, lack->year, lack->year + 1);
        else
            pl_buffer_printf(out, pl_said(wording, N_("no data for %s in %d/%d")), entity,
                             lack->year, lack->year + 1);
        break;
    case PL_LACK_ROW:
        pl_buffer_printf(out, pl_said(wording, N_("there is no %s %s")), entity, lack->name);
        break;
    case PL_LACK_NEED: pl_buffer_puts(out, lack->name); break;
    case PL_LACK_GROUP:
        pl_buffer_printf(out,
                         pl_said(wording, N_("of some %s it is not known which %s they belong to")),
                         entity, lack->name);
        break;
    case PL_LACK_NORM:
        pl_buffer_printf(out, pl_said(wording, N_("%s has no norm for a %s")), lack->name, entity);
        print_year(out, wording, lack);
        break;
    case PL_LACK_HOLIDAYS:
        pl_buffer_printf(out, pl_said(wording, N_("no holidays are declared for %s")), lack->name);
        break;
    case PL_LACK_CALL:
        pl_buffer_printf(out, pl_said(wording, N_("%s gives no value for this %s")), lack->name,
                         entity);
        break;
    case PL_LACK_ABSENT:
        pl_buffer_printf(out, pl_said(wording, N_("this %s is not there in %d/%d")), entity,
                         lack->year, lack->year + 1);
        break;
    case PL_LACK_EMPTY:
        pl_buffer_printf(out, pl_said(wording, N_("there is no %s to judge in %d/%d")), entity,
                         lack->year, lack->year + 1);
        break;
    case PL_LACK_INCOMPLETE:
        pl_buffer_printf(out, pl_said(wording, N_("the data on %s is incomplete")), entity);
        break;
    }
}
