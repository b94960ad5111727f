/*
 * test.h — Check under a thin layer: a TEST registers itself, runs in a process of its own with a
 * time-out, and its title is a sentence of the specification.
 *
 *     TEST(book, the_highest_bid_is_the_best) { ... ck_assert_int_eq(...); }
 *
 * A test program takes --seed N, --filter TEXT (part of "module.title"), --list. It closes with
 * "N passed, N failed, N skipped". Random tests draw from test_rng, seeded from --seed, and do
 * test_rounds rounds (--rounds N); a failure prints the line that repeats it.
 */
#ifndef ARGOSY_TESTS_SUPPORT_TEST_H
#define ARGOSY_TESTS_SUPPORT_TEST_H

#include "base/rng.h"

#include <check.h>
#include <stdbool.h>
#include <stdint.h>

struct test {
    const char *module;
    const char *title;
    const char *file;
    void (*run)(void);
    struct test *next;
    const TTest *check;
};

void test_register(struct test *test);

#define TEST(module_name, title_words)                                                             \
    static void test_##module_name##_##title_words(void);                                          \
    START_TEST(check_##module_name##_##title_words)                                                \
    {                                                                                              \
        test_begin();                                                                              \
        test_##module_name##_##title_words();                                                      \
    }                                                                                              \
    END_TEST                                                                                       \
    __attribute__((constructor)) static void register_##module_name##_##title_words(void)          \
    {                                                                                              \
        static struct test test = {                                                                \
            #module_name, #title_words, __FILE__, test_##module_name##_##title_words, 0, 0         \
        };                                                                                         \
        test.check = check_##module_name##_##title_words;                                          \
        test_register(&test);                                                                      \
    }                                                                                              \
    static void test_##module_name##_##title_words(void)

extern struct rng test_rng;
extern uint64_t test_seed;
extern uint64_t test_rounds; /* 1,000 unless --rounds says otherwise */
void test_begin(void);       /* seeds test_rng; TEST calls it */

/* Ends the running test as skipped, with the reason on one line; it is counted, never passed. */
_Noreturn void test_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The recorded data's path for a name below ARGOSY_TEST_DATA, in a static buffer; skips the test
 * when the folder is not there. */
const char *test_data(const char *name);

/* Whether `run` aborts (a broken ASSERT), tried in a process of its own. */
bool test_dies(void (*run)(void *), void *argument);
#define assert_dies(run, argument) ck_assert_msg(test_dies(run, argument), "did not die: " #run)

#endif
