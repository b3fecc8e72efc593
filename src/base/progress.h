/* progress.h - how far a run is, for another thread to look at. What runs notes it once for many
 * rows or bytes, at the cost of a store; nothing is printed here. */
#ifndef PL_BASE_PROGRESS_H
#define PL_BASE_PROGRESS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

typedef enum pl_progress_stage {
    PL_PROGRESS_NONE,
    PL_PROGRESS_LOAD,     /* of a file; in bytes */
    PL_PROGRESS_EVALUATE, /* in rows, each as often as the program goes over it */
    PL_PROGRESS_WRITE     /* in rows */
} pl_progress_stage;

/* All zero at first. One thread writes at a time; what others read of it may be of two moments. */
typedef struct pl_progress {
    _Atomic(pl_progress_stage) stage;
    _Atomic(const char *) file; /* LOAD: its name; lives as long as this does */
    _Atomic(uint64_t) all;      /* 0: not known */
    _Atomic(uint64_t) done;
} pl_progress;

/* Those below do nothing where progress is NULL: nobody can look. */

static inline void pl_progress_reach(pl_progress *progress, uint64_t done) {
    if (progress)
        atomic_store_explicit(&progress->done, done, memory_order_relaxed);
}

static inline void pl_progress_expect(pl_progress *progress, uint64_t all) {
    pl_progress_reach(progress, 0);
    if (progress)
        atomic_store_explicit(&progress->all, all, memory_order_relaxed);
}

static inline void pl_progress_enter(pl_progress *progress, pl_progress_stage stage,
                                     const char *file) {
    if (!progress)
        return;
    pl_progress_expect(progress, 0);
    atomic_store_explicit(&progress->file, file, memory_order_release);
    atomic_store_explicit(&progress->stage, stage, memory_order_release);
}

/* For those who work in several stages: NULL when it is not this one. */
static inline pl_progress *pl_progress_in(pl_progress *progress, pl_progress_stage stage) {
    return progress && atomic_load_explicit(&progress->stage, memory_order_relaxed) == stage
        ? progress
        : NULL;
}

#endif
