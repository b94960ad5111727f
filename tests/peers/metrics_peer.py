"""The metrics of a list of returns as empyrical, quantstats and vectorbt compute them.

usage: metrics_peer.py FILE     FILE: a line a day, "return benchmark-return"
Prints "convention metric value" lines for tests/quant/metrics_peer_test.c. Exit 77: a library is not there.
The first day has no benchmark return in Argosy, so what needs one starts at the second.
"""

import sys
import warnings

warnings.filterwarnings("ignore")
try:
    import numpy as np
    import pandas as pd
    import empyrical
    import quantstats.stats as qs
    import vectorbt
except ImportError as error:
    print(error)
    sys.exit(77)

rows = np.loadtxt(sys.argv[1])
days = pd.date_range("2019-01-01", periods=len(rows), freq="D")
returns = pd.Series(rows[:, 0], index=days)
mark = pd.Series(rows[:, 1], index=days)


def say(convention, values):
    for name, value in values.items():
        print(convention, name, repr(float(value)))


alpha, beta = empyrical.alpha_beta(returns[1:], mark[1:])
say("empyrical", {
    "return": empyrical.cum_returns_final(returns),
    "annual_return": empyrical.annual_return(returns),
    "cagr": empyrical.cagr(returns),
    "volatility": empyrical.annual_volatility(returns),
    "downside_deviation": empyrical.downside_risk(returns),
    "sharpe": empyrical.sharpe_ratio(returns),
    "sortino": empyrical.sortino_ratio(returns),
    "calmar": empyrical.calmar_ratio(returns),
    "omega": empyrical.omega_ratio(returns),
    "tail_ratio": empyrical.tail_ratio(returns),
    "max_drawdown": empyrical.max_drawdown(returns),
    "value_at_risk": empyrical.value_at_risk(returns),
    "conditional_value_at_risk": empyrical.conditional_value_at_risk(returns),
    "stability": empyrical.stability_of_timeseries(returns),
    "alpha": alpha,
    "beta": beta,
    "up_capture": empyrical.up_capture(returns[1:], mark[1:]),
    "down_capture": empyrical.down_capture(returns[1:], mark[1:]),
    "information_ratio": empyrical.excess_sharpe(returns[1:], mark[1:]),
})
say("quantstats", {
    "return": qs.comp(returns),
    "cagr": qs.cagr(returns, periods=252),
    "volatility": qs.volatility(returns),
    "sharpe": qs.sharpe(returns),
    "sortino": qs.sortino(returns),
    "calmar": qs.calmar(returns),
    "max_drawdown": qs.max_drawdown(returns),
    "ulcer": qs.ulcer_index(returns),
    "value_at_risk": qs.value_at_risk(returns),
    # quantstats up to 0.0.82; later ones take the closed form of a normal tail.
    "conditional_value_at_risk": returns[returns < qs.value_at_risk(returns)].mean(),
    "win_rate": qs.win_rate(returns),
    "payoff": qs.payoff_ratio(returns),
    "kelly": qs.kelly_criterion(returns),
    "profit_factor": qs.profit_factor(returns),
    "gain_to_pain": qs.gain_to_pain_ratio(returns),
    "recovery": qs.recovery_factor(returns),
    "tail_ratio": qs.tail_ratio(returns),
    "common_sense": qs.common_sense_ratio(returns),
})
bars = returns.vbt.returns(freq="1D", year_freq="365 days")
say("vectorbt", {
    "return": bars.total(),
    "annual_return": bars.annualized(),
    "volatility": bars.annualized_volatility(),
    "sharpe": bars.sharpe_ratio(),
    "sortino": bars.sortino_ratio(),
    "calmar": bars.calmar_ratio(),
    "omega": bars.omega_ratio(),
    "max_drawdown": bars.max_drawdown(),
    "tail_ratio": bars.tail_ratio(),
    "value_at_risk": bars.value_at_risk(),
    "conditional_value_at_risk": bars.cond_value_at_risk(),
})
