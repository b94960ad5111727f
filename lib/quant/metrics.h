/*
 * metrics.h — what a run was worth: a table of metrics, and their values from arrays.
 *
 * In go the equity curve, the trades and, where there are any, exposure and benchmark; out comes
 * one double a metric, in the table's order. Undefined is NaN (a JSON writer says null), and a
 * value is never infinite: no losses leave the profit factor undefined, a run under 30 days
 * everything that is annualised. Fractions are fractions (-0.48, not -48 %), falls are negative.
 *
 * A metric has one definition by default (Argosy's: returns are of UTC days whatever the bars are,
 * ddof 1, risk-free 0) and others by the name of the library that uses them:
 * metric_convention_rules() says which differ. docs/metrics.md is made from these two tables by
 * metrics_document().
 *
 * Pure. Scratch comes from an arena, which is rewound before the call returns. Sums are compensated
 * and run from the first value to the last, so a figure is the same on every machine.
 */
#ifndef ARGOSY_QUANT_METRICS_H
#define ARGOSY_QUANT_METRICS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum metric {
    /* returns */
    METRIC_RETURN,
    METRIC_CAGR,
    METRIC_ANNUAL_RETURN,
    METRIC_BEST_DAY,
    METRIC_WORST_DAY,
    METRIC_POSITIVE_DAYS,
    /* risk */
    METRIC_VOLATILITY,
    METRIC_DOWNSIDE_DEVIATION,
    METRIC_SKEW,
    METRIC_KURTOSIS,
    METRIC_VALUE_AT_RISK,
    METRIC_CONDITIONAL_VALUE_AT_RISK,
    METRIC_TAIL_RATIO,
    /* drawdown */
    METRIC_MAX_DRAWDOWN,
    METRIC_MAX_DRAWDOWN_DAYS,
    METRIC_AVERAGE_DRAWDOWN,
    METRIC_AVERAGE_DRAWDOWN_DAYS,
    METRIC_DRAWDOWNS,
    METRIC_ULCER,
    /* ratios */
    METRIC_SHARPE,
    METRIC_SHARPE_AUTOCORRELATED,
    METRIC_PROBABILISTIC_SHARPE,
    METRIC_MIN_TRACK_RECORD,
    METRIC_SORTINO,
    METRIC_CALMAR,
    METRIC_OMEGA,
    METRIC_MARTIN,
    METRIC_SERENITY,
    METRIC_RECOVERY,
    METRIC_GAIN_TO_PAIN,
    METRIC_COMMON_SENSE,
    METRIC_STABILITY,
    METRIC_K_RATIO,
    /* trades */
    METRIC_TRADES,
    METRIC_WIN_RATE,
    METRIC_LOSS_RATE,
    METRIC_PROFIT_FACTOR,
    METRIC_PAYOFF,
    METRIC_EXPECTANCY,
    METRIC_EXPECTANCY_RATIO,
    METRIC_SQN,
    METRIC_KELLY,
    METRIC_BEST_TRADE,
    METRIC_WORST_TRADE,
    METRIC_AVERAGE_TRADE,
    METRIC_AVERAGE_WIN,
    METRIC_AVERAGE_LOSS,
    METRIC_AVERAGE_TRADE_DAYS,
    METRIC_MAX_TRADE_DAYS,
    METRIC_WIN_STREAK,
    METRIC_LOSS_STREAK,
    /* exposure */
    METRIC_EXPOSURE,
    METRIC_TIME_IN_MARKET,
    /* against the benchmark */
    METRIC_BENCHMARK_RETURN,
    METRIC_ALPHA,
    METRIC_BETA,
    METRIC_CORRELATION,
    METRIC_TREYNOR,
    METRIC_TRACKING_ERROR,
    METRIC_INFORMATION_RATIO,
    METRIC_UP_CAPTURE,
    METRIC_DOWN_CAPTURE,
    METRIC_COUNT
};

enum metric_group {
    GROUP_RETURNS,
    GROUP_RISK,
    GROUP_DRAWDOWN,
    GROUP_RATIOS,
    GROUP_TRADES,
    GROUP_EXPOSURE,
    GROUP_BENCHMARK,
    GROUP_COUNT
};

enum metric_unit { UNIT_FRACTION, UNIT_RATIO, UNIT_COUNT, UNIT_DAYS, UNIT_MONEY };
enum metric_better { BETTER_HIGHER, BETTER_LOWER, BETTER_NEITHER };

struct metric_row {
    const char *name;  /* in JSON */
    const char *label; /* for people */
    enum metric_group group;
    enum metric_unit unit;
    enum metric_better better;
    bool is_annual; /* undefined for a run too short to annualise */
    const char *formula;
    const char *source;
};

extern const struct metric_row metric_table[METRIC_COUNT];

/* The row of a JSON name; METRIC_COUNT when there is none. */
enum metric metric_find(struct text name);
const char *metric_group_name(enum metric_group group);
const char *metric_unit_name(enum metric_unit unit);

/* In the order of the run spec's conventions; two libraries without a simulator stand behind them.
 */
enum metric_convention {
    METRICS_ARGOSY,
    METRICS_BACKTESTING_PY,
    METRICS_BACKTRADER,
    METRICS_LEAN,
    METRICS_FREQTRADE,
    METRICS_VECTORBT,
    METRICS_EMPYRICAL,
    METRICS_QUANTSTATS,
    METRICS_CONVENTION_COUNT
};

const char *metric_convention_name(enum metric_convention convention);

/* A closed trade, or one that is still open: those count as time in the market and nowhere else. */
struct metric_trade {
    int64_t entry_ts_ns, exit_ts_ns;
    double pnl; /* in money, after costs */
    double ret; /* as a fraction of what was put in */
    bool is_open;
};

struct metric_input {
    enum metric_convention convention;
    double equity_start; /* before the first point; > 0 */
    uint64_t count;
    const int64_t *ts_ns; /* rising or equal */
    const double *equity;
    const double *exposure;  /* gross notional / equity, held until the next point; may be NULL */
    const double *benchmark; /* a price at each point, > 0; may be NULL */
    uint64_t benchmark_from; /* the first point from which the benchmark is held */
    uint64_t trade_count;
    const struct metric_trade *trades; /* in the order they closed */
    double days_per_year;              /* 365 round the clock, else sessions a year */
    double risk_free;                  /* a year */
    int64_t from_ns, to_ns; /* the span the run covers; equal: from the first to the last point */
    double
        drawdown_seen; /* the deepest fall between the points, <= 0; 0: none deeper than theirs */
};

/* How much scratch metrics_compute takes at most. */
size_t metrics_bytes(const struct metric_input *input);

/* Fills `out`. ST_DATA: a value is not finite, a price or the start is not positive, or time goes
 * backwards (err says where). ST_FULL: the arena is too small. Refused, out is untouched. */
MUST_USE enum status metrics_compute(double out[METRIC_COUNT], const struct metric_input *input,
                                     struct arena *arena, struct err *err);

/* docs/metrics.md. */
void metrics_document(struct writer *writer);

#endif
