/* parts.c — the benches, in the order they run. */
#include "app/bench.h"

#include <stddef.h>

extern const struct bench_part bench_bars, bench_bars_8, bench_orders, bench_risk, bench_ledger,
    bench_csv_import, bench_backtest;

const struct bench_part *const bench_parts[] = { &bench_bars,     &bench_bars_8, &bench_orders,
                                                 &bench_risk,     &bench_ledger, &bench_csv_import,
                                                 &bench_backtest, NULL };
