/* turns.h - pieces of work that several threads take, each the next that nobody has, and end in their
 * order: what a thread does in its turn no other does meanwhile, and all of it is seen by the next. */
#ifndef PL_BASE_TURNS_H
#define PL_BASE_TURNS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

typedef struct pl_turns {
    atomic_size_t next; /* piece that nobody has taken */
    atomic_size_t turn; /* piece whose turn it is */
    pthread_mutex_t lock;
    pthread_cond_t passed;
} pl_turns;

/* The first piece has this number. */
void pl_turns_init(pl_turns *turns, size_t first);
void pl_turns_fini(pl_turns *turns);
/* The number of a piece. Whoever takes one waits for its turn and passes it on, unless nobody waits
 * for a later one. */
size_t pl_turns_take(pl_turns *turns);
void pl_turns_await(pl_turns *turns, size_t piece);
void pl_turns_pass(pl_turns *turns);

#endif
