#include "base/assert.h"
#include "support/test.h"

#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

static sigjmp_buf back;
static const char *told;

static void on_abort(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

static void report(const char *file, int line, const char *condition)
{
    told = strstr(file, "assert_test.c") && line > 0 ? condition : "of another place";
}

/* Whether a broken condition stops what it stands in; the process is caught on its way out. */
static bool stops(void (*reporter)(const char *file, int line, const char *condition))
{
    volatile int sails = 1;
    assert_report = reporter;
    signal(SIGABRT, on_abort);
    if (sigsetjmp(back, 1)) return true;
    ASSERT(sails == 3);
    return false;
}

TEST(assert, a_broken_condition_is_reported_by_its_text_and_then_stops_the_process)
{
    ck_assert(stops(report));
    ck_assert_str_eq(told, "sails == 3");
}

TEST(assert, without_a_reporter_it_stops_the_process_all_the_same)
{
    told = NULL;
    ck_assert(stops(NULL));
    ck_assert_ptr_null(told);
}
