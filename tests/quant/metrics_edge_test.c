/* The ends of the metrics: nothing, one value, ruin, refusals; and a model too simple to be wrong.
 */
#include "quant/metrics.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_NS (INT64_C(86400) * 1000000000)

enum { POINTS_MAX = 3000 };

static struct metric_input input;
static int64_t ts_ns[POINTS_MAX];
static double equity[POINTS_MAX], exposure[POINTS_MAX], benchmark[POINTS_MAX];
static struct metric_trade trades[64];
static double out[METRIC_COUNT];
static uint8_t scratch[POINTS_MAX * 32];

static void reset(enum metric_convention convention)
{
    memset(trades, 0, sizeof trades);
    input = (struct metric_input){ .convention = convention,
                                   .equity_start = 100,
                                   .ts_ns = ts_ns,
                                   .equity = equity,
                                   .trades = trades,
                                   .days_per_year = 365 };
}

static void point(int64_t at_ns, double value)
{
    ts_ns[input.count] = at_ns;
    equity[input.count++] = value;
}

static enum status try(size_t memory)
{
    struct arena arena;
    struct err err = { 0 };
    arena_init(&arena, scratch, memory);
    enum status status = metrics_compute(out, &input, &arena, &err);
    ck_assert_uint_eq(arena.used, 0);
    ck_assert(status == ST_OK || err.text[0]);
    return status;
}

static void measure(void) { ck_assert_int_eq(try(sizeof scratch), ST_OK); }

static void all_finite_or_undefined(void)
{
    for (uint32_t i = 0; i < METRIC_COUNT; i++)
        ck_assert_msg(isfinite(out[i]) || isnan(out[i]), "%s is infinite", metric_table[i].name);
}

static void equals(enum metric metric, double wanted, double tolerance)
{
    ck_assert_msg(fabs(out[metric] - wanted) <= tolerance, "%s is %.17g, not %.17g",
                  metric_table[metric].name, out[metric], wanted);
}

TEST(metrics, a_run_of_nothing_has_counts_and_no_figures)
{
    for (uint32_t c = 0; c < METRICS_CONVENTION_COUNT; c++) {
        reset((enum metric_convention)c);
        measure();
        for (uint32_t i = 0; i < METRIC_COUNT; i++) {
            bool is_count = i == METRIC_TRADES || i == METRIC_WIN_STREAK || i == METRIC_LOSS_STREAK;
            if (is_count) ck_assert_msg(out[i] == 0, "%s", metric_table[i].name);
            else ck_assert_msg(isnan(out[i]), "%s is %g", metric_table[i].name, out[i]);
        }
    }
}

TEST(metrics, one_point_has_a_return_and_no_deviation)
{
    for (uint32_t c = 0; c < METRICS_CONVENTION_COUNT; c++) {
        reset((enum metric_convention)c);
        point(0, 90);
        measure();
        all_finite_or_undefined();
        ck_assert(isnan(out[METRIC_SHARPE]) && isnan(out[METRIC_VOLATILITY]));
    }
    reset(METRICS_ARGOSY);
    point(0, 90);
    measure();
    equals(METRIC_RETURN, -0.1, 1e-15);
    equals(METRIC_MAX_DRAWDOWN, -0.1, 1e-15);
}

TEST(metrics, a_constant_curve_has_no_ratios)
{
    reset(METRICS_ARGOSY);
    for (int i = 0; i < 100; i++) point(i * DAY_NS, 100);
    measure();
    equals(METRIC_RETURN, 0, 0);
    equals(METRIC_CAGR, 0, 0);
    equals(METRIC_VOLATILITY, 0, 0);
    equals(METRIC_MAX_DRAWDOWN, 0, 0);
    equals(METRIC_DRAWDOWNS, 0, 0);
    const enum metric none[] = { METRIC_SHARPE, METRIC_SORTINO, METRIC_CALMAR,
                                 METRIC_OMEGA,  METRIC_SKEW,    METRIC_PROFIT_FACTOR,
                                 METRIC_SQN,    METRIC_BETA,    METRIC_AVERAGE_DRAWDOWN };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) ck_assert(isnan(out[none[i]]));
}

TEST(metrics, steady_growth_has_no_sharpe_out_of_roundings)
{
    reset(METRICS_ARGOSY);
    double value = 100;
    for (int i = 0; i < 400; i++) point(i * DAY_NS, value *= 1.001);
    measure();
    ck_assert(isnan(out[METRIC_SHARPE]));
    equals(METRIC_VOLATILITY, 0, 0);
    equals(METRIC_STABILITY, 1, 1e-12);
}

TEST(metrics, ruin_is_a_return_of_minus_one_and_the_end_of_the_returns)
{
    for (uint32_t c = 0; c < METRICS_CONVENTION_COUNT; c++) {
        reset((enum metric_convention)c);
        for (int i = 0; i < 50; i++) point(i * DAY_NS, 100 + i % 7);
        for (int i = 50; i < 90; i++) point(i * DAY_NS, 0);
        measure();
        all_finite_or_undefined();
        equals(METRIC_RETURN, -1, 0);
        equals(METRIC_MAX_DRAWDOWN, -1, 0);
        equals(METRIC_WORST_DAY, -1, 0);
    }
    reset(METRICS_ARGOSY);
    for (int i = 0; i < 90; i++) point(i * DAY_NS, i < 50 ? 100 : -20);
    measure();
    equals(METRIC_RETURN, -1.2, 1e-15);
    equals(METRIC_MAX_DRAWDOWN, -1.2, 1e-15);
    ck_assert(isnan(out[METRIC_CAGR]));
}

TEST(metrics, what_is_no_number_is_refused_and_changes_nothing)
{
    for (int what = 0; what < 7; what++) {
        reset(METRICS_ARGOSY);
        for (int i = 0; i < 40; i++) {
            point(i * DAY_NS, 100 + i);
            exposure[i] = 1;
            benchmark[i] = 10 + i;
        }
        input.exposure = exposure;
        input.benchmark = benchmark;
        input.trade_count = 2;
        measure();
        for (uint32_t i = 0; i < METRIC_COUNT; i++) out[i] = 4711;
        switch (what) {
        case 0: equity[7] = NAN; break;
        case 1: equity[39] = INFINITY; break;
        case 2: exposure[0] = NAN; break;
        case 3: benchmark[3] = 0; break;
        case 4: trades[1].pnl = NAN; break;
        case 5: ts_ns[20] = ts_ns[18]; break;
        default: input.equity_start = 0; break;
        }
        ck_assert_int_eq(try(sizeof scratch), ST_DATA);
        for (uint32_t i = 0; i < METRIC_COUNT; i++) ck_assert(out[i] == 4711);
    }
    reset(METRICS_ARGOSY);
    for (int i = 0; i < 40; i++) point(i * DAY_NS, 100 + i);
    ck_assert_int_eq(try(metrics_bytes(&input) - 1), ST_FULL);
    ck_assert_int_eq(try(metrics_bytes(&input)), ST_OK);
}

TEST(metrics, returns_are_daily_whatever_the_bars_are)
{
    double daily[METRIC_COUNT], closes[80], value = 100;
    reset(METRICS_ARGOSY);
    for (int i = 0; i < 80; i++) {
        closes[i] = value *= 0.97 + 0.0625 * rng_unit(&test_rng);
        point((i - 40) * DAY_NS, closes[i]); /* before 1970 too */
    }
    measure();
    memcpy(daily, out, sizeof out);
    reset(METRICS_ARGOSY);
    for (int i = 0; i < 80; i++)
        for (int hour = 0; hour < 24; hour++)
            point((i - 40) * DAY_NS + hour * (DAY_NS / 24),
                  hour < 23 ? closes[i] * (1 + 0.001 * hour) : closes[i]);
    input.from_ns = -40 * DAY_NS;
    input.to_ns = 39 * DAY_NS;
    measure();
    const enum metric same[] = { METRIC_RETURN,     METRIC_CAGR,   METRIC_SHARPE, METRIC_SORTINO,
                                 METRIC_VOLATILITY, METRIC_OMEGA,  METRIC_SKEW,   METRIC_ULCER,
                                 METRIC_STABILITY,  METRIC_K_RATIO };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) equals(same[i], daily[same[i]], 1e-12);
    ck_assert(out[METRIC_MAX_DRAWDOWN] <
              daily[METRIC_MAX_DRAWDOWN]); /* the hours see deeper falls */
}

TEST(metrics, a_fall_between_the_points_counts)
{
    reset(METRICS_ARGOSY);
    for (int i = 0; i < 40; i++) point(i * DAY_NS, 100 - i);
    input.drawdown_seen = -0.7;
    measure();
    equals(METRIC_MAX_DRAWDOWN, -0.7, 0);
    input.drawdown_seen = -0.1;
    measure();
    equals(METRIC_MAX_DRAWDOWN, -0.39, 1e-15);
}

TEST(metrics, exposure_weighs_by_time_and_open_trades_are_in_the_market)
{
    reset(METRICS_ARGOSY);
    for (int i = 0; i < 4; i++) exposure[i] = i;
    point(0, 100), point(DAY_NS, 100), point(4 * DAY_NS, 100), point(5 * DAY_NS, 100);
    input.exposure = exposure;
    trades[0] = (struct metric_trade){ .entry_ts_ns = 4 * DAY_NS,
                                       .exit_ts_ns = 4 * DAY_NS,
                                       .is_open = true };
    trades[1] = (struct metric_trade){ .entry_ts_ns = 0, .exit_ts_ns = 0, .pnl = 1 };
    input.trade_count = 2;
    measure();
    equals(METRIC_EXPOSURE, (0 * 1 + 1 * 3 + 2 * 1 + 3 * 1) / 6.0, 1e-15);
    equals(METRIC_TIME_IN_MARKET, 0.75, 0);
    equals(METRIC_TRADES, 1, 0);
}

TEST(metrics, time_in_the_market_is_that_of_every_point_asked)
{
    for (uint64_t round = 0; round < test_rounds; round++) {
        reset(METRICS_ARGOSY);
        int64_t at = 0;
        uint64_t count = rng_below(&test_rng, 200) + 1, inside = 0;
        for (uint64_t i = 0; i < count; i++) point(at += (int64_t)rng_below(&test_rng, 4), 100);
        input.trade_count = rng_below(&test_rng, 9);
        for (uint64_t t = 0; t < input.trade_count; t++) {
            trades[t].entry_ts_ns = (int64_t)rng_below(&test_rng, 400) - 5;
            trades[t].exit_ts_ns = trades[t].entry_ts_ns + (int64_t)rng_below(&test_rng, 60);
            trades[t].is_open = rng_below(&test_rng, 20) == 0;
        }
        for (uint64_t i = 0; i < count; i++) {
            bool is_inside = false;
            for (uint64_t t = 0; t < input.trade_count; t++)
                is_inside |= ts_ns[i] >= trades[t].entry_ts_ns &&
                             (trades[t].is_open || ts_ns[i] <= trades[t].exit_ts_ns);
            inside += is_inside;
        }
        measure();
        equals(METRIC_TIME_IN_MARKET, (double)inside / (double)count, 0);
    }
}

/* ---- the model ----------------------------------------------------------------------------------
 */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The deepest fall by looking at every pair. */
static double model_drawdown(void)
{
    double deepest = 0;
    for (uint64_t j = 0; j < input.count; j++) {
        deepest = fmin(deepest, equity[j] / input.equity_start - 1);
        for (uint64_t i = 0; i < j; i++) deepest = fmin(deepest, equity[j] / equity[i] - 1);
    }
    return deepest;
}

static double model_percentile(const double *sorted, uint64_t count, double share)
{
    double rank = share * (double)(count - 1);
    uint64_t k = (uint64_t)rank;
    if (k + 1 == count) return sorted[k];
    return sorted[k] + (sorted[k + 1] - sorted[k]) * (rank - (double)k);
}

TEST(metrics, random_curves_agree_with_a_model)
{
    for (uint64_t round = 0; round < test_rounds / 5; round++) {
        static double returns[POINTS_MAX];
        reset(METRICS_ARGOSY);
        uint64_t count = 31 + rng_below(&test_rng, 300);
        double value = 100, before = 100, mean = 0, square = 0, worst = 0;
        for (uint64_t i = 0; i < count; i++) {
            double step =
                rng_below(&test_rng, 4) ? 0.05 * (rng_unit(&test_rng) - 0.48) : 0.01; /* ties too */
            point((int64_t)i * DAY_NS, value *= 1 + step);
            returns[i] = value / before - 1;
            before = value;
            mean += returns[i] / (double)count;
        }
        for (uint64_t i = 0; i < count; i++) square += (returns[i] - mean) * (returns[i] - mean);
        measure();
        double deviation = sqrt(square / (double)(count - 1));
        qsort(returns, count, sizeof *returns, by_value);
        uint64_t tail = (uint64_t)(0.05 * (double)(count - 1)) + 1;
        for (uint64_t i = 0; i < tail; i++) worst += returns[i] / (double)tail;
        equals(METRIC_MAX_DRAWDOWN, model_drawdown(), 1e-14);
        equals(METRIC_SHARPE, mean / deviation * sqrt(365), 1e-9);
        equals(METRIC_VALUE_AT_RISK, model_percentile(returns, count, 0.05), 1e-15);
        equals(METRIC_CONDITIONAL_VALUE_AT_RISK, worst, 1e-15);
        equals(METRIC_TAIL_RATIO,
               fabs(model_percentile(returns, count, 0.95)) /
                   fabs(model_percentile(returns, count, 0.05)),
               1e-12);
        equals(METRIC_BEST_DAY, returns[count - 1], 0);
        equals(METRIC_CAGR, pow(value / 100, 365.25 / (double)(count - 1)) - 1, 1e-9);
    }
}

/* ---- published figures of two more engines ------------------------------------------------------
 */

/* mementum/backtrader: tests/test_analyzer-sqn.py; its fills, 10 a point and 2 a side. */
TEST(metrics, sqn_is_backtraders_with_the_populations_deviation)
{
    static const double buys[] = { 3643.35, 3801.03, 3872.37, 3863.57, 3845.32, 3656.43,
                                   3542.65, 3639.65, 3799.86, 3840.20, 4047.63 };
    static const double sells[] = { 3763.95, 3811.85, 3822.35, 3822.57, 3829.82, 3598.58,
                                    3545.92, 3766.80, 3782.15, 3979.73, 4045.05 };
    reset(METRICS_BACKTRADER);
    for (int i = 0; i < 11; i++) trades[i].pnl = (sells[i] - buys[i]) * 10 - 4;
    input.trade_count = 11;
    measure();
    equals(METRIC_SQN, 0.912550316439, 5e-13);
}

/* QuantConnect/Lean: MACDTrendAlgorithm; its orders in pairs of a buy and a sell. */
TEST(metrics, lean_statistics_come_out_of_its_order_list)
{
    FILE *file = fopen(test_data("market/expected/spy-macd-12-26-9-orders.csv"), "r");
    char line[256], day[32];
    double qty, price, fee, cash = 0;
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    reset(METRICS_LEAN);
    for (int i = 0; fgets(line, sizeof line, file); i++) {
        ck_assert_int_eq(sscanf(line, "%31[^,],%lf,%lf,%lf", day, &qty, &price, &fee), 4);
        cash -= qty * price + fee;
        if (i % 2 == 0) continue;
        trades[input.trade_count++].pnl = cash;
        cash = 0;
    }
    fclose(file);
    input.equity_start = 100000;
    input.from_ns = 12418 * DAY_NS; /* 2004-01-01 */
    input.to_ns = 16436 * DAY_NS;   /* 2015-01-01 */
    point(12418 * DAY_NS, 100000);
    point(16435 * DAY_NS, 137751.04);
    measure();
    equals(METRIC_TRADES, 42, 0);
    equals(METRIC_CAGR, 0.02952, 5e-6);
    equals(METRIC_WIN_RATE, 0.57, 0.005);
    equals(METRIC_LOSS_RATE, 0.43, 0.005);
    equals(METRIC_AVERAGE_WIN, 0.0478, 5e-5);
    equals(METRIC_AVERAGE_LOSS, -0.0416, 5e-5);
}
