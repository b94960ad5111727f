/*
 * backtest.h — one run: a strategy, a core and a venue of bars on one clock, told by recorded data.
 *
 * All data are merged by time. A bar is told twice: it opens (market orders fill), and it closes
 * (resting orders have filled along its path, the core marks it, the strategy sees it). At one
 * moment, closes come before opens, quotes before bars, and instruments in the order they were
 * listed. Nothing here allocates: the memory is the caller's, and what a run leaves behind lies in
 * it.
 */
#ifndef ARGOSY_SIM_BACKTEST_H
#define ARGOSY_SIM_BACKTEST_H

#include "argosy/strategy.h"
#include "base/arena.h"
#include "domain/fee.h"
#include "domain/rate.h"
#include "sim/result.h"

enum { BACKTEST_ORDERS_MAX = 4096, PLOT_LINES_MAX = 64 };

/* What a run keeps beside its sums. Fills are always kept. */
enum capture {
    CAPTURE_ORDERS = 1u << 0,
    CAPTURE_EQUITY = 1u << 1, /* a point a moment; else the last of each UTC day */
    CAPTURE_PLOTS = 1u << 2,
    CAPTURE_DECISIONS = 1u << 3
};

/* What a strategy decided and when, for the look-ahead check. */
struct decision {
    int64_t now_ns;
    uint64_t hash;
    bool is_at_open; /* decided on a fill at an open: the bar that opened is not known by then */
};

struct backtest_input {
    const struct spec *spec;
    uint32_t instrument_count;
    const struct dataset *bars;   /* by instrument: adjusted, resampled and cut already */
    const struct dataset *quotes; /* by instrument; count 0: none. NULL: none at all */
    const struct dataset *fine;   /* likewise: finer bars that decide ambiguous ones */
    const struct dataset *marks;  /* likewise: mark prices, in ticks of the bars */
    const struct dataset *indexes;
    const struct funding_rate *funding; /* by time; count 0: the spec's rate and interval */
    uint64_t funding_count;
    const struct instrument *instruments;
    const struct fee_schedule *fees; /* by instrument */
    const struct argosy_strategy *strategy;
    const struct argosy_value *values; /* by the strategy's parameters */
    const char *(*read_file)(void *self, const char *name, size_t *size);
    void *read_self;
    uint32_t capture;                     /* enum capture, or-ed */
    uint32_t latency_bars, limit_quarter; /* the harsher sets */
    int64_t stop_ns; /* nothing that opens at or closes after this is told; INT64_MAX: all of it */
    void (*progress)(void *self, uint64_t done,
                     uint64_t total); /* every 65,536 bars; may be NULL */
    void *progress_self;
    bool (*is_interrupted)(void *self);        /* asked with progress; may be NULL */
    void (*log)(void *self, const char *text); /* what the strategy says; may be NULL */
    void *log_self;
};

/* The memory of a run: `work` for state, the others for rows that grow. */
struct backtest_memory {
    struct arena work;
    struct arena fills, orders, equity, decisions;
};

struct backtest_output {
    struct result
        result; /* instruments, fills, orders, equity, plots, sums; no trades, grade, verdict */
    const struct decision *decisions;
    uint64_t decision_count;
    bool was_interrupted;
    bool is_ruined;
    uint64_t bars_told;
    uint64_t lookback; /* bars the strategy needs before its first decision */
};

/* Runs. ST_USAGE with a sentence when the strategy cannot start, ST_FULL when the memory is too
 * small. */
MUST_USE enum status backtest_run(struct backtest_output *output,
                                  const struct backtest_input *input,
                                  struct backtest_memory *memory, struct err *err);

#endif
