/* population.c - who belongs to a population and what leaves out the others, counted and in words.
 * Reads the truths that the run stored; evaluates nothing. */
#include <assert.h>

#include "base/gettext.h"
#include "trace/trace.h"

const pl_population_result *pl_trace_members(const pl_trace *trace,
                                             const pl_population *population) {
    const pl_run *run = pl_trace_run(trace);

    for (uint32_t i = 0; i < run->populations.len; i++)
        if (run->populations.items[i].population == population)
            return &run->populations.items[i];
    return NULL;
}

static void count_row(const pl_population_result *result, uint32_t row, pl_left_out *counts) {
    counts->of++;
    if (result->membership[row] == PL_TRUE) {
        counts->members++;
        return;
    }
    if (result->scope && (result->scope[row] == PL_FALSE || result->scope[row] == PL_NONE)) {
        counts->outside++;
        return;
    }
    for (uint32_t k = 0; k < counts->population->exceptions.len; k++)
        if (result->exceptions[k][row] == PL_TRUE) {
            counts->exceptions[k]++;
            return;
        }
    assert(result->membership[row] == PL_UNKNOWN);
    counts->unknown++;
}

pl_left_out pl_left_out_count(pl_trace *trace, const pl_population_result *result,
                              const uint32_t *list, uint32_t count) {
    const pl_population *population = result->population;
    pl_left_out counts = {.trace = trace, .population = population};

    counts.exceptions = PL_MAKE_ARRAY(pl_trace_arena(trace), uint32_t, population->exceptions.len);
    if (!list)
        count = pl_data_rows(pl_trace_run(trace)->data, population->entity)->count;
    for (uint32_t i = 0; i < count; i++)
        count_row(result, list ? list[i] : i, &counts);
    assert(counts.of == count);
    return counts;
}

static void print_test(pl_buffer *out, pl_wording wording, uint32_t rows, const char *written,
                       bool *first) {
    if (rows == 0)
        return;
    pl_buffer_puts(out, *first ? pl_said(wording, N_("; left out: ")) : ", ");
    pl_buffer_printf(out, "%u %s", rows, written);
    *first = false;
}

void pl_left_out_print(pl_buffer *out, pl_wording wording, const pl_left_out *counts) {
    const pl_population *population = counts->population;
    pl_trace *trace = counts->trace;
    pl_arena *arena = pl_trace_arena(trace);
    bool first = true;

    pl_buffer_printf(out, pl_said(wording, N_("%u of %u %s")), counts->members, counts->of,
                     population->entity->name);
    if (population->scope)
        print_test(out, wording, counts->outside,
                   pl_arena_format(arena, pl_said(wording, N_("outside %s")),
                                   pl_trace_written(trace, population->scope)),
                   &first);
    for (uint32_t k = 0; k < population->exceptions.len; k++)
        print_test(out, wording, counts->exceptions[k],
                   pl_arena_format(arena, pl_said(wording, N_("where %s")),
                                   pl_trace_written(trace, population->exceptions.items[k])),
                   &first);
    if (counts->unknown > 0)
        pl_buffer_printf(out, pl_said(wording, N_("; unknown: %u")), counts->unknown);
}
