/* tap.h - Test Anything Protocol for unit tests in C: one executable, one stream of results.
 * Each check prints one line; a failure also shows what was got and what was wanted. */
#ifndef PL_TESTS_TAP_H
#define PL_TESTS_TAP_H

#include <stdbool.h>
#include <stdint.h>

/* The number of checks, before the first; without it tap_done counts them. */
void tap_plan(int count);
/* Each returns whether it passed. The name is printf-like. */
bool tap_ok(bool passed, const char *name, ...) __attribute__((format(printf, 2, 3)));
bool tap_is_string(const char *got, const char *wanted, const char *name, ...)
    __attribute__((format(printf, 3, 4)));
bool tap_is_int(long long got, long long wanted, const char *name, ...)
    __attribute__((format(printf, 3, 4)));
/* A check that cannot be made here. */
void tap_skip(const char *name, const char *reason);
/* Numbers that are as good as random, and the same in every run. */
uint64_t tap_random_bits(void);
/* 0..below - 1; 0 when below is 0. */
uint32_t tap_random(uint32_t below);
/* Ends the stream. The exit status: 0 when all passed and the plan was kept. */
int tap_done(void);

#endif
