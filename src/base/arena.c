/* arena.c - memory with one lifetime, cut from blocks of growing size. A block comes zeroed from
 * calloc and remembers up to where it was ever written, so only memory that a rewind gave back is
 * cleared again. Builds with AddressSanitizer poison what is not handed out; builds with
 * --enable-torture use small blocks, fill rewound memory with junk, and let the allocation whose
 * number stands in PEIL_FAIL_ALLOC fail. It is not safe for two threads on one arena. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define RED_ZONE 8
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define RED_ZONE 0
#endif

#ifdef PL_TORTURE
#include <stdatomic.h>
#define FIRST_BLOCK 256
#define LAST_BLOCK 4096
#define FIRST_ITEMS 1 /* an array moves at every push, as long as it has few */
#define FEW_ITEMS 64
#else
#define FIRST_BLOCK ((size_t)16 << 10)
#define LAST_BLOCK ((size_t)1 << 20)
#define FIRST_ITEMS 4
#define FEW_ITEMS 4
#endif

#define ALIGNMENT 64
#define OBJECT_ALIGNMENT _Alignof(max_align_t)

struct pl_arena_block {
    pl_arena_block *older;
    char *bytes; /* aligned, inside the same heap allocation */
    size_t size;
    size_t used;
    size_t written; /* bytes from here on are still zero */
};

void pl_out_of_memory(void) {
    static const char message[] = "peil: out of memory\n";

    /* write, not stdio: nothing here may allocate. There is nobody left to tell if it fails. On a
     * terminal there may be a line that says how far the run is. */
    if (isatty(STDERR_FILENO) && write(STDERR_FILENO, "\n", 1) < 0)
        _exit(5);
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        _exit(5);
    _exit(5);
}

#ifdef PL_TORTURE
static bool allocation_fails(void) {
    static atomic_long count;
    const char *text = getenv("PEIL_FAIL_ALLOC");

    return text && atomic_fetch_add(&count, 1) + 1 == strtol(text, NULL, 10);
}
#else
static bool allocation_fails(void) {
    return false;
}
#endif

void *pl_heap_resize(void *old, size_t size) {
    void *bytes;

    assert(size > 0);
    bytes = allocation_fails() ? NULL : realloc(old, size);
    if (!bytes)
        pl_out_of_memory();
    return bytes;
}

static size_t checked_add(size_t a, size_t b) {
    size_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        pl_out_of_memory();
    return sum;
}

static size_t padding(size_t used, size_t alignment) {
    assert(alignment > 0 && (alignment & (alignment - 1)) == 0);
    return (alignment - used % alignment) % alignment;
}

static pl_arena_block *new_block(size_t size) {
    size_t whole = checked_add(size, sizeof(pl_arena_block) + ALIGNMENT);
    pl_arena_block *block = calloc(1, whole);
    char *after;

    if (!block)
        pl_out_of_memory();
    after = (char *)(block + 1);
    block->bytes = after + padding((size_t)(uintptr_t)after, ALIGNMENT);
    block->size = size;
    assert(block->bytes + size <= (char *)block + whole);
    POISON(block->bytes, block->size);
    return block;
}

static void free_block(pl_arena_block *block) {
    if (block)
        UNPOISON(block->bytes, block->size);
    free(block);
}

/* ### arrays */

/* Stands before the bytes of an array, in the same heap allocation. */
struct pl_arena_array {
    void *whole; /* what to free */
    pl_arena_array *older;
};

static pl_arena_array *array_of(void *bytes) {
    assert((uintptr_t)bytes % ALIGNMENT == 0);
    return (pl_arena_array *)bytes - 1;
}

void *pl_array_resize(void *array, size_t old_size, size_t size) {
    size_t whole = checked_add(size, sizeof(pl_arena_array) + (size_t)2 * ALIGNMENT);
    char *start = allocation_fails() ? NULL : calloc(1, whole), *bytes;

    assert(size >= old_size && (array || old_size == 0));
    if (!start)
        pl_out_of_memory();
    bytes = start + sizeof(pl_arena_array);
    bytes += padding((size_t)(uintptr_t)bytes, ALIGNMENT);
    *array_of(bytes) = (pl_arena_array){start, NULL};
    if (old_size > 0)
        memcpy(bytes, array, old_size);
    pl_array_free(array);
    return bytes;
}

void pl_array_free(void *array) {
    if (array)
        free(array_of(array)->whole);
}

void *pl_arena_take_array(pl_arena *arena, void *array) {
    if (!array)
        return NULL;
    assert(!array_of(array)->older);
    array_of(array)->older = arena->arrays;
    arena->arrays = array_of(array);
    return array;
}

static void free_arrays(pl_arena *arena, const pl_arena_array *until) {
    while (arena->arrays != until) {
        pl_arena_array *older = arena->arrays->older;

        free(arena->arrays->whole);
        arena->arrays = older;
    }
}

void pl_arena_init(pl_arena *arena) {
    *arena = (pl_arena){0};
}

void pl_arena_fini(pl_arena *arena) {
    free_arrays(arena, NULL);
    while (arena->block) {
        pl_arena_block *older = arena->block->older;

        free_block(arena->block);
        arena->block = older;
    }
    free_block(arena->spare);
    pl_arena_init(arena);
}

static size_t next_block_size(const pl_arena *arena, size_t need) {
    size_t size = FIRST_BLOCK;

    if (arena->block)
        size = arena->block->size < LAST_BLOCK / 2 ? arena->block->size * 2 : LAST_BLOCK;
    return need > size ? need : size;
}

static void add_block(pl_arena *arena, size_t need) {
    pl_arena_block *block = arena->spare;

    if (block && block->size >= need)
        arena->spare = NULL;
    else
        block = new_block(next_block_size(arena, need));
    assert(block->used == 0 && block->size >= need);
    block->older = arena->block;
    arena->block = block;
}

static void *take(pl_arena *arena, size_t size, size_t alignment) {
    size_t whole = checked_add(size, RED_ZONE);
    pl_arena_block *block = arena->block;
    size_t gap = block ? padding(block->used, alignment) : 0;
    char *bytes;

    if (allocation_fails())
        pl_out_of_memory();
    if (!block || block->size - block->used < gap || block->size - block->used - gap < whole) {
        add_block(arena, whole);
        block = arena->block;
        gap = 0;
    }
    bytes = block->bytes + block->used + gap;
    UNPOISON(bytes, size);
    block->used += gap + whole;
    arena->bytes += gap + whole;
    assert(block->used <= block->size);
    return bytes;
}

/* Clears what an earlier owner may have written; the rest is zero since calloc. */
static void clear(pl_arena_block *block, char *bytes, size_t size) {
    size_t start = (size_t)(bytes - block->bytes);

    assert(start <= block->used && size <= block->used - start);
    if (start < block->written) {
        size_t dirty = block->written - start;

        memset(bytes, 0, dirty < size ? dirty : size);
    }
}

static void *take_zeroed(pl_arena *arena, size_t count, size_t size, size_t alignment) {
    size_t total;
    void *bytes;

    if (__builtin_mul_overflow(count, size, &total))
        pl_out_of_memory();
    bytes = take(arena, total, alignment);
    clear(arena->block, bytes, total);
    assert((uintptr_t)bytes % alignment == 0);
    return bytes;
}

void *pl_arena_alloc(pl_arena *arena, size_t count, size_t size) {
    return take_zeroed(arena, count, size, ALIGNMENT);
}

void *pl_arena_object(pl_arena *arena, size_t count, size_t size) {
    return take_zeroed(arena, count, size, OBJECT_ALIGNMENT);
}

char *pl_arena_copy(pl_arena *arena, const char *bytes, size_t length) {
    char *copy = take(arena, checked_add(length, 1), 1);

    assert(bytes || length == 0);
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *pl_arena_format(pl_arena *arena, const char *format, ...) {
    va_list arguments, again;
    int length;
    char *text;

    assert(format);
    va_start(arguments, format);
    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        pl_out_of_memory();
    text = take(arena, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

pl_arena_mark pl_arena_save(const pl_arena *arena) {
    return (pl_arena_mark){arena->arrays, arena->block, arena->block ? arena->block->used : 0,
                           arena->bytes};
}

/* Everything from `used` on is free again; it counts as written up to where it was handed out. */
static void shrink(pl_arena_block *block, size_t used) {
    assert(used <= block->used && block->written <= block->size);
    if (block->used > block->written)
        block->written = block->used;
#ifdef PL_TORTURE
    UNPOISON(block->bytes + used, block->used - used);
    memset(block->bytes + used, 0xA5, block->used - used);
#endif
    POISON(block->bytes + used, block->size - used);
    block->used = used;
}

/* The larger of the two stays as the spare: a loop that rewinds must not allocate each time. */
static void keep_spare(pl_arena *arena, pl_arena_block *block) {
    pl_arena_block *other = arena->spare;

    if (!other || other->size < block->size) {
        shrink(block, 0);
        arena->spare = block;
        block = other;
    }
    free_block(block);
    assert(arena->spare && arena->spare->used == 0);
}

void pl_arena_rewind(pl_arena *arena, pl_arena_mark mark) {
    assert(mark.bytes <= arena->bytes);
    free_arrays(arena, mark.arrays);
    while (arena->block != mark.block) {
        pl_arena_block *newest = arena->block;

        assert(newest); /* else the mark is of another arena, or was rewound already */
        arena->block = newest->older;
        keep_spare(arena, newest);
    }
    if (arena->block)
        shrink(arena->block, mark.used);
    arena->bytes = mark.bytes;
}

void *pl_vec_grow(pl_arena *arena, const void *items, uint32_t len, uint32_t *cap, size_t size) {
    uint32_t wider;
    void *copy;

    assert(len == *cap && size > 0 && (items || len == 0));
    if (*cap > UINT32_MAX / 2)
        pl_out_of_memory();
    wider = *cap < FEW_ITEMS ? *cap + FIRST_ITEMS : *cap * 2;
    copy = pl_arena_object(arena, wider, size);
    if (len > 0)
        memcpy(copy, items, len * size);
    *cap = wider;
    assert(len < *cap);
    return copy;
}
