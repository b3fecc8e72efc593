/* timings.h - how long each stage of a run takes, for --timings. One stage runs at a time; entering
 * one leaves the one before. Costs nothing but a test while nobody asks. */
#ifndef PL_BASE_TIMINGS_H
#define PL_BASE_TIMINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef enum pl_stage {
    PL_STAGE_RULES,    /* rule files to a program */
    PL_STAGE_MAP,      /* data files into memory, their encoding */
    PL_STAGE_SCAN,     /* records and fields */
    PL_STAGE_PARSE,    /* fields to values */
    PL_STAGE_RELATE,   /* keys to rows, values to columns */
    PL_STAGE_EVALUATE, /* the program over the columns */
    PL_STAGE_WRITE,    /* order of subjects, report or table */
    PL_STAGE_COUNT
} pl_stage;

/* All zero: not asked for. */
typedef struct pl_timings {
    bool on;
    pl_stage stage;
    int64_t since; /* nanoseconds */
    int64_t spent[PL_STAGE_COUNT];
    /* Between pl_timings_sample and pl_timings_spread: */
    bool skipping;
    int64_t begun, before[PL_STAGE_COUNT];
} pl_timings;

void pl_timings_begin(pl_timings *timings);
void pl_timings_switch(pl_timings *timings, pl_stage stage);
/* Where stages change millions of times, reading the clock would be most of it: from pl_timings_sample
 * to pl_timings_spread only one in many turns is measured, and what the whole
 * took is spread over the stages as they share these. `turn` counts from 0 and begins in `stage`. */
void pl_timings_sample(pl_timings *timings);
void pl_timings_choose(pl_timings *timings, uint32_t turn, pl_stage stage);
void pl_timings_spread(pl_timings *timings);
/* Leaves the last stage; "timings: rules 0.8 ms, map 10.0 ms, ..". */
void pl_timings_print(pl_timings *timings, FILE *out);

static inline void pl_timings_enter(pl_timings *timings, pl_stage stage) {
    if (timings && timings->on && !timings->skipping)
        pl_timings_switch(timings, stage);
}

static inline void pl_timings_turn(pl_timings *timings, uint32_t turn, pl_stage stage) {
    if (timings && timings->on)
        pl_timings_choose(timings, turn, stage);
}

#endif
