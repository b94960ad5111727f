#include "quant/metrics_parts.h"

static const struct metric_rules rules[METRICS_CONVENTION_COUNT] = {
    [METRICS_ARGOSY] = {
        .name = "argosy",
        .words = "The definitions above.",
        .cagr_days = 365.25, .days_min = 30, .sqn_ddof = 1,
    },
    [METRICS_BACKTESTING_PY] = {
        .name = "backtesting.py",
        .words = "The start value is not a point of the curve. A year has 252 days, 365 where bars fall on "
                 "weekends. Volatility is that of the compounded year; Sharpe and Sortino are annual return over "
                 "annual deviation; Calmar "
                 "takes the annual return. Profit factor and expectancy are of trade returns. Beta is of "
                 "log returns of bars, alpha = return - beta × benchmark return. Exposure is time in the "
                 "market. Average durations are rounded up to a bar.",
        .is_start_ignored = true, .is_start_no_peak = true, .is_year_from_week = true,
        .cagr_days = 365.25, .sharpe = SHARPE_ANNUAL,
        .is_volatility_compound = true, .is_calmar_annual = true, .is_duration_rounded_up = true,
        .is_beta_log = true, .is_exposure_time = true, .profit_factor = BASIS_RETURN,
        .expectancy = BASIS_RETURN, .sqn_ddof = 1,
    },
    [METRICS_BACKTRADER] = {
        .name = "backtrader",
        .words = "SQN divides by the population's deviation. Short runs are annualised.",
        .cagr_days = 365.25, .sqn_ddof = 0,
    },
    [METRICS_LEAN] = {
        .name = "lean",
        .words = "The compounding annual return counts 365 days a year; the annual return is (1 + mean)^252 "
                 "- 1, and Sharpe divides it (less the risk-free rate) by the annual deviation. Average win "
                 "and loss, payoff and expectancy (win rate × payoff - loss rate) are of profit / (start + "
                 "profits so far). The span is from start to end as told, where both are. Short runs are annualised.",
        .year_periods = 252, .cagr_days = 365, .is_annual_of_mean = true, .sharpe = SHARPE_ANNUAL,
        .wins = BASIS_EQUITY, .expectancy = BASIS_EQUITY, .sqn_ddof = 1,
    },
    [METRICS_FREQTRADE] = {
        .name = "freqtrade",
        .words = "CAGR counts 365 days a year. Short runs are annualised.",
        .cagr_days = 365, .sqn_ddof = 1,
    },
    [METRICS_VECTORBT] = {
        .name = "vectorbt",
        .words = "A return a bar; a year has 365 days divided by the bars' step; CAGR is the annual return. "
                 "A fall from the start value is no drawdown. Short runs are annualised.",
        .is_by_point = true, .is_start_no_peak = true, .is_year_from_gap = true, .sqn_ddof = 1,
    },
    [METRICS_EMPYRICAL] = {
        .name = "empyrical",
        .words = "A year has 252 days; CAGR is the annual return. Short runs are annualised.",
        .year_periods = 252, .sqn_ddof = 1,
    },
    [METRICS_QUANTSTATS] = {
        .name = "quantstats",
        .words = "A year has 252 days; CAGR is the annual return. Win rate (days without a change left "
                 "out), payoff, Kelly and profit factor are of daily returns; value at risk is a normal "
                 "distribution's, the conditional one the mean of the days below it (as up to version "
                 "0.0.82); the ulcer index "
                 "divides by n - 1. Short runs are annualised.",
        .year_periods = 252, .profit_factor = BASIS_PERIOD, .wins = BASIS_PERIOD,
        .is_risk_normal = true, .sqn_ddof = 1, .ulcer_ddof = 1,
    },
};

const struct metric_rules *metric_convention_rules(enum metric_convention convention)
{
    ASSERT(convention < METRICS_CONVENTION_COUNT);
    return &rules[convention];
}

const char *metric_convention_name(enum metric_convention convention)
{
    return metric_convention_rules(convention)->name;
}
