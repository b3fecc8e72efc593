/* tally.c - counting rows of a chunk for up to 16 lanes at once. The bits of a row are spread over
 * the bytes of one or two words, which are added up for as long as the parent stays the same, and
 * then to the bytes of the parent. A byte that reaches 128 moves its count to the gathering, which
 * is rare, so what a row costs does not depend on the number of lanes. Rows in no order touch a word
 * of another parent each: these are fetched some rows ahead. */
#include "vm/tally.h"

#include <assert.h>
#include <string.h>

#include "vm/runs.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define MOST_ROWS 127 /* that are added before the bytes of a word are looked at */

/* Bit k of the index as byte k. */
#define BIT(x, k) ((uint64_t)((x) >> (k)&1) << 8 * (k))
#define SPREAD(x)                                                                                  \
    (BIT(x, 0) | BIT(x, 1) | BIT(x, 2) | BIT(x, 3) | BIT(x, 4) | BIT(x, 5) | BIT(x, 6) | BIT(x, 7))
#define SPREAD_4(x) SPREAD(x), SPREAD((x) + 1), SPREAD((x) + 2), SPREAD((x) + 3)
#define SPREAD_16(x) SPREAD_4(x), SPREAD_4((x) + 4), SPREAD_4((x) + 8), SPREAD_4((x) + 12)
#define SPREAD_64(x) SPREAD_16(x), SPREAD_16((x) + 16), SPREAD_16((x) + 32), SPREAD_16((x) + 48)
static const uint64_t spread[256] = {SPREAD_64(0), SPREAD_64(64), SPREAD_64(128), SPREAD_64(192)};

/* ### lanes */

uint32_t pl_tally_lane(pl_tally *tally, uint32_t gathering, bool against) {
    assert(tally->lanes < PL_TALLY_LANES && tally->counts == NULL);
    tally->lane[tally->lanes].gathering = gathering;
    tally->lane[tally->lanes].against = against;
    return tally->lanes++;
}

void pl_tally_open(pl_machine *m, pl_tally *tally) {
    uint32_t parents = pl_data_rows(m->data, tally->parent)->count;

    assert(tally->lanes > 0 && tally->last != NULL);
    tally->words = tally->lanes > 8 ? 2 : 1;
    for (uint32_t w = 0; w < tally->words; w++)
        tally->masks[w] = PL_MAKE_ARRAY(m->arena, uint8_t, m->chunk_rows);
    tally->counts = pl_arena_alloc(m->arena, parents, tally->words * sizeof *tally->counts);
    for (uint32_t k = 0; k < tally->lanes; k++) {
        pl_gathering *g = &m->gatherings[tally->lane[k].gathering];

        assert(g->parents == parents);
        g->values = g->weights;
        g->has_format = true;
        if (tally->lane[k].against)
            g->against = PL_MAKE_ARRAY(m->arena, uint32_t, parents);
        else
            g->counted = PL_MAKE_ARRAY(m->arena, uint32_t, parents);
    }
}

bool pl_tally_mark(pl_machine *m, const pl_forecast *step, const uint8_t *filter,
                   const uint8_t *predicate) {
    pl_tally *t = step->tally;

    for (uint32_t w = 0; w < t->words && step->first; w++)
        memset(t->masks[w], 0, m->n);
    if (pl_kernel_any_unsure(filter, predicate, m->n))
        return false;
    pl_kernel_mark(t->masks[step->yes / 8], filter, predicate, 1, step->yes % 8, m->n);
    if (step->no != PL_NO_INDEX)
        pl_kernel_mark(t->masks[step->no / 8], filter, predicate, 0, step->no % 8, m->n);
    return true;
}

/* ### counting */

static void move_out(pl_machine *m, const pl_tally *t, uint32_t parent) {
    uint64_t *counts = t->counts + (size_t)parent * t->words;

    for (uint32_t k = 0; k < t->lanes; k++) {
        pl_gathering *g = &m->gatherings[t->lane[k].gathering];
        uint32_t *to = t->lane[k].against ? g->against : g->counted;

        to[parent] += (uint32_t)(counts[k / 8] >> 8 * (k % 8) & 0xFF);
    }
    memset(counts, 0, t->words * sizeof *counts);
}

typedef struct sums {
    uint64_t word[2];
} sums;

/* Adds to the bytes of a parent what its last rows have, at most MOST_ROWS of them. */
static inline void settle(pl_machine *m, const pl_tally *t, int32_t parent, sums s,
                          uint32_t words) {
    if (parent < 0)
        return;
    uint64_t *counts = t->counts + (size_t)parent * words;
    uint64_t all = counts[0] += s.word[0];

    if (words == 2)
        all |= counts[1] += s.word[1];
    if ((all & HIGH_BITS) != 0)
        move_out(m, t, (uint32_t)parent);
}

static inline void count_run(pl_machine *m, const pl_tally *t, int32_t parent, uint32_t from,
                             uint32_t to, uint32_t words) {
    while (from < to) {
        uint32_t end = to - from < MOST_ROWS ? to : from + MOST_ROWS;
        sums s = {{0, 0}};

        for (; from < end; from++) {
            s.word[0] += spread[t->masks[0][from]];
            if (words == 2)
                s.word[1] += spread[t->masks[1][from]];
        }
        settle(m, t, parent, s, words);
    }
}

static inline void count_row(pl_machine *m, const pl_tally *t, const pl_runs *runs, uint32_t r,
                             uint32_t words) {
    sums s = {{spread[t->masks[0][r]], words == 2 ? spread[t->masks[1][r]] : 0}};

    settle(m, t, runs->up[r], s, words);
}

__attribute__((always_inline)) static inline void count_rows(pl_machine *m, const pl_tally *t,
                                                             const pl_runs *runs, uint32_t words,
                                                             bool far) {
    uint32_t n = runs->scattered ? m->n : 0, r = 0;

    for (uint32_t k = 0; k < runs->count; k++)
        count_run(m, t, runs->up[runs->starts[k]], runs->starts[k], runs->starts[k + 1], words);
    for (; far && runs->linked && r + PL_ROWS_AHEAD < n; r++) {
        __builtin_prefetch(t->counts + (size_t)runs->up[r + PL_ROWS_AHEAD] * words, 1);
        count_row(m, t, runs, r, words);
    }
    for (; r < n; r++)
        count_row(m, t, runs, r, words);
}

void pl_tally_count(pl_machine *m, pl_tally *t) {
    const pl_runs *runs = pl_runs_of(m, t->parent);
    size_t bytes = pl_data_rows(m->data, t->parent)->count * t->words * sizeof *t->counts;

    if (t->words == 1)
        count_rows(m, t, runs, 1, bytes > PL_FAR_BYTES);
    else
        count_rows(m, t, runs, 2, bytes > PL_FAR_BYTES);
}

void pl_tally_close(pl_machine *m, pl_tally *t) {
    uint32_t parents = pl_data_rows(m->data, t->parent)->count;

    for (uint32_t p = 0; p < parents; p++)
        if ((t->counts[(size_t)p * t->words] | t->counts[(size_t)p * t->words + t->words - 1]) != 0)
            move_out(m, t, p);
    for (uint32_t k = 0; k < t->lanes; k++)
        pl_gathering_settle(m, &m->gatherings[t->lane[k].gathering]);
}
