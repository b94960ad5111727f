"""Runs in another engine, each strategy written the way that engine's users write it.

usage: engines_peer.py backtesting|vectorbt CASES.json     a case: data, strategy, params, side, size, cash, fee
Prints {"fills": [[bar, quantity, price]...], "equity": [...]} a case, as a JSON list; a bar is its index, bought
quantities are positive, and fills of one bar at one price are one.
"""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd


def read(path):
    frame = pd.read_csv(path)
    frame.index = pd.to_datetime(frame["ts"], utc=True).dt.tz_localize(None)
    names = {"open": "Open", "high": "High", "low": "Low", "close": "Close"}
    return frame.rename(columns=names)[list(names.values())].astype(float).assign(Volume=1.0)


# ---- indicators -------------------------------------------------------------------------------

def mean(close, period):
    return pd.Series(close).rolling(int(period)).mean().to_numpy()


def rsi(close, period):
    """Wilder's: the first averages are plain means of `period` changes, then each is smoothed by 1/period."""
    period, change = int(period), np.diff(close)
    out = np.full(len(close), np.nan)
    up, down = np.maximum(change, 0), np.maximum(-change, 0)
    ups, downs = up[:period].mean(), down[:period].mean()
    for i in range(period, len(close)):
        if i > period:
            ups = (ups * (period - 1) + up[i - 1]) / period
            downs = (downs * (period - 1) + down[i - 1]) / period
        out[i] = 100 * ups / (ups + downs) if ups + downs > 0 else 0
    return out


def highest_before(high, period):
    return pd.Series(high).rolling(int(period)).max().shift(1).to_numpy()


def lowest_before(low, period):
    return pd.Series(low).rolling(int(period)).min().shift(1).to_numpy()


def turns(difference):
    """+1 where a difference rises through 0, -1 where it falls through; a stay at 0 is passed over. Sums in
    another order leave dust where two means are equal, so differences below 1e-9 are 0."""
    out, last = np.zeros(len(difference), int), 0
    for i, d in enumerate(difference):
        sign = 0 if not abs(d) > 1e-9 else int(np.sign(d))
        if sign and last and sign != last:
            out[i] = sign
        last = sign or last
    return out


def signals(frame, strategy, params):
    """Four columns of booleans: enter and leave long, enter and leave short; and the first bar that may decide."""
    close, high, low = (frame[name].to_numpy() for name in ("Close", "High", "Low"))
    if strategy == "sma-cross":
        turn = turns(mean(close, params["fast"]) - mean(close, params["slow"]))
        return turn > 0, turn < 0, turn < 0, turn > 0, int(params["slow"])
    if strategy == "rsi":
        value = rsi(close, params["period"])
        up, down = turns(value - params["low"]) > 0, turns(value - params["high"]) < 0
        return up, down, down, up, int(params["period"]) + 1
    if strategy == "donchian":
        entry_high, entry_low = highest_before(high, params["entry"]), lowest_before(low, params["entry"])
        exit_high, exit_low = highest_before(high, params["exit"]), lowest_before(low, params["exit"])
        return (close > entry_high, close < exit_low, close < entry_low, close > exit_high,
                int(max(params["entry"], params["exit"])) + 1)
    raise SystemExit(f"no strategy {strategy}")


# ---- the engines ------------------------------------------------------------------------------

def run_backtesting(case, frame):
    from backtesting import Backtest, Strategy
    enter_long, leave_long, enter_short, leave_short, first = signals(frame, case["strategy"], case["params"])
    is_both, size = case["side"] == "both", case["size"]

    class Rule(Strategy):
        def init(self):
            # One indicator whose first value stands where the rule may first decide; the engine adds one bar.
            self.warm = self.I(lambda: np.where(np.arange(len(frame)) < first - 1, np.nan, 1.0), name="warm")

        def next(self):
            i = len(self.data) - 1
            held = self.position.size
            if (held > 0 and leave_long[i]) or (held < 0 and leave_short[i]):
                self.position.close()
                held = 0
            if held == 0 and enter_long[i]:
                self.buy(size=size)
            elif held == 0 and is_both and enter_short[i]:
                self.sell(size=size)

    stats = Backtest(frame, Rule, cash=case["cash"], commission=case["fee"]).run()
    fills = []
    trades = stats["_trades"]
    for _, t in trades.iterrows():
        fills += [(t["EntryBar"], t["Size"], t["EntryPrice"]), (t["ExitBar"], -t["Size"], t["ExitPrice"])]
    for t in stats["_strategy"].trades:
        fills.append((t.entry_bar, t.size, t.entry_price))
    return fills, stats["_equity_curve"]["Equity"]


def run_vectorbt(case, frame):
    import vectorbt as vbt
    columns = signals(frame, case["strategy"], case["params"])
    first = columns[4]
    columns = [np.where(np.arange(len(frame)) < first, False, column) for column in columns[:4]]
    # A signal of one bar's close is an order at the next bar's open.
    enter_long, leave_long, enter_short, leave_short = (pd.Series(c, frame.index).shift(1, fill_value=False) for c in columns)
    how = dict(price=frame["Open"], size=case["size"], size_type="amount", fees=case["fee"], init_cash=case["cash"], freq="1D")
    if case["side"] == "both":
        run = vbt.Portfolio.from_signals(frame["Close"], entries=enter_long, short_entries=enter_short,
                                         upon_opposite_entry="reverse", **how)
    else:
        run = vbt.Portfolio.from_signals(frame["Close"], entries=enter_long, exits=leave_long, direction="longonly", **how)
    orders = run.orders.records
    sign = np.where(orders["side"] == 0, 1, -1)
    fills = list(zip(orders["idx"], sign * orders["size"], orders["price"]))
    return fills, run.value()


def answer(case, run):
    fills, equity = run(case, read(case["data"]))
    sums = {}
    for bar, quantity, price in fills:
        key = (int(bar), float(price), bool(quantity > 0))
        sums[key] = sums.get(key, 0) + float(quantity)
    return {"fills": [[bar, quantity, price] for (bar, price, _), quantity in sorted(sums.items())],
            "equity": [float(value) for value in equity]}


ENGINES = {"backtesting": run_backtesting, "vectorbt": run_vectorbt}
json.dump([answer(case, ENGINES[sys.argv[1]]) for case in json.load(open(sys.argv[2]))], sys.stdout)
