#!/usr/bin/env python3
"""A portfolio of six markets on one clock against a naive engine: equity equal to the unit, at every moment.

The engine here knows nothing of the product's: exact fractions, one dictionary of positions, one loop over moments.
Stocks trade daily on prices adjusted by their factor files, BTC by the hour, ETH by the day. Once a month the
account goes back to equal weights; what was ordered at a close fills at each market's own next open. The rules are
those of docs/cli.md.
"""
import bisect
import csv
import datetime
import gzip
import pathlib
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from argosy import MARKET, WORK, backtest, check, check_equal, close, skip  # noqa: E402

STOCKS = ["aapl", "ibm", "spy", "bac"]
BTC, ETH = "binance-btcusdt-bars-1h-20201117-20210516.csv", "binance-ethusdt-bars-1h-20201118-20210517.csv"
UNIT = 10 ** 8
CASH, FEE, RESERVE = 1000000, Fraction(1, 1000), Fraction(1, 100)
FROM, TO = "2020-11-19", "2021-04-01"
DAY = 86400


def seconds(text):
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc).timestamp())


def rows_of(path):
    with (gzip.open(path, "rt") if path.suffix == ".gz" else path.open()) as text:
        yield from csv.DictReader(text)


def read_stock(name):
    """Bars as (start, end, open, close); adjusted = raw x both factors of the first row that is still valid."""
    factors = [r for r in rows_of(MARKET / f"usa-{name}-adjustments-19980102-20501231.csv")]
    until = [r["valid_through"] for r in factors]
    bars = []
    for r in rows_of(MARKET / f"usa-{name}-bars-1d-19980102-20210331.csv.gz"):
        if not FROM <= r["ts"] < TO:
            continue
        f = factors[bisect.bisect_left(until, r["ts"])]
        factor = Fraction(f["price_factor"]) * Fraction(f["split_factor"])
        bars.append((seconds(r["ts"]), seconds(r["ts"]) + DAY, Fraction(r["open"]) * factor, Fraction(r["close"]) * factor))
    return bars


def read_hours(file):
    start, end = seconds(FROM), seconds(TO)
    hours = [(int(r["ts_s"]), int(r["ts_s"]) + 3600, Fraction(r["open"]), Fraction(r["close"])) for r in rows_of(MARKET / file)]
    return [bar for bar in hours if start <= bar[0] < end]


def to_days(hours):
    """UTC days that are whole: the first hour's open, the last hour's close."""
    days = {}
    for start, _, opened, closed in hours:
        day = start // DAY * DAY
        days.setdefault(day, [opened, closed])[1] = closed
    return [(day, day + DAY, opened, closed) for day, (opened, closed) in sorted(days.items())]


def floor_to(value, step):
    return value // step * step


class Account:
    """A cash account in whole units of 1e-8; overdrafts are allowed, so nothing is ever cut."""

    def __init__(self):
        self.cash, self.held, self.marks, self.fees = CASH * UNIT, {}, {}, 0

    def value(self, name):
        return int(self.held.get(name, 0) * self.marks.get(name, 0) * UNIT)  # towards zero: nothing is short here

    def equity(self):
        return self.cash + sum(self.value(name) for name in self.held)

    def fill(self, name, quantity, price):
        notional = int(abs(quantity) * price * UNIT)
        fee = int(floor_to(notional * FEE + Fraction(1, 2), 1))
        self.cash -= notional * (1 if quantity > 0 else -1) + fee
        self.fees += fee
        self.held[name] = self.held.get(name, 0) + quantity


def simulate(markets, lots):
    """markets: (name, bars) in the order of the data. Gives the curve {start of the bar told last: (equity, cash)}."""
    account, waiting, last_close, curve, fills = Account(), {}, {}, {}, 0
    month_before = None
    closes, opens = {}, {}
    for order, (name, bars) in enumerate(markets):
        for start, end, opened, closed in bars:
            closes.setdefault(end, []).append((order, name, start, closed))
            opens.setdefault(start, []).append((order, name, opened))
    for now in sorted(set(closes) | set(opens)):
        told = None
        for _, name, start, closed in sorted(closes.get(now, ())):
            account.marks[name] = last_close[name] = closed
            told = start
        if told is not None:
            month = datetime.datetime.fromtimestamp(told, datetime.timezone.utc).strftime("%Y-%m")
            if month != month_before:
                order_weights(account, markets, last_close, lots, waiting)
            month_before = month
            curve[told] = (account.equity(), account.cash)
        for _, name, opened in sorted(opens.get(now, ())):
            if name in waiting:
                account.marks[name] = opened
                account.fill(name, waiting.pop(name), opened)
                fills += 1
    return account, curve, fills


def order_weights(account, markets, last_close, lots, waiting):
    """Equal shares of what the equity leaves beside the reserve, in whole lots, rounded towards nothing."""
    equity = Fraction(account.equity(), UNIT)
    for name, _ in markets:
        if name not in last_close or name in waiting:
            continue
        price, held = last_close[name], account.held.get(name, 0)
        missing = (1 - RESERVE) * equity / len(last_close) - held * price
        quantity = floor_to(abs(missing) / price, lots[name])
        if missing < 0:
            quantity = -min(quantity, held)
        if quantity:
            waiting[name] = quantity


def spec_text(names):
    lines = ["data:"]
    for name in names:
        if name in STOCKS:
            lines += [f"  - source: {MARKET}/usa-{name}-bars-1d-19980102-20210331.csv.gz", f"    symbol: {name}", "    lot: 1",
                      f"    adjust: factors:{MARKET}/usa-{name}-adjustments-19980102-20501231.csv"]
        else:
            lines += [f"  - source: {MARKET}/{BTC if name == 'btc' else ETH}", f"    symbol: {name}", "    lot: 0.001"]
            lines += ["    interval: 1d"] if name == "eth" else []
    return "\n".join(lines + [
        f"from: {FROM}", f"to: {TO}", f"account: {{ type: cash, cash: {CASH}, overdraft: allow }}",
        f"costs: {{ fee: {float(FEE)}, slippage: 0, volume_share: none }}",
        f"strategy: {{ name: rebalance, params: {{ every: 1mo, reserve: {float(RESERVE)} }} }}", "end: hold", ""])


def nine_decimals(bars):
    """Adjusted prices have nine decimals, rounded half away from zero."""
    step = Fraction(1, 10 ** 9)
    return [(start, end, *(floor_to(p + step / 2, step) for p in prices)) for start, end, *prices in bars]


def compare(title, result, account, curve, fills):
    check_equal(f"{title}: fills", result["counts"]["fills"], fills)
    check(f"{title}: it rebalances", fills >= 8, fills)
    points = result["files"]["equity"]
    money = {int(datetime.datetime.fromisoformat(p["ts"].replace("Z", "+00:00")).timestamp()): p for p in points}
    wrong = 0
    for ts, point in money.items():
        want = curve.get(ts)
        got = (round(Fraction(point["equity"]) * UNIT), round(Fraction(point["cash"]) * UNIT))
        if got != want and wrong < 3:
            check_equal(f"{title}: equity and cash after the bar of {point['ts']}", got, want)
            wrong += 1
    check(f"{title}: every point of the curve is equal", wrong == 0)
    check_equal(f"{title}: moments with a point", len(set(curve) ^ set(money)), 0)
    check_equal(f"{title}: fees", round(Fraction(result["account"]["fees"]) * UNIT), account.fees)
    check_equal(f"{title}: equity at the end", round(Fraction(result["account"]["equity_end"]) * UNIT), account.equity())


def main():
    files = [BTC, ETH] + [f"usa-{s}-bars-1d-19980102-20210331.csv.gz" for s in STOCKS]
    absent = [f for f in files if not (MARKET / f).exists()]
    if absent:
        skip("the portfolio of six markets", f"{absent[0]} is not in {MARKET}")
        return
    markets = [(name, nine_decimals(read_stock(name))) for name in STOCKS]
    markets += [("eth", to_days(read_hours(ETH))), ("btc", read_hours(BTC))]
    lots = {name: Fraction(1) if name in STOCKS else Fraction(1, 1000) for name, _ in markets}
    for title, chosen in (("six markets", markets), ("stocks", markets[:4]), ("BTC by the hour, ETH by the day", markets[4:])):
        spec = pathlib.Path(WORK.name) / "portfolio.yaml"
        spec.write_text(spec_text([name for name, _ in chosen]))
        result = backtest("--spec", spec, "--quality", "off")
        compare(title, result, *simulate(chosen, lots))


if __name__ == "__main__":
    main()
    sys.exit(close())
