/* turns.c - a thread that waits for its turn looks a while whether it has come before it sleeps: to be
 * woken takes as long as a piece of work does. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "base/turns.h"

#include <assert.h>
#include <stdbool.h>

#define LOOKS 2000 /* some tens of microseconds */

static void pause_a_moment(void) {
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_ia32_pause();
#endif
}

void pl_turns_init(pl_turns *turns, size_t first) {
    atomic_init(&turns->next, first);
    atomic_init(&turns->turn, first);
    pthread_mutex_init(&turns->lock, NULL);
    pthread_cond_init(&turns->passed, NULL);
}

void pl_turns_fini(pl_turns *turns) {
    pthread_cond_destroy(&turns->passed);
    pthread_mutex_destroy(&turns->lock);
}

size_t pl_turns_take(pl_turns *turns) {
    return atomic_fetch_add_explicit(&turns->next, 1, memory_order_relaxed);
}

static bool has_come(pl_turns *turns, size_t piece) {
    return atomic_load_explicit(&turns->turn, memory_order_acquire) == piece;
}

void pl_turns_await(pl_turns *turns, size_t piece) {
    for (unsigned i = 0; i < LOOKS; i++) {
        if (has_come(turns, piece))
            return;
        pause_a_moment();
    }
    pthread_mutex_lock(&turns->lock);
    while (!has_come(turns, piece))
        pthread_cond_wait(&turns->passed, &turns->lock);
    pthread_mutex_unlock(&turns->lock);
}

void pl_turns_pass(pl_turns *turns) {
    pthread_mutex_lock(&turns->lock);
    atomic_fetch_add_explicit(&turns->turn, 1, memory_order_release);
    pthread_cond_broadcast(&turns->passed);
    pthread_mutex_unlock(&turns->lock);
    assert(atomic_load(&turns->turn) <= atomic_load(&turns->next));
}
