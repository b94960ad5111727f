/*
 * holds.h — an assertion for loops of millions: Check notes every ck_assert it passes, which costs
 * a system call; HOLDS is heard only when it is broken.
 */
#ifndef ARGOSY_TESTS_SUPPORT_HOLDS_H
#define ARGOSY_TESTS_SUPPORT_HOLDS_H

#include "support/test.h"

#define HOLDS(condition, format, ...)                                                              \
    do {                                                                                           \
        if (!(condition)) ck_abort_msg("%s: " format, #condition, __VA_ARGS__);                    \
    } while (0)

#endif
