/* timings.c - a clock that never goes back, read at each change of stage. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include "base/timings.h"

#include <assert.h>
#include <time.h>

static const char *const names[PL_STAGE_COUNT] = {"rules",  "map",      "scan", "parse",
                                                  "relate", "evaluate", "write"};

static int64_t now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void pl_timings_begin(pl_timings *timings) {
    *timings = (pl_timings){.on = true, .stage = PL_STAGE_RULES, .since = now()};
}

void pl_timings_switch(pl_timings *timings, pl_stage stage) {
    int64_t time = now();

    assert(timings->on && stage < PL_STAGE_COUNT && time >= timings->since);
    timings->spent[timings->stage] += time - timings->since;
    timings->stage = stage;
    timings->since = time;
}

#define TURNS 32u /* one of so many is measured */

void pl_timings_sample(pl_timings *timings) {
    if (!timings || !timings->on)
        return;
    pl_timings_switch(timings, timings->stage);
    timings->begun = timings->since;
    for (int stage = 0; stage < PL_STAGE_COUNT; stage++)
        timings->before[stage] = timings->spent[stage];
}

void pl_timings_choose(pl_timings *timings, uint32_t turn, pl_stage stage) {
    pl_timings_enter(timings, stage); /* the end of the turn before */
    timings->skipping = turn % TURNS != 0;
    timings->stage = stage;
    if (!timings->skipping)
        timings->since = now();
}

void pl_timings_spread(pl_timings *timings) {
    int64_t measured = 0, whole;

    if (!timings || !timings->on)
        return;
    timings->skipping = false;
    timings->since = now();
    whole = timings->since - timings->begun;
    for (int stage = 0; stage < PL_STAGE_COUNT; stage++)
        measured += timings->spent[stage] - timings->before[stage];
    for (int stage = 0; stage < PL_STAGE_COUNT && measured > 0; stage++) {
        double part = (double)(timings->spent[stage] - timings->before[stage]) / (double)measured;

        timings->spent[stage] = timings->before[stage] + (int64_t)(part * (double)whole);
    }
}

void pl_timings_print(pl_timings *timings, FILE *out) {
    int64_t sum = 0;

    assert(!timings->skipping);
    pl_timings_switch(timings, timings->stage);
    fputs("timings:", out);
    for (int stage = 0; stage < PL_STAGE_COUNT; stage++) {
        fprintf(out, " %s %.1f ms,", names[stage], (double)timings->spent[stage] / 1e6);
        sum += timings->spent[stage];
    }
    fprintf(out, " all %.1f ms\n", (double)sum / 1e6);
}
