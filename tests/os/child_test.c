#include "os/child.h"
#include "support/test.h"

#include "os/clock.h"

#include <string.h>

static const int64_t second_ns = 1000000000;
static struct err err;

static enum status run(const char *script, int64_t time_ns, bool (*goes_on)(void *self))
{
    const char *const arguments[] = { "sh", "-c", script, NULL };
    const struct child_limits limits = { .time_ns = time_ns, .goes_on = goes_on };
    err = (struct err){ 0 };
    return child_run(arguments, &limits, &err);
}

TEST(child, a_program_that_ends_well_is_ok)
{
    ck_assert_int_eq(run("echo words; echo more >&2", 10 * second_ns, NULL), ST_OK);
}

TEST(child, another_exit_code_is_a_refusal_and_the_last_line_its_story)
{
    ck_assert_int_eq(
        run("echo first >&2; printf 'the reason\\n' >&2; exit 3", 10 * second_ns, NULL),
        ST_REFUSED);
    ck_assert_str_eq(err.text, "sh: the reason");
    ck_assert_int_eq(run("printf 'cut short' >&2; exit 1", 10 * second_ns, NULL), ST_REFUSED);
    ck_assert_str_eq(err.text, "sh: cut short");
    ck_assert_int_eq(run("kill -9 $$", 10 * second_ns, NULL), ST_REFUSED);
    ck_assert_str_eq(err.text, "sh: it failed and did not say why");
}

TEST(child, much_talk_does_not_stop_it)
{
    ck_assert_int_eq(
        run("i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i + 1)); done; exit 1",
            60 * second_ns, NULL),
        ST_REFUSED);
    ck_assert_str_eq(err.text, "sh: line 19999");
}

TEST(child, a_program_that_is_not_there_is_absent)
{
    const char *const arguments[] = { "argosy-no-such-program", NULL };
    const struct child_limits limits = { .time_ns = second_ns };
    ck_assert_int_eq(child_run(arguments, &limits, &err), ST_ABSENT);
}

TEST(child, it_is_stopped_with_all_it_started_when_its_time_is_over)
{
    int64_t start_ns = clock_mono_ns();
    ck_assert_int_eq(run("sleep 30 & sleep 30", second_ns / 5, NULL), ST_AGAIN);
    ck_assert_int_lt(clock_mono_ns() - start_ns, 10 * second_ns);
}

static bool says_no(void *self)
{
    (void)self;
    return false;
}

TEST(child, it_is_stopped_when_it_is_told_to)
{
    ck_assert_int_eq(run("sleep 30", 60 * second_ns, says_no), ST_INTERRUPTED);
}
