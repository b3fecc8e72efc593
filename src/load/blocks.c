/* blocks.c - a block is what begins in a stretch of the file: it is read into a window, which grows
 * until its last record ends in it, scanned and read as a batch; then its records are placed. Several
 * threads read blocks at once, each guessing that a record begins behind the first LF; they are placed
 * one after the other, in the order of the file, when it is known whether the guess was right. A
 * record that is odd, and those behind a place where the scan gave up, are read by the record reader
 * from the same window. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include "load/blocks.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/turns.h"
#include "load/csv.h"

#define BLOCK_BYTES ((size_t)128 << 10)
#define SLACK 1024u /* bytes behind a block, for the end of its last record */
#define FRONT 64u   /* readable bytes before a window */
#define MOST_PATIENCE 4096u

/* A part of the file in memory. */
typedef struct window {
    char *memory; /* on the heap: FRONT bytes, the text, PL_SCAN_PADDING bytes */
    size_t room, length;
    size_t offset; /* of its first byte in the file */
} window;

typedef struct block {
    window window;
    pl_batch batch;
    pl_shared shared;
    size_t from;  /* in the window: where the first record begins, or is thought to */
    size_t limit; /* in the window: records that begin before belong to the block */
    size_t next;  /* in the window: where the records of the batch end */
    pl_scan_end end;
    bool foul; /* some of it is not text in UTF-8, or could not be read */
} block;

typedef struct blocks {
    pl_load_state *state;
    pl_plan *plan;
    pl_str text; /* of a parted file only its length counts */
    pl_load_file *file;
    pl_records *records;
    pl_csv *csv; /* of the records */
    pl_pass *pass;
    pl_placing *placing;
    pl_timings *timings; /* NULL: several threads, whose times no clock adds up */
    size_t bytes;        /* of a block */
    size_t first;        /* in the file: where the first record begins */
    pl_turns turns;      /* to place a block */
    atomic_bool stopped; /* by a fault of the file's form, or because it is foul */
    /* Of the thread whose turn it is: */
    size_t at;      /* in the file: where the next record begins */
    uint32_t line;  /* and on which line */
    uint32_t count; /* of records */
    bool foul;
    uint32_t *lines; /* [room]: of the records of a batch */
    uint32_t room;
} blocks;

/* ### windows */

static char *text_of(const window *w) {
    return w->memory + FRONT;
}

static bool is_final(const blocks *b, const window *w) {
    return w->offset + w->length == b->text.len;
}

/* False when they are not there any more: then they are zeros. */
static bool read_bytes(const blocks *b, size_t at, char *bytes, size_t size) {
    size_t got;

    if (!b->file->parted) {
        memcpy(bytes, b->text.ptr + at, size);
        return true;
    }
    got = pl_input_read(&b->file->input, b->file->begin + at, bytes, size);
    memset(bytes + got, 0, size - got);
    return got == size;
}

/* Makes the text of the window `length` bytes long, or less where the file ends. */
static void fill(const blocks *b, block *k, size_t length) {
    window *w = &k->window;
    size_t left = b->text.len - w->offset;

    length = length < left ? length : left;
    if (FRONT + length + PL_SCAN_PADDING > w->room) {
        w->room = FRONT + length + length / 2 + PL_SCAN_PADDING;
        w->memory = pl_heap_resize(w->memory, w->room);
        memset(w->memory, 0, FRONT);
    }
    assert(w->length <= length);
    if (!read_bytes(b, w->offset + w->length, text_of(w) + w->length, length - w->length))
        k->foul = true;
    memset(text_of(w) + length, 0, PL_SCAN_PADDING);
    w->length = length;
}

static void extend(const blocks *b, block *k) {
    assert(!is_final(b, &k->window));
    fill(b, k, k->window.length * 2);
}

/* Is a part of the window, from one record to another, text? Not asked of what was scanned. */
static void check(const blocks *b, block *k, size_t from, size_t to) {
    if (b->file->parted && !pl_is_text((pl_str){text_of(&k->window) + from, to - from}))
        k->foul = true;
}

/* ### one batch */

/* The records from `from` on, in the window, as values. */
static void read_batch(const blocks *b, block *k, size_t from) {
    pl_timings_enter(b->timings, PL_STAGE_SCAN);
    pl_scan_begin(&k->batch.scan);
    k->from = k->next = from;
    for (;;) {
        k->end = pl_scan_records(&k->batch.scan, text_of(&k->window), k->window.length,
                                 is_final(b, &k->window), k->next, k->limit, &k->next);
        if (k->end != PL_SCAN_HUNGRY)
            break;
        extend(b, k);
    }
    assert(!k->batch.scan.foul || b->file->parted);
    k->foul = k->foul || k->batch.scan.foul;
    if (k->foul)
        pl_scan_begin(&k->batch.scan); /* no records of this */
    pl_timings_enter(b->timings, PL_STAGE_PARSE);
    if (pl_batch_forget(&k->batch))
        pl_shared_fini(&k->shared);
    pl_batch_read(&k->batch, text_of(&k->window));
}

/* Behind the first LF: in a file without line ends in quotes, where a record begins. */
static size_t guess(const block *k) {
    const char *text = text_of(&k->window), *lf = memchr(text, '\n', k->limit);

    return lf ? (size_t)(lf - text) + 1 : k->limit;
}

/* Reads block `number`; which was none before. */
static void open_block(const blocks *b, block *k, size_t number) {
    size_t start = number * b->bytes, before = start > b->first ? 1 : 0, left;

    k->window.offset = start - before;
    k->window.length = 0;
    k->foul = false;
    left = b->text.len - k->window.offset;
    pl_timings_enter(b->timings, PL_STAGE_MAP);
    fill(b, k, b->bytes + SLACK);
    k->limit = b->bytes + before < left ? b->bytes + before : left;
    read_batch(b, k, before ? guess(k) : b->first - start);
}

/* ### records of the record reader */

/* Reads the record at `at` of the window; gives where the next begins. */
static size_t read_record(blocks *b, block *k, size_t at) {
    pl_csv *csv = b->csv;
    bool found;

    for (;;) {
        csv->bytes = (pl_str){text_of(&k->window), k->window.length};
        csv->at = at;
        csv->line = b->line;
        csv->block = SIZE_MAX;
        csv->fault = PL_CSV_FINE;
        found = b->records->form->next(b->records);
        if (csv->at < k->window.length || is_final(b, &k->window))
            break;
        extend(b, k); /* it may go on behind the window */
    }
    assert(csv->at > at || !found);
    check(b, k, at, csv->at);
    b->line = csv->line;
    b->foul = k->foul;
    b->stopped = k->foul || csv->fault != PL_CSV_FINE;
    if (found && !k->foul) {
        pl_pass_record(b->pass);
        b->count++;
    }
    return csv->at;
}

/* ### lines */

static uint32_t count_lines(const char *text, size_t from, size_t to) {
    uint32_t lines = 0;

    for (size_t i = from; i < to; i++)
        lines += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    return lines;
}

/* The line of each record of the batch, the first on `line`; gives that of the next. */
static uint32_t number_lines(blocks *b, const block *k, uint32_t line) {
    const pl_scan *scan = &k->batch.scan;

    if (scan->rows > b->room) {
        b->room = k->batch.room;
        b->lines = pl_heap_resize(b->lines, b->room * sizeof *b->lines);
    }
    if (!scan->broken) {
        for (uint32_t r = 0; r < scan->rows; r++)
            b->lines[r] = line + r;
        return line + scan->rows;
    }
    for (uint32_t r = 0; r < scan->rows; r++) {
        const uint32_t *ends = scan->ends + (size_t)r * scan->fields;

        b->lines[r] = line;
        line += 1 + count_lines(text_of(&k->window), ends[0] + 1, ends[scan->fields]);
    }
    return line;
}

/* ### blocks in their turn */

static void place_batch(blocks *b, block *k) {
    const pl_scan *scan = &k->batch.scan;
    uint32_t after = number_lines(b, k, b->line);

    pl_timings_enter(b->timings, PL_STAGE_RELATE);
    pl_placing_begin(b->placing, &k->batch, &k->shared);
    for (uint32_t r = 0; !b->stopped; r++) {
        uint32_t reached = pl_placing_run(b->placing, r, b->lines);

        assert(reached >= r && reached <= scan->rows);
        b->count += reached - r;
        r = reached;
        if (r == scan->rows)
            break;
        b->line = b->lines[r];
        read_record(b, k, scan->ends[(size_t)r * scan->fields] + 1u);
    }
    if (!b->stopped)
        b->line = after;
}

/* Where the scan gave up, record by record, longer each time; gives where to scan again. */
static size_t read_odd(blocks *b, block *k, size_t at, uint32_t *patience) {
    for (uint32_t i = 0; i < *patience && at < k->limit && !b->stopped; i++)
        at = read_record(b, k, at);
    if (*patience < MOST_PATIENCE)
        *patience *= 2;
    return at;
}

/* As many as the records of the first batch make likely. */
static void expect(blocks *b, const block *k) {
    size_t bytes = k->window.offset + k->next - b->at;
    double likely;

    if (b->count > 0 || k->batch.scan.rows == 0)
        return;
    likely = (double)(b->text.len - b->at) / (double)bytes * k->batch.scan.rows;
    if (likely < (double)INT32_MAX / 2)
        pl_placing_expect(b->placing, (uint32_t)(likely * 1.03) + 64);
}

/* What was read of the window is done with. */
static void take(const blocks *b, const block *k, size_t from) {
    size_t at = b->file->begin + from;

    if (b->file->parted && at == b->file->taken)
        pl_load_file_take(b->file,
                          (pl_str){text_of(&k->window) + from - k->window.offset, b->at - from});
}

static void settle(blocks *b, block *k) {
    uint32_t patience = 1;
    size_t at, from = b->at;

    assert(from >= k->window.offset);
    if (from >= k->window.offset + k->limit)
        return; /* one record goes over the whole block */
    if (from != k->window.offset + k->from)
        read_batch(b, k, from - k->window.offset);
    for (;;) {
        b->foul = k->foul;
        b->stopped = b->stopped || k->foul;
        if (!b->stopped)
            expect(b, k);
        place_batch(b, k);
        at = k->next;
        if (k->end == PL_SCAN_ODD && at < k->limit && !b->stopped)
            at = read_odd(b, k, at, &patience);
        if (at >= k->limit || b->stopped)
            break;
        read_batch(b, k, at);
    }
    assert(at <= k->window.length);
    b->at = k->window.offset + at;
    pl_progress_reach(b->state->needed->progress, b->at);
    if (!b->foul)
        take(b, k, from);
}

/* ### threads */

/* One thread's work: block after block, as long as there are any. */
static void *work(void *context) {
    blocks *b = context;
    block k = {.foul = false};
    size_t number;

    pl_batch_init(&k.batch, b->plan, b->records->width, &b->state->needed->ways);
    while ((number = pl_turns_take(&b->turns)) * b->bytes < b->text.len) {
        if (!b->stopped)
            open_block(b, &k, number);
        pl_turns_await(&b->turns, number);
        if (!b->stopped)
            settle(b, &k);
        pl_turns_pass(&b->turns);
    }
    pl_batch_fini(&k.batch);
    pl_shared_fini(&k.shared);
    free(k.window.memory);
    return NULL;
}

#define MOST_THREADS 64
#define BLOCKS_EACH 4u /* with fewer for each thread it is not worth while to begin one */

static unsigned thread_count(const blocks *b) {
    unsigned jobs = b->state->needed->ways.jobs;
    size_t most = b->text.len / b->bytes / BLOCKS_EACH;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

    if (jobs == 0)
        jobs = processors > 0 ? (unsigned)processors : 1;
    jobs = jobs < MOST_THREADS ? jobs : MOST_THREADS;
    return jobs <= most ? jobs : most > 0 ? (unsigned)most : 1;
}

/* This thread works too; those that cannot be begun are done without. */
static void run(blocks *b) {
    pthread_t threads[MOST_THREADS];
    unsigned count = thread_count(b), begun = 0;

    if (count > 1) {
        pl_timings_enter(b->timings, PL_STAGE_PARSE);
        b->timings = NULL;
    }
    while (begun + 1 < count && pthread_create(&threads[begun], NULL, work, b) == 0)
        begun++;
    work(b);
    while (begun > 0)
        pthread_join(threads[--begun], NULL);
}

/* ### all */

bool pl_blocks_know(const pl_load_state *state, const pl_plan *plan, const pl_records *records) {
    return pl_records_csv(records) && !state->needed->ways.singly && pl_place_knows(state, plan);
}

bool pl_read_blocks(pl_load_state *state, pl_plan *plan, pl_records *records) {
    const pl_load_ways *ways = &state->needed->ways;
    pl_csv *csv = pl_records_csv(records);
    size_t bytes = ways->block_bytes > 0 ? ways->block_bytes : BLOCK_BYTES;
    blocks b = {.state = state,
                .plan = plan,
                .text = csv->bytes,
                .file = records->file,
                .records = records,
                .csv = csv,
                .timings = state->needed->timings,
                .bytes = bytes,
                .first = csv->at,
                .at = csv->at,
                .line = csv->line};

    if (b.file->parted) {
        b.text = (pl_str){NULL, b.file->input.size - b.file->begin};
        if (b.file->taken == 0)
            pl_load_file_take(b.file,
                              (pl_str){csv->bytes.ptr - b.file->begin, b.file->begin + b.at});
    }
    pl_turns_init(&b.turns, csv->at / bytes);
    b.pass = pl_pass_new(state, plan, records);
    b.placing = pl_placing_new(state, plan);
    run(&b);
    pl_pass_free(b.pass, b.count);
    pl_placing_free(b.placing);
    pl_turns_fini(&b.turns);
    free(b.lines);
    return !b.foul;
}
