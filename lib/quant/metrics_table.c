#include "quant/metrics.h"

#define HIGH BETTER_HIGHER
#define LOW  BETTER_LOWER
#define NONE BETTER_NEITHER

/* Where a definition comes from; "common" is what every textbook has. */
#define LOPEZ  "Bailey and López de Prado, 2012"
#define EMPYR  "empyrical-reloaded"
#define QUANTS "quantstats"
#define BTPY   "backtesting.py"

const struct metric_row metric_table[METRIC_COUNT] = {
    [METRIC_RETURN] = { "return", "Return", GROUP_RETURNS, UNIT_FRACTION, HIGH, false,
                        "last equity / start - 1", "common" },
    [METRIC_CAGR] = { "cagr", "CAGR", GROUP_RETURNS, UNIT_FRACTION, HIGH, true,
                      "(last equity / start)^(365.25 / calendar days) - 1", "common" },
    [METRIC_ANNUAL_RETURN] = { "annual_return", "Annual return", GROUP_RETURNS, UNIT_FRACTION, HIGH,
                               true, "(product of (1 + r))^(A / n) - 1 over the daily returns r",
                               EMPYR },
    [METRIC_BEST_DAY] = { "best_day", "Best day", GROUP_RETURNS, UNIT_FRACTION, HIGH, false,
                          "the largest r", "common" },
    [METRIC_WORST_DAY] = { "worst_day", "Worst day", GROUP_RETURNS, UNIT_FRACTION, HIGH, false,
                           "the smallest r", "common" },
    [METRIC_POSITIVE_DAYS] = { "positive_days", "Days up", GROUP_RETURNS, UNIT_FRACTION, HIGH,
                               false, "days with r > 0 / days", "common" },

    [METRIC_VOLATILITY] = { "volatility", "Volatility", GROUP_RISK, UNIT_FRACTION, LOW, true,
                            "deviation of r (ddof 1) × sqrt(A)", "common" },
    [METRIC_DOWNSIDE_DEVIATION] = { "downside_deviation", "Downside deviation", GROUP_RISK,
                                    UNIT_FRACTION, LOW, true,
                                    "sqrt(mean of min(r - rf, 0)² over all days) × sqrt(A)",
                                    "Sortino and van der Meer, 1991" },
    [METRIC_SKEW] = { "skew", "Skew", GROUP_RISK, UNIT_RATIO, HIGH, false,
                      "third central moment / variance^(3/2), population moments", "common" },
    [METRIC_KURTOSIS] = { "kurtosis", "Kurtosis", GROUP_RISK, UNIT_RATIO, LOW, false,
                          "fourth central moment / variance², population moments; a normal "
                          "distribution has 3",
                          "common" },
    [METRIC_VALUE_AT_RISK] = { "value_at_risk", "Value at risk (95 %)", GROUP_RISK, UNIT_FRACTION,
                               HIGH, false, "the 5th percentile of r, between ranks in proportion",
                               EMPYR },
    [METRIC_CONDITIONAL_VALUE_AT_RISK] = { "conditional_value_at_risk",
                                           "Conditional value at risk (95 %)", GROUP_RISK,
                                           UNIT_FRACTION, HIGH, false,
                                           "the mean of the worst int((n - 1) × 0.05) + 1 of the r",
                                           EMPYR },
    [METRIC_TAIL_RATIO] = { "tail_ratio", "Tail ratio", GROUP_RISK, UNIT_RATIO, HIGH, false,
                            "|95th percentile of r| / |5th percentile of r|", EMPYR },

    [METRIC_MAX_DRAWDOWN] = { "max_drawdown", "Max drawdown", GROUP_DRAWDOWN, UNIT_FRACTION, HIGH,
                              false,
                              "the deepest fall from the highest equity so far, the start "
                              "included, at every event",
                              "common" },
    [METRIC_MAX_DRAWDOWN_DAYS] = { "max_drawdown_days", "Longest drawdown", GROUP_DRAWDOWN,
                                   UNIT_DAYS, LOW, false,
                                   "the longest time from a peak to the next point as high, or to "
                                   "the end",
                                   BTPY },
    [METRIC_AVERAGE_DRAWDOWN] = { "average_drawdown", "Average drawdown", GROUP_DRAWDOWN,
                                  UNIT_FRACTION, HIGH, false, "mean depth of the drawdowns", BTPY },
    [METRIC_AVERAGE_DRAWDOWN_DAYS] = { "average_drawdown_days", "Average drawdown time",
                                       GROUP_DRAWDOWN, UNIT_DAYS, LOW, false,
                                       "mean time of the drawdowns", BTPY },
    [METRIC_DRAWDOWNS] = { "drawdowns", "Drawdowns", GROUP_DRAWDOWN, UNIT_COUNT, NONE, false,
                           "stretches from a peak to the next point as high, or to the end", BTPY },
    [METRIC_ULCER] = { "ulcer", "Ulcer index", GROUP_DRAWDOWN, UNIT_FRACTION, LOW, false,
                       "sqrt(mean of squared falls from the peak, by day)",
                       "Martin and McCann, 1989" },

    [METRIC_SHARPE] = { "sharpe", "Sharpe ratio", GROUP_RATIOS, UNIT_RATIO, HIGH, true,
                        "(mean of r - rf) / deviation of r (ddof 1) × sqrt(A)", "Sharpe, 1994" },
    [METRIC_SHARPE_AUTOCORRELATED] = { "sharpe_autocorrelated",
                                       "Sharpe ratio, autocorrelation taken out", GROUP_RATIOS,
                                       UNIT_RATIO, HIGH, true,
                                       "(mean of r - rf) / deviation of r × A / sqrt(A + 2 × sum "
                                       "over k of (A - k) × autocorrelation at k), k "
                                       "up to 4 × (n / 100)^(2/9)",
                                       "Lo, 2002; lags: Newey and West, 1994" },
    [METRIC_PROBABILISTIC_SHARPE] = { "probabilistic_sharpe",
                                      "Probability of a true Sharpe above 0", GROUP_RATIOS,
                                      UNIT_FRACTION, HIGH, false,
                                      "normal cdf of S × sqrt(n - 1) / sqrt(1 - skew × S + "
                                      "(kurtosis - 1) / 4 × S²), S the Sharpe ratio of a "
                                      "day",
                                      LOPEZ },
    [METRIC_MIN_TRACK_RECORD] = { "min_track_record", "Days to be 95 % sure of that", GROUP_RATIOS,
                                  UNIT_COUNT, LOW, false,
                                  "1 + (1 - skew × S + (kurtosis - 1) / 4 × S²) × (1.645 / S)²; "
                                  "undefined for S <= 0",
                                  LOPEZ },
    [METRIC_SORTINO] = { "sortino", "Sortino ratio", GROUP_RATIOS, UNIT_RATIO, HIGH, true,
                         "(mean of r - rf) × A / downside deviation",
                         "Sortino and van der Meer, 1991" },
    [METRIC_CALMAR] = { "calmar", "Calmar ratio", GROUP_RATIOS, UNIT_RATIO, HIGH, true,
                        "CAGR / |max drawdown|", "Young, 1991" },
    [METRIC_OMEGA] = { "omega", "Omega ratio", GROUP_RATIOS, UNIT_RATIO, HIGH, false,
                       "sum of r above rf / sum of r below it", "Keating and Shadwick, 2002" },
    [METRIC_MARTIN] = { "martin", "Martin ratio", GROUP_RATIOS, UNIT_RATIO, HIGH, true,
                        "(annual return - rf) / ulcer index", "Martin and McCann, 1989" },
    [METRIC_SERENITY] = { "serenity", "Serenity ratio", GROUP_RATIOS, UNIT_RATIO, HIGH, true,
                          "(annual return - rf) / (ulcer index × pitfall), pitfall = |mean of the "
                          "worst 5 % of falls from the "
                          "peak| / volatility",
                          "KeyQuant, 2015" },
    [METRIC_RECOVERY] = { "recovery", "Recovery factor", GROUP_RATIOS, UNIT_RATIO, HIGH, false,
                          "|sum of r| / |max drawdown|", QUANTS },
    [METRIC_GAIN_TO_PAIN] = { "gain_to_pain", "Gain to pain", GROUP_RATIOS, UNIT_RATIO, HIGH, false,
                              "sum of r / |sum of the negative r|", "Schwager, 2012" },
    [METRIC_COMMON_SENSE] = { "common_sense", "Common sense ratio", GROUP_RATIOS, UNIT_RATIO, HIGH,
                              false, "profit factor × tail ratio", QUANTS },
    [METRIC_STABILITY] = { "stability", "Stability", GROUP_RATIOS, UNIT_FRACTION, HIGH, false,
                           "r² of the straight line through the cumulative log returns", EMPYR },
    [METRIC_K_RATIO] = { "k_ratio", "K-ratio", GROUP_RATIOS, UNIT_RATIO, HIGH, true,
                         "slope of that line / its standard error × sqrt(A) / n", "Kestner, 2013" },

    [METRIC_TRADES] = { "trades", "Closed trades", GROUP_TRADES, UNIT_COUNT, NONE, false,
                        "trades that were closed; those still open count in none of these",
                        "common" },
    [METRIC_WIN_RATE] = { "win_rate", "Win rate", GROUP_TRADES, UNIT_FRACTION, HIGH, false,
                          "trades with a profit > 0 / trades", "common" },
    [METRIC_LOSS_RATE] = { "loss_rate", "Loss rate", GROUP_TRADES, UNIT_FRACTION, LOW, false,
                           "trades with a profit < 0 / trades", "lean" },
    [METRIC_PROFIT_FACTOR] = { "profit_factor", "Profit factor", GROUP_TRADES, UNIT_RATIO, HIGH,
                               false, "sum of profits / |sum of losses|, in money", "common" },
    [METRIC_PAYOFF] = { "payoff", "Payoff ratio", GROUP_TRADES, UNIT_RATIO, HIGH, false,
                        "average win / |average loss|", "common" },
    [METRIC_EXPECTANCY] = { "expectancy", "Expectancy", GROUP_TRADES, UNIT_MONEY, HIGH, false,
                            "win rate × average win - loss rate × |average loss|: the mean profit "
                            "of a trade, in money",
                            "freqtrade" },
    [METRIC_EXPECTANCY_RATIO] = { "expectancy_ratio", "Expectancy ratio", GROUP_TRADES, UNIT_RATIO,
                                  HIGH, false, "(1 + payoff) × win rate - 1", "freqtrade" },
    [METRIC_SQN] = { "sqn", "System quality number", GROUP_TRADES, UNIT_RATIO, HIGH, false,
                     "sqrt(trades) × mean profit / deviation of profits (ddof 1)", "Tharp, 1998" },
    [METRIC_KELLY] = { "kelly", "Kelly fraction", GROUP_TRADES, UNIT_FRACTION, HIGH, false,
                       "win rate - (1 - win rate) / payoff", "Kelly, 1956" },
    [METRIC_BEST_TRADE] = { "best_trade", "Best trade", GROUP_TRADES, UNIT_FRACTION, HIGH, false,
                            "the largest trade return", BTPY },
    [METRIC_WORST_TRADE] = { "worst_trade", "Worst trade", GROUP_TRADES, UNIT_FRACTION, HIGH, false,
                             "the smallest trade return", BTPY },
    [METRIC_AVERAGE_TRADE] = { "average_trade", "Average trade", GROUP_TRADES, UNIT_FRACTION, HIGH,
                               false, "geometric mean of trade returns", BTPY },
    [METRIC_AVERAGE_WIN] = { "average_win", "Average win", GROUP_TRADES, UNIT_MONEY, HIGH, false,
                             "mean of the profits > 0", "common" },
    [METRIC_AVERAGE_LOSS] = { "average_loss", "Average loss", GROUP_TRADES, UNIT_MONEY, HIGH, false,
                              "mean of the profits < 0", "common" },
    [METRIC_AVERAGE_TRADE_DAYS] = { "average_trade_days", "Average trade time", GROUP_TRADES,
                                    UNIT_DAYS, NONE, false, "mean time from entry to exit", BTPY },
    [METRIC_MAX_TRADE_DAYS] = { "max_trade_days", "Longest trade", GROUP_TRADES, UNIT_DAYS, NONE,
                                false, "longest time from entry to exit", BTPY },
    [METRIC_WIN_STREAK] = { "win_streak", "Longest run of wins", GROUP_TRADES, UNIT_COUNT, HIGH,
                            false, "most trades with a profit > 0 one after the other", QUANTS },
    [METRIC_LOSS_STREAK] = { "loss_streak", "Longest run of losses", GROUP_TRADES, UNIT_COUNT, LOW,
                             false, "most trades with a profit < 0 one after the other", QUANTS },

    [METRIC_EXPOSURE] = { "exposure", "Exposure", GROUP_EXPOSURE, UNIT_FRACTION, NONE, false,
                          "gross notional / equity, weighted by time", "Argosy" },
    [METRIC_TIME_IN_MARKET] = { "time_in_market", "Time in the market", GROUP_EXPOSURE,
                                UNIT_FRACTION, NONE, false,
                                "points with a trade open, its entry and exit included / points",
                                BTPY },

    [METRIC_BENCHMARK_RETURN] = { "benchmark_return", "Buy and hold", GROUP_BENCHMARK,
                                  UNIT_FRACTION, NONE, false,
                                  "the benchmark's last close / its first - 1", "common" },
    [METRIC_ALPHA] = { "alpha", "Alpha", GROUP_BENCHMARK, UNIT_FRACTION, HIGH, true,
                       "(1 + mean of (r - rf) - beta × mean of (b - rf))^A - 1, b the benchmark's "
                       "daily returns",
                       EMPYR },
    [METRIC_BETA] = { "beta", "Beta", GROUP_BENCHMARK, UNIT_RATIO, NONE, false,
                      "covariance of r and b / variance of b", "Sharpe, 1964" },
    [METRIC_CORRELATION] = { "correlation", "Correlation", GROUP_BENCHMARK, UNIT_RATIO, NONE, false,
                             "covariance of r and b / their deviations", "common" },
    [METRIC_TREYNOR] = { "treynor", "Treynor ratio", GROUP_BENCHMARK, UNIT_RATIO, HIGH, true,
                         "(annual return - rf) / beta", "Treynor, 1965" },
    [METRIC_TRACKING_ERROR] = { "tracking_error", "Tracking error", GROUP_BENCHMARK, UNIT_FRACTION,
                                LOW, true, "deviation of r - b (ddof 1) × sqrt(A)", "common" },
    [METRIC_INFORMATION_RATIO] = { "information_ratio", "Information ratio", GROUP_BENCHMARK,
                                   UNIT_RATIO, HIGH, false,
                                   "mean of r - b / deviation of r - b (ddof 1), of a day",
                                   QUANTS },
    [METRIC_UP_CAPTURE] = { "up_capture", "Up capture", GROUP_BENCHMARK, UNIT_RATIO, HIGH, true,
                            "annual return / the benchmark's, over the days with b > 0", EMPYR },
    [METRIC_DOWN_CAPTURE] = { "down_capture", "Down capture", GROUP_BENCHMARK, UNIT_RATIO, LOW,
                              true, "annual return / the benchmark's, over the days with b < 0",
                              EMPYR },
};

enum metric metric_find(struct text name)
{
    for (uint32_t i = 0; i < METRIC_COUNT; i++)
        if (text_equal(text_from(metric_table[i].name), name)) return (enum metric)i;
    return METRIC_COUNT;
}

const char *metric_group_name(enum metric_group group)
{
    static const char *const names[GROUP_COUNT] = {
        "Returns", "Risk", "Drawdown", "Ratios", "Trades", "Exposure", "Against the benchmark",
    };
    ASSERT(group < GROUP_COUNT);
    return names[group];
}

const char *metric_unit_name(enum metric_unit unit)
{
    static const char *const names[] = { "fraction", "ratio", "count", "days", "money" };
    ASSERT(unit <= UNIT_MONEY);
    return names[unit];
}
