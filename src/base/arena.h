/* arena.h - memory with one lifetime: many small allocations, freed together.
 * Three arenas live in a run: compilation, dataset, evaluation. Nothing in an arena is freed alone;
 * a pointer points into its own or a longer-lived arena. */
#ifndef PL_BASE_ARENA_H
#define PL_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pl_arena_block pl_arena_block;

typedef struct pl_arena_array pl_arena_array;

typedef struct pl_arena {
    pl_arena_array *arrays; /* those it was given, the newest first */
    pl_arena_block *block;  /* the newest block, NULL when empty */
    pl_arena_block *spare;  /* a block that a rewind left over, or NULL */
    size_t bytes;           /* handed out since init */
} pl_arena;

typedef struct pl_arena_mark {
    pl_arena_array *arrays;
    pl_arena_block *block;
    size_t used;
    size_t bytes;
} pl_arena_mark;

/* The one exit for lack of memory: says so on standard error and ends the process with status 5. */
_Noreturn void pl_out_of_memory(void);
/* realloc that does not fail: leaves through pl_out_of_memory. size > 0; free() releases it. */
void *pl_heap_resize(void *old, size_t size);

/* Arrays that grow, on the heap: aligned to 64, padded to a multiple of 64 bytes, zero where nothing
 * was written. Large ones take memory only where they are written. `array` may be NULL; its first
 * `old_size` bytes are kept. */
void *pl_array_resize(void *array, size_t old_size, size_t size);
void pl_array_free(void *array);

void pl_arena_init(pl_arena *arena);
void pl_arena_fini(pl_arena *arena);

/* `count * size` zeroed bytes, aligned to 64; never NULL. A product that overflows leaves through
 * pl_out_of_memory. Nothing to allocate still gives a pointer that may be passed on. */
void *pl_arena_alloc(pl_arena *arena, size_t count, size_t size);
/* The same, aligned for any object but no more: what is small and many stands closer. */
void *pl_arena_object(pl_arena *arena, size_t count, size_t size);
/* A copy of `length` bytes with a NUL behind it; not aligned. */
char *pl_arena_copy(pl_arena *arena, const char *bytes, size_t length);
/* From now on an array is the arena's, which frees it. NULL stays NULL. */
void *pl_arena_take_array(pl_arena *arena, void *array);
/* printf into the arena. */
char *pl_arena_format(pl_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Marks of one arena are rewound in the reverse of the order in which they were saved. */
pl_arena_mark pl_arena_save(const pl_arena *arena);
/* Frees all that was allocated since `mark`; pointers from after it are dead. */
void pl_arena_rewind(pl_arena *arena, pl_arena_mark mark);

#define PL_MAKE(arena, T) ((T *)pl_arena_object((arena), 1, sizeof(T)))
#define PL_MAKE_ARRAY(arena, T, n) ((T *)pl_arena_alloc((arena), (size_t)(n), sizeof(T)))

/* A growable array in an arena: PL_VEC(pl_rule *) rules; PL_PUSH(arena, &x->rules, rule); and then
 * for (i < x->rules.len) x->rules.items[i]. Growing copies; old items live as long as the arena. */
#define PL_VEC(T)                                                                                  \
    struct {                                                                                       \
        T *items;                                                                                  \
        uint32_t len, cap;                                                                         \
    }
#define PL_PUSH(arena, vec, value)                                                                 \
    do {                                                                                           \
        if ((vec)->len == (vec)->cap)                                                              \
            (vec)->items =                                                                         \
                pl_vec_grow((arena), (vec)->items, (vec)->len, &(vec)->cap, sizeof *(vec)->items); \
        (vec)->items[(vec)->len++] = (value);                                                      \
    } while (0)
/* Of PL_PUSH only: a copy of the full array of `len` items of `size` bytes, with room for more. */
void *pl_vec_grow(pl_arena *arena, const void *items, uint32_t len, uint32_t *cap, size_t size);

#endif
