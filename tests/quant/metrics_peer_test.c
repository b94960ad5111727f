/* The libraries' own figures, where Python has them: PEER_PYTHON names the interpreter, python3
 * else. */
#include "quant/metrics.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAY_NS (INT64_C(86400) * 1000000000)

enum { DAYS = 700 };

static int64_t ts_ns[DAYS];
static double equity[DAYS], mark[DAYS];
static double measured[METRICS_CONVENTION_COUNT][METRIC_COUNT];
static uint8_t scratch[DAYS * 32 + 4096];

/* A market and a run that follows it by half, with quiet and wild times. */
static void write_run(FILE *file)
{
    double value = 100, price = 50, wild = 0.01;
    for (int i = 0; i < DAYS; i++) {
        if (i % 100 == 0) wild = 0.003 + 0.03 * rng_unit(&test_rng);
        double b = wild * (rng_unit(&test_rng) + rng_unit(&test_rng) + rng_unit(&test_rng) - 1.49);
        double r = 0.5 * b + wild * (rng_unit(&test_rng) - 0.49), value_before = value,
               price_before = price;
        ts_ns[i] = (17897 + i) * DAY_NS;
        equity[i] = value *= 1 + r;
        mark[i] = price *= 1 + b;
        fprintf(file, "%.17g %.17g\n", value / value_before - 1, price / price_before - 1);
    }
}

static void measure(void)
{
    for (uint32_t c = 0; c < METRICS_CONVENTION_COUNT; c++) {
        struct arena arena;
        struct err err = { 0 };
        struct metric_input input = { .convention = (enum metric_convention)c,
                                      .equity_start = 100,
                                      .count = DAYS,
                                      .ts_ns = ts_ns,
                                      .equity = equity,
                                      .benchmark = mark,
                                      .days_per_year = 365 };
        arena_init(&arena, scratch, sizeof scratch);
        ck_assert_msg(metrics_compute(measured[c], &input, &arena, &err) == ST_OK, "%s", err.text);
    }
}

static uint32_t convention_find(const char *name)
{
    for (uint32_t c = 0; c < METRICS_CONVENTION_COUNT; c++)
        if (strcmp(metric_convention_name((enum metric_convention)c), name) == 0) return c;
    ck_abort_msg("convention %s is not known", name);
    return 0;
}

TEST(metrics, three_libraries_say_the_same_of_a_random_run)
{
    char path[] = "/tmp/argosy-metrics-XXXXXX", command[512], line[256], convention[64], name[64];
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    FILE *file = fdopen(fd, "w");
    write_run(file);
    fclose(file);
    measure();
    const char *python = getenv("PEER_PYTHON");
    snprintf(command, sizeof command, "%s '%s/tests/peers/metrics_peer.py' %s 2>/dev/null",
             python ? python : "python3", ARGOSY_SOURCE_DIR, path);
    FILE *peer = popen(command, "r");
    uint32_t compared = 0;
    double theirs;
    while (fgets(line, sizeof line, peer)) {
        if (sscanf(line, "%63s %63s %lf", convention, name, &theirs) != 3) continue;
        enum metric metric = metric_find(text_from(name));
        ck_assert_msg(metric < METRIC_COUNT, "metric %s is not known", name);
        double ours = measured[convention_find(convention)][metric];
        ck_assert_msg(fabs(ours - theirs) <= 1e-9 * fabs(theirs), "%s: %s is %.17g, not %.17g",
                      convention, name, ours, theirs);
        compared++;
    }
    int how = pclose(peer);
    unlink(path);
    if (WIFEXITED(how) && (WEXITSTATUS(how) == 77 || WEXITSTATUS(how) == 127))
        test_skip("empyrical-reloaded, quantstats and vectorbt are not installed (PEER_PYTHON)");
    ck_assert_int_eq(how, 0);
    ck_assert_uint_eq(compared, 48);
}
