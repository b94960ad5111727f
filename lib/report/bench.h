/*
 * bench.h — buying and holding: what the starting cash would be worth, divided equally among the
 * instruments, each bought at its first close (adjusted where the source has that column) and never
 * sold. No costs. An instrument whose first close is not above zero stays cash, and so does one
 * before its first bar.
 *
 * Asked for ever later moments: each instrument has a cursor that only moves forward.
 */
#ifndef ARGOSY_REPORT_BENCH_H
#define ARGOSY_REPORT_BENCH_H

#include "sim/result.h"

enum { BENCH_INSTRUMENTS_MAX = 1024 }; /* beyond them the benchmark is that of the first 1,024 */

struct bench {
    const struct result *result;
    uint32_t count;
    uint64_t at[BENCH_INSTRUMENTS_MAX]; /* bars at or before the last moment asked for */
};

void bench_init(struct bench *bench, const struct result *result);
int64_t bench_value(struct bench *bench, int64_t ts_ns); /* in ledger units */

/* The whole run's: value at its end ÷ cash at its start - 1. NaN: there is nothing to hold. */
double bench_return(const struct result *result);

#endif
