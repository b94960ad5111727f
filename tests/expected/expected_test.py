#!/usr/bin/env python3
"""Published results on recorded markets, each from its spec file by the real binary.

The figures are the ones the origin projects assert or print (the documents of the recorded data say where); none of
them is our own past output. Order, trade and equity lists lie beside the data, in expected/.
"""
import csv
import decimal
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from argosy import MARKET, WORK, backtest, check, check_digits, check_equal, check_near, close, run, skip  # noqa: E402

D = decimal.Decimal


def figure(result, path):
    for key in path.split("."):
        result = result[key]
    return result


def check_figures(name, result, printed):
    """Figures as decimal text: ours must agree to the last digit printed."""
    for path, value in printed.items():
        check_digits(f"{name} {path}", figure(result, path), value)


def check_books(name, result):
    """Profit is the sum of its parts to the unit: by instrument, by cost, and by trade."""
    profit = D(result["account"]["equity_end"]) - D(result["account"]["cash_start"])
    rows = result["attribution"]
    parts = sum(D(row["net"]) for row in rows) + D(result["account"]["bankruptcy"])
    check_equal(f"{name}: attribution sums to the profit", parts, profit)
    for row in rows:
        parts = sum(D(row[part]) for part in ("trading", "fees", "funding", "borrow"))
        check_equal(f"{name}: the parts of {row['instrument']} sum to its net", parts, D(row["net"]))
        trades = sum(D(t["pnl"]) for t in result["files"]["trades"] if t["instrument"] == row["instrument"])
        check_equal(f"{name}: the trades of {row['instrument']} sum to its net", trades, D(row["net"]))
        fees = sum(D(o["fee"]) for o in result["files"]["orders"] if o["instrument"] == row["instrument"])
        check_equal(f"{name}: the orders' fees of {row['instrument']} sum", -fees, D(row["fees"]))
    check_equal(f"{name}: fees", -sum(D(row["fees"]) for row in rows), D(result["account"]["fees"]))
    last = result["files"]["equity"][-1]
    check_equal(f"{name}: the curve ends at the equity", D(last["equity"]), D(result["account"]["equity_end"]))
    check_equal(f"{name}: the curve ends at the cash", D(last["cash"]), D(result["account"]["cash_end"]))


def check_reproduces(name, spec, result):
    """--print-spec is the whole run: the same state, money and figures from it, in another folder."""
    printed = run("backtest", "--spec", spec, "--quality", "off", "--print-spec")
    check_equal(f"{name}: --print-spec", printed.returncode, 0)
    path = pathlib.Path(WORK.name) / f"{name}-again.yaml"
    path.write_text(printed.stdout)
    again = backtest("--spec", path)
    for part in ("state_hash", "account", "counts", "metrics", "attribution"):
        check_equal(f"{name}: the printed spec gives the same {part}", again[part], result[part])


def run_spec(name, *args):
    """A spec's result, or None where its data are not on this machine."""
    spec = HERE / f"{name}.yaml"
    wanted = re.findall(r"\$\{ARGOSY_TEST_DATA\}/market/([^\s,}]+)", spec.read_text())
    absent = [file for file in wanted if not (MARKET / file).exists()]
    if absent:
        skip(name, f"{absent[0]} is not in {MARKET}")
        return None
    try:
        result = backtest("--spec", spec, "--quality", "off", *args)
    except RuntimeError as error:
        check(name, False, error)
        return None
    check_books(name, result)
    if not args:
        check_reproduces(name, spec, result)
    return result


def expected_rows(file):
    path = MARKET / "expected" / file
    if path.exists():
        return list(csv.DictReader(path.open()))
    skip(file, f"not in {MARKET / 'expected'}")
    return None


def filled(result, instrument=None):
    return [o for o in result["files"]["orders"]
            if float(o["filled_qty"] or 0) > 0 and instrument in (None, o["instrument"])]


# ---- R1: GOOG -----------------------------------------------------------------------------------------------------

R1_EXACT = {  # the origin's own test compares to 1e-8 and better
    "return": 4.142299, "benchmark_return": 5.220601851851852, "annual_return": 0.21191099249053224,
    "volatility": 0.3649716090702389, "cagr": 0.21160245705962623, "sharpe": 0.5806232244485349,
    "sortino": 1.0853434352488662, "calmar": 0.44166409202994605, "alpha": 3.9437391142027462,
    "beta": 0.03803390709192, "max_drawdown": -0.4798012705007589, "average_drawdown": -0.05925851581948801,
    "max_drawdown_days": 584, "average_drawdown_days": 41, "win_rate": 0.4696969696969697,
    "best_trade": 0.5359595229490424, "worst_trade": -0.1839887353835481, "average_trade": 0.02531715975158555,
    "max_trade_days": 183, "average_trade_days": 46, "profit_factor": 2.167945974262033,
    "expectancy": 0.032748078066748834, "sqn": 1.0766187356697705, "kelly": 0.1518705127029717,
    "time_in_market": 0.9674115456238361, "exposure": 0.9674115456238361,
}


def test_r1():
    result = run_spec("R1")
    if not result:
        return
    check_equal("R1 trades", result["counts"]["trades"], 66)
    check_equal("R1 open trades", result["counts"]["open_trades"], 0)
    check_figures("R1", result, {"account.equity_end": "51422.99", "account.equity_peak": "75787.44"})
    for name, value in R1_EXACT.items():
        check_near(f"R1 {name}", result["metrics"][name], value, 1e-9 * max(1, abs(value)))
    first = [(t["side"], t["qty"], t["entry_price"], t["entry_ts"][:10]) for t in result["files"]["trades"][:3]]
    check_equal("R1 first trades", first, [("short", "55", "180.36", "2004-11-29"), ("long", "51", "186.31", "2004-12-21"),
                                           ("short", "51", "193.69", "2005-01-31")])
    trades = expected_rows("goog-smacross-10-30-trades.csv")
    if trades:
        check_equal("R1 trades listed", len(result["files"]["trades"]), len(trades))
        for i, (ours, want) in enumerate(zip(result["files"]["trades"], trades)):
            size = D(ours["qty"]) * (1 if ours["side"] == "long" else -1)
            got = (size, ours["entry_ts"][:10], ours["exit_ts"][:10], D(ours["entry_price"]), D(ours["exit_price"]), D(ours["pnl"]))
            check_equal(f"R1 trade {i}", got, (D(want["size"]), want["entry_ts"], want["exit_ts"], D(want["entry_price"]),
                                               D(want["exit_price"]), D(want["pnl"])))
            check_near(f"R1 trade {i} return", ours["return"], want["return"], 1e-12)
    equity = expected_rows("goog-smacross-10-30-equity.csv")
    if equity:
        got = [(p["ts"][:10], D(p["equity"])) for p in result["files"]["equity"]]
        check_equal("R1 points of the curve", len(got), 2148)
        for ours, want in zip(got, equity):
            check_equal(f"R1 equity of {want['ts']}", ours, (want["ts"], D(want["equity"])))


def test_r1_more():
    """R1b to R1f: commission, legs, leverage, spread."""
    result = run_spec("R1b")
    if result:
        check_equal("R1b trades", result["counts"]["trades"], 93)
        check_figures("R1b", result, {"account.equity_end": "56263.51934", "account.equity_peak": "56309.05934",
                                      "account.fees": "10660.86066", "metrics.sharpe": "0.60074",
                                      "metrics.max_drawdown": "-0.33931592", "metrics.win_rate": "0.52688172"})
        closed = sum(D(t["fees"]) for t in result["files"]["trades"] if t["exit_ts"])
        check_digits("R1b fees of the closed trades", closed, "10563.95154")

    def ends(name):
        result = run_spec(name)
        return result, [(t["entry_ts"][:10], t["entry_price"], t["exit_ts"][:10], t["exit_price"])
                        for t in (result["files"]["trades"] if result else [])]

    result, trades = ends("R1c")
    if result:
        check_equal("R1c", trades, [("2012-10-18", "755.54", "2012-10-18", "720")])
    result, trades = ends("R1c-stop-entry")
    if result:
        check_equal("R1c with a stop entry", trades, [("2012-10-18", "758", "2012-10-19", "705.58")])
    result, trades = ends("R1d")
    if result:
        check_equal("R1d entry", [t[:2] for t in trades], [("2004-09-10", "104")])
    result, trades = ends("R1e")
    if result:
        check_equal("R1e dates", [(t[0], t[2]) for t in trades],
                    [("2006-11-01", "2007-10-31"), ("2008-11-14", "2009-09-21")])
        check_equal("R1e profits", [round(float(t["pnl"])) for t in result["files"]["trades"]], [23469, -34420])
        check_figures("R1e", result, {"account.equity_peak": "46961", "account.equity_end": "0",
                                      "account.bankruptcy": "951"})
        check_equal("R1e: the run ends with the ruin", result["files"]["equity"][-1]["ts"][:10], "2009-09-21")
    for name, quantity, second, third in (("R1f", "88", "9685.31", "9749.33"), ("R1f-fixed", "47", "9784.50", "9718.69"),
                                          ("R1f-honest", "88", "9683.74", "9647.77")):
        result = run_spec(name)
        if result:
            check_equal(f"{name} bars", result["counts"]["bars"], 20)
            check_equal(f"{name} shares", result["files"]["orders"][0]["filled_qty"], quantity)
            check_digits(f"{name} equity of bar 2", result["files"]["equity"][2]["equity"], second)
            check_digits(f"{name} equity of bar 3", result["files"]["equity"][3]["equity"], third)


# ---- R2, R3: EURO STOXX 50 ----------------------------------------------------------------------------------------

R2_BUYS = ("3643.35 3801.03 3872.37 3863.57 3845.32 3656.43 3542.65 3639.65 3799.86 3840.20 4047.63 4052.55")
R2_SELLS = ("3763.95 3811.85 3822.35 3822.57 3829.82 3598.58 3545.92 3766.80 3782.15 3979.73 4045.05")


def test_r2():
    for name, value, cash in (("R2", "10284.10", "6164.16"), ("R2-future", "12795.00", "11795.00")):
        result = run_spec(name)
        if not result:
            continue
        check_figures(name, result, {"account.equity_end": value, "account.cash_end": cash})
        for side, prices in (("buy", R2_BUYS), ("sell", R2_SELLS)):
            got = [D(o["avg_price"]) for o in filled(result) if o["side"] == side]
            check_equal(f"{name} {side}s", got, [D(p) for p in prices.split()])
        check_equal(f"{name} closed trades", result["counts"]["trades"], 11)
        orders = expected_rows("estoxx50-2006-sma15-orders.csv")
        if orders:
            got = [(o["ts"][:10], o["side"], D(o["avg_price"])) for o in filled(result)]
            check_equal(f"{name} orders", got, [(o["signal_ts"], o["side"], D(o["fill_price"])) for o in orders])
        if name == "R2-future":
            check_digits("R2 SQN", result["metrics"]["sqn"], "0.912550316439")
            check_digits("R2 return of the year", result["metrics"]["return"], "0.2795")


R3_VALUES = ("14525.80 14525.80 15408.20 15408.20 14763.90 14763.90 14763.90 14763.90 14763.90 14763.90 14763.90 14763.90 "
             "14763.90 14763.90 13187.10 13187.10 13187.10 13684.40 13684.40 13684.40 13684.40 13684.40 13684.40 13656.10 "
             "13656.10 13656.10 13656.10 12988.10 12988.10 12988.10 12988.10 12988.10 12988.10 12988.10 12988.10 12988.10 "
             "12988.10 12988.10 12988.10 12988.10").split()


def test_r3():
    for slow, value in zip(range(5, 45), R3_VALUES):
        result = run_spec("R3", "--set", f"slow={slow}")
        if not result:
            return
        check_digits(f"R3 slow={slow} value", result["account"]["equity_end"], value)
        check_equal(f"R3 slow={slow} cash", D(result["account"]["cash_end"]), D(value) - 1000)
        check_equal(f"R3 slow={slow} fills", result["counts"]["fills"], 1)


# ---- R4 to R7 -----------------------------------------------------------------------------------------------------

def test_r4():
    result = run_spec("R4")
    if not result:
        return
    check_figures("R4", result, {"account.equity_end": "974.8651"})
    sides = [o["side"] for o in filled(result)]
    check_equal("R4 buys and sells", (sides.count("buy"), sides.count("sell")), (22, 21))
    orders = expected_rows("orcl-2000-sma15-orders.csv")
    if orders:
        ends = trade_ends(result)
        for i, (ours, want) in enumerate(zip(filled(result), orders)):
            check_equal(f"R4 order {i}", (ours["side"], ours["filled_qty"], ends[i]), (want["side"], want["shares"], want["fill_ts"]))
            check_digits(f"R4 order {i} price", ours["avg_price"], want["fill_price"])
        check_equal("R4 orders listed", len(filled(result)), len(orders))


def trade_ends(result):
    """The days of the fills of a run with one position at a time: each trade's entry, then its exit."""
    days = [day[:10] for t in result["files"]["trades"] for day in (t["entry_ts"], t["exit_ts"]) if day]
    return days


def test_r5():
    result = run_spec("R5")
    if not result:
        return
    check_equal("R5 orders and fills", (result["counts"]["orders"], result["counts"]["fills"]), (84, 84))
    check_figures("R5", result, {"account.equity_end": "137751.04", "account.fees": "468.54", "metrics.return": "0.37751",
                                 "metrics.cagr": "0.02952", "metrics.max_drawdown": "-0.349",
                                 "metrics.win_rate": "0.57", "metrics.loss_rate": "0.43",
                                 "metrics.average_win": "0.0478", "metrics.average_loss": "-0.0416"})
    orders = expected_rows("spy-macd-12-26-9-orders.csv")
    if orders:
        days = trade_ends(result)
        check_equal("R5 orders listed", len(filled(result)), len(orders))
        for i, (ours, want) in enumerate(zip(filled(result), orders)):
            sign = 1 if ours["side"] == "buy" else -1
            check_equal(f"R5 order {i}", (days[i], sign * int(ours["filled_qty"])), (want["fill_ts"], int(want["quantity"])))
            check_digits(f"R5 order {i} price", ours["avg_price"], want["fill_price_adjusted"])
            check_digits(f"R5 order {i} fee", ours["fee"], want["fee"])


def test_r6():
    for name, equity, fees, shares in (("R6a", "101691.92", "3.44", "688"), ("R6b", "104486.22", "3.485", "697"),
                                       ("R6c", "101529.08", "3.435", "687")):
        result = run_spec(name)
        if result:
            check_figures(name, result, {"account.equity_end": equity, "account.fees": fees})
            check_equal(f"{name} orders", [o["filled_qty"] for o in result["files"]["orders"]], [shares])


def test_r7():
    result = run_spec("R7")
    if not result:
        return
    check_near("R7 cash", result["account"]["cash_end"], "22930.9622", 1e-3)
    for symbol, profit, winners, losers in (("BTCUSDT", "5340.224", 5, 3), ("ETHUSDT", "7590.7381", 7, 9)):
        trades = [float(t["pnl"]) for t in result["files"]["trades"] if t["instrument"] == symbol]
        check_near(f"R7 {symbol}", sum(trades), profit, 1e-3)
        check_equal(f"R7 {symbol} winners, losers", (sum(p > 0 for p in trades), sum(p < 0 for p in trades)), (winners, losers))
    orders = expected_rows("btc-eth-1d-ema9-orders.csv")
    if orders:
        check_equal("R7 orders listed", len(filled(result)), len(orders))
        for i, (ours, want) in enumerate(zip(filled(result), orders)):
            # The list stamps a day by its end, we by its start.
            day = next_day(ours["ts"][:10])
            check_equal(f"R7 order {i}", (day, ours["instrument"], ours["side"]), (want["ts"][:10], want["symbol"], want["side"]))
            check_near(f"R7 order {i} quantity", ours["filled_qty"], want["quantity"], 1e-6)
            check_near(f"R7 order {i} price", ours["avg_price"], want["price"], 1e-6)


def next_day(day):
    import datetime
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))


if __name__ == "__main__":
    for test in (test_r1, test_r1_more, test_r2, test_r3, test_r4, test_r5, test_r6, test_r7):
        test()
    sys.exit(close())
