/* progress.c - a line on the terminal that says how far a run is, once that takes longer. A thread of its own looks now and
 * then; the engine is not asked to call anybody. Nothing is written where standard error is no terminal that can wipe a line. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/table.h"

#define WIPE "\r\033[K"
#define FIRST_MS 1000 /* what is faster says nothing */
#define NEXT_MS 200
#define MEGABYTE 1000000u
#define LINE_BYTES 512

struct pl_progress_line {
    const peil *session;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t over;
    bool is_over;
    bool shown; /* there is a line to wipe; of the thread until it has ended */
};

/* ### the line */

static bool is_terminal(void) {
    const char *terminal = getenv("TERM");

    return isatty(STDERR_FILENO) && terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

static unsigned percent(const peil_progress *at) {
    return at->all > 0 ? (unsigned)((double)at->done / (double)at->all * 100) : 0;
}

static void say_loading(char *line, const peil_progress *at) {
    if (at->all > 0)
        snprintf(line, LINE_BYTES, _("reading %s: %llu of %llu MB (%u%%)"), at->file,
                 (unsigned long long)(at->done / MEGABYTE),
                 (unsigned long long)((at->all + MEGABYTE - 1) / MEGABYTE), percent(at));
    else
        snprintf(line, LINE_BYTES, _("reading %s"), at->file);
}

static void say(char *line, const peil_progress *at) {
    line[0] = '\0';
    switch (at->stage) {
    case PEIL_STAGE_NONE: break;
    case PEIL_STAGE_LOADING: say_loading(line, at); break;
    case PEIL_STAGE_EVALUATING:
        snprintf(line, LINE_BYTES, at->all > 0 ? _("evaluating: %u%%") : _("evaluating"),
                 percent(at));
        break;
    case PEIL_STAGE_WRITING:
        snprintf(line, LINE_BYTES, at->all > 0 ? _("writing: %u%%") : _("writing"), percent(at));
        break;
    }
}

/* No longer than the terminal is wide, by its bytes, and without signs that steer it: a line that goes on below is not
 * wiped. */
static void fit(char *line) {
    struct winsize size;
    size_t width = 80, length = strlen(line);

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
        width = size.ws_col;
    if (length >= width) {
        length = width - 1;
        while (length > 0 && ((unsigned char)line[length] & 0xC0) == 0x80)
            length--;
        line[length] = '\0';
    }
    for (; *line; line++)
        if ((unsigned char)*line < ' ' || *line == 0x7F)
            *line = '?';
}

static void put(const char *text) {
    /* What cannot be shown is not missed. */
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        return;
}

static void show(pl_progress_line *line) {
    char text[sizeof WIPE + LINE_BYTES] = WIPE, *end = text + sizeof WIPE - 1;
    peil_progress at;

    peil_watch(line->session, &at);
    say(end, &at);
    if (*end == '\0')
        return;
    fit(end);
    put(text);
    line->shown = true;
}

/* ### the thread */

static void add_milliseconds(struct timespec *time, long milliseconds) {
    time->tv_nsec += milliseconds % 1000 * 1000000;
    time->tv_sec += milliseconds / 1000 + time->tv_nsec / 1000000000;
    time->tv_nsec %= 1000000000;
}

static void *look(void *context) {
    pl_progress_line *line = context;
    struct timespec next;

    clock_gettime(CLOCK_MONOTONIC, &next);
    add_milliseconds(&next, FIRST_MS);
    pthread_mutex_lock(&line->lock);
    while (!line->is_over) {
        if (pthread_cond_timedwait(&line->over, &line->lock, &next) == 0)
            continue;
        show(line);
        clock_gettime(CLOCK_MONOTONIC, &next);
        add_milliseconds(&next, NEXT_MS);
    }
    pthread_mutex_unlock(&line->lock);
    return NULL;
}

static void set_up(pl_progress_line *line) {
    pthread_condattr_t attributes;

    pthread_mutex_init(&line->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&line->over, &attributes);
    pthread_condattr_destroy(&attributes);
}

static void take_down(pl_progress_line *line) {
    pthread_cond_destroy(&line->over);
    pthread_mutex_destroy(&line->lock);
    free(line);
}

pl_progress_line *pl_progress_begin(const peil *p) {
    pl_progress_line *line = is_terminal() ? calloc(1, sizeof *line) : NULL;

    if (!line)
        return NULL;
    line->session = p;
    set_up(line);
    if (pthread_create(&line->thread, NULL, look, line) == 0)
        return line;
    take_down(line);
    return NULL;
}

static bool may_be_terminal(const char *path) {
    struct stat status;

    if (!path || strcmp(path, "-") == 0)
        return isatty(STDOUT_FILENO);
    return stat(path, &status) == 0 && S_ISCHR(status.st_mode);
}

pl_progress_line *pl_progress_beside(const peil *p, const char *path) {
    return may_be_terminal(path) ? NULL : pl_progress_begin(p);
}

void pl_progress_end(pl_progress_line *line) {
    if (!line)
        return;
    pthread_mutex_lock(&line->lock);
    line->is_over = true;
    pthread_cond_signal(&line->over);
    pthread_mutex_unlock(&line->lock);
    pthread_join(line->thread, NULL);
    if (line->shown)
        put(WIPE);
    take_down(line);
}
