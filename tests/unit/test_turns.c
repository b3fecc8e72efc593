/* test_turns.c - threads that take pieces at once end them in their order, each once, and see what was
 * done in the turns before: with few threads and many, with pieces that take no time and some. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/turns.h"
#include "tap.h"

#define PIECES 3000u
#define MOST_THREADS 8u

typedef struct shared {
    pl_turns turns;
    size_t first;
    unsigned slow; /* one piece in so many takes a while; 0: none */
    uint64_t sum;  /* of the turn: not atomic */
    size_t done;
    bool in_order;
} shared;

static void *work(void *context) {
    shared *s = context;
    size_t piece;

    while ((piece = pl_turns_take(&s->turns)) < s->first + PIECES) {
        if (s->slow > 0 && piece % s->slow == 0)
            nanosleep(&(struct timespec){.tv_nsec = 300000}, NULL); /* longer than anybody looks */
        pl_turns_await(&s->turns, piece);
        s->in_order = s->in_order && piece == s->first + s->done;
        s->sum = s->sum * 31 + piece;
        s->done++;
        pl_turns_pass(&s->turns);
    }
    return NULL;
}

static uint64_t sum_of(size_t first) {
    uint64_t sum = 0;

    for (size_t i = 0; i < PIECES; i++)
        sum = sum * 31 + first + i;
    return sum;
}

static bool runs(unsigned count, size_t first, unsigned slow) {
    shared s = {.first = first, .slow = slow, .in_order = true};
    pthread_t threads[MOST_THREADS];
    unsigned begun = 0;

    pl_turns_init(&s.turns, first);
    while (begun + 1 < count && pthread_create(&threads[begun], NULL, work, &s) == 0)
        begun++;
    work(&s);
    while (begun > 0)
        pthread_join(threads[--begun], NULL);
    pl_turns_fini(&s.turns);
    return s.in_order && s.done == PIECES && s.sum == sum_of(first);
}

int main(void) {
    tap_ok(runs(1, 0, 0), "one thread");
    tap_ok(runs(2, 7, 0), "two, from a later piece on");
    tap_ok(runs(MOST_THREADS, 0, 0), "more threads than processors");
    tap_ok(runs(2, 0, 50), "two, and some pieces take a while");
    tap_ok(runs(MOST_THREADS, 0, 20), "many, and some pieces take a while");
    return tap_done();
}
