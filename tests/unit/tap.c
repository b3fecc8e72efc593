/* tap.c - the producer of TAP; its counters are those of the process: one program, one stream. */
#include "tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int planned = -1, made, failed;

/* Name of a check; a `#` in it would be read as a directive. */
static bool report(bool passed, const char *name, va_list arguments) {
    char text[512];

    vsnprintf(text, sizeof text, name, arguments);
    for (char *p = text; *p; p++)
        if (*p == '#' || *p == '\n')
            *p = ' ';
    made++;
    failed += !passed;
    printf("%s %d - %s\n", passed ? "ok" : "not ok", made, text);
    fflush(stdout);
    return passed;
}

/* Every line of `text` as a comment. */
static void show(const char *label, const char *text) {
    printf("# %s:\n", label);
    if (!text) {
        printf("#   (none)\n");
        return;
    }
    while (*text) {
        size_t length = strcspn(text, "\n");

        printf("#   |%.*s|\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

void tap_plan(int count) {
    planned = count;
    printf("1..%d\n", count);
}

bool tap_ok(bool passed, const char *name, ...) {
    va_list arguments;

    va_start(arguments, name);
    report(passed, name, arguments);
    va_end(arguments);
    return passed;
}

bool tap_is_string(const char *got, const char *wanted, const char *name, ...) {
    bool passed = got == wanted || (got && wanted && strcmp(got, wanted) == 0);
    va_list arguments;

    va_start(arguments, name);
    report(passed, name, arguments);
    va_end(arguments);
    if (!passed) {
        show("got", got);
        show("wanted", wanted);
    }
    return passed;
}

bool tap_is_int(long long got, long long wanted, const char *name, ...) {
    va_list arguments;

    va_start(arguments, name);
    report(got == wanted, name, arguments);
    va_end(arguments);
    if (got != wanted)
        printf("# got %lld, wanted %lld\n", got, wanted);
    return got == wanted;
}

void tap_skip(const char *name, const char *reason) {
    made++;
    printf("ok %d - %s # SKIP %s\n", made, name, reason);
}

/* xorshift64*: the low bits of the state are weak, the high ones of the product are not. */
uint64_t tap_random_bits(void) {
    static uint64_t state = 88172645463325252u;

    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 0x2545F4914F6CDD1Du;
}

uint32_t tap_random(uint32_t below) {
    return below > 0 ? (uint32_t)((tap_random_bits() >> 32) % below) : 0;
}

int tap_done(void) {
    if (planned < 0)
        printf("1..%d\n", made);
    else if (planned != made)
        printf("# planned %d checks, made %d\n", planned, made);
    if (failed > 0)
        printf("# %d of %d failed\n", failed, made);
    return failed > 0 || (planned >= 0 && planned != made);
}
