/*
 * assert.h — what must be true. ASSERT is cheap and stays in release builds; VERIFY is thorough and
 * exists in test builds (ARGOSY_VERIFY). A broken one stops the process: a halted platform loses
 * less than a wrong one.
 */
#ifndef ARGOSY_BASE_ASSERT_H
#define ARGOSY_BASE_ASSERT_H

#include <assert.h> /* static_assert */

#define MUST_USE           __attribute__((warn_unused_result))
#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define UNUSED             __attribute__((unused))
#define LIKELY(x)          __builtin_expect(!!(x), 1)
#define UNLIKELY(x)        __builtin_expect(!!(x), 0)

/* Called with the failed condition just before the process aborts; the shell points it at a writer
 * to stderr. May be NULL. */
extern void (*assert_report)(const char *file, int line, const char *condition);

_Noreturn void assert_failed(const char *file, int line, const char *condition);

#define ASSERT(condition)                                                                          \
    (LIKELY(condition) ? (void)0 : assert_failed(__FILE__, __LINE__, #condition))

#ifdef ARGOSY_VERIFY
#define VERIFY(condition) ASSERT(condition)
#else
#define VERIFY(condition) ((void)sizeof(condition))
#endif

#endif
